#include "simulator/delayline.h"
#include <algorithm>

namespace bourse::simulator {

DelayLine::DelayLine() : m_thread([this] { run(); }) {}

DelayLine::~DelayLine()
{
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

std::shared_ptr<DelayLine> DelayLine::shared()
{
    static std::mutex mutex;
    static std::weak_ptr<DelayLine> current;
    std::lock_guard lock(mutex);
    auto line = current.lock();
    if (!line) {
        line = std::make_shared<DelayLine>();
        current = line;
    }
    return line;
}

DelayLine::Owner DelayLine::newOwner()
{
    std::lock_guard lock(m_mutex);
    m_owners.insert(++m_lastOwner);
    return m_lastOwner;
}

void DelayLine::at(MonoTime due, Owner owner, std::function<void()> work)
{
    bool first = false;
    {
        std::lock_guard lock(m_mutex);
        if (!m_owners.contains(owner))
            return;
        const auto order = ++m_order;
        m_heap.push_back({due, order, owner, std::move(work)});
        std::push_heap(m_heap.begin(), m_heap.end(), Later());
        first = m_heap.front().order == order;
    }
    if (first)
        m_wake.notify_one();
}

void DelayLine::leave(Owner owner)
{
    // What is dropped is destroyed outside the lock: it may hold responders, which have work of their own to
    // do.
    std::vector<Item> dropped;
    {
        std::unique_lock lock(m_mutex);
        m_owners.erase(owner);
        const auto kept = std::stable_partition(m_heap.begin(), m_heap.end(),
                                                [owner](const Item &item) { return item.owner != owner; });
        std::move(kept, m_heap.end(), std::back_inserter(dropped));
        m_heap.erase(kept, m_heap.end());
        std::make_heap(m_heap.begin(), m_heap.end(), Later());
        m_idle.wait(lock, [this, owner] { return m_running != owner; });
    }
}

void DelayLine::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        if (m_heap.empty()) {
            m_wake.wait(lock);
            continue;
        }
        const MonoTime due = m_heap.front().due;
        const auto now = std::chrono::time_point_cast<Micros>(std::chrono::steady_clock::now());
        if (now < due) {
            m_wake.wait_until(lock, due);
            continue;
        }
        std::pop_heap(m_heap.begin(), m_heap.end(), Later());
        Item item = std::move(m_heap.back());
        m_heap.pop_back();
        m_running = item.owner;
        lock.unlock();
        item.work();
        item.work = nullptr;
        lock.lock();
        m_running = 0;
        m_idle.notify_all();
    }
}

} // namespace bourse::simulator
