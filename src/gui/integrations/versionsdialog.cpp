#include "gui/integrations/versionsdialog.h"
#include "domain/integration/describe.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/integrationcalls.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include <QHBoxLayout>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace bourse::gui {
namespace {

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

void VersionModel::setVersions(QVector<market::IntegrationVersion> versions, const QTimeZone &zone)
{
    beginResetModel();
    m_versions = std::move(versions);
    m_zone = zone;
    endResetModel();
}

const market::IntegrationVersion *VersionModel::version(int row) const
{
    return row >= 0 && row < m_versions.size() ? &m_versions[row] : nullptr;
}

int VersionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_versions.size());
}

int VersionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant VersionModel::data(const QModelIndex &index, int role) const
{
    const market::IntegrationVersion *found = index.isValid() ? version(index.row()) : nullptr;
    if (!found)
        return {};
    Cell cell;
    switch (index.column()) {
    case Version:
        cell =
            twoLineCell(tr("v%1").arg(found->version), found->note.isEmpty() ? tr("no note") : found->note);
        break;
    case When:
        cell = figureCell(formatDateTime(found->publishedAt, m_zone), Token::Secondary, TextRole::Body,
                          Qt::AlignLeft);
        break;
    case Who:
        cell.text = found->actor;
        cell.color = Token::Secondary;
        break;
    default:
        return {};
    }
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return index.column() == Version ? tr("v%1: %2").arg(found->version).arg(found->note) : cell.text;
    return cellData(cell, role);
}

QVariant VersionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Version ? tr("Version") : section == When ? tr("Published") : tr("By");
}

VersionsDialog::VersionsDialog(VersionSource source, domain::Value draft, QWidget *parent)
    : QDialog(parent), m_source(std::move(source)), m_draft(std::move(draft)),
      m_model(new VersionModel(this)), m_view(new TableView(rowTall)),
      m_against(new SegmentedControl({tr("Against the draft"), tr("What it changed")},
                                     QStringLiteral("versionsAgainst"), true)),
      m_sentences(new QListWidget),
      m_heading(makeLabel(QString(), LabelRole::Section, QStringLiteral("versionsHeading"))),
      m_note(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("versionsNote"))),
      m_stack(new QStackedWidget),
      m_none(new EmptyState(QStringLiteral("history"),
                            tr("Nothing has been published yet, so there is no version to go back to."),
                            QString(), QStringLiteral("versionsNone"))),
      m_restore(makeButton(tr("Restore into the draft"), QStringLiteral("history"), ButtonKind::Primary,
                           QStringLiteral("versionsRestore")))
{
    setObjectName(QStringLiteral("versionsDialog"));
    installHelp(this, QStringLiteral("versions"));
    setWindowTitle(tr("Versions"));
    resizeWithin(this, {960, 560});
    m_view->setObjectName(QStringLiteral("versionsTable"));
    m_view->setAccessibleName(tr("Versions, newest first"));
    m_view->setModel(m_model);
    m_view->setColumnWidths({150, 172, 90});
    m_view->horizontalHeader()->setSectionResizeMode(VersionModel::Version, QHeaderView::Stretch);
    m_sentences->setObjectName(QStringLiteral("versionsSentences"));
    m_sentences->setAccessibleName(tr("What differs"));
    m_sentences->setWordWrap(true);
    m_sentences->setSpacing(2);
    m_note->setWordWrap(true);
    auto *left = new QFrame;
    left->setProperty("card", true);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(1, 1, 1, 1);
    leftLayout->addWidget(m_view);
    auto *right = new QFrame;
    right->setProperty("card", true);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(16, 12, 16, 12);
    rightLayout->setSpacing(8);
    auto *top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    top->addWidget(m_against);
    rightLayout->addLayout(top);
    rightLayout->addWidget(m_note);
    rightLayout->addWidget(m_sentences, 1);
    auto *both = new QWidget;
    auto *columns = new QHBoxLayout(both);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(16);
    columns->addWidget(left, 1);
    columns->addWidget(right, 1);
    m_stack->setObjectName(QStringLiteral("versionsStack"));
    m_stack->addWidget(both);
    m_stack->addWidget(m_none);
    auto *close = makeButton(tr("Close"), QString(), ButtonKind::Plain, QStringLiteral("versionsClose"));
    close->setAutoDefault(false);
    m_restore->setAutoDefault(false);
    auto *last = new QHBoxLayout;
    last->setSpacing(12);
    last->addStretch(1);
    last->addWidget(close);
    last->addWidget(m_restore);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_stack, 1);
    layout->addLayout(last);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_restore, &QPushButton::clicked, this, &VersionsDialog::accept);
    connect(m_view, &TableView::rowActivated, this, &VersionsDialog::accept);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &VersionsDialog::showCurrent);
    connect(m_against, &SegmentedControl::currentChanged, this, &VersionsDialog::showDifference);
    connect(m_none, &EmptyState::actionTriggered, this, &VersionsDialog::load);
    m_restore->setEnabled(false);
    m_view->setFocus();
    load();
}

