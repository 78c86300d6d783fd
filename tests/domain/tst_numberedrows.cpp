// Groups whose items have numbers in their names, in every format.
#include <QTest>

class TestNumberedRows : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void names();
    void bodies_data();
    void bodies();
    void refused_data();
    void refused();
    void fullTargets();
};

#include "domain/integration/documentwalk.h"
#include "domain/integration/explain.h"
#include "domain/integration/integration.h"
#include "domain/integration/numberedname.h"
#include "domain/json/json.h"

using namespace bourse;
using namespace bourse::domain;

namespace {

std::string document(const std::string &body)
{
    return R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"http://a.example"}},
        "steps":{"ping":{"body":)" +
           body + R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";
}

const char kLead[] = R"({"zip":"78701","drivers":[
    {"name":"Ann","age":30,"incidents":[{"kind":"dui","at":"x"},{"kind":"claim"}]},
    {"name":"Bob","incidents":[]},
    {"age":7,"incidents":[{"kind":"ticket"}]}],"all":[{"t":"T","a":[{"b":[1,2]},{"b":3}]}]})";

/// The body, or "error code field"; explaining gives the same bytes, and every span holds its row's value.
std::string rendered(const std::string &body)
{
    const auto integration = Integration::fromJson(document(body));
    if (!integration)
        return "error " + integration.error().code + " " + integration.error().field;
    const auto lead = parseJson(kLead);
    RenderInput input;
    input.lead = lead->asObject();
    const auto request = (*integration)->render(StepKind::Ping, input);
    const Explanation explanation = (*integration)->explain(StepKind::Ping, input);
    if (request.ok() != explanation.problems.empty())
        return "explain() differs";
    if (!request)
        return "error " + request.error().code + " " + request.error().field;
    if (request->body != explanation.request.body)
        return "explain() differs: " + explanation.request.body;
    for (const RowTrace &row : explanation.rows)
        for (const RequestSpan &span : row.spans)
            if (row.target == "j") // its value is escaped
                continue;
            else if (span.end > request->body.size() || span.begin >= span.end ||
                     request->body[span.begin] == ',' ||
                     request->body.substr(span.begin, span.end - span.begin).find(row.result) ==
                         std::string::npos)
                return "a span of " + row.target + " is wrong";
    return request->body;
}

} // namespace

void TestNumberedRows::names()
{
    const NumberScope outer{1, 2};
    const NumberScope inner{0, 10, &outer};
    const auto written = [&](const char *text) {
        std::string out;
        NumberedName(text).append(&inner, out);
        return out;
    };
    QCOMPARE(written("a{n}b{i}c{n^1}{i^1}{m}{n^8}{n"), std::string("a10b0c21{m}{n^8}{n"));
    QCOMPARE(NumberedName("x{n^2}{n}").levels(), 3);
    QCOMPARE(NumberedName("x").levels(), 0);
    QVERIFY(!NumberedName("{k}").hasMarks());
    QCOMPARE(NumberedName("a{n}b{i^1}").shifted(1), std::string("a{n^1}b{i^2}"));
    QCOMPARE(NumberedName("a{n^1}b{i^2}").shifted(-1), std::string("a{n}b{i^1}"));
    QCOMPARE(NumberedName("a{n^1}b{i}").firstOwnMark(), std::size_t(7));
    QCOMPARE(NumberedName("a{n}.{i^3}").sample(), std::string("a1.1"));
    std::string nowhere;
    NumberedName("a{n}").append(nullptr, nowhere);
    QCOMPARE(nowhere, std::string("a"));
}

