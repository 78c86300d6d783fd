// A secret in every place that a document can put one, through everything that shows, stores or writes: it
// reaches the buyer, and nobody else sees it.
#include "domain/integration/explain.h"
#include "market/marketbench.h"
#include "market/secretkinds.h"
#include "storage/store.h"
#include "support/certificate.h"
#include "support/keptlog.h"
#include "support/secretforms.h"
#include <atomic>
#include <map>

using namespace bourse;
using namespace bourse::test;
using domain::StepKind;
using domain::Value;

namespace {

QByteArray raw(const net::HttpRequest &request)
{
    QByteArray text =
        QByteArray::fromStdString(request.method + " " + request.path + "?" + request.query + "\r\n");
    for (const auto &[name, value] : request.headers)
        text += QByteArray::fromStdString(name + ": " + value + "\r\n");
    return text + "\r\n" + QByteArray::fromStdString(request.body);
}

} // namespace

class TestSecretCanary : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void formsAreFound();
    void everySecretArrives_data();
    void everySecretArrives();
    void theEngineSendsThem();
    void nobodyElseSeesThem();

  private:
    net::HttpResponse answer(const net::HttpRequest &request);

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<LoopbackBuyer> m_buyer;
    std::unique_ptr<KeptLog> m_log;
    std::unique_ptr<MarketBench> m_bench;
    std::map<QByteArray, QByteArray> m_secrets;
    QByteArray m_shown; ///< everything that somebody was shown
    std::vector<Uuid> m_leads;
    std::atomic<bool> m_accepts = true;
    market::Market &market() { return *m_bench->market; }
};

/// Says back all that it got, as buyers do when they refuse.
net::HttpResponse TestSecretCanary::answer(const net::HttpRequest &request)
{
    if (request.path == "/token")
        return json(200, R"({"access_token":"cAn4ry-token-0123456789","expires_in":3600})");
    if (request.path == "/digest" && !request.header("authorization")) {
        auto refused = json(401, "{}");
        refused.headers.emplace_back("WWW-Authenticate", R"(Digest realm="r", nonce="n", qop="auth")");
        return refused;
    }
    const std::string said = raw(request).toStdString();
    auto response = json(200, std::string(R"({"status":")") + (m_accepts ? "accepted" : "no") +
                                  R"(","price":"10.00","echo":)" + domain::writeJson(Value(said)) + "}");
    if (const std::string *key = request.header("x-part"))
        response.headers.emplace_back("X-Echo", *key);
    return response;
}

void TestSecretCanary::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_log = std::make_unique<KeptLog>();
    m_bench = std::make_unique<MarketBench>(m_cluster);
    m_buyer =
        std::make_unique<LoopbackBuyer>([this](const net::HttpRequest &request) { return answer(request); });
    m_secrets = canaries();
    TestAuthority authority;
    const auto client = authority.issue();
    m_secrets["client-certificate"] = QByteArray::fromStdString(client.chain);
    m_secrets["client-key"] = QByteArray::fromStdString(
        TestAuthority::encryptedKey(client.key, m_secrets["key-password"].toStdString()));
    for (const auto &[name, value] : m_secrets)
        VERIFY_OK(wait(market().setSecret(QString::fromUtf8(name), Secret(value.toStdString()))));
}

void TestSecretCanary::cleanupTestCase()
{
    m_bench.reset();
    m_log.reset();
}

/// What is looked for is what encoders write.
void TestSecretCanary::formsAreFound()
{
    const QByteArray value = canary("x");
    for (const QByteArray &text :
         {QByteArray("a") + value + "b", value.toPercentEncoding(), value.toHex(), ("u:" + value).toBase64(),
          ("us:" + value).toBase64(), ("use:" + value + "tail").toBase64(QByteArray::Base64UrlEncoding),
          QByteArray::fromStdString(domain::writeJson(Value(value.toStdString())))})
        QVERIFY2(!seenIn(text, value).isEmpty(), text.constData());
    QVERIFY(seenIn("nothing of it", value).isEmpty());
}

void TestSecretCanary::everySecretArrives_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < kinds().size(); ++i)
        QTest::newRow(kinds()[i].slug) << i;
}

