// What buyers really send: odd charsets, faults, garbage around JSON, amounts in every notation, lists of
// bids, answers that are to be compared with the lead, and answers that mean harm.
#include <QCryptographicHash>
#include <QTest>

class TestAnswers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void charsets_data();
    void charsets();
    void garbage_data();
    void garbage();
    void amounts_data();
    void amounts();
    void currencies_data();
    void currencies();
    void bidsInAnotherCurrency();
    void holdsForSeconds_data();
    void holdsForSeconds();
    void expiries();
    void bids_data();
    void bids();
    void statuses_data();
    void statuses();
    void soapFaults_data();
    void soapFaults();
    void textsWithinTexts_data();
    void textsWithinTexts();
    void typedTests_data();
    void typedTests();
    void manyCarriedAndReasons();
    void answersComparedWithTheLead();
    void secretsAreNotCompared();
    void namedProblems_data();
    void namedProblems();
    void largeAnswers_data();
    void largeAnswers();
    void refusals_data();
    void refusals();
};

#include "domain/integration/charset.h"
#include "domain/integration/explain.h"
#include "domain/integration/integration.h"
#include "domain/integration/samples.h"
#include "domain/json/json.h"

using namespace bourse;
using namespace bourse::domain;

namespace {

std::string document(const std::string &response)
{
    return R"({"bourse_integration":1,"slug":"t","currency":"USD","variables":{"v":"salt"},"endpoints":{"test":{"base_url":"http://a.example"}},
        "steps":{"ping":{"response":)" +
           response + "}}}";
}

std::shared_ptr<const Integration> compiled(const std::string &response)
{
    const auto integration = Integration::fromJson(document(response));
    if (!integration)
        qFatal("%s %s: %s", integration.error().code.c_str(), integration.error().field.c_str(),
               integration.error().message.c_str());
    return *integration;
}

const std::string kReject = R"("rules":[{"id":"r","outcome":"rejected"}])";
const std::string kAccept = R"("rules":[{"id":"r","outcome":"accepted"}])";

/// What one source finds, as carried value "v".
std::string found(const std::string &source, const BuyerResponse &response, const std::string &more = {})
{
    const auto reading =
        compiled("{" + more + R"("extract":{"carried":{"v":{"source":)" + source + "}}}," + kReject + "}")
            ->interpret(StepKind::Ping, response);
    const auto value = reading.carried.find("v");
    return value == reading.carried.end() ? "(nothing)" : value->second;
}

std::string readRule(const std::string &when, const BuyerResponse &response)
{
    return compiled(R"({"rules":[{"id":"yes","outcome":"accepted","when":)" + when + "}]}")
        ->interpret(StepKind::Ping, response)
        .rule;
}

} // namespace

void TestAnswers::charsets_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("override");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("value");
    const QByteArray json("{\"a\":\"Zo\xEB \x80\x34\"}");
    const QByteArray path(R"({"json":"$.a"})");
    const QByteArray euro("Zo\xC3\xAB \xE2\x82\xAC\x34");
    QTest::newRow("latin1") << QByteArray("application/json; charset=ISO-8859-1") << QByteArray() << json
                            << path << euro;
    QTest::newRow("windows") << QByteArray("text/html;charset=\"Windows-1252\"; x=y") << QByteArray() << json
                             << path << euro;
    QTest::newRow("mislabelled") << QByteArray("application/json; charset=utf-8") << QByteArray() << json
                                 << path << QByteArray("(nothing)");
    QTest::newRow("mislabelled, overridden")
        << QByteArray("application/json; charset=utf-8") << QByteArray("application/json; charset=latin1")
        << json << path << euro;
    QTest::newRow("utf-8 called latin1, overridden")
        << QByteArray("application/json; charset=iso-8859-1") << QByteArray("application/json")
        << QByteArray("{\"a\":\"Zo\xC3\xAB\"}") << path << QByteArray("Zo\xC3\xAB");
    QTest::newRow("html that is json")
        << QByteArray("text/html") << QByteArray() << QByteArray("{\"a\":1}") << path << QByteArray("1");
    QTest::newRow("xml called json") << QByteArray("application/json") << QByteArray()
                                     << QByteArray("<a>1</a>") << QByteArray(R"({"xpath":"/a"})")
                                     << QByteArray("1");
    QTest::newRow("xml names its own")
        << QByteArray("text/xml; charset=ISO-8859-1") << QByteArray()
        << QByteArray("<?xml version='1.0' encoding='ISO-8859-1'?><a>Zo\xEB</a>")
        << QByteArray(R"({"xpath":"/a"})") << QByteArray("Zo\xC3\xAB");
    QTest::newRow("xml by its header")
        << QByteArray("text/xml; charset=ISO-8859-1") << QByteArray() << QByteArray("<a>Zo\xEB</a>")
        << QByteArray(R"({"xpath":"/a"})") << QByteArray("Zo\xC3\xAB");
    const QString wide = QStringLiteral("{\"a\":\"\u017D\"}");
    const QByteArray little(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
    QTest::newRow("utf-16") << QByteArray("application/json; charset=utf-16le") << QByteArray() << little
                            << path << QByteArray("\xC5\xBD");
    QTest::newRow("utf-16 with a mark") << QByteArray("application/json; charset=UTF-16") << QByteArray()
                                        << "\xFF\xFE" + little << path << QByteArray("\xC5\xBD");
    QTest::newRow("odd utf-16") << QByteArray("application/json; charset=utf-16le") << QByteArray()
                                << QByteArray("{") << path << QByteArray("(nothing)");
    QTest::newRow("unknown charset") << QByteArray("text/plain; charset=klingon") << QByteArray()
                                     << QByteArray("{\"a\":1}") << path << QByteArray("1");
    QTest::newRow("pair") << QByteArray("text/plain; charset=latin1") << QByteArray()
                          << QByteArray("a=Zo\xEB") << QByteArray(R"({"pair":"a"})")
                          << QByteArray("Zo\xC3\xAB");
}

void TestAnswers::charsets()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, override);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, value);
    const BuyerResponse response{200, {{"content-type", type.toStdString()}}, body.toStdString()};
    const std::string more = override.isEmpty() ? "" : R"("content_type":")" + override.toStdString() + "\",";
    QCOMPARE(QByteArray::fromStdString(found(source.toStdString(), response, more)), value);
}

