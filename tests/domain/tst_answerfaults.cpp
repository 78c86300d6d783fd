// Answers that once were read wrongly: amounts, pages that are no answer, namespaces, several values.
#include <QTest>

class TestAnswerFaults : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void amounts_data();
    void amounts();
    void unreadable_data();
    void unreadable();
    void namespaces_data();
    void namespaces();
    void severalValues_data();
    void severalValues();
    void bidsInTexts_data();
    void bidsInTexts();
    void everyMatchAndPart_data();
    void everyMatchAndPart();
    void repeatedMatchesAreBounded();
    void months_data();
    void months();
    void manyHeaders();
    void sums_data();
    void sums();
    void namesOfMembers_data();
    void namesOfMembers();
    void tablesInAnswers();
    void lenience_data();
    void lenience();
};

#include "domain/integration/datevalue.h"
#include "domain/integration/integration.h"

using namespace bourse;
using namespace bourse::domain;

namespace {

Interpretation readAnswer(const QByteArray &response, const QByteArray &body, const char *currency = "USD",
                          int status = 200)
{
    const std::string document = std::string(R"({"bourse_integration":1,"slug":"t","currency":")") +
                                 currency + R"(","endpoints":{"test":{"base_url":"http://a.example"}},)" +
                                 R"("steps":{"post":{"response":)" + response.toStdString() + "}}}";
    const auto integration = Integration::fromJson(document);
    if (!integration)
        qFatal("%s %s: %s", integration.error().code.c_str(), integration.error().field.c_str(),
               integration.error().message.c_str());
    return (*integration)->interpret(StepKind::Post, {status, {}, body.toStdString()});
}

/// The outcome where one rule accepts and the next takes the rest.
QByteArray outcome(const QByteArray &when, const QByteArray &body, bool rest)
{
    const QByteArray more = rest ? R"(,{"id":"no","outcome":"rejected"})" : "";
    const Interpretation reading =
        readAnswer(R"({"rules":[{"id":"ok","outcome":"accepted","when":)" + when + "}" + more + "]}", body);
    return QByteArray(name(reading.outcome).data(), qsizetype(name(reading.outcome).size()));
}

} // namespace

void TestAnswerFaults::amounts_data()
{
    QTest::addColumn<bool>("comma");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("transforms");
    QTest::addColumn<QByteArray>("amount");
    const auto row = [](const char *name, bool comma, const char *body, const char *amount,
                        const char *transforms = "[]") {
        QTest::newRow(name) << comma << QByteArray(body) << QByteArray(transforms) << QByteArray(amount);
    };
    row("number, comma", true, R"({"p":12.125})", "12125000 EUR");
    row("number of three digits after the point", true, R"({"p":1234.567})", "1234567000 EUR");
    row("text, comma", true, R"({"p":"1.234,50"})", "1234500000 EUR");
    row("text that groups", true, R"({"p":"12.125"})", "12125000000 EUR");
    row("number, computed", true, R"({"p":12125})", "12125000 EUR", R"([{"do":"divide","value":1000}])");
    row("sign behind", true, "{\"p\":\"12,50 \u20AC\"}", "12500000 EUR");
    row("sign behind a hard space", true, "{\"p\":\"12,50\u00A0\u20AC\"}", "12500000 EUR");
    row("sign close behind", false, "{\"p\":\"12\u20AC\"}", "12000000 EUR");
    row("dollar behind", false, R"({"p":"12.50 $"})", "12500000 USD");
    row("code in small letters", false, R"({"p":"12 usd"})", "12000000 USD");
    row("code in small letters before", false, R"({"p":"usd 12"})", "12000000 USD");
    row("Canadian", false, R"({"p":"CA$12"})", "12000000 CAD");
    row("signs on both sides", false, "{\"p\":\"\u20AC12 $\"}", "");
    row("sign and code differ", false, "{\"p\":\"\u20AC12 USD\"}", "");
    row("words", false, R"({"p":"12 xyz"})", "");
    row("cents", false, R"({"p":"12.5c"})", "");
}

