#pragma once
// What a post claims of its channel's caps.
#include "domain/routing/pingtree.h"
#include "exchange/ports.h"
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::exchange {

/// The running window of each period and zone; working one out asks the time-zone database, so it is kept
/// until it ends. Engine's thread only.
class CapWindows {
  public:
    UtcTime start(domain::CapPeriod period, UtcTime now, std::string_view zone);

  private:
    std::map<std::pair<domain::CapPeriod, std::string>, domain::CapWindow, std::less<>> m_windows;
};

/// One claim per limit: "channel:<slug>:<period>:leads" for one lead and "channel:<slug>:<period>:amount" for
/// the price in micro-units. A limit in another currency than the price's cannot be counted and claims more
/// than it allows, so that it refuses.
std::vector<CapClaim> capClaims(const domain::Channel &channel, const Money &price, UtcTime now,
                                std::string_view zone, CapWindows &windows);

} // namespace bourse::exchange
