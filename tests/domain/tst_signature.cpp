// Signing recipes: every part, key and place, presets, traces without secrets, and the check of what others
// sign.
#include "domain/integration/coding.h"
#include "domain/integration/explain.h"
#include "domain/integration/signature.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QFile>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {

constexpr const char *kPem = "-----BEGIN PRIVATE KEY-----\\n"
                             "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\\n"
                             "-----END PRIVATE KEY-----\\n";

std::string document(const std::string &step, const std::string &more = {}, const char *kind = "post")
{
    return R"({"bourse_integration":1,"slug":"t","variables":{"key_id":"k-7"},)" + more +
           R"("endpoints":{"live":{"base_url":"https://live.example"},"test":{"base_url":"https://api.example"}},)"
           R"("steps":{")" +
           kind + R"(":{)" + step + R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";
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
    std::string lead = R"({"name":"Ann","b":"2","a":"1"})";
    std::map<std::string, Secret> secrets{{"key", Secret("Jefe")}, {"pem", Secret(kPem)}};
    UtcTime time = *fromIso8601("2026-05-12T14:30:01.184Z");

    template <class Use> auto with(const std::string &text, const Use &use) const
    {
        const auto integration = Integration::fromJson(text);
        if (!integration)
            qFatal("%s %s: %s", integration.error().code.c_str(), integration.error().field.c_str(),
                   integration.error().message.c_str());
        checkSchema(text);
        const auto parsed = parseJson(lead);
        RenderInput input;
        input.lead = parsed->asObject();
        input.secrets = &secrets;
        input.time = time;
        input.seed = 1;
        return use(**integration, input);
    }
    Result<RenderedRequest> of(const std::string &text) const
    {
        return with(text, [](const Integration &integration, const RenderInput &input) {
            return integration.render(StepKind::Post, input);
        });
    }
    Result<std::vector<SignatureTrace>> traces(const std::string &text) const
    {
        return with(text, [](const Integration &integration, const RenderInput &input) {
            return integration.signatures(StepKind::Post, input);
        });
    }
};

std::string hmac(const std::string &text, std::string_view encoding = "hex", std::string_view key = "Jefe")
{
    return encodeBytes(hmacOf(Digest::Sha256, key, text), encoding);
}

QString error(const Result<RenderedRequest> &request)
{
    return request ? QStringLiteral("fine")
                   : QString::fromStdString(request.error().code + ' ' + request.error().field);
}

} // namespace

class TestSignature : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void parts_data();
    void parts();
    void algorithms();
    void secretsInEveryEncoding();
    void derivedKeys();
    void placesInTheRequest();
    void bodyIsSignedWithoutTheField();
    void severalInOrder();
    void timestampIsShared();
    void keyPairs();
    void wrongKeysAreNamed();
    void messageSignatures();
    void presetsAreDocuments_data();
    void presetsAreDocuments();
    void presetsGiveKnownBytes();
    void tracesShowNoSecret();
    void refusals_data();
    void refusals();
    void inboundByRecipe();
    void inboundBodyIsChecked();
    void inboundAuthentication();
};

