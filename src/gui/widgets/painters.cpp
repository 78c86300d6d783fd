#include "gui/widgets/painters.h"
#include "gui/theme/theme.h"
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace bourse::gui {

void paintSparkline(QPainter *painter, const QRectF &rect, const QVector<double> &values, const QColor &color,
                    bool filled)
{
    if (values.size() < 2)
        return;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    double bottom = *low;
    double span = *high - *low;
    // A change of a few per mille is noise: do not let it fill the height.
    const double smallest = std::max(std::abs(*high) * 0.02, 1e-9);
    if (span < smallest) {
        bottom -= (smallest - span) / 2;
        span = smallest;
    }
    const qreal dot = 2;
    const QRectF area = rect.adjusted(dot, dot, -dot, -dot);
    const auto at = [&](qsizetype i) {
        return QPointF(area.left() +
                           area.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1),
                       area.bottom() - area.height() * (values[i] - bottom) / span);
    };
    QPainterPath line(at(0));
    for (qsizetype i = 1; i < values.size(); ++i)
        line.lineTo(at(i));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (filled) {
        QPainterPath below = line;
        below.lineTo(area.right(), rect.bottom());
        below.lineTo(area.left(), rect.bottom());
        below.closeSubpath();
        QColor faint = color;
        faint.setAlphaF(theme().scheme() == Scheme::Light ? 0.12 : 0.18);
        painter->fillPath(below, faint);
    }
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(line);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawEllipse(at(values.size() - 1), dot, dot);
    painter->restore();
}

void paintBar(QPainter *painter, const QRectF &rect, double fraction, const QColor &color)
{
    const qreal radius = rect.height() / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme().color(Token::Track));
    painter->drawRoundedRect(rect, radius, radius);
    if (fraction > 0) {
        QRectF filled = rect;
        filled.setWidth(qMax(rect.height(), rect.width() * qMin(fraction, 1.0)));
        painter->setBrush(color);
        painter->drawRoundedRect(filled, radius, radius);
    }
    painter->restore();
}

void paintRowGround(QPainter *painter, const QRect &row, bool selected, bool hovered, bool starts)
{
    if (selected)
        painter->fillRect(row, theme().color(Token::Selection));
    else if (hovered)
        painter->fillRect(row, theme().color(Token::Raised));
    if (selected && starts)
        painter->fillRect(QRect(row.topLeft(), QSize(3, row.height())), theme().color(Token::AccentText));
}

} // namespace bourse::gui
