#pragma once
// One simulated market: the real exchange on virtual time, over a network and a database with every fault,
// from one seed. What must hold is checked while it runs and at its end; each violation is a sentence.
#include "exchange/exchange.h"
#include "simulation/database.h"
#include "simulation/documents.h"
#include "simulation/virtualtime.h"
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace bourse::testing {

using namespace bourse::exchange;

/// Faults planted into the world around the exchange, to see that the checks find them.
enum class Planted { None, SendingAfterThePost, ResendOnLostConnection, NaiveCaps, NaiveBalance, KeptClaims };

class Random {
  public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}
    bool chance(double share) { return std::uniform_real_distribution<>(0, 1)(m_engine) < share; }
    int between(int low, int high) { return std::uniform_int_distribution<>(low, high)(m_engine); }
    Micros micros(Micros low, Micros high)
    {
        return Micros(std::uniform_int_distribution<std::int64_t>(low.count(), high.count())(m_engine));
    }

  private:
    std::mt19937_64 m_engine;
};

class Simulation {
  public:
    Simulation(std::uint64_t seed, Planted planted, int leads = 30);
    /// Runs to the end.
    void run();
    const std::vector<std::string> &violations() const { return m_violations; }
    /// The same for the same seed.
    std::size_t digest() const { return m_digest; }

    struct Totals {
        std::int64_t leads = 0, sold = 0, unsold = 0, unknown = 0, pending = 0, crashes = 0, unavailable = 0,
                     early = 0, posts = 0, replays = 0, anew = 0, tooLate = 0, shared = 0, below = 0;
        Micros time{};
    };
    const Totals &totals() const { return m_totals; }

  private:
    struct Node;
    /// What a buyer has in its own books.
    struct Delivery {
        std::string buyer;
        std::string ref;
        int arrivals = 0;
        bool accepted = false;
        Money price;
    };
    struct Temper {
        double pingFaults = 0, postFaults = 0, rejects = 0, declines = 0;
        Micros slowest = 100ms;
    };
    struct Client {
        std::string ref;
        std::optional<std::string> key;
        int tries = 0;
        bool answered = false;
        std::optional<std::string> told; ///< body of its last durable answer
        std::set<Uuid> unavailable;      ///< its leads that were answered with "try again"
    };

    void buildMarket();
    void fillGroup(domain::Group &group, int depth);
    void setLogic(domain::Group &group);
    const domain::Group *lotOf(const std::string &channel, const domain::Group &group,
                               const domain::Group *lot) const;
    bool paysSecondPrice(const std::string &channel, const domain::Group &group, bool above) const;
    int salesAllowed(const std::vector<std::string> &channels) const;
    void violate(const std::string &what) { m_violations.push_back(what); }
    void note(const std::string &fact)
    {
        m_digest = m_digest * 1099511628211u ^ std::hash<std::string>()(fact);
    }

    void startNode();
    void crash();
    void submit(std::size_t client);
    void answered(std::size_t client, const IntakeAnswer &answer);
    void tryAgain(std::size_t client);
    void askOnceMore();
    void checkReplay(const Client &client, const std::string &body);
    CommitFate commitFate();

    Future<BuyerReply> call(Node &node, BuyerCall call);
    void checkPost(const BuyerCall &call);
    void arrive(const BuyerCall &call, const std::string &ref, bool accepted);
    Money agreedPrice(const BuyerCall &call, const std::string &pingId) const;
    void checkEnd();

    std::uint64_t m_seed;
    Planted m_planted;
    Random m_random;
    VirtualTime m_time;
    Database m_database;
    MarketBuilder m_market;
    std::shared_ptr<const domain::MarketSnapshot> m_snapshot;
    FixedSecrets m_secrets;
    Watcher m_watcher;
    std::vector<std::unique_ptr<Node>> m_nodes;
    std::map<std::string, Temper> m_tempers;
    std::map<Uuid, Delivery> m_deliveries;        ///< posts that reached a buyer
    std::map<std::string, std::string> m_bidMade; ///< the ping's id → price
    std::vector<Client> m_clients;
    int m_leads;
    int m_channels = 0;
    double m_commitFaults = 0;
    double m_stalls = 0;
    std::pair<Micros, Micros> m_outage{};
    std::vector<std::string> m_violations;
    bool m_settled = false; ///< nothing is under way any more
    std::size_t m_digest = 1469598103934665603u;
    Totals m_totals;
};

