#include "domain/market/offerterms.h"
#include <algorithm>
#include <array>

namespace bourse::domain {

namespace {
constexpr std::array<std::string_view, 3> modeNames{"as_routed", "reject_if_not_delivered",
                                                    "accept_and_route_later"};
constexpr std::int64_t longestPing = 3600;
constexpr std::int64_t longestChoice = 7 * 24 * 3600;

std::int64_t secondsOf(Micros span)
{
    return std::chrono::duration_cast<std::chrono::seconds>(span).count();
}
} // namespace

std::string_view name(ResponseMode mode)
{
    return modeNames[static_cast<std::size_t>(mode)];
}

OfferTerms readOfferTerms(MemberReader &source)
{
    OfferTerms terms;
    terms.pingLifetime = std::chrono::seconds(
        source.integer("ping_lifetime_s", secondsOf(terms.pingLifetime), 1, longestPing));
    terms.choiceLifetime = std::chrono::seconds(
        source.integer("choice_lifetime_s", secondsOf(terms.choiceLifetime), 1, longestChoice));
    terms.minDeliveries = static_cast<int>(source.integer("min_deliveries", 0, 0, 100));
    terms.requiredPingFields = source.texts("required_ping_fields");
    terms.showBuyers = source.boolean("show_buyers", false);
    if (auto mode = source.optionalText("response")) {
        auto at = std::find(modeNames.begin(), modeNames.end(), *mode);
        if (at == modeNames.end())
            source.problem("not_a_choice", "response",
                           "one of as_routed, reject_if_not_delivered, "
                           "accept_and_route_later",
                           "“" + source.pathOf("response") +
                               "” must be as_routed, reject_if_not_delivered or accept_and_route_later.");
        else
            terms.response = static_cast<ResponseMode>(at - modeNames.begin());
    }
    return terms;
}

void appendOfferTerms(const OfferTerms &terms, Object &source)
{
    const OfferTerms usual;
    if (terms.pingLifetime != usual.pingLifetime)
        source.append("ping_lifetime_s", secondsOf(terms.pingLifetime));
    if (terms.choiceLifetime != usual.choiceLifetime)
        source.append("choice_lifetime_s", secondsOf(terms.choiceLifetime));
    if (terms.minDeliveries != usual.minDeliveries)
        source.append("min_deliveries", terms.minDeliveries);
    if (!terms.requiredPingFields.empty())
        source.append("required_ping_fields",
                      Array(terms.requiredPingFields.begin(), terms.requiredPingFields.end()));
    if (terms.showBuyers)
        source.append("show_buyers", true);
    if (terms.response != usual.response)
        source.append("response", name(terms.response));
}

} // namespace bourse::domain
