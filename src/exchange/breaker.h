#pragma once
// One circuit breaker: of the pings or of the posts of one channel. Knows no clock of its own, no channel and
// no network, so that every course of events can be tested.
#include "base/clock.h"
#include "domain/routing/pacing.h"
#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>

namespace bourse::exchange {

enum class BreakerState {
    Closed,   ///< every call goes through
    Open,     ///< none, until a pause is over
    HalfOpen, ///< one call is out to see whether the other side is back
    Ramping,  ///< a growing part goes through: 10, 25, 50 %
};
/// "closed", "open", "half_open", "ramping".
std::string_view name(BreakerState state);

/// The last so many yes or no.
class SampleRing {
  public:
    /// Keeps the newest `size`.
    void add(bool failed, std::size_t size);
    void clear();
    std::size_t count() const { return m_samples.size(); }
    std::size_t failures() const { return m_failures; }

  private:
    std::deque<bool> m_samples;
    std::size_t m_failures = 0;
};

/// Lets a share of what comes through, evenly: at 25 % every fourth.
class EvenShare {
  public:
    bool take(int basisPoints);
    /// The next one goes through.
    void reset() { m_credit = whole; }

  private:
    static constexpr int whole = 10'000;
    int m_credit = whole; ///< the first goes through
};

class Breaker {
  public:
    /// What a call's result has changed.
    enum class Change { None, Opened, WouldOpen, Closed };
    /// A call that was let through: its result counts if nothing has changed since.
    struct Pass {
        std::uint64_t era = 0;
        bool probe = false;
    };

    /// Whether a call would be held back now; changes nothing.
    bool blocks(const domain::BreakerSettings &settings, MonoTime now) const;
    /// Lets a call through or holds it back.
    std::optional<Pass> admit(const domain::BreakerSettings &settings, MonoTime now);
    /// The call was never made, or its result says nothing: a probe may be sent again.
    void giveBack(const Pass &pass);
    Change note(const domain::BreakerSettings &settings, const Pass &pass, bool failed, MonoTime now);
    /// The other side asked to be left alone until then (Retry-After).
    void restUntil(MonoTime until) { m_restsUntil = std::max(m_restsUntil, until); }
    bool rests(MonoTime now) const { return now < m_restsUntil; }

    BreakerState state() const { return m_state; }
    const SampleRing &samples() const { return m_samples; }
    /// When the next probe may leave, or the rest is over.
    MonoTime reopensAt() const { return std::max(m_reopens, m_restsUntil); }
    /// The part of calls that is let through, in 1/10,000.
    int admitted() const;

  private:
    void open(const domain::BreakerSettings &settings, MonoTime now);
    bool isBad(const domain::BreakerSettings &settings) const;

    BreakerState m_state = BreakerState::Closed;
    SampleRing m_samples;
    int m_inARow = 0; ///< failures
    int m_stage = 0;  ///< Ramping
    int m_good = 0;   ///< of this stage
    EvenShare m_share;
    Micros m_pause{};
    MonoTime m_reopens{};
    MonoTime m_restsUntil{};
    std::uint64_t m_era = 1;
};

} // namespace bourse::exchange
