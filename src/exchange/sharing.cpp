// Leads that may be sold several times: which offers are sold together, and what the lead has brought in the
// end.
#include "exchange/leadrun.h"
#include <algorithm>
#include <iterator>
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

/// The non-exclusive group that the lead is sold in, or under way to be; none where all are free.
std::optional<NodeIndex> LeadRun::lot() const
{
    return m_lot || m_flights.empty() ? m_lot : node(m_flights.front()->offer.node).lot;
}

bool LeadRun::isUnderWay(const domain::Buyer *buyer) const
{
    return std::any_of(m_flights.begin(), m_flights.end(),
                       [&](const FlightPtr &flight) { return node(flight->offer.node).buyer == buyer; });
}

/// Whether the lead may be posted to one more now: what is under way counts as sold, what has been answered
/// is written down first, and a post that needs time to be prepared goes alone, so that no answer waits for
/// it.
bool LeadRun::hasRoom() const
{
    if (m_flights.empty())
        return true;
    const auto within = lot();
    const bool answered = std::any_of(m_flights.begin(), m_flights.end(),
                                      [](const FlightPtr &flight) { return flight->reply.has_value(); });
    if (m_holdsBack || answered || !within ||
        m_sales.size() + m_flights.size() >= static_cast<std::size_t>(node(*within).group->maxSales))
        return false;
    const auto best = bestOffer();
    return best && !needsPreparation(m_pool[*best].node, domain::StepKind::Post);
}

bool LeadRun::isSoldOut() const
{
    return m_lot && m_sales.size() >= static_cast<std::size_t>(node(*m_lot).group->maxSales);
}

