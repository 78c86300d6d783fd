#pragma once
// Whose turn it is, in groups that share their leads out: round robin and by weight. The memory of one node;
// where it begins is random, so that nodes that start together do not all begin with the same channel.
#include "exchange/randombits.h"
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::exchange {

/// One who may get a turn. `key` names it for good, beyond a published change.
struct TurnTaker {
    std::string_view key;
    int weight = 1; ///< at least 1
};

class Turns {
  public:
    explicit Turns(std::uint64_t seed) : m_random(seed) {}

    /// What choosing has changed, for giveBack().
    struct Turn {
        std::size_t chosen = 0; ///< index
        std::vector<std::pair<std::string, std::int64_t>> changes;
        bool byWeight = false;
    };
    /// Of those that may have it now (at least one): whoever waits longest. Who could not take part keeps its
    /// place.
    Turn inTurn(const std::vector<TurnTaker> &eligible);
    /// Smooth weighted: each eligible one is credited its share of this turn, whoever has most credit gets it
    /// and pays a whole turn. Shares are of the weights of those that take part, so over any stretch each has
    /// got the sum of its shares, to within a turn or so.
    Turn byWeight(const std::vector<TurnTaker> &eligible);
    /// The chosen one did not get the lead after all, through no doing of its own: as if this turn had not
    /// been.
    void giveBack(const Turn &turn);

  private:
    static constexpr std::int64_t wholeTurn = 1'000'000'000;
    RandomBits m_random;
    std::map<std::string, std::int64_t, std::less<>> m_lastTurn; ///< a running number
    std::map<std::string, std::int64_t, std::less<>> m_credit;   ///< in billionths of a turn
    std::int64_t m_turns = wholeTurn;                            ///< beyond any first place in line
};

} // namespace bourse::exchange