void TestAnswers::garbage_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *body, const char *more, const char *value) {
        QTest::addRow("%s %s", body, more) << QByteArray(body) << QByteArray(more) << QByteArray(value);
    };
    row(R"({"a":1} <!-- 3 ms -->)", "", "(nothing)");
    row(R"({"a":1} <!-- 3 ms -->)", R"("trailing_garbage":true,)", "1");
    row(R"({"a":1}{"a":2})", R"("trailing_garbage":true,)", "1");
    row(R"(Notice: x[8] in {main} {"a":1})", "", "(nothing)");
    row(R"(Notice: x in main {"a":1})", R"("leading_garbage":true,)", "1");
    row(R"(Notice: x[y] in {main} {"a":1})", R"("leading_garbage":true,)", "1");
    row(R"(Notice {"a":1} and more)", R"("leading_garbage":true,)", "(nothing)");
    row(R"(callback({"a":1});)", R"("leading_garbage":true,"trailing_garbage":true,)", "1");
    row(R"([[[[[[[[[[[[[[[[[[[[ {"a":1})", R"("leading_garbage":true,)", "(nothing)"); // not without end
    row("\xEF\xBB\xBF{\"a\":1}", "", "1");
}

void TestAnswers::garbage()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, value);
    QCOMPARE(QByteArray::fromStdString(
                 found(R"({"json":"$.a"})", {200, {}, body.toStdString()}, more.toStdString())),
             value);
}

void TestAnswers::amounts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("decimal");
    QTest::addColumn<QByteArray>("amount"); // "" = none
    const auto row = [](const char *text, const char *decimal, const char *amount) {
        QTest::addRow("%s %s", text, decimal)
            << QByteArray(text) << QByteArray(decimal) << QByteArray(amount);
    };
    row("31.00", "", "31.00 USD");
    row("$1,234.50", "", "1234.50 USD");
    row("USD 12.50", "", "12.50 USD");
    row("EUR 12.50", "", "12.50 EUR");
    row("12.50 GBP", "", "12.50 GBP");
    row("\u20ac9.99", "", "9.99 EUR");
    row("\u00a39.99", "", "9.99 GBP");
    row("US$12", "", "12.00 USD");
    row("1 234.50", "", "1234.50 USD");
    row("1'234'567.5", "", "1234567.50 USD");
    row("1\u00A0234.50", "", "1234.50 USD");
    row("12,50", "", "");
    row("12,50", "comma", "12.50 USD");
    row("1.234,50", "comma", "1234.50 USD");
    row("1.234.567", "comma", "1234567.00 USD");
    row("\u20ac 1.234,50", "comma", "1234.50 EUR");
    row("12,50 EUR", "comma", "12.50 EUR");
    row("12,505", "comma", "12.505 USD");
    row("1 234,5", "comma", "1234.50 USD");
    row("12.50", "comma", "");
    row("0,000001", "comma", "0.000001 USD");
    row("-5", "", "");
    row("five", "", "");
    row("12 34", "", "");
    row("1.2.3", "", "");
    row("", "", "");
    row("99999999999999999999", "", "");
}

void TestAnswers::amounts()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, decimal);
    QFETCH(QByteArray, amount);
    const std::string form = decimal.isEmpty() ? "" : R"("decimal":")" + decimal.toStdString() + "\",";
    const auto integration =
        compiled(R"({"extract":{)" + form + R"("price":{"source":{"json":"$.p"}}},)" + kAccept + "}");
    std::string body = "{\"p\":";
    writeJsonString(text.toStdString(), body);
    const auto reading = integration->interpret(StepKind::Ping, {200, {}, body + "}"});
    const std::string read =
        reading.price ? reading.price->toDecimal() + ' ' + std::string(reading.price->currency().code()) : "";
    QCOMPARE(QByteArray::fromStdString(read), amount);
}

