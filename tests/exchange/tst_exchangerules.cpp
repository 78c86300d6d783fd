// The exchange's pure parts: ranking, pricing, deadlines, redaction, cap claims.
#include "exchange/budget.h"
#include "exchange/capclaims.h"
#include "exchange/pricing.h"
#include "exchange/ranking.h"
#include "exchange/redactor.h"
#include <QTest>
#include <algorithm>
#include <vector>

using namespace bourse;
using namespace bourse::exchange;
using namespace std::chrono_literals;

namespace {
Money usd(const char *amount)
{
    return Money::parse(amount, Currency::usd()).value();
}

domain::Interpretation accepted(std::optional<Money> price)
{
    domain::Interpretation reading;
    reading.outcome = domain::Reading::Accepted;
    reading.price = price;
    return reading;
}

std::string redacted(const std::map<std::string, Secret> &secrets, std::string text)
{
    Redactor redactor;
    redactor.prepare(secrets);
    redactor.redact(text);
    return text;
}
} // namespace

class TestExchangeRules : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rankingIsByPriceThenPriorityThenServiceThenPlace();
    void rankingComparesBeyondCents();
    void fromPingNeedsAPositivePrice();
    void highestBidOfAListInTheMarketsCurrencyCounts();
    void fixedPriceIgnoresTheBid();
    void floorsAndCurrenciesRefuse();
    void fromPostExpectsWhatIsKnown();
    void postPriceReplacesOnlyForFromPost();
    void bookingRoundsHalfEvenAndDown();
    void payoutsByTheirTerms();
    void whatASaleMustBring();
    void clearingPricesBeatTheNextBid();
    void rankingIsByWhatIsCompared();
    void budgetKeepsReserves();
    void smallBudgetsStillPing();
    void capClaimsNameTheirCounters();
    void capsOfSources();
    void evenCapsFollowTheOpenHours();
    void evenCapsGrowAndEndWhole();
    void dailySharesOfLongerCaps();
    void pingRatesHoldInEverySecond();
    void redactionFindsEveryForm_data();
    void redactionFindsEveryForm();
    void redactionFindsBase64AtEachAlignment();
    void redactionPrefersTheLongerSecret();
    void redactionAgreesWithASimpleSearch();
};

void TestExchangeRules::rankingIsByPriceThenPriorityThenServiceThenPlace()
{
    // worst first: each differs from the next in one criterion only
    std::vector<Contender> order{
        {usd("1"), 0, 0, 0}, {usd("2"), 9, 0, 1}, {usd("2"), 1, 7, 0},
        {usd("2"), 1, 3, 9}, {usd("2"), 1, 3, 2}, {usd("3"), 9, 9, 9},
    };
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (std::size_t j = 0; j < order.size(); ++j)
            QCOMPARE(ranksBefore(order[i], order[j]), i > j);
    }
}

void TestExchangeRules::rankingComparesBeyondCents()
{
    QVERIFY(ranksBefore({usd("10.000001"), 5, 9, 9}, {usd("10.00"), 0, 0, 0}));
}

void TestExchangeRules::fromPingNeedsAPositivePrice()
{
    domain::PriceRule rule; // from ping
    for (const char *amount : {"0", "-5"}) {
        auto reading = accepted(usd(amount));
        auto value = valuate(rule, {}, Currency::usd(), &reading);
        QVERIFY(!value.offer);
        QCOMPARE(value.reason.code, std::string(domain::reason::priceMissing));
    }
    auto silent = accepted({});
    auto value = valuate(rule, {}, Currency::usd(), &silent);
    QVERIFY(!value.offer && !value.quoted);
    QCOMPARE(value.reason.code, std::string(domain::reason::priceMissing));
    auto reading = accepted(usd("0.000001"));
    QCOMPARE(valuate(rule, {}, Currency::usd(), &reading).offer, usd("0.000001"));
}

void TestExchangeRules::highestBidOfAListInTheMarketsCurrencyCounts()
{
    auto reading = accepted({});
    Currency eur = Currency::fromCode("EUR").value();
    reading.bids = {{"a", usd("7")}, {"b", Money(99'000'000, eur)}, {"c", usd("8.5")}, {"d", usd("8")}};
    auto value = valuate({}, {}, Currency::usd(), &reading);
    QCOMPARE(value.offer, usd("8.5"));
    QCOMPARE(value.bidId, std::string("c"));
    reading.bids = {{"b", Money(99'000'000, eur)}};
    value = valuate({}, {}, Currency::usd(), &reading);
    QVERIFY(!value.offer);
    QCOMPARE(value.reason.code, std::string(domain::reason::currencyMismatch));
}

