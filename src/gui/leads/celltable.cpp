#include "gui/leads/celltable.h"

namespace bourse::gui {

CellTableModel::CellTableModel(QStringList heads, QVector<Qt::Alignment> alignments, QObject *parent)
    : QAbstractTableModel(parent), m_heads(std::move(heads)), m_alignments(std::move(alignments))
{
}

void CellTableModel::setRows(QVector<QVector<Cell>> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int CellTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_heads.size());
}

QVariant CellTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size() || index.column() >= m_rows[index.row()].size())
        return {};
    const Cell &cell = m_rows[index.row()][index.column()];
    if (cell.kind == Cell::Kind::Chip && role != CellRole::Look) {
        Cell named = cell;
        named.text = cell.chip.text;
        return cellData(named, role);
    }
    return cellData(cell, role);
}

QVariant CellTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_heads.size())
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(m_alignments.value(section, Qt::AlignLeft) | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(m_heads[section]) : QVariant();
}

} // namespace bourse::gui
