// Explaining one rendering: how each row came to its value, and where its bytes lie.
#include <QTest>

class TestRenderTrace : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void places_data();
    void places();
    void rowsTellTheirWay();
    void rowsThatAreLeftOut();
    void itGoesOnAfterProblems();
    void urlsHeadersAndTexts();
    void withoutAnEndpoint();
    void missingSecretsKeepTheirNames();
};

#include "domain/integration/explain.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <algorithm>

using namespace bourse;
using namespace bourse::domain;

namespace {

Value json(const std::string &text)
{
    const auto value = parseJson(text);
    if (!value)
        qFatal("%s: %s", value.error().message.c_str(), text.c_str());
    return *value;
}

std::shared_ptr<const Integration> compiled(const std::string &step)
{
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","variables":{"v":"var"},"endpoints":{"test":{"base_url":"http://a.example"}},
            "steps":{"ping":{)" +
        step + R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})");
    if (!integration)
        qFatal("%s %s: %s", integration.error().code.c_str(), integration.error().field.c_str(),
               integration.error().message.c_str());
    return *integration;
}

Explanation explained(const std::string &step, const std::string &lead = "{}")
{
    const Value value = json(lead);
    RenderInput input;
    input.lead = value.asObject();
    const auto integration = compiled(step);
    Explanation explanation = integration->explain(StepKind::Ping, input);
    const auto request = integration->render(StepKind::Ping, input);
    if (request.ok() != explanation.problems.empty() ||
        (request.ok() && toWireText(*request) != toWireText(explanation.request)))
        qFatal("explain() is not what render() is:\n%s", toWireText(explanation.request).c_str());
    return explanation;
}

std::string bytesOf(const RenderedRequest &request, const RequestSpan &span)
{
    const std::string &whole = span.part == RequestSpan::Part::Url ? request.url
                               : span.part == RequestSpan::Part::Body
                                   ? request.body
                                   : request.headers.at(span.header).second;
    return whole.substr(span.begin, span.end - span.begin);
}

/// "target=result bytes; bytes" for each row, one to a line.
std::string said(const Explanation &explanation)
{
    std::string out;
    for (const RowTrace &row : explanation.rows) {
        out += row.target + " (" + row.result + ")";
        if (row.state != RowTrace::State::Written)
            out += row.state == RowTrace::State::Failed ? " failed" : " omitted " + row.condition;
        for (const RequestSpan &span : row.spans)
            out += " [" + bytesOf(explanation.request, span) + "]";
        out += '\n';
    }
    return out;
}

const char kLead[] = R"({"zip":"94107","name":"Zo\u00eb & Co","list":["a","b c"],"on":true,"n":5,
    "drivers":[{"name":"Ann","age":30},{"name":"Bob"},{"age":7}]})";

} // namespace

