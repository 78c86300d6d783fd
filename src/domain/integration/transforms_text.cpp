#include "domain/integration/transforms.h"
#include "domain/integration/transliterate.h"
#include "domain/json/json.h"
#include <QString>
#include <algorithm>

namespace bourse::domain {
namespace {

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string changedCase(std::string_view text, bool upper)
{
    if (!isAscii(text)) {
        const QString wide = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        return (upper ? wide.toUpper() : wide.toLower()).toStdString();
    }
    std::string out(text);
    for (char &c : out) {
        if (upper && c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 32);
        else if (!upper && c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    }
    return out;
}

/// "JOHN o'neil-smith" → "John O'Neil-Smith": a letter after anything but a letter is a capital.
std::string titled(std::string_view text)
{
    QString wide = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toLower();
    bool inWord = false;
    for (QChar &c : wide) {
        if (!inWord && c.isLetter())
            c = c.toUpper();
        inWord = c.isLetter() || c.isMark();
    }
    return wide.toStdString();
}

/// Byte offsets of the code points, with the end as last entry.
std::vector<std::size_t> codePoints(std::string_view text)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
            starts.push_back(i);
    starts.push_back(text.size());
    return starts;
}

std::string substring(std::string_view text, std::int64_t start, std::int64_t length)
{
    const auto at = codePoints(text);
    const auto count = static_cast<std::int64_t>(at.size()) - 1;
    const std::int64_t from = std::clamp<std::int64_t>(start < 0 ? count + start : start, 0, count);
    const std::int64_t to = length < 0 ? count : std::min(count, from + length);
    const std::size_t begin = at[static_cast<std::size_t>(from)];
    return std::string(text.substr(begin, at[static_cast<std::size_t>(to)] - begin));
}

std::string replacedAll(std::string_view text, std::string_view find, std::string_view with)
{
    std::string out;
    std::size_t at = 0;
    for (std::size_t hit = text.find(find); hit != std::string_view::npos; hit = text.find(find, at)) {
        out += text.substr(at, hit - at);
        out += with;
        at = hit + find.size();
    }
    out += text.substr(at);
    return out;
}

/// $1…$9 and $0 in the replacement name groups; $$ is a dollar.
std::string expanded(const std::string &with, const Regex::Match &match)
{
    std::string out;
    for (std::size_t i = 0; i < with.size(); ++i) {
        if (with[i] != '$' || i + 1 >= with.size()) {
            out += with[i];
        } else if (with[i + 1] == '$') {
            out += '$';
            ++i;
        } else if (with[i + 1] >= '0' && with[i + 1] <= '9') {
            const auto group = static_cast<std::size_t>(with[++i] - '0');
            if (group < match.groups.size())
                out += match.groups[group];
        } else {
            out += '$';
        }
    }
    return out;
}

std::unique_ptr<Transform> makeRegex(bool replace, TransformSite &site)
{
    const std::string pattern = site.reader.requireText("pattern");
    const bool ignoreCase = site.reader.boolean("ignore_case", false);
    const std::string with = replace ? site.reader.text("with") : std::string();
    const std::int64_t group = replace ? 0 : site.reader.integer("group", 1, 0, 99);
    auto compiled = Regex::compile(pattern, ignoreCase);
    if (!compiled) {
        if (!pattern.empty())
            site.reader.problems().take(compiled.errors(), site.reader.pathOf("pattern"));
        return plainTransform([](std::string_view text) { return std::string(text); });
    }
    const Regex regex = *compiled;
    if (!replace && static_cast<std::size_t>(group) > regex.groupCount())
        site.reader.problems().add("no_such_group", site.reader.pathOf("group"),
                                   "0 to " + std::to_string(regex.groupCount()),
                                   "The pattern has no such group.");
    if (!replace)
        return textTransform([regex, group](Cell &cell, Error &problem) {
            auto match = regex.find(cell.text());
            if (!match) {
                problem = match.error();
                return false;
            }
            if (!*match)
                cell.clear();
            else
                cell.setOwned(Cell::Kind::Text,
                              std::string((*match)->groups[static_cast<std::size_t>(group)]));
            return true;
        });
    return textTransform([regex, with](Cell &cell, Error &problem) {
        const std::string_view text = cell.text();
        std::string out;
        std::size_t at = 0;
        while (at <= text.size()) {
            auto match = regex.find(text, at);
            if (!match) {
                problem = match.error();
                return false;
            }
            if (!*match)
                break;
            out += text.substr(at, (*match)->begin - at);
            out += expanded(with, **match);
            if ((*match)->end == (*match)->begin) { // an empty match: step over one character
                if ((*match)->end >= text.size()) {
                    at = text.size() + 1;
                    break;
                }
                out += text[(*match)->end];
                at = (*match)->end + 1;
            } else {
                at = (*match)->end;
            }
        }
        if (at < text.size())
            out += text.substr(at);
        cell.setOwned(Cell::Kind::Text, std::move(out));
        return true;
    });
}

/// The value given in the document, where there is none.
class DefaultTransform final : public Transform {
  public:
    explicit DefaultTransform(Value value) : m_value(std::move(value)) {}
    bool handlesEmpty() const override { return true; }
    bool apply(Cell &cell, RenderContext *, Error &) const override
    {
        if (cell.isEmpty())
            cell.setValue(m_value);
        return true;
    }

