// The HTTP server over real sockets: answers, limits, slow and vanishing callers, pipelining, drain, TLS.
#include "net/httpserver.h"
#include "support/certificate.h"
#include "support/faultclient.h"
#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace bourse;
using namespace bourse::net;
using namespace bourse::test;
using namespace std::literals;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(const std::string &body, const std::string &target = "/echo")
{
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

/// Answers at once with what came.
void echo(HttpRequest request, HttpResponder responder)
{
    HttpResponse response;
    response.headers = {{"Content-Type", "text/plain"}, {"X-Path", request.path}};
    response.body = request.method + "|" + request.query + "|" + request.body;
    responder.send(std::move(response));
}

/// Keeps responders until a thread of its own answers them.
class LateAnswers {
  public:
    ~LateAnswers() { join(); }
    HttpHandler handler()
    {
        return [this](HttpRequest request, HttpResponder responder) {
            std::lock_guard lock(m_mutex);
            m_waiting.emplace_back(std::move(request.body), std::move(responder));
            m_came.notify_all();
        };
    }
    bool waitFor(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        return m_came.wait_for(lock, 10s, [&] { return m_waiting.size() >= count; });
    }
    std::size_t waiting()
    {
        std::lock_guard lock(m_mutex);
        return m_waiting.size();
    }
    void answerAll(Micros after = 0us)
    {
        join();
        m_thread = std::thread([this, after] {
            std::this_thread::sleep_for(after);
            std::vector<std::pair<std::string, HttpResponder>> now;
            {
                std::lock_guard lock(m_mutex);
                now.swap(m_waiting);
            }
            for (auto &[body, responder] : now)
                responder.send({200, {}, body});
        });
    }
    void forget()
    {
        std::lock_guard lock(m_mutex);
        m_waiting.clear();
    }
    void join()
    {
        if (m_thread.joinable())
            m_thread.join();
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_came;
    std::vector<std::pair<std::string, HttpResponder>> m_waiting;
    std::thread m_thread;
};

} // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void answers();
    void answersOverIpv6();
    void keepsAndClosesConnections();
    void answersHeadWithoutBody();
    void answersPipelinedRequestsInOrder();
    void continuesWhenAsked();
    void readsChunkedBodies();
    void readsByteByByte();
    void refusesMalformed_data();
    void refusesMalformed();
    void refusesTooLarge();
    void closesSlowCallers();
    void closesCallersThatDoNotRead();
    void outlivesCallersWhoHangUp();
    void answersForHandlersThatDoNot();
    void answersAfterTheServerIsGone();
    void capsConnections();
    void headersCannotBeInjected();
    void answersFromManyThreads();
    void drains();
    void drainIsBounded();
    void namesWhatGoesWrongAtStart();
    void speaksTls();

  private:
    int start(HttpServer &server, HttpHandler handler, HttpServerLimits limits = {}) const
    {
        HttpServerOptions options;
        options.limits = limits;
        const auto port = server.start(std::move(options), std::move(handler));
        return port ? *port : 0;
    }
};

void TestHttpServer::answers()
{
    HttpServer server;
    HttpRequest seen;
    const int port = start(server, [&seen](HttpRequest request, HttpResponder responder) {
        seen = request;
        echo(std::move(request), std::move(responder));
    });
    QVERIFY(port > 0);
    QCOMPARE(server.port(), port);
    FaultClient client(port);
    QVERIFY(client.send(
        "POST /a%20b/c?x=1&y=%00 HTTP/1.1\r\nHost: example.test:1\r\nX-One:  spaced  \r\nx-one: two\r\n"
        "Content-Length: 5\r\n\r\na\0b\r\n"s));
    const auto answer = client.readAnswer();
    QCOMPARE(statusOf(answer), 200);
    QCOMPARE(bodyOf(answer), "POST|x=1&y=%00|a\0b\r\n"s);
    QCOMPARE(headerOf(answer, "X-Path"), "/a%20b/c"s);
    QCOMPARE(headerOf(answer, "Connection"), "keep-alive"s);
    QCOMPARE(headerOf(answer, "Date").size(), std::size_t(29));
    QCOMPARE(seen.target, "/a%20b/c?x=1&y=%00"s);
    QCOMPARE(seen.peer, "127.0.0.1"s);
    QVERIFY(!seen.tls);
    QCOMPARE(seen.headers.size(), std::size_t(4));
    QCOMPARE(seen.headers[1], std::pair("X-One"s, "spaced"s));
    QVERIFY(seen.arrived.time_since_epoch().count() > 0);
}

