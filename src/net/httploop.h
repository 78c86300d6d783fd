#pragma once
// What runs on the HTTP server's thread: connections, their deadlines, and the mailbox through which answers
// arrive from other threads. Plain connections are watched by one epoll set behind one notifier (Qt's own
// poll() walks every socket at each turn); TLS connections are QSslSockets.
#include "net/httpserver.h"
#include "net/requestparser.h"
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

class QSocketNotifier;
class QSslSocket;

namespace bourse::net {

/// One answer on its way to its connection; `serial` tells a late one from the one that is waited for.
struct HttpAnswer {
    std::uint64_t connection = 0;
    std::uint32_t serial = 0;
    HttpResponse response;
    bool reset = false; ///< break the connection instead
};

/// Hands answers to the server's thread; many answers cost one wake-up.
class HttpMailbox {
  public:
    HttpMailbox();
    ~HttpMailbox();
    HttpMailbox(HttpMailbox &&) = delete;
    void put(HttpAnswer answer); ///< any thread
    std::vector<HttpAnswer> take();
    int wakeDescriptor() const { return m_event; }

  private:
    std::mutex m_mutex;
    std::vector<HttpAnswer> m_answers;
    int m_event;
};

struct HttpResponder::State {
    std::weak_ptr<HttpMailbox> mailbox;
    std::uint64_t connection = 0;
    std::uint32_t serial = 0;
    std::atomic<bool> used = false;

    State(std::weak_ptr<HttpMailbox> box, std::uint64_t id, std::uint32_t number)
        : mailbox(std::move(box)), connection(id), serial(number)
    {
    }
    State(State &&) = delete;
    ~State();
    void send(HttpResponse response);
    void abort();
};

/// The answer to what never reached the handler, or what it did not answer: RFC 9457 with a `code`.
HttpResponse problemResponse(int status, std::string_view code, std::string_view detail);

class HttpListener final : public QTcpServer {
  public:
    std::function<void(qintptr)> accepted;

  protected:
    void incomingConnection(qintptr descriptor) override { accepted(descriptor); }
};

class HttpLoop final : public QObject {
  public:
    HttpLoop(HttpServerOptions options, HttpHandler handler, std::optional<QSslConfiguration> tls);
    ~HttpLoop() override;
    Result<int> listen();
    /// No new connections or requests; `done` is called once the last connection has gone.
    void drain(std::function<void()> done);
    void closeAll();

  protected:
    void timerEvent(QTimerEvent *event) override;

  private:
    enum class Phase { Handshake, Idle, Head, Body, Answer, Linger };
    struct Connection;

    template <class Work> void turn(Work work);
    void accept(qintptr descriptor);
    void attachTls(Connection &connection);
    void pollSockets();
    void takeAnswers();
    void handleReadable(Connection &connection);
    void take(Connection &connection, const char *data, std::size_t size);
    void process(Connection &connection);
    void dispatch(Connection &connection);
    void deliver(Connection &connection, HttpResponse response);
    void refuse(Connection &connection, const RequestRefusal &refusal);
    void flush(Connection &connection);
    void afterWrite(Connection &connection);
    void updateInterest(Connection &connection);
    void close(Connection &connection);
    void reset(Connection &connection);
    void reap();
    void expire(Connection &connection, MonoTime now);
    void enter(Connection &connection, Phase phase, Micros limit);
    void appendHead(std::string &out, const HttpResponse &response, bool keepAlive, bool bodiless);
    Connection *find(std::uint64_t id);
    bool draining() const { return bool(m_drained); }

    HttpServerOptions m_options;
    HttpHandler m_handler;
    std::optional<QSslConfiguration> m_tls;
    std::shared_ptr<HttpMailbox> m_mailbox;
    HttpListener *m_listener = nullptr;
    QSocketNotifier *m_notifier = nullptr;
    int m_epoll = -1;
    int m_timer = 0;
    std::vector<std::unique_ptr<Connection>> m_slots;
    std::vector<std::uint32_t> m_free;
    std::vector<std::unique_ptr<Connection>> m_closed; ///< freed when nothing on the stack can hold them
    std::unordered_map<std::string, int> m_perPeer;
    int m_open = 0;
    std::uint32_t m_generation = 0;
    std::vector<char> m_scratch;
    std::string m_date; ///< the Date header's value of second m_dateSecond
    std::int64_t m_dateSecond = -1;
    std::function<void()> m_drained;
};

} // namespace bourse::net
