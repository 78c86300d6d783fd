#pragma once
// The database's offers, waits, news and recovery.
#include "simulation/database.h"

namespace bourse::testing {

inline exchange::ReceiveOutcome Database::known(const Claim &claim, const std::string &requestHash) const
{
    using Kind = exchange::ReceiveOutcome::Kind;
    exchange::ReceiveOutcome outcome;
    if (claim.requestHash != requestHash) {
        outcome.kind = Kind::KeyMismatch;
    } else if (const Lead &other = leads.at(claim.lead); !claim.answer && !other.final) {
        outcome.kind = Kind::InFlight;
    } else if (!claim.answer) {
        outcome.kind = Kind::Replay;
        outcome.original = claim.lead;
        outcome.originalState = other.state;
        outcome.originalReason = other.reason.code;
        outcome.originalDecision = other.decision;
        if (other.sale) {
            outcome.originalBuyer = other.sale->buyer;
            outcome.originalPrice = other.sale->revenue;
        }
    } else {
        outcome.kind = Kind::Replay;
        outcome.answerStatus = claim.answer->status;
        outcome.answerBody = claim.answer->body;
        outcome.answerContentType = claim.answer->contentType;
    }
    return outcome;
}

inline exchange::FoundOffer Database::find(const exchange::OfferQuery &query, UtcTime now) const
{
    exchange::FoundOffer found;
    if (query.claim) {
        auto at = m_claims.find(textOf(*query.claim));
        if (at != m_claims.end()) {
            found.known = known(at->second, query.claim->requestHash);
            return found;
        }
    }
    using By = exchange::OfferKey::By;
    for (const auto &[id, kept] : offers) {
        const bool meant = query.key.by == By::Id     ? id == query.key.id
                           : query.key.by == By::Lead ? kept.lead == query.key.id
                                                      : kept.offer.token == query.key.token;
        if (!meant)
            continue;
        const Lead &lead = leads.at(kept.lead);
        found.exists = true;
        found.state = kept.state;
        if (found.state == exchange::OfferState::Open && kept.offer.expiresAt <= now)
            found.state = exchange::OfferState::Expired;
        if (found.state == exchange::OfferState::Open && lead.state != LeadState::Offered)
            found.state = exchange::OfferState::Taken;
        found.offer = kept.offer;
        found.leadId = kept.lead;
        found.receivedAt = lead.received.receivedAt;
        found.test = lead.received.test;
        found.vertical = lead.received.vertical;
        found.fields = lead.received.fields;
        found.raw = lead.received.raw;
    }
    return found;
}

inline std::vector<Uuid> Database::waiting() const
{
    std::vector<Uuid> open;
    for (const auto &[id, kept] : offers)
        if (kept.offer.route && kept.state == exchange::OfferState::Open)
            open.push_back(id);
    return open;
}

inline exchange::TakingOutcome Database::take(const exchange::OfferTaking &taking, UtcTime now)
{
    using Kind = exchange::TakingOutcome::Kind;
    Kept &kept = offers.at(taking.offer);
    Lead &lead = leads.at(taking.leadId);
    if (kept.takenBy == taking.id)
        return {Kind::Taken};
    if (!takesTwice) {
        if (kept.state == exchange::OfferState::Expired)
            return {Kind::Expired};
        if (kept.state == exchange::OfferState::Taken || lead.state != LeadState::Offered)
            return {Kind::Used};
        if (kept.offer.expiresAt <= now)
            return {Kind::Expired};
    }
    m_claimOf.erase(taking.leadId);
    if (taking.claim) {
        const auto &asked = *taking.claim;
        std::string key = textOf(asked);
        if (!m_claims.try_emplace(key, Claim{asked.requestHash, taking.leadId, {}}).second)
            return {Kind::Claimed};
        m_claimOf[taking.leadId] = key;
    }
    kept.state = exchange::OfferState::Taken;
    kept.takenBy = taking.id;
    ++kept.takings;
    lead.run = taking.id;
    lead.state = LeadState::Routing;
    lead.received.fields = taking.fields;
    lead.received.nodeId = taking.nodeId;
    lead.takenAt = taking.at;
    lead.answer.reset();
    return {Kind::Taken};
}

inline void Database::expireOffers(UtcTime now)
{
    for (auto &[id, kept] : offers) {
        if (kept.state != exchange::OfferState::Open || kept.offer.expiresAt > now)
            continue;
        kept.state = exchange::OfferState::Expired;
        Lead &lead = leads.at(kept.lead);
        if (lead.state != LeadState::Offered)
            continue;
        lead.state = LeadState::Unsold;
        lead.reason = {std::string(domain::reason::offerExpired), {}};
        lead.final = true;
        lead.events.push_back({"state", now, lead.state, lead.reason, {}});
    }
}

/// Whoever takes it next is its first taker.
inline void Database::reopen(const Uuid &offer)
{
    Kept &kept = offers.at(offer);
    const auto &before = kept.offer.postedTo; // and refused by them, before it was offered
    for (const Post *post : postsOf(kept.lead))
        reopenedInUse =
            reopenedInUse || (post->result.outcome != AttemptOutcome::NotSent &&
                              std::find(before.begin(), before.end(), post->sending.buyer) == before.end());
    for (auto &[id, later] : offers) // told to nobody
        if (later.lead == kept.lead && offer < id && later.state == exchange::OfferState::Open)
            later.state = exchange::OfferState::Expired;
    kept.state = exchange::OfferState::Open;
    kept.takenBy = {};
    kept.takings = 0;
}

inline bool Database::anythingLeft(const Uuid &lead) const
{
    const auto all = postsOf(lead);
    return std::any_of(all.begin(), all.end(),
                       [](const Post *post) { return post->result.outcome != AttemptOutcome::NotSent; });
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
        if (lead.final || lead.state == LeadState::Offered || // an offer outlives the node that made it
            (node && lead.received.nodeId != *node))
            continue;
        // nobody was posted to, and what it was offered for still stands
        bool reopened = false;
        auto last = offers.end();
        for (auto at = offers.begin(); at != offers.end(); ++at)
            if (at->second.lead == id)
                last = at;
        // whoever took one that has waited since has been told that it waits
        if (last != offers.end() && !waits.contains(id) &&
            last->second.state == exchange::OfferState::Taken && last->second.offer.expiresAt > now &&
            !anythingLeft(id)) {
            reopened = true;
            reopen(last->first);
            lead.run = newRun();
            lead.state = LeadState::Offered;
            lead.events.push_back({"state", now, lead.state, {std::string(domain::reason::offered), {}}, {}});
            if (auto claim = m_claimOf.find(id);
                claim != m_claimOf.end() && !m_claims.at(claim->second).answer) {
                m_claims.erase(claim->second);
                m_claimOf.erase(claim);
            }
        }
        if (reopened)
            continue;
        lead.final = true;
        if (lead.state == LeadState::Duplicate) {
            lead.reason.code = domain::reason::repeatedPayload;
        } else if (!lead.sales.empty()) {
            // sold in a group that sells several times, and interrupted before its end
            lead.state = LeadState::Sold;
            lead.reason.code = domain::reason::soldShared;
            waits.erase(id);
        } else if (unknown.contains(id)) {
            lead.state = LeadState::Unknown;
            lead.reason.code = domain::reason::postUnknown;
            waits.erase(id);
        } else if (auto wait = waits.find(id); wait != waits.end()) {
            // taken up again, and its node died: another one does
            lead.state = LeadState::Pending;
            lead.reason.code = wait->second.what.what == exchange::LeadWait::For::Cap
                                   ? domain::reason::awaitsCap
                                   : domain::reason::awaitsCallback;
            wait->second.claimed = false;
            wait->second.claim = {};
            lead.run = newRun();
            wait->second.what.dueAt = now;
        } else {
            lead.state = LeadState::Unsold;
            lead.reason.code = domain::reason::interrupted;
            releaseClaims(id, true);
            lead.run = newRun();
        }
        lead.events.push_back({"state", now, lead.state, lead.reason, {}});
    }
}

