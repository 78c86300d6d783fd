#include "gui/integrations/linkoverlay.h"
#include "gui/theme/theme.h"
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace bourse::gui {

LinkOverlay::LinkOverlay(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("linkOverlay"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
}

void LinkOverlay::setLink(std::optional<QPoint> from, std::optional<QPoint> to, int edge)
{
    if (from == m_from && to == m_to && edge == m_edge)
        return;
    m_from = from;
    m_to = to;
    m_edge = edge;
    update();
}

void LinkOverlay::paintEvent(QPaintEvent *)
{
    if (!m_from || !m_to)
        return;
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look.color(Token::AccentText), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    // down (or up) along the panes' edge, with rounded corners
    const qreal x = m_edge + look.px(5) + 0.5;
    const qreal radius = std::min<qreal>(look.px(5), std::abs(m_to->y() - m_from->y()) / 2.0);
    const qreal down = m_to->y() >= m_from->y() ? 1 : -1;
    QPainterPath path(QPointF(m_edge, m_from->y()));
    path.lineTo(x - radius, m_from->y());
    path.quadTo(x, m_from->y(), x, m_from->y() + down * radius);
    path.lineTo(x, m_to->y() - down * radius);
    path.quadTo(x, m_to->y(), x + radius, m_to->y());
    path.lineTo(m_to->x(), m_to->y());
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.color(Token::AccentText));
    painter.drawEllipse(QPointF(m_edge, m_from->y()), look.px(3.5), look.px(3.5));
}

} // namespace bourse::gui
