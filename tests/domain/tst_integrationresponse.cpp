// Reading answers: every kind of source, operators, order of rules, money, bids, and foreign input that means
// harm.
#include <QTest>

class TestIntegrationResponse : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sources_data();
    void sources();
    void operators_data();
    void operators();
    void money_data();
    void money();
    void firstRuleThatHoldsDecides();
    void serverErrorsNeedARuleOfTheirOwn();
    void bidsInXml();
    void reasonsAreJoinedMappedAndCut();
    void trailingGarbageOnlyWhereAllowed();
    void harmfulXmlIsNotRead();
    void runawayPatternsEnd();
    void rawResponses_data();
    void rawResponses();
    void printsTheContractsJson();
    void refusals_data();
    void refusals();
    void speed();
};

#include "domain/integration/integration.h"
#include "domain/json/json.h"

using namespace bourse;
using namespace bourse::domain;

namespace {

std::string document(const std::string &response)
{
    return R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http://a.example"}},"steps":{"ping":{"response":)" +
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

Interpretation readAnswer(const std::string &response, const std::string &body, int status = 200,
                          Headers headers = {})
{
    return compiled(response)->interpret(StepKind::Ping, {status, std::move(headers), body});
}

/// What one source finds in a body, as carried value "v".
std::string found(const std::string &source, const std::string &body)
{
    const auto reading = readAnswer(R"({"extract":{"carried":{"v":{"source":)" + source +
                                        R"(}}},"rules":[{"id":"r","outcome":"rejected"}]})",
                                    body, 404, {{"X-Lead", " L 1 "}});
    const auto value = reading.carried.find("v");
    return value == reading.carried.end() ? "(nothing)" : value->second;
}

} // namespace

void TestIntegrationResponse::sources_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const char *source, const char *body, const char *value) {
        QTest::newRow(name) << QByteArray(source) << QByteArray(body) << QByteArray(value);
    };
    row("json", R"({"json":"$.a.b"})", R"({"a":{"b":7.50}})", "7.50");
    row("json quoted name", R"({"json":"$['a.b'][1]"})", R"({"a.b":["x","y"]})", "y");
    row("json wildcard", R"({"json":"$.l[*].c"})", R"({"l":[{"x":1},{"c":"z"}]})", "z");
    row("json root list", R"({"json":"$[0].bip"})", R"([{"bip":"the reason text!"}])", "the reason text!");
    row("json null", R"({"json":"$.a"})", R"({"a":null})", "(nothing)");
    row("json boolean", R"({"json":"$.a"})", R"({"a":true})", "true");
    row("json of a group", R"({"json":"$.a"})", R"({"a":{"b":[1]}})", R"({"b":[1]})");
    row("json not json", R"({"json":"$.a"})", "oops", "(nothing)");
    row("json after a byte order mark", R"({"json":"$.a"})", "\xEF\xBB\xBF{\"a\":1}", "1");
    row("xpath", R"({"xpath":"/r/b"})", "<r><a>1</a><b> 2 </b></r>", "2");
    row("xpath attribute", R"({"xpath":"/r/b/@id"})", "<r><b id='x'/></r>", "x");
    row("xpath index", R"({"xpath":"/r/b[2]"})", "<r><b>1</b><b>2</b></r>", "2");
    row("xpath anywhere", R"({"xpath":"//LeadId"})",
        "<soap:Envelope xmlns:soap='s'><soap:Body><R "
        "xmlns='d'><LeadId>12346</LeadId></R></soap:Body></soap:Envelope>",
        "12346");
    row("xpath with prefix", R"~({"xpath":"/soap:Envelope/soap:Body/R/text()"})~",
        "<x:Envelope xmlns:x='s'><x:Body><R>t</R></x:Body></x:Envelope>", "t");
    row("xpath function", R"~({"xpath":"count(//b)"})~", "<r><b/><b/></r>", "2");
    row("xpath cdata", R"({"xpath":"/r/u"})", "<r><u><![CDATA[http://x?a=1&b]]></u></r>", "http://x?a=1&b");
    row("xml without a root", R"({"xpath":"/Price"})", "<Response>Accepted</Response><Price>5</Price>", "5");
    row("header", R"({"header":"x-lead"})", "", "L 1");
    row("status", R"({"http":"status"})", "", "404");
    row("text", R"({"text":"body"})", " all of it\n", "all of it");
    row("regex", R"~({"regex":"matched (\\d+) records"})~", "Query matched 42 records.", "42");
    row("regex whole", R"({"regex":"[a-z]+!","ignore_case":true})", "Say OK!", "OK!");
    row("delimited", R"({"delimited":"|","index":1})", "success|12345|12.50\r\n", "12345");
    row("delimited from the end", R"({"delimited":"<br>","index":-1})", "a<br>b<br>c", "c");
    row("delimited beyond", R"({"delimited":"|","index":3})", "a|b", "(nothing)");
    row("pair", R"({"pair":"price"})", "status=ok&price=12%2E5&name=a+b", "12.5");
    row("pair on lines", R"({"pair":"id"})", "status=ok\nid=9\n", "9");
    row("xml within xml", R"({"xpath":"//Result","inner":{"xpath":"/Response/Result"}})",
        "<s><Result>&lt;Response&gt;&lt;Result&gt;true&lt;/Result&gt;&lt;/Response&gt;</Result></s>", "true");
    row("regex within json", R"~({"json":"$.m","inner":{"regex":"id (\\d+)"}})~", R"({"m":"your id 77"})",
        "77");
}

void TestIntegrationResponse::sources()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, value);
    QCOMPARE(QByteArray::fromStdString(found(source.toStdString(), body.toStdString())), value);
}

