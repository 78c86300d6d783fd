#pragma once
// A timer of microseconds: QTimer's millisecond is half of the gap between leads at 500 a second, so it would
// either send late or spin.
#include "base/clock.h"
#include <QObject>
#include <functional>

class QSocketNotifier;

namespace bourse::simulator {

/// Lives on one thread, with an event loop.
class Pacer : public QObject {
  public:
    explicit Pacer(std::function<void()> due, QObject *parent = nullptr);
    ~Pacer() override;
    /// Calls once at `time`, or at once if that has passed; replaces what was set before.
    void setAt(MonoTime time);
    void clear();

  private:
    const int m_timer;
    QSocketNotifier *m_notifier;
};

} // namespace bourse::simulator
