#include "domain/integration/datevalue.h"
#include "base/clock.h"
#include "domain/lead/fieldtypes.h"
#include <QDateTime>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace bourse::domain {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
// k, K and Q are ours, for other styles only: an offset without and with colon, but Z for none (Java's XX and
// XXX); milliseconds since 1970 (Moment's x).
constexpr std::string_view kWritten = "YymdeHIMSpPBbhAaFTDRfLzsjuwVGZ%";
constexpr std::string_view kRead = "YymdeHIMSpPBbhAaFTDRfLzs%";

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool startsWithCi(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(),
                                                     [](char a, char b) { return lower(a) == lower(b); });
}

bool number(std::string_view &text, std::size_t least, std::size_t most, std::int64_t &out)
{
    std::size_t n = 0;
    while (n < text.size() && n < most && text[n] >= '0' && text[n] <= '9')
        ++n;
    if (n < least)
        return false;
    std::from_chars(text.data(), text.data() + n, out);
    text.remove_prefix(n);
    return true;
}

DateValue fromInstant(sys_time<microseconds> instant)
{
    const auto day = floor<days>(instant);
    DateValue value;
    value.date = year_month_day(day);
    value.time = instant - day;
    value.hasTime = true;
    value.instant = true;
    value.zoneName = "UTC";
    return value;
}

/// What a pattern has found so far.
struct Found {
    std::int64_t y = 1970, mo = 1, d = 1, h = 0, mi = 0, s = 0;
    std::int64_t micros = 0;
    bool hasTime = false;
    std::optional<bool> afternoon;
    std::optional<std::int64_t> offset;      ///< minutes
    std::optional<std::int64_t> epochMicros; ///< outweighs everything else
};

bool readName(std::string_view &text, const auto &names, std::int64_t &index)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        for (const std::string_view name : {names[i], names[i].substr(0, 3)})
            if (startsWithCi(text, name)) {
                text.remove_prefix(name.size());
                index = static_cast<std::int64_t>(i);
                return true;
            }
    return false;
}

bool readOffset(std::string_view &text, Found &found)
{
    if (text.starts_with('Z') || text.starts_with('z')) {
        text.remove_prefix(1);
        found.offset = 0;
        return true;
    }
    if (text.empty() || (text.front() != '+' && text.front() != '-'))
        return false;
    const std::int64_t sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if (!number(text, 2, 2, hours))
        return false;
    if (text.starts_with(':'))
        text.remove_prefix(1);
    if (!text.empty() && text.front() >= '0' && text.front() <= '9' && !number(text, 2, 2, minutes))
        return false;
    found.offset = sign * (hours * 60 + minutes);
    return hours <= 14 && minutes <= 59;
}

bool readEpoch(std::string_view &text, bool millis, Found &found)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    std::int64_t count = 0;
    if (!number(text, 1, millis ? 14 : 11, count))
        return false;
    found.epochMicros = (negative ? -count : count) * (millis ? 1'000 : 1'000'000);
    return true;
}

bool readLetter(char c, std::string_view &text, Found &found)
{
    std::int64_t ignored = 0;
    switch (c) {
    case 'Y':
        return number(text, 4, 4, found.y);
    case 'y':
        if (!number(text, 2, 2, found.y))
            return false;
        found.y += found.y < 69 ? 2000 : 1900;
        return true;
    case 'm':
        return number(text, 1, 2, found.mo);
    case 'd':
    case 'e':
        return number(text, 1, 2, found.d);
    case 'B':
    case 'b':
    case 'h':
        if (!readName(text, kMonths, found.mo))
            return false;
        ++found.mo;
        return true;
    case 'A':
    case 'a':
        return readName(text, kDays, ignored);
    case 'H':
    case 'I':
        found.hasTime = true;
        return number(text, 1, 2, found.h);
    case 'M':
        return number(text, 1, 2, found.mi);
    case 'S':
        return number(text, 1, 2, found.s);
    case 'p':
    case 'P':
        if (text.size() < 2 || lower(text[1]) != 'm' || (lower(text[0]) != 'a' && lower(text[0]) != 'p'))
            return false;
        found.afternoon = lower(text[0]) == 'p';
        text.remove_prefix(2);
        return true;
    case 'f':
    case 'L': {
        const std::size_t before = text.size();
        if (!number(text, 1, 6, found.micros))
            return false;
        for (std::size_t digits = before - text.size(); digits < 6; ++digits)
            found.micros *= 10;
        return true;
    }
    case 'z':
    case 'k':
    case 'K':
        return readOffset(text, found);
    case 's':
        return readEpoch(text, false, found);
    case 'Q':
        return readEpoch(text, true, found);
    case '%':
        if (!text.starts_with('%'))
            return false;
        text.remove_prefix(1);
        return true;
    default:
        return false;
    }
}

