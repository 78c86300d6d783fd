// Migrations on a real PostgreSQL: from nothing, twice, two at once, against altered histories, and on a
// server that is not ours.
#include "storage/connection.h"
#include "storage/store.h"
#include "support/throwawaycluster.h"
#include <QDir>
#include <QTest>
#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace bourse;
using namespace bourse::storage;
using bourse::test::ThrowawayCluster;

namespace {
QByteArray words(const Errors &errors)
{
    return QByteArray::fromStdString(errors.front().code + " " + errors.front().field + ": " +
                                     errors.front().message);
}
} // namespace

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &verified = (result);                                                                     \
        QVERIFY2(verified.ok(), verified.ok() ? "" : words(verified.errors()).constData());                  \
    } while (false)

class TestMigrations : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void emptyDatabaseGetsEverything();
    void secondRunDoesNothing();
    void twoRunnersShareTheWork();
    void alteredFileIsRefused();
    void missingFileIsRefused();
    void newerDatabaseIsRefused();
    void failureLeavesNothingBehind();
    void appRoleCannotChangeTheSchema();
    void unreachableServerIsNamed();
    void foreignServerGetsItsRoles();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
};

/// Numbers may be left out.
static int migrationsInBuild()
{
    return static_cast<int>(QDir(QStringLiteral(":/migrations")).entryList({QStringLiteral("*.sql")}).size());
}

void TestMigrations::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
}

