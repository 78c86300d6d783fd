// The returns page: rows, selection, decisions in bulk, disputes, the way to the lead, and a table on its
// way.
#include "gui/returns/returndialogs.h"
#include "gui/returns/returnsmodel.h"
#include "gui/returns/returnspage.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/tableview.h"
#include <QAbstractItemModelTester>
#include <QApplication>
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
using domain::ReturnState;

namespace {
market::ReturnRow row(int n, ReturnState state = ReturnState::Requested)
{
    market::ReturnRow row;
    row.requestedAt = fromIso8601("2026-11-20T20:32:07Z").value() + std::chrono::minutes(n);
    row.id = Uuid::v7(row.requestedAt, 1, static_cast<std::uint64_t>(n));
    row.leadId = Uuid::v7(row.requestedAt, 2, static_cast<std::uint64_t>(n));
    row.buyerSlug = u"acme"_qs;
    row.buyer = u"Acme Insurance"_qs;
    row.reason = u"Number is dead"_qs;
    row.note = n % 2 ? u"no tone"_qs : QString();
    row.state = state;
    row.code = state == ReturnState::Requested  ? u"awaits_approval"_qs
               : state == ReturnState::Approved ? u"within_policy"_qs
                                                : u"past_deadline"_qs;
    row.price = Money(20'000'000, Currency::usd());
    if (state != ReturnState::Requested) {
        row.decidedAt = row.requestedAt;
        row.decidedBy = u"policy"_qs;
    }
    return row;
}

QVector<market::ReturnRow> rows(int count)
{
    QVector<market::ReturnRow> all;
    for (int i = 0; i < count; ++i)
        all.append(row(i));
    return all;
}

struct Fixture {
    ReturnsPage page{nullptr};
    QPushButton *approve = page.findChild<QPushButton *>(u"returnsApprove"_qs);
    QPushButton *deny = page.findChild<QPushButton *>(u"returnsDeny"_qs);
    QPushButton *lead = page.findChild<QPushButton *>(u"returnsShowLead"_qs);
    Fixture()
    {
        page.setZone(QTimeZone("America/Chicago"));
        page.resize(1244, 874);
        page.show();
        page.activateWindow();
        (void)QTest::qWaitForWindowActive(&page);
        page.enter();
    }
    void select(std::initializer_list<int> which)
    {
        page.table()->clearSelection();
        for (int one : which)
            page.table()->selectionModel()->select(page.model()->index(one, 0),
                                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    ReturnDecisionDialog *dialog() const { return page.findChild<ReturnDecisionDialog *>(); }
};
} // namespace

class TestReturnsPage : public QObject {
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
        ReturnsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setReturns({row(0), row(1, ReturnState::Approved), row(2, ReturnState::Denied)});
        const auto text = [&model](int line, int column) {
            const Cell cell = model.index(line, column).data(CellRole::Look).value<Cell>();
            return cell.text + u' ' + cell.second;
        };
        QVERIFY(text(0, ReturnsModel::Buyer).startsWith(u"Acme Insurance"));
        QVERIFY(text(0, ReturnsModel::Price).startsWith(u"$20.00"));
        QVERIFY(text(0, ReturnsModel::Status).contains(u"Waiting"));
        QVERIFY(text(1, ReturnsModel::Status).contains(u"Taken back"));
        QVERIFY(text(1, ReturnsModel::Decision).contains(u"by the rules"));
        QVERIFY(text(2, ReturnsModel::Status).contains(u"Denied"));
        QVERIFY(text(2, ReturnsModel::Decision).contains(u"time for returns was over"));
        QVERIFY(text(1, ReturnsModel::Reason).contains(u"no tone"));
        // every code of the rules has words of its own here
        for (const char *code :
             {"within_policy", "awaits_approval", "unknown_reason", "past_deadline", "over_limit", "not_sold",
              "already_returned", "already_requested", "approved_by_operator", "denied_by_operator"}) {
            market::ReturnRow one = row(0);
            one.code = QString::fromLatin1(code);
            one.sentence = u"untranslated"_qs;
            QVERIFY(ReturnsModel::decisionText(one) != one.sentence);
        }
        market::DisputeRow dispute;
        dispute.said = u"returned"_qs;
        dispute.effect = u"unpaired"_qs;
        dispute.integration = u"acme"_qs;
        model.setDisputes({dispute});
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(model.request(0) == nullptr);
        QVERIFY(model.leadId(0).isNull());
        QVERIFY(text(0, ReturnsModel::Reason).contains(u"returned"));
    }

    void emptyListsSaySo()
    {
        Fixture f;
        f.page.setReturns({});
        auto *states = f.page.findChild<QStackedWidget *>(u"returnsStates"_qs);
        QCOMPARE(states->currentWidget()->objectName(), u"returnsEmpty"_qs);
        QVERIFY(!f.approve->isEnabled() && !f.deny->isEnabled() && !f.lead->isEnabled());
        QSignalSpy noted(&f.page, &Page::noted);
        QTest::keyClick(&f.page, Qt::Key_A);
        QCOMPARE(noted.count(), 1);
        QVERIFY(!f.dialog());
        f.page.showFailure(u"The database is away."_qs);
        QCOMPARE(states->currentWidget()->objectName(), u"returnsFailed"_qs);
        QSignalSpy wanted(&f.page, &ReturnsPage::listWanted);
        f.page.findChild<QPushButton *>(u"returnsFailed_action"_qs)->click();
        QCOMPARE(wanted.count(), 1);
    }

