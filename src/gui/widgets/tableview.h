#pragma once
// The one table of the application: no grid, fixed row height, heads aligned with their data, hovered row,
// selection with an accent bar (CellDelegate paints the cells).
#include "gui/theme/tokens.h"
#include <QHeaderView>
#include <QTableView>

namespace bourse::gui {

/// Paints heads in the caption's size over their column's content; alignment from
/// headerData(TextAlignmentRole).
class HeaderView final : public QHeaderView {
    Q_OBJECT
  public:
    explicit HeaderView(QWidget *parent = nullptr);
    QSize sizeHint() const override;

  protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent *event) override;
};

class TableView : public QTableView {
    Q_OBJECT
  public:
    /// `rowHeight` in pixels at scale 1: rowCompact, rowNormal or rowTall.
    explicit TableView(int rowHeight = rowNormal, QWidget *parent = nullptr);
    int hoveredRow() const { return m_hoveredRow; }
    /// Width in pixels at scale 1; follows the user's scale.
    void setColumnWidths(const QVector<int> &widths);

  Q_SIGNALS:
    /// Enter, or a double click.
    void rowActivated(const QModelIndex &index);

  protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

  private:
    void applyScale();
    void setHoveredRow(int row);
    int m_rowHeight;
    int m_hoveredRow = -1;
    QVector<int> m_widths;
};

} // namespace bourse::gui
