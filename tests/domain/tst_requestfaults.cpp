// Requests that once were written wrongly: missing secrets, charsets, prefixes, phones, ranges, URLs.
#include <QCryptographicHash>
#include <QTest>

class TestRequestFaults : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void missingSecrets_data();
    void missingSecrets();
    void charsets_data();
    void charsets();
    void prefixes_data();
    void prefixes();
    void values_data();
    void values();
    void urls_data();
    void urls();
    void references_data();
    void references();
    void signedParameters();
};

#include "domain/integration/integration.h"
#include "domain/integration/wiretext.h"
#include "domain/json/json.h"

using namespace bourse;
using namespace bourse::domain;

namespace {

/// The request's URL, headers and body, or "error CODE FIELD: MESSAGE".
QByteArray rendered(const QByteArray &step, const QByteArray &lead = "{}",
                    const std::map<std::string, std::string> &carried = {}, const QByteArray &more = {},
                    const char *part = "body")
{
    const std::string document =
        R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"https://b.example/api/v1"}},)" +
        more.toStdString() + R"("steps":{"post":{)" + step.toStdString() +
        R"(,"response":{"rules":[{"id":"ok","outcome":"accepted"}]}}}})";
    const auto said = [](const Error &error) {
        return QByteArray::fromStdString("error " + error.code + ' ' + error.field + ": " + error.message);
    };
    const auto integration = Integration::fromJson(document);
    if (!integration)
        return said(integration.error());
    const auto value = parseJson(std::string_view(lead.constData(), std::size_t(lead.size())));
    if (!value)
        qFatal("the lead is no JSON");
    RenderInput input;
    input.lead = value->asObject();
    input.carried = &carried;
    const auto request = (*integration)->render(StepKind::Post, input);
    if (!request)
        return said(request.error());
    const std::string_view wanted = part;
    if (wanted == "url")
        return QByteArray::fromStdString(request->url);
    if (wanted == "body")
        return QByteArray::fromStdString(request->body);
    const std::string *header = findHeader(request->headers, wanted);
    return header ? QByteArray::fromStdString(*header) : QByteArray("(none)");
}

} // namespace

void TestRequestFaults::missingSecrets_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *body, const char *expected) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(expected);
    };
    row("concat and hash",
        R"("body":{"format":"form","rows":[{"target":"h","source":{"field":"n"},"transforms":[{"do":"concat","parts":[{"secret":"k"}]},{"do":"hash"}]}]})",
        "h=Ann{{k}}");
    row("template and upper",
        R"("body":{"format":"form","rows":[{"target":"h","source":{"field":"n"},"transforms":[{"do":"template","template":"{{value}}-{{secret.k}}"},{"do":"upper"}]}]})",
        "h=Ann-{{k}}");
    row("in a stuffed body",
        R"("body":{"format":"form","rows":[{"target":"x","source":{"body":{"format":"json","rows":[{"target":"k","source":{"secret":"k"}}]}},"transforms":[{"do":"base64"}]}]})",
        "x=%7B%22k%22%3A%22{{k}}%22%7D");
    row("signed body",
        R"("body":{"format":"json","rows":[{"target":"k","source":{"secret":"k"}}]},"signatures":[{"header":"X-S","algorithm":"sha256","parts":[{"part":"body"}]}])",
        "error missing_secret signatures[0]");
    row("signed digest of the body",
        R"("body":{"format":"json","rows":[{"target":"k","source":{"secret":"k"}}]},"signatures":[{"header":"X-S","algorithm":"sha256","parts":[{"part":"body_hash"}]}])",
        "error missing_secret signatures[0]");
    row("nothing is missing",
        R"("body":{"format":"form","rows":[{"target":"h","source":{"field":"n"},"transforms":[{"do":"upper"}]}]})",
        "h=ANN");
}

void TestRequestFaults::missingSecrets()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    const QByteArray found = rendered(body, R"({"n":"Ann"})");
    if (expected.startsWith("error missing_secret"))
        QVERIFY2(found.startsWith("error missing_secret"), found.constData());
    else
        QCOMPARE(found, expected);
}

