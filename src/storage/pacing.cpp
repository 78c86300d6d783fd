#include "storage/pacing.h"
#include "base/logging.h"
#include "domain/json/json.h"
#include "storage/postsettlement.h"
#include "storage/waitmemory.h"
#include "storage/workpool.h"
#include <algorithm>

namespace bourse::storage {

using domain::AttemptOutcome;
using domain::LeadState;
using domain::Reason;
using exchange::Hold;
using exchange::LeadWait;
using exchange::PingCounts;
using exchange::ResumedLead;
namespace reason = domain::reason;

namespace {
constexpr int countedPosts = 100'000;

std::string_view name(Hold hold)
{
    return hold == Hold::Open ? "open" : "closed";
}

/// What a claim has come to.
struct Taken {
    std::optional<ResumedLead> lead;
    bool ended = false;
};
} // namespace

struct PacingStore::Impl : WorkPool {
    using WorkPool::WorkPool;

    Result<Taken> take(Connection &connection, const Uuid &workspace, const Uuid &lead, const Uuid &claim);
    Result<Taken> takeUp(Connection &connection, const Uuid &workspace, const Uuid &lead, const Uuid &claim,
                         LeadWait wait);
    Result<void> move(Connection &connection, const Uuid &workspace, const Uuid &lead, LeadState to,
                      const Reason &why);
    Result<ResumedLead> read(Connection &connection, const Uuid &workspace, const Uuid &lead, LeadWait wait);
    /// Of the claim whose commit was not answered; the next one looks for what it took.
    std::optional<std::pair<Uuid, Uuid>> unsure; ///< lead, claim
};

PacingStore::PacingStore(StoreOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
PacingStore::~PacingStore() = default;

// ------------------------------------------------------------------------------------------------------
// holds

Result<std::vector<HoldRow>> PacingStore::holds(const Uuid &workspace)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::vector<HoldRow>> {
        auto rows =
            connection.execPrepared("SELECT channel, hold, reason, actor, held_at FROM bourse.channel_hold "
                                    "WHERE workspace_id = $1 ORDER BY channel",
                                    {workspace.toString()});
        if (!rows)
            return rows.errors();
        std::vector<HoldRow> all;
        for (int row = 0; row < rows->size(); ++row)
            all.push_back({rows->string(row, 0), rows->text(row, 1) == "open" ? Hold::Open : Hold::Closed,
                           rows->string(row, 2), rows->string(row, 3), rows->time(row, 4)});
        return all;
    });
}

Result<void> PacingStore::setHold(const Uuid &workspace, const std::string &channel, std::optional<Hold> hold,
                                  const std::string &reason, const std::string &actor)
{
    auto done = m_impl->transact(workspace, [&](Connection &connection) -> Result<std::monostate> {
        const std::string ws = workspace.toString();
        auto written =
            hold ? connection.execPrepared(
                       "INSERT INTO bourse.channel_hold AS h (workspace_id, channel, hold, reason, actor) "
                       "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, channel) DO UPDATE SET hold = "
                       "excluded.hold, reason = excluded.reason, actor = excluded.actor, held_at = now()",
                       {ws, channel, std::string(name(*hold)), cleanText(reason), actor})
                 : connection.execPrepared(
                       "DELETE FROM bourse.channel_hold WHERE workspace_id = $1 AND channel = $2",
                       {ws, channel});
        if (!written)
            return written.errors();
        const std::string detail = domain::writeJson(domain::Value(domain::Object{
            {"hold", hold ? name(*hold) : std::string_view("none")}, {"reason", cleanText(reason)}}));
        auto told = connection.execPrepared("SELECT bourse.append_audit($1, 'channel.hold', $2, $3), "
                                            "pg_notify('bourse_holds', $4)",
                                            {actor, channel, detail, ws});
        return told ? Result<std::monostate>(std::monostate()) : Result<std::monostate>(told.errors());
    });
    return done ? Result<void>() : Result<void>(done.errors());
}

// -----------------------------------------------------------------------------------------------------
// counts

