// Whose turn it is, and what channels are expected to bring: shares over many leads.
#include "exchange/channelstatistics.h"
#include "exchange/turns.h"
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace bourse;
using namespace bourse::exchange;

namespace {
Money usd(const char *amount)
{
    return Money::parse(amount, Currency::usd()).value();
}

/// Pearson's statistic.
double chiSquare(const std::vector<double> &counted, const std::vector<double> &expected)
{
    double sum = 0;
    for (std::size_t i = 0; i < counted.size(); ++i)
        sum += (counted[i] - expected[i]) * (counted[i] - expected[i]) / expected[i];
    return sum;
}
} // namespace

class TestTurns : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyoneInTurn();
    void whoCouldNotTakePartIsNext();
    void sharesFollowTheWeights();
    void sharesAreOfThoseThatTakePart();
    void turnsThatAreGivenBackDoNotCount();
    void nodesBeginApart();
    void expectedProfitOrdersChannels();
    void fewDataLeanOnTheUsual();
    void expectationsNeverOverflow();
    void nobodyIsPassedOver();
    void sharesFollowAnyWeights();
    void expectationsMoveFromTheUsualToTheSeen();
    void orderFollowsEachPart();
};

void TestTurns::everyoneInTurn()
{
    Turns turns(5);
    const std::vector<TurnTaker> all{{"a"}, {"b"}, {"c"}, {"d"}};
    std::vector<std::size_t> order;
    for (int i = 0; i < 12; ++i)
        order.push_back(turns.inTurn(all).chosen);
    for (std::size_t i = 4; i < order.size(); ++i)
        QCOMPARE(order[i], order[i - 4]);
    std::sort(order.begin(), order.begin() + 4);
    QCOMPARE(std::vector<std::size_t>(order.begin(), order.begin() + 4),
             (std::vector<std::size_t>{0, 1, 2, 3}));
}

void TestTurns::whoCouldNotTakePartIsNext()
{
    Turns turns(5);
    for (int i = 0; i < 7; ++i)
        turns.inTurn({{"a"}, {"b"}, {"c"}});
    for (int i = 0; i < 5; ++i)
        turns.inTurn({{"a"}, {"c"}});
    QCOMPARE(turns.inTurn({{"a"}, {"b"}, {"c"}}).chosen, std::size_t(1)); // b waits longest
    // but it has not saved up turns
    QVERIFY(turns.inTurn({{"a"}, {"b"}, {"c"}}).chosen != 1);
}

void TestTurns::sharesFollowTheWeights()
{
    Turns turns(9);
    const std::vector<TurnTaker> all{{"a", 50}, {"b", 30}, {"c", 15}, {"d", 4}, {"e", 1}};
    std::vector<double> counted(5), expected;
    constexpr int leads = 100'000;
    for (int i = 0; i < leads; ++i)
        ++counted[turns.byWeight(all).chosen];
    for (const auto &taker : all)
        expected.push_back(leads * taker.weight / 100.0);
    // chance alone would stay below 18.47 in 999 of 1000 cases; smooth sharing stays far below that
    QVERIFY2(chiSquare(counted, expected) < 0.05, qPrintable(QString::number(chiSquare(counted, expected))));
    for (std::size_t i = 0; i < counted.size(); ++i)
        QVERIFY(std::abs(counted[i] - expected[i]) <= 2);
}

void TestTurns::sharesAreOfThoseThatTakePart()
{
    Turns turns(9);
    std::mt19937 random(3);
    const std::vector<TurnTaker> all{{"a", 60}, {"b", 25}, {"c", 10}, {"d", 5}};
    std::vector<double> counted(4), expected(4);
    for (int i = 0; i < 100'000; ++i) {
        std::vector<TurnTaker> eligible;
        std::vector<std::size_t> which;
        int weights = 0;
        for (std::size_t j = 0; j < all.size(); ++j) {
            // a is often filtered out, d never
            if (j == 0 ? random() % 3 == 0 : j == 3 || random() % 10 != 0) {
                eligible.push_back(all[j]);
                which.push_back(j);
                weights += all[j].weight;
            }
        }
        for (std::size_t j = 0; j < eligible.size(); ++j)
            expected[which[j]] += double(eligible[j].weight) / weights;
        ++counted[which[turns.byWeight(eligible).chosen]];
    }
    QVERIFY2(chiSquare(counted, expected) < 16.27, qPrintable(QString::number(chiSquare(counted, expected))));
    for (std::size_t i = 0; i < counted.size(); ++i)
        QVERIFY2(std::abs(counted[i] - expected[i]) <= 3,
                 qPrintable(QString::number(counted[i] - expected[i])));
}

