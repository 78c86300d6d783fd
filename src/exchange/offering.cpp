// Offers: what a ping, or a tree with a choice in it, leaves to be taken later, and what happens when
// somebody does. A taken offer goes through the ordinary sale protocol, from the pool of its bids on.
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include "exchange/leadrun.h"
#include <QByteArray>
#include <algorithm>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::LeadState;
using domain::Reason;
using domain::RoutingDecision;
namespace reason = domain::reason;

/// A lead whose offer was taken in between is looked for again: its claim may have got its answer.
constexpr int mostLooks = 3;

Error refusal(std::string code, std::string field, std::string rule, std::string message)
{
    return {std::move(code), std::move(field), std::move(rule), std::move(message)};
}

/// Text that nobody can guess: 256 random bits.
std::string newToken()
{
    const Secret bits = domain::newLeadKey();
    return QByteArray(bits.reveal().data(), static_cast<qsizetype>(bits.reveal().size()))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

std::string replaced(std::string text, std::string_view name, std::string_view value)
{
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
    return text;
}

bool isAbsent(const domain::Value *value)
{
    return !value || value->isNull() || (value->isString() && value->asString()->empty());
}
} // namespace

Errors LeadRun::missingPingFields() const
{
    Errors errors;
    for (const std::string &key : m_source->offers.requiredPingFields)
        if (!m_fields.find(key))
            errors.push_back(refusal("required", key, "required on ping",
                                     "“" + key + "” is required in the pings of this source."));
    return errors;
}

/// Would anybody qualify? By filters, schedules and what is switched off; nobody is called, no cap is
/// counted.
void LeadRun::answerCoverage()
{
    chooseTree();
    planTree();
    auto told = std::make_shared<OfferTold>();
    for (NodeIndex i = 0; m_plan && i < m_plan->size(); ++i) {
        if (!node(i).channel)
            continue;
        ++told->channels;
        told->qualified += node(i).unusable.code.empty() && !ineligible(i);
    }
    IntakeAnswer answer;
    answer.createdAt = m_receivedAt;
    answer.test = m_test;
    answer.decision = told->qualified > 0 ? RoutingDecision::Offered : RoutingDecision::NoBuyer;
    answer.reason.code = told->qualified > 0 ? reason::offered : reason::noBuyer;
    answer.offer = std::move(told);
    if (m_intake.writeAnswer)
        answer.stored = m_intake.writeAnswer(answer);
    deliver(std::move(answer));
}

/// The ping's part of selling: everybody is asked, nobody is posted to.
Task<Verdict> LeadRun::askForOffers()
{
    beginWalk();
    Offers offers = co_await ask(TreePlan::root);
    addToPool(std::move(offers));
    if (m_pool.empty())
        co_return unsold();
    Verdict verdict;
    if (buyersOfBest() < m_source->offers.minDeliveries) {
        for (const Offer &offer : m_pool)
            dismiss(offer, reason::tooFewBuyers);
        m_pool.clear();
        verdict.decision = RoutingDecision::NoBid;
        verdict.reason = {std::string(reason::tooFewBuyers),
                          "at least " + std::to_string(m_source->offers.minDeliveries)};
        co_return verdict;
    }
    verdict.state = LeadState::Offered;
    verdict.decision = RoutingDecision::Offered;
    verdict.reason.code = reason::offered;
    co_return verdict;
}

/// Whether what sells best is for the person to choose.
bool LeadRun::choosesNext() const
{
    const PlanNode &best = node(m_pool[*bestOffer()].node);
    return !m_taken && !m_lot && best.toChoose && !isRefusedBy(best);
}

/// How many buyers would get the lead if what sells best were sold.
int LeadRun::buyersOfBest() const
{
    const auto lot = node(m_pool[*bestOffer()].node).lot;
    if (!lot)
        return 1;
    std::vector<const domain::Buyer *> buyers;
    for (const Offer &offer : m_pool)
        if (node(offer.node).lot == lot &&
            std::find(buyers.begin(), buyers.end(), node(offer.node).buyer) == buyers.end())
            buyers.push_back(node(offer.node).buyer);
    return std::min(static_cast<int>(buyers.size()), node(*lot).group->maxSales);
}

