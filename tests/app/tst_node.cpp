// The main job from outside: a real node process with its private PostgreSQL, eight simulated buyers over
// HTTP, leads over HTTP, and psql as the witness.
#include "app/nodeprocess.h"
#include <QCryptographicHash>
#include <QJsonArray>
#include <QRegularExpression>

using namespace bourse::test;

class TestNode : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void seedLeadIsAnsweredAsPublished();
    void formAndXmlAreTheSameLead();
    void answersInXml();
    void idempotencyKeyReplaysByteForByte();
    void repeatedPayloadIsADuplicate();
    void testLeadIsNeverSold();
    void badInput_data();
    void badInput();
    void allMissingFieldsAreNamedAtOnce();
    void keysAndPaths();
    void statusOfALead();
    void trafficEndsInFinalStatesAndTotalsAgree();
    void exportImportChangesNothing();
    void secondInstanceHarmsNobody();
    void deadDatabaseIsStartedAgain();
    void nothingIsLostWhenKilled();
    void importFillsAnEmptyNode();
    void importRefusesProblems();
    void interpretComparesWithTheLead();
    void lookupsHaveNames();

  private:
    QByteArray uniqueLead(int n) const;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<NodeProcess> m_node;
};

QByteArray TestNode::uniqueLead(int n) const
{
    return seedLead().replace("maria@example.com", "maria" + QByteArray::number(n) + "@example.com");
}

void TestNode::initTestCase()
{
    m_dir = openTemporaryDir();
    m_node = std::make_unique<NodeProcess>(m_dir->path());
    QVERIFY(
        m_node->start({QStringLiteral("--demo"), QStringLiteral("--demo-rate"), QStringLiteral("0"),
                       QStringLiteral("--demo-faulty"), QStringLiteral("--demo-journal"), m_dir->path()}));
    QVERIFY(!m_node->key().isEmpty());
}

