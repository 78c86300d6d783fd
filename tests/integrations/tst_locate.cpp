// Click a value: the source that is proposed reads that value again, and the other way round.
#include <QTest>

class TestLocate : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void values_data();
    void values();
    void sources_data();
    void sources();
    void everyFixture_data();
    void everyFixture();
    void everyMatchHasItsPlace();
    void theNarrowestCounts();
    void manyValues();
    void harmfulAnswers_data();
    void harmfulAnswers();
};

#include "domain/integration/integration.h"
#include "domain/integration/locate.h"
#include "domain/json/json.h"
#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace bourse;
using namespace bourse::domain;

namespace {

/// What the source reads from the answer, as a document would.
std::string readWith(const Value &source, const BuyerResponse &response)
{
    const Value document = Object{
        {"bourse_integration", 1},
        {"slug", "t"},
        {"endpoints", Object{{"test", Object{{"base_url", "http://a.example"}}}}},
        {"steps",
         Object{
             {"ping",
              Object{{"response",
                      Object{{"extract", Object{{"carried", Object{{"v", Object{{"source", source}}}}}}},
                             {"rules",
                              Array{Object{{"id", "r"}, {"outcome", "rejected"}, {"on_5xx", true}}}}}}}}}}};
    const auto integration = Integration::fromValue(document);
    if (!integration)
        return "does not compile: " + integration.error().message;
    const auto reading = (*integration)->interpret(StepKind::Ping, response);
    const auto found = reading.carried.find("v");
    return found == reading.carried.end() ? std::string() : found->second;
}

std::string plain(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')))
        text.remove_suffix(1);
    return std::string(text);
}

void holdsFor(const BuyerResponse &response)
{
    std::size_t before = 0;
    for (const LocatedValue &value : locateAll(response)) {
        const std::string source = writeJson(value.source);
        QVERIFY2(value.begin <= value.end && value.end <= response.body.size(), source.c_str());
        QVERIFY2(value.begin >= before, source.c_str());
        before = value.begin;
        QVERIFY(!value.shownPath.empty());
        QCOMPARE(readWith(value.source, response), plain(value.text));
        const auto places = locateSource(response, value.source);
        QVERIFY2(places.size() == 1, source.c_str());
        QVERIFY2(places[0] == std::pair(value.begin, value.end), source.c_str());
    }
}

} // namespace