void TestAnswerFaults::amounts()
{
    QFETCH(const bool, comma);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, transforms);
    QFETCH(const QByteArray, amount);
    const auto reading = readAnswer(QByteArray(R"({"extract":{"decimal":")") + (comma ? "comma" : "point") +
                                        R"(","price":{"source":{"json":"$.p"},"transforms":)" + transforms +
                                        R"(}},"rules":[{"id":"ok","outcome":"accepted"}]})",
                                    body, "EUR");
    const auto code = reading.price ? std::string(reading.price->currency().code()) : std::string();
    QCOMPARE(reading.price ? QByteArray::number(qint64(reading.price->micros())) + ' ' + code.c_str()
                           : QByteArray(),
             amount);
}

void TestAnswerFaults::unreadable_data()
{
    QTest::addColumn<QByteArray>("when");
    QTest::addColumn<QByteArray>("good");
    QTest::addColumn<QByteArray>("bad");
    const auto row = [](const char *name, const char *when, const char *good, const char *bad) {
        QTest::newRow(name) << QByteArray(when) << QByteArray(good) << QByteArray(bad);
    };
    const char *page = "We are down for maintenance";
    row("not_equals", R"({"source":{"json":"$.status"},"op":"not_equals","value":"error"})", "{}", page);
    row("ne", R"({"source":{"json":"$.code"},"op":"ne","value":1})", R"({"code":2})", page);
    row("missing", R"({"source":{"json":"$.error"},"op":"missing"})", R"({"id":1})", "<html>403</html>");
    row("empty", R"({"source":{"json":"$.error"},"op":"empty"})", R"({"error":""})", page);
    row("nothing came", R"({"source":{"json":"$.error"},"op":"missing"})", "{}", "");
    row("not", R"({"not":{"source":{"xpath":"//Error"},"op":"exists"}})", "<r/>", "<br>Cloudflare & co");
    row("not of all", R"({"not":{"all":[{"source":{"json":"$.e"},"op":"exists"}]}})", "{}", page);
    row("not of any",
        R"({"not":{"any":[{"source":{"json":"$.e"},"op":"exists"},{"source":{"http":"status"},"op":"eq","value":404}]}})",
        "{}", page);
    row("all",
        R"({"all":[{"source":{"http":"status"},"op":"eq","value":200},{"source":{"json":"$.e"},"op":"missing"}]})",
        "{}", page);
    row("function", R"~({"source":{"xpath":"not(//Error)"},"op":"is_true"})~", "<r/>", "not xml at all");
    row("either format, as JSON",
        R"({"not":{"any":[{"source":{"json":"$.e"},"op":"exists"},{"source":{"xpath":"//e"},"op":"exists"}]}})",
        R"({"ok":1})", page);
    row("either format, as XML",
        R"({"not":{"any":[{"source":{"json":"$.e"},"op":"exists"},{"source":{"xpath":"//e"},"op":"exists"}]}})",
        "<ok/>", "<br>not & xml");
    row("text within", R"({"source":{"json":"$.d","inner":{"json":"$.error"}},"op":"missing"})",
        R"({"d":"{}"})", R"({"d":"oops"})");
}

void TestAnswerFaults::unreadable()
{
    QFETCH(const QByteArray, when);
    QFETCH(const QByteArray, good);
    QFETCH(const QByteArray, bad);
    QCOMPARE(outcome(when, good, false), QByteArray("accepted"));
    QCOMPARE(outcome(when, bad, false), QByteArray("unrecognised"));
    // What can be known still decides.
    QCOMPARE(outcome(R"({"any":[)" + when + R"(,{"source":{"text":"body"},"op":"contains","value":""}]})",
                     bad, false),
             QByteArray("accepted"));
}

void TestAnswerFaults::namespaces_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *path, const char *found) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(found);
    };
    row("/Envelope/Body/R/Status", "OK");
    row("/Envelope/Body/R/Status[@code='1']", "OK");
    row("/Envelope/Body/R/Status[@code = 1]/text()", "OK");
    row("//Status[.='OK']", "OK");
    row("count(//Status)", "2");
    row("count( // Status ) * 2 - 1", "3");
    row("//Status/@code", "1");
    row("/Envelope/Body/R[1]/Status | //Nope", "OK");
    row("//r:Status[2]", "no");
    row("//q:Status[@code='1']", "OK");
    row("string(//Status)", "OK");
    row("not(//Error)", "true");
    row("boolean(//Error or //Status and 1)", "true");
    row("//Status[last()]", "no");
    row("//R[Status='no']/child::Id", "7");
    row("//R/*[3]", "7");
    row("//R/z:*[3]", "7");
    row("//Id[../Status]", "7");
    row("./Envelope//Id", "7");
    row("//Id/@xsi:nil", "true");
    row("//Id/@other:nil", "true");
    row("//Id/@nil", "true");
    row("//Id/attribute::type", "plain");
    row("//Id/@xsi:type", "typed");
    row("//*[local-name()='Id']", "7");
    row("//*[name()='r:Id']", "7");
    row("10 div 4 + 1 mod 2", "3.5");
    row("concat('a[b]/c', //Id)", "a[b]/c7");
}