bool readPattern(std::string_view pattern, std::string_view &text, Found &found)
{
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char c = pattern[i];
        if (c != '%' || i + 1 >= pattern.size()) {
            if (text.empty() || text.front() != c)
                return false;
            text.remove_prefix(1);
            continue;
        }
        c = pattern[++i];
        if ((c == '-' || c == ':') && i + 1 < pattern.size())
            c = pattern[++i];
        const std::string_view whole = c == 'F'   ? "%Y-%m-%d"
                                       : c == 'T' ? "%H:%M:%S"
                                       : c == 'D' ? "%m/%d/%y"
                                       : c == 'R' ? "%H:%M"
                                                  : "";
        if (whole.empty() ? !readLetter(c, text, found) : !readPattern(whole, text, found))
            return false;
    }
    return true;
}

std::optional<DateValue> readWith(std::string_view pattern, std::string_view text)
{
    Found found;
    if (!readPattern(pattern, text, found) || !text.empty())
        return std::nullopt;
    if (found.epochMicros)
        return fromInstant(sys_time<microseconds>(microseconds(*found.epochMicros)));
    if (found.afternoon) {
        if (found.h < 1 || found.h > 12)
            return std::nullopt;
        found.h = found.h % 12 + (*found.afternoon ? 12 : 0);
    }
    DateValue value;
    value.date = year(static_cast<int>(found.y)) / month(static_cast<unsigned>(found.mo)) /
                 day(static_cast<unsigned>(found.d));
    value.time = hours(found.h) + minutes(found.mi) + seconds(found.s) + microseconds(found.micros);
    value.hasTime = found.hasTime;
    if (!value.date.ok() || found.h > 23 || found.mi > 59 || found.s > 60)
        return std::nullopt;
    if (!found.offset)
        return value;
    return fromInstant(sys_days(value.date) + value.time - minutes(*found.offset));
}

std::optional<DateValue> readIso(std::string_view text)
{
    const bool zoned =
        text.size() > 10 && (text.ends_with('Z') || text.find_first_of("+-", 11) != std::string_view::npos);
    if (zoned) {
        const auto instant = fromIso8601(text);
        if (!instant)
            return std::nullopt;
        return fromInstant(time_point_cast<microseconds>(*instant));
    }
    for (const std::string_view pattern :
         {"%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f",
          "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"})
        if (auto value = readWith(pattern, text))
            return value;
    return std::nullopt;
}