void TestSignature::parts_data()
{
    QTest::addColumn<QString>("parts");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *parts, const char *text) {
        QTest::newRow(name) << QString::fromUtf8(parts) << QString::fromUtf8(text);
    };
    row("method", R"({"part":"method"})", "POST");
    row("method in small letters", R"({"part":"method","case":"lower"})", "post");
    row("path", R"({"part":"path"})", "/a%20b/c");
    row("path encoded again", R"({"part":"path","encode":"percent"})", "/a%2520b/c");
    row("path decoded", R"({"part":"path","encode":"decoded"})", "/a b/c");
    row("query", R"({"part":"query"})", "z=1&a=x+y");
    row("path and query", R"({"part":"path_query"})", "/a%20b/c?z=1&a=x+y");
    row("url", R"({"part":"url"})", "https://api.example/a%20b/c?z=1&a=x+y");
    row("host", R"({"part":"host"})", "api.example");
    row("body", R"({"part":"body"})", R"({"name":"Ann","b":"2","empty":"","list":[1,2]})");
    row("body hash", R"({"part":"body_hash","algorithm":"md5"})", "8df60da2bf4da22cb9d7d9ac58dc6ab6");
    row("time", R"({"part":"timestamp"},{"constant":" "},{"part":"timestamp","unit":"ms"})",
        "1778596201 1778596201184");
    row("time as text",
        R"({"part":"timestamp","unit":"iso"},{"constant":" "},{"part":"timestamp","unit":"iso_s"},{"constant":" "},{"part":"timestamp","unit":"basic"},{"constant":" "},{"part":"timestamp","unit":"date"})",
        "2026-05-12T14:30:01.184Z 2026-05-12T14:30:01Z 20260512T143001Z 20260512");
    row("time of HTTP", R"({"part":"timestamp","unit":"http"})", "Tue, 12 May 2026 14:30:01 GMT");
    row("header", R"({"part":"header","name":"x-id"})", "id 7");
    row("header of the body", R"({"part":"header","name":"Content-Type"})", "application/json");
    row("header that is not there", R"({"part":"header","name":"x-no","optional":true})", "");
    row("headers", R"~({"part":"headers","names":["(request-target)","Host","X-Id","Content-Length"]})~",
        "(request-target): post /a%20b/c?z=1&a=x+y\nhost: api.example\nx-id: id 7\ncontent-length: 46");
    row("headers' names", R"({"part":"headers","names":["Host","X-Id"],"write":"name","between":";"})",
        "host;x-id");
    row("headers, other marks",
        R"({"part":"headers","names":["Host","X-Id"],"pair":"=","between":"|","end":true,"write":"both"})",
        "host=api.example|x-id=id 7|");
    row("created", R"~({"part":"headers","names":["(created)"]})~", "(created): 1778596201");
    row("query parameters", R"({"part":"parameters"})", "a=x y&z=1");
    row("query parameters encoded", R"({"part":"parameters","encode":"percent"})", "a=x%20y&z=1");
    row("json parameters", R"({"part":"parameters","of":"json"})", "b=2&empty=&list=[1,2]&name=Ann");
    row("json parameters, some",
        R"({"part":"parameters","of":"json","except":["b"],"skip_empty":true,"order":"descending"})",
        "name=Ann&list=[1,2]");
    row("values only",
        R"({"part":"parameters","of":"json","write":"value","between":"","only":["b","name"]})", "2Ann");
    row("both places",
        R"({"part":"parameters","of":"query_and_json","only":["a","b"],"pair":":","between":","})",
        "a:x y,b:2");
    row("hash of parts",
        R"({"part":"hash","algorithm":"md5","parts":[{"constant":"a"},{"constant":"b"}],"separator":"-"})",
        "f5a9e4ca9b9c7bf9a3c1d3a4cb4a5f51");
    row("sources",
        R"({"field":"name"},{"constant":"\n"},{"variable":"key_id"},{"computed":"request_method"})",
        "Ann\nk-7POST");
    row("source with transforms", R"({"source":{"field":"name"},"transforms":[{"do":"upper"}]})", "ANN");
    row("part with transforms", R"({"part":"body","transforms":[{"do":"substring","length":6}]})",
        R"({"name)");
}

void TestSignature::parts()
{
    QFETCH(QString, parts);
    QFETCH(QString, text);
    if (qstrcmp(QTest::currentDataTag(), "hash of parts") == 0)
        text = QString::fromStdString(encodeBytes(digestOf(Digest::Md5, "a-b"), "hex"));
    const std::string body = R"({"name":"Ann","b":"2","empty":"","list":[1,2]})";
    if (qstrcmp(QTest::currentDataTag(), "body hash") == 0)
        text = QString::fromStdString(encodeBytes(digestOf(Digest::Md5, body), "hex"));
    const std::string step =
        R"("path":"/a%20b/c?z=1&a=x+y","headers":[{"target":"X-Id","source":{"constant":"id 7"}}],)"
        R"("body":{"format":"json","rows":[{"target":"name","source":{"field":"name"}},)"
        R"({"target":"b","source":{"field":"b"}},{"target":"empty","source":{"constant":""},"on_empty":"empty"},)"
        R"({"target":"list","source":{"constant":[1,2]}}]},"signatures":[{"header":"S","secret":"key","parts":[)" +
        parts.toStdString() + "]}]";
    Rendering rendering;
    const auto traces = rendering.traces(document(step));
    QVERIFY2(traces.ok(), traces.ok() ? "" : traces.error().message.c_str());
    QVERIFY2(!traces->front().problem,
             traces->front().problem ? traces->front().problem->message.c_str() : "");
    QCOMPARE(QString::fromStdString(traces->front().stringToSign), text);
    QCOMPARE(traces->front().signature, hmac(text.toStdString()));
    QCOMPARE(traces->front().path, std::string("steps.post.signatures[0]"));
    const auto request = rendering.of(document(step));
    QVERIFY(request.ok());
    QCOMPARE(request->body, body);
    QCOMPARE(*findHeader(request->headers, "S"), traces->front().signature);
}

