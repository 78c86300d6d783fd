// Digest authentication (RFC 7616) against a server that demands it and checks it with code of its own: the
// engine and the market's test answer its challenge once, and both sendings are in the lead's history.
#include "market/marketbench.h"
#include <QCryptographicHash>
#include <QRegularExpression>
#include <set>

using namespace bourse;
using namespace bourse::test;
using domain::StepKind;
using domain::Value;

namespace {

/// A buyer that lets nobody in without the right digest; the rules of RFC 7616, section 3.4, written anew.
class DigestBuyer {
  public:
    struct Demands {
        QByteArray algorithm = "MD5"; ///< as in the challenge; empty: not named
        bool qop = true;
        bool alwaysStale = false; ///< a new nonce for each request, and none is ever good
        QByteArray more;          ///< a challenge before it, of another kind
    };
    explicit DigestBuyer(Demands demands)
        : m_demands(std::move(demands)),
          m_buyer([this](const net::HttpRequest &request) { return answer(request); })
    {
    }
    const LoopbackBuyer &buyer() const { return m_buyer; }
    int letIn(const std::string &path) const
    {
        std::lock_guard lock(m_mutex);
        return int(std::count(m_letIn.begin(), m_letIn.end(), path));
    }
    QByteArray problems() const
    {
        std::lock_guard lock(m_mutex);
        return m_problems;
    }

  private:
    static QMap<QByteArray, QByteArray> parameters(const QString &header)
    {
        QMap<QByteArray, QByteArray> out;
        static const QRegularExpression one(QStringLiteral("([a-z]+)=(?:\"([^\"]*)\"|([^, ]*))"));
        for (auto match = one.globalMatch(header); match.hasNext();) {
            const auto found = match.next();
            out.insert(found.captured(1).toUtf8(), (found.captured(2) + found.captured(3)).toUtf8());
        }
        return out;
    }
    QByteArray hash(const QByteArray &text) const
    {
        const bool sha = m_demands.algorithm.toUpper().startsWith("SHA-256");
        return QCryptographicHash::hash(text, sha ? QCryptographicHash::Sha256 : QCryptographicHash::Md5)
            .toHex();
    }
    bool isRight(const net::HttpRequest &request, const std::string &header)
    {
        const auto given = parameters(QString::fromStdString(header));
        const QByteArray target =
            QByteArray::fromStdString(request.path + (request.query.empty() ? "" : "?" + request.query));
        const auto wrong = [this](const QByteArray &what) {
            m_problems += what + "; ";
            return false;
        };
        if (given["username"] != "acme user" || given["realm"] != "leads" || given["opaque"] != "0paque")
            return wrong("user, realm or opaque");
        if (given["uri"] != target)
            return wrong("uri " + given["uri"] + " for " + target);
        if (!m_nonces.contains(given["nonce"]) || m_demands.alwaysStale)
            return wrong("stale nonce");
        QByteArray first = hash("acme user:leads:pass,\"word");
        if (m_demands.algorithm.toLower().endsWith("-sess"))
            first = hash(first + ':' + given["nonce"] + ':' + given["cnonce"]);
        const QByteArray second = hash(QByteArray::fromStdString(request.method) + ':' + target);
        QByteArray expected;
        if (m_demands.qop) {
            if (given["nc"] != "00000001" || given["cnonce"].size() < 16 || given["qop"] != "auth")
                return wrong("nc, cnonce or qop");
            expected = hash(first + ':' + given["nonce"] + ':' + given["nc"] + ':' + given["cnonce"] +
                            ":auth:" + second);
        } else {
            expected = hash(first + ':' + given["nonce"] + ':' + second);
        }
        return given["response"] == expected || wrong("response");
    }
    net::HttpResponse answer(const net::HttpRequest &request)
    {
        std::lock_guard lock(m_mutex);
        const std::string *header = request.header("authorization");
        if (header && header->starts_with("Digest ") && isRight(request, *header)) {
            m_letIn.push_back(request.path);
            return json(200, request.path == "/token"
                                 ? R"({"access_token":"tok-1234567","expires_in":3600})"
                                 : R"({"status":"accepted","price":"12.50","cert":"c-1"})");
        }
        const QByteArray nonce = "n" + QByteArray::number(int(m_nonces.size()) + 1);
        m_nonces.insert(nonce);
        QByteArray challenge = "Digest realm=\"leads\", nonce=\"" + nonce + "\", opaque=\"0paque\"";
        if (m_demands.qop)
            challenge += ", qop=\"auth, auth-int\"";
        if (!m_demands.algorithm.isEmpty())
            challenge += ", algorithm=" + m_demands.algorithm;
        net::HttpResponse refused = json(401, R"({"error":"who are you?"})");
        if (!m_demands.more.isEmpty())
            refused.headers.emplace_back("WWW-Authenticate", m_demands.more.toStdString());
        refused.headers.emplace_back("www-authenticate", challenge.toStdString());
        return refused;
    }

