#pragma once
// What must hold when everything has come to rest: the leads, the buyers' own books, caps and balances.
#include "simulation/simulation.h"

namespace bourse::testing {

inline void Simulation::checkEnd()
{
    for (const auto &[id, lead] : m_database.leads)
        if (!lead.final)
            violate("a lead was left open by a living node");
    for (const auto &[id, kept] : m_database.offers) {
        m_totals.taken += kept.takings;
        m_totals.expired += kept.state == OfferState::Expired;
        if (kept.takings > 1)
            violate("an offer was taken " + std::to_string(kept.takings) + " times");
        if (kept.state == OfferState::Open)
            violate("an offer was left open");
    }
    if (m_database.reopenedInUse)
        violate("an offer was opened again although a buyer may have seen its lead");
    m_totals.leads = static_cast<std::int64_t>(m_database.leads.size());
    std::map<std::string, int> soldPerRef;
    std::int64_t soldMicros = 0;
    for (const auto &[id, lead] : m_database.leads) {
        const std::string ref = lead.received.fields.find("ref")->toText();
        note(ref + std::string(domain::info(lead.state).name) + lead.reason.code);
        m_totals.sold += lead.state == LeadState::Sold;
        m_totals.unsold += lead.state == LeadState::Unsold;
        m_totals.unknown += lead.state == LeadState::Unknown;
        m_totals.pending += lead.state == LeadState::Pending;
        const auto count = [&](const auto &entries) {
            for (const auto &entry : entries) {
                m_totals.broken += entry.reason.code == domain::reason::breakerOpen;
                m_totals.throttled += entry.reason.code == domain::reason::throttled;
                m_totals.left += entry.reason.code == domain::reason::groupLeft;
                m_totals.queued += entry.reason.code == domain::reason::awaitsCap;
            }
        };
        count(lead.skipped);
        count(lead.pings);
        count(lead.events);
        if (!lead.final || !domain::info(lead.state).isFinal)
            violate(ref + " has not ended");
        if (lead.reason.code.empty())
            violate(ref + " has no reason");
        if ((lead.state == LeadState::Sold) != lead.sale.has_value())
            violate(ref + " is sold without a sale, or the other way round");
        auto posts = m_database.postsOf(id);
        int open = 0;
        for (const auto *post : posts) {
            auto outcome = post->result.outcome;
            open += outcome == AttemptOutcome::Accepted || outcome == AttemptOutcome::Unknown ||
                    outcome == AttemptOutcome::Pending;
            if (outcome == AttemptOutcome::Sending)
                violate(ref + " has a post that never ended");
            m_totals.tooLate +=
                outcome == AttemptOutcome::NotSent && post->result.reason.code == domain::reason::noTimeLeft;
        }
        const bool held = lead.state == LeadState::Sold || lead.state == LeadState::Unknown ||
                          lead.state == LeadState::Pending;
        std::vector<std::string> holders, possible;
        for (const auto *post : posts) {
            const auto outcome = post->result.outcome;
            if (outcome == AttemptOutcome::Accepted)
                holders.push_back(post->sending.attempt.channel);
            else if (outcome == AttemptOutcome::Unknown || outcome == AttemptOutcome::Pending)
                possible.push_back(post->sending.attempt.channel);
        }
        possible.insert(possible.end(), holders.begin(), holders.end());
        if (held ? open < 1 || static_cast<int>(possible.size()) > salesAllowed(possible) : open != 0)
            violate(ref + " is held by " + std::to_string(open) + " posts as " +
                    std::string(domain::info(lead.state).name));
        if ((lead.state == LeadState::Sold) != !holders.empty())
            violate(ref + " is sold by no post, or the other way round");
        if (lead.sales.size() != holders.size())
            violate(ref + " has " + std::to_string(lead.sales.size()) + " sales of " +
                    std::to_string(holders.size()) + " accepted posts");
        m_totals.shared += lead.sales.size() > 1;
        if (lead.sale)
            ++soldPerRef[ref];
        for (const auto &sale : lead.sales) {
            auto at = m_deliveries.find(sale.postId);
            if (at == m_deliveries.end() || !at->second.accepted)
                violate(ref + " is sold, but its buyer does not know of it");
            else if (at->second.price.rounded(Rounding::HalfEven) != sale.revenue)
                violate(ref + " is booked at another price than its buyer's");
            soldMicros += sale.revenue.micros();
            if (at != m_deliveries.end()) {
                // in whole cents of the exact price that the buyer agreed to
                const std::int64_t exact = at->second.price.micros();
                const std::int64_t cents = exact * m_market.source().payoutBasisPoints / 10'000 / 10'000;
                if (sale.payout.micros() != cents * 10'000 || sale.payout.micros() > exact)
                    violate(ref + " has a wrong payout: " + sale.payout.toDecimal() + " of " +
                            at->second.price.toDecimal() + " booked as " + sale.revenue.toDecimal() +
                            ", share " + std::to_string(m_market.source().payoutBasisPoints));
            }
        }
        const bool whole = lead.reason.code != domain::reason::interrupted &&
                           lead.reason.code != domain::reason::storageFailed && !lead.pings.empty();
        if (whole) {
            for (const auto *channel : domain::channelsOf(*m_snapshot->tree("main"))) {
                auto named = [&](const auto &entry) {
                    return entry.channel == channel->slug && !entry.reason.code.empty();
                };
                bool explained = std::any_of(lead.pings.begin(), lead.pings.end(), named) ||
                                 std::any_of(lead.skipped.begin(), lead.skipped.end(), named);
                for (const auto *post : posts)
                    explained = explained || post->sending.attempt.channel == channel->slug;
                if (!explained)
                    violate(ref + " says nothing of channel " + channel->slug);
            }
        }
    }
    for (const auto &[ref, times] : soldPerRef)
        if (times > 1)
            violate(ref + " was sold " + std::to_string(times) + " times");

    // the buyers' own books
    std::map<std::string, std::vector<std::string>> takenPerRef; ///< channels
    std::int64_t takenMicros = 0, doubtfulMicros = 0;
    for (const auto &[id, delivery] : m_deliveries) {
        const auto outcome = m_database.posts.at(id).result.outcome;
        if (!delivery.accepted)
            continue;
        takenPerRef[delivery.ref].push_back(m_database.posts.at(id).sending.attempt.channel);
        std::int64_t micros = delivery.price.rounded(Rounding::HalfEven).micros();
        takenMicros += micros;
        if (outcome == AttemptOutcome::Unknown)
            doubtfulMicros += micros;
        else if (outcome != AttemptOutcome::Accepted)
            violate(delivery.ref + " was taken by " + delivery.buyer + ", but recorded as " +
                    std::string(domain::name(outcome)));
    }
    if (takenMicros != soldMicros + doubtfulMicros)
        violate("the buyers' books and the ledger differ");
    for (const auto &[ref, channels] : takenPerRef)
        if (static_cast<int>(channels.size()) > salesAllowed(channels))
            violate(ref + " was taken by " + std::to_string(channels.size()) + " buyers");

    // caps and balances
    std::map<std::pair<std::string, UtcTime>, std::int64_t> used, limits;
    std::map<std::string, std::int64_t> owed;
    for (const auto &[id, post] : m_database.posts) {
        for (const auto &claim : post.sending.caps) {
            // the limit of a paced cap grows
            auto &limit = limits[{claim.counter, claim.windowStart}];
            limit = std::max(limit, claim.limit);
            used[{claim.counter, claim.windowStart}] += post.held ? claim.amount : 0;
        }
        const auto &lead = m_database.leads.at(post.sending.leadId);
        if (!post.held)
            continue;
        std::int64_t micros = post.sending.price.micros();
        for (const auto &sale : lead.sales)
            micros = sale.postId == id ? sale.revenue.micros() : micros;
        owed[post.sending.buyer] += micros;
    }
    for (const auto &[counter, count] : used) {
        if (count != m_database.capUsed[counter])
            violate("cap " + counter.first + " counts wrong");
        if (count > limits[counter])
            violate("cap " + counter.first + " is exceeded");
    }
    for (const auto &buyer : m_snapshot->document().buyers) {
        if (owed[buyer.slug] != m_database.owed[buyer.slug])
            violate("the balance of " + buyer.slug + " is wrong");
        // a price that came with the post may pass the limit: it was not known when it was reserved
        bool fixedPrices = true;
        for (const auto *channel : domain::channelsOf(*m_snapshot->tree("main")))
            fixedPrices = fixedPrices && (channel->buyer != buyer.slug ||
                                          channel->price.kind != domain::PriceKind::FromPost);
        if (buyer.creditLimit && fixedPrices && owed[buyer.slug] > buyer.creditLimit->micros())
            violate("the credit of " + buyer.slug + " is exceeded");
    }
}

} // namespace bourse::testing
