#pragma once
// A database in memory that outlives the nodes that write to it; databaseparts.h has what it knows of offers,
// waits and dead nodes, journal.h a node's connections to it.
#include "base/task.h"
#include "exchange/aftersale.h"
#include "exchange/offers.h"
#include "exchange/ports.h"
#include "exchange/resuming.h"
#include "simulation/virtualtime.h"
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace bourse::testing {

using domain::AttemptOutcome;
using domain::LeadState;

/// What is committed. Every change is idempotent by lead id or post id, as the real store's are.
class Database {
  public:
    struct Lead {
        exchange::ReceivedLead received;
        LeadState state = LeadState::Received;
        domain::Reason reason;
        std::string decision;
        std::vector<exchange::AttemptRecord> pings;
        std::vector<exchange::SkippedChannel> skipped;
        std::vector<exchange::LeadEvent> events;
        std::optional<exchange::Sale> sale; ///< as the lead's row shows it
        std::vector<exchange::Sale> sales;  ///< as the ledger has them, one for each post
        std::optional<exchange::StoredAnswer> answer;
        bool final = false;
        Uuid run;                       ///< whose steps it takes
        std::optional<UtcTime> takenAt; ///< when its offer was taken
    };
    struct Kept {
        exchange::KeptOffer offer;
        Uuid lead;
        exchange::OfferState state = exchange::OfferState::Open;
        Uuid takenBy;
        int takings = 0;
    };
    struct Post {
        exchange::SendingPost sending;
        exchange::AttemptRecord result;
        bool held = true; ///< its reservation
    };

    std::map<Uuid, Lead> leads;
    std::map<Uuid, Post> posts;
    std::vector<Uuid> postOrder;
    std::map<Uuid, Kept> offers;
    bool takesTwice = false; ///< a planted fault: whether an offer is open is not looked at when it is taken
    std::map<std::pair<std::string, UtcTime>, std::int64_t> capUsed;
    std::map<std::string, std::int64_t> owed; ///< buyer → micro-units held or sold
    bool naiveCaps =
        false;          ///< a planted fault: caps are judged by what was read a while before they are written
    bool fences = true; ///< without, a planted fault: a node goes on with leads that are another's
    bool keepsPending = false;  ///< a planted fault: a post that was waited for in vain may still be accepted
    bool keepsClaims = false;   ///< a planted fault: claims that are given up are kept
    bool reopenedInUse = false; ///< an offer was opened again of which some buyer may have seen something
    /// Leads whose answer was committed while its writer was told of an error.
    std::set<Uuid> answersBehindErrors;
    /// What is still to be done with buyers, and for which lead.
    std::vector<std::pair<Uuid, exchange::FollowUp>> followUps;

    /// What a fresh lead's questions about persons are answered with; nothing is found without it.
    std::function<void(const exchange::ReceivedLead &, exchange::ReceiveOutcome &)> persons;
    /// What forbids a post.
    std::function<std::optional<exchange::PersonAnswer>(const exchange::SendingPost &)> personOfPost;
    struct Wait {
        exchange::LeadWait what;
        bool claimed = false;
        Uuid claim;
    };
    std::map<Uuid, Wait> waits;
    std::set<std::string> held; ///< channels

    exchange::ReceiveOutcome receive(const exchange::ReceivedLead &lead);
    exchange::ReserveOutcome reserve(const exchange::SendingPost &post);
    /// The two halves of the naive cap.
    exchange::ReserveOutcome judge(const exchange::SendingPost &post) const;
    void write(const exchange::SendingPost &post);
    Result<std::monostate> record(const exchange::JournalEntry &entry);
    exchange::FoundOffer find(const exchange::OfferQuery &query, UtcTime now) const;
    std::vector<Uuid> waiting() const;
    /// Nothing is offered, and nobody waits.
    bool isAtRest() const
    {
        return waits.empty() && std::none_of(offers.begin(), offers.end(), [](const auto &kept) {
                   return kept.second.state == exchange::OfferState::Open;
               });
    }
    exchange::TakingOutcome take(const exchange::OfferTaking &taking, UtcTime now);
    /// What some node does every few seconds.
    void expireOffers(UtcTime now);
    /// A node that starts after a crash: SENDING → UNKNOWN, all else of it that is open →
    /// unsold(interrupted). Of every node, or of the one that died.
    void recover(UtcTime now, const std::optional<Uuid> &node = {});
    std::vector<const Post *> postsOf(const Uuid &lead) const;
    /// Whether some buyer may have seen it.
    bool anythingLeft(const Uuid &lead) const;
    /// Leads whose wait is over, as the store claims them for a node.
    std::vector<exchange::ResumedLead> claimWaiting(UtcTime now, std::size_t limit, const Uuid &node);
    /// What a buyer says of a post later: judged and booked in one transaction. Without `booking` a sale
    /// costs what was held, and nothing is paid out.
    exchange::NewsEffect news(const Uuid &post, domain::Reading said, UtcTime now,
                              const std::optional<Money> &price = {}, const exchange::Booking &booking = {});
    /// Whether a request with this key is known: running or answered.
    bool knows(const exchange::IdempotencyClaim &claim) const { return m_claims.contains(textOf(claim)); }

  private:
    struct Claim {
        std::string requestHash;
        Uuid lead;
        std::optional<exchange::StoredAnswer> answer;
    };
    static std::string textOf(const exchange::IdempotencyClaim &claim)
    {
        return claim.keyId + "\n" + claim.route + "\n" + claim.key;
    }
    void stopWaiting(const Uuid &lead);
    void reopen(const Uuid &offer);
    void release(Post &post);
    void releaseClaims(const Uuid &id, bool mayComeAgain);
    static bool isPassedOver(const Lead &lead, const exchange::JournalEntry &entry);
    void writeResult(Lead &lead, const exchange::JournalEntry &entry);
    Uuid newRun() { return Uuid::v7({}, ++m_runs, 1); }
    exchange::ReceiveOutcome known(const Claim &claim, const std::string &requestHash) const;
    std::uint64_t m_runs = 0;
    std::map<std::string, Claim> m_claims;
    std::map<Uuid, std::string> m_claimOf;
    std::map<std::string, std::pair<Uuid, UtcTime>> m_repeats;
};

inline exchange::ReceiveOutcome Database::receive(const exchange::ReceivedLead &lead)
{
    using Kind = exchange::ReceiveOutcome::Kind;
    exchange::ReceiveOutcome outcome;
    if (leads.contains(lead.leadId))
        return outcome;
    if (lead.idempotency) {
        const auto &asked = *lead.idempotency;
        std::string key = textOf(asked);
        auto [at, isNew] = m_claims.try_emplace(key, Claim{asked.requestHash, lead.leadId, {}});
        if (!isNew)
            return known(at->second, asked.requestHash);
        m_claimOf[lead.leadId] = key;
    }
    Lead &row = leads[lead.leadId];
    row.received = lead;
    if (!lead.repeatHash.empty()) {
        auto until = lead.receivedAt + std::chrono::seconds(lead.repeatWindowSeconds);
        auto [at, isNew] = m_repeats.try_emplace(lead.repeatHash, lead.leadId, until);
        if (!isNew && at->second.second > lead.receivedAt) {
            outcome.kind = Kind::Repeated;
            outcome.original = at->second.first;
            row.state = LeadState::Duplicate;
        } else if (!isNew) {
            at->second = {lead.leadId, until};
        }
    }
    if (persons && outcome.kind == Kind::Fresh)
        persons(lead, outcome);
    return outcome;
}

inline exchange::ReserveOutcome Database::judge(const exchange::SendingPost &post) const
{
    for (const auto &claim : post.caps) {
        auto at = capUsed.find({claim.counter, claim.windowStart});
        std::int64_t used = at == capUsed.end() ? 0 : at->second;
        if (used + claim.amount > claim.limit)
            return {false, {std::string(domain::reason::capReached), claim.counter}};
    }
    auto at = owed.find(post.buyer);
    std::int64_t debt = at == owed.end() ? 0 : at->second;
    if (post.creditLimit && debt + post.price.micros() > post.creditLimit->micros())
        return {false, {std::string(domain::reason::balanceSpent), {}}};
    return {true, {}};
}

inline void Database::write(const exchange::SendingPost &post)
{
    if (!posts.try_emplace(post.attempt.attemptId, Post{post, post.attempt, true}).second)
        return;
    postOrder.push_back(post.attempt.attemptId);
    for (const auto &claim : post.caps)
        capUsed[{claim.counter, claim.windowStart}] += claim.amount;
    owed[post.buyer] += post.price.micros();
    leads.at(post.leadId).state = LeadState::Posting;
}

inline exchange::ReserveOutcome Database::reserve(const exchange::SendingPost &post)
{
    if (posts.contains(post.attempt.attemptId))
        return {true, {}};
    if (held.contains(post.attempt.channel))
        return {false, {std::string(domain::reason::channelHeld), {}}};
    const Lead &lead = leads.at(post.leadId);
    if (fences && (lead.final || lead.run != post.run)) // closed by another node, or another's
        return {false, {std::string(domain::reason::interrupted), {}}};
    if (auto earlier = personOfPost ? personOfPost(post) : std::nullopt)
        return {false, {std::string(domain::reason::duplicateLead), {}}, earlier};
    auto judged = judge(post);
    if (judged.granted)
        write(post);
    return judged;
}

inline void Database::release(Post &post)
{
    if (!post.held)
        return;
    post.held = false;
    for (const auto &claim : post.sending.caps)
        capUsed[{claim.counter, claim.windowStart}] -= claim.amount;
    owed[post.sending.buyer] -= post.sending.price.micros();
}

/// Whose claim holds an answer keeps it: the caller may have been given that.
inline void Database::releaseClaims(const Uuid &id, bool mayComeAgain)
{
    if (auto claim = m_claimOf.find(id); claim != m_claimOf.end() && !m_claims.at(claim->second).answer) {
        m_claims.erase(claim->second);
        m_claimOf.erase(claim);
    }
    if (!mayComeAgain)
        return;
    auto repeat = m_repeats.find(leads.at(id).received.repeatHash);
    if (repeat != m_repeats.end() && repeat->second.first == id)
        m_repeats.erase(repeat);
}

/// A step of a run that the lead has left behind; of one that is closed only
/// what is unknown or pending can still be decided.
inline bool Database::isPassedOver(const Lead &lead, const exchange::JournalEntry &entry)
{
    if (lead.run != entry.run)
        return true;
    // closed by an entry, by recovery, or by what a buyer has said of one of its posts
    const bool open = lead.state == LeadState::Received || lead.state == LeadState::Validating ||
                      lead.state == LeadState::Routing || lead.state == LeadState::Offered ||
                      lead.state == LeadState::Posting;
    if (open || lead.state == entry.state)
        return false;
    const bool decides = lead.state == LeadState::Unknown || lead.state == LeadState::Pending;
    const bool reopens = lead.state == LeadState::Unknown && !entry.reopensOffer.isNull();
    return !(reopens || (decides && domain::info(entry.state).isFinal));
}

/// What became of the entry's post, once; and its sale.
inline void Database::writeResult(Lead &lead, const exchange::JournalEntry &entry)
{
    auto at = entry.post ? posts.find(entry.post->attemptId) : posts.end();
    if (at != posts.end()) {
        const auto before = at->second.result.outcome;
        const auto outcome = entry.post->outcome;
        const bool open = before == AttemptOutcome::Sending || before == AttemptOutcome::Unknown ||
                          before == AttemptOutcome::Pending;
        if (!open || before == outcome)
            return;
        at->second.result = *entry.post;
        if (outcome != AttemptOutcome::Accepted && outcome != AttemptOutcome::Pending &&
            outcome != AttemptOutcome::Unknown)
            release(at->second);
        if (outcome == AttemptOutcome::Accepted && entry.sale) // what was held becomes what is owed
            owed[entry.sale->buyer] += entry.sale->revenue.micros() - at->second.sending.price.micros();
    }
    if (!entry.sale)
        return;
    const bool booked = std::any_of(lead.sales.begin(), lead.sales.end(),
                                    [&](const auto &sale) { return sale.postId == entry.sale->postId; });
    if (!booked)
        lead.sales.push_back(*entry.sale);
}

inline Result<std::monostate> Database::record(const exchange::JournalEntry &entry)
{
    auto found = leads.find(entry.leadId);
    if (found == leads.end())
        return Error{"no_such_lead", "", "", "The lead is not stored."};
    Lead &lead = found->second;
    const auto keepAnswer = [&] {
        if (!entry.answer)
            return;
        lead.answer = entry.answer;
        if (auto claim = m_claimOf.find(entry.leadId); claim != m_claimOf.end())
            m_claims.at(claim->second).answer = entry.answer;
    };
    const bool inDoubt = entry.state == LeadState::Unknown || entry.state == LeadState::Pending;
    if (lead.run == entry.run && lead.final && inDoubt &&
        (lead.state == LeadState::Unknown || lead.state == LeadState::Pending)) {
        writeResult(lead, entry);
        const auto all = postsOf(entry.leadId);
        if (std::none_of(all.begin(), all.end(), [](const Post *post) {
                const auto outcome = post->result.outcome;
                return outcome == AttemptOutcome::Sending || outcome == AttemptOutcome::Unknown ||
                       outcome == AttemptOutcome::Pending || outcome == AttemptOutcome::Accepted;
            })) { // its buyers have said no meanwhile
            lead.state = LeadState::Unsold;
            lead.reason.code = domain::reason::allPostsRejected;
            stopWaiting(entry.leadId);
            return Error{"left_behind", "", "", "The lead is closed."};
        }
    }
    if (lead.run == entry.run && lead.final && lead.state == entry.state) {
        // known already, by a retry after a lost reply or by recovery, which had no answer and knew less
        writeResult(lead, entry);
        if (entry.sale)
            lead.sale = entry.sale;
        keepAnswer();
        return std::monostate();
    }
    if (fences && isPassedOver(lead, entry)) {
        // who knew less than others do by now frees no claims of what somebody has
        if (lead.run == entry.run && entry.releaseClaims && !keepsClaims && lead.state != LeadState::Sold)
            releaseClaims(entry.leadId, entry.reopensOffer.isNull());
        writeResult(lead, entry); // its buyer knows what it is, whatever the lead has become
        return Error{"left_behind", "", "", "The lead is closed, or somebody else's."};
    }
    lead.state = entry.state;
    lead.reason = entry.reason;
    lead.decision = entry.routingDecision;
    lead.final = entry.final;
    lead.pings.insert(lead.pings.end(), entry.pings.begin(), entry.pings.end());
    lead.skipped.insert(lead.skipped.end(), entry.skipped.begin(), entry.skipped.end());
    lead.events.insert(lead.events.end(), entry.events.begin(), entry.events.end());
    writeResult(lead, entry);
    if (entry.sale)
        lead.sale = entry.sale;
    if (entry.offer)
        offers.try_emplace(entry.offer->id, Kept{*entry.offer, entry.leadId,
                                                 entry.offer->route ? exchange::OfferState::Taken
                                                                    : exchange::OfferState::Open});
    if (!entry.reopensOffer.isNull()) {
        reopen(entry.reopensOffer);
        lead.run = newRun();
    }
    for (const exchange::PingReason &news : entry.pingNews)
        for (exchange::AttemptRecord &ping : lead.pings)
            if (ping.attemptId == news.attemptId)
                ping.reason = news.reason;
    for (const exchange::FollowUp &followUp : entry.followUps)
        followUps.emplace_back(entry.leadId, followUp);
    if (entry.wait && entry.state == LeadState::Pending)
        waits[entry.leadId] = {*entry.wait, false, {}};
    else if (!entry.run.isNull() && (entry.final || entry.offer || !entry.reopensOffer.isNull()))
        waits.erase(entry.leadId);
    keepAnswer();
    if (entry.releaseClaims && !keepsClaims)
        releaseClaims(entry.leadId, entry.reopensOffer.isNull());
    return std::monostate();
}

inline std::vector<const Database::Post *> Database::postsOf(const Uuid &lead) const
{
    std::vector<const Post *> found;
    for (const auto &id : postOrder)
        if (posts.at(id).sending.leadId == lead)
            found.push_back(&posts.at(id));
    return found;
}

} // namespace bourse::testing

#include "simulation/databaseparts.h"
#include "simulation/journal.h"
