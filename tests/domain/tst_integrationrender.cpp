// Rendering: sources, transforms, bodies, URLs, headers, signatures, and what a document may not say.
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <QFile>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

class TestIntegrationRender : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void transforms_data();
    void transforms();
    void jsonBodies_data();
    void jsonBodies();
    void xmlBodies_data();
    void xmlBodies();
    void otherBodies_data();
    void otherBodies();
    void conditionsAndEmptiness();
    void urls_data();
    void urls();
    void headersAreWholeAndInOrder();
    void headersCannotBeInjected();
    void environmentsDiffer();
    void secretsAreMarkedWhereMissing();
    void signatures();
    void nonceIsOnePerRendering();
    void refusals_data();
    void refusals();
    void namesEveryProblemAtOnce();
    void tellsAboutItself();
    void templatesSendNoPersonalDataInPings();
    void speed();
};

namespace {

Object parsed(const std::string &text)
{
    const auto value = parseJson(text);
    if (!value)
        qFatal("%s: %s", text.c_str(), value.error().message.c_str());
    return *value->asObject();
}

/// A document around one ping step.
std::string document(const std::string &step, const std::string &more = {})
{
    return R"({"bourse_integration":1,"slug":"t","variables":{"n":7,"who":"me"},)"
           R"("tables":{"zones":{"TX":"south","NY":"north"}},)" +
           more +
           R"("endpoints":{"live":{"base_url":"https://live.example","variables":{"who":"you"}},)"
           R"("test":{"base_url":"http://127.0.0.1:8080/base"}},"steps":{"ping":{)" +
           step + R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";
}

struct Rendering {
    std::string lead =
        R"({"name":"Ann","state":"TX","age":42,"owner":true,"none":null,"empty":"","tags":["a","b c"],)"
        R"("group":{"x":{"y":"deep"}},"phone":"+15551234567","email":"Ann@Example.COM","date":"2026-05-02",)"
        R"("at":"2026-01-31T23:30:05Z","num":"1234.5","odd":"a\"b\\<c>&é😀"})";
    std::map<std::string, std::string> carried{{"id", "c 1"}};
    std::map<std::string, Secret> secrets{{"key", Secret("s3cret")}};
    bool live = false;
    std::uint64_t seed = 1;

    Result<RenderedRequest> of(const std::string &text) const
    {
        const auto integration = Integration::fromJson(text);
        if (!integration)
            return integration.errors();
        const Object fields = parsed(lead);
        RenderInput input;
        input.lead = &fields;
        input.carried = &carried;
        input.secrets = &secrets;
        input.time = *fromIso8601("2026-05-12T14:30:01.184Z");
        input.live = live;
        input.seed = seed;
        return (*integration)->render(StepKind::Ping, input);
    }
    std::string body(const std::string &step) const
    {
        const auto request = of(document(step));
        return request ? request->body : "error " + request.error().code + " " + request.error().field;
    }
};

std::string quoted(const std::string &text)
{
    std::string out;
    writeJsonString(text, out);
    return out;
}

} // namespace

