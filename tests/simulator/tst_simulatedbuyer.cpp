// Each specification as a caller meets it: over a real socket, with the messages as the specification has
// them.
#include "base/money.h"
#include "domain/json/json.h"
#include "plainclient.h"
#include "simulator/demo.h"
#include <QRegularExpression>
#include <QTest>

using namespace bourse;
using namespace bourse::simulator;
using plainclient::Answer;
using plainclient::Client;

class SimulatedBuyerTest : public QObject {
    Q_OBJECT

    static SimulatedBuyerOptions willing(Spec spec)
    {
        SimulatedBuyerOptions options;
        options.slug = "acme-insurance";
        options.label = "Acme Insurance";
        options.spec = spec;
        options.key = "KEY";
        options.temper.medianLatencyMs = 0;
        options.temper.bidShare = 1;
        options.temper.postRejectShare = 0;
        options.temper.duplicateShare = 0;
        return options;
    }
    static std::string element(const Answer &answer, const char *name)
    {
        const QRegularExpression pattern(QStringLiteral("<%1>([^<]*)</%1>").arg(QLatin1String(name)));
        return pattern.match(QString::fromStdString(answer.body)).captured(1).toStdString();
    }
    static domain::Value json(const Answer &answer)
    {
        auto parsed = domain::parseJson(answer.body);
        return parsed ? *parsed : domain::Value();
    }
    static std::string member(const Answer &answer, const char *name)
    {
        const domain::Value value = json(answer);
        const domain::Value *found = value.find(name);
        return found ? found->toText() : std::string("(none)");
    }

    static constexpr const char *boberdooPing =
        "Key=KEY&API_Action=pingPostLead&Mode=ping&Return_Best_Price=1&TYPE=19&SRC=mysrc&Zip=62704&State=IL";
    static std::string boberdooPost(const std::string &id, const std::string &email = "maria%40example.com")
    {
        return "Key=KEY&API_Action=pingPostLead&Mode=post&TYPE=19&SRC=mysrc&Zip=62704&State=IL&Lead_ID=" +
               id + "&First_Name=Maria&Last_Name=Garcia&Primary_Phone=5125550142&Email=" + email;
    }
    static domain::Object prosperLead()
    {
        return {{"lp_campaign_id", "1"},
                {"lp_supplier_id", "2"},
                {"lp_key", "KEY"},
                {"state", "TX"},
                {"zip_code", "78701"}};
    }
    static std::string text(domain::Object object)
    {
        return domain::writeJson(domain::Value(std::move(object)));
    }
    static std::string prosperPing() { return text(prosperLead()); }
    static std::string prosperPost(const std::string &id, const std::string &bid = {})
    {
        domain::Object lead = prosperLead();
        lead.append("lp_ping_id", id);
        if (!bid.empty())
            lead.append("bid_id", bid);
        lead.append("first_name", "Maria");
        lead.append("last_name", "Garcia");
        lead.append("email", "maria@example.com");
        lead.append("phone", "5125550142");
        return text(std::move(lead));
    }

  private Q_SLOTS:
    void boberdooMatchesThenBuys();
    void boberdooTakesQueryStrings();
    void boberdooErrors_data();
    void boberdooErrors();
    void boberdooRejectsAndCallsDuplicates();
    void leadProsperMatchesThenBuys();
    void leadProsperErrors_data();
    void leadProsperErrors();
    void leadProsperRejectsAndCallsDuplicates();
    void leadVantageMatchesThenBuys();
    void leadVantageErrors();
    void pingIsUsedOnce();
    void personIsBoughtOnce();
    void unknownPingIsABadRequest();
    void placeMustStay();
    void capEndsBuying();
    void booksAreServed();
    void portTakenIsAnError();
    void journalThatCannotBeWrittenIsAnError();
};

void SimulatedBuyerTest::boberdooMatchesThenBuys()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const Answer ping = client.form("/new_api/api.php", boberdooPing);
    QCOMPARE(ping.status, 200);
    QVERIFY(ping.head.find("Content-Type: text/xml") != std::string::npos);
    QCOMPARE(element(ping, "status"), "Matched");
    const std::string id = element(ping, "lead_id");
    const std::string price = element(ping, "price");
    QVERIFY2(QRegularExpression(QStringLiteral("^[0-9]+\\.[0-9]{2}$"))
                 .match(QString::fromStdString(price))
                 .hasMatch(),
             price.c_str());
    const Answer post = client.form("/new_api/api.php", boberdooPost(id));
    QCOMPARE(element(post, "status"), "Matched");
    QCOMPARE(element(post, "lead_id"), id);

    const BuyerTotals totals = buyer.totals();
    QCOMPARE(totals.pings, 1);
    QCOMPARE(totals.bids, 1);
    QCOMPARE(totals.posts, 1);
    QCOMPARE(totals.accepted, 1);
    QCOMPARE(totals.badRequests, 0);
    QCOMPARE(Money(totals.acceptedMicros, Currency::usd()).toDecimal(), price);
}

