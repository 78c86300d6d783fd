#pragma once
// Waiting for several things at once: branches report, the waiting coroutine goes on when the last one has.
#include "base/executor.h"
#include <coroutine>
#include <cstddef>
#include <utility>

namespace bourse::exchange {

/// Counts branches down. Lives on the executor's thread; one coroutine may wait for it at a time, several
/// times.
class Gather {
  public:
    explicit Gather(Executor &executor) : m_executor(executor) {}
    Gather(const Gather &) = delete;
    Gather &operator=(const Gather &) = delete;
    /// One more branch to wait for.
    void expect() { ++m_open; }
    /// A branch has ended. The waiter goes on through the executor, never inside the branch's own frame.
    void arrive()
    {
        if (--m_open == 0)
            wake();
    }
    bool complete() const { return m_open == 0; }
    /// Lets the waiter go on although branches are still open; it may wait again afterwards.
    void wake()
    {
        if (auto waiter = std::exchange(m_waiter, {}))
            m_executor.post([waiter] { waiter.resume(); });
    }

    class Awaiter {
      public:
        explicit Awaiter(Gather &gather) : m_gather(&gather) {}
        bool await_ready() const noexcept { return m_gather->complete(); }
        void await_suspend(std::coroutine_handle<> waiter) const noexcept { m_gather->m_waiter = waiter; }
        void await_resume() const noexcept {}

      private:
        Gather *m_gather;
    };
    /// co_await gather.done(): until every branch has ended, or wake().
    Awaiter done() { return Awaiter(*this); }

  private:
    Executor &m_executor;
    std::size_t m_open = 0;
    std::coroutine_handle<> m_waiter;
};

} // namespace bourse::exchange
