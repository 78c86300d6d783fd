// Suppression lists from CSV files into a real PostgreSQL: what is taken, what is rejected and kept, and that
// an import is all or nothing.
#include "marketfixture.h"
#include "storage/suppressionstore.h"
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;

class TestSuppressionImport : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void layouts_data();
    void layouts();
    void badRowsAreKept();
    void hashesAreTakenAsGiven();
    void addingAndReplacing();
    void refusals_data();
    void refusals();
    void cancelledChangesNothing();
    void nothingPlainIsStored();
    void otherWorkspacesSeeNothing();
    void removing();
    void aMillionRows();

  private:
    QString write(const QByteArray &text);
    Result<SuppressionReport> import(SuppressionImport how);
    static SuppressionImport emails(const QString &file);

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    QTemporaryDir m_dir;
    std::unique_ptr<Market> m_market;
    int m_files = 0;
};

void TestSuppressionImport::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_market = std::make_unique<Market>(m_cluster);
    QVERIFY2(m_market->problem.empty(), m_market->problem.c_str());
}

void TestSuppressionImport::cleanup()
{
    if (m_market)
        m_market->value("DELETE FROM bourse.suppression_list");
}

QString TestSuppressionImport::write(const QByteArray &text)
{
    QFile file(m_dir.filePath(QStringLiteral("list%1.csv").arg(++m_files)));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("no file");
    return file.fileName();
}

Result<SuppressionReport> TestSuppressionImport::import(SuppressionImport how)
{
    return importSuppression(
        m_market->options, m_market->workspace, how, [](int) {}, [] { return false; });
}

SuppressionImport TestSuppressionImport::emails(const QString &file)
{
    SuppressionImport how;
    how.file = file;
    how.list = "dnc";
    how.actor = "operator";
    return how;
}

void TestSuppressionImport::layouts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::string>("column");
    QTest::addColumn<int>("added");
    QTest::newRow("one column") << QByteArray("a@example.com\nb@example.com\n") << std::string() << 2;
    QTest::newRow("header") << QByteArray("Address\na@example.com\n") << std::string() << 1;
    QTest::newRow("named after the kind")
        << QByteArray("id,note,E-Mail\n1,x,a@example.com\n2,,b@example.com\n") << std::string() << 2;
    QTest::newRow("no header, second column")
        << QByteArray("1;a@example.com\n2;b@example.com\n") << std::string() << 2;
    QTest::newRow("named") << QByteArray("\xEF\xBB\xBFold\tnew\r\nx@example.com\ta@example.com\r\n")
                           << std::string("New") << 1;
    QTest::newRow("numbered") << QByteArray("x@example.com,a@example.com\nx@example.com,b@example.com\n")
                              << std::string("2") << 2;
    QTest::newRow("spelt differently")
        << QByteArray("A@Example.com\n a@example.com \n\"a@EXAMPLE.com\"\n\n\n") << std::string() << 1;
}

