// Numbers, booleans, enumerations, types and phone numbers.
#include "domain/integration/transforms.h"
#include <algorithm>
#include <phonenumbers/phonenumberutil.h>

namespace bourse::domain {

RoundTo readRounding(ObjectReader &reader)
{
    const std::string name =
        reader.choice("rounding", {"half_up", "half_even", "down", "up", "floor", "ceiling"});
    return name == "half_even" ? RoundTo::HalfEven
           : name == "down"    ? RoundTo::Down
           : name == "up"      ? RoundTo::Up
           : name == "floor"   ? RoundTo::Floor
           : name == "ceiling" ? RoundTo::Ceiling
                               : RoundTo::HalfUp;
}

std::int64_t rounded(std::int64_t micros, int decimals, RoundTo rule)
{
    std::int64_t step = 1'000'000;
    for (int i = 0; i < decimals; ++i)
        step /= 10;
    const bool negative = micros < 0;
    const std::int64_t quotient = micros / step;
    const std::int64_t rest = negative ? -(micros % step) : micros % step;
    const std::int64_t away = negative ? -1 : 1;
    if (rest == 0)
        return quotient;
    switch (rule) {
    case RoundTo::Down:
        return quotient;
    case RoundTo::Up:
        return quotient + away;
    case RoundTo::Floor:
        return negative ? quotient - 1 : quotient;
    case RoundTo::Ceiling:
        return negative ? quotient : quotient + 1;
    case RoundTo::HalfUp:
        return rest * 2 >= step ? quotient + away : quotient;
    case RoundTo::HalfEven:
        return rest * 2 > step || (rest * 2 == step && quotient % 2 != 0) ? quotient + away : quotient;
    }
    return quotient;
}

std::string writtenNumber(std::int64_t scaled, int decimals, const std::string &point,
                          const std::string &grouping)
{
    const bool negative = scaled < 0;
    std::string digits =
        std::to_string(negative ? -static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled));
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places)
        digits.insert(0, places + 1 - digits.size(), '0');
    std::string whole = digits.substr(0, digits.size() - places);
    if (!grouping.empty())
        for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
            whole.insert(static_cast<std::size_t>(at), grouping);
    return (negative ? "-" : "") + whole +
           (places ? point + digits.substr(digits.size() - places) : std::string());
}

const Value *readConstant(ObjectReader &reader, const std::string &rule)
{
    const Value *constant = rule == "constant" ? reader.require("constant") : reader.get("constant");
    if (constant && rule != "constant")
        reader.problems().add("conflicting_keys", reader.pathOf("constant"), "with the rule \"constant\"",
                              "\"constant\" stands only where the rule says so.");
    return constant;
}

namespace {

std::unique_ptr<Transform> makeNumber(TransformSite &site, bool roundOnly)
{
    ObjectReader &reader = site.reader;
    const int decimals = static_cast<int>(reader.integer("decimals", roundOnly ? 0 : 2, 0, 6));
    const RoundTo rule = readRounding(reader);
    const std::string point = roundOnly ? "." : reader.text("point", ".");
    const std::string grouping = roundOnly ? "" : reader.text("grouping");
    const std::string before = roundOnly ? "" : reader.text("before");
    const std::string after = roundOnly ? "" : reader.text("after");
    const bool plain = point == "." && grouping.empty() && before.empty() && after.empty();
    return textTransform([=](Cell &cell, Error &problem) {
        const auto micros = readMicros(cell.text());
        if (!micros) {
            problem = Error{"not_a_number", {}, "a number", "The value is not a number."};
            return false;
        }
        // A number stays one where it looks like one; with symbols it is text.
        const bool number = plain && (roundOnly || cell.kind() == Cell::Kind::Number);
        cell.setOwned(number ? Cell::Kind::Number : Cell::Kind::Text,
                      before + writtenNumber(rounded(*micros, decimals, rule), decimals, point, grouping) +
                          after);
        return true;
    });
}

std::optional<bool> truth(std::string_view text)
{
    std::string word(text);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const std::string_view yes : {"true", "1", "yes", "y", "on", "t"})
        if (word == yes)
            return true;
    for (const std::string_view no : {"false", "0", "no", "n", "off", "f"})
        if (word == no)
            return false;
    return std::nullopt;
}

