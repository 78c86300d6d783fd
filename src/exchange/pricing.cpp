#include "exchange/pricing.h"

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

BookedAmounts book(const Money &price, int payoutBasisPoints)
{
    auto share = price.scaled(payoutBasisPoints, 10'000, Rounding::Down);
    // a share of at most the whole cannot leave the range; one beyond it, in range or not, is the whole price
    Money exact = share && share->micros() <= price.micros() ? *share : price;
    return {price.rounded(Rounding::HalfEven), exact.rounded(Rounding::Down)};
}

} // namespace bourse::exchange
