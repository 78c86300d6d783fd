#include "workbench/import/yamlreader.h"
#include "domain/json/json.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <unordered_set>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Number;
using domain::Object;
using domain::Value;

constexpr int kMaxDepth = 64;
constexpr std::size_t kLongestScalar = 64u << 10; ///< that goes over several lines, block scalars apart
constexpr std::size_t kLongestFlow = 1u << 20;

struct YamlLine {
    std::size_t number = 0;
    std::size_t indent = 0;
    std::string_view raw;  ///< with its indentation
    std::string_view text; ///< without indentation and comment
};

class Yaml {
  public:
    explicit Yaml(std::string_view text)
    {
        std::size_t number = 0;
        for (const std::string_view line : linesOf(text))
            m_lines.push_back(measured(line, ++number));
    }

    Result<Value> read()
    {
        skipEmpty();
        if (!ended() && line().text == "---")
            ++m_at;
        skipEmpty();
        if (ended())
            return Error{"invalid_yaml", {}, "YAML 1.2", ImportText::tr("The YAML is empty.").toStdString()};
        Value value = block(line().indent, 0);
        skipEmpty();
        if (!m_error && !ended() && line().text != "..." && line().text != "---")
            fail("invalid_yaml", ImportText::tr("The indentation does not fit what is above."));
        if (!m_error && !ended() && line().text == "---")
            fail("unsupported_yaml", ImportText::tr("Only one document is read."));
        if (m_error)
            return *m_error;
        return value;
    }

  private:
    static YamlLine measured(std::string_view raw, std::size_t number)
    {
        YamlLine line;
        line.number = number;
        line.raw = raw;
        while (line.indent < raw.size() && raw[line.indent] == ' ')
            ++line.indent;
        line.text = withoutComment(raw.substr(line.indent));
        return line;
    }

