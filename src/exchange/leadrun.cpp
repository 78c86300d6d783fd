#include "exchange/leadrun.h"
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include <algorithm>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::LeadState;
using domain::Reason;
using domain::RoutingDecision;
namespace reason = domain::reason;

/// The first step of an error's path: "drivers" of "drivers[0].name".
std::string_view topLevel(std::string_view path)
{
    return path.substr(0, path.find_first_of(".["));
}

std::string invalidDetail(const Errors &errors)
{
    domain::Array broken;
    for (const auto &error : errors)
        broken.push_back(domain::Object{{"field", error.field}, {"code", error.code}, {"rule", error.rule}});
    return domain::writeJson(domain::Object{{"errors", std::move(broken)}});
}

Errors oneError(std::string code, std::string field, std::string rule, std::string message)
{
    return {Error{std::move(code), std::move(field), std::move(rule), std::move(message)}};
}
} // namespace

std::string regionOf(const domain::FieldSchema &vertical, const domain::Object &fields)
{
    for (const auto &field : vertical.fields) {
        if (field.type != domain::FieldType::State)
            continue;
        const domain::Value *value = fields.find(field.key);
        return value ? value->toText() : std::string();
    }
    return {};
}

LeadRun::LeadRun(std::shared_ptr<Engine> engine, IntakeLead intake, Exchange::AnswerHandler answer)
    : m_engine(std::move(engine)), m_intake(std::move(intake)), m_answer(std::move(answer)),
      m_leadId(m_engine->newId()), m_receivedAt(m_engine->utcNow()), m_nonces(m_engine->random.next()),
      m_arrivals(m_engine->ports.executor)
{
}

/// What a lead's way stands on, whatever begins it: its source and vertical as published, what both demand of
/// it, its currency and its time. `vertical` is the source's own unless the lead was stored under another.
/// False where the source or the vertical is not configured; m_source may be there then.
bool LeadRun::begin(const std::string &source, const std::string &vertical)
{
    m_currency = snapshot().document().workspace.currency;
    m_source = snapshot().source(source);
    if (!m_source)
        return false;
    m_vertical = snapshot().vertical(vertical.empty() ? m_source->vertical : vertical);
    if (!m_vertical)
        return false;
    m_gates = m_engine->gatePlans.plan(m_intake.snapshot, *m_source, *m_vertical);
    // a ping ends before anybody is posted to, and who takes an offer is not kept waiting for pings
    const bool asksAndPosts = !m_intake.call || routesWaiting();
    m_budget =
        Budget(m_intake.arrived, std::min(m_source->budget, m_intake.budget.value_or(m_source->budget)),
               asksAndPosts ? m_engine->settings.postReserve : Micros{}, m_engine->settings.answerReserve);
    return true;
}

/// No plan: the tree is not published.
void LeadRun::planTree()
{
    m_plan = m_engine->plans.plan(m_intake.snapshot, std::string(m_tree), *m_vertical,
                                  {m_engine->settings.defaultPingLimit, m_engine->settings.defaultPostLimit});
}

Task<std::monostate> LeadRun::end(Verdict verdict)
{
    if (verdict.state == LeadState::Offered)
        co_await keepOffer(std::move(verdict));
    else
        co_await close(std::move(verdict));
    co_return std::monostate();
}

Task<std::monostate> LeadRun::run()
{
    if (takesOffer()) {
        co_await runTaken();
        co_return std::monostate();
    }
    if (!begin(m_intake.source)) {
        // keys belong to sources, so this is a caller that made up a source; there is no schema to record it
        // under
        IntakeAnswer answer;
        answer.kind = IntakeAnswer::Kind::Invalid;
        answer.state = LeadState::Rejected;
        answer.decision = RoutingDecision::Invalid;
        answer.reason.code = reason::invalidLead;
        answer.errors =
            oneError("unknown_source", "source", "a published source", "There is no such source.");
        deliver(std::move(answer));
        co_return std::monostate();
    }
    m_test = m_intake.test || m_source->testMode;

    auto normalised = domain::normalise(
        *m_vertical, m_intake.fields, m_intake.call ? domain::IntakeStage::Ping : domain::IntakeStage::Post);
    if (normalised) {
        m_fields = std::move(normalised->fields);
        m_raw = std::move(normalised->raw);
    }
    Errors errors;
    if (!normalised)
        errors = normalised.errors();
    else if (!m_source->enabled)
        errors = oneError("source_disabled", "source", "an enabled source", "This source is switched off.");
    else if (m_intake.call)
        errors = missingPingFields();
    if (!errors.empty()) {
        if (scans())
            refuse(std::move(errors));
        else
            co_await refuseInvalid(std::move(errors));
        co_return std::monostate();
    }
    m_region = regionOf(*m_vertical, m_fields);
    if (scans()) {
        answerCoverage();
        co_return std::monostate();
    }

    ReceivedLead lead = receivedLead();
    auto receiving = journal().receive(std::move(lead));
    auto received = co_await receiving;
    if (!received) {
        co_await receiveFailed();
        co_return std::monostate();
    }
    if (received->kind != ReceiveOutcome::Kind::Fresh) {
        ReceiveOutcome known = std::move(*received);
        co_await answerKnown(std::move(known));
        co_return std::monostate();
    }

    if (std::optional<Verdict> refused = passGates(*received)) {
        co_await close(std::move(*refused));
        co_return std::monostate();
    }

    co_await route();
    co_return std::monostate();
}