/// An amount in another currency than the document's is never read as one in the document's.
void TestAnswers::currencies_data()
{
    QTest::addColumn<QByteArray>("document"); // its currency
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("amount"); // "" = none
    const auto row = [](const char *document, const char *body, const char *amount) {
        QTest::addRow("%s %s", document, body)
            << QByteArray(document) << QByteArray(body) << QByteArray(amount);
    };
    row("EUR", R"({"p":"31"})", "31.00 EUR");
    row("EUR", R"({"p":"$31"})", "31.00 USD");
    row("CAD", R"({"p":"$31"})", "31.00 CAD");
    row("USD", R"({"p":"$31"})", "31.00 USD");
    row("EUR", R"({"p":"US$31"})", "31.00 USD");
    row("CAD", R"({"p":"US$31"})", "31.00 USD");
    row("EGP", R"({"p":"\u00a331"})", "31.00 EGP");
    row("USD", R"({"p":"\u00a331"})", "31.00 GBP");
    row("USD", R"({"p":"\u20ac31"})", "31.00 EUR");
    row("USD", R"({"p":"EUR31 USD"})", "");
    row("USD", R"({"p":"EUR1e1"})", "10.00 EUR");
    row("USD", R"({"p":"1.25e1"})", "12.50 USD");
    row("USD", R"({"p":31,"c":"EUR"})", "31.00 EUR");
    row("USD", R"({"p":31,"c":" eur "})", "31.00 EUR");
    row("USD", R"({"p":31,"c":"\u20ac"})", "31.00 EUR");
    row("EUR", R"({"p":31,"c":"$"})", "31.00 USD");
    row("AUD", R"({"p":31,"c":"$"})", "31.00 AUD");
    row("USD", R"({"p":31,"c":""})", "31.00 USD");
    row("USD", R"({"p":31,"c":"points"})", "");
    row("USD", R"({"p":31,"c":"978"})", "");
    row("USD", R"({"p":"$31","c":"CAD"})", "31.00 CAD");
    row("USD", R"({"p":"GBP 31","c":"CAD"})", "31.00 GBP");
}

void TestAnswers::currencies()
{
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, amount);
    std::string text =
        R"({"bourse_integration":1,"slug":"t","currency":")" + document.toStdString() +
        R"(","endpoints":{"test":{"base_url":"http://a.example"}},"steps":{"ping":{"response":{"extract":{
            "price":{"source":{"json":"$.p"}},"currency":{"source":{"json":"$.c"}}},"rules":[{"id":"r","outcome":"accepted"}]}}}})";
    const auto integration = Integration::fromJson(text);
    QVERIFY(integration.ok());
    const auto reading = (*integration)->interpret(StepKind::Ping, {200, {}, body.toStdString()});
    QCOMPARE(QByteArray::fromStdString(
                 reading.price ? reading.price->toDecimal() + ' ' + reading.price->currency().code() : ""),
             amount);
}

/// They cannot be compared with the others, so they count only where there are no others.
void TestAnswers::bidsInAnotherCurrency()
{
    const auto chosen = [](const std::string &choose, const std::string &bids) {
        const auto integration = compiled(
            R"({"extract":{"bids":{"each":{"json":"$[*]"},"id":{"source":{"json":"$.i"}},"price":{"source":{"json":"$.p"}},"choose":")" +
            choose + R"(","carried":{"bid":{"source":{"json":"$.i"}}}}},)" + kAccept + "}");
        const auto reading = integration->interpret(StepKind::Ping, {200, {}, bids});
        return reading.price
                   ? reading.carried.at("bid") + ' ' + reading.price->toDecimal() + ' ' +
                         reading.price->currency().code() + ' ' + std::to_string(reading.bids.size())
                   : std::string();
    };
    const std::string bids =
        R"([{"i":"a","p":"EUR 90"},{"i":"b","p":3},{"i":"c","p":"5 USD"},{"i":"d","p":"GBP 99"}])";
    QCOMPARE(chosen("max", bids), std::string("c 5.00 USD 4"));
    QCOMPARE(chosen("first", bids), std::string("b 3.00 USD 4"));
    QCOMPARE(chosen("max", R"([{"i":"a","p":"EUR 9"},{"i":"b","p":"EUR 10"},{"i":"c","p":"GBP 11"}])"),
             std::string("b 10.00 EUR 3"));
}

void TestAnswers::holdsForSeconds_data()
{
    QTest::addColumn<QByteArray>("extract");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("expires"); // "" = not known, "!code field" = refused
    const auto row = [](const char *name, const char *extract, const char *header, const char *expires) {
        QTest::newRow(name) << QByteArray(extract) << QByteArray(header) << QByteArray(expires);
    };
    const char *came = "came";
    const char *date = "Tue, 12 May 2026 14:30:01 GMT";
    row("a constant", R"("expires_after_s":300)", came, "2026-05-12T14:35:00.500Z");
    row("read", R"("expires_after_s":{"source":{"json":"$.s"}})", came, "2026-05-12T14:30:39.500Z");
    row("read, with a fraction", R"("expires_after_s":{"source":{"json":"$.f"}})", came,
        "2026-05-12T14:30:02.000Z");
    row("read by the second way",
        R"("expires_after_s":[{"source":{"json":"$.none"}},{"source":{"json":"$.s"}}])", came,
        "2026-05-12T14:30:39.500Z");
    row("none to be read", R"("expires_after_s":{"source":{"json":"$.none"}})", came, "");
    row("no number", R"("expires_after_s":{"source":{"json":"$.word"}})", came, "");
    row("below zero", R"("expires_after_s":{"source":{"json":"$.minus"}})", came, "");
    row("beyond all time", R"("expires_after_s":{"source":{"json":"$.huge"}})", came,
        "2027-05-12T14:30:00.500Z");
    row("what it says itself", R"("expires_at":{"source":{"json":"$.at"}},"expires_after_s":300)", came,
        "2026-01-01T00:00:00Z");
    row("it says nothing itself", R"("expires_at":{"source":{"json":"$.none"}},"expires_after_s":300)", came,
        "2026-05-12T14:35:00.500Z");
    row("its own date", R"("expires_after_s":300)", date, "2026-05-12T14:35:01.000Z");
    row("no date", R"("expires_after_s":300)", "", "");
    row("a wrong date", R"("expires_after_s":300)", "Tue, 32 May 2026 14:30:01 GMT", "");
    row("a date alone", R"("expires_after_s":300)", "Tue, 12 May 2026 GMT", "");
    row("too short", R"("expires_after_s":0)", came,
        "!wrong_type steps.ping.response.extract.expires_after_s");
    row("too long", R"("expires_after_s":31536001)", came,
        "!wrong_type steps.ping.response.extract.expires_after_s");
    row("no whole number", R"("expires_after_s":1.5)", came,
        "!wrong_type steps.ping.response.extract.expires_after_s");
    row("a text", R"("expires_after_s":"300")", came,
        "!wrong_type steps.ping.response.extract.expires_after_s");
}

