// What is done with buyers when a lead's routing has ended: statuses that are asked for, posts of unknown
// fate that are sent again to buyers that declared that this is safe, notices to who won and who lost. Each
// is written down with the entry that it follows from, so that a node that dies leaves it to another one.
#include "exchange/aftersale.h"
#include "exchange/authorising.h"
#include "exchange/buyertalk.h"
#include "exchange/exchange.h"
#include "exchange/exchangeimpl.h"
#include "exchange/leadrun.h"
#include <algorithm>
#include <array>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::AttemptOutcome;
using domain::Reading;
using domain::StepKind;
using Next = FollowUpReport::Next;
namespace reason = domain::reason;

constexpr int claimedAtOnce = 16;
/// A notice that was not taken is said again after these; then it is given up. Nothing hangs on it.
constexpr std::array<Micros, 5> noticePauses{std::chrono::minutes(1), std::chrono::minutes(5),
                                             std::chrono::minutes(30), std::chrono::hours(1),
                                             std::chrono::hours(1)};
constexpr Micros longestPause = std::chrono::hours(24);
/// Before a post of unknown fate is sent again, and again: soon, since its lead waits; then people are asked.
constexpr std::array<Micros, 6> resendPauses{std::chrono::seconds(2),  std::chrono::seconds(10),
                                             std::chrono::seconds(30), std::chrono::minutes(2),
                                             std::chrono::minutes(10), std::chrono::minutes(30)};

StepKind stepOf(AttemptKind kind)
{
    switch (kind) {
    case AttemptKind::NotifyWin:
        return StepKind::NotifyWin;
    case AttemptKind::NotifyLoss:
        return StepKind::NotifyLoss;
    case AttemptKind::Resend:
        return StepKind::Post;
    default:
        return StepKind::Status;
    }
}

/// The channel that the follow-up's call belongs to, if it still talks to the buyer in the same language.
struct PlannedChannel {
    std::shared_ptr<const TreePlan> tree;
    NodeIndex node = 0;
};
std::optional<PlannedChannel> channelOf(Engine &engine,
                                        const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                        const DueFollowUp &due)
{
    const domain::Source *source = snapshot->source(due.source);
    const domain::FieldSchema *vertical = source ? snapshot->vertical(source->vertical) : nullptr;
    if (!vertical)
        return std::nullopt;
    for (const std::string &slug : source->treeSlugs()) {
        auto tree = engine.plans.plan(snapshot, slug, *vertical,
                                      {engine.settings.defaultPingLimit, engine.settings.defaultPostLimit});
        for (NodeIndex i = 0; tree && i < tree->size(); ++i) {
            const PlanNode &node = tree->node(i);
            if (node.channel && node.channel->slug == due.what.channel &&
                node.channel->integration == due.what.integration && node.buyer && node.integration)
                return PlannedChannel{tree, i};
        }
    }
    return std::nullopt;
}

PostNews newsOf(const domain::Interpretation &reading)
{
    PostNews news;
    news.outcome = reading.outcome;
    news.price = reading.price;
    if (reading.reason)
        news.reason = {reading.reason->first, reading.reason->second};
    return news;
}

/// What is to be done after a post was sent `report.of.tries` times more.
void decideResend(FollowUpReport &report, const domain::Interpretation &reading, Micros asked, UtcTime now)
{
    const auto tries = static_cast<std::size_t>(report.of.tries);
    switch (reading.outcome) {
    case Reading::Accepted:
    case Reading::Rejected:
    case Reading::Capped:
        report.news = newsOf(reading);
        report.next = Next::Done;
        return;
    case Reading::Pending: // it has the post now, and calls back
        report.next = Next::Done;
        return;
    case Reading::Duplicate: // of what we sent first, or of somebody else's: people have to ask
        report.next = Next::Dead;
        report.why = reasonOf(reading, reason::buyerDuplicate);
        return;
    default:
        break;
    }
    if (tries >= resendPauses.size()) {
        report.next = Next::Dead;
        report.why = reasonOf(reading, reason::postUnknown);
    } else {
        report.next = Next::Again;
        report.dueAt = now + std::max(resendPauses[tries], asked);
    }
}