void TestRenderTrace::places_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *body, const char *expected) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(expected);
    };
    row("json",
        R"({"format":"json","rows":[{"target":"a.zip","source":{"field":"zip"}},{"target":"a.n","source":{"field":"n"}},
        {"target":"l","source":{"field":"list"}},{"target":"x.name","source":{"field":"name"}}]})",
        "a.zip (94107) [\"zip\":\"94107\"]\na.n (5) [\"n\":5]\nl ([\"a\",\"b c\"]) [\"l\":[\"a\",\"b c\"]]\n"
        "x.name (Zo\xC3\xAB & Co) [\"name\":\"Zo\xC3\xAB & Co\"]\n");
    row("json list",
        R"({"format":"json","rows":[{"target":"l[1]","source":{"field":"n"}},{"target":"l[0]","source":{"field":"zip"}}]})",
        "l[0] (94107) [\"94107\"]\nl[1] (5) [5]\n");
    row("json pretty",
        R"({"format":"json","layout":"pretty","rows":[{"target":"a.zip","source":{"field":"zip"}},{"target":"n","source":{"field":"n"}},
        {"target":"l","source":{"field":"list"}}]})",
        "a.zip (94107) [\"zip\": \"94107\"]\nn (5) [\"n\": 5]\nl ([\"a\",\"b c\"]) [\"l\": [\n    \"a\",\n   "
        " \"b c\"\n  ]]\n");
    row("json each", R"({"format":"json","rows":[{"target":"d","each":{"field":"drivers"},"rows":[
        {"target":"who","source":{"item":"name"},"on_empty":"omit_group"},{"target":"age","source":{"item":"age"}}]}]})",
        "d () [\"d\":[{\"who\":\"Ann\",\"age\":30},{\"who\":\"Bob\"}]]\n"
        "who (Ann) [\"who\":\"Ann\"]\nage (30) [\"age\":30]\nwho (Bob) [\"who\":\"Bob\"]\nage () omitted "
        "on_empty\n"
        "who () omitted on_empty\n");
    row("form",
        R"({"format":"form","rows":[{"target":"Na me","source":{"field":"name"}},{"target":"l","source":{"field":"list"}},
        {"target":"last","source":{"field":"zip"}}]})",
        "Na me (Zo\xC3\xAB & Co) [Na+me=Zo%C3%AB+%26+Co]\nl (a) [l=a]\nl (b c) [l=b+c]\n"
        "last (94107) [last=94107]\n");
    row("xml",
        R"({"format":"xml","rows":[{"target":"R@id","source":{"field":"n"}},{"target":"R/Zip","source":{"field":"zip"}},
        {"target":"R/Name","source":{"field":"name"},"cdata":true},{"target":"R/L","source":{"field":"list"}}]})",
        "R@id (5) [id=\"5\"]\nR/Zip (94107) [<Zip>94107</Zip>]\n"
        "R/Name (Zo\xC3\xAB & Co) [<Name><![CDATA[Zo\xC3\xAB & Co]]></Name>]\nR/L (a) [<L>a</L>]\nR/L (b c) "
        "[<L>b c</L>]\n");
    row("xml each", R"({"format":"xml","rows":[{"target":"R/D","each":{"field":"drivers"},"rows":[
        {"target":"@n","source":{"item":"name"},"on_empty":"omit_group"},{"target":"Age","source":{"item":"age"}}]}]})",
        "R/D () [<D n=\"Ann\"><Age>30</Age></D><D n=\"Bob\"></D>]\n@n (Ann) [n=\"Ann\"]\nAge (30) "
        "[<Age>30</Age>]\n"
        "@n (Bob) [n=\"Bob\"]\nAge () omitted on_empty\n@n () omitted on_empty\nAge (7) omitted group\n");
    row("json in a form",
        R"({"format":"form","rows":[{"target":"id","source":{"constant":"1"}},{"target":"lead","source":{"body":{"format":"json","rows":[
        {"target":"zip","source":{"field":"zip"}},{"target":"name","source":{"field":"name"}}]}}}]})",
        "id (1) [id=1]\nlead ({\"zip\":\"94107\",\"name\":\"Zo\xC3\xAB & Co\"}) "
        "[lead=%7B%22zip%22%3A%2294107%22%2C%22name%22%3A%22Zo%C3%AB+%26+Co%22%7D]\n"
        "zip (94107) [%22zip%22%3A%2294107%22]\nname (Zo\xC3\xAB & Co) "
        "[%22name%22%3A%22Zo%C3%AB+%26+Co%22]\n");
    row("xml in json, then changed",
        R"({"format":"json","rows":[{"target":"x","source":{"body":{"format":"xml","declaration":false,"rows":[
        {"target":"R/Zip","source":{"field":"zip"}}]}}},{"target":"y","source":{"body":{"format":"xml","declaration":false,"rows":[
        {"target":"R/Zip","source":{"field":"zip"}}]}},"transforms":[{"do":"base64"}]}]})",
        "x (<R><Zip>94107</Zip></R>) [\"x\":\"<R><Zip>94107</Zip></R>\"]\nR/Zip (94107) [<Zip>94107</Zip>]\n"
        "y (PFI+PFppcD45NDEwNzwvWmlwPjwvUj4=) [\"y\":\"PFI+PFppcD45NDEwNzwvWmlwPjwvUj4=\"]\n"
        "R/Zip (94107) [\"y\":\"PFI+PFppcD45NDEwNzwvWmlwPjwvUj4=\"]\n");
    row("text", R"({"format":"text","template":"zip={{lead.zip}}|{{lead.name | upper}}|{{lead.none}}|end"})",
        "{{lead.zip}} (94107) [94107]\n{{lead.name | upper}} (ZO\xC3\x8B & CO) [ZO\xC3\x8B & CO]\n"
        "{{lead.none}} () omitted on_empty\n");
    row("multipart",
        R"({"format":"multipart","boundary":"b","rows":[{"target":"zip","source":{"field":"zip"}}]})",
        "zip (94107) [--b\r\nContent-Disposition: form-data; name=\"zip\"\r\n\r\n94107\r\n]\n");
}

