#pragma once
// Leads that wait (for a buyer's callback, for room in a cap) and are taken up again by any node.
#include "exchange/ports.h"

namespace bourse::exchange {

/// A lead whose wait is over. It is claimed: in state routing, of the node that asked, until its last entry.
struct ResumedLead {
    Uuid leadId;
    Uuid workspaceId;
    UtcTime receivedAt;
    std::string source;
    domain::Object fields;
    LeadWait wait;
    /// Buyers (slugs) that were posted this lead: they do not get it again.
    std::vector<std::string> postedTo;
    int pinged = 0, bids = 0; ///< so far
    /// A sealed value that no longer opens, or a lead that has been erased: it ends unsold.
    bool erased = false;
};

/// Durable; completes after its commit, on the exchange's executor.
class WaitStore {
  public:
    virtual ~WaitStore() = default;
    /// Takes up to `limit` leads whose wait is over: nobody else gets them unless this node dies, after which
    /// they wait again and are due. A post that was waited for in vain is settled as refused; a lead that is
    /// not offered to others is ended here and not returned.
    virtual Future<Result<std::vector<ResumedLead>>> claimWaiting(Uuid workspaceId, int limit) = 0;
};

} // namespace bourse::exchange
