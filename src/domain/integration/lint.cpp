// The linter: which checks run, the buyer's specification, and the document's own samples.
#include "domain/integration/linter.h"
#include "domain/integration/samples.h"
#include <algorithm>
#include <functional>
#include <unordered_map>

namespace bourse::domain {
namespace {

/// Values named in one sentence.
constexpr std::size_t kNamedValues = 5;

const FieldSpec *memberOf(const std::vector<FieldSpec> &fields, std::string_view key)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const FieldSpec &field) { return field.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

} // namespace

bool contains(const std::vector<std::string> &list, const std::string &text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::string named(const std::vector<std::string> &values)
{
    std::string out;
    for (std::size_t i = 0; i < values.size() && i < kNamedValues; ++i)
        out += (i == 0 ? "\u201C" : ", \u201C") + values[i] + "\u201D";
    if (values.size() > kNamedValues)
        out += " and " + std::to_string(values.size() - kNamedValues) + " more";
    return out;
}

/// The field at a dotted path; items of lists are stepped into.
const FieldSpec *fieldAt(const FieldSchema &schema, std::string_view path)
{
    const FieldSpec *field = nullptr;
    while (!path.empty()) {
        const std::size_t dot = std::min(path.find('.'), path.size());
        const std::string_view key = path.substr(0, dot);
        path.remove_prefix(std::min(dot + 1, path.size()));
        if (!field) {
            field = schema.find(key);
        } else {
            while (field->type == FieldType::List && !field->fields.empty())
                field = &field->fields.front();
            field = memberOf(field->fields, key);
        }
        if (!field)
            return nullptr;
    }
    return field;
}

std::vector<LintProblem> Linter::run()
{
    auto compiled = Integration::fromValue(m_document);
    if (compiled)
        m_integration = *compiled;
    else
        for (const Error &error : compiled.errors())
            m_compiler.push_back({Severity::Blocking,
                                  error.code,
                                  stepOf(error.field),
                                  error.field,
                                  {},
                                  error.message,
                                  error.rule});
    readParts();
    endpoints();
    unusedValues();
    valueSecrets();
    for (const StepKind step : kAllSteps) {
        const auto places = placesOf(m_document, step);
        if (places.empty() || !places.front().value->isObject())
            continue;
        const auto rows = rowsOf(m_document, step);
        personalData(step, rows);
        enums(step, rows);
        mapKeys(step, rows);
        conditions(step, rows);
        secrets(step, rows);
        escaping(step, rows);
        carried(step, rows);
        for (const StepPlace &place : places) {
            timeLimit(place);
            doctype(place);
            rules(place);
        }
        if (step == StepKind::Callback)
            callback(*places.front().value);
        coverage(step, rows);
    }
    samples();
    sort();
    std::vector<LintProblem> out = std::move(m_compiler);
    std::move(m_found.begin(), m_found.end(), std::back_inserter(out));
    return out;
}

std::optional<StepKind> Linter::stepOf(std::string_view path)
{
    if (!path.starts_with("steps."))
        return std::nullopt;
    path.remove_prefix(6);
    return stepKindFromName(path.substr(0, path.find_first_of(".[")));
}

void Linter::add(Severity severity, std::string code, std::string path, std::string subject,
                 std::string message, std::string rule)
{
    const auto step = stepOf(path);
    m_found.push_back({severity, std::move(code), step, std::move(path), std::move(subject),
                       std::move(message), std::move(rule)});
}

void Linter::readParts()
{
    Problems ignored; // the compiler reports them
    ObjectReader document(m_document, {}, ignored);
    m_reasons = readPiiReasons(document);
    m_specification = readSpecification(document);
    const auto verticals = readVerticals(document);
    if (m_context.vertical && !verticals.empty() && !contains(verticals, m_context.vertical->slug)) {
        add(Severity::Hint, "other_vertical", "verticals", m_context.vertical->slug,
            "The document is made for " + named(verticals) + ", not for " + m_context.vertical->slug +
                ": its values are not checked against that.",
            m_context.vertical->slug);
        m_foreignVertical = true;
    }
}

const SpecificationField *Linter::specified(StepKind step, const DocumentRow &row) const
{
    for (const SpecificationField &field : m_specification)
        if (field.step == step && writes(row, field.target))
            return &field;
    return nullptr;
}

bool Linter::writes(const DocumentRow &row, const std::string &target)
{
    if (row.target == target || row.fullTarget == target)
        return true;
    if (target.find_first_of("./@[") != std::string::npos)
        return false;
    const std::size_t cut = row.target.find_last_of("./@:");
    return cut != std::string::npos && row.target.substr(cut + 1) == target;
}

bool Linter::fills(const DocumentRow &row, const std::string &target)
{
    if (!writes(row, target))
        return false;
    const Value *source = row.row->find("source");
    const Value *constant = source ? source->find("constant") : nullptr;
    const Value *chain = row.row->find("transforms");
    const std::string empty = textOf(*row.row, "on_empty");
    return !constant || empty == "empty" || empty == "null" ||
           (chain && chain->isArray() && !chain->asArray()->empty()) ||
           !(constant->isNull() || (constant->asString() && constant->asString()->empty()));
}

bool Linter::names(const DocumentText &text, const std::string &target)
{
    const auto isWord = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    };
    for (std::size_t at = text.text->find(target); !target.empty() && at != std::string::npos;
         at = text.text->find(target, at + 1)) {
        const std::size_t end = at + target.size();
        const bool begins = at == 0 || !isWord((*text.text)[at - 1]);
        const bool ends = end < text.text->size() &&
                          std::string_view("=\"'>:").find((*text.text)[end]) != std::string_view::npos;
        if (begins && ends)
            return true;
    }
    return false;
}

void Linter::coverage(StepKind step, const std::vector<DocumentRow> &rows)
{
    const auto texts = textsOf(m_document, step);
    for (std::size_t i = 0; i < m_specification.size(); ++i) {
        const SpecificationField &field = m_specification[i];
        if (field.step != step ||
            std::any_of(rows.begin(), rows.end(),
                        [&](const DocumentRow &row) { return fills(row, field.target); }) ||
            std::any_of(texts.begin(), texts.end(),
                        [&](const DocumentText &text) { return names(text, field.target); }))
            continue;
        LintProblem problem;
        const auto blank = std::find_if(rows.begin(), rows.end(),
                                        [&](const DocumentRow &row) { return writes(row, field.target); });
        if (blank != rows.end()) {
            problem.severity = field.required ? Severity::Blocking : Severity::Hint;
            problem.code = field.required ? "required_target_empty" : "spec_target_empty";
            problem.step = step;
            problem.path = blank->path;
            problem.subject = field.target;
            problem.message =
                field.required
                    ? field.target + " is required by the buyer's specification and has no value yet."
                    : field.target + " has no value yet, so it is left out. It is optional.";
            problem.rule = field.required ? "required" : "optional";
            m_found.push_back(std::move(problem));
            continue;
        }
        problem.severity = field.required ? Severity::Blocking : Severity::Hint;
        problem.code = field.required ? "required_target_unmapped" : "spec_target_unmapped";
        problem.step = step;
        problem.path = "specification.fields[" + std::to_string(i) + ']';
        problem.subject = field.target;
        problem.message =
            field.required
                ? field.target + " is required by the buyer's specification and not mapped."
                : field.target + " is in the buyer's specification and not mapped. It is optional.";
        problem.rule = field.required ? "required" : "optional";
        m_found.push_back(std::move(problem));
    }
}

void Linter::samples()
{
    plainHttp();
    if (!m_integration)
        return;
    const auto checks = checkSamples(*m_integration);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        const SampleCheck &check = checks[i];
        const std::string path = "samples[" + std::to_string(i) + ']';
        const bool saleless =
            check.expected && *check.expected != Reading::Accepted && *check.expected != Reading::Pending;
        if (saleless) {
            const Array *rules = rulesOf(check.step);
            for (std::size_t r = 0; r < check.trace.rules.size(); ++r) {
                const RuleTrace &rule = check.trace.rules[r];
                if (!rule.matches || !rules || r >= rules->size() ||
                    textOf((*rules)[r], "outcome") != "accepted")
                    continue;
                const std::string rulePath =
                    pathOf(check.step) + ".response.rules[" + std::to_string(r) + ']';
                if (std::any_of(m_found.begin(), m_found.end(), [&](const LintProblem &known) {
                        return known.code == "accept_rule_matches_reject" && known.path == rulePath;
                    }))
                    continue;
                add(rule.decides ? Severity::Blocking : Severity::Warning, "accept_rule_matches_reject",
                    rulePath, rule.id,
                    "Rule " + rule.id + " accepts the sample \u201C" + check.label +
                        "\u201D, which is expected to be " + std::string(name(*check.expected)) +
                        (rule.decides ? "." : "; only a rule before it prevents that."),
                    check.id);
            }
        }
        if (check.asExpected)
            continue;
        LintProblem problem{saleless && check.trace.reading.outcome == Reading::Accepted ? Severity::Blocking
                                                                                         : Severity::Warning,
                            "sample_read_differently",
                            check.step.kind,
                            path,
                            check.label,
                            "Sample \u201C" + check.label + "\u201D: " + check.difference,
                            check.id};
        if (check.expected == Reading::Accepted && check.trace.reading.outcome == Reading::Unrecognised)
            problem.message = "Sample \u201C" + check.label +
                              "\u201D should be accepted. No rule reads it, so such leads would stay unsold.";
        m_found.push_back(std::move(problem));
    }
}