void TestRenderTrace::places()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    const Explanation explanation = explained("\"body\":" + body.toStdString(), kLead);
    QCOMPARE(QByteArray::fromStdString(said(explanation)), expected);
}

void TestRenderTrace::rowsTellTheirWay()
{
    const Explanation explanation =
        explained(R"("body":{"format":"form","rows":[{"target":"h","source":{"field":"contact.email"},
            "transforms":[{"do":"trim"},{"do":"lower"},{"do":"hash","algorithm":"md5"}]}]})",
                  R"({"contact":{"email":" Maya@Ortiz.example"}})");
    QCOMPARE(explanation.rows.size(), std::size_t(1));
    const RowTrace &row = explanation.rows[0];
    QCOMPARE(row.path, std::string("steps.ping.body.rows[0]"));
    QCOMPARE(row.read, std::string(" Maya@Ortiz.example"));
    QVERIFY((row.fields == std::vector<std::string>{"contact"}));
    QCOMPARE(row.transforms.size(), std::size_t(3));
    QCOMPARE(row.transforms[0].name, std::string("trim"));
    QCOMPARE(row.transforms[0].before, std::string(" Maya@Ortiz.example"));
    QCOMPARE(row.transforms[0].after, std::string("Maya@Ortiz.example"));
    QCOMPARE(row.transforms[1].after, std::string("maya@ortiz.example"));
    QCOMPARE(row.transforms[2].before, std::string("maya@ortiz.example"));
    QCOMPARE(row.transforms[2].after, row.result);
    QCOMPARE(row.result.size(), std::size_t(32));
}

void TestRenderTrace::rowsThatAreLeftOut()
{
    const Explanation explanation = explained(R"("body":{"format":"json","rows":[
        {"target":"a","source":{"field":"none"}},
        {"target":"b","source":{"constant":"x"},"when":{"source":{"field":"none"},"op":"exists"}},
        {"target":"c","source":{"field":"none"},"on_empty":"null"},
        {"target":"g","when":{"source":{"field":"none"},"op":"exists"},"rows":[{"target":"in","source":{"constant":"1"}}]}]})");
    QCOMPARE(said(explanation),
             std::string("a () omitted on_empty\nb () omitted when\nc () [\"c\":null]\ng () omitted when\n"));
}