void SimulatedBuyerTest::boberdooTakesQueryStrings()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const Answer priced = client.get(std::string("/api.php?") + boberdooPing);
    QCOMPARE(element(priced, "status"), "Matched");
    QVERIFY(!element(priced, "price").empty());
    // Only who asks for the best price hears it.
    const Answer plain =
        client.get("/api.php?Key=KEY&API_Action=pingPostLead&Mode=ping&TYPE=19&SRC=mysrc&Zip=62704&State=IL");
    QCOMPARE(element(plain, "status"), "Matched");
    QCOMPARE(element(plain, "price"), "");
}

void SimulatedBuyerTest::boberdooErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    const QByteArray good = boberdooPing;
    const auto row = [&](const char *name, const char *before, const char *after, const char *error) {
        QByteArray body = good;
        body.replace(before, after);
        QTest::newRow(name) << body << QByteArray(error);
    };
    row("key", "Key=KEY", "Key=OTHER", "Invalid Key");
    row("no key", "Key=KEY&", "", "Invalid Key");
    row("action", "pingPostLead", "submitLead", "Invalid API_Action");
    row("mode", "Mode=ping", "Mode=pong", "Invalid Mode");
    row("type", "TYPE=19", "TYPE=auto", "Invalid TYPE");
    row("source", "SRC=mysrc", "SRC=", "SRC is required");
    row("zip", "Zip=62704", "Zip=6270", "Invalid zip");
    row("state", "State=IL", "State=Illinois", "Invalid state");
    row("e-mail in a ping", "State=IL", "State=IL&Email=a%40example.com", "Personal data in a ping: Email");
    row("phone in a ping", "State=IL", "State=IL&Primary_Phone=5125550142",
        "Personal data in a ping: Primary_Phone");
    row("address as a value", "State=IL", "State=IL&note=a%40example.com", "Personal data in a ping: note");
    row("twice", "State=IL", "State=IL&State=TX", "Parameter given twice: State");
    row("escape", "State=IL", "State=%I", "Unreadable parameters");
    row("not UTF-8", "State=IL", "State=IL&x=%FF", "Unreadable parameters");
    row("post without id", "Mode=ping", "Mode=post", "Lead_ID is required");
}

void SimulatedBuyerTest::boberdooErrors()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    const Answer answer = Client(buyer.port()).form("/new_api/api.php", body.toStdString());
    QCOMPARE(answer.status, 200);
    QCOMPARE(element(answer, "status"), "Error");
    QCOMPARE(element(answer, "error"), error.toStdString());
    QCOMPARE(buyer.totals().badRequests, 1);
    QCOMPARE(buyer.totals().bids, 0);
    QCOMPARE(buyer.journal().back().outcome, "bad_request");
}

void SimulatedBuyerTest::boberdooRejectsAndCallsDuplicates()
{
    SimulatedBuyerOptions options = willing(Spec::BoberdooXml);
    options.temper.bidShare = 0;
    SimulatedBuyer unwilling(options);
    QVERIFY(unwilling.start().ok());
    QCOMPARE(element(Client(unwilling.port()).form("/api.php", boberdooPing), "status"), "Unmatched");

    options = willing(Spec::BoberdooXml);
    options.temper.postRejectShare = 1;
    SimulatedBuyer refusing(options);
    QVERIFY(refusing.start().ok());
    Client client(refusing.port());
    const std::string id = element(client.form("/api.php", boberdooPing), "lead_id");
    const Answer refused = client.form("/api.php", boberdooPost(id));
    QCOMPARE(element(refused, "status"), "Unmatched");
    QVERIFY(refused.body.find("uplicate") == std::string::npos);
    QCOMPARE(refusing.totals().rejected, 1);

    options = willing(Spec::BoberdooXml);
    options.temper.duplicateShare = 1;
    SimulatedBuyer knowing(options);
    QVERIFY(knowing.start().ok());
    Client other(knowing.port());
    const std::string otherId = element(other.form("/api.php", boberdooPing), "lead_id");
    const Answer duplicate = other.form("/api.php", boberdooPost(otherId));
    QVERIFY(element(duplicate, "status") != "Matched");
    QVERIFY(duplicate.body.find("Duplicate") != std::string::npos);
    QCOMPARE(knowing.totals().duplicates, 1);
    QCOMPARE(knowing.totals().repeatedPosts, 0);
}

