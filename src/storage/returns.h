#pragma once
// What buyers say of leads that they have: sales that they give back, and what became of the others.
// Requests, the policy's and people's decisions, and leads that are sold again. Blocking, for worker threads.
#include "domain/market/returnpolicy.h"
#include "exchange/resale.h"
#include "storage/store.h"
#include <functional>

namespace bourse::storage {

/// What holds for a buyer's returns now.
struct ReturnTerms {
    std::optional<domain::ReturnPolicy> policy;
    std::string zone; ///< IANA, the buyer's
};
using ReturnTermsOf = std::function<ReturnTerms(const std::string &buyer)>;
/// By what is published.
ReturnTermsOf returnTermsOf(std::shared_ptr<const domain::MarketSnapshot> snapshot);

/// Somebody wants to give a sale back.
struct ReturnClaim {
    /// The same request has the same origin, whenever and however often it comes: it is decided once.
    std::string origin;
    std::string via; ///< "callback", "status", "api", "operator", "csv"
    std::string actor;
    std::string buyer;  ///< slug; empty = the one that has the lead
    std::string lead;   ///< our id ("ld_…"), the buyer's, or the source's; looked for in this order
    std::string reason; ///< code or label
    std::string note;
};

struct StoredReturn {
    Uuid id;
    std::string via;
    Uuid leadId;
    Uuid postId; ///< null where the buyer never had the lead
    std::string buyer;
    std::string reason;
    std::string note;
    domain::ReturnState state = domain::ReturnState::Requested;
    std::string code;     ///< see domain::ReturnVerdict; approved_by_operator, denied_by_operator
    std::string sentence; ///< for people
    std::optional<Money> price;
    UtcTime requestedAt;
    std::string requestedBy;
    std::optional<UtcTime> decidedAt;
    std::string decidedBy;
    bool repeated = false; ///< the request was here before: nothing was done
};

class Returns {
  public:
    explicit Returns(StoreOptions options);
    ~Returns();

    /// Writes the request down and decides it as far as rules do; what is approved is reversed in the ledger
    /// in the same transaction. Errors: no_such_lead, ambiguous_lead (an id of several leads),
    /// ambiguous_buyer.
    Result<StoredReturn> request(const Uuid &workspace, const ReturnClaim &claim, const ReturnTermsOf &terms);
    /// What became of a lead that the buyer has: "funded", "appointment". The sale stays; whoever listens is
    /// told. True if it is news: the same origin is recorded once. Errors: as request(), not_sold.
    Result<bool> dispose(const Uuid &workspace, const ReturnClaim &claim, const std::string &disposition);
    /// A person's word on an open request. Errors: no_such_return, not_open, not_sold.
    Result<StoredReturn> decide(const Uuid &workspace, const Uuid &id, bool approve, const std::string &note,
                                const std::string &actor, const ReturnTermsOf &terms);
    /// Errors: no_such_return.
    Result<StoredReturn> find(const Uuid &workspace, const Uuid &id);
    /// Those that wait for a person, oldest first; with `all` the decided ones too, newest first.
    Result<std::vector<StoredReturn>> list(const Uuid &workspace, bool all, int limit);

    /// Takes returned leads that are to be sold again: their state is routing from now on, on this node, and
    /// their history says so. Nobody else gets them.
    Result<std::vector<exchange::ResaleLead>> claimResales(const Uuid &workspace, int limit);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
