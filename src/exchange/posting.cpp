// The sale protocol (engine plan, section 6): the reservation and SENDING are committed before the first byte
// leaves, and a post whose fate is not known ends the selling of this lead.
#include "exchange/authorising.h"
#include "exchange/leadrun.h"
#include <algorithm>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::AttemptOutcome;
using domain::LeadState;
using domain::Reading;
using domain::Reason;
using domain::RoutingDecision;
using domain::StepKind;
namespace reason = domain::reason;

/// How long after a post's time limit its SENDING counts as still running.
constexpr Micros deadlineSlack = std::chrono::seconds(2);

std::string_view wireReason(const BuyerReply &reply)
{
    if (!reply.reasonCode.empty())
        return reply.reasonCode;
    switch (reply.outcome) {
    case WireOutcome::NotSent:
        return reason::connectFailed;
    case WireOutcome::TimedOut:
        return reason::timedOut;
    case WireOutcome::ConnectionLost:
        return reason::connectionLost;
    case WireOutcome::AnswerTooLarge:
        return reason::answerTooLarge;
    case WireOutcome::GarbledAnswer:
    case WireOutcome::Answered:
        break;
    }
    return reason::unrecognisedAnswer;
}

/// What a post's answer means. Only an answer that some rule understood may end in anything but UNKNOWN: an
/// error that no rule named (a bare 5xx) says nothing about whether the lead was taken.
AttemptOutcome outcomeOf(const domain::Interpretation &reading)
{
    switch (reading.outcome) {
    case Reading::Accepted:
        return AttemptOutcome::Accepted;
    case Reading::Rejected:
        return AttemptOutcome::Rejected;
    case Reading::Duplicate:
        return AttemptOutcome::Duplicate;
    case Reading::Capped:
        return AttemptOutcome::Capped;
    case Reading::Pending:
        return AttemptOutcome::Pending;
    case Reading::Error:
        return reading.rule.empty() ? AttemptOutcome::Unknown : AttemptOutcome::Error;
    case Reading::Unrecognised:
    case Reading::Returned: // not of posts: the compiler of documents sees to it
    case Reading::Converted:
        break;
    }
    return AttemptOutcome::Unknown;
}

std::string_view reasonCodeOf(AttemptOutcome outcome, Reading reading)
{
    switch (outcome) {
    case AttemptOutcome::Rejected:
        return reason::buyerRejected;
    case AttemptOutcome::Duplicate:
        return reason::buyerDuplicate;
    case AttemptOutcome::Capped:
        return reason::buyerCapped;
    case AttemptOutcome::Pending:
        return reason::buyerPending;
    case AttemptOutcome::Error:
        return reason::buyerError;
    default:
        return reading == Reading::Error ? reason::buyerError : reason::unrecognisedAnswer;
    }
}

/// The answer to a challenge was refused, or could not be given: LeadRun::read() says so.
bool refusesCredentials(const domain::Interpretation &reading, const domain::BuyerResponse &response)
{
    return response.status == 401 && reading.rule.empty() && reading.reason &&
           reading.reason->first == reason::authFailed;
}

/// The buyer's own name for the lead, under the names that integrations carry it by.
std::string externalIdOf(const std::map<std::string, std::string> &carried)
{
    for (const char *name : {"external_id", "lead_id", "leadId", "id"}) {
        auto at = carried.find(name);
        if (at != carried.end())
            return at->second;
    }
    return {};
}
} // namespace

bool LeadRun::mayPost(const Offer &offer)
{
    const PlanNode &plan = node(offer.node);
    const NodeIndex group = plan.parent;
    const int furtherPosts = node(group).group->maxReposts;
    if (const Reason *closed = closedTo(*plan.buyer)) {
        dismiss(offer, closed->code, closed->detail);
        return false;
    }
    if (isRefusedBy(plan)) {
        dismiss(offer, reason::buyerRejected, "its buyer was posted this lead already");
        return false;
    }
    if (isLeft(offer.node)) {
        dismiss(offer, reason::groupLeft);
        return false;
    }
    if (m_nodes[group].rejects > furtherPosts) {
        dismiss(offer, reason::notNeeded,
                "the group's limit of " + std::to_string(furtherPosts) + " further posts is reached");
        return false;
    }
    if (!m_budget.mayPost(m_engine->now())) {
        ++m_tally.tooLate;
        dismiss(offer, reason::noTimeLeft);
        return false;
    }
    return !lapsed(offer);
}

