// Which vertical an integration is opened with, and what the document says of it.
#include "domain/json/json.h"
#include "workbench/integrationdocument.h"
#include "workbench/verticalchoice.h"
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::Object;
using domain::Value;

namespace {

domain::FieldSchema schema(const char *slug, const char *label, std::initializer_list<const char *> fields)
{
    domain::FieldSchema made;
    made.slug = slug;
    made.label = label;
    for (const char *key : fields) {
        domain::FieldSpec field;
        field.key = key;
        made.fields.push_back(std::move(field));
    }
    return made;
}

/// Single quotes stand for JSON's.
Value parse(QByteArray json)
{
    const auto value = domain::parseJson(json.replace('\'', '"').toStdString());
    return value ? *value : Value();
}

QVector<domain::FieldSchema> workspace()
{
    return {schema("home", "Home services", {"owner", "project"}),
            schema("auto", "Auto insurance", {"make", "model", "year"}), schema("injury", "", {"injury"})};
}

} // namespace

class TestVerticalChoice : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theFirstNamedOneIsOpened()
    {
        const Value document = parse("{'verticals':['gone','auto','home',7,'']}");
        QCOMPARE(namedVerticals(document),
                 (QStringList{QStringLiteral("gone"), QStringLiteral("auto"), QStringLiteral("home")}));
        // the first that is there, whatever uses the integration
        QCOMPARE(firstVertical(document, workspace(), QStringLiteral("home")), QStringLiteral("auto"));
        QCOMPARE(firstVertical(document, {}, QStringLiteral("home")), QString());
    }

    void withoutAWordOfTheDocumentItsUseDecides()
    {
        const Value document = parse("{'steps':{'ping':{'body':{'rows':[{'source':{'field':'make'}},"
                                     "{'source':{'field':'model.name'}},{'source':{'field':'owner'}}]}}}}");
        QCOMPARE(firstVertical(document, workspace(), QStringLiteral("home")), QStringLiteral("home"));
        // else what knows most of its fields
        QCOMPARE(firstVertical(document, workspace(), QString()), QStringLiteral("auto"));
        QCOMPARE(firstVertical(document, workspace(), QStringLiteral("gone")), QStringLiteral("auto"));
        QCOMPARE(firstVertical(parse("{'verticals':'auto'}"), workspace(), QString()),
                 QStringLiteral("home")); // no list: as if nothing were said
    }

    void choicesBeginWithTheNamedOnes()
    {
        const auto choices = verticalChoices(parse("{'verticals':['gone','injury']}"), workspace());
        QCOMPARE(choices.size(), 4);
        QCOMPARE(choices[0], (VerticalChoice{QStringLiteral("gone"), QStringLiteral("gone"), true, false}));
        QCOMPARE(choices[1],
                 (VerticalChoice{QStringLiteral("injury"), QStringLiteral("injury"), true, true}));
        QCOMPARE(choices[2],
                 (VerticalChoice{QStringLiteral("home"), QStringLiteral("Home services"), false, true}));
        QCOMPARE(choices[3].slug, QStringLiteral("auto"));
        // nothing named: all of the workspace
        const auto all = verticalChoices(Object(), workspace());
        QCOMPARE(all.size(), 3);
        QVERIFY(std::none_of(all.begin(), all.end(), [](const VerticalChoice &one) { return one.isNamed; }));
    }

    void whatItIsMadeForIsOneStepOfUndo()
    {
        IntegrationDocument document(parse("{'slug':'a'}"));
        const Value before = document.value();
        const QString home = QStringLiteral("home");
        QVERIFY(VerticalEdits::setMadeFor(document, home, QStringLiteral("Home services"), true));
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Made for Home services"));
        QVERIFY(VerticalEdits::setMadeFor(document, home, QStringLiteral("Home services"), true));
        QCOMPARE(document.undoStack()->count(), 1);
        QVERIFY(VerticalEdits::setMadeFor(document, QStringLiteral("auto"), QStringLiteral("Auto"), true));
        QCOMPARE(namedVerticals(document.value()).size(), 2);
        QVERIFY(VerticalEdits::setMadeFor(document, home, QStringLiteral("Home services"), false));
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("No longer made for Home services"));
        QVERIFY(VerticalEdits::setMadeFor(document, QStringLiteral("auto"), QStringLiteral("Auto"), false));
        QVERIFY(!document.at("verticals")); // any will do, and nothing stands there
        QVERIFY(!VerticalEdits::setMadeFor(document, QString(), QString(), true));
        while (document.undoStack()->canUndo())
            document.undoStack()->undo();
        QVERIFY(document.value() == before);
    }
};

QTEST_MAIN(TestVerticalChoice)
#include "tst_verticalchoice.moc"