void TestNumberedRows::bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *body, const char *expected) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(expected);
    };
    const auto json = [&row](const char *name, const std::string &rows, const char *expected) {
        row(name, (R"({"format":"json","rows":[)" + rows + "]}").c_str(), expected);
    };
    const auto xml = [&row](const char *name, const std::string &rows, const char *expected) {
        row(name, (R"({"format":"xml","declaration":false,"rows":[)" + rows + "]}").c_str(), expected);
    };
    const std::string zip = R"({"target":"Request.Zip","source":{"field":"zip"}})";
    json(
        "flat keys beside others",
        zip +
            R"(,{"target":"Request.Driver_{n}_","each":"drivers","rows":[{"target":"Name","source":{"item":"name"}},
            {"target":"Age","source":{"item":"age"}}]},{"target":"Request.Last","source":{"constant":1}})",
        R"({"Request":{"Zip":"78701","Driver_1_Name":"Ann","Driver_1_Age":30,"Driver_2_Name":"Bob","Driver_3_Age":7,"Last":1}})");
    json(
        "numbers from elsewhere",
        R"({"target":"d{i}n","each":"drivers","maximum":2,"first":5,"rows":[{"target":"{n}","source":{"item":"name"}}]})",
        R"({"d0n5":"Ann","d1n6":"Bob"})");
    json(
        "objects under numbered names",
        R"({"target":"a.Driver{n}","each":"drivers","rows":[{"target":".name","source":{"item":"name"}},
            {"target":".x.age","source":{"item":"age"}}]})",
        R"({"a":{"Driver1":{"name":"Ann","x":{"age":30}},"Driver2":{"name":"Bob"},"Driver3":{"x":{"age":7}}}})");
    json(
        "a name of their own for each",
        R"({"target":"Request.","each":"drivers","rows":[{"target":"Name{n}","source":{"item":"name"}},{"target":"{n}Age","source":{"item":"age"}}]})",
        R"({"Request":{"Name1":"Ann","1Age":30,"Name2":"Bob","3Age":7}})");
    json(
        "at the top",
        R"({"target":"","each":"drivers","rows":[{"target":"Name{n}","source":{"item":"name"}}]},{"target":"z","source":{"field":"zip"}})",
        R"({"Name1":"Ann","Name2":"Bob","z":"78701"})");
    json("two numbers",
         R"({"target":"R.Driver_{n}_","each":"drivers","rows":[{"target":"Name","source":{"item":"name"}},
            {"target":"Incident_","each":{"item":"incidents"},"rows":[{"target":"x","source":{"constant":1},"when":{"source":{"constant":1},"op":"eq","value":2}}]},
            {"target":"Incident_{n}_","each":{"item":"incidents"},"rows":[{"target":"Type","source":{"item":"kind"}},
                {"target":"At_{n^1}_{n}","source":{"item":"at"}}]}]})",
         R"({"R":{"Driver_1_Name":"Ann","Driver_1_Incident_1_Type":"dui","Driver_1_Incident_1_At_1_1":"x",)"
         R"("Driver_1_Incident_2_Type":"claim","Driver_2_Name":"Bob","Driver_3_Incident_1_Type":"ticket"}})");
    json(
        "a number behind the name",
        R"({"target":"Driver_{n}_Incident_","each":"drivers","rows":[{"target":"Type_{n}","source":{"item":"name"}}]})",
        R"({"Driver_1_Incident_Type_1":"Ann","Driver_2_Incident_Type_2":"Bob"})");
    json(
        "objects in objects",
        R"({"target":"D{n}","each":"drivers","rows":[{"target":".in.I{n}","each":{"item":"incidents"},"rows":[{"target":"","source":{"item":"kind"},"note":"no name"}]}]})",
        "error wrong_type steps.ping.body.rows[0].rows[0].rows[0].target");
    json(
        "objects in numbered objects",
        R"({"target":"D{n}","each":"drivers","rows":[{"target":".in.I{n}","each":{"item":"incidents"},"rows":[{"target":"k","source":{"item":"kind"}}]}]})",
        R"({"D1":{"in":{"I1k":"dui","I2k":"claim"}},"D3":{"in":{"I1k":"ticket"}}})");
    json(
        "a list below a numbered name",
        R"({"target":"D{n}_","each":"drivers","rows":[{"target":"I","each":{"item":"incidents"},"rows":[{"target":"k{n}_{n^1}","source":{"item":"kind"}}]}]})",
        R"({"D1_I":[{"k1_1":"dui"},{"k2_1":"claim"}],"D3_I":[{"k1_3":"ticket"}]})");
    json(
        "a group of a numbered one",
        R"({"target":"D{n}_","each":"drivers","rows":[{"target":"g{n}","rows":[{"target":"k{n}","source":{"item":"name"}}]}]})",
        R"({"D1_g1":{"k1":"Ann"},"D2_g2":{"k2":"Bob"}})");
    json("numbers in a list's own names",
         R"({"target":"d","each":"drivers","rows":[{"target":"n{n}","source":{"item":"name"}}]})",
         R"({"d":[{"n1":"Ann"},{"n2":"Bob"}]})");
    json(
        "one by one",
        R"({"target":"q.Q{n}_","as":"list","rows":[{"target":"zip","source":{"field":"zip"}},{"target":"none","source":{"field":"none"}},
            {"target":"two","source":{"constant":2}}]})",
        R"({"q":{"Q1_zip":"78701","Q2_two":2}})");
    json(
        "pairs",
        R"({"target":"Q{n}_","as":"pairs","rows":[{"target":"zip","source":{"field":"zip"}},{"target":"x","source":{"field":"none"}},{"target":"y","source":{"constant":2}}]})",
        R"({"Q1_id":"zip","Q1_value":"78701","Q2_id":"y","Q2_value":2})");
    json(
        "items that are left out",
        R"({"target":"D{n}_","each":"drivers","rows":[{"target":"a","source":{"item":"age"}},{"target":"n","source":{"item":"name"},"on_empty":"omit_group"}]},{"target":"z","source":{"constant":1}})",
        R"({"D1_a":30,"D1_n":"Ann","D2_n":"Bob","z":1})");
    json(
        "nobody",
        R"({"target":"x.D{n}_","each":"nobody","rows":[{"target":"a","source":{"item":"age"}}]},{"target":"z","source":{"constant":1}})",
        R"({"z":1})");
    json(
        "nobody, which is refused",
        R"({"target":"D{n}_","each":"nobody","on_empty":"refuse","rows":[{"target":"a","source":{"item":"age"}}]})",
        "error refused_lead D{n}_");
    json(
        "a condition",
        R"({"target":"D{n}_","each":"drivers","when":{"source":{"field":"zip"},"op":"empty"},"rows":[{"target":"a","source":{"item":"age"}}]})",
        "{}");
    json(
        "names that need escapes",
        R"({"target":"a\"{n}","each":"drivers","maximum":1,"rows":[{"target":"é","source":{"item":"name"}}]})",
        R"({"a\"1é":"Ann"})");
    json(
        "lists in lists",
        R"({"target":"v","each":"drivers[*].incidents[*]","rows":[{"target":"id","source":{"computed":"position"}},
            {"target":"d","source":{"computed":"position","up":1}},{"target":"own","source":{"computed":"list_position"}},
            {"target":"of","source":{"computed":"count"}},{"target":"name","source":{"item":"name","up":1}},{"target":"k","source":{"item":"kind"}}]})",
        R"({"v":[{"id":1,"d":1,"own":1,"of":3,"name":"Ann","k":"dui"},{"id":2,"d":1,"own":2,"of":3,"name":"Ann","k":"claim"},)"
        R"({"id":3,"d":3,"own":1,"of":3,"k":"ticket"}]})");
    json(
        "lists in lists, some of them",
        R"({"target":"v","each":{"field":"drivers[*].incidents"},"where":{"all":[{"source":{"item":"kind"},"op":"not_equals","value":"dui"},
            {"source":{"item":"age","up":1},"op":"exists"}]},"maximum":5,"rows":[{"target":"id","source":{"computed":"position"}},
            {"target":"own","source":{"computed":"list_position"}}]})",
        R"({"v":[{"id":1,"own":2},{"id":2,"own":1}]})");
    json(
        "lists in lists with numbers",
        R"({"target":"R.D{n^1}_I{n}_","each":"drivers[*].incidents[*]","rows":[{"target":"k","source":{"item":"kind"}}]})",
        R"({"R":{"D1_I1_k":"dui","D1_I2_k":"claim","D3_I3_k":"ticket"}})");
    json(
        "lists in an item's lists",
        R"({"target":"all","each":"all","rows":[{"target":"x","each":{"item":"a[*].b[*]"},"rows":[{"target":"n","source":{"item":"."}},{"target":"t","source":{"item":"t","up":2}}]}]})",
        R"({"all":[{"x":[{"n":1,"t":"T"},{"n":2,"t":"T"},{"n":3,"t":"T"}]}]})");
    json(
        "at least two",
        R"({"target":"v","each":"none[*].x[*]","minimum":2,"rows":[{"target":"id","source":{"computed":"position"}},{"target":"k","source":{"item":"k"}}]})",
        R"({"v":[{"id":1},{"id":2}]})");
    row("lists in lists in a form",
        R"({"format":"form","rows":[{"target":"v{n}","each":"drivers[*].incidents[*]","rows":[{"target":"k{n^1}","source":{"item":"kind"}}]}]})",
        "v1k1=dui&v2k1=claim&v3k3=ticket");
    xml("lists in lists in XML",
        R"({"target":"R/V","each":"drivers[*].incidents[*]","maximum":1,"rows":[{"target":"@k","source":{"item":"kind"}}]})",
        R"(<R><V k="dui"></V></R>)");
    row("laid out",
        R"({"format":"json","layout":"spaced","rows":[{"target":"D{n}","each":"drivers","rows":[{"target":"n","source":{"item":"name"}}]}]})",
        R"({"D1n": "Ann", "D2n": "Bob"})");
    xml("elements beside others",
        R"({"target":"R/Zip","source":{"field":"zip"}},{"target":"R/Driver_{n}_","each":"drivers","rows":[
            {"target":"Name","source":{"item":"name"}},{"target":"Age","source":{"item":"age"}}]},{"target":"R/End","source":{"constant":1}})",
        "<R><Zip>78701</Zip><Driver_1_Name>Ann</Driver_1_Name><Driver_1_Age>30</Driver_1_Age>"
        "<Driver_2_Name>Bob</Driver_2_Name><Driver_3_Age>7</Driver_3_Age><End>1</End></R>");
    xml("numbered elements with parts",
        R"({"target":"R/D{n}","each":"drivers","rows":[{"target":"/Name","source":{"item":"name"}},{"target":"@age","source":{"item":"age"}},
            {"target":"/I{n}","each":{"item":"incidents"},"rows":[{"target":"@k","source":{"item":"kind"}}]}]})",
        R"(<R><D1 age="30"><Name>Ann</Name><I1 k="dui"></I1><I2 k="claim"></I2></D1><D2><Name>Bob</Name></D2>)"
        R"(<D3 age="7"><I1 k="ticket"></I1></D3></R>)");
    xml("repeated elements with numbered attributes",
        R"({"target":"R/D","each":"drivers","rows":[{"target":"@n{n}","source":{"item":"name"},"on_empty":"omit_group"}]})",
        R"(<R><D n1="Ann"></D><D n2="Bob"></D></R>)");
    row("forms have outer numbers, too",
        R"({"format":"form","rows":[{"target":"D{n}_","each":"drivers","rows":[{"target":"I","each":{"item":"incidents"},"rows":[{"target":"{n^1}{n}","source":{"item":"kind"}}]}]}]})",
        "D1_I11=dui&D1_I12=claim&D3_I31=ticket");
    row("a body in a numbered form",
        R"({"format":"form","rows":[{"target":"D{n}","each":"drivers","maximum":1,"rows":[{"target":"","source":{"body":{"format":"json","rows":[
            {"target":"k{n}","source":{"item":"name"}}]}}}]}]})",
        "error wrong_type steps.ping.body.rows[0].rows[0].target");
    row("a body in a numbered form's row",
        R"({"format":"form","rows":[{"target":"D{n}","each":"drivers","maximum":1,"rows":[{"target":"j","source":{"body":{"format":"json","rows":[
            {"target":"k{n}","source":{"item":"name"}}]}}}]}]})",
        "D1j=%7B%22k1%22%3A%22Ann%22%7D");
}

