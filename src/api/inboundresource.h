#pragma once
// Suppliers' requests in shapes of their own: POST or GET /v1/inbound/{inbound},
// /v1/inbound/{inbound}/{source} and the paths that inbound documents declare. The document says who may
// call, how the request is read and how it is answered; the lead then goes the way of POST /v1/leads.
#include "api/ratelimiter.h"
#include "domain/integration/inbound.h"
#include "market/market.h"
#include "net/httpserver.h"

namespace bourse::api {

class InboundResource {
  public:
    InboundResource(market::Market &market, RateLimiter &rates) : m_market(market), m_rates(rates) {}
    /// `source` is the slug in /v1/inbound/{inbound}/{source}, or empty.
    void take(net::HttpRequest request, const net::HttpResponder &responder, std::string_view inbound,
              std::string_view source);
    /// Takes the request if an inbound document answers on its path; false if none does.
    bool takePath(net::HttpRequest &request, const net::HttpResponder &responder);

  private:
    /// A request on its way, with what its answer needs.
    struct Call;
    /// Who calls, and for which source.
    struct Caller {
        const domain::Source *source = nullptr;
        std::string id;    ///< of the key; scopes idempotency
        std::string actor; ///< who is written down as the lead's sender
        int ratePerMinute = 0;
    };
    void handle(net::HttpRequest request, const net::HttpResponder &responder,
                std::shared_ptr<const domain::MarketSnapshot> snapshot,
                std::shared_ptr<const domain::Inbound> inbound, domain::InboundRoute route);
    /// Answers and returns nothing if the request may not go on.
    std::optional<Caller> authenticate(Call &call, MonoTime arrived);
    std::optional<Caller> callerByKey(Call &call);
    std::optional<Caller> callerByProof(Call &call);
    void submit(const std::shared_ptr<Call> &call, const Caller &caller, MonoTime arrived);

    market::Market &m_market;
    RateLimiter &m_rates;
};

} // namespace bourse::api
