#include "domain/lead/fieldtypes.h"
#include "base/clock.h"
#include "base/uuid.h"
#include <QString>
#include <QUrl>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>

namespace bourse::domain::fieldtype {

namespace {
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool isAlphanumeric(char c)
{
    return isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

constexpr bool isHexDigit(char c)
{
    return isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A DNS name in lower case, labels of 1 to 63 letters, digits and inner hyphens; nothing where it is not
/// one. International names come back in their ASCII form.
std::optional<std::string> hostName(std::string_view text)
{
    std::string ace;
    if (!isAscii(text)) {
        ace = QUrl::toAce(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))).toStdString();
        text = ace;
    }
    if (text.empty() || text.size() > 253)
        return std::nullopt;
    std::size_t label = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == '.') {
            std::size_t length = i - label;
            if (length == 0 || length > 63 || text[label] == '-' || text[i - 1] == '-')
                return std::nullopt;
            label = i + 1;
        } else if (!isAlphanumeric(text[i]) && text[i] != '-') {
            return std::nullopt;
        }
    }
    return lowered(text);
}

/// Length of the UTF-8 sequence at the front and its code point; 0 where it is not valid (RFC 3629: no
/// surrogates, no longer forms than needed, nothing above U+10FFFF).
std::size_t sequence(const unsigned char *p, std::size_t left, std::uint32_t &codePoint)
{
    auto follows = [&](std::size_t i) {
        return i < left && (p[i] & 0xc0) == 0x80;
    };
    if (p[0] >= 0xc2 && p[0] <= 0xdf && follows(1)) {
        codePoint = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
        return 2;
    }
    if ((p[0] & 0xf0) == 0xe0 && follows(1) && follows(2)) {
        codePoint = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        return codePoint >= 0x800 && (codePoint < 0xd800 || codePoint > 0xdfff) ? 3 : 0;
    }
    if (p[0] >= 0xf0 && p[0] <= 0xf4 && follows(1) && follows(2) && follows(3)) {
        codePoint = (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
        return codePoint >= 0x10000 && codePoint <= 0x10ffff ? 4 : 0;
    }
    return 0;
}

/// Takes a number of `least` to `most` digits from the front.
bool takeNumber(std::string_view &text, std::size_t least, std::size_t most, int &number)
{
    std::size_t count = 0;
    number = 0;
    while (count < most && count < text.size() && isDigit(text[count]))
        number = number * 10 + (text[count++] - '0');
    if (count < least)
        return false;
    text.remove_prefix(count);
    return true;
}

bool take(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

void skipSpaces(std::string_view &text)
{
    while (take(text, ' ')) {
    }
}

/// A month's English name or its first three letters ("May", "sept.", "September") off the front; 0 if none.
int takeMonth(std::string_view &text)
{
    static constexpr std::string_view names[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
    std::size_t length = 0;
    while (length < text.size() && lower(text[length]) >= 'a' && lower(text[length]) <= 'z')
        ++length;
    if (length < 3)
        return 0;
    std::string word = lowered(text.substr(0, length));
    for (int month = 0; month < 12; ++month) {
        if (names[month].starts_with(word)) {
            text.remove_prefix(length);
            take(text, '.');
            return month + 1;
        }
    }
    return 0;
}

std::optional<std::chrono::year_month_day> calendarDay(int year, int month, int day)
{
    std::chrono::year_month_day date{std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day))};
    if (year < 1000 || !date.ok())
        return std::nullopt;
    return date;
}

/// Reads a date off the front; what follows stays in `text`.
std::optional<std::chrono::year_month_day> takeDate(std::string_view &text)
{
    int year = 0, month = 0, day = 0;
    std::string_view rest = text;
    std::optional<std::chrono::year_month_day> result;
    if (text.size() >= 8 && std::all_of(text.begin(), text.begin() + 8, isDigit)) {
        takeNumber(rest, 4, 4, year);
        takeNumber(rest, 2, 2, month);
        takeNumber(rest, 2, 2, day);
        result = calendarDay(year, month, day);
    } else if (text.size() >= 5 && std::all_of(text.begin(), text.begin() + 4, isDigit)) {
        takeNumber(rest, 4, 4, year);
        char separator = rest.front();
        if ((separator != '-' && separator != '/') || !take(rest, separator) ||
            !takeNumber(rest, 1, 2, month) || !take(rest, separator) || !takeNumber(rest, 1, 2, day))
            return std::nullopt;
        result = calendarDay(year, month, day);
    } else if (!text.empty() && isDigit(text.front())) {
        int first = 0;
        takeNumber(rest, 1, 2, first);
        if (!rest.empty() && (rest.front() == '/' || rest.front() == '-')) {
            char separator = rest.front();
            take(rest, separator);
            if (!takeNumber(rest, 1, 2, day) || !take(rest, separator) || !takeNumber(rest, 4, 4, year))
                return std::nullopt;
            result = calendarDay(year, first, day);
        } else { // 2 May 2026
            day = first;
            skipSpaces(rest);
            month = takeMonth(rest);
            skipSpaces(rest);
            take(rest, ',');
            skipSpaces(rest);
            if (month == 0 || !takeNumber(rest, 4, 4, year))
                return std::nullopt;
            result = calendarDay(year, month, day);
        }
    } else { // May 2, 2026
        month = takeMonth(rest);
        skipSpaces(rest);
        if (month == 0 || !takeNumber(rest, 1, 2, day))
            return std::nullopt;
        for (std::string_view ordinal : {"st", "nd", "rd", "th"}) {
            if (rest.starts_with(ordinal)) {
                rest.remove_prefix(2);
                break;
            }
        }
        take(rest, ',');
        skipSpaces(rest);
        if (!takeNumber(rest, 4, 4, year))
            return std::nullopt;
        result = calendarDay(year, month, day);
    }
    if (!rest.empty() && isDigit(rest.front()))
        return std::nullopt;
    text = rest;
    return result;
}

void appendPadded(std::string &text, int number, int width)
{
    char digits[12];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    for (auto length = end - digits; length < width; ++length)
        text += '0';
    text.append(digits, end);
}

std::string dateText(std::chrono::year_month_day date)
{
    std::string text;
    appendPadded(text, int(date.year()), 4);
    text += '-';
    appendPadded(text, static_cast<int>(unsigned(date.month())), 2);
    text += '-';
    appendPadded(text, static_cast<int>(unsigned(date.day())), 2);
    return text;
}

std::string timeText(UtcTime time)
{
    std::string text = toIso8601(time);
    if (text.ends_with(".000Z"))
        text.replace(text.size() - 5, 5, "Z");
    return text;
}

/// "14:30", "2:30:15 PM": the time since midnight.
std::optional<Micros> clockTime(std::string_view text)
{
    int hour = 0, minute = 0, second = 0;
    if (!takeNumber(text, 1, 2, hour) || !take(text, ':') || !takeNumber(text, 2, 2, minute) ||
        (take(text, ':') && !takeNumber(text, 2, 2, second)))
        return std::nullopt;
    skipSpaces(text);
    if (!text.empty()) {
        bool afternoon = equalFolded(text, "PM") || equalFolded(text, "P.M.");
        if ((!afternoon && !equalFolded(text, "AM") && !equalFolded(text, "A.M.")) || hour < 1 || hour > 12)
            return std::nullopt;
        hour = hour % 12 + (afternoon ? 12 : 0);
    }
    if (hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// Four decimal numbers without leading zeros, which some read as octal.
bool parseV4(std::string_view dotted, std::uint8_t *bytes)
{
    for (int i = 0; i < 4; ++i) {
        if (i > 0 && !take(dotted, '.'))
            return false;
        std::string_view before = dotted;
        int number = 0;
        if (!takeNumber(dotted, 1, 3, number) || number > 255 ||
            (before.front() == '0' && before.size() - dotted.size() > 1))
            return false;
        bytes[i] = static_cast<std::uint8_t>(number);
    }
    return dotted.empty();
}

/// Digits with well-formed grouping commas taken out; nothing where a comma stands elsewhere.
std::optional<std::string> ungrouped(std::string_view digits)
{
    if (digits.find(',') == std::string_view::npos)
        return std::string(digits);
    std::string result;
    std::size_t group = 0;
    bool first = true;
    for (std::size_t i = 0; i <= digits.size(); ++i) {
        if (i < digits.size() && digits[i] != ',') {
            result += digits[i];
            ++group;
            continue;
        }
        if (first ? group < 1 || group > 3 : group != 3)
            return std::nullopt;
        first = false;
        group = 0;
    }
    return result;
}
} // namespace

std::string_view trim(std::string_view text)
{
    auto isSpace = [](char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    };
    constexpr std::string_view noBreak = "\xc2\xa0";
    for (;;) {
        if (!text.empty() && isSpace(text.front()))
            text.remove_prefix(1);
        else if (text.starts_with(noBreak))
            text.remove_prefix(noBreak.size());
        else
            break;
    }
    for (;;) {
        if (!text.empty() && isSpace(text.back()))
            text.remove_suffix(1);
        else if (text.ends_with(noBreak))
            text.remove_suffix(noBreak.size());
        else
            break;
    }
    return text;
}

TextProblem inspect(std::string_view text, bool allowLines)
{
    const auto *p = reinterpret_cast<const unsigned char *>(text.data());
    auto problem = TextProblem::None;
    for (std::size_t i = 0; i < text.size();) {
        unsigned char c = p[i];
        if (c >= 0x20 && c < 0x7f) {
            ++i;
        } else if (c < 0x80) {
            if (!allowLines || (c != '\t' && c != '\n' && c != '\r'))
                problem = TextProblem::ControlCharacter;
            ++i;
        } else {
            std::uint32_t codePoint = 0;
            std::size_t length = sequence(p + i, text.size() - i, codePoint);
            if (length == 0)
                return TextProblem::InvalidUtf8;
            if (codePoint < 0xa0)
                problem = TextProblem::ControlCharacter;
            i += length;
        }
    }
    return problem;
}

bool equalFolded(std::string_view a, std::string_view b)
{
    auto fold = [](char c) {
        return c == '_' || c == '-' ? ' ' : lower(c);
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return fold(x) == fold(y); });
}

std::optional<std::string> email(std::string_view text)
{
    std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254)
        return std::nullopt;
    std::string_view local = text.substr(0, at);
    constexpr std::string_view special = "!#$%&'*+-/=?^_`{|}~";
    char before = '.';
    for (char c : local) {
        if (c == '.' ? before == '.' : !isAlphanumeric(c) && special.find(c) == std::string_view::npos)
            return std::nullopt;
        before = c;
    }
    if (before == '.')
        return std::nullopt;
    auto domain = hostName(text.substr(at + 1));
    if (!domain)
        return std::nullopt;
    std::size_t dot = domain->rfind('.');
    if (dot == std::string::npos)
        return std::nullopt;
    std::string_view top = std::string_view(*domain).substr(dot + 1);
    if (top.size() < 2 || std::all_of(top.begin(), top.end(), isDigit))
        return std::nullopt;
    std::string address(local);
    address += '@';
    address += *domain;
    if (address.size() > 254)
        return std::nullopt;
    return address;
}

