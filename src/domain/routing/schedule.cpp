#include "domain/routing/schedule.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/filterparts.h"
#include "domain/routing/pingtree.h"
#include "domain/routing/zonetime.h"
#include <algorithm>

namespace bourse::domain {

namespace {
using namespace std::chrono;
using namespace filterparts;
using Need = MemberReader::Need;

constexpr std::size_t maxRows = 1000;

/// "09:30", to "24:00" where `midnight` allows it.
std::optional<int> clockMinutes(std::string_view text, bool midnight)
{
    auto digit = [&](std::size_t at) {
        return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100;
    };
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    const int minutes = hour * 60 + minute;
    if (hour > 24 || minute > 59 || minutes > OpenHours::minutesOfDay - (midnight ? 0 : 1))
        return std::nullopt;
    return minutes;
}

std::string clockText(int minutes)
{
    auto two = [](int n) {
        return (n < 10 ? "0" : "") + std::to_string(n);
    };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

int clock(MemberReader &reader, std::string_view key, int fallback, bool midnight)
{
    const std::string text = reader.text(key, Need::Optional);
    if (text.empty())
        return fallback;
    if (auto minutes = clockMinutes(text, midnight))
        return *minutes;
    reader.problem("not_a_clock_time", key, midnight ? "00:00 to 24:00" : "00:00 to 23:59",
                   "“" + reader.pathOf(key) + "” must be a time of day, like 09:30.");
    return fallback;
}

OpenHours readHours(const Value &value, std::string path, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    OpenHours hours;
    const auto days = reader.texts("days");
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (auto day = indexOf(weekdayNames, days[i]))
            hours.days = static_cast<std::uint8_t>(hours.days | 1u << *day);
        else
            reader.problem("not_a_choice", indexPath("days", i), "one of mon, tue, wed, thu, fri, sat, sun",
                           "“" + reader.pathOf(indexPath("days", i)) + "” must be a day, mon to sun.");
    }
    if (reader.isObject() && days.empty())
        reader.problem("required", "days", "at least one day", "Open hours need at least one day.");
    hours.from = clock(reader, "from", 0, false);
    hours.to = clock(reader, "to", OpenHours::minutesOfDay, true);
    reader.refuseUnknown();
    return hours;
}

QDate date(MemberReader &reader, std::string_view key, Need need)
{
    const std::string text = reader.text(key, need);
    if (text.empty())
        return {};
    const QDate date =
        text.size() == 10 ? QDate::fromString(QString::fromStdString(text), Qt::ISODate) : QDate();
    if (!date.isValid())
        reader.problem("not_a_date", key, "date YYYY-MM-DD",
                       "“" + reader.pathOf(key) + "” must be a date, like 2026-12-24.");
    return date;
}

DateRange readRange(const Value &value, std::string path, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    DateRange range;
    range.first = date(reader, "from", Need::Required);
    range.last = reader.isObject() && reader.member("to") ? date(reader, "to", Need::Required) : range.first;
    range.label = reader.text("label", Need::Optional);
    if (range.first.isValid() && range.last.isValid() && range.last < range.first)
        reader.problem("not_a_range", "to", "not before from", "A range of dates ends before it begins.");
    reader.refuseUnknown();
    return range;
}

std::string text(const QDate &date)
{
    return date.toString(Qt::ISODate).toStdString();
}

Array rangesValue(const std::vector<DateRange> &ranges)
{
    Array all;
    for (const DateRange &range : ranges) {
        Object one;
        one.append("from", text(range.first));
        if (range.last != range.first)
            one.append("to", text(range.last));
        if (!range.label.empty())
            one.append("label", range.label);
        all.emplace_back(std::move(one));
    }
    return all;
}

bool within(const std::vector<DateRange> &ranges, const QDate &date)
{
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const DateRange &range) { return date >= range.first && date <= range.last; });
}

bool isDay(const OpenHours &hours, const QDate &date)
{
    return hours.days >> (date.dayOfWeek() - 1) & 1u;
}

/// Calls `use(from, to)` with the open minutes of a date on the wall; they may overlap.
template <class F> void eachOpening(const Schedule &schedule, const QDate &date, const F &use)
{
    if (within(schedule.closed, date) || (!schedule.dates.empty() && !within(schedule.dates, date)))
        return;
    if (schedule.hours.empty())
        use(0, OpenHours::minutesOfDay);
    for (const OpenHours &hours : schedule.hours) {
        const bool overnight = hours.to <= hours.from;
        if (isDay(hours, date))
            use(hours.from, overnight ? OpenHours::minutesOfDay : hours.to);
        if (overnight && isDay(hours, date.addDays(-1)))
            use(0, hours.to);
    }
}

const QTimeZone &zoneOf(const Schedule &schedule, std::string_view fallback)
{
    return zonetime::zoneOf(schedule.zone.empty() ? fallback : std::string_view(schedule.zone));
}

QDate dateOf(sys_days day)
{
    return QDate(1970, 1, 1).addDays(day.time_since_epoch().count());
}

void addSpan(std::vector<OpenSpan> &spans, OpenSpan span)
{
    if (!spans.empty() && span.start <= spans.back().end)
        spans.back().end = std::max(spans.back().end, span.end);
    else
        spans.push_back(span);
}

