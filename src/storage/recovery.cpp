// Leases of nodes, and what is done about the leads of a node that died.
#include "base/logging.h"
#include "domain/lead/leadstate.h"
#include "storage/configurationsession.h"
#include "storage/writersession.h"
#include <algorithm>
#include <thread>

namespace bourse::storage {

using domain::AttemptOutcome;
using domain::LeadState;
using domain::RoutingDecision;

namespace {
/// A node whose connection broke is back within this; its lease is free for so long without its being dead.
constexpr auto reconnectGrace = std::chrono::milliseconds(1500);
constexpr int leadsPerTransaction = 500;

/// What the posts of a lead say about it, strongest last.
enum class PostFate { None, Pending, Unknown, Sold };

struct OpenLead {
    Uuid id;
    EventAuthor author;
    int sequence = 0;
    std::string hash;
    bool open = false; ///< it had no final state
    bool hadSending = false;
    bool reopens = false; ///< nothing of it has left, and what it was offered for still stands
    PostFate fate = PostFate::None;
    std::string waited; ///< it had waited and was taken up again: what for
    std::string winnerBuyer, winnerChannel;
};

class Recovery {
  public:
    Recovery(Connection &connection, const Uuid &recoverer, const Uuid &dead)
        : m_connection(connection), m_recoverer(recoverer), m_dead(dead)
    {
    }
    Result<RecoveryReport> run();

  private:
    Result<int> runSome(const Uuid &workspace);
    Result<std::vector<OpenLead>> openLeads(const Uuid &workspace);
    Result<void> close(const Uuid &workspace, std::vector<OpenLead> &leads);

