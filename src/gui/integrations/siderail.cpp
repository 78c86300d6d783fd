#include "gui/integrations/siderail.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include <QPainter>

namespace bourse::gui {

SideRail::SideRail(const QString &text, const QString &iconName, const QString &objectName, QWidget *parent)
    : QAbstractButton(parent), m_iconName(iconName)
{
    setObjectName(objectName);
    setText(text);
    setAccessibleName(tr("Show %1").arg(text));
    setToolTip(accessibleName());
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void SideRail::setCount(int blocking)
{
    m_count = blocking;
    update();
}

QSize SideRail::sizeHint() const
{
    return {theme().px(32), theme().px(160)};
}

void SideRail::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look.color(underMouse() ? Token::Raised : Token::Window));
    painter.fillRect(QRect(layoutDirection() == Qt::RightToLeft ? 0 : width() - 1, 0, 1, height()),
                     look.color(Token::Hairline));
    if (hasFocus()) {
        painter.setPen(look.color(Token::AccentText));
        painter.drawRect(rect().adjusted(1, 1, -3, -2));
    }
    const qreal side = look.px(16);
    paintIcon(&painter, QRectF(0, look.px(10), width() - 1, side), m_iconName, look.color(Token::Secondary));
    const QFont font = look.font(TextRole::Body);
    const qreal length = figuresWidth(font, text());
    painter.save();
    painter.translate(0, look.px(34) + length);
    painter.rotate(-90);
    painter.setPen(look.color(Token::Text));
    paintFigures(&painter, QRectF(0, 0, length + 2, width() - 1), Qt::AlignLeft, text(), font);
    painter.restore();
    if (m_count > 0) {
        const qreal round = look.px(18);
        const QRectF badge((width() - 1 - round) / 2, look.px(42) + length, round, round);
        const ChipColors colors = look.chip(domain::Chip::Error);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.background);
        painter.drawEllipse(badge);
        painter.setPen(colors.text);
        paintFigures(&painter, badge, Qt::AlignHCenter, QString::number(m_count),
                     look.font(TextRole::CaptionMedium));
    }
}

} // namespace bourse::gui
