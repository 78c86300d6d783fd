// Edits of mapping rows and the flat list of them, without a display.
#include "domain/integration/catalogue.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "workbench/mappingedits.h"
#include "workbench/mappingrow.h"
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::Object;
using domain::StepKind;
using domain::Value;

namespace {

/// Single quotes stand for JSON's: moc 6.4 loses count of braces in raw strings.
Value parse(QByteArray json)
{
    const auto value = domain::parseJson(json.replace('\'', '"').toStdString());
    return value ? *value : Value();
}

/// A ping with one personal field, a post with a group and a body within a value.
Value document()
{
    return parse(
        "{'bourse_integration':1,'slug':'acme','endpoints':{'test':{'base_url':'https://acme.example'}},"
        "'specification':{'fields':[{'step':'ping','target':'Zip','required':true},"
        "{'step':'post','target':'Email','required':true}]},"
        "'steps':{'ping':{'path':'/ping','headers':[{'target':'Accept','source':{'constant':'*'}}],"
        "'body':{'format':'form','rows':[{'target':'Zip','source':{'field':'postal_code'}},"
        "{'target':'Email','source':{'field':'email'},'transforms':[{'do':'trim'},{'do':'lower'}]}]},"
        "'response':{'rules':[{'id':'any','outcome':'accepted'}]}},"
        "'post':{'method':'PUT','path':'/post','body':{'format':'json','rows':["
        "{'target':'contact','rows':[{'target':'zip','source':{'field':'postal_code'}}]},"
        "{'target':'payload','source':{'body':{'format':'xml','rows':[{'target':'a/"
        "b','source':{'constant':'1'}}]}}}]},"
        "'response':{'rules':[{'id':'any','outcome':'accepted'}]}}}}");
}

QStringList targets(const QVector<MappingRow> &rows)
{
    QStringList list;
    for (const MappingRow &row : rows)
        list.append(row.kind == MappingRow::Kind::Section ? QStringLiteral("--") : row.target);
    return list;
}

} // namespace

static QStringList listOf(std::initializer_list<const char *> words)
{
    QStringList list;
    for (const char *word : words)
        list.append(QString::fromLatin1(word));
    return list;
}

