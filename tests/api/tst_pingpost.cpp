// POST /v1/ping and POST /v1/post over HTTP, on PostgreSQL, with buyers on loopback.
#include "pingpostdesk.h"

using namespace bourse;
using test::PingPostDesk;

class TestPingPost : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
    }
    void aPingIsOfferedAndPosted();
    void eachRefusalHasItsCode();
    void idempotentRequests();
    void anOfferExpires();
    void oneOfManyTakersWins();
    void aTestLeadIsNeverSold();
    void scanningCallsNobody();
    void asXml();
};

void TestPingPost::aPingIsOfferedAndPosted()
{
    PingPostDesk desk;
    const auto offered = desk.ping();
    QCOMPARE(offered.status, 200);
    QCOMPARE(offered.text("status"), std::string("offered"));
    QCOMPARE(offered.text("price"), std::string("21.70")); // 70 % of the best bid: what the source is paid
    QCOMPARE(offered.text("currency"), std::string("USD"));
    const auto body = offered.json();
    QCOMPARE(body.find("bids")->asArray()->size(), std::size_t(1)); // sold exclusively: the best alone
    QVERIFY(!body.find("bids")->asArray()->front().find("buyer_id"));
    const std::string lead = offered.text("lead_id"), ping = offered.text("ping_id");
    QCOMPARE(desk.lead(lead, "state, reason, pinged, bids"), std::string("offered|offered|3|3"));
    QCOMPARE(desk.buyers.at("beta")->posts.load(), 0);

    const auto sold = desk.post(ping);
    QCOMPARE(sold.status, 200);
    QCOMPARE(sold.text("status"), std::string("accepted"));
    QCOMPARE(sold.text("lead_id"), lead);
    QCOMPARE(sold.text("buyer_id"), std::string("beta"));
    QCOMPARE(sold.text("price"), std::string("21.70"));
    QCOMPARE(desk.lead(lead, "state, price_micros, payout_micros, pinged, bids"),
             std::string("sold|31000000|21700000|3|3"));
    // the buyer got its own ping's id, and what the post added
    const auto request = desk.buyers.at("beta")->http->journal().back();
    QVERIFY2(request.body.find("\"P-1\"") != std::string::npos, request.body.c_str());
    QVERIFY(request.body.find("maria@example.com") != std::string::npos);
    // every bid says what became of it
    QCOMPARE(
        desk.bench.value("SELECT string_agg(buyer || ' ' || reason, ', ' ORDER BY buyer) FROM bourse.attempt "
                         "WHERE kind = 'ping' AND lead_id = '" +
                         lead.substr(3) + "'"),
        std::string("acme outbid, beta bid_won, gamma outbid"));
    QCOMPARE(desk.bench.value("SELECT string_agg(state, ' ' ORDER BY sequence) FROM bourse.lead_event WHERE "
                              "kind IN ('state', 'taken') AND lead_id = '" +
                              lead.substr(3) + "'"),
             std::string("received routing offered routing routing posting sold"));

    // the next best bid after a reject
    desk.buyers.at("beta")->takes = false;
    const auto second = desk.post(desk.ping().text("ping_id"));
    QCOMPARE(second.text("buyer_id"), std::string("acme"));
    QCOMPARE(second.text("price"), std::string("14.00"));
}

void TestPingPost::eachRefusalHasItsCode()
{
    PingPostDesk desk;
    const std::string ping = desk.ping().text("ping_id");
    const auto check = [](const test::HttpAnswer &answer, int status, const char *code, const char *field) {
        const auto body = answer.json();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.text("code"), std::string(code));
        QCOMPARE(body.find("errors")->asArray()->front().find("field")->toText(), std::string(field));
    };
    check(desk.send("/v1/ping", R"({"email":"m@example.com"})"), 422, "invalid_lead", "state");
    check(desk.send("/v1/post", R"({"state":"TX","email":"m@example.com"})"), 422, "missing_ping_id",
          "ping_id");
    check(desk.post("pg_nonsense"), 404, "unknown_ping_id", "ping_id");
    check(desk.post("pg_018f0000-0000-7000-8000-000000000000"), 404, "unknown_ping_id", "ping_id");
    check(desk.post(ping, {}, PingPostDesk::otherKey), 403, "ping_id_of_another_source", "ping_id");
    check(desk.send("/v1/post", R"({"ping_id":")" + ping + R"(","state":"CA","email":"m@example.com"})"), 422,
          "ping_fields_changed", "state");
    check(desk.send("/v1/post", R"({"ping_id":")" + ping + R"("})"), 422, "required", "email");
    check(desk.post(ping, R"(,"bid_id":"b9")"), 422, "unknown_bid", "bid_id");
    check(desk.post(ping, R"(,"bid_id":"b2")"), 422, "unknown_bid", "bid_id"); // there, but not told
    // after all of these the offer stands
    QCOMPARE(desk.post(ping).text("status"), std::string("accepted"));
    check(desk.post(ping), 409, "ping_id_used", "ping_id");
    QCOMPARE(desk.buyers.at("beta")->posts.load(), 1);
}

