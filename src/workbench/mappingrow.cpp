#include "workbench/mappingrow.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "workbench/integrationdocument.h"
#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace bourse::workbench {

using domain::Array;
using domain::Object;
using domain::Value;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Mapping)
};

struct KindWord {
    SourceKind kind;
    const char *key;
};
constexpr std::array<KindWord, 12> words{{{SourceKind::Field, "field"},
                                          {SourceKind::Constant, "constant"},
                                          {SourceKind::Template, "template"},
                                          {SourceKind::Carried, "carried"},
                                          {SourceKind::Secret, "secret"},
                                          {SourceKind::Variable, "variable"},
                                          {SourceKind::Value, "value"},
                                          {SourceKind::Lookup, "lookup"},
                                          {SourceKind::Computed, "computed"},
                                          {SourceKind::FirstOf, "first_of"},
                                          {SourceKind::Body, "body"},
                                          {SourceKind::Pairs, "pairs"}}};

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// Scalars as they are, what has parts as JSON.
QString shown(const Value &value)
{
    if (value.isArray() || value.isObject() || value.isNull())
        return text(domain::writeJson(value));
    return text(value.toText());
}

QString shownMember(const Value &object, std::string_view key)
{
    const Value *member = object.find(key);
    return member ? shown(*member) : QString();
}

/// The targets that the buyer's specification asks for in this step.
QVector<QString> requiredTargets(const Value &document, std::string_view step)
{
    QVector<QString> targets;
    const Value *specification = document.find("specification");
    if (specification && specification->isObject())
        specification = specification->find("fields");
    const Array *fields = specification ? specification->asArray() : nullptr;
    if (!fields)
        return targets;
    for (const Value &field : *fields) {
        const Value *required = field.find("required");
        const Value *target = field.find("target");
        const Value *of = field.find("step");
        if (target && target->isString() && required && required->isBool() && *required->asBool() &&
            (!of || of->toText() == step))
            targets.append(text(target->toText()));
    }
    return targets;
}

class Lister {
  public:
    Lister(QVector<MappingRow> &rows, QVector<QString> required)
        : m_rows(rows), m_required(std::move(required))
    {
    }

    /// Returns how many rows there are, those of groups included.
    int list(const Value *value, const DocumentPath &path, RowSection section, int depth = 0)
    {
        const Array *rows = value ? value->asArray() : nullptr;
        if (!rows || depth > 16)
            return 0;
        int count = 0;
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const Value &object = (*rows)[i];
            MappingRow row;
            row.section = section;
            row.path = path.child(i);
            row.depth = depth;
            row.target = shownMember(object, "target");
            row.isRequired = m_required.contains(row.target);
            const Value *inner = object.find("rows");
            row.kind = inner ? MappingRow::Kind::Group : MappingRow::Kind::Row;
            m_rows.append(row);
            ++count;
            if (inner) {
                count += list(inner, row.path.child("rows"), section, depth + 1);
                continue;
            }
            // a body within a value has rows of its own, and so have pairs
            const Value *source = object.find("source");
            const Value *body = source ? source->find("body") : nullptr;
            if (const Value *within = body ? body->find("rows") : nullptr)
                count +=
                    list(within, row.path.child("source").child("body").child("rows"), section, depth + 1);
            if (const Value *pairs = source ? source->find("pairs") : nullptr)
                count += list(pairs, row.path.child("source").child("pairs"), section, depth + 1);
        }
        return count;
    }

  private:
    QVector<MappingRow> &m_rows;
    QVector<QString> m_required;
};

MappingRow heading(RowSection section)
{
    MappingRow row;
    row.kind = MappingRow::Kind::Section;
    row.section = section;
    return row;
}

MappingRow place(MappingRow::Kind kind, RowSection section, DocumentPath path, const QString &target)
{
    MappingRow row;
    row.kind = kind;
    row.section = section;
    row.path = std::move(path);
    row.target = target;
    return row;
}

} // namespace

SourceKind sourceKind(const Value *source)
{
    if (!source || !source->isObject() || source->asObject()->empty())
        return SourceKind::None;
    for (const KindWord &word : words)
        if (source->find(word.key))
            return word.kind;
    return SourceKind::Other;
}

QString sourceText(const Value *source)
{
    switch (const SourceKind kind = sourceKind(source)) {
    case SourceKind::None:
        return {};
    case SourceKind::Lookup: {
        const Value *key = source->find("key");
        return Words::tr("%1 by %2").arg(shownMember(*source, "lookup"), sourceText(key));
    }
    case SourceKind::FirstOf: {
        QStringList parts;
        if (const Array *sources = source->find("first_of")->asArray())
            for (const Value &each : *sources)
                parts.append(sourceText(&each));
        return parts.join(Words::tr(", else "));
    }
    case SourceKind::Body: {
        const Value *body = source->find("body");
        const Value *rows = body->find("rows");
        const QString format = shownMember(*body, "format").toUpper();
        return rows && rows->isArray() ? Words::tr("%1 with %2 rows").arg(format).arg(rows->asArray()->size())
                                       : format;
    }
    case SourceKind::Pairs: {
        // the first two as they are written: "2 pairs: a=…&b=…"
        const Array *pairs = source->find("pairs")->asArray();
        const std::size_t count = pairs ? pairs->size() : 0;
        const auto mark = [source](const char *key, const char *usual) {
            return source->find(key) ? shownMember(*source, key) : QString::fromLatin1(usual);
        };
        QString example;
        for (std::size_t i = 0; i < std::min<std::size_t>(count, 2); ++i)
            example += (i == 0 ? QString() : mark("join", "&")) + shownMember((*pairs)[i], "target") +
                       mark("separator", "=") + QStringLiteral("…");
        return (count == 1 ? Words::tr("1 pair: %2") : Words::tr("%1 pairs: %2").arg(count)).arg(example);
    }
    case SourceKind::Other:
        return shown(*source);
    default:
        for (const KindWord &word : words)
            if (word.kind == kind)
                return shownMember(*source, word.key);
        return {};
    }
}

