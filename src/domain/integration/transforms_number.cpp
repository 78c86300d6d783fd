// Arithmetic, bounds, ranges and bands. Everything is exact in micro-units (six decimals), never a double.
#include "domain/integration/transforms.h"
#include <algorithm>
#include <array>
#include <limits>

namespace bourse::domain {
namespace {

__extension__ typedef __int128 Wide; // GCC and Clang have it; -Wpedantic wants to hear that we know

constexpr std::int64_t kMicrosPerUnit = 1'000'000;

Error notANumber()
{
    return {"not_a_number", {}, "a number", "The value is not a number."};
}

Error outOfRange()
{
    return {"out_of_range", {}, "±9,223,372,036,854.775807", "The result is too large."};
}

bool narrow(Wide wide, std::int64_t &micros, Error &problem)
{
    if (wide > std::numeric_limits<std::int64_t>::max() || wide < std::numeric_limits<std::int64_t>::min()) {
        problem = outOfRange();
        return false;
    }
    micros = static_cast<std::int64_t>(wide);
    return true;
}

/// value / divisor to the nearest, halves away from zero.
Wide dividedHalfUp(Wide value, Wide divisor)
{
    if (divisor < 0) {
        value = -value;
        divisor = -divisor;
    }
    const Wide quotient = value / divisor;
    const Wide rest = value % divisor;
    const Wide twice = (rest < 0 ? -rest : rest) * 2;
    return twice >= divisor ? quotient + (value < 0 ? -1 : 1) : quotient;
}

/// A constant of the document or another value of the lead.
class Operand {
  public:
    /// Takes "value" and "source"; exactly one must be there.
    static Operand compile(TransformSite &site)
    {
        Operand operand;
        ObjectReader &reader = site.reader;
        const Value *value = reader.get("value");
        operand.m_source = compileOneSource("source", site);
        if ((value != nullptr) == (operand.m_source != nullptr)) {
            reader.problems().add("required", reader.pathOf("value"), "value or source",
                                  "Give the other number: a value or a source.");
            return operand;
        }
        if (value) {
            operand.m_micros =
                value->isString() || value->isNumber() ? readMicros(value->toText()) : std::nullopt;
            if (!operand.m_micros)
                reader.problems().add("wrong_type", reader.pathOf("value"), "a number",
                                      "A number is expected.");
        }
        return operand;
    }
    /// `missing` where the source has nothing.
    bool read(RenderContext *context, std::int64_t &micros, bool &missing, Error &problem) const
    {
        missing = false;
        if (!m_source) {
            micros = m_micros.value_or(0);
            return true;
        }
        Cell cell;
        if (!m_source->read(*context, cell))
            return false;
        if (cell.isEmpty()) {
            missing = true;
            return true;
        }
        const auto read = readMicros(cell.text());
        if (!read) {
            problem = notANumber();
            return false;
        }
        micros = *read;
        return true;
    }

  private:
    std::optional<std::int64_t> m_micros;
    std::shared_ptr<RowSource> m_source;
};

enum class Operation { Add, Subtract, Multiply, Divide, Min, Max };

class Arithmetic final : public Transform {
  public:
    Arithmetic(Operation operation, Operand operand, std::optional<int> decimals, RoundTo rule)
        : m_operand(std::move(operand)), m_decimals(decimals), m_operation(operation), m_rule(rule)
    {
    }
    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        if (cell.kind() == Cell::Kind::Text && cell.text().empty())
            return true;
        const auto left = readMicros(cell.text());
        if (!left) {
            problem = notANumber();
            return false;
        }
        std::int64_t right = 0;
        bool missing = false;
        if (!m_operand.read(context, right, missing, problem))
            return false;
        std::int64_t result = *left;
        if (!missing && !compute(*left, right, result, problem))
            return false;
        cell.setOwned(Cell::Kind::Number,
                      m_decimals ? writtenNumber(rounded(result, *m_decimals, m_rule), *m_decimals, ".", "")
                                 : shortNumber(result));
        return true;
    }