void SimulatedBuyerTest::leadProsperMatchesThenBuys()
{
    SimulatedBuyer buyer(willing(Spec::LeadProsperJson));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const Answer ping = client.post("/ping", "application/json", prosperPing());
    QCOMPARE(ping.status, 200);
    QCOMPARE(member(ping, "status"), "ACCEPTED");
    const domain::Value read = json(ping);
    const domain::Array *bids = read.find("bids")->asArray();
    QVERIFY(bids && bids->size() == 1);
    const std::string payout = bids->front().find("payout")->toText();
    QVERIFY(bids->front().find("payout")->isNumber());
    const std::string bid = bids->front().find("bid_id")->toText();
    const Answer post =
        client.post("/post", "application/json; charset=utf-8", prosperPost(member(ping, "ping_id"), bid));
    QCOMPARE(member(post, "status"), "ACCEPTED");
    QCOMPARE(member(post, "payout"), payout);
    QCOMPARE(buyer.totals().accepted, 1);
    QCOMPARE(buyer.journal().back().price, payout);
    // Forms are the other way to send the same.
    const Answer form =
        client.form("/ping", "lp_campaign_id=1&lp_supplier_id=2&lp_key=KEY&state=TX&zip_code=78701");
    QCOMPARE(member(form, "status"), "ACCEPTED");
}

void SimulatedBuyerTest::leadProsperErrors_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, domain::Object lead, const char *message) {
        QTest::newRow(name) << QByteArray("/ping") << QByteArray::fromStdString(text(std::move(lead))) << 200
                            << QByteArray(message);
    };
    const auto with = [](const char *key, domain::Value value) {
        domain::Object lead = prosperLead();
        lead.set(key, std::move(value));
        return lead;
    };
    const auto without = [](const char *key) {
        domain::Object lead = prosperLead();
        lead.remove(key);
        return lead;
    };
    row("key", with("lp_key", "OTHER"), "Error: Invalid lp_key");
    row("campaign", without("lp_campaign_id"), "Error: lp_campaign_id is required");
    row("supplier", without("lp_supplier_id"), "Error: lp_supplier_id is required");
    row("sub id", with("lp_subid1", std::string(76, 'a')), "Error: lp_subid is longer than 75 characters");
    row("zip", with("zip_code", "7870A"), "Error: Invalid zip");
    row("state", without("state"), "Error: Invalid state");
    row("name in a ping", with("first_name", "Maria"), "Error: Personal data in a ping: first_name");
    QTest::newRow("nested") << QByteArray("/ping")
                            << QByteArray::fromStdString(text(with("state", domain::Array{"TX"}))) << 400
                            << QByteArray("Error: Unreadable body");
    QTest::newRow("cut") << QByteArray("/ping") << QByteArray("{") << 400
                         << QByteArray("Error: Unreadable body");
    QTest::newRow("post without ping id") << QByteArray("/post") << QByteArray::fromStdString(prosperPing())
                                          << 200 << QByteArray("Error: lp_ping_id is required");
    QTest::newRow("path") << QByteArray("/elsewhere") << QByteArray("{}") << 404
                          << QByteArray("Error: No such resource");
}

void SimulatedBuyerTest::leadProsperErrors()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, message);
    SimulatedBuyer buyer(willing(Spec::LeadProsperJson));
    QVERIFY(buyer.start().ok());
    const Answer answer =
        Client(buyer.port()).post(path.toStdString(), "application/json", body.toStdString());
    QCOMPARE(answer.status, status);
    QCOMPARE(member(answer, "status"), "ERROR");
    QCOMPARE(member(answer, "message"), message.toStdString());
    const bool leadFailed = message == "Error: Invalid zip" || message == "Error: Invalid state";
    QCOMPARE(member(answer, "code"), leadFailed ? "1015" : "(none)");
    QCOMPARE(buyer.totals().badRequests, 1);
}

