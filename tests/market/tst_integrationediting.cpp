// Integrations edited through the market's façade, with a real PostgreSQL and real buyers on loopback:
// drafts, versions, samples, tests that really go out, and secrets that are seen nowhere.
#include "domain/lead/sealing.h"
#include "market/marketbench.h"
#include "secrets/vault.h"
#include "storage/cluster_parts.h"
#include "storage/integrationstore.h"
#include "support/faultserver.h"
#include "support/keptlog.h"
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <atomic>

using namespace bourse;
using namespace bourse::test;
using domain::StepKind;
using domain::Value;

namespace {

const std::string answers = R"("response":{"rules":[{"id":"yes","when":{"source":{"json":"$.status"},)"
                            R"("op":"equals","value":"accepted"},"outcome":"accepted"}]})";

/// A ping and a post to `url`; `extra` are more members of both steps.
Value document(const std::string &url, const std::string &slug = "acme", const std::string &extra = "",
               const std::string &auth = "")
{
    const std::string limit =
        extra.find("time_limit_ms") == std::string::npos ? R"("time_limit_ms":30000,)" : "";
    const std::string state = R"({"target":"state","source":{"field":"state"}}]})";
    const std::string form = R"("body":{"format":"json","rows":[)";
    return parsed(R"({"bourse_integration":1,"slug":")" + slug +
                  R"(","label":"Acme","endpoints":{"test":{"base_url":")" + url +
                  R"("},"live":{"base_url":")" + url + R"("}},"steps":{)" + auth +
                  R"("ping":{"path":"/ping",)" + limit + extra + form + state + "," + answers +
                  R"(},"post":{"path":"/post",)" + limit + extra + form +
                  R"({"target":"name","source":{"field":"first_name"}},)" + state + "," + answers + "}}}");
}

market::TestCall testCall(const Value &document, StepKind step = StepKind::Post)
{
    market::TestCall call;
    call.document = document;
    call.step = step;
    call.lead = {{"first_name", "Maria"}, {"state", "TX"}};
    call.time = *fromIso8601("2026-05-12T14:30:01Z");
    return call;
}

} // namespace

class TestIntegrationEditing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void draftToPublishedToVersions();
    void twoPublishers();
    void olderMarketOverwritesNothing();
    void draftsOutliveTheMarket();
    void badDocumentIsRefusedWithItsPath();
    void blockingProblemsStopAPublish();
    void importWritesVersions();
    void sampleLeads();
    void testArrivesOnceAsShown();
    void testPhases();
    void testFailures_data();
    void testFailures();
    void testTimesOutAtTheStepsLimit();
    void testRefusedByEgress();
    void testIsCancelled();
    void testOfWhatCannotBeSent();
    void authIsCachedUntilItLapses();
    void authThatIsRefused();
    void authThatHasLapsedElsewhere();
    void aKeyThatWasJustTypedIsSent();
    void secretsThroughTheMarket();
    void changedSecretReachesTheEngine();
    void secretSetByAnotherProcessIsFollowed();
    void secretsAreSeenNowhere();
    void stopEndsATest();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<KeptLog> m_log;
    std::unique_ptr<MarketBench> m_bench;
    market::Market &market() { return *m_bench->market; }
};

void TestIntegrationEditing::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_log = std::make_unique<KeptLog>();
    m_bench = std::make_unique<MarketBench>(m_cluster);
}

void TestIntegrationEditing::cleanupTestCase()
{
    m_bench.reset();
    m_log.reset();
}

