// Callbacks, statuses and notices from end to end: a market on PostgreSQL, its HTTP face, and a buyer on
// loopback that is asked, told, and calls back with its own signature.
#include "api/apiserver.h"
#include "domain/integration/integration.h"
#include "domain/lead/sealing.h"
#include "market/marketbench.h"
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <atomic>

using namespace bourse;
using domain::Value;
using test::json;
using test::LoopbackBuyer;
using test::MarketBench;

namespace {

/// The buyer decides later: by a signed callback, or when it is asked. Losers are told.
std::string document(const std::string &slug, const std::string &url)
{
    return R"({"bourse_integration":1,"slug":")" + slug + R"(","endpoints":{"live":{"base_url":")" + url +
           R"("}},"steps":{)"
           R"("ping":{"path":"/ping","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)"
           R"("response":{"extract":{"price":{"source":{"json":"$.bid"}},"carried":{"ping_id":{"source":{"json":"$.ping"}}}},)"
           R"("rules":[{"id":"bid","when":{"source":{"json":"$.bid"},"op":"exists"},"outcome":"accepted"}]}},)"
           R"("post":{"path":"/post","body":{"format":"json","rows":[{"target":"ping","source":{"carried":"ping_id"}},)"
           R"({"target":"ours","source":{"computed":"lead_id"}}]},)"
           R"("response":{"extract":{"carried":{"their_id":{"source":{"json":"$.id"}}}},)"
           R"("rules":[{"id":"later","when":{"source":{"json":"$.state"},"op":"equals","value":"later"},"outcome":"pending"},)"
           R"({"id":"yes","when":{"source":{"json":"$.state"},"op":"equals","value":"yes"},"outcome":"accepted"}]}},)"
           R"("status":{"interval_ms":300,"attempts":20,"method":"GET","path":"/status/{{carried.their_id}}",)"
           R"("response":{"extract":{"price":{"source":{"json":"$.price"}}},)"
           R"("rules":[{"id":"sold","when":{"source":{"json":"$.state"},"op":"equals","value":"sold"},"outcome":"accepted"},)"
           R"({"id":"wait","when":{"source":{"json":"$.state"},"op":"equals","value":"wait"},"outcome":"pending"}]}},)"
           R"("notify_loss":{"path":"/lost","body":{"format":"json","rows":[{"target":"ping","source":{"carried":"ping_id"}}]},)"
           R"("response":{"rules":[{"id":"ok","outcome":"accepted"}]}},)"
           R"("callback":{"signatures":[{"header":"X-Signature","algorithm":"hmac-sha256","secret":"buyer_key","output":"hex","parts":[{"part":"body"}]}],)"
           R"("match":[{"by":"buyer_id","value":{"source":{"json":"$.id"}}},{"by":"lead_id","value":{"source":{"json":"$.ours"}}}],)"
           R"("event_id":{"source":{"json":"$.event"}},"answer":{"recorded":{"status":202,"content_type":"text/plain","body":"noted"}},)"
           R"("response":{"extract":{"price":{"source":{"json":"$.price"}},"reason":{"source":{"json":"$.why"}}},)"
           R"("rules":[{"id":"sold","when":{"source":{"json":"$.state"},"op":"equals","value":"sold"},"outcome":"accepted"},)"
           R"({"id":"back","when":{"source":{"json":"$.state"},"op":"equals","value":"returned"},"outcome":"returned"},)"
           R"({"id":"no","when":{"source":{"json":"$.state"},"op":"equals","value":"no"},"outcome":"rejected"}]}}}})";
}

std::string sellsAtOnce(std::string text)
{
    const std::string later = R"("value":"later"},"outcome":"pending")";
    return text.replace(text.find(later), later.size(), R"("value":"later"},"outcome":"accepted")");
}

std::string bid(const std::string &price, const std::string &ping)
{
    return R"({"bid":")" + price + R"(","ping":")" + ping + R"("})";
}

std::string decidesLater(const std::string &id)
{
    return R"({"state":"later","id":")" + id + R"("})";
}

std::string news(const std::string &event, const std::string &state, const std::string &key,
                 const std::string &id)
{
    return R"({"event":")" + event + R"(","state":")" + state + R"(",")" + key + R"(":")" + id + R"("})";
}

struct Answer {
    int status = 0;
    QByteArray type;
    QByteArray body;
};
} // namespace

