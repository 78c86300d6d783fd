// A sale is on the wire exactly once, whatever the buyer's server does: proven from the server's own journal,
// on fresh and on warm connections, over http and https, through the gateway that the exchange uses.
#include "domain/market/marketdocument.h"
#include "loopexecutor.h"
#include "net/buyeraccessmanager.h"
#include "support/faultserver.h"
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace bourse;
using namespace bourse::test;
using exchange::BuyerCall;
using exchange::BuyerReply;
using exchange::CallKind;
using exchange::WireOutcome;
using net::BuyerAccessManager;
using net::BuyerRequestOptions;
using net::EgressGuard;

Q_DECLARE_METATYPE(bourse::test::Fault)

class TestExactlyOnce : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void sale_data();
    void sale();
    void saleWithoutBody_data();
    void saleWithoutBody();
    void theJournalSeesASecondSending();
    void idleConnectionsThatClose();
    void manySalesAtOnce();
    void nothingSentIsSaidSo();
    void callsThatAreCutOffByTheEnd();

  private:
    std::shared_ptr<const domain::MarketSnapshot> loopbackMarket() const;
    BuyerCall sale(const FaultServer &server, const std::string &body, int limitMs = 400) const;
    BuyerReply run(net::QtBuyerGateway &gateway, BuyerCall call) const;
    std::unique_ptr<net::QtBuyerGateway> gateway();

    LoopExecutor m_executor;
    TestAuthority m_authority;
    QTemporaryDir m_folder;
    std::string m_caFile;
    std::shared_ptr<const domain::MarketSnapshot> m_market;
};

void TestExactlyOnce::initTestCase()
{
    m_caFile = m_folder.filePath(QStringLiteral("authority.pem")).toStdString();
    std::ofstream(m_caFile) << m_authority.certificate();
    m_market = loopbackMarket();
    QVERIFY(m_market);
}

std::shared_ptr<const domain::MarketSnapshot> TestExactlyOnce::loopbackMarket() const
{
    domain::MarketDocument document;
    document.egress.allow = {"127.0.0.0/8", "::1/128"};
    auto made = domain::MarketSnapshot::compile(std::move(document), Uuid::v7(), 1);
    return made ? *made : nullptr;
}

std::unique_ptr<net::QtBuyerGateway> TestExactlyOnce::gateway()
{
    return std::make_unique<net::QtBuyerGateway>(m_executor, net::BuyerGatewayOptions{m_caFile, {}});
}

BuyerCall TestExactlyOnce::sale(const FaultServer &server, const std::string &body, int limitMs) const
{
    BuyerCall call;
    call.kind = CallKind::Post;
    call.buyer = "b";
    call.request = {"POST",
                    server.url("/post"),
                    {{"Host", "127.0.0.1:" + std::to_string(server.port())},
                     {"Content-Type", "application/json"},
                     {"Content-Length", std::to_string(body.size())}},
                    body};
    call.timeLimit = std::chrono::milliseconds(limitMs);
    call.maxAnswerBytes = 1u << 20;
    call.snapshot = m_market;
    return call;
}

BuyerReply TestExactlyOnce::run(net::QtBuyerGateway &gateway, BuyerCall call) const
{
    auto answer = std::make_shared<std::optional<BuyerReply>>();
    keep(gateway.call(std::move(call)), answer);
    if (!spinUntil([&] { return answer->has_value(); })) {
        BuyerReply none;
        none.detail = "the call did not complete";
        return none;
    }
    return std::move(**answer);
}

void TestExactlyOnce::sale_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<WireOutcome>("outcome");
    QTest::addColumn<int>("arrived");
    QTest::addColumn<bool>("https");
    QTest::addColumn<bool>("warm");
    struct Row {
        const char *name;
        Fault fault;
        WireOutcome outcome;
        int arrived;
    };
    const Row rows[] = {
        {"answers", Fault::None, WireOutcome::Answered, 1},
        {"reads then closes", Fault::ReadThenClose, WireOutcome::ConnectionLost, 1},
        {"reads then resets", Fault::ReadThenReset, WireOutcome::ConnectionLost, 1},
        {"cuts the header", Fault::CutHeader, WireOutcome::ConnectionLost, 1},
        {"cuts the body", Fault::PartialBody, WireOutcome::ConnectionLost, 1},
        {"dribbles", Fault::Dribble, WireOutcome::TimedOut, 1},
        {"hangs", Fault::Hang, WireOutcome::TimedOut, 1},
        {"answers late", Fault::LateAnswer, WireOutcome::TimedOut, 1},
        {"answers garbage", Fault::Garbage, WireOutcome::GarbledAnswer, 1},
        {"redirects", Fault::Redirect, WireOutcome::Answered, 1},
        {"never stops", Fault::TooLarge, WireOutcome::AnswerTooLarge, 1},
        {"headers never stop", Fault::TooManyHeaders, WireOutcome::AnswerTooLarge, 1},
        {"breaks its chunks", Fault::BrokenChunks, WireOutcome::ConnectionLost, 1},
        {"cuts its chunks", Fault::CutChunks, WireOutcome::ConnectionLost, 1},
        {"is busy", Fault::ServerError, WireOutcome::Answered, 1},
        {"answers nothing", Fault::EmptyAnswer, WireOutcome::Answered, 1},
        {"answers then closes", Fault::AnswerThenClose, WireOutcome::Answered, 1},
    };
    for (const Row &row : rows) {
        for (const bool https : {false, true}) {
            for (const bool warm : {false, true}) {
                QTest::addRow("%s, %s, %s", row.name, https ? "https" : "http", warm ? "warm" : "fresh")
                    << row.fault << row.outcome << row.arrived << https << warm;
            }
        }
    }
}

