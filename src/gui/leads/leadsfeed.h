#pragma once
// Asks the market for leads, traces and counts; an answer that a newer question has overtaken is dropped.
#include "market/market.h"
#include <QObject>

namespace bourse::gui {

class LeadsFeed final : public QObject {
    Q_OBJECT
  public:
    /// `market` outlives the feed.
    explicit LeadsFeed(market::Market *market, QObject *parent = nullptr);

    /// The first page of a list; stops what is still running for the one before.
    void askRows(const market::LeadQuery &query);
    /// The next page of the list last asked for.
    void askOlder(const Uuid &before);
    /// Only the sums of the list last asked for.
    void askTotals();
    void askTrace(const Uuid &id, bool revealed);
    void askCounts();
    void decide(const market::PostDecision &decision);
    void takeBack(const Uuid &lead, const Uuid &post, const QString &reason);

  Q_SIGNALS:
    /// What an operator said is booked, or could not be; `sentence` says which.
    void decisionDone(const bourse::Uuid &lead, const QString &sentence);
    void rowsCame(const bourse::market::LeadPage &page);
    void rowsFailed(const QString &sentence);
    void olderCame(const bourse::market::LeadPage &page);
    void olderFailed();
    void totalsCame(const bourse::market::LeadPage &page);
    void traceCame(const bourse::market::LeadTrace &trace, bool revealed);
    void traceFailed(const bourse::Uuid &id, const QString &sentence);
    void countsCame(const QHash<int, qint64> &counts);

  private:
    market::Market *m_market;
    market::LeadQuery m_query;
    QFuture<Result<market::LeadPage>> m_rows;
    QFuture<Result<market::LeadTrace>> m_trace;
    quint64 m_rowsAsked = 0; ///< counts questions, so that an answer knows whether it is the newest one's
    quint64 m_traceAsked = 0;
    bool m_isCounting = false;
    bool m_isTotalling = false;
};

} // namespace bourse::gui