void TestIntegrationRender::transforms_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("chain");
    QTest::addColumn<QString>("json"); // the row's value in a JSON body, or "error code"
    const auto row = [](const char *name, const char *source, const char *chain, const char *json) {
        QTest::newRow(name) << QString::fromUtf8(source) << QString::fromUtf8(chain)
                            << QString::fromUtf8(json);
    };
    const char *name = R"({"field":"name"})";
    row("field", name, "", R"("Ann")");
    row("number stays", R"({"field":"age"})", "", "42");
    row("boolean stays", R"({"field":"owner"})", "", "true");
    row("list stays", R"({"field":"tags"})", "", R"(["a","b c"])");
    row("nested field", R"({"field":"group.x.y"})", "", R"("deep")");
    row("list item", R"({"field":"tags[1]"})", "", R"("b c")");
    row("constant object", R"({"constant":{"a":[1]}})", "", R"({"a":[1]})");
    row("carried", R"({"carried":"id"})", "", R"("c 1")");
    row("variable", R"({"variable":"n"})", "", "7");
    row("secret", R"({"secret":"key"})", "", R"("s3cret")");
    row("template", R"({"template":"{{lead.name}} of {{lead.state|lower}}, {{ carried.id }} \\{{x}}"})", "",
        R"("Ann of tx, c 1 {{x}}")");
    row("lookup", R"({"lookup":"zones","key":{"field":"state"}})", "", R"("south")");
    row("first of", R"({"first_of":[{"field":"none"},{"field":"empty"},{"field":"name"}]})", "", R"("Ann")");
    row("time", R"({"computed":"time"})", "", R"("2026-05-12T14:30:01.184Z")");
    row("epoch", R"({"computed":"epoch_s"})", "", "1778596201");
    row("epoch ms", R"({"computed":"epoch_ms"})", "", "1778596201184");
    row("stuffed body",
        R"({"body":{"format":"xml","declaration":false,"rows":[{"target":"a/b","source":{"field":"name"}}]}})",
        "", R"("<a><b>Ann</b></a>")");
    row("trim", R"({"constant":" \t x y \n"})", R"({"do":"trim"})", R"("x y")");
    row("upper", R"({"constant":"straße é"})", R"({"do":"upper"})", R"("STRASSE É")");
    row("lower", R"({"constant":"ÀB"})", R"({"do":"lower"})", R"("àb")");
    row("title", R"({"constant":"MARY o'neil-ÉVANS 3rd"})", R"({"do":"title"})",
        R"("Mary O'Neil-Évans 3Rd")");
    row("substring", R"({"constant":"añb😀c"})", R"({"do":"substring","start":1,"length":3})", R"("ñb😀")");
    row("substring from the end", R"({"constant":"12345"})", R"({"do":"substring","start":-2})", R"("45")");
    row("substring beyond", R"({"constant":"ab"})",
        R"({"do":"substring","start":5,"length":3},{"do":"default","value":"-"})", R"("-")");
    row("replace", R"({"constant":"a-b-c"})", R"({"do":"replace","find":"-","with":"+-"})", R"("a+-b+-c")");
    row("regex replace", R"({"constant":"2026-05-02"})",
        R"~({"do":"regex_replace","pattern":"(\\d+)-(\\d+)-(\\d+)","with":"$2/$3/$1 $$"})~",
        R"("05/02/2026 $")");
    row("regex replace of nothing", R"({"constant":"añ"})",
        R"({"do":"regex_replace","pattern":"","with":"-"})", "error wrong_type");
    row("regex empty matches", R"({"constant":"ab"})", R"({"do":"regex_replace","pattern":"x*","with":"-"})",
        R"("-a-b-")");
    row("regex extract", R"({"constant":"id=42;"})", R"~({"do":"regex_extract","pattern":"id=(\\d+)"})~",
        R"("42")");
    row("pad", R"({"constant":"7"})", R"({"do":"pad","length":3})", R"("007")");
    row("pad right", R"({"constant":"é"})", R"({"do":"pad","length":3,"with":"ñ","side":"right"})",
        R"("éññ")");
    row("digits", R"({"field":"phone"})", R"({"do":"digits"})", R"("15551234567")");
    row("split", R"({"constant":"a,b,c"})", R"({"do":"split","separator":",","index":-1})", R"("c")");
    row("join", R"({"field":"tags"})", R"({"do":"join","separator":"|"})", R"("a|b c")");
    row("concat", name,
        R"({"do":"concat","before":"<","after":">","separator":" ","parts":[{"field":"empty"},{"field":"state"}]})",
        R"("<Ann TX>")");
    row("default", R"({"field":"none"})", R"({"do":"default","value":0})", "0");
    row("coalesce", R"({"field":"nothing"})",
        R"({"do":"coalesce","sources":[{"field":"empty"},{"field":"age"}]})", "42");
    row("blank", R"({"constant":"N/a"})", R"({"do":"blank","values":["n/a"]},{"do":"default","value":"x"})",
        R"("x")");
    row("email domain", R"({"field":"email"})", R"({"do":"email_domain"})", R"("example.com")");
    row("phone national", R"({"field":"phone"})", R"({"do":"phone"})", R"("5551234567")");
    row("phone e164", R"({"constant":"(555) 123-4567"})", R"({"do":"phone","to":"e164"})",
        R"("+15551234567")");
    row("phone last four", R"({"field":"phone"})", R"({"do":"phone","to":"last4"})", R"("4567")");
    row("phone dashed", R"({"field":"phone"})", R"({"do":"phone","to":"dashed"})", R"("555-123-4567")");
    row("phone parentheses", R"({"field":"phone"})", R"({"do":"phone","to":"parentheses"})",
        R"("(555) 123-4567")");
    row("phone abroad", R"({"constant":"+442079460958"})", R"({"do":"phone","to":"national"})",
        R"("2079460958")");
    row("phone abroad in parts", R"({"constant":"+442079460958"})", R"({"do":"phone","to":"international"})",
        R"("442079460958")");
    row("no phone", R"({"constant":"hello"})", R"({"do":"phone"})", "error not_a_phone");
    row("date", R"({"field":"date"})", R"({"do":"date","format":"%-m/%d/%y %A %b"})",
        R"("5/02/26 Saturday May")");
    row("date and time", R"({"field":"at"})", R"({"do":"date","format":"%Y%m%d %I:%M:%S %p %%"})",
        R"("20260131 11:30:05 PM %")");
    row("date in a zone", R"({"field":"at"})",
        R"({"do":"date","format":"%F %T %z %:z","zone":"America/Chicago"})",
        R"("2026-01-31 17:30:05 -0600 -06:00")");
    row("date from", R"({"constant":"5/2/2026 1:05 pm"})",
        R"({"do":"date","input":["%Y","%m/%d/%Y %I:%M %p"],"format":"%FT%T"})", R"("2026-05-02T13:05:00")");
    row("no date", name, R"({"do":"date","format":"%Y"})", "error not_a_date");
    row("31 February", R"({"constant":"2026-02-31"})", R"({"do":"date","format":"%Y"})", "error not_a_date");
    row("epoch of", R"({"field":"at"})", R"({"do":"epoch","unit":"ms"})", "1769902205000");
    row("boolean words", R"({"field":"owner"})", R"({"do":"boolean","true":"Y","false":"N"})", R"("Y")");
    row("boolean numbers", R"({"constant":"no"})", R"({"do":"boolean","true":1,"false":2})", "2");
    row("no boolean", name, R"({"do":"boolean"})", "error not_a_boolean");
    row("number", R"({"field":"num"})", R"({"do":"number","decimals":2,"grouping":",","before":"$"})",
        R"("$1,234.50")");
    row("number with comma", R"({"constant":1234567.005})",
        R"({"do":"number","decimals":2,"point":",","grouping":"."})", R"("1.234.567,01")");
    row("number stays a number", R"({"constant":12})", R"({"do":"number"})", "12.00");
    row("round", R"({"constant":"-2.5"})", R"({"do":"round"})", "-3");
    row("round half even", R"({"constant":"2.5"})", R"({"do":"round","rounding":"half_even"})", "2");
    row("round down", R"({"constant":"-2.9"})", R"({"do":"round","rounding":"down"})", "-2");
    row("floor", R"({"constant":"-2.1"})", R"({"do":"round","rounding":"floor"})", "-3");
    row("round exactly", R"({"constant":"0.1250"})", R"({"do":"round","decimals":2})", "0.13");
    row("map", R"({"field":"state"})", R"({"do":"map","entries":{"tx":"Texas"}})", R"("Texas")");
    row("map to number", R"({"field":"state"})", R"({"do":"map","entries":{"TX":44},"ignore_case":false})",
        "44");
    row("map refuses", name, R"({"do":"map","entries":{"tx":"Texas"}})", "error unmapped_value");
    row("map passes", name, R"({"do":"map","entries":{"tx":"Texas"},"unmapped":"pass"})", R"("Ann")");
    row("map constant", name, R"({"do":"map","table":"zones","unmapped":"constant","constant":"else"})",
        R"("else")");
    row("cast number", R"({"constant":"00123"})", R"({"do":"cast","to":"number"})", "123");
    row("cast text", R"({"field":"age"})", R"({"do":"cast","to":"text"})", R"("42")");
    row("cast boolean", R"({"constant":"Yes"})", R"({"do":"cast","to":"boolean"})", "true");
    row("cast no integer", R"({"constant":"1.5"})", R"({"do":"cast","to":"integer"})",
        "error not_an_integer");
    row("cast injection", R"({"constant":"1,\"x\":2"})", R"({"do":"cast","to":"number"})",
        "error not_a_number");
    row("md5", R"({"constant":"abc"})", R"({"do":"hash","algorithm":"md5"})",
        R"("900150983cd24fb0d6963f7d28e17f72")");
    row("sha1", R"({"constant":"abc"})", R"({"do":"hash","algorithm":"sha1","encoding":"hex_upper"})",
        R"("A9993E364706816ABA3E25717850C26C9CD0D89D")");
    row("sha256", R"({"constant":"abc"})", R"({"do":"hash"})",
        R"("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")");
    row("base64", R"({"constant":"API:é"})", R"({"do":"base64"})", R"("QVBJOsOp")");
    row("base64 back", R"({"constant":"QVBJ"})", R"({"do":"base64_decode"})", R"("API")");
    row("hex", R"({"constant":"é"})", R"({"do":"hex"})", R"("c3a9")");
    row("url", R"({"constant":"a b&é~"})", R"({"do":"url_encode"})", R"("a%20b%26%C3%A9~")");
    row("form", R"({"constant":"a b&*~"})", R"({"do":"url_encode","style":"form"})", R"("a+b%26*%7E")");
    row("stringify", R"({"field":"tags"})", R"({"do":"json_stringify"})", R"("[\"a\",\"b c\"]")");
    row("xml", R"({"constant":"<a b='\"'>"})", R"({"do":"xml_escape"})", R"("&lt;a b='&quot;'&gt;")");
    row("a list is no text", R"({"field":"tags"})", R"({"do":"upper"})", "error wrong_type");
    row("missing values pass by", R"({"field":"nothing"})",
        R"({"do":"phone"},{"do":"default","value":"none"})", R"("none")");
}

