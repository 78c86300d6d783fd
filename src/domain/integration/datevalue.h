#pragma once
// Dates and times as leads hold them and as buyers want them written.
#include "base/result.h"
#include <QTimeZone>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// A date with a time of day.
struct DateValue {
    std::chrono::year_month_day date;
    std::chrono::microseconds time{0}; ///< since midnight
    bool hasTime = false;
    bool instant = false;  ///< date and time are UTC shifted by offsetMinutes; else only what a calendar says
    int offsetMinutes = 0; ///< of what date and time show
    std::string zoneName{}; ///< abbreviation, where a zone is known

    /// For instants.
    std::chrono::sys_time<std::chrono::microseconds> utc() const;
};

enum class DateStyle { Recognise, Strftime, Php, Java, Moment };

/// The pattern in strftime's letters, from whichever style it is written in: "%m/%d/%Y", "m/d/Y",
/// "MM/dd/yyyy", "MM/DD/YYYY". Recognise takes a % for strftime's, else YYYY or DD for Moment's, else a
/// doubled letter for Java's and .NET's, else PHP's single letters. `reading` takes only letters that can be
/// read. Code "invalid_pattern".
Result<std::string> datePattern(std::string_view pattern, DateStyle style, bool reading);
/// The text by strftime's letters; `value` is what the pattern was made for by datePattern().
std::string written(const DateValue &value, std::string_view pattern);

/// Reads by the patterns (of datePattern), in order; then as ISO 8601, as Unix time of 10 or 13 digits, and
/// in the forms that a lead's date fields take ("5/2/2026", "May 2, 2026", "5/2/2026 2:30 PM"). Nothing where
/// none fits to the text's end or there is no such day.
std::optional<DateValue> readDate(const std::vector<std::string> &patterns, std::string_view text);

/// What the clock in the zone shows at that instant. A calendar date without an instant is left alone.
void moveTo(const QTimeZone &zone, DateValue &value);
/// Takes a time of day that names no instant as one in the zone. A time that the zone's clock skips is moved
/// on by the gap; of one that comes twice the first is meant. A date without time stays a date.
void takeAsLocal(const QTimeZone &zone, DateValue &value);

/// ISO 8601: a date alone, or with its time, and Z or an offset where it is an instant.
std::string toIso(const DateValue &value);

} // namespace bourse::domain
