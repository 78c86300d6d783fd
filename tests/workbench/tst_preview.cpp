// Lengths in a preview: right where they can be, a word where a secret decides.
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "workbench/editorstate.h"
#include "workbench/preview.h"
#include "workbench/requestdiff.h"
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::Object;
using domain::StepKind;
using domain::Value;

namespace {

/// A post with these rows (and more keys of the step), single quotes for JSON's.
Value document(const char *body, const char *more = "")
{
    const std::string json =
        std::string(
            "{'bourse_integration':1,'slug':'acme','endpoints':{'test':{'base_url':'https://a.example'}},"
            "'steps':{'post':{'path':'/post',") +
        more + "'body':" + body + ",'response':{'rules':[{'id':'any','outcome':'accepted'}]}}}}";
    const auto value = domain::parseJson(QByteArray::fromStdString(json).replace('\'', '"').toStdString());
    return value ? *value : Value();
}

std::string lengthIn(const domain::RenderedRequest &request)
{
    for (const auto &[name, value] : request.headers)
        if (name == "Content-Length")
            return value;
    return {};
}

constexpr const char *plainRows = "{'format':'form','rows':[{'target':'zip','source':{'field':'zip'}}]}";

} // namespace

class TestPreview : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void lengths_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<bool>("known");
        QTest::newRow("no secret") << QByteArray(plainRows) << QByteArray() << true;
        QTest::newRow("in a form") << QByteArray("{'format':'form','rows':[{'target':'key','source':"
                                                 "{'secret':'api_key'}}]}")
                                   << QByteArray() << false;
        QTest::newRow("in a template")
            << QByteArray("{'format':'text','template':'<k>{{secret.api_key}}</k>'}") << QByteArray()
            << false;
        QTest::newRow("hashed") << QByteArray("{'format':'json','rows':[{'target':'key','source':{'secret':"
                                              "'api_key'},'transforms':[{'do':'hash','algorithm':'md5'}]}]}")
                                << QByteArray() << false;
        QTest::newRow("within a value")
            << QByteArray(
                   "{'format':'form','rows':[{'target':'json','source':{'body':{'format':'json','rows':"
                   "[{'target':'key','source':{'secret':'api_key'}}]}}}]}")
            << QByteArray() << false;
        QTest::newRow("in a pair") << QByteArray("{'format':'form','rows':[{'target':'p','source':{'pairs':"
                                                 "[{'target':'k','source':{'secret':'api_key'}}]}}]}")
                                   << QByteArray() << false;
        QTest::newRow("in a header") << QByteArray(plainRows)
                                     << QByteArray("'headers':[{'target':'X-Key','source':{'secret':"
                                                   "'api_key'}}],")
                                     << true;
        QTest::newRow("signed in a header")
            << QByteArray(plainRows)
            << QByteArray("'signatures':[{'algorithm':'hmac-sha256','secret':'api_key','parts':[{'part':"
                          "'body'}],'header':'X-Signature'}],")
            << true;
        QTest::newRow("signed in the body")
            << QByteArray("{'format':'form','rows':[{'target':'zip','source':{'field':'zip'}},"
                          "{'target':'sig','source':{'signature':'own'}}]}")
            << QByteArray("'signatures':[{'algorithm':'hmac-sha256','secret':'api_key','parts':[{'part':"
                          "'method'}],'id':'own'}],")
            << false;
    }
    void lengths()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, more);
        QFETCH(bool, known);
        const auto compiled = domain::Integration::fromValue(document(body.constData(), more.constData()));
        QVERIFY2(compiled.ok(), compiled ? "" : compiled.error().message.c_str());
        const Object lead{{"zip", "78701"}};
        domain::RenderInput input;
        input.lead = &lead;
        const auto explanation = (*compiled)->explain(StepKind::Post, input);
        const auto shown = previewRequest(**compiled, StepKind::Post, explanation);
        if (!known) {
            QCOMPARE(lengthIn(shown), std::string(lengthWhenSent));
        } else {
            QCOMPARE(lengthIn(shown), std::to_string(shown.body.size()));
            // and it is what goes out
            const std::map<std::string, Secret> secrets{{"api_key", Secret("0123456789abcdef")}};
            input.secrets = &secrets;
            const auto sent = (*compiled)->render(StepKind::Post, input);
            QVERIFY(sent.ok());
            QCOMPARE(lengthIn(shown), lengthIn(*sent));
        }
        QCOMPARE(shown.body, explanation.request.body); // nothing else is touched
    }

    void aSecretsLengthCannotBeComputedFromWhatIsShown()
    {
        // the same preview whatever the secret is: nobody asks for it
        IntegrationDocument edited(
            document("{'format':'form','rows':[{'target':'key','source':"
                     "{'secret':'api_key'}},{'target':'a','source':{'constant':'b'}}]}"));
        EditorState state(&edited);
        state.setStep(StepKind::Post);
        const QByteArray wire = QByteArray::fromStdString(state.wireText());
        QVERIFY(wire.contains("Content-Length: {{set when sent}}\r\n"));
        QVERIFY(wire.endsWith("key={{api_key}}&a=b"));
        const KnownSize size = state.previewSize();
        QVERIFY(size.hasSecrets);
        QCOMPARE(size.bytes, static_cast<std::size_t>(wire.size()) - lengthWhenSent.size() -
                                 std::string_view("{{api_key}}").size());
        // a request that was sent differs in nothing but what stands for the secret
        QByteArray sent = wire;
        sent.replace("{{set when sent}}", "33");
        for (const RequestDifference &line : diffRequests(sent.toStdString(), wire.toStdString())) {
            QVERIFY2(line.state == RequestDifference::State::Same, line.name.c_str());
            QVERIFY2(line.sent.find("33") == std::string::npos, line.name.c_str());
        }
    }

    void sizes()
    {
        const std::vector<std::string> secrets{"key", "key2"};
        QCOMPARE(knownSize("", secrets), (KnownSize{0, false}));
        QCOMPARE(knownSize("{{lead}} {{", secrets), (KnownSize{11, false}));
        QCOMPARE(knownSize("a{{key}}b{{key2}}", secrets), (KnownSize{2, true}));
        QCOMPARE(knownSize("{{{key}}}", secrets), (KnownSize{2, true}));
        QCOMPARE(knownSize("{{key", secrets), (KnownSize{5, false}));
        QCOMPARE(knownSize("{{key}}", {}), (KnownSize{7, false}));
    }
};

QTEST_MAIN(TestPreview)
#include "tst_preview.moc"