std::string LeadRun::consentText(const domain::Buyer &buyer) const
{
    const std::string &label = buyer.label.empty() ? buyer.slug : buyer.label;
    std::string text = buyer.consentText;
    if (text.empty())
        text =
            "I ask {buyer}, and no other company, to contact me about my request, by phone, text message or "
            "e-mail at the number and address that I have given, also by automated means. My consent is "
            "not a condition of any purchase.";
    text = replaced(std::move(text), "{buyer}", label);
    return replaced(std::move(text), "{source}", m_source->label.empty() ? m_source->slug : m_source->label);
}

/// Everything that has been bid, the best first. Told is what sells best: one bid where the lead is sold
/// exclusively, all of the group's where it is shared; and in any case what a person may choose between.
KeptOffer LeadRun::keptOffer()
{
    KeptOffer offer;
    offer.id = m_engine->newId();
    offer.source = m_source->slug;
    offer.tree = m_tree;
    const UtcTime now = m_engine->utcNow();
    const domain::OfferTerms &terms = m_source->offers;
    offer.expiresAt = now + (isPing() ? terms.pingLifetime : terms.choiceLifetime);
    if (m_pool.empty())
        return offer; // a test
    const NodeIndex best = m_pool[*bestOffer()].node;
    const auto lot = node(best).lot;
    offer.maxChosen = lot ? node(*lot).group->maxSales : 1;
    std::optional<Money> clearing;
    if (!lot) {
        const Offers pool = m_pool;
        const Offer winner = takeBest();
        if (winner.rank.effective)
            clearing = winner.rank.price;
        m_pool = pool;
    }
    std::sort(m_pool.begin(), m_pool.end(),
              [](const Offer &left, const Offer &right) { return ranksBefore(left.rank, right.rank); });
    std::optional<UtcTime> latest;
    bool open = false; // some told bid says nothing of its end
    std::vector<const domain::Buyer *> counted;
    for (const domain::Buyer *buyer : m_postedTo)
        offer.postedTo.push_back(buyer->slug);
    for (const Offer &from : m_pool) {
        const PlanNode &plan = node(from.node);
        if (isRefusedBy(plan)) {
            dismiss(from, reason::buyerRejected, "its buyer was posted this lead already");
            continue;
        }
        OfferedBid bid;
        bid.id = "b" + std::to_string(offer.bids.size() + 1);
        bid.channel = plan.channel->slug;
        bid.buyer = plan.buyer->slug;
        bid.price = from.rank.price;
        const bool ofBest = lot ? plan.lot == lot : from.node == best;
        if (ofBest && !lot)
            bid.clearing = clearing;
        bid.payout = book(bid.clearing.value_or(bid.price), payoutTerms(*m_source, *plan.buyer)).payout;
        bid.listed = ofBest || plan.toChoose;
        bid.toChoose = plan.toChoose;
        if (bid.toChoose)
            bid.consentText = consentText(*plan.buyer);
        if (from.ping != Offer::noPing) {
            Ping &ping = m_pings[from.ping];
            bid.expiresAt = ping.expires;
            bid.ping = ping.record.attemptId;
            bid.carried = ping.carried;
            ping.record.reason = {std::string(reason::offered), bid.id};
        } else {
            skip(from.node, reason::offered, bid.id); // not pinged: its price is fixed
        }
        if (bid.listed) {
            open = open || !bid.expiresAt;
            if (bid.expiresAt)
                latest = latest ? std::max(*latest, *bid.expiresAt) : *bid.expiresAt;
        }
        const bool isNew = std::find(counted.begin(), counted.end(), plan.buyer) == counted.end();
        if (ofBest && isNew && counted.size() < static_cast<std::size_t>(offer.maxChosen)) {
            counted.push_back(plan.buyer);
            offer.payout = offer.payout ? offer.payout->plus(bid.payout).valueOr(*offer.payout) : bid.payout;
        }
        offer.bids.push_back(std::move(bid));
    }
    if (!open && latest)
        offer.expiresAt = std::min(offer.expiresAt, *latest);
    return offer;
}

