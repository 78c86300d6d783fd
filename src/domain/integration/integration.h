#pragma once
// The integration language: a document says how one buyer is talked to; render and interpret are pure
// functions over it. The document's JSON form is published as resources/schemas/integration-1.schema.json.
#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "base/secret.h"
#include "domain/json/value.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::domain {

struct Explanation;
struct ReadingTrace;

enum class StepKind { Auth, Lookup, Ping, Post, Status, NotifyWin, NotifyLoss, Callback };
std::string_view name(StepKind step);
std::optional<StepKind> stepKindFromName(std::string_view name);

/// A step of a document: look-ups that follow the first one have names.
struct StepId {
    StepId(StepKind step) : kind(step) {} // NOLINT: a kind names its step
    StepId(StepKind step, std::string lookupName) : kind(step), lookup(std::move(lookupName)) {}
    StepKind kind;
    std::string lookup{}; ///< empty: the step of that kind itself
    bool operator==(const StepId &) const = default;
};
/// "ping", "lookup", "lookup:dnc".
std::string name(const StepId &step);
std::optional<StepId> stepFromName(std::string_view name);

using Headers = std::vector<std::pair<std::string, std::string>>;
/// Case-insensitive; nullptr when absent.
const std::string *findHeader(const Headers &headers, std::string_view name);

/// A request ready for the wire. Headers are complete and in wire order, Host and Content-Length included.
struct RenderedRequest {
    std::string method;
    std::string url; ///< absolute
    Headers headers;
    std::string body;
    /// What the step's "carry" made, for the same lead's later steps: a time or an id that ping and post
    /// share.
    std::map<std::string, std::string> carried{};
};
/// `METHOD URL` CRLF headers CRLF body: what `bourse-node render` prints.
std::string toWireText(const RenderedRequest &request);

struct BuyerResponse {
    int status = 200;
    Headers headers;
    std::string body;
    /// When it came; what holds "for n seconds" counts from here, else from what its Date header says.
    std::optional<UtcTime> receivedAt{};
    std::string query{}; ///< of a callback, which is a request: what follows the '?' of its target
};
/// Reads a raw HTTP response, or takes the text as a body with status 200 if it does not start with "HTTP/".
/// A raw HTTP request (a callback) is read as what it says. Code "invalid_response" for a broken head.
Result<BuyerResponse> parseRawResponse(std::string_view text);

/// Returned and Converted (funded, closed: the person became a customer) are said of a sale afterwards, by
/// callbacks and statuses only.
enum class Reading {
    Accepted,
    Rejected,
    Duplicate,
    Capped,
    Error,
    Pending,
    Unrecognised,
    Returned,
    Converted
};
std::string_view name(Reading reading);
std::optional<Reading> readingFromName(std::string_view name);

struct ReadBid {
    std::string id;
    Money price;
};

/// What interpret makes of an answer.
struct Interpretation {
    Reading outcome = Reading::Unrecognised;
    std::optional<Money> price; ///< exact, in the currency of the answer or of the document
    std::vector<ReadBid> bids;
    std::map<std::string, std::string> carried;                ///< ids for later steps, as read
    std::optional<std::pair<std::string, std::string>> reason; ///< our code, the buyer's text
    std::optional<std::string> redirect;
    std::optional<std::string> expiresAt;
    std::string rule; ///< id of the rule that decided; empty if none did
};
/// The instant of the reading's expiresAt: an ISO 8601 time, seconds or milliseconds since 1970, or seconds
/// from `answeredAt`. Nothing where it says nothing that can be understood.
std::optional<UtcTime> expiryOf(const Interpretation &reading, UtcTime answeredAt);
/// The JSON that `bourse-node interpret` prints (contracts).
std::string toJson(const Interpretation &reading);

struct RenderInput {
    const Object *lead = nullptr; ///< normalised, groups nested
    const std::map<std::string, std::string> *carried = nullptr;
    /// Missing secrets print {{name}}; where a signature needs one it is an error ("missing_secret").
    const std::map<std::string, Secret> *secrets = nullptr;
    UtcTime time{};
    bool live = false;      ///< environment: live, else test
    std::uint64_t seed = 0; ///< fixes nonces and UUIDs
    /// True where the request will really be sent: a missing secret is then an error anywhere
    /// ("missing_secret").
    bool secretsRequired = false;
    /// What the server's WWW-Authenticate said, for digest authentication (several challenges: one a line).
    /// Without it a request of that kind has no Authorization header, and the server answers 401.
    std::string_view challenge{};
    /// How often this challenge was answered, this time included: RFC 7616's nc.
    std::uint32_t challengeUse = 1;

