// Operators' holds, channels' health, and leads that wait, through a whole market: façade, engine, HTTP,
// PostgreSQL.
#include "market/marketbench.h"
#include <QTest>
#include <algorithm>
#include <atomic>

using namespace bourse;
using namespace bourse::test;
using domain::LeadState;
using exchange::Hold;

namespace {
/// Posts first_name; answers {"result": ok|no|later}.
domain::Value directIntegration(const std::string &slug, const std::string &url)
{
    std::string text = R"({"bourse_integration": 1, "slug": ")" + slug +
                       R"(", "endpoints": {"live": {"base_url": ")" + url +
                       R"("}}, "steps": {"post": {"path": "/post", "body": {"format": "json", "rows": [
        {"target": "name", "source": {"field": "first_name"}}]}, "response": {"rules": [
        {"id": "ok", "outcome": "accepted", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "ok"}},
        {"id": "later", "outcome": "pending", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "later"}},
        {"id": "no", "outcome": "rejected", "when": {"source": {"json": "$.result"}, "op": "equals", "value": "no"}}]}}}})";
    return parsed(text);
}

void addChannel(domain::MarketDocument &document, const std::string &buyer, const std::string &url,
                const char *price)
{
    document.integrations.push_back(directIntegration(buyer, url));
    domain::Channel channel;
    channel.slug = buyer + "_main";
    channel.buyer = buyer;
    channel.integration = buyer;
    channel.price.kind = domain::PriceKind::Fixed;
    channel.price.fixed = Money::parse(price, Currency::usd()).value();
    document.trees.front().root.children.push_back({std::move(channel)});
}
} // namespace

class TestMarketPacing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void operatorsHoldAndRelease();
    void whoIsWaitedForInVainLosesTheLead();

  private:
    std::unique_ptr<LoopbackBuyer> m_acme, m_beta;
    std::unique_ptr<MarketBench> m_bench;
    std::atomic<bool> m_acmeDecidesLater = false;
};

void TestMarketPacing::init()
{
    QVERIFY2(ThrowawayCluster::shared().ok(), ThrowawayCluster::shared().problem().c_str());
    m_acmeDecidesLater = false;
    m_acme = std::make_unique<LoopbackBuyer>([this](const net::HttpRequest &) {
        return json(200, m_acmeDecidesLater ? R"({"result":"later"})" : R"({"result":"ok"})");
    });
    m_beta = std::make_unique<LoopbackBuyer>(
        [](const net::HttpRequest &) { return json(200, R"({"result":"ok"})"); });
    m_bench = std::make_unique<MarketBench>(ThrowawayCluster::shared());
    auto document = smallMarket();
    document.egress.allow = {"127.0.0.0/8"};
    document.sources.front().repeatWindowSeconds = 0;
    document.sources.front().budget = std::chrono::seconds(5);
    addChannel(document, "acme", m_acme->url(), "9");
    addChannel(document, "beta", m_beta->url(), "5");
    auto &first = std::get<domain::Channel>(document.trees.front().root.children.front().node);
    first.pacing.wait = domain::CallbackWait{std::chrono::seconds(1), true};
    m_bench->publish(document);
}

void TestMarketPacing::cleanup()
{
    m_bench.reset();
    m_acme.reset();
    m_beta.reset();
}

void TestMarketPacing::operatorsHoldAndRelease()
{
    QCOMPARE(m_bench->route().buyer, std::string("acme"));
    auto held = wait(m_bench->market->holdChannel(QStringLiteral("acme_main"), Hold::Open,
                                                  QStringLiteral("they asked"), QStringLiteral("operator")));
    VERIFY_OK(held);
    QCOMPARE(m_bench->route().buyer, std::string("beta"));
    QCOMPARE(m_acme->received("/post"), 1);
    QTRY_VERIFY(([&] {
        const auto health = m_bench->market->channelHealth();
        return std::any_of(health.begin(), health.end(), [](const auto &one) {
            return one.channel == "acme_main" && one.hold == Hold::Open;
        });
    })());
    VERIFY_OK(
        wait(m_bench->market->holdChannel(QStringLiteral("acme_main"), {}, {}, QStringLiteral("operator"))));
    QCOMPARE(m_bench->route().buyer, std::string("acme"));
    // of another process: read within a moment
    auto elsewhere = ThrowawayCluster::shared().execute(
        m_bench->uri,
        "INSERT INTO bourse.channel_hold (workspace_id, channel, hold, actor) SELECT workspace_id, "
        "'acme_main', 'open', 'other' FROM bourse.workspace");
    VERIFY_OK(elsewhere);
    QCOMPARE(m_bench->route().buyer, std::string("beta")); // it is asked at the reservation at the latest
    auto unknown = wait(
        m_bench->market->holdChannel(QStringLiteral("nobody"), Hold::Open, {}, QStringLiteral("operator")));
    QVERIFY(!unknown.ok());
    QCOMPARE(unknown.error().code, std::string("no_such_channel"));
}

void TestMarketPacing::whoIsWaitedForInVainLosesTheLead()
{
    m_acmeDecidesLater = true;
    const auto answer = m_bench->route();
    QCOMPARE(answer.state, LeadState::Pending);
    const std::string where = " FROM bourse.lead WHERE id = '" + answer.leadId.toString() + "'";
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->value("SELECT state || ' ' || coalesce(winner_buyer, '')" + where),
                              std::string("sold beta"), 30'000);
    QCOMPARE(m_acme->received("/post"), 1);
    QCOMPARE(m_beta->received("/post"), 1);
    QCOMPARE(m_bench->value(
                 "SELECT string_agg(state, ' ' ORDER BY sequence) FROM bourse.lead_event WHERE lead_id = '" +
                 answer.leadId.toString() + "' AND kind = 'state'"),
             std::string("received routing posting pending routing posting sold"));
    QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.lead_wait"), std::string("0"));
    QCOMPARE(m_bench->value("SELECT sum(held_micros) FROM bourse.buyer_account"), std::string("0"));
}

QTEST_GUILESS_MAIN(TestMarketPacing)
#include "tst_marketpacing.moc"
