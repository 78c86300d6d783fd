#pragma once
// The executor of a test: its thread's Qt event loop.
#include "base/executor.h"
#include "base/task.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

namespace bourse::test {

class LoopExecutor final : public Executor {
  public:
    void post(std::function<void()> work) override
    {
        QMetaObject::invokeMethod(&m_context, std::move(work), Qt::QueuedConnection);
    }
    TimerId after(Micros delay, std::function<void()> work) override
    {
        QTimer::singleShot(std::chrono::ceil<std::chrono::milliseconds>(delay), &m_context, std::move(work));
        return ++m_timers; // tests do not cancel
    }
    void cancel(TimerId) override {}

  private:
    QObject m_context;
    TimerId m_timers = 0;
};

template <class T> Detached keep(Future<T> future, std::shared_ptr<std::optional<T>> where)
{
    where->emplace(co_await future);
}

/// Runs the event loop until `done` or the time is over; true if done.
inline bool spinUntil(const std::function<bool()> &done, int milliseconds = 10000)
{
    const QDeadlineTimer limit(milliseconds);
    while (!done()) {
        if (limit.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    return true;
}

} // namespace bourse::test
