// How requests show who sends them: every kind, what a preview shows without secrets, implied token calls,
// TLS options, and that no credential goes to a host that a lead chose.
#include "domain/integration/coding.h"
#include "domain/integration/digestauthentication.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QFile>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {

constexpr const char *kAnswer = R"("response":{"rules":[{"id":"r","outcome":"rejected"}]})";

std::string document(const std::string &authentication, const std::string &post = {},
                     const std::string &steps = {}, const std::string &more = {})
{
    return R"({"bourse_integration":1,"slug":"t","variables":{"user":"ann","scope":"leads"},)" + more +
           (authentication.empty() ? std::string() : "\"authentication\":" + authentication + ",") +
           R"("endpoints":{"live":{"base_url":"https://live.example"},"test":{"base_url":"https://api.example"}},)"
           R"("steps":{)" +
           steps + R"("post":{)" + (post.empty() ? std::string() : post + ",") + kAnswer + "}}}";
}

/// The published schema says the same as the compiler: a document that compiles fits it.
void checkSchema(const std::string &text)
{
    static const Value schema = [] {
        QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/integration-1.schema.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the schema is missing");
        return *parseJson(file.readAll().toStdString());
    }();
    if (const std::string why = tests::SchemaCheck(schema).problem(*parseJson(text)); !why.empty())
        qFatal("%s\n%s", why.c_str(), text.c_str());
}

struct Rendering {
    std::map<std::string, Secret> secrets{
        {"pw", Secret("s3:cret é")}, {"key", Secret("k 1&2")}, {"id", Secret("client")}};
    std::map<std::string, std::string> carried;
    std::string challenge;
    std::uint32_t use = 1;
    bool really = false;
    std::string lead = R"({"url":"https://evil.example/x","sub":"evil.example","n":1})";

    Result<RenderedRequest> of(const std::string &text, StepKind step = StepKind::Post) const
    {
        const auto integration = Integration::fromJson(text);
        if (!integration)
            return integration.errors();
        checkSchema(text);
        const auto fields = parseJson(lead);
        RenderInput input;
        input.lead = fields->asObject();
        input.secrets = &secrets;
        input.carried = &carried;
        input.time = *fromIso8601("2015-08-30T12:36:00Z");
        input.challenge = challenge;
        input.challengeUse = use;
        input.secretsRequired = really;
        return (*integration)->render(step, input);
    }
    std::string header(const std::string &text, const char *name = "Authorization",
                       StepKind step = StepKind::Post) const
    {
        const auto request = of(text, step);
        if (!request)
            return "error " + request.error().code + ' ' + request.error().field;
        const std::string *value = findHeader(request->headers, name);
        return value ? *value : "none";
    }
};

std::string base64(const std::string &text)
{
    return encodeBytes(text, "base64");
}

} // namespace

class TestAuthentication : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void basic();
    void bearer();
    void apiKeys();
    void severalHeaders();
    void stepsMaySayOtherwise();
    void digestOfTheRfc();
    void digestChallenges_data();
    void digestChallenges();
    void digestInARendering();
    void oauth2AsksForAToken();
    void oauth2OtherGrants();
    void oauth2AnswersAreRead();
    void writtenOutTokenCallIsKept();
    void tlsOptions();
    void awsSigV4();
    void noCredentialForAForeignHost();
    void refusals_data();
    void refusals();
};

void TestAuthentication::basic()
{
    Rendering rendering;
    QCOMPARE(rendering.header(
                 document(R"({"kind":"basic","user":"{{variable.user}}","password":"{{secret.pw}}"})")),
             "Basic " + base64("ann:s3:cret é"));
    QCOMPARE(rendering.header(document(R"({"kind":"basic","user":"API","password":""})")),
             "Basic " + base64("API:"));
    QCOMPARE(rendering.header(document(R"({"kind":"basic","password":"{{secret.key}}"})")),
             "Basic " + base64(":k 1&2"));
    QCOMPARE(rendering.header(
                 document(R"({"kind":"basic","user":"a:b","password":"{{secret.key}}","encode":"form"})")),
             "Basic " + base64("a%3Ab:k+1%262"));
    QCOMPARE(rendering.header(document(R"({"kind":"basic","user":"{{secret.pw}}","password":"x"})")),
             std::string("error invalid_character Authorization"));
    QCOMPARE(rendering.header(
                 document(R"({"kind":"basic","user":"a","password":"b","header":"Proxy-Authorization"})"),
                 "Proxy-Authorization"),
             "Basic " + base64("a:b"));
    rendering.secrets.clear();
    const std::string one = document(R"({"kind":"basic","user":"ann","password":"{{secret.pw}}"})");
    QCOMPARE(rendering.header(one), std::string("Basic ann:{{pw}}"));
    rendering.really = true;
    QCOMPARE(rendering.header(one), std::string("error missing_secret Authorization"));
}

