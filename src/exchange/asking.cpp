// Walking the tree and pinging: who would take this lead, and at what price.
#include "exchange/authorising.h"
#include "exchange/leadrun.h"
#include <algorithm>
#include <limits>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::AttemptOutcome;
using domain::Reading;
using domain::Reason;
using domain::StepKind;
namespace reason = domain::reason;

/// Before this, a request would only be cut off on its way.
constexpr Micros shortestPing{1000};

struct PingEnd {
    AttemptOutcome outcome;
    std::string_view code;
};

/// Of a ping that was answered, but not with a yes.
PingEnd declined(Reading reading)
{
    switch (reading) {
    case Reading::Rejected:
        return {AttemptOutcome::NoBid, reason::buyerRejected};
    case Reading::Duplicate:
        return {AttemptOutcome::Duplicate, reason::buyerDuplicate};
    case Reading::Capped:
        return {AttemptOutcome::Capped, reason::buyerCapped};
    case Reading::Pending:
        return {AttemptOutcome::NoBid, reason::buyerPending};
    case Reading::Error:
        return {AttemptOutcome::Error, reason::buyerError};
    case Reading::Unrecognised:
    case Reading::Accepted:
    case Reading::Returned: // not of pings: the compiler of documents sees to it
    case Reading::Converted:
        break;
    }
    return {AttemptOutcome::Unrecognised, reason::unrecognisedAnswer};
}

/// Of a ping that got no complete answer.
PingEnd failed(WireOutcome outcome)
{
    switch (outcome) {
    case WireOutcome::NotSent:
        return {AttemptOutcome::NotSent, reason::connectFailed};
    case WireOutcome::TimedOut:
        return {AttemptOutcome::TimedOut, reason::timedOut};
    case WireOutcome::ConnectionLost:
        return {AttemptOutcome::Error, reason::connectionLost};
    case WireOutcome::AnswerTooLarge:
        return {AttemptOutcome::Error, reason::answerTooLarge};
    case WireOutcome::GarbledAnswer:
    case WireOutcome::Answered:
        break;
    }
    return {AttemptOutcome::Error, reason::unrecognisedAnswer};
}
} // namespace

/// Pings that are out together, and the offers that came of them.
struct LeadRun::PingRound {
    explicit PingRound(Executor &executor) : gather(executor) {}
    Gather gather;
    /// A channel that is to be pinged once its auth and look-up steps are done.
    struct Waiting {
        NodeIndex node = 0;
        MonoTime until; ///< when its ping must have been answered
        bool open = true;
    };
    Offers offers;
    std::vector<std::size_t> pings;
    std::vector<Waiting> waiting;
    /// A first-price auction whose bidders are all channels: it may end before all have answered.
    bool mayCloseEarly = false;
};

Task<Offers> LeadRun::ask(NodeIndex index)
{
    if (node(index).walk == Walk::InTurn && node(index).group)
        co_return co_await askInTurn(index);
    NodeIndex first = node(index).group ? index + 1 : index;
    co_return co_await askAtOnce(first, node(index).end);
}

/// The waterfall: the offers of the first child, from where it stopped the last time, that makes any.
Task<Offers> LeadRun::askInTurn(NodeIndex group)
{
    NodeState &state = m_nodes[group];
    const int furtherPosts = node(group).group->maxReposts;
    Offers found;
    if (auto line = m_lines.find(group); line != m_lines.end())
        returnTurn(line->second);
    while (found.empty() && hasNext(group)) {
        NodeIndex child = nextChild(group);
        if (node(child).channel && state.rejects > furtherPosts)
            skip(child, reason::notNeeded,
                 "the group's limit of " + std::to_string(furtherPosts) + " further posts is reached");
        else
            found = co_await ask(child);
        if (auto line = m_lines.find(group); line != m_lines.end() && found.empty())
            returnTurn(line->second);
    }
    co_return found;
}

