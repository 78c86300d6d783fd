#include "storage/aftersale.h"
#include "base/logging.h"
#include "domain/json/json.h"
#include "storage/postsettlement.h"
#include "storage/returndesk.h"
#include "storage/workpool.h"
#include <algorithm>
#include <array>

namespace bourse::storage {

using domain::PairBy;
using domain::Value;
using exchange::NewsEffect;

namespace {
/// When pairing is tried again: callbacks that overtake their answer are seconds early, those of a lead that
/// an operator resolves may be hours.
constexpr std::array<int, 6> pauses{5, 30, 120, 600, 1800, 3600};
constexpr int waitingPause = 2;
constexpr auto pairingLimit = std::chrono::hours(24);

std::string callbackContext(const Uuid &id)
{
    return "callback:" + id.toString();
}

std::optional<std::string> orNull(const std::string &text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

std::string idsText(const std::vector<std::pair<PairBy, std::string>> &ids)
{
    domain::Array list;
    for (const auto &[by, value] : ids)
        list.push_back(domain::Object{{"by", domain::name(by)}, {"value", cleanText(value)}});
    return domain::writeJson(Value(std::move(list)));
}

std::vector<std::pair<PairBy, std::string>> idsFrom(std::string_view text)
{
    std::vector<std::pair<PairBy, std::string>> ids;
    auto parsed = domain::parseJson(text);
    const domain::Array *list = parsed ? parsed->asArray() : nullptr;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const Value *by = (*list)[i].find("by");
        const Value *value = (*list)[i].find("value");
        const auto kind = by ? domain::pairByFromName(by->toText()) : std::nullopt;
        if (kind && value)
            ids.emplace_back(*kind, value->toText());
    }
    return ids;
}

struct FoundPost {
    Uuid lead, post;
};

/// The columns of a callback's row, as they are needed to try it again.
struct StoredCallback {
    Uuid id;
    std::string integration;
    UtcTime receivedAt;
    std::vector<std::pair<PairBy, std::string>> ids;
    exchange::PostNews news;
    std::string rule;
    int tries = 0;
    std::string request, answer; ///< empty where they no longer open
};
} // namespace

struct AfterSale::Impl : WorkPool {
    using WorkPool::WorkPool;

    Result<std::optional<FoundPost>> find(Connection &connection, const Uuid &workspace,
                                          const std::string &integration, PairBy by,
                                          const std::string &value);
    Result<std::optional<FoundPost>> postOf(Connection &connection, const Uuid &workspace,
                                            const std::string &integration, const Uuid &lead);
    /// Pairs, books and writes what came of it.
    Result<CallbackOutcome> pair(Connection &connection, const Uuid &workspace, StoredCallback callback,
                                 const exchange::Booking &booking);
    Result<NewsEffect> hear(Connection &connection, const Uuid &workspace, PostSettlement &settlement,
                            const exchange::PostNews &news, const Uuid &id, const std::string &via,
                            const std::string &actor, const exchange::Booking &booking);
    Result<void> setEffect(Connection &connection, const Uuid &workspace, const StoredCallback &callback,
                           NewsEffect effect, const std::optional<FoundPost> &post);