void TestExchangeRules::fixedPriceIgnoresTheBid()
{
    domain::PriceRule rule{domain::PriceKind::Fixed, usd("12")};
    auto reading = accepted(usd("50"));
    QCOMPARE(valuate(rule, {}, Currency::usd(), &reading).offer, usd("12"));
    QCOMPARE(valuate(rule, {}, Currency::usd(), nullptr).offer, usd("12"));
}

void TestExchangeRules::floorsAndCurrenciesRefuse()
{
    auto reading = accepted(usd("9.999999"));
    auto value = valuate({}, usd("10"), Currency::usd(), &reading);
    QVERIFY(!value.offer);
    QCOMPARE(value.quoted, usd("9.999999"));
    QCOMPARE(value.reason.code, std::string(domain::reason::belowFloor));
    reading = accepted(usd("10"));
    QVERIFY(valuate({}, usd("10"), Currency::usd(), &reading).offer);
    reading = accepted(Money(20'000'000, Currency::fromCode("EUR").value()));
    QCOMPARE(valuate({}, usd("10"), Currency::usd(), &reading).reason.code,
             std::string(domain::reason::currencyMismatch));
}

void TestExchangeRules::fromPostExpectsWhatIsKnown()
{
    domain::PriceRule rule{domain::PriceKind::FromPost, {}};
    auto reading = accepted(usd("4"));
    QCOMPARE(valuate(rule, {}, Currency::usd(), &reading).offer, usd("4"));
    QCOMPARE(valuate(rule, {}, Currency::usd(), nullptr).offer, usd("0"));
    QCOMPARE(valuate(rule, usd("1"), Currency::usd(), nullptr).reason.code,
             std::string(domain::reason::belowFloor));
}

void TestExchangeRules::postPriceReplacesOnlyForFromPost()
{
    auto post = accepted(usd("33.10"));
    domain::PriceRule fromPost{domain::PriceKind::FromPost, {}};
    QCOMPARE(settledPrice(fromPost, usd("30"), post), usd("33.10"));
    QCOMPARE(settledPrice({}, usd("30"), post), usd("30"));
    QCOMPARE(settledPrice(fromPost, usd("30"), accepted({})), usd("30"));
    auto foreign = accepted(Money(1, Currency::fromCode("EUR").value()));
    QCOMPARE(settledPrice(fromPost, usd("30"), foreign), usd("30"));
}