void TestIntegrationRender::transforms()
{
    QFETCH(QString, source);
    QFETCH(QString, chain);
    QFETCH(QString, json);
    const std::string row = R"({"target":"v","source":)" + source.toStdString() + R"(,"transforms":[)" +
                            chain.toStdString() + "]}";
    const auto request = Rendering().of(document(R"("body":{"format":"json","rows":[)" + row + "]}"));
    const std::string got = request ? request->body : "error " + request.error().code;
    const std::string wanted =
        json.startsWith(QLatin1String("error")) ? json.toStdString() : "{\"v\":" + json.toStdString() + "}";
    QCOMPARE(QString::fromStdString(got), QString::fromStdString(wanted));
    if (!request)
        QVERIFY(!request.error().field.empty());
}

void TestIntegrationRender::jsonBodies_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("body");
    QTest::newRow("nested, in row order")
        << QString::fromUtf8(
               R"({"target":"z.b","source":{"field":"name"}},{"target":"a","source":{"field":"age"}},{"target":"z.a['c.d']","source":{"constant":1}})")
        << QString::fromUtf8(R"({"z":{"b":"Ann","a":{"c.d":1}},"a":42})");
    QTest::newRow("arrays, by index, without gaps")
        << QString::fromUtf8(
               R"({"target":"d[1].n","source":{"field":"name"}},{"target":"d[0].n","source":{"field":"nothing"}},{"target":"d[2]","source":{"constant":null},"on_empty":"null"})")
        << QString::fromUtf8(R"({"d":[{"n":"Ann"},null]})");
    QTest::newRow("root array") << QString::fromUtf8(R"({"target":"[0].n","source":{"field":"name"}})")
                                << QString::fromUtf8(R"([{"n":"Ann"}])");
    QTest::newRow("empty groups leave no trace")
        << QString::fromUtf8(
               R"({"target":"a.b.c","source":{"field":"nothing"}},{"target":"d","source":{"constant":1}})")
        << QString::fromUtf8(R"({"d":1})");
    QTest::newRow("nothing at all") << QString::fromUtf8(R"({"target":"a","source":{"field":"nothing"}})")
                                    << QStringLiteral("{}");
    QTest::newRow("escapes") << QString::fromUtf8(R"({"target":"a\"b","source":{"field":"odd"}})")
                             << QString::fromUtf8(R"({"a\"b":"a\"b\\<c>&é😀"})");
    QTest::newRow("empty and null")
        << QString::fromUtf8(
               R"({"target":"a","source":{"field":"nothing"},"on_empty":"empty"},{"target":"b","source":{"field":"empty"},"on_empty":"null"})")
        << QString::fromUtf8(R"({"a":"","b":null})");
}

