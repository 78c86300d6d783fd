// The problems list: each code where it belongs, and a clean document that has none.
#include <QTest>

class TestLint : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cleanDocumentsHaveNone();
    void fires_data();
    void fires();
    void staysSilent_data();
    void staysSilent();
    void everyCodeIsTested();
    void withoutAVertical();
    void compilerErrorsComeFirst();
    void orderIsTheDocuments();
    void coverage();
    void coverageOfPathsAndTexts();
    void templatesDoNotBlock();
    void strangeDocuments();
};

#include "domain/integration/lint.h"
#include "domain/json/json.h"
#include <QDir>
#include <QFile>
#include <algorithm>
#include <set>

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

const FieldSchema &vertical()
{
    static const FieldSchema schema = [] {
        const auto read = fieldSchemaFromValue(json(R"({"slug":"w","label":"W","version":1,"fields":[
            {"key":"postal_code","label":"ZIP","type":"text"},
            {"key":"email","label":"E-mail","type":"email","pii":true},
            {"key":"phone","label":"Phone","type":"phone","pii":true},
            {"key":"contact","label":"Contact","type":"group","fields":[{"key":"name","label":"Name","type":"text","pii":true},
                {"key":"title","label":"Title","type":"text"}]},
            {"key":"kind","label":"Kind","type":"enum","choices":[{"value":"one","label":"One"},{"value":"two","label":"Two"}]}]})"));
        if (!read)
            qFatal("%s", read.error().message.c_str());
        return *read;
    }();
    return schema;
}

const char kClean[] = R"({"bourse_integration":1,"slug":"c","label":"C",
  "endpoints":{"live":{"base_url":"https://api.buyer.net"},"test":{"base_url":"https://test.buyer.net"}},
  "steps":{
    "ping":{"path":"/ping","time_limit_ms":900,
      "headers":[{"target":"X-Api-Key","source":{"secret":"key"}}],
      "body":{"format":"form","rows":[
        {"target":"Zip","source":{"field":"postal_code"}},
        {"target":"Kind","source":{"field":"kind"},"transforms":[{"do":"map","entries":{"one":"1","two":"2"}}]},
        {"target":"Mail","source":{"field":"email"},"transforms":[{"do":"hash","algorithm":"md5"}]},
        {"target":"Test","source":{"constant":"1"},"when":{"source":{"computed":"environment"},"op":"equals","value":"test"}}]},
      "response":{"extract":{"price":{"source":{"json":"$.price"}},"carried":{"ping_id":{"source":{"json":"$.id"}}}},
        "rules":[
          {"id":"ok","outcome":"accepted","when":{"source":{"json":"$.status"},"op":"equals","value":"Match"}},
          {"id":"dup","outcome":"duplicate","when":{"source":{"json":"$.status"},"op":"equals","value":"Duplicate"}},
          {"id":"no","outcome":"rejected","when":{"source":{"json":"$.status"},"op":"equals","value":"No Match"}},
          {"id":"bad","outcome":"error","when":{"source":{"json":"$.error"},"op":"exists"}}]}},
    "post":{"path":"/post","body":{"format":"json","rows":[
        {"target":"id","source":{"carried":"ping_id"}},
        {"target":"lead.phone","source":{"field":"phone"}},
        {"target":"lead.name","source":{"field":"contact.name"}}]},
      "response":{"rules":[
          {"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":true}},
          {"id":"dup","outcome":"duplicate","when":{"source":{"json":"$.why"},"op":"contains","value":"dup"}},
          {"id":"bad","outcome":"error","when":{"source":{"http":"status"},"op":"ge","value":400}},
          {"id":"no","outcome":"rejected"}]}}},
  "specification":{"source":"their page","fields":[
    {"step":"ping","target":"Zip","required":true},{"step":"ping","target":"Kind","values":["1","2"]},
    {"step":"post","target":"phone","required":true}]},
  "samples":[
    {"id":"s1","label":"Matched","step":"ping","response":"{\"status\":\"Match\",\"price\":\"14.25\",\"id\":\"x\"}",
     "expect":{"outcome":"accepted","price":"14.25"}},
    {"id":"s2","label":"Refused","step":"ping","response":"{\"status\":\"No Match\"}","expect":{"outcome":"rejected"}}]})";

