// What one request to a buyer costs: through the gateway, through QNetworkAccessManager's interface, and
// through a bare pooled HTTP/1.1 socket client as the yardstick. The buyer is a process of its own on
// loopback that answers at once. Usage: bench_transport [requests]   Prints microseconds of CPU (this
// process) and requests per second.
#include "domain/market/marketdocument.h"
#include "net/buyeraccessmanager.h"
#include <QCoreApplication>
#include <QEventLoop>
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <mutex>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <vector>

using namespace bourse;

namespace {

const std::string answerBody = R"({"status":"bid","price":"31.00","id":"abc123"})";
const std::string answerText = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                               std::to_string(answerBody.size()) + "\r\n\r\n" + answerBody;

std::string pingBody()
{
    std::string body = R"({"campaign":"auto","zip":"75001","state":"TX","fields":")";
    return body + std::string(600 - body.size() - 2, 'x') + "\"}";
}

/// The buyer: one thread, epoll, the same answer to each complete request.
[[noreturn]] void beBuyer(int listener)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int epoll = epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::vector<std::string> in(70000);
    std::vector<epoll_event> events(1024);
    for (;;) {
        const int count = epoll_wait(epoll, events.data(), 1024, -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[std::size_t(i)].data.fd;
            if (fd == listener) {
                const int client = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
                const int on = 1;
                setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                event.data.fd = client;
                epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event);
                continue;
            }
            char piece[8192];
            const auto got = recv(fd, piece, sizeof piece, 0);
            std::string &text = in[std::size_t(fd)];
            if (got <= 0) {
                text.clear();
                close(fd);
                continue;
            }
            text.append(piece, std::size_t(got));
            const auto head = text.find("\r\n\r\n");
            if (head == std::string::npos)
                continue;
            const auto length = strcasestr(text.c_str(), "content-length:");
            const auto size = head + 4 + (length ? std::strtoul(length + 15, nullptr, 10) : 0);
            if (text.size() < size)
                continue;
            text.erase(0, size);
            [[maybe_unused]] const auto sent = send(fd, answerText.data(), answerText.size(), MSG_NOSIGNAL);
        }
    }
}

class LoopExecutor final : public Executor {
  public:
    void post(std::function<void()> work) override
    {
        bool first = false;
        {
            std::lock_guard lock(m_mutex);
            first = m_work.empty();
            m_work.push_back(std::move(work));
        }
        if (first)
            QMetaObject::invokeMethod(
                &m_context, [this] { run(); }, Qt::QueuedConnection);
    }
    TimerId after(Micros, std::function<void()>) override { return 0; }
    void cancel(TimerId) override {}

  private:
    void run()
    {
        std::vector<std::function<void()>> work;
        {
            std::lock_guard lock(m_mutex);
            work.swap(m_work);
        }
        for (const auto &one : work)
            one();
    }
    QObject m_context;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_work;
};

/// The yardstick: one origin, warm sockets last-in-first-out, one write per request, answers by
/// Content-Length. It has none of TLS, chunked answers, compression, proxies, name resolution or deadlines.
class BarePool {
  public:
    BarePool(int port, std::function<void(int)> finished) : m_port(port), m_finished(std::move(finished))
    {
        m_wake = eventfd(0, EFD_NONBLOCK);
        m_epoll = epoll_create1(0);
        watch(m_wake);
        m_thread = std::thread([this] { run(); });
    }
    ~BarePool()
    {
        m_stop = true;
        eventfd_write(m_wake, 1);
        m_thread.join();
    }
    void start(std::string request)
    {
        bool first = false;
        {
            std::lock_guard lock(m_mutex);
            first = m_queue.empty();
            m_queue.push_back(std::move(request));
        }
        if (first)
            eventfd_write(m_wake, 1);
    }

