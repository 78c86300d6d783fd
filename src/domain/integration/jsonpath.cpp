#include "domain/integration/jsonpath.h"
#include "domain/integration/regex.h"
#include "domain/json/utf8.h"
#include <algorithm>
#include <charconv>
#include <optional>

namespace bourse::domain {
namespace {
constexpr std::size_t kMaxNodes = 10'000;
constexpr std::size_t kMaxPath = 1'024;
constexpr std::size_t kMaxSteps = 1'000'000;
constexpr int kMaxFilterDepth = 16;
constexpr std::int64_t kMaxIndex = 9'007'199'254'740'991; // RFC 9535, 2.1: the I-JSON range

/// A number as written, taken apart: ±0.d₁d₂d₃… × 10^exponent, without zeros at either end.
struct Decimal {
    bool negative = false;
    std::string digits; ///< empty: zero
    std::int64_t exponent = 0;

    explicit Decimal(std::string_view text)
    {
        if (text.starts_with('-')) {
            negative = true;
            text.remove_prefix(1);
        }
        const std::size_t end = std::min(text.find_first_of("eE"), text.size());
        if (end < text.size()) {
            std::string_view power = text.substr(end + 1);
            if (power.starts_with('+'))
                power.remove_prefix(1);
            if (std::from_chars(power.data(), power.data() + power.size(), exponent).ec != std::errc() ||
                exponent > 1'000'000'000 || exponent < -1'000'000'000)
                exponent = power.starts_with('-') ? -1'000'000'000 : 1'000'000'000;
        }
        const std::string_view number = text.substr(0, end);
        const std::size_t point = std::min(number.find('.'), number.size());
        exponent += static_cast<std::int64_t>(point);
        digits = number.substr(0, point);
        if (point < number.size())
            digits += number.substr(point + 1);
        const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
        digits.erase(0, first);
        exponent -= static_cast<std::int64_t>(first);
        while (digits.ends_with('0'))
            digits.pop_back();
        if (digits.empty()) {
            negative = false;
            exponent = 0;
        }
    }
    /// -1, 0 or 1
    int compare(const Decimal &other) const
    {
        if (negative != other.negative)
            return negative ? -1 : 1;
        int magnitude = 0;
        if (digits.empty() || other.digits.empty())
            magnitude = (digits.empty() ? 0 : 1) - (other.digits.empty() ? 0 : 1);
        else if (exponent != other.exponent)
            magnitude = exponent < other.exponent ? -1 : 1;
        else
            magnitude = digits.compare(other.digits);
        magnitude = magnitude < 0 ? -1 : magnitude > 0 ? 1 : 0;
        return negative ? -magnitude : magnitude;
    }
};

bool isEqual(const Value &a, const Value &b)
{
    if (a.kind() != b.kind())
        return false;
    if (const Number *number = a.asNumber())
        return number->text == b.asNumber()->text ||
               Decimal(number->text).compare(Decimal(b.asNumber()->text)) == 0;
    if (const Array *array = a.asArray())
        return array->size() == b.asArray()->size() &&
               std::equal(array->begin(), array->end(), b.asArray()->begin(), isEqual);
    if (const Object *object = a.asObject()) {
        if (object->size() != b.asObject()->size())
            return false;
        return std::all_of(object->begin(), object->end(), [&b](const Member &member) {
            const Value *other = b.find(member.first);
            return other && isEqual(member.second, *other);
        });
    }
    return a == b;
}

bool isLess(const Value &a, const Value &b)
{
    if (a.asNumber() && b.asNumber())
        return Decimal(a.asNumber()->text).compare(Decimal(b.asNumber()->text)) < 0;
    // UTF-8 sorts as the code points do.
    return a.asString() && b.asString() && *a.asString() < *b.asString();
}

std::size_t codePoints(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// RFC 9485 to PCRE2 (its section 5.4, which leaves ^ and $ to the engine); nothing where the text is no
/// I-Regexp.
std::optional<Regex> compileIRegexp(std::string_view text, bool whole)
{
    std::string out = whole ? "\\A(?:" : "(?:";
    bool inClass = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\') {
            if (++i >= text.size())
                return std::nullopt;
            static constexpr std::string_view kEscapes = "()*+-.?[\\]^nrt{|}$";
            if (text[i] == 'p' || text[i] == 'P') {
                if (i + 1 >= text.size() || text[i + 1] != '{')
                    return std::nullopt;
            } else if (kEscapes.find(text[i]) == std::string_view::npos) {
                return std::nullopt;
            }
            out += '\\';
            out += text[i];
            continue;
        }
        if (inClass) {
            inClass = c != ']';
            if (c == '[') // a bracket in a class is escaped; PCRE2 would look for [:alpha:]
                out += '\\';
            out += c;
            continue;
        }
        if (c == '[') {
            inClass = true;
            out += c;
            if (i + 1 < text.size() && text[i + 1] == '^') {
                out += '^';
                ++i;
            }
            continue;
        }
        if (c == '.')
            out += "[^\\n\\r]";
        else if (c == '(' && i + 1 < text.size() && (text[i + 1] == '?' || text[i + 1] == '*'))
            return std::nullopt;
        else
            out += c;
        // possessive and lazy quantifiers are not of the language
        if ((c == '*' || c == '+' || c == '?' || c == '}') && i + 1 < text.size() &&
            (text[i + 1] == '+' || text[i + 1] == '?' || text[i + 1] == '*'))
            return std::nullopt;
    }
    if (inClass)
        return std::nullopt;
    auto compiled = Regex::compile(out + (whole ? ")\\z" : ")"));
    return compiled ? std::optional(std::move(*compiled)) : std::nullopt;
}
} // namespace

