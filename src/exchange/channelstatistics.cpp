#include "exchange/channelstatistics.h"

namespace bourse::exchange {

namespace {
constexpr std::int64_t priorPosts = 20, priorAccepted = 10, priorSales = 20, priorReturns = 1,
                       priorPrices = 5;
}

void SeenStatistics::notePost(const std::string &channel, const Money *price)
{
    ChannelCounts &counts = m_counts[channel];
    ++counts.posted;
    if (!price)
        return;
    ++counts.accepted;
    counts.revenueMicros += price->micros();
}

Money expectedProfit(const Money &price, const ChannelCounts &counts, const Money &cost)
{
    // neither step can leave the range: both factors are at most one
    auto accepted = price.scaled(counts.accepted + priorAccepted, counts.posted + priorPosts, Rounding::Down);
    auto kept = accepted ? accepted->scaled(counts.accepted - counts.returned + priorSales - priorReturns,
                                            counts.accepted + priorSales, Rounding::Down)
                         : std::move(accepted);
    auto profit = kept ? kept->minus(cost) : std::move(kept);
    return profit ? *profit : Money(0, price.currency());
}

Money expectedPrice(const ChannelCounts &counts, const Money &usual)
{
    auto prior = usual.scaled(priorPrices, counts.accepted + priorPrices, Rounding::Down);
    auto seen = Money(counts.revenueMicros, usual.currency())
                    .scaled(1, counts.accepted + priorPrices, Rounding::Down);
    auto sum = prior && seen ? prior->plus(*seen) : std::move(seen);
    return sum ? *sum : usual;
}

} // namespace bourse::exchange