inline std::vector<exchange::ResumedLead> Database::claimWaiting(UtcTime now, std::size_t limit,
                                                                 const Uuid &node)
{
    std::vector<exchange::ResumedLead> taken;
    for (auto at = waits.begin(); at != waits.end() && taken.size() < limit;) {
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
            if (post.result.outcome == AttemptOutcome::Pending && !keepsPending) {
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
        wait.claim = lead.run = newRun();
        lead.final = false;
        lead.received.nodeId = node;
        lead.state = LeadState::Routing;
        lead.events.push_back({"state", now, lead.state, {std::string(domain::reason::routedAgain), {}}, {}});
        exchange::ResumedLead one;
        one.leadId = id;
        one.claim = wait.claim;
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

inline exchange::NewsEffect Database::news(const Uuid &id, domain::Reading said, UtcTime now,
                                           const std::optional<Money> &price,
                                           const exchange::Booking &booking)
{
    Post &post = posts.at(id);
    Lead &lead = leads.at(post.sending.leadId);
    const auto verdict = exchange::judge(post.result.outcome, false, false, said, false);
    if (verdict.step == exchange::NewsStep::Sell) {
        exchange::Sale sale;
        sale.postId = id;
        sale.buyer = post.sending.buyer;
        sale.channel = post.sending.attempt.channel;
        sale.revenue = post.sending.price;
        sale.payout = Money(0, sale.revenue.currency());
        sale.source = lead.received.source;
        sale.soldAt = now;
        if (booking) {
            auto booked =
                booking(sale.source, sale.channel, post.sending.attempt.price.value_or(sale.revenue), price);
            if (!booked) // what they would pay cannot be booked: people decide
                return exchange::NewsEffect::Contradicts;
            std::tie(sale.revenue, sale.payout) = *booked;
        }
        post.result.outcome = AttemptOutcome::Accepted;
        owed[sale.buyer] += sale.revenue.micros() - post.sending.price.micros();
        lead.sales.push_back(sale);
        if (!lead.sale)
            lead.sale = sale;
        lead.state = LeadState::Sold;
        lead.reason = {std::string(domain::reason::soldLater), {}};
        lead.final = true; // whatever its node has still to say of it
        stopWaiting(post.sending.leadId);
    } else if (verdict.step == exchange::NewsStep::Refuse) {
        post.result.outcome = AttemptOutcome::Rejected;
        post.result.reason.code = domain::reason::buyerRejected;
        release(post);
        auto wait = waits.find(post.sending.leadId);
        const bool waited = wait != waits.end() && !wait->second.claimed && wait->second.what.postId == id;
        if (lead.state == LeadState::Pending && waited && wait->second.what.thenNext) {
            wait->second.what.dueAt = std::min(wait->second.what.dueAt, now);
        } else {
            const auto all = postsOf(post.sending.leadId);
            const bool held = std::any_of(all.begin(), all.end(), [](const Post *other) {
                const auto outcome = other->result.outcome;
                return outcome == AttemptOutcome::Pending || outcome == AttemptOutcome::Unknown ||
                       outcome == AttemptOutcome::Sending || outcome == AttemptOutcome::Accepted;
            });
            if (!held && (lead.state == LeadState::Pending || lead.state == LeadState::Unknown)) {
                lead.state = LeadState::Unsold;
                lead.reason = post.result.reason;
                stopWaiting(post.sending.leadId);
            }
        }
    }
    return verdict.effect;
}

/// Who has been taken up goes on waiting: its node's last entry, or recovery, ends that.
inline void Database::stopWaiting(const Uuid &lead)
{
    if (auto wait = waits.find(lead); wait != waits.end() && !wait->second.claimed)
        waits.erase(wait);
}

} // namespace bourse::testing