    // What is known beside the lead; computed values of the same names read it.
    /// "ld_…", as the caller was told it. Empty: a stand-in made of the time and the seed alone, so that all
    /// steps of one lead have the same.
    std::string leadId{};
    /// Of this request. Empty: a stand-in made of the time, the seed and the step.
    std::string attemptId{};
    std::string source{};                ///< slug of the lead source; empty: not known
    std::optional<UtcTime> receivedAt{}; ///< without it the lead was received at `time`
    /// The least that this buyer's channel takes. None, or one in another currency than the document's: there
    /// is no floor price.
    std::optional<Money> floorPrice{};
    /// How long the answer to this request will be waited for. Without it the step's own time limit.
    std::optional<Micros> timeLeft{};
};

/// A step in the order in which the steps of a sale run.
struct PlannedStep {
    StepId step = StepKind::Post;
    Micros waitBefore{};      ///< from the end of the step before it
    bool conditional = false; ///< ask wantsStep() whether this lead needs it
    bool operator==(const PlannedStep &) const = default;
};
/// How a status is asked for.
struct Polling {
    Micros interval{}; ///< before the first question and between two
    int attempts = 1;
    bool operator==(const Polling &) const = default;
};

/// What the transport needs to know about TLS; secrets by name.
struct TlsOptions {
    std::string clientCertificate; ///< secret with the certificate chain as PEM; empty: none
    std::string clientKey;         ///< secret with the private key as PEM
    std::string clientKeyPassword; ///< secret; empty: the key is not encrypted
    /// SHA-256 of the server's public key (SubjectPublicKeyInfo), base64; any of them may match. Empty: any
    /// key of a certificate that is valid.
    std::vector<std::string> pinnedPublicKeys;
    bool operator==(const TlsOptions &) const = default;
};

/// A request that came in from a buyer.
struct InboundRequest {
    std::string method;
    std::string target; ///< path and query, as received
    Headers headers;
    std::string body;
};

/// Reads a raw HTTP request. Code "invalid_response" for a broken head.
Result<InboundRequest> parseRawRequest(std::string_view text);
/// A callback is read as answers are. One without a body says all in its query, which then stands for it.
BuyerResponse asResponse(const InboundRequest &request);

/// By which id a callback names its post: our lead's, our request's, or any that the buyer gave in an answer.
enum class PairBy { LeadId, AttemptId, BuyerId };
std::string_view name(PairBy by); ///< "lead_id", "attempt_id", "buyer_id"
std::optional<PairBy> pairByFromName(std::string_view name);

/// What a callback says.
struct CallbackReading {
    Interpretation reading;
    std::vector<std::pair<PairBy, std::string>> ids; ///< in the document's order, those that are there
    /// Tells one event from another; empty where the document names no such id, or the request has none.
    std::string eventId;
};
/// As toJson() of a reading, with "ids" (by and value) and "event_id".
std::string toJson(const CallbackReading &said);
/// What became of a callback, as far as its sender is told.
enum class CallbackFate { Recorded, Repeated, Unmatched };
struct CallbackAnswer {
    int status = 200;
    std::string contentType = "application/json";
    std::string body = "{\"status\":\"ok\"}";
};

struct SignatureTrace; // domain/integration/explain.h

/// A compiled integration: immutable, shared between threads.
class Integration {
  public:
    virtual ~Integration() = default;
    /// Reads and compiles a document. Every problem at once: code, field (path in the document), rule,
    /// message. Unknown keys ("unknown_key") and newer versions ("unsupported_version") are refused.
    static Result<std::shared_ptr<const Integration>> fromValue(const Value &document);
    static Result<std::shared_ptr<const Integration>> fromJson(std::string_view text);