LintContext context()
{
    LintContext out;
    out.vertical = &vertical();
    out.treeTimeLimit = std::chrono::milliseconds(1'000);
    return out;
}

std::string said(const std::vector<LintProblem> &problems)
{
    std::string out;
    for (const LintProblem &one : problems)
        out += (one.severity == LintProblem::Severity::Blocking  ? "! "
                : one.severity == LintProblem::Severity::Warning ? "? "
                                                                 : "- ") +
               one.code + ' ' + one.path + ": " + one.message + '\n';
    return out;
}

std::string changed(const QByteArray &find, const QByteArray &with)
{
    QByteArray text(kClean);
    if (!text.contains(find))
        qFatal("not in the document: %s", find.constData());
    return text.replace(text.indexOf(find), find.size(), with).toStdString();
}

} // namespace

void TestLint::cleanDocumentsHaveNone()
{
    const auto problems = lint(json(kClean), context());
    QVERIFY2(problems.empty(), said(problems).c_str());
}

void TestLint::fires_data()
{
    QTest::addColumn<QByteArray>("find");
    QTest::addColumn<QByteArray>("with");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("severity");
    const auto row = [](const char *code, const char *severity, const char *path, const char *find,
                        const char *with) {
        QTest::addRow("%s %s", code, path) << QByteArray(find) << QByteArray(with) << QByteArray(code)
                                           << QByteArray(path) << QByteArray(severity);
    };
    const char *const kZip = R"({"target":"Zip","source":{"field":"postal_code"}},)";
    const auto ping = [&](const char *code, const char *severity, const char *newRow) {
        static std::vector<std::string> kept; // the rows' texts
        kept.push_back(std::string(kZip) + newRow + ",");
        row(code, severity, "steps.ping.body.rows[1]", kZip, kept.back().c_str());
    };
    ping("pii_in_ping", "!",
         R"({"target":"Phone","source":{"field":"phone"},"transforms":[{"do":"digits"}]})");
    ping("pii_in_ping", "!", R"({"target":"Name","source":{"template":"Mr {{lead.contact.name}}"}})");
    ping("pii_in_ping", "!",
         R"({"target":"All","source":{"field":"contact"},"transforms":[{"do":"json_stringify"}]})");
    ping("pii_in_ping", "!",
         R"({"target":"X","source":{"first_of":[{"field":"postal_code"},{"field":"email"}]}})");
    ping("secret_as_constant", "!", R"({"target":"api_key","source":{"constant":"9f86d081884c7d65"}})");
    ping("secret_as_constant", "!", R"({"target":"x","source":{"constant":"sk_live_4eC39HqLyjWDarjt"}})");
    ping(
        "unreachable_row", "?",
        R"({"target":"x","source":{"constant":"1"},"when":{"source":{"computed":"environment"},"op":"equals","value":"prod"}})");
    ping(
        "unreachable_row", "?",
        R"({"target":"x","source":{"constant":"1"},"when":{"source":{"field":"kind"},"op":"in","value":["three","four"]}})");
    ping(
        "unreachable_row", "?",
        R"({"target":"x","source":{"constant":"1"},"when":{"all":[{"source":{"field":"postal_code"},"op":"equals","value":"1"},
            {"source":{"field":"postal_code"},"op":"equals","value":"2"}]}})");
    ping("carried_never_set", "!", R"({"target":"x","source":{"carried":"ping_id"}})");
    static const std::string kAnswer =
        R"("response":{"rules":[{"id":"r","outcome":"rejected"}],"extract":{"carried":{"NAME":{"source":{"json":"$.a"}}}}})";
    static const auto lookup = [](const char *name, const char *takes) {
        std::string answer = kAnswer;
        answer.replace(answer.find("NAME"), 4, name);
        return R"("body":{"format":"form","rows":[{"target":"x","source":{"carried":")" + std::string(takes) +
               R"("}}]},)" + answer;
    };
    static const std::string kLookups = R"("steps":{"lookup":{"then":[{"name":"b",)" +
                                        lookup("second", "third") + R"(},{"name":"c",)" +
                                        lookup("third", "second") + R"(}],)" + kAnswer + "},";
    row("carried_never_set", "!", "steps.lookup.then[0].body.rows[0]", R"("steps":{)", kLookups.c_str());
    ping("carried_never_set", "!", R"({"target":"x","source":{"template":"a-{{carried.session}}"}})");
    ping("value_not_escaped", "?",
         R"({"target":"x","source":{"template":"{\"zip\":\"{{lead.postal_code}}\"}"}})");
    ping("value_not_escaped", "?",
         R"({"target":"x","source":{"template":"<zip>{{lead.postal_code}}</zip>"}})");
    row("pii_in_ping", "!", "steps.ping.path", R"("path":"/ping")", R"("path":"/ping/{{lead.email}}")");
    row("secret_as_constant", "!", "steps.ping.headers[0]", R"({"secret":"key"})",
        R"({"constant":"a8f5f167f44f4964e6c998dee827110c"})");
    row("secret_as_constant", "!", "steps.ping.headers[0]",
        R"("target":"X-Api-Key","source":{"secret":"key"})",
        R"("target":"Authorization","source":{"constant":"Bearer 9f86d081884c7d65"})");
    row("required_target_unmapped", "!", "specification.fields[0]", R"("target":"Zip","source")",
        R"("target":"Zap","source")");
    row("spec_target_unmapped", "-", "specification.fields[1]", R"("target":"Kind","source")",
        R"("target":"Kond","source")");
    row("required_target_empty", "!", "steps.ping.body.rows[0]",
        R"({"target":"Zip","source":{"field":"postal_code"}})",
        R"({"target":"Zip","source":{"constant":""}})");
    row("spec_target_empty", "-", "steps.ping.body.rows[1]",
        R"({"target":"Kind","source":{"field":"kind"},"transforms":[{"do":"map","entries":{"one":"1","two":"2"}}]})",
        R"({"target":"Kind","source":{"constant":null}})");
    row("doctype_not_root", "?", "steps.post.body.prolog[0]",
        R"("post":{"path":"/post","body":{"format":"json",)",
        R"("post":{"path":"/post","body":{"format":"xml","prolog":[{"doctype":"adf"}],)");
    row("no_address", "!", "endpoints.live.base_url", R"("live":{"base_url":"https://api.buyer.net"})",
        R"("live":{"base_url":"https://{{variable.host}}/in"})");
    row("no_address", "?", "endpoints.test.base_url", R"("test":{"base_url":"https://test.buyer.net"})",
        R"("test":{"base_url":"https://"})");
    row("enum_value_unmapped", "?", "steps.ping.body.rows[1]", R"("entries":{"one":"1","two":"2"})",
        R"("entries":{"one":"1"})");
    row("enum_value_unmapped", "?", "steps.ping.body.rows[1]", R"("entries":{"one":"1","two":"2"})",
        R"("entries":{"one":"1"},"unmapped":"pass")");
    row("enum_value_unmapped", "?", "steps.ping.body.rows[1]", R"("two":"2")", R"("two":"3")");
    row("unreachable_row", "-", "steps.ping.body.rows[1]", R"("two":"2"})", R"("two":"2","tow":"2"})");
    row("unreachable_rule", "?", "steps.ping.response.rules[1]", R"("value":"Duplicate")",
        R"("value":"Match")");
    row("unreachable_rule", "?", "steps.ping.response.rules[2]", R"("op":"equals","value":"Duplicate")",
        R"("op":"contains_ci","value":"match")");
    row("unreachable_rule", "?", "steps.ping.response.rules[3]",
        R"(,"when":{"source":{"json":"$.status"},"op":"equals","value":"No Match"})", "");
    row("accept_rule_matches_reject", "!", "steps.ping.response.rules[0]", R"("op":"equals","value":"Match")",
        R"("op":"contains","value":"Match")");
    row("accepts_by_absence", "?", "steps.ping.response.rules[0]", R"("op":"equals","value":"Match"})",
        R"("op":"not_equals","value":"Error"})");
    row("accepts_by_absence", "?", "steps.ping.response.rules[0]",
        R"("when":{"source":{"json":"$.status"},"op":"equals","value":"Match"})",
        R"("when":{"all":[{"not":{"source":{"json":"$.error"},"op":"exists"}},{"source":{"http":"status"},"op":"eq","value":200}]})");
    row("no_reject_rule", "?", "steps.ping.response.rules", R"({"id":"no","outcome":"rejected",)",
        R"({"id":"no","outcome":"capped",)");
    row("no_duplicate_rule", "-", "steps.ping.response.rules", R"({"id":"dup","outcome":"duplicate",)",
        R"({"id":"dup","outcome":"capped",)");
    row("no_error_rule", "-", "steps.ping.response.rules", R"({"id":"bad","outcome":"error",)",
        R"({"id":"bad","outcome":"capped",)");
    row("price_never_read", "?", "steps.ping.response.rules[0]", R"("price":{"source":{"json":"$.price"}},)",
        "");
    row("time_limit_above_tree", "?", "steps.ping.time_limit_ms", R"("time_limit_ms":900)",
        R"("time_limit_ms":1001)");
    row("plain_http_for_pii", "!", "endpoints.live.base_url", "https://api.buyer.net",
        "http://api.buyer.net");
    row("plain_http_for_pii", "?", "endpoints.test.base_url", "https://test.buyer.net",
        "http://test.buyer.net");
    row("plain_http_for_pii", "!", "steps.post.url", R"("path":"/post")",
        R"("url":"http://api.buyer.net/post")");
    row("test_endpoint_in_live", "?", "endpoints.live.base_url", "https://api.buyer.net",
        "https://sandbox.buyer.net");
    row("test_endpoint_in_live", "?", "endpoints.live.base_url", "https://api.buyer.net",
        "http://127.0.0.1:8080");
    row("test_endpoint_in_live", "?", "endpoints.live.base_url", "https://api.buyer.net",
        "https://buyer.net/test/");
    row("sample_read_differently", "?", "samples[0]", R"("price":"14.25"}})", R"("price":"14.26"}})");
    row("sample_read_differently", "?", "samples[0]", R"({\"status\":\"Match\")",
        R"({\"status\":\"Success\")");
    row("sample_read_differently", "!", "samples[1]", R"({\"status\":\"No Match\"})",
        R"({\"status\":\"Match\"})");
    row("accept_rule_matches_reject", "!", "steps.ping.response.rules[0]", R"({\"status\":\"No Match\"})",
        R"({\"status\":\"Match\"})");
    row("accept_rule_matches_reject", "?", "steps.post.response.rules[0]",
        R"({"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":true}},)",
        R"({"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":true}},)");
    row("value_not_escaped", "?", "steps.post.body.template",
        R"("body":{"format":"json","rows":[
        {"target":"id","source":{"carried":"ping_id"}},
        {"target":"lead.phone","source":{"field":"phone"}},
        {"target":"lead.name","source":{"field":"contact.name"}}]})",
        R"("body":{"format":"text","template":"<r>{{lead.phone}}</r>"})");
    row("unknown_key", "!", "steps.ping.bdy", R"("path":"/ping",)", R"("path":"/ping","bdy":1,)");
}

