#include "gui/live/livepage.h"
#include "gui/live/buyerhealthmodel.h"
#include "gui/live/latencychart.h"
#include "gui/live/latestmodel.h"
#include "gui/live/throughputchart.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/stattile.h"
#include "gui/widgets/summaryrow.h"
#include "gui/widgets/tableview.h"
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

namespace bourse::gui {
namespace {

constexpr int gap = 12;
constexpr int margin = 16;

QWidget *stacked(QWidget *first, QWidget *second)
{
    auto *holder = new QWidget;
    holder->setObjectName(first->objectName() + QStringLiteral("_holder"));
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(first);
    layout->addWidget(second);
    second->hide();
    return holder;
}

} // namespace

LivePage::LivePage(QWidget *parent)
    : Page(parent), m_pauseAction(new QAction(tr("Pause the live page"), this)),
      m_testLeadAction(new QAction(tr("New test lead"), this))
{
    setObjectName(QStringLiteral("livePage"));
    setAccessibleName(tr("Live"));
    m_pauseAction->setObjectName(QStringLiteral("actionPauseLive"));
    m_pauseAction->setCheckable(true);
    m_pauseAction->setShortcut(QKeySequence(Qt::Key_P));
    m_pauseAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_testLeadAction->setObjectName(QStringLiteral("actionNewTestLead"));
    m_testLeadAction->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    m_testLeadAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_pauseAction);
    addAction(m_testLeadAction);
    connect(m_testLeadAction, &QAction::triggered, this, &LivePage::testLeadRequested);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(buildHeader());
    // Everything fits a window of 1280 × 720; what is smaller, or larger type, scrolls.
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("liveScroll"));
    scroll->setAccessibleName(tr("Figures, charts, buyers and latest leads"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    content->setObjectName(QStringLiteral("liveContent"));
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(margin, 0, margin, margin);
    layout->setSpacing(gap);
    layout->addWidget(buildTiles());
    layout->addWidget(buildCharts(), 252);
    layout->addWidget(buildTables(), 426);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    connect(&theme(), &Theme::changed, this, &LivePage::arrange);

    connect(m_pauseAction, &QAction::toggled, this, [this](bool paused) {
        m_pauseButton->setText(paused ? tr("Resume") : tr("Pause"));
        m_pauseButton->setAccessibleName(m_pauseButton->text());
        m_pauseButton->setIcon(icon(paused ? QStringLiteral("play") : QStringLiteral("pause"), Token::Text));
        m_pauseAction->setText(paused ? tr("Resume the live page") : tr("Pause the live page"));
        if (!paused && m_waiting)
            m_snapshot = std::exchange(m_waiting, std::nullopt);
        showSnapshot();
        Q_EMIT pausedChanged(paused);
    });
    m_buyers->setRangeText(rangeText());
}

QWidget *LivePage::buildHeader()
{
    auto *header = new QWidget;
    header->setObjectName(QStringLiteral("liveHeader"));
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(margin, margin, margin, gap);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(tr("Live"), LabelRole::Title, QStringLiteral("liveTitle")));
    m_subtitle = new ElidedLabel;
    m_subtitle->setObjectName(QStringLiteral("liveSubtitle"));
    m_subtitle->setProperty("role", QStringLiteral("secondary"));
    layout->addSpacing(8);
    layout->addWidget(m_subtitle, 1);

    m_rangeControl = new SegmentedControl({tr("15 min"), tr("60 min"), tr("6 h"), tr("Today")},
                                          QStringLiteral("liveRange"));
    m_rangeControl->setAccessibleName(tr("Time range"));
    m_rangeControl->setCurrent(static_cast<int>(market::LiveRange::Minutes15));
    connect(m_rangeControl, &SegmentedControl::currentChanged, this, [this] {
        m_buyers->setRangeText(isNarrow() ? QString() : rangeText());
        m_waiting.reset();
        Q_EMIT rangeChanged(range());
    });
    layout->addWidget(m_rangeControl);

    m_pauseButton =
        makeButton(tr("Pause"), QStringLiteral("pause"), ButtonKind::Plain, QStringLiteral("pauseButton"));
    m_pauseButton->setToolTip(tr("Stop and resume updates of this page (P)"));
    connect(m_pauseButton, &QPushButton::clicked, m_pauseAction, &QAction::toggle);
    layout->addWidget(m_pauseButton);

    auto *testLead = makeButton(tr("New test lead"), QStringLiteral("flask"), ButtonKind::Primary,
                                QStringLiteral("testLeadButton"));
    testLead->setToolTip(tr("Send a test lead through the routing (Ctrl+T); nobody is sold anything"));
    connect(testLead, &QPushButton::clicked, m_testLeadAction, &QAction::trigger);
    layout->addWidget(testLead);
    return header;
}

