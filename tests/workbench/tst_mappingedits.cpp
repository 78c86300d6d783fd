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
        row("pairs", "{'pairs':[{'target':'a'},{'target':'b'},{'target':'c'}],'separator':':','join':'|'}",
            SourceKind::Pairs, "3 pairs: a:\u2026|b:\u2026");
        row("pair", "{'pairs':[{'target':'a'}]}", SourceKind::Pairs, "1 pair: a=\u2026");
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

    void refusalsAreRowsBeforeTheRequest()
    {
        IntegrationDocument doc(document());
        const Value before = doc.value();
        MappingEdits edits(&doc);
        const auto refusal = [](const char *state, const char *reason) {
            return Value(Object{
                {"when", Object{{"source", Object{{"field", "state"}}}, {"op", "equals"}, {"value", state}}},
                {"reason", reason}});
        };
        QVERIFY(!edits.addRefusal(StepKind::Callback, refusal("TX", "none"))); // no such step
        const auto first = edits.addRefusal(StepKind::Ping, refusal("TX", "No Texas."));
        QVERIFY(first);
        QCOMPARE(first->toString(), std::string("steps.ping.refuse_when[0]"));
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("Refuse leads: No Texas."));
        QVERIFY(edits.addRefusal(StepKind::Ping, refusal("FL", "No Florida.")));
        const auto between = edits.addRefusal(StepKind::Ping, refusal("NY", "No New York."), *first);
        QVERIFY(between);
        QVERIFY(doc.compiled());
        auto rows = mappingRows(doc.value(), StepKind::Ping, false);
        QCOMPARE(targets(rows).mid(0, 5), listOf({"--", "No Texas.", "No New York.", "No Florida.", "--"}));
        QCOMPARE(rows[0].section, RowSection::Refusals);
        QCOMPARE(rows[0].count, 3);
        QCOMPARE(rows[2].kind, MappingRow::Kind::Refusal);
        QVERIFY(rows[2].isInList() && !rows[2].isRow());
        QVERIFY(edits.move(*between, 1));
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("Move No New York. down"));
        QVERIFY(edits.setRefusal(*first, refusal("TX", "Texas is full.")));
        QCOMPARE(doc.undoStack()->undoText(),
                 QStringLiteral("Change which leads are refused: Texas is full."));
        QVERIFY(edits.remove(*first));
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("No longer refuse leads: Texas is full."));
        QVERIFY(edits.remove(*first));
        QVERIFY(edits.remove(*first)); // the last takes the list's heading with it
        rows = mappingRows(doc.value(), StepKind::Ping, false);
        QCOMPARE(rows[0].section, RowSection::Url);
        while (doc.undoStack()->canUndo())
            doc.undoStack()->undo();
        QCOMPARE(domain::writeJson(doc.value()), domain::writeJson(before));
    }

    void aValueOfPairsHasItsPairsBelow()
    {
        IntegrationDocument doc(document());
        const Value before = doc.value();
        MappingEdits edits(&doc);
        const DocumentPath zip("steps.ping.body.rows[0]");
        QVERIFY(edits.makePairs(zip, QStringLiteral("code")));
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("Make Zip of pairs"));
        QVERIFY(edits.makePairs(zip, QStringLiteral("again"))); // is of pairs already
        QCOMPARE(doc.undoStack()->count(), 1);
        // what the row had is the first pair's
        QCOMPARE(doc.text("steps.ping.body.rows[0].source.pairs[0].source.field"),
                 QStringLiteral("postal_code"));
        const auto second = edits.addPair(zip, QStringLiteral("land"));
        QVERIFY(second);
        QCOMPARE(doc.undoStack()->undoText(), QStringLiteral("Add the pair land to Zip"));
        QVERIFY(edits.setSource(*second, Object{{"constant", "US"}}));
        QVERIFY(doc.compiled());
        auto rows = mappingRows(doc.value(), StepKind::Ping, false);
        QCOMPARE(targets(rows).mid(7), listOf({"--", "Zip", "code", "land", "Email"}));
        QCOMPARE(rows[9].depth, 1);
        QCOMPARE(rows[9].path.toString(), std::string("steps.ping.body.rows[0].source.pairs[0]"));
        QVERIFY(rows[9].isRow());
        const Value *source = doc.at("steps.ping.body.rows[0].source");
        QCOMPARE(sourceKind(source), SourceKind::Pairs);
        QCOMPARE(sourceText(source), QStringLiteral("2 pairs: code=\u2026&land=\u2026"));

        MappingEdits::PairMarks marks = edits.pairMarks(zip);
        QCOMPARE(marks, MappingEdits::PairMarks());
        marks.separator = QStringLiteral(":");
        marks.join = QStringLiteral("; ");
        marks.with = QStringLiteral("-"); // says nothing where nothing is replaced
        QVERIFY(edits.setPairMarks(zip, marks));
        QCOMPARE(doc.text("steps.ping.body.rows[0].source.join"), QStringLiteral("; "));
        QVERIFY(!doc.at("steps.ping.body.rows[0].source.with"));
        QVERIFY(!doc.at("steps.ping.body.rows[0].source.inside"));
        const Object lead{{"postal_code", "78701"}, {"email", "a@b.example"}};
        domain::RenderInput input;
        input.lead = &lead;
        const auto request = doc.compiled()->render(StepKind::Ping, input);
        QVERIFY(request.ok());
        QVERIFY(QByteArray::fromStdString(request->body).startsWith("Zip=code%3A78701%3B+land%3AUS&"));

        QVERIFY(edits.setPairMarks(zip, {})); // as the language has it: no keys
        QVERIFY(!doc.at("steps.ping.body.rows[0].source.separator"));
        const auto moved = edits.move(*second, -1);
        QVERIFY(moved && edits.remove(*moved));
        QVERIFY(!edits.addPair("steps.ping.body.rows[1]", QStringLiteral("x"))); // is not of pairs
        QVERIFY(!edits.setPairMarks("steps.ping.body.rows[1]", marks));
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