void TestLocate::values_data()
{
    QTest::addColumn<QByteArray>("body"); // the click is at the bar ¦
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *body, const char *source, const char *path, const char *text) {
        QTest::newRow(body) << QByteArray(body) << QByteArray(source) << QByteArray(path) << QByteArray(text);
    };
    row(R"({"a":{"price": 14¦.25}})", R"({"json":"$.a.price"})", "$.a.price", "14.25");
    row(R"({"a":[{"id":"x"},{"id":"¦y"}]})", R"({"json":"$.a[1].id"})", "$.a[1].id", "y");
    row(R"({"a b":{"c.d":"t¦ext"}})", R"({"json":"$[\"a b\"][\"c.d\"]"})", "$[\"a b\"][\"c.d\"]", "text");
    row(R"({"a":"q\"u\u00e9¦x","b":1})", R"({"json":"$.a"})", "$.a", "q\"u\xC3\xA9x");
    row(R"({"a":tr¦ue})", R"({"json":"$.a"})", "$.a", "true");
    row("[\"¦bip\"]", R"({"json":"$[0]"})", "$[0]", "bip");
    row("{\"a\":\"¦x\"} <!-- 3 ms -->", R"({"text":"body","inner":{"json":"$.a"}})", "$.a", "x");
    row(R"({"d":"<r><s>ac¦cepted</s></r>"})", R"({"json":"$.d","inner":{"xpath":"/r/s"}})", "$.d › /r/s",
        "accepted");
    row(R"({"d":"{\"s\":\"¦ok\"}"})", R"({"json":"$.d","inner":{"json":"$.s"}})", "$.d › $.s", "ok");
    row("<response><price>14¦.25</price></response>", R"({"xpath":"/response/price"})", "/response/price",
        "14.25");
    row("<r><b>1</b><b> ¦2 </b></r>", R"({"xpath":"/r/b[2]"})", "/r/b[2]", "2");
    row("<r><b id='x¦1'/></r>", R"({"xpath":"/r/b/@id"})", "/r/b/@id", "x1");
    row("<r><u><![CDATA[http://x?a=1&¦b]]></u></r>", R"({"xpath":"/r/u"})", "/r/u", "http://x?a=1&b");
    row("<r><u>a &amp; ¦b</u></r>", R"({"xpath":"/r/u"})", "/r/u", "a & b");
    row("<s:Envelope xmlns:s='u'><s:Body><R xmlns='v'><Id>12¦3</Id></R></s:Body></s:Envelope>",
        R"({"xpath":"/Envelope/Body/R/Id"})", "/Envelope/Body/R/Id", "123");
    row("<s><Result>&lt;R&gt;&lt;Ok a=&quot;1&quot;&gt;tr¦ue&lt;/Ok&gt;&lt;/R&gt;</Result></s>",
        R"({"xpath":"/s/Result","inner":{"xpath":"/R/Ok"}})", "/s/Result › /R/Ok", "true");
    row("<s><Result>&lt;R&gt;&lt;Ok a=&quot;¦1&quot;&gt;true&lt;/Ok&gt;&lt;/R&gt;</Result></s>",
        R"({"xpath":"/s/Result","inner":{"xpath":"/R/Ok/@a"}})", "/s/Result › /R/Ok/@a", "1");
    row("<s><![CDATA[<R><Ok>tr¦ue</Ok></R>]]></s>", R"({"xpath":"/s","inner":{"xpath":"/R/Ok"}})",
        "/s › /R/Ok", "true");
    row("<Response>Accepted</Response><Price>¦5</Price>", R"({"xpath":"/Price"})", "/Price", "5");
    row("<r>text ¦here<b>1</b></r>", R"~({"xpath":"/r/text()"})~", "/r/text()", "text here");
    row("status=ok&price=12%2E¦5&name=a+b", R"({"pair":"price"})", "price=", "12.5");
    row("status=ok\nid=¦9\n", R"({"pair":"id"})", "id=", "9");
    row("id=1&id=¦2", R"({"delimited":"&","index":1,"inner":{"pair":"id"}})", "id=", "2");
    row("ok=1&xml=%3Cr%3E%3Cs%3Eye¦s%3C%2Fs%3E%3C%2Fr%3E", R"({"pair":"xml","inner":{"xpath":"/r/s"}})",
        "xml= › /r/s", "yes");
    row("success|123¦45|12.50\r\n", R"({"delimited":"|","index":1})", "part 2", "12345");
    row("ok|id=¦9", R"({"delimited":"|","index":1,"inner":{"pair":"id"}})", "part 2 › id=", "9");
    row("a;¦b;c", R"({"delimited":";","index":1})", "part 2", "b");
    row("Query matched 4¦2 records.", R"~({"regex":"matched\\s+(\\d+(?:[.,]\\d+)*)"})~", "“matched …”", "42");
    row("Price: $1,23¦4.50 USD", R"~({"regex":"Price\\:\\s+\\$(\\d+(?:[.,]\\d+)*)"})~", "“Price: $…”",
        "1,234.50");
    row("¦Accepted", R"~({"regex":"^([^\\s<>\"'|=;,&(){}\\[\\]]*[\\w\\x80-\\xff])"})~", "“…”", "Accepted");
}