void TestNode::seedLeadIsAnsweredAsPublished()
{
    const HttpAnswer answer = m_node->post(seedLead(), "application/json", {{"Idempotency-Key", "seed-1"}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
    const QJsonObject json = answer.json();
    for (const char *key :
         {"lead_id", "status", "score", "buyer_id", "price", "routing_decision", "deduped", "created_at"})
        QVERIFY2(json.contains(QLatin1String(key)), key);
    QVERIFY(json[QStringLiteral("lead_id")].toString().startsWith(QStringLiteral("ld_")));
    QVERIFY(json[QStringLiteral("score")].isNull());
    QCOMPARE(json[QStringLiteral("deduped")].toBool(true), false);
    const QString status = json[QStringLiteral("status")].toString();
    QVERIFY2(QStringList({QStringLiteral("accepted"), QStringLiteral("unsold"), QStringLiteral("unknown")})
                 .contains(status),
             answer.body.constData());
    if (status == QStringLiteral("accepted")) {
        QVERIFY(json[QStringLiteral("price")].isDouble());
        // two decimals on the wire, as in the published example
        QVERIFY(QRegularExpression(QStringLiteral("\"price\":\\d+\\.\\d{2,}"))
                    .match(QString::fromUtf8(answer.body))
                    .hasMatch());
    }
    const QString stored = m_node->query(QStringLiteral("select count(*) from bourse.lead where id = '%1'")
                                             .arg(json[QStringLiteral("lead_id")].toString().mid(3)));
    QCOMPARE(stored, QStringLiteral("1"));
}

void TestNode::formAndXmlAreTheSameLead()
{
    const QByteArray form =
        "first_name=Maria&last_name=Garcia&phone=%2B15551234567&email=form%40example.com&state=TX"
        "&case_type=auto_accident&injury_severity=moderate&accident_date=2026-05-02&source=google_ads"
        "&campaign_id=camp_12345&consent_timestamp=2026-05-12T14%3A30%3A00Z&ip_address=192.168.1.1";
    HttpAnswer answer = m_node->post(form, "application/x-www-form-urlencoded");
    QVERIFY2(answer.status == 200, answer.body.constData());
    const QByteArray xml =
        "<?xml version=\"1.0\"?><lead><first_name>Maria</first_name><last_name>Garcia</last_name>"
        "<phone>+15551234567</phone><email>xml@example.com</email><state>TX</state>"
        "<case_type>auto_accident</case_type><injury_severity>moderate</injury_severity>"
        "<accident_date>2026-05-02</accident_date><source>google_ads</source>"
        "<campaign_id>camp_12345</campaign_id><consent_timestamp>2026-05-12T14:30:00Z</consent_timestamp>"
        "<ip_address>192.168.1.1</ip_address></lead>";
    answer = m_node->post(xml, "application/xml");
    QVERIFY2(answer.status == 200, answer.body.constData());
}

void TestNode::answersInXml()
{
    const HttpAnswer answer =
        m_node->post(uniqueLead(1), "application/json", {{"Accept", "application/xml"}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/xml"));
    QVERIFY(answer.body.contains("<lead_id>ld_"));
}

void TestNode::idempotencyKeyReplaysByteForByte()
{
    const HttpAnswer first =
        m_node->post(uniqueLead(2), "application/json", {{"Idempotency-Key", "\"again-1\""}});
    QCOMPARE(first.status, 200);
    const HttpAnswer second =
        m_node->post(uniqueLead(2), "application/json", {{"Idempotency-Key", "again-1"}});
    QCOMPARE(second.status, 200);
    QCOMPARE(second.body, first.body);
    const HttpAnswer other =
        m_node->post(uniqueLead(3), "application/json", {{"Idempotency-Key", "again-1"}});
    QCOMPARE(other.status, 422);
    QCOMPARE(other.json()[QStringLiteral("code")].toString(), QStringLiteral("idempotency_key_reused"));
    const HttpAnswer tooLong =
        m_node->post(uniqueLead(3), "application/json", {{"Idempotency-Key", QByteArray(256, 'k')}});
    QCOMPARE(tooLong.status, 400);
}

void TestNode::repeatedPayloadIsADuplicate()
{
    const HttpAnswer first = m_node->post(uniqueLead(4));
    QCOMPARE(first.status, 200);
    const HttpAnswer second = m_node->post(uniqueLead(4));
    QCOMPARE(second.status, 200);
    QCOMPARE(second.json()[QStringLiteral("status")].toString(), QStringLiteral("duplicate"));
    QCOMPARE(second.json()[QStringLiteral("deduped")].toBool(), true);
    QCOMPARE(second.json()[QStringLiteral("original_lead_id")], first.json()[QStringLiteral("lead_id")]);
}

void TestNode::testLeadIsNeverSold()
{
    const HttpAnswer answer = m_node->post(uniqueLead(5), "application/json", {}, "/v1/leads?test=1");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()[QStringLiteral("routing_decision")].toString(), QStringLiteral("test_lead"));
    const QString id = answer.json()[QStringLiteral("lead_id")].toString().mid(3);
    QCOMPARE(
        m_node->query(QStringLiteral("select count(*) from bourse.attempt where lead_id = '%1'").arg(id)),
        QStringLiteral("0"));
}

void TestNode::badInput_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QByteArray json = "application/json";
    auto with = [](const char *from, const QByteArray &to) {
        return seedLead().replace(from, to);
    };
    QTest::newRow("malformed JSON") << QByteArray("{\"a\":") << json << 400 << QStringLiteral("invalid_json");
    QTest::newRow("JSON array") << QByteArray("[1]") << json << 400 << QStringLiteral("not_an_object");
    QTest::newRow("duplicate key") << QByteArray("{\"a\":1,\"a\":2}") << json << 400
                                   << QStringLiteral("duplicate_key");
    QTest::newRow("malformed XML") << QByteArray("<lead><a></lead>") << QByteArray("text/xml") << 400
                                   << QStringLiteral("invalid_xml");
    QTest::newRow("doctype") << QByteArray("<!DOCTYPE x [<!ENTITY e \"v\">]><lead><a>&e;</a></lead>")
                             << QByteArray("text/xml") << 400 << QStringLiteral("doctype_refused");
    QTest::newRow("broken form") << QByteArray("a=%zz") << QByteArray("application/x-www-form-urlencoded")
                                 << 400 << QStringLiteral("invalid_form");
    QTest::newRow("content type") << seedLead() << QByteArray("application/pdf") << 415
                                  << QStringLiteral("unsupported_content_type");
    QTest::newRow("empty body") << QByteArray() << json << 400 << QStringLiteral("empty_body");
    QTest::newRow("NUL byte") << with("Garcia", "Gar\\u0000cia") << json << 400 << QStringLiteral();
    QTest::newRow("invalid UTF-8") << with("Garcia", "Gar\xff\xfe") << json << 400
                                   << QStringLiteral("invalid_json");
    QTest::newRow("phone") << with("+15551234567", "12") << json << 422 << QStringLiteral("invalid_lead");
    QTest::newRow("wrong type") << with("\"Maria\"", "{\"x\":[1]}") << json << 422
                                << QStringLiteral("invalid_lead");
    QTest::newRow("date without a day")
        << with("2026-05-02", "2026-05") << json << 422 << QStringLiteral("invalid_lead");
    QTest::newRow("time without a clock")
        << with("2026-05-12T14:30:00Z", "soon") << json << 422 << QStringLiteral("invalid_lead");
    QTest::newRow("enum") << with("auto_accident", "moon_landing") << json << 422
                          << QStringLiteral("invalid_lead");
    QTest::newRow("state") << with("\"TX\"", "\"ZZ\"") << json << 422 << QStringLiteral("invalid_lead");
    QTest::newRow("deep JSON") << QByteArray(200, '[') + QByteArray(200, ']') << json << 400
                               << QStringLiteral("too_deep");
    QTest::newRow("too large") << QByteArray("{\"a\":\"") + QByteArray((1 << 20) + 10, 'x') + "\"}" << json
                               << 413 << QStringLiteral();
}

void TestNode::badInput()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    QFETCH(QString, code);
    const HttpAnswer answer = m_node->post(body, type);
    QVERIFY2(answer.status >= 400 && answer.status < 500, answer.body.constData());
    // a NUL may be refused by the reader or by the schema
    if (QByteArray(QTest::currentDataTag()) != "NUL byte")
        QCOMPARE(answer.status, status);
    QVERIFY(!answer.json()[QStringLiteral("code")].toString().isEmpty());
    if (!code.isEmpty())
        QCOMPARE(answer.json()[QStringLiteral("code")].toString(), code);
}

void TestNode::allMissingFieldsAreNamedAtOnce()
{
    const HttpAnswer answer = m_node->post("{\"state\":\"TX\"}");
    QCOMPARE(answer.status, 422);
    const QJsonArray errors = answer.json()[QStringLiteral("errors")].toArray();
    QVERIFY(errors.size() >= 3);
    QStringList fields;
    for (const QJsonValue &error : errors) {
        fields << error[QStringLiteral("field")].toString();
        QCOMPARE(error[QStringLiteral("code")].toString(), QStringLiteral("required"));
        QVERIFY(!error[QStringLiteral("rule")].toString().isEmpty());
        QVERIFY(!error[QStringLiteral("message")].toString().isEmpty());
    }
    QVERIFY(fields.contains(QStringLiteral("phone")));
    QVERIFY(fields.contains(QStringLiteral("first_name")));
}

void TestNode::keysAndPaths()
{
    const QUrl url = m_node->url();
    using Pairs = QList<QPair<QByteArray, QByteArray>>;
    auto code = [](const HttpAnswer &answer) {
        return answer.json()[QStringLiteral("code")].toString();
    };
    HttpAnswer answer =
        send(url, "POST", "/v1/leads", Pairs{{"Content-Type", "application/json"}}, seedLead());
    QCOMPARE(answer.status, 401);
    QCOMPARE(code(answer), QStringLiteral("missing_key"));
    answer = send(url, "POST", "/v1/leads",
                  Pairs{{"Authorization", "Bearer wrong"}, {"Content-Type", "application/json"}}, seedLead());
    QCOMPARE(answer.status, 401);
    QCOMPARE(code(answer), QStringLiteral("invalid_key"));
    answer = send(url, "DELETE", "/v1/leads", {});
    QCOMPARE(answer.status, 405);
    QCOMPARE(answer.header("Allow"), QByteArray("POST"));
    answer = send(url, "GET", "/nowhere", {});
    QCOMPARE(answer.status, 404);
    QCOMPARE(code(answer), QStringLiteral("unknown_path"));
    answer = m_node->post(seedLead(), "application/json", {}, "/v1/sources/nobody/leads");
    QCOMPARE(answer.status, 404);
    QCOMPARE(code(answer), QStringLiteral("unknown_source"));
    answer = exchangeBytes(url, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    QCOMPARE(answer.status, 400);
}

void TestNode::statusOfALead()
{
    const HttpAnswer posted = m_node->post(uniqueLead(6));
    QCOMPARE(posted.status, 200);
    const QByteArray id = posted.json()[QStringLiteral("lead_id")].toString().toUtf8();
    const HttpAnswer got =
        send(m_node->url(), "GET", "/v1/leads/" + id, {{"Authorization", "Bearer " + m_node->key()}});
    QVERIFY2(got.status == 200, got.body.constData());
    QCOMPARE(got.json()[QStringLiteral("status")], posted.json()[QStringLiteral("status")]);
    QCOMPARE(got.json()[QStringLiteral("buyer_id")], posted.json()[QStringLiteral("buyer_id")]);
    const HttpAnswer none = send(m_node->url(), "GET", "/v1/leads/ld_00000000-0000-7000-8000-000000000000",
                                 {{"Authorization", "Bearer " + m_node->key()}});
    QCOMPARE(none.status, 404);
}

void TestNode::trafficEndsInFinalStatesAndTotalsAgree()
{
    const qint64 before = m_node->query(QStringLiteral("select count(*) from bourse.lead")).toLongLong();
    QProcess traffic;
    traffic.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                  {QStringLiteral("simulate-traffic"), QStringLiteral("--url"), m_node->url().toString(),
                   QStringLiteral("--key"), QString::fromUtf8(m_node->key()), QStringLiteral("--rate"),
                   QStringLiteral("50"), QStringLiteral("--count"), QStringLiteral("300"),
                   QStringLiteral("--seed"), QStringLiteral("7")});
    QVERIFY(traffic.waitForFinished(60000));
    QCOMPARE(traffic.exitCode(), 0);
    QCOMPARE(m_node->query(QStringLiteral("select count(*) from bourse.lead")).toLongLong() - before, 300);
    QCOMPARE(m_node->query(QStringLiteral("select count(*) from bourse.lead where state not in "
                                          "('sold','unsold','unknown','rejected','duplicate','pending')")),
             QStringLiteral("0"));
    QCOMPARE(m_node->query(QStringLiteral("select count(*) from bourse.lead where coalesce(reason,'') = ''")),
             QStringLiteral("0"));
    QVERIFY(m_node->query(QStringLiteral("select count(*) from bourse.lead where state = 'sold'")).toInt() >
            100);

    // the buyers' own journals are the truth
    qint64 accepted = 0;
    QHash<QString, int> posts;
    const QStringList journals = QDir(m_dir->path()).entryList({QStringLiteral("*.jsonl")});
    QCOMPARE(journals.size(), 8);
    for (const QString &name : journals) {
        QFile file(m_dir->path() + QLatin1Char('/') + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        while (!file.atEnd()) {
            const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
            if (line[QStringLiteral("kind")] != QStringLiteral("post"))
                continue;
            if (line[QStringLiteral("outcome")] == QStringLiteral("accepted"))
                ++accepted;
            const QString body = name + line[QStringLiteral("body_sha256")].toString();
            QVERIFY2(++posts[body] == 1, "a post reached a buyer twice");
        }
    }
    const qint64 sold =
        m_node->query(QStringLiteral("select count(*) from bourse.lead where state = 'sold'")).toLongLong();
    const qint64 unknown =
        m_node->query(QStringLiteral("select count(*) from bourse.lead where state = 'unknown'"))
            .toLongLong();
    QVERIFY2(
        accepted >= sold && accepted <= sold + unknown,
        qPrintable(QStringLiteral("accepted %1, sold %2, unknown %3").arg(accepted).arg(sold).arg(unknown)));
    QCOMPARE(m_node->query(QStringLiteral(
                 "select count(*) from (select lead_id from bourse.attempt where kind = 'post' and "
                 "outcome = 'accepted' group by lead_id having count(*) > 1) x")),
             QStringLiteral("0"));
}

void TestNode::exportImportChangesNothing()
{
    auto run = [&](const QStringList &arguments) {
        QProcess process;
        process.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                      arguments + QStringList{QStringLiteral("--data-dir"), m_dir->path()});
        process.waitForFinished();
        return std::pair(process.exitCode(), process.readAllStandardOutput());
    };
    const auto [code, text] = run({QStringLiteral("export")});
    QCOMPARE(code, 0);
    QVERIFY(text.contains("\"bourse_market\""));
    QFile file(m_dir->path() + QStringLiteral("/market.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const auto [importCode, result] = run({QStringLiteral("import"), file.fileName()});
    QCOMPARE(importCode, 0);
    QCOMPARE(QJsonDocument::fromJson(result).object()[QStringLiteral("changed")].toBool(true), false);
    QCOMPARE(run({QStringLiteral("export")}).second, text);
}

void TestNode::secondInstanceHarmsNobody()
{
    QProcess second;
    second.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                 {QStringLiteral("run"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
                  QStringLiteral("--data-dir"), m_dir->path()});
    QVERIFY(second.waitForFinished(30000));
    QCOMPARE(second.exitCode(), 2);
    QVERIFY(second.readAllStandardError().contains("\"instance_running\""));
    const HttpAnswer answer = m_node->post(uniqueLead(20));
    QVERIFY2(answer.status == 200, answer.body.constData());
}

void TestNode::deadDatabaseIsStartedAgain()
{
    QFile file(m_dir->path() + QStringLiteral("/postgresql/postmaster.pid"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto pid = static_cast<pid_t>(file.readLine().trimmed().toInt());
    QVERIFY(pid > 1);
    QCOMPARE(::kill(pid, SIGKILL), 0);
    // meanwhile a caller may be told to come again, and does
    HttpAnswer answer;
    QElapsedTimer timer;
    timer.start();
    do {
        answer = m_node->post(uniqueLead(21), "application/json", {{"Idempotency-Key", "after-death"}});
        // 409: the lead of an earlier try was written down, and is still being ended
        if (answer.status == 503 || answer.status == 409)
            QVERIFY(!answer.header("Retry-After").isEmpty());
    } while ((answer.status == 503 || answer.status == 409) && timer.elapsed() < 60000);
    // 202: stored, but its budget had gone by; just as durable
    QVERIFY2(answer.status == 200 || answer.status == 202, answer.body.constData());
}

void TestNode::importFillsAnEmptyNode()
{
    auto dir = openTemporaryDir();
    NodeProcess node(dir->path());
    QVERIFY(node.start({}));
    HttpAnswer answer = send(node.url(), "POST", "/v1/leads", {{"Authorization", "Bearer x"}}, "{}");
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.json()[QStringLiteral("code")].toString(), QStringLiteral("no_configuration"));
    QProcess import;
    import.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                 {QStringLiteral("import"), QStringLiteral(BOURSE_SOURCE_DIR "/resources/market/demo.json"),
                  QStringLiteral("--data-dir"), dir->path()});
    QVERIFY(import.waitForFinished(30000));
    QVERIFY2(import.exitCode() == 0, import.readAllStandardError().constData());
    QTRY_COMPARE_WITH_TIMEOUT(
        send(node.url(), "POST", "/v1/leads", {{"Authorization", "Bearer x"}}, "{}").status, 401, 10000);
}

namespace {

struct Ran {
    int code = -1;
    QByteArray out;
    QByteArray err;
};
Ran run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"), arguments);
    if (!process.waitForFinished(60000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QString fileWith(const QTemporaryDir &dir, const char *name, const QByteArray &text)
{
    QFile file(dir.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("a file of the test cannot be written");
    return file.fileName();
}

} // namespace

/// What would stop a publish in the editor stops an import, too, and says where.
void TestNode::importRefusesProblems()
{
    auto dir = openTemporaryDir();
    auto market = [&](const char *ping) {
        return QByteArray(
                   R"({"bourse_market":1,"workspace":{"slug":"lint","currency":"USD","zone":"America/Chicago"},"egress":{"allow":["127.0.0.0/8"]},)"
                   R"("verticals":[{"slug":"solar","label":"Solar","fields":[{"key":"first_name","label":"First name","type":"text","pii":true},{"key":"state","label":"State","type":"state"}]}],)"
                   R"("sources":[],"buyers":[],"trees":[],"integrations":[{"bourse_integration":1,"slug":"acme","endpoints":{"live":{"base_url":"http://127.0.0.1:9"}},"steps":{)"
                   R"("ping":{"body":{"format":"json","rows":[{"target":"a","source":{"field":")") +
               ping +
               R"("}}]},"response":{"rules":[{"id":"yes","when":{"source":{"json":"$.ok"},"op":"exists"},"outcome":"accepted"}]}},)"
               R"("post":{"body":{"format":"json","rows":[{"target":"a","source":{"field":"first_name"}}]},"response":{"rules":[{"id":"yes","when":{"source":{"json":"$.ok"},"op":"exists"},"outcome":"accepted"}]}}}}]})";
    };
    const QStringList place{QStringLiteral("--data-dir"), dir->path()};
    const QString bad = fileWith(*dir, "bad.json", market("first_name"));
    const Ran refused = run(QStringList{QStringLiteral("import"), bad} + place);
    QCOMPARE(refused.code, 2);
    QVERIFY(refused.out.isEmpty());
    const QJsonArray errors = QJsonDocument::fromJson(refused.err.mid(refused.err.indexOf('['))).array();
    QVERIFY2(errors.size() == 1, refused.err.constData());
    const QJsonObject first = errors.first().toObject();
    QCOMPARE(first[QStringLiteral("code")].toString(), QStringLiteral("pii_in_ping"));
    QVERIFY2(first[QStringLiteral("field")].toString().startsWith(
                 QStringLiteral("integrations[0].steps.ping.body.rows[0]")),
             refused.err.constData());
    QVERIFY(first.contains(QStringLiteral("rule")) && !first[QStringLiteral("message")].toString().isEmpty());
    QCOMPARE(run(QStringList{QStringLiteral("export")} + place).code, 2); // nothing was published
    // what is harmless goes in; plain http to an allowed loopback range is
    const QString good = fileWith(*dir, "good.json", market("state"));
    const Ran taken = run(QStringList{QStringLiteral("import"), good} + place);
    QVERIFY2(taken.code == 0, taken.err.constData());
    // the other is another document of the same name, so into a place of its own, knowingly
    auto second = openTemporaryDir();
    const Ran allowed = run({QStringLiteral("import"), bad, QStringLiteral("--allow-problems"),
                             QStringLiteral("--data-dir"), second->path()});
    QVERIFY2(allowed.code == 0, allowed.err.constData());
    // what is published already is not judged again
    const Ran same = run({QStringLiteral("import"), bad, QStringLiteral("--data-dir"), second->path()});
    QVERIFY2(same.code == 0, same.err.constData());
}

