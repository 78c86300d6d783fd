// What intake makes of a lead's raw values. On the path of every lead: plain values cost one look at their
// bytes and one copy.
#include "base/money.h"
#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include <algorithm>

namespace bourse::domain {

namespace {
constexpr std::size_t maxUnknownLength = 16384;
constexpr std::size_t maxListItems = 1000;

/// Sentence and code of a value that is not of its field's type.
struct TypeRule {
    std::string_view code;
    std::string_view rule;
    std::string_view words; ///< "… must be " words
};

TypeRule ruleOf(FieldType type)
{
    switch (type) {
    case FieldType::Integer:
        return {"not_an_integer", "integer", "a whole number"};
    case FieldType::Decimal:
        return {"not_a_decimal", "decimal number", "a decimal number, like 12.5"};
    case FieldType::Money:
        return {"not_a_decimal", "amount with at most 6 decimals", "an amount, like 31.00"};
    case FieldType::Boolean:
        return {"not_a_boolean", "true or false", "yes or no"};
    case FieldType::Date:
        return {"not_a_date", "date YYYY-MM-DD", "a date, like 2026-05-02"};
    case FieldType::DateTime:
        return {"not_a_time", "RFC 3339 date-time", "a time, like 2026-05-12T14:30:00Z"};
    case FieldType::Email:
        return {"not_an_email", "e-mail address", "an e-mail address"};
    case FieldType::Phone:
        return {"not_a_phone", "E.164 number", "a telephone number, like +15551234567"};
    case FieldType::State:
        return {"not_a_state", "US state or Canadian province", "a state or province, like TX"};
    case FieldType::PostalCode:
        return {"not_a_postal_code", "US ZIP or Canadian postal code", "a ZIP or postal code, like 78701"};
    case FieldType::Country:
        return {"not_a_country", "ISO 3166 country", "a country, like US"};
    case FieldType::IpAddress:
        return {"not_an_ip_address", "IPv4 or IPv6 address", "an IP address"};
    case FieldType::Url:
        return {"not_a_url", "http or https URL", "a complete web address, like https://example.com/"};
    case FieldType::Uuid:
        return {"not_a_uuid", "UUID", "a UUID"};
    case FieldType::Certificate:
        return {"not_a_certificate", "TrustedForm URL or Jornaya LeadiD",
                "a TrustedForm URL or a Jornaya LeadiD"};
    case FieldType::Enum:
        return {"not_a_choice", "one of the choices", "one of its choices"};
    case FieldType::Text:
    case FieldType::Group:
    case FieldType::List:
        break;
    }
    return {"wrong_type", "text", "text"};
}

/// A field's place in the lead, built into text only when something is wrong with it.
struct Place {
    const Place *parent = nullptr;
    std::string_view key;
    std::ptrdiff_t index = -1;

    std::string text() const
    {
        std::string path = parent ? parent->text() : std::string();
        return index >= 0 ? indexPath(path, static_cast<std::size_t>(index)) : joinPath(path, key);
    }
};

class Normaliser {
  public:
    Normaliser(IntakeStage stage, Errors &errors) : m_stage(stage), m_errors(errors) {}

    /// All fields of one level. Unknown members follow as text; `raw` is given on the top level only.
    Object members(const std::vector<FieldSpec> &specs, const Object &input, const Place *parent, Object *raw)
    {
        Object result;
        std::size_t known = 0;
        for (const FieldSpec &spec : specs) {
            const Value *value = input.find(spec.key);
            known += value ? 1 : 0;
            Place place{parent, spec.key};
            std::optional<Value> normal = value ? field(spec, *value, place) : std::nullopt;
            if (!normal) {
                if (!m_refused && required(spec))
                    add(place, "required",
                        m_stage == IntakeStage::Ping ? "required on ping" : "required on post",
                        spec.label + " is missing.");
                m_refused = false;
                continue;
            }
            if (raw && *normal != *value)
                raw->append(spec.key, *value);
            result.append(spec.key, std::move(*normal));
        }
        if (known < input.size())
            unknownMembers(specs, input, parent, result);
        return result;
    }

