#pragma once
// Answers that are due later, all on one thread: eight buyers with thousands of answers waiting cost one
// thread.
#include "base/clock.h"
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

namespace bourse::simulator {

class DelayLine {
  public:
    using Owner = std::uint64_t;

    DelayLine();
    ~DelayLine();
    DelayLine(const DelayLine &) = delete;
    DelayLine &operator=(const DelayLine &) = delete;

    /// The one that all simulated buyers of the process share; it ends with the last of them.
    static std::shared_ptr<DelayLine> shared();

    Owner newOwner();
    /// Runs `work` on the line's thread at `due`. Thread-safe. Nothing runs for an owner that has left.
    void at(MonoTime due, Owner owner, std::function<void()> work);
    /// Drops what is waiting for `owner`; when it returns, nothing of it runs any more. Not from within
    /// `work`.
    void leave(Owner owner);

  private:
    struct Item {
        MonoTime due;
        std::uint64_t order;
        Owner owner;
        std::function<void()> work;
    };
    struct Later {
        bool operator()(const Item &a, const Item &b) const
        {
            return a.due != b.due ? a.due > b.due : a.order > b.order;
        }
    };
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::vector<Item> m_heap;
    std::unordered_set<Owner> m_owners;
    std::uint64_t m_order = 0;
    Owner m_lastOwner = 0;
    Owner m_running = 0; ///< whose work runs now; 0 = none
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace bourse::simulator
