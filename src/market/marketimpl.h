#pragma once
// What the market is made of. Private to this room.
#include "exchange/authgrant.h"
#include "market/aftersalework.h"
#include "market/liveboard.h"
#include "market/market.h"
#include "market/qtexecutor.h"
#include "net/buyeraccessmanager.h"
#include "secrets/vault.h"
#include "storage/cluster.h"
#include "storage/configurationwatch.h"
#include "storage/store.h"
#include <QThread>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace bourse::market {

/// Secrets that integrations refer to, read once per publish: the engine never waits for a keychain.
class LoadedSecrets final : public exchange::SecretSource {
  public:
    std::map<std::string, Secret> secrets(const std::vector<std::string> &names) const override
    {
        std::map<std::string, Secret> found;
        std::lock_guard lock(m_mutex);
        for (const std::string &name : names) {
            if (auto it = m_values.find(name); it != m_values.end())
                found.insert(*it);
        }
        return found;
    }
    void replace(std::map<std::string, Secret> values)
    {
        std::lock_guard lock(m_mutex);
        m_values = std::move(values);
    }

  private:
    mutable std::mutex m_mutex;
    std::map<std::string, Secret> m_values;
};

/// Collects on the engine's thread; the façade takes what has gathered, ten times a second.
class ChangeCollector final : public exchange::Observer {
  public:
    void leadChanged(const exchange::LeadSummary &lead) override
    {
        std::lock_guard lock(m_mutex);
        m_leads.push_back(lead);
    }
    void callFinished(const exchange::CallSummary &call) override
    {
        std::lock_guard lock(m_mutex);
        m_calls.push_back(call);
    }
    void take(std::vector<exchange::LeadSummary> &leads, std::vector<exchange::CallSummary> &calls)
    {
        std::lock_guard lock(m_mutex);
        leads.swap(m_leads);
        calls.swap(m_calls);
    }

  private:
    std::mutex m_mutex;
    std::vector<exchange::LeadSummary> m_leads;
    std::vector<exchange::CallSummary> m_calls;
};

struct Market::Impl {
    explicit Impl(Market &market) : q(market) {}

    void setPhase(MarketPhase next);
    void startOnWorker();
    Result<std::monostate> startStages();
    Result<std::monostate> openDatabase();
    Result<std::monostate> loadConfiguration();
    Result<std::monostate> startEngine();
    Result<std::monostate> seedBoard(const domain::MarketSnapshot &config);
    void stopOnWorker();
    void useSnapshot(std::shared_ptr<const domain::MarketSnapshot> next, UtcTime published);
    Result<bool> takeNewest();
    Result<std::monostate> loadSecrets(const domain::MarketSnapshot &next);
    Result<std::int64_t> adopt(const storage::StoredConfig &stored);
    Result<std::int64_t> publishNow(const domain::MarketDocument &document, const std::string &actor,
                                    std::optional<std::int64_t> baseVersion);
    storage::StoreOptions storeOptions() const;
    void tick();
    void keepHouse();
    void reviveDatabase();
    void followConfiguration();
    void followSecrets();
    /// Runs on the engine's thread and waits for it; worker threads only.
    void onEngine(const std::function<void()> &work);
    bool waitUntilDrained(std::chrono::seconds limit);

    // integrations being edited (market/integrations.cpp)
    Result<qint64> publishIntegrationNow(const domain::Value &document, qint64 baseVersion,
                                         const std::string &note, const std::string &actor);
    Result<QVector<IntegrationHead>> integrationHeads(const domain::MarketSnapshot &config) const;
    Result<IntegrationDraft> integrationDraft(const Uuid &workspace, const std::string &slug) const;
    Result<QVector<SampleLead>> sampleLeads(const domain::MarketSnapshot &config, const std::string &vertical,
                                            int count) const;
    void tellIntegrationsChanged();

    // after the sale (market/aftersale.cpp); both on its thread
    CallbackAnswer takeCallback(const domain::MarketSnapshot &config, const domain::Integration &integration,
                                const domain::InboundRequest &request, const exchange::Booking &booking);
    void tellChanged(const Uuid &workspace, const Uuid &lead);
    void followUp();

    // trying a document (market/sendtest.cpp)
    /// Sends once and waits for the end; worker threads only. `gaveUp` is polled and ends the call.
    exchange::BuyerReply callBuyer(exchange::BuyerCall call, const std::function<bool()> &gaveUp);
    Result<TestExchange> sendTest(const TestCall &call, const std::function<bool()> &gaveUp);
    Result<TestExchange> tryDocument(const TestCall &call, const domain::Integration &integration,
                                     const std::map<std::string, Secret> &secrets,
                                     const std::function<bool()> &gaveUp);
    Result<TestExchange> exchangeOnce(const TestCall &call, const domain::Integration &integration,
                                      const std::map<std::string, Secret> &secrets,
                                      const std::map<std::string, std::string> &carried,
                                      const std::function<bool()> &gaveUp);

    // secrets (market/marketsecrets.cpp)
    Result<std::monostate> changeSecret(const std::string &name, const Secret *value);

    Market &q;
    MarketOptions options;
    MarketPhase phase = MarketPhase::Stopped;
    QString progress;
    Errors failure;
    Uuid nodeId = Uuid::v7();

    std::unique_ptr<storage::PrivateCluster> cluster;
    std::string uri;
    Secret password;
    std::optional<domain::MasterKey> masterKey;
    std::unique_ptr<secrets::Vault> vault;
    Secret demoKey;

    QThread engineThread;
    std::unique_ptr<QtExecutor> executor;
    SystemClock clock;
    LoadedSecrets loadedSecrets;
    ChangeCollector collector;
    std::unique_ptr<storage::Writer> writer;
    std::unique_ptr<net::QtBuyerGateway> gateway; ///< made and destroyed on the engine's thread
    std::unique_ptr<exchange::Exchange> exchange; ///< likewise
    std::unique_ptr<AfterSaleWork> afterSale;
    std::unique_ptr<storage::ConfigurationWatch> configurationWatch;
    std::atomic<bool> configurationDue = false; ///< heard of and not looked at yet
    std::atomic<bool> accepting = false;
    std::atomic<bool> pairing = false;
    MonoTime nextForgetting{}; ///< of the after-sale thread
    std::atomic<bool> housekeeping = false;

    mutable QThreadPool readers;
    mutable QThreadPool testers; ///< wait for buyers; not in the readers' way
    struct KnownGrant {
        exchange::AuthGrant grant;
        MonoTime until;
    };
    std::mutex grantMutex;
    std::map<std::string, KnownGrant> grants; ///< of test calls, by what they depend on
    mutable std::unique_ptr<storage::Reader> reader;
    QThreadPool worker; ///< start, stop, publish: one after the other

    mutable std::mutex snapshotMutex;
    std::shared_ptr<const domain::MarketSnapshot> snapshot;
    UtcTime publishedAt{};
    std::string secretPlace;
    std::string secretStamp;            ///< of what the engine has; worker only
    std::atomic<int> secretChanges = 0; ///< asked for and not done yet; tests of a document wait for them

    LiveBoard board;
    QTimer ticker;
    int ticks = 0;
    QString listenUrl;
};

Error notRunning();
/// Secrets that prove callers of inbound documents, by their stored names (market/inbound.cpp).
std::vector<std::string> inboundSecretNames(const domain::MarketSnapshot &snapshot);

} // namespace bourse::market