void TestLocate::values()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, text);
    const auto at = body.indexOf("\xC2\xA6");
    body.remove(at, 2);
    const BuyerResponse response{200, {}, body.toStdString()};
    const auto value = locateAt(response, static_cast<std::size_t>(at));
    QVERIFY(value);
    QCOMPARE(QByteArray::fromStdString(writeJson(value->source)), source);
    QCOMPARE(QByteArray::fromStdString(value->shownPath), path);
    QCOMPARE(QByteArray::fromStdString(value->text), text);
    QVERIFY(value->begin <= static_cast<std::size_t>(at) && static_cast<std::size_t>(at) <= value->end);
    holdsFor(response);
    // The same behind a byte order mark.
    const BuyerResponse marked{200, {}, "\xEF\xBB\xBF" + response.body};
    const auto shifted = locateAt(marked, static_cast<std::size_t>(at) + 3);
    QVERIFY(shifted);
    QCOMPARE(shifted->begin, value->begin + 3);
    holdsFor(marked);
}

void TestLocate::sources_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("places");
    const auto row = [](const char *source, const char *body, const char *places) {
        QTest::newRow(source) << QByteArray(source) << QByteArray(body) << QByteArray(places);
    };
    row(R"({"json":"$.l[*].c"})", R"({"l":[{"c":"x"},{"c":1.50},{"c":null}]})", "x 1.50 ");
    row(R"({"json":"$.a"})", R"({"a":{"b":[1]},"c":2})", R"({"b":[1]} )");
    row(R"({"json":"$..id"})", R"({"id":1,"x":{"id":"two"}})", "1 two ");
    row(R"({"xpath":"//b"})", "<r><b>1</b><c><b>2</b></c></r>", "1 2 ");
    row(R"({"xpath":"//@id"})", "<r id='1'><b id=\"2\"/></r>", "1 2 ");
    row(R"({"xpath":"/r/c"})", "<r><c><b>2</b></c></r>", "<b>2</b> ");
    row(R"~({"xpath":"count(//b)"})~", "<r><b/></r>", "");
    row(R"({"regex":"[a-z]+!","ignore_case":true})", "Say OK! now", "OK! ");
    row(R"({"delimited":"<br>","index":-1})", "a<br>b<br>last", "last ");
    row(R"({"pair":"a"})", "a=1&b=2&a=3", "1 3 ");
    row(R"({"text":"body"})", " all of it\n", "all of it ");
    row(R"({"header":"x"})", "x", "");
    row(R"({"http":"status"})", "200", "");
    row(R"~({"json":"$.m","inner":{"regex":"id (\\d+)"}})~", R"({"m":"your \"id 77\""})", "77 ");
    row(R"({"json":"$.nothing"})", "{}", "");
    row(R"({"json":"$["})", "{}", "");
    row(R"({"unknown":1})", "{}", "");
}

void TestLocate::sources()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, places);
    const auto value = parseJson(source.toStdString());
    QVERIFY(value.ok());
    std::string found;
    for (const auto &[begin, end] : locateSource({200, {{"x", "y"}}, body.toStdString()}, *value))
        found += body.toStdString().substr(begin, end - begin) + ' ';
    QCOMPARE(QByteArray::fromStdString(found), places);
}

void TestLocate::everyFixture_data()
{
    QTest::addColumn<QString>("file");
    const QString root = QStringLiteral(BOURSE_SOURCE_DIR "/tests/integrations");
    QDirIterator files(root, {QStringLiteral("*.response")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        QTest::newRow(qPrintable(file.mid(root.size() + 1))) << file;
    }
}

void TestLocate::everyFixture()
{
    QFETCH(QString, file);
    QFile in(file);
    QVERIFY(in.open(QIODevice::ReadOnly));
    const auto response = parseRawResponse(in.readAll().toStdString());
    QVERIFY(response.ok());
    holdsFor(*response);
    if (response->body.find_first_not_of(" \t\r\n") != std::string::npos)
        QVERIFY(!locateAll(*response).empty() || response->body.find_first_of("{[<") != std::string::npos);
}

void TestLocate::everyMatchHasItsPlace()
{
    const BuyerResponse response{200, {}, "1,4.50\n\n2,5\n"};
    using Places = std::vector<std::pair<std::size_t, std::size_t>>;
    const auto places = [&](const char *source) {
        return locateSource(response, *parseJson(source));
    };
    QVERIFY((places(R"({"delimited":"\n","take":"all"})") == Places{{0, 6}, {8, 11}}));
    QVERIFY((places(R"({"delimited":"\n","take":"all","inner":{"delimited":",","index":1}})") ==
             Places{{2, 6}, {10, 11}}));
    QVERIFY((places(R"~({"regex":"(\\d),","take":"all"})~") == Places{{0, 1}, {8, 9}}));
    QVERIFY((places(R"~({"regex":"(\\d),"})~") == Places{{0, 1}}));
}

void TestLocate::theNarrowestCounts()
{
    const BuyerResponse response{200, {}, R"({"a":"x","b":"yy"})"};
    QCOMPARE(locateAt(response, 6)->text, std::string("x"));
    QCOMPARE(locateAt(response, 14)->text, std::string("yy"));
    QVERIFY(!locateAt(response, 1));
    QVERIFY(!locateAt(response, 10'000));
    QVERIFY(!locateAt({200, {}, ""}, 0));
}

void TestLocate::manyValues()
{
    std::string list = "[";
    for (int i = 0; i < 5'000; ++i)
        list += (i ? ",\"" : "\"") + std::to_string(i) + '"';
    const auto found = locateAll({200, {}, list + "]"});
    QCOMPARE(found.size(), std::size_t(2'000));
    QCOMPARE(found.back().text, std::string("1999"));
}

void TestLocate::harmfulAnswers_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("depth") << QByteArray(100'000, '[');
    QTest::newRow("xml depth") << QByteArray("<a>").repeated(10'000);
    QTest::newRow("dtd") << QByteArray("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>");
    QTest::newRow("megabytes of words") << QByteArray("word ").repeated(1'000'000);
    QTest::newRow("megabytes of one word") << QByteArray(5'000'000, 'x');
    QTest::newRow("megabytes of pairs") << QByteArray("a=1&").repeated(300'000);
    QTest::newRow("megabytes of parts") << QByteArray("a|").repeated(2'500'000);
    QTest::newRow("megabytes of json") << '[' + QByteArray("1,").repeated(200'000) + "1]";
    QTest::newRow("megabytes of xml") << "<r>" + QByteArray("<a>1</a>").repeated(50'000) + "</r>";
    QTest::newRow("texts in texts") << QByteArray(
        R"({"a":"{\"a\":\"{\\\"a\\\":\\\"{\\\\\\\"a\\\\\\\":1}\\\"}\"}"})");
    QTest::newRow("nul") << QByteArray("a\0b|c", 5);
    QTest::newRow("not utf-8") << QByteArray("\xFF\xFE|\x80=\xC0&<");
    QTest::newRow("half a tag") << QByteArray("<a b='c");
    QTest::newRow("half a comment") << QByteArray("<a/><!-- ");
    QTest::newRow("half a cdata") << QByteArray("<a><![CDATA[");
    QTest::newRow("half an escape") << QByteArray("{\"a\":\"\\");
    QTest::newRow("emoji") << QByteArray("\xF0\x9F\x98\x80 price \xF0\x9F\x98\x80 5");
}

void TestLocate::harmfulAnswers()
{
    QFETCH(QByteArray, body);
    const BuyerResponse response{200, {}, body.toStdString()};
    const auto found = locateAll(response);
    QVERIFY(found.size() <= 2'000);
    for (std::size_t i = 0; i < found.size(); i += found.size() / 3 + 1) {
        const LocatedValue &value = found[i];
        QVERIFY(value.begin <= value.end && value.end <= response.body.size());
        QCOMPARE(readWith(value.source, response), plain(value.text));
        QVERIFY(!locateSource(response, value.source).empty());
    }
}

QTEST_GUILESS_MAIN(TestLocate)
#include "tst_locate.moc"