void TestSignature::algorithms()
{
    // RFC 4231, test case 2; the RFC 2202 cases of the same key and text; FIPS 180-4 and RFC 1321
    const std::pair<const char *, const char *> cases[] = {
        {"hmac-sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"hmac-sha384", "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c7"
                        "8b3239ecfab21649"},
        {"hmac-sha512", "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a"
                        "6d034f65f8f0e6fdca"
                        "eab1a34d4a6b4b636e070a38bce737"},
        {"hmac-sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
        {"hmac-md5", "750c783e6ab0b503eaa86e310a5db738"},
    };
    Rendering rendering;
    for (const auto &[algorithm, expected] : cases) {
        const auto request = rendering.of(
            document(std::string(R"("signatures":[{"header":"S","secret":"key","algorithm":")") + algorithm +
                     R"(","parts":[{"constant":"what do ya want for nothing?"}]}])"));
        QVERIFY2(request.ok(), algorithm);
        QCOMPARE(*findHeader(request->headers, "S"), std::string(expected));
    }
    const std::pair<const char *, const char *> plain[] = {
        {"sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {"md5", "900150983cd24fb0d6963f7d28e17f72"},
    };
    for (const auto &[algorithm, expected] : plain) {
        const auto request =
            rendering.of(document(std::string(R"("signatures":[{"header":"S","algorithm":")") + algorithm +
                                  R"(","parts":[{"constant":"abc"}]}])"));
        QVERIFY2(request.ok(), algorithm);
        QCOMPARE(*findHeader(request->headers, "S"), std::string(expected));
    }
    const auto shaped = [&](const char *more) {
        const auto request = rendering.of(document(
            std::string(R"("signatures":[{"header":"S","algorithm":"sha1","parts":[{"constant":"abc"}],)") +
            more + "}]"));
        return request ? *findHeader(request->headers, "S") : request.error().code;
    };
    QCOMPARE(shaped(R"("output":"hex_upper")"), std::string("A9993E364706816ABA3E25717850C26C9CD0D89D"));
    QCOMPARE(shaped(R"("output":"base64")"), std::string("qZk+NkcGgWq6PiVxeFDCbJzQ2J0="));
    QCOMPARE(shaped(R"("output":"base64url")"), std::string("qZk-NkcGgWq6PiVxeFDCbJzQ2J0"));
    QCOMPARE(shaped(R"("truncate":4)"), std::string("a9993e36"));
    QCOMPARE(shaped(R"("truncate":4,"before":"<{{variable.key_id}}:","after":">")"),
             std::string("<k-7:a9993e36>"));
    QCOMPARE(shaped(R"("truncate":4,"before":[{"part":"method"},{"constant":" "}])"),
             std::string("POST a9993e36"));
}

void TestSignature::secretsInEveryEncoding()
{
    const std::pair<const char *, const char *> cases[] = {
        {"text", "Jefe"},
        {"hex", "4a656665"},
        {"hex", "4A656665"},
        {"base64", "SmVmZQ=="},
        {"base64", "SmVmZQ"},
        {"base64url", "SmVmZQ"},
        {"whsec", "whsec_SmVmZQ=="},
        {"whsec", "SmVmZQ=="},
        {"whsec", "whsec_SmVmZQ"},
    };
    for (const auto &[encoding, secret] : cases) {
        Rendering rendering;
        rendering.secrets = {{"key", Secret(secret)}};
        const auto request = rendering.of(
            document(std::string(R"("signatures":[{"header":"S","secret":"key","secret_encoding":")") +
                     encoding + R"(","parts":[{"constant":"x"}]}])"));
        QVERIFY2(request.ok(), secret);
        QCOMPARE(*findHeader(request->headers, "S"), hmac("x"));
    }
    for (const auto &[encoding, secret] :
         {std::pair("hex", "4a6"), std::pair("hex", "zz"), std::pair("base64", "S"),
          std::pair("base64", "SmVm ZQ=="), std::pair("whsec", "whsec_?")}) {
        Rendering rendering;
        rendering.secrets = {{"key", Secret(secret)}};
        const auto request = rendering.of(
            document(std::string(R"("signatures":[{"header":"S","secret":"key","secret_encoding":")") +
                     encoding + R"(","parts":[{"constant":"x"}]}])"));
        QCOMPARE(error(request), QStringLiteral("invalid_secret S"));
        QVERIFY(request.error().message.find(secret) == std::string::npos);
    }
}

void TestSignature::derivedKeys()
{
    Rendering rendering;
    const auto request = rendering.of(document(
        R"("signatures":[{"header":"S","secret":"key","secret_before":"<","secret_after":">","derive":[{"part":"timestamp","unit":"date"},{"constant":"end"}],"parts":[{"constant":"x"}]}])"));
    QVERIFY(request.ok());
    const std::string first = hmacOf(Digest::Sha256, "<Jefe>", "20260512");
    const std::string second = hmacOf(Digest::Sha256, first, "end");
    QCOMPARE(*findHeader(request->headers, "S"), encodeBytes(hmacOf(Digest::Sha256, second, "x"), "hex"));
}

