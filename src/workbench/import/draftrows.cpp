#include "workbench/import/draftbuilder.h"
#include "workbench/import/targetname.h"
#include <algorithm>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

} // namespace

std::string_view lastPart(std::string_view target)
{
    const std::size_t at = target.find_last_of("./@");
    return at == std::string_view::npos ? target : target.substr(at + 1);
}

const char *formatName(ImportedBodyKind kind)
{
    switch (kind) {
    case ImportedBodyKind::Json:
        return "json";
    case ImportedBodyKind::Form:
        return "form";
    case ImportedBodyKind::Xml:
        return "xml";
    case ImportedBodyKind::Text:
        return "text";
    case ImportedBodyKind::Multipart:
        return "multipart";
    case ImportedBodyKind::None:
        break;
    }
    return "none";
}

Object DraftBuilder::plainRow(const ImportedLeaf &leaf, Object source)
{
    Object row{{"target", leaf.target}};
    row.append("source", std::move(source));
    return row;
}

Object DraftBuilder::headerRow(const ImportedLeaf &leaf)
{
    useVariables(leaf.textTemplate);
    Object row = !leaf.textTemplate.empty() ? plainRow(leaf, Object{{"template", leaf.textTemplate}})
                 : !leaf.secret.empty()     ? plainRow(leaf, Object{{"secret", leaf.secret}})
                                            : plainRow(leaf, Object{{"constant", leaf.value.toText()}});
    if (leaf.secret.empty() && leaf.textTemplate.empty() && leaf.value.toText().empty())
        row.append("on_empty", "empty");
    return row;
}

MappingTarget DraftBuilder::targetOf(StepKind step, const ImportedLeaf &leaf, bool typed) const
{
    MappingTarget target;
    target.target = leaf.target;
    target.sample = leaf.value;
    target.description = leaf.note;
    target.type = leaf.type;
    target.allowed = leaf.allowed;
    target.required = leaf.required;
    target.typed = typed;
    for (const SpecificationField &field : m_in.specification) {
        if (field.step && *field.step != step)
            continue;
        if (joinedName(field.target) != joinedName(leaf.target) &&
            joinedName(field.target) != joinedName(lastPart(leaf.target)))
            continue;
        target.type = field.type;
        if (!field.note.empty())
            target.description = field.note;
        if (!field.values.empty()) {
            target.allowed = field.values;
            target.allowedLabels = field.valueLabels;
        }
        target.maxLength = field.maxLength;
        if (field.required)
            target.required = field.required;
        if (target.sample.isNull() && !field.example.empty())
            target.sample = field.example;
        break;
    }
    return target;
}

Array DraftBuilder::rows(StepKind step, const std::vector<ImportedLeaf> &leaves, bool typed)
{
    Array out;
    for (const ImportedLeaf &leaf : leaves)
        out.push_back(rowOf(step, leaf, typed));
    return out;
}

Object DraftBuilder::finished(const ImportedLeaf &leaf, Object row)
{
    if (leaf.cdata)
        row.append("cdata", true);
    if (!leaf.fileName.empty())
        row.append("filename", leaf.fileName);
    if (!leaf.contentType.empty())
        row.append("content_type", leaf.contentType);
    if (!leaf.note.empty() && !row.contains("note"))
        row.append("note", shortened(leaf.note, 240));
    return row;
}

Object DraftBuilder::rowOf(StepKind step, const ImportedLeaf &leaf, bool typed)
{
    if (leaf.inner) {
        Object inner{{"format", formatName(leaf.inner->kind)},
                     {"rows", rows(step, leaf.inner->leaves, leaf.inner->kind == ImportedBodyKind::Json)}};
        if (leaf.inner->kind == ImportedBodyKind::Xml && !leaf.inner->xmlDeclaration)
            inner.append("declaration", false);
        if (leaf.inner->kind == ImportedBodyKind::Xml && !leaf.inner->xmlProlog.empty())
            inner.append("prolog", leaf.inner->xmlProlog);
        return finished(leaf, plainRow(leaf, Object{{"body", std::move(inner)}}));
    }
    if (!leaf.textTemplate.empty() || !leaf.secret.empty())
        if (leaf.secret.empty() ? leaf.textTemplate.find("{{secret.") != std::string::npos : true) {
            useVariables(leaf.textTemplate);
            return finished(leaf, plainRow(leaf, leaf.textTemplate.empty()
                                                     ? Object{{"secret", leaf.secret}}
                                                     : Object{{"template", leaf.textTemplate}}));
        }
    MappingTarget target = targetOf(step, leaf, typed);
    MappingSuggestion suggestion = suggest(step, target, leaf);
    Object row = chosenRow(step, target, suggestion);
    // what the sample has, though empty, is sent so
    const Value *source = row.find("source");
    const Value *constant = source ? source->find("constant") : nullptr;
    if (constant && !row.contains("on_empty") && suggestion.kind != MappingKind::Unmapped) {
        if (constant->isNull() && typed)
            row.append("on_empty", "null");
        else if (!leaf.value.isNull() && constant->toText().empty() &&
                 (constant->isString() || constant->isNull()))
            row.append("on_empty", "empty");
    }
    m_draft.targets.push_back(std::move(target));
    m_draft.suggestions.push_back(std::move(suggestion));
    return finished(leaf, std::move(row));
}