void TestHttpServer::answersOverIpv6()
{
    HttpServer server;
    HttpServerOptions options;
    options.host = "::1";
    std::string peer;
    const auto port = server.start(options, [&peer](HttpRequest request, HttpResponder responder) {
        peer = request.peer;
        responder.send({});
    });
    if (!port)
        QSKIP("this machine has no IPv6 loopback");
    FaultClient client(*port, ClientTls::None, true);
    client.send(get);
    QCOMPARE(statusOf(client.readAnswer()), 200);
    QCOMPARE(peer, "::1"s);
}

void TestHttpServer::keepsAndClosesConnections()
{
    HttpServer server;
    const int port = start(server, echo);
    FaultClient kept(port);
    for (int i = 0; i < 200; ++i) {
        kept.send(post(std::to_string(i)));
        QCOMPARE(bodyOf(kept.readAnswer()), "POST||" + std::to_string(i));
    }
    for (const std::string &request :
         {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"s, "GET / HTTP/1.0\r\n\r\n"s,
          "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"s}) {
        FaultClient client(port);
        client.send(request);
        bool closed = false;
        const auto all = client.readToEnd(closed);
        QVERIFY2(closed, request.c_str());
        QCOMPARE(statusOf(all), 200);
        QCOMPARE(headerOf(all, "Connection"), "close"s);
    }
    FaultClient half(port); // has sent its last byte but still reads
    half.send(post("x"));
    half.finishSending();
    bool closed = false;
    QCOMPARE(bodyOf(half.readToEnd(closed)), "POST||x"s);
    QVERIFY(closed);
}

void TestHttpServer::answersHeadWithoutBody()
{
    HttpServer server;
    const int port = start(server, [](HttpRequest request, HttpResponder responder) {
        responder.send({request.path == "/none" ? 204 : 200, {}, "twelve bytes"});
    });
    FaultClient client(port);
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = client.readAnswer(5000, true);
    QCOMPARE(headerOf(head, "Content-Length"), "12"s);
    client.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto none = client.readAnswer();
    QCOMPARE(statusOf(none), 204);
    QVERIFY(headerOf(none, "Content-Length").empty());
    client.send(get);
    QCOMPARE(bodyOf(client.readAnswer()), "twelve bytes"s);
    QVERIFY(client.leftOver().empty());
}

void TestHttpServer::answersPipelinedRequestsInOrder()
{
    HttpServer atOnce;
    const int port = start(atOnce, echo);
    LateAnswers late;
    HttpServer later;
    const int latePort = start(later, late.handler());
    std::string all;
    for (int i = 0; i < 300; ++i)
        all += post("request " + std::to_string(i));
    FaultClient client(port);
    QVERIFY(client.send(all));
    for (int i = 0; i < 300; ++i)
        QCOMPARE(bodyOf(client.readAnswer()), "POST||request " + std::to_string(i));
    // One at a time reaches the handler, so that answers cannot overtake each other.
    FaultClient patient(latePort);
    patient.send(post("1") + post("2") + post("3"));
    for (const char *body : {"1", "2", "3"}) {
        QVERIFY(late.waitFor(1));
        QCOMPARE(late.waiting(), std::size_t(1));
        late.answerAll();
        QCOMPARE(bodyOf(patient.readAnswer()), std::string(body));
    }
}

