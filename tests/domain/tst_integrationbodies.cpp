// Groups of rows and body formats: JSON, XML, forms, SOAP, multipart.
#include "domain/integration/coding.h"
#include "domain/integration/integration.h"
#include "domain/integration/table.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QFile>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {

Object parsed(const std::string &text)
{
    const auto value = parseJson(text);
    if (!value)
        qFatal("%s: %s", text.c_str(), value.error().message.c_str());
    return *value->asObject();
}

const Value &schema()
{
    static const Value value = [] {
        QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/integration-1.schema.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no schema");
        return *parseJson(file.readAll().toStdString());
    }();
    return value;
}

struct Rendering {
    std::string lead =
        R"({"name":"Ann","state":"TX","owner":true,"age":42,"none":null,"tags":["a","b c"],"product":"auto",)"
        R"("drivers":[{"name":"Ann","age":40,"accidents":[{"year":2020},{"year":2022}]},)"
        R"({"name":"Bob & Co","age":19,"accidents":[]}],"vehicle":{"make":"Kia","year":2019},"nobody":[]})";
    std::map<std::string, Secret> secrets{{"user", Secret("u<1")}, {"password", Secret("p&2")}};
    std::uint64_t seed = 1;

    Result<RenderedRequest> of(const std::string &step) const
    {
        const std::string text = R"({"bourse_integration":1,"slug":"t","variables":{"action":"urn:add"},)"
                                 R"("endpoints":{"test":{"base_url":"http://127.0.0.1"}},"steps":{"ping":{)" +
                                 step + R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";
        const auto document = parseJson(text);
        if (!document)
            qFatal("%s", text.c_str());
        const auto integration = Integration::fromValue(*document);
        // What the compiler takes, the published schema takes too.
        const std::string problem = tests::SchemaCheck(schema()).problem(*document);
        if (integration && !problem.empty())
            return Error{"schema", problem, {}, {}};
        if (!integration)
            return integration.errors();
        const Object fields = parsed(lead);
        RenderInput input;
        input.lead = &fields;
        input.secrets = &secrets;
        input.time = *fromIso8601("2026-05-12T14:30:01.184Z");
        input.seed = seed;
        return (*integration)->render(StepKind::Ping, input);
    }
    std::string body(const std::string &inside) const
    {
        const auto request = of(R"("body":{)" + inside + "}");
        return request ? request->body : "error " + request.error().code + " " + request.error().field;
    }
};

std::string replaced(std::string text, const std::string &find, const std::string &with)
{
    for (std::size_t at = text.find(find); at != std::string::npos; at = text.find(find, at + with.size()))
        text.replace(at, find.size(), with);
    return text;
}

} // namespace

class TestIntegrationBodies : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void bodies_data();
    void bodies();
    void queriesTakeGroupsToo();
    void soap();
    void soapDigestIsOfNonceAndTime();
    void multipart();
    void multipartKeepsBytes();
    void longAndDeepLeads();
    void carriesWhatItMade();
    void tablesOfText();
};

