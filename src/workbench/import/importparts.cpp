#include "workbench/import/importparts.h"
#include "domain/integration/wiretext.h"
#include <algorithm>
#include <array>

namespace bourse::workbench {
namespace {

constexpr bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
constexpr bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr char lower(char c)
{
    return isUpper(c) ? static_cast<char>(c + 32) : c;
}
constexpr int hexDigit(char c)
{
    return isDigit(c) ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

} // namespace

QString shown(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string_view trimmed(std::string_view text)
{
    const auto space = [](char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    };
    for (;;) {
        const std::size_t before = text.size();
        while (!text.empty() && space(text.front()))
            text.remove_prefix(1);
        while (!text.empty() && space(text.back()))
            text.remove_suffix(1);
        for (const std::string_view odd :
             {"\u00a0", "\u200b", "\ufeff"}) { // no-break, zero width, byte order
            if (text.starts_with(odd))
                text.remove_prefix(odd.size());
            if (text.ends_with(odd))
                text.remove_suffix(odd.size());
        }
        if (text.size() == before)
            return text;
    }
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equalsFolded(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool startsWithFolded(std::string_view text, std::string_view start)
{
    return equalsFolded(text.substr(0, start.size()), start);
}

bool containsFolded(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char x, char y) { return lower(x) == lower(y); }) != text.end();
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

void replaceAll(std::string &text, std::string_view what, std::string_view with)
{
    if (what.empty())
        return;
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, from)) {
        out.append(text, from, at - from);
        out += with;
        from = at + what.size();
    }
    if (from == 0)
        return;
    out.append(text, from);
    text = std::move(out);
}

std::string shortened(std::string_view text, std::size_t bytes)
{
    text = trimmed(text);
    std::size_t end = std::min(text.size(), bytes);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    std::string out(text.substr(0, end));
    for (char &c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    if (end < text.size())
        out += "\u2026";
    return out;
}

bool isCleanText(std::string_view text)
{
    return text.find('\0') == std::string_view::npos && domain::isUtf8(text);
}

std::optional<std::string> urlDecoded(std::string_view text, bool plusIsSpace)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plusIsSpace) {
            out += ' ';
        } else if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
            if (low < 0)
                return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    if (!isCleanText(out))
        return std::nullopt;
    return out;
}

std::vector<std::string> nameTokens(std::string_view name)
{
    std::vector<std::string> tokens;
    std::string token;
    const auto flush = [&] {
        if (!token.empty())
            tokens.push_back(lowered(token));
        token.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool letter = isLower(c) || isUpper(c) || static_cast<unsigned char>(c) >= 0x80;
        if (!letter && !isDigit(c)) {
            if (c != '\'')
                flush();
            continue;
        }
        if (!token.empty()) {
            const char before = token.back();
            const bool next = i + 1 < name.size() && isLower(name[i + 1]);
            const bool hump =
                isUpper(c) && (isLower(before) || (isUpper(before) && next && token.size() > 1));
            if (hump || isDigit(c) != isDigit(before))
                flush();
        }
        token += c;
    }
    flush();
    return tokens;
}

std::string identifierFrom(std::string_view name, std::string_view fallback)
{
    std::string out;
    for (const std::string &token : nameTokens(name)) {
        std::string plain;
        for (const char c : token)
            if (isLower(c) || isDigit(c))
                plain += c;
        if (plain.empty() || out.size() + plain.size() > 48)
            continue;
        // "x2" stays one word
        const bool digits = isDigit(plain.front());
        if (!out.empty() && !(digits && isLower(out.back()) && plain.size() == 1))
            out += '_';
        out += plain;
    }
    return out.empty() ? std::string(fallback) : out;
}

bool isPlaceholder(std::string_view value)
{
    value = trimmed(value);
    if (value.empty())
        return false;
    const auto within = [&](std::string_view open, std::string_view close) {
        return value.size() > open.size() + close.size() && value.starts_with(open) && value.ends_with(close);
    };
    if (within("<", ">") || within("{", "}") || within("[", "]") || within("%", "%") || within("##", "##") ||
        within("__", "__") || within("$", "$"))
        return true;
    const std::string word = lowered(value);
    if (word.find_first_not_of("x*.-") == std::string::npos || word == "\u2026" || word == "string" ||
        word == "value" || word == "todo" || word == "changeme")
        return true;
    for (const std::string_view start :
         {"your_", "your-", "your ", "my_api", "insert_", "enter_", "replace_"})
        if (word.starts_with(start))
            return true;
    for (const std::string_view part : {"_here", " here", "your_api", "yourapikey", "your_key", "your_token"})
        if (word.find(part) != std::string::npos)
            return true;
    return false;
}

void ImportContext::add(std::vector<ImportedLeaf> &to, ImportedLeaf leaf)
{
    if (++leaves > options.limits.maxLeaves) {
        tooMany = true;
        return;
    }
    ++result.report.read;
    to.push_back(std::move(leaf));
}

void ImportContext::add(ImportedRequest request)
{
    if (result.requests.size() >= options.limits.maxRequests) {
        tooMany = true;
        return;
    }
    if (request.name.empty())
        request.name = request.method + ' ' + (request.path.empty() ? "/" : request.path);
    result.requests.push_back(std::move(request));
}

} // namespace bourse::workbench