void TestIntegrationResponse::operators_data()
{
    QTest::addColumn<QByteArray>("test");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *test, const char *json, bool holds) {
        QTest::newRow(test + QByteArray(" of ") + json) << QByteArray(test) << QByteArray(json) << holds;
    };
    row(R"("op":"exists")", R"({"v":""})", true);
    row(R"("op":"exists")", R"({"v":null})", false);
    row(R"("op":"missing")", R"({})", true);
    row(R"("op":"empty")", R"({"v":" "})", true);
    row(R"("op":"not_empty")", R"({"v":0})", true);
    row(R"("op":"equals","value":"Matched")", R"({"v":"matched"})", false);
    row(R"("op":"equals","value":"Match")", R"({"v":"No Match"})", false);
    row(R"("op":"equals","value":true)", R"({"v":"true"})", true);
    row(R"("op":"equals","value":1)", R"({"v":1})", true);
    row(R"("op":"equals_ci","value":"MATCHED")", R"({"v":"matched"})", true);
    row(R"("op":"not_equals","value":"a")", R"({})", true);
    row(R"("op":"contains","value":"cap")", R"({"v":"Daily cap"})", true);
    row(R"("op":"contains_ci","value":"CAP")", R"({"v":"daily cap"})", true);
    row(R"("op":"starts_with","value":"Error:")", R"({"v":"Error: x"})", true);
    row(R"("op":"starts_with_ci","value":"error")", R"({"v":"ERR"})", false);
    row(R"("op":"ends_with","value":"x")", R"({"v":"Error: x"})", true);
    row(R"~("op":"matches","value":"^\\d+$")~", R"({"v":123})", true);
    row(R"("op":"matches","value":"ABC","ignore_case":true)", R"({"v":"xabcx"})", true);
    row(R"("op":"in","value":["1008",1049])", R"({"v":1049})", true);
    row(R"("op":"in_ci","value":["Yes"])", R"({"v":"YES"})", true);
    row(R"("op":"gt","value":0)", R"({"v":"0.000001"})", true);
    row(R"("op":"gt","value":0)", R"({"v":0})", false);
    row(R"("op":"le","value":"10.5")", R"({"v":"$10.50"})", true);
    row(R"("op":"lt","value":5)", R"({"v":"no number"})", false);
    row(R"("op":"equals","value":"b")", R"({"v":"x","w":["a","b"]})", false);
}

