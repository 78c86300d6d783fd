#pragma once
// The writer's session: one connection with its prepared statements, this node's lease, and what is
// remembered of leads in flight. Lives on the writer's thread; private to this room.
#include "storage/connection.h"
#include "storage/leadrecord.h"
#include "storage/store.h"
#include "storage/suppressionlists.h"
#include <chrono>
#include <list>
#include <memory>
#include <unordered_map>
#include <variant>
#include <vector>

namespace bourse::storage {

struct SealedConsent {
    std::string kind, sha256, wrappedKey, sealed;
};

/// A question about a person's earlier leads, ready to be sent.
struct HashedProbe {
    exchange::PersonProbe probe;
    std::vector<std::pair<std::string, std::string>> keys; ///< kind, hash
};

/// A list that one of a lead's values has to be looked for in.
struct SuppressionProbe {
    int listId = 0;
    std::string hash;
    exchange::SuppressionHit hit; ///< what it means if it is there
};

/// A lead to be written down for the first time; the second half is made by WriterSession::prepare().
struct ReceiveWork {
    ReceiveWork(exchange::ReceivedLead received, Executor &executor)
        : lead(std::move(received)), promise(executor)
    {
    }
    exchange::ReceivedLead lead;
    Promise<Result<exchange::ReceiveOutcome>> promise;
    exchange::ReceiveOutcome outcome;

    bool storedBefore = false; ///< under a key that is not `key`
    Secret key;
    std::string wrapped, fields, pii, subIds;
    std::string claim, requestHash, repeatHash;
    std::string hash, repeatedHash; ///< of event 1, and of event 2 should it turn out a repeat
    DividedLead divided;
    std::vector<std::pair<std::string, std::string>> lookups; ///< kind, hash
    std::vector<SealedConsent> consents;
    std::vector<HashedProbe> probes;
    std::vector<SuppressionProbe> suppressions;
    std::vector<std::int64_t> locks; ///< persons that no other node may write down meanwhile
};

/// An offer to be looked for; read on its own, outside of the batches.
struct FindWork {
    FindWork(exchange::OfferQuery wanted, Executor &executor) : query(std::move(wanted)), promise(executor) {}
    exchange::OfferQuery query;
    Promise<Result<exchange::FoundOffer>> promise;
};

/// Leads that wait to be routed; read as FindWork is.
struct WaitingWork {
    WaitingWork(Uuid in, Executor &executor) : workspace(in), promise(executor) {}
    Uuid workspace;
    Promise<Result<std::vector<Uuid>>> promise;
};

struct TakeWork {
    TakeWork(exchange::OfferTaking wanted, Executor &executor) : taking(std::move(wanted)), promise(executor)
    {
    }
    exchange::OfferTaking taking;
    Promise<Result<exchange::TakingOutcome>> promise;
    exchange::TakingOutcome outcome;

    std::string claim, requestHash, fields, pii, subIds, bidIds;
    DividedLead divided;
    std::vector<std::pair<std::string, std::string>> lookups; ///< kind, hash
    std::vector<SealedConsent> consents;
    int firstConsent = 0;
    std::int64_t configVersion = 0;
    int sequence = 0; ///< of its event
    std::string previous, hash;
};

struct ReserveWork {
    ReserveWork(exchange::SendingPost sending, Executor &executor)
        : post(std::move(sending)), promise(executor)
    {
    }
    exchange::SendingPost post;
    Promise<Result<exchange::ReserveOutcome>> promise;
    exchange::ReserveOutcome outcome;

    std::string body;
    std::vector<HashedProbe> probes;
    std::vector<std::int64_t> locks;
    std::optional<Uuid> question; ///< id of the follow-up that asks about it should this node die
    std::string questionPayload;
};

struct RecordWork {
    RecordWork(exchange::JournalEntry step, Executor &executor) : entry(std::move(step)), promise(executor) {}
    exchange::JournalEntry entry;
    Promise<Result<std::monostate>> promise;

    EventAuthor author;
    std::vector<std::string> pingBodies, followUps;
    std::string postBody, answer, claim, source, offer, offerToken;
    std::vector<ChainedEvent> events;
    int sequence = 0; ///< head after this step
    std::string hash;
    bool leftBehind = false; ///< the lead did not take this step
};

struct Command {
    template <class Work>
    Command(Uuid inWorkspace, Uuid ofLead, Work item)
        : workspace(inWorkspace), lead(ofLead), work(std::move(item))
    {
    }
    Uuid workspace;
    Uuid lead;
    bool prepared = false;
    std::variant<ReceiveWork, ReserveWork, RecordWork, FindWork, WaitingWork, TakeWork> work;
};
using Commands = std::vector<std::unique_ptr<Command>>;
using Batch = std::vector<Command *>;

/// What is remembered of a lead in flight, so that its next step needs no read. Bounded: the oldest are
/// forgotten and read again when needed.
struct InFlight {
    Secret key;
    std::string claim, source;
    std::int64_t configVersion = 0;
    int sequence = 0; ///< head of its event chain
    std::string hash;
    std::vector<std::string> piiValues;
};
class InFlightLeads {
  public:
    InFlight *find(const Uuid &lead);
    void put(const Uuid &lead, InFlight known);
    void forget(const Uuid &lead);