/// A process that may die: from then on nothing of it has any effect, and its coroutines run dry.
struct Simulation::Node final : BuyerGateway {
    Node(Simulation &world_, ExchangeSettings settings)
        : world(world_), journal(world_.m_time, world_.m_database),
          exchange(
              ExchangePorts{world_.m_time, world_.m_time, journal, *this, world_.m_secrets, world_.m_watcher},
              std::move(settings))
    {
        journal.fate = [this] {
            return world.commitFate();
        };
        journal.sendsBeforeCommit = world.m_planted == Planted::SendingAfterThePost;
    }
    Future<BuyerReply> call(BuyerCall call) override { return world.call(*this, std::move(call)); }
    Simulation &world;
    bool dead = false;
    MemoryJournal journal;
    Exchange exchange;
};

inline Simulation::Simulation(std::uint64_t seed, Planted planted, int leads)
    : m_seed(seed), m_planted(planted), m_random(seed * 2654435761u + 1), m_leads(leads)
{
    m_secrets.values.emplace("api_key", Secret(std::string("tops3cret/key")));
    m_database.keepsClaims = planted == Planted::KeptClaims;
    m_database.naiveCaps = planted == Planted::NaiveCaps || planted == Planted::NaiveBalance;
    m_commitFaults = m_random.chance(0.5) ? 0.03 : 0;
    m_stalls = m_random.chance(0.3) ? 0.05 : 0;
    if (m_random.chance(0.3)) {
        Micros from = m_random.micros(1s, 15s);
        m_outage = {from, from + m_random.micros(100ms, 5s)};
    }
    buildMarket();
}

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
    m_snapshot = m_market.snapshot();
}

/// Sometimes another of the logics, with what it takes.
inline void Simulation::setLogic(domain::Group &group)
{
    using domain::GroupLogic;
    static constexpr GroupLogic logics[] = {GroupLogic::NonExclusive, GroupLogic::ExclusiveOrShared,
                                            GroupLogic::RoundRobin, GroupLogic::Weighted};
    if (m_random.chance(0.35))
        group.logic = logics[m_random.between(0, 3)];
    if (group.logic == GroupLogic::NonExclusive)
        group.maxSales = m_random.between(1, 4);
    if (group.logic == GroupLogic::Exclusive && m_random.chance(0.3))
        group.order = domain::ChildOrder::ExpectedProfit;
    if (group.logic == GroupLogic::Auction && m_random.chance(0.3))
        group.pricing = domain::AuctionPricing::SecondPrice;
    group.weight = m_random.between(1, 5);
}

/// The outermost non-exclusive group around a channel; null if there is none.
inline const domain::Group *Simulation::lotOf(const std::string &channel, const domain::Group &group,
                                              const domain::Group *lot) const
{
    if (!lot && group.logic == domain::GroupLogic::NonExclusive)
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
            channel.caps = {cap};
        }
    }
}

inline CommitFate Simulation::commitFate()
{
    CommitFate fate;
    fate.delay = m_random.micros(200us, 5ms);
    if (m_random.chance(m_stalls))
        fate.delay = m_random.micros(50ms, 400ms);
    if (m_random.chance(m_commitFaults)) {
        fate.reported = false;
        fate.effect = m_random.chance(0.5); // the reply was lost, or nothing was done
    }
    if (m_time.now() >= m_outage.first && m_time.now() < m_outage.second)
        fate.effect = fate.reported = false;
    fate.survivesCrash = m_random.chance(0.5);
    return fate;
}

inline void Simulation::startNode()
{
    ExchangeSettings settings;
    settings.seed = m_seed * 1000 + m_nodes.size() + 1;
    settings.nodeId = Uuid::v7(m_time.utcNow(), m_nodes.size(), m_seed);
    m_nodes.push_back(std::make_unique<Node>(*this, settings));
}