void TestIntegrationBodies::bodies_data()
{
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("body"); // or "error code field"
    const auto add = [](const char *name, const char *inside, const char *body) {
        QTest::newRow(name) << QString::fromUtf8(inside) << QString::fromUtf8(body);
    };

    // JSON
    add("json each",
        R"("format":"json","rows":[{"target":"a.drivers","each":"drivers","rows":[)"
        R"({"target":"name","source":{"item":"name"}},{"target":"no","source":{"computed":"position"}},)"
        R"({"target":"of","source":{"template":"{{item.age}} of {{lead.state}}"}}]}])",
        R"({"a":{"drivers":[{"name":"Ann","no":1,"of":"40 of TX"},{"name":"Bob & Co","no":2,"of":"19 of TX"}]}})");
    add("json each within each",
        R"("format":"json","rows":[{"target":"d","each":"drivers","rows":[{"target":"n","source":{"item":"name"}},)"
        R"({"target":"acc","each":{"item":"accidents"},"rows":[{"target":"y","source":{"item":"year"}},)"
        R"({"target":"who","source":{"item":"name","up":1}}]}]}])",
        R"({"d":[{"n":"Ann","acc":[{"y":2020,"who":"Ann"},{"y":2022,"who":"Ann"}]},{"n":"Bob & Co"}]})");
    add("json each where",
        R"("format":"json","rows":[{"target":"d","each":"drivers","where":{"source":{"item":"age"},"op":"lt","value":21},)"
        R"("rows":[{"target":".","source":{"item":"name"}}]}])",
        R"({"d":["Bob & Co"]})");
    add("json each of scalars",
        R"("format":"json","rows":[{"target":"d","each":"tags","rows":[{"target":"t","source":{"item":"."}},{"target":"u","source":{"template":"{{item|upper}}"}}]}])",
        R"({"d":[{"t":"a","u":"A"},{"t":"b c","u":"B C"}]})");
    add("json each of one group",
        R"("format":"json","rows":[{"target":"v","each":"vehicle","rows":[{"target":"make","source":{"item":"make"}}]}])",
        R"({"v":[{"make":"Kia"}]})");
    add("json each with transforms",
        R"("format":"json","rows":[{"target":"d","each":"drivers","transforms":[{"do":"take","count":1}],"rows":[{"target":"n","source":{"item":"name"}}]}])",
        R"({"d":[{"n":"Ann"}]})");
    add("json each as the whole body",
        R"("format":"json","rows":[{"target":".","each":"drivers","maximum":1,"rows":[{"target":"n","source":{"item":"name"}}]}])",
        R"([{"n":"Ann"}])");
    add("json each of nothing",
        R"("format":"json","rows":[{"target":"d","each":"nobody","rows":[{"target":"n","source":{"item":"name"}}]}])",
        "{}");
    add("json each of nothing, empty",
        R"("format":"json","rows":[{"target":"d","each":"nobody","on_empty":"empty","rows":[{"target":"n","source":{"item":"name"}}]}])",
        R"({"d":[]})");
    add("json each of nothing, null",
        R"("format":"json","rows":[{"target":"d","each":"nothing","on_empty":"null","rows":[{"target":"n","source":{"item":"name"}}]}])",
        R"({"d":null})");
    add("json each of nothing, refused",
        R"("format":"json","rows":[{"target":"d","each":"nobody","on_empty":"refuse","rows":[{"target":"n","source":{"item":"name"}}]}])",
        "error refused_lead d");
    add("json each padded",
        R"("format":"json","rows":[{"target":"d","each":"tags","minimum":3,"rows":[{"target":"n","source":{"item":"."},"on_empty":"null"}]}])",
        R"({"d":[{"n":"a"},{"n":"b c"},{"n":null}]})");
    add("json item left out",
        R"("format":"json","rows":[{"target":"d","each":"drivers","rows":[{"target":"n","source":{"item":"name"}},{"target":"y","source":{"item":"accidents[0].year"},"on_empty":"omit_group"}]}])",
        R"({"d":[{"n":"Ann","y":2020}]})");
    add("json item refuses",
        R"("format":"json","rows":[{"target":"d","each":"drivers","rows":[{"target":"y","source":{"item":"accidents[0].year"},"on_empty":"refuse"}]}])",
        "error refused_lead y");
    add("json group when",
        R"("format":"json","rows":[{"target":"auto","when":{"source":{"field":"product"},"op":"equals","value":"auto"},"rows":[{"target":"make","source":{"field":"vehicle.make"}}]},)"
        R"({"target":"home","when":{"source":{"field":"product"},"op":"equals","value":"home"},"rows":[{"target":"roof","source":{"constant":1}}]}])",
        R"({"auto":{"make":"Kia"}})");
    add("json list of different groups",
        R"("format":"json","rows":[{"target":"q","as":"list","rows":[{"target":".","rows":[{"target":"id","source":{"constant":1}},{"target":"v","source":{"field":"name"},"on_empty":"omit_group"}]},)"
        R"({"target":".","rows":[{"target":"id","source":{"constant":2}},{"target":"v","source":{"field":"nothing"},"on_empty":"omit_group"}]},{"target":".","source":{"field":"state"}}]}])",
        R"({"q":[{"id":1,"v":"Ann"},"TX"]})");
    add("json pairs",
        R"("format":"json","rows":[{"target":"answers","as":"pairs","rows":[{"target":"12","source":{"field":"name"}},{"target":"13","source":{"field":"nothing"}},{"target":"14","source":{"field":"owner"},"transforms":[{"do":"boolean","true":"Y","false":"N"}]}]}])",
        R"({"answers":[{"id":"12","value":"Ann"},{"id":"14","value":"Y"}]})");
    add("json pairs, named and numbered",
        R"("format":"json","rows":[{"target":"a","as":"pairs","pair":{"name":"q.id","value":"answers[0]","name_as":"number"},"rows":[{"target":"7","source":{"field":"age"}}]}])",
        R"({"a":[{"q":{"id":7},"answers":[42]}]})");
    add("json pair without number",
        R"("format":"json","rows":[{"target":"a","as":"pairs","pair":{"name_as":"number"},"rows":[{"target":"x","source":{"field":"age"}}]}])",
        "error not_a_number steps.ping.body.rows[0].rows[0].target");
    add("json as text",
        R"("format":"json","values":"text","rows":[{"target":"a","source":{"field":"age"}},{"target":"o","source":{"field":"owner"}},{"target":"v","source":{"field":"vehicle"}},{"target":"n","source":{"constant":null},"on_empty":"null"}])",
        R"({"a":"42","o":"true","v":{"make":"Kia","year":"2019"},"n":null})");
    add("json sorted",
        R"("format":"json","keys":"sorted","rows":[{"target":"b","source":{"constant":{"z":1,"a":2}}},{"target":"a","source":{"constant":1}}])",
        R"({"a":1,"b":{"a":2,"z":1}})");
    add("json spaced",
        R"("format":"json","layout":"spaced","rows":[{"target":"a","source":{"constant":"x:,y"}},{"target":"b","source":{"constant":[1,"\"{"]}}])",
        R"({"a": "x:,y", "b": [1, "\"{"]})");
    add("json pretty",
        R"("format":"json","layout":"pretty","rows":[{"target":"a","source":{"constant":[]}},{"target":"b.c","source":{"constant":[1]}}])",
        "{\n  \"a\": [],\n  \"b\": {\n    \"c\": [\n      1\n    ]\n  }\n}");
    add("json whole value", R"("format":"json","rows":[{"target":".","source":{"field":"tags"}}])",
        R"(["a","b c"])");
    add("json value and group",
        R"("format":"json","rows":[{"target":"a.b","source":{"constant":1}},{"target":"a","rows":[{"target":"c","source":{"constant":1}}]}])",
        "error target_conflict steps.ping.body.rows");
    add("json two groups",
        R"("format":"json","rows":[{"target":"a","rows":[{"target":"c","source":{"constant":1}}]},{"target":"a","rows":[{"target":"d","source":{"constant":1}}]}])",
        "error duplicate_target steps.ping.body.rows[1].target");
    add("group without rows", R"("format":"json","rows":[{"target":"a","rows":[]}])",
        "error required steps.ping.body.rows[0].rows");
    add("group with source",
        R"("format":"json","rows":[{"target":"a","source":{"constant":1},"rows":[{"target":"c","source":{"constant":1}}]}])",
        "error unknown_key steps.ping.body.rows[0].source");
    add("each and as",
        R"("format":"json","rows":[{"target":"a","each":"tags","as":"list","rows":[{"target":".","source":{"constant":1}}]}])",
        "error conflicting_keys steps.ping.body.rows[0].each");
    add("minimum above maximum",
        R"("format":"json","rows":[{"target":"a","each":"tags","minimum":3,"maximum":2,"rows":[{"target":".","source":{"constant":1}}]}])",
        "error out_of_range steps.ping.body.rows[0].minimum");
    add("omit_group without group",
        R"("format":"json","rows":[{"target":"a","source":{"constant":1},"on_empty":"omit_group"}])",
        "error not_available steps.ping.body.rows[0].on_empty");
    add("item above all",
        R"("format":"json","rows":[{"target":"a","each":"tags","rows":[{"target":"b","source":{"item":".","up":1}}]}])",
        "error not_available steps.ping.body.rows[0].rows[0].source.item");

    // XML
    add("xml each",
        R"("format":"xml","declaration":false,"rows":[{"target":"R/Drivers/Driver","each":"drivers","rows":[{"target":"@no","source":{"computed":"index"}},{"target":"Name","source":{"item":"name"}},)"
        R"({"target":"Accident","each":{"item":"accidents"},"rows":[{"target":".","source":{"item":"year"}}]}]}])",
        R"(<R><Drivers><Driver no="0"><Name>Ann</Name><Accident>2020</Accident><Accident>2022</Accident></Driver><Driver no="1"><Name>Bob &amp; Co</Name></Driver></Drivers></R>)");
    add("xml pairs",
        R"("format":"xml","declaration":false,"rows":[{"target":"R/q","as":"pairs","pair":{"name":"@id","value":"."},"rows":[{"target":"12","source":{"field":"name"}},{"target":"13","source":{"field":"nothing"}}]}])",
        R"(<R><q id="12">Ann</q></R>)");
    add("xml namespaces",
        R"("format":"xml","declaration":false,"namespaces":{"":"urn:a","x":"urn:b"},"rows":[{"target":"R/x:A","source":{"field":"name"}},{"target":"R@v","source":{"constant":1}}])",
        R"(<R xmlns="urn:a" xmlns:x="urn:b" v="1"><x:A>Ann</x:A></R>)");
    add("xml group of a lead",
        R"("format":"xml","declaration":false,"rows":[{"target":"R/V","source":{"field":"vehicle"}},{"target":"R/D","source":{"field":"drivers"},"transforms":[{"do":"take","count":1}]}])",
        R"(<R><V><make>Kia</make><year>2019</year></V><D><name>Ann</name><age>40</age><accidents><year>2020</year></accidents><accidents><year>2022</year></accidents></D></R>)");
    add("xml cdata in items",
        R"("format":"xml","declaration":false,"rows":[{"target":"R/D","each":"drivers","rows":[{"target":"N","cdata":true,"source":{"item":"name"}}]}])",
        R"(<R><D><N><![CDATA[Ann]]></N></D><D><N><![CDATA[Bob & Co]]></N></D></R>)");
    add("xml nothing in a group",
        R"("format":"xml","declaration":false,"empty_elements":"short","rows":[{"target":"R/D","each":"nobody","on_empty":"empty","rows":[{"target":"N","source":{"item":"name"}}]}])",
        R"(<R><D/></R>)");
    add("xml root group",
        R"("format":"xml","declaration":false,"namespaces":{"x":"urn:x"},"rows":[{"target":"R","rows":[{"target":"@a","source":{"constant":1}},{"target":"N","source":{"field":"name"}}]}])",
        R"(<R xmlns:x="urn:x" a="1"><N>Ann</N></R>)");
    add("xml list in an attribute", R"("format":"xml","rows":[{"target":"R@a","source":{"field":"tags"}}])",
        "error wrong_type R@a");
    add("xml attribute as group",
        R"("format":"xml","rows":[{"target":"R@a","rows":[{"target":"N","source":{"field":"name"}}]}])",
        "error invalid_target steps.ping.body.rows[0].target");
    add("xml text at the top", R"("format":"xml","rows":[{"target":".","source":{"field":"name"}}])",
        "error target_conflict steps.ping.body.rows");
    add("xml wrong prefix",
        R"("format":"xml","namespaces":{"a b":"urn:x"},"rows":[{"target":"R","source":{"field":"name"}}])",
        "error wrong_type steps.ping.body.namespaces");

    // before the root
    const auto prolog = [&](const char *name, const char *keys, const char *expected) {
        const std::string inside = R"("format":"xml",)" + std::string(keys) +
                                   R"(,"rows":[{"target":"adf/n","source":{"field":"name"}}])";
        add(name, inside.c_str(), expected);
    };
    prolog("xml instruction", R"("prolog":[{"instruction":"ADF","text":"VERSION=\"1.0\""}])",
           R"(<?xml version="1.0" encoding="UTF-8"?><?ADF VERSION="1.0"?><adf><n>Ann</n></adf>)");
    prolog(
        "xml instruction without a declaration",
        R"("declaration":false,"prolog":[{"instruction":"a","note":"x"},{"space":"\n"},{"instruction":"b","text":"{{variable.action}} {{secret.user}}"}])",
        "<?a?>\n<?b urn:add u<1?><adf><n>Ann</n></adf>");
    prolog("xml declaration as wanted",
           R"("declaration":{"encoding":"utf-8","standalone":"yes","quotes":"single"})",
           "<?xml version='1.0' encoding='utf-8' standalone='yes'?><adf><n>Ann</n></adf>");
    prolog("xml declaration without an encoding", R"("declaration":{"encoding":""})",
           R"(<?xml version="1.0"?><adf><n>Ann</n></adf>)");
    prolog("xml 1.1", R"("declaration":{"version":"1.1","standalone":"no"})",
           R"(<?xml version="1.1" encoding="UTF-8" standalone="no"?><adf><n>Ann</n></adf>)");
    prolog(
        "xml document type",
        R"("declaration":false,"prolog":[{"space":"\r\n"},{"doctype":"adf","public":"-//A//DTD B 1.0//EN","system":"http://a.example/b.dtd"},{"comment":"for A"}])",
        "\r\n<!DOCTYPE adf PUBLIC \"-//A//DTD B 1.0//EN\" \"http://a.example/b.dtd\"><!--for "
        "A--><adf><n>Ann</n></adf>");
    prolog("xml document type with a system id",
           R"("declaration":false,"prolog":[{"doctype":"adf","system":"b.dtd"}])",
           R"(<!DOCTYPE adf SYSTEM "b.dtd"><adf><n>Ann</n></adf>)");
    prolog("xml document type alone", R"("declaration":false,"prolog":[{"doctype":"adf"}])",
           "<!DOCTYPE adf><adf><n>Ann</n></adf>");
    prolog("instruction that ends early", R"("prolog":[{"instruction":"a","text":"b?><evil/><?c"}])",
           "error invalid_character steps.ping.body.prolog[0].text");
    prolog("instruction of a lead", R"("prolog":[{"instruction":"a","text":"{{lead.name}}"}])",
           "error invalid_template steps.ping.body.prolog[0].text");
    prolog("instruction called xml", R"("prolog":[{"instruction":"Xml","text":"a"}])",
           "error invalid_target steps.ping.body.prolog[0].instruction");
    prolog("instruction with a colon", R"("prolog":[{"instruction":"a:b"}])",
           "error invalid_target steps.ping.body.prolog[0].instruction");
    prolog("two document types", R"("prolog":[{"doctype":"adf"},{"doctype":"adf"}])",
           "error duplicate_target steps.ping.body.prolog[1].doctype");
    prolog("document type with a subset in its name", R"("prolog":[{"doctype":"adf [<!ENTITY x 'y'>]"}])",
           "error invalid_target steps.ping.body.prolog[0].doctype");
    prolog("document type with a subset in its id",
           R"("prolog":[{"doctype":"adf","system":"a\" [<!ENTITY x 'y'>]"}])",
           "error invalid_character steps.ping.body.prolog[0].system");
    prolog("document type with a quote in its public id",
           R"("prolog":[{"doctype":"adf","public":"a\"b","system":"c"}])",
           "error invalid_character steps.ping.body.prolog[0].public");
    prolog("document type with a public id alone", R"("prolog":[{"doctype":"adf","public":"a"}])",
           "error required steps.ping.body.prolog[0].system");
    prolog("comment that ends early", R"("prolog":[{"comment":"a--b"}])",
           "error invalid_character steps.ping.body.prolog[0].comment");
    prolog("comment with a dash at its end", R"("prolog":[{"comment":"a-"}])",
           "error invalid_character steps.ping.body.prolog[0].comment");
    prolog("text before the root", R"("prolog":[{"space":"x"}])",
           "error invalid_character steps.ping.body.prolog[0].space");
    prolog("prolog that says nothing", R"("prolog":[{"note":"x"}])",
           "error required steps.ping.body.prolog[0]");
    prolog("prolog with two kinds in one", R"("prolog":[{"instruction":"a","doctype":"adf"}])",
           "error unknown_key steps.ping.body.prolog[0].doctype");
    prolog("encoding of another charset", R"("declaration":{"encoding":"latin1"})",
           "error charset_conflict steps.ping.body.declaration.encoding");
    prolog("declaration of another version", R"("declaration":{"version":"2.0"})",
           "error not_a_choice steps.ping.body.declaration.version");
    add("soap has no prolog",
        R"("format":"soap","prolog":[],"rows":[{"target":"a","source":{"constant":1}}])",
        "error unknown_key steps.ping.body.prolog");

    // forms
    add("form numbered from 1",
        R"("format":"form","rows":[{"each":"drivers","target":"driver{n}_","rows":[{"target":"name","source":{"item":"name"}},{"target":"age","source":{"item":"age"}}]}])",
        "driver1_name=Ann&driver1_age=40&driver2_name=Bob+%26+Co&driver2_age=19");
    add("form number inside",
        R"("format":"form","rows":[{"each":"drivers","first":0,"rows":[{"target":"driver_{n}_name","source":{"item":"name"}}]}])",
        "driver_0_name=Ann&driver_1_name=Bob+%26+Co");
    add("form brackets within brackets",
        R"("format":"form","names":"plain","rows":[{"each":"drivers","target":"drivers[{i}]","rows":[{"target":"[name]","source":{"item":"name"}},{"target":"[accidents][{i}]","each":{"item":"accidents"},"rows":[{"target":"[year]","source":{"item":"year"}}]}]}])",
        "drivers[0][name]=Ann&drivers[0][accidents][0][year]=2020&drivers[0][accidents][1][year]=2022&"
        "drivers[1][name]=Bob+%26+Co");
    add("form padded",
        R"("format":"form","rows":[{"each":"tags","minimum":3,"target":"t{n}","rows":[{"target":"_v","source":{"item":"."},"on_empty":"empty"}]}])",
        "t1_v=a&t2_v=b+c&t3_v=");
    add("form braces are plain elsewhere",
        R"("format":"form","rows":[{"target":"a{n}","source":{"field":"name"}}])", "a%7Bn%7D=Ann");
    add("form pairs",
        R"("format":"form","names":"plain","rows":[{"target":"answers[{i}]","as":"pairs","rows":[{"target":"12","source":{"field":"name"}},{"target":"13","source":{"field":"nothing"}},{"target":"14","source":{"field":"state"}}]}])",
        "answers[0][id]=12&answers[0][value]=Ann&answers[1][id]=14&answers[1][value]=TX");
    add("form list of items",
        R"("format":"form","rows":[{"target":"q{n}","as":"list","rows":[{"target":"","rows":[{"target":"k","source":{"constant":"a"}},{"target":"v","source":{"field":"nothing"},"on_empty":"omit_group"}]},{"target":"x","source":{"field":"state"}}]}])",
        "q1x=TX");
    add("form group when",
        R"("format":"form","rows":[{"when":{"source":{"field":"product"},"op":"equals","value":"home"},"rows":[{"target":"roof","source":{"constant":1}}]},{"rows":[{"target":"s","source":{"field":"state"}}]}])",
        "s=TX");
    add("form lists in brackets",
        R"("format":"form","names":"plain","lists":"brackets","rows":[{"target":"t","source":{"field":"tags"}}])",
        "t[]=a&t[]=b+c");
    add("form lists indexed",
        R"("format":"form","lists":"indexed","rows":[{"target":"t","source":{"field":"tags"}}])",
        "t%5B0%5D=a&t%5B1%5D=b+c");
    add("form lists with commas",
        R"("format":"form","lists":"comma","rows":[{"target":"t","source":{"field":"tags"}}])", "t=a%2Cb+c");
    add("form groups in brackets",
        R"("format":"form","names":"plain","groups":"brackets","lists":"indexed","rows":[{"target":"d","source":{"field":"drivers"},"transforms":[{"do":"take","count":1}]}])",
        "d[0][name]=Ann&d[0][age]=40&d[0][accidents][0][year]=2020&d[0][accidents][1][year]=2022");
    add("form groups with dots",
        R"("format":"form","groups":"dots","rows":[{"target":"v","source":{"field":"vehicle"}}])",
        "v.make=Kia&v.year=2019");
    add("form groups refused", R"("format":"form","rows":[{"target":"v","source":{"field":"vehicle"}}])",
        "error wrong_type v");
    add("form lists of groups with commas",
        R"("format":"form","lists":"comma","rows":[{"target":"d","source":{"field":"drivers"}}])",
        "error wrong_type d");
    add("form nothing, empty",
        R"("format":"form","rows":[{"each":"nobody","target":"d","on_empty":"empty","rows":[{"target":"x","source":{"item":"."}}]}])",
        "d=");
    add("stuffed xml with items",
        R"("format":"form","rows":[{"target":"xml","source":{"body":{"format":"xml","declaration":false,"rows":[{"target":"D/N","each":"tags","rows":[{"target":".","source":{"item":"."}}]}]}}}])",
        "xml=%3CD%3E%3CN%3Ea%3C%2FN%3E%3CN%3Eb+c%3C%2FN%3E%3C%2FD%3E");
}

