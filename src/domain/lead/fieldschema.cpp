#include "domain/lead/fieldschema.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include <algorithm>
#include <array>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

constexpr std::array<std::string_view, 19> typeNames{
    "text", "integer", "decimal",     "money", "boolean",     "date",    "datetime",
    "enum", "email",   "phone",       "state", "postal_code", "country", "ip_address",
    "url",  "uuid",    "certificate", "group", "list"};

constexpr int maxFieldDepth = 8; // a list of drivers, each with a list of incidents, takes four
constexpr std::size_t defaultMaxLength = 1024;
constexpr std::size_t largestMaxLength = 65536;

bool isFieldKey(std::string_view key)
{
    return !key.empty() && key.size() <= 64 && key.front() >= 'a' && key.front() <= 'z' &&
           std::all_of(key.begin(), key.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool hasBounds(FieldType type)
{
    return type == FieldType::Integer || type == FieldType::Decimal || type == FieldType::Money ||
           type == FieldType::Date;
}

std::vector<FieldSpec> readFields(const Array &values, const std::string &path, Errors &errors, int depth);

/// A bound in the type's canonical form, so that comparing is comparing text or decimals.
std::optional<std::string> readBound(MemberReader &reader, std::string_view key, FieldType type)
{
    const Value *value = reader.member(key);
    if (!value)
        return std::nullopt;
    std::optional<std::string> bound;
    if (!hasBounds(type)) {
        reader.problem("not_applicable", key, "only for integer, decimal, money and date",
                       "Only numbers, money and dates have bounds.");
        return std::nullopt;
    }
    std::string text = value->toText();
    if (value->isString() || (value->isNumber() && type != FieldType::Date))
        bound = type == FieldType::Date      ? fieldtype::date(text)
                : type == FieldType::Integer ? fieldtype::integer(text)
                                             : fieldtype::decimal(text);
    if (!bound)
        reader.problem("wrong_type", key, "a value of the field's type",
                       "“" + reader.pathOf(key) + "” must be a value of the field's own type.");
    return bound;
}

std::vector<EnumChoice> readChoices(MemberReader &reader, FieldType type, Errors &errors)
{
    std::vector<EnumChoice> choices;
    const Array &values = reader.array("choices");
    for (std::size_t i = 0; i < values.size(); ++i) {
        EnumChoice choice;
        std::string path = indexPath(reader.pathOf("choices"), i);
        if (const std::string *text = values[i].asString()) {
            choice.value = *text;
        } else {
            MemberReader item(values[i], path, errors);
            choice.value = item.text("value", Need::Required);
            choice.label = item.text("label", Need::Optional);
            choice.synonyms = item.texts("synonyms");
            item.refuseUnknown();
        }
        if (choice.label.empty())
            choice.label = choice.value;
        choices.push_back(std::move(choice));
    }
    // one word must not mean two choices
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto reads = [&](const EnumChoice &choice, std::string_view word) {
            return fieldtype::equalFolded(choice.value, word) || fieldtype::equalFolded(choice.label, word) ||
                   std::any_of(
                       choice.synonyms.begin(), choice.synonyms.end(),
                       [&](const std::string &synonym) { return fieldtype::equalFolded(synonym, word); });
        };
        std::vector<std::string> words = choices[i].synonyms;
        words.push_back(choices[i].value);
        words.push_back(choices[i].label);
        for (std::size_t j = 0; j < i; ++j) {
            auto word = std::find_if(words.begin(), words.end(), [&](const std::string &candidate) {
                return reads(choices[j], candidate);
            });
            if (word != words.end())
                reader.problem("duplicate_choice", indexPath("choices", i), "each word names one choice",
                               "“" + *word + "” names two choices of “" + reader.path() + "”.");
        }
    }
    if (type == FieldType::Enum && values.empty() && reader.isObject())
        reader.problem("required", "choices", "required for enum", "A field of type enum needs its choices.");
    if (type != FieldType::Enum && !values.empty())
        reader.problem("not_applicable", "choices", "only for enum",
                       "Only a field of type enum has choices.");
    return choices;
}

FieldSpec readField(const Value &value, std::string path, Errors &errors, int depth, bool isItem)
{
    MemberReader reader(value, std::move(path), errors);
    FieldSpec field;
    if (isItem) {
        field.key = "item";
    } else {
        field.key = reader.text("key", Need::Required);
        if (!field.key.empty() && !isFieldKey(field.key))
            reader.problem(
                "not_a_key", "key", "[a-z][a-z0-9_]*, at most 64 bytes",
                "A field's key begins with a small letter and holds small letters, digits and “_” only.");
    }
    field.label = reader.text("label", Need::Optional, field.key);
    std::string type = reader.text("type", Need::Optional, "text");
    auto known = std::find(typeNames.begin(), typeNames.end(), type);
    if (known != typeNames.end()) {
        field.type = static_cast<FieldType>(known - typeNames.begin());
    } else {
        reader.problem("not_a_choice", "type", "a field type", "“" + type + "” is not a field type.");
    }
    field.requiredOnPing = reader.boolean("required_on_ping", false);
    field.requiredOnPost = reader.boolean("required_on_post", false);
    field.pii = reader.boolean("pii", false);
    field.identity = reader.boolean("identity", false);
    field.maxLength = static_cast<std::size_t>(
        reader.integer("max_length", defaultMaxLength, 1, static_cast<std::int64_t>(largestMaxLength)));
    field.minimum = readBound(reader, "minimum", field.type);
    field.maximum = readBound(reader, "maximum", field.type);
    bool crossed =
        field.minimum && field.maximum &&
        (field.type == FieldType::Date ? *field.minimum > *field.maximum
                                       : fieldtype::compareDecimals(*field.minimum, *field.maximum) > 0);
    if (crossed)
        reader.problem("out_of_range", "maximum", "at least the minimum",
                       "The maximum lies below the minimum.");
    field.choices = readChoices(reader, field.type, errors);
    const Array &members = reader.array("fields");
    const Value *items = reader.member("items");
    bool nests = field.type == FieldType::Group || field.type == FieldType::List;
    if (nests && depth >= maxFieldDepth) {
        reader.problem("too_deep", {}, "at most " + std::to_string(maxFieldDepth) + " levels",
                       "Groups and lists may be nested " + std::to_string(maxFieldDepth) +
                           " levels deep at most.");
    } else if (field.type == FieldType::Group) {
        if (members.empty() && reader.isObject())
            reader.problem("required", "fields", "required for group", "A group needs its fields.");
        field.fields = readFields(members, reader.pathOf("fields"), errors, depth + 1);
    } else if (field.type == FieldType::List) {
        if (items)
            field.fields.push_back(readField(*items, reader.pathOf("items"), errors, depth + 1, true));
        else if (reader.isObject())
            reader.problem("required", "items", "required for list", "A list needs the type of its items.");
    }
    if (field.type != FieldType::Group && !members.empty())
        reader.problem("not_applicable", "fields", "only for group", "Only a group has fields of its own.");
    if (field.type != FieldType::List && items)
        reader.problem("not_applicable", "items", "only for list", "Only a list has items.");
    field.example = reader.text("example", Need::Optional);
    reader.refuseUnknown();
    return field;
}

std::vector<FieldSpec> readFields(const Array &values, const std::string &path, Errors &errors, int depth)
{
    std::vector<FieldSpec> fields;
    for (std::size_t i = 0; i < values.size(); ++i) {
        FieldSpec field = readField(values[i], indexPath(path, i), errors, depth, false);
        bool taken = std::any_of(fields.begin(), fields.end(),
                                 [&](const FieldSpec &other) { return other.key == field.key; });
        if (taken && !field.key.empty())
            errors.push_back({"duplicate_key", indexPath(path, i) + ".key", "unique",
                              "Two fields have the key “" + field.key + "”."});
        fields.push_back(std::move(field));
    }
    return fields;
}

Value fieldValue(const FieldSpec &field, bool isItem)
{
    Object object;
    if (!isItem)
        object.append("key", field.key);
    if (field.label != field.key)
        object.append("label", field.label);
    object.append("type", std::string(typeNames[static_cast<std::size_t>(field.type)]));
    if (field.requiredOnPing)
        object.append("required_on_ping", true);
    if (field.requiredOnPost)
        object.append("required_on_post", true);
    if (field.pii)
        object.append("pii", true);
    if (field.identity)
        object.append("identity", true);
    if (field.maxLength != defaultMaxLength)
        object.append("max_length", static_cast<std::int64_t>(field.maxLength));
    if (field.minimum)
        object.append("minimum", *field.minimum);
    if (field.maximum)
        object.append("maximum", *field.maximum);
    if (!field.choices.empty()) {
        Array choices;
        for (const EnumChoice &choice : field.choices) {
            Object one;
            one.append("value", choice.value);
            if (choice.label != choice.value)
                one.append("label", choice.label);
            if (!choice.synonyms.empty()) {
                Array synonyms(choice.synonyms.begin(), choice.synonyms.end());
                one.append("synonyms", std::move(synonyms));
            }
            choices.emplace_back(std::move(one));
        }
        object.append("choices", std::move(choices));
    }
    if (field.type == FieldType::Group) {
        Array members;
        for (const FieldSpec &member : field.fields)
            members.push_back(fieldValue(member, false));
        object.append("fields", std::move(members));
    } else if (field.type == FieldType::List && !field.fields.empty()) {
        object.append("items", fieldValue(field.fields.front(), true));
    }
    if (!field.example.empty())
        object.append("example", field.example);
    return object;
}
} // namespace