  private:
    static constexpr std::size_t maxLeads = 50'000;
    struct Entry {
        InFlight known;
        std::list<Uuid>::iterator age;
    };
    std::unordered_map<Uuid, Entry> m_leads;
    std::list<Uuid> m_ages; ///< oldest first
};

class WriterSession {
  public:
    WriterSession(const StoreOptions &options, Executor &executor) : m_options(options), m_executor(executor)
    {
    }
    /// Opens, prepares and takes the lease; waits for it until `until`, since the server may not have noticed
    /// yet that this node's last session is gone. Errors: those of Connection::open, node_running.
    Result<void> open(std::chrono::steady_clock::time_point until);
    bool isOpen() const { return m_connection && !m_connection->isLost(); }
    Connection &connection() { return *m_connection; }
    void close() { m_connection.reset(); }

    /// Seals, divides, hashes and chains; reads what it does not remember. A command that cannot be prepared
    /// is failed and taken out of the batch; an error means the session.
    Result<void> prepare(Batch &batch);
    /// One transaction for one workspace, each lead at most once in it. `again`: it may have taken effect
    /// before (a lost answer, or a step that its caller repeats); the first time rows are inserted without
    /// looking for them.
    Result<void> write(const Batch &batch, bool again);
    /// After the commit: heads move on, outcomes are complete.
    void settle(const Batch &batch);
    void forget(const Uuid &lead) { m_leads.forget(lead); }
    /// The offer, or what its caller's idempotency key was answered with. Errors mean the session.
    Result<exchange::FoundOffer> find(const exchange::OfferQuery &query);
    Result<std::vector<Uuid>> waiting(const Uuid &workspace);

  private:
    void prepareReceive(Command &command, ReceiveWork &work);
    void prepareReserve(ReserveWork &work, const InFlight &known);
    void prepareRecord(Command &command, RecordWork &work, const InFlight &known);
    Result<void> prepareTake(Command &command, TakeWork &work, const InFlight &known);
    Result<std::optional<exchange::ReceiveOutcome>> claimed(const Uuid &workspace,
                                                            const exchange::IdempotencyClaim &claim);
    Result<void> load(const Uuid &workspace, const std::vector<Uuid> &leads);
    Result<void> loadLists(const Uuid &workspace);
    void askOfPersons(ReceiveWork &work, const domain::FieldSchema *schema, const Uuid &workspace);

    const StoreOptions &m_options;
    Executor &m_executor;
    std::unique_ptr<Connection> m_connection;
    InFlightLeads m_leads;
    /// Suppression lists by workspace, read again after a second: so long does a new list take to count.
    struct KnownLists {
        std::chrono::steady_clock::time_point readAt;
        std::vector<SuppressionListInfo> lists;
    };
    std::unordered_map<Uuid, KnownLists> m_lists;
};

/// The keyed hash that stands for a caller's idempotency key, and the one of its request.
std::pair<std::string, std::string> claimHashes(const domain::MasterKey &master,
                                                const exchange::IdempotencyClaim &claim);

/// Fails a command: its promise is completed on the executor.
void fail(Executor &executor, Command &command, const Error &error);

/// Key of a node's session advisory lock.
std::int64_t leaseKey(const Uuid &node);
/// Takes the lease if it is free. Errors: node_running, those of the connection.
Result<void> takeLease(Connection &connection, const StoreOptions &options);

/// Says that this node lives. A node that was taken for dead meanwhile takes its lease anew: its fencing
/// number grows, and from now on it is looked after again should it die. True if it was.
Result<bool> renewLease(Connection &connection, const StoreOptions &options);

/// What was heard of the other nodes and when, by this node's own clock, so that no two clocks are compared
/// and a time without database counts against nobody.
class LeaseWatch {
  public:
    using Time = std::chrono::steady_clock::time_point;
    /// Notes that `node` last said something at `seen` (any text). True if it has said nothing else for
    /// `limit`.
    bool isSilent(const Uuid &node, std::string_view seen, Time now, std::chrono::milliseconds limit);
    /// After a time in which nobody could be heard.
    void clear() { m_heard.clear(); }

  private:
    struct Heard {
        std::string seen;
        Time since;
    };
    std::unordered_map<Uuid, Heard> m_heard;
};

/// Which nodes are looked after: at start one's own too, which nobody can be running while one holds its
/// lease.
enum class RecoverWhom { OwnAndOthers, Others };
/// Posts in SENDING of dead nodes become UNKNOWN and keep what they hold; leads that no post had left for
/// become unsold(interrupted) and their claims are released. A node is dead when its lease is free for more
/// than a moment, or when `watch` has heard nothing of it for the time of a lease.
Result<RecoveryReport> recoverDeadNodes(Connection &connection, const StoreOptions &options, RecoverWhom whom,
                                        LeaseWatch *watch = nullptr);

/// Offers whose time is over leave their leads unsold (offer_expired), at most `limit` of a workspace at
/// once; leads that somebody works on are passed over. Returns how many there were.
Result<std::int64_t> expireOffers(Connection &connection, const Uuid &node, int limit);

/// Forgets claims of every workspace that no longer bind anybody, at most `limit` of a kind and workspace at
/// once; returns the most that went of one kind, so that `limit` means that there may be more.
Result<std::int64_t> sweepClaims(Connection &connection, int limit);

} // namespace bourse::storage