void TestIntegrationBodies::bodies()
{
    QFETCH(QString, inside);
    QFETCH(QString, body);
    QCOMPARE(QString::fromStdString(Rendering().body(inside.toStdString())), body);
}

void TestIntegrationBodies::queriesTakeGroupsToo()
{
    const auto request = Rendering().of(
        R"("path":"/p","query":[{"each":"tags","target":"t{n}","rows":[{"target":"","rows":[{"target":"=","source":{"item":"."}}]}]}])");
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
    QCOMPARE(request->url, std::string("http://127.0.0.1/p?t1%3D=a&t2%3D=b+c"));
    QCOMPARE(request->body, std::string());
    QCOMPARE(*findHeader(request->headers, "Content-Length"), std::string("0"));
    QVERIFY(!findHeader(request->headers, "Content-Type"));
}

void TestIntegrationBodies::soap()
{
    const std::string rows = R"("rows":[{"target":"m:Add/m:Name","source":{"field":"name"}}])";
    const auto plain = Rendering().of(
        R"("body":{"format":"soap","action":"{{variable.action}}","namespaces":{"m":"urn:m"},)" + rows + "}");
    QVERIFY(plain.ok());
    QCOMPARE(plain->body,
             std::string(
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                 "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:m=\"urn:m\">"
                 "<soap:Body><m:Add><m:Name>Ann</m:Name></m:Add></soap:Body></soap:Envelope>"));
    QCOMPARE(*findHeader(plain->headers, "SOAPAction"), std::string("\"urn:add\""));
    QCOMPARE(*findHeader(plain->headers, "Content-Type"), std::string("text/xml; charset=utf-8"));

    const auto own = Rendering().of(
        R"("headers":[{"target":"SOAPAction","source":{"constant":"mine"}}],"body":{"format":"soap","namespaces":{"m":"urn:m"},)" +
        rows + "}");
    QVERIFY(own.ok());
    QCOMPARE(*findHeader(own->headers, "SOAPAction"), std::string("mine"));

    const std::string bound = R"("namespaces":{"m":"urn:m"},)" + rows;
    const auto modern = Rendering().of(
        R"("body":{"format":"soap","version":"1.2","action":"urn:x","prefix":"env","declaration":false,)"
        R"("header_rows":[{"target":"m:Key@must","source":{"constant":"1"}},{"target":"m:Key","source":{"secret":"user"}}],)"
        R"("security":{"username":{"secret":"user"},"password":{"secret":"password"},"must_understand":true,"expires_s":60},)" +
        bound + "}");
    QVERIFY(modern.ok());
    QCOMPARE(*findHeader(modern->headers, "Content-Type"),
             std::string("application/soap+xml; charset=utf-8; action=\"urn:x\""));
    QVERIFY(!findHeader(modern->headers, "SOAPAction"));
    const std::string wss = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    QCOMPARE(
        modern->body,
        "<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:m=\"urn:m\"><env:Header>"
        "<wsse:Security xmlns:wsse=\"" +
            wss + "wssecurity-secext-1.0.xsd\" xmlns:wsu=\"" + wss +
            "wssecurity-utility-1.0.xsd\" env:mustUnderstand=\"1\">"
            "<wsu:Timestamp><wsu:Created>2026-05-12T14:30:01.184Z</wsu:Created>"
            "<wsu:Expires>2026-05-12T14:31:01.184Z</wsu:Expires></wsu:Timestamp>"
            "<wsse:UsernameToken><wsse:Username>u&lt;1</wsse:Username><wsse:Password Type=\"" +
            wss +
            "username-token-profile-1.0#PasswordText\">p&amp;2</wsse:Password></wsse:UsernameToken></"
            "wsse:Security>"
            "<m:Key must=\"1\">u&lt;1</m:Key></env:Header>"
            "<env:Body><m:Add><m:Name>Ann</m:Name></m:Add></env:Body></env:Envelope>");

    Rendering bare;
    bare.secrets.clear();
    const auto marked = bare.of(
        R"("body":{"format":"soap","security":{"username":{"constant":"u"},"password":{"secret":"password"}},)" +
        bound + "}");
    QVERIFY(marked.ok());
    QVERIFY(marked->body.find("#PasswordText\">{{password}}</wsse:Password>") != std::string::npos);
    const auto digest = bare.of(
        R"("body":{"format":"soap","security":{"username":{"constant":"u"},"password":{"secret":"password"},"type":"digest"},)" +
        bound + "}");
    QVERIFY(!digest.ok());
    QCOMPARE(digest.error().code, std::string("missing_secret"));
    for (
        const auto &[inside, code] :
        {std::pair{R"("action":"{{lead.name}}",)", "invalid_template"},
         std::pair{R"("prefix":"a b",)", "invalid_target"},
         std::pair{R"("action":"a\"b",)", "header_injection"},
         std::pair{R"("namespaces":{"soap":"x"},)", "wrong_type"},
         std::pair{
             R"("security":{"username":{"constant":"u"},"password":{"constant":"p"},"type":"digest","nonce":false},)",
             "conflicting_keys"}}) {
        const auto refused = Rendering().of(R"("body":{"format":"soap",)" + std::string(inside) +
                                            R"("rows":[{"target":"A","source":{"field":"name"}}]})");
        QVERIFY2(!refused.ok(), inside);
        QCOMPARE(refused.error().code, std::string(code));
    }
}

