// Offers in PostgreSQL: found by id, lead or token; taken by one; closed when their time is over.
#include "base/logging.h"
#include "domain/json/json.h"
#include "storage/writersession.h"
#include <algorithm>

namespace bourse::storage {

using domain::LeadState;

namespace {
/// Consents that a person gives by choosing are numbered from here; those of certificates begin at 1.
constexpr int firstChosenConsent = 1000;

Result<Transaction> beginIn(Connection &connection, const Uuid &workspace)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.errors();
    if (auto set = connection.execPrepared("SELECT set_config('bourse.workspace', $1, true)",
                                           {workspace.toString()});
        !set)
        return set.errors();
    return transaction;
}

exchange::OfferState stateOf(std::string_view text)
{
    return text == "open"    ? exchange::OfferState::Open
           : text == "taken" ? exchange::OfferState::Taken
                             : exchange::OfferState::Expired;
}
} // namespace

Result<std::optional<exchange::ReceiveOutcome>>
WriterSession::claimed(const Uuid &workspace, const exchange::IdempotencyClaim &claim)
{
    using Kind = exchange::ReceiveOutcome::Kind;
    const auto [hash, requestHash] = claimHashes(m_options.masterKey, claim);
    auto rows = m_connection->execPrepared(
        "SELECT i.request_hash, i.lead_id, i.status, i.content_type, i.answer, k.wrapped, l.state, l.reason, "
        "l.routing_decision, l.winner_buyer, l.price_micros, l.currency "
        "FROM idempotency i JOIN lead l ON l.workspace_id = $1 AND l.id = i.lead_id "
        "LEFT JOIN lead_key k ON k.workspace_id = $1 AND k.lead_id = i.lead_id "
        "WHERE i.workspace_id = $1 AND i.claim = $2::bytea AND (i.created_at >= now() - interval '24 hours' "
        "OR l.state IN ('unknown', 'pending'))",
        {workspace.toString(), byteaText(hash)});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return std::optional<exchange::ReceiveOutcome>();
    exchange::ReceiveOutcome outcome;
    outcome.original = rows->uuid(0, 1);
    const auto state = domain::leadStateFromName(rows->text(0, 6)).value_or(LeadState::Unknown);
    if (rows->bytes(0, 0) != requestHash) {
        outcome.kind = Kind::KeyMismatch;
        return std::optional(outcome);
    }
    if (rows->isNull(0, 4)) {
        outcome.kind = domain::info(state).isFinal ? Kind::Replay : Kind::InFlight;
        outcome.originalState = state;
        outcome.originalReason = rows->string(0, 7);
        outcome.originalDecision = rows->string(0, 8);
        outcome.originalBuyer = rows->string(0, 9);
        if (auto currency = Currency::fromCode(rows->text(0, 11)); currency && !rows->isNull(0, 10))
            outcome.originalPrice = Money(rows->integer(0, 10), *currency);
        return std::optional(outcome);
    }
    outcome.kind = Kind::Replay;
    outcome.answerStatus = static_cast<int>(rows->integer(0, 2));
    outcome.answerContentType = rows->string(0, 3);
    auto key = m_options.masterKey.unwrap(rows->bytes(0, 5), keyContext(outcome.original));
    auto body = key ? domain::unseal(*key, rows->bytes(0, 4), answerContext(outcome.original)) : key.errors();
    if (body)
        outcome.answerBody = std::move(*body);
    else
        outcome.kind = Kind::KeyMismatch; // erased since
    return std::optional(outcome);
}

