#include "base/clock.h"
#include <QTest>
#include <random>

using namespace bourse;
using namespace std::chrono;

class ClockTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void prints();
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void everyMillisecondSurvivesItsText();
    void clocksAdvance();
};

void ClockTest::prints()
{
    QCOMPARE(toIso8601(UtcTime()), std::string("1970-01-01T00:00:00.000Z"));
    QCOMPARE(toIso8601(UtcTime(Micros(1'999))), std::string("1970-01-01T00:00:00.001Z"));
    // before the epoch too, downwards
    QCOMPARE(toIso8601(UtcTime(Micros(-1))), std::string("1969-12-31T23:59:59.999Z"));
    QCOMPARE(toIso8601(UtcTime(sys_days(2024y / February / 29))), std::string("2024-02-29T00:00:00.000Z"));
}

void ClockTest::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("utc");
    auto row = [](const char *text, const char *utc) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(utc);
    };
    row("2026-05-12T14:30:00Z", "2026-05-12T14:30:00.000Z");
    row("2026-05-12t14:30:00z", "2026-05-12T14:30:00.000Z");
    row("2026-05-12 14:30Z", "2026-05-12T14:30:00.000Z");
    row("2026-05-12T14:30:01.184Z", "2026-05-12T14:30:01.184Z");
    row("2026-05-12T14:30:01.1849999Z", "2026-05-12T14:30:01.184Z");
    row("2026-05-12T09:30:00-05:00", "2026-05-12T14:30:00.000Z");
    row("2026-05-12T09:30:00-0500", "2026-05-12T14:30:00.000Z");
    row("2026-05-13T00:15:00+05:45", "2026-05-12T18:30:00.000Z");
    row("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000Z");
    row("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z");
}

void ClockTest::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, utc);
    auto time = fromIso8601(text.toStdString());
    QVERIFY(time.ok());
    QCOMPARE(QByteArray::fromStdString(toIso8601(*time)), utc);
}

void ClockTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "2026-05-12", "2026-05-12T14:30:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
          "2023-02-29T00:00:00Z", "2026-05-12T24:00:00Z", "2026-05-12T14:60:00Z", "2026-05-12T14:30:61Z",
          "2026-05-12T14:30:00.Z", "2026-05-12T14:30:00Z ", "2026-05-12T14:30:00+15:00",
          "2026-05-12T14:30:00+05:60", "26-05-12T14:30:00Z", "2026-5-12T14:30:00Z", "-2026-05-12T14:30:00Z",
          "1747060200"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text);
}

void ClockTest::refuses()
{
    QFETCH(QByteArray, text);
    auto time = fromIso8601(text.toStdString());
    QVERIFY(!time.ok());
    QCOMPARE(time.error().code, std::string("not_a_time"));
}

void ClockTest::everyMillisecondSurvivesItsText()
{
    std::mt19937_64 random(3);
    // the years 0001 to 9999
    std::uniform_int_distribution<std::int64_t> instants(-62'135'596'800'000, 253'402'300'799'999);
    for (int i = 0; i < 20'000; ++i) {
        UtcTime time{milliseconds(instants(random))};
        auto again = fromIso8601(toIso8601(time));
        QVERIFY2(again.ok(), toIso8601(time).c_str());
        QVERIFY2(*again == time, toIso8601(time).c_str());
    }
}

void ClockTest::clocksAdvance()
{
    SystemClock clock;
    MonoTime before = clock.monotonic();
    UtcTime now = clock.utcNow();
    QTest::qSleep(2);
    QVERIFY(clock.monotonic() > before);
    QVERIFY(clock.utcNow() > now);
    QVERIFY(now > UtcTime(sys_days(2024y / January / 1)));
}

QTEST_GUILESS_MAIN(ClockTest)
#include "tst_clock.moc"