/// OASIS UsernameToken Profile 1.0: Base64(SHA-1(nonce + created + password)).
void TestIntegrationBodies::soapDigestIsOfNonceAndTime()
{
    const auto request = Rendering().of(
        R"("body":{"format":"soap","security":{"username":{"secret":"user"},"password":{"secret":"password"},"type":"digest"},"rows":[{"target":"A","source":{"field":"name"}}]})");
    QVERIFY(request.ok());
    const auto between = [&](const std::string &start, const std::string &end) {
        const std::size_t at = request->body.find(start) + start.size();
        return request->body.substr(at, request->body.find(end, at) - at);
    };
    const std::string nonce = between("#Base64Binary\">", "<");
    const std::string created = between("<wsu:Created>", "<");
    QCOMPARE(created, std::string("2026-05-12T14:30:01.184Z"));
    const auto bytes = decodeBytes(nonce, "base64");
    QVERIFY(bytes && bytes->size() == 16);
    QCOMPARE(between("#PasswordDigest\">", "<"),
             encodeBytes(digestOf(Digest::Sha1, *bytes + created + "p&2"), "base64"));
    Rendering other;
    other.seed = 2;
    const auto again = other.of(
        R"("body":{"format":"soap","security":{"username":{"secret":"user"},"password":{"secret":"password"},"type":"digest"},"rows":[{"target":"A","source":{"field":"name"}}]})");
    QVERIFY(again.ok() && again->body.find(nonce) == std::string::npos);
}