void TestTurns::turnsThatAreGivenBackDoNotCount()
{
    Turns some(4), other(4);
    std::mt19937 random(3);
    const std::vector<TurnTaker> all{{"a", 3}, {"b", 2}, {"c", 1}};
    for (int i = 0; i < 500; ++i) {
        const bool byWeight = i % 2;
        auto turn = [&](Turns &turns, const std::vector<TurnTaker> &takers) {
            return byWeight ? turns.byWeight(takers) : turns.inTurn(takers);
        };
        if (random() % 2)
            some.giveBack(turn(some, all));
        QCOMPARE(turn(some, all).chosen, turn(other, all).chosen);
    }
    // who was full gives its turn to the next, and the shares of the others stay in proportion
    Turns turns(8);
    std::vector<double> counted(3);
    for (int i = 0; i < 30'000; ++i) {
        auto turn = turns.byWeight(all);
        if (turn.chosen == 0) {
            turns.giveBack(turn);
            ++counted[1 + turns.byWeight({all[1], all[2]}).chosen];
        } else {
            ++counted[turn.chosen];
        }
    }
    QVERIFY(chiSquare({counted[1], counted[2]}, {20'000, 10'000}) < 10.83);
}

void TestTurns::nodesBeginApart()
{
    std::vector<int> first(4), firstByWeight(4);
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const std::vector<TurnTaker> all{{"a"}, {"b"}, {"c"}, {"d"}};
        Turns turns(seed);
        ++first[turns.inTurn(all).chosen];
        ++firstByWeight[turns.byWeight(all).chosen];
    }
    for (int i = 0; i < 4; ++i)
        QVERIFY(first[static_cast<std::size_t>(i)] > 50 && firstByWeight[static_cast<std::size_t>(i)] > 50);
}

