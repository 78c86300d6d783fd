#include "exchange/exchange.h"
#include "exchange/exchangeimpl.h"
#include "exchange/leadrun.h"
#include <utility>

namespace bourse::exchange {

namespace {

Detached runLead(std::shared_ptr<Engine> engine, std::shared_ptr<LeadRun> run)
{
    co_await run->run();
    engine->end();
}

Detached takeWaiting(std::shared_ptr<Engine> engine, std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    auto looking = engine->ports.offers->waiting(snapshot->workspaceId());
    auto waiting = co_await looking;
    if (waiting) {
        for (const Uuid &offer : *waiting) {
            if (engine->draining || engine->inFlight >= engine->settings.maxInFlight)
                break;
            auto call = std::make_shared<OfferCall>();
            call->kind = OfferCall::Kind::Route;
            call->key.id = offer;
            IntakeLead lead;
            lead.snapshot = snapshot;
            lead.actor = "recovery";
            lead.call = std::move(call);
            lead.arrived = engine->now();
            engine->begin();
            auto run = std::make_shared<LeadRun>(engine, std::move(lead), [](const IntakeAnswer &) {});
            runLead(engine, std::move(run));
        }
    }
    engine->routingWaiting = false;
    engine->end();
}

} // namespace

Exchange::Exchange(ExchangePorts ports, ExchangeSettings settings)
    : m_impl(std::make_shared<Impl>(Impl{std::make_shared<Engine>(ports, std::move(settings))}))
{
}

Exchange::~Exchange() = default;

void Exchange::submit(IntakeLead lead, AnswerHandler answer)
{
    const auto &engine = m_impl->engine;
    if (engine->draining || engine->inFlight >= engine->settings.maxInFlight) {
        engine->ports.executor.post([answer = std::move(answer)] {
            IntakeAnswer unavailable;
            unavailable.kind = IntakeAnswer::Kind::Unavailable;
            answer(std::move(unavailable));
        });
        return;
    }
    engine->begin();
    auto run = std::make_shared<LeadRun>(engine, std::move(lead), std::move(answer));
    runLead(engine, std::move(run));
}

void Exchange::routeWaiting(std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    const auto &engine = m_impl->engine;
    if (engine->draining || !engine->ports.offers || std::exchange(engine->routingWaiting, true))
        return;
    engine->begin();
    takeWaiting(engine, std::move(snapshot));
}

void Exchange::drain(std::function<void()> drained)
{
    const auto &engine = m_impl->engine;
    engine->draining = true;
    if (engine->inFlight == 0)
        engine->ports.executor.post(std::move(drained));
    else
        engine->drained = std::move(drained);
}

std::size_t Exchange::inFlight() const
{
    return m_impl->engine->inFlight;
}

} // namespace bourse::exchange