void TestNode::interpretComparesWithTheLead()
{
    auto dir = openTemporaryDir();
    const QString document = fileWith(
        *dir, "integration.json",
        R"({"bourse_integration":1,"slug":"hashes","endpoints":{"test":{"base_url":"http://127.0.0.1:9"}},"steps":{"ping":{"response":{"rules":[)"
        R"({"id":"held","outcome":"duplicate","when":{"source":{"json":"$.hashes[*]"},"op":"equals_ci","value":{"source":{"field":"email"},"transforms":[{"do":"hash","algorithm":"md5"}]}}},)"
        R"({"id":"mine","outcome":"pending","when":{"source":{"json":"$.id"},"op":"equals","value":{"source":{"carried":"id"}}}},)"
        R"({"id":"ok","outcome":"accepted"}]}},"post":{"response":{"rules":[{"id":"ok","outcome":"accepted"}]}}}})");
    const QString lead = fileWith(*dir, "lead.json", R"({"email":"maria@example.com"})");
    const QString carried = fileWith(*dir, "carried.json", R"({"id":7})");
    const QString held = fileWith(*dir, "held.txt", R"({"hashes":["00","F8E6A4A2A4D5D6B7"],"id":"7"})");
    const QString hashed = fileWith(
        *dir, "hashed.txt",
        "{\"hashes\":[\"" + QCryptographicHash::hash("maria@example.com", QCryptographicHash::Md5).toHex() +
            "\"],\"id\":\"7\"}");
    const QStringList call{
        QStringLiteral("interpret"), QStringLiteral("--integration"), document,
        QStringLiteral("--step"),    QStringLiteral("ping"),          QStringLiteral("--response")};
    const QStringList withLead{QStringLiteral("--lead"), lead};
    const QStringList withCarried{QStringLiteral("--carried"), carried};
    const auto rule = [&](const QStringList &more) {
        const Ran ran = run(call + more);
        return QJsonDocument::fromJson(ran.out).object()[QStringLiteral("rule")].toString() +
               QString::fromUtf8(ran.err);
    };
    QCOMPARE(rule({hashed}), QStringLiteral("ok")); // nothing to compare with
    QCOMPARE(rule(QStringList{hashed} + withLead), QStringLiteral("held"));
    QCOMPARE(rule(QStringList{hashed} + withCarried), QStringLiteral("mine"));
    QCOMPARE(rule(QStringList{held} + withLead + withCarried), QStringLiteral("mine"));
    const Ran broken =
        run(call + QStringList{held, QStringLiteral("--lead"), carried + QStringLiteral(".none")});
    QCOMPARE(broken.code, 2);
    QVERIFY2(broken.err.contains("file_unreadable"), broken.err.constData());
}

