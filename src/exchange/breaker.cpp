#include "exchange/breaker.h"
#include <algorithm>
#include <array>

namespace bourse::exchange {

namespace {
using domain::BreakerMode;
using domain::BreakerSettings;

constexpr std::array<std::string_view, 4> stateNames{"closed", "open", "half_open", "ramping"};
/// A probe that was answered is followed by these parts of all calls, in 1/10,000.
constexpr std::array<int, 3> ramp{1'000, 2'500, 5'000};
constexpr int goodPerStage = 5;
/// While it ramps it opens again at two failures in a row, or at its usual share of at least four calls.
constexpr int rampConsecutive = 2;
constexpr std::size_t rampMinSamples = 4;
} // namespace

std::string_view name(BreakerState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

void SampleRing::add(bool failed, std::size_t size)
{
    m_samples.push_back(failed);
    m_failures += failed ? 1 : 0;
    while (m_samples.size() > size) {
        m_failures -= m_samples.front() ? 1 : 0;
        m_samples.pop_front();
    }
}

void SampleRing::clear()
{
    m_samples.clear();
    m_failures = 0;
}

bool EvenShare::take(int basisPoints)
{
    m_credit = std::min(m_credit + basisPoints, 2 * whole - 1);
    if (m_credit < whole)
        return false;
    m_credit -= whole;
    return true;
}

bool Breaker::isBad(const BreakerSettings &settings) const
{
    const bool ramping = m_state == BreakerState::Ramping;
    const int consecutive = ramping ? std::min(rampConsecutive, settings.consecutive) : settings.consecutive;
    if (m_inARow >= consecutive)
        return true;
    const auto needed =
        ramping ? rampMinSamples : static_cast<std::size_t>(std::min(settings.minSamples, settings.samples));
    return m_samples.count() >= needed &&
           m_samples.failures() * 10'000 >=
               m_samples.count() * static_cast<std::size_t>(settings.failureShareBasisPoints);
}

bool Breaker::blocks(const BreakerSettings &settings, MonoTime now) const
{
    if (rests(now))
        return true;
    if (settings.mode != BreakerMode::On)
        return false;
    switch (m_state) {
    case BreakerState::Closed:
        return false;
    case BreakerState::Open:
        return now < m_reopens;
    case BreakerState::HalfOpen:
        return true;
    case BreakerState::Ramping:
        break; // admit() keeps count of who is held back
    }
    return false;
}

std::optional<Breaker::Pass> Breaker::admit(const BreakerSettings &settings, MonoTime now)
{
    if (rests(now))
        return std::nullopt;
    if (settings.mode != BreakerMode::On) {
        if (m_state != BreakerState::Closed) { // it was switched off meanwhile
            m_state = BreakerState::Closed;
            m_samples.clear();
            m_inARow = 0;
            ++m_era;
        }
        return Pass{m_era, false};
    }
    switch (m_state) {
    case BreakerState::Closed:
        return Pass{m_era, false};
    case BreakerState::Open:
        if (now < m_reopens)
            return std::nullopt;
        m_state = BreakerState::HalfOpen;
        ++m_era;
        return Pass{m_era, true};
    case BreakerState::HalfOpen:
        return std::nullopt;
    case BreakerState::Ramping:
        if (!m_share.take(ramp[static_cast<std::size_t>(m_stage)]))
            return std::nullopt;
        break;
    }
    return Pass{m_era, false};
}

void Breaker::giveBack(const Pass &pass)
{
    if (pass.probe && pass.era == m_era && m_state == BreakerState::HalfOpen) {
        m_state = BreakerState::Open; // its pause is over already
        ++m_era;
    }
}

/// The pause grows with each opening that follows a probe; the first is short.
void Breaker::open(const BreakerSettings &settings, MonoTime now)
{
    m_pause = m_state == BreakerState::Closed ? settings.pause : std::min(m_pause * 2, settings.longestPause);
    m_pause = std::max(m_pause, settings.pause);
    m_state = BreakerState::Open;
    m_reopens = now + m_pause;
    m_samples.clear();
    m_inARow = 0;
    ++m_era;
}

Breaker::Change Breaker::note(const BreakerSettings &settings, const Pass &pass, bool failed, MonoTime now)
{
    if (settings.mode == BreakerMode::Off || pass.era != m_era)
        return Change::None; // of a call that left before the last change
    if (m_state == BreakerState::HalfOpen) {
        if (!pass.probe)
            return Change::None;
        if (failed) {
            open(settings, now);
            return Change::Opened;
        }
        m_state = BreakerState::Ramping;
        m_stage = m_good = 0;
        m_share.reset();
        ++m_era;
        return Change::None;
    }
    m_samples.add(failed, static_cast<std::size_t>(settings.samples));
    m_inARow = failed ? m_inARow + 1 : 0;
    if (isBad(settings)) {
        if (settings.mode == BreakerMode::SimulateOnly) {
            m_samples.clear(); // said once, then it looks anew
            m_inARow = 0;
            return Change::WouldOpen;
        }
        open(settings, now);
        return Change::Opened;
    }
    if (m_state == BreakerState::Ramping && !failed && ++m_good >= goodPerStage) {
        m_good = 0;
        if (++m_stage == static_cast<int>(ramp.size())) {
            m_state = BreakerState::Closed;
            m_stage = 0;
            return Change::Closed;
        }
    }
    return Change::None;
}

int Breaker::admitted() const
{
    switch (m_state) {
    case BreakerState::Closed:
        return 10'000;
    case BreakerState::Ramping:
        return ramp[static_cast<std::size_t>(m_stage)];
    default:
        return 0;
    }
}

} // namespace bourse::exchange
