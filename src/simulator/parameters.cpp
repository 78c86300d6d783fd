#include "simulator/parameters.h"
#include "domain/json/json.h"
#include <algorithm>
#include <array>

namespace bourse::simulator {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80       ? 1
                                   : lead >> 5 == 6  ? 2
                                   : lead >> 4 == 14 ? 3
                                   : lead >> 3 == 30 ? 4
                                                     : 0;
        if (length == 0 || i + length > text.size())
            return false;
        char32_t point = length == 1 ? lead : lead & (0x7fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if (next >> 6 != 2)
                return false;
            point = point << 6 | (next & 0x3fu);
        }
        constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
        if (point < smallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
            return false;
        i += length;
    }
    return true;
}

std::optional<std::string> decoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            out += static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return isUtf8(out) ? std::optional(std::move(out)) : std::nullopt;
}

constexpr std::array<std::string_view, 33> personalNames = {
    "firstname",   "lastname",    "fname",          "lname",          "fullname",    "name",
    "contactname", "email",       "emailaddress",   "phone",          "phonenumber", "primaryphone",
    "homephone",   "mobilephone", "cellphone",      "workphone",      "dayphone",    "eveningphone",
    "phonehome",   "phonecell",   "phonework",      "secondaryphone", "mobile",      "telephone",
    "address",     "address1",    "streetaddress",  "street",         "ssn",         "dob",
    "dateofbirth", "birthdate",   "driverslicense",
};

} // namespace

std::string_view Parameters::get(std::string_view name) const
{
    for (const auto &[key, value] : m_items) {
        if (key == name)
            return value;
    }
    return {};
}

std::string_view Parameters::anyOf(std::initializer_list<std::string_view> plainNames) const
{
    for (const auto &[key, value] : m_items) {
        if (value.empty())
            continue;
        const std::string plain = plainName(key);
        if (std::find(plainNames.begin(), plainNames.end(), plain) != plainNames.end())
            return value;
    }
    return {};
}

std::optional<std::string> Parameters::repeatedName() const
{
    for (auto it = m_items.begin(); it != m_items.end(); ++it) {
        if (std::any_of(m_items.begin(), it, [&](const auto &other) { return other.first == it->first; }))
            return it->first;
    }
    return std::nullopt;
}

std::optional<std::string> Parameters::personalName() const
{
    for (const auto &[key, value] : m_items) {
        if (value.empty())
            continue;
        const std::string plain = plainName(key);
        if (std::find(personalNames.begin(), personalNames.end(), plain) != personalNames.end() ||
            looksLikeEmail(value))
            return key;
    }
    return std::nullopt;
}

std::optional<Parameters> readForm(std::string_view text)
{
    Parameters result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto key = decoded(pair.substr(0, equals));
        auto value = decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
        if (!key || !value)
            return std::nullopt;
        result.add(std::move(*key), std::move(*value));
    }
    return result;
}

std::optional<Parameters> readFlatJson(std::string_view text)
{
    const auto parsed = domain::parseJson(text);
    if (!parsed || !parsed->isObject())
        return std::nullopt;
    Parameters result;
    for (const auto &[key, value] : *parsed->asObject()) {
        if (value.isArray() || value.isObject())
            return std::nullopt;
        result.add(key, value.toText());
    }
    return result;
}

std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c == '_' || c == '-' || c == ' ')
            continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return plain;
}

std::string tenDigits(std::string_view phone)
{
    std::string digits;
    for (const char c : phone) {
        if (isDigit(c))
            digits += c;
        else if (c != ' ' && c != '(' && c != ')' && c != '-' && c != '.' && c != '+')
            return {};
    }
    if (digits.size() == 11 && digits.front() == '1')
        digits.erase(0, 1);
    return digits.size() == 10 ? digits : std::string();
}

bool looksLikeEmail(std::string_view text)
{
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find(' ') != std::string_view::npos)
        return false;
    const std::string_view domain = text.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    return domain.find_first_of("@/:?") == std::string_view::npos && dot != std::string_view::npos &&
           dot > 0 && dot + 2 < domain.size();
}

bool isFiveDigits(std::string_view text)
{
    return text.size() == 5 && std::all_of(text.begin(), text.end(), isDigit);
}

bool isStateCode(std::string_view text)
{
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

} // namespace bourse::simulator
