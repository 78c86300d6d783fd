#pragma once
// Which lead field a buyer's target wants: by name, synonym, type and sample value, with a confidence and a
// reason. Pure; it decides nothing, it suggests.
#include "domain/integration/integration.h"
#include "domain/lead/fieldschema.h"
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::workbench {

/// What is known of a target. Only `target` must be set.
struct MappingTarget {
    std::string target; ///< path in the body's notation
    domain::Value sample;
    std::string type; ///< the buyer's word: "Date (mm/dd/yyyy)", "US Phone"
    std::string description;
    std::vector<std::string> allowed;       ///< the buyer's values
    std::vector<std::string> allowedLabels; ///< what they mean; as long as `allowed`, or empty
    std::string maxLength;
    std::optional<bool> required;
    bool typed = false; ///< the body keeps numbers and booleans apart from texts (JSON)
};

enum class MappingKind {
    Field,    ///< a lead field
    Template, ///< several lead fields in one text: first and last name
    Constant, ///< the same text for each lead: campaign, format, version
    Carried,  ///< what an earlier step answered: ping_id
    Computed, ///< time, UUID
    Unmapped, ///< nothing good enough; the best is among the alternatives
};

struct MappingAlternative {
    std::string field;  ///< schema key, with path for groups: "drivers[0].first_name"
    int confidence = 0; ///< 0 to 100
    QString reason;     ///< translated sentence
};

struct MappingSuggestion {
    domain::StepKind step = domain::StepKind::Post;
    std::string target;
    MappingKind kind = MappingKind::Unmapped;
    std::string
        field; ///< Field: the schema key; Template: its text; Carried: the carried value; Computed: its word
    domain::Value constant;
    int confidence = 0;       ///< 0 to 100, of `kind`
    QString reason;           ///< translated sentence
    domain::Array transforms; ///< as a row holds them
    domain::Value when;       ///< the row's condition ("only in the test environment"), else null
    std::vector<std::string> unmappedValues; ///< the buyer's choices or ours that no map entry covers
    bool pii = false;     ///< the field is personal and the step is a ping: publish will be blocked
    domain::Value sample; ///< as pasted
    std::vector<MappingAlternative> alternatives; ///< the best three others, best first
};

struct AutoMapOptions {
    domain::StepKind step = domain::StepKind::Post;
    int threshold = 60;   ///< below it a target stays unmapped
    bool hasPing = false; ///< a post may then name what the ping answered
};

/// The schema made ready for many targets; the schema must outlive it.
class AutoMapper {
  public:
    AutoMapper(const domain::FieldSchema &schema, const AutoMapOptions &options);
    AutoMapper(AutoMapper &&) noexcept;
    ~AutoMapper();
    MappingSuggestion suggest(const MappingTarget &target) const;

  private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

/// One suggestion for each target, in their order. One field may serve several targets.
std::vector<MappingSuggestion> autoMap(const std::vector<MappingTarget> &targets,
                                       const domain::FieldSchema &schema, const AutoMapOptions &options);

/// The row's "source" and, if any, "transforms" and "on_empty" for a suggestion, or for the user's choice of
/// another field; `field` empty takes the suggestion as it is.
domain::Object rowFor(const MappingSuggestion &suggestion, const MappingTarget &target,
                      const domain::FieldSchema &schema, const std::string &field = {});

} // namespace bourse::workbench
