// Leads that wait and go on: what a refusing cap or a pending post makes of a lead, and how one that has
// waited is offered again.
#include "exchange/exchange.h"
#include "exchange/exchangeimpl.h"
#include "exchange/gather.h"
#include "exchange/leadrun.h"
#include <algorithm>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::LeadState;
using domain::Reason;
using domain::RoutingDecision;
namespace reason = domain::reason;

constexpr int claimedAtOnce = 16;
/// A cap that is paced has room again before its window ends; nobody can say exactly when.
constexpr Micros pacedRetry = std::chrono::minutes(1);

Detached runResumed(std::shared_ptr<Engine> engine, std::shared_ptr<LeadRun> run, ResumedLead lead,
                    std::shared_ptr<Gather> others)
{
    co_await run->resume(std::move(lead));
    others->arrive();
    engine->end();
}

Detached resumeAll(std::shared_ptr<Engine> engine, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                   WaitStore *store)
{
    engine->begin();
    engine->resuming = true;
    bool more = true;
    while (more && !engine->draining) {
        auto claiming = store->claimWaiting(snapshot->workspaceId(), claimedAtOnce);
        auto due = co_await claiming;
        if (!due)
            break;
        more = due->size() == claimedAtOnce;
        auto all = std::make_shared<Gather>(engine->ports.executor);
        for (std::size_t i = 0; i < due->size(); ++i)
            all->expect();
        for (ResumedLead &lead : *due) {
            IntakeLead intake;
            intake.snapshot = snapshot;
            intake.source = lead.source;
            intake.actor = "engine";
            intake.arrived = engine->now();
            engine->begin();
            auto run = std::make_shared<LeadRun>(engine, std::move(intake), [](const IntakeAnswer &) {});
            runResumed(engine, std::move(run), std::move(lead), all);
        }
        co_await all->done();
    }
    engine->resuming = false;
    engine->end();
}
} // namespace

/// Whether a buyer that did not answer in `limit` had the time that it is usually given.
bool LeadRun::isFair(NodeIndex channel, Micros limit) const
{
    return limit * 2 >= node(channel).pingLimit;
}

/// Whether a group around the channel was left because of a cap.
bool LeadRun::isLeft(NodeIndex channel) const
{
    for (NodeIndex at = channel; at != TreePlan::root;) {
        at = node(at).parent;
        if (m_nodes[at].left)
            return true;
    }
    return false;
}

/// What a cap that has no room makes of the lead, by its action: a verdict if the lead waits.
std::optional<Verdict> LeadRun::capRefused(const Offer &offer, const SendingPost &post, const Reason &why)
{
    if (why.code != reason::capReached)
        return std::nullopt;
    const PlanNode &plan = node(offer.node);
    const domain::Cap *cap = nullptr;
    UtcTime opens{};
    for (const domain::Cap &one : plan.channel->caps) {
        if (one.action == domain::CapAction::Skip)
            continue;
        domain::Channel alone;
        alone.slug = plan.channel->slug;
        alone.caps = {one};
        alone.schedule = plan.channel->schedule;
        for (const CapClaim &claim : capClaims(alone, m_source->slug, post.price, post.attempt.startedAt,
                                               plan.zone, m_engine->capWindows)) {
            // a store that does not say which counter it was means the first that has an action
            if (cap || (!why.detail.empty() && claim.counter != why.detail))
                continue;
            cap = &one;
            const bool ofDay = claim.counter.find(":daily:") != std::string::npos;
            const domain::CapWindow window = m_engine->capWindows.window(
                ofDay ? domain::CapPeriod::Day : one.period, post.attempt.startedAt, plan.zone);
            opens = window.end;
            if (one.even && !ofDay) { // the pace lets one through in so much time
                const auto leads = std::max<std::int64_t>(one.leads.value_or(1), 1);
                const Micros pace = one.leads ? Micros(window.end - window.start) / leads : pacedRetry;
                opens = std::min(opens, post.attempt.startedAt + std::max(pacedRetry, pace));
            }
        }
    }
    if (!cap)
        return std::nullopt;
    if (cap->action == domain::CapAction::Next) {
        m_nodes[plan.parent].left = true;
        return std::nullopt;
    }
    const UtcTime now = m_engine->utcNow();
    const UtcTime until = m_receivedAt + cap->queueLimit;
    if (!m_sales.empty() || until <= now) // sold to others already, or it has waited long enough
        return std::nullopt;
    LeadWait wait;
    wait.what = LeadWait::For::Cap;
    wait.channel = plan.channel->slug;
    wait.buyer = plan.buyer->slug;
    remember(wait);
    wait.dueAt = std::min(std::max(opens, now), until);
    wait.until = until;
    Verdict verdict;
    verdict.state = LeadState::Pending;
    verdict.decision = RoutingDecision::Pending;
    verdict.reason =
        Reason{std::string(reason::awaitsCap), plan.channel->slug + " at " + toIso8601(wait.dueAt)};
    verdict.winner = offer;
    verdict.wait = std::move(wait);
    return verdict;
}

