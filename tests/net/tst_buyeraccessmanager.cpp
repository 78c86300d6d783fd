// The transport to buyers behind QNetworkAccessManager's interface: answers, errors, limits, connections,
// TLS, proxies, and what is on the wire.
#include "loopexecutor.h"
#include "net/buyeraccessmanager.h"
#include "net/httpserver.h"
#include "support/faultclient.h"
#include "support/faultserver.h"
#include <QBuffer>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <arpa/inet.h>
#include <fstream>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>
#include <unistd.h>

using namespace bourse;
using namespace bourse::test;
using namespace bourse::net;
using namespace std::literals;
using exchange::BuyerReply;
using exchange::WireOutcome;

class TestBuyerAccessManager : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void speaksQNetworkAccessManager();
    void sendsOnceWhereTheStockManagerSendsTwice();
    void answersOfManyKinds_data();
    void answersOfManyKinds();
    void sendsHeadersAsRendered();
    void refusesInjectedHeaders_data();
    void refusesInjectedHeaders();
    void timeLimitIsTotal_data();
    void timeLimitIsTotal();
    void keepsTheAnswersLimit();
    void opensAsManyConnectionsAsItNeeds();
    void prefersTheSameWarmConnection();
    void measuresPhases();
    void verifiesCertificates();
    void presentsAClientCertificate();
    void checksPinnedKeys();
    void reachesIpv6();
    void usesAProxyOnlyIfAsked();
    void guardsAddresses_data();
    void guardsAddresses();
    void aborts();
    void endsWithCallsUnderWay();
    void aHangingBuyerHarmsNobody();

  private:
    BuyerRequestOptions options(Micros limit = 5s) const;
    QNetworkRequest request(const std::string &url, const BuyerRequestOptions &with) const;
    /// Waits for the reply and gives its result; the reply itself is deleted.
    BuyerReply result(QNetworkReply *reply) const;
    BuyerReply post(BuyerAccessManager &manager, const std::string &url, const BuyerRequestOptions &with,
                    const QByteArray &body = "body") const
    {
        return result(manager.post(request(url, with), body));
    }

    TestAuthority m_authority;
    QTemporaryDir m_folder;
    std::string m_caFile;
    std::shared_ptr<const EgressGuard> m_loopback;
};

void TestBuyerAccessManager::initTestCase()
{
    m_caFile = m_folder.filePath(QStringLiteral("authority.pem")).toStdString();
    std::ofstream(m_caFile) << m_authority.certificate();
    m_loopback = std::make_shared<const EgressGuard>(*EgressGuard::fromCidrs({"127.0.0.0/8", "::1"}));
}

BuyerRequestOptions TestBuyerAccessManager::options(Micros limit) const
{
    BuyerRequestOptions with;
    with.timeLimit = limit;
    with.guard = m_loopback;
    with.caFile = m_caFile;
    return with;
}

QNetworkRequest TestBuyerAccessManager::request(const std::string &url, const BuyerRequestOptions &with) const
{
    QNetworkRequest made(QUrl(QString::fromStdString(url)));
    made.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("text/plain"));
    made.setAttribute(static_cast<QNetworkRequest::Attribute>(BuyerAccessManager::OptionsAttribute),
                      QVariant::fromValue(with));
    return made;
}

BuyerReply TestBuyerAccessManager::result(QNetworkReply *reply) const
{
    const std::unique_ptr<QNetworkReply> owned(reply);
    spinUntil([reply] { return reply->isFinished(); });
    return reply->attribute(BuyerAccessManager::ReplyAttribute).value<BuyerReply>();
}

