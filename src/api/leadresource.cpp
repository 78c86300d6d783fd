#include "api/leadresource.h"
#include "api/intakedecoder.h"
#include "api/leadanswer.h"
#include "api/presentedtoken.h"
#include "api/problem.h"
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include <algorithm>

namespace bourse::api {

using exchange::IntakeAnswer;

namespace {

bool allows(const domain::IntakeKey &key, std::string_view scope)
{
    // who may post a lead may ask what became of it: that is what a pending answer tells it to do
    if (key.scopes.empty())
        return scope == "leads:write" || scope == "leads:read";
    if (scope == "leads:read" && allows(key, "leads:write"))
        return true;
    return std::find(key.scopes.begin(), key.scopes.end(), scope) != key.scopes.end();
}

/// Draft-ietf-httpapi-idempotency-key-header: a structured-field string; bare tokens are common and taken
/// too.
Result<std::string> idempotencyKey(std::string_view header)
{
    std::string key;
    if (header.size() >= 2 && header.front() == '"' && header.back() == '"') {
        header = header.substr(1, header.size() - 2);
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (header[i] == '\\' && i + 1 < header.size())
                ++i;
            key += header[i];
        }
    } else {
        key = header;
    }
    if (key.empty() || key.size() > 255)
        return Error{"invalid_idempotency_key", "Idempotency-Key", "1 to 255 characters",
                     "The Idempotency-Key must have 1 to 255 characters."};
    bool printable =
        std::all_of(key.begin(), key.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
    if (!printable)
        return Error{"invalid_idempotency_key", "Idempotency-Key", "printable ASCII",
                     "The Idempotency-Key may hold printable ASCII characters only."};
    return key;
}

} // namespace

bool asksForTest(const net::HttpRequest &request, domain::Object &fields)
{
    auto isTest = [](std::string_view text) {
        return text == "1" || text == "true" || text == "test";
    };
    bool test = false;
    if (!request.query.empty())
        test = isTest(queryParameter(request.query, "test").value_or(""));
    for (std::string_view key : {"test", "lp_action", "Test_Lead"}) {
        if (const domain::Value *value = fields.find(key)) {
            if (isTest(value->toText())) {
                test = true;
                fields.remove(key);
            }
        }
    }
    return test;
}

/// Of a post or choice that was refused: nothing was changed.
static int statusOfRefusal(std::string_view code)
{
    if (code == "unknown_ping_id" || code == "unknown_choice")
        return 404;
    if (code == "ping_id_expired" || code == "choice_expired" || code == "bid_expired")
        return 410;
    if (code == "ping_id_used" || code == "choice_used")
        return 409;
    if (code == "ping_id_of_another_source" || code == "source_disabled")
        return 403;
    return 422;
}

net::HttpResponse toResponse(const IntakeAnswer &answer)
{
    switch (answer.kind) {
    case IntakeAnswer::Kind::Done:
    case IntakeAnswer::Kind::Replay: {
        net::HttpResponse response;
        response.status = answer.stored.status;
        response.headers = {{"Content-Type", answer.stored.contentType}, {"Cache-Control", "no-store"}};
        if (answer.kind == IntakeAnswer::Kind::Replay)
            response.headers.emplace_back("Idempotency-Replayed", "true");
        response.body = answer.stored.body;
        return response;
    }
    case IntakeAnswer::Kind::Invalid:
        if (!answer.stored.body.empty()) {
            net::HttpResponse response;
            response.status = answer.stored.status;
            response.headers = {{"Content-Type", answer.stored.contentType}, {"Cache-Control", "no-store"}};
            response.body = answer.stored.body;
            return response;
        }
        return problem(422, "invalid_lead",
                       "The lead does not fit the schema; every field at fault is named.", answer.errors);
    case IntakeAnswer::Kind::InFlight:
        return problemRetryAfter(409, "idempotency_in_flight",
                                 "A request with this Idempotency-Key is still being worked on.", 1);
    case IntakeAnswer::Kind::KeyMismatch:
        return problem(422, "idempotency_key_reused",
                       "This Idempotency-Key was used with another body. Use a new key for a new lead.");
    case IntakeAnswer::Kind::Refused:
        return problem(statusOfRefusal(answer.reason.code), answer.reason.code, answer.errors.front().message,
                       answer.errors);
    case IntakeAnswer::Kind::Unavailable:
        break;
    }
    const Error error = answer.errors.empty()
                            ? Error{"unavailable", "", "", "The engine cannot take leads now."}
                            : answer.errors.front();
    return problemRetryAfter(503, error.code, error.message, 2);
}

int statusOfDecodingError(const Error &error)
{
    if (error.code == "unsupported_content_type")
        return 415;
    if (error.code == "too_large")
        return 413;
    return 400;
}

Result<std::optional<exchange::IdempotencyClaim>>
idempotencyClaim(const net::HttpRequest &request, const std::string &keyId, const std::string &route)
{
    const std::string *header = request.header("Idempotency-Key");
    if (!header)
        return std::optional<exchange::IdempotencyClaim>();
    auto key = idempotencyKey(*header);
    if (!key)
        return key.errors();
    std::string fingerprint = request.query.empty() ? domain::sha256(request.body)
                                                    : domain::sha256(request.query + '\n' + request.body);
    return std::optional(exchange::IdempotencyClaim{keyId, route, std::move(*key), std::move(fingerprint)});
}

std::optional<LeadResource::Caller> LeadResource::authenticate(const net::HttpRequest &request,
                                                               const net::HttpResponder &responder,
                                                               std::string_view scope)
{
    auto refuse = [&](int status, const char *code, const char *detail) {
        net::HttpResponse response = problem(status, code, detail);
        if (status == 401)
            response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"bourse\"");
        responder.send(std::move(response));
        return std::nullopt;
    };
    auto snapshot = m_market.snapshot();
    if (!snapshot) {
        responder.send(problemRetryAfter(503, "no_configuration", "No configuration is published yet.", 2));
        return std::nullopt;
    }
    std::string_view token = presentedToken(request);
    if (token.empty())
        return refuse(401, "missing_key", "Send your key as Authorization: Bearer KEY.");
    auto match = snapshot->keyByTokenHash(domain::toHex(domain::sha256(token)));
    if (!match)
        return refuse(401, "invalid_key", "The key is not known, or it was revoked.");
    if (!allows(*match->key, scope))
        return refuse(403, "missing_scope", "The key has no right for this.");
    if (int wait = m_rates.secondsToWait(match->key->id, match->key->ratePerMinute, request.arrived)) {
        responder.send(
            problemRetryAfter(429, "rate_limited", "The key's requests per minute are used up.", wait));
        return std::nullopt;
    }
    return Caller{std::move(snapshot), match->source, match->key};
}