/// The supplier was answered long ago: nobody waits for this, and neither its answer nor its claims change.
Task<std::monostate> LeadRun::runAgain(ResaleLead lead)
{
    m_leadId = lead.leadId;
    m_receivedAt = lead.receivedAt;
    m_fields = std::move(lead.fields);
    m_hadBy = std::move(lead.hadBy);
    m_run = lead.run;
    m_answerStored = true;
    if (!begin(m_intake.source)) {
        Verdict verdict;
        verdict.reason = Reason{std::string(reason::noBuyer), "its source is no longer configured"};
        co_await close(std::move(verdict));
        co_return std::monostate();
    }
    m_region = regionOf(*m_vertical, m_fields);
    co_await route();
    co_return std::monostate();
}

Task<std::monostate> LeadRun::route()
{
    chooseTree();
    if (!m_test && !m_intake.call && !m_answerStored &&
        m_source->offers.response == domain::ResponseMode::AcceptAndRouteLater) {
        bool accepted = co_await acceptForLater();
        if (!accepted)
            co_return std::monostate();
    }
    planTree();
    Verdict verdict;
    if (m_test) {
        // buyers are not called; a test ping can be posted, so that a supplier can try both
        verdict.state = isPing() ? LeadState::Offered : LeadState::Unsold;
        verdict.decision = RoutingDecision::TestLead;
        verdict.reason.code = reason::testLead;
    } else if (!m_plan) {
        verdict.reason = Reason{std::string(reason::noBuyer), "the source has no ping tree"};
    } else {
        progress(LeadState::Routing, m_engine->utcNow());
        if (isPing())
            verdict = co_await askForOffers();
        else
            verdict = co_await sell();
    }
    co_await end(std::move(verdict));
    co_return std::monostate();
}

/// The source's tree, or one of its trees by chance; which arm that was is in the lead's history.
void LeadRun::chooseTree()
{
    m_tree = m_source->tree;
    std::uint64_t all = 0;
    for (const domain::TreeShare &share : m_source->trees)
        all += static_cast<std::uint64_t>(share.share);
    if (all == 0)
        return;
    // at most ten thousand arms of ten thousand parts: what the remainder favours is far below what could be
    // seen
    std::uint64_t drawn = m_engine->random.next() % all;
    for (const domain::TreeShare &share : m_source->trees) {
        const auto part = static_cast<std::uint64_t>(share.share);
        if (drawn < part) {
            m_tree = share.tree;
            LeadEvent event;
            event.kind = "split";
            event.at = m_engine->utcNow();
            event.state = LeadState::Routing;
            event.detail = domain::writeJson(domain::Object{
                {"tree", share.tree}, {"share", share.share}, {"of", static_cast<std::int64_t>(all)}});
            m_progress.push_back(std::move(event));
            return;
        }
        drawn -= part;
    }
}

