// The front door of the import: kinds, collections, recordings, samples, secrets, limits.
#include <QTest>

class TestImportText : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void recognises_data();
    void recognises();
    void refusals_data();
    void refusals();
    void limits();
    void postman21();
    void postman20();
    void openApi();
    void har();
    void rawHttp();
    void instructionsOfXml();
    void authenticationIsTheDocuments_data();
    void authenticationIsTheDocuments();
    void aTokenIsCarriedWithoutARecordedAnswer();
    void samples_data();
    void samples();
    void everyLeafIsAccountedFor_data();
    void everyLeafIsAccountedFor();
    void secretsLeaveEverything_data();
    void secretsLeaveEverything();
    void damagedDocumentsEnd();
    void hostileTextsEnd_data();
    void hostileTextsEnd();
    void yaml_data();
    void yaml();
};

#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "importdump.h"
#include "workbench/import/draft.h"
#include "workbench/import/yamlreader.h"
#include <QFile>
#include <random>

using namespace bourse;
using namespace bourse::workbench;

namespace {

std::string data(const char *file)
{
    QFile source(QStringLiteral(BOURSE_SOURCE_DIR "/tests/workbench/data/") + QLatin1String(file));
    if (!source.open(QIODevice::ReadOnly))
        qFatal("%s is missing", file);
    return source.readAll().toStdString();
}

const std::vector<const char *> kFiles = {"postman-2.1.json", "postman-2.0.json", "openapi.yaml",
                                          "recording.har"};

bool has(const ImportReport &report, std::string_view code, std::string_view text = {})
{
    for (const ImportItem &item : report.items)
        if (item.code == code && (text.empty() || item.text.find(text) != std::string::npos))
            return true;
    return false;
}

/// All that a person can see of an import.
std::string visible(const ImportResult &result)
{
    std::string all = dump(result, false) + result.name;
    for (const ImportItem &item : result.report.items)
        all += '\n' + item.code + ' ' + item.place + ' ' + item.text + ' ' + item.message.toStdString();
    for (const ImportedRequest &request : result.requests) {
        all += request.name + ' ' + request.note + ' ' + request.origin + request.path + ' ' +
               (request.body.contentType.empty() ? "" : "content-type ") + request.body.contentType + '\n';
        for (const auto *list :
             {&request.query, &request.headers, &request.body.leaves, &request.auth.values})
            for (const ImportedLeaf &leaf : *list)
                all += leaf.note + ' ' + leaf.place + ' ' + leaf.type + '\n';
        for (const ImportedResponse &response : request.responses)
            all += response.toText();
    }
    all += writeJson(result.variables);
    return all;
}

const char *const kPostman21 = R"(POST https://api.sunny.example /v2/ping
name Solar / Ping
? mode = "fast"
h X-Api-Key = {x_api_key}
json zip = {{variable.zip}}
json own = "Yes"
json bill = {{variable.bill}}
json campaign_id = "77"
answer 200 Accepted {"status":"accepted","ping_id":"p-1","price":"12.50"}
answer 200 No bid {"status":"rejected","message":"No coverage"}
POST https://api.sunny.example /v2/post/{{variable.campaign}}
name Solar / Post
auth basic user = "sunny"
auth basic password = {password}
form ping_id = "p-1"
form first_name = "Maria"
form email = "maria@example.com"
POST https://files.sunny.example /up/42
name Solar / Upload
auth oauth2 grant = "client_credentials"
auth oauth2 token_url = "https://auth.sunny.example/token"
auth oauth2 client_id = "cid-9"
auth oauth2 client_secret = {client_secret}
auth oauth2 client_auth = "body"
auth oauth2 scope = "leads"
multipart doc = ""
multipart lead_ref = "7"
)";

const char *const kPostman20 = R"(POST https://old.buyer.example /leads/submit
name Send lead
auth bearer token = {bearer_token}
? v = "2"
xml Lead/Zip = "78701"
xml Lead/Email = "maria@example.com"
type text/xml
answer 200 ok <r><result>success</result><leadid>L1</leadid></r>
GET https://old.buyer.example /status
name Digest
auth digest user = "u"
auth digest password = {password}
GET https://old.buyer.example /bare
name Bare
)";

const char *const kOpenApi = R"(POST https://www.roof.example /api/ping
name Ping
? format = null
h X-Trace = "on"
h X-Roof-Key = {x_roof_key}
json zip = "78701"
json homeowner = null
json roof.age = null
json roof.shade = null
json phones[0] = "5125550100"
answer 200 bid {"status":"accepted","ping_id":"abc","price":31.00}
answer 200 none {"status":"rejected","reason":"No match"}
POST https://www.roof.example /api/leads/{{variable.ping_id}}
name postLead
h X-Roof-Key = {x_roof_key}
form zip = "78701"
form homeowner = null
form roof[age] = null
form roof[shade] = null
form phones = "5125550100"
form first_name = "Maria"
form email = null
)";