QWidget *LivePage::buildTiles()
{
    auto *row = new QWidget;
    row->setObjectName(QStringLiteral("liveTiles"));
    row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_tileGrid = new QGridLayout(row);
    m_tileGrid->setContentsMargins(0, 0, 0, 0);
    m_tileGrid->setSpacing(gap);
    for (int i = 0; i < 6; ++i) {
        auto *tile = new StatTile;
        tile->setObjectName(u"tile_%1"_qs.arg(i));
        m_tileGrid->addWidget(tile, 0, i);
        m_tiles.append(tile);
    }
    return row;
}

QWidget *LivePage::buildCharts()
{
    auto *row = new QWidget;
    row->setObjectName(QStringLiteral("liveCharts"));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap);
    m_throughputCard = new Card(tr("Throughput by outcome"), QStringLiteral("throughputCard"));
    m_nowLabel = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("throughputNow"));
    m_throughputCard->addHeaderWidget(m_nowLabel);
    m_throughput = new ThroughputChart;
    m_throughputCard->setBody(m_throughput);
    m_latencyCard = new Card(tr("Latency"), QStringLiteral("latencyCard"));
    m_latencyCard->setCaption(tr("ms, received to answered"));
    m_latency = new LatencyChart;
    m_latencyCard->setBody(m_latency);
    layout->addWidget(m_throughputCard, 1);
    layout->addWidget(m_latencyCard, 1);
    return row;
}

