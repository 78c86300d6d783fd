#include "gui/theme/figures.h"
#include <QFontMetricsF>
#include <QGlyphRun>
#include <QHash>
#include <QPainter>
#include <QRawFont>
#include <array>
#include <cmath>
#include <memory>

namespace bourse::gui {
namespace {

struct Face {
    QRawFont raw;
    std::array<quint32, 10> digitGlyphs{};
    std::array<qreal, 10> digitAdvances{};
    qreal cell = 0;    ///< of one digit
    qreal spacing = 0; ///< the font's own letter spacing
    qreal ascent = 0;
    qreal descent = 0;
};

const Face &face(const QFont &font)
{
    static QHash<QFont, std::shared_ptr<const Face>> faces; // pointers: references must outlive a rehash
    const auto found = faces.constFind(font);
    if (found != faces.constEnd())
        return **found;
    const auto shared = std::make_shared<Face>();
    Face &made = *shared;
    made.raw = QRawFont::fromFont(font);
    const auto glyphs = made.raw.glyphIndexesForString(QStringLiteral("0123456789"));
    const auto advances = made.raw.advancesForGlyphIndexes(glyphs);
    for (int i = 0; i < 10 && i < glyphs.size(); ++i) {
        made.digitGlyphs[static_cast<std::size_t>(i)] = glyphs[i];
        made.digitAdvances[static_cast<std::size_t>(i)] = advances[i].x();
        made.cell = qMax(made.cell, advances[i].x());
    }
    if (font.letterSpacingType() == QFont::AbsoluteSpacing)
        made.spacing = font.letterSpacing();
    const QFontMetricsF metrics(font);
    made.ascent = metrics.ascent();
    made.descent = metrics.descent();
    faces.insert(font, shared);
    return made;
}

/// Glyphs and their places; false where the font lacks one, so that Qt's own fallback has to draw.
bool lay(const Face &face, const QString &text, QVector<quint32> &glyphs, QVector<QPointF> &places,
         qreal &width)
{
    glyphs = face.raw.glyphIndexesForString(text);
    if (glyphs.size() != text.size() || glyphs.contains(0u))
        return false;
    const auto advances = face.raw.advancesForGlyphIndexes(glyphs);
    places.resize(glyphs.size());
    qreal x = 0;
    for (qsizetype i = 0; i < glyphs.size(); ++i) {
        const bool digit = text[i] >= u'0' && text[i] <= u'9';
        places[i] = QPointF(x + (digit ? (face.cell - advances[i].x()) / 2 : 0), 0);
        x += (digit ? face.cell : advances[i].x()) + face.spacing;
    }
    width = x;
    return true;
}

void paintAt(QPainter *painter, const QPointF &baseline, const QString &text, const QFont &font)
{
    const Face &made = face(font);
    QVector<quint32> glyphs;
    QVector<QPointF> places;
    qreal width = 0;
    if (!lay(made, text, glyphs, places, width)) {
        painter->setFont(font);
        painter->drawText(baseline, text);
        return;
    }
    QGlyphRun run;
    run.setRawFont(made.raw);
    run.setGlyphIndexes(glyphs);
    run.setPositions(places);
    painter->drawGlyphRun(baseline, run);
}

QString cut(const QFont &font, const QString &text, qreal width)
{
    if (figuresWidth(font, text) <= width)
        return text;
    const QString mark = QStringLiteral("…");
    for (qsizetype length = text.size() - 1; length > 0; --length) {
        QString shorter = text.left(length);
        while (shorter.endsWith(u' '))
            shorter.chop(1);
        shorter += mark;
        if (figuresWidth(font, shorter) <= width)
            return shorter;
    }
    return mark;
}

qreal startOf(const QRectF &rect, Qt::Alignment alignment, qreal width)
{
    if (alignment & Qt::AlignRight)
        return rect.right() - width;
    if (alignment & Qt::AlignHCenter)
        return rect.left() + (rect.width() - width) / 2;
    return rect.left();
}

} // namespace

qreal figuresWidth(const QFont &font, const QString &text)
{
    QVector<quint32> glyphs;
    QVector<QPointF> places;
    qreal width = 0;
    if (!lay(face(font), text, glyphs, places, width))
        width = QFontMetricsF(font).horizontalAdvance(text);
    return width;
}

void paintFigures(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text,
                  const QFont &font)
{
    const QString fitting = cut(font, text, rect.width() + 0.5);
    const Face &made = face(font);
    const qreal baseline = rect.top() + (rect.height() - made.ascent - made.descent) / 2 + made.ascent;
    paintAt(painter, QPointF(startOf(rect, alignment, figuresWidth(font, fitting)), std::round(baseline)),
            fitting, font);
}

qreal runsWidth(const QVector<TextRun> &runs)
{
    qreal width = 0;
    for (const TextRun &run : runs)
        width += figuresWidth(run.font, run.text);
    return width;
}

void paintRuns(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QVector<TextRun> &runs)
{
    if (runs.isEmpty())
        return;
    const Face &first = face(runs.first().font);
    const qreal baseline =
        std::round(rect.top() + (rect.height() - first.ascent - first.descent) / 2 + first.ascent);
    qreal x = startOf(rect, alignment, qMin(runsWidth(runs), rect.width()));
    const QPen pen = painter->pen();
    for (const TextRun &run : runs) {
        const qreal room = rect.right() - x;
        if (room < 4)
            break;
        const QString text = cut(run.font, run.text, room + 0.5);
        painter->setPen(run.color);
        paintAt(painter, QPointF(x, baseline), text, run.font);
        x += figuresWidth(run.font, text);
        if (text.size() != run.text.size())
            break;
    }
    painter->setPen(pen);
}

} // namespace bourse::gui