Value makeSource(SourceKind kind, const QString &typed)
{
    const std::string utf8 = typed.toStdString();
    if (kind == SourceKind::Lookup)
        return Object{{"lookup", utf8}, {"key", Object{{"field", "state"}}}};
    if (kind == SourceKind::Pairs)
        return Object{
            {"pairs", Array{Value(Object{{"target", utf8}, {"source", Object{{"constant", ""}}}})}}};
    if (kind == SourceKind::FirstOf || kind == SourceKind::Body || kind == SourceKind::Other) {
        auto parsed = domain::parseJson(utf8);
        return parsed ? *parsed : Value(Object());
    }
    for (const KindWord &word : words)
        if (word.kind == kind)
            return Object{{word.key, utf8}};
    return Object();
}

QVector<MappingRow> mappingRows(const Value &document, domain::StepKind step, bool live)
{
    using Kind = MappingRow::Kind;
    QVector<MappingRow> rows;
    const DocumentPath stepPath = IntegrationDocument::stepPath(step);
    const Value *object = valueAt(document, stepPath);
    if (!object || !object->isObject())
        return rows;
    Lister lister(rows, requiredTargets(document, domain::name(step)));

    // asked before anything is written; most steps take every lead, and then nothing stands here
    const DocumentPath refusals = IntegrationDocument::refusals(step);
    const Value *refused = valueAt(document, refusals);
    if (refused && refused->asArray() && !refused->asArray()->empty()) {
        rows.append(heading(RowSection::Refusals));
        rows.last().count = static_cast<int>(refused->asArray()->size());
        for (std::size_t i = 0; i < refused->asArray()->size(); ++i)
            rows.append(place(Kind::Refusal, RowSection::Refusals, refusals.child(i),
                              shownMember((*refused->asArray())[i], "reason")));
    }

    // the URL: what is absent is shown where it would stand, so that it can be filled in
    const auto baseOf = [](bool ofLive) {
        return DocumentPath("endpoints").child(ofLive ? "live" : "test").child(std::string("base_url"));
    };
    const Value *baseUrl = valueAt(document, baseOf(live));
    const bool whole = object->find("url");
    const qsizetype url = rows.size();
    rows.append(heading(RowSection::Url));
    rows.append(place(Kind::Method, RowSection::Url, stepPath.child("method"), Words::tr("Method")));
    if (!whole) // both can be set, whichever is chosen; that one comes first
        for (const bool ofLive : {live, !live})
            rows.append(place(Kind::BaseUrl, RowSection::Url, baseOf(ofLive),
                              ofLive ? Words::tr("Live address") : Words::tr("Test address")));
    rows.append(place(Kind::UrlPath, RowSection::Url, stepPath.child(whole ? "url" : "path"),
                      whole ? Words::tr("URL") : Words::tr("Path")));
    const QString method = shownMember(*object, "method");
    rows[url].count = static_cast<int>(rows.size() - url - 1);
    rows[url].detail = QStringLiteral("%1 %2").arg(
        method.isEmpty() ? QStringLiteral("POST") : method,
        whole ? shownMember(*object, "url")
              : (baseUrl ? shown(*baseUrl) : Words::tr("(no address)")) + shownMember(*object, "path"));

    const auto section = [&](RowSection which, const DocumentPath &list) {
        const qsizetype first = rows.size();
        rows.append(heading(which));
        const int count = lister.list(valueAt(document, list), list, which);
        if (count == 0)
            rows.removeLast();
        else
            rows[first].count = count;
    };
    section(RowSection::Query, IntegrationDocument::queryRows(step));
    section(RowSection::Headers, IntegrationDocument::headerRows(step));

    const Value *body = object->find("body");
    const qsizetype first = rows.size();
    rows.append(heading(RowSection::Body));
    rows[first].detail = body ? shownMember(*body, "format") : QStringLiteral("none");
    if (body && body->find("template")) {
        rows.append(place(Kind::BodyText, RowSection::Body, stepPath.child("body").child("template"),
                          Words::tr("Text")));
        rows[first].count = 1;
    } else {
        const DocumentPath list = IntegrationDocument::bodyRows(step);
        rows[first].count = lister.list(valueAt(document, list), list, RowSection::Body);
    }
    return rows;
}

std::optional<std::pair<DocumentPath, std::size_t>> placeOf(const DocumentPath &row)
{
    const auto index = row.index();
    if (!index)
        return std::nullopt;
    return std::pair(row.parent(), *index);
}

} // namespace bourse::workbench
