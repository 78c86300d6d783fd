// The callback form: what it shows, what typing and clicking writes, and that the table makes way for it.
#include "domain/json/json.h"
#include "gui/integrations/callbackpane.h"
#include "gui/theme/theme.h"
#include "workbench/editorstate.h"
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using workbench::CallbackEdits;
using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {
domain::Value document()
{
    auto value = domain::parseJson(
        R"({"bourse_integration":1,"slug":"acme","endpoints":{"live":{"base_url":"https://live.example"}},)"
        R"("steps":{"post":{"response":{"rules":[{"id":"r","outcome":"rejected"}]}},)"
        R"("callback":{"response":{"rules":[{"id":"r","outcome":"accepted"}]}}}})");
    if (!value)
        qFatal("%s", value.error().message.c_str());
    return *value;
}
} // namespace

class TestCallbackPane : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<IntegrationDocument>(document());
        m_state = std::make_unique<EditorState>(m_document.get());
        m_state->setStep(domain::StepKind::Callback);
        m_pane = std::make_unique<CallbackPane>(m_state.get());
        m_pane->setListenAddress(QStringLiteral("https://leads.example"));
        m_pane->resize(600, 700);
        m_pane->show();
    }
    void cleanup()
    {
        m_pane.reset();
        m_state.reset();
        m_document.reset();
    }
    void saysWhereTheBuyerCalls()
    {
        QCOMPARE(child<QLineEdit>("callbackAddress")->text(),
                 QStringLiteral("https://leads.example/v1/callbacks/acme"));
        QVERIFY(child<QLabel>("callbackNoMatch")->isVisible());
        QSignalSpy wanted(m_pane.get(), &CallbackPane::signatureWanted);
        QTest::mouseClick(child<QPushButton>("callbackSign"), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }
    void idsAreAddedTypedMovedAndRemoved()
    {
        QTest::mouseClick(child<QPushButton>("callbackAddMatch"), Qt::LeftButton);
        auto *text = child<QLineEdit>("callbackMatch0Text");
        QTRY_VERIFY(text->isVisible());
        text->selectAll();
        QTest::keyClicks(text, QStringLiteral("$.data.id"));
        const CallbackEdits edits(m_document.get());
        QCOMPARE(edits.matches().size(), 1u);
        QCOMPARE(edits.matches()[0].place.text, QStringLiteral("$.data.id"));
        QVERIFY(m_document->compiled());
        QVERIFY(!child<QLabel>("callbackNoMatch")->isVisible());
        choose(child<QComboBox>("callbackMatch0By"), 1);
        QCOMPARE(edits.matches()[0].by, domain::PairBy::LeadId);
        QTest::mouseClick(child<QPushButton>("callbackAddMatch"), Qt::LeftButton);
        choose(child<QComboBox>("callbackMatch1Kind"), 2);
        QCOMPARE(edits.matches()[1].place.kind, workbench::CallbackPlace::Kind::Query);
        QTest::mouseClick(child<QPushButton>("callbackMatch1Up"), Qt::LeftButton);
        QCOMPARE(edits.matches()[0].place.kind, workbench::CallbackPlace::Kind::Query);
        QCOMPARE(child<QLineEdit>("callbackMatch1Text")->text(), QStringLiteral("$.data.id"));
        QSignalSpy removed(m_pane.get(), &CallbackPane::removed);
        QTest::mouseClick(child<QPushButton>("callbackMatch0Remove"), Qt::LeftButton);
        QCOMPARE(edits.matches().size(), 1u);
        QCOMPARE(removed.count(), 1);
        while (m_document->undoStack()->canUndo())
            m_document->undoStack()->undo();
        QCOMPARE(domain::writeJson(m_document->value()), domain::writeJson(document()));
        QVERIFY(child<QLabel>("callbackNoMatch")->isVisible());
    }
    void aHalfTypedPathIsKept()
    {
        QTest::mouseClick(child<QPushButton>("callbackAddMatch"), Qt::LeftButton);
        auto *text = child<QLineEdit>("callbackMatch0Text");
        text->selectAll();
        QTest::keyClicks(text, QStringLiteral("$.a["));
        QCOMPARE(text->text(), QStringLiteral("$.a["));
        QVERIFY(!m_document->compiled());
        QTest::keyClicks(text, QStringLiteral("0]"));
        QVERIFY(m_document->compiled());
    }
    void eventsAndAnswers()
    {
        choose(child<QComboBox>("callbackEventKind"), 4);
        QTest::keyClicks(child<QLineEdit>("callbackEventText"), QStringLiteral("Webhook-Id"));
        const CallbackEdits edits(m_document.get());
        QCOMPARE(edits.eventId().kind, workbench::CallbackPlace::Kind::Header);
        QCOMPARE(edits.eventId().text, QStringLiteral("Webhook-Id"));
        child<QSpinBox>("callbackAnswer2Status")->setValue(404);
        auto *body = child<QLineEdit>("callbackAnswer2Body");
        body->setFocus();
        body->selectAll();
        QTest::keyClicks(body, QStringLiteral("who?"));
        QCOMPARE(edits.answer(domain::CallbackFate::Unmatched).status, 404);
        QCOMPARE(edits.answer(domain::CallbackFate::Unmatched).body, std::string("who?"));
        QCOMPARE(edits.answer(domain::CallbackFate::Recorded).status, 200);
    }
    void everyWidgetHasItsNames()
    {
        QTest::mouseClick(child<QPushButton>("callbackAddMatch"), Qt::LeftButton);
        for (QWidget *widget : m_pane->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
                widget->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            if (qobject_cast<QLineEdit *>(widget) || qobject_cast<QComboBox *>(widget))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

  private:
    template <class T> T *child(const char *name) const
    {
        auto *found = m_pane->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    static void choose(QComboBox *box, int index)
    {
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }

    std::unique_ptr<IntegrationDocument> m_document;
    std::unique_ptr<EditorState> m_state;
    std::unique_ptr<CallbackPane> m_pane;
};

QTEST_MAIN(TestCallbackPane)
#include "tst_callbackpane.moc"
