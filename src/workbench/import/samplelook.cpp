#include "workbench/import/samplelook.h"
#include "domain/lead/fieldtypes.h"
#include "workbench/import/fieldwords.h"
#include "workbench/import/importparts.h"
#include <algorithm>
#include <array>

namespace bourse::workbench {
namespace {

namespace type = domain::fieldtype;
using domain::Value;

bool allDigits(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string digitsOf(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if (c >= '0' && c <= '9')
            out += c;
    return out;
}

/// Letters as a, digits as 9: the shape of a text.
std::string shapeOf(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += c >= '0' && c <= '9' ? '9' : (c | 32) >= 'a' && (c | 32) <= 'z' ? 'a' : c;
    return out;
}

std::string dayFormat(std::string_view text)
{
    const std::string shape = shapeOf(text);
    for (const char mark : {'-', '/', '.'}) {
        const std::string m(1, mark);
        if (shape == "9999" + m + "99" + m + "99")
            return "%Y" + m + "%m" + m + "%d";
        if (shape == "9999" + m + "9" + m + "9" || shape == "9999" + m + "9" + m + "99" ||
            shape == "9999" + m + "99" + m + "9")
            return "%Y" + m + "%-m" + m + "%-d";
        const std::size_t first = text.find(mark);
        const std::size_t second = first == std::string_view::npos ? first : text.find(mark, first + 1);
        if (second == std::string_view::npos)
            continue;
        const std::string_view a = text.substr(0, first);
        const std::string_view b = text.substr(first + 1, second - first - 1);
        const std::string_view year = text.substr(second + 1);
        if (!allDigits(a) || !allDigits(b) || !allDigits(year) || a.size() > 2 || b.size() > 2 ||
            (year.size() != 4 && year.size() != 2))
            continue;
        const int one = std::stoi(std::string(a));
        const int two = std::stoi(std::string(b));
        if (one < 1 || two < 1 || one > 31 || two > 31 || (one > 12 && two > 12))
            continue;
        const bool bare = a.size() == 1 || b.size() == 1;
        const std::string month = bare ? "%-m" : "%m";
        const std::string day = bare ? "%-d" : "%d";
        return (one > 12 ? day + m + month : month + m + day) + m + (year.size() == 4 ? "%Y" : "%y");
    }
    if (shape == "99999999") {
        if (text.starts_with("19") || text.starts_with("20"))
            return text.substr(4, 2) <= "12" ? "%Y%m%d" : "";
        return text.substr(0, 2) <= "12" && (text.substr(4, 2) == "19" || text.substr(4, 2) == "20")
                   ? "%m%d%Y"
                   : "";
    }
    // May 2, 2026 and 2 May 2026
    if (type::date(text) && (text.front() | 32) >= 'a' && (text.front() | 32) <= 'z') {
        const std::size_t space = text.find(' ');
        const bool comma = text.find(',') != std::string_view::npos;
        return std::string(space == 3 ? "%b" : "%B") + " %-d" + (comma ? "," : "") + " %Y";
    }
    if (shape.find('a') != std::string::npos && type::date(text) &&
        text.find(' ') != std::string_view::npos && shape.find(':') == std::string::npos) {
        const std::size_t space = text.find(' ');
        const std::size_t end = text.find(' ', space + 1);
        return std::string("%-d ") + (end == space + 4 ? "%b" : "%B") + " %Y";
    }
    return {};
}

std::string timeFormat(std::string_view text)
{
    const std::string shape = shapeOf(text);
    for (const auto &[known, pattern] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"99:99:99", "%H:%M:%S"},
             {"99:99", "%H:%M"},
             {"99:99:99a", "%H:%M:%SZ"},
             {"99:99:99.999a", "%H:%M:%S.%LZ"},
             {"99:99:99.999999a", "%H:%M:%S.%fZ"},
             {"99:99:99.999", "%H:%M:%S.%L"},
             {"99:99:99-99:99", "%H:%M:%S%:z"},
             {"99:99:99+99:99", "%H:%M:%S%:z"},
             {"99:99:99+9999", "%H:%M:%S%z"},
             {"99:99:99-9999", "%H:%M:%S%z"},
             {"99:99 aa", "%I:%M %p"},
             {"9:99 aa", "%-I:%M %p"},
             {"99:99:99 aa", "%I:%M:%S %p"},
             {"9:99:99 aa", "%-I:%M:%S %p"}})
        if (shape == known)
            return std::string(pattern);
    return {};
}

bool isIp(std::string_view text)
{
    return type::ipAddress(text).has_value();
}

std::optional<bool> truth(std::string_view text)
{
    const std::string word = lowered(trimmed(text));
    for (const std::string_view yes : {"yes", "y", "true", "t", "1", "on"})
        if (word == yes)
            return true;
    for (const std::string_view no : {"no", "n", "false", "f", "0", "off"})
        if (word == no)
            return false;
    return std::nullopt;
}

} // namespace

