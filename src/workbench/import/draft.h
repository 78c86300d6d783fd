#pragma once
// From imported requests to a valid integration document, mapped as far as is certain.
#include "workbench/import/automap.h"
#include "workbench/import/importtext.h"
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bourse::workbench {

/// What the user chose for one target where it differs from the suggestion.
struct MappingChoice {
    MappingKind kind = MappingKind::Field;
    std::string field;      ///< Field, Template, Carried, Computed
    domain::Value constant; ///< Constant
};

struct DraftOptions {
    std::string slug;  ///< empty: made of the source's name or host
    std::string label; ///< empty: the source's name or host
    std::string currency = "USD";
    /// Without a schema nothing is mapped: rows are constants of the sample.
    const domain::FieldSchema *schema = nullptr;
    int threshold = 60;
    /// Where requests go whose text names no server, as a table or a sample; "https://" may be left out.
    std::string address;
    /// How fields are sent where only a specification table is known: Form or Json.
    ImportedBodyKind specificationBody = ImportedBodyKind::Form;
    /// (step, target) to choice.
    std::map<std::pair<domain::StepKind, std::string>, MappingChoice> choices;
};

struct Draft {
    /// Compiles with domain::Integration::fromValue; secrets are references.
    domain::Value document;
    std::vector<MappingSuggestion> suggestions; ///< one for each row that is no secret, in the rows' order
    std::vector<MappingTarget> targets;         ///< as long as `suggestions`: what each was judged by
    domain::Array samples;                      ///< [{"id","label","step","response"}]
    domain::Value specification; ///< {"fields":[{"step","target","required","type","values","note"}]} or null
    std::vector<std::string> secretNames; ///< that the document names; values are ImportResult::secretsFound
    bool lacksAddress = false;            ///< the text names no server: DraftOptions::address stands for it
    ImportReport report; ///< what building added: guesses, unmapped targets, what the language cannot say
};

/// Errors: "no_request" where there is neither a request nor a specification; the compiler's own if the
/// document would not compile (then the import has a fault, and the message says where).
Result<Draft> buildDraft(const ImportResult &imported, const DraftOptions &options = {});

} // namespace bourse::workbench