void TestIntegrationRender::jsonBodies()
{
    QFETCH(QString, rows);
    QFETCH(QString, body);
    QCOMPARE(QString::fromStdString(
                 Rendering().body(R"("body":{"format":"json","rows":[)" + rows.toStdString() + "]}")),
             body);
}

void TestIntegrationRender::xmlBodies_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("body");
    QTest::newRow("nested with attributes")
        << QString::fromUtf8(
               R"({"target":"Req@xmlns","source":{"constant":"urn:x"}},{"target":"Req/Lead@id","source":{"carried":"id"}},{"target":"Req/Lead/Name","source":{"field":"name"}},{"target":"Req/Lead/Empty","source":{"field":"nothing"}})")
        << QString::fromUtf8(R"(<Req xmlns="urn:x"><Lead id="c 1"><Name>Ann</Name></Lead></Req>)");
    QTest::newRow("repeated")
        << QString::fromUtf8(
               R"({"target":"a/d[0]/n","source":{"constant":1}},{"target":"a/d[1]/n","source":{"constant":2}},{"target":"a/t","source":{"field":"tags"}})")
        << QStringLiteral("<a><d><n>1</n></d><d><n>2</n></d><t>a</t><t>b c</t></a>");
    QTest::newRow("escapes")
        << QString::fromUtf8(
               R"({"target":"a@v","source":{"field":"odd"}},{"target":"a","source":{"field":"odd"}})")
        << QString::fromUtf8("<a v=\"a&quot;b\\&lt;c&gt;&amp;é😀\">a\"b\\&lt;c&gt;&amp;é😀</a>");
    QTest::newRow("cdata") << QString::fromUtf8(
                                  R"({"target":"a","source":{"constant":"x]]>y&z"},"cdata":true})")
                           << QStringLiteral("<a><![CDATA[x]]]]><![CDATA[>y&z]]></a>");
    QTest::newRow("control character")
        << QString::fromUtf8(R"({"target":"a/b","source":{"constant":"x\u0001"}})")
        << QStringLiteral("error invalid_character a/b");
    QTest::newRow("empty root") << QString::fromUtf8(R"({"target":"a/b","source":{"field":"nothing"}})")
                                << QStringLiteral("<a></a>");
}

void TestIntegrationRender::xmlBodies()
{
    QFETCH(QString, rows);
    QFETCH(QString, body);
    QCOMPARE(QString::fromStdString(Rendering().body(
                 R"("body":{"format":"xml","declaration":false,"rows":[)" + rows.toStdString() + "]}")),
             body);
}

void TestIntegrationRender::otherBodies_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("expected");
    QTest::newRow("form")
        << QString::fromUtf8(
               R"({"format":"form","rows":[{"target":"a b[]","source":{"field":"tags"}},{"target":"o","source":{"field":"odd"}},{"target":"n","source":{"field":"owner"}}]})")
        << QStringLiteral("a+b%5B%5D=a&a+b%5B%5D=b+c&o=a%22b%5C%3Cc%3E%26%C3%A9%F0%9F%98%80&n=true");
    QTest::newRow("form, percent")
        << QString::fromUtf8(
               R"({"format":"form","space":"percent","rows":[{"target":"a b","source":{"field":"tags"}}]})")
        << QStringLiteral("a%20b=a&a%20b=b%20c");
    QTest::newRow("form of a group")
        << QString::fromUtf8(R"({"format":"form","rows":[{"target":"g","source":{"field":"group"}}]})")
        << QStringLiteral("error wrong_type g");
    QTest::newRow("text")
        << QString::fromUtf8(
               R"({"format":"text","template":"{\"n\":\"{{lead.odd}}\",\"age\":{{lead.age}}}","escape":"json"})")
        << QString::fromUtf8(R"({"n":"a\"b\\<c>&é😀","age":42})");
    QTest::newRow("text as xml")
        << QString::fromUtf8(R"({"format":"text","template":"<n>{{lead.odd}}</n>","escape":"xml"})")
        << QString::fromUtf8("<n>a&quot;b\\&lt;c&gt;&amp;é😀</n>");
    QTest::newRow("ascii json")
        << QString::fromUtf8(
               R"({"format":"json","ascii":true,"rows":[{"target":"é","source":{"constant":"é😀"}}]})")
        << QString::fromUtf8(R"({"\u00e9":"\u00e9\ud83d\ude00"})");
}

