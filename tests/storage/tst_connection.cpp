// One session on a real PostgreSQL: parameters and arrays arrive exactly, errors are told apart, a running
// query can be cancelled, a lost session is noticed and comes back.
#include "storage/connection.h"
#include "support/throwawaycluster.h"
#include <QSqlQuery>
#include <QTest>
#include <QVariant>
#include <chrono>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using bourse::test::ThrowawayCluster;

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &verified = (result);                                                                     \
        QVERIFY2(verified.ok(), verified.ok() ? "" : verified.error().message.c_str());                      \
    } while (false)

class TestConnection : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void sessionIsSetUp();
    void textArraysArriveExactly();
    void otherArraysArriveExactly();
    void timesKeepMicroseconds();
    void arraysReadBack();
    void numbersComeExactThroughQt();
    void preparedStatementsAreKept();
    void errorsAreToldApart();
    void transactionEndsWithItsScope();
    void failedTransactionIsNotCommitted();
    void runningQueryIsCancelled();
    void lostSessionComesBack();
    void manySessionsInManyThreads();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::string m_uri;
};

void TestConnection::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_uri = m_cluster.createDatabase(false);
    QVERIFY2(!m_uri.empty(), m_cluster.problem().c_str());
}

void TestConnection::sessionIsSetUp()
{
    ConnectionOptions options;
    options.applicationName = "it's \\ a test";
    auto session = Connection::open(m_uri, {}, options);
    VERIFY_OK(session);
    const auto show = [&](const char *what) {
        return session->exec(std::string("SHOW ") + what)->string(0, 0);
    };
    QCOMPARE(show("timezone"), std::string("UTC"));
    QCOMPARE(show("synchronous_commit"), std::string("on"));
    QCOMPARE(show("role"), std::string("bourse_app"));
    QCOMPARE(show("application_name"), options.applicationName);
    QCOMPARE(session->exec("SELECT octet_length($1)", {"€"})->integer(0, 0), 3);
    QVERIFY(session->serverVersion() >= 150000);
    options.role = "nobody_such";
    auto refused = Connection::open(m_uri, {}, options);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("roles_missing"));
    QCOMPARE(refused.error().field, std::string("nobody_such"));
}

void TestConnection::textArraysArriveExactly()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    const std::vector<std::string> values{
        "",        "plain", "with \"quotes\"", "back\\slash", "NULL",      "null",  "a,b",
        "{brace}", "it's",  "line\nbreak",     " pad ",       "ünïcödé €", "\\x41", "\t"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto one = session->execPrepared("SELECT ($1::text[])[$2::int], cardinality($1::text[])",
                                         {textArray(values), std::to_string(i + 1)});
        VERIFY_OK(one);
        QCOMPARE(one->string(0, 0), values[i]);
        QCOMPARE(one->integer(0, 1), std::int64_t(values.size()));
        QVERIFY(!one->isNull(0, 0));
    }
    auto withNull = session->exec("SELECT ($1::text[])[1] IS NULL, ($1::text[])[2]",
                                  {textArray(std::vector<std::optional<std::string>>{std::nullopt, "NULL"})});
    VERIFY_OK(withNull);
    QVERIFY(withNull->boolean(0, 0));
    QCOMPARE(withNull->string(0, 1), std::string("NULL"));
    auto none = session->exec("SELECT cardinality($1::text[])", {textArray(std::vector<std::string>())});
    QCOMPARE(none->integer(0, 0), 0);
    // PostgreSQL has no NUL
    auto nul = session->exec("SELECT ($1::text[])[1]",
                             {textArray(std::vector<std::string>{std::string("a\0b", 3)})});
    VERIFY_OK(nul);
    QCOMPARE(nul->string(0, 0), std::string("a\xEF\xBF\xBD"
                                            "b"));
}

