#include "api/inboundfacts.h"
#include "api/offeranswer.h"
#include "api/problem.h"
#include "domain/lead/leadstate.h"
#include "domain/lead/reason.h"
#include <algorithm>
#include <chrono>

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

/// Why nothing was taken, where nothing was.
std::optional<Error> refusalOf(const IntakeAnswer &answer)
{
    using Kind = IntakeAnswer::Kind;
    switch (answer.kind) {
    case Kind::InFlight:
        return Error{"idempotency_in_flight", "", "", "The same request is being worked on."};
    case Kind::KeyMismatch:
        return Error{"idempotency_key_reused", "", "", "The id was used with another body."};
    case Kind::Unavailable:
    case Kind::Refused:
        return answer.errors.empty() ? Error{"unavailable", "", "", "The engine cannot take leads now."}
                                     : answer.errors.front();
    case Kind::Done:
    case Kind::Invalid:
    case Kind::Replay:
        break;
    }
    return std::nullopt;
}

/// What the source is offered or paid; what a buyer bids is between the market and the buyer.
void addOffer(Object &facts, const IntakeAnswer &answer, domain::InboundAct act)
{
    const exchange::OfferTold *offer =
        answer.offer && !answer.offer->id.isNull() ? answer.offer.get() : nullptr;
    std::optional<Money> price = answer.payout;
    if (offer && act == domain::InboundAct::Ping) {
        price = offer->payout;
        facts.append("ping_id", exchange::pingIdText(offer->id));
    }
    if (price) {
        facts.append("price", Number{price->toDecimal()});
        facts.append("currency", price->currency().code());
    }
    Array bids;
    if (offer) {
        facts.append("expires_at", toIso8601(offer->expiresAt));
        const auto left =
            std::chrono::duration_cast<std::chrono::seconds>(offer->expiresAt - answer.createdAt);
        facts.append("expires_in_s", static_cast<std::int64_t>(std::max<std::int64_t>(left.count(), 0)));
        for (const exchange::OfferTold::Bid &bid : offer->bids)
            bids.emplace_back(Object{{"bid_id", bid.id},
                                     {"price", Number{bid.payout.toDecimal()}},
                                     {"currency", bid.payout.currency().code()},
                                     {"expires_at", toIso8601(bid.expiresAt)}});
    }
    facts.append("bids", std::move(bids));
    Array sales;
    for (const exchange::Sale &sale : answer.sales)
        sales.emplace_back(Object{{"buyer", sale.buyer},
                                  {"price", Number{sale.payout.toDecimal()}},
                                  {"currency", sale.payout.currency().code()}});
    facts.append("sales", std::move(sales));
}

/// Our status of a lead, as documents name outcomes.
std::string outcomeName(std::string_view apiStatus)
{
    return apiStatus == "accepted" ? "sold" : std::string(apiStatus);
}

} // namespace

InboundOutcome outcomeOf(const IntakeAnswer &answer, domain::InboundAct act, bool test)
{
    if (const auto refusal = refusalOf(answer)) {
        InboundOutcome out =
            refusedOutcome(answer.kind == IntakeAnswer::Kind::Unavailable ? "unavailable" : "error", *refusal,
                           answer.errors);
        out.act = act;
        out.facts.set("act", name(act));
        return out;
    }
    InboundOutcome out;
    out.act = act;
    const bool invalid = answer.kind == IntakeAnswer::Kind::Invalid;
    const std::string_view status = invalid ? std::string_view("rejected") : info(answer.state).apiStatus;
    out.name = outcomeName(status);
    Object &facts = out.facts;
    facts.append("outcome", out.name);
    facts.append("act", name(act));
    facts.append("test", test);
    facts.append("status", status);
    if (!answer.leadId.isNull())
        facts.append("lead_id", leadIdText(answer.leadId));
    addOffer(facts, answer, act);
    const std::string code =
        invalid && answer.reason.code.empty() ? std::string(domain::reason::invalidLead) : answer.reason.code;
    facts.append("reason", code);
    facts.append("code", code);
    facts.append("sentence", invalid && !answer.errors.empty() ? Value(answer.errors.front().message)
                                                               : Value(domain::sentence(code)));
    if (answer.redirect)
        facts.append("redirect", *answer.redirect);
    else if (answer.offer && !answer.offer->token.empty()) // a person chooses on our page
        facts.append("redirect", "/c/" + answer.offer->token);
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

exchange::StoredAnswer ownAnswer(const IntakeAnswer &answer, domain::InboundAct act, AnswerFormat format)
{
    const bool invalid = answer.kind == IntakeAnswer::Kind::Invalid;
    if (invalid && act == domain::InboundAct::Post)
        return {};
    if (invalid) {
        auto refusal =
            problem(422, "invalid_lead", "The lead does not fit the schema; every field at fault is named.",
                    answer.errors);
        return {refusal.status, "application/problem+json", std::move(refusal.body)};
    }
    switch (act) {
    case domain::InboundAct::Ping:
        return writePingAnswer(answer, format);
    case domain::InboundAct::Post:
        return writePostAnswer(answer, format);
    case domain::InboundAct::Lead:
        break;
    }
    return writeLeadAnswer(answer, format);
}

} // namespace bourse::api