void TestIntegrationRender::otherBodies()
{
    QFETCH(QString, body);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(Rendering().body("\"body\":" + body.toStdString())), expected);
}

void TestIntegrationRender::conditionsAndEmptiness()
{
    const auto with = [](const std::string &row) {
        return Rendering().body(
            R"("body":{"format":"form","rows":[{"target":"v","source":{"constant":"1"},)" + row + "}]}");
    };
    QCOMPARE(with(R"("when":{"source":{"field":"state"},"op":"in","value":["NY","TX"]})"),
             std::string("v=1"));
    QCOMPARE(with(R"("when":{"source":{"field":"state"},"op":"equals","value":"NY"})"), std::string());
    QCOMPARE(with(R"("when":{"source":{"field":"age"},"op":"ge","value":42})"), std::string("v=1"));
    QCOMPARE(with(R"("when":{"not":{"source":{"field":"none"},"op":"exists"}})"), std::string("v=1"));
    QCOMPARE(
        with(
            R"("when":{"all":[{"source":{"field":"owner"},"op":"equals","value":true},{"any":[{"source":{"field":"x"},"op":"exists"},{"source":{"field":"email"},"transforms":[{"do":"lower"}],"op":"ends_with","value":"example.com"}]}]})"),
        std::string("v=1"));
    QCOMPARE(
        Rendering().body(
            R"("body":{"format":"form","rows":[{"target":"v","source":{"field":"empty"},"on_empty":"refuse"}]})"),
        std::string("error refused_lead v"));
}