    ReturnTerms termsOf(const std::string &buyer) const { return terms ? terms(buyer) : ReturnTerms(); }
    ReturnTermsOf terms;
};

AfterSale::AfterSale(StoreOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
AfterSale::~AfterSale() = default;

void AfterSale::setReturnTerms(ReturnTermsOf terms)
{
    m_impl->terms = std::move(terms);
}

/// News of a post are booked; a sale that comes back goes by what was agreed with its buyer.
Result<NewsEffect> AfterSale::Impl::hear(Connection &connection, const Uuid &workspace,
                                         PostSettlement &settlement, const exchange::PostNews &news,
                                         const Uuid &id, const std::string &via, const std::string &actor,
                                         const exchange::Booking &booking)
{
    ReturnDesk desk(connection, options, workspace);
    if (news.outcome == domain::Reading::Returned &&
        settlement.outcome() == domain::AttemptOutcome::Accepted && !settlement.isReturned()) {
        ReturnClaim claim;
        claim.origin = via + ":" + id.toString();
        claim.via = via;
        claim.actor = actor;
        claim.reason = news.reason.code.empty() ? news.reason.detail : news.reason.code;
        claim.note = news.reason.code.empty() ? std::string() : news.reason.detail;
        auto made = desk.take(settlement, claim, termsOf(settlement.buyer()));
        if (!made)
            return made.errors();
        // what was not agreed is a matter for people; what waits for them already is nothing new
        return made->state == domain::ReturnState::Approved    ? NewsEffect::Applied
               : made->state == domain::ReturnState::Requested ? NewsEffect::NoChange
               : made->code == "already_requested"             ? NewsEffect::NoChange
                                                               : NewsEffect::Contradicts;
    }
    auto effect = settlement.apply(news, via, actor, booking);
    const bool holds = effect && (*effect == NewsEffect::Applied || *effect == NewsEffect::NoChange);
    if (holds && news.outcome == domain::Reading::Converted &&
        settlement.outcome() == domain::AttemptOutcome::Accepted)
        if (auto converted = desk.convert(settlement, id, news, actor); !converted)
            return converted.errors();
    return effect;
}

/// Of several posts of one lead through one integration, the one that news can be about: the sale, else what
/// is open, else the last.
Result<std::optional<FoundPost>> AfterSale::Impl::postOf(Connection &connection, const Uuid &workspace,
                                                         const std::string &integration, const Uuid &lead)
{
    auto rows = connection.execPrepared(
        "SELECT attempt_id FROM bourse.attempt WHERE workspace_id = $1 AND lead_id = $2 AND integration = $3 "
        "AND kind = 'post' ORDER BY outcome = 'accepted' DESC, outcome IN ('sending', 'pending', 'unknown') "
        "DESC, started_at DESC LIMIT 1",
        {workspace.toString(), lead.toString(), integration});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return std::optional<FoundPost>();
    return std::optional(FoundPost{lead, rows->uuid(0, 0)});
}

Result<std::optional<FoundPost>> AfterSale::Impl::find(Connection &connection, const Uuid &workspace,
                                                       const std::string &integration, PairBy by,
                                                       const std::string &value)
{
    const std::string ws = workspace.toString();
    if (by == PairBy::LeadId) {
        auto id = parseLeadId(value);
        if (!id)
            id = Uuid::parse(value); // some keep the number only
        return id ? postOf(connection, workspace, integration, *id)
                  : Result<std::optional<FoundPost>>(std::nullopt);
    }
    if (by == PairBy::AttemptId) {
        auto id = Uuid::parse(value);
        if (!id)
            return std::optional<FoundPost>();
        auto rows =
            connection.execPrepared("SELECT r.lead_id FROM bourse.reservation r JOIN bourse.attempt a ON "
                                    "a.workspace_id = r.workspace_id "
                                    "AND a.lead_id = r.lead_id AND a.attempt_id = r.post_id "
                                    "WHERE r.workspace_id = $1 AND r.post_id = $2 AND a.integration = $3",
                                    {ws, id->toString(), integration});
        if (!rows)
            return rows.errors();
        if (rows->isEmpty())
            return std::optional<FoundPost>();
        return std::optional(FoundPost{rows->uuid(0, 0), *id});
    }
    // An id that held the person's data was stored as its keyed hash (see the writer's clean()).
    const std::string hashed =
        "hmac:" + domain::toHex(options.masterKey.lookupHash("external_id", value)).substr(0, 32);
    auto rows = connection.execPrepared(
        "SELECT DISTINCT e.lead_id FROM bourse.external_id e JOIN bourse.attempt a ON a.workspace_id = "
        "e.workspace_id AND a.lead_id = e.lead_id AND a.attempt_id = e.attempt_id "
        "WHERE e.workspace_id = $1 AND e.side = 'buyer' AND e.external_id IN ($2, $3) AND e.attempt_id IS "
        "NOT "
        "NULL AND a.integration = $4 LIMIT 2",
        {ws, cleanText(value), hashed, integration});
    if (!rows)
        return rows.errors();
    if (rows->size() != 1) // not known, or the id of several leads: nobody can say which is meant
        return std::optional<FoundPost>();
    return postOf(connection, workspace, integration, rows->uuid(0, 0));
}

Result<void> AfterSale::Impl::setEffect(Connection &connection, const Uuid &workspace,
                                        const StoredCallback &callback, NewsEffect effect,
                                        const std::optional<FoundPost> &post)
{
    const bool again = (effect == NewsEffect::Waiting || effect == NewsEffect::Unpaired) &&
                       SystemClock().utcNow() - callback.receivedAt < pairingLimit;
    const std::size_t step =
        std::min<std::size_t>(static_cast<std::size_t>(callback.tries), pauses.size() - 1);
    const int pause = effect == NewsEffect::Waiting ? waitingPause : pauses[step];
    const bool paired = post && effect != NewsEffect::Waiting;
    auto done = connection.execPrepared(
        "UPDATE bourse.callback SET effect = $3, lead_id = $4, attempt_id = $5, tries = $6::integer, "
        "due_at = CASE WHEN $7::boolean THEN clock_timestamp() + make_interval(secs => $8::integer) END, "
        "wrapped = CASE WHEN $9::boolean THEN NULL ELSE wrapped END, "
        "sealed = CASE WHEN $9::boolean THEN NULL ELSE sealed END "
        "WHERE workspace_id = $1 AND id = $2",
        {workspace.toString(), callback.id.toString(), std::string(exchange::name(effect)),
         post ? std::optional(post->lead.toString()) : std::nullopt,
         post ? std::optional(post->post.toString()) : std::nullopt, std::to_string(callback.tries + 1),
         std::string(again ? "true" : "false"), std::to_string(pause),
         std::string(paired ? "true" : "false")});
    return done ? Result<void>() : Result<void>(done.errors());
}

Result<CallbackOutcome> AfterSale::Impl::pair(Connection &connection, const Uuid &workspace,
                                              StoredCallback callback, const exchange::Booking &booking)
{
    std::optional<FoundPost> post;
    for (const auto &[by, value] : callback.ids) {
        auto found = find(connection, workspace, callback.integration, by, value);
        if (!found)
            return found.errors();
        if (*found) {
            post = **found;
            break;
        }
    }
    CallbackOutcome outcome;
    if (post) {
        auto settlement = PostSettlement::open(connection, options, workspace, post->lead, post->post);
        if (!settlement)
            return settlement.errors();
        auto effect = hear(connection, workspace, *settlement, callback.news, callback.id, "callback",
                           "callback:" + callback.integration, booking);
        if (!effect)
            return effect.errors();
        outcome.effect = *effect;
        outcome.leadId = post->lead;
        if (outcome.effect != NewsEffect::Waiting) {
            exchange::AttemptRecord call;
            call.attemptId = callback.id;
            call.kind = exchange::AttemptKind::Callback;
            call.startedAt = callback.receivedAt;
            call.outcome = exchange::outcomeOfNews(callback.news.outcome);
            call.reason = callback.news.reason;
            call.price = callback.news.price;
            call.rule = std::move(callback.rule);
            call.requestText = std::move(callback.request);
            call.responseText = std::move(callback.answer);
            if (auto added = settlement->addCall(std::move(call)); !added)
                return added.errors();
        }
    }
    if (auto set = setEffect(connection, workspace, callback, outcome.effect, post); !set)
        return set.errors();
    return outcome;
}

Result<CallbackOutcome> AfterSale::takeCallback(const Uuid &workspace, const CallbackArrival &arrival,
                                                const exchange::Booking &booking)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<CallbackOutcome> {
        const Secret key = domain::newLeadKey();
        const std::string context = callbackContext(arrival.id);
        const auto &price = arrival.news.price;
        auto written = connection.execPrepared(
            "INSERT INTO bourse.callback (workspace_id, id, integration, event_key, received_at, "
            "config_version, ids, "
            "outcome, rule, reason, reason_detail, price_micros, currency, external_id, effect, wrapped, "
            "sealed) "
            "VALUES ($1, $2, $3, $4::bytea, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'unpaired', "
            "$15::bytea, "
            "$16::bytea) ON CONFLICT (workspace_id, integration, event_key) DO NOTHING",
            {workspace.toString(), arrival.id.toString(), arrival.integration, byteaText(arrival.eventKey),
             timestampText(arrival.receivedAt), std::to_string(arrival.configVersion), idsText(arrival.ids),
             std::string(domain::name(arrival.news.outcome)), cleanText(arrival.rule),
             orNull(arrival.news.reason.code),
             // the buyer's words may hold the person's data, and there is no lead yet to tell: they are
             // sealed
             std::nullopt, price ? std::optional(std::to_string(price->micros())) : std::nullopt,
             price ? std::optional(price->currency().code()) : std::nullopt, std::string(),
             byteaText(m_impl->options.masterKey.wrap(key, context)),
             byteaText(domain::seal(key, writeBody(arrival.request, arrival.answer), context))});
        if (!written)
            return written.errors();
        if (written->affected() == 0) {
            auto known = connection.execPrepared(
                "SELECT effect, lead_id FROM bourse.callback WHERE workspace_id = $1 AND integration = $2 "
                "AND "
                "event_key = $3::bytea",
                {workspace.toString(), arrival.integration, byteaText(arrival.eventKey)});
            if (!known)
                return known.errors();
            CallbackOutcome outcome;
            outcome.repeated = true;
            if (!known->isEmpty()) {
                outcome.effect =
                    exchange::newsEffectFromName(known->text(0, 0)).value_or(NewsEffect::NoChange);
                outcome.leadId = known->uuid(0, 1);
            }
            return outcome;
        }
        return m_impl->pair(connection, workspace,
                            {arrival.id, arrival.integration, arrival.receivedAt, arrival.ids, arrival.news,
                             arrival.rule, 0, arrival.request, arrival.answer},
                            booking);
    });
}

