// Leads that a step does not take, and values of pairs, made and changed by keys alone.
#include "gui/editordesk.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/pairseditor.h"
#include "gui/integrations/sourceeditor.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::gui;
using domain::Object;
using domain::StepKind;
using domain::Value;
using test::Desk;
using workbench::RowSection;
using workbench::SourceKind;
using Standing = MappingModel::Standing;

class TestRefusalsAndPairs : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    /// Makes a refusal of leads whose state is `state`, as a person at the keys does.
    static bool refuse(Desk &desk, const QString &state, const QString &reason)
    {
        QTest::keyClick(desk.view(), Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);
        auto *form = desk.editor->findChild<ConditionEditor *>();
        if (!form->isVisible() || !form->isAncestorOf(QApplication::focusWidget()))
            return false;
        form->findChild<QComboBox *>(u"conditionField"_qs)->setEditText(u"state"_qs);
        auto *op = form->findChild<QComboBox *>(u"conditionOperator"_qs);
        op->setCurrentIndex(op->findData(u"equals"_qs));
        QTest::keyClicks(form->findChild<QLineEdit *>(u"conditionValue"_qs), state);
        auto *because = form->findChild<QLineEdit *>(u"refusalReason"_qs);
        QTest::keyClicks(because, reason);
        QTest::keyClick(because, Qt::Key_Return);
        return !form->isVisible();
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void aRefusalIsMadeAndSaysWhetherItMeetsTheSample()
    {
        Desk desk;
        QVERIFY(desk.open());
        QCOMPARE(desk.model()->rowOfSection(RowSection::Refusals), -1);
        QVERIFY(refuse(desk, u"TX"_qs, u"No leads from Texas."_qs)); // the sample is from there
        QCOMPARE(desk.stack()->undoText(), u"Refuse leads: No leads from Texas."_qs);
        QCOMPARE(desk.model()->rowOfSection(RowSection::Refusals), 0);
        const auto *made = desk.item(u"No leads from Texas."_qs);
        QVERIFY(made);
        QCOMPARE(made->standing, Standing::Refused);
        QVERIFY(made->sentence.contains(u"not offered"_qs));
        QVERIFY(made->sourceText.contains(u"state"_qs) && made->sourceText.contains(u"TX"_qs));
        QCOMPARE(desk.view()->currentPath(), u"steps.ping.refuse_when[0]"_qs);
        QVERIFY(desk.view()->hasFocus());
        QVERIFY(desk.editor->document()->compiled());
        // one that does not meet the sample
        QTest::keyClick(desk.view(), Qt::Key_Delete);
        QVERIFY(refuse(desk, u"FL"_qs, u"No leads from Florida."_qs));
        QCOMPARE(desk.item(u"No leads from Florida."_qs)->standing, Standing::Ok);
        // neither is a mapping that is counted, nor a problem
        QCOMPARE(desk.model()->count(MappingModel::Filter::Problems), 0);
    }

    void refusalsAreChangedMovedAndTakenAway()
    {
        Desk desk;
        QVERIFY(desk.open());
        QVERIFY(refuse(desk, u"FL"_qs, u"No Florida."_qs));
        QTest::keyClick(desk.view(), Qt::Key_Insert); // behind the one that one is at
        auto *form = desk.editor->findChild<ConditionEditor *>();
        QVERIFY(form->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!form->isVisible());
        QVERIFY(refuse(desk, u"NY"_qs, u"No New York."_qs));
        QCOMPARE(desk.row(u"No New York."_qs), desk.row(u"No Florida."_qs) + 1);
        QTest::keyClick(desk.view(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.row(u"No New York."_qs), desk.row(u"No Florida."_qs) - 1);
        // the condition, by the key that changes a source
        QTest::keyClick(desk.view(), Qt::Key_F4);
        QVERIFY(form->isVisible());
        auto *value = form->findChild<QLineEdit *>(u"conditionValue"_qs);
        QCOMPARE(value->text(), u"NY"_qs);
        auto *code = form->findChild<QComboBox *>(u"refusalCode"_qs);
        QCOMPARE(code->currentData().toString(), u"filtered_out"_qs);
        code->setCurrentIndex(code->findData(u"suppressed"_qs));
        value->setText(u"CA"_qs);
        QTest::keyClick(value, Qt::Key_Return);
        const auto *document = desk.editor->document();
        QCOMPARE(document->text("steps.ping.refuse_when[0].when.value"), u"CA"_qs);
        QCOMPARE(document->text("steps.ping.refuse_when[0].reason_code"), u"suppressed"_qs);
        QCOMPARE(document->text("steps.ping.refuse_when[0].reason"), u"No New York."_qs);
        QVERIFY(document->compiled());
        // the reason, in its cell
        desk.go(u"No New York."_qs);
        QTest::keyClick(desk.view(), Qt::Key_F2);
        auto *cell = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(cell);
        cell->selectAll();
        QTest::keyClicks(cell, u"Not there."_qs);
        QTest::keyClick(cell, Qt::Key_Return);
        QTRY_VERIFY(desk.row(u"Not there."_qs) >= 0);
        QCOMPARE(desk.stack()->undoText(), u"Change which leads are refused: Not there."_qs);
        desk.go(u"Not there."_qs);
        QTest::keyClick(desk.view(), Qt::Key_Delete);
        QCOMPARE(desk.row(u"Not there."_qs), -1);
        desk.stack()->undo();
        QVERIFY(desk.row(u"Not there."_qs) >= 0);
    }

    void aRefusalWithoutAReasonIsNotKept()
    {
        Desk desk;
        QVERIFY(desk.open());
        const int before = desk.stack()->count();
        QVERIFY(!refuse(desk, u"TX"_qs, QString()));
        auto *form = desk.editor->findChild<ConditionEditor *>();
        QVERIFY(form->isVisible());
        QVERIFY(form->findChild<QLabel *>(u"conditionProblem"_qs)->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"refusalReason"_qs);
        QCOMPARE(desk.stack()->count(), before);
        // a row's own condition has no reason
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        form->editCondition(desk.item(u"City"_qs)->row.path, QRect(10, 10, 10, 10));
        QVERIFY(!form->findChild<QLineEdit *>(u"refusalReason"_qs)->isVisible());
    }

    void nestedConditionsAreKeptAsTheyAreWritten()
    {
        Desk desk;
        QVERIFY(desk.open());
        const Value condition = *domain::parseJson(
            "{\"any\":[{\"source\":{\"field\":\"state\"},\"op\":\"equals\",\"value\":\"TX\"},"
            "{\"source\":{\"field\":\"city\"},\"op\":\"missing\"}]}");
        const auto path =
            workbench::MappingEdits(desk.editor->document())
                .addRefusal(StepKind::Ping,
                            Value(Object{{"when", condition}, {"reason", "Nested."}, {"note", "kept"}}));
        QVERIFY(path);
        desk.go(u"Nested."_qs, MappingModel::Source);
        QTest::keyClick(desk.view(), Qt::Key_Return);
        auto *form = desk.editor->findChild<ConditionEditor *>();
        auto *json = form->findChild<QPlainTextEdit *>(u"conditionJson"_qs);
        QVERIFY(json->isVisible());
        json->setPlainText(u"{"_qs);
        QTest::mouseClick(form->findChild<QPushButton *>(u"conditionApply"_qs), Qt::LeftButton);
        QVERIFY(form->isVisible()); // says what is wrong with it
        json->setPlainText(u"{\"not\": {\"source\": {\"field\": \"state\"}, \"op\": \"exists\"}}"_qs);
        QTest::mouseClick(form->findChild<QPushButton *>(u"conditionApply"_qs), Qt::LeftButton);
        QVERIFY(!form->isVisible());
        QVERIFY(desk.editor->document()->at(path->child("when").child("not")));
        QCOMPARE(desk.editor->document()->text(path->child("note")), u"kept"_qs);
    }

    void aRowBecomesPairs()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"Zip"_qs, MappingModel::Source);
        QTest::keyClick(desk.view(), Qt::Key_F4);
        auto *source = desk.editor->findChild<SourceEditor *>();
        QVERIFY(source->isVisible());
        source->setKind(SourceKind::Pairs);
        auto *field = source->findChild<QLineEdit *>(u"sourceField"_qs);
        field->selectAll();
        QTest::keyClicks(field, u"code"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        // then how they are written is asked for
        auto *marks = desk.editor->findChild<PairsEditor *>();
        QVERIFY(marks->isVisible());
        auto *join = marks->findChild<QLineEdit *>(u"pairsJoin"_qs);
        join->setText(u"\\n"_qs);
        auto *inside = marks->findChild<QComboBox *>(u"pairsInside"_qs);
        inside->setCurrentIndex(inside->findData(u"replace"_qs));
        auto *with = marks->findChild<QLineEdit *>(u"pairsWith"_qs);
        QVERIFY(with->isVisible());
        with->setText(u"="_qs); // would be a mark again
        QTest::keyClick(join, Qt::Key_Return);
        QVERIFY(marks->isVisible());
        QVERIFY(marks->findChild<QLabel *>(u"pairsProblem"_qs)->isVisible());
        with->setText(u"-"_qs);
        QTest::keyClick(join, Qt::Key_Return);
        QVERIFY(!marks->isVisible());
        const auto *document = desk.editor->document();
        const auto zip = desk.item(u"Zip"_qs)->row.path;
        QCOMPARE(document->text(zip.child("source").child("join")), u"\n"_qs);
        QCOMPARE(document->text(zip.child("source").child("with")), u"-"_qs);
        QVERIFY(document->compiled());
        QCOMPARE(desk.item(u"Zip"_qs)->source, SourceKind::Pairs);
        QCOMPARE(desk.item(u"Zip"_qs)->result, u"code=78701"_qs);
        // the pair is a row like any other
        QCOMPARE(desk.row(u"code"_qs), desk.row(u"Zip"_qs) + 1);
        QCOMPARE(desk.item(u"code"_qs)->row.depth, 1);
        QCOMPARE(desk.item(u"code"_qs)->result, u"78701"_qs);
        desk.go(u"code"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Insert);
        auto *name = desk.view()->viewport()->findChild<QLineEdit *>(u"targetEditor"_qs);
        QVERIFY(name);
        name->setText(u"land"_qs);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(desk.row(u"land"_qs) >= 0);
        QCOMPARE(QString::fromStdString(desk.item(u"land"_qs)->row.path.toString()),
                 QString::fromStdString(zip.toString()) + u".source.pairs[1]"_qs);
        desk.go(u"land"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.row(u"land"_qs), desk.row(u"code"_qs) - 1);
    }

    void pairsAreChangedAndLeftForAnotherSource()
    {
        Desk desk;
        QVERIFY(desk.open());
        const auto zip = desk.item(u"Zip"_qs)->row.path;
        workbench::MappingEdits(desk.editor->document()).makePairs(zip, u"code"_qs);
        desk.go(u"Zip"_qs, MappingModel::Source);
        QTest::keyClick(desk.view(), Qt::Key_Return);
        auto *marks = desk.editor->findChild<PairsEditor *>();
        QVERIFY(marks->isVisible());
        QTest::mouseClick(marks->findChild<QPushButton *>(u"pairsAdd"_qs), Qt::LeftButton);
        QVERIFY(!marks->isVisible());
        QVERIFY(desk.editor->document()->at(zip.child("source").child("pairs").child(std::size_t(1))));
        QVERIFY(desk.view()->viewport()->findChild<QLineEdit *>(u"targetEditor"_qs)); // its name comes next
        desk.stack()->undo();
        desk.go(u"Zip"_qs, MappingModel::Source);
        QTest::keyClick(desk.view(), Qt::Key_F4);
        QTest::mouseClick(marks->findChild<QPushButton *>(u"pairsOther"_qs), Qt::LeftButton);
        auto *source = desk.editor->findChild<SourceEditor *>();
        QVERIFY(source->isVisible());
        auto *field = source->findChild<QLineEdit *>(u"sourceField"_qs);
        QTest::keyClicks(field, u"postal"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.item(u"Zip"_qs)->source, SourceKind::Field);
        desk.stack()->undo();
        QCOMPARE(desk.item(u"Zip"_qs)->source, SourceKind::Pairs);
    }

    /// Pictures to look at; only where they are asked for.
    void pictures()
    {
        const QByteArray dir = qgetenv("BOURSE_PICTURES");
        if (dir.isEmpty())
            QSKIP("BOURSE_PICTURES names no directory");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            Desk desk;
            QVERIFY(desk.open());
            const auto take = [&](const QString &name) {
                QTest::qWait(600);
                desk.page->grab().save(u"%1/%2-%3.png"_qs.arg(
                    QString::fromLocal8Bit(dir), name, scheme == Scheme::Light ? u"light"_qs : u"dark"_qs));
            };
            QVERIFY(refuse(desk, u"TX"_qs, u"No leads from Texas."_qs));
            QVERIFY(refuse(desk, u"FL"_qs, u"No leads from Florida."_qs));
            QTest::keyClick(desk.view(), Qt::Key_F4);
            take(u"refusal"_qs);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            const auto zip = desk.item(u"Zip"_qs)->row.path;
            workbench::MappingEdits edits(desk.editor->document());
            edits.makePairs(zip, u"code"_qs);
            edits.addPair(zip, u"land"_qs);
            desk.go(u"Zip"_qs, MappingModel::Source);
            QTest::keyClick(desk.view(), Qt::Key_F4);
            take(u"pairs"_qs);
            QTest::mouseClick(desk.editor->findChild<QPushButton *>(u"pairsOther"_qs), Qt::LeftButton);
            take(u"source"_qs);
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestRefusalsAndPairs)
#include "tst_refusalsandpairs.moc"
