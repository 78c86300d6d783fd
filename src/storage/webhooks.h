#pragma once
// The outbox of webhooks: messages are written by triggers of the database, with the rows that they tell of.
// Blocking, for worker threads.
#include "exchange/webhooks.h"
#include "storage/store.h"

namespace bourse::storage {

struct StoredWebhook {
    Uuid id;
    std::string source; ///< of the endpoint; empty = the market's
    std::string url;
    std::string event;
    Uuid leadId;
    UtcTime at;
    int tries = 0;
    int lastStatus = 0;
    std::string lastError;
    std::string state; ///< "waiting", "delivered", "dead"
    UtcTime dueAt;
};

struct WebhookEndpointStatus {
    std::string source;
    std::string url;
    std::optional<UtcTime> disabledAt;
    std::string disabledReason;
    std::int64_t waiting = 0, dead = 0;
};

class Webhooks {
  public:
    explicit Webhooks(StoreOptions options);
    ~Webhooks();

    /// See exchange::WebhookStore.
    Result<std::vector<exchange::DueWebhook>> claimDue(const Uuid &workspace, int limit,
                                                       const std::vector<std::string> &busy);
    /// A message that is given up is an entry of the audit trail, too; 410 disables its endpoint.
    Result<std::monostate> report(const exchange::WebhookReport &report);

    /// Newest first; `state` as in StoredWebhook, empty = all.
    Result<std::vector<StoredWebhook>> list(const Uuid &workspace, const std::string &state, int limit);
    Result<std::vector<WebhookEndpointStatus>> endpoints(const Uuid &workspace);
    /// Puts messages that were given up or delivered into the queue again, with the same ids and a new 72
    /// hours; `id` null = all that were given up. Returns how many.
    Result<std::int64_t> replay(const Uuid &workspace, const Uuid &id, const std::string &actor);
    /// An endpoint that had said 410 is told events again. False if it was not disabled.
    Result<bool> enable(const Uuid &workspace, const std::string &url, const std::string &actor);
    /// Forgets messages that were delivered 30 days ago, at most `limit`. Returns how many.
    Result<std::int64_t> forgetDelivered(const Uuid &workspace, int limit);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