std::string_view name(FieldType type)
{
    return typeNames[static_cast<std::size_t>(type)];
}

const FieldSpec *FieldSchema::find(std::string_view key) const
{
    auto it =
        std::find_if(fields.begin(), fields.end(), [&](const FieldSpec &field) { return field.key == key; });
    return it == fields.end() ? nullptr : &*it;
}

Result<FieldSchema> fieldSchemaFromValue(const Value &value)
{
    Errors errors;
    MemberReader reader(value, {}, errors);
    FieldSchema schema;
    schema.slug = reader.slug("slug", Need::Required);
    schema.label = reader.text("label", Need::Optional, schema.slug);
    schema.version = static_cast<int>(reader.integer("version", 1, 1, 1'000'000));
    schema.fields = readFields(reader.array("fields", Need::Required), "fields", errors, 1);
    reader.refuseUnknown();
    if (!errors.empty())
        return errors;
    return schema;
}

Value toValue(const FieldSchema &schema)
{
    Object object;
    object.append("slug", schema.slug);
    if (schema.label != schema.slug)
        object.append("label", schema.label);
    if (schema.version != 1)
        object.append("version", schema.version);
    Array fields;
    for (const FieldSpec &field : schema.fields)
        fields.push_back(fieldValue(field, false));
    object.append("fields", std::move(fields));
    return object;
}

} // namespace bourse::domain
