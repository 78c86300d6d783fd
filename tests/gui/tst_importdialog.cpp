// The import box, used with clipboard, keyboard and mouse, without a market behind it.
#include "gui/integrationbench.h"
#include "gui/integrations/filecheckview.h"
#include "gui/integrations/importbox.h"
#include "gui/integrations/importdialog.h"
#include "gui/integrations/importmodel.h"
#include "gui/theme/theme.h"
#include "gui/widgets/tableview.h"
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;

namespace {

const QString kCurl =
    QStringLiteral("curl -X POST 'https://api.acme-injury.com/v2/leads' \\\n"
                   "  -H 'Content-Type: application/json' -H 'X-Api-Key: ak_9f8e7d6c5b4a39281706' \\\n"
                   "  -d '{\"firstName\":\"Maria\",\"lastName\":\"Garcia\",\"email\":\"maria@example.com\","
                   "\"phone\":\"2145550142\",\"zip\":\"75201\",\"state\":\"TX\",\"campaignRef\":\"bourse_"
                   "g4\"}' --frobnicate");

QString shownText(const QDialog &dialog, const char *name)
{
    const auto *label = dialog.findChild<QLabel *>(QLatin1String(name));
    return label ? label->text() : QStringLiteral("(no such label)");
}

} // namespace