/// A filter's expression (RFC 9535, 2.3.5).
class JsonPathFilter {
  public:
    using Run = JsonPath::Run;
    enum class Function { Length, Count, Match, Search, Value };

    /// What can be compared or given to a function.
    struct Operand {
        enum class Kind { Literal, Query, Call } kind = Kind::Literal;
        Value literal;
        JsonPath query;
        Function function = Function::Length;
        std::vector<Operand> arguments;
        std::optional<Regex> pattern; ///< of match and search, where it is a literal
        bool hasPattern = false;

        bool isLogical() const
        {
            return kind == Kind::Call && (function == Function::Match || function == Function::Search);
        }
        std::vector<const Value *> nodes(const Value &current, Run &run) const
        {
            return query.select(query.m_relative ? current : run.root, run);
        }
        /// A value, or none ("Nothing").
        std::optional<Value> value(const Value &current, Run &run) const
        {
            if (kind == Kind::Literal)
                return literal;
            if (kind == Kind::Query) {
                const auto found = nodes(current, run);
                return found.size() == 1 ? std::optional(*found.front()) : std::nullopt;
            }
            const Operand &first = arguments.front();
            switch (function) {
            case Function::Count:
                return Value(static_cast<std::int64_t>(first.nodes(current, run).size()));
            case Function::Value: {
                const auto found = first.nodes(current, run);
                return found.size() == 1 ? std::optional(*found.front()) : std::nullopt;
            }
            case Function::Length: {
                const auto found = first.value(current, run);
                if (!found)
                    return std::nullopt;
                if (const std::string *text = found->asString())
                    return Value(static_cast<std::int64_t>(codePoints(*text)));
                if (const Array *array = found->asArray())
                    return Value(static_cast<std::int64_t>(array->size()));
                if (const Object *object = found->asObject())
                    return Value(static_cast<std::int64_t>(object->size()));
                return std::nullopt;
            }
            case Function::Match:
            case Function::Search:
                break;
            }
            return std::nullopt;
        }
        bool holds(const Value &current, Run &run) const
        {
            const auto text = arguments[0].value(current, run);
            if (!text || !text->isString())
                return false;
            if (hasPattern)
                return pattern && pattern->matches(*text->asString());
            const auto expression = arguments[1].value(current, run);
            if (!expression || !expression->isString())
                return false;
            // Compiling costs far more than one step of the walk.
            run.steps -= std::min<std::size_t>(run.steps, 100);
            const auto compiled = compileIRegexp(*expression->asString(), function == Function::Match);
            return compiled && compiled->matches(*text->asString());
        }
    };

