#pragma once
// POST /v1/ping and POST /v1/post, and a choice by API: POST /v1/leads/{id}/choice.
#include "api/leadresource.h"

namespace bourse::api {

class PingResource {
  public:
    PingResource(market::Market &market, LeadResource &leads) : m_market(market), m_leads(leads) {}
    /// Asks the buyers and keeps what they offer; with scan=1 only tells whether any channel would qualify.
    void ping(net::HttpRequest request, const net::HttpResponder &responder);
    /// Takes the offer of a ping: ping_id, and bid_id or bid_ids where some of its bids are chosen, beside
    /// the lead's fields. Refusals, one code each: missing_ping_id, unknown_ping_id, ping_id_expired,
    /// ping_id_used, ping_id_of_another_source, ping_fields_changed, unknown_bid, bid_expired, too_many_bids,
    /// missing_bid_id, and the codes of fields. After each of them the offer stands as before.
    void post(net::HttpRequest request, const net::HttpResponder &responder);
    /// Sells a lead that is offered for choice to the bids of bid_id or bid_ids; ip and user_agent are of the
    /// person who consents. Refusals: unknown_choice, choice_expired, choice_used and those of bids.
    void choose(net::HttpRequest request, const net::HttpResponder &responder, std::string_view leadId);

  private:
    void take(net::HttpRequest request, const net::HttpResponder &responder, std::string route,
              exchange::OfferCall call);
    market::Market &m_market;
    LeadResource &m_leads;
};

} // namespace bourse::api