Result<exchange::FoundOffer> WriterSession::find(const exchange::OfferQuery &query)
{
    auto transaction = beginIn(*m_connection, query.workspace);
    if (!transaction)
        return transaction.errors();
    exchange::FoundOffer found;
    if (query.claim) {
        auto known = claimed(query.workspace, *query.claim);
        if (!known)
            return known.errors();
        found.known = std::move(*known);
        if (found.known)
            return found;
    }
    using By = exchange::OfferKey::By;
    std::string sql =
        "SELECT o.id, o.lead_id, o.state, o.expires_at <= now(), o.expires_at, o.source, o.sealed, "
        "k.wrapped, "
        "d.fields, d.pii, l.received_at, l.test, l.vertical, l.pinged, l.bids, l.state "
        "FROM offer o JOIN lead l ON l.workspace_id = $1 AND l.id = o.lead_id "
        "JOIN lead_key k ON k.workspace_id = $1 AND k.lead_id = o.lead_id "
        "JOIN lead_data d ON d.workspace_id = $1 AND d.lead_id = o.lead_id WHERE o.workspace_id = $1 AND ";
    std::string wanted = query.key.id.toString();
    switch (query.key.by) {
    case By::Id:
        sql += "o.id = $2::uuid";
        break;
    case By::Lead:
        sql += "o.lead_id = $2::uuid ORDER BY o.id DESC LIMIT 1";
        break;
    case By::Token:
        sql += "o.token_hash = $2::bytea";
        wanted = byteaText(m_options.masterKey.lookupHash("choice", query.key.token));
        break;
    }
    auto rows = m_connection->execPrepared(sql, {query.workspace.toString(), wanted});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return found;
    found.leadId = rows->uuid(0, 1);
    auto key = m_options.masterKey.unwrap(rows->bytes(0, 7), keyContext(found.leadId));
    if (!key)
        return found; // erased
    found.offer.id = rows->uuid(0, 0);
    auto text = domain::unseal(*key, rows->bytes(0, 6), offerContext(found.offer.id));
    auto pii = domain::unseal(*key, rows->bytes(0, 9), dataContext(found.leadId));
    auto values = pii ? readPii(*pii) : pii.errors();
    auto fields = domain::parseJson(rows->text(0, 8));
    if (!text || !values || !fields || !fields->asObject() || !exchange::readOffer(*text, found.offer))
        return Error{"stored_offer_damaged", {}, {}, "The offer's sealed values are not readable."};
    found.exists = true;
    found.state = stateOf(rows->text(0, 2));
    if (found.state == exchange::OfferState::Open && rows->boolean(0, 3))
        found.state = exchange::OfferState::Expired;
    if (found.state == exchange::OfferState::Open && rows->text(0, 15) != "offered")
        found.state = exchange::OfferState::Taken; // closed otherwise
    found.offer.expiresAt = rows->time(0, 4);
    found.offer.source = rows->string(0, 5);
    found.fields = *fields->asObject();
    for (auto &[name, value] : values->first)
        found.fields.append(name, std::move(value));
    found.raw = std::move(values->second);
    found.receivedAt = rows->time(0, 10);
    found.test = rows->boolean(0, 11);
    found.vertical = rows->string(0, 12);
    found.pinged = static_cast<int>(rows->integer(0, 13));
    found.bids = static_cast<int>(rows->integer(0, 14));
    return found;
}

Result<std::vector<Uuid>> WriterSession::waiting(const Uuid &workspace)
{
    auto transaction = beginIn(*m_connection, workspace);
    if (!transaction)
        return transaction.errors();
    auto rows =
        m_connection->execPrepared("SELECT id FROM offer WHERE workspace_id = $1 AND kind = 'route' AND "
                                   "state = 'open' ORDER BY id LIMIT 100",
                                   {workspace.toString()});
    if (!rows)
        return rows.errors();
    std::vector<Uuid> offers;
    for (int row = 0; row < rows->size(); ++row)
        offers.push_back(rows->uuid(row, 0));
    return offers;
}

Result<void> WriterSession::prepareTake(Command &command, TakeWork &work, const InFlight &known)
{
    const domain::MasterKey &master = m_options.masterKey;
    const exchange::OfferTaking &taking = work.taking;
    const domain::FieldSchema *schema = taking.snapshot->vertical(taking.vertical);
    work.divided = divide(schema, taking.fields, taking.raw);
    work.fields = domain::writeJson(work.divided.clear);
    work.subIds = work.divided.subIds.empty() ? std::string() : domain::writeJson(work.divided.subIds);
    work.pii = domain::seal(known.key, writePii(work.divided.pii, taking.raw), dataContext(taking.leadId));
    work.lookups.clear();
    for (const auto &[kind, value] : work.divided.lookups)
        work.lookups.emplace_back(kind, master.lookupHash(kind, value));
    if (taking.claim)
        std::tie(work.claim, work.requestHash) = claimHashes(master, *taking.claim);
    work.bidIds.clear();
    for (const std::string &id : taking.bidIds)
        work.bidIds += (work.bidIds.empty() ? "" : ",") + cleanText(id);

    // certificates that the ping did not have, and what the person has consented to by choosing
    auto transaction = beginIn(*m_connection, command.workspace);
    if (!transaction)
        return transaction.errors();
    auto rows = m_connection->execPrepared(
        "SELECT coalesce(max(sequence), 0), coalesce(array_agg(text_sha256), '{}') FROM consent_evidence "
        "WHERE workspace_id = $1 AND lead_id = $2",
        {command.workspace.toString(), taking.leadId.toString()});
    if (!rows)
        return rows.errors();
    const auto kept = rows->array(0, 1);
    work.firstConsent = std::max(static_cast<int>(rows->integer(0, 0)), firstChosenConsent - 1) + 1;
    work.consents.clear();
    const auto add = [&](std::string kind, const std::string &text) {
        Secret key = domain::newLeadKey();
        const std::string context =
            consentContext(taking.leadId, work.firstConsent + static_cast<int>(work.consents.size()));
        work.consents.push_back({std::move(kind), domain::sha256(text), master.wrap(key, context),
                                 domain::seal(key, text, context)});
    };
    // those that came with the ping are kept already
    std::vector<Consent> certificates = consentOf(schema, taking.fields, taking.at);
    for (std::size_t i = kept.size(); i < certificates.size(); ++i)
        add(std::move(certificates[i].kind), certificates[i].text);
    for (const exchange::GivenConsent &consent : taking.consents)
        add("choice", consent.text);
    if (auto committed = transaction->commit(); !committed)
        return committed;

    work.configVersion = known.configVersion;
    EventAuthor author{command.workspace, taking.leadId, m_options.nodeId, known.configVersion, taking.actor};
    ChainedEvent event{known.sequence + 1, taking.at, "taken",
                       std::string(domain::info(LeadState::Routing).name)};
    event.prevHash = known.hash;
    work.sequence = event.sequence;
    work.previous = known.hash;
    work.hash = chainHash(author, event);
    return {};
}

