// Drafts and versions of integrations on a real PostgreSQL: what a migration from the older schema keeps,
// what a killed process leaves, two publishers, and who may change what.
#include "domain/json/json.h"
#include "marketfixture.h"
#include "storage/connection.h"
#include "storage/integrationstore.h"
#include <QFile>
#include <algorithm>
#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::Value;

class TestIntegrationStore : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void olderDatabaseKeepsEverything();
    void olderDatabaseWithoutConfiguration();
    void draftIsReplacedAndRead();
    void draftsAreCheckedNotCompiled_data();
    void draftsAreCheckedNotCompiled();
    void draftOutlivesAKilledProcess();
    void publishingCountsPerIntegration();
    void publishOfTheMarketWritesVersions();
    void sameDocumentIsNoNewVersion();
    void memberOrderIsPartOfTheDocument();
    void conflictIsNamed();
    void oneOfManyPublishersWins();
    void failedPublishLeavesNothing();
    void removedIntegrationCountsOn();
    void versionsAreNeverChanged();
    void samplesAreSealed();
    void samplesOfBeforeAndOfAnotherKey();
    void marketOfAnOlderVersionOverwritesNothing();
    void otherWorkspaceSeesNothing();
    void sampleLeadsAreAudited();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
};

namespace {

Value integration(const std::string &slug, const std::string &label = "Label")
{
    auto document = domain::parseJson(
        R"({"bourse_integration":1,"slug":")" + slug + R"(","label":")" + label +
        R"(","endpoints":{"test":{"base_url":"http://127.0.0.1:9"}},"steps":{)"
        R"("post":{"path":"/lead","response":{"rules":[{"id":"r","outcome":"rejected"}]}},)"
        R"("ping":{"path":"/ping","response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})");
    if (!document)
        qFatal("%s", document.error().message.c_str());
    auto compiled = domain::Integration::fromValue(*document);
    if (!compiled)
        qFatal("%s: %s", compiled.error().field.c_str(), compiled.error().message.c_str());
    return (*compiled)->document();
}

std::string compact(const Value &value)
{
    return domain::writeJson(value);
}

