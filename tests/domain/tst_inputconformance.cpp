// Hostile text from public collections: XML attacks as answers, naughty strings as values of every kind of
// body.
#include "domain/integration/coding.h"
#include "domain/integration/integration.h"
#include "domain/integration/signatureplan.h"
#include "domain/integration/xmltree.h"
#include "support/conformance.h"
#include <pugixml.hpp>

using namespace bourse;
using namespace bourse::domain;
using namespace bourse::support;

namespace {

std::shared_ptr<const Integration> compiled(const std::string &post, const char *response)
{
    const auto integration = Integration::fromJson(
        R"({"bourse_integration":1,"slug":"t","endpoints":{"test":{"base_url":"https://api.example"}},"steps":{"post":{)" +
        post + R"("response":)" + response + "}}}");
    if (!integration)
        qFatal("%s: %s", integration.error().field.c_str(), integration.error().message.c_str());
    return *integration;
}

constexpr const char *kNoAnswer = R"({"rules":[{"id":"r","outcome":"rejected"}]})";

Result<RenderedRequest> rendered(const Integration &integration, const std::string &text)
{
    const Object lead{{"v", text}};
    RenderInput input;
    input.lead = &lead;
    return integration.render(StepKind::Post, input);
}

/// XML 1.0, 2.2: what a document can hold.
bool isXmlText(const std::string &text)
{
    for (const QChar c : QString::fromStdString(text))
        if ((c.unicode() < 0x20 && c != u'\t' && c != u'\n' && c != u'\r') || c.unicode() >= 0xFFFE)
            return false;
    return true;
}

} // namespace

class TestInputConformance : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void xmlAttacks();
    void naughtyStrings();
};

