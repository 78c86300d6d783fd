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

QTEST_GUILESS_MAIN(TestTurns)
#include "tst_turns.moc"
