#include "gui/widgets/stattile.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include "gui/widgets/painters.h"
#include <QPainter>

namespace bourse::gui {

StatTile::StatTile(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void StatTile::setTile(const market::LiveTile &tile)
{
    m_tile = tile;
    setObjectName(u"tile_"_qs + tile.key);
    setAccessibleName(tr("%1: %2").arg(tile.label, tile.figure));
    setAccessibleDescription(tile.delta.isEmpty() ? QString() : tile.delta + u' ' + tile.deltaNote);
    update();
}

QSize StatTile::sizeHint() const
{
    return {theme().px(192), theme().px(96)};
}

QSize StatTile::minimumSizeHint() const
{
    return {theme().px(120), theme().px(96)};
}

void StatTile::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look.color(Token::Hairline));
    painter.setBrush(look.color(Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    const qreal pad = look.px(13);
    const QRectF inner = QRectF(rect()).adjusted(pad, 0, -pad, 0);

    painter.setPen(look.color(Token::Secondary));
    paintFigures(&painter, QRectF(inner.left(), look.px(10), inner.width(), look.px(18)), Qt::AlignLeft,
                 m_tile.label, look.font(TextRole::Caption));

    // A figure is never cut: it gets smaller where the tile is narrow.
    QFont font = look.font(TextRole::Figure);
    while (font.pixelSize() > look.px(16) && figuresWidth(font, m_tile.figure) > inner.width())
        font.setPixelSize(font.pixelSize() - 1);
    painter.setPen(look.color(Token::Text));
    paintFigures(&painter, QRectF(inner.left(), look.px(29), inner.width(), look.px(38)), Qt::AlignLeft,
                 m_tile.figure, font);

    QVector<TextRun> runs;
    if (!m_tile.delta.isEmpty())
        runs.append({m_tile.delta + u' ', look.font(TextRole::CaptionMedium),
                     look.color(m_tile.deltaIsGood ? Token::Gain : Token::Loss)});
    runs.append({m_tile.deltaNote, look.font(TextRole::Caption), look.color(Token::Muted)});
    paintRuns(&painter, QRectF(inner.left(), look.px(69), inner.width(), look.px(18)), Qt::AlignLeft, runs);
    // The words come first: the spark takes what they leave.
    const qreal sparkWidth = qMin<qreal>(look.px(46), inner.width() - runsWidth(runs) - look.px(6));
    if (sparkWidth >= look.px(20))
        paintSparkline(&painter,
                       QRectF(inner.right() - sparkWidth - look.px(1), look.px(61), sparkWidth, look.px(23)),
                       m_tile.spark, look.series(0), true);
}

} // namespace bourse::gui
