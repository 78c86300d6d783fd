#pragma once
// Time: UTC instants with microseconds for what is stored, a monotonic clock for durations and deadlines.
#include "base/result.h"
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bourse {

using Micros = std::chrono::microseconds;
/// An instant in UTC, microseconds since 1970-01-01T00:00:00Z.
using UtcTime = std::chrono::sys_time<Micros>;
/// A reading of the monotonic clock; only differences mean anything.
using MonoTime = std::chrono::time_point<std::chrono::steady_clock, Micros>;

/// Where the engine reads time, so that a simulation can hand it another.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual UtcTime utcNow() const = 0;
    virtual MonoTime monotonic() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
  public:
    UtcTime utcNow() const override;
    MonoTime monotonic() const override;
};

/// "2026-05-12T14:30:01.184Z" (milliseconds, RFC 3339).
std::string toIso8601(UtcTime time);
/// Reads RFC 3339 / ISO 8601 with zone ("Z" or offset) to UTC; code "not_a_time" otherwise.
Result<UtcTime> fromIso8601(std::string_view text);

} // namespace bourse
