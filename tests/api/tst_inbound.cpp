// Inbound documents over real HTTP: who is believed, what is read, what is answered, and what is refused.
#include "api/apiserver.h"
#include "domain/integration/inbound.h"
#include "domain/lead/sealing.h"
#include "market/marketbench.h"
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpSocket>
#include <QTest>
#include <atomic>

using namespace bourse;
using domain::Object;
using domain::Value;
using test::json;
using test::LoopbackBuyer;
using test::MarketBench;

namespace {

std::string file(const char *name)
{
    QFile read(QStringLiteral(BOURSE_SOURCE_DIR "/") + QString::fromLatin1(name));
    return read.open(QIODevice::ReadOnly) ? read.readAll().toStdString() : std::string();
}

/// Bids 20, and takes every post.
std::string buyerDocument(const std::string &url)
{
    return R"({"bourse_integration":1,"slug":"acme","endpoints":{"live":{"base_url":")" + url +
           R"("}},"steps":{)"
           R"("ping":{"path":"/ping","body":{"format":"json","rows":[{"target":"state","source":{"field":"state"}}]},)"
           R"("response":{"extract":{"price":{"source":{"json":"$.bid"}}},)"
           R"("rules":[{"id":"bid","when":{"source":{"json":"$.bid"},"op":"exists"},"outcome":"accepted"}]}},)"
           R"("post":{"path":"/post","body":{"format":"json","rows":[{"target":"name","source":{"field":"first_name"}}]},)"
           R"("response":{"rules":[{"id":"yes","when":{"source":{"json":"$.ok"},"op":"equals","value":"yes"},)"
           R"("outcome":"accepted"}]}}}})";
}

struct Answer {
    int status = 0;
    std::string type;
    std::string body;
};

Value body(const Answer &answer)
{
    auto value = domain::parseJson(answer.body);
    return value ? *value : Value();
}

std::string member(const Answer &answer, const char *name)
{
    const Value value = body(answer);
    const Value *found = value.find(name);
    return found ? found->toText() : std::string();
}
} // namespace