void TestIntegrationResponse::operators()
{
    QFETCH(QByteArray, test);
    QFETCH(QByteArray, json);
    QFETCH(bool, holds);
    const auto reading =
        readAnswer(R"({"rules":[{"id":"yes","outcome":"accepted","when":{"source":{"json":"$.v"},)" +
                       test.toStdString() + R"(}}]})",
                   json.toStdString());
    QCOMPARE(reading.outcome == Reading::Accepted, holds);
    if (!holds)
        QVERIFY(reading.outcome == Reading::Unrecognised);
}

void TestIntegrationResponse::money_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("amount"); // empty = no price
    const auto row = [](const char *text, const char *amount) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(amount);
    };
    row("31", "31.00");
    row("31.00", "31.00");
    row("$31.5", "31.50");
    row(" $ 1,234,567.89 ", "1234567.89");
    row("US$12", "12.00");
    row("USD 12.50", "12.50");
    row("12.50 USD", "12.50");
    row("€9.99", "9.99");
    row("1.25e1", "12.50");
    row("1E+2", "100.00");
    row("0.0000019", "0.000001");
    row("10.999999999999998", "10.999999");
    row(".5", "0.50");
    row("+5", "5.00");
    row("0", "0.00");
    row("-5", "");
    row("12,50", "");
    row("1,23,456", "");
    row("1,2345", "");
    row(",5", "");
    row("1e999", "");
    row("99999999999999999999", "");
    row("12.5.1", "");
    row("12 dollars", "");
    row("b12", "");
    row("NaN", "");
    row("", "");
    row("0x10", "");
}

void TestIntegrationResponse::money()
{
    QFETCH(QString, text);
    QFETCH(QString, amount);
    std::string json;
    writeJsonString(text.toStdString(), json);
    const auto reading = readAnswer(
        R"({"extract":{"price":{"source":{"json":"$.p"}}},"rules":[{"id":"r","outcome":"accepted"}]})",
        "{\"p\":" + json + "}");
    QCOMPARE(reading.price ? QString::fromStdString(reading.price->toDecimal()) : QString(), amount);
}

void TestIntegrationResponse::firstRuleThatHoldsDecides()
{
    const std::string rules = R"({"rules":[
        {"id":"dup","outcome":"duplicate","when":{"source":{"text":"body"},"op":"contains_ci","value":"duplicate"}},
        {"id":"both","outcome":"accepted","when":{"all":[{"source":{"json":"$.ok"},"op":"equals","value":true},{"not":{"source":{"json":"$.test"},"op":"exists"}}]}},
        {"id":"cap","outcome":"capped","when":{"source":{"json":"$.details"},"op":"equals","value":"Quota Reached"}},
        {"id":"gone","outcome":"rejected","when":{"source":{"http":"status"},"op":"in","value":[404,410]}},
        {"id":"later","outcome":"pending","when":{"source":{"json":"$.s"},"op":"equals","value":"Queued"}}]})";
    QCOMPARE(readAnswer(rules, R"({"ok":true,"m":"Duplicate"})").rule, std::string("dup"));
    QCOMPARE(readAnswer(rules, R"({"ok":true})").rule, std::string("both"));
    QCOMPARE(readAnswer(rules, R"({"ok":true,"test":1})").rule, std::string());
    QVERIFY(readAnswer(rules, R"({"details":"Quota Reached"})").outcome == Reading::Capped);
    QCOMPARE(readAnswer(rules, "not found", 404).rule, std::string("gone"));
    QVERIFY(readAnswer(rules, R"({"s":"Queued"})", 201).outcome == Reading::Pending);
    const auto nothing = readAnswer(rules, "<html>hello</html>");
    QVERIFY(nothing.outcome == Reading::Unrecognised);
    QCOMPARE(nothing.reason->first, std::string("unrecognised_answer"));
    QVERIFY(!nothing.price);
}

