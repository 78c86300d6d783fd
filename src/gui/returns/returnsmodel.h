#pragma once
// Rows of the returns page: requests to take a sale back, and callbacks that people have to look at.
#include "market/market.h"
#include <QAbstractTableModel>
#include <QTimeZone>

namespace bourse::gui {

class ReturnsModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Time, Lead, Buyer, Reason, Price, Status, Decision, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setReturns(QVector<market::ReturnRow> rows);
    void setDisputes(QVector<market::DisputeRow> rows);
    void setZone(const QTimeZone &zone);
    bool showsDisputes() const { return m_showsDisputes; }
    /// Null for a row that is not there, or is a dispute.
    const market::ReturnRow *request(int row) const;
    /// Null where no lead is known.
    Uuid leadId(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Why a request was decided so, in the user's language.
    static QString decisionText(const market::ReturnRow &row);

  private:
    QVariant disputeData(const market::DisputeRow &row, int column, int role) const;
    QVector<market::ReturnRow> m_returns;
    QVector<market::DisputeRow> m_disputes;
    bool m_showsDisputes = false;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace bourse::gui
