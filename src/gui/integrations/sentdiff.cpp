#include "gui/integrations/sentdiff.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "workbench/editorstate.h"
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using workbench::RequestDifference;

namespace {

QString shown(const std::string &utf8)
{
    QString text = QString::fromStdString(utf8);
    text.truncate(2000);
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control)
            c = u'·';
    return text;
}

} // namespace

void SentDiffModel::setLines(std::vector<RequestDifference> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    filter();
    endResetModel();
}

void SentDiffModel::setOnlyDifferences(bool only)
{
    beginResetModel();
    m_onlyDifferences = only;
    filter();
    endResetModel();
}

void SentDiffModel::filter()
{
    m_shown.clear();
    for (int i = 0; i < total(); ++i)
        if (!m_onlyDifferences ||
            m_lines[static_cast<std::size_t>(i)].state != RequestDifference::State::Same)
            m_shown.append(i);
}

int SentDiffModel::differences() const
{
    return static_cast<int>(std::count_if(m_lines.begin(), m_lines.end(), [](const RequestDifference &line) {
        return line.state != RequestDifference::State::Same;
    }));
}

const RequestDifference *SentDiffModel::line(int row) const
{
    return row >= 0 && row < m_shown.size() ? &m_lines[static_cast<std::size_t>(m_shown[row])] : nullptr;
}

int SentDiffModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int SentDiffModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SentDiffModel::data(const QModelIndex &index, int role) const
{
    const RequestDifference *found = index.isValid() ? line(index.row()) : nullptr;
    if (!found)
        return {};
    using Difference = RequestDifference::State;
    Cell cell;
    switch (index.column()) {
    case Name:
        cell.text = found->part == RequestDifference::Part::Header ? tr("%1 (header)").arg(shown(found->name))
                                                                   : shown(found->name);
        cell.font = TextRole::BodyMedium;
        break;
    case Sent:
        cell.text = found->state == Difference::OnlyNow ? tr("not sent") : shown(found->sent);
        cell.font = found->state == Difference::OnlyNow ? TextRole::Body : TextRole::Mono;
        cell.color = found->state == Difference::OnlyNow ? Token::Muted : Token::Text;
        break;
    case Now:
        cell.text = found->state == Difference::OnlySent ? tr("no longer sent") : shown(found->now);
        cell.font = found->state == Difference::OnlySent ? TextRole::Body : TextRole::Mono;
        cell.color = found->state == Difference::OnlySent ? Token::Muted : Token::Text;
        break;
    default:
        break;
    }
    if (index.column() == SentDiffModel::State) {
        cell.kind = Cell::Kind::Chip;
        switch (found->state) {
        case Difference::Same:
            cell.chip = {QStringLiteral("check"), domain::Chip::Received, tr("Same")};
            break;
        case Difference::Changed:
            cell.chip = {QStringLiteral("pencil"), domain::Chip::Pending, tr("Changed")};
            break;
        case Difference::OnlySent:
            cell.chip = {QStringLiteral("dash"), domain::Chip::Rejected, tr("Gone")};
            break;
        case Difference::OnlyNow:
            cell.chip = {QStringLiteral("plus"), domain::Chip::Routing, tr("New")};
            break;
        }
        cell.text = cell.chip.text;
    }
    return cellData(cell, role);
}

QVariant SentDiffModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Name   ? tr("Where")
           : section == Sent ? tr("Was sent")
           : section == Now  ? tr("Would be sent now")
                             : tr("State");
}

SentDiffView::SentDiffView(workbench::EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_model(new SentDiffModel(this)), m_view(new TableView(rowCompact)),
      m_stack(new QStackedWidget),
      m_empty(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("sentEmpty"))),
      m_summary(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("sentSummary"))),
      m_only(makeButton(tr("Only differences"), QString(), ButtonKind::Chip, QStringLiteral("sentOnly"))),
      m_paste(makeButton(tr("Paste a recorded request"), QString(), ButtonKind::Plain,
                         QStringLiteral("sentPaste"), nullptr, true))
{
    setObjectName(QStringLiteral("sentDiffView"));
    setAccessibleName(tr("Difference to the request that was sent"));
    m_only->setCheckable(true);
    m_only->setChecked(true);
    m_view->setObjectName(QStringLiteral("sentTable"));
    m_view->setAccessibleName(tr("Values that differ"));
    m_view->setModel(m_model);
    m_view->setColumnWidths({200, 300, 300, 110});
    m_view->horizontalHeader()->setSectionResizeMode(SentDiffModel::Sent, QHeaderView::Stretch);
    m_view->horizontalHeader()->setSectionResizeMode(SentDiffModel::Now, QHeaderView::Stretch);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 6, 16, 6);
    top->setSpacing(8);
    top->addWidget(m_summary, 1);
    top->addWidget(m_only);
    top->addWidget(m_paste);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    connect(m_only, &QPushButton::toggled, this, [this](bool only) {
        m_model->setOnlyDifferences(only);
        m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    });
    connect(m_paste, &QPushButton::clicked, this, &SentDiffView::pasteSent);
    connect(m_state, &workbench::EditorState::previewChanged, this, [this] {
        m_isDirty = true;
        if (isVisible())
            refresh();
    });
    refresh();
}

void SentDiffView::setSent(const QByteArray &request, const QString &title)
{
    m_sent = request;
    m_title = title;
    refresh();
}

void SentDiffView::pasteSent()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (!text.isEmpty())
        setSent(text.toUtf8(), tr("the pasted request"));
}

void SentDiffView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isDirty)
        refresh();
}

void SentDiffView::refresh()
{
    m_isDirty = false;
    if (m_sent.isEmpty()) {
        m_model->setLines({});
        m_empty->setText(
            tr("Send a test, or paste a request that was sent for a lead: what differs from what would be "
               "sent now is shown here."));
        m_summary->clear();
        m_only->hide();
        m_stack->setCurrentIndex(0);
        Q_EMIT differencesChanged(-1);
        return;
    }
    m_model->setLines(workbench::diffRequests(m_sent.toStdString(), m_state->wireText()));
    const int differences = m_model->differences();
    m_only->show();
    m_summary->setText(differences == 0
                           ? tr("The same as %1").arg(m_title)
                           : plural(differences, tr("One value differs from %1").arg(m_title),
                                    tr("%1 values differ from %2").arg(QStringLiteral("%1"), m_title)));
    m_empty->setText(tr("No value differs."));
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    Q_EMIT differencesChanged(differences);
}

} // namespace bourse::gui
