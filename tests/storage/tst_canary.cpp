// Privacy and tenancy: no PII in a dump, nothing of another workspace, nothing rewritten in append-only
// tables.
#include "domain/lead/sealing.h"
#include "marketfixture.h"
#include "storage/cluster_parts.h"
#include "storage/connection.h"
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;
using exchange::AttemptKind;

class TestCanary : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void dumpShowsNoPii();
    void eraseByDestroyingTheKey();
    void everyTenantTableIsGuarded();
    void otherWorkspaceSeesNothing();
    void otherWorkspaceWritesNothing();
    void appendOnly_data();
    void appendOnly();
    void ownerCannotRewriteEither();

  private:
    Result<Connection> appSession(const std::string &workspace);
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<Market> m_market;
    Uuid m_lead;
};

// values that occur nowhere else
static const char *canaries[] = {"Zephyrine",           "zephyrine.quokka@canary.example",
                                 "+15125550199",        "5125550199",
                                 "(512) 555-0199",      "Quokka Lane 77",
                                 "sekret unknown value"};

void TestCanary::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_market = std::make_unique<Market>(m_cluster);
    QVERIFY2(m_market->problem.empty(), m_market->problem.c_str());
    Writer writer(m_market->options, m_market->executor);
    VERIFY_OK(writer.start());
    auto lead = m_market->lead();
    m_lead = lead.leadId;
    lead.fields = {{"first_name", canaries[0]},   {"email", canaries[1]},
                   {"phone", canaries[2]},        {"state", "TX"},
                   {"incident", "auto_accident"}, {"certificate", "https://cert.trustedform.com/abc"},
                   {"street", canaries[5]},       {"remark", canaries[6]}};
    lead.raw = {{"phone", canaries[4]}};
    lead.idempotency =
        exchange::IdempotencyClaim{"k1", "POST /v1/leads", canaries[1], domain::sha256(canaries[0])};
    lead.repeatHash = domain::sha256("payload");
    lead.repeatWindowSeconds = 60;
    VERIFY_OK(m_market->executor.wait(writer.receive(lead)));

    std::string everything;
    for (const char *canary : canaries)
        everything += std::string(canary) + "&";
    auto bids = m_market->entry(m_lead, LeadState::Routing);
    auto ping = m_market->attempt(AttemptKind::Ping, AttemptOutcome::NoBid, "beta");
    ping.requestText = everything;
    ping.responseText = "you sent " + everything;
    ping.reason = {"buyer_rejected", "we know " + std::string(canaries[1]) + " and " + canaries[3]};
    ping.externalId = "ref-" + std::string(canaries[3]);
    bids.pings.push_back(ping);
    bids.events[0].detail = "{\"echo\":\"" + std::string(canaries[0]) + "\"}";
    bids.reason.detail = canaries[5];
    VERIFY_OK(m_market->executor.wait(writer.record(bids)));
    auto post = m_market->post(m_lead, 31'000'000);
    post.attempt.requestText = everything;
    QVERIFY(m_market->executor.wait(writer.reserve(post))->granted);
    auto sold = m_market->sold(post);
    sold.post->responseText = everything;
    sold.post->externalId = canaries[1]; // a buyer that knows people by their address
    sold.answer = exchange::StoredAnswer{200, "application/json", "{\"name\":\"" + everything + "\"}"};
    VERIFY_OK(m_market->executor.wait(writer.record(sold)));
}

