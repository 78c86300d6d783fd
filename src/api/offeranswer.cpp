#include "api/offeranswer.h"
#include "domain/json/json.h"
#include "domain/lead/leadstate.h"

namespace bourse::api {

using domain::LeadState;
using domain::Number;
using domain::Object;
using domain::Value;
using exchange::IntakeAnswer;
using exchange::OfferTold;

namespace {
exchange::StoredAnswer written(Object body, const char *root, AnswerFormat format)
{
    if (format == AnswerFormat::Json)
        return {200, "application/json", domain::writeJson(Value(std::move(body)))};
    return {200, "application/xml", xmlDocument(root, body)};
}

Object reasonOf(const IntakeAnswer &answer)
{
    return Object{{"code", answer.reason.code}, {"message", domain::sentence(answer.reason.code)}};
}

/// A ping that brought no offer is no_bid, whatever kept the buyers from bidding; `reason` tells.
std::string_view pingStatus(LeadState state)
{
    return state == LeadState::Unsold ? std::string_view("no_bid") : domain::info(state).apiStatus;
}
} // namespace

Object offerMembers(const OfferTold &offer, std::string_view bidsName)
{
    domain::Array bids;
    for (const OfferTold::Bid &bid : offer.bids) {
        Object one{{"bid_id", bid.id},
                   {"price", Number{bid.payout.toDecimal()}},
                   {"currency", bid.payout.currency().code()},
                   {"expires_at", toIso8601(bid.expiresAt)}};
        if (!bid.buyer.empty()) {
            one.append("buyer_id", bid.buyer);
            one.append("buyer", bid.buyerLabel);
        }
        if (bid.toChoose) {
            one.append("one_to_one", true);
            one.append("consent_text", bid.consentText);
        }
        bids.emplace_back(std::move(one));
    }
    Object members;
    members.append("expires_at", offer.id.isNull() ? Value() : Value(toIso8601(offer.expiresAt)));
    members.append("max_bids", offer.maxChosen);
    members.append(std::string(bidsName), std::move(bids));
    return members;
}

exchange::StoredAnswer writePingAnswer(const IntakeAnswer &answer, AnswerFormat format)
{
    Object body;
    const bool offered = answer.offer && !answer.offer->id.isNull();
    const auto &payout = offered ? answer.offer->payout : std::nullopt;
    body.append("ping_id", offered ? Value(exchange::pingIdText(answer.offer->id)) : Value());
    body.append("lead_id", leadIdText(answer.leadId));
    body.append("status", pingStatus(answer.state));
    body.append("price", payout ? Value(Number{payout->toDecimal()}) : Value());
    body.append("currency", payout ? Value(payout->currency().code()) : Value());
    for (auto &[name, value] : offerMembers(answer.offer ? *answer.offer : OfferTold{}, "bids"))
        body.append(name, value);
    body.append("routing_decision", name(answer.decision));
    body.append("created_at", toIso8601(answer.createdAt));
    body.append("reason", reasonOf(answer));
    if (answer.test)
        body.append("test", true);
    return written(std::move(body), "ping", format);
}

exchange::StoredAnswer writeScanAnswer(const IntakeAnswer &answer, AnswerFormat format)
{
    const OfferTold scanned = answer.offer ? *answer.offer : OfferTold{};
    Object body{{"status", scanned.qualified > 0 ? "covered" : "not_covered"},
                {"channels_qualified", scanned.qualified},
                {"channels", scanned.channels},
                {"reason", reasonOf(answer)}};
    return written(std::move(body), "scan", format);
}

exchange::StoredAnswer writePostAnswer(const IntakeAnswer &answer, AnswerFormat format)
{
    IntakeAnswer told = answer;
    told.price = answer.payout;
    return writeLeadAnswer(told, format);
}

} // namespace bourse::api
