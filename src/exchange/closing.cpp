// Writing down what became of a lead, with a reason for every channel, and answering the caller after the
// commit.
#include "base/logging.h"
#include "domain/integration/digestauthentication.h"
#include "exchange/leadrun.h"
#include <QString>
#include <algorithm>
#include <iterator>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::AttemptOutcome;
using domain::LeadState;
using domain::Reason;
using domain::RoutingDecision;
namespace reason = domain::reason;

constexpr std::size_t maxDetailBytes = 200;

Reason because(std::string_view code, std::string detail = {})
{
    return {std::string(code), std::move(detail)};
}

/// "lost to acme by 2.50 USD"
std::string lostBy(const Money &own, const Money &winning, const std::string &winner)
{
    auto gap = winning.minus(own);
    if (!gap || !gap->isPositive())
        return "lost to " + winner + " at " + winning.toDecimal() + " " + winning.currency().code();
    return "lost to " + winner + " by " + gap->toDecimal() + " " + winning.currency().code();
}
} // namespace

bool isTransient(const Error &error)
{
    static constexpr std::string_view passing[] = {
        "storage_unavailable",  "database_unreachable",  "disk_full",       "out_of_memory",
        "too_many_connections", "serialization_failure", "query_cancelled", "lock_timeout",
    };
    return std::find(std::begin(passing), std::end(passing), error.code) != std::end(passing);
}

Reason reasonOf(const domain::Interpretation &reading, std::string_view code)
{
    Reason result = because(code);
    if (reading.reason) {
        if (!reading.reason->first.empty())
            result.code = reading.reason->first;
        result.detail = cutUtf8(reading.reason->second, maxDetailBytes);
    }
    return result;
}

/// Nobody took it: the reason that explains most of it.
Verdict LeadRun::unsold() const
{
    Verdict verdict;
    if (m_tally.rejected + m_tally.notSent > 0) {
        verdict.decision = RoutingDecision::AllPostsRejected;
        verdict.reason =
            because(reason::allPostsRejected, m_tally.rejected ? "" : "no post could be delivered");
    } else if (m_tally.refused > 0) {
        verdict.reason = because(reason::noBuyer, "bids came, but " + m_tally.lastRefusal.code);
    } else if (m_tally.tooLate > 0 || (m_tally.outOfTime > 0 && m_tally.pinged == m_tally.bids)) {
        verdict.reason = because(reason::budgetSpent);
    } else if (m_tally.pinged > 0) {
        verdict.decision = RoutingDecision::NoBid;
        verdict.reason = because(reason::noBid);
    } else {
        verdict.reason = because(m_tally.outOfTime > 0 ? reason::budgetSpent : reason::noBuyer);
    }
    return verdict;
}

JournalEntry LeadRun::entry(LeadState state, Reason why) const
{
    JournalEntry made;
    made.leadId = m_leadId;
    made.workspaceId = snapshot().workspaceId();
    made.nodeId = m_engine->settings.nodeId;
    made.actor = m_intake.actor;
    made.state = state;
    made.durationUs = elapsedUs();
    made.pinged = m_tally.pinged;
    made.bids = m_tally.bids;
    LeadEvent event;
    event.kind = "state";
    event.at = m_engine->utcNow();
    event.state = state;
    event.reason = why;
    made.events.push_back(std::move(event));
    made.reason = std::move(why);
    made.run = m_run;
    if (m_source && !m_source->trees.empty())
        made.arm = m_tree;
    return made;
}

IntakeAnswer LeadRun::answerOf(const Verdict &verdict) const
{
    IntakeAnswer answer;
    answer.leadId = m_leadId;
    answer.createdAt = m_receivedAt;
    answer.state = verdict.state;
    answer.decision = verdict.decision;
    answer.reason = verdict.reason;
    if (verdict.state == LeadState::Sold) {
        answer.buyer = verdict.sale->buyer;
        answer.price = verdict.price;
        answer.redirect = verdict.redirect;
    }
    if (verdict.sale) {
        answer.payout = verdict.sale->payout;
        answer.sales = m_sales.empty() ? std::vector<Sale>{*verdict.sale} : m_sales;
    }
    answer.deduped = verdict.state == LeadState::Duplicate;
    answer.original = m_original;
    answer.test = m_test;
    answer.undeliveredIsRejected =
        m_source && m_source->offers.response == domain::ResponseMode::RejectIfNotDelivered;
    answer.score = m_score;
    return answer;
}