/// Siblings from `first` to before `last`: channels are pinged together, each nested group answers with its
/// own offers, and it ends when all have answered or the time is over.
Task<Offers> LeadRun::askAtOnce(NodeIndex first, NodeIndex last)
{
    auto round = std::make_shared<PingRound>(m_engine->ports.executor);
    Micros longest{};
    if (first < last && node(first).parent + 1 == first) { // all children of a group
        const domain::Group &group = *node(node(first).parent).group;
        round->mayCloseEarly =
            group.logic == domain::GroupLogic::Auction && group.pricing == domain::AuctionPricing::FirstPrice;
    }
    for (NodeIndex child = first; child < last; child = node(child).end) {
        if (node(child).group) {
            round->mayCloseEarly = false;
            round->gather.expect();
            askNested(shared_from_this(), round, child);
        } else if (mayAsk(child)) {
            longest = std::max(longest, startPing(child, round).value_or(Micros{}));
        }
    }
    if (!round->gather.complete()) {
        Executor::TimerId timer = 0;
        const bool timed = !round->pings.empty() || !round->waiting.empty();
        if (timed) {
            // nested groups have rounds, and so timers, of their own
            auto run = shared_from_this();
            timer = m_engine->ports.executor.after(longest + m_engine->settings.pingGrace,
                                                   [run, round] { run->closeRound(*round); });
        }
        co_await round->gather.done();
        if (timed)
            m_engine->ports.executor.cancel(timer);
    }
    co_return std::move(round->offers);
}

Detached LeadRun::askNested(std::shared_ptr<LeadRun> run, std::shared_ptr<PingRound> round, NodeIndex group)
{
    Offers offers = co_await run->ask(group);
    round->offers.insert(round->offers.end(), offers.begin(), offers.end());
    round->gather.arrive();
}

domain::FilterInput LeadRun::filterInput(const PlanNode &plan) const
{
    domain::FilterInput input;
    input.fields = &m_fields;
    input.source = m_source->slug;
    input.time = m_receivedAt;
    input.zone = plan.zone;
    input.score = m_score;
    input.history = &m_history;
    return input;
}

/// What keeps a lead from a channel by the channel's own rules and those of the groups around it.
std::optional<Reason> LeadRun::ineligible(NodeIndex channel) const
{
    if (auto held = node(channel).channel ? m_engine->pacer.refuses(node(channel)) : std::nullopt)
        return held;
    for (NodeIndex at = channel;; at = node(at).parent) {
        const PlanNode &plan = node(at);
        const std::string where =
            plan.group && at != TreePlan::root ? " (group " + plan.group->slug + ")" : "";
        if (!plan.opening.isOpen(m_engine->utcNow())) {
            const auto opens = plan.opening.opens();
            return Reason{std::string(reason::outsideSchedule),
                          (opens ? "opens " + toIso8601(*opens) : "it does not open again") + where};
        }
        if (auto refusal = plan.filter.refuses(filterInput(plan))) {
            refusal->detail += where;
            return refusal;
        }
        if (at == TreePlan::root)
            return std::nullopt;
    }
}

/// Whether a channel's buyer has had its say on this lead; a rung of a price ladder may ask it again after a
/// plain reject.
bool LeadRun::isRefusedBy(const PlanNode &channel) const
{
    auto isIn = [&](const std::vector<const domain::Buyer *> &buyers) {
        return std::find(buyers.begin(), buyers.end(), channel.buyer) != buyers.end();
    };
    return isIn(m_postedTo) && (!channel.channel->priceLadder || isIn(m_doneWith));
}

bool LeadRun::mayAsk(NodeIndex channel)
{
    const PlanNode &plan = node(channel);
    if (!plan.unusable.code.empty()) {
        skip(channel, plan.unusable.code, plan.unusable.detail);
        return false;
    }
    if (isRefusedBy(plan)) {
        skip(channel, reason::buyerRejected, "its buyer was posted this lead already");
        return false;
    }
    if (const Reason *closed = closedTo(*plan.buyer)) {
        skip(channel, closed->code, closed->detail);
        return false;
    }
    if (auto refusal = ineligible(channel)) {
        skip(channel, refusal->code, std::move(refusal->detail));
        return false;
    }
    if (auto refusal = m_engine->pacer.throttles(plan)) {
        skip(channel, refusal->code, std::move(refusal->detail));
        return false;
    }
    return true;
}

/// A channel's price for this lead: what its rules say is its fixed amount.
domain::PriceRule LeadRun::priceRule(NodeIndex channel) const
{
    const PlanNode &plan = node(channel);
    domain::PriceRule rule;
    rule.kind = plan.channel->price.kind;
    rule.fixed = plan.channel->price.fixed;
    for (const auto &[when, amount] : plan.priceRules) {
        if (!when.refuses(filterInput(plan))) {
            rule.fixed = amount;
            break;
        }
    }
    return rule;
}

