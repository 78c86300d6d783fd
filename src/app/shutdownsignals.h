#pragma once
// SIGTERM and SIGINT as a Qt signal.
#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace bourse::app {

/// One per process; the first signal asks to stop, a second one ends the process at once.
class ShutdownSignals : public QObject {
    Q_OBJECT
  public:
    explicit ShutdownSignals(QObject *parent = nullptr);
  Q_SIGNALS:
    void requested();

  private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace bourse::app