void TestIntegrationEditing::draftToPublishedToVersions()
{
    QSignalSpy changed(&market(), &market::Market::integrationsChanged);
    auto none = wait(market().integrationDraft(QStringLiteral("first")));
    QVERIFY(!none);
    QCOMPARE(none.error().code, std::string("no_such_integration"));
    const Value one = document("http://127.0.0.1:9", "first");
    auto saved = wait(market().saveIntegrationDraft(QStringLiteral("first"), one, 0));
    VERIFY_OK(saved);
    auto heads = wait(market().integrations());
    VERIFY_OK(heads);
    QCOMPARE(heads->size(), 1);
    QCOMPARE(heads->front().slug, QStringLiteral("first"));
    QCOMPARE(heads->front().label, QStringLiteral("Acme"));
    QCOMPARE(heads->front().version, qint64(0));
    QCOMPARE(heads->front().draftSavedAt, std::optional(*saved));
    QCOMPARE(heads->front().steps, (QVector<QString>{QStringLiteral("ping"), QStringLiteral("post")}));
    auto draft = wait(market().integrationDraft(QStringLiteral("first")));
    VERIFY_OK(draft);
    QVERIFY(!draft->published);
    QCOMPARE(draft->savedAt, std::optional(*saved));
    QCOMPARE(draft->baseVersion, qint64(0));
    QCOMPARE(draft->document, one);
    // a draft is in no configuration
    QVERIFY(!market().snapshot()->integration("first"));

    const auto configuration = market().snapshot()->version();
    auto published =
        wait(market().publishIntegration(one, 0, QStringLiteral("The first"), QStringLiteral("maria")));
    VERIFY_OK(published);
    QCOMPARE(*published, qint64(1));
    QCOMPARE(market().snapshot()->version(), configuration + 1);
    QVERIFY(market().snapshot()->integration("first"));
    draft = wait(market().integrationDraft(QStringLiteral("first")));
    VERIFY_OK(draft);
    QVERIFY(!draft->savedAt);
    QCOMPARE(draft->version, qint64(1));
    QCOMPARE(draft->baseVersion, qint64(1));
    QCOMPARE(draft->published, std::optional(one));

    // a channel that sells through it
    auto market_document = market().snapshot()->document();
    domain::Channel channel;
    channel.slug = "acme-exclusive";
    channel.label = "Acme exclusive";
    channel.buyer = "acme";
    channel.integration = "first";
    market_document.trees[0].label = "Main";
    market_document.trees[0].root.children.push_back({channel});
    m_bench->publish(market_document);
    heads = wait(market().integrations());
    VERIFY_OK(heads);
    QCOMPARE(heads->front().usedBy, QVector<QString>{QStringLiteral("Main / Acme exclusive")});
    QCOMPARE(heads->front().version, qint64(1));
    QVERIFY(heads->front().publishedAt);

    const Value two = document("http://127.0.0.1:10", "first");
    published = wait(market().publishIntegration(two, 1, QStringLiteral("Moved"), QStringLiteral("jim")));
    VERIFY_OK(published);
    QCOMPARE(*published, qint64(2));
    auto versions = wait(market().integrationVersions(QStringLiteral("first")));
    VERIFY_OK(versions);
    QCOMPARE(versions->size(), 2);
    QCOMPARE((*versions)[0].note, QStringLiteral("Moved"));
    QCOMPARE((*versions)[0].actor, QStringLiteral("jim"));
    QCOMPARE((*versions)[1].note, QStringLiteral("The first"));
    auto restored = wait(market().integrationVersion(QStringLiteral("first"), 1));
    VERIFY_OK(restored);
    QCOMPARE(*restored, one);
    published =
        wait(market().publishIntegration(*restored, 2, QStringLiteral("Back"), QStringLiteral("jim")));
    VERIFY_OK(published);
    QCOMPARE(*published, qint64(3));
    for (qint64 version : {qint64(-1), qint64(0), qint64(4)}) {
        auto missing = wait(market().integrationVersion(QStringLiteral("first"), version));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, std::string("no_such_version"));
    }
    VERIFY_OK(wait(market().saveIntegrationDraft(QStringLiteral("first"), two, 3)));
    VERIFY_OK(wait(market().discardIntegrationDraft(QStringLiteral("first"))));
    draft = wait(market().integrationDraft(QStringLiteral("first")));
    VERIFY_OK(draft);
    QVERIFY(!draft->savedAt);
    QTRY_COMPARE(changed.size(), 7); // saved, published three times and once as a whole, saved, discarded
}

