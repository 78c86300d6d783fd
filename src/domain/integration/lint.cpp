#include "domain/integration/lint.h"
#include "domain/integration/describe.h"
#include "domain/integration/documentparts.h"
#include "domain/integration/documentwalk.h"
#include "domain/integration/explain.h"
#include "domain/integration/plan.h"
#include "domain/integration/samples.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"
#include <algorithm>
#include <functional>
#include <unordered_map>

namespace bourse::domain {
namespace {

using Severity = LintProblem::Severity;

constexpr StepKind kAllSteps[] = {StepKind::Auth,       StepKind::Lookup,  StepKind::Ping,
                                  StepKind::Post,       StepKind::Status,  StepKind::NotifyWin,
                                  StepKind::NotifyLoss, StepKind::Callback};
/// Enum choices that are tried on one row; a vertical has tens.
constexpr std::size_t kMostChoices = 500;
/// Values named in one sentence.
constexpr std::size_t kNamedValues = 5;

std::string textOf(const Value &value, std::string_view key)
{
    const Value *member = value.find(key);
    return member ? member->toText() : std::string();
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return out;
}

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

const FieldSpec *memberOf(const std::vector<FieldSpec> &fields, std::string_view key)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const FieldSpec &field) { return field.key == key; });
    return found == fields.end() ? nullptr : &*found;
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

bool isLoopback(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost") || host == "::1" || host.starts_with("127.");
}

std::string hostOf(const std::string &url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos)
        return {};
    std::string rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (rest.starts_with('['))
        return lowered(rest.substr(1, rest.find(']') - 1));
    return lowered(rest.substr(0, rest.find(':')));
}

/// A leaf of a condition whose source and transforms can be compared with another's.
struct Leaf {
    const Value *source;
    const Value *transforms;
    const Value *value; ///< the leaf itself
    bool sameSource(const Leaf &other) const
    {
        static const Value kNone;
        const auto chain = [](const Value *list) {
            return list && list->asArray() && !list->asArray()->empty() ? list : &kNone;
        };
        return source && other.source && *source == *other.source &&
               *chain(transforms) == *chain(other.transforms);
    }
};

std::optional<Leaf> leafOf(const Value *condition)
{
    if (!condition || !condition->find("op"))
        return std::nullopt;
    return Leaf{condition->find("source"), condition->find("transforms"), condition};
}

/// Leaves of which one suffices: the condition itself, or those of an "any".
std::vector<Leaf> alternatives(const Value *condition)
{
    std::vector<Leaf> out;
    if (const auto leaf = leafOf(condition)) {
        out.push_back(*leaf);
    } else if (const Value *any = condition ? condition->find("any") : nullptr; any && any->asArray()) {
        for (const Value &one : *any->asArray())
            for (const Leaf &below : alternatives(&one))
                out.push_back(below);
    }
    return out;
}

/// Leaves that all must hold: the condition itself, or those of an "all".
std::vector<Leaf> demands(const Value *condition)
{
    std::vector<Leaf> out;
    if (const auto leaf = leafOf(condition)) {
        out.push_back(*leaf);
    } else if (const Value *all = condition ? condition->find("all") : nullptr; all && all->asArray()) {
        for (const Value &one : *all->asArray())
            for (const Leaf &below : demands(&one))
                out.push_back(below);
    }
    return out;
}

/// The only texts with which the leaf can hold; none where there are others.
std::vector<std::string> onlyTexts(const Leaf &leaf)
{
    const std::string op = textOf(*leaf.value, "op");
    const Value *value = leaf.value->find("value");
    std::vector<std::string> out;
    if (value && !value->isObject() && (op == "equals" || op == "equals_ci")) {
        out.push_back(value->toText());
    } else if (value && value->asArray() && (op == "in" || op == "in_ci")) {
        for (const Value &one : *value->asArray())
            out.push_back(one.toText());
    }
    return out;
}

