#include "base/money.h"
#include <algorithm>
#include <limits>

namespace bourse {

namespace {
constexpr std::int64_t microsPerUnit = 1'000'000;
__extension__ typedef __int128 Wide; // GCC and Clang have it; -Wpedantic wants to hear that we know

std::int64_t pow10(int exponent)
{
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i)
        value *= 10;
    return value;
}

Error rangeError()
{
    return {"money_range", "", "±9,223,372,036,854.775807", "The amount is too large."};
}

Result<Money> narrow(Wide micros, Currency currency)
{
    if (micros > std::numeric_limits<std::int64_t>::max() ||
        micros < std::numeric_limits<std::int64_t>::min())
        return rangeError();
    return Money(static_cast<std::int64_t>(micros), currency);
}

/// value / divisor by the rule; divisor > 0.
Wide divideRounded(Wide value, Wide divisor, Rounding rounding)
{
    Wide quotient = value / divisor;
    Wide rest = value % divisor;
    if (rest == 0)
        return quotient;
    // "down" is towards minus infinity, so that a payout is never rounded up, nor a reversal of it short
    if (rounding == Rounding::Down)
        return rest < 0 ? quotient - 1 : quotient;
    Wide twice = (rest < 0 ? -rest : rest) * 2;
    bool away = twice > divisor || (twice == divisor && quotient % 2 != 0);
    return away ? quotient + (value < 0 ? -1 : 1) : quotient;
}
} // namespace

Result<Currency> Currency::fromCode(std::string_view code)
{
    bool letters = code.size() == 3 &&
                   std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!letters)
        return Error{"not_a_currency", "currency", "ISO 4217 code",
                     "Give a currency as three capital letters, like USD."};
    return Currency(code[0], code[1], code[2]);
}

int Currency::decimals() const
{
    static constexpr std::string_view none[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                                "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
    static constexpr std::string_view three[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    std::string_view mine(m_code.data(), m_code.size());
    if (std::find(std::begin(none), std::end(none), mine) != std::end(none))
        return 0;
    if (std::find(std::begin(three), std::end(three), mine) != std::end(three))
        return 3;
    return 2;
}

Result<Money> Money::parse(std::string_view text, Currency currency)
{
    const Error wrong{"not_money", "", "decimal number",
                      "Give an amount as a plain decimal number, like 31.00."};
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    Wide micros = 0;
    std::size_t digits = 0;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++digits) {
        micros = micros * 10 + (text[i] - '0');
        if (micros > std::numeric_limits<std::int64_t>::max())
            return rangeError();
    }
    micros *= microsPerUnit;
    if (i < text.size() && text[i] == '.') {
        std::int64_t place = microsPerUnit / 10;
        std::size_t before = ++i;
        for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, place /= 10) {
            if (place == 0 && text[i] != '0')
                return Error{"money_precision", "", "at most 6 decimals",
                             "The amount has more than six decimals."};
            micros += Wide(text[i] - '0') * place;
        }
        digits += i - before;
    }
    if (digits == 0 || i != text.size())
        return wrong;
    return narrow(negative ? -micros : micros, currency);
}

Result<Money> Money::plus(const Money &other) const
{
    if (m_currency != other.m_currency)
        return Error{"currency_mismatch", "", "one currency", "Amounts of two currencies cannot be added."};
    return narrow(Wide(m_micros) + other.m_micros, m_currency);
}

Result<Money> Money::minus(const Money &other) const
{
    if (m_currency != other.m_currency)
        return Error{"currency_mismatch", "", "one currency",
                     "Amounts of two currencies cannot be subtracted."};
    return narrow(Wide(m_micros) - other.m_micros, m_currency);
}

Result<Money> Money::scaled(std::int64_t numerator, std::int64_t denominator, Rounding rounding) const
{
    if (denominator == 0)
        return Error{"money_range", "", "denominator not zero", "An amount cannot be divided by zero."};
    Wide product = Wide(m_micros) * numerator;
    Wide divisor = denominator;
    if (divisor < 0) {
        product = -product;
        divisor = -divisor;
    }
    return narrow(divideRounded(product, divisor, rounding), m_currency);
}

Money Money::rounded(Rounding rounding) const
{
    Wide step = pow10(6 - m_currency.decimals());
    Wide rounded = divideRounded(m_micros, step, rounding) * step;
    auto result = narrow(rounded, m_currency);
    return result ? *result : *this; // only within a cent of the type's limit
}

std::string Money::toDecimal() const
{
    bool negative = m_micros < 0;
    std::uint64_t value =
        negative ? 0 - static_cast<std::uint64_t>(m_micros) : static_cast<std::uint64_t>(m_micros);
    std::string whole = std::to_string(value / microsPerUnit);
    std::string fraction = std::to_string(value % microsPerUnit);
    fraction.insert(0, 6 - fraction.size(), '0');
    std::size_t keep = static_cast<std::size_t>(m_currency.decimals());
    std::size_t last = fraction.find_last_not_of('0');
    if (last != std::string::npos)
        keep = std::max(keep, last + 1);
    fraction.resize(keep);
    return (negative ? "-" : "") + whole + (keep ? "." + fraction : "");
}

} // namespace bourse