void TestIntegrationRender::urls_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("url");
    QTest::newRow("path values are encoded")
        << QString::fromUtf8(R"("path":"/a/{{lead.odd}}/{{carried.id}}")")
        << QStringLiteral("http://127.0.0.1:8080/base/a/a%22b%5C%3Cc%3E%26%C3%A9%F0%9F%98%80/c%201");
    QTest::newRow("a slash stays inside its segment")
        << QString::fromUtf8(R"("path":"/a/{{lead.slash}}/b")")
        << QStringLiteral("http://127.0.0.1:8080/base/a/x%2F..%2Fy/b");
    QTest::newRow("query")
        << QString::fromUtf8(
               R"("path":"/x?a=1","query":[{"target":"k v","source":{"field":"odd"}},{"target":"n","source":{"field":"nothing"}}])")
        << QStringLiteral("http://127.0.0.1:8080/base/x?a=1&k+v=a%22b%5C%3Cc%3E%26%C3%A9%F0%9F%98%80");
    QTest::newRow("query alone")
        << QString::fromUtf8(R"("method":"GET","query":[{"target":"a","source":{"variable":"who"}}])")
        << QStringLiteral("http://127.0.0.1:8080/base?a=me");
    QTest::newRow("own url") << QString::fromUtf8(R"("url":"https://other.example:8443/{{variable.n}}")")
                             << QStringLiteral("https://other.example:8443/7");
    QTest::newRow("dot segments") << QString::fromUtf8(R"("path":"/{{lead.dots}}/x")")
                                  << QStringLiteral("error invalid_url url");
    QTest::newRow("spaces in the path")
        << QString::fromUtf8(R"("path":"/a b")") << QStringLiteral("error invalid_url url");
    QTest::newRow("host from a lead without a list of hosts")
        << QString::fromUtf8(R"("url":"https://{{lead.evil}}/x")")
        << QStringLiteral("error required allowed_hosts");
    QTest::newRow("host from an answer, after a variable")
        << QString::fromUtf8(R"("url":"https://{{variable.who}}.{{carried.id}}/x")")
        << QStringLiteral("error required allowed_hosts");
    QTest::newRow("value behind the host")
        << QString::fromUtf8(R"("url":"https://{{variable.who}}.example/{{lead.slash}}")")
        << QStringLiteral("https://me.example/x%2F..%2Fy");
    QTest::newRow("path that would lengthen the host")
        << QString::fromUtf8(R"("path":".evil.example/x")")
        << QStringLiteral("http://127.0.0.1:8080/base.evil.example/x");
}

void TestIntegrationRender::urls()
{
    QFETCH(QString, step);
    QFETCH(QString, url);
    Rendering rendering;
    rendering.lead.insert(1, R"("slash":"x/../y","dots":"..","evil":"evil.example/?",)");
    const auto request = rendering.of(document(step.toStdString()));
    QCOMPARE(QString::fromStdString(request ? request->url
                                            : "error " + request.error().code + " " + request.error().field),
             url);
}

void TestIntegrationRender::headersAreWholeAndInOrder()
{
    const auto request = Rendering().of(document(
        R"("headers":[{"target":"X-Key","source":{"secret":"key"}},{"target":"Authorization","source":{"template":"API:{{secret.key}}"},"transforms":[{"do":"base64"},{"do":"concat","before":"Basic "}]},{"target":"X-None","source":{"field":"nothing"}}],"path":"/p","body":{"format":"json","rows":[{"target":"a","source":{"constant":"é"}}]})"));
    QVERIFY(request.ok());
    QCOMPARE(QByteArray::fromStdString(toWireText(*request)),
             QByteArray("POST http://127.0.0.1:8080/base/p\r\nHost: 127.0.0.1:8080\r\nX-Key: s3cret\r\n"
                        "Authorization: Basic QVBJOnMzY3JldA==\r\nContent-Type: application/json\r\n"
                        "Content-Length: 10\r\n\r\n{\"a\":\"é\"}"));
    const auto get = Rendering().of(document(R"("method":"GET","url":"https://[::1]:443/")"));
    QVERIFY(get.ok());
    QCOMPARE(toWireText(*get), std::string("GET https://[::1]:443/\r\nHost: [::1]\r\n\r\n"));
    const auto empty = Rendering().of(document(
        R"("path":"/","headers":[{"target":"content-type","source":{"constant":"application/json"}}])"));
    QVERIFY(empty.ok());
    QCOMPARE(toWireText(*empty), std::string("POST http://127.0.0.1:8080/base/\r\nHost: 127.0.0.1:8080\r\n"
                                             "content-type: application/json\r\nContent-Length: 0\r\n\r\n"));
}

void TestIntegrationRender::headersCannotBeInjected()
{
    for (const char *evil : {"a\\r\\nX: 1", "a\\nb", "a\\u0001", "a\\u007f"}) {
        Rendering rendering;
        rendering.lead.insert(1, std::string("\"evil\":\"") + evil + "\",");
        const auto request =
            rendering.of(document(R"("path":"/","headers":[{"target":"X-A","source":{"field":"evil"}}])"));
        QVERIFY(!request.ok());
        QCOMPARE(request.error().code, std::string("header_injection"));
        QCOMPARE(request.error().field, std::string("X-A"));
    }
}

void TestIntegrationRender::environmentsDiffer()
{
    Rendering rendering;
    rendering.live = true;
    const auto request = rendering.of(document(R"("path":"/{{variable.who}}/{{computed.environment}}")"));
    QVERIFY(request.ok());
    QCOMPARE(request->url, std::string("https://live.example/you/live"));
    const auto none = rendering.of(
        R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http://a.example"}},)"
        R"("steps":{"ping":{"response":{"rules":[{"id":"r","outcome":"error"}]}}}})");
    QVERIFY(!none.ok());
    QCOMPARE(none.error().code, std::string("no_endpoint"));
}

void TestIntegrationRender::secretsAreMarkedWhereMissing()
{
    Rendering rendering;
    rendering.secrets.clear();
    const std::string step =
        R"("path":"/k/{{secret.key}}/","headers":[{"target":"X-Key","source":{"template":"Token {{secret.key}}"},"transforms":[{"do":"base64"}]}],)"
        R"("body":{"format":"form","rows":[{"target":"a b","source":{"secret":"key"}},{"target":"c","source":{"constant":"{{x}}"}}]})";
    const auto request = rendering.of(document(step));
    QVERIFY(request.ok());
    QCOMPARE(request->url, std::string("http://127.0.0.1:8080/base/k/{{key}}/"));
    QCOMPARE(request->body, std::string("a+b={{key}}&c=%7B%7Bx%7D%7D"));
    QCOMPARE(*findHeader(request->headers, "x-key"), std::string("Token {{key}}"));

    const auto integration = Integration::fromJson(document(step));
    QVERIFY(integration.ok());
    QCOMPARE((*integration)->secretNames(), std::vector<std::string>{"key"});
    RenderInput input;
    const Object lead;
    input.lead = &lead;
    input.secretsRequired = true;
    const auto sent = (*integration)->render(StepKind::Ping, input);
    QVERIFY(!sent.ok());
    QCOMPARE(sent.error().code, std::string("missing_secret"));
}

void TestIntegrationRender::signatures()
{
    // RFC 4231, test case 2
    Rendering rendering;
    rendering.secrets = {{"key", Secret("Jefe")}};
    const std::string step =
        R"("path":"/p?q=1","body":{"format":"text","template":"what do ya want for nothing?"},"signatures":[)";
    const auto request = rendering.of(document(
        step +
        R"({"header":"X-Signature","secret":"key","before":"sha256=","parts":[{"computed":"request_body"}]}])"));
    QVERIFY(request.ok());
    QCOMPARE(*findHeader(request->headers, "X-Signature"),
             std::string("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    // Standard Webhooks: id.timestamp.body under a base64 secret
    rendering.secrets = {{"key", Secret("SmVmZQ==")}};
    const auto hook = rendering.of(document(
        R"("path":"/p","headers":[{"target":"Webhook-Id","source":{"computed":"uuid"}}],"body":{"format":"text","template":"x"},"signatures":[{"header":"S","secret":"key","secret_encoding":"base64","output":"base64","before":"v1,","parts":[{"constant":"what do ya "},{"constant":"want for nothing?"}]}])"));
    QVERIFY(hook.ok());
    QCOMPARE(*findHeader(hook->headers, "S"), std::string("v1,W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="));
    rendering.secrets.clear();
    const auto missing = rendering.of(
        document(step + R"({"header":"S","secret":"key","parts":[{"computed":"request_body"}]}])"));
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().code, std::string("missing_secret"));
    QCOMPARE(missing.error().field, std::string("S"));
    const auto digest = rendering.of(document(
        step +
        R"({"header":"Digest","algorithm":"sha256","output":"base64","before":"SHA-256=","parts":[{"computed":"request_method"},{"computed":"request_path"},{"computed":"request_query"}]}])"));
    QVERIFY(digest.ok());
    QVERIFY(findHeader(digest->headers, "Digest")->starts_with("SHA-256="));
}

void TestIntegrationRender::nonceIsOnePerRendering()
{
    const std::string text = document(
        R"("body":{"format":"form","rows":[{"target":"a","source":{"computed":"nonce"}},{"target":"b","source":{"computed":"nonce"}},{"target":"u","source":{"computed":"uuid"}}]})");
    Rendering rendering;
    const auto first = rendering.of(text);
    const auto again = rendering.of(text);
    rendering.seed = 2;
    const auto other = rendering.of(text);
    QVERIFY(first.ok() && again.ok() && other.ok());
    QCOMPARE(first->body, again->body);
    QVERIFY(first->body != other->body);
    QCOMPARE(first->body.substr(2, 32), first->body.substr(37, 32));
    QCOMPARE(first->body[first->body.find("u=") + 2 + 14], '4'); // version
}

void TestIntegrationRender::refusals_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("field");
    const auto step = [](const char *inside) {
        return QString::fromStdString(document(inside));
    };
    QTest::newRow("version") << QString::fromUtf8(R"({"bourse_integration":2,"slug":"x"})")
                             << QStringLiteral("unsupported_version") << QStringLiteral("bourse_integration");
    QTest::newRow("no version") << QString::fromUtf8(R"({"slug":"x","endpoints":{},"steps":{}})")
                                << QStringLiteral("required") << QStringLiteral("bourse_integration");
    QTest::newRow("not json") << QStringLiteral("{") << QStringLiteral("invalid_json") << QString();
    QTest::newRow("a list") << QStringLiteral("[]") << QStringLiteral("wrong_type") << QString();
    QTest::newRow("unknown key") << step(R"("pth":"/")") << QStringLiteral("unknown_key")
                                 << QStringLiteral("steps.ping.pth");
    QTest::newRow("unknown step")
        << QString::fromUtf8(R"({"bourse_integration":1,"slug":"x","endpoints":{},"steps":{"pong":{}}})")
        << QStringLiteral("unknown_key") << QStringLiteral("steps.pong");
    QTest::newRow("unknown row key")
        << step(R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1},"typ":1}]})")
        << QStringLiteral("unknown_key") << QStringLiteral("steps.ping.body.rows[0].typ");
    QTest::newRow("unknown transform")
        << step(
               R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1},"transforms":[{"do":"magic"}]}]})")
        << QStringLiteral("no_such_transform") << QStringLiteral("steps.ping.body.rows[0].transforms[0].do");
    QTest::newRow("two kinds of source")
        << step(R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1,"field":"x"}}]})")
        << QStringLiteral("unknown_key") << QStringLiteral("steps.ping.body.rows[0].source.constant");
    QTest::newRow("unknown variable")
        << step(R"("path":"/{{variable.x}}")") << QStringLiteral("no_such_reference")
        << QStringLiteral("steps.ping.path");
    QTest::newRow("template without namespace")
        << step(R"("path":"/{{name}}")") << QStringLiteral("invalid_template")
        << QStringLiteral("steps.ping.path");
    QTest::newRow("two rows, one target")
        << step(
               R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1}},{"target":"a","source":{"constant":2}}]})")
        << QStringLiteral("duplicate_target") << QStringLiteral("steps.ping.body.rows[1].target");
    QTest::newRow("value and group")
        << step(
               R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1}},{"target":"a.b","source":{"constant":2}}]})")
        << QStringLiteral("target_conflict") << QStringLiteral("steps.ping.body.rows");
    QTest::newRow("two roots")
        << step(
               R"("body":{"format":"xml","rows":[{"target":"a","source":{"constant":1}},{"target":"b","source":{"constant":2}}]})")
        << QStringLiteral("target_conflict") << QStringLiteral("steps.ping.body.rows");
    QTest::newRow("our header") << step(
                                       R"("headers":[{"target":"content-length","source":{"constant":"1"}}])")
                                << QStringLiteral("invalid_target")
                                << QStringLiteral("steps.ping.headers[0].target");
    QTest::newRow("header name") << step(R"("headers":[{"target":"X:Y","source":{"constant":"1"}}])")
                                 << QStringLiteral("invalid_target")
                                 << QStringLiteral("steps.ping.headers[0].target");
    QTest::newRow("lead's URL without hosts")
        << step(R"("url":"{{lead.cert}}")") << QStringLiteral("required") << QStringLiteral("allowed_hosts");
    QTest::newRow("date pattern")
        << step(
               R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1},"transforms":[{"do":"date","format":"%Q"}]}]})")
        << QStringLiteral("invalid_pattern")
        << QStringLiteral("steps.ping.body.rows[0].transforms[0].format");
}