inline void Simulation::crash()
{
    Node &node = *m_nodes.back();
    node.dead = node.journal.dead = true;
    node.exchange.drain([] {});
    ++m_totals.crashes;
    note("crash");
    // whoever waits for an answer sees the connection go
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        if (!m_clients[i].answered && m_clients[i].tries > 0)
            tryAgain(i);
    m_time.after(1s, [this] {
        m_database.recover(m_time.utcNow());
        startNode();
    });
}

inline void Simulation::run()
{
    startNode();
    Micros at{};
    m_clients.resize(static_cast<std::size_t>(m_leads));
    const bool crowd =
        m_random.chance(0.3) || m_planted == Planted::NaiveCaps || m_planted == Planted::NaiveBalance;
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        m_clients[i].ref = "R" + std::to_string(i);
        if (m_random.chance(0.7))
            m_clients[i].key = "key-" + std::to_string(i);
        at += crowd ? m_random.micros(0us, 3ms) : m_random.micros(0us, 1s);
        m_time.after(at, [this, i] { submit(i); });
    }
    const int crashes = m_planted == Planted::None && m_random.chance(0.4) ? m_random.between(1, 2) : 0;
    for (int i = 0; i < crashes; ++i)
        m_time.after(m_random.micros(10ms, at + 500ms), [this] {
            if (!m_nodes.back()->dead)
                crash();
        });
    m_time.run();
    askOnceMore();
    for (const auto &node : m_nodes) {
        node->exchange.drain([] {});
        m_time.run();
        if (node->exchange.inFlight() != 0)
            violate("a lead never ended");
    }
    checkEnd();
    m_totals.time = m_time.now();
}

inline void Simulation::submit(std::size_t index)
{
    Client &client = m_clients[index];
    if (client.answered)
        return;
    Node &node = *m_nodes.back();
    ++client.tries;
    if (node.dead) {
        tryAgain(index);
        return;
    }
    IntakeLead lead;
    lead.snapshot = m_snapshot;
    lead.source = "web";
    lead.actor = "simulation";
    lead.fields = domain::Object{{"ref", client.ref}, {"state", "TX"}, {"note", "n"}};
    lead.arrived = m_time.monotonic();
    lead.writeAnswer = writtenAnswer;
    if (client.key)
        lead.idempotency = IdempotencyClaim{"k", "POST /v1/leads", *client.key, client.ref};
    node.exchange.submit(std::move(lead), [this, index, &node](IntakeAnswer answer) {
        if (!node.dead)
            answered(index, answer);
    });
}

/// After everything has come to rest, whoever was told to try again and has no answer yet does so: no key may
/// be held for ever, and no lead may be left open.
inline void Simulation::askOnceMore()
{
    m_settled = true;
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        Client &client = m_clients[i];
        if (!client.key || client.told)
            continue;
        client.answered = false;
        client.tries = 0;
        submit(i);
    }
    m_time.run();
}

/// A lead whose caller was told to try again is replayed only if a buyer may have it; the one exception is an
/// answer that was committed although its writer was told of an error.
inline void Simulation::checkReplay(const Client &client, const std::string &body)
{
    auto answer = domain::parseJson(body);
    auto id = answer ? parseLeadId(answer->find("lead_id")->toText())
                     : Result<Uuid>(Error{"no_answer", "", "", "The replayed answer is no JSON."});
    if (!id || !m_database.leads.contains(*id)) {
        violate(client.ref + " was replayed an answer that names no lead");
        return;
    }
    bool mayBeTaken = false;
    for (const auto *post : m_database.postsOf(*id)) {
        const auto outcome = post->result.outcome;
        mayBeTaken = mayBeTaken || outcome == AttemptOutcome::Sending ||
                     outcome == AttemptOutcome::Accepted || outcome == AttemptOutcome::Unknown ||
                     outcome == AttemptOutcome::Pending;
    }
    if (client.unavailable.contains(*id) && !mayBeTaken && !m_database.answersBehindErrors.contains(*id))
        violate(client.ref + " was told to try again, but its retry was not routed");
}