void TestSuppressionImport::layouts()
{
    QFETCH(QByteArray, text);
    QFETCH(std::string, column);
    QFETCH(int, added);
    SuppressionImport how = emails(write(text));
    how.column = column;
    auto report = import(how);
    VERIFY_OK(report);
    QCOMPARE(report->added, std::int64_t(added));
    QCOMPARE(report->rejected, std::int64_t(0));
    QCOMPARE(report->entries, std::int64_t(added));
    const std::string wanted =
        "\\x" + domain::toHex(plainSuppressionHash(m_market->options.masterKey, SuppressionKind::Email,
                                                   "a@example.com"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.suppression_entry WHERE hash = '" + wanted + "'"),
             std::string("1"));
}

void TestSuppressionImport::badRowsAreKept()
{
    SuppressionImport how =
        emails(write("email,note\r\na@example.com,1\r\nno address,\"x, \"\"y\"\"\"\r\n,empty\r\n"
                     "\"open,3\r\nb@example.com\r\n\"c\"@example.com,5\r\n"));
    how.rejectsFile = m_dir.filePath(QStringLiteral("rejects.csv"));
    auto report = import(how);
    VERIFY_OK(report);
    QCOMPARE(report->rows, std::int64_t(6));
    QCOMPARE(report->added, std::int64_t(2));
    QCOMPARE(report->rejected, std::int64_t(4));
    QFile rejects(how.rejectsFile);
    QVERIFY(rejects.open(QIODevice::ReadOnly));
    QCOMPARE(rejects.readAll(), QByteArray("line,rule,row\r\n"
                                           "3,not_an_email,\"no address,\"\"x, \"\"\"\"y\"\"\"\"\"\"\"\r\n"
                                           "4,missing_cell,\",empty\"\r\n"
                                           "5,broken_quote,\"\"\"open,3\"\r\n"
                                           "7,broken_quote,\"\"\"c\"\"@example.com,5\"\r\n"));
    QVERIFY(!(rejects.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    QCOMPARE(report->firstRejects.size(), std::size_t(4));
    QCOMPARE(report->firstRejects[0].line, std::int64_t(3));
    // phones: what is no number in any country's plan
    SuppressionImport phones = emails(write("+1 (512) 555-0142\n5125550142\n15125550142\n12\n"));
    phones.list = "phones";
    phones.kind = SuppressionKind::Phone;
    report = import(phones);
    VERIFY_OK(report);
    QCOMPARE(report->added, std::int64_t(1));
    QCOMPARE(report->known, std::int64_t(2));
    QCOMPARE(report->firstRejects[0].code, std::string("not_a_phone"));
}

void TestSuppressionImport::hashesAreTakenAsGiven()
{
    SuppressionImport how =
        emails(write("md5\nDEF0FA2163C6DC298FBD5E6482B891F9\ndef0fa2163c6dc298fbd5e6482b891f9\n"
                     "def0fa2163c6dc298fbd5e6482b891f\nzef0fa2163c6dc298fbd5e6482b891f9\n"));
    how.form = SuppressionForm::Md5;
    auto report = import(how);
    VERIFY_OK(report);
    QCOMPARE(report->added, std::int64_t(1));
    QCOMPARE(report->known, std::int64_t(1));
    QCOMPARE(report->rejected, std::int64_t(2));
    QCOMPARE(m_market->value("SELECT encode(hash, 'hex') FROM bourse.suppression_entry"),
             std::string("def0fa2163c6dc298fbd5e6482b891f9"));
}

void TestSuppressionImport::addingAndReplacing()
{
    VERIFY_OK(import(emails(write("a@example.com\nb@example.com\n"))));
    auto report = import(emails(write("b@example.com\nc@example.com\n")));
    VERIFY_OK(report);
    QCOMPARE(report->added, std::int64_t(1));
    QCOMPARE(report->known, std::int64_t(1));
    QCOMPARE(report->entries, std::int64_t(3));
    SuppressionImport how = emails(write("d@example.com\n"));
    how.replace = true;
    report = import(how);
    VERIFY_OK(report);
    QCOMPARE(report->entries, std::int64_t(1));
    auto lists = suppressionLists(m_market->options, m_market->workspace);
    VERIFY_OK(lists);
    QCOMPARE(lists->size(), std::size_t(1));
    QCOMPARE(lists->front().info.slug, std::string("dnc"));
    QCOMPARE(lists->front().entries, std::int64_t(1));
    QVERIFY(lists->front().importedAt.has_value());
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.audit WHERE action = 'suppression.import' AND "
                             "position('@' in detail) > 0"),
             std::string("0"));
}

void TestSuppressionImport::refusals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::string>("column");
    QTest::addColumn<std::string>("list");
    QTest::addColumn<std::string>("code");
    QTest::newRow("no column") << QByteArray("id,note\n1,2\n") << std::string() << std::string("l")
                               << std::string("no_such_column");
    QTest::newRow("other column") << QByteArray("a@example.com\n") << std::string("mail") << std::string("l")
                                  << std::string("no_such_column");
    QTest::newRow("column 3") << QByteArray("a@example.com\n") << std::string("3") << std::string("l")
                              << std::string("no_such_column");
    QTest::newRow("nothing") << QByteArray() << std::string() << std::string("l") << std::string("no_values");
    QTest::newRow("header only") << QByteArray("email\n") << std::string() << std::string("l")
                                 << std::string("no_values");
    QTest::newRow("name") << QByteArray("a@example.com\n") << std::string() << std::string("my list")
                          << std::string("not_a_slug");
}

void TestSuppressionImport::refusals()
{
    QFETCH(QByteArray, text);
    QFETCH(std::string, column);
    QFETCH(std::string, list);
    QFETCH(std::string, code);
    SuppressionImport how = emails(write(text));
    how.column = column;
    how.list = list;
    auto report = import(how);
    QVERIFY(!report.ok());
    QCOMPARE(report.error().code, code);
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.suppression_list"), std::string("0"));
    how.file = QStringLiteral("/nowhere/list.csv");
    how.list = "l";
    QCOMPARE(import(how).error().code, std::string("file_unreadable"));
    VERIFY_OK(import(emails(write("a@example.com\n"))));
    SuppressionImport other = emails(write("a@example.com\n"));
    other.buyer = "acme";
    QCOMPARE(import(other).error().code, std::string("list_mismatch"));
}