/// What a channel offers, if that brings what the source's sales must.
Valuation LeadRun::valueOf(NodeIndex channel, const domain::Interpretation *ping) const
{
    const PlanNode &plan = node(channel);
    Valuation value = valuate(priceRule(channel), plan.floor, m_currency, ping);
    if (value.offer) {
        if (auto why = unprofitable(*value.offer, payoutTerms(*m_source, *plan.buyer), *m_source)) {
            value.offer.reset();
            value.reason = std::move(*why);
        }
    }
    return value;
}

/// Enters a channel's fixed price as its offer: it is posted to without a ping.
void LeadRun::offerUnasked(NodeIndex channel, PingRound &round)
{
    Valuation value = valueOf(channel, nullptr);
    if (!value.offer) {
        skip(channel, value.reason.code, value.reason.detail);
        return;
    }
    m_nodes[channel].fate = Fate::Offered;
    round.offers.push_back(offerOf(channel, Offer::noPing, *value.offer));
}

/// Sends the ping of a channel, now or after the steps that come before it, or enters its fixed price where
/// it has none. Returns the time limit of all that.
std::optional<Micros> LeadRun::startPing(NodeIndex channel, std::shared_ptr<PingRound> round)
{
    const PlanNode &plan = node(channel);
    if (!plan.pings) {
        offerUnasked(channel, *round);
        return std::nullopt;
    }
    const MonoTime now = m_engine->now();
    if (!m_engine->pingRates.take(plan.buyer->slug, plan.buyer->pingsPerSecond, now)) {
        skip(channel, reason::pingLimited, std::to_string(plan.buyer->pingsPerSecond) + " per second");
        return std::nullopt;
    }
    const bool waits = needsPreparation(channel, StepKind::Ping);
    Micros own = plan.pingLimit;
    if (waits && !plan.authKey.empty())
        own += plan.authLimit;
    for (const PlanNode::Lookup &lookup : plan.lookups)
        if (waits && lookup.before == StepKind::Ping)
            own += lookup.wait + lookup.limit;
    if (waits)
        own += plan.pingWait;
    Micros limit = m_budget.forPing(now, own);
    if (limit < shortestPing) {
        ++m_tally.outOfTime;
        skip(channel, reason::noTimeLeft);
        return std::nullopt;
    }
    auto admission = m_engine->pacer.admitPing(plan, m_engine->capWindows);
    if (!admission.pass) {
        skip(channel, admission.refused.code, std::move(admission.refused.detail));
        return std::nullopt;
    }
    if (waits) {
        round->waiting.push_back({channel, now + limit});
        round->gather.expect();
        std::size_t index = round->waiting.size() - 1;
        preparePing(shared_from_this(), std::move(round), index, std::move(admission.pass));
        return limit;
    }
    Preparation ready;
    ready.pass = std::move(admission.pass);
    if (!plan.authKey.empty())
        ready.grant = m_engine->grants.current(plan.authKey, now);
    sendPing(channel, std::move(round), limit, std::move(ready));
    return limit;
}

Detached LeadRun::preparePing(std::shared_ptr<LeadRun> run, std::shared_ptr<PingRound> round,
                              std::size_t waiting, CallPassPtr pass)
{
    const NodeIndex channel = round->waiting[waiting].node;
    const MonoTime until = round->waiting[waiting].until;
    Preparation ready;
    auto preparing = run->prepare(channel, StepKind::Ping, std::move(ready), until);
    ready = co_await preparing;
    ready.pass = std::move(pass);
    if (run->m_closed || !std::exchange(round->waiting[waiting].open, false))
        co_return; // its round is over
    const Micros left = until - run->m_engine->now();
    if (!ready.refused.code.empty()) {
        run->skip(channel, ready.refused.code, std::move(ready.refused.detail));
    } else if (left < shortestPing) {
        ++run->m_tally.outOfTime;
        run->skip(channel, reason::noTimeLeft);
    } else {
        run->sendPing(channel, round, std::min(run->node(channel).pingLimit, left), std::move(ready));
    }
    round->gather.arrive();
}