Result<std::vector<Uuid>> AfterSale::pairWaiting(const Uuid &workspace, int limit,
                                                 const exchange::Booking &booking)
{
    std::vector<Uuid> changed;
    for (int done = 0; done < limit; ++done) {
        // one at a time: a callback that cannot be booked must not hold up the others
        Uuid taken;
        auto one = m_impl->transact(
            workspace, [&](Connection &connection) -> Result<std::optional<CallbackOutcome>> {
                auto rows = connection.execPrepared("SELECT id, integration, received_at, ids, outcome, "
                                                    "rule, reason, price_micros, currency, tries, "
                                                    "wrapped, sealed FROM bourse.callback WHERE workspace_id "
                                                    "= $1 AND due_at <= clock_timestamp() "
                                                    "ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED",
                                                    {workspace.toString()});
                if (!rows)
                    return rows.errors();
                if (rows->isEmpty())
                    return std::optional<CallbackOutcome>();
                StoredCallback callback;
                callback.id = rows->uuid(0, 0);
                callback.integration = rows->string(0, 1);
                callback.receivedAt = rows->time(0, 2);
                callback.ids = idsFrom(rows->text(0, 3));
                callback.news.outcome =
                    domain::readingFromName(rows->text(0, 4)).value_or(domain::Reading::Unrecognised);
                callback.rule = rows->string(0, 5);
                callback.news.reason.code = rows->string(0, 6);
                if (!rows->isNull(0, 7))
                    callback.news.price = Money(
                        rows->integer(0, 7), Currency::fromCode(rows->text(0, 8)).valueOr(Currency::usd()));
                callback.tries = static_cast<int>(rows->integer(0, 9));
                const std::string context = callbackContext(callback.id);
                if (!rows->isNull(0, 10)) {
                    auto key = m_impl->options.masterKey.unwrap(rows->bytes(0, 10), context);
                    auto body = key ? domain::unseal(*key, rows->bytes(0, 11), context) : key.errors();
                    if (body) // what it means stands beside it; a text that no longer opens is only lost
                        std::tie(callback.request, callback.answer) = readBody(*body);
                }
                taken = callback.id;
                auto paired = m_impl->pair(connection, workspace, std::move(callback), booking);
                if (!paired)
                    return paired.errors();
                return std::optional(*paired);
            });
        if (!one && !taken.isNull() && !isConnectionLost(one.error())) {
            // it would be the first again, and nobody else's turn would come
            qCWarning(logStorage, "callback %s cannot be booked now: %s", taken.toString().c_str(),
                      one.error().code.c_str());
            auto later = m_impl->transact(workspace, [&](Connection &connection) {
                return connection.execPrepared(
                    "UPDATE bourse.callback SET tries = tries + 1, due_at = clock_timestamp() + interval '10 "
                    "minutes' WHERE workspace_id = $1 AND id = $2",
                    {workspace.toString(), taken.toString()});
            });
            if (!later)
                return later.errors();
            continue;
        }
        if (!one)
            return one.errors();
        if (!*one)
            break;
        if ((*one)->effect == NewsEffect::Applied)
            changed.push_back((*one)->leadId);
    }
    return changed;
}