std::string migrationText(const char *name)
{
    QFile file(QStringLiteral(":/migrations/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A database as the release before this migration left it.
std::string foundationDatabase(ThrowawayCluster &cluster)
{
    const std::string uri = cluster.createDatabase(false);
    const std::string sql = migrationText("0001_foundation.sql");
    ConnectionOptions how;
    how.role = "bourse_owner";
    auto session = Connection::open(uri, {}, how);
    if (!session || sql.empty())
        return {};
    auto done =
        session->exec("CREATE SCHEMA bourse; CREATE TABLE bourse.schema_migration (version integer PRIMARY "
                      "KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL "
                      "DEFAULT clock_timestamp())");
    if (!done || !session->exec("BEGIN") || !session->exec(sql))
        return {};
    auto noted = session->exec("INSERT INTO bourse.schema_migration VALUES (1, '0001_foundation.sql', $1)",
                               {domain::toHex(domain::sha256(sql))});
    return noted && session->exec("COMMIT") ? uri : std::string();
}

/// Copies all that is known of leads into the tables of an older release; what they have no column for falls
/// away.
bool keepOldColumns(ThrowawayCluster &cluster, const std::string &from, const std::string &to)
{
    ConnectionOptions how;
    how.role = "";
    auto source = Connection::open(cluster.superuserUri(from), {}, how);
    auto target = Connection::open(cluster.superuserUri(to), {}, how);
    if (!source || !target)
        return false;
    for (const char *table :
         {"installation", "node", "lead", "lead_data", "lead_key", "lead_event", "attempt", "lead_lookup",
          "consent_evidence", "external_id", "reservation", "buyer_account", "ledger_entry"}) {
        auto rows =
            source->exec(std::string("SELECT coalesce(jsonb_agg(t), '[]') FROM bourse.") + table + " t");
        if (!rows || !target->exec(std::string("INSERT INTO bourse.") + table +
                                       " SELECT * FROM jsonb_populate_recordset(NULL::bourse." + table +
                                       ", $1::jsonb)",
                                   {rows->string(0, 0)}))
            return false;
    }
    return true;
}

} // namespace

void TestIntegrationStore::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
}

void TestIntegrationStore::olderDatabaseKeepsEverything()
{
    const std::string uri = foundationDatabase(m_cluster);
    QVERIFY(!uri.empty());
    QCOMPARE(*m_cluster.value(uri, "SELECT to_regclass('bourse.integration_version') IS NULL"),
             std::string("t"));
    Market leads(m_cluster);
    QVERIFY2(leads.problem.empty(), leads.problem.c_str());
    StoreOptions options = leads.options;
    options.uri = uri;

    // two workspaces; the first published twice, so that only its newest configuration counts
    auto document = smallMarket();
    document.integrations = {integration("gone"), integration("acme", "First")};
    auto older = document;
    document.integrations = {integration("acme", "Second \\u00e9"), integration("beta")};
    auto other = smallMarket("other");
    other.integrations = {integration("acme", "Of another")};
    const Uuid workspace = leads.workspace, elsewhere = Uuid::v7();
    auto write = [&](const Uuid &id, const domain::MarketDocument &market, int version, const char *author) {
        auto session = Connection::open(m_cluster.superuserUri(uri), {}, {"test", "", 5, ""});
        if (!session)
            return session.error().message;
        const std::string text = domain::toJson(market);
        auto one =
            session->exec("INSERT INTO bourse.workspace (workspace_id, slug, currency, zone) VALUES ($1, $2, "
                          "'USD', 'America/Chicago') ON CONFLICT DO NOTHING",
                          {id.toString(), market.workspace.slug});
        if (!one)
            return one.error().message;
        auto two = session->exec(
            "INSERT INTO bourse.configuration (workspace_id, version, document, canonical, sha256, author, "
            "published_at) VALUES ($1, $2::bigint, $3::text::jsonb, $3::text, '\\x00'::bytea, $4, "
            "'2026-05-01 10:00:00+00'::timestamptz + make_interval(days => $2::integer))",
            {id.toString(), std::to_string(version), text, std::string(author)});
        return two ? std::string() : two.error().message;
    };
    for (const std::string &problem :
         {write(workspace, older, 1, "maria"), write(workspace, document, 2, "jim"),
          write(elsewhere, other, 1, "ann")})
        QVERIFY2(problem.empty(), problem.c_str());

    // leads, sold and not: written by today's writer, and kept in the columns that there were
    auto snapshot = domain::MarketSnapshot::compile(document, workspace, 2);
    VERIFY_OK(snapshot);
    leads.snapshot = *snapshot;
    std::vector<Uuid> ids;
    {
        Writer writer(leads.options, leads.executor);
        VERIFY_OK(writer.start());
        for (int i = 0; i < 5; ++i) {
            auto lead = leads.lead();
            ids.push_back(lead.leadId);
            VERIFY_OK(leads.executor.wait(writer.receive(lead)));
            if (i % 2) {
                VERIFY_OK(leads.executor.wait(
                    writer.record(leads.entry(lead.leadId, domain::LeadState::Unsold, "no_bid"))));
                continue;
            }
            auto post = leads.post(lead.leadId, 31'000'000);
            QVERIFY(leads.executor.wait(writer.reserve(post))->granted);
            VERIFY_OK(leads.executor.wait(writer.record(leads.sold(post))));
        }
    }
    QVERIFY(keepOldColumns(m_cluster, leads.options.uri, uri));
    const std::string counts =
        "SELECT json_build_array((SELECT count(*) FROM bourse.lead), (SELECT count(*) FROM "
        "bourse.lead_data), (SELECT count(*) FROM bourse.lead_event), (SELECT count(*) FROM "
        "bourse.attempt), (SELECT sum(amount_micros) FROM bourse.ledger_entry WHERE account = "
        "'revenue'), (SELECT md5(string_agg(canonical, '' ORDER BY workspace_id, version)) FROM "
        "bourse.configuration))";
    const std::string before = *m_cluster.value(uri, counts);

    auto done = migrate(uri);
    VERIFY_OK(done);
    QCOMPARE(*done, newestSchemaVersion() - 1);
    QCOMPARE(*m_cluster.value(uri, counts), before);
    QCOMPARE(*m_cluster.value(uri, "SELECT string_agg(slug || ' ' || version || ' ' || actor || ' ' || "
                                   "(published_at AT TIME ZONE 'UTC')::date, ', ' ORDER BY slug, actor) "
                                   "FROM bourse.integration_version"),
             std::string("acme 1 ann 2026-05-02, acme 1 jim 2026-05-03, beta 1 jim 2026-05-03"));
    auto first = integrationVersion(options, workspace, "acme", 0);
    VERIFY_OK(first);
    QVERIFY(first->has_value());
    QCOMPARE(compact((*first)->second), compact(document.integrations[0]));
    QCOMPARE((*first)->first.version, std::int64_t(1));
    // leads are still read, with their personal data
    Reader reader(options);
    for (const Uuid &id : ids) {
        auto lead = reader.lead(workspace, id, true);
        VERIFY_OK(lead);
        QCOMPARE(lead->fields.find("first_name")->toText(), std::string("Maria"));
    }
    // the document of the migration is the one that is published: publishing it again is no news
    auto config = loadPublished(options, "demo");
    VERIFY_OK(config);
    auto same = (*config)->document;
    same.buyers[0].label = "Renamed";
    VERIFY_OK(publish(options, same, "operator"));
    QCOMPARE(*m_cluster.value(uri, "SELECT count(*) FROM bourse.integration_version"), std::string("3"));
    auto next = publishIntegration(options, workspace, integration("acme", "Third"), 1, "", "operator");
    VERIFY_OK(next);
    QCOMPARE(next->version, std::int64_t(2));
}

void TestIntegrationStore::olderDatabaseWithoutConfiguration()
{
    const std::string uri = foundationDatabase(m_cluster);
    QVERIFY(!uri.empty());
    VERIFY_OK(migrate(uri));
    QCOMPARE(*m_cluster.value(uri, "SELECT count(*) FROM bourse.integration_version"), std::string("0"));
    StoreOptions options{uri, {}, domain::MasterKey::generate(), "test", Uuid::v7()};
    // a market without integrations leaves the member out
    VERIFY_OK(publish(options, smallMarket(), "operator"));
}

void TestIntegrationStore::draftIsReplacedAndRead()
{
    Market market(m_cluster);
    auto none = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(none);
    QVERIFY(!none->has_value());
    auto first = saveIntegrationDraft(market.options, market.workspace, "acme", integration("acme", "One"), 0,
                                      "maria");
    VERIFY_OK(first);
    auto second =
        saveIntegrationDraft(market.options, market.workspace, "acme", integration("acme", "Two"), 0, "jim");
    VERIFY_OK(second);
    QVERIFY(*second >= *first);
    auto draft = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(draft);
    QVERIFY(draft->has_value());
    QCOMPARE(compact((*draft)->document), compact(integration("acme", "Two")));
    QCOMPARE((*draft)->savedAt, *second);
    QCOMPARE((*draft)->actor, std::string("jim"));
    QCOMPARE(market.value("SELECT count(*) FROM bourse.integration_draft"), std::string("1"));

    auto summaries = integrationSummaries(market.options, market.workspace);
    VERIFY_OK(summaries);
    QCOMPARE(summaries->size(), std::size_t(1));
    QCOMPARE(summaries->front().label, std::string("Two"));
    QCOMPARE(summaries->front().steps, (std::vector<std::string>{"post", "ping"}));
    QCOMPARE(summaries->front().version, std::int64_t(0));
    QVERIFY(!summaries->front().publishedAt);
    QCOMPARE(summaries->front().draftSavedAt, std::optional(*second));

    auto gone = discardIntegrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(gone);
    QVERIFY(*gone);
    gone = discardIntegrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(gone);
    QVERIFY(!*gone);
    summaries = integrationSummaries(market.options, market.workspace);
    VERIFY_OK(summaries);
    QVERIFY(summaries->empty());
}

void TestIntegrationStore::draftsAreCheckedNotCompiled_data()
{
    QTest::addColumn<QByteArray>("slug");
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QByteArray>("code"); // empty = saved
    QTest::newRow("half written") << QByteArray("acme") << QByteArray("x") << QByteArray();
    QTest::newRow("emoji") << QByteArray("acme") << QByteArray("\xF0\x9F\x98\x80 \xC3\xA9 \" \\ \n\t")
                           << QByteArray();
    QTest::newRow("10,000 characters") << QByteArray("acme") << QByteArray(10'000, 'x') << QByteArray();
    QTest::newRow("5 MB") << QByteArray("acme") << QByteArray(5 << 20, 'x') << QByteArray();
    QTest::newRow("9 MB") << QByteArray("acme") << QByteArray(9 << 20, 'x') << QByteArray("too_large");
    QTest::newRow("NUL") << QByteArray("acme") << QByteArray("a\0b", 3) << QByteArray("invalid_json");
    QTest::newRow("no UTF-8") << QByteArray("acme") << QByteArray("\xff\xfe") << QByteArray("invalid_json");
    QTest::newRow("no name") << QByteArray() << QByteArray("x") << QByteArray("not_a_slug");
    QTest::newRow("name with NUL") << QByteArray("a\0b", 3) << QByteArray("x") << QByteArray("not_a_slug");
    QTest::newRow("long name") << QByteArray(65, 'a') << QByteArray("x") << QByteArray("not_a_slug");
}

void TestIntegrationStore::draftsAreCheckedNotCompiled()
{
    QFETCH(QByteArray, slug);
    QFETCH(QByteArray, label);
    QFETCH(QByteArray, code);
    Market market(m_cluster);
    const Value document = domain::Object{{"label", label.toStdString()}, {"steps", "not an object"}};
    auto saved =
        saveIntegrationDraft(market.options, market.workspace, slug.toStdString(), document, 0, "operator");
    QCOMPARE(QByteArray::fromStdString(saved ? std::string() : saved.error().code), code);
    if (!saved)
        return;
    auto draft = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(draft);
    QCOMPARE((*draft)->document, document);
    auto summaries = integrationSummaries(market.options, market.workspace);
    VERIFY_OK(summaries);
    QCOMPARE(summaries->front().label, label.toStdString());
    QVERIFY(summaries->front().steps.empty());
}

void TestIntegrationStore::draftOutlivesAKilledProcess()
{
    // a server that really writes, as the product's does
    ThrowawayCluster durable(true);
    QVERIFY2(durable.ok(), durable.problem().c_str());
    StoreOptions options{durable.createDatabase(), {}, domain::MasterKey::generate(), "test", Uuid::v7()};
    auto published = publish(options, smallMarket(), "operator");
    VERIFY_OK(published);
    int told[2];
    QCOMPARE(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) { // an editor: saves, tells so, and goes on saving
        for (int i = 1;; ++i) {
            auto saved = saveIntegrationDraft(options, published->workspaceId, "acme",
                                              integration("acme", std::to_string(i)), 0, "operator");
            if (!saved || ::write(told[1], &i, sizeof i) != sizeof i)
                ::_exit(1);
        }
    }
    QVERIFY(child > 0);
    ::close(told[1]);
    int acknowledged = 0;
    while (acknowledged < 5 && ::read(told[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
    }
    ::kill(child, SIGKILL);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    for (int last = 0; ::read(told[0], &last, sizeof last) == sizeof last;)
        acknowledged = last;
    ::close(told[0]);
    auto draft = integrationDraft(options, published->workspaceId, "acme");
    VERIFY_OK(draft);
    QVERIFY(draft->has_value());
    const int found = std::stoi((*draft)->document.find("label")->toText());
    // what was acknowledged, or the one that was being committed
    QVERIFY2(found == acknowledged || found == acknowledged + 1, std::to_string(found).c_str());
}

void TestIntegrationStore::publishingCountsPerIntegration()
{
    Market market(m_cluster);
    const auto &options = market.options;
    auto one =
        publishIntegration(options, market.workspace, integration("acme", "One"), 0, "first try", "maria");
    VERIFY_OK(one);
    QCOMPARE(one->version, std::int64_t(1));
    QCOMPARE(one->config.version, std::int64_t(2));
    auto beta = publishIntegration(options, market.workspace, integration("beta"), 0, "", "jim");
    VERIFY_OK(beta);
    QCOMPARE(beta->version, std::int64_t(1));
    VERIFY_OK(
        saveIntegrationDraft(options, market.workspace, "acme", integration("acme", "Two"), 1, "maria"));
    VERIFY_OK(
        saveIntegrationDraft(options, market.workspace, "beta", integration("beta", "Two"), 1, "maria"));
    auto two = publishIntegration(options, market.workspace, integration("acme", "Two"), 1, "second", "jim");
    VERIFY_OK(two);
    QCOMPARE(two->version, std::int64_t(2));
    QCOMPARE(two->config.version, std::int64_t(4));
    QCOMPARE(two->config.document.integrations.size(), std::size_t(2));
    // its draft is gone, the other one's is not
    QCOMPARE(market.value("SELECT string_agg(slug, ' ') FROM bourse.integration_draft"), std::string("beta"));

    auto versions = integrationVersions(options, market.workspace, "acme");
    VERIFY_OK(versions);
    QCOMPARE(versions->size(), std::size_t(2));
    QCOMPARE((*versions)[0].version, std::int64_t(2));
    QCOMPARE((*versions)[0].note, std::string("second"));
    QCOMPARE((*versions)[0].actor, std::string("jim"));
    QCOMPARE((*versions)[0].publishedAt, two->config.publishedAt);
    QCOMPARE((*versions)[1].note, std::string("first try"));

    // restore: the first document becomes the third version
    auto first = integrationVersion(options, market.workspace, "acme", 1);
    VERIFY_OK(first);
    QCOMPARE(compact((*first)->second), compact(integration("acme", "One")));
    auto restored = publishIntegration(options, market.workspace, (*first)->second, 2, "back", "jim");
    VERIFY_OK(restored);
    QCOMPARE(restored->version, std::int64_t(3));
    auto loaded = loadPublished(options, "demo");
    VERIFY_OK(loaded);
    QCOMPARE(compact((*loaded)->document.integrations[0]), compact(integration("acme", "One")));
    auto none = integrationVersion(options, market.workspace, "acme", 9);
    VERIFY_OK(none);
    QVERIFY(!none->has_value());
    QCOMPARE(
        market.value(
            "SELECT string_agg(actor || ' ' || subject || ' ' || detail, ', ' ORDER BY sequence) FROM "
            "bourse.audit WHERE action = 'integration.published' AND subject = 'acme'"),
        std::string(
            R"(maria acme {"version" : 1, "note" : "first try"}, jim acme {"version" : 2, "note" : "second"}, )"
            R"(jim acme {"version" : 3, "note" : "back"})"));
}

void TestIntegrationStore::publishOfTheMarketWritesVersions()
{
    Market market(m_cluster);
    auto document = smallMarket();
    document.integrations = {integration("acme"), integration("beta")};
    VERIFY_OK(publish(market.options, document, "import"));
    document.integrations[1] = integration("beta", "Changed");
    VERIFY_OK(publish(market.options, document, "import"));
    document.buyers[0].label = "no change of an integration";
    VERIFY_OK(publish(market.options, document, "import"));
    QCOMPARE(
        market.value(
            "SELECT string_agg(slug || ' ' || version || ' ' || actor, ', ' ORDER BY slug, version) FROM "
            "bourse.integration_version"),
        std::string("acme 1 import, beta 1 import, beta 2 import"));
    // a draft that was made before is in conflict now
    auto refused =
        publishIntegration(market.options, market.workspace, integration("beta", "Mine"), 1, "", "maria");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("version_conflict"));
}

void TestIntegrationStore::sameDocumentIsNoNewVersion()
{
    Market market(m_cluster);
    VERIFY_OK(publishIntegration(market.options, market.workspace, integration("acme"), 0, "", "maria"));
    VERIFY_OK(
        saveIntegrationDraft(market.options, market.workspace, "acme", integration("acme"), 1, "maria"));
    auto again =
        publishIntegration(market.options, market.workspace, integration("acme"), 1, "again", "maria");
    VERIFY_OK(again);
    QCOMPARE(again->version, std::int64_t(1));
    QCOMPARE(again->config.version, std::int64_t(2));
    QCOMPARE(market.value("SELECT count(*) FROM bourse.integration_draft"), std::string("0"));
}

void TestIntegrationStore::memberOrderIsPartOfTheDocument()
{
    Market market(m_cluster);
    Value document = integration("acme");
    VERIFY_OK(saveIntegrationDraft(market.options, market.workspace, "acme", document, 0, "maria"));
    auto draft = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(draft);
    QCOMPARE(compact((*draft)->document), compact(document));
    VERIFY_OK(publishIntegration(market.options, market.workspace, document, 0, "", "maria"));
    auto stored = integrationVersion(market.options, market.workspace, "acme", 1);
    VERIFY_OK(stored);
    QCOMPARE(compact((*stored)->second), compact(document));
}

void TestIntegrationStore::conflictIsNamed()
{
    Market market(m_cluster);
    const auto attempt = [&](const char *label, std::int64_t base) {
        return publishIntegration(market.options, market.workspace, integration("acme", label), base, "",
                                  "maria");
    };
    auto fromNothing = attempt("One", 3);
    QVERIFY(!fromNothing);
    QCOMPARE(fromNothing.error().code, std::string("version_conflict"));
    VERIFY_OK(attempt("One", 0));
    VERIFY_OK(saveIntegrationDraft(market.options, market.workspace, "acme", integration("acme", "Mine"), 0,
                                   "jim"));
    auto refused = attempt("Mine", 0);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("version_conflict"));
    QCOMPARE(refused.error().field, std::string("base_version"));
    QCOMPARE(refused.error().rule, std::string("1"));
    // nothing is lost by it
    QCOMPARE(market.value("SELECT count(*) FROM bourse.integration_draft"), std::string("1"));
    QCOMPARE(market.value("SELECT count(*) FROM bourse.integration_version"), std::string("1"));
}

void TestIntegrationStore::oneOfManyPublishersWins()
{
    Market market(m_cluster);
    VERIFY_OK(publishIntegration(market.options, market.workspace, integration("acme"), 0, "", "maria"));
    std::atomic<int> won = 0, conflicts = 0, market_writes = 0;
    std::vector<std::thread> publishers;
    for (int t = 0; t < 4; ++t) {
        publishers.emplace_back([&, t] {
            auto done =
                publishIntegration(market.options, market.workspace, integration("acme", std::to_string(t)),
                                   1, "", "publisher " + std::to_string(t));
            if (done)
                ++won;
            else if (done.error().code == "version_conflict")
                ++conflicts;
        });
    }
    for (int t = 0; t < 2; ++t) { // others who touch another integration are in nobody's way
        publishers.emplace_back([&, t] {
            if (publishIntegration(market.options, market.workspace,
                                   integration("other-" + std::to_string(t)), 0, "", "p"))
                ++market_writes;
        });
    }
    for (auto &publisher : publishers)
        publisher.join();
    QCOMPARE(won.load(), 1);
    QCOMPARE(conflicts.load(), 3);
    QCOMPARE(market_writes.load(), 2);
    auto loaded = loadPublished(market.options, "demo");
    VERIFY_OK(loaded);
    QCOMPARE((*loaded)->document.integrations.size(), std::size_t(3));
}

void TestIntegrationStore::failedPublishLeavesNothing()
{
    Market market(m_cluster);
    VERIFY_OK(
        saveIntegrationDraft(market.options, market.workspace, "acme", integration("acme"), 0, "maria"));
    const std::string before = market.value("SELECT count(*) FROM bourse.configuration");
    // the whole market would not be readable with it
    auto refused =
        publishIntegration(market.options, market.workspace,
                           domain::Object{{"bourse_integration", 1}, {"slug", "acme"}}, 0, "", "maria");
    QVERIFY(!refused);
    // the transaction fails at its end
    VERIFY_OK(m_cluster.execute(
        market.options.uri,
        "CREATE FUNCTION bourse.no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'no'; END $$; CREATE TRIGGER no BEFORE DELETE ON bourse.integration_draft "
        "FOR EACH ROW EXECUTE FUNCTION bourse.no()"));
    refused = publishIntegration(market.options, market.workspace, integration("acme"), 0, "", "maria");
    QVERIFY(!refused);
    QCOMPARE(market.value("SELECT count(*) FROM bourse.configuration"), before);
    QCOMPARE(market.value("SELECT count(*) FROM bourse.integration_version"), std::string("0"));
    QCOMPARE(market.value("SELECT count(*) FROM bourse.integration_draft"), std::string("1"));
}

void TestIntegrationStore::removedIntegrationCountsOn()
{
    Market market(m_cluster);
    auto document = smallMarket();
    document.integrations = {integration("acme", "One")};
    VERIFY_OK(publish(market.options, document, "import"));
    document.integrations.clear();
    VERIFY_OK(publish(market.options, document, "import"));
    document.integrations = {integration("acme", "Two")};
    VERIFY_OK(publish(market.options, document, "import"));
    QCOMPARE(market.value("SELECT max(version) FROM bourse.integration_version"), std::string("2"));
}

void TestIntegrationStore::versionsAreNeverChanged()
{
    Market market(m_cluster);
    VERIFY_OK(publishIntegration(market.options, market.workspace, integration("acme"), 0, "", "maria"));
    for (const char *sql :
         {"UPDATE bourse.integration_version SET note = 'x'", "DELETE FROM bourse.integration_version",
          "TRUNCATE bourse.integration_version"}) {
        auto refused = m_cluster.execute(market.options.uri, sql); // as superuser
        QVERIFY2(!refused.ok(), sql);
        QVERIFY2(refused.error().message.find("append-only") != std::string::npos,
                 refused.error().message.c_str());
        auto session = Connection::open(market.options.uri); // as the program
        VERIFY_OK(session);
        VERIFY_OK(
            session->exec("SELECT set_config('bourse.workspace', $1, false)", {market.workspace.toString()}));
        auto denied = session->exec(sql);
        QVERIFY2(!denied.ok(), sql);
        QCOMPARE(denied.error().code, std::string("permission_denied"));
    }
}

namespace {

/// An answer that holds a person's data in forms that no mask would know.
Value sampled(const std::string &slug, const std::string &label = "Label")
{
    Value document = integration(slug, label);
    document.asObject()->set(
        "samples",
        *domain::parseJson(
            R"([{"id":"echo","label":"Zephyrine's answer","step":"ping","response":"HTTP/1.1 200 OK\r\nX-For: ZEPHYRINE QUOKKA\r\n\r\n{\"mail\":\"zephyrine.quokka@canary.example\",\"fon\":\"512.555.0199\",\"md5\":\"9f2c7a51d0canary\"}",)"
            R"("about":{"lead":{"phone":"+15125550199"}},"expect":{"outcome":"rejected","carried":{"who":"Zephyrine"}}},)"
            R"({"id":"empty","step":"post","response":""}])"));
    auto compiled = domain::Integration::fromValue(document);
    if (!compiled)
        qFatal("%s: %s", compiled.error().field.c_str(), compiled.error().message.c_str());
    return (*compiled)->document();
}

} // namespace

/// A person's data in a recorded answer is in no dump, whatever holds it: drafts, versions, configurations.
void TestIntegrationStore::samplesAreSealed()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    const Value document = sampled("acme");
    VERIFY_OK(saveIntegrationDraft(market.options, market.workspace, "acme", document, 0, "maria"));
    auto draft = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(draft);
    QCOMPARE(compact((*draft)->document), compact(document));
    const auto check = [&](const char *what) {
        const QByteArray text = dumped(m_cluster, market.options.uri).toLower();
        QVERIFY2(text.contains("acme"), what);
        for (const char *canary : {"zephyrine", "quokka", "512.555.0199", "5125550199", "9f2c7a51d0canary"}) {
            const QByteArray value(canary);
            QVERIFY2(!text.contains(value), (QByteArray(what) + ": " + value).constData());
            QVERIFY2(!text.contains(value.toHex()), (QByteArray(what) + ": hex of " + value).constData());
            QVERIFY2(!text.contains(value.toBase64().left(8).toLower()),
                     (QByteArray(what) + ": base64 of " + value).constData());
        }
    };
    check("draft");
    auto published = publishIntegration(market.options, market.workspace, document, 0, "", "maria");
    VERIFY_OK(published);
    QCOMPARE(compact(published->config.document.integrations.front()), compact(document));
    VERIFY_OK(saveIntegrationDraft(market.options, market.workspace, "acme", document, 1, "maria"));
    check("version and configuration");
    // all of it is there for those who hold the key
    auto version = integrationVersion(market.options, market.workspace, "acme", 1);
    VERIFY_OK(version);
    QCOMPARE(compact((*version)->second), compact(document));
    auto loaded = loadFirstPublished(market.options);
    VERIFY_OK(loaded);
    QCOMPARE(compact((*loaded)->document.integrations.front()), compact(document));
    // and what is the same is no new version, although it would be sealed otherwise
    auto again = publish(market.options, (*loaded)->document, "maria");
    VERIFY_OK(again);
    QCOMPARE(again->version, (*loaded)->version);
    auto other = (*loaded)->document;
    other.buyers.front().label = "Renamed";
    VERIFY_OK(publish(market.options, other, "maria"));
    auto versions = integrationVersions(market.options, market.workspace, "acme");
    VERIFY_OK(versions);
    QCOMPARE(versions->size(), std::size_t(1));
    check("second configuration");
    // what lists say of the document needs no key
    auto summaries = integrationSummaries(market.options, market.workspace);
    VERIFY_OK(summaries);
    QCOMPARE(summaries->front().label, std::string("Label"));
    QCOMPARE(summaries->front().steps, (std::vector<std::string>{"post", "ping"}));
}

void TestIntegrationStore::samplesOfBeforeAndOfAnotherKey()
{
    Market market(m_cluster);
    const Value document = sampled("acme");
    VERIFY_OK(publishIntegration(market.options, market.workspace, document, 0, "", "maria"));
    // another master key: the market still loads, and the sample stays shut
    StoreOptions other = market.options;
    other.masterKey = domain::MasterKey::generate();
    auto loaded = loadFirstPublished(other);
    VERIFY_OK(loaded);
    const Value shut = (*loaded)->document.integrations.front();
    QVERIFY(compact(shut).find("Zephyrine") == std::string::npos);
    QVERIFY(domain::Integration::fromValue(shut).ok());
    // written back by the wrong key it is not sealed twice
    VERIFY_OK(saveIntegrationDraft(other, market.workspace, "acme", shut, 1, "maria"));
    auto draft = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(draft);
    QCOMPARE(compact((*draft)->document), compact(document));
    // what was stored in clear before samples were sealed is read, and sealed when it is next written
    QVERIFY(m_cluster
                .execute(market.options.uri,
                         "UPDATE bourse.integration_draft SET document = $$" + compact(document) + "$$::json")
                .ok());
    draft = integrationDraft(market.options, market.workspace, "acme");
    VERIFY_OK(draft);
    QCOMPARE(compact((*draft)->document), compact(document));
    QVERIFY(dumped(m_cluster, market.options.uri).contains("Zephyrine"));
    VERIFY_OK(saveIntegrationDraft(market.options, market.workspace, "acme", (*draft)->document, 1, "maria"));
    QVERIFY(!dumped(m_cluster, market.options.uri).contains("Zephyrine"));
}

/// Whoever publishes a whole market that was made from an older one does not undo what somebody published
/// meanwhile.
void TestIntegrationStore::marketOfAnOlderVersionOverwritesNothing()
{
    Market market(m_cluster);
    VERIFY_OK(publishIntegration(market.options, market.workspace, sampled("acme", "One"), 0, "", "maria"));
    VERIFY_OK(
        publishIntegration(market.options, market.workspace, integration("beta", "One"), 0, "", "maria"));
    auto base = loadFirstPublished(market.options);
    VERIFY_OK(base);
    auto older = (*base)->document;
    const std::int64_t baseVersion = (*base)->version;
    older.buyers.front().label = "Renamed";

    VERIFY_OK(publishIntegration(market.options, market.workspace, sampled("acme", "Two"), 1, "", "jim"));
    auto refused = publish(market.options, older, "maria", baseVersion);
    QVERIFY(!refused);
    QCOMPARE(refused.errors().size(), std::size_t(1));
    QCOMPARE(refused.error().code, std::string("version_conflict"));
    QCOMPARE(refused.error().field, std::string("integrations.acme"));
    QCOMPARE(refused.error().rule, std::string("2"));
    // nor by leaving it out
    auto without = older;
    without.integrations.erase(without.integrations.begin());
    QVERIFY(!publish(market.options, without, "maria", baseVersion));
    QVERIFY(!publish(market.options, older, "maria", 0)); // made from nothing
    auto now = loadFirstPublished(market.options);
    QCOMPARE((*now)->document.integrations.front().find("label")->toText(), std::string("Two"));
    QCOMPARE((*now)->document.buyers.front().label, (*base)->document.buyers.front().label);
    // with the newer one in it, it is no conflict, and what nobody has touched may be changed
    older.integrations.front() = (*now)->document.integrations.front();
    older.integrations.back() = integration("beta", "Two");
    VERIFY_OK(publish(market.options, older, "maria", baseVersion));
    now = loadFirstPublished(market.options);
    QCOMPARE((*now)->document.integrations.front().find("label")->toText(), std::string("Two"));
    QCOMPARE((*now)->document.integrations.back().find("label")->toText(), std::string("Two"));
    QCOMPARE((*now)->document.buyers.front().label, std::string("Renamed"));
}

void TestIntegrationStore::otherWorkspaceSeesNothing()
{
    Market market(m_cluster);
    VERIFY_OK(publishIntegration(market.options, market.workspace, integration("acme"), 0, "", "maria"));
    VERIFY_OK(
        saveIntegrationDraft(market.options, market.workspace, "acme", integration("acme"), 1, "maria"));
    auto other = publish(market.options, smallMarket("other"), "operator");
    VERIFY_OK(other);
    for (const std::string &workspace : {std::string(), other->workspaceId.toString()}) {
        auto session = Connection::open(market.options.uri);
        VERIFY_OK(session);
        if (!workspace.empty())
            VERIFY_OK(session->exec("SELECT set_config('bourse.workspace', $1, false)", {workspace}));
        for (const char *table : {"integration_draft", "integration_version"}) {
            auto rows = session->exec(std::string("SELECT count(*) FROM bourse.") + table);
            VERIFY_OK(rows);
            QVERIFY2(rows->integer(0, 0) == 0, table);
        }
        QVERIFY(!session->exec(
            "INSERT INTO bourse.integration_draft (workspace_id, slug, document, base_version, actor) "
            "VALUES ($1, 'x', '{}', 0, 'x')",
            {market.workspace.toString()}));
    }
    auto summaries = integrationSummaries(market.options, other->workspaceId);
    VERIFY_OK(summaries);
    QVERIFY(summaries->empty());
    // the same name counts on its own there
    auto own =
        publishIntegration(market.options, other->workspaceId, integration("acme", "Theirs"), 0, "", "ann");
    VERIFY_OK(own);
    QCOMPARE(own->version, std::int64_t(1));
}

void TestIntegrationStore::sampleLeadsAreAudited()
{
    Market market(m_cluster);
    std::vector<Uuid> ids;
    {
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        for (int i = 0; i < 4; ++i) {
            auto lead = market.lead();
            lead.leadId = Uuid::v7(SystemClock().utcNow() + std::chrono::seconds(i), 1, 1);
            ids.push_back(lead.leadId);
            VERIFY_OK(market.executor.wait(writer.receive(lead)));
        }
    }
    const std::string audits = "SELECT count(*) FROM bourse.audit WHERE action = 'lead.revealed'";
    auto none = sampleLeads(market.options, market.workspace, "solar", 10, "maria");
    VERIFY_OK(none);
    QVERIFY(none->empty());
    QCOMPARE(market.value(audits), std::string("0"));
    // what was erased is no sample
    VERIFY_OK(m_cluster.execute(market.options.uri,
                                "DELETE FROM bourse.lead_key WHERE lead_id = '" + ids[3].toString() + "'"));
    auto two = sampleLeads(market.options, market.workspace, "personal_injury", 2, "maria");
    VERIFY_OK(two);
    QCOMPARE(*two, (std::vector<Uuid>{ids[2], ids[1]}));
    QCOMPARE(market.value("SELECT actor || ' ' || subject || ' ' || detail FROM bourse.audit WHERE action = "
                          "'lead.revealed'"),
             "maria samples of personal_injury {\"leads\":[\"" + ids[2].toString() + "\",\"" +
                 ids[1].toString() + "\"]}");
    auto any = sampleLeads(market.options, market.workspace, "", 1000, "maria");
    VERIFY_OK(any);
    QCOMPARE(any->size(), std::size_t(3));
}

QTEST_GUILESS_MAIN(TestIntegrationStore)
#include "tst_integrationstore.moc"
