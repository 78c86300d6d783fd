// Values that are not the lead's own: what the market knows, and values that a document names.
#include <QTest>

class TestIntegrationValues : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void computed();
    void standInsAreOfTimeAndSeed();
    void floorsOfAnotherCurrency();
    void everyComputedValueIsListed();
    void namedValues();
    void namedValuesAreMadeOnce();
    void namedValuesInAddresses();
    void namedValuesOfSteps();
    void namedValuesThatFail();
    void refusedValues_data();
    void refusedValues();
    void namedValuesTellWhatTheyRead();
    void longChainsOfValues();
    void lintLooksThroughValues();
    void refusals();
    void pairs_data();
    void pairs();
    void verticals();
    void emptyPlaces_data();
    void emptyPlaces();
};

#include "base/uuid.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/describe.h"
#include "domain/integration/documentwalk.h"
#include "domain/integration/explain.h"
#include "domain/integration/integration.h"
#include "domain/integration/lint.h"
#include "domain/json/json.h"
#include <QFile>
#include <algorithm>

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

/// A document with a ping and a post step of the same members.
std::string document(const std::string &step, const std::string &more = {})
{
    const std::string both = "{" + step + R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}})";
    return R"({"bourse_integration":1,"slug":"t","variables":{"who":"me","none":""},)" + more +
           R"("tables":{"keys":{"solar":"s-1","roofing":"r 2"}},)"
           R"("endpoints":{"test":{"base_url":"http://a.example"}},"steps":{"ping":)" +
           both + R"(,"post":)" + both + "}}";
}

struct Rendering {
    std::string lead = R"({"vertical":"solar","name":"Ann","consent":true,"drivers":[{"a":1},{"a":2}]})";
    std::map<std::string, std::string> carried{{"id", "c1"}};
    RenderInput input;

    Rendering()
    {
        input.time = *fromIso8601("2026-05-12T14:30:01.184Z");
        input.seed = 7;
    }
    Result<RenderedRequest> of(const std::string &text, StepKind step = StepKind::Ping)
    {
        const auto integration = Integration::fromJson(text);
        if (!integration)
            return integration.errors();
        const Object fields = parsed(lead);
        input.lead = &fields;
        input.carried = &carried;
        auto request = (*integration)->render(step, input);
        const Explanation explanation = (*integration)->explain(step, input);
        if (request.ok() != explanation.problems.empty() ||
            (request && toWireText(*request) != toWireText(explanation.request)))
            qFatal("explain() is not what render() is: %s", text.c_str());
        if (!request && (request.error().code != explanation.problems.front().code ||
                         request.error().field != explanation.problems.front().field))
            qFatal("explain() has another first problem (%s %s) than render() (%s %s)",
                   explanation.problems.front().code.c_str(), explanation.problems.front().field.c_str(),
                   request.error().code.c_str(), request.error().field.c_str());
        return request;
    }
    /// The body, or "error code field".
    std::string body(const std::string &rows, const std::string &more = {}, StepKind step = StepKind::Ping)
    {
        const auto request = of(document(R"("body":{"format":"json","rows":[)" + rows + "]}", more), step);
        return request ? request->body : "error " + request.error().code + " " + request.error().field;
    }
};

std::string computedRow(const std::string &name)
{
    return R"({"target":")" + name + R"(","source":{"computed":")" + name + R"("}})";
}

} // namespace

void TestIntegrationValues::computed()
{
    Rendering rendering;
    rendering.input.leadId = "ld_019e1c88-3a00-7000-8000-000000000001";
    rendering.input.attemptId = "019e1c88-3a00-7000-8000-000000000002";
    rendering.input.source = "web-form";
    rendering.input.receivedAt = *fromIso8601("2026-05-12T14:29:59Z");
    rendering.input.floorPrice = *Money::parse("12.5", Currency::usd());
    rendering.input.timeLeft = std::chrono::milliseconds(1999);
    std::string rows;
    for (const char *name :
         {"lead_id", "attempt_id", "source", "received_at", "floor_price", "time_left_ms", "time_left_s"})
        rows += (rows.empty() ? "" : ",") + computedRow(name);
    QCOMPARE(rendering.body(rows),
             std::string(R"({"lead_id":"ld_019e1c88-3a00-7000-8000-000000000001",)"
                         R"("attempt_id":"019e1c88-3a00-7000-8000-000000000002","source":"web-form",)"
                         R"("received_at":"2026-05-12T14:29:59.000Z","floor_price":12.50,)"
                         R"("time_left_ms":1999,"time_left_s":1})"));
    rendering.input.timeLeft = Micros(-5);
    QCOMPARE(rendering.body(computedRow("time_left_ms")), std::string(R"({"time_left_ms":0})"));
    // in a template and a condition
    QCOMPARE(
        rendering.body(R"({"target":"x","source":{"template":"{{computed.source}}/{{computed.lead_id}}"},)"
                       R"("when":{"source":{"computed":"floor_price"},"op":"ge","value":12}})"),
        std::string(R"({"x":"web-form/ld_019e1c88-3a00-7000-8000-000000000001"})"));
    // what nobody knows is not there
    Rendering bare;
    QCOMPARE(bare.body(computedRow("source") + "," + computedRow("floor_price") + "," +
                       computedRow("time_left_s") + "," + computedRow("received_at")),
             std::string(R"({"received_at":"2026-05-12T14:30:01.184Z"})"));
    const auto limited = bare.of(document(R"("time_limit_ms":2500,"body":{"format":"json","rows":[)" +
                                          computedRow("time_left_ms") + "]}"));
    QVERIFY(limited.ok());
    QCOMPARE(limited->body, std::string(R"({"time_left_ms":2500})"));
    QCOMPARE(bare.body(computedRow("lead_number")),
             std::string("error not_a_choice steps.ping.body.rows[0].source.computed"));
}