void TestAnswers::holdsForSeconds()
{
    QFETCH(QByteArray, extract);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, expires);
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http://a.example"}},"steps":{"ping":{
            "response":{"extract":{)" +
        extract.toStdString() + R"(},"rules":[{"id":"r","outcome":"accepted"}]}}}})");
    if (expires.startsWith('!')) {
        QVERIFY(!integration.ok());
        QCOMPARE(QByteArray::fromStdString(integration.error().code + " " + integration.error().field),
                 expires.mid(1));
        return;
    }
    QVERIFY2(integration.ok(), integration ? "" : integration.error().message.c_str());
    BuyerResponse answer{
        200,
        {},
        R"({"s":39,"f":"1.5","word":"soon","minus":-1,"huge":99999999999,"at":"2026-01-01T00:00:00Z"})"};
    if (header == "came")
        answer.receivedAt = *fromIso8601("2026-05-12T14:30:00.500Z");
    else if (!header.isEmpty())
        answer.headers.emplace_back("date", header.toStdString());
    const auto reading = (*integration)->interpret(StepKind::Ping, answer);
    QCOMPARE(QByteArray::fromStdString(reading.expiresAt.value_or("")), expires);
    QCOMPARE(toJson((*integration)->examine(StepKind::Ping, answer).reading), toJson(reading));
}

/// What the market makes of a reading's expiry.
void TestAnswers::expiries()
{
    const UtcTime now = *fromIso8601("2026-05-12T14:30:00Z");
    const auto at = [&](const char *text) {
        Interpretation reading;
        reading.expiresAt = text;
        const auto expiry = expiryOf(reading, now);
        return expiry ? toIso8601(*expiry) : std::string();
    };
    QCOMPARE(at("2026-05-12T10:35:00-04:00"), std::string("2026-05-12T14:35:00.000Z"));
    QCOMPARE(at("1778596201"), std::string("2026-05-12T14:30:01.000Z"));
    QCOMPARE(at("1778596201184"), std::string("2026-05-12T14:30:01.184Z"));
    QCOMPARE(at("39"), std::string("2026-05-12T14:30:39.000Z"));
    QCOMPARE(at("39.9"), std::string("2026-05-12T14:30:39.000Z"));
    for (const char *wrong : {"", "soon", "-5", "9999999999999999", "8/12/2025 4:12:56 PM"})
        QCOMPARE(at(wrong), std::string());
    QVERIFY(!expiryOf({}, now));
}

void TestAnswers::bids_data()
{
    QTest::addColumn<QByteArray>("choose");
    QTest::addColumn<QByteArray>("price");
    QTest::addColumn<QByteArray>("carried");
    QTest::newRow("max") << QByteArray("max") << QByteArray("9.75") << QByteArray("b");
    QTest::newRow("first") << QByteArray("first") << QByteArray("1.50") << QByteArray("a");
    QTest::newRow("all") << QByteArray("all") << QByteArray() << QByteArray();
}

void TestAnswers::bids()
{
    QFETCH(QByteArray, choose);
    QFETCH(QByteArray, price);
    QFETCH(QByteArray, carried);
    const auto integration = compiled(
        R"({"extract":{"decimal":"comma","bids":{"each":{"json":"$.bids[*]"},"id":{"source":{"json":"$.id"}},"price":{"source":{"json":"$.p"}},
            "choose":")" +
        choose.toStdString() + R"(","carried":{"bid":{"source":{"json":"$.id"}}}}},)" + kAccept + "}");
    const BuyerResponse answer{
        200,
        {},
        R"({"bids":[{"id":"a","p":"1,50"},{"id":"b","p":"9,75"},{"id":"c","p":"none"},{"id":"d","p":"3"}]})"};
    const auto reading = integration->interpret(StepKind::Ping, answer);
    QCOMPARE(reading.bids.size(), std::size_t(3));
    QCOMPARE(reading.bids[2].id, std::string("d"));
    QCOMPARE(QByteArray::fromStdString(reading.price ? reading.price->toDecimal() : std::string()), price);
    const auto bid = reading.carried.find("bid");
    QCOMPARE(QByteArray::fromStdString(bid == reading.carried.end() ? std::string() : bid->second), carried);
    const auto trace = integration->examine(StepKind::Ping, answer);
    QCOMPARE(trace.extracts.size(), std::size_t(1));
    QCOMPARE(trace.extracts[0].name, std::string("bids"));
    QCOMPARE(trace.extracts[0].text, std::string("a 1,50, b 9,75, c none, d 3"));
    QCOMPARE(trace.extracts[0].path, std::string("steps.ping.response.extract.bids"));
}

