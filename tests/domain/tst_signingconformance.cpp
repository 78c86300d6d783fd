// Signing against public vectors: RFC 4231, Wycheproof, Standard Webhooks, AWS SigV4, RFC 9421.
#include "domain/integration/awssigning.h"
#include "domain/integration/coding.h"
#include "domain/integration/explain.h"
#include "domain/integration/signature.h"
#include "support/conformance.h"

using namespace bourse;
using namespace bourse::domain;
using namespace bourse::support;

namespace {

std::string unhex(const std::string &text)
{
    return decodeBytes(text, "hex").value_or(std::string());
}

/// The document of a recipe around one post step.
std::string document(const std::string &step, const std::string &base = "https://example.com")
{
    return R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":")" + base +
           R"("}},"steps":{"post":{)" + step +
           R"(,"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";
}

/// A request file of the SigV4 suite: folded headers, spaces in the target.
struct RawRequest {
    std::string method;
    std::string target;
    Headers headers;
    std::string body;
};

RawRequest readRequest(const std::string &text)
{
    RawRequest out;
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    if (end < text.size())
        out.body = text.substr(end + 2);
    std::size_t at = 0;
    bool first = true;
    while (at < end) {
        const std::size_t stop = std::min(text.find('\n', at), end);
        const std::string line = text.substr(at, stop - at);
        at = stop + 1;
        if (first) {
            const std::size_t space = line.find(' ');
            out.method = line.substr(0, space);
            out.target = line.substr(space + 1, line.rfind(" HTTP/") - space - 1);
            first = false;
        } else if (line.starts_with(' ')) {
            out.headers.back().second += line;
        } else if (const std::size_t colon = line.find(':'); colon != std::string::npos) {
            out.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
        }
    }
    return out;
}

/// RFC 8792: a backslash at a line's end joins it with the next, without its leading spaces.
std::string unwrapped(std::string text)
{
    for (std::size_t at = text.find("\\\n"); at != std::string::npos; at = text.find("\\\n", at)) {
        std::size_t end = at + 2;
        while (end < text.size() && text[end] == ' ')
            ++end;
        text.erase(at, end - at);
    }
    const std::string note = "NOTE: '' line wrapping per RFC 8792\n\n";
    for (std::string start : {std::string("NOTE: '\\' line wrapping per RFC 8792\n\n"), note})
        if (text.starts_with(start))
            text.erase(0, start.size());
    return text;
}

/// The fenced blocks of a section of the RFC's appendix.
std::vector<std::string> blocks(const std::string &section)
{
    std::vector<std::string> out;
    for (std::size_t at = section.find("~~~"); at != std::string::npos; at = section.find("~~~", at)) {
        const std::size_t open = section.find('\n', at) + 1;
        const std::size_t close = section.find("\n~~~", open);
        out.push_back(unwrapped(section.substr(open, close - open)));
        at = close + 4;
    }
    return out;
}

std::string section(const std::string &text, const std::string &title)
{
    const std::size_t from = text.find("### " + title);
    if (from == std::string::npos)
        return {};
    return text.substr(from, text.find("\n### ", from + 4) - from);
}

std::string pem(const std::string &text, const std::string &kind)
{
    const std::size_t from = text.find("-----BEGIN " + kind);
    const std::string end = "-----END " + kind + "-----";
    return from == std::string::npos ? std::string()
                                     : text.substr(from, text.find(end, from) - from + end.size()) + '\n';
}

/// The components and the parameters of "label=(…);…".
std::pair<std::vector<std::string>, std::string> inputOf(const std::string &value)
{
    const std::string params = value.substr(value.find('('));
    std::vector<std::string> components;
    const std::string list = params.substr(1, params.find(')') - 1);
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(' ', at), list.size());
        components.push_back(list.substr(at, end - at));
        at = end + 1;
    }
    return {components, params};
}

