// Imported drafts joined with documents that are there already.
#include "domain/json/json.h"
#include "workbench/import/merge.h"
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::Value;

namespace {

Value json(const char *text)
{
    const auto value = domain::parseJson(text);
    return value ? *value : Value();
}

} // namespace

class TestMerge : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void secretsAreRenamedWhereverTheyAreNamed()
    {
        Value document =
            json(R"({"a":{"secret":"key"},"b":"Bearer {{secret.key}} {{secret.key | upper}} {{secret.keys}}",
            "c":{"constant":"{{secret.key}}"},"d":[{"secret":"other"},"{{ secret.key }}"],"e":"open {secret.key}"})");
        renameSecrets(document, {{"key", "acme_key"}});
        QCOMPARE(QByteArray::fromStdString(domain::writeJson(document)),
                 QByteArray(
                     R"({"a":{"secret":"acme_key"},)"
                     R"("b":"Bearer {{secret.acme_key}} {{secret.acme_key | upper}} {{secret.keys}}",)"
                     R"("c":{"constant":"{{secret.key}}"},"d":[{"secret":"other"},"{{ secret.acme_key }}"],)"
                     R"("e":"open {secret.key}"})"));
    }

    void namesOfSecretsBeginWithTheBuyer()
    {
        QCOMPARE(secretNameFor("acme-home", "api_key"), std::string("acme_home_api_key"));
        QCOMPARE(secretNameFor("acme-home", "acme_home_api_key"), std::string("acme_home_api_key"));
    }

    void slugs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("slug");
        QTest::newRow("plain") << u"Acme Insurance"_qs << u"acme-insurance"_qs;
        QTest::newRow("accents") << u"Zoë & Söhne GmbH."_qs << u"zoe-sohne-gmbh"_qs;
        QTest::newRow("nothing left") << u"🚀🚀"_qs << u"buyer"_qs;
        QTest::newRow("leading") << u"__x"_qs << u"x"_qs;
        QTest::newRow("long") << QString(100, u'a') << QString(60, u'a');
    }
    void slugs()
    {
        QFETCH(QString, name);
        QTEST(slugFromName(name), "slug");
    }

    void aBareStepTakesTheImportedOneWhole()
    {
        const Value open = json(R"({"slug":"mine","endpoints":{},"steps":{"post":{"method":"POST","path":"/",
            "body":{"format":"json","rows":[]},"response":{"rules":[{"id":"server_error","outcome":"error","on_5xx":true}]}}}})");
        const Value imported =
            json(R"({"slug":"theirs","endpoints":{"test":{"base_url":"https:\/\/x.example"}},
            "steps":{"post":{"method":"PUT","path":"/in","body":{"format":"form","rows":[{"target":"a","source":{"field":"a"}}]},
            "response":{"rules":[{"id":"ok","outcome":"accepted"}]}}}})");
        const MergedDocument merged = mergeImport(open, imported);
        QCOMPARE(merged.rowsAdded, 1);
        QCOMPARE(merged.document.find("slug")->toText(), std::string("mine"));
        QVERIFY(*merged.document.find("steps") == *imported.find("steps"));
        QVERIFY(*merged.document.find("endpoints") == *imported.find("endpoints"));
    }

    void mappedRowsStayUnlessToldOtherwise()
    {
        const Value open = json(R"({"steps":{"post":{"path":"/old","body":{"format":"json","rows":[
            {"target":"a","source":{"field":"mine"}},{"target":"b","source":{"constant":""}},{"target":"g","rows":[]}]},
            "headers":[{"target":"x-key","source":{"constant":"1"}}]}}})");
        const Value imported = json(R"({"steps":{"post":{"path":"/new","body":{"format":"json","rows":[
            {"target":"a","source":{"field":"theirs"}},{"target":"b","source":{"field":"b"}},{"target":"c","source":{"field":"c"}},
            {"target":"g","source":{"field":"g"}}]},"headers":[{"target":"X-Key","source":{"constant":"2"}}]},
            "ping":{"path":"/ping"}}})");
        const MergedDocument kept = mergeImport(open, imported);
        QCOMPARE(kept.stepsAdded, 1);
        QCOMPARE(kept.rowsAdded, 1);
        QCOMPARE(kept.rowsReplaced, 1); // the one that nobody had mapped
        QCOMPARE(kept.rowsKept, 3);
        const std::string text = domain::writeJson(kept.document);
        QVERIFY(
            text.find(R"({"target":"a","source":{"field":"mine"}},{"target":"b","source":{"field":"b"}})") !=
            std::string::npos);
        QVERIFY(text.find(R"("path":"/old")") != std::string::npos);
        const MergedDocument replaced = mergeImport(open, imported, {true});
        QCOMPARE(replaced.rowsKept, 0);
        QCOMPARE(replaced.rowsReplaced, 4);
    }

    void repeatedTargetsJoinInTheirOrder()
    {
        const Value open =
            json(R"({"steps":{"post":{"body":{"rows":[{"target":"t","source":{"field":"one"}}]}}}})");
        const Value imported =
            json(R"({"steps":{"post":{"body":{"rows":[{"target":"t","source":{"field":"x"}},
            {"target":"t","source":{"field":"two"}}]}}}})");
        const std::string text = domain::writeJson(mergeImport(open, imported).document);
        QVERIFY(text.find(
                    R"([{"target":"t","source":{"field":"one"}},{"target":"t","source":{"field":"two"}}])") !=
                std::string::npos);
    }

    void samplesAndSpecificationAreAddedOnce()
    {
        const Value open = json(R"({"steps":{},"samples":[{"id":"s1","step":"post","response":"ok"}],
            "specification":{"fields":[{"step":"post","target":"a","required":true}]}})");
        const Value imported = json(R"({"samples":[{"id":"s1","step":"post","response":"ok"},
            {"id":"s1","step":"post","response":"no"}],
            "specification":{"fields":[{"step":"post","target":"a"},{"step":"post","target":"b"}]}})");
        const std::string text = domain::writeJson(mergeImport(open, imported).document);
        QVERIFY(
            text.find(
                R"("samples":[{"id":"s1","step":"post","response":"ok"},{"id":"s1_2","step":"post","response":"no"}])") !=
            std::string::npos);
        QVERIFY(
            text.find(
                R"("fields":[{"step":"post","target":"a","required":true},{"step":"post","target":"b"}])") !=
            std::string::npos);
        // a second time changes nothing
        const MergedDocument again = mergeImport(mergeImport(open, imported).document, imported);
        QCOMPARE(QByteArray::fromStdString(domain::writeJson(again.document)),
                 QByteArray::fromStdString(text));
    }

    void brokenDocumentsDoNoHarm()
    {
        for (const char *text : {"null", "[]", "{}", R"({"steps":[]})", R"({"steps":{"post":7}})",
                                 R"({"steps":{"post":{"body":7,"query":{}}},"samples":{},"endpoints":7})"}) {
            mergeImport(json(text), json(R"({"steps":{"post":{"body":{"rows":[{"target":"a"}]}}}})"));
            mergeImport(json(R"({"steps":{"post":{"body":{"rows":[{"target":"a"}]}}}})"), json(text));
        }
    }
};

QTEST_APPLESS_MAIN(TestMerge)
#include "tst_merge.moc"