void TestRequestFaults::charsets_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("lead");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *name, const char *body, const char *lead, const char *expected,
                        const char *type) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(lead) << QByteArray(expected)
                            << QByteArray(type);
    };
    const char *jose = "{\"n\":\"Jos\u00E9 & Co\"}";
    row("form", R"("format":"form","charset":"ISO-8859-1","rows":[{"target":"n","source":{"field":"n"}}])",
        jose, "n=Jos%E9+%26+Co", "application/x-www-form-urlencoded; charset=ISO-8859-1");
    row("form, plain names",
        "\"format\":\"form\",\"names\":\"plain\",\"charset\":\"windows-1252\",\"rows\":[{\"target\":"
        "\"n\u00E4\",\"source\":{\"field\":\"n\"}}]",
        "{\"n\":\"\u20AC5\"}", "n%E4=%805", "application/x-www-form-urlencoded; charset=windows-1252");
    row("xml", R"("format":"xml","charset":"ISO-8859-1","rows":[{"target":"L/N","source":{"field":"n"}}])",
        jose, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><L><N>Jos\xE9 &amp; Co</N></L>",
        "application/xml; charset=ISO-8859-1");
    row("xml, declared otherwise",
        R"("format":"xml","charset":"ISO-8859-1","declaration":{"encoding":"iso-8859-1"},"prolog":[{"instruction":"p","text":"\u00E9"}],"rows":[{"target":"L/N","source":{"field":"n"}}])",
        jose, "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><?p \xE9?><L><N>Jos\xE9 &amp; Co</N></L>",
        "application/xml; charset=ISO-8859-1");
    row("control characters of XML 1.1",
        R"("format":"xml","declaration":{"version":"1.1"},"rows":[{"target":"L/N","source":{"field":"n"}}])",
        R"({"n":"a\u0086"})",
        "error invalid_character body: The body has a control character that XML 1.1 does not allow as it "
        "is.",
        "");
    row("text, as the document says",
        R"("format":"text","charset":"ISO-8859-1","content_type":"text/csv; charset=latin1","template":"{{lead.n}};x")",
        jose, "Jos\xE9 & Co;x", "text/csv; charset=latin1");
    row("soap",
        R"("format":"soap","charset":"ISO-8859-1","declaration":false,"rows":[{"target":"N","source":{"field":"n"}}])",
        jose,
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><N>Jos\xE9 &amp; "
        "Co</N></soap:Body></soap:Envelope>",
        "text/xml; charset=ISO-8859-1");
    row("UTF-8", R"("format":"form","charset":"UTF-8","rows":[{"target":"n","source":{"field":"n"}}])", jose,
        "n=Jos%C3%A9+%26+Co", "application/x-www-form-urlencoded");
    row("outside",
        R"("format":"form","charset":"ISO-8859-1","rows":[{"target":"m","source":{"constant":"x"}},{"target":"n","source":{"field":"n"}}])",
        "{\"n\":\"\u20AC5\"}",
        "error invalid_character n: The value of \"n\" has a character that ISO-8859-1 does not have.", "");
    row("outside, in a text", R"("format":"text","charset":"ISO-8859-1","template":"{{lead.n}}")",
        "{\"n\":\"\u20AC5\"}",
        "error invalid_character body: The body has a character that ISO-8859-1 does not have.", "");
    row("question mark",
        R"("format":"form","charset":"ISO-8859-1","unencodable":"question_mark","rows":[{"target":"n","source":{"field":"n"}}])",
        "{\"n\":\"\u20AC\U0001F600\u00E9\"}", "n=%3F%3F%E9",
        "application/x-www-form-urlencoded; charset=ISO-8859-1");
    row("declared otherwise",
        R"("format":"json","content_type":"application/json; charset=iso-8859-1","rows":[{"target":"n","source":{"field":"n"}}])",
        jose,
        "error charset_conflict steps.post.body.content_type: The content type declares the charset "
        "iso-8859-1, but the body is UTF-8.",
        "");
    row("JSON", R"("format":"json","charset":"ISO-8859-1","rows":[{"target":"n","source":{"field":"n"}}])",
        jose, "{\"n\":\"Jos\xE9 & Co\"}", "application/json; charset=ISO-8859-1");
    row("JSON, outside",
        R"("format":"json","charset":"ISO-8859-1","rows":[{"target":"n","source":{"field":"n"}}])",
        "{\"n\":\"\u20AC5\"}",
        "error invalid_character n: The value of \"n\" has a character that ISO-8859-1 does not have.", "");
    row("JSON, escaped",
        R"("format":"json","charset":"ISO-8859-1","unencodable":"escape","rows":[{"target":"n","source":{"field":"n"}}])",
        "{\"n\":\"\u00E9\u20AC\U0001F600!\"}", "{\"n\":\"\xE9\\u20ac\\ud83d\\ude00!\"}",
        "application/json; charset=ISO-8859-1");
    row("JSON, question mark",
        R"("format":"json","charset":"windows-1252","unencodable":"question_mark","rows":[{"target":"n","source":{"field":"n"}}])",
        "{\"n\":\"\u20AC\u0416\"}", "{\"n\":\"\x80?\"}", "application/json; charset=windows-1252");
    row("only JSON escapes",
        R"("format":"form","charset":"ISO-8859-1","unencodable":"escape","rows":[{"target":"n","source":{"field":"n"}}])",
        jose, "error not_a_choice", "");
    row("multipart has none",
        R"("format":"multipart","charset":"ISO-8859-1","rows":[{"target":"n","source":{"field":"n"}}])", jose,
        "error unknown_key", "");
}

