#include "gui/integrations/leadmatrixview.h"
#include "gui/integrations/integrationcalls.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/cell.h"
#include "gui/widgets/format.h"
#include "gui/widgets/tableview.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <algorithm>

namespace bourse::gui {

using workbench::LeadMatrix;
using workbench::MatrixCell;
using workbench::MatrixRow;

namespace {

constexpr int kStateRole = Qt::UserRole + 1;
constexpr int kCellWidth = 16;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// Squares told apart by shape, too: full, hollow, crossed.
class MatrixDelegate final : public CellDelegate {
  public:
    using CellDelegate::CellDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() < LeadMatrixModel::FirstLead) {
            CellDelegate::paint(painter, option, index);
            return;
        }
        painter->save();
        paintBackground(painter, option, index);
        painter->setRenderHint(QPainter::Antialiasing);
        const qreal side = theme().px(10);
        const QRectF square(option.rect.center().x() - side / 2 + 0.5,
                            option.rect.center().y() - side / 2 + 0.5, side, side);
        switch (static_cast<MatrixCell>(index.data(kStateRole).toInt())) {
        case MatrixCell::Fine:
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme().chip(domain::Chip::Sold).background);
            painter->drawRoundedRect(square, 2, 2);
            painter->setPen(theme().color(Token::Ok));
            painter->drawLine(QPointF(square.left() + side * 0.3, square.center().y()),
                              QPointF(square.right() - side * 0.3, square.center().y()));
            break;
        case MatrixCell::Omitted:
            painter->setPen(theme().color(Token::Hairline));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(square, 2, 2);
            break;
        case MatrixCell::Failed: {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme().color(Token::Bad));
            painter->drawRoundedRect(square, 2, 2);
            painter->setPen(QPen(theme().color(Token::Surface), 1.4));
            const QRectF inner = square.adjusted(side * 0.3, side * 0.3, -side * 0.3, -side * 0.3);
            painter->drawLine(inner.topLeft(), inner.bottomRight());
            painter->drawLine(inner.topRight(), inner.bottomLeft());
            break;
        }
        case MatrixCell::NotRun:
            break;
        }
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(theme().color(Token::AccentText));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(square.adjusted(-2, -2, 2, 2), 3, 3);
        }
        painter->restore();
    }
};

} // namespace

void LeadMatrixModel::setMatrix(LeadMatrix matrix, QStringList titles)
{
    beginResetModel();
    m_matrix = std::move(matrix);
    m_titles = std::move(titles);
    filter();
    endResetModel();
}

void LeadMatrixModel::setOnlyFailing(bool only)
{
    beginResetModel();
    m_onlyFailing = only;
    filter();
    endResetModel();
}

void LeadMatrixModel::filter()
{
    m_shown.clear();
    for (int i = 0; i < static_cast<int>(m_matrix.rows.size()); ++i)
        if (!m_onlyFailing || m_matrix.rows[static_cast<std::size_t>(i)].failed > 0)
            m_shown.append(i);
    // what fails most stands first
    std::stable_sort(m_shown.begin(), m_shown.end(), [this](int a, int b) {
        return m_matrix.rows[static_cast<std::size_t>(a)].failed >
               m_matrix.rows[static_cast<std::size_t>(b)].failed;
    });
}

int LeadMatrixModel::failingRows() const
{
    return static_cast<int>(std::count_if(m_matrix.rows.begin(), m_matrix.rows.end(),
                                          [](const MatrixRow &row) { return row.failed > 0; }));
}

const MatrixRow *LeadMatrixModel::row(int row) const
{
    return row >= 0 && row < m_shown.size() ? &m_matrix.rows[static_cast<std::size_t>(m_shown[row])]
                                            : nullptr;
}

int LeadMatrixModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int LeadMatrixModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstLead + static_cast<int>(m_titles.size());
}

QVariant LeadMatrixModel::data(const QModelIndex &index, int role) const
{
    const MatrixRow *found = index.isValid() ? row(index.row()) : nullptr;
    if (!found)
        return {};
    if (index.column() >= FirstLead) {
        const int lead = index.column() - FirstLead;
        const MatrixCell cell = found->cells[static_cast<std::size_t>(lead)];
        if (role == kStateRole)
            return static_cast<int>(cell);
        if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) {
            const QString state = cell == MatrixCell::Failed    ? tr("fails")
                                  : cell == MatrixCell::Omitted ? tr("left out")
                                  : cell == MatrixCell::Fine    ? tr("fine")
                                                                : tr("not run");
            return tr("%1 with %2: %3").arg(qt(found->target), m_titles[lead], state);
        }
        return {};
    }
    Cell cell;
    switch (index.column()) {
    case Target:
        cell.text = qt(found->target);
        cell.font = TextRole::BodyMedium;
        break;
    case Failed:
        cell = figureCell(tr("%1 of %2").arg(found->failed).arg(m_matrix.leads),
                          found->failed > 0 ? Token::Bad : Token::Muted, TextRole::Body, Qt::AlignLeft);
        break;
    case Message:
        cell.text = qt(found->message);
        cell.color = Token::Secondary;
        break;
    default:
        return {};
    }
    return cellData(cell, role);
}

