#include "net/httploop.h"
#include "base/logging.h"
#include <QHostAddress>
#include <QHostInfo>
#include <QSocketNotifier>
#include <QSslSocket>
#include <QTimer>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bourse::net {

namespace {

constexpr std::size_t readPiece = 64u << 10;   ///< one read from a socket
constexpr std::size_t readAhead = 64u << 10;   ///< of later requests, while one is being answered
constexpr std::size_t writeAhead = 64u << 10;  ///< answers of pipelined requests put into one write
constexpr std::size_t discardLimit = 4u << 20; ///< of a refused request, so that its sender reads the answer
constexpr Micros lingerTime = std::chrono::seconds(1);
constexpr std::uint64_t wakeId = ~std::uint64_t(0);

/// The mailbox whose thread is inside HttpLoop right now: answers given there need no wake-up.
thread_local const HttpMailbox *insideLoop = nullptr;

MonoTime monoNow()
{
    return std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
}

std::string_view phrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Answer";
    }
}

void appendNumber(std::string &out, std::uint64_t number)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

/// Nothing that could end a header line, and a token as its name.
bool isSafeHeader(const std::pair<std::string, std::string> &header)
{
    const auto bad = [](unsigned char c) {
        return c < 0x20 && c != '\t';
    };
    for (const char c : header.second) {
        if (bad(static_cast<unsigned char>(c)))
            return false;
    }
    for (const char c : header.first) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == ':' || c == 0x7f)
            return false;
    }
    return !header.first.empty();
}

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string peerOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (getpeername(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in *>(&address)->sin_addr, text, sizeof text);
    } else if (address.ss_family == AF_INET6) {
        const auto &ip = reinterpret_cast<sockaddr_in6 *>(&address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&ip))
            inet_ntop(AF_INET, ip.s6_addr + 12, text, sizeof text);
        else
            inet_ntop(AF_INET6, &ip, text, sizeof text);
    }
    return text;
}

} // namespace

// ------------------------------------------------------------------------------------------------ answers

HttpMailbox::HttpMailbox() : m_event(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

HttpMailbox::~HttpMailbox()
{
    ::close(m_event);
}

void HttpMailbox::put(HttpAnswer answer)
{
    bool first = false;
    {
        std::lock_guard lock(m_mutex);
        first = m_answers.empty();
        m_answers.push_back(std::move(answer));
    }
    if (first && insideLoop != this)
        eventfd_write(m_event, 1);
}

std::vector<HttpAnswer> HttpMailbox::take()
{
    std::vector<HttpAnswer> answers;
    std::lock_guard lock(m_mutex);
    answers.swap(m_answers);
    return answers;
}

void HttpResponder::State::send(HttpResponse response)
{
    if (used.exchange(true))
        return;
    if (const auto box = mailbox.lock())
        box->put({connection, serial, std::move(response)});
}

void HttpResponder::State::abort()
{
    if (used.exchange(true))
        return;
    if (const auto box = mailbox.lock())
        box->put({connection, serial, {}, true});
}

HttpResponder::State::~State()
{
    if (!used)
        send(problemResponse(500, "internal_error", "The request was not answered."));
}

HttpResponder::HttpResponder(std::shared_ptr<State> state) : m_state(std::move(state)) {}

void HttpResponder::send(HttpResponse response) const
{
    m_state->send(std::move(response));
}

void HttpResponder::abort() const
{
    m_state->abort();
}

HttpResponse problemResponse(int status, std::string_view code, std::string_view detail)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/problem+json");
    if (status == 503)
        response.headers.emplace_back("Retry-After", "2");
    std::string &body = response.body;
    body = R"({"type":"about:blank","title":")";
    body.append(phrase(status)).append(R"(","status":)");
    appendNumber(body, static_cast<std::uint64_t>(status));
    body.append(R"(,"code":")").append(code).append(R"(","detail":")").append(detail).append("\"}");
    return response;
}

// ------------------------------------------------------------------------------------------------ the loop

