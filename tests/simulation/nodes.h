#pragma once
// The nodes of a simulated market: one or two on one database, which die and are replaced, and what each of
// them does beside answering callers.
#include "simulation/simulation.h"

namespace bourse::testing {

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

inline std::optional<std::size_t> Simulation::anyNode()
{
    const auto living = livingNodes();
    if (living.empty())
        return std::nullopt;
    return living[static_cast<std::size_t>(m_random.between(0, static_cast<int>(living.size()) - 1))];
}

/// One of the nodes that live, if any; another takes its place a second later.
inline void Simulation::crash()
{
    const auto index = anyNode();
    if (!index)
        return;
    const bool alone = livingNodes().size() == 1;
    Node &node = *m_nodes[*index];
    for (const auto &[id, post] : m_database.posts)
        if (post.sending.nodeId == node.id && post.result.outcome == AttemptOutcome::Sending)
            meet("node: killed between a post and its record");
    for (const auto &[id, wait] : m_database.waits) {
        if (!wait.claimed || m_database.leads.at(id).received.nodeId != node.id)
            continue;
        ++m_totals.orphans;
        meet("node: killed with a lead that had waited");
    }
    for (const auto &[id, kept] : m_database.offers) {
        const auto &lead = m_database.leads.at(kept.lead);
        if (kept.state == OfferState::Taken && !lead.final && lead.received.nodeId == node.id)
            meet("node: killed while it sells what was offered");
    }
    node.dead = node.journal.dead = node.waits.dead = true;
    node.exchange.drain([] {});
    ++m_totals.crashes;
    meet(alone ? "node: killed, the only one" : "node: killed beside another");
    note("crash");
    // whoever waits for an answer of it sees the connection go
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        if (!m_clients[i].answered && m_clients[i].tries > 0 && m_clients[i].node == *index)
            tryAgain(i);
    m_time.after(1s, [this, id = node.id] {
        m_database.recover(m_time.utcNow(), id);
        startNode();
        routeWaiting();
    });
}

/// One of the nodes does not reach the database for longer than its lease: the others take it for dead, and
/// its leads are looked after, while it still has them in hand. Then it is back.
inline void Simulation::cutOff()
{
    const auto index = anyNode();
    if (!index || m_nodes[*index]->journal.cutOff)
        return;
    Node &node = *m_nodes[*index];
    meet("node: cut off, and taken for dead");
    node.journal.cutOff = node.waits.dead = true;
    const Micros lease = m_random.micros(0us, 2s);
    m_time.after(lease, [this, id = node.id] {
        m_database.recover(m_time.utcNow(), id);
        routeWaiting();
    });
    m_time.after(lease + m_random.micros(0us, 3s), [&node] {
        node.journal.cutOff = false;
        node.waits.dead = node.dead;
    });
}

/// What every living node does twice a second, each in its own time.
inline void Simulation::takeUp()
{
    for (const std::size_t index : livingNodes())
        m_time.after(m_random.micros(0us, 400ms), [this, &node = *m_nodes[index]] {
            if (!node.dead)
                node.exchange.resume(node.waits, m_snapshot);
        });
}

/// Leads that were accepted and not routed: every node looks for them, and one gets each.
inline void Simulation::routeWaiting()
{
    for (const std::size_t index : livingNodes())
        m_nodes[index]->exchange.routeWaiting(m_snapshot);
}

/// Hours may pass until a cap opens. Nodes die here, too.
inline void Simulation::endWaits()
{
    for (int round = 0; !m_database.waits.empty(); ++round) {
        if (round == 20'000) {
            violate("leads wait for ever");
            return;
        }
        UtcTime next = UtcTime::max();
        for (const auto &[id, wait] : m_database.waits) {
            if (wait.claimed) {
                violate("a lead was taken up and left");
                return;
            }
            next = std::min(next, wait.what.dueAt);
        }
        const Micros pause = std::max<Micros>(next - m_time.utcNow(), 500ms);
        m_time.runFor(pause);
        takeUp();
        const bool dies = m_planted == Planted::None && m_random.chance(0.1) && m_totals.crashes < 4;
        if (dies)
            m_time.after(m_random.micros(0us, 700ms), [this] { crash(); });
        m_time.run();
    }
}

} // namespace bourse::testing