  private:
    void watch(int fd) const
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
    }
    int connected()
    {
        if (!m_idle.empty()) {
            const int fd = m_idle.back();
            m_idle.pop_back();
            return fd;
        }
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(m_port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            std::abort();
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(fd);
        return fd;
    }
    void run()
    {
        std::vector<epoll_event> events(512);
        while (!m_stop) {
            const int count = epoll_wait(m_epoll, events.data(), 512, -1);
            int finished = 0;
            for (int i = 0; i < count; ++i) {
                const int fd = events[std::size_t(i)].data.fd;
                if (fd == m_wake) {
                    eventfd_t value = 0;
                    eventfd_read(m_wake, &value);
                    std::vector<std::string> queue;
                    {
                        std::lock_guard lock(m_mutex);
                        queue.swap(m_queue);
                    }
                    for (const std::string &request : queue) {
                        [[maybe_unused]] const auto sent =
                            send(connected(), request.data(), request.size(), MSG_NOSIGNAL);
                    }
                    continue;
                }
                char piece[16384];
                std::string &text = m_in[fd];
                const auto got = recv(fd, piece, sizeof piece, 0);
                if (got <= 0)
                    std::abort();
                text.append(piece, std::size_t(got));
                const auto head = text.find("\r\n\r\n");
                if (head == std::string::npos)
                    continue;
                domain::BuyerResponse response; // as much reading as the real one has to do
                std::size_t length = 0;
                for (std::size_t at = text.find("\r\n") + 2; at < head;) {
                    const auto end = text.find("\r\n", at);
                    const auto colon = text.find(':', at);
                    response.headers.emplace_back(text.substr(at, colon - at),
                                                  text.substr(colon + 2, end - colon - 2));
                    if (strcasecmp(response.headers.back().first.c_str(), "content-length") == 0)
                        length = std::strtoul(response.headers.back().second.c_str(), nullptr, 10);
                    at = end + 2;
                }
                if (text.size() < head + 4 + length)
                    continue;
                response.body = text.substr(head + 4, length);
                text.clear();
                m_idle.push_back(fd);
                ++finished;
            }
            if (finished > 0)
                m_finished(finished);
        }
    }

    int m_port;
    std::function<void(int)> m_finished;
    int m_wake;
    int m_epoll;
    std::atomic<bool> m_stop = false;
    std::mutex m_mutex;
    std::vector<std::string> m_queue;
    std::vector<int> m_idle;
    std::unordered_map<int, std::string> m_in;
    std::thread m_thread;
};

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// Keeps `concurrent` requests under way until `total` have ended. `start` begins one; ended() is told of
/// each.
class Run {
  public:
    Run(int total, int concurrent, std::function<void()> start)
        : m_total(total), m_concurrent(concurrent), m_start(std::move(start))
    {
    }
    void ended(int count)
    {
        m_ended += count;
        for (int i = 0; i < count && m_started < m_total; ++i) {
            ++m_started;
            m_start();
        }
        if (m_ended == m_total)
            m_loop.quit();
    }
    void measure(const char *what)
    {
        for (const bool warm : {false, true}) {
            m_started = m_ended = 0;
            const int total = m_total;
            if (!warm)
                m_total = m_concurrent * 3;
            const auto cpu = cpuSeconds();
            const auto begin = std::chrono::steady_clock::now();
            for (int i = 0; i < m_concurrent && m_started < m_total; ++i) {
                ++m_started;
                m_start();
            }
            m_loop.exec();
            const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
            if (warm)
                std::printf("%-28s %4d concurrent: %6.1f us CPU per request, %7.0f requests/s\n", what,
                            m_concurrent, (cpuSeconds() - cpu) * 1e6 / m_total, m_total / wall.count());
            m_total = total;
        }
        std::fflush(stdout);
    }

  private:
    int m_total;
    int m_concurrent;
    int m_started = 0;
    int m_ended = 0;
    std::function<void()> m_start;
    QEventLoop m_loop;
};

Detached await(Future<exchange::BuyerReply> future, Run *run)
{
    const exchange::BuyerReply reply = co_await future;
    if (reply.outcome != exchange::WireOutcome::Answered) {
        std::fprintf(stderr, "failed: %s %s\n", reply.reasonCode.c_str(), reply.detail.c_str());
        std::exit(1);
    }
    run->ended(1);
}

} // namespace

int main(int argc, char **argv)
{
    const int total = argc > 1 ? std::atoi(argv[1]) : 60000;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(listener, 4096) != 0)
        return 1;
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    const int port = ntohs(address.sin_port);
    if (fork() == 0)
        beBuyer(listener);
    close(listener);

    QCoreApplication application(argc, argv);
    const std::string body = pingBody();
    const std::string host = "127.0.0.1:" + std::to_string(port);
    const domain::RenderedRequest rendered{"POST",
                                           "http://" + host + "/ping",
                                           {{"Host", host},
                                            {"Content-Type", "application/json"},
                                            {"Accept", "application/json"},
                                            {"Authorization", "Bearer 0123456789abcdef"},
                                            {"Content-Length", std::to_string(body.size())}},
                                           body};
    domain::MarketDocument document;
    document.egress.allow = {"127.0.0.0/8"};
    const auto market = *domain::MarketSnapshot::compile(document, Uuid::v7(), 1);
    LoopExecutor executor;

    for (const int concurrent : {64, 640}) {
        for (const auto kind : {exchange::CallKind::Ping, exchange::CallKind::Post}) {
            net::QtBuyerGateway gateway(executor);
            Run *running = nullptr;
            Run run(total, concurrent, [&] {
                exchange::BuyerCall call;
                call.kind = kind;
                call.request = rendered;
                call.timeLimit = std::chrono::seconds(30);
                call.snapshot = market;
                await(gateway.call(std::move(call)), running);
            });
            running = &run;
            run.measure(kind == exchange::CallKind::Ping ? "gateway, ping" : "gateway, post (at most once)");
        }
        {
            net::BuyerAccessManager manager;
            net::BuyerRequestOptions options;
            options.timeLimit = std::chrono::seconds(30);
            options.guard =
                std::make_shared<const net::EgressGuard>(*net::EgressGuard::fromCidrs({"127.0.0.0/8"}));
            Run *running = nullptr;
            Run run(total, concurrent, [&] {
                QNetworkRequest request(QUrl(QString::fromStdString(rendered.url)));
                for (const auto &[name, value] : rendered.headers)
                    request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
                request.setAttribute(
                    static_cast<QNetworkRequest::Attribute>(net::BuyerAccessManager::OptionsAttribute),
                    QVariant::fromValue(options));
                QNetworkReply *reply = manager.post(request, QByteArray::fromStdString(rendered.body));
                QObject::connect(reply, &QNetworkReply::finished, reply, [reply, &running] {
                    reply->readAll();
                    reply->deleteLater();
                    running->ended(1);
                });
            });
            running = &run;
            run.measure("QNetworkAccessManager face");
        }
        {
            std::string text = "POST /ping HTTP/1.1\r\n";
            for (const auto &[name, value] : rendered.headers)
                text += name + ": " + value + "\r\n";
            text += "\r\n" + body;
            Run *running = nullptr;
            BarePool pool(port,
                          [&](int count) { executor.post([&running, count] { running->ended(count); }); });
            Run run(total, concurrent, [&] { pool.start(text); });
            running = &run;
            run.measure("bare socket pool");
        }
    }
    return 0;
}
