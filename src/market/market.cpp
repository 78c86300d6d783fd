#include "base/logging.h"
#include "domain/lead/sealing.h"
#include "market/marketimpl.h"
#include "market/rows.h"
#include <QRandomGenerator>
#include <QSysInfo>
#include <QtConcurrent/QtConcurrentRun>
#include <condition_variable>

namespace bourse::market {

using namespace std::chrono_literals;

namespace {

std::vector<std::string> secretNames(const domain::MarketSnapshot &snapshot)
{
    std::vector<std::string> names;
    for (const domain::Value &document : snapshot.document().integrations) {
        const domain::Value *slug = document.find("slug");
        auto integration = slug ? snapshot.integration(slug->toText()) : nullptr;
        if (!integration)
            continue;
        for (std::string &name : integration->secretNames())
            names.push_back(std::move(name));
    }
    for (std::string &name : inboundSecretNames(snapshot))
        names.push_back(std::move(name));
    return names;
}

Secret randomToken()
{
    std::string bytes(32, '\0');
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        std::uint64_t random = QRandomGenerator::system()->generate64();
        std::memcpy(bytes.data() + i, &random, 8);
    }
    return Secret("bk_" + domain::toHex(bytes));
}

constexpr const char *demoKeyName = "demo-key";

} // namespace

Market::Market(QObject *parent) : QObject(parent), m_impl(std::make_unique<Impl>(*this))
{
    qRegisterMetaType<MarketPhase>();
    m_impl->worker.setMaxThreadCount(1);
    m_impl->readers.setMaxThreadCount(2);
    m_impl->testers.setMaxThreadCount(4);
    m_impl->readers.setExpiryTimeout(-1); // a reader's connection belongs to its thread: keep the threads
    m_impl->ticker.setInterval(100);
    connect(&m_impl->ticker, &QTimer::timeout, this, [this] { m_impl->tick(); });
}

Market::~Market()
{
    if (m_impl->phase == MarketPhase::Running)
        m_impl->worker.start([this] { m_impl->stopOnWorker(); });
    m_impl->worker.waitForDone();
    m_impl->readers.waitForDone();
    m_impl->testers.waitForDone();
}

void Market::Impl::setPhase(MarketPhase next)
{
    QMetaObject::invokeMethod(&q, [this, next] {
        phase = next;
        if (next == MarketPhase::Running)
            ticker.start();
        else if (next == MarketPhase::Stopping || next == MarketPhase::Failed)
            ticker.stop();
        Q_EMIT q.phaseChanged(next);
    });
}

void Market::start(MarketOptions options)
{
    Q_ASSERT(m_impl->phase == MarketPhase::Stopped || m_impl->phase == MarketPhase::Failed);
    m_impl->options = std::move(options);
    m_impl->failure.clear();
    m_impl->phase = MarketPhase::StartingDatabase;
    Q_EMIT phaseChanged(m_impl->phase);
    m_impl->worker.start([this] { m_impl->startOnWorker(); });
}

void Market::Impl::startOnWorker()
{
    auto started = startStages();
    if (started)
        return setPhase(MarketPhase::Running);
    Errors errors = started.errors();
    qCCritical(logMarket, "start failed: %s: %s", errors.front().code.c_str(),
               errors.front().message.c_str());
    stopOnWorker();
    QMetaObject::invokeMethod(&q, [this, errors] { failure = errors; });
    setPhase(MarketPhase::Failed);
}

Result<std::monostate> Market::Impl::startStages()
{
    if (auto done = openDatabase(); !done)
        return done;
    setPhase(MarketPhase::LoadingConfiguration);
    if (auto done = loadConfiguration(); !done)
        return done;
    setPhase(MarketPhase::StartingEngine);
    return startEngine();
}

