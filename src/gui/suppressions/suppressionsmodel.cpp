#include "gui/suppressions/suppressionsmodel.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"

namespace bourse::gui {

using market::SuppressionForm;
using market::SuppressionKind;

void SuppressionsModel::setLists(QVector<market::SuppressionListRow> lists)
{
    beginResetModel();
    m_lists = std::move(lists);
    endResetModel();
}

void SuppressionsModel::setBuyers(QMap<QString, QString> labels)
{
    m_buyers = std::move(labels);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Owner), index(rowCount() - 1, Owner));
}

void SuppressionsModel::setZone(const QTimeZone &zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Imported), index(rowCount() - 1, Imported));
}

const market::SuppressionListRow *SuppressionsModel::list(int row) const
{
    return row >= 0 && row < m_lists.size() ? &m_lists[row] : nullptr;
}

int SuppressionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lists.size());
}

int SuppressionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SuppressionsModel::kindText(SuppressionKind kind)
{
    return kind == SuppressionKind::Email ? tr("E-mail addresses") : tr("Phone numbers");
}

QString SuppressionsModel::formText(SuppressionForm form)
{
    switch (form) {
    case SuppressionForm::Plain:
        break;
    case SuppressionForm::Md5:
        return tr("as MD5");
    case SuppressionForm::Sha1:
        return tr("as SHA-1");
    case SuppressionForm::Sha256:
        return tr("as SHA-256");
    }
    return tr("in plain text");
}

QVariant SuppressionsModel::data(const QModelIndex &index, int role) const
{
    const market::SuppressionListRow *row = index.isValid() ? list(index.row()) : nullptr;
    if (!row)
        return {};
    switch (index.column()) {
    case List:
        return cellData(textCell(row->list, Token::Text, TextRole::Mono), role);
    case Owner:
        if (row->buyer.isEmpty())
            return cellData(textCell(tr("Everybody"), Token::Secondary), role);
        return cellData(textCell(m_buyers.value(row->buyer, row->buyer)), role);
    case Holds:
        return cellData(textCell(tr("%1, %2").arg(kindText(row->kind), formText(row->form))), role);
    case Entries:
        return cellData(figureCell(formatCount(row->entries)), role);
    case Imported:
        if (!row->importedAt)
            return cellData(textCell(tr("never"), Token::Muted), role);
        return cellData(twoLineCell(formatDateTime(*row->importedAt, m_zone),
                                    tr("by %1").arg(row->importedBy), TextRole::Body),
                        role);
    default:
        return {};
    }
}

QVariant SuppressionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Entries ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case List:
        return tr("List");
    case Owner:
        return tr("Forbids leads to");
    case Holds:
        return tr("Holds");
    case Entries:
        return tr("Entries");
    case Imported:
        return tr("Last import");
    default:
        return {};
    }
}

} // namespace bourse::gui
