#include "api/pingresource.h"
#include "api/intakedecoder.h"
#include "api/offeranswer.h"
#include "api/problem.h"

namespace bourse::api {

using exchange::IntakeAnswer;
using exchange::OfferCall;
using exchange::OfferKey;

namespace {
constexpr std::size_t mostBidIds = 100;

/// A member that is about the request, not of the lead: taken out.
std::string takeOut(domain::Object &fields, std::string_view key)
{
    const domain::Value *value = fields.find(key);
    std::string text = value ? value->toText() : std::string();
    fields.remove(key);
    return text;
}

/// bid_id, bid_ids: a text, a list, or texts between commas.
std::vector<std::string> takeBidIds(domain::Object &fields)
{
    std::vector<std::string> ids;
    const auto add = [&ids](const std::string &text) {
        for (std::size_t at = 0; at < text.size() && ids.size() < mostBidIds;) {
            const std::size_t end = std::min(text.find(',', at), text.size());
            if (end > at)
                ids.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    };
    for (std::string_view key : {"bid_id", "bid_ids"}) {
        const domain::Value *value = fields.find(key);
        if (const domain::Array *list = value ? value->asArray() : nullptr) {
            for (const domain::Value &one : *list)
                add(one.toText());
        } else if (value) {
            add(value->toText());
        }
        fields.remove(key);
    }
    return ids;
}
} // namespace

void PingResource::ping(net::HttpRequest request, const net::HttpResponder &responder)
{
    auto caller = m_leads.authenticate(request, responder, "leads:write");
    if (!caller)
        return;
    if (!caller->source->enabled)
        return responder.send(problem(403, "source_disabled", "The source is switched off."));
    auto fields = decodeLead(request);
    if (!fields)
        return responder.send(problem(statusOfDecodingError(fields.error()), fields.error().code,
                                      fields.error().message, fields.errors()));
    const bool scan =
        queryParameter(request.query, "scan").value_or("") == "1" || takeOut(*fields, "scan") == "1";
    exchange::IntakeLead lead;
    auto claim = idempotencyClaim(request, caller->key->id, "POST /v1/ping");
    if (!claim)
        return responder.send(problem(400, claim.error().code, claim.error().message, claim.errors()));
    lead.idempotency = std::move(*claim);
    lead.test = asksForTest(request, *fields) || caller->source->testMode;
    fields->remove("scan");
    OfferCall call;
    call.kind = scan ? OfferCall::Kind::Scan : OfferCall::Kind::Ping;
    lead.call = std::make_shared<OfferCall>(std::move(call));
    lead.snapshot = std::move(caller->snapshot);
    lead.source = caller->source->slug;
    lead.actor = "key:" + caller->key->id;
    lead.fields = std::move(*fields);
    lead.arrived = request.arrived;
    const AnswerFormat format = answerFormat(request);
    lead.writeAnswer = [format, scan](const IntakeAnswer &answer) {
        return scan ? writeScanAnswer(answer, format) : writePingAnswer(answer, format);
    };
    m_market.submit(std::move(lead),
                    [responder](const IntakeAnswer &answer) { responder.send(toResponse(answer)); });
}

void PingResource::post(net::HttpRequest request, const net::HttpResponder &responder)
{
    OfferCall call;
    call.kind = OfferCall::Kind::Post;
    take(std::move(request), responder, "POST /v1/post", std::move(call));
}

void PingResource::choose(net::HttpRequest request, const net::HttpResponder &responder,
                          std::string_view leadId)
{
    OfferCall call;
    call.kind = OfferCall::Kind::Choose;
    call.key.by = OfferKey::By::Lead;
    auto id = parseLeadId(leadId);
    if (!id)
        return responder.send(problem(400, id.error().code, id.error().message, id.errors()));
    call.key.id = *id;
    take(std::move(request), responder, "POST /v1/leads/choice " + id->toString(), std::move(call));
}

void PingResource::take(net::HttpRequest request, const net::HttpResponder &responder, std::string route,
                        OfferCall call)
{
    auto caller = m_leads.authenticate(request, responder, "leads:write");
    if (!caller)
        return;
    if (!caller->source->enabled)
        return responder.send(problem(403, "source_disabled", "The source is switched off."));
    auto fields = decodeLead(request);
    if (!fields)
        return responder.send(problem(statusOfDecodingError(fields.error()), fields.error().code,
                                      fields.error().message, fields.errors()));
    exchange::IntakeLead lead;
    auto claim = idempotencyClaim(request, caller->key->id, route);
    if (!claim)
        return responder.send(problem(400, claim.error().code, claim.error().message, claim.errors()));
    lead.idempotency = std::move(*claim);
    lead.test = asksForTest(request, *fields);
    if (call.kind == OfferCall::Kind::Post) {
        std::string pingId = takeOut(*fields, "ping_id");
        if (pingId.empty())
            pingId = queryParameter(request.query, "ping_id").value_or("");
        if (pingId.empty()) {
            const Error missing{"missing_ping_id", "ping_id", "the ping_id of a ping",
                                "A post names the ping that it follows: send its ping_id."};
            return responder.send(problem(422, missing.code, missing.message, {missing}));
        }
        auto id = exchange::parsePingId(pingId);
        if (!id)
            return responder.send(problem(404, id.error().code, id.error().message, id.errors()));
        call.key.by = OfferKey::By::Id;
        call.key.id = *id;
    } else {
        call.ip = takeOut(*fields, "ip").substr(0, 64);
        call.userAgent = takeOut(*fields, "user_agent").substr(0, 400);
    }
    call.bidIds = takeBidIds(*fields);
    lead.snapshot = std::move(caller->snapshot);
    lead.source = caller->source->slug;
    lead.actor = "key:" + caller->key->id;
    if (call.kind == OfferCall::Kind::Post)
        lead.fields = std::move(*fields);
    lead.call = std::make_shared<OfferCall>(std::move(call));
    lead.arrived = request.arrived;
    const AnswerFormat format = answerFormat(request);
    lead.writeAnswer = [format](const IntakeAnswer &answer) {
        if (answer.kind == IntakeAnswer::Kind::Invalid)
            return exchange::StoredAnswer{};
        return writePostAnswer(answer, format);
    };
    m_market.submit(std::move(lead),
                    [responder](const IntakeAnswer &answer) { responder.send(toResponse(answer)); });
}

} // namespace bourse::api
