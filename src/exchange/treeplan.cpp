#include "exchange/treeplan.h"
#include "exchange/authgrant.h"
#include <algorithm>

namespace bourse::exchange {

namespace {
using domain::GroupLogic;
using domain::Reason;
using domain::StepKind;
namespace reason = domain::reason;

Reason because(std::string_view code, std::string detail)
{
    return {std::string(code), std::move(detail)};
}

Walk walkOf(GroupLogic logic)
{
    switch (logic) {
    case GroupLogic::Auction:
    case GroupLogic::NonExclusive:
    case GroupLogic::ExclusiveOrShared:
    case GroupLogic::Choice: // all who would take it are to be chosen from
        return Walk::AtOnce;
    case GroupLogic::Exclusive:
    case GroupLogic::RoundRobin:
    case GroupLogic::Weighted:
        return Walk::InTurn;
    }
    return Walk::InTurn;
}

Order orderOf(const domain::Group &group)
{
    if (group.logic == GroupLogic::RoundRobin)
        return Order::LongestWaiting;
    if (group.logic == GroupLogic::Weighted)
        return Order::Weights;
    return group.order == domain::ChildOrder::ExpectedProfit ? Order::ExpectedProfit : Order::Fixed;
}

std::optional<Money> higher(const std::optional<Money> &left, const std::optional<Money> &right)
{
    if (!left || !right)
        return left ? left : right;
    return left->micros() >= right->micros() ? left : right;
}

/// Why a channel can never be asked, from the configuration alone.
Reason unusableReason(const PlanNode &node, const domain::Channel &channel)
{
    if (!channel.enabled)
        return because(reason::channelPaused, "the channel is switched off");
    if (!node.buyer || !node.integration)
        return because(reason::channelPaused, "its buyer or integration is missing");
    if (node.buyer->paused)
        return because(reason::channelPaused, "the buyer is paused");
    if (!node.integration->hasStep(StepKind::Post))
        return because(reason::renderFailed, "the integration has no post step");
    if (!node.pings && channel.price.kind == domain::PriceKind::FromPing)
        return because(reason::priceMissing,
                       "its price comes from a ping, but the integration has no ping step");
    return {};
}
} // namespace

bool Opening::isOpen(UtcTime now)
{
    if (!m_schedule)
        return true;
    if (now >= m_since && now < m_until)
        return m_open;
    m_open = domain::isOpen(*m_schedule, now, m_zone);
    m_since = now;
    if (m_open) {
        // what lies further ahead is asked for when it comes
        m_until = domain::openSpans(*m_schedule, now, now + std::chrono::days(8), m_zone).front().end;
    } else {
        m_opens = domain::nextOpening(*m_schedule, now, m_zone);
        m_until = m_opens.value_or(UtcTime::max());
    }
    return m_open;
}

TreePlan::TreePlan(std::shared_ptr<const domain::MarketSnapshot> snapshot, const domain::PingTree &tree,
                   const domain::FieldSchema &vertical, Limits defaults)
    : m_vertical(vertical), m_slug(tree.slug), m_snapshot(std::move(snapshot))
{
    addGroup(tree.root, root, {}, defaults);
}

template <class Node> void TreePlan::addEligibility(PlanNode &plan, const Node &node) const
{
    if (node.filter)
        plan.filter = domain::CompiledFilter::compile(*node.filter, m_vertical, m_snapshot->lists());
    if (node.schedule)
        plan.opening = Opening(*node.schedule, std::string(plan.zone));
}

void TreePlan::addGroup(const domain::Group &group, NodeIndex parent, Inherited inherited,
                        const Limits &defaults)
{
    NodeIndex index = size();
    PlanNode node;
    node.parent = parent;
    node.group = &group;
    node.walk = walkOf(group.logic);
    node.order = orderOf(group);
    node.weight = group.weight;
    node.turnKey = std::string(m_slug) + "/" + group.slug;
    node.zone = m_snapshot->document().workspace.zone;
    addEligibility(node, group);
    m_nodes.push_back(std::move(node));

    inherited.floor = higher(inherited.floor, group.floor);
    if (!inherited.lot && group.logic == GroupLogic::NonExclusive)
        inherited.lot = index;
    if (group.logic == GroupLogic::Choice && !inherited.toChoose) {
        inherited.toChoose = true;
        inherited.lot = index;
    }
    if (inherited.unusable.code.empty() && !group.enabled)
        inherited.unusable = because(reason::channelPaused, "the group " + group.slug + " is switched off");
    for (const auto &child : group.children) {
        if (const auto *channel = std::get_if<domain::Channel>(&child.node))
            addChannel(*channel, index, inherited, defaults);
        else
            addGroup(std::get<domain::Group>(child.node), index, inherited, defaults);
    }
    m_nodes[index].end = size();
}

void TreePlan::addChannel(const domain::Channel &channel, NodeIndex parent, const Inherited &inherited,
                          const Limits &defaults)
{
    PlanNode node;
    node.parent = parent;
    node.end = size() + 1;
    node.channel = &channel;
    node.lot = inherited.lot;
    node.toChoose = inherited.toChoose;
    node.weight = channel.weight;
    node.turnKey = std::string(m_slug) + "/" + channel.slug;
    node.buyer = m_snapshot->buyer(channel.buyer);
    node.integration = m_snapshot->integration(channel.integration);
    node.floor = higher(inherited.floor, channel.floor);
    node.pingLimit = channel.timeLimit.value_or(defaults.ping);
    node.postLimit = channel.postTimeLimit.value_or(defaults.post);
    if (node.integration) {
        node.pings = node.integration->hasStep(StepKind::Ping);
        node.secretNames = node.integration->secretNames();
        node.tls = node.integration->tls(true);
        if (node.integration->hasStep(StepKind::Auth))
            node.authKey = authKey(node.integration->document(), true);
        node.authLimit = node.integration->timeLimit(StepKind::Auth).value_or(defaults.post);
        for (const domain::PlannedStep &step : node.integration->stepOrder()) {
            if (step.step.kind == StepKind::Lookup) {
                node.lookups.push_back({step.step, StepKind::Post,
                                        node.integration->timeLimit(step.step).value_or(defaults.ping),
                                        step.waitBefore});
            } else if (step.step == StepKind::Ping) {
                node.pingWait = step.waitBefore;
                for (PlanNode::Lookup &earlier : node.lookups)
                    earlier.before = StepKind::Ping;
            } else if (step.step == StepKind::Post)
                node.postWait = step.waitBefore;
        }
        if (!channel.timeLimit)
            node.pingLimit = node.integration->timeLimit(StepKind::Ping).value_or(defaults.ping);
        if (!channel.postTimeLimit)
            node.postLimit = node.integration->timeLimit(StepKind::Post).value_or(defaults.post);
    }
    node.zone = m_snapshot->document().workspace.zone;
    if (node.buyer && !node.buyer->zone.empty())
        node.zone = node.buyer->zone;
    addEligibility(node, channel);
    for (const domain::PricedFilter &rule : channel.price.rules)
        node.priceRules.emplace_back(
            domain::CompiledFilter::compile(rule.when, m_vertical, m_snapshot->lists()), rule.amount);
    node.unusable = inherited.unusable.code.empty() ? unusableReason(node, channel) : inherited.unusable;
    m_nodes.push_back(std::move(node));
}

std::shared_ptr<const TreePlan> TreePlans::plan(const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                                const std::string &tree, const domain::FieldSchema &vertical,
                                                const TreePlan::Limits &defaults)
{
    const domain::PingTree *found = snapshot->tree(tree);
    if (!found)
        return nullptr;
    // A plan keeps its snapshot alive, so a tree's address names it for as long as the plan is here.
    auto at = m_plans.find(Key(found, &vertical));
    if (at != m_plans.end())
        return at->second;
    // Published anew: plans of older versions stay only with the leads that still run on them.
    const Uuid &workspace = snapshot->workspaceId();
    std::erase_if(m_plans, [&](const auto &entry) {
        const auto &other = entry.second->snapshot();
        return other.workspaceId() == workspace && &other != snapshot.get();
    });
    auto made = std::make_shared<const TreePlan>(snapshot, *found, vertical, defaults);
    m_plans.emplace(Key(found, &vertical), made);
    return made;
}

} // namespace bourse::exchange
