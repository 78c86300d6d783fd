#pragma once
// A ping tree made ready for walking: references resolved, limits and floors worked out once per published
// snapshot.
#include "domain/integration/integration.h"
#include "domain/lead/reason.h"
#include "domain/market/marketdocument.h"
#include "exchange/redactor.h"
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bourse::exchange {

/// How a group's children are asked: one by one, or all together and sold to the best. What a Choice
/// group brings is offered to the person, and sold to those that are selected.
enum class Walk { InTurn, AtOnce };

/// In which order children are asked in turn.
enum class Order { Fixed, ExpectedProfit, LongestWaiting, Weights };

using NodeIndex = std::uint32_t;

/// A schedule with the stretch of open or closed time that was asked for last: most leads ask for the same
/// one.
class Opening {
  public:
    Opening() = default;
    Opening(const domain::Schedule &schedule, std::string zone)
        : m_schedule(&schedule), m_zone(std::move(zone))
    {
    }
    /// True without a schedule.
    bool isOpen(UtcTime now);
    /// The next opening, where it is closed; nothing if it never opens again.
    std::optional<UtcTime> opens() const { return m_opens; }

  private:
    const domain::Schedule *m_schedule = nullptr;
    std::string m_zone;
    UtcTime m_since, m_until; ///< isOpen() is m_open within
    bool m_open = false;
    std::optional<UtcTime> m_opens;
};

struct PlanNode {
    NodeIndex parent = 0;
    NodeIndex end = 0; ///< one past the last node of this subtree; nodes lie in outline order
    Walk walk = Walk::InTurn;
    Order order = Order::Fixed;
    int weight = 1;
    /// A channel: the outermost NonExclusive or Choice group around it, a Choice group before all others.
    std::optional<NodeIndex> lot;
    bool toChoose = false;                    ///< a channel in a Choice group: never sold to unasked
    std::string turnKey;                      ///< names it among those that take turns
    const domain::Group *group = nullptr;     ///< a group, or
    const domain::Channel *channel = nullptr; ///< a channel, with what follows
    const domain::Buyer *buyer = nullptr;
    std::shared_ptr<const domain::Integration> integration;
    std::optional<Money> floor; ///< the highest of its own and its groups'
    std::vector<std::pair<domain::CompiledFilter, Money>> priceRules;
    Micros pingLimit{};
    Micros postLimit{};
    Micros authLimit{};
    Micros pingWait{}, postWait{}; ///< from the end of the step before it
    struct Lookup {
        domain::StepId step;
        domain::StepKind before; ///< Ping or Post
        Micros limit;
        Micros wait; ///< from the end of the step before it
    };
    std::vector<Lookup> lookups; ///< in the order in which they are sent
    bool looksUpBefore(domain::StepKind before) const
    {
        return std::any_of(lookups.begin(), lookups.end(),
                           [before](const Lookup &lookup) { return lookup.before == before; });
    }
    domain::TlsOptions tls;
    std::string authKey;     ///< of its account's credentials; empty = no auth step
    bool pings = false;      ///< false: direct post at a fixed price
    domain::Reason unusable; ///< why it can never be asked under this configuration; empty code if it can
    std::vector<std::string> secretNames;
    std::string_view zone;         ///< of its caps, filter and schedule
    domain::CompiledFilter filter; ///< its own
    mutable Opening opening;       ///< its own; engine's thread only
    mutable Redactor redactor;     ///< remembers the forms of its secrets; engine's thread only
};

class TreePlan {
  public:
    struct Limits {
        Micros ping;
        Micros post;
    };
    /// `vertical` is of the leads that walk it: filters look at its fields.
    TreePlan(std::shared_ptr<const domain::MarketSnapshot> snapshot, const domain::PingTree &tree,
             const domain::FieldSchema &vertical, Limits defaults);
    const PlanNode &node(NodeIndex index) const { return m_nodes[index]; }
    NodeIndex size() const { return static_cast<NodeIndex>(m_nodes.size()); }
    const domain::MarketSnapshot &snapshot() const { return *m_snapshot; }
    static constexpr NodeIndex root = 0;

  private:
    struct Inherited {
        std::optional<Money> floor;
        std::optional<NodeIndex> lot;
        bool toChoose = false;
        domain::Reason unusable;
    };
    void addGroup(const domain::Group &group, NodeIndex parent, Inherited inherited, const Limits &defaults);
    void addChannel(const domain::Channel &channel, NodeIndex parent, const Inherited &inherited,
                    const Limits &defaults);
    template <class Node> void addEligibility(PlanNode &plan, const Node &node) const;
    const domain::FieldSchema &m_vertical;
    std::string_view m_slug; ///< the tree's
    std::shared_ptr<const domain::MarketSnapshot> m_snapshot;
    std::vector<PlanNode> m_nodes;
};

/// Plans of the newest snapshots seen; engine's thread only.
class TreePlans {
  public:
    /// nullptr where the snapshot has no such tree.
    std::shared_ptr<const TreePlan> plan(const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                         const std::string &tree, const domain::FieldSchema &vertical,
                                         const TreePlan::Limits &defaults);

  private:
    using Key = std::pair<const domain::PingTree *, const domain::FieldSchema *>;
    std::map<Key, std::shared_ptr<const TreePlan>> m_plans;
};

} // namespace bourse::exchange
