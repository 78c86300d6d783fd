#include "gui/widgets/toast.h"
#include "gui/widgets/basics.h"
#include <QAccessible>
#include <QEvent>
#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QPropertyAnimation>
#include <QTimer>

namespace bourse::gui {
namespace {

constexpr int shownMs = 6000;
constexpr int motionMs = 140;

void fade(QWidget *widget, double from, double to, std::function<void()> after)
{
    auto *effect = qobject_cast<QGraphicsOpacityEffect *>(widget->graphicsEffect());
    if (!effect) {
        effect = new QGraphicsOpacityEffect(widget);
        widget->setGraphicsEffect(effect);
    }
    auto *animation = new QPropertyAnimation(effect, "opacity", widget);
    animation->setDuration(motionMs);
    animation->setStartValue(from);
    animation->setEndValue(to);
    QObject::connect(animation, &QPropertyAnimation::finished, widget, std::move(after));
    animation->start(QAbstractAnimation::DeleteWhenStopped);
}

} // namespace

Toast *Toast::show(QWidget *host, const QString &text, const QString &actionText,
                   std::function<void()> action)
{
    for (Toast *old : host->findChildren<Toast *>(QString(), Qt::FindDirectChildrenOnly)) {
        old->hide();
        old->deleteLater();
    }
    auto *toast = new Toast(host, text, actionText, std::move(action));
    toast->place();
    static_cast<QWidget *>(toast)->show();
    toast->raise();
    fade(toast, 0, 1, [toast] { toast->setGraphicsEffect(nullptr); });
    QAccessibleEvent event(toast, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    return toast;
}

Toast::Toast(QWidget *host, const QString &text, const QString &actionText, std::function<void()> action)
    : QFrame(host), m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("toast"));
    setAccessibleName(text);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->setSpacing(12);
    auto *label = makeLabel(text, LabelRole::Plain, QStringLiteral("toast_text"), this);
    label->setWordWrap(text.size() > 90);
    layout->addWidget(label);
    if (!actionText.isEmpty()) {
        auto *button =
            makeButton(actionText, QString(), ButtonKind::Plain, QStringLiteral("toast_action"), this, true);
        connect(button, &QPushButton::clicked, this, [this, button, action = std::move(action)] {
            button->setEnabled(false);
            if (action)
                action();
            leave();
        });
        layout->addWidget(button);
    }
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &Toast::leave);
    m_timer->start(shownMs);
    host->installEventFilter(this);
}

void Toast::place()
{
    setMaximumWidth(qMax(200, parentWidget()->width() - 64));
    adjustSize();
    move((parentWidget()->width() - width()) / 2, parentWidget()->height() - height() - 48);
}

void Toast::leave()
{
    m_timer->stop();
    fade(this, 1, 0, [this] { deleteLater(); });
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == parentWidget())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent *event)
{
    m_timer->stop();
    QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent *event)
{
    m_timer->start(shownMs);
    QFrame::leaveEvent(event);
}

} // namespace bourse::gui
