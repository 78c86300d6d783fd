#pragma once
// An offer: what a pinged lead can be sold for until somebody takes it, or it expires. It is written down
// with the lead, so that any node can serve the post.
#include "base/clock.h"
#include "base/money.h"
#include "base/uuid.h"
#include "domain/lead/reason.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bourse::exchange {

struct OfferedBid {
    std::string id;      ///< within its offer: "b1", "b2", …
    std::string channel; ///< slug
    std::string buyer;   ///< slug
    Money price;         ///< what the buyer bids, not rounded
    /// What it pays if the lead is sold to it, where that is less than its bid (a second-price auction). The
    /// source was told its payout, so this holds whatever becomes of the other bids.
    std::optional<Money> clearing;
    Money payout;                               ///< what the source is paid, as booked
    std::optional<UtcTime> expiresAt;           ///< where the buyer said so
    bool listed = false;                        ///< told to the source, which may take it by its id
    bool toChoose = false;                      ///< of a Choice group: never sold to unasked
    std::string consentText;                    ///< toChoose: the exact text that is shown
    std::optional<Uuid> ping;                   ///< the attempt that it answered; none for a fixed price
    std::map<std::string, std::string> carried; ///< from the ping to the post
};

struct KeptOffer {
    /// A lead that was accepted to be routed later: it holds no bids, and is taken from the first by the node
    /// that accepted it. Recovery of that node opens it for any other.
    bool route = false;
    Uuid id;            ///< a ping's public id is "pg_" + this
    std::string source; ///< slug
    std::string tree;   ///< slug
    std::string token;  ///< of the hosted page; only its keyed hash is stored. Empty for a ping
    UtcTime expiresAt;
    int maxChosen = 0;           ///< how many bids may be taken at most
    std::optional<Money> payout; ///< what the source is paid if it takes what sells best
    std::vector<OfferedBid> bids;
    std::vector<std::string> postedTo; ///< buyers (slugs) that have had their say on this lead already
    const OfferedBid *bid(const std::string &bidId) const
    {
        for (const OfferedBid &one : bids)
            if (one.id == bidId)
                return &one;
        return nullptr;
    }
};

/// What became of a bid that is written down already.
struct PingReason {
    Uuid attemptId;
    domain::Reason reason;
};

} // namespace bourse::exchange
