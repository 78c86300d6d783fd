#pragma once
// The writer's statements, prepared once per session. $1 is the workspace everywhere; $2 and $3 bound the
// leads' ids where a partitioned table is searched, so that other months' partitions are not even opened.

namespace bourse::storage {

struct WriterStatement {
    const char *name;
    const char *sql;
};

// Looking for each row before inserting it costs a tenth of the writer's work in the server, so it is done
// only where a transaction is applied a second time.
#define BOURSE_INSERT_ATTEMPTS                                                                               \
    "INSERT INTO bourse.attempt (workspace_id, node_id, lead_id, attempt_id, kind, channel, buyer, "         \
    "integration, started_at, "                                                                              \
    "outcome, reason, reason_detail, price_micros, currency, http_status, phases_us, reused, rule, "         \
    "external_id, body) "                                                                                    \
    "SELECT $1::uuid, $2::uuid, u.lead, u.id, 'ping', u.channel, u.buyer, u.integration, u.started, "        \
    "u.outcome, u.reason, "                                                                                  \
    "u.reason_detail, u.price, u.currency, u.status, ARRAY[u.queued, u.dns, u.connect, u.tls, "              \
    "u.first_byte, u.total], "                                                                               \
    "u.reused, u.rule, u.external_id, u.body "                                                               \
    "FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], "            \
    "$9::text[], $10::text[], "                                                                              \
    "$11::text[], $12::bigint[], $13::text[], $14::integer[], $15::bigint[], $16::bigint[], $17::bigint[], " \
    "$18::bigint[], "                                                                                        \
    "$19::bigint[], $20::bigint[], $21::boolean[], $22::text[], $23::text[], $24::bytea[]) "                 \
    "AS u(lead, id, channel, buyer, integration, started, outcome, reason, reason_detail, price, currency, " \
    "status, queued, "                                                                                       \
    "dns, connect, tls, first_byte, total, reused, rule, external_id, body)"
inline constexpr const char *insertAttempts = BOURSE_INSERT_ATTEMPTS;
inline constexpr const char *insertAttemptsAgain = BOURSE_INSERT_ATTEMPTS " ON CONFLICT DO NOTHING";
#undef BOURSE_INSERT_ATTEMPTS

// A step of a node that was taken for dead: the lead has been closed meanwhile and stays so. What was unknown
// or pending may still be decided by it, once; what a callback or an operator has decided since is not. A
// lead that somebody else was given since takes no step of the time before.
#define BOURSE_OPEN_STATES "'received', 'validating', 'routing', 'offered', 'posting'"
// Some buyer has it, or has had it, by what others have learnt: whoever knew less must not free its claims.
#define BOURSE_HAD_STATES "'sold', 'converted', 'returned'"
#define BOURSE_PASSED_OVER                                                                                   \
    "(l.run IS DISTINCT FROM u.run OR u.state <> l.state AND l.state NOT IN (" BOURSE_OPEN_STATES ") "       \
    "AND (u.state IN (" BOURSE_OPEN_STATES ") OR l.state NOT IN ('unknown', 'pending')) "                    \
    "AND NOT (u.reopens AND l.state = 'unknown'))"

// A late word that the lead waits or is in doubt, of a lead none of whose posts is open any more: its buyers
// have said no meanwhile, the last of them while another post was still thought to be under way.
#define BOURSE_REFUSED                                                                                       \
    "(u.state IN ('unknown', 'pending') AND l.state IN ('unknown', 'pending') AND (SELECT count(*) > 0 AND " \
    "count(*) FILTER (WHERE a.outcome IN ('sending', 'unknown', 'pending', 'accepted')) = 0 FROM "           \
    "bourse.attempt a WHERE a.workspace_id = $1 AND a.lead_id = l.id AND a.kind = 'post'))"

inline constexpr WriterStatement writerStatements[] = {
    {"w_begin", "BEGIN"},
    {"w_commit", "COMMIT"},
    {"w_workspace", "SELECT set_config('bourse.workspace', $1, true)"},
    {"w_receive", "SELECT * FROM bourse.receive_leads($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                  "$13, $14, $15, $16, "
                  "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)"},
    // sorted, so that two nodes never wait for each other; before all other locks
    {"w_persons", "SELECT pg_advisory_xact_lock(u.k) FROM unnest($1::bigint[]) AS u(k)"},
    {"w_earlier", "SELECT * FROM bourse.earlier_leads($1, false, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
    {"w_earlier_posting",
     "SELECT * FROM bourse.earlier_leads($1, true, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
    {"w_reserved", "SELECT r.post_id FROM unnest($2::uuid[]) AS u(id) JOIN bourse.reservation AS r "
                   "ON r.workspace_id = $1 AND r.post_id = u.id"},
    {"w_suppressed", "SELECT u.n FROM unnest($2::integer[], $3::bytea[]) WITH ORDINALITY AS u(list, hash, n) "
                     "JOIN bourse.suppression_entry AS e ON e.workspace_id = $1 AND e.list_id = u.list AND "
                     "e.hash = u.hash"},
    {"w_lock", "SELECT bourse.lock_money($1, $2, $3, $4, $5, $6, $7)"},
    // Leads before all else, as recovery takes them: whoever is first decides, and neither waits for the
    // other while holding what the other wants.
    {"w_lock_leads", "SELECT 1 FROM unnest($4::uuid[]) AS u(id) JOIN bourse.lead AS l ON l.workspace_id = $1 "
                     "AND l.id = u.id "
                     "WHERE l.id >= $2 AND l.id <= $3 ORDER BY l.id FOR NO KEY UPDATE OF l"},
    // a lead that is another run's is none
    {"w_reserve",
     "SELECT * FROM bourse.reserve_posts($1, $2, $3, $4, $5, (SELECT array_agg(coalesce(l.id, $1) ORDER BY "
     "u.n) "
     "FROM unnest($6::uuid[], $22::uuid[]) WITH ORDINALITY AS u(id, run, n) LEFT JOIN bourse.lead AS l "
     "ON l.workspace_id = $1 AND l.id = u.id AND l.id >= $3 AND l.id <= $4 AND l.run IS NOT DISTINCT FROM "
     "u.run), $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"},
    // what is held is in whole cents; a callback that comes before the post's own record books by the exact
    // price
    {"w_exact",
     "UPDATE bourse.attempt AS a SET price_micros = u.price "
     "FROM unnest($4::uuid[], $5::uuid[], $6::bigint[]) AS u(lead, id, price) "
     "WHERE a.workspace_id = $1 AND a.lead_id = u.lead AND a.attempt_id = u.id AND a.lead_id >= $2 "
     "AND a.lead_id <= $3 AND a.outcome = 'sending'"},
    {"w_attempts", insertAttempts},
    {"w_attempts_again", insertAttemptsAgain},
    {"w_results", "UPDATE bourse.attempt AS a SET outcome = u.outcome, reason = u.reason, reason_detail = "
                  "u.reason_detail, "
                  "price_micros = coalesce(u.price, a.price_micros), currency = coalesce(u.currency, "
                  "a.currency), http_status = u.status, "
                  "phases_us = ARRAY[u.queued, u.dns, u.connect, u.tls, u.first_byte, u.total], reused = "
                  "u.reused, rule = u.rule, "
                  "external_id = u.external_id, body = u.body "
                  "FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::bigint[], "
                  "$10::text[], $11::integer[], "
                  "$12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], "
                  "$18::boolean[], $19::text[], "
                  "$20::text[], $21::bytea[]) AS u(lead, id, outcome, reason, reason_detail, price, "
                  "currency, status, queued, dns, connect, "
                  "tls, first_byte, total, reused, rule, external_id, body) "
                  "WHERE a.workspace_id = $1 AND a.lead_id = u.lead AND a.attempt_id = u.id AND a.lead_id >= "
                  "$2 AND a.lead_id <= $3 "
                  "AND a.outcome IN ('sending', 'unknown', 'pending') AND a.outcome <> u.outcome"},
    {"w_settle", "SELECT bourse.settle_posts($1, $2, $3, $4, $5, $6, $7, $8)"},
    {"w_events", "SELECT bourse.append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"},
    {"w_leads",
     "UPDATE bourse.lead AS l SET updated_at = now(), "
     "state = CASE WHEN " BOURSE_PASSED_OVER " THEN l.state WHEN " BOURSE_REFUSED
     " THEN 'unsold' ELSE u.state END, "
     "reason = CASE WHEN " BOURSE_PASSED_OVER " THEN l.reason WHEN " BOURSE_REFUSED
     " THEN 'all_posts_rejected' ELSE u.reason END, "
     "reason_detail = CASE WHEN " BOURSE_PASSED_OVER " THEN l.reason_detail WHEN " BOURSE_REFUSED
     " THEN NULL ELSE u.reason_detail END, "
     "routing_decision = CASE WHEN " BOURSE_PASSED_OVER " THEN l.routing_decision WHEN " BOURSE_REFUSED
     " THEN 'all_posts_rejected' ELSE coalesce(u.decision, l.routing_decision) END, pinged = u.pinged, bids "
     "= "
     "u.bids, "
     "duration_us = u.duration, "
     "winner_buyer = CASE WHEN " BOURSE_PASSED_OVER
     " THEN l.winner_buyer ELSE coalesce(u.buyer, l.winner_buyer) END, "
     "winner_channel = CASE WHEN " BOURSE_PASSED_OVER
     " THEN l.winner_channel ELSE coalesce(u.channel, l.winner_channel) END, "
     "price_micros = CASE WHEN " BOURSE_PASSED_OVER
     " THEN l.price_micros ELSE coalesce(u.price, l.price_micros) END, "
     "payout_micros = CASE WHEN " BOURSE_PASSED_OVER
     " THEN l.payout_micros ELSE coalesce(u.payout, l.payout_micros) END, "
     "currency = coalesce(u.currency, l.currency), "
     "buyer_external_id = coalesce(u.external_id, l.buyer_external_id), ab_arm = coalesce(l.ab_arm, u.arm), "
     "event_sequence = u.sequence, "
     "event_hash = u.hash, run = CASE WHEN u.reopens AND NOT " BOURSE_PASSED_OVER
     " THEN gen_random_uuid() ELSE l.run END "
     "FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[], $10::integer[], "
     "$11::bigint[], "
     "$12::text[], $13::text[], $14::bigint[], $15::bigint[], $16::text[], $17::text[], $18::integer[], "
     "$19::bytea[], $20::uuid[], $21::text[], $22::boolean[]) "
     "AS u(id, state, reason, reason_detail, decision, pinged, bids, duration, buyer, channel, price, "
     "payout, currency, "
     "external_id, sequence, hash, run, arm, reopens) "
     "WHERE l.workspace_id = $1 AND l.id = u.id AND l.id >= $2 AND l.id <= $3 AND l.event_sequence <= "
     "u.sequence RETURNING l.id, l.state, u.reopens OR l.run IS NOT DISTINCT FROM u.run"},
    {"w_release_keys",
     "DELETE FROM bourse.idempotency AS i USING unnest($4::uuid[], $5::uuid[]) AS u(id, run), bourse.lead AS "
     "l "
     "WHERE l.workspace_id = $1 AND l.id = u.id AND l.id >= $2 AND l.id <= $3 AND l.run IS NOT DISTINCT FROM "
     "u.run AND l.state NOT IN (" BOURSE_HAD_STATES ") "
     "AND i.workspace_id = $1 AND i.claim = l.claim AND i.lead_id = l.id AND i.answer IS NULL"},
    {"w_release_repeats",
     "DELETE FROM bourse.repeat_claim AS r USING unnest($4::uuid[], $5::uuid[]) AS u(id, run), bourse.lead "
     "AS l "
     "WHERE l.workspace_id = $1 AND l.id = u.id AND l.id >= $2 AND l.id <= $3 AND l.run IS NOT DISTINCT FROM "
     "u.run AND l.state NOT IN (" BOURSE_HAD_STATES ") "
     "AND r.workspace_id = $1 AND r.hash = l.repeat_hash AND r.lead_id = l.id"},
    {"w_answers",
     "UPDATE bourse.idempotency AS i SET status = u.status, content_type = u.content_type, answer = u.answer "
     "FROM unnest($4::bytea[], $5::uuid[], $6::integer[], $7::text[], $8::bytea[], $9::uuid[], $10::text[]) "
     "AS u(claim, lead, status, content_type, answer, run, state), bourse.lead AS l "
     "WHERE i.workspace_id = $1 AND i.claim = u.claim AND i.lead_id = u.lead AND l.workspace_id = $1 "
     "AND l.id = u.lead AND l.id >= $2 AND l.id <= $3 AND l.run IS NOT DISTINCT FROM u.run AND l.state = "
     "u.state"},
    {"w_externals",
     "INSERT INTO bourse.external_id (workspace_id, side, party, external_id, lead_id, attempt_id) "
     "SELECT $1::uuid, 'buyer', u.party, u.external_id, u.lead, u.attempt "
     "FROM unnest($2::text[], $3::text[], $4::uuid[], $5::uuid[]) AS u(party, external_id, lead, attempt) "
     "ON CONFLICT DO NOTHING"},
    {"w_offers",
     "INSERT INTO bourse.offer (workspace_id, id, lead_id, source, kind, state, expires_at, token_hash, "
     "sealed) "
     "SELECT $1::uuid, u.id, u.lead, u.source, u.kind, CASE WHEN u.kind = 'route' THEN 'taken' ELSE 'open' "
     "END, "
     "u.expires, u.token, u.sealed "
     "FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::timestamptz[], $8::bytea[], $9::bytea[], "
     "$10::text[], $11::uuid[]) AS u(id, lead, source, expires, token, sealed, kind, run) "
     "JOIN bourse.lead AS l ON l.workspace_id = $1 AND l.id = u.lead AND l.id >= $2 AND l.id <= $3 "
     "AND l.run IS NOT DISTINCT FROM u.run ON CONFLICT DO NOTHING"},
    // An offer that came of the taking since was told to nobody.
    {"w_reopen",
     "UPDATE bourse.offer AS o SET state = CASE WHEN o.id = u.offer THEN 'open' ELSE 'expired' END, "
     "taken_at = NULL, taken_by = NULL, bid_ids = NULL "
     "FROM unnest($4::uuid[], $5::uuid[], $6::uuid[]) AS u(id, run, offer), bourse.lead AS l "
     "WHERE l.workspace_id = $1 AND l.id = u.id AND l.id >= $2 AND l.id <= $3 AND l.run IS NOT DISTINCT FROM "
     "u.run AND l.state IN (" BOURSE_OPEN_STATES ", 'unknown') AND o.workspace_id = $1 AND o.lead_id = l.id "
     "AND (o.id = u.offer AND o.state = 'taken' OR o.id > u.offer AND o.state = 'open')"},
    {"w_taken", "UPDATE bourse.lead AS l SET run = u.taking "
                "FROM unnest($4::uuid[], $5::uuid[]) AS u(id, taking), bourse.offer AS o "
                "WHERE l.workspace_id = $1 AND l.id = u.id AND l.id >= $2 AND l.id <= $3 "
                "AND o.workspace_id = $1 AND o.lead_id = l.id AND o.taken_by = u.taking"},
    {"w_take",
     "SELECT * FROM bourse.take_offers($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
     "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)"},
    {"w_ping_news",
     "UPDATE bourse.attempt AS a SET reason = u.reason, reason_detail = u.detail "
     "FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) AS u(lead, id, reason, detail) "
     "WHERE a.workspace_id = $1 AND a.lead_id = u.lead AND a.attempt_id = u.id AND a.lead_id >= $2 "
     "AND a.lead_id <= $3"},
    {"w_follow_ups",
     "INSERT INTO bourse.outbox (workspace_id, id, topic, lead_id, payload, due_at) "
     "SELECT $1::uuid, u.id, u.topic, u.lead, u.payload, u.due "
     "FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::bytea[], $8::timestamptz[], $9::uuid[]) "
     "AS u(id, topic, lead, payload, due, run) JOIN bourse.lead AS l ON l.workspace_id = $1 AND l.id = "
     "u.lead "
     "AND l.id >= $2 AND l.id <= $3 AND l.run IS NOT DISTINCT FROM u.run ON CONFLICT DO NOTHING"},
    {"w_waits",
     "INSERT INTO bourse.lead_wait AS w (workspace_id, lead_id, what, channel, buyer, post_id, due_at, "
     "until, "
     "then_next, memory) "
     "SELECT $1::uuid, u.lead, u.what, u.channel, u.buyer, u.post, u.due, u.until, u.next, u.memory "
     "FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[], "
     "$8::timestamptz[], $9::boolean[], $10::text[], $11::uuid[]) "
     "AS u(lead, what, channel, buyer, post, due, until, next, memory, run) "
     // a lead that has been closed by another node meanwhile does not wait
     "JOIN bourse.lead l ON l.workspace_id = $1 AND l.id = u.lead AND l.state = 'pending' "
     "AND l.run IS NOT DISTINCT FROM u.run "
     "ON CONFLICT (workspace_id, lead_id) DO UPDATE SET what = excluded.what, channel = excluded.channel, "
     "buyer = excluded.buyer, post_id = excluded.post_id, due_at = excluded.due_at, until = excluded.until, "
     "then_next = excluded.then_next, memory = excluded.memory, claim = NULL"},
    {"w_waited", "DELETE FROM bourse.lead_wait AS w USING unnest($2::uuid[], $3::uuid[]) AS u(lead, claim) "
                 "WHERE w.workspace_id = $1 AND w.lead_id = u.lead AND w.claim = u.claim"},
    {"w_questions", "INSERT INTO bourse.post_question (workspace_id, post_id, lead_id, id, payload, topic) "
                    "SELECT $1::uuid, u.post, u.lead, u.id, u.payload, u.topic "
                    "FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[], $6::text[]) AS u(post, "
                    "lead, id, payload, topic) "
                    "ON CONFLICT DO NOTHING"},
};
#undef BOURSE_PASSED_OVER
#undef BOURSE_REFUSED
#undef BOURSE_OPEN_STATES
#undef BOURSE_HAD_STATES

} // namespace bourse::storage