const char *const kHar = R"(POST https://buyer.example /api/ping
auth bearer token = {bearer_token}
? src = "har"
h cookie = {cookie}
h x-lead-mode = "fast"
json zip = "78701"
json state = "TX"
answer 200 200 OK {"result":"success","bid":"9.75","access_token":"example-access_token"}
POST https://buyer.example /api/post
form first_name = "Maria José"
form zip = "78701"
answer 500 500 Internal Server Error oops
)";

QStringList lines(const QString &text)
{
    return text.split(QLatin1Char('\n'));
}

QStringList dumped(const ImportResult &result)
{
    return lines(QString::fromStdString(dump(result, false)));
}

} // namespace

void TestImportText::recognises_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char *label, const QByteArray &text, const char *kind) {
        QTest::newRow(label) << text << QString::fromLatin1(kind);
    };
    row("curl", "curl https://a.example", "curl");
    row("curl below a comment", "# ping\n$ curl -d a=1 https://a.example", "curl");
    row("curl with a path", "/usr/bin/curl -d a=1 https://a.example", "curl");
    row("postman 2.1", QByteArray::fromStdString(data("postman-2.1.json")), "postman");
    row("postman 2.0", QByteArray::fromStdString(data("postman-2.0.json")), "postman");
    row("openapi in yaml", QByteArray::fromStdString(data("openapi.yaml")), "openapi");
    row("openapi in json", R"({"openapi":"3.0.0","paths":{"/x":{"get":{}}}})", "openapi");
    row("har", QByteArray::fromStdString(data("recording.har")), "har");
    row("http", "POST /ping HTTP/1.1\r\nHost: a.example\r\n\r\nzip=1", "http");
    row("json", R"({"zip":"78701"})", "json");
    row("xml", "<Lead><Zip>1</Zip></Lead>", "xml");
    row("form", "zip=78701&state=TX", "form");
    row("address", "https://a.example/post?zip=1&state=TX", "form");
    row("lines", "zip=78701\nstate=TX\nfirst_name=Maria Lopez", "form");
    row("lines with colons", "zip: 78701\nstate: TX", "form");
    row("table", "Field\tRequired\nzip\tYes\nstate\tNo", "table");
    row("html table",
        "<table><tr><th>Field</th><th>Required</th></tr><tr><td>zip</td><td>Yes</td></tr></table>", "table");
    row("prose", "Dear partner, please find our specification attached.", "unknown");
}

void TestImportText::recognises()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, kind);
    const auto guesses = recognise(text.toStdString());
    const ImportKind found = guesses.empty() ? ImportKind::Unknown : guesses.front().kind;
    QCOMPARE(QString::fromStdString(std::string(name(found))), kind);
    for (const KindGuess &guess : guesses) {
        QVERIFY(guess.confidence > 0 && guess.confidence <= 100);
        QVERIFY(!guess.reason.isEmpty());
    }
}

void TestImportText::refusals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *label, const QByteArray &text, const char *kind, const char *code) {
        QTest::newRow(label) << text << QString::fromLatin1(kind) << QString::fromLatin1(code);
    };
    row("nothing", "", "unknown", "empty_input");
    row("blanks", " \n\t ", "unknown", "empty_input");
    row("a NUL", QByteArray("curl \0 https://a.example", 24), "unknown", "nul_character");
    row("no UTF-8", "curl https://a.example -d '\xff\xfe'", "unknown", "invalid_utf8");
    row("prose", "Dear partner, hello.", "unknown", "not_recognised");
    row("forced json that is none", "{\"a\":", "json", "invalid_json");
    row("forced postman that is none", "{\"a\":1}", "postman", "no_request");
    row("postman of version 1", "{\"requests\":[],\"order\":[]}", "postman", "unsupported_version");
    row("swagger 2", "{\"swagger\":\"2.0\",\"paths\":{}}", "openapi", "unsupported_version");
    row("har without entries", "{\"log\":{}}", "har", "no_request");
    row("curl that is none", "wget https://a.example", "curl", "no_request");
    row("a table of one line", "only one line", "table", "not_recognised");
    row("yaml with anchors", "openapi: 3.0.0\npaths: &a\n  /x: {}\n", "openapi", "unsupported_yaml");
    row("doubled keys", "{\"openapi\":\"3.0.0\",\"paths\":{},\"paths\":{}}", "openapi", "duplicate_key");
}