void TestIntegrationBodies::multipart()
{
    const auto request = Rendering().of(
        R"("body":{"format":"multipart","rows":[{"target":"na\"me","source":{"field":"name"}},{"target":"tag","source":{"field":"tags"}},)"
        R"({"target":"file","source":{"constant":"id,x\n1,2\n"},"filename":"{{lead.name}}.csv","content_type":"text/csv"},{"target":"raw","source":{"constant":"x"},"filename":"a\"b"},)"
        R"({"each":"drivers","target":"d{n}","rows":[{"target":"","rows":[{"target":"_n","source":{"item":"name"}}]}]}]})");
    QVERIFY2(request.ok(), request.ok() ? "" : (request.error().code + request.error().field).c_str());
    const std::string type = *findHeader(request->headers, "Content-Type");
    QVERIFY(type.starts_with("multipart/form-data; boundary=----bourse"));
    const std::string boundary = type.substr(type.find('=') + 1);
    QCOMPARE(boundary.size(), std::size_t(10 + 32));
    const std::string part = "--B\r\nContent-Disposition: form-data; name=";
    QCOMPARE(replaced(request->body, boundary, "B"),
             part + "\"na%22me\"\r\n\r\nAnn\r\n" + part + "\"tag\"\r\n\r\na\r\n" + part +
                 "\"tag\"\r\n\r\nb c\r\n" + part +
                 "\"file\"; filename=\"Ann.csv\"\r\nContent-Type: text/csv\r\n\r\nid,x\n1,2\n\r\n" + part +
                 "\"raw\"; filename=\"a%22b\"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n" + part +
                 "\"d1_n\"\r\n\r\nAnn\r\n" + part + "\"d2_n\"\r\n\r\nBob & Co\r\n--B--\r\n");
    const auto fixed = Rendering().of(
        R"("body":{"format":"multipart","boundary":"XyZ","rows":[{"target":"a","source":{"constant":"--XyZ"}}]})");
    QVERIFY(!fixed.ok());
    QCOMPARE(fixed.error().code, std::string("boundary_in_value"));
    QCOMPARE(fixed.error().field, std::string("a"));
    QCOMPARE(Rendering().body(R"("format":"multipart","boundary":"a;b","rows":[])"),
             std::string("error wrong_type steps.ping.body.boundary"));
    QCOMPARE(
        Rendering().body(
            R"("format":"multipart","rows":[{"target":"a","source":{"constant":"1"},"content_type":"a\nb"}])"),
        std::string("error header_injection steps.ping.body.rows[0].content_type"));
}