void TestAnswers::statuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("outcome");
    const auto row = [](int status, const char *rules, const char *outcome) {
        QTest::addRow("%d %s", status, outcome) << status << QByteArray(rules) << QByteArray(outcome);
    };
    const char *const kWord =
        R"([{"id":"ok","outcome":"accepted","when":{"source":{"json":"$.s"},"op":"equals","value":"ok"}}])";
    row(200, kWord, "accepted");
    row(201, kWord, "accepted");
    row(302, kWord, "accepted");
    row(400, kWord, "accepted"); // 4xx is read like 200
    row(422, kWord, "accepted");
    row(500, kWord, "error");
    row(503, kWord, "error");
    row(500,
        R"([{"id":"ok","outcome":"accepted","on_5xx":true,"when":{"source":{"json":"$.s"},"op":"equals","value":"ok"}}])",
        "accepted");
    // A suppression list that has never heard of the person answers 404: that is the good news.
    const char *const kLookup =
        R"([{"id":"clean","outcome":"accepted","when":{"source":{"http":"status"},"op":"eq","value":404}},
        {"id":"listed","outcome":"rejected","when":{"source":{"http":"status"},"op":"eq","value":200}}])";
    row(404, kLookup, "accepted");
    row(200, kLookup, "rejected");
    row(401, kLookup, "unrecognised");
    row(500, kLookup, "error");
    row(502,
        R"([{"id":"busy","outcome":"capped","when":{"source":{"http":"status"},"op":"eq","value":502}}])",
        "capped");
}

void TestAnswers::statuses()
{
    QFETCH(int, status);
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, outcome);
    const auto reading = compiled("{\"rules\":" + rules.toStdString() + "}")
                             ->interpret(StepKind::Ping, {status, {}, R"({"s":"ok"})"});
    QCOMPARE(QByteArray::fromStdString(std::string(name(reading.outcome))), outcome);
}

void TestAnswers::soapFaults_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("text"); // "" = no fault
    const auto row = [](const char *name, const char *body, const char *text) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(text);
    };
    row("1.1",
        "<s:Envelope xmlns:s='u'><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring> Bad zip "
        "</faultstring></s:Fault></s:Body></s:Envelope>",
        "Bad zip");
    row("1.2",
        "<e:Envelope "
        "xmlns:e='u'><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text "
        "xml:lang='en'>No key</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>",
        "No key");
    row("code only", "<Envelope><Body><Fault><faultcode>Server</faultcode></Fault></Body></Envelope>",
        "Server");
    row("empty", "<Envelope><Body><Fault/></Body></Envelope>", "SOAP fault");
    row("no fault", "<Envelope><Body><NoFault>1</NoFault></Body></Envelope>", "");
    row("a word", "Envelope Fault", "");
    row("elsewhere", "<r><Envelope/><Fault>x</Fault></r>", "");
    row("broken", "<Envelope><Body><Fault>", "");
}

void TestAnswers::soapFaults()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, text);
    const auto integration = compiled(
        R"({"rules":[{"id":"ok","outcome":"accepted","when":{"source":{"xpath":"//Accepted"},"op":"exists"}}]})");
    for (const int status : {200, 500}) {
        const auto reading = integration->interpret(StepKind::Ping, {status, {}, body.toStdString()});
        if (text.isEmpty()) {
            QVERIFY(reading.outcome == (status == 500 ? Reading::Error : Reading::Unrecognised));
            continue;
        }
        QVERIFY(reading.outcome == Reading::Error);
        QCOMPARE(reading.reason->first, std::string("buyer_error"));
        QCOMPARE(QByteArray::fromStdString(reading.reason->second), text);
    }
    // A rule of the document comes first.
    const auto own = compiled(
        R"({"rules":[{"id":"dup","outcome":"duplicate","when":{"source":{"xpath":"//faultstring"},"op":"contains","value":"Bad"}}]})");
    QVERIFY((own->interpret(StepKind::Ping, {200, {}, body.toStdString()}).outcome == Reading::Duplicate) ==
            (text == "Bad zip"));
}

void TestAnswers::textsWithinTexts_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const char *source, const char *body, const char *value) {
        QTest::newRow(name) << QByteArray(source) << QByteArray(body) << QByteArray(value);
    };
    row("xml in a form parameter", R"({"pair":"xml","inner":{"xpath":"/r/@ok"}})",
        "id=1&xml=%3Cr+ok%3D%22yes%22%2F%3E", "yes");
    row("json in a form parameter", R"({"pair":"data","inner":{"json":"$.s"}})", "data=%7B%22s%22%3A1%7D&x=2",
        "1");
    row("encoded xml in soap", R"({"xpath":"//Result","inner":{"xpath":"/Response/Result"}})",
        "<s:Envelope xmlns:s='u'><s:Body><R><Result>&lt;?xml "
        "version=\"1.0\"?&gt;&lt;Response&gt;&lt;Result&gt;A &amp;amp; "
        "B&lt;/Result&gt;&lt;/Response&gt;</Result></R></s:Body></s:Envelope>",
        "A & B");
    row("xml in cdata", R"({"xpath":"/r","inner":{"xpath":"/a"}})", "<r><![CDATA[<a>1</a>]]></r>", "1");
    row("json in xml in json",
        R"({"json":"$.x","inner":{"xpath":"/r","inner":{"json":"$.a","inner":{"delimited":"|","index":-1}}}})",
        R"({"x":"<r>{&quot;a&quot;:&quot;b|c&quot;}</r>"})", "c");
    row("four deep",
        R"({"json":"$.x","inner":{"xpath":"/r","inner":{"json":"$.a","inner":{"delimited":"|","inner":{"pair":"k"}}}}})",
        R"({"x":"<r>{&quot;a&quot;:&quot;k=v|c&quot;}</r>"})", "v");
}