QWidget *LivePage::buildTables()
{
    auto *row = new QWidget;
    row->setObjectName(QStringLiteral("liveTables"));
    m_tableRow = new QHBoxLayout(row);
    m_tableRow->setContentsMargins(0, 0, 0, 0);
    m_tableRow->setSpacing(gap);

    m_buyersCard = new Card(tr("Buyer health"), QStringLiteral("buyersCard"));
    m_buyers = new BuyerHealthModel(this);
    m_buyersTable = new TableView(rowTall);
    m_buyersTable->setObjectName(QStringLiteral("buyerHealthTable"));
    m_buyersTable->setAccessibleName(tr("Buyer health"));
    m_buyersTable->setModel(m_buyers);
    m_buyersTable->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_buyersTable->horizontalHeader()->setSectionResizeMode(BuyerHealthModel::Buyer, QHeaderView::Stretch);
    m_buyersTable->horizontalHeader()->setSectionResizeMode(BuyerHealthModel::Cap, QHeaderView::Stretch);
    m_buyersTable->horizontalHeader()->setSectionsClickable(false);
    m_buyersTable->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_buyersTable, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        Q_EMIT openRequested(QStringLiteral("leads"), u"buyer:"_qs + m_buyers->buyers()[index.row()].slug);
    });
    m_pauseBuyer = makeButton(tr("Pause buyer"), QStringLiteral("pause"), ButtonKind::Plain,
                              QStringLiteral("pauseBuyerButton"), nullptr, true);
    m_pauseBuyer->setToolTip(tr("Stop or resume sending leads to the selected buyer"));
    m_buyersCard->addHeaderWidget(m_pauseBuyer);
    connect(m_pauseBuyer, &QPushButton::clicked, this, [this] {
        if (const market::BuyerHealth *buyer = selectedBuyer())
            Q_EMIT pauseBuyerRequested(buyer->slug, buyer->health != market::BuyerHealth::Health::Paused);
    });
    connect(m_buyersTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &LivePage::showBuyerButton);
    showBuyerButton();
    m_buyersEmpty = new EmptyState(QStringLiteral("buyers"), tr("No buyer is set up yet."), QString(),
                                   QStringLiteral("buyersEmpty"));
    m_buyersCard->setBody(stacked(m_buyersTable, m_buyersEmpty));
    m_buyersSum = new SummaryRow(m_buyersTable, QStringLiteral("buyersSum"));
    m_buyersCard->setFooter(m_buyersSum);

    auto *latestCard = new Card(tr("Latest"), QStringLiteral("latestCard"));
    m_latestShow =
        new SegmentedControl({tr("All"), tr("Sales"), tr("Problems")}, QStringLiteral("latestShow"), true);
    m_latestShow->setAccessibleName(tr("Which leads are listed"));
    latestCard->addHeaderWidget(m_latestShow);
    m_latest = new LatestModel(this);
    connect(m_latestShow, &SegmentedControl::currentChanged, this, [this](int index) {
        m_latest->setShow(static_cast<LatestModel::Show>(index));
        m_latestTable->setVisible(m_latest->rowCount() > 0);
        m_latestEmpty->setVisible(m_latest->rowCount() == 0);
    });
    m_latestTable = new TableView(rowTall);
    m_latestTable->setObjectName(QStringLiteral("latestTable"));
    m_latestTable->setAccessibleName(tr("Latest leads"));
    m_latestTable->setModel(m_latest);
    m_latestTable->setColumnWidths({86, 108, 200});
    m_latestTable->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_latestTable->horizontalHeader()->setSectionResizeMode(LatestModel::Detail, QHeaderView::Stretch);
    m_latestTable->horizontalHeader()->setSectionsClickable(false);
    m_latestTable->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_latestTable->setVerticalScrollBarPolicy(
        Qt::ScrollBarAlwaysOff); // a glance, not a place to read: that is Leads
    connect(m_latestTable, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        if (const market::LeadRow *lead = m_latest->lead(index.row()))
            Q_EMIT openRequested(QStringLiteral("leads"), QString::fromStdString(leadIdText(lead->id)));
    });
    auto *empty = new EmptyState(QStringLiteral("inbox"), tr("No lead to show here yet."),
                                 tr("New test lead"), QStringLiteral("latestEmpty"));
    connect(empty, &EmptyState::actionTriggered, m_testLeadAction, &QAction::trigger);
    m_latestEmpty = empty;
    latestCard->setBody(stacked(m_latestTable, m_latestEmpty));

    auto *footer = new QWidget;
    footer->setObjectName(QStringLiteral("latestFooter"));
    auto *footerLayout = new QHBoxLayout(footer);
    footerLayout->setContentsMargins(16, 0, 12, 0);
    footerLayout->setSpacing(4);
    m_unknownLabel = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("unknownLabel"));
    m_unknownHeld = makeLabel(QString(), LabelRole::Strong, QStringLiteral("unknownHeld"));
    footerLayout->addWidget(m_unknownLabel);
    footerLayout->addWidget(m_unknownHeld);
    footerLayout->addStretch(1);
    auto *open = makeButton(tr("Open in Leads"), QStringLiteral("chevron-right"), ButtonKind::Link,
                            QStringLiteral("openLeadsButton"), nullptr, true);
    open->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight);
    connect(open, &QPushButton::clicked, this, [this] {
        const auto show = static_cast<LatestModel::Show>(m_latestShow->current());
        Q_EMIT openRequested(QStringLiteral("leads"), show == LatestModel::Show::Sales ? u"status:sold"_qs
                                                      : show == LatestModel::Show::Problems
                                                          ? u"status:rejected,unknown,returned"_qs
                                                          : QString());
    });
    footerLayout->addWidget(open);
    footer->setFixedHeight(theme().px(33));
    latestCard->setFooter(footer);

    m_tableRow->addWidget(m_buyersCard, 776);
    m_tableRow->addWidget(latestCard, 424);
    return row;
}

const market::BuyerHealth *LivePage::selectedBuyer() const
{
    const QModelIndexList rows = m_buyersTable->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_buyers->buyers()[rows.first().row()];
}

void LivePage::showBuyerButton()
{
    const market::BuyerHealth *buyer = selectedBuyer();
    const bool paused = buyer && buyer->health == market::BuyerHealth::Health::Paused;
    m_pauseBuyer->setEnabled(buyer != nullptr);
    m_pauseBuyer->setText(paused ? tr("Resume buyer") : tr("Pause buyer"));
    m_pauseBuyer->setIcon(icon(paused ? QStringLiteral("play") : QStringLiteral("pause"), Token::Text));
    m_pauseBuyer->setAccessibleName(
        buyer ? QString(m_pauseBuyer->text() + QStringLiteral(": ") + buyer->label) : m_pauseBuyer->text());
}