void TestIntegrationValues::standInsAreOfTimeAndSeed()
{
    Rendering rendering;
    const std::string rows = computedRow("lead_id");
    const std::string ping = rendering.body(rows);
    const Object shown = parsed(ping);
    const auto id = parseLeadId(*shown.find("lead_id")->asString());
    QVERIFY(id.ok());
    QVERIFY(id->time() == std::chrono::floor<std::chrono::milliseconds>(rendering.input.time));
    QCOMPARE(rendering.body(rows, {}, StepKind::Post), ping); // one lead
    const std::string first = rendering.body(computedRow("attempt_id"));
    QVERIFY(rendering.body(computedRow("attempt_id"), {}, StepKind::Post) != first);
    QCOMPARE(rendering.body(computedRow("attempt_id")), first);
    rendering.input.seed = 8;
    QVERIFY(rendering.body(rows) != ping);
}

void TestIntegrationValues::floorsOfAnotherCurrency()
{
    Rendering rendering;
    rendering.input.floorPrice = *Money::parse("12", *Currency::fromCode("EUR"));
    QCOMPARE(rendering.body(computedRow("floor_price")), std::string("{}"));
    QCOMPARE(rendering.body(computedRow("floor_price"), R"("currency":"EUR",)"),
             std::string(R"({"floor_price":12.00})"));
}

/// The editor's list, the schema's and the compiler's are one.
void TestIntegrationValues::everyComputedValueIsListed()
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/integration-1.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Object schema = parsed(file.readAll().toStdString());
    std::vector<std::string> inSchema;
    for (const Value &kind : *schema.find("definitions")->find("source")->find("oneOf")->asArray())
        if (const Value *computed = kind.find("properties")->find("computed"))
            for (const Value &word : *computed->find("enum")->asArray())
                inSchema.push_back(word.toText());
    std::vector<std::string> listed;
    Rendering rendering;
    for (const ComputedInfo &one : computedValues()) {
        listed.emplace_back(one.name);
        QVERIFY(findComputed(one.name) == &one);
        QCOMPARE(describeSource(Object{{"computed", one.name}}), std::string(one.label));
        const bool fine = one.where == ComputedInfo::Where::Anywhere;
        const std::string body = rendering.body(computedRow(one.name));
        QVERIFY2(body.starts_with("error") == !fine, (std::string(one.name) + " " + body).c_str());
        QVERIFY2(body.find("not_a_choice") == std::string::npos, body.c_str());
    }
    std::sort(inSchema.begin(), inSchema.end());
    std::sort(listed.begin(), listed.end());
    QCOMPARE(listed, inSchema);
    QVERIFY(!findComputed("lead"));
}

