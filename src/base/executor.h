#pragma once
// Where continuations run. The engine's executor is one thread; a simulation's is one queue on virtual time.
#include "base/clock.h"
#include <cstdint>
#include <functional>

namespace bourse {

class Executor {
  public:
    using TimerId = std::uint64_t;
    virtual ~Executor() = default;
    /// Runs `work` later on the executor's own thread, in order of posting. May be called from any thread.
    virtual void post(std::function<void()> work) = 0;
    /// Runs `work` once, `delay` from now, on the executor's thread. Call on the executor's thread only.
    virtual TimerId after(Micros delay, std::function<void()> work) = 0;
    /// A timer that has fired or is unknown is no error. Call on the executor's thread only.
    virtual void cancel(TimerId timer) = 0;
};

} // namespace bourse