Result<std::monostate> Market::Impl::openDatabase()
{
    auto key = secrets::loadMasterKey(options.dataDir, options.tryKeychain);
    if (!key)
        return key.errors();
    masterKey = key->key;
    vault = std::make_unique<secrets::Vault>(options.dataDir, *masterKey, options.tryKeychain);
    {
        std::string place = vault->place(); // asks the session bus: not on the window's thread
        std::lock_guard lock(snapshotMutex);
        secretPlace = std::move(place);
    }

    if (options.databaseUri) {
        uri = *options.databaseUri;
        password = options.databasePassword;
        if (password.isEmpty()) {
            auto stored = vault->read({"database-password"});
            if (stored && stored->contains("database-password"))
                password = stored->at("database-password");
        }
    } else {
        auto place = storage::clusterPlace(options.dataDir);
        if (!place)
            return place.errors();
        cluster = std::make_unique<storage::PrivateCluster>(*place);
        auto started = cluster->start([this](const std::string &sentence) {
            QMetaObject::invokeMethod(&q, [this, text = QString::fromStdString(sentence)] {
                progress = text;
                Q_EMIT q.phaseChanged(phase);
            });
        });
        if (!started)
            return started.errors();
        uri = cluster->uri();
    }
    setPhase(MarketPhase::Migrating);
    if (auto migrated = storage::migrate(uri, password); !migrated)
        return migrated.errors();
    if (auto checked = storage::checkMasterKey(storeOptions()); !checked)
        return checked.errors();
    return std::monostate{};
}

storage::StoreOptions Market::Impl::storeOptions() const
{
    return {uri, password, *masterKey, QSysInfo::machineHostName().toStdString(), nodeId, options.leaseTime};
}

Result<std::monostate> Market::Impl::loadConfiguration()
{
    if (options.demo) {
        auto known = vault->read({demoKeyName});
        if (known && known->contains(demoKeyName)) {
            demoKey = known->at(demoKeyName);
        } else {
            demoKey = randomToken();
            if (auto written = vault->write(demoKeyName, demoKey); !written)
                return written.errors();
        }
        auto document = options.demo->startBuyers(demoKey);
        if (!document)
            return document.errors();
        auto published = publishNow(*document, "demo", {});
        if (!published)
            return published.errors();
        return std::monostate{};
    }
    // nothing published is no failure: the intake answers 503 until an import or the desktop publishes
    // something
    auto found = takeNewest();
    if (!found)
        return found.errors();
    if (!*found)
        qCWarning(logMarket, "nothing is published yet; import a market document");
    return std::monostate{};
}

/// Loads what is published in the workspace served, compiles it and uses it; false if there is nothing.
Result<bool> Market::Impl::takeNewest()
{
    auto stored = options.workspace.empty() ? storage::loadFirstPublished(storeOptions())
                                            : storage::loadPublished(storeOptions(), options.workspace);
    if (!stored)
        return stored.errors();
    if (!stored.value())
        return false;
    const storage::StoredConfig &config = *stored.value();
    auto compiled = domain::MarketSnapshot::compile(config.document, config.workspaceId, config.version);
    if (!compiled)
        return compiled.errors();
    if (auto loaded = loadSecrets(**compiled); !loaded)
        return loaded.errors();
    options.workspace = config.document.workspace.slug;
    useSnapshot(*compiled, config.publishedAt);
    return true;
}

Result<std::monostate> Market::Impl::loadSecrets(const domain::MarketSnapshot &next)
{
    secretStamp = vault->stamp(); // before they are read: a change in between is seen next time
    auto values = vault->read(secretNames(next));
    if (!values)
        return values.errors();
    loadedSecrets.replace(std::move(*values));
    return std::monostate{};
}

void Market::Impl::useSnapshot(std::shared_ptr<const domain::MarketSnapshot> next, UtcTime published)
{
    {
        std::lock_guard lock(snapshotMutex);
        snapshot = next;
        publishedAt = published;
    }
    QMetaObject::invokeMethod(&q, [this, next] {
        board.setConfiguration(next);
        Q_EMIT q.configurationPublished(next->version());
        Q_EMIT q.integrationsChanged();
        Q_EMIT q.statusChanged();
    });
}

Result<std::int64_t> Market::Impl::publishNow(const domain::MarketDocument &document,
                                              const std::string &actor,
                                              std::optional<std::int64_t> baseVersion)
{
    // compiled before it is stored: what cannot run is never published
    auto trial = domain::MarketSnapshot::compile(document, Uuid(), 0);
    if (!trial)
        return trial.errors();
    auto stored = storage::publish(storeOptions(), document, actor, baseVersion);
    if (!stored)
        return stored.errors();
    return adopt(*stored);
}