/// What is to be done after a status was asked for, or a notice given, `report.of.tries` times.
void decide(FollowUpReport &report, const domain::Integration &integration, const BuyerReply &reply,
            const domain::Interpretation &reading, UtcTime now)
{
    const bool answered = reply.outcome == WireOutcome::Answered;
    const Micros asked =
        answered ? retryAfter(reply.response.headers, longestPause).value_or(Micros{}) : Micros{};
    if (report.of.what.kind == AttemptKind::Resend) {
        decideResend(report, reading, asked, now);
        return;
    }
    if (report.of.what.kind != AttemptKind::Status) {
        const bool taken = answered && reply.response.status < 500 && reply.response.status != 429 &&
                           reading.outcome != Reading::Error;
        const auto tries = static_cast<std::size_t>(report.of.tries);
        if (taken) {
            report.next = Next::Done;
        } else if (tries > noticePauses.size()) {
            report.next = Next::Dead;
            report.why = reasonOf(reading, reason::buyerError);
        } else {
            report.next = Next::Again;
            report.dueAt = now + std::max(noticePauses[tries - 1], asked);
        }
        return;
    }
    const bool decided = reading.outcome != Reading::Pending && reading.outcome != Reading::Error &&
                         reading.outcome != Reading::Unrecognised;
    if (decided) {
        report.news = newsOf(reading);
        report.next = Next::Done;
        return;
    }
    const domain::Polling polling = integration.polling().value_or(domain::Polling{});
    if (report.of.tries >= polling.attempts) {
        report.next = Next::Dead; // a callback or an operator has the last word
        report.why.code = reason::buyerPending;
        return;
    }
    report.next = Next::Again;
    report.dueAt = now + std::max(polling.interval, asked);
}

FollowUpReport givenUp(DueFollowUp due, std::string_view code, std::string detail)
{
    FollowUpReport report;
    report.of = std::move(due);
    report.next = Next::Dead;
    report.why = {std::string(code), std::move(detail)};
    return report;
}

/// Says it and reads the answer.
Task<FollowUpReport> attend(std::shared_ptr<Engine> engine,
                            std::shared_ptr<const domain::MarketSnapshot> snapshot, DueFollowUp due)
{
    const std::optional<PlannedChannel> channel = channelOf(*engine, snapshot, due);
    const StepKind step = stepOf(due.what.kind);
    if (due.erased)
        co_return givenUp(std::move(due), reason::suppressed, "the lead has been erased");
    if (!channel || !channel->tree->node(channel->node).integration->hasStep(step))
        co_return givenUp(std::move(due), reason::channelPaused,
                          "its channel or its step is no longer configured");
    const PlanNode &plan = channel->tree->node(channel->node);
    const bool resends = due.what.kind == AttemptKind::Resend;
    if (resends && !plan.integration->declaresIdempotentPost())
        co_return givenUp(std::move(due), reason::postUnknown, "its buyer no longer knows a post again");
    const Micros limit = plan.integration->timeLimit(step).value_or(engine->settings.defaultPostLimit);

    FollowUpReport report;
    report.of = std::move(due);
    CallPassPtr pass;
    if (resends) {
        auto admission = engine->pacer.admitPost(plan);
        if (!admission.pass) { // held by an operator, or resting
            decideResend(report, {}, {}, engine->utcNow());
            report.why = std::move(admission.refused);
            co_return report;
        }
        pass = std::move(admission.pass);
    }
    SharedGrant grant;
    BuyerReply reply;
    domain::Interpretation reading;
    reading.outcome = Reading::Error;
    if (!plan.authKey.empty()) {
        auto granting =
            authorise(engine, channel->tree, snapshot, channel->node, engine->now() + plan.authLimit);
        auto granted = co_await granting;
        if (!granted) {
            reading.reason = {std::string(reason::authFailed), granted.error().code};
            decide(report, *plan.integration, reply, reading, engine->utcNow());
            co_return report;
        }
        grant = std::move(*granted);
    }
    const Uuid attemptId = engine->newId();
    std::map<std::string, std::string> all;
    domain::RenderInput input;
    input.lead = &report.of.fields;
    input.carried = joined(report.of.what.carried, grant, all);
    // a post that is sent again is the same, byte for byte
    input.time = resends ? report.of.receivedAt : engine->utcNow();
    input.live = true;
    input.seed = resends ? postSeed(report.of.what.attemptId) : engine->random.next();
    input.leadId = leadIdText(report.of.leadId);
    input.attemptId = (resends ? report.of.what.attemptId : attemptId).toString();
    input.source = report.of.source;
    input.receivedAt = report.of.receivedAt;
    input.floorPrice = plan.floor;
    input.timeLeft = limit;
    auto wanted = resends ? Result<bool>(true) : plan.integration->wantsStep(step, input);
    if (wanted && !*wanted) {
        report.next = Next::Done; // the step's condition leaves this lead out
        co_return report;
    }
    std::string text;
    auto call = wanted ? renderCall(*engine, plan, step, input, grant, attemptId, text)
                       : Result<BuyerCall>(wanted.errors());
    if (!call) {
        report.next = Next::Dead;
        report.why = renderRefusal(call.error());
        co_return report;
    }
    AttemptRecord record;
    record.attemptId = attemptId;
    record.kind = report.of.what.kind;
    record.channel = report.of.what.channel;
    record.buyer = plan.buyer->slug;
    record.integration = report.of.what.integration;
    record.startedAt = engine->utcNow();
    record.requestText = std::move(text);
    call->kind = CallKind::FollowUp;
    call->snapshot = snapshot;
    auto calling = engine->ports.buyers.call(std::move(*call));
    reply = co_await calling;
    record.phases = reply.phases;
    record.responseText = storedText(*engine, reply.response, plan);
    if (reply.outcome == WireOutcome::Answered) {
        reading = readAnswer(plan, step, arrived(reply, engine->utcNow()), input, grant);
        if (resends && reading.outcome == Reading::Error && reading.rule.empty())
            reading.outcome = Reading::Unrecognised; // as with a post: it says nothing of the lead
        noteStatus(*engine, plan, grant, reply.response.status);
        record.httpStatus = reply.response.status;
        record.outcome = outcomeOfNews(reading.outcome);
        record.price = reading.price;
        record.rule = reading.rule;
        if (reading.reason)
            record.reason = {reading.reason->first, reading.reason->second};
    } else {
        record.outcome = reply.outcome == WireOutcome::NotSent    ? AttemptOutcome::NotSent
                         : reply.outcome == WireOutcome::TimedOut ? AttemptOutcome::TimedOut
                                                                  : AttemptOutcome::Error;
        record.reason = {reply.reasonCode.empty() ? std::string(reason::buyerError) : reply.reasonCode,
                         reply.detail};
    }
    if (pass)
        engine->pacer.note(plan, pass, reply, reading);
    decide(report, *plan.integration, reply, reading, engine->utcNow());
    report.call = std::move(record);
    co_return report;
}