QVariant LeadMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (section >= FirstLead)
        return role == Qt::ToolTipRole ? QVariant(m_titles.value(section - FirstLead)) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    return section == Target ? tr("Row") : section == Failed ? tr("Fails") : tr("Why, the first time");
}

LeadMatrixView::LeadMatrixView(workbench::EditorState *state, Leads leads, QWidget *parent)
    : QWidget(parent), m_state(state), m_leads(std::move(leads)), m_model(new LeadMatrixModel(this)),
      m_view(new TableView(rowCompact)), m_stack(new QStackedWidget),
      m_empty(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("matrixEmpty"))),
      m_summary(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("matrixSummary"))),
      m_run(makeButton(tr("Run"), QStringLiteral("play"), ButtonKind::Plain, QStringLiteral("matrixRun"),
                       nullptr, true)),
      m_cancel(makeButton(tr("Cancel"), QStringLiteral("x"), ButtonKind::Plain,
                          QStringLiteral("matrixCancel"), nullptr, true)),
      m_failing(
          makeButton(tr("Only failures"), QString(), ButtonKind::Chip, QStringLiteral("matrixFailing"))),
      m_progress(new QProgressBar)
{
    setObjectName(QStringLiteral("leadMatrixView"));
    setAccessibleName(tr("Run over the last leads"));
    m_run->setToolTip(tr("Run the step over the last %1 leads").arg(leadCount));
    m_failing->setCheckable(true);
    m_failing->setChecked(true);
    m_progress->setObjectName(QStringLiteral("matrixProgress"));
    m_progress->setAccessibleName(tr("Leads that have been run"));
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(theme().px(140));
    m_view->setObjectName(QStringLiteral("matrixTable"));
    m_view->setAccessibleName(tr("Rows by leads"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new MatrixDelegate(m_view));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 6, 16, 6);
    top->setSpacing(8);
    top->addWidget(m_run);
    top->addWidget(m_cancel);
    top->addWidget(m_progress);
    top->addWidget(m_summary, 1);
    top->addWidget(m_failing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    connect(m_run, &QPushButton::clicked, this, &LeadMatrixView::run);
    connect(m_cancel, &QPushButton::clicked, this, &LeadMatrixView::cancel);
    connect(m_failing, &QPushButton::toggled, this, [this](bool only) {
        m_model->setOnlyFailing(only);
        refresh();
    });
    connect(m_view, &TableView::rowActivated, this, &LeadMatrixView::open);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &LeadMatrixView::handleFinished);
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, m_progress, &QProgressBar::setValue);
    connect(m_state->document(), &workbench::IntegrationDocument::changed, this,
            &LeadMatrixView::handleEdited);
    connect(m_state, &workbench::EditorState::stepChanged, this, &LeadMatrixView::handleEdited);
    connect(m_state, &workbench::EditorState::environmentChanged, this, &LeadMatrixView::handleEdited);
    refresh();
}

LeadMatrixView::~LeadMatrixView()
{
    m_watcher.disconnect(this);
    m_watcher.cancel();
    m_watcher.waitForFinished(); // at most one lead long
}

void LeadMatrixView::run()
{
    if (isRunning())
        return;
    m_problem.clear();
    if (!m_state->document()->compiled()) {
        m_problem = tr("The integration has an error; nothing can be sent before it is put right.");
        refresh();
        return;
    }
    m_isReading = true;
    const int asked = ++m_asked;
    refresh();
    whenDone(this, m_leads(leadCount), [this, asked](const Result<QVector<market::SampleLead>> &leads) {
        if (asked != m_asked)
            return;
        m_isReading = false;
        if (!leads)
            m_problem = tr("The leads could not be read: %1").arg(qt(leads.error().message));
        else if (leads->isEmpty())
            m_problem = tr("There is no lead of this vertical yet.");
        else {
            start(*leads);
            return;
        }
        refresh();
        Q_EMIT finished();
    });
}

void LeadMatrixView::start(const QVector<market::SampleLead> &leads)
{
    const auto compiled = m_state->document()->compiled();
    if (!compiled) {
        refresh();
        Q_EMIT finished();
        return;
    }
    m_samples = leads;
    workbench::MatrixInput input;
    input.step = m_state->step();
    input.live = m_state->isLive();
    input.time = m_state->time();
    input.seed = m_state->seed();
    input.carried = m_state->carried();
    for (const market::SampleLead &lead : leads)
        input.leads.push_back(lead.fields);
    m_isStale = false;
    m_progress->setRange(0, static_cast<int>(leads.size()));
    m_progress->setValue(0);
    m_watcher.setFuture(QtConcurrent::run([compiled, input](QPromise<LeadMatrix> &promise) {
        promise.setProgressRange(0, static_cast<int>(input.leads.size()));
        promise.addResult(workbench::runLeadMatrix(*compiled, input, [&promise](int done) {
            promise.setProgressValue(done);
            return !promise.isCanceled();
        }));
    }));
    refresh();
}

