#pragma once
// Money is an exact number of micro-units (1/1,000,000 of the currency's unit) with its currency; never a
// double. Bids are compared unrounded; rounding happens once, at the ledger (payout down, revenue half-even).
#include "base/result.h"
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bourse {

/// ISO 4217 alphabetic code.
class Currency {
  public:
    constexpr Currency() = default;
    /// Three upper-case letters; code "not_a_currency" otherwise.
    static Result<Currency> fromCode(std::string_view code);
    static constexpr Currency usd() { return Currency('U', 'S', 'D'); }
    std::string code() const { return {m_code.begin(), m_code.end()}; }
    /// Digits after the decimal point when written or booked: 0 for JPY and its like, 3 for BHD and its like,
    /// else 2.
    int decimals() const;
    constexpr bool operator==(const Currency &) const = default;
    constexpr auto operator<=>(const Currency &) const = default;

  private:
    constexpr Currency(char a, char b, char c) : m_code{a, b, c} {}
    std::array<char, 3> m_code{'U', 'S', 'D'};
};

enum class Rounding { Down, HalfEven };

/// An exact amount: ± 9.2 × 10^12 units. Arithmetic that would overflow is an error, not a wrap.
class Money {
  public:
    constexpr Money() = default;
    constexpr Money(std::int64_t micros, Currency currency) : m_micros(micros), m_currency(currency) {}
    constexpr std::int64_t micros() const { return m_micros; }
    constexpr Currency currency() const { return m_currency; }
    constexpr bool isPositive() const { return m_micros > 0; }
    constexpr bool isZero() const { return m_micros == 0; }
    constexpr bool operator==(const Money &) const = default;

    /// Reads plain decimal text: "31", "31.00", "-0.5", up to six decimals that are not zero
    /// ("money_precision" otherwise), no exponent, no grouping, no symbol ("not_money"). Overflow is
    /// "money_range".
    static Result<Money> parse(std::string_view text, Currency currency);
    /// Same currency and no overflow, else "currency_mismatch" or "money_range".
    Result<Money> plus(const Money &other) const;
    Result<Money> minus(const Money &other) const;
    /// amount × numerator / denominator, exact in 128 bits, rounded towards the rule; used for shares and
    /// margins.
    Result<Money> scaled(std::int64_t numerator, std::int64_t denominator, Rounding rounding) const;
    /// Rounded to the currency's decimals.
    Money rounded(Rounding rounding) const;
    /// "31.00": at least the currency's decimals, more only where the amount has them.
    std::string toDecimal() const;

  private:
    std::int64_t m_micros = 0;
    Currency m_currency;
};

} // namespace bourse
