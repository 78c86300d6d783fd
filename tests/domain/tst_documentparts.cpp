// Versions of documents, samples, specification, reasons for personal data, and the order of steps.
#include <QTest>

class TestDocumentParts : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void migrations();
    void versions_data();
    void versions();
    void refusals_data();
    void refusals();
    void samples_data();
    void samples();
    void samplesThatCannotBeParsed();
    void stepOrder_data();
    void stepOrder();
    void conditionsOfSteps();
    void lookupsSuppress();
    void severalLookups();
    void severalLookupsRefused_data();
    void severalLookupsRefused();
    void polling();
};

#include "domain/integration/documentparts.h"
#include "domain/integration/samples.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QFile>
#include <array>

using namespace bourse;
using namespace bourse::domain;

namespace {

Value json(const std::string &text)
{
    const auto value = parseJson(text);
    if (!value)
        qFatal("%s", value.error().message.c_str());
    return *value;
}

const std::string kAnyAnswer = R"("response":{"rules":[{"id":"r","outcome":"rejected"}]})";

std::string document(const std::string &more, const std::string &steps = "\"ping\":{" + kAnyAnswer + "}")
{
    return R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http://a.example"}},"steps":{)" +
           steps + "}" + (more.empty() ? "" : "," + more) + "}";
}

std::shared_ptr<const Integration> compiled(const std::string &text)
{
    const auto integration = Integration::fromJson(text);
    if (!integration)
        qFatal("%s %s: %s", integration.error().code.c_str(), integration.error().field.c_str(),
               integration.error().message.c_str());
    return *integration;
}

std::string step(const std::string &name, const std::string &more = {})
{
    return "\"" + name + "\":{" + (more.empty() ? "" : more + ",") + kAnyAnswer + "}";
}

} // namespace

void TestDocumentParts::migrations()
{
    // A table as it may look in some years: version 1 had "name", version 2 "title", version 3 has "label".
    static constexpr auto rename = [](Value document, const char *from, const char *to) {
        Object *object = document.asObject();
        if (const Value *old = object->find(from)) {
            Value value = *old;
            object->remove(from);
            object->set(to, std::move(value));
        }
        return document;
    };
    static constexpr std::array<Migration, 2> kTable = {
        [](Value document) { return rename(std::move(document), "name", "title"); },
        [](Value document) {
            return rename(std::move(document), "title", "label");
        }};
    const auto newest = json(R"({"bourse_integration":3,"label":"x"})");
    for (const char *old :
         {R"({"bourse_integration":1,"name":"x"})", R"({"bourse_integration":2,"title":"x"})",
          R"({"bourse_integration":3,"label":"x"})"}) {
        const auto migrated = migratedDocument(json(old), kTable);
        QVERIFY(migrated.ok());
        QCOMPARE(writeJson(*migrated), writeJson(newest));
    }
    // What a version did not have is not renamed.
    QCOMPARE(writeJson(*migratedDocument(json(R"({"bourse_integration":2,"name":"x"})"), kTable)),
             std::string(R"({"bourse_integration":3,"name":"x"})"));
    const auto refused = migratedDocument(json(R"({"bourse_integration":4})"), kTable);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, std::string("unsupported_version"));
    QCOMPARE(refused.error().rule, std::string("at most 3"));
}

void TestDocumentParts::versions_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *text, const char *code) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(code);
    };
    row(R"({"bourse_integration":2})", "unsupported_version");
    row(R"({"bourse_integration":99999999999999999999})", "wrong_type");
    row(R"({"bourse_integration":0})", "wrong_type");
    row(R"({"bourse_integration":-1})", "wrong_type");
    row(R"({"bourse_integration":1.5})", "wrong_type");
    row(R"({"bourse_integration":"1"})", "wrong_type");
    row(R"({"slug":"x"})", "required");
    row(R"([])", "wrong_type");
    row(R"(null)", "wrong_type");
}

void TestDocumentParts::versions()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    const auto refused = Integration::fromJson(text.toStdString());
    QVERIFY(!refused.ok());
    QCOMPARE(QByteArray::fromStdString(refused.error().code), code);
    QVERIFY(!refused.error().message.empty());
}

