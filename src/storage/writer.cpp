// The writer's thread: takes everything that queued while the last commit ran, and commits it together.
#include "base/logging.h"
#include "storage/store.h"
#include "storage/writersession.h"
#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>
#include <unordered_set>

namespace bourse::storage {

namespace {
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr auto retryTime = std::chrono::seconds(5);
constexpr auto heartbeatEvery = std::chrono::seconds(2);
constexpr auto recoverEvery = std::chrono::seconds(5);
constexpr auto partitionsEvery = std::chrono::hours(12);
constexpr int partitionMonthsAhead = 3;
constexpr auto sweepEvery = std::chrono::minutes(1);
/// Bounds how long a sweep's transaction takes, and what one heartbeat may spend on it.
constexpr int claimsPerSweep = 1000;
constexpr int sweepsPerHeartbeat = 20;
/// Bounds the time that one transaction holds counters and the memory of its arrays.
constexpr std::size_t maxPerTransaction = 256;

SteadyTime steadyNow()
{
    return std::chrono::steady_clock::now();
}
} // namespace

struct Writer::Impl {
    Impl(StoreOptions storeOptions, Executor &answers)
        : options(std::move(storeOptions)), executor(answers), session(options, executor)
    {
    }

    void run(std::promise<Result<RecoveryReport>> started);
    Result<RecoveryReport> begin();
    void push(std::unique_ptr<Command> command);
    void process(Commands commands);
    void commitBatch(Batch batch);
    template <class T, class Read> void look(const Promise<Result<T>> &promise, Read read);
    bool reconnect(SteadyTime until);
    void complete(const Batch &batch);
    void keepHouse();
    bool renew(SteadyTime now);
    void sweep(SteadyTime now);
    void note(std::size_t commands, std::chrono::steady_clock::duration took);

    const StoreOptions options;
    Executor &executor;
    std::thread thread;

    mutable std::mutex mutex;
    std::condition_variable wake;
    Commands queue;
    bool waiting = false;
    bool stopping = false;
    bool running = false;
    WriterStatistics figures;
    std::vector<double> recentMs;
    std::size_t recentAt = 0;

