#pragma once
// POST /v1/leads and GET /v1/leads/{id}: key, rate, idempotency, decoding; then the engine; then the answer.
#include "api/ratelimiter.h"
#include "market/market.h"
#include "net/httpserver.h"

namespace bourse::api {

class LeadResource {
  public:
    explicit LeadResource(market::Market &market) : m_market(market) {}
    /// `source` is the slug in /v1/sources/{slug}/leads, empty for /v1/leads (then the key tells the source).
    void post(net::HttpRequest request, const net::HttpResponder &responder, std::string_view source);
    void get(const net::HttpRequest &request, const net::HttpResponder &responder, std::string_view leadId);
    /// Of the keys; other resources that take leads count into the same.
    RateLimiter &rates() { return m_rates; }

  private:
    struct Caller {
        std::shared_ptr<const domain::MarketSnapshot> snapshot;
        const domain::Source *source;
        const domain::IntakeKey *key;
    };
    /// Answers and returns nothing if the request may not go on.
    std::optional<Caller> authenticate(const net::HttpRequest &request, const net::HttpResponder &responder,
                                       std::string_view scope);
    market::Market &m_market;
    RateLimiter m_rates;
};

} // namespace bourse::api