Result<std::int64_t> AfterSale::forgetTexts(const Uuid &workspace, int limit)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::int64_t> {
        auto forgotten = connection.execPrepared(
            "UPDATE bourse.callback c SET sealed = NULL, wrapped = NULL FROM (SELECT id FROM bourse.callback "
            "WHERE workspace_id = $1 AND sealed IS NOT NULL AND received_at < clock_timestamp() - interval "
            "'30 days' ORDER BY received_at LIMIT $2::integer FOR UPDATE SKIP LOCKED) AS old "
            "WHERE c.workspace_id = $1 AND c.id = old.id",
            {workspace.toString(), std::to_string(limit)});
        if (!forgotten)
            return forgotten.errors();
        return forgotten->affected();
    });
}

Result<void> AfterSale::resolve(const Uuid &workspace, const Uuid &lead, const Uuid &post,
                                const exchange::PostNews &news, const std::string &actor,
                                const exchange::Booking &booking)
{
    auto done = m_impl->transact(workspace, [&](Connection &connection) -> Result<std::monostate> {
        auto settlement = PostSettlement::open(connection, m_impl->options, workspace, lead, post);
        if (!settlement)
            return settlement.errors();
        const domain::AttemptOutcome stands = settlement->outcome();
        if (stands != domain::AttemptOutcome::Unknown && stands != domain::AttemptOutcome::Pending)
            return Error{"not_open", "attempt_id", "a post whose fate is not known",
                         "What became of this post is decided already."};
        auto applied = settlement->apply(news, "operator", actor, booking);
        if (!applied)
            return applied.errors();
        if (*applied != NewsEffect::Applied)
            return Error{"currency_mismatch", "price", "the market's currency",
                         "The price cannot be booked in this market's currency."};
        return std::monostate();
    });
    return done ? Result<void>() : Result<void>(done.errors());
}

