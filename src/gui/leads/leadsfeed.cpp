#include "gui/leads/leadsfeed.h"
#include <QFutureWatcher>

namespace bourse::gui {
namespace {

template <class T> QString sentenceOf(const Result<T> &failed)
{
    QStringList sentences;
    for (const Error &error : failed.errors())
        sentences.append(QString::fromStdString(error.message.empty() ? error.code : error.message));
    return sentences.join(u' ');
}

/// `handler` gets the answer on the context's thread, unless the question was cancelled. Not QFuture::then():
/// Qt 6.4's cancel() follows a continuation's future even after it is gone.
template <class T, class Handler>
void whenAnswered(const QFuture<Result<T>> &future, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, handler = std::move(handler)] {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             handler(std::optional<Result<T>>(watcher->future().result()));
                         else
                             handler(std::optional<Result<T>>());
                     });
    watcher->setFuture(future);
}

} // namespace

LeadsFeed::LeadsFeed(market::Market *market, QObject *parent) : QObject(parent), m_market(market) {}

void LeadsFeed::askRows(const market::LeadQuery &query)
{
    const quint64 asked = ++m_rowsAsked;
    m_rows.cancel();
    m_query = query;
    m_rows = m_market->leads(query);
    whenAnswered(m_rows, this, [this, asked](const std::optional<Result<market::LeadPage>> &page) {
        if (asked != m_rowsAsked || !page)
            return;
        if (*page)
            Q_EMIT rowsCame(**page);
        else
            Q_EMIT rowsFailed(sentenceOf(*page));
    });
}

void LeadsFeed::askOlder(const Uuid &before)
{
    const quint64 asked = m_rowsAsked;
    market::LeadQuery query = m_query;
    query.before = before;
    whenAnswered(m_market->leads(query), this,
                 [this, asked](const std::optional<Result<market::LeadPage>> &page) {
                     if (asked != m_rowsAsked)
                         return;
                     if (page && *page)
                         Q_EMIT olderCame(**page);
                     else
                         Q_EMIT olderFailed();
                 });
}

void LeadsFeed::askTotals()
{
    if (m_isTotalling)
        return;
    m_isTotalling = true;
    const quint64 asked = m_rowsAsked;
    market::LeadQuery query = m_query;
    query.limit = 1;
    whenAnswered(m_market->leads(query), this,
                 [this, asked](const std::optional<Result<market::LeadPage>> &page) {
                     m_isTotalling = false;
                     if (asked == m_rowsAsked && page && *page)
                         Q_EMIT totalsCame(**page);
                 });
}

void LeadsFeed::askTrace(const Uuid &id, bool revealed)
{
    const quint64 asked = ++m_traceAsked;
    m_trace.cancel();
    m_trace = m_market->trace(id, revealed);
    whenAnswered(m_trace, this,
                 [this, asked, id, revealed](const std::optional<Result<market::LeadTrace>> &trace) {
                     if (asked != m_traceAsked || !trace)
                         return;
                     if (*trace)
                         Q_EMIT traceCame(**trace, revealed);
                     else
                         Q_EMIT traceFailed(id, sentenceOf(*trace));
                 });
}

void LeadsFeed::askCounts()
{
    if (m_isCounting)
        return;
    m_isCounting = true;
    whenAnswered(m_market->countsToday(), this,
                 [this](const std::optional<Result<QHash<int, qint64>>> &counts) {
                     m_isCounting = false;
                     if (counts && *counts)
                         Q_EMIT countsCame(**counts);
                 });
}

void LeadsFeed::decide(const market::PostDecision &decision)
{
    whenAnswered(m_market->decidePost(decision, QStringLiteral("operator")), this,
                 [this, decision](const std::optional<Result<std::monostate>> &done) {
                     if (!done)
                         return;
                     Q_EMIT decisionDone(decision.leadId, !*done          ? sentenceOf(*done)
                                                          : decision.sold ? tr("The sale is booked.")
                                                                          : tr("The post is given back."));
                 });
}

void LeadsFeed::takeBack(const Uuid &lead, const Uuid &post, const QString &reason)
{
    whenAnswered(m_market->takeBackSale(lead, post, reason, QStringLiteral("operator")), this,
                 [this, lead](const std::optional<Result<std::monostate>> &done) {
                     if (done)
                         Q_EMIT decisionDone(lead, *done ? tr("The sale is taken back.") : sentenceOf(*done));
                 });
}

} // namespace bourse::gui
