#pragma once
// A table's sums, each under its column; a head line's counterpart at the lower edge.
#include "gui/widgets/cell.h"
#include <QPointer>
#include <QWidget>

namespace bourse::gui {

class TableView;

class SummaryRow final : public QWidget {
    Q_OBJECT
  public:
    SummaryRow(TableView *table, const QString &objectName, QWidget *parent = nullptr);
    /// One per column of the table, in logical order.
    void setCells(QVector<Cell> cells);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    QPointer<TableView> m_table;
    QVector<Cell> m_cells;
};

} // namespace bourse::gui
