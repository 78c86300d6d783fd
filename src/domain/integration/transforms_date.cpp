// Dates: any of the forms a lead holds to the form a buyer wants.
#include "domain/integration/datevalue.h"
#include "domain/integration/transforms.h"
#include <algorithm>
#include <limits>

namespace bourse::domain {
namespace {

using namespace std::chrono;

DateStyle readStyle(ObjectReader &reader)
{
    const std::string style = reader.choice("style", {"auto", "strftime", "php", "java", "moment"});
    return style == "strftime" ? DateStyle::Strftime
           : style == "php"    ? DateStyle::Php
           : style == "java"   ? DateStyle::Java
           : style == "moment" ? DateStyle::Moment
                               : DateStyle::Recognise;
}

std::optional<QTimeZone> readZone(ObjectReader &reader, std::string_view key)
{
    const std::string id = reader.text(key);
    if (id.empty())
        return std::nullopt;
    QTimeZone zone(QByteArray::fromStdString(id));
    if (zone.isValid())
        return zone;
    reader.problems().add("not_a_zone", reader.pathOf(key), "IANA time zone",
                          "\"" + id + "\" is not a time zone, like America/Chicago.");
    return std::nullopt;
}

/// How a value is read: "input" (a pattern or several), "from_zone" and, for some, "zone".
class DateReading {
  public:
    static DateReading compile(ObjectReader &reader, DateStyle style, bool withZone)
    {
        DateReading reading;
        const Value *input = reader.get("input");
        const auto take = [&](const Value &value) {
            const std::string *text = value.asString();
            auto pattern =
                text ? datePattern(*text, style, true)
                     : Result<std::string>(Error{"invalid_pattern", {}, "text", "A pattern is a text."});
            if (pattern)
                reading.m_patterns.push_back(std::move(*pattern));
            else
                reader.problems().take(pattern.errors(), reader.pathOf("input"));
        };
        if (input && input->isArray()) {
            for (const Value &value : *input->asArray())
                take(value);
        } else if (input) {
            take(*input);
        }
        reading.m_from = readZone(reader, "from_zone");
        if (withZone)
            reading.m_zone = readZone(reader, "zone");
        return reading;
    }

    std::optional<DateValue> read(std::string_view text) const
    {
        auto value = readDate(m_patterns, text);
        if (value && m_from)
            takeAsLocal(*m_from, *value);
        if (value && m_zone)
            moveTo(*m_zone, *value);
        return value;
    }
    const std::optional<QTimeZone> &zone() const { return m_zone; }

  private:
    std::vector<std::string> m_patterns;
    std::optional<QTimeZone> m_from;
    std::optional<QTimeZone> m_zone;
};

/// A transform of a date; empty text passes by. `function` is bool(Cell &, const DateValue &, RenderContext
/// *, Error &).
template <class Function> class DateTransform final : public Transform {
  public:
    DateTransform(DateReading reading, Function function)
        : m_reading(std::move(reading)), m_function(std::move(function))
    {
    }
    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        if (!cell.isScalar()) {
            problem = Error{"wrong_type",
                            {},
                            "text, number or boolean",
                            "A list or group cannot be transformed like a text."};
            return false;
        }
        if (cell.text().empty())
            return true;
        const auto value = m_reading.read(cell.text());
        if (!value) {
            problem = Error{"not_a_date", {}, "a date", "The value is not a date in the expected form."};
            return false;
        }
        return m_function(cell, *value, context, problem);
    }