/// What a callback step with the preset's recipe makes of a webhook.
std::string webhookVerdict(const char *preset, const Headers &headers, const std::string &body,
                           const std::string &secret, UtcTime now, int tolerance)
{
    Object step = signaturePreset(preset)->fragment;
    (*step.find("signatures")->asArray())[0].asObject()->set("tolerance_s", tolerance);
    step.set("response", Object{{"rules", Array{Object{{"id", "r"}, {"outcome", "accepted"}}}}});
    const auto integration = Integration::fromValue(
        Object{{"bourse_integration", 1},
               {"slug", "t"},
               {"endpoints", Object{{"test", Object{{"base_url", "https://example.com"}}}}},
               {"steps", Object{{"callback", std::move(step)}}}});
    if (!integration)
        return integration.error().message;
    const std::map<std::string, Secret> secrets{{"signing_secret", Secret(secret)},
                                                {"signing_key", Secret(secret)}};
    RenderInput input;
    input.secrets = &secrets;
    input.time = now;
    const auto result = (*integration)->verify(StepKind::Callback, {"POST", "/hook", headers, body}, input);
    return result ? "accept" : result.error().code == "invalid_secret" ? "error" : "reject";
}

} // namespace

class TestSigningConformance : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rfc4231();
    void wycheproofHmac();
    void wycheproofEd25519();
    void standardWebhooksAreSigned();
    void standardWebhooksAreVerified();
    void sigV4_data();
    void sigV4();
    void rfc9421();
    void rfc9421ByRecipe();
};

void TestSigningConformance::rfc4231()
{
    BOURSE_NEEDS_CONFORMANCE("the RFC 4231 vectors");
    int passed = 0;
    const Value file = conformanceJson(QStringLiteral("hmac-rfc4231/hmac_sha256.json"));
    for (const Value &one : *file.find("cases")->asArray()) {
        const std::string mac = encodeBytes(
            hmacOf(Digest::Sha256, unhex(textOf(one, "key_hex")), unhex(textOf(one, "data_hex"))), "hex");
        QCOMPARE(mac, textOf(one, "hmac_sha256_hex"));
        if (one.find("truncated_128"))
            QCOMPARE(mac.substr(0, 32), textOf(one, "truncated_128"));
        // and through a recipe, with the key in hexadecimal
        const std::map<std::string, Secret> secrets{{"key", Secret(textOf(one, "key_hex"))}};
        const std::map<std::string, std::string> carried{{"data", unhex(textOf(one, "data_hex"))}};
        const auto integration = Integration::fromJson(document(
            R"("signatures":[{"header":"S","secret":"key","secret_encoding":"hex","parts":[{"carried":"data"}]}])"));
        QVERIFY(integration.ok());
        RenderInput input;
        input.secrets = &secrets;
        input.carried = &carried;
        const auto request = (*integration)->render(StepKind::Post, input);
        QVERIFY(request.ok());
        QCOMPARE(*findHeader(request->headers, "S"), mac);
        ++passed;
    }
    QCOMPARE(passed, 7);
    qInfo("RFC 4231: %d of 7", passed);
}

void TestSigningConformance::wycheproofHmac()
{
    BOURSE_NEEDS_CONFORMANCE("the Wycheproof HMAC vectors");
    int passed = 0;
    const Value file = conformanceJson(QStringLiteral("wycheproof/testvectors_v1/hmac_sha256_test.json"));
    for (const Value &group : *file.find("testGroups")->asArray())
        for (const Value &test : *group.find("tests")->asArray()) {
            const std::string tag = unhex(textOf(test, "tag"));
            std::string mac = hmacOf(Digest::Sha256, unhex(textOf(test, "key")), unhex(textOf(test, "msg")));
            mac.resize(tag.size());
            QVERIFY2(sameBytes(mac, tag) == (textOf(test, "result") == "valid"),
                     textOf(test, "tcId").c_str());
            ++passed;
        }
    QCOMPARE(passed, 174);
    qInfo("Wycheproof HMAC-SHA256: %d of 174", passed);
}