void VersionsDialog::load()
{
    m_note->setText(tr("Reading the versions…"));
    whenDone(this, m_source.versions(), [this](const Result<QVector<market::IntegrationVersion>> &versions) {
        if (!versions || versions->isEmpty()) {
            if (!versions)
                m_none->setSentence(
                    tr("The versions could not be read: %1").arg(qt(versions.error().message)));
            m_stack->setCurrentWidget(m_none);
            return;
        }
        m_note->clear();
        m_model->setVersions(*versions, m_source.zone);
        m_view->setCurrentIndex(m_model->index(0, 0));
        showCurrent();
    });
}

const domain::Value *VersionsDialog::document(qint64 version)
{
    if (const auto found = m_documents.find(version); found != m_documents.end())
        return &found->second;
    if (m_failures.contains(version))
        return nullptr;
    m_failures[version]; // asked for; "" while the answer is not there
    whenDone(this, m_source.version(version), [this, version](const Result<domain::Value> &document) {
        if (document) {
            m_failures.erase(version);
            m_documents.emplace(version, *document);
        } else {
            m_failures[version] = qt(document.error().message);
        }
        showDifference();
    });
    return nullptr;
}

void VersionsDialog::showCurrent()
{
    const market::IntegrationVersion *current = m_model->version(m_view->currentIndex().row());
    m_heading->setText(current ? tr("v%1").arg(current->version) : QString());
    showDifference();
}

void VersionsDialog::showDifference()
{
    m_sentences->clear();
    m_restore->setEnabled(false);
    const int row = m_view->currentIndex().row();
    const market::IntegrationVersion *current = m_model->version(row);
    if (!current)
        return;
    const domain::Value *chosen = document(current->version);
    const bool againstDraft = m_against->current() == 0;
    const market::IntegrationVersion *before = m_model->version(row + 1);
    const domain::Value *other = againstDraft ? &m_draft : before ? document(before->version) : nullptr;
    for (const auto &[version, why] : m_failures)
        if ((version == current->version || (!againstDraft && before && version == before->version)) &&
            !why.isEmpty()) {
            m_note->setText(tr("v%1 could not be read: %2").arg(version).arg(why));
            return;
        }
    if (!chosen) {
        m_note->setText(tr("Reading v%1…").arg(current->version));
        return;
    }
    m_restore->setEnabled(!(*chosen == m_draft));
    if (!againstDraft && !before) {
        m_note->setText(tr("The first version: there is nothing before it."));
        return;
    }
    if (!other) {
        m_note->setText(tr("Reading v%1…").arg(before->version));
        return;
    }
    const std::vector<std::string> sentences = domain::diffSentences(*other, *chosen);
    for (const std::string &sentence : sentences)
        m_sentences->addItem(qt(sentence));
    const auto count = static_cast<qint64>(sentences.size());
    if (againstDraft)
        m_note->setText(count == 0 ? tr("The draft is the same as this version.")
                                   : plural(count, tr("Restoring it would change one thing in the draft:"),
                                            tr("Restoring it would change %1 things in the draft:")));
    else
        m_note->setText(count == 0
                            ? tr("Nothing changed from v%1.").arg(before->version)
                            : plural(count, tr("One change from v%1:").arg(before->version),
                                     tr("%1 changes from v%2:")
                                         .arg(QStringLiteral("%1"), QString::number(before->version))));
}

void VersionsDialog::accept()
{
    const market::IntegrationVersion *current = m_model->version(m_view->currentIndex().row());
    if (!current || !m_restore->isEnabled())
        return;
    m_version = current->version;
    m_restored = m_documents.at(m_version);
    QDialog::accept();
}

} // namespace bourse::gui