/// Each channel of the tree gets its entry: pinged and lost, or skipped, and why.
void LeadRun::completeTrace(const Verdict &verdict, JournalEntry &last)
{
    const bool known = verdict.winner.has_value();
    const std::string winner = known ? node(verdict.winner->node).buyer->slug : std::string();
    if (known && verdict.winner->ping != Offer::noPing)
        m_pings[verdict.winner->ping].record.reason.code = reason::bidWon;
    // who waits in the pool when somebody else has the lead has lost it
    for (const auto &offer : m_pool)
        dismiss(offer, reason::outbid,
                known ? lostBy(Money(offer.rank.compared(), m_currency),
                               Money(verdict.winner->rank.compared(), m_currency), winner)
                      : "");
    if (m_plan) {
        m_nodes.resize(m_plan->size());
        for (NodeIndex i = 0; i < m_plan->size(); ++i) {
            if (!node(i).channel || m_nodes[i].fate != Fate::Untouched)
                continue;
            if (verdict.state == LeadState::Sold)
                skip(i, reason::notNeeded, "sold to " + winner);
            else if (verdict.state == LeadState::Unknown || verdict.state == LeadState::Pending)
                skip(i, reason::notNeeded, winner + " may have taken the lead");
            else
                skip(i, verdict.reason.code, verdict.reason.detail);
        }
    }
    last.pings.reserve(m_pings.size());
    last.pingNews = std::move(m_news);
    for (auto &ping : m_pings) {
        if (ping.kept)
            last.pingNews.push_back({ping.record.attemptId, std::move(ping.record.reason)});
        else
            last.pings.push_back(std::move(ping.record));
    }
    last.skipped = std::move(m_skipped);
}

static ChannelOutcome outcomeOf(const AttemptRecord &attempt)
{
    return {attempt.channel, attempt.buyer, name(attempt.kind), domain::name(attempt.outcome),
            attempt.price,   attempt.reason};
}

void LeadRun::notePost(const AttemptRecord &post)
{
    if (m_intake.details)
        m_posts.push_back(outcomeOf(post));
}

/// Of a lead whose trace is complete.
std::vector<ChannelOutcome> LeadRun::channelOutcomes(const JournalEntry &last) const
{
    std::vector<ChannelOutcome> outcomes;
    for (const AttemptRecord &ping : last.pings)
        outcomes.push_back(outcomeOf(ping));
    outcomes.insert(outcomes.end(), m_posts.begin(), m_posts.end());
    if (last.post)
        outcomes.push_back(outcomeOf(*last.post));
    for (const SkippedChannel &skipped : last.skipped)
        outcomes.push_back({skipped.channel, skipped.buyer, "skip", "skipped", {}, skipped.reason});
    return outcomes;
}

/// Steps that were taken since the last entry, with the time of each: routing began, a post was on its way.
void LeadRun::noteProgress(JournalEntry &made)
{
    made.events.insert(made.events.begin(), std::make_move_iterator(m_progress.begin()),
                       std::make_move_iterator(m_progress.end()));
    m_progress.clear();
}

void LeadRun::progress(LeadState state, UtcTime at)
{
    LeadEvent event;
    event.kind = "state";
    event.at = at;
    event.state = state;
    m_progress.push_back(std::move(event));
    tell(state, {});
}

