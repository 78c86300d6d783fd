#include "base/money.h"
#include <QTest>
#include <limits>
#include <random>

using namespace bourse;

namespace {
Currency currency(const char *code)
{
    return *Currency::fromCode(code);
}
} // namespace

class MoneyTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void parsesAndPrints_data();
    void parsesAndPrints();
    void refuses_data();
    void refuses();
    void everyAmountSurvivesItsText();
    void decimalsFollowTheCurrency();
    void currencyCodes();
    void sumsAndDifferences();
    void overflowIsAnError();
    void scalesExactly_data();
    void scalesExactly();
    void sharesNeverExceedTheWhole();
    void roundsAtTheLedger_data();
    void roundsAtTheLedger();
};

void MoneyTest::parsesAndPrints_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QByteArray>("printed");
    QTest::newRow("whole") << QByteArray("31") << qint64(31'000'000) << QByteArray("31.00");
    QTest::newRow("cents") << QByteArray("31.00") << qint64(31'000'000) << QByteArray("31.00");
    QTest::newRow("negative") << QByteArray("-0.5") << qint64(-500'000) << QByteArray("-0.50");
    QTest::newRow("plus") << QByteArray("+2") << qint64(2'000'000) << QByteArray("2.00");
    QTest::newRow("no whole part") << QByteArray(".5") << qint64(500'000) << QByteArray("0.50");
    QTest::newRow("no fraction") << QByteArray("7.") << qint64(7'000'000) << QByteArray("7.00");
    QTest::newRow("six places") << QByteArray("0.000001") << qint64(1) << QByteArray("0.000001");
    QTest::newRow("further zeros") << QByteArray("1.2345670000") << qint64(1'234'567)
                                   << QByteArray("1.234567");
    QTest::newRow("leading zeros") << QByteArray("000175.00") << qint64(175'000'000) << QByteArray("175.00");
    QTest::newRow("largest") << QByteArray("9223372036854.775807") << std::numeric_limits<qint64>::max()
                             << QByteArray("9223372036854.775807");
    QTest::newRow("smallest") << QByteArray("-9223372036854.775808") << std::numeric_limits<qint64>::min()
                              << QByteArray("-9223372036854.775808");
}

void MoneyTest::parsesAndPrints()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, micros);
    QFETCH(QByteArray, printed);
    auto money = Money::parse(text.toStdString(), Currency::usd());
    QVERIFY(money.ok());
    QCOMPARE(qint64(money->micros()), micros);
    QCOMPARE(QByteArray::fromStdString(money->toDecimal()), printed);
}

void MoneyTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    for (const char *text : {"", "-", "+", ".", "1e3", "1,000.00", "$5", "5 ", " 5", "0x10", "NaN", "1.2.3",
                             "--1", "1-", "٣", "5USD"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text) << QByteArray("not_money");
    QTest::newRow("NUL") << QByteArray("1\0", 2) << QByteArray("not_money");
    QTest::newRow("seven places") << QByteArray("0.0000001") << QByteArray("money_precision");
    QTest::newRow("one too many") << QByteArray("9223372036854.775808") << QByteArray("money_range");
    QTest::newRow("one too few") << QByteArray("-9223372036854.775809") << QByteArray("money_range");
    QTest::newRow("very long") << QByteArray(400, '9') << QByteArray("money_range");
}

void MoneyTest::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    auto money = Money::parse(text.toStdString(), Currency::usd());
    QVERIFY(!money.ok());
    QCOMPARE(QByteArray::fromStdString(money.error().code), code);
}

void MoneyTest::everyAmountSurvivesItsText()
{
    std::mt19937_64 random(20260512);
    for (int i = 0; i < 50'000; ++i) {
        // all magnitudes, from single micros to the limits
        auto micros = static_cast<std::int64_t>(random()) >> (random() % 63);
        for (const char *code : {"USD", "JPY", "KWD"}) {
            Money money(micros, currency(code));
            auto again = Money::parse(money.toDecimal(), money.currency());
            QVERIFY2(again.ok(), money.toDecimal().c_str());
            QVERIFY2(*again == money, money.toDecimal().c_str());
        }
    }
}

void MoneyTest::decimalsFollowTheCurrency()
{
    QCOMPARE(Money(5'000'000, currency("JPY")).toDecimal(), std::string("5"));
    QCOMPARE(Money(5'500'000, currency("JPY")).toDecimal(), std::string("5.5"));
    QCOMPARE(Money(5'000'000, currency("KWD")).toDecimal(), std::string("5.000"));
    QCOMPARE(Money(0, currency("EUR")).toDecimal(), std::string("0.00"));
}

void MoneyTest::currencyCodes()
{
    QCOMPARE(currency("EUR").code(), std::string("EUR"));
    QVERIFY(currency("USD") == Currency::usd());
    for (const char *text : {"", "US", "usd", "USDX", "U5D", "US "})
        QCOMPARE(Currency::fromCode(text).error().code, std::string("not_a_currency"));
}

void MoneyTest::sumsAndDifferences()
{
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        Money a(static_cast<std::int64_t>(random()) / 4, Currency::usd());
        Money b(static_cast<std::int64_t>(random()) / 4, Currency::usd());
        auto sum = a.plus(b);
        QVERIFY(sum.ok());
        QVERIFY(*sum->minus(b) == a);
        QVERIFY(*sum == *b.plus(a));
    }
    auto mixed = Money(1, Currency::usd()).plus(Money(1, currency("EUR")));
    QCOMPARE(mixed.error().code, std::string("currency_mismatch"));
    QCOMPARE(Money(1, Currency::usd()).minus(Money(1, currency("EUR"))).error().code,
             std::string("currency_mismatch"));
}

