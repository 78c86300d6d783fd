#include "workbench/mappingedits.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/describe.h"
#include "domain/integration/integration.h"
#include "domain/integration/lint.h"
#include "domain/json/json.h"
#include "workbench/mappingrow.h"
#include <algorithm>

namespace bourse::workbench {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

namespace {

constexpr int typingKey = 0x6d70; // merges keystrokes in one parameter

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// Whether a row with this transform alone is valid.
bool compiles(const Object &transform)
{
    const Object row{
        {"target", "t"}, {"source", Object{{"constant", ""}}}, {"transforms", Array{Value(transform)}}};
    const Object post{
        {"body", Object{{"format", "json"}, {"rows", Array{Value(row)}}}},
        {"response", Object{{"rules", Array{Value(Object{{"id", "r"}, {"outcome", "error"}})}}}}};
    return domain::Integration::fromValue(Object{{"bourse_integration", 1},
                                                 {"slug", "s"},
                                                 {"endpoints", Object()},
                                                 {"steps", Object{{"post", post}}}})
        .ok();
}

} // namespace

QString MappingEdits::nameOf(const DocumentPath &row) const
{
    const QString target = m_document->text(row.child(isRefusal(row) ? "reason" : "target"));
    return target.isEmpty() ? tr("the row") : target;
}

bool MappingEdits::rename(const DocumentPath &row, const QString &target)
{
    return m_document->set(row.child("target"), Value(target.toStdString()),
                           tr("Rename %1 to %2").arg(nameOf(row), target));
}

bool MappingEdits::setSource(const DocumentPath &row, Value source)
{
    const QString what = sourceText(&source);
    const QString text = sourceKind(&source) == SourceKind::Constant
                             ? tr("Set %1 to the constant “%2”").arg(nameOf(row), what)
                             : tr("Map %1 to %2").arg(nameOf(row), what);
    return m_document->set(row.child("source"), std::move(source), text);
}

std::optional<DocumentPath> MappingEdits::insertAfter(const DocumentPath &row, StepKind step,
                                                      const QString &target, Value source)
{
    Value object = Object{{"target", target.toStdString()}, {"source", std::move(source)}};
    const QString text = tr("Add %1").arg(target);
    if (const auto place = placeOf(row)) {
        const DocumentPath list = place->first;
        if (!m_document->insert(list, place->second + 1, std::move(object), text))
            return std::nullopt;
        return list.child(place->second + 1);
    }
    const DocumentPath list = IntegrationDocument::bodyRows(step);
    if (const Value *rows = m_document->at(list)) {
        const std::size_t end = rows->asArray() ? rows->asArray()->size() : 0;
        if (!m_document->insert(list, end, std::move(object), text))
            return std::nullopt;
        return list.child(end);
    }
    const DocumentPath body = IntegrationDocument::stepPath(step).child("body");
    const Value *now = m_document->at(body);
    if (now && now->find("template"))
        return std::nullopt; // a text body has no rows
    Object made;
    made.set("format", "json");
    made.set("rows", Array{std::move(object)});
    if (!m_document->set(body, Value(std::move(made)), text))
        return std::nullopt;
    return list.child(std::size_t(0));
}

bool MappingEdits::remove(const DocumentPath &row)
{
    return m_document->remove(row, isRefusal(row) ? tr("No longer refuse leads: %1").arg(nameOf(row))
                                                  : tr("Remove %1").arg(nameOf(row)));
}

std::optional<DocumentPath> MappingEdits::move(const DocumentPath &row, int by)
{
    const auto place = placeOf(row);
    if (!place || (by < 0 && place->second == 0))
        return std::nullopt;
    const std::size_t to = by < 0 ? place->second - 1 : place->second + 1;
    if (!m_document->move(place->first, place->second, to,
                          by < 0 ? tr("Move %1 up").arg(nameOf(row)) : tr("Move %1 down").arg(nameOf(row))))
        return std::nullopt;
    return place->first.child(to);
}

bool MappingEdits::addTransform(const DocumentPath &row, std::size_t index, Value transform)
{
    const DocumentPath list = row.child("transforms");
    const Value *now = m_document->at(list);
    const std::size_t size = now && now->asArray() ? now->asArray()->size() : 0;
    const QString text = tr("Add “%1” to %2").arg(transformName(transform.find("do")->toText()), nameOf(row));
    return m_document->insert(list, std::min(index, size), std::move(transform), text);
}

bool MappingEdits::removeTransform(const DocumentPath &row, std::size_t index)
{
    const DocumentPath list = row.child("transforms");
    const Value *now = m_document->at(list);
    if (!now || !now->asArray() || index >= now->asArray()->size())
        return false;
    const Value *name = (*now->asArray())[index].find("do");
    const QString text =
        tr("Remove “%1” from %2").arg(name ? transformName(name->toText()) : QString(), nameOf(row));
    // an empty chain is an absent one, so that a document does not remember what was taken back
    if (now->asArray()->size() == 1)
        return m_document->remove(list, text);
    return m_document->remove(list.child(index), text);
}

bool MappingEdits::moveTransform(const DocumentPath &row, std::size_t from, int by)
{
    if (by < 0 && from == 0)
        return false;
    const DocumentPath list = row.child("transforms");
    const Value *moved = m_document->at(list.child(from));
    const Value *name = moved ? moved->find("do") : nullptr;
    return name && m_document->move(list, from, by < 0 ? from - 1 : from + 1,
                                    tr("Move “%1” of %2").arg(transformName(name->toText()), nameOf(row)));
}

bool MappingEdits::setParameter(const DocumentPath &row, std::size_t index, const std::string &key,
                                std::optional<Value> value, bool typing)
{
    const DocumentPath transform = row.child("transforms").child(index);
    const Value *now = m_document->at(transform);
    const Value *name = now ? now->find("do") : nullptr;
    if (!name)
        return false;
    return m_document->set(transform.child(key), std::move(value),
                           tr("Change “%1” of %2").arg(transformName(name->toText()), nameOf(row)),
                           typing ? typingKey : 0);
}

std::optional<std::size_t> MappingEdits::addMap(const DocumentPath &row, const QString &value)
{
    const Value *now = m_document->at(row.child("transforms"));
    const std::size_t end = now && now->asArray() ? now->asArray()->size() : 0;
    const std::string same = value.toStdString();
    if (!addTransform(row, end,
                      Object{{"do", "map"}, {"entries", Object{{same, same}}}, {"unmapped", "pass"}}))
        return std::nullopt;
    return end;
}

QStringList MappingEdits::unmappedValues(const domain::LintProblem &problem, const domain::FieldSpec *field)
{
    if (problem.code != "enum_value_unmapped")
        return {};
    const QString all = qt(problem.rule);
    if (!field || field->choices.empty())
        return all.isEmpty() ? QStringList() : all.split(QStringLiteral(", "));
    // a value may have a comma of its own: it is looked for whole
    QStringList values;
    const QString between = QStringLiteral(", ") + all + QStringLiteral(", ");
    for (const domain::EnumChoice &choice : field->choices)
        if (between.contains(QStringLiteral(", ") + qt(choice.value) + QStringLiteral(", ")))
            values.append(qt(choice.value));
    return values;
}

bool MappingEdits::setOnEmpty(const DocumentPath &row, const std::string &rule)
{
    return m_document->set(row.child("on_empty"),
                           rule == "omit" ? std::nullopt : std::optional<Value>(Value(rule)),
                           tr("Change what %1 does when empty").arg(nameOf(row)));
}

bool MappingEdits::setWhen(const DocumentPath &row, std::optional<Value> condition)
{
    const QString text =
        condition ? tr("Send %1 only sometimes").arg(nameOf(row)) : tr("Send %1 always").arg(nameOf(row));
    return m_document->set(row.child("when"), std::move(condition), text);
}

bool MappingEdits::isRefusal(const DocumentPath &path)
{
    return path.index() && path.parent().key() == "refuse_when";
}

std::optional<DocumentPath> MappingEdits::addRefusal(StepKind step, Value refusal, const DocumentPath &after)
{
    if (!m_document->at(IntegrationDocument::stepPath(step)))
        return std::nullopt;
    const DocumentPath list = IntegrationDocument::refusals(step);
    const Value *now = m_document->at(list);
    std::size_t at = now && now->asArray() ? now->asArray()->size() : 0;
    if (isRefusal(after) && after.parent() == list)
        at = std::min(at, *after.index() + 1);
    const Value *reason = refusal.find("reason");
    const QString text = tr("Refuse leads: %1").arg(reason ? qt(reason->toText()) : QString());
    if (!m_document->insert(list, at, std::move(refusal), text))
        return std::nullopt;
    return list.child(at);
}

bool MappingEdits::setRefusal(const DocumentPath &refusal, Value changed)
{
    const Value *reason = changed.find("reason");
    const QString text =
        tr("Change which leads are refused: %1").arg(reason ? qt(reason->toText()) : nameOf(refusal));
    return m_document->set(refusal, std::move(changed), text);
}

bool MappingEdits::makePairs(const DocumentPath &row, const QString &firstName)
{
    const Value *now = m_document->at(row.child("source"));
    if (sourceKind(now) == SourceKind::Pairs)
        return true;
    Value first = sourceKind(now) == SourceKind::None ? Value(Object{{"constant", ""}}) : *now;
    Value source = Object{
        {"pairs", Array{Value(Object{{"target", firstName.toStdString()}, {"source", std::move(first)}})}}};
    return m_document->set(row.child("source"), std::move(source), tr("Make %1 of pairs").arg(nameOf(row)));
}

MappingEdits::PairMarks MappingEdits::pairMarks(const DocumentPath &row) const
{
    PairMarks marks;
    const DocumentPath source = row.child("source");
    for (const auto &[key, text] : {std::pair("separator", &marks.separator), std::pair("join", &marks.join),
                                    std::pair("inside", &marks.inside), std::pair("with", &marks.with)})
        if (m_document->at(source.child(key)))
            *text = m_document->text(source.child(key));
    return marks;
}

bool MappingEdits::setPairMarks(const DocumentPath &row, const PairMarks &marks)
{
    const Value *now = m_document->at(row.child("source"));
    if (sourceKind(now) != SourceKind::Pairs)
        return false;
    Object changed = *now->asObject();
    const PairMarks usual;
    const auto put = [&changed](const char *key, const QString &text, const QString &standard) {
        if (text == standard)
            changed.remove(key);
        else
            changed.set(key, text.toStdString());
    };
    put("separator", marks.separator, usual.separator);
    put("join", marks.join, usual.join);
    put("inside", marks.inside, usual.inside);
    put("with", marks.inside == u"replace" ? marks.with : usual.with, usual.with);
    return m_document->set(row.child("source"), Value(std::move(changed)),
                           tr("Change how the pairs of %1 are written").arg(nameOf(row)));
}

std::optional<DocumentPath> MappingEdits::addPair(const DocumentPath &row, const QString &name)
{
    const DocumentPath list = row.child("source").child("pairs");
    const Value *now = m_document->at(list);
    if (!now || !now->asArray())
        return std::nullopt;
    const std::size_t at = now->asArray()->size();
    if (!m_document->insert(list, at,
                            Object{{"target", name.toStdString()}, {"source", Object{{"constant", ""}}}},
                            tr("Add the pair %1 to %2").arg(name, nameOf(row))))
        return std::nullopt;
    return list.child(at);
}

bool MappingEdits::recordPiiReason(const QStringList &fields, const QString &reason)
{
    if (fields.isEmpty())
        return false;
    const QString text = tr("Record why %1 is in the ping").arg(fields.join(QStringLiteral(", ")));
    m_document->beginMacro(text);
    bool done = true;
    for (const QString &field : fields)
        done = m_document->set(DocumentPath("pii_reasons").child(field.toStdString()),
                               Value(reason.toStdString()), text) &&
               done;
    m_document->endMacro();
    return done;
}

bool MappingEdits::moveToPost(const DocumentPath &row)
{
    const Value *found = m_document->at(row);
    if (!found)
        return false;
    Value moved = *found;
    const QString text = tr("Move %1 to Post").arg(nameOf(row));
    const DocumentPath list = IntegrationDocument::bodyRows(StepKind::Post);
    const Value *rows = m_document->at(list);
    if (!rows || !rows->asArray())
        return false;
    const Value *target = moved.find("target");
    const bool there =
        std::any_of(rows->asArray()->begin(), rows->asArray()->end(), [target](const Value &r) {
            const Value *name = r.find("target");
            return name && target && *name == *target;
        });
    m_document->beginMacro(text);
    bool done = m_document->remove(row, text);
    if (done && !there)
        done = m_document->insert(list, rows->asArray()->size(), std::move(moved), text);
    m_document->endMacro();
    return done;
}

bool MappingEdits::addStep(StepKind step)
{
    // never counted as sold until somebody says what is: a server's error is the one answer all agree on
    const Value rules =
        Array{Object{{"id", "server_error"},
                     {"outcome", "error"},
                     {"on_5xx", true},
                     {"when", Object{{"source", Object{{"http", "status"}}}, {"op", "ge"}, {"value", 500}}}}};
    const Value made = Object{{"method", "POST"},
                              {"path", "/"},
                              {"body", Object{{"format", "json"}, {"rows", Array()}}},
                              {"response", Object{{"rules", rules}}}};
    return m_document->set(IntegrationDocument::stepPath(step), made,
                           tr("Add the step %1").arg(stepName(step)));
}

bool MappingEdits::removeStep(StepKind step)
{
    return m_document->remove(IntegrationDocument::stepPath(step),
                              tr("Remove the step %1").arg(stepName(step)));
}

QString MappingEdits::stepName(StepKind step)
{
    switch (step) {
    case StepKind::Auth:
        return tr("Sign-in");
    case StepKind::Lookup:
        return tr("Look-up");
    case StepKind::Ping:
        return tr("Ping");
    case StepKind::Post:
        return tr("Post");
    case StepKind::Status:
        return tr("Status");
    case StepKind::NotifyWin:
        return tr("Won");
    case StepKind::NotifyLoss:
        return tr("Lost");
    case StepKind::Callback:
        return tr("Callback");
    }
    return {};
}

Value MappingEdits::newTransform(std::string_view name)
{
    Object made;
    made.set("do", Value(name));
    const domain::TransformInfo *info = domain::findTransform(name);
    if (!info)
        return made;
    // what it needs comes from its own example, so that it does something at once and can then be changed
    const auto example = domain::parseJson(info->example.parameters);
    for (const domain::TransformParameter &parameter : info->parameters)
        if (parameter.required)
            if (const Value *value = example ? example->find(parameter.key) : nullptr)
                made.set(parameter.key, *value);
    // Some need one of several ("map" entries or a table): then the whole example is taken.
    if (example && example->isObject() && !compiles(made))
        for (const auto &[key, value] : *example->asObject())
            made.set(key, value);
    return made;
}

QString MappingEdits::transformName(std::string_view name)
{
    const domain::TransformInfo *info = domain::findTransform(name);
    return info ? QCoreApplication::translate("Transforms", info->label)
                : QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString MappingEdits::transformText(const Value &transform)
{
    return qt(domain::describeTransform(transform));
}

} // namespace bourse::workbench
