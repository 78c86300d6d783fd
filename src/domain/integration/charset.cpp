#include "domain/integration/charset.h"
#include <QString>
#include <QStringDecoder>
#include <algorithm>
#include <array>

namespace bourse::domain {
namespace {

/// 0x80 to 0x9F of windows-1252 (WHATWG Encoding Standard); the rest is ISO-8859-1.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append(char16_t c, std::string &out)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::string fromSingleBytes(std::string_view body)
{
    std::string out;
    out.reserve(body.size() + body.size() / 8);
    for (const char byte : body) {
        const auto c = static_cast<unsigned char>(byte);
        append(c >= 0x80 && c < 0xA0 ? kWindows1252[c - 0x80] : static_cast<char16_t>(c), out);
    }
    return out;
}

} // namespace

std::optional<char> singleByte(char32_t character, bool windows1252)
{
    if (character < 0x80 || (character >= (windows1252 ? 0xA0 : 0x80) && character <= 0xFF))
        return static_cast<char>(character);
    const auto at = std::find(kWindows1252.begin(), kWindows1252.end(), character);
    if (!windows1252 || at == kWindows1252.end())
        return std::nullopt;
    return static_cast<char>(0x80 + (at - kWindows1252.begin()));
}

std::string charsetOf(std::string_view contentType)
{
    std::string text(contentType);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (std::size_t at = text.find(';'); at != std::string::npos; at = text.find(';', at + 1)) {
        std::size_t from = at + 1;
        while (from < text.size() && (text[from] == ' ' || text[from] == '\t'))
            ++from;
        if (text.compare(from, 8, "charset=") != 0)
            continue;
        std::string value = text.substr(from + 8, text.find(';', from) - from - 8);
        std::erase_if(value, [](char c) { return c == '"' || c == ' ' || c == '\t' || c == '\''; });
        return value;
    }
    return {};
}

std::optional<std::string> toUtf8(std::string_view body, std::string_view contentType)
{
    const std::string charset = charsetOf(contentType);
    for (const std::string_view known :
         {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252", "x-cp1252", "l1"})
        if (charset == known) {
            // Nothing to do for most, whatever their label.
            if (std::all_of(body.begin(), body.end(),
                            [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
                return std::nullopt;
            return fromSingleBytes(body);
        }
    if (charset == "utf-16" || charset == "utf-16le" || charset == "utf-16be" || charset == "unicode") {
        QStringDecoder decoder(charset == "utf-16be"   ? QStringConverter::Utf16BE
                               : charset == "utf-16le" ? QStringConverter::Utf16LE
                                                       : QStringConverter::Utf16);
        const QString text = decoder(QByteArrayView(body.data(), static_cast<qsizetype>(body.size())));
        if (!decoder.hasError())
            return text.toStdString();
    }
    return std::nullopt;
}

} // namespace bourse::domain