/// Compiles and uses what has just been published; returns its version.
Result<std::int64_t> Market::Impl::adopt(const storage::StoredConfig &stored)
{
    auto compiled = domain::MarketSnapshot::compile(stored.document, stored.workspaceId, stored.version);
    if (!compiled)
        return compiled.errors();
    if (auto loaded = loadSecrets(**compiled); !loaded)
        return loaded.errors();
    useSnapshot(*compiled, stored.publishedAt);
    return stored.version;
}

void Market::Impl::onEngine(const std::function<void()> &work)
{
    std::mutex mutex;
    std::condition_variable condition;
    bool done = false;
    executor->post([&] {
        work();
        std::lock_guard lock(mutex);
        done = true;
        condition.notify_one();
    });
    std::unique_lock lock(mutex);
    condition.wait(lock, [&] { return done; });
}

Result<std::monostate> Market::Impl::startEngine()
{
    executor = std::make_unique<QtExecutor>();
    executor->moveToThread(&engineThread);
    engineThread.setObjectName(QStringLiteral("engine"));
    engineThread.start();

    writer = std::make_unique<storage::Writer>(storeOptions(), *executor);
    auto recovered = writer->start();
    if (!recovered)
        return recovered.errors();
    if (recovered->unknownPosts || recovered->interruptedLeads)
        qCWarning(logMarket,
                  "recovered after an interruption: %lld posts are unknown, %lld leads were not sent",
                  static_cast<long long>(recovered->unknownPosts),
                  static_cast<long long>(recovered->interruptedLeads));
    reader = std::make_unique<storage::Reader>(storeOptions());
    afterSale = std::make_unique<AfterSaleWork>(storeOptions(), *executor);

    std::shared_ptr<const domain::MarketSnapshot> config;
    {
        std::lock_guard lock(snapshotMutex);
        config = snapshot;
    }
    if (auto seeded = config ? seedBoard(*config) : Result<std::monostate>(std::monostate{}); !seeded)
        return seeded;

    onEngine([this] {
        gateway = std::make_unique<net::QtBuyerGateway>(*executor);
        exchange::ExchangeSettings settings;
        settings.nodeId = nodeId;
        exchange = std::make_unique<exchange::Exchange>(
            exchange::ExchangePorts{*executor, clock, *writer, *gateway, loadedSecrets, collector}, settings);
    });
    accepting = true;
    configurationWatch = std::make_unique<storage::ConfigurationWatch>(storeOptions(), [this] {
        if (!configurationDue.exchange(true))
            worker.start([this] {
                configurationDue = false; // before it is read: what is heard meanwhile is read again
                if (accepting)
                    followConfiguration();
            });
    });
    return std::monostate{};
}

/// Today's figures from before this start.
Result<std::monostate> Market::Impl::seedBoard(const domain::MarketSnapshot &config)
{
    const auto &workspace = config.document().workspace;
    const UtcTime now = clock.utcNow();
    auto day = reader->daySummary(config.workspaceId(),
                                  domain::capWindow(domain::CapPeriod::Day, now, workspace.zone).start,
                                  workspace.currency);
    if (!day)
        return day.errors();
    std::vector<LeadRow> newest;
    for (const auto &lead : day->newest)
        newest.push_back(toRow(lead, &config));
    QMetaObject::invokeMethod(&q, [this, summary = *day, newest] {
        board.seed(summary.leads, summary.sold, summary.unknown, summary.revenue, summary.payout,
                   summary.unknownHeld, summary.perBuyer, newest);
    });
    return std::monostate{};
}

/// Worker threads only. The state is shared with the callback, which may come after the wait was given up.
bool Market::Impl::waitUntilDrained(std::chrono::seconds limit)
{
    struct Drained {
        std::mutex mutex;
        std::condition_variable condition;
        bool done = false;
    };
    auto drained = std::make_shared<Drained>();
    onEngine([&] {
        exchange->drain([drained] {
            std::lock_guard lock(drained->mutex);
            drained->done = true;
            drained->condition.notify_one();
        });
    });
    std::unique_lock lock(drained->mutex);
    return drained->condition.wait_for(lock, limit, [&] { return drained->done; });
}

