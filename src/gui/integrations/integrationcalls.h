#pragma once
// What the integration pages ask of the market, as calls: a test puts its own in.
#include "domain/lead/fieldschema.h"
#include "market/integrations.h"
#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QTimeZone>
#include <QVector>
#include <functional>
#include <variant>

namespace bourse::market {
class Market;
}

namespace bourse::gui {

struct IntegrationCalls {
    std::function<QFuture<Result<QVector<market::IntegrationHead>>>()> heads;
    std::function<QFuture<Result<market::IntegrationDraft>>(QString slug)> draft;
    std::function<QFuture<Result<UtcTime>>(QString slug, domain::Value document, qint64 baseVersion)> save;
    std::function<QFuture<Result<std::monostate>>(QString slug)> discard;
    std::function<QFuture<Result<qint64>>(domain::Value document, qint64 baseVersion, QString note)> publish;
    std::function<QFuture<Result<QVector<market::SampleLead>>>(QString vertical, int count)> leads;
    /// Every vertical of the workspace.
    std::function<QVector<domain::FieldSchema>()> verticals;
    /// Slug of the vertical whose leads reach the integration; "" where no tree uses it.
    std::function<QString(QString slug)> verticalOf;
    /// The shortest time limit of a tree's channel that sells through it.
    std::function<std::optional<Micros>(QString slug)> treeTimeLimit;
    std::function<QTimeZone()> zone;
    /// Where buyers call back, "http://127.0.0.1:8420"; "" where no intake listens.
    std::function<QString()> listenAddress;
    std::function<bool()> isRunning;
};
/// `market` outlives what is made with them.
IntegrationCalls marketCalls(market::Market *market);

/// Calls `then` on the context's thread when the future is done; never if it was cancelled or the context is
/// gone.
template <class T, class Then> void whenDone(QObject *context, QFuture<T> future, Then then)
{
    // a future that has failed by exception is a programming error of the market and shows as one
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        if (!watcher->isCanceled())
            then(watcher->result());
    });
    watcher->setFuture(std::move(future));
}

} // namespace bourse::gui
