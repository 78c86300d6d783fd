// Names for ids that later steps read: proposed from the document and the answer, checked when they are
// typed.
#include "domain/json/json.h"
#include "workbench/responseteacher.h"
#include <QTest>

using namespace bourse;
using namespace bourse::workbench;
using domain::StepKind;
using domain::Value;

namespace {

/// Single quotes stand for JSON's.
Value parse(QByteArray json)
{
    const auto value = domain::parseJson(json.replace('\'', '"').toStdString());
    return value ? *value : Value();
}

domain::LocatedValue located(const char *path)
{
    domain::LocatedValue value;
    value.shownPath = path;
    return value;
}

} // namespace

class TestCarriedNames : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatLaterStepsReadComesFirst()
    {
        const Value document =
            parse("{'steps':{'ping':{'carry':{'stamp':{}},'response':{'extract':{'carried':{'known':{}}}}},"
                  "'post':{'path':'/x/{{carried.bid_ref | upper}}','body':{'rows':[{'source':{'carried':"
                  "'token'}},{'source':{'carried':'known'}},{'source':{'carried':'stamp'}}]}}}}");
        QCOMPARE(carriedNames(document, StepKind::Ping, located("$.auction.id")),
                 (QStringList{QStringLiteral("bid_ref"), QStringLiteral("token"), QStringLiteral("ping_id"),
                              QStringLiteral("id"), QStringLiteral("lead_id")}));
    }

    void elseTheUsualAndTheBuyersOwn()
    {
        const Value nothing = parse("{'steps':{'post':{}}}");
        QCOMPARE(
            carriedNames(nothing, StepKind::Post, located("/response/@reference")),
            (QStringList{QStringLiteral("lead_id"), QStringLiteral("ping_id")})); // @ cannot be in a name
        QCOMPARE(
            carriedNames(nothing, StepKind::Ping, located("/response/reference")),
            (QStringList{QStringLiteral("ping_id"), QStringLiteral("reference"), QStringLiteral("lead_id")}));
        QCOMPARE(carriedNames(parse("7"), StepKind::Ping, located("part 2")),
                 (QStringList{QStringLiteral("ping_id"), QStringLiteral("lead_id")}));
    }

    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("usual") << QStringLiteral("ping_id") << true;
        QTest::newRow("one") << QStringLiteral("x") << true;
        QTest::newRow("digits") << QStringLiteral("_9") << true;
        QTest::newRow("none") << QString() << false;
        QTest::newRow("digit first") << QStringLiteral("9a") << false;
        QTest::newRow("dot") << QStringLiteral("a.b") << false;
        QTest::newRow("braces") << QStringLiteral("a}}") << false;
        QTest::newRow("umlaut") << QStringLiteral("\u00e4") << false;
        QTest::newRow("long") << QString(65, u'a') << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        QCOMPARE(isCarriedName(name), good);
    }
};

QTEST_MAIN(TestCarriedNames)
#include "tst_carriednames.moc"
