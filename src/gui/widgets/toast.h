#pragma once
// A note at the window's lower edge that goes by itself; with an action ("Undo") where what happened can be
// undone.
#include <QFrame>
#include <functional>

class QTimer;

namespace bourse::gui {

class Toast final : public QFrame {
    Q_OBJECT
  public:
    /// Replaces a toast that is still shown in `host` (the window). `action` is called at most once. Read by
    /// screen readers as an alert.
    static Toast *show(QWidget *host, const QString &text, const QString &actionText = {},
                       std::function<void()> action = {});

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

  private:
    Toast(QWidget *host, const QString &text, const QString &actionText, std::function<void()> action);
    void place();
    void leave();
    QTimer *m_timer;
};

} // namespace bourse::gui