void TestHttpServer::continuesWhenAsked()
{
    HttpServer server;
    const int port = start(server, echo);
    FaultClient client(port);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n");
    QCOMPARE(statusOf(client.readAnswer()), 100);
    client.send("hello");
    QCOMPARE(bodyOf(client.readAnswer()), "POST||hello"s);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab");
    QCOMPARE(bodyOf(client.readAnswer()), "POST||ab"s); // the body was there: nothing to ask for
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9000000\r\n\r\n");
    QCOMPARE(statusOf(client.readAnswer()), 413);
}

void TestHttpServer::readsChunkedBodies()
{
    HttpServer server;
    const int port = start(server, echo);
    FaultClient client(port);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                "5;name=value\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nX-Trailer: ignored\r\n\r\n" +
                post("next"));
    QCOMPARE(bodyOf(client.readAnswer()), "POST||hello world"s);
    QCOMPARE(bodyOf(client.readAnswer()), "POST||next"s);
}

void TestHttpServer::readsByteByByte()
{
    HttpServer server;
    const int port = start(server, echo);
    FaultClient client(port);
    const std::string both = post("hello") +
                             "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "5\r\nhello\r\n0\r\n\r\n";
    for (const char c : both)
        QVERIFY(client.send(std::string(1, c)));
    QCOMPARE(bodyOf(client.readAnswer()), "POST||hello"s);
    QCOMPARE(bodyOf(client.readAnswer()), "POST||hello"s);
}

void TestHttpServer::refusesMalformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const std::string &bytes, int status = 400) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << status;
    };
    const std::string host = "Host: a\r\n";
    row("no host", "GET / HTTP/1.1\r\n\r\n");
    row("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
    row("length and encoding",
        "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("two lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    row("signed length", "POST / HTTP/1.1\r\n" + host + "Content-Length: +5\r\n\r\nhello");
    row("folded line", "GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n");
    row("NUL", "GET / HTTP/1.1\r\n" + host + "X: a\0b\r\n\r\n"s);
    row("bare CR", "GET / HTTP/1.1\r\n" + host + "\rX: t\r\n\r\n");
    row("bare LF", "GET / HTTP/1.1\nHost: a\n\n");
    row("absolute target", "GET http://a/ HTTP/1.1\r\n" + host + "\r\n");
    row("TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s);
    row("version 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    row("broken chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n");
    row("odd expectation", "POST / HTTP/1.1\r\n" + host + "Expect: a-miracle\r\nContent-Length: 1\r\n\r\nx",
        417);
}

void TestHttpServer::refusesMalformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    static std::atomic<int> handled;
    handled = 0;
    HttpServer server;
    const int port = start(server, [](HttpRequest request, HttpResponder responder) {
        ++handled;
        echo(std::move(request), std::move(responder));
    });
    FaultClient client(port);
    client.send(bytes.toStdString() + get); // what follows must not be taken for a request
    bool closed = false;
    const auto all = client.readToEnd(closed);
    QVERIFY(closed);
    QCOMPARE(statusOf(all), status);
    QCOMPARE(headerOf(all, "Content-Type"), "application/problem+json"s);
    QCOMPARE(headerOf(all, "Connection"), "close"s);
    QVERIFY(bodyOf(all).find("\"code\":\"") != std::string::npos);
    QCOMPARE(all.find("HTTP/1.1 200"), std::string::npos);
    QCOMPARE(handled.load(), 0);
}

void TestHttpServer::refusesTooLarge()
{
    HttpServer server;
    std::atomic<int> handled = 0;
    const int port = start(server, [&handled](HttpRequest request, HttpResponder responder) {
        ++handled;
        echo(std::move(request), std::move(responder));
    });
    bool closed = false;
    const std::string big(1u << 20, 'x');
    {
        FaultClient exact(port);
        exact.send(post(big));
        QCOMPARE(bodyOf(exact.readAnswer(10000)).size(), big.size() + 6);
    }
    {
        FaultClient claims(port); // refused by its word, before the body
        claims.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
        QCOMPARE(statusOf(claims.readAnswer()), 413);
    }
    {
        FaultClient sends(port); // the answer reaches also who is still sending
        sends.send(post(big + big));
        QCOMPARE(statusOf(sends.readToEnd(closed)), 413);
        QVERIFY(closed);
    }
    {
        FaultClient chunks(port);
        chunks.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 40 && chunks.send("10000\r\n" + std::string(0x10000, 'x') + "\r\n"); ++i) {
        }
        QCOMPARE(statusOf(chunks.readToEnd(closed)), 413);
    }
    for (const std::string &filler : {"X: "s, "X-Many: 1\r\n"s}) {
        FaultClient header(port);
        header.send("GET / HTTP/1.1\r\nHost: a\r\n");
        bool taken = true;
        for (int i = 0; i < 4000 && taken; ++i)
            taken = header.send(filler == "X: " ? (i == 0 ? filler : "xxxxxxxxxxxxxxxx") : filler);
        QCOMPARE(statusOf(header.readToEnd(closed)), 431);
        QVERIFY(closed);
    }
    {
        FaultClient extension(port);
        extension.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                       std::string(100000, 'x'));
        QCOMPARE(statusOf(extension.readToEnd(closed)), 400);
    }
    QCOMPARE(handled.load(), 1);
}

