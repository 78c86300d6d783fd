// Money against arithmetic done another way: digit by digit in decimal, without the machine's wide integers.
#include "base/money.h"
#include <QTest>
#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace bourse;

class MoneyPropertiesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void scalesLikeLongDivision();
    void roundsLikeLongDivision();
    void sharesAddUpToTheWhole();
    void sumsNeverWrap();
    void textsAreExact();
};

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// A whole number as a sign and decimal digits, as one writes it by hand.
struct Long {
    bool negative = false;
    std::string digits = "0"; ///< no leading zeros

    explicit Long(std::int64_t value)
        : negative(value < 0), digits(std::to_string(value).substr(value < 0 ? 1 : 0))
    {
    }
    Long(bool sign, std::string text) : negative(sign), digits(std::move(text))
    {
        digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
        if (digits == "0")
            negative = false;
    }
    std::string text() const { return (negative ? "-" : "") + digits; }
};

bool smaller(const std::string &a, const std::string &b)
{
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::string sum(const std::string &a, const std::string &b)
{
    std::string out;
    int carry = 0;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry > 0; ++i) {
        const int digit = (i < a.size() ? a[a.size() - 1 - i] - '0' : 0) +
                          (i < b.size() ? b[b.size() - 1 - i] - '0' : 0) + carry;
        out.insert(out.begin(), static_cast<char>('0' + digit % 10));
        carry = digit / 10;
    }
    return out;
}

/// a ≥ b
std::string difference(const std::string &a, const std::string &b)
{
    std::string out;
    int borrow = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        int digit = a[a.size() - 1 - i] - '0' - (i < b.size() ? b[b.size() - 1 - i] - '0' : 0) - borrow;
        borrow = digit < 0 ? 1 : 0;
        out.insert(out.begin(), static_cast<char>('0' + digit + 10 * borrow));
    }
    return Long(false, out).digits;
}

Long plus(const Long &a, const Long &b)
{
    if (a.negative == b.negative)
        return {a.negative, sum(a.digits, b.digits)};
    return smaller(a.digits, b.digits) ? Long(b.negative, difference(b.digits, a.digits))
                                       : Long(a.negative, difference(a.digits, b.digits));
}

Long times(const Long &a, const Long &b)
{
    std::string out = "0";
    for (char digit : a.digits) {
        out += '0';
        for (int i = 0; i < digit - '0'; ++i)
            out = sum(out, b.digits);
    }
    return {a.negative != b.negative, out};
}

/// By the rule, as on paper: digit after digit of the dividend.
Long divided(const Long &value, const Long &by, Rounding rounding)
{
    std::string quotient = "0", rest = "0";
    for (char digit : value.digits) {
        rest = Long(false, rest + digit).digits;
        int times = 0;
        while (!smaller(rest, by.digits)) {
            rest = difference(rest, by.digits);
            ++times;
        }
        quotient += static_cast<char>('0' + times);
    }
    quotient = Long(false, quotient).digits;
    const bool negative = value.negative != by.negative;
    if (rest != "0") {
        const std::string twice = sum(rest, rest);
        const bool odd = (quotient.back() - '0') % 2 == 1;
        const bool away = rounding == Rounding::Down  ? negative
                          : smaller(by.digits, twice) ? true
                                                      : !smaller(twice, by.digits) && odd;
        if (away)
            quotient = sum(quotient, "1");
    }
    return {negative, quotient};
}

bool fits(const Long &value)
{
    const std::string limit = value.negative ? Long(least).digits : Long(most).digits;
    return !smaller(limit, value.digits);
}

class Numbers {
  public:
    explicit Numbers(std::uint64_t seed) : m_random(seed) {}
    std::uint64_t below(std::uint64_t n) { return m_random() % n; }
    /// Of every size, often a limit, a tie or nothing.
    std::int64_t any()
    {
        switch (below(8)) {
        case 0:
            return std::vector<std::int64_t>{0, 1, -1, least, most, least + 1, most - 1}[below(7)];
        case 1:
            return static_cast<std::int64_t>(below(1'000'000)) * 5'000; // half cents
        default:
            return static_cast<std::int64_t>(m_random()) >> below(63);
        }
    }

  private:
    std::mt19937_64 m_random;
};

} // namespace

void MoneyPropertiesTest::scalesLikeLongDivision()
{
    Numbers numbers(41);
    int refused = 0, ties = 0;
    for (int i = 0; i < 1500; ++i) {
        const std::int64_t amount = numbers.any();
        const std::int64_t numerator =
            i % 3 ? numbers.any() : static_cast<std::int64_t>(1 + 2 * numbers.below(50));
        const std::int64_t denominator =
            i % 3 ? numbers.any() : 2 * static_cast<std::int64_t>(1 + numbers.below(50));
        const auto rounding = i % 2 ? Rounding::Down : Rounding::HalfEven;
        const auto scaled = Money(amount, Currency::usd()).scaled(numerator, denominator, rounding);
        if (denominator == 0) {
            QVERIFY(!scaled.ok());
            continue;
        }
        const Long product = times(Long(amount), Long(numerator));
        const Long expected = divided(product, Long(denominator), rounding);
        QCOMPARE(scaled.ok(), fits(expected));
        refused += !scaled.ok();
        if (!scaled) {
            QCOMPARE(scaled.error().code, std::string("money_range"));
            continue;
        }
        if (std::to_string(scaled->micros()) != expected.text())
            QFAIL(qPrintable(QStringLiteral("%1 × %2 ÷ %3").arg(amount).arg(numerator).arg(denominator)));
        const Long doubled = times(expected, times(Long(2), Long(denominator)));
        const Long gap = plus(doubled, times(product, Long(-2)));
        ties += rounding == Rounding::HalfEven && gap.digits == Long(denominator).digits;
    }
    // it was tried where it matters
    QVERIFY2(refused > 150 && ties > 10,
             qPrintable(QStringLiteral("%1 refused, %2 ties").arg(refused).arg(ties)));
}

