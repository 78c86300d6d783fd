#include "net/curltransport.h"
#include "net/curlhandle.h"
#include <algorithm>
#include <atomic>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace bourse::net {

namespace {

/// Warm connections longer idle than this are not used for a sale: many servers close theirs after five
/// seconds, and a sale that meets such a close is an unknown result instead of a sale.
constexpr Micros saleTrust = std::chrono::seconds(3);

MonoTime monoNow()
{
    return std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
}

std::string_view originOf(std::string_view url)
{
    const auto host = url.find("//");
    if (host == std::string_view::npos)
        return url;
    return url.substr(0, url.find_first_of("/?#", host + 2));
}

/// Connections of one kind: where to, and as whom.
std::string placeOf(const WireCall &call)
{
    std::string place(originOf(call.request.url));
    if (call.options.tls)
        place += '\n' + call.options.tls->identity;
    return place;
}

void startLibcurl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)started;
}

} // namespace

struct CurlTransport::Impl final : CurlSockets {
    std::function<void(Finished)> finished;
    std::mutex mutex;
    Finished submitted;
    std::vector<std::uint64_t> cancelled;
    bool stopping = false;
    std::atomic<std::uint64_t> nextId = 1;
    int wake = -1;

    // The transport thread's own.
    int epoll = -1;
    CURLM *multi = nullptr;
    std::vector<std::unique_ptr<CurlHandle>> idle;
    std::unordered_map<std::uint64_t, std::unique_ptr<CurlHandle>> active;
    struct Watch {
        std::uint32_t watched = 0; ///< events in the epoll set
        std::uint32_t wanted = 0;  ///< events that libcurl waits for
        bool buyer = false;        ///< a connection to a buyer, not one of libcurl's own descriptors
    };
    std::vector<Watch> watches;                        ///< by descriptor
    std::unordered_map<std::string, MonoTime> lastUse; ///< by origin: end of the last answered call
    Finished done;
    MonoTime timer = MonoTime::max();
    std::thread thread;