void TestAnswers::textsWithinTexts()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, value);
    QCOMPARE(QByteArray::fromStdString(found(source.toStdString(), {200, {}, body.toStdString()})), value);
}

void TestAnswers::typedTests_data()
{
    QTest::addColumn<QByteArray>("test");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *test, const char *value, bool holds) {
        QTest::addRow("%s of %s", test, value) << QByteArray(test) << QByteArray(value) << holds;
    };
    row(R"("op":"eq","value":1)", R"("1.00")", true);
    row(R"("op":"eq","value":"$1,000")", "1000", true);
    row(R"("op":"eq","value":1)", R"("one")", false);
    row(R"("op":"eq","value":1)", "null", false);
    row(R"("op":"ne","value":0)", "0.0", false);
    row(R"("op":"ne","value":0)", R"("none")", true);
    row(R"("op":"is_true")", "true", true);
    row(R"("op":"is_true")", R"("Yes")", true);
    row(R"("op":"is_true")", "1", true);
    row(R"("op":"is_true")", R"("maybe")", false);
    row(R"("op":"is_true")", "null", false);
    row(R"("op":"is_false")", "false", true);
    row(R"("op":"is_false")", R"("N")", true);
    row(R"("op":"is_false")", "null", false);
    row(R"("op":"equals","value":1)", R"("1.00")", false); // texts are compared as texts
}

void TestAnswers::typedTests()
{
    QFETCH(QByteArray, test);
    QFETCH(QByteArray, value);
    QFETCH(bool, holds);
    QCOMPARE(!readRule(R"({"source":{"json":"$.v"},)" + test.toStdString() + "}",
                       {200, {}, "{\"v\":" + value.toStdString() + "}"})
                  .empty(),
             holds);
}

void TestAnswers::manyCarriedAndReasons()
{
    const auto integration = compiled(
        R"({"extract":{"carried":{"a":{"source":{"json":"$.ids[0]"}},"b":{"source":{"json":"$.ids[1]"}},"all":{"source":{"json":"$.ids"}}},
            "reason":{"source":{"json":"$.errors[*].text"},"separator":"; ","sorted":true},"redirect":{"source":{"header":"location"}},
            "expires_at":{"source":{"json":"$.until"}}},)" +
        kReject + "}");
    const auto reading = integration->interpret(
        StepKind::Ping,
        {200,
         {{"Location", "https://x/y?z=1"}},
         R"({"ids":["1",2],"errors":[{"text":"b"},{"x":1},{"text":"a"}],"until":"2026-01-01T00:00:00Z"})"});
    QCOMPARE(reading.carried.at("a"), std::string("1"));
    QCOMPARE(reading.carried.at("b"), std::string("2"));
    QCOMPARE(reading.carried.at("all"), std::string(R"(["1",2])"));
    QCOMPARE(reading.reason->second, std::string("a; b"));
    QCOMPARE(*reading.redirect, std::string("https://x/y?z=1"));
    QCOMPARE(*reading.expiresAt, std::string("2026-01-01T00:00:00Z"));
}

