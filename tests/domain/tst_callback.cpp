// Callbacks: which post they mean, what tells one event from another, what they say, what is answered.
#include "domain/integration/integration.h"
#include "domain/integration/lint.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QFile>
#include <QTest>
#include <algorithm>

using namespace bourse;
using namespace bourse::domain;

namespace {

constexpr const char *rules =
    R"("response":{"extract":{"price":{"source":{"json":"$.amount"}},"reason":{"source":{"json":"$.why"}}},"rules":[)"
    R"({"id":"sold","when":{"source":{"json":"$.event"},"op":"equals","value":"sold"},"outcome":"accepted"},)"
    R"({"id":"back","when":{"source":{"json":"$.event"},"op":"equals","value":"returned"},"outcome":"returned"},)"
    R"({"id":"funded","when":{"source":{"json":"$.event"},"op":"equals","value":"funded"},"outcome":"converted"},)"
    R"({"id":"pixel","when":{"source":{"pair":"event"},"op":"equals","value":"sold"},"outcome":"accepted"}]})";

std::string document(const std::string &callback, const std::string &post = {})
{
    return R"({"bourse_integration":1,"slug":"t","endpoints":{"live":{"base_url":"https://live.example"}},)"
           R"("steps":{"post":{"response":{"rules":[{"id":"r","outcome":"rejected"})" +
           (post.empty() ? std::string() : "," + post) + R"(]}},"callback":{)" +
           (callback.empty() ? std::string() : callback + ",") + rules + "}}}";
}

constexpr const char *matched =
    R"("match":[{"by":"lead_id","value":{"source":{"json":"$.ref"}}},)"
    R"({"by":"buyer_id","value":[{"source":{"json":"$.id"}},{"source":{"query":"id"}}]}],)"
    R"("event_id":{"source":{"header":"Webhook-Id"}})";

std::shared_ptr<const Integration> compiled(const std::string &text)
{
    auto integration = Integration::fromJson(text);
    if (!integration)
        qFatal("%s %s: %s", integration.error().code.c_str(), integration.error().field.c_str(),
               text.c_str());
    static const Value schema = [] {
        QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/schemas/integration-1.schema.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the schema is missing");
        return *parseJson(file.readAll().toStdString());
    }();
    if (const std::string why = tests::SchemaCheck(schema).problem(*parseJson(text)); !why.empty())
        qFatal("%s\n%s", why.c_str(), text.c_str());
    return *integration;
}

InboundRequest post(std::string body, std::string target = "/v1/callbacks/t", Headers headers = {})
{
    return {"POST", std::move(target), std::move(headers), std::move(body)};
}

std::string reference(const std::string &id)
{
    return R"({"ref":")" + id + R"("})";
}

std::string ruleWith(const std::string &outcome)
{
    return R"({"id":"x","outcome":")" + outcome + R"("})";
}

/// Its bracket has no other end, which moc would look for in the class.
constexpr const char *brokenPath = R"("match":[{"by":"lead_id","value":{"source":{"json":"$["}}}])";

constexpr const char *withoutCallback =
    R"({"bourse_integration":1,"slug":"t","endpoints":{"live":{"base_url":"https://live.example"}},)"
    R"("steps":{"post":{"response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})";

bool hasProblem(const std::string &text, const std::string &code, LintProblem::Severity severity)
{
    const auto found = lint(*parseJson(text), {});
    return std::any_of(found.begin(), found.end(), [&](const LintProblem &problem) {
        return problem.code == code && problem.severity == severity;
    });
}
} // namespace