void TestIntegrationValues::namedValues()
{
    Rendering rendering;
    const std::string values = R"("values":{
        "consent":{"source":{"field":"consent"},"transforms":[{"do":"boolean","true":"Yes","false":"No"}],"note":"n"},
        "key":{"source":{"lookup":"keys","key":{"field":"vertical"}}},
        "both":{"source":{"template":"{{value.key | upper}}-{{value.consent}}"}},
        "list":{"source":{"field":"drivers"}},"none":{"source":{"field":"nothing"}}},)";
    QCOMPARE(
        rendering.body(R"({"target":"a","source":{"value":"consent"}},{"target":"b","source":{"value":"both"},
        "transforms":[{"do":"lower"}]},{"target":"c","source":{"template":"<{{value.both}}>"}},
        {"target":"d","source":{"value":"list"}},{"target":"e","source":{"value":"none"}},
        {"target":"f","source":{"constant":1},"when":{"source":{"value":"consent"},"op":"equals","value":"Yes"}},
        {"target":"g","source":{"constant":2},"when":{"source":{"value":"consent"},"op":"equals","value":"No"}},
        {"target":"h","source":{"first_of":[{"value":"none"},{"value":"key"}]}},
        {"target":"i","source":{"lookup":"keys","key":{"value":"none"}},"on_empty":"null"},
        {"target":"j","source":{"field":"name"},"transforms":[{"do":"concat","separator":" ","parts":[{"value":"key"}]}]})",
                       values),
        std::string(R"({"a":"Yes","b":"s-1-yes","c":"<S-1-Yes>","d":[{"a":1},{"a":2}],"f":1,"h":"s-1",)"
                    R"("i":null,"j":"Ann s-1"})"));
    // within groups, too, and "each" over one
    QCOMPARE(
        rendering.body(R"({"target":"d","each":{"value":"list"},"rows":[{"target":"a","source":{"item":"a"}},
        {"target":"c","source":{"value":"consent"}}]})",
                       values),
        std::string(R"({"d":[{"a":1,"c":"Yes"},{"a":2,"c":"Yes"}]})"));
}

