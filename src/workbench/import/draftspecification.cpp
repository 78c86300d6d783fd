#include "workbench/import/draftbuilder.h"
#include "workbench/import/targetname.h"
#include <algorithm>
#include <set>

namespace bourse::workbench {
namespace {

using domain::Array;
using domain::Object;
using domain::StepKind;
using domain::Value;

} // namespace

std::string DraftBuilder::specificationTarget(const std::string &target) const
{
    if (m_options.specificationBody != ImportedBodyKind::Json)
        return target;
    const bool path =
        target.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]") ==
            std::string::npos &&
        !target.starts_with('.') && !target.ends_with('.') && target.find("..") == std::string::npos &&
        target.find("[]") == std::string::npos;
    return path ? target : jsonTarget({}, target).value_or(identifierFrom(target, "field"));
}

void DraftBuilder::specificationRequests()
{
    const bool alone = m_requests.empty();
    std::set<std::pair<StepKind, std::string>> once;
    for (const auto &[step, request] : m_requests) {
        for (const std::vector<ImportedLeaf> *list : {&request.query, &request.headers, &request.body.leaves})
            for (const ImportedLeaf &leaf : *list) {
                once.emplace(step, joinedName(leaf.target));
                once.emplace(step, joinedName(lastPart(leaf.target)));
            }
    }
    for (const SpecificationField &field : m_in.specification) {
        const StepKind step = field.step.value_or(StepKind::Post);
        if (!alone && !m_requests.contains(step))
            continue;
        if (!once.emplace(step, joinedName(field.target)).second) {
            if (alone)
                m_draft.report.note("named_twice", field.place, shortened(field.target),
                                    ImportText::tr("The table names this field twice; the first is taken."));
            continue;
        }
        ImportedRequest &request = m_requests[step];
        if (alone) {
            request.step = step;
            request.body.kind = m_options.specificationBody == ImportedBodyKind::Json
                                    ? ImportedBodyKind::Json
                                    : ImportedBodyKind::Form;
        } else if (request.body.kind != ImportedBodyKind::Json &&
                   request.body.kind != ImportedBodyKind::Form) {
            m_draft.report.note(
                "not_in_sample", field.place, shortened(field.target),
                ImportText::tr("The specification names this field, the sample has no place for it."));
            continue;
        }
        ImportedLeaf leaf;
        leaf.target = specificationTarget(field.target);
        leaf.place = field.place;
        if (!field.example.empty())
            leaf.value = field.example;
        else if (!field.defaultValue.empty() && isConfigurationName(field.target))
            leaf.value = field.defaultValue;
        if (isSecretName(field.target) && !isCarriedName(field.target)) {
            leaf.secret = identifierFrom(field.target, "secret");
            leaf.value = Value();
        }
        request.body.leaves.push_back(std::move(leaf));
    }
}

void DraftBuilder::specification()
{
    if (m_in.specification.empty())
        return;
    Array fields;
    for (const SpecificationField &field : m_in.specification) {
        Object one{{"step", name(field.step.value_or(StepKind::Post))},
                   {"target", specificationTarget(field.target)}};
        if (field.required)
            one.append("required", *field.required);
        if (!field.type.empty())
            one.append("type", field.type);
        if (!field.values.empty()) {
            Array values;
            for (const std::string &value : field.values)
                values.push_back(value);
            one.append("values", std::move(values));
        }
        std::size_t most = 0;
        for (const char c : field.maxLength)
            if (c >= '0' && c <= '9' && most < 1'000'000)
                most = most * 10 + static_cast<std::size_t>(c - '0');
        const bool plainSize = most > 0 && most <= 1'000'000 &&
                               field.maxLength.find_first_not_of("0123456789") == std::string::npos;
        if (plainSize)
            one.append("max_length", static_cast<int>(most));
        std::string note = field.note;
        const auto more = [&](const QString &what, const std::string &text) {
            if (!text.empty())
                note += (note.empty() ? "" : "; ") + what.arg(shown(text)).toStdString();
        };
        for (std::size_t i = 0; i < field.valueLabels.size(); ++i)
            if (!field.valueLabels[i].empty())
                more(QStringLiteral("%1"), field.values[i] + " = " + field.valueLabels[i]);
        more(ImportText::tr("required: %1"), field.requiredText);
        if (!plainSize)
            more(ImportText::tr("at most %1"), field.maxLength);
        more(ImportText::tr("default %1"), field.defaultValue);
        more(ImportText::tr("example %1"), field.example);
        if (!note.empty())
            one.append("note", note);
        fields.push_back(std::move(one));
    }
    m_draft.specification = Object{{"fields", std::move(fields)}};
}

void DraftBuilder::samples()
{
    std::set<std::string> ids;
    for (const auto &[step, request] : m_requests)
        for (const ImportedResponse &response : request.responses) {
            const std::string base = std::string(name(step)) + '-' +
                                     identifierFrom(response.label, std::to_string(response.status));
            std::string id = base;
            std::replace(id.begin(), id.end(), '_', '-');
            const std::string stem = id;
            for (int n = 2; !ids.insert(id).second; ++n)
                id = stem + '-' + std::to_string(n);
            m_draft.samples.push_back(
                Object{{"id", id},
                       {"label", response.label.empty() ? std::to_string(response.status) : response.label},
                       {"step", name(step)},
                       {"response", response.toText()}});
        }
}

} // namespace bourse::workbench