/// Only who sent a key may send a lead again without risking a second one.
inline void Simulation::tryAgain(std::size_t index)
{
    Client &client = m_clients[index];
    if (!client.key || client.tries >= 12) {
        client.answered = true;
        return;
    }
    m_time.after(m_random.micros(100ms, 2s), [this, index] { submit(index); });
}

inline void Simulation::answered(std::size_t index, const IntakeAnswer &answer)
{
    Client &client = m_clients[index];
    note(client.ref + std::to_string(static_cast<int>(answer.kind)) + answer.stored.body);
    switch (answer.kind) {
    case IntakeAnswer::Kind::Done: {
        client.answered = true;
        client.told = answer.stored.body;
        m_totals.anew += client.unavailable.empty() ? 0 : 1;
        auto at = m_database.leads.find(answer.leadId);
        if (at == m_database.leads.end())
            violate(client.ref + " was answered, but is not in the database");
        else if (at->second.state != answer.state || !at->second.answer ||
                 at->second.answer->body != answer.stored.body)
            violate(client.ref + " was answered before its answer was durable");
        if (answer.reason.code.empty())
            violate(client.ref + " was answered without a reason");
        if (answer.state == LeadState::Posting)
            ++m_totals.early;
        break;
    }
    case IntakeAnswer::Kind::Replay:
        client.answered = true;
        ++m_totals.replays;
        if (client.told && *client.told != answer.stored.body)
            violate(client.ref + " was told two different things");
        checkReplay(client, answer.stored.body);
        client.told = answer.stored.body;
        break;
    case IntakeAnswer::Kind::Unavailable:
        ++m_totals.unavailable;
        if (!answer.leadId.isNull())
            client.unavailable.insert(answer.leadId);
        tryAgain(index);
        break;
    case IntakeAnswer::Kind::InFlight:
        if (m_settled && client.tries == 1)
            violate(client.ref + " finds its key in flight although nothing is under way");
        tryAgain(index);
        break;
    case IntakeAnswer::Kind::Invalid:
    case IntakeAnswer::Kind::KeyMismatch:
        violate(client.ref + " got an answer that does not fit");
        break;
    }
}

/// At the moment a post leaves.
inline void Simulation::checkPost(const BuyerCall &call)
{
    auto at = m_database.posts.find(call.attemptId);
    if (at == m_database.posts.end() || at->second.result.outcome != AttemptOutcome::Sending) {
        violate("a post left before SENDING was committed");
        return;
    }
    const auto &lead = m_database.leads.at(at->second.sending.leadId);
    const Micros budget = m_market.source().budget;
    if (m_time.utcNow() >= lead.received.receivedAt + budget - std::min<Micros>(20ms, budget / 3))
        violate("a post left when its caller's time was over");
    const std::string ref = lead.received.fields.find("ref")->toText();
    for (const auto &[id, other] : m_database.posts) {
        const auto &otherLead = m_database.leads.at(other.sending.leadId);
        const auto outcome = other.result.outcome;
        if (other.sending.leadId != at->second.sending.leadId &&
            otherLead.received.fields.find("ref")->toText() == ref &&
            (outcome == AttemptOutcome::Sending || outcome == AttemptOutcome::Unknown ||
             outcome == AttemptOutcome::Accepted || outcome == AttemptOutcome::Pending))
            violate(ref + " was posted again although an earlier try may have been sold");
    }
    std::vector<std::string> sold{at->second.sending.attempt.channel};
    for (const auto *other : m_database.postsOf(at->second.sending.leadId)) {
        const auto &result = other->result;
        if (result.attemptId == call.attemptId)
            continue;
        if (result.outcome == AttemptOutcome::Accepted)
            sold.push_back(result.channel);
        if (result.outcome == AttemptOutcome::Sending || result.outcome == AttemptOutcome::Unknown ||
            result.outcome == AttemptOutcome::Pending)
            violate("a post left although another buyer may have the lead");
        if (other->sending.buyer == call.buyer && result.outcome != AttemptOutcome::NotSent)
            violate("a lead was posted to the same buyer twice");
    }
    if (static_cast<int>(sold.size()) > salesAllowed(sold))
        violate("a post left although the lead is sold");
}