void TestConnection::otherArraysArriveExactly()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += char(i);
    auto bytes = session->exec("SELECT ($1::bytea[])[1], ($1::bytea[])[2], $2::bytea",
                               {byteaArray({all, ""}), byteaText(all)});
    VERIFY_OK(bytes);
    QCOMPARE(bytes->bytes(0, 0), all);
    QCOMPARE(bytes->bytes(0, 1), std::string());
    QCOMPARE(bytes->bytes(0, 2), all);
    const Uuid first = Uuid::v7(), second = Uuid::v4();
    auto ids =
        session->exec("SELECT ($1::uuid[])[1], ($1::uuid[])[2], NULL::uuid", {uuidArray({first, second})});
    VERIFY_OK(ids);
    QVERIFY(ids->uuid(0, 0) == first);
    QVERIFY(ids->uuid(0, 1) == second);
    QVERIFY(ids->uuid(0, 2).isNull());
    const std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                       most = std::numeric_limits<std::int64_t>::max();
    auto numbers = session->exec("SELECT unnest($1::bigint[])", {bigintArray({least, -1, 0, most})});
    VERIFY_OK(numbers);
    QCOMPARE(numbers->size(), 4);
    QCOMPARE(numbers->integer(0, 0), least);
    QCOMPARE(numbers->integer(3, 0), most);
    ArrayLiteral flags;
    flags.addBoolean(true);
    flags.addNull();
    flags.addBoolean(false);
    QCOMPARE(flags.size(), std::size_t(3));
    QCOMPARE(flags.take(), std::string("{t,NULL,f}"));
    QCOMPARE(flags.take(), std::string("{}"));
}

void TestConnection::timesKeepMicroseconds()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    using namespace std::chrono;
    for (const UtcTime time : {UtcTime(Micros(0)), UtcTime(Micros(1778596201184007)), UtcTime(Micros(-1)),
                               UtcTime(sys_days(year(2028) / 2 / 29)) + hours(23) + Micros(59),
                               UtcTime(Micros(951782400000000))}) {
        ArrayLiteral array;
        array.addTime(time);
        auto rows = session->exec("SELECT $1::timestamptz, ($2::timestamptz[])[1], "
                                  "(extract(epoch FROM $1::timestamptz) * 1000000)::bigint",
                                  {timestampText(time), array.take()});
        VERIFY_OK(rows);
        QVERIFY(rows->time(0, 0) == time);
        QVERIFY(rows->time(0, 1) == time);
        QCOMPARE(rows->integer(0, 2), std::int64_t(time.time_since_epoch().count()));
    }
    QVERIFY(!readTimestamp("infinity"));
    QVERIFY(!readTimestamp("2026-02-30 00:00:00+00"));
    QVERIFY(!readTimestamp(""));
}

void TestConnection::arraysReadBack()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    const std::vector<std::optional<std::string>> values{"a",   std::nullopt, "NULL", "",
                                                         "x,y", "q\"\\",      "{}",   " "};
    auto rows =
        session->exec("SELECT $1::text[], '{}'::text[], NULL::text[], '{1,2}'::int[]", {textArray(values)});
    VERIFY_OK(rows);
    QVERIFY(rows->array(0, 0) == values);
    QVERIFY(rows->array(0, 1).empty());
    QVERIFY(rows->array(0, 2).empty());
    QCOMPARE(rows->array(0, 3).at(1).value(), std::string("2"));
}

void TestConnection::numbersComeExactThroughQt()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    QSqlQuery query(session->database());
    QVERIFY(query.exec(QStringLiteral("SELECT 12345678901234567.123456::numeric")));
    QVERIFY(query.next());
    QCOMPARE(query.value(0).toString(), QStringLiteral("12345678901234567.123456"));
    QVERIFY(!query.exec(QStringLiteral("SELECT 1/0")));
    const Error error = sqlError(query.lastError());
    QCOMPARE(error.code, std::string("invalid_value"));
    QCOMPARE(std::string(sqlState(error)), std::string("22012"));
}

void TestConnection::preparedStatementsAreKept()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    for (int i = 0; i < 3; ++i) {
        auto rows = session->execPrepared("SELECT $1::int + 1", {std::to_string(i)});
        VERIFY_OK(rows);
        QCOMPARE(rows->integer(0, 0), i + 1);
    }
    QCOMPARE(session->exec("SELECT count(*) FROM pg_prepared_statements")->integer(0, 0), 1);
    QVERIFY(!session->execPrepared("SELEC nothing", {}));
    VERIFY_OK(session->reconnect());
    QCOMPARE(session->exec("SELECT count(*) FROM pg_prepared_statements")->integer(0, 0), 0);
    VERIFY_OK(session->execPrepared("SELECT $1::int + 1", {"1"}));
}

