#include "gui/leads/leadsmodel.h"
#include "gui/leads/leadfilter.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include <algorithm>

namespace bourse::gui {
namespace {

bool isNewer(const market::LeadRow &a, const market::LeadRow &b)
{
    return a.id > b.id;
}

Cell figure(const QString &text, TextRole font = TextRole::Body, Token color = Token::Text)
{
    Cell cell;
    cell.kind = Cell::Kind::Figure;
    cell.text = text;
    cell.font = font;
    cell.color = color;
    cell.alignment = Qt::AlignRight;
    return cell;
}

Cell plain(const QString &text, Token color = Token::Text, TextRole font = TextRole::Body)
{
    Cell cell;
    cell.text = text;
    cell.color = color;
    cell.font = font;
    return cell;
}

bool isRightAligned(int column)
{
    return column == LeadsModel::Bids || column == LeadsModel::Price || column == LeadsModel::Payout ||
           column == LeadsModel::Latency;
}

} // namespace

LeadsModel::LeadsModel(QObject *parent) : QAbstractTableModel(parent) {}

void LeadsModel::setZone(const QTimeZone &zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, Time), index(rowCount() - 1, Time));
}

void LeadsModel::setBudgetMs(int budgetMs)
{
    if (budgetMs <= 0 || budgetMs == m_budgetMs)
        return;
    m_budgetMs = budgetMs;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, Latency), index(rowCount() - 1, Latency));
}

std::deque<market::LeadRow>::iterator LeadsModel::place(const Uuid &id)
{
    return std::lower_bound(m_rows.begin(), m_rows.end(), id,
                            [](const market::LeadRow &row, const Uuid &wanted) { return row.id > wanted; });
}

void LeadsModel::setRows(QVector<market::LeadRow> rows, bool hasMore)
{
    std::sort(rows.begin(), rows.end(), isNewer);
    if (rows.size() > capacity)
        rows.resize(capacity);
    beginResetModel();
    m_rows.assign(rows.begin(), rows.end());
    m_hasMore = hasMore;
    m_isFetching = false;
    const bool waited = !m_waiting.isEmpty();
    m_waiting.clear();
    endResetModel();
    if (waited)
        Q_EMIT waitingChanged(0);
}

void LeadsModel::appendOlder(const QVector<market::LeadRow> &rows, bool hasMore)
{
    m_isFetching = false;
    m_hasMore = hasMore;
    QVector<market::LeadRow> older;
    for (const market::LeadRow &row : rows)
        if (m_rows.empty() || row.id < m_rows.back().id)
            older.append(row);
    std::sort(older.begin(), older.end(), isNewer);
    const qsizetype room = capacity - static_cast<qsizetype>(m_rows.size());
    if (older.size() > room)
        older.resize(room);
    if (older.isEmpty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(older.size()) - 1);
    m_rows.insert(m_rows.end(), older.begin(), older.end());
    endInsertRows();
}

bool LeadsModel::applyLive(const QVector<market::LeadRow> &batch, const market::LeadQuery &query)
{
    QVector<market::LeadRow> fresh;
    QVector<int> gone;
    int firstChanged = -1;
    int lastChanged = -1;
    bool matched = false;
    for (const market::LeadRow &row : batch) {
        const bool wanted = matches(query, row);
        matched |= wanted;
        const auto known = place(row.id);
        if (known != m_rows.end() && known->id == row.id) {
            const int at = static_cast<int>(known - m_rows.begin());
            if (!wanted) {
                gone.append(at);
                continue;
            }
            *known = row;
            firstChanged = firstChanged < 0 ? at : std::min(firstChanged, at);
            lastChanged = std::max(lastChanged, at);
            continue;
        }
        // Older than the window: it comes when it is scrolled to.
        const bool isBelow = m_hasMore && !m_rows.empty() && row.id < m_rows.back().id;
        const auto waiting =
            std::find_if(m_waiting.begin(), m_waiting.end(), [&](const auto &w) { return w.id == row.id; });
        if (waiting != m_waiting.end()) {
            if (wanted)
                *waiting = row;
            else
                m_waiting.erase(waiting);
        } else if (wanted && !isBelow) {
            fresh.append(row);
        }
    }
    if (firstChanged >= 0)
        Q_EMIT dataChanged(index(firstChanged, 0), index(lastChanged, ColumnCount - 1));
    remove(gone);
    if (m_isHolding) {
        m_waiting += fresh;
        if (m_waiting.size() > capacity)
            m_waiting.remove(0, m_waiting.size() - capacity);
        Q_EMIT waitingChanged(waitingCount());
    } else {
        insertNew(std::move(fresh));
    }
    return matched;
}

void LeadsModel::setHolding(bool holding)
{
    if (holding == m_isHolding)
        return;
    m_isHolding = holding;
    if (holding || m_waiting.isEmpty())
        return;
    insertNew(std::exchange(m_waiting, {}));
    Q_EMIT waitingChanged(0);
}

