#pragma once
// The rows of the leads table: a bounded window on the newest leads, sorted by id (which is by arrival),
// newest first.
#include "market/views.h"
#include <QAbstractTableModel>
#include <QTimeZone>
#include <deque>

namespace bourse::gui {

class LeadsModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        Time,
        Lead,
        Status,
        Source,
        State,
        Buyer,
        Bids,
        Price,
        Payout,
        Latency,
        Reason,
        ColumnCount
    };
    static constexpr int capacity = 5000;

    explicit LeadsModel(QObject *parent = nullptr);
    void setZone(const QTimeZone &zone);
    /// The latency bar is full at this many milliseconds and warns above three quarters.
    void setBudgetMs(int budgetMs);

    /// Another list altogether. `hasMore`: older leads can be fetched.
    void setRows(QVector<market::LeadRow> rows, bool hasMore);
    /// The answer to moreWanted().
    void appendOlder(const QVector<market::LeadRow> &rows, bool hasMore);
    /// moreWanted() could not be answered; it may be asked again.
    void fetchFailed() { m_isFetching = false; }
    /// A live batch. Known leads change in place (or go, where `query` no longer lists them), new ones that
    /// match come in, or wait while holding. Returns whether anything of it matched.
    bool applyLive(const QVector<market::LeadRow> &batch, const market::LeadQuery &query);
    /// While holding, new leads wait instead of moving what is being read.
    void setHolding(bool holding);
    bool isHolding() const { return m_isHolding; }
    int waitingCount() const { return static_cast<int>(m_waiting.size()); }

    /// Null for a row that is not there.
    const market::LeadRow *lead(int row) const;
    /// -1 if it is not listed.
    int rowOf(const Uuid &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

  Q_SIGNALS:
    /// Leads older than this one are wanted.
    void moreWanted(const bourse::Uuid &before);
    void waitingChanged(int count);

  private:
    /// First row whose id is not newer than `id`.
    std::deque<market::LeadRow>::iterator place(const Uuid &id);
    void insertNew(QVector<market::LeadRow> rows);
    void remove(const QVector<int> &rows);
    std::deque<market::LeadRow> m_rows;
    QVector<market::LeadRow> m_waiting;
    bool m_isHolding = false;
    bool m_hasMore = false;
    bool m_isFetching = false;
    int m_budgetMs = 500;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace bourse::gui
