#pragma once
// A database in memory that outlives the nodes that write to it, and a node's journal on it with faults on
// demand.
#include "base/task.h"
#include "exchange/aftersale.h"
#include "exchange/ports.h"
#include "exchange/resuming.h"
#include "simulation/virtualtime.h"
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
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
    };
    struct Post {
        exchange::SendingPost sending;
        exchange::AttemptRecord result;
        bool held = true; ///< its reservation
    };

    std::map<Uuid, Lead> leads;
    std::map<Uuid, Post> posts;
    std::vector<Uuid> postOrder;
    std::map<std::pair<std::string, UtcTime>, std::int64_t> capUsed;
    std::map<std::string, std::int64_t> owed; ///< buyer → micro-units held or sold
    bool naiveCaps =
        false; ///< a planted fault: caps are judged by what was read a while before they are written
    bool keepsClaims = false; ///< a planted fault: claims that are given up are kept
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
    };
    std::map<Uuid, Wait> waits;
    std::set<std::string> held; ///< channels

    exchange::ReceiveOutcome receive(const exchange::ReceivedLead &lead);
    exchange::ReserveOutcome reserve(const exchange::SendingPost &post);
    /// The two halves of the naive cap.
    exchange::ReserveOutcome judge(const exchange::SendingPost &post) const;
    void write(const exchange::SendingPost &post);
    Result<std::monostate> record(const exchange::JournalEntry &entry);
    /// A node that starts after a crash: SENDING → UNKNOWN, all else of it that is open →
    /// unsold(interrupted). Of every node, or of the one that died.
    void recover(UtcTime now, const std::optional<Uuid> &node = {});
    std::vector<const Post *> postsOf(const Uuid &lead) const;
    /// An open post that its buyer does not want after all.
    void refuse(const Uuid &post)
    {
        posts.at(post).result.outcome = AttemptOutcome::Rejected;
        release(posts.at(post));
    }
    /// Leads whose wait is over, as the store claims them.
    std::vector<exchange::ResumedLead> claimWaiting(UtcTime now);
    /// What a buyer says of a post later; the price is what it held.
    exchange::NewsEffect news(const Uuid &post, domain::Reading said, UtcTime now);

  private:
    struct Claim {
        std::string requestHash;
        Uuid lead;
        std::optional<exchange::StoredAnswer> answer;
    };
    void release(Post &post);
    void releaseClaims(const Uuid &id);
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
        std::string key = asked.keyId + "\n" + asked.route + "\n" + asked.key;
        auto [at, isNew] = m_claims.try_emplace(key, Claim{asked.requestHash, lead.leadId, {}});
        if (!isNew) {
            if (at->second.requestHash != asked.requestHash) {
                outcome.kind = Kind::KeyMismatch;
            } else if (const Lead &other = leads.at(at->second.lead); !at->second.answer && !other.final) {
                outcome.kind = Kind::InFlight;
            } else if (!at->second.answer) {
                outcome.kind = Kind::Replay;
                outcome.original = at->second.lead;
                outcome.originalState = other.state;
                outcome.originalReason = other.reason.code;
                outcome.originalDecision = other.decision;
                if (other.sale) {
                    outcome.originalBuyer = other.sale->buyer;
                    outcome.originalPrice = other.sale->revenue;
                }
            } else {
                outcome.kind = Kind::Replay;
                outcome.answerStatus = at->second.answer->status;
                outcome.answerBody = at->second.answer->body;
                outcome.answerContentType = at->second.answer->contentType;
            }
            return outcome;
        }
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
    if (leads.at(post.leadId).final) // closed by another node
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
inline void Database::releaseClaims(const Uuid &id)
{
    if (auto claim = m_claimOf.find(id); claim != m_claimOf.end() && !m_claims.at(claim->second).answer) {
        m_claims.erase(claim->second);
        m_claimOf.erase(claim);
    }
    auto repeat = m_repeats.find(leads.at(id).received.repeatHash);
    if (repeat != m_repeats.end() && repeat->second.first == id)
        m_repeats.erase(repeat);
}

