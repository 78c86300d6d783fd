// The inbound language itself: what a document may say, what it reads and refuses. The ready documents have
// recorded requests of their own (tests/integrations/tst_inboundfixtures.cpp).
#include "domain/integration/inbound.h"
#include "domain/integration/inboundlint.h"
#include "domain/integration/requestfields.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <set>

using namespace bourse;
using namespace bourse::domain;

namespace {

std::string contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// Refers to nothing but itself: definitions of the integration language are its own.
const Value &schema()
{
    static const Value value = [] {
        const QString folder = QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/");
        QString text = QString::fromStdString(contents(folder + QStringLiteral("inbound-1.schema.json")));
        text.replace(QStringLiteral("integration-1.schema.json#"), QStringLiteral("#"));
        auto own = parseJson(text.toStdString());
        auto language = parseJson(contents(folder + QStringLiteral("integration-1.schema.json")));
        if (!own || !language)
            qFatal("no schema");
        Object &definitions = *own->asObject()->find("definitions")->asObject();
        for (const Member &member : *language->find("definitions")->asObject())
            if (!definitions.contains(member.first))
                definitions.append(member.first, member.second);
        return *own;
    }();
    return value;
}

/// A document with this inside.
Value document(const std::string &inside)
{
    const std::string rest =
        R"({"bourse_inbound":1,"slug":"t","caller":{"key":{"source":{"request":"key"}}})";
    auto value = parseJson(rest + (inside.empty() ? "" : ",") + inside + "}");
    if (!value)
        qFatal("%s", inside.c_str());
    if (!value->find("lead"))
        value->asObject()->set("lead", Object{{"rows", Array()}});
    return *value;
}

std::string rows(const std::string &list)
{
    return R"("lead":{"rows":[)" + list + "]}";
}

/// Codes and fields of what is wrong.
std::string problems(const Value &value)
{
    const auto inbound = Inbound::fromValue(value);
    // what the compiler takes, the published schema takes too
    const std::string unfit = tests::SchemaCheck(schema()).problem(value);
    if (inbound)
        return unfit.empty() ? "" : "schema " + unfit;
    std::string out;
    for (const Error &error : inbound.errors())
        out += (out.empty() ? "" : ", ") + error.code + ' ' + error.field;
    return out;
}

std::shared_ptr<const Inbound> compiled(const std::string &inside)
{
    const Value value = document(inside);
    const std::string wrong = problems(value);
    if (!wrong.empty())
        qFatal("%s: %s", wrong.c_str(), inside.c_str());
    return *Inbound::fromValue(value);
}

struct Sent {
    std::string type = "application/json";
    std::string target = "/x";
    std::string body;
};

/// The lead as JSON, or code and field of the first problem.
std::string lead(const Inbound &inbound, const Sent &sent, const FieldSchema *vertical = nullptr)
{
    InboundRequest request{sent.body.empty() ? "GET" : "POST", sent.target, {}, sent.body};
    if (!sent.type.empty())
        request.headers.emplace_back("Content-Type", sent.type);
    const auto message = inbound.receive(std::move(request), {}, UtcTime());
    const auto reading = inbound.read(*message, vertical);
    if (!reading)
        return reading.error().code + ' ' + reading.error().field;
    return writeJson(Value(reading->fields));
}

FieldSchema vertical()
{
    FieldSchema schema;
    schema.slug = "demo";
    schema.fields.resize(2);
    schema.fields[0].key = "name";
    schema.fields[0].requiredOnPost = true;
    schema.fields[1].key = "first_name";
    return schema;
}

/// Outside of the class: moc loses its way in these texts.
void addMistakes()
{
    const auto row = [](const char *name, const char *inside, const char *expected) {
        QTest::newRow(name) << std::string(inside) << std::string(expected);
    };
    row("unknown key", R"("colour":1)", "unknown_key colour");
    row("path", R"("paths":["x"])", "invalid_path paths[0]");
    row("dots", R"("paths":["/a/../b"])", "invalid_path paths[0]");
    row("query", R"("paths":["/a?b"])", "invalid_path paths[0]");
    row("our path", R"("paths":["/v1/leads"])", "reserved_path paths[0]");
    // moc takes the two signs of any rest in a raw string for a comment
    row("health", "\"paths\":[\"/healthz/*\"]", "reserved_path paths[0]");
    row("twice", "\"paths\":[\"/a\",\"/a/*\"]", "duplicate_path paths[1]");
    row("act", R"("paths":[{"path":"/a","act":"sell"}])", "not_a_choice paths[0].act");
    row("method", R"("methods":["DELETE"])", "not_a_choice methods");
    row("no method", R"("methods":[])", "required methods");
    row("format", R"("decode":{"format":"yaml"})", "not_a_choice decode.format");
    row("inner", R"("decode":{"inner":[{}]})", "required decode.inner[0].field");
    row("root", R"("decode":{"root":["a["]})", "invalid_target decode.root[0]");
    row("acts", R"("act":[])", "required act");
    row("act word", R"("act":"buy")", "not_a_choice act");
    row("condition", R"("test":{"source":{"request":"x"},"op":"is"})", "not_a_choice test.op");
    row("row", R"("lead":{"rows":[{"target":"a"}]})", "required lead.rows[0].source");
    row("source", R"("lead":{"rows":[{"target":"a","source":{"nothing":1}}]})",
        "required lead.rows[0].source, unknown_key lead.rows[0].source.nothing");
    row("two rows",
        R"("lead":{"rows":[{"target":"a","source":{"constant":1}},{"target":"a.b","source":{"constant":1}}]})",
        "target_conflict lead.rows");
    row("fact early", R"("lead":{"rows":[{"target":"a","source":{"answer":"price"}}]})",
        "not_available lead.rows[0].source.answer");
    row("fact",
        R"("answers":[{"body":{"format":"json","rows":[{"target":"a","source":{"answer":"profit"}}]}}])",
        "not_a_choice answers[0].body.rows[0].source.answer");
    row("call", R"("lead":{"rows":[{"target":"a","source":{"call":"weather"}}]})",
        "not_a_choice lead.rows[0].source.call");
    row("status", R"("lead":{"rows":[{"target":"a","source":{"request":{"http":"status"}}}]})",
        "not_available lead.rows[0].source.request");
    row("outcome", R"("answers":[{"for":["won"]}])", "not_a_choice answers[0].for[0]");
    row("answer status", R"("answers":[{"status":99}])", "wrong_type answers[0].status");
    row("secret", R"("lead":{"rows":[{"target":"a","source":{"secret":"s"}}]})", "not_available lead");
    row("others", R"("others":"keep")", "not_a_choice others");
    row("pairs", R"("decode":{"pairs":[{"list":"a","into":"b","name":["c"]}]})",
        "required decode.pairs[0].value");
}
} // namespace

class TestInboundLanguage : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyMistakeIsNamed_data()
    {
        QTest::addColumn<std::string>("inside");
        QTest::addColumn<std::string>("expected");
        addMistakes();
    }
    void everyMistakeIsNamed()
    {
        QFETCH(std::string, inside);
        QFETCH(std::string, expected);
        QCOMPARE(problems(document(inside)), expected);
    }
    void theCallerHasToBeProven()
    {
        Value value = document("");
        value.asObject()->set("caller", Object());
        QCOMPARE(problems(value), std::string("required caller"));
        value.asObject()->remove("caller");
        QCOMPARE(problems(value), std::string("required caller"));
        value.asObject()->set("caller", Object{{"signatures", Array{Object{{"header", "S"}}}}});
        QVERIFY2(problems(value).find("caller.signatures[0]") != std::string::npos, problems(value).c_str());
        value.asObject()->set("bourse_inbound", 2);
        QVERIFY(problems(value).starts_with("unsupported_version bourse_inbound"));
        value.asObject()->set("slug", "a b");
        QVERIFY(problems(value).find("not_a_slug slug") != std::string::npos);
    }
    void requestsOfEveryFormatAreOneTree()
    {
        const auto inbound = compiled(
            rows(R"({"target":"a","source":{"request":"a"}},{"target":"b","source":{"request":"b[1]"}},)"
                 R"({"target":"all","source":{"request":{"json":"$.b[*]"},"all":true}})"));
        const std::string expected = R"({"a":"1","b":"3","all":["2","3"]})";
        QCOMPARE(lead(*inbound, {"application/x-www-form-urlencoded", "/x", "a=1&b=2&b=3"}), expected);
        QCOMPARE(lead(*inbound, {"text/xml; charset=utf-8", "/x", "<r a='1'><b>2</b><b>3</b></r>"}),
                 expected);
        QCOMPARE(lead(*inbound, {"application/json", "/x", R"({"a":"1","b":["2","3"]})"}), expected);
        QCOMPARE(lead(*inbound, {"application/x-www-form-urlencoded", "/x", R"({"a":"1","b":["2","3"]})"}),
                 expected);
        QCOMPARE(lead(*inbound, {"", "/x?a=1&b=2&b=3", ""}), expected);
        QCOMPARE(lead(*inbound, {"", "/x", "a=1&b=2&b=3"}), expected);
        QCOMPARE(lead(*inbound, {"", "/x", ""}), std::string("empty_body "));
        QCOMPARE(lead(*inbound, {"image/png", "/x", "x"}),
                 std::string("unsupported_content_type Content-Type"));
        QCOMPARE(lead(*inbound, {"application/x-www-form-urlencoded; charset=iso-8859-1", "/x", "a=Zo%EB"}),
                 std::string("{\"a\":\"Zo\u00EB\"}"));
        QCOMPARE(lead(*inbound, {"application/x-www-form-urlencoded", "/x", "a=Zo%EB"}),
                 std::string("invalid_utf8 a"));
        QCOMPARE(lead(*inbound, {"application/x-www-form-urlencoded", "/x", "x=1&a=%00"}),
                 std::string("control_character a"));
        QCOMPARE(lead(*inbound, {"application/json", "/x", "{\"a\":1,\"a\":2}"}),
                 std::string("duplicate_key a"));
        QVERIFY(lead(*inbound, {"application/json", "/x", std::string(40, '[') + std::string(40, ']')})
                    .starts_with("too_deep"));
        std::string many;
        for (int i = 0; i < 3000; ++i)
            many += "k" + std::to_string(i) + "=1&";
        QCOMPARE(lead(*inbound, {"application/x-www-form-urlencoded", "/x", many}),
                 std::string("invalid_form "));
    }
    void textsWithinFieldsAreRead()
    {
        const auto inbound = compiled(
            R"("decode":{"inner":[{"field":"data.json","format":"json"},{"field":"x","format":"xml"}],"query":"merge"},)" +
            rows(R"({"target":"mail","source":{"request":"['data.json'].email[0]"}},)"
                 R"({"target":"first","source":{"request":"['data.json'].name[0]"}},)"
                 R"({"target":"zip","source":{"request":"x.zip"}},{"target":"q","source":{"request":"q"}})"));
        const auto sent = [](const char *body) {
            return Sent{"application/x-www-form-urlencoded", "/x?q=7&x=no", body};
        };
        QCOMPARE(
            lead(*inbound, sent("data.json=%7B%22email%22%3A%5B%22a%40b.c%22%5D%2C%22name%22%3A%22Ann%22%7D"
                                "&x=%3Cr%3E%3Czip%3E9%3C%2Fzip%3E%3C%2Fr%3E")),
            std::string(R"({"mail":"a@b.c","first":"Ann","zip":"9","q":"7"})"));
        QCOMPARE(lead(*inbound, sent("data.json=%7B")), std::string("invalid_json data.json"));
        QCOMPARE(lead(*inbound, sent("x=%3C!DOCTYPE+a%3E%3Ca%2F%3E")), std::string("doctype_refused x"));
        QCOMPARE(lead(*inbound, sent("data.json=")), std::string(R"({"q":"7"})"));
    }
    void groupsBecomeLists()
    {
        const auto inbound =
            compiled(rows(R"({"target":"drivers","each":{"request":"people"},"rows":[)"
                          R"({"target":"name","source":{"item":"n"},"transforms":[{"do":"upper"}]},)"
                          R"({"target":"age","source":{"item":"age"}}]})"));
        QCOMPARE(
            lead(*inbound, {"application/json", "/x", R"({"people":[{"n":"ann","age":40},{"n":"bob"}]})"}),
            std::string(R"({"drivers":[{"name":"ANN","age":40},{"name":"BOB"}]})"));
    }
    void fieldsThatTheVerticalDoesNotKnow()
    {
        const FieldSchema demo = vertical();
        const std::string mapped =
            rows(R"({"target":"name","source":{"request":"n"}},{"target":"odd","source":{"request":"o"}})");
        const Sent sent{"application/json", "/x",
                        R"({"n":"Ann","o":"1","First Name":"A","firstName":"B","key":"k","z":2})"};
        QCOMPARE(lead(*compiled(mapped), sent, &demo), std::string("unknown_field odd"));
        QCOMPARE(lead(*compiled(mapped + R"(,"ignore_unknown":true)"), sent, &demo),
                 std::string(R"({"name":"Ann"})"));
        QCOMPARE(lead(*compiled(mapped + R"(,"ignore_unknown":true,"others":"snake_case")"), sent, &demo),
                 std::string(R"({"name":"Ann","first_name":"A"})"));
        const std::string secret =
            R"("test":{"source":{"request":{"query":"token"}},"op":"equals","value":"t"},"others":"as_is",)";
        QCOMPARE(lead(*compiled(secret + rows("")), {"", "/x?token=abc&a=1", ""}),
                 std::string(R"({"a":"1"})"));
        QCOMPARE(lead(*compiled(mapped + R"(,"others":"as_is")"), sent),
                 std::string(R"({"name":"Ann","odd":"1","First Name":"A","firstName":"B","z":2})"));
    }
    void anActThatNobodyKnowsIsRefused()
    {
        const auto inbound = compiled(
            R"("act":[{"when":{"source":{"request":"mode"},"op":"equals","value":"ping"},"act":"ping"}],)" +
            rows(""));
        QCOMPARE(lead(*inbound, {"application/json", "/x", R"({"mode":"ping"})"}), std::string("{}"));
        QCOMPARE(lead(*inbound, {"application/json", "/x", R"({"mode":"sell"})"}),
                 std::string("unknown_act act"));
    }
    void aTransformThatFailsNamesItsField()
    {
        const auto inbound =
            compiled(rows(R"({"target":"n","source":{"request":"n"},"transforms":[{"do":"number"}]},)"
                          R"({"target":"m","source":{"request":"m"},"on_empty":"refuse"})"));
        QVERIFY(lead(*inbound, {"application/json", "/x", R"({"n":"many","m":1})"}).ends_with(" n"));
        QCOMPARE(lead(*inbound, {"application/json", "/x", R"({"n":1})"}), std::string("refused_lead m"));
    }
    void theLinterSeesWhatIsLikelyWrong()
    {
        const FieldSchema demo = vertical();
        const auto codes = [&](const std::string &inside) {
            std::set<std::string> found;
            for (const LintProblem &problem : lintInbound(document(inside), &demo))
                found.insert(problem.code + ' ' + problem.subject +
                             (problem.severity == LintProblem::Severity::Blocking ? "!" : ""));
            return found;
        };
        using Codes = std::set<std::string>;
        const std::string odd = rows(R"({"target":"odd","source":{"request":"o"}})");
        QCOMPARE(codes(odd), (Codes{"unknown_field odd!", "required_field_unmapped name"}));
        QCOMPARE(codes(odd + R"(,"ignore_unknown":true,"others":"as_is")"), (Codes{"unknown_field odd"}));
        QCOMPARE(codes(R"("others":"as_is","answers":[{"status":200},{"for":["sold"]}])"),
                 (Codes{"unreachable_answer "}));
        QCOMPARE(codes(R"("others":"as_is","answers":[{"for":["sold","error","rejected"]}])"),
                 (Codes{"no_refusal_answer unauthorised"}));
        QCOMPARE(codes(R"("colour":1)"), (Codes{"unknown_key !"}));
    }
    void theReadyDocumentsFitTheSchema()
    {
        const QDir folder(QStringLiteral(BOURSE_SOURCE_DIR "/resources/inbound"));
        for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
            const auto value = parseJson(contents(folder.filePath(name)));
            QVERIFY(value.ok());
            const std::string problem = tests::SchemaCheck(schema()).problem(*value);
            QVERIFY2(problem.empty(), (name.toStdString() + ": " + problem).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestInboundLanguage)
#include "tst_inboundlanguage.moc"