void TestImportText::refusals()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, kind);
    QFETCH(QString, code);
    ImportOptions options;
    for (int i = 0; i <= static_cast<int>(ImportKind::SpecificationTable); ++i)
        if (kind == QString::fromStdString(std::string(name(static_cast<ImportKind>(i)))))
            options.kind = static_cast<ImportKind>(i);
    const auto imported =
        importText(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), options);
    QVERIFY(!imported.ok());
    QCOMPARE(QString::fromStdString(imported.error().code), code);
    QVERIFY(!imported.error().message.empty());
}

void TestImportText::limits()
{
    ImportOptions options;
    QCOMPARE(importText(std::string((5u << 20) + 1, 'a')).error().code, std::string("too_large"));
    // five megabytes of one value are fine
    const std::string large = "curl https://a.example -d 'note=" + std::string(4u << 20, 'x') + "'";
    QVERIFY(importText(large).ok());
    // many values
    std::string many = "{";
    for (int i = 0; i < 6'000; ++i)
        many += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
    QCOMPARE(importText(many + "}").error().code, std::string("too_many"));
    // many commands
    std::string commands;
    for (int i = 0; i < 300; ++i)
        commands += "curl https://a.example -d a=1\n";
    QCOMPARE(importText(commands).error().code, std::string("too_many"));
    // depth: what no target can say is told, what no reader reads is refused
    const std::string deep = "{\"a\":" + std::string(60, '[') + "1" + std::string(60, ']') + "}";
    const auto imported = importText(deep);
    QVERIFY(imported.ok());
    QVERIFY(has(imported->report, "too_deep"));
    options.kind = ImportKind::JsonSample;
    QCOMPARE(importText(std::string(100'000, '['), options).error().code, std::string("too_deep"));
    // a 10,000-character field and an emoji survive
    const std::string odd = std::string(10'000, 'q') + "\U0001F600";
    const auto form = importText("a=" + odd + "&b=1");
    QVERIFY(form.ok());
    QCOMPARE(form->requests[0].body.leaves[0].value.toText(), odd);
    // a percent escape of a NUL is no text
    const auto nul = importText("a=%00&b=1");
    QVERIFY(nul.ok());
    QVERIFY(has(nul->report, "not_url_encoded"));
}

void TestImportText::postman21()
{
    const auto imported = importText(data("postman-2.1.json"));
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(imported->name, std::string("Sunny Leads API"));
    QCOMPARE(dumped(*imported), lines(QString::fromUtf8(kPostman21)));
    QCOMPARE(imported->requests[0].step, domain::StepKind::Ping);
    QCOMPARE(imported->requests[1].step, domain::StepKind::Post);
    QVERIFY(!imported->requests[2].chosen);
    QVERIFY(has(imported->report, "script_not_run", "HmacSHA256"));
    QVERIFY(has(imported->report, "file_not_read", "consent.pdf"));
    QVERIFY(has(imported->report, "disabled", "debug=1"));
    QVERIFY(has(imported->report, "disabled", "fax=5125550199"));
    QVERIFY(has(imported->report, "answer_secret"));
    QCOMPARE(imported->secretsFound.at("x_api_key").reveal(), std::string_view("canary-key-0001"));
    QCOMPARE(imported->secretsFound.at("password").reveal(), std::string_view("canary-pw-0003"));
    QCOMPARE(imported->secretsFound.at("client_secret").reveal(), std::string_view("canary-secret-0004"));

    const auto draft = buildDraft(*imported);
    QVERIFY2(draft.ok(), draft.ok() ? "" : (draft.error().field + draft.error().message).c_str());
    const auto integration = domain::Integration::fromValue(draft->document);
    QVERIFY(integration.ok());
    // what the ping answers, the post carries; the recorded answers are read as they were meant
    const auto accepted =
        (*integration)->interpret(domain::StepKind::Ping, {200, {}, imported->requests[0].responses[0].body});
    QCOMPARE(accepted.outcome, domain::Reading::Accepted);
    QCOMPARE(accepted.price->toDecimal(), std::string("12.50"));
    QCOMPARE(accepted.carried.at("ping_id"), std::string("p-1"));
    const auto rejected =
        (*integration)->interpret(domain::StepKind::Ping, {200, {}, imported->requests[0].responses[1].body});
    QCOMPARE(rejected.outcome, domain::Reading::Rejected);
    QCOMPARE(rejected.reason->second, std::string("No coverage"));
    const auto unknown =
        (*integration)->interpret(domain::StepKind::Ping, {200, {}, "{\"status\":\"maybe\"}"});
    QCOMPARE(unknown.outcome, domain::Reading::Unrecognised);
    const std::map<std::string, std::string> carried{{"ping_id", "p-77"}};
    domain::RenderInput input;
    const domain::Object lead;
    input.lead = &lead;
    input.carried = &carried;
    input.secrets = &imported->secretsFound;
    const auto post = (*integration)->render(domain::StepKind::Post, input);
    QVERIFY2(post.ok(), post.ok() ? "" : post.error().message.c_str());
    QCOMPARE(post->body, std::string("ping_id=p-77&first_name=Maria&email=maria%40example.com"));
    QCOMPARE(*domain::findHeader(post->headers, "Authorization"),
             std::string("Basic c3Vubnk6Y2FuYXJ5LXB3LTAwMDM="));
}

void TestImportText::postman20()
{
    const auto imported = importText(data("postman-2.0.json"));
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(dumped(*imported), lines(QString::fromUtf8(kPostman20)));
    const auto draft = buildDraft(*imported);
    QVERIFY(draft.ok());
    const auto integration = domain::Integration::fromValue(draft->document);
    const auto reading =
        (*integration)->interpret(domain::StepKind::Post, {200, {}, imported->requests[0].responses[0].body});
    QCOMPARE(reading.outcome, domain::Reading::Accepted);
    domain::RenderInput input;
    const domain::Object lead;
    input.lead = &lead;
    input.secrets = &imported->secretsFound;
    const auto post = (*integration)->render(domain::StepKind::Post, input);
    QVERIFY(post.ok());
    QCOMPARE(post->body, std::string("<Lead><Zip>78701</Zip><Email>maria@example.com</Email></Lead>"));
    QCOMPARE(*domain::findHeader(post->headers, "Authorization"), std::string("Bearer canary-bearer-0005"));
}

void TestImportText::openApi()
{
    const auto imported = importText(data("openapi.yaml"));
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(imported->name, std::string("Roof Buyers"));
    QCOMPARE(dumped(*imported), lines(QString::fromUtf8(kOpenApi)));
    const ImportedLeaf &zip = imported->requests[0].body.leaves[0];
    QCOMPARE(zip.required, std::optional(true));
    QCOMPARE(zip.note, std::string("Five digits"));
    QCOMPARE(imported->requests[0].body.leaves[1].allowed, (std::vector<std::string>{"Yes", "No"}));
    QVERIFY(has(imported->report, "recursive_schema"));
    QVERIFY(has(imported->report, "other_media_type", "application/xml"));
    QVERIFY(has(imported->report, "unused_component"));
    QVERIFY(buildDraft(*imported).ok());
}

void TestImportText::har()
{
    const auto imported = importText(data("recording.har"));
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(dumped(*imported), lines(QString::fromUtf8(kHar)));
    QVERIFY(has(imported->report, "page_traffic", "logo.png"));
    const auto draft = buildDraft(*imported);
    QVERIFY(draft.ok());
    QCOMPARE(draft->samples.size(), std::size_t(2));
    for (const domain::Value &sample : draft->samples)
        QVERIFY(domain::parseRawResponse(sample.find("response")->toText()).ok());
    QCOMPARE(domain::parseRawResponse(draft->samples[1].find("response")->toText())->status, 500);
}

void TestImportText::instructionsOfXml()
{
    const auto imported = importText(
        "POST /leads HTTP/1.1\r\nHost: dealer.example\r\nContent-Type: text/xml\r\n\r\n"
        "<?xml version=\"1.0\"?>\n<!-- ours -->\n<?ADF VERSION=\"1.0\"?>\n<?a?><?b {{x}}?>\n<adf><prospect>"
        "<customer><email>a@b.example</email></customer></prospect></adf>");
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(writeJson(domain::Value(imported->requests.front().body.xmlProlog)),
             std::string(R"([{"instruction":"ADF","text":"VERSION=\"1.0\""},{"instruction":"a"}])"));
    const auto draft = buildDraft(*imported);
    QVERIFY2(draft.ok(), draft.ok() ? "" : draft.error().message.c_str());
    const std::string text = writeJson(draft->document);
    QVERIFY2(text.find(R"("prolog":[{"instruction":"ADF","text":"VERSION=\"1.0\""},{"instruction":"a"}])") !=
                 std::string::npos,
             text.c_str());
    const auto integration = domain::Integration::fromValue(draft->document);
    QVERIFY2(integration.ok(), integration.ok() ? "" : integration.error().message.c_str());
}

void TestImportText::rawHttp()
{
    const auto imported =
        importText("POST /post?x=1 HTTP/1.1\r\nHost: buyer.example\r\nX-Key: abcdef-1234\r\n"
                   "Content-Type: application/json\r\nContent-Length: 3\r\n\r\n{\"zip\":\"78701\"}\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"success\":true,\"price\":5}");
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QCOMPARE(imported->kind, ImportKind::RawHttp);
    QCOMPARE(dumped(*imported),
             lines(QStringLiteral(
                 "POST https://buyer.example /post\n? x = \"1\"\nh X-Key = {x_key}\njson zip = \"78701\"\n"
                 "answer 200 200 {\"success\":true,\"price\":5}\n")));
}

void TestImportText::authenticationIsTheDocuments_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *label, const char *text, const char *expected) {
        QTest::newRow(label) << QByteArray(text) << QString::fromUtf8(expected);
    };
    row("basic", "curl -u acme:s3cr3t-pw https://a.example/post -d a=1",
        R"({"kind":"basic","user":"{{variable.user}}","password":"{{secret.password}}"})");
    row("digest", "curl --digest -u acme:s3cr3t-pw https://a.example/post -d a=1",
        R"({"kind":"digest","user":"{{variable.user}}","password":"{{secret.password}}"})");
    row("bearer", "curl -H 'Authorization: Bearer abcdef123456' https://a.example/post -d a=1",
        R"({"kind":"bearer","token":"{{secret.bearer_token}}"})");
    row("signature of AWS",
        "curl --aws-sigv4 aws:amz:us-east-1:execute-api -u AKIAX:wJalrXUtnFEMI https://a.example/post -d a=1",
        R"({"kind":"aws_sigv4","service":"{{variable.service}}","region":"{{variable.region}}",)"
        R"("access_key":"{{secret.aws_access_key}}","secret_key":"aws_secret_key"})");
    row("certificate", "curl --cert c.pem:passw0rd --key k.pem https://a.example/post -d a=1",
        R"({"kind":"mutual_tls","certificate":"client_certificate","key":"client_key","key_password":"certificate_passphrase"})");
    row("certificate and basic", "curl -E c.pem -u u:s3cr3t-pw https://a.example/post -d a=1",
        R"([{"kind":"mutual_tls","certificate":"client_certificate","key":"client_key"},)"
        R"({"kind":"basic","user":"{{variable.user}}","password":"{{secret.password}}"}])");
    row("token call and bearer",
        "curl https://a.example/oauth/token -d "
        "'grant_type=client_credentials&client_id=7&client_secret=abcdefgh'\n"
        "curl https://a.example/post -H 'Authorization: Bearer 123456789' -d a=1",
        R"({"kind":"bearer","token":"{{carried.access_token}}"})");
    row("none", "curl https://a.example/post -d a=1", "null");
}

void TestImportText::authenticationIsTheDocuments()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto imported = importText(text.toStdString());
    QVERIFY(imported.ok());
    const auto draft = buildDraft(*imported);
    QVERIFY2(draft.ok(), draft.ok() ? "" : (draft.error().field + draft.error().message).c_str());
    const domain::Value *authentication = draft->document.find("authentication");
    QCOMPARE(QString::fromStdString(writeJson(authentication ? *authentication : domain::Value())), expected);
}