void SimulatedBuyerTest::leadProsperRejectsAndCallsDuplicates()
{
    SimulatedBuyerOptions options = willing(Spec::LeadProsperJson);
    options.temper.bidShare = 0;
    SimulatedBuyer unwilling(options);
    QVERIFY(unwilling.start().ok());
    const Answer none = Client(unwilling.port()).post("/ping", "application/json", prosperPing());
    QCOMPARE(member(none, "status"), "ERROR");
    QCOMPARE(member(none, "code"), "1013");

    options = willing(Spec::LeadProsperJson);
    options.temper.duplicateShare = 1;
    SimulatedBuyer knowing(options);
    QVERIFY(knowing.start().ok());
    Client client(knowing.port());
    const std::string id = member(client.post("/ping", "application/json", prosperPing()), "ping_id");
    const Answer duplicate = client.post("/post", "application/json", prosperPost(id));
    QCOMPARE(member(duplicate, "status"), "DUPLICATED");
    QCOMPARE(member(duplicate, "code"), "1008");

    options = willing(Spec::LeadProsperJson);
    SimulatedBuyer buyer(options);
    QVERIFY(buyer.start().ok());
    Client other(buyer.port());
    const std::string otherId = member(other.post("/ping", "application/json", prosperPing()), "ping_id");
    const Answer wrongBid = other.post("/post", "application/json", prosperPost(otherId, "b9"));
    QCOMPARE(member(wrongBid, "status"), "ERROR");
    QCOMPARE(buyer.totals().badRequests, 1);
    // The mistake did not use the ping up.
    QCOMPARE(member(other.post("/post", "application/json", prosperPost(otherId)), "status"), "ACCEPTED");
}

void SimulatedBuyerTest::leadVantageMatchesThenBuys()
{
    SimulatedBuyer buyer(willing(Spec::LeadVantageText));
    QVERIFY(buyer.start().ok());
    QCOMPARE(buyer.pingUrl(), "http://127.0.0.1:" + std::to_string(buyer.port()) + "/api/KEY/");
    Client client(buyer.port());
    const Answer ping = client.form("/api/KEY/", "state=TX&zip=78701&case_type=auto_accident");
    QCOMPARE(ping.status, 200);
    const QStringList parts = QString::fromStdString(ping.body).split(QLatin1Char('|'));
    QCOMPARE(parts.size(), 3);
    QCOMPARE(parts[0], QStringLiteral("success"));
    const Answer post = client.form("/api/KEY/", "lead_id=" + parts[1].toStdString() +
                                                     "&state=TX&zip=78701&first_name=Maria&last_name=Garcia"
                                                     "&email=maria%40example.com&phone=%28512%29+555-0142");
    QCOMPARE(post.body, ping.body);
    QCOMPARE(buyer.totals().accepted, 1);
    QCOMPARE(Money(buyer.totals().acceptedMicros, Currency::usd()).toDecimal(), parts[2].toStdString());
}

void SimulatedBuyerTest::leadVantageErrors()
{
    SimulatedBuyerOptions options = willing(Spec::LeadVantageText);
    SimulatedBuyer buyer(options);
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    QCOMPARE(client.form("/api/WRONG/", "state=TX&zip=78701").body, "error||Invalid key");
    QCOMPARE(client.form("/api/KEY/", "state=Texas").body, "error||Invalid state");
    // Personal data makes it a post, and a post needs the id of a ping: a leak in a ping cannot pass.
    QCOMPARE(client.form("/api/KEY/", "state=TX&email=maria%40example.com").body,
             "error||lead_id is required");
    QCOMPARE(client.form("/api/KEY/ping", "state=TX&email=maria%40example.com").body,
             "error||Personal data in a ping: email");
    QCOMPARE(client.post("/api/KEY/", "application/json", "{}").body, "error||Unsupported content type");
    QCOMPARE(client.get("/api/KEY/").status, 405);
    QCOMPARE(client.form("/elsewhere", "state=TX").status, 404);
    QCOMPARE(buyer.totals().badRequests, 7);
    QCOMPARE(buyer.totals().bids, 0);

    options.temper.bidShare = 0;
    SimulatedBuyer unwilling(options);
    QVERIFY(unwilling.start().ok());
    const Answer none = Client(unwilling.port()).form("/api/KEY/", "state=TX&zip=78701");
    QVERIFY(none.body.starts_with("rejected|"));
    QVERIFY(none.body.find("success") == std::string::npos);
}

void SimulatedBuyerTest::pingIsUsedOnce()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const std::string id = element(client.form("/api.php", boberdooPing), "lead_id");
    QCOMPARE(element(client.form("/api.php", boberdooPost(id)), "status"), "Matched");
    const Answer again = client.form("/api.php", boberdooPost(id, "other%40example.com"));
    QVERIFY(element(again, "status") != "Matched");
    QCOMPARE(buyer.totals().repeatedPosts, 1);
    QCOMPARE(buyer.totals().accepted, 1);
    QCOMPARE(buyer.totals().posts, 2);
}

