#pragma once
// Parts of a document that are neither rendered nor read: its version, samples, the buyer's specification and
// the reasons for sending personal data early.
#include "domain/integration/documentreader.h"
#include "domain/integration/integration.h"
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace bourse::domain {

/// Makes a document of version n one of version n + 1; entry 0 takes version 1.
using Migration = Value (*)(Value document);

/// The version that this program writes.
constexpr int kIntegrationVersion = 1;

/// The document in the newest version, which is one more than there are migrations. Errors:
/// "unsupported_version" for a newer one, "required" or "wrong_type" where it has no version, "wrong_type"
/// where it is no object.
Result<Value> migratedDocument(Value document, std::span<const Migration> migrations);
/// With this program's own migrations.
Result<Value> migratedDocument(Value document);

/// What a sample's answer is to be read as; what is absent is not checked.
struct SampleExpectation {
    std::optional<Reading> outcome;
    bool checksPrice = false;
    std::optional<std::int64_t> priceMicros; ///< nothing: no price is to be found
    std::vector<std::pair<std::string, std::string>> carried;
    std::optional<std::string> reasonCode;
    std::optional<std::string> reasonText;
    std::optional<std::string> redirect;
    std::optional<std::string> expiresAt;
    std::optional<std::string> rule;
};
/// What an answered request was rendered from, as far as rules compare the answer with it.
struct SampleAbout {
    Object lead; ///< normalised
    std::map<std::string, std::string> carried;
    /// Refers to this object.
    RenderInput input() const;
};
struct Sample {
    std::string id;
    std::string label; ///< the id where it has none
    StepId step = StepKind::Ping;
    std::string response; ///< raw HTTP answer or body
    std::optional<SampleAbout> about;
    SampleExpectation expect;
};
/// Reads "samples". With `steps`, names of those that there are, samples of other steps are refused
/// ("no_such_reference").
std::vector<Sample> readSamples(ObjectReader &document, const std::set<std::string> *steps);

/// A field that the buyer's specification names.
struct SpecificationField {
    StepKind step = StepKind::Ping;
    std::string target;
    bool required = false;
    std::string type;                      ///< the specification's own word; may be empty
    std::vector<std::string> values;       ///< if not empty, the only ones that the buyer takes
    std::optional<std::int64_t> maxLength; ///< characters
    std::string note;
};
/// Reads "specification".
std::vector<SpecificationField> readSpecification(ObjectReader &document);

/// Reads "tables": objects, key to value, or comma-separated text (domain/integration/table.h).
std::map<std::string, Object> readTables(ObjectReader &document);

/// Reads "verticals": the slugs of those that the document is made for; none: any.
std::vector<std::string> readVerticals(ObjectReader &document);

/// Reads "pii_reasons": lead field to why this buyer needs it in the ping.
std::vector<std::pair<std::string, std::string>> readPiiReasons(ObjectReader &document);

} // namespace bourse::domain