  private:
    bool compute(std::int64_t left, std::int64_t right, std::int64_t &result, Error &problem) const
    {
        switch (m_operation) {
        case Operation::Add:
            return narrow(Wide(left) + right, result, problem);
        case Operation::Subtract:
            return narrow(Wide(left) - right, result, problem);
        case Operation::Multiply:
            return narrow(dividedHalfUp(Wide(left) * right, kMicrosPerUnit), result, problem);
        case Operation::Divide:
            if (right == 0) {
                problem = Error{"division_by_zero", {}, "not 0", "A number cannot be divided by zero."};
                return false;
            }
            return narrow(dividedHalfUp(Wide(left) * kMicrosPerUnit, right), result, problem);
        case Operation::Min:
            result = std::min(left, right);
            return true;
        case Operation::Max:
            result = std::max(left, right);
            return true;
        }
        return true;
    }

    Operand m_operand;
    std::optional<int> m_decimals;
    Operation m_operation;
    RoundTo m_rule;
};

std::unique_ptr<Transform> makeArithmetic(Operation operation, TransformSite &site)
{
    Operand operand = Operand::compile(site);
    std::optional<int> decimals;
    RoundTo rule = RoundTo::HalfUp;
    if (operation <= Operation::Divide) {
        if (const std::int64_t given = site.reader.integer("decimals", -1, -1, 6); given >= 0)
            decimals = static_cast<int>(given);
        rule = readRounding(site.reader);
    }
    return std::make_unique<Arithmetic>(operation, std::move(operand), decimals, rule);
}

std::optional<std::int64_t> bound(ObjectReader &reader, std::string_view key)
{
    const Value *value = reader.get(key);
    if (!value)
        return std::nullopt;
    const auto micros = value->isString() || value->isNumber() ? readMicros(value->toText()) : std::nullopt;
    if (!micros)
        reader.problems().add("wrong_type", reader.pathOf(key), "a number", "A number is expected.");
    return micros;
}

/// A number between two others.
std::unique_ptr<Transform> makeClamp(TransformSite &site)
{
    const auto least = bound(site.reader, "min");
    const auto most = bound(site.reader, "max");
    if (!least && !most)
        site.reader.problems().add("required", site.reader.pathOf("min"), "min or max",
                                   "Give a least or a greatest value.");
    else if (least && most && *least > *most)
        site.reader.problems().add("out_of_range", site.reader.pathOf("min"), "at most \"max\"",
                                   "The least value is above the greatest.");
    return textTransform([least, most](Cell &cell, Error &problem) {
        const auto micros = readMicros(cell.text());
        if (!micros) {
            problem = notANumber();
            return false;
        }
        const std::int64_t within = std::min(std::max(*micros, least.value_or(*micros)),
                                             most.value_or(std::max(*micros, least.value_or(*micros))));
        if (within != *micros || cell.kind() != Cell::Kind::Number)
            cell.setOwned(Cell::Kind::Number, shortNumber(within));
        return true;
    });
}

struct Range {
    std::optional<std::int64_t> low;
    std::optional<std::int64_t> high;
};

/// True where points part the thousands of "10.000" or "1.234,50". One point alone does so only where the
/// text is about euros: elsewhere it is a decimal sign.
bool groupsWithPoints(std::string_view digits, bool euros)
{
    const std::size_t comma = digits.find(',');
    const std::string_view whole = digits.substr(0, comma);
    const std::size_t first = whole.find('.');
    if (first == std::string_view::npos) // "12,50 EUR" has no other reading
        return comma != std::string_view::npos && digits.size() - comma - 1 != 3 &&
               digits.find_first_of(",.", comma + 1) == std::string_view::npos;
    if (first == 0 || first > 3 || (comma == std::string_view::npos && whole.rfind('.') == first && !euros))
        return false;
    for (std::size_t at = first; at < whole.size(); at += 4)
        if (whole[at] != '.' || at + 4 > whole.size() ||
            whole.substr(at + 1, 3).find('.') != std::string_view::npos)
            return false;
    return comma == std::string_view::npos || digits.find('.', comma) == std::string_view::npos;
}

/// What the word behind a number makes of it: "k", "thousand", "m", "million". 0 for a unit that is not
/// known here but changes the size.
std::int64_t unitAt(std::string_view rest)
{
    const auto isLetter = [](char c) {
        return c >= 'a' && c <= 'z';
    };
    const bool close = !rest.empty() && isLetter(rest.front());
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '-') && rest.size() > 1 &&
           isLetter(rest[1]))
        rest.remove_prefix(1);
    std::size_t length = 0;
    while (length < rest.size() && isLetter(rest[length]))
        ++length;
    const std::string_view unit = rest.substr(0, length);
    if ((close && unit == "k") || unit == "thousand" || unit == "thousands" || unit == "grand")
        return 1'000;
    if ((close && (unit == "m" || unit == "mm" || unit == "mio")) || unit == "mil" || unit == "million" ||
        unit == "millions")
        return 1'000'000;
    if (unit == "hundred")
        return 100;
    return unit == "billion" || unit == "billions" || unit == "dozen" || unit == "lakh" || unit == "crore"
               ? 0
               : 1;
}

