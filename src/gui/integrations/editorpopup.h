#pragma once
// A small window within the window, at the place it is about: closes on Esc, on a click elsewhere, and gives
// the focus back.
#include <QFrame>
#include <QPointer>

class QVBoxLayout;

namespace bourse::gui {

class EditorPopup : public QFrame {
    Q_OBJECT
  public:
    EditorPopup(const QString &objectName, const QString &accessibleName, QWidget *parent);
    ~EditorPopup() override;
    /// `anchor` in the parent's coordinates; below it, or above where there is no room. `width` in pixels at
    /// scale 1.
    void openAt(const QRect &anchor, int width);
    void closePopup();

  Q_SIGNALS:
    void closed();

  protected:
    void focusInEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    /// Puts itself where it fits, after its contents changed their size.
    void place();

  private:
    QPointer<QWidget> m_before; ///< had the focus
    QPointer<QWidget> m_inside; ///< what in it had the focus last
    QRect m_anchor;
    int m_width = 320;
};

} // namespace bourse::gui