inline Result<std::monostate> Database::record(const exchange::JournalEntry &entry)
{
    auto found = leads.find(entry.leadId);
    if (found == leads.end())
        return Error{"no_such_lead", "", "", "The lead is not stored."};
    Lead &lead = found->second;
    if (lead.final)
        return std::monostate(); // known already: a retry after a lost reply
    lead.state = entry.state;
    lead.reason = entry.reason;
    lead.decision = entry.routingDecision;
    lead.final = entry.final;
    lead.pings.insert(lead.pings.end(), entry.pings.begin(), entry.pings.end());
    lead.skipped.insert(lead.skipped.end(), entry.skipped.begin(), entry.skipped.end());
    lead.events.insert(lead.events.end(), entry.events.begin(), entry.events.end());
    if (entry.post) {
        auto at = posts.find(entry.post->attemptId);
        if (at != posts.end()) {
            at->second.result = *entry.post;
            auto outcome = entry.post->outcome;
            if (outcome != AttemptOutcome::Accepted && outcome != AttemptOutcome::Pending &&
                outcome != AttemptOutcome::Unknown)
                release(at->second);
            const bool known = std::any_of(lead.sales.begin(), lead.sales.end(), [&](const auto &sale) {
                return sale.postId == entry.post->attemptId;
            });
            if (outcome == AttemptOutcome::Accepted && entry.sale &&
                !known) // what was held becomes what is owed
                owed[entry.sale->buyer] += entry.sale->revenue.micros() - at->second.sending.price.micros();
        }
    }
    if (entry.sale) {
        lead.sale = entry.sale;
        const bool booked = std::any_of(lead.sales.begin(), lead.sales.end(),
                                        [&](const auto &sale) { return sale.postId == entry.sale->postId; });
        if (!booked)
            lead.sales.push_back(*entry.sale);
    }
    for (const exchange::FollowUp &followUp : entry.followUps)
        followUps.emplace_back(entry.leadId, followUp);
    if (entry.wait && entry.state == LeadState::Pending)
        waits[entry.leadId] = {*entry.wait, false};
    else if (entry.resumed && entry.final)
        waits.erase(entry.leadId);
    if (entry.answer) {
        lead.answer = entry.answer;
        if (auto claim = m_claimOf.find(entry.leadId); claim != m_claimOf.end())
            m_claims.at(claim->second).answer = entry.answer;
    }
    if (entry.releaseClaims && !keepsClaims)
        releaseClaims(entry.leadId);
    return std::monostate();
}

inline void Database::recover(UtcTime now, const std::optional<Uuid> &node)
{
    std::set<Uuid> unknown;
    for (auto &[id, post] : posts) {
        if (post.result.outcome != AttemptOutcome::Sending || leads.at(post.sending.leadId).final ||
            (node && post.sending.nodeId != *node))
            continue;
        post.result.outcome = AttemptOutcome::Unknown;
        post.result.reason.code = domain::reason::interrupted;
        unknown.insert(post.sending.leadId);
    }
    for (auto &[id, lead] : leads) {
        if (lead.final || (node && lead.received.nodeId != *node))
            continue;
        lead.final = true;
        if (lead.state == LeadState::Duplicate) {
            lead.reason.code = domain::reason::repeatedPayload;
        } else if (!lead.sales.empty()) {
            // sold in a group that sells several times, and interrupted before its end
            lead.state = LeadState::Sold;
            lead.reason.code = domain::reason::soldShared;
        } else if (unknown.contains(id)) {
            lead.state = LeadState::Unknown;
            lead.reason.code = domain::reason::postUnknown;
            waits.erase(id);
        } else if (auto wait = waits.find(id); wait != waits.end()) {
            // taken up again, and its node died: another one does
            lead.state = LeadState::Pending;
            lead.reason.code = domain::reason::awaitsCallback;
            wait->second.claimed = false;
            wait->second.what.dueAt = now;
        } else {
            lead.state = LeadState::Unsold;
            lead.reason.code = domain::reason::interrupted;
            releaseClaims(id);
        }
        lead.events.push_back({"state", now, lead.state, lead.reason, {}});
    }
}