bool leafHoldsFor(const Leaf &leaf, const std::string &text)
{
    Problems problems;
    ObjectReader reader(*leaf.value, {}, problems);
    if (const Value *value = leaf.value->find("value"); value && value->isObject())
        return false; // it depends on the lead
    const Test test = Test::compile(reader);
    return problems.empty() && test.holds(true, text);
}

bool asksForStatus(const Value &condition)
{
    if (condition.find("http"))
        return true;
    if (const Array *list = condition.asArray())
        return std::any_of(list->begin(), list->end(), asksForStatus);
    if (const Object *object = condition.asObject())
        return std::any_of(object->begin(), object->end(),
                           [](const Member &member) { return asksForStatus(member.second); });
    return false;
}

/// How likely the text is a secret somebody pasted.
bool looksSecret(std::string_view text)
{
    for (const std::string_view prefix :
         {"sk_live_", "sk_test_", "whsec_", "AKIA", "ghp_", "xoxb-", "eyJhbGciOi"})
        if (text.starts_with(prefix) && text.size() >= prefix.size() + 8)
            return true;
    return text.find("-----BEGIN") != std::string_view::npos &&
           text.find("PRIVATE KEY") != std::string_view::npos;
}

/// A name under which buyers take keys and passwords.
bool isSecretName(std::string_view target)
{
    std::string word;
    for (const char c : lowered(target))
        if (c != '-' && c != '_' && c != '.' && c != ' ')
            word += c;
    if (word.ends_with("id") || word.ends_with("type") || word.ends_with("version"))
        return false;
    for (const std::string_view part : {"apikey", "secret", "password", "passwd", "accesstoken", "authtoken",
                                        "bearer", "privatekey", "authkey", "accesskey", "xauth"})
        if (word.find(part) != std::string::npos)
            return true;
    return word == "key" || word == "token" || word == "auth" || word == "authorization" || word == "pwd" ||
           word == "pass";
}