    enum class Kind { Or, And, Not, Compare, Exists, Logical } kind = Kind::Exists;
    enum class Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
    std::vector<JsonPathFilter> children;
    Comparison comparison = Comparison::Equal;
    Operand left;
    Operand right;

    bool holds(const Value &current, Run &run) const
    {
        if (run.steps == 0)
            return false;
        --run.steps;
        switch (kind) {
        case Kind::Or:
            return std::any_of(children.begin(), children.end(),
                               [&](const JsonPathFilter &child) { return child.holds(current, run); });
        case Kind::And:
            return std::all_of(children.begin(), children.end(),
                               [&](const JsonPathFilter &child) { return child.holds(current, run); });
        case Kind::Not:
            return !children.front().holds(current, run);
        case Kind::Exists:
            return !left.nodes(current, run).empty();
        case Kind::Logical:
            return left.holds(current, run);
        case Kind::Compare:
            break;
        }
        const auto a = left.value(current, run);
        const auto b = right.value(current, run);
        const bool equal = a && b ? isEqual(*a, *b) : !a && !b;
        switch (comparison) {
        case Comparison::Equal:
            return equal;
        case Comparison::NotEqual:
            return !equal;
        case Comparison::Less:
            return a && b && isLess(*a, *b);
        case Comparison::LessOrEqual:
            return equal || (a && b && isLess(*a, *b));
        case Comparison::Greater:
            return a && b && isLess(*b, *a);
        case Comparison::GreaterOrEqual:
            return equal || (a && b && isLess(*b, *a));
        }
        return false;
    }
};

class JsonPathParser {
  public:
    explicit JsonPathParser(std::string_view text) : m_text(text) {}

    Result<JsonPath> parse()
    {
        JsonPath path;
        if (m_text.size() > kMaxPath)
            return failure("the path is too long");
        if (peek() != '$')
            return failure("a path begins with $");
        if (!query(path))
            return failure(m_what);
        if (m_at < m_text.size()) {
            const std::size_t end = m_at;
            skipSpace();
            if (m_at == m_text.size())
                return failure("a path does not end with a space");
            m_at = end;
            return failure(". or [ is expected");
        }
        return path;
    }

  private:
    using Selector = JsonPath::Selector;

    Error failure(const std::string &what) const
    {
        return {"invalid_path",
                {},
                "RFC 9535",
                "The JSON path is wrong at character " + std::to_string(m_at + 1) + ": " + what + "."};
    }
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool eat(char c)
    {
        if (peek() != c || m_at >= m_text.size())
            return false;
        ++m_at;
        return true;
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_at;
    }
    bool wrong(std::string what)
    {
        m_what = std::move(what);
        return false;
    }

    /// $ or @ and the segments that follow; stops before what is no segment.
    bool query(JsonPath &path)
    {
        path.m_relative = eat('@');
        if (!path.m_relative && !eat('$'))
            return wrong("$ or @ is expected");
        for (;;) {
            const std::size_t before = m_at;
            skipSpace();
            if (peek() != '.' && peek() != '[') {
                m_at = before;
                return true;
            }
            JsonPath::Segment segment;
            if (eat('.')) {
                segment.descendant = eat('.');
                if (segment.descendant && peek() == '[' ? !bracket(segment) : !shorthand(segment))
                    return false;
            } else if (!bracket(segment)) {
                return false;
            }
            const auto &first = segment.selectors.front();
            path.m_singular = path.m_singular && !segment.descendant && segment.selectors.size() == 1 &&
                              (first.kind == Selector::Kind::Name || first.kind == Selector::Kind::Index);
            path.m_segments.push_back(std::move(segment));
        }
    }

