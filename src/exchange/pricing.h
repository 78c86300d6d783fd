#pragma once
// From a buyer's answer to the price that is compared, and from the winning price to what is booked. Pure
// functions.
#include "base/money.h"
#include "domain/integration/integration.h"
#include "domain/lead/reason.h"
#include "domain/market/marketdocument.h"
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
    Money payout;  ///< by its terms of the unrounded price, rounded down; a share is never above the price
};
/// What a source is paid of a sale.
struct PayoutTerms {
    int basisPoints = 0;         ///< of the price, in 1/10,000, or
    std::optional<Money> fixed;  ///< this, whatever the price, or
    std::optional<Money> margin; ///< the price less this
};
PayoutTerms payoutTerms(const domain::Source &source, const domain::Buyer &buyer);
/// Exact, not rounded; never negative.
Money payoutOf(const Money &price, const PayoutTerms &terms);

/// Why a price does not bring what sales of this source must: below_break_even, below_minimum.
std::optional<domain::Reason> unprofitable(const Money &price, const PayoutTerms &terms,
                                           const domain::Source &source);

/// What the winner of a second-price auction pays: the least that still beats `next` (compared amounts, in
/// micro-units), is no less than the floor and brings what `source` asks; its own bid where there is neither
/// a next bid nor a floor. Never more than its bid.
Money clearingPrice(const Money &bid, int qualityBasisPoints, std::optional<std::int64_t> next,
                    const std::optional<Money> &floor, const PayoutTerms &terms,
                    const domain::Source &source);

/// A share is in 1/10,000 of the price. Each amount is rounded once, from the exact price, so
/// that the rounding of one does not move the other.
BookedAmounts book(const Money &price, int payoutBasisPoints);
BookedAmounts book(const Money &price, const PayoutTerms &terms);

} // namespace bourse::exchange
