#include "api/leadanswer.h"
#include "api/intakedecoder.h"
#include "api/offeranswer.h"
#include "domain/json/json.h"
#include "domain/lead/leadstate.h"

namespace bourse::api {

using domain::Number;
using domain::Object;
using domain::Value;

AnswerFormat answerFormat(const net::HttpRequest &request)
{
    if (!request.query.empty()) {
        if (auto format = queryParameter(request.query, "format"))
            return *format == "xml" || *format == "XML" ? AnswerFormat::Xml : AnswerFormat::Json;
    }
    const std::string *accept = request.header("Accept");
    if (accept && accept->find("xml") != std::string::npos && accept->find("json") == std::string::npos)
        return AnswerFormat::Xml;
    return AnswerFormat::Json;
}

static Object answerMembers(const exchange::IntakeAnswer &answer)
{
    Object body;
    body.append("lead_id", leadIdText(answer.leadId));
    body.append("status", answer.undeliveredIsRejected && answer.state == domain::LeadState::Unsold
                              ? std::string_view("rejected")
                              : info(answer.state).apiStatus);
    body.append("score", answer.score ? Value(*answer.score) : Value());
    body.append("buyer_id", answer.buyer.empty() ? Value() : Value(answer.buyer));
    body.append("price", answer.price ? Value(Number{answer.price->toDecimal()}) : Value());
    body.append("currency", answer.price ? Value(answer.price->currency().code()) : Value());
    body.append("routing_decision", name(answer.decision));
    body.append("deduped", answer.deduped);
    body.append("created_at", toIso8601(answer.createdAt));
    Object reason;
    reason.append("code", answer.reason.code);
    reason.append("message", domain::sentence(answer.reason.code));
    body.append("reason", std::move(reason));
    // not the last word yet: where to ask for it
    const std::string_view status = info(answer.state).apiStatus;
    if (status == "pending" || status == "offered" || status == "unknown")
        body.append("status_url", "/v1/leads/" + leadIdText(answer.leadId));
    if (answer.redirect)
        body.append("redirect_url", *answer.redirect);
    if (answer.offer) {
        if (!answer.offer->token.empty())
            body.append("choice_url", "/c/" + answer.offer->token);
        for (auto &[name, value] : offerMembers(*answer.offer, "choices"))
            body.append(name, value);
    }
    if (answer.sales.size() > 1) {
        domain::Array sales;
        for (const exchange::Sale &sale : answer.sales)
            sales.emplace_back(Object{{"buyer_id", sale.buyer},
                                      {"price", Number{sale.revenue.toDecimal()}},
                                      {"currency", sale.revenue.currency().code()}});
        body.append("sales", std::move(sales));
    }
    if (!answer.channels.empty()) {
        domain::Array channels;
        for (const exchange::ChannelOutcome &one : answer.channels) {
            Object entry{{"channel", one.channel},
                         {"buyer_id", one.buyer},
                         {"step", one.step},
                         {"outcome", one.outcome}};
            if (one.price)
                entry.append("price", Number{one.price->toDecimal()});
            if (!one.reason.code.empty())
                entry.append("reason", Object{{"code", one.reason.code},
                                              {"message", domain::sentence(one.reason.code)},
                                              {"detail", one.reason.detail}});
            channels.emplace_back(std::move(entry));
        }
        body.append("channels", std::move(channels));
    }
    if (!answer.original.isNull())
        body.append("original_lead_id", leadIdText(answer.original));
    return body;
}

static void escapeXml(std::string_view text, std::string &out)
{
    for (char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
}

/// The name of a list's items: "bid" of "bids".
static std::string_view itemName(std::string_view list)
{
    return list.ends_with('s') ? list.substr(0, list.size() - 1) : std::string_view("item");
}

static void writeXml(const Object &members, std::string &out)
{
    for (const auto &[key, value] : members) {
        out += '<';
        out += key;
        out += '>';
        if (const Object *inner = value.asObject())
            writeXml(*inner, out);
        else if (const domain::Array *items = value.asArray())
            for (const Value &item : *items)
                writeXml(Object{{std::string(itemName(key)), item}}, out);
        else
            escapeXml(value.toText(), out);
        out += "</";
        out += key;
        out += '>';
    }
}

std::string xmlDocument(const std::string &root, const Object &members)
{
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + ">";
    writeXml(members, xml);
    return xml + "</" + root + ">\n";
}

exchange::StoredAnswer writeLeadAnswer(const exchange::IntakeAnswer &answer, AnswerFormat format)
{
    Object body = answerMembers(answer);
    const int status = info(answer.state).apiStatus == "pending" ? 202 : 200;
    if (format == AnswerFormat::Json)
        return {status, "application/json", domain::writeJson(Value(std::move(body)))};
    return {status, "application/xml", xmlDocument("lead", body)};
}

} // namespace bourse::api