std::optional<std::string> date(std::string_view text)
{
    std::string_view rest = text;
    auto day = takeDate(rest);
    if (!day)
        return std::nullopt;
    // a date-time gives its date as written
    if (!rest.empty() && !((rest.front() == 'T' || rest.front() == ' ') && dateTime(text)))
        return std::nullopt;
    return dateText(*day);
}

std::optional<std::string> dateTime(std::string_view text)
{
    if (text.size() > 40)
        return std::nullopt;
    if ((text.size() == 10 || text.size() == 13) && std::all_of(text.begin(), text.end(), isDigit)) {
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return timeText(UtcTime(std::chrono::milliseconds(text.size() == 10 ? number * 1000 : number)));
    }
    if (auto time = fromIso8601(text))
        return timeText(*time);
    std::string zoned(text);
    zoned += 'Z';
    if (auto time = fromIso8601(zoned))
        return timeText(*time);
    std::string_view rest = text;
    auto day = takeDate(rest);
    if (!day)
        return std::nullopt;
    take(rest, ',');
    if (!take(rest, ' '))
        return std::nullopt;
    skipSpaces(rest);
    auto clock = clockTime(rest);
    if (!clock)
        return std::nullopt;
    return timeText(UtcTime(std::chrono::sys_days(*day)) + *clock);
}