/// A word of letters and digits that is no word of a language: what keys look like.
bool looksRandom(std::string_view text)
{
    std::size_t digits = 0;
    std::size_t letters = 0;
    for (const char c : text) {
        if (c == ' ')
            return false;
        digits += c >= '0' && c <= '9';
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return text.size() >= 8 && (digits >= 2 || text.size() >= 20) && digits + letters >= text.size() / 2;
}

class Linter {
  public:
    Linter(const Value &document, const LintContext &context) : m_document(document), m_context(context) {}

    std::vector<LintProblem> run()
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
            const Value *steps = m_document.find("steps");
            const Value *value = steps ? steps->find(name(step)) : nullptr;
            if (!value || !value->isObject())
                continue;
            const auto rows = rowsOf(m_document, step);
            personalData(step, rows);
            enums(step, rows);
            mapKeys(step, rows);
            conditions(step, rows);
            secrets(step, rows);
            escaping(step, rows);
            carried(step, rows);
            timeLimit(step, *value);
            rules(step, *value);
            coverage(step, rows);
        }
        samples();
        sort();
        std::vector<LintProblem> out = std::move(m_compiler);
        std::move(m_found.begin(), m_found.end(), std::back_inserter(out));
        return out;
    }

  private:
    static std::optional<StepKind> stepOf(std::string_view path)
    {
        if (!path.starts_with("steps."))
            return std::nullopt;
        path.remove_prefix(6);
        return stepKindFromName(path.substr(0, path.find_first_of(".[")));
    }

    void add(Severity severity, std::string code, std::string path, std::string subject, std::string message,
             std::string rule)
    {
        const auto step = stepOf(path);
        m_found.push_back({severity, std::move(code), step, std::move(path), std::move(subject),
                           std::move(message), std::move(rule)});
    }

    void readParts()
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

    bool isPii(const std::string &field) const
    {
        const FieldSpec *spec = m_context.vertical ? fieldAt(*m_context.vertical, field) : nullptr;
        return spec && holdsPii(*spec);
    }

    bool hasReason(const std::string &field) const
    {
        return std::any_of(m_reasons.begin(), m_reasons.end(), [&](const auto &reason) {
            return field == reason.first || field.starts_with(reason.first + '.');
        });
    }

    void personalData(StepKind step, const std::vector<DocumentRow> &rows)
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

    const Value *namedValue(StepKind step, const std::string &name) const
    {
        for (const std::string &at :
             {"steps." + std::string(domain::name(step)) + ".values", std::string("values")})
            if (const Value *values = memberAt(m_document, at))
                if (const Value *value = values->find(name))
                    return value;
        return nullptr;
    }

    /// What the row or the named value that it takes makes of its value no longer tells who the person is.
    bool hidden(StepKind step, const Value &row, int depth = 0) const
    {
        if (hidesPerson(row))
            return true;
        const Value *source = row.find("source");
        const Value *name = source ? source->find("value") : nullptr;
        const Value *value = name && depth < 32 ? namedValue(step, name->toText()) : nullptr;
        return value && hidden(step, *value, depth + 1);
    }

    /// Named values that nothing reads.
    void unusedValues()
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
            judge("steps." + std::string(name(step)) + ".values");
    }

    void enums(StepKind step, const std::vector<DocumentRow> &rows)
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
            if (row.references.fields.size() == 1 && !row.isGroup &&
                !contains(fields, row.references.fields[0]))
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
                const Explanation explanation = m_integration->explain(step, input);
                for (const DocumentRow &row : rows) {
                    if (row.references.fields != std::vector<std::string>{path} || row.isGroup)
                        continue;
                    const auto trace =
                        std::find_if(explanation.rows.begin(), explanation.rows.end(),
                                     [&](const RowTrace &one) { return one.path == row.path; });
                    if (trace == explanation.rows.end())
                        continue;
                    judgeChoice(*row.row, *trace, choice, missing[row.path].refused,
                                missing[row.path].passed);
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
                    row.fullTarget + " has no buyer value for " + named(passed) +
                        ". It is passed on unchanged.",
                    all(passed));
            if (!notTaken.empty())
                add(Severity::Warning, "enum_value_unmapped", row.path, row.fullTarget,
                    row.fullTarget + " would send " + named(notTaken) +
                        ", which the buyer's specification does not list.",
                    all(notTaken));
        }
    }

    static Object leadWith(const std::string &path, const std::string &value)
    {
        const std::size_t dot = path.find('.');
        Object lead;
        if (dot == std::string::npos)
            lead.append(path, value);
        else
            lead.append(path.substr(0, dot), Value(leadWith(path.substr(dot + 1), value)));
        return lead;
    }

    void judgeChoice(const Value &row, const RowTrace &trace, const std::string &choice,
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

    const Object *entriesOf(const Value &map) const
    {
        if (const Value *entries = map.find("entries"))
            return entries->asObject();
        const Value *tables = m_document.find("tables");
        const Value *table = tables ? tables->find(textOf(map, "table")) : nullptr;
        return table ? table->asObject() : nullptr;
    }

    bool isMapped(const Value &map, const std::string &key) const
    {
        const Object *entries = entriesOf(map);
        if (!entries)
            return true;
        const bool fold = textOf(map, "ignore_case") == "true";
        return std::any_of(entries->begin(), entries->end(), [&](const Member &entry) {
            return entry.first == key || (fold && lowered(entry.first) == lowered(key));
        });
    }

    /// Entries of a map that no value of its field can meet.
    void mapKeys(StepKind, const std::vector<DocumentRow> &rows)
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

    /// Conditions of rows that can never hold.
    void conditions(StepKind step, const std::vector<DocumentRow> &rows)
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
                if (possible &&
                    std::none_of(possible->begin(), possible->end(),
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

    /// All texts that the leaf's source can give, where they are known and the leaf asks for a text.
    std::optional<std::vector<std::string>> possibleTexts(StepKind step, const Leaf &leaf) const
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

    /// Keys and passwords that stand among the named values.
    void valueSecrets()
    {
        std::vector<DocumentRow> rows;
        const auto gather = [&](const std::string &at) {
            const Value *values = memberAt(m_document, at);
            if (!values || !values->asObject())
                return;
            for (const Member &member : *values->asObject()) {
                DocumentRow row;
                row.path = at + '.' + member.first;
                row.target = row.fullTarget = member.first;
                row.row = &member.second;
                rows.push_back(std::move(row));
            }
        };
        gather("values");
        for (const StepKind step : kAllSteps)
            gather("steps." + std::string(name(step)) + ".values");
        secrets(StepKind::Ping, rows);
    }

    void secrets(StepKind, const std::vector<DocumentRow> &rows)
    {
        for (const DocumentRow &row : rows) {
            const Value *source = row.row->find("source");
            if (!source)
                continue;
            std::string text;
            if (const Value *constant = source->find("constant"))
                text = constant->toText();
            else if (const Value *written = source->find("template"); written && written->asString())
                text = *written->asString();
            // In a template the parts between the places are what somebody typed.
            std::string typed;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t open = std::min(text.find("{{", at), text.size());
                const std::string_view piece = std::string_view(text).substr(at, open - at);
                if (piece.size() > typed.size())
                    typed = piece;
                const std::size_t close = text.find("}}", open);
                at = close == std::string::npos ? text.size() : close + 2;
            }
            std::string_view bare = typed;
            for (const std::string_view scheme : {"Bearer ", "Basic ", "Token ", "bearer ", "basic "})
                if (bare.starts_with(scheme))
                    bare.remove_prefix(scheme.size());
            if (looksSecret(bare) || (isSecretName(row.target) && looksRandom(bare)))
                addSecret(row.path, row.fullTarget);
        }
    }

    void addSecret(const std::string &path, const std::string &subject)
    {
        add(Severity::Blocking, "secret_as_constant", path, subject,
            subject + " holds what looks like a secret, typed into the document. Make it a secret: its value "
                      "then stays in the keychain.",
            "constant");
    }

    void escaping(StepKind step, const std::vector<DocumentRow> &rows)
    {
        const auto judge = [&](const std::string &path, const std::string &subject, const std::string &text,
                               std::string_view format) {
            std::vector<std::string> bare;
            for (std::size_t open = text.find("{{"); open != std::string::npos;
                 open = text.find("{{", open + 2)) {
                const std::size_t close = text.find("}}", open);
                if (close == std::string::npos)
                    break;
                const std::string place = text.substr(open + 2, close - open - 2);
                const References found = referencesInText(text.substr(open, close + 2 - open));
                const bool foreign = !found.fields.empty() || !found.carried.empty() ||
                                     !found.values.empty() || place.find("item") != std::string::npos;
                const bool escaped = place.find("_escape") != std::string::npos ||
                                     place.find("json_stringify") != std::string::npos ||
                                     place.find("url_encode") != std::string::npos ||
                                     place.find("base64") != std::string::npos ||
                                     place.find("digits") != std::string::npos;
                if (foreign && !escaped)
                    bare.push_back("{{" + place + "}}");
            }
            if (!bare.empty())
                add(Severity::Warning, "value_not_escaped", path, subject,
                    subject + " puts " + bare.front() + " into " + std::string(format) +
                        " as it is. A quote or bracket in it would break the request; escape it.",
                    bare.front());
        };
        const auto formatOf = [](const std::string &text,
                                 const std::string &contentType) -> std::string_view {
            const std::size_t first = text.find_first_not_of(" \t\r\n");
            const char c = first == std::string::npos ? ' ' : text[first];
            if (contentType.find("json") != std::string::npos ||
                (c == '[' && text.find(']') != std::string::npos) ||
                (c == '{' && text.compare(first, 2, "{{") != 0))
                return "JSON";
            if (contentType.find("xml") != std::string::npos || c == '<')
                return "XML";
            if (contentType.find("x-www-form-urlencoded") != std::string::npos)
                return "a form";
            return {};
        };
        for (const DocumentText &text : textsOf(m_document, step)) {
            const std::size_t dot = text.path.rfind('.');
            if (text.path.substr(dot + 1) != "template")
                continue; // a URL's places are always escaped
            const Value *body = memberAt(m_document, text.path.substr(0, dot));
            const std::string escape = body ? textOf(*body, "escape") : std::string();
            if (!escape.empty() && escape != "none")
                continue;
            if (const auto format = formatOf(*text.text, lowered(textOf(*body, "content_type")));
                !format.empty())
                judge(text.path, "The body", *text.text, format);
        }
        for (const DocumentRow &row : rows) {
            const Value *source = row.row->find("source");
            const Value *written = source ? source->find("template") : nullptr;
            if (!written || !written->asString())
                continue;
            if (const auto format = formatOf(*written->asString(), {}); !format.empty())
                judge(row.path, row.fullTarget, *written->asString(), format);
        }
    }

    /// Names that the step or its answer can set.
    std::vector<std::string> carriedBy(StepKind step) const
    {
        std::vector<std::string> out;
        const Value *steps = m_document.find("steps");
        const Value *value = steps ? steps->find(name(step)) : nullptr;
        const Value *response = value ? value->find("response") : nullptr;
        const auto from = [&](const Value *extract) {
            for (const Value *holder : {extract, extract ? extract->find("bids") : nullptr})
                if (const Value *carried = holder ? holder->find("carried") : nullptr;
                    carried && carried->asObject())
                    for (const Member &member : *carried->asObject())
                        out.push_back(member.first);
        };
        if (const Value *carry = value ? value->find("carry") : nullptr; carry && carry->asObject())
            for (const Member &member : *carry->asObject())
                out.push_back(member.first);
        if (!response)
            return out;
        from(response->find("extract"));
        if (const Value *rules = response->find("rules"); rules && rules->asArray())
            for (const Value &rule : *rules->asArray())
                from(rule.find("extract"));
        return out;
    }

    void carried(StepKind step, const std::vector<DocumentRow> &rows)
    {
        std::vector<StepKind> order{StepKind::Auth};
        const Value *steps = m_document.find("steps");
        const Value *lookup = steps ? steps->find("lookup") : nullptr;
        const bool late = lookup && textOf(*lookup, "before") == "post";
        if (!late)
            order.push_back(StepKind::Lookup);
        order.push_back(StepKind::Ping);
        if (late)
            order.push_back(StepKind::Lookup);
        for (const StepKind one : {StepKind::Post, StepKind::Status, StepKind::Callback, StepKind::NotifyWin,
                                   StepKind::NotifyLoss})
            order.push_back(one);
        std::vector<std::string> set;
        for (const StepKind one : order) {
            if (one == step)
                break;
            for (std::string &name : carriedBy(one))
                set.push_back(std::move(name));
        }
        const auto judge = [&](const References &references, const std::string &path,
                               const std::string &subject) {
            for (const std::string &name : references.carried)
                if (!contains(set, name))
                    add(Severity::Blocking, "carried_never_set", path, subject,
                        subject + " takes the carried value " + name +
                            ", but no step before it reads that from an answer.",
                        name);
        };
        for (const DocumentText &text : textsOf(m_document, step))
            judge(text.references, text.path, text.path.substr(text.path.rfind('.') + 1));
        for (const DocumentRow &row : rows)
            judge(row.references, row.path, row.fullTarget);
    }

    void timeLimit(StepKind step, const Value &value)
    {
        const Value *limit = value.find("time_limit_ms");
        if (!limit || !m_context.treeTimeLimit || !limit->isNumber())
            return;
        const long long ms = std::atoll(limit->toText().c_str());
        const long long most = m_context.treeTimeLimit->count() / 1'000;
        if (ms > most)
            add(Severity::Warning, "time_limit_above_tree",
                "steps." + std::string(name(step)) + ".time_limit_ms", describeStep(name(step)),
                "The time limit of " + std::to_string(ms) + " ms is above the " + std::to_string(most) +
                    " ms that the tree has; it is cut short there.",
                std::to_string(most));
    }

    /// The text with its variables in it.
    std::string withVariables(std::string text) const
    {
        const Value *variables = m_document.find("variables");
        constexpr std::string_view opening = "{{variable.";
        for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
            const std::size_t end = text.find("}}", at);
            if (end == std::string::npos)
                break;
            const std::size_t from = at + opening.size();
            const Value *value = variables ? variables->find(text.substr(from, end - from)) : nullptr;
            const std::string put = value ? value->toText() : std::string();
            text.replace(at, end + 2 - at, put);
            at += put.size(); // what a variable holds is not looked at again
        }
        return text;
    }

    void endpoints()
    {
        const Value *both = m_document.find("endpoints");
        if (!both || !both->isObject())
            return;
        const auto url = [&](const char *which) {
            const Value *endpoint = both->find(which);
            return endpoint ? textOf(*endpoint, "base_url") : std::string();
        };
        for (const char *which : {"live", "test"})
            if (const std::string base = withVariables(url(which));
                base.find("://") != std::string::npos && hostOf(base).empty())
                add(std::string(which) == "live" ? Severity::Blocking : Severity::Warning, "no_address",
                    "endpoints." + std::string(which) + ".base_url",
                    std::string(which) == "live" ? "Live endpoint" : "Test endpoint",
                    "The address names no server, so nothing can be sent. Fill it in.", "address");
        const std::string host = hostOf(url("live"));
        std::string label;
        const std::string dotted = '.' + host + '.';
        for (const char *word : {"test", "sandbox", "staging", "stage", "uat", "qa", "dev", "mock"})
            for (const std::string &form : {"." + std::string(word) + ".", "." + std::string(word) + "-",
                                            "-" + std::string(word) + "."})
                if (label.empty() && dotted.find(form) != std::string::npos)
                    label = word;
        if (label.empty() && isLoopback(host))
            label = host;
        if (label.empty())
            if (const std::string whole = lowered(url("live")); whole.find("/test/") != std::string::npos ||
                                                                whole.ends_with("/test") ||
                                                                whole.find("/sandbox") != std::string::npos)
                label = whole.find("/sandbox") != std::string::npos ? "sandbox" : "test";
        if (!label.empty())
            add(Severity::Warning, "test_endpoint_in_live", "endpoints.live.base_url", "Live endpoint",
                "The live endpoint looks like one for tests (\u201C" + label +
                    "\u201D). Real leads would go there.",
                label);
    }

    /// Called once it is known whether personal data is sent.
    void plainHttp()
    {
        const Value *both = m_document.find("endpoints");
        if (!both || !m_sendsPii)
            return;
        const auto judge = [&](const std::string &text, const std::string &path, const std::string &subject,
                               bool live) {
            if (!lowered(text).starts_with("http://") || isLoopback(hostOf(text)))
                return;
            add(live ? Severity::Blocking : Severity::Warning, "plain_http_for_pii", path, subject,
                subject + " is plain http: personal data would cross the network unencrypted. Use https.",
                "https");
        };
        for (const char *which : {"live", "test"})
            if (const Value *endpoint = both->find(which))
                judge(textOf(*endpoint, "base_url"), "endpoints." + std::string(which) + ".base_url",
                      std::string(which) == "live" ? "Live endpoint" : "Test endpoint",
                      std::string(which) == "live");
        for (const StepKind step : kAllSteps)
            for (const DocumentText &text : textsOf(m_document, step))
                if (text.path.ends_with(".url"))
                    judge(*text.text, text.path, describeStep(name(step)) + " URL", true);
    }

    void rules(StepKind step, const Value &value)
    {
        const Value *response = value.find("response");
        const Value *list = response ? response->find("rules") : nullptr;
        const Array *all = list ? list->asArray() : nullptr;
        if (!all)
            return;
        const std::string at = "steps." + std::string(name(step)) + ".response";
        const auto pathOf = [&](std::size_t i) {
            return at + ".rules[" + std::to_string(i) + ']';
        };
        for (std::size_t i = 0; i < all->size(); ++i) {
            const Value &rule = (*all)[i];
            for (std::size_t j = 0; j < i; ++j)
                if (hides((*all)[j], rule)) {
                    add(Severity::Warning, "unreachable_rule", pathOf(i), textOf(rule, "id"),
                        "Rule " + textOf(rule, "id") + " never decides: rule " + textOf((*all)[j], "id") +
                            " before it always holds where it does.",
                        textOf((*all)[j], "id"));
                    break;
                }
            if (textOf(rule, "outcome") == "accepted")
                acceptsRejects(*all, i, pathOf(i));
        }
        if (step != StepKind::Ping && step != StepKind::Post)
            return;
        const auto has = [&](const char *outcome) {
            return std::any_of(all->begin(), all->end(),
                               [&](const Value &rule) { return textOf(rule, "outcome") == outcome; });
        };
        const Value *reasons = response->find("reasons");
        const auto mapped = [&](const char *code) {
            const Array *entries = reasons ? reasons->asArray() : nullptr;
            const auto holds = [&](const Value &one) {
                return textOf(one, "code") == code || textOf(one, "reason_code") == code;
            };
            return (entries && std::any_of(entries->begin(), entries->end(), holds)) ||
                   std::any_of(all->begin(), all->end(), holds);
        };
        const std::string subject = describeStep(name(step));
        if (!has("rejected"))
            add(Severity::Warning, "no_reject_rule", at + ".rules", subject,
                "No rule reads a rejection; such answers would be unrecognised.", "rejected");
        if (!has("duplicate") && !mapped("buyer_duplicate"))
            add(Severity::Hint, "no_duplicate_rule", at + ".rules", subject,
                "No rule reads a duplicate; it would count as an ordinary rejection at best.", "duplicate");
        if (!has("error"))
            add(Severity::Hint, "no_error_rule", at + ".rules", subject,
                "No rule reads an error; only HTTP 500 and above would count as one.", "error");
        const auto readsPrice = [](const Value *extract) {
            return extract && (extract->find("price") || extract->find("bids"));
        };
        if (step == StepKind::Ping && !readsPrice(response->find("extract")))
            for (std::size_t i = 0; i < all->size(); ++i)
                if (textOf((*all)[i], "outcome") == "accepted" && !readsPrice((*all)[i].find("extract")))
                    add(Severity::Warning, "price_never_read", pathOf(i), textOf((*all)[i], "id"),
                        "Rule " + textOf((*all)[i], "id") +
                            " accepts a ping without reading a price; without a fixed price the bid is lost.",
                        "price");
    }

    /// True if the rule can never decide because the earlier one always holds first.
    static bool hides(const Value &earlier, const Value &rule)
    {
        const auto readsErrors = [](const Value &one) {
            const Value *when = one.find("when");
            return textOf(one, "on_5xx") == "true" || (when && asksForStatus(*when));
        };
        // A rule that does not look at failing servers leaves them to those that do.
        if (readsErrors(rule) && !readsErrors(earlier))
            return false;
        const Value *first = earlier.find("when");
        const Value *second = rule.find("when");
        if (!first)
            return true;
        if (!second)
            return false;
        if (*first == *second)
            return true;
        // One of the later rule's demands already makes the earlier one hold.
        const auto wide = alternatives(first);
        for (const Leaf &demand : demands(second)) {
            const auto texts = onlyTexts(demand);
            if (texts.empty())
                continue;
            for (const Leaf &leaf : wide)
                if (leaf.sameSource(demand) &&
                    std::all_of(texts.begin(), texts.end(), [&](const std::string &text) {
                        return leafHoldsFor(leaf, text) && !negates(leaf);
                    }))
                    return true;
        }
        return false;
    }

    /// "not_equals", "missing" and "empty" say something about all values, not about the one that was found.
    static bool negates(const Leaf &leaf)
    {
        const std::string op = textOf(*leaf.value, "op");
        return op == "not_equals" || op == "missing" || op == "empty";
    }

    /// An accepting rule that a word of a rejecting rule meets as well, such as "Match" in "No Match".
    void acceptsRejects(const Array &all, std::size_t i, const std::string &path)
    {
        for (const Leaf &accepts : alternatives(all[i].find("when")))
            for (std::size_t j = i + 1; j < all.size() && !negates(accepts); ++j) {
                const std::string outcome = textOf(all[j], "outcome");
                if (outcome == "accepted" || outcome == "pending")
                    continue;
                for (const Leaf &leaf : alternatives(all[j].find("when"))) {
                    const Value *value = leaf.value->find("value");
                    if (!leaf.sameSource(accepts) || !value)
                        continue;
                    std::vector<std::string> texts = onlyTexts(leaf);
                    const std::string op = textOf(*leaf.value, "op");
                    if (op.starts_with("contains") || op.starts_with("starts_with") || op == "ends_with")
                        texts.push_back(value->toText());
                    for (const std::string &text : texts) {
                        if (!leafHoldsFor(accepts, text))
                            continue;
                        add(Severity::Blocking, "accept_rule_matches_reject", path, textOf(all[i], "id"),
                            "Rule " + textOf(all[i], "id") + " accepts \u201C" + text +
                                "\u201D too, which rule " + textOf(all[j], "id") + " calls " + outcome +
                                ". Compare the whole value, or move that rule up.",
                            text);
                        return;
                    }
                }
            }
    }

    const SpecificationField *specified(StepKind step, const DocumentRow &row) const
    {
        for (const SpecificationField &field : m_specification)
            if (field.step == step && writes(row, field.target))
                return &field;
        return nullptr;
    }

  public:
    /// A row writes a specification's target if their names agree, or if that is the last part of its path.
    static bool writes(const DocumentRow &row, const std::string &target)
    {
        if (row.target == target || row.fullTarget == target)
            return true;
        if (target.find_first_of("./@[") != std::string::npos)
            return false;
        const std::size_t cut = row.target.find_last_of("./@:");
        return cut != std::string::npos && row.target.substr(cut + 1) == target;
    }

    /// It writes the target and has something to write: an empty constant stands for a value that nobody has
    /// said yet, unless it is said that it is sent empty.
    static bool fills(const DocumentRow &row, const std::string &target)
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

    /// In a text the name must stand by itself: zip=…, "zip":…, <zip>.
    static bool names(const DocumentText &text, const std::string &target)
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

  private:
    void coverage(StepKind step, const std::vector<DocumentRow> &rows)
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
            const auto blank = std::find_if(
                rows.begin(), rows.end(), [&](const DocumentRow &row) { return writes(row, field.target); });
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

    void samples()
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
                    const std::string rulePath = "steps." + std::string(name(check.step)) +
                                                 ".response.rules[" + std::to_string(r) + ']';
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
            LintProblem problem{saleless && check.trace.reading.outcome == Reading::Accepted
                                    ? Severity::Blocking
                                    : Severity::Warning,
                                "sample_read_differently",
                                check.step,
                                path,
                                check.label,
                                "Sample \u201C" + check.label + "\u201D: " + check.difference,
                                check.id};
            if (check.expected == Reading::Accepted && check.trace.reading.outcome == Reading::Unrecognised)
                problem.message =
                    "Sample \u201C" + check.label +
                    "\u201D should be accepted. No rule reads it, so such leads would stay unsold.";
            m_found.push_back(std::move(problem));
        }
    }

    const Array *rulesOf(StepKind step) const
    {
        const Value *rules = memberAt(m_document, "steps." + std::string(name(step)) + ".response.rules");
        return rules ? rules->asArray() : nullptr;
    }

    /// In the order of the document, by the place each problem names.
    void sort()
    {
        std::unordered_map<std::string, std::size_t> places;
        const std::function<void(const Value &, const std::string &, int)> walk = [&](const Value &value,
                                                                                      const std::string &path,
                                                                                      int depth) {
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

} // namespace

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