OfferTold LeadRun::toldOf(const KeptOffer &offer) const
{
    OfferTold told;
    told.id = offer.id;
    told.expiresAt = offer.expiresAt;
    told.payout = offer.payout;
    told.maxChosen = offer.maxChosen;
    told.token = offer.token;
    told.sourceLabel = m_source->label.empty() ? m_source->slug : m_source->label;
    for (const OfferedBid &bid : offer.bids) {
        if (!bid.listed)
            continue;
        OfferTold::Bid one;
        one.id = bid.id;
        one.payout = bid.payout;
        one.expiresAt = std::min(bid.expiresAt.value_or(offer.expiresAt), offer.expiresAt);
        one.toChoose = bid.toChoose;
        one.consentText = bid.consentText;
        if (bid.toChoose || m_source->offers.showBuyers) {
            const domain::Buyer *buyer = snapshot().buyer(bid.buyer);
            one.buyer = bid.buyer;
            one.channel = bid.channel;
            one.buyerLabel = buyer && !buyer->label.empty() ? buyer->label : bid.buyer;
        }
        told.bids.push_back(std::move(one));
    }
    return told;
}

/// The offer is committed with all that led to it, then it is told.
Task<std::monostate> LeadRun::keepOffer(Verdict verdict)
{
    KeptOffer offer = keptOffer();
    if (!isPing())
        offer.token = newToken();
    IntakeAnswer answer = answerOf(verdict);
    answer.offer = std::make_shared<OfferTold>(toldOf(offer));
    JournalEntry made = entry(LeadState::Offered, verdict.reason);
    noteProgress(made);
    made.routingDecision = domain::name(verdict.decision);
    made.post = std::move(m_rejectedPost);
    JournalEntry failed = made; // should the journal fail now: nobody was told of an offer
    made.offer = std::move(offer);
    if (!m_answerStored && m_intake.writeAnswer) {
        answer.stored = m_intake.writeAnswer(answer);
        made.answer = answer.stored;
    }
    for (NodeIndex i = 0; m_plan && i < m_nodes.size(); ++i)
        if (node(i).channel && m_nodes[i].fate == Fate::Untouched)
            skip(i, reason::notNeeded, "the lead is offered by others");
    for (Ping &ping : m_pings)
        made.pings.push_back(std::move(ping.record));
    made.skipped = std::move(m_skipped);
    m_closed = true;
    auto recording = journal().record(std::move(made));
    auto recorded = co_await recording;
    if (recorded) {
        tell(LeadState::Offered, verdict.reason);
        deliver(std::move(answer));
        co_return std::monostate();
    }
    deliverUnavailable();
    failed.state = LeadState::Unsold;
    failed.reason = {std::string(reason::storageFailed), {}};
    failed.routingDecision = domain::name(RoutingDecision::Interrupted);
    failed.events.back().state = LeadState::Unsold;
    failed.events.back().reason = failed.reason;
    failed.final = true;
    if (isTransient(recorded.error()))
        goBack(failed, !m_answerStored);
    else if (!m_answerStored)
        giveUpClaims(failed);
    LeadSummary told = summary(failed.state, failed.reason);
    co_await settleLater(std::move(failed), std::move(told));
    co_return std::monostate();
}