void TestAnswers::answersComparedWithTheLead()
{
    // A list of hashes of the leads that the buyer has: ours must not be among them.
    const auto integration = compiled(R"({"rules":[
        {"id":"dup","outcome":"duplicate","when":{"source":{"json":"$.hashes[*]"},"op":"equals_ci",
          "value":{"source":{"field":"email"},"transforms":[{"do":"lower"},{"do":"hash","algorithm":"md5"}]}}},
        {"id":"salted","outcome":"capped","when":{"source":{"json":"$.salt"},"op":"equals","value":{"source":{"template":"{{variable.v}}-{{carried.id}}"}}}},
        {"id":"dear","outcome":"error","when":{"source":{"json":"$.price"},"op":"gt","value":{"source":{"field":"most"}}}},
        {"id":"ok","outcome":"accepted"}]})");
    const Object lead{{"email", "Maya@Ortiz.example"}, {"most", 30}};
    const std::map<std::string, std::string> carried{{"id", "7"}};
    RenderInput about;
    about.lead = &lead;
    about.carried = &carried;
    const BuyerResponse held{
        200, {}, R"({"hashes":["00","CB8E8A6E5A9C3B1D","66310A417DE91E59B1A1DACAB781E242"]})"};
    const auto rule = [&](const std::string &body, const RenderInput *input) {
        return integration->interpret(StepKind::Ping, {200, {}, body}, input).rule;
    };
    const std::string md5 = QCryptographicHash::hash("maya@ortiz.example", QCryptographicHash::Md5)
                                .toHex()
                                .toUpper()
                                .toStdString();
    QCOMPARE(rule(R"({"hashes":["00",")" + md5 + R"("]})", &about), std::string("dup"));
    QCOMPARE(rule(R"({"hashes":["00"]})", &about), std::string("ok"));
    QCOMPARE(rule(R"({"hashes":["00",")" + md5 + R"("]})", nullptr),
             std::string("ok")); // nothing to compare with
    QCOMPARE(rule(R"({"salt":"salt-7"})", &about), std::string("salted"));
    QCOMPARE(rule(R"({"price":30.01})", &about), std::string("dear"));
    QCOMPARE(rule(R"({"price":30})", &about), std::string("ok"));
    const Object nobody;
    about.lead = &nobody;
    QCOMPARE(rule(R"({"hashes":[""]})", &about), std::string("ok")); // nothing is equal to nothing
    const auto trace = integration->examine(StepKind::Ping, held, &about);
    QCOMPARE(trace.rules.size(), std::size_t(4));
    // What is only compared is not sent.
    QVERIFY(integration->fieldsSent(StepKind::Ping).empty());
    QVERIFY(comparesWithRequest(integration->document(), StepKind::Ping));
    QVERIFY(!comparesWithRequest(integration->document(), StepKind::Post));
    // and as much of a request as is compared goes with a sample, which is then read as the answer was
    const Object more{{"email", "maya@ortiz.example"}, {"last_name", "Ortiz"}};
    const std::map<std::string, std::string> others{{"id", "7"}, {"token", "t"}};
    about.lead = &more;
    about.carried = &others;
    const auto kept = comparedValues(integration->document(), StepKind::Ping, about);
    QVERIFY(kept);
    QCOMPARE(QByteArray::fromStdString(writeJson(Value(kept->lead))),
             QByteArray(R"({"email":"maya@ortiz.example"})"));
    QCOMPARE(kept->carried.size(), std::size_t(1));
    Value document = integration->document();
    document.asObject()->set(
        "samples",
        *parseJson(
            R"([{"id":"with","step":"ping","response":"{\"hashes\":[\")" + md5 +
            R"(\"]}","about":{"lead":{"email":"maya@ortiz.example"},"carried":{"id":7}},"expect":{"rule":"dup"}},)"
            R"({"id":"without","step":"ping","response":"{\"hashes\":[\")" +
            md5 + R"(\"]}","expect":{"rule":"ok"}}])"));
    const auto sampled = Integration::fromValue(document);
    QVERIFY(sampled.ok());
    for (const SampleCheck &check : checkSamples(**sampled))
        QVERIFY2(check.asExpected, check.difference.c_str());
    document.asObject()->set(
        "samples",
        *parseJson(R"([{"id":"a","step":"ping","response":"x","about":{"lead":{},"carried":{"id":[]}}}])"));
    const auto refused = Integration::fromValue(document);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().field, std::string("samples[0].about.carried.id"));
}

/// A secret is not at hand where an answer is read.
void TestAnswers::secretsAreNotCompared()
{
    for (const char *value :
         {R"({"source":{"secret":"key"}})", R"({"source":{"template":"{{secret.key}}"}})",
          R"({"source":{"field":"email"},"transforms":[{"do":"hmac","secret":"key"}]})"}) {
        const auto refused = Integration::fromJson(
            R"({"bourse_integration":1,"slug":"t","authentication":{"kind":"bearer","token":{"secret":"key"}},"endpoints":{"test":{"base_url":"http://a.example"}},)"
            R"("steps":{"post":{"response":{"rules":[{"id":"a","outcome":"accepted","when":{"source":{"json":"$.a"},"op":"equals","value":)" +
            std::string(value) + "}}]}}}}");
        QVERIFY2(!refused.ok(), value);
        QCOMPARE(refused.error().code, std::string("secret_not_allowed"));
        QCOMPARE(refused.error().field, std::string("steps.post.response.rules[0].when.value"));
    }
}