void TestSigningConformance::wycheproofEd25519()
{
    BOURSE_NEEDS_CONFORMANCE("the Wycheproof Ed25519 vectors");
    int verified = 0;
    const Value file = conformanceJson(QStringLiteral("wycheproof/testvectors_v1/ed25519_test.json"));
    for (const Value &group : *file.find("testGroups")->asArray()) {
        const std::string publicHex = textOf(*group.find("publicKey"), "pk");
        for (const Value &test : *group.find("tests")->asArray()) {
            const std::string message = unhex(textOf(test, "msg"));
            const std::string signature = unhex(textOf(test, "sig"));
            const bool valid = textOf(test, "result") == "valid";
            QVERIFY2(verifyWithKey(KeyAlgorithm::Ed25519, publicHex, "hex", message, signature) == valid,
                     textOf(test, "tcId").c_str());
            const std::string publicPem = textOf(group, "publicKeyPem");
            if (!publicPem.empty())
                QVERIFY2(verifyWithKey(KeyAlgorithm::Ed25519, publicPem, "pem", message, signature) == valid,
                         textOf(test, "tcId").c_str());
            ++verified;
        }
    }
    QCOMPARE(verified, 151);
    // RFC 8032, 7.1, test 2: the suite itself holds public keys only
    const auto own =
        signWithKey(KeyAlgorithm::Ed25519, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                    "hex", "\x72");
    QVERIFY(own.ok());
    QCOMPARE(encodeBytes(*own, "hex"),
             std::string("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    qInfo("Wycheproof Ed25519: %d of 151", verified);
}

void TestSigningConformance::standardWebhooksAreSigned()
{
    BOURSE_NEEDS_CONFORMANCE("the Standard Webhooks vectors");
    int passed = 0;
    const Value file = conformanceJson(QStringLiteral("standard-webhooks/vectors.json"));
    for (const Value &one : *file.find("sign")->asArray()) {
        const bool keyPair = textOf(one, "secret").starts_with("whsk_");
        // the preset, with the vector's identity in place of a fresh one
        Object step = signaturePreset(keyPair ? "standard_webhooks_ed25519" : "standard_webhooks")->fragment;
        step.set("headers", Array{Object{{"target", "webhook-id"},
                                         {"source", Object{{"constant", textOf(one, "id")}}}}});
        step.set("body", Object{{"format", "text"}, {"template", textOf(one, "body")}});
        const std::string inside = writeJson(step);
        const auto integration = Integration::fromJson(document(inside.substr(1, inside.size() - 2)));
        QVERIFY2(integration.ok(), integration.ok() ? "" : integration.error().message.c_str());
        const std::map<std::string, Secret> secrets{{"signing_secret", Secret(textOf(one, "secret"))},
                                                    {"signing_key", Secret(textOf(one, "secret"))}};
        RenderInput input;
        input.secrets = &secrets;
        input.time = UtcTime(std::chrono::seconds(std::stoll(textOf(one, "timestamp"))));
        const auto request = (*integration)->render(StepKind::Post, input);
        QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
        QCOMPARE(*findHeader(request->headers, "webhook-signature"), textOf(one, "signature"));
        QCOMPARE(*findHeader(request->headers, "webhook-timestamp"), textOf(one, "timestamp"));
        const std::string verifyKey = keyPair ? textOf(one, "public") : textOf(one, "secret");
        QCOMPARE(webhookVerdict(keyPair ? "standard_webhooks_ed25519" : "standard_webhooks", request->headers,
                                request->body, verifyKey, input.time, 300),
                 std::string("accept"));
        ++passed;
    }
    QCOMPARE(passed, 3);
    qInfo("Standard Webhooks: %d of 3 signatures", passed);
}

void TestSigningConformance::standardWebhooksAreVerified()
{
    BOURSE_NEEDS_CONFORMANCE("the Standard Webhooks behaviours");
    const Value file = conformanceJson(QStringLiteral("standard-webhooks/vectors.json"));
    const Value &vector = file.find("sign")->asArray()->front();
    const std::string secret = textOf(vector, "secret");
    const std::string body = textOf(vector, "body");
    const std::string good = textOf(vector, "signature");
    const UtcTime time(std::chrono::seconds(std::stoll(textOf(vector, "timestamp"))));
    const Headers headers{{"webhook-id", textOf(vector, "id")},
                          {"webhook-timestamp", textOf(vector, "timestamp")},
                          {"webhook-signature", good}};
    const auto with = [&headers](const char *name, std::optional<std::string> value) {
        Headers out;
        for (const auto &[key, text] : headers)
            if (key != name)
                out.emplace_back(key, text);
            else if (value)
                out.emplace_back(key, *value);
        return out;
    };
    const auto judge = [&](const Headers &given, const std::string &text, const std::string &key, UtcTime now,
                           int tolerance = 300) {
        return webhookVerdict("standard_webhooks", given, text, key, now, tolerance);
    };
    const std::string wrong = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    // Each case by its name in the file; several readings of one case must all agree.
    const std::map<std::string, std::function<std::vector<std::string>()>> cases{
        {"valid",
         [&] {
             return std::vector{judge(headers, body, secret, time)};
         }},
        {"empty secret '' or 'whsec_'",
         [&] {
             return std::vector{judge(headers, body, "", time), judge(headers, body, "whsec_", time)};
         }},
        {"webhook-id missing",
         [&] {
             return std::vector{judge(with("webhook-id", std::nullopt), body, secret, time)};
         }},
        {"webhook-timestamp missing",
         [&] {
             return std::vector{judge(with("webhook-timestamp", std::nullopt), body, secret, time)};
         }},
        {"webhook-timestamp 'hello'",
         [&] {
             return std::vector{judge(with("webhook-timestamp", "hello"), body, secret, time)};
         }},
        {"webhook-signature missing",
         [&] {
             return std::vector{judge(with("webhook-signature", std::nullopt), body, secret, time)};
         }},
        {"last base64 letters changed",
         [&] {
             return std::vector{
                 judge(with("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="), body,
                       secret, time)};
         }},
        {"signature cut to 8 characters",
         [&] {
             return std::vector{judge(with("webhook-signature", good.substr(0, 8)), body, secret, time)};
         }},
        {"signature is 'v1,'",
         [&] {
             return std::vector{judge(with("webhook-signature", "v1,"), body, secret, time)};
         }},
        {"timestamp older than 300 s",
         [&] {
             return std::vector{judge(headers, body, secret, time + std::chrono::seconds(301))};
         }},
        {"timestamp newer than 300 s",
         [&] {
             return std::vector{judge(headers, body, secret, time - std::chrono::seconds(301))};
         }},
        {"list: wrong v1, v2, right v1, wrong v1",
         [&] {
             return std::vector{
                 judge(with("webhook-signature", wrong + " v2," + good.substr(3) + ' ' + good + ' ' + wrong),
                       body, secret, time)};
         }},
        {"list of wrong v1 only",
         [&] {
             return std::vector{judge(with("webhook-signature", wrong + ' ' + wrong), body, secret, time)};
         }},
        {"secret with and without whsec_ prefix",
         [&] {
             return std::vector{judge(headers, body, secret, time),
                                judge(headers, body, secret.substr(6), time)};
         }},
        {"secret base64 unpadded (1 and 2 pads missing)",
         [&] {
             std::vector<std::string> out;
             for (const std::string key : {"c2VjcmV0LWtleQ", "c2VjcmV0LWtleTE"}) { // 10 and 11 bytes
                 const std::string mac =
                     hmacOf(Digest::Sha256, *decodeBytes(key, "base64"),
                            textOf(vector, "id") + '.' + textOf(vector, "timestamp") + '.' + body);
                 const Headers given = with("webhook-signature", "v1," + encodeBytes(mac, "base64"));
                 out.push_back(judge(given, body, "whsec_" + key, time));
                 out.push_back(
                     judge(given, body, "whsec_" + key + std::string((4 - key.size() % 4) % 4, '='), time));
             }
             return out;
         }},
        {"empty body, right signature",
         [&] {
             const std::string mac = hmacOf(Digest::Sha256, *decodeBytes(secret, "whsec"),
                                            textOf(vector, "id") + '.' + textOf(vector, "timestamp") + '.');
             return std::vector{
                 judge(with("webhook-signature", "v1," + encodeBytes(mac, "base64")), "", secret, time)};
         }},
        {"header names in any case",
         [&] {
             Headers upper;
             for (const auto &[key, value] : headers)
                 upper.emplace_back(QString::fromStdString(key).toUpper().toStdString(), value);
             return std::vector{judge(upper, body, secret, time)};
         }},
        {"old time with tolerance check off",
         [&] {
             return std::vector{judge(headers, body, secret, time + std::chrono::hours(9999), 0)};
         }},
        {"changed time with tolerance check off",
         [&] {
             return std::vector{judge(with("webhook-timestamp", "1614265331"), body, secret, time, 0)};
         }},
    };
    int passed = 0;
    for (const Value &behaviour : *file.find("verify_behaviour")->asArray()) {
        const std::string name = textOf(behaviour, "case");
        const auto found = cases.find(name);
        QVERIFY2(found != cases.end(), name.c_str());
        for (const std::string &seen : found->second())
            QVERIFY2(seen == textOf(behaviour, "expect"), (name + " gave " + seen).c_str());
        ++passed;
    }
    QCOMPARE(passed, 19);
    qInfo("Standard Webhooks: %d of 19 behaviours", passed);
}

void TestSigningConformance::sigV4_data()
{
    QTest::addColumn<QString>("folder");
    const QDir dir(conformanceDir() + QStringLiteral("/aws-sigv4/tests/aws-signing-test-suite/v4"));
    if (conformanceDir().isEmpty())
        return;
    const QStringList names = dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name))
            << QStringLiteral("aws-sigv4/tests/aws-signing-test-suite/v4/") + name;
    QCOMPARE(names.size(), 38);
    qInfo("AWS SigV4: %d requests, each in header and query form", static_cast<int>(names.size()));
}

