#pragma once
// The market's HTTP face: routes requests to resources.
#include "market/market.h"
#include "net/httpserver.h"
#include <memory>

namespace bourse::api {

class ApiServer {
  public:
    explicit ApiServer(market::Market &market);
    ~ApiServer();
    /// Binds and serves; returns the base URL ("http://127.0.0.1:8420"). Errors as net::HttpServer::start,
    /// and "tls_required": without TLS only loopback addresses are served (a lead is a person's data).
    Result<std::string> start(net::HttpServerOptions options);
    /// Stops taking requests, lets those under way be answered for at most `limit`. Blocking.
    void drain(Micros limit);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::api