/// The last entry, then the answer.
Task<std::monostate> LeadRun::close(Verdict verdict)
{
    if (verdict.closedElsewhere) {
        m_closed = true;
        tell(verdict.state, verdict.reason);
        deliverUnavailable(reason::interrupted);
        co_return std::monostate();
    }
    if (verdict.storageFailed && verdict.state == LeadState::Unsold) {
        verdict.decision = RoutingDecision::Interrupted;
        verdict.reason = because(reason::storageFailed);
    }
    IntakeAnswer answer = answerOf(verdict);
    if (!m_answerStored && m_intake.writeAnswer)
        answer.stored = m_intake.writeAnswer(answer);

    JournalEntry last = entry(verdict.state, verdict.reason);
    noteProgress(last);
    last.routingDecision = domain::name(verdict.decision);
    last.post = verdict.post ? std::move(verdict.post) : std::move(m_rejectedPost);
    last.sale = verdict.sale;
    last.followUps = followUps(verdict.state);
    if (verdict.state == LeadState::Pending)
        last.wait = verdict.wait;
    if (!m_answerStored && m_intake.writeAnswer)
        last.answer = answer.stored;
    last.final = true;

    const auto toldOf = [&](const JournalEntry &made) {
        LeadSummary told = summary(made.state, made.reason);
        told.price = verdict.price;
        if (verdict.winner)
            told.buyer = node(verdict.winner->node).buyer->slug;
        if (verdict.sale)
            told.payout = verdict.sale->payout;
        return told;
    };

    // Who was told to try again shall get a new attempt wherever nobody can have taken this lead (Unsold
    // means that every post was refused or never left); where somebody can, the retry is told the truth about
    // this one.
    const bool mayBeRetried = verdict.state == LeadState::Unsold && !m_answerStored;
    if (mayBeRetried && m_answered) // its early answer could not be written
        goBack(last, true);
    // What has to be written in any case should the journal fail now; the pings' bodies are not copied for
    // that.
    JournalEntry essential = last;
    if (!verdict.storageFailed) {
        completeTrace(verdict, last);
        LeadSummary told = toldOf(last);
        if (m_intake.details) {
            answer.channels = channelOutcomes(last);
            if (last.answer)
                last.answer = answer.stored = m_intake.writeAnswer(answer);
        }
        m_closed = true;
        auto recording = journal().record(std::move(last));
        auto recorded = co_await recording;
        if (recorded) {
            m_engine->ports.observer.leadChanged(told);
            deliver(std::move(answer));
            co_return std::monostate();
        }
        m_faultPasses = isTransient(recorded.error());
    }
    m_closed = true;
    deliverUnavailable();
    // the same again where the database refuses it for good would go on for ever
    if (m_faultPasses && (mayBeRetried || verdict.storageFailed))
        goBack(essential, mayBeRetried);
    else if (mayBeRetried)
        giveUpClaims(essential);
    LeadSummary told = toldOf(essential);
    co_await settleLater(std::move(essential), std::move(told));
    co_return std::monostate();
}

/// The caller was told to try again, and his retry shall be a new lead.
void LeadRun::giveUpClaims(JournalEntry &made)
{
    made.answer.reset();
    made.releaseClaims = true;
}

/// Nobody has the lead, but its way was cut short: whoever comes again for it (`byCaller`: with his key,
/// since he was told to) shall find it as it was before. One that was taken from an offer is offered again as
/// long as nothing of it has left, and one that had waited waits again, and is due; any other ends here.
void LeadRun::goBack(JournalEntry &made, bool byCaller) const
{
    if (made.state != LeadState::Unsold)
        return;
    if (byCaller)
        giveUpClaims(made);
    const bool nothingLeft = std::all_of(m_posted.begin(), m_posted.end(), [](const Posted &post) {
        return post.outcome == AttemptOutcome::NotSent;
    });
    // where the caller was answered already, only who routes what was accepted comes for it
    if (!m_heldOffer.isNull() && nothingLeft && (byCaller || !m_taken)) {
        made.state = LeadState::Offered;
        made.reason = because(reason::offered);
        made.routingDecision = domain::name(RoutingDecision::Offered);
        made.reopensOffer = m_heldOffer;
        made.final = false;
        made.followUps.clear(); // nobody has lost
    } else if (m_wait && !byCaller) {
        made.state = LeadState::Pending;
        made.reason =
            because(m_wait->what == LeadWait::For::Cap ? reason::awaitsCap : reason::awaitsCallback);
        made.routingDecision = domain::name(RoutingDecision::Pending);
        made.wait = m_wait;
        made.wait->dueAt = m_engine->utcNow() + std::chrono::seconds(1);
        made.followUps.clear();
    } else {
        return;
    }
    made.events.back().state = made.state;
    made.events.back().reason = made.reason;
}

/// The journal has failed: the caller has been told to try again later, and what is known is written as soon
/// as the journal can, so that a sale does not have to wait for an operator.
Task<std::monostate> LeadRun::settleLater(JournalEntry last, LeadSummary told)
{
    m_owed.push_back(std::move(last));
    bool settled = co_await settleOwed();
    if (settled)
        m_engine->ports.observer.leadChanged(told);
    co_return std::monostate();
}