/// A nonce of an item's own is another one for each item; a value is one for all, wherever it is asked for
/// first.
void TestIntegrationValues::namedValuesAreMadeOnce()
{
    Rendering rendering;
    const std::string values = R"("values":{"id":{"source":{"computed":"uuid","name":"x"}}},)";
    const Object body = parsed(
        rendering.body(R"({"target":"d","each":"drivers","rows":[{"target":"id","source":{"value":"id"}}]},
                          {"target":"id","source":{"value":"id"}})",
                       values));
    const Array &items = *body.find("d")->asArray();
    QCOMPARE(items[0].find("id")->toText(), items[1].find("id")->toText());
    QCOMPARE(items[0].find("id")->toText(), body.find("id")->toText());
    // a signature that a value holds is known only in the second round
    const auto request = rendering.of(document(
        R"("values":{"sig":{"source":{"template":"v1 {{signature.s}}"}}},"headers":[{"target":"X","source":{"value":"sig"}}],
           "body":{"format":"text","template":"what do ya want for nothing?"},
           "signatures":[{"id":"s","secret":"k","parts":[{"computed":"request_body"}]}])"));
    QVERIFY(!request.ok()); // its secret is not there
    std::map<std::string, Secret> secrets;
    secrets.emplace("k", Secret("Jefe"));
    rendering.input.secrets = &secrets;
    const auto made = rendering.of(document(
        R"("values":{"sig":{"source":{"template":"v1 {{signature.s}}"}}},"headers":[{"target":"X","source":{"value":"sig"}}],
           "body":{"format":"text","template":"what do ya want for nothing?"},
           "signatures":[{"id":"s","secret":"k","parts":[{"computed":"request_body"}]}])"));
    QVERIFY2(made.ok(), made ? "" : made.error().message.c_str());
    QCOMPARE(*findHeader(made->headers, "X"),
             std::string("v1 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
}

void TestIntegrationValues::namedValuesInAddresses()
{
    const auto url = [](const std::string &lead, const std::string &step, const std::string &more) {
        Rendering rendering;
        rendering.lead = lead;
        const auto request = rendering.of(document(step, more));
        return request ? request->url : "error " + request.error().code + " " + request.error().field;
    };
    const std::string keys = R"("values":{"key":{"source":{"lookup":"keys","key":{"field":"vertical"}}}},)";
    const char *path = R"("path":"/c/{{value.key}}/x?v={{lead.vertical}}")";
    QCOMPARE(url(R"({"vertical":"solar"})", path, keys), std::string("http://a.example/c/s-1/x?v=solar"));
    QCOMPARE(url(R"({"vertical":"roofing"})", path, keys),
             std::string("http://a.example/c/r%202/x?v=roofing"));
    QCOMPARE(url(R"({"vertical":"other"})", path, keys), std::string("error empty_place path"));
    // a host from a table is the document's own word, one from the lead is not
    const auto based = [](const std::string &values) {
        return R"({"bourse_integration":1,"slug":"t","values":{)" + values +
               R"(},"tables":{"hosts":{"TX":"south","NY":"north"}},
               "endpoints":{"test":{"base_url":"http://{{value.host}}.a.example"}},"steps":{"ping":{"path":"/p",
               "response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";
    };
    const std::string table = R"("host":{"source":{"lookup":"hosts","key":{"field":"state"}}})";
    Rendering rendering;
    rendering.lead = R"({"state":"TX"})";
    const auto request = rendering.of(based(table));
    QVERIFY2(request.ok(), request ? "" : request.error().message.c_str());
    QCOMPARE(request->url, std::string("http://south.a.example/p"));
    QCOMPARE((*Integration::fromJson(based(table)))->fieldsSent(StepKind::Ping),
             std::vector<std::string>{"state"});
    const auto code = [&](const std::string &values) {
        const auto refused = Integration::fromJson(based(values));
        return refused ? std::string("fine") : refused.error().code + " " + refused.error().field;
    };
    const std::string refused = "invalid_template endpoints.test.base_url";
    QCOMPARE(code(R"("host":{"source":{"field":"state"}})"), refused);
    QCOMPARE(code(R"("host":{"source":{"template":"x{{lead.state}}"}})"), refused);
    QCOMPARE(code(R"("host":{"source":{"value":"other"}},"other":{"source":{"carried":"h"}})"), refused);
    QCOMPARE(
        code(
            R"("host":{"source":{"constant":"x"},"transforms":[{"do":"concat","parts":[{"field":"state"}]}]})"),
        refused);
    QCOMPARE(
        code(
            R"("host":{"source":{"field":"state"},"transforms":[{"do":"map","table":"hosts","unmapped":"pass"}]})"),
        refused);
    QCOMPARE(
        code(
            R"("host":{"source":{"field":"state"},"transforms":[{"do":"map","table":"hosts"},{"do":"lower"}]})"),
        std::string("fine"));
    QCOMPARE(code(R"("host":{"source":{"if":{"source":{"field":"state"},"op":"equals","value":"TX"},
                     "then":{"constant":"a"},"else":{"variable":"v"}}})"),
             std::string("no_such_reference values.host.source.else.variable"));
    // the whole URL: a foreign host still needs the hosts that it may name
    QCOMPARE(url(R"({"state":"x"})", R"("url":"https://{{value.h}}.example/")",
                 R"("values":{"h":{"source":{"field":"state"}}},)"),
             std::string("error required allowed_hosts"));
    QCOMPARE(url(R"({"vertical":"solar"})", R"("url":"https://{{ value.key }}.example/")", keys),
             std::string("https://s-1.example/"));
}

void TestIntegrationValues::namedValuesOfSteps()
{
    Rendering rendering;
    const auto request = rendering.of(document(
        R"("values":{"own":{"source":{"template":"{{value.who}}!"}}},"body":{"format":"text","template":"{{value.own}}"})",
        R"("values":{"who":{"source":{"variable":"who"}}},)"));
    QVERIFY2(request.ok(), request ? "" : request.error().message.c_str());
    QCOMPARE(request->body, std::string("me!"));
    // a step's "when" and what it carries
    const auto integration = Integration::fromJson(document(
        R"("values":{"yes":{"source":{"field":"consent"}}},"when":{"source":{"value":"yes"},"op":"is_true"},
           "carry":{"c":{"source":{"value":"yes"}}})"));
    QVERIFY(integration.ok());
    for (const bool consent : {true, false}) {
        const Object lead{{"consent", consent}};
        RenderInput input;
        input.lead = &lead;
        QCOMPARE(*(*integration)->wantsStep(StepKind::Ping, input), consent);
        QCOMPARE((*integration)->render(StepKind::Ping, input)->carried.at("c"),
                 std::string(consent ? "true" : "false"));
    }
}

void TestIntegrationValues::namedValuesThatFail()
{
    Rendering rendering;
    const std::string values =
        R"("values":{"kind":{"source":{"field":"vertical"},"transforms":[{"do":"map","entries":{"x":"y"}}]}},)";
    const auto failing = rendering.of(document(
        R"("body":{"format":"json","rows":[{"target":"a","source":{"value":"kind"}},{"target":"b","source":{"value":"kind"}}]})",
        values));
    QVERIFY(!failing.ok());
    QCOMPARE(failing.error().field, std::string("a"));
    QVERIFY2(failing.error().message.find("\"kind\"") != std::string::npos, failing.error().message.c_str());
    // nobody asks, nobody fails
    QCOMPARE(rendering.body(R"({"target":"a","source":{"constant":1}})", values), std::string(R"({"a":1})"));
    QCOMPARE(
        rendering.body(
            R"({"target":"a","source":{"value":"kind"},"when":{"source":{"field":"name"},"op":"empty"}})",
            values),
        std::string("{}"));
    // every row tells of it where all is shown
    const auto integration = Integration::fromJson(document(
        R"("body":{"format":"json","rows":[{"target":"a","source":{"value":"kind"}},{"target":"b","source":{"value":"kind"}}]})",
        values));
    const Object lead{{"vertical", "solar"}};
    RenderInput input;
    input.lead = &lead;
    const Explanation explanation = (*integration)->explain(StepKind::Ping, input);
    QCOMPARE(explanation.problems.size(), std::size_t(2));
    QCOMPARE(explanation.problems[1].field, std::string("b"));
    QCOMPARE(explanation.rows[0].fields, std::vector<std::string>{"vertical"});
    // a secret that is not set keeps its name
    const auto marked = rendering.of(document(
        R"("body":{"format":"form","rows":[{"target":"k","source":{"value":"s"},"transforms":[{"do":"upper"}]}]})",
        R"("values":{"s":{"source":{"secret":"api_key"}}},)"));
    QVERIFY(marked.ok());
    QCOMPARE(marked->body, std::string("k={{api_key}}"));
}

void TestIntegrationValues::refusedValues_data()
{
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("problem"); // the first one
    const auto row = [](const char *name, const char *values, const char *step, const char *problem) {
        QTest::newRow(name) << QString::fromUtf8(values) << QString::fromUtf8(step)
                            << QString::fromUtf8(problem);
    };
    row("itself", R"({"a":{"source":{"value":"a"}}})", "", "circular_reference values.a.source.value");
    row("each other", R"({"a":{"source":{"value":"b"}},"b":{"source":{"template":"{{value.a}}"}}})", "",
        "circular_reference values.b.source.template");
    row("by a condition",
        R"({"a":{"source":{"if":{"source":{"value":"a"},"op":"exists"},"then":{"constant":1}}}})", "",
        "circular_reference values.a.source.if.source.value");
    row("unknown", R"({"a":{"source":{"constant":1}}})", R"("path":"/{{value.b}}")",
        "no_such_reference steps.ping.path");
    row("unknown in a value", R"({"a":{"source":{"value":"b"}}})", "",
        "no_such_reference values.a.source.value");
    row("no source", R"({"a":{"note":"n"}})", "", "required values.a.source");
    row("no object", R"({"a":"b"})", "", "wrong_type values.a");
    row("no objects", R"([1])", "", "wrong_type values");
    row("unknown key", R"({"a":{"source":{"constant":1},"when":1}})", "", "unknown_key values.a.when");
    row("a name that no template can hold", R"({"a b":{"source":{"constant":1}}})", "",
        "invalid_name values.a b");
    row("an empty name", R"({"":{"source":{"constant":1}}})", "", "invalid_name values.");
    row("of an item", R"({"a":{"source":{"item":"x"}}})",
        R"("body":{"format":"json","rows":[{"target":"d","each":"l","rows":[{"target":"x","source":{"value":"a"}}]}]})",
        "not_available values.a.source.item");
    row("of the request", R"({"a":{"source":{"computed":"request_body"}}})", "",
        "not_available values.a.source.computed");
    row("of a transform's value", R"({"a":{"source":{"computed":"value"}}})", "",
        "not_available values.a.source.computed");
    row("of a step's signature", R"({"a":{"source":{"signature":"s"}}})", "",
        "no_such_reference values.a.source.signature");
    row("twice", R"({"a":{"source":{"constant":1}}})", R"("values":{"a":{"source":{"constant":1}}})",
        "duplicate_id steps.ping.values.a");
    row("of the step, in the document", R"({"a":{"source":{"value":"b"}}})",
        R"("values":{"b":{"source":{"constant":1}}},"path":"/{{value.a}}")",
        "no_such_reference values.a.source.value");
    row("a carried secret", R"({"a":{"source":{"secret":"k"}}})", R"("carry":{"x":{"source":{"value":"a"}}})",
        "not_available steps.ping.carry.x");
    row("no name", R"({"a":{"source":{"constant":1}}})", R"("path":"/{{value.}}")",
        "required steps.ping.path");
}

void TestIntegrationValues::refusedValues()
{
    QFETCH(QString, values);
    QFETCH(QString, step);
    QFETCH(QString, problem);
    const auto refused = Integration::fromJson(document(step.isEmpty() ? R"("path":"/")" : step.toStdString(),
                                                        R"("values":)" + values.toStdString() + ","));
    QVERIFY(!refused.ok());
    QCOMPARE(QString::fromStdString(refused.error().code + " " + refused.error().field), problem);
    QVERIFY(!refused.error().message.empty() && !refused.error().rule.empty());
}

/// Fields, secrets and carried values of a named value are those of whoever reads it.
void TestIntegrationValues::namedValuesTellWhatTheyRead()
{
    const std::string text = document(
        R"("values":{"own":{"source":{"carried":"id"}}},"path":"/{{value.key}}","body":{"format":"json","rows":[
           {"target":"a","source":{"value":"all"}},{"target":"b","source":{"value":"own"}},
           {"target":"c","source":{"constant":1},"transforms":[{"do":"default","value":"key"}]}]})",
        R"("values":{"key":{"source":{"lookup":"keys","key":{"field":"vertical"}}},
           "all":{"source":{"first_of":[{"value":"key"},{"secret":"s"},{"variable":"who"},{"field":"group.name"}]}}},)");
    const auto integration = Integration::fromJson(text);
    QVERIFY2(integration.ok(), integration ? "" : integration.error().message.c_str());
    QCOMPARE((*integration)->secretNames(), std::vector<std::string>{"s"});
    QCOMPARE((*integration)->fieldsSent(StepKind::Ping), (std::vector<std::string>{"group", "vertical"}));
    const Value document(parsed(text));
    const auto rows = rowsOf(document, StepKind::Ping);
    QCOMPARE(rows[0].references.fields, (std::vector<std::string>{"group.name", "vertical"}));
    QCOMPARE(rows[0].references.values, (std::vector<std::string>{"all", "key"}));
    QCOMPARE(rows[0].references.variables, std::vector<std::string>{"who"});
    QCOMPARE(rows[1].references.carried, std::vector<std::string>{"id"});
    QVERIFY(rows[2].references.values.empty());
    QCOMPARE(textsOf(document, StepKind::Ping)[0].references.fields, std::vector<std::string>{"vertical"});
    QCOMPARE(describeSource(Object{{"value", "key"}}), std::string("key"));
    // a change in words
    Value after = document;
    after.asObject()->find("values")->asObject()->set("key", Object{{"source", Object{{"constant", "k"}}}});
    after.asObject()->find("values")->asObject()->remove("all");
    after.asObject()->find("values")->asObject()->set("new", Object{{"source", Object{{"value", "key"}}}});
    QCOMPARE(diffSentences(document, after),
             (std::vector<std::string>{"Value key now takes the constant k.",
                                       "Value new added, takes the value key.", "Value all removed."}));
}

void TestIntegrationValues::longChainsOfValues()
{
    const auto chain = [](int length) {
        std::string values = R"("values":{"v0":{"source":{"constant":"x"}})";
        for (int i = 1; i < length; ++i)
            values += ",\"v" + std::to_string(i) + R"(":{"source":{"template":"{{value.v)" +
                      std::to_string(i - 1) + R"(}}{{value.v)" + std::to_string(i - 1) + R"(}}"}})";
        return values + "},";
    };
    Rendering rendering;
    QCOMPARE(rendering.body(R"({"target":"a","source":{"value":"v9"}})", chain(10)),
             R"({"a":")" + std::string(512, 'x') + "\"}");
    const auto deep = Integration::fromJson(document(R"("path":"/{{value.v99}}")", chain(100)));
    QVERIFY(!deep.ok());
    QCOMPARE(deep.error().code, std::string("too_deep"));
    std::string many = R"("values":{)";
    for (int i = 0; i < 501; ++i)
        many += (i ? ",\"v" : "\"v") + std::to_string(i) + R"(":{"source":{"constant":1}})";
    const auto crowded = Integration::fromJson(document(R"("path":"/")", many + "},"));
    QVERIFY(!crowded.ok());
    QCOMPARE(crowded.error().code, std::string("too_many"));
}