void TestCanary::dumpShowsNoPii()
{
    const auto programs = findServerPrograms();
    QVERIFY(!programs.empty());
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("dump.sql"));
    QProcess dump;
    dump.start(
        QString::fromStdString(programs.front().folder + "/pg_dump"),
        {QStringLiteral("--dbname=") + QString::fromStdString(m_cluster.superuserUri(m_market->options.uri)),
         QStringLiteral("--file=") + file});
    QVERIFY(dump.waitForFinished(60'000));
    QVERIFY2(dump.exitCode() == 0, dump.readAllStandardError().constData());
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QVERIFY(text.contains("auto_accident"));           // what is not PII stands in clear …
    QVERIFY(text.contains(m_lead.toString().c_str())); // … and the dump holds this lead
    const QByteArray small = text.toLower();
    for (const char *canary : canaries) {
        const QByteArray value = QByteArray(canary).toLower();
        QVERIFY2(!small.contains(value), canary);
        QVERIFY2(!small.contains(value.toHex()), canary);
        QVERIFY2(!small.contains(value.toBase64().toLower()), canary);
        const QByteArray hash = QByteArray::fromStdString(domain::toHex(domain::sha256(canary)));
        QVERIFY2(!small.contains(hash), canary);
    }
    // and yet all of it is there for those who hold the key
    Reader reader(m_market->options);
    auto lead = reader.lead(m_market->workspace, m_lead, true);
    VERIFY_OK(lead);
    QCOMPARE(*lead->fields.find("first_name")->asString(), std::string(canaries[0]));
    QCOMPARE(lead->piiFields, (std::vector<std::string>{"first_name", "email", "phone", "street", "remark"}));
    QVERIFY(lead->attempts[0].record.responseText.find(canaries[3]) != std::string::npos);
    // an id that is a person's value is kept as its keyed hash, the same wherever it stands
    const std::string hashed =
        "hmac:" +
        domain::toHex(m_market->options.masterKey.lookupHash("external_id", canaries[1])).substr(0, 32);
    QCOMPARE(m_market->value("SELECT buyer_external_id FROM bourse.lead"), hashed);
    QCOMPARE(m_market->value("SELECT external_id FROM bourse.attempt WHERE kind = 'post'"), hashed);
    QCOMPARE(m_market->value("SELECT external_id FROM bourse.external_id WHERE party = 'acme'"), hashed);
}

void TestCanary::eraseByDestroyingTheKey()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    auto lead = market.lead();
    {
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        VERIFY_OK(market.executor.wait(writer.receive(lead)));
        auto entry = market.entry(lead.leadId, LeadState::Unsold, "no_bid");
        entry.pings.push_back(market.attempt(AttemptKind::Ping, AttemptOutcome::NoBid));
        VERIFY_OK(market.executor.wait(writer.record(entry)));
    }
    VERIFY_OK(m_cluster.execute(market.options.uri, "DELETE FROM bourse.lead_key"));
    Reader reader(market.options);
    auto stored = reader.lead(market.workspace, lead.leadId, true);
    VERIFY_OK(stored);
    QVERIFY(!stored->fields.contains("email"));
    QCOMPARE(*stored->fields.find("incident")->asString(), std::string("auto_accident"));
    QCOMPARE(stored->attempts.size(), std::size_t(1));
    QVERIFY(stored->attempts[0].record.requestText.empty());
}

Result<Connection> TestCanary::appSession(const std::string &workspace)
{
    auto connection = Connection::open(m_market->options.uri);
    if (!connection)
        return connection;
    if (!workspace.empty()) {
        auto set = connection->exec("SELECT set_config('bourse.workspace', $1, false)", {workspace});
        if (!set)
            return set.errors();
    }
    return connection;
}

void TestCanary::everyTenantTableIsGuarded()
{
    // every table but those of the installation as a whole has workspace_id, row-level security and a policy,
    // and every unique key of it has workspace_id
    const std::string tables =
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bourse' "
        "AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND c.relname NOT IN ('installation', 'node', 'schema_migration')";
    QCOMPARE(m_market->value("SELECT coalesce(string_agg(c.relname, ' '), '') " + tables +
                             " AND NOT EXISTS (SELECT FROM pg_attribute a "
                             "WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull)"),
             std::string());
    QCOMPARE(m_market->value("SELECT coalesce(string_agg(c.relname, ' '), '') " + tables +
                             " AND NOT (c.relrowsecurity AND EXISTS "
                             "(SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"),
             std::string());
    QCOMPARE(
        m_market->value(
            "SELECT coalesce(string_agg(i.indexrelid::regclass::text, ' ' ORDER BY c.relname), '') FROM "
            "pg_index i JOIN pg_class c ON c.oid = i.indrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bourse' AND i.indisunique AND "
            "NOT c.relispartition "
            "AND c.relname NOT IN ('installation', 'node', 'schema_migration') AND NOT EXISTS (SELECT FROM "
            "pg_attribute a "
            "WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnum = ANY (i.indkey))"),
        std::string("audit_pkey workspace_slug_key")); // a slug names its workspace; the audit chain is one
    QCOMPARE(m_market->value("SELECT count(*) FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' AND "
                             "NOT c.relrowsecurity"),
             std::string("0"));
}

