#pragma once
// UUID version 7 (RFC 9562): time-ordered, so tables partitioned by it stay local in time.
#include "base/clock.h"
#include "base/result.h"
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bourse {

class Uuid {
  public:
    constexpr Uuid() = default;
    explicit constexpr Uuid(const std::array<std::uint8_t, 16> &bytes) : m_bytes(bytes) {}
    /// Version 7 at `time`, with `random` (80 bits used) as its random part.
    static Uuid v7(UtcTime time, std::uint64_t randomHigh, std::uint64_t randomLow);
    /// Version 7 now, random part from the system's generator.
    static Uuid v7();
    static Uuid v4();
    /// Canonical text, either case; code "not_a_uuid" otherwise.
    static Result<Uuid> parse(std::string_view text);
    std::string toString() const;
    /// The millisecond in a version 7.
    UtcTime time() const;
    bool isNull() const { return *this == Uuid(); }
    const std::array<std::uint8_t, 16> &bytes() const { return m_bytes; }
    constexpr bool operator==(const Uuid &) const = default;
    constexpr auto operator<=>(const Uuid &) const = default;

  private:
    std::array<std::uint8_t, 16> m_bytes{};
};

/// A lead's public id is "ld_" + its UUID.
std::string leadIdText(const Uuid &id);
/// Takes "ld_…" or a bare UUID; code "not_a_lead_id" otherwise.
Result<Uuid> parseLeadId(std::string_view text);

} // namespace bourse

template <> struct std::hash<bourse::Uuid> {
    std::size_t operator()(const bourse::Uuid &id) const noexcept
    {
        std::uint64_t low = 0;
        for (std::size_t i = 8; i < 16; ++i)
            low = low << 8 | id.bytes()[i];
        return low;
    }
};

namespace bourse {
/// For QHash.
inline std::size_t qHash(const Uuid &id, std::size_t seed = 0) noexcept
{
    return std::hash<Uuid>()(id) ^ seed;
}
} // namespace bourse
