#pragma once
// An imported draft put into a document that is there already: what it has stays, what is missing comes.
#include "domain/integration/integration.h"
#include "domain/json/value.h"
#include <QString>
#include <map>
#include <string>
#include <vector>

namespace bourse::workbench {

/// Gives secrets other names wherever the document refers to them: {"secret":"x"} and {{secret.x}}.
void renameSecrets(domain::Value &document, const std::map<std::string, std::string> &names);
/// Names of the secrets that a document refers to, each once, sorted; of one that does not compile, too.
std::vector<std::string> secretNamesOf(const domain::Value &document);
/// "acme-home" and "api_key" to "acme_home_api_key"; a name that begins so stays. Secrets of two buyers lie
/// beside each other in one place, so each has its buyer's name in front.
std::string secretNameFor(const std::string &slug, const std::string &name);

/// "Acme Insurance" to "acme-insurance": what a document can be called; "buyer" if nothing is left.
QString slugFromName(const QString &name);

struct MergeOptions {
    /// Rows of targets that the document has: false keeps its own, true takes the imported ones.
    bool replaceRows = false;
};
struct MergedDocument {
    domain::Value document;
    int stepsAdded = 0;
    int rowsAdded = 0;
    int rowsReplaced = 0;
    int rowsKept = 0; ///< of targets that both have
};
/// Steps that the document lacks come whole; in a step that both have, rows are joined by their target.
/// Endpoints, variables, tables, samples and fields of the specification are added where the document has
/// none of that name. A step without any row takes the imported one's address, method and body format; one
/// with no rule of its own (other than for server errors) takes its rules. Never changes what the document is
/// called.
MergedDocument mergeImport(const domain::Value &open, const domain::Value &imported,
                           const MergeOptions &options = {});

} // namespace bourse::workbench