void two(std::int64_t value, std::string &out)
{
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

std::string padded(std::int64_t value, int width)
{
    char buffer[24];
    std::snprintf(buffer, sizeof buffer, "%0*lld", width, static_cast<long long>(value));
    return buffer;
}

std::string offsetText(int minutesEast, bool colon)
{
    const int away = minutesEast < 0 ? -minutesEast : minutesEast;
    std::string text(1, minutesEast < 0 ? '-' : '+');
    two(away / 60, text);
    if (colon)
        text += ':';
    two(away % 60, text);
    return text;
}

/// ISO week and the year it belongs to.
std::pair<int, int> isoWeek(year_month_day date)
{
    const sys_days day(date);
    const auto sinceMonday = days(weekday(day).iso_encoding() - 1);
    const sys_days thursday = day - sinceMonday + days(3);
    const year_month_day its(thursday);
    const auto first = sys_days(its.year() / January / 1);
    return {static_cast<int>((thursday - first).count() / 7 + 1), static_cast<int>(its.year())};
}

struct Fields {
    explicit Fields(const DateValue &value)
        : y(static_cast<int>(value.date.year())),
          mo(static_cast<int>(static_cast<unsigned>(value.date.month()))),
          d(static_cast<int>(static_cast<unsigned>(value.date.day()))),
          h(static_cast<int>(duration_cast<hours>(value.time).count())),
          mi(static_cast<int>(duration_cast<minutes>(value.time).count() % 60)),
          s(static_cast<int>(duration_cast<seconds>(value.time).count() % 60)),
          micros(static_cast<int>(value.time.count() % 1'000'000)), weekDay(weekday(sys_days(value.date)))
    {
    }
    int y, mo, d, h, mi, s, micros;
    weekday weekDay;
};

void writeLetter(char c, bool bare, bool colon, const DateValue &value, const Fields &f, std::string &out)
{
    const auto put = [&](std::int64_t number) {
        if (bare)
            out += std::to_string(number);
        else
            two(number, out);
    };
    const auto monthName = kMonths[static_cast<std::size_t>(f.mo - 1)];
    const auto dayName = kDays[f.weekDay.c_encoding()];
    switch (c) {
    case 'Y':
        out += padded(f.y, 4);
        break;
    case 'y':
        put(f.y % 100);
        break;
    case 'm':
        put(f.mo);
        break;
    case 'd':
        put(f.d);
        break;
    case 'e':
        out += std::to_string(f.d);
        break;
    case 'H':
        put(f.h);
        break;
    case 'I':
        put(f.h % 12 ? f.h % 12 : 12);
        break;
    case 'M':
        put(f.mi);
        break;
    case 'S':
        put(f.s);
        break;
    case 'p':
        out += f.h < 12 ? "AM" : "PM";
        break;
    case 'P':
        out += f.h < 12 ? "am" : "pm";
        break;
    case 'B':
        out += monthName;
        break;
    case 'b':
    case 'h':
        out += monthName.substr(0, 3);
        break;
    case 'A':
        out += dayName;
        break;
    case 'a':
        out += dayName.substr(0, 3);
        break;
    case 'f':
        out += padded(f.micros, 6);
        break;
    case 'L':
        out += padded(f.micros / 1'000, 3);
        break;
    case 'z':
        out += offsetText(value.offsetMinutes, colon);
        break;
    case 'k':
    case 'K':
        out += value.offsetMinutes == 0 ? "Z" : offsetText(value.offsetMinutes, c == 'K');
        break;
    case 'Z':
        out += value.zoneName;
        break;
    case 's':
    case 'Q': {
        const auto since = value.utc().time_since_epoch();
        out += std::to_string(c == 's' ? floor<seconds>(since).count() : floor<milliseconds>(since).count());
        break;
    }
    case 'j': {
        const auto first = sys_days(value.date.year() / January / 1);
        const auto dayOfYear = (sys_days(value.date) - first).count() + 1;
        out += bare ? std::to_string(dayOfYear) : padded(dayOfYear, 3);
        break;
    }
    case 'u':
        out += std::to_string(f.weekDay.iso_encoding());
        break;
    case 'w':
        out += std::to_string(f.weekDay.c_encoding());
        break;
    case 'V':
        put(isoWeek(value.date).first);
        break;
    case 'G':
        out += padded(isoWeek(value.date).second, 4);
        break;
    default:
        out += '%';
    }
}

Error invalidPattern(std::string_view pattern, std::string message)
{
    return {"invalid_pattern",
            {},
            "%Y-%m-%d, Y-m-d, yyyy-MM-dd or YYYY-MM-DD",
            "\"" + std::string(pattern) + "\": " + std::move(message)};
}

/// Every % is followed by a known letter.
Result<std::string> fromStrftime(std::string_view pattern, std::string_view letters)
{
    bool any = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%')
            continue;
        any = true;
        if (++i < pattern.size() && pattern[i] == ':')
            if (i + 1 >= pattern.size() || pattern[i + 1] != 'z')
                return invalidPattern(pattern, "a colon stands only in %:z.");
        if (i < pattern.size() && (pattern[i] == '-' || pattern[i] == ':'))
            ++i;
        if (i >= pattern.size() || letters.find(pattern[i]) == std::string_view::npos)
            return invalidPattern(pattern, "a letter after % is not known.");
    }
    if (!any)
        return invalidPattern(pattern, "there is no % in it.");
    return std::string(pattern);
}

void appendLiteral(char c, std::string &out)
{
    out += c;
    if (c == '%')
        out += c;
}

Result<std::string> fromPhp(std::string_view pattern)
{
    static constexpr std::pair<char, std::string_view> kLetters[] = {
        {'d', "%d"},
        {'j', "%-d"},
        {'D', "%a"},
        {'l', "%A"},
        {'N', "%u"},
        {'w', "%w"},
        {'W', "%V"},
        {'F', "%B"},
        {'m', "%m"},
        {'M', "%b"},
        {'n', "%-m"},
        {'Y', "%Y"},
        {'o', "%G"},
        {'y', "%y"},
        {'a', "%P"},
        {'A', "%p"},
        {'g', "%-I"},
        {'G', "%-H"},
        {'h', "%I"},
        {'H', "%H"},
        {'i', "%M"},
        {'s', "%S"},
        {'u', "%f"},
        {'v', "%L"},
        {'P', "%:z"},
        {'p', "%K"},
        {'O', "%z"},
        {'U', "%s"},
        {'c', "%Y-%m-%dT%H:%M:%S%:z"},
        {'r', "%a, %d %b %Y %H:%M:%S %z"},
    };
    std::string out;
    bool any = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            appendLiteral(pattern[++i], out);
            continue;
        }
        const auto found = std::find_if(std::begin(kLetters), std::end(kLetters),
                                        [c](const auto &pair) { return pair.first == c; });
        if (found != std::end(kLetters)) {
            out += found->second;
            any = true;
        } else if ((lower(c) >= 'a' && lower(c) <= 'z') && c != 'T' && c != 'Z') {
            return invalidPattern(pattern, std::string("the letter ") + c + " is not known.");
        } else {
            appendLiteral(c, out); // T and Z stand for themselves, as in ISO 8601
        }
    }
    return any ? Result<std::string>(std::move(out)) : invalidPattern(pattern, "there is no date in it.");
}