void TestBuyerAccessManager::speaksQNetworkAccessManager()
{
    HttpServer server;
    const auto port = server.start({}, [](HttpRequest asked, HttpResponder responder) {
        const auto *type = asked.header("content-type");
        responder.send({asked.path == "/missing" ? 404 : 201,
                        {{"X-Twice", "1"}, {"x-twice", "2"}},
                        asked.method + "|" + asked.target + "|" + (type ? *type : "") + "|" + asked.body});
    });
    QVERIFY(port.ok());
    const auto base = "http://127.0.0.1:" + std::to_string(*port);
    BuyerAccessManager manager;
    const auto with = options();
    int signalled = 0;
    connect(&manager, &QNetworkAccessManager::finished, this, [&signalled] { ++signalled; });
    const auto run = [&](QNetworkReply *reply) {
        const bool finishedAtOnce = reply->isFinished();
        spinUntil([reply] { return reply->isFinished(); });
        reply->deleteLater();
        return finishedAtOnce ? QByteArray("too early") : reply->readAll();
    };
    QCOMPARE(run(manager.get(request(base + "/a?b=%20c", with))), QByteArray("GET|/a?b=%20c|text/plain|"));
    QCOMPARE(run(manager.post(request(base + "/p", with), QByteArray("hello"))),
             QByteArray("POST|/p|text/plain|hello"));
    QCOMPARE(run(manager.post(request(base + "/p", with), QByteArray())), QByteArray("POST|/p|text/plain|"));
    QCOMPARE(run(manager.put(request(base + "/p", with), QByteArray("put"))),
             QByteArray("PUT|/p|text/plain|put"));
    QCOMPARE(run(manager.deleteResource(request(base + "/d", with))), QByteArray("DELETE|/d|text/plain|"));
    QCOMPARE(run(manager.head(request(base + "/h", with))), QByteArray());
    QBuffer patch;
    patch.setData("patched");
    patch.open(QIODevice::ReadOnly);
    QCOMPARE(run(manager.sendCustomRequest(request(base + "/x", with), "PATCH", &patch)),
             QByteArray("PATCH|/x|text/plain|patched"));
    QNetworkReply *missing = manager.get(request(base + "/missing", with));
    bool failed = false;
    connect(missing, &QNetworkReply::errorOccurred, this, [&failed] { failed = true; });
    spinUntil([missing] { return missing->isFinished(); });
    QVERIFY(failed);
    QCOMPARE(missing->error(), QNetworkReply::ContentNotFoundError);
    QCOMPARE(missing->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 404);
    QCOMPARE(missing->rawHeader("X-Twice"), QByteArray("1, 2"));
    missing->deleteLater();
    QCOMPARE(signalled, 8);
}

void TestBuyerAccessManager::sendsOnceWhereTheStockManagerSendsTwice()
{
    for (const Fault fault : {Fault::ReadThenClose, Fault::ReadThenReset}) {
        FaultServerOptions faulty;
        faulty.faultFrom = 2;
        FaultServer server(fault, faulty);
        BuyerAccessManager manager;
        auto with = options();
        with.atMostOnce = true;
        QCOMPARE(post(manager, server.url("/"), with, "first").outcome, WireOutcome::Answered);
        const auto reply = post(manager, server.url("/"), with, "second");
        QCOMPARE(reply.outcome, WireOutcome::ConnectionLost);
        QTest::qWait(60);
        QCOMPARE(server.received("second"), 1);
    }
}

void TestBuyerAccessManager::answersOfManyKinds_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, Fault fault, const char *body) {
        QTest::newRow(name) << int(fault) << QByteArray(body);
    };
    row("plain", Fault::None, R"({"status":"accepted"})");
    row("chunked", Fault::Chunked, "abcdefgh");
    row("until the end", Fault::CloseDelimited, "to the end");
    row("compressed", Fault::Gzip, R"({"status":"zipped"})");
    row("after interim answers", Fault::Interim, R"({"status":"accepted"})");
    row("empty", Fault::EmptyAnswer, "");
}

void TestBuyerAccessManager::answersOfManyKinds()
{
    QFETCH(int, fault);
    QFETCH(QByteArray, body);
    for (const bool https : {false, true}) {
        FaultServerOptions kind;
        if (https)
            kind.tls = m_authority.issue();
        FaultServer server(static_cast<Fault>(fault), kind);
        BuyerAccessManager manager;
        for (int i = 0; i < 3; ++i) {
            const auto reply = post(manager, server.url("/"), options());
            QVERIFY2(reply.outcome == WireOutcome::Answered, reply.detail.c_str());
            QCOMPARE(QByteArray::fromStdString(reply.response.body), body);
            QCOMPARE(reply.response.status, 200);
        }
    }
}

