// Schedules: their document form, and open time on the wall clocks of zones that jump.
#include "domain/json/json.h"
#include "domain/routing/schedule.h"
#include <QDateTime>
#include <QTest>
#include <QTimeZone>
#include <chrono>
#include <random>

using namespace bourse;
using namespace bourse::domain;
using namespace std::chrono_literals;

namespace {
Schedule read(const std::string &json)
{
    auto schedule = scheduleFromValue(*parseJson(json));
    if (!schedule)
        qFatal("%s", schedule.error().message.c_str());
    return *schedule;
}

UtcTime at(const char *text)
{
    return fromIso8601(text).value();
}

std::string text(const std::vector<OpenSpan> &spans)
{
    std::string all;
    for (const auto &span : spans)
        all += toIso8601(span.start).substr(5, 11) + "/" + toIso8601(span.end).substr(5, 11) + " ";
    return all;
}

const char *office = R"({"hours":[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"17:00"}]})";
} // namespace

class ScheduleTests : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void printsCanonically();
    void refuses_data();
    void refuses();
    void officeHours();
    void overnight();
    void holidaysAndDates();
    void daysOf23And25Hours_data();
    void daysOf23And25Hours();
    void hoursTheClockLeavesOutOrRepeats();
    void nextOpenings();
    void spansAgreeWithAskingEachMinute_data();
    void spansAgreeWithAskingEachMinute();
};

void ScheduleTests::printsCanonically()
{
    const std::string full =
        R"({"zone":"America/New_York","hours":[{"days":["mon","sun"],"from":"09:00","to":"17:30"},)"
        R"({"days":["sat"]}],"closed":[{"from":"2026-12-24","to":"2026-12-26","label":"Christmas"},)"
        R"({"from":"2026-07-04"}],"dates":[{"from":"2026-01-01","to":"2026-12-31"}]})";
    QCOMPARE(writeJson(toValue(read(full))), full);
    QCOMPARE(writeJson(toValue(
                 read(R"({"hours":[{"to":"24:00","from":"00:00","days":["sun","mon"]}],"closed":[]})"))),
             std::string(R"({"hours":[{"days":["mon","sun"]}]})"));
    QCOMPARE(writeJson(toValue(read("{}"))), std::string("{}"));
    QVERIFY(isOpen(read("{}"), at("2026-05-12T03:00:00Z"), "UTC"));
}

void ScheduleTests::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    auto row = [](const char *json, const char *code, const char *field) {
        QTest::newRow(json) << QByteArray(json) << QByteArray(code) << QByteArray(field);
    };
    row("[]", "wrong_type", "s");
    row(R"({"zone":"Mars"})", "not_a_zone", "s.zone");
    row(R"({"hours":[{}]})", "required", "s.hours[0].days");
    row(R"({"hours":[{"days":["monday"]}]})", "not_a_choice", "s.hours[0].days[0]");
    row(R"({"hours":[{"days":["mon"],"from":"9:00"}]})", "not_a_clock_time", "s.hours[0].from");
    row(R"({"hours":[{"days":["mon"],"from":"24:00"}]})", "not_a_clock_time", "s.hours[0].from");
    row(R"({"hours":[{"days":["mon"],"to":"24:01"}]})", "not_a_clock_time", "s.hours[0].to");
    row(R"({"hours":[{"days":["mon"],"to":"12:60"}]})", "not_a_clock_time", "s.hours[0].to");
    row(R"({"closed":[{"from":"2026-02-30"}]})", "not_a_date", "s.closed[0].from");
    row(R"({"closed":[{"to":"2026-02-03"}]})", "required", "s.closed[0].from");
    row(R"({"dates":[{"from":"2026-02-03","to":"2026-02-02"}]})", "not_a_range", "s.dates[0].to");
    row(R"({"open":true})", "unknown_key", "s.open");
}

void ScheduleTests::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    auto schedule = scheduleFromValue(*parseJson(json.toStdString()), "s");
    QVERIFY(!schedule.ok());
    QCOMPARE(schedule.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(schedule.error().code), code);
    QCOMPARE(QByteArray::fromStdString(schedule.error().field), field);
}