Look lookOf(std::string_view sample)
{
    sample = trimmed(sample);
    if (sample.empty() || isPlaceholder(sample))
        return Look::Nothing;
    if (sample.size() > 2'000)
        return Look::Text;
    if (sample.find('@') != std::string_view::npos && type::email(sample))
        return Look::Email;
    if (startsWithFolded(sample, "http://") || startsWithFolded(sample, "https://"))
        return containsFolded(sample, "trustedform.com") ? Look::Certificate : Look::Url;
    if (sample.starts_with("Mozilla/") || sample.starts_with("Opera/"))
        return Look::UserAgent;
    if (isIp(sample))
        return Look::IpAddress;
    const std::string shape = shapeOf(sample);
    const bool hex = sample.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (hex && (sample.size() == 32 || sample.size() == 40 || sample.size() == 64))
        return Look::Hash;
    if (type::uuid(sample))
        return Look::Uuid;
    const std::string format = dateFormatOf(sample);
    if (!format.empty() && format.find("epoch") == std::string::npos)
        return format.find("%H") != std::string::npos || format.find("%I") != std::string::npos ||
                       format.find("%-I") != std::string::npos
                   ? Look::DateTime
                   : Look::Date;
    if (shape == "99999" || shape == "99999-9999" || shape == "a9a 9a9" || shape == "a9a9a9")
        return Look::PostalCode;
    const std::string digits = digitsOf(sample);
    const bool phoneSigns = sample.find_first_not_of("0123456789+-(). ") == std::string_view::npos;
    if (phoneSigns && ((digits.size() == 10 && digits[0] >= '2') ||
                       (digits.size() == 11 && digits[0] == '1') || (sample[0] == '+' && digits.size() > 7)))
        return Look::Phone;
    if (format.starts_with("epoch"))
        return Look::DateTime;
    if (truth(sample))
        return Look::Boolean;
    if (shape == "aa" && type::state(sample))
        return Look::StateCode;
    for (const StateName &state : stateNames())
        if (equalsFolded(state.name, sample))
            return Look::StateName;
    if (type::decimal(sample.starts_with('$') ? sample.substr(1) : sample))
        return Look::Number;
    return Look::Text;
}

std::string dateFormatOf(std::string_view sample)
{
    sample = trimmed(sample);
    if (sample.size() < 6 || sample.size() > 40)
        return {};
    if (allDigits(sample)) {
        if (sample.size() == 10 && sample[0] == '1')
            return "epoch_s";
        if (sample.size() == 13 && sample[0] == '1')
            return "epoch_ms";
    }
    if (std::string day = dayFormat(sample); !day.empty())
        return day;
    const std::size_t divide = sample.find_first_of("T ", 6);
    if (divide == std::string_view::npos)
        return {};
    const std::string day = dayFormat(sample.substr(0, divide));
    const std::string time = timeFormat(sample.substr(divide + 1));
    if (day.empty() || time.empty())
        return {};
    return day + sample[divide] + time;
}

std::string dateFormatIn(std::string_view words)
{
    // As PHP and Java write it, first: capitals mean something there.
    static constexpr std::pair<std::string_view, std::string_view> kExact[] = {
        {"Y-m-d H:i:s", "%Y-%m-%d %H:%M:%S"},
        {"Y-m-d\\TH:i:s", "%Y-%m-%dT%H:%M:%S"},
        {"m/d/Y H:i:s", "%m/%d/%Y %H:%M:%S"},
        {"Y-m-d", "%Y-%m-%d"},
        {"m/d/Y", "%m/%d/%Y"},
        {"d/m/Y", "%d/%m/%Y"},
        {"m-d-Y", "%m-%d-%Y"},
        {"d-m-Y", "%d-%m-%Y"},
        {"Ymd", "%Y%m%d"},
        {"n/j/Y", "%-m/%-d/%Y"}};
    for (const auto &[pattern, format] : kExact)
        if (words.find(pattern) != std::string_view::npos)
            return std::string(format);
    static constexpr std::pair<std::string_view, std::string_view> kFolded[] = {
        {"yyyy-mm-ddthh:mm:ssz", "%Y-%m-%dT%H:%M:%SZ"},
        {"yyyy-mm-ddthh:mm:ss", "%Y-%m-%dT%H:%M:%S"},
        {"yyyy-mm-dd hh:mm:ss", "%Y-%m-%d %H:%M:%S"},
        {"yyyy-mm-dd hh:mm", "%Y-%m-%d %H:%M"},
        {"mm/dd/yyyy hh:mm:ss", "%m/%d/%Y %H:%M:%S"},
        {"mm/dd/yyyy hh:mm", "%m/%d/%Y %H:%M"},
        {"yyyy-mm-dd", "%Y-%m-%d"},
        {"yyyy/mm/dd", "%Y/%m/%d"},
        {"yyyy.mm.dd", "%Y.%m.%d"},
        {"mm/dd/yyyy", "%m/%d/%Y"},
        {"mm-dd-yyyy", "%m-%d-%Y"},
        {"mm.dd.yyyy", "%m.%d.%Y"},
        {"dd/mm/yyyy", "%d/%m/%Y"},
        {"dd-mm-yyyy", "%d-%m-%Y"},
        {"dd.mm.yyyy", "%d.%m.%Y"},
        {"m/d/yyyy", "%-m/%-d/%Y"},
        {"mm/dd/yy", "%m/%d/%y"},
        {"yyyymmdd", "%Y%m%d"},
        {"mmddyyyy", "%m%d%Y"},
        {"iso 8601", "iso"},
        {"iso-8601", "iso"},
        {"iso8601", "iso"},
        {"rfc 3339", "iso"},
        {"rfc3339", "iso"},
        {"unix timestamp", "epoch_s"},
        {"unix time", "epoch_s"},
        {"epoch", "epoch_s"},
        {"%y-%m-%d", "%Y-%m-%d"},
        {"%m/%d/%y", "%m/%d/%Y"}};
    const std::string folded = lowered(words);
    for (const auto &[pattern, format] : kFolded)
        if (folded.find(pattern) != std::string::npos) {
            if (format == "epoch_s" && folded.find("millisecond") != std::string::npos)
                return "epoch_ms";
            return std::string(format);
        }
    return {};
}

std::optional<std::pair<Value, Value>> yesAndNo(const std::vector<std::string> &allowed,
                                                const std::vector<std::string> &labels, const Value &sample,
                                                std::string_view words)
{
    const auto typed = [&](const std::string &text) {
        if (sample.isNumber() && allDigits(text))
            return Value(domain::Number{text});
        if (sample.isBool() && (text == "true" || text == "false"))
            return Value(text == "true");
        return Value(text);
    };
    std::optional<std::string> yes;
    std::optional<std::string> no;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        // the meaning first: 1 = Yes, 2 = No; 0 = Yes exists too
        const auto read = i < labels.size() && !labels[i].empty() ? truth(labels[i]) : truth(allowed[i]);
        if (!read)
            continue;
        std::optional<std::string> &side = *read ? yes : no;
        if (!side)
            side = allowed[i];
    }
    if (allowed.size() == 2 && allowed[0] == "1" && allowed[1] == "2" && labels.empty())
        return std::pair{typed("1"), typed("2")};
    if (yes && no)
        return std::pair{typed(*yes), typed(*no)};
    if (sample.isBool())
        return std::pair{Value(true), Value(false)};
    static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
        {"Yes", "No"}, {"yes", "no"},     {"YES", "NO"},     {"Y", "N"},        {"y", "n"},
        {"1", "0"},    {"true", "false"}, {"True", "False"}, {"TRUE", "FALSE"}, {"T", "F"},
        {"t", "f"},    {"on", "off"},     {"On", "Off"}};
    const std::string text(trimmed(sample.toText()));
    for (const auto &[one, two] : kPairs)
        if (text == one || text == two)
            return std::pair{typed(std::string(one)), typed(std::string(two))};
    static constexpr std::pair<std::string_view, std::size_t> kWritten[] = {
        {"Yes/No", 0},    {"yes/no", 1},     {"YES/NO", 2},     {"Y/N", 3},
        {"y/n", 4},       {"1/0", 5},        {"0/1", 5},        {"1 or 0", 5},
        {"0 or 1", 5},    {"true/false", 6}, {"True/False", 7}, {"TRUE/FALSE", 8},
        {"Yes or No", 0}, {"yes or no", 1},  {"Y or N", 3},     {"true or false", 6}};
    for (const auto &[pattern, index] : kWritten)
        if (words.find(pattern) != std::string_view::npos)
            return std::pair{typed(std::string(kPairs[index].first)),
                             typed(std::string(kPairs[index].second))};
    return std::nullopt;
}

