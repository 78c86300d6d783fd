#pragma once
// Local time of IANA zones, shared by caps, filters and schedules.
#include "base/clock.h"
#include <QDate>
#include <QDateTime>
#include <QTimeZone>
#include <string_view>

namespace bourse::domain::zonetime {

UtcTime fromQt(const QDateTime &time);
QDateTime toQt(UtcTime time);
/// By IANA id; UTC where it is not known. Kept per thread.
const QTimeZone &zoneOf(std::string_view id);
/// The first instant of `date` in the zone; of the next day that exists where a zone left this one out
/// (Samoa had no 30 December 2011).
QDateTime startOf(QDate date, const QTimeZone &zone);
/// What clocks on the wall show.
QDateTime localTime(UtcTime time, const QTimeZone &zone);

} // namespace bourse::domain::zonetime