/// The run's meaning in Java (and .NET), or in Moment where capitals count differently; "" if it has none.
std::string_view runMeaning(char c, std::size_t length, bool moment, bool afterHour)
{
    const auto by = [length](std::string_view one, std::string_view two_, std::string_view three = {},
                             std::string_view more = {}) {
        return length == 1 ? one : length == 2 ? two_ : length == 3 ? three : more;
    };
    switch (c) {
    case 'y':
    case 'Y':
    case 'u':
        return length == 2 ? "%y" : length == 1 || length == 4 ? "%Y" : "";
    case 'M':
        // "HH:MM": people who write so mean minutes
        return afterHour && length == 2 ? "%M" : by("%-m", "%m", "%b", "%B");
    case 'L':
        return by("%-m", "%m", "%b", "%B");
    case 'd':
        return moment ? by("%w", "%d", "%a", "%A") : by("%-d", "%d");
    case 'D':
        return moment ? by("%-d", "%d", "%-j", "%j") : length == 3 ? "%j" : length == 1 ? "%-j" : "";
    case 'E':
        return length >= 4 ? "%A" : "%a";
    case 'H':
        return by("%-H", "%H");
    case 'h':
        return by("%-I", "%I");
    case 'm':
        return by("%-M", "%M");
    case 's':
        return by("%-S", "%S");
    case 'S':
        return moment && length == 2 && afterHour ? "%S" : length == 3 ? "%L" : length == 6 ? "%f" : "";
    case 'f': // .NET
        return length == 3 ? "%L" : length == 6 ? "%f" : "";
    case 'a':
        return moment ? "%P" : "%p";
    case 'A':
        return moment ? "%p" : "";
    case 't': // .NET
        return length == 2 ? "%p" : "";
    case 'z': // .NET's zzz; Java's name of a zone
        return length == 3 ? "%:z" : length == 1 ? "%Z" : "";
    case 'Z':
        return moment ? by("%:z", "%z") : length == 1 ? "%z" : "";
    case 'X':
        return moment ? "%s" : length == 3 ? "%K" : length == 2 ? "%k" : "";
    case 'x':
        return moment ? "%Q" : length == 3 ? "%:z" : length == 2 ? "%z" : "";
    default:
        return {};
    }
}