void TestRequestFaults::charsets()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, lead);
    QFETCH(const QByteArray, expected);
    QFETCH(const QByteArray, type);
    const QByteArray found = rendered("\"body\":{" + body + "}", lead);
    if (expected == "error unknown_key" || expected == "error not_a_choice")
        QVERIFY2(found.startsWith(expected), found.constData());
    else
        QCOMPARE(found, expected);
    if (!type.isEmpty())
        QCOMPARE(rendered("\"body\":{" + body + "}", lead, {}, {}, "Content-Type"), type);
}

void TestRequestFaults::prefixes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("bound");
    const auto row = [](const char *name, bool bound, const char *body) {
        QTest::newRow(name) << QByteArray(body) << bound;
    };
    row("element", false, R"("format":"xml","rows":[{"target":"q:a/q:b","source":{"constant":"x"}}])");
    row("attribute", false,
        R"("format":"soap","rows":[{"target":"a/b@xsi:nil","source":{"constant":"true"}}])");
    row("elsewhere only", false,
        R"("format":"xml","rows":[{"target":"a/b@xmlns:q","source":{"constant":"u"}},{"target":"a/q:c","source":{"constant":"x"}}])");
    row("namespaces", true,
        R"("format":"xml","namespaces":{"q":"u"},"rows":[{"target":"q:a/q:b","source":{"constant":"x"}}])");
    row("soap namespaces", true,
        R"("format":"soap","namespaces":{"q":"u"},"rows":[{"target":"q:a@soap:x","source":{"constant":"x"}}])");
    row("own attribute", true,
        R"("format":"xml","rows":[{"target":"q:a@xmlns:q","source":{"constant":"u"}},{"target":"q:a/q:b","source":{"constant":"x"}}])");
    row("xml itself", true, R"("format":"xml","rows":[{"target":"a@xml:lang","source":{"constant":"en"}}])");
}

void TestRequestFaults::prefixes()
{
    QFETCH(const QByteArray, body);
    QFETCH(const bool, bound);
    const QByteArray found = rendered("\"body\":{" + body + "}");
    QVERIFY2(found.startsWith("error unbound_prefix") != bound && found.startsWith("error") != bound,
             found.constData());
}

void TestRequestFaults::values_data()
{
    QTest::addColumn<QByteArray>("transform");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *transform, const char *value, const char *expected) {
        QTest::newRow(value) << QByteArray(transform) << QByteArray(value) << QByteArray(expected);
    };
    const char *e164 = R"({"do":"phone","to":"e164"})";
    row(e164, "(212) 555-0142", "x=%2B12125550142");
    row(e164, "+44 20 7946 0958", "x=%2B442079460958");
    row(e164, "555-1234", "error not_a_phone");
    row(e164, "07700900123", "error not_a_phone");
    row(e164, "0125550142", "error not_a_phone");
    row(e164, "+44 12", "error not_a_phone");
    row(R"({"do":"phone","to":"international","country":"GB"})", "020 7946 0958", "x=442079460958");
    const char *range = R"({"do":"range"})";
    row(range, "less than 10 thousand", "x=10000");
    row(range, "\u20AC10.000 \u2013 \u20AC20.000", "x=15000");
    row(range, "10.000,50 - 20.000,50", "x=15001");
    row(range, "1.5 million", "x=1500000");
    row(range, "$50k to $100k", "x=75000");
    row(range, "2 to 3 dozen", "error not_a_range");
    row(range, "10,000 - 20,000", "x=15000");
    row(range, "5-10 miles", "x=8");
    row(range, "2.5", "x=3");
}