void TestTurns::expectedProfitOrdersChannels()
{
    const Money none = usd("0");
    auto many = [](std::int64_t accepted, std::int64_t returned) {
        return ChannelCounts{10'000, accepted, returned, 0};
    };
    // exact rates, with the prior's 20 posts and 20 sales
    QCOMPARE(expectedProfit(usd("10"), many(4'990, 0), none),
             usd("10").scaled(5000, 10020, Rounding::Down)->scaled(5009, 5010, Rounding::Down).value());
    QVERIFY(expectedProfit(usd("10"), many(5'000, 4'000), none).micros() <
            expectedProfit(usd("5"), many(5'000, 0), none).micros());
    std::mt19937 random(21);
    for (int i = 0; i < 20'000; ++i) {
        auto below = [&](std::int64_t n) {
            return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
        };
        ChannelCounts counts;
        counts.posted = below(100'000);
        counts.accepted = counts.posted == 0 ? 0 : below(counts.posted + 1);
        counts.returned = counts.accepted == 0 ? 0 : below(counts.accepted + 1);
        const Money price(below(100'000'000) + 1'000'000, Currency::usd());
        const Money profit = expectedProfit(price, counts, none);
        QVERIFY(profit.micros() >= 0 && profit.micros() < price.micros());
        const double exact = double(price.micros()) * double(counts.accepted + 10) /
                             double(counts.posted + 20) * double(counts.accepted - counts.returned + 19) /
                             double(counts.accepted + 20);
        QVERIFY(std::abs(double(profit.micros()) - exact) < 2.1);
        // better in any respect is never worse
        ChannelCounts better = counts;
        better.posted += 1 + below(50);
        better.accepted += better.posted - counts.posted;
        QVERIFY(expectedProfit(price, better, none).micros() >= profit.micros());
        better = counts;
        if (better.returned > 0)
            --better.returned;
        QVERIFY(expectedProfit(price, better, none).micros() >= profit.micros());
        QVERIFY(expectedProfit(Money(price.micros() + 1000, Currency::usd()), counts, none).micros() >=
                profit.micros());
        QCOMPARE(expectedProfit(price, counts, usd("0.5")).micros(), profit.micros() - 500'000);
    }
}

void TestTurns::fewDataLeanOnTheUsual()
{
    const Money none = usd("0");
    // one lucky sale of one does not beat a record of nine in ten
    QVERIFY(expectedProfit(usd("10"), {1, 1, 0, 0}, none).micros() <
            expectedProfit(usd("10"), {1000, 900, 0, 0}, none).micros());
    // nor does one reject sink a channel below a record of one in ten
    QVERIFY(expectedProfit(usd("10"), {1, 0, 0, 0}, none).micros() >
            expectedProfit(usd("10"), {1000, 100, 0, 0}, none).micros());
    QCOMPARE(expectedPrice({}, usd("20")), usd("20"));
    QCOMPARE(expectedPrice({5, 5, 0, 50'000'000}, usd("20")), usd("15")); // half way between 10 and 20
    QVERIFY(expectedPrice({5000, 5000, 0, 50'000'000'000}, usd("20")).micros() < 10'100'000);
}

void TestTurns::expectationsNeverOverflow()
{
    constexpr std::int64_t huge = 4'000'000'000'000'000'000;
    const Money price(huge, Currency::usd());
    QVERIFY(expectedProfit(price, {huge, huge, 0, huge}, usd("0")).micros() > huge / 2);
    QVERIFY(expectedPrice({huge, huge, 0, huge}, price).micros() >= 0);
    SeenStatistics seen;
    Money ten = usd("10");
    seen.notePost("a", &ten);
    seen.notePost("a", nullptr);
    seen.noteReturn("a");
    QVERIFY((seen.counts("a") == ChannelCounts{2, 1, 1, 10'000'000}));
    QVERIFY(seen.counts("b") == ChannelCounts());
}

/// Round robin: whoever could take part has had its turn after at most as many turns of others as there are
/// others, whatever else was full or filtered meanwhile; who always can is never ahead by more than one.
void TestTurns::nobodyIsPassedOver()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Turns turns(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const std::vector<std::string> keys{"a", "b", "c", "d", "e", "f", "g"};
        std::vector<int> waited(keys.size()), counted(keys.size());
        for (int i = 0; i < 3000; ++i) {
            std::vector<TurnTaker> eligible;
            std::vector<std::size_t> which;
            for (std::size_t j = 0; j < keys.size(); ++j)
                if (j < 2 || random() % 7 >= j) { // the first two always, the last seldom
                    eligible.push_back({keys[j]});
                    which.push_back(j);
                }
            const std::size_t chosen = which[turns.inTurn(eligible).chosen];
            ++counted[chosen];
            for (std::size_t j : which) {
                waited[j] = j == chosen ? 0 : waited[j] + 1;
                QVERIFY2(waited[j] < static_cast<int>(keys.size()), qPrintable(QString::number(waited[j])));
            }
            QVERIFY(std::abs(counted[0] - counted[1]) <= 1);
        }
        QVERIFY(*std::min_element(counted.begin(), counted.end()) > 0);
    }
}

/// Weights of any kind over 100,000 leads, some of them out for a while: each gets the sum of its shares, by
/// Pearson's test at p > 0.001 and by far more than that.
void TestTurns::sharesFollowAnyWeights()
{
    constexpr double critical[] = {0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88, 29.59};
    std::mt19937 random(47);
    for (int round = 0; round < 8; ++round) {
        Turns turns(static_cast<std::uint64_t>(round) + 1);
        const std::size_t count = 2 + random() % 9;
        std::vector<std::string> keys;
        std::vector<int> weights;
        for (std::size_t i = 0; i < count; ++i) {
            keys.push_back("buyer-" + std::to_string(i));
            weights.push_back(1 + static_cast<int>(random() % (i % 3 == 0 ? 1000 : 20)));
        }
        std::vector<double> counted(count), expected(count);
        std::vector<bool> out(count);
        constexpr int leads = 100'000 / 8;
        for (int i = 0; i < leads; ++i) {
            if (round % 2 && i % 500 == 0) // caps are reached and open again
                for (std::size_t j = 1; j < count; ++j)
                    out[j] = random() % 3 == 0;
            std::vector<TurnTaker> eligible;
            std::vector<std::size_t> which;
            double sum = 0;
            for (std::size_t j = 0; j < count; ++j)
                if (!out[j]) {
                    eligible.push_back({keys[j], weights[j]});
                    which.push_back(j);
                    sum += weights[j];
                }
            for (std::size_t j : which)
                expected[j] += weights[j] / sum;
            ++counted[which[turns.byWeight(eligible).chosen]];
        }
        std::vector<double> seen, due;
        for (std::size_t j = 0; j < count; ++j)
            if (expected[j] >= 5) { // below that the statistic says nothing
                seen.push_back(counted[j]);
                due.push_back(expected[j]);
            }
        QVERIFY2(chiSquare(seen, due) < critical[count - 1],
                 qPrintable(QString::number(chiSquare(seen, due))));
        for (std::size_t j = 0; j < count; ++j)
            QVERIFY2(std::abs(counted[j] - expected[j]) <= 5,
                     qPrintable(QStringLiteral("%1 instead of %2").arg(counted[j]).arg(expected[j])));
    }
}

/// With more of the same, an expectation moves one way: from what is usual towards what was seen.
void TestTurns::expectationsMoveFromTheUsualToTheSeen()
{
    const Money price = usd("40"), none = usd("0");
    const Money usual = expectedProfit(price, {}, none);
    QCOMPARE(usual, usd("19")); // half are accepted, one in twenty comes back
    for (const int percent : {0, 10, 30, 49, 51, 70, 90, 100}) {
        std::int64_t before = usual.micros();
        for (std::int64_t posts = 2000; posts <= 20'000'000; posts *= 10) {
            ChannelCounts counts{posts, posts * percent / 100, 0, 0};
            counts.returned = counts.accepted / 20; // as usual
            const std::int64_t now = expectedProfit(price, counts, none).micros();
            const std::int64_t seen = price.micros() * percent / 100 * 95 / 100;
            QVERIFY2(percent < 50 ? now < before && now >= seen : now > before && now <= seen,
                     qPrintable(QStringLiteral("%1 % of %2: %3").arg(percent).arg(posts).arg(now)));
            before = now;
        }
        QVERIFY(std::abs(before - price.micros() * percent / 100 * 95 / 100) < 2'000);
    }
    // prices likewise
    std::int64_t before = usual.micros();
    for (std::int64_t sales = 1; sales <= 100'000; sales *= 10) {
        const std::int64_t now = expectedPrice({sales, sales, 0, sales * 60'000'000}, usual).micros();
        QVERIFY(now > before && now <= 60'000'000);
        before = now;
    }
}

/// Of two channels that differ in one thing, the better one is put first, and the order is one.
void TestTurns::orderFollowsEachPart()
{
    std::mt19937 random(53);
    const auto below = [&](int n) {
        return static_cast<std::int64_t>(random() % static_cast<unsigned>(n));
    };
    for (int i = 0; i < 5000; ++i) {
        ChannelCounts counts;
        counts.posted = 50 + below(5000);
        counts.accepted = 20 + below(static_cast<int>(counts.posted) - 25);
        counts.returned = below(static_cast<int>(counts.accepted) / 2 + 1);
        const Money price(1'000'000 + below(90'000'000), Currency::usd());
        const Money cost(below(500'000), Currency::usd());
        const std::int64_t profit = expectedProfit(price, counts, cost).micros();
        ChannelCounts better = counts;
        better.accepted += 1; // the same posts, one more of them taken and kept
        QVERIFY(expectedProfit(price, better, cost).micros() > profit);
        better = counts;
        better.returned += 1;
        QVERIFY(expectedProfit(price, better, cost).micros() < profit);
        QVERIFY(expectedProfit(price.plus(usd("0.5")).value(), counts, cost).micros() > profit);
        QCOMPARE(expectedProfit(price, counts, cost.plus(usd("0.25")).value()).micros(), profit - 250'000);
        better = counts;
        better.posted += 10; // ten more rejects
        QVERIFY(expectedProfit(price, better, cost).micros() < profit);
    }
}

QTEST_GUILESS_MAIN(TestTurns)
#include "tst_turns.moc"
