#include "gui/widgets/summaryrow.h"
#include "gui/theme/theme.h"
#include "gui/widgets/tableview.h"
#include <QPainter>

namespace bourse::gui {

SummaryRow::SummaryRow(TableView *table, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_table(table)
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    const QHeaderView *header = table->horizontalHeader();
    connect(header, &QHeaderView::geometriesChanged, this, qOverload<>(&QWidget::update));
    connect(header, &QHeaderView::sectionResized, this, qOverload<>(&QWidget::update));
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void SummaryRow::setCells(QVector<Cell> cells)
{
    m_cells = std::move(cells);
    QStringList spoken;
    for (const Cell &cell : std::as_const(m_cells))
        if (!cell.text.isEmpty())
            spoken.append(cell.text + cell.second);
    setAccessibleName(spoken.join(QStringLiteral(", ")));
    update();
}

QSize SummaryRow::sizeHint() const
{
    return {100, theme().px(33)};
}

QSize SummaryRow::minimumSizeHint() const
{
    return {0, theme().px(33)};
}

void SummaryRow::paintEvent(QPaintEvent *)
{
    if (!m_table)
        return;
    QPainter painter(this);
    const QHeaderView *header = m_table->horizontalHeader();
    for (int column = 0; column < m_cells.size() && column < header->count(); ++column) {
        const int visual = header->visualIndex(column);
        const QRectF rect(header->sectionViewportPosition(column), 0, header->sectionSize(column), height());
        paintCell(&painter, cellContent(rect, visual == 0, visual == header->count() - 1), m_cells[column]);
    }
}

} // namespace bourse::gui
