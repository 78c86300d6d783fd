#pragma once
// The ping/post engine: one coroutine per lead, from intake to answer.
#include "exchange/aftersale.h"
#include "exchange/channelhealth.h"
#include "exchange/channelstatistics.h"
#include "exchange/offers.h"
#include "exchange/pingcounts.h"
#include "exchange/ports.h"
#include "exchange/resale.h"
#include "exchange/resuming.h"
#include "exchange/webhooks.h"
#include <functional>
#include <memory>

namespace bourse::exchange {

/// A lead as the intake hands it over; decoded, not yet validated.
struct IntakeLead {
    std::shared_ptr<const domain::MarketSnapshot> snapshot; ///< pinned for the lead's whole life
    std::string source;
    std::string actor;
    domain::Object fields;
    bool test = false;
    bool details = false; ///< the answer shall say what became of each channel
    std::optional<IdempotencyClaim> idempotency;
    std::optional<Micros> budget; ///< a supplier may only lower the source's
    std::shared_ptr<const OfferCall>
        call;         ///< a ping, or a post that takes an offer; null = to be sold at once
    MonoTime arrived; ///< when its first byte was complete; durations count from here
    /// How the final answer is written (JSON or XML), so that exactly its bytes are stored for a replay.
    std::function<StoredAnswer(const struct IntakeAnswer &)> writeAnswer;
};

/// What became of a channel with a lead: it was pinged, posted to, or skipped, and why.
struct ChannelOutcome {
    std::string channel;      ///< slug
    std::string buyer;        ///< slug
    std::string_view step;    ///< "ping", "post", or "skip"
    std::string_view outcome; ///< domain::name of the attempt's outcome; "skipped"
    std::optional<Money> price;
    domain::Reason reason;
};

/// What the supplier is told.
struct IntakeAnswer {
    /// Refused: nothing was changed, errors.front() says why.
    enum class Kind { Done, Invalid, Replay, InFlight, KeyMismatch, Unavailable, Refused };
    Kind kind = Kind::Done;
    Uuid leadId;
    UtcTime createdAt;
    domain::LeadState state = domain::LeadState::Unsold;
    domain::RoutingDecision decision = domain::RoutingDecision::NoBuyer;
    domain::Reason reason;
    std::optional<int> score;
    std::string buyer;                      ///< slug of the winner
    std::optional<Money> price;             ///< revenue of the sale, or of all of them
    std::optional<Money> payout;            ///< what the source is paid of it
    std::vector<Sale> sales;                ///< one for each buyer that has it
    std::vector<ChannelOutcome> channels;   ///< where it was asked for; in the order of the tree's calls
    std::shared_ptr<const OfferTold> offer; ///< what a ping, or a lead that a person chooses for, is offered
    bool test = false;
    bool undeliveredIsRejected = false; ///< its source is told "rejected" where nobody has the lead
    std::optional<std::string> redirect;
    bool deduped = false;
    Uuid original;       ///< of a repeated payload
    Errors errors;       ///< Invalid: every field's problem
    StoredAnswer stored; ///< the exact answer: fresh or replayed; empty for the other kinds
};

struct ExchangePorts {
    Executor &executor;
    const Clock &clock;
    Journal &journal;
    BuyerGateway &buyers;
    SecretSource &secrets;
    Observer &observer;
    const ChannelStatistics *statistics = nullptr; ///< null: what this exchange has seen itself
    OfferBook *offers = nullptr; ///< null: pings and their posts are answered as unavailable
};

struct ExchangeSettings {
    Uuid nodeId;
    Micros answerReserve = std::chrono::milliseconds(20); ///< kept of the budget for recording and answering
    Micros postReserve =
        std::chrono::milliseconds(150); ///< kept of the budget for the post when pings are timed
    Micros defaultPingLimit = std::chrono::milliseconds(300);
    Micros defaultPostLimit = std::chrono::milliseconds(2000);
    /// How long a round of pings waits, beyond its longest time limit, for the gateway to report; later bids
    /// are late.
    Micros pingGrace = std::chrono::milliseconds(10);
    std::size_t maxInFlight = 10000;
    std::size_t maxStoredBytes = 64u << 10; ///< of each stored request and response text
    std::uint64_t seed = 0; ///< of ids and nonces, to replay a simulation; 0 = the system's generator
};

class Exchange {
  public:
    using AnswerHandler = std::function<void(IntakeAnswer)>;
    Exchange(ExchangePorts ports, ExchangeSettings settings);
    ~Exchange();
    /// Starts a lead. On the executor's thread; `answer` is called once, there, after the commit that it
    /// speaks of.
    void submit(IntakeLead lead, AnswerHandler answer);
    /// Does what is due with buyers after leads' routing: asks for statuses, gives notices. Ends by itself;
    /// while it is under way another call does nothing. `changed` is told of leads whose state moved. The
    /// store must outlive a drain. On the executor's thread.
    void followUp(FollowUpStore &store, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                  std::function<void(const Uuid &leadId)> changed);
    /// Routes leads that were accepted to be routed later and whose node died. Ends by itself; while it is
    /// under way another call does nothing. On the executor's thread.
    void routeWaiting(std::shared_ptr<const domain::MarketSnapshot> snapshot);
    /// Sends the webhooks that are due; comes back at once, and goes on by itself. The store must outlive a
    /// drain. On the executor's thread.
    void tellWebhooks(WebhookStore &store, std::shared_ptr<const domain::MarketSnapshot> snapshot);
    /// Routes a returned lead again, by the snapshot's trees, to buyers that have not had it. False if the
    /// exchange takes no leads now: then recovery ends it. On the executor's thread.
    bool resell(std::shared_ptr<const domain::MarketSnapshot> snapshot, ResaleLead lead);
    /// Takes up leads whose wait is over and offers them to those who have not had them. As followUp().
    void resume(WaitStore &store, std::shared_ptr<const domain::MarketSnapshot> snapshot);
    /// Operators' words on channels, from now on. On the executor's thread, as the following.
    void setHolds(Holds holds);
    std::vector<ChannelHealth> health() const;
    /// Pings that are counted over all nodes: whoever keeps the common count asks every second.
    PingCounts &pingCounts();
    /// No new leads (they get Unavailable); `drained` is called when the last one in flight has ended.
    void drain(std::function<void()> drained);
    std::size_t inFlight() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace bourse::exchange
