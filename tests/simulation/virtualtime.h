#pragma once
// Virtual time: an executor and a clock that jump to what comes next.
#include "base/executor.h"
#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <utility>

namespace bourse::testing {

using namespace std::chrono_literals;

/// One queue on virtual time: what is ready runs in order, then the clock jumps to the next timer.
class VirtualTime final : public Executor, public Clock {
  public:
    void post(std::function<void()> work) override { m_ready.push_back(std::move(work)); }
    TimerId after(Micros delay, std::function<void()> work) override
    {
        TimerId id = ++m_lastTimer;
        m_timers.emplace(std::make_pair(m_now + std::max(delay, Micros{}), id), std::move(work));
        return id;
    }
    void cancel(TimerId timer) override
    {
        std::erase_if(m_timers, [timer](const auto &entry) { return entry.first.second == timer; });
    }
    UtcTime utcNow() const override { return UtcTime(std::chrono::seconds(1'780'000'000)) + m_now; }
    MonoTime monotonic() const override { return MonoTime(m_now); }
    Micros now() const { return m_now; }
    std::size_t timers() const { return m_timers.size(); }

    /// Until nothing is left to do.
    void run()
    {
        while (step()) {
        }
    }
    void runFor(Micros span)
    {
        Micros end = m_now + span;
        for (;;) {
            if (m_ready.empty() && (m_timers.empty() || m_timers.begin()->first.first > end))
                break;
            step();
        }
        m_now = end;
    }

  private:
    bool step()
    {
        if (m_ready.empty()) {
            if (m_timers.empty())
                return false;
            auto next = m_timers.begin();
            m_now = next->first.first;
            m_ready.push_back(std::move(next->second));
            m_timers.erase(next);
        }
        auto work = std::move(m_ready.front());
        m_ready.pop_front();
        work();
        return true;
    }
    Micros m_now{0};
    TimerId m_lastTimer = 0;
    std::deque<std::function<void()>> m_ready;
    std::map<std::pair<Micros, TimerId>, std::function<void()>> m_timers;
};

} // namespace bourse::testing