/// What the buyer believes the price to be: the channel's fixed one, or its own bid.
inline Money Simulation::agreedPrice(const BuyerCall &call, const std::string &pingId) const
{
    const auto &sending = m_database.posts.at(call.attemptId).sending;
    for (const auto *channel : domain::channelsOf(*m_snapshot->tree("main")))
        if (channel->slug == sending.attempt.channel && channel->price.kind == domain::PriceKind::Fixed)
            return *channel->price.fixed;
    auto bid = m_bidMade.find(pingId);
    return bid == m_bidMade.end() ? usd("0") : usd(bid->second.c_str());
}

/// Whether a second price may be asked of a channel: never more than its bid.
inline bool Simulation::paysSecondPrice(const std::string &channel, const domain::Group &group,
                                        bool above) const
{
    above = above || group.pricing == domain::AuctionPricing::SecondPrice;
    for (const auto &child : group.children) {
        if (const auto *its = std::get_if<domain::Channel>(&child.node)) {
            if (its->slug == channel)
                return above && its->price.kind == domain::PriceKind::FromPing;
        } else if (paysSecondPrice(channel, std::get<domain::Group>(child.node), above)) {
            return true;
        }
    }
    return false;
}

inline void Simulation::arrive(const BuyerCall &call, const std::string &ref, bool accepted)
{
    Delivery &delivery = m_deliveries[call.attemptId];
    delivery.buyer = call.buyer;
    delivery.ref = ref;
    if (++delivery.arrivals > 1)
        violate("one post arrived twice");
    delivery.accepted = delivery.accepted || accepted;
}

