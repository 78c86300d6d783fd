// Dates: any of the forms a lead holds to the form a buyer wants.
#include "domain/integration/transforms.h"
#include <QDateTime>
#include <QTimeZone>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace bourse::domain {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

/// A date with a time of day; `utc` tells whether it names an instant or only what a calendar says.
struct Moment {
    year_month_day date;
    microseconds time{0};
    bool utc = false;
    int offsetMinutes = 0;
};

bool number(std::string_view &text, std::size_t least, std::size_t most, int &out)
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

/// strptime's common letters; null if the text does not fit the pattern to its end.
std::optional<Moment> readWith(std::string_view pattern, std::string_view text)
{
    int y = 1970, mo = 1, d = 1, h = 0, mi = 0, s = 0;
    std::optional<bool> afternoon;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char c = pattern[i];
        if (c != '%' || i + 1 >= pattern.size()) {
            if (text.empty() || text.front() != c)
                return std::nullopt;
            text.remove_prefix(1);
            continue;
        }
        c = pattern[++i];
        if (c == '-' && i + 1 < pattern.size())
            c = pattern[++i];
        bool fits = true;
        switch (c) {
        case 'Y':
            fits = number(text, 4, 4, y);
            break;
        case 'y':
            fits = number(text, 2, 2, y);
            y += y < 69 ? 2000 : 1900;
            break;
        case 'm':
            fits = number(text, 1, 2, mo);
            break;
        case 'd':
        case 'e':
            fits = number(text, 1, 2, d);
            break;
        case 'H':
        case 'I':
            fits = number(text, 1, 2, h);
            break;
        case 'M':
            fits = number(text, 2, 2, mi);
            break;
        case 'S':
            fits = number(text, 2, 2, s);
            break;
        case 'p':
            fits = text.size() >= 2 && (text[1] == 'M' || text[1] == 'm') &&
                   (text[0] == 'A' || text[0] == 'a' || text[0] == 'P' || text[0] == 'p');
            if (fits) {
                afternoon = text[0] == 'P' || text[0] == 'p';
                text.remove_prefix(2);
            }
            break;
        case '%':
            fits = text.starts_with('%');
            if (fits)
                text.remove_prefix(1);
            break;
        default:
            fits = false;
        }
        if (!fits)
            return std::nullopt;
    }
    if (afternoon)
        h = h % 12 + (*afternoon ? 12 : 0);
    Moment moment;
    moment.date = year(y) / month(static_cast<unsigned>(mo)) / day(static_cast<unsigned>(d));
    moment.time = hours(h) + minutes(mi) + seconds(s);
    if (!text.empty() || !moment.date.ok() || h > 23 || mi > 59 || s > 60)
        return std::nullopt;
    return moment;
}

std::optional<Moment> readIso(std::string_view text)
{
    const bool zoned =
        text.size() > 10 && (text.ends_with('Z') || text.find_first_of("+-", 11) != std::string_view::npos);
    if (zoned) {
        const auto instant = fromIso8601(text);
        if (!instant)
            return std::nullopt;
        const auto days = floor<std::chrono::days>(*instant);
        return Moment{year_month_day(days), *instant - days, true, 0};
    }
    const std::size_t fraction = text.find('.');
    const std::string_view plain = text.substr(0, fraction);
    for (const std::string_view pattern :
         {"%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"})
        if (auto moment = readWith(pattern, plain))
            return moment;
    return std::nullopt;
}

void two(int value, std::string &out)
{
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

std::string written(const Moment &moment, std::string_view pattern)
{
    const int y = static_cast<int>(moment.date.year());
    const int mo = static_cast<int>(static_cast<unsigned>(moment.date.month()));
    const int d = static_cast<int>(static_cast<unsigned>(moment.date.day()));
    const auto h = static_cast<int>(duration_cast<hours>(moment.time).count());
    const auto mi = static_cast<int>(duration_cast<minutes>(moment.time).count() % 60);
    const auto s = static_cast<int>(duration_cast<seconds>(moment.time).count() % 60);
    const int h12 = h % 12 ? h % 12 : 12;
    const std::size_t weekDay = weekday(sys_days(moment.date)).c_encoding();
    const auto offset = [&](bool colon) {
        const int minutesAway = moment.offsetMinutes < 0 ? -moment.offsetMinutes : moment.offsetMinutes;
        std::string text(1, moment.offsetMinutes < 0 ? '-' : '+');
        two(minutesAway / 60, text);
        if (colon)
            text += ':';
        two(minutesAway % 60, text);
        return text;
    };
    const auto year4 = [y] {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, "%04d", y);
        return std::string(buffer);
    };
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char c = pattern[i];
        if (c != '%') {
            out += c;
            continue;
        }
        c = pattern[++i];
        const bool bare = c == '-';
        if (bare)
            c = pattern[++i];
        const auto put = [&](int value) {
            if (bare)
                out += std::to_string(value);
            else
                two(value, out);
        };
        switch (c) {
        case 'Y':
            out += year4();
            break;
        case 'y':
            put(y % 100);
            break;
        case 'm':
            put(mo);
            break;
        case 'd':
            put(d);
            break;
        case 'e':
            out += std::to_string(d);
            break;
        case 'H':
            put(h);
            break;
        case 'I':
            put(h12);
            break;
        case 'M':
            put(mi);
            break;
        case 'S':
            put(s);
            break;
        case 'p':
            out += h < 12 ? "AM" : "PM";
            break;
        case 'B':
            out += kMonths[static_cast<std::size_t>(mo - 1)];
            break;
        case 'b':
            out += kMonths[static_cast<std::size_t>(mo - 1)].substr(0, 3);
            break;
        case 'A':
            out += kDays[weekDay];
            break;
        case 'a':
            out += kDays[weekDay].substr(0, 3);
            break;
        case 'F':
            out += year4() + '-';
            two(mo, out);
            out += '-';
            two(d, out);
            break;
        case 'T':
            two(h, out);
            out += ':';
            two(mi, out);
            out += ':';
            two(s, out);
            break;
        case 'f': {
            char buffer[16];
            std::snprintf(buffer, sizeof buffer, "%06d", static_cast<int>(moment.time.count() % 1'000'000));
            out += buffer;
            break;
        }
        case 'L': {
            char buffer[16];
            std::snprintf(buffer, sizeof buffer, "%03d",
                          static_cast<int>(moment.time.count() % 1'000'000 / 1'000));
            out += buffer;
            break;
        }
        case 'z':
            out += offset(false);
            break;
        case ':': // %:z
            ++i;
            out += offset(true);
            break;
        default:
            out += '%';
        }
    }
    return out;
}

/// Every % is followed by a known letter.
bool knownPattern(std::string_view pattern, std::string_view letters)
{
    bool any = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%')
            continue;
        any = true;
        if (++i < pattern.size() && pattern[i] == ':')
            if (i + 1 >= pattern.size() || pattern[i + 1] != 'z')
                return false;
        if (i < pattern.size() && pattern[i] == '-')
            ++i;
        if (i >= pattern.size() || letters.find(pattern[i]) == std::string_view::npos)
            return false;
    }
    return any;
}

