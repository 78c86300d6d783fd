#pragma once
// How this node shares the pacing of channels with the others: holds, ping counts, what channels have
// brought, leads that wait. Private to this room.
#include "exchange/channelhealth.h"
#include "exchange/channelstatistics.h"
#include "exchange/resuming.h"
#include "storage/pacing.h"
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <mutex>

namespace bourse::market {

/// What channels have brought, as the store counts it; the engine's thread reads and replaces it.
class StoredStatistics final : public exchange::ChannelStatistics {
  public:
    exchange::ChannelCounts counts(const std::string &channel) const override
    {
        auto at = m_counts.find(channel);
        return at == m_counts.end() ? exchange::ChannelCounts() : at->second;
    }
    void replace(std::map<std::string, exchange::ChannelCounts> counts) { m_counts = std::move(counts); }

  private:
    std::map<std::string, exchange::ChannelCounts> m_counts;
};

/// One thread with one session, as AfterSaleWork.
class PacingWork final : public exchange::WaitStore {
  public:
    PacingWork(storage::StoreOptions options, Executor &executor);
    ~PacingWork() override;
    storage::PacingStore &store() { return m_store; }
    void start(std::function<void()> work) { m_thread.start(std::move(work)); }
    QThreadPool &thread() { return m_thread; }
    void waitForDone() { m_thread.waitForDone(); }

    Future<Result<std::vector<exchange::ResumedLead>>> claimWaiting(Uuid workspaceId, int limit) override;

    StoredStatistics statistics;
    /// Told on this thread of leads that ended while they were claimed.
    std::function<void(const Uuid &workspace, const Uuid &lead)> ended;
    std::atomic<bool> sharing = false; ///< a round is under way
    MonoTime nextCounting{};           ///< of the façade's thread
    mutable std::mutex healthMutex;
    std::vector<exchange::ChannelHealth> health;

  private:
    storage::PacingStore m_store;
    Executor &m_executor;
    QThreadPool m_thread;
};

} // namespace bourse::market
