// Each fault as a caller sees it on the wire.
#include "simulator/faultybuyer.h"
#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>
#include <memory>
#include <vector>

using namespace bourse::simulator;

class TestFaultyBuyer : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void namesAreOneToOne();
    void onTheWire_data();
    void onTheWire();
    void answersAgainOnTheSameConnection();
    void takesManyAtOnce();
};

namespace {
const QByteArray request = "POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

/// What arrives until the connection ends, at most for `limit` ms or `most` bytes; sets whether it ended.
QByteArray heard(QTcpSocket &socket, int limit, bool &ended, int most = 100'000)
{
    QByteArray all;
    QElapsedTimer clock;
    clock.start();
    ended = false;
    while (clock.elapsed() < limit && all.size() < most) {
        if (!socket.waitForReadyRead(20) && socket.state() != QAbstractSocket::ConnectedState) {
            ended = true;
            break;
        }
        all += socket.readAll();
    }
    return all + socket.readAll();
}
} // namespace

void TestFaultyBuyer::namesAreOneToOne()
{
    QCOMPARE(allBuyerFaults().size(), std::size_t(22));
    for (const BuyerFault fault : allBuyerFaults()) {
        QVERIFY(!name(fault).empty());
        QVERIFY(buyerFaultFromName(name(fault)) == fault);
    }
    QVERIFY(!buyerFaultFromName("kindness"));
}

void TestFaultyBuyer::onTheWire_data()
{
    QTest::addColumn<QByteArray>("begins"); // what arrives within a moment
    QTest::addColumn<bool>("ends");
    QTest::addColumn<int>("atLeast");
    const auto row = [](const char *fault, const char *begins, bool ends, int atLeast = 0) {
        QTest::newRow(fault) << QByteArray(begins) << ends << atLeast;
    };
    row("hang", "", false);
    row("close", "", true);
    row("reset", "", true);
    row("reset_on_accept", "", true);
    row("slow_first_byte", "", false);
    row("dribble", "HTTP/1.1 200", false, 40);
    row("cut_header", "HTTP/1.1 200 OK\r\nContent-Ty", true);
    row("partial_body", "HTTP/1.1 200", true);
    row("wrong_length", "HTTP/1.1 200", false);
    row("empty_answer", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
        false);
    row("garbled_body", "HTTP/1.1 200", false);
    row("garbage", "", true, 10);
    row("broken_chunks", "HTTP/1.1 200", false);
    row("cut_chunks", "HTTP/1.1 200", true);
    row("broken_gzip", "HTTP/1.1 200", false);
    row("endless_body", "HTTP/1.1 200", false, 100'000);
    row("endless_header", "HTTP/1.1 200", false, 100'000);
    row("endless_interim", "HTTP/1.1 103", false, 80);
    row("redirect_loop", "HTTP/1.1 307", false);
    row("server_error", "HTTP/1.1 500", false);
    row("unavailable", "HTTP/1.1 503", false);
    row("too_many_requests", "HTTP/1.1 429", false);
}

void TestFaultyBuyer::onTheWire()
{
    QFETCH(QByteArray, begins);
    QFETCH(bool, ends);
    QFETCH(int, atLeast);
    FaultyBuyerOptions options;
    options.slug = "faulty";
    options.fault = *buyerFaultFromName(QTest::currentDataTag());
    FaultyBuyer buyer(options);
    const auto port = buyer.start();
    QVERIFY(port.ok());
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(*port));
    QVERIFY(socket.waitForConnected(5000));
    socket.write(request);
    bool ended = false;
    const QByteArray answer =
        heard(socket, ends || atLeast > 0 ? 10'000 : 150, ended, atLeast > 0 && !ends ? atLeast : 100'000);
    QCOMPARE(ended, ends);
    QVERIFY2(answer.startsWith(begins), answer.left(200).constData());
    QVERIFY(answer.size() >= atLeast);
    if (options.fault != BuyerFault::ResetOnAccept) {
        QCOMPARE(buyer.totals().pings, std::int64_t(1));
        QCOMPARE(buyer.totals().errors + buyer.totals().hangs + buyer.totals().resets, std::int64_t(1));
    }
}

void TestFaultyBuyer::answersAgainOnTheSameConnection()
{
    FaultyBuyerOptions options;
    options.fault = BuyerFault::Unavailable;
    FaultyBuyer buyer(options);
    const auto port = buyer.start();
    QVERIFY(port.ok());
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(*port));
    QVERIFY(socket.waitForConnected(5000));
    socket.write(request + request.left(20));
    bool ended = false;
    QCOMPARE(heard(socket, 150, ended).count("HTTP/1.1 503"), 1);
    socket.write(request.mid(20));
    QCOMPARE(heard(socket, 150, ended).count("HTTP/1.1 503"), 1);
    QVERIFY(!ended);
    QCOMPARE(buyer.totals().pings, std::int64_t(2));
}

void TestFaultyBuyer::takesManyAtOnce()
{
    FaultyBuyerOptions options;
    options.fault = BuyerFault::Hang;
    FaultyBuyer buyer(options);
    const auto port = buyer.start();
    QVERIFY(port.ok());
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 100; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(*port));
        QVERIFY(sockets.back()->waitForConnected(5000));
        sockets.back()->write(request);
        sockets.back()->flush();
    }
    QTRY_COMPARE(buyer.totals().hangs, std::int64_t(100));
    buyer.stop(); // with all of them open
    QVERIFY(sockets.front()->waitForDisconnected(5000));
}

QTEST_GUILESS_MAIN(TestFaultyBuyer)
#include "tst_faultybuyer.moc"