void SimulatedBuyerTest::personIsBoughtOnce()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const std::string first = element(client.form("/api.php", boberdooPing), "lead_id");
    const std::string second = element(client.form("/api.php", boberdooPing), "lead_id");
    QVERIFY(first != second);
    QCOMPARE(element(client.form("/api.php", boberdooPost(first)), "status"), "Matched");
    const Answer again = client.form("/api.php", boberdooPost(second, "MARIA%40example.com"));
    QVERIFY(again.body.find("Duplicate") != std::string::npos);
    QCOMPARE(buyer.totals().repeatedPosts, 1);
    QCOMPARE(buyer.journal().back().outcome, "repeated");
}

void SimulatedBuyerTest::unknownPingIsABadRequest()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    const Answer answer = Client(buyer.port()).form("/api.php", boberdooPost("12345"));
    QCOMPARE(element(answer, "status"), "Error");
    QCOMPARE(buyer.totals().badRequests, 1);
    QCOMPARE(buyer.totals().posts, 1);
    QCOMPARE(buyer.totals().accepted, 0);
}

void SimulatedBuyerTest::placeMustStay()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const std::string id = element(client.form("/api.php", boberdooPing), "lead_id");
    QByteArray moved = QByteArray::fromStdString(boberdooPost(id));
    moved.replace("62704", "62701");
    QCOMPARE(element(client.form("/api.php", moved.toStdString()), "error"), "The zip is not the ping's");
    QCOMPARE(buyer.totals().badRequests, 1);
}

void SimulatedBuyerTest::capEndsBuying()
{
    SimulatedBuyerOptions options = willing(Spec::BoberdooXml);
    options.temper.cap = 2;
    SimulatedBuyer buyer(options);
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    std::vector<std::string> ids;
    for (int i = 0; i < 3; ++i)
        ids.push_back(element(client.form("/api.php", boberdooPing), "lead_id"));
    for (int i = 0; i < 3; ++i)
        client.form("/api.php", boberdooPost(ids[static_cast<std::size_t>(i)],
                                             "p" + std::to_string(i) + "%40example.com"));
    QCOMPARE(buyer.totals().accepted, 2);
    QCOMPARE(buyer.totals().capped, 1);
    QCOMPARE(element(client.form("/api.php", boberdooPing), "status"), "Unmatched");
    QCOMPARE(buyer.totals().capped, 2);
}

void SimulatedBuyerTest::booksAreServed()
{
    SimulatedBuyer buyer(willing(Spec::BoberdooXml));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    const std::string id = element(client.form("/api.php", boberdooPing), "lead_id");
    client.form("/api.php", boberdooPost(id));
    const Answer totals = client.get("/__totals");
    QCOMPARE(totals.status, 200);
    QCOMPARE(member(totals, "buyer"), "acme-insurance");
    QCOMPARE(member(totals, "accepted"), "1");
    QCOMPARE(member(totals, "accepted_amount"),
             Money(buyer.totals().acceptedMicros, Currency::usd()).toDecimal());
    const Answer lines = client.get("/__journal");
    QCOMPARE(std::count(lines.body.begin(), lines.body.end(), '\n'), 2);
    QVERIFY(lines.body.find("maria") == std::string::npos);
    QVERIFY(lines.body.find("5125550142") == std::string::npos);
    QCOMPARE(client.get("/__other").status, 404);
    QCOMPARE(client.form("/__totals", "a=b").status, 405);
    QCOMPARE(buyer.totals().pings + buyer.totals().posts, 2); // looking at the books changes nothing in them
}

void SimulatedBuyerTest::portTakenIsAnError()
{
    SimulatedBuyer first(willing(Spec::BoberdooXml));
    QVERIFY(first.start().ok());
    SimulatedBuyerOptions options = willing(Spec::BoberdooXml);
    options.port = first.port();
    SimulatedBuyer second(options);
    const auto started = second.start();
    QVERIFY(!started.ok());
    QCOMPARE(started.error().code, "port_taken");
}

void SimulatedBuyerTest::journalThatCannotBeWrittenIsAnError()
{
    SimulatedBuyerOptions options = willing(Spec::BoberdooXml);
    options.journalFile = "/nonexistent-folder/journal.jsonl";
    SimulatedBuyer buyer(options);
    const auto started = buyer.start();
    QVERIFY(!started.ok());
    QCOMPARE(started.error().code, "journal_unwritable");
}

QTEST_GUILESS_MAIN(SimulatedBuyerTest)
#include "tst_simulatedbuyer.moc"
