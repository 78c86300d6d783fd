#pragma once
// What a channel may be expected to bring, from what it has brought so far.
#include "base/money.h"
#include <cstdint>
#include <map>
#include <string>

namespace bourse::exchange {

/// Of one channel, over whatever time the port looks back.
struct ChannelCounts {
    std::int64_t posted = 0;        ///< posts that were answered
    std::int64_t accepted = 0;      ///< of these
    std::int64_t returned = 0;      ///< of the accepted
    std::int64_t revenueMicros = 0; ///< of the accepted
    bool operator==(const ChannelCounts &) const = default;
};

/// Where the counts come from. On the executor's thread; must answer at once.
class ChannelStatistics {
  public:
    virtual ~ChannelStatistics() = default;
    /// By the channel's slug.
    virtual ChannelCounts counts(const std::string &channel) const = 0;
};

/// What one exchange has seen since it started; it knows of no returns unless it is told.
class SeenStatistics final : public ChannelStatistics {
  public:
    ChannelCounts counts(const std::string &channel) const override
    {
        auto at = m_counts.find(channel);
        return at == m_counts.end() ? ChannelCounts() : at->second;
    }
    /// A post was answered; `price` where it was accepted.
    void notePost(const std::string &channel, const Money *price);
    void noteReturn(const std::string &channel) { ++m_counts[channel].returned; }

  private:
    std::map<std::string, ChannelCounts> m_counts;
};

/// Expected profit of offering a lead: price × acceptance × (1 − return rate) − cost, rounded down to a
/// micro-unit. With few data the rates lean on what is usual: acceptance is counted as if 10 of 20 earlier
/// posts had been accepted, returns as if 1 of 20 sales had come back.
Money expectedProfit(const Money &price, const ChannelCounts &counts, const Money &cost);

/// What a channel whose price is told by its buyer is expected to pay: the mean of its sales, counted as if
/// it had five more at `usual`.
Money expectedPrice(const ChannelCounts &counts, const Money &usual);

} // namespace bourse::exchange
