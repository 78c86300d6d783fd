// Channels' health, operators' holds, and leads that wait: what nodes do together beside routing.
#include "base/logging.h"
#include "market/marketimpl.h"
#include "market/pacingwork.h"
#include <QtConcurrent/QtConcurrentRun>

namespace bourse::market {

namespace {
constexpr auto countEvery = std::chrono::seconds(15);
/// How far back acceptance and returns are looked at.
constexpr int countedDays = 14;
} // namespace

PacingWork::PacingWork(storage::StoreOptions options, Executor &executor)
    : m_store(std::move(options)), m_executor(executor)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1); // its session stays with it
}

PacingWork::~PacingWork()
{
    m_thread.waitForDone();
}

Future<Result<std::vector<exchange::ResumedLead>>> PacingWork::claimWaiting(Uuid workspaceId, int limit)
{
    Promise<Result<std::vector<exchange::ResumedLead>>> promise(m_executor);
    auto future = promise.future();
    m_thread.start([this, workspaceId, limit, promise] {
        auto claimed = m_store.claimWaiting(workspaceId, limit);
        if (!claimed) {
            promise.complete(claimed.errors());
            return;
        }
        for (const Uuid &lead : claimed->ended)
            if (ended)
                ended(workspaceId, lead);
        promise.complete(std::move(claimed->leads));
    });
    return future;
}

/// What the engine has to know of holds and of pings that others have sent; on the pacing thread.
void Market::Impl::sharePacing(const Uuid &workspace, std::vector<exchange::PingCounts::Row> pings)
{
    auto sums = pacing->store().addPings(workspace, pings);
    auto rows = pacing->store().holds(workspace);
    if (!sums || !rows)
        qCWarning(logMarket, "holds and ping counts cannot be shared now: %s",
                  (sums ? rows.error() : sums.error()).code.c_str());
    exchange::Holds holds;
    if (rows)
        for (const storage::HoldRow &row : *rows)
            holds.emplace(row.channel, row.hold);
    executor->post([this, known = rows.ok(), holds = std::move(holds), stored = sums.ok(),
                    told = sums ? std::move(*sums) : std::move(pings)] {
        if (!exchange)
            return;
        if (known)
            exchange->setHolds(holds);
        if (stored)
            exchange->pingCounts().learn(told);
        else
            exchange->pingCounts().putBack(told);
    });
}

/// Twice a second.
void Market::Impl::pace()
{
    auto config = q.snapshot();
    if (!accepting || !pacing || !config)
        return;
    executor->post([this, config] {
        if (!accepting || !exchange)
            return;
        exchange->resume(*pacing, config);
        auto health = exchange->health();
        {
            std::lock_guard lock(pacing->healthMutex);
            pacing->health = std::move(health);
        }
        if (pacing->sharing.exchange(true))
            return; // the last round still waits for the database
        pacing->start([this, config, pings = exchange->pingCounts().takeNew()]() mutable {
            sharePacing(config->workspaceId(), std::move(pings));
            pacing->sharing = false;
        });
    });
    if (clock.monotonic() < pacing->nextCounting)
        return;
    pacing->nextCounting = clock.monotonic() + countEvery;
    pacing->start([this, config] {
        auto counts = pacing->store().channelCounts(config->workspaceId(), countedDays);
        if (!counts) {
            qCWarning(logMarket, "channels cannot be counted now: %s", counts.error().code.c_str());
            return;
        }
        executor->post([this, counts = std::move(*counts)] { pacing->statistics.replace(counts); });
    });
}

QVector<exchange::ChannelHealth> Market::channelHealth() const
{
    if (!m_impl->accepting || !m_impl->pacing)
        return {};
    std::lock_guard lock(m_impl->pacing->healthMutex);
    return {m_impl->pacing->health.begin(), m_impl->pacing->health.end()};
}

QFuture<Result<std::monostate>> Market::holdChannel(QString slug, std::optional<exchange::Hold> hold,
                                                    QString reason, QString actor)
{
    if (!m_impl->accepting || !m_impl->pacing)
        return QtFuture::makeReadyFuture(Result<std::monostate>(notRunning()));
    return QtConcurrent::run(
        &m_impl->pacing->thread(), [this, slug, hold, reason, actor]() -> Result<std::monostate> {
            auto config = snapshot();
            if (!config)
                return notRunning();
            if (!exchange::hasChannel(*config, slug.toStdString()))
                return Error{"no_such_channel", "channel", "a published channel",
                             "There is no channel “" + slug.toStdString() + "”."};
            auto done = m_impl->pacing->store().setHold(config->workspaceId(), slug.toStdString(), hold,
                                                        reason.toStdString(), actor.toStdString());
            if (!done)
                return done.errors();
            m_impl->sharePacing(config->workspaceId(), {});
            return std::monostate();
        });
}

} // namespace bourse::market