void TestLint::fires()
{
    QFETCH(QByteArray, find);
    QFETCH(QByteArray, with);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, severity);
    std::string text = changed(find, with);
    if (find == with) // an earlier rule keeps the sample from the accepting one: only a warning
        text =
            QByteArray::fromStdString(text)
                .replace(
                    R"("samples":[)",
                    R"("samples":[{"id":"s3","label":"Late","step":"post","response":"{\"ok\":true,\"why\":\"dup\"}","expect":{"outcome":"duplicate"}},)")
                .replace(
                    R"({"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":true}},
          {"id":"dup","outcome":"duplicate","when":{"source":{"json":"$.why"},"op":"contains","value":"dup"}},)",
                    R"({"id":"dup","outcome":"duplicate","when":{"source":{"json":"$.why"},"op":"contains","value":"dup"}},
                              {"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":true}},)")
                .toStdString();
    const auto problems = lint(json(text), context());
    const std::string wanted = find == with ? "steps.post.response.rules[1]" : path.toStdString();
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const LintProblem &one) {
        return one.code == code.toStdString() && one.path == wanted;
    });
    QVERIFY2(found != problems.end(), ("only\n" + said(problems)).c_str());
    QCOMPARE(QByteArray::fromStdString(said({*found})).left(1), severity);
    QVERIFY(!found->message.empty() && found->message.ends_with('.'));
    QVERIFY(!found->rule.empty());
    if (wanted.starts_with("steps."))
        QVERIFY(found->step.has_value());
}