market::LiveRange LivePage::range() const
{
    return static_cast<market::LiveRange>(m_rangeControl->current());
}

void LivePage::setRange(market::LiveRange range)
{
    m_rangeControl->setCurrent(static_cast<int>(range));
}

bool LivePage::isPaused() const
{
    return m_pauseAction->isChecked();
}

void LivePage::setPaused(bool paused)
{
    m_pauseAction->setChecked(paused);
}

void LivePage::setZone(const QTimeZone &zone)
{
    m_zone = zone;
    m_throughput->setZone(zone);
    m_latency->setZone(zone);
    m_latest->setZone(zone);
}

QList<QAction *> LivePage::pageActions() const
{
    return {m_testLeadAction, m_pauseAction};
}

QString LivePage::helpText() const
{
    return tr("What happens now. The tiles speak of today, charts and buyers of the range chosen above. "
              "Point at a chart "
              "to read its values. P stops the page while you look; routing goes on. Enter on a buyer or a "
              "lead opens it "
              "in Leads. Unknown means that a buyer never answered whether it took a lead; its price is held "
              "until then.");
}

bool LivePage::isCompact() const
{
    return width() < theme().px(1000);
}

bool LivePage::isNarrow() const
{
    return !isCompact() && width() < theme().px(1160);
}

void LivePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