/// Writes what is owed, in its order; true if the last of it could be written. An entry that the journal
/// refuses for good is not tried again. At the end of the node it is left to recovery, which makes an open
/// SENDING UNKNOWN.
Task<bool> LeadRun::settleOwed()
{
    constexpr Micros longestPause = std::chrono::seconds(2);
    Micros pause = std::chrono::milliseconds(250);
    qCWarning(logExchange).noquote() << "journal failed; lead" << QString::fromStdString(leadIdText(m_leadId))
                                     << "will be recorded later";
    Gather slept(m_engine->ports.executor);
    bool settled = false, fails = true;
    for (std::size_t next = 0; next < m_owed.size();) {
        if (fails) {
            slept.expect();
            m_engine->ports.executor.after(pause, [&slept] { slept.arrive(); });
            co_await slept.done();
            pause = std::min(pause * 2, longestPause);
        }
        if (m_engine->draining)
            co_return false;
        JournalEntry again = m_owed[next];
        auto recording = journal().record(std::move(again));
        auto recorded = co_await recording;
        settled = recorded.ok();
        if (!settled) {
            const Error &error = recorded.error();
            if (error.code == "no_such_lead") // it was never written, or has been erased
                co_return false;
            fails = isTransient(error);
            if (fails)
                continue;
            // others have had to end it, and did; what its post has come to is written all the same
            if (error.code != "left_behind") {
                qCCritical(logExchange).noquote()
                    << "lead" << QString::fromStdString(leadIdText(m_leadId))
                    << "cannot be recorded:" << QString::fromStdString(error.code);
                if (m_owed[next].sale) // the lead's end would name it as booked
                    co_return false;
            }
        }
        ++next;
    }
    co_return settled;
}

/// What is not the lead's last word. Where the journal fails it is owed, and the selling ends.
Task<std::monostate> LeadRun::recordOrOwe(JournalEntry made)
{
    if (!journalFails()) {
        JournalEntry sent = made;
        auto recording = journal().record(std::move(sent));
        auto recorded = co_await recording;
        if (recorded)
            co_return std::monostate();
        m_faultPasses = isTransient(recorded.error());
        Verdict failed;
        failed.storageFailed = true;
        m_ends.push_back(std::move(failed));
        if (recorded.error().code == "left_behind") // what the post has come to is written all the same
            co_return std::monostate();
    }
    if (made.sale) { // should nothing more be written of the lead, it is sold all the same
        made.state = LeadState::Sold;
        made.events.push_back(entry(made.state, made.reason).events.back());
    }
    m_owed.push_back(std::move(made));
    co_return std::monostate();
}

/// A refused post is committed, and its reservation free again, before anything else leaves for this lead.
Task<std::monostate> LeadRun::recordRejectedPost()
{
    JournalEntry made =
        entry(m_flights.empty() ? LeadState::Routing : LeadState::Posting, m_rejectedPost->reason);
    noteProgress(made);
    notePost(*m_rejectedPost);
    made.post = std::move(m_rejectedPost);
    m_rejectedPost.reset();
    co_await recordOrOwe(std::move(made));
    co_return std::monostate();
}

/// Commits what has happened so far, while a post is under way.
Task<bool> LeadRun::recordProgress()
{
    JournalEntry made = entry(LeadState::Posting, {});
    made.events.clear(); // not a new state
    noteProgress(made);
    auto recording = journal().record(std::move(made));
    auto recorded = co_await recording;
    if (!recorded)
        m_faultPasses = isTransient(recorded.error());
    co_return recorded.ok();
}

/// The caller's time is over while a post is out: a durable answer that the lead is still being worked on.
Task<std::monostate> LeadRun::answerEarly()
{
    Verdict soFar;
    soFar.state = LeadState::Posting;
    soFar.decision = RoutingDecision::Pending;
    soFar.reason = because(reason::budgetSpent, "a buyer's answer is awaited");
    IntakeAnswer answer = answerOf(soFar);
    JournalEntry made = entry(soFar.state, soFar.reason);
    noteProgress(made);
    made.routingDecision = domain::name(soFar.decision);
    if (m_intake.writeAnswer) {
        answer.stored = m_intake.writeAnswer(answer);
        made.answer = answer.stored;
    }
    auto recording = journal().record(std::move(made));
    auto recorded = co_await recording;
    m_answerStored = recorded.ok();
    if (recorded)
        deliver(std::move(answer));
    else
        deliverUnavailable();
    co_return std::monostate();
}

void LeadRun::deliver(IntakeAnswer answer)
{
    if (m_answered)
        return;
    m_answered = true;
    auto handler = std::exchange(m_answer, nullptr);
    handler(std::move(answer));
}

void LeadRun::deliverUnavailable(std::string_view code)
{
    IntakeAnswer answer;
    answer.kind = IntakeAnswer::Kind::Unavailable;
    answer.leadId = m_leadId;
    answer.createdAt = m_receivedAt;
    answer.reason.code = code;
    deliver(std::move(answer));
}

