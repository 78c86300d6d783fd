#include "gui/integrations/buyerspage.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/live/livepage.h"
#include "gui/mainwindow.h"
#include "gui/settings/settingspage.h"
#include "gui/shell/commandpalette.h"
#include "gui/shell/navigation.h"
#include "gui/shell/shortcutsheet.h"
#include "gui/shell/startupview.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/toast.h"
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using market::MarketPhase;

class TestMainWindow : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    /// The phases are signalled as the market does; nothing behind them has to run for the shell.
    static void run(market::Market &market) { Q_EMIT market.phaseChanged(MarketPhase::Running); }

    static QWidget *view(const MainWindow &window)
    {
        return window.findChild<QStackedWidget *>(u"views"_qs)->currentWidget();
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void startShowsItsPhases()
    {
        market::Market market;
        MainWindow window(&market);
        window.show();
        QCOMPARE(view(window)->objectName(), u"startupView"_qs);
        auto *progress = window.findChild<QProgressBar *>(u"startupProgress"_qs);
        int before = progress->value();
        for (const MarketPhase phase : {MarketPhase::StartingDatabase, MarketPhase::Migrating,
                                        MarketPhase::LoadingConfiguration, MarketPhase::StartingEngine}) {
            Q_EMIT market.phaseChanged(phase);
            QVERIFY(progress->value() > before);
            before = progress->value();
        }
        run(market);
        QCOMPARE(view(window)->objectName(), u"shell"_qs);
        QCOMPARE(window.currentPageId(), u"live"_qs);
    }

    void failureIsToldInWordsAndCanBeTriedAgain()
    {
        market::Market market;
        MainWindow window(&market);
        window.show();
        QSignalSpy retry(&window, &MainWindow::retryRequested);
        market::MarketOptions options;
        options.databaseUri =
            "postgresql:///bourse?host=" + m_settings.filePath(u"no_socket_here"_qs).toStdString();
        options.dataDir = m_settings.filePath(u"data"_qs).toStdString();
        market.start(options);
        QTRY_COMPARE_WITH_TIMEOUT(view(window)->objectName(), u"failureView"_qs, 20000);
        QVERIFY(window.findChild<QLabel *>(u"failureText"_qs)->text().size() > 10);
        QVERIFY(!window.findChild<QLabel *>(u"failureCode"_qs)->text().isEmpty());
        QTest::mouseClick(window.findChild<QPushButton *>(u"retryButton"_qs), Qt::LeftButton);
        QCOMPARE(retry.count(), 1);
    }

    void pagesAreReachedByKeyAndClick()
    {
        market::Market market;
        MainWindow window(&market);
        window.show();
        run(market);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto *navigation = window.findChild<Navigation *>();
        int entries = 0;
        while (navigation->entry(entries))
            ++entries;
        QVERIFY(entries >= 2);
        for (int i = entries - 1; i >= 0; --i) {
            QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
            QVERIFY(navigation->entry(i)->isChecked());
            QCOMPARE(u"navigation_"_qs + window.currentPageId(), navigation->entry(i)->objectName());
        }
        QTest::mouseClick(navigation->entry(entries - 1), Qt::LeftButton);
        QCOMPARE(window.currentPageId(), u"settings"_qs);
        window.showPage(u"nowhere"_qs);
        QCOMPARE(window.currentPageId(), u"settings"_qs);
    }

    void paletteFindsAndRuns()
    {
        market::Market market;
        MainWindow window(&market);
        window.show();
        run(market);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto *palette = window.findChild<CommandPalette *>();
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette->isVisible());
        auto *field = palette->findChild<QLineEdit *>();
        auto *list = palette->findChild<QListView *>();
        const int all = list->model()->rowCount();
        QTest::keyClicks(field, u"sett"_qs);
        QVERIFY(list->model()->rowCount() < all);
        QCOMPARE(list->currentIndex().data().toString(), u"Settings"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(window.currentPageId(), u"settings"_qs);

        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QSignalSpy lead(palette, &CommandPalette::leadRequested);
        QTest::keyClicks(field, u"ld_0190a5"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(lead.count(), 1);
        QCOMPARE(lead.first().first().toString(), u"ld_0190a5"_qs);

        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
    }

    void paletteRanks()
    {
        QVERIFY(paletteScore(u"Settings"_qs, u"set"_qs) > paletteScore(u"Offset"_qs, u"set"_qs));
        QVERIFY(paletteScore(u"New test lead"_qs, u"ntl"_qs) > paletteScore(u"Entail"_qs, u"ntl"_qs));
        QCOMPARE(paletteScore(u"Live"_qs, u"xyz"_qs), -1);
        QCOMPARE(paletteScore(u"Live"_qs, QString()), 0);
    }

    void schemeIsKept()
    {
        market::Market market;
        {
            MainWindow window(&market);
            window.show();
            run(market);
            QVERIFY(QTest::qWaitForWindowActive(&window));
            QTest::mouseClick(window.findChild<QPushButton *>(u"schemeButton"_qs), Qt::LeftButton);
            QCOMPARE(theme().scheme(), Scheme::Dark);
            QCOMPARE(window.grab().toImage().pixelColor(100, 400), tokenColor(Scheme::Dark, Token::Window));
        }
        theme().setScheme(Scheme::Light);
        theme().load(*qApp);
        QCOMPARE(theme().scheme(), Scheme::Dark);
        auto window = std::make_unique<MainWindow>(&market);
        run(market);
        window->showPage(u"settings"_qs);
        auto *control = window->findChild<SegmentedControl *>(u"schemeControl"_qs);
        QCOMPARE(control->current(), 1);
        QTest::mouseClick(control->button(0), Qt::LeftButton);
        QCOMPARE(theme().scheme(), Scheme::Light);
        theme().setScale(1.2); // between two steps of the page: kept as it is
        QCOMPARE(theme().scale(), 1.2);
        theme().setScale(1);
    }

    void helpAndShortcuts()
    {
        market::Market market;
        MainWindow window(&market);
        window.show();
        run(market);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_Question);
        auto *sheet = window.findChild<ShortcutSheet *>();
        QVERIFY(sheet);
        QVERIFY(sheet->findChild<QLabel *>(u"shortcutKey_actionPalette"_qs));
        sheet->accept();
        QTest::keyClick(&window, Qt::Key_F1);
        auto *help = window.findChild<QDialog *>(u"helpBox"_qs);
        QVERIFY(help);
        help->accept();
    }

    /// What can be looked at can be told by a screen reader, and each dialog left by Escape.
    void everyViewHasNamesAndAWayOut()
    {
        market::Market market;
        MainWindow window(&market);
        window.show();
        run(market);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.showPage(u"buyers"_qs);
        Page *buyers = window.page(u"buyers"_qs);
        int dialogs = 0;
        for (const PictureView &view : buyers->pictureViews()) {
            view.show();
            for (int i = 0; view.isReady && !view.isReady() && i < 40; ++i)
                QTest::qWait(50);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            for (const QWidget *widget : window.findChildren<QWidget *>()) {
                const bool isControl =
                    qobject_cast<const QAbstractButton *>(widget) ||
                    qobject_cast<const QLineEdit *>(widget) ||
                    qobject_cast<const QAbstractItemView *>(widget) ||
                    qobject_cast<const QComboBox *>(widget) || qobject_cast<const QPlainTextEdit *>(widget) ||
                    qobject_cast<const QProgressBar *>(widget) || qobject_cast<const QTabBar *>(widget);
                const QWidget *holder = widget->parentWidget();
                // Qt's own parts within controls have their names from what holds them
                if (!isControl || widget->objectName().startsWith(u"qt_"_qs) ||
                    qobject_cast<const QHeaderView *>(widget) || qobject_cast<const QComboBox *>(holder) ||
                    qobject_cast<const QLineEdit *>(holder) || qobject_cast<const QTabBar *>(holder) ||
                    QByteArray(widget->metaObject()->className()).startsWith("QComboBox") ||
                    QByteArray(widget->metaObject()->className()).startsWith("QTableCorner"))
                    continue;
                QVERIFY2(!widget->objectName().isEmpty(),
                         qPrintable(view.name + u": "_qs + QLatin1String(widget->metaObject()->className())));
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         qPrintable(view.name + u": "_qs + widget->objectName()));
            }
            for (QDialog *dialog : window.findChildren<QDialog *>()) {
                if (!dialog->isVisible())
                    continue;
                ++dialogs;
                QVERIFY2(!dialog->windowTitle().isEmpty(), qPrintable(dialog->objectName()));
                QVERIFY2(dialog->focusWidget(), qPrintable(dialog->objectName()));
                QTest::keyClick(dialog, Qt::Key_Escape);
                QVERIFY2(!dialog->isVisible(), qPrintable(dialog->objectName()));
            }
        }
        QVERIFY(dialogs >= 5);
        buyers->endPictures();
    }

    void everyPageIsRendered()
    {
        market::Market market;
        MainWindow window(&market);
        run(market);
        const QTemporaryDir dir;
        const QStringList files = window.renderAllPages(dir.filePath(u"shots"_qs));
        QSet<QString> names;
        for (const QString &file : files)
            names.insert(QFileInfo(file).completeBaseName());
        QCOMPARE(names.size(), files.size());
        // without a market the editor shows a template; each dialog stands over it
        QStringList views{u"live"_qs,    u"leads"_qs,        u"buyers"_qs,
                          u"returns"_qs, u"suppressions"_qs, u"settings"_qs};
        for (const char *view :
             {"editor-ping", "editor-post", "editor-curl", "editor-answer", "editor-response",
              "editor-difference", "editor-leads", "editor-rule", "editor-unsigned", "editor-signature",
              "editor-callback", "import", "import-empty", "templates", "versions", "secrets", "help"})
            views.append(u"buyers-"_qs + QString::fromLatin1(view));
        QStringList expected;
        for (const QString &scheme : {u"light"_qs, u"dark"_qs}) {
            for (const QString &size : {u"1280x720"_qs, u"1920x1080"_qs})
                for (const QString &view : std::as_const(views))
                    expected.append(u"%1-%2-%3"_qs.arg(view, scheme, size));
            for (const QString &view : {u"ping"_qs, u"response"_qs, u"signature"_qs, u"callback"_qs})
                expected.append(u"buyers-editor-%1-large-%2-1920x1080"_qs.arg(view, scheme));
        }
        for (const QString &name : std::as_const(expected))
            QVERIFY2(names.contains(name), qPrintable(name));
        QCOMPARE(names.size(), expected.size());
        for (const QString &file : files) {
            const QImage image(file);
            QCOMPARE(image.size(), file.contains(u"1920x1080") ? QSize(1920, 1080) : QSize(1280, 720));
            // nothing is blank: each page has texts and lines in many tints
            QSet<QRgb> colors;
            const QRect page = image.rect().adjusted(220, 60, -20, -60);
            for (int y = page.top(); y < page.bottom() && colors.size() <= 12; y += 3)
                for (int x = page.left(); x < page.right(); x += 3)
                    colors.insert(image.pixel(x, y));
            QVERIFY2(colors.size() > 12, qPrintable(u"%1 has %2 colours"_qs.arg(file).arg(colors.size())));
            // and the scheme is the one it is called by, where no dialog shades it
            if (file.contains(u"/buyers-") && (!file.contains(u"-editor-") || file.contains(u"-rule-")))
                continue;
            const Scheme scheme = file.contains(u"-dark-") ? Scheme::Dark : Scheme::Light;
            QCOMPARE(image.pixelColor(150, 500), tokenColor(scheme, Token::Window));
        }
        // as it was before
        QCOMPARE(theme().scheme(), Scheme::Light);
        QCOMPARE(theme().scale(), 1.0);
        QVERIFY(window.findChildren<IntegrationEditor *>().isEmpty() ||
                !window.findChild<BuyersPage *>()->currentEditor());
        QVERIFY(window.renderAllPages(u"/proc/nowhere"_qs).isEmpty());
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