void TestLint::staysSilent_data()
{
    QTest::addColumn<QByteArray>("find");
    QTest::addColumn<QByteArray>("with");
    const auto row = [](const char *name, const char *find, const char *with) {
        QTest::addRow("%s", name) << QByteArray(find) << QByteArray(with);
    };
    const char *const kZip = R"({"target":"Zip","source":{"field":"postal_code"}},)";
    const auto ping = [&](const char *name, const char *newRow) {
        static std::vector<std::string> kept;
        kept.push_back(std::string(kZip) + newRow + ",");
        row(name, kZip, kept.back().c_str());
    };
    row("pii_in_ping with a reason", R"("slug":"c",)",
        R"("slug":"c","pii_reasons":{"phone":"They match on it."},)");
    ping("pii_in_ping: only a condition asks",
         R"({"target":"Has","source":{"constant":"1"},"when":{"source":{"field":"phone"},"op":"exists"}})");
    ping("pii_in_ping: the domain names nobody",
         R"({"target":"D","source":{"field":"email"},"transforms":[{"do":"email_domain"}]})");
    ping("pii_in_ping: another member of the group", R"({"target":"T","source":{"field":"contact.title"}})");
    ping("secret_as_constant: a word", R"({"target":"key","source":{"constant":"ping"}})");
    ping("secret_as_constant: another name",
         R"({"target":"campaign","source":{"constant":"9f86d081884c7d65"}})");
    ping("secret_as_constant: an id of a key",
         R"({"target":"key_id","source":{"constant":"9f86d081884c7d65"}})");
    ping(
        "unreachable_row: can hold",
        R"({"target":"x","source":{"constant":"1"},"when":{"source":{"field":"kind"},"op":"in","value":["three","one"]}})");
    ping(
        "unreachable_row: one of two",
        R"({"target":"x","source":{"constant":"1"},"when":{"any":[{"source":{"field":"postal_code"},"op":"equals","value":"1"},
            {"source":{"field":"postal_code"},"op":"equals","value":"2"}]}})");
    ping("value_not_escaped: escaped",
         R"({"target":"x","source":{"template":"{\"zip\":{{lead.postal_code|json_stringify}}}"}})");
    ping("value_not_escaped: plain text",
         R"({"target":"x","source":{"template":"zip {{lead.postal_code}}"}})");
    ping("value_not_escaped: nothing foreign",
         R"({"target":"x","source":{"template":"<a>{{computed.step}}</a>"}})");
    row("enum_value_unmapped: a constant for the rest", R"("entries":{"one":"1","two":"2"})",
        R"("entries":{"one":"1"},"unmapped":"constant","constant":"2")");
    row("enum_value_unmapped: left out", R"("entries":{"one":"1","two":"2"})",
        R"("entries":{"one":"1"},"unmapped":"empty")");
    row("carried_never_set: an earlier look-up tells", R"("steps":{)",
        R"("steps":{"lookup":{"then":[{"name":"b","body":{"format":"form","rows":[{"target":"x","source":{"carried":"cert"}}]},
            "response":{"rules":[{"id":"r","outcome":"rejected"}]}}],
            "response":{"extract":{"carried":{"cert":{"source":{"json":"$.c"}}}},"rules":[{"id":"r","outcome":"rejected"}]}},)");
    row("carried_never_set: so does one before the post that the post reads", R"("steps":{)",
        R"("steps":{"lookup":{"then":[{"name":"b","before":"post","body":{"format":"form","rows":[{"target":"x","source":{"carried":"ping_id"}}]},
            "response":{"rules":[{"id":"r","outcome":"rejected"}]}}],
            "response":{"rules":[{"id":"r","outcome":"rejected"}]}},)");
    row("unreachable_rule: another value", R"("op":"equals","value":"Duplicate")",
        R"("op":"contains","value":"dup")");
    row("unreachable_rule: errors of the server pass it", R"({"id":"no","outcome":"rejected"}])",
        R"({"id":"no","outcome":"rejected"},{"id":"down","outcome":"error","on_5xx":true}])");
    row("accept_rule_matches_reject: the start", R"("op":"equals","value":"Match")",
        R"("op":"starts_with","value":"Match")");
    row("accepts_by_absence: with a word of its own",
        R"("when":{"source":{"json":"$.status"},"op":"equals","value":"Match"})",
        R"("when":{"all":[{"source":{"json":"$.status"},"op":"equals","value":"Match"},{"source":{"json":"$.error"},"op":"missing"}]})");
    row("no_duplicate_rule: the reason tells", R"({"id":"dup","outcome":"duplicate",)",
        R"({"id":"dup","outcome":"rejected","reason_code":"buyer_duplicate",)");
    row("price_never_read: the rule reads it",
        R"("extract":{"price":{"source":{"json":"$.price"}},"carried":{"ping_id":{"source":{"json":"$.id"}}}},
        "rules":[
          {"id":"ok","outcome":"accepted",)",
        R"("extract":{"carried":{"ping_id":{"source":{"json":"$.id"}}}},
        "rules":[
          {"id":"ok","outcome":"accepted","extract":{"price":{"source":{"json":"$.price"}}},)");
    row("time_limit_above_tree: at the limit", R"("time_limit_ms":900)", R"("time_limit_ms":1000)");
    row("plain_http_for_pii: loopback", "https://test.buyer.net", "http://127.0.0.1:9000");
    row("test_endpoint_in_live: a word within another", "https://api.buyer.net",
        "https://latest.contest.net");
    row("carried_never_set: set by a rule of the bid",
        R"("carried":{"ping_id":{"source":{"json":"$.id"}}}},)",
        R"("bids":{"each":{"json":"$.bids[*]"},"price":{"source":{"json":"$.p"}},"carried":{"ping_id":{"source":{"json":"$.id"}}}}},)");
    row("sample_read_differently: nothing expected", R"("expect":{"outcome":"rejected"}})", R"("note":"n"})");
    row("required_target_empty: sent empty on purpose",
        R"({"target":"Zip","source":{"field":"postal_code"}})",
        R"({"target":"Zip","source":{"constant":""},"on_empty":"empty"})");
    row("spec_target_unmapped: of another step", R"({"step":"ping","target":"Zip","required":true},)",
        R"({"step":"ping","target":"Zip","required":true},{"step":"status","target":"other"},)");
}

void TestLint::staysSilent()
{
    QFETCH(QByteArray, find);
    QFETCH(QByteArray, with);
    std::string text = changed(find, with);
    if (with.contains("pii_reasons"))
        text = QByteArray::fromStdString(text)
                   .replace(R"({"target":"Zip","source")",
                            R"({"target":"Tel","source":{"field":"phone"}},{"target":"Zip","source")")
                   .toStdString();
    const auto problems = lint(json(text), context());
    QVERIFY2(problems.empty(), said(problems).c_str());
}

void TestLint::everyCodeIsTested()
{
    std::set<std::string> tested;
    fires_data();
    for (const char *code : {"pii_in_ping",          "required_target_unmapped",
                             "enum_value_unmapped",  "unreachable_rule",
                             "unreachable_row",      "accept_rule_matches_reject",
                             "accepts_by_absence",   "no_reject_rule",
                             "no_duplicate_rule",    "no_error_rule",
                             "value_not_escaped",    "carried_never_set",
                             "price_never_read",     "time_limit_above_tree",
                             "plain_http_for_pii",   "test_endpoint_in_live",
                             "secret_as_constant",   "sample_read_differently",
                             "spec_target_unmapped", "required_target_empty",
                             "spec_target_empty",    "no_address"}) {
        QFile header(QStringLiteral(BOURSE_SOURCE_DIR "/src/domain/integration/lint.h"));
        QFile own(QStringLiteral(BOURSE_SOURCE_DIR "/tests/domain/tst_lint.cpp"));
        QVERIFY(header.open(QIODevice::ReadOnly) && own.open(QIODevice::ReadOnly));
        QVERIFY2(header.readAll().contains(code), code);
        QVERIFY2(own.readAll().count(QByteArray("(\"") + code + "\", ") >= 1, code);
    }
}

void TestLint::withoutAVertical()
{
    LintContext none;
    const auto problems =
        lint(json(changed(R"({"target":"Zip","source")",
                          R"({"target":"Tel","source":{"field":"phone"}},{"target":"Zip","source")")),
             none);
    QVERIFY2(problems.empty(), said(problems).c_str());
}

void TestLint::compilerErrorsComeFirst()
{
    const auto problems = lint(json(changed(R"("outcome":"accepted","when":{"source":{"json":"$.ok"})",
                                            R"("outcome":"sold","when":{"source":{"json":"$.ok["})")),
                               context());
    QVERIFY(problems.size() >= 2);
    QCOMPARE(problems[0].code, std::string("not_a_choice"));
    QVERIFY(problems[0].severity == LintProblem::Severity::Blocking);
    QVERIFY(problems[0].step == StepKind::Post);
    QCOMPARE(problems[1].code, std::string("invalid_path"));
    // The rest is judged all the same.
    const auto more = lint(json(changed(R"({"target":"Zip","source":{"field":"postal_code"}},)",
                                        R"({"target":"Tel","source":{"field":"phone"},"color":1},)")),
                           context());
    QVERIFY(std::any_of(more.begin(), more.end(),
                        [](const LintProblem &one) { return one.code == "pii_in_ping"; }));
    QCOMPARE(more.front().code, std::string("unknown_key"));
}

void TestLint::orderIsTheDocuments()
{
    const auto problems =
        lint(json(QByteArray::fromStdString(changed("https://api.buyer.net", "http://api.buyer.net"))
                      .replace(R"({"target":"Zip","source":{"field":"postal_code"}})",
                               R"({"target":"Tel","source":{"field":"phone"}})")
                      .replace(R"({"carried":"ping_id"})", R"({"carried":"other"})")
                      .toStdString()),
             context());
    std::vector<std::string> codes;
    for (const LintProblem &one : problems)
        codes.push_back(one.code);
    const std::vector<std::string> expected{"plain_http_for_pii", "pii_in_ping", "carried_never_set",
                                            "required_target_unmapped"};
    QVERIFY2(codes == expected, said(problems).c_str());
}

void TestLint::coverage()
{
    const Value document = json(changed(
        R"({"step":"ping","target":"Zip","required":true},)",
        R"({"step":"ping","target":"Zip","required":true},{"step":"ping","target":"City"},{"step":"ping","target":"X-Api-Key","required":true},{"step":"ping","target":"Age","required":true},)"));
    const SpecCoverage ping = specCoverage(document, StepKind::Ping);
    QCOMPARE(ping.total, 5);
    QCOMPARE(ping.mapped, 3);
    QCOMPARE(ping.required, 3);
    QCOMPARE(ping.requiredMapped, 2);
    QVERIFY((ping.unmapped == std::vector<std::string>{"City", "Age"}));
    QCOMPARE(specCoverage(document, StepKind::Post).total, 1);
    QCOMPARE(specCoverage(document, StepKind::Status).total, 0);
    QCOMPARE(specCoverage(json("{}"), StepKind::Ping).total, 0);
}

void TestLint::coverageOfPathsAndTexts()
{
    const Value document =
        json(R"({"bourse_integration":1,"slug":"x","endpoints":{"test":{"base_url":"http://a.example"}},
      "steps":{
       "ping":{"path":"/p?zip={{lead.postal_code}}","body":{"format":"text","template":"city={{lead.city}}|statewide={{lead.x}}"},"response":{"rules":[{"id":"r","outcome":"rejected"}]}},
       "post":{"query":[{"target":"v","source":{"constant":"1"}}],
         "body":{"format":"xml","rows":[{"target":"Request/Lead/Zip","source":{"field":"postal_code"}},
           {"target":"Request/Lead@type","source":{"constant":"x"}},
           {"target":"Request/Inner","source":{"body":{"format":"json","rows":[{"target":"deep.phone","source":{"field":"phone"}}]}}}]},
         "response":{"rules":[{"id":"r","outcome":"rejected"}]}}},
      "specification":{"fields":[
       {"step":"ping","target":"zip"},{"step":"ping","target":"city"},{"step":"ping","target":"state"},
       {"step":"post","target":"v"},{"step":"post","target":"Zip"},{"step":"post","target":"type"},
       {"step":"post","target":"Request/Lead/Zip"},{"step":"post","target":"phone"},{"step":"post","target":"Lead"},
       {"step":"post","target":"Other/Zip"}]}})");
    const SpecCoverage ping = specCoverage(document, StepKind::Ping);
    QVERIFY((ping.unmapped == std::vector<std::string>{"state"}));
    const SpecCoverage post = specCoverage(document, StepKind::Post);
    QVERIFY((post.unmapped == std::vector<std::string>{"Lead", "Other/Zip"}));
}

void TestLint::templatesDoNotBlock()
{
    const QDir dir(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations"));
    const QStringList files = dir.entryList({QStringLiteral("*.json")});
    QVERIFY(files.size() >= 3);
    for (const QString &file : files) {
        QFile in(dir.filePath(file));
        QVERIFY(in.open(QIODevice::ReadOnly));
        const auto problems = lint(json(in.readAll().toStdString()), {});
        for (const LintProblem &one : problems)
            QVERIFY2(one.severity != LintProblem::Severity::Blocking,
                     (file.toStdString() + ": " + said({one})).c_str());
    }
}

void TestLint::strangeDocuments()
{
    for (
        const char *odd :
        {"null", "[]", "{}", "3", R"({"steps":[]})", R"({"steps":{"ping":3,"post":[]}})",
         R"({"steps":{"ping":{"body":{"rows":{}},"query":3,"headers":"x","response":[],"time_limit_ms":"x"}},"endpoints":[],"samples":{},"specification":[]})",
         R"({"steps":{"ping":{"body":{"rows":[1,null,{"target":3,"source":4,"transforms":5,"when":6}]},"response":{"rules":[1,{"when":[]},{"when":{"all":{}}}]}}},"endpoints":{"live":1},"samples":[1],"specification":{"fields":[2]}})"}) {
        const auto problems = lint(json(odd), context());
        QVERIFY2(!problems.empty(), odd);
        QVERIFY(problems.front().severity == LintProblem::Severity::Blocking);
    }
}

QTEST_GUILESS_MAIN(TestLint)
#include "tst_lint.moc"
