// A document tried on a real buyer: rendered with the real secrets, sent once through the engine's own
// transport and egress rules, and shown without a secret in it.
#include "domain/integration/digestauthentication.h"
#include "domain/json/json.h"
#include "domain/lead/reason.h"
#include "domain/lead/sealing.h"
#include "exchange/redactor.h"
#include "market/marketimpl.h"
#include "storage/integrationstore.h"
#include <QThread>
#include <QtConcurrent/QtConcurrentRun>
#include <condition_variable>

namespace bourse::market {

using domain::StepKind;
using exchange::BuyerReply;
using exchange::WireOutcome;

namespace {

constexpr const char *operatorName = "operator";
constexpr auto pollGaveUpEvery = std::chrono::milliseconds(20);
constexpr std::size_t maxGrants = 64;
/// A buyer that echoes a credential does not get it shown; shorter values would turn up in any answer by
/// chance.
constexpr std::size_t shortestEchoed = 4;

/// Shared by the waiting thread and the engine's.
struct WireWait {
    std::mutex mutex;
    std::condition_variable ended;
    std::optional<BuyerReply> reply;
    std::optional<std::uint64_t> id; ///< once the transport has the call
};

Detached awaitReply(std::shared_ptr<WireWait> wait, Future<BuyerReply> future)
{
    BuyerReply reply = co_await future;
    std::lock_guard lock(wait->mutex);
    wait->reply = std::move(reply);
    wait->ended.notify_one();
}

/// As the engine times it where the document does not.
Micros timeLimitOf(const domain::Integration &integration, StepKind step)
{
    const exchange::ExchangeSettings defaults;
    return integration.timeLimit(step).value_or(step == StepKind::Ping ? defaults.defaultPingLimit
                                                                       : defaults.defaultPostLimit);
}

void redact(domain::RenderedRequest &request, const exchange::Redactor &redactor)
{
    redactor.redact(request.url);
    for (auto &header : request.headers)
        redactor.redact(header.second);
    redactor.redact(request.body);
}

void redact(domain::BuyerResponse &response, const exchange::Redactor &redactor)
{
    for (auto &header : response.headers)
        redactor.redact(header.second);
    redactor.redact(response.body);
}

std::optional<qint64> reached(std::int64_t us)
{
    return us > 0 ? std::optional<qint64>(us) : std::nullopt;
}

Error failureOf(const BuyerReply &reply, Micros limit, std::size_t maxAnswerBytes)
{
    Error error;
    error.code = reply.reasonCode.empty() ? std::string(domain::reason::connectionLost) : reply.reasonCode;
    if (error.code == domain::reason::timedOut)
        error.rule = std::to_string(limit.count() / 1000) + " ms";
    else if (error.code == domain::reason::answerTooLarge)
        error.rule = std::to_string(maxAnswerBytes) + " bytes";
    error.message = domain::sentence(error.code);
    if (!reply.detail.empty())
        error.message += (error.message.empty() ? "" : " ") + reply.detail;
    return error;
}

} // namespace

BuyerReply Market::Impl::callBuyer(exchange::BuyerCall call, const std::function<bool()> &gaveUp)
{
    auto wait = std::make_shared<WireWait>();
    executor->post([this, wait, call = std::make_shared<exchange::BuyerCall>(std::move(call))] {
        auto started = gateway->start(std::move(*call));
        {
            std::lock_guard lock(wait->mutex);
            wait->id = started.id;
        }
        awaitReply(wait, std::move(started.reply));
    });
    bool cancelled = false;
    std::unique_lock lock(wait->mutex);
    while (!wait->ended.wait_for(lock, pollGaveUpEvery, [&] { return wait->reply.has_value(); })) {
        if (cancelled || !wait->id || !gaveUp())
            continue;
        cancelled = true;
        executor->post([this, id = *wait->id] { gateway->cancel(id); });
    }
    return std::move(*wait->reply);
}

/// Renders, sends and shows one step.
Result<TestExchange> Market::Impl::exchangeOnce(const TestCall &call, const domain::Integration &integration,
                                                const std::map<std::string, Secret> &secrets,
                                                const std::map<std::string, std::string> &carried,
                                                const std::function<bool()> &gaveUp)
{
    auto config = q.snapshot();
    domain::RenderInput input;
    input.lead = &call.lead;
    input.carried = &carried;
    input.secrets = &secrets;
    input.secretsRequired = true;
    input.time = call.time == UtcTime{} ? clock.utcNow() : call.time;
    input.live = call.live;
    input.seed = call.seed; // with the time it makes a lead id, the same as in the editor's preview
    const Micros limit = timeLimitOf(integration, call.step);
    input.timeLeft = limit;
    auto request = integration.render(call.step, input);
    if (!request)
        return request.errors();

    auto tls = exchange::wireTls(integration.tls(call.live), secrets);
    if (!tls)
        return tls.errors();

    exchange::BuyerCall wire;
    wire.attemptId = Uuid::v7();
    wire.kind = exchange::CallKind::Post; // at most once on the wire, whichever step it is
    wire.buyer = integration.slug();
    wire.request = *request;
    wire.timeLimit = limit;
    wire.snapshot = config;
    wire.tls = std::move(*tls);
    const std::size_t maxAnswerBytes = wire.maxAnswerBytes;
    std::map<std::string, Secret> hidden = secrets;
    for (auto &credential : exchange::credentialsOf(carried))
        hidden.insert(std::move(credential));
    exchange::Redactor redactor;
    redactor.prepare(hidden);
    TestExchange shown;
    shown.sentAt = clock.utcNow();
    BuyerReply reply = callBuyer(wire, gaveUp);

    // As the engine does: a request with a 401 has not been acted upon (RFC 9110, 15.5.2), and is repeated
    // once with the answer to the challenge.
    const bool answers = reply.outcome == WireOutcome::Answered && integration.answersChallenges(call.step);
    std::optional<Error> unauthorised;
    if (const std::string challenge = answers ? domain::digestChallenge(reply.response) : "";
        !challenge.empty()) {
        input.challenge = challenge;
        auto again = integration.render(call.step, input);
        const Micros left = limit - Micros(reply.phases.totalUs);
        if (!again) {
            unauthorised = again.error();
        } else if (left > Micros{} && !gaveUp()) {
            redact(*request, redactor);
            shown.challenged.emplace(std::move(*request), std::move(reply.response));
            *request = *again;
            wire.request = std::move(*again);
            wire.timeLimit = left;
            const std::int64_t firstUs = reply.phases.totalUs;
            reply = callBuyer(std::move(wire), gaveUp);
            reply.phases.totalUs += firstUs;
            if (reply.phases.firstByteUs > 0)
                reply.phases.firstByteUs += firstUs;
        }
        if (reply.outcome == WireOutcome::Answered && !domain::digestChallenge(reply.response).empty() &&
            !unauthorised)
            unauthorised = Error{std::string(domain::reason::authFailed), "authentication", "HTTP 401",
                                 std::string(domain::sentence(domain::reason::authFailed))};
    }
    redact(*request, redactor);
    shown.request = std::move(*request);
    shown.dnsUs = reached(reply.phases.dnsUs);
    shown.connectUs = reached(reply.phases.connectUs);
    shown.tlsUs = reached(reply.phases.tlsUs);
    shown.firstByteUs = reached(reply.phases.firstByteUs);
    shown.totalUs = reply.phases.totalUs;
    shown.remote = QString::fromStdString(reply.remote);
    if (unauthorised) {
        shown.failure = std::move(unauthorised);
        redactor.redact(shown.failure->message);
    }
    if (reply.outcome != WireOutcome::Answered) {
        shown.failure = failureOf(reply, limit, maxAnswerBytes);
        redactor.redact(shown.failure->message);
    }
    if (reply.outcome == WireOutcome::Answered || !reply.response.headers.empty()) {
        reply.response.receivedAt = clock.utcNow();
        shown.response = std::move(reply.response);
    }
    return shown;
}

Result<TestExchange> Market::Impl::sendTest(const TestCall &call, const std::function<bool()> &gaveUp)
{
    auto compiled = domain::Integration::fromValue(call.document);
    if (!compiled)
        return compiled.errors();
    const domain::Integration &integration = **compiled;
    const std::string stepName(domain::name(call.step));
    if (!integration.hasStep(call.step))
        return Error{"no_such_step", "step", stepName, "The document has no step \"" + stepName + "\"."};
    if (call.step == StepKind::Callback)
        return Error{"inbound_step", "step", stepName, "A callback comes from the buyer; it cannot be sent."};
    auto secrets = vault->read(integration.secretNames());
    if (!secrets)
        return secrets.errors();
    auto config = q.snapshot();
    domain::Object detail;
    detail.append("step", stepName);
    detail.append("environment", call.live ? "live" : "test");
    auto noted = storage::audit(storeOptions(), config->workspaceId(), operatorName, "integration.tested",
                                integration.slug(), domain::writeJson(domain::Value(std::move(detail))));
    if (!noted)
        return noted.errors();

    auto shown = tryDocument(call, integration, *secrets, gaveUp);
    if (shown && shown->response) {
        std::map<std::string, Secret> echoed = std::move(*secrets);
        std::erase_if(echoed,
                      [](const auto &secret) { return secret.second.reveal().size() < shortestEchoed; });
        exchange::Redactor redactor;
        redactor.prepare(echoed);
        redact(*shown->response, redactor);
        if (shown->challenged)
            redact(shown->challenged->second, redactor);
    }
    return shown;
}

/// The auth step first, if there is one and no answer to it that still holds.
Result<TestExchange> Market::Impl::tryDocument(const TestCall &call, const domain::Integration &integration,
                                               const std::map<std::string, Secret> &secrets,
                                               const std::function<bool()> &gaveUp)
{
    std::map<std::string, std::string> carried = call.carried;
    std::map<std::string, Secret> granted;
    std::string key;
    if (call.step != StepKind::Auth && integration.hasStep(StepKind::Auth)) {
        key = exchange::authKey(integration.document(), call.live);
        for (const auto &[name, value] : secrets)
            key += domain::sha256(name + '\n' + std::string(value.reveal()));
        std::optional<exchange::AuthGrant> grant;
        {
            std::lock_guard lock(grantMutex);
            const MonoTime now = clock.monotonic();
            std::erase_if(grants, [now](const auto &known) { return known.second.until <= now; });
            if (const auto known = grants.find(key); known != grants.end())
                grant = known->second.grant;
        }
        if (!grant) {
            TestCall first = call;
            first.step = StepKind::Auth;
            first.lead = {}; // as in the engine: an account's credentials are nobody's data
            auto answered = exchangeOnce(first, integration, secrets, {}, gaveUp);
            if (answered && answered->failure)
                answered->failure->field = "steps.auth";
            if (!answered || answered->failure)
                return answered;
            auto read =
                exchange::grantOf(integration.interpret(StepKind::Auth, *answered->response), clock.utcNow());
            if (!read) {
                answered->failure = read.error();
                return answered;
            }
            grant = std::move(*read);
            std::lock_guard lock(grantMutex);
            if (grants.size() >= maxGrants)
                grants.clear();
            grants[key] = {*grant, clock.monotonic() + grant->validFor};
        }
        granted = exchange::credentialsOf(grant->carried);
        for (auto &[name, value] : grant->carried)
            carried.insert_or_assign(name, std::move(value));
    }
    auto shown = exchangeOnce(call, integration, secrets, carried, gaveUp);
    if (shown && shown->response && !granted.empty()) { // nor what the secrets were exchanged for
        exchange::Redactor redactor;
        redactor.prepare(granted);
        redact(*shown->response, redactor);
        if (shown->challenged)
            redact(shown->challenged->second, redactor);
    }
    if (shown && shown->response && shown->response->status == 401) {
        std::lock_guard lock(grantMutex);
        grants.erase(key); // the next one asks anew; this one is sent once
    }
    return shown;
}

QFuture<Result<TestExchange>> Market::sendTest(TestCall call) const
{
    return QtConcurrent::run(&m_impl->testers,
                             [this, call = std::move(call)](QPromise<Result<TestExchange>> &promise) {
                                 if (!m_impl->accepting || !snapshot()) {
                                     promise.addResult(notRunning());
                                     return;
                                 }
                                 const auto gaveUp = [this, &promise] {
                                     return promise.isCanceled() || !m_impl->accepting;
                                 };
                                 // who types a key and sends at once means that key
                                 while (m_impl->secretChanges > 0 && !gaveUp())
                                     QThread::msleep(5);
                                 promise.addResult(m_impl->sendTest(call, gaveUp));
                             });
}

} // namespace bourse::market