    using Filter = JsonPathFilter;
    using Operand = JsonPathFilter::Operand;

    bool alternatives(Filter &out)
    {
        if (++m_depth > kMaxFilterDepth)
            return wrong("filters are nested too deeply");
        out.kind = Filter::Kind::Or;
        do {
            Filter all;
            all.kind = Filter::Kind::And;
            do {
                skipSpace();
                if (!basic(all.children.emplace_back()))
                    return false;
            } while (operation("&&"));
            out.children.push_back(std::move(all));
        } while (operation("||"));
        --m_depth;
        return true;
    }

    /// Eats the operator and the space before it, or nothing.
    bool operation(std::string_view text)
    {
        const std::size_t before = m_at;
        skipSpace();
        if (m_text.substr(m_at).starts_with(text)) {
            m_at += text.size();
            return true;
        }
        m_at = before;
        return false;
    }

    bool basic(Filter &out)
    {
        const bool negated = eat('!');
        if (negated) {
            skipSpace();
            out.kind = Filter::Kind::Not;
        }
        Filter &inner = negated ? out.children.emplace_back() : out;
        if (eat('(')) {
            if (!alternatives(inner))
                return false;
            skipSpace();
            return eat(')') || wrong(") is expected");
        }
        if (!operand(inner.left))
            return false;
        static constexpr std::pair<std::string_view, Filter::Comparison> kComparisons[] = {
            {"==", Filter::Comparison::Equal},       {"!=", Filter::Comparison::NotEqual},
            {"<=", Filter::Comparison::LessOrEqual}, {">=", Filter::Comparison::GreaterOrEqual},
            {"<", Filter::Comparison::Less},         {">", Filter::Comparison::Greater},
        };
        for (const auto &[text, comparison] : kComparisons) {
            if (!operation(text))
                continue;
            if (negated)
                return wrong("a comparison is negated in parentheses");
            skipSpace();
            inner.kind = Filter::Kind::Compare;
            inner.comparison = comparison;
            return operand(inner.right) && comparable(inner.left) && comparable(inner.right);
        }
        if (inner.left.kind == Operand::Kind::Query) {
            inner.kind = Filter::Kind::Exists;
            return true;
        }
        inner.kind = Filter::Kind::Logical;
        return inner.left.isLogical() || wrong("a value is no condition; it must be compared");
    }

    /// RFC 9535, 2.4.3: what has a single value.
    bool comparable(const Operand &one)
    {
        if (one.isLogical())
            return wrong("the result of match or search cannot be compared");
        if (one.kind == Operand::Kind::Query && !one.query.m_singular)
            return wrong("only a path that names one place can be compared");
        return true;
    }

    bool operand(Operand &out)
    {
        const char c = peek();
        if (c == '$' || c == '@') {
            out.kind = Operand::Kind::Query;
            return query(out.query);
        }
        if (c == '\'' || c == '"') {
            std::string text;
            if (!quoted(text))
                return false;
            out.literal = Value(std::move(text));
            return true;
        }
        if (c == '-' || (c >= '0' && c <= '9'))
            return number(out);
        const std::size_t from = m_at;
        while ((peek() >= 'a' && peek() <= 'z') ||
               (m_at > from && (peek() == '_' || (peek() >= '0' && peek() <= '9'))))
            ++m_at;
        const std::string_view word = m_text.substr(from, m_at - from);
        if (peek() == '(')
            return call(word, out);
        if (word == "true" || word == "false")
            out.literal = Value(word == "true");
        else if (word != "null")
            return wrong("a path, a literal or a function is expected");
        return true;
    }