inline std::vector<exchange::ResumedLead> Database::claimWaiting(UtcTime now)
{
    std::vector<exchange::ResumedLead> taken;
    for (auto at = waits.begin(); at != waits.end();) {
        auto &[id, wait] = *at;
        Lead &lead = leads.at(id);
        if (wait.claimed || wait.what.dueAt > now) {
            ++at;
            continue;
        }
        if (lead.state != LeadState::Pending) { // other news have decided it
            at = waits.erase(at);
            continue;
        }
        if (wait.what.what == exchange::LeadWait::For::Callback) {
            Post &post = posts.at(wait.what.postId);
            if (post.result.outcome == AttemptOutcome::Pending) {
                post.result.outcome = AttemptOutcome::TimedOut;
                post.result.reason.code = domain::reason::waitOver;
                release(post);
            }
        }
        if (!wait.what.thenNext) {
            lead.state = LeadState::Unsold;
            lead.reason = {std::string(domain::reason::waitOver), {}};
            lead.events.push_back({"state", now, lead.state, lead.reason, {}});
            at = waits.erase(at);
            continue;
        }
        wait.claimed = true;
        lead.final = false;
        lead.state = LeadState::Routing;
        lead.events.push_back({"state", now, lead.state, {std::string(domain::reason::routedAgain), {}}, {}});
        exchange::ResumedLead one;
        one.leadId = id;
        one.workspaceId = lead.received.snapshot->workspaceId();
        one.receivedAt = lead.received.receivedAt;
        one.source = lead.received.source;
        one.fields = lead.received.fields;
        one.wait = wait.what;
        for (const Post *post : postsOf(id))
            if (post->result.outcome != AttemptOutcome::NotSent)
                one.postedTo.push_back(post->sending.buyer);
        taken.push_back(std::move(one));
        ++at;
    }
    return taken;
}

inline exchange::NewsEffect Database::news(const Uuid &id, domain::Reading said, UtcTime now)
{
    Post &post = posts.at(id);
    Lead &lead = leads.at(post.sending.leadId);
    const auto verdict = exchange::judge(post.result.outcome, false, false, said, false);
    if (verdict.step == exchange::NewsStep::Sell) {
        post.result.outcome = AttemptOutcome::Accepted;
        exchange::Sale sale;
        sale.postId = id;
        sale.buyer = post.sending.buyer;
        sale.channel = post.sending.attempt.channel;
        sale.revenue = post.sending.price;
        sale.payout = Money(0, sale.revenue.currency());
        sale.source = lead.received.source;
        sale.soldAt = now;
        lead.sales.push_back(sale);
        if (!lead.sale)
            lead.sale = sale;
        lead.state = LeadState::Sold;
        lead.reason = {std::string(domain::reason::soldLater), {}};
        waits.erase(post.sending.leadId);
    } else if (verdict.step == exchange::NewsStep::Refuse) {
        post.result.outcome = AttemptOutcome::Rejected;
        post.result.reason.code = domain::reason::buyerRejected;
        release(post);
        auto wait = waits.find(post.sending.leadId);
        const bool waited = wait != waits.end() && wait->second.what.postId == id;
        if (waited && wait->second.what.thenNext) {
            wait->second.what.dueAt = now;
        } else {
            const auto all = postsOf(post.sending.leadId);
            const bool open = std::any_of(all.begin(), all.end(), [](const Post *other) {
                return other->result.outcome == AttemptOutcome::Pending ||
                       other->result.outcome == AttemptOutcome::Unknown;
            });
            if (!open && (lead.state == LeadState::Pending || lead.state == LeadState::Unknown)) {
                lead.state = LeadState::Unsold;
                lead.reason = post.result.reason;
                waits.erase(post.sending.leadId);
            }
        }
    }
    return verdict.effect;
}

inline std::vector<const Database::Post *> Database::postsOf(const Uuid &lead) const
{
    std::vector<const Post *> found;
    for (const auto &id : postOrder)
        if (posts.at(id).sending.leadId == lead)
            found.push_back(&posts.at(id));
    return found;
}

/// What happens to one call of the journal.
struct CommitFate {
    Micros delay = 1ms;
    bool effect = true;        ///< it is committed
    bool reported = true;      ///< success is reported; else an error
    bool survivesCrash = true; ///< still under way when its node dies: it is committed all the same
    const char *error = "storage_unavailable"; ///< what is reported where success is not
};

