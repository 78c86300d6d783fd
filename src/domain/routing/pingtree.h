#pragma once
// A ping tree: groups and channels, nestable. A channel is a buyer's integration with a price, caps and a
// time limit.
#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "domain/json/value.h"
#include "domain/routing/filter.h"
#include "domain/routing/pacing.h"
#include "domain/routing/schedule.h"
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bourse::domain {

enum class GroupLogic { Exclusive, NonExclusive, Auction, Choice, RoundRobin, Weighted, ExclusiveOrShared };
std::string_view name(GroupLogic logic);

enum class CapPeriod { Hour, Day, Week, Month, Total };
std::string_view name(CapPeriod period);

/// What is done with a lead that a cap refuses.
enum class CapAction {
    Skip, ///< the channel is passed over: the next bid, the next sibling
    /// The channel's group is left: none of its other children gets the lead, selling goes on with what comes
    /// after the group.
    Next,
    /// The lead waits for this channel, and is offered to nobody else, until the cap's window opens or its
    /// time is over; then it goes to the others.
    Queue,
};
std::string_view name(CapAction action);

/// At most `leads` sales, or `amount` of revenue, per period in the buyer's zone.
struct Cap {
    CapPeriod period = CapPeriod::Day;
    std::optional<std::int64_t> leads;
    std::optional<Money> amount;
    std::string source;     ///< slug: only leads of this source count and are limited; empty = of all
    bool perSource = false; ///< each source has the limit for itself
    bool even = false; ///< paced: at any time no more than the open time of the period that has passed allows
    /// Week, Month, Total: at most this share of the limit on one day, in 1/10,000; 0 = no such limit.
    int dailyShareBasisPoints = 0;
    CapAction action = CapAction::Skip;
    Micros queueLimit = std::chrono::hours(24); ///< Queue: waits at most so long
    bool operator==(const Cap &) const = default;
};

enum class PriceKind { Fixed, FromPing, FromPost };

/// A price for the leads that pass a filter.
struct PricedFilter {
    Filter when;
    Money amount;
    bool operator==(const PricedFilter &) const = default;
};

struct PriceRule {
    PriceKind kind = PriceKind::FromPing;
    std::optional<Money> fixed;      ///< kind Fixed: for leads that no rule is about
    std::vector<PricedFilter> rules; ///< kind Fixed: the first that a lead passes counts
    bool operator==(const PriceRule &) const = default;
};

/// What the winner of an auction pays.
enum class AuctionPricing {
    FirstPrice,
    /// What it takes to beat the next bid of another buyer, at least the floor; its own bid where there is
    /// neither.
    SecondPrice,
};

/// How the children of an Exclusive group are put in order.
enum class ChildOrder {
    Fixed,          ///< as they are
    ExpectedProfit, ///< by price × acceptance × (1 − return rate) − cost, best first
};

struct Channel {
    std::string slug;
    std::string label;
    std::string buyer;       ///< slug
    std::string integration; ///< slug
    bool enabled = true;
    PriceRule price;
    std::optional<Money> floor;      ///< bids below it do not count
    std::optional<Money> cost;       ///< of offering it a lead; counts where order is ExpectedProfit
    int weight = 1;                  ///< its part among the children of a Weighted group
    std::optional<Micros> timeLimit; ///< of a ping; the integration's own where absent
    std::optional<Micros> postTimeLimit;
    /// Bids are compared as bid × quality, in 1/10,000.
    int qualityBasisPoints = 10'000;
    std::optional<Money>
        maxBid; ///< it never bids more: an auction need not wait for it where that cannot win
    /// A rung of a price ladder: may be posted to although its buyer has refused the lead at another price.
    bool priceLadder = false;
    std::vector<Cap> caps;
    std::optional<Filter> filter;     ///< leads that do not pass are not offered
    std::optional<Schedule> schedule; ///< outside of it no lead is offered
    int priority = 0;                 ///< smaller wins a tie
    ChannelPacing pacing;
    bool operator==(const Channel &) const = default;
};

struct TreeNode;

struct Group {
    std::string slug;
    std::string label;
    GroupLogic logic = GroupLogic::Auction;
    ChildOrder order = ChildOrder::Fixed;                ///< Exclusive
    AuctionPricing pricing = AuctionPricing::FirstPrice; ///< Auction
    int weight = 1;                                      ///< its part among the children of a Weighted group
    bool enabled = true;
    std::optional<Money> floor;
    int maxSales = 3;   ///< NonExclusive: to so many buyers at most
    int maxReposts = 3; ///< further posts after a reject in this group
    std::optional<Filter> filter;
    std::optional<Schedule> schedule;
    std::vector<TreeNode> children;
    bool operator==(const Group &) const;
};

struct TreeNode {
    std::variant<Channel, Group> node;
    bool operator==(const TreeNode &) const;
};

struct PingTree {
    std::string slug;
    std::string label;
    Group root;
    bool operator==(const PingTree &) const = default;
};

/// Reads a tree of a market document; every problem at once, field names as paths
/// ("root.children[2].caps[0].leads"). A filter may be written in either of its forms. Amounts are decimal
/// strings in the workspace's currency. Slugs of nodes are unique within the tree.
Result<PingTree> pingTreeFromValue(const Value &value, Currency currency);
/// Canonical: fixed member order, defaults left out.
Value toValue(const PingTree &tree);
/// All channels, in outline order.
std::vector<const Channel *> channelsOf(const PingTree &tree);

/// The window of a cap that holds `now`: [start, end) as UTC instants, from startOfDay in `zone` (IANA id),
/// so that days of 23 and 25 hours are right. Weeks start on Monday. Total is from the epoch to the end of
/// 9999. A zone that is not known counts as UTC; documents are checked with isTimeZone before.
struct CapWindow {
    UtcTime start;
    UtcTime end;
};
CapWindow capWindow(CapPeriod period, UtcTime now, std::string_view zone);
/// True for an IANA id that this machine's zone data knows.
bool isTimeZone(std::string_view zone);

} // namespace bourse::domain
