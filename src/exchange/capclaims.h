#pragma once
// What a post claims of its channel's caps.
#include "domain/routing/pingtree.h"
#include "exchange/ports.h"
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::exchange {

/// The running window of each period and zone, and the open time in it; working them out asks the time-zone
/// database, so they are kept until the window ends. Engine's thread only.
class CapWindows {
  public:
    domain::CapWindow window(domain::CapPeriod period, UtcTime now, std::string_view zone);
    /// The part of `limit` that the open time of the window up to `now` allows, and the whole limit where the
    /// window has no open time.
    std::int64_t paced(std::int64_t limit, domain::CapPeriod period, UtcTime now, std::string_view zone,
                       const domain::Schedule &schedule);

  private:
    struct Pace {
        domain::CapWindow window;
        domain::Schedule schedule; ///< a copy: its owner may go before the window ends
        std::vector<domain::OpenSpan> spans;
        Micros total{};
    };
    std::map<std::pair<domain::CapPeriod, std::string>, domain::CapWindow, std::less<>> m_windows;
    std::map<std::pair<domain::CapPeriod, std::string>, std::vector<Pace>, std::less<>> m_paces;
};

/// One claim per limit: "channel:<slug>:<period>:leads" for one lead and "channel:<slug>:<period>:amount" for
/// the price in micro-units; of a source "channel:<slug>:source:<source>:<period>:…", and of the day's share
/// "…:<period>:daily:…" in the day's window. A paced limit lets one lead at a time ahead of its pace. A limit
/// in another currency than the price's cannot be counted and claims more than it allows, so that it refuses.
std::vector<CapClaim> capClaims(const domain::Channel &channel, std::string_view source, const Money &price,
                                UtcTime now, std::string_view zone, CapWindows &windows);

/// Pings that a buyer was sent within the last second. Engine's thread only.
class PingRates {
  public:
    /// Counts one more ping to a buyer that takes `perSecond` (0 = any number); false if that would be too
    /// many.
    bool take(const std::string &buyer, int perSecond, MonoTime now);

  private:
    std::map<std::string, std::deque<MonoTime>> m_sent;
};

} // namespace bourse::exchange