    /// '#' begins a comment at the start or behind a blank, outside of quotes.
    static std::string_view withoutComment(std::string_view text)
    {
        char quote = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (quote == '"' && c == '\\') {
                ++i;
            } else if (quote) {
                if (c == quote)
                    quote = 0;
            } else if ((c == '"' || c == '\'') && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '[' ||
                                                   text[i - 1] == '{' || text[i - 1] == ',')) {
                quote = c;
            } else if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t')) {
                return trimmed(text.substr(0, i));
            }
        }
        return trimmed(text);
    }

    bool ended() const { return m_error || m_at >= m_lines.size(); }
    const YamlLine &line() const { return m_lines[m_at]; }
    void skipEmpty()
    {
        while (m_at < m_lines.size() && m_lines[m_at].text.empty())
            ++m_at;
    }

    Value fail(const char *code, QString message)
    {
        if (!m_error) {
            const std::size_t number = m_at < m_lines.size() ? m_lines[m_at].number : m_lines.size();
            m_error = Error{
                code, {}, "YAML 1.2", ImportText::tr("Line %1: %2").arg(number).arg(message).toStdString()};
        }
        return {};
    }

    bool unsupported(std::string_view text)
    {
        if (text.starts_with('&') || text.starts_with('*')) {
            fail("unsupported_yaml", ImportText::tr("Anchors and aliases are not read."));
            return true;
        }
        if (text.starts_with('!')) {
            fail("unsupported_yaml", ImportText::tr("Tags are not read."));
            return true;
        }
        if (text.starts_with('?') && (text.size() == 1 || text[1] == ' ')) {
            fail("unsupported_yaml", ImportText::tr("Keys that are collections are not read."));
            return true;
        }
        return false;
    }

    /// Where the ": " of a key stands, or npos.
    static std::size_t keyEnd(std::string_view text)
    {
        if (text.starts_with('"') || text.starts_with('\'')) {
            const char quote = text.front();
            for (std::size_t i = 1; i < text.size(); ++i) {
                if (quote == '"' && text[i] == '\\') {
                    ++i;
                } else if (text[i] == quote) {
                    if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'') {
                        ++i;
                        continue;
                    }
                    std::size_t colon = i + 1;
                    while (colon < text.size() && text[colon] == ' ')
                        ++colon;
                    const bool key = colon < text.size() && text[colon] == ':' &&
                                     (colon + 1 == text.size() || text[colon + 1] == ' ');
                    return key ? colon : std::string_view::npos;
                }
            }
            return std::string_view::npos;
        }
        if (text.starts_with('{') || text.starts_with('['))
            return std::string_view::npos;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == ':' && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\t'))
                return i;
        return std::string_view::npos;
    }

    Value block(std::size_t indent, int depth)
    {
        if (depth > kMaxDepth)
            return fail("too_deep", ImportText::tr("It is nested too deeply."));
        skipEmpty();
        if (ended())
            return {};
        const std::string_view text = line().text;
        if (line().raw.substr(0, line().raw.find_first_not_of(" \t")).find('\t') != std::string_view::npos)
            return fail("unsupported_yaml", ImportText::tr("Tabs cannot indent."));
        if (unsupported(text))
            return {};
        if (text == "-" || text.starts_with("- "))
            return sequence(indent, depth);
        if (keyEnd(text) != std::string_view::npos)
            return mapping(indent, depth);
        return multilineScalar(indent);
    }

    Value sequence(std::size_t indent, int depth)
    {
        Array array;
        while (!ended()) {
            skipEmpty();
            if (ended() || line().indent != indent || !(line().text == "-" || line().text.starts_with("- ")))
                break;
            const std::string_view text = line().text;
            if (text == "-") {
                ++m_at;
                skipEmpty();
                if (!ended() && line().indent > indent)
                    array.push_back(block(line().indent, depth + 1));
                else
                    array.emplace_back();
                continue;
            }
            // "- key: value": the item's own lines stand below the key
            std::size_t inner = 1;
            while (inner < text.size() && text[inner] == ' ')
                ++inner;
            YamlLine &same = m_lines[m_at];
            same.indent += inner;
            same.text = text.substr(inner);
            array.push_back(value(same.text, same.indent, depth, false));
        }
        return array;
    }

    /// What stands behind a dash or a key, from the current line on.
    Value value(std::string_view text, std::size_t indent, int depth, bool ofKey)
    {
        if (depth > kMaxDepth)
            return fail("too_deep", ImportText::tr("It is nested too deeply."));
        if (unsupported(text))
            return {};
        if (!ofKey && (text == "-" || text.starts_with("- ")))
            return sequence(indent, depth + 1);
        if (!ofKey && keyEnd(text) != std::string_view::npos)
            return mapping(indent, depth + 1);
        if (text.starts_with('|') || text.starts_with('>'))
            return blockScalar(text, ofKey ? indent : indent - 1);
        if (text.starts_with('{') || text.starts_with('['))
            return flowLines(text, depth);
        return plainLines(text, indent, ofKey);
    }

    Value mapping(std::size_t indent, int depth)
    {
        Object object;
        std::unordered_set<std::string> keys;
        while (!ended()) {
            skipEmpty();
            if (ended() || line().indent != indent)
                break;
            const std::string_view text = line().text;
            if (text == "---" || text == "...")
                break;
            const std::size_t colon = keyEnd(text);
            if (colon == std::string_view::npos || text == "-" || text.starts_with("- ")) {
                if (text.starts_with('-'))
                    break;
                fail("invalid_yaml", ImportText::tr("A key with a colon is expected."));
                break;
            }
            const Value keyValue = scalar(trimmed(text.substr(0, colon)));
            const std::string key =
                keyValue.isNull() ? std::string(trimmed(text.substr(0, colon))) : keyValue.toText();
            if (key == "<<") {
                fail("unsupported_yaml", ImportText::tr("Merge keys are not read."));
                break;
            }
            if (!keys.insert(key).second) {
                fail("duplicate_key", ImportText::tr("The key “%1” appears twice.").arg(shown(key)));
                break;
            }
            const std::string_view rest = trimmed(text.substr(colon + 1));
            if (!rest.empty()) {
                object.append(key, value(rest, indent, depth + 1, true));
                continue;
            }
            ++m_at;
            skipEmpty();
            // a list may stand at the key's own indentation
            const bool list =
                !ended() && line().indent == indent && (line().text == "-" || line().text.starts_with("- "));
            if (!ended() && (line().indent > indent || list))
                object.append(key, block(line().indent, depth + 1));
            else
                object.append(key, Value());
        }
        return object;
    }

    Value blockScalar(std::string_view header, std::size_t parent)
    {
        const bool folded = header.front() == '>';
        const bool strip = header.find('-') != std::string_view::npos;
        const bool keep = header.find('+') != std::string_view::npos;
        ++m_at;
        std::optional<std::size_t> indent;
        std::string out;
        std::size_t blanks = 0;
        bool first = true;
        for (; m_at < m_lines.size(); ++m_at) {
            const std::string_view raw = m_lines[m_at].raw;
            const std::size_t own = raw.find_first_not_of(' ');
            if (own == std::string_view::npos) {
                ++blanks;
                continue;
            }
            if (!indent) {
                if (own <= parent && !(parent == 0 && own > 0))
                    break;
                indent = own;
            }
            if (own < *indent)
                break;
            const std::string_view text = raw.substr(*indent);
            if (!first)
                out += folded && blanks == 0 ? " " : "\n";
            for (std::size_t i = folded && !first ? 1 : 0; i < blanks && !first; ++i)
                out += '\n';
            blanks = 0;
            out += text;
            first = false;
        }
        if (!strip && !first)
            out += '\n';
        if (keep)
            out.append(blanks, '\n');
        return out;
    }

    /// A plain or quoted text that may go on in deeper lines.
    Value plainLines(std::string_view text, std::size_t indent, bool ofKey)
    {
        std::string whole(text);
        const bool quoted = text.starts_with('"') || text.starts_with('\'');
        ++m_at;
        std::size_t seen = 1;
        bool isClosed = false;
        const auto unfinished = [&] { // goes on where it stopped
            const char quote = whole.front();
            for (; quoted && !isClosed && seen < whole.size(); ++seen) {
                if (quote == '"' && whole[seen] == '\\')
                    ++seen;
                else if (whole[seen] == quote) {
                    if (quote == '\'' && seen + 1 < whole.size() && whole[seen + 1] == '\'')
                        ++seen;
                    else
                        isClosed = true;
                }
            }
            return quoted && !isClosed;
        };
        while (m_at < m_lines.size()) {
            if (whole.size() > kLongestScalar)
                return fail("invalid_yaml", ImportText::tr("A text over several lines is too long."));
            const YamlLine &next = m_lines[m_at];
            if (next.text.empty()) {
                if (!unfinished())
                    break;
                whole += '\n';
                ++m_at;
                continue;
            }
            const bool deeper = next.indent > indent ||
                                (!ofKey && next.indent >= indent && indent > 0 && next.indent > indent);
            if (!(unfinished() || (!quoted && deeper && keyEnd(next.text) == std::string_view::npos &&
                                   !next.text.starts_with("- "))))
                break;
            whole += (whole.ends_with('\n') ? "" : " ") +
                     std::string(unfinished() ? trimmed(next.raw) : next.text);
            ++m_at;
        }
        return scalar(whole);
    }

    Value multilineScalar(std::size_t indent)
    {
        return plainLines(line().text, indent > 0 ? indent - 1 : 0, true);
    }

    static bool closed(std::string_view text)
    {
        const char quote = text.front();
        for (std::size_t i = 1; i < text.size(); ++i) {
            if (quote == '"' && text[i] == '\\')
                ++i;
            else if (text[i] == quote) {
                if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'')
                    ++i;
                else
                    return true;
            }
        }
        return false;
    }

    /// {a: 1, b: [x, y]}, over several lines if need be.
    Value flowLines(std::string_view text, int depth)
    {
        std::string whole(text);
        ++m_at;
        int level = 0;
        char quote = 0;
        std::size_t seen = 0;
        const auto open = [&] { // goes on where it stopped
            for (; seen < whole.size(); ++seen) {
                const char c = whole[seen];
                if (quote) {
                    if (quote == '"' && c == '\\')
                        ++seen;
                    else if (c == quote)
                        quote = 0;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '{' || c == '[') {
                    ++level;
                } else if (c == '}' || c == ']') {
                    --level;
                }
            }
            return level > 0;
        };
        while (open() && m_at < m_lines.size() && whole.size() < kLongestFlow) {
            whole += ' ';
            whole += m_lines[m_at++].text;
        }
        std::size_t at = 0;
        Value value = flow(whole, at, depth);
        if (!m_error && !trimmed(std::string_view(whole).substr(std::min(at, whole.size()))).empty()) {
            --m_at;
            fail("invalid_yaml", ImportText::tr("Something follows a closed bracket."));
        }
        return value;
    }

    Value flow(std::string_view text, std::size_t &at, int depth)
    {
        const auto blanks = [&] {
            while (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
                ++at;
        };
        blanks();
        if (depth > kMaxDepth)
            return fail("too_deep", ImportText::tr("It is nested too deeply."));
        if (at >= text.size())
            return {};
        if (text[at] == '[' || text[at] == '{') {
            const bool list = text[at] == '[';
            const char end = list ? ']' : '}';
            ++at;
            Array array;
            Object object;
            std::unordered_set<std::string> keys;
            while (!m_error) {
                blanks();
                if (at >= text.size())
                    return fail("invalid_yaml", ImportText::tr("A bracket is not closed."));
                if (text[at] == end) {
                    ++at;
                    break;
                }
                if (text[at] == ',') {
                    ++at;
                    continue;
                }
                if (list) {
                    array.push_back(flow(text, at, depth + 1));
                    continue;
                }
                const std::size_t before = at;
                const std::string key = flowText(text, at, true).toText();
                blanks();
                if (at < text.size() && text[at] == ':') {
                    ++at;
                    blanks();
                    Value value;
                    if (at < text.size() && text[at] != ',' && text[at] != '}')
                        value = flow(text, at, depth + 1);
                    if (!keys.insert(key).second)
                        return fail("duplicate_key",
                                    ImportText::tr("The key “%1” appears twice.").arg(shown(key)));
                    object.append(key, std::move(value));
                } else if (at == before) {
                    return fail("invalid_yaml", ImportText::tr("A key with a colon is expected."));
                } else {
                    object.append(key, Value());
                }
            }
            return list ? Value(std::move(array)) : Value(std::move(object));
        }
        return flowText(text, at, false);
    }

    Value flowText(std::string_view text, std::size_t &at, bool key)
    {
        const std::size_t from = at;
        if (text[at] == '"' || text[at] == '\'') {
            const char quote = text[at++];
            while (at < text.size()) {
                if (quote == '"' && text[at] == '\\')
                    ++at;
                else if (text[at] == quote)
                    break;
                ++at;
            }
            at = std::min(at + 1, text.size());
            return scalar(text.substr(from, at - from));
        }
        while (at < text.size() && text[at] != ',' && text[at] != ']' && text[at] != '}' && text[at] != '[' &&
               text[at] != '{') {
            if (text[at] == ':' && (key || at + 1 == text.size() || text[at + 1] == ' '))
                break;
            ++at;
        }
        if (at == from && at < text.size()) {
            ++at; // no character is left standing
            return fail("invalid_yaml", ImportText::tr("A value is expected."));
        }
        return scalar(trimmed(text.substr(from, at - from)));
    }

    Value scalar(std::string_view text)
    {
        if (text.empty())
            return {};
        if (unsupported(text))
            return {};
        if (text.front() == '"') {
            if (!closed(text))
                return fail("invalid_yaml", ImportText::tr("A quotation mark has no partner."));
            return doubleQuoted(text.substr(1, text.rfind('"') - 1));
        }
        if (text.front() == '\'') {
            if (!closed(text))
                return fail("invalid_yaml", ImportText::tr("A quotation mark has no partner."));
            std::string out(text.substr(1, text.rfind('\'') - 1));
            replaceAll(out, "''", "'");
            return out;
        }
        if (text == "null" || text == "~" || text == "Null" || text == "NULL")
            return {};
        if (text == "true" || text == "True" || text == "TRUE")
            return Value(true);
        if (text == "false" || text == "False" || text == "FALSE")
            return Value(false);
        if (auto json = domain::parseJson(text); json && json->isNumber())
            return std::move(*json);
        return std::string(text);
    }

    Value doubleQuoted(std::string_view text)
    {
        // JSON's escapes and the few more that YAML has
        std::string json = "\"";
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size()) {
                const char c = text[++i];
                if (c == 'x' && i + 2 < text.size()) {
                    json += "\\u00";
                    json += text.substr(i + 1, 2);
                    i += 2;
                } else if (c == '0' || c == 'a' || c == 'e' || c == 'v' || c == ' ' || c == '\'') {
                    json += c == '0'   ? "\\u0000"
                            : c == 'a' ? "\\u0007"
                            : c == 'e' ? "\\u001b"
                            : c == 'v' ? "\\u000b"
                                       : std::string(1, c);
                } else {
                    json += '\\';
                    json += c;
                }
            } else if (text[i] == '\n') {
                json += "\\n";
            } else if (static_cast<unsigned char>(text[i]) < 0x20) {
                json += ' ';
            } else {
                json += text[i];
            }
        }
        json += '"';
        auto value = domain::parseJson(json);
        if (!value)
            return fail("invalid_yaml", ImportText::tr("An escape in a quoted text is wrong."));
        return std::move(*value);
    }

    std::vector<YamlLine> m_lines;
    std::size_t m_at = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<Value> readYaml(std::string_view text)
{
    return Yaml(text).read();
}

} // namespace bourse::workbench