void TestIntegrationValues::lintLooksThroughValues()
{
    const auto schema = fieldSchemaFromValue(Value(parsed(R"({"slug":"v","label":"V","version":1,"fields":[
        {"key":"phone","label":"Phone","type":"phone","pii":true},
        {"key":"state","label":"S","type":"enum","choices":[{"value":"TX","label":"T"},{"value":"NY","label":"N"}]}]})")));
    QVERIFY2(schema.ok(), schema ? "" : schema.error().message.c_str());
    LintContext context;
    context.vertical = &*schema;
    const Value document(parsed(::document(
        R"("body":{"format":"json","rows":[{"target":"a","source":{"value":"bare"}},{"target":"b","source":{"value":"hashed"}},
           {"target":"c","source":{"value":"state"}},{"target":"d","source":{"value":"never"}}]})",
        R"("values":{"bare":{"source":{"field":"phone"}},"hashed":{"source":{"value":"bare"},"transforms":[{"do":"hash"}]},
           "state":{"source":{"field":"state"},"transforms":[{"do":"map","entries":{"TX":"1"}}]},
           "never":{"source":{"carried":"unset"}},"spare":{"source":{"constant":"sk_live_0123456789abcdef"}}},)")));
    std::vector<std::string> found;
    for (const LintProblem &problem : lint(document, context))
        if (problem.code != "no_duplicate_rule" && problem.code != "no_error_rule" &&
            !problem.path.starts_with("steps.post"))
            found.push_back(problem.code + ' ' + problem.path + ' ' + problem.rule);
    QCOMPARE(found, (std::vector<std::string>{"value_never_used values.spare spare",
                                              "secret_as_constant values.spare constant",
                                              "plain_http_for_pii endpoints.test.base_url https",
                                              "pii_in_ping steps.ping.body.rows[0] phone",
                                              "enum_value_unmapped steps.ping.body.rows[2] NY",
                                              "carried_never_set steps.ping.body.rows[3] unset"}));
}