  private:
    Value m_value;
};

/// The first of other sources that has something, where there is nothing.
class CoalesceTransform final : public Transform {
  public:
    explicit CoalesceTransform(std::vector<std::unique_ptr<RowSource>> sources)
        : m_sources(std::move(sources))
    {
    }
    bool handlesEmpty() const override { return true; }
    bool apply(Cell &cell, RenderContext *context, Error &) const override
    {
        for (const auto &source : m_sources) {
            if (!cell.isEmpty())
                return true;
            Cell other;
            if (!source->read(*context, other))
                return false;
            cell = std::move(other);
        }
        return true;
    }

  private:
    std::vector<std::unique_ptr<RowSource>> m_sources;
};

/// before + value + after, then further sources joined by a separator; empty parts leave no separator.
class ConcatTransform final : public Transform {
  public:
    ConcatTransform(std::string before, std::string after, std::string separator,
                    std::vector<std::unique_ptr<RowSource>> parts)
        : m_before(std::move(before)), m_after(std::move(after)), m_separator(std::move(separator)),
          m_parts(std::move(parts))
    {
    }
    bool apply(Cell &cell, RenderContext *context, Error &problem) const override
    {
        if (!cell.isScalar()) {
            problem = Error{"wrong_type", {}, "text", "A list or group cannot be joined to a text."};
            return false;
        }
        std::string out(cell.text());
        for (const auto &part : m_parts) {
            Cell other;
            if (!part->read(*context, other))
                return false;
            if (other.isEmpty())
                continue;
            if (!out.empty())
                out += m_separator;
            out += other.text();
        }
        if (out.empty())
            cell.setView(Cell::Kind::Text, {});
        else
            cell.setOwned(Cell::Kind::Text, m_before + out + m_after);
        return true;
    }

  private:
    std::string m_before;
    std::string m_after;
    std::string m_separator;
    std::vector<std::unique_ptr<RowSource>> m_parts;
};

/// A list of scalars to one text.
class JoinTransform final : public Transform {
  public:
    explicit JoinTransform(std::string separator) : m_separator(std::move(separator)) {}
    bool apply(Cell &cell, RenderContext *, Error &problem) const override
    {
        if (cell.isScalar())
            return true;
        const Array *list = cell.structure() ? cell.structure()->asArray() : nullptr;
        if (!list) {
            problem = Error{"wrong_type", {}, "a list", "Only a list can be joined."};
            return false;
        }
        std::string out;
        for (const Value &item : *list) {
            if (!out.empty())
                out += m_separator;
            out += item.toText();
        }
        cell.setOwned(Cell::Kind::Text, std::move(out));
        return true;
    }

  private:
    std::string m_separator;
};

std::string trimmedEnds(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return std::string(text);
}

/// Runs of white space, no-break spaces too, as one space; none at the ends.
std::string collapsed(std::string_view text)
{
    std::string out;
    bool gap = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool wide = text.substr(i, 2) == "\u00A0";
        if (wide || isSpace(text[i])) {
            gap = !out.empty();
            i += wide;
            continue;
        }
        if (gap)
            out += ' ';
        gap = false;
        out += text[i];
    }
    return out;
}

/// The first letter as a capital, the rest as it is.
std::string capitalised(std::string_view text)
{
    const auto at = codePoints(text);
    if (at.size() < 2 || at[0] != 0)
        return std::string(text);
    return changedCase(text.substr(0, at[1]), true) + std::string(text.substr(at[1]));
}

std::string slugOf(std::string_view text, const std::string &separator)
{
    std::string out;
    bool gap = false;
    for (const char c : changedCase(toAscii(text), false)) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!kept) {
            gap = !out.empty() && c != '\'';
            continue;
        }
        if (gap)
            out += separator;
        gap = false;
        out += c;
    }
    return out;
}

