#include "domain/integration/jsonpath.h"
#include <algorithm>
#include <charconv>
#include <optional>

namespace bourse::domain {
namespace {
constexpr std::size_t kMaxNodes = 10'000;
constexpr std::size_t kMaxPath = 1'024;
constexpr std::int64_t kMaxIndex = 9'007'199'254'740'991; // RFC 9535, 2.1: the I-JSON range

void appendUtf8(char32_t c, std::string &out)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}
} // namespace

class JsonPathParser {
  public:
    explicit JsonPathParser(std::string_view text) : m_text(text) {}

    Result<JsonPath> parse()
    {
        JsonPath path;
        if (m_text.size() > kMaxPath)
            return failure("the path is too long");
        if (!eat('$'))
            return failure("a path begins with $");
        while (m_at < m_text.size()) {
            skipSpace();
            JsonPath::Segment segment;
            if (m_at >= m_text.size())
                return failure("a path does not end with a space");
            if (eat('.')) {
                if (eat('.')) {
                    segment.descendant = true;
                    if (peek() == '[' ? !bracket(segment) : !shorthand(segment))
                        return failure(m_what);
                } else if (!shorthand(segment)) {
                    return failure(m_what);
                }
            } else if (!bracket(segment)) {
                return failure(m_what);
            }
            const auto &first = segment.selectors.front();
            path.m_singular = path.m_singular && !segment.descendant && segment.selectors.size() == 1 &&
                              (first.kind == JsonPath::Selector::Kind::Name ||
                               first.kind == JsonPath::Selector::Kind::Index);
            path.m_segments.push_back(std::move(segment));
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
            } else if (peek() == '?') {
                return wrong("filters (?…) are not available");
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
    std::string m_what;
};

Result<JsonPath> JsonPath::compile(std::string_view text)
{
    return JsonPathParser(text).parse();
}

void JsonPath::apply(const Selector &selector, const Value &node, std::vector<const Value *> &out)
{
    switch (selector.kind) {
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

void JsonPath::applyDeep(const Segment &segment, const Value &node, std::vector<const Value *> &out)
{
    if (out.size() > kMaxNodes)
        return;
    for (const Selector &selector : segment.selectors)
        apply(selector, node, out);
    if (const Array *array = node.asArray()) {
        for (const Value &item : *array)
            applyDeep(segment, item, out);
    } else if (const Object *object = node.asObject()) {
        for (const Member &member : *object)
            applyDeep(segment, member.second, out);
    }
}

std::vector<const Value *> JsonPath::select(const Value &root) const
{
    std::vector<const Value *> nodes{&root};
    for (const Segment &segment : m_segments) {
        std::vector<const Value *> next;
        for (const Value *node : nodes) {
            if (segment.descendant) {
                applyDeep(segment, *node, next);
            } else {
                for (const Selector &selector : segment.selectors)
                    apply(selector, *node, next);
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
