// The linter on what a step sends: personal data, enum values, maps, conditions, named values.
#include "domain/integration/describe.h"
#include "domain/integration/linter.h"
#include "domain/integration/plan.h"
#include <algorithm>
#include <functional>
#include <map>

namespace bourse::domain {
namespace {

/// Enum choices that are tried on one row; a vertical has tens.
constexpr std::size_t kMostChoices = 500;

bool holdsPii(const FieldSpec &field)
{
    return field.pii || std::any_of(field.fields.begin(), field.fields.end(), holdsPii);
}

/// True if what leaves the chain no longer tells who the person is.
bool hidesPerson(const Value &row)
{
    const Value *transforms = row.find("transforms");
    const Array *chain = transforms ? transforms->asArray() : nullptr;
    return chain && std::any_of(chain->begin(), chain->end(), [](const Value &transform) {
               const std::string word = textOf(transform, "do");
               const std::string to = textOf(transform, "to");
               return word == "hash" || word == "hmac" || word == "email_domain" ||
                      (word == "phone" && (to == "area" || to == "exchange"));
           });
}

} // namespace

bool Linter::isPii(const std::string &field) const
{
    const FieldSpec *spec = m_context.vertical ? fieldAt(*m_context.vertical, field) : nullptr;
    return spec && holdsPii(*spec);
}

bool Linter::hasReason(const std::string &field) const
{
    return std::any_of(m_reasons.begin(), m_reasons.end(), [&](const auto &reason) {
        return field == reason.first || field.starts_with(reason.first + '.');
    });
}

void Linter::personalData(StepKind step, const std::vector<DocumentRow> &rows)
{
    if (!m_context.vertical)
        return;
    const auto report = [&](const References &references, const std::string &path,
                            const std::string &subject) {
        for (const std::string &field : references.fields) {
            if (!isPii(field))
                continue;
            m_sendsPii = true;
            if (step == StepKind::Ping && !hasReason(field))
                add(Severity::Blocking, "pii_in_ping", path, subject,
                    subject + " sends personal data (" + field +
                        ") in the ping. Send it with the post, or record why this buyer needs it.",
                    field);
        }
    };
    for (const DocumentText &text : textsOf(m_document, step))
        report(text.references, text.path, text.path.substr(text.path.rfind('.') + 1));
    for (const DocumentRow &row : rows)
        if (!hidden(step, *row.row) && !row.isGroup)
            report(row.references, row.path, row.fullTarget);
}

const Value *Linter::namedValue(StepKind step, const std::string &name) const
{
    for (const std::string &at :
         {"steps." + std::string(domain::name(step)) + ".values", std::string("values")})
        if (const Value *values = memberAt(m_document, at))
            if (const Value *value = values->find(name))
                return value;
    return nullptr;
}

bool Linter::hidden(StepKind step, const Value &row, int depth) const
{
    if (hidesPerson(row))
        return true;
    const Value *source = row.find("source");
    const Value *name = source ? source->find("value") : nullptr;
    const Value *value = name && depth < 32 ? namedValue(step, name->toText()) : nullptr;
    return value && hidden(step, *value, depth + 1);
}

void Linter::unusedValues()
{
    std::vector<std::string> used;
    const std::function<void(const Value &, int)> walk = [&](const Value &value, int depth) {
        if (depth > 64)
            return;
        if (const std::string *text = value.asString()) {
            for (std::string &name : referencesInText(*text).values)
                used.push_back(std::move(name));
        } else if (const Array *list = value.asArray()) {
            for (const Value &one : *list)
                walk(one, depth + 1);
        } else if (const Object *object = value.asObject()) {
            for (const Member &member : *object) {
                if (member.first == "value" && member.second.isString())
                    used.push_back(member.second.toText());
                walk(member.second, depth + 1);
            }
        }
    };
    walk(m_document, 0);
    const auto judge = [&](const std::string &at) {
        const Value *values = memberAt(m_document, at);
        for (const Member &member : values && values->asObject() ? *values->asObject() : Object())
            if (!contains(used, member.first))
                add(Severity::Hint, "value_never_used", at + '.' + member.first, member.first,
                    "Nothing takes the value " + member.first + ". Use it, or remove it.", member.first);
    };
    judge("values");
    for (const StepKind step : kAllSteps)
        for (const StepPlace &place : placesOf(m_document, step))
            judge(place.path + ".values");
}

void Linter::enums(StepKind step, const std::vector<DocumentRow> &rows)
{
    if (!m_context.vertical || !m_integration || m_foreignVertical)
        return;
    struct Missing {
        std::vector<std::string> refused;
        std::vector<std::string> passed;
        std::vector<std::string> notTaken;
    };
    std::map<std::string, Missing> missing; // by path of the row
    std::vector<std::string> fields;
    for (const DocumentRow &row : rows)
        if (row.references.fields.size() == 1 && !row.isGroup && !contains(fields, row.references.fields[0]))
            fields.push_back(row.references.fields[0]);
    for (const std::string &path : fields) {
        const FieldSpec *field = fieldAt(*m_context.vertical, path);
        if (!field || field->type != FieldType::Enum)
            continue;
        for (std::size_t i = 0; i < field->choices.size() && i < kMostChoices; ++i) {
            const std::string &choice = field->choices[i].value;
            const Object lead = leadWith(path, choice);
            RenderInput input;
            input.lead = &lead;
            std::vector<RowTrace> traces;
            for (const StepPlace &place : placesOf(m_document, step)) {
                Explanation explanation = m_integration->explain(place.step, input);
                std::move(explanation.rows.begin(), explanation.rows.end(), std::back_inserter(traces));
            }
            for (const DocumentRow &row : rows) {
                if (row.references.fields != std::vector<std::string>{path} || row.isGroup)
                    continue;
                const auto trace = std::find_if(traces.begin(), traces.end(),
                                                [&](const RowTrace &one) { return one.path == row.path; });
                if (trace == traces.end())
                    continue;
                judgeChoice(*row.row, *trace, choice, missing[row.path].refused, missing[row.path].passed);
                const SpecificationField *asked = specified(step, row);
                if (asked && !asked->values.empty() && trace->state == RowTrace::State::Written &&
                    !contains(asked->values, trace->result) &&
                    !contains(missing[row.path].notTaken, trace->result))
                    missing[row.path].notTaken.push_back(trace->result);
            }
        }
    }
    for (const DocumentRow &row : rows) {
        const auto found = missing.find(row.path);
        if (found == missing.end())
            continue;
        const auto &[refused, passed, notTaken] = found->second;
        const auto all = [](const std::vector<std::string> &values) {
            std::string out;
            for (const std::string &value : values)
                out += (out.empty() ? "" : ", ") + value;
            return out;
        };
        if (!refused.empty())
            add(Severity::Warning, "enum_value_unmapped", row.path, row.fullTarget,
                row.fullTarget + " has no buyer value for " + named(refused) +
                    ". Such leads are not sent to this buyer.",
                all(refused));
        if (!passed.empty())
            add(Severity::Warning, "enum_value_unmapped", row.path, row.fullTarget,
                row.fullTarget + " has no buyer value for " + named(passed) + ". It is passed on unchanged.",
                all(passed));
        if (!notTaken.empty())
            add(Severity::Warning, "enum_value_unmapped", row.path, row.fullTarget,
                row.fullTarget + " would send " + named(notTaken) +
                    ", which the buyer's specification does not list.",
                all(notTaken));
    }
}

Object Linter::leadWith(const std::string &path, const std::string &value)
{
    const std::size_t dot = path.find('.');
    Object lead;
    if (dot == std::string::npos)
        lead.append(path, value);
    else
        lead.append(path.substr(0, dot), Value(leadWith(path.substr(dot + 1), value)));
    return lead;
}

void Linter::judgeChoice(const Value &row, const RowTrace &trace, const std::string &choice,
                         std::vector<std::string> &refused, std::vector<std::string> &passed) const
{
    const Value *transforms = row.find("transforms");
    const Array *chain = transforms ? transforms->asArray() : nullptr;
    // what a named value does leaves no trace but its problem
    if (trace.problem && trace.problem->code == "unmapped_value" && trace.transforms.empty())
        refused.push_back(choice);
    for (std::size_t i = 0; i < trace.transforms.size(); ++i) {
        const TransformTrace &one = trace.transforms[i];
        if (one.name != "map" || !chain || i >= chain->size())
            continue;
        if (one.problem)
            refused.push_back(choice);
        else if (textOf((*chain)[i], "unmapped") == "pass" && !isMapped((*chain)[i], one.before))
            passed.push_back(choice);
    }
}

const Object *Linter::entriesOf(const Value &map) const
{
    if (const Value *entries = map.find("entries"))
        return entries->asObject();
    const Value *tables = m_document.find("tables");
    const Value *table = tables ? tables->find(textOf(map, "table")) : nullptr;
    return table ? table->asObject() : nullptr;
}

bool Linter::isMapped(const Value &map, const std::string &key) const
{
    const Object *entries = entriesOf(map);
    if (!entries)
        return true;
    const bool fold = textOf(map, "ignore_case") == "true";
    return std::any_of(entries->begin(), entries->end(), [&](const Member &entry) {
        return entry.first == key || (fold && lowered(entry.first) == lowered(key));
    });
}

void Linter::mapKeys(StepKind, const std::vector<DocumentRow> &rows)
{
    if (!m_context.vertical || m_foreignVertical)
        return;
    for (const DocumentRow &row : rows) {
        const Value *source = row.row->find("source");
        const Value *transforms = row.row->find("transforms");
        const Array *chain = transforms ? transforms->asArray() : nullptr;
        // Only where nothing changes the value before the map does the field alone decide.
        if (!source || !source->find("field") || !chain || chain->empty() ||
            textOf(chain->front(), "do") != "map" || row.references.fields.empty())
            continue;
        const FieldSpec *field = fieldAt(*m_context.vertical, row.references.fields.front());
        const Object *entries = entriesOf(chain->front());
        if (!field || field->type != FieldType::Enum || !entries)
            continue;
        const bool fold = textOf(chain->front(), "ignore_case") == "true";
        std::vector<std::string> never;
        for (const Member &entry : *entries)
            if (std::none_of(field->choices.begin(), field->choices.end(), [&](const EnumChoice &choice) {
                    return choice.value == entry.first ||
                           (fold && lowered(choice.value) == lowered(entry.first));
                }))
                never.push_back(entry.first);
        if (!never.empty())
            add(Severity::Hint, "unreachable_row", row.path, row.fullTarget,
                row.fullTarget + " maps " + named(never) + ", which \u201C" + field->key +
                    "\u201D never is. Check the spelling, or remove the entry.",
                never.front());
    }
}

void Linter::conditions(StepKind step, const std::vector<DocumentRow> &rows)
{
    for (const DocumentRow &row : rows) {
        const Value *when = row.row->find("when");
        if (!when)
            continue;
        const auto leaves = demands(when);
        std::string why;
        for (std::size_t i = 0; i < leaves.size() && why.empty(); ++i) {
            const Leaf &leaf = leaves[i];
            const auto texts = onlyTexts(leaf);
            const auto possible = possibleTexts(step, leaf);
            if (possible && std::none_of(possible->begin(), possible->end(),
                                         [&](const std::string &text) { return leafHoldsFor(leaf, text); }))
                why = describeCondition(*leaf.value);
            for (std::size_t j = 0; j < i && why.empty(); ++j)
                if (!texts.empty() && leaf.sameSource(leaves[j]) &&
                    std::none_of(texts.begin(), texts.end(),
                                 [&](const std::string &text) { return leafHoldsFor(leaves[j], text); }))
                    why = describeCondition(*leaves[j].value) + " and " + describeCondition(*leaf.value);
        }
        if (!why.empty())
            add(Severity::Warning, "unreachable_row", row.path, row.fullTarget,
                row.fullTarget + " is never sent: its condition (" + why + ") cannot hold.", "when");
    }
}

std::optional<std::vector<std::string>> Linter::possibleTexts(StepKind step, const Leaf &leaf) const
{
    const std::string op = textOf(*leaf.value, "op");
    if (!leaf.source || op == "missing" || op == "empty" || op == "not_equals" || op == "exists" ||
        op == "not_empty" ||
        (leaf.transforms && leaf.transforms->asArray() && !leaf.transforms->asArray()->empty()))
        return std::nullopt;
    if (textOf(*leaf.source, "computed") == "environment")
        return std::vector<std::string>{"test", "live"};
    if (textOf(*leaf.source, "computed") == "step")
        return std::vector<std::string>{std::string(name(step))};
    if (const Value *constant = leaf.source->find("constant"))
        return std::vector<std::string>{constant->toText()};
    const Value *path = leaf.source->find("field");
    const FieldSpec *field = path && m_context.vertical && !m_foreignVertical
                                 ? fieldAt(*m_context.vertical, path->toText())
                                 : nullptr;
    if (!field || field->type != FieldType::Enum)
        return std::nullopt;
    std::vector<std::string> out;
    for (const EnumChoice &choice : field->choices)
        out.push_back(choice.value);
    return out;
}

void Linter::doctype(const StepPlace &place)
{
    const Value *body = place.value->find("body");
    const Value *prolog = body ? body->find("prolog") : nullptr;
    const Value *rows = body ? body->find("rows") : nullptr;
    if (!prolog || !prolog->isArray() || !rows || !rows->isArray() || rows->asArray()->empty())
        return;
    std::string root = textOf(rows->asArray()->front(), "target");
    root.erase(0, root.starts_with('/'));
    root.resize(std::min(root.find_first_of("/@["), root.size()));
    for (std::size_t i = 0; i < prolog->asArray()->size(); ++i) {
        const std::string type = textOf((*prolog->asArray())[i], "doctype");
        if (!type.empty() && !root.empty() && type != root)
            add(Severity::Warning, "doctype_not_root", place.path + ".body.prolog[" + std::to_string(i) + ']',
                type,
                "The document type names " + type + ", but the root element is " + root +
                    ": a reader that checks would refuse the document.",
                root);
    }
}

} // namespace bourse::domain