void TestBuyerAccessManager::sendsHeadersAsRendered()
{
    FaultServer server(Fault::None);
    BuyerAccessManager manager;
    QNetworkRequest made = request(server.url("/path?x=1"), options());
    const auto host = QByteArray("127.0.0.1:") + QByteArray::number(server.port());
    made.setRawHeader("Host", host);
    made.setRawHeader("Content-Type", "application/json");
    made.setRawHeader("X-Second", "2");
    made.setRawHeader("Authorization", "Bearer abc");
    made.setRawHeader("Content-Length", "4");
    made.setRawHeader("Expect", "100-continue");
    made.setRawHeader("X-Empty", "");
    made.setRawHeader("Accept-Encoding", "identity");
    const auto order = made.rawHeaderList();
    QCOMPARE(result(manager.post(made, QByteArray("body"))).outcome, WireOutcome::Answered);
    QCOMPARE(server.journal().size(), std::size_t(1));
    const auto seen = server.journal()[0];
    QCOMPARE(seen.headerText.substr(0, seen.headerText.find('\r')), "POST /path?x=1 HTTP/1.1"s);
    QByteArrayList names;
    for (const auto &[name, value] : seen.headers)
        names << QByteArray::fromStdString(name);
    QByteArrayList wanted{"Host"};
    for (const auto &name : order) {
        if (name.compare("host", Qt::CaseInsensitive) != 0 &&
            name.compare("expect", Qt::CaseInsensitive) != 0)
            wanted << name;
    }
    QCOMPARE(names, wanted);
    QCOMPARE(seen.body, "body"s);
}

void TestBuyerAccessManager::refusesInjectedHeaders_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("CR LF") << QByteArray("X-A") << QByteArray("a\r\nX-Evil: 1");
    QTest::newRow("LF") << QByteArray("X-A") << QByteArray("a\nX-Evil: 1");
    QTest::newRow("CR") << QByteArray("X-A") << QByteArray("a\rX-Evil: 1");
    QTest::newRow("NUL") << QByteArray("X-A") << QByteArray("a\0b", 3);
    QTest::newRow("name with colon") << QByteArray("X:Evil") << QByteArray("a");
    QTest::newRow("name with line") << QByteArray("X\r\nEvil") << QByteArray("a");
    QTest::newRow("wrong length") << QByteArray("Content-Length") << QByteArray("99");
    QTest::newRow("encoding") << QByteArray("Transfer-Encoding") << QByteArray("chunked");
}

void TestBuyerAccessManager::refusesInjectedHeaders()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    FaultServer server(Fault::None);
    BuyerAccessManager manager;
    auto made = request(server.url("/"), options());
    made.setRawHeader(name, value);
    const auto reply = result(manager.post(made, QByteArray("body")));
    // Qt itself drops some of these; what gets through to us is refused. Neither reaches the wire.
    if (reply.outcome != WireOutcome::Answered) {
        QCOMPARE(reply.outcome, WireOutcome::NotSent);
        QCOMPARE(reply.reasonCode, "render_failed"s);
        QCOMPARE(server.connections(), 0);
    }
    for (const auto &seen : server.journal())
        QVERIFY(seen.headerText.find("Evil") == std::string::npos);
}

void TestBuyerAccessManager::timeLimitIsTotal_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("hangs") << int(Fault::Hang);
    QTest::newRow("dribbles") << int(Fault::Dribble);
    QTest::newRow("late") << int(Fault::LateAnswer);
}