class TestInbound : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
        m_bench = std::make_unique<MarketBench>(cluster);
        m_buyer = std::make_unique<LoopbackBuyer>([](const net::HttpRequest &request) {
            return json(200, request.path == "/ping" ? R"({"bid":"20.00"})" : R"({"ok":"yes"})");
        });
        auto market = test::smallMarket();
        market.egress.allow = {"127.0.0.0/8"};
        market.integrations.push_back(test::parsed(buyerDocument(m_buyer->url())));
        domain::Channel channel;
        channel.slug = "acme_main";
        channel.buyer = "acme";
        channel.integration = "acme";
        market.trees.front().root.children.push_back({channel});
        domain::Source &source = market.sources.front();
        source.repeatWindowSeconds = 0;
        source.budget = std::chrono::seconds(20);
        source.keys = {{"one", {}, domain::toHex(domain::sha256("their own key")), {}, 0},
                       {"slow", {}, domain::toHex(domain::sha256("slow key")), {}, 1},
                       {"reader", {"leads:read"}, domain::toHex(domain::sha256("reader key")), {}, 0}};
        for (const char *slug : {"leadprosper", "boberdoo", "leadexec", "typeform", "callrail", "unbounce"}) {
            market.inbounds.push_back(
                test::parsed(file((std::string("resources/inbound/") + slug + ".json").c_str())));
            domain::SourceInbound one;
            one.inbound = slug;
            one.as = slug == std::string("leadprosper") ? "123:45"
                     : slug == std::string("boberdoo")  ? "mysrc"
                                                        : "";
            if (slug == std::string("callrail"))
                one.secrets = {{"callrail_signing_key", "their_callrail_key"}};
            source.inbound.push_back(one);
        }
        m_bench->publish(market);
        VERIFY_OK(test::wait(
            m_bench->market->setSecret(QStringLiteral("typeform_secret"), Secret("typeform's secret"))));
        VERIFY_OK(
            test::wait(m_bench->market->setSecret(QStringLiteral("their_callrail_key"), Secret("rail"))));
        m_api = std::make_unique<api::ApiServer>(*m_bench->market);
        auto url = m_api->start({});
        VERIFY_OK(url);
        m_url = QString::fromStdString(*url);
    }
    void cleanupTestCase()
    {
        if (m_api)
            m_api->drain(std::chrono::seconds(1));
        m_api.reset();
        m_bench.reset();
    }

    void aSupplierChangesNothingButTheHost()
    {
        const Answer sold = post("/direct_post", prosper());
        QCOMPARE(sold.status, 200);
        QCOMPARE(member(sold, "status"), std::string("ACCEPTED"));
        QCOMPARE(member(sold, "code"), std::string("0"));
        const std::string id = member(sold, "id");
        QVERIFY2(id.starts_with("ld_"), sold.body.c_str());
        QCOMPARE(m_bench->value("SELECT state FROM bourse.lead WHERE id = '" + id.substr(3) + "'"),
                 std::string("sold"));
        // the same as a form
        const Answer form =
            send("POST", "/direct_post", "application/x-www-form-urlencoded",
                 "lp_campaign_id=123&lp_supplier_id=45&lp_key=their+own+key&first_name=Ann&state=TX");
        QCOMPARE(member(form, "status"), std::string("ACCEPTED"));
        // boberdoo's, in its own words
        const Answer matched = get("/api.php?Key=their%20own%20key&SRC=mysrc&First_Name=Ann&State=TX");
        QCOMPARE(matched.status, 200);
        QVERIFY2(matched.body.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>\n"
                                          "<status>Matched</status>\n<lead_id>ld_"),
                 matched.body.c_str());
        // LeadExec's, its rest of the path says which words
        const Answer xml =
            send("POST", "/processor/insert/general/xml?vid=web&lid=1&aid=2&password=their%20own%20key",
                 "text/xml", "<Lead><FirstName>Ann</FirstName><State>TX</State></Lead>");
        QVERIFY2(xml.body.find("<isValidPost>true</isValidPost><ResponseType>No_Error</ResponseType>") !=
                     std::string::npos,
                 xml.body.c_str());
    }
    void ourOwnPathDoesTheSame()
    {
        QCOMPARE(member(post("/v1/inbound/leadprosper", prosper()), "status"), std::string("ACCEPTED"));
        QCOMPARE(member(post("/v1/inbound/leadprosper/123:45", prosper()), "status"),
                 std::string("ACCEPTED"));
        QCOMPARE(post("/v1/inbound/leadprosper/other", prosper()).status, 401);
        QCOMPARE(post("/v1/inbound/nobody", prosper()).status, 404);
        QCOMPARE(send("DELETE", "/direct_post", "application/json", prosper()).status, 405);
    }
    void pingsAndPostsOfEachPlatform()
    {
        // LeadProsper's: a bid, and the post that takes it
        const Answer bids = post("/ping", prosper());
        QCOMPARE(member(bids, "status"), std::string("ACCEPTED"));
        const std::string ping = member(bids, "ping_id");
        QCOMPARE(bids.body,
                 R"({"status":"ACCEPTED","ping_id":")" + ping +
                     R"(","bids":[{"bid_id":"b1","payout":14.00}]})"); // 70 % of what the buyer bids
        QCOMPARE(m_bench->value("SELECT state FROM bourse.lead WHERE id = (SELECT max(id::text)::uuid FROM "
                                "bourse.lead)"),
                 std::string("offered"));
        const std::string taking = with(prosper(), "lp_ping_id", ping);
        const Answer wrongBid = post("/post", with(taking, "bid_id", "b7"));
        QCOMPARE(member(wrongBid, "status"), std::string("ERROR"));
        QVERIFY2(wrongBid.body.find("b7") != std::string::npos, wrongBid.body.c_str());
        const Answer sold = post("/post", with(taking, "bid_id", "b1"));
        QCOMPARE(member(sold, "status"), std::string("ACCEPTED"));
        QCOMPARE(member(sold, "payout"), std::string("14.00"));
        const Answer again = post("/post", taking);
        QCOMPARE(member(again, "status"), std::string("ERROR"));
        QCOMPARE(member(post("/post", prosper()), "status"), std::string("ERROR")); // names no ping
        QCOMPARE(member(post("/post", with(prosper(), "lp_ping_id", "nonsense")), "status"),
                 std::string("ERROR"));

        // boberdoo's: Lead_ID goes from the ping's answer into the post
        const std::string request =
            "/api.php?Key=their%20own%20key&API_Action=pingPostLead&SRC=mysrc&State=TX";
        const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>\n<status>";
        const Answer matched = get((request + "&Mode=ping&Return_Best_Price=1").c_str());
        const std::string id = between(matched.body, "<lead_id>", "</lead_id>");
        QCOMPARE(matched.body,
                 head + "Matched</status>\n<lead_id>" + id + "</lead_id>\n<price>14.00</price>\n</response>");
        const Answer posted = get((request + "&Mode=post&First_Name=Ann&Lead_ID=" + id).c_str());
        const std::string lead = between(posted.body, "<lead_id>", "</lead_id>");
        QCOMPARE(posted.body, head + "Matched</status>\n<lead_id>" + lead + "</lead_id>\n</response>");
        QCOMPARE(m_bench->value("SELECT state FROM bourse.lead WHERE id = '" + lead.substr(3) + "'"),
                 std::string("sold"));
        const Answer used = get((request + "&Mode=post&First_Name=Ann&Lead_ID=" + id).c_str());
        QVERIFY2(used.body.starts_with(head + "Error</status>\n<error>"), used.body.c_str());

        // LeadExec's: an order id that comes back in the address
        const std::string query = "json?vid=web&lid=1&aid=2&password=their%20own%20key";
        const Answer order = post(("/processor/insert/ping/" + query).c_str(), R"({"State":"TX"})");
        QCOMPARE(member(order, "isValidPost"), std::string("true"));
        QCOMPARE(member(order, "Price"), std::string("14.00"));
        const Answer general =
            post(("/processor/insert/general/" + query + "&orderid=" + member(order, "OrderID")).c_str(),
                 R"({"State":"TX","FirstName":"Ann"})");
        QCOMPARE(member(general, "isValidPost"), std::string("true"));
        QCOMPARE(member(general, "ResponseType"), std::string("No_Error"));
        QVERIFY(member(general, "LeadIdentifier").starts_with("ld_"));
    }
    void aTestIsNeverSold()
    {
        Value lead = test::parsed(prosper());
        lead.asObject()->set("lp_action", "test");
        const int posts = m_buyer->received("/post");
        post("/direct_post", domain::writeJson(lead));
        QCOMPARE(m_buyer->received("/post"), posts);
        QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.lead WHERE test"), std::string("1"));
    }
    void whoShowsNoKeyIsRefusedFirst()
    {
        const std::string before = leads();
        for (const char *wrong : {"", "wrong", "their own key2"}) {
            const Answer answer = post("/direct_post", prosper(wrong));
            QCOMPARE(answer.status, 401);
            QCOMPARE(member(answer, "status"), std::string("ERROR"));
            QCOMPARE(member(answer, "code"), std::string("1001"));
        }
        QCOMPARE(post("/direct_post", prosper("reader key")).status, 401); // 403 in our own words
        QCOMPARE(post("/direct_post", R"({"lp_key":{"a":1}})").status, 401);
        QCOMPARE(post("/direct_post", R"({"lp_key":["their own key"],"lp_campaign_id":"9"})").status, 401);
        // the key of another of its names
        Value lead = test::parsed(prosper());
        lead.asObject()->set("lp_supplier_id", "46");
        QCOMPARE(post("/direct_post", domain::writeJson(lead)).status, 401);
        const Answer bob = get("/api.php?Key=no&SRC=mysrc");
        QCOMPARE(
            bob.body,
            std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>\n<status>Error</status>\n"
                        "<error>The key is not known, or it was revoked.</error>\n</response>"));
        QCOMPARE(leads(), before);
    }
    void aKeysRateIsKept()
    {
        QCOMPARE(post("/direct_post", prosper("slow key")).status, 200);
        const Answer second = post("/direct_post", prosper("slow key"));
        QCOMPARE(second.status, 429);
        QCOMPARE(member(second, "code"), std::string("1029"));
    }
    void aSignatureProvesTheCaller()
    {
        const std::string text = file("tests/inbound/typeform/answers/request");
        const std::string lead = text.substr(text.find("\r\n\r\n") + 4);
        const auto sign = [](const std::string &secret, const std::string &over) {
            return "sha256=" +
                   QByteArray::fromStdString(domain::hmacSha256(secret, over)).toBase64().toStdString();
        };
        const char *name = "Typeform-Signature";
        const std::string before = leads();
        QCOMPARE(post("/v1/inbound/typeform/web", lead).status, 401);
        QCOMPARE(post("/v1/inbound/typeform/web", lead, name, sign("x", lead)).status, 401);
        QCOMPARE(post("/v1/inbound/typeform/web", lead + ' ', name, sign("typeform's secret", lead)).status,
                 401);
        QCOMPARE(post("/v1/inbound/typeform/nobody", lead, name, sign("x", lead)).status, 401);
        QCOMPARE(post("/v1/inbound/typeform/nobody", lead, name, sign("typeform's secret", lead)).status,
                 404);
        QCOMPARE(leads(), before);
        const Answer taken = post("/v1/inbound/typeform/web", lead, name, sign("typeform's secret", lead));
        QCOMPARE(taken.status, 200);
        QCOMPARE(member(taken, "status"), std::string("accepted")); // our own words
        // told again, as web hooks are: the same answer, no second lead
        const Answer again = post("/v1/inbound/typeform/web", lead, name, sign("typeform's secret", lead));
        QCOMPARE(again.body, taken.body);
        QCOMPARE(std::stoi(leads()), std::stoi(before) + 1);
    }
    void aSourceHasASecretOfItsOwn()
    {
        const std::string text = file("tests/inbound/callrail/post-call/request");
        const std::string call = text.substr(text.find("\r\n\r\n") + 4);
        // HMAC-SHA1 of the body under "rail" is not what CallRail's own key gives
        const std::size_t at = text.find("Signature: ") + 11;
        const std::string theirs = text.substr(at, text.find("\r\n", at) - at);
        QCOMPARE(post("/v1/inbound/callrail/web", call, "Signature", theirs).status, 401);
        VERIFY_OK(
            test::wait(m_bench->market->setSecret(QStringLiteral("their_callrail_key"), Secret("072e77e4"))));
        QCOMPARE(post("/v1/inbound/callrail/web", call, "Signature", theirs).status, 200);
        VERIFY_OK(test::wait(m_bench->market->removeSecret(QStringLiteral("their_callrail_key"))));
        QCOMPARE(post("/v1/inbound/callrail/web", call, "Signature", theirs).status, 503);
    }
    void whatCannotBeReadIsNamed()
    {
        const std::string before = leads();
        const std::string key = "their+own+key";
        const std::string path = "/v1/inbound/unbounce?key=" + key;
        const auto form = [&](const std::string &text) {
            return send("POST", path.c_str(), "application/x-www-form-urlencoded", text);
        };
        Answer answer = form("data.json=%7B%22a%22%3A");
        QCOMPARE(answer.status, 400);
        QCOMPARE(member(answer, "code"), std::string("invalid_json"));
        QVERIFY2(answer.body.find("\"field\":\"data.json\"") != std::string::npos, answer.body.c_str());
        answer = form("first_name=a%00b");
        QCOMPARE(member(answer, "code"), std::string("control_character"));
        QVERIFY(answer.body.find("\"field\":\"first_name\"") != std::string::npos);
        answer = form("city=%FF%FE");
        QCOMPARE(member(answer, "code"), std::string("invalid_utf8"));
        answer = form("a=%zz");
        QCOMPARE(member(answer, "code"), std::string("invalid_form"));
        answer =
            send("POST", path.c_str(), "application/json", std::string(5000, '[') + std::string(5000, ']'));
        QCOMPARE(member(answer, "code"), std::string("too_deep"));
        answer = send("POST", path.c_str(), "application/json", "[1]");
        QCOMPARE(member(answer, "code"), std::string("not_an_object"));
        answer = send("POST", path.c_str(), "application/xml", "<!DOCTYPE a><a/>");
        QCOMPARE(member(answer, "code"), std::string("doctype_refused"));
        answer = send("POST", path.c_str(), "image/png", "x");
        QCOMPARE(answer.status, 415);
        answer = send("POST", path.c_str(), "application/json", std::string("\x01\x02\xFF\x00garbage", 11));
        QCOMPARE(member(answer, "code"), std::string("invalid_json"));
        // six megabytes are refused before they are sent
        const QUrl url(m_url);
        QTcpSocket socket;
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        socket.write("POST /direct_post HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                     "Content-Length: 6000000\r\n\r\n{");
        QByteArray refused;
        QVERIFY(QTest::qWaitFor(
            [&] {
                refused += socket.readAll();
                return refused.contains("\r\n");
            },
            30'000));
        QVERIFY2(refused.startsWith("HTTP/1.1 413 "), refused.constData());
        QCOMPARE(leads(), before);
        // and the intake goes on
        QCOMPARE(member(post("/direct_post", prosper()), "status"), std::string("ACCEPTED"));
    }
    void fieldsAtFaultAreNamedInTheSuppliersShape()
    {
        Value lead = test::parsed(prosper());
        lead.asObject()->set("state", "nowhere");
        const Answer answer = post("/direct_post", domain::writeJson(lead));
        QCOMPARE(answer.status, 200);
        QCOMPARE(member(answer, "code"), std::string("1015"));
        QVERIFY2(answer.body.find("\"field\":\"state\"") != std::string::npos, answer.body.c_str());
    }

  private:
    static std::string prosper(const std::string &key = "their own key")
    {
        return domain::writeJson(Value(Object{{"lp_campaign_id", "123"},
                                              {"lp_supplier_id", "45"},
                                              {"lp_key", key},
                                              {"first_name", "Ann"},
                                              {"state", "TX"},
                                              {"favourite_colour", "blue"}}));
    }
    static std::string with(const std::string &text, const char *name, const std::string &value)
    {
        Value object = test::parsed(text);
        object.asObject()->set(name, value);
        return domain::writeJson(object);
    }
    static std::string between(const std::string &text, const std::string &before, const std::string &after)
    {
        const std::size_t from = text.find(before);
        const std::size_t to = from == std::string::npos ? from : text.find(after, from);
        return to == std::string::npos ? std::string()
                                       : text.substr(from + before.size(), to - from - before.size());
    }
    std::string leads() const { return m_bench->value("SELECT count(*) FROM bourse.lead"); }
    Answer post(const char *path, const std::string &text, const char *header = nullptr,
                const std::string &value = {})
    {
        return send("POST", path, "application/json", text, header, value);
    }
    Answer get(const char *path) { return send("GET", path, nullptr, {}); }
    Answer send(const char *method, const char *path, const char *type, const std::string &text,
                const char *header = nullptr, const std::string &value = {})
    {
        QNetworkRequest request(QUrl(m_url + QString::fromLatin1(path)));
        if (type)
            request.setHeader(QNetworkRequest::ContentTypeHeader, QString::fromLatin1(type));
        if (header)
            request.setRawHeader(header, QByteArray::fromStdString(value));
        std::unique_ptr<QNetworkReply> reply(
            m_network.sendCustomRequest(request, method, QByteArray::fromStdString(text)));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000))
            qFatal("no answer");
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                reply->rawHeader("Content-Type").toStdString(), reply->readAll().toStdString()};
    }

    QNetworkAccessManager m_network;
    std::unique_ptr<MarketBench> m_bench;
    std::unique_ptr<LoopbackBuyer> m_buyer;
    std::unique_ptr<api::ApiServer> m_api;
    QString m_url;
};

QTEST_GUILESS_MAIN(TestInbound)
#include "tst_inbound.moc"