/// The caller is answered at once; the lead is routed by this node, or by another should this one die.
Task<bool> LeadRun::acceptForLater()
{
    KeptOffer waits;
    waits.route = true;
    waits.id = m_engine->newId();
    waits.source = m_source->slug;
    waits.tree = m_tree;
    waits.expiresAt = m_engine->utcNow() + std::chrono::hours(24);
    const Uuid offer = waits.id;
    Verdict soFar;
    soFar.state = LeadState::Routing;
    soFar.decision = RoutingDecision::Pending;
    soFar.reason.code = reason::acceptedForLater;
    IntakeAnswer answer = answerOf(soFar);
    JournalEntry made = entry(soFar.state, soFar.reason);
    noteProgress(made);
    made.routingDecision = domain::name(soFar.decision);
    made.offer = std::move(waits);
    if (m_intake.writeAnswer) {
        answer.stored = m_intake.writeAnswer(answer);
        made.answer = answer.stored;
    }
    auto recording = journal().record(std::move(made));
    auto recorded = co_await recording;
    if (!recorded) {
        co_await receiveFailed();
        co_return false;
    }
    m_answerStored = true;
    m_heldOffer = offer;
    deliver(std::move(answer));
    m_budget = Budget(m_engine->now(), m_source->budget, m_engine->settings.postReserve,
                      m_engine->settings.answerReserve);
    co_return true;
}

void LeadRun::refuse(Errors errors)
{
    IntakeAnswer answer;
    answer.kind = IntakeAnswer::Kind::Refused;
    answer.createdAt = m_receivedAt;
    answer.reason.code = errors.front().code;
    answer.errors = std::move(errors);
    deliver(std::move(answer));
}

/// Why an offer cannot be taken: one stable code for each case.
std::optional<Error> LeadRun::unusable(const FoundOffer &found) const
{
    const OfferCall &call = *m_intake.call;
    const bool byPing = call.key.by == OfferKey::By::Id;
    const char *field = byPing ? "ping_id" : "choice";
    if (!found.exists)
        return refusal(byPing ? "unknown_ping_id" : "unknown_choice", field, "an offer that was made",
                       byPing ? "There is no ping with this ping_id." : "There is no such choice.");
    if (found.offer.route != routesWaiting())
        return refusal("unknown_ping_id", field, "an offer that was made",
                       "There is no ping with this ping_id.");
    if (call.key.by != OfferKey::By::Token && !routesWaiting() && found.offer.source != m_intake.source)
        return refusal(byPing ? "ping_id_of_another_source" : "unknown_choice", field,
                       "an offer to this source",
                       byPing ? "This ping_id belongs to another source." : "There is no such choice.");
    if (found.state == OfferState::Taken)
        return refusal(byPing ? "ping_id_used" : "choice_used", field, "used once",
                       byPing ? "This ping_id has been posted already."
                              : "The choice has been made already.");
    if (found.state == OfferState::Expired || found.offer.expiresAt <= m_engine->utcNow())
        return refusal(byPing ? "ping_id_expired" : "choice_expired", field,
                       "before " + toIso8601(found.offer.expiresAt),
                       byPing ? "The offer of this ping has expired; ping again."
                              : "The time to choose is over.");
    return std::nullopt;
}

/// The lead as the post completes it. What was pinged holds: the bids were made for that.
Errors LeadRun::complete(const FoundOffer &found)
{
    domain::Object whole;
    Errors errors;
    for (const auto &[key, value] : found.fields)
        if (isAbsent(m_intake.fields.find(key)))
            whole.append(key, value);
    for (auto &[key, value] : m_intake.fields)
        if (!whole.contains(key) && !isAbsent(&value))
            whole.append(key, value);
    auto normalised = domain::normalise(*m_vertical, whole, domain::IntakeStage::Post);
    if (!normalised)
        return normalised.errors();
    for (const auto &[key, pinged] : found.fields) {
        const domain::Value *posted = normalised->fields.find(key);
        if (m_vertical->find(key) && !isAbsent(m_intake.fields.find(key)) &&
            (!posted || !(*posted == pinged)))
            errors.push_back(refusal("ping_fields_changed", key, "as it was pinged",
                                     "“" + key + "” differs from what was pinged; ping again."));
    }
    m_fields = std::move(normalised->fields);
    m_region = regionOf(*m_vertical, m_fields);
    m_raw = found.raw;
    for (auto &[key, value] : normalised->raw)
        m_raw.set(key, std::move(value));
    return errors;
}

