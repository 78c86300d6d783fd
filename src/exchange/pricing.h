#pragma once
// From a buyer's answer to the price that is compared, and from the winning price to what is booked. Pure
// functions.
#include "base/money.h"
#include "domain/integration/integration.h"
#include "domain/lead/reason.h"
#include "domain/routing/pingtree.h"
#include <optional>
#include <string>

namespace bourse::exchange {

/// What a channel offers for a lead, or why its offer does not count.
struct Valuation {
    std::optional<Money> offer;  ///< takes part in the ranking
    std::optional<Money> quoted; ///< what the buyer said, also where it does not count
    domain::Reason reason;       ///< price_missing, currency_mismatch, below_floor; empty if it counts
    std::string bidId;           ///< of the chosen bid, where the answer was a list
};

/// `ping` is the reading of an accepted ping, nullptr for a direct post. Fixed prices count as they are;
/// FromPing takes the answer's price or the highest bid of its list; FromPost expects the ping's price or the
/// fixed one, and zero if there is neither (it then ranks last, and under a floor it does not count: a floor
/// is a promise that an unknown price cannot keep). A dynamic price that is zero or negative is no price.
Valuation valuate(const domain::PriceRule &rule, const std::optional<Money> &floor, Currency market,
                  const domain::Interpretation *ping);

/// The price of an accepted post: for FromPost the answer's price where it gives one in the market's
/// currency, else what was offered.
Money settledPrice(const domain::PriceRule &rule, const Money &offered, const domain::Interpretation &post);

struct BookedAmounts {
    Money revenue; ///< half-even to the currency's decimals
    Money payout;  ///< the source's share of the unrounded price, rounded down; never above the price
};
/// `payoutBasisPoints` is in 1/10,000 of the price. Each amount is rounded once, from the exact price, so
/// that the rounding of one does not move the other.
BookedAmounts book(const Money &price, int payoutBasisPoints);

} // namespace bourse::exchange
