#pragma once
// Small market documents for the exchange: one vertical, one source, buyers with integrations of their own.
#include "domain/json/json.h"
#include "domain/market/marketdocument.h"
#include "exchange/exchange.h"
#include <QtGlobal>
#include <memory>
#include <string>
#include <utility>

namespace bourse::testing {

inline Money usd(const char *amount)
{
    return Money::parse(amount, Currency::usd()).value();
}

/// Sends ref, state and the ping's id as JSON with the secret "api_key" in a header. Answers are {"result":
/// ok|no|dup|full|later|fault, "price", "currency", "id", "why", "url"}; anything else is not recognised.
inline domain::Value integrationDocument(const std::string &slug, bool pings)
{
    static const std::string response = R"({
        "extract": {
            "price": {"source": {"json": "$.price"}},
            "currency": {"source": {"json": "$.currency"}},
            "carried": {"ping_id": {"source": {"json": "$.id"}}},
            "redirect": {"source": {"json": "$.url"}},
            "reason": {"source": {"json": "$.why"}}
        },
        "rules": [
            {"id": "ok", "outcome": "accepted", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "ok"}},
            {"id": "no", "outcome": "rejected", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "no"}},
            {"id": "dup", "outcome": "duplicate", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "dup"}},
            {"id": "full", "outcome": "capped", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "full"}},
            {"id": "later", "outcome": "pending", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "later"}},
            {"id": "fault", "outcome": "error", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "fault"}}
        ]
    })";
    auto step = [](const char *path, bool carries) {
        std::string rows =
            R"({"target": "ref", "source": {"field": "ref"}}, {"target": "state", "source": {"field": "state"}})";
        if (carries)
            rows += R"(, {"target": "ping_id", "source": {"carried": "ping_id"}})";
        return std::string(R"({"path": ")") + path +
               R"(", "headers": [{"target": "X-Key", "source": {"secret": "api_key"}}], "body": {"format": "json", "rows": [)" +
               rows + R"(]}, "response": )" + response + "}";
    };
    std::string text = R"({"bourse_integration": 1, "slug": ")" + slug +
                       R"(", "endpoints": {"live": {"base_url": "https://)" + slug +
                       R"(.example.com"}}, "steps": {)" +
                       (pings ? R"("ping": )" + step("/ping", false) + ", " : std::string()) + R"("post": )" +
                       step("/post", true) + "}}";
    auto parsed = domain::parseJson(text);
    if (!parsed)
        qFatal("the test's integration is no JSON: %s", parsed.error().message.c_str());
    return *parsed;
}

/// One vertical ("legal": ref, state, note), one source ("web", 70 %), one tree ("main"), and what is added.
class MarketBuilder {
  public:
    MarketBuilder()
    {
        domain::FieldSchema vertical;
        vertical.slug = "legal";
        vertical.label = "Legal";
        domain::FieldSpec ref;
        ref.key = "ref";
        ref.label = "Reference";
        ref.requiredOnPing = ref.requiredOnPost = true;
        ref.maxLength = 40;
        domain::FieldSpec state;
        state.key = "state";
        state.label = "State";
        state.type = domain::FieldType::State;
        state.requiredOnPing = state.requiredOnPost = true;
        domain::FieldSpec note;
        note.key = "note";
        note.label = "Note";
        note.pii = true;
        vertical.fields = {ref, state, note};
        m_document.verticals.push_back(std::move(vertical));
        domain::Source web;
        web.slug = "web";
        web.label = "Web";
        web.vertical = "legal";
        web.tree = "main";
        web.repeatWindowSeconds = 0;
        web.budget = std::chrono::milliseconds(500);
        m_document.sources.push_back(std::move(web));
        domain::PingTree tree;
        tree.slug = "main";
        tree.label = "Main";
        tree.root.slug = "root";
        tree.root.logic = domain::GroupLogic::Auction;
        m_document.trees.push_back(std::move(tree));
    }
    /// A buyer with a ping-and-post integration of its name, or one that is posted to directly.
    domain::Buyer &buyer(const std::string &slug, bool pings = true)
    {
        m_document.integrations.push_back(integrationDocument(slug, pings));
        return plainBuyer(slug);
    }
    /// A buyer without an integration of its name.
    domain::Buyer &plainBuyer(const std::string &slug)
    {
        domain::Buyer buyer;
        buyer.slug = slug;
        buyer.label = slug;
        m_document.buyers.push_back(std::move(buyer));
        return m_document.buyers.back();
    }
    /// The returned reference is good until the group gets its next child.
    domain::Channel &channel(domain::Group &group, const std::string &buyer, const std::string &slug = {},
                             const std::string &integration = {})
    {
        domain::Channel channel;
        channel.slug = slug.empty() ? buyer : slug;
        channel.label = channel.slug;
        channel.buyer = buyer;
        channel.integration = integration.empty() ? buyer : integration;
        group.children.push_back({std::move(channel)});
        return std::get<domain::Channel>(group.children.back().node);
    }
    domain::Channel &fixed(domain::Group &group, const std::string &buyer, const char *price)
    {
        domain::Channel &its = channel(group, buyer);
        its.price.kind = domain::PriceKind::Fixed;
        its.price.fixed = usd(price);
        return its;
    }
    domain::Group &group(domain::Group &parent, const std::string &slug, domain::GroupLogic logic)
    {
        domain::Group group;
        group.slug = slug;
        group.label = slug;
        group.logic = logic;
        parent.children.push_back({std::move(group)});
        return std::get<domain::Group>(parent.children.back().node);
    }
    domain::Group &root() { return m_document.trees.front().root; }
    domain::Source &source() { return m_document.sources.front(); }
    domain::MarketDocument &document() { return m_document; }
    std::shared_ptr<const domain::MarketSnapshot> snapshot() const
    {
        auto compiled = domain::MarketSnapshot::compile(m_document, Uuid::v4(), 1);
        if (!compiled) {
            for (const auto &error : compiled.errors())
                qWarning("%s %s: %s", error.code.c_str(), error.field.c_str(), error.message.c_str());
            qFatal("the test's market document does not compile");
        }
        return *compiled;
    }

  private:
    domain::MarketDocument m_document;
};

/// How intake writes an answer, so that its bytes can be compared.
inline exchange::StoredAnswer writtenAnswer(const exchange::IntakeAnswer &answer)
{
    domain::Object body{{"lead_id", leadIdText(answer.leadId)},
                        {"status", domain::info(answer.state).apiStatus},
                        {"routing_decision", domain::name(answer.decision)},
                        {"reason", answer.reason.code}};
    if (answer.price)
        body.append("price", answer.price->toDecimal());
    return {200, "application/json", domain::writeJson(std::move(body))};
}

} // namespace bourse::testing