/// What the gates found, for when it goes on.
void LeadRun::remember(LeadWait &wait) const
{
    for (const auto &[buyer, why] : m_closedBuyers)
        wait.closedBuyers.emplace(buyer, why.code);
    wait.score = m_score;
    wait.history = m_history;
}

/// How long the lead waits for the buyer's word on a post; nothing where it waits for as long as it takes.
std::optional<LeadWait> LeadRun::callbackWait(const Offer &offer, const Uuid &postId) const
{
    const PlanNode &plan = node(offer.node);
    if (!plan.channel->pacing.wait)
        return std::nullopt;
    LeadWait wait;
    wait.channel = plan.channel->slug;
    wait.buyer = plan.buyer->slug;
    wait.postId = postId;
    wait.dueAt = m_engine->utcNow() + plan.channel->pacing.wait->limit;
    wait.until = wait.dueAt;
    wait.thenNext = plan.channel->pacing.wait->thenNext;
    remember(wait);
    return wait;
}

/// Of the whole tree, or of the channel alone that the lead has waited for.
Task<Offers> LeadRun::firstOffers()
{
    if (m_onlyChannel) {
        for (NodeIndex i = 0; i < m_plan->size(); ++i) {
            if (node(i).channel && node(i).channel->slug == *m_onlyChannel)
                co_return co_await askAtOnce(i, node(i).end);
        }
        m_onlyChannel.reset(); // it is no longer there
    }
    co_return co_await ask(TreePlan::root);
}

/// Whether there is anybody to post to; who waited for one channel in vain is offered to all.
Task<bool> LeadRun::hasMore()
{
    if (hasOfferOfLot())
        co_return true;
    if (!m_onlyChannel || !m_sales.empty())
        co_return false;
    m_onlyChannel.reset();
    Offers offers = co_await ask(TreePlan::root);
    addToPool(std::move(offers));
    co_return hasOfferOfLot();
}

Task<std::monostate> LeadRun::resume(ResumedLead lead)
{
    m_run = lead.claim;
    m_answered = m_answerStored = true;
    m_leadId = lead.leadId;
    m_receivedAt = lead.receivedAt;
    m_tally.pinged = lead.pinged;
    m_tally.bids = lead.bids;
    Verdict verdict;
    verdict.reason = Reason{std::string(reason::waitOver), {}};
    static const domain::Source gone;
    const bool configured = begin(lead.source);
    if (!m_source) {
        m_source = &gone;
        verdict.reason.detail = "its source is no longer configured";
    } else if (lead.erased) {
        verdict.reason = Reason{std::string(reason::suppressed), "the lead has been erased"};
    } else if (configured) {
        m_fields = std::move(lead.fields);
        m_score = lead.wait.score;
        m_history = lead.wait.history;
        for (const auto &[buyer, code] : lead.wait.closedBuyers)
            m_closedBuyers.emplace(buyer, Reason{code, {}});
        for (const std::string &slug : lead.postedTo) {
            if (const domain::Buyer *buyer = snapshot().buyer(slug)) {
                m_postedTo.push_back(buyer);
                m_doneWith.push_back(buyer); // not on another rung of its ladder either
            }
        }
        m_wait = lead.wait;
        const bool capOpens = lead.wait.what == LeadWait::For::Cap && m_engine->utcNow() < lead.wait.until;
        if (capOpens)
            m_onlyChannel = lead.wait.channel;
        chooseTree();
        planTree();
        if (m_plan)
            verdict = co_await sell();
    }
    co_await end(std::move(verdict));
    co_return std::monostate();
}

void Exchange::resume(WaitStore &store, std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    const auto &engine = m_impl->engine;
    if (snapshot && !engine->draining && !engine->resuming)
        resumeAll(engine, std::move(snapshot), &store);
}

void Exchange::setHolds(Holds holds)
{
    m_impl->engine->pacer.setHolds(std::move(holds));
}

std::vector<ChannelHealth> Exchange::health() const
{
    return m_impl->engine->pacer.health();
}

PingCounts &Exchange::pingCounts()
{
    return m_impl->engine->pacer.pingCounts();
}

} // namespace bourse::exchange
