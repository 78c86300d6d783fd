#pragma once
// POST /v1/returns and GET /v1/returns/{id}: a buyer, or an operator's system, gives leads back.
//
// POST takes JSON: {"lead_id": our id ("ld_…"), the buyer's or the source's, "reason": code or label of those
// that were agreed, "note": text, "buyer": slug (an operator's key only; a buyer's key speaks for its
// buyer)}. The answer, 201 for a new request and 200 for one that was here before (same Idempotency-Key), is
// {"return_id", "lead_id", "buyer_id", "status": "approved" | "denied" | "requested", "reason", "code",
// "message", "price", "currency", "requested_at", "decided_at"}; code says why: within_policy,
// approved_by_operator; awaits_approval; unknown_reason, past_deadline, over_limit, not_sold,
// already_returned, already_requested, denied_by_operator. A denial is an answer, not an error: it is kept.
// Errors: 400 invalid_json and those of the members, 401, 403 (missing_scope, wrong_buyer), 404 unknown_lead,
// 409 ambiguous_lead or ambiguous_buyer, 422 not_sold (nobody has the lead), 429, 503.
// GET answers the same object; 404 unknown_return where the id is not known or another buyer's.
// Keys are those of buyers ("buyers[].keys") and of the market ("keys"), with the scopes returns:write and
// returns:read; one without scopes has both.
#include "api/ratelimiter.h"
#include "market/market.h"
#include "net/httpserver.h"

namespace bourse::api {

class ReturnResource {
  public:
    explicit ReturnResource(market::Market &market) : m_market(market) {}
    void post(const net::HttpRequest &request, const net::HttpResponder &responder);
    void get(const net::HttpRequest &request, const net::HttpResponder &responder, std::string_view id);

  private:
    struct Caller {
        std::shared_ptr<const domain::MarketSnapshot> snapshot;
        const domain::Buyer *buyer; ///< null: an operator
        const domain::IntakeKey *key;
    };
    /// Answers and returns nothing if the request may not go on.
    std::optional<Caller> authenticate(const net::HttpRequest &request, const net::HttpResponder &responder,
                                       std::string_view scope);
    market::Market &m_market;
    RateLimiter m_rates;
};

} // namespace bourse::api