Detached attendOne(std::shared_ptr<Engine> engine, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                   FollowUpStore *store, DueFollowUp due, std::shared_ptr<Gather> others,
                   std::function<void(const Uuid &)> changed)
{
    const Uuid lead = due.leadId;
    auto attending = attend(engine, snapshot, std::move(due));
    FollowUpReport report = co_await attending;
    Booking booking = bookingOf(snapshot);
    auto reporting = store->report(std::move(report), std::move(booking));
    auto done = co_await reporting;
    // what could not be written is due again in a minute
    if (done && *done == NewsEffect::Applied && changed)
        changed(lead);
    others->arrive();
}

Detached attendAll(std::shared_ptr<Engine> engine, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                   FollowUpStore *store, std::function<void(const Uuid &)> changed)
{
    engine->begin();
    engine->followingUp = true;
    bool more = true;
    while (more && !engine->draining) {
        auto claiming = store->claimDue(snapshot->workspaceId(), claimedAtOnce);
        auto due = co_await claiming;
        if (!due)
            break;
        more = due->size() == claimedAtOnce;
        auto all = std::make_shared<Gather>(engine->ports.executor);
        for (std::size_t i = 0; i < due->size(); ++i)
            all->expect();
        for (DueFollowUp &one : *due)
            attendOne(engine, snapshot, store, std::move(one), all, changed);
        co_await all->done();
    }
    engine->followingUp = false;
    engine->end();
}
} // namespace

/// Statuses of posts whose fate is open, notices to who bought and to who had bid in vain.
std::vector<FollowUp> LeadRun::followUps(domain::LeadState state) const
{
    std::vector<FollowUp> all;
    const UtcTime now = m_engine->utcNow();
    const auto add = [&](AttemptKind kind, NodeIndex channel, const Uuid &attempt, Micros wait,
                         const std::map<std::string, std::string> &carried) {
        const PlanNode &plan = node(channel);
        all.push_back({m_engine->newId(), kind, now + wait, attempt, plan.channel->slug, plan.buyer->slug,
                       plan.channel->integration, carried});
    };
    for (const Posted &post : m_posted) {
        const domain::Integration &integration = *node(post.node).integration;
        const auto question = questionTo(integration);
        const bool isUnknown = post.outcome == AttemptOutcome::Unknown;
        if (question == AttemptKind::Status && (isUnknown || post.outcome == AttemptOutcome::Pending))
            add(AttemptKind::Status, post.node, post.attemptId,
                integration.polling().value_or(domain::Polling{}).interval, post.carried);
        else if (question == AttemptKind::Resend && isUnknown)
            add(AttemptKind::Resend, post.node, post.attemptId, resendPauses.front(), post.carried);
        else if (post.outcome == AttemptOutcome::Accepted && integration.hasStep(StepKind::NotifyWin))
            add(AttemptKind::NotifyWin, post.node, post.attemptId, Micros{}, post.carried);
    }
    if (state != domain::LeadState::Sold && state != domain::LeadState::Unsold)
        return all; // nobody has lost yet
    for (const Ping &ping : m_pings) {
        const bool hasPosted = std::any_of(m_posted.begin(), m_posted.end(),
                                           [&](const Posted &post) { return post.node == ping.node; });
        if (ping.record.outcome == AttemptOutcome::Bid && !hasPosted &&
            node(ping.node).integration->hasStep(StepKind::NotifyLoss))
            add(AttemptKind::NotifyLoss, ping.node, ping.record.attemptId, Micros{}, ping.carried);
    }
    return all;
}

void Exchange::followUp(FollowUpStore &store, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                        std::function<void(const Uuid &)> changed)
{
    const auto &engine = m_impl->engine;
    if (snapshot && !engine->draining && !engine->followingUp)
        attendAll(engine, std::move(snapshot), &store, std::move(changed));
}

} // namespace bourse::exchange