inline Future<BuyerReply> Simulation::call(Node &node, BuyerCall call)
{
    Promise<BuyerReply> promise(m_time);
    auto future = promise.future();
    if (node.dead) {
        promise.complete(BuyerReply());
        return future;
    }
    const bool isPost = call.kind == CallKind::Post;
    auto body = domain::parseJson(call.request.body);
    std::string ref = body->find("ref")->toText();
    std::string pingId = body->find("ping_id") ? body->find("ping_id")->toText() : "";
    if (isPost) {
        ++m_totals.posts;
        checkPost(call);
        if (!m_database.posts.contains(
                call.attemptId)) { // already a violation; nothing more can be said of it
            promise.complete(BuyerReply());
            return future;
        }
    }
    const Temper &temper = m_tempers.at(call.buyer);
    Micros latency = m_random.micros(1ms, temper.slowest);
    BuyerReply reply;
    reply.outcome = WireOutcome::Answered;
    reply.response.headers = {{"Content-Type", "application/json"}};
    bool arrives = true;
    bool accepts = false;
    Money price;
    if (isPost)
        price = agreedPrice(call, pingId);
    if (isPost) {
        const auto &attempt = m_database.posts.at(call.attemptId).sending.attempt;
        if (paysSecondPrice(attempt.channel, m_snapshot->tree("main")->root, false)) {
            if (attempt.price->micros() > price.micros())
                violate(ref + " is to cost " + call.buyer + " more than it bid");
            m_totals.below += attempt.price->micros() < price.micros();
            price = *attempt.price;
        }
    }

    if (m_random.chance(isPost ? temper.postFaults : temper.pingFaults)) {
        accepts = isPost && m_random.chance(0.5);
        switch (m_random.between(0, 7)) {
        case 0: // hangs
            reply.outcome = WireOutcome::TimedOut;
            latency = call.timeLimit;
            break;
        case 1: // refused, before any byte
            reply.outcome = WireOutcome::NotSent;
            reply.reasonCode = domain::reason::connectFailed;
            arrives = accepts = false;
            break;
        case 2: // reset, after the request
            reply.outcome = WireOutcome::ConnectionLost;
            break;
        case 3: // cut inside the head
            reply.outcome = WireOutcome::GarbledAnswer;
            break;
        case 4:
            reply.response.body = "<html>welcome</html>";
            break;
        case 5:
            reply.response.status = 502;
            reply.response.body = "bad gateway";
            break;
        case 6: // answers when it is too late
            latency = call.timeLimit + m_random.micros(1ms, 300ms);
            break;
        default:
            reply.outcome = WireOutcome::AnswerTooLarge;
            break;
        }
    } else if (isPost) {
        const char *decision = "ok";
        if (m_random.chance(temper.rejects)) {
            static constexpr const char *refusals[] = {"no", "dup", "full", "fault", "later"};
            decision = refusals[m_random.between(0, 4)];
        }
        accepts = std::string_view(decision) == "ok";
        const auto &sending = m_database.posts.at(call.attemptId).sending;
        domain::Object said{{"result", decision}};
        for (const auto *its : domain::channelsOf(*m_snapshot->tree("main")))
            if (accepts && its->slug == sending.attempt.channel &&
                its->price.kind == domain::PriceKind::FromPost && m_random.chance(0.7)) {
                price = usd((std::to_string(m_random.between(1, 60)) + ".125").c_str());
                said.append("price", price.toDecimal());
            }
        reply.response.body = domain::writeJson(std::move(said));
    } else if (m_random.chance(temper.declines)) {
        reply.response.body = domain::writeJson(domain::Object{{"result", "no"}, {"why", "not now"}});
    } else {
        std::string amount =
            std::to_string(m_random.between(1, 40)) + "." + std::to_string(m_random.between(0, 999));
        const bool euros = m_random.chance(0.03);
        std::string id = "p" + std::to_string(m_bidMade.size());
        m_bidMade[id] = amount;
        domain::Object said{{"result", "ok"}, {"id", id}, {"price", amount}};
        if (euros)
            said.append("currency", "EUR");
        reply.response.body = domain::writeJson(std::move(said));
    }
    if (reply.outcome != WireOutcome::Answered)
        reply.response = {};
    if (latency > call.timeLimit) {
        reply = BuyerReply();
        reply.outcome = WireOutcome::TimedOut;
        // a gateway that is itself behind reports later than it should
        latency = call.timeLimit + (m_random.chance(0.1) ? m_random.micros(1ms, 100ms) : 0us);
    }
    note(call.buyer + ref + std::to_string(static_cast<int>(reply.outcome)) + reply.response.body);
    const bool resend = isPost && m_planted == Planted::ResendOnLostConnection &&
                        reply.outcome == WireOutcome::ConnectionLost;
    if (isPost && arrives) {
        Uuid id = call.attemptId;
        m_time.after(latency / 2, [this, call, ref, accepts, price, id] {
            arrive(call, ref, accepts);
            m_deliveries[id].price = price;
        });
        if (resend)
            m_time.after(latency, [this, call, ref, accepts] { arrive(call, ref, accepts); });
    }
    reply.phases.totalUs = latency.count();
    const bool twice = m_random.chance(0.05);
    m_time.after(latency, [promise, reply, twice, &node] {
        promise.complete(node.dead ? BuyerReply() : reply);
        if (twice)
            promise.complete(reply);
    });
    return future;
}

inline void Simulation::checkEnd()
{
    for (const auto &[id, lead] : m_database.leads)
        if (!lead.final)
            violate("a lead was left open by a living node");
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
        std::vector<std::string> holders;
        int doubtful = 0;
        for (const auto *post : posts) {
            const auto outcome = post->result.outcome;
            if (outcome == AttemptOutcome::Accepted)
                holders.push_back(post->sending.attempt.channel);
            doubtful += outcome == AttemptOutcome::Unknown || outcome == AttemptOutcome::Pending;
        }
        const int allowed = lead.state == LeadState::Sold ? salesAllowed(holders) : 1;
        if (held ? open < 1 || static_cast<int>(holders.size()) > allowed || doubtful > 1 : open != 0)
            violate(ref + " is held by " + std::to_string(open) + " posts as " +
                    std::string(domain::info(lead.state).name));
        if (lead.state == LeadState::Sold && doubtful > 0 && allowed == 1)
            violate(ref + " is sold, and another buyer may have it");
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
                    violate(ref + " has a wrong payout");
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