/// Which bids are to be taken, into m_chosen.
Errors LeadRun::chosenBids(const FoundOffer &found)
{
    const OfferCall &call = *m_intake.call;
    m_chosen.clear();
    for (const std::string &id : call.bidIds)
        if (std::find(m_chosen.begin(), m_chosen.end(), id) == m_chosen.end())
            m_chosen.push_back(id);
    if (m_test || routesWaiting())
        return {};
    for (const std::string &id : m_chosen) {
        const OfferedBid *bid = found.offer.bid(id);
        if (!bid || !bid->listed)
            return {refusal("unknown_bid", "bid_id", "a bid_id of this offer",
                            "The offer has no bid “" + id.substr(0, 40) + "”.")};
        if (bid->expiresAt && *bid->expiresAt <= m_engine->utcNow())
            return {refusal("bid_expired", "bid_id", "before " + toIso8601(*bid->expiresAt),
                            "The bid “" + id + "” has expired.")};
    }
    if (m_chosen.size() > static_cast<std::size_t>(found.offer.maxChosen))
        return {refusal("too_many_bids", "bid_id", "at most " + std::to_string(found.offer.maxChosen),
                        "At most " + std::to_string(found.offer.maxChosen) + " bids can be taken.")};
    const bool sellsUnasked = std::any_of(found.offer.bids.begin(), found.offer.bids.end(),
                                          [](const OfferedBid &bid) { return !bid.toChoose; });
    if (m_chosen.empty() && (call.kind == OfferCall::Kind::Choose || !sellsUnasked))
        return {refusal("missing_bid_id", "bid_id", "at least one bid_id of this offer",
                        "Say which of the bids are to be taken.")};
    return {};
}

OfferTaking LeadRun::taking(const FoundOffer &found) const
{
    OfferTaking made;
    made.workspace = snapshot().workspaceId();
    made.id = m_engine->newId();
    made.offer = found.offer.id;
    made.leadId = found.leadId;
    made.nodeId = m_engine->settings.nodeId;
    made.at = m_engine->utcNow();
    made.snapshot = m_intake.snapshot;
    made.vertical = m_vertical->slug;
    made.fields = m_fields;
    made.raw = m_raw;
    made.bidIds = m_chosen;
    made.claim = m_intake.idempotency;
    made.actor = m_intake.actor;
    for (const std::string &id : m_chosen) {
        const OfferedBid *bid = found.offer.bid(id);
        if (!bid || bid->consentText.empty())
            continue;
        domain::Object proof{{"buyer", bid->buyer},
                             {"channel", bid->channel},
                             {"source", found.offer.source},
                             {"text", bid->consentText},
                             {"text_sha256", domain::toHex(domain::sha256(bid->consentText))},
                             {"chosen_at", toIso8601(made.at)}};
        if (!m_intake.call->ip.empty())
            proof.append("ip", m_intake.call->ip);
        if (!m_intake.call->userAgent.empty())
            proof.append("user_agent", m_intake.call->userAgent);
        made.consents.push_back({bid->buyer, domain::writeJson(std::move(proof))});
    }
    return made;
}

std::optional<NodeIndex> LeadRun::channelNamed(const std::string &slug) const
{
    for (NodeIndex i = 0; i < m_plan->size(); ++i)
        if (node(i).channel && node(i).channel->slug == slug)
            return i;
    return std::nullopt;
}