std::optional<bool> boolean(std::string_view text)
{
    if (text.size() > 5)
        return std::nullopt;
    for (std::string_view word : {"true", "yes", "1", "y", "t", "on"}) {
        if (equalFolded(text, word))
            return true;
    }
    for (std::string_view word : {"false", "no", "0", "n", "f", "off"}) {
        if (equalFolded(text, word))
            return false;
    }
    return std::nullopt;
}

std::optional<std::string> decimal(std::string_view text)
{
    if (text.size() > 64)
        return std::nullopt;
    bool negative = take(text, '-');
    if (!negative)
        take(text, '+');
    std::size_t point = text.find('.');
    std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    auto whole = ungrouped(text.substr(0, point));
    bool good = whole && (!whole->empty() || !fraction.empty()) &&
                !(point != std::string_view::npos && fraction.empty()) &&
                std::all_of(whole->begin(), whole->end(), isDigit) &&
                std::all_of(fraction.begin(), fraction.end(), isDigit);
    if (!good)
        return std::nullopt;
    std::size_t zeros = std::min(whole->find_first_not_of('0'), whole->size());
    std::string result = whole->substr(zeros);
    if (result.empty())
        result = "0";
    if (!fraction.empty()) {
        result += '.';
        result += fraction;
    }
    if (negative && result.find_first_of("123456789") != std::string::npos)
        result.insert(0, 1, '-');
    return result;
}