void Market::stop()
{
    if (m_impl->phase != MarketPhase::Running)
        return;
    m_impl->phase = MarketPhase::Stopping;
    m_impl->ticker.stop();
    Q_EMIT phaseChanged(m_impl->phase);
    m_impl->worker.start([this] {
        m_impl->stopOnWorker();
        m_impl->setPhase(MarketPhase::Stopped);
    });
}

void Market::Impl::stopOnWorker()
{
    accepting = false;
    configurationWatch.reset();
    testers.waitForDone(); // they give up as they see it
    if (exchange && !waitUntilDrained(60s)) {
        // A buyer may take a post for longer than that. Its connection is given up: the post becomes UNKNOWN
        // and is recorded so, which the next start would do as well.
        qCWarning(logMarket, "%zu leads were still in flight after 60 s; their posts are given up as unknown",
                  exchange->inFlight());
        onEngine([this] { gateway->giveUp(); });
        if (!waitUntilDrained(10s))
            qCWarning(logMarket, "leads are still in flight; the next start will recover them");
    }
    if (options.demo)
        options.demo->stop();
    if (afterSale)
        afterSale->waitForDone();
    if (writer)
        writer->stop();
    if (executor) {
        onEngine([this] {
            exchange.reset();
            gateway.reset();
        });
        afterSale.reset();
        writer.reset();
        executor.release()
            ->deleteLater(); // its timer belongs to the engine's thread, which deletes it as it ends
        engineThread.quit();
        engineThread.wait();
    }
    readers.waitForDone();
    reader.reset();
    if (cluster) {
        if (auto stopped = cluster->stop(); !stopped)
            qCWarning(logMarket, "database: %s", stopped.error().message.c_str());
        cluster.reset();
    }
    vault.reset();
}

MarketPhase Market::phase() const
{
    return m_impl->phase;
}

const Errors &Market::failure() const
{
    return m_impl->failure;
}

QString Market::phaseText() const
{
    switch (m_impl->phase) {
    case MarketPhase::Stopped:
        return tr("Stopped");
    case MarketPhase::StartingDatabase:
        return m_impl->progress.isEmpty() ? tr("Starting the database…") : m_impl->progress;
    case MarketPhase::Migrating:
        return tr("Bringing the database up to date…");
    case MarketPhase::LoadingConfiguration:
        return tr("Loading buyers, sources and routing…");
    case MarketPhase::StartingEngine:
        return tr("Starting the engine…");
    case MarketPhase::Running:
        return tr("Running");
    case MarketPhase::Stopping:
        return tr("Finishing leads in flight…");
    case MarketPhase::Failed:
        return tr("Could not start");
    }
    return {};
}

MarketStatus Market::status() const
{
    MarketStatus status;
    auto config = snapshot();
    if (config) {
        const auto &document = config->document();
        status.workspace = QString::fromStdString(
            document.workspace.label.empty() ? document.workspace.slug : document.workspace.label);
        status.buyers = static_cast<int>(document.buyers.size());
        status.configVersion = config->version();
        status.zone = QString::fromStdString(document.workspace.zone);
        std::lock_guard lock(m_impl->snapshotMutex);
        status.publishedAt = m_impl->publishedAt;
    }
    status.node = QSysInfo::machineHostName();
    status.listen = m_impl->listenUrl;
    status.database = QString::fromStdString(m_impl->uri);
    status.demo = m_impl->options.demo != nullptr;
    if (m_impl->phase == MarketPhase::Running && m_impl->writer)
        status.databaseMs = m_impl->writer->statistics().medianCommitMs;
    for (const BuyerHealth &buyer :
         m_impl->board.snapshot(LiveRange::Minutes15, m_impl->clock.utcNow()).buyers) {
        if (buyer.health == BuyerHealth::Health::Failing)
            status.alerts.push_back(tr("%1: %2").arg(buyer.label, buyer.healthText));
    }
    return status;
}

