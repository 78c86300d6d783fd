#pragma once
// Random markets: every logic of groups, nested, with what channels and buyers may have.
#include "simulation/simulation.h"

namespace bourse::testing {

inline void Simulation::buildMarket()
{
    m_market.document().integrations = {integrationDocument("pingpost", true),
                                        integrationDocument("direct", false)};
    const int buyers = m_random.between(2, 7);
    for (int i = 0; i < buyers; ++i) {
        std::string slug = "b" + std::to_string(i);
        auto &buyer = m_market.plainBuyer(slug);
        if (m_random.chance(0.25))
            buyer.creditLimit = usd(std::to_string(m_random.between(10, 300)).c_str());
        buyer.paused = m_random.chance(0.05);
        Temper temper;
        temper.pingFaults = m_random.chance(0.4) ? 0.3 : 0.05;
        temper.postFaults = m_random.chance(0.4) ? 0.4 : 0.05;
        temper.rejects = m_random.chance(0.5) ? 0.5 : 0.1;
        temper.declines = 0.2;
        if (m_planted == Planted::WaitsInVain)
            temper.rejects = 0.6; // a fifth of them put their decision off
        temper.slowest = m_random.micros(10ms, 600ms);
        m_tempers[slug] = temper;
    }
    if (m_planted == Planted::NaiveCaps || m_planted == Planted::NaiveBalance) {
        // a crowd at one small cap: what the naive way gets wrong
        auto &buyer = m_market.document().buyers.front();
        buyer.paused = false;
        buyer.creditLimit.reset();
        auto &channel = m_market.channel(m_market.root(), "b0", "crowded", "direct");
        channel.price = {domain::PriceKind::Fixed, usd("500")};
        if (m_planted == Planted::NaiveCaps) {
            domain::Cap cap;
            cap.period = domain::CapPeriod::Total;
            cap.leads = 3;
            channel.caps = {cap};
        } else {
            buyer.creditLimit = usd("1500");
        }
        ++m_channels;
    }
    m_market.root().logic =
        m_random.chance(0.4) ? domain::GroupLogic::Exclusive : domain::GroupLogic::Auction;
    setLogic(m_market.root());
    fillGroup(m_market.root(), 0);
    if (m_random.chance(0.2)) {
        auto other = m_market.source();
        other.slug = "mail";
        m_market.document().sources.push_back(std::move(other));
        m_market.source().minRevenue = usd(std::to_string(m_random.between(1, 8)).c_str());
    }
    m_market.source().repeatWindowSeconds = 0;
    m_market.source().budget = m_random.micros(200ms, 2s);
    m_market.source().payoutBasisPoints = m_random.between(0, 10'000);
    if (m_planted == Planted::None && m_random.chance(0.15))
        m_market.source().offers.response = domain::ResponseMode::AcceptAndRouteLater;
    m_snapshot = m_market.snapshot();
}

/// Sometimes another of the logics, with what it takes.
inline void Simulation::setLogic(domain::Group &group)
{
    using domain::GroupLogic;
    static constexpr GroupLogic logics[] = {GroupLogic::NonExclusive, GroupLogic::NonExclusive,
                                            GroupLogic::ExclusiveOrShared, GroupLogic::RoundRobin,
                                            GroupLogic::Weighted};
    if (m_random.chance(0.4))
        group.logic = logics[m_random.between(0, 4)];
    if (group.logic == GroupLogic::NonExclusive)
        group.maxSales = m_random.between(1, 4);
    if (group.logic == GroupLogic::Exclusive && m_random.chance(0.3))
        group.order = domain::ChildOrder::ExpectedProfit;
    if (group.logic == GroupLogic::Auction && m_random.chance(0.3))
        group.pricing = domain::AuctionPricing::SecondPrice;
    group.weight = m_random.between(1, 5);
}

/// The outermost non-exclusive group around a channel, a choice group before all others; null if there is
/// none.
inline const domain::Group *Simulation::lotOf(const std::string &channel, const domain::Group &group,
                                              const domain::Group *lot) const
{
    const bool chosen = lot && lot->logic == domain::GroupLogic::Choice;
    if ((!lot && group.logic == domain::GroupLogic::NonExclusive) ||
        (!chosen && group.logic == domain::GroupLogic::Choice))
        lot = &group;
    for (const auto &child : group.children) {
        if (const auto *its = std::get_if<domain::Channel>(&child.node)) {
            if (its->slug == channel)
                return lot;
        } else if (const auto *found = lotOf(channel, std::get<domain::Group>(child.node), lot)) {
            return found;
        }
    }
    return nullptr;
}

/// To how many buyers the lead of these posts may have gone.
inline int Simulation::salesAllowed(const std::vector<std::string> &channels) const
{
    const auto &root = m_snapshot->tree("main")->root;
    const domain::Group *lot = channels.empty() ? nullptr : lotOf(channels.front(), root, nullptr);
    for (const std::string &channel : channels)
        if (lotOf(channel, root, nullptr) != lot)
            return 1;
    return lot ? lot->maxSales : 1;
}

/// Breakers that open soon, throttles, and posts that are waited for.
inline void Simulation::setPacing(domain::ChannelPacing &pacing)
{
    if (m_random.chance(0.4)) {
        domain::BreakerSettings breaker;
        breaker.samples = 10;
        breaker.minSamples = 4;
        breaker.consecutive = m_random.between(2, 4);
        breaker.pause = m_random.micros(200ms, 2s);
        breaker.longestPause = 4s;
        breaker.mode = m_random.chance(0.2) ? domain::BreakerMode::SimulateOnly : domain::BreakerMode::On;
        pacing.breaker = breaker;
    }
    if (m_random.chance(0.2))
        pacing.throttle = {m_random.between(2'000, 8'000), 8, 2'000};
    if (m_random.chance(0.2))
        pacing.pingsPerHour = m_random.between(1, 20);
    if (m_random.chance(m_planted == Planted::WaitsInVain ? 1 : 0.6))
        pacing.wait = domain::CallbackWait{m_random.micros(1s, 20s), m_random.chance(0.8)};
}

inline void Simulation::fillGroup(domain::Group &group, int depth)
{
    group.maxReposts = m_random.between(0, 3);
    if (m_random.chance(0.2))
        group.floor = usd(std::to_string(m_random.between(1, 10)).c_str());
    const int children = m_random.between(1, depth == 0 ? 5 : 3);
    for (int i = 0; i < children; ++i) {
        if (depth < 3 && m_random.chance(0.25)) {
            using domain::GroupLogic;
            static constexpr GroupLogic logics[] = {GroupLogic::Exclusive,  GroupLogic::Exclusive,
                                                    GroupLogic::Auction,    GroupLogic::Auction,
                                                    GroupLogic::RoundRobin, GroupLogic::Choice};
            std::string slug =
                "g" + std::to_string(depth) + "-" + std::to_string(m_random.between(0, 1'000'000'000));
            auto &child = m_market.group(group, slug, logics[m_random.between(0, 5)]);
            setLogic(child);
            fillGroup(child, depth + 1);
            continue;
        }
        const bool direct = m_random.chance(0.3);
        std::string buyer = "b" + std::to_string(m_random.between(0, static_cast<int>(m_tempers.size()) - 1));
        auto &channel = m_market.channel(group, buyer, "c" + std::to_string(m_channels++),
                                         direct ? "direct" : "pingpost");
        if (direct || m_random.chance(0.2)) {
            channel.price = {domain::PriceKind::Fixed,
                             usd((std::to_string(m_random.between(1, 40)) + ".5").c_str())};
        } else if (m_random.chance(0.2)) {
            channel.price.kind = domain::PriceKind::FromPost;
        }
        channel.priority = m_random.between(0, 2);
        channel.weight = m_random.between(1, 9);
        if (m_random.chance(0.2))
            channel.qualityBasisPoints = m_random.between(5'000, 20'000);
        if (m_random.chance(0.2))
            channel.maxBid = usd("41"); // as much as any buyer here bids
        if (m_random.chance(0.15))
            channel.filter = domain::parseFilter(m_random.chance(0.5) ? "state = TX and @source = web"
                                                                      : "not (ref matches \"[02468]$\")")
                                 .value();
        if (m_random.chance(0.1))
            channel.schedule = domain::Schedule{
                {}, {{0b1111111, m_random.between(0, 1439), m_random.between(0, 1440)}}, {}, {}};
        if (m_random.chance(0.3))
            channel.timeLimit = m_random.micros(20ms, 400ms);
        channel.postTimeLimit = m_random.micros(100ms, 1500ms);
        setPacing(channel.pacing);
        if (m_random.chance(0.3)) {
            domain::Cap cap;
            cap.period = m_random.chance(0.5) ? domain::CapPeriod::Total : domain::CapPeriod::Hour;
            cap.leads = m_random.between(0, 4);
            if (m_random.chance(0.5))
                cap.amount = usd(std::to_string(m_random.between(5, 100)).c_str());
            cap.perSource = m_random.chance(0.3);
            cap.even = cap.period == domain::CapPeriod::Hour && m_random.chance(0.5);
            cap.dailyShareBasisPoints = cap.period == domain::CapPeriod::Total && m_random.chance(0.3)
                                            ? m_random.between(1, 10'000)
                                            : 0;
            if (m_random.chance(0.6)) {
                const bool waits = cap.period == domain::CapPeriod::Hour && m_random.chance(0.7);
                cap.action = waits ? domain::CapAction::Queue : domain::CapAction::Next;
                cap.queueLimit = m_random.micros(5s, 10'000s);
            }
            channel.caps = {cap};
        }
    }
}

} // namespace bourse::testing
