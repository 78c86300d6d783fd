#include "gui/live/buyerhealthmodel.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include <algorithm>

namespace bourse::gui {
namespace {

using Health = market::BuyerHealth::Health;

Token attention(Health health, Token otherwise)
{
    return health == Health::Failing ? Token::Bad : health == Health::Degraded ? Token::Warn : otherwise;
}

ChipLook healthChip(const market::BuyerHealth &buyer)
{
    switch (buyer.health) {
    case Health::Good:
        return {QStringLiteral("check"), domain::Chip::Sold, buyer.healthText};
    case Health::Degraded:
        return {QStringLiteral("half"), domain::Chip::Pending, buyer.healthText};
    case Health::Failing:
        return {QStringLiteral("x"), domain::Chip::Error, buyer.healthText};
    case Health::Paused:
        return {QStringLiteral("pause"), domain::Chip::Unsold, buyer.healthText};
    }
    return {};
}

Cell cellOf(const market::BuyerHealth &buyer, int column)
{
    Cell cell;
    switch (column) {
    case BuyerHealthModel::Buyer:
        cell.kind = Cell::Kind::TwoLines;
        cell.font = TextRole::BodyMedium;
        cell.text = buyer.label;
        cell.second = buyer.detail;
        break;
    case BuyerHealthModel::Accepted:
        cell.kind = Cell::Kind::SparkText;
        cell.text = buyer.hasAcceptance ? formatShare(buyer.acceptance) : BuyerHealthModel::tr("no answers");
        cell.spark = buyer.acceptanceSpark;
        cell.color = buyer.hasAcceptance ? attention(buyer.health, Token::Text) : Token::Muted;
        cell.alignment = Qt::AlignRight;
        if (buyer.health == Health::Degraded || buyer.health == Health::Failing)
            cell.barColor = attention(buyer.health, Token::Text);
        break;
    case BuyerHealthModel::P95:
        cell.kind = Cell::Kind::Figure;
        cell.text = buyer.p95Ms > 0 ? formatCount(buyer.p95Ms) : QString();
        cell.color = attention(buyer.health, Token::Text);
        cell.alignment = Qt::AlignRight;
        break;
    case BuyerHealthModel::Health:
        cell.kind = Cell::Kind::Chip;
        cell.chip = healthChip(buyer);
        cell.text = buyer.healthText;
        break;
    case BuyerHealthModel::Cap:
        cell.kind = Cell::Kind::CapBar;
        cell.text = formatCount(buyer.soldToday);
        if (buyer.health == Health::Paused) {
            cell.third = BuyerHealthModel::tr("paused");
        } else if (!buyer.capToday) {
            cell.third = BuyerHealthModel::tr("no cap");
        }
        if (buyer.capToday) {
            cell.second = u'/' + formatCount(*buyer.capToday);
            cell.fraction = *buyer.capToday > 0
                                ? static_cast<double>(buyer.soldToday) / static_cast<double>(*buyer.capToday)
                                : 1.0;
            if (cell.third.isEmpty())
                cell.third = buyer.soldToday >= *buyer.capToday ? BuyerHealthModel::tr("full")
                                                                : formatShare(*cell.fraction, 0);
            if (*cell.fraction >= 0.95)
                cell.barColor = Token::Warn;
        }
        break;
    case BuyerHealthModel::Revenue:
        cell.kind = Cell::Kind::Figure;
        cell.font = TextRole::BodyMedium;
        cell.text = formatMoney(buyer.revenue, 0);
        cell.alignment = Qt::AlignRight;
        break;
    default:
        break;
    }
    return cell;
}

} // namespace

void BuyerHealthModel::setBuyers(QVector<market::BuyerHealth> buyers)
{
    std::stable_sort(buyers.begin(), buyers.end(),
                     [](const auto &a, const auto &b) { return a.soldToday > b.soldToday; });
    const bool sameRows = buyers.size() == m_buyers.size() &&
                          std::equal(buyers.begin(), buyers.end(), m_buyers.begin(),
                                     [](const auto &a, const auto &b) { return a.slug == b.slug; });
    if (sameRows) {
        m_buyers = std::move(buyers);
        if (!m_buyers.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    // The rows trade places: selections follow their buyer.
    Q_EMIT layoutAboutToBeChanged();
    if (buyers.size() != m_buyers.size()) {
        Q_EMIT layoutChanged();
        beginResetModel();
        m_buyers = std::move(buyers);
        endResetModel();
        return;
    }
    const QVector<market::BuyerHealth> before = std::move(m_buyers);
    m_buyers = std::move(buyers);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex &old : from) {
        const int row = rowOf(before[old.row()].slug);
        to.append(row < 0 ? QModelIndex() : index(row, old.column()));
    }
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
}

void BuyerHealthModel::setRangeText(const QString &text)
{
    m_rangeText = text;
    Q_EMIT headerDataChanged(Qt::Horizontal, Accepted, Accepted);
}

int BuyerHealthModel::rowOf(const QString &slug) const
{
    for (qsizetype i = 0; i < m_buyers.size(); ++i)
        if (m_buyers[i].slug == slug)
            return static_cast<int>(i);
    return -1;
}

int BuyerHealthModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_buyers.size());
}

int BuyerHealthModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BuyerHealthModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_buyers.size())
        return {};
    const market::BuyerHealth &buyer = m_buyers[index.row()];
    switch (role) {
    case CellRole::Look:
        return QVariant::fromValue(cellOf(buyer, index.column()));
    case Qt::DisplayRole: {
        const Cell cell = cellOf(buyer, index.column());
        return index.column() == Cap ? QString(cell.text + cell.second) : cell.text;
    }
    case Qt::ToolTipRole:
        return index.column() == Health ? QVariant(buyer.healthText) : QVariant();
    case Qt::AccessibleDescriptionRole:
        return index.column() == Buyer ? QVariant(buyer.detail) : QVariant();
    default:
        return {};
    }
}

QVariant BuyerHealthModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        // Without its spark line the acceptance column is a plain column of figures.
        const bool figures =
            section == P95 || section == Revenue || (section == Accepted && m_rangeText.isEmpty());
        return QVariant(static_cast<int>(figures ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Buyer:
        return tr("Buyer");
    case Accepted:
        return m_rangeText.isEmpty() ? tr("Accepted") : tr("Accepted, %1").arg(m_rangeText);
    case P95:
        return tr("p95 ms");
    case Health:
        return tr("Health");
    case Cap:
        return tr("Cap today");
    case Revenue:
        return tr("Revenue");
    default:
        return {};
    }
}

} // namespace bourse::gui