void TestSigningConformance::sigV4()
{
    BOURSE_NEEDS_CONFORMANCE("the SigV4 suite");
    QFETCH(QString, folder);
    const auto file = [&](const char *name) {
        return conformanceText(folder + QLatin1Char('/') + QLatin1String(name)).value_or("missing");
    };
    const Value context = conformanceJson(folder + QStringLiteral("/context.json"));
    const RawRequest request = readRequest(file("request.txt"));
    const std::size_t query = std::min(request.target.find('?'), request.target.size());
    const Value &credentials = *context.find("credentials");
    const std::string secret = textOf(credentials, "secret_access_key");
    AwsRequest asked{request.method, std::string_view(request.target).substr(0, query),
                     std::string_view(request.target).substr(std::min(query + 1, request.target.size())),
                     request.headers, request.body};
    AwsOptions options;
    options.service = textOf(context, "service");
    options.region = textOf(context, "region");
    options.accessKey = textOf(credentials, "access_key_id");
    options.secretKey = secret;
    options.sessionToken = textOf(credentials, "token");
    options.time = *fromIso8601(textOf(context, "timestamp"));
    options.normalizePath = *context.find("normalize")->asBool();
    options.expires = std::stoll(textOf(context, "expiration_in_seconds"));
    options.signToken = textOf(context, "omit_session_token") != "true";
    options.bodyHeader = *context.find("sign_body")->asBool();

    const AwsSignature header = awsSign(asked, options);
    QCOMPARE(header.canonicalRequest, file("header-canonical-request.txt"));
    QCOMPARE(header.stringToSign, file("header-string-to-sign.txt"));
    QCOMPARE(header.signature, file("header-signature.txt"));
    const RawRequest signedRequest = readRequest(file("header-signed-request.txt"));
    for (const auto &[name, value] : header.headers) {
        const std::string *expected = findHeader(signedRequest.headers, name);
        QVERIFY2(expected, name.c_str());
        QCOMPARE(value, *expected);
    }
    QCOMPARE(signedRequest.headers.size(), request.headers.size() + header.headers.size());

    options.inQuery = true;
    options.bodyHeader = false;
    const AwsSignature inQuery = awsSign(asked, options);
    QCOMPARE(inQuery.canonicalRequest, file("query-canonical-request.txt"));
    QCOMPARE(inQuery.stringToSign, file("query-string-to-sign.txt"));
    QCOMPARE(inQuery.signature, file("query-signature.txt"));
    const RawRequest signedQuery = readRequest(file("query-signed-request.txt"));
    const std::string joined =
        request.target + (request.target.find('?') == std::string::npos ? "?" : "&") + inQuery.query;
    QCOMPARE(joined, signedQuery.target);
}

