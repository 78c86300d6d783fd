#include "gui/returns/returnspage.h"
#include "gui/returns/returndialogs.h"
#include "gui/returns/returnsmodel.h"
#include "gui/theme/theme.h"
#include "gui/widgets/answers.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include <QHBoxLayout>
#include <QMenu>
#include <QPointer>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <memory>

namespace bourse::gui {

namespace {
constexpr int listed = 500;

} // namespace

ReturnsPage::ReturnsPage(market::Market *market, QWidget *parent)
    : Page(parent), m_market(market), m_model(new ReturnsModel(this))
{
    setObjectName(QStringLiteral("returnsPage"));
    setAccessibleName(tr("Returns and disputes"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(buildHeader());
    layout->addWidget(buildTable(), 1);
    createActions();
    if (m_market)
        connectMarket();
    showState();
    refreshButtons();
}

QWidget *ReturnsPage::buildHeader()
{
    auto *header = new QWidget;
    header->setObjectName(QStringLiteral("returnsHeader"));
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(tr("Returns"), LabelRole::Title, QStringLiteral("returnsTitle")));
    layout->addSpacing(8);
    m_lists =
        new SegmentedControl({tr("Waiting"), tr("All"), tr("Disputes")}, QStringLiteral("returnsLists"));
    m_lists->setAccessibleName(tr("What is listed"));
    layout->addWidget(m_lists);
    layout->addStretch(1);
    m_selected = makeLabel(QString(), LabelRole::Secondary, QStringLiteral("returnsSelected"));
    layout->addWidget(m_selected);
    m_import = makeButton(tr("Import"), QStringLiteral("import"), ButtonKind::Plain,
                          QStringLiteral("returnsImport"));
    m_import->setToolTip(tr("Import a table of returns (Ctrl+I)"));
    m_lead = makeButton(tr("Show the lead"), QStringLiteral("leads"), ButtonKind::Plain,
                        QStringLiteral("returnsShowLead"));
    m_deny = makeButton(tr("Deny"), QStringLiteral("x"), ButtonKind::Plain, QStringLiteral("returnsDeny"));
    m_deny->setToolTip(tr("Deny the selected returns (D)"));
    m_approve = makeButton(tr("Approve"), QStringLiteral("check"), ButtonKind::Primary,
                           QStringLiteral("returnsApprove"));
    m_approve->setToolTip(tr("Take the selected sales back (A)"));
    for (QPushButton *button : {m_import, m_lead, m_deny, m_approve})
        layout->addWidget(button);
    connect(m_lists, &SegmentedControl::currentChanged, this, [this] {
        reload();
        refreshButtons();
    });
    connect(m_import, &QPushButton::clicked, this, &ReturnsPage::importTable);
    connect(m_lead, &QPushButton::clicked, this, &ReturnsPage::showLead);
    connect(m_deny, &QPushButton::clicked, this, [this] { decide(false); });
    connect(m_approve, &QPushButton::clicked, this, [this] { decide(true); });
    return header;
}

QWidget *ReturnsPage::buildTable()
{
    auto *card = new QFrame;
    card->setObjectName(QStringLiteral("returnsCard"));
    card->setProperty("card", true);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    m_states = new QStackedWidget;
    m_states->setObjectName(QStringLiteral("returnsStates"));
    layout->addWidget(m_states);
    m_table = new TableView(rowTall);
    m_table->setObjectName(QStringLiteral("returnsTable"));
    m_table->setAccessibleName(tr("Returns and disputes"));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setColumnWidths({168, 122, 140, 190, 84, 112, 240});
    m_table->horizontalHeader()->setSectionResizeMode(ReturnsModel::Decision, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &TableView::rowActivated, this, &ReturnsPage::showLead);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ReturnsPage::refreshButtons);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(m_table);
        menu->setObjectName(QStringLiteral("returnsMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (QAction *action : std::as_const(m_actions))
            menu->addAction(action);
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    m_empty = new EmptyState(QStringLiteral("check"), QString(), QString(), QStringLiteral("returnsEmpty"));
    m_failed =
        new EmptyState(QStringLiteral("alert"), QString(), tr("Try again"), QStringLiteral("returnsFailed"));
    connect(m_failed, &EmptyState::actionTriggered, this, &ReturnsPage::reload);
    for (QWidget *state :
         {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_failed)})
        m_states->addWidget(state);
    return card;
}

void ReturnsPage::createActions()
{
    const auto add = [this](const char *name, const QString &text, const QKeySequence &key, auto handler) {
        auto *action = new QAction(text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, handler);
        addAction(action);
        m_actions.append(action);
    };
    add("actionApproveReturns", tr("Take the selected sales back"), QKeySequence(Qt::Key_A),
        [this] { decide(true); });
    add("actionDenyReturns", tr("Deny the selected returns"), QKeySequence(Qt::Key_D),
        [this] { decide(false); });
    add("actionShowReturnedLead", tr("Show the lead's history"), QKeySequence(Qt::Key_L),
        [this] { showLead(); });
    add("actionImportReturns", tr("Import a table of returns"), QKeySequence(Qt::CTRL | Qt::Key_I),
        [this] { importTable(); });
}

void ReturnsPage::connectMarket()
{
    connect(m_market, &market::Market::returnsChanged, this, [this] {
        // not under the hands of somebody who has chosen rows
        if (m_isShown && !m_table->selectionModel()->hasSelection())
            reload();
    });
    connect(m_market, &market::Market::phaseChanged, this, [this](market::MarketPhase phase) {
        if (phase == market::MarketPhase::Running && m_isShown)
            enter();
    });
}

QString ReturnsPage::helpText() const
{
    return tr(
        "Leads that buyers want to give back, and callbacks that deny what is booked. What was agreed with a "
        "buyer (reasons, days, share, approval) stands in its settings; what those rules decide is decided "
        "at "
        "once, the rest waits here. Select one row or several; A takes the sales back, D denies, L or Enter "
        "shows the lead's history. Ctrl+I imports a table of returns.");
}

ReturnsPage::List ReturnsPage::list() const
{
    return static_cast<List>(m_lists->current());
}

void ReturnsPage::enter()
{
    m_isShown = true;
    m_table->setFocus();
    if (!m_market || m_market->phase() != market::MarketPhase::Running)
        return;
    if (const auto snapshot = m_market->snapshot())
        setZone(zoneNamed(QString::fromStdString(snapshot->document().workspace.zone)));
    reload();
}

void ReturnsPage::open(const QString &what)
{
    m_lists->setCurrent(what == u"disputes" ? Disputes : what == u"all" ? All : Waiting);
}

void ReturnsPage::setZone(const QTimeZone &zone)
{
    m_model->setZone(zone);
}

void ReturnsPage::reload()
{
    Q_EMIT listWanted(list());
    if (!m_market || m_market->phase() != market::MarketPhase::Running)
        return;
    const quint64 asked = ++m_asked;
    if (list() == Disputes)
        whenAnswered(m_market->disputes(listed), this,
                     [this, asked](const Result<QVector<market::DisputeRow>> &rows) {
                         if (asked == m_asked)
                             rows ? setDisputes(*rows) : showFailure(sentenceOf(rows.errors()));
                     });
    else
        whenAnswered(m_market->returns(list() == All, listed), this,
                     [this, asked](const Result<QVector<market::ReturnRow>> &rows) {
                         if (asked == m_asked)
                             rows ? setReturns(*rows) : showFailure(sentenceOf(rows.errors()));
                     });
}

void ReturnsPage::setReturns(const QVector<market::ReturnRow> &rows)
{
    m_model->setReturns(rows);
    showState();
    refreshButtons();
}

void ReturnsPage::setDisputes(const QVector<market::DisputeRow> &rows)
{
    m_model->setDisputes(rows);
    showState();
    refreshButtons();
}

void ReturnsPage::showFailure(const QString &sentence)
{
    m_failed->setSentence(sentence);
    m_states->setCurrentWidget(m_failed);
}

void ReturnsPage::showState()
{
    if (m_model->rowCount() > 0) {
        m_states->setCurrentWidget(m_table);
        if (!m_table->currentIndex().isValid())
            m_table->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
        return;
    }
    m_empty->setSentence(list() == Disputes ? tr("No callback denies what is booked.")
                         : list() == All    ? tr("No lead was given back yet.")
                                            : tr("No return waits for a decision."));
    m_states->setCurrentWidget(m_empty);
}

QVector<Uuid> ReturnsPage::selectedRequests() const
{
    QVector<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    QVector<Uuid> requests;
    for (int row : std::as_const(rows))
        if (const market::ReturnRow *request = m_model->request(row);
            request && request->state == domain::ReturnState::Requested)
            requests.append(request->id);
    return requests;
}

void ReturnsPage::refreshButtons()
{
    const int chosen = static_cast<int>(m_table->selectionModel()->selectedRows().size());
    const bool any = !selectedRequests().isEmpty();
    m_approve->setEnabled(any);
    m_deny->setEnabled(any);
    m_lead->setEnabled(chosen == 1 &&
                       !m_model->leadId(m_table->selectionModel()->selectedRows().first().row()).isNull());
    m_selected->setText(chosen > 1 ? tr("%1 selected").arg(formatCount(chosen)) : QString());
}

void ReturnsPage::decide(bool approve)
{
    const QVector<Uuid> requests = selectedRequests();
    if (requests.isEmpty()) {
        Q_EMIT noted(tr("Select a return that waits for a decision first."));
        return;
    }
    auto *dialog = new ReturnDecisionDialog(approve, static_cast<int>(requests.size()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, requests, approve] { decideNow(requests, approve, dialog->note()); });
    dialog->open();
}

void ReturnsPage::decideNow(const QVector<Uuid> &requests, bool approve, const QString &note)
{
    Q_EMIT decided(requests, approve, note);
    if (!m_market)
        return;
    struct Tally {
        qsizetype open;
        int done = 0;
        QStringList problems;
    };
    auto tally = std::make_shared<Tally>();
    tally->open = requests.size();
    for (const Uuid &id : requests)
        whenAnswered(m_market->decideReturn(id, approve, note, QStringLiteral("operator")), this,
                     [this, tally](const Result<market::ReturnRow> &row) {
                         if (row)
                             ++tally->done;
                         else
                             tally->problems.append(sentenceOf(row.errors()));
                         if (--tally->open == 0)
                             showDecided(tally->done, tally->problems);
                     });
}

void ReturnsPage::showDecided(int count, const QStringList &problems)
{
    QString text = plural(count, tr("One return is decided."), tr("%1 returns are decided."));
    if (!problems.isEmpty())
        text += u' ' + problems.first();
    Q_EMIT noted(text);
    m_table->clearSelection();
    reload();
}

void ReturnsPage::showLead()
{
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    const int row = chosen.isEmpty() ? m_table->currentIndex().row() : chosen.first().row();
    const Uuid lead = m_model->leadId(row);
    if (lead.isNull())
        Q_EMIT noted(tr("No lead is known here."));
    else
        Q_EMIT openRequested(QStringLiteral("leads"), QString::fromStdString(leadIdText(lead)));
}

void ReturnsPage::importTable()
{
    Q_EMIT importRequested();
    const auto snapshot = m_market ? m_market->snapshot() : nullptr;
    if (!snapshot)
        return;
    QVector<QPair<QString, QString>> buyers;
    for (const domain::Buyer &buyer : snapshot->document().buyers)
        buyers.append({QString::fromStdString(buyer.slug), QString::fromStdString(buyer.label)});
    auto *dialog = new ReturnsImportDialog(buyers, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ReturnsImportDialog::startRequested, this,
            [this, dialog = QPointer(dialog)](const market::ReturnsImport &table) {
                if (dialog)
                    dialog->follow(m_market->importReturns(table, QStringLiteral("operator")));
            });
    connect(dialog, &QDialog::finished, this, &ReturnsPage::reload);
    dialog->open();
}

} // namespace bourse::gui
