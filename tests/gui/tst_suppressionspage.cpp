// The suppressions page: what lists there are, a new one on its way, and one that is removed.
#include "gui/suppressions/suppressiondialogs.h"
#include "gui/suppressions/suppressionsmodel.h"
#include "gui/suppressions/suppressionspage.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/tableview.h"
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QPromise>
#include <QSettings>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;
using market::SuppressionForm;
using market::SuppressionKind;

namespace {
market::SuppressionListRow list(const QString &name, const QString &buyer = {})
{
    market::SuppressionListRow row;
    row.list = name;
    row.buyer = buyer;
    row.kind = SuppressionKind::Phone;
    row.form = SuppressionForm::Sha256;
    row.entries = 1'000'000;
    row.importedAt = fromIso8601("2026-11-20T20:32:07Z").value();
    row.importedBy = u"operator"_qs;
    return row;
}

const QVector<QPair<QString, QString>> buyers{{u"acme"_qs, u"Acme Insurance"_qs}, {u"beta"_qs, QString()}};

struct Fixture {
    SuppressionsPage page{nullptr};
    QPushButton *remove = page.findChild<QPushButton *>(u"suppressionsRemove"_qs);
    QStackedWidget *states = page.findChild<QStackedWidget *>(u"suppressionsStates"_qs);
    Fixture()
    {
        page.model()->setBuyers({{u"acme"_qs, u"Acme Insurance"_qs}});
        page.resize(1244, 700);
        page.show();
        page.activateWindow();
        (void)QTest::qWaitForWindowActive(&page);
        page.enter();
    }
};
} // namespace