std::string smallLetters(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return out;
}

std::vector<std::string> readWords(ObjectReader &reader, std::string_view key)
{
    std::vector<std::string> words;
    const Array *list = reader.array(key);
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const Value &word = (*list)[i];
        if (word.isNull() || word.isArray() || word.isObject())
            reader.problems().add("wrong_type", reader.pathOf(key) + '[' + std::to_string(i) + ']',
                                  "text, number or boolean", "A word is a text, a number or a boolean.");
        words.push_back(smallLetters(word.toText()));
    }
    return words;
}

std::unique_ptr<Transform> makeBoolean(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    const Value *yes = reader.get("true");
    const Value *no = reader.get("false");
    const Value yesValue = yes ? *yes : Value(true);
    const Value noValue = no ? *no : Value(false);
    const auto yesWords = readWords(reader, "read_true");
    const auto noWords = readWords(reader, "read_false");
    const std::string unknown =
        reader.choice("unknown", {"refuse", "pass", "empty", "true", "false", "constant"});
    const Value *constant = readConstant(reader, unknown);
    const Value other = constant ? *constant : Value();
    return textTransform([=](Cell &cell, Error &problem) {
        std::optional<bool> read;
        const std::string word = smallLetters(cell.text());
        if (std::find(yesWords.begin(), yesWords.end(), word) != yesWords.end())
            read = true;
        else if (std::find(noWords.begin(), noWords.end(), word) != noWords.end())
            read = false;
        else
            read = truth(cell.text());
        if (!read && (unknown == "true" || unknown == "false"))
            read = unknown == "true";
        if (read)
            cell.setValue(*read ? yesValue : noValue);
        else if (unknown == "empty")
            cell.clear();
        else if (unknown == "constant")
            cell.setValue(other);
        else if (unknown == "refuse")
            problem = Error{"not_a_boolean", {}, "yes or no", "The value is neither yes nor no."};
        return read || unknown != "refuse";
    });
}

/// A buyer's word for each of ours.
class MapTransform final : public Transform {
  public:
    enum class Unmapped { Refuse, Pass, Empty, Constant };
    MapTransform(Object entries, const std::string &column, bool ignoreCase, Unmapped unmapped,
                 Value constant)
        : m_entries(std::move(entries)), m_constant(std::move(constant)), m_ignoreCase(ignoreCase),
          m_unmapped(unmapped)
    {
        for (const Member &member : m_entries)
            if (const Value *value = column.empty() ? &member.second : member.second.find(column))
                m_index.emplace(folded(member.first), value);
    }
    bool apply(Cell &cell, RenderContext *, Error &problem) const override
    {
        const auto found = cell.isScalar() ? m_index.find(folded(cell.text())) : m_index.end();
        if (found != m_index.end()) {
            cell.setValue(*found->second);
            return true;
        }
        switch (m_unmapped) {
        case Unmapped::Pass:
            return true;
        case Unmapped::Empty:
            cell.clear();
            return true;
        case Unmapped::Constant:
            cell.setValue(m_constant);
            return true;
        case Unmapped::Refuse:
            break;
        }
        problem = Error{
            "unmapped_value", {}, "a mapped value", "The lead's value is not in the map for this buyer."};
        return false;
    }