/// The journal of one node on the database. A dead node's calls end with errors and change nothing more.
class MemoryJournal final : public exchange::Journal {
  public:
    MemoryJournal(VirtualTime &time, Database &database) : m_time(time), m_database(database) {}
    std::function<CommitFate()> fate = [] {
        return CommitFate();
    };
    bool dead = false;
    /// A planted fault: the reservation is granted at once and committed when it comes to it.
    bool sendsBeforeCommit = false;

    Future<Result<exchange::ReceiveOutcome>> receive(exchange::ReceivedLead lead) override
    {
        return call<exchange::ReceiveOutcome>(
            [this, lead = std::move(lead)](bool) { return m_database.receive(lead); });
    }
    Future<Result<exchange::ReserveOutcome>> reserve(exchange::SendingPost post) override
    {
        if (sendsBeforeCommit) {
            Promise<Result<exchange::ReserveOutcome>> promise(m_time);
            promise.complete(exchange::ReserveOutcome{true, {}});
            m_time.after(40ms, [this, post = std::move(post)] { m_database.reserve(post); });
            return promise.future();
        }
        if (m_database.naiveCaps) {
            auto judged = m_database.judge(post);
            return call<exchange::ReserveOutcome>([this, judged, post = std::move(post)](bool) {
                if (judged.granted)
                    m_database.write(post);
                return judged;
            });
        }
        return call<exchange::ReserveOutcome>(
            [this, post = std::move(post)](bool) { return m_database.reserve(post); });
    }
    Future<Result<std::monostate>> record(exchange::JournalEntry entry) override
    {
        return call<std::monostate>([this, entry = std::move(entry)](bool reported) {
            auto done = m_database.record(entry);
            if (entry.answer && !reported)
                m_database.answersBehindErrors.insert(entry.leadId);
            return done;
        });
    }

  private:
    template <class T, class F> Future<Result<T>> call(F change)
    {
        Promise<Result<T>> promise(m_time);
        auto future = promise.future();
        CommitFate how = fate();
        const Error failed{how.error, "", "", "The database does not answer."};
        if (dead) {
            m_time.post([promise, failed] { promise.complete(failed); });
            return future;
        }
        m_time.after(how.delay, [this, promise, how, failed, change = std::move(change)] {
            if (!how.effect || (dead && !how.survivesCrash)) {
                promise.complete(failed);
                return;
            }
            const bool reported = how.reported && !dead;
            Result<T> result = change(reported);
            if (reported)
                promise.complete(std::move(result));
            else
                promise.complete(failed);
        });
        return future;
    }
    VirtualTime &m_time;
    Database &m_database;
};

/// Secrets by name.
class FixedSecrets final : public exchange::SecretSource {
  public:
    std::map<std::string, Secret> values;
    std::map<std::string, Secret> secrets(const std::vector<std::string> &names) const override
    {
        std::map<std::string, Secret> found;
        for (const auto &name : names)
            if (auto at = values.find(name); at != values.end())
                found.insert(*at);
        return found;
    }
};

/// Keeps what it was told.
class Watcher final : public exchange::Observer {
  public:
    std::vector<exchange::LeadSummary> leads;
    std::vector<exchange::CallSummary> calls;
    void leadChanged(const exchange::LeadSummary &lead) override { leads.push_back(lead); }
    void callFinished(const exchange::CallSummary &call) override { calls.push_back(call); }
};

/// Where leads wait. A dead node's claims are left to recovery.
class MemoryWaits final : public exchange::WaitStore {
  public:
    MemoryWaits(VirtualTime &time, Database &database) : m_time(time), m_database(database) {}
    bool dead = false;
    Future<Result<std::vector<exchange::ResumedLead>>> claimWaiting(Uuid, int) override
    {
        Promise<Result<std::vector<exchange::ResumedLead>>> promise(m_time);
        m_time.after(1ms, [this, promise] {
            if (dead)
                promise.complete(Error{"storage_unavailable", "", "", "The database does not answer."});
            else
                promise.complete(m_database.claimWaiting(m_time.utcNow()));
        });
        return promise.future();
    }

  private:
    VirtualTime &m_time;
    Database &m_database;
};

} // namespace bourse::testing