    Demands m_demands;
    mutable std::mutex m_mutex;
    std::set<QByteArray> m_nonces;
    std::vector<std::string> m_letIn;
    QByteArray m_problems;
    LoopbackBuyer m_buyer; // ends before what its handler uses
};

Value document(const std::string &url, const std::string &steps = "", const std::string &rules = "")
{
    const std::string answers =
        R"("response":{"extract":{"price":{"source":{"json":"$.price"}},"carried":{"cert":{"source":{"json":"$.cert"}}}},"rules":[)" +
        rules +
        R"({"id":"yes","when":{"source":{"json":"$.status"},"op":"equals","value":"accepted"},"outcome":"accepted"}]})";
    const std::string step =
        R"("time_limit_ms":20000,"body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}},)"
        R"({"target":"uuid","source":{"computed":"uuid"}}]},)" +
        answers;
    return parsed(
        R"({"bourse_integration":1,"slug":"digest","authentication":{"kind":"digest","user":"acme user",)"
        R"("password":"{{secret.digest-password}}"},"endpoints":{"test":{"base_url":")" +
        url + R"("},"live":{"base_url":")" + url + R"("}},"steps":{)" + steps +
        R"("ping":{"path":"/ping?v=1",)" + step + R"(},"post":{"path":"/post",)" + step + "}}}");
}

/// What happened: "path without/with Authorization".
QStringList arrivals(const LoopbackBuyer &buyer)
{
    QStringList out;
    for (const auto &request : buyer.journal()) {
        const std::string *header = request.header("authorization");
        out << QString::fromStdString(request.path +
                                      (header ? " " + header->substr(0, header->find(' ')) : ""));
    }
    return out;
}

} // namespace

class TestDigest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void algorithms_data();
    void algorithms();
    void unsupportedChallenge();
    void engineAnswersOnce();
    void engineEndsAtASecondRefusal();
    void rulesOfTheDocumentComeFirst();
    void everyStepBeforeThePing();

  private:
    market::TestCall testCall(const Value &document, StepKind step = StepKind::Post);
    Uuid route(const Value &document, exchange::IntakeAnswer &answer);
    QStringList events(const Uuid &lead);

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<MarketBench> m_bench;
    market::Market &market() { return *m_bench->market; }
};

void TestDigest::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_bench = std::make_unique<MarketBench>(m_cluster);
    VERIFY_OK(wait(market().setSecret(QStringLiteral("digest-password"), Secret("pass,\"word"))));
}

void TestDigest::cleanupTestCase()
{
    m_bench.reset();
}

market::TestCall TestDigest::testCall(const Value &document, StepKind step)
{
    market::TestCall call;
    call.document = document;
    call.step = step;
    call.lead = {{"first_name", "Maria"}, {"state", "TX"}};
    call.time = *fromIso8601("2026-05-12T14:30:01Z");
    return call;
}

/// Publishes the document as the only channel's and sends a lead through the engine.
Uuid TestDigest::route(const Value &document, exchange::IntakeAnswer &answer)
{
    auto whole = market().snapshot()->document();
    whole.integrations = {document};
    domain::Channel channel;
    channel.slug = "acme_main";
    channel.buyer = "acme";
    channel.integration = "digest";
    whole.trees[0].root.children = {{channel}};
    whole.sources[0].repeatWindowSeconds = 0;
    whole.sources[0].budget = std::chrono::seconds(30);
    m_bench->publish(whole);
    answer = m_bench->route();
    return answer.leadId;
}

QStringList TestDigest::events(const Uuid &lead)
{
    auto trace = wait(market().trace(lead));
    QStringList out;
    if (trace)
        for (const auto &event : trace->events)
            out << event.text;
    return out;
}

void TestDigest::algorithms_data()
{
    QTest::addColumn<QByteArray>("algorithm");
    QTest::addColumn<bool>("qop");
    QTest::addColumn<QByteArray>("more");
    for (const char *algorithm : {"", "MD5", "MD5-sess", "SHA-256", "SHA-256-sess"})
        QTest::addRow("%s with qop", algorithm) << QByteArray(algorithm) << true << QByteArray();
    QTest::newRow("RFC 2069") << QByteArray() << false << QByteArray();
    QTest::newRow("after another kind")
        << QByteArray("SHA-256") << true << QByteArray("Basic realm=\"leads\"");
}