  private:
    std::string folded(std::string_view text) const
    {
        std::string out(text);
        if (m_ignoreCase)
            std::transform(out.begin(), out.end(), out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return out;
    }
    Object m_entries;
    Value m_constant;
    std::unordered_map<std::string, const Value *> m_index;
    bool m_ignoreCase;
    Unmapped m_unmapped;
};

std::unique_ptr<Transform> makeMap(TransformSite &site)
{
    ObjectReader &reader = site.reader;
    Object entries;
    const Value *table = reader.get("table");
    const std::string column = reader.text("column");
    if (table && reader.get("entries"))
        reader.problems().add("conflicting_keys", reader.pathOf("entries"), "entries or table",
                              "Entries and a table exclude each other.");
    if (table) {
        const std::string *name = table->asString();
        const Object *const found = name ? site.table(*name) : nullptr;
        if (!found)
            reader.problems().add("no_such_reference", reader.pathOf("table"), "a table of the document",
                                  "There is no such table in \"tables\".");
        else
            entries = *found;
    } else if (const Value *given = reader.require("entries")) {
        if (const Object *object = given->asObject())
            entries = *object;
        else
            reader.problems().add("wrong_type", reader.pathOf("entries"), "an object",
                                  "Entries are an object: ours to theirs.");
    }
    const bool ignoreCase = reader.boolean("ignore_case", true);
    const std::string unmapped = reader.choice("unmapped", {"refuse", "pass", "empty", "constant"});
    const Value *constant = readConstant(reader, unmapped);
    using Unmapped = MapTransform::Unmapped;
    return std::make_unique<MapTransform>(std::move(entries), column, ignoreCase,
                                          unmapped == "pass"       ? Unmapped::Pass
                                          : unmapped == "empty"    ? Unmapped::Empty
                                          : unmapped == "constant" ? Unmapped::Constant
                                                                   : Unmapped::Refuse,
                                          constant ? *constant : Value());
}

bool isJsonNumber(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t from = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9')
            ++i;
        return i > from;
    };
    if (!digits() || (text[0] == '0' && i > 1))
        return false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        if (!digits())
            return false;
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-'))
            ++i;
        if (!digits())
            return false;
    }
    return i == text.size();
}

std::unique_ptr<Transform> makeCast(TransformSite &site)
{
    const std::string to = site.reader.choice("to", {"text", "number", "integer", "boolean"});
    return textTransform([to](Cell &cell, Error &problem) {
        if (to == "text") {
            cell.setKind(Cell::Kind::Text);
            return true;
        }
        if (to == "boolean") {
            const auto read = truth(cell.text());
            if (read)
                cell.setView(Cell::Kind::Boolean, *read ? "true" : "false");
            else
                problem = Error{"not_a_boolean", {}, "yes or no", "The value is neither yes nor no."};
            return read.has_value();
        }
        // Leading zeros are no JSON number: "01234" becomes 1234 only because the document says number.
        std::string text(cell.text());
        const bool negative = text.starts_with('-');
        const std::size_t first = negative ? 1 : 0;
        while (text.size() > first + 1 && text[first] == '0' && text[first + 1] >= '0' &&
               text[first + 1] <= '9')
            text.erase(first, 1);
        const bool fits =
            isJsonNumber(text) && (to == "number" || text.find_first_of(".eE") == std::string::npos);
        if (!fits) {
            problem = Error{to == "number" ? "not_a_number" : "not_an_integer",
                            {},
                            to,
                            "The value is not a plain " + to + "."};
            return false;
        }
        cell.setOwned(Cell::Kind::Number, std::move(text));
        return true;
    });
}

