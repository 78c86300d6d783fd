#pragma once
// One lead's way through the exchange, top to bottom: validate → receive → ask → rank → reserve → post →
// record → answer. leadrun.cpp is the pipeline, asking.cpp walks the tree and pings, preparing.cpp does
// what has to come before a ping or post, posting.cpp is the sale protocol, closing.cpp writes the outcome
// down and answers, offering.cpp keeps offers and takes them up again.
#include "base/task.h"
#include "exchange/budget.h"
#include "exchange/buyertalk.h"
#include "exchange/engine.h"
#include "exchange/exchange.h"
#include "exchange/gateplan.h"
#include "exchange/gather.h"
#include "exchange/pricing.h"
#include "exchange/ranking.h"
#include "exchange/resale.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bourse::exchange {

/// A channel that would take the lead: its bid, or its fixed price where it is posted to without a ping.
struct Offer {
    static constexpr std::size_t noPing = static_cast<std::size_t>(-1);
    NodeIndex node = 0;
    std::size_t ping = noPing; ///< index of its ping, for what it carries to the post
    Contender rank;
    std::optional<Money> clearing; ///< what it was promised to pay when it was offered
};
using Offers = std::vector<Offer>;

/// What the steps before a ping or post have brought.
struct Preparation {
    std::map<std::string, std::string> carried; ///< of the lead: what a look-up told
    SharedGrant grant;                          ///< of the buyer's account; null without an auth step
    std::optional<MonoTime> ended;              ///< when the last step of this lead and channel had ended
    domain::Reason refused;                     ///< why the buyer is not called; empty code if it is
    CallPassPtr pass;                           ///< of the ping that follows
};

/// Where a lead ended.
struct Verdict {
    domain::LeadState state = domain::LeadState::Unsold;
    domain::RoutingDecision decision = domain::RoutingDecision::NoBuyer;
    domain::Reason reason;
    std::optional<Offer> winner; ///< Sold, Pending, Unknown: who was posted to last
    std::optional<Money> price;  ///< Sold: revenue; Pending and Unknown: what is held
    std::optional<AttemptRecord> post;
    std::optional<Sale> sale;
    std::optional<std::string> redirect;
    std::optional<LeadWait> wait; ///< Pending: what for, and until when
    bool storageFailed = false;   ///< the journal did not answer: the caller gets Unavailable, never a 2xx
    /// Another node has ended the lead meanwhile and written that down: nothing is left to do but to answer.
    bool closedElsewhere = false;
};

class LeadRun : public std::enable_shared_from_this<LeadRun> {
  public:
    LeadRun(std::shared_ptr<Engine> engine, IntakeLead intake, Exchange::AnswerHandler answer);
    /// The whole pipeline; done when nothing more will happen for this lead.
    Task<std::monostate> run();
    /// Instead of run(): a stored lead is routed again; those that had it are left out.
    Task<std::monostate> runAgain(ResaleLead lead);
    /// The same for a lead that has waited and was claimed: who has been posted to does not get it again.
    Task<std::monostate> resume(ResumedLead lead);