void TestDigest::algorithms()
{
    QFETCH(QByteArray, algorithm);
    QFETCH(bool, qop);
    QFETCH(QByteArray, more);
    DigestBuyer server({algorithm, qop, false, more});
    for (StepKind step : {StepKind::Ping, StepKind::Post}) {
        auto shown = wait(market().sendTest(testCall(document(server.buyer().url()), step)));
        VERIFY_OK(shown);
        QVERIFY2(!shown->failure, (shown->failure ? shown->failure->message : "").c_str());
        QVERIFY2(server.problems().isEmpty(), server.problems().constData());
        QCOMPARE(shown->response->status, 200);
        // both sendings are shown, and they differ in who sends alone
        QVERIFY(shown->challenged);
        QCOMPARE(shown->challenged->second.status, 401);
        QVERIFY(!domain::findHeader(shown->challenged->first.headers, "Authorization"));
        QVERIFY(domain::findHeader(shown->request.headers, "Authorization"));
        QCOMPARE(shown->challenged->first.body, shown->request.body);
        QCOMPARE(shown->challenged->first.headers.size() + 1, shown->request.headers.size());
        QVERIFY(shown->totalUs > 0);
    }
    QCOMPARE(arrivals(server.buyer()),
             (QStringList{QStringLiteral("/ping"), QStringLiteral("/ping Digest"), QStringLiteral("/post"),
                          QStringLiteral("/post Digest")}));
}

void TestDigest::unsupportedChallenge()
{
    DigestBuyer server({"SHA-512-256", true, false, {}});
    auto shown = wait(market().sendTest(testCall(document(server.buyer().url()))));
    VERIFY_OK(shown);
    QVERIFY(shown->failure);
    QCOMPARE(shown->failure->code, std::string("unsupported_challenge"));
    QCOMPARE(shown->response->status, 401);
    QVERIFY(!shown->challenged);
    QCOMPARE(arrivals(server.buyer()), QStringList{QStringLiteral("/post")});
    exchange::IntakeAnswer answer;
    const Uuid lead = route(document(server.buyer().url()), answer);
    QCOMPARE(answer.state, domain::LeadState::Unsold);
    QVERIFY2(events(lead).join(QLatin1Char('\n')).contains(QStringLiteral("could not be answered")),
             qPrintable(events(lead).join(QLatin1Char('\n'))));
}

void TestDigest::engineAnswersOnce()
{
    DigestBuyer server({"SHA-256", true, false, {}});
    exchange::IntakeAnswer answer;
    const Uuid lead = route(document(server.buyer().url()), answer);
    QVERIFY2(server.problems().isEmpty(), server.problems().constData());
    QCOMPARE(answer.state, domain::LeadState::Sold);
    QCOMPARE(arrivals(server.buyer()),
             (QStringList{QStringLiteral("/ping"), QStringLiteral("/ping Digest"), QStringLiteral("/post"),
                          QStringLiteral("/post Digest")}));
    QCOMPARE(server.letIn("/post"), 1); // sold once
    // one attempt with one reservation, and both sendings in the history
    const std::string where = " WHERE lead_id = '" + lead.toString() + "'";
    QCOMPARE(m_bench->value(
                 "SELECT string_agg(kind || ' ' || outcome, ', ' ORDER BY kind) FROM bourse.attempt" + where),
             std::string("ping bid, post accepted"));
    QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.lead_event" + where + " AND kind = 'challenge'"),
             std::string("2"));
    const QString told = events(lead).join(QLatin1Char('\n'));
    QVERIFY2(
        told.contains(QStringLiteral("acme_main asked who sends the ping (HTTP 401); it was sent again")),
        qPrintable(told));
    QVERIFY2(
        told.contains(QStringLiteral("acme_main asked who sends the post (HTTP 401); it was sent again")),
        qPrintable(told));
    auto trace = wait(market().trace(lead, true));
    VERIFY_OK(trace);
    int seen = 0;
    for (const auto &attempt : trace->attempts) {
        if (attempt.kind != market::TraceAttempt::Kind::Ping &&
            attempt.kind != market::TraceAttempt::Kind::Post)
            continue;
        ++seen;
        QVERIFY(attempt.request.contains(QStringLiteral("Authorization: Digest ")));
        QVERIFY(!attempt.request.contains(QStringLiteral("pass,")));
    }
    QCOMPARE(seen, 2);
}

