#include "api/inboundfacts.h"
#include "api/problem.h"
#include "domain/lead/leadstate.h"
#include "domain/lead/reason.h"

namespace bourse::api {

using domain::Array;
using domain::InboundOutcome;
using domain::Number;
using domain::Object;
using domain::Value;
using exchange::IntakeAnswer;

namespace {

void addErrors(Object &facts, const Errors &errors)
{
    Array list;
    std::string fields;
    for (const Error &error : errors) {
        list.emplace_back(Object{
            {"field", error.field}, {"rule", error.rule}, {"code", error.code}, {"message", error.message}});
        if (!error.field.empty())
            fields += (fields.empty() ? "" : ", ") + error.field;
    }
    facts.append("errors", std::move(list));
    facts.append("error_fields", std::move(fields));
}

/// Our status of a lead, as documents name outcomes.
std::string outcomeName(std::string_view apiStatus)
{
    return apiStatus == "accepted" ? "sold" : std::string(apiStatus);
}

} // namespace

InboundOutcome outcomeOf(const IntakeAnswer &answer, domain::InboundAct act, bool test)
{
    using Kind = IntakeAnswer::Kind;
    if (answer.kind == Kind::InFlight || answer.kind == Kind::KeyMismatch ||
        answer.kind == Kind::Unavailable) {
        const Error error =
            answer.kind == Kind::InFlight
                ? Error{"idempotency_in_flight", "", "", "The same request is being worked on."}
            : answer.kind == Kind::KeyMismatch
                ? Error{"idempotency_key_reused", "", "", "The id was used with another body."}
            : answer.errors.empty() ? Error{"unavailable", "", "", "The engine cannot take leads now."}
                                    : answer.errors.front();
        InboundOutcome out =
            refusedOutcome(answer.kind == Kind::Unavailable ? "unavailable" : "error", error, answer.errors);
        out.act = act;
        out.facts.set("act", name(act));
        return out;
    }
    InboundOutcome out;
    out.act = act;
    const bool invalid = answer.kind == Kind::Invalid;
    const std::string_view status = invalid ? std::string_view("rejected") : info(answer.state).apiStatus;
    out.name = outcomeName(status);
    Object &facts = out.facts;
    facts.append("outcome", out.name);
    facts.append("act", name(act));
    facts.append("test", test);
    facts.append("status", status);
    if (!answer.leadId.isNull())
        facts.append("lead_id", leadIdText(answer.leadId));
    if (answer.price) {
        facts.append("price", Number{answer.price->toDecimal()});
        facts.append("currency", answer.price->currency().code());
    }
    const std::string code =
        invalid && answer.reason.code.empty() ? std::string(domain::reason::invalidLead) : answer.reason.code;
    facts.append("reason", code);
    facts.append("code", code);
    facts.append("sentence", invalid && !answer.errors.empty() ? Value(answer.errors.front().message)
                                                               : Value(domain::sentence(code)));
    if (answer.redirect)
        facts.append("redirect", *answer.redirect);
    if (answer.score)
        facts.append("score", *answer.score);
    if (!answer.buyer.empty())
        facts.append("buyer", answer.buyer);
    facts.append("deduped", answer.deduped);
    if (!answer.original.isNull())
        facts.append("original_lead_id", leadIdText(answer.original));
    facts.append("created_at", toIso8601(answer.createdAt));
    addErrors(facts, answer.errors);
    return out;
}

InboundOutcome refusedOutcome(const char *outcome, const Error &error, const Errors &errors)
{
    InboundOutcome out;
    out.name = outcome;
    out.facts.append("outcome", outcome);
    out.facts.append("act", name(out.act));
    out.facts.append("status", "error");
    out.facts.append("reason", error.code);
    out.facts.append("code", error.code);
    out.facts.append("sentence", error.message);
    addErrors(out.facts, errors.empty() ? Errors{error} : errors);
    return out;
}

exchange::StoredAnswer ownAnswer(const IntakeAnswer &answer, AnswerFormat format)
{
    if (answer.kind != IntakeAnswer::Kind::Invalid)
        return writeLeadAnswer(answer, format);
    auto refusal = problem(422, "invalid_lead",
                           "The lead does not fit the schema; every field at fault is named.", answer.errors);
    return {refusal.status, "application/problem+json", std::move(refusal.body)};
}

net::HttpResponse notTaken(const IntakeAnswer &answer)
{
    switch (answer.kind) {
    case IntakeAnswer::Kind::InFlight:
        return problemRetryAfter(409, "idempotency_in_flight", "The same request is still being worked on.",
                                 1);
    case IntakeAnswer::Kind::KeyMismatch:
        return problem(422, "idempotency_key_reused", "This id was used with another body.");
    case IntakeAnswer::Kind::Invalid:
        return problem(422, "invalid_lead",
                       "The lead does not fit the schema; every field at fault is named.", answer.errors);
    default:
        break;
    }
    const Error error = answer.errors.empty()
                            ? Error{"unavailable", "", "", "The engine cannot take leads now."}
                            : answer.errors.front();
    return problemRetryAfter(503, error.code, error.message, 2);
}

} // namespace bourse::api