Result<std::string> fromRuns(std::string_view pattern, bool moment)
{
    std::string out;
    bool any = false;
    bool afterHour = false; // an hour and a colon stand before this place
    for (std::size_t i = 0; i < pattern.size();) {
        const char c = pattern[i];
        const char close = moment && c == '[' ? ']' : !moment && c == '\'' ? '\'' : '\0';
        if (close) {
            const std::size_t end = pattern.find(close, i + 1);
            if (end == std::string_view::npos)
                return invalidPattern(pattern, "a quoted part is not closed.");
            if (end == i + 1 && !moment)
                out += '\'';
            for (const char literal : pattern.substr(i + 1, end - i - 1))
                appendLiteral(literal, out);
            i = end + 1;
            continue;
        }
        std::size_t length = 1;
        while (i + length < pattern.size() && pattern[i + length] == c)
            ++length;
        const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
        const std::string_view meaning = letter ? runMeaning(c, length, moment, afterHour) : "";
        if (!meaning.empty()) {
            out += meaning;
            any = true;
            afterHour = afterHour || c == 'H' || c == 'h';
        } else if (letter && !(c == 'T' || (c == 'Z' && i + length == pattern.size()))) {
            return invalidPattern(pattern, "the letters " + std::string(pattern.substr(i, length)) +
                                               " are not known.");
        } else {
            for (std::size_t n = 0; n < length; ++n)
                appendLiteral(c, out);
            afterHour = afterHour && (c == ':' || c == '.' || c == ' ');
            if (c == ' ')
                afterHour = false;
        }
        i += length;
    }
    return any ? Result<std::string>(std::move(out)) : invalidPattern(pattern, "there is no date in it.");
}

DateStyle recognised(std::string_view pattern)
{
    if (pattern.find('%') != std::string_view::npos)
        return DateStyle::Strftime;
    const auto doubled = [&](std::string_view letters) {
        for (std::size_t i = 0; i + 1 < pattern.size(); ++i)
            if (pattern[i] == pattern[i + 1] && letters.find(pattern[i]) != std::string_view::npos)
                return true;
        return false;
    };
    return doubled("YD") ? DateStyle::Moment : doubled("yMdHhms") ? DateStyle::Java : DateStyle::Php;
}

/// "mm/dd/yyyy" as "MM/dd/yyyy": where a date's pattern names no month, the first mm that does not follow an
/// hour is one. Minutes need an hour, and a day and a year need a month.
std::string withCapitalMonth(std::string_view pattern)
{
    std::string out(pattern);
    bool hour = false; // and no minutes since
    bool date = false;
    std::size_t month = std::string::npos;
    for (std::size_t i = 0; i < pattern.size();) {
        const char c = pattern[i];
        if (c == '\'' || c == '[') { // quoted
            i = std::min(pattern.find(c == '[' ? ']' : '\'', i + 1), pattern.size() - 1) + 1;
            continue;
        }
        std::size_t length = 1;
        while (i + length < pattern.size() && pattern[i + length] == c)
            ++length;
        if (c == 'H' || c == 'h' || c == 'k' || c == 'K') {
            hour = true;
        } else if (c == 'L' || (c == 'M' && !hour)) {
            return out;
        } else if (c == 'M') {
            hour = false; // people who write HH:MM mean minutes
        } else if (c == 'm') {
            if (!hour && month == std::string::npos && length <= 2)
                month = i;
            hour = false;
        } else if (c == 'y' || c == 'Y' || c == 'u' || c == 'd' || c == 'D') {
            date = true;
        }
        i += length;
    }
    if (month != std::string::npos && date)
        for (std::size_t i = month; i < pattern.size() && pattern[i] == 'm'; ++i)
            out[i] = 'M';
    return out;
}

} // namespace

sys_time<microseconds> DateValue::utc() const
{
    return sys_days(date) + time - minutes(offsetMinutes);
}

