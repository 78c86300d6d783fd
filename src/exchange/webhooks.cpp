// Messages of the outbox that are due, sent by Standard Webhooks and tried again as its schedule says.
#include "exchange/webhooks.h"
#include "base/logging.h"
#include "exchange/exchange.h"
#include "exchange/exchangeimpl.h"
#include <algorithm>
#include <charconv>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::WebhookFate;
namespace reason = domain::reason;

/// At one time, of this node; and of these to one endpoint, so that one that hangs does not hold up the rest.
constexpr std::size_t mostAtOnce = 32;
constexpr std::size_t mostPerEndpoint = 4;
constexpr int triesWithoutEndpoint = 3;
constexpr Micros pauseWithoutEndpoint = std::chrono::seconds(5);
constexpr std::size_t maxAnswerBytes = 16u << 10;
constexpr Micros longestWait = std::chrono::hours(24);

const domain::WebhookEndpoint *endpointOf(const domain::MarketSnapshot &snapshot, const DueWebhook &due)
{
    const domain::Source *source = due.endpointSource.empty() ? nullptr : snapshot.source(due.endpointSource);
    if (!due.endpointSource.empty() && !source)
        return nullptr;
    const auto &endpoints = source ? source->webhooks : snapshot.document().webhooks;
    const auto found = std::find_if(endpoints.begin(), endpoints.end(),
                                    [&](const domain::WebhookEndpoint &one) { return one.url == due.url; });
    return found == endpoints.end() ? nullptr : &*found;
}

/// The keys that sign now: the secret's, and while the two overlap the one's before it.
Result<std::vector<Secret>> keysOf(const SecretSource &secrets, const domain::WebhookEndpoint &endpoint,
                                   UtcTime now)
{
    std::vector<std::string> names{endpoint.secret};
    if (!endpoint.previousSecret.empty() && (!endpoint.previousUntil || now < *endpoint.previousUntil))
        names.push_back(endpoint.previousSecret);
    const auto values = secrets.secrets(names);
    std::vector<Secret> keys;
    for (const std::string &name : names) {
        const auto value = values.find(name);
        if (value == values.end()) {
            if (name == endpoint.previousSecret)
                continue; // it has been taken away before its time: the new one signs alone
            return Error{"missing_secret", name, "a value", "The webhook's secret has no value."};
        }
        auto key = domain::webhookKey(value->second);
        if (!key)
            return key.errors();
        keys.push_back(std::move(*key));
    }
    return keys;
}