/// Whether the bid's own time is over; it is then dismissed.
bool LeadRun::lapsed(const Offer &offer)
{
    if (offer.ping == Offer::noPing || !m_pings[offer.ping].expires ||
        m_engine->utcNow() < *m_pings[offer.ping].expires)
        return false;
    dismiss(offer, reason::bidExpired);
    return true;
}

/// Reserves and sends. Refused: either the lead goes on to the next or m_ends says how it ends.
Task<LeadRun::Departure> LeadRun::post(Offer offer)
{
    const PlanNode &plan = node(offer.node);
    auto admission = m_engine->pacer.admitPost(plan);
    if (!admission.pass) {
        dismiss(offer, admission.refused.code, std::move(admission.refused.detail));
        co_return Departure::Refused;
    }
    const CallPassPtr pass = std::move(admission.pass);
    Preparation ready;
    if (offer.ping != Offer::noPing) {
        ready.carried = m_pings[offer.ping].carried;
        ready.ended = m_pings[offer.ping].ended;
    }
    if (!plan.authKey.empty())
        ready.grant = m_engine->grants.current(plan.authKey, m_engine->now());
    if (needsPreparation(offer.node, StepKind::Post)) {
        auto preparing = prepare(offer.node, StepKind::Post, std::move(ready), m_budget.answerBy());
        ready = co_await preparing;
        if (!m_budget.mayPost(m_engine->now())) {
            ++m_tally.tooLate;
            dismiss(offer, reason::noTimeLeft);
            co_return Departure::Refused;
        }
        if (!ready.refused.code.empty()) {
            dismiss(offer, ready.refused.code, std::move(ready.refused.detail));
            co_return Departure::Refused;
        }
        if (lapsed(offer)) // while its look-up was asked, or its wait went by
            co_return Departure::Refused;
    }
    const Uuid postId = m_engine->newId();
    const Basis basis{StepKind::Post,   offer.node, ready.carried, ready.grant,
                      postSeed(postId), postId,     plan.postLimit};
    auto wanted = wants(basis);
    if (wanted && !*wanted) {
        dismiss(offer, reason::filteredOut, "the condition of the post step does not hold");
        co_return Departure::Refused;
    }
    std::string text;
    auto call = wanted ? render(basis, text) : Result<BuyerCall>(wanted.errors());
    if (!call) {
        domain::Reason why = renderRefusal(call.error());
        dismiss(offer, why.code, std::move(why.detail));
        co_return Departure::Refused;
    }

    AttemptRecord attempt = newAttempt(AttemptKind::Post, plan, call->attemptId);
    attempt.price = offer.rank.price;
    attempt.requestText = std::move(text);
    const Money held = book(offer.rank.price, 0).revenue;
    SendingPost sending;
    sending.leadId = m_leadId;
    sending.workspaceId = snapshot().workspaceId();
    sending.nodeId = m_engine->settings.nodeId;
    sending.run = m_run;
    sending.attempt = attempt;
    sending.deadline = attempt.startedAt + plan.postLimit + deadlineSlack;
    sending.caps =
        capClaims(*plan.channel, m_source->slug, held, attempt.startedAt, plan.zone, m_engine->capWindows);
    sending.buyer = plan.buyer->slug;
    sending.price = held;
    sending.creditLimit = plan.buyer->creditLimit;
    sending.actor = m_intake.actor;
    sending.probes = m_gates->postProbes(m_fields, *plan.buyer);
    sending.question = questionTo(*plan.integration);
    if (sending.question) {
        sending.carried = ready.carried;
        for (const auto &[name, made] : call->request.carried)
            sending.carried.insert_or_assign(name, made);
    }
    SendingPost asked = sending;
    asked.attempt.requestText.clear();
    auto reserving = journal().reserve(std::move(sending));
    auto reserved = co_await reserving;
    if (!reserved) {
        // SENDING may or may not be written, but nothing was sent and nothing will be
        Verdict failed;
        failed.storageFailed = true;
        m_faultPasses = isTransient(reserved.error());
        failed.reason = Reason{std::string(reason::storageFailed), {}};
        attempt.outcome = AttemptOutcome::NotSent;
        attempt.reason = failed.reason;
        failed.post = std::move(attempt);
        m_ends.push_back(std::move(failed));
        co_return Departure::Refused;
    }
    if (!reserved->granted && reserved->refused.code == reason::interrupted) {
        // another node took this one for dead and has closed the lead: it is no longer ours to sell
        Verdict ended;
        ended.closedElsewhere = true;
        ended.decision = RoutingDecision::Interrupted;
        ended.reason = std::move(reserved->refused);
        m_ends.push_back(std::move(ended));
        co_return Departure::Refused;
    }
    if (!reserved->granted && reserved->earlier) {
        if (!m_flights.empty() && !m_gates->subject(reserved->earlier->tag).buyer && m_sales.empty())
            co_return Departure::Later;
        if (auto duplicate = refusedAsDuplicate(offer, *reserved->earlier))
            m_ends.push_back(std::move(*duplicate));
        co_return Departure::Refused;
    }
    if (!reserved->granted) {
        auto waits = capRefused(offer, asked, reserved->refused);
        if (waits && !m_flights.empty())
            co_return Departure::Later;
        ++m_tally.refused;
        m_tally.lastRefusal = reserved->refused;
        if (!waits)
            dismiss(offer, reserved->refused.code, reserved->refused.detail);
        else if (offer.ping == Offer::noPing)
            skip(offer.node, reason::awaitsCap);
        if (waits)
            m_ends.push_back(std::move(*waits));
        co_return Departure::Refused;
    }

    m_nodes[offer.node].fate = Fate::Posted;
    if (!m_budget.mayPost(m_engine->now())) {
        // the reservation took the time that was left: it is given back with the next entry, nothing is sent
        ++m_tally.tooLate;
        attempt.outcome = AttemptOutcome::NotSent;
        attempt.reason.code = reason::noTimeLeft;
        if (offer.ping != Offer::noPing)
            m_pings[offer.ping].record.reason = attempt.reason;
        m_rejectedPost = std::move(attempt);
        co_return Departure::Refused;
    }
    progress(LeadState::Posting, attempt.startedAt);
    auto flight = std::make_shared<Flight>();
    flight->offer = std::move(offer);
    flight->attempt = std::move(attempt);
    flight->pass = pass;
    flight->posted = m_posted.size();
    flight->until = m_engine->now() + plan.postLimit;
    m_posted.push_back(
        {flight->offer.node, flight->attempt.attemptId, AttemptOutcome::Unknown, ready.carried});
    for (auto &[name, made] : call->request.carried)
        m_posted.back().carried.insert_or_assign(name, made);
    flight->ready = std::move(ready); // what `basis` refers to
    send(std::move(flight), std::move(*call));
    co_return Departure::Left;
}

