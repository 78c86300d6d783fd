#pragma once
// What buyers say later of posts that reached them: once or twice, before their answer or long after it, and
// now and then the opposite of what they said before.
#include "exchange/aftersale.h"
#include "simulation/simulation.h"

namespace bourse::testing {

/// For a post that has just arrived. `undecided`: the buyer said "later", and decides when it calls back.
inline void Simulation::planCallbacks(const Uuid &post, bool undecided)
{
    if (!m_random.chance(m_callbacks))
        return;
    const int times = m_random.chance(0.3) ? 2 : 1;
    const std::string event = "e-" + post.toString();
    for (int i = 0; i < times; ++i)
        m_time.after(m_random.micros(0us, 4s),
                     [this, post, event, undecided] { hear(post, event, undecided, 0); });
    if (m_random.chance(0.2))
        m_time.after(m_random.micros(1s, 8s), [this, post] { hearOpposite(post); });
}

/// One transaction of the store: written down once per event, judged, booked.
inline void Simulation::hear(const Uuid &id, const std::string &event, bool undecided, int tries)
{
    auto &post = m_database.posts.at(id);
    auto &lead = m_database.leads.at(post.sending.leadId);
    if (m_heard.contains(event)) {
        meet("callback: a second time");
        return;
    }
    if (post.result.outcome == AttemptOutcome::Sending || !lead.final) {
        meet("callback: before the post's own answer");
        if (tries > 200) // recovery takes a second
            violate("a callback waits for an answer for ever");
        else
            m_time.after(100ms,
                         [this, id, event, undecided, tries] { hear(id, event, undecided, tries + 1); });
        return;
    }
    m_heard.insert(event);
    Delivery &delivery = m_deliveries.at(id);
    const bool open =
        post.result.outcome == AttemptOutcome::Unknown || post.result.outcome == AttemptOutcome::Pending;
    if (undecided && open && m_random.chance(0.5)) {
        delivery.accepted = true;
        delivery.price = *post.sending.attempt.price;
    }
    const auto verdict =
        judge(post.result.outcome, false, false,
              delivery.accepted ? domain::Reading::Accepted : domain::Reading::Rejected, false);
    if (verdict.step == NewsStep::Sell) {
        meet("callback: an open post is sold");
        auto booked = bookingOf(m_snapshot)(lead.received.source, post.sending.attempt.channel,
                                            *post.sending.attempt.price, delivery.price);
        if (!booked) {
            violate("a callback's sale cannot be booked: " + booked.error().code);
            return;
        }
        post.result.outcome = AttemptOutcome::Accepted;
        m_database.owed[post.sending.buyer] += booked->first.micros() - post.sending.price.micros();
        lead.sale = Sale{id,
                         post.sending.buyer,
                         post.sending.attempt.channel,
                         booked->first,
                         booked->second,
                         lead.received.source,
                         m_time.utcNow()};
        lead.sales.push_back(*lead.sale);
        lead.state = LeadState::Sold;
    } else if (verdict.step == NewsStep::Refuse) {
        meet("callback: an open post is refused");
        m_database.refuse(id);
        m_refusedLater.insert(post.sending.leadId);
        if (!lead.sale)
            lead.state = LeadState::Unsold;
    } else if (verdict.effect == NewsEffect::Contradicts) {
        violate(delivery.ref + ": the truth contradicts what is booked");
    } else {
        meet("callback: says what is known");
    }
}

/// Only of what is decided: a buyer that lies about an open post is believed.
inline void Simulation::hearOpposite(const Uuid &id)
{
    const auto &post = m_database.posts.at(id);
    const auto outcome = post.result.outcome;
    if (outcome == AttemptOutcome::Sending || outcome == AttemptOutcome::Unknown ||
        outcome == AttemptOutcome::Pending)
        return;
    const bool sold = outcome == AttemptOutcome::Accepted;
    const auto verdict =
        judge(outcome, false, false, sold ? domain::Reading::Rejected : domain::Reading::Accepted, false);
    if (verdict.effect == NewsEffect::Contradicts && verdict.step == NewsStep::None)
        meet("callback: denies what is booked");
    else
        violate("news that deny what is booked are applied");
}

} // namespace bourse::testing