void TestRenderTrace::itGoesOnAfterProblems()
{
    const Explanation explanation =
        explained(R"("query":[{"target":"q","source":{"field":"none"},"on_empty":"refuse"}],
          "headers":[{"target":"X-Bad","source":{"field":"lines"}},{"target":"X-Good","source":{"field":"zip"}}],
          "body":{"format":"xml","rows":[
            {"target":"R/A","source":{"field":"zip"},"transforms":[{"do":"trim"},{"do":"map","entries":{"x":"y"}},{"do":"upper"}]},
            {"target":"R/B","source":{"field":"control"}},
            {"target":"R@c","source":{"field":"control"}},
            {"target":"R/D","source":{"field":"zip"}}]})",
                  "{\"zip\":\"94107\",\"lines\":\"a\\nb\",\"control\":\"\\u0001\"}");
    QCOMPARE(explanation.problems.size(), std::size_t(5));
    QCOMPARE(explanation.problems[0].code, std::string("refused_lead"));
    QCOMPARE(explanation.problems[0].field, std::string("q"));
    std::vector<std::string> failed;
    for (const RowTrace &row : explanation.rows)
        if (row.problem) {
            QVERIFY(row.state == RowTrace::State::Failed && row.spans.empty());
            failed.push_back(row.target + ' ' + row.problem->code);
        }
    QVERIFY(
        (failed == std::vector<std::string>{"q refused_lead", "R@c invalid_character", "R/A unmapped_value",
                                            "R/B invalid_character", "X-Bad header_injection"}));
    const auto map = std::find_if(explanation.rows.begin(), explanation.rows.end(),
                                  [](const RowTrace &row) { return row.target == "R/A"; });
    QCOMPARE(map->transforms.size(), std::size_t(2)); // the chain stops where it fails
    QVERIFY(map->transforms[1].problem && map->transforms[1].after.empty());
    QVERIFY(explanation.request.body.ends_with("<R><D>94107</D></R>"));
    QVERIFY(findHeader(explanation.request.headers, "X-Good"));
    QVERIFY(!findHeader(explanation.request.headers, "X-Bad"));
}

void TestRenderTrace::urlsHeadersAndTexts()
{
    const Explanation explanation = explained(
        R"("path":"/p/{{lead.zip}}/{{variable.v}}","query":[{"target":"z","source":{"field":"zip"}},{"target":"n","source":{"constant":"a b"}}],
          "headers":[{"target":"X-Zip","source":{"template":"<{{lead.zip}}>"}}])",
        R"({"zip":"9 1"})");
    QCOMPARE(explanation.request.url, std::string("http://a.example/p/9%201/var?z=9+1&n=a+b"));
    QCOMPARE(said(explanation),
             std::string(
                 "{{lead.zip}} (9 1) [9%201]\n{{variable.v}} (var) [var]\nz (9 1) [z=9+1]\nn (a b) [n=a+b]\n"
                 "X-Zip (<9 1>) [<9 1>]\n"));
    QVERIFY(explanation.rows[0].spans[0].part == RequestSpan::Part::Url);
    const RequestSpan header = explanation.rows[4].spans[0];
    QVERIFY(header.part == RequestSpan::Part::Header);
    QCOMPARE(explanation.request.headers[header.header].first, std::string("X-Zip"));
}

void TestRenderTrace::withoutAnEndpoint()
{
    const Value lead = json(R"({"zip":"94107"})");
    RenderInput input;
    input.lead = lead.asObject();
    input.live = true;
    const auto integration = compiled(
        R"("body":{"format":"form","rows":[{"target":"z","source":{"field":"zip"}},{"target":"v","source":{"variable":"v"}}]})");
    const Explanation explanation = integration->explain(StepKind::Ping, input);
    QCOMPARE(explanation.problems.size(), std::size_t(1));
    QCOMPARE(explanation.problems[0].code, std::string("no_endpoint"));
    QCOMPARE(explanation.request.body, std::string("z=94107&v=var"));
    const Explanation none = integration->explain(StepKind::Post, input);
    QCOMPARE(none.problems.at(0).code, std::string("no_such_step"));
    QVERIFY(none.rows.empty());
}

void TestRenderTrace::missingSecretsKeepTheirNames()
{
    const Explanation explanation = explained(
        R"("body":{"format":"form","rows":[{"target":"Key","source":{"secret":"ahp_key"},"transforms":[{"do":"upper"}]}]})");
    QCOMPARE(explanation.request.body, std::string("Key={{ahp_key}}"));
    QCOMPARE(explanation.rows[0].result, std::string("{{ahp_key}}"));
    QVERIFY(explanation.problems.empty());
}

QTEST_GUILESS_MAIN(TestRenderTrace)
#include "tst_rendertrace.moc"
