#pragma once
// What a step sends, as a flat list of rows: whom it does not take, URL, query, headers, body; groups with
// their rows below them.
#include "workbench/documentpath.h"
#include <QString>
#include <QVector>
#include <optional>

namespace bourse::domain {
enum class StepKind;
}

namespace bourse::workbench {

/// The part of a request that a row writes into; before it the leads of which no request is made.
enum class RowSection { Refusals, Url, Query, Headers, Body };
inline constexpr int rowSections = 5;

/// Where a row's value comes from; the word of its source object.
enum class SourceKind {
    None, ///< no source object yet
    Field,
    Constant,
    Template,
    Carried,
    Secret,
    Variable,
    Value, ///< one of the document's or the step's named values
    Lookup,
    Computed,
    FirstOf,
    Body,  ///< a body within a value: JSON in a form parameter
    Pairs, ///< rows as one text: name=value&name=value
    Other  ///< a kind this program's editor has no word for; edited as text
};
SourceKind sourceKind(const domain::Value *source);
/// What the source is, without its kind: "address.postal_code", "19", "codes by source".
QString sourceText(const domain::Value *source);
/// A source object of a kind from what a person typed; for Lookup the table's name.
domain::Value makeSource(SourceKind kind, const QString &text);

struct MappingRow {
    enum class Kind {
        Section, ///< a heading; `target` is empty
        Row,
        Group, ///< a row with rows of its own: once, or for each item of a list
        Method,
        BaseUrl,
        UrlPath,  ///< the path, or the whole URL, as a template
        BodyText, ///< a text body's template
        Refusal,  ///< one of the step's "refuse_when"; `target` is its reason
    };
    Kind kind = Kind::Row;
    RowSection section = RowSection::Body;
    DocumentPath path; ///< of the row's or refusal's object or, from Method to BodyText, of the text
    int depth = 0;     ///< groups around it
    QString target;
    int count = 0;           ///< Section: rows in it
    QString detail;          ///< Section: "POST https://…", "form"
    bool isRequired = false; ///< by the buyer's specification
    /// True if it is a row with a target, source and transforms.
    bool isRow() const { return kind == Kind::Row; }
    /// True for what can be moved and taken away.
    bool isInList() const { return isRow() || kind == Kind::Group || kind == Kind::Refusal; }
    bool operator==(const MappingRow &) const = default;
};

/// Sections in the request's order, each headed by a Section row; a section without rows is left out unless
/// it is the body's.
QVector<MappingRow> mappingRows(const domain::Value &document, domain::StepKind step, bool live);

/// The list that holds a row ("steps.ping.body.rows") and its place in it; nothing for what is no row.
std::optional<std::pair<DocumentPath, std::size_t>> placeOf(const DocumentPath &row);

} // namespace bourse::workbench
