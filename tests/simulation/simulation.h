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
        /// How often each fault occurred, by its name: engine.md's table of the sale protocol.
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
        std::size_t node = 0;            ///< where its last try went
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
    std::vector<std::size_t> livingNodes() const;
    void submit(std::size_t client);
    void submitAt(std::size_t client, std::size_t node);
    void meet(const char *fault) { ++m_totals.faults[fault]; }
    void answered(std::size_t client, const IntakeAnswer &answer);
    void tryAgain(std::size_t client);
    void askOnceMore();
    void checkReplay(const Client &client, const std::string &body);
    CommitFate commitFate();
    void misbehave(const BuyerCall &call, BuyerReply &reply, Micros &latency, bool &arrives, bool &accepts);

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
    double m_callbacks = 0;        ///< share of the posts of which the buyer says something later
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
        : world(world_), journal(world_.m_time, world_.m_database),
          exchange(
              ExchangePorts{world_.m_time, world_.m_time, journal, *this, world_.m_secrets, world_.m_watcher},
              settings),
          id(settings.nodeId)
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
    const Uuid id;
};

inline Simulation::Simulation(std::uint64_t seed, Planted planted, int leads)
    : m_seed(seed), m_planted(planted), m_random(seed * 2654435761u + 1), m_leads(leads)
{
    m_secrets.values.emplace("api_key", Secret(std::string("tops3cret/key")));
    m_database.keepsClaims = planted == Planted::KeptClaims;
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

inline CommitFate Simulation::commitFate()
{
    CommitFate fate;
    fate.delay = m_random.micros(200us, 5ms);
    if (m_random.chance(m_stalls)) {
        meet("database: stalls");
        fate.delay = m_random.micros(50ms, 400ms);
    }
    if (m_random.chance(m_commitFaults)) {
        fate.reported = false;
        fate.effect = m_random.chance(0.5); // the reply was lost, or nothing was done
        meet(fate.effect ? "database: the reply to a COMMIT is lost" : "database: a COMMIT fails");
    }
    if (m_time.now() >= m_outage.first && m_time.now() < m_outage.second) {
        meet(m_diskFull ? "database: its disk is full" : "database: is away");
        fate.error = m_diskFull ? "disk_full" : "storage_unavailable";
        fate.effect = fate.reported = false;
    }
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

inline std::vector<std::size_t> Simulation::livingNodes() const
{
    std::vector<std::size_t> living;
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        if (!m_nodes[i]->dead)
            living.push_back(i);
    return living;
}

/// One of the nodes that live, if any; another takes its place a second later.
inline void Simulation::crash()
{
    const auto living = livingNodes();
    if (living.empty())
        return;
    const std::size_t index =
        living[static_cast<std::size_t>(m_random.between(0, static_cast<int>(living.size()) - 1))];
    Node &node = *m_nodes[index];
    for (const auto &[id, post] : m_database.posts)
        if (post.sending.nodeId == node.id && post.result.outcome == AttemptOutcome::Sending)
            meet("node: killed between a post and its record");
    node.dead = node.journal.dead = true;
    node.exchange.drain([] {});
    ++m_totals.crashes;
    meet(living.size() > 1 ? "node: killed beside another" : "node: killed, the only one");
    note("crash");
    // whoever waits for an answer of it sees the connection go
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        if (!m_clients[i].answered && m_clients[i].tries > 0 && m_clients[i].node == index)
            tryAgain(i);
    m_time.after(1s, [this, id = node.id] {
        m_database.recover(m_time.utcNow(), id);
        startNode();
    });
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
        at += crowd ? m_random.micros(0us, 3ms) : m_random.micros(0us, 1s);
        m_time.after(at, [this, i] { submit(i); });
    }
    const int crashes = m_planted == Planted::None && m_random.chance(0.4) ? m_random.between(1, 2) : 0;
    for (int i = 0; i < crashes; ++i)
        m_time.after(m_random.micros(10ms, at + 500ms), [this] { crash(); });
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
    ++client.tries;
    const auto living = livingNodes();
    if (living.empty()) {
        tryAgain(index);
        return;
    }
    const auto place = static_cast<std::size_t>(m_random.between(0, static_cast<int>(living.size()) - 1));
    client.node = living[place];
    submitAt(index, client.node);
    // an impatient caller asks another node the same meanwhile
    if (client.key && living.size() > 1 && !m_settled && m_random.chance(0.05)) {
        meet("caller: the same request at two nodes at once");
        submitAt(index, living[(place + 1) % living.size()]);
    }
}

inline void Simulation::submitAt(std::size_t index, std::size_t at)
{
    Client &client = m_clients[index];
    Node &node = *m_nodes[at];
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
    if (client.unavailable.contains(*id) && !mayBeTaken && !m_refusedLater.contains(*id) &&
        !m_database.answersBehindErrors.contains(*id))
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
#include "simulation/endchecks.h"
#include "simulation/markets.h"
#include "simulation/wirefaults.h"