/// All but the first and last characters hidden; a text that would show whole is hidden whole.
std::string masked(std::string_view text, std::size_t first, std::size_t last, const std::string &with)
{
    const auto at = codePoints(text);
    const std::size_t count = at.size() - 1;
    if (first + last >= count)
        first = last = 0;
    std::string out(text.substr(0, at[first]));
    for (std::size_t i = first; i + last < count; ++i)
        out += with;
    return out + std::string(text.substr(at[count - last]));
}

/// Words and ids that stand for "nothing" in forms of all kinds: in small letters, without spaces at the
/// ends.
bool isPlaceholder(std::string_view word)
{
    static constexpr std::string_view kWords[] = {"n/a",
                                                  "na",
                                                  "n.a.",
                                                  "n\\a",
                                                  "none",
                                                  "null",
                                                  "nil",
                                                  "undefined",
                                                  "unknown",
                                                  "unspecified",
                                                  "not available",
                                                  "not applicable",
                                                  "not provided",
                                                  "not specified",
                                                  "no value",
                                                  "empty",
                                                  "blank",
                                                  "missing",
                                                  "tbd",
                                                  "-",
                                                  "--",
                                                  "---",
                                                  ".",
                                                  "..",
                                                  "...",
                                                  "?",
                                                  "??",
                                                  "xxx",
                                                  "xxxx",
                                                  "0000000000",
                                                  "1111111111",
                                                  "1234567890",
                                                  "9999999999",
                                                  "00000",
                                                  "#n/a",
                                                  "nan",
                                                  "[object object]",
                                                  "(none)",
                                                  "(null)",
                                                  "<null>",
                                                  "no_certificate",
                                                  "nocert",
                                                  "no cert",
                                                  "no certificate",
                                                  "leadid",
                                                  "leadid_token",
                                                  "universal_leadid",
                                                  "trustedform",
                                                  "xxtrustedformcerturl",
                                                  "test@test.com",
                                                  "none@none.com",
                                                  "noemail@noemail.com",
                                                  "na@na.com",
                                                  "no@email.com"};
    if (std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords))
        return true;
    // An id of nothing but one digit: 00000000-0000-0000-0000-000000000000, also at the end of a
    // certificate's URL.
    const std::size_t slash = word.rfind('/');
    const bool certificate =
        slash != std::string_view::npos && word.find("trustedform.com") != std::string_view::npos;
    std::string_view id = certificate ? word.substr(slash + 1) : word;
    if (id.size() < 16 && !certificate)
        return false;
    char only = 0;
    for (const char c : id) {
        if (c == '-' || c == '{' || c == '}')
            continue;
        if (only != 0 && c != only)
            return false;
        only = c;
    }
    return true;
}

std::vector<std::unique_ptr<RowSource>> compileSources(std::string_view key, TransformSite &site)
{
    std::vector<std::unique_ptr<RowSource>> sources;
    const Array *list = site.reader.array(key);
    if (!list)
        return sources;
    if (!site.compile) {
        site.reader.problems().add("not_available", site.reader.pathOf(key), "only in requests",
                                   "An answer's values cannot be mixed with a lead's.");
        return sources;
    }
    for (std::size_t i = 0; i < list->size(); ++i)
        sources.push_back(compileSource((*list)[i], site.reader.pathOf(key) + '[' + std::to_string(i) + ']',
                                        *site.compile));
    return sources;
}

} // namespace