void TestAnswerFaults::namespaces()
{
    QFETCH(QByteArray, path);
    QFETCH(const QByteArray, found);
    const QByteArray prefixed =
        "<s:Envelope xmlns:s='u' xmlns:xsi='x'><s:Body><r:R xmlns:r='v'><r:Status code='1'>OK</r:Status>"
        "<r:Status>no</r:Status><r:Id xsi:nil='true' xsi:type='typed' type='plain'>7</r:Id></r:R></s:Body>"
        "</s:Envelope>";
    QByteArray byDefault = prefixed;
    byDefault.replace("r:", "").replace("xmlns:r", "xmlns").replace("xmlnsR", "R");
    const QByteArray response = R"({"extract":{"carried":{"v":{"source":{"xpath":")" + path +
                                R"("}}}},"rules":[{"id":"r","outcome":"accepted"}]})";
    QCOMPARE(QByteArray::fromStdString(readAnswer(response, prefixed).carried["v"]), found);
    if (!path.contains("r:Id"))
        QCOMPARE(QByteArray::fromStdString(
                     readAnswer(response, "<R xmlns='w'/>" + byDefault.replace("xmlns:='v'", "xmlns='v'"))
                         .carried["v"]),
                 found);
}

void TestAnswerFaults::severalValues_data()
{
    QTest::addColumn<QByteArray>("test");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *test, const char *body, const char *expected) {
        QTest::newRow(name) << QByteArray(test) << QByteArray(body) << QByteArray(expected);
    };
    row("one is", R"("op":"not_equals","value":"DUP")", R"({"e":[{"c":"DUP"},{"c":"X"}]})", "rejected");
    row("none is", R"("op":"not_equals","value":"DUP")", R"({"e":[{"c":"Y"},{"c":"X"}]})", "accepted");
    row("there is none", R"("op":"not_equals","value":"DUP")", R"({"e":[]})", "accepted");
    row("one is empty", R"("op":"empty")", R"({"e":[{"c":"DUP"},{"c":""}]})", "rejected");
    row("all are empty", R"("op":"empty")", R"({"e":[{"c":""},{"c":""}]})", "accepted");
    row("one number is", R"("op":"ne","value":1)", R"({"e":[{"c":1},{"c":2}]})", "rejected");
    row("one of them is", R"("op":"equals","value":"X")", R"({"e":[{"c":"DUP"},{"c":"X"}]})", "accepted");
}

void TestAnswerFaults::severalValues()
{
    QFETCH(const QByteArray, test);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    QCOMPARE(outcome(R"({"source":{"json":"$.e[*].c"},)" + test + "}", body, true), expected);
}