void TestDocumentParts::refusals_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *more, const char *code, const char *field) {
        QTest::newRow(more) << QByteArray(more) << QByteArray(code) << QByteArray(field);
    };
    row(R"("sample":[])", "unknown_key", "sample");
    row(R"("samples":{})", "wrong_type", "samples");
    row(R"("samples":[1])", "wrong_type", "samples[0]");
    row(R"("samples":[{"step":"ping","response":"x"}])", "required", "samples[0].id");
    row(R"("samples":[{"id":"a","response":"x"}])", "required", "samples[0].step");
    row(R"("samples":[{"id":"a","step":"ping"}])", "required", "samples[0].response");
    row(R"("samples":[{"id":"a","step":"pong","response":"x"}])", "not_a_choice", "samples[0].step");
    row(R"("samples":[{"id":"a","step":"post","response":"x"}])", "no_such_reference", "samples[0].step");
    row(R"("samples":[{"id":"a","step":"ping","response":"x"},{"id":"a","step":"ping","response":"y"}])",
        "duplicate_id", "samples[1].id");
    row(R"("samples":[{"id":"a","step":"ping","response":"x","expects":{}}])", "unknown_key",
        "samples[0].expects");
    row(R"("samples":[{"id":"a","step":"ping","response":"x","expect":{"outcome":"sold"}}])", "not_a_choice",
        "samples[0].expect.outcome");
    row(R"("samples":[{"id":"a","step":"ping","response":"x","expect":{"price":"much"}}])", "wrong_type",
        "samples[0].expect.price");
    row(R"("samples":[{"id":"a","step":"ping","response":"x","expect":{"reason":"because"}}])",
        "not_a_choice", "samples[0].expect.reason");
    row(R"("samples":[{"id":"a","step":"ping","response":"x","expect":{"carried":{"a":[1]}}}])", "wrong_type",
        "samples[0].expect.carried.a");
    row(R"("samples":[{"id":"a","step":"ping","response":"x","expect":{"bid":1}}])", "unknown_key",
        "samples[0].expect.bid");
    row(R"("specification":[])", "wrong_type", "specification");
    row(R"("specification":{"field":[]})", "unknown_key", "specification.field");
    row(R"("specification":{"fields":[{"step":"ping"}]})", "required", "specification.fields[0].target");
    row(R"("specification":{"fields":[{"target":"a"}]})", "required", "specification.fields[0].step");
    row(R"("specification":{"fields":[{"step":"ping","target":"a"},{"step":"ping","target":"a"}]})",
        "duplicate_target", "specification.fields[1].target");
    row(R"("specification":{"fields":[{"step":"ping","target":"a","values":[{}]}]})", "wrong_type",
        "specification.fields[0].values[0]");
    row(R"("specification":{"fields":[{"step":"ping","target":"a","max_length":-1}]})", "wrong_type",
        "specification.fields[0].max_length");
    row(R"("specification":{"fields":[{"step":"ping","target":"a","size":1}]})", "unknown_key",
        "specification.fields[0].size");
    row(R"("pii_reasons":{"email":" "})", "wrong_type", "pii_reasons.email");
    row(R"("pii_reasons":{"email":1})", "wrong_type", "pii_reasons.email");
    row(R"("pii_reasons":[])", "wrong_type", "pii_reasons");
}

void TestDocumentParts::refusals()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    const auto refused = Integration::fromJson(document(more.toStdString()));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(refused.error().code), code);
    QCOMPARE(QByteArray::fromStdString(refused.error().field), field);
    // The same text without the fault is taken.
    QVERIFY(Integration::fromJson(document(R"("samples":[{"id":"a","step":"ping","response":""}],
        "specification":{"source":"their pdf","note":"n","fields":[{"step":"ping","target":"a"},
            {"step":"post","target":"a","required":true,"type":"text","values":["x",1,true],"max_length":5,"note":"n"}]},
        "pii_reasons":{"email":"They match on it."})"))
                .ok());
}

void TestDocumentParts::samples_data()
{
    QTest::addColumn<QByteArray>("expect");
    QTest::addColumn<QByteArray>("difference");
    const auto row = [](const char *expect, const char *difference) {
        QTest::newRow(expect) << QByteArray(expect) << QByteArray(difference);
    };
    row("{}", "");
    row(R"({"outcome":"accepted","price":"14.25","carried":{"ping_id":"x1"},"rule":"ok","redirect":"http://r"})",
        "");
    row(R"({"price":14.250})", "");
    row(R"({"outcome":"rejected"})", "Read as accepted, expected rejected.");
    row(R"({"price":"14.26"})", "The price is 14.25, expected 14.26.");
    row(R"({"price":null})", "The price is 14.25, expected nothing.");
    row(R"({"carried":{"ping_id":"x2"}})", "The carried value ping_id is “x1”, expected “x2”.");
    row(R"({"carried":{"other":"x2"}})", "The carried value other is nothing, expected “x2”.");
    row(R"({"rule":"no"})", "The rule that decides is “ok”, expected “no”.");
    row(R"({"reason":"buyer_rejected"})", "The reason is nothing, expected “buyer_rejected”.");
    row(R"({"expires_at":"later"})", "The expiry is nothing, expected “later”.");
}

