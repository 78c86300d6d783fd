#pragma once
// How a channel is doing, for those who watch it; and what an operator has decided about it.
#include "base/clock.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace bourse::exchange {

/// An operator's word on a channel, above all that its breakers say. It holds on all nodes at once, without a
/// publication.
enum class Hold {
    Open,   ///< the kill switch: nothing leaves for it
    Closed, ///< it is called whatever its breakers say
};
using Holds = std::map<std::string, Hold>; ///< by the channel's slug

struct ChannelHealth {
    std::string channel;    ///< slug
    std::string buyer;      ///< slug
    bool posts = false;     ///< of its posts; else of its pings
    std::string state;      ///< name(BreakerState)
    bool simulated = false; ///< nothing is held back: only said
    std::optional<Hold> hold;
    std::int64_t samples = 0;
    std::int64_t failures = 0;        ///< of the samples
    int admittedBasisPoints = 10'000; ///< part of the calls that goes through
    int offeredBasisPoints = 10'000;  ///< part of the leads that the throttle lets through
    Micros reopensIn{};               ///< open, or at rest: until the next call
    std::int64_t opened = 0;          ///< so often since the node's start
    std::int64_t wouldHaveOpened = 0;
    bool operator==(const ChannelHealth &) const = default;
};

} // namespace bourse::exchange
