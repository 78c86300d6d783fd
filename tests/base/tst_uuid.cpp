#include "base/uuid.h"
#include <QTest>
#include <set>
#include <unordered_set>

using namespace bourse;

class UuidTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void version7HasTheFormOfRfc9562();
    void version7OrdersByTime();
    void version7KeepsItsMillisecond();
    void version4HasItsMarks();
    void manyAreAllDifferent();
    void textGoesBothWays();
    void refusesOtherText_data();
    void refusesOtherText();
    void leadIds();
};

void UuidTest::version7HasTheFormOfRfc9562()
{
    // RFC 9562, appendix A.6: 2022-02-22T19:22:22.000Z
    auto time = fromIso8601("2022-02-22T19:22:22.000Z");
    Uuid id = Uuid::v7(*time, ~std::uint64_t(0), ~std::uint64_t(0));
    std::string text = id.toString();
    QCOMPARE(text.substr(0, 13), std::string("017f22e2-79b0"));
    QCOMPARE(text[14], '7');
    QVERIFY(std::string("89ab").find(text[19]) != std::string::npos);
    QCOMPARE(text, std::string("017f22e2-79b0-7fff-bfff-ffffffffffff"));
    QCOMPARE(Uuid::v7(*time, 0, 0).toString(), std::string("017f22e2-79b0-7000-8000-000000000000"));
}

void UuidTest::version7OrdersByTime()
{
    auto time = *fromIso8601("2026-05-12T14:30:00Z");
    Uuid before = Uuid::v7(time, ~std::uint64_t(0), ~std::uint64_t(0));
    Uuid after = Uuid::v7(time + std::chrono::milliseconds(1), 0, 0);
    QVERIFY(before < after);
    QVERIFY(before.toString() < after.toString());
}

void UuidTest::version7KeepsItsMillisecond()
{
    auto time = *fromIso8601("2026-05-12T14:30:01.184Z");
    QVERIFY(Uuid::v7(time + Micros(999), 1, 2).time() == time);
    auto before = SystemClock().utcNow();
    auto now = Uuid::v7().time();
    QVERIFY(now >= std::chrono::floor<std::chrono::milliseconds>(before));
    QVERIFY(now <= SystemClock().utcNow());
}

void UuidTest::version4HasItsMarks()
{
    for (int i = 0; i < 100; ++i) {
        std::string text = Uuid::v4().toString();
        QCOMPARE(text[14], '4');
        QVERIFY(std::string("89ab").find(text[19]) != std::string::npos);
    }
}

void UuidTest::manyAreAllDifferent()
{
    std::unordered_set<Uuid> seen;
    for (int i = 0; i < 20'000; ++i) {
        QVERIFY(seen.insert(Uuid::v7()).second);
        QVERIFY(seen.insert(Uuid::v4()).second);
    }
    QVERIFY(Uuid().isNull());
    QVERIFY(!Uuid::v4().isNull());
}

void UuidTest::textGoesBothWays()
{
    for (int i = 0; i < 1000; ++i) {
        Uuid id = Uuid::v7();
        auto again = Uuid::parse(id.toString());
        QVERIFY(again.ok());
        QVERIFY(*again == id);
    }
    QCOMPARE(Uuid::parse("01890A5D-AC96-774B-BCCE-B302099A8057")->toString(),
             std::string("01890a5d-ac96-774b-bcce-b302099a8057"));
}

void UuidTest::refusesOtherText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("01890a5d-ac96-774b-bcce-b302099a805");
    QTest::newRow("long") << QByteArray("01890a5d-ac96-774b-bcce-b302099a80577");
    QTest::newRow("letter") << QByteArray("01890a5d-ac96-774b-bcce-b302099a805g");
    QTest::newRow("dash moved") << QByteArray("01890a5da-c96-774b-bcce-b302099a8057");
    QTest::newRow("no dashes") << QByteArray("01890a5dac96774bbcceb302099a80570000");
    QTest::newRow("braces") << QByteArray("{1890a5d-ac96-774b-bcce-b302099a805}");
    QTest::newRow("NUL") << QByteArray("01890a5d-ac96-774b-bcce-b302099a805\0", 36);
}

void UuidTest::refusesOtherText()
{
    QFETCH(QByteArray, text);
    auto id = Uuid::parse(text.toStdString());
    QVERIFY(!id.ok());
    QCOMPARE(id.error().code, std::string("not_a_uuid"));
}

void UuidTest::leadIds()
{
    Uuid id = Uuid::v7();
    std::string text = leadIdText(id);
    QCOMPARE(text, "ld_" + id.toString());
    QVERIFY(*parseLeadId(text) == id);
    QVERIFY(*parseLeadId(id.toString()) == id);
    for (const char *wrong : {"", "ld_", "ld_9f3c1a8b", "LD_01890a5d-ac96-774b-bcce-b302099a8057",
                              "ld_ld_01890a5d-ac96-774b-bcce-b302099a8057"})
        QCOMPARE(parseLeadId(wrong).error().code, std::string("not_a_lead_id"));
}

QTEST_GUILESS_MAIN(UuidTest)
#include "tst_uuid.moc"
