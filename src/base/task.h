#pragma once
// Coroutines of the engine: Task<T> is a lazy coroutine that is awaited once; Promise<T>/Future<T> carry a
// value that another thread or a timer produces. GCC 12.2 destroys an aggregate awaiter temporary twice, so
// every awaiter here has a constructor, coroutines are named functions and take their parameters by value.
#include "base/executor.h"
#include <atomic>
#include <coroutine>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace bourse {

/// A lazy coroutine: starts when awaited, resumes its awaiter when done. Exceptions do not cross it.
template <class T> class [[nodiscard]] Task {
  public:
    struct promise_type;
    using Handle = std::coroutine_handle<promise_type>;

    class FinalAwaiter {
      public:
        FinalAwaiter() noexcept {}
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(Handle done) const noexcept
        {
            auto next = done.promise().continuation;
            return next ? next : std::noop_coroutine();
        }
        void await_resume() const noexcept {}
    };

    struct promise_type {
        std::optional<T> value;
        std::coroutine_handle<> continuation;
        Task get_return_object() { return Task(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        FinalAwaiter final_suspend() const noexcept { return FinalAwaiter(); }
        void return_value(T result) { value.emplace(std::move(result)); }
        [[noreturn]] void unhandled_exception() const noexcept { std::abort(); }
    };

    explicit Task(Handle handle) : m_handle(handle) {}
    Task(Task &&other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    Task &operator=(Task &&) = delete;
    ~Task()
    {
        if (m_handle)
            m_handle.destroy();
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept
    {
        m_handle.promise().continuation = awaiter;
        return m_handle;
    }
    T await_resume() { return std::move(*m_handle.promise().value); }

  private:
    Handle m_handle;
};

/// A coroutine nobody waits for: starts at once, frees itself at its end.
class Detached {
  public:
    struct promise_type {
        Detached get_return_object() const noexcept { return Detached(); }
        std::suspend_never initial_suspend() const noexcept { return {}; }
        std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        [[noreturn]] void unhandled_exception() const noexcept { std::abort(); }
    };
};

namespace detail {
template <class T> struct FutureState {
    std::mutex mutex;
    std::optional<T> value;
    std::coroutine_handle<> waiter;
    Executor *executor = nullptr;
};
} // namespace detail

/// The reading end: awaited at most once, on the executor's thread, and resumed there.
template <class T> class [[nodiscard]] Future {
  public:
    explicit Future(std::shared_ptr<detail::FutureState<T>> state) : m_state(std::move(state)) {}
    bool await_ready() const
    {
        std::lock_guard lock(m_state->mutex);
        return m_state->value.has_value();
    }
    bool await_suspend(std::coroutine_handle<> waiter)
    {
        std::lock_guard lock(m_state->mutex);
        if (m_state->value)
            return false;
        m_state->waiter = waiter;
        return true;
    }
    T await_resume()
    {
        std::lock_guard lock(m_state->mutex);
        return std::move(*m_state->value);
    }

  private:
    std::shared_ptr<detail::FutureState<T>> m_state;
};

/// The writing end: complete() from any thread; only the first call counts (a late answer after a deadline is
/// dropped). The waiter is resumed through the executor.
template <class T> class Promise {
  public:
    explicit Promise(Executor &executor) : m_state(std::make_shared<detail::FutureState<T>>())
    {
        m_state->executor = &executor;
    }
    Future<T> future() const { return Future<T>(m_state); }
    /// True if this call was the one that completed it.
    bool complete(T value) const
    {
        std::coroutine_handle<> waiter;
        {
            std::lock_guard lock(m_state->mutex);
            if (m_state->value)
                return false;
            m_state->value.emplace(std::move(value));
            waiter = std::exchange(m_state->waiter, {});
        }
        if (waiter)
            m_state->executor->post([waiter] { waiter.resume(); });
        return true;
    }

  private:
    std::shared_ptr<detail::FutureState<T>> m_state;
};

} // namespace bourse
