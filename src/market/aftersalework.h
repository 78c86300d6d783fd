#pragma once
// The thread that books what is heard of sales afterwards. Private to this room.
#include "exchange/aftersale.h"
#include "storage/aftersale.h"
#include <QThreadPool>
#include <atomic>
#include <functional>

namespace bourse::market {

/// One thread with one session; work on it may block. The exchange's port to it answers on its executor.
class AfterSaleWork final : public exchange::FollowUpStore {
  public:
    AfterSaleWork(storage::StoreOptions options, Executor &executor);
    ~AfterSaleWork() override;
    storage::AfterSale &store() { return m_store; }
    void start(std::function<void()> work) { m_thread.start(std::move(work)); }
    QThreadPool &thread() { return m_thread; }
    void waitForDone() { m_thread.waitForDone(); }

    Future<Result<std::vector<exchange::DueFollowUp>>> claimDue(Uuid workspaceId, int limit) override;
    Future<Result<exchange::NewsEffect>> report(exchange::FollowUpReport report,
                                                exchange::Booking booking) override;

  private:
    storage::AfterSale m_store;
    Executor &m_executor;
    QThreadPool m_thread;
};

} // namespace bourse::market