/// A lead that breaks its vertical's rules is written down too, so that nothing a supplier sent is
/// unexplained: what could be read of it, and which fields broke which rules. It takes no idempotency key:
/// the caller may mend the lead and send it again under the same one.
Task<std::monostate> LeadRun::refuseInvalid(Errors errors)
{
    // only what the vertical knows and found in order: broken bytes must not reach the store
    domain::Object readable;
    for (const auto &field : m_vertical->fields) {
        domain::Value *value = m_intake.fields.find(field.key);
        bool broken = std::any_of(errors.begin(), errors.end(),
                                  [&](const Error &error) { return topLevel(error.field) == field.key; });
        if (value && !broken)
            readable.append(field.key, std::move(*value));
    }
    ReceivedLead lead;
    lead.leadId = m_leadId;
    lead.nodeId = m_engine->settings.nodeId;
    lead.receivedAt = m_receivedAt;
    lead.snapshot = m_intake.snapshot;
    lead.source = m_source->slug;
    lead.vertical = m_vertical->slug;
    lead.fields = std::move(readable);
    lead.test = m_test;
    lead.actor = m_intake.actor;
    m_intake.idempotency.reset();
    auto receiving = journal().receive(std::move(lead));
    auto received = co_await receiving;
    Reason why;
    why.code = reason::invalidLead;
    for (const auto &error : errors) {
        std::string part = (why.detail.empty() ? "" : ", ") + error.field + ": " + error.code;
        if (why.detail.size() + part.size() > 200)
            break;
        why.detail += part;
    }
    IntakeAnswer answer;
    answer.kind = IntakeAnswer::Kind::Invalid;
    answer.leadId = m_leadId;
    answer.createdAt = m_receivedAt;
    answer.state = LeadState::Rejected;
    answer.decision = RoutingDecision::Invalid;
    answer.reason = why;
    JournalEntry last = entry(LeadState::Rejected, why);
    last.routingDecision = domain::name(RoutingDecision::Invalid);
    last.events.back().detail = invalidDetail(errors);
    last.final = true;
    answer.errors = std::move(errors);
    bool written = received.ok();
    if (written) {
        JournalEntry first = last;
        auto recording = journal().record(std::move(first));
        auto recorded = co_await recording;
        written = recorded.ok();
    }
    if (!written) {
        // a row that may be there all the same is closed as what it is: refused, whatever becomes of the
        // retry
        deliverUnavailable();
        last.releaseClaims = true;
        LeadSummary told = summary(LeadState::Rejected, why);
        co_await settleLater(std::move(last), std::move(told));
        co_return std::monostate();
    }
    tell(LeadState::Rejected, why);
    deliver(std::move(answer));
    co_return std::monostate();
}

/// The journal gave the lead up, but its COMMIT may have taken effect: the caller has to try again, so a row
/// that is there must neither stay open nor keep the key or the payload of the retry.
Task<std::monostate> LeadRun::receiveFailed()
{
    deliverUnavailable();
    Reason why{std::string(reason::interrupted), {}};
    JournalEntry last = entry(LeadState::Unsold, why);
    last.routingDecision = domain::name(RoutingDecision::Interrupted);
    last.releaseClaims = true;
    last.final = true;
    LeadSummary told = summary(LeadState::Unsold, why);
    co_await settleLater(std::move(last), std::move(told));
    co_return std::monostate();
}

/// The decision of a lead that was stored before, by its name; where it has none, the one its state speaks
/// of.
static RoutingDecision decisionOf(const ReceiveOutcome &known)
{
    if (auto decision = domain::routingDecisionFromName(known.originalDecision))
        return *decision;
    switch (known.originalState) {
    case LeadState::Sold:
    case LeadState::Returned:
    case LeadState::Converted:
        return RoutingDecision::PingPostWinner;
    case LeadState::Pending:
        return RoutingDecision::Pending;
    case LeadState::Unknown:
        return RoutingDecision::PostUnknown;
    case LeadState::Duplicate:
        return RoutingDecision::Duplicate;
    case LeadState::Suppressed:
        return RoutingDecision::Suppressed;
    case LeadState::Rejected:
        return RoutingDecision::Invalid;
    default:
        return RoutingDecision::Interrupted;
    }
}

ReceivedLead LeadRun::receivedLead()
{
    ReceivedLead lead;
    lead.leadId = m_leadId;
    lead.nodeId = m_engine->settings.nodeId;
    lead.receivedAt = m_receivedAt;
    lead.snapshot = m_intake.snapshot;
    lead.source = m_source->slug;
    lead.vertical = m_vertical->slug;
    lead.test = m_test;
    lead.actor = m_intake.actor;
    lead.idempotency = m_intake.idempotency;
    // two people's pings may well say the same: what they ask for does not tell them apart
    lead.repeatWindowSeconds = isPing() ? 0 : m_source->repeatWindowSeconds;
    if (lead.repeatWindowSeconds > 0) {
        domain::Value whole(std::move(m_fields)); // borrowed, to write it without copying it
        // a test lead must not make the real one a repetition of it
        std::string text = m_source->slug + (m_test ? "\ntest\n" : "\n");
        domain::writeJson(whole, text);
        m_fields = std::move(*whole.asObject());
        lead.repeatHash = domain::sha256(text);
    }
    askOfPersons(lead);
    lead.fields = m_fields;
    lead.raw = std::move(m_raw);
    return lead;
}

