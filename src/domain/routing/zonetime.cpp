#include "domain/routing/zonetime.h"
#include "domain/routing/pingtree.h"
#include <QByteArray>
#include <map>
#include <string>

namespace bourse::domain {

namespace zonetime {
using namespace std::chrono;

UtcTime fromQt(const QDateTime &time)
{
    return UtcTime(milliseconds(time.toMSecsSinceEpoch()));
}

QDateTime toQt(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(floor<milliseconds>(time).time_since_epoch().count(), Qt::UTC);
}

const QTimeZone &zoneOf(std::string_view id)
{
    thread_local std::map<std::string, QTimeZone, std::less<>> zones;
    auto it = zones.find(id);
    if (it == zones.end()) {
        QTimeZone found(QByteArray(id.data(), static_cast<qsizetype>(id.size())));
        it = zones.emplace(std::string(id), found.isValid() ? found : QTimeZone::utc()).first;
    }
    return it->second;
}

QDateTime startOf(QDate date, const QTimeZone &zone)
{
    QDateTime start = date.startOfDay(zone);
    while (!start.isValid() || start.date() < date) {
        date = date.addDays(1);
        start = date.startOfDay(zone);
    }
    // Where the clock goes back to midnight (Havana), Qt gives the second midnight of the day.
    auto transition = zone.previousTransition(start.addMSecs(1));
    if (transition.atUtc.isValid()) {
        int before = zone.offsetFromUtc(transition.atUtc.addMSecs(-1));
        QDateTime earlier = start.addSecs(transition.offsetFromUtc - before);
        if (earlier < transition.atUtc && earlier.date() == date)
            return earlier;
    }
    return start;
}

QDateTime localTime(UtcTime time, const QTimeZone &zone)
{
    return toQt(time).toTimeZone(zone);
}

} // namespace zonetime

bool isTimeZone(std::string_view zone)
{
    return !zone.empty() &&
           QTimeZone::isTimeZoneIdAvailable(QByteArray(zone.data(), static_cast<qsizetype>(zone.size())));
}

} // namespace bourse::domain