/// RFC 9110, 10.2.3, in seconds; a date is not looked at.
std::optional<Micros> retryAfter(const domain::Headers &headers)
{
    const std::string *text = domain::findHeader(headers, "Retry-After");
    std::int64_t seconds = 0;
    if (!text)
        return std::nullopt;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (read.ec != std::errc() || seconds < 0)
        return std::nullopt;
    return std::min<Micros>(std::chrono::seconds(std::min<std::int64_t>(seconds, 86'400)), longestWait);
}

BuyerCall callOf(const DueWebhook &due, const std::vector<Secret> &keys, UtcTime now,
                 std::shared_ptr<const domain::MarketSnapshot> snapshot, const Uuid &id)
{
    const std::int64_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    BuyerCall call;
    call.attemptId = id;
    call.kind = CallKind::FollowUp;
    call.buyer = "webhook " + due.endpointSource; // no buyer's slug has a space: connections are kept apart
    call.request.method = "POST";
    call.request.url = due.url;
    call.request.body = domain::webhookBody(due.event);
    const std::string message = domain::webhookMessageId(due.event.id);
    call.request.headers = {
        {"Content-Type", "application/json"},
        {"User-Agent", "Bourse/" BOURSE_VERSION},
        {"Webhook-Id", message},
        {"Webhook-Timestamp", std::to_string(seconds)},
        {"Webhook-Signature", domain::signWebhook(keys, message, seconds, call.request.body)}};
    call.timeLimit = domain::webhookBudget;
    call.maxAnswerBytes = maxAnswerBytes;
    call.snapshot = std::move(snapshot);
    return call;
}

/// The keys that sign a message now. Error endpoint_removed: it is no longer told anything.
Result<std::vector<Secret>> keysFor(const Engine &engine, const domain::WebhookEndpoint *endpoint)
{
    if (!endpoint)
        return Error{"endpoint_removed", "url", {}, "The webhook is no longer configured."};
    return keysOf(engine.ports.secrets, *endpoint, engine.utcNow());
}

/// What an answer means for the message.
void conclude(Engine &engine, WebhookReport &report, BuyerReply reply)
{
    domain::WebhookReply heard;
    // what it says is of no interest, and too much of it is as good as less
    heard.answered = reply.outcome == WireOutcome::Answered || reply.outcome == WireOutcome::AnswerTooLarge;
    heard.status = heard.answered ? reply.response.status : 0;
    heard.retryAfter = retryAfter(reply.response.headers);
    report.status = heard.status;
    if (heard.answered)
        report.error = "http_" + std::to_string(heard.status);
    else
        report.error = reply.reasonCode.empty() ? std::string(reason::timedOut) : reply.reasonCode;
    report.detail = std::move(reply.detail);
    report.next = domain::nextWebhookStep(heard, report.of.tries, report.of.firstDue, engine.utcNow(),
                                          engine.random.next());
}

/// Nothing could be sent. An endpoint that is not configured here may be so elsewhere: this node hears of
/// what is published within a second.
void concludeUnsent(Engine &engine, WebhookReport &report, const Error &why, bool isConfigured)
{
    report.error = why.code;
    if (isConfigured)
        report.next = domain::nextWebhookStep({}, report.of.tries, report.of.firstDue, engine.utcNow(),
                                              engine.random.next());
    else if (report.of.tries < triesWithoutEndpoint)
        report.next = {WebhookFate::Again, engine.utcNow() + pauseWithoutEndpoint};
    else
        report.next = {WebhookFate::Dead, {}};
}

void warnIfGivenUp(const WebhookReport &report)
{
    if (report.next.fate == WebhookFate::Dead || report.next.fate == WebhookFate::Gone)
        qCWarning(logExchange).noquote()
            << "webhook" << QString::fromStdString(domain::webhookMessageId(report.of.event.id)) << "to"
            << QString::fromStdString(report.of.url) << "is given up after" << report.of.tries
            << "tries:" << QString::fromStdString(report.error);
}

Task<WebhookReport> attempt(std::shared_ptr<Engine> engine,
                            std::shared_ptr<const domain::MarketSnapshot> snapshot, DueWebhook due)
{
    const domain::WebhookEndpoint *endpoint = endpointOf(*snapshot, due);
    WebhookReport report;
    report.of = std::move(due);
    auto keys = keysFor(*engine, endpoint);
    if (!keys) {
        concludeUnsent(*engine, report, keys.error(), endpoint != nullptr);
        co_return report;
    }
    BuyerCall call = callOf(report.of, *keys, engine->utcNow(), snapshot, engine->newId());
    auto calling = engine->ports.buyers.call(std::move(call));
    BuyerReply reply = co_await calling;
    conclude(*engine, report, std::move(reply));
    co_return report;
}

Detached deliver(std::shared_ptr<Engine> engine, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                 WebhookStore *store, DueWebhook due)
{
    const std::string url = due.url;
    auto attempting = attempt(engine, snapshot, std::move(due));
    WebhookReport report = co_await attempting;
    warnIfGivenUp(report);
    auto reporting = store->reportWebhook(std::move(report));
    auto written = co_await reporting;
    if (!written) // it is due again in a minute, with the same id
        qCWarning(logExchange, "a webhook's delivery was not recorded: %s", written.error().code.c_str());
    if (--engine->webhookCalls[url] == 0)
        engine->webhookCalls.erase(url);
    --engine->webhooksUnderWay;
    engine->end();
}

Detached deliverDue(std::shared_ptr<Engine> engine, std::shared_ptr<const domain::MarketSnapshot> snapshot,
                    WebhookStore *store)
{
    engine->begin();
    engine->claimingWebhooks = true;
    std::vector<std::string> busy;
    for (const auto &[url, calls] : engine->webhookCalls)
        if (calls >= mostPerEndpoint)
            busy.push_back(url);
    auto claiming = store->claimDueWebhooks(
        snapshot->workspaceId(), static_cast<int>(mostAtOnce - engine->webhooksUnderWay), std::move(busy));
    auto due = co_await claiming;
    engine->claimingWebhooks = false;
    if (due) {
        for (DueWebhook &one : *due) {
            engine->begin();
            ++engine->webhooksUnderWay;
            ++engine->webhookCalls[one.url];
            deliver(engine, snapshot, store, std::move(one));
        }
    }
    engine->end();
}
} // namespace

void Exchange::tellWebhooks(WebhookStore &store, std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    const auto &engine = m_impl->engine;
    if (snapshot && !engine->draining && !engine->claimingWebhooks && engine->webhooksUnderWay < mostAtOnce)
        deliverDue(engine, std::move(snapshot), &store);
}

} // namespace bourse::exchange
