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
enum class Planted {
    None,
    SendingAfterThePost,
    ResendOnLostConnection,
    NaiveCaps,
    NaiveBalance,
    KeptClaims,
    OffersTakenTwice,
    WaitsInVain,
    NoFencing
};

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
                     early = 0, posts = 0, replays = 0, anew = 0, tooLate = 0, shared = 0, beside = 0,
                     below = 0, offers = 0, taken = 0, expired = 0, refused = 0, resumed = 0, soldLater = 0,
                     disputes = 0, broken = 0, throttled = 0, queued = 0, left = 0, orphans = 0;
        Micros time{};
        /// How often each fault occurred, by its name: engine.md's table of the sale protocol, and what the
        /// callers and the buyers do beside it.
        std::map<std::string, std::int64_t> faults;
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
        bool disputed = false;        ///< it says that it took the lead when it was no longer waited for
        std::optional<bool> decision; ///< of one that had put it off
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
        std::optional<std::string> told;        ///< body of its last durable answer
        std::set<Uuid> unavailable;             ///< its leads that were answered with "try again"
        bool pings = false;                     ///< it pings first, then posts
        std::shared_ptr<const OfferTold> offer; ///< which it is going to take
        Uuid offered;                           ///< the lead of that
        std::vector<std::string> bidIds;
        bool rival = false;   ///< somebody else takes its offer, too
        std::size_t node = 0; ///< where its last try went
    };

    void buildMarket();
    void fillGroup(domain::Group &group, int depth);
    void setLogic(domain::Group &group);
    void setPacing(domain::ChannelPacing &pacing);
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
    void cutOff();
    std::vector<std::size_t> livingNodes() const;
    std::optional<std::size_t> anyNode();
    void meet(const char *fault) { ++m_totals.faults[fault]; }
    void submit(std::size_t client);
    void submitAt(std::size_t client, std::size_t node);
    std::optional<IdempotencyClaim> claimOf(const Client &client) const;
    void answered(std::size_t client, const IntakeAnswer &answer);
    void consider(std::size_t client, const IntakeAnswer &answer);
    void tryAgain(std::size_t client);
    void askOnceMore();
    void checkReplay(const Client &client, const std::string &body);
    void checkUsed(const Client &client);
    CommitFate commitFate();
    void misbehave(const BuyerCall &call, BuyerReply &reply, Micros &latency, bool &arrives, bool &accepts);
    void takeUp();
    void routeWaiting();
    void endWaits();
    void rivalTakes(std::size_t client);

    void planCallbacks(const Uuid &post, bool undecided);
    void hear(const Uuid &post, const std::string &event, bool undecided, int tries);
    void hearOpposite(const Uuid &post);

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
    double m_callbacks = 0;        ///< share of the decided posts of which the buyer says something later
    std::set<std::string> m_heard; ///< events of callbacks that are written down
    std::set<Uuid> m_refusedLater; ///< leads whose open post a callback has refused
    std::pair<Micros, Micros> m_outage{};
    bool m_diskFull = false; ///< that is what the outage is
    std::vector<std::string> m_violations;
    bool m_settled = false; ///< nothing is under way any more
    std::size_t m_digest = 1469598103934665603u;
    Totals m_totals;
};

/// A process that may die: from then on nothing of it has any effect, and its coroutines run dry.
struct Simulation::Node final : BuyerGateway {
    Node(Simulation &world_, ExchangeSettings settings)
        : world(world_), id(settings.nodeId), journal(world_.m_time, world_.m_database),
          waits(world_.m_time, world_.m_database, settings.nodeId),
          exchange(ExchangePorts{world_.m_time, world_.m_time, journal, *this, world_.m_secrets,
                                 world_.m_watcher, nullptr, &journal},
                   std::move(settings))
    {
        journal.fate = [this] {
            return world.commitFate();
        };
        journal.sendsBeforeCommit = world.m_planted == Planted::SendingAfterThePost;
    }
    Future<BuyerReply> call(BuyerCall call) override { return world.call(*this, std::move(call)); }
    Simulation &world;
    const Uuid id;
    bool dead = false;
    MemoryJournal journal;
    MemoryWaits waits;
    Exchange exchange;
};

inline Simulation::Simulation(std::uint64_t seed, Planted planted, int leads)
    : m_seed(seed), m_planted(planted), m_random(seed * 2654435761u + 1), m_leads(leads)
{
    m_secrets.values.emplace("api_key", Secret(std::string("tops3cret/key")));
    m_database.keepsClaims = planted == Planted::KeptClaims;
    m_database.takesTwice = planted == Planted::OffersTakenTwice;
    m_database.fences = planted != Planted::NoFencing;
    m_database.keepsPending = planted == Planted::WaitsInVain;
    m_database.naiveCaps = planted == Planted::NaiveCaps || planted == Planted::NaiveBalance;
    m_commitFaults = m_random.chance(0.5) ? 0.03 : 0;
    m_stalls = m_random.chance(0.3) ? 0.05 : 0;
    m_callbacks = planted == Planted::None && m_random.chance(0.5) ? 0.5 : 0;
    if (m_random.chance(0.3)) {
        Micros from = m_random.micros(1s, 15s);
        m_outage = {from, from + m_random.micros(100ms, 5s)};
        m_diskFull = m_random.chance(0.3);
    }
    buildMarket();
}