void TestImportText::aTokenIsCarriedWithoutARecordedAnswer()
{
    const auto imported =
        importText("curl https://a.example/oauth/token -d "
                   "'grant_type=client_credentials&client_id=7&client_secret=abcdefgh'\n"
                   "curl https://a.example/post -H 'Authorization: Bearer 123456789' -d a=1");
    QVERIFY(imported.ok());
    const auto draft = buildDraft(*imported);
    QVERIFY(draft.ok());
    const auto integration = domain::Integration::fromValue(draft->document);
    QVERIFY(integration.ok());
    // RFC 6749, 5.1: what the post names is what the token's answer gives
    domain::BuyerResponse answer;
    answer.status = 200;
    answer.headers = {{"Content-Type", "application/json"}};
    answer.body = R"({"access_token":"tok-1","token_type":"bearer","expires_in":3600})";
    const auto read = (*integration)->interpret(domain::StepKind::Auth, answer);
    QCOMPARE(read.carried.at("access_token"), std::string("tok-1"));
}

void TestImportText::samples_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *label, const char *text, const char *expected) {
        QTest::newRow(label) << QByteArray(text) << QString::fromUtf8(expected);
    };
    row("json", R"({"a":{"b":[1,{"c":null}]},"d":1.50})",
        "json a.b[0] = 1\njson a.b[1].c = null\njson d = 1.50\n");
    row("json list", R"([{"zip":"1"}])", "json [0].zip = \"1\"\n");
    row("json with curly quotes", "{“zip”: “78701”, // five\n}", "json zip = \"78701\"\n");
    row("xml", "<?xml version='1.0'?><a:L xmlns:a='urn:x'><a:Z k='1'>78701</a:Z><E/></a:L>",
        "xml a:L@xmlns:a = \"urn:x\"\nxml a:L/a:Z@k = \"1\"\nxml a:L/a:Z = \"78701\"\nxml a:L/E = \"\"\n");
    row("form", "a=1&b=%20x+y&a=2", "form a = \"1\"\nform b = \" x y\"\nform a = \"2\"\n");
    row("lines", "zip: 78701\nname: Maria Lopez", "form zip = \"78701\"\nform name = \"Maria Lopez\"\n");
    row("address", "https://a.example/p?zip=1#x", "? zip = \"1\"\n");
}