std::optional<std::string> integer(std::string_view text)
{
    auto number = decimal(text);
    if (!number)
        return std::nullopt;
    if (std::size_t point = number->find('.'); point != std::string::npos) {
        if (number->find_first_not_of('0', point + 1) != std::string::npos)
            return std::nullopt;
        number->resize(point);
    }
    std::int64_t value = 0;
    if (std::from_chars(number->data(), number->data() + number->size(), value).ec != std::errc())
        return std::nullopt;
    return number;
}

int compareDecimals(std::string_view a, std::string_view b)
{
    bool negativeA = take(a, '-');
    bool negativeB = take(b, '-');
    if (negativeA != negativeB)
        return negativeA ? -1 : 1;
    auto split = [](std::string_view number) {
        std::size_t point = std::min(number.find('.'), number.size());
        return std::pair(number.substr(0, point), number.substr(std::min(point + 1, number.size())));
    };
    auto [wholeA, fractionA] = split(a);
    auto [wholeB, fractionB] = split(b);
    int order =
        wholeA.size() != wholeB.size() ? (wholeA.size() < wholeB.size() ? -1 : 1) : wholeA.compare(wholeB);
    for (std::size_t i = 0; order == 0 && i < std::max(fractionA.size(), fractionB.size()); ++i) {
        char digitA = i < fractionA.size() ? fractionA[i] : '0';
        char digitB = i < fractionB.size() ? fractionB[i] : '0';
        order = digitA - digitB;
    }
    return negativeA ? -order : order;
}

std::optional<IpAddress> parseIpAddress(std::string_view text)
{
    IpAddress address;
    if (text.find(':') == std::string_view::npos) {
        if (!parseV4(text, address.bytes.data()))
            return std::nullopt;
        return address;
    }
    address.v6 = true;
    std::array<std::uint8_t, 16> bytes{};
    std::size_t count = 0;
    std::optional<std::size_t> gap;
    if (text.starts_with("::")) {
        gap = 0;
        text.remove_prefix(2);
    } else if (text.starts_with(':')) {
        return std::nullopt;
    }
    while (!text.empty()) {
        std::size_t length = std::min(text.find(':'), text.size());
        std::string_view part = text.substr(0, length);
        if (part.find('.') != std::string_view::npos) {
            if (length != text.size() || count > 12 || !parseV4(part, bytes.data() + count))
                return std::nullopt;
            count += 4;
            text = {};
            break;
        }
        if (part.empty() || part.size() > 4 || count > 14 ||
            !std::all_of(part.begin(), part.end(), isHexDigit))
            return std::nullopt;
        unsigned number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number, 16);
        bytes[count++] = static_cast<std::uint8_t>(number >> 8);
        bytes[count++] = static_cast<std::uint8_t>(number);
        text.remove_prefix(length);
        if (text.empty())
            break;
        text.remove_prefix(1);
        if (text.starts_with(':')) {
            if (gap)
                return std::nullopt;
            gap = count;
            text.remove_prefix(1);
        } else if (text.empty()) {
            return std::nullopt;
        }
    }
    // a gap stands for at least one group of zeros
    if (gap ? count > 14 : count != 16)
        return std::nullopt;
    std::size_t head = gap.value_or(count);
    std::copy_n(bytes.begin(), head, address.bytes.begin());
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(head),
              bytes.begin() + static_cast<std::ptrdiff_t>(count),
              address.bytes.end() - static_cast<std::ptrdiff_t>(count - head));
    return address;
}

