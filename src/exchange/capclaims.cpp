#include "exchange/capclaims.h"
#include <algorithm>
#include <limits>

namespace bourse::exchange {

namespace {
constexpr std::size_t maxPaces = 256; ///< of one period and zone: schedules that are no longer used

/// limit × part / whole, rounded down.
std::int64_t share(std::int64_t limit, std::int64_t part, std::int64_t whole)
{
    auto scaled = Money(limit, Currency()).scaled(part, whole, Rounding::Down);
    return scaled ? scaled->micros() : limit; // a share of at most the whole is always in range
}

std::int64_t plus(std::int64_t left, std::int64_t right)
{
    return left > std::numeric_limits<std::int64_t>::max() - right ? std::numeric_limits<std::int64_t>::max()
                                                                   : left + right;
}
} // namespace

domain::CapWindow CapWindows::window(domain::CapPeriod period, UtcTime now, std::string_view zone)
{
    auto key = std::make_pair(period, std::string(zone));
    auto at = m_windows.find(key);
    if (at == m_windows.end() || now < at->second.start || now >= at->second.end)
        at = m_windows.insert_or_assign(std::move(key), domain::capWindow(period, now, zone)).first;
    return at->second;
}

std::int64_t CapWindows::paced(std::int64_t limit, domain::CapPeriod period, UtcTime now,
                               std::string_view zone, const domain::Schedule &schedule)
{
    const domain::CapWindow current = window(period, now, zone);
    auto &paces = m_paces[std::make_pair(period, std::string(zone))];
    auto at = std::find_if(paces.begin(), paces.end(), [&](const Pace &pace) {
        return pace.window.start == current.start && pace.schedule == schedule;
    });
    if (at == paces.end()) {
        std::erase_if(paces, [&](const Pace &pace) { return pace.window.start != current.start; });
        if (paces.size() >= maxPaces)
            paces.clear();
        Pace pace{current, schedule, domain::openSpans(schedule, current.start, current.end, zone), {}};
        for (const auto &span : pace.spans)
            pace.total += span.end - span.start;
        at = paces.insert(paces.end(), std::move(pace));
    }
    if (at->total <= Micros{})
        return limit;
    Micros passed{};
    for (const auto &span : at->spans)
        passed += std::max(Micros{}, std::min(span.end, now) - span.start);
    return share(limit, passed.count(), at->total.count());
}

std::vector<CapClaim> capClaims(const domain::Channel &channel, std::string_view source, const Money &price,
                                UtcTime now, std::string_view zone, CapWindows &windows)
{
    static const domain::Schedule always;
    std::vector<CapClaim> claims;
    for (const auto &cap : channel.caps) {
        if (!cap.source.empty() && cap.source != source)
            continue;
        std::string counter = "channel:" + channel.slug + ":";
        if (cap.perSource || !cap.source.empty())
            counter += "source:" + std::string(source) + ":";
        counter += domain::name(cap.period);
        const UtcTime start = windows.window(cap.period, now, zone).start;
        auto claim = [&](const char *what, std::int64_t amount, std::int64_t limit) {
            std::int64_t allowed = limit;
            if (cap.even)
                allowed = std::min(limit, plus(windows.paced(limit, cap.period, now, zone,
                                                             channel.schedule ? *channel.schedule : always),
                                               amount));
            claims.push_back({counter + ":" + what, start, amount, allowed});
            if (cap.dailyShareBasisPoints > 0) {
                // a share of less than one lead is one lead
                const std::int64_t daily = std::max<std::int64_t>(
                    share(limit, cap.dailyShareBasisPoints, 10'000), limit > 0 && amount == 1 ? 1 : 0);
                claims.push_back({counter + ":daily:" + what,
                                  windows.window(domain::CapPeriod::Day, now, zone).start, amount, daily});
            }
        };
        if (cap.leads)
            claim("leads", 1, *cap.leads);
        if (cap.amount) {
            bool countable = cap.amount->currency() == price.currency();
            claim("amount", countable ? price.micros() : 1, countable ? cap.amount->micros() : 0);
        }
    }
    return claims;
}

bool PingRates::take(const std::string &buyer, int perSecond, MonoTime now)
{
    if (perSecond <= 0)
        return true;
    auto &sent = m_sent[buyer];
    while (!sent.empty() && now - sent.front() >= std::chrono::seconds(1))
        sent.pop_front();
    if (sent.size() >= static_cast<std::size_t>(perSecond))
        return false;
    sent.push_back(now);
    return true;
}

} // namespace bourse::exchange