void TestImportText::samples()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto imported = importText(text.toStdString());
    QVERIFY2(imported.ok(), imported.ok() ? "" : imported.error().message.c_str());
    QStringList got = dumped(*imported);
    while (!got.isEmpty() && (got.first().startsWith(QStringLiteral("POST ")) ||
                              got.first().startsWith(QStringLiteral("GET ")) ||
                              got.first().startsWith(QStringLiteral("name "))))
        got.removeFirst();
    QCOMPARE(got, lines(expected));
    QVERIFY(buildDraft(*imported).ok());
}

void TestImportText::everyLeafIsAccountedFor_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file : kFiles)
        QTest::newRow(file) << QString::fromLatin1(file);
}

/// Every text and number of the source is in a request, a secret, a variable or the report.
void TestImportText::everyLeafIsAccountedFor()
{
    QFETCH(QString, file);
    const std::string text = data(file.toLatin1().constData());
    const auto root = text.front() == '{' ? domain::parseJson(text) : readYaml(text);
    QVERIFY(root.ok());
    const auto imported = importText(text);
    QVERIFY(imported.ok());
    std::string all = visible(*imported);
    for (const auto &[name, secret] : imported->secretsFound)
        all += std::string(secret.reveal()) + '\n';
    const std::function<void(const domain::Value &, const std::string &)> walk =
        [&](const domain::Value &value, const std::string &path) {
            if (const auto *object = value.asObject())
                for (const domain::Member &member : *object)
                    walk(member.second, path + '.' + member.first);
            if (const auto *array = value.asArray())
                for (const domain::Value &item : *array)
                    walk(item, path + "[]");
            std::string leaf = value.toText();
            if (leaf.size() < 3 || value.isBool())
                return;
            // names of kinds and places are how it is read, not what is read
            for (const char *reading :
                 {".type", ".mode", ".in", ".method", "$ref", ".openapi", ".language", ".grant_type", ".key",
                  ".required[]", ".mimeType", ".log.version", ".listen", ".format", ".status", ".url", ".raw",
                  ".path[]", ".host[]"})
                if (path.ends_with(reading))
                    return;
            if (leaf.find("{{") != std::string::npos || leaf.find('\n') != std::string::npos)
                return; // resolved or taken apart
            // escapes of the form are undone
            if (const QByteArray plain =
                    QByteArray::fromPercentEncoding(QByteArray::fromStdString(leaf).replace('+', ' '));
                path.find("params") != std::string::npos)
                leaf = plain.toStdString();
            // an answer's secrets are replaced, its cookies left out
            if (path.find("content.text") != std::string::npos ||
                path.find("response[].body") != std::string::npos ||
                path.find("response.headers") != std::string::npos ||
                path.find("response[].header") != std::string::npos)
                return;
            if (path.find("request.headers") != std::string::npos && leaf.starts_with("Bearer "))
                leaf = leaf.substr(7);
            if (path.find("postData.text") != std::string::npos || path.find("body.raw") != std::string::npos)
                return;
            const bool found = all.find(leaf) != std::string::npos;
            const bool grouped = std::any_of(
                imported->report.items.begin(), imported->report.items.end(), [&](const ImportItem &item) {
                    std::string place = item.place.substr(0, item.place.find(" (\u00d7"));
                    return !place.empty() && path.substr(1).starts_with(place);
                });
            const bool leftOut = has(imported->report, "page_traffic") &&
                                 path.find("log.entries") != std::string::npos &&
                                 (path.find("timings") != std::string::npos ||
                                  path.find("startedDateTime") != std::string::npos ||
                                  path.find("httpVersion") != std::string::npos ||
                                  path.find("headersSize") != std::string::npos);
            const bool component =
                path.find(".components.") != std::string::npos && has(imported->report, "unused_component");
            QVERIFY2(found || grouped || leftOut || component, (path + " = " + leaf).c_str());
        };
    walk(*root, "");
    QCOMPARE(imported->report.dropped, std::size_t(0));
}

