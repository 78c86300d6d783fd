// "Match the buyer's example": what differs, and which recipe gives the buyer's signature.
#include "domain/integration/coding.h"
#include "domain/integration/signaturematch.h"
#include "domain/json/json.h"
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {

struct Bench {
    std::map<std::string, Secret> secrets{{"key", Secret("4a656665")}};
    std::string signature =
        R"({"header":"S","secret":"key","parts":[{"part":"method"},{"constant":"\n"},)"
        R"({"part":"path"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"}]})";
    UtcTime time = *fromIso8601("2026-05-12T14:30:01.184Z");

    Result<SignatureMatch> match(const BuyerExample &example) const
    {
        const auto document = parseJson(
            R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"https://api.example"}},)"
            R"("steps":{"post":{"path":"/lead?v=2","body":{"format":"json","rows":[{"target":"n","source":{"constant":"Ann"}}]},"signatures":[)" +
            signature + R"(],"response":{}}}})");
        if (!document)
            qFatal("%s", document.error().message.c_str());
        RenderInput input;
        input.secrets = &secrets;
        input.time = time;
        return matchSignature(*document, StepKind::Post, 0, input, example);
    }
};

std::string hmac(const std::string &text, std::string_view encoding = "hex",
                 std::string_view key = "4a656665", Digest digest = Digest::Sha256)
{
    return encodeBytes(hmacOf(digest, key, text), encoding);
}

} // namespace

class TestSignatureMatch : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void equalAsItStands();
    void differencesAreFound_data();
    void differencesAreFound();
    void theNewRecipeGivesTheSignature();
    void buyersBodyIsUsed();
    void buyersTextIsUsed();
    void theRecipeThatComesToTheBuyersTextIsFound();
    void timesOfExamples_data();
    void timesOfExamples();
    void buyersTimeAndNonceAreUsed();
    void nothingIsInvented();
    void secretsStayHidden();
    void refusals();
};

void TestSignatureMatch::equalAsItStands()
{
    const Bench bench;
    const auto match = bench.match({hmac("POST\n/lead\n1778596201\n{\"n\":\"Ann\"}"), {}, {}});
    QVERIFY2(match.ok(), match.ok() ? "" : match.error().message.c_str());
    QVERIFY(match->matches);
    QVERIFY(!match->firstDifference);
    QCOMPARE(match->ours.stringToSign, std::string("POST\n/lead\n1778596201\n{\"n\":\"Ann\"}"));
    QVERIFY(match->variants.empty());
}