Result<std::string> datePattern(std::string_view pattern, DateStyle style, bool reading)
{
    if (pattern.size() > 200)
        return invalidPattern(pattern.substr(0, 20), "the pattern is too long.");
    std::string read;
    if (style == DateStyle::Recognise) {
        style = recognised(pattern);
        if (style == DateStyle::Java || style == DateStyle::Moment) {
            read = withCapitalMonth(pattern);
            pattern = read;
        }
    }
    const std::string_view letters = reading ? kRead : kWritten;
    if (style == DateStyle::Strftime)
        return fromStrftime(pattern, letters);
    auto made = style == DateStyle::Php ? fromPhp(pattern) : fromRuns(pattern, style == DateStyle::Moment);
    if (!made)
        return made;
    if (auto known = fromStrftime(*made, std::string(letters) + "kKQ"); !known)
        return invalidPattern(pattern, "a part of it can be written, but not read.");
    return made;
}

std::string written(const DateValue &value, std::string_view pattern)
{
    const Fields fields(value);
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char c = pattern[i];
        if (c != '%' || i + 1 >= pattern.size()) {
            out += c;
            continue;
        }
        c = pattern[++i];
        const bool bare = c == '-';
        const bool colon = c == ':';
        if ((bare || colon) && i + 1 < pattern.size())
            c = pattern[++i];
        switch (c) {
        case 'F':
            out += written(value, "%Y-%m-%d");
            break;
        case 'T':
            out += written(value, "%H:%M:%S");
            break;
        case 'D':
            out += written(value, "%m/%d/%y");
            break;
        case 'R':
            out += written(value, "%H:%M");
            break;
        default:
            writeLetter(c, bare, colon, value, fields, out);
        }
    }
    return out;
}

std::optional<DateValue> readDate(const std::vector<std::string> &patterns, std::string_view text)
{
    text = fieldtype::trim(text);
    if (text.size() > 100)
        return std::nullopt;
    for (const std::string &pattern : patterns)
        if (auto value = readWith(pattern, text))
            return value;
    if (auto value = readIso(text))
        return value;
    const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits && (text.size() == 10 || text.size() == 13))
        return readWith(text.size() == 10 ? "%s" : "%Q", text);
    // The forms that intake reads; a time of day comes back as UTC there, but is none unless it says so.
    if (const auto date = fieldtype::date(text);
        date && (!digits || text.size() == 8) && text.find(':') == std::string_view::npos)
        return readIso(*date);
    if (const auto time = fieldtype::dateTime(text)) {
        auto value = readIso(*time);
        if (value) {
            value->instant = text.ends_with('Z');
            value->zoneName.clear();
        }
        return value;
    }
    return std::nullopt;
}

void moveTo(const QTimeZone &zone, DateValue &value)
{
    if (!value.instant)
        return;
    const auto instant = value.utc();
    const QDateTime utc =
        QDateTime::fromMSecsSinceEpoch(floor<milliseconds>(instant.time_since_epoch()).count(), Qt::UTC);
    const int offset = zone.offsetFromUtc(utc);
    const auto local = instant + seconds(offset);
    const auto day = floor<days>(local);
    value.date = year_month_day(day);
    value.time = local - day;
    value.offsetMinutes = offset / 60;
    value.zoneName = zone.abbreviation(utc).toStdString();
}

void takeAsLocal(const QTimeZone &zone, DateValue &value)
{
    if (value.instant || !value.hasTime)
        return;
    const auto local = sys_days(value.date) + value.time;
    const auto offsetAt = [&](sys_time<microseconds> instant) {
        return seconds(zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(
            floor<milliseconds>(instant.time_since_epoch()).count(), Qt::UTC)));
    };
    // The offsets before and after any change near by: the first that agrees with itself is meant.
    const seconds before = offsetAt(local - hours(24));
    const seconds after = offsetAt(local + hours(24));
    sys_time<microseconds> instant = local - before;
    if (offsetAt(instant) != before && offsetAt(local - after) == after)
        instant = local - after;
    DateValue moved = fromInstant(instant);
    moveTo(zone, moved);
    value = moved;
}

std::string toIso(const DateValue &value)
{
    if (!value.hasTime)
        return written(value, "%F");
    const bool fraction = value.time.count() % 1'000'000 != 0;
    const bool millis = value.time.count() % 1'000 == 0;
    return written(value, fraction ? (millis ? "%FT%T.%L" : "%FT%T.%f") : "%FT%T") +
           (value.instant ? written(value, "%K") : std::string());
}

} // namespace bourse::domain