void TestDocumentParts::samples()
{
    QFETCH(QByteArray, expect);
    QFETCH(QByteArray, difference);
    const auto integration = compiled(document(
        R"("samples":[{"id":"one","label":"One","step":"ping","response":"{\"s\":1,\"p\":\"$14.25\",\"i\":\"x1\",\"u\":\"http://r\"}","expect":)" +
            expect.toStdString() + "}]",
        R"("ping":{"response":{"extract":{"price":{"source":{"json":"$.p"}},"redirect":{"source":{"json":"$.u"}},
            "carried":{"ping_id":{"source":{"json":"$.i"}}}},
            "rules":[{"id":"ok","outcome":"accepted","when":{"source":{"json":"$.s"},"op":"equals","value":1}}]}})"));
    const auto checks = checkSamples(*integration);
    QCOMPARE(checks.size(), std::size_t(1));
    QCOMPARE(checks[0].label, std::string("One"));
    QCOMPARE(QByteArray::fromStdString(checks[0].difference), difference);
    QCOMPARE(checks[0].asExpected, difference.isEmpty());
    QCOMPARE(checks[0].trace.rules.size(), std::size_t(1));
    QVERIFY(checks[0].trace.rules[0].decides);
}

void TestDocumentParts::samplesThatCannotBeParsed()
{
    const auto checks = checkSamples(*compiled(document(
        R"("samples":[{"id":"a","step":"ping","response":"HTTP/1.1 200 OK\r\nno colon"},{"id":"b","step":"ping","response":"HTTP/1.1 404 X\r\n\r\nbody"}])")));
    QCOMPARE(checks.size(), std::size_t(2));
    QVERIFY(!checks[0].asExpected);
    QVERIFY(!checks[0].difference.empty());
    QVERIFY(checks[1].asExpected);
    QCOMPARE(checks[1].response.status, 404);
    QCOMPARE(checks[1].label, std::string("b"));
}

void TestDocumentParts::stepOrder_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<QByteArray>("order");
    const auto row = [](const std::string &steps, const char *order) {
        QTest::newRow(order) << QByteArray::fromStdString(steps) << QByteArray(order);
    };
    row(step("post"), "post");
    row(step("status") + "," + step("post") + "," + step("ping") + "," + step("auth") + "," + step("lookup") +
            "," + step("notify_win") + "," + step("callback"),
        "auth lookup ping post status");
    row(step("ping") + "," + step("post", R"("wait_ms":250)") + "," + step("lookup", R"("before":"post")"),
        "ping lookup post+250");
    row(step("post") + "," + step("lookup", R"("before":"ping","wait_ms":5)"), "lookup+5 post");
    row(step("post", R"("when":{"source":{"field":"a"},"op":"exists"})"), "post?");
    const std::string then = R"("then":[{"name":"dnc","before":"post","wait_ms":5,)" + kAnyAnswer +
                             R"(},{"name":"cert-2","when":{"source":{"field":"a"},"op":"exists"},)" +
                             kAnyAnswer + "}]";
    row(step("post") + "," + step("ping") + "," + step("lookup", then),
        "lookup lookup:cert-2? ping lookup:dnc+5 post");
    row(step("post") + "," + step("ping") + "," + step("lookup", R"("before":"post",)" + then),
        "lookup:cert-2? ping lookup lookup:dnc+5 post");
    row(step("post") + "," + step("lookup", then), "lookup lookup:dnc+5 lookup:cert-2? post");
}

