#include "exchange/pricing.h"
#include <algorithm>

namespace bourse::exchange {

namespace {
using domain::Interpretation;
using domain::PriceKind;
using domain::Reason;

Reason because(std::string_view code, std::string detail = {})
{
    return {std::string(code), std::move(detail)};
}

std::string written(const Money &amount)
{
    return amount.toDecimal() + " " + amount.currency().code();
}

struct Quote {
    std::optional<Money> price;
    std::string bidId;
};

/// The answer's own price, else the highest bid of its list in the market's currency (any, if none is).
Quote quoteOf(const Interpretation &ping, Currency market)
{
    if (ping.price)
        return {ping.price, {}};
    const domain::ReadBid *best = nullptr;
    for (const auto &bid : ping.bids) {
        bool counts = bid.price.currency() == market;
        bool bestCounts = best && best->price.currency() == market;
        if (!best || (counts && (!bestCounts || bid.price.micros() > best->price.micros())))
            best = &bid;
    }
    if (!best)
        return {};
    return {best->price, best->id};
}
} // namespace

Valuation valuate(const domain::PriceRule &rule, const std::optional<Money> &floor, Currency market,
                  const Interpretation *ping)
{
    Valuation result;
    Money price(0, market);
    if (rule.kind == PriceKind::Fixed) {
        if (!rule.fixed) {
            result.reason = because(domain::reason::priceMissing, "the channel has no fixed price");
            return result;
        }
        price = *rule.fixed;
        result.quoted = price;
    } else {
        Quote quote = ping ? quoteOf(*ping, market) : Quote();
        result.quoted = quote.price;
        result.bidId = std::move(quote.bidId);
        if (quote.price) {
            price = *quote.price;
        } else if (rule.kind == PriceKind::FromPing) {
            result.reason = because(domain::reason::priceMissing);
            return result;
        } else if (rule.fixed) {
            price = *rule.fixed;
        }
        if (quote.price && !price.isPositive()) {
            result.reason = because(domain::reason::priceMissing, written(price));
            return result;
        }
    }
    if (price.currency() != market) {
        result.reason =
            because(domain::reason::currencyMismatch, written(price) + ", market is in " + market.code());
        return result;
    }
    if (floor && floor->currency() == market && price.micros() < floor->micros()) {
        result.reason = because(domain::reason::belowFloor, written(price) + " < " + written(*floor));
        return result;
    }
    result.offer = price;
    return result;
}

Money settledPrice(const domain::PriceRule &rule, const Money &offered, const Interpretation &post)
{
    bool replaces = rule.kind == PriceKind::FromPost && post.price &&
                    post.price->currency() == offered.currency() && post.price->micros() >= 0;
    return replaces ? *post.price : offered;
}

PayoutTerms payoutTerms(const domain::Source &source, const domain::Buyer &buyer)
{
    PayoutTerms terms;
    terms.basisPoints = buyer.payoutBasisPoints.value_or(source.payoutBasisPoints);
    if (!buyer.payoutBasisPoints) {
        terms.fixed = source.payoutFixed;
        terms.margin = source.margin;
    }
    return terms;
}

Money payoutOf(const Money &price, const PayoutTerms &terms)
{
    const Money nothing(0, price.currency());
    if (terms.fixed)
        return *terms.fixed;
    if (terms.margin) {
        auto rest = price.minus(*terms.margin);
        return rest && rest->isPositive() ? *rest : nothing;
    }
    auto share = price.scaled(terms.basisPoints, 10'000, Rounding::Down);
    // a share of at most the whole cannot leave the range; one beyond it, in range or not, is the whole price
    return share && share->micros() <= price.micros() ? *share : price;
}

std::optional<Reason> unprofitable(const Money &price, const PayoutTerms &terms, const domain::Source &source)
{
    const Money payout = payoutOf(price, terms);
    auto profit = price.minus(payout);
    if (!profit)
        return because(domain::reason::belowBreakEven);
    if (!source.allowLoss && profit->micros() < 0)
        return because(domain::reason::belowBreakEven, written(price) + " < payout " + written(payout));
    if (source.minRevenue && price.micros() < source.minRevenue->micros())
        return because(domain::reason::belowMinimum,
                       "revenue " + written(price) + " < " + written(*source.minRevenue));
    if (source.minProfit && profit->micros() < source.minProfit->micros())
        return because(domain::reason::belowMinimum,
                       "profit " + written(*profit) + " < " + written(*source.minProfit));
    if (source.minProfitBasisPoints > 0) {
        auto least = price.scaled(source.minProfitBasisPoints, 10'000, Rounding::HalfEven);
        if (!least || !price.isPositive() || profit->micros() < least->micros())
            return because(domain::reason::belowMinimum,
                           "profit " + written(*profit) + " of " + written(price) + " is too small a part");
    }
    return std::nullopt;
}

Money clearingPrice(const Money &bid, int qualityBasisPoints, std::optional<std::int64_t> next,
                    const std::optional<Money> &floor, const PayoutTerms &terms, const domain::Source &source)
{
    if (!next && !floor)
        return bid;
    std::int64_t least = floor ? floor->micros() : 0;
    if (next) {
        // the smallest price whose compared amount is not below the next one's
        auto even = Money(*next, bid.currency()).scaled(10'000, qualityBasisPoints, Rounding::Down);
        std::int64_t beats = even ? even->micros() : bid.micros();
        auto compared = Money(beats, bid.currency()).scaled(qualityBasisPoints, 10'000, Rounding::Down);
        if (compared && compared->micros() < *next)
            ++beats;
        least = std::max(least, beats);
    }
    least = std::min(least, bid.micros());
    // what a sale must bring is a floor, too: what is enough stays enough as prices rise
    for (std::int64_t most = bid.micros(); least < most;) {
        const std::int64_t middle = least + (most - least) / 2;
        if (unprofitable(Money(middle, bid.currency()), terms, source))
            least = middle + 1;
        else
            most = middle;
    }
    return Money(least, bid.currency());
}

BookedAmounts book(const Money &price, int payoutBasisPoints)
{
    PayoutTerms terms;
    terms.basisPoints = payoutBasisPoints;
    return book(price, terms);
}

BookedAmounts book(const Money &price, const PayoutTerms &terms)
{
    return {price.rounded(Rounding::HalfEven), payoutOf(price, terms).rounded(Rounding::Down)};
}

} // namespace bourse::exchange