void TestIntegrationRender::refusals()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(QString, field);
    const auto integration = Integration::fromJson(text.toStdString());
    QVERIFY(!integration.ok());
    QStringList got;
    for (const Error &error : integration.errors()) {
        got << QString::fromStdString(error.code + " " + error.field);
        QVERIFY(!error.message.empty());
    }
    QVERIFY2(got.contains(code + QLatin1Char(' ') + field), qPrintable(got.join(QStringLiteral("; "))));
}

void TestIntegrationRender::namesEveryProblemAtOnce()
{
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"No Slug","currency":"usd","endpoints":{"live":{"base_url":"ftp://x"}},"extra":1,)"
        R"("steps":{"ping":{"method":"FETCH","path":"/{{x}}","response":{"rules":[{"id":"a","outcome":"sold"},{"id":"a","outcome":"error","when":{"source":{"json":"a.b"},"op":"is","value":1}}]}}}})");
    QVERIFY(!integration.ok());
    QStringList fields;
    for (const Error &error : integration.errors())
        fields << QString::fromStdString(error.field);
    for (const char *field :
         {"slug", "currency", "endpoints.live.base_url", "extra", "steps.ping.method", "steps.ping.path",
          "steps.ping.response.rules[0].outcome", "steps.ping.response.rules[1].id",
          "steps.ping.response.rules[1].when.source.json", "steps.ping.response.rules[1].when.op"})
        QVERIFY2(
            fields.contains(QLatin1String(field)),
            qPrintable(QLatin1String(field) + QStringLiteral(" not in ") + fields.join(QLatin1Char(' '))));
}