/// Drafted, tried in every step, published: shown without the secret, and sent with it.
void TestSecretCanary::everySecretArrives()
{
    QFETCH(int, index);
    const Kind &kind = kinds()[index];
    const Value document = documentOf(kind, m_buyer->url());
    const QString slug = QString::fromLatin1(kind.slug);
    VERIFY_OK(wait(market().saveIntegrationDraft(slug, document, 0)));
    auto compiled = domain::Integration::fromValue(document);
    VERIFY_OK(compiled);
    const auto names = (*compiled)->secretNames();
    for (const QByteArray &name : kind.arriving + kind.computing)
        QVERIFY2(std::find(names.begin(), names.end(), name.toStdString()) != names.end(), name.constData());
    const auto arrivedBefore = m_buyer->journal().size();
    for (const bool accepts : {true, false}) {
        m_accepts = accepts;
        for (StepKind step : {StepKind::Auth, StepKind::Ping, StepKind::Post}) {
            if (!(*compiled)->hasStep(step))
                continue;
            market::TestCall call;
            call.document = document;
            call.step = step;
            call.lead = {{"first_name", "Maria"}, {"state", "TX"}};
            call.time = *fromIso8601("2026-05-12T14:30:01Z");
            auto shown = wait(market().sendTest(call));
            VERIFY_OK(shown);
            QVERIFY2(!shown->failure, shown->failure ? shown->failure->message.c_str() : "");
            m_shown += QByteArray::fromStdString(domain::toWireText(shown->request));
            if (shown->challenged)
                m_shown += QByteArray::fromStdString(domain::toWireText(shown->challenged->first) +
                                                     shown->challenged->second.body);
            // the editor reads the token out of the auth step's answer; it is no secret of ours
            if (step != StepKind::Auth) {
                m_shown += QByteArray::fromStdString(shown->response->body);
                for (const auto &[name, value] : shown->response->headers)
                    m_shown += QByteArray::fromStdString(name + ": " + value + "\n");
            }
            // the preview
            domain::RenderInput input;
            input.lead = &call.lead;
            input.time = call.time;
            const std::map<std::string, std::string> carried{{"access_token", "t"}};
            input.carried = &carried;
            const domain::Explanation preview = (*compiled)->explain(step, input);
            m_shown += QByteArray::fromStdString(domain::toWireText(preview.request));
            // a request that cannot be made says why without saying the secret
            call.lead.append("state", std::string("TX\r\nX-Evil: 1"));
        }
    }
    QByteArray arrived;
    const auto journal = m_buyer->journal();
    for (std::size_t i = arrivedBefore; i < journal.size(); ++i)
        arrived += raw(journal[i]);
    for (const QByteArray &name : kind.arriving)
        QVERIFY2(!seenIn(arrived, m_secrets[name]).isEmpty(),
                 (name + " did not arrive:\n" + arrived).constData());
    for (const QByteArray &name : kind.computing)
        if (name != "session") // a header of SigV4 that is sent as it is
            QVERIFY2(seenIn(arrived, m_secrets[name]).isEmpty(), (name + " was sent as it is").constData());
    auto published = wait(market().publishIntegration(document, 0, {}, QStringLiteral("maria")));
    if (!published) { // what lint refuses may still be imported
        auto whole = market().snapshot()->document();
        whole.integrations.push_back(document);
        m_bench->publish(whole);
    }
    VERIFY_OK(wait(market().saveIntegrationDraft(slug, document, 1)));
}