std::string toText(const IpAddress &address)
{
    auto dotted = [](const std::uint8_t *bytes) {
        std::string text;
        for (int i = 0; i < 4; ++i)
            text += (i ? "." : "") + std::to_string(bytes[i]);
        return text;
    };
    const auto &bytes = address.bytes;
    if (!address.v6)
        return dotted(bytes.data());
    bool mapped = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
                  bytes[10] == 0xff && bytes[11] == 0xff;
    if (mapped)
        return "::ffff:" + dotted(bytes.data() + 12);
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < 8; ++i)
        groups[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    // the longest run of at least two zero groups, the first of equals
    std::size_t best = 8, bestLength = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && groups[i + length] == 0)
            ++length;
        if (length > bestLength) {
            best = i;
            bestLength = length;
        }
    }
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == best) {
            text += "::";
            i += bestLength - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':')
            text += ':';
        char digits[4];
        text.append(digits, std::to_chars(digits, digits + 4, groups[i], 16).ptr);
    }
    return text;
}

std::optional<std::string> ipAddress(std::string_view text)
{
    auto address = parseIpAddress(text);
    return address ? std::optional(toText(*address)) : std::nullopt;
}

std::optional<std::string> url(std::string_view text)
{
    std::size_t colon = text.find("://");
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::string result = lowered(text.substr(0, colon));
    if (result != "http" && result != "https")
        return std::nullopt;
    result += "://";
    std::string_view rest = text.substr(colon + 3);
    std::size_t hostEnd = std::min(rest.find_first_of("/?#"), rest.size());
    std::string_view authority = rest.substr(0, hostEnd);
    // a name before "@" would hide the real host from a reader
    if (authority.find('@') != std::string_view::npos)
        return std::nullopt;
    std::string_view port;
    std::size_t bracket = authority.rfind(']');
    std::size_t portColon = authority.rfind(':');
    if (portColon != std::string_view::npos && (bracket == std::string_view::npos || portColon > bracket)) {
        port = authority.substr(portColon + 1);
        int number = 0;
        std::string_view digits = port;
        if (!takeNumber(digits, 1, 5, number) || !digits.empty() || number > 65535)
            return std::nullopt;
        authority = authority.substr(0, portColon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) {
        auto address = parseIpAddress(authority.substr(1, authority.size() - 2));
        if (!address || !address->v6)
            return std::nullopt;
        result += "[" + toText(*address) + "]";
    } else {
        auto host = hostName(authority);
        if (!host)
            return std::nullopt;
        result += *host;
    }
    if (!port.empty())
        (result += ':') += port;
    constexpr char hex[] = "0123456789ABCDEF";
    for (char c : rest.substr(hostEnd)) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || std::strchr("\"<>\\^`{|}", c)) {
            return std::nullopt;
        } else if (byte >= 0x7f) {
            result += '%';
            result += hex[byte >> 4];
            result += hex[byte & 15];
        } else {
            result += c;
        }
    }
    return result;
}

std::optional<std::string> uuid(std::string_view text)
{
    if (text.size() == 38 && text.front() == '{' && text.back() == '}')
        text = text.substr(1, 36);
    std::string dashed;
    if (text.size() == 32 && text.find('-') == std::string_view::npos) {
        dashed = text;
        for (std::size_t place : {20u, 16u, 12u, 8u})
            dashed.insert(place, 1, '-');
        text = dashed;
    }
    auto id = Uuid::parse(text);
    return id ? std::optional(id->toString()) : std::nullopt;
}

std::optional<std::string> certificate(std::string_view text)
{
    if (auto id = uuid(text)) {
        std::transform(id->begin(), id->end(), id->begin(),
                       [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
        return id;
    }
    auto address = url(text);
    if (!address)
        return std::nullopt;
    std::string_view rest = *address;
    rest.remove_prefix(rest.find("://") + 3);
    std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos ||
        (rest.substr(0, slash) != "cert.trustedform.com" && rest.substr(0, slash) != "ping.trustedform.com"))
        return std::nullopt;
    std::string_view token = rest.substr(slash + 1);
    token = token.substr(0, token.find_first_of("?#"));
    bool good =
        token.size() >= 16 && token.size() <= 512 && std::all_of(token.begin(), token.end(), [](char c) {
            return isAlphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '=';
        });
    if (!good)
        return std::nullopt;
    return "https://" + std::string(rest);
}

} // namespace bourse::domain::fieldtype