    bool number(Operand &out)
    {
        const std::size_t from = m_at;
        const auto digits = [this] {
            const std::size_t first = m_at;
            while (peek() >= '0' && peek() <= '9')
                ++m_at;
            return m_at - first;
        };
        eat('-');
        const std::size_t first = m_at;
        const std::size_t count = digits();
        if (count == 0 || (count > 1 && m_text[first] == '0'))
            return wrong("a number without leading zeros is expected");
        if (eat('.') && digits() == 0)
            return wrong("digits are expected after the point");
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (!eat('+'))
                eat('-');
            if (digits() == 0)
                return wrong("digits are expected in the exponent");
        }
        out.literal = Value(Number{std::string(m_text.substr(from, m_at - from))});
        return true;
    }

    bool call(std::string_view name, Operand &out)
    {
        using Function = Filter::Function;
        static constexpr std::pair<std::string_view, Function> kFunctions[] = {
            {"length", Function::Length}, {"count", Function::Count}, {"match", Function::Match},
            {"search", Function::Search}, {"value", Function::Value},
        };
        const auto found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                        [&](const auto &known) { return known.first == name; });
        if (found == std::end(kFunctions))
            return wrong("there is no function \"" + std::string(name) + "\"");
        if (++m_depth > kMaxFilterDepth)
            return wrong("filters are nested too deeply");
        out.kind = Operand::Kind::Call;
        out.function = found->second;
        eat('(');
        skipSpace();
        if (peek() != ')')
            do {
                skipSpace();
                if (!operand(out.arguments.emplace_back()))
                    return false;
            } while (operation(","));
        skipSpace();
        if (!eat(')'))
            return wrong(") or , is expected");
        --m_depth;
        const bool two = out.isLogical();
        if (out.arguments.size() != (two ? 2u : 1u))
            return wrong("the function takes " + std::string(two ? "two arguments" : "one argument"));
        const bool nodes = out.function == Function::Count || out.function == Function::Value;
        for (const Operand &argument : out.arguments) {
            if (nodes && argument.kind != Operand::Kind::Query)
                return wrong("the function takes a path");
            if (!nodes && !comparable(argument))
                return false;
        }
        if (two && out.arguments[1].kind == Operand::Kind::Literal) {
            const std::string *pattern = out.arguments[1].literal.asString();
            out.hasPattern = true;
            if (pattern)
                out.pattern = compileIRegexp(*pattern, out.function == Function::Match);
        }
        return true;
    }

    bool shorthand(JsonPath::Segment &segment)
    {
        Selector selector;
        if (eat('*')) {
            selector.kind = Selector::Kind::Wildcard;
            segment.selectors.push_back(std::move(selector));
            return true;
        }
        const std::size_t from = m_at;
        while (m_at < m_text.size()) {
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            const bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
            if (!alpha && !(m_at > from && c >= '0' && c <= '9'))
                break;
            ++m_at;
        }
        if (m_at == from)
            return wrong("a name or * is expected (names with other characters go into ['…'])");
        selector.name = std::string(m_text.substr(from, m_at - from));
        segment.selectors.push_back(std::move(selector));
        return true;
    }

    bool bracket(JsonPath::Segment &segment)
    {
        if (!eat('['))
            return wrong(". or [ is expected");
        do {
            skipSpace();
            Selector selector;
            if (eat('*')) {
                selector.kind = Selector::Kind::Wildcard;
            } else if (peek() == '\'' || peek() == '"') {
                if (!quoted(selector.name))
                    return false;
            } else if (eat('?')) {
                auto filter = std::make_shared<JsonPathFilter>();
                skipSpace();
                if (!alternatives(*filter))
                    return false;
                selector.kind = Selector::Kind::Filter;
                selector.filter = std::move(filter);
            } else if (!indexOrSlice(selector)) {
                return false;
            }
            segment.selectors.push_back(std::move(selector));
            skipSpace();
        } while (eat(','));
        return eat(']') || wrong("] is expected");
    }

    bool indexOrSlice(Selector &selector)
    {
        std::optional<std::int64_t> parts[3];
        std::size_t part = 0;
        for (;; ++part) {
            skipSpace();
            if (peek() == '-' || (peek() >= '0' && peek() <= '9')) {
                std::int64_t number = 0;
                if (!integer(number))
                    return false;
                parts[part] = number;
            }
            const std::size_t before = m_at;
            skipSpace();
            if (part == 2 || !eat(':')) {
                if (part == 0)
                    m_at = before;
                break;
            }
        }
        if (part == 0) {
            if (!parts[0])
                return wrong("an index, a quoted name or * is expected");
            selector.kind = Selector::Kind::Index;
            selector.index = *parts[0];
            return true;
        }
        selector.kind = Selector::Kind::Slice;
        selector.hasStart = parts[0].has_value();
        selector.hasEnd = parts[1].has_value();
        selector.index = parts[0].value_or(0);
        selector.end = parts[1].value_or(0);
        selector.step = parts[2].value_or(1);
        return true;
    }

    bool integer(std::int64_t &out)
    {
        const std::size_t from = m_at;
        const bool negative = eat('-');
        const std::size_t digits = m_at;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        const std::string_view text = m_text.substr(digits, m_at - digits);
        if (text.empty() || (text.size() > 1 && text[0] == '0') || (negative && text == "0"))
            return wrong("a whole number without leading zeros is expected");
        const auto read = std::from_chars(m_text.data() + from, m_text.data() + m_at, out);
        if (read.ec != std::errc() || out > kMaxIndex || out < -kMaxIndex)
            return wrong("the number is out of range");
        return true;
    }

    bool hex4(char32_t &out)
    {
        if (m_at + 4 > m_text.size())
            return false;
        unsigned value = 0;
        const auto read = std::from_chars(m_text.data() + m_at, m_text.data() + m_at + 4, value, 16);
        if (read.ec != std::errc() || read.ptr != m_text.data() + m_at + 4)
            return false;
        m_at += 4;
        out = value;
        return true;
    }

    bool quoted(std::string &out)
    {
        const char quote = m_text[m_at++];
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            const char c = m_text[m_at++];
            if (static_cast<unsigned char>(c) < 0x20)
                return wrong("a control character in a name");
            if (c != '\\') {
                out += c;
                continue;
            }
            const char escape = peek();
            ++m_at;
            switch (escape) {
            case 'b':
                out += '\b';
                break;
            case 'f':
                out += '\f';
                break;
            case 'n':
                out += '\n';
                break;
            case 'r':
                out += '\r';
                break;
            case 't':
                out += '\t';
                break;
            case '/':
            case '\\':
                out += escape;
                break;
            case 'u': {
                char32_t unit = 0;
                if (!hex4(unit) || (unit >= 0xDC00 && unit <= 0xDFFF))
                    return wrong("a wrong \\u escape");
                if (unit >= 0xD800 && unit <= 0xDBFF) {
                    char32_t low = 0;
                    if (!eat('\\') || !eat('u') || !hex4(low) || low < 0xDC00 || low > 0xDFFF)
                        return wrong("a wrong \\u escape");
                    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                }
                appendUtf8(unit, out);
                break;
            }
            default:
                if (escape != quote)
                    return wrong("a wrong escape in a name");
                out += escape;
            }
        }
        if (m_at >= m_text.size())
            return wrong("a quote is not closed");
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::string m_what;
};

