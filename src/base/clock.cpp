#include "base/clock.h"
#include <cstdio>

namespace bourse {

using namespace std::chrono;

UtcTime SystemClock::utcNow() const
{
    return time_point_cast<Micros>(system_clock::now());
}

MonoTime SystemClock::monotonic() const
{
    return time_point_cast<Micros>(steady_clock::now());
}

std::string toIso8601(UtcTime time)
{
    auto day = floor<days>(time);
    year_month_day date(day);
    hh_mm_ss clock(floor<milliseconds>(time - day));
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                  int(clock.minutes().count()), int(clock.seconds().count()),
                  int(clock.subseconds().count()));
    return text;
}

namespace {
/// Takes exactly `count` digits from the front.
bool takeDigits(std::string_view &text, int count, int &value)
{
    if (text.size() < static_cast<std::size_t>(count))
        return false;
    value = 0;
    for (int i = 0; i < count; ++i) {
        char c = text[static_cast<std::size_t>(i)];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(static_cast<std::size_t>(count));
    return true;
}

bool take(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}
} // namespace

Result<UtcTime> fromIso8601(std::string_view text)
{
    const Error wrong{"not_a_time", "", "RFC 3339 date-time", "Give a time like 2026-05-12T14:30:00Z."};
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (!takeDigits(text, 4, y) || !take(text, '-') || !takeDigits(text, 2, mo) || !take(text, '-') ||
        !takeDigits(text, 2, d))
        return wrong;
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' '))
        return wrong;
    if (!takeDigits(text, 2, h) || !take(text, ':') || !takeDigits(text, 2, mi))
        return wrong;
    if (take(text, ':') && !takeDigits(text, 2, s))
        return wrong;
    std::int64_t fraction = 0;
    if (take(text, '.')) {
        std::int64_t scale = 100000;
        bool any = false;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            fraction += (text.front() - '0') * scale;
            scale /= 10;
            any = true;
            text.remove_prefix(1);
        }
        if (!any)
            return wrong;
    }
    int offset = 0;
    if (!take(text, 'Z') && !take(text, 'z')) {
        int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
        int oh = 0, om = 0;
        if (sign == 0 || !takeDigits(text, 2, oh))
            return wrong;
        take(text, ':');
        if (!takeDigits(text, 2, om) || oh > 14 || om > 59)
            return wrong;
        offset = sign * (oh * 60 + om);
    }
    year_month_day date{year(y), month(unsigned(mo)), day(unsigned(d))};
    if (!text.empty() || !date.ok() || h > 23 || mi > 59 || s > 60)
        return wrong;
    return UtcTime(sys_days(date).time_since_epoch() + hours(h) + minutes(mi - offset) + seconds(s) +
                   Micros(fraction));
}

} // namespace bourse
