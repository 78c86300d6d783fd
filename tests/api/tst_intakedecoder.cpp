// What suppliers send, in each of its shapes.
#include "api/intakedecoder.h"
#include "api/leadanswer.h"
#include "api/ratelimiter.h"
#include <QTest>

using namespace bourse;

class TestIntakeDecoder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void form();
    void xml();
    void xmlAttacks();
    void contentTypes();
    void queryOnly();
    void rateLimiter();
    void answers();
};

static net::HttpRequest request(std::string type, std::string body)
{
    net::HttpRequest r;
    r.method = "POST";
    r.path = "/v1/leads";
    if (!type.empty())
        r.headers = {{"content-type", std::move(type)}};
    r.body = std::move(body);
    return r;
}

void TestIntakeDecoder::form()
{
    auto fields = api::decodeForm("a=1&b=x+y%20z&a=2&empty=&novalue&%C3%A4=%C3%B6&&=lost");
    QVERIFY(fields.ok());
    QVERIFY(fields->find("a")->isArray());
    QCOMPARE(fields->find("a")->asArray()->size(), std::size_t(2));
    QCOMPARE(fields->find("b")->toText(), std::string("x y z"));
    QCOMPARE(fields->find("empty")->toText(), std::string());
    QVERIFY(fields->contains("novalue"));
    QCOMPARE(fields->find("ä")->toText(), std::string("ö"));
    QCOMPARE(fields->size(), std::size_t(5));
    for (const char *wrong : {"a=%", "a=%1", "a=%zz", "%x=1"})
        QCOMPARE(api::decodeForm(wrong).error().code, std::string("invalid_form"));
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "k" + std::to_string(i) + "=1&";
    QCOMPARE(api::decodeForm(many).error().code, std::string("invalid_form"));
}

void TestIntakeDecoder::xml()
{
    auto fields = api::decodeXml("<?xml version=\"1.0\"?><lead test=\"1\"><a> x </a><b><![CDATA[<y>]]></b>"
                                 "<driver><name>N</name></driver><driver><name>M</name></driver><c/></lead>");
    QVERIFY(fields.ok());
    QCOMPARE(fields->find("test")->toText(), std::string("1"));
    QCOMPARE(fields->find("a")->toText(), std::string("x"));
    QCOMPARE(fields->find("b")->toText(), std::string("<y>"));
    QCOMPARE(fields->find("driver")->asArray()->size(), std::size_t(2));
    QCOMPARE(fields->find("driver")->asArray()->at(1).find("name")->toText(), std::string("M"));
    QCOMPARE(fields->find("c")->toText(), std::string());
}

void TestIntakeDecoder::xmlAttacks()
{
    QCOMPARE(api::decodeXml("<!DOCTYPE l [<!ENTITY a \"b\">]><l><x>&a;</x></l>").error().code,
             std::string("doctype_refused"));
    std::string deep;
    for (int i = 0; i < 200000; ++i)
        deep += "<a>";
    QCOMPARE(api::decodeXml(deep).error().code, std::string("too_deep"));
    std::string nested = "<l>";
    for (int i = 0; i < 100; ++i)
        nested += "<a>";
    for (int i = 0; i < 100; ++i)
        nested += "</a>";
    QCOMPARE(api::decodeXml(nested + "</l>").error().code, std::string("too_deep"));
    std::string wide = "<l ";
    for (int i = 0; i < 60000; ++i)
        wide += "a" + std::to_string(i) + "=\"\" ";
    QCOMPARE(api::decodeXml(wide + "/>").error().rule, std::string("at most 2000 fields"));
    QCOMPARE(api::decodeXml("<a></b>").error().code, std::string("invalid_xml"));
    QCOMPARE(api::decodeXml("").error().code, std::string("invalid_xml"));
    QCOMPARE(api::decodeXml("<a>text</a>").error().code, std::string("not_an_object"));
}

void TestIntakeDecoder::contentTypes()
{
    QVERIFY(api::decodeLead(request("application/json; charset=utf-8", "{\"a\":1}")).ok());
    QVERIFY(api::decodeLead(request("Application/JSON", "{\"a\":1}")).ok());
    QVERIFY(api::decodeLead(request("application/vnd.lead+json", "{\"a\":1}")).ok());
    QVERIFY(api::decodeLead(request("text/xml", "<l><a>1</a></l>")).ok());
    QVERIFY(api::decodeLead(request("application/x-www-form-urlencoded", "a=1")).ok());
    QCOMPARE(api::decodeLead(request("text/plain", "a=1")).error().code,
             std::string("unsupported_content_type"));
    QCOMPARE(api::decodeLead(request("", "a=1")).error().code, std::string("unsupported_content_type"));
    QCOMPARE(api::decodeLead(request("application/json", "\"x\"")).error().code,
             std::string("not_an_object"));
    QCOMPARE(api::decodeLead(request("application/json", "")).error().code, std::string("empty_body"));
}

void TestIntakeDecoder::queryOnly()
{
    net::HttpRequest r = request("", "");
    r.query = "a=1&format=xml&test=1";
    auto fields = api::decodeLead(r);
    QVERIFY(fields.ok());
    QCOMPARE(fields->size(), std::size_t(1));
    QCOMPARE(int(api::answerFormat(r)), int(api::AnswerFormat::Xml));
}

void TestIntakeDecoder::rateLimiter()
{
    api::RateLimiter limiter;
    MonoTime now{};
    for (int i = 0; i < 60; ++i)
        QCOMPARE(limiter.secondsToWait("k", 60, now), 0);
    QVERIFY(limiter.secondsToWait("k", 60, now) >= 1);
    QCOMPARE(limiter.secondsToWait("other", 60, now), 0);
    now += std::chrono::seconds(1);
    QCOMPARE(limiter.secondsToWait("k", 60, now), 0);
    QVERIFY(limiter.secondsToWait("k", 60, now) >= 1);
    for (int i = 0; i < 5000; ++i)
        QCOMPARE(limiter.secondsToWait("free", 0, now), 0);
}

void TestIntakeDecoder::answers()
{
    exchange::IntakeAnswer answer;
    answer.leadId = *Uuid::parse("01890a5d-ac96-774b-bcce-b302099a8057");
    answer.createdAt = *fromIso8601("2026-05-12T14:30:01.184Z");
    answer.state = domain::LeadState::Sold;
    answer.decision = domain::RoutingDecision::PingPostWinner;
    answer.buyer = "a<b";
    answer.price = Money(175'000'000, Currency::usd());
    answer.reason.code = "sold_highest_bid";
    const std::string json = api::writeLeadAnswer(answer, api::AnswerFormat::Json).body;
    QVERIFY(json.starts_with(
        "{\"lead_id\":\"ld_01890a5d-ac96-774b-bcce-b302099a8057\",\"status\":\"accepted\",\"score\":null,"
        "\"buyer_id\":\"a<b\",\"price\":175.00,\"currency\":\"USD\",\"routing_decision\":"
        "\"ping_post_winner\",\"deduped\":false,\"created_at\":\"2026-05-12T14:30:01.184Z\""));
    const std::string xml = api::writeLeadAnswer(answer, api::AnswerFormat::Xml).body;
    QVERIFY(xml.find("<buyer_id>a&lt;b</buyer_id>") != std::string::npos);
    QVERIFY(xml.find("<score></score>") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestIntakeDecoder)
#include "tst_intakedecoder.moc"
