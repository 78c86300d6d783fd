// Schedules and the windows of caps against the C library's reading of the zone data: every minute of the
// days on which clocks change, and every window of ten years.
#include "domain/routing/pingtree.h"
#include "domain/routing/schedule.h"
#include "wallclock.h"
#include <QTest>
#include <algorithm>
#include <random>
#include <set>

using namespace bourse;
using namespace bourse::domain;
using namespace bourse::test;
using namespace std::chrono;

class TimePropertiesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyMinuteOfTheDaysThatChange_data();
    void everyMinuteOfTheDaysThatChange();
    void tenYearsOfWindows_data();
    void tenYearsOfWindows();
    void hoursAroundEachChange_data() { tenYearsOfWindows_data(); }
    void hoursAroundEachChange();
};

namespace {

UtcTime instant(std::time_t time)
{
    return UtcTime(seconds(time));
}

std::time_t utc(int year, int month, int day)
{
    std::tm date{};
    date.tm_year = year - 1900;
    date.tm_mon = month - 1;
    date.tm_mday = day;
    return timegm(&date);
}

/// When the zone's offset changes, to the minute.
std::vector<std::time_t> changes(const WallClock &wall, std::time_t from, std::time_t to)
{
    std::vector<std::time_t> found;
    for (std::time_t hour = from; hour < to; hour += 3600) {
        if (wall.offset(hour) == wall.offset(hour + 3600))
            continue;
        std::time_t minute = hour;
        while (wall.offset(minute + 60) == wall.offset(hour))
            minute += 60;
        found.push_back(minute + 60);
    }
    return found;
}

/// What a schedule means, said as plainly as possible.
bool plainlyOpen(const Schedule &schedule, const std::tm &local)
{
    const long date = dayNumber(local);
    const auto among = [date](const std::vector<DateRange> &ranges) {
        return std::any_of(ranges.begin(), ranges.end(), [date](const DateRange &range) {
            const QDate epoch(1970, 1, 1);
            return date >= epoch.daysTo(range.first) && date <= epoch.daysTo(range.last);
        });
    };
    if (among(schedule.closed) || (!schedule.dates.empty() && !among(schedule.dates)))
        return false;
    if (schedule.hours.empty())
        return true;
    const int minute = local.tm_hour * 60 + local.tm_min;
    const int today = (local.tm_wday + 6) % 7, yesterday = (today + 6) % 7; // Monday is 0
    return std::any_of(schedule.hours.begin(), schedule.hours.end(), [&](const OpenHours &hours) {
        const bool isToday = hours.days & (1 << today), wasYesterday = hours.days & (1 << yesterday);
        if (hours.from < hours.to)
            return isToday && minute >= hours.from && minute < hours.to;
        return (isToday && minute >= hours.from) || (wasYesterday && minute < hours.to);
    });
}

Schedule anySchedule(std::mt19937 &random, long date)
{
    const auto below = [&](int n) {
        return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    Schedule schedule;
    for (int i = below(4); i > 0; --i) {
        OpenHours hours;
        hours.days = static_cast<std::uint8_t>(1 + below(127));
        hours.from = below(1440); // to the minute
        hours.to = below(3) == 0 ? OpenHours::minutesOfDay : below(1441);
        schedule.hours.push_back(hours);
    }
    const QDate day = QDate(1970, 1, 1).addDays(date);
    if (below(3) == 0)
        schedule.closed.push_back({day.addDays(below(3) - 1), day.addDays(1 + below(2)), {}});
    if (below(4) == 0)
        schedule.dates.push_back({day.addDays(-below(2)), day.addDays(below(2)), {}});
    return schedule;
}

} // namespace

void TimePropertiesTest::everyMinuteOfTheDaysThatChange_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<int>("shortest"); // minutes of the shortest and the longest day
    QTest::addColumn<int>("longest");
    const auto row = [](const char *zone, int shortest, int longest) {
        QTest::newRow(zone) << QByteArray(zone) << shortest << longest;
    };
    row("America/Chicago", 23 * 60, 25 * 60);
    row("Europe/Berlin", 23 * 60, 25 * 60);
    row("Australia/Sydney", 23 * 60, 25 * 60);
    row("America/Santiago", 23 * 60, 25 * 60); // at midnight, and the other way round
    row("Pacific/Auckland", 23 * 60, 25 * 60);
    row("Australia/Lord_Howe", 23 * 60 + 30, 24 * 60 + 30);
    row("Asia/Beirut", 23 * 60, 25 * 60); // at midnight
    row("America/Phoenix", 24 * 60, 24 * 60);
}