/// The journal knows this lead or its key already.
Task<std::monostate> LeadRun::answerKnown(ReceiveOutcome known)
{
    using Known = ReceiveOutcome::Kind;
    if (known.kind == Known::Repeated) {
        // the duplicate is committed; its trace and its answer are still to be stored
        Verdict verdict;
        verdict.state = LeadState::Duplicate;
        verdict.decision = RoutingDecision::Duplicate;
        verdict.reason = Reason{std::string(reason::repeatedPayload), leadIdText(known.original)};
        m_original = known.original;
        co_await close(std::move(verdict));
        co_return std::monostate();
    }
    IntakeAnswer answer;
    answer.createdAt = m_receivedAt;
    switch (known.kind) {
    case Known::Replay:
        if (known.answerBody.empty()) {
            // that lead ended before an answer was stored; what it ended as is its answer
            answer.leadId = known.original;
            answer.createdAt = known.original.time();
            answer.state = known.originalState;
            answer.decision = decisionOf(known);
            answer.reason.code = std::move(known.originalReason);
            answer.buyer = std::move(known.originalBuyer);
            answer.price = known.originalPrice;
            answer.deduped = known.originalState == LeadState::Duplicate;
            if (m_intake.writeAnswer)
                answer.stored = m_intake.writeAnswer(answer);
        } else {
            answer.stored = StoredAnswer{known.answerStatus, std::move(known.answerContentType),
                                         std::move(known.answerBody)};
        }
        answer.kind = IntakeAnswer::Kind::Replay;
        break;
    case Known::InFlight:
        answer.kind = IntakeAnswer::Kind::InFlight;
        break;
    case Known::KeyMismatch:
        answer.kind = IntakeAnswer::Kind::KeyMismatch;
        break;
    case Known::Fresh:
    case Known::Repeated:
        break;
    }
    deliver(std::move(answer));
    co_return std::monostate();
}

/// Asks, posts to the best offer, and goes on to the next until the lead is sold, its fate is unknown, or
/// nobody is left.
Task<Verdict> LeadRun::sell()
{
    beginWalk();
    Offers offers = co_await firstOffers();
    addToPool(std::move(offers));
    co_return co_await sellPool();
}

void LeadRun::beginWalk()
{
    m_nodes.resize(m_plan->size());
    for (NodeIndex i = 0; i < m_plan->size(); ++i)
        m_nodes[i].cursor = i + 1;
    m_pings.reserve(m_plan->size());
}

/// Posts to the best offer, and to several of a non-exclusive group at once: as many as it may still be sold
/// to. Each answer is written down before another post leaves; one that leaves the fate open, with the lead's
/// end. Whatever ends the selling, what is under way is waited for.
Task<Verdict> LeadRun::sellPool()
{
    for (;;) {
        if (m_flights.empty()) {
            if (!m_ends.empty() || isSoldOut())
                break;
            bool more = co_await hasMore();
            if (!more)
                break;
            if (choosesNext()) {
                Verdict offered;
                offered.state = LeadState::Offered;
                offered.decision = RoutingDecision::Offered;
                offered.reason.code = reason::offered;
                co_return offered;
            }
        }
        if (m_ends.empty() && hasRoom()) {
            Offer best = takeBest();
            Departure departure = Departure::Refused;
            if (mayPost(best))
                departure = co_await post(best);
            if (departure == Departure::Refused) {
                leave(best);
                co_await goOn(best.node);
            } else if (departure == Departure::Later) {
                m_pool.push_back(std::move(best));
                m_holdsBack = true;
            }
            continue;
        }
        FlightPtr flight = co_await nextAnswered();
        m_holdsBack = false;
        bool again = co_await sentAgain(flight);
        if (again)
            continue;
        std::optional<Verdict> verdict = settle(*flight);
        leave(flight->offer);
        if (verdict && noteSale(flight->offer, *verdict))
            co_await recordPost(std::move(*verdict));
        else if (verdict)
            m_ends.push_back(std::move(*verdict));
        co_await goOn(flight->offer.node);
    }
    co_return co_await conclude();
}

