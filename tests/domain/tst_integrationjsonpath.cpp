// JSONPath against the compliance suite of RFC 9535: every valid selector, every invalid one refused.
#include "domain/integration/jsonpath.h"
#include "domain/json/json.h"
#include <QFile>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

class TestIntegrationJsonPath : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void suite_data();
    void suite();
    void filters_data();
    void filters();
    void runawayQueriesEnd();
    void firstAgreesWithSelect();
};

void TestIntegrationJsonPath::suite_data()
{
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("document");
    QTest::addColumn<QStringList>("results");
    QTest::addColumn<bool>("invalid");
    const QString root = qEnvironmentVariable("BOURSE_CONFORMANCE_DIR");
    if (root.isEmpty())
        return;
    QFile file(root + QStringLiteral("/jsonpath-cts/cts.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    // Our reader refuses NUL in strings; another control character tests the same rule of the path's grammar.
    const auto suite = parseJson(file.readAll().replace("\\u0000", "\\u0001").toStdString());
    QVERIFY2(suite.ok(), suite.ok() ? "" : suite.error().message.c_str());
    int cases = 0;
    int refused = 0;
    for (const Value &test : *suite->find("tests")->asArray()) {
        const auto text = [&](const char *key) {
            const Value *value = test.find(key);
            return value ? QString::fromStdString(value->toText()) : QString();
        };
        const QString selector = text("selector");
        QStringList results;
        if (const Value *one = test.find("result"))
            results << QString::fromStdString(writeJson(*one));
        if (const Value *several = test.find("results"))
            for (const Value &one : *several->asArray())
                results << QString::fromStdString(writeJson(one));
        const Value *document = test.find("document");
        QTest::newRow(qPrintable(text("name")))
            << selector << QString::fromStdString(document ? writeJson(*document) : "null") << results
            << (test.find("invalid_selector") != nullptr);
        ++cases;
        refused += test.find("invalid_selector") ? 1 : 0;
    }
    qInfo("JSONPath compliance suite: %d cases, %d of them invalid selectors", cases, refused);
    QCOMPARE(cases, 703);
    QCOMPARE(refused, 247);
}

void TestIntegrationJsonPath::suite()
{
    if (qEnvironmentVariableIsEmpty("BOURSE_CONFORMANCE_DIR"))
        QSKIP("BOURSE_CONFORMANCE_DIR is not set: the JSONPath compliance suite is not run");
    QFETCH(QString, selector);
    QFETCH(QString, document);
    QFETCH(QStringList, results);
    QFETCH(bool, invalid);
    const auto path = JsonPath::compile(selector.toStdString());
    QCOMPARE(path.ok(), !invalid);
    if (invalid)
        return;
    const auto root = parseJson(document.toStdString());
    QVERIFY(root.ok());
    Array found;
    for (const Value *node : path->select(*root))
        found.push_back(*node);
    const QString got = QString::fromStdString(writeJson(Value(std::move(found))));
    QVERIFY2(results.contains(got), qPrintable(selector + QStringLiteral(" gave ") + got));
}

void TestIntegrationJsonPath::filters_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("found"); // or "error"
    const auto row = [](const char *path, const char *found) {
        QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(found);
    };
    row("$.bids[?@.payout > 3].id", R"(["b","c"])");
    row("$.bids[?(@.ok==true && @.payout>=3.10)].id", R"(["b"])");
    row("$.bids[?!@.ok].id", R"(["c"])");
    row("$.bids[?@.payout == 3.100000000000000000000000000001].id", R"([])");
    row("$.bids[?@.payout == 310e-2].id", R"(["b"])");
    row("$.bids[?@.payout > $.floor].id", R"(["b","c"])");
    row("$.bids[?match(@.id, '[ab]')].id", R"(["a","b"])");
    row("$.bids[?search(@.name, '^b')].id", R"(["c"])");
    row("$.bids[?length(@.name) == 2].id", R"(["a"])");
    row("$.bids[?count(@.*) > 3].id", R"(["a","b"])");
    row("$.bids[?@.name < 'b'].id", R"(["b"])");
    row("$.fields[?@.id==7].value", R"(["seven"])");
    row("$..[?@ == 'seven']", R"(["seven"])");
    row("$.bids[?match(@.id, '(?i)A')].id", R"([])");
    row("$.bids[?count(@.id) == match(@.id,'a')]", "error");
    row("$.bids[?length(@.*) < 3]", "error");
    row("$.bids[?nosuch(@)]", "error");
    row("$.bids[?1]", "error");
    row("$.bids[?'a']", "error");
    row("$.bids[?@.a == @..b]", "error");
    row("$.bids[?((((((((((((((((((@.a))))))))))))))))))]", "error");
}

void TestIntegrationJsonPath::filters()
{
    QFETCH(QString, path);
    QFETCH(QString, found);
    const auto root = parseJson(
        R"({"floor":3,"bids":[{"id":"a","payout":3,"ok":true,"name":"éx"},{"id":"b","payout":3.10,"ok":true,"name":"a^x"},)"
        R"({"id":"c","payout":12,"name":"bcd^x"}],"fields":[{"id":6,"value":"six"},{"id":7,"value":"seven"}]})");
    QVERIFY(root.ok());
    const auto compiled = JsonPath::compile(path.toStdString());
    if (found == QStringLiteral("error")) {
        QVERIFY(!compiled.ok());
        QCOMPARE(compiled.error().code, std::string("invalid_path"));
        return;
    }
    QVERIFY2(compiled.ok(), compiled.ok() ? "" : compiled.error().message.c_str());
    Array nodes;
    for (const Value *node : compiled->select(*root))
        nodes.push_back(*node);
    QCOMPARE(QString::fromStdString(writeJson(Value(std::move(nodes)))), found);
}

void TestIntegrationJsonPath::runawayQueriesEnd()
{
    std::string text = "[";
    for (int i = 0; i < 3'000; ++i)
        text += (i ? "," : "") + std::string("[[1]]");
    const auto root = parseJson(text + ']');
    QVERIFY(root.ok());
    const auto path = JsonPath::compile("$..[?$..[?$..[?@==2]]]");
    QVERIFY(path.ok());
    QVERIFY(path->select(*root).empty());
}

void TestIntegrationJsonPath::firstAgreesWithSelect()
{
    const auto root = parseJson(R"({"a":[{"b":1},{"b":2}],"c d":{"e":null}})");
    QVERIFY(root.ok());
    for (const char *text :
         {"$", "$.a[0].b", "$.a[-1].b", "$.a[2]", "$['c d'].e", "$.a[*].b", "$..b", "$.x.y", "$.a.b"}) {
        const auto path = JsonPath::compile(text);
        QVERIFY2(path.ok(), text);
        const auto all = path->select(*root);
        QCOMPARE(path->first(*root), all.empty() ? nullptr : all.front());
    }
}

QTEST_GUILESS_MAIN(TestIntegrationJsonPath)
#include "tst_integrationjsonpath.moc"