LeadRun::Basis LeadRun::basisOf(const Flight &flight) const
{
    const Uuid &postId = flight.attempt.attemptId;
    return {StepKind::Post,
            flight.offer.node,
            flight.ready.carried,
            flight.ready.grant,
            postSeed(postId),
            postId,
            node(flight.offer.node).postLimit};
}

void LeadRun::send(FlightPtr flight, BuyerCall call)
{
    call.kind = CallKind::Post;
    flight->reply.reset();
    m_flights.push_back(flight);
    auto reply = m_engine->ports.buyers.call(std::move(call));
    awaitPost(shared_from_this(), std::move(flight), std::move(reply));
}

Detached LeadRun::awaitPost(std::shared_ptr<LeadRun> run, FlightPtr flight, Future<BuyerReply> reply)
{
    flight->reply = co_await reply;
    run->m_arrivals.wake();
}

/// The next post that was answered, taken from those that are under way. A post is never cut short by the
/// caller's budget: when that ends first, the caller is answered (durably) that the lead is still being
/// worked on, and the posts go on.
Task<LeadRun::FlightPtr> LeadRun::nextAnswered()
{
    // a source that is told only what was delivered waits for the buyers, whatever its budget says
    const bool waits = m_source->offers.response == domain::ResponseMode::RejectIfNotDelivered;
    if (m_arrivals.complete())
        m_arrivals.expect(); // it never ends: each arrival wakes
    for (;;) {
        auto answered = std::find_if(m_flights.begin(), m_flights.end(),
                                     [](const FlightPtr &flight) { return flight->reply.has_value(); });
        if (answered != m_flights.end()) {
            FlightPtr flight = std::move(*answered);
            m_flights.erase(answered);
            co_return flight;
        }
        const bool mayOutlast =
            std::any_of(m_flights.begin(), m_flights.end(),
                        [this](const FlightPtr &flight) { return flight->until > m_budget.answerBy(); });
        if (m_answered || waits || !mayOutlast) {
            co_await m_arrivals.done();
            continue;
        }
        const Micros left = m_budget.answerBy() - m_engine->now();
        auto timer = m_engine->ports.executor.after(std::max(left, Micros{}),
                                                    [run = shared_from_this()] { run->m_arrivals.wake(); });
        co_await m_arrivals.done();
        m_engine->ports.executor.cancel(timer);
        const bool still = std::none_of(m_flights.begin(), m_flights.end(),
                                        [](const FlightPtr &flight) { return flight->reply.has_value(); });
        if (still && m_engine->now() >= m_budget.answerBy())
            co_await answerEarly();
    }
}

