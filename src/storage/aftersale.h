#pragma once
// What is heard of sales afterwards, booked: callbacks, statuses, an operator's word; and the queue of what
// is still to be done with buyers. Blocking, for worker threads.
#include "exchange/aftersale.h"
#include "storage/returns.h"
#include "storage/store.h"

namespace bourse::storage {

/// A callback as it came, already read by its integration's document.
struct CallbackArrival {
    Uuid id;
    std::string integration; ///< slug
    /// SHA-256 of what tells this event from others: the buyer's event id, or the whole request.
    std::string eventKey;
    UtcTime receivedAt;
    std::int64_t configVersion = 0;
    std::vector<std::pair<domain::PairBy, std::string>> ids; ///< what it names its post by, in order
    exchange::PostNews news;
    std::string rule;
    std::string request; ///< without secrets
    std::string answer;
};

struct CallbackOutcome {
    exchange::NewsEffect effect = exchange::NewsEffect::Unpaired;
    bool repeated = false; ///< the event was here before: nothing was done, `effect` is what came of it then
    Uuid leadId;           ///< null while unpaired
};

/// A callback that people have to look at.
struct Dispute {
    Uuid callbackId;
    std::string integration;
    UtcTime receivedAt;
    Uuid leadId; ///< null if unpaired
    exchange::NewsEffect effect = exchange::NewsEffect::Contradicts;
    domain::Reading outcome = domain::Reading::Unrecognised;
    std::optional<Money> price;
    domain::Reason reason;
};

class AfterSale {
  public:
    explicit AfterSale(StoreOptions options);
    ~AfterSale();
    /// What was agreed with buyers on returns, asked at each; without it whatever comes back is taken back.
    /// Before any other call.
    void setReturnTerms(ReturnTermsOf terms);

    /// Writes the callback down and books what it means, in one transaction; the caller may answer 2xx after
    /// it. A callback whose post is not known, or still waits for its own answer, is tried again by
    /// pairWaiting(). The same event again changes nothing.
    Result<CallbackOutcome> takeCallback(const Uuid &workspace, const CallbackArrival &arrival,
                                         const exchange::Booking &booking);
    /// Tries callbacks again that are due, at most `limit`; what a day has not paired stays unpaired. Returns
    /// the leads that have changed.
    Result<std::vector<Uuid>> pairWaiting(const Uuid &workspace, int limit, const exchange::Booking &booking);
    /// Destroys the keys of callbacks' texts that nobody could pair with a lead for a month, at most `limit`:
    /// they may hold a person's data, and erasure of a lead cannot reach them. Returns how many.
    Result<std::int64_t> forgetTexts(const Uuid &workspace, int limit);
    /// An operator says what became of a post whose fate is open. Errors: no_such_post, not_open (it is
    /// decided already).
    Result<void> resolve(const Uuid &workspace, const Uuid &lead, const Uuid &post,
                         const exchange::PostNews &news, const std::string &actor,
                         const exchange::Booking &booking);
    /// An operator takes a sale back. Errors: no_such_post, not_sold.
    Result<void> takeBack(const Uuid &workspace, const Uuid &lead, const Uuid &post,
                          const domain::Reason &why, const std::string &actor);
    /// Newest first.
    Result<std::vector<Dispute>> disputes(const Uuid &workspace, int limit);

    /// See exchange::FollowUpStore.
    Result<std::vector<exchange::DueFollowUp>> claimDue(const Uuid &workspace, int limit);
    Result<exchange::NewsEffect> report(const exchange::FollowUpReport &report,
                                        const exchange::Booking &booking);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