class TestCallback : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void idsComeInTheDocumentsOrder()
    {
        const auto integration = compiled(document(matched));
        const auto said =
            integration->readCallback(post(R"({"event":"sold","id":" 77 ","ref":"ld_1","amount":"12.50"})",
                                           "/v1/callbacks/t", {{"webhook-id", "evt_9"}}));
        QCOMPARE(said.ids.size(), 2u);
        QVERIFY(said.ids[0].first == PairBy::LeadId && said.ids[0].second == "ld_1");
        QVERIFY(said.ids[1].first == PairBy::BuyerId && said.ids[1].second == "77");
        QCOMPARE(said.eventId, std::string("evt_9"));
        QCOMPARE(said.reading.outcome, Reading::Accepted);
        QCOMPARE(said.reading.price->toDecimal(), std::string("12.50"));
        QCOMPARE(said.reading.rule, std::string("sold"));
    }
    void whatIsNotThereIsNoId()
    {
        const auto said = compiled(document(matched))->readCallback(post(R"({"event":"funded","ref":""})"));
        QVERIFY(said.ids.empty());
        QVERIFY(said.eventId.empty());
        QCOMPARE(said.reading.outcome, Reading::Converted);
        const std::string longest(513, 'x');
        QVERIFY(compiled(document(matched))->readCallback(post(reference(longest))).ids.empty());
    }
    void aCallMaySayAllInItsUrl()
    {
        InboundRequest pixel{"GET", "/v1/callbacks/t?event=sold&id=a%20b&id=c", {}, {}};
        const auto said = compiled(document(matched))->readCallback(pixel);
        QCOMPARE(said.reading.outcome, Reading::Accepted);
        QCOMPARE(said.reading.rule, std::string("pixel"));
        QCOMPARE(said.ids.size(), 1u);
        QCOMPARE(said.ids[0].second, std::string("a b"));
        // beside a body the query is still there
        const auto both = compiled(document(matched))
                              ->readCallback(post(R"({"event":"returned"})", "/v1/callbacks/t?id=5"));
        QCOMPARE(both.reading.outcome, Reading::Returned);
        QCOMPARE(both.reading.reason->first, std::string("returned_by_buyer"));
        QCOMPARE(both.ids[0].second, std::string("5"));
    }
    void garbageIsUnrecognised()
    {
        for (const char *body : {"", "{", "<x/>", "\0\0", "[[[[[[[[", "null"}) {
            const auto said = compiled(document(matched))->readCallback(post(body));
            QCOMPARE(said.reading.outcome, Reading::Unrecognised);
            QVERIFY(said.ids.empty());
        }
        const auto none = compiled(withoutCallback);
        QVERIFY(none->readCallback(post("{}")).ids.empty());
    }
    void theAnswerIsTheDocuments()
    {
        const auto plain = compiled(document(matched))->callbackAnswer(CallbackFate::Recorded);
        QCOMPARE(plain.status, 200);
        QCOMPARE(plain.body, std::string("{\"status\":\"ok\"}"));
        const auto own = compiled(document(
            std::string(matched) +
            R"(,"answer":{"recorded":{"status":201,"content_type":"text/xml","body":"<ok/>"},"unmatched":{"status":404}})"));
        QCOMPARE(own->callbackAnswer(CallbackFate::Recorded).body, std::string("<ok/>"));
        QCOMPARE(own->callbackAnswer(CallbackFate::Recorded).contentType, std::string("text/xml"));
        QCOMPARE(own->callbackAnswer(CallbackFate::Repeated).status, 201);
        QCOMPARE(own->callbackAnswer(CallbackFate::Unmatched).status, 404);
    }
    void brokenOnesAreRefused_data()
    {
        QTest::addColumn<QString>("callback");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *callback, const char *code, const char *field) {
            QTest::newRow(field) << QString::fromUtf8(callback) << QString::fromLatin1(code)
                                 << QString::fromLatin1(field);
        };
        row(R"("match":[{"value":{"source":{"json":"$.a"}}}])", "required", "steps.callback.match[0].by");
        row(R"("match":[{"by":"name","value":{"source":{"json":"$.a"}}}])", "not_a_choice",
            "steps.callback.match[0].by");
        row(R"("match":[{"by":"lead_id"}])", "required", "steps.callback.match[0].value");
        row(brokenPath, "invalid_path", "steps.callback.match[0].value.source.json");
        row(R"("answer":{"refused":{}})", "unknown_key", "steps.callback.answer.refused");
        row(R"("answer":{"recorded":{"status":100}})", "wrong_type", "steps.callback.answer.recorded.status");
        row("\"answer\":{\"recorded\":{\"content_type\":\"a\\r\\nX: y\"}}", "header_injection",
            "steps.callback.answer.recorded.content_type");
    }
    void brokenOnesAreRefused()
    {
        QFETCH(QString, callback);
        QFETCH(QString, code);
        QFETCH(QString, field);
        const auto integration = Integration::fromJson(document(callback.toStdString()));
        QVERIFY(!integration);
        const auto &errors = integration.errors();
        QVERIFY2(std::any_of(errors.begin(), errors.end(),
                             [&](const Error &one) {
                                 return one.field == field.toStdString() && one.code == code.toStdString();
                             }),
                 (errors.front().code + " " + errors.front().field).c_str());
    }
    void onlyLaterNewsReturnAndConvert()
    {
        for (const char *outcome : {"returned", "converted"}) {
            const auto integration = Integration::fromJson(document(matched, ruleWith(outcome)));
            QVERIFY(!integration);
            QCOMPARE(integration.error().field, std::string("steps.post.response.rules[1].outcome"));
        }
    }
    void lintAsksWhomAndWho()
    {
        using Severity = LintProblem::Severity;
        QVERIFY(hasProblem(document({}), "callback_unmatched", Severity::Blocking));
        QVERIFY(!hasProblem(document(matched), "callback_unmatched", Severity::Blocking));
        QVERIFY(hasProblem(document(matched), "callback_unproven", Severity::Warning));
        const std::string proven =
            std::string(matched) +
            R"(,"signatures":[{"header":"X-Sig","algorithm":"hmac-sha256","secret":"k","output":"hex","parts":[{"part":"body"}]}])";
        QVERIFY(!hasProblem(document(proven), "callback_unproven", Severity::Warning));
    }
    void rawRequestsAreRead()
    {
        const auto request =
            parseRawRequest("POST /v1/callbacks/t?x=1 HTTP/1.1\r\nHost: a\r\nWebhook-Id: 7\r\n\r\n{\"a\":1}");
        QVERIFY(request.ok());
        QCOMPARE(request->method, std::string("POST"));
        QCOMPARE(request->target, std::string("/v1/callbacks/t?x=1"));
        QCOMPARE(request->body, std::string("{\"a\":1}"));
        QCOMPARE(request->headers.size(), 2u);
        for (const char *text :
             {"", "POST /a", "post /a HTTP/1.1\r\n\r\n", "POST /a b HTTP/1.1\r\n\r\n", "{}"})
            QVERIFY(!parseRawRequest(text));
        // as a sample's text it is what it says
        const auto read = parseRawResponse("GET /cb?event=sold HTTP/1.1\r\nHost: a\r\n\r\n");
        QVERIFY(read.ok());
        QCOMPARE(read->body, std::string("event=sold"));
        QCOMPARE(read->query, std::string("event=sold"));
    }
};

QTEST_APPLESS_MAIN(TestCallback)
#include "tst_callback.moc"
