#pragma once
// What the leads of one exchange share. Everything here is used on the executor's thread alone.
#include "base/uuid.h"
#include "exchange/authgrants.h"
#include "exchange/capclaims.h"
#include "exchange/exchange.h"
#include "exchange/gateplan.h"
#include "exchange/pacer.h"
#include "exchange/randombits.h"
#include "exchange/treeplan.h"
#include "exchange/turns.h"
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

namespace bourse::exchange {

struct Engine {
    Engine(ExchangePorts ports_, ExchangeSettings settings_)
        : ports(ports_), settings(std::move(settings_)), random(settings.seed), pacer(ports_.clock),
          turns(settings.seed)
    {
    }

    UtcTime utcNow() const { return ports.clock.utcNow(); }
    MonoTime now() const { return ports.clock.monotonic(); }
    Uuid newId()
    {
        std::uint64_t high = random.next();
        return Uuid::v7(utcNow(), high, random.next());
    }
    /// When a channel last got a lead, as a running number; 0 = never since this node started.
    std::uint64_t lastServed(const std::string &channel) const
    {
        auto at = served.find(channel);
        return at == served.end() ? 0 : at->second;
    }
    void noteServed(const std::string &channel) { served[channel] = ++services; }

    ChannelCounts counts(const std::string &channel) const
    {
        return ports.statistics ? ports.statistics->counts(channel) : seen.counts(channel);
    }

    /// Work that a drain waits for.
    void begin() { ++inFlight; }
    void end()
    {
        if (--inFlight == 0 && drained)
            ports.executor.post(std::exchange(drained, nullptr));
    }

    ExchangePorts ports;
    ExchangeSettings settings;
    RandomBits random;
    CapWindows capWindows;
    PingRates pingRates;
    Pacer pacer;
    TreePlans plans;
    GatePlans gatePlans;
    AddressRates addressRates;
    Turns turns;
    SeenStatistics seen;
    AuthGrants grants;
    std::unordered_map<std::string, std::uint64_t> served;
    std::uint64_t services = 0;

    std::size_t inFlight = 0;
    bool draining = false;
    bool followingUp = false;
    bool resuming = false;
    std::function<void()> drained;
};

} // namespace bourse::exchange