struct HttpLoop::Connection {
    std::uint64_t id = 0;
    int descriptor = -1;
    QSslSocket *tls = nullptr;
    std::string peer;
    std::string in;
    std::size_t inStart = 0;
    std::string out;
    std::size_t outStart = 0;
    RequestParser parser;
    Phase phase = Phase::Idle;
    MonoTime deadline;
    MonoTime writeDeadline;
    std::uint32_t serial = 0;
    std::uint32_t interest = 0;
    std::size_t discarded = 0;
    bool writeBlocked = false;
    bool keepAlive = true;
    bool head = false;
    bool ended = false; ///< the peer has sent its last byte
    bool closeAfterWrite = false;
    bool lingers = false; ///< unread bytes may be under way: closing at once would reset the answer
    bool served = false;  ///< at least one request was complete
    bool dead = false;

    Connection(std::size_t headerLimit, std::size_t bodyLimit) : parser(headerLimit, bodyLimit) {}
    std::size_t unread() const { return in.size() - inStart; }
};

HttpLoop::HttpLoop(HttpServerOptions options, HttpHandler handler, std::optional<QSslConfiguration> tls)
    : m_options(std::move(options)), m_handler(std::move(handler)), m_tls(std::move(tls)),
      m_mailbox(std::make_shared<HttpMailbox>()), m_scratch(readPiece)
{
}

HttpLoop::~HttpLoop()
{
    closeAll();
    delete m_notifier;
    if (m_epoll >= 0)
        ::close(m_epoll);
}

Result<int> HttpLoop::listen()
{
    const QString host = QString::fromStdString(m_options.host);
    QHostAddress address(host);
    if (address.isNull()) {
        const auto found = QHostInfo::fromName(host).addresses();
        if (found.isEmpty())
            return Error{
                "address_not_available", "listen", {}, "No such address here: " + m_options.host + "."};
        address = found.first();
    }
    m_listener = new HttpListener;
    m_listener->setParent(this);
    m_listener->accepted = [this](qintptr descriptor) {
        accept(descriptor);
    };
    m_listener->setListenBacklogSize(1024);
    connect(m_listener, &QTcpServer::acceptError, this, [this] {
        // Out of descriptors: the listener has paused itself; connections that end make room.
        qCWarning(logNet, "cannot accept a connection: %s", qUtf8Printable(m_listener->errorString()));
        QTimer::singleShot(100, this, [this] { m_listener->resumeAccepting(); });
    });
    if (!m_listener->listen(address, static_cast<quint16>(m_options.port))) {
        const std::string where = m_options.host + ":" + std::to_string(m_options.port);
        switch (m_listener->serverError()) {
        case QAbstractSocket::AddressInUseError:
            return Error{"port_taken", "listen", {}, "Another program already listens on " + where + "."};
        case QAbstractSocket::SocketAddressNotAvailableError:
            return Error{
                "address_not_available", "listen", {}, "This machine has no address " + m_options.host + "."};
        case QAbstractSocket::SocketAccessError:
            return Error{"permission_denied", "listen", {}, "This user may not listen on " + where + "."};
        default:
            return Error{"listen_failed",
                         "listen",
                         {},
                         "Cannot listen on " + where + ": " + m_listener->errorString().toStdString() + "."};
        }
    }
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    epoll_event wake{};
    wake.events = EPOLLIN;
    wake.data.u64 = wakeId;
    if (m_epoll < 0 || epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_mailbox->wakeDescriptor(), &wake) != 0)
        return Error{"listen_failed",
                     "listen",
                     {},
                     std::string("Cannot watch sockets: ") + std::strerror(errno) + "."};
    m_notifier = new QSocketNotifier(m_epoll, QSocketNotifier::Read);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] { turn([this] { pollSockets(); }); });
    return int(m_listener->serverPort());
}

HttpLoop::Connection *HttpLoop::find(std::uint64_t id)
{
    const auto index = static_cast<std::uint32_t>(id);
    if (index >= m_slots.size() || !m_slots[index] || m_slots[index]->id != id)
        return nullptr;
    return m_slots[index].get();
}

/// One turn of the server's thread: answers given meanwhile are delivered at its end, and only then are
/// closed connections freed. A turn within a turn (a TLS socket's signal out of our own write) is part of the
/// outer one.
template <class Work> void HttpLoop::turn(Work work)
{
    if (insideLoop == m_mailbox.get()) {
        work();
        return;
    }
    insideLoop = m_mailbox.get();
    work();
    takeAnswers();
    insideLoop = nullptr;
    reap();
}