/// A lead that the step refuses: the sentence is the document's.
void TestIntegrationValues::refusals()
{
    const std::string step =
        R"("path":"/","refuse_when":[{"when":{"source":{"field":"drivers[2]"},"op":"exists"},
        "reason":"Three drivers are too many."},{"when":{"source":{"field":"name"},"op":"equals","value":"Bob"},
        "reason":"No Bobs.","reason_code":"outside_schedule","note":"n"}])";
    Rendering rendering;
    QVERIFY(rendering.of(document(step)).ok());
    rendering.lead = R"({"name":"Bob","drivers":[1,2]})";
    const auto bob = rendering.of(document(step));
    QVERIFY(!bob.ok());
    QCOMPARE(bob.error().code, std::string("refused_lead"));
    QCOMPARE(bob.error().field, std::string("refuse_when[1]"));
    QCOMPARE(bob.error().rule, std::string("outside_schedule"));
    QCOMPARE(bob.error().message, std::string("No Bobs."));
    rendering.lead = R"({"name":"Bob","drivers":[1,2,3]})";
    QCOMPARE(rendering.of(document(step)).error().rule, std::string("filtered_out"));
    QVERIFY((*Integration::fromJson(document(step)))->fieldsSent(StepKind::Ping).empty());
    const auto code = [](const std::string &list) {
        const auto refused = Integration::fromJson(document(R"("refuse_when":)" + list));
        return refused ? std::string("fine") : refused.error().code + " " + refused.error().field;
    };
    QCOMPARE(code(R"([{"reason":"x"}])"), std::string("required steps.ping.refuse_when[0].when"));
    QCOMPARE(code(R"([{"when":{"source":{"field":"a"},"op":"exists"}}])"),
             std::string("required steps.ping.refuse_when[0].reason"));
    QCOMPARE(code(R"([{"when":{"source":{"field":"a"},"op":"exists"},"reason":"x","reason_code":"nope"}])"),
             std::string("not_a_choice steps.ping.refuse_when[0].reason_code"));
    QCOMPARE(code(R"([{"when":{"source":{"field":"a"},"op":"exists"},"reason":"x","more":1}])"),
             std::string("unknown_key steps.ping.refuse_when[0].more"));
    QCOMPARE(code("[1]"), std::string("wrong_type steps.ping.refuse_when[0]"));
    QCOMPARE(code("{}"), std::string("wrong_type steps.ping.refuse_when"));
}