void ScheduleTests::officeHours()
{
    Schedule schedule = read(office);
    QVERIFY(!isOpen(schedule, at("2026-05-12T13:59:59.999Z"), "America/Chicago"));
    QVERIFY(isOpen(schedule, at("2026-05-12T14:00:00Z"), "America/Chicago"));
    QVERIFY(isOpen(schedule, at("2026-05-12T21:59:59Z"), "America/Chicago"));
    QVERIFY(!isOpen(schedule, at("2026-05-12T22:00:00Z"), "America/Chicago"));
    QVERIFY(!isOpen(schedule, at("2026-05-16T15:00:00Z"), "America/Chicago")); // Saturday
    schedule.zone = "UTC";                                                     // its own counts
    QVERIFY(isOpen(schedule, at("2026-05-12T09:00:00Z"), "America/Chicago"));
    QCOMPARE(openTime(schedule, at("2026-05-11T00:00:00Z"), at("2026-05-18T00:00:00Z"), "").count(),
             Micros(40h).count());
}

void ScheduleTests::overnight()
{
    Schedule schedule = read(R"({"hours":[{"days":["fri"],"from":"22:00","to":"06:00"}]})");
    QCOMPARE(text(openSpans(schedule, at("2026-05-11T00:00:00Z"), at("2026-05-18T00:00:00Z"), "UTC")),
             std::string("05-15T22:00/05-16T06:00 "));
    QVERIFY(isOpen(schedule, at("2026-05-16T05:59:00Z"), "UTC"));
    QVERIFY(!isOpen(schedule, at("2026-05-15T05:59:00Z"), "UTC"));
    // around the clock from Monday to Monday in two rows that meet
    schedule =
        read(R"({"hours":[{"days":["mon"],"from":"12:00","to":"12:00"},{"days":["tue"],"from":"12:00"}]})");
    QCOMPARE(text(openSpans(schedule, at("2026-05-11T00:00:00Z"), at("2026-05-18T00:00:00Z"), "UTC")),
             std::string("05-11T12:00/05-13T00:00 "));
}

void ScheduleTests::holidaysAndDates()
{
    Schedule schedule = read(R"({"closed":[{"from":"2026-12-24","to":"2026-12-26"}],
                                 "dates":[{"from":"2026-12-23","to":"2026-12-27"}]})");
    QCOMPARE(
        text(openSpans(schedule, at("2026-12-20T00:00:00Z"), at("2027-01-01T00:00:00Z"), "America/Chicago")),
        std::string("12-23T06:00/12-24T06:00 12-27T06:00/12-28T06:00 "));
}

void ScheduleTests::daysOf23And25Hours_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<int>("minutes");
    auto row = [](const char *zone, QDate date, int minutes) {
        QTest::newRow((zone + date.toString(Qt::ISODate).toStdString()).c_str())
            << QByteArray(zone) << date << minutes;
    };
    row("America/Chicago", {2026, 3, 8}, 23 * 60);
    row("America/Chicago", {2026, 11, 1}, 25 * 60);
    row("Europe/Zurich", {2026, 3, 29}, 23 * 60);
    row("Australia/Sydney", {2026, 4, 5}, 25 * 60); // the southern hemisphere's autumn
    row("Australia/Sydney", {2026, 10, 4}, 23 * 60);
    row("America/Santiago", {2026, 4, 4}, 25 * 60);
    row("America/Santiago", {2026, 9, 6}, 23 * 60); // midnight does not exist
    row("Australia/Lord_Howe", {2026, 4, 5}, 24 * 60 + 30);
    row("Asia/Kolkata", {2026, 3, 8}, 24 * 60);
}

void ScheduleTests::daysOf23And25Hours()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, date);
    QFETCH(int, minutes);
    const QTimeZone qtZone(zone);
    auto start = [&](const QDate &day) {
        return UtcTime(std::chrono::milliseconds(day.startOfDay(qtZone).toMSecsSinceEpoch()));
    };
    QCOMPARE((start(date.addDays(1)) - start(date)).count(), Micros(std::chrono::minutes(minutes)).count());
    // a schedule that is open on this date alone is open from its start of day to the next one's
    Schedule only;
    only.dates = {{date, date, {}}};
    auto spans = openSpans(only, start(date.addDays(-3)), start(date.addDays(3)), zone.toStdString());
    QCOMPARE(spans.size(), std::size_t(1));
    QVERIFY((spans[0] == OpenSpan{start(date), start(date.addDays(1))}));
    // and one that is closed on it is closed for as long
    Schedule closed;
    closed.closed = {{date, date, {}}};
    QCOMPARE((start(date.addDays(3)) - start(date.addDays(-3)) -
              openTime(closed, start(date.addDays(-3)), start(date.addDays(3)), zone.toStdString()))
                 .count(),
             Micros(std::chrono::minutes(minutes)).count());
}

