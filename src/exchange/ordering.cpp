// In which order the children of a group that asks one by one are asked.
#include "exchange/leadrun.h"
#include <algorithm>

namespace bourse::exchange {

bool LeadRun::hasNext(NodeIndex group) const
{
    if (m_nodes[group].left || isLeft(group))
        return false;
    if (node(group).order == Order::Fixed)
        return m_nodes[group].cursor < node(group).end;
    auto line = m_lines.find(group);
    return line == m_lines.end() ? group + 1 < node(group).end : !line->second.waiting.empty();
}

/// The next child to be asked; there is one.
NodeIndex LeadRun::nextChild(NodeIndex group)
{
    NodeIndex &cursor = m_nodes[group].cursor;
    if (node(group).order == Order::Fixed) {
        const NodeIndex child = cursor;
        cursor = node(child).end;
        return child;
    }
    auto [at, isNew] = m_lines.try_emplace(group);
    Line &line = at->second;
    if (isNew)
        for (NodeIndex child = group + 1; child < node(group).end; child = node(child).end)
            line.waiting.push_back(child);
    const NodeIndex chosen = chooseChild(group, line);
    std::erase(line.waiting, chosen);
    line.child = chosen;
    return chosen;
}

NodeIndex LeadRun::chooseChild(NodeIndex group, Line &line)
{
    std::vector<NodeIndex> eligible;
    for (NodeIndex child : line.waiting)
        if (mayTakePart(child))
            eligible.push_back(child);
    if (eligible.empty())
        return line.waiting.front(); // asked in vain, so that it says why
    if (node(group).order == Order::ExpectedProfit) {
        const Money usual = usualPrice(eligible);
        NodeIndex best = eligible.front();
        Money most = expectation(best, usual);
        for (std::size_t i = 1; i < eligible.size(); ++i) {
            const Money other = expectation(eligible[i], usual);
            if (other.micros() > most.micros()) {
                most = other;
                best = eligible[i];
            }
        }
        return best;
    }
    std::vector<TurnTaker> takers;
    for (NodeIndex child : eligible)
        takers.push_back({node(child).turnKey, node(child).weight});
    line.turn = node(group).order == Order::Weights ? m_engine->turns.byWeight(takers)
                                                    : m_engine->turns.inTurn(takers);
    return eligible[line.turn->chosen];
}

/// A child whose turn it was keeps it if it was not given the lead and had no say in that: nobody of it was
/// posted to, and whoever was pinged made an offer.
void LeadRun::returnTurn(Line &line)
{
    if (!line.turn)
        return;
    bool hadItsTurn = false;
    for (NodeIndex at = line.child; at < node(line.child).end; ++at) {
        const NodeState &state = m_nodes[at];
        hadItsTurn =
            hadItsTurn || state.fate == Fate::Posted || (state.fate == Fate::Pinged && !state.offered);
    }
    if (!hadItsTurn)
        m_engine->turns.giveBack(*line.turn);
    line.turn.reset();
}

/// Whether a child, or anybody in it, could be asked for this lead.
bool LeadRun::mayTakePart(NodeIndex child) const
{
    for (NodeIndex at = child; at < node(child).end; ++at) {
        const PlanNode &plan = node(at);
        if (plan.channel && plan.unusable.code.empty() &&
            std::find(m_postedTo.begin(), m_postedTo.end(), plan.buyer) == m_postedTo.end() &&
            !ineligible(at))
            return true;
    }
    return false;
}

/// What a child is expected to bring; of a group, what the best of it is.
Money LeadRun::expectation(NodeIndex child, const Money &usual) const
{
    Money most(0, m_currency);
    bool any = false;
    for (NodeIndex at = child; at < node(child).end; ++at) {
        const PlanNode &plan = node(at);
        if (!plan.channel || !plan.unusable.code.empty() || (at != child && ineligible(at)))
            continue;
        const ChannelCounts counts = m_engine->counts(plan.channel->slug);
        const domain::PriceRule rule = priceRule(at);
        const Money price = rule.fixed ? *rule.fixed : expectedPrice(counts, usual);
        const Money profit = expectedProfit(price, counts, plan.channel->cost.value_or(Money(0, m_currency)));
        if (!any || profit.micros() > most.micros())
            most = profit;
        any = true;
    }
    return most;
}

/// The mean price of what these have sold; where nothing was, the highest floor and fixed price among them.
Money LeadRun::usualPrice(const std::vector<NodeIndex> &children) const
{
    std::int64_t sales = 0, most = 0;
    Money revenue(0, m_currency);
    for (NodeIndex child : children) {
        for (NodeIndex at = child; at < node(child).end; ++at) {
            const PlanNode &plan = node(at);
            if (!plan.channel)
                continue;
            const ChannelCounts counts = m_engine->counts(plan.channel->slug);
            sales += counts.accepted;
            revenue = revenue.plus(Money(counts.revenueMicros, m_currency)).valueOr(revenue);
            most = std::max({most, plan.floor ? plan.floor->micros() : 0,
                             plan.channel->price.fixed ? plan.channel->price.fixed->micros() : 0});
        }
    }
    return sales > 0 ? Money(revenue.micros() / sales, m_currency) : Money(most, m_currency);
}

} // namespace bourse::exchange