Result<void> AfterSale::takeBack(const Uuid &workspace, const Uuid &lead, const Uuid &post,
                                 const domain::Reason &why, const std::string &actor)
{
    auto done = m_impl->transact(workspace, [&](Connection &connection) -> Result<std::monostate> {
        auto settlement = PostSettlement::open(connection, m_impl->options, workspace, lead, post);
        if (!settlement)
            return settlement.errors();
        ReturnClaim claim;
        claim.origin = "operator:" + Uuid::v7().toString();
        claim.via = "operator";
        claim.actor = actor;
        claim.reason = why.code;
        claim.note = why.detail;
        auto taken = ReturnDesk(connection, m_impl->options, workspace)
                         .grant(*settlement, claim, m_impl->termsOf(settlement->buyer()));
        return taken ? Result<std::monostate>(std::monostate()) : Result<std::monostate>(taken.errors());
    });
    return done ? Result<void>() : Result<void>(done.errors());
}

Result<std::vector<Dispute>> AfterSale::disputes(const Uuid &workspace, int limit)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::vector<Dispute>> {
        auto rows = connection.execPrepared(
            "SELECT id, integration, received_at, lead_id, effect, outcome, price_micros, currency, reason "
            "FROM bourse.callback WHERE workspace_id = $1 AND effect IN ('contradicts', 'unpaired') AND "
            "due_at IS NULL "
            "ORDER BY received_at DESC LIMIT $2::integer",
            {workspace.toString(), std::to_string(limit)});
        if (!rows)
            return rows.errors();
        std::vector<Dispute> found;
        for (int row = 0; row < rows->size(); ++row) {
            Dispute dispute;
            dispute.callbackId = rows->uuid(row, 0);
            dispute.integration = rows->string(row, 1);
            dispute.receivedAt = rows->time(row, 2);
            dispute.leadId = rows->uuid(row, 3);
            dispute.effect =
                exchange::newsEffectFromName(rows->text(row, 4)).value_or(NewsEffect::Contradicts);
            dispute.outcome =
                domain::readingFromName(rows->text(row, 5)).value_or(domain::Reading::Unrecognised);
            if (!rows->isNull(row, 6))
                dispute.price = Money(rows->integer(row, 6),
                                      Currency::fromCode(rows->text(row, 7)).valueOr(Currency::usd()));
            dispute.reason.code = rows->string(row, 8);
            found.push_back(std::move(dispute));
        }
        return found;
    });
}