std::unique_ptr<Transform> makeTextTransform(std::string_view word, TransformSite &site)
{
    ObjectReader &reader = site.reader;
    if (word == "trim")
        return plainTransform(trimmedEnds);
    if (word == "collapse_spaces")
        return plainTransform(collapsed);
    if (word == "capitalise")
        return plainTransform(capitalised);
    if (word == "ascii") {
        const std::string unknown = reader.text("unknown");
        return plainTransform([unknown](std::string_view text) { return toAscii(text, unknown); });
    }
    if (word == "slug") {
        const std::string separator = reader.text("separator", "-");
        return plainTransform([separator](std::string_view text) { return slugOf(text, separator); });
    }
    if (word == "mask") {
        const auto first = static_cast<std::size_t>(reader.integer("first", 0, 0, 1'000));
        const auto last = static_cast<std::size_t>(reader.integer("last", 4, 0, 1'000));
        const std::string with = reader.text("with", "*");
        if (codePoints(with).size() > 2)
            reader.problems().add("wrong_type", reader.pathOf("with"), "one character",
                                  "Give one character to hide others with.");
        return plainTransform([=](std::string_view text) { return masked(text, first, last, with); });
    }
    if (word == "email_local")
        return plainTransform([](std::string_view text) {
            const std::size_t at = text.rfind('@');
            return std::string(at == std::string_view::npos ? std::string_view() : text.substr(0, at));
        });
    if (word == "upper" || word == "lower")
        return plainTransform(
            [upper = word == "upper"](std::string_view text) { return changedCase(text, upper); });
    if (word == "title")
        return plainTransform(titled);
    if (word == "digits")
        return plainTransform([](std::string_view text) {
            std::string out;
            std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                         [](char c) { return c >= '0' && c <= '9'; });
            return out;
        });
    if (word == "email_domain")
        return plainTransform([](std::string_view text) {
            const std::size_t at = text.rfind('@');
            return at == std::string_view::npos ? std::string() : changedCase(text.substr(at + 1), false);
        });
    if (word == "substring") {
        const std::int64_t start = reader.integer("start", 0, -100'000, 100'000);
        const std::int64_t length = reader.integer("length", -1, -1, 100'000);
        return plainTransform(
            [start, length](std::string_view text) { return substring(text, start, length); });
    }
    if (word == "replace") {
        const std::string find = reader.requireText("find");
        const std::string with = reader.text("with");
        return plainTransform([find, with](std::string_view text) {
            return find.empty() ? std::string(text) : replacedAll(text, find, with);
        });
    }
    if (word == "regex_replace" || word == "regex_extract")
        return makeRegex(word == "regex_replace", site);
    if (word == "pad") {
        const auto length = static_cast<std::size_t>(reader.integer("length", 0, 0, 1'000));
        const std::string with = reader.text("with", "0");
        const bool left = reader.choice("side", {"left", "right"}) == "left";
        if (codePoints(with).size() != 2)
            reader.problems().add("wrong_type", reader.pathOf("with"), "one character",
                                  "Give one character to pad with.");
        return plainTransform([length, with, left](std::string_view text) {
            std::string fill;
            for (std::size_t have = codePoints(text).size() - 1; have < length; ++have)
                fill += with;
            return left ? fill + std::string(text) : std::string(text) + fill;
        });
    }
    if (word == "split") {
        const std::string separator = reader.requireText("separator");
        const std::int64_t index = reader.integer("index", 0, -1'000, 1'000);
        return textTransform([separator, index](Cell &cell, Error &) {
            std::vector<std::string_view> parts;
            std::string_view text = cell.text();
            for (std::size_t at = 0; !separator.empty();) {
                const std::size_t hit = text.find(separator, at);
                parts.push_back(text.substr(at, hit == std::string_view::npos ? hit : hit - at));
                if (hit == std::string_view::npos)
                    break;
                at = hit + separator.size();
            }
            const auto count = static_cast<std::int64_t>(parts.size());
            const std::int64_t at = index < 0 ? count + index : index;
            if (at < 0 || at >= count)
                cell.clear();
            else
                cell.setOwned(Cell::Kind::Text, std::string(parts[static_cast<std::size_t>(at)]));
            return true;
        });
    }
    if (word == "join")
        return std::make_unique<JoinTransform>(reader.text("separator", ","));
    if (word == "concat") {
        std::string before = reader.text("before");
        std::string after = reader.text("after");
        std::string separator = reader.text("separator");
        return std::make_unique<ConcatTransform>(std::move(before), std::move(after), std::move(separator),
                                                 compileSources("parts", site));
    }
    if (word == "default") {
        const Value *value = reader.require("value");
        return std::make_unique<DefaultTransform>(value ? *value : Value());
    }
    if (word == "coalesce") {
        if (!reader.require("sources"))
            return std::make_unique<DefaultTransform>(Value());
        return std::make_unique<CoalesceTransform>(compileSources("sources", site));
    }
    if (word == "blank") {
        std::vector<std::string> values;
        const Array *list = reader.array("values");
        for (std::size_t i = 0; list && i < list->size(); ++i) {
            const Value &value = (*list)[i];
            if (value.isNull() || value.isArray() || value.isObject())
                reader.problems().add("wrong_type", reader.pathOf("values") + '[' + std::to_string(i) + ']',
                                      "text, number or boolean", "A word is a text, a number or a boolean.");
            values.push_back(changedCase(value.toText(), false));
        }
        // With no words of its own it takes the usual ones.
        const bool usual = reader.boolean("placeholders", list == nullptr);
        return textTransform([values, usual](Cell &cell, Error &) {
            const std::string small = changedCase(cell.text(), false);
            if (std::find(values.begin(), values.end(), small) != values.end() ||
                (usual && isPlaceholder(trimmedEnds(small))))
                cell.clear();
            return true;
        });
    }
    return nullptr;
}

} // namespace bourse::domain
