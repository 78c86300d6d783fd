// The façade's side of suppression lists: off the caller's thread, with progress and cancel.
#include "market/suppression.h"
#include "market/marketimpl.h"
#include "storage/suppressionstore.h"
#include <QtConcurrent/QtConcurrentRun>

namespace bourse::market {

namespace {
storage::SuppressionImport stored(const SuppressionImport &import, const QString &actor)
{
    storage::SuppressionImport how;
    how.file = import.file;
    how.list = import.list.toStdString();
    how.buyer = import.buyer.toStdString();
    how.kind = static_cast<storage::SuppressionKind>(import.kind);
    how.form = static_cast<storage::SuppressionForm>(import.form);
    how.column = import.column.toStdString();
    how.replace = import.replace;
    how.rejectsFile = import.rejectsFile;
    how.actor = actor.toStdString();
    return how;
}

SuppressionReport told(const storage::SuppressionReport &report)
{
    SuppressionReport made;
    made.rows = report.rows;
    made.added = report.added;
    made.known = report.known;
    made.rejected = report.rejected;
    made.entries = report.entries;
    for (const storage::SuppressionReject &reject : report.firstRejects)
        made.firstRejects.push_back({reject.line, QString::fromStdString(reject.code)});
    return made;
}
} // namespace

QFuture<Result<SuppressionReport>> Market::importSuppression(SuppressionImport import, QString actor)
{
    auto config = snapshot();
    if (!config || !m_impl->accepting)
        return QtFuture::makeReadyFuture(Result<SuppressionReport>(notRunning()));
    if (!import.buyer.isEmpty() && !config->buyer(import.buyer.toStdString()))
        return QtFuture::makeReadyFuture(
            Result<SuppressionReport>(Error{"no_such_reference", "buyer", "slug of a buyer",
                                            "There is no buyer “" + import.buyer.toStdString() + "”."}));
    return QtConcurrent::run(
        &m_impl->testers, // which is not in the lists' way, and gives up when the market stops
        [accepting = &m_impl->accepting](QPromise<Result<SuppressionReport>> &promise,
                                         storage::StoreOptions options, Uuid workspace,
                                         storage::SuppressionImport how) {
            promise.setProgressRange(0, 1000);
            auto report = storage::importSuppression(
                options, workspace, how, [&promise](int part) { promise.setProgressValue(part); },
                [&] { return promise.isCanceled() || !accepting->load(); });
            if (report)
                promise.addResult(Result<SuppressionReport>(told(*report)));
            else
                promise.addResult(Result<SuppressionReport>(report.errors()));
        },
        m_impl->storeOptions(), config->workspaceId(), stored(import, actor));
}

QFuture<Result<QVector<SuppressionListRow>>> Market::suppressionLists() const
{
    auto config = snapshot();
    if (!config || !m_impl->accepting)
        return QtFuture::makeReadyFuture(Result<QVector<SuppressionListRow>>(notRunning()));
    return QtConcurrent::run(&m_impl->readers,
                             [options = m_impl->storeOptions(),
                              workspace = config->workspaceId()]() -> Result<QVector<SuppressionListRow>> {
                                 auto lists = storage::suppressionLists(options, workspace);
                                 if (!lists)
                                     return lists.errors();
                                 QVector<SuppressionListRow> rows;
                                 for (const storage::SuppressionListRow &list : *lists) {
                                     SuppressionListRow row;
                                     row.list = QString::fromStdString(list.info.slug);
                                     row.buyer = QString::fromStdString(list.info.buyer);
                                     row.kind = static_cast<SuppressionKind>(list.info.kind);
                                     row.form = static_cast<SuppressionForm>(list.info.form);
                                     row.entries = list.entries;
                                     row.importedAt = list.importedAt;
                                     row.importedBy = QString::fromStdString(list.importedBy);
                                     rows.push_back(std::move(row));
                                 }
                                 return rows;
                             });
}

QFuture<Result<std::monostate>> Market::removeSuppressionList(QString list, QString actor)
{
    auto config = snapshot();
    if (!config || !m_impl->accepting)
        return QtFuture::makeReadyFuture(Result<std::monostate>(notRunning()));
    return QtConcurrent::run(
        &m_impl->readers,
        [options = m_impl->storeOptions(), workspace = config->workspaceId(), list = list.toStdString(),
         actor = actor.toStdString()]() -> Result<std::monostate> {
            auto removed = storage::removeSuppressionList(options, workspace, list, actor);
            if (!removed)
                return removed.errors();
            return std::monostate();
        });
}

} // namespace bourse::market