void TestExactlyOnce::sale()
{
    QFETCH(Fault, fault);
    QFETCH(WireOutcome, outcome);
    QFETCH(int, arrived);
    QFETCH(bool, https);
    QFETCH(bool, warm);
    FaultServerOptions options;
    options.faultFrom = warm ? 2 : 1;
    options.delayMs = 700;
    if (https)
        options.tls = m_authority.issue();
    FaultServer server(fault, options);
    const auto wire = gateway();
    if (warm) {
        const auto first = run(*wire, sale(server, "{\"lead\":0}", 3000));
        QVERIFY2(first.outcome == WireOutcome::Answered, first.detail.c_str());
    }
    const std::string body = "{\"lead\":1,\"first_name\":\"Maria\"}";
    const auto reply = run(*wire, sale(server, body));
    QVERIFY2(reply.outcome == outcome, (reply.reasonCode + ": " + reply.detail).c_str());
    QCOMPARE(reply.reasonCode.empty(), outcome == WireOutcome::Answered);
    // Only a sale that could meet the fault on the warm connection proves anything about warm connections.
    QCOMPARE(reply.phases.reusedConnection, warm);
    QVERIFY(reply.phases.totalUs > 0);
    QTest::qWait(60); // time for a second sending, if there were one
    QCOMPARE(server.received(body), arrived);
    QCOMPARE(server.incomplete(), 0);
    QCOMPARE(server.connections(), 1);
    QCOMPARE(server.receivedTarget("/internal"), 0);
    if (fault == Fault::Redirect)
        QCOMPARE(reply.response.status, 307);
}

void TestExactlyOnce::saleWithoutBody_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<QString>("method");
    QTest::addColumn<bool>("https");
    for (const bool https : {false, true}) {
        for (const char *method : {"GET", "POST"}) {
            QTest::addRow("%s closes %d", method, https)
                << Fault::ReadThenClose << QString::fromLatin1(method) << https;
            QTest::addRow("%s resets %d", method, https)
                << Fault::ReadThenReset << QString::fromLatin1(method) << https;
        }
    }
}

void TestExactlyOnce::saleWithoutBody()
{
    QFETCH(Fault, fault);
    QFETCH(QString, method);
    QFETCH(bool, https);
    FaultServerOptions options;
    options.faultFrom = 2;
    if (https)
        options.tls = m_authority.issue();
    FaultServer server(fault, options);
    const auto wire = gateway();
    QCOMPARE(run(*wire, sale(server, "warm", 3000)).outcome, WireOutcome::Answered);
    auto call = sale(server, "");
    call.request.method = method.toStdString();
    call.request.url = server.url("/buy?lead=1");
    const auto first = run(*wire, call);
    QCOMPARE(first.outcome, WireOutcome::Answered); // on a connection of its own, where the fault is not yet
    QVERIFY(!first.phases.reusedConnection);
    server.setFault(fault, 1);
    const auto second = run(*wire, call);
    QCOMPARE(second.outcome, WireOutcome::ConnectionLost);
    QTest::qWait(60);
    QCOMPARE(server.receivedTarget("/buy?lead=1"), 2);
}

/// The control: a ping may be sent again by libcurl, and this journal shows it. Were it blind, the sales
/// above would prove nothing.
void TestExactlyOnce::theJournalSeesASecondSending()
{
    FaultServerOptions options;
    options.faultFrom = 2;
    FaultServer server(Fault::ReadThenClose, options);
    const auto wire = gateway();
    QCOMPARE(run(*wire, sale(server, "warm", 3000)).outcome, WireOutcome::Answered);
    auto ping = sale(server, "ping");
    ping.kind = CallKind::Ping;
    QCOMPARE(run(*wire, ping).outcome, WireOutcome::Answered);
    QCOMPARE(server.received("ping"), 2);
}

