// Callbacks, statuses and operators' decisions: what is heard of sales when they have been made.
#include "market/aftersale.h"
#include "base/logging.h"
#include "domain/lead/sealing.h"
#include "exchange/redactor.h"
#include "market/marketimpl.h"
#include <QtConcurrent/QtConcurrentRun>

namespace bourse::market {

namespace {
constexpr int pairedAtOnce = 32;
constexpr auto lookEvery = std::chrono::seconds(10);
constexpr auto forgetEvery = std::chrono::hours(1);
constexpr int forgottenAtOnce = 1000;
constexpr int erasedAtOnce = 20'000; ///< an hour
constexpr std::size_t maxStoredBytes = 64u << 10;

std::string requestText(const domain::InboundRequest &request)
{
    std::string text = request.method + ' ' + request.target + " HTTP/1.1\r\n";
    for (const auto &[name, value] : request.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    text += "\r\n";
    text += request.body;
    return text;
}

std::string answerText(const domain::CallbackAnswer &answer)
{
    return "HTTP/1.1 " + std::to_string(answer.status) + "\r\nContent-Type: " + answer.contentType +
           "\r\n\r\n" + answer.body;
}

/// What is the same when the same event is told again: the id that the buyer gives it, else all that it says.
std::string eventKey(const domain::InboundRequest &request, const std::string &eventId)
{
    if (!eventId.empty())
        return domain::sha256("id\n" + eventId);
    return domain::sha256("request\n" + request.method + '\n' + request.target + '\n' + request.body);
}

/// Credentials do not go into what is stored of a callback.
void redact(std::string &text, const std::map<std::string, Secret> &secrets)
{
    exchange::Redactor redactor;
    redactor.prepare(secrets);
    redactor.redact(text);
    if (text.size() > maxStoredBytes)
        text.resize(maxStoredBytes);
}

CallbackAnswer refusal(int status, Error problem)
{
    CallbackAnswer refused;
    refused.answer.status = status;
    refused.problem = std::move(problem);
    return refused;
}
} // namespace

AfterSaleWork::AfterSaleWork(storage::StoreOptions options, Executor &executor)
    : m_store(options), m_returns(options), m_webhooks(options), m_keeping(std::move(options)),
      m_executor(executor)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1); // its session stays with it
}

AfterSaleWork::~AfterSaleWork()
{
    m_thread.waitForDone();
}

Future<Result<std::vector<exchange::DueFollowUp>>> AfterSaleWork::claimDue(Uuid workspaceId, int limit)
{
    Promise<Result<std::vector<exchange::DueFollowUp>>> promise(m_executor);
    auto future = promise.future();
    m_thread.start(
        [this, workspaceId, limit, promise] { promise.complete(m_store.claimDue(workspaceId, limit)); });
    return future;
}

Future<Result<exchange::NewsEffect>> AfterSaleWork::report(exchange::FollowUpReport report,
                                                           exchange::Booking booking)
{
    Promise<Result<exchange::NewsEffect>> promise(m_executor);
    auto future = promise.future();
    m_thread.start([this, report = std::make_shared<exchange::FollowUpReport>(std::move(report)),
                    booking = std::move(booking),
                    promise] { promise.complete(m_store.report(*report, booking)); });
    return future;
}

Future<Result<std::vector<exchange::DueWebhook>>>
AfterSaleWork::claimDueWebhooks(Uuid workspaceId, int limit, std::vector<std::string> busy)
{
    Promise<Result<std::vector<exchange::DueWebhook>>> promise(m_executor);
    auto future = promise.future();
    m_thread.start([this, workspaceId, limit, busy = std::move(busy), promise] {
        promise.complete(m_webhooks.claimDue(workspaceId, limit, busy));
    });
    return future;
}

Future<Result<std::monostate>> AfterSaleWork::reportWebhook(exchange::WebhookReport report)
{
    Promise<Result<std::monostate>> promise(m_executor);
    auto future = promise.future();
    m_thread.start([this, report = std::make_shared<exchange::WebhookReport>(std::move(report)), promise] {
        promise.complete(m_webhooks.report(*report));
    });
    return future;
}

/// A lead that changed behind the engine's back is told to the windows as the engine would have.
void Market::Impl::tellChanged(const Uuid &workspace, const Uuid &lead)
{
    tellQueueChanged();
    if (!reader)
        return;
    auto stored = reader->lead(workspace, lead, false);
    if (stored)
        collector.leadChanged(stored->summary);
}

