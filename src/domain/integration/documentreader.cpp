#include "domain/integration/documentreader.h"
#include <algorithm>
#include <charconv>

namespace bourse::domain {

void Problems::add(std::string code, std::string field, std::string rule, std::string message)
{
    m_errors.push_back({std::move(code), std::move(field), std::move(rule), std::move(message)});
}

void Problems::take(const Errors &errors, const std::string &field)
{
    for (Error error : errors) {
        if (error.field.empty())
            error.field = field;
        m_errors.push_back(std::move(error));
    }
}

ObjectReader::ObjectReader(const Value &value, std::string path, Problems &problems)
    : m_object(value.asObject()), m_path(std::move(path)), m_problems(problems)
{
    if (!m_object)
        m_problems.add("wrong_type", m_path, "object", "An object is expected here.");
}

std::string ObjectReader::pathOf(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + '.' + std::string(key);
}

const Value *ObjectReader::get(std::string_view key)
{
    m_known.push_back(key);
    return m_object ? m_object->find(key) : nullptr;
}

const Value *ObjectReader::require(std::string_view key)
{
    const Value *value = get(key);
    if (!value && m_object)
        m_problems.add("required", pathOf(key), "required", "\"" + std::string(key) + "\" is missing.");
    return value;
}

void ObjectReader::wrongType(std::string_view key, std::string_view wanted)
{
    m_problems.add("wrong_type", pathOf(key), std::string(wanted),
                   "\"" + std::string(key) + "\" must be: " + std::string(wanted) + ".");
}

std::string ObjectReader::text(std::string_view key, std::string fallback)
{
    const Value *value = get(key);
    if (!value)
        return fallback;
    if (const std::string *text = value->asString())
        return *text;
    wrongType(key, "text");
    return fallback;
}

std::string ObjectReader::requireText(std::string_view key)
{
    const Value *value = require(key);
    if (!value)
        return {};
    if (const std::string *text = value->asString(); text && !text->empty())
        return *text;
    wrongType(key, "text, not empty");
    return {};
}

bool ObjectReader::boolean(std::string_view key, bool fallback)
{
    const Value *value = get(key);
    if (!value)
        return fallback;
    if (const bool *flag = value->asBool())
        return *flag;
    wrongType(key, "true or false");
    return fallback;
}

std::int64_t ObjectReader::integer(std::string_view key, std::int64_t fallback, std::int64_t least,
                                   std::int64_t most)
{
    const Value *value = get(key);
    if (!value)
        return fallback;
    if (const Number *number = value->asNumber()) {
        std::int64_t read = 0;
        const char *end = number->text.data() + number->text.size();
        const auto [stop, failure] = std::from_chars(number->text.data(), end, read);
        if (failure == std::errc() && stop == end && read >= least && read <= most)
            return read;
    }
    wrongType(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return fallback;
}

std::string ObjectReader::choice(std::string_view key, std::initializer_list<std::string_view> words)
{
    const Value *value = get(key);
    if (!value)
        return std::string(*words.begin());
    const std::string *text = value->asString();
    if (text && std::find(words.begin(), words.end(), *text) != words.end())
        return *text;
    std::string list;
    for (const std::string_view word : words)
        list += (list.empty() ? "" : ", ") + std::string(word);
    m_problems.add("not_a_choice", pathOf(key), list,
                   "\"" + std::string(key) + "\" must be one of: " + list + ".");
    return std::string(*words.begin());
}

const Array *ObjectReader::array(std::string_view key)
{
    const Value *value = get(key);
    if (!value)
        return nullptr;
    if (!value->isArray())
        wrongType(key, "a list");
    return value->asArray();
}

const Object *ObjectReader::object(std::string_view key)
{
    const Value *value = get(key);
    if (!value)
        return nullptr;
    if (!value->isObject())
        wrongType(key, "an object");
    return value->asObject();
}

void ObjectReader::finish()
{
    if (!m_object)
        return;
    for (const Member &member : *m_object)
        if (std::find(m_known.begin(), m_known.end(), member.first) == m_known.end())
            m_problems.add("unknown_key", pathOf(member.first), "known keys",
                           "\"" + member.first + "\" is not a key of this part of the document.");
}

} // namespace bourse::domain
