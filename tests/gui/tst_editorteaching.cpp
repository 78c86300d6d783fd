// Telling the editor what it does not know: the buyer's word for a value, the name of an id.
#include "gui/editordesk.h"
#include "gui/integrations/answerview.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/parametereditor.h"
#include "gui/integrations/problemsdock.h"
#include "gui/integrations/responsepane.h"
#include "gui/integrations/testsender.h"
#include "gui/theme/theme.h"
#include "workbench/mappingedits.h"
#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>

using namespace bourse;
using namespace bourse::gui;
using domain::Object;
using domain::StepKind;
using domain::Value;
using test::Desk;
using workbench::DocumentPath;

class TestEditorTeaching : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    /// The desk with a problem of this row's values, which its map is given to have.
    static const domain::LintProblem *problemOf(Desk &desk, const DocumentPath &row)
    {
        desk.editor->state()->settleProblems();
        for (const domain::LintProblem &problem : desk.editor->state()->problems())
            if (problem.code == "enum_value_unmapped" && problem.path == row.toString())
                return &problem;
        return nullptr;
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void theMissingValueStandsInTheMap()
    {
        Desk desk;
        QVERIFY(desk.open());
        workbench::MappingEdits edits(desk.editor->document());
        const auto row = edits.insertAfter(desk.item(u"City"_qs)->row.path, StepKind::Ping, u"Kind"_qs,
                                           Value(Object{{"field", "case_type"}}));
        QVERIFY(row);
        const auto *field = desk.editor->state()->vertical()->find("case_type");
        QVERIFY(field && field->choices.size() > 2);
        // all but the last two have a word
        Object entries;
        for (std::size_t i = 0; i + 2 < field->choices.size(); ++i)
            entries.set(field->choices[i].value, "x" + std::to_string(i));
        edits.addTransform(*row, 0, Object{{"do", "map"}, {"entries", entries}, {"unmapped", "refuse"}});
        const auto *problem = problemOf(desk, *row);
        QVERIFY(problem);
        const int undone = desk.stack()->count();
        Q_EMIT desk.editor->dock()->fixRequested(*problem, QuickFix::Kind::MapValue);
        auto *form = desk.editor->findChild<ParameterEditor *>();
        QVERIFY(form->isVisible());
        auto *table = form->findChild<QTableWidget *>();
        const QString first = QString::fromStdString(field->choices[field->choices.size() - 2].value);
        const QString second = QString::fromStdString(field->choices.back().value);
        const int line = static_cast<int>(entries.size());
        QCOMPARE(table->item(line, 0)->text(), first);
        QCOMPARE(table->item(line + 1, 0)->text(), second);
        QCOMPARE(table->currentRow(), line);
        QCOMPARE(table->currentColumn(), 1);
        QCOMPARE(desk.stack()->count(), undone); // nothing is changed by looking
        // typed at once, where the cursor stands
        auto *cell = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(cell);
        QTest::keyClicks(cell, u"Theirs"_qs);
        QTest::keyClick(cell, Qt::Key_Return);
        const auto map = row->child("transforms").child(std::size_t(0)).child("entries");
        QTRY_COMPARE(desk.editor->document()->text(map.child(first.toStdString())), u"Theirs"_qs);
        // the other one has not been answered yet, and is not sent as nothing
        QVERIFY(!desk.editor->document()->at(map.child(second.toStdString())));
        const auto *left = problemOf(desk, *row);
        QVERIFY(left);
        QCOMPARE(workbench::MappingEdits::unmappedValues(*left, field), QStringList{second});
    }

    void aRowWithoutAMapGetsOne()
    {
        Desk desk;
        QVERIFY(desk.open());
        workbench::MappingEdits edits(desk.editor->document());
        const auto row = edits.insertAfter(desk.item(u"City"_qs)->row.path, StepKind::Ping, u"Kind"_qs,
                                           Value(Object{{"field", "case_type"}}));
        const auto *field = desk.editor->state()->vertical()->find("case_type");
        domain::LintProblem problem;
        problem.code = "enum_value_unmapped";
        problem.step = StepKind::Ping;
        problem.path = row->toString();
        problem.rule = field->choices[0].value + ", " + field->choices[1].value;
        Q_EMIT desk.editor->dock()->fixRequested(problem, QuickFix::Kind::MapValue);
        const auto map = row->child("transforms").child(std::size_t(0));
        const auto *document = desk.editor->document();
        QCOMPARE(document->text(map.child("do")), u"map"_qs);
        // until it is changed, what was sent is sent
        QCOMPARE(document->text(map.child("entries").child(field->choices[0].value)),
                 QString::fromStdString(field->choices[0].value));
        QCOMPARE(document->text(map.child("unmapped")), u"pass"_qs);
        QVERIFY(document->compiled());
        auto *form = desk.editor->findChild<ParameterEditor *>();
        QVERIFY(form->isVisible());
        QCOMPARE(form->findChild<QTableWidget *>()->item(1, 0)->text(),
                 QString::fromStdString(field->choices[1].value));
        desk.stack()->undo();
        QVERIFY(!document->at(row->child("transforms")));
    }

    void valuesWithCommasAreFoundWhole()
    {
        domain::FieldSpec field;
        field.choices = {{"a, b"}, {"a"}, {"c"}};
        domain::LintProblem problem;
        problem.code = "enum_value_unmapped";
        problem.rule = "a, b, c";
        QCOMPARE(workbench::MappingEdits::unmappedValues(problem, &field),
                 (QStringList{u"a, b"_qs, u"a"_qs, u"c"_qs}));
        QCOMPARE(workbench::MappingEdits::unmappedValues(problem, nullptr),
                 (QStringList{u"a"_qs, u"b"_qs, u"c"_qs}));
        problem.code = "pii_in_ping";
        QVERIFY(workbench::MappingEdits::unmappedValues(problem, &field).isEmpty());
    }

    void anIdIsCarriedByTheNameThatIsGiven()
    {
        workbench::IntegrationDocument document(test::templateDocument(u"leadprosper-json"_qs));
        workbench::EditorState state(&document);
        state.setStep(StepKind::Post);
        TestSender sender(&state, {});
        ResponsePane pane(&state, &sender);
        pane.resize(420, 700);
        pane.show();
        pane.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        market::TestExchange exchange;
        exchange.response.emplace();
        exchange.response->body = R"({"status":"OK","reference":"R-77"})";
        sender.show(StepKind::Post, exchange);
        const auto answer = domain::locateAll(*exchange.response);
        QCOMPARE(answer.size(), std::size_t(2));
        const auto line = [&] {
            return pane.findChild<LineEditor *>();
        };
        const auto choose = [&] {
            Q_EMIT pane.answer()->taught(answer[1], workbench::Meaning::CarriedId);
        };
        choose();
        QVERIFY(line() && line()->isVisible());
        auto *field = line()->findChild<QLineEdit *>(u"lineEditorField"_qs);
        QCOMPARE(field->text(), u"bid_id"_qs); // what the document reads and nothing sets yet
        QVERIFY(field->hasFocus());
        QVERIFY(line()->findChild<QPushButton *>(u"lineEditorChoice_lead_id"_qs));
        QVERIFY(line()->findChild<QPushButton *>(u"lineEditorChoice_reference"_qs));
        const int before = document.undoStack()->count();
        // no name that a template could not write
        field->setText(u"my ref"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(line()->isVisible());
        QCOMPARE(document.undoStack()->count(), before);
        // the arrow keys go through the proposals
        field->setText(u"lead_id"_qs);
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(field->text(), u"reference"_qs);
        QTest::keyClick(field, Qt::Key_Up);
        QCOMPARE(field->text(), u"lead_id"_qs);
        // and any other name will do
        field->setText(u"buyer_ref"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!line()->isVisible());
        QVERIFY(document.at("steps.post.response.extract.carried.buyer_ref"));
        QVERIFY(document.undoStack()->undoText().startsWith(u"Carry buyer_ref from "_qs));
        QVERIFY(document.compiled());
        // Esc leaves everything as it is
        choose();
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!line()->isVisible());
        QCOMPARE(document.undoStack()->count(), before + 1);
    }

    /// Pictures to look at; only where they are asked for.
    void pictures()
    {
        const QByteArray dir = qgetenv("BOURSE_PICTURES");
        if (dir.isEmpty())
            QSKIP("BOURSE_PICTURES names no directory");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            const QString tone = scheme == Scheme::Light ? u"light"_qs : u"dark"_qs;
            Desk desk;
            QVERIFY(desk.open());
            workbench::MappingEdits edits(desk.editor->document());
            const auto row = edits.insertAfter(desk.item(u"City"_qs)->row.path, StepKind::Ping, u"Kind"_qs,
                                               Value(Object{{"field", "case_type"}}));
            edits.addTransform(*row, 0, Object{{"do", "map"}, {"entries", Object{{"auto_accident", "A"}}}});
            const auto *problem = problemOf(desk, *row);
            QVERIFY(problem);
            Q_EMIT desk.editor->dock()->fixRequested(*problem, QuickFix::Kind::MapValue);
            QTest::qWait(300);
            desk.page->grab().save(u"%1/map-value-%2.png"_qs.arg(QString::fromLocal8Bit(dir), tone));

            workbench::IntegrationDocument document(test::templateDocument(u"leadprosper-json"_qs));
            workbench::EditorState state(&document);
            state.setStep(StepKind::Post);
            TestSender sender(&state, {});
            ResponsePane pane(&state, &sender);
            pane.resize(420, 620);
            pane.show();
            market::TestExchange exchange;
            exchange.response.emplace();
            exchange.response->body = R"({"status":"OK","reference":"R-77"})";
            sender.show(StepKind::Post, exchange);
            Q_EMIT pane.answer()->taught(domain::locateAll(*exchange.response)[1],
                                         workbench::Meaning::CarriedId);
            QTest::qWait(300);
            pane.grab().save(u"%1/carried-name-%2.png"_qs.arg(QString::fromLocal8Bit(dir), tone));
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestEditorTeaching)
#include "tst_editorteaching.moc"