void TestNumberedRows::bodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(rendered(body.toStdString())), expected);
}

void TestNumberedRows::refused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const char *body, const char *problem) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(problem);
    };
    const char *target = "error invalid_target steps.ping.body.rows[0].target";
    row("json row", R"({"format":"json","rows":[{"target":"a{n}","source":{"constant":1}}]})", target);
    row("xml row", R"({"format":"xml","rows":[{"target":"R/a{i}","source":{"constant":1}}]})", target);
    row("group that is there once",
        R"({"format":"json","rows":[{"target":"a{n}","rows":[{"target":"b","source":{"constant":1}}]}]})",
        target);
    row("further out than there is",
        R"({"format":"json","rows":[{"target":"a{n}","each":"l","rows":[{"target":"b{n^1}","source":{"constant":1}}]}]})",
        "error invalid_target steps.ping.body.rows[0].rows[0].target");
    row("index",
        R"({"format":"json","rows":[{"target":"a[{n}]","each":"l","rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error invalid_target steps.ping.body.rows[0].rows[0].target");
    row("a list's name with an outer number",
        R"({"format":"json","rows":[{"target":"x","each":"l","rows":[{"target":"y{n^1}","each":"m","rows":[{"target":"z","source":{"constant":1}}]}]}]})",
        "error invalid_target steps.ping.body.rows[0].rows[0].target");
    row("lists transformed as a whole",
        R"({"format":"json","rows":[{"target":"a","each":"l[*].m","transforms":[{"do":"reverse"}],"rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error conflicting_keys steps.ping.body.rows[0].transforms");
    row("further out than the lists",
        R"({"format":"json","rows":[{"target":"a","each":"l[*].m[*]","rows":[{"target":"b","source":{"computed":"position","up":2}}]}]})",
        "error not_available steps.ping.body.rows[0].rows[0].source.computed");
    row("a wrong path",
        R"({"format":"json","rows":[{"target":"a","each":"l[*]..m[*]","rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error invalid_target steps.ping.body.rows[0].each");
    row("written empty",
        R"({"format":"json","rows":[{"target":"a{n}","each":"l","on_empty":"empty","rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error not_available steps.ping.body.rows[0].on_empty");
    row("no names",
        R"({"format":"json","rows":[{"target":"a.","each":"l","rows":[{"target":"[0]","source":{"constant":1}}]}]})",
        "error invalid_target steps.ping.body.rows[0].target");
    row("an attribute beside",
        R"({"format":"xml","rows":[{"target":"R/","each":"l","rows":[{"target":"@b{n}","source":{"constant":1}}]}]})",
        "error invalid_target steps.ping.body.rows[0].target");
    row("no name at all",
        R"({"format":"json","rows":[{"target":"","rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error required steps.ping.body.rows[0].target");
    row("no target",
        R"({"format":"json","rows":[{"each":"l","rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error required steps.ping.body.rows[0].target");
    row("not XML's idea of a name",
        R"({"format":"xml","rows":[{"target":"R/{n}","each":"l","rows":[{"target":"b c","source":{"constant":1}}]}]})",
        "error invalid_target steps.ping.body.rows[0].rows[0].target");
    row("roots",
        R"({"format":"xml","rows":[{"target":"R{n}","each":"drivers","rows":[{"target":"b","source":{"constant":1}}]}]})",
        "error target_conflict steps.ping.body.rows");
}

void TestNumberedRows::refused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, problem);
    QCOMPARE(QByteArray::fromStdString(rendered(body.toStdString())), problem);
}

void TestNumberedRows::fullTargets()
{
    const auto text = parseJson(document(
        R"({"format":"json","rows":[{"target":"R.D{n}_","each":"drivers","rows":[{"target":"Name","source":{"item":"name"}}]},
            {"target":"R.","each":"drivers","rows":[{"target":"N{n}","source":{"item":"name"}}]},
            {"target":"l","each":"drivers","rows":[{"target":"N","source":{"item":"name"}}]}]})"));
    std::string all;
    for (const DocumentRow &row : rowsOf(*text, StepKind::Ping))
        all += row.fullTarget + ' ';
    QCOMPARE(all, std::string("R.D{n}_ R.D{n}_Name R. R.N{n} l l.N "));
}

QTEST_APPLESS_MAIN(TestNumberedRows)
#include "tst_numberedrows.moc"
