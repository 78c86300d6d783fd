#pragma once
// Webhooks to sources and systems, by Standard Webhooks 1.0: where they go, what they say, how they are
// signed and when they are tried again. Pure.
#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/uuid.h"
#include "domain/json/value.h"
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// Where events are told. Of a source: those of its leads; of the market: those of all leads.
struct WebhookEndpoint {
    std::string url; ///< http or https; where it leads to is checked by the egress guard at each call
    std::vector<std::string> events;      ///< names of webhookEvents(); none = all
    std::string secret;                   ///< name of the secret that signs: "whsec_" or "whsk_" and base64
    std::string previousSecret;           ///< name of the one before it, which signs beside it; empty = none
    std::optional<UtcTime> previousUntil; ///< end of that overlap; absent = as long as it is named
    bool operator==(const WebhookEndpoint &) const = default;
};

/// lead.sold, lead.unsold, lead.rejected, lead.duplicate, lead.suppressed, lead.pending, lead.offered,
/// lead.unknown, lead.returned, lead.converted, lead.erased.
const std::vector<std::string_view> &webhookEvents();

std::vector<WebhookEndpoint> webhooksFromValue(const Array &values, const std::string &path, Errors &errors);
Value toValue(const std::vector<WebhookEndpoint> &endpoints);

/// What is told, as it stood when it happened. Of the person there is nothing in it: the lead's id, the
/// source's own id of it, states, codes and amounts.
struct WebhookEvent {
    Uuid id; ///< of the message; the same in each try and replay
    std::string type;
    UtcTime at;
    Uuid leadId;
    std::string source;
    std::string externalId; ///< the source's id of the lead, as it sent it; empty if none
    std::string status;     ///< as GET /v1/leads/{id} says: "accepted"
    std::string reason;     ///< code
    std::string buyer;      ///< slug; empty where nobody has it
    std::optional<Money> price;
    std::optional<Money> payout; ///< what the source is paid; of lead.returned, what is taken back of it
    std::string disposition;     ///< of lead.converted: "funded"
    bool test = false;           ///< a test lead
};
/// {"type", "timestamp", "data": {…}}; the same bytes for the same event.
std::string webhookBody(const WebhookEvent &event);
/// "msg_" and the id's 32 digits.
std::string webhookMessageId(const Uuid &id);

/// The key behind "whsec_…" (or plain base64), or "whsk_…", which signs as v1a. Else invalid_webhook_secret.
Result<Secret> webhookKey(const Secret &secret);
/// "v1,<base64 of HMAC-SHA256(id.timestamp.body)>" ("v1a,": Ed25519), one for each key, with spaces between.
/// `timestamp` in seconds since 1970.
std::string signWebhook(const std::vector<Secret> &keys, std::string_view messageId, std::int64_t timestamp,
                        std::string_view body);

/// What an endpoint answered, as far as the schedule is concerned.
struct WebhookReply {
    bool answered = false;
    int status = 0;
    std::optional<Micros> retryAfter;
};
enum class WebhookFate {
    Delivered, ///< any 2xx
    Again,
    Dead, ///< 72 hours have passed: a dead letter, which a person may replay
    Gone, ///< 410: the endpoint wants no more
};
struct WebhookStep {
    WebhookFate fate = WebhookFate::Dead;
    UtcTime dueAt; ///< Again
};
inline constexpr Micros webhookLifetime = std::chrono::hours(72);
inline constexpr Micros webhookBudget = std::chrono::seconds(10); ///< for one call, in all
/// After the `tries`-th try (this one included), which ended at `now`: 1 min, 5 min, 30 min, then hourly,
/// each ± 10 % by `random`; the last try is 72 hours after `firstDue`. Retry-After of 429 and 503 puts the
/// next one off, up to that.
WebhookStep nextWebhookStep(const WebhookReply &reply, int tries, UtcTime firstDue, UtcTime now,
                            std::uint64_t random);

} // namespace bourse::domain
