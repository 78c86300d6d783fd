#pragma once
// What both executables run: a market, the API in front of it and, if asked for, the demo market.
#include "api/apiserver.h"
#include "app/demomarket.h"
#include "market/market.h"
#include <QObject>
#include <memory>
#include <optional>

namespace bourse::app {

struct HostOptions {
    market::MarketOptions market;
    net::HttpServerOptions listen;
    bool anyPortWillDo =
        false; ///< if the port is taken: the desktop's own choice of a port is no promise to anyone
    bool demo = false;
    DemoOptions demoOptions;
};

class Host : public QObject {
    Q_OBJECT
  public:
    explicit Host(HostOptions options, QObject *parent = nullptr);
    ~Host() override;
    market::Market &market() { return m_market; }
    /// Starts the market, then the intake; `ready` or `failed` follows.
    void start();
    /// Stops the traffic and the intake, then the market; `stopped` follows.
    void stop();
    const std::string &url() const { return m_url; }

  Q_SIGNALS:
    void ready();
    void failed(const bourse::Errors &errors);
    void stopped();

  private:
    void handlePhase(market::MarketPhase phase);
    void handleRunning();
    HostOptions m_options;
    std::unique_ptr<DemoMarketAdapter> m_demo; // outlives the market, which holds a pointer to it
    market::Market m_market;
    std::unique_ptr<api::ApiServer> m_api;
    std::string m_url;
    bool m_stopping = false;
};

} // namespace bourse::app
