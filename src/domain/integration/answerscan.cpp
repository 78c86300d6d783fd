#include "domain/integration/answerscan.h"
#include "domain/json/json.h"
#include "domain/json/utf8.h"
#include <algorithm>

namespace bourse::domain::answerscan {

namespace {

int hexDigit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

} // namespace

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isWordChar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

Span trimmed(std::string_view text, Span span)
{
    while (span.begin < span.end && isSpace(text[span.begin]))
        ++span.begin;
    while (span.end > span.begin && isSpace(text[span.end - 1]))
        --span.end;
    return span;
}

void scanJson(std::string_view text, std::size_t &i, std::vector<Span> &out)
{
    const auto space = [&] {
        while (i < text.size() && isSpace(text[i]))
            ++i;
    };
    const auto string = [&] { // i at the quote; ends after the closing one
        const std::size_t begin = ++i;
        while (i < text.size() && text[i] != '"')
            i += text[i] == '\\' ? 2 : 1;
        const Span span{begin, std::min(i, text.size())};
        ++i;
        return span;
    };
    space();
    if (i >= text.size())
        return;
    if (text[i] == '"') {
        out.push_back(string());
        return;
    }
    const std::size_t number = out.size();
    out.push_back({i, i});
    if (text[i] == '{' || text[i] == '[') {
        const bool object = text[i] == '{';
        ++i;
        for (space(); i < text.size() && text[i] != '}' && text[i] != ']'; space()) {
            if (text[i] == ',') {
                ++i;
                continue;
            }
            if (object) {
                string();
                space();
                ++i; // the colon
            }
            scanJson(text, i, out);
        }
        ++i;
    } else {
        while (i < text.size() && !isSpace(text[i]) && text[i] != ',' && text[i] != '}' && text[i] != ']')
            ++i;
    }
    out[number].end = std::min(i, text.size());
}

View jsonString(const View &view, Span span)
{
    Decoder out(view);
    const std::string_view text = view.text();
    for (std::size_t i = span.begin; i < span.end;) {
        if (text[i] != '\\' || i + 1 >= span.end) {
            out.copy(i++);
            continue;
        }
        const std::size_t at = i;
        const char c = text[i + 1];
        i += 2;
        if (c != 'u') {
            const char plain = c == 'n'   ? '\n'
                               : c == 't' ? '\t'
                               : c == 'r' ? '\r'
                               : c == 'b' ? '\b'
                               : c == 'f' ? '\f'
                                          : c;
            out.put(std::string_view(&plain, 1), at);
            continue;
        }
        const auto unit = [&](std::size_t from) {
            char32_t value = 0;
            for (std::size_t k = from; k < from + 4 && k < span.end; ++k)
                value = value * 16 + static_cast<char32_t>(std::max(0, hexDigit(text[k])));
            return value;
        };
        char32_t value = unit(i);
        i += 4;
        if (value >= 0xD800 && value < 0xDC00 && i + 6 <= span.end && text[i] == '\\') {
            value = 0x10000 + ((value - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 6;
        }
        std::string bytes;
        appendUtf8(value, bytes);
        out.put(bytes, at);
    }
    return out.finish(span.end);
}

std::unique_ptr<XmlElement> scanXml(std::string_view text)
{
    auto root = std::make_unique<XmlElement>();
    std::vector<XmlElement *> open{root.get()};
    const auto localName = [](std::string_view name) {
        const std::size_t colon = name.find(':');
        return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
    };
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '<') {
            const std::size_t end = std::min(text.find('<', i), text.size());
            open.back()->texts.push_back({i, end});
            open.back()->isCdata.push_back(false);
            i = end;
        } else if (text.compare(i, 4, "<!--") == 0) {
            i = std::min(text.find("-->", i + 4), text.size() - 3) + 3;
        } else if (text.compare(i, 9, "<![CDATA[") == 0) {
            const std::size_t end = std::min(text.find("]]>", i + 9), text.size());
            open.back()->texts.push_back({i + 9, end});
            open.back()->isCdata.push_back(true);
            i = std::min(end + 3, text.size());
        } else if (text.compare(i, 2, "<?") == 0) {
            i = std::min(text.find("?>", i + 2), text.size() - 2) + 2;
        } else if (text.compare(i, 2, "</") == 0) {
            open.back()->inside.end = i;
            if (open.size() > 1)
                open.pop_back();
            i = std::min(text.find('>', i), text.size() - 1) + 1;
        } else {
            std::size_t end = i + 1;
            const auto nameEnd = [&](std::size_t from) {
                while (from < text.size() && !isSpace(text[from]) && text[from] != '>' && text[from] != '/' &&
                       text[from] != '=')
                    ++from;
                return from;
            };
            end = nameEnd(end);
            auto element = std::make_unique<XmlElement>();
            element->name = localName(text.substr(i + 1, end - i - 1));
            i = end;
            bool closed = false;
            while (i < text.size() && text[i] != '>') {
                if (isSpace(text[i])) {
                    ++i;
                } else if (text[i] == '/') {
                    closed = true;
                    ++i;
                } else {
                    const std::size_t stop = nameEnd(i);
                    const std::string name(text.substr(i, stop - i));
                    i = stop;
                    while (i < text.size() && (isSpace(text[i]) || text[i] == '='))
                        ++i;
                    if (i >= text.size() || (text[i] != '"' && text[i] != '\''))
                        return root; // not well-formed after all
                    const std::size_t close = std::min(text.find(text[i], i + 1), text.size());
                    element->attributes.emplace_back(name, Span{i + 1, close});
                    i = std::min(close + 1, text.size());
                }
            }
            i = std::min(i + 1, text.size());
            element->inside = {i, i};
            XmlElement *fresh = element.get();
            open.back()->children.push_back(std::move(element));
            if (!closed)
                open.push_back(fresh);
        }
    }
    return root;
}

void decodeXml(const View &view, Span span, bool cdata, bool attribute, Decoder &out)
{
    const std::string_view text = view.text();
    for (std::size_t i = span.begin; i < span.end;) {
        if (text[i] == '\r') { // line ends become \n
            out.put(attribute ? " " : "\n", i);
            i += i + 1 < span.end && text[i + 1] == '\n' ? 2 : 1;
            continue;
        }
        if (attribute && (text[i] == '\n' || text[i] == '\t')) {
            out.put(" ", i++);
            continue;
        }
        const std::size_t semicolon = cdata || text[i] != '&' ? std::string_view::npos : text.find(';', i);
        if (semicolon == std::string_view::npos || semicolon >= span.end || semicolon - i > 10) {
            out.copy(i++);
            continue;
        }
        const std::string_view name = text.substr(i + 1, semicolon - i - 1);
        std::string plain;
        if (name.starts_with('#')) {
            const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
            char32_t value = 0;
            for (const char c : name.substr(hex ? 2 : 1)) {
                const int digit = hexDigit(c);
                if (digit < 0 || (!hex && digit > 9)) {
                    value = 0;
                    break;
                }
                value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
            }
            if (value > 0 && value < 0x110000)
                appendUtf8(value, plain);
        } else {
            plain = name == "amp"    ? "&"
                    : name == "lt"   ? "<"
                    : name == "gt"   ? ">"
                    : name == "quot" ? "\""
                    : name == "apos" ? "'"
                                     : "";
        }
        if (plain.empty()) {
            out.copy(i++);
            continue;
        }
        out.put(plain, i);
        i = semicolon + 1;
    }
}

bool isBlank(std::string_view text, Span span)
{
    const Span inside = trimmed(text, span);
    return inside.begin == inside.end;
}

View formText(const View &view, Span span)
{
    Decoder out(view);
    const std::string_view text = view.text();
    for (std::size_t i = span.begin; i < span.end;) {
        if (text[i] == '+') {
            out.put(" ", i++);
        } else if (text[i] == '%' && i + 2 < span.end && hexDigit(text[i + 1]) >= 0 &&
                   hexDigit(text[i + 2]) >= 0) {
            const char c = static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            out.put(std::string_view(&c, 1), i);
            i += 3;
        } else {
            out.copy(i++);
        }
    }
    return out.finish(span.end);
}

std::vector<PairSpan> scanPairs(const View &view)
{
    std::vector<PairSpan> out;
    const std::string_view text = view.text();
    const Span whole = trimmed(text, {0, text.size()});
    std::size_t part = 0;
    for (std::size_t at = whole.begin; at < whole.end; ++part) {
        const std::size_t end = std::min(text.find_first_of("&\n", at), whole.end);
        const std::size_t equals = text.substr(at, end - at).find('=');
        if (equals != std::string_view::npos) {
            const View key = formText(view, trimmed(text, {at, at + equals}));
            out.push_back({std::string(key.text()), trimmed(text, {at + equals + 1, end}), part,
                           end < whole.end ? text[end] : char(0)});
        }
        at = end + 1;
    }
    return out;
}

std::vector<Span> scanParts(std::string_view text, std::string_view separator)
{
    std::vector<Span> out;
    const Span whole = trimmed(text, {0, text.size()});
    std::size_t at = whole.begin;
    while (!separator.empty() && out.size() < 100'000) {
        const std::size_t hit = text.find(separator, at);
        if (hit == std::string_view::npos || hit + separator.size() > whole.end)
            break;
        out.push_back(trimmed(text, {at, hit}));
        at = hit + separator.size();
    }
    out.push_back(trimmed(text, {at, whole.end}));
    return out;
}

} // namespace bourse::domain::answerscan