void MoneyPropertiesTest::roundsLikeLongDivision()
{
    Numbers numbers(42);
    for (const char *code : {"USD", "JPY", "KWD"}) {
        const Currency currency = Currency::fromCode(code).value();
        const std::int64_t step = currency.decimals() == 2   ? 10'000
                                  : currency.decimals() == 0 ? 1'000'000
                                                             : 1'000;
        for (int i = 0; i < 1000; ++i) {
            const std::int64_t amount = numbers.any();
            for (auto rounding : {Rounding::Down, Rounding::HalfEven}) {
                const Money rounded = Money(amount, currency).rounded(rounding);
                const Long expected = times(divided(Long(amount), Long(step), rounding), Long(step));
                // beyond the limit there is no such amount, and it stays as it is
                QCOMPARE(std::to_string(rounded.micros()),
                         fits(expected) ? expected.text() : std::to_string(amount));
                QVERIFY(rounded.currency() == currency);
            }
        }
    }
}

/// However a price is shared out, nothing is made and nothing lost.
void MoneyPropertiesTest::sharesAddUpToTheWhole()
{
    Numbers numbers(43);
    for (int i = 0; i < 20'000; ++i) {
        const Money price(static_cast<std::int64_t>(numbers.below(500'000'000)), Currency::usd());
        const auto share = static_cast<std::int64_t>(numbers.below(10'001));
        const Money revenue = price.rounded(Rounding::HalfEven);
        const Money payout = revenue.scaled(share, 10'000, Rounding::Down)->rounded(Rounding::Down);
        const Money margin = revenue.minus(payout).value();
        QVERIFY(payout.micros() >= 0 && margin.micros() >= 0);
        QCOMPARE(payout.plus(margin)->micros(), revenue.micros());
        QCOMPARE(payout.micros() % 10'000, 0);
        // never more than the share, and short of it by less than a cent
        QVERIFY(payout.micros() * 10'000 <= revenue.micros() * share);
        QVERIFY((payout.micros() + 10'000) * 10'000 > revenue.micros() * share);
        // a reversal is the same amount the other way
        QCOMPARE(Money(0, Currency::usd()).minus(payout)->plus(payout)->micros(), 0);
        // n equal shares and what is left
        const auto n = static_cast<std::int64_t>(1 + numbers.below(9));
        const Money one = revenue.scaled(1, n, Rounding::Down).value();
        const Money rest = revenue.minus(one.scaled(n, 1, Rounding::Down).value()).value();
        QVERIFY(rest.micros() >= 0 && rest.micros() < n);
    }
}

void MoneyPropertiesTest::sumsNeverWrap()
{
    Numbers numbers(44);
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        const std::int64_t a = numbers.any(), b = numbers.any();
        const Money left(a, Currency::usd()), right(b, Currency::usd());
        const Long up = plus(Long(a), Long(b));
        Long other(b);
        const Long down = plus(Long(a), Long(!other.negative, other.digits));
        const auto added = left.plus(right), taken = left.minus(right);
        QCOMPARE(added.ok(), fits(up));
        QCOMPARE(taken.ok(), fits(down));
        refused += !added.ok() + !taken.ok();
        if (added)
            QCOMPARE(std::to_string(added->micros()), up.text());
        if (taken)
            QCOMPARE(std::to_string(taken->micros()), down.text());
    }
    QVERIFY(refused > 40);
}

void MoneyPropertiesTest::textsAreExact()
{
    Numbers numbers(45);
    for (int i = 0; i < 2000; ++i) {
        const std::int64_t micros = numbers.any();
        // six places, written by hand
        Long whole(micros);
        std::string digits = whole.digits;
        digits.insert(0, digits.size() < 7 ? 7 - digits.size() : 0, '0');
        const std::string text = (whole.negative ? "-" : "") + digits.substr(0, digits.size() - 6) + '.' +
                                 digits.substr(digits.size() - 6);
        const auto read = Money::parse(text, Currency::usd());
        QVERIFY2(read.ok(), text.c_str());
        QCOMPARE(read->micros(), micros);
        const std::string written = read->toDecimal();
        QVERIFY(text.starts_with(written)); // the same but for zeros at its end
        QCOMPARE(text.substr(written.size()).find_first_not_of('0'), std::string::npos);
        // one more than the type holds is refused, in whatever place
        if (micros > 0) {
            QVERIFY(
                !Money::parse(std::to_string(most / 1'000'000 + 1 + micros % 1000) + ".5", Currency::usd())
                     .ok());
            QVERIFY(!Money::parse(text + "1", Currency::usd()).ok());
        }
    }
}

QTEST_GUILESS_MAIN(MoneyPropertiesTest)
#include "tst_moneyproperties.moc"