void MoneyTest::overflowIsAnError()
{
    Money most(std::numeric_limits<std::int64_t>::max(), Currency::usd());
    Money least(std::numeric_limits<std::int64_t>::min(), Currency::usd());
    Money one(1, Currency::usd());
    QCOMPARE(most.plus(one).error().code, std::string("money_range"));
    QCOMPARE(least.minus(one).error().code, std::string("money_range"));
    QCOMPARE(one.minus(least).error().code, std::string("money_range"));
    QCOMPARE(most.scaled(2, 1, Rounding::Down).error().code, std::string("money_range"));
    QCOMPARE(one.scaled(1, 0, Rounding::Down).error().code, std::string("money_range"));
    // larger than 64 bits on the way, and within them at the end
    QVERIFY(*most.scaled(10'000, 10'000, Rounding::HalfEven) == most);
    QVERIFY(*least.scaled(7'000, 7'000, Rounding::Down) == least);
}

void MoneyTest::scalesExactly_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    QTest::addColumn<qint64>("down");
    QTest::addColumn<qint64>("halfEven");
    QTest::newRow("70 % of 31.00") << qint64(31'000'000) << qint64(7'000) << qint64(10'000)
                                   << qint64(21'700'000) << qint64(21'700'000);
    QTest::newRow("a third") << qint64(10) << qint64(1) << qint64(3) << qint64(3) << qint64(3);
    QTest::newRow("two thirds") << qint64(10) << qint64(2) << qint64(3) << qint64(6) << qint64(7);
    QTest::newRow("tie to even, down") << qint64(5) << qint64(1) << qint64(2) << qint64(2) << qint64(2);
    QTest::newRow("tie to even, up") << qint64(7) << qint64(1) << qint64(2) << qint64(3) << qint64(4);
    QTest::newRow("negative tie") << qint64(-5) << qint64(1) << qint64(2) << qint64(-3) << qint64(-2);
    QTest::newRow("negative tie to even") << qint64(-7) << qint64(1) << qint64(2) << qint64(-4) << qint64(-4);
    QTest::newRow("negative denominator") << qint64(7) << qint64(1) << qint64(-2) << qint64(-4) << qint64(-4);
}

void MoneyTest::scalesExactly()
{
    QFETCH(qint64, micros);
    QFETCH(qint64, numerator);
    QFETCH(qint64, denominator);
    QFETCH(qint64, down);
    QFETCH(qint64, halfEven);
    Money money(micros, Currency::usd());
    QCOMPARE(qint64(money.scaled(numerator, denominator, Rounding::Down)->micros()), down);
    QCOMPARE(qint64(money.scaled(numerator, denominator, Rounding::HalfEven)->micros()), halfEven);
}

void MoneyTest::sharesNeverExceedTheWhole()
{
    std::mt19937_64 random(99);
    for (int i = 0; i < 20'000; ++i) {
        Money revenue(static_cast<std::int64_t>(random() % 1'000'000'000'000), Currency::usd());
        auto share = static_cast<std::int64_t>(random() % 10'001);
        Money payout = revenue.scaled(share, 10'000, Rounding::Down)->rounded(Rounding::Down);
        QVERIFY(payout.micros() <= revenue.micros());
        QCOMPARE(payout.micros() % 10'000, std::int64_t(0));
        // and never a whole cent short of the exact share
        QVERIFY(revenue.micros() * static_cast<long double>(share) / 10'000.0L - payout.micros() < 10'001.0L);
    }
}

void MoneyTest::roundsAtTheLedger_data()
{
    QTest::addColumn<QByteArray>("amount");
    QTest::addColumn<QByteArray>("currencyCode");
    QTest::addColumn<QByteArray>("down");
    QTest::addColumn<QByteArray>("halfEven");
    auto row = [](const char *amount, const char *code, const char *down, const char *halfEven) {
        QTest::addRow("%s %s", amount, code)
            << QByteArray(amount) << QByteArray(code) << QByteArray(down) << QByteArray(halfEven);
    };
    row("31.00", "USD", "31.00", "31.00");
    row("31.005", "USD", "31.00", "31.00");
    row("31.015", "USD", "31.01", "31.02");
    row("31.0050001", "USD", "31.00", "31.00"); // refused below: seven places
    row("31.005001", "USD", "31.00", "31.01");
    row("31.009999", "USD", "31.00", "31.01");
    row("-31.005", "USD", "-31.01", "-31.00");
    row("-31.001", "USD", "-31.01", "-31.00");
    row("100.5", "JPY", "100", "100");
    row("101.5", "JPY", "101", "102");
    row("1.2345", "KWD", "1.234", "1.234");
    row("1.2355", "KWD", "1.235", "1.236");
}

void MoneyTest::roundsAtTheLedger()
{
    QFETCH(QByteArray, amount);
    QFETCH(QByteArray, currencyCode);
    QFETCH(QByteArray, down);
    QFETCH(QByteArray, halfEven);
    auto money = Money::parse(amount.toStdString(), currency(currencyCode.constData()));
    if (amount.size() - amount.indexOf('.') > 7) {
        QCOMPARE(money.error().code, std::string("money_precision"));
        return;
    }
    QCOMPARE(QByteArray::fromStdString(money->rounded(Rounding::Down).toDecimal()), down);
    QCOMPARE(QByteArray::fromStdString(money->rounded(Rounding::HalfEven).toDecimal()), halfEven);
}

QTEST_GUILESS_MAIN(MoneyTest)
#include "tst_money.moc"