void TestDigest::engineEndsAtASecondRefusal()
{
    DigestBuyer server({"MD5", true, true, {}});
    // the post alone is refused: a ping without authentication
    Value direct = document(server.buyer().url());
    direct.asObject()->find("steps")->asObject()->remove("ping");
    auto whole = market().snapshot()->document();
    auto shown = wait(market().sendTest(testCall(direct)));
    VERIFY_OK(shown);
    QVERIFY(shown->failure);
    QCOMPARE(shown->failure->code, std::string("auth_failed"));
    QCOMPARE(shown->response->status, 401);
    QVERIFY(shown->challenged);
    QCOMPARE(server.buyer().journal().size(), std::size_t(2));

    exchange::IntakeAnswer answer;
    const Uuid pinged = route(document(server.buyer().url()), answer);
    QCOMPARE(answer.state, domain::LeadState::Unsold);
    QCOMPARE(server.buyer().journal().size(), std::size_t(4)); // the ping twice, never a third time
    QCOMPARE(m_bench->value("SELECT outcome || ' ' || reason FROM bourse.attempt WHERE lead_id = '" +
                            pinged.toString() + "'"),
             std::string("error auth_failed"));

    // a post that is refused twice was not taken: an error, not an unknown fate, and nothing stays reserved
    whole = market().snapshot()->document();
    whole.integrations = {direct};
    auto &channel = std::get<domain::Channel>(whole.trees[0].root.children[0].node);
    channel.price.kind = domain::PriceKind::Fixed;
    channel.price.fixed = *Money::parse("10.00", Currency::usd());
    m_bench->publish(whole);
    answer = m_bench->route();
    QCOMPARE(answer.state, domain::LeadState::Unsold);
    QCOMPARE(server.buyer().journal().size(), std::size_t(6));
    QCOMPARE(server.letIn("/post"), 0);
    QCOMPARE(m_bench->value(
                 "SELECT kind || ' ' || outcome || ' ' || reason FROM bourse.attempt WHERE lead_id = '" +
                 answer.leadId.toString() + "'"),
             std::string("post error auth_failed"));
}

void TestDigest::rulesOfTheDocumentComeFirst()
{
    DigestBuyer server({"MD5", true, true, {}});
    const std::string rule =
        R"({"id":"closed","when":{"source":{"http":"status"},"op":"equals","value":401},"outcome":"capped"},)";
    exchange::IntakeAnswer answer;
    const Uuid lead = route(document(server.buyer().url(), "", rule), answer);
    QCOMPARE(m_bench->value("SELECT outcome || ' ' || rule FROM bourse.attempt WHERE lead_id = '" +
                            lead.toString() + "'"),
             std::string("capped closed"));
    QCOMPARE(server.buyer().journal().size(), std::size_t(2));
}

void TestDigest::everyStepBeforeThePing()
{
    DigestBuyer server({"SHA-256", true, false, {}});
    const std::string steps =
        R"("auth":{"authentication":{"kind":"digest","user":"acme user","password":"{{secret.digest-password}}"},"path":"/token",)"
        R"("time_limit_ms":20000,"response":{"extract":{"carried":{"token":{"source":{"json":"$.access_token"}},"expires_in":{"source":{"json":"$.expires_in"}}}},)"
        R"("rules":[{"id":"ok","when":{"source":{"json":"$.access_token"},"op":"exists"},"outcome":"accepted"}]}},)"
        R"("lookup":{"path":"/lookup","time_limit_ms":20000,"response":{"extract":{"carried":{"cert":{"source":{"json":"$.cert"}}}},)"
        R"("rules":[{"id":"ok","when":{"source":{"json":"$.cert"},"op":"exists"},"outcome":"accepted"}]}},)";
    exchange::IntakeAnswer answer;
    const Uuid lead = route(document(server.buyer().url(), steps), answer);
    QVERIFY2(server.problems().isEmpty(), server.problems().constData());
    QCOMPARE(answer.state, domain::LeadState::Sold);
    QStringList expected;
    for (const char *path : {"/token", "/lookup", "/ping", "/post"})
        expected << QString::fromLatin1(path) << QString::fromLatin1(path) + QStringLiteral(" Digest");
    QCOMPARE(arrivals(server.buyer()), expected);
    QCOMPARE(
        m_bench->value("SELECT count(*) FROM bourse.lead_event WHERE kind = 'challenge' AND lead_id = '" +
                       lead.toString() + "'"),
        std::string("3"));
    // and in a test, the auth step first
    Value other = document(server.buyer().url(), steps);
    other.asObject()->set("label", "Other");
    auto shown = wait(market().sendTest(testCall(other)));
    VERIFY_OK(shown);
    QVERIFY2(!shown->failure, (shown->failure ? shown->failure->message : "").c_str());
    QCOMPARE(server.letIn("/token"), 2);
    QCOMPARE(server.letIn("/post"), 2);
}

QTEST_GUILESS_MAIN(TestDigest)
#include "tst_digest.moc"