void TestAnswerFaults::everyMatchAndPart_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *source, const char *body, const char *expected) {
        QTest::newRow(source) << QByteArray(source) << QByteArray(body) << QByteArray(expected);
    };
    row(R"~({"regex":"E(\\d+)","take":"all"})~", "E1, E22 and E333", "1+22+333");
    row(R"~({"regex":"E(\\d+)","take":"all","group":0})~", "E1, E22 and E333", "E1+E22+E333");
    row(R"~({"regex":"E(\\d+)","take":"first"})~", "E1, E22", "1");
    row(R"~({"regex":"E(\\d+)"})~", "E1, E22", "1");
    row(R"~({"regex":"\\d*","take":"all"})~",
        "a1\u00E9"
        "22",
        "1+22"); // empty ones are nothing
    row(R"~({"regex":"^.*$","take":"all"})~", "one\ntwo", "");
    row(R"~({"regex":"(?m)^.+$","take":"all"})~", "one\ntwo", "one+two");
    row(R"~({"regex":"x","take":"all"})~", "none", "");
    row(R"({"delimited":";","take":"all"})", " a ; b;;c; ", "a+b+c");
    row(R"({"delimited":";","take":"all"})", "a", "a");
    row(R"({"delimited":";","take":"all"})", " ; ", "");
    row(R"({"delimited":"--","take":"all"})", "a-b--c---d", "a-b+c+-d");
    row(R"({"delimited":";","take":"part","index":1})", "a;b", "b");
    row(R"({"delimited":";","take":"all","inner":{"delimited":",","index":1}})", "a,1;b,2;c", "1+2");
}

void TestAnswerFaults::everyMatchAndPart()
{
    QFETCH(const QByteArray, source);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    const auto reading = readAnswer(R"({"extract":{"reason":{"separator":"+","source":)" + source +
                                        R"(}},"rules":[{"id":"no","outcome":"rejected"}]})",
                                    body);
    QCOMPARE(QByteArray::fromStdString(reading.reason ? reading.reason->second : std::string()), expected);
}

