#pragma once
// Latencies in buckets that grow with the value: percentiles to within 3 % in 8 KiB, whatever the number of
// leads.
#include "base/clock.h"
#include <array>
#include <bit>
#include <cstdint>

namespace bourse::simulator {

class LatencyHistogram {
  public:
    void add(Micros latency)
    {
        const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
        ++m_buckets[bucketOf(us)];
        ++m_count;
        m_max = std::max(m_max, us);
    }
    /// The latency that a share of all were not above; 0 where there are none.
    Micros percentile(double share) const
    {
        const auto rank = static_cast<std::uint64_t>(share * static_cast<double>(m_count));
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < m_buckets.size() && m_count > 0; ++i) {
            below += m_buckets[i];
            if (below > rank || below == m_count)
                return Micros(static_cast<std::int64_t>(std::min(topOf(i), m_max)));
        }
        return Micros(0);
    }
    Micros max() const { return Micros(static_cast<std::int64_t>(m_max)); }
    std::uint64_t count() const { return m_count; }

  private:
    // 32 buckets per power of two; below 32 µs one per microsecond.
    static constexpr unsigned stepBits = 5;
    static constexpr std::uint64_t steps = 1u << stepBits;
    static constexpr std::uint64_t largest = (std::uint64_t(1) << 36) - 1; ///< 19 hours

    static std::size_t bucketOf(std::uint64_t us)
    {
        us = std::min(us, largest);
        if (us < steps)
            return static_cast<std::size_t>(us);
        const auto shift = static_cast<unsigned>(std::bit_width(us)) - 1 - stepBits;
        return static_cast<std::size_t>((shift + 1) * steps + ((us >> shift) - steps));
    }
    static std::uint64_t topOf(std::size_t bucket)
    {
        if (bucket < steps)
            return bucket;
        const auto shift = bucket / steps - 1;
        return ((bucket % steps + steps + 1) << shift) - 1;
    }

    std::array<std::uint64_t, 32 * steps> m_buckets{};
    std::uint64_t m_count = 0;
    std::uint64_t m_max = 0;
};

} // namespace bourse::simulator
