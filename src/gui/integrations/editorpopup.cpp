#include "gui/integrations/editorpopup.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

namespace bourse::gui {

EditorPopup::EditorPopup(const QString &objectName, const QString &accessibleName, QWidget *parent)
    : QFrame(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setProperty("popup", true);
    setAutoFillBackground(true);
    // a click on a label or a list in it stays in it
    setFocusPolicy(Qt::ClickFocus);
    hide();
}

EditorPopup::~EditorPopup()
{
    qApp->removeEventFilter(this);
}

void EditorPopup::openAt(const QRect &anchor, int width)
{
    m_anchor = anchor;
    m_width = width;
    if (!isVisible()) {
        QWidget *focused = QApplication::focusWidget();
        m_before = focused && !isAncestorOf(focused) ? focused : nullptr;
        qApp->installEventFilter(this);
    }
    place();
    show();
    raise();
}

void EditorPopup::place()
{
    const int margin = theme().px(8);
    const int width = std::min(theme().px(m_width), parentWidget()->width() - 2 * margin);
    if (layout())
        layout()->activate();
    const int wanted = hasHeightForWidth() ? heightForWidth(width) : sizeHint().height();
    const int height = std::min(wanted, parentWidget()->height() - 2 * margin);
    const int x =
        std::clamp(m_anchor.left(), margin, std::max(margin, parentWidget()->width() - width - margin));
    int y = m_anchor.bottom() + 3;
    if (y + height > parentWidget()->height() - margin)
        y = m_anchor.top() - height - 3;
    y = std::clamp(y, margin, std::max(margin, parentWidget()->height() - height - margin));
    setGeometry(x, y, width, height);
}

void EditorPopup::closePopup()
{
    if (isHidden())
        return;
    qApp->removeEventFilter(this);
    QWidget *focused = QApplication::focusWidget();
    const bool hadFocus = !focused || focused == this || isAncestorOf(focused);
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

void EditorPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        closePopup();
        return;
    }
    // Keys that nobody in the popup wanted are not meant for what lies behind it.
    event->accept();
}

void EditorPopup::focusInEvent(QFocusEvent *event)
{
    QFrame::focusInEvent(event);
    if (event->reason() == Qt::MouseFocusReason && m_inside && m_inside->isVisible())
        m_inside->setFocus(Qt::MouseFocusReason);
}

bool EditorPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType()) {
        auto *widget = static_cast<QWidget *>(watched);
        // lists of combo boxes and calendars are windows of their own
        if (widget->window() == window() && widget != this && !isAncestorOf(widget)) {
            m_before = nullptr; // the click says where the focus goes
            closePopup();
        }
    } else if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        auto *widget = static_cast<QWidget *>(watched);
        if (isAncestorOf(widget))
            m_inside = widget;
        if (widget->window() == window() && widget != this && !isAncestorOf(widget) &&
            static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason &&
            static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason) {
            m_before = nullptr;
            closePopup();
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace bourse::gui
