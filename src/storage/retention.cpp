#include "storage/retention.h"
#include "domain/lead/reason.h"
#include "storage/leadrecord.h"
#include "storage/workpool.h"

namespace bourse::storage {

namespace {
constexpr int erasedPerTransaction = 500;

/// Leads whose time is over: $1 the workspace. A lead is kept while somebody still works with it.
constexpr const char *dueToErase =
    "FROM bourse.lead_key k JOIN bourse.lead l ON l.workspace_id = k.workspace_id AND l.id = k.lead_id "
    "LEFT JOIN bourse.retention own ON own.workspace_id = l.workspace_id AND own.vertical = l.vertical "
    "LEFT JOIN bourse.retention general ON general.workspace_id = l.workspace_id AND general.vertical = '' "
    "WHERE k.workspace_id = $1 AND k.lead_id < (SELECT bourse.uuid_at(clock_timestamp() - make_interval(days "
    "=> min(pii_days))) FROM bourse.retention WHERE workspace_id = $1) "
    "AND l.received_at < clock_timestamp() - make_interval(days => coalesce(own.pii_days, general.pii_days)) "
    "AND l.state NOT IN ('received', 'validating', 'routing', 'offered', 'posting', 'pending', 'unknown') "
    "AND NOT EXISTS (SELECT FROM bourse.reservation r WHERE r.workspace_id = l.workspace_id AND r.lead_id = "
    "l.id AND r.state IN ('sending', 'held')) "
    "AND NOT EXISTS (SELECT FROM bourse.return_request q WHERE q.workspace_id = l.workspace_id AND q.lead_id "
    "= l.id AND (q.state = 'requested' OR q.resale IN ('wanted', 'routing'))) ";
} // namespace

struct Keeping::Impl : WorkPool {
    using WorkPool::WorkPool;
    Result<std::int64_t> eraseSome(Connection &connection, const Uuid &workspace, int limit);
};

Keeping::Keeping(StoreOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
Keeping::~Keeping() = default;

Result<std::int64_t> Keeping::Impl::eraseSome(Connection &connection, const Uuid &workspace, int limit)
{
    const std::string ws = workspace.toString();
    auto rows = connection.execPrepared(std::string("SELECT l.id, l.event_sequence, l.event_hash, "
                                                    "l.config_version ") +
                                            dueToErase +
                                            "ORDER BY k.lead_id LIMIT $2::integer FOR NO KEY UPDATE OF l "
                                            "SKIP LOCKED",
                                        {ws, std::to_string(limit)});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return std::int64_t(0);
    const UtcTime now = SystemClock().utcNow();
    std::vector<Uuid> leads;
    std::vector<std::int64_t> sequences, versions;
    std::vector<std::string> before, hashes, actors, kinds, states, reasons;
    ArrayLiteral times, nothing, details;
    for (int row = 0; row < rows->size(); ++row) {
        const Uuid lead = rows->uuid(row, 0);
        const EventAuthor author{workspace, lead, options.nodeId, rows->integer(row, 3), "retention"};
        ChainedEvent event;
        event.sequence = static_cast<int>(rows->integer(row, 1)) + 1;
        event.at = now;
        event.kind = "state";
        event.state = domain::info(domain::LeadState::Erased).name;
        event.reason = domain::reason::retention;
        event.prevHash = rows->bytes(row, 2);
        event.hash = chainHash(author, event);
        leads.push_back(lead);
        sequences.push_back(event.sequence);
        versions.push_back(author.configVersion);
        before.push_back(event.prevHash);
        hashes.push_back(event.hash);
        actors.push_back(author.actor);
        kinds.push_back(event.kind);
        states.push_back(event.state);
        reasons.push_back(event.reason);
        times.addTime(now);
        nothing.addNull();
        details.addNull();
    }
    const std::string ids = uuidArray(leads);
    auto added = connection.execPrepared(
        "SELECT bourse.append_events($1, $2, $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[], "
        "$7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], "
        "$14::bytea[])",
        {ws, options.nodeId.toString(), ids, bigintArray(sequences), times.take(), textArray(actors),
         bigintArray(versions), textArray(kinds), textArray(states), textArray(reasons), nothing.take(),
         details.take(), byteaArray(before), byteaArray(hashes)});
    if (!added)
        return added.errors();
    auto moved = connection.execPrepared(
        "UPDATE bourse.lead l SET state = 'erased', reason = 'retention', reason_detail = NULL, updated_at = "
        "now(), event_sequence = u.sequence, event_hash = u.hash FROM unnest($2::uuid[], $3::integer[], "
        "$4::bytea[]) AS u(id, sequence, hash) WHERE l.workspace_id = $1 AND l.id = u.id",
        {ws, ids, bigintArray(sequences), byteaArray(hashes)});
    if (!moved)
        return moved.errors();
    for (const char *statement :
         {"DELETE FROM bourse.lead_key WHERE workspace_id = $1 AND lead_id = ANY ($2::uuid[])",
          "DELETE FROM bourse.lead_lookup WHERE workspace_id = $1 AND lead_id = ANY ($2::uuid[])",
          "UPDATE bourse.return_request SET note = '' WHERE workspace_id = $1 AND lead_id = ANY ($2::uuid[]) "
          "AND note <> ''"}) {
        auto gone = connection.execPrepared(statement, {ws, ids});
        if (!gone)
            return gone.errors();
    }
    return static_cast<std::int64_t>(leads.size());
}

Result<std::int64_t> Keeping::eraseDue(const Uuid &workspace, int limit, bool dryRun)
{
    if (dryRun)
        return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::int64_t> {
            auto rows =
                connection.execPrepared(std::string("SELECT count(*) ") + dueToErase, {workspace.toString()});
            if (!rows)
                return rows.errors();
            return rows->integer(0, 0);
        });
    std::int64_t erased = 0;
    while (erased < limit) {
        auto some = m_impl->transact(workspace, [&](Connection &connection) {
            return m_impl->eraseSome(
                connection, workspace,
                static_cast<int>(std::min<std::int64_t>(erasedPerTransaction, limit - erased)));
        });
        if (!some)
            return some.errors();
        if (*some == 0)
            break;
        erased += *some;
    }
    return erased;
}

Result<std::vector<KeptMonth>> Keeping::dropMonths(const Uuid &workspace, bool drop)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::vector<KeptMonth>> {
        const std::string look = "SELECT month, leads, coalesce(kept_by, ''), dropped FROM "
                                 "bourse.drop_past_partitions(";
        // dropping stops everybody for a moment: only where there is something to drop
        auto rows = connection.exec(look + "false)");
        if (!rows)
            return rows.errors();
        bool any = false;
        for (int row = 0; row < rows->size(); ++row)
            any = any || rows->text(row, 2).empty();
        if (drop && any)
            rows = connection.exec(look + "true)");
        if (!rows)
            return rows.errors();
        std::vector<KeptMonth> months;
        for (int row = 0; row < rows->size(); ++row)
            months.push_back(
                {rows->string(row, 0), rows->integer(row, 1), rows->string(row, 2), rows->boolean(row, 3)});
        return months;
    });
}

Result<std::int64_t> Keeping::lapsedClaims(const Uuid &workspace)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::int64_t> {
        auto rows = connection.execPrepared(
            "SELECT (SELECT count(*) FROM bourse.idempotency WHERE workspace_id = $1 AND created_at < now() "
            "- "
            "interval '24 hours') + (SELECT count(*) FROM bourse.repeat_claim WHERE workspace_id = $1 AND "
            "expires_at <= now())",
            {workspace.toString()});
        if (!rows)
            return rows.errors();
        return rows->integer(0, 0);
    });
}

} // namespace bourse::storage