void TestSignature::placesInTheRequest()
{
    Rendering rendering;
    const auto query = rendering.of(document(
        R"("method":"GET","query":[{"target":"b","source":{"field":"b"}},{"target":"a","source":{"field":"a"}}],)"
        R"("signatures":[{"query":"sign","output":"base64","secret":"key","parts":[{"part":"parameters"}]}])"));
    QVERIFY(query.ok());
    std::string encoded;
    for (const char c : hmac("a=1&b=2", "base64"))
        encoded += c == '+'   ? std::string("%2B")
                   : c == '/' ? std::string("%2F")
                   : c == '=' ? std::string("%3D")
                              : std::string(1, c);
    QCOMPARE(query->url, "https://api.example?b=2&a=1&sign=" + encoded);
    // in a header that a row writes, in the path and in a row of the query
    const auto rows = rendering.of(document(
        R"("path":"/x/{{signature.s}}","query":[{"target":"q","source":{"signature":"s"}}],)"
        R"("headers":[{"target":"Authorization","source":{"template":"Key {{variable.key_id}}:{{signature.s}}"}}],)"
        R"("signatures":[{"id":"s","secret":"key","truncate":4,"parts":[{"part":"path_query"}]}])"));
    QVERIFY(rows.ok());
    const std::string value = hmac("/x/").substr(0, 8);
    QCOMPARE(rows->url, "https://api.example/x/" + value + "?q=" + value);
    QCOMPARE(*findHeader(rows->headers, "Authorization"), "Key k-7:" + value);
    QVERIFY(!findHeader(rows->headers, "s"));
}

void TestSignature::bodyIsSignedWithoutTheField()
{
    Rendering rendering;
    const auto body = [&](const char *onEmpty) {
        const auto request = rendering.of(document(
            std::string(R"("body":{"format":"json","rows":[{"target":"a","source":{"field":"a"}},)"
                        R"({"target":"sig","source":{"signature":"s"},"on_empty":")") +
            onEmpty +
            R"("},{"target":"b","source":{"field":"b"}}]},"signatures":[{"id":"s","secret":"key","parts":[{"part":"body"}]}])"));
        return request ? request->body : request.error().code;
    };
    QCOMPARE(body("omit"), R"({"a":"1","sig":")" + hmac(R"({"a":"1","b":"2"})") + R"(","b":"2"})");
    QCOMPARE(body("empty"), R"({"a":"1","sig":")" + hmac(R"({"a":"1","sig":"","b":"2"})") + R"(","b":"2"})");
    QCOMPARE(body("null"), R"({"a":"1","sig":")" + hmac(R"({"a":"1","sig":null,"b":"2"})") + R"(","b":"2"})");
    const auto text = rendering.of(document(
        R"("body":{"format":"text","template":"<a>{{lead.a}}</a><s>{{signature.s}}</s>"},"signatures":[{"id":"s","secret":"key","parts":[{"part":"body"}]}])"));
    QVERIFY(text.ok());
    QCOMPARE(text->body, "<a>1</a><s>" + hmac("<a>1</a><s></s>") + "</s>");
    const std::string form = document(
        R"("body":{"format":"form","rows":[{"target":"b","source":{"field":"b"}},{"target":"a","source":{"field":"a"}},{"target":"sign","source":{"signature":"s"}}]},)"
        R"("signatures":[{"id":"s","algorithm":"md5","output":"hex_upper","parts":[{"part":"parameters","of":"form"},{"constant":"&key="},{"secret":"key"}]},)"
        R"({"header":"Digest","algorithm":"sha256","output":"base64","before":"SHA-256=","parts":[{"part":"body"}]}])");
    const auto request = rendering.of(form);
    QVERIFY(request.ok());
    QCOMPARE(request->body,
             "b=2&a=1&sign=" + encodeBytes(digestOf(Digest::Md5, "a=1&b=2&key=Jefe"), "hex_upper"));
    // the digest, which comes later, covers the signed body; Content-Length is that of what is sent
    QCOMPARE(*findHeader(request->headers, "Digest"),
             "SHA-256=" + encodeBytes(digestOf(Digest::Sha256, request->body), "base64"));
    QCOMPARE(*findHeader(request->headers, "Content-Length"), std::to_string(request->body.size()));
}

void TestSignature::severalInOrder()
{
    Rendering rendering;
    const auto request = rendering.of(document(
        R"("body":{"format":"text","template":"x"},"signatures":[)"
        R"({"header":"Digest","algorithm":"sha256","output":"base64","before":"SHA-256=","parts":[{"part":"body"}]},)"
        R"({"header":"Signature","secret":"key","output":"base64","timestamp":{"unit":"http","header":"Date"},)"
        R"~("before":"keyId=\"k\",signature=\"","after":"\"","parts":[{"part":"headers","names":["(request-target)","host","date","digest"]}]}])~"));
    QVERIFY(request.ok());
    const std::string digest = "SHA-256=" + encodeBytes(digestOf(Digest::Sha256, "x"), "base64");
    const std::string date = "Tue, 12 May 2026 14:30:01 GMT";
    QCOMPARE(*findHeader(request->headers, "Digest"), digest);
    QCOMPARE(*findHeader(request->headers, "Date"), date);
    QCOMPARE(*findHeader(request->headers, "Signature"),
             "keyId=\"k\",signature=\"" +
                 hmac("(request-target): post /\nhost: api.example\ndate: " + date + "\ndigest: " + digest,
                      "base64") +
                 "\"");
    std::vector<std::string> order;
    for (const auto &header : request->headers)
        order.push_back(header.first);
    QCOMPARE(order, (std::vector<std::string>{"Host", "Digest", "Date", "Signature", "Content-Type",
                                              "Content-Length"}));
}

