#include "api/returnresource.h"
#include "api/presentedtoken.h"
#include "api/problem.h"
#include "domain/json/json.h"
#include "domain/lead/memberreader.h"
#include "domain/lead/sealing.h"

namespace bourse::api {

namespace {
using Need = domain::MemberReader::Need;

constexpr std::size_t maxIdBytes = 255;
constexpr std::size_t maxReasonBytes = 200;
constexpr std::size_t maxNoteBytes = 2000;

QString qt(const std::string &text)
{
    return QString::fromStdString(text);
}

domain::Value orNull(const QString &text)
{
    return text.isEmpty() ? domain::Value() : domain::Value(text.toStdString());
}

net::HttpResponse answer(int status, const market::ReturnRow &row)
{
    domain::Object body;
    body.append("return_id", row.id.toString());
    body.append("lead_id", leadIdText(row.leadId));
    body.append("buyer_id", row.buyerSlug.toStdString());
    body.append("status", domain::name(row.state));
    body.append("reason", orNull(row.reasonCode));
    body.append("code", row.code.toStdString());
    body.append("message", row.sentence.toStdString());
    body.append("price", row.price ? domain::Value(domain::Number{row.price->toDecimal()}) : domain::Value());
    body.append("currency", row.price ? domain::Value(row.price->currency().code()) : domain::Value());
    body.append("requested_at", toIso8601(row.requestedAt));
    body.append("decided_at", row.decidedAt ? domain::Value(toIso8601(*row.decidedAt)) : domain::Value());
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            domain::writeJson(domain::Value(std::move(body)))};
}

net::HttpResponse refusal(const Error &why)
{
    if (why.code == "no_such_lead")
        return problem(404, "unknown_lead", "There is no lead with this id.", {why});
    if (why.code == "no_such_return")
        return problem(404, "unknown_return", "There is no return with this id.");
    if (why.code == "ambiguous_lead" || why.code == "ambiguous_buyer")
        return problem(409, why.code, why.message, {why});
    if (why.code == "not_sold")
        return problem(422, why.code, why.message, {why});
    return problemRetryAfter(503, "unavailable", "Returns cannot be taken now.", 5);
}
} // namespace

std::optional<ReturnResource::Caller> ReturnResource::authenticate(const net::HttpRequest &request,
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
    const std::string_view token = presentedToken(request);
    if (token.empty())
        return refuse(401, "missing_key", "Send your key as Authorization: Bearer KEY.");
    const std::string hash = domain::toHex(domain::sha256(token));
    auto match = snapshot->partyKeyByTokenHash(hash);
    if (!match) // a source's key is a key, but not for this
        return snapshot->keyByTokenHash(hash)
                   ? refuse(403, "missing_scope", "The key has no right for this.")
                   : refuse(401, "invalid_key", "The key is not known, or it was revoked.");
    const auto &scopes = match->key->scopes;
    if (!scopes.empty() && std::find(scopes.begin(), scopes.end(), scope) == scopes.end())
        return refuse(403, "missing_scope", "The key has no right for this.");
    if (int wait = m_rates.secondsToWait(match->key->id, match->key->ratePerMinute, request.arrived)) {
        responder.send(
            problemRetryAfter(429, "rate_limited", "The key's requests per minute are used up.", wait));
        return std::nullopt;
    }
    return Caller{std::move(snapshot), match->buyer, match->key};
}

void ReturnResource::post(const net::HttpRequest &request, const net::HttpResponder &responder)
{
    auto caller = authenticate(request, responder, "returns:write");
    if (!caller)
        return;
    auto json = domain::parseJson(request.body);
    if (!json)
        return responder.send(problem(400, json.error().code, json.error().message, json.errors()));
    Errors errors;
    domain::MemberReader reader(*json, {}, errors);
    market::ReturnRequest wanted;
    wanted.lead = qt(reader.text("lead_id", Need::Required, {}, maxIdBytes));
    wanted.buyer = qt(reader.slug("buyer", Need::Optional));
    wanted.reason = qt(reader.text("reason", Need::Optional, {}, maxReasonBytes));
    wanted.note = qt(reader.text("note", Need::Optional, {}, maxNoteBytes));
    reader.refuseUnknown();
    if (!errors.empty())
        return responder.send(problem(400, "invalid_request",
                                      "The request does not fit; every member at fault is named.", errors));
    if (caller->buyer) {
        if (!wanted.buyer.isEmpty() && wanted.buyer.toStdString() != caller->buyer->slug)
            return responder.send(problem(403, "wrong_buyer", "The key belongs to another buyer."));
        wanted.buyer = qt(caller->buyer->slug);
    } else if (!wanted.buyer.isEmpty() && !caller->snapshot->buyer(wanted.buyer.toStdString())) {
        return responder.send(problem(404, "unknown_buyer", "There is no buyer of this name."));
    }
    if (const std::string *key = request.header("Idempotency-Key")) {
        if (key->empty() || key->size() > maxIdBytes)
            return responder.send(problem(400, "invalid_idempotency_key",
                                          "The Idempotency-Key must have 1 to 255 characters."));
        wanted.key = qt(*key);
    }
    m_market.requestReturn(std::move(wanted), qt("key:" + caller->key->id))
        .then([responder](const Result<market::ReturnRow> &made) {
            responder.send(made ? answer(made->repeated ? 200 : 201, *made) : refusal(made.error()));
        });
}

void ReturnResource::get(const net::HttpRequest &request, const net::HttpResponder &responder,
                         std::string_view id)
{
    auto caller = authenticate(request, responder, "returns:read");
    if (!caller)
        return;
    auto uuid = Uuid::parse(id);
    if (!uuid)
        return responder.send(problem(404, "unknown_return", "There is no return with this id."));
    const QString buyer = caller->buyer ? qt(caller->buyer->slug) : QString();
    m_market.returnRequest(*uuid).then([responder, buyer](const Result<market::ReturnRow> &found) {
        if (!found)
            return responder.send(refusal(found.error()));
        if (!buyer.isEmpty() && found->buyerSlug != buyer) // not there at all, so that ids cannot be probed
            return responder.send(problem(404, "unknown_return", "There is no return with this id."));
        responder.send(answer(200, *found));
    });
}

} // namespace bourse::api
