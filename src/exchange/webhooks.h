#pragma once
// Telling sources and systems what became of leads: the port between the exchange, which calls endpoints, and
// storage, where messages wait.
#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "domain/market/webhook.h"
#include <string>
#include <vector>

namespace bourse::exchange {

/// A message that is due.
struct DueWebhook {
    Uuid workspaceId;
    std::string endpointSource; ///< slug of the source whose endpoint it is; empty = the market's
    std::string url;
    domain::WebhookEvent event;
    int tries = 0; ///< this one included
    UtcTime firstDue;
};

/// How a try went.
struct WebhookReport {
    DueWebhook of;
    domain::WebhookStep next;
    int status = 0;     ///< 0 = no answer
    std::string error;  ///< reason code where it was not delivered
    std::string detail; ///< the transport's words
};

/// Durable; each call completes after its commit, on the exchange's executor.
class WebhookStore {
  public:
    virtual ~WebhookStore() = default;
    /// Takes up to `limit` that are due, at most a few for one endpoint, none for those in `busy` (URLs);
    /// nobody else gets them for a minute, after which they are due again.
    virtual Future<Result<std::vector<DueWebhook>>> claimDueWebhooks(Uuid workspaceId, int limit,
                                                                     std::vector<std::string> busy) = 0;
    virtual Future<Result<std::monostate>> reportWebhook(WebhookReport report) = 0;
};

} // namespace bourse::exchange