void TestIntegrationBodies::multipartKeepsBytes()
{
    const auto request = Rendering().of(
        R"("body":{"format":"multipart","boundary":"B","rows":[{"target":"f","source":{"constant":"AAH/"},"transforms":[{"do":"base64_decode"}],"filename":"x.bin"}]})");
    QVERIFY(request.ok());
    QVERIFY(request->body.find(std::string("\r\n\r\n\0\x01\xFF\r\n--B--", 14)) != std::string::npos);
}

/// A lead may be as odd as it likes: bodies stay bounded, and well-formed or refused.
void TestIntegrationBodies::longAndDeepLeads()
{
    Rendering many;
    many.lead = R"({"drivers":[)";
    for (int i = 0; i < 3000; ++i)
        many.lead += (i ? "," : "") + std::string(R"({"name":"n"})");
    many.lead += "]}";
    const std::string each =
        R"("rows":[{"target":"d","each":"drivers","rows":[{"target":"n","source":{"item":"name"}}]}])";
    const auto body = parseJson(many.body(R"("format":"json",)" + each));
    QVERIFY(body.ok());
    QCOMPARE(body->find("d")->asArray()->size(), std::size_t(1000));

    Rendering odd;
    const std::string deep = std::string(60, '[') + std::string(60, ']');
    odd.lead = R"({"drivers":[null,1,"x",{"name":)" + deep + R"(},[],{"name":"a\u0001b"},{"name":")" +
               std::string(10'000, 'y') + R"("}]})";
    QVERIFY(parseJson(odd.body(R"("format":"json",)" + each)).ok());
    QVERIFY(
        QString::fromStdString(
            odd.body(
                R"("format":"xml","rows":[{"target":"R/d","each":"drivers","rows":[{"target":"n","source":{"item":"name"}}]}])"))
            .startsWith(QLatin1String("error wrong_type")));
    QVERIFY(
        QString::fromStdString(
            odd.body(
                R"("format":"form","groups":"brackets","lists":"indexed","rows":[{"target":"d","source":{"field":"drivers"}}])"))
            .contains(QLatin1String("=x&")));
    odd.lead = R"({"drivers":[{"name":"a\u0001b"}]})";
    QCOMPARE(
        odd.body(
            R"("format":"xml","rows":[{"target":"R/d","each":"drivers","rows":[{"target":"n","source":{"item":"name"}}]}])"),
        std::string("error invalid_character n"));
}