/// "5-10", "$50,000 to $74,999", "10+", "less than 5", "over 3", "7". Nothing where no number is in it or
/// more than two are.
std::optional<Range> readRange(std::string_view text)
{
    std::string word(text);
    for (char &c : word)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    if (word.size() > 200)
        return std::nullopt;
    // A dash of typography is a dash; "k" and "m" after a digit are thousands and millions.
    for (const std::string_view dash : {"\u2013", "\u2014", "\u2212"})
        for (std::size_t at = word.find(dash); at != std::string::npos; at = word.find(dash))
            word.replace(at, dash.size(), "-");

    std::array<std::int64_t, 2> numbers{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < word.size();) {
        if (word[i] < '0' || word[i] > '9') {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < word.size() &&
               ((word[end] >= '0' && word[end] <= '9') || word[end] == ',' || word[end] == '.'))
            ++end;
        std::size_t last = end;
        while (last > i && (word[last - 1] == ',' || word[last - 1] == '.'))
            --last;
        std::string digits = word.substr(i, last - i);
        // "10.000" beside a sign of money that groups with points, and "1.234.567" anywhere
        if (groupsWithPoints(digits, word.find("\u20AC") != std::string::npos))
            for (char &c : digits)
                c = c == '.' ? ',' : c == ',' ? '.' : c;
        auto micros = readMicros(digits);
        if (!micros || count == numbers.size())
            return std::nullopt;
        const std::int64_t scale = unitAt(std::string_view(word).substr(last));
        if (scale == 0 || *micros > std::numeric_limits<std::int64_t>::max() / scale)
            return std::nullopt;
        numbers[count++] = *micros * scale;
        i = end;
    }
    if (count == 0)
        return std::nullopt;
    if (count == 2)
        return numbers[0] <= numbers[1] ? std::optional(Range{numbers[0], numbers[1]}) : std::nullopt;
    const auto has = [&word](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view w) { return word.find(w) != std::string::npos; });
    };
    if (has({"<", "less", "under", "below", "up to", "at most", "or fewer", "maximum"}))
        return Range{std::nullopt, numbers[0]};
    if (has({"+", ">", "more", "over", "above", "at least", "or greater", "plus", "minimum"}))
        return Range{numbers[0], std::nullopt};
    return Range{numbers[0], numbers[0]};
}