void TestDocumentParts::stepOrder()
{
    QFETCH(QByteArray, steps);
    QFETCH(QByteArray, order);
    std::string found;
    for (const PlannedStep &one : compiled(document({}, steps.toStdString()))->stepOrder()) {
        found += (found.empty() ? "" : " ") + name(one.step);
        if (one.waitBefore.count() > 0)
            found += '+' + std::to_string(one.waitBefore.count() / 1'000);
        if (one.conditional)
            found += '?';
    }
    QCOMPARE(QByteArray::fromStdString(found), order);
}

void TestDocumentParts::conditionsOfSteps()
{
    const auto integration = compiled(document(
        {}, step("lookup", R"("when":{"all":[{"source":{"field":"trusted_form_url"},"op":"not_empty"},
                {"source":{"carried":"seen"},"op":"missing"}]})") +
                "," + step("post")));
    const Object with{{"trusted_form_url", "https://cert"}};
    const Object without{{"trusted_form_url", ""}};
    RenderInput input;
    input.lead = &with;
    QVERIFY(*integration->wantsStep(StepKind::Lookup, input));
    QVERIFY(*integration->wantsStep(StepKind::Post, input));
    const std::map<std::string, std::string> carried{{"seen", "1"}};
    input.carried = &carried;
    QVERIFY(!*integration->wantsStep(StepKind::Lookup, input));
    input.carried = nullptr;
    input.lead = &without;
    QVERIFY(!*integration->wantsStep(StepKind::Lookup, input));
    input.lead = nullptr;
    QVERIFY(!*integration->wantsStep(StepKind::Lookup, input));
    QCOMPARE(integration->wantsStep(StepKind::Ping, input).error().code, std::string("no_such_step"));
    // What is only asked about is not sent.
    QVERIFY(integration->fieldsSent(StepKind::Lookup).empty());
    const auto broken = compiled(document(
        {},
        step(
            "post",
            R"("when":{"source":{"field":"a"},"transforms":[{"do":"cast","to":"number"}],"op":"gt","value":1})")));
    const Object text{{"a", "x"}};
    input.lead = &text;
    const auto failed = broken->wantsStep(StepKind::Post, input);
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().code, std::string("not_a_number"));
    QCOMPARE(failed.error().field, std::string("when"));
}

void TestDocumentParts::lookupsSuppress()
{
    const auto open = compiled(document({}, step("lookup") + "," + step("post")));
    const StepId lookup = StepKind::Lookup;
    QVERIFY(!open->lookupSuppresses(lookup, Reading::Accepted));
    QVERIFY(open->lookupSuppresses(lookup, Reading::Rejected));
    QVERIFY(open->lookupSuppresses(lookup, Reading::Duplicate));
    QVERIFY(!open->lookupSuppresses(lookup, Reading::Error));
    QVERIFY(!open->lookupSuppresses(lookup, Reading::Unrecognised));
    QVERIFY(!open->lookupSuppresses(StepKind::Post, Reading::Rejected));
    const auto strict = compiled(
        document({}, step("lookup", R"("on_failure":"suppress")") + "," + step("post") + "," + step("ping")));
    QVERIFY(!strict->lookupSuppresses(lookup, Reading::Accepted));
    QVERIFY(strict->lookupSuppresses(lookup, Reading::Error));
    QVERIFY(strict->lookupSuppresses(lookup, Reading::Unrecognised));
    const auto none = compiled(document({}));
    QVERIFY(!none->lookupSuppresses(lookup, Reading::Rejected));
    // Only look-ups have these keys, only the status has its own.
    for (const char *key : {R"("before":"post")", R"("on_failure":"suppress")", R"("attempts":2)"})
        QCOMPARE(Integration::fromJson(document({}, step("ping", key))).error().code,
                 std::string("unknown_key"));
}

void TestDocumentParts::severalLookups()
{
    const auto body = [](const char *field) {
        return R"("body":{"format":"form","rows":[{"target":"v","source":{"field":")" + std::string(field) +
               R"("}},{"target":"s","source":{"computed":"step"}}]},)";
    };
    const auto integration = compiled(document(
        R"("samples":[{"id":"a","step":"lookup:dnc","response":"listed","expect":{"outcome":"rejected","rule":"listed"}},
                      {"id":"b","step":"lookup","response":"listed","expect":{"rule":"r"}}])",
        step(
            "lookup",
            body("zip") +
                R"("time_limit_ms":100,"then":[{"name":"dnc","path":"/dnc","time_limit_ms":200,"on_failure":"suppress",)" +
                body("phone") +
                R"("response":{"rules":[{"id":"listed","outcome":"rejected","when":{"source":{"text":"body"},"op":"equals","value":"listed"}}]}}])") +
            "," + step("post")));
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/integration-1.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Value schema = json(file.readAll().toStdString());
    QCOMPARE(tests::SchemaCheck(schema).problem(integration->document()), std::string());
    const Object lead{{"zip", "78701"}, {"phone", "+15125550142"}};
    RenderInput input;
    input.lead = &lead;
    const StepId dnc(StepKind::Lookup, "dnc");
    QVERIFY(stepFromName("lookup:dnc") == dnc && stepFromName("lookup") == StepId(StepKind::Lookup));
    QVERIFY(!stepFromName("lookup:") && !stepFromName("ping:dnc") && !stepFromName("look"));
    QCOMPARE(name(dnc), std::string("lookup:dnc"));
    QCOMPARE(integration->render(StepKind::Lookup, input)->body, std::string("v=78701&s=lookup"));
    const auto second = integration->render(dnc, input);
    QVERIFY(second.ok());
    QCOMPARE(second->url, std::string("http://a.example/dnc"));
    QCOMPARE(second->body, std::string("v=%2B15125550142&s=lookup"));
    QCOMPARE(integration->explain(dnc, input).rows.front().path,
             std::string("steps.lookup.then[0].body.rows[0]"));
    QVERIFY(integration->timeLimit(StepKind::Lookup) == std::chrono::milliseconds(100));
    QVERIFY(integration->timeLimit(dnc) == std::chrono::milliseconds(200));
    QVERIFY(integration->hasStep(dnc) && !integration->hasStep({StepKind::Lookup, "other"}));
    QVERIFY(integration->lookupSuppresses(dnc, Reading::Unrecognised) &&
            !integration->lookupSuppresses(StepKind::Lookup, Reading::Unrecognised));
    QVERIFY((integration->fieldsSent(StepKind::Lookup) == std::vector<std::string>{"phone", "zip"}));
    const auto none = integration->render({StepKind::Lookup, "other"}, input);
    QVERIFY(!none.ok());
    QCOMPARE(none.error().code, std::string("no_such_step"));
    QVERIFY(none.error().message.find("lookup:other") != std::string::npos);
    for (const SampleCheck &check : checkSamples(*integration))
        QVERIFY2(check.asExpected, check.difference.c_str());
}