Result<std::vector<PingCounts::Row>> PacingStore::addPings(const Uuid &workspace,
                                                           const std::vector<PingCounts::Row> &rows)
{
    if (rows.empty())
        return std::vector<PingCounts::Row>();
    // once: what was added must not be added again, so a lost reply is no reason to try again
    auto mine = m_impl->connection();
    if (!mine)
        return mine.errors();
    Connection &connection = **mine;
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.errors();
    if (auto chosen = chooseWorkspace(connection, workspace); !chosen)
        return chosen.errors();
    std::vector<PingCounts::Row> sorted = rows; // one order of locks for all nodes
    std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
        return std::tie(a.counter, a.windowStart) < std::tie(b.counter, b.windowStart);
    });
    ArrayLiteral counter, start, sent;
    for (const auto &row : sorted) {
        counter.addText(row.counter);
        start.addTime(row.windowStart);
        sent.addInteger(row.count);
    }
    auto sums = connection.execPrepared(
        "INSERT INTO bourse.ping_count AS c (workspace_id, counter, window_start, sent) "
        "SELECT $1::uuid, u.counter, u.start, u.sent FROM unnest($2::text[], $3::timestamptz[], "
        "$4::bigint[]) "
        "AS u(counter, start, sent) ON CONFLICT (workspace_id, counter, window_start) DO UPDATE SET sent = "
        "c.sent + excluded.sent RETURNING counter, window_start, sent",
        {workspace.toString(), counter.take(), start.take(), sent.take()});
    if (!sums)
        return sums.errors();
    std::vector<PingCounts::Row> told;
    for (int row = 0; row < sums->size(); ++row)
        told.push_back({sums->string(row, 0), sums->time(row, 1), sums->integer(row, 2)});
    if (auto committed = transaction->commit(); !committed)
        return committed.errors();
    return told;
}

Result<std::map<std::string, exchange::ChannelCounts>> PacingStore::channelCounts(const Uuid &workspace,
                                                                                  int days)
{
    using Counts = std::map<std::string, exchange::ChannelCounts>;
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<Counts> {
        auto rows = connection.execPrepared(
            "SELECT a.channel, count(*), count(*) FILTER (WHERE a.outcome = 'accepted'), "
            "count(*) FILTER (WHERE a.outcome = 'accepted' AND r.state = 'returned'), "
            "coalesce(sum(a.price_micros) FILTER (WHERE a.outcome = 'accepted'), 0)::bigint "
            "FROM (SELECT workspace_id, post_id, lead_id, state FROM bourse.reservation WHERE workspace_id = "
            "$1 "
            "AND post_id >= bourse.uuid_at(now() - make_interval(days => $2::integer)) "
            "ORDER BY post_id DESC LIMIT $3::integer) AS r "
            "JOIN bourse.attempt a ON a.workspace_id = r.workspace_id AND a.lead_id = r.lead_id "
            "AND a.attempt_id = r.post_id "
            "WHERE a.outcome IN ('accepted', 'rejected', 'duplicate', 'capped', 'error', 'timed_out') "
            "GROUP BY a.channel",
            {workspace.toString(), std::to_string(days), std::to_string(countedPosts)});
        if (!rows)
            return rows.errors();
        Counts counts;
        for (int row = 0; row < rows->size(); ++row)
            counts[rows->string(row, 0)] = {rows->integer(row, 1), rows->integer(row, 2),
                                            rows->integer(row, 3), rows->integer(row, 4)};
        return counts;
    });
}

// ------------------------------------------------------------------------------------------------ leads that
// wait

/// The next state of a lead that this transaction has locked, with its event; the lead becomes this node's.
Result<void> PacingStore::Impl::move(Connection &connection, const Uuid &workspace, const Uuid &lead,
                                     LeadState to, const Reason &why)
{
    auto head = connection.execPrepared("SELECT event_sequence, event_hash, config_version FROM bourse.lead "
                                        "WHERE workspace_id = $1 AND id = $2",
                                        {workspace.toString(), lead.toString()});
    if (!head)
        return head.errors();
    const EventAuthor author{workspace, lead, options.nodeId, head->integer(0, 2), "engine"};
    ChainedEvent event{static_cast<int>(head->integer(0, 0)) + 1,
                       SystemClock().utcNow(),
                       "state",
                       std::string(domain::info(to).name),
                       why.code,
                       why.detail};
    event.prevHash = head->bytes(0, 1);
    event.hash = chainHash(author, event);
    const auto text = [](const std::string &value) {
        return textArray(
            std::vector<std::optional<std::string>>{value.empty() ? std::nullopt : std::optional(value)});
    };
    ArrayLiteral at;
    at.addTime(event.at);
    auto added = connection.execPrepared(
        "SELECT bourse.append_events($1, $2, $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[], "
        "$7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], "
        "$14::bytea[])",
        {workspace.toString(), options.nodeId.toString(), uuidArray({lead}), bigintArray({event.sequence}),
         at.take(), text(author.actor), bigintArray({author.configVersion}), text(event.kind),
         text(event.state), text(event.reason), text(event.reasonDetail), text({}),
         byteaArray({event.prevHash}), byteaArray({event.hash})});
    if (!added)
        return added.errors();
    auto moved = connection.execPrepared(
        "UPDATE bourse.lead SET updated_at = now(), node_id = $3, state = $4, reason = $5, reason_detail = "
        "$6, "
        "routing_decision = coalesce($7, routing_decision), event_sequence = $8::integer, event_hash = "
        "$9::bytea "
        "WHERE workspace_id = $1 AND id = $2",
        {workspace.toString(), lead.toString(), options.nodeId.toString(), event.state, why.code,
         why.detail.empty() ? std::nullopt : std::optional(why.detail),
         to == LeadState::Unsold
             ? std::optional(std::string(domain::name(domain::RoutingDecision::AllPostsRejected)))
             : std::nullopt,
         std::to_string(event.sequence), byteaText(event.hash)});
    return moved ? Result<void>() : Result<void>(moved.errors());
}