/// A bid goes back into the pool unless its channel may not be posted to any more: it was switched off since,
/// or its filter refuses what the post has added. Its schedule is not asked again: the bid was made in time.
void LeadRun::restoreBid(const OfferedBid &bid)
{
    Reason why;
    const auto at = channelNamed(bid.channel);
    const bool wanted = m_chosen.empty()
                            ? !bid.toChoose
                            : std::find(m_chosen.begin(), m_chosen.end(), bid.id) != m_chosen.end();
    if (!wanted)
        why = {std::string(reason::notNeeded), "it was not chosen"};
    else if (!at)
        why = {std::string(reason::channelPaused), "the channel is not published any more"};
    else if (!node(*at).unusable.code.empty())
        why = node(*at).unusable;
    for (NodeIndex up = at.value_or(0); why.code.empty() && at;) {
        if (auto refused = node(up).filter.refuses(filterInput(node(up))))
            why = std::move(*refused);
        if (up == TreePlan::root)
            break;
        up = node(up).parent;
    }
    if (!why.code.empty()) {
        if (bid.ping)
            m_news.push_back({*bid.ping, std::move(why)});
        else
            m_skipped.push_back({bid.channel, bid.buyer, std::move(why)});
        return;
    }
    std::size_t index = Offer::noPing;
    if (bid.ping) {
        index = m_pings.size();
        Ping &ping = m_pings.emplace_back();
        ping.node = *at;
        ping.open = false;
        ping.kept = true;
        ping.carried = bid.carried;
        ping.expires = bid.expiresAt;
        ping.ended = m_engine->now();
        ping.record.attemptId = *bid.ping;
        ping.record.outcome = domain::AttemptOutcome::Bid;
        ping.record.price = bid.price;
        ping.record.channel = bid.channel;
        ping.record.buyer = bid.buyer;
        ping.record.integration = node(*at).channel->integration;
        ping.record.reason.code = reason::offered;
    }
    m_nodes[*at].fate = Fate::Offered;
    Offer offer = offerOf(*at, index, bid.price);
    offer.clearing = bid.clearing;
    addToPool({offer});
}

void LeadRun::restore(const FoundOffer &found, const Uuid &taking)
{
    m_heldOffer = found.offer.id;
    m_run = taking;
    m_taken = !routesWaiting();
    m_answerStored = routesWaiting(); // it was answered when it was accepted
    m_leadId = found.leadId;
    m_receivedAt = found.receivedAt;
    m_tally.pinged = found.pinged;
    m_tally.bids = found.bids;
    m_tree = found.offer.tree;
    planTree();
    if (!m_plan)
        return;
    if (!m_taken)
        return;
    beginWalk();
    for (const std::string &slug : found.offer.postedTo) {
        // also where a price ladder's next rung might be asked again: that is for one selling
        if (const domain::Buyer *buyer = snapshot().buyer(slug)) {
            m_postedTo.push_back(buyer);
            m_doneWith.push_back(buyer);
        }
    }
    for (NodeState &state : m_nodes)
        state.fate = Fate::Skipped; // said so with the offer
    for (const OfferedBid &bid : found.offer.bids)
        restoreBid(bid);
}

/// Whether a taking of which nobody knows if it was committed is ours: the same once more, until the answer
/// comes. One that somebody else has taken is theirs to end. A drain leaves it to recovery.
Task<bool> LeadRun::takeAfterAll(OfferTaking wish)
{
    constexpr Micros longestPause = std::chrono::seconds(2);
    Micros pause = std::chrono::milliseconds(250);
    Gather slept(m_engine->ports.executor);
    while (!m_engine->draining) {
        slept.expect();
        m_engine->ports.executor.after(pause, [&slept] { slept.arrive(); });
        co_await slept.done();
        pause = std::min(pause * 2, longestPause);
        OfferTaking again = wish;
        auto take = m_engine->ports.offers->take(std::move(again));
        auto taken = co_await take;
        if (taken)
            co_return taken->kind == TakingOutcome::Kind::Taken;
        if (!isTransient(taken.error()))
            co_return false;
    }
    co_return false;
}

/// It is ours, and its caller was told to try again: he, or whoever else was offered it, finds it as it was.
Task<std::monostate> LeadRun::giveOfferBack()
{
    JournalEntry made = entry(LeadState::Unsold, {});
    goBack(made, !routesWaiting());
    LeadSummary told = summary(made.state, made.reason);
    JournalEntry first = made;
    auto recording = journal().record(std::move(first));
    auto recorded = co_await recording;
    if (!recorded)
        co_await settleLater(std::move(made), std::move(told));
    co_return std::monostate();
}