class TestImportDialog : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static ImportSetting setting()
    {
        ImportSetting setting;
        setting.verticals = {test::vertical(u"personal_injury"_qs)};
        setting.secretPlace = u"an encrypted file"_qs;
        setting.isTaken = [](const QString &slug) {
            return slug == u"taken";
        };
        return setting;
    }
    static void paste(ImportDialog &dialog, const QString &text)
    {
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *box = dialog.findChild<ImportBox *>();
        QVERIFY(box->hasFocus());
        QGuiApplication::clipboard()->setText(text);
        QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(box, Qt::Key_V, Qt::ControlModifier);
        QVERIFY(!dialog.isSettled());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.isSettled(), 60000);
    }
    static QByteArray wire(const domain::Value &document)
    {
        return QByteArray::fromStdString(domain::writeJson(document));
    }
    static void picture(QWidget &widget, const QString &name)
    {
        const QString dir = qEnvironmentVariable("BOURSE_SCREENSHOTS");
        if (dir.isEmpty())
            return;
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            QTest::qWait(30);
            QVERIFY(widget.grab().save(
                u"%1/%2-%3.png"_qs.arg(dir, name, scheme == Scheme::Light ? u"light"_qs : u"dark"_qs)));
        }
        theme().setScheme(Scheme::Light);
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void aCurlLineBecomesAnIntegration()
    {
        ImportDialog dialog(setting());
        paste(dialog, kCurl);
        QCOMPARE(shownText(dialog, "importProblem"), QString());
        QVERIFY2(shownText(dialog, "importSummary").contains(u"0 "_qs),
                 qPrintable(shownText(dialog, "importSummary")));
        auto *table = dialog.findChild<TableView *>(u"importMapping"_qs);
        auto *model = qobject_cast<ImportMapModel *>(table->model());
        QCOMPARE(model->suggestion(model->rowOf("email"))->field, std::string("email"));
        QCOMPARE(model->suggestion(model->rowOf("zip"))->kind, workbench::MappingKind::Field);
        picture(dialog, u"import-curl"_qs);
        // what was not understood is named with its own text
        auto *report = dialog.findChild<TableView *>(u"importReport"_qs)->model();
        bool named = false;
        for (int i = 0; i < report->rowCount(); ++i)
            named = named || report->index(i, 0).data(Qt::ToolTipRole).toString().contains(u"--frobnicate");
        QVERIFY(named);

        auto *label = dialog.findChild<QLineEdit *>(u"importLabel"_qs);
        label->setFocus();
        label->selectAll();
        QTest::keyClicks(label, u"Acme Injury"_qs);
        QCOMPARE(dialog.findChild<QLineEdit *>(u"importSlug"_qs)->text(), u"acme-injury"_qs);
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QTest::keyClick(label, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(accepted.size(), 1);
        const domain::Value document = dialog.document();
        QCOMPARE(document.find("slug")->toText(), std::string("acme-injury"));
        QVERIFY(domain::Integration::fromValue(document).ok());
        QVERIFY(!dialog.merges());
    }

    void secretsLeaveTheTextAndAreNamed()
    {
        ImportDialog dialog(setting());
        paste(dialog, kCurl);
        auto *slug = dialog.findChild<QLineEdit *>(u"importSlug"_qs);
        slug->setFocus();
        slug->selectAll();
        QTest::keyClicks(slug, u"acme"_qs);
        QVERIFY(shownText(dialog, "importSecretNote").contains(u"an encrypted file"));
        QTest::keyClick(slug, Qt::Key_Return, Qt::ControlModifier);
        const auto secrets = dialog.secrets();
        QCOMPARE(secrets.size(), std::size_t(1));
        QVERIFY2(secrets.begin()->first.starts_with("acme_"), secrets.begin()->first.c_str());
        QCOMPARE(secrets.begin()->second.reveal(), std::string_view("ak_9f8e7d6c5b4a39281706"));
        const QByteArray bytes = wire(dialog.document());
        QVERIFY(!bytes.contains("ak_9f8e7d6c5b4a39281706"));
        QVERIFY(bytes.contains(QByteArray::fromStdString(secrets.begin()->first)));
        for (const QWidget *widget : dialog.findChildren<QWidget *>()) {
            QVERIFY(!widget->toolTip().contains(u"ak_9f8e7d6c"));
            QVERIFY(!widget->accessibleName().contains(u"ak_9f8e7d6c"));
        }
    }

    void aFieldIsChangedByKeyboard()
    {
        ImportDialog dialog(setting());
        paste(dialog, kCurl);
        auto *table = dialog.findChild<TableView *>(u"importMapping"_qs);
        auto *model = qobject_cast<ImportMapModel *>(table->model());
        const int row = model->rowOf("campaignRef");
        QVERIFY(row >= 0);
        table->setFocus();
        table->setCurrentIndex(model->index(row, 0));
        QTest::keyClick(table, Qt::Key_Return);
        auto *editor = table->findChild<QComboBox *>(u"importFieldEditor"_qs);
        QVERIFY(editor);
        QTest::keyClicks(editor->lineEdit(), u"last_name"_qs);
        QTest::keyClick(editor->lineEdit(), Qt::Key_Return);
        QTRY_COMPARE(model->suggestion(model->rowOf("campaignRef"))->field, std::string("last_name"));
        QTRY_VERIFY(dialog.isSettled());
        dialog.accept();
        QVERIFY(wire(dialog.document()).contains(R"("target":"campaignRef","source":{"field":"last_name"})"));
    }

    void theKindCanBeForced()
    {
        ImportDialog dialog(setting());
        paste(dialog, u"first_name=Maria&last_name=Garcia&zip=75201"_qs);
        auto *kind = dialog.findChild<QComboBox *>(u"importKind"_qs);
        QVERIFY(
            shownText(dialog, "importGuess").contains(workbench::label(workbench::ImportKind::FormSample)));
        kind->setFocus();
        while (kind->currentData().toInt() != static_cast<int>(workbench::ImportKind::JsonSample))
            QTest::keyClick(kind, Qt::Key_Down);
        QTRY_VERIFY(dialog.isSettled());
        // it is no JSON: said so, text kept, nothing to accept
        QVERIFY(!shownText(dialog, "importProblem").isEmpty());
        QVERIFY(!dialog.findChild<QPushButton *>(u"importAccept"_qs)->isEnabled());
        QCOMPARE(dialog.findChild<ImportBox *>()->content(),
                 std::string("first_name=Maria&last_name=Garcia&zip=75201"));
    }

    void badTextsAreRefusedAndKept_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("5 MB and more") << QByteArray((5 << 20) + 10, 'a');
        QTest::newRow("NUL") << QByteArray("curl https://x.example -d 'a=1\0b=2'", 35);
        QTest::newRow("only emoji") << QByteArray("\xf0\x9f\x9a\x80\xf0\x9f\x9a\x80 \xf0\x9f\x9a\x80");
        QTest::newRow("no UTF-8") << QByteArray("{\"a\":\"\xff\xfe\"}");
        QTest::newRow("prose") << QByteArray("Dear partner, please find our specification attached.");
        QTest::newRow("blank") << QByteArray("   \n\t  ");
    }
    void badTextsAreRefusedAndKept()
    {
        QFETCH(QByteArray, text);
        ImportDialog dialog(setting());
        dialog.show();
        auto *box = dialog.findChild<ImportBox *>();
        box->setContent(text.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.isSettled(), 60000);
        QVERIFY(!shownText(dialog, "importProblem").isEmpty());
        QVERIFY(!dialog.findChild<QPushButton *>(u"importAccept"_qs)->isEnabled());
        QCOMPARE(box->content().size(), static_cast<std::size_t>(text.size()));
        QVERIFY(box->content() == text.toStdString());
        // Ctrl+Enter does nothing then
        QTest::keyClick(&dialog, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(dialog.isVisible());
    }

    void aBadUrlIsInTheReport()
    {
        ImportDialog dialog(setting());
        paste(dialog, u"curl 'https://exa mple.com:99999/x' -d 'zip=75201'"_qs);
        const auto *report = dialog.findChild<TableView *>(u"importReport"_qs)->model();
        QVERIFY(!shownText(dialog, "importProblem").isEmpty() || report->rowCount() > 0);
    }

    void aFileIsDroppedAndRead_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("on the box") << u"importBox"_qs;
        QTest::newRow("beside it") << u"importResult"_qs;
    }
    void aFileIsDroppedAndRead()
    {
        QFETCH(QString, place);
        QTemporaryDir folder;
        QFile file(folder.filePath(u"lead.json"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"first_name":"Zoë 🚀","email":"zoe@example.com","zip_code":"75201"})");
        file.close();
        ImportDialog dialog(setting());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file.fileName())});
        // to the window, which finds out what lies there; nothing is dropped where nothing was dragged to
        auto *target = dialog.findChild<QWidget *>(place);
        const QPoint at = target->mapTo(&dialog, target->rect().center());
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(dialog.windowHandle(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(dialog.windowHandle(), &drop);
        QTRY_VERIFY(dialog.isSettled());
        const auto *model =
            qobject_cast<ImportMapModel *>(dialog.findChild<TableView *>(u"importMapping"_qs)->model());
        QCOMPARE(model->total(), 3);
        QCOMPARE(model->suggestion(model->rowOf("email"))->field, std::string("email"));
    }

    void largeTextsAreReadOffTheWindowsThread()
    {
        // 4 MB of a collection's worth of samples
        QByteArray text = "{\"first_name\":\"Maria\",\"notes\":\"";
        text += QByteArray(4 << 20, 'x');
        text += "\",\"zip\":\"75201\"}";
        ImportDialog dialog(setting());
        dialog.show();
        dialog.findChild<ImportBox *>()->setContent(text.toStdString());
        QVERIFY(dialog.findChild<ImportBox *>()->document()->characterCount() < 10000);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.isSettled(), 60000);
        QCOMPARE(shownText(dialog, "importProblem"), QString());
        QCOMPARE(qobject_cast<ImportMapModel *>(dialog.findChild<TableView *>(u"importMapping"_qs)->model())
                     ->total(),
                 3);
    }

    void severalRequestsAreChosenFrom()
    {
        ImportDialog dialog(setting());
        paste(dialog, u"curl https://api.acme.com/ping -d 'zip=75201&state=TX'\n"
                      "curl https://api.acme.com/post -d 'ping_id=7&first_name=Maria&email=m@example.com'\n"
                      "curl https://api.acme.com/v2/post -d 'first_name=Maria'\n"_qs);
        auto *tabs = dialog.findChild<QTabBar *>(u"importTabs"_qs);
        QVERIFY(tabs->isTabVisible(1));
        auto *table = dialog.findChild<TableView *>(u"importRequests"_qs);
        auto *model = qobject_cast<ImportRequestModel *>(table->model());
        QCOMPARE(model->rowCount(), 3);
        QCOMPARE(model->rows()[0].step, domain::StepKind::Ping);
        QVERIFY(model->rows()[0].chosen && model->rows()[1].chosen && !model->rows()[2].chosen);
        QTest::keyClick(&dialog, Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(tabs->currentIndex(), 1);
        picture(dialog, u"import-requests"_qs);
        // the third instead of the second
        table->setFocus();
        table->setCurrentIndex(model->index(2, ImportRequestModel::Name));
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(model->rows()[2].chosen && !model->rows()[1].chosen);
        QTRY_VERIFY(dialog.isSettled());
        dialog.accept();
        QVERIFY(wire(dialog.document()).contains("/v2/post"));
        QVERIFY(dialog.document().find("steps")->find("ping"));
    }

    void aShortNameMustBeFree()
    {
        ImportDialog dialog(setting());
        paste(dialog, kCurl);
        auto *slug = dialog.findChild<QLineEdit *>(u"importSlug"_qs);
        slug->setFocus();
        slug->selectAll();
        QTest::keyClicks(slug, u"taken"_qs);
        QVERIFY(shownText(dialog, "importProblem").contains(u"short name"));
        QVERIFY(!dialog.findChild<QPushButton *>(u"importAccept"_qs)->isEnabled());
        QTest::keyClicks(slug, u"-2"_qs);
        QVERIFY(dialog.findChild<QPushButton *>(u"importAccept"_qs)->isEnabled());
    }

    void aTableAsksForTheAddress()
    {
        ImportDialog dialog(setting());
        paste(dialog, kCurl);
        auto *address = dialog.findChild<QLineEdit *>(u"importAddress"_qs);
        QVERIFY(!address->isVisible()); // a command has one
        paste(dialog,
              u"Field\tRequired\tDescription\nfirst_name\tYes\tFirst name\nlast_name\tYes\tLast name\n"
              u"zip\tYes\tZip code\nemail\tYes\tE-mail\n"_qs);
        QCOMPARE(shownText(dialog, "importProblem"), QString());
        QVERIFY(address->isVisible());
        address->setFocus();
        QTest::keyClicks(address, u"no server"_qs);
        QTRY_VERIFY(dialog.isSettled());
        QVERIFY(shownText(dialog, "importProblem").contains(u"no address"_qs));
        QVERIFY(!dialog.findChild<QPushButton *>(u"importAccept"_qs)->isEnabled());
        address->selectAll();
        QTest::keyClicks(address, u"api.buyer.example/v1/leads/"_qs);
        QTRY_VERIFY(dialog.isSettled());
        QCOMPARE(shownText(dialog, "importProblem"), QString());
        QTest::keyClick(address, Qt::Key_Return, Qt::ControlModifier);
        const domain::Value document = dialog.document();
        for (const char *which : {"live", "test"})
            QCOMPARE(document.find("endpoints")->find(which)->find("base_url")->toText(),
                     std::string("https://api.buyer.example/v1/leads"));
        QVERIFY(!document.find("variables"));
    }

    void intoAnOpenDocumentRowsAreJoined()
    {
        ImportSetting into = setting();
        const auto open =
            domain::parseJson(R"({"bourse_integration":1,"slug":"mine","label":"Mine","currency":"USD",
            "endpoints":{"test":{"base_url":"https:\/\/t.mine.example"}},
            "steps":{"post":{"method":"POST","path":"/in","body":{"format":"json","rows":[
              {"target":"email","source":{"field":"email"},"transforms":[{"do":"hash","algorithm":"md5"}]},
              {"target":"brand","source":{"constant":"b"}}]},"response":{"rules":[
                {"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":"1"}}]}}}})");
        QVERIFY(open.ok());
        into.open = *open;
        ImportDialog dialog(into);
        paste(dialog, kCurl);
        QVERIFY(dialog.merges());
        picture(dialog, u"import-into"_qs);
        QTest::keyClick(&dialog, Qt::Key_Return, Qt::ControlModifier);
        const QByteArray bytes = wire(dialog.document());
        QVERIFY(bytes.contains(R"("slug":"mine")"));
        QVERIFY(bytes.contains(R"("algorithm":"md5")"));    // its own row stands
        QVERIFY(bytes.contains(R"("target":"firstName")")); // the new one came
        QVERIFY(bytes.contains(R"("target":"brand")"));
        QVERIFY(bytes.contains(R"("path":"/in")"));
        QVERIFY(bytes.contains(R"("id":"ok")"));
        QVERIFY(domain::Integration::fromValue(dialog.document()).ok());
        QVERIFY(!dialog.undoText().isEmpty());
    }

    void anIntegrationFileAsksForItsHosts()
    {
        const auto file =
            domain::parseJson(R"({"bourse_integration":1,"slug":"theirs","label":"Theirs","currency":"USD",
            "shiny_new_key":true,
            "endpoints":{"test":{"base_url":"https:\/\/test.theirs.example"},"live":{"base_url":"https:\/\/live.theirs.example"}},
            "steps":{"post":{"method":"POST","path":"/in","body":{"format":"json","rows":[
              {"target":"email","source":{"field":"email"}}]},"response":{"rules":[
              {"id":"ok","outcome":"accepted","when":{"source":{"json":"$.ok"},"op":"equals","value":"1"}}]}}}})");
        QVERIFY(file.ok());
        ImportDialog dialog(setting());
        paste(dialog, QString::fromStdString(domain::writeJsonPretty(*file)));
        auto *view = dialog.findChild<FileCheckView *>();
        QVERIFY(view->isVisible());
        QCOMPARE(view->problems().size(), std::size_t(1));
        const auto *problems = dialog.findChild<QListWidget *>(u"fileProblems"_qs);
        QVERIFY(problems->item(0)->text().contains(u"shiny_new_key"));
        auto *accept = dialog.findChild<QPushButton *>(u"importAccept"_qs);
        QCOMPARE(accept->text(), u"Open without 2 hosts"_qs);
        auto *test = view->findChild<QCheckBox *>(u"host_test.theirs.example"_qs);
        QVERIFY(test);
        picture(dialog, u"import-file"_qs);
        test->setFocus();
        QTest::keyClick(test, Qt::Key_Space);
        QCOMPARE(accept->text(), u"Open without one host"_qs);
        QTest::mouseClick(accept, Qt::LeftButton);
        const domain::Value document = dialog.document();
        QVERIFY(document.find("endpoints")->find("test"));
        QVERIFY(!document.find("endpoints")->find("live"));
        QVERIFY(dialog.secrets().empty());
    }

    void hostsAreFoundWhereverTheyStand()
    {
        const auto document = domain::parseJson(R"({"endpoints":{"live":{"base_url":"https:\/\/a.example/x"}},
            "authentication":{"kind":"oauth2","token_url":"https:\/\/id.example:8443/t"},
            "steps":{"post":{"url":"http:\/\/B.example/y","body":{"rows":[{"target":"u","source":{"constant":"https:\/\/no.example"}}]}}},
            "allowed_hosts":["c.example"]})");
        QVERIFY(document.ok());
        QStringList hosts;
        for (const NamedHost &host : hostsOf(*document))
            hosts.append(host.host);
        QCOMPARE(hosts,
                 (QStringList{u"a.example"_qs, u"id.example:8443"_qs, u"b.example"_qs, u"c.example"_qs}));
        // a step's own address that nobody knows takes the live endpoint away, too
        const domain::Value cut = withoutHosts(*document, {u"a.example"_qs, u"id.example:8443"_qs});
        QVERIFY(!cut.find("endpoints")->find("live"));
        QVERIFY(cut.find("allowed_hosts")->asArray()->empty());
        const domain::Value whole = withoutHosts(
            *document, {u"a.example"_qs, u"id.example:8443"_qs, u"b.example"_qs, u"c.example"_qs});
        QVERIFY(whole == *document);
    }

    void escapeClosesWithoutATrace()
    {
        ImportDialog dialog(setting());
        paste(dialog, kCurl);
        QSignalSpy rejected(&dialog, &QDialog::rejected);
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QCOMPARE(rejected.size(), 1);
    }

    void ctrlEnterRightAfterThePaste()
    {
        ImportDialog dialog(setting());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QGuiApplication::clipboard()->setText(kCurl);
        auto *box = dialog.findChild<ImportBox *>();
        QTest::keyClick(box, Qt::Key_V, Qt::ControlModifier);
        QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(accepted.size(), 1);
        QVERIFY(domain::Integration::fromValue(dialog.document()).ok());
    }
};

QTEST_MAIN(TestImportDialog)
#include "tst_importdialog.moc"