void HttpLoop::enter(Connection &connection, Phase phase, Micros limit)
{
    connection.phase = phase;
    connection.deadline = monoNow() + limit;
}

void HttpLoop::accept(qintptr descriptor)
{
    const int fd = static_cast<int>(descriptor);
    std::string peer = peerOf(fd);
    const bool full = m_open >= m_options.limits.connections;
    if (draining() || full || m_perPeer[peer] >= m_options.limits.connectionsPerPeer) {
        if (!m_tls && !draining()) {
            std::string out;
            const auto problem =
                problemResponse(503, "too_many_connections", "Too many connections are open.");
            appendHead(out, problem, false, false);
            out.append(problem.body);
            [[maybe_unused]] const auto sent =
                ::send(fd, out.data(), out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        }
        if (m_perPeer[peer] == 0)
            m_perPeer.erase(peer);
        ::close(fd);
        return;
    }
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

    std::uint32_t index = 0;
    if (m_free.empty()) {
        index = static_cast<std::uint32_t>(m_slots.size());
        m_slots.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    auto made = std::make_unique<Connection>(m_options.limits.headerBytes, m_options.limits.bodyBytes);
    made->id = std::uint64_t(++m_generation) << 32 | index;
    made->descriptor = fd;
    made->peer = std::move(peer);
    ++m_perPeer[made->peer];
    ++m_open;
    Connection &connection = *(m_slots[index] = std::move(made));
    enter(connection, m_tls ? Phase::Handshake : Phase::Head, m_options.limits.headerTime);
    if (m_timer == 0) {
        const auto &l = m_options.limits;
        const auto least = std::min({l.headerTime, l.bodyTime, l.idleTime, l.writeTime, l.answerTime});
        m_timer = startTimer(std::clamp<int>(static_cast<int>(least.count() / 4000), 10, 100));
    }
    if (m_tls) {
        attachTls(connection);
        return;
    }
    epoll_event event{};
    event.events = connection.interest = EPOLLIN;
    event.data.u64 = connection.id;
    if (epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        turn([&] { close(connection); });
}

void HttpLoop::attachTls(Connection &connection)
{
    auto *socket = new QSslSocket(this);
    connection.tls = socket;
    if (!socket->setSocketDescriptor(connection.descriptor)) {
        ::close(connection.descriptor);
        connection.descriptor = -1;
        turn([&] { close(connection); });
        return;
    }
    connection.descriptor = -1; // the socket's now
    socket->setReadBufferSize(readPiece);
    socket->setSslConfiguration(*m_tls);
    const auto on = [this, id = connection.id](void (HttpLoop::*what)(Connection &)) {
        turn([&] {
            if (Connection *c = find(id))
                (this->*what)(*c);
        });
    };
    connect(socket, &QSslSocket::encrypted, this, [this, id = connection.id] {
        if (Connection *c = find(id))
            c->phase = Phase::Head; // the header's deadline runs since accept
    });
    connect(socket, &QSslSocket::readyRead, this, [on] { on(&HttpLoop::handleReadable); });
    connect(socket, &QSslSocket::encryptedBytesWritten, this, [on] { on(&HttpLoop::afterWrite); });
    connect(socket, &QSslSocket::readChannelFinished, this, [on] { on(&HttpLoop::handleReadable); });
    connect(socket, &QSslSocket::disconnected, this, [on] { on(&HttpLoop::close); });
    socket->startServerEncryption();
}

void HttpLoop::pollSockets()
{
    epoll_event events[256];
    const int count = epoll_wait(m_epoll, events, 256, 0);
    for (int i = 0; i < count; ++i) {
        if (events[i].data.u64 == wakeId) {
            eventfd_t drained = 0;
            eventfd_read(m_mailbox->wakeDescriptor(), &drained);
            continue;
        }
        Connection *connection = find(events[i].data.u64);
        if (!connection)
            continue;
        if (events[i].events & (EPOLLERR | EPOLLHUP)) {
            close(*connection); // nobody is left who could read an answer
            continue;
        }
        if (events[i].events & EPOLLOUT) {
            flush(*connection);
            if (!connection->dead)
                process(*connection);
        }
        if (!connection->dead && events[i].events & EPOLLIN)
            handleReadable(*connection);
    }
}

void HttpLoop::takeAnswers()
{
    for (;;) {
        auto answers = m_mailbox->take();
        if (answers.empty())
            return;
        for (HttpAnswer &answer : answers) {
            Connection *connection = find(answer.connection);
            if (!connection || connection->phase != Phase::Answer || connection->serial != answer.serial)
                continue; // hung up, or answered for it already
            if (answer.reset) {
                reset(*connection);
                continue;
            }
            deliver(*connection, std::move(answer.response));
            process(*connection);
        }
    }
}

void HttpLoop::handleReadable(Connection &connection)
{
    if (connection.dead)
        return;
    if (connection.tls) {
        while (!connection.dead && connection.unread() < readAhead) {
            const auto got = connection.tls->read(m_scratch.data(), static_cast<qint64>(m_scratch.size()));
            if (got <= 0)
                break;
            take(connection, m_scratch.data(), static_cast<std::size_t>(got));
        }
        if (!connection.dead && connection.tls->bytesAvailable() == 0 &&
            connection.tls->state() != QAbstractSocket::ConnectedState) {
            connection.ended = true;
            process(connection);
        }
        return;
    }
    const auto got = ::recv(connection.descriptor, m_scratch.data(), m_scratch.size(), 0);
    if (got > 0) {
        take(connection, m_scratch.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
        connection.ended = true;
        // most who close while they are owed an answer are gone; a few have only said their last
        if (connection.phase == Phase::Answer)
            enter(connection, Phase::Answer, m_options.limits.halfClosedTime);
        process(connection);
    } else if (errno != EAGAIN && errno != EINTR) {
        close(connection);
    }
}

void HttpLoop::take(Connection &connection, const char *data, std::size_t size)
{
    if (connection.phase == Phase::Linger) {
        connection.discarded += size;
        if (connection.discarded > discardLimit)
            close(connection);
        return;
    }
    connection.in.append(data, size);
    process(connection);
}

/// Reads on as far as the bytes that are here allow: one request after the other, each answered before the
/// next.
void HttpLoop::process(Connection &c)
{
    const auto &limits = m_options.limits;
    while (!c.dead && !c.closeAfterWrite && !c.writeBlocked && c.out.size() < writeAhead &&
           (c.phase == Phase::Idle || c.phase == Phase::Head || c.phase == Phase::Body)) {
        std::size_t used = 0;
        const auto step = c.parser.feed(std::string_view(c.in).substr(c.inStart), used);
        c.inStart += used;
        if (step == RequestParser::Step::NeedMore) {
            if (c.phase == Phase::Idle && c.parser.started())
                enter(c, Phase::Head, limits.headerTime);
            if (c.ended && c.out.empty())
                close(c);
            else if (c.ended)
                c.closeAfterWrite = true;
            break;
        }
        if (step == RequestParser::Step::HeaderDone) {
            enter(c, Phase::Body, limits.bodyTime);
            if (c.parser.expectsContinue() && c.unread() == 0)
                c.out.append("HTTP/1.1 100 Continue\r\n\r\n");
        } else if (step == RequestParser::Step::Complete) {
            dispatch(c);
        } else {
            refuse(c, c.parser.refusal());
        }
    }
    if (c.dead)
        return;
    if (c.inStart == c.in.size()) {
        c.inStart = 0;
        c.in.clear();
        if (c.in.capacity() > 4 * readPiece)
            c.in.shrink_to_fit();
    } else if (c.inStart > readPiece) {
        c.in.erase(0, c.inStart);
        c.inStart = 0;
    }
    if (!c.out.empty() && !c.writeBlocked)
        flush(c);
    if (!c.dead)
        updateInterest(c);
}

void HttpLoop::dispatch(Connection &c)
{
    c.keepAlive = c.parser.keepAlive();
    c.head = c.parser.isHead();
    c.served = true;
    HttpRequest request = c.parser.takeRequest();
    request.peer = c.peer;
    request.tls = c.tls != nullptr;
    ++c.serial;
    enter(c, Phase::Answer, m_options.limits.answerTime);
    request.arrived = c.deadline - m_options.limits.answerTime;
    const auto id = c.id;
    const auto serial = c.serial;
    try {
        m_handler(std::move(request),
                  HttpResponder(std::make_shared<HttpResponder::State>(m_mailbox, id, serial)));
    } catch (const std::exception &) {
        qCCritical(logNet, "a request handler failed"); // its responder has answered 500
    }
}

void HttpLoop::deliver(Connection &c, HttpResponse response)
{
    if (response.status < 200 || response.status > 599)
        response = problemResponse(500, "internal_error", "The request was answered out of range.");
    const bool keep = c.keepAlive && !draining() && !(c.ended && c.unread() == 0);
    const bool bodiless = response.status == 204 || response.status == 304;
    appendHead(c.out, response, keep, bodiless);
    if (!c.head && !bodiless)
        c.out.append(response.body);
    c.closeAfterWrite = !keep;
    c.lingers = c.unread() > 0;
    enter(c, Phase::Idle, m_options.limits.idleTime);
}

void HttpLoop::appendHead(std::string &out, const HttpResponse &response, bool keepAlive, bool bodiless)
{
    const auto second = static_cast<std::int64_t>(std::time(nullptr));
    if (second != m_dateSecond) {
        const auto now = static_cast<std::time_t>(second);
        std::tm utc{};
        gmtime_r(&now, &utc);
        static constexpr const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        char text[64];
        std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday],
                      utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                      utc.tm_sec);
        m_date = text;
        m_dateSecond = second;
    }
    out.reserve(out.size() + response.body.size() + 256);
    out.append("HTTP/1.1 ");
    appendNumber(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(phrase(response.status)).append("\r\nDate: ").append(m_date).append("\r\n");
    for (const auto &header : response.headers) {
        const auto &name = header.first;
        if (sameName(name, "content-length") || sameName(name, "connection") || sameName(name, "date") ||
            sameName(name, "transfer-encoding") || !isSafeHeader(header))
            continue;
        out.append(name).append(": ").append(header.second).append("\r\n");
    }
    if (!bodiless) {
        out.append("Content-Length: ");
        appendNumber(out, response.body.size());
        out.append("\r\n");
    }
    out.append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

void HttpLoop::refuse(Connection &c, const RequestRefusal &refusal)
{
    ++c.serial; // an answer that still comes is late
    const auto response = problemResponse(refusal.status, refusal.code, refusal.detail);
    appendHead(c.out, response, false, false);
    c.out.append(response.body);
    c.closeAfterWrite = true;
    c.lingers = true;
    c.inStart = c.in.size();
    enter(c, Phase::Idle, m_options.limits.idleTime);
}

void HttpLoop::flush(Connection &c)
{
    if (!c.writeBlocked)
        c.writeDeadline = monoNow() + m_options.limits.writeTime;
    if (c.tls) {
        if (c.outStart < c.out.size()) {
            c.tls->write(c.out.data() + c.outStart, static_cast<qint64>(c.out.size() - c.outStart));
            c.outStart = c.out.size();
            c.writeBlocked = true;
            c.tls->flush();
        }
        afterWrite(c);
        return;
    }
    while (c.outStart < c.out.size()) {
        const auto sent =
            ::send(c.descriptor, c.out.data() + c.outStart, c.out.size() - c.outStart, MSG_NOSIGNAL);
        if (sent > 0) {
            c.outStart += static_cast<std::size_t>(sent);
        } else if (errno == EAGAIN) {
            c.writeBlocked = true;
            updateInterest(c);
            return;
        } else if (errno != EINTR) {
            close(c);
            return;
        }
    }
    c.writeBlocked = true; // until afterWrite has cleared it
    afterWrite(c);
}

void HttpLoop::afterWrite(Connection &c)
{
    if (c.dead || !c.writeBlocked)
        return;
    if (c.tls && (c.tls->bytesToWrite() > 0 || c.tls->encryptedBytesToWrite() > 0))
        return;
    const bool later = c.tls != nullptr;
    c.writeBlocked = false;
    c.out.clear();
    c.outStart = 0;
    if (c.out.capacity() > 4 * writeAhead)
        c.out.shrink_to_fit();
    if (c.closeAfterWrite) {
        if (!c.lingers || c.ended) {
            close(c);
            return;
        }
        enter(c, Phase::Linger, lingerTime);
        c.in.clear();
        c.inStart = 0;
        if (!c.tls)
            ::shutdown(c.descriptor, SHUT_WR);
        updateInterest(c);
        return;
    }
    if (later && (c.unread() > 0 || c.tls->bytesAvailable() > 0)) {
        QTimer::singleShot(0, this, [this, id = c.id] {
            turn([&] {
                if (Connection *again = find(id))
                    process(*again);
                if (Connection *again = find(id))
                    handleReadable(*again);
            });
        });
    }
}

void HttpLoop::updateInterest(Connection &c)
{
    if (c.tls || c.dead)
        return;
    std::uint32_t wanted = 0;
    if (!c.ended && (c.phase == Phase::Linger || (!c.closeAfterWrite && c.unread() < readAhead)))
        wanted |= EPOLLIN;
    if (c.writeBlocked)
        wanted |= EPOLLOUT;
    if (wanted == c.interest)
        return;
    c.interest = wanted;
    epoll_event event{};
    event.events = wanted;
    event.data.u64 = c.id;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, c.descriptor, &event);
}

void HttpLoop::reset(Connection &c)
{
    // Closing with a linger time of zero sends RST instead of FIN.
    const linger atOnce{1, 0};
    const int descriptor = c.tls ? static_cast<int>(c.tls->socketDescriptor()) : c.descriptor;
    ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    if (c.tls) {
        c.tls->disconnect(this);
        c.tls->abort();
    }
    close(c);
}

void HttpLoop::close(Connection &c)
{
    if (c.dead)
        return;
    c.dead = true;
    if (c.tls) {
        c.tls->disconnect(this);
        c.tls->disconnectFromHost();
        if (c.tls->state() != QAbstractSocket::UnconnectedState)
            QTimer::singleShot(2000, c.tls, [socket = c.tls] { socket->abort(); });
        connect(c.tls, &QSslSocket::disconnected, c.tls, &QObject::deleteLater);
        if (c.tls->state() == QAbstractSocket::UnconnectedState)
            c.tls->deleteLater();
    } else if (c.descriptor >= 0) {
        ::close(c.descriptor); // leaves the epoll set with it
    }
    --m_open;
    if (const auto peer = m_perPeer.find(c.peer); peer != m_perPeer.end() && --peer->second == 0)
        m_perPeer.erase(peer);
    const auto index = static_cast<std::uint32_t>(c.id);
    m_closed.push_back(std::move(m_slots[index]));
    m_free.push_back(index);
}

void HttpLoop::reap()
{
    m_closed.clear();
    if (m_open > 0)
        return;
    if (m_timer != 0) {
        killTimer(m_timer);
        m_timer = 0;
    }
    if (m_drained)
        m_drained();
}

void HttpLoop::timerEvent(QTimerEvent *)
{
    turn([this] {
        const auto now = monoNow();
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            if (m_slots[i])
                expire(*m_slots[i], now);
        }
    });
}

void HttpLoop::expire(Connection &c, MonoTime now)
{
    if (c.writeBlocked) {
        if (now >= c.writeDeadline)
            close(c);
        return;
    }
    if (now < c.deadline)
        return;
    switch (c.phase) {
    case Phase::Handshake:
    case Phase::Idle:
    case Phase::Linger:
        close(c);
        return;
    case Phase::Head:
        if (!c.parser.started()) {
            close(c);
            return;
        }
        refuse(c, {408, "header_timeout", "The request header did not arrive in time."});
        break;
    case Phase::Body:
        refuse(c, {408, "body_timeout", "The request body did not arrive in time."});
        break;
    case Phase::Answer:
        refuse(c, {503, "answer_timeout", "The request could not be answered in time."});
        break;
    }
    flush(c);
}

void HttpLoop::drain(std::function<void()> done)
{
    m_drained = std::move(done);
    m_listener->close();
    turn([this] {
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            if (!m_slots[i])
                continue;
            Connection &c = *m_slots[i];
            const bool between = c.phase == Phase::Idle || c.phase == Phase::Handshake ||
                                 (c.phase == Phase::Head && !c.parser.started());
            if (between && c.out.empty() && c.unread() == 0)
                close(c);
        }
    });
}

void HttpLoop::closeAll()
{
    if (m_listener)
        m_listener->close();
    turn([this] {
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            if (m_slots[i])
                close(*m_slots[i]);
        }
    });
    m_drained = nullptr;
}

} // namespace bourse::net