/// A post with a ping id, or a person's choice.
Task<std::monostate> LeadRun::runTaken()
{
    OfferBook *book = m_engine->ports.offers;
    if (!book) {
        deliverUnavailable("no_offers");
        co_return std::monostate();
    }
    m_leadId = {};
    for (int look = 1;; ++look) {
        OfferQuery query{snapshot().workspaceId(), m_intake.call->key, m_intake.idempotency};
        auto finding = book->find(std::move(query));
        auto found = co_await finding;
        if (!found) {
            deliverUnavailable();
            co_return std::monostate();
        }
        if (found->known) {
            ReceiveOutcome known = std::move(*found->known);
            co_await answerKnown(std::move(known));
            co_return std::monostate();
        }
        if (auto why = unusable(*found)) {
            refuse({std::move(*why)});
            co_return std::monostate();
        }
        if (!begin(found->offer.source, found->vertical) || !m_source->enabled) {
            refuse(
                {refusal("source_disabled", "source", "an enabled source", "This source is switched off.")});
            co_return std::monostate();
        }
        m_test = m_intake.test || found->test;
        if (m_intake.call->kind == OfferCall::Kind::Show) {
            IntakeAnswer answer;
            answer.leadId = found->leadId;
            answer.createdAt = found->receivedAt;
            answer.state = LeadState::Offered;
            answer.decision = RoutingDecision::Offered;
            answer.reason.code = reason::offered;
            answer.offer = std::make_shared<OfferTold>(toldOf(found->offer));
            deliver(std::move(answer));
            co_return std::monostate();
        }
        Errors errors = complete(*found);
        if (errors.empty())
            errors = chosenBids(*found);
        if (!errors.empty()) {
            refuse(std::move(errors));
            co_return std::monostate();
        }
        OfferTaking wish = taking(*found);
        OfferTaking asked = wish;
        auto take = book->take(std::move(wish));
        auto taken = co_await take;
        if (!taken) {
            // it may be ours, or still open, or somebody else's meanwhile; nothing was sent
            m_leadId = found->leadId;
            m_heldOffer = found->offer.id;
            m_run = asked.id;
            m_receivedAt = found->receivedAt;
            m_tally.pinged = found->pinged;
            m_tally.bids = found->bids;
            deliverUnavailable();
            bool ours = co_await takeAfterAll(std::move(asked));
            if (ours)
                co_await giveOfferBack();
            co_return std::monostate();
        }
        if (taken->kind == TakingOutcome::Kind::Taken) {
            restore(*found, asked.id);
            break;
        }
        // used meanwhile, perhaps by the same request at another node: then its key is known now
        const bool mayBeOurs = taken->kind == TakingOutcome::Kind::Claimed ||
                               (taken->kind == TakingOutcome::Kind::Used && m_intake.idempotency);
        if (mayBeOurs && look < mostLooks)
            continue;
        if (taken->kind == TakingOutcome::Kind::Claimed) {
            ReceiveOutcome running;
            running.kind = ReceiveOutcome::Kind::InFlight;
            co_await answerKnown(std::move(running));
            co_return std::monostate();
        }
        found->state = taken->kind == TakingOutcome::Kind::Expired ? OfferState::Expired : OfferState::Taken;
        refuse({*unusable(*found)});
        co_return std::monostate();
    }
    Verdict verdict;
    if (m_test) {
        verdict.decision = RoutingDecision::TestLead;
        verdict.reason.code = reason::testLead;
    } else if (!m_plan) {
        verdict.reason = Reason{std::string(reason::noBuyer), "the tree is not published any more"};
    } else {
        progress(LeadState::Routing, m_engine->utcNow());
        if (routesWaiting())
            verdict = co_await sell();
        else
            verdict = co_await sellPool();
    }
    co_await end(std::move(verdict));
    co_return std::monostate();
}

} // namespace bourse::exchange
