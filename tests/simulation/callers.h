#pragma once
// Those who submit leads: with keys or without, impatient, and with offers that they take or leave.
#include "simulation/simulation.h"

namespace bourse::testing {

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
        meet(client.offer ? "caller: takes an offer at two nodes at once"
                          : "caller: the same request at two nodes at once");
        submitAt(index, living[(place + 1) % living.size()]);
    }
}

inline std::optional<IdempotencyClaim> Simulation::claimOf(const Client &client) const
{
    if (!client.key)
        return std::nullopt;
    return IdempotencyClaim{"k", client.offer ? "take" : "POST /v1/leads", *client.key, client.ref};
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
    auto call = std::make_shared<OfferCall>();
    if (client.offer) {
        call->kind = client.pings ? OfferCall::Kind::Post : OfferCall::Kind::Choose;
        call->key.by = client.pings ? OfferKey::By::Id : OfferKey::By::Lead;
        call->key.id = client.pings ? client.offer->id : client.offered;
        call->bidIds = client.bidIds;
        lead.call = std::move(call);
        if (!client.pings)
            lead.fields = {};
    } else if (client.pings) {
        lead.call = std::move(call);
    }
    lead.idempotency = claimOf(client);
    const auto offer = client.offer;
    node.exchange.submit(std::move(lead), [this, index, offer, &node](IntakeAnswer answer) {
        // what is still heard of the ping when its offer is being taken is of no use any more
        if (!node.dead && m_clients[index].offer == offer)
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

/// A lead whose caller was told to try again is replayed only if a buyer may have it; the exceptions are an
/// answer that was committed although its writer was told of an error, and an offer, which another copy of
/// the same request has taken and sold as far as it could.
inline void Simulation::checkReplay(const Client &client, const std::string &body)
{
    auto answer = domain::parseJson(body);
    auto id = answer ? parseLeadId(answer->find("lead_id")->toText())
                     : Result<Uuid>(Error{"no_answer", "", "", "The replayed answer is no JSON."});
    if (!id || !m_database.leads.contains(*id)) {
        violate(client.ref + " was replayed an answer that names no lead");
        return;
    }
    // one that waits for a cap is ours, and its retry is told so
    const auto &events = m_database.leads.at(*id).events;
    bool mayBeTaken = std::any_of(events.begin(), events.end(),
                                  [](const LeadEvent &event) { return event.state == LeadState::Pending; });
    for (const auto *post : m_database.postsOf(*id)) {
        const auto outcome = post->result.outcome;
        mayBeTaken = mayBeTaken || outcome == AttemptOutcome::Sending ||
                     outcome == AttemptOutcome::Accepted || outcome == AttemptOutcome::Unknown ||
                     outcome == AttemptOutcome::Pending;
    }
    const bool copyTookIt = client.offer && client.offered == *id;
    if (client.unavailable.contains(*id) && !mayBeTaken && !copyTookIt && !m_refusedLater.contains(*id) &&
        !m_database.answersBehindErrors.contains(*id))
        violate(client.ref + " was told to try again, but its retry was not routed");
}

/// An offer that nobody else takes is used only when some of it has left for a buyer, or another node's
/// answer to the same request is on its way: a taking that came to nothing is offered again.
inline void Simulation::checkUsed(const Client &client)
{
    const auto &lead = m_database.leads.at(client.offered);
    if (!m_database.anythingLeft(client.offered) && lead.final && !lead.answer)
        violate(client.ref + " finds its offer used, and nobody has seen the lead");
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
    case IntakeAnswer::Kind::Refused: {
        // who got no answer to the first try may find that it has taken the offer
        const std::string &code = answer.reason.code;
        if (!client.offer || (code != "ping_id_used" && code != "ping_id_expired" && code != "choice_used" &&
                              code != "choice_expired" && code != "bid_expired"))
            violate(client.ref + " was refused: " + code);
        if (code.ends_with("_used") && !client.rival && m_planted == Planted::None)
            checkUsed(client);
        if (const auto claim = claimOf(client); claim && m_database.knows(*claim))
            violate(client.ref + " was refused although its key is known");
        ++m_totals.refused;
        client.answered = true;
        client.told = code;
        break;
    }
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
        if (answer.state == LeadState::Offered)
            consider(index, answer);
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

/// Whoever is offered something takes it, after a while or never; some take it twice at once.
inline void Simulation::consider(std::size_t index, const IntakeAnswer &answer)
{
    Client &client = m_clients[index];
    ++m_totals.offers;
    if (m_settled || m_random.chance(0.1))
        return;
    client.offer = answer.offer;
    client.offered = answer.leadId;
    const auto &bids = answer.offer->bids;
    if (!bids.empty() && (!client.pings || m_random.chance(0.3))) {
        const int count = m_random.between(1, answer.offer->maxChosen);
        for (int i = 0; i < count; ++i)
            client.bidIds.push_back(
                bids[static_cast<std::size_t>(m_random.between(0, static_cast<int>(bids.size()) - 1))].id);
    } else if (!bids.empty() &&
               std::all_of(bids.begin(), bids.end(), [](const auto &bid) { return bid.toChoose; })) {
        client.bidIds = {bids.front().id};
    }
    client.tries = 0;
    client.answered = false;
    client.told.reset();
    const Micros pause = m_random.chance(0.05) ? Micros(400s) : m_random.micros(0us, 5s);
    m_time.after(pause, [this, index] { submit(index); });
    if (m_random.chance(m_planted == Planted::OffersTakenTwice ? 1 : 0.1))
        m_time.after(pause + m_random.micros(0us, 20ms), [this, index] { rivalTakes(index); });
}

/// Somebody else with the same ping id, without the key.
inline void Simulation::rivalTakes(std::size_t index)
{
    const auto at = anyNode();
    if (!at)
        return;
    Client &client = m_clients[index];
    meet("caller: two take one offer");
    IntakeLead lead;
    lead.snapshot = m_snapshot;
    lead.source = "web";
    lead.actor = "simulation";
    auto call = std::make_shared<OfferCall>();
    call->kind = client.pings ? OfferCall::Kind::Post : OfferCall::Kind::Choose;
    call->key.by = OfferKey::By::Lead;
    call->key.id = client.offered;
    call->bidIds = client.bidIds;
    lead.call = std::move(call);
    lead.arrived = m_time.monotonic();
    lead.writeAnswer = writtenAnswer;
    client.rival = true; // its own try may come second
    m_nodes[*at]->exchange.submit(std::move(lead), [](const IntakeAnswer &) {});
}

} // namespace bourse::testing