Result<JsonPath> JsonPath::compile(std::string_view text)
{
    return JsonPathParser(text).parse();
}

void JsonPath::apply(const Selector &selector, const Value &node, Run &run, std::vector<const Value *> &out)
{
    if (run.steps == 0)
        return;
    --run.steps;
    switch (selector.kind) {
    case Selector::Kind::Filter: {
        const auto test = [&](const Value &child) {
            if (selector.filter->holds(child, run))
                out.push_back(&child);
        };
        if (const Array *array = node.asArray()) {
            for (const Value &item : *array)
                test(item);
        } else if (const Object *object = node.asObject()) {
            for (const Member &member : *object)
                test(member.second);
        }
        break;
    }
    case Selector::Kind::Name:
        if (const Value *member = node.find(selector.name))
            out.push_back(member);
        break;
    case Selector::Kind::Index:
        if (const Array *array = node.asArray()) {
            const auto size = static_cast<std::int64_t>(array->size());
            const std::int64_t at = selector.index < 0 ? size + selector.index : selector.index;
            if (at >= 0 && at < size)
                out.push_back(&(*array)[static_cast<std::size_t>(at)]);
        }
        break;
    case Selector::Kind::Wildcard:
        if (const Array *array = node.asArray()) {
            for (const Value &item : *array)
                out.push_back(&item);
        } else if (const Object *object = node.asObject()) {
            for (const Member &member : *object)
                out.push_back(&member.second);
        }
        break;
    case Selector::Kind::Slice:
        if (const Array *array = node.asArray(); array && selector.step != 0) {
            // RFC 9535, 2.3.4.2.2
            const auto size = static_cast<std::int64_t>(array->size());
            const std::int64_t step = selector.step;
            const auto normal = [size](std::int64_t i) {
                return i >= 0 ? i : size + i;
            };
            const std::int64_t start = selector.hasStart ? normal(selector.index) : (step > 0 ? 0 : size - 1);
            const std::int64_t end = selector.hasEnd ? normal(selector.end) : (step > 0 ? size : -1);
            if (step > 0) {
                const std::int64_t upper = std::clamp<std::int64_t>(end, 0, size);
                for (std::int64_t i = std::clamp<std::int64_t>(start, 0, size); i < upper; i += step)
                    out.push_back(&(*array)[static_cast<std::size_t>(i)]);
            } else {
                const std::int64_t lower = std::clamp<std::int64_t>(end, -1, size - 1);
                for (std::int64_t i = std::clamp<std::int64_t>(start, -1, size - 1); i > lower; i += step)
                    out.push_back(&(*array)[static_cast<std::size_t>(i)]);
            }
        }
        break;
    }
}

