#pragma once
// The market itself: builds engine, storage and net, owns their threads, publishes configuration, and is the
// one façade that the window, the API and the command line talk to. Asynchronous, value types in and out;
// lives on the thread that made it and blocks it never.
#include "base/result.h"
#include "domain/market/marketdocument.h"
#include "exchange/exchange.h"
#include "market/aftersale.h"
#include "market/integrations.h"
#include "market/views.h"
#include <QFuture>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bourse::market {

/// Simulated buyers and traffic, wired by `app`; the market knows them only by this.
class DemoMarket {
  public:
    virtual ~DemoMarket() = default;
    /// Starts simulated buyers on loopback; returns the market document that routes to them, its source open
    /// to `demoKey`. Blocking; called on a worker thread.
    virtual Result<domain::MarketDocument> startBuyers(const Secret &demoKey) = 0;
    /// Sends traffic to the intake at `url` with the demo key.
    virtual void startTraffic(const std::string &url, const Secret &demoKey) = 0;
    virtual void setLeadsPerSecond(double rate) = 0;
    virtual void stop() = 0;
};

struct MarketOptions {
    std::optional<std::string> databaseUri; ///< external server; else a private cluster in dataDir
    std::string dataDir;
    std::string workspace;      ///< slug of the workspace to serve; empty = the first there is
    Secret databasePassword;    ///< of databaseUri; else the vault's "database-password"
    bool tryKeychain = false;   ///< the desktop does; a node has no session bus to ask
    DemoMarket *demo = nullptr; ///< not owned; null = no demo
    /// How long a node may say nothing until the others look after its leads; 5 s or more.
    std::chrono::seconds leaseTime = std::chrono::seconds(25);
};

enum class MarketPhase {
    Stopped,
    StartingDatabase,
    Migrating,
    LoadingConfiguration,
    StartingEngine,
    Running,
    Stopping,
    Failed
};

class Market : public QObject {
    Q_OBJECT
  public:
    explicit Market(QObject *parent = nullptr);
    ~Market() override; ///< stops if still running (may block; stop() first)

    /// Starts; phaseChanged tells the way, ends in Running or Failed (with failure()).
    void start(MarketOptions options);
    /// Stops in stages: intake has been drained by its owner, leads in flight finish, writer flushes, cluster
    /// stops.
    void stop();
    MarketPhase phase() const;
    const Errors &failure() const;
    /// Sentence for the phase ("Starting the database…").
    QString phaseText() const;

    MarketStatus status() const;
    void setListenAddress(const QString &url); ///< told by the intake's owner
    std::string databaseUri() const;           ///< without password; psql takes it
    /// The demo's intake key; empty without demo. Only after Running.
    Secret demoKey() const;

    /// The published configuration; thread-safe.
    std::shared_ptr<const domain::MarketSnapshot> snapshot() const;
    /// Stores and publishes; completes with the new version. `baseVersion` is the configuration that the
    /// document was made from, without it the one in use: an integration that somebody has published since is
    /// not overwritten (version_conflict, storage::publish).
    QFuture<Result<std::int64_t>> publish(domain::MarketDocument document, QString actor,
                                          std::optional<std::int64_t> baseVersion = {});

    /// Hands a lead to the engine; thread-safe. `answer` is called on the engine's thread.
    void submit(exchange::IntakeLead lead, exchange::Exchange::AnswerHandler answer);
    /// Takes a buyer's callback: believed if the document's callback step says so, written down and booked,
    /// then answered. Thread-safe; `answer` is called on another thread.
    void callback(const std::string &integration, domain::InboundRequest request,
                  std::function<void(CallbackAnswer)> answer);
    /// An operator decides what became of a post. Errors: no_such_post, not_open, currency_mismatch.
    QFuture<Result<std::monostate>> decidePost(PostDecision decision, QString actor);
    /// An operator takes a sale back: a reversal in the ledger. Errors: no_such_post, not_sold.
    QFuture<Result<std::monostate>> takeBackSale(Uuid leadId, Uuid postId, QString reason, QString actor);
    /// Callbacks that contradict what is booked, or that no post is known for; newest first.
    QFuture<Result<QVector<DisputeRow>>> disputes(int count) const;
    /// Whether a supplier's request proves what its inbound document asks for, with the secrets that `source`
    /// has for it (null: the document's own). Thread-safe. Errors: as domain::Inbound::verify().
    Result<void> verifyInbound(const domain::Inbound &inbound, const domain::Source *source,
                               const domain::InboundRequest &request) const;
    /// A lead's public state, for GET /v1/leads/{id}; thread-safe.
    QFuture<Result<LeadRow>> lead(Uuid id) const;