    // the thread's own
    WriterSession session;
    LeaseWatch watch;
    SteadyTime nextHeartbeat{}, nextRecovery{}, nextPartitions{}, nextSweep{};
};

Writer::Writer(StoreOptions options, Executor &executor)
    : m_impl(std::make_unique<Impl>(std::move(options), executor))
{
}

Writer::~Writer()
{
    stop();
}

Result<RecoveryReport> Writer::start()
{
    std::promise<Result<RecoveryReport>> started;
    auto report = started.get_future();
    {
        std::lock_guard lock(m_impl->mutex);
        if (m_impl->running)
            return Error{"already_started", {}, {}, "The writer runs already."};
        m_impl->running = true;
        m_impl->stopping = false;
    }
    m_impl->thread = std::thread(
        [impl = m_impl.get(), promise = std::move(started)]() mutable { impl->run(std::move(promise)); });
    auto result = report.get();
    if (!result)
        stop();
    return result;
}

void Writer::stop()
{
    {
        std::lock_guard lock(m_impl->mutex);
        m_impl->stopping = true;
        m_impl->wake.notify_one();
    }
    if (m_impl->thread.joinable())
        m_impl->thread.join();
}

Future<Result<exchange::ReceiveOutcome>> Writer::receive(exchange::ReceivedLead lead)
{
    Uuid workspace = lead.snapshot->workspaceId(), id = lead.leadId;
    ReceiveWork work(std::move(lead), m_impl->executor);
    auto future = work.promise.future();
    m_impl->push(std::make_unique<Command>(workspace, id, std::move(work)));
    return future;
}

Future<Result<exchange::ReserveOutcome>> Writer::reserve(exchange::SendingPost post)
{
    Uuid workspace = post.workspaceId, id = post.leadId;
    ReserveWork work(std::move(post), m_impl->executor);
    auto future = work.promise.future();
    m_impl->push(std::make_unique<Command>(workspace, id, std::move(work)));
    return future;
}

Future<Result<exchange::FoundOffer>> Writer::find(exchange::OfferQuery query)
{
    const Uuid workspace = query.workspace;
    FindWork work(std::move(query), m_impl->executor);
    auto future = work.promise.future();
    m_impl->push(std::make_unique<Command>(workspace, Uuid(), std::move(work)));
    return future;
}

Future<Result<std::vector<Uuid>>> Writer::waiting(Uuid workspace)
{
    WaitingWork work(workspace, m_impl->executor);
    auto future = work.promise.future();
    m_impl->push(std::make_unique<Command>(workspace, Uuid(), std::move(work)));
    return future;
}

Future<Result<exchange::TakingOutcome>> Writer::take(exchange::OfferTaking taking)
{
    Uuid workspace = taking.workspace, id = taking.leadId;
    TakeWork work(std::move(taking), m_impl->executor);
    auto future = work.promise.future();
    m_impl->push(std::make_unique<Command>(workspace, id, std::move(work)));
    return future;
}

Future<Result<std::monostate>> Writer::record(exchange::JournalEntry entry)
{
    Uuid workspace = entry.workspaceId, id = entry.leadId;
    RecordWork work(std::move(entry), m_impl->executor);
    auto future = work.promise.future();
    m_impl->push(std::make_unique<Command>(workspace, id, std::move(work)));
    return future;
}

WriterStatistics Writer::statistics() const
{
    std::lock_guard lock(m_impl->mutex);
    WriterStatistics figures = m_impl->figures;
    std::vector<double> recent = m_impl->recentMs;
    if (!recent.empty()) {
        auto middle = recent.begin() + static_cast<std::ptrdiff_t>(recent.size() / 2);
        std::nth_element(recent.begin(), middle, recent.end());
        figures.medianCommitMs = *middle;
    }
    return figures;
}

void Writer::Impl::push(std::unique_ptr<Command> command)
{
    bool mustWake = false;
    {
        std::lock_guard lock(mutex);
        if (!running || stopping) {
            fail(executor, *command, {"storage_unavailable", {}, {}, "The database writer is not running."});
            return;
        }
        queue.push_back(std::move(command));
        mustWake = waiting;
    }
    if (mustWake)
        wake.notify_one();
}

Result<RecoveryReport> Writer::Impl::begin()
{
    if (auto opened = session.open(steadyNow() + retryTime); !opened)
        return opened.errors();
    auto made = session.connection().exec("SELECT bourse.ensure_partitions(" +
                                          std::to_string(partitionMonthsAhead) + ")");
    if (!made)
        return made.errors();
    nextHeartbeat = steadyNow() + heartbeatEvery;
    nextRecovery = steadyNow() + recoverEvery;
    nextPartitions = steadyNow() + partitionsEvery;
    return recoverDeadNodes(session.connection(), options, RecoverWhom::OwnAndOthers);
}

void Writer::Impl::run(std::promise<Result<RecoveryReport>> started)
{
    auto report = begin();
    bool usable = report.ok();
    started.set_value(std::move(report));
    while (usable) {
        Commands taken;
        {
            std::unique_lock lock(mutex);
            waiting = true;
            wake.wait_until(lock, nextHeartbeat, [this] { return stopping || !queue.empty(); });
            waiting = false;
            taken.swap(queue);
            if (taken.empty() && stopping)
                break;
        }
        // who was stopped for longer than a lease says that it is back before it does anything
        if (const SteadyTime now = steadyNow();
            now >= nextHeartbeat + options.leaseTime / 2 && session.isOpen())
            (void)renew(now);
        if (!taken.empty())
            process(std::move(taken));
        keepHouse();
    }
    session.close();
    std::lock_guard lock(mutex);
    running = false;
    for (auto &command : queue)
        fail(executor, *command, {"storage_unavailable", {}, {}, "The database writer has stopped."});
    queue.clear();
}

void Writer::Impl::process(Commands commands)
{
    // A transaction is of one workspace and has no lead, key or payload twice; what would be the second goes
    // into the next one, in order.
    std::vector<bool> done(commands.size(), false);
    std::size_t left = commands.size();
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const auto *find = std::get_if<FindWork>(&commands[i]->work);
        const auto *waiting = std::get_if<WaitingWork>(&commands[i]->work);
        if (find)
            look(find->promise, [&] { return session.find(find->query); });
        else if (waiting)
            look(waiting->promise, [&] { return session.waiting(waiting->workspace); });
        if (find || waiting) {
            done[i] = true;
            --left;
        }
    }
    while (left > 0) {
        Batch batch;
        std::unordered_set<Uuid> leads, held;
        std::unordered_set<std::string> claims;
        for (std::size_t i = 0; i < commands.size() && batch.size() < maxPerTransaction; ++i) {
            if (done[i])
                continue;
            Command *command = commands[i].get();
            if (held.contains(command->lead))
                continue;
            bool fits = (batch.empty() || command->workspace == batch.front()->workspace) &&
                        !leads.contains(command->lead);
            if (const auto *work = std::get_if<ReceiveWork>(&command->work); fits && work) {
                std::string claim;
                if (const auto &key = work->lead.idempotency)
                    claim = "k" + key->keyId + '\n' + key->route + '\n' + key->key;
                std::string repeat =
                    work->lead.repeatHash.empty() ? std::string() : "r" + work->lead.repeatHash;
                fits = !claims.contains(claim) && !claims.contains(repeat);
                if (fits) {
                    if (!claim.empty())
                        claims.insert(claim);
                    if (!repeat.empty())
                        claims.insert(repeat);
                }
            }
            if (const auto *work = std::get_if<TakeWork>(&command->work);
                fits && work && work->taking.claim) {
                const auto &key = *work->taking.claim;
                fits = claims.insert("k" + key.keyId + '\n' + key.route + '\n' + key.key).second;
            }
            if (const auto *work = std::get_if<ReserveWork>(&command->work); fits && work) {
                // each of two posts of one person has to see what became of the other
                std::vector<std::string> persons;
                for (const exchange::PersonProbe &probe : work->post.probes)
                    for (const auto &[kind, value] : probe.keys)
                        persons.push_back("p" + kind + '\n' + value);
                fits = std::none_of(persons.begin(), persons.end(),
                                    [&](const std::string &person) { return claims.contains(person); });
                if (fits)
                    claims.insert(persons.begin(), persons.end());
            }
            if (!fits) {
                held.insert(command->lead); // its later commands wait with it
                continue;
            }
            leads.insert(command->lead);
            batch.push_back(command);
            done[i] = true;
            --left;
        }
        commitBatch(std::move(batch));
    }
}