/// An id or a time that the ping makes is handed on to the post.
void TestIntegrationBodies::carriesWhatItMade()
{
    const std::string body =
        R"("body":{"format":"json","rows":[{"target":"id","source":{"computed":"uuid"}}]})";
    const auto request = Rendering().of(
        R"("carry":{"request_id":{"source":{"computed":"uuid"}},"sent":{"source":{"computed":"time"},"transforms":[{"do":"epoch"}]},)"
        R"("none":{"source":{"field":"nothing"}},"tags":{"source":{"field":"tags"}}},)" +
        body);
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().field.c_str());
    const auto sent = parseJson(request->body);
    QVERIFY(sent.ok());
    const std::map<std::string, std::string> wanted{
        {"request_id", sent->find("id")->toText()}, {"sent", "1778596201"}, {"tags", R"(["a","b c"])"}};
    QVERIFY(request->carried == wanted);
    const auto secret = Rendering().of(R"("carry":{"x":{"source":{"secret":"user"}}},)" + body);
    QVERIFY(!secret.ok());
    QCOMPARE(secret.error().code, std::string("not_available"));
    const auto refused =
        Rendering().of(R"("carry":{"x":{"source":{"field":"nothing"},"on_empty":"refuse"}},)" + body);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code + refused.error().field, std::string("refused_leadx"));
}