struct Zone {
    QTimeZone zone;
    bool given = false;
};

Zone readZone(ObjectReader &reader)
{
    Zone zone;
    const std::string id = reader.text("zone");
    if (id.empty())
        return zone;
    zone.given = true;
    zone.zone = QTimeZone(QByteArray::fromStdString(id));
    if (!zone.zone.isValid())
        reader.problems().add("not_a_zone", reader.pathOf("zone"), "IANA time zone",
                              "\"" + id + "\" is not a time zone, like America/Chicago.");
    return zone;
}

/// What the clock in the zone shows at an instant. A calendar date without an instant is left alone.
void moveTo(const Zone &zone, Moment &moment)
{
    if (!zone.given || !moment.utc)
        return;
    const auto instant = sys_days(moment.date) + moment.time;
    const QDateTime utc =
        QDateTime::fromMSecsSinceEpoch(floor<milliseconds>(instant.time_since_epoch()).count(), Qt::UTC);
    const int offset = zone.zone.offsetFromUtc(utc);
    const auto local = instant + seconds(offset);
    const auto days = floor<std::chrono::days>(local);
    moment.date = year_month_day(days);
    moment.time = local - days;
    moment.offsetMinutes = offset / 60;
}

std::vector<std::string> readInputs(ObjectReader &reader)
{
    std::vector<std::string> patterns;
    const Value *input = reader.get("input");
    const auto take = [&](const Value &value) {
        const std::string *text = value.asString();
        if (text && knownPattern(*text, "YymdeHIMSp%"))
            patterns.push_back(*text);
        else
            reader.problems().add("invalid_pattern", reader.pathOf("input"), "%Y %y %m %d %H %I %M %S %p",
                                  "The pattern to read the date with is wrong.");
    };
    if (input && input->isArray()) {
        for (const Value &value : *input->asArray())
            take(value);
    } else if (input) {
        take(*input);
    }
    return patterns;
}

std::optional<Moment> readAny(const std::vector<std::string> &patterns, std::string_view text)
{
    for (const std::string &pattern : patterns)
        if (auto moment = readWith(pattern, text))
            return moment;
    return readIso(text);
}

Error notADate()
{
    return {"not_a_date", {}, "a date", "The value is not a date in the expected form."};
}

} // namespace

std::unique_ptr<Transform> makeDateTransform(std::string_view word, TransformSite &site)
{
    ObjectReader &reader = site.reader;
    if (word == "date") {
        const std::string format = reader.requireText("format");
        if (!format.empty() && !knownPattern(format, "YymdeHIMSpBbAaFTfLz:%"))
            reader.problems().add("invalid_pattern", reader.pathOf("format"),
                                  "%Y %m %d %H %M %S and their like",
                                  "The pattern to write the date with is wrong.");
        const auto inputs = readInputs(reader);
        const Zone zone = readZone(reader);
        return textTransform([format, inputs, zone](Cell &cell, Error &problem) {
            if (cell.text().empty())
                return true;
            auto moment = readAny(inputs, cell.text());
            if (!moment) {
                problem = notADate();
                return false;
            }
            moveTo(zone, *moment);
            cell.setOwned(Cell::Kind::Text, written(*moment, format));
            return true;
        });
    }
    if (word == "epoch") {
        const bool millis = reader.choice("unit", {"s", "ms"}) == "ms";
        const auto inputs = readInputs(reader);
        return textTransform([millis, inputs](Cell &cell, Error &problem) {
            if (cell.text().empty())
                return true;
            const auto moment = readAny(inputs, cell.text());
            if (!moment) {
                problem = notADate();
                return false;
            }
            const auto instant = (sys_days(moment->date) + moment->time).time_since_epoch();
            cell.setOwned(Cell::Kind::Number, std::to_string(millis ? floor<milliseconds>(instant).count()
                                                                    : floor<seconds>(instant).count()));
            return true;
        });
    }
    return nullptr;
}

} // namespace bourse::domain
