#include "gui/widgets/cell.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include "gui/widgets/painters.h"
#include "gui/widgets/tableview.h"
#include <QHeaderView>
#include <QPainter>

namespace bourse::gui {
namespace {

struct Place {
    bool first = true;
    bool last = true;
};

Place placeOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (!table)
        return {};
    const QHeaderView *header = table->horizontalHeader();
    const int visual = header->visualIndex(index.column());
    Place place;
    for (int i = 0; i < header->count(); ++i) {
        if (header->isSectionHidden(header->logicalIndex(i)))
            continue;
        if (i < visual)
            place.first = false;
        if (i > visual)
            place.last = false;
    }
    return place;
}

} // namespace

void paintCell(QPainter *painter, const QRectF &content, const Cell &cell)
{
    const Theme &look = theme();
    const QFont font = look.font(cell.font);
    const QColor color = look.color(cell.color);
    const QFont caption = look.font(TextRole::Caption);
    painter->setPen(color);
    switch (cell.kind) {
    case Cell::Kind::Text:
        painter->setFont(font);
        painter->drawText(content, static_cast<int>(cell.alignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                          QFontMetricsF(font).elidedText(cell.text, Qt::ElideRight, content.width()));
        break;
    case Cell::Kind::Figure:
        paintFigures(painter, content, cell.alignment, cell.text, font);
        break;
    case Cell::Kind::TwoLines: {
        const qreal line = look.px(17);
        const qreal top = content.top() + (content.height() - 2 * line) / 2;
        const qreal third = cell.third.isEmpty() ? 0 : figuresWidth(font, cell.third) + look.px(8);
        paintFigures(painter, content, Qt::AlignRight, cell.third, font);
        const QRectF upper(content.left(), top, content.width() - third, line);
        paintRuns(painter, upper, cell.alignment, {{cell.text, font, color}});
        paintRuns(painter, upper.translated(0, line), cell.alignment,
                  {{cell.second, caption, look.color(cell.secondColor)}});
        break;
    }
    case Cell::Kind::Chip:
        paintChip(painter, content, cell.alignment, cell.chip);
        break;
    case Cell::Kind::SparkText: {
        const qreal sparkWidth =
            qMin<qreal>(look.px(54), content.width() - figuresWidth(font, cell.text) - look.px(10));
        if (sparkWidth < look.px(24)) {
            paintFigures(painter, content, Qt::AlignRight, cell.text, font);
            break;
        }
        const qreal sparkHeight = look.px(18);
        const QRectF spark(content.left(), content.top() + (content.height() - sparkHeight) / 2, sparkWidth,
                           sparkHeight);
        paintSparkline(painter, spark, cell.spark,
                       cell.barColor ? look.color(*cell.barColor) : look.series(0), false);
        paintFigures(painter, content.adjusted(sparkWidth + look.px(8), 0, 0, 0), Qt::AlignRight, cell.text,
                     font);
        break;
    }
    case Cell::Kind::BarText: {
        const qreal textWidth = figuresWidth(font, cell.text) + look.px(8);
        const qreal barWidth = qMin<qreal>(look.px(40), content.width() - textWidth);
        if (cell.fraction && barWidth > look.px(12)) {
            const qreal barHeight = look.px(4);
            paintBar(painter,
                     QRectF(content.left(), content.top() + (content.height() - barHeight) / 2, barWidth,
                            barHeight),
                     *cell.fraction, cell.barColor ? look.color(*cell.barColor) : look.series(0));
        }
        paintFigures(painter, content, Qt::AlignRight, cell.text, font);
        break;
    }
    case Cell::Kind::CapBar: {
        const qreal line = look.px(16);
        const qreal bar = cell.fraction ? look.px(4) : 0;
        const qreal top = content.top() + (content.height() - line - (bar > 0 ? bar + look.px(2) : 0)) / 2;
        const QRectF upper(content.left(), top, content.width(), line);
        const QColor thirdColor = look.color(cell.barColor ? *cell.barColor : Token::Secondary);
        const QFont thirdFont = look.font(cell.barColor ? TextRole::CaptionMedium : TextRole::Caption);
        const qreal thirdWidth = figuresWidth(thirdFont, cell.third);
        paintRuns(painter, upper.adjusted(0, 0, -thirdWidth - look.px(6), 0), Qt::AlignLeft,
                  {{cell.text, look.font(TextRole::CaptionMedium), color},
                   {cell.second, caption, look.color(cell.secondColor)}});
        paintRuns(painter, upper, Qt::AlignRight, {{cell.third, thirdFont, thirdColor}});
        if (bar > 0)
            paintBar(painter, QRectF(content.left(), upper.bottom() + look.px(2), content.width(), bar),
                     *cell.fraction, cell.barColor ? look.color(*cell.barColor) : look.series(0));
        break;
    }
    }
}

QRectF cellContent(const QRectF &rect, bool isFirst, bool isLast)
{
    return rect.adjusted(theme().px(isFirst ? cellPaddingOuter : cellPadding), 0,
                         -theme().px(isLast ? cellPaddingOuter : cellPadding), 0);
}

void CellDelegate::paintBackground(QPainter *painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const auto *table = qobject_cast<const TableView *>(option.widget);
    paintRowGround(painter, option.rect, option.state & QStyle::State_Selected,
                   table && table->hoveredRow() == index.row(), placeOf(option, index).first);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setClipRect(option.rect);
    paintBackground(painter, option, index);
    const Place place = placeOf(option, index);
    const QVariant look = index.data(CellRole::Look);
    Cell cell;
    if (look.canConvert<Cell>()) {
        cell = look.value<Cell>();
    } else {
        cell.text = index.data(Qt::DisplayRole).toString();
        const QVariant alignment = index.data(Qt::TextAlignmentRole);
        if (alignment.isValid())
            cell.alignment = Qt::Alignment(alignment.toInt()) & Qt::AlignHorizontal_Mask;
    }
    paintCell(painter, cellContent(option.rect, place.first, place.last), cell);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant look = index.data(CellRole::Look);
    if (!look.canConvert<Cell>())
        return QStyledItemDelegate::sizeHint(option, index);
    const Cell cell = look.value<Cell>();
    const QFont font = theme().font(cell.font);
    qreal width = figuresWidth(font, cell.text);
    switch (cell.kind) {
    case Cell::Kind::TwoLines:
        width = qMax(width, figuresWidth(theme().font(TextRole::Caption), cell.second));
        break;
    case Cell::Kind::Chip:
        width = chipSize(cell.chip).width();
        break;
    case Cell::Kind::SparkText:
        width += theme().px(54 + 8);
        break;
    case Cell::Kind::BarText:
        width += theme().px(40 + 8);
        break;
    case Cell::Kind::CapBar:
        width = theme().px(150);
        break;
    case Cell::Kind::Text:
    case Cell::Kind::Figure:
        break;
    }
    const Place place = placeOf(option, index);
    const int padding =
        (place.first ? cellPaddingOuter : cellPadding) + (place.last ? cellPaddingOuter : cellPadding);
    return {static_cast<int>(width) + 1 + theme().px(padding), theme().px(rowNormal)};
}

Cell textCell(const QString &text, Token color, TextRole font)
{
    Cell cell;
    cell.text = text;
    cell.color = color;
    cell.font = font;
    return cell;
}

Cell figureCell(const QString &text, Token color, TextRole font, Qt::Alignment alignment)
{
    Cell cell = textCell(text, color, font);
    cell.kind = Cell::Kind::Figure;
    cell.alignment = alignment;
    return cell;
}

Cell chipCell(const ChipLook &look)
{
    Cell cell;
    cell.kind = Cell::Kind::Chip;
    cell.chip = look;
    cell.text = look.text;
    return cell;
}

Cell twoLineCell(const QString &text, const QString &second, TextRole font)
{
    Cell cell = textCell(text, Token::Text, font);
    cell.kind = Cell::Kind::TwoLines;
    cell.second = second;
    return cell;
}

QVariant cellData(const Cell &cell, int role)
{
    if (role == CellRole::Look)
        return QVariant::fromValue(cell);
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return cell.text;
    return {};
}

} // namespace bourse::gui