  private:
    bool required(const FieldSpec &spec) const
    {
        return m_stage == IntakeStage::Ping ? spec.requiredOnPing : spec.requiredOnPost;
    }

    void add(const Place &place, std::string_view code, std::string rule, std::string message)
    {
        m_errors.push_back({std::string(code), place.text(), std::move(rule), std::move(message)});
        m_refused = true;
    }

    void refuse(const FieldSpec &spec, const Place &place)
    {
        TypeRule rule = ruleOf(spec.type);
        std::string bound(rule.rule);
        if (spec.type == FieldType::Enum) {
            bound = "one of ";
            for (std::size_t i = 0; i < spec.choices.size() && bound.size() < 500; ++i)
                bound += (i ? ", " : "") + spec.choices[i].value;
        }
        add(place, rule.code, std::move(bound), spec.label + " must be " + std::string(rule.words) + ".");
    }

    void wrongType(const FieldSpec &spec, const Place &place, std::string_view wanted)
    {
        add(place, "wrong_type", "type " + std::string(wanted),
            spec.label + " must be given as " + std::string(wanted) + ".");
    }

    /// The normal form; nothing where the value is absent (null, empty) or was refused (m_refused is then
    /// set).
    std::optional<Value> field(const FieldSpec &spec, const Value &value, const Place &place)
    {
        m_refused = false;
        if (value.isNull())
            return std::nullopt;
        if (spec.type == FieldType::Group)
            return group(spec, value, place);
        if (spec.type == FieldType::List)
            return list(spec, value, place);
        if (const bool *flag = value.asBool()) {
            if (spec.type == FieldType::Boolean)
                return Value(*flag);
            if (spec.type == FieldType::Enum)
                return scalar(spec, *flag ? "true" : "false", false, place);
            wrongType(spec, place, "text");
            return std::nullopt;
        }
        if (const std::string *text = value.asString())
            return scalar(spec, *text, false, place);
        if (const Number *number = value.asNumber()) {
            if (takesNumber(spec.type))
                return scalar(spec, number->text, true, place);
            wrongType(spec, place, "text");
            return std::nullopt;
        }
        wrongType(spec, place, "a single value");
        return std::nullopt;
    }

    static bool takesNumber(FieldType type)
    {
        switch (type) {
        case FieldType::Text:
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Money:
        case FieldType::Boolean:
        case FieldType::DateTime:
        case FieldType::Enum:
        case FieldType::Phone:
        case FieldType::PostalCode:
            return true;
        default:
            return false;
        }
    }

    std::optional<Value> scalar(const FieldSpec &spec, std::string_view text, bool isNumber,
                                const Place &place)
    {
        text = fieldtype::trim(text);
        if (text.empty())
            return std::nullopt;
        if (!clean(text, spec.type == FieldType::Text, spec.label, place))
            return std::nullopt;
        if (text.size() > spec.maxLength) {
            add(place, "too_long", "max_length " + std::to_string(spec.maxLength),
                spec.label + " is longer than " + std::to_string(spec.maxLength) + " bytes.");
            return std::nullopt;
        }
        if (spec.type == FieldType::Text)
            return Value(text);
        auto normal = typed(spec, text, isNumber, place);
        if (!normal && !m_refused)
            refuse(spec, place);
        return normal;
    }

    bool clean(std::string_view text, bool allowLines, const std::string &label, const Place &place)
    {
        switch (fieldtype::inspect(text, allowLines)) {
        case fieldtype::TextProblem::None:
            return true;
        case fieldtype::TextProblem::InvalidUtf8:
            add(place, "invalid_utf8", "UTF-8", label + " is not valid UTF-8 text.");
            return false;
        case fieldtype::TextProblem::ControlCharacter:
            add(place, "control_character", "no control characters", label + " holds a control character.");
            return false;
        }
        return false;
    }

