#include "gui/leads/leadspage.h"
#include "base/logging.h"
#include "domain/integration/integration.h"
#include "gui/leads/filterchips.h"
#include "gui/leads/filterfield.h"
#include "gui/leads/leadsfeed.h"
#include "gui/leads/leadsmodel.h"
#include "gui/leads/tracepane.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {
namespace {

constexpr int gap = 12;
constexpr int margin = 16;
constexpr int countsEveryMs = 3000;
/// Sooner than this nobody has noticed a wait.
constexpr int loadingAfterMs = 180;
constexpr char16_t defaultFilter[] = u"time:today";

bool isSale(const market::LeadRow &row)
{
    return row.state == domain::LeadState::Sold || row.state == domain::LeadState::Converted;
}

QString textOf(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

LeadsPage::LeadsPage(market::Market *market, QWidget *parent)
    : Page(parent), m_market(market), m_model(new LeadsModel(this)), m_countTimer(new QTimer(this)),
      m_loadingTimer(new QTimer(this))
{
    setObjectName(QStringLiteral("leadsPage"));
    setAccessibleName(tr("Leads"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, gap);
    layout->setSpacing(gap);
    layout->addWidget(buildHeader());
    layout->addWidget(buildFilterBar());
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("leadsSplitter"));
    m_splitter->setHandleWidth(10);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildTable());
    m_trace = new TracePane;
    m_splitter->addWidget(m_trace);
    m_splitter->setStretchFactor(0, 42);
    m_splitter->setStretchFactor(1, 58);
    m_splitter->setSizes({316, 436});
    layout->addWidget(m_splitter, 1);
    createActions();

    connect(m_filter, &FilterField::filterChanged, this, [this] {
        m_chips->setCurrent(m_filter->filter().toText());
        reload();
    });
    connect(m_filter, &FilterField::submitted, this, [this] { m_table->setFocus(); });
    connect(m_filter, &FilterField::left, this, [this] { m_table->setFocus(); });
    connect(m_chips, &FilterChips::chosen, m_filter, &FilterField::setText);
    connect(m_model, &LeadsModel::waitingChanged, this, &LeadsPage::showPill);
    connect(m_model, &LeadsModel::moreWanted, this, [this](const Uuid &before) {
        if (m_feed)
            m_feed->askOlder(before);
        market::LeadQuery query = m_query;
        query.before = before;
        Q_EMIT rowsWanted(query);
    });
    connect(m_trace, &TracePane::previousRequested, this, [this] { step(-1); });
    connect(m_trace, &TracePane::nextRequested, this, [this] { step(1); });
    connect(m_trace, &TracePane::revealRequested, this, [this](const Uuid &id) {
        qCInfo(logGui, "personal data of lead %s revealed on screen", leadIdText(id).c_str());
        askTrace(id, true);
    });
    connect(m_trace, &TracePane::retryRequested, this, [this] {
        if (m_wanted)
            askTrace(*m_wanted, false);
    });
    connect(m_trace, &TracePane::openNewestRequested, this, [this] {
        if (m_model->rowCount() > 0)
            selectRow(0, true);
    });
    connect(m_trace, &TracePane::noted, this, &Page::noted);
    m_countTimer->setInterval(countsEveryMs);
    m_loadingTimer->setSingleShot(true);
    m_loadingTimer->setInterval(loadingAfterMs);
    connect(m_loadingTimer, &QTimer::timeout, this, &LeadsPage::showLoading);
    if (m_market)
        connectMarket();
    m_filter->setText(QString::fromUtf16(defaultFilter));
    showState();
}

void LeadsPage::connectMarket()
{
    m_feed = new LeadsFeed(m_market, this);
    connect(m_feed, &LeadsFeed::rowsCame, this, &LeadsPage::setRows);
    connect(m_feed, &LeadsFeed::rowsFailed, this, &LeadsPage::showFailure);
    connect(m_feed, &LeadsFeed::olderCame, this, &LeadsPage::appendRows);
    connect(m_feed, &LeadsFeed::olderFailed, m_model, [this] {
        m_model->fetchFailed();
        Q_EMIT noted(tr("Older leads could not be read."));
    });
    connect(m_feed, &LeadsFeed::totalsCame, this, [this](const market::LeadPage &page) {
        m_total = page.total;
        m_all = page.all;
        m_elapsedMs = page.elapsedMs;
        showTotals();
    });
    connect(m_feed, &LeadsFeed::traceCame, this, &LeadsPage::setTrace);
    connect(m_feed, &LeadsFeed::traceFailed, this,
            [this](const Uuid &, const QString &sentence) { m_trace->showFailure(sentence); });
    connect(m_feed, &LeadsFeed::countsCame, this, &LeadsPage::setCounts);
    connect(m_trace, &TracePane::decided, m_feed, &LeadsFeed::decide);
    connect(m_trace, &TracePane::takeBackRequested, m_feed, &LeadsFeed::takeBack);
    connect(m_feed, &LeadsFeed::decisionDone, this, [this](const Uuid &lead, const QString &sentence) {
        Q_EMIT noted(sentence);
        if (m_trace->trace() && m_trace->trace()->row.id == lead)
            askTrace(lead, false);
    });
    connect(m_market, &market::Market::leadsChanged, this, [this](const QVector<market::LeadRow> &rows) {
        if (m_isShown)
            applyLive(rows);
    });
    connect(m_market, &market::Market::configurationPublished, this, &LeadsPage::readConfiguration);
    connect(m_market, &market::Market::phaseChanged, this, [this](market::MarketPhase phase) {
        if (phase == market::MarketPhase::Running && m_isShown)
            enter();
    });
    connect(m_countTimer, &QTimer::timeout, this, [this] {
        m_feed->askCounts();
        if (std::exchange(m_changedLive, false) && m_hasRows)
            m_feed->askTotals();
    });
}

QWidget *LeadsPage::buildHeader()
{
    auto *header = new QWidget;
    header->setObjectName(QStringLiteral("leadsHeader"));
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(makeLabel(tr("Leads"), LabelRole::Title, QStringLiteral("leadsTitle")));
    m_chips = new FilterChips;
    layout->addWidget(m_chips, 1);
    return header;
}

QWidget *LeadsPage::buildFilterBar()
{
    auto *bar = new QWidget;
    bar->setObjectName(QStringLiteral("leadsFilterBar"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_filter = new FilterField;
    layout->addWidget(m_filter, 1);
    m_follow =
        makeButton(tr("Follow"), QStringLiteral("live"), ButtonKind::Plain, QStringLiteral("followButton"));
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Show new leads as they come (F)"));
    layout->addWidget(m_follow);
    return bar;
}

QWidget *LeadsPage::buildTable()
{
    m_tableHolder = new QFrame;
    m_tableHolder->setObjectName(QStringLiteral("leadsCard"));
    m_tableHolder->setProperty("card", true);
    m_tableHolder->setMinimumHeight(theme().px(120));
    auto *layout = new QVBoxLayout(m_tableHolder);
    layout->setContentsMargins(0, 0, 0, 0);
    m_states = new QStackedWidget;
    m_states->setObjectName(QStringLiteral("leadsStates"));
    layout->addWidget(m_states);

    m_table = new TableView(rowCompact);
    m_table->setObjectName(QStringLiteral("leadsTable"));
    m_table->setAccessibleName(tr("Leads"));
    m_table->setModel(m_model);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(LeadsModel::Reason, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    m_table->horizontalHeader()->setSortIndicator(LeadsModel::Time, Qt::DescendingOrder);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_table, &QWidget::customContextMenuRequested, this, &LeadsPage::openMenu);
    // Not the current row: getting the focus makes one without anybody having chosen it.
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (const QModelIndexList chosen = m_table->selectionModel()->selectedRows(); !chosen.isEmpty())
            handleSelection(chosen.first());
    });
    connect(m_table, &QAbstractItemView::clicked, this, &LeadsPage::handleSelection);
    connect(m_table, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        handleSelection(index);
        m_trace->focusCalls();
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > 0 && !m_selecting)
            setFollowing(false);
    });

    m_loading = makeLabel(tr("Reading leads…"), LabelRole::Secondary, QStringLiteral("leadsLoading"));
    static_cast<QLabel *>(m_loading)->setAlignment(Qt::AlignCenter);
    m_empty = new EmptyState(QStringLiteral("inbox"), tr("No lead has come in yet."),
                             tr("Send a test lead from Live"), QStringLiteral("leadsEmpty"));
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { Q_EMIT openRequested(QStringLiteral("live"), QString()); });
    m_nothingMatches = new EmptyState(QStringLiteral("filter"), tr("No lead matches this filter."),
                                      tr("Clear the filter"), QStringLiteral("leadsNothingMatches"));
    connect(m_nothingMatches, &EmptyState::actionTriggered, this, [this] { m_filter->setText(QString()); });
    m_failed =
        new EmptyState(QStringLiteral("alert"), QString(), tr("Try again"), QStringLiteral("leadsFailed"));
    connect(m_failed, &EmptyState::actionTriggered, this, &LeadsPage::reload);
    for (QWidget *state : {static_cast<QWidget *>(m_table), m_loading, static_cast<QWidget *>(m_empty),
                           static_cast<QWidget *>(m_nothingMatches), static_cast<QWidget *>(m_failed)})
        m_states->addWidget(state);

    m_pill = makeButton(QString(), QStringLiteral("arrow-up"), ButtonKind::Primary,
                        QStringLiteral("newLeadsPill"), m_tableHolder, true);
    m_pill->setProperty("pill", true);
    m_pill->setAccessibleName(tr("Show new leads"));
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, [this] { setFollowing(true); });
    return m_tableHolder;
}

