#pragma once
// What nodes share of how channels are paced: operators' holds, ping counts, what channels have brought, and
// leads that wait.
#include "exchange/channelhealth.h"
#include "exchange/channelstatistics.h"
#include "exchange/pingcounts.h"
#include "exchange/resuming.h"
#include "storage/store.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::storage {

struct HoldRow {
    std::string channel;
    exchange::Hold hold = exchange::Hold::Open;
    std::string reason, actor;
    UtcTime heldAt;
};

/// Blocking, on a connection of its own per calling thread; errors are the connection's.
class PacingStore {
  public:
    explicit PacingStore(StoreOptions options);
    ~PacingStore();

    Result<std::vector<HoldRow>> holds(const Uuid &workspace);
    /// Without a hold the channel is released. Audited, and told to all nodes.
    Result<void> setHold(const Uuid &workspace, const std::string &channel,
                         std::optional<exchange::Hold> hold, const std::string &reason,
                         const std::string &actor);

    /// Adds what a node has sent; returns the sums of all nodes, of the same counters.
    Result<std::vector<exchange::PingCounts::Row>>
    addPings(const Uuid &workspace, const std::vector<exchange::PingCounts::Row> &rows);

    /// Of the newest posts of the last days, at most 100,000.
    Result<std::map<std::string, exchange::ChannelCounts>> channelCounts(const Uuid &workspace, int days);

    struct Claimed {
        std::vector<exchange::ResumedLead> leads;
        std::vector<Uuid> ended; ///< those that are not offered to anybody else
    };
    /// See exchange::WaitStore. One caller at a time.
    Result<Claimed> claimWaiting(const Uuid &workspace, int limit);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