    std::optional<Value> typed(const FieldSpec &spec, std::string_view text, bool isNumber,
                               const Place &place)
    {
        auto asText = [](std::optional<std::string> normal) {
            return normal ? std::optional<Value>(std::move(*normal)) : std::nullopt;
        };
        switch (spec.type) {
        case FieldType::Integer: {
            auto number = fieldtype::integer(text);
            if (!number && fieldtype::decimal(text) &&
                fieldtype::decimal(text)->find('.') == std::string::npos)
                add(place, "out_of_range", "64 bits", spec.label + " is too large a number.");
            return numberInRange(spec, std::move(number), place);
        }
        case FieldType::Decimal:
            return numberInRange(spec, fieldtype::decimal(text), place);
        case FieldType::Money:
            return money(spec, text, place);
        case FieldType::Boolean:
            if (auto flag = fieldtype::boolean(text))
                return Value(*flag);
            return std::nullopt;
        case FieldType::Date: {
            auto day = fieldtype::date(text);
            if (day && ((spec.minimum && *day < *spec.minimum) || (spec.maximum && *day > *spec.maximum)))
                return outOfRange(spec, place);
            return asText(std::move(day));
        }
        case FieldType::DateTime:
            return asText(fieldtype::dateTime(text));
        case FieldType::Enum:
            return choice(spec, text);
        case FieldType::Email:
            return asText(fieldtype::email(text));
        case FieldType::Phone:
            return asText(fieldtype::phone(text));
        case FieldType::State:
            return asText(fieldtype::state(text));
        case FieldType::PostalCode: {
            // a number has lost the leading zeros of New England's codes
            std::string padded(isNumber && text.size() < 5 ? 5 - text.size() : 0, '0');
            return asText(fieldtype::postalCode(padded.empty() ? text : std::string_view(padded += text)));
        }
        case FieldType::Country:
            return asText(fieldtype::country(text));
        case FieldType::IpAddress:
            return asText(fieldtype::ipAddress(text));
        case FieldType::Url:
            return asText(fieldtype::url(text));
        case FieldType::Uuid:
            return asText(fieldtype::uuid(text));
        case FieldType::Certificate:
            return asText(fieldtype::certificate(text));
        case FieldType::Text:
        case FieldType::Group:
        case FieldType::List:
            break;
        }
        return std::nullopt;
    }

    static std::optional<Value> choice(const FieldSpec &spec, std::string_view text)
    {
        for (const EnumChoice &choice : spec.choices) {
            if (choice.value == text)
                return Value(choice.value);
        }
        for (const EnumChoice &choice : spec.choices) {
            if (fieldtype::equalFolded(choice.value, text) || fieldtype::equalFolded(choice.label, text) ||
                std::any_of(choice.synonyms.begin(), choice.synonyms.end(), [&](const std::string &synonym) {
                    return fieldtype::equalFolded(synonym, text);
                }))
                return Value(choice.value);
        }
        return std::nullopt;
    }

    std::optional<Value> outOfRange(const FieldSpec &spec, const Place &place)
    {
        std::string rule = spec.minimum && spec.maximum ? "from " + *spec.minimum + " to " + *spec.maximum
                           : spec.minimum               ? "at least " + *spec.minimum
                                                        : "at most " + spec.maximum.value_or("");
        std::string message = spec.label + " must be " + rule + ".";
        add(place, "out_of_range", std::move(rule), std::move(message));
        return std::nullopt;
    }

    std::optional<Value> numberInRange(const FieldSpec &spec, std::optional<std::string> number,
                                       const Place &place)
    {
        if (!number)
            return std::nullopt;
        if ((spec.minimum && fieldtype::compareDecimals(*number, *spec.minimum) < 0) ||
            (spec.maximum && fieldtype::compareDecimals(*number, *spec.maximum) > 0))
            return outOfRange(spec, place);
        return Value(Number{std::move(*number)});
    }

