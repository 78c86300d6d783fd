// Windows of caps. A zone's clock may jump, so a day is what lies between two starts of day in that zone, and
// an hour ends early where the clock jumps within it; the windows of one period never overlap and leave no
// gap.
#include "domain/routing/pingtree.h"
#include "domain/routing/zonetime.h"
#include <QDate>
#include <QDateTime>
#include <QTimeZone>
#include <array>
#include <map>

namespace bourse::domain {

namespace {
using namespace std::chrono;
using namespace zonetime;

/// The date whose day holds `now`. Mostly that of the wall clock; not in the hour that repeats the end of a
/// day after its midnight (Newfoundland until 2011: 00:01 back to 23:01).
QDate dayOf(UtcTime now, const QTimeZone &zone)
{
    QDate day = toQt(now).toTimeZone(zone).date();
    if (now < fromQt(startOf(day, zone)))
        return day.addDays(-1);
    if (now >= fromQt(startOf(day.addDays(1), zone)))
        return day.addDays(1);
    return day;
}

CapWindow between(QDate first, QDate next, const QTimeZone &zone)
{
    return {fromQt(startOf(first, zone)), fromQt(startOf(next, zone))};
}

CapWindow hourWindow(UtcTime now, const QTimeZone &zone)
{
    QDateTime instant = toQt(now);
    auto offset = seconds(zone.offsetFromUtc(instant));
    UtcTime start = UtcTime(floor<hours>((now + offset).time_since_epoch())) - offset;
    CapWindow window{start, start + hours(1)};
    if (zone.hasTransitions()) {
        auto before = zone.previousTransition(instant.addMSecs(1));
        if (before.atUtc.isValid())
            window.start = std::max(window.start, fromQt(before.atUtc));
        auto after = zone.nextTransition(instant);
        if (after.atUtc.isValid())
            window.end = std::min(window.end, fromQt(after.atUtc));
    }
    return window;
}

CapWindow computeWindow(CapPeriod period, UtcTime now, const QTimeZone &zone)
{
    if (period == CapPeriod::Total)
        return {UtcTime(), UtcTime(sys_days(year(9999) / December / 31))};
    if (period == CapPeriod::Hour)
        return hourWindow(now, zone);
    QDate today = dayOf(now, zone);
    if (period == CapPeriod::Week) {
        QDate monday = today.addDays(1 - today.dayOfWeek());
        return between(monday, monday.addDays(7), zone);
    }
    if (period == CapPeriod::Month) {
        QDate first(today.year(), today.month(), 1);
        return between(first, first.addMonths(1), zone);
    }
    return between(today, today.addDays(1), zone);
}

/// A zone with the last window of each period: nearly every question asks for the same one again.
struct ZoneWindows {
    QTimeZone zone;
    std::array<CapWindow, 5> last{};
};
} // namespace

CapWindow capWindow(CapPeriod period, UtcTime now, std::string_view zone)
{
    thread_local std::map<std::string, ZoneWindows, std::less<>> zones;
    auto it = zones.find(zone);
    if (it == zones.end()) {
        it = zones.emplace(std::string(zone), ZoneWindows{zoneOf(zone), {}}).first;
    }
    CapWindow &window = it->second.last[static_cast<std::size_t>(period)];
    if (now < window.start || now >= window.end)
        window = computeWindow(period, now, it->second.zone);
    return window;
}

} // namespace bourse::domain