inline void Simulation::run()
{
    startNode();
    if (m_random.chance(0.5))
        startNode(); // two on one database
    Micros at{};
    m_clients.resize(static_cast<std::size_t>(m_leads));
    const bool crowd =
        m_random.chance(0.3) || m_planted == Planted::NaiveCaps || m_planted == Planted::NaiveBalance;
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        m_clients[i].ref = "R" + std::to_string(i);
        if (m_random.chance(0.7))
            m_clients[i].key = "key-" + std::to_string(i);
        m_clients[i].pings = m_random.chance(m_planted == Planted::OffersTakenTwice ? 1 : 0.3);
        at += crowd ? m_random.micros(0us, 3ms) : m_random.micros(0us, 1s);
        m_time.after(at, [this, i] { submit(i); });
    }
    const int crashes = m_planted == Planted::None && m_random.chance(0.4) ? m_random.between(1, 2) : 0;
    for (int i = 0; i < crashes; ++i)
        m_time.after(m_random.micros(10ms, at + 500ms), [this] { crash(); });
    const int cuts = m_planted == Planted::NoFencing                      ? 20
                     : m_planted == Planted::None && m_random.chance(0.3) ? m_random.between(1, 3)
                                                                          : 0;
    for (int i = 0; i < cuts; ++i)
        m_time.after(m_random.micros(10ms, at + 500ms), [this] { cutOff(); });
    for (Micros second = 500ms; second < at + 5s; second += 500ms)
        m_time.after(second, [this] { takeUp(); });
    m_time.run();
    endWaits();
    askOnceMore();
    // who has waited may be offered once more, and what was offered and not taken expires
    for (int round = 0; round < 20 && !m_database.isAtRest(); ++round) {
        routeWaiting();
        m_time.run();
        m_time.runFor(std::chrono::hours(1));
        m_database.expireOffers(m_time.utcNow());
        endWaits();
    }
    for (const auto &node : m_nodes) {
        node->exchange.drain([] {});
        m_time.run();
        if (node->exchange.inFlight() != 0)
            violate("a lead never ended");
    }
    checkEnd();
    m_totals.time = m_time.now();
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
    const bool answered = m_market.source().offers.response == domain::ResponseMode::AcceptAndRouteLater;
    const bool resumed = m_database.waits.contains(at->second.sending.leadId);
    m_totals.resumed += resumed;
    if (!answered && !resumed &&
        m_time.utcNow() >=
            lead.takenAt.value_or(lead.received.receivedAt) + budget - std::min<Micros>(20ms, budget / 3))
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
        m_totals.beside += result.outcome == AttemptOutcome::Sending;
        // several leave at once where it may be sold to so many
        if (result.outcome == AttemptOutcome::Accepted || result.outcome == AttemptOutcome::Sending)
            sold.push_back(other->sending.attempt.channel);
        if (result.outcome == AttemptOutcome::Unknown || result.outcome == AttemptOutcome::Pending)
            violate("a post left although another buyer may have the lead");
        if (other->sending.buyer == call.buyer && result.outcome != AttemptOutcome::NotSent)
            violate("a lead was posted to the same buyer twice");
    }
    if (static_cast<int>(sold.size()) > salesAllowed(sold))
        violate("a post left although the lead is sold, or may be by what is under way");
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
    bool undecided = false;
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
        misbehave(call, reply, latency, arrives, accepts);
    } else if (isPost) {
        const char *decision = "ok";
        if (m_random.chance(temper.rejects)) {
            static constexpr const char *refusals[] = {"no", "dup", "full", "fault", "later"};
            decision = refusals[m_random.between(0, 4)];
        }
        accepts = std::string_view(decision) == "ok";
        undecided = std::string_view(decision) == "later";
        if (!accepts)
            meet("post: 200 with a refusal inside");
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
        m_time.after(latency / 2, [this, call, ref, accepts, undecided, price, id] {
            arrive(call, ref, accepts);
            m_deliveries[id].price = price;
            planCallbacks(id, undecided);
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

} // namespace bourse::testing

// The other parts of the class.
#include "simulation/callbacks.h"
#include "simulation/callers.h"
#include "simulation/endchecks.h"
#include "simulation/markets.h"
#include "simulation/nodes.h"
#include "simulation/wirefaults.h"
