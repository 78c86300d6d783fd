// The circuit breaker of one channel, its ring of samples, even shares and the counts of pings: pure courses
// of events.
#include "exchange/breaker.h"
#include "exchange/pingcounts.h"
#include <QTest>
#include <algorithm>
#include <deque>
#include <random>

using namespace bourse;
using namespace bourse::exchange;
using namespace std::chrono_literals;
using domain::BreakerMode;
using domain::BreakerSettings;
using Change = Breaker::Change;

namespace {
MonoTime at(Micros time)
{
    return MonoTime(time);
}

/// A call that is let through, with its result.
Change call(Breaker &breaker, const BreakerSettings &settings, bool failed, MonoTime now = {})
{
    auto pass = breaker.admit(settings, now);
    return pass ? breaker.note(settings, *pass, failed, now) : Change::None;
}

BreakerSettings settings()
{
    BreakerSettings made;
    made.samples = 10;
    made.minSamples = 6;
    made.failureShareBasisPoints = 5'000;
    made.consecutive = 4;
    made.pause = 10s;
    made.longestPause = 35s;
    return made;
}

void openIt(Breaker &breaker, const BreakerSettings &settings, MonoTime now = {})
{
    for (int i = 0; i < settings.consecutive; ++i)
        call(breaker, settings, true, now);
}
} // namespace

class TestBreaker : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void samplesAreTheNewest();
    void sharesAreEven();
    void opensOnFailuresInARow();
    void opensOnAShareOfEnoughSamples();
    void oneProbeAtATime();
    void thePauseGrows();
    void aProbeThatWasNeverSentIsSentAgain();
    void rampsBack();
    void opensAgainWhileItRamps();
    void resultsOfAnEarlierTimeDoNotCount();
    void simulatesOnly();
    void offLetsAllThrough();
    void rests();
    void pingsAreCountedTogether();
    void pingsOfAnOldWindowDoNotCount();
    void pingsThatCouldNotBeStoredAreNew();
};

void TestBreaker::samplesAreTheNewest()
{
    SampleRing ring;
    std::mt19937 random(5);
    std::deque<bool> expected;
    for (int i = 0; i < 2000; ++i) {
        const bool failed = random() % 3 == 0;
        const std::size_t size = 3 + (static_cast<std::size_t>(i) / 100) % 7; // it grows and shrinks
        ring.add(failed, size);
        expected.push_back(failed);
        while (expected.size() > size)
            expected.pop_front();
        QCOMPARE(ring.count(), expected.size());
        QCOMPARE(ring.failures(),
                 static_cast<std::size_t>(std::count(expected.begin(), expected.end(), true)));
    }
}

void TestBreaker::sharesAreEven()
{
    for (int basisPoints : {100, 1'000, 2'500, 3'333, 5'000, 9'999, 10'000}) {
        EvenShare share;
        int taken = 0;
        for (int i = 1; i <= 10'000; ++i) {
            taken += share.take(basisPoints) ? 1 : 0;
            // never more than one away from what is due, the first being let through
            const double due = 1.0 + static_cast<double>(i) * basisPoints / 10'000.0;
            QVERIFY2(taken <= due + 1e-9 && taken >= due - 2, std::to_string(basisPoints).c_str());
        }
    }
}

void TestBreaker::opensOnFailuresInARow()
{
    Breaker breaker;
    auto how = settings();
    how.failureShareBasisPoints = 10'000;
    for (int i = 0; i < 3; ++i)
        QCOMPARE(call(breaker, how, true), Change::None);
    QCOMPARE(call(breaker, how, false), Change::None); // begins anew
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(call(breaker, how, false), Change::None);
        QCOMPARE(call(breaker, how, true), Change::None);
    }
    QCOMPARE(breaker.state(), BreakerState::Closed);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(call(breaker, how, false), Change::None);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(call(breaker, how, true), Change::None);
    QCOMPARE(call(breaker, how, true), Change::Opened);
    QVERIFY(breaker.blocks(how, at(9s)));
    QVERIFY(!breaker.admit(how, at(9s)));
    QCOMPARE(breaker.admitted(), 0);
    QVERIFY(!breaker.blocks(how, at(10s)));
}