/// Whether a buyer that turned the first sending away was sent it again, with what it asks for; or would have
/// been, had the journal taken that.
Task<bool> LeadRun::sentAgain(FlightPtr flight)
{
    if (std::exchange(flight->repeated, true))
        co_return false;
    auto again =
        answerToChallenge(basisOf(*flight), *flight->reply, flight->until, flight->attempt.requestText);
    if (!again)
        co_return false;
    // that the buyer turned the first sending away is committed before the second leaves
    bool recorded = co_await recordProgress();
    if (recorded) {
        send(std::move(flight), std::move(*again));
        co_return true;
    }
    Verdict failed;
    failed.storageFailed = true;
    failed.reason = Reason{std::string(reason::storageFailed), {}};
    flight->attempt.outcome = AttemptOutcome::NotSent;
    flight->attempt.reason = failed.reason;
    failed.post = std::move(flight->attempt);
    m_ends.push_back(std::move(failed));
    leave(flight->offer);
    co_return true;
}

/// What a post's end means for the lead. No verdict: it was not taken and may go to the next.
std::optional<Verdict> LeadRun::settle(Flight &flight)
{
    const Offer &offer = flight.offer;
    const PlanNode &plan = node(offer.node);
    BuyerReply &reply = *flight.reply;
    Posted &posted = m_posted[flight.posted];
    domain::Interpretation reading;
    if (reply.outcome == WireOutcome::Answered) {
        reading = read(basisOf(flight), arrived(reply, m_engine->utcNow()));
        for (const auto &[name, value] : reading.carried)
            posted.carried.insert_or_assign(name, value);
        noteStatus(*m_engine, plan, flight.ready.grant, reply.response.status);
    }
    m_engine->pacer.note(plan, flight.pass, reply, reading);
    AttemptRecord attempt = std::move(flight.attempt);
    attempt.phases = reply.phases;
    attempt.responseText = storedText(*m_engine, reply.response, plan);
    if (reply.outcome == WireOutcome::Answered) {
        attempt.httpStatus = reply.response.status;
        attempt.outcome = outcomeOf(reading);
        if (refusesCredentials(reading, reply.response)) // not acted upon: RFC 9110, 15.5.2
            attempt.outcome = AttemptOutcome::Error;
        if (attempt.outcome != AttemptOutcome::Accepted)
            attempt.reason = reasonOf(reading, reasonCodeOf(attempt.outcome, reading.outcome));
        attempt.rule = std::move(reading.rule);
        attempt.externalId = externalIdOf(reading.carried);
        plan.redactor.redact(attempt.externalId);
    } else {
        attempt.outcome =
            reply.outcome == WireOutcome::NotSent ? AttemptOutcome::NotSent : AttemptOutcome::Unknown;
        attempt.reason = Reason{std::string(wireReason(reply)), reply.detail};
    }
    if (attempt.outcome == AttemptOutcome::Accepted)
        attempt.price = settledPrice(plan.channel->price, offer.rank.price, reading);
    posted.outcome = attempt.outcome;
    attempt.otherIds = idsToMatch(plan, posted.carried);
    tell(attempt);
    if (attempt.outcome != AttemptOutcome::NotSent && attempt.outcome != AttemptOutcome::Unknown &&
        attempt.outcome != AttemptOutcome::Pending)
        m_engine->seen.notePost(plan.channel->slug,
                                attempt.outcome == AttemptOutcome::Accepted ? &*attempt.price : nullptr);
    m_engine->pacer.notePost(plan, attempt.outcome);
    if (attempt.outcome != AttemptOutcome::NotSent)
        m_postedTo.push_back(plan.buyer);
    if (attempt.outcome != AttemptOutcome::NotSent && attempt.outcome != AttemptOutcome::Rejected)
        m_doneWith.push_back(plan.buyer);

    Verdict verdict;
    verdict.winner = offer;
    verdict.price = book(offer.rank.price, 0).revenue;
    switch (attempt.outcome) {
    case AttemptOutcome::Accepted: {
        BookedAmounts booked = book(*attempt.price, payoutTerms(*m_source, *plan.buyer));
        Sale sale;
        sale.postId = attempt.attemptId;
        sale.buyer = plan.buyer->slug;
        sale.channel = plan.channel->slug;
        sale.revenue = booked.revenue;
        sale.payout = booked.payout;
        sale.source = m_source->slug;
        sale.soldAt = m_engine->utcNow();
        m_engine->noteServed(plan.channel->slug);
        const bool first = m_tally.rejected + m_tally.notSent == 0;
        const bool direct = offer.ping == Offer::noPing;
        verdict.state = LeadState::Sold;
        verdict.decision = direct ? RoutingDecision::DirectPost : RoutingDecision::PingPostWinner;
        verdict.reason.code = !first   ? reason::soldAfterReject
                              : direct ? reason::soldDirect
                                       : reason::soldHighestBid;
        verdict.price = booked.revenue;
        verdict.sale = std::move(sale);
        verdict.redirect = std::move(reading.redirect);
        attempt.reason = verdict.reason;
        break;
    }
    case AttemptOutcome::Pending:
        verdict.state = LeadState::Pending;
        verdict.decision = RoutingDecision::Pending;
        verdict.reason.code = reason::awaitsCallback;
        verdict.wait = callbackWait(offer, attempt.attemptId);
        break;
    case AttemptOutcome::Unknown:
        verdict.state = LeadState::Unknown;
        verdict.decision = RoutingDecision::PostUnknown;
        verdict.reason =
            Reason{std::string(reason::postUnknown), plan.buyer->slug + ": " + attempt.reason.code};
        break;
    default:
        if (attempt.outcome == AttemptOutcome::NotSent) {
            ++m_tally.notSent;
        } else {
            ++m_tally.rejected;
            ++m_nodes[plan.parent].rejects;
        }
        if (offer.ping != Offer::noPing)
            m_pings[offer.ping].record.reason =
                Reason{std::string(reason::bidWon), "then: " + attempt.reason.code};
        m_rejectedPost = std::move(attempt);
        return std::nullopt;
    }
    verdict.post = std::move(attempt);
    return verdict;
}

} // namespace bourse::exchange