    Connection &m_connection;
    Uuid m_recoverer, m_dead;
    RecoveryReport m_report;
};

Result<RecoveryReport> Recovery::run()
{
    auto workspaces = m_connection.exec("SELECT workspace_id FROM bourse.workspaces()");
    if (!workspaces)
        return workspaces.errors();
    for (int row = 0; row < workspaces->size(); ++row) {
        for (;;) {
            auto some = runSome(workspaces->uuid(row, 0));
            if (!some)
                return some.errors();
            if (*some < leadsPerTransaction)
                break;
        }
    }
    auto done = m_connection.execPrepared("UPDATE bourse.node SET recovered_at = now() WHERE node_id = $1",
                                          {m_dead.toString()});
    if (!done)
        return done.errors();
    return m_report;
}

Result<std::vector<OpenLead>> Recovery::openLeads(const Uuid &workspace)
{
    // The dead node may still be writing, its lease alone is lost. What it has committed is seen by a
    // statement that begins after the locks were granted; what it begins later finds the leads closed.
    auto locked = m_connection.execPrepared(
        "WITH concerned AS ("
        " (SELECT r.lead_id FROM reservation r WHERE r.workspace_id = $1 AND r.node_id = $2 AND r.state = "
        "'sending' LIMIT $3)"
        " UNION"
        " (SELECT l.id FROM lead l WHERE l.workspace_id = $1 AND l.node_id = $2"
        "   AND l.state IN ('received', 'validating', 'routing', 'posting') LIMIT $3)) "
        "SELECT l.id FROM concerned c JOIN lead l ON l.workspace_id = $1 AND l.id = c.lead_id "
        "ORDER BY l.id LIMIT $3 FOR UPDATE OF l",
        {workspace.toString(), m_dead.toString(), std::to_string(leadsPerTransaction)});
    if (!locked)
        return locked.errors();
    std::vector<Uuid> ids;
    for (int row = 0; row < locked->size(); ++row)
        ids.push_back(locked->uuid(row, 0));
    if (ids.empty())
        return std::vector<OpenLead>();
    auto rows = m_connection.execPrepared(
        "SELECT l.id, l.config_version, l.event_sequence, l.event_hash,"
        " l.state IN ('received', 'validating', 'routing', 'posting'),"
        " (SELECT string_agg(a.outcome || ' ' || a.buyer || ' ' || a.channel, E'\\n') FROM attempt a"
        "   WHERE a.workspace_id = $1 AND a.lead_id = l.id AND a.kind = 'post'"
        // a sale that came back is nobody's: its lead was on its way to another buyer
        "   AND NOT EXISTS (SELECT FROM reservation r WHERE r.workspace_id = $1 AND r.post_id = a.attempt_id"
        "     AND r.state = 'returned')),"
        // the last: one that was accepted to be routed later may have been offered since
        " (SELECT o.id FROM offer o WHERE o.workspace_id = $1 AND o.lead_id = l.id ORDER BY o.id DESC LIMIT "
        "1)"
        "   = (SELECT o.id FROM offer o WHERE o.workspace_id = $1 AND o.lead_id = l.id AND o.state = 'taken'"
        "   AND o.expires_at > now() ORDER BY o.id DESC LIMIT 1)"
        "   AND NOT EXISTS (SELECT FROM attempt a WHERE a.workspace_id = $1 AND a.lead_id = l.id"
        "     AND a.kind = 'post' AND a.outcome <> 'not_sent'),"
        " (SELECT w.what FROM lead_wait w WHERE w.workspace_id = $1 AND w.lead_id = l.id) "
        "FROM lead l WHERE l.workspace_id = $1 AND l.id = ANY ($2::uuid[]) ORDER BY l.id",
        {workspace.toString(), uuidArray(ids)});
    if (!rows)
        return rows.errors();
    std::vector<OpenLead> leads;
    for (int row = 0; row < rows->size(); ++row) {
        OpenLead lead;
        lead.id = rows->uuid(row, 0);
        lead.author = {workspace, lead.id, m_recoverer, rows->integer(row, 1), "recovery"};
        lead.sequence = static_cast<int>(rows->integer(row, 2));
        lead.hash = rows->bytes(row, 3);
        lead.open = rows->boolean(row, 4);
        std::string posts = rows->string(row, 5);
        lead.waited = rows->string(row, 7);
        // whoever took the offer of one that has waited since has been told so, and does not come again
        lead.reopens = lead.open && lead.waited.empty() && rows->boolean(row, 6);
        for (std::size_t at = 0; at < posts.size();) {
            std::size_t end = std::min(posts.find('\n', at), posts.size());
            std::string_view post = std::string_view(posts).substr(at, end - at);
            at = end + 1;
            std::size_t first = post.find(' ');
            std::size_t second = post.find(' ', first + 1);
            PostFate fate = PostFate::None;
            switch (domain::attemptOutcomeFromName(post.substr(0, first)).value_or(AttemptOutcome::Error)) {
            case AttemptOutcome::Sending:
                lead.hadSending = true;
                fate = PostFate::Unknown;
                break;
            case AttemptOutcome::Unknown:
                fate = PostFate::Unknown;
                break;
            case AttemptOutcome::Pending:
                fate = PostFate::Pending;
                break;
            case AttemptOutcome::Accepted:
                fate = PostFate::Sold;
                lead.winnerBuyer = post.substr(first + 1, second - first - 1);
                lead.winnerChannel = post.substr(second + 1);
                break;
            default:
                break;
            }
            lead.fate = std::max(lead.fate, fate);
        }
        leads.push_back(std::move(lead));
    }
    return leads;
}

Result<void> Recovery::close(const Uuid &workspace, std::vector<OpenLead> &leads)
{
    ArrayLiteral eventLead, sequence, at, actor, config, kind, eventState, eventReason, prev, hash;
    ArrayLiteral id, state, reason, decision, buyer, channel, headSequence, headHash, open;
    std::vector<Uuid> interrupted, reopened, waiting, all;
    const UtcTime now = SystemClock().utcNow();
    for (OpenLead &lead : leads) {
        LeadState to = LeadState::Unsold;
        std::string_view why = domain::reason::interrupted;
        RoutingDecision decided = RoutingDecision::Interrupted;
        switch (lead.fate) {
        case PostFate::None:
            if (lead.reopens) {
                // whoever posts again, or routes what was accepted, finds the offer as it was
                reopened.push_back(lead.id);
                to = LeadState::Offered;
                why = domain::reason::offered;
                decided = RoutingDecision::Offered;
            } else if (lead.open && !lead.waited.empty()) {
                // nobody has it, and it was on its way to the next: another node takes it up
                to = LeadState::Pending;
                why = lead.waited == "cap" ? domain::reason::awaitsCap : domain::reason::awaitsCallback;
                decided = RoutingDecision::Pending;
                waiting.push_back(lead.id);
            } else if (lead.open) {
                interrupted.push_back(lead.id);
            }
            break;
        case PostFate::Pending:
            to = LeadState::Pending;
            why = domain::reason::buyerPending;
            decided = RoutingDecision::Pending;
            break;
        case PostFate::Unknown:
            to = LeadState::Unknown;
            why = domain::reason::postUnknown;
            decided = RoutingDecision::PostUnknown;
            break;
        case PostFate::Sold:
            to = LeadState::Sold;
            why = domain::reason::soldDirect;
            decided = RoutingDecision::PingPostWinner;
            break;
        }
        all.push_back(lead.id);
        const auto chain = [&](std::string_view eventKind) {
            ChainedEvent event{++lead.sequence, now, std::string(eventKind),
                               std::string(domain::info(to).name), std::string(why)};
            event.prevHash = lead.hash;
            event.hash = chainHash(lead.author, event);
            lead.hash = event.hash;
            eventLead.addUuid(lead.id);
            sequence.addInteger(event.sequence);
            at.addTime(event.at);
            actor.addText(lead.author.actor);
            config.addInteger(lead.author.configVersion);
            kind.addText(event.kind);
            eventState.addText(event.state);
            eventReason.addText(event.reason);
            prev.addBytes(event.prevHash);
            hash.addBytes(event.hash);
        };
        if (lead.hadSending)
            chain("post");
        if (lead.open)
            chain("state");
        id.addUuid(lead.id);
        state.addText(domain::info(to).name);
        reason.addText(why);
        decision.addText(domain::name(decided));
        lead.winnerBuyer.empty() ? buyer.addNull() : buyer.addText(lead.winnerBuyer);
        lead.winnerChannel.empty() ? channel.addNull() : channel.addText(lead.winnerChannel);
        headSequence.addInteger(lead.sequence);
        headHash.addBytes(lead.hash);
        open.addBoolean(lead.open);
    }
    const std::string ws = workspace.toString();
    auto step = m_connection.execPrepared(
        "WITH unknown AS (UPDATE reservation r SET state = 'held', settled_at = now() "
        " WHERE r.workspace_id = $1 AND r.node_id = $2 AND r.state = 'sending' AND r.lead_id = ANY "
        "($3::uuid[]) "
        " RETURNING r.lead_id, r.post_id) "
        "UPDATE attempt a SET outcome = 'unknown', reason = $4 FROM unknown u "
        "WHERE a.workspace_id = $1 AND a.lead_id = u.lead_id AND a.attempt_id = u.post_id AND a.outcome = "
        "'sending'",
        {ws, m_dead.toString(), uuidArray(all), std::string(domain::reason::postUnknown)});
    if (!step)
        return step.errors();
    m_report.unknownPosts += step->affected();
    const std::string noDetail =
        textArray(std::vector<std::optional<std::string>>(hash.size(), std::nullopt));
    step = m_connection.execPrepared(
        "SELECT bourse.append_events($1, $2, $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[], "
        "$7::bigint[], "
        "$8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], $14::bytea[])",
        {ws, m_recoverer.toString(), eventLead.take(), sequence.take(), at.take(), actor.take(),
         config.take(), kind.take(), eventState.take(), eventReason.take(), noDetail, noDetail, prev.take(),
         hash.take()});
    if (!step)
        return step.errors();
    step = m_connection.execPrepared(
        "UPDATE lead l SET updated_at = now(), state = CASE WHEN u.open THEN u.state ELSE l.state END, "
        "reason = CASE WHEN u.open THEN u.reason ELSE l.reason END, "
        "reason_detail = CASE WHEN u.open THEN NULL ELSE l.reason_detail END, "
        "routing_decision = CASE WHEN u.open THEN u.decision ELSE l.routing_decision END, "
        "duration_us = CASE WHEN u.open THEN greatest(l.duration_us, (extract(epoch FROM l.updated_at - "
        "l.received_at) * 1000000)"
        "::bigint) ELSE l.duration_us END, "
        "winner_buyer = coalesce(l.winner_buyer, u.buyer), winner_channel = coalesce(l.winner_channel, "
        "u.channel), "
        "event_sequence = u.sequence, event_hash = u.hash "
        "FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], "
        "$9::bytea[], "
        "$10::boolean[]) AS u(id, state, reason, decision, buyer, channel, sequence, hash, open) "
        "WHERE l.workspace_id = $1 AND l.id = u.id",
        {ws, id.take(), state.take(), reason.take(), decision.take(), buyer.take(), channel.take(),
         headSequence.take(), headHash.take(), open.take()});
    if (!step)
        return step.errors();
    // buyers that tell are asked what became of these posts; who knows a post again is sent it
    step = m_connection.execPrepared(
        "INSERT INTO outbox (workspace_id, id, topic, lead_id, payload) "
        "SELECT $1, q.id, q.topic, q.lead_id, q.payload FROM post_question q "
        "JOIN attempt a ON a.workspace_id = $1 AND a.lead_id = q.lead_id AND a.attempt_id = q.post_id "
        "WHERE q.workspace_id = $1 AND q.lead_id = ANY ($2::uuid[]) AND a.lead_id = ANY ($2::uuid[]) "
        "AND a.outcome = 'unknown' ON CONFLICT DO NOTHING",
        {ws, uuidArray(all)});
    if (!step)
        return step.errors();
    step = m_connection.execPrepared("UPDATE lead_wait SET due_at = now(), claim = NULL "
                                     "WHERE workspace_id = $1 AND lead_id = ANY ($2::uuid[])",
                                     {ws, uuidArray(waiting)});
    if (!step)
        return step.errors();
    step = m_connection.execPrepared(
        "DELETE FROM lead_wait WHERE workspace_id = $1 AND lead_id = ANY ($2::uuid[]) "
        "AND due_at IS NULL",
        {ws, uuidArray(all)});
    if (!step)
        return step.errors();
    // what the dead node may still say of them, should it only have been away, is of the time before
    std::vector<Uuid> free = reopened;
    free.insert(free.end(), waiting.begin(), waiting.end());
    free.insert(free.end(), interrupted.begin(), interrupted.end());
    if (!free.empty()) {
        step = m_connection.execPrepared(
            "UPDATE lead SET run = gen_random_uuid() WHERE workspace_id = $1 AND id = ANY ($2::uuid[])",
            {ws, uuidArray(free)});
        if (!step)
            return step.errors();
    }
    m_report.interruptedLeads += static_cast<std::int64_t>(interrupted.size());
    if (!reopened.empty()) {
        auto opened = m_connection.execPrepared(
            "UPDATE offer o SET state = 'open', taken_at = NULL, taken_by = NULL, bid_ids = NULL "
            "FROM (SELECT DISTINCT ON (lead_id) id FROM offer WHERE workspace_id = $1 AND lead_id = ANY "
            "($2::uuid[]) ORDER BY lead_id, id DESC) last WHERE o.workspace_id = $1 AND o.id = last.id",
            {ws, uuidArray(reopened)});
        if (!opened)
            return opened.errors();
        auto freed = m_connection.execPrepared(
            "DELETE FROM idempotency i USING lead l WHERE l.workspace_id = $1 AND l.id = ANY ($2::uuid[]) "
            "AND i.workspace_id = $1 AND i.claim = l.claim AND i.lead_id = l.id AND i.answer IS NULL",
            {ws, uuidArray(reopened)});
        if (!freed)
            return freed.errors();
    }
    // no buyer has seen them: the supplier may send them again, with the same key too unless it was answered
    for (const char *sql :
         {"DELETE FROM idempotency i USING lead l WHERE l.workspace_id = $1 AND l.id = ANY ($2::uuid[]) "
          "AND i.workspace_id = $1 AND i.claim = l.claim AND i.lead_id = l.id AND i.answer IS NULL",
          "DELETE FROM repeat_claim r USING lead l WHERE l.workspace_id = $1 AND l.id = ANY ($2::uuid[]) "
          "AND r.workspace_id = $1 AND r.hash = l.repeat_hash AND r.lead_id = l.id"}) {
        if (auto released = m_connection.execPrepared(sql, {ws, uuidArray(interrupted)}); !released)
            return released.errors();
    }
    return {};
}

Result<int> Recovery::runSome(const Uuid &workspace)
{
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return transaction.errors();
    if (auto chosen = chooseWorkspace(m_connection, workspace); !chosen)
        return chosen.errors();
    auto leads = openLeads(workspace);
    if (!leads)
        return leads.errors();
    if (!leads->empty()) {
        if (auto closed = close(workspace, *leads); !closed)
            return closed.errors();
    }
    if (auto committed = transaction->commit(); !committed)
        return committed.errors();
    return static_cast<int>(leads->size());
}

Result<bool> tryLock(Connection &connection, std::int64_t key)
{
    auto rows = connection.execPrepared("SELECT pg_try_advisory_lock($1::bigint)", {std::to_string(key)});
    if (!rows)
        return rows.errors();
    return rows->boolean(0, 0);
}

void unlock(Connection &connection, std::int64_t key)
{
    (void)connection.execPrepared("SELECT pg_advisory_unlock($1::bigint)", {std::to_string(key)});
}
} // namespace

std::int64_t leaseKey(const Uuid &node)
{
    std::string hash = domain::sha256("bourse.node:" + node.toString());
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < 8; ++i)
        key = key << 8 | static_cast<unsigned char>(hash[i]);
    return static_cast<std::int64_t>(key);
}

