#include "gui/live/latestmodel.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include <algorithm>

namespace bourse::gui {
namespace {

bool isSale(const market::LeadRow &lead)
{
    return lead.state == domain::LeadState::Sold || lead.state == domain::LeadState::Converted;
}

QString origin(const market::LeadRow &lead)
{
    return lead.region.isEmpty() ? lead.source : lead.source + QStringLiteral(", ") + lead.region;
}

} // namespace

void LatestModel::setLeads(QVector<market::LeadRow> leads)
{
    m_all = std::move(leads);
    refresh();
}

void LatestModel::setShow(Show show)
{
    if (show == m_show)
        return;
    m_show = show;
    refresh();
}

void LatestModel::setZone(const QTimeZone &zone)
{
    m_zone = zone;
}

bool LatestModel::isProblem(const market::LeadRow &lead)
{
    using domain::LeadState;
    return lead.state == LeadState::Unknown || lead.state == LeadState::Rejected ||
           lead.state == LeadState::Returned;
}

int LatestModel::problemCount() const
{
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), isProblem));
}

bool LatestModel::shown(const market::LeadRow &lead) const
{
    return m_show == Show::All || (m_show == Show::Sales ? isSale(lead) : isProblem(lead));
}

void LatestModel::refresh()
{
    QVector<market::LeadRow> wanted;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(wanted),
                 [this](const auto &l) { return shown(l); });
    // Insert above, remove below, so that the selection stays on its lead.
    const auto same = [](const market::LeadRow &a, const market::LeadRow &b) {
        return a.id == b.id;
    };
    if (!m_shown.isEmpty() && !wanted.isEmpty()) {
        const auto anchor = std::find_if(wanted.begin(), wanted.end(),
                                         [&](const auto &l) { return same(l, m_shown.first()); });
        const auto fresh = static_cast<int>(anchor - wanted.begin());
        const int kept = static_cast<int>(std::min<qsizetype>(wanted.size() - fresh, m_shown.size()));
        if (anchor != wanted.end() && std::equal(anchor, anchor + kept, m_shown.begin(), same)) {
            if (fresh > 0) {
                beginInsertRows({}, 0, fresh - 1);
                m_shown = wanted.first(fresh) + m_shown;
                endInsertRows();
            }
            if (m_shown.size() > wanted.size()) {
                beginRemoveRows({}, static_cast<int>(wanted.size()), static_cast<int>(m_shown.size()) - 1);
                m_shown.resize(wanted.size());
                endRemoveRows();
            } else if (m_shown.size() < wanted.size()) {
                beginInsertRows({}, static_cast<int>(m_shown.size()), static_cast<int>(wanted.size()) - 1);
                m_shown = wanted;
                endInsertRows();
            }
            m_shown = wanted;
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
            return;
        }
    }
    beginResetModel();
    m_shown = std::move(wanted);
    endResetModel();
}

const market::LeadRow *LatestModel::lead(int row) const
{
    return row >= 0 && row < m_shown.size() ? &m_shown[row] : nullptr;
}

int LatestModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int LatestModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LatestModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return {};
    const market::LeadRow &lead = m_shown[index.row()];
    Cell cell;
    switch (index.column()) {
    case Time:
        cell =
            figureCell(formatClock(lead.receivedAt, m_zone), Token::Secondary, TextRole::Body, Qt::AlignLeft);
        break;
    case Outcome:
        cell = chipCell(chipLook(lead.state));
        break;
    case Detail:
        cell = twoLineCell(lead.buyer.isEmpty() ? lead.reason : lead.buyer,
                           lead.buyer.isEmpty() || isSale(lead) || lead.reason.isEmpty() ? origin(lead)
                                                                                         : lead.reason);
        if (cell.text.isEmpty())
            cell.text = tr("Asking buyers");
        // The price shares the column: where there is none, the sentence has its room.
        cell.third = lead.price ? formatMoney(*lead.price) : QString();
        break;
    default:
        return {};
    }
    if (role == Qt::DisplayRole && !cell.third.isEmpty())
        return QString(cell.text + QStringLiteral(", ") + cell.third);
    if (role == Qt::ToolTipRole)
        return index.column() == Detail ? QVariant(lead.reason) : QVariant();
    return cellData(cell, role);
}

QVariant LatestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == CellRole::HeadRight)
        return section == Detail ? QVariant(tr("Price")) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Outcome:
        return tr("Outcome");
    case Detail:
        return tr("Buyer and detail");
    default:
        return {};
    }
}

} // namespace bourse::gui