void TestBuyerAccessManager::timeLimitIsTotal()
{
    QFETCH(int, fault);
    FaultServerOptions slow;
    slow.delayMs = 3000;
    FaultServer server(static_cast<Fault>(fault), slow);
    BuyerAccessManager manager;
    QElapsedTimer clock;
    clock.start();
    const auto reply = post(manager, server.url("/"), options(250ms));
    QCOMPARE(reply.outcome, WireOutcome::TimedOut);
    QCOMPARE(reply.reasonCode, "timed_out"s);
    QVERIFY(reply.phases.totalUs >= 245000);
    QVERIFY(clock.elapsed() < 2500);
    // In good time it is an answer.
    slow.delayMs = 100;
    FaultServer good(Fault::LateAnswer, slow);
    QCOMPARE(post(manager, good.url("/"), options(5s)).outcome, WireOutcome::Answered);
}

void TestBuyerAccessManager::keepsTheAnswersLimit()
{
    FaultServerOptions big;
    big.answer = std::string(5000, 'x');
    FaultServer server(Fault::None, big);
    BuyerAccessManager manager;
    auto with = options();
    with.maxAnswerBytes = 5000;
    QCOMPARE(post(manager, server.url("/"), with).outcome, WireOutcome::Answered);
    with.maxAnswerBytes = 4999;
    const auto reply = post(manager, server.url("/"), with);
    QCOMPARE(reply.outcome, WireOutcome::AnswerTooLarge);
    QCOMPARE(reply.reasonCode, "answer_too_large"s);
    QCOMPARE(reply.response.body.size(), std::size_t(4999));
    with.maxAnswerBytes = 10; // counted as it unfolds, not as it is packed
    FaultServer zipped(Fault::Gzip);
    QCOMPARE(post(manager, zipped.url("/"), with).outcome, WireOutcome::AnswerTooLarge);
}

void TestBuyerAccessManager::opensAsManyConnectionsAsItNeeds()
{
    FaultServerOptions slow;
    slow.delayMs = 300;
    FaultServer server(Fault::LateAnswer, slow);
    BuyerAccessManager manager;
    QElapsedTimer clock;
    clock.start();
    for (int round = 0; round < 2; ++round) {
        std::vector<QNetworkReply *> replies;
        for (int i = 0; i < 60; ++i)
            replies.push_back(manager.post(request(server.url("/"), options(20s)), QByteArray::number(i)));
        for (QNetworkReply *reply : replies)
            QCOMPARE(result(reply).outcome, WireOutcome::Answered);
        QCOMPARE(server.connections(), 60); // the second round finds all of them warm
    }
    QVERIFY2(clock.elapsed() < 6000,
             qPrintable(QString::number(clock.elapsed()))); // in turn it would be 36 s
}

void TestBuyerAccessManager::prefersTheSameWarmConnection()
{
    FaultServerOptions slow;
    slow.delayMs = 100;
    FaultServer server(Fault::LateAnswer, slow);
    BuyerAccessManager manager;
    std::vector<QNetworkReply *> replies;
    for (int i = 0; i < 10; ++i)
        replies.push_back(manager.post(request(server.url("/"), options()), QByteArray("burst")));
    for (QNetworkReply *reply : replies)
        QCOMPARE(result(reply).outcome, WireOutcome::Answered);
    server.setFault(Fault::None);
    for (int i = 0; i < 30; ++i)
        QVERIFY(post(manager, server.url("/"), options(), "after").phases.reusedConnection);
    std::set<int> used;
    for (const auto &seen : server.journal()) {
        if (seen.body == "after")
            used.insert(seen.connection);
    }
    QCOMPARE(used.size(), std::size_t(1)); // the others are left to grow old
}

void TestBuyerAccessManager::measuresPhases()
{
    FaultServerOptions slow;
    slow.tls = m_authority.issue();
    slow.delayMs = 50;
    FaultServer server(Fault::LateAnswer, slow);
    BuyerAccessManager manager;
    const auto first = post(manager, server.url("/"), options()).phases;
    QVERIFY(!first.reusedConnection);
    QVERIFY(first.connectUs > 0);
    QVERIFY(first.tlsUs >= first.connectUs);
    QVERIFY(first.firstByteUs >= first.tlsUs + 45000);
    QVERIFY(first.totalUs >= first.firstByteUs);
    const auto second = post(manager, server.url("/"), options()).phases;
    QVERIFY(second.reusedConnection);
    QCOMPARE(second.dnsUs, 0);
    QCOMPARE(second.connectUs, 0);
    QCOMPARE(second.tlsUs, 0);
    QVERIFY(second.firstByteUs >= 45000);
}

