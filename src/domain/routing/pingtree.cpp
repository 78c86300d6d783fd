#include "domain/routing/pingtree.h"
#include "domain/lead/memberreader.h"
#include <algorithm>
#include <array>
#include <set>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

constexpr std::array<std::string_view, 7> logicNames{
    "exclusive", "non_exclusive", "auction", "choice", "round_robin", "weighted", "exclusive_or_shared"};
constexpr std::array<std::string_view, 2> orderNames{"fixed", "expected_profit"};
constexpr std::array<std::string_view, 2> pricingNames{"first_price", "second_price"};
constexpr std::array<std::string_view, 5> periodNames{"hour", "day", "week", "month", "total"};
constexpr std::array<std::string_view, 3> actionNames{"skip", "next", "queue"};
constexpr std::array<std::string_view, 3> priceKindNames{"fixed", "from_ping", "from_post"};

constexpr std::int64_t maxQuality = 1'000'000; // a hundred times the bid
constexpr std::size_t maxPriceRules = 1000;
constexpr std::int64_t maxWeight = 1'000'000;
constexpr int maxTreeDepth = 16;
constexpr std::int64_t maxLimitMs = 600'000; // ten minutes; longer waits belong to callbacks
constexpr std::int64_t maxQueueS = 30 * 86'400;
constexpr std::int64_t maxCount = 1'000'000'000'000;

template <std::size_t N>
std::optional<std::size_t> indexOf(const std::array<std::string_view, N> &names, std::string_view name)
{
    auto it = std::find(names.begin(), names.end(), name);
    return it == names.end() ? std::nullopt : std::optional<std::size_t>(it - names.begin());
}

/// The named choice at `key`, or `fallback` with the problem noted.
template <class E, std::size_t N>
E choice(MemberReader &reader, std::string_view key, const std::array<std::string_view, N> &names, Need need,
         E fallback)
{
    std::string text = reader.text(key, need);
    if (text.empty())
        return fallback;
    if (auto index = indexOf(names, text))
        return static_cast<E>(*index);
    std::string all;
    for (auto name : names)
        all += (all.empty() ? "" : ", ") + std::string(name);
    reader.problem("not_a_choice", key, "one of " + all,
                   "“" + reader.pathOf(key) + "” must be one of " + all + ".");
    return fallback;
}

/// Reads one tree; keeps what has to be known across its nodes.
class TreeReader {
  public:
    TreeReader(Currency currency, Errors &errors) : m_currency(currency), m_errors(errors) {}

    Group group(MemberReader &reader, int depth, std::string_view fallbackSlug)
    {
        Group group;
        group.slug = nodeSlug(reader, fallbackSlug);
        group.label = reader.text("label", Need::Optional);
        group.logic = choice(reader, "logic", logicNames, Need::Required, GroupLogic::Auction);
        group.order = choice(reader, "order", orderNames, Need::Optional, ChildOrder::Fixed);
        if (group.order != ChildOrder::Fixed && group.logic != GroupLogic::Exclusive)
            reader.problem("not_applicable", "order", "only for exclusive groups",
                           "Only an exclusive group's children are asked in an order.");
        group.pricing = choice(reader, "pricing", pricingNames, Need::Optional, AuctionPricing::FirstPrice);
        if (group.pricing != AuctionPricing::FirstPrice && group.logic != GroupLogic::Auction)
            reader.problem("not_applicable", "pricing", "only for auctions",
                           "Only an auction has a second price.");
        group.weight = static_cast<int>(reader.integer("weight", 1, 1, maxWeight));
        group.enabled = reader.boolean("enabled", true);
        group.floor = amount(reader, "floor");
        group.maxSales = static_cast<int>(reader.integer("max_sales", 3, 1, 100));
        if (group.logic != GroupLogic::NonExclusive && group.maxSales != 3)
            reader.problem("not_applicable", "max_sales", "only for non_exclusive groups",
                           "Only a non-exclusive group sells a lead several times.");
        group.maxReposts = static_cast<int>(reader.integer("max_reposts", 3, 0, 100));
        eligibility(reader, group);
        const Array &children = reader.array("children");
        if (depth >= maxTreeDepth && !children.empty()) {
            reader.problem("too_deep", "children", "at most " + std::to_string(maxTreeDepth) + " levels",
                           "Groups may be nested " + std::to_string(maxTreeDepth) + " levels deep at most.");
        } else {
            for (std::size_t i = 0; i < children.size(); ++i) {
                if (auto child = node(children[i], indexPath(reader.pathOf("children"), i), depth + 1))
                    group.children.push_back(std::move(*child));
            }
        }
        reader.refuseUnknown();
        return group;
    }