  private:
    DateReading m_reading;
    Function m_function;
};

template <class Function> std::unique_ptr<Transform> dateTransform(DateReading reading, Function function)
{
    return std::make_unique<DateTransform<Function>>(std::move(reading), std::move(function));
}

std::unique_ptr<Transform> makeDate(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    const std::string format = reader.requireText("format");
    const DateStyle style = readStyle(reader);
    std::string pattern;
    if (!format.empty()) {
        auto made = datePattern(format, style, false);
        if (made)
            pattern = std::move(*made);
        else
            reader.problems().take(made.errors(), reader.pathOf("format"));
    }
    return dateTransform(DateReading::compile(reader, style, true),
                         [pattern](Cell &cell, const DateValue &value, RenderContext *, Error &) {
                             cell.setOwned(Cell::Kind::Text, written(value, pattern));
                             return true;
                         });
}

std::unique_ptr<Transform> makeEpoch(TransformSite &site)
{
    const bool millis = site.reader.choice("unit", {"s", "ms"}) == "ms";
    return dateTransform(DateReading::compile(site.reader, readStyle(site.reader), false),
                         [millis](Cell &cell, const DateValue &value, RenderContext *, Error &) {
                             const auto since = value.utc().time_since_epoch();
                             cell.setOwned(Cell::Kind::Number,
                                           std::to_string(millis ? floor<milliseconds>(since).count()
                                                                 : floor<seconds>(since).count()));
                             return true;
                         });
}

std::unique_ptr<Transform> makeAdd(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    const std::int64_t y = reader.integer("years", 0, -1'000, 1'000);
    const std::int64_t mo = reader.integer("months", 0, -12'000, 12'000);
    const std::int64_t d = reader.integer("days", 0, -400'000, 400'000);
    const std::int64_t h = reader.integer("hours", 0, -1'000'000, 1'000'000);
    const std::int64_t mi = reader.integer("minutes", 0, -100'000'000, 100'000'000);
    const std::int64_t s = reader.integer("seconds", 0, -1'000'000'000, 1'000'000'000);
    return dateTransform(
        DateReading::compile(reader, readStyle(reader), true),
        [=](Cell &cell, const DateValue &given, RenderContext *, Error &problem) {
            DateValue value = given;
            year_month_day moved = value.date + years(y) + months(mo);
            if (!moved.ok()) // 31 January and a month: the last day of February
                moved = moved.year() / moved.month() / last;
            const auto local = sys_days(moved) + days(d) + value.time + hours(h) + minutes(mi) + seconds(s);
            const auto day = floor<days>(local);
            value.date = year_month_day(day);
            value.time = local - day;
            value.hasTime = value.hasTime || h != 0 || mi != 0 || s != 0;
            const int resulting = static_cast<int>(value.date.year());
            if (resulting < 1 || resulting > 9999) {
                problem = Error{"out_of_range", {}, "years 1 to 9999", "The date is out of range."};
                return false;
            }
            cell.setOwned(Cell::Kind::Text, toIso(value));
            return true;
        });
}

std::unique_ptr<Transform> makePart(TransformSite &site)
{
    const std::string part = site.reader.choice("part", {"year", "month", "day", "hour", "minute", "second",
                                                         "weekday", "day_of_year", "week", "quarter"});
    return dateTransform(DateReading::compile(site.reader, readStyle(site.reader), true),
                         [part](Cell &cell, const DateValue &value, RenderContext *, Error &) {
                             const std::string_view letters = part == "year"      ? "%Y"
                                                              : part == "month"   ? "%-m"
                                                              : part == "day"     ? "%-d"
                                                              : part == "hour"    ? "%-H"
                                                              : part == "minute"  ? "%-M"
                                                              : part == "second"  ? "%-S"
                                                              : part == "weekday" ? "%u"
                                                              : part == "week"    ? "%-V"
                                                                                  : "%-j";
                             std::string text =
                                 part == "quarter"
                                     ? std::to_string((static_cast<unsigned>(value.date.month()) + 2) / 3)
                                     : written(value, letters);
                             text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
                             cell.setOwned(Cell::Kind::Number, std::move(text));
                             return true;
                         });
}

/// Whole years or months from one day to another; a birthday on 29 February comes on 1 March in other years.
std::int64_t wholeMonths(year_month_day from, year_month_day to)
{
    std::int64_t count = (static_cast<int>(to.year()) - static_cast<int>(from.year())) * 12 +
                         static_cast<int>(static_cast<unsigned>(to.month())) -
                         static_cast<int>(static_cast<unsigned>(from.month()));
    if (to.day() < from.day())
        --count;
    return count;
}

std::unique_ptr<Transform> makeAge(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    const std::string unit =
        reader.choice("unit", {"years", "months", "days", "hours", "minutes", "seconds"});
    const std::string future = reader.choice("future", {"refuse", "zero", "negative"});
    if (!site.compile)
        reader.problems().add("not_available", reader.pathOf("do"), "only in requests",
                              "An answer is read without the time.");
    const DateReading reading = DateReading::compile(reader, readStyle(reader), true);
    const auto zone = reading.zone();
    return dateTransform(
        reading, [=](Cell &cell, const DateValue &value, RenderContext *context, Error &problem) {
            DateValue now;
            const auto utc = time_point_cast<microseconds>(context->input.time);
            now.date = year_month_day(floor<days>(utc));
            now.time = utc - floor<days>(utc);
            now.instant = true;
            if (zone)
                moveTo(*zone, now);
            // A date that is no instant is compared with what the calendar shows.
            const auto elapsed = value.instant
                                     ? now.utc() - value.utc()
                                     : (sys_days(now.date) + now.time) - (sys_days(value.date) + value.time);
            std::int64_t count = unit == "hours"     ? floor<hours>(elapsed).count()
                                 : unit == "minutes" ? floor<minutes>(elapsed).count()
                                 : unit == "seconds" ? floor<seconds>(elapsed).count()
                                 : unit == "days"    ? (sys_days(now.date) - sys_days(value.date)).count()
                                                     : wholeMonths(value.date, now.date);
            if (unit == "years")
                count = count >= 0 ? count / 12 : -((-count + 11) / 12);
            if (count < 0 && future == "refuse") {
                problem = Error{"out_of_range", {}, "not in the future", "The date lies in the future."};
                return false;
            }
            cell.setOwned(Cell::Kind::Number, std::to_string(count < 0 && future == "zero" ? 0 : count));
            return true;
        });
}

} // namespace

std::unique_ptr<Transform> makeDateTransform(std::string_view word, TransformSite &site)
{
    if (word == "date")
        return makeDate(site);
    if (word == "epoch")
        return makeEpoch(site);
    if (word == "date_add")
        return makeAdd(site);
    if (word == "date_part")
        return makePart(site);
    if (word == "age")
        return makeAge(site);
    return nullptr;
}

} // namespace bourse::domain
