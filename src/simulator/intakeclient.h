#pragma once
// A small HTTP/1.1 client for load: kept-alive connections, most recently used first, one request at a time
// on each. It is apart from the buyers' transport, which is what the traffic is to test.
#include "base/clock.h"
#include <QByteArray>
#include <QObject>
#include <QString>
#include <deque>
#include <functional>
#include <vector>

class QTimer;

namespace bourse::simulator {

class IntakeConnection;

/// Lives on one thread, with an event loop.
class IntakeClient : public QObject {
  public:
    struct Reply {
        int status = 0; ///< 0 = no answer
        QByteArray body;
    };
    using Handler = std::function<void(Reply)>;

    IntakeClient(QString host, quint16 port, QObject *parent = nullptr);
    ~IntakeClient() override;
    /// `request` is the whole message. A connection that turns out dead before any byte of the answer is
    /// replaced once and the request sent again: use only for requests that are safe to repeat. `handler` is
    /// called once, at the latest after 30 s, unless the client goes first.
    void send(QByteArray request, Handler handler);

  private:
    friend class IntakeConnection;
    struct Order {
        QByteArray request;
        Handler handler;
        MonoTime sent;
        bool again = false; ///< sent before, on a connection that was dead
    };
    void dispatch(Order order);
    void finished(IntakeConnection *connection, bool reusable);
    void lost(Order order, bool mayRepeat);
    void discard(IntakeConnection *connection);
    void sweep();

    const QString m_host;
    const quint16 m_port;
    std::vector<IntakeConnection *> m_connections; ///< children
    std::vector<IntakeConnection *> m_idle;        ///< last = most recently used
    std::deque<Order> m_waiting;
    QTimer *m_sweeper;
};

} // namespace bourse::simulator
