#include "gui/returns/returnsmodel.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"

namespace bourse::gui {

using domain::ReturnState;

void ReturnsModel::setReturns(QVector<market::ReturnRow> rows)
{
    beginResetModel();
    m_returns = std::move(rows);
    m_disputes.clear();
    m_showsDisputes = false;
    endResetModel();
}

void ReturnsModel::setDisputes(QVector<market::DisputeRow> rows)
{
    beginResetModel();
    m_disputes = std::move(rows);
    m_returns.clear();
    m_showsDisputes = true;
    endResetModel();
}

void ReturnsModel::setZone(const QTimeZone &zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Time), index(rowCount() - 1, Time));
}

const market::ReturnRow *ReturnsModel::request(int row) const
{
    return !m_showsDisputes && row >= 0 && row < m_returns.size() ? &m_returns[row] : nullptr;
}

Uuid ReturnsModel::leadId(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return m_showsDisputes ? m_disputes[row].leadId : m_returns[row].leadId;
}

int ReturnsModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return static_cast<int>(m_showsDisputes ? m_disputes.size() : m_returns.size());
}

int ReturnsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ReturnsModel::decisionText(const market::ReturnRow &row)
{
    const QString &code = row.code;
    if (code == u"within_policy")
        return tr("It keeps to the agreed rules.");
    if (code == u"awaits_approval")
        return tr("Waits for a decision.");
    if (code == u"unknown_reason")
        return tr("The reason is none of those that were agreed.");
    if (code == u"past_deadline")
        return tr("The time for returns was over.");
    if (code == u"over_limit")
        return tr("The buyer had given back its agreed share.");
    if (code == u"not_sold")
        return tr("The buyer does not have this lead.");
    if (code == u"already_returned")
        return tr("The sale had been taken back before.");
    if (code == u"already_requested")
        return tr("A request was waiting already.");
    if (code == u"approved_by_operator")
        return tr("An operator approved it.");
    if (code == u"denied_by_operator")
        return tr("An operator denied it.");
    return row.sentence;
}

QVariant ReturnsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (m_showsDisputes)
        return disputeData(m_disputes[index.row()], index.column(), role);
    const market::ReturnRow &row = m_returns[index.row()];
    switch (index.column()) {
    case Time:
        return cellData(figureCell(formatDateTime(row.requestedAt, m_zone), Token::Secondary, TextRole::Body,
                                   Qt::AlignLeft),
                        role);
    case Lead:
        return cellData(textCell(shortLeadId(row.leadId), Token::Text, TextRole::Mono), role);
    case Buyer:
        return cellData(textCell(row.buyer), role);
    case Reason: {
        const QString reason = row.reason.isEmpty() ? tr("no reason") : row.reason;
        if (!row.note.isEmpty())
            return cellData(twoLineCell(reason, row.note, TextRole::Body), role);
        return cellData(textCell(reason, row.reason.isEmpty() ? Token::Muted : Token::Text), role);
    }
    case Price:
        return cellData(figureCell(row.price ? formatMoney(*row.price) : QString()), role);
    case Status:
        switch (row.state) {
        case ReturnState::Requested:
            return cellData(chipCell({QStringLiteral("hourglass"), domain::Chip::Pending, tr("Waiting")}),
                            role);
        case ReturnState::Approved:
            return cellData(chipCell({QStringLiteral("undo"), domain::Chip::Returned, tr("Taken back")}),
                            role);
        case ReturnState::Denied:
            return cellData(chipCell({QStringLiteral("x"), domain::Chip::Rejected, tr("Denied")}), role);
        }
        return {};
    case Decision: {
        QString text = decisionText(row);
        if (row.decidedAt)
            return cellData(
                twoLineCell(text,
                            tr("%1, %2").arg(formatDateTime(*row.decidedAt, m_zone),
                                             row.decidedBy == u"policy" ? tr("by the rules") : row.decidedBy),
                            TextRole::Body),
                role);
        return cellData(textCell(text, Token::Secondary), role);
    }
    default:
        return {};
    }
}

QVariant ReturnsModel::disputeData(const market::DisputeRow &row, int column, int role) const
{
    const bool unpaired = row.effect == u"unpaired";
    switch (column) {
    case Time:
        return cellData(figureCell(formatDateTime(row.receivedAt, m_zone), Token::Secondary, TextRole::Body,
                                   Qt::AlignLeft),
                        role);
    case Lead:
        return cellData(row.leadId.isNull() ? textCell(tr("not known"), Token::Muted)
                                            : textCell(shortLeadId(row.leadId), Token::Text, TextRole::Mono),
                        role);
    case Buyer:
        return cellData(textCell(row.integration), role);
    case Reason:
        return cellData(textCell(tr("Says: %1").arg(row.said)), role);
    case Price:
        return cellData(figureCell(row.price ? formatMoney(*row.price) : QString()), role);
    case Status:
        return cellData(unpaired
                            ? chipCell({QStringLiteral("question"), domain::Chip::Unknown, tr("No lead")})
                            : chipCell({QStringLiteral("flag"), domain::Chip::Error, tr("Contradicts")}),
                        role);
    case Decision:
        return cellData(textCell(unpaired ? tr("No post is known by the ids that it names.")
                                          : tr("It denies what is booked; nothing was changed."),
                                 Token::Secondary),
                        role);
    default:
        return {};
    }
}

QVariant ReturnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Price ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Received");
    case Lead:
        return tr("Lead");
    case Buyer:
        return tr("Buyer");
    case Reason:
        return tr("Reason");
    case Price:
        return tr("Price");
    case Status:
        return tr("Status");
    case Decision:
        return tr("Decision");
    default:
        return {};
    }
}

} // namespace bourse::gui
