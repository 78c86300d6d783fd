#pragma once
// A small table that is filled at once: the facts, fields and events of one lead.
#include "gui/widgets/cell.h"
#include <QAbstractTableModel>

namespace bourse::gui {

class CellTableModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    /// `heads`: one per column; the alignment of a head follows the first row's cell.
    CellTableModel(QStringList heads, QVector<Qt::Alignment> alignments, QObject *parent = nullptr);
    void setRows(QVector<QVector<Cell>> rows);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QStringList m_heads;
    QVector<Qt::Alignment> m_alignments;
    QVector<QVector<Cell>> m_rows;
};

} // namespace bourse::gui