void TestSigningConformance::rfc9421()
{
    BOURSE_NEEDS_CONFORMANCE("the RFC 9421 cases");
    const auto text = conformanceText(QStringLiteral("rfc9421/examples-appendix-B.md"));
    QVERIFY(text);
    const std::string cases = text->substr(text->find("## Test Cases"));
    const auto messages = blocks(cases.substr(0, cases.find("### ")));
    QCOMPARE(messages.size(), std::size_t(2));
    const RawRequest request = readRequest(messages[0]);
    auto response = parseRawResponse(messages[1]);
    QVERIFY(response.ok());
    struct Case {
        const char *title;
        const char *key;
        const char *algorithm;
        bool repeatable; ///< signing again gives the same bytes
    };
    const Case all[] = {
        {"Minimal Signature Using rsa-pss-sha512", "Example RSA PSS Key", "rsa-pss-sha512", false},
        {"Selective Covered Components using rsa-pss-sha512", "Example RSA PSS Key", "rsa-pss-sha512", false},
        {"Full Coverage using rsa-pss-sha512", "Example RSA PSS Key", "rsa-pss-sha512", false},
        {"Signing a Response using ecdsa-p256-sha256", "Example ECC P-256 Test Key", "ecdsa-p256-sha256",
         false},
        {"Signing a Request using hmac-sha256", "Example Shared Secret", "hmac-sha256", true},
        {"Signing a Request using ed25519", "Example Ed25519 Test Key", "ed25519", true},
    };
    int passed = 0;
    for (const Case &one : all) {
        const auto found = blocks(section(cases, one.title));
        QVERIFY2(found.size() == 2, one.title);
        const std::string &base = found[0];
        const RawRequest fields = readRequest("X / HTTP/1.1\n" + found[1]);
        std::string input = *findHeader(fields.headers, "Signature-Input");
        std::string value = *findHeader(fields.headers, "Signature");
        const auto [components, params] = inputOf(input);
        SignedMessage message;
        message.method = request.method;
        const std::string url = "https://example.com" + request.target;
        message.url = url;
        Headers headers = request.headers;
        if (std::string_view(one.title).find("Response") != std::string_view::npos) {
            headers = response->headers;
            // The appendix prints another digest with the message than in what is signed.
            const std::size_t at = base.find("\"content-digest\": ") + 18;
            for (auto &[name, text2] : headers)
                if (name == "Content-Digest")
                    text2 = base.substr(at, base.find('\n', at) - at);
            message.status = response->status;
        }
        message.headers = &headers;
        const auto made = signatureBase(message, components, params);
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QCOMPARE(QString::fromStdString(*made), QString::fromStdString(base));

        const std::size_t open = value.find(":") + 1;
        const auto bytes = decodeBytes(value.substr(open, value.rfind(':') - open), "base64");
        QVERIFY(bytes);
        const std::string keys = section(*text, one.key);
        if (std::string_view(one.algorithm) == "hmac-sha256") {
            std::string shared = blocks(keys).front();
            std::erase(shared, '\n');
            QVERIFY(hmacOf(Digest::Sha256, *decodeBytes(shared, "base64"), base) == *bytes);
        } else {
            const KeyAlgorithm algorithm = *keyAlgorithmFromName(one.algorithm);
            const std::string publicKey = pem(keys, "PUBLIC KEY");
            const std::string privateKey = pem(
                keys, one.algorithm == std::string("ecdsa-p256-sha256") ? "EC PRIVATE KEY" : "PRIVATE KEY");
            QVERIFY2(verifyWithKey(algorithm, publicKey, "pem", base, *bytes, true), one.title);
            QVERIFY(!verifyWithKey(algorithm, publicKey, "pem", base + ' ', *bytes, true));
            const auto own = signWithKey(algorithm, privateKey, "pem", base, true);
            QVERIFY2(own.ok(), one.title);
            QVERIFY2(verifyWithKey(algorithm, publicKey, "pem", base, *own, true), one.title);
            if (one.repeatable)
                QVERIFY(*own == *bytes);
        }
        ++passed;
    }
    QCOMPARE(passed, 6);
    // the RSA key of the appendix with PKCS #1 padding: made and checked
    const std::string rsa = pem(section(*text, "Example Key RSA test"), "RSA PRIVATE KEY");
    const auto own = signWithKey(KeyAlgorithm::RsaSha256, rsa, "pem", "x");
    QVERIFY(own.ok());
    QVERIFY(verifyWithKey(KeyAlgorithm::RsaSha256, rsa, "pem", "x", *own));
    QVERIFY(!verifyWithKey(KeyAlgorithm::RsaSha512, rsa, "pem", "x", *own));
    qInfo("RFC 9421: %d of 6 cases", passed);
}