MappingSuggestion DraftBuilder::suggest(StepKind step, MappingTarget &target, const ImportedLeaf &leaf)
{
    MappingSuggestion suggestion;
    suggestion.step = step;
    suggestion.target = leaf.target;
    suggestion.sample = leaf.value;
    const bool place = !leaf.textTemplate.empty();
    if (m_options.schema) {
        // {{zip}} in the place of a value names it
        const std::size_t name = place ? leaf.textTemplate.find("{{variable.") : std::string::npos;
        if (name == 0 && leaf.textTemplate.find("}}") + 2 == leaf.textTemplate.size() &&
            target.description.empty())
            target.description = leaf.textTemplate.substr(11, leaf.textTemplate.size() - 13);
        AutoMapOptions how;
        how.step = step;
        how.threshold = m_options.threshold;
        how.hasPing = m_requests.contains(StepKind::Ping);
        suggestion = m_mappers.try_emplace(step, *m_options.schema, how).first->second.suggest(target);
    }
    if (const std::string id = answeredBefore(step, leaf.target); !id.empty() && suggestion.confidence < 97) {
        suggestion.kind = MappingKind::Carried;
        suggestion.field = id;
        suggestion.transforms.clear();
        suggestion.confidence = 97;
        suggestion.reason = ImportText::tr("A recorded answer of an earlier step has a member of this name.");
    }
    const bool settled = suggestion.kind == MappingKind::Field || suggestion.kind == MappingKind::Carried ||
                         suggestion.kind == MappingKind::Template || suggestion.kind == MappingKind::Computed;
    if (place && !settled) {
        useVariables(leaf.textTemplate);
        suggestion.kind = MappingKind::Template;
        suggestion.field = leaf.textTemplate;
        suggestion.confidence = 80;
        suggestion.reason = ImportText::tr("The text itself has a variable here.");
        return suggestion;
    }
    if (!m_options.schema && !settled) {
        suggestion.kind = MappingKind::Constant;
        suggestion.constant = leaf.value;
        suggestion.confidence = 100;
        suggestion.reason =
            ImportText::tr("Without a vertical nothing is mapped: the sample's value is sent.");
    }
    if (suggestion.kind == MappingKind::Unmapped && (leaf.value.isArray() || leaf.value.isObject())) {
        suggestion.kind = MappingKind::Constant;
        suggestion.constant = leaf.value;
        suggestion.confidence = 60;
        suggestion.reason = ImportText::tr("The sample has an empty list or group here.");
    }
    return suggestion;
}

bool DraftBuilder::sends(StepKind step, const std::string &plainName) const
{
    const auto found = m_requests.find(step);
    if (found == m_requests.end())
        return false;
    for (const std::vector<ImportedLeaf> *list : {&found->second.query, &found->second.body.leaves})
        for (const ImportedLeaf &leaf : *list)
            if (joinedName(lastPart(leaf.target)) == plainName)
                return true;
    return false;
}

std::string DraftBuilder::answeredBefore(StepKind step, const std::string &target) const
{
    const std::string name = joinedName(lastPart(target));
    for (const StepKind earlier : {StepKind::Ping, StepKind::Lookup, StepKind::Auth}) {
        if (earlier == step ||
            (step != StepKind::Post && step != StepKind::Status && step != StepKind::NotifyWin &&
             step != StepKind::NotifyLoss && earlier != StepKind::Auth))
            continue;
        const auto answer = m_answers.find(earlier);
        if (answer == m_answers.end())
            continue;
        const auto id = answer->second.carried.find(name);
        // what the earlier request itself sent is ours, not the buyer's
        if (id != answer->second.carried.end() && name != "id" && !sends(earlier, name))
            return id->second;
        // lp_ping_id is what the answer calls ping_id
        for (const auto &[known, carried] : answer->second.carried)
            if (isCarriedName(lastPart(target)) && known.size() > 4 && name.ends_with(known))
                return carried;
    }
    return {};
}

Object DraftBuilder::chosenRow(StepKind step, const MappingTarget &target, MappingSuggestion &suggestion)
{
    static const domain::FieldSchema kNone;
    const domain::FieldSchema &schema = m_options.schema ? *m_options.schema : kNone;
    const auto choice = m_options.choices.find({step, target.target});
    if (choice != m_options.choices.end()) {
        const MappingChoice &wanted = choice->second;
        if (wanted.kind == MappingKind::Field) {
            Object row = rowFor(suggestion, target, schema, wanted.field);
            suggestion.kind = MappingKind::Field;
            suggestion.field = wanted.field;
            suggestion.confidence = 100;
            suggestion.reason = ImportText::tr("Chosen by hand.");
            const Value *transforms = row.find("transforms");
            suggestion.transforms = transforms ? *transforms->asArray() : Array();
            return row;
        }
        suggestion.kind = wanted.kind;
        suggestion.field = wanted.field;
        suggestion.constant = wanted.constant;
        suggestion.transforms.clear();
        suggestion.when = Value();
        suggestion.confidence = 100;
        suggestion.reason = ImportText::tr("Chosen by hand.");
    }
    Object row = rowFor(suggestion, target, schema);
    if (suggestion.kind == MappingKind::Unmapped) {
        row.append("note", ImportText::tr("Not mapped yet.").toStdString());
        m_draft.report.note("unmapped", std::string(name(step)) + ' ' + target.target,
                            shortened(target.sample.toText()), suggestion.reason);
    } else if (suggestion.pii) {
        m_draft.report.note("pii_in_ping", std::string(name(step)) + ' ' + target.target, {},
                            suggestion.reason);
    }
    return row;
}

} // namespace bourse::workbench
