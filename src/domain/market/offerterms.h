#pragma once
// What a source's suppliers may expect of a ping, and when they are answered (engine plan, section 2).
#include "base/clock.h"
#include "domain/json/value.h"
#include "domain/lead/memberreader.h"
#include <string>
#include <vector>

namespace bourse::domain {

/// When the answer to a lead is given.
enum class ResponseMode {
    AsRouted,             ///< as soon as routing has ended, or the budget has
    RejectIfNotDelivered, ///< what no buyer has accepted is answered as rejected, with HTTP status 200
    AcceptAndRouteLater,  ///< 202 once the lead is committed; a status URL tells what becomes of it
};
/// "as_routed", "reject_if_not_delivered", "accept_and_route_later".
std::string_view name(ResponseMode mode);

struct OfferTerms {
    /// How long an offer stands that a ping was answered with, unless its bids end before; 1 s to 1 h.
    Micros pingLifetime = std::chrono::minutes(5);
    /// How long a person may take to choose; 1 s to 7 days.
    Micros choiceLifetime = std::chrono::minutes(30);
    /// A ping is only answered with an offer that so many buyers would take the lead by; 0 = any.
    int minDeliveries = 0;
    /// Fields of the vertical that a ping must have, beside those that its schema requires.
    std::vector<std::string> requiredPingFields;
    /// Whether a ping's answer names the buyers of bids that the source may not choose between.
    bool showBuyers = false;
    ResponseMode response = ResponseMode::AsRouted;
    bool operator==(const OfferTerms &) const = default;
};

/// Members of a source: ping_lifetime_s, choice_lifetime_s, min_deliveries, required_ping_fields,
/// show_buyers, response.
OfferTerms readOfferTerms(MemberReader &source);
void appendOfferTerms(const OfferTerms &terms, Object &source);

} // namespace bourse::domain