  private:
    enum class Fate : std::uint8_t { Untouched, Skipped, Pinged, Offered, Posted };
    struct NodeState {
        NodeIndex cursor = 0;          ///< a group asked in turn: its next child
        std::uint32_t outstanding = 0; ///< offers of this subtree that wait in the pool
        int rejects = 0;               ///< a group: posts of its own channels that were refused
        Fate fate = Fate::Untouched;   ///< a channel: what became of it
        bool offered = false;          ///< a channel: its offer was in the pool
        bool left = false;             ///< a group: a cap's action was to leave it
    };
    /// A group whose children take turns, or go by what is expected of them.
    struct Line {
        std::vector<NodeIndex> waiting;  ///< children that were not asked yet
        std::optional<Turns::Turn> turn; ///< of the child asked last, while it may be given back
        NodeIndex child = 0;
    };
    struct Ping {
        NodeIndex node = 0;
        AttemptRecord record;
        std::map<std::string, std::string> carried;
        SharedGrant grant;
        CallPassPtr pass;
        std::uint64_t nonces = 0;
        Micros limit{};
        MonoTime until;                   ///< when it must have been answered
        MonoTime ended;                   ///< when it was answered
        std::optional<UtcTime> expires{}; ///< how long its bid holds, where the buyer said so
        bool open = true;                 ///< no answer yet, and its round still waits
        bool kept = false;                ///< written down by an earlier entry: only its reason is news
    };
    /// What a request is made from; its answer's rules may ask for that, too. Refers to its caller's values.
    struct Basis {
        domain::StepId step;
        NodeIndex channel;
        const std::map<std::string, std::string> &carried;
        const SharedGrant &grant;
        std::uint64_t nonces;
        Uuid attemptId;
        Micros limit; ///< how long its answer is waited for
    };
    /// A post that left, for what follows from it.
    struct Posted {
        NodeIndex node = 0;
        Uuid attemptId;
        domain::AttemptOutcome outcome = domain::AttemptOutcome::Unknown;
        std::map<std::string, std::string> carried;
    };
    /// A post on the wire.
    struct Flight {
        Offer offer;
        AttemptRecord attempt;
        Preparation ready;
        CallPassPtr pass;
        std::size_t posted = 0; ///< index in m_posted
        MonoTime until;         ///< when it must have been answered
        bool repeated = false;  ///< with what the buyer asked for when it turned the first sending away
        std::optional<BuyerReply> reply;
    };
    using FlightPtr = std::shared_ptr<Flight>;
    /// What became of an offer that was to be posted to. Later: it may end the lead's selling (by a wait for
    /// its cap, or as a duplicate), which has to wait for what is under way.
    enum class Departure : std::uint8_t { Left, Refused, Later };
    struct PingRound;
    struct Tally {
        int pinged = 0, bids = 0, rejected = 0, notSent = 0, refused = 0, outOfTime = 0;
        int tooLate = 0; ///< offers that there was no time left to post to
        domain::Reason lastRefusal;
    };

    // pipeline
    bool begin(const std::string &source, const std::string &vertical = {});
    void planTree();
    Task<std::monostate> end(Verdict verdict);
    Task<std::monostate> refuseInvalid(Errors errors);
    Task<std::monostate> receiveFailed();
    ReceivedLead receivedLead();
    void chooseTree();

    // gates
    struct GateFinding;
    void askOfPersons(ReceivedLead &lead);
    void findBots(std::vector<GateFinding> &found);
    void findPersons(const ReceiveOutcome &received, std::vector<GateFinding> &found);
    std::optional<Verdict> passGates(const ReceiveOutcome &received);
    void score(const std::vector<GateFinding> &found);
    const domain::Reason *closedTo(const domain::Buyer &buyer) const;
    std::optional<Verdict> refusedAsDuplicate(const Offer &offer, const PersonAnswer &answer);

    Task<std::monostate> answerKnown(ReceiveOutcome known);
    Task<Verdict> sell();
    Task<Verdict> sellPool();
    Task<std::monostate> goOn(NodeIndex from);
    void beginWalk();