std::string Linter::pathOf(const StepId &step) const
{
    for (const StepPlace &place : placesOf(m_document, step.kind))
        if (place.step == step)
            return place.path;
    return "steps." + name(step);
}

const Array *Linter::rulesOf(const StepId &step) const
{
    const Value *rules = memberAt(m_document, pathOf(step) + ".response.rules");
    return rules ? rules->asArray() : nullptr;
}

void Linter::sort()
{
    std::unordered_map<std::string, std::size_t> places;
    const std::function<void(const Value &, const std::string &, int)> walk =
        [&](const Value &value, const std::string &path, int depth) {
            if (depth > 64 || places.size() > 200'000)
                return;
            places.emplace(path, places.size());
            if (const Array *list = value.asArray())
                for (std::size_t i = 0; i < list->size(); ++i)
                    walk((*list)[i], path + '[' + std::to_string(i) + ']', depth + 1);
            else if (const Object *object = value.asObject())
                for (const Member &member : *object)
                    walk(member.second, path.empty() ? member.first : path + '.' + member.first, depth + 1);
        };
    walk(m_document, {}, 0);
    const auto place = [&](std::string path) {
        for (;;) {
            if (const auto found = places.find(path); found != places.end())
                return found->second;
            const std::size_t cut = path.find_last_of(".[");
            if (cut == std::string::npos)
                return std::size_t(0);
            path.resize(cut);
        }
    };
    std::stable_sort(m_found.begin(), m_found.end(), [&](const LintProblem &a, const LintProblem &b) {
        return place(a.path) < place(b.path);
    });
}

std::vector<LintProblem> lint(const Value &document, const LintContext &context)
{
    return Linter(document, context).run();
}

SpecCoverage specCoverage(const Value &document, StepKind step)
{
    Problems ignored; // the compiler reports them
    ObjectReader reader(document, {}, ignored);
    const auto rows = rowsOf(document, step);
    const auto texts = textsOf(document, step);
    SpecCoverage out;
    for (const SpecificationField &field : readSpecification(reader)) {
        if (field.step != step)
            continue;
        const bool mapped =
            std::any_of(rows.begin(), rows.end(),
                        [&](const DocumentRow &row) { return Linter::fills(row, field.target); }) ||
            std::any_of(texts.begin(), texts.end(),
                        [&](const DocumentText &text) { return Linter::names(text, field.target); });
        ++out.total;
        out.mapped += mapped;
        out.required += field.required;
        out.requiredMapped += field.required && mapped;
        if (!mapped)
            out.unmapped.push_back(field.target);
    }
    return out;
}

} // namespace bourse::domain