void TimePropertiesTest::everyMinuteOfTheDaysThatChange()
{
    QFETCH(QByteArray, zone);
    QFETCH(int, shortest);
    QFETCH(int, longest);
    const std::string id = zone.toStdString();
    const WallClock wall(id);
    std::mt19937 random(20260308);
    std::vector<std::time_t> days = changes(wall, utc(2024, 1, 1), utc(2026, 1, 1));
    if (days.empty())
        days = {utc(2024, 3, 10), utc(2025, 11, 2)};
    QVERIFY(days.size() >= 2);
    int least = 48 * 60, most = 0;
    for (const std::time_t change : days) {
        // the dates before, of and after the change, from the first minute of one to the last of the other
        const long date = dayNumber(wall.at(change));
        std::vector<std::pair<std::time_t, std::tm>> minutes;
        std::map<long, int> lengths;
        for (std::time_t minute = change - 72 * 3600; minute < change + 72 * 3600; minute += 60) {
            const std::tm local = wall.at(minute);
            if (dayNumber(local) < date - 1 || dayNumber(local) > date + 1)
                continue;
            minutes.emplace_back(minute, local);
            ++lengths[dayNumber(local)];
        }
        for (const auto &[day, length] : lengths) {
            least = std::min(least, length);
            most = std::max(most, length);
        }
        for (int round = 0; round < 5; ++round) {
            const Schedule schedule = anySchedule(random, date);
            const auto spans =
                openSpans(schedule, instant(minutes.front().first), instant(minutes.back().first + 60), id);
            std::size_t span = 0;
            std::int64_t open = 0;
            for (const auto &[minute, local] : minutes) {
                const bool expected = plainlyOpen(schedule, local);
                open += expected;
                const UtcTime time = instant(minute);
                if (isOpen(schedule, time, id) != expected ||
                    isOpen(schedule, time + 59s + 999ms, id) != expected)
                    QFAIL((toIso8601(time) + (expected ? " is not open" : " is open")).c_str());
                while (span < spans.size() && spans[span].end <= time)
                    ++span;
                if ((span < spans.size() && spans[span].start <= time) != expected)
                    QFAIL(("spans disagree at " + toIso8601(time)).c_str());
            }
            QCOMPARE(
                openTime(schedule, instant(minutes.front().first), instant(minutes.back().first + 60), id)
                    .count(),
                open * 60'000'000);
        }
    }
    QCOMPARE(least, shortest);
    QCOMPARE(most, longest);
}

void TimePropertiesTest::tenYearsOfWindows_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("lengths"); // of days, in minutes, as they occur from 2018 to 2027
    const auto row = [](const char *zone, const char *lengths) {
        QTest::newRow(zone) << QByteArray(zone) << QByteArray(lengths);
    };
    row("America/Chicago", "1380 1440 1500");
    row("Europe/London", "1380 1440 1500");
    row("Australia/Sydney", "1380 1440 1500");
    row("America/Santiago", "1380 1440 1500");
    row("Australia/Lord_Howe", "1410 1440 1470");
    row("America/Havana", "1380 1440 1500");
    row("Asia/Kathmandu", "1440");
    row("Pacific/Chatham", "1380 1440 1500");
}