void TestSignatureMatch::differencesAreFound_data()
{
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("changed");
    const auto row = [](const char *name, const std::string &expected, const char *sentence,
                        const char *changed) {
        QTest::newRow(name) << QString::fromStdString(expected) << QString::fromUtf8(sentence)
                            << QString::fromUtf8(changed);
    };
    const std::string text = "POST\n/lead\n1778596201\n{\"n\":\"Ann\"}";
    row("capitals", hmac(text, "hex_upper"), "The signature is hexadecimal in capitals.",
        R"({"output":"hex_upper"})");
    row("base64", hmac(text, "base64"), "The signature is base64.", R"({"output":"base64"})");
    row("prefix", "sha256=" + hmac(text), "\"sha256=\" stands before the signature.",
        R"({"before":"sha256="})");
    row("prefix and base64", "v1," + hmac(text, "base64"),
        "The signature is base64. \"v1,\" stands before the signature.",
        R"({"output":"base64","before":"v1,"})");
    row("suffix", hmac(text) + ";x", "\";x\" stands after the signature.", R"({"after":";x"})");
    row("secret in hex", hmac(text, "hex", "Jefe"), "The secret is hexadecimal.",
        R"({"secret_encoding":"hex"})");
    row("algorithm", hmac(text, "hex", "4a656665", Digest::Sha1), "The algorithm is hmac-sha1.",
        R"({"algorithm":"hmac-sha1"})");
    row("milliseconds", hmac("POST\n/lead\n1778596201184\n{\"n\":\"Ann\"}"), "The time is in milliseconds.",
        R"({"timestamp":{"unit":"ms"}})");
    row("query", hmac("POST\n/lead?v=2\n1778596201\n{\"n\":\"Ann\"}"), "The path is signed with its query.",
        R"({"parts":[{"part":"method"},{"constant":"\n"},{"part":"path_query"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"}]})");
    row("method", hmac("post\n/lead\n1778596201\n{\"n\":\"Ann\"}"), "The method is written in small letters.",
        R"({"parts":[{"part":"method","case":"lower"},{"constant":"\n"},{"part":"path"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"}]})");
    row("CR LF", hmac("POST\r\n/lead\r\n1778596201\r\n{\"n\":\"Ann\"}"), "Lines end with CR LF.",
        R"({"parts":[{"part":"method"},{"constant":"\r\n"},{"part":"path"},{"constant":"\r\n"},{"part":"timestamp"},{"constant":"\r\n"},{"part":"body"}]})");
    row("no line breaks", hmac("POST/lead1778596201{\"n\":\"Ann\"}"), "There are no line breaks.",
        R"({"parts":[{"part":"method"},{"constant":""},{"part":"path"},{"constant":""},{"part":"timestamp"},{"constant":""},{"part":"body"}]})");
    row("newline at the end", hmac(text + '\n'), "A newline stands at the end.",
        R"({"parts":[{"part":"method"},{"constant":"\n"},{"part":"path"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"},{"constant":"\n"}]})");
    row("separator", hmac("POST./lead.1778596201.{\"n\":\"Ann\"}"), "A dot stands between the parts.",
        R"({"parts":[{"part":"method"},{"part":"path"},{"part":"timestamp"},{"part":"body"}],"separator":"."})");
    row("three at once", hmac("post\n/lead\n1778596201184\n{\"n\":\"Ann\"}", "base64"),
        "The method is written in small letters. The time is in milliseconds. The signature is base64.",
        R"({"parts":[{"part":"method","case":"lower"},{"constant":"\n"},{"part":"path"},{"constant":"\n"},{"part":"timestamp"},{"constant":"\n"},{"part":"body"}],"timestamp":{"unit":"ms"},"output":"base64"})");
}