/// The open time of a stretch in which the clock does not jump.
void steadySpans(const Schedule &schedule, UtcTime from, UtcTime to, Micros offset,
                 std::vector<OpenSpan> &spans)
{
    std::vector<std::pair<int, int>> openings;
    for (sys_days day = floor<days>(from + offset); day < to + offset; day += days(1)) {
        openings.clear();
        eachOpening(schedule, dateOf(day), [&](int first, int last) { openings.emplace_back(first, last); });
        std::sort(openings.begin(), openings.end());
        for (auto [first, last] : openings) {
            const UtcTime start = std::max<UtcTime>(from, UtcTime(day) + minutes(first) - offset);
            const UtcTime end = std::min<UtcTime>(to, UtcTime(day) + minutes(last) - offset);
            if (start < end)
                addSpan(spans, {start, end});
        }
    }
}
} // namespace

Result<Schedule> scheduleFromValue(const Value &value, const std::string &path)
{
    Errors errors;
    MemberReader reader(value, path, errors);
    Schedule schedule;
    schedule.zone = reader.text("zone", Need::Optional);
    if (!schedule.zone.empty() && !isTimeZone(schedule.zone))
        reader.problem("not_a_zone", "zone", "IANA time zone",
                       "“" + reader.pathOf("zone") + "” must be an IANA time zone, like America/Chicago.");
    auto rows = [&](std::string_view key, auto &into, auto read) {
        const Array &values = reader.array(key);
        if (values.size() > maxRows)
            reader.problem("too_many", key, "at most " + std::to_string(maxRows),
                           "“" + reader.pathOf(key) + "” may have " + std::to_string(maxRows) +
                               " rows at most.");
        for (std::size_t i = 0; i < std::min(values.size(), maxRows); ++i)
            into.push_back(read(values[i], indexPath(reader.pathOf(key), i), errors));
    };
    rows("hours", schedule.hours, readHours);
    rows("closed", schedule.closed, readRange);
    rows("dates", schedule.dates, readRange);
    reader.refuseUnknown();
    if (!errors.empty())
        return errors;
    return schedule;
}

Value toValue(const Schedule &schedule)
{
    Object object;
    if (!schedule.zone.empty())
        object.append("zone", schedule.zone);
    if (!schedule.hours.empty()) {
        Array rows;
        for (const OpenHours &hours : schedule.hours) {
            Array days;
            for (std::size_t i = 0; i < weekdayNames.size(); ++i)
                if (hours.days >> i & 1u)
                    days.emplace_back(weekdayNames[i]);
            Object row;
            row.append("days", std::move(days));
            if (hours.from != 0)
                row.append("from", clockText(hours.from));
            if (hours.to != OpenHours::minutesOfDay)
                row.append("to", clockText(hours.to));
            rows.emplace_back(std::move(row));
        }
        object.append("hours", std::move(rows));
    }
    if (!schedule.closed.empty())
        object.append("closed", rangesValue(schedule.closed));
    if (!schedule.dates.empty())
        object.append("dates", rangesValue(schedule.dates));
    return object;
}

bool isOpen(const Schedule &schedule, UtcTime time, std::string_view zone)
{
    const seconds offset(zoneOf(schedule, zone).offsetFromUtc(zonetime::toQt(time)));
    const sys_days day = floor<days>(time + offset);
    const auto minute = floor<minutes>(time + offset - day).count();
    bool open = false;
    eachOpening(schedule, dateOf(day),
                [&](int from, int to) { open = open || (minute >= from && minute < to); });
    return open;
}

std::vector<OpenSpan> openSpans(const Schedule &schedule, UtcTime from, UtcTime to, std::string_view zoneId)
{
    const QTimeZone &zone = zoneOf(schedule, zoneId);
    std::vector<OpenSpan> spans;
    for (UtcTime at = from; at < to;) {
        const QDateTime instant = zonetime::toQt(at);
        UtcTime end = to;
        if (zone.hasTransitions()) {
            auto next = zone.nextTransition(instant);
            if (next.atUtc.isValid() && zonetime::fromQt(next.atUtc) > at)
                end = std::min(end, zonetime::fromQt(next.atUtc));
        }
        steadySpans(schedule, at, end, seconds(zone.offsetFromUtc(instant)), spans);
        at = end;
    }
    return spans;
}

Micros openTime(const Schedule &schedule, UtcTime from, UtcTime to, std::string_view zone)
{
    Micros sum{};
    for (const OpenSpan &span : openSpans(schedule, from, to, zone))
        sum += span.end - span.start;
    return sum;
}

std::optional<UtcTime> nextOpening(const Schedule &schedule, UtcTime time, std::string_view zone)
{
    constexpr int longest = 5 * 366;
    if (isOpen(schedule, time, zone))
        return time;
    // most openings are near: look further and further
    UtcTime from = time;
    for (int step = 2, passed = 0; passed < longest; passed += step, step *= 2) {
        const UtcTime to = from + days(step);
        auto spans = openSpans(schedule, from, to, zone);
        if (!spans.empty())
            return spans.front().start;
        from = to;
    }
    return std::nullopt;
}

} // namespace bourse::domain
