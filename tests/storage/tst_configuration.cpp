// Configuration versions, the master key's fingerprint, and who may change what.
#include "marketfixture.h"
#include <atomic>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;

class TestConfiguration : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void versionsGrow();
    void sameDocumentIsNoNewVersion();
    void workspacesAreApart();
    void nothingPublished();
    void masterKey();
    void publishedIsNeverChanged();
    void auditChain();
    void twoPublishersAtOnce();
    void verticalsKeepWhatIsUsed();

  private:
    StoreOptions fresh();
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
};

void TestConfiguration::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
}

StoreOptions TestConfiguration::fresh()
{
    return {m_cluster.createDatabase(), {}, domain::MasterKey::generate(), "test", Uuid::v7()};
}

void TestConfiguration::versionsGrow()
{
    StoreOptions options = fresh();
    auto document = smallMarket();
    auto first = publish(options, document, "operator");
    VERIFY_OK(first);
    QCOMPARE(first->version, std::int64_t(1));
    document.buyers[0].paused = true;
    auto second = publish(options, document, "operator");
    VERIFY_OK(second);
    QCOMPARE(second->version, std::int64_t(2));
    QCOMPARE(second->workspaceId, first->workspaceId);
    auto loaded = loadPublished(options, "demo");
    VERIFY_OK(loaded);
    QVERIFY(loaded->has_value());
    QCOMPARE((*loaded)->version, std::int64_t(2));
    QCOMPARE((*loaded)->publishedAt, second->publishedAt);
    QCOMPARE(domain::toJson((*loaded)->document), domain::toJson(document));
    auto version = publishedVersion(options, first->workspaceId);
    VERIFY_OK(version);
    QCOMPARE(*version, std::int64_t(2));
    QCOMPARE(*m_cluster.value(options.uri, "SELECT count(*) FROM bourse.configuration"), std::string("2"));
}

void TestConfiguration::sameDocumentIsNoNewVersion()
{
    StoreOptions options = fresh();
    auto first = publish(options, smallMarket(), "operator");
    VERIFY_OK(first);
    auto second = publish(options, smallMarket(), "operator");
    VERIFY_OK(second);
    QCOMPARE(second->version, std::int64_t(1));
    QCOMPARE(second->publishedAt, first->publishedAt);
}

void TestConfiguration::workspacesAreApart()
{
    StoreOptions options = fresh();
    auto one = publish(options, smallMarket("one"), "operator");
    auto two = publish(options, smallMarket("two"), "operator");
    VERIFY_OK(one);
    VERIFY_OK(two);
    QVERIFY(one->workspaceId != two->workspaceId);
    QCOMPARE(two->version, std::int64_t(1));
    auto loaded = loadFirstPublished(options);
    VERIFY_OK(loaded);
    QCOMPARE((*loaded)->document.workspace.slug, std::string("one"));
    loaded = loadPublished(options, "two");
    VERIFY_OK(loaded);
    QCOMPARE((*loaded)->workspaceId, two->workspaceId);
}

void TestConfiguration::nothingPublished()
{
    StoreOptions options = fresh();
    auto loaded = loadFirstPublished(options);
    VERIFY_OK(loaded);
    QVERIFY(!loaded->has_value());
    loaded = loadPublished(options, "demo");
    VERIFY_OK(loaded);
    QVERIFY(!loaded->has_value());
}

void TestConfiguration::masterKey()
{
    StoreOptions options = fresh();
    VERIFY_OK(checkMasterKey(options));
    VERIFY_OK(checkMasterKey(options));
    StoreOptions other = options;
    other.masterKey = domain::MasterKey::generate();
    auto refused = checkMasterKey(other);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, std::string("master_key_mismatch"));
}

void TestConfiguration::publishedIsNeverChanged()
{
    StoreOptions options = fresh();
    VERIFY_OK(publish(options, smallMarket(), "operator"));
    // not even by a superuser, without saying so
    for (const char *sql : {"UPDATE bourse.configuration SET canonical = ''",
                            "DELETE FROM bourse.configuration", "TRUNCATE bourse.configuration"}) {
        auto refused = m_cluster.execute(options.uri, sql);
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.find("append-only") != std::string::npos,
                 refused.error().message.c_str());
    }
}

void TestConfiguration::auditChain()
{
    StoreOptions options = fresh();
    VERIFY_OK(publish(options, smallMarket("one"), "maria"));
    VERIFY_OK(publish(options, smallMarket("two"), "maria"));
    QCOMPARE(*m_cluster.value(options.uri, "SELECT string_agg(actor || ' ' || action || ' ' || subject, ', ' "
                                           "ORDER BY sequence) FROM bourse.audit"),
             std::string("maria configuration.published one, maria configuration.published two"));
    QCOMPARE(
        *m_cluster.value(
            options.uri,
            "SELECT count(*) FROM (SELECT a.*, lag(hash, 1, ''::bytea) OVER (ORDER BY sequence) AS before "
            "FROM bourse.audit a) a "
            "WHERE prev_hash <> before OR hash <> sha256(prev_hash || convert_to(json_build_array(sequence, "
            "workspace_id, "
            "(extract(epoch FROM at) * 1000000)::bigint, actor, action, subject, detail)::text, 'UTF8'))"),
        std::string("0"));
    for (const char *sql : {"UPDATE bourse.audit SET actor = 'x'", "DELETE FROM bourse.audit"})
        QVERIFY(!m_cluster.execute(options.uri, sql).ok());
}

void TestConfiguration::twoPublishersAtOnce()
{
    StoreOptions options = fresh();
    std::vector<std::thread> publishers;
    std::atomic<int> failed = 0;
    for (int t = 0; t < 4; ++t) {
        publishers.emplace_back([&, t] {
            for (int i = 0; i < 5; ++i) {
                auto document = smallMarket();
                document.buyers[0].label = std::to_string(t) + "." + std::to_string(i);
                if (!publish(options, document, "operator"))
                    ++failed;
            }
        });
    }
    for (auto &publisher : publishers)
        publisher.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(
        *m_cluster.value(options.uri, "SELECT count(*) || ' ' || max(version) FROM bourse.configuration"),
        std::string("20 20"));
}

/// A published vertical is only replaced by a higher version that keeps what is used; a refusal leaves all as
/// it was.
void TestConfiguration::verticalsKeepWhatIsUsed()
{
    StoreOptions options = fresh();
    auto first = smallMarket();
    first.verticals.front().fields.front().requiredOnPost = true;
    VERIFY_OK(publish(options, first, "operator"));
    auto document = first;
    domain::FieldSchema &vertical = document.verticals.front();
    domain::FieldSpec hat;
    hat.key = hat.label = "hat";
    vertical.fields.push_back(hat);
    auto silent = publish(options, document, "operator");
    QVERIFY(!silent.ok());
    QCOMPARE(silent.error().code, std::string("vertical_version"));
    ++vertical.version;
    auto stored = publish(options, document, "operator");
    VERIFY_OK(stored);
    QCOMPARE(stored->version, std::int64_t(2));
    ++vertical.version;
    vertical.fields.erase(vertical.fields.begin());
    auto refused = publish(options, document, "operator");
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, std::string("field_in_use"));
    QCOMPARE(refused.error().field, std::string("verticals.personal_injury.first_name"));
    QVERIFY(!publish(options, first, "operator").ok()); // nor back to an older one
    QCOMPARE((*loadPublished(options, "demo"))->version, std::int64_t(2));
}

QTEST_GUILESS_MAIN(TestConfiguration)
#include "tst_configuration.moc"
