#include "storage/postsettlement.h"
#include "domain/json/json.h"
#include <algorithm>

namespace bourse::storage {

using domain::AttemptOutcome;
using domain::LeadState;
using domain::Reading;
using domain::Reason;
using exchange::NewsEffect;
using exchange::NewsStep;
namespace reason = domain::reason;

namespace {
AttemptOutcome refusalOf(Reading news)
{
    switch (news) {
    case Reading::Duplicate:
        return AttemptOutcome::Duplicate;
    case Reading::Capped:
        return AttemptOutcome::Capped;
    default:
        return AttemptOutcome::Rejected;
    }
}

std::string_view refusalCode(AttemptOutcome outcome)
{
    return outcome == AttemptOutcome::Duplicate ? reason::buyerDuplicate
           : outcome == AttemptOutcome::Capped  ? reason::buyerCapped
                                                : reason::buyerRejected;
}

/// An array of one.
std::string textItem(const std::optional<std::string> &text)
{
    return textArray(std::vector<std::optional<std::string>>{text});
}

std::optional<std::string> orNull(const std::string &text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}
} // namespace

Result<PostSettlement> PostSettlement::open(Connection &connection, const StoreOptions &options,
                                            const Uuid &workspace, const Uuid &lead, const Uuid &post,
                                            Calls calls)
{
    PostSettlement opened(connection, options);
    opened.m_workspace = workspace;
    opened.m_lead = lead;
    opened.m_post = post;
    const Parameters ids{workspace.toString(), lead.toString(), post.toString()};
    // What is read must stand until the commit, so it is read by a statement that begins after the lock.
    auto locked = connection.execPrepared(
        "SELECT 1 FROM bourse.lead WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE", {ids[0], ids[1]});
    if (!locked)
        return locked.errors();
    Parameters wanted = ids;
    wanted.emplace_back(calls == Calls::Any ? "true" : "false");
    auto rows = connection.execPrepared(
        "SELECT a.channel, a.buyer, a.integration, a.outcome, l.source, l.state, l.config_version, "
        "l.event_sequence, l.event_hash, coalesce(r.state, 'released'), "
        // exact, where the reservation holds whole cents: the payout is a share of the price, not of what was
        // held
        "coalesce(a.price_micros, r.amount_micros, 0), "
        "coalesce(r.currency, a.currency, l.currency), k.wrapped, d.pii "
        "FROM bourse.lead l "
        "JOIN bourse.attempt a ON a.workspace_id = l.workspace_id AND a.lead_id = l.id AND a.attempt_id = $3 "
        "AND (a.kind = 'post' OR $4::boolean) "
        "LEFT JOIN bourse.reservation r ON r.workspace_id = l.workspace_id AND r.post_id = a.attempt_id "
        "LEFT JOIN bourse.lead_data d ON d.workspace_id = l.workspace_id AND d.lead_id = l.id "
        "LEFT JOIN bourse.lead_key k ON k.workspace_id = l.workspace_id AND k.lead_id = l.id "
        "WHERE l.workspace_id = $1 AND l.id = $2",
        wanted);
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return Error{"no_such_post", "attempt_id", {}, "There is no post with this id."};
    opened.m_channel = rows->string(0, 0);
    opened.m_buyer = rows->string(0, 1);
    opened.m_integration = rows->string(0, 2);
    opened.m_outcome = domain::attemptOutcomeFromName(rows->text(0, 3)).value_or(AttemptOutcome::Unknown);
    opened.m_source = rows->string(0, 4);
    opened.m_state = domain::leadStateFromName(rows->text(0, 5)).value_or(LeadState::Unknown);
    opened.m_configVersion = rows->integer(0, 6);
    opened.m_sequence = static_cast<int>(rows->integer(0, 7));
    opened.m_hash = rows->bytes(0, 8);
    opened.m_reservation = rows->string(0, 9);
    opened.m_held =
        Money(rows->integer(0, 10), Currency::fromCode(rows->text(0, 11)).valueOr(Currency::usd()));
    if (!rows->isNull(0, 12)) {
        auto key = options.masterKey.unwrap(rows->bytes(0, 12), keyContext(lead));
        if (!key)
            return key.errors();
        opened.m_key = std::move(*key);
        auto plain = domain::unseal(*opened.m_key, rows->bytes(0, 13), dataContext(lead));
        auto values = plain ? readPii(*plain) : plain.errors();
        if (!values)
            return values.errors();
        opened.m_piiValues = textsOf(values->first);
        for (std::string &raw : textsOf(values->second))
            opened.m_piiValues.push_back(std::move(raw));
    }
    auto others = connection.execPrepared(
        "SELECT a.outcome FROM bourse.attempt a "
        "LEFT JOIN bourse.reservation r ON r.workspace_id = a.workspace_id AND r.post_id = a.attempt_id "
        "WHERE a.workspace_id = $1 AND a.lead_id = $2 AND a.attempt_id <> $3 AND a.kind = 'post' "
        "AND coalesce(r.state, '') <> 'returned'",
        ids);
    if (!others)
        return others.errors();
    for (int row = 0; row < others->size(); ++row)
        opened.m_otherPosts.push_back(
            domain::attemptOutcomeFromName(others->text(row, 0)).value_or(AttemptOutcome::Error));
    return opened;
}

/// A buyer's words in a reason must not hold the person's data.
std::string PostSettlement::clean(const std::string &text) const
{
    return mask(cleanText(text), m_piiValues);
}

bool PostSettlement::othersHold(std::initializer_list<AttemptOutcome> outcomes) const
{
    return std::any_of(m_otherPosts.begin(), m_otherPosts.end(), [&](AttemptOutcome other) {
        return std::find(outcomes.begin(), outcomes.end(), other) != outcomes.end();
    });
}

Result<void> PostSettlement::setAttempt(AttemptOutcome outcome, const Reason &why,
                                        const std::optional<Money> &price, const std::string &externalId)
{
    auto done = m_connection.execPrepared(
        "UPDATE bourse.attempt SET outcome = $4, reason = $5, reason_detail = $6, "
        "price_micros = coalesce($7::bigint, price_micros), currency = coalesce($8, currency), "
        "external_id = coalesce($9, external_id) "
        "WHERE workspace_id = $1 AND lead_id = $2 AND attempt_id = $3",
        {m_workspace.toString(), m_lead.toString(), m_post.toString(), std::string(domain::name(outcome)),
         orNull(why.code), orNull(why.detail),
         price ? std::optional(std::to_string(price->micros())) : std::nullopt,
         price ? std::optional(price->currency().code()) : std::nullopt, orNull(externalId)});
    if (!done)
        return done.errors();
    m_outcome = outcome;
    return {};
}

Result<void> PostSettlement::settle(const std::string &state,
                                    const std::optional<std::pair<Money, Money>> &booked)
{
    const std::string workspace = m_workspace.toString();
    const std::string post = uuidArray({m_post});
    auto locked = m_connection.execPrepared(
        "SELECT bourse.lock_money($1, '{}', '{}', '{}', '{}', $2::uuid[], $3::uuid[])",
        {workspace, booked ? std::string("{}") : post, post});
    if (!locked)
        return locked.errors();
    const auto amount = [&](bool payout) {
        ArrayLiteral one;
        if (booked)
            one.addInteger((payout ? booked->second : booked->first).micros());
        else
            one.addNull();
        return one.take();
    };
    ArrayLiteral currency, at;
    if (booked) {
        currency.addText(booked->first.currency().code());
        at.addTime(SystemClock().utcNow());
    } else {
        currency.addNull();
        at.addNull();
    }
    auto settled = m_connection.execPrepared(
        "SELECT bourse.settle_posts($1, $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], "
        "$7::text[], $8::timestamptz[])",
        {workspace, post, textItem(state), textItem(m_source), amount(false), amount(true), currency.take(),
         at.take()});
    return settled ? Result<void>() : Result<void>(settled.errors());
}

Result<void> PostSettlement::sell(const exchange::PostNews &news, const std::pair<Money, Money> &booked)
{
    m_booked = booked;
    m_newState = LeadState::Sold;
    m_reason.code = reason::soldLater;
    m_decision = domain::RoutingDecision::PingPostWinner;
    if (auto set = setAttempt(AttemptOutcome::Accepted, m_reason, booked.first, clean(news.externalId)); !set)
        return set;
    return settle("sold", booked);
}

Result<void> PostSettlement::refuse(const exchange::PostNews &news)
{
    const AttemptOutcome outcome = refusalOf(news.outcome);
    Reason why{news.reason.code.empty() ? std::string(refusalCode(outcome)) : news.reason.code,
               clean(news.reason.detail)};
    if (auto set = setAttempt(outcome, why, {}, clean(news.externalId)); !set)
        return set;
    const bool isSold = othersHold({AttemptOutcome::Accepted});
    const bool isOpen =
        othersHold({AttemptOutcome::Pending, AttemptOutcome::Unknown, AttemptOutcome::Sending});
    auto next = goesOn();
    if (!next)
        return next.errors();
    if (!isSold && !isOpen && !*next && (m_state == LeadState::Pending || m_state == LeadState::Unknown)) {
        m_newState = LeadState::Unsold;
        m_decision = domain::RoutingDecision::AllPostsRejected;
    }
    m_reason = std::move(why);
    return settle("released", {});
}

/// Whether the lead waits for this post and is then offered to others: if so, it is due now.
Result<bool> PostSettlement::goesOn()
{
    if (m_state != LeadState::Pending)
        return false;
    auto due = m_connection.execPrepared("UPDATE bourse.lead_wait SET due_at = least(due_at, "
                                         "clock_timestamp()) WHERE workspace_id = $1 AND lead_id = "
                                         "$2 AND post_id = $3 AND then_next AND due_at IS NOT NULL",
                                         {m_workspace.toString(), m_lead.toString(), m_post.toString()});
    if (!due)
        return due.errors();
    return due->affected() > 0;
}

Result<void> PostSettlement::giveUp(const Reason &why, const std::string &actor)
{
    m_newState = m_state;
    m_reason = why;
    if (auto set = setAttempt(AttemptOutcome::TimedOut, why, {}, {}); !set)
        return set;
    if (auto free = settle("released", {}); !free)
        return free;
    return writeLead("wait", actor);
}

Result<void> PostSettlement::takeBack(UtcTime at)
{
    auto locked =
        m_connection.execPrepared("SELECT bourse.lock_money($1, '{}', '{}', '{}', '{}', '{}', $2::uuid[])",
                                  {m_workspace.toString(), uuidArray({m_post})});
    if (!locked)
        return locked.errors();
    auto done = m_connection.execPrepared(
        "SELECT bourse.return_sale($1, $2, $3, $4)",
        {m_workspace.toString(), m_post.toString(), Uuid::v7().toString(), timestampText(at)});
    if (!done)
        return done.errors();
    if (!done->boolean(0, 0))
        return Error{"not_sold", "attempt_id", "a sale that has not been returned",
                     "The post is not sold, or was taken back before."};
    m_reservation = "returned";
    return {};
}

Result<NewsEffect> PostSettlement::apply(const exchange::PostNews &news, const std::string &via,
                                         const std::string &actor, const exchange::Booking &booking)
{
    const bool isConverted = m_state == LeadState::Converted;
    bool priceDiffers = false;
    if (news.price && news.outcome == Reading::Accepted && m_outcome == AttemptOutcome::Accepted) {
        // by the rule that booked it: where the ping's price holds, another one in the news says nothing
        auto before = booking(m_source, m_channel, m_held, {});
        auto said = booking(m_source, m_channel, m_held, news.price);
        priceDiffers = !before || !said || before->first != said->first;
    }
    const exchange::NewsVerdict verdict =
        exchange::judge(m_outcome, isReturned(), isConverted, news.outcome, priceDiffers);
    if (verdict.effect == NewsEffect::Waiting)
        return verdict.effect;
    m_newState = m_state;
    m_reason = {news.reason.code, clean(news.reason.detail)};
    switch (verdict.step) {
    case NewsStep::None:
        if (verdict.effect == NewsEffect::Contradicts)
            m_reason = {std::string(reason::contradictingNews), std::string(domain::name(news.outcome))};
        break;
    case NewsStep::Sell:
    case NewsStep::Convert:
        if (m_outcome != AttemptOutcome::Accepted) {
            auto booked = booking(m_source, m_channel, m_held, news.price);
            if (!booked) { // what they would pay cannot be booked: people decide
                m_reason = {std::string(booked.error().code == "currency_mismatch"
                                            ? reason::currencyMismatch
                                            : reason::contradictingNews),
                            booked.error().message};
                auto written = writeLead(via, actor);
                return written ? Result<NewsEffect>(NewsEffect::Contradicts)
                               : Result<NewsEffect>(written.errors());
            }
            if (auto sold = sell(news, *booked); !sold)
                return sold.errors();
        }
        if (verdict.step == NewsStep::Convert) {
            m_newState = LeadState::Converted;
            m_reason.code = reason::converted;
        }
        break;
    case NewsStep::Refuse:
        if (auto refused = refuse(news); !refused)
            return refused.errors();
        break;
    case NewsStep::Return:
        if (auto back = takeBack(SystemClock().utcNow()); !back)
            return back.errors();
        m_reason.code = reason::returnedByBuyer;
        if (!othersHold({AttemptOutcome::Accepted}))
            m_newState = LeadState::Returned;
        break;
    }
    if (auto written = writeLead(via, actor); !written)
        return written.errors();
    return verdict.effect;
}

Result<void> PostSettlement::note(const std::string &kind, const std::string &actor, const Reason &why)
{
    m_newState = m_state;
    m_reason = {why.code, clean(why.detail)};
    return writeLead(kind, actor);
}

Result<void> PostSettlement::reroute(const Uuid &run, const std::string &actor)
{
    m_newState = LeadState::Routing;
    m_reason = {std::string(reason::resale), {}};
    if (auto written = writeLead("resale", actor); !written)
        return written;
    auto moved = m_connection.execPrepared(
        "UPDATE bourse.lead SET node_id = $3, run = $4 WHERE workspace_id = $1 AND id = $2",
        {m_workspace.toString(), m_lead.toString(), m_options.nodeId.toString(), run.toString()});
    return moved ? Result<void>() : Result<void>(moved.errors());
}

/// The event, and the lead's row beside it.
Result<void> PostSettlement::writeLead(const std::string &via, const std::string &actor)
{
    const EventAuthor author{m_workspace, m_lead, m_options.nodeId, m_configVersion, actor};
    ChainedEvent event{++m_sequence,  SystemClock().utcNow(), via, std::string(domain::info(m_newState).name),
                       m_reason.code, m_reason.detail};
    domain::Object about{{"channel", m_channel}, {"post", m_post.toString()}};
    event.detail = domain::writeJson(domain::Value(std::move(about)));
    event.prevHash = m_hash;
    event.hash = chainHash(author, event);
    m_hash = event.hash;
    const auto one = [](const auto &add) {
        ArrayLiteral array;
        add(array);
        return array.take();
    };
    auto added = m_connection.execPrepared(
        "SELECT bourse.append_events($1, $2, $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[], "
        "$7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], "
        "$14::bytea[])",
        {m_workspace.toString(), m_options.nodeId.toString(), uuidArray({m_lead}),
         bigintArray({event.sequence}), one([&](ArrayLiteral &a) { a.addTime(event.at); }), textItem(actor),
         bigintArray({m_configVersion}), textItem(event.kind), textItem(event.state),
         textItem(orNull(event.reason)), textItem(orNull(event.reasonDetail)), textItem(event.detail),
         byteaArray({event.prevHash}), byteaArray({event.hash})});
    if (!added)
        return added.errors();
    const bool moves = m_newState != m_state;
    auto updated = m_connection.execPrepared(
        "UPDATE bourse.lead SET updated_at = now(), state = $3, reason = CASE WHEN $4::boolean THEN $5 ELSE "
        "reason END, reason_detail = CASE WHEN $4::boolean THEN $6 ELSE reason_detail END, "
        "routing_decision = coalesce($7, routing_decision), "
        "winner_buyer = coalesce($8, winner_buyer), winner_channel = coalesce($9, winner_channel), "
        "price_micros = CASE WHEN $10::bigint IS NULL THEN price_micros "
        " ELSE coalesce(CASE WHEN $13::boolean THEN price_micros END, 0) + $10::bigint END, "
        "payout_micros = CASE WHEN $11::bigint IS NULL THEN payout_micros "
        " ELSE coalesce(CASE WHEN $13::boolean THEN payout_micros END, 0) + $11::bigint END, "
        "currency = coalesce($12, currency), event_sequence = $14::integer, event_hash = $15::bytea "
        "WHERE workspace_id = $1 AND id = $2",
        {m_workspace.toString(), m_lead.toString(), std::string(domain::info(m_newState).name),
         std::string(moves ? "true" : "false"), orNull(m_reason.code), orNull(m_reason.detail),
         m_decision && moves ? std::optional(std::string(domain::name(*m_decision))) : std::nullopt,
         m_booked ? std::optional(m_buyer) : std::nullopt, m_booked ? std::optional(m_channel) : std::nullopt,
         m_booked ? std::optional(std::to_string(m_booked->first.micros())) : std::nullopt,
         m_booked ? std::optional(std::to_string(m_booked->second.micros())) : std::nullopt,
         m_booked ? std::optional(m_booked->first.currency().code()) : std::nullopt,
         std::string(othersHold({AttemptOutcome::Accepted}) ? "true" : "false"), std::to_string(m_sequence),
         byteaText(m_hash)});
    if (!updated)
        return updated.errors();
    if (moves) { // it does not wait any more
        auto ended = m_connection.execPrepared(
            "DELETE FROM bourse.lead_wait WHERE workspace_id = $1 AND lead_id = $2 AND due_at IS NOT NULL",
            {m_workspace.toString(), m_lead.toString()});
        if (!ended)
            return ended.errors();
    }
    m_state = m_newState;
    return {};
}

Result<void> PostSettlement::addCall(exchange::AttemptRecord call)
{
    std::optional<std::string> body;
    if (m_key)
        body = byteaText(domain::seal(*m_key, writeBody(call.requestText, call.responseText),
                                      attemptContext(call.attemptId)));
    const exchange::Phases &p = call.phases;
    auto added = m_connection.execPrepared(
        "INSERT INTO bourse.attempt (workspace_id, lead_id, attempt_id, kind, channel, buyer, integration, "
        "node_id, "
        "started_at, outcome, reason, reason_detail, price_micros, currency, http_status, phases_us, reused, "
        "rule, "
        "external_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16::bigint[], $17, $18, $19, $20::bytea) ON CONFLICT DO NOTHING",
        {m_workspace.toString(),
         m_lead.toString(),
         call.attemptId.toString(),
         std::string(exchange::name(call.kind)),
         m_channel,
         m_buyer,
         m_integration,
         m_options.nodeId.toString(),
         timestampText(call.startedAt),
         std::string(domain::name(call.outcome)),
         orNull(call.reason.code),
         orNull(clean(call.reason.detail)),
         call.price ? std::optional(std::to_string(call.price->micros())) : std::nullopt,
         call.price ? std::optional(call.price->currency().code()) : std::nullopt,
         std::to_string(call.httpStatus),
         bigintArray({p.queuedUs, p.dnsUs, p.connectUs, p.tlsUs, p.firstByteUs, p.totalUs}),
         std::string(p.reusedConnection ? "true" : "false"),
         orNull(cleanText(call.rule)),
         orNull(clean(call.externalId)),
         body});
    return added ? Result<void>() : Result<void>(added.errors());
}

} // namespace bourse::storage