std::unique_ptr<Transform> makeRange(TransformSite &site)
{
    const std::string take = site.reader.choice("take", {"middle", "low", "high"});
    const int decimals = static_cast<int>(site.reader.integer("decimals", 0, 0, 6));
    const RoundTo rule = readRounding(site.reader);
    return textTransform([=](Cell &cell, Error &problem) {
        if (cell.text().empty())
            return true;
        const auto range = readRange(cell.text());
        if (!range) {
            problem =
                Error{"not_a_range", {}, "5-10, 10+ or a number", "The value is not a range of numbers."};
            return false;
        }
        // An open side takes the side that is known.
        const std::int64_t low = range->low.value_or(range->high.value_or(0));
        const std::int64_t high = range->high.value_or(low);
        const std::int64_t micros = take == "low"    ? low
                                    : take == "high" ? high
                                                     : low / 2 + high / 2 + (low % 2 + high % 2) / 2;
        cell.setOwned(Cell::Kind::Number, writtenNumber(rounded(micros, decimals, rule), decimals, ".", ""));
        return true;
    });
}

struct Band {
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> upTo;
    std::optional<std::int64_t> below;
    Value value;
};

/// A number to the buyer's word for the range it lies in.
std::unique_ptr<Transform> makeBands(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    auto bands = std::make_shared<std::vector<Band>>();
    reader.require("bands");
    const Array *list = reader.array("bands");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        ObjectReader inner((*list)[i], reader.pathOf("bands") + '[' + std::to_string(i) + ']',
                           reader.problems());
        if (!inner.isObject())
            continue;
        Band band;
        band.from = bound(inner, "from");
        band.upTo = bound(inner, "up_to");
        band.below = bound(inner, "below");
        if (const Value *value = inner.require("value"))
            band.value = *value;
        if (!band.from && !band.upTo && !band.below)
            reader.problems().add("required", inner.path(), "from, up_to or below",
                                  "A band has a bound: from, up_to or below.");
        inner.finish();
        bands->push_back(std::move(band));
    }
    if (list && list->empty())
        reader.problems().add("required", reader.pathOf("bands"), "at least one", "There are no bands.");
    const Value *other = reader.get("else");
    const std::optional<Value> fallback = other ? std::optional(*other) : std::nullopt;
    return textTransform([bands, fallback](Cell &cell, Error &problem) {
        if (cell.text().empty())
            return true;
        const auto micros = readMicros(cell.text());
        if (!micros && !fallback) {
            problem = notANumber();
            return false;
        }
        for (const Band &band : *bands)
            if (micros && *micros >= band.from.value_or(*micros) && *micros <= band.upTo.value_or(*micros) &&
                (!band.below || *micros < *band.below)) {
                cell.setValue(band.value);
                return true;
            }
        if (fallback) {
            cell.setValue(*fallback);
            return true;
        }
        problem = Error{"unmapped_value",
                        {},
                        "a number in one of the bands",
                        "The lead's number is in none of the bands for this buyer."};
        return false;
    });
}

} // namespace

std::string shortNumber(std::int64_t micros)
{
    std::string text = writtenNumber(micros, 6, ".", "");
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::unique_ptr<Transform> makeNumberTransform(std::string_view word, TransformSite &site)
{
    static constexpr std::pair<std::string_view, Operation> kOperations[] = {
        {"add", Operation::Add},       {"subtract", Operation::Subtract}, {"multiply", Operation::Multiply},
        {"divide", Operation::Divide}, {"min", Operation::Min},           {"max", Operation::Max},
    };
    for (const auto &[known, operation] : kOperations)
        if (known == word)
            return makeArithmetic(operation, site);
    if (word == "floor" || word == "ceiling") {
        const RoundTo rule = word == "floor" ? RoundTo::Floor : RoundTo::Ceiling;
        return textTransform([rule](Cell &cell, Error &problem) {
            const auto micros = readMicros(cell.text());
            if (!micros) {
                problem = notANumber();
                return false;
            }
            cell.setOwned(Cell::Kind::Number, writtenNumber(rounded(*micros, 0, rule), 0, ".", ""));
            return true;
        });
    }
    if (word == "clamp")
        return makeClamp(site);
    if (word == "range")
        return makeRange(site);
    if (word == "bands")
        return makeBands(site);
    return nullptr;
}

} // namespace bourse::domain
