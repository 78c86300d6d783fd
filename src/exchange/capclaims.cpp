#include "exchange/capclaims.h"
#include <limits>

namespace bourse::exchange {

UtcTime CapWindows::start(domain::CapPeriod period, UtcTime now, std::string_view zone)
{
    auto key = std::make_pair(period, std::string(zone));
    auto at = m_windows.find(key);
    if (at == m_windows.end() || now < at->second.start || now >= at->second.end)
        at = m_windows.insert_or_assign(std::move(key), domain::capWindow(period, now, zone)).first;
    return at->second.start;
}

std::vector<CapClaim> capClaims(const domain::Channel &channel, const Money &price, UtcTime now,
                                std::string_view zone, CapWindows &windows)
{
    std::vector<CapClaim> claims;
    for (const auto &cap : channel.caps) {
        std::string counter = "channel:" + channel.slug + ":" + std::string(domain::name(cap.period));
        UtcTime start = windows.start(cap.period, now, zone);
        if (cap.leads)
            claims.push_back({counter + ":leads", start, 1, *cap.leads});
        if (cap.amount) {
            bool countable = cap.amount->currency() == price.currency();
            claims.push_back({counter + ":amount", start, countable ? price.micros() : 1,
                              countable ? cap.amount->micros() : 0});
        }
    }
    return claims;
}

} // namespace bourse::exchange