void TestIntegrationRender::tellsAboutItself()
{
    const auto integration = Integration::fromJson(document(
        R"("time_limit_ms":1500,"body":{"format":"json","rows":[{"target":"a","source":{"template":"{{lead.name}}"}},{"target":"b","source":{"field":"group.x"}},{"target":"c","source":{"constant":1},"when":{"source":{"field":"state"},"op":"exists"}}]})"));
    QVERIFY(integration.ok());
    const Integration &one = **integration;
    QCOMPARE(one.slug(), std::string("t"));
    QVERIFY(one.hasStep(StepKind::Ping));
    QVERIFY(!one.hasStep(StepKind::Post));
    QVERIFY(one.timeLimit(StepKind::Ping) == Micros(std::chrono::milliseconds(1500)));
    QVERIFY(!one.timeLimit(StepKind::Post));
    QCOMPARE(one.fieldsSent(StepKind::Ping), (std::vector<std::string>{"group", "name", "state"}));
    QVERIFY(!one.declaresIdempotentPost());
    const auto again = Integration::fromValue(one.document());
    QVERIFY(again.ok());
    QVERIFY((*again)->document() == one.document());
}

void TestIntegrationRender::templatesSendNoPersonalDataInPings()
{
    for (const char *name : {"boberdoo-xml", "leadprosper-json", "leadvantage-text"}) {
        QFile file(
            QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations/%1.json").arg(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto integration = Integration::fromJson(file.readAll().toStdString());
        QVERIFY2(integration.ok(), name);
        const auto sent = (*integration)->fieldsSent(StepKind::Ping);
        for (const char *personal : {"first_name", "last_name", "phone", "email", "address", "ip_address",
                                     "description", "birth_date"})
            QVERIFY2(std::find(sent.begin(), sent.end(), personal) == sent.end(), personal);
        const auto posted = (*integration)->fieldsSent(StepKind::Post);
        for (const char *needed : {"first_name", "last_name", "phone", "email", "state"})
            QVERIFY2(std::find(posted.begin(), posted.end(), needed) != posted.end(), needed);
    }
}

void TestIntegrationRender::speed()
{
    std::string rows;
    std::string lead = "{";
    for (int i = 0; i < 40; ++i) {
        const std::string n = std::to_string(i);
        lead += (i ? ",\"field_" : "\"field_") + n + "\":" + quoted("value number " + n);
        rows += (i ? "," : "") + std::string(R"({"target":"lead.field_)") + n +
                R"(","source":{"field":"field_)" + n + "\"}}";
    }
    const Object fields = parsed(lead + "}");
    const auto integration =
        Integration::fromJson(document(R"("path":"/ping","body":{"format":"json","rows":[)" + rows + "]}"));
    QVERIFY(integration.ok());
    RenderInput input;
    input.lead = &fields;
    std::size_t bytes = 0;
    QBENCHMARK
    {
        bytes += (*integration)->render(StepKind::Ping, input)->body.size();
    }
    QVERIFY(bytes > 1000);
}

QTEST_GUILESS_MAIN(TestIntegrationRender)
#include "tst_integrationrender.moc"