    // asking
    Task<Offers> ask(NodeIndex node);
    Task<Offers> askInTurn(NodeIndex group);
    Task<Offers> askAtOnce(NodeIndex first, NodeIndex last);
    bool hasNext(NodeIndex group) const;
    NodeIndex nextChild(NodeIndex group);
    NodeIndex chooseChild(NodeIndex group, Line &line);
    void returnTurn(Line &line);
    bool mayTakePart(NodeIndex node) const;
    Money expectation(NodeIndex node, const Money &usual) const;
    Money usualPrice(const std::vector<NodeIndex> &children) const;
    bool mayAsk(NodeIndex channel);
    std::optional<domain::Reason> ineligible(NodeIndex channel) const;
    domain::FilterInput filterInput(const PlanNode &plan) const;
    domain::PriceRule priceRule(NodeIndex channel) const;
    Valuation valueOf(NodeIndex channel, const domain::Interpretation *ping) const;
    bool isRefusedBy(const PlanNode &channel) const;
    Task<std::monostate> route();
    bool isDecided(const PingRound &round) const;
    void closeDecided(PingRound &round);
    std::optional<Micros> startPing(NodeIndex channel, std::shared_ptr<PingRound> round);
    void sendPing(NodeIndex channel, std::shared_ptr<PingRound> round, Micros limit, Preparation ready);
    void offerUnasked(NodeIndex channel, PingRound &round);
    static Detached preparePing(std::shared_ptr<LeadRun> run, std::shared_ptr<PingRound> round,
                                std::size_t waiting, CallPassPtr pass);
    void pingAnswered(PingRound &round, std::size_t ping, BuyerReply reply);
    void closeRound(PingRound &round);
    static Detached awaitPing(std::shared_ptr<LeadRun> run, std::shared_ptr<PingRound> round,
                              Future<BuyerReply> reply, std::size_t ping);
    static Detached askNested(std::shared_ptr<LeadRun> run, std::shared_ptr<PingRound> round,
                              NodeIndex group);
    Offer offerOf(NodeIndex channel, std::size_t ping, Money price) const;

    // preparing
    bool needsPreparation(NodeIndex channel, domain::StepKind before) const;
    Task<Preparation> prepare(NodeIndex channel, domain::StepKind before, Preparation known, MonoTime until);
    Task<bool> lookUp(NodeIndex channel, const PlanNode::Lookup *lookup, std::shared_ptr<Preparation> ready,
                      MonoTime until);
    Task<bool> waitAfter(std::optional<MonoTime> ended, Micros wait, MonoTime until);
    void noteLookup(const PlanNode &plan, const domain::StepId &step, const domain::Interpretation &reading,
                    const BuyerReply &reply);
    void noteChallenge(const Basis &basis, const BuyerReply &reply, std::string_view failure);
    Result<bool> wants(const Basis &basis) const;

    // the pool of offers
    void addToPool(Offers offers);
    Offer takeBest();
    void leave(const Offer &offer);
    void setClearingPrice(Offer &winner);

    // several sales
    std::optional<NodeIndex> lot() const;
    std::optional<std::size_t> bestOffer() const;
    bool isOfLot(const Offer &offer) const { return node(offer.node).lot == m_lot; }
    bool hasOfferOfLot() const;
    bool hasRoom() const;
    bool isUnderWay(const domain::Buyer *buyer) const;
    bool noteSale(const Offer &offer, const Verdict &sold);
    bool isSoldOut() const;
    Task<std::monostate> recordPost(Verdict known);
    Task<Verdict> conclude();
    void noteFate(const Verdict &end);
    bool journalFails() const;
    Verdict withSales(Verdict end);
    bool canRefill(NodeIndex channel) const;
    Task<Offers> refill(NodeIndex channel);

    // pacing
    bool isFair(NodeIndex channel, Micros limit) const;
    bool isLeft(NodeIndex channel) const;
    std::optional<Verdict> capRefused(const Offer &offer, const SendingPost &post, const domain::Reason &why);
    std::optional<LeadWait> callbackWait(const Offer &offer, const Uuid &postId) const;
    void remember(LeadWait &wait) const;
    Task<Offers> firstOffers();
    Task<bool> hasMore();

    // posting
    bool mayPost(const Offer &offer);
    bool lapsed(const Offer &offer);
    Task<Departure> post(Offer offer);
    void send(FlightPtr flight, BuyerCall call);
    static Detached awaitPost(std::shared_ptr<LeadRun> run, FlightPtr flight, Future<BuyerReply> reply);
    Task<FlightPtr> nextAnswered();
    Task<bool> sentAgain(FlightPtr flight);
    std::optional<Verdict> settle(Flight &flight);
    std::vector<FollowUp> followUps(domain::LeadState state) const;

