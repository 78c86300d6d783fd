#include "domain/routing/pingtree.h"
#include <QDateTime>
#include <QTest>
#include <QTimeZone>
#include <random>

using namespace bourse;
using namespace bourse::domain;
using namespace std::chrono;

namespace {
UtcTime at(const char *text)
{
    return *fromIso8601(text);
}

std::string shown(const CapWindow &window)
{
    return toIso8601(window.start) + " " + toIso8601(window.end);
}
} // namespace

class CapWindowTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void windows_data();
    void windows();
    void windowsNeitherOverlapNorLeaveGaps_data();
    void windowsNeitherOverlapNorLeaveGaps();
    void everyInstantLiesInItsWindow();
    void manyZonesAtOnce();
    void zones();
    void speed();
};

void CapWindowTest::windows_data()
{
    QTest::addColumn<int>("period");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QByteArray>("window");
    auto row = [](const char *title, CapPeriod period, const char *zone, const char *now, const char *start,
                  const char *end) {
        QTest::newRow(title) << static_cast<int>(period) << QByteArray(zone) << QByteArray(now)
                             << QByteArray(start) + ".000Z " + end + ".000Z";
    };
    const char *chicago = "America/Chicago";
    row("a plain day", CapPeriod::Day, chicago, "2026-05-12T14:30:00Z", "2026-05-12T05:00:00",
        "2026-05-13T05:00:00");
    row("its first instant", CapPeriod::Day, chicago, "2026-05-12T05:00:00Z", "2026-05-12T05:00:00",
        "2026-05-13T05:00:00");
    row("the instant before it", CapPeriod::Day, chicago, "2026-05-12T04:59:59.999Z", "2026-05-11T05:00:00",
        "2026-05-12T05:00:00");
    row("23 hours in spring", CapPeriod::Day, chicago, "2026-03-08T12:00:00Z", "2026-03-08T06:00:00",
        "2026-03-09T05:00:00");
    row("25 hours in autumn", CapPeriod::Day, chicago, "2026-11-01T12:00:00Z", "2026-11-01T05:00:00",
        "2026-11-02T06:00:00");
    // Lebanon and Brazil (until 2018) change at midnight: the day begins at 01:00
    row("no midnight in Beirut", CapPeriod::Day, "Asia/Beirut", "2022-03-27T10:00:00Z", "2022-03-26T22:00:00",
        "2022-03-27T21:00:00");
    row("no midnight in Sao Paulo", CapPeriod::Day, "America/Sao_Paulo", "2018-11-04T12:00:00Z",
        "2018-11-04T03:00:00", "2018-11-05T02:00:00");
    row("two midnights in Havana", CapPeriod::Day, "America/Havana", "2022-11-06T12:00:00Z",
        "2022-11-06T04:00:00", "2022-11-07T05:00:00");
    row("23:01 comes twice in Newfoundland", CapPeriod::Day, "America/St_Johns", "2010-11-07T03:00:00Z",
        "2010-11-07T02:30:00", "2010-11-08T03:30:00");
    row("Samoa leaves out a day", CapPeriod::Day, "Pacific/Apia", "2011-12-30T09:59:59Z",
        "2011-12-29T10:00:00", "2011-12-30T10:00:00");
    row("the day after it", CapPeriod::Day, "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00",
        "2011-12-31T10:00:00");
    row("a plain hour", CapPeriod::Hour, chicago, "2026-05-12T14:30:00Z", "2026-05-12T14:00:00",
        "2026-05-12T15:00:00");
    row("an hour at a half-hour offset", CapPeriod::Hour, "Asia/Kolkata", "2026-05-12T14:45:00Z",
        "2026-05-12T14:30:00", "2026-05-12T15:30:00");
    row("first 1 o'clock in autumn", CapPeriod::Hour, chicago, "2026-11-01T06:10:00Z", "2026-11-01T06:00:00",
        "2026-11-01T07:00:00");
    row("second 1 o'clock in autumn", CapPeriod::Hour, chicago, "2026-11-01T07:10:00Z", "2026-11-01T07:00:00",
        "2026-11-01T08:00:00");
    row("half an hour in Lord Howe's spring", CapPeriod::Hour, "Australia/Lord_Howe", "2026-10-03T15:40:00Z",
        "2026-10-03T15:30:00", "2026-10-03T16:00:00");
    row("a week begins on Monday", CapPeriod::Week, chicago, "2026-05-17T12:00:00Z", "2026-05-11T05:00:00",
        "2026-05-18T05:00:00");
    row("a week of 167 hours", CapPeriod::Week, chicago, "2026-03-08T12:00:00Z", "2026-03-02T06:00:00",
        "2026-03-09T05:00:00");
    row("a month of 28 days", CapPeriod::Month, "UTC", "2026-02-28T23:59:59Z", "2026-02-01T00:00:00",
        "2026-03-01T00:00:00");
    row("March in Chicago", CapPeriod::Month, chicago, "2026-03-31T12:00:00Z", "2026-03-01T06:00:00",
        "2026-04-01T05:00:00");
    row("December", CapPeriod::Month, "Europe/Berlin", "2026-12-31T22:59:59Z", "2026-11-30T23:00:00",
        "2026-12-31T23:00:00");
    row("all time", CapPeriod::Total, chicago, "2026-05-12T14:30:00Z", "1970-01-01T00:00:00",
        "9999-12-31T00:00:00");
    row("an unknown zone is UTC", CapPeriod::Day, "Middle/Earth", "2026-05-12T14:30:00Z",
        "2026-05-12T00:00:00", "2026-05-13T00:00:00");
}

