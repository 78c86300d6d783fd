#pragma once
// When a channel is open: weekly hours on the wall clock of an IANA zone, days off, ranges of dates.
#include "base/clock.h"
#include "base/result.h"
#include "domain/json/value.h"
#include <QDate>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// From `from` to before `to`, in minutes of the wall clock's day, on each of the days. `to` that is not
/// after `from` is on the next day (22:00 to 06:00); from 00:00 to 24:00 is the whole day.
struct OpenHours {
    static constexpr int minutesOfDay = 24 * 60;
    std::uint8_t days = 0; ///< bit 0 is Monday, bit 6 Sunday
    int from = 0;          ///< 0 to 1439
    int to = minutesOfDay; ///< 0 to 1440
    bool operator==(const OpenHours &) const = default;
};

/// Dates on the wall, both ends included.
struct DateRange {
    QDate first;
    QDate last;
    std::string label; ///< "Thanksgiving"
    bool operator==(const DateRange &) const = default;
};

/// Open where the hours say so, on no closed date, and (if there are any) within the open dates. Hours that
/// the clock leaves out do not happen; hours that it repeats happen twice.
struct Schedule {
    std::string zone;              ///< IANA; the buyer's where empty
    std::vector<OpenHours> hours;  ///< none = all week
    std::vector<DateRange> closed; ///< holidays
    std::vector<DateRange> dates;  ///< none = always
    bool operator==(const Schedule &) const = default;
};

/// Every problem at once; codes as MemberReader's, and not_a_zone, not_a_choice, not_a_clock_time,
/// not_a_date, not_a_range, too_many.
Result<Schedule> scheduleFromValue(const Value &value, const std::string &path = {});
/// Canonical: fixed member order, defaults left out.
Value toValue(const Schedule &schedule);

/// `zone` is the fallback for a schedule without its own, here and below.
bool isOpen(const Schedule &schedule, UtcTime time, std::string_view zone);

struct OpenSpan {
    UtcTime start;
    UtcTime end; ///< not included
    bool operator==(const OpenSpan &) const = default;
};
/// The open time within [from, to), in order, without gaps that are none.
std::vector<OpenSpan> openSpans(const Schedule &schedule, UtcTime from, UtcTime to, std::string_view zone);
/// Sum of the open time within [from, to).
Micros openTime(const Schedule &schedule, UtcTime from, UtcTime to, std::string_view zone);
/// The first open instant at or after `time`; nothing if there is none within five years.
std::optional<UtcTime> nextOpening(const Schedule &schedule, UtcTime time, std::string_view zone);

} // namespace bourse::domain
