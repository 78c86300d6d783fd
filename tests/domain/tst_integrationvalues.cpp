// Values that are not the lead's own: what the market knows, and values that a document names.
#include <QTest>

class TestIntegrationValues : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void computed();
    void standInsAreOfTimeAndSeed();
    void floorsOfAnotherCurrency();
    void everyComputedValueIsListed();
};

#include "base/uuid.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/describe.h"
#include "domain/integration/explain.h"
#include "domain/integration/integration.h"
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

QTEST_APPLESS_MAIN(TestIntegrationValues)
#include "tst_integrationvalues.moc"