/// Reads apart from the batches; what was committed before this call is seen.
template <class T, class Read> void Writer::Impl::look(const Promise<Result<T>> &promise, Read read)
{
    const SteadyTime until = steadyNow() + retryTime;
    Result<T> found = Error{"storage_unavailable", {}, {}, "The database does not answer."};
    while (steadyNow() < until) {
        if (!session.isOpen() && !reconnect(until))
            break;
        found = read();
        if (found || (session.isOpen() && !isConnectionLost(found.error()) && !isRetryable(found.error())))
            break;
    }
    executor.post([promise, found = std::move(found)] { promise.complete(found); });
}

bool Writer::Impl::reconnect(SteadyTime until)
{
    while (steadyNow() < until) {
        auto opened = session.open(until);
        if (opened) {
            watch.clear();
            qCInfo(logStorage, "writer: the database connection is back");
            return true;
        }
        qCWarning(logStorage, "writer: no database connection: %s", opened.error().code.c_str());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

void Writer::Impl::commitBatch(Batch batch)
{
    const SteadyTime until = steadyNow() + retryTime;
    const Error unavailable{"storage_unavailable", {}, {}, "The database does not answer."};
    bool again = false;
    const auto failAll = [this, &batch](const Error &error) {
        for (Command *command : batch)
            fail(executor, *command, error);
    };
    for (;;) {
        if (!session.isOpen() && !reconnect(until))
            return failAll(unavailable);
        SteadyTime begun = steadyNow();
        auto written = session.prepare(batch);
        if (batch.empty())
            return;
        if (written)
            written = session.write(batch, again);
        if (written) {
            session.settle(batch);
            note(batch.size(), steadyNow() - begun);
            return complete(batch);
        }
        const Error &error = written.error();
        if (!session.isOpen() || isConnectionLost(error)) {
            qCWarning(logStorage, "writer: connection lost with %zu commands, trying again", batch.size());
            session.close();
            again = true; // the lost answer may have been a COMMIT's
            if (steadyNow() >= until)
                return failAll(unavailable);
            continue;
        }
        if (isRetryable(error) && steadyNow() < until)
            continue;
        if (error.code == "unique_violation" && !again) {
            again = true;
            continue;
        }
        if (sqlState(error) == "BE001" && steadyNow() < until) {
            // someone else has written to one of these leads: read the heads again and chain anew
            for (Command *command : batch) {
                if (std::holds_alternative<RecordWork>(command->work) ||
                    std::holds_alternative<TakeWork>(command->work)) {
                    session.forget(command->lead);
                    command->prepared = false;
                }
            }
            continue;
        }
        if (error.code == "disk_full" || error.code == "out_of_memory" ||
            error.code == "too_many_connections")
            return failAll(error);
        qCWarning(logStorage, "writer: %zu commands refused: %s %s", batch.size(), error.code.c_str(),
                  error.rule.c_str());
        if (batch.size() == 1)
            return failAll(error);
        // one of them is bad; the others shall not suffer for it
        for (Command *command : batch)
            commitBatch({command});
        return;
    }
}

void Writer::Impl::complete(const Batch &batch)
{
    // one message to the executor for the whole batch
    auto answers = std::make_shared<std::vector<std::function<void()>>>();
    answers->reserve(batch.size());
    for (Command *command : batch) {
        std::visit(
            [&answers](auto &work) {
                if constexpr (requires { work.outcome; })
                    answers->push_back([promise = work.promise, outcome = std::move(work.outcome)] {
                        promise.complete(outcome);
                    });
                else if constexpr (std::is_same_v<decltype(work), RecordWork &>)
                    answers->push_back([promise = work.promise, left = work.leftBehind] {
                        if (left)
                            promise.complete(
                                Error{"left_behind", {}, {}, "The lead is closed, or somebody else's."});
                        else
                            promise.complete(std::monostate());
                    });
            },
            command->work);
    }
    executor.post([answers] {
        for (const auto &answer : *answers)
            answer();
    });
}

void Writer::Impl::note(std::size_t commands, std::chrono::steady_clock::duration took)
{
    constexpr std::size_t kept = 256;
    double ms = std::chrono::duration<double, std::milli>(took).count();
    std::lock_guard lock(mutex);
    ++figures.commits;
    figures.commands += static_cast<std::int64_t>(commands);
    if (recentMs.size() < kept)
        recentMs.push_back(ms);
    else
        recentMs[recentAt++ % kept] = ms;
}

bool Writer::Impl::renew(SteadyTime now)
{
    nextHeartbeat = now + heartbeatEvery;
    auto renewed = renewLease(session.connection(), options);
    if (renewed && *renewed)
        qCWarning(logStorage,
                  "this node was taken for dead; the leads that it had are looked after by another");
    return renewed.ok();
}

void Writer::Impl::keepHouse()
{
    const SteadyTime now = steadyNow();
    if (now < nextHeartbeat)
        return;
    nextHeartbeat = now + heartbeatEvery;
    if (!session.isOpen()) {
        watch.clear();
        if (!session.open(now))
            return;
    }
    if (!renew(now))
        return;
    Connection &connection = session.connection();
    if (now >= nextRecovery) {
        nextRecovery = now + recoverEvery;
        auto report = recoverDeadNodes(connection, options, RecoverWhom::Others, &watch);
        if (report && (report->unknownPosts || report->interruptedLeads))
            qCWarning(logStorage, "recovered a dead node: %lld posts unknown, %lld leads interrupted",
                      static_cast<long long>(report->unknownPosts),
                      static_cast<long long>(report->interruptedLeads));
    }
    for (int i = 0; i < sweepsPerHeartbeat; ++i) {
        auto expired = expireOffers(connection, options.nodeId, claimsPerSweep);
        if (!expired)
            qCWarning(logStorage, "writer: offers are not closed: %s", expired.error().code.c_str());
        if (!expired || *expired < claimsPerSweep)
            break;
    }
    if (now >= nextPartitions) {
        nextPartitions = now + partitionsEvery;
        (void)connection.exec("SELECT bourse.ensure_partitions(" + std::to_string(partitionMonthsAhead) +
                              ")");
    }
    if (now >= nextSweep)
        sweep(now);
}

void Writer::Impl::sweep(SteadyTime now)
{
    nextSweep = now + sweepEvery;
    for (int i = 0; i < sweepsPerHeartbeat; ++i) {
        auto swept = sweepClaims(session.connection(), claimsPerSweep);
        if (!swept) {
            qCWarning(logStorage, "writer: old claims are kept: %s", swept.error().code.c_str());
            return;
        }
        if (*swept < claimsPerSweep)
            return;
        std::lock_guard lock(mutex);
        if (!queue.empty() || stopping)
            break;
    }
    nextSweep = now; // there may be more: go on at the next heartbeat
}

} // namespace bourse::storage
