#pragma once
// A whole market on a throwaway database, and buyers on loopback that keep a journal of what reached them.
#include "domain/json/json.h"
#include "market/market.h"
#include "net/httpserver.h"
#include "storage/marketfixture.h"
#include <QFutureWatcher>
#include <QPromise>
#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <mutex>

namespace bourse::test {

/// An HTTP buyer; `answer` is called on its server's thread.
class LoopbackBuyer {
  public:
    using Answer = std::function<net::HttpResponse(const net::HttpRequest &)>;
    explicit LoopbackBuyer(Answer answer)
    {
        auto port =
            m_server.start({}, [this, answer](net::HttpRequest request, net::HttpResponder responder) {
                auto response = answer(request);
                {
                    std::lock_guard lock(m_mutex);
                    m_journal.push_back(std::move(request));
                }
                responder.send(std::move(response));
            });
        m_port = port.valueOr(0);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<net::HttpRequest> journal() const
    {
        std::lock_guard lock(m_mutex);
        return m_journal;
    }
    int received(const std::string &path) const
    {
        int count = 0;
        for (const auto &request : journal())
            count += request.path == path;
        return count;
    }

  private:
    mutable std::mutex m_mutex;
    std::vector<net::HttpRequest> m_journal;
    net::HttpServer m_server; // ends before what its handler uses
    int m_port = 0;
};

inline net::HttpResponse json(int status, std::string body)
{
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

/// Runs the event loop until the future has ended, at most a minute.
template <class T> T wait(const QFuture<T> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000))
        qFatal("no answer for a minute");
    return future.result();
}

/// A running market whose egress rules allow loopback.
class MarketBench {
  public:
    explicit MarketBench(ThrowawayCluster &cluster, bool allowLoopback = true)
        : MarketBench(cluster, loopbackMarket(allowLoopback))
    {
    }
    MarketBench(ThrowawayCluster &cluster, const domain::MarketDocument &document)
        : uri(cluster.createDatabase())
    {
        start();
        publish(document);
    }
    static domain::MarketDocument loopbackMarket(bool allowLoopback = true)
    {
        auto document = smallMarket();
        if (allowLoopback)
            document.egress.allow = {"127.0.0.0/8"};
        return document;
    }
    ~MarketBench() { stop(); }
    void start()
    {
        market = std::make_unique<market::Market>();
        market::MarketOptions options;
        options.databaseUri = uri;
        options.dataDir = dir.path().toStdString();
        market->start(options);
        const bool decided = QTest::qWaitFor(
            [this] {
                return market->phase() == market::MarketPhase::Running ||
                       market->phase() == market::MarketPhase::Failed;
            },
            60'000);
        if (!decided || market->phase() != market::MarketPhase::Running)
            qFatal("the market does not start: %s",
                   market->failure().empty() ? "" : market->failure().front().message.c_str());
    }
    void stop()
    {
        if (!market)
            return;
        market->stop();
        if (!QTest::qWaitFor([this] { return market->phase() == market::MarketPhase::Stopped; }, 60'000))
            qFatal("the market does not stop");
        market.reset();
    }
    void publish(const domain::MarketDocument &document)
    {
        auto done = wait(market->publish(document, QStringLiteral("import")));
        if (!done)
            qFatal("%s", words(done.errors()).c_str());
    }
    /// Routes a lead of the source "web" and waits for its answer, at most a minute.
    exchange::IntakeAnswer route(domain::Object fields = {{"first_name", "Maria"}, {"state", "TX"}})
    {
        auto answers = std::make_shared<QPromise<exchange::IntakeAnswer>>();
        answers->start();
        exchange::IntakeLead lead;
        lead.snapshot = market->snapshot();
        lead.source = "web";
        lead.actor = "operator";
        lead.fields = std::move(fields);
        lead.arrived = SystemClock().monotonic();
        market->submit(std::move(lead), [answers](exchange::IntakeAnswer answer) {
            answers->addResult(std::move(answer));
            answers->finish();
        });
        return wait(answers->future());
    }
    /// One value as the superuser.
    std::string value(const std::string &sql) const
    {
        auto result = ThrowawayCluster::shared().value(uri, sql);
        return result ? *result : "error: " + words(result.errors());
    }

    QTemporaryDir dir;
    std::string uri;
    std::unique_ptr<market::Market> market;
};

inline domain::Value parsed(const std::string &text)
{
    auto value = domain::parseJson(text);
    if (!value)
        qFatal("%s: %s", value.error().message.c_str(), text.c_str());
    return *value;
}

} // namespace bourse::test