class TestSuppressionsPage : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void cellsSayWhatIsKnown()
    {
        SuppressionsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setBuyers({{u"acme"_qs, u"Acme Insurance"_qs}});
        market::SuppressionListRow fresh;
        fresh.list = u"new"_qs;
        model.setLists({list(u"dnc"_qs), list(u"acme_dnc"_qs, u"acme"_qs), fresh});
        model.setZone(QTimeZone("America/Chicago"));
        const auto text = [&model](int line, int column) {
            const Cell cell = model.index(line, column).data(CellRole::Look).value<Cell>();
            return cell.text + u' ' + cell.second;
        };
        QVERIFY(text(0, SuppressionsModel::List).startsWith(u"dnc"));
        QVERIFY(text(0, SuppressionsModel::Owner).startsWith(u"Everybody"));
        QVERIFY(text(1, SuppressionsModel::Owner).startsWith(u"Acme Insurance"));
        QVERIFY(text(0, SuppressionsModel::Holds).startsWith(u"Phone numbers, as SHA-256"));
        QVERIFY(text(0, SuppressionsModel::Entries).startsWith(u"1,000,000"));
        QVERIFY(text(0, SuppressionsModel::Imported).contains(u"14:32"));
        QVERIFY(text(0, SuppressionsModel::Imported).contains(u"by operator"));
        QVERIFY(text(2, SuppressionsModel::Imported).startsWith(u"never"));
        QVERIFY(text(2, SuppressionsModel::Holds).startsWith(u"E-mail addresses, in plain text"));
    }

    void emptyAndFailedSaySo()
    {
        Fixture f;
        f.page.setLists({});
        QCOMPARE(f.states->currentWidget()->objectName(), u"suppressionsEmpty"_qs);
        QVERIFY(!f.remove->isEnabled());
        QSignalSpy imports(&f.page, &SuppressionsPage::importRequested);
        f.page.findChild<QPushButton *>(u"suppressionsEmpty_action"_qs)->click();
        QTest::keyClick(&f.page, Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(imports.count(), 2);
        QSignalSpy noted(&f.page, &Page::noted);
        QTest::keyClick(&f.page, Qt::Key_Delete);
        QCOMPARE(noted.count(), 1);
        f.page.showFailure(u"The database is away."_qs);
        QCOMPARE(f.states->currentWidget()->objectName(), u"suppressionsFailed"_qs);
        QSignalSpy wanted(&f.page, &SuppressionsPage::listsWanted);
        f.page.findChild<QPushButton *>(u"suppressionsFailed_action"_qs)->click();
        QCOMPARE(wanted.count(), 1);
    }

    void removingIsAskedForInWords()
    {
        Fixture f;
        f.page.setLists({list(u"dnc"_qs), list(u"acme_dnc"_qs, u"acme"_qs)});
        f.page.table()->selectRow(1);
        QVERIFY(f.remove->isEnabled());
        QSignalSpy removed(&f.page, &SuppressionsPage::removalConfirmed);
        QTest::keyClick(f.page.table(), Qt::Key_Delete);
        auto *dialog = f.page.findChild<SuppressionRemovalDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->windowTitle().contains(u"acme_dnc"));
        QTest::keyClick(dialog, Qt::Key_Return); // the safe answer is the first
        QCOMPARE(removed.count(), 0);
        f.remove->click();
        const auto open = f.page.findChildren<SuppressionRemovalDialog *>();
        open.last()->findChild<QPushButton *>(u"suppressionRemovalAccept"_qs)->click();
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed.first().first().toString(), u"acme_dnc"_qs);
    }

    void aListThatThereIsKeepsWhatItIs()
    {
        SuppressionImportDialog dialog(buyers, {list(u"acme_dnc"_qs, u"acme"_qs)});
        auto *buyer = dialog.findChild<QComboBox *>(u"suppressionBuyer"_qs);
        auto *form = dialog.findChild<QComboBox *>(u"suppressionWritten"_qs);
        auto *replace = dialog.findChild<QCheckBox *>(u"suppressionReplace"_qs);
        auto *start = dialog.findChild<QPushButton *>(u"suppressionStart"_qs);
        std::optional<market::SuppressionImport> asked;
        connect(&dialog, &SuppressionImportDialog::startRequested, this,
                [&asked](const market::SuppressionImport &import) { asked = import; });
        QVERIFY(!start->isEnabled() && !replace->isEnabled());
        dialog.setFile(u"/tmp/list.csv"_qs);
        QVERIFY(!start->isEnabled()); // it has no name yet
        dialog.setList(u"acme_dnc"_qs);
        QVERIFY(start->isEnabled() && replace->isEnabled());
        QVERIFY(!buyer->isEnabled() && !form->isEnabled());
        replace->setChecked(true);
        start->click();
        QVERIFY(asked);
        QCOMPARE(asked->buyer, u"acme"_qs);
        QVERIFY(asked->kind == SuppressionKind::Phone && asked->form == SuppressionForm::Sha256);
        QVERIFY(asked->replace);
        dialog.setList(u"another"_qs);
        QVERIFY(buyer->isEnabled() && form->isEnabled());
        buyer->setCurrentIndex(0);
        form->setCurrentIndex(1);
        dialog.findChild<SegmentedControl *>(u"suppressionKind"_qs)->setCurrent(0);
        dialog.findChild<QLineEdit *>(u"suppressionColumn"_qs)->setText(u" 2 "_qs);
        start->click();
        QVERIFY(asked->buyer.isEmpty() && !asked->replace);
        QVERIFY(asked->kind == SuppressionKind::Email && asked->form == SuppressionForm::Md5);
        QCOMPARE(asked->column, u"2"_qs);
        QCOMPARE(asked->list, u"another"_qs);
    }

    void aFileOnItsWay()
    {
        SuppressionImportDialog dialog(buyers, {});
        dialog.show();
        dialog.setFile(u"/tmp/list.csv"_qs);
        dialog.setList(u"dnc"_qs);
        market::SuppressionImport asked;
        connect(&dialog, &SuppressionImportDialog::startRequested, this,
                [&asked](const market::SuppressionImport &import) { asked = import; });
        auto *start = dialog.findChild<QPushButton *>(u"suppressionStart"_qs);
        start->click();
        QPromise<Result<market::SuppressionReport>> work;
        work.start();
        work.setProgressRange(0, 1000);
        dialog.follow(work.future());
        QVERIFY(!start->isEnabled());
        work.setProgressValue(400);
        auto *progress = dialog.findChild<QProgressBar *>(u"suppressionProgress"_qs);
        QTRY_COMPARE(progress->value(), 400);
        dialog.reject(); // ends the work, not the dialog
        QVERIFY(dialog.isVisible() && work.isCanceled());
        work.addResult(Result<market::SuppressionReport>(Error{"cancelled", {}, {}, "Stopped."}));
        work.finish();
        QTRY_VERIFY(dialog.summary().contains(u"as it was"));
        QVERIFY(start->isEnabled());
        // once more, to its end, with a bad row
        start->click();
        QFile rejects(asked.rejectsFile);
        QVERIFY(rejects.open(QIODevice::WriteOnly));
        rejects.write("line,code\n");
        rejects.close();
        QPromise<Result<market::SuppressionReport>> again;
        again.start();
        dialog.follow(again.future());
        market::SuppressionReport done;
        done.rows = 12;
        done.added = 11;
        done.rejected = 1;
        done.entries = 11;
        done.firstRejects = {{7, u"not_a_phone"_qs}};
        again.addResult(Result<market::SuppressionReport>(done));
        again.finish();
        QTRY_VERIFY(dialog.summary().contains(u"12 rows"));
        QVERIFY(dialog.summary().contains(u"line 7"));
        QVERIFY(dialog.findChild<QPushButton *>(u"suppressionSaveRejects"_qs)->isVisible());
        // what the market refuses is said in its words
        QPromise<Result<market::SuppressionReport>> refused;
        refused.start();
        dialog.follow(refused.future());
        refused.addResult(Result<market::SuppressionReport>(
            Error{"no_such_column", "column", {}, "The file has no column “x”."}));
        refused.finish();
        QTRY_VERIFY(dialog.summary().contains(u"no column"));
        dialog.reject();
        QVERIFY(!dialog.isVisible());
    }

    void everyControlHasAName()
    {
        Fixture f;
        f.page.setLists({list(u"dnc"_qs)});
        SuppressionImportDialog dialog(buyers, {list(u"dnc"_qs)}, &f.page);
        SuppressionRemovalDialog removal(list(u"dnc"_qs), &f.page);
        for (QWidget *root : {static_cast<QWidget *>(&f.page), static_cast<QWidget *>(&dialog),
                              static_cast<QWidget *>(&removal)})
            for (QWidget *widget : root->findChildren<QWidget *>()) {
                if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_") ||
                    !(qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                      qobject_cast<QComboBox *>(widget) || qobject_cast<TableView *>(widget)))
                    continue;
                const auto *button = qobject_cast<QAbstractButton *>(widget);
                QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         qPrintable(widget->objectName()));
            }
    }
};

QTEST_MAIN(TestSuppressionsPage)
#include "tst_suppressionspage.moc"