void LeadsModel::insertNew(QVector<market::LeadRow> rows)
{
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end(), isNewer);
    if (rows.size() > capacity)
        rows.resize(capacity);
    // Neighbours go in together: mostly one insertion at the top.
    for (qsizetype from = 0; from < rows.size();) {
        const auto at = place(rows[from].id);
        qsizetype to = from + 1;
        while (to < rows.size() && (at == m_rows.end() || rows[to].id > at->id))
            ++to;
        const int first = static_cast<int>(at - m_rows.begin());
        beginInsertRows({}, first, first + static_cast<int>(to - from) - 1);
        m_rows.insert(at, rows.begin() + from, rows.begin() + to);
        endInsertRows();
        from = to;
    }
    if (m_rows.size() > capacity) {
        beginRemoveRows({}, capacity, rowCount() - 1);
        m_rows.resize(capacity);
        m_hasMore = true;
        endRemoveRows();
    }
}

void LeadsModel::remove(const QVector<int> &rows)
{
    QVector<int> sorted = rows;
    std::sort(sorted.begin(), sorted.end());
    for (qsizetype last = sorted.size() - 1; last >= 0;) {
        qsizetype first = last;
        while (first > 0 && sorted[first - 1] == sorted[first] - 1)
            --first;
        beginRemoveRows({}, sorted[first], sorted[last]);
        m_rows.erase(m_rows.begin() + sorted[first], m_rows.begin() + sorted[last] + 1);
        endRemoveRows();
        last = first - 1;
    }
}

const market::LeadRow *LeadsModel::lead(int row) const
{
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int LeadsModel::rowOf(const Uuid &id) const
{
    const auto found = const_cast<LeadsModel *>(this)->place(id);
    return found != m_rows.end() && found->id == id ? static_cast<int>(found - m_rows.begin()) : -1;
}

int LeadsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LeadsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool LeadsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && !m_isFetching && !m_rows.empty() && m_rows.size() < capacity;
}

void LeadsModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isFetching = true;
    Q_EMIT moreWanted(m_rows.back().id);
}

QVariant LeadsModel::data(const QModelIndex &index, int role) const
{
    const market::LeadRow *row = index.isValid() ? lead(index.row()) : nullptr;
    if (!row)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((isRightAligned(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (index.column() == Lead)
            return QString::fromStdString(leadIdText(row->id));
        if (index.column() == Time)
            return formatDateTime(row->receivedAt, m_zone);
        return index.column() == Reason ? QVariant(row->reason) : QVariant();
    }
    if (role != CellRole::Look && role != Qt::DisplayRole)
        return {};
    Cell cell;
    switch (index.column()) {
    case Time:
        cell = figure(formatClock(row->receivedAt, m_zone, true), TextRole::Body, Token::Secondary);
        cell.alignment = Qt::AlignLeft;
        break;
    case Lead:
        if (role == Qt::DisplayRole)
            return QString::fromStdString(leadIdText(row->id));
        cell = plain(shortLeadId(row->id), Token::Text, TextRole::Mono);
        break;
    case Status:
        cell.kind = Cell::Kind::Chip;
        cell.chip = chipLook(row->state);
        cell.text = cell.chip.text;
        break;
    case Source:
        cell = plain(row->source);
        break;
    case State:
        cell = plain(row->region);
        break;
    case Buyer:
        cell = plain(row->buyer);
        break;
    case Bids:
        cell = figure(row->pinged > 0 ? u"%1/%2"_qs.arg(row->bids).arg(row->pinged) : QString(),
                      TextRole::Body, Token::Secondary);
        break;
    case Price:
        cell = figure(row->price ? formatMoney(*row->price) : QString(), TextRole::BodyStrong);
        break;
    case Payout:
        cell = figure(row->payout ? formatMoney(*row->payout) : QString(), TextRole::Body, Token::Secondary);
        break;
    case Latency:
        cell = figure(tr("%1 ms").arg(formatCount(row->latencyMs)));
        cell.kind = Cell::Kind::BarText;
        cell.fraction = std::min(1.0, static_cast<double>(row->latencyMs) / m_budgetMs);
        if (*cell.fraction > 0.75)
            cell.barColor = Token::Warn;
        if (!domain::info(row->state).isFinal) // still running: the time so far says nothing
            cell = figure(QString());
        break;
    case Reason:
        cell = plain(row->test && row->reason.isEmpty() ? tr("Test lead") : row->reason, Token::Secondary);
        break;
    default:
        return {};
    }
    if (role == Qt::DisplayRole)
        return cell.text;
    return QVariant::fromValue(cell);
}

QVariant LeadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((isRightAligned(section) ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Bids)
        return tr("Bids that counted, of buyers asked");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Lead:
        return tr("Lead");
    case Status:
        return tr("Status");
    case Source:
        return tr("Source");
    case State:
        return tr("State");
    case Buyer:
        return tr("Buyer");
    case Bids:
        return tr("Bids");
    case Price:
        return tr("Price");
    case Payout:
        return tr("Payout");
    case Latency:
        return tr("Latency");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

} // namespace bourse::gui
