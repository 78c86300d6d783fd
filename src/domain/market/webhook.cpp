#include "domain/market/webhook.h"
#include "domain/json/json.h"
#include "domain/lead/memberreader.h"
#include "domain/lead/sealing.h"
#include <QByteArray>
#include <QUrl>
#include <algorithm>
#include <openssl/evp.h>
#include <set>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

constexpr std::size_t maxEndpoints = 50;
constexpr std::size_t maxUrlBytes = 2048;
constexpr std::string_view secretPrefix = "whsec_";
/// Ed25519 (RFC 8032): seed and public key, 64 bytes. The prefix stays before the bytes, to tell the two.
constexpr std::string_view asymmetricPrefix = "whsk_";
constexpr std::size_t asymmetricBytes = 64;
constexpr std::array<Micros, 3> firstPauses{std::chrono::minutes(1), std::chrono::minutes(5),
                                            std::chrono::minutes(30)};
constexpr Micros laterPause = std::chrono::hours(1);

bool isWebUrl(const std::string &text)
{
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
           (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

Value orNull(const std::string &text)
{
    return text.empty() ? Value() : Value(text);
}

Value amountOf(const std::optional<Money> &money)
{
    return money ? Value(Number{money->toDecimal()}) : Value();
}
bool isAsymmetric(const Secret &key)
{
    return key.reveal().size() == asymmetricPrefix.size() + asymmetricBytes &&
           key.reveal().starts_with(asymmetricPrefix);
}

std::string ed25519(std::string_view key, std::string_view text)
{
    const auto bytes = [](std::string_view view) {
        return reinterpret_cast<const unsigned char *>(view.data());
    };
    std::string signature(64, '\0');
    std::size_t length = signature.size();
    EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(key), 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool done = pair && context && EVP_DigestSignInit(context, nullptr, nullptr, nullptr, pair) == 1 &&
                      EVP_DigestSign(context, reinterpret_cast<unsigned char *>(signature.data()), &length,
                                     bytes(text), text.size()) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(pair);
    return done ? signature : std::string();
}
} // namespace

const std::vector<std::string_view> &webhookEvents()
{
    static const std::vector<std::string_view> events{
        "lead.sold",    "lead.unsold",  "lead.rejected", "lead.duplicate", "lead.suppressed", "lead.pending",
        "lead.offered", "lead.unknown", "lead.returned", "lead.converted", "lead.erased"};
    return events;
}

std::vector<WebhookEndpoint> webhooksFromValue(const Array &values, const std::string &path, Errors &errors)
{
    std::vector<WebhookEndpoint> endpoints;
    std::set<std::string> seen;
    if (values.size() > maxEndpoints)
        errors.push_back({"out_of_range", path, "at most 50", "There may be at most 50 webhooks here."});
    for (std::size_t i = 0; i < std::min(values.size(), maxEndpoints); ++i) {
        MemberReader reader(values[i], indexPath(path, i), errors);
        WebhookEndpoint one;
        one.url = reader.text("url", Need::Required, {}, maxUrlBytes);
        if (!one.url.empty() && !isWebUrl(one.url))
            reader.problem("not_a_url", "url", "http or https URL",
                           "“" + reader.pathOf("url") + "” must be an absolute http or https URL.");
        if (!one.url.empty() && !seen.insert(one.url).second)
            reader.problem("duplicate_url", "url", "unique", "Two webhooks go to the same URL.");
        one.events = reader.texts("events");
        const auto &known = webhookEvents();
        for (std::size_t j = 0; j < one.events.size(); ++j)
            if (std::find(known.begin(), known.end(), one.events[j]) == known.end())
                reader.problem("not_a_choice", indexPath("events", j), "name of an event",
                               "There is no event “" + one.events[j] + "”.");
        one.secret = reader.slug("secret", Need::Required);
        one.previousSecret = reader.slug("previous_secret", Need::Optional);
        if (auto until = reader.optionalText("previous_until")) {
            auto time = fromIso8601(*until);
            if (time)
                one.previousUntil = *time;
            else
                reader.problem(time.error().code, "previous_until", time.error().rule, time.error().message);
            if (one.previousSecret.empty())
                reader.problem("not_applicable", "previous_until", "only beside previous_secret",
                               "There is no previous secret whose time could end.");
        }
        reader.refuseUnknown();
        endpoints.push_back(std::move(one));
    }
    return endpoints;
}

Value toValue(const std::vector<WebhookEndpoint> &endpoints)
{
    Array values;
    for (const WebhookEndpoint &endpoint : endpoints) {
        Object one{{"url", endpoint.url}};
        if (!endpoint.events.empty())
            one.append("events", Array(endpoint.events.begin(), endpoint.events.end()));
        one.append("secret", endpoint.secret);
        if (!endpoint.previousSecret.empty())
            one.append("previous_secret", endpoint.previousSecret);
        if (endpoint.previousUntil)
            one.append("previous_until", toIso8601(*endpoint.previousUntil));
        values.emplace_back(std::move(one));
    }
    return values;
}

std::string webhookBody(const WebhookEvent &event)
{
    Object data;
    data.append("lead_id", leadIdText(event.leadId));
    data.append("source", event.source);
    data.append("external_id", orNull(event.externalId));
    data.append("status", event.status);
    data.append("reason", orNull(event.reason));
    data.append("buyer_id", orNull(event.buyer));
    data.append("price", amountOf(event.price));
    data.append("payout", amountOf(event.payout));
    const auto &priced = event.price ? event.price : event.payout;
    data.append("currency", priced ? Value(priced->currency().code()) : Value());
    if (!event.disposition.empty())
        data.append("disposition", event.disposition);
    if (event.test)
        data.append("test", true);
    Object body{{"type", event.type}, {"timestamp", toIso8601(event.at)}};
    body.append("data", std::move(data));
    return writeJson(Value(std::move(body)));
}

std::string webhookMessageId(const Uuid &id)
{
    std::string digits = id.toString();
    digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
    return "msg_" + digits;
}

Result<Secret> webhookKey(const Secret &secret)
{
    std::string_view text = secret.reveal();
    const bool asymmetric = text.starts_with(asymmetricPrefix);
    if (asymmetric)
        text.remove_prefix(asymmetricPrefix.size());
    else if (text.starts_with(secretPrefix))
        text.remove_prefix(secretPrefix.size());
    const auto decoded =
        QByteArray::fromBase64Encoding(QByteArray(text.data(), static_cast<qsizetype>(text.size())),
                                       QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).isEmpty() ||
        (asymmetric && (*decoded).size() != static_cast<qsizetype>(asymmetricBytes)))
        return Error{"invalid_webhook_secret", "secret", "whsec_ and base64",
                     "A webhook's secret is “whsec_” and a key in base64."};
    return Secret((asymmetric ? std::string(asymmetricPrefix) : std::string()) + (*decoded).toStdString());
}