Result<std::int64_t> expireOffers(Connection &connection, const Uuid &node, int limit)
{
    auto workspaces = connection.exec("SELECT workspace_id FROM bourse.workspaces()");
    if (!workspaces)
        return workspaces.errors();
    std::int64_t most = 0;
    for (int workspace = 0; workspace < workspaces->size(); ++workspace) {
        const Uuid ws = workspaces->uuid(workspace, 0);
        auto transaction = beginIn(connection, ws);
        if (!transaction)
            return transaction.errors();
        // the lead first, as whoever takes an offer does; one that is being taken is passed over
        auto due = connection.execPrepared(
            "SELECT o.id, l.id, l.config_version, l.event_sequence, l.event_hash, l.state "
            "FROM offer o JOIN lead l ON l.workspace_id = $1 AND l.id = o.lead_id "
            "WHERE o.workspace_id = $1 AND o.state = 'open' AND o.expires_at <= now() "
            "ORDER BY o.expires_at LIMIT $2 FOR UPDATE OF l, o SKIP LOCKED",
            {ws.toString(), std::to_string(limit)});
        if (!due)
            return due.errors();
        most = std::max<std::int64_t>(most, due->size());
        const UtcTime now = SystemClock().utcNow();
        std::vector<Uuid> offers;
        ArrayLiteral lead, sequence, at, actor, config, kind, state, reason, none, previous, hash;
        for (int row = 0; row < due->size(); ++row) {
            offers.push_back(due->uuid(row, 0));
            if (due->text(row, 5) != "offered")
                continue; // closed otherwise; its offer is closed with it
            const EventAuthor author{ws, due->uuid(row, 1), node, due->integer(row, 2), "housekeeping"};
            ChainedEvent event{static_cast<int>(due->integer(row, 3)) + 1, now, "state",
                               std::string(domain::info(LeadState::Unsold).name),
                               std::string(domain::reason::offerExpired)};
            event.prevHash = due->bytes(row, 4);
            event.hash = chainHash(author, event);
            lead.addUuid(author.lead);
            sequence.addInteger(event.sequence);
            at.addTime(event.at);
            actor.addText(author.actor);
            config.addInteger(author.configVersion);
            kind.addText(event.kind);
            state.addText(event.state);
            reason.addText(event.reason);
            none.addNull();
            previous.addBytes(event.prevHash);
            hash.addBytes(event.hash);
        }
        if (offers.empty())
            continue;
        const bool any = lead.size() > 0;
        const std::string leads = lead.take(), sequences = sequence.take(), hashes = hash.take(),
                          nothing = none.take();
        if (any) {
            auto appended = connection.execPrepared(
                "SELECT bourse.append_events($1, $2, $3::uuid[], $4::integer[], $5::timestamptz[], "
                "$6::text[], "
                "$7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], "
                "$14::bytea[])",
                {ws.toString(), node.toString(), leads, sequences, at.take(), actor.take(), config.take(),
                 kind.take(), state.take(), reason.take(), nothing, nothing, previous.take(), hashes});
            if (!appended)
                return appended.errors();
            auto closed = connection.execPrepared(
                "UPDATE lead l SET updated_at = now(), state = 'unsold', reason = $5, reason_detail = NULL, "
                "routing_decision = $6, event_sequence = u.sequence, event_hash = u.hash "
                "FROM unnest($2::uuid[], $3::integer[], $4::bytea[]) AS u(id, sequence, hash) "
                "WHERE l.workspace_id = $1 AND l.id = u.id",
                {ws.toString(), leads, sequences, hashes, std::string(domain::reason::offerExpired),
                 std::string(domain::name(domain::RoutingDecision::OfferExpired))});
            if (!closed)
                return closed.errors();
        }
        auto expired = connection.execPrepared(
            "UPDATE offer SET state = 'expired' WHERE workspace_id = $1 AND id = ANY ($2::uuid[])",
            {ws.toString(), uuidArray(offers)});
        if (!expired)
            return expired.errors();
        if (auto committed = transaction->commit(); !committed)
            return committed.errors();
    }
    return most;
}

} // namespace bourse::storage
