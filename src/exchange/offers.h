#pragma once
// Taking offers: what a post, or a person's choice, asks of the exchange, and the store that keeps them.
#include "base/task.h"
#include "exchange/keptoffer.h"
#include "exchange/ports.h"
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bourse::exchange {

/// How an offer is named.
struct OfferKey {
    enum class By { Id, Lead, Token };
    By by = By::Id;
    Uuid id;           ///< of the offer, or of its lead
    std::string token; ///< of the hosted page
};

/// What the caller wants beside, or instead of, a sale at once.
struct OfferCall {
    enum class Kind {
        Ping,   ///< ask the buyers and keep what they offer
        Scan,   ///< would anybody qualify? Nobody is called, nothing is written
        Post,   ///< take the offer of a ping
        Choose, ///< take what a person has chosen
        Show,   ///< what is offered; nothing is changed
        Route,  ///< route a lead whose node died after it was accepted to be routed later
    };
    Kind kind = Kind::Ping;
    OfferKey key;                    ///< Post, Choose, Show
    std::vector<std::string> bidIds; ///< Post: none = what sells best; Choose: at least one
    std::string ip, userAgent;       ///< of the person who consents; may be empty
};

/// What is told of an offer.
struct OfferTold {
    struct Bid {
        std::string id;
        std::string channel;    ///< slug
        std::string buyer;      ///< slug; empty where the source may not see it
        std::string buyerLabel; ///< likewise
        Money payout;
        UtcTime expiresAt;
        bool toChoose = false;
        std::string consentText;
    };
    Uuid id; ///< null: nothing is offered
    UtcTime expiresAt;
    std::optional<Money> payout; ///< what the source is paid if it takes what sells best
    std::vector<Bid> bids;
    int maxChosen = 0;
    std::string token; ///< of the hosted page, where there is one and it is not known yet
    std::string sourceLabel;
    /// Scan: how many channels the lead qualifies for, and of how many.
    int qualified = 0, channels = 0;
};

enum class OfferState { Open, Taken, Expired };

struct OfferQuery {
    Uuid workspace;
    OfferKey key;
    std::optional<IdempotencyClaim> claim; ///< looked for first
};

struct FoundOffer {
    /// The answer of the claim, where somebody holds it already: Replay, InFlight or KeyMismatch. Nothing
    /// else is filled in then.
    std::optional<ReceiveOutcome> known;
    bool exists = false;
    OfferState state = OfferState::Open;
    KeptOffer offer; ///< without its token
    Uuid leadId;
    UtcTime receivedAt;
    bool test = false;
    std::string vertical; ///< slug
    domain::Object fields, raw;
    int pinged = 0, bids = 0;
};

/// Consent to one buyer, in the words that were shown.
struct GivenConsent {
    std::string buyer; ///< slug
    std::string text;  ///< JSON: what was shown, its SHA-256, when, from which address
};

struct OfferTaking {
    Uuid workspace;
    Uuid id; ///< of this taking: the same one again changes nothing
    Uuid offer;
    Uuid leadId;
    Uuid nodeId; ///< which sells the lead from now on
    UtcTime at;
    std::shared_ptr<const domain::MarketSnapshot> snapshot;
    std::string vertical;
    domain::Object fields, raw; ///< the lead as the post has completed it
    std::vector<std::string> bidIds;
    std::vector<GivenConsent> consents;
    std::optional<IdempotencyClaim> claim;
    std::string actor;
};

struct TakingOutcome {
    enum class Kind { Taken, Used, Expired, Claimed };
    Kind kind = Kind::Used;
};

/// Where offers are kept. Answers as Journal does.
class OfferBook {
  public:
    virtual ~OfferBook() = default;
    virtual Future<Result<FoundOffer>> find(OfferQuery query) = 0;
    /// One taker: the conditional update decides, also between nodes. The lead is in state routing then, and
    /// of the taker's node.
    virtual Future<Result<TakingOutcome>> take(OfferTaking taking) = 0;
    /// Leads that wait to be routed, at most a hundred: offers with `route` that are open.
    virtual Future<Result<std::vector<Uuid>>> waiting(Uuid workspace) = 0;
};

/// "pg_" + UUID.
std::string pingIdText(const Uuid &id);
/// Code "unknown_ping_id" for anything else.
Result<Uuid> parsePingId(std::string_view text);

/// JSON texts, as they are sealed; the token is left out.
std::string writeOffer(const KeptOffer &offer);
bool readOffer(std::string_view text, KeptOffer &into);

} // namespace bourse::exchange
