// The request as bytes: what is shown is what is sent, rows and bytes point at each other.
#include "domain/json/json.h"
#include "gui/integrations/exactview.h"
#include "gui/integrations/requestpane.h"
#include "gui/theme/theme.h"
#include "workbench/editorstate.h"
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {

domain::Value templateNamed(const char *name)
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations/%1.json").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no template %s", name);
    return *domain::parseJson(file.readAll().toStdString());
}

domain::Object lead()
{
    return {{"first_name", "Maria"},
            {"last_name", "García"},
            {"postal_code", "75201"},
            {"state", "TX"},
            {"case_type", "auto_accident"},
            {"accident_date", "2026-05-02"},
            {"email", "maria@example.com"},
            {"phone", "+12145550142"},
            {"tcpa_text", "I agree\r\nto be called"}};
}

} // namespace

class TestRequestPane : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp); }
    void copyGivesTheBytes_data();
    void copyGivesTheBytes();
    void rowMarksItsBytes_data() { copyGivesTheBytes_data(); }
    void rowMarksItsBytes();
    void bytesChooseTheirRow();
    void formatKeepsTheRows();
    void curlForEachShell();
    void strangeBytes();
};

void TestRequestPane::copyGivesTheBytes_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"boberdoo-xml", "leadprosper-json", "leadvantage-text"})
        QTest::newRow(name) << QByteArray(name);
}

void TestRequestPane::copyGivesTheBytes()
{
    QFETCH(QByteArray, name);
    IntegrationDocument document(templateNamed(name));
    EditorState state(&document);
    state.setLeads({{workbench::TrialLead::Kind::Real, QStringLiteral("Maria"), lead()}});
    RequestPane pane(&state);
    pane.resize(420, 700);
    pane.show();
    QVERIFY(state.explanation().problems.empty());
    auto *view = pane.view();
    view->selectAll();
    view->copy();
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), state.wireText());
    QVERIFY(view->toPlainText().contains(QStringLiteral("CRLF")));
    pane.findChild<QPushButton *>(QStringLiteral("requestCopy"))->click();
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), state.wireText());
    if (const QByteArray to = qgetenv("BOURSE_SCREENSHOTS"); !to.isEmpty())
        pane.grab().save(QString::fromLocal8Bit(to) + QStringLiteral("/request-") +
                         QString::fromLatin1(name) + QStringLiteral(".png"));
}

void TestRequestPane::rowMarksItsBytes()
{
    QFETCH(QByteArray, name);
    IntegrationDocument document(templateNamed(name));
    EditorState state(&document);
    state.setLeads({{workbench::TrialLead::Kind::Real, QStringLiteral("Maria"), lead()}});
    RequestPane pane(&state);
    const std::string wire = state.wireText();
    int marked = 0;
    for (const domain::RowTrace &row : state.explanation().rows) {
        if (row.spans.empty())
            continue;
        state.setSelected(QString::fromStdString(row.path));
        const auto bytes = pane.view()->markedBytes();
        QVERIFY(bytes);
        QVERIFY(bytes->first < bytes->second && bytes->second <= static_cast<qint64>(wire.size()));
        // what is marked is what the row wrote, wherever it stands
        const domain::RequestSpan &span = row.spans.front();
        const auto &request = state.explanation().request;
        const std::string &part = span.part == domain::RequestSpan::Part::Url ? request.url
                                  : span.part == domain::RequestSpan::Part::Header
                                      ? request.headers[span.header].second
                                      : request.body;
        if (row.spans.size() == 1)
            QCOMPARE(wire.substr(static_cast<std::size_t>(bytes->first),
                                 static_cast<std::size_t>(bytes->second - bytes->first)),
                     part.substr(span.begin, span.end - span.begin));
        ++marked;
    }
    QVERIFY(marked >= 3);
}

void TestRequestPane::bytesChooseTheirRow()
{
    IntegrationDocument document(templateNamed("leadprosper-json"));
    EditorState state(&document);
    state.setLeads({{workbench::TrialLead::Kind::Real, QStringLiteral("Maria"), lead()}});
    RequestPane pane(&state);
    pane.resize(420, 700);
    pane.show();
    QTextCursor cursor = pane.view()->document()->find(QStringLiteral("75201"));
    QVERIFY(!cursor.isNull());
    cursor.setPosition(cursor.position() - 2);
    pane.view()->setTextCursor(cursor);
    QTest::keyClick(pane.view(), Qt::Key_Return);
    QVERIFY2(!state.selected().isEmpty(), "Enter on bytes chooses their row");
    QCOMPARE(document.text(*workbench::DocumentPath::parse(state.selected().toStdString() + ".target")),
             QStringLiteral("zip_code"));
}

void TestRequestPane::formatKeepsTheRows()
{
    IntegrationDocument document(templateNamed("leadprosper-json"));
    EditorState state(&document);
    state.setLeads({{workbench::TrialLead::Kind::Real, QStringLiteral("Maria"), lead()}});
    RequestPane pane(&state);
    auto *format = pane.findChild<QComboBox *>(QStringLiteral("requestFormat"));
    QCOMPARE(format->currentData().toString(), QStringLiteral("json"));
    const auto rows = document.at(IntegrationDocument::bodyRows(state.step()))->asArray()->size();
    format->setCurrentIndex(format->findData(QStringLiteral("form")));
    Q_EMIT format->activated(format->currentIndex());
    QCOMPARE(document.at(IntegrationDocument::bodyRows(state.step()))->asArray()->size(), rows);
    QVERIFY(state.wireText().find("application/x-www-form-urlencoded") != std::string::npos);
    QVERIFY(pane.view()->toPlainText().contains(QStringLiteral("zip_code=75201")));
    document.undoStack()->undo();
    QCOMPARE(format->currentData().toString(), QStringLiteral("json"));
}

void TestRequestPane::curlForEachShell()
{
    IntegrationDocument document(templateNamed("leadprosper-json"));
    EditorState state(&document);
    auto given = lead();
    given.set("city", "O'Fallon \"North\" 100%");
    state.setLeads({{workbench::TrialLead::Kind::Real, QStringLiteral("Maria"), given}});
    CurlPane pane(&state);
    auto *view = pane.findChild<PayloadView *>(QStringLiteral("curlText"));
    auto *shell = pane.findChild<QComboBox *>(QStringLiteral("curlShell"));
    QVERIFY(view->payload().startsWith(QStringLiteral("curl -X POST 'https://")));
    QVERIFY(view->payload().contains(QStringLiteral("O'\\''Fallon")));
    QVERIFY(view->payload().contains(QStringLiteral("{{leadprosper_key}}")));
    shell->setCurrentIndex(1);
    QVERIFY(view->payload().contains(QStringLiteral(" ^\n")));
    shell->setCurrentIndex(2);
    QVERIFY(view->payload().contains(QStringLiteral("O''Fallon")));
}

void TestRequestPane::strangeBytes()
{
    IntegrationDocument document(templateNamed("leadprosper-json"));
    EditorState state(&document);
    RequestPane pane(&state);
    pane.show();
    for (const std::string &city :
         {std::string("\U0001F600 a\0b", 8), std::string(300'000, 'x'), std::string("\xff\xfe")}) {
        auto given = lead();
        given.set("city", city);
        state.setLeads({{workbench::TrialLead::Kind::Real, QString::number(city.size()), given}});
        QVERIFY(pane.view()->size() > 0);
        pane.view()->selectAll();
        QVERIFY(!pane.view()->toPlainText().isEmpty());
    }
}

QTEST_MAIN(TestRequestPane)
#include "tst_requestpane.moc"