/// What the window's alerts say of webhooks.
void Market::Impl::lookAfterWebhooks(const Uuid &workspace)
{
    auto endpoints = afterSale->webhooks().endpoints(workspace);
    if (!endpoints)
        return;
    std::lock_guard lock(webhookMutex);
    deadWebhooks = 0;
    goneWebhooks.clear();
    for (const storage::WebhookEndpointStatus &one : *endpoints) {
        deadWebhooks += one.dead;
        if (one.disabledAt)
            goneWebhooks.push_back(QString::fromStdString(one.url));
    }
}

/// Once an hour: what has been kept as long as it shall be.
void Market::Impl::forget(const Uuid &workspace)
{
    if (auto gone = afterSale->store().forgetTexts(workspace, forgottenAtOnce); !gone)
        qCWarning(logMarket, "old callbacks are kept: %s", gone.error().code.c_str());
    if (auto gone = afterSale->webhooks().forgetDelivered(workspace, forgottenAtOnce); !gone)
        qCWarning(logMarket, "old webhooks are kept: %s", gone.error().code.c_str());
    auto erased = afterSale->keeping().eraseDue(workspace, erasedAtOnce, false);
    if (!erased)
        qCWarning(logMarket, "persons' data are kept: %s", erased.error().code.c_str());
    auto months = afterSale->keeping().dropMonths(workspace, true);
    if (!months)
        qCWarning(logMarket, "old months are kept: %s", months.error().code.c_str());
}

/// Twice a second: what is due with buyers, and callbacks that still look for their lead.
void Market::Impl::followUp()
{
    auto config = q.snapshot();
    if (!accepting || !afterSale || !config)
        return;
    executor->post([this, config] {
        exchange->followUp(*afterSale, config, [this, config](const Uuid &lead) {
            afterSale->start([this, config, lead] { tellChanged(config->workspaceId(), lead); });
        });
        exchange->tellWebhooks(*afterSale, config);
    });
    if (pairing.exchange(true))
        return;
    afterSale->start([this, config] {
        auto changed =
            afterSale->store().pairWaiting(config->workspaceId(), pairedAtOnce, exchange::bookingOf(config));
        if (!changed)
            qCWarning(logMarket, "callbacks cannot be paired now: %s", changed.error().code.c_str());
        else
            for (const Uuid &lead : *changed)
                tellChanged(config->workspaceId(), lead);
        if (changed)
            resellReturned(config);
        if (changed && clock.monotonic() >= nextWebhookLook) {
            lookAfterWebhooks(config->workspaceId());
            nextWebhookLook = clock.monotonic() + lookEvery;
        }
        if (changed && clock.monotonic() >= nextForgetting) {
            forget(config->workspaceId());
            nextForgetting = clock.monotonic() + forgetEvery;
        }
        pairing = false;
    });
}

CallbackAnswer Market::Impl::takeCallback(const domain::MarketSnapshot &config,
                                          const domain::Integration &integration,
                                          const domain::InboundRequest &request,
                                          const exchange::Booking &booking)
{
    const std::map<std::string, Secret> secrets = loadedSecrets.secrets(integration.secretNames());
    const domain::Object nobody;
    domain::RenderInput input;
    input.lead = &nobody;
    input.secrets = &secrets;
    input.time = clock.utcNow();
    input.live = true;
    if (auto verified = integration.verify(domain::StepKind::Callback, request, input); !verified) {
        const Error &why = verified.error();
        const bool ours = why.code == "missing_secret" || why.code == "invalid_secret";
        if (ours) // nobody can be believed until an operator has set it; the buyer shall come again
            qCWarning(logMarket, "callback of %s: %s %s", integration.slug().c_str(), why.code.c_str(),
                      why.field.c_str());
        return refusal(ours ? 503 : 401, why);
    }
    const domain::CallbackReading said = integration.readCallback(request);
    storage::CallbackArrival arrival;
    arrival.id = Uuid::v7();
    arrival.integration = integration.slug();
    arrival.eventKey = eventKey(request, said.eventId);
    arrival.receivedAt = input.time;
    arrival.configVersion = config.version();
    arrival.ids = said.ids;
    arrival.news.outcome = said.reading.outcome;
    arrival.news.price = said.reading.price;
    if (said.reading.reason)
        arrival.news.reason = {said.reading.reason->first, said.reading.reason->second};
    arrival.rule = said.reading.rule;
    arrival.request = requestText(request);
    redact(arrival.request, secrets);
    CallbackAnswer taken;
    taken.answer = integration.callbackAnswer(domain::CallbackFate::Recorded);
    arrival.answer = answerText(taken.answer);
    auto outcome = afterSale->store().takeCallback(config.workspaceId(), arrival, booking);
    if (!outcome)
        return refusal(503, outcome.error());
    if (outcome->repeated)
        taken.answer = integration.callbackAnswer(domain::CallbackFate::Repeated);
    else if (outcome->effect == exchange::NewsEffect::Unpaired)
        taken.answer = integration.callbackAnswer(domain::CallbackFate::Unmatched);
    if (!outcome->repeated && outcome->effect == exchange::NewsEffect::Applied)
        tellChanged(config.workspaceId(), outcome->leadId);
    return taken;
}