void ScheduleTests::hoursTheClockLeavesOutOrRepeats()
{
    Schedule night = read(R"({"hours":[{"days":["sun"],"from":"01:30","to":"02:30"}]})");
    // 02:00 to 03:00 does not happen on 8 March
    QCOMPARE(
        text(openSpans(night, at("2026-03-08T00:00:00Z"), at("2026-03-09T00:00:00Z"), "America/Chicago")),
        std::string("03-08T07:30/03-08T08:00 "));
    // 01:00 to 02:00 happens twice on 1 November
    QCOMPARE(
        text(openSpans(night, at("2026-11-01T00:00:00Z"), at("2026-11-02T00:00:00Z"), "America/Chicago")),
        std::string("11-01T06:30/11-01T07:00 11-01T07:30/11-01T08:30 "));
    Schedule gap = read(R"({"hours":[{"days":["sun"],"from":"02:15","to":"02:45"}]})");
    QCOMPARE(toIso8601(*nextOpening(gap, at("2026-03-07T12:00:00Z"), "America/Chicago")).substr(0, 16),
             std::string("2026-03-15T07:15"));
}

void ScheduleTests::nextOpenings()
{
    Schedule schedule = read(office);
    auto next = [&](const char *time) {
        auto found = nextOpening(schedule, at(time), "America/Chicago");
        return found ? toIso8601(*found).substr(0, 16) : std::string("never");
    };
    QCOMPARE(next("2026-05-12T15:00:00Z"), std::string("2026-05-12T15:00"));
    QCOMPARE(next("2026-05-12T22:00:00Z"), std::string("2026-05-13T14:00"));
    QCOMPARE(next("2026-05-15T23:00:00Z"), std::string("2026-05-18T14:00"));
    QCOMPARE(next("2026-03-06T23:00:00Z"),
             std::string("2026-03-09T14:00")); // over the weekend the offset changes
    schedule.closed = {{QDate(2026, 5, 13), QDate(2028, 5, 14), {}}};
    QCOMPARE(next("2026-05-12T22:00:00Z"), std::string("2028-05-15T14:00"));
    schedule.dates = {{QDate(2025, 1, 1), QDate(2026, 5, 12), {}}};
    QCOMPARE(next("2026-05-12T22:00:00Z"), std::string("never"));
}

void ScheduleTests::spansAgreeWithAskingEachMinute_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char *zone : {"America/Chicago", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia",
                             "America/St_Johns", "Africa/Casablanca", "UTC"})
        QTest::newRow(zone) << QByteArray(zone);
}

void ScheduleTests::spansAgreeWithAskingEachMinute()
{
    QFETCH(QByteArray, zone);
    const std::string id = zone.toStdString();
    std::mt19937 random(5);
    auto below = [&](int n) {
        return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    for (int round = 0; round < 12; ++round) {
        Schedule schedule;
        for (int i = below(3); i > 0; --i) {
            OpenHours hours;
            hours.days = static_cast<std::uint8_t>(1 + below(127));
            hours.from = below(96) * 15;
            hours.to = below(97) * 15;
            schedule.hours.push_back(hours);
        }
        // around a change of the clock, which some of these zones make at midnight
        QDate day(below(2) ? 2026 : 2011, 1, 1);
        if (id == "Pacific/Apia")
            day = QDate(2011, 12, 28);
        else if (auto change = QTimeZone(zone).nextTransition(day.startOfDay(Qt::UTC));
                 change.atUtc.isValid())
            day = change.atUtc.date().addDays(-1);
        if (below(2))
            schedule.closed.push_back({day.addDays(1), day.addDays(1 + below(2)), {}});
        const UtcTime from(std::chrono::milliseconds(day.startOfDay(Qt::UTC).toMSecsSinceEpoch()));
        const UtcTime to = from + 72h;
        auto spans = openSpans(schedule, from, to, id);
        std::size_t span = 0;
        for (UtcTime time = from; time < to; time += 5min) {
            while (span < spans.size() && spans[span].end <= time)
                ++span;
            const bool inside = span < spans.size() && spans[span].start <= time;
            QVERIFY2(isOpen(schedule, time, id) == inside, toIso8601(time).c_str());
            if (time == from + 600min) {
                auto next = nextOpening(schedule, time, id);
                if (inside)
                    QVERIFY(next == time);
                else if (span < spans.size())
                    QVERIFY(next == spans[span].start);
            }
        }
        for (std::size_t i = 1; i < spans.size(); ++i)
            QVERIFY(spans[i - 1].end < spans[i].start);
    }
}

QTEST_GUILESS_MAIN(ScheduleTests)
#include "tst_schedule.moc"