void TestAuthentication::bearer()
{
    Rendering rendering;
    rendering.carried = {{"token", "abc"}};
    QCOMPARE(rendering.header(document(R"({"kind":"bearer","token":{"secret":"id"}})")),
             std::string("Bearer client"));
    QCOMPARE(rendering.header(document(R"({"kind":"bearer","token":"{{secret.id}}.{{variable.user}}"})")),
             std::string("Bearer client.ann"));
    const std::string carried =
        document(R"({"kind":"bearer","token":{"carried":"token"},"before":"Token "})");
    QCOMPARE(rendering.header(carried), std::string("Token abc"));
    // a preview shows what will stand there; what is really sent is not sent without it
    rendering.carried.clear();
    QCOMPARE(rendering.header(carried), std::string("Token {{token}}"));
    rendering.really = true;
    QCOMPARE(rendering.header(carried), std::string("error missing_token Authorization"));
    rendering.carried = {{"token", "a\r\nX: b"}};
    QCOMPARE(rendering.header(carried), std::string("error header_injection Authorization"));
}

void TestAuthentication::apiKeys()
{
    Rendering rendering;
    QCOMPARE(rendering.header(document(R"({"kind":"api_key","name":"x-api-key","value":{"secret":"key"}})"),
                              "x-api-key"),
             std::string("k 1&2"));
    QCOMPARE(
        rendering.header(document(
            R"({"kind":"api_key","in":"header","name":"Authorization","before":"Key ","value":"{{secret.id}}"})")),
        std::string("Key client"));
    const auto query =
        rendering.of(document(R"({"kind":"api_key","in":"query","name":"api key","value":{"secret":"key"}})",
                              R"("query":[{"target":"a","source":{"constant":1}}])"));
    QVERIFY(query.ok());
    QCOMPARE(query->url, std::string("https://api.example?a=1&api+key=k+1%262"));
    const auto bare =
        rendering.of(document(R"({"kind":"api_key","in":"query","name":"k","value":"{{secret.id}}"})"));
    QVERIFY(bare.ok());
    QCOMPARE(bare->url, std::string("https://api.example?k=client"));
    const auto body =
        rendering.of(document(R"({"kind":"api_key","in":"body","name":"auth.key","value":{"secret":"key"}})",
                              R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":1}}]})"));
    QVERIFY(body.ok());
    QCOMPARE(body->body, std::string(R"({"a":1,"auth":{"key":"k 1&2"}})"));
    const auto path = rendering.of(document(R"({"kind":"api_key","in":"path","value":{"secret":"key"}})",
                                            R"("path":"/v1/{{secret.key}}/leads")"));
    QVERIFY(path.ok());
    QCOMPARE(path->url, std::string("https://api.example/v1/k%201%262/leads"));
    rendering.secrets.clear();
    const auto preview =
        rendering.of(document(R"({"kind":"api_key","in":"body","name":"k","value":{"secret":"key"}})",
                              R"("body":{"format":"form","rows":[]})"));
    QVERIFY(preview.ok());
    QCOMPARE(preview->body, std::string("k={{key}}"));
}