void LivePage::arrange()
{
    const bool compact = isCompact();
    const int columns = compact ? 3 : 6;
    if (m_tileColumns != columns) {
        m_tileColumns = columns;
        for (StatTile *tile : std::as_const(m_tiles))
            m_tileGrid->removeWidget(tile);
        for (int i = 0; i < m_tiles.size(); ++i)
            m_tileGrid->addWidget(m_tiles[i], i / columns, i % columns);
        for (int i = 0; i < m_tiles.size(); ++i)
            m_tileGrid->setColumnStretch(i, i < columns ? 1 : 0);
        m_tableRow->setDirection(compact ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    }
    for (TableView *table : {m_buyersTable, m_latestTable})
        table->setMinimumHeight(theme().px(28 + rowTall * (compact ? 8 : 4)));
    m_throughputCard->setMinimumHeight(theme().px(compact ? 220 : 160));
    // Narrow windows give up the spark line in the table before they cut words.
    const bool narrow = isNarrow();
    m_buyers->setRangeText(narrow ? QString() : rangeText());
    m_buyersTable->setColumnWidths({150, narrow ? 92 : 134, 62, narrow ? 146 : 150, 182, narrow ? 88 : 96});
}

QString LivePage::rangeText() const
{
    return m_rangeControl->button(m_rangeControl->current())->text().toLower();
}

void LivePage::setSnapshot(const market::LiveSnapshot &snapshot)
{
    if (isPaused() && m_snapshot) {
        m_waiting = snapshot;
        return;
    }
    m_snapshot = snapshot;
    showSnapshot();
}

void LivePage::showSnapshot()
{
    if (!m_snapshot)
        return;
    const market::LiveSnapshot &snapshot = *m_snapshot;
    QString subtitle = tr("%1 leads since midnight, %2 sold")
                           .arg(formatCount(snapshot.leadsToday), formatCount(snapshot.soldToday));
    if (isPaused())
        subtitle =
            tr("Paused at %1").arg(formatClock(snapshot.at, m_zone)) + QStringLiteral(" · ") + subtitle;
    m_subtitle->setFullText(subtitle);
    for (qsizetype i = 0; i < m_tiles.size(); ++i) {
        m_tiles[i]->setVisible(i < snapshot.tiles.size());
        if (i < snapshot.tiles.size())
            m_tiles[i]->setTile(snapshot.tiles[i]);
    }

    UtcTime to = snapshot.points.isEmpty() ? snapshot.at : snapshot.points.last().at;
    UtcTime from = to;
    switch (range()) {
    case market::LiveRange::Minutes15:
        from = to - std::chrono::minutes(15);
        break;
    case market::LiveRange::Minutes60:
        from = to - std::chrono::minutes(60);
        break;
    case market::LiveRange::Hours6:
        from = to - std::chrono::hours(6);
        break;
    case market::LiveRange::Today:
        from = snapshot.points.isEmpty() ? to - std::chrono::hours(1) : snapshot.points.first().at;
        break;
    }
    QVector<market::LivePoint> points;
    for (const market::LivePoint &point : snapshot.points)
        if (point.at >= from)
            points.append(point);
    const QString bucket = snapshot.bucketSeconds % 60 == 0 ? tr("%1 min").arg(snapshot.bucketSeconds / 60)
                                                            : tr("%1 s").arg(snapshot.bucketSeconds);
    m_throughputCard->setCaption(tr("leads/s, %1 buckets").arg(bucket));
    m_nowLabel->setText(tr("%1 now").arg(QLocale().toString(snapshot.leadsPerSecond, 'f', 2)));
    m_throughput->setPoints(points, from, to);
    m_latency->setPoints(points, snapshot.budgetMs, from, to);
    showBuyers(snapshot);
    showLatest(snapshot);
}

void LivePage::showBuyers(const market::LiveSnapshot &snapshot)
{
    m_buyers->setBuyers(snapshot.buyers);
    showBuyerButton();
    m_buyersTable->setVisible(!snapshot.buyers.isEmpty());
    m_buyersSum->setVisible(!snapshot.buyers.isEmpty());
    m_buyersEmpty->setVisible(snapshot.buyers.isEmpty());
    m_buyersCard->setCaption(plural(snapshot.buyers.size(), tr("1 buyer, by leads sold today"),
                                    tr("%1 buyers, by leads sold today")));

    int failing = 0;
    int degraded = 0;
    qint64 sold = 0;
    Result<Money> revenue =
        Money(0, snapshot.buyers.isEmpty() ? Currency::usd() : snapshot.buyers.first().revenue.currency());
    for (const market::BuyerHealth &buyer : snapshot.buyers) {
        failing += buyer.health == market::BuyerHealth::Health::Failing;
        degraded += buyer.health == market::BuyerHealth::Health::Degraded;
        sold += buyer.soldToday;
        if (revenue)
            revenue = revenue->plus(buyer.revenue);
    }
    QVector<Cell> cells(BuyerHealthModel::ColumnCount);
    cells[BuyerHealthModel::Buyer].text = tr("All buyers");
    cells[BuyerHealthModel::Buyer].font = TextRole::BodyStrong;
    const auto figure = [&cells](int column, const QString &text) {
        cells[column].kind = Cell::Kind::Figure;
        cells[column].font = TextRole::BodyStrong;
        cells[column].alignment = Qt::AlignRight;
        cells[column].text = text;
    };
    // Shares and percentiles of several buyers have no sum; the tiles have those of all leads.
    QStringList troubles;
    if (failing > 0)
        troubles.append(tr("%1 failing").arg(failing));
    if (degraded > 0)
        troubles.append(tr("%1 degraded").arg(degraded));
    cells[BuyerHealthModel::Health].text =
        troubles.isEmpty() ? tr("all well") : troubles.join(QStringLiteral(", "));
    cells[BuyerHealthModel::Health].color = Token::Secondary;
    cells[BuyerHealthModel::Health].font = TextRole::Caption;
    cells[BuyerHealthModel::Cap].kind = Cell::Kind::CapBar;
    cells[BuyerHealthModel::Cap].text = formatCount(sold);
    cells[BuyerHealthModel::Cap].second = tr(" sold");
    figure(BuyerHealthModel::Revenue, revenue ? formatMoney(*revenue, 0) : QString());
    m_buyersSum->setCells(cells);
}

void LivePage::showLatest(const market::LiveSnapshot &snapshot)
{
    m_latest->setLeads(snapshot.latest);
    m_latestTable->setVisible(m_latest->rowCount() > 0);
    m_latestEmpty->setVisible(m_latest->rowCount() == 0);
    const int problems = m_latest->problemCount();
    m_latestShow->setLabel(2, problems > 0 ? tr("Problems %1").arg(problems) : tr("Problems"));
    m_unknownLabel->setText(snapshot.unknownCount > 0
                                ? plural(snapshot.unknownCount, tr("1 unknown holds"), tr("%1 unknown hold"))
                                : tr("No lead's fate is unknown"));
    m_unknownHeld->setText(snapshot.unknownCount > 0 ? formatMoney(snapshot.unknownHeld) : QString());
}

} // namespace bourse::gui