void TestBuyerAccessManager::verifiesCertificates()
{
    const TestAuthority stranger("Somebody else");
    struct Row {
        const char *name;
        IssuedCertificate certificate;
        bool old;
        bool accepted;
    };
    const Row rows[] = {
        {"good", m_authority.issue(), false, true},
        {"expired", m_authority.issue("DNS:localhost,IP:127.0.0.1", -60), false, false},
        {"other host", m_authority.issue("DNS:buyer.example"), false, false},
        {"self-signed", TestAuthority::selfSigned(), false, false},
        {"other authority", stranger.issue(), false, false},
        {"TLS 1.1", m_authority.issue(), true, false},
    };
    BuyerAccessManager manager;
    for (const Row &row : rows) {
        FaultServerOptions tls;
        tls.tls = row.certificate;
        tls.oldTls = row.old;
        FaultServer server(Fault::None, tls);
        const auto reply = post(manager, server.url("/"), options());
        if (row.accepted) {
            QVERIFY2(reply.outcome == WireOutcome::Answered, reply.detail.c_str());
            continue;
        }
        QVERIFY2(reply.outcome == WireOutcome::NotSent, row.name);
        QCOMPARE(reply.reasonCode, "tls_failed"s);
        QCOMPARE(server.journal().size(), std::size_t(0));
    }
    FaultServerOptions tls; // without the extra authority
    tls.tls = m_authority.issue();
    FaultServer server(Fault::None, tls);
    auto with = options();
    with.caFile.clear();
    QCOMPARE(post(manager, server.url("/"), with).reasonCode, "tls_failed"s);
}

void TestBuyerAccessManager::presentsAClientCertificate()
{
    const TestAuthority clients("Clients");
    FaultServerOptions mutual;
    mutual.tls = m_authority.issue();
    mutual.clientAuthority = clients.certificate();
    FaultServer server(Fault::None, mutual);
    BuyerAccessManager manager;
    const auto as = [this](const IssuedCertificate &who, const std::string &key,
                           const std::string &password = {}) {
        auto tls = std::make_shared<exchange::WireTls>();
        tls->certificate = Secret(who.chain);
        tls->key = Secret(key);
        tls->keyPassword = Secret(password);
        tls->identity = who.chain;
        auto with = options();
        with.tls = tls;
        return with;
    };
    const IssuedCertificate mine = clients.issue(), other = clients.issue(),
                            stranger = TestAuthority("Somebody else").issue();
    QVERIFY(post(manager, server.url("/"), options(), "none").outcome != WireOutcome::Answered);
    QVERIFY(post(manager, server.url("/"), as(stranger, stranger.key), "stranger").outcome !=
            WireOutcome::Answered);
    const auto good = post(manager, server.url("/"), as(mine, mine.key), "mine");
    QVERIFY2(good.outcome == WireOutcome::Answered, good.detail.c_str());
    // the connection is one identity's: the next caller does not get it
    QVERIFY(post(manager, server.url("/"), options(), "none again").outcome != WireOutcome::Answered);
    const auto others = post(manager, server.url("/"), as(other, other.key), "other");
    QVERIFY2(others.outcome == WireOutcome::Answered, others.detail.c_str());
    QVERIFY(!others.phases.reusedConnection);
    QVERIFY(post(manager, server.url("/"), as(mine, mine.key), "mine again").phases.reusedConnection);
    // an encrypted key needs its password, and nobody is asked for it on a terminal
    const std::string sealed = TestAuthority::encryptedKey(mine.key, "pass word");
    FaultServer fresh(Fault::None, mutual);
    QCOMPARE(post(manager, fresh.url("/"), as(mine, sealed)).reasonCode, "tls_failed"s);
    QCOMPARE(post(manager, fresh.url("/"), as(mine, sealed, "wrong")).reasonCode, "tls_failed"s);
    QCOMPARE(post(manager, fresh.url("/"), as(mine, "no key")).reasonCode, "tls_failed"s);
    QCOMPARE(post(manager, fresh.url("/"), as(mine, other.key)).reasonCode, "tls_failed"s);
    const auto opened = post(manager, fresh.url("/"), as(mine, sealed, "pass word"), "sealed");
    QVERIFY2(opened.outcome == WireOutcome::Answered, opened.detail.c_str());
    QCOMPARE(server.received("none") + server.received("stranger") + server.received("none again"), 0);
    QCOMPARE(server.received("mine") + server.received("other") + server.received("mine again"), 3);
}

