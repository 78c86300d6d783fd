#pragma once
// What the exchange needs from the world. storage, net and market implement these; a simulation does so on
// virtual time. Every port answers on the exchange's executor.
#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "base/task.h"
#include "base/uuid.h"
#include "domain/integration/integration.h"
#include "domain/lead/leadstate.h"
#include "domain/lead/reason.h"
#include "domain/market/marketdocument.h"
#include "exchange/keptoffer.h"
#include "exchange/personprobe.h"
#include "exchange/wiretls.h"
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::exchange {

// ------------------------------------------------------------------------------------------------ buyer's
// wire

enum class CallKind { Ping, Post, Auth, Lookup, FollowUp };

struct BuyerCall {
    Uuid attemptId;
    CallKind kind = CallKind::Ping;
    std::string buyer; ///< slug; connections are kept apart per buyer
    domain::RenderedRequest request;
    Micros timeLimit{}; ///< total, from now to the last byte of the answer
    std::size_t maxAnswerBytes = 1u << 20;
    std::shared_ptr<const domain::MarketSnapshot> snapshot; ///< for its egress rules
    std::shared_ptr<const WireTls> tls;                     ///< null = nothing special
};

/// How far a call came. Only NotSent promises that no byte of the request left this machine.
enum class WireOutcome { Answered, NotSent, TimedOut, ConnectionLost, AnswerTooLarge, GarbledAnswer };

/// Microseconds from the call's start to the end of each phase; 0 where it did not happen (a reused
/// connection has neither DNS nor connect nor TLS).
struct Phases {
    std::int64_t queuedUs = 0; ///< before the transport took it
    std::int64_t dnsUs = 0;
    std::int64_t connectUs = 0;
    std::int64_t tlsUs = 0;
    std::int64_t firstByteUs = 0;
    std::int64_t totalUs = 0;
    bool reusedConnection = false;
};

struct BuyerReply {
    WireOutcome outcome = WireOutcome::NotSent;
    domain::BuyerResponse response; ///< meaningful for Answered; what came so far otherwise
    Phases phases;
    std::string reasonCode; ///< domain::reason code where not Answered
    std::string detail;     ///< the transport's words, no PII
    std::string remote;     ///< "192.0.2.7:443" that was connected to; empty where none was
};

class BuyerGateway {
  public:
    virtual ~BuyerGateway() = default;
    /// One request, at most once on the wire if it is a post, no redirects followed; always completes, at the
    /// latest at its time limit.
    virtual Future<BuyerReply> call(BuyerCall call) = 0;
};

// ------------------------------------------------------------------------------------------------ journal

struct IdempotencyClaim {
    std::string keyId;       ///< the API key's id
    std::string route;       ///< "POST /v1/leads"
    std::string key;         ///< as sent, without quotes, ≤ 255 bytes
    std::string requestHash; ///< SHA-256 of the body, raw bytes
};

/// A lead as it is first written down.
struct ReceivedLead {
    Uuid leadId;
    Uuid nodeId;
    UtcTime receivedAt;
    std::shared_ptr<const domain::MarketSnapshot> snapshot;
    std::string source;    ///< slug
    std::string vertical;  ///< slug
    domain::Object fields; ///< normalised
    domain::Object raw;
    bool test = false;
    std::string actor; ///< "key:<id>", "operator", "simulation"
    std::optional<IdempotencyClaim> idempotency;
    std::string repeatHash; ///< SHA-256 of source and normalised fields, raw bytes; empty = no window
    int repeatWindowSeconds = 0;
    PersonQuestions questions;
};

struct ReceiveOutcome {
    enum class Kind {
        Fresh,       ///< committed; route it
        Repeated,    ///< committed as Duplicate of `original`; do not route
        Replay,      ///< same key, same body: the stored answer, byte for byte; nothing was written
        InFlight,    ///< same key, still running; nothing was written
        KeyMismatch, ///< same key, other body; nothing was written
    };
    Kind kind = Kind::Fresh;
    Uuid original;
    int answerStatus = 0;
    std::string answerBody;
    std::string answerContentType;
    // Replay with an empty `answerBody`: the lead under the key, `original`, has ended without a stored
    // answer (it was interrupted, say, after a post whose fate is unknown). What it ended as:
    domain::LeadState originalState = domain::LeadState::Unknown;
    std::string originalReason;   ///< domain::reason code
    std::string originalDecision; ///< domain::name of its routing decision
    std::string originalBuyer;    ///< slug; empty if nobody has it
    std::optional<Money> originalPrice;
    // Fresh:
    std::vector<PersonAnswer> earlier; ///< of the probes that found something
    std::vector<SuppressionHit> suppressed;
};

/// Whatever is said between a buyer and us about a lead. A callback is the buyer's request, with our answer.
/// A resend is the post of unknown fate once more, under its id.
enum class AttemptKind { Ping, Post, Status, NotifyWin, NotifyLoss, Callback, Resend };
/// "ping", "post", "status", "notify_win", "notify_loss", "callback", "resend": as stored.
std::string_view name(AttemptKind kind);
std::optional<AttemptKind> attemptKindFromName(std::string_view name);

/// One call to a buyer, as it is written down with its answer.
struct AttemptRecord {
    Uuid attemptId;
    AttemptKind kind = AttemptKind::Ping;
    std::string channel;     ///< slug
    std::string buyer;       ///< slug
    std::string integration; ///< slug
    UtcTime startedAt;
    domain::AttemptOutcome outcome = domain::AttemptOutcome::Sending;
    domain::Reason reason;
    std::optional<Money> price;
    int httpStatus = 0;
    Phases phases;
    std::string requestText;  ///< exact bytes sent (secrets already redacted by the caller)
    std::string responseText; ///< head and body as received, cut at the size limit
    std::string rule;         ///< the response rule that decided
    std::string externalId;   ///< the buyer's id of the lead, if it gave one
    /// All that the buyer may name the lead by when it calls back; empty where it does not.
    std::vector<std::string> otherIds;
};

/// What became of a channel that was not called.
struct SkippedChannel {
    std::string channel;
    std::string buyer;
    domain::Reason reason;
};

struct CapClaim {
    std::string counter; ///< "channel:<slug>:day:leads"
    UtcTime windowStart;
    std::int64_t amount = 1; ///< leads, or micro-units
    std::int64_t limit = 0;
};

/// A post about to leave: committed as SENDING, with its reservation, before the first byte.
struct SendingPost {
    Uuid leadId;
    Uuid workspaceId;
    Uuid nodeId;
    Uuid run;              ///< as JournalEntry has it
    AttemptRecord attempt; ///< outcome Sending
    UtcTime deadline;      ///< after it, a SENDING without result is UNKNOWN
    std::vector<CapClaim> caps;
    std::string buyer; ///< whose balance is held
    Money price;
    std::optional<Money> creditLimit;
    std::string actor;
    /// What must not have happened: if one finds something, the post is refused. Looked up with nobody else
    /// selling a lead of that person at the same time under the same kinds of keys.
    std::vector<PersonProbe> probes;
    /// How its fate is learnt should this node die before its answer is written (Status or Resend), and what
    /// it carries for that; absent where only a callback or people can tell.
    std::optional<AttemptKind> question;
    std::map<std::string, std::string> carried;
};

struct ReserveOutcome {
    bool granted = false;
    /// cap_reached (detail: the counter, where it is known), balance_spent, channel_held (an operator's word
    /// that came after the lead was asked about), interrupted (the lead is closed, or another
    /// run's),
    /// duplicate_lead (then `earlier` says why).
    domain::Reason refused;
    std::optional<PersonAnswer> earlier;
};

/// One event of a lead's append-only history.
struct LeadEvent {
    std::string kind; ///< "state", "ping", "post", "skip", "answer"
    UtcTime at;
    domain::LeadState state = domain::LeadState::Routing;
    domain::Reason reason;
    std::string detail; ///< JSON text, no PII
};

struct Sale {
    Uuid postId;
    std::string buyer;
    std::string channel;
    Money revenue; ///< rounded half-even
    Money payout;  ///< rounded down
    std::string source;
    UtcTime soldAt;
};

/// What is still to be done with a buyer when a lead's routing has ended: asking for a status, telling who
/// won and who lost. Written down with the entry that it follows from.
struct FollowUp {
    Uuid id;
    AttemptKind kind = AttemptKind::Status; ///< Status, Resend, NotifyWin or NotifyLoss
    UtcTime dueAt;
    Uuid attemptId;          ///< the post or ping that it is about
    std::string channel;     ///< slug
    std::string buyer;       ///< slug
    std::string integration; ///< slug
    std::map<std::string, std::string> carried;
};

/// What a lead in state Pending waits for. When it is due, any node takes it up again (resuming.h).
struct LeadWait {
    enum class For {
        Callback, ///< the buyer's word on `postId`; when it is due the post counts as refused
        Cap,      ///< room in a cap of `channel`
    };
    For what = For::Callback;
    std::string channel; ///< slug
    std::string buyer;   ///< slug
    Uuid postId;         ///< Callback
    UtcTime dueAt;
    UtcTime until;        ///< Cap: from then on it goes to the others
    bool thenNext = true; ///< it is offered to the others at last; else it is unsold
    // What was asked of the store when the lead came: it holds when the lead goes on.
    std::map<std::string, std::string> closedBuyers; ///< slug and reason code: it is not offered to these
    std::optional<int> score;
    domain::History history;
};

struct StoredAnswer {
    int status = 200;
    std::string contentType;
    std::string body;
};

/// Everything that one step of a lead's life adds; committed as a whole.
struct JournalEntry {
    Uuid leadId;
    Uuid workspaceId;
    Uuid nodeId;
    std::string actor;
    domain::LeadState state = domain::LeadState::Routing; ///< the lead's state after this entry
    domain::Reason reason;
    std::string routingDecision;
    std::string arm; ///< slug of the tree, where the source splits its leads; the first one stays
    std::vector<AttemptRecord> pings;  ///< new rows, complete
    std::optional<AttemptRecord> post; ///< result of a post that `reserve` wrote; its reservation is kept for
                                       ///< Accepted, Pending and Unknown and released for all else
    std::vector<SkippedChannel> skipped;
    std::vector<LeadEvent> events;
    /// A sale that this entry's `post` was. A lead of a non-exclusive group may have several, each in an
    /// entry of its own; the last entry of such a lead names the dearest of them again, with the sums of
    /// all: what is sold already is not sold again, but the lead shows what it has brought.
    std::optional<Sale> sale;
    /// The lead's idempotency claim (unless it holds an answer already) and its repeat claim are given up
    /// with this entry: the caller was told to try again, and the retry shall be a new lead.
    bool releaseClaims = false;
    std::vector<FollowUp> followUps;
    std::optional<KeptOffer> offer; ///< what the lead is offered for from now on; state is Offered then
    /// The offer that this lead was taken from: it is open again, as if nobody had taken it, with its bids
    /// and times as they were; what the lead was offered for since is void. State is Offered then.
    Uuid reopensOffer;
    std::vector<PingReason> pingNews; ///< of pings that an earlier entry wrote down
    std::optional<LeadWait> wait;     ///< state Pending; in the last entry
    /// By what the lead was given to who writes this: null for one that has just arrived, else the taking of
    /// its offer, the claim of its wait (which ends with the last entry) or its re-sale. An entry of a run
    /// that the lead has left behind changes nothing of it.
    Uuid run;
    std::optional<StoredAnswer> answer; ///< stored under the lead's idempotency claim, if it has one
    std::int64_t durationUs = 0;        ///< received to now
    int pinged = 0;
    int bids = 0;
    bool final = false;
};

/// Durable record. Each call completes after its commit, on the exchange's executor. An error
/// ("storage_unavailable", "disk_full", …) means that nothing of it can be relied on; the writer has then
/// already retried for its time.
class Journal {
  public:
    virtual ~Journal() = default;
    virtual Future<Result<ReceiveOutcome>> receive(ReceivedLead lead) = 0;
    virtual Future<Result<ReserveOutcome>> reserve(SendingPost post) = 0;
    /// Error left_behind: the lead is closed, or somebody else's, and has not taken this step; a post's
    /// result is written all the same.
    virtual Future<Result<std::monostate>> record(JournalEntry entry) = 0;
};

// ------------------------------------------------------------------------------------------------ secrets,
// view

class SecretSource {
  public:
    virtual ~SecretSource() = default;
    /// Values of the secrets that exist among `names`; thread-safe, never blocks (values are loaded
    /// beforehand).
    virtual std::map<std::string, Secret> secrets(const std::vector<std::string> &names) const = 0;
};

/// What a watching person needs of a lead; no PII.
struct LeadSummary {
    Uuid leadId;
    UtcTime receivedAt;
    domain::LeadState state = domain::LeadState::Received;
    domain::Reason reason;
    std::string source;
    std::string region; ///< state/region field, if the lead has one
    std::string buyer;  ///< winner's slug
    int pinged = 0;
    int bids = 0;
    std::optional<Money> price;
    std::optional<Money> payout;
    std::int64_t durationUs = 0;
    bool test = false;
};

/// One finished call, for health and latency.
struct CallSummary {
    std::string buyer;
    std::string channel;
    AttemptKind kind = AttemptKind::Ping;
    domain::AttemptOutcome outcome = domain::AttemptOutcome::Bid;
    std::int64_t totalUs = 0;
    UtcTime at;
};

/// Told of each change, on the exchange's executor; must return at once.
class Observer {
  public:
    virtual ~Observer() = default;
    virtual void leadChanged(const LeadSummary &lead) = 0;
    virtual void callFinished(const CallSummary &call) = 0;
};

} // namespace bourse::exchange
