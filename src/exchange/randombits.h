#pragma once
// Random bits for identifiers and nonces.
#include <array>
#include <cstdint>
#include <random>

namespace bourse::exchange {

/// From the system's generator, fetched in blocks since a lead needs a dozen; or, with a seed other than 0, a
/// sequence that a simulation can replay.
class RandomBits {
  public:
    explicit RandomBits(std::uint64_t seed);
    std::uint64_t next();

  private:
    bool m_replayable;
    std::mt19937_64 m_sequence;
    std::array<std::uint64_t, 128> m_block{};
    std::size_t m_used = 128;
};

} // namespace bourse::exchange
