#include "simulator/pacer.h"
#include <QSocketNotifier>
#include <algorithm>
#include <sys/timerfd.h>
#include <unistd.h>

namespace bourse::simulator {

Pacer::Pacer(std::function<void()> due, QObject *parent)
    : QObject(parent), m_timer(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)),
      m_notifier(new QSocketNotifier(m_timer, QSocketNotifier::Read, this))
{
    connect(m_notifier, &QSocketNotifier::activated, this, [this, due = std::move(due)] {
        std::uint64_t expirations = 0;
        if (::read(m_timer, &expirations, sizeof expirations) == sizeof expirations)
            due();
    });
}

Pacer::~Pacer()
{
    m_notifier->setEnabled(false);
    ::close(m_timer);
}

void Pacer::setAt(MonoTime time)
{
    // Zero would disarm it.
    const std::int64_t us = std::max<std::int64_t>(time.time_since_epoch().count(), 1);
    itimerspec setting{};
    setting.it_value.tv_sec = us / 1'000'000;
    setting.it_value.tv_nsec = us % 1'000'000 * 1000;
    ::timerfd_settime(m_timer, TFD_TIMER_ABSTIME, &setting, nullptr);
}

void Pacer::clear()
{
    const itimerspec none{};
    ::timerfd_settime(m_timer, 0, &none, nullptr);
}

} // namespace bourse::simulator
