#include "simulator/intakeclient.h"
#include <QTcpSocket>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <optional>

namespace bourse::simulator {

namespace {

constexpr std::size_t mostConnections = 512;
constexpr auto timeLimit = std::chrono::seconds(30);
constexpr qsizetype largestAnswer = 8 << 20;

MonoTime monotonicNow()
{
    return std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
}

/// Reads one answer as it arrives.
class AnswerReader {
  public:
    enum class State { More, Done, Broken };

    State feed(const QByteArray &bytes)
    {
        m_text += bytes;
        if (m_text.size() > largestAnswer)
            return State::Broken;
        return read(false);
    }
    /// The connection ended: complete only where its end is what ends the body.
    State ended() { return m_text.isEmpty() ? State::Broken : read(true); }
    bool empty() const { return m_text.isEmpty(); }
    int status() const { return m_status; }
    bool keepsAlive() const { return m_keepAlive && m_rest == 0; }
    QByteArray body() const { return m_body; }

  private:
    enum class Framing { Length, Chunked, UntilClose };

    State read(bool atEnd)
    {
        while (m_head < 0) {
            const qsizetype end = m_text.indexOf("\r\n\r\n");
            if (end < 0)
                return atEnd ? State::Broken : State::More;
            if (!readHead(m_text.left(end)))
                return State::Broken;
            m_head = end + 4;
            if (m_status < 200) { // an interim answer; the final one follows
                m_text.remove(0, m_head);
                m_head = -1;
            }
        }
        switch (m_framing) {
        case Framing::Length:
            if (m_text.size() - m_head < m_length)
                return atEnd ? State::Broken : State::More;
            m_body = m_text.mid(m_head, m_length);
            m_rest = m_text.size() - m_head - m_length;
            return State::Done;
        case Framing::Chunked:
            return readChunks(atEnd);
        case Framing::UntilClose:
            break;
        }
        if (!atEnd)
            return State::More;
        m_body = m_text.mid(m_head);
        return State::Done;
    }

    bool readHead(const QByteArray &head)
    {
        const QList<QByteArray> lines = head.split('\n');
        const QByteArray first = lines.front().trimmed();
        bool ok = first.startsWith("HTTP/1.");
        m_status = first.mid(9, 3).toInt(&ok);
        if (!ok || m_status < 100)
            return false;
        m_keepAlive = first.startsWith("HTTP/1.1");
        m_framing = m_status == 204 || m_status == 304 ? Framing::Length : Framing::UntilClose;
        m_length = 0;
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            if (colon < 0)
                continue;
            const QByteArray name = line.left(colon).trimmed().toLower();
            const QByteArray value = line.mid(colon + 1).trimmed().toLower();
            if (name == "content-length" && m_framing != Framing::Chunked) {
                m_framing = Framing::Length;
                m_length = value.toLongLong(&ok);
                if (!ok || m_length < 0 || m_length > largestAnswer)
                    return false;
            } else if (name == "transfer-encoding" && value == "chunked") {
                m_framing = Framing::Chunked;
            } else if (name == "connection") {
                m_keepAlive = value != "close" && (m_keepAlive || value == "keep-alive");
            }
        }
        return true;
    }

    State readChunks(bool atEnd)
    {
        QByteArray body;
        for (qsizetype at = m_head;;) {
            const qsizetype line = m_text.indexOf("\r\n", at);
            if (line < 0)
                return atEnd ? State::Broken : State::More;
            bool ok = false;
            const qint64 size = m_text.mid(at, line - at).split(';').front().trimmed().toLongLong(&ok, 16);
            if (!ok || size < 0 || size > largestAnswer)
                return State::Broken;
            at = line + 2;
            if (size == 0) {
                // Trailers, if any, end with an empty line.
                const qsizetype end = m_text.indexOf("\r\n\r\n", line);
                if (end < 0)
                    return atEnd ? State::Broken : State::More;
                m_rest = m_text.size() - end - 4;
                m_body = body;
                return State::Done;
            }
            if (m_text.size() < at + size + 2)
                return atEnd ? State::Broken : State::More;
            body += m_text.mid(at, size);
            at += size + 2;
        }
    }

    QByteArray m_text;
    QByteArray m_body;
    qsizetype m_head = -1;
    qint64 m_length = 0;
    qsizetype m_rest = 0; ///< bytes after the answer: the connection cannot be trusted any more
    int m_status = 0;
    bool m_keepAlive = false;
    Framing m_framing = Framing::UntilClose;
};

} // namespace