void TestCanary::otherWorkspaceSeesNothing()
{
    for (const std::string &workspace : {std::string(), Uuid::v7().toString()}) {
        auto session = appSession(workspace);
        VERIFY_OK(session);
        for (const char *table : {"workspace",        "configuration", "lead",         "lead_data",
                                  "lead_key",         "lead_event",    "attempt",      "lead_lookup",
                                  "consent_evidence", "idempotency",   "repeat_claim", "external_id",
                                  "cap_counter",      "buyer_account", "reservation",  "billing_period",
                                  "ledger_entry",     "outbox",        "timer",        "audit",
                                  "app_user"}) {
            auto rows = session->exec(std::string("SELECT count(*) FROM bourse.") + table);
            VERIFY_OK(rows);
            QVERIFY2(rows->integer(0, 0) == 0, table);
        }
        // nor around the parent
        auto partition = session->exec("SELECT count(*) FROM bourse.lead_default");
        QVERIFY(!partition.ok());
        QCOMPARE(partition.error().code, std::string("permission_denied"));
    }
    auto own = appSession(m_market->workspace.toString());
    VERIFY_OK(own);
    auto rows = own->exec("SELECT count(*) FROM bourse.lead");
    VERIFY_OK(rows);
    QCOMPARE(rows->integer(0, 0), std::int64_t(1));
    Reader reader(m_market->options);
    auto foreign = reader.lead(Uuid::v7(), m_lead, true);
    QVERIFY(!foreign.ok());
    QCOMPARE(foreign.error().code, std::string("no_such_lead"));
}

void TestCanary::otherWorkspaceWritesNothing()
{
    auto session = appSession(Uuid::v7().toString());
    VERIFY_OK(session);
    auto inserted = session->exec(
        "INSERT INTO bourse.buyer_account (workspace_id, buyer, currency) VALUES ($1, 'x', 'USD')",
        {m_market->workspace.toString()});
    QVERIFY(!inserted.ok());
    QCOMPARE(inserted.error().code, std::string("permission_denied"));
    auto updated = session->exec("UPDATE bourse.buyer_account SET balance_micros = 1");
    VERIFY_OK(updated);
    QCOMPARE(updated->affected(), std::int64_t(0));
}

void TestCanary::appendOnly_data()
{
    QTest::addColumn<QByteArray>("sql");
    for (const char *sql :
         {"UPDATE bourse.lead_event SET state = 'sold'", "DELETE FROM bourse.lead_event",
          "TRUNCATE bourse.lead_event", "UPDATE bourse.audit SET actor = 'x'", "DELETE FROM bourse.audit",
          "INSERT INTO bourse.audit SELECT * FROM bourse.audit",
          "UPDATE bourse.ledger_entry SET amount_micros = 0", "DELETE FROM bourse.ledger_entry",
          "UPDATE bourse.configuration SET canonical = ''", "DELETE FROM bourse.lead",
          "DELETE FROM bourse.attempt", "UPDATE bourse.lead_data SET pii = ''",
          "UPDATE bourse.lead_key SET wrapped = ''", "UPDATE bourse.billing_period SET closed_at = NULL",
          "CREATE TABLE bourse.x (i int)"})
        QTest::newRow(sql) << QByteArray(sql);
}

void TestCanary::appendOnly()
{
    QFETCH(QByteArray, sql);
    auto session = appSession(m_market->workspace.toString());
    VERIFY_OK(session);
    auto refused = session->exec(sql.toStdString());
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, std::string("permission_denied"));
}

void TestCanary::ownerCannotRewriteEither()
{
    // grants do not bind the owner; the triggers do, on the partitions themselves too
    const std::string partition =
        m_market->value("SELECT tableoid::regclass::text FROM bourse.lead_event LIMIT 1");
    for (const std::string &sql :
         {std::string("UPDATE bourse.lead_event SET state = 'sold'"),
          std::string("DELETE FROM bourse.lead_event"), std::string("TRUNCATE bourse.lead_event"),
          "UPDATE " + partition + " SET state = 'sold'", "DELETE FROM " + partition,
          std::string("UPDATE bourse.ledger_entry SET amount_micros = 0"),
          std::string("DELETE FROM bourse.ledger_entry"), std::string("TRUNCATE bourse.ledger_entry")}) {
        auto refused = m_cluster.execute(m_market->options.uri, sql);
        QVERIFY2(!refused.ok(), sql.c_str());
        QVERIFY2(refused.error().message.find("append-only") != std::string::npos,
                 refused.error().message.c_str());
    }
}

QTEST_GUILESS_MAIN(TestCanary)
#include "tst_canary.moc"
