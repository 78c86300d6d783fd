#include "gui/live/buyerhealthmodel.h"
#include "gui/live/latencychart.h"
#include "gui/live/latestmodel.h"
#include "gui/live/livepage.h"
#include "gui/live/testleaddialog.h"
#include "gui/live/throughputchart.h"
#include "gui/samplesnapshot.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include "gui/widgets/stattile.h"
#include "gui/widgets/tableview.h"
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace bourse;
using namespace bourse::gui;

class TestLivePage : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static int inked(const QImage &image, const QColor &color)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == color;
        return count;
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
    }

    void showsTheSnapshot()
    {
        LivePage page;
        page.setZone(zoneNamed(u"America/Chicago"_qs));
        page.resize(1244, 874);
        page.setSnapshot(test::sampleSnapshot());
        page.show();
        QCOMPARE(page.findChild<ElidedLabel *>(u"liveSubtitle"_qs)->fullText(),
                 u"61,904 leads since midnight, 22,406 sold"_qs);
        auto *revenue = page.findChild<StatTile *>(u"tile_revenue"_qs);
        QVERIFY(revenue);
        QCOMPARE(revenue->accessibleName(), u"Revenue today: $557,215"_qs);
        QCOMPARE(revenue->accessibleDescription(), u"+6.4 % vs last Fri"_qs);
        const auto *buyers = page.findChild<TableView *>(u"buyerHealthTable"_qs);
        QCOMPARE(buyers->model()->rowCount(), 8);
        QCOMPARE(buyers->model()->index(0, BuyerHealthModel::Cap).data().toString(), u"4,118/5,000"_qs);
        QCOMPARE(page.findChild<QWidget *>(u"buyersSum"_qs)->accessibleName(),
                 u"All buyers, 1 failing, 1 degraded, 22,406 sold, $557,215"_qs);
        QCOMPARE(page.findChild<QLabel *>(u"unknownHeld"_qs)->text(), u"$263.40"_qs);
        QVERIFY(page.findChild<ThroughputChart *>()->accessibleDescription().contains(u"Other 0.03"));
        QVERIFY(!page.findChild<QWidget *>(u"latestEmpty"_qs)->isVisible());
        // Everything is drawn: the series' first colour is in both charts, the loss colour in a tile.
        const QImage image = page.grab().toImage();
        QVERIFY(inked(image, theme().series(0)) > 300);
        QVERIFY(inked(image, theme().color(Token::Loss)) > 5);
    }

    void worksInDarkAndLarge()
    {
        LivePage page;
        page.resize(1244, 874);
        page.setSnapshot(test::sampleSnapshot());
        page.show();
        theme().setScheme(Scheme::Dark);
        theme().setScale(1.5);
        QCoreApplication::processEvents();
        const QImage image = page.grab().toImage();
        QCOMPARE(image.pixelColor(2, 2), tokenColor(Scheme::Dark, Token::Window));
        QCOMPARE(inked(image, tokenColor(Scheme::Light, Token::Window)), 0);
        theme().setScheme(Scheme::Light);
        theme().setScale(1);
    }

    void emptyMarketSaysSo()
    {
        LivePage page;
        page.resize(1244, 874);
        market::LiveSnapshot empty;
        empty.at = *fromIso8601("2026-11-20T20:32:07Z");
        page.setSnapshot(empty);
        page.show();
        QVERIFY(page.findChild<QWidget *>(u"latestEmpty"_qs)->isVisible());
        QVERIFY(page.findChild<QWidget *>(u"buyersEmpty"_qs)->isVisible());
        QSignalSpy spy(&page, &LivePage::testLeadRequested);
        QTest::mouseClick(page.findChild<QPushButton *>(u"latestEmpty_action"_qs), Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
        QVERIFY(!page.grab().isNull());
    }

    void pauseHoldsAndResumeCatchesUp()
    {
        LivePage page;
        market::LiveSnapshot snapshot = test::sampleSnapshot();
        page.setSnapshot(snapshot);
        page.show();
        auto *subtitle = page.findChild<ElidedLabel *>(u"liveSubtitle"_qs);
        auto *button = page.findChild<QPushButton *>(u"pauseButton"_qs);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(page.isPaused());
        QCOMPARE(button->text(), u"Resume"_qs);
        QVERIFY(subtitle->fullText().startsWith(u"Paused at 20:32:07"));
        snapshot.leadsToday = 70000;
        page.setSnapshot(snapshot);
        QVERIFY(subtitle->fullText().contains(u"61,904"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(subtitle->fullText(), u"70,000 leads since midnight, 22,406 sold"_qs);
    }

    void rangeIsAskedFor()
    {
        LivePage page;
        page.setSnapshot(test::sampleSnapshot());
        QSignalSpy spy(&page, &LivePage::rangeChanged);
        page.setRange(market::LiveRange::Hours6);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(page.range(), market::LiveRange::Hours6);
    }

    void latestFiltersAndOpens()
    {
        LivePage page;
        page.resize(1244, 874);
        page.setSnapshot(test::sampleSnapshot());
        page.show();
        auto *table = page.findChild<TableView *>(u"latestTable"_qs);
        auto *show = page.findChild<SegmentedControl *>(u"latestShow"_qs);
        QCOMPARE(table->model()->rowCount(), 9);
        QCOMPARE(show->button(2)->text(), u"Problems 3"_qs);
        QTest::mouseClick(show->button(1), Qt::LeftButton);
        QCOMPARE(table->model()->rowCount(), 3);
        QTest::mouseClick(show->button(2), Qt::LeftButton);
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->model()->index(0, LatestModel::Outcome).data().toString(), u"Unknown"_qs);

        QSignalSpy spy(&page, &Page::openRequested);
        table->setCurrentIndex(table->model()->index(1, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().at(0).toString(), u"leads"_qs);
        QVERIFY(spy.first().at(1).toString().startsWith(u"ld_"));
        QTest::mouseClick(page.findChild<QPushButton *>(u"openLeadsButton"_qs), Qt::LeftButton);
        QCOMPARE(spy.last().at(1).toString(), u"status:rejected,unknown,returned"_qs);
    }

    void latestKeepsItsSelection()
    {
        LatestModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVector<market::LeadRow> leads = test::sampleSnapshot().latest;
        model.setLeads(leads.mid(3));
        const QPersistentModelIndex third = model.index(2, 0);
        const Uuid id = model.lead(2)->id;
        model.setLeads(leads.mid(1));
        QCOMPARE(third.row(), 4);
        QCOMPARE(model.lead(4)->id, id);
        // The oldest two fall out, a state changes in place.
        QVector<market::LeadRow> next = leads.mid(0, 7);
        next[4].state = domain::LeadState::Returned;
        model.setLeads(next);
        QCOMPARE(third.row(), 5);
        QCOMPARE(model.index(4, LatestModel::Outcome).data().toString(), u"Returned"_qs);
        model.setLeads({});
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!third.isValid());
        QVERIFY(!model.lead(0));
    }

    void buyersKeepTheirSelection()
    {
        BuyerHealthModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVector<market::BuyerHealth> buyers = test::sampleSnapshot().buyers;
        model.setBuyers(buyers);
        const QPersistentModelIndex last = model.index(7, 0);
        const QString slug = buyers[7].slug;
        buyers[7].soldToday = 90000; // overtakes all
        model.setBuyers(buyers);
        QCOMPARE(model.rowOf(slug), 0);
        QCOMPARE(last.row(), 0);
        buyers.removeLast();
        model.setBuyers(buyers);
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.rowOf(slug), -1);
    }

    void caps()
    {
        BuyerHealthModel model;
        market::BuyerHealth buyer;
        buyer.slug = u"a"_qs;
        buyer.capToday = 0;
        const auto cell = [&] {
            model.setBuyers({buyer});
            return model.index(0, BuyerHealthModel::Cap).data(CellRole::Look).value<Cell>();
        };
        QCOMPARE(cell().third, u"full"_qs); // a cap of 0 lets nothing through and divides nothing
        buyer.capToday = 100;
        buyer.soldToday = 40;
        QCOMPARE(cell().third, u"40 %"_qs);
        buyer.capToday.reset();
        QCOMPARE(cell().third, u"no cap"_qs);
        QVERIFY(!cell().fraction);
        buyer.hasAcceptance = false;
        model.setBuyers({buyer});
        QCOMPARE(model.index(0, BuyerHealthModel::Accepted).data().toString(), u"no answers"_qs);
    }

    void buyerIsPausedByName()
    {
        LivePage page;
        page.resize(1244, 874);
        page.setSnapshot(test::sampleSnapshot());
        page.show();
        auto *button = page.findChild<QPushButton *>(u"pauseBuyerButton"_qs);
        QVERIFY(!button->isEnabled());
        auto *table = page.findChild<TableView *>(u"buyerHealthTable"_qs);
        QSignalSpy spy(&page, &LivePage::pauseBuyerRequested);
        table->selectRow(7);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(spy.takeFirst(), (QVariantList{u"harbor_life"_qs, true}));
        table->selectRow(5);
        QCOMPARE(button->text(), u"Resume buyer"_qs);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(spy.takeFirst(), (QVariantList{u"falcon_lending"_qs, false}));
    }

    void gapsInLatencyAreGaps()
    {
        LatencyChart chart;
        QVector<market::LivePoint> points = test::sampleSnapshot().points;
        for (int i = 20; i < 40; ++i)
            points[i].hasLatency = false;
        chart.setPoints(points, 800, points.first().at, points.last().at);
        QCOMPARE(chart.chart()->series().size(), 6); // three lines in two pieces each
        for (QAbstractSeries *series : chart.chart()->series())
            QVERIFY(static_cast<QLineSeries *>(series)->count() <= 21);
        // One piece again: the others are emptied, not left behind.
        chart.setPoints(test::sampleSnapshot().points, 800, points.first().at, points.last().at);
        int filled = 0;
        for (QAbstractSeries *series : chart.chart()->series())
            filled += static_cast<QLineSeries *>(series)->count() > 0;
        QCOMPARE(filled, 3);
    }

    void testLeadTakesTheSchemasExamples()
    {
        domain::MarketDocument document;
        domain::FieldSchema vertical;
        vertical.slug = "auto";
        vertical.fields = {
            {.key = "first_name", .label = "First name", .requiredOnPost = true, .example = "Maria"},
            {.key = "state", .label = "State", .type = domain::FieldType::State, .example = "TX"},
            {.key = "note", .label = "Note"}};
        document.verticals = {vertical};
        domain::Source off;
        off.slug = "old";
        off.enabled = false;
        domain::Source source;
        source.slug = "web";
        source.label = "Web form";
        source.vertical = "auto";
        document.sources = {off, source};
        TestLeadDialog dialog(document);
        QCOMPARE(dialog.findChild<QComboBox *>()->count(), 1);
        QCOMPARE(dialog.source(), std::string("web"));
        dialog.findChild<QLineEdit *>(u"field_state"_qs)->setText(u" CA "_qs);
        const domain::Object fields = dialog.fields();
        QCOMPARE(fields.size(), std::size_t(2)); // the empty note is left out
        QCOMPARE(*fields.find("first_name")->asString(), std::string("Maria"));
        QCOMPARE(*fields.find("state")->asString(), std::string("CA"));
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClick(&dialog, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(accepted.count(), 1);

        TestLeadDialog none((domain::MarketDocument()));
        QVERIFY(!none.findChild<QPushButton *>(u"sendButton"_qs)->isEnabled());
        QVERIFY(none.source().empty());
    }

    void everyWidgetHasAName()
    {
        LivePage page;
        page.setSnapshot(test::sampleSnapshot());
        for (const QWidget *widget : page.findChildren<QWidget *>()) {
            // Parts that Qt makes inside of its own widgets are found through those.
            if (qobject_cast<const QScrollBar *>(widget) ||
                widget->parentWidget()->objectName().startsWith(u"qt_") ||
                qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
                continue;
            if (widget->objectName().isEmpty())
                QFAIL(qPrintable(u"a %1 in %2 has no object name"_qs.arg(
                    QLatin1String(widget->metaObject()->className()), widget->parentWidget()->objectName())));
            if (qobject_cast<const QAbstractButton *>(widget) && widget->accessibleName().isEmpty())
                QFAIL(qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TestLivePage)
#include "tst_livepage.moc"