/// All that the engine needs to offer the lead again.
Result<ResumedLead> PacingStore::Impl::read(Connection &connection, const Uuid &workspace, const Uuid &lead,
                                            LeadWait wait)
{
    auto rows = connection.execPrepared(
        "SELECT l.received_at, l.source, l.pinged, l.bids, d.fields, d.pii, k.wrapped, "
        "(SELECT string_agg(DISTINCT a.buyer, E'\\n') FROM bourse.attempt a WHERE a.workspace_id = $1 "
        " AND a.lead_id = $2 AND a.kind = 'post' AND a.outcome <> 'not_sent') "
        "FROM bourse.lead l LEFT JOIN bourse.lead_data d ON d.workspace_id = $1 AND d.lead_id = l.id "
        "LEFT JOIN bourse.lead_key k ON k.workspace_id = $1 AND k.lead_id = l.id "
        "WHERE l.workspace_id = $1 AND l.id = $2",
        {workspace.toString(), lead.toString()});
    if (!rows)
        return rows.errors();
    ResumedLead found;
    found.leadId = lead;
    found.workspaceId = workspace;
    found.receivedAt = rows->time(0, 0);
    found.source = rows->string(0, 1);
    found.pinged = static_cast<int>(rows->integer(0, 2));
    found.bids = static_cast<int>(rows->integer(0, 3));
    found.wait = std::move(wait);
    const std::string buyers = rows->string(0, 7);
    for (std::size_t at = 0; at < buyers.size();) {
        const std::size_t end = std::min(buyers.find('\n', at), buyers.size());
        found.postedTo.push_back(buyers.substr(at, end - at));
        at = end + 1;
    }
    found.erased = rows->isNull(0, 5) || rows->isNull(0, 6);
    if (found.erased)
        return found;
    if (auto clear = domain::parseJson(rows->text(0, 4)); clear && clear->asObject())
        found.fields = *clear->asObject();
    auto key = options.masterKey.unwrap(rows->bytes(0, 6), keyContext(lead));
    auto plain = key ? domain::unseal(*key, rows->bytes(0, 5), dataContext(lead)) : key.errors();
    auto values = plain ? readPii(*plain) : plain.errors();
    found.erased = !values;
    if (values)
        for (auto &[name, value] : values->first)
            found.fields.append(name, std::move(value));
    return found;
}

Result<Taken> PacingStore::Impl::take(Connection &connection, const Uuid &workspace, const Uuid &lead,
                                      const Uuid &claim)
{
    const std::string ws = workspace.toString();
    // the lead first, as all others do; whoever works on it has it
    auto locked = connection.execPrepared("SELECT state FROM bourse.lead WHERE workspace_id = $1 AND id = $2 "
                                          "FOR NO KEY UPDATE SKIP LOCKED",
                                          {ws, lead.toString()});
    if (!locked)
        return locked.errors();
    if (locked->isEmpty())
        return Taken();
    auto rows = connection.execPrepared(
        "SELECT what, channel, buyer, post_id, until, then_next, claim, due_at <= clock_timestamp(), memory "
        "FROM bourse.lead_wait WHERE workspace_id = $1 AND lead_id = $2 FOR UPDATE",
        {ws, lead.toString()});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return Taken();
    LeadWait wait;
    wait.what = rows->text(0, 0) == "cap" ? LeadWait::For::Cap : LeadWait::For::Callback;
    wait.channel = rows->string(0, 1);
    wait.buyer = rows->string(0, 2);
    if (!rows->isNull(0, 3))
        wait.postId = rows->uuid(0, 3);
    wait.until = rows->time(0, 4);
    wait.thenNext = rows->boolean(0, 5);
    readWaitMemory(rows->text(0, 8), wait);
    if (!rows->isNull(0, 6) && rows->uuid(0, 6) == claim) { // committed before, but we were not told
        auto again = read(connection, workspace, lead, std::move(wait));
        if (!again)
            return again.errors();
        again->claim = claim;
        return Taken{std::move(*again), false};
    }
    if (!rows->boolean(0, 7))
        return Taken();
    if (locked->text(0, 0) != domain::info(LeadState::Pending).name) { // decided by other news meanwhile
        auto gone = connection.execPrepared(
            "DELETE FROM bourse.lead_wait WHERE workspace_id = $1 AND lead_id = $2", {ws, lead.toString()});
        return gone ? Result<Taken>(Taken()) : Result<Taken>(gone.errors());
    }
    return takeUp(connection, workspace, lead, claim, std::move(wait));
}

