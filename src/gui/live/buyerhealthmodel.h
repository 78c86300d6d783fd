#pragma once
// How each buyer does over the chosen range, best seller of the day first.
#include "market/views.h"
#include <QAbstractTableModel>

namespace bourse::gui {

class BuyerHealthModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Buyer, Accepted, P95, Health, Cap, Revenue, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setBuyers(QVector<market::BuyerHealth> buyers);
    /// "60 min": stands in the head of the acceptance column.
    void setRangeText(const QString &text);
    const QVector<market::BuyerHealth> &buyers() const { return m_buyers; }
    int rowOf(const QString &slug) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QVector<market::BuyerHealth> m_buyers;
    QString m_rangeText;
};

} // namespace bourse::gui
