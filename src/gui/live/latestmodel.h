#pragma once
// The newest leads as a short list; may show only sales or only what needs a look.
#include "market/views.h"
#include <QAbstractTableModel>
#include <QTimeZone>

namespace bourse::gui {

class LatestModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Time, Outcome, Detail, ColumnCount };
    enum class Show { All, Sales, Problems };
    using QAbstractTableModel::QAbstractTableModel;
    /// Newest first.
    void setLeads(QVector<market::LeadRow> leads);
    void setShow(Show show);
    void setZone(const QTimeZone &zone);
    /// Rejected, returned, or of unknown fate.
    static bool isProblem(const market::LeadRow &lead);
    int problemCount() const;
    /// Null for a row that is not there.
    const market::LeadRow *lead(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void refresh();
    bool shown(const market::LeadRow &lead) const;
    QVector<market::LeadRow> m_all;
    QVector<market::LeadRow> m_shown;
    Show m_show = Show::All;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace bourse::gui