void TestPingPost::idempotentRequests()
{
    PingPostDesk desk;
    const std::map<QByteArray, QByteArray> key{{"Idempotency-Key", "\"one\""}};
    const auto first = desk.send("/v1/ping", R"({"state":"TX"})", PingPostDesk::webKey, key);
    const auto again = desk.send("/v1/ping", R"({"state":"TX"})", PingPostDesk::webKey, key);
    QCOMPARE(again.body, first.body);
    QCOMPARE(again.headers.at("idempotency-replayed"), QByteArray("true"));
    // the same key for the post is another request's
    const std::string body = desk.postBody(first.text("ping_id"));
    const auto sold = desk.send("/v1/post", body, PingPostDesk::webKey, key);
    QCOMPARE(sold.text("status"), std::string("accepted"));
    const auto soldAgain = desk.send("/v1/post", body, PingPostDesk::webKey, key);
    QCOMPARE(soldAgain.body, sold.body);
    QCOMPARE(desk.send("/v1/ping", R"({"state":"TX"})", PingPostDesk::webKey, key).body, first.body);
    QCOMPARE(desk.send("/v1/post", desk.postBody(first.text("ping_id"), R"(,"incident":"x")"),
                       PingPostDesk::webKey, key)
                 .text("code"),
             std::string("idempotency_key_reused"));
    QCOMPARE(desk.buyers.at("beta")->posts.load(), 1);
}

void TestPingPost::anOfferExpires()
{
    PingPostDesk desk([](domain::MarketDocument &document) {
        document.sources.front().offers.pingLifetime = std::chrono::seconds(1);
    });
    const auto offered = desk.ping();
    QTRY_COMPARE_WITH_TIMEOUT(desk.lead(offered.text("lead_id"), "state, reason, routing_decision"),
                              std::string("unsold|offer_expired|offer_expired"), 30'000);
    const auto late = desk.post(offered.text("ping_id"));
    QCOMPARE(late.status, 410);
    QCOMPARE(late.text("code"), std::string("ping_id_expired"));
    QCOMPARE(desk.bench.value("SELECT state FROM bourse.offer"), std::string("expired"));
}

void TestPingPost::oneOfManyTakersWins()
{
    PingPostDesk desk;
    const std::string ping = desk.ping().text("ping_id");
    std::vector<std::unique_ptr<QNetworkReply>> replies;
    for (int i = 0; i < 12; ++i)
        replies.push_back(desk.start("/v1/post", desk.postBody(ping)));
    int sold = 0, used = 0;
    for (const auto &reply : replies) {
        const auto answer = PingPostDesk::finish(reply);
        sold += answer.status == 200 && answer.text("status") == "accepted";
        used += answer.status == 409 && answer.text("code") == "ping_id_used";
    }
    QCOMPARE(sold, 1);
    QCOMPARE(used, 11);
    QCOMPARE(desk.buyers.at("beta")->posts.load(), 1);
}

void TestPingPost::aTestLeadIsNeverSold()
{
    PingPostDesk desk;
    const auto offered = desk.send("/v1/ping", R"({"state":"TX","test":"1"})");
    QCOMPARE(offered.text("status"), std::string("offered"));
    QCOMPARE(offered.text("test"), std::string("true"));
    QCOMPARE(offered.text("routing_decision"), std::string("test_lead"));
    const auto posted = desk.post(offered.text("ping_id"));
    QCOMPARE(posted.text("status"), std::string("unsold"));
    QCOMPARE(posted.text("routing_decision"), std::string("test_lead"));
    QCOMPARE(desk.post(offered.text("ping_id")).text("code"), std::string("ping_id_used"));
    QCOMPARE(desk.buyers.at("beta")->pings.load(), 0);
}

void TestPingPost::scanningCallsNobody()
{
    PingPostDesk desk;
    const auto scanned = desk.send("/v1/ping?scan=1", R"({"state":"TX"})");
    QCOMPARE(scanned.text("status"), std::string("covered"));
    QCOMPARE(scanned.text("channels_qualified"), std::string("3"));
    QCOMPARE(desk.buyers.at("beta")->pings.load(), 0);
    QCOMPARE(desk.bench.value("SELECT count(*) FROM bourse.lead"), std::string("0"));
}

void TestPingPost::asXml()
{
    PingPostDesk desk;
    const auto answer = desk.send("/v1/ping?format=xml", R"({"state":"TX"})");
    QVERIFY(answer.type.startsWith("application/xml"));
    QVERIFY2(answer.body.contains("<bids><bid><bid_id>b1</bid_id><price>21.70</price>"),
             answer.body.constData());
    QVERIFY(answer.body.contains("<status>offered</status>"));
}

QTEST_GUILESS_MAIN(TestPingPost)
#include "tst_pingpost.moc"