/// However long the text: so many matches, and no search without an end.
void TestAnswerFaults::repeatedMatchesAreBounded()
{
    const QByteArray bids =
        R"~({"extract":{"bids":{"each":{"regex":"(\\d+);","take":"all"},"price":{"source":{"text":"body"}},"choose":"sum"}},"rules":[{"id":"ok","outcome":"accepted"}]})~";
    const auto many = readAnswer(bids, QByteArray("1;").repeated(5'000));
    QCOMPARE(many.bids.size(), std::size_t(1'000));
    QCOMPARE(many.price->micros(), std::int64_t(1'000'000'000));
    // what could not be searched to its end does not prove that something is missing
    const auto missing = readAnswer(
        R"~({"rules":[{"id":"none","outcome":"accepted","when":{"source":{"regex":"(a+)+$","take":"all"},"op":"missing"}}]})~",
        QByteArray("a").repeated(40) + "b");
    QCOMPARE(missing.rule, std::string());
    const auto there = readAnswer(
        R"~({"rules":[{"id":"none","outcome":"rejected","when":{"source":{"regex":"x","take":"all"},"op":"missing"}}]})~",
        QByteArray("a").repeated(40));
    QCOMPARE(there.rule, std::string("none"));
}

void TestAnswerFaults::bidsInTexts_data()
{
    QTest::addColumn<QByteArray>("each");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("price");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("xml in xml")
        << QByteArray(R"({"xpath":"/string","inner":{"xpath":"//Bid"}})") << QByteArray(R"({"xpath":"@id"})")
        << QByteArray(R"({"xpath":"@price"})")
        << QByteArray("<string xmlns='t'>&lt;R&gt;&lt;Bid id=\"1\" price=\"4.50\"/&gt;&lt;Bid "
                      "id=\"2\" price=\"5\"/&gt;&lt;/R&gt;</string>");
    QTest::newRow("json in json") << QByteArray(R"({"json":"$.d","inner":{"json":"$.bids[*]"}})")
                                  << QByteArray(R"({"json":"$.id"})") << QByteArray(R"({"json":"$.p"})")
                                  << QByteArray(
                                         R"({"d":"{\"bids\":[{\"id\":1,\"p\":4.50},{\"id\":2,\"p\":5}]}"})");
    QTest::newRow("json in json in xml")
        << QByteArray(R"({"xpath":"//r","inner":{"json":"$.d","inner":{"json":"$[*]"}}})")
        << QByteArray(R"({"json":"$.id"})") << QByteArray(R"({"json":"$.p"})")
        << QByteArray(R"(<x><r>{"d":"[{\"id\":1,\"p\":4.50},{\"id\":2,\"p\":5}]"}</r></x>)");
    QTest::newRow("json in a pair") << QByteArray(R"({"pair":"b","inner":{"json":"$[*]"}})")
                                    << QByteArray(R"({"json":"$.id"})") << QByteArray(R"({"json":"$.p"})")
                                    << QByteArray(R"(a=1&b=[{"id":1,"p":4.50},{"id":2,"p":5}])");
    // text: the price first, so that a part that is read from the whole answer would be seen
    QTest::newRow("lines of parts") << QByteArray(R"({"delimited":"\n","take":"all"})")
                                    << QByteArray(R"({"delimited":"|","index":1})")
                                    << QByteArray(R"({"delimited":"|","index":0})")
                                    << QByteArray("price|id\r\n4.50|1\r\n\r\n5|2\r\n");
    QTest::newRow("parts of pairs") << QByteArray(R"({"delimited":";","take":"all"})")
                                    << QByteArray(R"({"pair":"id"})") << QByteArray(R"({"pair":"p"})")
                                    << QByteArray("p=4.50&id=1;p=5&id=2;");
    QTest::newRow("json on each line")
        << QByteArray(R"({"delimited":"\n","take":"all","inner":{"json":"$"}})")
        << QByteArray(R"({"json":"$.id"})") << QByteArray(R"({"json":"$.p"})")
        << QByteArray("{\"id\":1,\"p\":4.50}\n{\"id\":2,\"p\":5}\n");
    QTest::newRow("json on each line, without inner")
        << QByteArray(R"({"delimited":"\n","take":"all"})") << QByteArray(R"({"json":"$.id"})")
        << QByteArray(R"({"json":"$.p"})") << QByteArray("{\"id\":1,\"p\":4.50}\n{\"id\":2,\"p\":5}\n");
    QTest::newRow("matches") << QByteArray(R"~({"regex":"BID \\d+ \\S+","take":"all"})~")
                             << QByteArray(R"~({"regex":"BID (\\d+)"})~")
                             << QByteArray(R"~({"regex":"\\$([0-9.]+)"})~")
                             << QByteArray("Two offers: BID 1 $4.50, BID 2 $5.00 (until noon).");
    QTest::newRow("groups of matches")
        << QByteArray(R"~({"regex":"\\[([^\\]]*)\\]","take":"all"})~")
        << QByteArray(R"({"delimited":",","index":0})") << QByteArray(R"({"delimited":",","index":1})")
        << QByteArray("[1,4.50][][2,5]");
    QTest::newRow("pairs of one name")
        << QByteArray(R"({"pair":"bid"})") << QByteArray(R"({"delimited":":","index":0})")
        << QByteArray(R"({"delimited":":","index":1})") << QByteArray("ok=1&bid=1%3A4.50&bid=2%3A5");
    QTest::newRow("lines within xml")
        << QByteArray(R"({"xpath":"/r/list","inner":{"delimited":"\n","take":"all"}})")
        << QByteArray(R"({"delimited":",","index":0})") << QByteArray(R"({"delimited":",","index":1})")
        << QByteArray("<r><list>1,4.50\n2,5</list></r>");
}

void TestAnswerFaults::bidsInTexts()
{
    QFETCH(const QByteArray, each);
    QFETCH(const QByteArray, id);
    QFETCH(const QByteArray, price);
    QFETCH(const QByteArray, body);
    const auto reading =
        readAnswer(R"({"extract":{"bids":{"each":)" + each + R"(,"id":{"source":)" + id +
                       R"(},"price":{"source":)" + price + R"(},"carried":{"bid":{"source":)" + id +
                       R"(}}}},"rules":[{"id":"ok","outcome":"accepted"}]})",
                   body);
    QCOMPARE(reading.bids.size(), std::size_t(2));
    QCOMPARE(reading.bids[0].id, std::string("1"));
    QCOMPARE(reading.bids[0].price.micros(), std::int64_t(4'500'000));
    QCOMPARE(reading.price->micros(), std::int64_t(5'000'000));
    QCOMPARE(reading.carried.at("bid"), std::string("2"));
}

void TestAnswerFaults::months_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *pattern, const char *expected) {
        QTest::newRow(pattern) << QByteArray(pattern) << QByteArray(expected);
    };
    row("mm/dd/yyyy", "05/02/1980");
    row("yyyy-mm-dd", "1980-05-02");
    row("dd.mm.yyyy hh:mm", "02.05.1980 02:30");
    row("HH:mm dd/mm/yyyy", "14:30 02/05/1980");
    row("mmddyyyy", "05021980");
    row("yyyymmddHHmmss", "19800502143059");
    row("mm-dd-yy", "05-02-80");
    row("m/d/yyyy", "5/2/1980");
    row("MM/dd/yyyy HH:mm", "05/02/1980 14:30");
    row("dd/MM/yyyy mm", "02/05/1980 30");
    row("HH:MM", "14:30");
    row("mm/dd/yyyy HH:MM", "05/02/1980 14:30");
    row("mm/DD/YYYY", "05/02/1980");
    row("mm:ss", "30:59");
}

void TestAnswerFaults::months()
{
    QFETCH(const QByteArray, pattern);
    QFETCH(const QByteArray, expected);
    const auto made = datePattern(pattern.toStdString(), DateStyle::Recognise, false);
    QVERIFY(made.ok());
    DateValue value;
    value.date = std::chrono::year{1980} / 5 / 2;
    value.time = std::chrono::hours(14) + std::chrono::minutes(30) + std::chrono::seconds(59);
    value.hasTime = true;
    QCOMPARE(QByteArray::fromStdString(written(value, *made)), expected);
}

void TestAnswerFaults::manyHeaders()
{
    const auto integration = Integration::fromJson(
        R"~({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http:\/\/a.example"}},"steps":{"post":{"response":{
            "extract":{"reason":{"source":{"header":"set-cookie"},"separator":"|"},
                       "carried":{"sid":{"source":{"header":"Set-Cookie","inner":{"regex":"sid=([a-z]+)"}}}}},
            "rules":[{"id":"no","outcome":"rejected","when":{"source":{"header":"SET-COOKIE"},"op":"starts_with","value":"sid"}}]}}}})~");
    QVERIFY(integration.ok());
    const Interpretation reading =
        (*integration)
            ->interpret(StepKind::Post,
                        {200, {{"Set-Cookie", "a=1"}, {"X", "y"}, {"set-cookie", "sid=abc; Path=/"}}, ""});
    QCOMPARE(reading.rule, std::string("no"));
    QCOMPARE(reading.carried.at("sid"), std::string("abc"));
    QCOMPARE(reading.reason->second, std::string("a=1|sid=abc; Path=/"));
}

void TestAnswerFaults::sums_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("amount");
    const auto row = [](const char *name, const char *body, const char *amount) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(amount);
    };
    row("exact", R"({"l":[{"p":0.1},{"p":0.2},{"p":"10.000001"}]})", "10300001");
    row("one", R"({"l":[{"p":7}]})", "7000000");
    row("what cannot be read is no leg", R"({"l":[{"p":7},{"p":"n/a"}]})", "7000000");
    row("currencies differ", R"({"l":[{"p":"7 USD"},{"p":"7 EUR"},{"p":"1 USD"}],"all":9})", "");
    row("too large", R"({"l":[{"p":9000000000000},{"p":9000000000000}],"all":9})", "");
    row("no legs", R"({"l":[],"all":9})", "9000000");
}

void TestAnswerFaults::sums()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, amount);
    const auto reading = readAnswer(
        R"({"extract":{"price":{"source":{"json":"$.all"}},"bids":{"each":{"json":"$.l[*]"},"choose":"sum","price":{"source":{"json":"$.p"}}}},
            "rules":[{"id":"ok","outcome":"accepted"}]})",
        body);
    QCOMPARE(reading.price ? QByteArray::number(qint64(reading.price->micros())) : QByteArray(), amount);
}

