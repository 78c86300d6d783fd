#pragma once
// What buyers say later of posts that reached them: once or twice, before their answer or long after it, and
// now and then the opposite of what they said before.
#include "exchange/aftersale.h"
#include "simulation/simulation.h"

namespace bourse::testing {

/// For a post that has just arrived. `undecided`: the buyer said "later", and decides when it calls back.
inline void Simulation::planCallbacks(const Uuid &post, bool undecided)
{
    if (!m_random.chance(undecided ? 0.8 : m_callbacks))
        return;
    const int times = m_random.chance(0.3) ? 2 : 1;
    const bool soon = m_random.chance(0.5);
    const std::string event = "e-" + post.toString();
    for (int i = 0; i < times; ++i)
        m_time.after(soon ? m_random.micros(0us, 4s) : m_random.micros(100ms, 30s),
                     [this, post, event, undecided] { hear(post, event, undecided, 0); });
    if (m_random.chance(0.2))
        m_time.after(m_random.micros(1s, 8s), [this, post] { hearOpposite(post); });
}

/// One transaction of the store: written down once per event, judged, booked.
inline void Simulation::hear(const Uuid &id, const std::string &event, bool undecided, int tries)
{
    const auto &post = m_database.posts.at(id);
    const Uuid leadId = post.sending.leadId;
    if (m_heard.contains(event)) {
        meet("callback: a second time");
        return;
    }
    Delivery &delivery = m_deliveries.at(id);
    const AttemptOutcome stood = post.result.outcome;
    if (undecided && !delivery.decision)
        delivery.decision = m_random.chance(0.5);
    const bool accepts = undecided ? *delivery.decision : delivery.accepted;
    const auto effect = m_database.news(id, accepts ? domain::Reading::Accepted : domain::Reading::Rejected,
                                        m_time.utcNow(), delivery.price, bookingOf(m_snapshot));
    if (effect == NewsEffect::Waiting) {
        meet("callback: before the post's own answer");
        if (tries > 200) // recovery takes a second
            violate("a callback waits for an answer for ever");
        else
            m_time.after(100ms,
                         [this, id, event, undecided, tries] { hear(id, event, undecided, tries + 1); });
        return;
    }
    m_heard.insert(event);
    const bool applied = effect == NewsEffect::Applied;
    if (applied)
        meet(accepts ? "callback: an open post is sold" : "callback: an open post is refused");
    if (applied && !accepts)
        m_refusedLater.insert(leadId);
    if (effect == NewsEffect::NoChange)
        meet("callback: says what is known");
    if (effect == NewsEffect::Contradicts) {
        // only of what was waited for in vain
        meet("callback: accepts when it is no longer waited for");
        if (!undecided || stood != AttemptOutcome::TimedOut)
            violate(delivery.ref + ": the truth contradicts what is booked");
    }
    if (!undecided || !accepts)
        return;
    delivery.accepted = applied;
    delivery.disputed = !applied;
    m_totals.soldLater += applied;
    m_totals.disputes += !applied;
}

/// Only of what is decided: a buyer that lies about an open post is believed.
inline void Simulation::hearOpposite(const Uuid &id)
{
    const auto outcome = m_database.posts.at(id).result.outcome;
    if (outcome == AttemptOutcome::Sending || outcome == AttemptOutcome::Unknown ||
        outcome == AttemptOutcome::Pending)
        return;
    const bool sold = outcome == AttemptOutcome::Accepted;
    const auto effect = m_database.news(id, sold ? domain::Reading::Rejected : domain::Reading::Accepted,
                                        m_time.utcNow(), {}, bookingOf(m_snapshot));
    if (effect == NewsEffect::Contradicts && m_database.posts.at(id).result.outcome == outcome)
        meet("callback: denies what is booked");
    else
        violate("news that deny what is booked are applied");
}

} // namespace bourse::testing
