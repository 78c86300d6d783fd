// The JSON form of filters, and what all forms share.
#include "domain/routing/filter.h"
#include "domain/integration/regex.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/filterparts.h"
#include "domain/routing/pingtree.h"
#include <algorithm>
#include <numeric>
#include <utility>

namespace bourse::domain {

namespace filterparts {

Values valuesOf(FilterOp op)
{
    switch (op) {
    case FilterOp::In:
    case FilterOp::NotIn:
    case FilterOp::Within:
        return Values::Some;
    case FilterOp::InList:
    case FilterOp::NotInList:
    case FilterOp::Exists:
        return Values::None;
    case FilterOp::Between:
        return Values::Two;
    default:
        return Values::One;
    }
}

bool isFieldKey(std::string_view text)
{
    auto steps = parsePath(text);
    return steps && steps->size() == 1;
}

std::optional<std::vector<PathStep>> parsePath(std::string_view path)
{
    constexpr std::size_t maxSteps = 8;
    std::vector<PathStep> steps;
    if (path.size() > FilterLimits::pathBytes)
        return std::nullopt;
    std::size_t at = 0;
    auto isKeyChar = [](char c, bool first) {
        return (c >= 'a' && c <= 'z') || (!first && ((c >= '0' && c <= '9') || c == '_'));
    };
    while (at < path.size()) {
        if (path[at] == '[' && !steps.empty()) {
            const std::size_t close = path.find(']', at);
            if (close == std::string_view::npos)
                return std::nullopt;
            std::string_view inside = path.substr(at + 1, close - at - 1);
            PathStep step;
            if (inside == "*") {
                step.kind = PathStep::Kind::Each;
            } else {
                const bool digits = !inside.empty() && inside.size() <= 4 &&
                                    inside.find_first_not_of("0123456789") == std::string_view::npos &&
                                    (inside.size() == 1 || inside.front() != '0');
                if (!digits)
                    return std::nullopt;
                step.kind = PathStep::Kind::Index;
                step.index = static_cast<std::size_t>(std::stoul(std::string(inside)));
            }
            steps.push_back(std::move(step));
            at = close + 1;
        } else {
            if (!steps.empty()) {
                if (path[at] != '.')
                    return std::nullopt;
                ++at;
            }
            const std::size_t start = at;
            while (at < path.size() && isKeyChar(path[at], at == start))
                ++at;
            if (at == start || at - start > 64)
                return std::nullopt;
            steps.push_back({PathStep::Kind::Key, std::string(path.substr(start, at - start)), 0});
        }
        if (steps.size() > maxSteps)
            return std::nullopt;
    }
    if (steps.empty())
        return std::nullopt;
    return steps;
}

namespace {
/// Letters to add, leave out, replace or swap with their neighbour (optimal string alignment).
std::size_t edits(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::exchange(last, row);
    }
    return last.back();
}
} // namespace

std::string nearest(std::string_view word, const std::vector<std::string> &words)
{
    std::string best;
    std::size_t least = word.size() <= 3 ? 2 : 3; // too far
    const std::string folded = foldCase(word.substr(0, 64));
    for (const std::string &candidate : words) {
        const std::size_t distance = edits(folded, foldCase(candidate));
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

std::string didYouMean(std::string_view word, const std::vector<std::string> &words)
{
    const std::string found = nearest(word, words);
    return found.empty() ? std::string() : " Did you mean “" + found + "”?";
}

} // namespace filterparts

namespace {
using Need = MemberReader::Need;
using namespace filterparts;

class FilterReader {
  public:
    explicit FilterReader(Errors &errors) : m_errors(errors) {}

    Filter node(const Value &value, std::string path, int depth)
    {
        Filter filter;
        MemberReader reader(value, std::move(path), m_errors);
        if (!reader.isObject())
            return filter;
        if (depth > FilterLimits::depth) {
            reader.problem("too_deep", {}, "at most " + std::to_string(FilterLimits::depth) + " levels",
                           "A filter may be nested " + std::to_string(FilterLimits::depth) +
                               " levels deep at most.");
            return filter;
        }
        if (++m_nodes == FilterLimits::nodes + 1)
            reader.problem("too_many", {}, "at most " + std::to_string(FilterLimits::nodes) + " parts",
                           "A filter may have " + std::to_string(FilterLimits::nodes) + " parts at most.");
        if (m_nodes > FilterLimits::nodes)
            return filter;
        if (reader.member("all")) {
            filter.kind = Filter::Kind::All;
            children(reader, "all", filter, depth);
        } else if (reader.member("any")) {
            filter.kind = Filter::Kind::Any;
            children(reader, "any", filter, depth);
        } else if (const Value *inner = reader.member("not")) {
            filter.kind = Filter::Kind::Not;
            filter.children.push_back(node(*inner, reader.pathOf("not"), depth + 1));
        } else {
            filter.kind = Filter::Kind::Test;
            filter.test = test(reader);
        }
        reader.refuseUnknown();
        return filter;
    }

  private:
    void children(MemberReader &reader, std::string_view key, Filter &filter, int depth)
    {
        const Array &parts = reader.array(key);
        if (parts.empty())
            reader.problem("required", key, "at least one", "“" + reader.pathOf(key) + "” needs a part.");
        for (std::size_t i = 0; i < parts.size() && m_nodes <= FilterLimits::nodes; ++i)
            filter.children.push_back(node(parts[i], indexPath(reader.pathOf(key), i), depth + 1));
    }

    FilterTest test(MemberReader &reader)
    {
        FilterTest test;
        if (reader.member("about")) {
            const std::string about = reader.text("about", Need::Required);
            if (auto subject = indexOf(subjectNames, about); subject && *subject > 0)
                test.subject = static_cast<FilterSubject>(*subject);
            else
                choice(reader, "about", "source, hour, weekday, score, history.leads, history.sold");
            if (isHistory(test.subject))
                history(reader, test);
        } else {
            test.field = reader.text("field", Need::Required);
            if (!test.field.empty() && !parsePath(test.field))
                reader.problem("not_a_path", "field", "a field's key or path",
                               "“" + reader.pathOf("field") +
                                   "” must be a field's key or path, like vehicle.make or drivers[*].age.");
            const std::string part = reader.text("part", Need::Optional);
            if (auto known = indexOf(partNames, part))
                test.part = static_cast<FilterPart>(*known);
            else
                choice(reader, "part", "age, domain, area_code, zip3, count");
        }
        if (test.subject == FilterSubject::Hour || test.subject == FilterSubject::Weekday) {
            test.zone = reader.text("zone", Need::Optional);
            if (!test.zone.empty() && !isTimeZone(test.zone))
                reader.problem("not_a_zone", "zone", "IANA time zone",
                               "“" + reader.pathOf("zone") +
                                   "” must be an IANA time zone, like America/Chicago.");
        }
        const std::string op = reader.text("op", Need::Required);
        if (auto known = indexOf(opNames, op)) {
            test.op = static_cast<FilterOp>(*known);
        } else {
            if (!op.empty()) {
                std::string all;
                for (auto word : opNames)
                    all += (all.empty() ? "" : ", ") + std::string(word);
                choice(reader, "op", all);
            }
            for (std::string_view key : {"value", "values", "list", "radius", "unit", "ignore_case"})
                reader.member(key); // what they should be depends on the operator
            return test;
        }
        operands(reader, test);
        return test;
    }

    void history(MemberReader &reader, FilterTest &test)
    {
        test.field = reader.text("field", Need::Required);
        if (!test.field.empty() && !isFieldKey(test.field))
            reader.problem("not_a_path", "field", "a field's key",
                           "“" + reader.pathOf("field") + "” must be the key of a field, like email.");
        if (auto days = reader.optionalInteger("days", 1, mostHistoryDays))
            test.days = static_cast<int>(*days);
        else if (!reader.member("days"))
            reader.problem("required", "days", "1 to 365", "A history needs the days that it looks back.");
    }

    void operands(MemberReader &reader, FilterTest &test)
    {
        const Values wanted = valuesOf(test.op);
        if (wanted == Values::One) {
            if (const Value *value = reader.member("value"))
                test.values.push_back(text(reader, *value, "value"));
            else
                reader.problem("required", "value", "required", "This test needs a value.");
        } else if (wanted != Values::None) {
            const Array &values = reader.array("values", Need::Required);
            if (wanted == Values::Two ? values.size() != 2 : values.empty())
                reader.problem("out_of_range", "values", wanted == Values::Two ? "two" : "at least one",
                               wanted == Values::Two ? "A range has two values, the least and the most."
                                                     : "This test needs at least one value.");
            if (values.size() > FilterLimits::values)
                reader.problem("too_many", "values", "at most " + std::to_string(FilterLimits::values),
                               "A test has at most " + std::to_string(FilterLimits::values) +
                                   " values; more belong into a list.");
            for (std::size_t i = 0; i < std::min(values.size(), FilterLimits::values); ++i)
                test.values.push_back(text(reader, values[i], indexPath("values", i)));
        }
        if (test.op == FilterOp::InList || test.op == FilterOp::NotInList || test.op == FilterOp::Within)
            test.list = reader.slug("list", Need::Required);
        if (test.op == FilterOp::Within) {
            if (const Value *radius = reader.member("radius"))
                test.radius = text(reader, *radius, "radius");
            auto canonical = fieldtype::decimal(test.radius);
            if (!canonical || fieldtype::compareDecimals(*canonical, "0") < 0)
                reader.problem("wrong_value", "radius", "a number of at least 0",
                               "A radius is a number of at least 0.");
            else
                test.radius = *canonical;
            const std::string unit = reader.text("unit", Need::Optional, "mi");
            if (unit != "mi" && unit != "km")
                choice(reader, "unit", "mi, km");
            test.kilometres = unit == "km";
        }
        if (test.op == FilterOp::Matches) {
            test.ignoreCase = reader.boolean("ignore_case", false);
            if (!test.values.empty()) {
                if (auto regex = Regex::compile(test.values.front(), test.ignoreCase); !regex)
                    reader.problem(regex.error().code, "value", regex.error().rule, regex.error().message);
            }
        }
    }

    /// A scalar as text; numbers by their own digits.
    std::string text(MemberReader &reader, const Value &value, const std::string &key)
    {
        constexpr std::size_t maxBytes = 1024;
        std::string text = value.toText();
        const bool tooMuch = m_valueBytes > FilterLimits::valueBytes;
        m_valueBytes += text.size();
        if (m_valueBytes > FilterLimits::valueBytes && !tooMuch)
            reader.problem(
                "too_many", key, "at most " + std::to_string(FilterLimits::valueBytes) + " bytes of values",
                "The values of this filter are too much text; long lists belong into a named list.");
        if (value.isArray() || value.isObject() || value.isNull())
            reader.problem("wrong_type", key, "text, number or boolean",
                           "“" + reader.pathOf(key) + "” must be a text, a number or a boolean.");
        else if (text.size() > maxBytes || fieldtype::inspect(text, true) != fieldtype::TextProblem::None)
            reader.problem("wrong_value", key, "text of at most 1024 bytes",
                           "“" + reader.pathOf(key) +
                               "” must be a text of at most 1024 bytes without control characters.");
        return text;
    }

    void choice(MemberReader &reader, std::string_view key, const std::string &all)
    {
        reader.problem("not_a_choice", key, "one of " + all,
                       "“" + reader.pathOf(key) + "” must be one of " + all + ".");
    }

    Errors &m_errors;
    std::size_t m_nodes = 0;
    std::size_t m_valueBytes = 0;
};

Value testValue(const FilterTest &test)
{
    Object object;
    if (test.subject == FilterSubject::Field) {
        object.append("field", test.field);
        if (test.part != FilterPart::Whole)
            object.append("part", partNames[static_cast<std::size_t>(test.part)]);
    } else {
        object.append("about", subjectNames[static_cast<std::size_t>(test.subject)]);
        if (!test.zone.empty())
            object.append("zone", test.zone);
        if (isHistory(test.subject)) {
            object.append("field", test.field);
            object.append("days", test.days);
        }
    }
    object.append("op", name(test.op));
    const Values values = valuesOf(test.op);
    if (values == Values::One)
        object.append("value", test.values.front());
    else if (values != Values::None)
        object.append("values", Array(test.values.begin(), test.values.end()));
    if (test.ignoreCase)
        object.append("ignore_case", true);
    if (test.op == FilterOp::Within) {
        object.append("radius", test.radius);
        if (test.kilometres)
            object.append("unit", "km");
    }
    if (!test.list.empty())
        object.append("list", test.list);
    return object;
}
} // namespace

bool Filter::operator==(const Filter &) const = default;

void collectHistory(const Filter &filter, std::vector<HistoryKey> &into)
{
    if (filter.kind == Filter::Kind::Test && isHistory(filter.test.subject)) {
        HistoryKey key{filter.test.subject == FilterSubject::HistorySold, filter.test.field,
                       filter.test.days};
        if (std::find(into.begin(), into.end(), key) == into.end())
            into.push_back(std::move(key));
    }
    for (const Filter &child : filter.children)
        collectHistory(child, into);
}

std::string_view name(FilterOp op)
{
    return opNames[static_cast<std::size_t>(op)];
}

Result<Filter> filterFromValue(const Value &value, const std::string &path)
{
    Errors errors;
    Filter filter = FilterReader(errors).node(value, path, 1);
    if (!errors.empty())
        return errors;
    return filter;
}

Value toValue(const Filter &filter)
{
    if (filter.kind == Filter::Kind::Test)
        return testValue(filter.test);
    Object object;
    if (filter.kind == Filter::Kind::Not) {
        object.append("not", toValue(filter.children.front()));
        return object;
    }
    Array parts;
    for (const Filter &child : filter.children)
        parts.push_back(toValue(child));
    object.append(filter.kind == Filter::Kind::All ? "all" : "any", std::move(parts));
    return object;
}

} // namespace bourse::domain
