#pragma once
// An Executor on a thread with a Qt event loop: posted work is run in batches, one wake-up for many posts;
// timers share one QTimer.
#include "base/executor.h"
#include <QObject>
#include <QTimer>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace bourse::market {

class QtExecutor final : public QObject, public Executor {
    Q_OBJECT
  public:
    /// Lives on the thread it is made on (or moved to before the first use).
    explicit QtExecutor(QObject *parent = nullptr);
    void post(std::function<void()> work) override;
    TimerId after(Micros delay, std::function<void()> work) override;
    void cancel(TimerId timer) override;

  protected:
    bool event(QEvent *event) override;

  private:
    void runPosted();
    void runTimers();
    void arm();
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_posted;
    std::multimap<MonoTime, std::pair<TimerId, std::function<void()>>> m_timers;
    std::unordered_map<TimerId, MonoTime> m_due;
    TimerId m_lastTimer = 0;
    QTimer m_timer;
};

} // namespace bourse::market