void TestIntegrationEditing::twoPublishers()
{
    // saved and published without waiting in between: the draft is not written after it
    const Value one = document("http://127.0.0.1:9", "second");
    auto saving = market().saveIntegrationDraft(QStringLiteral("second"), one, 0);
    auto publishing = market().publishIntegration(one, 0, {}, QStringLiteral("maria"));
    VERIFY_OK(wait(saving));
    VERIFY_OK(wait(publishing));
    auto draft = wait(market().integrationDraft(QStringLiteral("second")));
    VERIFY_OK(draft);
    QVERIFY(!draft->savedAt);

    // another program publishes from the same version
    const auto workspace = market().snapshot()->workspaceId();
    storage::StoreOptions elsewhere{m_bench->uri, {}, domain::MasterKey::generate(), "other", Uuid::v7()};
    VERIFY_OK(storage::publishIntegration(elsewhere, workspace, document("http://127.0.0.1:11", "second"), 1,
                                          "", "elsewhere"));
    auto refused = wait(market().publishIntegration(document("http://127.0.0.1:12", "second"), 1, {},
                                                    QStringLiteral("maria")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("version_conflict"));
    QCOMPARE(refused.error().rule, std::string("2"));
    // and this market takes it up by itself
    QTRY_COMPARE_WITH_TIMEOUT(*market().snapshot()->integration("second")->document().find("endpoints"),
                              *document("http://127.0.0.1:11").find("endpoints"), 20'000);
}

/// A whole market that was made from an older configuration does not undo what was published of an
/// integration meanwhile, here or elsewhere.
void TestIntegrationEditing::olderMarketOverwritesNothing()
{
    VERIFY_OK(wait(
        market().publishIntegration(document("http://127.0.0.1:9", "kept"), 0, {}, QStringLiteral("maria"))));
    auto older = market().snapshot()->document();
    const qint64 base = market().snapshot()->version();
    VERIFY_OK(wait(
        market().publishIntegration(document("http://127.0.0.1:10", "kept"), 1, {}, QStringLiteral("jim"))));
    auto refused = wait(market().publish(older, QStringLiteral("maria"), base));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("version_conflict"));
    QCOMPARE(refused.error().field, std::string("integrations.kept"));
    QCOMPARE(refused.error().rule, std::string("2"));
    // another process, before this market has heard of it
    const auto known = market().snapshot();
    storage::StoreOptions elsewhere{m_bench->uri, {}, domain::MasterKey::generate(), "other", Uuid::v7()};
    VERIFY_OK(storage::publishIntegration(elsewhere, market().snapshot()->workspaceId(),
                                          document("http://127.0.0.1:11", "kept"), 2, "", "elsewhere"));
    refused = wait(market().publish(known->document(), QStringLiteral("maria"), known->version()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().rule, std::string("3"));
    auto newest = wait(market().integrationVersion(QStringLiteral("kept"), 3));
    VERIFY_OK(newest);
    QCOMPARE(*newest->find("endpoints"), *document("http://127.0.0.1:11").find("endpoints"));
    QTRY_COMPARE_WITH_TIMEOUT(*market().snapshot()->integration("kept")->document().find("endpoints"),
                              *document("http://127.0.0.1:11").find("endpoints"), 20'000);
}

void TestIntegrationEditing::draftsOutliveTheMarket()
{
    const Value one = document("http://127.0.0.1:9", "third");
    VERIFY_OK(wait(market().saveIntegrationDraft(QStringLiteral("third"), one, 0)));
    m_bench->stop();
    m_bench->start();
    auto draft = wait(market().integrationDraft(QStringLiteral("third")));
    VERIFY_OK(draft);
    QCOMPARE(draft->document, one);
    VERIFY_OK(wait(market().discardIntegrationDraft(QStringLiteral("third"))));
}

void TestIntegrationEditing::badDocumentIsRefusedWithItsPath()
{
    Value bad = document("http://127.0.0.1:9", "bad");
    bad.asObject()->set("nonsense", 1);
    auto refused = wait(market().publishIntegration(bad, 0, {}, QStringLiteral("maria")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("unknown_key"));
    QCOMPARE(refused.error().field, std::string("nonsense"));
    for (const Value &none : {Value(), Value("text"), Value(domain::Array{})})
        QVERIFY(!wait(market().publishIntegration(none, 0, {}, QStringLiteral("maria"))));
    // what does not compile may well be a draft
    VERIFY_OK(wait(market().saveIntegrationDraft(QStringLiteral("bad"), bad, 0)));
    VERIFY_OK(wait(market().discardIntegrationDraft(QStringLiteral("bad"))));
}

void TestIntegrationEditing::blockingProblemsStopAPublish()
{
    // a person's name in the ping, without a reason for it
    Value bad = document("http://127.0.0.1:9", "guarded");
    auto &steps = *bad.asObject()->find("steps")->asObject();
    *steps.find("ping")->asObject()->find("body") = *steps.find("post")->find("body");
    auto refused = wait(market().publishIntegration(bad, 0, {}, QStringLiteral("maria")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("pii_in_ping"));
    QVERIFY2(refused.error().field.starts_with("steps.ping.body.rows[0]"), refused.error().field.c_str());
    QVERIFY(refused.error().message.find("first_name") != std::string::npos);
    QVERIFY(!wait(market().integrationDraft(QStringLiteral("guarded"))));
    // it may be drafted and tried
    VERIFY_OK(wait(market().saveIntegrationDraft(QStringLiteral("guarded"), bad, 0)));
    VERIFY_OK(wait(market().sendTest(testCall(bad, StepKind::Ping))));
    VERIFY_OK(wait(market().discardIntegrationDraft(QStringLiteral("guarded"))));
}

void TestIntegrationEditing::importWritesVersions()
{
    auto whole = market().snapshot()->document();
    whole.integrations.push_back(document("http://127.0.0.1:9", "imported"));
    m_bench->publish(whole);
    auto versions = wait(market().integrationVersions(QStringLiteral("imported")));
    VERIFY_OK(versions);
    QCOMPARE(versions->size(), 1);
    QCOMPARE(versions->front().actor, QStringLiteral("import"));
}

void TestIntegrationEditing::sampleLeads()
{
    for (int i = 0; i < 3; ++i)
        m_bench->route({{"first_name", "Maria " + std::to_string(i)},
                        {"email", "maria@example.com"},
                        {"phone", "(512) 555-0142"},
                        {"state", "TX"},
                        {"certificate", "https://cert.trustedform.com/" + std::string(40, 'a')}});
    auto samples = wait(market().sampleLeads(QStringLiteral("personal_injury"), 2));
    VERIFY_OK(samples);
    QCOMPARE(samples->size(), 2);
    QVERIFY(samples->front().id.startsWith(QStringLiteral("ld_")));
    QCOMPARE(samples->front().vertical, QStringLiteral("personal_injury"));
    QVERIFY2(samples->front().title.contains(QStringLiteral("TX")),
             samples->front().title.toUtf8().constData());
    QCOMPARE(samples->front().fields.find("phone")->toText(), std::string("+15125550142"));
    QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.audit WHERE action = 'lead.revealed'"),
             std::string("1"));
    auto none = wait(market().sampleLeads(QStringLiteral("solar"), 2));
    VERIFY_OK(none);
    QVERIFY(none->isEmpty());
}

void TestIntegrationEditing::testArrivesOnceAsShown()
{
    LoopbackBuyer buyer([](const net::HttpRequest &) { return json(200, R"({"status":"accepted"})"); });
    for (StepKind step : {StepKind::Ping, StepKind::Post}) {
        auto shown = wait(market().sendTest(testCall(document(buyer.url()), step)));
        VERIFY_OK(shown);
        QVERIFY2(!shown->failure, shown->failure ? shown->failure->message.c_str() : "");
        QVERIFY(shown->response);
        QCOMPARE(shown->response->status, 200);
        QCOMPARE(shown->response->body, std::string(R"({"status":"accepted"})"));
        QCOMPARE(shown->remote.toStdString(), buyer.url().substr(7));
        const std::string path = "/" + std::string(domain::name(step));
        QCOMPARE(buyer.received(path), 1);
        // what is shown is what came, byte for byte
        const auto request = buyer.journal().back();
        QCOMPARE(shown->request.url, buyer.url() + path);
        QCOMPARE(shown->request.body, request.body);
        QCOMPARE(
            shown->request.body,
            std::string(step == StepKind::Ping ? R"({"state":"TX"})" : R"({"name":"Maria","state":"TX"})"));
        QCOMPARE(shown->request.headers.size(), request.headers.size());
        for (std::size_t i = 0; i < request.headers.size(); ++i) {
            QCOMPARE(shown->request.headers[i].first, request.headers[i].first);
            QCOMPARE(shown->request.headers[i].second, request.headers[i].second);
        }
    }
    QCOMPARE(buyer.journal().size(), std::size_t(2));
    QCOMPARE(m_bench->value(
                 "SELECT string_agg(subject || ' ' || detail, ', ' ORDER BY sequence) FROM bourse.audit "
                 "WHERE action = 'integration.tested' AND subject = 'acme'"),
             std::string(
                 R"(acme {"step":"ping","environment":"test"}, acme {"step":"post","environment":"test"})"));
}

void TestIntegrationEditing::testPhases()
{
    FaultServerOptions options;
    options.delayMs = 60;
    FaultServer buyer(Fault::LateAnswer, options);
    auto shown = wait(market().sendTest(testCall(document(buyer.url("")))));
    VERIFY_OK(shown);
    QVERIFY2(!shown->failure, shown->failure ? shown->failure->message.c_str() : "");
    QVERIFY(shown->connectUs);
    QVERIFY(!shown->tlsUs); // plain http
    QVERIFY(shown->firstByteUs);
    QVERIFY(*shown->connectUs <= *shown->firstByteUs);
    QVERIFY(*shown->firstByteUs <= shown->totalUs);
    QVERIFY(*shown->firstByteUs >= 55'000); // the buyer took that long
    QCOMPARE(buyer.receivedTarget("/post"), 1);
}

void TestIntegrationEditing::testFailures_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<bool>("response");
    QTest::newRow("closed unread") << int(Fault::ReadThenClose) << QByteArray("connection_lost") << false;
    QTest::newRow("reset") << int(Fault::ReadThenReset) << QByteArray("connection_lost") << false;
    QTest::newRow("cut body") << int(Fault::PartialBody) << QByteArray("connection_lost") << true;
    QTest::newRow("no HTTP") << int(Fault::Garbage) << QByteArray("unrecognised_answer") << false;
    QTest::newRow("endless") << int(Fault::TooLarge) << QByteArray("answer_too_large") << true;
    QTest::newRow("503") << int(Fault::ServerError) << QByteArray() << true;
    QTest::newRow("redirect is not followed") << int(Fault::Redirect) << QByteArray() << true;
    QTest::newRow("no body") << int(Fault::EmptyAnswer) << QByteArray() << true;
}

void TestIntegrationEditing::testFailures()
{
    QFETCH(int, fault);
    QFETCH(QByteArray, code);
    QFETCH(bool, response);
    FaultServer buyer{static_cast<Fault>(fault)};
    auto call = testCall(document(buyer.url(""), "acme", R"("time_limit_ms":20000,)"));
    auto shown = wait(market().sendTest(call));
    VERIFY_OK(shown);
    QCOMPARE(QByteArray::fromStdString(shown->failure ? shown->failure->code : std::string()), code);
    QCOMPARE(shown->response.has_value(), response);
    QVERIFY(!shown->request.url.empty());
    if (shown->failure)
        QVERIFY(!shown->failure->message.empty());
    if (code == "answer_too_large") {
        QCOMPARE(shown->failure->rule, std::string("1048576 bytes"));
        QVERIFY(shown->response->body.size() <= (1u << 20));
    }
    QCOMPARE(buyer.receivedTarget("/post"), 1);
    QCOMPARE(buyer.receivedTarget("/internal"), 0);
}

void TestIntegrationEditing::testTimesOutAtTheStepsLimit()
{
    FaultServer buyer(Fault::Hang);
    auto shown =
        wait(market().sendTest(testCall(document(buyer.url(""), "acme", R"("time_limit_ms":150,)"))));
    VERIFY_OK(shown);
    QVERIFY(shown->failure);
    QCOMPARE(shown->failure->code, std::string("timed_out"));
    QCOMPARE(shown->failure->rule, std::string("150 ms"));
    QVERIFY(shown->totalUs >= 140'000);
    QVERIFY(!shown->firstByteUs);
    QVERIFY(!shown->response);
    QCOMPARE(buyer.receivedTarget("/post"), 1);
    // nobody there
    auto refused = wait(market().sendTest(testCall(document("http://127.0.0.1:1"))));
    VERIFY_OK(refused);
    QVERIFY(refused->failure);
    QCOMPARE(refused->failure->code, std::string("connect_failed"));
    QVERIFY(!refused->response);
}

void TestIntegrationEditing::testRefusedByEgress()
{
    MarketBench closed(m_cluster, false);
    LoopbackBuyer buyer([](const net::HttpRequest &) { return json(200, "{}"); });
    for (const std::string &url : {buyer.url(), "http://localhost:" + buyer.url().substr(17)}) {
        auto shown = wait(closed.market->sendTest(testCall(document(url))));
        VERIFY_OK(shown);
        QVERIFY(shown->failure);
        QCOMPARE(shown->failure->code, std::string("egress_refused"));
    }
    QVERIFY(buyer.journal().empty());
}

void TestIntegrationEditing::testIsCancelled()
{
    FaultServer buyer(Fault::Hang);
    auto call = testCall(document(buyer.url(""), "acme", R"("time_limit_ms":600000,)"));
    auto future = market().sendTest(call);
    QTRY_COMPARE_WITH_TIMEOUT(buyer.receivedTarget("/post"), 1, 20'000);
    future.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000);
    QVERIFY(future.isCanceled());
    // the market goes on
    LoopbackBuyer other([](const net::HttpRequest &) { return json(200, R"({"status":"accepted"})"); });
    auto shown = wait(market().sendTest(testCall(document(other.url()))));
    VERIFY_OK(shown);
    QVERIFY(!shown->failure);
    QCOMPARE(buyer.receivedTarget("/post"), 1);
}

void TestIntegrationEditing::testOfWhatCannotBeSent()
{
    const Value good = document("http://127.0.0.1:9");
    auto refused = wait(market().sendTest(testCall(good, StepKind::Status)));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("no_such_step"));
    Value bad = good;
    bad.asObject()->remove("endpoints");
    QVERIFY(!wait(market().sendTest(testCall(bad))));
    // a secret that nobody has set is named, and nothing is sent
    LoopbackBuyer buyer([](const net::HttpRequest &) { return json(200, "{}"); });
    const Value keyed =
        document(buyer.url(), "acme", R"("headers":[{"target":"X-Key","source":{"secret":"never-set"}}],)");
    refused = wait(market().sendTest(testCall(keyed)));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("missing_secret"));
    QVERIFY2(refused.error().message.find("never-set") != std::string::npos, refused.error().message.c_str());
    QVERIFY(buyer.journal().empty());
}

namespace {
const char *authStep =
    R"("auth":{"path":"/token","body":{"format":"form","rows":[{"target":"client_secret","source":{"secret":"client"}}]},)"
    R"("response":{"extract":{"carried":{"token":{"source":{"json":"$.access_token"}},)"
    R"("expires_in":{"source":{"json":"$.expires_in"}}}},)"
    R"("rules":[{"id":"ok","when":{"source":{"http":"status"},"op":"equals","value":200},)"
    R"("outcome":"accepted"}]}},)";
const char *bearer =
    R"("headers":[{"target":"Authorization","source":{"template":"Bearer {{carried.token}}"}}],)";
} // namespace

void TestIntegrationEditing::authIsCachedUntilItLapses()
{
    std::atomic<int> tokens = 0;
    std::atomic<int> lifetime = 3600;
    LoopbackBuyer buyer([&](const net::HttpRequest &request) {
        if (request.path == "/token")
            return json(200, R"({"access_token":"tok-canary-)" + std::to_string(++tokens) +
                                 R"(","expires_in":)" + std::to_string(lifetime.load()) + "}");
        return json(200, R"({"status":"accepted"})");
    });
    VERIFY_OK(wait(market().setSecret(QStringLiteral("client"), Secret("client-canary"))));
    const Value first = document(buyer.url(), "authed", bearer, authStep);
    for (int i = 0; i < 2; ++i) {
        auto shown = wait(market().sendTest(testCall(first)));
        VERIFY_OK(shown);
        QVERIFY2(!shown->failure, shown->failure ? shown->failure->message.c_str() : "");
        // neither the secret nor what it was exchanged for is shown
        const std::string *header = domain::findHeader(shown->request.headers, "authorization");
        QVERIFY(header);
        QCOMPARE(*header, std::string("Bearer {{carried.token}}"));
    }
    QCOMPARE(tokens.load(), 1);
    QCOMPARE(buyer.received("/post"), 2);
    QCOMPARE(*buyer.journal().back().header("authorization"), std::string("Bearer tok-canary-1"));
    // another body is the same account, another account is not
    Value second = first;
    second.asObject()->set("label", "Renamed");
    VERIFY_OK(wait(market().sendTest(testCall(second))));
    QCOMPARE(tokens.load(), 1);
    auto live = testCall(first);
    live.live = true;
    VERIFY_OK(wait(market().sendTest(live)));
    QCOMPARE(tokens.load(), 2);
    VERIFY_OK(wait(market().setSecret(QStringLiteral("client"), Secret("client-changed"))));
    lifetime = 0; // no longer than this call
    for (int expected : {3, 4}) {
        VERIFY_OK(wait(market().sendTest(testCall(first))));
        QCOMPARE(tokens.load(), expected);
    }
    // the auth step alone is a test like any other
    auto alone = wait(market().sendTest(testCall(first, StepKind::Auth)));
    VERIFY_OK(alone);
    QVERIFY(!alone->failure);
    QCOMPARE(alone->request.body, std::string("client_secret={{client}}"));
    QCOMPARE(tokens.load(), 5);
}

void TestIntegrationEditing::authThatIsRefused()
{
    LoopbackBuyer buyer([](const net::HttpRequest &request) {
        return request.path == "/token" ? json(403, R"({"error":"no, client-changed"})") : json(200, "{}");
    });
    auto shown = wait(market().sendTest(testCall(document(buyer.url(), "authed", bearer, authStep))));
    VERIFY_OK(shown);
    QVERIFY(shown->failure);
    QCOMPARE(shown->failure->code, std::string("auth_refused"));
    QCOMPARE(shown->failure->field, std::string("steps.auth"));
    QVERIFY(shown->request.url.ends_with("/token"));
    QCOMPARE(shown->response->status, 403);
    QCOMPARE(shown->response->body, std::string(R"({"error":"no, {{client}}"})")); // an echo is not shown
    QCOMPARE(buyer.received("/post"), 0);
    auto gone = wait(market().sendTest(testCall(document("http://127.0.0.1:1", "authed", bearer, authStep))));
    VERIFY_OK(gone);
    QCOMPARE(gone->failure->code, std::string("connect_failed"));
    QCOMPARE(gone->failure->field, std::string("steps.auth"));
}

void TestIntegrationEditing::authThatHasLapsedElsewhere()
{
    std::atomic<int> tokens = 0;
    LoopbackBuyer buyer([&](const net::HttpRequest &request) {
        if (request.path == "/token")
            return json(200,
                        R"({"access_token":"token-)" + std::to_string(++tokens) + R"(","expires_in":3600})");
        return *request.header("authorization") == "Bearer token-1" ? json(401, "{}") : json(200, "{}");
    });
    const Value authed = document(buyer.url(), "authed", bearer, authStep);
    auto refused = wait(market().sendTest(testCall(authed)));
    VERIFY_OK(refused);
    QCOMPARE(refused->response->status, 401); // shown, not sent again
    QCOMPARE(buyer.received("/post"), 1);
    auto shown = wait(market().sendTest(testCall(authed)));
    VERIFY_OK(shown);
    QCOMPARE(shown->response->status, 200);
    QCOMPARE(tokens.load(), 2);
}

/// Who types a key and sends at once means that key.
void TestIntegrationEditing::aKeyThatWasJustTypedIsSent()
{
    LoopbackBuyer buyer(
        [](const net::HttpRequest &) { return json(200, R"({"access_token":"t","expires_in":1})"); });
    const Value typed = document(buyer.url(), "typed", bearer, authStep);
    for (int i = 0; i < 10; ++i) {
        const std::string key = "typed-key-" + std::to_string(i);
        const auto setting = market().setSecret(QStringLiteral("client"), Secret(key));
        auto shown = wait(market().sendTest(testCall(typed, StepKind::Auth)));
        VERIFY_OK(shown);
        QCOMPARE(buyer.journal().back().body, "client_secret=" + key);
        VERIFY_OK(wait(setting));
    }
}

void TestIntegrationEditing::secretsThroughTheMarket()
{
    const QVector<QString> names{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("not a name!")};
    auto stored = wait(market().storedSecrets(names));
    VERIFY_OK(stored);
    QVERIFY(stored->isEmpty());
    auto missing = wait(market().revealSecret(QStringLiteral("two")));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, std::string("secret_not_set"));
    VERIFY_OK(wait(market().setSecret(QStringLiteral("two"), Secret("second value"))));
    stored = wait(market().storedSecrets(names));
    VERIFY_OK(stored);
    QCOMPARE(*stored, QVector<QString>{QStringLiteral("two")});
    auto revealed = wait(market().revealSecret(QStringLiteral("two")));
    VERIFY_OK(revealed);
    QCOMPARE(std::string(revealed->reveal()), std::string("second value"));
    VERIFY_OK(wait(market().removeSecret(QStringLiteral("two"))));
    stored = wait(market().storedSecrets(names));
    VERIFY_OK(stored);
    QVERIFY(stored->isEmpty());
    QCOMPARE(m_bench->value(
                 "SELECT string_agg(actor || ' ' || action || ' ' || detail, ', ' ORDER BY sequence) FROM "
                 "bourse.audit WHERE subject = 'two'"),
             std::string("operator secret.set {}, operator secret.revealed {}, operator secret.removed {}"));
    auto empty = wait(market().setSecret(QStringLiteral("two"), Secret()));
    QVERIFY(!empty);
    QCOMPARE(empty.error().code, std::string("required"));
    auto badName = wait(market().setSecret(QStringLiteral("not a name!"), Secret("x")));
    QVERIFY(!badName);
    QCOMPARE(badName.error().code, std::string("secret_name"));
    QCOMPARE(market().secretPlace(), QStringLiteral("an encrypted file"));
}