class IntakeConnection : public QObject {
  public:
    explicit IntakeConnection(IntakeClient *client) : QObject(client), m_client(client), m_socket(this)
    {
        connect(&m_socket, &QTcpSocket::connected, this, [this] { handleConnected(); });
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { handleReadyRead(); });
        connect(&m_socket, &QTcpSocket::disconnected, this, [this] { handleGone(); });
        connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] { handleGone(); });
    }

    void start(IntakeClient::Order order)
    {
        m_order = std::move(order);
        m_reader = AnswerReader();
        switch (m_socket.state()) {
        case QAbstractSocket::ConnectedState:
            m_socket.write(m_order->request);
            break;
        case QAbstractSocket::UnconnectedState:
            m_socket.connectToHost(m_client->m_host, m_client->m_port);
            break;
        default:
            break; // a socket being closed reports so soon, and the order goes to another
        }
    }

    /// Gives up the request under way, if it was sent before `limit`.
    void expire(MonoTime limit)
    {
        if (m_order && m_order->sent < limit)
            giveUp(false);
    }

  private:
    void handleConnected()
    {
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        if (m_order)
            m_socket.write(m_order->request);
    }

    void handleReadyRead()
    {
        const QByteArray bytes = m_socket.readAll();
        if (!m_order) { // an answer to nothing
            giveUp(false);
            return;
        }
        finish(m_reader.feed(bytes));
    }

    void handleGone()
    {
        if (m_gone)
            return;
        if (m_order && !m_reader.empty() && m_reader.ended() == AnswerReader::State::Done) {
            finish(AnswerReader::State::Done);
            return;
        }
        giveUp(m_served && m_reader.empty());
    }

    void finish(AnswerReader::State state)
    {
        if (state == AnswerReader::State::More)
            return;
        if (state == AnswerReader::State::Broken) {
            giveUp(false);
            return;
        }
        const auto order = std::exchange(m_order, std::nullopt);
        m_served = true;
        const bool reusable = m_reader.keepsAlive() && m_socket.state() == QAbstractSocket::ConnectedState;
        IntakeClient::Reply reply{m_reader.status(), m_reader.body()};
        m_gone = !reusable;
        m_client->finished(this, reusable);
        order->handler(std::move(reply));
    }

    void giveUp(bool mayRepeat)
    {
        if (m_gone)
            return;
        m_gone = true;
        auto order = std::exchange(m_order, std::nullopt);
        m_client->discard(this);
        if (order)
            m_client->lost(std::move(*order), mayRepeat);
    }

    friend class IntakeClient;
    IntakeClient *m_client;
    QTcpSocket m_socket;
    std::optional<IntakeClient::Order> m_order;
    AnswerReader m_reader;
    bool m_served = false; ///< has brought an answer before
    bool m_gone = false;
};

IntakeClient::IntakeClient(QString host, quint16 port, QObject *parent)
    : QObject(parent), m_host(std::move(host)), m_port(port), m_sweeper(new QTimer(this))
{
    connect(m_sweeper, &QTimer::timeout, this, [this] { sweep(); });
    m_sweeper->start(1000);
}

IntakeClient::~IntakeClient()
{
    // Sockets report their end while they are destroyed; nobody is left to hear it.
    for (IntakeConnection *connection : m_connections)
        connection->m_gone = true;
}

void IntakeClient::send(QByteArray request, Handler handler)
{
    dispatch({std::move(request), std::move(handler), monotonicNow(), false});
}

void IntakeClient::dispatch(Order order)
{
    IntakeConnection *connection = nullptr;
    // A repeated order goes to a fresh connection: the idle ones are as old as the one that died.
    if (!m_idle.empty() && !order.again) {
        connection = m_idle.back();
        m_idle.pop_back();
    } else if (m_connections.size() < mostConnections) {
        connection = new IntakeConnection(this);
        m_connections.push_back(connection);
    } else {
        m_waiting.push_back(std::move(order));
        return;
    }
    connection->start(std::move(order));
}

void IntakeClient::finished(IntakeConnection *connection, bool reusable)
{
    if (!reusable) {
        discard(connection);
        return;
    }
    if (m_waiting.empty()) {
        m_idle.push_back(connection);
        return;
    }
    Order next = std::move(m_waiting.front());
    m_waiting.pop_front();
    connection->start(std::move(next));
}

void IntakeClient::lost(Order order, bool mayRepeat)
{
    if (mayRepeat && !order.again) {
        order.again = true;
        dispatch(std::move(order));
        return;
    }
    order.handler({});
}

void IntakeClient::discard(IntakeConnection *connection)
{
    std::erase(m_idle, connection);
    std::erase(m_connections, connection);
    connection->m_gone = true;
    connection->m_socket.abort();
    connection->deleteLater(); // it may be what called
    if (!m_waiting.empty() && m_connections.size() < mostConnections) {
        Order next = std::move(m_waiting.front());
        m_waiting.pop_front();
        dispatch(std::move(next));
    }
}

void IntakeClient::sweep()
{
    const MonoTime limit = monotonicNow() - timeLimit;
    const auto connections = m_connections; // giving up changes the list
    for (IntakeConnection *connection : connections)
        connection->expire(limit);
    std::vector<Handler> late;
    while (!m_waiting.empty() && m_waiting.front().sent < limit) {
        late.push_back(std::move(m_waiting.front().handler));
        m_waiting.pop_front();
    }
    for (const Handler &handler : late)
        handler({});
}

} // namespace bourse::simulator