void TimePropertiesTest::tenYearsOfWindows()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, lengths);
    const std::string id = zone.toStdString();
    const WallClock wall(id);
    const std::time_t from = utc(2018, 1, 1), until = utc(2028, 1, 1);
    struct Walk {
        CapPeriod period;
        std::time_t start = 0; ///< of the window being walked through; 0: before the first
        int windows = 0;
    };
    Walk walks[] = {{CapPeriod::Day}, {CapPeriod::Week}, {CapPeriod::Month}};
    std::set<long> found;
    long date = 0; // the latest that has begun
    for (std::time_t time = from; time < until; time += 15 * 60) {
        const std::tm local = wall.at(time);
        const long now = dayNumber(local);
        if (now <= date)
            continue;
        if (date != 0)
            for (Walk &walk : walks) {
                const bool begins = walk.period == CapPeriod::Day ||
                                    (walk.period == CapPeriod::Week && local.tm_wday == 1) ||
                                    (walk.period == CapPeriod::Month && local.tm_mday == 1);
                if (!begins)
                    continue;
                if (walk.start != 0) {
                    // asked at its first, last and some instant between, in an order that nothing remembered
                    // helps
                    const std::time_t middle = walk.start + (time - walk.start) * (walk.windows % 97) / 97;
                    for (const UtcTime at : {instant(time) - 1us, instant(walk.start), instant(middle)}) {
                        const CapWindow window = capWindow(walk.period, at, id);
                        if (window.start != instant(walk.start) || window.end != instant(time))
                            QFAIL((toIso8601(at) + ": " + toIso8601(window.start) + " to " +
                                   toIso8601(window.end) + " not " + toIso8601(instant(walk.start)) + " to " +
                                   toIso8601(instant(time)))
                                      .c_str());
                        capWindow(walk.period, instant(from - 100 * 86400), id);
                    }
                    ++walk.windows;
                    if (walk.period == CapPeriod::Day)
                        found.insert(static_cast<long>(time - walk.start) / 60);
                }
                walk.start = time;
            }
        date = now;
    }
    QString all;
    for (const long minutes : found)
        all += (all.isEmpty() ? QString() : QStringLiteral(" ")) + QString::number(minutes);
    QCOMPARE(all.toLatin1(), lengths);
    QVERIFY(walks[0].windows >= 3649 && walks[1].windows >= 519 && walks[2].windows >= 118);
}

/// An hour window is the time that one hour of the clock takes, cut where the clock jumps.
void TimePropertiesTest::hoursAroundEachChange()
{
    QFETCH(QByteArray, zone);
    const std::string id = zone.toStdString();
    const WallClock wall(id);
    std::vector<std::time_t> days = changes(wall, utc(2018, 1, 1), utc(2028, 1, 1));
    for (int year = 2018; year < 2028; ++year)
        days.push_back(utc(year, 6, 15));
    for (const std::time_t change : days) {
        std::time_t start = 0;
        std::tm before = wall.at(change - 86400 - 60);
        for (std::time_t minute = change - 86400; minute < change + 86400; minute += 60) {
            const std::tm local = wall.at(minute);
            const bool begins = local.tm_hour != before.tm_hour || local.tm_gmtoff != before.tm_gmtoff;
            before = local;
            if (!begins)
                continue;
            if (start != 0)
                for (const UtcTime at : {instant(minute) - 1us, instant(start)}) {
                    const CapWindow window = capWindow(CapPeriod::Hour, at, id);
                    if (window.start != instant(start) || window.end != instant(minute))
                        QFAIL(
                            (toIso8601(at) + ": " + toIso8601(window.start) + " to " + toIso8601(window.end))
                                .c_str());
                    QVERIFY(minute - start <= 3600);
                }
            start = minute;
        }
    }
}

QTEST_GUILESS_MAIN(TimePropertiesTest)
#include "tst_timeproperties.moc"