    /// An amount without currency, exact: "$50,000" is 50000.00.
    std::optional<Value> money(const FieldSpec &spec, std::string_view text, const Place &place)
    {
        bool negative = text.starts_with('-');
        std::string_view digits = text.substr(negative ? 1 : 0);
        if (digits.starts_with('$'))
            digits.remove_prefix(1);
        auto plain = fieldtype::decimal(fieldtype::trim(digits));
        if (!plain || plain->starts_with('-'))
            return std::nullopt;
        auto amount = Money::parse(negative ? "-" + *plain : *plain, Currency::usd());
        if (!amount) {
            if (amount.error().code == "money_range")
                add(place, "out_of_range", amount.error().rule, spec.label + " is too large an amount.");
            return std::nullopt;
        }
        return numberInRange(spec, amount->toDecimal(), place);
    }

    std::optional<Value> group(const FieldSpec &spec, const Value &value, const Place &place)
    {
        const Object *object = value.asObject();
        if (!object) {
            // an empty form or XML element
            const std::string *text = value.asString();
            if (!text || !fieldtype::trim(*text).empty())
                wrongType(spec, place, "an object");
            return std::nullopt;
        }
        std::size_t before = m_errors.size();
        Object normal = members(spec.fields, *object, &place, nullptr);
        m_refused = m_errors.size() > before;
        if (m_refused || normal.empty())
            return std::nullopt;
        return Value(std::move(normal));
    }

    /// Forms and XML cannot write a list of one: a single value is taken as such.
    std::optional<Value> list(const FieldSpec &spec, const Value &value, const Place &place)
    {
        Array single;
        const Array *items = value.asArray();
        if (!items) {
            single.push_back(value);
            items = &single;
        }
        if (items->size() > maxListItems) {
            add(place, "too_long", "at most " + std::to_string(maxListItems) + " items",
                spec.label + " has more than " + std::to_string(maxListItems) + " items.");
            return std::nullopt;
        }
        if (spec.fields.empty())
            return std::nullopt;
        std::size_t before = m_errors.size();
        Array normal;
        for (std::size_t i = 0; i < items->size(); ++i) {
            Place itemPlace{&place, {}, static_cast<std::ptrdiff_t>(i)};
            if (auto item = field(spec.fields.front(), (*items)[i], itemPlace))
                normal.push_back(std::move(*item));
        }
        m_refused = m_errors.size() > before;
        if (m_refused || normal.empty())
            return std::nullopt;
        return Value(std::move(normal));
    }

    void unknownMembers(const std::vector<FieldSpec> &specs, const Object &input, const Place *parent,
                        Object &result)
    {
        for (const auto &[key, value] : input) {
            bool known = std::any_of(specs.begin(), specs.end(),
                                     [&name = key](const FieldSpec &spec) { return spec.key == name; });
            if (known)
                continue;
            // the name itself is foreign too: it may only be repeated once it is known to be harmless
            if (key.empty() || key.size() > 256 ||
                fieldtype::inspect(key, false) != fieldtype::TextProblem::None) {
                Place place{parent, "(unnamed)"};
                add(place, "control_character", "field names of 1 to 256 bytes without control characters",
                    "A field has an unusable name.");
                continue;
            }
            Place place{parent, key};
            std::string written;
            if (value.isArray() || value.isObject())
                written = writeJson(value);
            else
                written = value.toText();
            std::string_view text = fieldtype::trim(written);
            if (text.empty() || !clean(text, true, "A field that the vertical does not know", place))
                continue;
            if (text.size() > maxUnknownLength) {
                add(place, "too_long", "max_length " + std::to_string(maxUnknownLength),
                    "A field that the vertical does not know is longer than " +
                        std::to_string(maxUnknownLength) + " bytes.");
                continue;
            }
            result.append(key, Value(text));
        }
        m_refused = false;
    }

    IntakeStage m_stage;
    Errors &m_errors;
    bool m_refused = false; ///< the field just read was present and wrong, so it is not also missing
};
} // namespace

Result<NormalisedLead> normalise(const FieldSchema &schema, const Object &input, IntakeStage stage)
{
    Errors errors;
    NormalisedLead lead;
    lead.fields = Normaliser(stage, errors).members(schema.fields, input, nullptr, &lead.raw);
    if (!errors.empty())
        return errors;
    return lead;
}

} // namespace bourse::domain
