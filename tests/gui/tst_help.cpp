// The built-in help: every page in every language, links that lead somewhere, a search, and F1 that knows
// where one is.
#include "gui/editordesk.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/problemsdock.h"
#include "gui/integrations/requestpane.h"
#include "gui/integrations/versionsdialog.h"
#include "gui/language.h"
#include "gui/theme/theme.h"
#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTextBrowser>

using namespace bourse;
using namespace bourse::gui;
using test::Desk;

class TestHelp : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void everyLanguageHasEveryPage_data()
    {
        QTest::addColumn<QString>("language");
        for (const QString &language : knownLanguages())
            QTest::newRow(qPrintable(language)) << language;
    }
    void everyLanguageHasEveryPage()
    {
        QFETCH(QString, language);
        static const QRegularExpression link(u"\\]\\(([^)]*)\\)"_qs);
        static const QRegularExpression code(u"`([^`]*)`"_qs);
        const QVector<HelpTopic> english = helpTopics(u"en"_qs);
        const QVector<HelpTopic> topics = helpTopics(language);
        QCOMPARE(topics.size(), helpTopicIds().size());
        for (qsizetype i = 0; i < topics.size(); ++i) {
            const HelpTopic &topic = topics[i];
            QVERIFY2(QFile::exists(u":/help/%1/%2.md"_qs.arg(language, topic.id)), qPrintable(topic.id));
            QVERIFY2(topic.text.startsWith(u"# "_qs) && !topic.title.isEmpty(), qPrintable(topic.id));
            if (language != u"en")
                QVERIFY2(topic.text != english[i].text, qPrintable(topic.id));
            // links lead to pages, and the same ones in every language
            QStringList links;
            for (auto match = link.globalMatch(topic.text); match.hasNext();) {
                const QString to = match.next().captured(1);
                QVERIFY2(to.startsWith(u"help:"_qs) && helpTopicIds().contains(to.mid(5)), qPrintable(to));
                links.append(to);
            }
            QStringList wanted;
            for (auto match = link.globalMatch(english[i].text); match.hasNext();)
                wanted.append(match.next().captured(1));
            QCOMPARE(links, wanted);
            // so many keys and words of the document as in English: none was forgotten
            QCOMPARE(topic.text.count(code), english[i].text.count(code));
            // short: read while one works
            QVERIFY2(topic.text.size() < 2500, qPrintable(topic.id));
        }
    }

    void whatIsMissingIsEnglish()
    {
        const auto topics = helpTopics(u"xx"_qs);
        QCOMPARE(topics.size(), helpTopicIds().size());
        QCOMPARE(topics[1].title, u"Mapping"_qs);
        QCOMPARE(bestLanguage({u"fr"_qs, u"de_AT"_qs}), u"de"_qs);
        QCOMPARE(bestLanguage({u"pt-BR"_qs, u"es-MX"_qs, u"en"_qs}), u"es"_qs);
        QCOMPARE(bestLanguage({u"den"_qs, u"C"_qs}), u"en"_qs); // a language of three letters
        QCOMPARE(bestLanguage({}), u"en"_qs);
    }

    void wordsAreFoundWhateverTheirCaseAndAccents()
    {
        const auto topics = helpTopics(u"en"_qs);
        QCOMPARE(searchHelp(topics, QString()).size(), topics.size());
        const auto found = searchHelp(topics, u"SIGNATURE"_qs);
        QVERIFY(!found.isEmpty());
        QCOMPARE(found.first().id, u"signature"_qs); // in the title
        const auto both = searchHelp(topics, u"nonce byte"_qs);
        QCOMPARE(both.size(), 1);
        QVERIFY(searchHelp(topics, u"zebra"_qs).isEmpty());
        const auto spanish = searchHelp(helpTopics(u"es"_qs), u"peticion"_qs); // "petición"
        QVERIFY(!spanish.isEmpty());
        QCOMPARE(spanish.first().id, u"request"_qs);
    }

    void theDialogShowsFollowsAndSearches()
    {
        QWidget window;
        window.resize(900, 700);
        window.show();
        auto *dialog = HelpDialog::showTopic(&window, u"mapping"_qs);
        QVERIFY(dialog->isVisible());
        QCOMPARE(dialog->currentTopic(), u"mapping"_qs);
        QVERIFY(dialog->page()->toPlainText().startsWith(u"Mapping"_qs));
        QCOMPARE(HelpDialog::showTopic(&window, u"secrets"_qs), dialog); // one window
        QCOMPARE(dialog->currentTopic(), u"secrets"_qs);
        HelpDialog::showTopic(&window, u"problems"_qs);
        Q_EMIT dialog->page()->anchorClicked(QUrl(u"help:import"_qs));
        QCOMPARE(dialog->currentTopic(), u"import"_qs);
        Q_EMIT dialog->page()->anchorClicked(QUrl(u"https://example.com"_qs)); // nothing is fetched
        QCOMPARE(dialog->currentTopic(), u"import"_qs);
        // search
        auto *search = dialog->searchField();
        search->setFocus();
        QTest::keyClicks(search, u"pairs"_qs);
        QCOMPARE(dialog->list()->count(), 1);
        QCOMPARE(dialog->currentTopic(), u"mapping"_qs);
        QVERIFY(!dialog->page()->extraSelections().isEmpty());
        QTest::keyClicks(search, u" zebra"_qs);
        QCOMPARE(dialog->list()->count(), 0);
        QCOMPARE(dialog->findChild<QStackedWidget *>(u"helpPages"_qs)->currentWidget()->objectName(),
                 u"helpNothing"_qs);
        search->clear();
        QCOMPARE(dialog->list()->count(), helpTopicIds().size());
        QTest::keyClick(search, Qt::Key_Down);
        QCOMPARE(dialog->currentTopic(), helpTopicIds().at(1));
        HelpDialog::showTopic(&window, u"no such page"_qs);
        QCOMPARE(dialog->currentTopic(), helpTopicIds().first());
    }

    void everyPlaceNamesItsPage()
    {
        Desk desk;
        QVERIFY(desk.open());
        const auto at = [&](QWidget *widget) {
            widget->setFocus();
            return helpTopicOf(desk.page.get());
        };
        QCOMPARE(at(desk.view()), u"mapping"_qs);
        QCOMPARE(at(desk.find<QWidget>(u"sampleButton"_qs)), u"samples"_qs);
        QCOMPARE(helpTopicOf(desk.editor->dock()), u"problems"_qs);
        QCOMPARE(at(desk.find<QWidget>(u"leadFieldTree"_qs)), u"mapping"_qs);
        desk.page->open(QString());
        QTRY_VERIFY(desk.page->findChild<QWidget *>(u"integrationTable"_qs)->isVisible());
        QCOMPARE(at(desk.page->findChild<QWidget *>(u"integrationTable"_qs)), u"buyers"_qs);
        // every page that a widget may name is there
        for (const QWidget *widget : desk.page->findChildren<QWidget *>())
            if (const QString id = widget->property("helpTopic").toString(); !id.isEmpty())
                QVERIFY2(helpTopicIds().contains(id), qPrintable(id));
    }

    void dialogsHaveTheirOwnF1()
    {
        QDialog dialog;
        auto *field = new QLineEdit(&dialog);
        installHelp(&dialog, u"versions"_qs);
        dialog.show();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        field->setFocus();
        QTest::keyClick(field, Qt::Key_F1);
        auto *help = dialog.findChild<HelpDialog *>();
        QVERIFY(help && help->isVisible());
        QCOMPARE(help->currentTopic(), u"versions"_qs);
    }

    /// Pictures to look at; only where they are asked for.
    void pictures()
    {
        const QByteArray dir = qgetenv("BOURSE_PICTURES");
        if (dir.isEmpty())
            QSKIP("BOURSE_PICTURES names no directory");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            QWidget window;
            window.resize(1000, 700);
            window.show();
            auto *dialog = HelpDialog::showTopic(&window, u"mapping"_qs);
            if (scheme == Scheme::Dark)
                dialog->searchField()->setText(u"signature"_qs);
            QTest::qWait(300);
            dialog->grab().save(u"%1/help-%2.png"_qs.arg(QString::fromLocal8Bit(dir),
                                                         scheme == Scheme::Light ? u"light"_qs : u"dark"_qs));
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
