#pragma once
// What the window shows before the market runs, and when it could not start.
#include "base/result.h"
#include "market/market.h"
#include <QWidget>

class QLabel;
class QProgressBar;

namespace bourse::gui {

class StartupView final : public QWidget {
    Q_OBJECT
  public:
    explicit StartupView(QWidget *parent = nullptr);
    void setPhase(market::MarketPhase phase, const QString &text);

  private:
    QLabel *m_text;
    QProgressBar *m_progress;
};

class FailureView final : public QWidget {
    Q_OBJECT
  public:
    explicit FailureView(QWidget *parent = nullptr);
    void setErrors(const Errors &errors);
    /// Without somebody who can start again there is no button that says so.
    void setRetryOffered(bool offered);

  Q_SIGNALS:
    void retryRequested();
    void quitRequested();

  private:
    QString m_report;
    QLabel *m_sentence;
    QLabel *m_detail;
    QWidget *m_retry;
};

} // namespace bourse::gui
