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
    void months_data();
    void months();
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

QTEST_APPLESS_MAIN(TestAnswerFaults)
#include "tst_answerfaults.moc"
