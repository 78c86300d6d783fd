#pragma once
// Tabular figures: Qt 6.4 cannot ask a font for its "tnum" feature, so digits are set one by one in cells of
// the widest digit's width. Columns of numbers then stand under each other and a running figure does not
// shiver.
#include <QColor>
#include <QFont>
#include <QString>
#include <QVector>

class QPainter;
class QRectF;

namespace bourse::gui {

/// Width of `text` with tabular digits, in pixels.
qreal figuresWidth(const QFont &font, const QString &text);
/// One line, vertically centred; Qt::AlignLeft, AlignRight or AlignHCenter. Uses `font` and the painter's
/// pen. Text that is too wide is cut at its end with an ellipsis.
void paintFigures(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text,
                  const QFont &font);

/// A piece of a line in its own font and colour.
struct TextRun {
    QString text;
    QFont font;
    QColor color;
};
qreal runsWidth(const QVector<TextRun> &runs);
/// The runs one after another on a common baseline, vertically centred by the first one's height; the last
/// run that does not fit is elided.
void paintRuns(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QVector<TextRun> &runs);

} // namespace bourse::gui
