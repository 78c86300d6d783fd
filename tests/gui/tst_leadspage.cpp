#include "gui/leads/callview.h"
#include "gui/leads/filterchips.h"
#include "gui/leads/filterfield.h"
#include "gui/leads/leadsmodel.h"
#include "gui/leads/leadspage.h"
#include "gui/leads/payloadview.h"
#include "gui/leads/tracepane.h"
#include "gui/leads/waterfallview.h"
#include "gui/sampleleads.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/tableview.h"
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace bourse;
using namespace bourse::gui;
using domain::LeadState;

namespace {

market::LeadPage samplePage(int count = 60)
{
    market::LeadPage page;
    page.rows = test::sampleLeads(count);
    page.total = 12208;
    page.all = 61904;
    page.elapsedMs = 41;
    return page;
}

/// Leads that are newer than every sample, oldest first.
QVector<market::LeadRow> newLeads(int count, LeadState state = LeadState::Sold)
{
    QVector<market::LeadRow> rows;
    for (int i = 0; i < count; ++i) {
        market::LeadRow row = test::leadRow(1, state);
        row.receivedAt = fromIso8601("2026-11-20T20:32:06Z").value() + std::chrono::milliseconds(i * 10);
        row.id = Uuid::v7(row.receivedAt, 7, static_cast<std::uint64_t>(i));
        rows.append(row);
    }
    return rows;
}

FilterVocabulary vocabulary()
{
    FilterVocabulary words;
    words.buyers = {{u"acme-insurance"_qs, u"Acme Insurance"_qs}, {u"beta-mutual"_qs, u"Beta Mutual"_qs}};
    words.sources = {{u"google_ads"_qs, u"Google Ads"_qs}};
    words.zone = QTimeZone("America/Chicago");
    return words;
}

struct Fixture {
    LeadsPage page{nullptr};
    TableView *table = page.findChild<TableView *>(u"leadsTable"_qs);
    QPushButton *pill = page.findChild<QPushButton *>(u"newLeadsPill"_qs);
    explicit Fixture(const QString &filter = QString())
    {
        page.setZone(QTimeZone("America/Chicago"));
        page.setVocabulary(vocabulary());
        page.resize(1244, 874);
        page.show();
        page.activateWindow();
        (void)QTest::qWaitForWindowActive(&page);
        page.filterField()->setText(filter);
    }
    void fill(int count = 60) { page.setRows(samplePage(count)); }
};

QStringList ids(const LeadsModel &model)
{
    QStringList list;
    for (int i = 0; i < model.rowCount(); ++i)
        list.append(QString::fromStdString(model.lead(i)->id.toString()));
    return list;
}

} // namespace