Result<void> takeLease(Connection &connection, const StoreOptions &options)
{
    const std::int64_t key = leaseKey(options.nodeId);
    auto locked = tryLock(connection, key);
    if (!locked)
        return locked.errors();
    if (!*locked)
        return Error{"node_running", {}, {}, "Another process runs as this node."};
    auto written = connection.execPrepared(
        "INSERT INTO bourse.node AS n (node_id, name, lease_key) VALUES ($1, $2, $3::bigint) "
        "ON CONFLICT (node_id) DO UPDATE SET name = excluded.name, lease_number = n.lease_number + 1, "
        "started_at = now(), "
        "seen_at = now(), recovered_at = NULL",
        {options.nodeId.toString(), options.nodeName, std::to_string(key)});
    return written ? Result<void>() : Result<void>(written.errors());
}

Result<bool> renewLease(Connection &connection, const StoreOptions &options)
{
    auto rows = connection.execPrepared(
        "UPDATE bourse.node AS n SET seen_at = now(), recovered_at = NULL, "
        "lease_number = n.lease_number + CASE WHEN old.recovered_at IS NULL THEN 0 ELSE 1 END "
        "FROM (SELECT recovered_at FROM bourse.node WHERE node_id = $1 FOR UPDATE) AS old "
        "WHERE n.node_id = $1 RETURNING old.recovered_at IS NOT NULL",
        {options.nodeId.toString()});
    if (!rows)
        return rows.errors();
    return !rows->isEmpty() && rows->boolean(0, 0);
}