void TestIntegrationBodies::tablesOfText()
{
    const auto table = tableFromCsv("\xEF\xBB\xBFzip;city;\"the; county\"\r\n78701;Austin;\"Travis "
                                    "\"\"T\"\"\nline\"\r\n\r\n10001;New York;");
    QVERIFY2(table.ok(), table.ok() ? "" : table.error().message.c_str());
    QCOMPARE(
        writeJson(Value(*table)),
        std::string(
            R"({"78701":{"city":"Austin","the; county":"Travis \"T\"\nline"},"10001":{"city":"New York","the; county":""}})"));
    const auto two = tableFromCsv("a\tb\n1\tx");
    QVERIFY(two.ok());
    QCOMPARE(writeJson(Value(*two)), std::string(R"({"1":"x"})"));
    for (const char *bad : {"", "a", "a,b\n1", "a,b\n1,2\n1,3", "a,b\n\"1,2", "a,b\n1,2,3"}) {
        const auto refused = tableFromCsv(bad);
        QVERIFY2(!refused.ok(), bad);
        QCOMPARE(refused.error().code, std::string("invalid_table"));
    }
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","tables":{"z":"zip,city\n78701,Austin","bad":"x"},)"
        R"("endpoints":{"test":{"base_url":"http://127.0.0.1"}},"steps":{"ping":{"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})");
    QVERIFY(!integration.ok());
    QCOMPARE(integration.error().field, std::string("tables.bad"));
}

QTEST_GUILESS_MAIN(TestIntegrationBodies)
#include "tst_integrationbodies.moc"
