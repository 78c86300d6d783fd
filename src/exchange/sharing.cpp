// Leads that may be sold several times: which offers are sold together, and what the lead has brought in the
// end.
#include "exchange/leadrun.h"
#include <algorithm>
#include <limits>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::LeadState;
namespace reason = domain::reason;

std::int64_t plus(std::int64_t left, std::int64_t right)
{
    return left > std::numeric_limits<std::int64_t>::max() - right ? std::numeric_limits<std::int64_t>::max()
                                                                   : left + right;
}
} // namespace

/// Index in the pool of the offer that is posted to next. Offers of a non-exclusive group count for what the
/// best of them bring together, one of each buyer and as many as the group sells; every other offer counts
/// for itself. So the lead is sold exclusively or shared, whichever brings more, and exclusively where that
/// is the same.
std::size_t LeadRun::bestOffer() const
{
    struct Lot {
        std::optional<NodeIndex> group;
        std::vector<std::size_t> offers; ///< best first
        std::int64_t worth = 0;
    };
    std::vector<Lot> lots;
    for (std::size_t i = 0; i < m_pool.size(); ++i) {
        const auto group = node(m_pool[i].node).lot;
        if (m_lot && group != m_lot)
            continue;
        auto at = std::find_if(lots.begin(), lots.end(), [&](const Lot &lot) { return lot.group == group; });
        if (at == lots.end())
            at = lots.insert(lots.end(), Lot{group, {}, 0});
        at->offers.push_back(i);
    }
    const Lot *best = nullptr;
    for (Lot &lot : lots) {
        std::sort(lot.offers.begin(), lot.offers.end(), [this](std::size_t left, std::size_t right) {
            return ranksBefore(m_pool[left].rank, m_pool[right].rank);
        });
        std::vector<const domain::Buyer *> buyers;
        const auto sales = lot.group ? static_cast<std::size_t>(node(*lot.group).group->maxSales) : 1;
        for (std::size_t i : lot.offers) {
            const domain::Buyer *buyer = node(m_pool[i].node).buyer;
            if (buyers.size() == sales || isRefusedBy(node(m_pool[i].node)) ||
                std::find(buyers.begin(), buyers.end(), buyer) != buyers.end())
                continue;
            buyers.push_back(buyer);
            lot.worth = plus(lot.worth, m_pool[i].rank.compared());
        }
        // several lots of one worth: the one of a single sale, else the first in the tree
        const bool better =
            !best || lot.worth > best->worth ||
            (lot.worth == best->worth && best->group && (!lot.group || *lot.group < *best->group));
        if (better)
            best = &lot;
    }
    return best->offers.front();
}

/// Whether there is anybody left to post to: once the lead is sold in a non-exclusive group, only that one's.
bool LeadRun::hasOfferOfLot() const
{
    if (!m_lot)
        return !m_pool.empty();
    return std::any_of(m_pool.begin(), m_pool.end(), [this](const Offer &offer) { return isOfLot(offer); });
}

/// Notes a sale in a non-exclusive group; true if the lead may be sold there once more.
bool LeadRun::noteSale(const Offer &offer, const Verdict &sold)
{
    const auto lot = node(offer.node).lot;
    if (sold.state != LeadState::Sold || !lot)
        return false;
    m_lot = lot;
    m_sales.push_back(*sold.sale);
    if (m_sales.size() == 1) {
        m_firstSale = sold;
        m_firstSale.post.reset();
    }
    const int limit = node(*lot).group->maxSales;
    if (offer.ping != Offer::noPing)
        m_pings[offer.ping].record.reason =
            domain::Reason{std::string(reason::bidWon),
                           "sale " + std::to_string(m_sales.size()) + " of at most " + std::to_string(limit)};
    return m_sales.size() < static_cast<std::size_t>(limit) && (hasOfferOfLot() || canRefill(offer.node));
}

/// A sale is committed before the lead is posted to the next buyer.
Task<bool> LeadRun::recordSale(Verdict sold)
{
    JournalEntry made = entry(LeadState::Posting, sold.reason);
    made.events.clear(); // not a new state
    noteProgress(made);
    made.routingDecision = domain::name(sold.decision);
    if (sold.post)
        notePost(*sold.post);
    made.post = std::move(sold.post);
    made.sale = std::move(sold.sale);
    auto recording = journal().record(std::move(made));
    auto recorded = co_await recording;
    co_return recorded.ok();
}

/// How a lead ends that was sold in a non-exclusive group: whatever came last, it is sold, for all its sales
/// together.
Verdict LeadRun::withSales(Verdict end)
{
    const bool last = end.sale.has_value();
    if (m_sales.empty() || (m_sales.size() == 1 && last))
        return end;
    end.closedElsewhere = false; // what is sold stays sold, and is told
    end.decision = m_firstSale.decision;
    end.reason = m_firstSale.reason;
    if (m_sales.size() > 1)
        end.reason =
            domain::Reason{std::string(reason::soldShared), std::to_string(m_sales.size()) + " sales"};
    if (end.winner && end.winner->ping != Offer::noPing && end.state != LeadState::Sold)
        m_pings[end.winner->ping].record.reason = domain::Reason{
            std::string(reason::bidWon), end.post ? "then: " + end.post->reason.code : std::string()};
    end.state = LeadState::Sold;
    end.winner = m_firstSale.winner;
    end.redirect = m_firstSale.redirect;
    Sale all = m_sales.front();
    for (std::size_t i = 1; i < m_sales.size(); ++i) {
        all.revenue = all.revenue.plus(m_sales[i].revenue).valueOr(all.revenue);
        all.payout = all.payout.plus(m_sales[i].payout).valueOr(all.payout);
    }
    end.price = all.revenue;
    if (!last) // else that one could not be recorded, and it is what has to be
        end.sale = all;
    // who is left over
    for (const Offer &offer : m_pool) {
        if (isOfLot(offer))
            dismiss(offer, reason::notNeeded, "sold " + std::to_string(m_sales.size()) + " times already");
        else
            dismiss(offer, reason::outbid,
                    "shared sales bring " + all.revenue.toDecimal() + " " + all.revenue.currency().code());
    }
    m_pool.clear();
    return end;
}

} // namespace bourse::exchange
