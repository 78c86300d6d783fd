#include "market/qtexecutor.h"
#include <QCoreApplication>
#include <QEvent>

namespace bourse::market {

static const auto postedEvent = static_cast<QEvent::Type>(QEvent::registerEventType());

QtExecutor::QtExecutor(QObject *parent) : QObject(parent), m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &QtExecutor::runTimers);
}

void QtExecutor::post(std::function<void()> work)
{
    bool wake = false;
    {
        std::lock_guard lock(m_mutex);
        wake = m_posted.empty();
        m_posted.push_back(std::move(work));
    }
    if (wake)
        QCoreApplication::postEvent(this, new QEvent(postedEvent));
}

bool QtExecutor::event(QEvent *event)
{
    if (event->type() != postedEvent)
        return QObject::event(event);
    runPosted();
    return true;
}

void QtExecutor::runPosted()
{
    std::vector<std::function<void()>> batch;
    {
        std::lock_guard lock(m_mutex);
        batch.swap(m_posted);
    }
    for (auto &work : batch)
        work();
}

Executor::TimerId QtExecutor::after(Micros delay, std::function<void()> work)
{
    TimerId id = ++m_lastTimer;
    MonoTime due = SystemClock().monotonic() + delay;
    m_timers.emplace(due, std::pair(id, std::move(work)));
    m_due.emplace(id, due);
    if (m_timers.begin()->second.first == id)
        arm();
    return id;
}

void QtExecutor::cancel(TimerId timer)
{
    auto due = m_due.find(timer);
    if (due == m_due.end())
        return;
    auto [first, last] = m_timers.equal_range(due->second);
    for (auto it = first; it != last; ++it) {
        if (it->second.first == timer) {
            m_timers.erase(it);
            break;
        }
    }
    m_due.erase(due);
    // an armed QTimer that finds nothing due re-arms itself; stopping it here would cost more than it saves
}

void QtExecutor::arm()
{
    if (m_timers.empty())
        return;
    auto wait = m_timers.begin()->first - SystemClock().monotonic();
    auto millis = std::chrono::ceil<std::chrono::milliseconds>(wait);
    m_timer.start(std::max(millis, std::chrono::milliseconds(0)));
}

void QtExecutor::runTimers()
{
    MonoTime now = SystemClock().monotonic();
    while (!m_timers.empty() && m_timers.begin()->first <= now) {
        auto work = std::move(m_timers.begin()->second.second);
        m_due.erase(m_timers.begin()->second.first);
        m_timers.erase(m_timers.begin());
        work();
    }
    arm();
}

} // namespace bourse::market