void TestImportText::secretsLeaveEverything_data()
{
    everyLeafIsAccountedFor_data();
}

void TestImportText::secretsLeaveEverything()
{
    QFETCH(QString, file);
    const auto imported = importText(data(file.toLatin1().constData()));
    QVERIFY(imported.ok());
    const auto draft = buildDraft(*imported);
    QVERIFY(draft.ok());
    QCOMPARE(QString::fromStdString(schemaProblem(draft->document)), QString());
    std::string all = visible(*imported) + writeJson(draft->document) + writeJson(draft->samples) +
                      writeJson(draft->specification);
    for (const ImportItem &item : draft->report.items)
        all += item.text + item.place + item.message.toStdString();
    for (const MappingSuggestion &suggestion : draft->suggestions)
        all +=
            writeJson(suggestion.sample) + writeJson(suggestion.constant) + suggestion.reason.toStdString();
    const std::size_t canary = all.find("canary-");
    QVERIFY2(canary == std::string::npos, all.substr(canary == std::string::npos ? 0 : canary, 40).c_str());
}

void TestImportText::damagedDocumentsEnd()
{
    std::mt19937 random(99);
    for (const char *file : kFiles) {
        const std::string whole = data(file);
        for (int round = 0; round < 60; ++round) {
            std::string text = whole;
            for (std::size_t n = 1 + random() % 3; n > 0 && !text.empty(); --n) {
                const std::size_t at = random() % text.size();
                switch (random() % 4) {
                case 0: { // one value for another
                    const std::size_t quote = text.find('"', at);
                    if (quote != std::string::npos)
                        text.insert(quote + 1, "x");
                    break;
                }
                case 1: {
                    const std::size_t colon = text.find(": ", at);
                    const std::size_t end =
                        text.find_first_of(",}\n", colon == std::string::npos ? 0 : colon);
                    if (colon != std::string::npos && end != std::string::npos && end > colon)
                        text.replace(colon + 2, end - colon - 2, random() % 2 ? "null" : "[1]");
                    break;
                }
                case 2:
                    text.erase(at, 1 + random() % 3);
                    break;
                default:
                    text[at] = "{}[]:,\"' -#|"[random() % 12];
                }
            }
            const auto imported = importText(text);
            if (!imported)
                continue;
            const auto draft = buildDraft(*imported);
            QVERIFY2(
                draft.ok() || draft.error().code == "no_request",
                draft.ok()
                    ? ""
                    : (draft.error().code + ' ' + draft.error().field + ' ' + draft.error().message).c_str());
        }
    }
}

