#include "gui/suppressions/suppressionspage.h"
#include "gui/suppressions/suppressiondialogs.h"
#include "gui/suppressions/suppressionsmodel.h"
#include "gui/theme/theme.h"
#include "gui/widgets/answers.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include <QAction>
#include <QHBoxLayout>
#include <QPointer>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace bourse::gui {

SuppressionsPage::SuppressionsPage(market::Market *market, QWidget *parent)
    : Page(parent), m_market(market), m_model(new SuppressionsModel(this))
{
    setObjectName(QStringLiteral("suppressionsPage"));
    setAccessibleName(tr("Suppression lists"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(buildHeader());
    layout->addWidget(buildTable(), 1);
    createActions();
    if (m_market)
        connect(m_market, &market::Market::phaseChanged, this, [this](market::MarketPhase phase) {
            if (phase == market::MarketPhase::Running && isVisible())
                enter();
        });
    showState();
}

QWidget *SuppressionsPage::buildHeader()
{
    auto *header = new QWidget;
    header->setObjectName(QStringLiteral("suppressionsHeader"));
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(
        makeLabel(tr("Suppression lists"), LabelRole::Title, QStringLiteral("suppressionsTitle")));
    layout->addStretch(1);
    m_remove = makeButton(tr("Remove"), QStringLiteral("trash"), ButtonKind::Plain,
                          QStringLiteral("suppressionsRemove"));
    m_remove->setToolTip(tr("Remove the selected list with its entries (Del)"));
    auto *import = makeButton(tr("Import a list"), QStringLiteral("import"), ButtonKind::Primary,
                              QStringLiteral("suppressionsImport"));
    import->setToolTip(tr("Import a list from a CSV file (Ctrl+I)"));
    layout->addWidget(m_remove);
    layout->addWidget(import);
    connect(m_remove, &QPushButton::clicked, this, &SuppressionsPage::removeList);
    connect(import, &QPushButton::clicked, this, &SuppressionsPage::importList);
    return header;
}

QWidget *SuppressionsPage::buildTable()
{
    auto *card = new QFrame;
    card->setObjectName(QStringLiteral("suppressionsCard"));
    card->setProperty("card", true);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    m_states = new QStackedWidget;
    m_states->setObjectName(QStringLiteral("suppressionsStates"));
    layout->addWidget(m_states);
    m_table = new TableView(rowTall);
    m_table->setObjectName(QStringLiteral("suppressionsTable"));
    m_table->setAccessibleName(tr("Suppression lists"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({220, 200, 260, 120, 220});
    m_table->horizontalHeader()->setSectionResizeMode(SuppressionsModel::Imported, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SuppressionsPage::showState);
    m_empty = new EmptyState(QStringLiteral("ban"),
                             tr("No list yet. Whoever is on one is not sold: to nobody, or not to the buyer "
                                "whose list it is."),
                             tr("Import a list"), QStringLiteral("suppressionsEmpty"));
    connect(m_empty, &EmptyState::actionTriggered, this, &SuppressionsPage::importList);
    m_failed = new EmptyState(QStringLiteral("alert"), QString(), tr("Try again"),
                              QStringLiteral("suppressionsFailed"));
    connect(m_failed, &EmptyState::actionTriggered, this, &SuppressionsPage::reload);
    for (QWidget *state :
         {static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_failed)})
        m_states->addWidget(state);
    return card;
}

void SuppressionsPage::createActions()
{
    const auto add = [this](const char *name, const QString &text, const QKeySequence &key, auto handler) {
        auto *action = new QAction(text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, handler);
        addAction(action);
        m_table->addAction(action);
        m_actions.append(action);
    };
    add("actionImportSuppressions", tr("Import a suppression list"), QKeySequence(Qt::CTRL | Qt::Key_I),
        [this] { importList(); });
    add("actionRemoveSuppressions", tr("Remove the selected list"), QKeySequence(Qt::Key_Delete),
        [this] { removeList(); });
}

QString SuppressionsPage::helpText() const
{
    return tr(
        "Persons who are not to be sold. A lead whose e-mail address or phone number is on a list of "
        "everybody is not accepted; on a buyer's own list, it is not offered to that buyer. Ctrl+I "
        "imports a CSV file of any size, plain or hashed; entries are kept as keyed hashes and cannot be "
        "read back. Delete removes the selected list. Nodes go by a change within a second.");
}

void SuppressionsPage::enter()
{
    m_table->setFocus();
    const auto snapshot =
        m_market && m_market->phase() == market::MarketPhase::Running ? m_market->snapshot() : nullptr;
    if (!snapshot)
        return;
    m_model->setZone(zoneNamed(QString::fromStdString(snapshot->document().workspace.zone)));
    QMap<QString, QString> labels;
    for (const domain::Buyer &buyer : snapshot->document().buyers)
        if (!buyer.label.empty())
            labels.insert(QString::fromStdString(buyer.slug), QString::fromStdString(buyer.label));
    m_model->setBuyers(std::move(labels));
    reload();
}

void SuppressionsPage::reload()
{
    Q_EMIT listsWanted();
    if (!m_market || m_market->phase() != market::MarketPhase::Running)
        return;
    whenAnswered(m_market->suppressionLists(), this,
                 [this, asked = ++m_asked](const Result<QVector<market::SuppressionListRow>> &lists) {
                     if (asked == m_asked)
                         lists ? setLists(*lists) : showFailure(sentenceOf(lists.errors()));
                 });
}

void SuppressionsPage::setLists(const QVector<market::SuppressionListRow> &lists)
{
    m_model->setLists(lists);
    showState();
}

void SuppressionsPage::showFailure(const QString &sentence)
{
    m_failed->setSentence(sentence);
    m_states->setCurrentWidget(m_failed);
}

void SuppressionsPage::showState()
{
    const bool any = m_model->rowCount() > 0;
    m_states->setCurrentWidget(any ? static_cast<QWidget *>(m_table) : m_empty);
    m_remove->setEnabled(any && m_table->selectionModel()->hasSelection());
}

void SuppressionsPage::importList()
{
    Q_EMIT importRequested();
    const auto snapshot = m_market ? m_market->snapshot() : nullptr;
    if (!snapshot)
        return;
    QVector<QPair<QString, QString>> buyers;
    for (const domain::Buyer &buyer : snapshot->document().buyers)
        buyers.append({QString::fromStdString(buyer.slug), QString::fromStdString(buyer.label)});
    QVector<market::SuppressionListRow> known;
    for (int row = 0; row < m_model->rowCount(); ++row)
        known.append(*m_model->list(row));
    auto *dialog = new SuppressionImportDialog(buyers, known, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SuppressionImportDialog::startRequested, this,
            [this, dialog = QPointer(dialog)](const market::SuppressionImport &import) {
                if (dialog)
                    dialog->follow(m_market->importSuppression(import, QStringLiteral("operator")));
            });
    connect(dialog, &QDialog::finished, this, &SuppressionsPage::reload);
    dialog->open();
}

void SuppressionsPage::removeList()
{
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    const market::SuppressionListRow *list = chosen.isEmpty() ? nullptr : m_model->list(chosen.first().row());
    if (!list) {
        Q_EMIT noted(tr("Select a list first."));
        return;
    }
    auto *dialog = new SuppressionRemovalDialog(*list, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, name = list->list] { removeNow(name); });
    dialog->open();
}

void SuppressionsPage::removeNow(const QString &list)
{
    Q_EMIT removalConfirmed(list);
    if (!m_market)
        return;
    whenAnswered(m_market->removeSuppressionList(list, QStringLiteral("operator")), this,
                 [this, list](const Result<std::monostate> &removed) {
                     Q_EMIT noted(removed ? tr("The list %1 is removed.").arg(list)
                                          : sentenceOf(removed.errors()));
                     reload();
                 });
}

} // namespace bourse::gui