    // offering
    bool isPing() const { return m_intake.call && m_intake.call->kind == OfferCall::Kind::Ping; }
    bool scans() const { return m_intake.call && m_intake.call->kind == OfferCall::Kind::Scan; }
    bool takesOffer() const { return m_intake.call && !isPing() && !scans(); }
    Errors missingPingFields() const;
    void answerCoverage();
    Task<Verdict> askForOffers();
    bool choosesNext() const;
    int buyersOfBest() const;
    KeptOffer keptOffer();
    OfferTold toldOf(const KeptOffer &offer) const;
    std::string consentText(const domain::Buyer &buyer) const;
    Task<std::monostate> keepOffer(Verdict verdict);
    Task<bool> acceptForLater();
    bool routesWaiting() const { return m_intake.call && m_intake.call->kind == OfferCall::Kind::Route; }
    Task<std::monostate> runTaken();
    Task<bool> takeAfterAll(OfferTaking wish);
    Task<std::monostate> giveOfferBack();
    std::optional<Error> unusable(const FoundOffer &found) const;
    Errors complete(const FoundOffer &found);
    Errors chosenBids(const FoundOffer &found);
    OfferTaking taking(const FoundOffer &found) const;
    void restore(const FoundOffer &found, const Uuid &taking);
    void restoreBid(const OfferedBid &bid);
    std::optional<NodeIndex> channelNamed(const std::string &slug) const;
    void refuse(Errors errors);

    // closing
    Verdict unsold() const;
    Task<std::monostate> close(Verdict verdict);
    static void giveUpClaims(JournalEntry &made);
    void goBack(JournalEntry &made, bool byCaller) const;
    Task<std::monostate> answerEarly();
    Task<std::monostate> recordRejectedPost();
    Task<std::monostate> recordOrOwe(JournalEntry made);
    Task<bool> recordProgress();
    Task<std::monostate> settleLater(JournalEntry last, LeadSummary told);
    Task<bool> settleOwed();
    JournalEntry entry(domain::LeadState state, domain::Reason reason) const;
    void noteProgress(JournalEntry &entry);
    void progress(domain::LeadState state, UtcTime at);
    IntakeAnswer answerOf(const Verdict &verdict) const;
    void completeTrace(const Verdict &verdict, JournalEntry &entry);
    void notePost(const AttemptRecord &post);
    std::vector<ChannelOutcome> channelOutcomes(const JournalEntry &last) const;
    void deliver(IntakeAnswer answer);
    void deliverUnavailable(std::string_view code = domain::reason::storageFailed);

    // small things
    /// Without secrets; `all` holds the carried values where they come from two places.
    domain::RenderInput inputOf(const Basis &basis, std::map<std::string, std::string> &all) const;
    /// A call with its id and time limit, which lacks its kind. `text` is what is stored of it.
    Result<BuyerCall> render(const Basis &basis, std::string &text, std::string_view challenge = {});
    domain::Interpretation read(const Basis &basis, const domain::BuyerResponse &response) const;
    std::optional<BuyerCall> answerToChallenge(const Basis &basis, const BuyerReply &reply, MonoTime until,
                                               std::string &text);
    Basis basisOf(const Ping &ping) const;
    Basis basisOf(const Flight &flight) const;
    std::optional<BuyerCall> answerToPing(std::size_t ping, const BuyerReply &reply);
    AttemptRecord newAttempt(AttemptKind kind, const PlanNode &node, const Uuid &id);
    void skip(NodeIndex channel, std::string_view code, std::string detail = {});
    void dismiss(const Offer &offer, std::string_view code, std::string detail = {});
    LeadSummary summary(domain::LeadState state, const domain::Reason &reason) const;
    void tell(domain::LeadState state, const domain::Reason &reason);
    void tell(const AttemptRecord &attempt);
    std::int64_t elapsedUs() const;
    Journal &journal() const { return m_engine->ports.journal; }
    const domain::MarketSnapshot &snapshot() const { return *m_intake.snapshot; }
    const PlanNode &node(NodeIndex index) const { return m_plan->node(index); }