/// National significant number of what is given, or nothing.
std::string nationalDigits(std::string_view text, const std::string &country, std::string *countryCode)
{
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9')
            digits += c;
    // NANP without asking the library: it is nearly every call, and its metadata of 2022 misses newer area
    // codes.
    const bool international = text.find('+') != std::string_view::npos;
    if (digits.size() == 11 && digits[0] == '1' && (international || country == "US" || country == "CA")) {
        *countryCode = "1";
        return digits.substr(1);
    }
    if (digits.size() == 10 && !international && (country == "US" || country == "CA")) {
        *countryCode = "1";
        return digits;
    }
    using i18n::phonenumbers::PhoneNumberUtil;
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    i18n::phonenumbers::PhoneNumber number;
    if (util.Parse(std::string(text), country, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return {};
    *countryCode = std::to_string(number.country_code());
    std::string national;
    util.GetNationalSignificantNumber(number, &national);
    return national;
}

/// True if the country's plan has numbers of that kind: a part of one ("555-1234") cannot be called from
/// abroad. The library's metadata is older than some ranges, so it judges the length and not the range.
bool isPossiblePhone(const std::string &countryCode, const std::string &national)
{
    if (countryCode == "1") // NANP: neither area code nor exchange begins with 0 or 1, but samples' do
        return national.size() == 10 && national[0] >= '2';
    using i18n::phonenumbers::PhoneNumberUtil;
    i18n::phonenumbers::PhoneNumber number;
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    return util.Parse('+' + countryCode + national, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
           util.IsPossibleNumber(number);
}

/// What the numbering plan tells of a number: its kind, or the country it belongs to.
std::unique_ptr<Transform> makePhoneFact(bool type, const std::string &country)
{
    return textTransform([type, country](Cell &cell, Error &problem) {
        if (cell.text().empty())
            return true;
        using i18n::phonenumbers::PhoneNumberUtil;
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        i18n::phonenumbers::PhoneNumber number;
        std::string region;
        const bool read =
            cell.text().size() <= 250 &&
            util.Parse(std::string(cell.text()), country, &number) == PhoneNumberUtil::NO_PARSING_ERROR;
        if (read && !type)
            util.GetRegionCodeForNumber(number, &region);
        if (!read || (!type && (region.empty() || region == "ZZ"))) {
            problem =
                Error{"not_a_phone", {}, type ? "type" : "country", "The value is no known phone number."};
            return false;
        }
        if (!type) {
            cell.setOwned(Cell::Kind::Text, std::move(region));
            return true;
        }
        const char *word = "unknown";
        switch (util.GetNumberType(number)) {
        case PhoneNumberUtil::FIXED_LINE:
            word = "landline";
            break;
        case PhoneNumberUtil::MOBILE:
            word = "mobile";
            break;
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: // North America does not tell them apart
            word = "landline_or_mobile";
            break;
        case PhoneNumberUtil::TOLL_FREE:
            word = "toll_free";
            break;
        case PhoneNumberUtil::PREMIUM_RATE:
            word = "premium";
            break;
        case PhoneNumberUtil::VOIP:
            word = "voip";
            break;
        default:
            break;
        }
        cell.setView(Cell::Kind::Text, word);
        return true;
    });
}

std::unique_ptr<Transform> makePhone(TransformSite &site)
{
    const std::string to =
        site.reader.choice("to", {"national", "e164", "international", "last4", "area", "exchange", "line",
                                  "dashed", "parentheses", "dotted", "type", "country", "country_code"});
    const std::string country = site.reader.text("country", "US");
    if (to == "type" || to == "country")
        return makePhoneFact(to == "type", country);
    return textTransform([to, country](Cell &cell, Error &problem) {
        if (cell.text().empty())
            return true;
        std::string code;
        const std::string national = nationalDigits(cell.text(), country, &code);
        const bool parts = to == "area" || to == "exchange" || to == "line" || to == "dashed" ||
                           to == "dotted" || to == "parentheses";
        const bool whole = to == "e164" || to == "international";
        if (national.size() < 4 || (whole && !isPossiblePhone(code, national)) ||
            (parts && (national.size() != 10 || code != "1"))) {
            problem = Error{"not_a_phone", {}, to, "The phone number cannot be written that way."};
            return false;
        }
        const std::string area = national.substr(0, 3);
        const std::string exchange = parts ? national.substr(3, 3) : std::string();
        const std::string line = parts ? national.substr(6) : std::string();
        cell.setOwned(Cell::Kind::Text, to == "national"        ? national
                                        : to == "e164"          ? '+' + code + national
                                        : to == "international" ? code + national
                                        : to == "last4"         ? national.substr(national.size() - 4)
                                        : to == "area"          ? area
                                        : to == "exchange"      ? exchange
                                        : to == "line"          ? line
                                        : to == "country_code"  ? code
                                        : to == "dashed"        ? area + '-' + exchange + '-' + line
                                        : to == "dotted"        ? area + '.' + exchange + '.' + line
                                                                : '(' + area + ") " + exchange + '-' + line);
        return true;
    });
}

} // namespace

std::unique_ptr<Transform> makeValueTransform(std::string_view word, TransformSite &site)
{
    if (word == "number" || word == "round")
        return makeNumber(site, word == "round");
    if (word == "boolean")
        return makeBoolean(site);
    if (word == "map")
        return makeMap(site);
    if (word == "cast")
        return makeCast(site);
    if (word == "phone")
        return makePhone(site);
    return nullptr;
}

} // namespace bourse::domain