void TestBreaker::opensOnAShareOfEnoughSamples()
{
    Breaker breaker;
    const auto how = settings();
    // good, bad, good, bad: half of them, but only the sixth makes enough
    for (int i = 0; i < 5; ++i)
        QCOMPARE(call(breaker, how, i % 2 == 1), Change::None);
    QCOMPARE(breaker.samples().failures(), std::size_t(2));
    QCOMPARE(call(breaker, how, true), Change::Opened);
}

void TestBreaker::oneProbeAtATime()
{
    Breaker breaker;
    const auto how = settings();
    openIt(breaker, how);
    auto probe = breaker.admit(how, at(10s));
    QVERIFY(probe && probe->probe);
    QCOMPARE(breaker.state(), BreakerState::HalfOpen);
    QVERIFY(breaker.blocks(how, at(11s)));
    QVERIFY(!breaker.admit(how, at(60s))); // until that one is answered
    QCOMPARE(breaker.note(how, *probe, false, at(61s)), Change::None);
    QCOMPARE(breaker.state(), BreakerState::Ramping);
}

void TestBreaker::thePauseGrows()
{
    Breaker breaker;
    const auto how = settings();
    openIt(breaker, how);
    Micros now{};
    for (Micros pause : {10s, 20s, 35s, 35s}) { // doubled, at most the longest
        QVERIFY(breaker.blocks(how, at(now + pause - 1us)));
        now += pause;
        auto probe = breaker.admit(how, at(now));
        QVERIFY(probe);
        QCOMPARE(breaker.note(how, *probe, true, at(now)), Change::Opened);
    }
}

void TestBreaker::aProbeThatWasNeverSentIsSentAgain()
{
    Breaker breaker;
    const auto how = settings();
    openIt(breaker, how);
    auto probe = breaker.admit(how, at(10s));
    breaker.giveBack(*probe);
    QCOMPARE(breaker.state(), BreakerState::Open);
    auto next = breaker.admit(how, at(10s));
    QVERIFY(next && next->probe);
    breaker.giveBack(*probe); // of an earlier probe: nothing
    QCOMPARE(breaker.state(), BreakerState::HalfOpen);
}

