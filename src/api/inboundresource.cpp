#include "api/inboundresource.h"
#include "api/inboundfacts.h"
#include "api/leadanswer.h"
#include "api/problem.h"
#include "base/logging.h"
#include "domain/lead/sealing.h"
#include <algorithm>

namespace bourse::api {

using domain::InboundOutcome;
using exchange::IntakeAnswer;

namespace {

constexpr int provenRatePerMinute = 1000; ///< of callers without a key, each source
constexpr std::size_t longestEventId = 255;

bool mayWrite(const domain::IntakeKey &key)
{
    return key.scopes.empty() ||
           std::find(key.scopes.begin(), key.scopes.end(), "leads:write") != key.scopes.end();
}

const domain::SourceInbound *inboundOf(const domain::Source &source, const std::string &inbound)
{
    for (const domain::SourceInbound &one : source.inbound)
        if (one.inbound == inbound)
            return &one;
    return nullptr;
}

/// The source that a request names: by its slug, or by the name under which it takes this document.
const domain::Source *namedSource(const domain::MarketSnapshot &snapshot, const std::string &inbound,
                                  const std::string &name)
{
    for (const domain::Source &source : snapshot.document().sources)
        if (const auto *one = inboundOf(source, inbound);
            one && (one->as.empty() ? source.slug : one->as) == name)
            return &source;
    const domain::Source *source = snapshot.source(name);
    return source && inboundOf(*source, inbound) ? source : nullptr;
}

/// The only source that takes the document; null where there are none or several.
const domain::Source *onlySource(const domain::MarketSnapshot &snapshot, const std::string &inbound)
{
    const domain::Source *found = nullptr;
    for (const domain::Source &source : snapshot.document().sources) {
        if (!inboundOf(source, inbound))
            continue;
        if (found)
            return nullptr;
        found = &source;
    }
    return found;
}

int statusOf(const Error &error)
{
    return error.code == "unsupported_content_type" ? 415 : error.code == "too_large" ? 413 : 400;
}

net::HttpResponse plain(exchange::StoredAnswer answer)
{
    net::HttpResponse response;
    response.status = answer.status;
    if (!answer.contentType.empty())
        response.headers.emplace_back("Content-Type", std::move(answer.contentType));
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(answer.body);
    return response;
}

} // namespace

struct InboundResource::Call {
    std::shared_ptr<const domain::MarketSnapshot> snapshot;
    std::shared_ptr<const domain::Inbound> inbound;
    std::shared_ptr<domain::InboundMessage> message;
    std::optional<domain::InboundReading> reading;
    domain::InboundRequest request;
    std::string peer;
    net::HttpResponder responder;
    AnswerFormat format = AnswerFormat::Json;