class TestLeadsPage : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    // ------------------------------------------------------------------------------------------------ model

    void modelTakesBatches()
    {
        LeadsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(test::sampleLeads(60), true);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        const QPersistentModelIndex third = model.index(2, 0);
        QVERIFY(model.applyLive(newLeads(100), {}));
        QCOMPARE(inserted.count(), 1); // one insertion, not a hundred
        QCOMPARE(model.rowCount(), 160);
        QCOMPARE(third.row(), 102);
        QStringList sorted = ids(model);
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        QCOMPARE(ids(model), sorted);
    }

    void modelChangesKnownLeadsInPlace()
    {
        LeadsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(test::sampleLeads(20), false);
        market::LeadRow row = *model.lead(0);
        QCOMPARE(row.state, LeadState::Routing);
        row.state = LeadState::Sold;
        row.latencyMs = 300;
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.applyLive({row}, {});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(inserted.count(), 0);
        QCOMPARE(model.index(0, LeadsModel::Status).data().toString(), u"Sold"_qs);
        QCOMPARE(model.index(0, LeadsModel::Latency).data().toString(), u"300 ms"_qs);
        // No longer what is listed: it goes.
        market::LeadQuery routing;
        routing.states = {LeadState::Routing};
        model.applyLive({row}, routing);
        QCOMPARE(model.rowCount(), 19);
        QCOMPARE(model.rowOf(row.id), -1);
    }

    void modelPutsLateLeadsInTheirPlace()
    {
        LeadsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QVector<market::LeadRow> rows = test::sampleLeads(30);
        QVector<market::LeadRow> without = rows;
        without.remove(10, 3);
        without.remove(4);
        model.setRows(without, false);
        model.applyLive({rows[12], rows[4], rows[11], rows[10]}, {});
        QCOMPARE(model.rowCount(), 30);
        for (int i = 0; i < 30; ++i)
            QVERIFY(model.lead(i)->id == rows[i].id);
    }

    void modelShowsOnlyWhatMatches()
    {
        LeadsModel model;
        market::LeadQuery sold;
        sold.states = {LeadState::Sold};
        model.setRows({}, false);
        QVERIFY(!model.applyLive(newLeads(5, LeadState::Unsold), sold));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.applyLive(newLeads(5, LeadState::Sold), sold));
        QCOMPARE(model.rowCount(), 5);
    }

    void modelHolds()
    {
        LeadsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(test::sampleLeads(20), true);
        model.setHolding(true);
        QSignalSpy waiting(&model, &LeadsModel::waitingChanged);
        QVector<market::LeadRow> fresh = newLeads(30, LeadState::Routing);
        model.applyLive(fresh, {});
        QCOMPARE(model.rowCount(), 20);
        QCOMPARE(model.waitingCount(), 30);
        for (market::LeadRow &row : fresh)
            row.state = LeadState::Sold;
        model.applyLive(fresh, {}); // the same ones again
        QCOMPARE(model.waitingCount(), 30);
        model.setHolding(false);
        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(model.lead(0)->state, LeadState::Sold);
        QCOMPARE(waiting.last().first().toInt(), 0);
    }

    void modelIsBounded()
    {
        LeadsModel model;
        model.setRows(test::sampleLeads(200), true);
        QVERIFY(model.canFetchMore({}));
        model.applyLive(newLeads(LeadsModel::capacity), {});
        QCOMPARE(model.rowCount(), LeadsModel::capacity);
        QVERIFY(!model.canFetchMore({}));
        model.setHolding(true);
        model.setRows(test::sampleLeads(10), false);
        model.applyLive(newLeads(LeadsModel::capacity + 50), {});
        QCOMPARE(model.waitingCount(), LeadsModel::capacity);
    }

    void modelFetchesOlder()
    {
        LeadsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QVector<market::LeadRow> rows = test::sampleLeads(50);
        QSignalSpy wanted(&model, &LeadsModel::moreWanted);
        model.setRows(rows.mid(0, 20), true); // the tester fetches, too
        model.fetchMore({});
        model.fetchMore({}); // once is enough until it is answered
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted.first().first().value<Uuid>() == rows[19].id);
        model.appendOlder(rows.mid(15), false); // overlaps
        QCOMPARE(model.rowCount(), 50);
        QVERIFY(!model.canFetchMore({}));
        // A change of a lead that lies below the window does not put it at the window's end.
        model.setRows(rows.mid(0, 20), true);
        model.applyLive({rows[40]}, {});
        QCOMPARE(model.rowCount(), 20);
    }

    void modelCells()
    {
        LeadsModel model;
        model.setZone(QTimeZone("America/Chicago"));
        model.setBudgetMs(800);
        market::LeadRow row = test::leadRow(5, LeadState::Sold);
        row.latencyMs = 612;
        row.price = test::dollars(3100);
        model.setRows({row}, false);
        const auto text = [&model](int column) {
            return model.index(0, column).data().toString();
        };
        QVERIFY(text(LeadsModel::Time).startsWith(u"14:31:5"));
        QCOMPARE(text(LeadsModel::Lead), QString::fromStdString(leadIdText(row.id)));
        QCOMPARE(text(LeadsModel::Price), u"$31.00"_qs);
        QCOMPARE(text(LeadsModel::Bids), u"%1/%2"_qs.arg(row.bids).arg(row.pinged));
        const Cell latency = model.index(0, LeadsModel::Latency).data(CellRole::Look).value<Cell>();
        QCOMPARE(latency.kind, Cell::Kind::BarText);
        QCOMPARE(latency.barColor.value(), Token::Warn);
        QVERIFY(std::abs(*latency.fraction - 0.765) < 0.001);
    }

    // ------------------------------------------------------------------------------------------------ page

    void firstLookShowsASale()
    {
        Fixture f;
        QSignalSpy traces(&f.page, &LeadsPage::traceWanted);
        f.fill();
        QCOMPARE(f.page.filterField()->resultText(), u"12,208 of 61,904, 41 ms"_qs);
        QCOMPARE(traces.count(), 1);
        QVERIFY(traces.first().first().value<Uuid>() == f.page.model()->lead(1)->id); // row 0 is being routed
        QVERIFY(f.page.isFollowing()); // the page chose it, not the user
    }

    void gettingTheFocusChoosesNothing()
    {
        Fixture f;
        f.page.filterField()->setFocus();
        f.fill();
        f.table->clearSelection();
        f.table->setCurrentIndex(QModelIndex());
        QVERIFY(f.page.isFollowing());
        f.table->setFocus();
        QVERIFY(f.page.isFollowing());
        QTest::keyClick(f.table, Qt::Key_J);
        QCOMPARE(f.table->currentIndex().row(), 0);
        QVERIFY(!f.page.isFollowing());
    }

    void followPausesAndResumes()
    {
        Fixture f;
        f.fill();
        f.page.applyLive(newLeads(3));
        QCOMPARE(f.page.model()->rowCount(), 63);
        QVERIFY(!f.pill->isVisible());
        QTest::mouseClick(f.table->viewport(), Qt::LeftButton, {}, QPoint(200, 5 * 28 + 10));
        QVERIFY(!f.page.isFollowing());
        QVERIFY(!f.page.findChild<QPushButton *>(u"followButton"_qs)->isChecked());
        QVector<market::LeadRow> more = newLeads(131);
        f.page.applyLive(more);
        QCOMPARE(f.page.model()->rowCount(), 63);
        QVERIFY(f.pill->isVisible());
        QCOMPARE(f.pill->text(), u"128 new"_qs); // three of them were there
        QTest::mouseClick(f.pill, Qt::LeftButton);
        QVERIFY(f.page.isFollowing());
        QCOMPARE(f.page.model()->rowCount(), 191);
        QCOMPARE(f.table->verticalScrollBar()->value(), 0);
        QVERIFY(!f.pill->isVisible());
    }

    void scrollingPauses()
    {
        Fixture f;
        f.fill();
        QVERIFY(f.page.isFollowing());
        f.table->verticalScrollBar()->setValue(100);
        QVERIFY(!f.page.isFollowing());
        QTest::keyClick(f.table, Qt::Key_F);
        QVERIFY(f.page.isFollowing());
        QCOMPARE(f.table->verticalScrollBar()->value(), 0);
    }

    void scrollingToTheEndAsksForOlder()
    {
        Fixture f;
        market::LeadPage page = samplePage(200);
        f.page.setRows(page);
        QSignalSpy wanted(&f.page, &LeadsPage::rowsWanted);
        f.table->verticalScrollBar()->setValue(f.table->verticalScrollBar()->maximum());
        QCOMPARE(wanted.count(), 1);
        const auto query = wanted.first().first().value<market::LeadQuery>();
        QVERIFY(query.before.value() == page.rows.last().id);
    }

    void keysStepThroughLeads()
    {
        Fixture f;
        f.fill();
        QSignalSpy traces(&f.page, &LeadsPage::traceWanted);
        f.table->setFocus();
        QTest::keyClick(f.table, Qt::Key_J);
        QCOMPARE(f.table->currentIndex().row(), 2);
        QTest::keyClick(f.table, Qt::Key_K);
        QTest::keyClick(f.table, Qt::Key_K);
        QCOMPARE(f.table->currentIndex().row(), 0);
        QTest::keyClick(f.table, Qt::Key_K); // stays at the end
        QCOMPARE(f.table->currentIndex().row(), 0);
        QCOMPARE(traces.count(), 3);
        QTest::mouseClick(f.page.findChild<QPushButton *>(u"nextLeadButton"_qs), Qt::LeftButton);
        QCOMPARE(f.table->currentIndex().row(), 1);
        f.page.setTrace(test::sampleTrace());
        QTest::keyClick(f.table, Qt::Key_Return);
        QVERIFY(f.page.findChild<WaterfallView *>()->hasFocus());
    }

    void filterIsAskedForOnce()
    {
        Fixture f;
        f.fill();
        QSignalSpy wanted(&f.page, &LeadsPage::rowsWanted);
        f.page.filterField()->setFocus();
        QTest::keyClicks(f.page.filterField(), u"status:sold"_qs);
        QTRY_COMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().value<market::LeadQuery>().states,
                 QVector<LeadState>{LeadState::Sold});
        // Half a word changes nothing.
        QTest::keyClicks(f.page.filterField(), u" pri"_qs);
        QTest::qWait(400);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(f.page.filterField()->filter().problems().size(), 1);
        // Tab takes what is offered.
        QVERIFY(f.page.filterField()->popup()->isVisible());
        QTest::keyClick(f.page.filterField(), Qt::Key_Tab);
        QCOMPARE(f.page.filterField()->text(), u"status:sold price>"_qs);
        QTest::keyClicks(f.page.filterField(), u"20"_qs);
        QTest::keyClick(f.page.filterField(), Qt::Key_Return);
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(wanted.last().first().value<market::LeadQuery>().minPriceMicros.value(), 20'000'001);
        QVERIFY(f.table->hasFocus());
        // Letters belong to the field while it has the focus.
        f.page.filterField()->setFocus();
        QTest::keyClick(f.page.filterField(), Qt::Key_J);
        QVERIFY(f.page.filterField()->text().endsWith(u'j'));
        QTest::keyClick(f.page.filterField(), Qt::Key_Escape); // closes offers, if any
        QTest::keyClick(f.page.filterField(), Qt::Key_Escape);
        QCOMPARE(f.page.filterField()->text(), QString());
    }

    void correctionIsTaken()
    {
        Fixture f;
        f.page.filterField()->setFocus();
        QTest::keyClicks(f.page.filterField(), u"latncy>400"_qs);
        auto *button = f.page.filterField()->popup()->findChild<QPushButton *>(u"filterCorrection"_qs);
        QCOMPARE(button->text(), u"did you mean latency>400?"_qs);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(f.page.filterField()->text(), u"latency>400"_qs);
        QVERIFY(f.page.filterField()->filter().isUnderstood());
    }

    void chips()
    {
        Fixture f(u"time:today"_qs);
        QHash<int, qint64> counts;
        counts[static_cast<int>(LeadState::Sold)] = 22406;
        counts[static_cast<int>(LeadState::Unsold)] = 28017;
        f.page.setCounts(counts);
        auto *all = f.page.findChild<FilterChip *>(u"filterChip_all"_qs);
        auto *sold = f.page.findChild<FilterChip *>(u"filterChip_sold"_qs);
        QCOMPARE(all->count(), 50423);
        QCOMPARE(sold->accessibleName(), u"Sold, 22,406 leads"_qs);
        QVERIFY(all->isChecked());
        QTest::mouseClick(sold, Qt::LeftButton);
        QCOMPARE(f.page.filterField()->text(), u"status:sold time:today"_qs);
        QVERIFY(sold->isChecked() && !all->isChecked());
        f.page.filterField()->setText(u"time:today  status:sold"_qs); // another writing of the same
        QVERIFY(sold->isChecked());
        f.page.filterField()->setText(u"latency>400"_qs);
        QVERIFY(!sold->isChecked());
    }

    void contextMenuNarrows()
    {
        Fixture f(u"time:today"_qs);
        f.fill();
        const auto choose = [&f](int column, const QString &action) {
            Q_EMIT f.table->customContextMenuRequested(
                f.table->visualRect(f.page.model()->index(1, column)).center());
            auto *menu = f.page.findChild<QMenu *>(u"leadsMenu"_qs);
            QVERIFY(menu);
            bool found = false;
            for (QAction *entry : menu->actions()) {
                if (entry->text() != action)
                    continue;
                found = true;
                entry->trigger();
            }
            QVERIFY2(found, qPrintable(action));
            delete menu;
        };
        choose(LeadsModel::Source, u"Only quoteflow"_qs);
        QCOMPARE(f.page.filterField()->text(), u"time:today source:quoteflow"_qs);
        f.page.filterField()->setText(u"time:today"_qs);
        choose(LeadsModel::Status, u"Exclude sold"_qs);
        QCOMPARE(f.page.filterField()->text(), u"time:today -status:sold"_qs);
        choose(LeadsModel::Price, u"Copy cell"_qs);
        QCOMPARE(QApplication::clipboard()->text(),
                 f.page.model()->index(1, LeadsModel::Price).data().toString());
    }

    void states()
    {
        Fixture f;
        f.page.showLoading();
        QVERIFY(f.page.findChild<QWidget *>(u"leadsLoading"_qs)->isVisible());
        market::LeadPage none;
        f.page.setRows(none);
        QVERIFY(f.page.findChild<QWidget *>(u"leadsEmpty"_qs)->isVisible());
        f.page.applyLive(newLeads(2)); // the first lead comes while one looks at nothing
        QVERIFY(f.table->isVisible());
        f.page.filterField()->setText(u"status:pending"_qs);
        none.all = 40;
        f.page.setRows(none);
        QVERIFY(f.page.findChild<QWidget *>(u"leadsNothingMatches"_qs)->isVisible());
        QTest::mouseClick(f.page.findChild<QPushButton *>(u"leadsNothingMatches_action"_qs), Qt::LeftButton);
        QCOMPARE(f.page.filterField()->text(), QString());
        f.page.showFailure(u"The database does not answer."_qs);
        QVERIFY(f.page.findChild<QWidget *>(u"leadsFailed"_qs)->isVisible());
        QSignalSpy wanted(&f.page, &LeadsPage::rowsWanted);
        QTest::mouseClick(f.page.findChild<QPushButton *>(u"leadsFailed_action"_qs), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }

    void opensALead()
    {
        Fixture f;
        f.fill();
        const QString id = QString::fromStdString(leadIdText(f.page.model()->lead(7)->id));
        QSignalSpy wanted(&f.page, &LeadsPage::rowsWanted);
        QSignalSpy traces(&f.page, &LeadsPage::traceWanted);
        f.page.open(id);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().value<market::LeadQuery>().leadId, id);
        market::LeadPage page;
        page.rows = {*f.page.model()->lead(7)};
        page.total = page.all = 1;
        f.page.setRows(page);
        QCOMPARE(traces.count(), 1);
        QCOMPARE(QString::fromStdString(leadIdText(traces.first().first().value<Uuid>())), id);
        f.page.open(u"status:rejected,unknown,returned"_qs);
        QCOMPARE(wanted.last().first().value<market::LeadQuery>().states.size(), 3);
    }

    void aMovingLeadIsReadAgain()
    {
        Fixture f;
        f.fill();
        market::LeadTrace trace = test::sampleTrace();
        trace.row = *f.page.model()->lead(0);
        f.page.setTrace(trace);
        QSignalSpy traces(&f.page, &LeadsPage::traceWanted);
        market::LeadRow row = trace.row;
        row.state = LeadState::Sold;
        f.page.applyLive({row});
        QCOMPARE(traces.count(), 1);
    }

    // ------------------------------------------------------------------------------------------------ trace

    void traceTellsItsStory()
    {
        Fixture f;
        f.fill();
        f.page.setTrace(test::sampleTrace());
        auto *pane = f.page.tracePane();
        QCOMPARE(pane->findChild<SentenceLabel *>(u"traceSentence"_qs)->accessibleName(),
                 u"Sold to Beta Mutual for $31.00 after 4 pings, 612 ms. Acme Insurance bid $35.00 but "
                 u"rejected the post: Duplicate "
                 u"lead within 30 days."_qs);
        auto *waterfall = pane->findChild<WaterfallView *>();
        QCOMPARE(waterfall->currentRow(), 6); // the sale
        QCOMPARE(pane->findChild<ElidedLabel *>(u"callResponse_title"_qs)->fullText(),
                 u"Post to Beta Mutual"_qs);
        QVERIFY(waterfall->accessibleDescription().contains(u"Ping Delta Direct"));
        QCOMPARE(pane->findChild<ElidedLabel *>(u"callResponse_facts"_qs)->fullText(),
                 u"200, 124 B, 153 ms, LeadProsper JSON"_qs);
        // A click on a call shows what was said in it.
        QTest::mouseClick(waterfall->viewport(), Qt::LeftButton, {},
                          waterfall->rowRect(5).center().toPoint());
        QCOMPARE(waterfall->currentRow(), 5);
        auto *payload = pane->findChild<PayloadView *>(u"callResponse_payload"_qs);
        QVERIFY(payload->toPlainText().contains(u"  <status>Unmatched</status>"));
        pane->findChild<SegmentedControl *>(u"callResponse_style"_qs)->setCurrent(1);
        QVERIFY(payload->toPlainText().contains(u"<response><status>Unmatched</status>"));
        QVERIFY(
            !pane->findChild<PayloadView *>(u"callRequest_payload"_qs)->isPretty()); // one choice for both
        // A step without a call says so.
        waterfall->setCurrentRow(8);
        QCOMPARE(pane->findChild<QLabel *>(u"callRequest_nothing"_qs)->text(),
                 u"The channel's cap for this period is reached."_qs);
        QVERIFY(!pane->findChild<QPushButton *>(u"copyCurlButton"_qs)->isEnabled());
        waterfall->setFocus();
        QTest::keyClick(waterfall, Qt::Key_Home);
        QCOMPARE(waterfall->currentRow(), 0);
        QVERIFY(waterfall->accessibleName().contains(u"Validate"));
    }

    void decisionListsEveryChannelOnce()
    {
        Fixture f;
        f.page.setTrace(test::sampleTrace());
        const auto *model = f.page.tracePane()->findChild<TableView *>(u"decisionTable"_qs)->model();
        QCOMPARE(model->rowCount(), 5);
        QCOMPARE(model->index(0, 0).data().toString(), u"Beta Mutual"_qs);
        QCOMPARE(model->index(0, 1).data().toString(), u"$31.00"_qs);
        QCOMPARE(model->index(1, 0).data().toString(), u"Acme Insurance"_qs);
        QCOMPARE(model->index(1, 2).data().toString(), u"Duplicate"_qs);
        QCOMPARE(model->index(4, 2).data().toString(), u"Skipped"_qs);
    }

    void copiesCurl()
    {
        Fixture f;
        f.fill();
        f.page.setTrace(test::sampleTrace());
        QSignalSpy notes(&f.page, &Page::noted);
        f.table->setFocus();
        QTest::keyClick(f.table, Qt::Key_C);
        QVERIFY(QApplication::clipboard()->text().startsWith(
            u"curl -X POST 'https://api.beta-mutual.example/v1/ping'"));
        QVERIFY(QApplication::clipboard()->text().contains(u"{{beta-mutual-key}}"));
        QCOMPARE(notes.count(), 1);
    }

    void personalDataIsMaskedAgain()
    {
        Fixture f;
        f.fill();
        const market::LeadTrace masked = test::sampleTrace();
        f.page.setTrace(masked);
        auto *reveal = f.page.findChild<QPushButton *>(u"revealButton"_qs);
        QSignalSpy traces(&f.page, &LeadsPage::traceWanted);
        QTest::ignoreMessage(QtInfoMsg,
                             QRegularExpression(u"^personal data of lead ld_[0-9a-f-]+ revealed"_qs));
        QTest::mouseClick(reveal, Qt::LeftButton);
        QCOMPARE(traces.count(), 1);
        QVERIFY(traces.first().at(1).toBool());
        market::LeadTrace plain = masked;
        plain.fields[0].second = u"Maria"_qs;
        f.page.setTrace(plain, true);
        const auto *fields = f.page.tracePane()->findChild<TableView *>(u"fieldsTable"_qs)->model();
        QCOMPARE(fields->index(0, 1).data().toString(), u"Maria"_qs);
        QVERIFY(f.page.tracePane()->isRevealed());
        f.page.leave(); // nobody looks any more
        QCOMPARE(fields->index(0, 1).data().toString(), u"M•••••"_qs);
        QVERIFY(!f.page.tracePane()->isRevealed());
        // A change of the lead, or another lead, masks as well.
        f.page.setTrace(plain, true);
        f.page.setTrace(masked);
        QVERIFY(!f.page.tracePane()->isRevealed());
    }

    void failedTraceCanBeRetried()
    {
        Fixture f;
        f.fill();
        QSignalSpy traces(&f.page, &LeadsPage::traceWanted);
        f.page.tracePane()->showFailure(u"The lead is gone."_qs);
        QTest::mouseClick(f.page.findChild<QPushButton *>(u"traceFailure_action"_qs), Qt::LeftButton);
        QCOMPARE(traces.count(), 1);
    }

    void everyWidgetHasAName()
    {
        Fixture f;
        f.fill();
        f.page.setTrace(test::sampleTrace());
        f.page.filterField()->setFocus();
        QTest::keyClicks(f.page.filterField(), u"pri"_qs);
        for (const QWidget *widget : f.page.findChildren<QWidget *>()) {
            // What Qt makes by itself: scroll bars, handles, the tab bar's buttons.
            const bool isOurs = !qobject_cast<const QToolButton *>(widget) &&
                                !widget->inherits("QSplitterHandle") && !widget->inherits("QScrollBar") &&
                                !widget->inherits("QTableCornerButton") && !widget->inherits("QHeaderView");
            if (widget->objectName().isEmpty() && isOurs)
                QFAIL(qPrintable(u"a %1 in %2 has no object name"_qs.arg(
                    QLatin1String(widget->metaObject()->className()), widget->parentWidget()->objectName())));
            if (qobject_cast<const QPushButton *>(widget) && widget->accessibleName().isEmpty())
                QFAIL(qPrintable(widget->objectName()));
        }
    }

    void worksLarge()
    {
        Fixture f(u"time:2026-11-20"_qs);
        f.page.resize(1720, 1010);
        f.fill();
        f.page.setTrace(test::sampleTrace());
        theme().setScale(1.5);
        QCoreApplication::processEvents();
        const QImage image = f.page.grab().toImage();
        QCOMPARE(f.table->rowHeight(0), 42);
        QCOMPARE(f.page.filterField()->height(), 48);
        QVERIFY(f.page.findChild<PayloadView *>()->font().pixelSize() >= 18);
        const QString dir = qEnvironmentVariable("BOURSE_SHOTS_DIR");
        if (!dir.isEmpty() && QDir().mkpath(dir))
            QVERIFY(image.save(QDir(dir).filePath(u"leads-large.png"_qs)));
        theme().setScale(1);
    }

    /// Every state in light and dark and at the smallest size; with BOURSE_SHOTS_DIR set, as pictures to look
    /// at.
    void looks()
    {
        const QString dir = qEnvironmentVariable("BOURSE_SHOTS_DIR");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            theme().setScheme(scheme);
            for (const QSize size : {QSize(1244, 874), QSize(1084, 694)}) {
                const QString suffix =
                    u"-%1-%2.png"_qs.arg(scheme == Scheme::Light ? u"light"_qs : u"dark"_qs)
                        .arg(size.width() + 196);
                const auto take = [&](QWidget &page, const QString &name) {
                    QCoreApplication::processEvents();
                    const QImage image = page.grab().toImage();
                    QCOMPARE(image.pixelColor(2, 2), tokenColor(scheme, Token::Window));
                    if (!dir.isEmpty() && QDir().mkpath(dir))
                        QVERIFY(image.save(QDir(dir).filePath(name + suffix)));
                };
                Fixture f(u"time:2026-11-20"_qs);
                f.page.resize(size);
                QHash<int, qint64> counts;
                for (const auto &[state, count] :
                     {std::pair(LeadState::Sold, 22406), std::pair(LeadState::Unsold, 28017),
                      std::pair(LeadState::Pending, 96), std::pair(LeadState::Unknown, 12),
                      std::pair(LeadState::Rejected, 7140), std::pair(LeadState::Duplicate, 4233)})
                    counts[static_cast<int>(state)] = count;
                f.page.setCounts(counts);
                f.fill();
                f.page.setTrace(test::sampleTrace());
                take(f.page, u"leads"_qs);
                f.table->setCurrentIndex(f.page.model()->index(5, 0));
                f.page.setTrace(test::sampleTrace());
                f.page.applyLive(newLeads(128));
                f.page.findChild<WaterfallView *>()->setCurrentRow(5);
                f.page.filterField()->setFocus();
                QTest::keyClicks(f.page.filterField(), u" state:TX,FL pri"_qs);
                take(f.page, u"leads-filter"_qs);
                f.page.filterField()->popup()->hide();
                auto *tabs = f.page.findChild<QTabWidget *>(u"traceTabs"_qs);
                for (int tab : {0, 2, 3, 4}) {
                    tabs->setCurrentIndex(tab);
                    take(f.page, u"leads-tab%1"_qs.arg(tab));
                }
                f.page.filterField()->setText(u"status:pending"_qs);
                market::LeadPage none;
                none.all = 61904;
                f.page.setRows(none);
                f.page.tracePane()->showNothing();
                take(f.page, u"leads-none"_qs);
            }
        }
        theme().setScheme(Scheme::Light);
    }
};

QTEST_MAIN(TestLeadsPage)
#include "tst_leadspage.moc"