Result<std::vector<exchange::DueFollowUp>> AfterSale::claimDue(const Uuid &workspace, int limit)
{
    return m_impl->transact(
        workspace, [&](Connection &connection) -> Result<std::vector<exchange::DueFollowUp>> {
            auto rows = connection.execPrepared(
                "WITH due AS MATERIALIZED (SELECT id FROM bourse.outbox WHERE workspace_id = $1 AND due_at "
                "<= "
                "clock_timestamp() AND delivered_at IS NULL AND dead_at IS NULL ORDER BY due_at LIMIT "
                "$2::integer FOR "
                "UPDATE SKIP LOCKED), "
                "claimed AS (UPDATE bourse.outbox o SET due_at = clock_timestamp() + interval '60 seconds', "
                "tries = "
                "o.tries + 1 FROM due WHERE o.workspace_id = $1 AND o.id = due.id "
                "RETURNING o.id, o.topic, o.lead_id, o.payload, o.tries) "
                "SELECT c.id, c.topic, c.lead_id, c.payload, c.tries, l.source, l.received_at, d.fields, "
                "d.pii, "
                "k.wrapped FROM claimed c JOIN bourse.lead l ON l.workspace_id = $1 AND l.id = c.lead_id "
                "LEFT JOIN bourse.lead_data d ON d.workspace_id = $1 AND d.lead_id = c.lead_id "
                "LEFT JOIN bourse.lead_key k ON k.workspace_id = $1 AND k.lead_id = c.lead_id",
                {workspace.toString(), std::to_string(limit)});
            if (!rows)
                return rows.errors();
            std::vector<exchange::DueFollowUp> due;
            for (int row = 0; row < rows->size(); ++row) {
                exchange::DueFollowUp one;
                one.what.id = rows->uuid(row, 0);
                one.what.kind =
                    exchange::attemptKindFromName(rows->text(row, 1)).value_or(exchange::AttemptKind::Status);
                one.leadId = rows->uuid(row, 2);
                one.workspaceId = workspace;
                one.tries = static_cast<int>(rows->integer(row, 4));
                one.source = rows->string(row, 5);
                one.receivedAt = rows->time(row, 6);
                if (auto clear = domain::parseJson(rows->text(row, 7)); clear && clear->asObject())
                    one.fields = *clear->asObject();
                one.erased = rows->isNull(row, 9) || rows->isNull(row, 8);
                if (!one.erased) {
                    // one that no longer opens must not hold up those that were claimed with it
                    auto key = m_impl->options.masterKey.unwrap(rows->bytes(row, 9), keyContext(one.leadId));
                    auto payload =
                        key ? domain::unseal(*key, rows->bytes(row, 3), followUpContext(one.what.id))
                            : key.errors();
                    auto plain = key ? domain::unseal(*key, rows->bytes(row, 8), dataContext(one.leadId))
                                     : key.errors();
                    auto values = plain ? readPii(*plain) : plain.errors();
                    one.erased = !payload || !values || !readFollowUp(*payload, one.what);
                    if (values)
                        for (auto &[name, value] : values->first)
                            one.fields.append(name, std::move(value));
                }
                due.push_back(std::move(one));
            }
            return due;
        });
}

Result<NewsEffect> AfterSale::report(const exchange::FollowUpReport &report, const exchange::Booking &booking)
{
    using Next = exchange::FollowUpReport::Next;
    const Uuid &workspace = report.of.workspaceId;
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<NewsEffect> {
        NewsEffect effect = NewsEffect::NoChange;
        if (report.call || report.news) {
            auto settlement = PostSettlement::open(connection, m_impl->options, workspace, report.of.leadId,
                                                   report.of.what.attemptId, PostSettlement::Calls::Any);
            if (!settlement)
                return settlement.errors();
            if (report.news) {
                const std::string via(exchange::name(report.of.what.kind));
                auto applied =
                    m_impl->hear(connection, workspace, *settlement, *report.news, report.of.what.id, via,
                                 via + ":" + report.of.what.integration, booking);
                if (!applied)
                    return applied.errors();
                effect = *applied;
            }
            if (report.call)
                if (auto added = settlement->addCall(*report.call); !added)
                    return added.errors();
        }
        auto done = connection.execPrepared(
            "UPDATE bourse.outbox SET delivered_at = CASE WHEN $3::boolean THEN clock_timestamp() END, "
            "dead_at = CASE WHEN $4::boolean THEN clock_timestamp() END, due_at = coalesce($5::timestamptz, "
            "due_at) "
            "WHERE workspace_id = $1 AND id = $2",
            {workspace.toString(), report.of.what.id.toString(),
             std::string(report.next == Next::Done ? "true" : "false"),
             std::string(report.next == Next::Dead ? "true" : "false"),
             report.next == Next::Again ? std::optional(timestampText(report.dueAt)) : std::nullopt});
        if (!done)
            return done.errors();
        return effect;
    });
}

} // namespace bourse::storage
