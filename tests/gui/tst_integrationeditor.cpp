// The Buyers page and the editor, used as a person does: keys, clicks, drops; without a market behind them.
#include "gui/editordesk.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/integrationlist.h"
#include "gui/integrations/leadfieldpane.h"
#include "gui/integrations/mappingpane.h"
#include "gui/integrations/mappingview.h"
#include "gui/integrations/parametereditor.h"
#include "gui/integrations/sourceeditor.h"
#include "gui/integrations/transformpicker.h"
#include "gui/integrations/transformstrip.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/tableview.h"
#include "gui/widgets/toast.h"
#include "workbench/draftkeeper.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using domain::Object;
using domain::StepKind;
using domain::Value;
using test::Desk;

namespace {

QWidget *shown(QStackedWidget *stack)
{
    return stack->currentWidget();
}

} // namespace

class TestIntegrationEditor : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    // ------------------------------------------------------------------------------------------------- list

    void theEmptyListOffersTheWaysIn()
    {
        Desk desk(false);
        desk.show();
        auto *states = desk.page->findChild<QStackedWidget *>(u"integrationStates"_qs);
        QTRY_COMPARE(shown(states)->objectName(), u"integrationsEmpty"_qs);
        QSignalSpy import(desk.page.get(), &BuyersPage::importRequested);
        QSignalSpy templates(desk.page.get(), &BuyersPage::templatesRequested);
        QTest::mouseClick(desk.page->findChild<QPushButton *>(u"integrationsEmpty_import"_qs),
                          Qt::LeftButton);
        QTest::mouseClick(desk.page->findChild<QPushButton *>(u"integrationsEmpty_template"_qs),
                          Qt::LeftButton);
        QTest::keyClick(desk.page.get(), Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(import.count(), 2);
        QCOMPARE(templates.count(), 1);
    }

    void aListThatCannotBeReadSaysSo()
    {
        Desk desk;
        desk.bench.failing = true;
        desk.show();
        auto *states = desk.page->findChild<QStackedWidget *>(u"integrationStates"_qs);
        QTRY_COMPARE(shown(states)->objectName(), u"integrationsFailed"_qs);
        desk.bench.failing = false;
        QTest::mouseClick(desk.page->findChild<QPushButton *>(u"integrationsFailed_action"_qs),
                          Qt::LeftButton);
        QTRY_COMPARE(shown(states)->objectName(), u"integrationTable"_qs);
        QCOMPARE(desk.page->list()->model()->rowCount(), 2);
    }

    void tabsAreOpenedTurnedAndClosedByKey()
    {
        Desk desk;
        desk.show();
        auto *table = desk.page->list()->table();
        QTRY_COMPARE(desk.page->list()->model()->rowCount(), 2);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(desk.page->tabs()->count(), 2);
        QTRY_VERIFY(desk.page->tabs()->tabText(1).startsWith(u"boberdoo"_qs));
        QTest::keyClick(desk.page.get(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(desk.page->tabs()->currentIndex(), 0);
        table->setCurrentIndex(table->model()->index(1, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(desk.page->tabs()->count(), 3);
        QCOMPARE(desk.page->currentEditor()->slug(), u"leadprosper-json"_qs);
        QTest::keyClick(desk.page.get(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.page->currentEditor()->slug(), u"boberdoo-xml"_qs);
        desk.page->open(u"leadprosper-json"_qs); // is open already
        QCOMPARE(desk.page->tabs()->count(), 3);
        QTest::keyClick(desk.page.get(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(desk.page->tabs()->count(), 2);
        desk.page->open(QString());
        QTest::keyClick(desk.page.get(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(desk.page->tabs()->count(), 2); // the list stays
    }

    void aNewOneIsKeptAtOnceAndADuplicateHasItsOwnSlug()
    {
        Desk desk;
        desk.show();
        QTRY_COMPARE(desk.page->list()->model()->rowCount(), 2);
        QTest::keyClick(desk.page.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(desk.bench.entries.count(u"new-buyer"_qs));
        IntegrationEditor *made = desk.page->currentEditor();
        QVERIFY(made->document()->compiled());
        QTest::keyClick(desk.page.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(desk.page->currentEditor()->slug(), u"new-buyer-2"_qs);
        desk.page->open(u"boberdoo-xml"_qs);
        QTRY_VERIFY(desk.page->currentEditor()->document());
        QTest::keyClick(desk.page.get(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.page->currentEditor()->slug(), u"boberdoo-xml-2"_qs);
        QVERIFY(desk.page->currentEditor()->title().endsWith(u"copy"_qs));
        QTRY_VERIFY(desk.bench.entries.count(u"boberdoo-xml-2"_qs));
    }

    void whatCannotBeOpenedSaysWhy()
    {
        Desk desk;
        desk.show();
        desk.page->open(u"nobody"_qs);
        auto *states = desk.page->currentEditor()->findChild<QStackedWidget *>(u"editorStates"_qs);
        QCOMPARE(shown(states)->objectName(), u"editorLoading"_qs);
        QTRY_COMPARE(shown(states)->objectName(), u"editorFailed"_qs);
        QVERIFY(desk.page->currentEditor()
                    ->findChild<QLabel *>(u"editorFailed_sentence"_qs)
                    ->text()
                    .contains(u"no such integration"_qs));
        desk.bench.add(test::templateDocument(u"leadprosper-json"_qs));
        desk.bench.entries[u"nobody"_qs] = desk.bench.entries[u"leadprosper-json"_qs];
        QTest::mouseClick(desk.page->currentEditor()->findChild<QPushButton *>(u"editorFailed_action"_qs),
                          Qt::LeftButton);
        QTRY_VERIFY(desk.page->currentEditor()->document());
    }

    // -------------------------------------------------------------------------------------------- keyboard

    void aTransformIsFoundByAFewLetters()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"City"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Return);
        auto *picker = desk.editor->findChild<TransformPicker *>();
        QVERIFY(picker->isVisible());
        auto *field = picker->findChild<QLineEdit *>(u"transformPickerField"_qs);
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, u"upp"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!picker->isVisible());
        QCOMPARE(desk.item(u"City"_qs)->chips, QStringList{u"Upper"_qs});
        QCOMPARE(desk.item(u"City"_qs)->result, u"AUSTIN"_qs);
        QVERIFY(desk.view()->hasFocus());
        QCOMPARE(desk.view()->strip()->count(), 1);
        const auto *card = desk.find<TransformCard>(u"transformCard_0"_qs);
        QVERIFY2(card->accessibleName().contains(u"Austin becomes AUSTIN"_qs),
                 qPrintable(card->accessibleName()));
        // and taken back
        QTest::keyClick(desk.view(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(desk.item(u"City"_qs)->chips.isEmpty());
        QVERIFY(desk.find<QPushButton>(u"redoButton"_qs)->toolTip().startsWith(u"Redo: Add"_qs));
        QVERIFY(desk.find<QPushButton>(u"redoButton"_qs)->toolTip().contains(u"to City"_qs));
        QTest::keyClick(desk.view(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.item(u"City"_qs)->result, u"AUSTIN"_qs);
    }

    void transformsAreReorderedEditedAndRemoved()
    {
        Desk desk;
        QVERIFY(desk.open());
        const auto path = desk.item(u"City"_qs)->row.path;
        workbench::MappingEdits edits(desk.editor->document());
        edits.addTransform(path, 0, Value(Object{{"do", "upper"}}));
        edits.addTransform(path, 1, Value(Object{{"do", "substring"}, {"length", 3}}));
        desk.go(u"City"_qs);
        QCOMPARE(desk.item(u"City"_qs)->result, u"AUS"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Left, Qt::AltModifier); // the last card is the current one
        QCOMPARE(desk.editor->document()->text(path.child("transforms").child(std::size_t(0)).child("do")),
                 u"substring"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Tab); // into the cards
        auto *card = desk.find<TransformCard>(u"transformCard_0"_qs);
        QVERIFY(card->hasFocus());
        QTest::keyClick(card, Qt::Key_Return);
        auto *parameters = desk.editor->findChild<ParameterEditor *>();
        QVERIFY(parameters->isVisible());
        auto *length = parameters->findChild<QSpinBox *>(u"parameter_length"_qs);
        QVERIFY(length);
        length->setFocus();
        length->selectAll();
        QTest::keyClicks(length, u"2"_qs);
        QCOMPARE(desk.item(u"City"_qs)->result, u"AU"_qs); // while typing
        QTest::keyClick(length, Qt::Key_Escape);
        QVERIFY(!parameters->isVisible());
        QTest::keyClick(card, Qt::Key_Delete);
        QCOMPARE(desk.item(u"City"_qs)->chips.size(), 1);
        QTest::mouseClick(desk.find<QPushButton>(u"transformRemove_0"_qs), Qt::LeftButton);
        QVERIFY(desk.item(u"City"_qs)->chips.isEmpty());
        QVERIFY(!desk.editor->document()->at(path.child("transforms")));
    }

    void numbersWaysAndPatternsHaveTheirFields()
    {
        Desk desk;
        QVERIFY(desk.open());
        const auto path = desk.item(u"City"_qs)->row.path;
        workbench::MappingEdits edits(desk.editor->document());
        edits.addTransform(path, 0, Value(Object{{"do", "clamp"}}));
        edits.addTransform(path, 1, Value(Object{{"do", "date"}, {"format", "%Y"}}));
        edits.addTransform(path, 2, Value(Object{{"do", "if"}, {"op", "equals"}, {"value", "x"}}));
        desk.go(u"City"_qs);
        auto *parameters = desk.editor->findChild<ParameterEditor *>();
        const auto openCard = [&](int card) {
            auto *widget = desk.find<TransformCard>(u"transformCard_%1"_qs.arg(card));
            widget->setFocus();
            QTest::keyClick(widget, Qt::Key_Return);
            return parameters->isVisible();
        };
        const auto written = [&](std::size_t index, const char *key) {
            const Value *value =
                desk.editor->document()->at(path.child("transforms").child(index).child(std::string(key)));
            return value ? QString::fromStdString(domain::writeJson(*value)) : u"absent"_qs;
        };
        // numbers are written as they are typed, and only numbers are
        QVERIFY(openCard(0));
        auto *least = parameters->findChild<QLineEdit *>(u"parameter_min"_qs);
        QVERIFY(least);
        QTest::keyClicks(least, u"12.50"_qs);
        QCOMPARE(written(0, "min"), u"12.50"_qs);
        QTest::keyClicks(least, u"x"_qs);
        QCOMPARE(written(0, "min"), u"12.50"_qs);
        QVERIFY(parameters->findChild<QLabel *>(u"parameterProblem"_qs)->isVisible());
        least->selectAll();
        QTest::keyClick(least, Qt::Key_Delete);
        QCOMPARE(written(0, "min"), u"absent"_qs);
        QTest::keyClick(least, Qt::Key_Escape);
        // one pattern or several, one a line
        QVERIFY(openCard(1));
        auto *patterns = parameters->findChild<QPlainTextEdit *>(u"parameter_input"_qs);
        QVERIFY(patterns);
        QTest::keyClicks(patterns, u"%B %d, %Y"_qs);
        QCOMPARE(written(1, "input"), u"\"%B %d, %Y\""_qs);
        QTest::keyClick(patterns, Qt::Key_Return);
        QTest::keyClicks(patterns, u"%m/%d/%Y"_qs);
        QCOMPARE(written(1, "input"), u"[\"%B %d, %Y\",\"%m/%d/%Y\"]"_qs);
        QTest::keyClick(patterns, Qt::Key_Escape);
        // a way is a value of a kind, or JSON for what has parts
        QVERIFY(openCard(2));
        auto *then = parameters->findChild<QLineEdit *>(u"parameterText_then"_qs);
        auto *type = parameters->findChild<QComboBox *>(u"parameterType_then"_qs);
        QVERIFY(then && type);
        QTest::keyClicks(then, u"[]"_qs);
        QCOMPARE(written(2, "then"), u"\"[]\""_qs);
        type->setFocus();
        while (type->currentIndex() < 4)
            QTest::keyClick(type, Qt::Key_Down);
        QCOMPARE(written(2, "then"), u"[]"_qs);
        then->selectAll();
        QTest::keyClicks(then, u"[{\"do\":\"upper\"}]"_qs);
        QCOMPARE(written(2, "then"), u"[{\"do\":\"upper\"}]"_qs);
    }

    void aFieldIsMappedFromTheLeft()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"Zip"_qs);
        QTest::keyClick(desk.view(), Qt::Key_F, Qt::ControlModifier);
        auto *search = desk.editor->fieldPane()->searchField();
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, u"accident_st"_qs);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(desk.item(u"Zip"_qs)->sourceText, u"accident_state"_qs);
        QCOMPARE(desk.stack()->undoText(), u"Map Zip to accident_state"_qs);
        desk.stack()->undo();
        // by its value, too
        search->clear();
        QTest::keyClicks(search, u"austin"_qs);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(desk.item(u"Zip"_qs)->sourceText, u"city"_qs);
    }

    void typingNeverBecomesAConstantByItself()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"City"_qs, MappingModel::Source);
        QTest::keyClicks(desk.view(), u"Q"_qs);
        auto *editor = desk.editor->findChild<SourceEditor *>();
        QVERIFY(editor->isVisible());
        auto *field = editor->findChild<QLineEdit *>(u"sourceField"_qs);
        QCOMPARE(field->text(), u"Q"_qs);
        QTest::keyClicks(field, u"zzz"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(editor->isVisible()); // no such field: nothing happened, and it says why
        QVERIFY(editor->findChild<QLabel *>(u"sourceNote"_qs)->text().contains(u"choose Constant"_qs));
        QCOMPARE(desk.item(u"City"_qs)->source, workbench::SourceKind::Field);
        QCOMPARE(desk.stack()->count(), 0);
        QTest::keyClick(field, Qt::Key_2, Qt::AltModifier); // Constant
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!editor->isVisible());
        QCOMPARE(desk.item(u"City"_qs)->source, workbench::SourceKind::Constant);
        QCOMPARE(desk.item(u"City"_qs)->result, u"Qzzz"_qs);
        // the kinds are buttons, too
        QTest::keyClick(desk.view(), Qt::Key_F4);
        QVERIFY(editor->isVisible());
        QTest::mouseClick(editor->findChild<QPushButton *>(
                              u"sourceKind_%1"_qs.arg(static_cast<int>(workbench::SourceKind::Secret))),
                          Qt::LeftButton);
        field->selectAll();
        QTest::keyClicks(field, u"city_key"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.item(u"City"_qs)->result, u"{{city_key}}"_qs);
        QVERIFY(desk.view()->hasFocus());
    }

    void addressesAreEditedInTheirSection()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.model()->setCollapsed(workbench::RowSection::Url, false);
        desk.go(u"Path"_qs);
        QTest::keyClick(desk.view(), Qt::Key_F2);
        auto *editor = desk.editor->findChild<SourceEditor *>();
        QVERIFY(editor->isVisible());
        auto *field = editor->findChild<QLineEdit *>(u"sourceField"_qs);
        QCOMPARE(field->text(), u"/new_api/api.php"_qs);
        QTest::keyClicks(field, u"/v2"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.editor->document()->text("steps.ping.path"), u"/v2"_qs);
        QVERIFY(
            QString::fromStdString(desk.editor->state()->wireText()).startsWith(u"POST https://client"_qs));
        desk.go(u"Method"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Return);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.editor->document()->text("steps.ping.method"), u"GET"_qs);
    }

    void rowsAreAddedNamedMovedAndRemoved()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"Zip"_qs);
        const int before = desk.model()->rowCount();
        QTest::keyClick(desk.view(), Qt::Key_Insert);
        QCOMPARE(desk.model()->rowCount(), before + 1);
        auto *name = desk.view()->viewport()->findChild<QLineEdit *>(u"targetEditor"_qs);
        QVERIFY(name);
        name->selectAll();
        QTest::keyClicks(name, u"Plus4"_qs);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(desk.row(u"Plus4"_qs) >= 0);
        QCOMPARE(desk.row(u"Plus4"_qs), desk.row(u"Zip"_qs) + 1);
        desk.go(u"Plus4"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.row(u"Plus4"_qs), desk.row(u"Zip"_qs) - 1);
        QCOMPARE(desk.view()->currentPath(),
                 QString::fromStdString(desk.item(u"Plus4"_qs)->row.path.toString()));
        QTest::keyClick(desk.view(), Qt::Key_Delete);
        QCOMPARE(desk.row(u"Plus4"_qs), -1);
        auto *toast = desk.page->findChild<Toast *>();
        QVERIFY(toast);
        QTest::mouseClick(toast->findChild<QPushButton *>(u"toast_action"_qs), Qt::LeftButton);
        QVERIFY(desk.row(u"Plus4"_qs) >= 0);
        // F2 on a target
        desk.go(u"Plus4"_qs);
        QTest::keyClick(desk.view(), Qt::Key_F2);
        name = qobject_cast<QLineEdit *>(QApplication::focusWidget()); // the first one is about to go
        QVERIFY(name);
        QCOMPARE(name->selectedText(), u"Plus4"_qs);
        QTest::keyClicks(name, u"Renamed"_qs);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(desk.row(u"Renamed"_qs) >= 0);
    }

    void theMenuSaysWhatEmptyAndWhen()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"City"_qs);
        QTest::keyClick(desk.view(), Qt::Key_Menu);
        auto *menu = desk.editor->findChild<QMenu *>(u"mappingMenu"_qs);
        QVERIFY(menu);
        auto *refuse = menu->findChild<QAction *>(u"onEmpty_refuse"_qs);
        QVERIFY(refuse && !refuse->isChecked());
        refuse->trigger();
        const auto path = desk.item(u"City"_qs)->row.path;
        QCOMPARE(desk.editor->document()->text(path.child("on_empty")), u"refuse"_qs);
        menu->findChild<QAction *>(u"menuWhen"_qs)->trigger();
        menu->close();
        auto *condition = desk.editor->findChild<ConditionEditor *>();
        QVERIFY(condition->isVisible());
        condition->findChild<QComboBox *>(u"conditionField"_qs)->setEditText(u"state"_qs);
        auto *op = condition->findChild<QComboBox *>(u"conditionOperator"_qs);
        op->setCurrentIndex(op->findData(u"equals"_qs));
        auto *value = condition->findChild<QLineEdit *>(u"conditionValue"_qs);
        QVERIFY(value->isVisible());
        QTest::keyClicks(value, u"FL"_qs);
        QTest::keyClick(value, Qt::Key_Return);
        QVERIFY(!condition->isVisible());
        QCOMPARE(desk.item(u"City"_qs)->standing, MappingModel::Standing::Omitted); // the sample is from TX
        QVERIFY(desk.item(u"City"_qs)->sentence.contains(u"condition"_qs));
        desk.stack()->undo();
        QCOMPARE(desk.item(u"City"_qs)->standing, MappingModel::Standing::Ok);
    }

    // ------------------------------------------------------------------------------------------- the header

    void samplesAreTurnedByKey()
    {
        Desk desk;
        market::SampleLead lead;
        lead.title = u"Maya Ortiz, Springfield IL"_qs;
        lead.fields = Object{{"postal_code", "62704"}, {"city", "Springfield"}};
        desk.bench.leads = {lead};
        QVERIFY(desk.open());
        QTRY_COMPARE(desk.editor->state()->leads().size(), std::size_t(7));
        QCOMPARE(desk.editor->state()->leads().front().title, lead.title);
        QTRY_COMPARE(desk.item(u"Zip"_qs)->result, u"62704"_qs);
        QTest::keyClick(desk.view(), Qt::Key_PageDown, Qt::AltModifier);
        QCOMPARE(desk.item(u"Zip"_qs)->result, u"78701"_qs);
        QTest::mouseClick(desk.find<QPushButton>(u"previousSample"_qs), Qt::LeftButton);
        QCOMPARE(desk.item(u"Zip"_qs)->result, u"62704"_qs);
        QVERIFY(!desk.find<QPushButton>(u"previousSample"_qs)->isEnabled());
    }

    void stepsAndEnvironmentAreSwitched()
    {
        Desk desk;
        QVERIFY(desk.open());
        QTest::keyClick(desk.view(), Qt::Key_2, Qt::AltModifier);
        QCOMPARE(desk.editor->state()->step(), StepKind::Post);
        QVERIFY(desk.find<QPushButton>(u"step_post"_qs)->isChecked());
        QTest::mouseClick(desk.find<QPushButton>(u"step_ping"_qs), Qt::LeftButton);
        QCOMPARE(desk.editor->state()->step(), StepKind::Ping);
        QCOMPARE(desk.item(u"Test_Lead"_qs)->standing, MappingModel::Standing::Ok);
        QTest::mouseClick(desk.find<QPushButton>(u"environmentLive"_qs), Qt::LeftButton);
        QVERIFY(desk.editor->state()->isLive());
        QCOMPARE(desk.item(u"Test_Lead"_qs)->standing, MappingModel::Standing::Omitted);
        QCOMPARE(desk.find<QPushButton>(u"sendTestButton"_qs)->text(), u"Send live"_qs);
        // a step is added and removed
        QTest::mouseClick(desk.find<QPushButton>(u"addStepButton"_qs), Qt::LeftButton);
        auto *menu = desk.find<QMenu>(u"stepMenu"_qs);
        QVERIFY(menu);
        menu->findChild<QAction *>(u"addStep_status"_qs)->trigger();
        menu->close();
        QCOMPARE(desk.editor->state()->step(), StepKind::Status);
        QVERIFY(desk.find<QPushButton>(u"step_status"_qs));
        desk.stack()->undo();
        QVERIFY(!desk.editor->document()->at("steps.status"));
        QVERIFY(desk.editor->state()->step() != StepKind::Status);
    }

    void aPostThatIsKnownAgainIsDeclared()
    {
        Desk desk;
        QVERIFY(desk.open());
        const auto open = [&desk] {
            QTest::mouseClick(desk.find<QPushButton>(u"addStepButton"_qs), Qt::LeftButton);
            return desk.find<QMenu>(u"stepMenu"_qs);
        };
        desk.editor->state()->setStep(StepKind::Ping);
        QVERIFY(!open()->findChild<QAction *>(u"resendSafe"_qs));
        desk.find<QMenu>(u"stepMenu"_qs)->close();
        QTRY_VERIFY(!desk.find<QMenu>(u"stepMenu"_qs));
        desk.editor->state()->setStep(StepKind::Post);
        auto *action = open()->findChild<QAction *>(u"resendSafe"_qs);
        QVERIFY(action && !action->isChecked());
        action->trigger();
        desk.find<QMenu>(u"stepMenu"_qs)->close();
        QTRY_VERIFY(!desk.find<QMenu>(u"stepMenu"_qs));
        QVERIFY(desk.editor->document()->compiled()->declaresIdempotentPost());
        action = open()->findChild<QAction *>(u"resendSafe"_qs);
        QVERIFY(action->isChecked());
        action->trigger();
        desk.find<QMenu>(u"stepMenu"_qs)->close();
        QVERIFY(!desk.editor->document()->at("steps.post.resend_safe"));
        desk.stack()->undo();
        QVERIFY(desk.editor->document()->compiled()->declaresIdempotentPost());
    }

    void theTimeLimitIsANumber()
    {
        Desk desk;
        QVERIFY(desk.open());
        QTest::mouseClick(desk.find<QPushButton>(u"timeLimitButton"_qs), Qt::LeftButton);
        auto *line = desk.editor->findChild<LineEditor *>();
        QVERIFY(line->isVisible());
        auto *field = line->findChild<QLineEdit *>(u"lineEditorField"_qs);
        QTest::keyClicks(field, u"9 seconds"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(line->isVisible()); // the text stays, and what is wrong is said
        QCOMPARE(field->text(), u"9 seconds"_qs);
        QVERIFY(line->findChild<QLabel *>(u"lineEditorProblem"_qs)->isVisible());
        field->selectAll();
        QTest::keyClicks(field, u"900"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.find<QPushButton>(u"timeLimitButton"_qs)->text(), u"Time limit 900 ms"_qs);
        QCOMPARE(desk.editor->document()->text("steps.ping.time_limit_ms"), u"900"_qs);
    }

    void draftsAreKeptAndPublished()
    {
        Desk desk;
        QVERIFY(desk.open());
        EditorHeader *header = desk.editor->header();
        QVERIFY(!header->publishButton()->isEnabled());
        QVERIFY(header->publishButton()->toolTip().contains(u"Nothing has changed"_qs));
        workbench::MappingEdits(desk.editor->document())
            .rename(desk.item(u"Zip"_qs)->row.path, u"Postcode"_qs);
        QTRY_VERIFY(header->standingText().contains(u"1 change since published v12"_qs));
        QTest::keyClick(desk.view(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY2(header->standingText().contains(u"saved 08:41:07"_qs),
                     qPrintable(header->standingText()));
        QCOMPARE(desk.bench.saves, 1);
        QTRY_VERIFY(header->publishButton()->isEnabled());
        QTest::mouseClick(header->publishButton(), Qt::LeftButton);
        auto *line = desk.editor->findChild<LineEditor *>();
        auto *field = line->findChild<QLineEdit *>(u"lineEditorField"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(line->isVisible()); // a note is asked for
        QTest::keyClicks(field, u"The buyer renamed it"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(desk.bench.entries[u"boberdoo-xml"_qs].version, 13);
        QCOMPARE(desk.bench.notes, QStringList{u"The buyer renamed it"_qs});
        QTRY_VERIFY(header->standingText().contains(u"as published in v13"_qs));
        QVERIFY(!header->publishButton()->isEnabled());
    }

    void aDraftThatCannotBeKeptSaysSo()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.bench.failing = true;
        workbench::MappingEdits(desk.editor->document())
            .rename(desk.item(u"Zip"_qs)->row.path, u"Postcode"_qs);
        desk.editor->saveNow();
        QTRY_VERIFY(desk.editor->header()->standingText().contains(u"The database does not answer."_qs));
        auto *retry = desk.find<QPushButton>(u"retrySaveButton"_qs);
        QVERIFY(retry->isVisible());
        desk.bench.failing = false;
        QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_VERIFY(desk.editor->header()->standingText().contains(u"saved 08:41:07"_qs));
        QVERIFY(!retry->isVisible());
    }

    void withoutAMarketWorkGoesOn()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.bench.running = false;
        workbench::MappingEdits(desk.editor->document())
            .rename(desk.item(u"Zip"_qs)->row.path, u"Postcode"_qs);
        desk.editor->refreshOffline();
        QCOMPARE(desk.bench.saves, 0);
        QVERIFY(!desk.editor->header()->publishButton()->isEnabled());
        desk.bench.running = true;
        desk.editor->refreshOffline();
        QTRY_COMPARE(desk.bench.saves, 1);
    }

    // ---------------------------------------------------------------------------------------------- problems

    void personalDataInAPingIsMendedFromTheDock()
    {
        Desk desk;
        QVERIFY(desk.open());
        ProblemsDock *dock = desk.editor->dock();
        workbench::MappingEdits(desk.editor->document())
            .insertAfter({}, StepKind::Ping, u"Mail"_qs, Value(Object{{"field", "email"}}));
        QTRY_COMPARE(dock->view()->model()->rowCount() > 0, true);
        QTRY_COMPARE(desk.item(u"Mail"_qs)->standing, MappingModel::Standing::Personal);
        QTRY_VERIFY(!desk.editor->header()->publishButton()->isEnabled());
        desk.go(u"Zip"_qs);
        QVERIFY(desk.page->nextProblem()); // F8
        QCOMPARE(desk.view()->currentPath(),
                 QString::fromStdString(desk.item(u"Mail"_qs)->row.path.toString()));
        QVERIFY(desk.view()->hasFocus());
        // the first button of the first problem: a reason
        QTest::mouseClick(dock->view()->viewport(), Qt::LeftButton, {}, dock->view()->fixRect(0, 0).center());
        auto *line = desk.editor->findChild<LineEditor *>();
        QVERIFY(line->isVisible());
        auto *field = line->findChild<QLineEdit *>(u"lineEditorField"_qs);
        QTest::keyClicks(field, u"Matched against their suppression list"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.editor->document()->text("pii_reasons.email"),
                 u"Matched against their suppression list"_qs);
        QTRY_COMPARE(desk.item(u"Mail"_qs)->standing, MappingModel::Standing::Ok);
        desk.stack()->undo();
        QTRY_COMPARE(desk.item(u"Mail"_qs)->standing, MappingModel::Standing::Personal);
        // the second: it goes with the post
        QTest::mouseClick(dock->view()->viewport(), Qt::LeftButton, {}, dock->view()->fixRect(0, 1).center());
        QCOMPARE(desk.row(u"Mail"_qs), -1);
    }

    void panesAreFoldedAway()
    {
        Desk desk;
        QVERIFY(desk.open());
        QTest::keyClick(desk.view(), Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(desk.editor->fieldPane()->isHidden());
        auto *rail = desk.find<QAbstractButton>(u"fieldRail"_qs);
        QVERIFY(rail->isVisible());
        QTest::mouseClick(rail, Qt::LeftButton);
        QVERIFY(desk.editor->fieldPane()->isVisible());
        desk.editor->setMappingFolded(true);
        QVERIFY(desk.find<QAbstractButton>(u"mappingRail"_qs)->isVisible());
        desk.editor->setMappingFolded(false);
        QTest::mouseClick(desk.find<QPushButton>(u"foldProblemsButton"_qs), Qt::LeftButton);
        QVERIFY(desk.editor->dock()->isCollapsed());
        QTRY_COMPARE(desk.editor->dock()->height(), desk.editor->dock()->headHeight() + 1);
    }

    void foreignTextDoesNoHarm()
    {
        Desk desk;
        QVERIFY(desk.open());
        desk.go(u"Mode"_qs, MappingModel::Source);
        for (const QString &text : {QString(10000, u'x'), u"\u0000nul"_qs, u"\U0001F600 \u202E emoji"_qs,
                                    u"{{lead.broken"_qs, u"{{ }} }}"_qs}) {
            workbench::MappingEdits(desk.editor->document())
                .setSource(desk.item(u"Mode"_qs)->row.path,
                           workbench::makeSource(workbench::SourceKind::Template, text));
            desk.page->grab();
            QCOMPARE(desk.item(u"Mode"_qs)->sourceText, text); // kept
        }
        desk.editor->document()->set("steps.ping.path", Value("http://[bad"), QString());
        desk.page->grab();
        desk.editor->document()->set("steps", Value(Object()), QString());
        desk.page->grab();
        QTest::keyClick(desk.view(), Qt::Key_Insert);
        QTest::keyClick(desk.view(), Qt::Key_Delete);
        while (desk.stack()->canUndo())
            desk.stack()->undo();
        QCOMPARE(desk.item(u"Zip"_qs)->standing, MappingModel::Standing::Ok);
    }

    void everythingHasANameForScreenReaders()
    {
        Desk desk;
        QVERIFY(desk.open());
        for (const QWidget *widget : desk.page->findChildren<QWidget *>()) {
            const bool isControl =
                qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
                qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QComboBox *>(widget);
            const QString name = widget->objectName();
            // Qt's own parts within controls have their names from what holds them
            if (!isControl || name.startsWith(u"qt_"_qs) || qobject_cast<const QHeaderView *>(widget) ||
                qobject_cast<const QComboBox *>(widget->parentWidget()) ||
                qobject_cast<const QLineEdit *>(widget->parentWidget()) ||
                qobject_cast<const QTabBar *>(widget->parentWidget()) ||
                QByteArray(widget->metaObject()->className()).startsWith("QComboBox") ||
                QByteArray(widget->metaObject()->className()).startsWith("QTableCorner"))
                continue;
            QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty() ||
                         !(qobject_cast<const QAbstractButton *>(widget)
                               ? static_cast<const QAbstractButton *>(widget)->text()
                               : QString())
                              .isEmpty(),
                     qPrintable(name));
        }
    }

    /// Pictures to look at; only where they are asked for.
    void pictures()
    {
        const QByteArray dir = qgetenv("BOURSE_PICTURES");
        if (dir.isEmpty())
            QSKIP("BOURSE_PICTURES names no directory");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            for (const QSize size : {QSize(1244, 874), QSize(1084, 694)}) {
                Desk desk;
                desk.show();
                desk.page->resize(size);
                const auto take = [&](const QString &name) {
                    QTest::qWait(1200);
                    desk.page->grab().save(u"%1/%2-%3-%4.png"_qs.arg(
                        QString::fromLocal8Bit(dir), name, scheme == Scheme::Light ? u"light"_qs : u"dark"_qs,
                        QString::number(size.width())));
                };
                take(u"list"_qs);
                market::SampleLead lead;
                lead.title = u"Maya Ortiz, Springfield IL"_qs;
                lead.fields = workbench::edgeCaseLeads(desk.bench.verticals.first()).front().fields;
                lead.fields.set("email", Value(" Maya@Ortiz.example"));
                desk.bench.leads = {lead};
                QVERIFY(desk.open());
                workbench::MappingEdits edits(desk.editor->document());
                const auto hash = edits.insertAfter(desk.item(u"City"_qs)->row.path, StepKind::Ping,
                                                    u"Email_Hash"_qs, Value(Object{{"field", "email"}}));
                edits.addTransform(*hash, 0, Value(Object{{"do", "trim"}}));
                edits.addTransform(*hash, 1, Value(Object{{"do", "lower"}}));
                edits.addTransform(*hash, 2, Value(Object{{"do", "hash"}, {"algorithm", "md5"}}));
                edits.insertAfter(*hash, StepKind::Ping, u"Phone"_qs, Value(Object{{"field", "phone"}}));
                desk.go(u"Email_Hash"_qs);
                take(u"editor"_qs);
                QTest::keyClick(desk.view(), Qt::Key_Return);
                take(u"picker"_qs);
                QTest::keyClick(desk.editor->findChild<QLineEdit *>(u"transformPickerField"_qs),
                                Qt::Key_Escape);
                desk.go(u"City"_qs, MappingModel::Source);
                QTest::keyClick(desk.view(), Qt::Key_F4);
                take(u"source"_qs);
                QTest::keyClick(desk.editor->findChild<QLineEdit *>(u"sourceField"_qs), Qt::Key_Escape);
                desk.editor->setFieldsFolded(true);
                desk.editor->dock()->setCollapsed(true);
                take(u"folded"_qs);
            }
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestIntegrationEditor)
#include "tst_integrationeditor.moc"