void TestImportText::hostileTextsEnd_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto many = [](const char *label, const QByteArray &before, const QByteArray &part,
                         const QByteArray &after = {}) {
        QTest::newRow(label) << before + part.repeated(60'000 / static_cast<int>(part.size())) + after;
    };
    many("open curly quotes", "curl https://a.example -d ", "“a ");
    many("command substitutions", "curl https://a.example -d \"", "$(a");
    many("braces of variables", "curl https://a.example -d \"", "${a");
    many("calls in one line", "", "curl ");
    many("ampersands", "curl https://a.example?", "a&");
    many("options", "curl https://a.example ", "--x ");
    many("places", "a=", "{{");
    many("places in json", "{\"a\":\"", "{{", "\"}");
    many("bare places in json", "{\"a\":", "{{a ", "}");
    many("cells without an end", "<table><tr>", "<td>");
    many("rows without an end", "<table>", "<tr>");
    many("pipes", "Field|Required\n", "|");
    many("quotes in a table", "Field,Required\n", "\"a,");
    many("yaml keys", "openapi: 3.0.0\npaths:\n", "  a: 1\n");
    many("yaml flow lines", "openapi: 3.0.0\npaths: [", "\n [,");
    many("yaml quote", "openapi: 3.0.0\npaths: \"", "\n a");
    many("yaml dashes", "openapi: 3.0.0\npaths:\n  ", "- ");
    many("json arrays", "", "[");
    many("xml elements", "", "<a>");
    many("form escapes", "a=", "%2");
    QByteArray variables = R"({"info":{"schema":"schema.getpostman.com"},"variable":[)";
    QByteArray schemas =
        R"({"openapi":"3.0.0","paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}}}}},"components":{"schemas":{)";
    for (int i = 0; i < 30; ++i) {
        const QByteArray next = QByteArray::number(i + 1);
        variables += R"({"key":"v)" + QByteArray::number(i) + R"(","value":")" +
                     ("{{v" + next + "}}").repeated(20) + "\"},";
        schemas += "\"S" + QByteArray::number(i) + R"(":{"allOf":[)" +
                   (R"({"$ref":"#/components/schemas/S)" + next + "\"},").repeated(10);
        schemas.chop(1);
        schemas += "]},";
    }
    variables +=
        R"({"key":"v30","value":"x"}],"item":[{"name":"a","request":{"method":"POST","url":"https://a.example/{{v0}}"}}]})";
    schemas += R"("S30":{"type":"object","properties":{"a":{"type":"string"}}}}}})";
    QTest::newRow("variables within variables") << variables;
    QTest::newRow("schemas that multiply") << schemas;
}

/// Texts that a careless reader takes the square of their length for, or worse.
void TestImportText::hostileTextsEnd()
{
    QFETCH(QByteArray, text);
    for (int kind = 0; kind <= static_cast<int>(ImportKind::SpecificationTable); ++kind) {
        ImportOptions options;
        options.kind = static_cast<ImportKind>(kind);
        const auto imported = importText(text.toStdString(), options);
        if (!imported) {
            QVERIFY(!imported.error().code.empty());
            continue;
        }
        QCOMPARE(imported->report.dropped, std::size_t(0));
        const auto draft = buildDraft(*imported);
        QVERIFY2(draft.ok() || draft.error().code == "no_request",
                 draft.ok() ? ""
                            : (draft.error().code + ' ' + draft.error().field + ' ' +
                               draft.error().message.substr(0, 200))
                                  .c_str());
    }
}

void TestImportText::yaml_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("json");
    const auto row = [](const char *label, const char *text, const char *json) {
        QTest::newRow(label) << QByteArray(text) << QString::fromUtf8(json);
    };
    row("scalars", "a: 1\nb: 'it''s'\nc: \"x\\ty\"\nd: true\ne: ~\nf: 1.50\ng: 3.0.1\nh: yes\n",
        R"({"a":1,"b":"it's","c":"x\ty","d":true,"e":null,"f":1.50,"g":"3.0.1","h":"yes"})");
    row("nested",
        "a:\n  b:\n    - 1\n    - c: 2\n      d: 3\n    -\n      - x\n  e: {f: [1, 'two', {g: h}], i: }\n",
        R"({"a":{"b":[1,{"c":2,"d":3},["x"]],"e":{"f":[1,"two",{"g":"h"}],"i":null}}})");
    row("list at the key's indentation", "a:\n- 1\n- 2\nb: 3\n", R"({"a":[1,2],"b":3})");
    row("blocks", "a: |\n  one\n  two\n\n  three\nb: >-\n  folded\n  text\n\n  new\nc: 1\n",
        R"({"a":"one\ntwo\n\nthree\n","b":"folded text\nnew","c":1})");
    row("comments", "# top\na: 1 # one\n\n# between\nb: 'no # comment'\nc: http://x.example/#y\n",
        R"({"a":1,"b":"no # comment","c":"http://x.example/#y"})");
    row("plain over lines", "a: one\n  two\n  three\nb: 2\n", R"({"a":"one two three","b":2})");
    row("flow over lines", "a: [1,\n  2,\n  3]\nb: 1\n", R"({"a":[1,2,3],"b":1})");
    row("keys with quotes and slashes", "\"200\": {}\n'/x/{id}':\n  get: {}\n",
        R"({"200":{},"/x/{id}":{"get":{}}})");
    row("start mark", "---\na: 1\n", R"({"a":1})");
    row("anchor", "a: &x 1\n", "unsupported_yaml");
    row("alias", "a: *x\n", "unsupported_yaml");
    row("tag", "a: !!str 1\n", "unsupported_yaml");
    row("merge", "a:\n  <<: 1\n", "unsupported_yaml");
    row("twice", "a: 1\na: 2\n", "duplicate_key");
    row("open quote", "a: \"x\n", "invalid_yaml");
    row("open bracket", "a: [1, 2\n", "invalid_yaml");
    row("stray indentation", "a: 1\n   b: 2\n", "invalid_yaml");
}

void TestImportText::yaml()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, json);
    const auto value = readYaml(text.toStdString());
    QCOMPARE(value.ok() ? QString::fromStdString(writeJson(*value))
                        : QString::fromStdString(value.error().code),
             json);
}

QTEST_GUILESS_MAIN(TestImportText)
#include "tst_importtext.moc"