void TestHttpServer::closesSlowCallers()
{
    HttpServer server;
    HttpServerLimits limits;
    limits.headerTime = limits.bodyTime = limits.idleTime = limits.answerTime = 300ms;
    LateAnswers late;
    const int port = start(server, late.handler(), limits);
    QElapsedTimer clock;
    clock.start();
    FaultClient silent(port);
    FaultClient header(port);
    FaultClient body(port);
    FaultClient unanswered(port);
    header.send("GET / HTTP/1.1\r\nHost:");
    body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
    unanswered.send(get);
    // Bytes that trickle in do not buy time: the limits are for the whole phase.
    for (int i = 0; i < 40 && header.send("x"); ++i)
        QTest::qWait(25);
    bool closed = false;
    QCOMPARE(silent.readToEnd(closed), std::string());
    QVERIFY(closed);
    QCOMPARE(statusOf(header.readToEnd(closed)), 408);
    QVERIFY(closed);
    QCOMPARE(statusOf(body.readToEnd(closed)), 408);
    QVERIFY(closed);
    const auto timeout = unanswered.readToEnd(closed);
    QCOMPARE(statusOf(timeout), 503);
    QVERIFY(timeout.find("answer_timeout") != std::string::npos);
    QVERIFY(closed);
    late.answerAll(); // too late: nobody is there
    late.join();
    QVERIFY(clock.elapsed() < 10000);

    HttpServer quick;
    const int quickPort = start(quick, echo, limits);
    FaultClient idle(quickPort);
    idle.send(get);
    QCOMPARE(statusOf(idle.readAnswer()), 200);
    QCOMPARE(idle.readToEnd(closed), std::string());
    QVERIFY(closed);
}

void TestHttpServer::closesCallersThatDoNotRead()
{
    HttpServer server;
    HttpServerLimits limits;
    limits.writeTime = 300ms;
    const int port = start(
        server,
        [](HttpRequest, HttpResponder responder) {
            responder.send({200, {}, std::string(64u << 20, 'x')});
        },
        limits);
    FaultClient client(port);
    client.send(get);
    QTest::qWait(1500);
    bool closed = false;
    const auto got = client.readToEnd(closed, 10000);
    QVERIFY(closed);
    QVERIFY2(got.size() < (64u << 20), qPrintable(QString::number(got.size())));
}