    void severalAreApprovedByKeyboard()
    {
        Fixture f;
        f.page.setReturns(rows(5));
        f.page.table()->setFocus();
        QTest::keyClick(f.page.table(), Qt::Key_Home, Qt::ControlModifier);
        f.select({0});
        QTest::keyClick(f.page.table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(f.page.table(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(f.page.selectedRequests().size() >= 2);
        const auto chosen = f.page.selectedRequests();
        QVERIFY(!f.lead->isEnabled()); // of which one?
        QSignalSpy decided(&f.page, &ReturnsPage::decided);
        QTest::keyClick(f.page.table(), Qt::Key_A);
        auto *dialog = f.dialog();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"returnDecisionNote"_qs), u"heard the tape"_qs);
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(decided.count(), 1);
        QVERIFY(decided.first().at(0).value<QVector<Uuid>>() == chosen);
        QCOMPARE(decided.first().at(1).toBool(), true);
        QCOMPARE(decided.first().at(2).toString(), u"heard the tape"_qs);
    }

    void whoDeniesSaysWhy()
    {
        Fixture f;
        f.page.setReturns({row(0), row(1, ReturnState::Approved)});
        f.select({0, 1});
        QCOMPARE(f.page.selectedRequests().size(), 1); // what is decided stays decided
        QSignalSpy decided(&f.page, &ReturnsPage::decided);
        f.deny->click();
        auto *dialog = f.dialog();
        auto *accept = dialog->findChild<QPushButton *>(u"returnDecisionAccept"_qs);
        QVERIFY(!accept->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"returnDecisionNote"_qs), u"sounds fine"_qs);
        QVERIFY(accept->isEnabled());
        accept->click();
        QCOMPARE(decided.first().at(1).toBool(), false);
        // escape changes nothing
        f.deny->click();
        QTest::keyClick(f.dialog(), Qt::Key_Escape);
        QCOMPARE(decided.count(), 1);
    }

    void leadsTheWayToTheLead()
    {
        Fixture f;
        f.page.setReturns(rows(2));
        f.select({1});
        QSignalSpy opened(&f.page, &Page::openRequested);
        f.lead->click();
        QTest::keyClick(f.page.table(), Qt::Key_L);
        QCOMPARE(opened.count(), 2);
        QCOMPARE(opened.first().at(0).toString(), u"leads"_qs);
        QCOMPARE(opened.first().at(1).toString(), QString::fromStdString(leadIdText(rows(2)[1].leadId)));
    }

    void listsAreAskedFor()
    {
        Fixture f;
        QSignalSpy wanted(&f.page, &ReturnsPage::listWanted);
        f.page.open(u"disputes"_qs);
        QCOMPARE(f.page.list(), ReturnsPage::Disputes);
        f.page.open(u"all"_qs);
        QCOMPARE(f.page.list(), ReturnsPage::All);
        QCOMPARE(wanted.count(), 2);
    }

    void everyControlHasAName()
    {
        Fixture f;
        f.page.setReturns(rows(3));
        ReturnsImportDialog dialog({{u"acme"_qs, u"Acme"_qs}}, &f.page);
        ReturnDecisionDialog decision(true, 2, &f.page);
        for (QWidget *root : {static_cast<QWidget *>(&f.page), static_cast<QWidget *>(&dialog),
                              static_cast<QWidget *>(&decision)})
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

    void aTableOnItsWay()
    {
        QTemporaryDir dir;
        const QString name = dir.filePath(u"returns.csv"_qs);
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("lead_id\nld_1\n");
        file.close();
        ReturnsImportDialog dialog({{u"acme"_qs, u"Acme"_qs}, {u"beta"_qs, u"Beta"_qs}});
        dialog.show();
        auto *start = dialog.findChild<QPushButton *>(u"returnsImportStart"_qs);
        QVERIFY(!start->isEnabled());
        dialog.setFile(name);
        dialog.findChild<QComboBox *>(u"returnsImportBuyer"_qs)->setCurrentIndex(1);
        QVERIFY(start->isEnabled());
        std::optional<market::ReturnsImport> asked;
        connect(&dialog, &ReturnsImportDialog::startRequested, this,
                [&asked](const market::ReturnsImport &table) { asked = table; });
        start->click();
        QVERIFY(asked);
        QCOMPARE(asked->buyer, u"beta"_qs);
        QCOMPARE(asked->csv, QByteArray("lead_id\nld_1\n"));
        QPromise<Result<market::ReturnsImported>> work;
        work.start();
        work.setProgressRange(0, 4);
        dialog.follow(work.future());
        QVERIFY(!start->isEnabled());
        work.setProgressValue(3);
        auto *progress = dialog.findChild<QProgressBar *>(u"returnsImportProgress"_qs);
        QTRY_COMPARE(progress->value(), 3);
        dialog.reject(); // ends the work, not the dialog
        QVERIFY(dialog.isVisible());
        QVERIFY(work.isCanceled());
        work.finish();
        QTRY_VERIFY(dialog.summary().startsWith(u"Stopped"));
        QVERIFY(start->isEnabled());
        // and once more, to its end
        QPromise<Result<market::ReturnsImported>> again;
        again.start();
        dialog.follow(again.future());
        market::ReturnsImported done;
        done.rows = 4;
        done.approved = 2;
        done.result = "line\r\n";
        again.addResult(Result<market::ReturnsImported>(done));
        again.finish();
        QTRY_VERIFY(dialog.summary().contains(u"4 rows"));
        QVERIFY(dialog.findChild<QPushButton *>(u"returnsImportSave"_qs)->isVisible());
        dialog.setFile(u"/nowhere.csv"_qs);
        asked.reset();
        start->click();
        QVERIFY(!asked);
        QVERIFY(dialog.summary().contains(u"cannot be read"));
    }
};

QTEST_MAIN(TestReturnsPage)
#include "tst_returnspage.moc"