    virtual const std::string &slug() const = 0;
    virtual const std::string &label() const = 0;
    /// The document, canonical: what export writes.
    virtual const Value &document() const = 0;
    virtual bool hasStep(const StepId &step) const = 0;
    /// The step's own total time limit, if it sets one.
    virtual std::optional<Micros> timeLimit(const StepId &step) const = 0;
    virtual Currency currency() const = 0;
    /// True if the buyer declared that a re-sent post with the same key is safe.
    virtual bool declaresIdempotentPost() const = 0;
    /// The steps of a sale that the document has: auth, look-ups before the ping, ping, look-ups before the
    /// post, post, status. Notices and callbacks have their own occasions. A look-up says what it precedes
    /// ("before"); without a ping that is always the post.
    virtual std::vector<PlannedStep> stepOrder() const = 0;
    /// True if a look-up with this reading suppresses the sale: rejected and duplicate do; where the step
    /// says "on_failure": "suppress", so do error, pending and unrecognised.
    virtual bool lookupSuppresses(const StepId &lookup, Reading reading) const = 0;
    /// "interval_ms" and "attempts" of the status step, if there is one.
    virtual std::optional<Polling> polling() const = 0;
    /// False if the step's "when" does not hold for this lead; the step is then left out. True for a step
    /// without one. Errors: no_such_step, and what reading a value can give.
    virtual Result<bool> wantsStep(const StepId &step, const RenderInput &input) const = 0;
    /// Names of the secrets the document refers to.
    virtual std::vector<std::string> secretNames() const = 0;
    /// The lead fields that the step sends (schema keys); of look-ups those of all of them.
    virtual std::vector<std::string> fieldsSent(StepKind step) const = 0;

    /// Pure: the same input gives the same bytes. Errors: no_such_step, no_endpoint, refused_lead (an
    /// on-empty rule), missing_secret, transform failures with the row's target as field, header_injection,
    /// invalid_url.
    virtual Result<RenderedRequest> render(const StepId &step, const RenderInput &input) const = 0;
    /// The signatures of the request that render would give, in order (domain/integration/explain.h); secrets
    /// that are part of a string to sign are written {{name}}. A signature that cannot be made has a problem
    /// and the others follow. Errors: as render, for what comes before the signatures.
    virtual Result<std::vector<SignatureTrace>> signatures(const StepId &step,
                                                           const RenderInput &input) const = 0;
    /// True if the step answers a server's challenge: a 401 with WWW-Authenticate is then no answer to the
    /// request, which is rendered once more with RenderInput::challenge (digest authentication).
    virtual bool answersChallenges(const StepId &step) const = 0;
    /// Certificate and keys of the environment.
    virtual TlsOptions tls(bool live) const = 0;
    /// True if the step is a token call that the document's authentication asks for (oauth2), not one that it
    /// writes out.
    virtual bool isImplied(StepKind step) const = 0;
    /// Checks a request that the buyer sent against what the step says of itself: its own authentication (the
    /// headers and query parameters that render would write) and its signatures (the recipe says what the
    /// buyer signs; of several values in the header one must be right). `input.time` is now. A step that says
    /// nothing accepts anything. Codes: missing_header, authentication_mismatch, signature_mismatch,
    /// invalid_timestamp, timestamp_too_old, timestamp_too_new, missing_secret, invalid_secret,
    /// not_verifiable (a signature that stands in the body).
    virtual Result<void> verify(StepKind step, const InboundRequest &request,
                                const RenderInput &input) const = 0;
    /// Reads a callback, whoever sent it: verify() first. Nothing in it where there is no callback step.
    virtual CallbackReading readCallback(const InboundRequest &request) const = 0;
    /// What the buyer is answered, as the callback step says; 200 with {"status":"ok"} where it says nothing.
    virtual CallbackAnswer callbackAnswer(CallbackFate fate) const = 0;
    /// Pure, never fails: what cannot be read is Unrecognised with a reason.
    /// `about` is what the request was rendered from, for rules that compare the answer with the lead; where
    /// it is not given, they do not hold.
    virtual Interpretation interpret(const StepId &step, const BuyerResponse &response,
                                     const RenderInput *about) const = 0;
    Interpretation interpret(const StepId &step, const BuyerResponse &response) const
    {
        return interpret(step, response, nullptr);
    }
    /// What render() does, row by row (explain.h). It goes on after a problem; where there is none, its
    /// request has the bytes that render() gives, and else its first problem is the one that render() gives.
    virtual Explanation explain(const StepId &step, const RenderInput &input) const = 0;
    /// What interpret() does, rule by rule (explain.h).
    virtual ReadingTrace examine(const StepId &step, const BuyerResponse &response,
                                 const RenderInput *about = nullptr) const = 0;
};

} // namespace bourse::domain