void TestDocumentParts::severalLookupsRefused_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const std::string &steps, const char *code, const char *field) {
        QTest::addRow("%s %s", code, field)
            << QByteArray::fromStdString(steps) << QByteArray(code) << QByteArray(field);
    };
    const auto then = [](const std::string &list) {
        return step("lookup", R"("then":)" + list);
    };
    row(then("{}"), "wrong_type", "steps.lookup.then");
    row(then("[1]"), "wrong_type", "steps.lookup.then[0]");
    row(then("[{" + kAnyAnswer + "}]"), "required", "steps.lookup.then[0].name");
    row(then(R"([{"name":"A b",)" + kAnyAnswer + "}]"), "not_a_slug", "steps.lookup.then[0].name");
    row(then(R"([{"name":"a"}])"), "required", "steps.lookup.then[0].response");
    row(then(R"([{"name":"a",)" + kAnyAnswer + R"(},{"name":"a",)" + kAnyAnswer + "}]"), "duplicate_id",
        "steps.lookup.then[1].name");
    row(then(R"([{"name":"a","then":[],)" + kAnyAnswer + "}]"), "unknown_key", "steps.lookup.then[0].then");
    row(then(R"([{"name":"a","path":"/{{lead.x","response":{"rules":[{"id":"r","outcome":"rejected"}]}}])"),
        "invalid_template", "steps.lookup.then[0].path");
    row(step("ping", R"("then":[])"), "unknown_key", "steps.ping.then");
    row(step("lookup", R"("name":"a")"), "unknown_key", "steps.lookup.name");
    std::string many;
    for (int i = 0; i < 11; ++i)
        many += std::string(i ? "," : "[") + R"({"name":"n)" + std::to_string(i) + "\"," + kAnyAnswer + "}";
    row(then(many + "]"), "too_many", "steps.lookup.then[10]");
}

void TestDocumentParts::severalLookupsRefused()
{
    QFETCH(const QByteArray, steps);
    QFETCH(const QByteArray, code);
    QFETCH(const QByteArray, field);
    const auto refused = Integration::fromJson(document({}, steps.toStdString()));
    QVERIFY(!refused.ok());
    QCOMPARE(QByteArray::fromStdString(refused.error().code), code);
    QCOMPARE(QByteArray::fromStdString(refused.error().field), field);
    const auto sample = Integration::fromJson(
        document(R"("samples":[{"id":"a","step":"lookup:b","response":"x"}])", step("lookup")));
    QVERIFY(!sample.ok());
    QCOMPARE(sample.error().code, std::string("no_such_reference"));
}

void TestDocumentParts::polling()
{
    QVERIFY(!compiled(document({}))->polling());
    const auto set =
        compiled(document({}, step("post") + "," + step("status", R"("interval_ms":1500,"attempts":7)")));
    QCOMPARE(set->polling()->interval.count(), 1'500'000);
    QCOMPARE(set->polling()->attempts, 7);
    QCOMPARE(Integration::fromJson(document({}, step("status", R"("attempts":0)"))).error().field,
             std::string("steps.status.attempts"));
}

QTEST_GUILESS_MAIN(TestDocumentParts)
#include "tst_documentparts.moc"