    explicit Impl(std::function<void(Finished)> sink) : finished(std::move(sink))
    {
        startLibcurl();
        wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        epoll = epoll_create1(EPOLL_CLOEXEC);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = wake;
        epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event);
        multi = curl_multi_init();
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Impl::socketWanted);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Impl::timerWanted);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 100000L);
        curl_multi_setopt(multi, CURLMOPT_PIPELINING, long(CURLPIPE_NOTHING));
        thread = std::thread([this] { run(); });
    }

    ~Impl()
    {
        {
            std::lock_guard lock(mutex);
            stopping = true;
        }
        eventfd_write(wake, 1);
        thread.join();
        ::close(epoll);
        ::close(wake);
    }

    Watch &watchOf(curl_socket_t socket)
    {
        const auto fd = static_cast<std::size_t>(socket);
        if (watches.size() <= fd)
            watches.resize(fd + 64);
        return watches[fd];
    }

    void handleOpened(curl_socket_t socket) override
    {
        watchOf(socket) = Watch{0, 0, true}; // the number may have been another's before
    }

    void handleClosing(curl_socket_t socket) override { watchOf(socket) = Watch{}; }

    static int socketWanted(CURL *, curl_socket_t socket, int what, void *self, void *)
    {
        auto *impl = static_cast<Impl *>(self);
        Watch &watch = impl->watchOf(socket);
        watch.wanted = what == CURL_POLL_REMOVE ? 0
                       : what == CURL_POLL_IN   ? EPOLLIN
                       : what == CURL_POLL_OUT  ? EPOLLOUT
                                                : EPOLLIN | EPOLLOUT;
        // A connection that falls idle stays in the set: its next call then costs no system call. If it stirs
        // meanwhile, it is taken out (see run()).
        if (watch.wanted != 0 || !watch.buyer)
            impl->apply(socket, watch);
        return 0;
    }

    void apply(curl_socket_t socket, Watch &watch)
    {
        if (watch.watched == watch.wanted)
            return;
        epoll_event event{};
        event.events = watch.wanted;
        event.data.fd = socket;
        const int operation = watch.watched == 0  ? EPOLL_CTL_ADD
                              : watch.wanted == 0 ? EPOLL_CTL_DEL
                                                  : EPOLL_CTL_MOD;
        epoll_ctl(epoll, operation, socket, &event);
        watch.watched = watch.wanted;
    }

    static int timerWanted(CURLM *, long milliseconds, void *self)
    {
        auto *impl = static_cast<Impl *>(self);
        impl->timer =
            milliseconds < 0 ? MonoTime::max() : monoNow() + std::chrono::milliseconds(milliseconds);
        return 0;
    }

    void begin(std::unique_ptr<WireCall> call)
    {
        std::unique_ptr<CurlHandle> handle;
        if (idle.empty()) {
            handle = std::make_unique<CurlHandle>(*this);
        } else {
            handle = std::move(idle.back());
            idle.pop_back();
        }
        const auto now = monoNow();
        bool fresh = false;
        if (call->options.atMostOnce) {
            const auto last = lastUse.find(placeOf(*call));
            // Without a body nothing keeps libcurl from going back; on a fresh connection it has no reason
            // to.
            fresh = call->request.body.empty() || last == lastUse.end() || now - last->second > saleTrust;
        }
        const auto id = call->id;
        if (!handle->prepare(std::move(call), now, fresh)) {
            done.push_back(handle->release());
            handle->rest();
            idle.push_back(std::move(handle));
            return;
        }
        CURL *easy = handle->easy();
        active.emplace(id, std::move(handle));
        curl_multi_add_handle(multi, easy);
    }

    void end(CurlHandle *handle, CURLcode code)
    {
        const auto found = active.find(handle->call()->id);
        auto owned = std::move(found->second);
        active.erase(found);
        // What libcurl knows of the call is asked before the handle leaves the multi interface.
        auto call = owned->finish(code);
        curl_multi_remove_handle(multi, owned->easy());
        owned->rest();
        if (code == CURLE_OK) {
            if (lastUse.size() > 10000)
                lastUse.clear();
            lastUse[placeOf(*call)] = monoNow();
        }
        done.push_back(std::move(call));
        idle.push_back(std::move(owned));
    }

    void collect()
    {
        int left = 0;
        while (CURLMsg *message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            CurlHandle *handle = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &handle);
            end(handle, message->data.result);
        }
        if (!done.empty()) {
            Finished batch;
            batch.swap(done);
            finished(std::move(batch));
        }
    }

    bool takeSubmitted()
    {
        Finished calls;
        std::vector<std::uint64_t> gone;
        bool stop = false;
        {
            std::lock_guard lock(mutex);
            calls.swap(submitted);
            gone.swap(cancelled);
            stop = stopping;
        }
        for (auto &call : calls)
            begin(std::move(call));
        for (const auto id : gone) {
            if (const auto found = active.find(id); found != active.end())
                end(found->second.get(), CURLE_ABORTED_BY_CALLBACK);
        }
        return !stop;
    }

    int waitTime() const
    {
        if (timer == MonoTime::max())
            return -1;
        const auto left = timer - monoNow();
        return left <= Micros::zero() ? 0 : static_cast<int>((left.count() + 999) / 1000);
    }

    void run()
    {
        sigset_t pipe; // OpenSSL writes to a lost connection without MSG_NOSIGNAL
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        epoll_event events[512];
        int running = 0;
        bool on = true;
        while (on) {
            const int count = epoll_wait(epoll, events, 512, waitTime());
            for (int i = 0; i < count; ++i) {
                const int fd = events[i].data.fd;
                if (fd == wake) {
                    eventfd_t drained = 0;
                    eventfd_read(wake, &drained);
                    on = takeSubmitted();
                    continue;
                }
                if (Watch &watch = watchOf(fd); watch.wanted == 0) {
                    apply(fd,
                          watch); // an idle connection stirs; libcurl will see for itself when it wants it
                    continue;
                }
                int mask = 0;
                if (events[i].events & EPOLLIN)
                    mask |= CURL_CSELECT_IN;
                if (events[i].events & EPOLLOUT)
                    mask |= CURL_CSELECT_OUT;
                if (events[i].events & (EPOLLERR | EPOLLHUP))
                    mask |= CURL_CSELECT_ERR;
                curl_multi_socket_action(multi, fd, mask, &running);
            }
            if (timer <= monoNow()) {
                timer = MonoTime::max();
                curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
            }
            collect();
        }
        while (!active.empty())
            end(active.begin()->second.get(), CURLE_ABORTED_BY_CALLBACK);
        collect();
        idle.clear();
        curl_multi_cleanup(multi);
    }
};

CurlTransport::CurlTransport(std::function<void(Finished)> finished)
    : m_impl(std::make_unique<Impl>(std::move(finished)))
{
}

CurlTransport::~CurlTransport() = default;

std::uint64_t CurlTransport::start(std::unique_ptr<WireCall> call)
{
    const auto id = m_impl->nextId++;
    call->id = id;
    bool first = false;
    {
        std::lock_guard lock(m_impl->mutex);
        first = m_impl->submitted.empty();
        m_impl->submitted.push_back(std::move(call));
    }
    if (first)
        eventfd_write(m_impl->wake, 1);
    return id;
}

void CurlTransport::cancel(std::uint64_t id)
{
    {
        std::lock_guard lock(m_impl->mutex);
        m_impl->cancelled.push_back(id);
    }
    eventfd_write(m_impl->wake, 1);
}

} // namespace bourse::net
