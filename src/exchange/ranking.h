#pragma once
// Who wins an auction: pure functions, so that every tie can be tested.
#include "base/money.h"
#include <cstddef>
#include <cstdint>
#include <optional>

namespace bourse::exchange {

/// What ranking looks at. Prices are in the market's currency and unrounded.
struct Contender {
    Money price;
    int priority = 0;             ///< smaller wins a tie
    std::uint64_t lastServed = 0; ///< larger = served more recently; 0 = never
    std::size_t order = 0;        ///< place in the tree, the last tie-breaker, so that the ranking is total
    /// What is compared, in micro-units, where that is not the price: the bid × its channel's quality.
    std::optional<std::int64_t> effective{};
    std::int64_t compared() const { return effective.value_or(price.micros()); }
};

/// Highest compared amount first; ties by priority, then least recently served, then place in the tree.
bool ranksBefore(const Contender &left, const Contender &right);

} // namespace bourse::exchange