void TestBreaker::rampsBack()
{
    Breaker breaker;
    const auto how = settings();
    openIt(breaker, how);
    call(breaker, how, false, at(10s)); // the probe
    for (int part : {1'000, 2'500, 5'000}) {
        QCOMPARE(breaker.admitted(), part);
        int asked = 0;
        for (int good = 0; good < 5;) {
            ++asked;
            if (auto pass = breaker.admit(how, at(11s))) {
                ++good;
                QCOMPARE(breaker.note(how, *pass, false, at(11s)),
                         part == 5'000 && good == 5 ? Change::Closed : Change::None);
            }
        }
        QVERIFY(asked >= 3 * 10'000 / part && asked <= 6 * 10'000 / part);
    }
    QCOMPARE(breaker.state(), BreakerState::Closed);
    QCOMPARE(breaker.admitted(), 10'000);
    // a later opening begins with the short pause again
    openIt(breaker, how, at(100s));
    QVERIFY(!breaker.blocks(how, at(110s)));
}

void TestBreaker::opensAgainWhileItRamps()
{
    Breaker breaker;
    const auto how = settings();
    openIt(breaker, how);
    call(breaker, how, false, at(10s));
    int failures = 0;
    while (breaker.state() == BreakerState::Ramping && failures < 5)
        if (auto pass = breaker.admit(how, at(11s)))
            breaker.note(how, *pass, (++failures, true), at(11s));
    QCOMPARE(failures, 2);
    QCOMPARE(breaker.state(), BreakerState::Open);
    QVERIFY(breaker.blocks(how, at(30s))); // 20 s from then on
    QVERIFY(!breaker.blocks(how, at(31s)));
}

void TestBreaker::resultsOfAnEarlierTimeDoNotCount()
{
    Breaker breaker;
    const auto how = settings();
    std::vector<Breaker::Pass> out;
    for (int i = 0; i < 8; ++i)
        out.push_back(*breaker.admit(how, {}));
    for (int i = 0; i < 4; ++i)
        breaker.note(how, out[static_cast<std::size_t>(i)], true, {});
    QCOMPARE(breaker.state(), BreakerState::Open);
    auto probe = breaker.admit(how, at(10s));
    // a good answer of a call from before says nothing about now
    QCOMPARE(breaker.note(how, out[5], false, at(10s)), Change::None);
    QCOMPARE(breaker.state(), BreakerState::HalfOpen);
    QCOMPARE(breaker.note(how, out[6], true, at(10s)), Change::None);
    QCOMPARE(breaker.state(), BreakerState::HalfOpen);
    breaker.note(how, *probe, false, at(10s));
    QCOMPARE(breaker.state(), BreakerState::Ramping);
}

void TestBreaker::simulatesOnly()
{
    Breaker breaker;
    auto how = settings();
    how.mode = BreakerMode::SimulateOnly;
    int said = 0;
    for (int i = 0; i < 40; ++i) {
        QVERIFY(breaker.admit(how, {}));
        said += call(breaker, how, true) == Change::WouldOpen ? 1 : 0;
        QVERIFY(!breaker.blocks(how, {}));
    }
    QCOMPARE(said, 10);
    // one that is open lets all through once it only simulates
    Breaker open;
    openIt(open, settings());
    QVERIFY(open.admit(how, at(1s)));
    QCOMPARE(open.state(), BreakerState::Closed);
}

void TestBreaker::offLetsAllThrough()
{
    Breaker breaker;
    auto how = settings();
    how.mode = BreakerMode::Off;
    for (int i = 0; i < 40; ++i)
        QCOMPARE(call(breaker, how, true), Change::None);
    QVERIFY(breaker.admit(how, {}));
}

void TestBreaker::rests()
{
    Breaker breaker;
    auto how = settings();
    breaker.restUntil(at(30s));
    breaker.restUntil(at(20s)); // the later one counts
    QVERIFY(breaker.blocks(how, at(29s)));
    QVERIFY(!breaker.admit(how, at(29s)));
    how.mode = BreakerMode::Off; // what a buyer asks for is respected all the same
    QVERIFY(breaker.blocks(how, at(29s)));
    QVERIFY(breaker.admit(how, at(30s)));
}

void TestBreaker::pingsAreCountedTogether()
{
    const UtcTime hour{};
    PingCounts one, two;
    std::int64_t stored = 0;
    const auto sync = [&](PingCounts &node) {
        auto rows = node.takeNew();
        for (auto &row : rows) {
            stored += row.count;
            row.count = stored;
        }
        node.learn(rows);
    };
    int sent = 0;
    for (int i = 0; i < 100; ++i) {
        for (PingCounts *node : {&one, &two}) {
            if (node->allows("buyer:acme:hour:pings", hour, 50)) {
                node->add("buyer:acme:hour:pings", hour);
                ++sent;
            }
        }
        if (i % 10 == 9) {
            sync(one);
            sync(two);
            sync(one);
        }
    }
    // ahead of the limit by less than what both send between two looks
    QVERIFY2(sent >= 50 && sent <= 60, std::to_string(sent).c_str());
    QCOMPARE(stored, std::int64_t(sent));
    PingCounts alone;
    sent = 0;
    for (int i = 0; i < 100; ++i)
        if (alone.allows("c", hour, 50)) {
            alone.add("c", hour);
            ++sent;
        }
    QCOMPARE(sent, 50); // one node is exact
    QVERIFY(!PingCounts().allows("c", hour, 0));
}

void TestBreaker::pingsOfAnOldWindowDoNotCount()
{
    const UtcTime hour{}, next = hour + 1h;
    PingCounts counts;
    for (int i = 0; i < 5; ++i)
        counts.add("c", hour);
    QVERIFY(!counts.allows("c", hour, 5));
    QVERIFY(counts.allows("c", next, 5));
    auto taken = counts.takeNew();
    counts.add("c", next);
    taken.front().count = 500;
    counts.learn(taken); // sums of the old window come late
    QVERIFY(counts.allows("c", next, 2));
    QVERIFY(!counts.allows("c", next, 1));
}

void TestBreaker::pingsThatCouldNotBeStoredAreNew()
{
    const UtcTime hour{};
    PingCounts counts;
    counts.add("c", hour);
    counts.add("c", hour);
    auto taken = counts.takeNew();
    QCOMPARE(taken.front().count, std::int64_t(2));
    QVERIFY(!counts.allows("c", hour, 2)); // while they are under way, too
    QCOMPARE(counts.takeNew().front().count, std::int64_t(0));
    counts.putBack(taken);
    QCOMPARE(counts.takeNew().front().count, std::int64_t(2));
}

QTEST_APPLESS_MAIN(TestBreaker)
#include "tst_breaker.moc"