void LeadMatrixView::cancel()
{
    ++m_asked;
    m_isReading = false;
    m_watcher.cancel();
    refresh();
}

void LeadMatrixView::handleFinished()
{
    if (m_watcher.isCanceled() || m_watcher.future().resultCount() == 0) {
        m_problem = tr("Cancelled.");
    } else {
        QStringList titles;
        for (const market::SampleLead &lead : std::as_const(m_samples))
            titles.append(lead.title.isEmpty() ? lead.id : lead.title);
        m_model->setMatrix(m_watcher.result(), titles);
        m_view->horizontalHeader()->setMinimumSectionSize(theme().px(8));
        fitColumns();
        Q_EMIT failingRowsChanged(m_model->failingRows());
    }
    refresh();
    Q_EMIT finished();
}

void LeadMatrixView::fitColumns()
{
    // the squares first: they are what one looks for; why a row fails gets what is left
    constexpr int target = 170;
    constexpr int fails = 84;
    const int leads = static_cast<int>(m_samples.size());
    const int room = static_cast<int>(m_view->viewport()->width() / theme().scale());
    const bool anyFails = m_model->failingRows() > 0;
    m_view->setColumnHidden(LeadMatrixModel::Message, !anyFails);
    QVector<int> widths{target, fails, std::clamp(room - target - fails - leads * kCellWidth - 8, 160, 420)};
    for (int i = 0; i < leads; ++i)
        widths.append(kCellWidth);
    m_view->setColumnWidths(widths);
}

void LeadMatrixView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_model->matrix().leads > 0)
        fitColumns();
}

void LeadMatrixView::handleEdited()
{
    if (m_isStale || m_model->matrix().leads == 0)
        return;
    m_isStale = true;
    refresh();
    Q_EMIT failingRowsChanged(-1);
}

void LeadMatrixView::refresh()
{
    const bool running = isRunning();
    const LeadMatrix &matrix = m_model->matrix();
    m_run->setVisible(!running);
    m_run->setText(matrix.leads > 0 ? tr("Run again") : tr("Run"));
    m_cancel->setVisible(running);
    m_progress->setVisible(running);
    m_failing->setVisible(matrix.leads > 0);
    QString summary;
    if (running)
        summary = m_isReading ? tr("Reading the leads…") : tr("Running…");
    else if (!m_problem.isEmpty())
        summary = m_problem;
    else if (matrix.leads > 0) {
        summary = matrix.refused == 0
                      ? plural(matrix.leads, tr("One lead: nothing fails"), tr("%1 leads: nothing fails"))
                      : tr("%1 of %2 leads cannot be sent").arg(matrix.refused).arg(matrix.leads);
        if (m_isStale)
            summary += tr(", before the last changes");
    }
    m_summary->setText(summary);
    const bool hasRows = m_model->rowCount() > 0;
    m_stack->setCurrentIndex(hasRows ? 1 : 0);
    m_empty->setText(
        matrix.leads == 0
            ? tr("Runs this step over the newest leads, without sending, and shows which rows fail on which.")
            : tr("No row fails on any of them."));
}

void LeadMatrixView::open(const QModelIndex &index)
{
    const MatrixRow *row = m_model->row(index.row());
    if (!row)
        return;
    // the square's lead, else the first that fails
    int lead = index.column() - LeadMatrixModel::FirstLead;
    if (lead < 0)
        lead = static_cast<int>(std::find(row->cells.begin(), row->cells.end(), MatrixCell::Failed) -
                                row->cells.begin());
    if (lead >= 0 && lead < m_samples.size()) {
        const market::SampleLead &sample = m_samples[lead];
        std::vector<workbench::TrialLead> leads = m_state->leads();
        const auto found =
            std::find_if(leads.begin(), leads.end(), [&sample](const workbench::TrialLead &known) {
                return known.fields == sample.fields;
            });
        int place = static_cast<int>(found - leads.begin());
        if (found == leads.end()) {
            leads.insert(leads.begin(),
                         {workbench::TrialLead::Kind::Real, sample.title, sample.fields, sample.id});
            m_state->setLeads(std::move(leads));
            place = 0;
        }
        m_state->setLeadIndex(place);
    }
    if (!row->path.empty())
        m_state->setSelected(qt(row->path));
}

} // namespace bourse::gui