void TestIntegrationResponse::serverErrorsNeedARuleOfTheirOwn()
{
    const std::string any =
        R"("outcome":"accepted","when":{"source":{"text":"body"},"op":"contains","value":"ok")";
    QVERIFY(readAnswer(R"({"rules":[{"id":"r",)" + any + "}}]}", "ok", 500).outcome == Reading::Error);
    QVERIFY(readAnswer(R"({"rules":[{"id":"r","on_5xx":true,)" + any + "}}]}", "ok", 500).outcome ==
            Reading::Accepted);
    QVERIFY(
        readAnswer(
            R"({"rules":[{"id":"r","outcome":"capped","when":{"source":{"http":"status"},"op":"equals","value":503}}]})",
            "", 503)
            .outcome == Reading::Capped);
    QVERIFY(readAnswer(R"({"rules":[{"id":"r",)" + any + "}}]}", "ok", 422).outcome == Reading::Accepted);
}

void TestIntegrationResponse::bidsInXml()
{
    const auto reading = readAnswer(
        R"({"extract":{"bids":{"each":{"xpath":"//SendInfo"},"id":{"source":{"xpath":"ClientUID"}},"price":{"source":{"xpath":"Price"}},"choose":"first","carried":{"name":{"source":{"xpath":"ClientName"}}}}},"rules":[{"id":"r","outcome":"accepted"}]})",
        "<R><Sends><SendInfo><ClientUID>1</ClientUID><ClientName>A</ClientName><Price>5</Price></SendInfo>"
        "<SendInfo><ClientUID>2</ClientUID><ClientName>B</ClientName><Price>7</Price></SendInfo></Sends></"
        "R>");
    QCOMPARE(reading.bids.size(), std::size_t(2));
    QCOMPARE(reading.price->toDecimal(), std::string("5.00"));
    QCOMPARE(reading.carried.at("name"), std::string("A"));
}

void TestIntegrationResponse::reasonsAreJoinedMappedAndCut()
{
    const std::string plan =
        R"({"extract":{"reason":{"source":{"xpath":"/r/reason"},"separator":",","sorted":true}},"reasons":[{"op":"contains_ci","value":"DUPLICATE","code":"buyer_duplicate"}],"rules":[{"id":"r","outcome":"rejected"}]})";
    const auto joined =
        readAnswer(plan, "<r><reason>missing phone number</reason><reason> missing email</reason></r>");
    QCOMPARE(joined.reason->second, std::string("missing email,missing phone number"));
    QCOMPARE(joined.reason->first, std::string("buyer_rejected"));
    QCOMPARE(readAnswer(plan, "<r><reason>Duplicate!</reason></r>").reason->first,
             std::string("buyer_duplicate"));
    std::string longText;
    for (int i = 0; i < 150; ++i)
        longText += "é";
    const auto cut = readAnswer(plan, "<r><reason>" + longText + "</reason></r>");
    QCOMPARE(cut.reason->second, longText.substr(0, 200));
    const auto odd = readAnswer(plan, "<r><reason>x" + longText + "</reason></r>");
    QCOMPARE(odd.reason->second.size(), std::size_t(199));
}

void TestIntegrationResponse::trailingGarbageOnlyWhereAllowed()
{
    const std::string rules =
        R"("rules":[{"id":"r","outcome":"accepted","when":{"source":{"json":"$.a"},"op":"equals","value":1}}]})";
    const std::string body = R"({"a":1}<br />Notice: undefined index)";
    QVERIFY(readAnswer("{" + rules, body).outcome == Reading::Unrecognised);
    QVERIFY(readAnswer(R"({"trailing_garbage":true,)" + rules, body).outcome == Reading::Accepted);
}