void TestMigrations::emptyDatabaseGetsEverything()
{
    QVERIFY(newestSchemaVersion() >= 1);
    const std::string uri = m_cluster.createDatabase(false);
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    auto done = migrate(uri);
    VERIFY_OK(done);
    QCOMPARE(*done, migrationsInBuild());
    QCOMPARE(*m_cluster.value(uri, "SELECT max(version) FROM bourse.schema_migration"),
             std::to_string(newestSchemaVersion()));
    QCOMPARE(*m_cluster.value(uri, "SELECT bool_and(sha256 ~ '^[0-9a-f]{64}$' AND applied_at <= now()) "
                                   "FROM bourse.schema_migration"),
             std::string("t"));
    // Everything belongs to the owner, also where a superuser ran it
    QCOMPARE(*m_cluster.value(uri,
                              "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                              "WHERE n.nspname = 'bourse' AND pg_get_userbyid(c.relowner) <> 'bourse_owner'"),
             std::string("0"));
}

void TestMigrations::secondRunDoesNothing()
{
    const std::string uri = m_cluster.createDatabase();
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    const auto before = m_cluster.value(uri, "SELECT max(applied_at) FROM bourse.schema_migration");
    auto again = migrate(uri);
    VERIFY_OK(again);
    QCOMPARE(*again, 0);
    QCOMPARE(*m_cluster.value(uri, "SELECT max(applied_at) FROM bourse.schema_migration"), *before);
    auto asSuperuser = migrate(m_cluster.superuserUri(uri));
    VERIFY_OK(asSuperuser);
    QCOMPARE(*asSuperuser, 0);
}

void TestMigrations::twoRunnersShareTheWork()
{
    const std::string uri = m_cluster.createDatabase(false);
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    std::atomic<int> applied{0}, failed{0};
    std::vector<std::thread> runners;
    for (int i = 0; i < 4; ++i) {
        runners.emplace_back([&] {
            auto done = migrate(uri);
            if (done)
                applied += *done;
            else
                ++failed;
        });
    }
    for (auto &runner : runners)
        runner.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(applied.load(), migrationsInBuild());
}

void TestMigrations::alteredFileIsRefused()
{
    const std::string uri = m_cluster.createDatabase();
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    VERIFY_OK(m_cluster.execute(
        uri, "UPDATE bourse.schema_migration SET sha256 = repeat('0', 64) WHERE version = 1"));
    auto done = migrate(uri);
    QVERIFY(!done);
    QCOMPARE(done.error().code, std::string("migration_failed"));
    QVERIFY2(done.error().field.starts_with("0001_"), done.error().field.c_str());
}

void TestMigrations::missingFileIsRefused()
{
    const std::string uri = m_cluster.createDatabase();
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    VERIFY_OK(m_cluster.execute(uri, "INSERT INTO bourse.schema_migration VALUES (0, '0000_gone.sql', '')"));
    auto done = migrate(uri);
    QVERIFY(!done);
    QCOMPARE(done.error().code, std::string("migration_failed"));
    QCOMPARE(done.error().field, std::string("0000_gone.sql"));
}

void TestMigrations::newerDatabaseIsRefused()
{
    const std::string uri = m_cluster.createDatabase();
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    VERIFY_OK(
        m_cluster.execute(uri, "INSERT INTO bourse.schema_migration VALUES (9999, '9999_future.sql', '')"));
    auto done = migrate(uri);
    QVERIFY(!done);
    QCOMPARE(done.error().code, std::string("schema_newer"));
    QVERIFY(done.error().message.find("9999") != std::string::npos);
}

void TestMigrations::failureLeavesNothingBehind()
{
    const std::string uri = m_cluster.createDatabase(false);
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    // Somebody's table stands where the last table of the first migration belongs
    const auto last = m_cluster.createDatabase();
    const auto table =
        m_cluster.value(last, "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = "
                              "c.relnamespace WHERE nspname = 'bourse' AND relkind IN ('r', 'p') AND "
                              "relname <> 'schema_migration' ORDER BY c.oid DESC LIMIT 1");
    VERIFY_OK(table);
    VERIFY_OK(m_cluster.execute(uri, "CREATE SCHEMA bourse AUTHORIZATION bourse_owner; CREATE TABLE bourse." +
                                         *table + " (theirs integer)"));
    auto done = migrate(uri);
    QVERIFY(!done);
    QCOMPARE(done.error().code, std::string("migration_failed"));
    QVERIFY2(done.error().field.ends_with(".sql"), done.error().field.c_str());
    QCOMPARE(*m_cluster.value(uri, "SELECT count(*) FROM bourse.schema_migration"), std::string("0"));
    QCOMPARE(*m_cluster.value(uri,
                              "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                              "WHERE nspname = 'bourse' AND relkind IN ('r', 'p')"),
             std::string("2"));
    // Out of the way, the same call goes on
    VERIFY_OK(m_cluster.execute(uri, "DROP TABLE bourse." + *table));
    auto again = migrate(uri);
    VERIFY_OK(again);
    QCOMPARE(*again, migrationsInBuild());
}

void TestMigrations::appRoleCannotChangeTheSchema()
{
    const std::string uri = m_cluster.createDatabase();
    QVERIFY2(!uri.empty(), m_cluster.problem().c_str());
    auto session = Connection::open(uri); // takes the role bourse_app
    VERIFY_OK(session);
    for (const char *sql : {"DROP SCHEMA bourse CASCADE", "CREATE TABLE bourse.mine (a int)",
                            "INSERT INTO bourse.schema_migration VALUES (2000, 'x', 'y')"}) {
        auto done = session->exec(sql);
        QVERIFY2(!done, sql);
        QCOMPARE(done.error().code, std::string("permission_denied"));
    }
}

void TestMigrations::unreachableServerIsNamed()
{
    auto done = migrate("postgresql:///bourse?host=/nowhere/at/all&user=me");
    QVERIFY(!done);
    QCOMPARE(done.error().code, std::string("database_unreachable"));
    for (const char *uri :
         {"postgresql://me:secret-word@[::1/x", "postgresql://me:secret-word@127.0.0.1:port/x"}) {
        auto nonsense = migrate(uri);
        QVERIFY2(!nonsense, uri);
        QCOMPARE(nonsense.error().code, std::string("uri_invalid"));
        QVERIFY(nonsense.error().message.find("secret-word") == std::string::npos);
    }
}

void TestMigrations::foreignServerGetsItsRoles()
{
    // A server as an administrator hands it over: none of our roles, a login with a password
    ThrowawayCluster foreign;
    QVERIFY2(foreign.ok(), foreign.problem().c_str());
    const std::string root = foreign.cluster().uri("postgres", "postgres");
    for (const char *sql :
         {"DROP DATABASE bourse", "DROP ROLE bourse_owner", "DROP ROLE bourse_app",
          "CREATE ROLE market LOGIN PASSWORD 'pa''ss;wo\\rd'", "CREATE DATABASE shop OWNER market"})
        VERIFY_OK(foreign.execute(root, sql));
    const std::string rules = foreign.cluster().place().pgData + "/pg_hba.conf";
    std::ofstream(rules) << "local all market scram-sha-256\nlocal all all peer map=bourse\n";
    VERIFY_OK(foreign.execute(root, "SELECT pg_reload_conf()"));
    const std::string uri = foreign.cluster().uri("shop", "market");

    auto denied = migrate(uri, Secret("wrong"));
    for (int i = 0; i < 50 && !denied && denied.error().code != "authentication_failed";
         ++i) { // the reload takes a moment
        QTest::qWait(50);
        denied = migrate(uri, Secret("wrong"));
    }
    QVERIFY(!denied);
    QCOMPARE(denied.error().code, std::string("authentication_failed"));
    auto refused = migrate(uri, Secret("pa'ss;wo\\rd"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("roles_missing"));
    QVERIFY2(refused.error().message.find("CREATE ROLE bourse_owner") != std::string::npos,
             refused.error().message.c_str());

    VERIFY_OK(foreign.execute(root, "ALTER ROLE market CREATEROLE"));
    auto done = migrate(uri, Secret("pa'ss;wo\\rd"));
    VERIFY_OK(done);
    QCOMPARE(*done, migrationsInBuild());
    auto session = Connection::open(uri, Secret("pa'ss;wo\\rd"));
    VERIFY_OK(session);
    QCOMPARE(session->exec("SELECT current_user, session_user")->string(0, 0), std::string("bourse_app"));
    QCOMPARE(foreign.value(uri, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'bourse_app'").valueOr("?"),
             std::string("f"));
    // A password inside the URI works as well
    QVERIFY(Connection::open("postgresql://market:pa%27ss%3Bwo%5Crd@/shop?host=" +
                             foreign.cluster().place().socketDir)
                .ok());
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