void TestIntegrationEditing::changedSecretReachesTheEngine()
{
    LoopbackBuyer buyer([](const net::HttpRequest &) { return json(200, R"({"status":"accepted"})"); });
    auto whole = market().snapshot()->document();
    whole.integrations.push_back(document(
        buyer.url(), "keyed", R"("headers":[{"target":"X-Key","source":{"secret":"engine-key"}}],)"));
    domain::Channel channel;
    channel.slug = "keyed";
    channel.buyer = "beta";
    channel.integration = "keyed";
    channel.price.kind = domain::PriceKind::Fixed;
    channel.price.fixed = *Money::parse("10.00", Currency::usd());
    whole.trees[0].root.children = {{channel}};
    whole.sources[0].repeatWindowSeconds = 0;
    whole.sources[0].budget = std::chrono::seconds(20);
    m_bench->publish(whole);
    m_bench->route(); // a secret that is not set: nothing leaves
    QVERIFY(buyer.journal().empty());
    for (const char *value : {"engine-canary-1", "engine-canary-2"}) {
        const auto before_ = buyer.journal().size();
        VERIFY_OK(wait(market().setSecret(QStringLiteral("engine-key"), Secret(value))));
        m_bench->route();
        QVERIFY(buyer.journal().size() > before_);
        QCOMPARE(*buyer.journal().back().header("x-key"), std::string(value));
    }
}

