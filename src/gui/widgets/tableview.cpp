#include "gui/widgets/tableview.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/cell.h"
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace bourse::gui {

HeaderView::HeaderView(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setHighlightSections(false);
    setSectionsClickable(true);
    setStretchLastSection(false);
    setMinimumSectionSize(24);
    setObjectName(QStringLiteral("tableHeader"));
}

QSize HeaderView::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), theme().px(28)};
}

void HeaderView::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(viewport());
        painter.fillRect(event->rect(), theme().color(Token::Surface));
        painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1),
                         theme().color(Token::Hairline));
    }
    QHeaderView::paintEvent(event);
}

void HeaderView::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    if (!model() || !rect.isValid())
        return;
    int first = -1;
    int last = -1;
    for (int i = 0; i < count(); ++i) {
        if (isSectionHidden(this->logicalIndex(i)))
            continue;
        first = first < 0 ? i : first;
        last = i;
    }
    const int visual = visualIndex(logicalIndex);
    QRectF content = cellContent(rect, visual == first, visual == last);
    const QVariant aligned = model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole);
    const Qt::Alignment alignment = aligned.isValid() ? Qt::Alignment(aligned.toInt()) : Qt::AlignLeft;
    const QString text = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    const QFont font = theme().font(TextRole::Caption);
    painter->save();
    painter->fillRect(rect, theme().color(Token::Surface));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme().color(Token::Hairline));
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    painter->setPen(theme().color(sorted ? Token::Text : Token::Secondary));
    if (sorted) {
        const qreal arrow = theme().px(12);
        const qreal width = qMin(figuresWidth(font, text), content.width() - arrow - 3);
        const qreal start = alignment & Qt::AlignRight ? content.right() - width - arrow - 3 : content.left();
        paintIcon(painter, QRectF(start + width + 3, content.top(), arrow, content.height()),
                  sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral("arrow-up")
                                                             : QStringLiteral("arrow-down"),
                  theme().color(Token::Secondary));
        if (alignment & Qt::AlignRight)
            content.setRight(content.right() - arrow - 3);
    }
    const QString right = model()->headerData(logicalIndex, Qt::Horizontal, CellRole::HeadRight).toString();
    if (!right.isEmpty()) {
        paintFigures(painter, content, Qt::AlignRight, right, font);
        content.setRight(content.right() - figuresWidth(font, right) - theme().px(8));
    }
    if (!text.isEmpty()) // a narrow section without a head would show an ellipsis
        paintFigures(painter, content, alignment & Qt::AlignHorizontal_Mask, text, font);
    painter->restore();
}

TableView::TableView(int rowHeight, QWidget *parent) : QTableView(parent), m_rowHeight(rowHeight)
{
    setHorizontalHeader(new HeaderView(this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    setItemDelegate(new CellDelegate(this));
    applyScale();
    connect(&theme(), &Theme::changed, this, &TableView::applyScale);
    connect(this, &QAbstractItemView::doubleClicked, this, &TableView::rowActivated);
}

void TableView::applyScale()
{
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(theme().px(m_rowHeight));
    for (int i = 0; i < m_widths.size() && model() && i < model()->columnCount(); ++i)
        setColumnWidth(i, theme().px(m_widths[i]));
    horizontalHeader()->updateGeometry();
    viewport()->update();
}

void TableView::setColumnWidths(const QVector<int> &widths)
{
    m_widths = widths;
    applyScale();
}

void TableView::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    viewport()->update();
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    setHoveredRow(rowAt(event->position().toPoint().y()));
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent *event)
{
    setHoveredRow(-1);
    QTableView::leaveEvent(event);
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT rowActivated(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace bourse::gui