void TestSignatureMatch::differencesAreFound()
{
    QFETCH(QString, expected);
    QFETCH(QString, sentence);
    QFETCH(QString, changed);
    const Bench bench;
    const auto match = bench.match({expected.toStdString(), {}, {}});
    QVERIFY2(match.ok(), match.ok() ? "" : match.error().message.c_str());
    QVERIFY(!match->matches);
    QVERIFY(match->firstDifference);
    QVERIFY(!match->variants.empty());
    QCOMPARE(QString::fromStdString(match->variants.front().sentence), sentence);
    QCOMPARE(QString::fromStdString(writeJson(Value(match->variants.front().changed))), changed);
    QVERIFY(match->tried < 30'000);
}

void TestSignatureMatch::theNewRecipeGivesTheSignature()
{
    Bench bench;
    const std::string expected =
        "t=1;sig=" + hmac("post\r\n/lead\r\n1778596201\r\n{\"n\":\"Ann\"}", "base64", "Jefe");
    const auto first = bench.match({expected, {}, {}});
    QVERIFY(first.ok() && !first->variants.empty());
    bench.signature = writeJson(Value(first->variants.front().recipe));
    const auto again = bench.match({expected, {}, {}});
    QVERIFY(again.ok());
    QVERIFY(again->matches);
    QCOMPARE(again->ours.stringToSign, first->variants.front().stringToSign);
}

void TestSignatureMatch::buyersBodyIsUsed()
{
    Bench bench;
    bench.signature = R"({"header":"S","secret":"key","parts":[{"part":"body"}]})";
    const std::string body = "{\n  \"tpl\": \"{{x}} \\\\{{y}}\"\n}\n";
    const auto match = bench.match({hmac(body), body, {}});
    QVERIFY(match.ok());
    QVERIFY2(match->matches, match->ours.stringToSign.c_str());
    const auto trimmed = bench.match({hmac(body.substr(0, body.size() - 1)), body, {}});
    QVERIFY(trimmed.ok());
    QVERIFY(!trimmed->variants.empty());
    QCOMPARE(trimmed->variants.front().sentence, std::string("White space around the body is not signed."));
}

void TestSignatureMatch::buyersTextIsUsed()
{
    const Bench bench;
    const std::string theirs = "POST\n/lead\n1500000000\n{}";
    const auto match = bench.match({hmac(theirs, "base64", "Jefe"), {}, theirs});
    QVERIFY(match.ok());
    QCOMPARE(match->textDifference, std::optional<std::size_t>(12));
    QVERIFY(!match->variants.empty());
    QCOMPARE(match->variants.front().sentence,
             std::string("The secret is hexadecimal. The signature is base64."));
    const auto lines = bench.match({hmac("POST\r\n/lead\r\n1500000000\r\n{}"), {}, theirs});
    QVERIFY(lines.ok() && !lines->variants.empty());
    QCOMPARE(lines->variants.front().sentence, std::string("Lines of the buyer's text end with CR LF."));
}

void TestSignatureMatch::theRecipeThatComesToTheBuyersTextIsFound()
{
    const Bench bench;
    // they sign milliseconds and the query; what they print has lost its CR
    const std::string signedText = "POST\r\n/lead\r\n1778596201184\r\n{\"n\":\"Ann\"}";
    const std::string printed = "POST\n/lead\n1778596201184\n{\"n\":\"Ann\"}";
    const auto match = bench.match({hmac(signedText), {}, printed});
    QVERIFY(match.ok());
    QCOMPARE(match->textDifference, std::optional<std::size_t>(21));
    QVERIFY(!match->variants.empty());
    QCOMPARE(match->variants.front().sentence,
             std::string("Lines end with CR LF. The time is in milliseconds."));
    Bench better = bench;
    better.signature = writeJson(Value(match->variants.front().recipe));
    const auto again = better.match({hmac(signedText), {}, printed});
    QVERIFY(again.ok() && again->matches);
    // the words around the signature are the recipe's own, whatever text was tried first
    better.signature =
        R"({"header":"S","secret":"key","before":"sha256=","parts":[{"part":"timestamp"},{"part":"body"}]})";
    const auto own =
        better.match({"sha256=" + hmac("1778596201184{\"n\":\"Ann\"}"), {}, "1778596201184{\"n\":\"Ann\"}"});
    QVERIFY(own.ok() && !own->variants.empty());
    QCOMPARE(own->variants.front().sentence, std::string("The time is in milliseconds."));
}

void TestSignatureMatch::timesOfExamples_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("iso"); // empty: not read
    QTest::newRow("seconds") << "1778596201"
                             << "2026-05-12T14:30:01Z";
    QTest::newRow("spaces") << " 1778596201\n"
                            << "2026-05-12T14:30:01Z";
    QTest::newRow("fraction") << "1778596201.184"
                              << "2026-05-12T14:30:01.184Z";
    QTest::newRow("milliseconds") << "1778596201184"
                                  << "2026-05-12T14:30:01.184Z";
    QTest::newRow("microseconds") << "1778596201184000"
                                  << "2026-05-12T14:30:01.184Z";
    QTest::newRow("ISO 8601") << "2026-05-12T14:30:01.184Z"
                              << "2026-05-12T14:30:01.184Z";
    QTest::newRow("zone") << "2026-05-12T16:30:01+02:00"
                          << "2026-05-12T14:30:01Z";
    QTest::newRow("HTTP") << "Tue, 12 May 2026 14:30:01 GMT"
                          << "2026-05-12T14:30:01Z";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("word") << "yesterday"
                          << "";
    QTest::newRow("small") << "17785962"
                           << "";
    QTest::newRow("huge") << "17785962011840001778"
                          << "";
    QTest::newRow("broken fraction") << "1778596201.x"
                                     << "";
    QTest::newRow("long") << QString(5000, u'1') << "";
}

void TestSignatureMatch::timesOfExamples()
{
    QFETCH(QString, text);
    QFETCH(QString, iso);
    const auto time = exampleTime(text.toStdString());
    QCOMPARE(time.has_value(), !iso.isEmpty());
    if (time)
        QVERIFY(*time == *fromIso8601(iso.toStdString()));
}