Result<Taken> PacingStore::Impl::takeUp(Connection &connection, const Uuid &workspace, const Uuid &lead,
                                        const Uuid &claim, LeadWait wait)
{
    const std::string ws = workspace.toString();
    if (wait.what == LeadWait::For::Callback) {
        auto settlement = PostSettlement::open(connection, options, workspace, lead, wait.postId);
        if (!settlement)
            return settlement.errors();
        if (settlement->outcome() == AttemptOutcome::Pending)
            if (auto given = settlement->giveUp({std::string(reason::waitOver), {}}, "engine"); !given)
                return given.errors();
    }
    if (!wait.thenNext) {
        auto moved =
            move(connection, workspace, lead, LeadState::Unsold, {std::string(reason::waitOver), {}});
        if (!moved)
            return moved.errors();
        auto gone = connection.execPrepared(
            "DELETE FROM bourse.lead_wait WHERE workspace_id = $1 AND lead_id = $2", {ws, lead.toString()});
        return gone ? Result<Taken>(Taken{std::nullopt, true}) : Result<Taken>(gone.errors());
    }
    auto moved =
        move(connection, workspace, lead, LeadState::Routing, {std::string(reason::routedAgain), {}});
    if (!moved)
        return moved.errors();
    auto claimed = connection.execPrepared(
        "UPDATE bourse.lead_wait SET due_at = NULL, claim = $3 WHERE workspace_id = $1 AND lead_id = $2",
        {ws, lead.toString(), claim.toString()});
    if (!claimed)
        return claimed.errors();
    auto found = read(connection, workspace, lead, std::move(wait));
    if (!found)
        return found.errors();
    found->claim = claim;
    auto given =
        connection.execPrepared("UPDATE bourse.lead SET run = $3 WHERE workspace_id = $1 AND id = $2",
                                {ws, lead.toString(), claim.toString()});
    if (!given)
        return given.errors();
    return Taken{std::move(*found), false};
}

Result<PacingStore::Claimed> PacingStore::claimWaiting(const Uuid &workspace, int limit)
{
    std::vector<std::pair<Uuid, Uuid>> wanted;
    if (m_impl->unsure)
        wanted.push_back(*m_impl->unsure);
    auto due = m_impl->transact(workspace, [&](Connection &connection) -> Result<std::vector<Uuid>> {
        auto rows =
            connection.execPrepared("SELECT lead_id FROM bourse.lead_wait WHERE workspace_id = $1 AND due_at "
                                    "<= clock_timestamp() ORDER BY due_at, lead_id LIMIT $2::integer",
                                    {workspace.toString(), std::to_string(limit)});
        if (!rows)
            return rows.errors();
        std::vector<Uuid> ids;
        for (int row = 0; row < rows->size(); ++row)
            ids.push_back(rows->uuid(row, 0));
        return ids;
    });
    if (!due)
        return due.errors();
    for (const Uuid &lead : *due)
        if (!m_impl->unsure || m_impl->unsure->first != lead)
            wanted.emplace_back(lead, Uuid::v4());
    Claimed claimed;
    for (const auto &[lead, claim] : wanted) {
        m_impl->unsure = std::pair(lead, claim);
        auto taken = m_impl->transact(workspace, [&, lead = lead, claim = claim](Connection &connection) {
            return m_impl->take(connection, workspace, lead, claim);
        });
        if (!taken && isConnectionLost(taken.error())) {
            if (claimed.leads.empty() && claimed.ended.empty())
                return taken.errors();
            return claimed;
        }
        m_impl->unsure.reset();
        if (!taken) {
            // it would be the first again, and nobody else's turn would come
            qCWarning(logStorage, "lead %s cannot be taken up now: %s", leadIdText(lead).c_str(),
                      taken.error().code.c_str());
            auto later = m_impl->transact(workspace, [&, lead = lead](Connection &connection) {
                return connection.execPrepared(
                    "UPDATE bourse.lead_wait SET due_at = clock_timestamp() + interval "
                    "'10 minutes' WHERE workspace_id = $1 AND lead_id = $2 AND due_at IS "
                    "NOT NULL",
                    {workspace.toString(), lead.toString()});
            });
            if (!later)
                return claimed;
            continue;
        }
        if (taken->lead)
            claimed.leads.push_back(std::move(*taken->lead));
        else if (taken->ended)
            claimed.ended.push_back(lead);
    }
    return claimed;
}

} // namespace bourse::storage