void TestNode::lookupsHaveNames()
{
    auto dir = openTemporaryDir();
    const QString document = fileWith(
        *dir, "integration.json",
        R"({"bourse_integration":1,"slug":"several","endpoints":{"test":{"base_url":"http://127.0.0.1:9"}},"steps":{"lookup":{"path":"/first","response":{"rules":[{"id":"one","outcome":"rejected"}]},)"
        R"("then":[{"name":"dnc","path":"/second","response":{"rules":[{"id":"two","outcome":"accepted"}]}}]}}})");
    const QString lead = fileWith(*dir, "lead.json", R"({"email":"maria@example.com"})");
    const QString answer = fileWith(*dir, "answer.txt", "x");
    const auto step = [&](const char *command, const char *name) {
        QStringList call{QLatin1String(command)};
        call << QStringLiteral("--integration") << document << QStringLiteral("--step") << QLatin1String(name)
             << QStringLiteral("--lead") << lead;
        if (qstrcmp(command, "interpret") == 0)
            call << QStringLiteral("--response") << answer;
        return run(call);
    };
    QVERIFY(step("render", "lookup").out.startsWith("POST http://127.0.0.1:9/first\r\n"));
    QVERIFY(step("render", "lookup:dnc").out.startsWith("POST http://127.0.0.1:9/second\r\n"));
    QVERIFY(step("interpret", "lookup").out.contains("\"one\""));
    QVERIFY(step("interpret", "lookup:dnc").out.contains("\"two\""));
    for (const char *command : {"render", "interpret"}) {
        const Ran none = step(command, "lookup:other");
        QVERIFY(none.code != 0);
        QVERIFY2(none.err.contains("no_such_step"), none.err.constData());
    }
    QVERIFY(step("render", "ping:dnc").err.contains("step"));
}