void TestIntegrationValues::pairs_data()
{
    QTest::addColumn<QString>("more"); // beside the rows
    QTest::addColumn<QString>("lead");
    QTest::addColumn<QString>("text"); // or "error code field"
    const auto row = [](const char *name, const char *more, const char *lead, const char *text) {
        QTest::newRow(name) << QString::fromUtf8(more) << QString::fromUtf8(lead) << QString::fromUtf8(text);
    };
    const char *jornaya = R"(,"separator":";","join":"|")";
    row("plain", jornaya, R"({"name":"Ann","vertical":"Lee"})", "f_name;Ann|l_name;Lee|n;1");
    row("empty ones are left out", jornaya, R"({"name":"","vertical":"Lee"})", "l_name;Lee|n;1");
    row("none but the constant", jornaya, "{}", "n;1");
    row("as queries are", "", R"({"name":"A&B"})", "error separator_in_value f_name");
    row("refused", jornaya, R"({"name":"A|B"})", "error separator_in_value f_name");
    row("replaced", R"(,"separator":";","join":"|","inside":"replace","with":"/")", R"({"name":"A|B;C"})",
        "f_name;A/B/C|n;1");
    row("encoded", R"(,"inside":"url_encode")", R"({"name":"A&B=C"})", "f_name=A%26B%3DC&n=1");
    row("escaped", R"(,"separator":"::","join":",","inside":"backslash")", R"({"name":"A::B,C\\D:E"})",
        R"(f_name::A\::B\,C\\D:E,n::1)");
    row("a list", jornaya, R"({"name":["a"]})", "error wrong_type f_name");
    row("a separator for a separator", R"(,"join":"|","inside":"replace","with":"|")", "{}",
        "error conflicting_keys steps.ping.body.rows[0].source.with");
    row("a word that is none", R"(,"inside":"quote")", "{}",
        "error not_a_choice steps.ping.body.rows[0].source.inside");
}