void TestSignature::timestampIsShared()
{
    Rendering rendering;
    const auto request = rendering.of(document(
        R"("method":"GET","signatures":[)"
        R"({"header":"A","secret":"key","timestamp":{"unit":"ms","header":"X-Time"},"parts":[{"part":"timestamp"},{"part":"header","name":"X-Time"}]},)"
        R"({"header":"B","secret":"key","timestamp":{"unit":"ms","header":"X-Time","query":"ts"},"parts":[{"part":"timestamp"},{"part":"query"}]}])"));
    QVERIFY(request.ok());
    const std::string time = "1778596201184";
    QCOMPARE(*findHeader(request->headers, "A"), hmac(time + time));
    QCOMPARE(*findHeader(request->headers, "B"), hmac(time + "ts=" + time));
    QCOMPARE(request->url, "https://api.example?ts=" + time);
    QCOMPARE(std::count_if(request->headers.begin(), request->headers.end(),
                           [](const auto &header) { return header.first == "X-Time"; }),
             1);
}

void TestSignature::keyPairs()
{
    Rendering rendering;
    rendering.secrets.insert_or_assign(
        "seed", Secret("9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5"));
    const auto signature = [&](const char *more) {
        const auto request = rendering.of(
            document(std::string(R"("signatures":[{"header":"S","algorithm":"ed25519","output":"base64",)") +
                     more + R"(,"parts":[{"constant":"x"}]}])"));
        return request ? *findHeader(request->headers, "S") : request.error().code;
    };
    const std::string pem = signature(R"("secret":"pem","secret_encoding":"pem")");
    QCOMPARE(signature(R"("secret":"pem")"), pem);
    // the same key as its 32 bytes
    QCOMPARE(signature(R"("secret":"seed","secret_encoding":"hex")"), pem);
    const std::string publicKey = "-----BEGIN PUBLIC KEY-----\n"
                                  "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
                                  "-----END PUBLIC KEY-----\n";
    QVERIFY(verifyWithKey(KeyAlgorithm::Ed25519, publicKey, "pem", "x", *decodeBytes(pem, "base64")));
    QVERIFY(!verifyWithKey(KeyAlgorithm::Ed25519, publicKey, "pem", "y", *decodeBytes(pem, "base64")));
}

void TestSignature::wrongKeysAreNamed()
{
    Rendering rendering;
    for (const char *key :
         {"", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", kPem,
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"}) {
        rendering.secrets.insert_or_assign("bad", Secret(key));
        for (const char *algorithm : {"rsa-sha256", "rsa-pss-sha512", "ecdsa-p256-sha256"}) {
            const auto request = rendering.of(
                document(std::string(R"("signatures":[{"header":"S","secret":"bad","algorithm":")") +
                         algorithm + R"(","parts":[{"constant":"x"}]}])"));
            QCOMPARE(error(request), QStringLiteral("invalid_secret S"));
        }
    }
}

void TestSignature::messageSignatures()
{
    Rendering rendering;
    const auto request = rendering.of(document(
        R"("path":"/foo?a=b&c=d%20e","body":{"format":"text","template":"x"},"signatures":[)"
        R"({"scheme":"http_message_signature","secret":"key","components":["@method","@target-uri","@authority","@scheme","@path","@query","@request-target","\"@query-param\";name=\"c\"","content-type"],"keyid":"k\"1","include_alg":true,"nonce":"n","tag":"t","expires_s":60},)"
        R"({"scheme":"http_message_signature","label":"second","secret":"key","components":[],"created":false}])"));
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
    const std::string params =
        R"x(("@method" "@target-uri" "@authority" "@scheme" "@path" "@query" "@request-target" "@query-param";name="c" "content-type");created=1778596201;expires=1778596261;keyid="k\"1";alg="hmac-sha256";nonce="n";tag="t")x";
    const std::string base =
        "\"@method\": POST\n\"@target-uri\": https://api.example/foo?a=b&c=d%20e\n"
        "\"@authority\": api.example\n\"@scheme\": https\n\"@path\": /foo\n"
        "\"@query\": ?a=b&c=d%20e\n\"@request-target\": /foo?a=b&c=d%20e\n"
        "\"@query-param\";name=\"c\": d%20e\n\"content-type\": text/plain; charset=utf-8\n"
        "\"@signature-params\": " +
        params;
    QCOMPARE(*findHeader(request->headers, "Signature-Input"), "sig1=" + params + ", second=()");
    QCOMPARE(*findHeader(request->headers, "Signature"),
             "sig1=:" + hmac(base, "base64") + ":, second=:" + hmac("\"@signature-params\": ()", "base64") +
                 ":");
}

void TestSignature::presetsAreDocuments_data()
{
    QTest::addColumn<QString>("name");
    for (const SignaturePreset &preset : signaturePresets())
        QTest::newRow(preset.name.c_str()) << QString::fromStdString(preset.name);
}