void TestBuyerAccessManager::checksPinnedKeys()
{
    const IssuedCertificate certificate = m_authority.issue();
    const std::string pin = TestAuthority::publicKeyPin(certificate.chain);
    const std::string another = TestAuthority::publicKeyPin(m_authority.issue().chain);
    FaultServerOptions tls;
    tls.tls = certificate;
    FaultServer server(Fault::None, tls);
    BuyerAccessManager manager;
    const auto pinned = [this](std::vector<std::string> pins) {
        auto its = std::make_shared<exchange::WireTls>();
        its->pinnedPublicKeys = std::move(pins);
        for (const auto &one : its->pinnedPublicKeys)
            its->identity += one;
        auto with = options();
        with.tls = its;
        return with;
    };
    QCOMPARE(post(manager, server.url("/"), options()).outcome, WireOutcome::Answered);
    const auto refused = post(manager, server.url("/"), pinned({another}), "refused");
    QCOMPARE(refused.outcome, WireOutcome::NotSent);
    QCOMPARE(refused.reasonCode, "tls_failed"s);
    QCOMPARE(server.received("refused"), 0);
    QCOMPARE(post(manager, server.url("/"), pinned({pin})).outcome, WireOutcome::Answered);
    QCOMPARE(post(manager, server.url("/"), pinned({another, pin})).outcome, WireOutcome::Answered);
    QCOMPARE(post(manager, server.url("/"), options()).outcome, WireOutcome::Answered);
}