void Market::callback(const std::string &integration, domain::InboundRequest request,
                      std::function<void(CallbackAnswer)> answer)
{
    auto config = snapshot();
    if (!m_impl->accepting || !config)
        return answer(refusal(503, {"not_running", "", "", "The engine is not running."}));
    auto document = config->integration(integration);
    if (!document || !document->hasStep(domain::StepKind::Callback))
        return answer(refusal(404, {"unknown_callback", "integration", "an integration with a callback step",
                                    "No buyer calls back here."}));
    m_impl->afterSale->start(
        [this, config, document, request = std::move(request), answer = std::move(answer)] {
            answer(m_impl->takeCallback(*config, *document, request, exchange::bookingOf(config)));
        });
}

QFuture<Result<std::monostate>> Market::decidePost(PostDecision decision, QString actor)
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<std::monostate>(notRunning()));
    return QtConcurrent::run(
        &m_impl->afterSale->thread(), [this, decision, actor]() -> Result<std::monostate> {
            auto config = snapshot();
            exchange::PostNews news;
            news.outcome = decision.sold ? domain::Reading::Accepted : domain::Reading::Rejected;
            news.price = decision.price;
            news.reason.detail = decision.note.toStdString();
            auto done =
                m_impl->afterSale->store().resolve(config->workspaceId(), decision.leadId, decision.postId,
                                                   news, actor.toStdString(), exchange::bookingOf(config));
            if (!done)
                return done.errors();
            m_impl->tellChanged(config->workspaceId(), decision.leadId);
            return std::monostate();
        });
}

QFuture<Result<std::monostate>> Market::takeBackSale(Uuid leadId, Uuid postId, QString reason, QString actor)
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<std::monostate>(notRunning()));
    return QtConcurrent::run(
        &m_impl->afterSale->thread(), [this, leadId, postId, reason, actor]() -> Result<std::monostate> {
            auto config = snapshot();
            auto done = m_impl->afterSale->store().takeBack(config->workspaceId(), leadId, postId,
                                                            {{}, reason.toStdString()}, actor.toStdString());
            if (!done)
                return done.errors();
            m_impl->tellChanged(config->workspaceId(), leadId);
            return std::monostate();
        });
}

QFuture<Result<QVector<DisputeRow>>> Market::disputes(int count) const
{
    if (!m_impl->accepting || !m_impl->afterSale)
        return QtFuture::makeReadyFuture(Result<QVector<DisputeRow>>(notRunning()));
    return QtConcurrent::run(&m_impl->afterSale->thread(), [this, count]() -> Result<QVector<DisputeRow>> {
        auto found = m_impl->afterSale->store().disputes(snapshot()->workspaceId(), count);
        if (!found)
            return found.errors();
        QVector<DisputeRow> rows;
        for (const storage::Dispute &one : *found) {
            DisputeRow row;
            row.callbackId = one.callbackId;
            row.leadId = one.leadId;
            row.integration = QString::fromStdString(one.integration);
            row.receivedAt = one.receivedAt;
            row.said = QString::fromStdString(std::string(domain::name(one.outcome)));
            row.effect = QString::fromStdString(std::string(exchange::name(one.effect)));
            row.price = one.price;
            rows.push_back(std::move(row));
        }
        return rows;
    });
}

} // namespace bourse::market