void TestSignature::presetsAreDocuments()
{
    QFETCH(QString, name);
    const SignaturePreset *preset = signaturePreset(name.toStdString());
    QVERIFY(preset);
    QVERIFY(!preset->label.empty() && !preset->description.empty());
    Object step = preset->fragment;
    step.set("path", "/leads");
    step.set("query", Array{Object{{"target", "b"}, {"source", Object{{"constant", "2"}}}},
                            Object{{"target", "a"}, {"source", Object{{"constant", "1"}}}}});
    step.set("body",
             Object{{"format", "form"},
                    {"rows", Array{Object{{"target", "n"}, {"source", Object{{"constant", "Ann"}}}}}}});
    std::string inside = writeJson(step);
    const std::string text = document(inside.substr(1, inside.size() - 2));
    const auto integration = Integration::fromJson(text);
    QVERIFY2(integration.ok(),
             integration.ok() ? "" : (integration.error().field + integration.error().message).c_str());
    // without its secret the recipe says what it would sign, and rendering is refused
    Rendering rendering;
    rendering.secrets = {};
    const auto traces = rendering.traces(text);
    QVERIFY(traces.ok());
    const bool keyless = name == QStringLiteral("digest_header") || name == QStringLiteral("content_digest");
    if (!keyless) {
        QCOMPARE(traces->back().problem->code, std::string("missing_secret"));
        QVERIFY(!traces->back().stringToSign.empty());
        QCOMPARE(rendering.of(text).error().code, std::string("missing_secret"));
    }
    if (name.contains(QStringLiteral("rsa")) || name.contains(QStringLiteral("ecdsa")))
        return; // their keys are those of the conformance suite
    rendering.secrets = {{"signing_secret", Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")},
                         {"signing_key", Secret(kPem)},
                         {"aws_secret_key", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")},
                         {"aws_access_key", Secret("AKIDEXAMPLE")}};
    if (name == QStringLiteral("message_signature_hmac_sha256"))
        rendering.secrets.insert_or_assign("signing_secret", Secret("SmVmZQ=="));
    const auto request = rendering.of(text);
    QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
}

void TestSignature::presetsGiveKnownBytes()
{
    const auto rendered = [](const char *preset, const std::string &more, const Rendering &rendering) {
        Object step = signaturePreset(preset)->fragment;
        std::string inside = writeJson(step);
        return rendering.of(document(inside.substr(1, inside.size() - 2) + more));
    };
    Rendering rendering;
    rendering.secrets = {{"signing_secret", Secret("Jefe")}};
    const std::string body = R"(,"body":{"format":"text","template":"what do ya want for nothing?"})";
    const auto plain = rendered("hmac_body", body, rendering);
    QVERIFY(plain.ok());
    QCOMPARE(*findHeader(plain->headers, "X-Signature"),
             std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    const auto stripe = rendered("stripe", body, rendering);
    QVERIFY(stripe.ok());
    QCOMPARE(*findHeader(stripe->headers, "Stripe-Signature"),
             "t=1778596201,v1=" + hmac("1778596201.what do ya want for nothing?"));
    // the recipe and the authentication of the same name give the same signature
    rendering.secrets = {{"aws_secret_key", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")},
                         {"aws_access_key", Secret("AKIDEXAMPLE")}};
    const std::string step = R"(,"path":"/a%20b//x/","query":[{"target":"z","source":{"constant":"a b"}},)"
                             R"({"target":"a","source":{"constant":"é"}}],"query_space":"percent",)"
                             R"("headers":[{"target":"Content-Type","source":{"constant":"text/plain"}}],)"
                             R"("body":{"format":"text","template":"hello"})";
    const auto recipe = rendered("aws_sigv4", step, rendering);
    QVERIFY2(recipe.ok(), recipe.ok() ? "" : recipe.error().message.c_str());
    const auto aws = rendering.of(document(
        R"("authentication":{"kind":"aws_sigv4","service":"execute-api","region":"us-east-1","access_key":"{{secret.aws_access_key}}","secret_key":"aws_secret_key","normalize_path":false})" +
        step));
    QVERIFY(aws.ok());
    const std::string &one = *findHeader(recipe->headers, "Authorization");
    std::string two = *findHeader(aws->headers, "Authorization");
    // the authentication also signs Content-Length, so only what stands before it is equal
    QCOMPARE(one.substr(0, one.find("SignedHeaders")), two.substr(0, two.find("SignedHeaders")));
    QVERIFY(one.find("Credential=AKIDEXAMPLE/20260512/us-east-1/execute-api/aws4_request") !=
            std::string::npos);
}

void TestSignature::tracesShowNoSecret()
{
    Rendering rendering;
    rendering.secrets.insert_or_assign("user", Secret("us\"er"));
    const std::string text = document(
        R"("authentication":{"kind":"basic","user":"{{secret.user}}","password":"{{secret.key}}"},)"
        R"("headers":[{"target":"X-Key","source":{"secret":"key"}}],)"
        R"("body":{"format":"json","rows":[{"target":"k","source":{"secret":"user"}}]},)"
        R"("signatures":[{"header":"S","algorithm":"md5","parts":[{"part":"headers","names":["authorization","x-key"]},{"part":"body"},{"secret":"key"}]}])");
    const auto traces = rendering.traces(text);
    QVERIFY(traces.ok());
    QCOMPARE(
        QString::fromStdString(traces->front().stringToSign),
        QStringLiteral("authorization: Basic {{Authorization}}\nx-key: {{key}}{\"k\":\"{{user}}\"}{{key}}"));
    const auto request = rendering.of(text);
    QVERIFY(request.ok());
    QCOMPARE(*findHeader(request->headers, "S"), traces->front().signature);
    rendering.secrets = {};
    const auto without = rendering.traces(text);
    QVERIFY(without.ok());
    QCOMPARE(without->front().problem->code, std::string("missing_secret"));
    QCOMPARE(without->front().problem->field, std::string("S"));
    QVERIFY(without->front().signature.empty());
}

void TestSignature::refusals_data()
{
    QTest::addColumn<QString>("signature");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *signature, const char *code, const char *field) {
        QTest::newRow(name) << QString::fromUtf8(signature) << QString::fromLatin1(code)
                            << QString::fromLatin1(field);
    };
    row("no place", R"({"secret":"k","parts":[]})", "required", ".header");
    row("no parts", R"({"header":"S","secret":"k"})", "required", ".parts");
    row("no secret", R"({"header":"S","parts":[]})", "required", ".secret");
    row("algorithm", R"({"header":"S","algorithm":"rot13","secret":"k","parts":[]})", "not_a_choice",
        ".algorithm");
    row("two places", R"({"header":"S","query":"s","secret":"k","parts":[]})", "target_conflict", ".query");
    row("header", R"({"header":"a b","secret":"k","parts":[]})", "invalid_target", ".header");
    row("time's header", R"({"header":"S","secret":"k","parts":[],"timestamp":{"header":"a:"}})",
        "invalid_target", ".timestamp.header");
    row("time's unit", R"({"header":"S","secret":"k","parts":[],"timestamp":{"unit":"h"}})", "not_a_choice",
        ".timestamp.unit");
    row("unknown part", R"({"header":"S","secret":"k","parts":[{"part":"soul"}]})", "not_a_choice",
        ".parts[0].part");
    row("unknown key of a part", R"({"header":"S","secret":"k","parts":[{"part":"body","x":1}]})",
        "unknown_key", ".parts[0].x");
    row("unknown key", R"({"header":"S","secret":"k","parts":[],"x":1})", "unknown_key", ".x");
    row("pem for a hash", R"({"header":"S","secret":"k","secret_encoding":"pem","parts":[]})", "not_a_choice",
        ".secret_encoding");
    row("derived key pair",
        R"({"header":"S","algorithm":"ed25519","secret":"k","parts":[],"derive":[{"constant":"x"}]})",
        "not_available", ".derive");
    row("unknown signature", R"({"header":"S","secret":"k","parts":[{"signature":"no"}]})",
        "no_such_reference", ".parts[0].signature");
    row("component", R"({"scheme":"http_message_signature","secret":"k","components":["Content-Type"]})",
        "invalid_component", ".components[0]");
    row("derived component", R"({"scheme":"http_message_signature","secret":"k","components":["@soul"]})",
        "invalid_component", ".components[0]");
    row("component's parameter",
        R"({"scheme":"http_message_signature","secret":"k","components":["\"date\";bs"]})",
        "invalid_component", ".components[0]");
    row("label", R"({"scheme":"http_message_signature","secret":"k","label":"A b","components":[]})",
        "invalid_target", ".label");
    row("parts of a message",
        R"({"scheme":"http_message_signature","secret":"k","components":[],"parts":[]})", "unknown_key",
        ".parts");
}