void LeadRun::sendPing(NodeIndex channel, std::shared_ptr<PingRound> round, Micros limit, Preparation ready)
{
    const PlanNode &plan = node(channel);
    const Basis basis{StepKind::Ping, channel,           ready.carried, ready.grant,
                      m_nonces++,     m_engine->newId(), limit};
    auto wanted = wants(basis);
    if (wanted && !*wanted) {
        // left out; a price that needs no bid can do without it
        if (plan.channel->price.kind == domain::PriceKind::Fixed)
            offerUnasked(channel, *round);
        else
            skip(channel, reason::filteredOut, "the condition of the ping step does not hold");
        return;
    }
    std::string text;
    auto call = wanted ? render(basis, text) : Result<BuyerCall>(wanted.errors());
    if (!call) {
        domain::Reason why = renderRefusal(call.error());
        skip(channel, why.code, std::move(why.detail));
        return;
    }
    std::size_t index = m_pings.size();
    Ping &ping = m_pings.emplace_back();
    ping.node = channel;
    ping.nonces = basis.nonces;
    ping.limit = limit;
    ping.until = m_engine->now() + limit;
    ping.carried = std::move(ready.carried);
    for (auto &[name, made] : call->request.carried)
        ping.carried.insert_or_assign(name, std::move(made));
    ping.grant = std::move(ready.grant);
    ping.pass = std::move(ready.pass);
    ping.record = newAttempt(AttemptKind::Ping, plan, call->attemptId);
    ping.record.requestText = std::move(text);
    m_nodes[channel].fate = Fate::Pinged;
    ++m_tally.pinged;

    call->kind = CallKind::Ping;
    round->pings.push_back(index);
    round->gather.expect();
    auto reply = m_engine->ports.buyers.call(std::move(*call));
    awaitPing(shared_from_this(), std::move(round), std::move(reply), index);
}

Detached LeadRun::awaitPing(std::shared_ptr<LeadRun> run, std::shared_ptr<PingRound> round,
                            Future<BuyerReply> reply, std::size_t ping)
{
    BuyerReply answer = co_await reply;
    auto again = run->answerToPing(ping, answer);
    if (again) {
        auto repeating = run->m_engine->ports.buyers.call(std::move(*again));
        answer = co_await repeating;
    }
    run->pingAnswered(*round, ping, std::move(answer));
}

/// The ping once more, if its answer puts a challenge and somebody still waits for it.
std::optional<BuyerCall> LeadRun::answerToPing(std::size_t index, const BuyerReply &reply)
{
    Ping &ping = m_pings[index];
    if (m_closed || !ping.open)
        return std::nullopt;
    auto again = answerToChallenge(basisOf(ping), reply, ping.until, ping.record.requestText);
    if (again)
        again->kind = CallKind::Ping;
    return again;
}

LeadRun::Basis LeadRun::basisOf(const Ping &ping) const
{
    return {StepKind::Ping,        ping.node, ping.carried, ping.grant, ping.nonces,
            ping.record.attemptId, ping.limit};
}

void LeadRun::pingAnswered(PingRound &round, std::size_t index, BuyerReply reply)
{
    if (m_closed)
        return; // its row is already written, as timed out
    Ping &ping = m_pings[index];
    const PlanNode &plan = node(ping.node);
    AttemptRecord &record = ping.record;
    record.phases = reply.phases;
    record.httpStatus = reply.outcome == WireOutcome::Answered ? reply.response.status : 0;
    record.responseText = storedText(*m_engine, reply.response, plan);
    if (!ping.open) {
        if (reply.outcome == WireOutcome::Answered)
            record.reason = Reason{std::string(reason::lateBid), {}};
        return;
    }
    ping.open = false;
    ping.ended = m_engine->now();
    if (reply.outcome != WireOutcome::Answered) {
        PingEnd end = failed(reply.outcome);
        record.outcome = end.outcome;
        m_engine->pacer.note(plan, ping.pass, reply, {}, isFair(ping.node, ping.limit));
        record.reason = Reason{reply.reasonCode.empty() ? std::string(end.code) : std::move(reply.reasonCode),
                               std::move(reply.detail)};
    } else {
        noteStatus(*m_engine, plan, ping.grant, reply.response.status);
        domain::Interpretation reading = read(basisOf(ping), arrived(reply, m_engine->utcNow()));
        m_engine->pacer.note(plan, ping.pass, reply, reading);
        record.rule = std::move(reading.rule);
        if (reading.outcome != Reading::Accepted) {
            PingEnd end = declined(reading.outcome);
            record.outcome = end.outcome;
            record.reason = reasonOf(reading, end.code);
        } else {
            Valuation value = valueOf(ping.node, &reading);
            record.price = value.quoted;
            record.outcome = value.quoted ? AttemptOutcome::Bid : AttemptOutcome::NoBid;
            record.reason = std::move(value.reason);
            m_tally.bids += value.quoted ? 1 : 0;
            for (auto &[name, told] : reading.carried)
                ping.carried.insert_or_assign(name, std::move(told));
            ping.expires = domain::expiryOf(reading, m_engine->utcNow());
            if (!value.bidId.empty())
                ping.carried.try_emplace("bid_id", std::move(value.bidId));
            if (value.offer)
                round.offers.push_back(offerOf(ping.node, index, *value.offer));
        }
    }
    tell(record);
    if (isDecided(round))
        closeDecided(round);
    round.gather.arrive();
}

