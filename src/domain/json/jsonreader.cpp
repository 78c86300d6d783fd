// Reading JSON. RapidJSON's SAX parser does the grammar; depth, duplicate keys, NUL, lone surrogates and what
// follows the value are judged here, because it lets them pass.
#include "domain/json/json.h"
#include "domain/json/lenientjson.h"
#include <algorithm>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <set>

namespace bourse::domain {
namespace {

constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag |
                            rapidjson::kParseIterativeFlag | rapidjson::kParseStopWhenDoneFlag;
/// Up to here comparing every pair of keys is cheaper than sorting them.
constexpr std::size_t kPairwiseKeys = 12;

/// An escaped lone low surrogate comes out of RapidJSON as the bytes ED B0..BF xx, which is not UTF-8.
bool hasSurrogateBytes(std::string_view text)
{
    for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0)
            return true;
    return false;
}

class Builder {
  public:
    explicit Builder(int maxDepth, bool lenient = false) : m_maxDepth(maxDepth), m_lenient(lenient)
    {
        m_values.reserve(32);
        m_keys.reserve(32);
        m_frames.reserve(8);
    }

    bool Null() { return add(Value()); }
    bool Bool(bool value) { return add(Value(value)); }
    bool RawNumber(const char *text, rapidjson::SizeType length, bool)
    {
        return add(Value(Number{std::string(text, length)}));
    }
    bool String(const char *text, rapidjson::SizeType length, bool)
    {
        const std::string_view view(text, length);
        return acceptable(view) && add(Value(std::string(view)));
    }
    bool Key(const char *text, rapidjson::SizeType length, bool)
    {
        const std::string_view view(text, length);
        if (!acceptable(view))
            return false;
        m_keys.emplace_back(view);
        return true;
    }
    bool StartObject() { return enter(true); }
    bool StartArray() { return enter(false); }
    bool EndArray(rapidjson::SizeType)
    {
        const std::size_t first = m_frames.back().firstValue;
        m_frames.pop_back();
        Array array(std::make_move_iterator(m_values.begin() + static_cast<std::ptrdiff_t>(first)),
                    std::make_move_iterator(m_values.end()));
        m_values.resize(first);
        return add(Value(std::move(array)));
    }
    bool EndObject(rapidjson::SizeType)
    {
        const Frame frame = m_frames.back();
        if (const std::string *twice = duplicateKey(frame.firstKey)) {
            m_error = Error{"duplicate_key", pathTo(*twice), "unique keys",
                            "The key \"" + *twice + "\" appears more than once in one object."};
            if (!m_lenient)
                return false;
            dropEarlierDuplicates(frame.firstKey, frame.firstValue);
        }
        m_frames.pop_back();
        Object object;
        object.reserve(m_keys.size() - frame.firstKey);
        for (std::size_t i = frame.firstKey, v = frame.firstValue; i < m_keys.size(); ++i, ++v)
            object.append(std::move(m_keys[i]), std::move(m_values[v]));
        m_keys.resize(frame.firstKey);
        m_values.resize(frame.firstValue);
        return add(Value(std::move(object)));
    }
    // With numbers as strings these are never called; the reader's interface asks for them.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    const std::optional<Error> &error() const { return m_error; }
    Value take() { return std::move(m_values.front()); }

  private:
    struct Frame {
        bool object;
        std::size_t firstValue;
        std::size_t firstKey;
    };

    bool add(Value value)
    {
        m_values.push_back(std::move(value));
        return true;
    }

    bool enter(bool object)
    {
        if (static_cast<int>(m_frames.size()) >= m_maxDepth) {
            m_error = Error{"too_deep",
                            {},
                            "max_depth " + std::to_string(m_maxDepth),
                            "The JSON is nested deeper than " + std::to_string(m_maxDepth) + " levels."};
            return false;
        }
        m_frames.push_back({object, m_values.size(), m_keys.size()});
        return true;
    }

    bool acceptable(std::string_view text)
    {
        if (text.find('\0') != std::string_view::npos) {
            m_error = Error{"invalid_json", {}, "no NUL in strings", "A string contains the NUL character."};
            return false;
        }
        if (hasSurrogateBytes(text)) {
            m_error = Error{"invalid_json", {}, "UTF-8", "A string contains half of a surrogate pair."};
            return false;
        }
        return true;
    }

    const std::string *duplicateKey(std::size_t first)
    {
        const std::size_t count = m_keys.size() - first;
        if (count <= kPairwiseKeys) {
            for (std::size_t i = first + 1; i < m_keys.size(); ++i)
                for (std::size_t j = first; j < i; ++j)
                    if (m_keys[i].size() == m_keys[j].size() && m_keys[i] == m_keys[j])
                        return &m_keys[i];
            return nullptr;
        }
        // By length first, so that sorting rarely compares text.
        m_sorted.clear();
        for (std::size_t i = first; i < m_keys.size(); ++i)
            m_sorted.push_back(&m_keys[i]);
        std::sort(m_sorted.begin(), m_sorted.end(), [](const std::string *a, const std::string *b) {
            return a->size() != b->size() ? a->size() < b->size() : *a < *b;
        });
        const auto twice =
            std::adjacent_find(m_sorted.begin(), m_sorted.end(),
                               [](const std::string *a, const std::string *b) { return *a == *b; });
        return twice == m_sorted.end() ? nullptr : *twice;
    }

