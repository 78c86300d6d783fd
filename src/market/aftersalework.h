#pragma once
// The thread that books what is heard of sales afterwards. Private to this room.
#include "exchange/aftersale.h"
#include "exchange/webhooks.h"
#include "storage/aftersale.h"
#include "storage/retention.h"
#include "storage/returns.h"
#include "storage/webhooks.h"
#include <QThreadPool>
#include <atomic>
#include <functional>

namespace bourse::market {

/// One thread with one session; work on it may block. The exchange's port to it answers on its executor.
class AfterSaleWork final : public exchange::FollowUpStore, public exchange::WebhookStore {
  public:
    AfterSaleWork(storage::StoreOptions options, Executor &executor);
    ~AfterSaleWork() override;
    storage::AfterSale &store() { return m_store; }
    storage::Returns &returns() { return m_returns; }
    storage::Webhooks &webhooks() { return m_webhooks; }
    storage::Keeping &keeping() { return m_keeping; }
    void start(std::function<void()> work) { m_thread.start(std::move(work)); }
    QThreadPool &thread() { return m_thread; }
    void waitForDone() { m_thread.waitForDone(); }

    Future<Result<std::vector<exchange::DueFollowUp>>> claimDue(Uuid workspaceId, int limit) override;
    Future<Result<exchange::NewsEffect>> report(exchange::FollowUpReport report,
                                                exchange::Booking booking) override;
    Future<Result<std::vector<exchange::DueWebhook>>>
    claimDueWebhooks(Uuid workspaceId, int limit, std::vector<std::string> busy) override;
    Future<Result<std::monostate>> reportWebhook(exchange::WebhookReport report) override;

  private:
    storage::AfterSale m_store;
    storage::Returns m_returns;
    storage::Webhooks m_webhooks;
    storage::Keeping m_keeping;
    Executor &m_executor;
    QThreadPool m_thread;
};

} // namespace bourse::market