void TestSignatureMatch::buyersTimeAndNonceAreUsed()
{
    Bench bench;
    bench.signature = R"({"header":"S","secret":"key","parts":[{"computed":"nonce"},{"constant":"\n"},)"
                      R"({"part":"timestamp"},{"constant":"\n"},{"template":"{{computed.uuid}}/x"}]})";
    BuyerExample example;
    example.expected = hmac("n-1\n1500000000\nn-1/x");
    const auto without = bench.match(example);
    QVERIFY(without.ok() && !without->matches && without->variants.empty());
    example.time = exampleTime("1500000000");
    example.nonce = "n-1";
    const auto match = bench.match(example);
    QVERIFY2(match.ok(), match.ok() ? "" : match.error().message.c_str());
    QVERIFY(match->matches);
    QCOMPARE(match->ours.stringToSign, std::string("n-1\n1500000000\nn-1/x"));
    // variants use them, too, and still make a nonce up
    example.expected = hmac("n-1\n1500000000000\nn-1/x");
    const auto variant = bench.match(example);
    QVERIFY(variant.ok() && !variant->variants.empty());
    QCOMPARE(variant->variants.front().sentence, std::string("The time is in milliseconds."));
    const std::string recipe = writeJson(Value(variant->variants.front().recipe));
    QVERIFY(recipe.find("n-1") == std::string::npos && recipe.find("\"nonce\"") != std::string::npos);
    // a nonce is text, whatever is in it
    example.nonce = "{{secret.key}}";
    example.expected = hmac("{{secret.key}}\n1500000000\n{{secret.key}}/x");
    const auto odd = bench.match(example);
    QVERIFY(odd.ok() && odd->matches);
}

void TestSignatureMatch::nothingIsInvented()
{
    const Bench bench;
    const auto match = bench.match({hmac("something else"), {}, {}});
    QVERIFY(match.ok());
    QVERIFY(!match->matches && match->variants.empty());
    QVERIFY(match->tried > 1'000);
    const auto shorter = bench.match({match->ours.signature.substr(0, 10), {}, {}});
    QVERIFY(shorter.ok());
    QCOMPARE(shorter->firstDifference, std::optional<std::size_t>(10));
    QVERIFY(shorter->variants.empty());
}

void TestSignatureMatch::secretsStayHidden()
{
    Bench bench;
    bench.signature = R"({"header":"S","algorithm":"md5","parts":[{"part":"body"},{"secret":"key"}]})";
    const std::string text = "{\"n\":\"Ann\"}4a656665\n";
    const auto match = bench.match({encodeBytes(digestOf(Digest::Md5, text), "hex"), {}, {}});
    QVERIFY(match.ok());
    QCOMPARE(match->ours.stringToSign, std::string("{\"n\":\"Ann\"}{{key}}"));
    QVERIFY(!match->variants.empty());
    QCOMPARE(match->variants.front().stringToSign, std::string("{\"n\":\"Ann\"}{{key}}\n"));
    bench.secrets.clear();
    const auto without = bench.match({"00", {}, {}});
    QVERIFY(without.ok());
    QCOMPARE(without->ours.problem->code, std::string("missing_secret"));
    QCOMPARE(without->ours.stringToSign, std::string("{\"n\":\"Ann\"}{{key}}"));
}

void TestSignatureMatch::refusals()
{
    Bench bench;
    QCOMPARE(bench.match({"", {}, {}}).error().code, std::string("required"));
    QCOMPARE(bench.match({"x", std::string(2u << 20, 'x'), {}}).error().code, std::string("too_large"));
    bench.signature = R"({"header":"S","parts":[]})";
    QCOMPARE(bench.match({"x", {}, {}}).error().code, std::string("required"));
    RenderInput input;
    QCOMPARE(matchSignature(Value(Object{}), StepKind::Post, 0, input, {"x", {}, {}}).error().code,
             std::string("no_such_signature"));
    QCOMPARE(matchSignature(Value(1), StepKind::Post, 0, input, {"x", {}, {}}).error().code,
             std::string("no_such_signature"));
}

QTEST_GUILESS_MAIN(TestSignatureMatch)
#include "tst_signaturematch.moc"
