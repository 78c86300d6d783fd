#include "gui/integrations/templategallery.h"
#include "gui/help/helpdialog.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "workbench/mappingedits.h"
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::BuiltInIntegration;

namespace {

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const std::string &word : words)
        list.append(qt(word));
    return list.join(QStringLiteral(", "));
}

} // namespace

TemplateModel::TemplateModel(const std::vector<BuiltInIntegration> *templates, QObject *parent)
    : QAbstractTableModel(parent), m_templates(templates)
{
    for (const BuiltInIntegration &entry : *m_templates)
        m_words.append((qt(entry.label) + u' ' + qt(entry.slug) + u' ' + qt(entry.note) + u' ' +
                        stepsOf(entry) + u' ' + joined(entry.formats) + u' ' + joined(entry.authentication))
                           .toLower());
    for (int i = 0; i < m_words.size(); ++i)
        m_shown.append(i);
}

QString TemplateModel::stepsOf(const BuiltInIntegration &entry)
{
    QStringList steps;
    for (const domain::StepKind step : entry.steps)
        steps.append(workbench::MappingEdits::stepName(step));
    return steps.join(QStringLiteral(", "));
}

void TemplateModel::setNeedle(const QString &needle)
{
    beginResetModel();
    m_shown.clear();
    const QStringList words = needle.toLower().split(u' ', Qt::SkipEmptyParts);
    for (int i = 0; i < m_words.size(); ++i)
        if (std::all_of(words.begin(), words.end(),
                        [this, i](const QString &word) { return m_words[i].contains(word); }))
            m_shown.append(i);
    endResetModel();
}

const BuiltInIntegration *TemplateModel::entry(int row) const
{
    return row >= 0 && row < m_shown.size() ? &(*m_templates)[static_cast<std::size_t>(m_shown[row])]
                                            : nullptr;
}

int TemplateModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int TemplateModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TemplateModel::data(const QModelIndex &index, int role) const
{
    const BuiltInIntegration *found = index.isValid() ? entry(index.row()) : nullptr;
    if (!found)
        return {};
    Cell cell;
    switch (index.column()) {
    case Name:
        cell = twoLineCell(qt(found->label), found->note.empty() ? qt(found->slug) : qt(found->note));
        break;
    case Steps:
        cell.text = stepsOf(*found);
        break;
    case Formats:
        cell.text = joined(found->formats);
        break;
    case Authentication:
        cell.text = found->authentication.empty() ? tr("none") : joined(found->authentication);
        cell.color = found->authentication.empty() ? Token::Muted : Token::Text;
        break;
    default:
        return {};
    }
    return cellData(cell, role);
}

QVariant TemplateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Template");
    case Steps:
        return tr("Steps");
    case Formats:
        return tr("Format");
    case Authentication:
        return tr("Proves who it is by");
    default:
        return {};
    }
}

TemplateGallery::TemplateGallery(const std::vector<BuiltInIntegration> &templates, QWidget *parent)
    : QDialog(parent), m_model(new TemplateModel(&templates, this)), m_view(new TableView(rowTall)),
      m_search(new QLineEdit),
      m_title(makeLabel(QString(), LabelRole::Section, QStringLiteral("templateTitle"))),
      m_note(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("templateNote"))),
      m_count(makeLabel(QString(), LabelRole::Muted, QStringLiteral("templateCount"))),
      m_accept(
          makeButton(tr("Begin from it"), QString(), ButtonKind::Primary, QStringLiteral("templateAccept")))
{
    setObjectName(QStringLiteral("templateGallery"));
    installHelp(this, QStringLiteral("buyers"));
    setWindowTitle(tr("Begin from a template"));
    resizeWithin(this, {920, 620});
    m_search->setObjectName(QStringLiteral("templateSearch"));
    m_search->setAccessibleName(tr("Find a template"));
    m_search->setPlaceholderText(tr("Find by name, format or authentication: ping XML signed"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search"), Token::Muted), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_search, 1);
    top->addWidget(m_count);
    m_view->setObjectName(QStringLiteral("templateTable"));
    m_view->setAccessibleName(tr("Templates"));
    m_view->setModel(m_model);
    m_view->setColumnWidths({400, 150, 120, 180});
    m_view->horizontalHeader()->setSectionResizeMode(TemplateModel::Name, QHeaderView::Stretch);
    auto *frame = new QFrame;
    frame->setProperty("card", true);
    auto *frameLayout = new QVBoxLayout(frame);
    frameLayout->setContentsMargins(1, 1, 1, 1);
    frameLayout->addWidget(m_view);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_note->setMinimumHeight(theme().px(36));
    auto *cancel = makeButton(tr("Cancel"), QString(), ButtonKind::Plain, QStringLiteral("templateCancel"));
    cancel->setAutoDefault(false);
    auto *last = new QHBoxLayout;
    last->setSpacing(12);
    last->addStretch(1);
    last->addWidget(cancel);
    last->addWidget(m_accept);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(frame, 1);
    layout->addWidget(m_title);
    layout->addWidget(m_note);
    layout->addLayout(last);
    m_accept->setDefault(true);
    connect(m_search, &QLineEdit::textChanged, this, &TemplateGallery::filter);
    connect(m_view, &TableView::rowActivated, this, &QDialog::accept);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &TemplateGallery::showCurrent);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    filter(QString());
    m_search->setFocus();
}

void TemplateGallery::filter(const QString &needle)
{
    m_model->setNeedle(needle);
    m_count->setText(plural(m_model->rowCount(), tr("One template"), tr("%1 templates")));
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
}

void TemplateGallery::showCurrent()
{
    const BuiltInIntegration *found = m_model->entry(m_view->currentIndex().row());
    m_title->setText(found ? qt(found->label) : QString());
    m_note->setText(found                 ? qt(found->note)
                    : m_model->rowCount() ? QString()
                                          : tr("No template has all of these words."));
    m_accept->setEnabled(found != nullptr);
}

domain::Value TemplateGallery::document() const
{
    const BuiltInIntegration *found = m_model->entry(m_view->currentIndex().row());
    return found ? found->document : domain::Value();
}

bool TemplateGallery::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        // one types and walks through what is left without leaving the field
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up || key->key() == Qt::Key_PageDown ||
            key->key() == Qt::Key_PageUp) {
            const int step = key->key() == Qt::Key_Down     ? 1
                             : key->key() == Qt::Key_Up     ? -1
                             : key->key() == Qt::Key_PageUp ? -8
                                                            : 8;
            const int row = std::clamp(m_view->currentIndex().row() + step, 0, m_model->rowCount() - 1);
            m_view->setCurrentIndex(m_model->index(row, 0));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace bourse::gui
