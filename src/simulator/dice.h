#pragma once
// Chance that replays: the n-th request of a stream draws the same numbers whatever happened before it, so a
// seed fixes a buyer's decisions even where other draws were skipped.
#include <cmath>
#include <cstdint>
#include <numbers>

namespace bourse::simulator {

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

class Dice {
  public:
    /// `stream` keeps the uses of one seed apart, `index` counts within a stream.
    Dice(std::uint64_t seed, std::uint64_t stream, std::uint64_t index)
        : m_state(mixed(mixed(mixed(seed) ^ stream) ^ index))
    {
    }
    std::uint64_t bits()
    {
        m_state += 0x9e3779b97f4a7c15ull;
        return mixed(m_state);
    }
    /// In [0, 1).
    double share() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
    /// In [0, bound); the bias of the multiplication is below 2^-32 for the small bounds used here.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>((bits() >> 32) * bound >> 32); }
    bool chance(double probability) { return share() < probability; }
    /// Standard normal (Box–Muller; one of the pair, so that each draw costs the same).
    double normal()
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - share()));
        return radius * std::cos(2.0 * std::numbers::pi * share());
    }
    double logNormal(double median, double sigma) { return median * std::exp(sigma * normal()); }

  private:
    std::uint64_t m_state;
};

} // namespace bourse::simulator
