#pragma once
// Edits of mapping rows as a person thinks of them, each one step of undo with a speaking text. Rows are
// named by their path in the document.
#include "workbench/integrationdocument.h"
#include <QCoreApplication>
#include <QStringList>

namespace bourse::domain {
struct FieldSpec;
struct LintProblem;
} // namespace bourse::domain

namespace bourse::workbench {

class MappingEdits {
    Q_DECLARE_TR_FUNCTIONS(MappingEdits)
  public:
    /// `document` is not owned.
    explicit MappingEdits(IntegrationDocument *document) : m_document(document) {}

    /// What people call the row: its target, or a refusal's reason.
    QString nameOf(const DocumentPath &row) const;
    bool rename(const DocumentPath &row, const QString &target);
    bool setSource(const DocumentPath &row, domain::Value source);
    /// A new row behind `row`; or, for an empty path, at the end of the step's body (made if it is absent).
    /// Returns the new row's path.
    std::optional<DocumentPath> insertAfter(const DocumentPath &row, domain::StepKind step,
                                            const QString &target, domain::Value source);
    bool remove(const DocumentPath &row);
    /// `by` −1 or 1 within its list; returns where it is then.
    std::optional<DocumentPath> move(const DocumentPath &row, int by);

    /// `index` past the end appends.
    bool addTransform(const DocumentPath &row, std::size_t index, domain::Value transform);
    bool removeTransform(const DocumentPath &row, std::size_t index);
    bool moveTransform(const DocumentPath &row, std::size_t from, int by);
    /// An absent value takes the key away. `typing` merges with the keystroke before.
    bool setParameter(const DocumentPath &row, std::size_t index, const std::string &key,
                      std::optional<domain::Value> value, bool typing = false);

    /// Makes the row send the buyer's words for these values of ours: a map that passes on what it does not
    /// know, with `value` as its first entry, as it is. Returns its place in the chain.
    std::optional<std::size_t> addMap(const DocumentPath &row, const QString &value);
    /// Values that a problem says a row has no word for, of those that the field can have; all of them where
    /// the vertical does not know the field.
    static QStringList unmappedValues(const domain::LintProblem &problem, const domain::FieldSpec *field);

    /// "omit" is the language's default and is written as an absent key.
    bool setOnEmpty(const DocumentPath &row, const std::string &rule);
    bool setWhen(const DocumentPath &row, std::optional<domain::Value> condition);
    /// A condition whose leads the step does not take: {"when":…,"reason":…,"reason_code":…}. Added behind
    /// `after`, a refusal of the same step, or at the end; returns its path. Nothing if the step is not
    /// there.
    std::optional<DocumentPath> addRefusal(domain::StepKind step, domain::Value refusal,
                                           const DocumentPath &after = {});
    bool setRefusal(const DocumentPath &refusal, domain::Value changed);
    static bool isRefusal(const DocumentPath &path);

    /// Makes the row's value of pairs. What the row had as its source becomes the first pair's, unless it had
    /// pairs already, which then stay.
    bool makePairs(const DocumentPath &row, const QString &firstName);
    /// How the pairs are written. What is the language's default is written as an absent key.
    struct PairMarks {
        QString separator = QStringLiteral("=");   ///< between name and value
        QString join = QStringLiteral("&");        ///< between two pairs
        QString inside = QStringLiteral("refuse"); ///< "refuse", "replace", "url_encode", "backslash"
        QString with = QStringLiteral(" ");        ///< for "replace"
        bool operator==(const PairMarks &) const = default;
    };
    PairMarks pairMarks(const DocumentPath &row) const;
    bool setPairMarks(const DocumentPath &row, const PairMarks &marks);
    /// A pair at the end; returns its path.
    std::optional<DocumentPath> addPair(const DocumentPath &row, const QString &name);

    /// Why these lead fields, which are personal, may go out with a ping.
    bool recordPiiReason(const QStringList &fields, const QString &reason);
    /// Takes a ping's row away and adds it to the post unless the post has that target already.
    bool moveToPost(const DocumentPath &row);

    bool addStep(domain::StepKind step);
    bool removeStep(domain::StepKind step);

    /// Word of a step for people.
    static QString stepName(domain::StepKind step);
    /// A transform with what it needs to compile: its name and its required parameters, empty or the first
    /// choice.
    static domain::Value newTransform(std::string_view name);
    /// Name of a transform for people, "Trim".
    static QString transformName(std::string_view name);
    /// What the chip says: the name and what makes it this one: "Cut 20", "Map 9 values", "MD5, hex".
    static QString transformText(const domain::Value &transform);

  private:
    IntegrationDocument *m_document;
};

} // namespace bourse::workbench