void TestSignature::refusals()
{
    QFETCH(QString, signature);
    QFETCH(QString, code);
    QFETCH(QString, field);
    const auto integration =
        Integration::fromJson(document(R"("signatures":[)" + signature.toStdString() + "]"));
    QVERIFY(!integration.ok());
    QCOMPARE(QString::fromStdString(integration.error().code), code);
    QCOMPARE(QString::fromStdString(integration.error().field),
             QStringLiteral("steps.post.signatures[0]") + field);
    QVERIFY(!integration.error().message.empty());
}

void TestSignature::inboundByRecipe()
{
    // what the presets send, the same recipes accept; a changed byte, a late clock or no signature they
    // do not
    for (const char *name :
         {"hmac_body", "hmac_timestamp_body", "sorted_parameters", "digest_header", "http_signature_hmac",
          "message_signature_hmac_sha256", "message_signature_ed25519", "standard_webhooks",
          "standard_webhooks_ed25519", "stripe"}) {
        Rendering rendering;
        rendering.secrets = {{"signing_secret", Secret("SmVmZQ==")}, {"signing_key", Secret(kPem)}};
        Object step = signaturePreset(name)->fragment;
        std::string inside = writeJson(step);
        inside = inside.substr(1, inside.size() - 2) +
                 R"(,"path":"/hook?b=2&a=1","body":{"format":"text","template":"hello"})";
        const auto request = rendering.of(document(inside));
        QVERIFY2(request.ok(), name);
        const std::string callback = document(inside, {}, "callback");
        const auto check = [&](const RenderedRequest &sent, UtcTime now) {
            return rendering.with(callback, [&](const Integration &integration, RenderInput input) {
                input.time = now;
                InboundRequest inbound{sent.method,
                                       sent.url.substr(std::string("https://api.example").size()),
                                       sent.headers, sent.body};
                const auto result = integration.verify(StepKind::Callback, inbound, input);
                return result ? std::string("fine") : result.error().code;
            });
        };
        QVERIFY2(check(*request, rendering.time) == "fine",
                 (name + (": " + check(*request, rendering.time))).c_str());
        RenderedRequest changed = *request;
        changed.body += '!';
        changed.url += "&c=3";
        QVERIFY2(check(changed, rendering.time) != "fine", name);
        RenderedRequest bare = *request;
        std::erase_if(bare.headers, [](const auto &header) {
            const std::string &key = header.first;
            return key != "Host" && key != "Content-Type" && key != "Content-Length";
        });
        bare.url = bare.url.substr(0, bare.url.find("&sign="));
        QCOMPARE(check(bare, rendering.time), std::string("missing_header"));
        const bool timed = std::string(name).find("timestamp") != std::string::npos ||
                           std::string(name).find("signature") != std::string::npos ||
                           std::string(name).find("webhooks") != std::string::npos ||
                           name == std::string("stripe");
        if (timed) {
            QCOMPARE(check(*request, rendering.time + std::chrono::minutes(6)),
                     std::string("timestamp_too_old"));
            QCOMPARE(check(*request, rendering.time - std::chrono::minutes(6)),
                     std::string("timestamp_too_new"));
        }
    }
}