void Market::setListenAddress(const QString &url)
{
    m_impl->listenUrl = url;
    Q_EMIT statusChanged();
}

std::string Market::databaseUri() const
{
    return m_impl->uri;
}

Secret Market::demoKey() const
{
    return m_impl->demoKey;
}

std::shared_ptr<const domain::MarketSnapshot> Market::snapshot() const
{
    std::lock_guard lock(m_impl->snapshotMutex);
    return m_impl->snapshot;
}

QFuture<Result<std::int64_t>> Market::publish(domain::MarketDocument document, QString actor,
                                              std::optional<std::int64_t> baseVersion)
{
    if (!baseVersion) {
        const auto inUse = snapshot();
        baseVersion = inUse ? inUse->version() : 0;
    }
    return QtConcurrent::run(&m_impl->worker,
                             [this, document = std::move(document), actor = std::move(actor), baseVersion] {
                                 return m_impl->publishNow(document, actor.toStdString(), baseVersion);
                             });
}

void Market::submit(exchange::IntakeLead lead, exchange::Exchange::AnswerHandler answer)
{
    if (!m_impl->accepting) {
        exchange::IntakeAnswer refusal;
        refusal.kind = exchange::IntakeAnswer::Kind::Unavailable;
        refusal.errors = {{"not_running", "", "", "The engine is not running."}};
        return answer(std::move(refusal));
    }
    m_impl->executor->post([this, lead = std::make_shared<exchange::IntakeLead>(std::move(lead)),
                            answer = std::move(answer)]() mutable {
        m_impl->exchange->submit(std::move(*lead), std::move(answer));
    });
}

Error notRunning()
{
    return {"not_running", "", "", "The market is not running."};
}

QFuture<Result<LeadRow>> Market::lead(Uuid id) const
{
    return QtConcurrent::run(&m_impl->readers, [this, id]() -> Result<LeadRow> {
        auto config = snapshot();
        if (!m_impl->reader || !config)
            return notRunning();
        auto stored = m_impl->reader->lead(config->workspaceId(), id, false);
        if (!stored)
            return stored.errors();
        LeadRow row = toRow(stored->summary, config.get());
        row.vertical = QString::fromStdString(stored->vertical);
        row.routingDecision = QString::fromStdString(stored->routingDecision);
        return row;
    });
}

QFuture<Result<LeadPage>> Market::leads(LeadQuery query) const
{
    return QtConcurrent::run(&m_impl->readers, [this, query](QPromise<Result<LeadPage>> &promise) {
        auto config = snapshot();
        if (!m_impl->reader || !config) {
            promise.addResult(notRunning());
            return;
        }
        storage::LeadListQuery list;
        list.from = query.from;
        list.to = query.to;
        list.states.assign(query.states.begin(), query.states.end());
        auto copy = [](const QVector<QString> &from, std::vector<std::string> &to) {
            for (const QString &item : from)
                to.push_back(item.toStdString());
        };
        copy(query.sources, list.sources);
        copy(query.buyers, list.buyers);
        copy(query.regions, list.regions);
        if (query.minLatencyMs)
            list.minDurationUs = *query.minLatencyMs * 1000;
        if (query.maxLatencyMs)
            list.maxDurationUs = *query.maxLatencyMs * 1000;
        list.minPriceMicros = query.minPriceMicros;
        list.maxPriceMicros = query.maxPriceMicros;
        list.reasonContains = query.reasonContains.toStdString();
        list.leadIdPrefix = query.leadId.toStdString();
        list.before = query.before;
        list.limit = query.limit;
        if (promise.isCanceled())
            return;
        const MonoTime begin = m_impl->clock.monotonic();
        auto found = m_impl->reader->leads(config->workspaceId(), list);
        if (!found) {
            promise.addResult(found.errors());
            return;
        }
        LeadPage page;
        page.total = found->total;
        page.all = found->all;
        page.rows.reserve(static_cast<qsizetype>(found->rows.size()));
        for (const auto &lead : found->rows)
            page.rows.push_back(toRow(lead, config.get()));
        page.elapsedMs = static_cast<int>((m_impl->clock.monotonic() - begin).count() / 1000);
        promise.addResult(std::move(page));
    });
}