void TestSuppressionImport::cancelledChangesNothing()
{
    QByteArray text;
    for (int i = 0; i < 200'000; ++i)
        text += "person" + QByteArray::number(i) + "@example.com\n";
    const QString file = write(text + "not an address\n");
    VERIFY_OK(import(emails(write("a@example.com\n"))));
    for (int after : {0, 1, 3, 6}) {
        SuppressionImport how = emails(file);
        how.replace = true;
        how.rejectsFile = m_dir.filePath(QStringLiteral("cancelled.csv"));
        int polled = 0;
        auto report = importSuppression(
            m_market->options, m_market->workspace, how, [](int) {}, [&] { return polled++ >= after; });
        QVERIFY(!report.ok());
        QCOMPARE(report.error().code, std::string("cancelled"));
        QCOMPARE(m_market->value("SELECT entries || ' ' || (SELECT count(*) FROM bourse.suppression_entry) "
                                 "FROM bourse.suppression_list"),
                 std::string("1 1"));
    }
}

void TestSuppressionImport::nothingPlainIsStored()
{
    VERIFY_OK(import(emails(write("canary.listed@example.com\n"))));
    const QByteArray dump = dumped(m_cluster, m_market->options.uri);
    QVERIFY(!dump.isEmpty() && !dump.contains("canary.listed"));
}

void TestSuppressionImport::otherWorkspacesSeeNothing()
{
    VERIFY_OK(import(emails(write("a@example.com\n"))));
    auto other = publish(m_market->options, smallMarket("other"), "operator");
    VERIFY_OK(other);
    auto lists = suppressionLists(m_market->options, other->workspaceId);
    VERIFY_OK(lists);
    QVERIFY(lists->empty());
    QCOMPARE(removeSuppressionList(m_market->options, other->workspaceId, "dnc", "operator").error().code,
             std::string("no_such_list"));
    auto report = importSuppression(
        m_market->options, other->workspaceId, emails(write("b@example.com\n")), [](int) {},
        [] { return false; });
    VERIFY_OK(report);
    QCOMPARE(report->entries, std::int64_t(1));
}

void TestSuppressionImport::removing()
{
    VERIFY_OK(import(emails(write("a@example.com\n"))));
    VERIFY_OK(removeSuppressionList(m_market->options, m_market->workspace, "dnc", "operator"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.suppression_entry"), std::string("0"));
    QCOMPARE(removeSuppressionList(m_market->options, m_market->workspace, "dnc", "operator").error().code,
             std::string("no_such_list"));
}

/// Only where it is asked for: BOURSE_MILLION=1. It prints its figures.
void TestSuppressionImport::aMillionRows()
{
    if (qEnvironmentVariableIsEmpty("BOURSE_MILLION"))
        QSKIP("a measurement; BOURSE_MILLION=1 runs it");
    for (bool phones : {false, true}) {
        QByteArray text = phones ? "phone,name\r\n" : "email,name\r\n";
        for (int i = 0; i < 1'000'000; ++i)
            text += (phones ? QByteArray::number(2'125'550'000LL + i)
                            : "person" + QByteArray::number(i) + "@example.com") +
                    ",\"Someone, Number " + QByteArray::number(i) + "\"\r\n";
        SuppressionImport how = emails(write(text));
        how.list = phones ? "phones" : "emails";
        how.kind = phones ? SuppressionKind::Phone : SuppressionKind::Email;
        text = QByteArray();
        auto peak = [] {
            QFile status(QStringLiteral("/proc/self/status"));
            if (!status.open(QIODevice::ReadOnly))
                return QByteArray();
            const QByteArray all = status.readAll();
            const auto at = all.indexOf("VmRSS:");
            return all.mid(at, all.indexOf('\n', at) - at);
        };
        qInfo() << "before" << peak();
        QElapsedTimer timer;
        timer.start();
        int steps = 0;
        auto report = importSuppression(
            m_market->options, m_market->workspace, how, [&](int) { ++steps; }, [] { return false; });
        VERIFY_OK(report);
        qInfo() << (phones ? "phones" : "emails") << "rows" << report->rows << "added" << report->added
                << "ms" << timer.elapsed() << "steps" << steps << "after" << peak();
        QCOMPARE(report->added + report->rejected, std::int64_t(1'000'000));
    }
}

QTEST_GUILESS_MAIN(TestSuppressionImport)
#include "tst_suppressionimport.moc"