void TestIntegrationResponse::harmfulXmlIsNotRead()
{
    const std::string rules =
        R"({"rules":[{"id":"r","outcome":"accepted","when":{"source":{"xpath":"//ok"},"op":"exists"}}]})";
    std::string deep;
    for (int i = 0; i < 200'000; ++i)
        deep += "<a>";
    QVERIFY(readAnswer(rules, deep + "<ok/>").outcome == Reading::Unrecognised);
    QVERIFY(readAnswer(rules, "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><ok>&x;</ok>").outcome ==
            Reading::Unrecognised);
    QVERIFY(readAnswer(rules, "<r><!-- <!DOCTYPE a> --><ok/></r>").outcome == Reading::Accepted);
    QVERIFY(readAnswer(rules, "<r a='>'><![CDATA[<!DOCTYPE a>]]><ok/></r>").outcome == Reading::Accepted);
    QVERIFY(readAnswer(rules, "<ok").outcome == Reading::Unrecognised);
    QVERIFY(readAnswer(rules, std::string(3u << 20, ' ') + "<ok/>").outcome == Reading::Unrecognised);
}

void TestIntegrationResponse::runawayPatternsEnd()
{
    const auto reading = readAnswer(
        R"~({"rules":[{"id":"r","outcome":"accepted","when":{"source":{"text":"body"},"op":"matches","value":"^(a+)+$"}}]})~",
        std::string(50'000, 'a') + "b");
    QVERIFY(reading.outcome == Reading::Unrecognised);
}

void TestIntegrationResponse::rawResponses_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("status"); // 0 = refused
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("body alone") << QByteArray("success|1|2") << 200 << QByteArray("success|1|2");
    QTest::newRow("whole") << QByteArray("HTTP/1.1 201 Created\r\nX: y\r\n\r\nhello") << 201
                           << QByteArray("hello");
    QTest::newRow("line feeds only") << QByteArray("HTTP/1.0 404 Not Found\nX: y\n\nhello") << 404
                                     << QByteArray("hello");
    QTest::newRow("no reason phrase") << QByteArray("HTTP/2 204\r\n\r\n") << 204 << QByteArray();
    QTest::newRow("continue first") << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx")
                                    << 200 << QByteArray("x");
    QTest::newRow("cut by length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello") << 200
                                   << QByteArray("he");
    QTest::newRow("chunked")
        << QByteArray(
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n")
        << 200 << QByteArray("abcde");
    QTest::newRow("broken chunks") << QByteArray(
                                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc")
                                   << 0 << QByteArray();
    QTest::newRow("no end of head") << QByteArray("HTTP/1.1 200 OK\r\nX: y\r\n") << 0 << QByteArray();
    QTest::newRow("no status") << QByteArray("HTTP/1.1 OK\r\n\r\n") << 0 << QByteArray();
    QTest::newRow("four digits") << QByteArray("HTTP/1.1 2000 OK\r\n\r\n") << 0 << QByteArray();
    QTest::newRow("no colon") << QByteArray("HTTP/1.1 200 OK\r\nXY\r\n\r\n") << 0 << QByteArray();
}

void TestIntegrationResponse::rawResponses()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto response = parseRawResponse(raw.toStdString());
    QCOMPARE(response.ok(), status != 0);
    if (!status) {
        QCOMPARE(response.error().code, std::string("invalid_response"));
        return;
    }
    QCOMPARE(response->status, status);
    QCOMPARE(QByteArray::fromStdString(response->body), body);
}

void TestIntegrationResponse::printsTheContractsJson()
{
    const auto reading = readAnswer(
        R"({"extract":{"bids":{"each":{"json":"$.b[*]"},"id":{"source":{"json":"$.id"}},"price":{"source":{"json":"$.p"}}},"currency":{"source":{"json":"$.c"}},"carried":{"ping_id":{"source":{"json":"$.i"}}},"expires_at":{"source":{"json":"$.e"}}},"rules":[{"id":"rule-id","outcome":"accepted"}]})",
        R"({"i":"x\"y","c":"EUR","e":"2026-01-01T00:00:00Z","b":[{"id":"b1","p":31}]})");
    QCOMPARE(QByteArray::fromStdString(toJson(reading)),
             QByteArray("{\"outcome\":\"accepted\",\"price\":{\"amount\":\"31.00\",\"currency\":\"EUR\"},"
                        "\"bids\":[{\"id\":\"b1\","
                        "\"price\":{\"amount\":\"31.00\",\"currency\":\"EUR\"}}],\"carried\":{\"ping_id\":"
                        "\"x\\\"y\"},\"reason\":null,"
                        "\"redirect\":null,\"expires_at\":\"2026-01-01T00:00:00Z\",\"rule\":\"rule-id\"}"));
    // whatever a buyer sends, what is printed is JSON
    const auto odd = readAnswer(
        R"({"extract":{"carried":{"v":{"source":{"text":"body"}}}},"rules":[{"id":"r","outcome":"error"}]})",
        "\xFF\xFE caf\xE9");
    QVERIFY(parseJson(toJson(odd)).ok());
}

void TestIntegrationResponse::refusals_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("code");
    QTest::newRow("no rules") << QByteArray("{}") << QStringLiteral("required");
    QTest::newRow("empty rules") << QByteArray(R"({"rules":[]})") << QStringLiteral("required");
    QTest::newRow("no operator")
        << QByteArray(R"({"rules":[{"id":"r","outcome":"error","when":{"source":{"json":"$"}}}]})")
        << QStringLiteral("required");
    QTest::newRow("value missing")
        << QByteArray(
               R"({"rules":[{"id":"r","outcome":"error","when":{"source":{"json":"$"},"op":"equals"}}]})")
        << QStringLiteral("required");
    QTest::newRow("bad pattern")
        << QByteArray(
               R"~({"rules":[{"id":"r","outcome":"error","when":{"source":{"regex":"("},"op":"exists"}}]})~")
        << QStringLiteral("invalid_pattern");
    QTest::newRow("bad group")
        << QByteArray(
               R"({"rules":[{"id":"r","outcome":"error","when":{"source":{"regex":"a","group":2},"op":"exists"}}]})")
        << QStringLiteral("no_such_group");
    QTest::newRow("bad xpath")
        << QByteArray(
               R"({"rules":[{"id":"r","outcome":"error","when":{"source":{"xpath":"//["},"op":"exists"}}]})")
        << QStringLiteral("invalid_path");
    QTest::newRow("number expected")
        << QByteArray(
               R"({"rules":[{"id":"r","outcome":"error","when":{"source":{"json":"$"},"op":"gt","value":"x"}}]})")
        << QStringLiteral("wrong_type");
    QTest::newRow("reason code") << QByteArray(
                                        R"({"rules":[{"id":"r","outcome":"error","reason_code":"made_up"}]})")
                                 << QStringLiteral("not_a_choice");
    QTest::newRow("lead value in an answer")
        << QByteArray(
               R"({"extract":{"price":{"source":{"json":"$"},"transforms":[{"do":"concat","parts":[{"field":"x"}]}]}},"rules":[{"id":"r","outcome":"error"}]})")
        << QStringLiteral("not_available");
}

void TestIntegrationResponse::refusals()
{
    QFETCH(QByteArray, response);
    QFETCH(QString, code);
    const auto integration = Integration::fromJson(document(response.toStdString()));
    QVERIFY(!integration.ok());
    QStringList codes;
    for (const Error &error : integration.errors())
        codes << QString::fromStdString(error.code);
    QVERIFY2(codes.contains(code), qPrintable(codes.join(QLatin1Char(' '))));
}

void TestIntegrationResponse::speed()
{
    const auto plan = compiled(
        R"({"extract":{"price":{"source":{"json":"$.payout"}},"carried":{"id":{"source":{"json":"$.id"}}}},"rules":[{"id":"a","outcome":"accepted","when":{"source":{"json":"$.status"},"op":"equals","value":"ACCEPTED"}}]})");
    const BuyerResponse response{
        200, {}, R"({"status":"ACCEPTED","code":0,"id":"Ajd9Sw1-7kerTs3_Ak9v","payout":12.5})"};
    bool sold = true;
    QBENCHMARK
    {
        sold = sold && plan->interpret(StepKind::Ping, response).outcome == Reading::Accepted;
    }
    QVERIFY(sold);
}

QTEST_GUILESS_MAIN(TestIntegrationResponse)
#include "tst_integrationresponse.moc"
