#pragma once
// How a page hears what it asked the market for.
#include "base/result.h"
#include <QFutureWatcher>
#include <QStringList>
#include <utility>

namespace bourse::gui {

/// `handler` gets the answer on the context's thread, unless there is none: the question was cancelled, or
/// the context is gone. Not QFuture::then(): Qt 6.4's cancel() follows a continuation's future even after
/// that is gone.
template <class T, class Handler>
void whenAnswered(const QFuture<Result<T>> &future, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, handler = std::move(handler)] {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             handler(watcher->future().result());
                     });
    watcher->setFuture(future);
}

/// What went wrong, in the words of who reports it.
inline QString sentenceOf(const Errors &errors)
{
    QStringList sentences;
    for (const Error &error : errors)
        sentences.append(QString::fromStdString(error.message.empty() ? error.code : error.message));
    return sentences.join(u' ');
}

} // namespace bourse::gui