void CapWindowTest::windows()
{
    QFETCH(int, period);
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, now);
    QFETCH(QByteArray, window);
    auto result = capWindow(static_cast<CapPeriod>(period), at(now.constData()), zone.toStdString());
    QCOMPARE(QByteArray::fromStdString(shown(result)), window);
}

void CapWindowTest::windowsNeitherOverlapNorLeaveGaps_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char *zone :
         {"UTC", "America/Chicago", "America/New_York", "America/Phoenix", "America/Sao_Paulo",
          "America/Havana", "America/St_Johns", "Asia/Beirut", "Asia/Kathmandu", "Asia/Gaza", "Africa/Cairo",
          "Australia/Lord_Howe", "Europe/London", "Pacific/Apia", "Pacific/Chatham"})
        QTest::newRow(zone) << QByteArray(zone);
}

void CapWindowTest::windowsNeitherOverlapNorLeaveGaps()
{
    QFETCH(QByteArray, zone);
    const std::string id = zone.toStdString();
    for (auto period : {CapPeriod::Hour, CapPeriod::Day, CapPeriod::Week, CapPeriod::Month}) {
        UtcTime from = at(period == CapPeriod::Hour ? "2018-09-25T00:00:00Z" : "2010-01-01T00:00:00Z");
        UtcTime until = at(period == CapPeriod::Hour ? "2018-11-10T00:00:00Z" : "2012-12-01T00:00:00Z");
        CapWindow window = capWindow(period, from, id);
        QVERIFY(window.start <= from && from < window.end);
        while (window.end < until) {
            CapWindow next = capWindow(period, window.end, id);
            QVERIFY2(next.start == window.end, (shown(window) + " then " + shown(next)).c_str());
            QVERIFY2(next.end > next.start, shown(next).c_str());
            // its last instant asks for the same window, also when nothing is remembered of it
            capWindow(period, from, id);
            CapWindow again = capWindow(period, next.end - Micros(1), id);
            QVERIFY2(again.start == next.start && again.end == next.end, shown(next).c_str());
            window = next;
        }
    }
}

void CapWindowTest::everyInstantLiesInItsWindow()
{
    std::mt19937_64 random(17);
    const char *zones[] = {"America/St_Johns",    "America/Havana",  "Asia/Gaza",    "Asia/Beirut",
                           "Australia/Lord_Howe", "America/Chicago", "Pacific/Apia", "Europe/Lisbon"};
    std::uniform_int_distribution<std::int64_t> instants(0, 1'800'000'000);
    for (int i = 0; i < 4000; ++i) {
        // half of them within hours of a change of the clock
        const char *zone = zones[random() % std::size(zones)];
        UtcTime now{seconds(instants(random))};
        if (i % 2) {
            auto change = QTimeZone(zone).nextTransition(QDateTime::fromMSecsSinceEpoch(
                duration_cast<milliseconds>(now.time_since_epoch()).count(), Qt::UTC));
            if (change.atUtc.isValid())
                now = UtcTime(milliseconds(change.atUtc.toMSecsSinceEpoch()) +
                              minutes(static_cast<int>(random() % 300) - 150));
        }
        for (auto period :
             {CapPeriod::Hour, CapPeriod::Day, CapPeriod::Week, CapPeriod::Month, CapPeriod::Total}) {
            CapWindow window = capWindow(period, now, zone);
            QVERIFY2(window.start <= now && now < window.end,
                     (std::string(zone) + " " + toIso8601(now) + " in " + shown(window)).c_str());
        }
    }
}

void CapWindowTest::manyZonesAtOnce()
{
    // the answer does not depend on what was asked before
    UtcTime now = at("2026-05-12T23:30:00Z");
    CapWindow chicago = capWindow(CapPeriod::Day, now, "America/Chicago");
    CapWindow berlin = capWindow(CapPeriod::Day, now, "Europe/Berlin");
    QVERIFY(chicago.start != berlin.start);
    QCOMPARE(shown(capWindow(CapPeriod::Day, now, "America/Chicago")), shown(chicago));
    capWindow(CapPeriod::Day, now + days(40), "America/Chicago");
    QCOMPARE(shown(capWindow(CapPeriod::Day, now, "America/Chicago")), shown(chicago));
}

void CapWindowTest::zones()
{
    QVERIFY(isTimeZone("America/Chicago"));
    QVERIFY(isTimeZone("UTC"));
    QVERIFY(!isTimeZone(""));
    QVERIFY(!isTimeZone("Middle/Earth"));
    QVERIFY(!isTimeZone("../../etc/passwd"));
}

void CapWindowTest::speed()
{
    UtcTime now = at("2026-05-12T14:30:00Z");
    CapWindow window;
    QBENCHMARK
    {
        window = capWindow(CapPeriod::Day, now, "America/Chicago");
    }
    QVERIFY(window.start < now);
}

QTEST_GUILESS_MAIN(CapWindowTest)
#include "tst_capwindow.moc"
