// JSONPath against the compliance suite of RFC 9535, as far as the language goes here (no filters).
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
    void filtersAreRefusedByName();
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
    for (const Value &test : *suite->find("tests")->asArray()) {
        const auto text = [&](const char *key) {
            const Value *value = test.find(key);
            return value ? QString::fromStdString(value->toText()) : QString();
        };
        const QString selector = text("selector");
        if (selector.contains(QLatin1Char('?')))
            continue;
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
    }
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

void TestIntegrationJsonPath::filtersAreRefusedByName()
{
    const auto path = JsonPath::compile("$.bids[?@.payout > 3]");
    QVERIFY(!path.ok());
    QCOMPARE(path.error().code, std::string("invalid_path"));
    QVERIFY(path.error().message.find("filters") != std::string::npos);
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