void TestConnection::errorsAreToldApart()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    VERIFY_OK(session->exec(
        "CREATE TEMP TABLE parent (id int PRIMARY KEY, n int CHECK (n > 0) NOT NULL); "
        "CREATE TEMP TABLE child (id int REFERENCES parent (id)); INSERT INTO parent VALUES (1, 1)"));
    const std::pair<const char *, const char *> cases[] = {
        {"INSERT INTO parent VALUES (1, 1)", "unique_violation"},
        {"INSERT INTO parent VALUES (2, -1)", "check_violation"},
        {"INSERT INTO parent VALUES (2, NULL)", "check_violation"},
        {"INSERT INTO child VALUES (7)", "foreign_key_violation"},
        {"SELECT * FROM nowhere", "schema_mismatch"},
        {"SELECT 'x'::int", "invalid_value"},
        {"CREATE ROLE boss", "permission_denied"}};
    for (const auto &[sql, code] : cases) {
        auto done = session->exec(sql);
        QVERIFY2(!done, sql);
        QCOMPARE(done.error().code, std::string(code));
        QVERIFY(!isConnectionLost(done.error()));
        QCOMPARE(sqlState(done.error()).size(), std::size_t(5));
    }
    QVERIFY(isRetryable(sqlError("40001", "x")));
    QVERIFY(isRetryable(sqlError("40P01", "x")));
    QVERIFY(!isRetryable(sqlError("23505", "x")));
    QCOMPARE(sqlError("53100", "No space").code, std::string("disk_full"));
    QCOMPARE(sqlIdentifier("a\"b"), std::string("\"a\"\"b\""));
    QCOMPARE(sqlLiteral("it's"), std::string("'it''s'"));
}

void TestConnection::transactionEndsWithItsScope()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    VERIFY_OK(session->exec("CREATE TEMP TABLE kept (n int)"));
    {
        auto transaction = Transaction::begin(*session);
        VERIFY_OK(transaction);
        VERIFY_OK(session->exec("INSERT INTO kept VALUES (1)"));
    }
    QCOMPARE(session->exec("SELECT count(*) FROM kept")->integer(0, 0), 0);
    {
        auto transaction = Transaction::begin(*session);
        VERIFY_OK(transaction);
        auto inserted = session->exec("INSERT INTO kept VALUES (1), (2)");
        QCOMPARE(inserted->affected(), 2);
        VERIFY_OK(transaction->commit());
        QVERIFY(!transaction->commit());
    }
    QCOMPARE(session->exec("SELECT count(*) FROM kept")->integer(0, 0), 2);
}

void TestConnection::failedTransactionIsNotCommitted()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    auto transaction = Transaction::begin(*session);
    VERIFY_OK(transaction);
    QVERIFY(!session->exec("SELECT * FROM nowhere"));
    auto committed = transaction->commit(); // the server answers "ROLLBACK" without an error
    QVERIFY(!committed);
    VERIFY_OK(session->exec("SELECT 1"));
}

void TestConnection::runningQueryIsCancelled()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    auto canceller = session->canceller();
    std::thread other([canceller] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        canceller->cancel();
    });
    auto done = session->exec("SELECT pg_sleep(60)");
    other.join();
    QVERIFY(!done);
    QCOMPARE(done.error().code, std::string("query_cancelled"));
    VERIFY_OK(session->exec("SELECT 1"));
    session->close();
    QVERIFY(!canceller->cancel());
    QVERIFY(session->isLost());
    QVERIFY(isConnectionLost(session->exec("SELECT 1").error()));
}

void TestConnection::lostSessionComesBack()
{
    auto session = Connection::open(m_uri);
    VERIFY_OK(session);
    const std::string pid = session->exec("SELECT pg_backend_pid()")->string(0, 0);
    QVERIFY(!session->isLost());
    VERIFY_OK(m_cluster.execute(m_uri, "SELECT pg_terminate_backend(" + pid + ", 5000)"));
    auto done = session->exec("SELECT 1");
    QVERIFY(!done);
    QVERIFY(isConnectionLost(done.error()));
    QVERIFY(session->isLost());
    VERIFY_OK(session->reconnect());
    auto back = session->exec("SELECT pg_backend_pid(), current_user");
    VERIFY_OK(back);
    QVERIFY(back->string(0, 0) != pid);
    QCOMPARE(back->string(0, 1), std::string("bourse_app"));
    // A moved session is the same session
    Connection moved = std::move(*session);
    QCOMPARE(moved.exec("SELECT pg_backend_pid()")->string(0, 0), back->string(0, 0));
}

void TestConnection::manySessionsInManyThreads()
{
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([this, &good] {
            for (int k = 0; k < 5; ++k) {
                auto session = Connection::open(m_uri);
                if (session && session->exec("SELECT 1")->integer(0, 0) == 1)
                    ++good;
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(good.load(), 30);
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