    /// Runs on a reader; cancel() of the future cancels the query in PostgreSQL.
    QFuture<Result<LeadPage>> leads(LeadQuery query) const;
    QFuture<Result<LeadTrace>> trace(Uuid id, bool revealPii = false) const;
    /// Counts per state since the start of the workspace's day, for the filter chips.
    QFuture<Result<QHash<int, qint64>>> countsToday() const;

    // Integrations being edited: drafts never touch the published configuration. All off the GUI thread.
    QFuture<Result<QVector<IntegrationHead>>> integrations() const;
    /// Errors: no_such_integration.
    QFuture<Result<IntegrationDraft>> integrationDraft(QString slug) const;
    /// Keeps the draft (replaces an older one); completes with the time it was committed.
    QFuture<Result<UtcTime>> saveIntegrationDraft(QString slug, domain::Value document, qint64 baseVersion);
    QFuture<Result<std::monostate>> discardIntegrationDraft(QString slug);
    /// Puts the document into the market's configuration and publishes that; the draft is gone with it.
    /// Completes with the integration's own new version. Errors: those of the compiler; version_conflict if
    /// somebody published since `baseVersion`.
    QFuture<Result<qint64>> publishIntegration(domain::Value document, qint64 baseVersion, QString note,
                                               QString actor);
    QFuture<Result<QVector<IntegrationVersion>>> integrationVersions(QString slug) const; ///< newest first
    QFuture<Result<domain::Value>> integrationVersion(QString slug, qint64 version) const;
    /// The newest leads of a vertical (empty = any), with their PII; the look is an audited event.
    QFuture<Result<QVector<SampleLead>>> sampleLeads(QString vertical, int count) const;
    /// What an integration's step last sent for a lead ("ld_…"), with the person's data; empty text: nothing.
    /// Errors: no_such_lead, invalid_lead_id.
    QFuture<Result<SentRequest>> sentRequest(QString leadId, QString integration,
                                             domain::StepKind step) const;
    /// Renders with the real secrets and sends once, within the step's time limit, through the same transport
    /// and egress guard as the engine. cancel() of the future ends the call.
    QFuture<Result<TestExchange>> sendTest(TestCall call) const;
    /// Which of these secrets have a value.
    QFuture<Result<QVector<QString>>> storedSecrets(QVector<QString> names) const;
    QFuture<Result<std::monostate>> setSecret(QString name, Secret value);
    QFuture<Result<std::monostate>> removeSecret(QString name);
    QFuture<Result<Secret>> revealSecret(QString name) const; ///< audited; secret_not_set
    /// "the system keychain" or "an encrypted file".
    QString secretPlace() const;

    /// From memory, kept up by the engine; cheap.
    LiveSnapshot live(LiveRange range) const;

  Q_SIGNALS:
    void phaseChanged(bourse::market::MarketPhase phase);
    /// Leads that are new or changed, batched at most 10 times a second, oldest first; one row per lead and
    /// batch.
    void leadsChanged(const QVector<bourse::market::LeadRow> &rows);
    /// At most twice a second.
    void liveChanged();
    void statusChanged();
    void configurationPublished(qint64 version);
    /// A draft was saved or discarded, or an integration published.
    void integrationsChanged();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::market