/// A lead through all of them, bought by nobody and then by one.
void TestSecretCanary::theEngineSendsThem()
{
    auto whole = market().snapshot()->document();
    whole.buyers.clear();
    whole.trees[0].root.children.clear();
    for (const Kind &kind : kinds()) {
        domain::Buyer buyer;
        buyer.slug = std::string("b-") + kind.slug;
        whole.buyers.push_back(buyer);
        domain::Channel channel;
        channel.slug = kind.slug;
        channel.buyer = buyer.slug;
        channel.integration = kind.slug;
        whole.trees[0].root.children.push_back({channel});
    }
    whole.trees[0].root.logic = domain::GroupLogic::Auction;
    whole.sources[0].repeatWindowSeconds = 0;
    whole.sources[0].budget = std::chrono::seconds(60);
    m_bench->publish(whole);
    for (const bool accepts : {false, true}) {
        m_accepts = accepts;
        const auto arrivedBefore = m_buyer->journal().size();
        const exchange::IntakeAnswer told = m_bench->route();
        QCOMPARE(told.state, accepts ? domain::LeadState::Sold : domain::LeadState::Unsold);
        m_leads.push_back(told.leadId);
        QByteArray arrived;
        const auto journal = m_buyer->journal();
        for (std::size_t i = arrivedBefore; i < journal.size(); ++i)
            arrived += raw(journal[i]);
        for (const Kind &kind : kinds())
            for (const QByteArray &name : kind.arriving)
                if (!QByteArray(kind.slug).startsWith("oauth") || !accepts) // the token is asked for once
                    QVERIFY2(!seenIn(arrived, m_secrets[name]).isEmpty(), name.constData());
        m_shown += QByteArray::fromStdString(told.stored.body);
        for (const bool revealed : {false, true}) {
            auto trace = wait(market().trace(told.leadId, revealed));
            VERIFY_OK(trace);
            QVERIFY(trace->attempts.size() >= kinds().size());
            for (const auto &attempt : trace->attempts)
                m_shown +=
                    (attempt.request + attempt.response + attempt.reason + attempt.rule).toUtf8() + '\n';
            for (const auto &event : trace->events)
                m_shown += event.text.toUtf8() + '\n';
            m_shown += (trace->sentence + trace->sentenceRest).toUtf8();
        }
    }
    QVERIFY(m_shown.contains("{{body}}"));
}

void TestSecretCanary::nobodyElseSeesThem()
{
    for (const auto &[name, value] : m_secrets)
        VERIFY_OK(wait(market().storedSecrets({QString::fromUtf8(name)})));
    // exports: the market's document and the integrations' own
    QByteArray exported = QByteArray::fromStdString(domain::toJson(market().snapshot()->document()));
    for (const Kind &kind : kinds()) {
        auto draft = wait(market().integrationDraft(QString::fromLatin1(kind.slug)));
        VERIFY_OK(draft);
        exported += QByteArray::fromStdString(domain::writeJsonPretty(draft->document));
        auto version = wait(market().integrationVersion(QString::fromLatin1(kind.slug), 1));
        VERIFY_OK(version);
        exported += QByteArray::fromStdString(domain::writeJsonPretty(*version));
    }
    QVERIFY(exported.contains("\"secret\": \"body\"") || exported.contains("\"secret\":\"body\""));
    const QByteArray database = dumped(m_cluster, m_bench->uri);
    QVERIFY(database.contains("soapdigest"));
    m_bench->market->stop(); // everything is written now
    QVERIFY(QTest::qWaitFor([this] { return market().phase() == market::MarketPhase::Stopped; }, 60'000));
    const QByteArray log = m_log->text();
    const QByteArray files = contentsOf(m_bench->dir.path());
    QVERIFY(!files.isEmpty()); // the sealed secrets
    std::map<QByteArray, QByteArray> sought = m_secrets;
    sought["what they were exchanged for"] = "cAn4ry-token-0123456789";
    sought.erase("client-certificate"); // goes to whoever connects
    // of the key each line
    const QByteArray key = sought["client-key"];
    sought.erase("client-key");
    int line = 0;
    for (const QByteArray &one : key.split('\n'))
        if (one.size() > 40)
            sought["line " + QByteArray::number(++line) + " of the client's key"] = one;
    QVERIFY(line > 3);
    for (const auto &[where, text] : std::map<QByteArray, QByteArray>{{"shown", m_shown},
                                                                      {"exported", exported},
                                                                      {"database", database},
                                                                      {"log", log},
                                                                      {"files", files}}) {
        for (const auto &[name, value] : sought) {
            const QByteArray form = seenIn(text, value);
            QVERIFY2(form.isEmpty(), (where + " shows " + name + " as " + form + ": " +
                                      text.mid(std::max(0, int(text.indexOf(form)) - 200), 400))
                                         .constData());
        }
    }
}

QTEST_GUILESS_MAIN(TestSecretCanary)
#include "tst_secretcanary.moc"
