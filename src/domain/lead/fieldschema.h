#pragma once
// A vertical's versioned field schema and what intake makes of raw values (engine plan, section 3).
#include "base/result.h"
#include "domain/json/value.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

enum class FieldType {
    Text,
    Integer,
    Decimal,
    Money,
    Boolean,
    Date,
    DateTime,
    Enum,
    Email,
    Phone,
    State,
    PostalCode,
    Country,
    IpAddress,
    Url,
    Uuid,
    Certificate,
    Group,
    List,
};
/// As documents write it: "postal_code".
std::string_view name(FieldType type);

struct EnumChoice {
    std::string value;                 ///< stored form: "auto_accident"
    std::string label;                 ///< for people: "Auto accident"
    std::vector<std::string> synonyms; ///< read as this choice, case-insensitively
    bool operator==(const EnumChoice &) const = default;
};

struct FieldSpec {
    std::string key; ///< [a-z][a-z0-9_]*, the name in documents and answers
    std::string label;
    FieldType type = FieldType::Text;
    bool requiredOnPing = false;
    bool requiredOnPost = false;
    bool pii = false;             ///< never in a ping unless the operator records why; encrypted at rest
    bool identity = false;        ///< part of what makes two leads the same person
    std::size_t maxLength = 1024; ///< bytes of UTF-8
    std::optional<std::string> minimum; ///< Integer, Decimal, Money, Date: inclusive bound as text
    std::optional<std::string> maximum;
    std::vector<EnumChoice> choices; ///< Enum
    std::vector<FieldSpec> fields;   ///< Group: its members; List: one member, the items' type
    std::string example;             ///< shown in editors, used by simulated traffic
    bool operator==(const FieldSpec &) const = default;
};

struct FieldSchema {
    std::string slug; ///< the vertical's: "personal_injury"
    std::string label;
    int version = 1;
    std::vector<FieldSpec> fields;
    const FieldSpec *find(std::string_view key) const;
    bool operator==(const FieldSchema &) const = default;
};

/// Reads a vertical of a market document; every problem at once, field names as paths ("fields[3].type").
Result<FieldSchema> fieldSchemaFromValue(const Value &value);
Value toValue(const FieldSchema &schema);

/// A lead's values, normalised by the schema, in the schema's order; unknown fields are kept after them as
/// text.
struct NormalisedLead {
    Object fields; ///< normalised: E.164 phones, lower-case e-mail domains, ISO dates, stored enum values
    Object raw;    ///< as received, for fields whose normal form differs
};

/// Which of the two sets of required fields counts.
enum class IntakeStage { Ping, Post };

/// Normalises, then validates. Text is trimmed; null and empty values count as absent. Fields whose numbers
/// are sent as text, or texts sent as numbers, are read; booleans, arrays and objects in the wrong place are
/// "wrong_type". All problems are returned at once; each Error's field is the schema key, code one of:
/// required, wrong_type, not_an_email, not_a_phone, not_a_date, not_a_time, not_a_choice, not_a_state,
/// not_a_postal_code, not_a_country, not_an_ip_address, not_a_url, not_a_uuid, not_a_certificate,
/// not_a_boolean, not_an_integer, not_a_decimal, too_long, out_of_range, control_character, invalid_utf8.
Result<NormalisedLead> normalise(const FieldSchema &schema, const Object &input, IntakeStage stage);

} // namespace bourse::domain
