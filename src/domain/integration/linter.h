#pragma once
// The linter behind lint(): one object for one document, with what its checks share. Private to the
// integration room.
#include "domain/integration/conditionleaf.h"
#include "domain/integration/documentparts.h"
#include "domain/integration/documentwalk.h"
#include "domain/integration/explain.h"
#include "domain/integration/lint.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::domain {

using Severity = LintProblem::Severity;

/// Steps in the order in which they are looked at.
inline constexpr StepKind kAllSteps[] = {StepKind::Auth,       StepKind::Lookup,  StepKind::Ping,
                                         StepKind::Post,       StepKind::Status,  StepKind::NotifyWin,
                                         StepKind::NotifyLoss, StepKind::Callback};

/// Whether the text is in the list.
bool contains(const std::vector<std::string> &list, const std::string &text);
/// The first few of the values, in quotes, for a sentence.
std::string named(const std::vector<std::string> &values);
/// The field at a dotted path; items of lists are stepped into.
const FieldSpec *fieldAt(const FieldSchema &schema, std::string_view path);

/// Gathers the problems of a document, check by check.
class Linter {
  public:
    Linter(const Value &document, const LintContext &context) : m_document(document), m_context(context) {}

    std::vector<LintProblem> run();
    /// A row writes a specification's target if their names agree, or if that is the last part of its path.
    static bool writes(const DocumentRow &row, const std::string &target);
    /// It writes the target and has something to write: an empty constant stands for a value that nobody has
    /// said yet, unless it is said that it is sent empty.
    static bool fills(const DocumentRow &row, const std::string &target);
    /// In a text the name must stand by itself: zip=…, "zip":…, <zip>.
    static bool names(const DocumentText &text, const std::string &target);

  private:
    static std::optional<StepKind> stepOf(std::string_view path);
    void add(Severity severity, std::string code, std::string path, std::string subject, std::string message,
             std::string rule);
    void readParts();
    bool isPii(const std::string &field) const;
    bool hasReason(const std::string &field) const;
    void personalData(StepKind step, const std::vector<DocumentRow> &rows);
    const Value *namedValue(StepKind step, const std::string &name) const;
    /// What the row or the named value that it takes makes of its value no longer tells who the person is.
    bool hidden(StepKind step, const Value &row, int depth = 0) const;
    /// Named values that nothing reads.
    void unusedValues();
    void enums(StepKind step, const std::vector<DocumentRow> &rows);
    static Object leadWith(const std::string &path, const std::string &value);
    void judgeChoice(const Value &row, const RowTrace &trace, const std::string &choice,
                     std::vector<std::string> &refused, std::vector<std::string> &passed) const;
    const Object *entriesOf(const Value &map) const;
    bool isMapped(const Value &map, const std::string &key) const;
    /// Entries of a map that no value of its field can meet.
    void mapKeys(StepKind, const std::vector<DocumentRow> &rows);
    /// Conditions of rows that can never hold.
    void conditions(StepKind step, const std::vector<DocumentRow> &rows);
    /// All texts that the leaf's source can give, where they are known and the leaf asks for a text.
    std::optional<std::vector<std::string>> possibleTexts(StepKind step, const Leaf &leaf) const;
    /// Keys and passwords that stand among the named values.
    void valueSecrets();
    void secrets(StepKind, const std::vector<DocumentRow> &rows);
    void addSecret(const std::string &path, const std::string &subject);
    /// A document type that names another element than the root.
    void doctype(const StepPlace &place);
    void escaping(StepKind step, const std::vector<DocumentRow> &rows);
    /// Names that the step or its answer can set.
    static std::vector<std::string> carriedBy(const Value &step);
    void carried(StepKind step, const std::vector<DocumentRow> &rows);
    void timeLimit(const StepPlace &place);
    /// The text with its variables in it.
    std::string withVariables(std::string text) const;
    void endpoints();
    /// Called once it is known whether personal data is sent.
    void plainHttp();
    void rules(const StepPlace &place);
    /// Whether a callback finds its lead, and whether anybody may send one.
    void callback(const Value &value);
    /// True if the rule can never decide because the earlier one always holds first.
    static bool hides(const Value &earlier, const Value &rule);
    /// "not_equals", "ne", "missing" and "empty" say something about all values, not about the one that was
    /// found.
    static bool negates(const Leaf &leaf);
    /// True if the condition can hold for an answer that says nothing of what it asks for. The HTTP status is
    /// always there, and says nothing of the lead.
    static bool onlyDenies(const Value &condition, bool denied = false);
    /// An accepting rule that a word of a rejecting rule meets as well, such as "Match" in "No Match".
    void acceptsRejects(const Array &all, std::size_t i, const std::string &path);
    const SpecificationField *specified(StepKind step, const DocumentRow &row) const;
    void coverage(StepKind step, const std::vector<DocumentRow> &rows);
    void samples();
    const Array *rulesOf(const StepId &step) const;
    /// Where the step stands: "steps.lookup.then[0]".
    std::string pathOf(const StepId &step) const;
    /// In the order of the document, by the place each problem names.
    void sort();

    const Value &m_document;
    const LintContext &m_context;
    std::shared_ptr<const Integration> m_integration;
    std::vector<std::pair<std::string, std::string>> m_reasons;
    std::vector<SpecificationField> m_specification;
    bool m_sendsPii = false;
    bool m_foreignVertical = false; ///< the document is not made for the context's vertical
    std::vector<LintProblem> m_compiler;
    std::vector<LintProblem> m_found;
};

} // namespace bourse::domain