    /// In the supplier's shape where the document has one for it.
    std::optional<exchange::StoredAnswer> shaped(const InboundOutcome &outcome) const
    {
        auto answer = inbound->answer(*message, reading ? &*reading : nullptr, outcome);
        if (!answer) {
            qCWarning(logMarket, "inbound %s: the answer cannot be written: %s %s", inbound->slug().c_str(),
                      answer.error().code.c_str(), answer.error().field.c_str());
            return std::nullopt;
        }
        if (!*answer)
            return std::nullopt;
        return exchange::StoredAnswer{(*answer)->status, std::move((*answer)->contentType),
                                      std::move((*answer)->body)};
    }
    void refuse(const char *outcome, net::HttpResponse ours, const Error &error,
                const Errors &errors = {}) const
    {
        InboundOutcome what = refusedOutcome(outcome, error, errors);
        what.act = reading ? reading->act : domain::InboundAct::Lead;
        what.facts.set("act", name(what.act));
        what.facts.set("http_status", ours.status);
        if (auto answer = shaped(what)) {
            net::HttpResponse response = plain(std::move(*answer));
            for (auto &header : ours.headers)
                if (header.first == "Retry-After" || header.first == "WWW-Authenticate")
                    response.headers.push_back(std::move(header));
            return responder.send(std::move(response));
        }
        responder.send(std::move(ours));
    }
    void refuse(const char *outcome, int status, const Error &error) const
    {
        refuse(outcome, problem(status, error.code, error.message), error);
    }
};

std::optional<InboundResource::Caller> InboundResource::callerByKey(Call &call)
{
    const auto refuse = [&](int status, const char *code, const char *text) {
        call.refuse("unauthorised", status, {code, "key", "a key of a source of this document", text});
        return std::nullopt;
    };
    const std::string token = call.inbound->key(*call.message);
    if (token.empty())
        return refuse(401, "missing_key", "The request shows no key.");
    const auto match = call.snapshot->keyByTokenHash(domain::toHex(domain::sha256(token)));
    if (!match)
        return refuse(401, "invalid_key", "The key is not known, or it was revoked.");
    if (!mayWrite(*match->key))
        return refuse(403, "missing_scope", "The key has no right for this.");
    if (!inboundOf(*match->source, call.inbound->slug()))
        return refuse(403, "wrong_inbound", "The key's source does not take requests of this kind.");
    const std::string named = call.inbound->source(*call.message);
    if (!named.empty() && namedSource(*call.snapshot, call.inbound->slug(), named) != match->source)
        return refuse(403, "wrong_source", "The key belongs to another source.");
    return Caller{match->source, match->key->id, "key:" + match->key->id, match->key->ratePerMinute};
}

/// Whoever has not proven who he is does not learn which sources there are.
std::optional<InboundResource::Caller> InboundResource::callerByProof(Call &call)
{
    const std::string named = call.inbound->source(*call.message);
    const domain::Source *source = named.empty() ? onlySource(*call.snapshot, call.inbound->slug())
                                                 : namedSource(*call.snapshot, call.inbound->slug(), named);
    const auto verified = m_market.verifyInbound(*call.inbound, source, call.request);
    if (!verified) {
        const Error &why = verified.error();
        const bool ours = why.code == "missing_secret" || why.code == "invalid_secret";
        if (ours) // nobody can be believed until an operator has set it
            call.refuse("unavailable",
                        problemRetryAfter(503, "unavailable", "The request cannot be taken now.", 30), why);
        else
            call.refuse("unauthorised", 401, why);
        return std::nullopt;
    }
    if (!source) {
        call.refuse("unauthorised", 404,
                    {"unknown_source", "source", "the slug of a source of this document",
                     "Name the source in the path: /v1/inbound/INBOUND/SOURCE."});
        return std::nullopt;
    }
    const std::string id = "source:" + source->slug;
    return Caller{source, id, id, provenRatePerMinute};
}

std::optional<InboundResource::Caller> InboundResource::authenticate(Call &call, MonoTime arrived)
{
    std::optional<Caller> caller;
    if (call.inbound->asksForKey()) {
        caller = callerByKey(call);
        if (!caller)
            return std::nullopt;
    }
    if (call.inbound->asksForProof()) {
        if (caller) {
            const auto verified = m_market.verifyInbound(*call.inbound, caller->source, call.request);
            if (!verified) {
                call.refuse("unauthorised", 401, verified.error());
                return std::nullopt;
            }
        } else {
            caller = callerByProof(call);
        }
    }
    if (!caller)
        return std::nullopt;
    if (int wait = m_rates.secondsToWait(caller->id, caller->ratePerMinute, arrived)) {
        const Error error{"rate_limited", "key", "requests per minute",
                          "The key's requests per minute are used up."};
        call.refuse("rate_limited", problemRetryAfter(429, error.code, error.message, wait), error);
        return std::nullopt;
    }
    if (!caller->source->enabled) {
        call.refuse("unauthorised", 403, {"source_disabled", "source", "", "The source is switched off."});
        return std::nullopt;
    }
    return caller;
}

void InboundResource::take(net::HttpRequest request, const net::HttpResponder &responder,
                           std::string_view inbound, std::string_view source)
{
    auto snapshot = m_market.snapshot();
    if (!snapshot)
        return responder.send(
            problemRetryAfter(503, "no_configuration", "No configuration is published yet.", 2));
    auto document = snapshot->inbound(inbound);
    if (!document)
        return responder.send(problem(404, "unknown_inbound", "There is no inbound document of this name."));
    handle(std::move(request), responder, std::move(snapshot), std::move(document),
           {{}, std::string(source), std::nullopt});
}

bool InboundResource::takePath(net::HttpRequest &request, const net::HttpResponder &responder)
{
    auto snapshot = m_market.snapshot();
    auto match = snapshot ? snapshot->inboundAt(request.path) : std::nullopt;
    if (!match)
        return false;
    domain::InboundRoute route{match->rest, {}, match->inbound->paths()[match->path].act};
    handle(std::move(request), responder, std::move(snapshot), match->inbound, std::move(route));
    return true;
}

void InboundResource::handle(net::HttpRequest request, const net::HttpResponder &responder,
                             std::shared_ptr<const domain::MarketSnapshot> snapshot,
                             std::shared_ptr<const domain::Inbound> inbound, domain::InboundRoute route)
{
    if (!inbound->takes(request.method)) {
        std::string allow;
        for (const std::string &method : inbound->methods())
            allow += (allow.empty() ? "" : ", ") + method;
        net::HttpResponse response = problem(405, "method_not_allowed", "Use " + allow + " here.");
        response.headers.emplace_back("Allow", allow);
        return responder.send(std::move(response));
    }
    domain::InboundRequest received{request.method, request.target, request.headers, request.body};
    auto message = inbound->receive(received, std::move(route), SystemClock().utcNow());
    auto call = std::make_shared<Call>(Call{std::move(snapshot),
                                            std::move(inbound),
                                            std::move(message),
                                            {},
                                            std::move(received),
                                            request.peer,
                                            responder,
                                            answerFormat(request)});
    const auto caller = authenticate(*call, request.arrived);
    if (!caller)
        return;
    auto reading = call->inbound->read(*call->message, call->snapshot->vertical(caller->source->vertical));
    if (!reading) {
        const Error &error = reading.error();
        const int status = statusOf(error);
        return call->refuse("error", problem(status, error.code, error.message, reading.errors()), error,
                            reading.errors());
    }
    call->reading = std::move(*reading);
    submit(call, *caller, request.arrived);
}

void InboundResource::submit(const std::shared_ptr<Call> &call, const Caller &caller, MonoTime arrived)
{
    const domain::InboundReading &reading = *call->reading;
    if (reading.act != domain::InboundAct::Lead)
        return call->refuse("unavailable", 501,
                            {"not_available", "act", "lead", "Pings and posts are not taken here yet."});
    exchange::IntakeLead lead;
    if (!reading.eventId.empty() && reading.eventId.size() <= longestEventId)
        lead.idempotency = {caller.id, "inbound " + call->inbound->slug(), reading.eventId,
                            domain::sha256(reading.eventId)};
    lead.test = reading.test || caller.source->testMode;
    lead.snapshot = call->snapshot;
    lead.source = caller.source->slug;
    lead.actor = caller.actor;
    lead.fields = reading.fields;
    lead.arrived = arrived;
    const bool test = lead.test;
    lead.writeAnswer = [call, test](const IntakeAnswer &answer) {
        InboundOutcome outcome = outcomeOf(answer, call->reading->act, test);
        auto ours = ownAnswer(answer, call->format);
        outcome.facts.set("http_status", ours.status);
        if (auto shaped = call->shaped(outcome))
            return std::move(*shaped);
        return ours;
    };
    m_market.submit(std::move(lead), [call, test](const IntakeAnswer &answer) {
        const bool stored = !answer.stored.body.empty() || answer.kind == IntakeAnswer::Kind::Done ||
                            answer.kind == IntakeAnswer::Kind::Replay;
        if (stored) {
            net::HttpResponse response = plain(answer.stored);
            if (answer.kind == IntakeAnswer::Kind::Replay)
                response.headers.emplace_back("Idempotency-Replayed", "true");
            return call->responder.send(std::move(response));
        }
        InboundOutcome outcome = outcomeOf(answer, call->reading->act, test);
        net::HttpResponse ours = notTaken(answer);
        outcome.facts.set("http_status", ours.status);
        if (auto shaped = call->shaped(outcome)) {
            net::HttpResponse response = plain(std::move(*shaped));
            for (auto &header : ours.headers)
                if (header.first == "Retry-After")
                    response.headers.push_back(std::move(header));
            return call->responder.send(std::move(response));
        }
        call->responder.send(std::move(ours));
    });
}

} // namespace bourse::api