void TestNode::nothingIsLostWhenKilled()
{
    QProcess traffic;
    traffic.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                  {QStringLiteral("simulate-traffic"), QStringLiteral("--url"), m_node->url().toString(),
                   QStringLiteral("--key"), QString::fromUtf8(m_node->key()), QStringLiteral("--rate"),
                   QStringLiteral("100"), QStringLiteral("--count"), QStringLiteral("400"),
                   QStringLiteral("--seed"), QStringLiteral("8")});
    QVERIFY(traffic.waitForStarted());
    QTest::qWait(1500);
    m_node->killHard();
    traffic.kill();
    traffic.waitForFinished();
    QVERIFY(m_node->start({QStringLiteral("--demo"), QStringLiteral("--demo-rate"), QStringLiteral("0"),
                           QStringLiteral("--demo-journal"), m_dir->path()}));
    QCOMPARE(m_node->query(QStringLiteral("select count(*) from bourse.lead where state in "
                                          "('received','validating','routing','posting')")),
             QStringLiteral("0"));
    QCOMPARE(m_node->query(QStringLiteral("select count(*) from bourse.attempt where outcome = 'sending'")),
             QStringLiteral("0"));
    const HttpAnswer answer = m_node->post(uniqueLead(7));
    QVERIFY2(answer.status == 200, answer.body.constData());
    QVERIFY(m_node->stop());
    QVERIFY2(!m_node->log().contains("maria@example.com") && !m_node->log().contains("5551234567"),
             "PII in the log");
}

QTEST_GUILESS_MAIN(TestNode)
#include "tst_node.moc"