void TestHttpServer::outlivesCallersWhoHangUp()
{
    LateAnswers late;
    HttpServer server;
    const int port = start(server, late.handler());
    for (int round = 0; round < 5; ++round) {
        std::vector<std::unique_ptr<FaultClient>> callers;
        for (int i = 0; i < 100; ++i) {
            callers.push_back(std::make_unique<FaultClient>(port));
            callers.back()->send(post("x"));
        }
        QVERIFY(late.waitFor(100));
        for (std::size_t i = 0; i < callers.size(); ++i) {
            if (i % 3 == 0)
                callers[i]->reset();
            else if (i % 3 == 1)
                callers[i].reset();
        }
        late.answerAll(); // while connections are going away
        for (std::size_t i = 2; i < callers.size(); i += 3)
            QCOMPARE(bodyOf(callers[i]->readAnswer()), "x"s);
        late.join();
    }
    FaultClient after(port);
    after.send(post("still here"));
    QVERIFY(late.waitFor(1));
    late.answerAll();
    QCOMPARE(bodyOf(after.readAnswer()), "still here"s);
}

void TestHttpServer::answersForHandlersThatDoNot()
{
    HttpServer server;
    const int port = start(server, [](HttpRequest request, HttpResponder responder) {
        if (request.path == "/throws")
            throw std::runtime_error("no");
        if (request.path == "/twice") {
            responder.send({200, {}, "first"});
            responder.send({200, {}, "second"});
        }
        if (request.path == "/odd")
            responder.send({99, {}, ""});
    });
    FaultClient client(port);
    for (const std::string &path : {"/forgets"s, "/throws"s, "/odd"s}) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto answer = client.readAnswer();
        QCOMPARE(statusOf(answer), 500);
        QVERIFY(bodyOf(answer).find("\"code\":\"internal_error\"") != std::string::npos);
    }
    client.send("GET /twice HTTP/1.1\r\nHost: a\r\n\r\n" +
                std::string("GET /odd HTTP/1.1\r\nHost: a\r\n\r\n"));
    QCOMPARE(bodyOf(client.readAnswer()), "first"s);
    QCOMPARE(statusOf(client.readAnswer()), 500);

    LateAnswers late;
    HttpServer other;
    FaultClient waiting(start(other, late.handler()));
    waiting.send(get);
    QVERIFY(late.waitFor(1));
    late.forget(); // on this thread, not the server's
    QCOMPARE(statusOf(waiting.readAnswer()), 500);
}

void TestHttpServer::answersAfterTheServerIsGone()
{
    LateAnswers late;
    {
        HttpServer server;
        FaultClient client(start(server, late.handler()));
        client.send(get);
        QVERIFY(late.waitFor(1));
    }
    late.answerAll();
    late.join();
    QCOMPARE(late.waiting(), std::size_t(0));
}

void TestHttpServer::capsConnections()
{
    HttpServer server;
    HttpServerLimits limits;
    limits.connectionsPerPeer = 3;
    const int port = start(server, echo, limits);
    std::vector<std::unique_ptr<FaultClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<FaultClient>(port));
        clients.back()->send(get);
        QCOMPARE(statusOf(clients.back()->readAnswer()), 200);
    }
    FaultClient fourth(port);
    bool closed = false;
    const auto all = fourth.readToEnd(closed);
    QVERIFY(closed);
    QCOMPARE(statusOf(all), 503);
    QVERIFY(all.find("too_many_connections") != std::string::npos);
    clients.pop_back();
    bool served = false;
    for (int i = 0; i < 100 && !served; ++i) {
        FaultClient next(port);
        next.send(get);
        served = statusOf(next.readAnswer()) == 200;
        if (!served)
            QTest::qWait(20);
    }
    QVERIFY(served);
}

