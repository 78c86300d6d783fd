#include "app/host.h"
#include "base/logging.h"
#include <QtConcurrent/QtConcurrentRun>

namespace bourse::app {

using namespace std::chrono_literals;
using market::MarketPhase;

Host::Host(HostOptions options, QObject *parent) : QObject(parent), m_options(std::move(options))
{
    if (m_options.demo) {
        m_demo = std::make_unique<DemoMarketAdapter>(m_options.demoOptions);
        m_options.market.demo = m_demo.get();
    }
    connect(&m_market, &market::Market::phaseChanged, this, &Host::handlePhase);
}

Host::~Host() = default;

void Host::start()
{
    // after a failure of the intake alone (its port was taken) the market still runs
    if (m_market.phase() == MarketPhase::Running)
        return handleRunning();
    m_market.start(m_options.market);
}

void Host::handlePhase(MarketPhase phase)
{
    if (phase == MarketPhase::Running && !m_stopping)
        handleRunning();
    else if (phase == MarketPhase::Running)
        m_market.stop(); // asked to stop while it was still starting
    else if (phase == MarketPhase::Failed)
        Q_EMIT failed(m_market.failure());
    else if (phase == MarketPhase::Stopped)
        Q_EMIT stopped();
}

void Host::handleRunning()
{
    m_api = std::make_unique<api::ApiServer>(m_market);
    auto url = m_api->start(m_options.listen);
    if (!url && url.error().code == "port_taken" && m_options.anyPortWillDo) {
        qCWarning(logApi, "port %d is taken; listening on a free one", m_options.listen.port);
        net::HttpServerOptions elsewhere = m_options.listen;
        elsewhere.port = 0;
        url = m_api->start(elsewhere);
    }
    if (!url) {
        m_api.reset();
        Errors errors = url.errors();
        qCCritical(logApi, "%s: %s", errors.front().code.c_str(), errors.front().message.c_str());
        Q_EMIT failed(errors);
        return;
    }
    m_url = *url;
    m_market.setListenAddress(QString::fromStdString(m_url));
    if (m_demo)
        m_demo->startTraffic(m_url, m_market.demoKey());
    Q_EMIT ready();
}

void Host::stop()
{
    if (m_stopping)
        return;
    m_stopping = true;
    if (m_market.phase() != MarketPhase::Running) {
        if (m_market.phase() == MarketPhase::Failed || m_market.phase() == MarketPhase::Stopped)
            Q_EMIT stopped();
        return; // still starting: handlePhase stops it when it runs
    }
    // the intake drains on another thread: callers under way get their answers, the window keeps painting
    QtConcurrent::run([this] {
        if (m_demo)
            m_demo->stopTraffic();
        if (m_api)
            m_api->drain(10s);
    }).then(this, [this] { m_market.stop(); });
}

} // namespace bourse::app