void TestBuyerAccessManager::reachesIpv6()
{
    const int probe = ::socket(AF_INET6, SOCK_STREAM, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    const bool there = ::bind(probe, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    ::close(probe);
    if (!there)
        QSKIP("this machine has no IPv6 loopback");
    FaultServerOptions v6;
    v6.ipv6 = true;
    FaultServer server(Fault::None, v6);
    BuyerAccessManager manager;
    QCOMPARE(post(manager, server.url("/"), options()).outcome, WireOutcome::Answered);
    auto outside = options();
    outside.guard = std::make_shared<const EgressGuard>(*EgressGuard::fromCidrs({"127.0.0.0/8"}));
    QCOMPARE(post(manager, server.url("/"), outside).reasonCode, "egress_refused"s);
    QCOMPARE(server.journal().size(), std::size_t(1));
}

void TestBuyerAccessManager::usesAProxyOnlyIfAsked()
{
    FaultServer proxy(Fault::None);
    FaultServer buyer(Fault::None);
    qputenv("http_proxy", QByteArray::fromStdString(proxy.url("")));
    BuyerAccessManager manager;
    QCOMPARE(post(manager, buyer.url("/direct"), options()).outcome, WireOutcome::Answered);
    QCOMPARE(buyer.receivedTarget("/direct"), 1);
    QCOMPARE(proxy.connections(), 0);
    qunsetenv("http_proxy");

    auto with = options();
    with.proxy = proxy.url("");
    QCOMPARE(post(manager, "http://buyer.invalid/x", with).outcome, WireOutcome::Answered);
    QCOMPARE(proxy.receivedTarget("http://buyer.invalid/x"), 1); // it resolves, not this machine
    with.guard = nullptr; // through a proxy, too, addresses that are written out are judged
    for (const char *url :
         {"http://127.0.0.1:80/x", "http://10.0.0.1/x", "http://[::1]/x", "http://u:p@127.0.0.1/x"}) {
        const auto reply = post(manager, url, with);
        QVERIFY2(reply.outcome == WireOutcome::NotSent, url);
        QCOMPARE(reply.reasonCode, "egress_refused"s);
    }
    QCOMPARE(proxy.journal().size(), std::size_t(1));
}

void TestBuyerAccessManager::guardsAddresses_data()
{
    QTest::addColumn<QString>("host");
    for (const char *host : {"127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "0", "localhost",
                             "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0", "[::]"})
        QTest::newRow(host) << QString::fromLatin1(host);
    QTest::newRow("circled digits") << QStringLiteral("①②⑦.⓪.⓪.①");
}

void TestBuyerAccessManager::guardsAddresses()
{
    QFETCH(QString, host);
    FaultServer server(Fault::None);
    BuyerAccessManager manager;
    auto with = options();
    with.guard = nullptr;
    QNetworkRequest made(QUrl(QStringLiteral("http://%1:%2/").arg(host).arg(server.port())));
    made.setAttribute(static_cast<QNetworkRequest::Attribute>(BuyerAccessManager::OptionsAttribute),
                      QVariant::fromValue(with));
    const auto reply = result(manager.post(made, QByteArray("x")));
    QCOMPARE(reply.outcome, WireOutcome::NotSent);
    QCOMPARE(reply.reasonCode, "egress_refused"s);
    QCOMPARE(server.connections(), 0);
}

void TestBuyerAccessManager::aborts()
{
    FaultServer server(Fault::Hang);
    BuyerAccessManager manager;
    QNetworkReply *aborted = manager.post(request(server.url("/"), options(60s)), QByteArray("one"));
    QNetworkReply *deleted = manager.post(request(server.url("/"), options(60s)), QByteArray("two"));
    QVERIFY(spinUntil([&] { return server.journal().size() == 2; }));
    int finished = 0;
    connect(aborted, &QNetworkReply::finished, this, [&finished] { ++finished; });
    aborted->abort();
    QCOMPARE(finished, 1);
    QCOMPARE(aborted->error(), QNetworkReply::OperationCanceledError);
    aborted->abort(); // a second time is nothing
    QCOMPARE(finished, 1);
    delete deleted;
    delete aborted;
    server.setFault(Fault::None);
    QCOMPARE(post(manager, server.url("/"), options()).outcome, WireOutcome::Answered);
}

void TestBuyerAccessManager::endsWithCallsUnderWay()
{
    FaultServer server(Fault::Hang);
    auto manager = std::make_unique<BuyerAccessManager>();
    for (int i = 0; i < 20; ++i)
        manager->post(request(server.url("/"), options(60s)), QByteArray::number(i));
    QVERIFY(spinUntil([&] { return server.journal().size() == 20; }));
    manager.reset();
    QCoreApplication::processEvents();
}

void TestBuyerAccessManager::aHangingBuyerHarmsNobody()
{
    FaultServer hanging(Fault::Hang);
    FaultServer dribbling(Fault::Dribble);
    FaultServer good(Fault::None);
    BuyerAccessManager manager;
    std::vector<std::unique_ptr<QNetworkReply>> bad;
    for (int i = 0; i < 50; ++i) {
        bad.emplace_back(manager.post(request(hanging.url("/"), options(20s)), QByteArray("x")));
        bad.emplace_back(manager.post(request(dribbling.url("/"), options(20s)), QByteArray("x")));
    }
    for (int i = 0; i < 100; ++i)
        QCOMPARE(post(manager, good.url("/"), options()).outcome, WireOutcome::Answered);
    for (const auto &reply : bad)
        QVERIFY(!reply->isFinished()); // the good ones did not wait for them
}

QTEST_GUILESS_MAIN(TestBuyerAccessManager)
#include "tst_buyeraccessmanager.moc"