void TestHttpServer::headersCannotBeInjected()
{
    HttpServer server;
    const int port = start(server, [](HttpRequest, HttpResponder responder) {
        responder.send({200,
                        {{"X-Good", "yes"},
                         {"X-Bad", "a\r\nX-Evil: 1"},
                         {"X-Nul", "a\0b"s},
                         {"X Space", "a"},
                         {"X:Colon", "a"},
                         {"", "a"},
                         {"Content-Length", "999"},
                         {"Transfer-Encoding", "chunked"}},
                        "body"});
    });
    FaultClient client(port);
    client.send(get);
    const auto answer = client.readAnswer();
    QCOMPARE(bodyOf(answer), "body"s);
    QCOMPARE(headerOf(answer, "X-Good"), "yes"s);
    for (const char *absent : {"Evil", "X-Bad", "X-Nul", "X Space", "Colon", "999", "chunked"})
        QVERIFY2(answer.find(absent) == std::string::npos, absent);
}

void TestHttpServer::answersFromManyThreads()
{
    HttpServer server;
    std::mutex mutex;
    std::condition_variable came;
    std::vector<std::pair<std::string, HttpResponder>> queue;
    bool ending = false;
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i) {
        workers.emplace_back([&] {
            std::unique_lock lock(mutex);
            for (;;) {
                came.wait(lock, [&] { return ending || !queue.empty(); });
                if (queue.empty())
                    return;
                auto [body, responder] = std::move(queue.back());
                queue.pop_back();
                lock.unlock();
                responder.send({200, {}, body});
                lock.lock();
            }
        });
    }
    const int port = start(server, [&](HttpRequest request, HttpResponder responder) {
        std::lock_guard lock(mutex);
        queue.emplace_back(std::move(request.body), std::move(responder));
        came.notify_one();
    });
    std::atomic<int> right = 0;
    std::vector<std::thread> callers;
    for (int c = 0; c < 8; ++c) {
        callers.emplace_back([&right, port, c] {
            FaultClient client(port);
            for (int i = 0; i < 300; ++i) {
                const auto body = std::to_string(c) + ":" + std::to_string(i);
                client.send(post(body));
                right += bodyOf(client.readAnswer()) == body;
            }
        });
    }
    for (std::thread &caller : callers)
        caller.join();
    {
        std::lock_guard lock(mutex);
        ending = true;
    }
    came.notify_all();
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(right.load(), 8 * 300);
}

void TestHttpServer::drains()
{
    LateAnswers late;
    HttpServer server;
    const int port = start(server, late.handler());
    FaultClient idle(port);
    idle.send(post("idle"));
    QVERIFY(late.waitFor(1));
    late.answerAll();
    QCOMPARE(bodyOf(idle.readAnswer()), "idle"s);
    FaultClient busy(port);
    busy.send(post("busy"));
    QVERIFY(late.waitFor(1));
    late.answerAll(300ms);
    QElapsedTimer clock;
    clock.start();
    server.drain(10s);
    QVERIFY(clock.elapsed() >= 200);
    QVERIFY(clock.elapsed() < 8000);
    bool closed = false;
    const auto answer = busy.readToEnd(closed);
    QCOMPARE(bodyOf(answer), "busy"s);
    QCOMPARE(headerOf(answer, "Connection"), "close"s);
    QVERIFY(closed);
    QCOMPARE(idle.readToEnd(closed), std::string());
    QVERIFY(closed);
    QVERIFY(!FaultClient(port).isOpen());
    server.drain(1s);                 // once more is nothing
    QVERIFY(start(server, echo) > 0); // and it can start again
}

void TestHttpServer::drainIsBounded()
{
    LateAnswers late;
    HttpServer server;
    FaultClient client(start(server, late.handler()));
    client.send(get);
    QVERIFY(late.waitFor(1));
    QElapsedTimer clock;
    clock.start();
    server.drain(200ms);
    QVERIFY(clock.elapsed() >= 150);
    QVERIFY(clock.elapsed() < 8000);
    bool closed = false;
    client.readToEnd(closed);
    QVERIFY(closed);
}