void TestAnswerFaults::namesOfMembers_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("members") << QByteArray(R"({"json":"$.errors.*","take":"name"})")
                             << QByteArray("zip, phone");
    QTest::newRow("values") << QByteArray(R"({"json":"$.errors.*[*]"})") << QByteArray("bad, worse, gone");
    QTest::newRow("deeper") << QByteArray(R"({"json":"$..n","take":"name"})") << QByteArray("n");
    QTest::newRow("items have none") << QByteArray(R"({"json":"$.errors.*[*]","take":"name"})")
                                     << QByteArray("");
    QTest::newRow("of a text within")
        << QByteArray(R"({"json":"$.t","inner":{"json":"$.*","take":"name"}})") << QByteArray("inside");
}

void TestAnswerFaults::namesOfMembers()
{
    QFETCH(const QByteArray, source);
    QFETCH(const QByteArray, reason);
    const QByteArray body =
        R"({"errors":{"zip":["bad","worse"],"phone":["gone"]},"o":{"n":1},"t":"{\"inside\":2}"})";
    const auto reading = readAnswer(R"({"extract":{"reason":{"source":)" + source +
                                        R"(}},"rules":[{"id":"e","outcome":"error"}]})",
                                    body);
    QCOMPARE(QByteArray::fromStdString(reading.reason->second), reason);
    const auto bids = readAnswer(
        R"({"extract":{"bids":{"each":{"json":"$.bids.*"},"id":{"source":{"json":"$","take":"name"}},"price":{"source":{"json":"$.p"}}}},
            "rules":[{"id":"ok","outcome":"accepted"}]})",
        R"({"bids":{"k1":{"p":3},"k2":{"p":4}}})");
    QCOMPARE(bids.bids.size(), std::size_t(2));
    QCOMPARE(bids.bids[0].id + bids.bids[1].id, std::string("k1k2"));
}