    std::shared_ptr<Engine> m_engine;
    IntakeLead m_intake;
    Exchange::AnswerHandler m_answer;
    Uuid m_leadId;
    UtcTime m_receivedAt;
    std::uint64_t m_nonces; ///< seed of the next request, random at first
    bool m_test = false;
    const domain::Source *m_source = nullptr;
    const domain::FieldSchema *m_vertical = nullptr;
    std::string_view m_tree; ///< slug of the one it is routed by
    domain::Object m_fields;
    domain::Object m_raw;
    std::string m_region;
    Currency m_currency;
    Budget m_budget;
    std::shared_ptr<const TreePlan> m_plan;
    std::shared_ptr<const GatePlan> m_gates;
    std::optional<int> m_score;
    domain::History m_history;
    std::map<std::string, domain::Reason, std::less<>>
        m_closedBuyers; ///< by slug: why each is not offered it

    std::vector<NodeState> m_nodes;
    std::map<NodeIndex, Line> m_lines;
    std::vector<Ping> m_pings;
    std::vector<SkippedChannel> m_skipped;
    Offers m_pool;
    std::vector<Posted> m_posted;
    std::vector<std::string> m_hadBy; ///< slugs of buyers that had the lead before it came back
    std::vector<const domain::Buyer *> m_postedTo;
    std::vector<const domain::Buyer *> m_doneWith; ///< of these, who answered anything but a plain reject
    std::optional<NodeIndex> m_lot; ///< the non-exclusive group that the lead is sold in, once it is
    std::vector<Sale> m_sales;      ///< in it
    std::vector<FlightPtr> m_flights;
    bool m_holdsBack = false;         ///< nothing leaves until one of these has been answered
    Gather m_arrivals;                ///< of answers to m_flights
    std::vector<Verdict> m_ends;      ///< each ends the selling, once what is under way has come back
    std::vector<JournalEntry> m_owed; ///< what the journal did not take, before the last entry
    std::vector<ChannelOutcome>
        m_posts;        ///< recorded before the last entry; only where details were asked for
    Verdict m_bestSale; ///< of these, the one that brings most
    std::optional<AttemptRecord> m_rejectedPost; ///< refused, not yet recorded
    Tally m_tally;
    std::vector<LeadEvent> m_progress; ///< not yet recorded
    Uuid m_heldOffer;                  ///< which is taken for this run; null for none
    bool m_taken = false;              ///< sells what an offer holds: nobody is asked any more
    std::vector<std::string> m_chosen; ///< ids of the bids to take; empty = all that need no choosing
    std::vector<PingReason> m_news;    ///< of bids that are not posted to
    Uuid m_original;                   ///< of a repeated payload
    /// A lead that waited for room in a cap is offered to that channel first, alone.
    std::optional<std::string> m_onlyChannel;
    Uuid m_run;                     ///< as JournalEntry has it
    std::optional<LeadWait> m_wait; ///< of a lead that had waited: what for
    bool m_faultPasses = false;     ///< what the journal failed with last passes by itself
    bool m_answered = false;
    bool m_answerStored = false;
    bool m_closed = false;
};

/// Why a request could not be made: what the document says of a lead that it refuses, else the problem.
inline domain::Reason renderRefusal(const Error &error)
{
    if (error.code == "refused_lead" && error.field.starts_with("refuse_when"))
        return {error.rule, error.message};
    return {std::string(domain::reason::renderFailed), error.code + " " + error.field};
}

/// Value of the vertical's first field that is a state or region.
std::string regionOf(const domain::FieldSchema &vertical, const domain::Object &fields);

/// Errors of the journal that pass by themselves; with any other the same entry fails again and again.
bool isTransient(const Error &error);

/// A reading's own reason where it has one, else `code`; a buyer's words are cut to 200 bytes of whole
/// characters.
domain::Reason reasonOf(const domain::Interpretation &reading, std::string_view code);

} // namespace bourse::exchange
