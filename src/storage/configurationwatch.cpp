#include "storage/configurationwatch.h"
#include "base/logging.h"
#include "storage/connection.h"
#include <atomic>
#include <chrono>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

namespace bourse::storage {

namespace {
constexpr auto retryAfter = std::chrono::seconds(1);
/// A session that died without a word (a load balancer forgot it) is found out by asking.
constexpr int askEveryMs = 30'000;
} // namespace

struct ConfigurationWatch::Impl {
    Impl(StoreOptions storeOptions, std::function<void()> handler)
        : options(std::move(storeOptions)), published(std::move(handler)), wake(::eventfd(0, EFD_CLOEXEC))
    {
        thread = std::thread([this] { run(); });
    }
    ~Impl()
    {
        stopping = true;
        const std::uint64_t one = 1;
        (void)!::write(wake, &one, sizeof one);
        thread.join();
        ::close(wake);
    }

    void run()
    {
        while (!stopping) {
            listen();
            // until it is asked to stop, or a moment later once more
            pollfd end{wake, POLLIN, 0};
            if (!stopping)
                (void)::poll(&end, 1, static_cast<int>(std::chrono::milliseconds(retryAfter).count()));
        }
    }

    void listen()
    {
        ConnectionOptions how;
        how.applicationName = "bourse configuration " + options.nodeName;
        auto connection = Connection::open(options.uri, options.password, how);
        if (!connection || !connection->exec("LISTEN bourse_configuration"))
            return;
        published();
        PGconn *handle = connection->handle();
        while (!stopping) {
            pollfd both[] = {{PQsocket(handle), POLLIN, 0}, {wake, POLLIN, 0}};
            const int ready = ::poll(both, 2, askEveryMs);
            if (stopping)
                return;
            if (ready == 0 && !connection->exec("SELECT 1"))
                return;
            if (!PQconsumeInput(handle)) {
                qCInfo(logStorage, "the session that hears of new configurations is lost");
                return;
            }
            bool heard = false;
            while (PGnotify *news = PQnotifies(handle)) {
                PQfreemem(news);
                heard = true;
            }
            if (heard)
                published();
        }
    }

    const StoreOptions options;
    const std::function<void()> published;
    const int wake;
    std::atomic<bool> stopping = false;
    std::thread thread;
};

ConfigurationWatch::ConfigurationWatch(StoreOptions options, std::function<void()> published)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(published)))
{
}

ConfigurationWatch::~ConfigurationWatch() = default;

} // namespace bourse::storage
