#pragma once
// What the readers of the import share: texts, leaves, the report's words. Not for use outside this folder.
#include "workbench/import/importtext.h"
#include <QCoreApplication>

namespace bourse::workbench {

/// The translation context of everything that the import says.
struct ImportText {
    Q_DECLARE_TR_FUNCTIONS(ImportText)
};
QString shown(std::string_view text);

std::string_view trimmed(std::string_view text);
std::string lowered(std::string_view text);
bool startsWithFolded(std::string_view text, std::string_view start);
bool equalsFolded(std::string_view a, std::string_view b);
bool containsFolded(std::string_view text, std::string_view part);
std::vector<std::string_view> linesOf(std::string_view text);
void replaceAll(std::string &text, std::string_view what, std::string_view with);
/// One line for the report: control characters as spaces, cut at a character's border.
std::string shortened(std::string_view text, std::size_t bytes = 160);
/// %XX and, if asked, '+' undone; nothing where an escape is broken or the result is no clean UTF-8.
std::optional<std::string> urlDecoded(std::string_view text, bool plusIsSpace);
/// Valid UTF-8 without NUL.
bool isCleanText(std::string_view text);
/// "homePhone_2[0]" → home, phone, 2, 0. Lower case.
std::vector<std::string> nameTokens(std::string_view name);
/// [a-z0-9_]+, at most 48; `fallback` if nothing is left.
std::string identifierFrom(std::string_view name, std::string_view fallback);
/// "YOUR_API_KEY", "<zip>", "{{zip}}", "xxxx", "...": the place of a value, no value.
bool isPlaceholder(std::string_view value);

/// What a reader works with; limits are counted over all of it.
struct ImportContext {
    const ImportOptions &options;
    ImportResult &result;
    std::size_t leaves = 0;
    bool tooMany = false;                         ///< a limit was hit: the import is refused as a whole
    std::map<std::string, std::string> variables; ///< that the source gives a value to

    ImportReport &report() { return result.report; }
    /// Counts the leaf as read and appends it.
    void add(std::vector<ImportedLeaf> &to, ImportedLeaf leaf);
    /// Appends a request, within the limit.
    void add(ImportedRequest request);
};

/// Takes an URL apart into origin, path and query leaves of the request; source variables stay {{name}}.
void readUrl(std::string_view url, const std::string &place, ImportedRequest &request,
             ImportContext &context);
/// Adds a header to the request, or tells why not: those of the connection are Bourse's own, Content-Type
/// belongs to the body, Authorization becomes `auth`, a browser's own are left out.
void readHeader(std::string_view name, std::string_view value, const std::string &place,
                ImportedRequest &request, ImportContext &context);
/// Reads a body by what it is; `contentType` decides where that is not plain.
ImportedBody readBody(std::string_view text, std::string_view contentType, const std::string &place,
                      ImportContext &context);
/// a=1&b=2 as leaves.
void readForm(std::string_view text, const std::string &place, std::vector<ImportedLeaf> &leaves,
              ImportContext &context);
/// Looks like a=1&b=2: names without odd characters, at least one '='.
bool looksLikeForm(std::string_view text);
/// A member's place below a JSON target; nothing where no target can say it.
std::optional<std::string> jsonTarget(const std::string &parent, std::string_view name);
/// Strict JSON, else the same with comments, trailing commas, typographic quotes and bare {{variables}} put
/// right; what was done is a note.
std::optional<domain::Value> readForgivingJson(std::string_view text, const std::string &place,
                                               ImportContext &context, Errors *problems = nullptr);

// The readers, one for each kind of text. Each adds to the context's result; an error refuses the whole text.
Result<void> readCurl(std::string_view text, ImportContext &context);
Result<void> readPostman(const domain::Value &collection, ImportContext &context);
Result<void> readOpenApi(const domain::Value &document, ImportContext &context);
Result<void> readHar(const domain::Value &log, ImportContext &context);
Result<void> readRawHttp(std::string_view text, ImportContext &context);
Result<void> readTable(std::string_view text, ImportContext &context);

/// How much the text looks like a table of fields, 0 to 100.
int tableLikeness(std::string_view text);

/// Sets {{name}} of the source into values, templates and variables of the document; then takes every secret
/// out of the result into secretsFound.
void separateSecrets(ImportResult &result, const std::map<std::string, std::string> &variables);
bool isSecretName(std::string_view name);

/// Guesses each request's step and leaves out what a document has no second place for.
void guessSteps(ImportContext &context);

} // namespace bourse::workbench
