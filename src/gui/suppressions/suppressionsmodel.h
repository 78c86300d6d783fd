#pragma once
// Rows of the suppressions page: lists of persons who are not to be sold, by name.
#include "market/suppression.h"
#include <QAbstractTableModel>
#include <QMap>
#include <QTimeZone>

namespace bourse::gui {

class SuppressionsModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { List, Owner, Holds, Entries, Imported, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setLists(QVector<market::SuppressionListRow> lists);
    /// Labels of buyers by slug.
    void setBuyers(QMap<QString, QString> labels);
    void setZone(const QTimeZone &zone);
    /// Null for a row that is not there.
    const market::SuppressionListRow *list(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// "E-mail addresses", "Phone numbers"
    static QString kindText(market::SuppressionKind kind);
    /// "in plain text", "as SHA-256"
    static QString formText(market::SuppressionForm form);

  private:
    QVector<market::SuppressionListRow> m_lists;
    QMap<QString, QString> m_buyers;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace bourse::gui