void LeadResource::post(net::HttpRequest request, const net::HttpResponder &responder,
                        std::string_view source)
{
    auto caller = authenticate(request, responder, "leads:write");
    if (!caller)
        return;
    if (!source.empty()) {
        if (!caller->snapshot->source(source))
            return responder.send(problem(404, "unknown_source", "There is no source of this name."));
        if (caller->source->slug != source)
            return responder.send(problem(403, "wrong_source", "The key belongs to another source."));
    }
    if (!caller->source->enabled)
        return responder.send(problem(403, "source_disabled", "The source is switched off."));

    auto fields = decodeLead(request);
    if (!fields) {
        const Error &error = fields.error();
        return responder.send(
            problem(statusOfDecodingError(error), error.code, error.message, fields.errors()));
    }

    exchange::IntakeLead lead;
    auto claim = idempotencyClaim(request, caller->key->id, "POST /v1/leads");
    if (!claim)
        return responder.send(problem(400, claim.error().code, claim.error().message, claim.errors()));
    lead.idempotency = std::move(*claim);
    lead.test = asksForTest(request, *fields) || caller->source->testMode;
    lead.details = queryParameter(request.query, "details") == "1";
    lead.snapshot = std::move(caller->snapshot);
    lead.source = caller->source->slug;
    lead.actor = "key:" + caller->key->id;
    lead.fields = std::move(*fields);
    lead.arrived = request.arrived;
    AnswerFormat format = answerFormat(request);
    lead.writeAnswer = [format](const IntakeAnswer &answer) {
        if (answer.kind == IntakeAnswer::Kind::Invalid) {
            auto refusal =
                problem(422, "invalid_lead",
                        "The lead does not fit the schema; every field at fault is named.", answer.errors);
            return exchange::StoredAnswer{refusal.status, "application/problem+json",
                                          std::move(refusal.body)};
        }
        return writeLeadAnswer(answer, format);
    };
    m_market.submit(std::move(lead),
                    [responder](const IntakeAnswer &answer) { responder.send(toResponse(answer)); });
}

void LeadResource::get(const net::HttpRequest &request, const net::HttpResponder &responder,
                       std::string_view leadId)
{
    auto caller = authenticate(request, responder, "leads:read");
    if (!caller)
        return;
    auto id = parseLeadId(leadId);
    if (!id)
        return responder.send(problem(400, id.error().code, id.error().message, id.errors()));
    m_market.lead(*id).then([responder, source = caller->source->slug,
                             snapshot = caller->snapshot](Result<market::LeadRow> row) {
        if (!row && row.error().code != "no_such_lead")
            return responder.send(problemRetryAfter(503, row.error().code, row.error().message, 2));
        // another source's lead is not there at all, so that ids cannot be probed
        if (!row || row->source.toStdString() != source)
            return responder.send(problem(404, "unknown_lead", "There is no lead with this id."));
        IntakeAnswer answer;
        answer.leadId = row->id;
        if (const domain::Source *its = snapshot->source(source))
            answer.undeliveredIsRejected = its->offers.response == domain::ResponseMode::RejectIfNotDelivered;
        answer.createdAt = row->receivedAt;
        answer.state = row->state;
        answer.reason.code = row->reasonCode.toStdString();
        answer.buyer = row->buyerSlug.toStdString();
        answer.price = row->price;
        if (auto decision = domain::routingDecisionFromName(row->routingDecision.toStdString()))
            answer.decision = *decision;
        answer.deduped = row->state == domain::LeadState::Duplicate;
        auto stored = writeLeadAnswer(answer, AnswerFormat::Json);
        responder.send(
            {200, {{"Content-Type", stored.contentType}, {"Cache-Control", "no-store"}}, stored.body});
    });
}

} // namespace bourse::api