void TestSignature::inboundBodyIsChecked()
{
    Rendering rendering;
    const std::string stripe = document(
        R"("signatures":[{"header":"S","secret":"key","before":"v1=","tolerance_s":0,"parts":[{"part":"body"}]}])",
        {}, "callback");
    const auto check = [&](const std::string &value) {
        return rendering.with(stripe, [&](const Integration &integration, const RenderInput &input) {
            const InboundRequest inbound{"POST", "/h", {{"s", value}}, "hello"};
            const auto result = integration.verify(StepKind::Callback, inbound, input);
            return result ? std::string("fine") : result.error().code;
        });
    };
    const std::string good = "v1=" + hmac("hello");
    QCOMPARE(check(good), std::string("fine"));
    QCOMPARE(check("v1=" + hmac("other") + " " + good), std::string("fine"));
    QCOMPARE(check(good + ",v0=zz"), std::string("fine"));
    QCOMPARE(check(hmac("hello")), std::string("signature_mismatch"));
    QCOMPARE(check("v1=" + hmac("hello").substr(0, 60)), std::string("signature_mismatch"));
    QCOMPARE(check("v1="), std::string("signature_mismatch"));
    QCOMPARE(check(std::string(100'000, ' ')), std::string("signature_mismatch"));
}

void TestSignature::inboundAuthentication()
{
    Rendering rendering;
    const auto check = [&](const char *authentication, const Headers &headers, const char *target) {
        const std::string text =
            document(std::string(R"("authentication":)") + authentication, {}, "callback");
        return rendering.with(text, [&](const Integration &integration, const RenderInput &input) {
            const auto result = integration.verify(StepKind::Callback, {"POST", target, headers, "x"}, input);
            return result ? std::string("fine") : result.error().code + ' ' + result.error().field;
        });
    };
    const char *basic = R"({"kind":"basic","user":"u","password":"{{secret.key}}"})";
    QCOMPARE(check(basic, {{"authorization", "Basic " + encodeBytes("u:Jefe", "base64")}}, "/"),
             std::string("fine"));
    QCOMPARE(check(basic, {{"authorization", "Basic " + encodeBytes("u:jefe", "base64")}}, "/"),
             std::string("authentication_mismatch Authorization"));
    QCOMPARE(check(basic, {}, "/"), std::string("missing_header Authorization"));
    const char *query = R"({"kind":"api_key","in":"query","name":"key","value":{"secret":"key"}})";
    QCOMPARE(check(query, {}, "/h?x=1&key=Jefe"), std::string("fine"));
    QCOMPARE(check(query, {}, "/h?key=jefe"), std::string("authentication_mismatch key"));
    QCOMPARE(check(query, {}, "/h"), std::string("authentication_mismatch key"));
    rendering.secrets.clear();
    QCOMPARE(check(basic, {{"authorization", "Basic u:{{key}}"}}, "/"),
             std::string("missing_secret Authorization"));
    QVERIFY(check(query, {}, "/h?key={{key}}").starts_with("missing_secret"));
}

QTEST_GUILESS_MAIN(TestSignature)
#include "tst_signature.moc"