class TestMappingEdits : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rowsInTheRequestsOrder()
    {
        const auto rows = mappingRows(document(), StepKind::Ping, false);
        QCOMPARE(targets(rows), listOf({"--", "Method", "Test address", "Live address", "Path", "--",
                                        "Accept", "--", "Zip", "Email"}));
        QCOMPARE(rows[8].path.toString(), std::string("steps.ping.body.rows[0]"));
        QVERIFY(rows[8].isRequired);
        QVERIFY(!rows[9].isRequired); // only the post asks for it
        QCOMPARE(rows[0].detail, QStringLiteral("POST https://acme.example/ping"));
        QCOMPARE(rows[7].detail, QStringLiteral("form"));
    }

    void groupsAndBodiesWithinValuesHaveTheirRowsBelow()
    {
        const auto rows = mappingRows(document(), StepKind::Post, true);
        QCOMPARE(targets(rows), listOf({"--", "Method", "Live address", "Test address", "Path", "--",
                                        "contact", "zip", "payload", "a/b"}));
        QCOMPARE(rows[6].kind, MappingRow::Kind::Group);
        QCOMPARE(rows[7].depth, 1);
        QCOMPARE(rows[7].path.toString(), std::string("steps.post.body.rows[0].rows[0]"));
        QCOMPARE(rows[9].path.toString(), std::string("steps.post.body.rows[1].source.body.rows[0]"));
        QCOMPARE(rows[0].detail, QStringLiteral("PUT (no address)/post"));
        QVERIFY(mappingRows(document(), StepKind::Callback, false).isEmpty());
    }

    void sourcesSayWhatTheyAre_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *json, SourceKind kind, const char *text) {
            QTest::newRow(name) << QByteArray(json) << static_cast<int>(kind) << QString::fromUtf8(text);
        };
        row("field", "{'field':'a.b'}", SourceKind::Field, "a.b");
        row("number", "{'constant':19}", SourceKind::Constant, "19");
        row("list", "{'constant':[1,2]}", SourceKind::Constant, "[1,2]");
        row("template", "{'template':'x {{lead.y}}'}", SourceKind::Template, "x {{lead.y}}");
        row("secret", "{'secret':'key'}", SourceKind::Secret, "key");
        row("lookup", "{'lookup':'codes','key':{'field':'state'}}", SourceKind::Lookup, "codes by state");
        row("first", "{'first_of':[{'field':'a'},{'field':'b'}]}", SourceKind::FirstOf, "a, else b");
        row("body", "{'body':{'format':'json','rows':[{},{}]}}", SourceKind::Body, "JSON with 2 rows");
        row("other", "{'later':1}", SourceKind::Other, "{\"later\":1}");
        row("none", "{}", SourceKind::None, "");
        row("no object", "7", SourceKind::None, "");
    }
    void sourcesSayWhatTheyAre()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, kind);
        QFETCH(QString, text);
        const Value value = parse(json);
        QCOMPARE(static_cast<int>(sourceKind(&value)), kind);
        QCOMPARE(sourceText(&value), text);
    }

    void everyEditIsOneStepOfUndo()
    {
        IntegrationDocument doc(document());
        const Value before = doc.value();
        MappingEdits edits(&doc);
        const DocumentPath email("steps.ping.body.rows[1]");
        QVERIFY(edits.rename(email, QStringLiteral("Mail")));
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("Rename Email to Mail"));
        QVERIFY(edits.setSource(email, Object{{"constant", "x"}}));
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("Set Mail to the constant \u201cx\u201d"));
        QVERIFY(edits.addTransform(email, 99, MappingEdits::newTransform("upper")));
        QCOMPARE(doc.text("steps.ping.body.rows[1].transforms[2].do"), QStringLiteral("upper"));
        QVERIFY(edits.moveTransform(email, 2, -1));
        QCOMPARE(doc.text("steps.ping.body.rows[1].transforms[1].do"), QStringLiteral("upper"));
        QVERIFY(edits.removeTransform(email, 0));
        QVERIFY(edits.setOnEmpty(email, "refuse"));
        QVERIFY(edits.setWhen(email, Value(Object{{"source", Object{{"field", "a"}}}, {"op", "exists"}})));
        const auto moved = edits.move(email, -1);
        QVERIFY(moved);
        QCOMPARE(moved->toString(), std::string("steps.ping.body.rows[0]"));
        const auto added =
            edits.insertAfter(*moved, StepKind::Ping, QStringLiteral("Extra"), Object{{"field", "state"}});
        QVERIFY(added);
        QCOMPARE(added->toString(), std::string("steps.ping.body.rows[1]"));
        QVERIFY(edits.remove(*added));
        QVERIFY(edits.recordPiiReason({QStringLiteral("email"), QStringLiteral("phone")},
                                      QStringLiteral("matching")));
        QCOMPARE(doc.text("pii_reasons.phone"), QStringLiteral("matching"));
        QCOMPARE(doc.undoStack()->count(), 11);
        while (doc.undoStack()->canUndo())
            doc.undoStack()->undo();
        QCOMPARE(domain::writeJson(doc.value()), domain::writeJson(before));
    }

    void whatCannotBeDoneChangesNothing()
    {
        IntegrationDocument doc(document());
        MappingEdits edits(&doc);
        QVERIFY(!edits.move("steps.ping.body.rows[0]", -1));
        QVERIFY(!edits.move("steps.ping.body.rows[1]", 1));
        QVERIFY(!edits.moveTransform("steps.ping.body.rows[1]", 1, 1));
        QVERIFY(!edits.removeTransform("steps.ping.body.rows[1]", 5));
        QVERIFY(!edits.removeTransform("steps.ping.body.rows[9]", 0));
        QVERIFY(!edits.setParameter("steps.ping.body.rows[0]", 0, "x", Value(1)));
        QVERIFY(!edits.remove("steps.ping.body.rows[9]"));
        QVERIFY(!edits.moveToPost("steps.ping.body.rows[9]"));
        QVERIFY(!edits.recordPiiReason({}, QStringLiteral("none")));
        QCOMPARE(doc.undoStack()->count(), 0);
    }

    void theLastTransformTakesTheListWithIt()
    {
        IntegrationDocument doc(document());
        MappingEdits edits(&doc);
        edits.removeTransform("steps.ping.body.rows[1]", 0);
        edits.removeTransform("steps.ping.body.rows[1]", 0);
        QVERIFY(!doc.at("steps.ping.body.rows[1].transforms"));
    }

    void typingInAParameterIsOneCommand()
    {
        IntegrationDocument doc(document());
        MappingEdits edits(&doc);
        edits.addTransform("steps.ping.body.rows[0]", 0, MappingEdits::newTransform("default"));
        const int before = doc.undoStack()->count();
        for (const char *typed : {"n", "no", "non", "none"})
            QVERIFY(edits.setParameter("steps.ping.body.rows[0]", 0, "value", Value(typed), true));
        QCOMPARE(doc.undoStack()->count(), before + 1);
        QCOMPARE(doc.text("steps.ping.body.rows[0].transforms[0].value"), QStringLiteral("none"));
    }

    void aRowMovesToThePostUnlessItIsThere()
    {
        IntegrationDocument doc(document());
        MappingEdits edits(&doc);
        QVERIFY(edits.moveToPost("steps.ping.body.rows[1]"));
        QCOMPARE(doc.text("steps.post.body.rows[2].target"), QStringLiteral("Email"));
        QVERIFY(!doc.at("steps.ping.body.rows[1]"));
        doc.undoStack()->undo();
        QCOMPARE(doc.text("steps.ping.body.rows[1].target"), QStringLiteral("Email"));
        edits.insertAfter({}, StepKind::Post, QStringLiteral("Email"), Object{{"field", "email"}});
        QVERIFY(edits.moveToPost("steps.ping.body.rows[1]"));
        QCOMPARE(doc.at("steps.post.body.rows")->asArray()->size(), std::size_t(3));
    }

    void everyNewTransformCompiles()
    {
        // what the picker adds must never make a valid document invalid
        for (const domain::TransformInfo &info : domain::transformCatalogue()) {
            IntegrationDocument doc(document());
            QVERIFY(doc.compiled());
            MappingEdits(&doc).addTransform("steps.ping.body.rows[0]", 0,
                                            MappingEdits::newTransform(info.name));
            QVERIFY2(doc.compiled() || QByteArray(info.name) == "lookup", info.name);
        }
    }

    void aNewStepCompiles()
    {
        for (const StepKind step : {StepKind::Auth, StepKind::Lookup, StepKind::Status, StepKind::NotifyWin,
                                    StepKind::NotifyLoss}) {
            IntegrationDocument doc(document());
            MappingEdits edits(&doc);
            QVERIFY(edits.addStep(step));
            QVERIFY2(doc.compiled(), qPrintable(MappingEdits::stepName(step)));
            QVERIFY(edits.removeStep(step));
            QVERIFY(!doc.at(IntegrationDocument::stepPath(step)));
        }
    }

    void aBodyIsMadeForTheFirstRow()
    {
        IntegrationDocument doc(document());
        doc.remove("steps.ping.body", QString());
        const auto row = MappingEdits(&doc).insertAfter({}, StepKind::Ping, QStringLiteral("a"),
                                                        Object{{"constant", "1"}});
        QVERIFY(row);
        QCOMPARE(row->toString(), std::string("steps.ping.body.rows[0]"));
        QCOMPARE(doc.text("steps.ping.body.format"), QStringLiteral("json"));
        // a text body has no rows to add to
        doc.set("steps.ping.body", parse("{'format':'text','template':'x'}"), QString());
        QVERIFY(!MappingEdits(&doc).insertAfter({}, StepKind::Ping, QStringLiteral("b"),
                                                Object{{"constant", "1"}}));
    }
};

QTEST_MAIN(TestMappingEdits)
#include "tst_mappingedits.moc"
