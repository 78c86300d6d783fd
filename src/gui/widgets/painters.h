#pragma once
// Small pictures inside cells and tiles: spark lines and bars; and what lies behind a row.
#include <QColor>
#include <QVector>

class QPainter;
class QRect;
class QRectF;

namespace bourse::gui {

/// A line through `values` (oldest first), stretched to `rect`, with a dot on the last one; with `filled` a
/// faint area below. Fewer than two values paint nothing.
void paintSparkline(QPainter *painter, const QRectF &rect, const QVector<double> &values, const QColor &color,
                    bool filled);

/// A rounded bar in `rect`: `fraction` 0…1 in `color` over the track's colour.
void paintBar(QPainter *painter, const QRectF &rect, double fraction, const QColor &color);

/// What lies behind a row of a list: the selection with its bar, or that it is pointed at. `starts`: the row
/// begins here, so the bar does, too.
void paintRowGround(QPainter *painter, const QRect &row, bool selected, bool hovered, bool starts = true);

} // namespace bourse::gui