void TestAnswers::namedProblems_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *code, const char *source, const QByteArray &body) {
        QTest::addRow("%s %s", code, body.left(20).toHex().constData())
            << QByteArray(source) << body << QByteArray(code);
    };
    const char *const kJson = R"({"json":"$.a"})";
    const char *const kXml = R"({"xpath":"/a"})";
    row("duplicate_key", kJson, R"({"a":1,"b":2,"a":3})");
    row("invalid_json", kJson, R"({"a":1,})");
    row("invalid_json", kJson, R"({'a':1})");
    row("invalid_json", kJson, "{\"a\":\"\xFF\"}");
    row("invalid_json", kJson, "");
    row("invalid_json", kJson, R"({"a":01})");
    row("too_deep", kJson, QByteArray(100'000, '['));
    row("too_deep", kJson, QByteArray(R"({"a":)").repeated(10'000));
    row("too_large", kJson, '"' + QByteArray(9'000'000, 'x') + '"');
    row("too_deep", kXml, QByteArray("<a>").repeated(100'000));
    row("too_large", kXml, "<a>" + QByteArray(5'000'000, 'x') + "</a>");
    row("dtd_refused", kXml, "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>");
    row("invalid_xml", kXml, "<a><b></a>");
    row("invalid_xml", kXml, "just text");
}

void TestAnswers::namedProblems()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    const auto integration = compiled(R"({"rules":[{"id":"ok","outcome":"accepted","when":{"source":)" +
                                      source.toStdString() + R"(,"op":"exists"}}]})");
    const BuyerResponse response{200, {}, body.toStdString()};
    const auto trace = integration->examine(StepKind::Ping, response);
    QVERIFY(trace.reading.outcome == Reading::Unrecognised);
    QVERIFY(trace.problem);
    QCOMPARE(QByteArray::fromStdString(trace.problem->code), code);
    QCOMPARE(trace.reading.reason->first, std::string("unrecognised_answer"));
    QVERIFY(trace.reading.reason->second.size() <= 200 && !trace.reading.reason->second.empty());
}

void TestAnswers::largeAnswers_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const char *source, const QByteArray &body, const char *value) {
        QTest::newRow(name) << QByteArray(source) << body << QByteArray(value);
    };
    row("json", R"({"json":"$.z"})", R"({"a":")" + QByteArray(5'000'000, 'x') + R"(","z":1})", "1");
    row("json descendants", R"({"json":"$..z"})",
        R"({"l":[)" + QByteArray("[],").repeated(300'000) + R"({"z":5}]})", "5");
    row("text", R"({"text":"body"})", "a" + QByteArray(5'000'000, ' '), "a");
    row("delimited from the end", R"({"delimited":"|","index":-2})",
        QByteArray("a|").repeated(2'500'000) + "b|c", "b");
    row("delimited from the front", R"({"delimited":"|","index":1000})",
        QByteArray("a|").repeated(1'000) + "b|" + QByteArray("a|").repeated(2'000'000), "b");
    row("pair", R"({"pair":"z"})", QByteArray("a=1&").repeated(1'200'000) + "z=9", "9");
    row("regex", R"~({"regex":"z=(\\d+)"})~", QByteArray(5'000'000, 'x') + "z=7", "7");
    row("runaway regex", R"~({"regex":"(x+x+)+y"})~", QByteArray(5'000, 'x'), "(nothing)");
    row("xml", R"({"xpath":"//z"})", "<r>" + QByteArray("<a/>").repeated(300'000) + "<z>3</z></r>", "3");
    row("all nodes of all texts", R"({"xpath":"//*","inner":{"text":"body"}})",
        "<r>" + QByteArray("<a>1</a>").repeated(20'000) + "</r>", "");
}

void TestAnswers::largeAnswers()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, value);
    const std::string text = found(source.toStdString(), {200, {}, body.toStdString()});
    if (!value.isEmpty())
        QCOMPARE(QByteArray::fromStdString(text), value);
}

void TestAnswers::refusals_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *response, const char *code, const char *field) {
        QTest::newRow(response) << QByteArray(response) << QByteArray(code) << QByteArray(field);
    };
    row(R"({"extract":{"decimal":"dot"},)", "not_a_choice", "extract.decimal");
    row(R"({"extract":{"bids":{"each":{"json":"$"},"price":{"source":{"json":"$.p"}},"choose":"min"}},)",
        "not_a_choice", "extract.bids.choose");
    row(R"({"extract":{"bids":{"each":{"http":"status"},"price":{"source":{"json":"$.p"}}}},)",
        "not_a_choice", "extract.bids.each");
    row(R"({"extract":{"price":{"source":{"delimited":",","index":1,"take":"all"}}},)", "conflicting_keys",
        "extract.price.source.index");
    row(R"({"extract":{"price":{"source":{"regex":"a","take":"every"}}},)", "not_a_choice",
        "extract.price.source.take");
    row(R"({"leading_garbage":1,)", "wrong_type", "leading_garbage");
    row(R"({"content_type":1,)", "wrong_type", "content_type");
    row(R"({"extract":{"carried":{"v":{"source":{"text":"body","inner":{"text":"body","inner":{"text":"body","inner":{"text":"body","inner":{"text":"body","inner":{"text":"body"}}}}}}}}},)",
        "too_deep", "extract.carried.v.source.inner.inner.inner.inner");
    row(R"({"extract":{"price":{"source":{"json":"$.a"},"transforms":[{"do":"coalesce","sources":[{"field":"x"}]}]}},)",
        "not_available", "extract.price.transforms[0].sources");
}

void TestAnswers::refusals()
{
    QFETCH(QByteArray, response);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    const auto refused = Integration::fromJson(document(response.toStdString() + kReject + "}"));
    QVERIFY(!refused.ok());
    QCOMPARE(QByteArray::fromStdString(refused.error().code), code);
    QCOMPARE(QByteArray::fromStdString(refused.error().field), "steps.ping.response." + field);
    for (const char *test :
         {R"("op":"in","value":{"source":{"field":"a"}})",
          R"("op":"matches","value":{"source":{"field":"a"}})",
          R"("op":"exists","value":{"source":{"field":"a"}})", R"("op":"equals","value":{"sauce":1})",
          R"("op":"is_true","value":1)", R"("op":"eq","value":"x")"})
        QVERIFY2(
            !Integration::fromJson(
                 document(R"({"rules":[{"id":"r","outcome":"rejected","when":{"source":{"json":"$.a"},)" +
                          std::string(test) + "}}]}"))
                 .ok(),
            test);
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "tst_answers.moc"