void TestRequestFaults::values()
{
    QFETCH(const QByteArray, transform);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, expected);
    const QByteArray found =
        rendered(R"("body":{"format":"form","rows":[{"target":"x","source":{"field":"v"},"transforms":[)" +
                     transform + "]}]}",
                 "{\"v\":\"" + value + "\"}");
    QCOMPARE(expected.startsWith("error") ? found.first(std::min(found.size(), expected.size())) : found,
             expected);
}

void TestRequestFaults::urls_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *location, const char *expected) {
        QTest::newRow(location) << QByteArray(location) << QByteArray(expected);
    };
    row("/status/1?k=2", "https://b.example/status/1?k=2&z=1");
    row("status/1", "https://b.example/api/status/1?z=1");
    row("?id=7", "https://b.example/api/v1?id=7&z=1");
    row("../x", "https://b.example/x?z=1");
    row("https://c.example/status/1?k=2&x=a%20b", "https://c.example/status/1?k=2&x=a%20b&z=1");
    row("https://c.example/s#part", "https://c.example/s?z=1");
    row("//c.example/s", "https://c.example/s?z=1");
    row("https://d.example/s",
        "error invalid_url url: The URL of {{carried.loc}} names the host \"d.example\", "
        "which is not among the document's \"allowed_hosts\".");
    row("//d.example/s", "error invalid_url url: The URL of {{carried.loc}} names the host \"d.example\", "
                         "which is not among the document's \"allowed_hosts\".");
    row("ftp://c.example/s",
        "error invalid_url url: The URL of {{carried.loc}} cannot be used: The URL must begin "
        "with http:// or https://.");
}

void TestRequestFaults::urls()
{
    QFETCH(const QByteArray, location);
    QFETCH(const QByteArray, expected);
    QCOMPARE(
        rendered(R"("method":"GET","url":"{{carried.loc}}","query":[{"target":"z","source":{"constant":1}}])",
                 "{}", {{"loc", location.toStdString()}}, R"("allowed_hosts":["c.example"],)", "url"),
        expected);
}

void TestRequestFaults::references_data()
{
    QTest::addColumn<QByteArray>("reference");
    QTest::addColumn<QByteArray>("expected");
    // RFC 3986, 5.4, as far as http goes and without fragments.
    const auto row = [](const char *reference, const char *expected) {
        QTest::newRow(reference) << QByteArray(reference) << QByteArray(expected);
    };
    row("g", "http://a/b/c/g");
    row("./g", "http://a/b/c/g");
    row("g/", "http://a/b/c/g/");
    row("/g", "http://a/g");
    row("//g", "http://g");
    row("?y", "http://a/b/c/d;p?y");
    row("g?y", "http://a/b/c/g?y");
    row("", "http://a/b/c/d;p?q");
    row(".", "http://a/b/c/");
    row("./", "http://a/b/c/");
    row("..", "http://a/b/");
    row("../", "http://a/b/");
    row("../g", "http://a/b/g");
    row("../..", "http://a/");
    row("../../g", "http://a/g");
    row("../../../g", "http://a/g");
    row("/./g", "http://a/g");
    row("/../g", "http://a/g");
    row("./g/.", "http://a/b/c/g/");
    row("g/./h", "http://a/b/c/g/h");
    row("g/../h", "http://a/b/c/h");
    row("g?y/../x", "http://a/b/c/g?y/../x");
}

void TestRequestFaults::references()
{
    QFETCH(const QByteArray, reference);
    QFETCH(const QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(resolvedReference("http://a/b/c/d;p?q", reference.toStdString())),
             expected);
    QVERIFY(!hasScheme(reference.toStdString()));
    QVERIFY(hasScheme(expected.toStdString()));
}

void TestRequestFaults::signedParameters()
{
    const QByteArray step =
        R"("query":[{"target":"Zip","source":{"constant":"78701"}},{"target":"Age","source":{"constant":"40"}}],
           "headers":[{"target":"X-Time","source":{"constant":"17"}}],
           "signatures":[{"header":"X-S","algorithm":"sha256","parts":[{"part":"parameters","names":[{"do":"lower"}],"end":true,
             "more":[{"name":"TIME","source":{"constant":"17"}}]}]}])";
    // SHA-256 of "age=40&time=17&zip=78701&"
    const QByteArray expected =
        QCryptographicHash::hash("age=40&time=17&zip=78701&", QCryptographicHash::Sha256).toHex();
    QCOMPARE(rendered(step, "{}", {}, {}, "X-S"), expected);
}

QTEST_APPLESS_MAIN(TestRequestFaults)
#include "tst_requestfaults.moc"