class TestCallbacks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
        m_bench = std::make_unique<MarketBench>(cluster);
        m_buyer = std::make_unique<LoopbackBuyer>([this](const net::HttpRequest &request) {
            if (request.path == "/ping")
                return json(200, bid("20.00", "P-" + std::to_string(++m_pings)));
            if (request.path == "/post")
                return json(200, decidesLater("T-" + std::to_string(++m_posts)));
            if (request.path.starts_with("/status/"))
                return json(200,
                            m_statusSold ? R"({"state":"sold","price":"20.00"})" : R"({"state":"wait"})");
            return json(200, "{}");
        });
        m_loser = std::make_unique<LoopbackBuyer>([](const net::HttpRequest &request) {
            return request.path == "/ping" ? json(200, R"({"bid":"11.00","ping":"L-1"})") : json(200, "{}");
        });
        auto market = test::smallMarket();
        market.egress.allow = {"127.0.0.0/8"};
        for (const auto &[slug, url] :
             {std::pair{"acme", m_buyer->url()}, std::pair{"beta", m_loser->url()}}) {
            market.integrations.push_back(test::parsed(document(slug, url)));
            domain::Channel channel;
            channel.slug = std::string(slug) + "_main";
            channel.buyer = slug;
            channel.integration = slug;
            market.trees.front().root.children.push_back({channel});
        }
        market.sources.front().repeatWindowSeconds = 0;
        market.sources.front().budget = std::chrono::seconds(20);
        m_bench->publish(market);
        const auto set =
            test::wait(m_bench->market->setSecret(QStringLiteral("buyer_key"), Secret("the buyer's key")));
        QVERIFY(set.ok());
        m_api = std::make_unique<api::ApiServer>(*m_bench->market);
        auto url = m_api->start({});
        VERIFY_OK(url);
        m_url = QString::fromStdString(*url);
    }
    void cleanupTestCase()
    {
        if (m_api)
            m_api->drain(std::chrono::seconds(1));
        m_api.reset();
        m_bench.reset();
    }

    void aCallbackSellsThePendingLead()
    {
        const auto lead = m_bench->route();
        QCOMPARE(lead.state, domain::LeadState::Pending);
        const std::string theirs = "T-" + std::to_string(m_posts);
        const std::string body = news("e1", "sold", "id", theirs);
        const Answer answer = callback("acme", body);
        QCOMPARE(answer.status, 202);
        QCOMPARE(answer.body, QByteArray("noted"));
        QVERIFY(answer.type.startsWith("text/plain"));
        QCOMPARE(stateOf(lead.leadId), std::string("sold|20000000"));
        // the same event, and one that says otherwise
        QCOMPARE(callback("acme", body).status, 202);
        QCOMPARE(callback("acme", news("e2", "no", "id", theirs)).status, 202);
        QCOMPARE(stateOf(lead.leadId), std::string("sold|20000000"));
        const auto disputes = test::wait(m_bench->market->disputes(10));
        VERIFY_OK(disputes);
        QCOMPARE(disputes->size(), 1);
        QVERIFY(disputes->front().leadId == lead.leadId);
        // returned: the ledger is even again
        QCOMPARE(callback("acme", news("e3", "returned", "ours", leadIdText(lead.leadId))).status, 202);
        QCOMPARE(stateOf(lead.leadId), std::string("returned|20000000"));
        QCOMPARE(m_bench->value("SELECT sum(amount_micros) FILTER (WHERE account = 'receivable') FROM "
                                "bourse.ledger_entry WHERE lead_id = '" +
                                lead.leadId.toString() + "'"),
                 std::string("0"));
        // a person sees all of it in the trace
        const auto trace = test::wait(m_bench->market->trace(lead.leadId, true));
        VERIFY_OK(trace);
        const auto calls = std::count_if(trace->attempts.begin(), trace->attempts.end(), [](const auto &one) {
            return one.kind == market::TraceAttempt::Kind::Callback;
        });
        QCOMPARE(calls, 3);
        // what was really sent is there to hold a draft against
        const QString id = QString::fromStdString(leadIdText(lead.leadId));
        const auto sent =
            test::wait(m_bench->market->sentRequest(id, QStringLiteral("acme"), domain::StepKind::Post));
        VERIFY_OK(sent);
        QVERIFY(sent->text.find(leadIdText(lead.leadId)) != std::string::npos);
        QVERIFY(test::wait(m_bench->market->sentRequest(id, QStringLiteral("acme"), domain::StepKind::Auth))
                    ->text.empty());
        QVERIFY(!test::wait(m_bench->market->sentRequest(QStringLiteral("x"), QStringLiteral("acme"),
                                                         domain::StepKind::Post))
                     .ok());
    }
    void whoCannotProveItIsRefused()
    {
        const std::string before = m_bench->value("SELECT count(*) FROM bourse.callback");
        const std::string body = R"({"event":"x","state":"sold","id":"T-1"})";
        QCOMPARE(send("acme", body, {}).status, 401);
        QCOMPARE(send("acme", body, std::string(64, 'a')).status, 401);
        QCOMPARE(send("acme", body + " ", signatureOf(body)).status, 401);
        QCOMPARE(send("nobody", body, signatureOf(body)).status, 404);
        QCOMPARE(send("acme%00", body, signatureOf(body)).status, 404);
        QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.callback"), before);
        // the signature's key is nowhere in what was kept of those that were believed
        QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.callback WHERE ids LIKE '%buyer''s key%'"),
                 std::string("0"));
    }
    void anUnknownLeadIsNoError()
    {
        QCOMPARE(callback("acme", R"({"event":"u1","state":"sold","id":"never"})").status, 202);
        QCOMPARE(callback("acme", "not json").status, 202);
        QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.callback WHERE effect = 'unpaired'"),
                 std::string("2"));
    }
    void statusesAreAskedUntilTheyDecide()
    {
        m_statusSold = false;
        const auto lead = m_bench->route();
        QCOMPARE(lead.state, domain::LeadState::Pending);
        const std::string path = "/status/T-" + std::to_string(m_posts);
        QTRY_VERIFY_WITH_TIMEOUT(m_buyer->received(path) >= 2, 20'000);
        QCOMPARE(stateOf(lead.leadId), std::string("pending|"));
        m_statusSold = true;
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(lead.leadId), std::string("sold|20000000"), 20'000);
        QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.ledger_entry WHERE lead_id = '" +
                                lead.leadId.toString() + "'"),
                 std::string("4"));
        const int asked = m_buyer->received(path);
        QTest::qWait(1500);
        QCOMPARE(m_buyer->received(path), asked); // it is decided
    }
    void losersAreTold()
    {
        // the pending ones have not been decided yet when their pings end: nobody has lost then
        QCOMPARE(m_loser->received("/lost"), 0);
        auto market = m_bench->market->snapshot()->document();
        auto text = sellsAtOnce(document("acme", m_buyer->url()));
        market.integrations.front() = test::parsed(text);
        m_bench->publish(market);
        const auto lead = m_bench->route();
        QCOMPARE(lead.state, domain::LeadState::Sold);
        QTRY_COMPARE_WITH_TIMEOUT(m_loser->received("/lost"), 1, 20'000);
        for (const auto &request : m_loser->journal()) {
            if (request.path == "/lost")
                QCOMPARE(request.body, std::string(R"({"ping":"L-1"})"));
        }
        QCOMPARE(m_buyer->received("/lost"), 0);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_bench->value(
                "SELECT count(*) FROM bourse.outbox WHERE delivered_at IS NULL AND dead_at IS NULL"),
            std::string("0"), 20'000);
    }
    void anOperatorDecides()
    {
        m_statusSold = false;
        auto market = m_bench->market->snapshot()->document();
        market.integrations.front() = test::parsed(document("acme", m_buyer->url()));
        m_bench->publish(market);
        const auto lead = m_bench->route();
        QCOMPARE(lead.state, domain::LeadState::Pending);
        const auto post = Uuid::parse(
            m_bench->value("SELECT attempt_id FROM bourse.attempt WHERE kind = 'post' AND lead_id = '" +
                           lead.leadId.toString() + "'"));
        QVERIFY(post.ok());
        auto refused = test::wait(m_bench->market->decidePost(
            {lead.leadId, *post, false, {}, QStringLiteral("they say no")}, QStringLiteral("operator")));
        VERIFY_OK(refused);
        QCOMPARE(stateOf(lead.leadId), std::string("unsold|"));
        auto again = test::wait(
            m_bench->market->decidePost({lead.leadId, *post, true, {}, {}}, QStringLiteral("operator")));
        QVERIFY(!again.ok());
        QCOMPARE(again.error().code, std::string("not_open"));
    }

  private:
    static std::string signatureOf(const std::string &body)
    {
        return domain::toHex(domain::hmacSha256("the buyer's key", body));
    }
    Answer callback(const char *integration, const std::string &body)
    {
        return send(integration, body, signatureOf(body));
    }
    Answer send(const char *integration, const std::string &body, const std::string &signature)
    {
        QNetworkRequest request(
            QUrl(m_url + QStringLiteral("/v1/callbacks/") + QString::fromLatin1(integration)));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        if (!signature.empty())
            request.setRawHeader("X-Signature", QByteArray::fromStdString(signature));
        std::unique_ptr<QNetworkReply> reply(m_network.post(request, QByteArray::fromStdString(body)));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000))
            qFatal("no answer");
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                reply->rawHeader("Content-Type"), reply->readAll()};
    }
    std::string stateOf(const Uuid &lead) const
    {
        return m_bench->value(
            "SELECT state || '|' || coalesce(price_micros::text, '') FROM bourse.lead WHERE id = '" +
            lead.toString() + "'");
    }

    std::atomic<int> m_pings = 0, m_posts = 0;
    std::atomic<bool> m_statusSold = false;
    QNetworkAccessManager m_network;
    std::unique_ptr<MarketBench> m_bench;
    std::unique_ptr<LoopbackBuyer> m_buyer, m_loser;
    std::unique_ptr<api::ApiServer> m_api;
    QString m_url;
};

QTEST_GUILESS_MAIN(TestCallbacks)
#include "tst_callbacks.moc"