bool LeaseWatch::isSilent(const Uuid &node, std::string_view seen, Time now, std::chrono::milliseconds limit)
{
    Heard &heard = m_heard[node];
    if (heard.seen != seen) {
        heard = {std::string(seen), now};
        return false;
    }
    return now - heard.since >= limit;
}

Result<RecoveryReport> recoverDeadNodes(Connection &connection, const StoreOptions &options, RecoverWhom whom,
                                        LeaseWatch *watch)
{
    RecoveryReport total;
    const auto recover = [&](const Uuid &dead) -> Result<void> {
        auto report = Recovery(connection, options.nodeId, dead).run();
        if (!report)
            return report.errors();
        total.unknownPosts += report->unknownPosts;
        total.interruptedLeads += report->interruptedLeads;
        return {};
    };
    if (whom == RecoverWhom::OwnAndOthers) {
        if (auto done = recover(options.nodeId); !done)
            return done.errors();
        // it runs again from now on
        auto running = connection.execPrepared(
            "UPDATE bourse.node SET recovered_at = NULL WHERE node_id = $1", {options.nodeId.toString()});
        if (!running)
            return running.errors();
    }
    auto others = connection.execPrepared(
        "SELECT node_id, lease_key, seen_at > now() - interval '10 seconds', seen_at FROM bourse.node "
        "WHERE recovered_at IS NULL AND node_id <> $1 ORDER BY node_id",
        {options.nodeId.toString()});
    if (!others)
        return others.errors();
    bool waited = false;
    for (int row = 0; row < others->size(); ++row) {
        const std::int64_t key = others->integer(row, 1);
        auto free = tryLock(connection, key);
        if (!free)
            return free.errors();
        if (*free && others->boolean(row, 2)) {
            // perhaps it only lost its connection: give the lease back and look again a moment later
            unlock(connection, key);
            if (whom == RecoverWhom::Others)
                continue;
            if (!waited)
                std::this_thread::sleep_for(reconnectGrace);
            waited = true;
            free = tryLock(connection, key);
            if (!free)
                return free.errors();
        }
        if (!*free) {
            // Its session stands; whether somebody is at the other end is another question. Should it go on,
            // it finds the leads closed, as one does that was taken for dead by mistake.
            if (!watch || !watch->isSilent(others->uuid(row, 0), others->text(row, 3),
                                           std::chrono::steady_clock::now(), options.leaseTime))
                continue;
            qCWarning(logStorage, "a node has said nothing for %lld s: its leads are looked after",
                      static_cast<long long>(options.leaseTime.count() / 1000));
        }
        auto done = recover(others->uuid(row, 0));
        if (*free)
            unlock(connection, key);
        if (!done)
            return done.errors();
    }
    return total;
}

} // namespace bourse::storage
