#pragma once
// Transactions of worker threads in one workspace, each thread with a connection of its own. Private to this
// room.
#include "storage/configurationsession.h"
#include "storage/readersession.h"

namespace bourse::storage {

struct WorkPool : ReaderPool {
    using ReaderPool::ReaderPool;

    /// Runs a transaction in one workspace; again where the server asks for that, or the connection broke:
    /// what is done in here can be done twice.
    template <class Work>
    auto transact(const Uuid &workspace, const Work &work) -> decltype(work(*(Connection *)nullptr))
    {
        for (int tried = 1;; ++tried) {
            auto result = once(workspace, work);
            if (result || tried >= transactionTries ||
                (!isRetryable(result.error()) && !isConnectionLost(result.error())))
                return result;
        }
    }

  private:
    static constexpr int transactionTries = 4;

    template <class Work>
    auto once(const Uuid &workspace, const Work &work) -> decltype(work(*(Connection *)nullptr))
    {
        auto mine = connection();
        if (!mine)
            return mine.errors();
        auto transaction = Transaction::begin(**mine);
        if (!transaction)
            return transaction.errors();
        if (auto chosen = chooseWorkspace(**mine, workspace); !chosen)
            return chosen.errors();
        auto result = work(**mine);
        if (!result)
            return result;
        if (auto committed = transaction->commit(); !committed)
            return committed.errors();
        return result;
    }
};

} // namespace bourse::storage