void TestExchangeRules::bookingRoundsHalfEvenAndDown()
{
    QCOMPARE(book(usd("10.005"), 7000).revenue, usd("10.00"));
    QCOMPARE(book(usd("10.015"), 7000).revenue, usd("10.02"));
    QCOMPARE(book(usd("10.0051"), 7000).revenue, usd("10.01"));
    QCOMPARE(book(usd("0.99"), 3333).payout, usd("0.32")); // 0.329967
    QCOMPARE(book(usd("31"), 10000).payout, usd("31"));
    QCOMPARE(book(usd("31"), 0).payout, usd("0"));
    // from the exact price, whichever way the revenue was rounded
    QCOMPARE(book(usd("10.019"), 10'000).revenue, usd("10.02"));
    QCOMPARE(book(usd("10.019"), 10'000).payout, usd("10.01"));
    QCOMPARE(book(usd("10.005"), 9999).payout, usd("10.00")); // 10.0039995
    QCOMPARE(book(usd("31"), 20'000).payout, usd("31"));
    Money yen(1'500'000, Currency::fromCode("JPY").value());
    QCOMPARE(book(yen, 7000).revenue.micros(), 2'000'000);
    QCOMPARE(book(yen, 7000).payout.micros(), 1'000'000);
}

void TestExchangeRules::payoutsByTheirTerms()
{
    domain::Source source;
    domain::Buyer buyer;
    source.payoutBasisPoints = 6000;
    QCOMPARE(book(usd("10.019"), payoutTerms(source, buyer)).payout, usd("6.01"));
    source.margin = usd("2.5");
    QCOMPARE(book(usd("10.019"), payoutTerms(source, buyer)).payout, usd("7.51"));
    QCOMPARE(book(usd("2.40"), payoutTerms(source, buyer)).payout, usd("0")); // never negative
    source.margin.reset();
    source.payoutFixed = usd("7");
    QCOMPARE(book(usd("10"), payoutTerms(source, buyer)).payout, usd("7"));
    QCOMPARE(book(usd("5"), payoutTerms(source, buyer)).payout, usd("7")); // it was promised
    buyer.payoutBasisPoints = 5000;                                        // its sales pay another share
    QCOMPARE(book(usd("10"), payoutTerms(source, buyer)).payout, usd("5"));
    // whatever the terms: what is booked never leaves the exact amounts by a cent
    for (std::int64_t micros = 0; micros < 40'000'000; micros += 333'337) {
        const Money price(micros, Currency::usd());
        for (int share : {0, 1, 3333, 9999, 10'000}) {
            auto booked = book(price, share);
            QVERIFY(booked.payout.micros() <= micros && booked.payout.micros() % 10'000 == 0);
            QVERIFY(std::abs(booked.revenue.micros() - micros) <= 5000 &&
                    booked.revenue.micros() % 10'000 == 0);
            QVERIFY(micros * share / 10'000 - booked.payout.micros() < 10'000);
        }
    }
}

void TestExchangeRules::whatASaleMustBring()
{
    domain::Source source;
    source.payoutBasisPoints = 8000;
    auto why = [&](const char *price) {
        auto reason = unprofitable(usd(price), payoutTerms(source, domain::Buyer()), source);
        return reason ? reason->code + ": " + reason->detail : std::string();
    };
    QCOMPARE(why("0.01"), std::string());
    source.minRevenue = usd("10");
    QCOMPARE(why("9.999999"), std::string("below_minimum: revenue 9.999999 USD < 10.00 USD"));
    QCOMPARE(why("10"), std::string());
    source.minProfit = usd("3");
    QCOMPARE(why("14.99"), std::string("below_minimum: profit 2.998 USD < 3.00 USD"));
    QCOMPARE(why("15"), std::string());
    source.minProfitBasisPoints = 2500;
    QVERIFY(why("100").starts_with("below_minimum: profit 20.00 USD of 100.00 USD"));
    source = domain::Source();
    source.payoutFixed = usd("20");
    QCOMPARE(why("19.99"), std::string("below_break_even: 19.99 USD < payout 20.00 USD"));
    QCOMPARE(why("20"), std::string());
    source.allowLoss = true;
    QCOMPARE(why("19.99"), std::string());
}

void TestExchangeRules::clearingPricesBeatTheNextBid()
{
    domain::Source source;
    const PayoutTerms terms = payoutTerms(source, domain::Buyer());
    auto clears = [&](const char *bid, int quality, std::optional<std::int64_t> next,
                      std::optional<Money> floor) {
        return clearingPrice(usd(bid), quality, next, floor, terms, source);
    };
    QCOMPARE(clears("20", 10'000, {}, {}), usd("20"));      // alone, without a floor
    QCOMPARE(clears("20", 10'000, {}, usd("8")), usd("8")); // alone: the floor
    QCOMPARE(clears("20", 10'000, 12'000'000, usd("8")), usd("12"));
    QCOMPARE(clears("20", 10'000, 5'000'000, usd("8")), usd("8"));
    QCOMPARE(clears("20", 20'000, 12'000'000, {}), usd("6")); // twice the quality, half the price
    QCOMPARE(clears("20", 5'000, 9'000'000, {}), usd("18"));
    QCOMPARE(clears("20", 10'000, 20'000'000, {}), usd("20"));
    source.minRevenue = usd("15");
    QCOMPARE(clears("20", 10'000, 12'000'000, {}), usd("15"));
    // the least that beats the next bid, for any quality
    source = domain::Source();
    std::uint64_t state = 1;
    for (int i = 0; i < 5000; ++i) {
        auto below = [&](std::uint64_t n) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            return static_cast<std::int64_t>((state >> 33) % n);
        };
        const int quality = 1 + static_cast<int>(below(30'000));
        const Money bid(1 + below(50'000'000), Currency::usd());
        auto worth = [&](std::int64_t micros) {
            return Money(micros, Currency::usd()).scaled(quality, 10'000, Rounding::Down)->micros();
        };
        const std::int64_t own = worth(bid.micros());
        const std::int64_t next = below(static_cast<std::uint64_t>(own) + 1);
        const Money clearing = clearingPrice(bid, quality, next, {}, terms, source);
        QVERIFY(clearing.micros() <= bid.micros() && worth(clearing.micros()) >= next);
        QVERIFY(clearing.micros() == 0 || worth(clearing.micros() - 1) < next);
    }
}

void TestExchangeRules::rankingIsByWhatIsCompared()
{
    Contender better{usd("10"), 0, 0, 0, 15'000'000}, dearer{usd("14"), 0, 0, 1, {}};
    QVERIFY(ranksBefore(better, dearer) && !ranksBefore(dearer, better));
}

void TestExchangeRules::budgetKeepsReserves()
{
    MonoTime start(1s);
    Budget budget(start, 500ms, 150ms, 20ms);
    QCOMPARE(budget.forPing(start, 300ms).count(), Micros(300ms).count());
    QCOMPARE(budget.forPing(start + 100ms, 300ms).count(), Micros(230ms).count());
    QVERIFY(budget.forPing(start + 330ms, 300ms).count() <= 0);
    QVERIFY(budget.mayPost(start + 479ms));
    QVERIFY(!budget.mayPost(start + 480ms));
}

void TestExchangeRules::smallBudgetsStillPing()
{
    Budget budget(MonoTime(0s), 30ms, 150ms, 20ms);
    QCOMPARE(budget.forPing(MonoTime(0s), 300ms).count(), Micros(10ms).count());
}

void TestExchangeRules::capClaimsNameTheirCounters()
{
    domain::Channel channel;
    channel.slug = "acme-tx";
    domain::Cap day;
    day.leads = 5;
    day.amount = usd("100");
    domain::Cap total;
    total.period = domain::CapPeriod::Total;
    total.amount = Money(9, Currency::fromCode("EUR").value());
    channel.caps = {day, total};
    CapWindows windows;
    auto now = fromIso8601("2026-03-08T12:00:00Z").value(); // the day that clocks go forward in Chicago
    auto claims = capClaims(channel, "web", usd("31"), now, "America/Chicago", windows);
    QCOMPARE(claims.size(), std::size_t(3));
    QCOMPARE(claims[0].counter, std::string("channel:acme-tx:day:leads"));
    QCOMPARE(claims[0].amount, 1);
    QCOMPARE(claims[0].limit, 5);
    QCOMPARE(toIso8601(claims[0].windowStart), std::string("2026-03-08T06:00:00.000Z"));
    QCOMPARE(claims[1].counter, std::string("channel:acme-tx:day:amount"));
    QCOMPARE(claims[1].amount, 31'000'000);
    QVERIFY(claims[2].amount > claims[2].limit); // another currency cannot be counted, so it refuses
    // the window is kept until it ends: 23 hours later on this day
    auto next = capClaims(channel, "web", usd("31"), fromIso8601("2026-03-09T05:00:00Z").value(),
                          "America/Chicago", windows);
    QCOMPARE(toIso8601(next[0].windowStart), std::string("2026-03-09T05:00:00.000Z"));
}

void TestExchangeRules::capsOfSources()
{
    domain::Channel channel;
    channel.slug = "c";
    domain::Cap cap;
    cap.leads = 5;
    cap.perSource = true;
    channel.caps = {cap};
    cap.perSource = false;
    cap.source = "mail";
    cap.leads = 2;
    channel.caps.push_back(cap);
    CapWindows windows;
    auto now = fromIso8601("2026-05-12T12:00:00Z").value();
    auto web = capClaims(channel, "web", usd("1"), now, "UTC", windows);
    QCOMPARE(web.size(), std::size_t(1)); // the other cap is not about it
    QCOMPARE(web[0].counter, std::string("channel:c:source:web:day:leads"));
    QCOMPARE(web[0].limit, 5);
    auto mail = capClaims(channel, "mail", usd("1"), now, "UTC", windows);
    QCOMPARE(mail.size(), std::size_t(2));
    QCOMPARE(mail[1].counter, std::string("channel:c:source:mail:day:leads"));
    QCOMPARE(mail[1].limit, 2);
}

void TestExchangeRules::evenCapsFollowTheOpenHours()
{
    domain::Channel channel;
    channel.slug = "c";
    domain::Cap cap;
    cap.leads = 80;
    cap.amount = usd("800");
    cap.even = true;
    channel.caps = {cap};
    channel.schedule = domain::Schedule();
    channel.schedule->hours = {{0b0011111, 9 * 60, 17 * 60}};
    CapWindows windows;
    auto limits = [&](const char *time) {
        auto claims =
            capClaims(channel, "web", usd("10"), fromIso8601(time).value(), "America/Chicago", windows);
        return std::pair(claims.at(0).limit, claims.at(1).limit);
    };
    QCOMPARE(limits("2026-05-12T14:00:00Z"), std::pair(std::int64_t(1), std::int64_t(10'000'000))); // 09:00
    QCOMPARE(limits("2026-05-12T15:00:00Z"), std::pair(std::int64_t(11), std::int64_t(110'000'000)));
    QCOMPARE(limits("2026-05-12T18:00:00Z"), std::pair(std::int64_t(41), std::int64_t(410'000'000)));
    QCOMPARE(limits("2026-05-12T21:59:59Z"), std::pair(std::int64_t(80), std::int64_t(800'000'000)));
    QCOMPARE(limits("2026-05-13T14:00:00Z").first, 1); // the next day begins anew
    // a day without open hours has no pace
    QCOMPARE(limits("2026-05-16T18:00:00Z").first, 80);
    // without a schedule all hours are open, and a day of 23 hours has 23 of them
    channel.schedule.reset();
    cap.leads = 23;
    cap.amount.reset();
    channel.caps = {cap};
    auto claims = capClaims(channel, "web", usd("1"), fromIso8601("2026-03-08T18:00:00Z").value(),
                            "America/Chicago", windows);
    QCOMPARE(claims[0].limit, 13); // twelve hours after midnight, and one ahead
}

void TestExchangeRules::evenCapsGrowAndEndWhole()
{
    CapWindows windows;
    domain::Schedule schedule;
    schedule.hours = {{0b1010101, 8 * 60, 20 * 60}, {0b0000010, 22 * 60, 6 * 60}};
    for (auto period : {domain::CapPeriod::Hour, domain::CapPeriod::Day, domain::CapPeriod::Week,
                        domain::CapPeriod::Month}) {
        for (std::int64_t limit :
             {std::int64_t(0), std::int64_t(1), std::int64_t(997), std::int64_t(9'000'000'000'000'000)}) {
            auto start = fromIso8601("2026-10-28T05:00:00Z").value();
            std::int64_t before = -1;
            UtcTime window;
            for (UtcTime now = start; now < start + std::chrono::days(10); now += 13min) {
                auto current = windows.window(period, now, "America/Chicago");
                std::int64_t allowed = windows.paced(limit, period, now, "America/Chicago", schedule);
                QVERIFY(allowed >= 0 && allowed <= limit);
                QVERIFY(current.start != window || allowed >= before);
                window = current.start;
                before = allowed;
                QCOMPARE(windows.paced(limit, period, current.end - Micros(1), "America/Chicago", schedule) >=
                             limit - 1 - limit / 1'000'000,
                         true);
            }
        }
    }
}

void TestExchangeRules::dailySharesOfLongerCaps()
{
    domain::Channel channel;
    channel.slug = "c";
    domain::Cap cap;
    cap.period = domain::CapPeriod::Month;
    cap.leads = 1000;
    cap.amount = usd("99.99");
    cap.dailyShareBasisPoints = 500;
    channel.caps = {cap};
    CapWindows windows;
    auto claims =
        capClaims(channel, "web", usd("10"), fromIso8601("2026-05-12T12:00:00Z").value(), "UTC", windows);
    QCOMPARE(claims.size(), std::size_t(4));
    QCOMPARE(claims[0].limit, 1000);
    QCOMPARE(claims[1].counter, std::string("channel:c:month:daily:leads"));
    QCOMPARE(claims[1].limit, 50);
    QCOMPARE(toIso8601(claims[1].windowStart), std::string("2026-05-12T00:00:00.000Z"));
    QCOMPARE(claims[3].counter,
             std::string("channel:c:month:daily:amount")); // ends as the store expects of amounts
    QCOMPARE(claims[3].limit, 4'999'500);
    channel.caps[0].leads = 3;
    claims =
        capClaims(channel, "web", usd("10"), fromIso8601("2026-05-12T12:00:00Z").value(), "UTC", windows);
    QCOMPARE(claims[1].limit, 1);
}

void TestExchangeRules::pingRatesHoldInEverySecond()
{
    PingRates rates;
    std::vector<MonoTime> sent;
    int refused = 0;
    for (MonoTime now(1s); now < MonoTime(20s); now += 37ms) {
        QVERIFY(rates.take("free", 0, now));
        QVERIFY(rates.take("other", 1000, now));
        if (rates.take("slow", 5, now))
            sent.push_back(now);
        else
            ++refused;
    }
    QVERIFY(sent.size() >= 90 && refused > 0);
    for (std::size_t i = 5; i < sent.size(); ++i)
        QVERIFY(sent[i] - sent[i - 5] >= 1s);
}

void TestExchangeRules::redactionFindsEveryForm_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray("s3cr3t") << QByteArray("X-Key: s3cr3t\r\nkey=s3cr3t")
                           << QByteArray("X-Key: {{k}}\r\nkey={{k}}");
    QTest::newRow("json") << QByteArray("a\"b\\c") << QByteArray(R"({"key":"a\"b\\c"})")
                          << QByteArray(R"({"key":"{{k}}"})");
    QTest::newRow("xml") << QByteArray("a&b<c") << QByteArray("<k>a&amp;b&lt;c</k>")
                         << QByteArray("<k>{{k}}</k>");
    QTest::newRow("query") << QByteArray("p/w +1") << QByteArray("?k=p%2Fw%20%2B1&x")
                           << QByteArray("?k={{k}}&x");
    QTest::newRow("form") << QByteArray("p/w +1") << QByteArray("k=p%2Fw+%2B1&x") << QByteArray("k={{k}}&x");
    QTest::newRow("lower-case digits") << QByteArray("p/w") << QByteArray("k=p%2fw") << QByteArray("k={{k}}");
    QTest::newRow("hexadecimal") << QByteArray("key!") << QByteArray("x 6b657921 y")
                                 << QByteArray("x {{k}} y");
    QTest::newRow("absent") << QByteArray("s3cr3t") << QByteArray("nothing here")
                            << QByteArray("nothing here");
    QTest::newRow("empty") << QByteArray("") << QByteArray("abc") << QByteArray("abc");
}

void TestExchangeRules::redactionFindsEveryForm()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(redacted({{"k", Secret(secret.toStdString())}}, text.toStdString()), expected.toStdString());
}

void TestExchangeRules::redactionFindsBase64AtEachAlignment()
{
    const QByteArray secret = "hunter2-and-more";
    for (const char *user : {"", "a:", "ab:", "abc:", "user:"}) {
        QByteArray header = "Authorization: Basic " + (QByteArray(user) + secret + "!x").toBase64();
        std::string stored = redacted({{"k", Secret(secret.toStdString())}}, header.toStdString());
        QVERIFY2(stored.find("{{k}}") != std::string::npos, header.constData());
        QByteArray left = QByteArray::fromStdString(stored).mid(21);
        left.remove(left.indexOf("{{k}}"), 5);
        QVERIFY(left.size() <= 14); // the user's part and at most two characters on either side of the secret
    }
}

void TestExchangeRules::redactionPrefersTheLongerSecret()
{
    QCOMPARE(
        redacted({{"a", Secret(std::string("abc"))}, {"b", Secret(std::string("abcdef"))}}, "x abcdef abc"),
        std::string("x {{b}} {{a}}"));
    Redactor redactor;
    redactor.prepare({{"a", Secret(std::string("old"))}});
    redactor.prepare({{"a", Secret(std::string("new"))}}); // rotated
    std::string text = "old new";
    redactor.redact(text);
    QCOMPARE(text, std::string("old {{a}}"));
}

void TestExchangeRules::redactionAgreesWithASimpleSearch()
{
    // the search jumps; whatever lies around a secret, and wherever it stands, it must be found
    const std::map<std::string, Secret> secrets{{"a", Secret(std::string("aabaa"))},
                                                {"b", Secret(std::string("ab"))},
                                                {"c", Secret(std::string("x"))}};
    const std::map<std::string, Secret> onlyLong{{"a", Secret(std::string("aabaab"))}};
    for (unsigned bits = 0; bits < (1u << 14); ++bits) {
        std::string text;
        for (unsigned i = 0; i < 14; ++i)
            text += bits >> i & 1 ? 'a' : 'b';
        for (const auto *known : {&secrets, &onlyLong}) {
            std::string wanted;
            for (std::size_t at = 0; at < text.size();) {
                std::string_view rest = std::string_view(text).substr(at);
                std::string_view longest;
                std::string_view name;
                for (const auto &[itsName, secret] : *known) {
                    if (rest.starts_with(secret.reveal()) && secret.reveal().size() > longest.size()) {
                        longest = secret.reveal();
                        name = itsName;
                    }
                }
                wanted += longest.empty() ? std::string(1, text[at]) : "{{" + std::string(name) + "}}";
                at += longest.empty() ? 1 : longest.size();
            }
            static Redactor all, one;
            Redactor &redactor = known == &secrets ? all : one;
            redactor.prepare(*known);
            std::string got = text;
            redactor.redact(got);
            QCOMPARE(got, wanted);
        }
    }
}

QTEST_GUILESS_MAIN(TestExchangeRules)
#include "tst_exchangerules.moc"
