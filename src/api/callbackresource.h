#pragma once
// Buyers' callbacks: POST, PUT or GET /v1/callbacks/{integration}. Who calls is proven by the integration's
// callback step (a signature, a token), not by a key of ours.
#include "market/market.h"
#include "net/httpserver.h"

namespace bourse::api {

class CallbackResource {
  public:
    explicit CallbackResource(market::Market &market) : m_market(market) {}
    void take(net::HttpRequest request, const net::HttpResponder &responder, std::string_view integration);

  private:
    market::Market &m_market;
};

} // namespace bourse::api