/// Index in the pool of the offer that is posted to next; none while all that are left are of buyers that
/// something is under way to. Offers of a non-exclusive group count for what the
/// best of them bring together, one of each buyer and as many as the group sells; every other offer counts
/// for itself. So the lead is sold exclusively or shared, whichever brings more, and exclusively where that
/// is the same.
std::optional<std::size_t> LeadRun::bestOffer() const
{
    struct Lot {
        std::optional<NodeIndex> group;
        std::vector<std::size_t> offers; ///< best first
        std::int64_t worth = 0;
    };
    std::vector<Lot> lots;
    const auto within = lot();
    for (std::size_t i = 0; i < m_pool.size(); ++i) {
        const auto group = node(m_pool[i].node).lot;
        if ((within && group != within) || isUnderWay(node(m_pool[i].node).buyer))
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
    return best ? std::optional(best->offers.front()) : std::nullopt;
}

/// Whether there is anybody left to post to: once the lead is sold in a non-exclusive group, only that one's.
bool LeadRun::hasOfferOfLot() const
{
    if (!m_lot)
        return !m_pool.empty();
    return std::any_of(m_pool.begin(), m_pool.end(), [this](const Offer &offer) { return isOfLot(offer); });
}

/// Notes a sale in a non-exclusive group; true if it is not the lead's last word, but has to be written down
/// by itself.
bool LeadRun::noteSale(const Offer &offer, const Verdict &sold)
{
    const auto group = node(offer.node).lot;
    if (sold.state != LeadState::Sold || !group)
        return false;
    m_lot = group;
    m_sales.push_back(*sold.sale);
    if (m_sales.size() == 1 || sold.sale->revenue.micros() > m_bestSale.sale->revenue.micros()) {
        m_bestSale = sold;
        m_bestSale.post.reset();
    }
    if (offer.ping != Offer::noPing)
        m_pings[offer.ping].record.reason = domain::Reason{
            std::string(reason::bidWon), "sale " + std::to_string(m_sales.size()) + " of at most " +
                                             std::to_string(node(*group).group->maxSales)};
    const bool mayFollow = !isSoldOut() && (hasOfferOfLot() || canRefill(offer.node));
    return m_sales.size() > 1 || !m_flights.empty() || !m_ends.empty() || mayFollow;
}

/// What a post has come to, where it is not the lead's last word. Where the journal fails it is owed, and the
/// selling ends.
Task<std::monostate> LeadRun::recordPost(Verdict known)
{
    JournalEntry made = entry(LeadState::Posting, known.reason);
    made.events.clear(); // not a new state
    noteProgress(made);
    if (known.sale)
        made.routingDecision = domain::name(known.decision);
    if (known.post)
        notePost(*known.post);
    made.post = std::move(known.post);
    made.sale = std::move(known.sale);
    co_await recordOrOwe(std::move(made));
    co_return std::monostate();
}

/// How the lead ends once nothing is under way: by the sales, else by what is not known of it, else by what
/// stopped the selling first.
Task<Verdict> LeadRun::conclude()
{
    if (m_ends.empty())
        co_return m_sales.empty() ? unsold() : withSales({});
    const auto isOpen = [](const Verdict &end) {
        return end.state == LeadState::Unknown || (end.state == LeadState::Pending && end.post);
    };
    const auto weight = [&](const Verdict &end) {
        return end.state == LeadState::Unknown ? 3 : isOpen(end) ? 2 : end.closedElsewhere ? 1 : 0;
    };
    const std::size_t count = m_ends.size();
    std::size_t most = 0, open = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (weight(m_ends[i]) > weight(m_ends[most]))
            most = i;
        open += isOpen(m_ends[i]) ? 1 : 0;
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (i != most && m_ends[i].post) {
            Verdict other = std::move(m_ends[i]);
            m_ends[i].storageFailed = other.storageFailed;
            noteFate(other);
            co_await recordPost(std::move(other));
        }
    }
    Verdict end = std::move(m_ends[most]);
    end.storageFailed = end.storageFailed || journalFails();
    if (end.storageFailed) // what others have closed may be decided by what has come since
        end.closedElsewhere = false;
    if (end.storageFailed && !end.post && !m_owed.empty() && !m_owed.back().sale) {
        // the last refusal goes with the lead's end: a lead must not seem to wait for what has come
        JournalEntry &last = m_owed.back();
        end.post = std::move(last.post);
        m_progress.insert(m_progress.begin(), std::make_move_iterator(last.events.begin()),
                          std::make_move_iterator(last.events.end()));
        m_owed.pop_back();
    }
    if (open > 1) // whoever is given up, another may still say that it has the lead
        end.wait.reset();
    co_return withSales(std::move(end));
}

/// That a bid was posted to and what came of it, where that is not how the lead ends.
void LeadRun::noteFate(const Verdict &end)
{
    if (end.winner && end.winner->ping != Offer::noPing)
        m_pings[end.winner->ping].record.reason = domain::Reason{
            std::string(reason::bidWon), end.post ? "then: " + end.post->reason.code : std::string()};
}

bool LeadRun::journalFails() const
{
    return std::any_of(m_ends.begin(), m_ends.end(), [](const Verdict &end) { return end.storageFailed; });
}

/// How a lead ends that was sold in a non-exclusive group: whatever came last, it is sold, for all its sales
/// together.
Verdict LeadRun::withSales(Verdict end)
{
    if (m_sales.empty() || end.sale) // none, or the only one, which is not written down yet
        return end;
    end.closedElsewhere = false; // what is sold stays sold, and is told
    end.decision = m_bestSale.decision;
    end.reason = m_bestSale.reason;
    if (m_sales.size() > 1)
        end.reason =
            domain::Reason{std::string(reason::soldShared), std::to_string(m_sales.size()) + " sales"};
    noteFate(end);
    end.state = LeadState::Sold;
    end.winner = m_bestSale.winner;
    end.redirect = m_bestSale.redirect;
    Sale all = *m_bestSale.sale;
    for (const Sale &sale : m_sales) {
        if (sale.postId == all.postId)
            continue;
        all.revenue = all.revenue.plus(sale.revenue).valueOr(all.revenue);
        all.payout = all.payout.plus(sale.payout).valueOr(all.payout);
    }
    end.price = all.revenue;
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