QFuture<Result<LeadTrace>> Market::trace(Uuid id, bool revealPii) const
{
    return QtConcurrent::run(&m_impl->readers, [this, id, revealPii]() -> Result<LeadTrace> {
        auto config = snapshot();
        if (!m_impl->reader || !config)
            return notRunning();
        // PII is read in either case: what must be masked has to be known
        auto stored = m_impl->reader->lead(config->workspaceId(), id, true);
        if (!stored)
            return stored.errors();
        return toTrace(*stored, config.get(), revealPii);
    });
}

QFuture<Result<QHash<int, qint64>>> Market::countsToday() const
{
    return QtConcurrent::run(&m_impl->readers, [this]() -> Result<QHash<int, qint64>> {
        auto config = snapshot();
        if (!m_impl->reader || !config)
            return notRunning();
        const std::string &zone = config->document().workspace.zone;
        UtcTime since = domain::capWindow(domain::CapPeriod::Day, m_impl->clock.utcNow(), zone).start;
        auto counts = m_impl->reader->counts(config->workspaceId(), since);
        if (!counts)
            return counts.errors();
        QHash<int, qint64> result;
        for (const auto &[state, count] : *counts)
            result.insert(static_cast<int>(state), count);
        return result;
    });
}

LiveSnapshot Market::live(LiveRange range) const
{
    return m_impl->board.snapshot(range, m_impl->clock.utcNow());
}

void Market::Impl::tick()
{
    std::vector<exchange::LeadSummary> leads;
    std::vector<exchange::CallSummary> calls;
    collector.take(leads, calls);
    auto config = q.snapshot();
    QVector<LeadRow> rows;
    QHash<Uuid, qsizetype> placeOf;
    for (const auto &lead : leads) {
        LeadRow row = toRow(lead, config.get());
        board.leadChanged(lead, row);
        auto known = placeOf.find(lead.leadId);
        if (known != placeOf.end()) {
            rows[*known] = std::move(row);
        } else {
            placeOf.insert(lead.leadId, rows.size());
            rows.push_back(std::move(row));
        }
    }
    for (const auto &call : calls)
        board.callFinished(call);
    if (!rows.isEmpty())
        Q_EMIT q.leadsChanged(rows);
    ++ticks;
    if (ticks % 5 == 0) {
        Q_EMIT q.liveChanged();
        followUp();
    }
    if (ticks % 10 == 0) {
        Q_EMIT q.statusChanged();
        keepHouse();
    }
}

/// Once a second: is the database there, and has another process published (import beside a running node)?
void Market::Impl::keepHouse()
{
    if (housekeeping.exchange(true))
        return; // the last round still waits for the database
    worker.start([this] {
        if (accepting) {
            reviveDatabase();
            followConfiguration();
            followSecrets();
        }
        housekeeping = false;
    });
}

void Market::Impl::reviveDatabase()
{
    if (!cluster)
        return;
    auto revived = cluster->revive();
    if (!revived)
        qCCritical(logMarket, "database: %s: %s", revived.error().code.c_str(),
                   revived.error().message.c_str());
}

/// A secret that another process has set, the secret command beside a running node, say.
void Market::Impl::followSecrets()
{
    auto current = q.snapshot();
    if (!current || vault->stamp() == secretStamp)
        return;
    if (auto loaded = loadSecrets(*current); !loaded)
        qCWarning(logMarket, "secrets cannot be read: %s: %s", loaded.error().code.c_str(),
                  loaded.error().message.c_str());
}

void Market::Impl::followConfiguration()
{
    auto current = q.snapshot();
    if (current) {
        auto version = storage::publishedVersion(storeOptions(), current->workspaceId());
        if (!version || *version <= current->version())
            return;
    }
    if (auto taken = takeNewest(); !taken)
        qCWarning(logMarket, "what is published cannot be used: %s: %s", taken.error().code.c_str(),
                  taken.error().message.c_str());
}

} // namespace bourse::market