std::string phoneFormOf(std::string_view sample, std::string_view words)
{
    sample = trimmed(sample);
    const std::string shape = shapeOf(sample);
    if (lookOf(sample) == Look::Phone) {
        const std::string digits = digitsOf(sample);
        if (sample.starts_with('+') && allDigits(sample.substr(1)))
            return "e164";
        if (allDigits(sample))
            return digits.size() == 11 ? "international" : "national";
        if (shape == "999-999-9999")
            return "dashed";
        if (shape == "(999) 999-9999")
            return "parentheses";
        return "national";
    }
    if (containsFolded(words, "e.164") || containsFolded(words, "e164") ||
        words.find("+1") != std::string_view::npos)
        return "e164";
    if (containsFolded(words, "xxx-xxx-xxxx") || words.find("###-###-####") != std::string_view::npos ||
        words.find("999-999-9999") != std::string_view::npos)
        return "dashed";
    if (containsFolded(words, "(xxx) xxx-xxxx") || words.find("(###) ###-####") != std::string_view::npos)
        return "parentheses";
    if (containsFolded(words, "11 digit") || containsFolded(words, "11-digit"))
        return "international";
    if (containsFolded(words, "10 digit") || containsFolded(words, "10-digit") ||
        containsFolded(words, "ten digit") || containsFolded(words, "digits only") ||
        containsFolded(words, "numbers only"))
        return "national";
    return {};
}

} // namespace bourse::workbench