void TestHttpServer::namesWhatGoesWrongAtStart()
{
    HttpServer first;
    const int port = start(first, echo);
    HttpServerOptions options;
    options.port = port;
    HttpServer second;
    auto refused = second.start(options, echo);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, "port_taken"s);
    QVERIFY(refused.error().message.find(std::to_string(port)) != std::string::npos);
    options.port = 0;
    options.host = "192.0.2.1";
    refused = second.start(options, echo);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, "address_not_available"s);
    options.host = "127.0.0.1";
    options.port = 65536;
    QCOMPARE(second.start(options, echo).error().code, "listen_failed"s);
    options.port = 0;
    const TestAuthority authority;
    const auto one = authority.issue();
    const auto other = authority.issue();
    options.tls = TlsFiles{"no certificate", Secret(one.key)};
    QCOMPARE(second.start(options, echo).error().code, "invalid_tls"s);
    options.tls = TlsFiles{one.chain, Secret("no key")};
    QCOMPARE(second.start(options, echo).error().code, "invalid_tls"s);
    options.tls = TlsFiles{one.chain, Secret(other.key)};
    QCOMPARE(second.start(options, echo).error().code, "invalid_tls"s);
    QCOMPARE(second.port(), 0);
    options.tls.reset();
    options.host = "localhost";
    QVERIFY(second.start(options, echo).ok());
}

void TestHttpServer::speaksTls()
{
    const TestAuthority authority;
    const auto issued = authority.issue();
    LateAnswers late;
    HttpServer server;
    HttpServerOptions options;
    options.tls = TlsFiles{issued.chain, Secret(issued.key)};
    options.limits.headerTime = 2s;
    const auto port = server.start(options, [&late](HttpRequest request, HttpResponder responder) {
        if (!request.tls)
            return; // 500
        if (request.path == "/late")
            late.handler()(std::move(request), std::move(responder));
        else
            echo(std::move(request), std::move(responder));
    });
    QVERIFY(port.ok());
    for (const ClientTls version : {ClientTls::Tls1_2, ClientTls::Tls1_3}) {
        FaultClient client(*port, version);
        QVERIFY(client.isOpen());
        const std::string big(900000, 'x');
        client.send(post(big));
        QCOMPARE(bodyOf(client.readAnswer(10000)), "POST||" + big);
        std::string many;
        for (int i = 0; i < 50; ++i)
            many += post(std::string(2000, 'y') + std::to_string(i));
        client.send(many);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(bodyOf(client.readAnswer()), "POST||" + std::string(2000, 'y') + std::to_string(i));
        client.send(post("async", "/late"));
        QVERIFY(late.waitFor(1));
        late.answerAll(20ms);
        QCOMPARE(bodyOf(client.readAnswer()), "async"s);
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        bool closed = false;
        QCOMPARE(statusOf(client.readToEnd(closed)), 200);
        QVERIFY(closed);
    }
    QVERIFY(!FaultClient(*port, ClientTls::Tls1_1).isOpen());
    FaultClient plain(*port);
    plain.send(get);
    bool closed = false;
    QVERIFY(plain.readToEnd(closed).find("HTTP/") == std::string::npos);
    QVERIFY(closed);
    FaultClient refused(*port, ClientTls::Tls1_3);
    refused.send("GET / HTTP/1.1\r\n\r\n");
    QCOMPARE(statusOf(refused.readToEnd(closed)), 400);
    QVERIFY(closed);
    {
        std::vector<std::unique_ptr<FaultClient>> callers;
        for (int i = 0; i < 20; ++i) {
            callers.push_back(std::make_unique<FaultClient>(*port, ClientTls::Tls1_3));
            callers.back()->send(post("x", "/late"));
        }
        QVERIFY(late.waitFor(20));
        for (std::size_t i = 0; i < callers.size(); i += 2)
            callers[i]->reset();
        late.answerAll();
        for (std::size_t i = 1; i < callers.size(); i += 2)
            QCOMPARE(bodyOf(callers[i]->readAnswer()), "x"s);
        late.join();
    }
    FaultClient last(*port, ClientTls::Tls1_2);
    last.send(get);
    QCOMPARE(statusOf(last.readAnswer()), 200);
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