void TestExactlyOnce::idleConnectionsThatClose()
{
    for (const Fault fault : {Fault::AnswerThenClose, Fault::AnswerThenReset}) {
        FaultServer server(fault);
        const auto wire = gateway();
        for (int i = 0; i < 40; ++i) {
            const std::string body = "sale " + std::to_string(i);
            const auto reply = run(*wire, sale(server, body, 3000));
            QTest::qWait(i % 4 * 12); // before, while and after the server ends the connection
            const int arrived = server.received(body);
            QVERIFY2(arrived <= 1, body.c_str());
            if (reply.outcome == WireOutcome::Answered)
                QCOMPARE(arrived, 1);
            else if (reply.outcome == WireOutcome::NotSent)
                QCOMPARE(arrived, 0);
            else
                QCOMPARE(reply.outcome, WireOutcome::ConnectionLost);
        }
    }
}

void TestExactlyOnce::manySalesAtOnce()
{
    FaultServerOptions options;
    options.faultFrom = 3;
    options.tls = m_authority.issue();
    FaultServer server(Fault::ReadThenReset, options);
    const auto wire = gateway();
    constexpr int rounds = 10;
    constexpr int each = 24;
    int answered = 0;
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::shared_ptr<std::optional<BuyerReply>>> answers;
        for (int i = 0; i < each; ++i) {
            answers.push_back(std::make_shared<std::optional<BuyerReply>>());
            keep(wire->call(sale(server, "sale " + std::to_string(round * each + i), 8000)), answers.back());
        }
        QVERIFY(spinUntil([&] {
            return std::all_of(answers.begin(), answers.end(), [](const auto &a) { return a->has_value(); });
        }));
        for (int i = 0; i < each; ++i) {
            const auto &reply = **answers[std::size_t(i)];
            const int arrived = server.received("sale " + std::to_string(round * each + i));
            QVERIFY(arrived <= 1);
            if (reply.outcome == WireOutcome::Answered)
                QCOMPARE(arrived, 1);
            if (reply.outcome == WireOutcome::NotSent)
                QCOMPARE(arrived, 0);
            answered += reply.outcome == WireOutcome::Answered;
        }
    }
    QVERIFY2(answered >= rounds * each / 2, qPrintable(QString::number(answered)));
}

void TestExactlyOnce::nothingSentIsSaidSo()
{
    const auto wire = gateway();
    int closedPort = 0;
    {
        FaultServer gone(Fault::None);
        closedPort = gone.port();
    }
    FaultServer server(Fault::None);
    auto refused = sale(server, "sale");
    refused.request.url = "http://127.0.0.1:" + std::to_string(closedPort) + "/post";
    auto reply = run(*wire, refused);
    QCOMPARE(reply.outcome, WireOutcome::NotSent);
    QCOMPARE(reply.reasonCode, std::string("connect_failed"));

    auto outside = sale(server, "sale");
    outside.snapshot = nullptr; // public addresses only
    reply = run(*wire, outside);
    QCOMPARE(reply.outcome, WireOutcome::NotSent);
    QCOMPARE(reply.reasonCode, std::string("egress_refused"));
    QCOMPARE(server.connections(), 0);

    // Also where a connection is already there: the rules of the lead's own snapshot hold.
    QCOMPARE(run(*wire, sale(server, "sale")).outcome, WireOutcome::Answered);
    reply = run(*wire, outside);
    QCOMPARE(reply.outcome, WireOutcome::NotSent);
    QCOMPARE(reply.reasonCode, std::string("egress_refused"));
    QCOMPARE(server.received("sale"), 1);

    auto noTime = sale(server, "late sale");
    noTime.timeLimit = Micros::zero();
    reply = run(*wire, noTime);
    QCOMPARE(reply.outcome, WireOutcome::NotSent);
    QCOMPARE(reply.reasonCode, std::string("timed_out"));

    FaultServer plain(Fault::None);
    auto tls = sale(plain, "sale");
    tls.request.url = "https://127.0.0.1:" + std::to_string(plain.port()) + "/post";
    reply = run(*wire, tls); // a plain server does not answer a TLS greeting
    QCOMPARE(reply.outcome, WireOutcome::NotSent);
    QCOMPARE(plain.received("sale"), 0);
}

void TestExactlyOnce::callsThatAreCutOffByTheEnd()
{
    FaultServer server(Fault::Hang);
    auto wire = gateway();
    auto answer = std::make_shared<std::optional<BuyerReply>>();
    keep(wire->call(sale(server, "sale", 60000)), answer);
    QVERIFY(spinUntil([&] { return server.received("sale") == 1; }));
    wire.reset();
    QVERIFY(spinUntil([&] { return answer->has_value(); }));
    QCOMPARE((*answer)->outcome, WireOutcome::ConnectionLost);
    QCOMPARE(server.received("sale"), 1);
}

QTEST_GUILESS_MAIN(TestExactlyOnce)
#include "tst_exactlyonce.moc"
