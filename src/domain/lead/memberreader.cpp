#include "domain/lead/memberreader.h"
#include <algorithm>
#include <charconv>

namespace bourse::domain {

bool isSlug(std::string_view text)
{
    auto alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !text.empty() && text.size() <= 64 && alphanumeric(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
}

std::string joinPath(std::string_view path, std::string_view key)
{
    std::string joined(path);
    if (!path.empty() && !key.empty())
        joined += '.';
    joined += key;
    return joined;
}

std::string indexPath(std::string_view path, std::size_t index)
{
    return std::string(path) + "[" + std::to_string(index) + "]";
}

MemberReader::MemberReader(const Value &value, std::string path, Errors &errors)
    : m_object(value.asObject()), m_path(std::move(path)), m_errors(errors)
{
    if (!m_object)
        wrongType({}, "object");
}

void MemberReader::problem(std::string code, std::string_view key, std::string rule, std::string message)
{
    m_errors.push_back({std::move(code), pathOf(key), std::move(rule), std::move(message)});
}

void MemberReader::wrongType(std::string_view key, std::string_view wanted)
{
    problem("wrong_type", key, "type " + std::string(wanted),
            "“" + (pathOf(key).empty() ? std::string("The document") : pathOf(key)) + "” must be of type " +
                std::string(wanted) + ".");
}

const Value *MemberReader::member(std::string_view key)
{
    m_known.push_back(key);
    const Value *value = m_object ? m_object->find(key) : nullptr;
    return value && !value->isNull() ? value : nullptr;
}

std::string MemberReader::text(std::string_view key, Need need, std::string fallback, std::size_t maxBytes)
{
    const Value *value = member(key);
    if (!value) {
        if (need == Need::Required && m_object)
            problem("required", key, "required", "“" + pathOf(key) + "” is missing.");
        return fallback;
    }
    const std::string *text = value->asString();
    if (!text) {
        wrongType(key, "string");
        return fallback;
    }
    if (need == Need::Required && text->empty()) {
        problem("required", key, "not empty", "“" + pathOf(key) + "” is empty.");
        return fallback;
    }
    if (text->size() > maxBytes) {
        problem("too_long", key, "max_length " + std::to_string(maxBytes),
                "“" + pathOf(key) + "” is longer than " + std::to_string(maxBytes) + " bytes.");
        return fallback;
    }
    return *text;
}

std::string MemberReader::slug(std::string_view key, Need need)
{
    std::string value = text(key, need);
    if (value.empty() || isSlug(value))
        return value;
    problem("not_a_slug", key, "letters, digits, _ - . and at most 64 bytes",
            "“" + pathOf(key) + "” may hold letters, digits, “_”, “-” and “.” only, and at most 64 of them.");
    return {};
}

std::optional<std::string> MemberReader::optionalText(std::string_view key)
{
    const Value *value = member(key);
    if (!value)
        return std::nullopt;
    if (const std::string *text = value->asString())
        return *text;
    wrongType(key, "string");
    return std::nullopt;
}

bool MemberReader::boolean(std::string_view key, bool fallback)
{
    const Value *value = member(key);
    if (!value)
        return fallback;
    if (const bool *flag = value->asBool())
        return *flag;
    wrongType(key, "boolean");
    return fallback;
}

std::optional<std::int64_t> MemberReader::optionalInteger(std::string_view key, std::int64_t least,
                                                          std::int64_t most)
{
    const Value *value = member(key);
    if (!value)
        return std::nullopt;
    const Number *number = value->asNumber();
    std::int64_t result = 0;
    if (number) {
        const char *end = number->text.data() + number->text.size();
        auto [stop, status] = std::from_chars(number->text.data(), end, result);
        if (status == std::errc::result_out_of_range && stop == end) {
            result = number->text.front() == '-' ? INT64_MIN : INT64_MAX;
        } else if (status != std::errc() || stop != end) {
            number = nullptr;
        }
    }
    if (!number) {
        wrongType(key, "integer");
        return std::nullopt;
    }
    if (result < least || result > most) {
        problem("out_of_range", key, "from " + std::to_string(least) + " to " + std::to_string(most),
                "“" + pathOf(key) + "” must lie between " + std::to_string(least) + " and " +
                    std::to_string(most) + ".");
        return std::nullopt;
    }
    return result;
}

std::int64_t MemberReader::integer(std::string_view key, std::int64_t fallback, std::int64_t least,
                                   std::int64_t most)
{
    return optionalInteger(key, least, most).value_or(fallback);
}

std::optional<Money> MemberReader::money(std::string_view key, Currency currency)
{
    const Value *value = member(key);
    if (!value)
        return std::nullopt;
    if (!value->isString() && !value->isNumber()) {
        wrongType(key, "decimal string");
        return std::nullopt;
    }
    auto amount = Money::parse(value->toText(), currency);
    if (!amount) {
        problem(amount.error().code, key, amount.error().rule, amount.error().message);
        return std::nullopt;
    }
    return *amount;
}

const Array &MemberReader::array(std::string_view key, Need need)
{
    static const Array none;
    const Value *value = member(key);
    if (!value) {
        if (need == Need::Required && m_object)
            problem("required", key, "required", "“" + pathOf(key) + "” is missing.");
        return none;
    }
    if (const Array *items = value->asArray())
        return *items;
    wrongType(key, "array");
    return none;
}

std::vector<std::string> MemberReader::texts(std::string_view key)
{
    std::vector<std::string> result;
    const Array &items = array(key);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (const std::string *text = items[i].asString(); text && !text->empty())
            result.push_back(*text);
        else
            wrongType(indexPath(key, i), "non-empty string");
    }
    return result;
}

void MemberReader::refuseUnknown()
{
    if (!m_object)
        return;
    for (const auto &[key, value] : *m_object) {
        if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
            problem("unknown_key", key, "known members only",
                    "“" + pathOf(key) + "” is not a known setting here.");
    }
}

} // namespace bourse::domain
