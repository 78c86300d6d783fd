#pragma once
// What the Live page shows, kept in memory: buckets of five seconds for the last 24 hours, fed with what the
// engine tells, read on the façade's thread.
#include "domain/market/marketdocument.h"
#include "exchange/ports.h"
#include "market/views.h"
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

namespace bourse::market {

/// Counts of durations in classes that grow by a quarter: 1 ms to 100 s within 12 %, in 64 counters.
class LatencyHistogram {
  public:
    void add(std::int64_t micros);
    void add(const LatencyHistogram &other);
    /// Milliseconds below which `share` (0…1) of the durations lie; 0 if there are none.
    double percentile(double share) const;
    std::uint32_t count() const { return m_count; }

  private:
    std::array<std::uint32_t, 64> m_classes{};
    std::uint32_t m_count = 0;
};

class LiveBoard {
  public:
    /// Names, caps and the zone come from the published configuration.
    void setConfiguration(std::shared_ptr<const domain::MarketSnapshot> snapshot);
    /// What was already sold today before this start.
    void seed(std::int64_t leads, std::int64_t sold, std::int64_t unknown, Money revenue, Money payout,
              Money unknownHeld, const std::vector<std::tuple<std::string, std::int64_t, Money>> &perBuyer,
              std::vector<LeadRow> newest);
    void leadChanged(const exchange::LeadSummary &lead, const LeadRow &row);
    void callFinished(const exchange::CallSummary &call);
    LiveSnapshot snapshot(LiveRange range, UtcTime now) const;

  private:
    struct Bucket {
        std::array<std::uint32_t, static_cast<std::size_t>(OutcomeClass::Count)> leads{};
        std::int64_t revenue = 0; ///< micro-units
        std::int64_t payout = 0;
        LatencyHistogram latency;
    };
    struct BuyerMinute {
        std::uint32_t answered = 0; ///< pings and posts that ended
        std::uint32_t accepted = 0; ///< bids and accepted posts
        std::uint32_t timedOut = 0;
        std::uint32_t failed = 0;
        LatencyHistogram latency;
    };
    struct BuyerState {
        std::map<std::int64_t, BuyerMinute> minutes; ///< by minute since the epoch, the last 24 h
        std::int64_t soldToday = 0;
        std::int64_t revenueToday = 0;
    };
    struct Day {
        std::int64_t leads = 0;
        std::int64_t sold = 0;
        std::int64_t revenue = 0;
        std::int64_t payout = 0;
        std::int64_t unknown = 0;
        std::int64_t unknownHeld = 0;
    };
    void rollDay(UtcTime now);
    UtcTime dayStart(UtcTime now) const;
    Bucket sum(std::int64_t from, std::int64_t to) const;
    QVector<LiveTile> tiles(UtcTime now) const;
    QVector<BuyerHealth> health(UtcTime now, int minutes) const;

    std::shared_ptr<const domain::MarketSnapshot> m_config;
    std::map<std::int64_t, Bucket> m_buckets; ///< by 5-second slot since the epoch
    std::unordered_map<std::string, BuyerState> m_buyers;
    std::deque<LeadRow> m_latest; ///< newest first
    UtcTime m_dayStart{};
    Day m_day;
};

/// "$31.00" for people; the currency's code before the amount where it is not the US dollar.
QString moneyText(const Money &money, int decimals = 2);

} // namespace bourse::market