void TestSigningConformance::rfc9421ByRecipe()
{
    BOURSE_NEEDS_CONFORMANCE("the RFC 9421 cases");
    const auto text = conformanceText(QStringLiteral("rfc9421/examples-appendix-B.md"));
    QVERIFY(text);
    std::string shared = blocks(section(*text, "Example Shared Secret")).front();
    std::erase(shared, '\n');
    const std::map<std::string, Secret> secrets{
        {"shared", Secret(shared)},
        {"pem", Secret(pem(section(*text, "Example Ed25519 Test Key"), "PRIVATE KEY"))}};
    const std::string step =
        R"("path":"/foo?param=Value&Pet=dog","headers":[{"target":"Date","source":{"constant":"Tue, 20 Apr 2021 02:07:55 GMT"}}],)"
        R"("body":{"format":"text","content_type":"application/json","template":"{\"hello\": \"world\"}"},"signatures":[)";
    RenderInput input;
    input.secrets = &secrets;
    input.time = UtcTime(std::chrono::seconds(1618884473));
    const auto check = [&](const char *title, const std::string &signature) {
        const auto integration = Integration::fromJson(document(step + signature + ']'));
        QVERIFY2(integration.ok(), integration.ok() ? "" : integration.error().message.c_str());
        const auto request = (*integration)->render(StepKind::Post, input);
        QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
        const auto found = blocks(section(*text, title));
        const RawRequest fields = readRequest("X / HTTP/1.1\n" + found[1]);
        for (const char *name : {"Signature-Input", "Signature"}) {
            std::string expected = *findHeader(fields.headers, name);
            QCOMPARE(*findHeader(request->headers, name), expected.substr(expected.find_first_not_of(' ')));
        }
        const auto traces = (*integration)->signatures(StepKind::Post, input);
        QVERIFY(traces.ok());
        QCOMPARE(traces->front().stringToSign, found[0]);
    };
    check(
        "Signing a Request using hmac-sha256",
        R"({"scheme":"http_message_signature","label":"sig-b25","secret":"shared","secret_encoding":"base64","components":["date","@authority","content-type"],"keyid":"test-shared-secret"})");
    check(
        "Signing a Request using ed25519",
        R"({"scheme":"http_message_signature","label":"sig-b26","algorithm":"ed25519","secret":"pem","components":["date","@method","@path","@authority","content-type","content-length"],"keyid":"test-key-ed25519"})");
}

QTEST_GUILESS_MAIN(TestSigningConformance)
#include "tst_signingconformance.moc"
