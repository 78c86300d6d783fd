#pragma once
// The reader's connections, one per calling thread, and its read-only transactions. Private to this room.
#include "storage/connection.h"
#include "storage/store.h"
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace bourse::storage {

/// A connection as other threads may see it.
struct ReaderSlot {
    std::mutex mutex;
    int socket = -1; ///< while its connection is open
};

struct ReaderPool {
    explicit ReaderPool(StoreOptions storeOptions);
    ReaderPool(const ReaderPool &) = delete;
    ReaderPool &operator=(const ReaderPool &) = delete;
    /// Shuts the connections of other threads, so that a server can stop; these threads clean up when they
    /// next read or end.
    ~ReaderPool();
    /// This thread's connection, opened or opened again if it was lost.
    Result<Connection *> connection();

    StoreOptions options;
    std::shared_ptr<const int> life; ///< tells threads whether this reader still exists
    std::mutex mutex;
    std::vector<std::shared_ptr<ReaderSlot>> slots;
};

struct Reader::Impl : ReaderPool {
    using ReaderPool::ReaderPool;
};

/// BEGIN READ ONLY in one workspace; ends with its scope. While `cancelled` is given it is polled, and what
/// runs in the server is cancelled with it (code "query_cancelled").
class ReadTransaction {
  public:
    static Result<ReadTransaction> begin(ReaderPool &reader, const Uuid &workspace,
                                         const std::atomic<bool> *cancelled);
    ReadTransaction(ReadTransaction &&) noexcept;
    ReadTransaction &operator=(ReadTransaction &&) = delete;
    ~ReadTransaction();
    Result<Rows> exec(const std::string &sql, const Parameters &parameters);

  private:
    struct Watch;
    ReadTransaction(Connection &connection, Transaction transaction, const std::atomic<bool> *cancelled);
    Connection *m_connection;
    std::unique_ptr<Watch> m_watch; // ends before the transaction does
    std::optional<Transaction> m_transaction;
    const std::atomic<bool> *m_cancelled;
};

exchange::LeadSummary summaryFrom(const Rows &rows, int row);

} // namespace bourse::storage
