#include "gui/integrations/integrationlist.h"
#include "domain/integration/integration.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "workbench/mappingedits.h"
#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace bourse::gui {

void IntegrationListModel::setHeads(QVector<market::IntegrationHead> heads)
{
    beginResetModel();
    m_heads = std::move(heads);
    filter();
    endResetModel();
}

void IntegrationListModel::setZone(const QTimeZone &zone)
{
    m_zone = zone;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Draft), index(rowCount() - 1, Draft));
}

void IntegrationListModel::setNeedle(const QString &needle)
{
    if (needle == m_needle)
        return;
    beginResetModel();
    m_needle = needle;
    filter();
    endResetModel();
}

void IntegrationListModel::filter()
{
    m_shown.clear();
    for (int i = 0; i < m_heads.size(); ++i) {
        const market::IntegrationHead &head = m_heads[i];
        if (m_needle.isEmpty() || head.label.contains(m_needle, Qt::CaseInsensitive) ||
            head.slug.contains(m_needle, Qt::CaseInsensitive) ||
            QStringList(head.usedBy).join(u' ').contains(m_needle, Qt::CaseInsensitive))
            m_shown.append(i);
    }
}

int IntegrationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int IntegrationListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const market::IntegrationHead *IntegrationListModel::head(int row) const
{
    return row >= 0 && row < m_shown.size() ? &m_heads[m_shown[row]] : nullptr;
}

QVariant IntegrationListModel::data(const QModelIndex &index, int role) const
{
    const market::IntegrationHead *found = index.isValid() ? head(index.row()) : nullptr;
    if (!found)
        return {};
    Cell cell;
    switch (index.column()) {
    case Name:
        cell = twoLineCell(found->label.isEmpty() ? found->slug : found->label, found->slug);
        break;
    case Steps: {
        QStringList steps;
        for (const QString &step : found->steps) {
            const auto kind = domain::stepKindFromName(step.toStdString());
            steps.append(kind ? workbench::MappingEdits::stepName(*kind) : step);
        }
        cell.text = steps.join(tr(", "));
        break;
    }
    case Version:
        cell.kind = Cell::Kind::Figure;
        cell.text = found->version > 0 ? tr("v%1").arg(found->version) : tr("not published");
        cell.color = found->version > 0 ? Token::Text : Token::Muted;
        if (found->publishedAt && found->version > 0) {
            cell.kind = Cell::Kind::TwoLines;
            cell.second = formatDate(*found->publishedAt, m_zone);
        }
        break;
    case Draft:
        if (found->draftSavedAt) {
            cell = chipCell({QStringLiteral("flag"), domain::Chip::Pending, tr("Draft")});
            cell.text = tr("Draft, saved %1").arg(formatDateTime(*found->draftSavedAt, m_zone));
        }
        break;
    case UsedBy:
        cell.text = found->usedBy.isEmpty() ? tr("no tree yet") : QStringList(found->usedBy).join(tr(", "));
        cell.color = found->usedBy.isEmpty() ? Token::Muted : Token::Secondary;
        break;
    default:
        return {};
    }
    return cellData(cell, role);
}

QVariant IntegrationListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Integration");
    case Steps:
        return tr("Steps");
    case Version:
        return tr("Published");
    case Draft:
        return tr("Draft");
    case UsedBy:
        return tr("Used by");
    default:
        return {};
    }
}