domain::RenderInput LeadRun::inputOf(const Basis &basis, std::map<std::string, std::string> &all) const
{
    domain::RenderInput input;
    input.lead = &m_fields;
    input.carried = joined(basis.carried, basis.grant, all);
    input.time = m_receivedAt; // one time for all of a lead's requests: buyers match a post's to its ping's
    input.live = true;
    input.seed = basis.nonces;
    input.leadId = leadIdText(m_leadId);
    input.attemptId = basis.attemptId.toString();
    input.source = m_source->slug;
    input.receivedAt = m_receivedAt;
    input.floorPrice = node(basis.channel).floor;
    input.timeLeft = basis.limit;
    return input;
}

Result<BuyerCall> LeadRun::render(const Basis &basis, std::string &text, std::string_view challenge)
{
    std::map<std::string, std::string> all;
    domain::RenderInput input = inputOf(basis, all);
    input.challenge = challenge;
    auto call = renderCall(*m_engine, node(basis.channel), basis.step, std::move(input), basis.grant,
                           basis.attemptId, text);
    if (call)
        call->snapshot = m_intake.snapshot;
    return call;
}

domain::Interpretation LeadRun::read(const Basis &basis, const domain::BuyerResponse &response) const
{
    std::map<std::string, std::string> all;
    return readAnswer(node(basis.channel), basis.step, response, inputOf(basis, all), basis.grant);
}

/// The request once more, with the answer to the challenge that `reply` puts; nothing where it puts none that
/// the step answers, or where there is no time for it. A request with a 401 has not been acted upon (RFC
/// 9110, 15.5.2; RFC 7616, 3.3), so a post that is repeated here is no second post: it is the same attempt,
/// under the same SENDING and reservation, and it is repeated once.
std::optional<BuyerCall> LeadRun::answerToChallenge(const Basis &basis, const BuyerReply &reply,
                                                    MonoTime until, std::string &text)
{
    const PlanNode &plan = node(basis.channel);
    if (reply.outcome != WireOutcome::Answered || !plan.integration->answersChallenges(basis.step))
        return std::nullopt;
    const std::string challenge = domain::digestChallenge(reply.response);
    if (challenge.empty())
        return std::nullopt;
    const Micros left = until - m_engine->now();
    if (left <= Micros{}) {
        noteChallenge(basis, reply, reason::noTimeLeft);
        return std::nullopt;
    }
    std::string again;
    auto call = render(basis, again, challenge);
    noteChallenge(basis, reply, call ? std::string_view() : std::string_view(call.error().code));
    if (!call)
        return std::nullopt;
    call->timeLimit = left; // what it tells of its time is what the first told: only who sends is new
    text = std::move(again);
    return std::move(*call);
}

AttemptRecord LeadRun::newAttempt(AttemptKind kind, const PlanNode &plan, const Uuid &id)
{
    AttemptRecord record;
    record.attemptId = id;
    record.kind = kind;
    record.channel = plan.channel->slug;
    record.buyer = plan.buyer->slug;
    record.integration = plan.channel->integration;
    record.startedAt = m_engine->utcNow();
    return record;
}

void LeadRun::skip(NodeIndex channel, std::string_view code, std::string detail)
{
    m_nodes[channel].fate = Fate::Skipped;
    const domain::Channel &its = *node(channel).channel;
    m_skipped.push_back({its.slug, its.buyer, because(code, std::move(detail))});
}

/// An offer that is not taken up: the reason goes to its ping, or to the channel where it was not pinged.
void LeadRun::dismiss(const Offer &offer, std::string_view code, std::string detail)
{
    if (offer.ping == Offer::noPing)
        skip(offer.node, code, std::move(detail));
    else
        m_pings[offer.ping].record.reason = because(code, std::move(detail));
}

LeadSummary LeadRun::summary(LeadState state, const Reason &why) const
{
    LeadSummary told;
    told.leadId = m_leadId;
    told.receivedAt = m_receivedAt;
    told.state = state;
    told.reason = why;
    told.source = m_intake.source;
    told.region = m_region;
    told.pinged = m_tally.pinged;
    told.bids = m_tally.bids;
    told.durationUs = elapsedUs();
    told.test = m_test;
    return told;
}

void LeadRun::tell(LeadState state, const Reason &why)
{
    m_engine->ports.observer.leadChanged(summary(state, why));
}

void LeadRun::tell(const AttemptRecord &attempt)
{
    CallSummary call;
    call.buyer = attempt.buyer;
    call.channel = attempt.channel;
    call.kind = attempt.kind;
    call.outcome = attempt.outcome;
    call.totalUs = attempt.phases.totalUs;
    call.at = m_engine->utcNow();
    m_engine->ports.observer.callFinished(call);
}

std::int64_t LeadRun::elapsedUs() const
{
    return (m_engine->now() - m_intake.arrived).count();
}

} // namespace bourse::exchange