std::string signWebhook(const std::vector<Secret> &keys, std::string_view messageId, std::int64_t timestamp,
                        std::string_view body)
{
    std::string said(messageId);
    said += '.';
    said += std::to_string(timestamp);
    said += '.';
    said += body;
    std::string signatures;
    for (const Secret &key : keys) {
        const bool asymmetric = isAsymmetric(key);
        const std::string mac = asymmetric ? ed25519(key.reveal().substr(asymmetricPrefix.size()), said)
                                           : hmacSha256(key.reveal(), said);
        if (!signatures.empty())
            signatures += ' ';
        signatures +=
            (asymmetric ? "v1a," : "v1,") +
            QByteArray::fromRawData(mac.data(), static_cast<qsizetype>(mac.size())).toBase64().toStdString();
    }
    return signatures;
}

WebhookStep nextWebhookStep(const WebhookReply &reply, int tries, UtcTime firstDue, UtcTime now,
                            std::uint64_t random)
{
    if (reply.answered && reply.status >= 200 && reply.status < 300)
        return {WebhookFate::Delivered, {}};
    if (reply.answered && reply.status == 410)
        return {WebhookFate::Gone, {}};
    const UtcTime last = firstDue + webhookLifetime;
    if (now >= last)
        return {WebhookFate::Dead, {}};
    const auto index = static_cast<std::size_t>(std::max(tries, 1) - 1);
    const Micros pause = index < firstPauses.size() ? firstPauses[index] : laterPause;
    // of 2,001 steps from -10 % to +10 %, so that endpoints that fell over together are not asked together
    const auto jitter = static_cast<std::int64_t>(random % 2001) - 1000;
    Micros wait = pause + Micros(pause.count() / 10'000 * jitter);
    if (reply.answered && (reply.status == 429 || reply.status == 503) && reply.retryAfter)
        wait = std::max(wait, *reply.retryAfter);
    return {WebhookFate::Again, std::min(now + wait, last)};
}

} // namespace bourse::domain