void LeadsPage::createActions()
{
    const auto add = [this](const QString &name, const QString &text, const QKeySequence &key, auto handler) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, handler);
        addAction(action);
        m_actions.append(action);
        return action;
    };
    add(QStringLiteral("actionFilterLeads"), tr("Filter leads"), QKeySequence(Qt::CTRL | Qt::Key_F),
        [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    add(QStringLiteral("actionNextLead"), tr("Older lead"), QKeySequence(Qt::Key_J), [this] { step(1); });
    add(QStringLiteral("actionPreviousLead"), tr("Newer lead"), QKeySequence(Qt::Key_K),
        [this] { step(-1); });
    add(QStringLiteral("actionCopyCurl"), tr("Copy the selected call as a curl command"),
        QKeySequence(Qt::Key_C), [this] {
            if (!m_trace->copyCurl())
                Q_EMIT noted(tr("Select a ping or a post first."));
        });
    m_followAction = add(QStringLiteral("actionFollowLeads"), tr("Follow new leads"), QKeySequence(Qt::Key_F),
                         [this] { setFollowing(!m_following); });
    connect(m_follow, &QPushButton::clicked, this, [this](bool checked) { setFollowing(checked); });
}

QList<QAction *> LeadsPage::pageActions() const
{
    return m_actions;
}

QString LeadsPage::helpText() const
{
    return tr("Every lead, newest first. The filter knows status, buyer, source, state, latency, price, "
              "reason, time and id: "
              "status:sold state:TX,FL latency>400. A minus sign excludes a status. Right-click a cell to "
              "filter by it. Selecting "
              "or scrolling stops following; the blue button or F goes on. J and K step through leads, Enter "
              "goes to the lead's "
              "calls, C copies the selected call as a curl command. Personal data is masked until it is "
              "shown for 30 seconds.");
}

QVector<PictureView> LeadsPage::pictureViews()
{
    if (m_model->rowCount() == 0)
        return {};
    PictureView takeBack;
    takeBack.name = QStringLiteral("take-back");
    takeBack.show = [this] {
        open(QStringLiteral("status:sold"));
    };
    takeBack.isReady = [this] {
        return m_trace->askTakeBack();
    };
    return {takeBack};
}

void LeadsPage::enter()
{
    m_isShown = true;
    m_table->setFocus();
    if (!m_market || m_market->phase() != market::MarketPhase::Running)
        return;
    readConfiguration();
    m_feed->askCounts();
    m_countTimer->start();
    // Live batches that came while the page was hidden are not in the list.
    if (!m_hasRows || m_following)
        reload();
    else
        m_feed->askTotals();
}

void LeadsPage::leave()
{
    m_isShown = false;
    m_countTimer->stop();
    m_trace->hidePii();
}

void LeadsPage::readConfiguration()
{
    const auto snapshot = m_market->snapshot();
    if (!snapshot)
        return;
    const domain::MarketDocument &document = snapshot->document();
    setZone(zoneNamed(textOf(document.workspace.zone)));
    FilterVocabulary vocabulary;
    vocabulary.zone = zoneNamed(textOf(document.workspace.zone));
    for (const domain::Buyer &buyer : document.buyers)
        vocabulary.buyers.append({textOf(buyer.slug), textOf(buyer.label)});
    int budgetMs = 0;
    for (const domain::Source &source : document.sources) {
        vocabulary.sources.append({textOf(source.slug), textOf(source.label)});
        budgetMs = std::max(budgetMs, static_cast<int>(source.budget.count() / 1000));
    }
    m_model->setBudgetMs(budgetMs);
    setVocabulary(std::move(vocabulary));
    QHash<QString, int> limits;
    for (const domain::PingTree &tree : document.trees) {
        for (const domain::Channel *channel : domain::channelsOf(tree)) {
            std::optional<Micros> limit = channel->timeLimit;
            if (const auto integration = snapshot->integration(channel->integration); !limit && integration)
                limit = integration->timeLimit(domain::StepKind::Ping);
            if (limit)
                limits.insert(textOf(channel->slug), static_cast<int>(limit->count() / 1000));
        }
    }
    m_trace->setPingLimits(limits);
}

void LeadsPage::setZone(const QTimeZone &zone)
{
    m_model->setZone(zone);
    m_trace->setZone(zone);
}

void LeadsPage::setVocabulary(FilterVocabulary vocabulary)
{
    if (vocabulary.regions.isEmpty())
        vocabulary.regions = {QStringLiteral("AZ"), QStringLiteral("CA"), QStringLiteral("FL"),
                              QStringLiteral("GA"), QStringLiteral("IL"), QStringLiteral("NC"),
                              QStringLiteral("NY"), QStringLiteral("OH"), QStringLiteral("PA"),
                              QStringLiteral("TX")};
    m_filter->setVocabulary(vocabulary);
}

void LeadsPage::open(const QString &what)
{
    static const QRegularExpression id(QStringLiteral("^(ld_)?[0-9a-fA-F-]{4,36}$"));
    const QString wanted = what.trimmed();
    m_pickFirst = true;
    if (wanted.isEmpty())
        m_filter->setText(QString::fromUtf16(defaultFilter));
    else if (id.match(wanted).hasMatch())
        m_filter->setText(u"id:"_qs + wanted);
    else
        m_filter->setText(wanted);
}

void LeadsPage::reload()
{
    m_query = m_filter->filter().query(SystemClock().utcNow());
    m_hasRows = false;
    if (m_feed && m_isShown && m_market->phase() == market::MarketPhase::Running) {
        m_loadingTimer->start();
        m_feed->askRows(m_query);
    }
    Q_EMIT rowsWanted(m_query);
}

void LeadsPage::setRows(const market::LeadPage &page)
{
    m_loadingTimer->stop();
    m_hasRows = true;
    m_total = page.total;
    m_all = page.all;
    m_elapsedMs = page.elapsedMs;
    const std::optional<Uuid> selected =
        m_trace->trace() ? std::optional(m_trace->trace()->row.id) : m_wanted;
    m_selecting = true;
    m_model->setRows(page.rows, page.rows.size() >= m_query.limit);
    const int row = selected ? m_model->rowOf(*selected) : -1;
    if (row >= 0)
        selectRow(row, false);
    m_selecting = false;
    setFollowing(true);
    showState();
    showTotals();
    if (std::exchange(m_pickFirst, false) && row < 0 && m_model->rowCount() > 0) {
        // A sale tells the most; without one in sight the newest lead does.
        int pick = 0;
        for (int i = 0; i < std::min(m_model->rowCount(), 12); ++i) {
            if (isSale(*m_model->lead(i))) {
                pick = i;
                break;
            }
        }
        selectRow(pick, false);
    }
}

void LeadsPage::appendRows(const market::LeadPage &page)
{
    m_model->appendOlder(page.rows, page.rows.size() >= m_query.limit);
}

void LeadsPage::applyLive(const QVector<market::LeadRow> &rows)
{
    if (!m_hasRows)
        return;
    const int before = m_model->rowCount() + m_model->waitingCount();
    m_selecting = true;
    if (m_model->applyLive(rows, m_query))
        m_changedLive = true;
    m_selecting = false;
    const int added = m_model->rowCount() + m_model->waitingCount() - before;
    if (added > 0 && !m_feed) {
        m_total += added;
        m_all += added;
        showTotals();
    }
    if ((before == 0) != (m_model->rowCount() == 0))
        showState();
    // The lead that is being read has moved on.
    const auto &trace = m_trace->trace();
    for (const market::LeadRow &row : rows)
        if (trace && row.id == trace->row.id && row.state != trace->row.state && !m_trace->isRevealed())
            askTrace(row.id, false);
}

void LeadsPage::setTrace(const market::LeadTrace &trace, bool revealed)
{
    m_wanted = trace.row.id;
    m_trace->setTrace(trace, revealed);
}

void LeadsPage::setCounts(const QHash<int, qint64> &counts)
{
    m_chips->setCounts(counts);
}

void LeadsPage::showLoading()
{
    if (m_hasRows)
        return;
    m_states->setCurrentWidget(m_loading);
    m_filter->setResult(QString());
    showPill();
}

void LeadsPage::showFailure(const QString &sentence)
{
    m_loadingTimer->stop();
    m_failed->setSentence(sentence.isEmpty() ? tr("The leads could not be read.") : sentence);
    m_states->setCurrentWidget(m_failed);
    m_filter->setResult(QString());
    showPill();
}

void LeadsPage::showState()
{
    QWidget *state = m_table;
    if (m_model->rowCount() == 0)
        state = !m_hasRows ? m_loading
                : m_filter->filter().isEmpty() ||
                        (m_all == 0 && m_filter->filter().toText() == QString::fromUtf16(defaultFilter))
                    ? static_cast<QWidget *>(m_empty)
                    : m_nothingMatches;
    m_states->setCurrentWidget(state);
    showPill();
}

void LeadsPage::showTotals()
{
    m_filter->setResult(
        tr("%1 of %2, %3 ms").arg(formatCount(m_total), formatCount(m_all), formatCount(m_elapsedMs)));
}

void LeadsPage::setFollowing(bool following)
{
    if (m_following != following) {
        m_following = following;
        m_follow->setChecked(following);
        m_followAction->setText(following ? tr("Stop following new leads") : tr("Follow new leads"));
    }
    m_selecting = true;
    if (following) {
        m_table->verticalScrollBar()->setValue(0);
        m_model->setHolding(false);
        m_table->verticalScrollBar()->setValue(0);
    } else {
        m_model->setHolding(true);
    }
    m_selecting = false;
    m_follow->setChecked(m_following);
    showPill();
}

void LeadsPage::showPill()
{
    const int waiting = m_model->waitingCount();
    const bool shown = waiting > 0 && m_states->currentWidget() == m_table;
    if (shown) {
        m_pill->setText(tr("%1 new").arg(formatCount(waiting)));
        m_pill->setAccessibleName(tr("Show %1 new leads").arg(formatCount(waiting)));
        placePill();
        m_pill->raise();
    }
    m_pill->setVisible(shown);
}

void LeadsPage::placePill()
{
    const QSize size = m_pill->sizeHint();
    const int x = layoutDirection() == Qt::LeftToRight ? m_tableHolder->width() - size.width() - 16 : 16;
    m_pill->setGeometry(x, 2, size.width(), size.height());
}

void LeadsPage::selectRow(int row, bool byUser)
{
    const QModelIndex index = m_model->index(row, 0);
    if (!index.isValid())
        return;
    m_selecting = !byUser;
    m_table->setAutoScroll(byUser); // what the page selects by itself must not scroll away from the newest
    m_table->setCurrentIndex(index);
    m_table->setAutoScroll(true);
    m_selecting = false;
}

void LeadsPage::handleSelection(const QModelIndex &current)
{
    const market::LeadRow *lead = m_model->lead(current.row());
    if (!lead || !current.isValid())
        return;
    const bool shown = m_trace->trace() && m_trace->trace()->row.id == lead->id;
    if (!m_selecting)
        setFollowing(false);
    if (!shown)
        askTrace(lead->id, false);
}

void LeadsPage::step(int rows)
{
    if (m_model->rowCount() == 0)
        return;
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    const int from = !chosen.isEmpty() ? chosen.first().row() : (rows > 0 ? -1 : 1);
    const int to = std::clamp(from + rows, 0, m_model->rowCount() - 1);
    selectRow(to, true);
    if (to >= m_model->rowCount() - 2 && m_model->canFetchMore({}))
        m_model->fetchMore({});
}

void LeadsPage::askTrace(const Uuid &id, bool revealed)
{
    m_wanted = id;
    if (!revealed)
        m_trace->showLoading(shortLeadId(id));
    if (m_feed)
        m_feed->askTrace(id, revealed);
    Q_EMIT traceWanted(id, revealed);
}

void LeadsPage::openMenu(const QPoint &position)
{
    QModelIndex index = m_table->indexAt(position);
    if (!index.isValid())
        index = m_table->currentIndex();
    const market::LeadRow *lead = m_model->lead(index.row());
    if (!index.isValid() || !lead)
        return;
    FilterKey key = FilterKey::Id;
    QString value = textOf(leadIdText(lead->id));
    switch (index.column()) {
    case LeadsModel::Status: {
        const std::string_view name = domain::info(lead->state).name;
        key = FilterKey::Status;
        value = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
        break;
    }
    case LeadsModel::Source:
        key = FilterKey::Source;
        value = lead->source;
        break;
    case LeadsModel::State:
        key = FilterKey::State;
        value = lead->region;
        break;
    case LeadsModel::Buyer:
        key = FilterKey::Buyer;
        value = lead->buyerSlug;
        break;
    case LeadsModel::Reason:
        key = FilterKey::Reason;
        value = lead->reasonCode;
        break;
    default:
        break;
    }
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("leadsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const domain::LeadState state = lead->state;
    if (!value.isEmpty()) {
        const QString shown = key == FilterKey::Id ? shortLeadId(lead->id) : value;
        connect(menu->addAction(icon(QStringLiteral("filter")), tr("Only %1").arg(shown)),
                &QAction::triggered, this,
                [this, key, value] { m_filter->setText(withOnly(m_filter->text(), key, value)); });
        if (key == FilterKey::Status)
            connect(menu->addAction(icon(QStringLiteral("ban")), tr("Exclude %1").arg(shown)),
                    &QAction::triggered, this,
                    [this, state] { m_filter->setText(withoutStatus(m_filter->text(), state)); });
        menu->addSeparator();
    }
    const QString cell = index.data(Qt::DisplayRole).toString();
    const QString id = textOf(leadIdText(lead->id));
    const auto copy = [this, menu](const QString &label, const QString &text) {
        if (!text.isEmpty())
            connect(menu->addAction(icon(QStringLiteral("copy")), label), &QAction::triggered, this,
                    [text] { QApplication::clipboard()->setText(text); });
    };
    if (index.column() != LeadsModel::Lead)
        copy(tr("Copy cell"), cell);
    copy(tr("Copy lead id"), id);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void LeadsPage::fitColumns()
{
    // Narrow windows give up the payout and the milliseconds' room before they cut words.
    const bool narrow = width() < theme().px(1130);
    m_table->setColumnHidden(LeadsModel::Payout, narrow);
    m_table->setColumnWidths({narrow ? 112 : 116, 120, 110, narrow ? 92 : 108, 50, narrow ? 118 : 138, 52, 78,
                              78, narrow ? 118 : 128, 160});
}

void LeadsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitColumns();
    QMetaObject::invokeMethod(this, &LeadsPage::placePill, Qt::QueuedConnection);
}

} // namespace bourse::gui