  private:
    std::optional<TreeNode> node(const Value &value, std::string path, int depth)
    {
        MemberReader reader(value, std::move(path), m_errors);
        if (!reader.isObject())
            return std::nullopt;
        std::string type = reader.text("type", Need::Required);
        if (type == "group")
            return TreeNode{group(reader, depth, {})};
        if (type == "channel")
            return TreeNode{channel(reader)};
        if (!type.empty())
            reader.problem("not_a_choice", "type", "one of group, channel",
                           "“" + reader.pathOf("type") + "” must be “group” or “channel”.");
        return std::nullopt;
    }

    Channel channel(MemberReader &reader)
    {
        Channel channel;
        channel.slug = nodeSlug(reader, {});
        channel.label = reader.text("label", Need::Optional);
        channel.buyer = reader.slug("buyer", Need::Required);
        channel.integration = reader.slug("integration", Need::Required);
        channel.enabled = reader.boolean("enabled", true);
        if (const Value *value = reader.member("price"))
            channel.price = price(*value, reader.pathOf("price"));
        channel.floor = amount(reader, "floor");
        channel.cost = amount(reader, "cost");
        channel.weight = static_cast<int>(reader.integer("weight", 1, 1, maxWeight));
        channel.timeLimit = limit(reader, "time_limit_ms");
        channel.postTimeLimit = limit(reader, "post_time_limit_ms");
        channel.qualityBasisPoints = static_cast<int>(reader.integer("quality_bp", 10'000, 1, maxQuality));
        channel.maxBid = amount(reader, "max_bid");
        channel.priceLadder = reader.boolean("price_ladder", false);
        const Array &caps = reader.array("caps");
        for (std::size_t i = 0; i < caps.size(); ++i)
            channel.caps.push_back(cap(caps[i], indexPath(reader.pathOf("caps"), i)));
        eligibility(reader, channel);
        channel.priority = static_cast<int>(reader.integer("priority", 0, -1'000'000, 1'000'000));
        channel.pacing = channelPacing(reader, m_errors);
        reader.refuseUnknown();
        return channel;
    }

    /// What groups and channels have alike: which leads they take, and when.
    template <class Node> void eligibility(MemberReader &reader, Node &node)
    {
        if (const Value *value = reader.member("filter"))
            node.filter = filter(*value, reader.pathOf("filter"));
        if (const Value *value = reader.member("schedule")) {
            if (auto schedule = scheduleFromValue(*value, reader.pathOf("schedule")))
                node.schedule = std::move(*schedule);
            else
                m_errors.insert(m_errors.end(), schedule.errors().begin(), schedule.errors().end());
        }
    }

    std::optional<Filter> filter(const Value &value, const std::string &path)
    {
        const std::string *text = value.asString();
        auto filter = text ? parseFilter(*text) : filterFromValue(value, path);
        if (filter)
            return std::move(*filter);
        for (Error error : filter.errors()) {
            if (text) // its place in the text is in the message
                error.field = path;
            m_errors.push_back(std::move(error));
        }
        return std::nullopt;
    }

    PriceRule price(const Value &value, std::string path)
    {
        MemberReader reader(value, std::move(path), m_errors);
        PriceRule rule;
        rule.kind = choice(reader, "kind", priceKindNames, Need::Required, PriceKind::FromPing);
        rule.fixed = amount(reader, "fixed");
        const Array &rules = reader.array("rules");
        if (rules.size() > maxPriceRules)
            reader.problem("too_many", "rules", "at most " + std::to_string(maxPriceRules),
                           "A price may have " + std::to_string(maxPriceRules) + " rules at most.");
        for (std::size_t i = 0; i < std::min(rules.size(), maxPriceRules); ++i)
            rule.rules.push_back(pricedFilter(rules[i], indexPath(reader.pathOf("rules"), i)));
        if (reader.isObject() && rule.kind == PriceKind::Fixed && !reader.member("fixed") && rules.empty())
            reader.problem("required", "fixed", "required where kind is fixed",
                           "A fixed price needs its amount, or rules.");
        if (rule.kind != PriceKind::Fixed && rule.fixed)
            reader.problem("not_applicable", "fixed", "only where kind is fixed",
                           "Only a price of kind “fixed” has a fixed amount.");
        if (rule.kind != PriceKind::Fixed && !rules.empty())
            reader.problem("not_applicable", "rules", "only where kind is fixed",
                           "Only a price of kind “fixed” has rules.");
        reader.refuseUnknown();
        return rule;
    }

    PricedFilter pricedFilter(const Value &value, std::string path)
    {
        MemberReader reader(value, std::move(path), m_errors);
        PricedFilter rule;
        if (const Value *when = reader.member("when")) {
            if (auto read = filter(*when, reader.pathOf("when")))
                rule.when = std::move(*read);
        } else if (reader.isObject()) {
            reader.problem("required", "when", "a filter", "A rule of a price needs its filter.");
        }
        if (auto read = amount(reader, "amount"))
            rule.amount = *read;
        else if (reader.isObject() && !reader.member("amount"))
            reader.problem("required", "amount", "required", "A rule of a price needs its amount.");
        reader.refuseUnknown();
        return rule;
    }

    Cap cap(const Value &value, std::string path)
    {
        MemberReader reader(value, std::move(path), m_errors);
        Cap cap;
        cap.period = choice(reader, "period", periodNames, Need::Required, CapPeriod::Day);
        cap.leads = reader.optionalInteger("leads", 0, maxCount);
        cap.amount = amount(reader, "amount");
        if (reader.isObject() && !reader.member("leads") && !reader.member("amount"))
            reader.problem("required", {}, "leads or amount",
                           "A cap needs a number of leads, an amount, or both.");
        cap.source = reader.slug("source", Need::Optional);
        cap.perSource = reader.boolean("per_source", false);
        if (cap.perSource && !cap.source.empty())
            reader.problem("not_applicable", "per_source", "not beside source",
                           "A cap counts one source or each source for itself, not both.");
        cap.even = reader.boolean("even", false);
        if (cap.even && cap.period == CapPeriod::Total)
            reader.problem("not_applicable", "even", "only for a period that ends",
                           "A total has no end that its leads could be spread over evenly.");
        cap.dailyShareBasisPoints = static_cast<int>(reader.integer("daily_share_bp", 0, 0, 10'000));
        if (cap.dailyShareBasisPoints > 0 && (cap.period == CapPeriod::Hour || cap.period == CapPeriod::Day))
            reader.problem("not_applicable", "daily_share_bp", "only for week, month and total",
                           "A share per day is a part of a longer period's cap.");
        cap.action = choice(reader, "action", actionNames, Need::Optional, CapAction::Skip);
        if (cap.action == CapAction::Queue && cap.period == CapPeriod::Total)
            reader.problem("not_applicable", "action", "queue only for a period that ends",
                           "A total never opens again: no lead can wait for it.");
        cap.queueLimit = std::chrono::seconds(reader.integer("queue_limit_s", 86'400, 1, maxQueueS));
        if (cap.action != CapAction::Queue && reader.member("queue_limit_s"))
            reader.problem("not_applicable", "queue_limit_s", "only where action is queue",
                           "Only a cap whose leads wait has a limit for that.");
        reader.refuseUnknown();
        return cap;
    }

    std::optional<Money> amount(MemberReader &reader, std::string_view key)
    {
        auto money = reader.money(key, m_currency);
        if (money && money->micros() < 0) {
            reader.problem("out_of_range", key, "at least 0",
                           "“" + reader.pathOf(key) + "” must not be negative.");
            return std::nullopt;
        }
        return money;
    }

    static std::optional<Micros> limit(MemberReader &reader, std::string_view key)
    {
        auto ms = reader.optionalInteger(key, 1, maxLimitMs);
        return ms ? std::optional<Micros>(std::chrono::milliseconds(*ms)) : std::nullopt;
    }

    std::string nodeSlug(MemberReader &reader, std::string_view fallback)
    {
        std::string slug = reader.slug("slug", fallback.empty() ? Need::Required : Need::Optional);
        if (slug.empty())
            slug = fallback;
        if (!slug.empty() && !m_slugs.insert(slug).second)
            reader.problem("duplicate_slug", "slug", "unique within the tree",
                           "Two nodes of this tree have the slug “" + slug + "”.");
        return slug;
    }

    Currency m_currency;
    Errors &m_errors;
    std::set<std::string> m_slugs;
};

Value limitValue(Micros limit)
{
    return Value(
        static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(limit).count()));
}

Value groupValue(const Group &group);

template <class Node> void appendEligibility(Object &object, const Node &node)
{
    if (node.filter)
        object.append("filter", toValue(*node.filter));
    if (node.schedule)
        object.append("schedule", toValue(*node.schedule));
}

Value channelValue(const Channel &channel)
{
    Object object;
    object.append("type", "channel");
    object.append("slug", channel.slug);
    if (!channel.label.empty())
        object.append("label", channel.label);
    object.append("buyer", channel.buyer);
    object.append("integration", channel.integration);
    if (!channel.enabled)
        object.append("enabled", false);
    if (channel.price != PriceRule()) {
        Object price;
        price.append("kind", std::string(priceKindNames[static_cast<std::size_t>(channel.price.kind)]));
        if (channel.price.fixed)
            price.append("fixed", channel.price.fixed->toDecimal());
        Array rules;
        for (const PricedFilter &rule : channel.price.rules) {
            Object one;
            one.append("when", toValue(rule.when));
            one.append("amount", rule.amount.toDecimal());
            rules.emplace_back(std::move(one));
        }
        if (!rules.empty())
            price.append("rules", std::move(rules));
        object.append("price", std::move(price));
    }
    if (channel.floor)
        object.append("floor", channel.floor->toDecimal());
    if (channel.cost)
        object.append("cost", channel.cost->toDecimal());
    if (channel.weight != 1)
        object.append("weight", channel.weight);
    if (channel.timeLimit)
        object.append("time_limit_ms", limitValue(*channel.timeLimit));
    if (channel.postTimeLimit)
        object.append("post_time_limit_ms", limitValue(*channel.postTimeLimit));
    if (channel.qualityBasisPoints != 10'000)
        object.append("quality_bp", channel.qualityBasisPoints);
    if (channel.maxBid)
        object.append("max_bid", channel.maxBid->toDecimal());
    if (channel.priceLadder)
        object.append("price_ladder", true);
    if (!channel.caps.empty()) {
        Array caps;
        for (const Cap &cap : channel.caps) {
            Object one;
            one.append("period", std::string(name(cap.period)));
            if (cap.leads)
                one.append("leads", *cap.leads);
            if (cap.amount)
                one.append("amount", cap.amount->toDecimal());
            if (!cap.source.empty())
                one.append("source", cap.source);
            if (cap.perSource)
                one.append("per_source", true);
            if (cap.even)
                one.append("even", true);
            if (cap.dailyShareBasisPoints > 0)
                one.append("daily_share_bp", cap.dailyShareBasisPoints);
            if (cap.action != CapAction::Skip)
                one.append("action", std::string(name(cap.action)));
            if (cap.action == CapAction::Queue && cap.queueLimit != Cap().queueLimit)
                one.append("queue_limit_s",
                           static_cast<std::int64_t>(
                               std::chrono::duration_cast<std::chrono::seconds>(cap.queueLimit).count()));
            caps.emplace_back(std::move(one));
        }
        object.append("caps", std::move(caps));
    }
    appendEligibility(object, channel);
    if (channel.priority != 0)
        object.append("priority", channel.priority);
    appendPacing(object, channel.pacing);
    return object;
}

Value groupValue(const Group &group)
{
    Object object;
    object.append("type", "group");
    object.append("slug", group.slug);
    if (!group.label.empty())
        object.append("label", group.label);
    object.append("logic", std::string(name(group.logic)));
    if (group.order != ChildOrder::Fixed)
        object.append("order", std::string(orderNames[static_cast<std::size_t>(group.order)]));
    if (group.pricing != AuctionPricing::FirstPrice)
        object.append("pricing", std::string(pricingNames[static_cast<std::size_t>(group.pricing)]));
    if (group.weight != 1)
        object.append("weight", group.weight);
    if (!group.enabled)
        object.append("enabled", false);
    if (group.floor)
        object.append("floor", group.floor->toDecimal());
    if (group.maxSales != 3)
        object.append("max_sales", group.maxSales);
    if (group.maxReposts != 3)
        object.append("max_reposts", group.maxReposts);
    appendEligibility(object, group);
    Array children;
    for (const TreeNode &child : group.children) {
        if (const auto *channel = std::get_if<Channel>(&child.node))
            children.push_back(channelValue(*channel));
        else
            children.push_back(groupValue(std::get<Group>(child.node)));
    }
    object.append("children", std::move(children));
    return object;
}

void collect(const Group &group, std::vector<const Channel *> &channels)
{
    for (const TreeNode &child : group.children) {
        if (const auto *channel = std::get_if<Channel>(&child.node))
            channels.push_back(channel);
        else
            collect(std::get<Group>(child.node), channels);
    }
}
} // namespace

bool TreeNode::operator==(const TreeNode &) const = default;
bool Group::operator==(const Group &) const = default;

std::string_view name(GroupLogic logic)
{
    return logicNames[static_cast<std::size_t>(logic)];
}

std::string_view name(CapAction action)
{
    return actionNames[static_cast<std::size_t>(action)];
}

std::string_view name(CapPeriod period)
{
    return periodNames[static_cast<std::size_t>(period)];
}

Result<PingTree> pingTreeFromValue(const Value &value, Currency currency)
{
    Errors errors;
    MemberReader reader(value, {}, errors);
    PingTree tree;
    tree.slug = reader.slug("slug", Need::Required);
    tree.label = reader.text("label", Need::Optional);
    if (const Value *root = reader.member("root")) {
        MemberReader rootReader(*root, "root", errors);
        std::string type = rootReader.text("type", Need::Optional, "group");
        if (type != "group")
            rootReader.problem("not_a_choice", "type", "group", "The root of a tree is a group.");
        tree.root = TreeReader(currency, errors).group(rootReader, 1, "root");
    } else if (reader.isObject()) {
        reader.problem("required", "root", "required", "A ping tree needs its root group.");
    }
    reader.refuseUnknown();
    if (!errors.empty())
        return errors;
    return tree;
}

Value toValue(const PingTree &tree)
{
    Object object;
    object.append("slug", tree.slug);
    if (!tree.label.empty())
        object.append("label", tree.label);
    object.append("root", groupValue(tree.root));
    return object;
}

std::vector<const Channel *> channelsOf(const PingTree &tree)
{
    std::vector<const Channel *> channels;
    collect(tree.root, channels);
    return channels;
}

} // namespace bourse::domain