void JsonPath::applyDeep(const Segment &segment, const Value &node, Run &run, std::vector<const Value *> &out)
{
    if (out.size() > kMaxNodes || run.steps == 0)
        return;
    for (const Selector &selector : segment.selectors)
        apply(selector, node, run, out);
    if (const Array *array = node.asArray()) {
        for (const Value &item : *array)
            applyDeep(segment, item, run, out);
    } else if (const Object *object = node.asObject()) {
        for (const Member &member : *object)
            applyDeep(segment, member.second, run, out);
    }
}

std::vector<const Value *> JsonPath::select(const Value &root) const
{
    Run run{root, kMaxSteps};
    return select(root, run);
}

std::vector<const Value *> JsonPath::select(const Value &from, Run &run) const
{
    std::vector<const Value *> nodes{&from};
    for (const Segment &segment : m_segments) {
        std::vector<const Value *> next;
        for (const Value *node : nodes) {
            if (segment.descendant) {
                applyDeep(segment, *node, run, next);
            } else {
                for (const Selector &selector : segment.selectors)
                    apply(selector, *node, run, next);
            }
            if (next.size() > kMaxNodes) {
                next.resize(kMaxNodes);
                break;
            }
        }
        nodes = std::move(next);
    }
    return nodes;
}

const Value *JsonPath::first(const Value &root) const
{
    if (!m_singular) {
        const auto nodes = select(root);
        return nodes.empty() ? nullptr : nodes.front();
    }
    const Value *node = &root;
    for (const Segment &segment : m_segments) {
        const Selector &selector = segment.selectors.front();
        if (selector.kind == Selector::Kind::Name) {
            node = node->find(selector.name);
        } else {
            const Array *array = node->asArray();
            const auto size = static_cast<std::int64_t>(array ? array->size() : 0);
            const std::int64_t at = selector.index < 0 ? size + selector.index : selector.index;
            node = array && at >= 0 && at < size ? &(*array)[static_cast<std::size_t>(at)] : nullptr;
        }
        if (!node)
            return nullptr;
    }
    return node;
}

} // namespace bourse::domain