void TestIntegrationEditing::secretSetByAnotherProcessIsFollowed()
{
    const std::string dataDir = m_bench->dir.path().toStdString();
    auto key = secrets::loadMasterKey(dataDir, false);
    VERIFY_OK(key);
    secrets::Vault elsewhere(dataDir, key->key, false);
    VERIFY_OK(elsewhere.write("engine-key", Secret("engine-canary-3")));
    // within a second or so; the market is asked for nothing meanwhile
    LoopbackBuyer buyer([](const net::HttpRequest &) { return json(200, R"({"status":"accepted"})"); });
    auto whole = market().snapshot()->document();
    for (Value &integration : whole.integrations) {
        if (integration.find("slug")->toText() == "keyed")
            integration = document(buyer.url(), "keyed",
                                   R"("headers":[{"target":"X-Key","source":{"secret":"engine-key"}}],)");
    }
    m_bench->publish(whole);
    VERIFY_OK(elsewhere.write("engine-key", Secret("engine-canary-4")));
    const auto sentKey = [&] {
        m_bench->route();
        const auto journal = buyer.journal();
        return journal.empty() ? std::string() : std::string(*journal.back().header("x-key"));
    };
    QTRY_COMPARE_WITH_TIMEOUT(sentKey(), std::string("engine-canary-4"), 30'000);
}

void TestIntegrationEditing::secretsAreSeenNowhere()
{
    // in every place and form that a document can put it
    const std::string canary = "s3cr+et/C&n\"ry <42>";
    LoopbackBuyer buyer([&](const net::HttpRequest &request) {
        const std::string *key = request.header("x-key");
        return json(200, R"({"status":"accepted","echo":)" + domain::writeJson(Value(key ? *key : "")) + "}");
    });
    VERIFY_OK(wait(market().setSecret(QStringLiteral("canary"), Secret(canary))));
    Value everywhere = parsed(
        R"({"bourse_integration":1,"slug":"everywhere","endpoints":{"test":{"base_url":")" + buyer.url() +
        R"("}},"steps":{"post":{"path":"/k/{{secret.canary}}/x","query":[{"target":"key","source":{"secret":"canary"}}],)"
        R"("headers":[{"target":"X-Key","source":{"secret":"canary"}},)"
        R"({"target":"Authorization","source":{"template":"user:{{secret.canary}}"},"transforms":[{"do":"base64"},{"do":"concat","before":"Basic "}]}],)"
        R"("body":{"format":"json","rows":[{"target":"key","source":{"secret":"canary"}},{"target":"hex","source":{"secret":"canary"},"transforms":[{"do":"hex"}]}]},)" +
        answers +
        R"(},"ping":{"path":"/form","body":{"format":"form","rows":[{"target":"key","source":{"secret":"canary"}}]},)" +
        answers + "}}}");
    VERIFY_OK(wait(market().saveIntegrationDraft(QStringLiteral("everywhere"), everywhere, 0)));
    std::string seen;
    for (StepKind step : {StepKind::Post, StepKind::Ping}) {
        auto shown = wait(market().sendTest(testCall(everywhere, step)));
        VERIFY_OK(shown);
        QVERIFY2(!shown->failure, shown->failure ? shown->failure->message.c_str() : "");
        seen += domain::toWireText(shown->request) + shown->response->body;
        QVERIFY(shown->request.body.find("{{canary}}") != std::string::npos);
    }
    VERIFY_OK(wait(market().publishIntegration(everywhere, 0, {}, QStringLiteral("maria"))));
    VERIFY_OK(wait(market().revealSecret(QStringLiteral("canary"))));
    // it really went out
    QCOMPARE(*buyer.journal().front().header("x-key"), canary);
    QCOMPARE(*buyer.journal().front().header("authorization"),
             "Basic " + QByteArray::fromStdString("user:" + canary).toBase64().toStdString());

    const auto programs = storage::findServerPrograms();
    QVERIFY(!programs.empty());
    QProcess dump;
    dump.start(QString::fromStdString(programs.front().folder + "/pg_dump"),
               {QStringLiteral("--dbname=") + QString::fromStdString(m_cluster.superuserUri(m_bench->uri))});
    QVERIFY(dump.waitForFinished(60'000));
    QCOMPARE(dump.exitCode(), 0);
    const QByteArray database = dump.readAllStandardOutput();
    QVERIFY(database.contains("everywhere"));
    const QByteArray log = m_log->text();
    QFile sealed(m_bench->dir.filePath(QStringLiteral("keys/secrets.sealed")));
    QVERIFY(sealed.open(QIODevice::ReadOnly));
    const QByteArray plain = QByteArray::fromStdString(canary);
    const QList<QByteArray> forms{plain,
                                  plain.toPercentEncoding(),
                                  plain.toPercentEncoding(" ").replace(' ', '+'),
                                  plain.toHex(),
                                  plain.toBase64().left(20),
                                  ("user:" + plain).toBase64().mid(8, 16),
                                  QByteArray("s3cr+et/C&n\\\"ry"),
                                  QByteArray("tok-canary-"),
                                  QByteArray("client-canary"),
                                  QByteArray("engine-canary-")};
    for (const auto &[place, text] :
         {std::pair{"shown", QByteArray::fromStdString(seen)}, std::pair{"database", database},
          std::pair{"log", log}, std::pair{"file", sealed.readAll()}}) {
        for (const QByteArray &form : forms) {
            QVERIFY2(!text.contains(form), (QByteArray(place) + " " + form).constData());
            QVERIFY2(!text.contains(form.toHex()), (QByteArray(place) + " hex of " + form).constData());
        }
    }
}

void TestIntegrationEditing::stopEndsATest()
{
    FaultServer buyer(Fault::Hang);
    auto future = market().sendTest(testCall(document(buyer.url(""), "acme", R"("time_limit_ms":600000,)")));
    QTRY_COMPARE_WITH_TIMEOUT(buyer.receivedTarget("/post"), 1, 20'000);
    m_bench->stop();
    QVERIFY(future.isFinished());
    // and what comes after it is refused
    m_bench->market = std::make_unique<market::Market>();
    auto refused = wait(market().sendTest(testCall(document(buyer.url("")))));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("not_running"));
    for (const Errors &errors : {wait(market().integrations()).errors(),
                                 wait(market().saveIntegrationDraft(QStringLiteral("x"), {}, 0)).errors(),
                                 wait(market().setSecret(QStringLiteral("x"), Secret("y"))).errors(),
                                 wait(market().storedSecrets({})).errors()})
        QCOMPARE(errors.front().code, std::string("not_running"));
    m_bench->market.reset();
}

QTEST_GUILESS_MAIN(TestIntegrationEditing)
#include "tst_integrationediting.moc"