void TestIntegrationValues::pairs()
{
    QFETCH(QString, more);
    QFETCH(QString, lead);
    QFETCH(QString, text);
    Rendering rendering;
    rendering.lead = lead.toStdString();
    const std::string body = rendering.body(
        R"({"target":"data","source":{"pairs":[{"target":"f_name","source":{"field":"name"}},{"target":"l_name","source":{"field":"vertical"}},
           {"target":"n","source":{"constant":1}}])" +
        more.toStdString() + "}}");
    if (text.startsWith(u"error")) {
        QCOMPARE(QString::fromStdString(body), text);
        return;
    }
    QCOMPARE(QString::fromStdString(parsed(body).find("data")->toText()), text);
    QCOMPARE(rendering.body(R"({"target":"d","source":{"pairs":[]}})"),
             std::string("error required steps.ping.body.rows[0].source.pairs"));
}

/// What a document for other verticals maps is not held against this one's words.
void TestIntegrationValues::verticals()
{
    const auto schema = fieldSchemaFromValue(Value(parsed(R"({"slug":"v","label":"V","version":1,"fields":[
        {"key":"state","label":"S","type":"enum","choices":[{"value":"TX","label":"T"}]}]})")));
    QVERIFY(schema.ok());
    LintContext context;
    context.vertical = &*schema;
    const auto codes = [&](const std::string &verticals) {
        std::string out;
        for (
            const LintProblem &problem : lint(
                Value(parsed(::document(
                    R"("body":{"format":"json","rows":[{"target":"c","source":{"field":"state"},"transforms":[{"do":"map","entries":{"QC":"1"}}]}]})",
                    verticals))),
                context))
            if (problem.code == "enum_value_unmapped" || problem.code == "unreachable_row" ||
                problem.code == "other_vertical" || problem.path.starts_with("verticals"))
                out += problem.code + ' ';
        return out;
    };
    const std::string both = "enum_value_unmapped unreachable_row ";
    QCOMPARE(codes(""), both + both);
    QCOMPARE(codes(R"("verticals":["w","v"],)"), both + both);
    QCOMPARE(codes(R"("verticals":["w"],)"), std::string("other_vertical "));
    QCOMPARE(codes(R"("verticals":[],)"), both + both);
    QVERIFY(codes(R"("verticals":[1],)").starts_with("wrong_type "));
}

void TestIntegrationValues::emptyPlaces_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("result"); // the URL or the error
    const auto row = [](const char *name, const char *step, const char *result) {
        QTest::newRow(name) << QString::fromUtf8(step) << QString::fromUtf8(result);
    };
    row("a lead's", R"("path":"/exists/{{lead.email}}")", "error empty_place path {{lead.email}}");
    row("a lead's, after transforms", R"("path":"/e/{{lead.letters | digits}}/")",
        "error empty_place path {{lead.letters | digits}}");
    row("a carried one", R"("path":"/{{carried.none}}")", "error empty_place path {{carried.none}}");
    row("a named one", R"("values":{"v":{"source":{"field":"email"}}},"path":"/{{value.v}}")",
        "error empty_place path {{value.v}}");
    row("of a whole URL", R"("url":"https://b.example/{{lead.email}}")",
        "error empty_place url {{lead.email}}");
    row("a variable's emptiness is meant", R"("path":"/{{variable.none}}x")", "http://a.example/x");
    row("in the query", R"("path":"/x?e={{lead.email}}")", "http://a.example/x?e=");
    row("allowed", R"("path":"/x/{{lead.email}}/y","path_on_empty":"empty")", "http://a.example/x//y");
    row("not empty", R"("path":"/{{lead.letters}}/{{carried.id}}")", "http://a.example/ab/c1");
    row("white space is something", R"("path":"/{{lead.space}}/")", "http://a.example/%20/");
    row("wrong word", R"("path":"/","path_on_empty":"omit")", "error not_a_choice steps.ping.path_on_empty");
}

void TestIntegrationValues::emptyPlaces()
{
    QFETCH(QString, step);
    QFETCH(QString, result);
    Rendering rendering;
    rendering.lead = R"({"email":"","letters":"ab","space":" "})";
    const auto request = rendering.of(document(step.toStdString()));
    if (request) {
        QCOMPARE(QString::fromStdString(request->url), result);
        return;
    }
    const Error &error = request.error();
    const QString said = QString::fromStdString("error " + error.code + " " + error.field);
    const QString place = result.section(u' ', 3);
    QCOMPARE(said, place.isEmpty() ? result : result.section(u' ', 0, 2));
    QVERIFY2(error.message.find(place.toStdString()) != std::string::npos, error.message.c_str());
}

QTEST_APPLESS_MAIN(TestIntegrationValues)
#include "tst_integrationvalues.moc"
