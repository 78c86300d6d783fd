#pragma once
// The import box's front door: text in, requests, specification, samples, secrets and a report out.
#include "base/result.h"
#include "base/secret.h"
#include "workbench/import/importedrequest.h"
#include "workbench/import/importreport.h"
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

enum class ImportKind {
    Unknown,
    Curl,
    Postman,
    OpenApi,
    Har,
    RawHttp, ///< "POST /x HTTP/1.1" with headers and body
    JsonSample,
    XmlSample,
    FormSample, ///< a=1&b=2, or an URL with a query
    SpecificationTable,
};
/// Stable word: "curl", "postman", "openapi", "har", "http", "json", "xml", "form", "table", "unknown".
std::string_view name(ImportKind kind);
/// For people, translated: "cURL command".
QString label(ImportKind kind);

struct KindGuess {
    ImportKind kind = ImportKind::Unknown;
    int confidence = 0; ///< 0 to 100
    QString reason;     ///< translated
};
/// What the text looks like, likeliest first; empty where nothing fits. Looks only, reads nothing.
std::vector<KindGuess> recognise(std::string_view text);

struct ImportLimits {
    std::size_t maxBytes = 5u << 20;
    int maxDepth = 32;             ///< of JSON, XML and folders; a target path has as many steps
    std::size_t maxLeaves = 5'000; ///< of all requests together
    std::size_t maxRequests = 200;
    std::size_t maxTableRows = 2'000;
};

struct ImportOptions {
    ImportKind kind = ImportKind::Unknown; ///< Unknown: recognise; else read as this, whatever it looks like
    /// The step of a source that has only one request; else each request's step is guessed from its name and
    /// address.
    std::optional<domain::StepKind> step;
    ImportLimits limits;
};

struct ImportResult {
    ImportKind kind = ImportKind::Unknown;
    int confidence = 0; ///< that the kind is right; 100 where the caller forced it
    std::vector<KindGuess> guesses;
    std::string name; ///< of the collection or API, where it has one
    std::vector<ImportedRequest> requests;
    std::vector<SpecificationField> specification;
    /// Name to value: the only place where they are. Names are [a-z0-9_]+.
    std::map<std::string, Secret> secretsFound;
    /// Variables of the source that the requests still name ({{variable.x}}), with their values.
    domain::Object variables;
    ImportReport report;
};

/// Never throws, never hangs; the same text gives the same result. Errors (the whole text is unusable):
/// "empty_input", "too_large", "invalid_utf8", "nul_character", "not_recognised", "too_many", and the
/// parser's own where a forced kind does not fit ("invalid_json", "invalid_xml", "too_deep", "duplicate_key",
/// "no_request"). What is wrong with a part is in the report.
Result<ImportResult> importText(std::string_view text, const ImportOptions &options = {});

} // namespace bourse::workbench