void TestAnswerFaults::tablesInAnswers()
{
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","currency":"USD","endpoints":{"test":{"base_url":"http://a.example"}},
            "tables":{"tier":{"A":30,"B":12}},"steps":{"post":{"response":{
            "extract":{"price":{"source":{"json":"$.tier"},"transforms":[{"do":"map","table":"tier"}]}},
            "rules":[{"id":"ok","outcome":"accepted","when":{"source":{"json":"$.tier"},"transforms":[{"do":"map","table":"tier"}],"op":"ge","value":12}}]}}}})");
    QVERIFY2(integration.ok(), integration ? "" : integration.error().message.c_str());
    QCOMPARE((*integration)->interpret(StepKind::Post, {200, {}, R"({"tier":"A"})"}).price->micros(),
             std::int64_t(30'000'000));
    QCOMPARE((*integration)->interpret(StepKind::Post, {200, {}, R"({"tier":"C"})"}).outcome,
             Reading::Unrecognised);
}

void TestAnswerFaults::lenience_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const QByteArray &body, const char *value) {
        QTest::newRow(name) << body << QByteArray(value);
    };
    row("doubled key", R"({"s":"no","v":"a","x":1,"v":"b"})", "b");
    row("doubled key in a list", R"({"l":[{"v":1,"v":2}],"v":"c"})", "c");
    row("many keys",
        R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"v":1,"l":1,"v":2,"m":3})",
        "2");
    row("line break in a text", "{\"v\":\"a\nb\"}", "a\nb");
    row("Latin-1 byte", "{\"v\":\"Jos\xE9\"}", "Jos\u00E9");
    row("Latin-1 byte before the quote's escape", "{\"v\":\"\xE9\\\"x\"}", "\u00E9\"x");
    row("broken all the same", R"({"v":"a")", "");
    row("garbage behind", R"({"v":"a","v":"b"} x)", "");
}

void TestAnswerFaults::lenience()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, value);
    const auto read = [&](const char *lenient) {
        const Interpretation reading = readAnswer(
            QByteArray(R"({"lenient":)") + lenient +
                R"(,"extract":{"carried":{"v":{"source":{"json":"$.v"}}}},)"
                R"("rules":[{"id":"r","outcome":"rejected","when":{"source":{"json":"$.v"},"op":"exists"}}]})",
            body);
        return reading.carried.contains("v") ? QByteArray::fromStdString(reading.carried.at("v"))
                                             : QByteArray();
    };
    QCOMPARE(read("true"), value);
    QCOMPARE(read("false"), QByteArray());
}

QTEST_APPLESS_MAIN(TestAnswerFaults)
#include "tst_answerfaults.moc"
