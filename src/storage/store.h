#pragma once
// The storage room's face to the market: migrations, the group-commit writer (the exchange's Journal),
// configuration versions, recovery at start, and readers for lists and traces.
#include "base/result.h"
#include "domain/lead/sealing.h"
#include "domain/market/marketdocument.h"
#include "exchange/offers.h"
#include "exchange/ports.h"
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::storage {

/// Runs every migration that is missing, in order, under an advisory lock, as bourse_owner; creates the roles
/// if it may. Returns how many were run. Blocking. Errors: database_unreachable, schema_newer,
/// migration_failed (field = file name), roles_missing.
Result<int> migrate(const std::string &uri, const Secret &password = {});
/// Newest version in this build.
int newestSchemaVersion();

struct StoreOptions {
    std::string uri;
    Secret password;
    domain::MasterKey masterKey;
    std::string nodeName;
    Uuid nodeId;
    /// A node that has said nothing for so long is looked after by the others, though its session stands: it
    /// is stopped, or cut off from the database. Longer than any commit may take.
    std::chrono::milliseconds leaseTime = std::chrono::seconds(25);
};

struct StoredConfig {
    domain::MarketDocument document;
    Uuid workspaceId;
    std::int64_t version = 0;
    UtcTime publishedAt;
};

/// One attempt with its unsealed bodies.
struct StoredAttempt {
    exchange::AttemptRecord record;
};

struct StoredEvent {
    exchange::LeadEvent event;
    std::string actor;
    int sequence = 0;
};

struct StoredLead {
    exchange::LeadSummary summary;
    std::string vertical;
    std::string routingDecision;
    std::int64_t configVersion = 0;
    domain::Object fields; ///< PII included only if asked for, else left out
    std::vector<std::string> piiFields;
    std::vector<StoredAttempt> attempts;
    std::vector<exchange::SkippedChannel> skipped;
    std::vector<StoredEvent> events;
};

struct LeadListQuery {
    std::optional<UtcTime> from, to;
    std::vector<domain::LeadState> states;
    std::vector<std::string> sources, buyers, regions;
    std::optional<std::int64_t> minDurationUs, maxDurationUs, minPriceMicros, maxPriceMicros;
    std::string reasonContains;
    std::string leadIdPrefix;
    std::optional<Uuid> before;
    int limit = 200;
};

struct LeadList {
    std::vector<exchange::LeadSummary> rows;
    std::int64_t total = 0;
    std::int64_t all = 0;
};

struct DaySummary {                            ///< to seed the live board at start
    std::vector<exchange::LeadSummary> newest; ///< newest first, at most 500
    std::int64_t leads = 0, sold = 0, unknown = 0;
    Money revenue, payout, unknownHeld;
    std::vector<std::tuple<std::string, std::int64_t, Money>> perBuyer; ///< slug, sold, revenue
};

/// Blocking reads on a connection of their own per calling thread; `cancelled` is polled, and a cancelled
/// query is cancelled in the server (PQcancel). Every call sets the workspace for its transaction.
class Reader {
  public:
    explicit Reader(StoreOptions options);
    ~Reader();
    Result<LeadList> leads(const Uuid &workspace, const LeadListQuery &query,
                           const std::atomic<bool> *cancelled = nullptr);
    Result<StoredLead> lead(const Uuid &workspace, const Uuid &leadId, bool withPii);
    Result<DaySummary> daySummary(const Uuid &workspace, UtcTime since, Currency currency);
    Result<std::vector<std::pair<domain::LeadState, std::int64_t>>> counts(const Uuid &workspace,
                                                                           UtcTime since);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Configuration versions: documents are stored whole, published ones are never changed. Blocking.
Result<std::optional<StoredConfig>> loadPublished(const StoreOptions &options,
                                                  const std::string &workspaceSlug);
/// First workspace, or the one of that slug, or none.
Result<std::optional<StoredConfig>> loadFirstPublished(const StoreOptions &options);
/// Number of the newest published version; cheap, for following what another process publishes. Blocking.
Result<std::int64_t> publishedVersion(const StoreOptions &options, const Uuid &workspaceId);
/// Creates the workspace if it is new; returns the stored configuration with its version. `baseVersion` is
/// the configuration that the document was made from (0: none): what has been published of an integration
/// since is not overwritten (version_conflict; field "integrations.<slug>", rule = its newest version).
/// Without it nothing is compared.
Result<StoredConfig> publish(const StoreOptions &options, const domain::MarketDocument &document,
                             const std::string &actor, std::optional<std::int64_t> baseVersion = {});

/// Refuses a master key that is not the one this database was written with (code "master_key_mismatch");
/// records its fingerprint on first use.
Result<void> checkMasterKey(const StoreOptions &options);

struct RecoveryReport {
    std::int64_t unknownPosts = 0;     ///< SENDING of dead nodes → UNKNOWN
    std::int64_t interruptedLeads = 0; ///< no post had left → unsold(interrupted), idempotency claim released
};

struct WriterStatistics {
    std::int64_t commits = 0;
    std::int64_t commands = 0;
    double medianCommitMs = 0; ///< of the last 256 commits
};

/// The group-commit writer: one thread, one connection; commits whatever queued while the last commit ran.
class Writer final : public exchange::Journal, public exchange::OfferBook {
  public:
    /// `executor` is where answers are delivered.
    Writer(StoreOptions options, Executor &executor);
    ~Writer() override; ///< flushes
    /// Opens the connection, takes this node's lease (session advisory lock), recovers leads of dead nodes.
    /// Blocking.
    Result<RecoveryReport> start();
    Future<Result<exchange::ReceiveOutcome>> receive(exchange::ReceivedLead lead) override;
    Future<Result<exchange::ReserveOutcome>> reserve(exchange::SendingPost post) override;
    Future<Result<std::monostate>> record(exchange::JournalEntry entry) override;
    Future<Result<exchange::FoundOffer>> find(exchange::OfferQuery query) override;
    Future<Result<exchange::TakingOutcome>> take(exchange::OfferTaking taking) override;
    Future<Result<std::vector<Uuid>>> waiting(Uuid workspace) override;
    WriterStatistics statistics() const;
    /// Commits what is queued and closes. Blocking.
    void stop();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