/// Whether none of those that are still asked can win: each is known never to bid as much as the best bid is
/// worth.
bool LeadRun::isDecided(const PingRound &round) const
{
    if (!round.mayCloseEarly || round.offers.empty())
        return false;
    std::int64_t best = round.offers.front().rank.compared();
    for (const Offer &offer : round.offers)
        best = std::max(best, offer.rank.compared());
    auto mayWin = [&](NodeIndex channel) {
        const domain::Channel &its = *node(channel).channel;
        const auto &most = its.price.kind == domain::PriceKind::Fixed ? std::nullopt : its.maxBid;
        auto worth =
            most ? most->scaled(its.qualityBasisPoints, 10'000, Rounding::Down) : Result<Money>(Error{});
        return !worth || worth->micros() >= best;
    };
    bool any = false;
    for (const auto &waiting : round.waiting) {
        if (waiting.open && mayWin(waiting.node))
            return false;
        any = any || waiting.open;
    }
    for (std::size_t index : round.pings) {
        if (m_pings[index].open && mayWin(m_pings[index].node))
            return false;
        any = any || m_pings[index].open;
    }
    return any;
}

/// Those that are still asked are not waited for.
void LeadRun::closeDecided(PingRound &round)
{
    for (auto &waiting : round.waiting) {
        if (!std::exchange(waiting.open, false))
            continue;
        skip(waiting.node, reason::cannotWin);
        round.gather.arrive();
    }
    for (std::size_t index : round.pings) {
        Ping &ping = m_pings[index];
        if (!std::exchange(ping.open, false))
            continue;
        ping.pass.reset(); // it was not waited for: that says nothing
        ping.record.outcome = AttemptOutcome::NoBid;
        ping.record.reason.code = reason::cannotWin;
        ping.record.phases.totalUs =
            std::chrono::duration_cast<Micros>(m_engine->utcNow() - ping.record.startedAt).count();
        tell(ping.record);
        round.gather.arrive();
    }
}

/// The time is over: whoever has not answered is out.
void LeadRun::closeRound(PingRound &round)
{
    for (auto &waiting : round.waiting) {
        if (!std::exchange(waiting.open, false))
            continue;
        ++m_tally.outOfTime;
        skip(waiting.node, reason::noTimeLeft, "its auth or look-up step took too long");
        round.gather.arrive();
    }
    for (std::size_t index : round.pings) {
        Ping &ping = m_pings[index];
        if (!ping.open)
            continue;
        ping.open = false;
        m_engine->pacer.noteTimeOut(node(ping.node), ping.pass, isFair(ping.node, ping.limit));
        ping.record.outcome = AttemptOutcome::TimedOut;
        ping.record.reason.code = reason::timedOut;
        ping.record.phases.totalUs =
            std::chrono::duration_cast<Micros>(m_engine->utcNow() - ping.record.startedAt).count();
        tell(ping.record);
        round.gather.arrive();
    }
}

Offer LeadRun::offerOf(NodeIndex channel, std::size_t ping, Money price) const
{
    const domain::Channel &its = *node(channel).channel;
    Offer offer;
    offer.node = channel;
    offer.ping = ping;
    offer.rank = Contender{price, its.priority, m_engine->lastServed(its.slug), channel, {}};
    if (its.qualityBasisPoints != 10'000) {
        auto effective = price.scaled(its.qualityBasisPoints, 10'000, Rounding::Down);
        offer.rank.effective = effective ? effective->micros() : std::numeric_limits<std::int64_t>::max();
    }
    return offer;
}

} // namespace bourse::exchange
