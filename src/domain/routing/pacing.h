#pragma once
// How fast a channel is used, and what is done when it does not work: circuit breaker, throttle, ping caps,
// and waiting for a callback. Settings only; exchange/pacer.h acts on them.
#include "base/clock.h"
#include "domain/json/value.h"
#include "domain/lead/memberreader.h"
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bourse::domain {

enum class BreakerMode {
    On,
    SimulateOnly, ///< says when it would have opened, and lets every call through
    Off,
};
std::string_view name(BreakerMode mode);

/// When a channel is no longer called, pings and posts each for themselves. Failures are calls without an
/// answer that means anything: no answer in time, a lost connection, a server's error that no rule reads; a
/// refusal is none.
struct BreakerSettings {
    BreakerMode mode = BreakerMode::On;
    int samples = 50;                        ///< of the last so many calls (2 to 1000)
    int minSamples = 20;                     ///< the share counts from so many on (1 to samples)
    int failureShareBasisPoints = 5'000;     ///< opens at this share of failures, in 1/10,000
    int consecutive = 10;                    ///< opens at so many failures in a row
    Micros pause = std::chrono::seconds(15); ///< until the first probe; doubled after each that fails
    Micros longestPause = std::chrono::minutes(5);
    bool operator==(const BreakerSettings &) const = default;
};

/// A buyer that refuses most of what it is posted is offered a part of the leads only; that part shrinks
/// while it goes on refusing and grows when it does not.
struct ThrottleSettings {
    int rejectShareBasisPoints = 0;    ///< refused posts, in 1/10,000, above which it is throttled; 0 = never
    int samples = 40;                  ///< of the last so many posts (4 to 1000)
    int leastShareBasisPoints = 1'000; ///< it is offered at least this part
    bool operator==(const ThrottleSettings &) const = default;
};

/// A post that was answered "pending" is waited for.
struct CallbackWait {
    Micros limit = std::chrono::minutes(15); ///< 1 s to 30 days
    /// Refused, or not decided in time: offered to the others (never again to this buyer); else the lead is
    /// unsold.
    bool thenNext = true;
    bool operator==(const CallbackWait &) const = default;
};

struct ChannelPacing {
    std::optional<BreakerSettings> breaker; ///< absent = its buyer's
    ThrottleSettings throttle;
    std::int64_t pingsPerHour = 0; ///< in the buyer's zone, over all nodes; 0 = no limit
    std::int64_t pingsPerDay = 0;
    std::optional<CallbackWait> wait;
    bool operator==(const ChannelPacing &) const = default;
};

struct BuyerPacing {
    std::optional<BreakerSettings> breaker; ///< of its channels that have none of their own
    std::int64_t pingsPerHour = 0;          ///< of all its channels together
    std::int64_t pingsPerDay = 0;
    bool operator==(const BuyerPacing &) const = default;
};

/// Members "breaker", "throttle", "pings_per_hour", "pings_per_day" and "wait" of a channel; of a buyer the
/// first and the ping caps.
ChannelPacing channelPacing(MemberReader &reader, Errors &errors);
BuyerPacing buyerPacing(MemberReader &reader, Errors &errors);
/// Canonical: defaults left out.
void appendPacing(Object &object, const ChannelPacing &pacing);
void appendPacing(Object &object, const BuyerPacing &pacing);

} // namespace bourse::domain