void TestInputConformance::xmlAttacks()
{
    BOURSE_NEEDS_CONFORMANCE("the XML attacks");
    const QDir dir(conformanceDir() + QStringLiteral("/xml-attacks/xmltestdata"));
    const QStringList names = dir.entryList(QDir::Files);
    QCOMPARE(names.size(), 13);
    const auto integration = compiled(
        "",
        R"~({"rules":[{"id":"a","when":{"source":{"xpath":"//*"},"op":"exists"},"outcome":"accepted","extract":{"carried":{"t":{"source":{"xpath":"string(/)"}}}}}]})~");
    int refused = 0;
    int inert = 0;
    for (const QString &name : names) {
        const auto text = conformanceText(QStringLiteral("xml-attacks/xmltestdata/") + name);
        QVERIFY(text);
        const auto tree = XmlTree::parse(*text);
        BuyerResponse answer;
        answer.headers = {{"Content-Type", "text/xml"}};
        answer.body = *text;
        const Interpretation reading = integration->interpret(StepKind::Post, answer);
        if (text->find("<!DOCTYPE") != std::string::npos) {
            QVERIFY2(!tree.ok(), qPrintable(name));
            QCOMPARE(QString::fromStdString(tree.error().code), QStringLiteral("dtd_refused"));
            QCOMPARE(reading.outcome, Reading::Unrecognised);
            QVERIFY(reading.carried.empty());
            ++refused;
            continue;
        }
        // a schema or a stylesheet is an XML text like any other: read, never carried out
        QVERIFY2(tree.ok(), qPrintable(name));
        QVERIFY(toJson(reading).find("passwd") == std::string::npos);
        ++inert;
    }
    QCOMPARE(refused + inert, 13);
    QVERIFY(refused >= 8);
    qInfo("XML attacks: 13 files, %d refused for their DTD, %d read as inert text", refused, inert);
}

void TestInputConformance::naughtyStrings()
{
    BOURSE_NEEDS_CONFORMANCE("the naughty strings");
    const Value list = conformanceJson(QStringLiteral("naughty-strings/blns.json"));
    QCOMPARE(list.asArray()->size(), std::size_t(515));
    const auto json = compiled(
        R"("body":{"format":"json","rows":[{"target":"v","source":{"field":"v"},"on_empty":"empty"},{"target":"in","source":{"template":"<{{lead.v}}>"}}]},)",
        kNoAnswer);
    const auto ascii = compiled(
        R"("body":{"format":"json","ascii":true,"rows":[{"target":"v","source":{"field":"v"},"on_empty":"empty"}]},)",
        kNoAnswer);
    const auto form = compiled(
        R"("query":[{"target":"q","source":{"field":"v"},"on_empty":"empty"}],"body":{"format":"form","rows":[{"target":"v","source":{"field":"v"},"on_empty":"empty"}]},)",
        kNoAnswer);
    const auto xml = compiled(
        R"("body":{"format":"xml","rows":[{"target":"r@a","source":{"field":"v"},"on_empty":"empty"},{"target":"r/v","source":{"field":"v"},"on_empty":"empty"},{"target":"r/c","source":{"field":"v"},"cdata":true,"on_empty":"empty"}]},)",
        kNoAnswer);
    const auto text = compiled(
        R"("body":{"format":"text","escape":"json","template":"{\"v\":\"{{lead.v}}\"}"},)", kNoAnswer);
    const auto header = compiled(R"("headers":[{"target":"X-V","source":{"field":"v"}}],)", kNoAnswer);
    const auto path = compiled(R"("path":"/a/{{lead.v}}/b",)", kNoAnswer);
    int inXml = 0;
    int refusedByXml = 0;
    int inHeader = 0;
    for (const Value &item : *list.asArray()) {
        const std::string &v = *item.asString();
        for (const auto *integration : {&json, &ascii, &text}) {
            const auto request = rendered(**integration, v);
            QVERIFY2(request.ok(), v.c_str());
            const auto body = parseJson(request->body);
            QVERIFY2(body.ok(), request->body.c_str());
            QCOMPARE(*body->find("v")->asString(), v);
            if (integration == &json)
                QCOMPARE(*body->find("in")->asString(), '<' + v + '>');
            if (integration == &ascii)
                QVERIFY(std::all_of(request->body.begin(), request->body.end(),
                                    [](char c) { return c >= 0x20 && c < 0x7F; }) ||
                        v.find('\x7f') != std::string::npos);
        }
        const auto inForm = rendered(*form, v);
        QVERIFY2(inForm.ok(), v.c_str());
        QVERIFY(inForm->body.starts_with("v="));
        QCOMPARE(percentDecoded(std::string_view(inForm->body).substr(2), true), v);
        QCOMPARE(formParameters(inForm->url.substr(inForm->url.find('?') + 1)), (Parameters{{"q", v}}));

        const auto document = rendered(*xml, v);
        if (!isXmlText(v)) {
            QVERIFY2(!document.ok(), v.c_str());
            QCOMPARE(document.error().code, std::string("invalid_character"));
            ++refusedByXml;
        } else {
            QVERIFY2(document.ok(), document.ok() ? "" : document.error().message.c_str());
            pugi::xml_document tree;
            QVERIFY2(tree.load_buffer(document->body.data(), document->body.size(),
                                      pugi::parse_full | pugi::parse_ws_pcdata),
                     document->body.c_str());
            QCOMPARE(std::string(tree.child("r").attribute("a").value()), v);
            QCOMPARE(std::string(tree.child("r").child("v").text().get()), v);
            std::string cdata;
            for (const pugi::xml_node &node : tree.child("r").child("c").children())
                cdata += node.value();
            QCOMPARE(cdata, v);
            ++inXml;
        }

        const auto inHead = rendered(*header, v);
        const bool control = std::any_of(v.begin(), v.end(), [](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
        });
        QCOMPARE(inHead.ok(), !control);
        if (control)
            QCOMPARE(inHead.error().code, std::string("header_injection"));
        else
            ++inHeader;

        const auto inPath = rendered(*path, v);
        if (v.empty()) {
            QCOMPARE(inPath.error().code, std::string("empty_place"));
        } else if (v == "." || v == "..") {
            QCOMPARE(inPath.error().code, std::string("invalid_url"));
        } else {
            QVERIFY2(inPath.ok(), v.c_str());
            const std::string start = "https://api.example/a/";
            QVERIFY(inPath->url.starts_with(start) && inPath->url.ends_with("/b"));
            QCOMPARE(percentDecoded(inPath->url.substr(start.size(), inPath->url.size() - start.size() - 2),
                                    false),
                     v);
        }
    }
    QCOMPARE(inXml + refusedByXml, 515);
    qInfo("Naughty strings: 515 through JSON (three ways), form, query and path; %d through XML, %d refused "
          "there; "
          "%d in a header, the others refused",
          inXml, refusedByXml, inHeader);
}

QTEST_GUILESS_MAIN(TestInputConformance)
#include "tst_inputconformance.moc"