    /// The last of each name stays, where it stands.
    void dropEarlierDuplicates(std::size_t firstKey, std::size_t firstValue)
    {
        std::set<std::string_view> seen;
        std::vector<bool> kept(m_keys.size() - firstKey);
        for (std::size_t i = kept.size(); i-- > 0;)
            kept[i] = seen.insert(m_keys[firstKey + i]).second;
        seen.clear(); // its views end with the moves
        std::size_t to = 0;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (!kept[i])
                continue;
            if (to != i) {
                m_keys[firstKey + to] = std::move(m_keys[firstKey + i]);
                m_values[firstValue + to] = std::move(m_values[firstValue + i]);
            }
            ++to;
        }
        m_keys.resize(firstKey + to);
        m_values.resize(firstValue + to);
    }

    /// "buyers[2].slug": the containers on the way, then the key itself.
    std::string pathTo(const std::string &key) const
    {
        std::string path;
        for (std::size_t i = 0; i + 1 < m_frames.size(); ++i) {
            const Frame &frame = m_frames[i];
            const Frame &inner = m_frames[i + 1];
            if (frame.object) {
                if (!path.empty())
                    path += '.';
                path += m_keys[inner.firstKey - 1];
            } else {
                path += '[' + std::to_string(inner.firstValue - frame.firstValue) + ']';
            }
        }
        return path.empty() ? key : path + '.' + key;
    }

    int m_maxDepth;
    bool m_lenient;
    std::vector<Value> m_values;
    std::vector<std::string> m_keys;
    std::vector<Frame> m_frames;
    std::vector<const std::string *> m_sorted;
    std::optional<Error> m_error;
};

Error syntaxError(std::string_view text, std::size_t offset, const std::string &what)
{
    offset = std::min(offset, text.size());
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t lastBreak = before.rfind('\n');
    const std::size_t column = lastBreak == std::string_view::npos ? offset + 1 : offset - lastBreak;
    return Error{"invalid_json",
                 {},
                 "RFC 8259",
                 what + " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")"};
}

/// Length of the UTF-8 sequence at the front (RFC 3629), 0 if there is none.
std::size_t utf8Length(std::string_view text)
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xC2 && lead <= 0xDF ? 2
                               : (lead & 0xF0) == 0xE0        ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
        (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F))
        return 0;
    return length;
}

/// Control characters in texts escaped, bytes that are no UTF-8 as the characters of ISO-8859-1.
std::string repaired(std::string_view text, std::string &what)
{
    std::string out;
    out.reserve(text.size());
    bool quoted = false;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 && quoted) {
            static constexpr char kHex[] = "0123456789abcdef";
            what = "A text has a control character.";
            out += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
            ++i;
        } else if (c == '\\' && quoted && i + 1 < text.size() &&
                   static_cast<unsigned char>(text[i + 1]) >= 0x20 &&
                   static_cast<unsigned char>(text[i + 1]) < 0x80) {
            out += text.substr(i, 2);
            i += 2;
        } else if (const std::size_t length = utf8Length(text.substr(i))) {
            quoted = quoted != (c == '"');
            out += text.substr(i, length);
            i += length;
        } else {
            what = "A byte is no UTF-8.";
            out += static_cast<char>(0xC0 | byte >> 6);
            out += static_cast<char>(0x80 | (byte & 0x3F));
            ++i;
        }
    }
    return out;
}

bool isJsonSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

Result<std::pair<Value, std::size_t>> parseJsonPrefix(std::string_view text, const JsonLimits &limits)
{
    if (text.size() > limits.maxBytes)
        return Error{"too_large",
                     {},
                     "max_bytes " + std::to_string(limits.maxBytes),
                     "The JSON is larger than " + std::to_string(limits.maxBytes) + " bytes."};
    if (text.empty())
        return syntaxError(text, 0, "The document is empty.");
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    Builder builder(limits.maxDepth);
    const rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, builder);
    if (parsed.IsError()) {
        if (builder.error()) {
            Error error = *builder.error();
            if (error.code == "invalid_json")
                error = syntaxError(text, parsed.Offset(), error.message);
            return error;
        }
        return syntaxError(text, parsed.Offset(), rapidjson::GetParseError_En(parsed.Code()));
    }
    // A number at the very end may leave the stream one past the end of its text.
    return std::pair(builder.take(), std::min(stream.Tell(), text.size()));
}

Result<LenientJson> parseJsonLeniently(std::string_view given)
{
    const JsonLimits limits;
    if (given.size() > limits.maxBytes)
        return parseJsonPrefix(given, limits).error();
    std::string what;
    const std::string text = repaired(given, what);
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    Builder builder(limits.maxDepth, true);
    if (text.empty() || reader.Parse<kFlags>(stream, builder).IsError()) {
        // The strict reader says why; it sees the same text.
        if (auto strict = parseJsonPrefix(text, limits); !strict && strict.error().code != "duplicate_key")
            return strict.errors();
        return syntaxError(text, 0, "The JSON is broken.");
    }
    LenientJson out;
    out.value = builder.take();
    out.note = builder.error();
    if (!out.note && !what.empty())
        out.note = Error{"invalid_json", {}, "RFC 8259", what};
    std::size_t at = std::min(stream.Tell(), text.size());
    while (at < text.size() && isJsonSpace(text[at]))
        ++at;
    out.endsCleanly = at == text.size();
    return out;
}

Result<Value> parseJson(std::string_view text, const JsonLimits &limits)
{
    auto parsed = parseJsonPrefix(text, limits);
    if (!parsed)
        return parsed.errors();
    std::size_t at = parsed->second;
    while (at < text.size() && isJsonSpace(text[at]))
        ++at;
    if (at < text.size())
        return syntaxError(text, at, "Something follows the end of the document.");
    return std::move(parsed->first);
}

} // namespace bourse::domain
