#include "storage/readersession.h"
#include <algorithm>
#include <libpq-fe.h>
#include <sys/socket.h>
#include <unordered_map>

namespace bourse::storage {

namespace {
constexpr auto pollCancelEvery = std::chrono::milliseconds(10);

/// What a thread keeps for each reader it has used.
struct ThreadConnection {
    std::weak_ptr<const int> life;
    std::shared_ptr<ReaderSlot> slot;
    std::unique_ptr<Connection> connection;

    ThreadConnection() = default;
    ThreadConnection(ThreadConnection &&) = default;
    ThreadConnection &operator=(ThreadConnection &&) = default;
    ~ThreadConnection() { close(); }
    void close()
    {
        if (slot) {
            std::lock_guard lock(slot->mutex);
            slot->socket = -1;
        }
        connection.reset();
    }
};

std::unordered_map<const ReaderPool *, ThreadConnection> &connectionsHere()
{
    thread_local std::unordered_map<const ReaderPool *, ThreadConnection> connections;
    return connections;
}
} // namespace

ReaderPool::ReaderPool(StoreOptions storeOptions)
    : options(std::move(storeOptions)), life(std::make_shared<const int>(0))
{
}

ReaderPool::~ReaderPool()
{
    connectionsHere().erase(this);
    life.reset();
    for (const auto &slot : slots) {
        std::lock_guard lock(slot->mutex);
        if (slot->socket >= 0)
            ::shutdown(slot->socket, SHUT_RDWR);
    }
}

Result<Connection *> ReaderPool::connection()
{
    auto &here = connectionsHere();
    std::erase_if(here, [](const auto &entry) { return entry.second.life.expired(); });
    ThreadConnection &mine = here[this];
    if (mine.connection && !mine.connection->isLost())
        return mine.connection.get();
    mine.close();
    ConnectionOptions how;
    how.applicationName = "bourse reader " + options.nodeName;
    auto opened = Connection::open(options.uri, options.password, how);
    if (!opened) {
        here.erase(this);
        return opened.errors();
    }
    mine.life = life;
    mine.connection = std::make_unique<Connection>(std::move(*opened));
    if (!mine.slot) {
        mine.slot = std::make_shared<ReaderSlot>();
        std::lock_guard lock(mutex);
        // threads that have ended left theirs behind
        std::erase_if(slots, [](const auto &slot) { return slot.use_count() == 1; });
        slots.push_back(mine.slot);
    }
    std::lock_guard lock(mine.slot->mutex);
    mine.slot->socket = PQsocket(mine.connection->handle());
    return mine.connection.get();
}

/// Looks at the caller's flag while the calling thread waits for the server.
struct ReadTransaction::Watch {
    Watch(std::shared_ptr<Canceller> server, const std::atomic<bool> &cancelled)
        : thread([this, server = std::move(server), &cancelled] {
              std::unique_lock lock(mutex);
              while (!wake.wait_for(lock, pollCancelEvery, [this] { return done; })) {
                  if (cancelled.load())
                      server->cancel(); // again if it came between two statements
              }
          })
    {
    }
    ~Watch()
    {
        {
            std::lock_guard lock(mutex);
            done = true;
        }
        wake.notify_one();
        thread.join();
    }
    std::mutex mutex;
    std::condition_variable wake;
    bool done = false;
    std::thread thread;
};

ReadTransaction::ReadTransaction(Connection &connection, Transaction transaction,
                                 const std::atomic<bool> *cancelled)
    : m_connection(&connection), m_transaction(std::move(transaction)), m_cancelled(cancelled)
{
    if (cancelled)
        m_watch = std::make_unique<Watch>(connection.canceller(), *cancelled);
}

ReadTransaction::ReadTransaction(ReadTransaction &&) noexcept = default;

ReadTransaction::~ReadTransaction()
{
    m_watch.reset();
    if (!m_transaction || !m_cancelled || !m_cancelled->load())
        return;
    // a cancel may still be on its way and would hit this session's next query
    m_transaction.reset();
    m_connection->close();
}

Result<ReadTransaction> ReadTransaction::begin(ReaderPool &reader, const Uuid &workspace,
                                               const std::atomic<bool> *cancelled)
{
    // a connection that was idle may have died unnoticed: one more try on a new one
    for (int attempt = 0;; ++attempt) {
        auto connection = reader.connection();
        if (!connection)
            return connection.errors();
        auto transaction =
            Transaction::begin(**connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        if (!transaction && isConnectionLost(transaction.error()) && attempt == 0)
            continue;
        if (!transaction)
            return transaction.errors();
        auto chosen =
            (*connection)
                ->execPrepared("SELECT set_config('bourse.workspace', $1, true)", {workspace.toString()});
        if (!chosen)
            return chosen.errors();
        return ReadTransaction(**connection, std::move(*transaction), cancelled);
    }
}

Result<Rows> ReadTransaction::exec(const std::string &sql, const Parameters &parameters)
{
    if (m_cancelled && m_cancelled->load())
        return Error{"query_cancelled", {}, {}, "The query was cancelled."};
    return m_connection->exec(sql, parameters);
}

} // namespace bourse::storage