void TestAuthentication::severalHeaders()
{
    Rendering rendering;
    const auto request = rendering.of(document(
        R"([{"kind":"headers","headers":[{"target":"hs_api_key","source":{"secret":"id"}},{"target":"hs_secret_key","source":{"secret":"key"}},{"target":"x-none","source":{"field":"none"}}]},{"kind":"bearer","token":"t"}])",
        R"("headers":[{"target":"Accept","source":{"constant":"*/*"}}])"));
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
    std::vector<std::string> names;
    for (const auto &header : request->headers)
        names.push_back(header.first);
    QCOMPARE(names, (std::vector<std::string>{"Host", "hs_api_key", "hs_secret_key", "Authorization",
                                              "Accept", "Content-Length"}));
}

void TestAuthentication::stepsMaySayOtherwise()
{
    Rendering rendering;
    const std::string steps = std::string(R"("ping":{"authentication":{"kind":"none"},)") + kAnswer +
                              R"(},"status":{"authentication":{"kind":"bearer","token":"other"},)" + kAnswer +
                              R"(},"callback":{)" + kAnswer + "},";
    const std::string text = document(R"({"kind":"bearer","token":"t"})", {}, steps);
    QCOMPARE(rendering.header(text), std::string("Bearer t"));
    QCOMPARE(rendering.header(text, "Authorization", StepKind::Ping), std::string("none"));
    QCOMPARE(rendering.header(text, "Authorization", StepKind::Status), std::string("Bearer other"));
    // the buyer sends that one
    QCOMPARE(rendering.header(text, "Authorization", StepKind::Callback), std::string("none"));
}

void TestAuthentication::digestOfTheRfc()
{
    // RFC 7616, 3.9.1
    const std::string start = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=";
    const std::string end = ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
                            "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    DigestRequest request;
    request.method = "GET";
    request.uri = "/dir/index.html";
    request.user = "Mufasa";
    request.password = "Circle of Life";
    request.clientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    const std::string md5 = start + "MD5" + end;
    request.challenge = md5;
    auto value = digestAuthorization(request);
    QVERIFY(value.ok());
    QVERIFY2(value->find("response=\"8ca523f5e9506fed4657c9700eebdbec\"") != std::string::npos,
             value->c_str());
    QVERIFY(value->starts_with(
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
        "algorithm=MD5, nonce=\"7ypf/"));
    QVERIFY(value->find("nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, ") !=
            std::string::npos);
    // both are offered: the stronger is taken
    const std::string both = md5 + "\r\n" + start + "SHA-256" + end;
    request.challenge = both;
    value = digestAuthorization(request);
    QVERIFY(value.ok());
    QVERIFY2(value->find("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"") !=
                 std::string::npos,
             value->c_str());
    // RFC 2617, 3.5 (the same scheme, as old servers speak it)
    request.challenge =
        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
        "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    request.password = "Circle Of Life";
    request.clientNonce = "0a4f113b";
    value = digestAuthorization(request);
    QVERIFY(value.ok());
    QVERIFY2(value->find("response=\"6629fae49393a05397450978507c4ef1\"") != std::string::npos,
             value->c_str());
}

void TestAuthentication::digestChallenges_data()
{
    QTest::addColumn<QString>("challenge");
    QTest::addColumn<QString>("has"); // a piece of the answer, or "error code"
    const auto row = [](const char *name, const char *challenge, const char *has) {
        QTest::newRow(name) << QString::fromUtf8(challenge) << QString::fromUtf8(has);
    };
    const auto md5 = [](const std::string &text) {
        return encodeBytes(digestOf(Digest::Md5, text), "hex");
    };
    const std::string a1 = md5("u:r:p");
    const std::string a2 = md5("POST:/x");
    row("no quality", R"(Digest realm="r", nonce="n")", ("response=\"" + md5(a1 + ":n:" + a2) + '"').c_str());
    const std::string session = md5(a1 + ":n:c");
    row("session", R"(Digest realm="r",nonce="n",qop=auth,algorithm=MD5-sess)",
        ("response=\"" + md5(session + ":n:00000001:c:auth:" + a2) + '"').c_str());
    row("after others", R"(Basic realm="x, y", Bearer, Digest realm="r", nonce="n")", "nonce=\"n\"");
    row("quoted marks", R"(Digest realm="r \"q\" \\", nonce="n")", R"(realm="r \"q\" \\")");
    row("hashed user", R"(Digest realm="r", nonce="n", userhash=true)",
        ("username=\"" + md5("u:r") + '"').c_str());
    row("unknown algorithm beside a known one",
        R"(Digest realm="r", nonce="n", algorithm=SHA-9, Digest realm="r", nonce="m", algorithm=md5)",
        "nonce=\"m\"");
    row("only integrity", R"(Digest realm="r", nonce="n", qop="auth-int")", "error unsupported_challenge");
    row("unknown algorithm", R"(Digest realm="r", nonce="n", algorithm=SHA-9)",
        "error unsupported_challenge");
    row("no digest", R"(Basic realm="r")", "error invalid_challenge");
    row("no nonce", R"(Digest realm="r")", "error invalid_challenge");
    row("line break", "Digest realm=\"r\n\", nonce=\"n\"", "error invalid_challenge");
    row("broken", R"(Digest realm="r)", "error invalid_challenge");
    row("rubbish", "=,=,\"\"=;;", "error invalid_challenge");
}

void TestAuthentication::digestChallenges()
{
    QFETCH(QString, challenge);
    QFETCH(QString, has);
    const std::string text = challenge.toStdString();
    const auto value = digestAuthorization({text, "POST", "/x", "u", "p", "c", 1});
    const QString seen = QString::fromStdString(value ? *value : "error " + value.error().code);
    QVERIFY2(seen.contains(has), qPrintable(seen));
    QVERIFY(!seen.contains(QLatin1Char('\n')));
}

void TestAuthentication::digestInARendering()
{
    Rendering rendering;
    const std::string text = document(
        R"({"kind":"digest","user":"{{variable.user}}","password":"{{secret.pw}}"})", R"("path":"/x?a=1")");
    // the first request goes without; the server's 401 says how
    QCOMPARE(rendering.header(text), std::string("none"));
    rendering.challenge = R"(Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256)";
    rendering.use = 0x1f;
    const std::string value = rendering.header(text);
    QVERIFY2(value.starts_with("Digest username=\"ann\", realm=\"r\", uri=\"/x?a=1\""), value.c_str());
    QVERIFY(value.find("nc=0000001f") != std::string::npos);
    QCOMPARE(rendering.header(text), value); // the client's nonce comes from the seed
    rendering.secrets.clear();
    QCOMPARE(rendering.header(text), std::string("error missing_secret Authorization"));
    rendering.challenge = "Negotiate";
    rendering.secrets = {{"pw", Secret("x")}};
    QCOMPARE(rendering.header(text), std::string("error invalid_challenge challenge"));
}

void TestAuthentication::oauth2AsksForAToken()
{
    Rendering rendering;
    const std::string text = document(
        R"({"kind":"oauth2","token_url":"https://login.example/token","client_id":"{{secret.id}}","client_secret":"{{secret.key}}","scope":"{{variable.scope}} x","audience":"aud","parameters":{"resource":"r"}})");
    const auto integration = Integration::fromJson(text);
    QVERIFY2(integration.ok(), integration.ok() ? "" : integration.error().message.c_str());
    QVERIFY((*integration)->hasStep(StepKind::Auth));
    QVERIFY((*integration)->isImplied(StepKind::Auth));
    QVERIFY(!(*integration)->isImplied(StepKind::Post));
    QCOMPARE((*integration)->secretNames(), (std::vector<std::string>{"id", "key"}));
    const auto call = rendering.of(text, StepKind::Auth);
    QVERIFY2(call.ok(), call.ok() ? "" : call.error().message.c_str());
    QCOMPARE(
        QString::fromStdString(toWireText(*call)),
        QStringLiteral("POST https://login.example/token\r\nHost: login.example\r\nAuthorization: Basic ") +
            QString::fromStdString(base64("client:k+1%262")) +
            QStringLiteral(
                "\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                "Content-Length: 67\r\n\r\n"
                "grant_type=client_credentials&scope=leads+x&audience=aud&resource=r"));
    // until there is a token, a preview shows where it goes
    QCOMPARE(rendering.header(text), std::string("Bearer {{access_token}}"));
    rendering.carried = {{"access_token", "tok"}};
    QCOMPARE(rendering.header(text), std::string("Bearer tok"));
}

void TestAuthentication::oauth2OtherGrants()
{
    Rendering rendering;
    rendering.carried = {{"refresh_token", "r/1"}};
    const auto refresh = rendering.of(
        document(
            R"({"kind":"oauth2","grant":"refresh_token","token_url":"/oauth/token","client_id":"c","client_secret":"{{secret.id}}","client_auth":"body","refresh_token":"{{carried.refresh_token}}"})"),
        StepKind::Auth);
    QVERIFY2(refresh.ok(), refresh.ok() ? "" : refresh.error().message.c_str());
    QCOMPARE(refresh->url, std::string("https://api.example/oauth/token"));
    QCOMPARE(refresh->body,
             std::string("grant_type=refresh_token&refresh_token=r%2F1&client_id=c&client_secret=client"));
    QVERIFY(!findHeader(refresh->headers, "Authorization"));
    const auto password = rendering.of(
        document(
            R"({"kind":"oauth2","grant":"password","token_url":"https://l.example/t","user":"u","password":"{{secret.id}}"})"),
        StepKind::Auth);
    QVERIFY(password.ok());
    QCOMPARE(password->body, std::string("grant_type=password&username=u&password=client"));
}

void TestAuthentication::oauth2AnswersAreRead()
{
    const auto integration = Integration::fromJson(document(
        R"({"kind":"oauth2","token_url":"https://l.example/t","client_id":"c","client_secret":"{{secret.id}}"})"));
    QVERIFY(integration.ok());
    BuyerResponse answer;
    answer.body = R"({"access_token":"tok","token_type":"Bearer","expires_in":3600,"refresh_token":"ref"})";
    const auto fine = (*integration)->interpret(StepKind::Auth, answer);
    QCOMPARE(fine.outcome, Reading::Accepted);
    QCOMPARE(fine.carried, (std::map<std::string, std::string>{{"access_token", "tok"},
                                                               {"token_type", "Bearer"},
                                                               {"expires_in", "3600"},
                                                               {"refresh_token", "ref"}}));
    answer.status = 401;
    answer.body = R"({"error":"invalid_client","error_description":"No such client"})";
    const auto refused = (*integration)->interpret(StepKind::Auth, answer);
    QCOMPARE(refused.outcome, Reading::Error);
    QVERIFY(refused.carried.empty());
    QCOMPARE(refused.reason->second, std::string("No such client"));
}

void TestAuthentication::writtenOutTokenCallIsKept()
{
    Rendering rendering;
    rendering.carried = {{"tk", "abc"}};
    const std::string steps =
        std::string(R"("auth":{"path":"/login","body":{"format":"form","rows":[]},)") + kAnswer + "},";
    // the token cannot be asked for with the token
    for (const char *kind :
         {R"({"kind":"bearer","token":{"carried":"tk"}})", R"({"kind":"bearer","token":"{{carried.tk}}"})"}) {
        const std::string text = document(kind, {}, steps);
        QCOMPARE(rendering.header(text, "Authorization", StepKind::Auth), std::string("none"));
        QCOMPARE(rendering.header(text), std::string("Bearer abc"));
    }
    const auto oauth = Integration::fromJson(
        document(R"({"kind":"oauth2","token_url":"https://l.example/t","client_id":"c"})", {}, steps));
    QVERIFY(oauth.ok());
    QVERIFY(!(*oauth)->isImplied(StepKind::Auth));
    // a key, however, belongs to the token call too
    QCOMPARE(
        rendering.header(document(R"({"kind":"api_key","name":"X-Key","value":{"secret":"id"}})", {}, steps),
                         "X-Key", StepKind::Auth),
        std::string("client"));
}

void TestAuthentication::tlsOptions()
{
    const std::string hex(64, 'a');
    const std::string pin = encodeBytes(*decodeBytes(hex, "hex"), "base64");
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","authentication":[{"kind":"mutual_tls","certificate":"crt","key":"pem","key_password":"pw","pinned_public_keys":[")" +
        hex +
        R"("]},{"kind":"bearer","token":"t"}],"endpoints":{"live":{"base_url":"https://live.example"},)"
        R"("test":{"base_url":"https://api.example","tls":{"client_certificate":"test-crt","client_key":"test-pem","pinned_public_keys":["sha256//)" +
        pin + R"("]}}},"steps":{"post":{)" + kAnswer + "}}}");
    QVERIFY2(integration.ok(), integration.ok() ? "" : integration.error().message.c_str());
    QVERIFY((*integration)->tls(true) == (TlsOptions{"crt", "pem", "pw", {pin}}));
    QVERIFY((*integration)->tls(false) == (TlsOptions{"test-crt", "test-pem", "", {pin}}));
    QCOMPARE((*integration)->secretNames(),
             (std::vector<std::string>{"crt", "pem", "pw", "test-crt", "test-pem"}));
    const auto none = Integration::fromJson(document(""));
    QVERIFY(none.ok());
    QVERIFY((*none)->tls(true) == TlsOptions());
}

void TestAuthentication::awsSigV4()
{
    Rendering rendering;
    rendering.secrets = {{"aws", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")},
                         {"token", Secret("a/b")}};
    const std::string text =
        R"({"kind":"aws_sigv4","service":"service","region":"us-east-1","access_key":"AKIDEXAMPLE","secret_key":"aws")";
    // get-vanilla of the public suite, whose date and key these are
    const std::string get = R"("method":"GET","path":"/","url":"https://example.amazonaws.com/")";
    QCOMPARE(rendering.header(document(text + "}", get)),
             std::string("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                         "SignedHeaders=host;x-amz-date, "
                         "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
    const auto query = rendering.of(document(text + R"(,"form":"query"})", get));
    QVERIFY(query.ok());
    QVERIFY(query->url.ends_with(
        "&X-Amz-Signature=e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"));
    QVERIFY(!findHeader(query->headers, "Authorization"));
    const auto body =
        rendering.of(document(text + R"(,"session_token":"{{secret.token}}","body_header":true})",
                              R"("body":{"format":"text","template":"hello"})"));
    QVERIFY(body.ok());
    QCOMPARE(*findHeader(body->headers, "X-Amz-Security-Token"), std::string("a/b"));
    QCOMPARE(*findHeader(body->headers, "X-Amz-Content-Sha256"),
             encodeBytes(digestOf(Digest::Sha256, "hello"), "hex"));
    QVERIFY(findHeader(body->headers, "Authorization")
                ->find("SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date;"
                       "x-amz-security-token") != std::string::npos);
    rendering.secrets.clear();
    QCOMPARE(rendering.header(document(text + "}", get)), std::string("error missing_secret Authorization"));
}

void TestAuthentication::noCredentialForAForeignHost()
{
    Rendering rendering;
    const std::string bearer = R"({"kind":"bearer","token":{"secret":"id"}})";
    const std::string hosts = R"("allowed_hosts":["good.example",".wide.example"],)";
    const auto url = [&](const std::string &authentication, const std::string &text,
                         const std::string &more) {
        const auto request = rendering.of(document(authentication, R"("url":")" + text + '"', {}, more));
        return request ? request->url : "error " + request.error().code + ' ' + request.error().field;
    };
    // no list: the document is refused, whether the whole URL is foreign or only a piece of its host
    for (const char *text : {"{{lead.url}}", "https://{{lead.sub}}/x", "https://api.{{lead.sub}}/x",
                             "https://{{carried.h}}.example/x", "{{lead.url}}/x",
                             "https://api.example{{lead.sub}}/x", "https://api.example:{{lead.n}}/"})
        QCOMPARE(url(bearer, text, "") + ' ' + text, std::string("error required allowed_hosts ") + text);
    // with one, each rendering is checked
    QCOMPARE(url(bearer, "{{lead.url}}", hosts), std::string("error invalid_url url"));
    QCOMPARE(url(bearer, "https://api.{{lead.sub}}/x", hosts), std::string("error invalid_url url"));
    QCOMPARE(url(bearer, "https://good.example{{lead.sub}}/x", hosts), std::string("error invalid_url url"));
    rendering.lead = R"({"url":"https://a.wide.example/x","sub":"good.example"})";
    QCOMPARE(url(bearer, "{{lead.url}}", hosts), std::string("https://a.wide.example/x"));
    QCOMPARE(url(bearer, "https://{{lead.sub}}/x", hosts), std::string("https://good.example/x"));
    for (const char *evil :
         {"https://good.example@evil.example/", "https://evil.example/good.example",
          "https://evil.example?.wide.example", "https://xwide.example/", "http://good.example.evil/",
          "https://good.example\\\\.evil.example/", "//evil.example/", "//good.example@evil.example/",
          "https://evil.example#.wide.example"}) {
        rendering.lead = std::string(R"({"url":")") + evil + R"("})";
        QCOMPARE(url(bearer, "{{lead.url}}", hosts), std::string("error invalid_url url"));
    }
    // what a reference or a fragment leaves is judged, and nothing else
    for (const char *fine : {"//good.example/", "https://good.example/#@evil/"}) {
        rendering.lead = std::string(R"({"url":")") + fine + R"("})";
        QVERIFY(url(bearer, "{{lead.url}}", hosts).ends_with("://good.example/"));
    }
    // a token is asked for at the document's own host, too
    rendering.lead = R"({"url":"https://evil.example/x","sub":"evil.example"})";
    const std::string oauth =
        R"({"kind":"oauth2","token_url":"https://{{lead.sub}}/token","client_id":"c","client_secret":"{{secret.id}}"})";
    QCOMPARE(rendering.of(document(oauth), StepKind::Auth).error().code, std::string("required"));
    QCOMPARE(rendering.of(document(oauth, {}, {}, hosts), StepKind::Auth).error().code,
             std::string("invalid_url"));
    // a path cannot lengthen the host
    QCOMPARE(rendering.of(document(bearer, R"("path":".{{lead.sub}}/x")")).error().code,
             std::string("invalid_url"));
    QCOMPARE(rendering.of(document(bearer, R"("path":"{{lead.sub}}/x")")).error().code,
             std::string("invalid_url"));
}

void TestAuthentication::refusals_data()
{
    QTest::addColumn<QString>("authentication");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *authentication, const char *code, const char *field) {
        QTest::newRow(name) << QString::fromUtf8(authentication) << QString::fromLatin1(code)
                            << QString::fromLatin1(field);
    };
    row("kind", R"({"kind":"magic"})", "not_a_choice", "authentication.kind");
    row("no object", R"("basic")", "wrong_type", "authentication");
    row("unknown key", R"({"kind":"none","x":1})", "unknown_key", "authentication.x");
    row("in a list", R"([{"kind":"none"},{"kind":"bearer"}])", "required", "authentication[1].token");
    row("header", R"({"kind":"api_key","name":"a b","value":"x"})", "invalid_target", "authentication.name");
    row("key's value", R"({"kind":"api_key","name":"a"})", "required", "authentication.value");
    row("path without the key", R"({"kind":"api_key","in":"path","value":{"secret":"k"}})", "required",
        "authentication.in");
    row("no body for the key", R"({"kind":"api_key","in":"body","name":"k","value":"x"})", "not_available",
        "authentication.in");
    row("digest without a user", R"({"kind":"digest","password":"x"})", "required", "authentication.user");
    row("oauth without a place", R"({"kind":"oauth2","client_id":"x"})", "required",
        "authentication.token_url");
    row("refresh without a token",
        R"({"kind":"oauth2","grant":"refresh_token","token_url":"https://a.example/"})", "required",
        "authentication.refresh_token");
    row("certificate without a key", R"({"kind":"mutual_tls","certificate":"c"})", "required",
        "authentication.key");
    row("pin", R"({"kind":"mutual_tls","certificate":"c","key":"k","pinned_public_keys":["abc"]})",
        "wrong_type", "authentication.pinned_public_keys[0]");
    row("aws", R"({"kind":"aws_sigv4","service":"s","region":"r","access_key":"a"})", "required",
        "authentication.secret_key");
    row("two sources of a header", R"({"kind":"bearer","token":"x"})", "duplicate_target",
        "steps.post.headers[0].target");
}

void TestAuthentication::refusals()
{
    QFETCH(QString, authentication);
    QFETCH(QString, code);
    QFETCH(QString, field);
    const auto integration = Integration::fromJson(document(
        authentication.toStdString(), R"("headers":[{"target":"authorization","source":{"constant":"x"}}])"));
    QVERIFY(!integration.ok());
    QCOMPARE(QString::fromStdString(integration.error().code), code);
    QCOMPARE(QString::fromStdString(integration.error().field), field);
    // a client certificate is the connection's, not a step's
    const auto step = Integration::fromJson(
        document("", R"("authentication":{"kind":"mutual_tls","certificate":"c","key":"k"})"));
    QVERIFY(!step.ok());
    QCOMPARE(step.error().code, std::string("not_available"));
}

QTEST_GUILESS_MAIN(TestAuthentication)
#include "tst_authentication.moc"