IntegrationList::IntegrationList(QWidget *parent)
    : QWidget(parent), m_model(new IntegrationListModel(this)), m_search(new QLineEdit), m_duplicate(nullptr),
      m_export(nullptr), m_states(new QStackedWidget), m_table(new TableView(rowTall)), m_loading(nullptr),
      m_empty(nullptr), m_nothing(nullptr), m_failed(nullptr)
{
    setObjectName(QStringLiteral("integrationList"));
    setAccessibleName(tr("Buyers"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(12);

    auto *header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(makeLabel(tr("Buyers"), LabelRole::Title, QStringLiteral("integrationListTitle")));
    header->addSpacing(8);
    m_search->setObjectName(QStringLiteral("integrationSearch"));
    m_search->setAccessibleName(tr("Find an integration"));
    m_search->setPlaceholderText(tr("Find by name, slug or tree"));
    m_search->addAction(icon(QStringLiteral("search"), Token::Secondary), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(theme().px(320));
    header->addWidget(m_search, 100);
    header->addStretch(1);
    m_export = makeButton(tr("Export"), QStringLiteral("export"), ButtonKind::Plain,
                          QStringLiteral("exportIntegration"));
    m_duplicate = makeButton(tr("Duplicate"), QStringLiteral("duplicate"), ButtonKind::Plain,
                             QStringLiteral("duplicateIntegration"));
    auto *templates = makeButton(tr("From a template"), QStringLiteral("layers"), ButtonKind::Plain,
                                 QStringLiteral("templateIntegration"));
    auto *importing = makeButton(tr("Import"), QStringLiteral("import"), ButtonKind::Plain,
                                 QStringLiteral("importIntegration"));
    importing->setToolTip(tr("Import a buyer from a cURL line, a file or a specification (Ctrl+I)"));
    auto *made =
        makeButton(tr("New"), QStringLiteral("plus"), ButtonKind::Primary, QStringLiteral("newIntegration"));
    for (QPushButton *button : {m_export, m_duplicate, templates, importing, made})
        header->addWidget(button);
    layout->addLayout(header);

    auto *card = new QFrame;
    card->setObjectName(QStringLiteral("integrationCard"));
    card->setProperty("card", true);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(0, 0, 0, 0);
    m_states->setObjectName(QStringLiteral("integrationStates"));
    cardLayout->addWidget(m_states);
    layout->addWidget(card, 1);

    m_table->setObjectName(QStringLiteral("integrationTable"));
    m_table->setAccessibleName(tr("Integrations"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({300, 210, 120, 110, 300});
    m_table->horizontalHeader()->setSectionResizeMode(IntegrationListModel::UsedBy, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_states->addWidget(m_table);

    auto *loading = makeLabel(tr("Reading the integrations…"), LabelRole::Secondary,
                              QStringLiteral("integrationsLoading"));
    loading->setAlignment(Qt::AlignCenter);
    m_loading = loading;
    m_states->addWidget(m_loading);

    // one sentence, one primary button, and the second way in beside it
    m_empty = new QWidget;
    m_empty->setObjectName(QStringLiteral("integrationsEmpty"));
    m_empty->setAccessibleName(tr("No buyer is connected yet."));
    auto *emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->setSpacing(12);
    emptyLayout->addStretch(1);
    emptyLayout->addWidget(new IconLabel(QStringLiteral("buyers"), 28, Token::Muted), 0, Qt::AlignHCenter);
    auto *sentence = makeLabel(tr("No buyer is connected yet."), LabelRole::Secondary,
                               QStringLiteral("integrationsEmpty_sentence"));
    sentence->setAlignment(Qt::AlignCenter);
    emptyLayout->addWidget(sentence);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(8);
    ways->addStretch(1);
    auto *first = makeButton(tr("Import a buyer"), QStringLiteral("import"), ButtonKind::Primary,
                             QStringLiteral("integrationsEmpty_import"));
    first->setIcon(icon(QStringLiteral("import"), Token::OnPrimary));
    auto *second = makeButton(tr("From a template"), QStringLiteral("layers"), ButtonKind::Plain,
                              QStringLiteral("integrationsEmpty_template"));
    ways->addWidget(first);
    ways->addWidget(second);
    ways->addStretch(1);
    emptyLayout->addLayout(ways);
    emptyLayout->addStretch(1);
    m_states->addWidget(m_empty);
    m_nothing = new EmptyState(QStringLiteral("search"), tr("No integration matches."), tr("Show all"),
                               QStringLiteral("integrationsNothing"));
    m_states->addWidget(m_nothing);
    m_failed = new EmptyState(QStringLiteral("alert"), QString(), tr("Try again"),
                              QStringLiteral("integrationsFailed"));
    m_states->addWidget(m_failed);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setNeedle(text.trimmed());
        if (m_model->rowCount() > 0)
            m_table->setCurrentIndex(m_model->index(0, 0));
        showState();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (const QString slug = currentSlug(); !slug.isEmpty())
            Q_EMIT openRequested(slug);
    });
    connect(m_table, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        if (const market::IntegrationHead *head = m_model->head(index.row()))
            Q_EMIT openRequested(head->slug);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &IntegrationList::openMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &IntegrationList::refreshButtons);
    connect(m_nothing, &EmptyState::actionTriggered, m_search, &QLineEdit::clear);
    connect(m_failed, &EmptyState::actionTriggered, this, &IntegrationList::retryRequested);
    connect(made, &QPushButton::clicked, this, &IntegrationList::newRequested);
    connect(importing, &QPushButton::clicked, this, &IntegrationList::importRequested);
    connect(first, &QPushButton::clicked, this, &IntegrationList::importRequested);
    connect(templates, &QPushButton::clicked, this, &IntegrationList::templatesRequested);
    connect(second, &QPushButton::clicked, this, &IntegrationList::templatesRequested);
    connect(m_duplicate, &QPushButton::clicked, this, [this] { Q_EMIT duplicateRequested(currentSlug()); });
    connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(currentSlug()); });
    m_states->setCurrentWidget(m_loading);
    refreshButtons();
}

QString IntegrationList::currentSlug() const
{
    const market::IntegrationHead *head = m_model->head(m_table->currentIndex().row());
    return head ? head->slug : QString();
}

void IntegrationList::setHeads(QVector<market::IntegrationHead> heads)
{
    const QString before = currentSlug();
    m_model->setHeads(std::move(heads));
    int row = 0;
    for (int i = 0; i < m_model->rowCount(); ++i)
        if (m_model->head(i)->slug == before)
            row = i;
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
    showState();
}

void IntegrationList::showLoading()
{
    if (m_model->all() == 0)
        turnTo(m_loading);
}

void IntegrationList::turnTo(QWidget *state)
{
    const QWidget *focus = QApplication::focusWidget();
    const bool hadFocus = focus && (focus == this || m_states->isAncestorOf(focus));
    m_states->setCurrentWidget(state);
    if (hadFocus)
        focusContent();
}

void IntegrationList::focusContent()
{
    QWidget *shown = m_states->currentWidget();
    QWidget *wanted = shown == m_table ? static_cast<QWidget *>(m_table) : shown->findChild<QPushButton *>();
    // while there is nothing to use, the page's keys work nevertheless
    (wanted ? wanted : this)->setFocus(Qt::OtherFocusReason);
}

void IntegrationList::showFailure(const QString &sentence)
{
    m_failed->setSentence(sentence);
    turnTo(m_failed);
    refreshButtons();
}

void IntegrationList::showState()
{
    turnTo(m_model->all() == 0        ? m_empty
           : m_model->rowCount() == 0 ? static_cast<QWidget *>(m_nothing)
                                      : m_table);
    refreshButtons();
}

void IntegrationList::refreshButtons()
{
    const bool any = !currentSlug().isEmpty() && m_states->currentWidget() == m_table;
    m_duplicate->setEnabled(any);
    m_export->setEnabled(any);
}

void IntegrationList::openMenu(const QPoint &position)
{
    const market::IntegrationHead *head = m_model->head(m_table->indexAt(position).row());
    if (!head)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("integrationMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString slug = head->slug;
    connect(menu->addAction(tr("Open")), &QAction::triggered, this,
            [this, slug] { Q_EMIT openRequested(slug); });
    connect(menu->addAction(tr("Duplicate")), &QAction::triggered, this,
            [this, slug] { Q_EMIT duplicateRequested(slug); });
    connect(menu->addAction(tr("Export…")), &QAction::triggered, this,
            [this, slug] { Q_EMIT exportRequested(slug); });
    if (head->draftSavedAt) {
        menu->addSeparator();
        connect(menu->addAction(tr("Discard the draft")), &QAction::triggered, this,
                [this, slug] { Q_EMIT discardRequested(slug); });
    }
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace bourse::gui
