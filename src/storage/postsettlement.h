#pragma once
// Later news of one post, inside a running transaction: the lead is locked, the news are judged, and what
// they mean is booked with the event that says so. Private to this room.
#include "exchange/aftersale.h"
#include "storage/connection.h"
#include "storage/leadrecord.h"
#include "storage/store.h"

namespace bourse::storage {

class PostSettlement {
  public:
    /// A ping's notice is written down here, too; apply() is for posts.
    enum class Calls { Posts, Any };
    /// Locks the lead and reads where it and the post stand. Error: no_such_post. `workspace` is chosen
    /// already.
    static Result<PostSettlement> open(Connection &connection, const StoreOptions &options,
                                       const Uuid &workspace, const Uuid &lead, const Uuid &post,
                                       Calls calls = Calls::Posts);
    /// Books what the news mean. `via` is the event's kind ("callback", "status", "operator"), `actor` who
    /// said so.
    Result<exchange::NewsEffect> apply(const exchange::PostNews &news, const std::string &via,
                                       const std::string &actor, const exchange::Booking &booking);
    /// The post is no longer waited for: it counts as refused, what it held is free again. The lead's state
    /// stays.
    Result<void> giveUp(const domain::Reason &why, const std::string &actor);
    /// Writes a call of the lead's later life into its history, sealed under the lead's key.
    Result<void> addCall(exchange::AttemptRecord call);

    /// An event that changes nothing but the history.
    Result<void> note(const std::string &kind, const std::string &actor, const domain::Reason &why);
    /// The lead is routed again, on this node, which answers for it from now on, by entries of `run`.
    Result<void> reroute(const Uuid &run, const std::string &actor);
    /// A buyer's words must not hold the person's data.
    std::string clean(const std::string &text) const;

    const Uuid &lead() const { return m_lead; }
    const Uuid &post() const { return m_post; }
    const Money &held() const { return m_held; } ///< of a sale, its revenue
    domain::LeadState state() const { return m_state; }
    domain::AttemptOutcome outcome() const { return m_outcome; }
    domain::LeadState leadState() const { return m_state; }
    bool isReturned() const { return m_reservation == "returned"; }
    const std::string &channel() const { return m_channel; }
    const std::string &buyer() const { return m_buyer; }

  private:
    PostSettlement(Connection &connection, const StoreOptions &options)
        : m_connection(connection), m_options(options)
    {
    }
    Result<void> sell(const exchange::PostNews &news, const std::pair<Money, Money> &booked);
    Result<void> refuse(const exchange::PostNews &news);
    Result<void> takeBack(UtcTime at);
    Result<bool> goesOn();
    Result<void> setAttempt(domain::AttemptOutcome outcome, const domain::Reason &reason,
                            const std::optional<Money> &price, const std::string &externalId);
    Result<void> settle(const std::string &state, const std::optional<std::pair<Money, Money>> &booked);
    Result<void> writeLead(const std::string &via, const std::string &actor);
    bool othersHold(std::initializer_list<domain::AttemptOutcome> outcomes) const;

    Connection &m_connection;
    const StoreOptions &m_options;
    Uuid m_workspace, m_lead, m_post;
    std::string m_channel, m_buyer, m_integration, m_source, m_reservation;
    domain::AttemptOutcome m_outcome = domain::AttemptOutcome::Unknown;
    domain::LeadState m_state = domain::LeadState::Unknown;
    Money m_held; ///< by the reservation; of a sale, its revenue
    std::int64_t m_configVersion = 0;
    int m_sequence = 0;
    std::string m_hash;
    std::optional<Secret> m_key;
    std::vector<std::string> m_piiValues;
    std::vector<domain::AttemptOutcome> m_otherPosts; ///< of the same lead, those taken back left out

    // what the event and the lead's row become
    domain::LeadState m_newState = domain::LeadState::Unknown;
    domain::Reason m_reason;
    std::optional<domain::RoutingDecision> m_decision;
    std::optional<std::pair<Money, Money>> m_booked;
};

} // namespace bourse::storage