/// After an offer that the lead was not sold by, or not for the last time: the post is written down before
/// anything else leaves (if it is the last word on this lead, close() does it), and the next are asked.
Task<std::monostate> LeadRun::goOn(NodeIndex from)
{
    const bool last = m_flights.empty() && m_ends.empty() && m_pool.empty() && m_sales.empty() &&
                      !m_onlyChannel && !canRefill(from);
    if (m_rejectedPost && !last)
        co_await recordRejectedPost();
    if (m_ends.empty() && !isSoldOut()) {
        Offers next = co_await refill(from);
        addToPool(std::move(next));
    }
    co_return std::monostate();
}

void LeadRun::addToPool(Offers offers)
{
    for (const auto &offer : offers) {
        m_nodes[offer.node].offered = true;
        for (NodeIndex at = offer.node; at != TreePlan::root;) {
            at = node(at).parent;
            ++m_nodes[at].outstanding;
        }
    }
    if (m_pool.empty())
        m_pool = std::move(offers);
    else
        m_pool.insert(m_pool.end(), offers.begin(), offers.end());
}

Offer LeadRun::takeBest()
{
    const auto best = m_pool.begin() + static_cast<std::ptrdiff_t>(*bestOffer());
    Offer taken = *best;
    m_pool.erase(best);
    setClearingPrice(taken);
    return taken;
}

/// Nothing is to be expected of a taken offer any more.
void LeadRun::leave(const Offer &offer)
{
    for (NodeIndex at = offer.node; at != TreePlan::root;) {
        at = node(at).parent;
        --m_nodes[at].outstanding;
    }
}

/// In a second-price auction the winner pays what beats the next bid of another buyer among those that are
/// left.
void LeadRun::setClearingPrice(Offer &winner)
{
    const PlanNode &plan = node(winner.node);
    if (winner.clearing) {
        winner.rank.effective = winner.rank.compared();
        winner.rank.price = *winner.clearing;
        return;
    }
    if (plan.lot) // sold together with others: each pays what it bid
        return;
    NodeIndex auction = plan.parent;
    auto isSecondPrice = [&] {
        return node(auction).group->pricing == domain::AuctionPricing::SecondPrice;
    };
    while (auction != TreePlan::root && !isSecondPrice())
        auction = node(auction).parent;
    if (!isSecondPrice() || plan.channel->price.kind != domain::PriceKind::FromPing)
        return;
    std::optional<std::int64_t> next;
    for (const Offer &offer : m_pool)
        if (offer.node > auction && offer.node < node(auction).end && node(offer.node).buyer != plan.buyer)
            next = std::max(next.value_or(0), offer.rank.compared());
    const Money bid = winner.rank.price;
    winner.rank.effective = winner.rank.compared(); // what it has won with
    winner.rank.price = clearingPrice(bid, plan.channel->qualityBasisPoints, next, plan.floor,
                                      payoutTerms(*m_source, *plan.buyer), *m_source);
    if (winner.ping != Offer::noPing)
        m_pings[winner.ping].record.reason.detail =
            "pays " + winner.rank.price.toDecimal() + " of " + bid.toDecimal() + " " + bid.currency().code();
}

/// Whether a group that is asked in turn, above a channel whose offer is gone, still has somebody to ask.
bool LeadRun::canRefill(NodeIndex channel) const
{
    if (m_taken)
        return false;
    const auto within = lot();
    for (NodeIndex at = channel; at != TreePlan::root && at != within;) {
        at = node(at).parent;
        if (node(at).walk == Walk::InTurn && m_nodes[at].outstanding == 0 && hasNext(at))
            return true;
    }
    return false;
}

/// The next offers of the innermost group (within the lot that the lead is sold in, once it is) that is asked
/// in turn and has no offer in the pool any more.
Task<Offers> LeadRun::refill(NodeIndex channel)
{
    Offers more;
    if (m_taken)
        co_return more;
    const auto within = lot();
    for (NodeIndex at = channel; at != TreePlan::root && at != within && more.empty();) {
        at = node(at).parent;
        if (node(at).walk == Walk::InTurn && m_nodes[at].outstanding == 0)
            more = co_await askInTurn(at);
    }
    co_return more;
}

} // namespace bourse::exchange
