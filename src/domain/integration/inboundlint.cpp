#include "domain/integration/inboundlint.h"
#include "domain/integration/inbound.h"
#include <algorithm>

namespace bourse::domain {

namespace {

using Severity = LintProblem::Severity;

void fields(const Inbound &inbound, const FieldSchema &vertical, std::vector<LintProblem> &out)
{
    const std::vector<std::string> written = inbound.fieldsWritten();
    for (const std::string &field : written) {
        if (vertical.find(field))
            continue;
        const bool ignored = inbound.ignoresUnknown();
        out.push_back({ignored ? Severity::Hint : Severity::Blocking, "unknown_field", std::nullopt, "lead",
                       field,
                       "The vertical \"" + vertical.slug + "\" has no field \"" + field + "\"" +
                           (ignored ? ": it is left out." : ": leads with it are refused."),
                       "a field of the vertical"});
    }
    const Value *others = inbound.document().find("others");
    if (others && others->toText() != "drop")
        return; // the request may say them by their own names
    for (const FieldSpec &field : vertical.fields)
        if (field.requiredOnPost && std::find(written.begin(), written.end(), field.key) == written.end())
            out.push_back({Severity::Warning, "required_field_unmapped", std::nullopt, "lead", field.key,
                           "No row gives \"" + field.key + "\", without which a lead is refused.",
                           field.key});
}

bool names(const Value &answer, std::string_view outcome)
{
    const Value *given = answer.find("for");
    if (!given)
        return true;
    if (const Array *list = given->asArray())
        return std::any_of(list->begin(), list->end(),
                           [&](const Value &one) { return one.toText() == outcome; });
    return given->toText() == outcome;
}

void answers(const Value &document, std::vector<LintProblem> &out)
{
    const Value *given = document.find("answers");
    const Array *list = given ? given->asArray() : nullptr;
    if (!list || list->empty())
        return;
    bool allTaken = false;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string path = "answers[" + std::to_string(i) + ']';
        if (allTaken)
            out.push_back({Severity::Warning,
                           "unreachable_answer",
                           std::nullopt,
                           path,
                           {},
                           "An answer before this one is given whatever happens.",
                           "an answer that can be reached"});
        const Value &one = (*list)[i];
        allTaken = allTaken || (!one.find("for") && !one.find("act") && !one.find("when"));
    }
    for (const std::string_view outcome : {"error", "unauthorised", "rejected"})
        if (std::none_of(list->begin(), list->end(), [&](const Value &one) { return names(one, outcome); }))
            out.push_back({Severity::Hint, "no_refusal_answer", std::nullopt, "answers", std::string(outcome),
                           "Requests with the outcome \"" + std::string(outcome) +
                               "\" are answered in our own words, not in the supplier's shape.",
                           std::string(outcome)});
}

} // namespace

std::vector<LintProblem> lintInbound(const Value &document, const FieldSchema *vertical)
{
    std::vector<LintProblem> out;
    auto compiled = Inbound::fromValue(document);
    if (!compiled) {
        for (const Error &error : compiled.errors())
            out.push_back(
                {Severity::Blocking, error.code, std::nullopt, error.field, {}, error.message, error.rule});
        return out;
    }
    if (vertical)
        fields(**compiled, *vertical, out);
    answers(document, out);
    return out;
}

} // namespace bourse::domain
