#include "gui/integrations/problemsdock.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/badgebutton.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/painters.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::LintProblem;
using Severity = LintProblem::Severity;

namespace {

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString severityIcon(Severity severity)
{
    return severity == Severity::Blocking  ? QStringLiteral("blocked")
           : severity == Severity::Warning ? QStringLiteral("alert")
                                           : QStringLiteral("info");
}

Token severityToken(Severity severity)
{
    return severity == Severity::Blocking  ? Token::Bad
           : severity == Severity::Warning ? Token::Warn
                                           : Token::Secondary;
}

QString whereText(const LintProblem &problem)
{
    QStringList parts;
    if (problem.step)
        parts.append(workbench::MappingEdits::stepName(*problem.step));
    if (problem.severity == Severity::Blocking)
        parts.append(ProblemsDock::tr("blocks publish"));
    return parts.join(ProblemsDock::tr(", "));
}

qreal fixWidth(const QuickFix &fix)
{
    return figuresWidth(theme().font(TextRole::CaptionMedium), fix.text) + theme().px(18);
}

class ProblemDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(400), theme().px(32)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        const auto *view = static_cast<const ProblemsView *>(option.widget);
        const LintProblem *problem = view->problemsModel()->problem(index.row());
        if (!problem)
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect row = option.rect;
        const bool selected = option.state & QStyle::State_Selected;
        paintRowGround(painter, row, selected && view->hasFocus(), option.state & QStyle::State_MouseOver);
        qreal right = row.right() - look.px(12);
        const QVector<QuickFix> fixes = quickFixes(*problem);
        for (int i = static_cast<int>(fixes.size()) - 1; i >= 0; --i) {
            const QRectF button = QRectF(view->fixRect(index.row(), i));
            painter->setPen(QPen(look.color(Token::Border), 1));
            painter->setBrush(
                look.color(view->hoveredFix() == qMakePair(index.row(), i) ? Token::Raised : Token::Surface));
            painter->drawRoundedRect(button.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
            painter->setPen(look.color(Token::Text));
            paintFigures(painter, button, Qt::AlignHCenter, fixes[i].text,
                         look.font(TextRole::CaptionMedium));
            right = button.left() - look.px(8);
        }
        const QFont body = look.font(TextRole::Body);
        const QString where = whereText(*problem);
        const qreal whereWidth = figuresWidth(body, where);
        qreal left = row.left() + look.px(12);
        const qreal side = look.px(16);
        paintIcon(painter, QRectF(left, row.top(), side, row.height()), severityIcon(problem->severity),
                  look.color(severityToken(problem->severity)));
        left += side + look.px(8);
        if (right - left > whereWidth + look.px(240)) {
            painter->setPen(look.color(Token::Secondary));
            paintFigures(painter, QRectF(left, row.top(), right - left, row.height()), Qt::AlignRight, where,
                         body);
            right -= whereWidth + look.px(14);
        }
        // the subject is what the eye looks for
        const QString message = qt(problem->message);
        const QString subject = qt(problem->subject);
        const qsizetype at = subject.isEmpty() ? -1 : message.indexOf(subject);
        QVector<TextRun> runs;
        const QColor text = look.color(Token::Text);
        if (at >= 0) {
            runs.append({message.left(at), body, text});
            runs.append({subject, look.font(TextRole::BodyStrong), text});
            runs.append({message.mid(at + subject.size()), body, text});
        } else {
            runs.append({message, body, text});
        }
        runs.removeIf([](const TextRun &run) { return run.text.isEmpty(); });
        paintRuns(painter, QRectF(left, row.top(), right - left, row.height()), Qt::AlignLeft, runs);
        painter->restore();
    }
};

} // namespace

QVector<QuickFix> quickFixes(const LintProblem &problem)
{
    using Kind = QuickFix::Kind;
    QVector<QuickFix> fixes;
    if (problem.code == "pii_in_ping") {
        fixes.append({Kind::RecordReason, ProblemsDock::tr("Record reason")});
        fixes.append({Kind::MoveToPost, ProblemsDock::tr("Move to Post")});
    } else if (problem.code == "enum_value_unmapped") {
        fixes.append({Kind::MapValue, ProblemsDock::tr("Map value")});
    } else if (problem.code == "required_target_unmapped" || problem.code == "spec_target_unmapped") {
        fixes.append({Kind::AddRow, ProblemsDock::tr("Add row")});
    } else if (problem.code == "required_target_empty" || problem.code == "spec_target_empty" ||
               problem.code == "no_address") {
        fixes.append({Kind::FillIn, ProblemsDock::tr("Fill in")});
    } else if (problem.code == "secret_as_constant") {
        fixes.append({Kind::UseSecret, ProblemsDock::tr("Use a secret")});
    } else if (problem.code == "time_limit_above_tree") {
        fixes.append({Kind::TimeLimit, ProblemsDock::tr("Change limit")});
    }
    return fixes;
}

ProblemsModel::ProblemsModel(workbench::EditorState *state, QObject *parent)
    : QAbstractListModel(parent), m_state(state)
{
    connect(m_state, &workbench::EditorState::problemsChanged, this, &ProblemsModel::refresh);
    refresh();
}

void ProblemsModel::refresh()
{
    beginResetModel();
    m_problems = m_state->problems();
    std::stable_sort(m_problems.begin(), m_problems.end(),
                     [](const LintProblem &a, const LintProblem &b) { return a.severity < b.severity; });
    endResetModel();
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

const LintProblem *ProblemsModel::problem(int row) const
{
    return row >= 0 && row < rowCount() ? &m_problems[static_cast<std::size_t>(row)] : nullptr;
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    const LintProblem *found = index.isValid() ? problem(index.row()) : nullptr;
    if (!found)
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return qt(found->message);
    if (role == Qt::AccessibleTextRole)
        return tr("%1. %2").arg(whereText(*found), qt(found->message));
    return {};
}

ProblemsView::ProblemsView(ProblemsModel *model, QWidget *parent) : QListView(parent), m_model(model)
{
    setObjectName(QStringLiteral("problemsView"));
    setAccessibleName(tr("Problems"));
    setModel(model);
    setItemDelegate(new ProblemDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
}

QRect ProblemsView::fixRect(int row, int fix) const
{
    const LintProblem *problem = m_model->problem(row);
    if (!problem)
        return {};
    const QVector<QuickFix> fixes = quickFixes(*problem);
    const QRect place = visualRect(m_model->index(row));
    qreal right = place.right() - theme().px(12);
    const int height = theme().px(controlHeightSmall) - 2;
    for (int i = static_cast<int>(fixes.size()) - 1; i >= 0; --i) {
        const auto width = static_cast<int>(fixWidth(fixes[i]));
        const QRect rect(static_cast<int>(right) - width, place.top() + (place.height() - height) / 2, width,
                         height);
        if (i == fix)
            return rect;
        right = rect.left() - theme().px(6);
    }
    return {};
}

QPair<int, int> ProblemsView::fixAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    const LintProblem *problem = index.isValid() ? m_model->problem(index.row()) : nullptr;
    if (problem)
        for (int i = 0; i < quickFixes(*problem).size(); ++i)
            if (fixRect(index.row(), i).contains(position))
                return {index.row(), i};
    return {-1, -1};
}

void ProblemsView::mouseMoveEvent(QMouseEvent *event)
{
    const QPair<int, int> now = fixAt(event->position().toPoint());
    if (now != m_hovered) {
        m_hovered = now;
        viewport()->update();
    }
    QListView::mouseMoveEvent(event);
}

void ProblemsView::leaveEvent(QEvent *event)
{
    m_hovered = {-1, -1};
    viewport()->update();
    QListView::leaveEvent(event);
}

void ProblemsView::mousePressEvent(QMouseEvent *event)
{
    QListView::mousePressEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const QPair<int, int> fix = fixAt(event->position().toPoint());
    if (fix.first >= 0)
        Q_EMIT fixRequested(fix.first, fix.second);
    else if (const QModelIndex index = indexAt(event->position().toPoint()); index.isValid())
        Q_EMIT jumpRequested(index.row());
}

void ProblemsView::mouseDoubleClickEvent(QMouseEvent *event)
{
    event->accept(); // two presses on a fix are not two fixes
}

void ProblemsView::keyPressEvent(QKeyEvent *event)
{
    const int row = currentIndex().row();
    const LintProblem *problem = m_model->problem(row);
    if (problem && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        !(event->modifiers() & Qt::ControlModifier)) {
        // Alt+Enter offers what would mend it
        const QVector<QuickFix> fixes = quickFixes(*problem);
        if (event->modifiers() & Qt::AltModifier) {
            if (fixes.size() == 1) {
                Q_EMIT fixRequested(row, 0);
            } else if (!fixes.isEmpty()) {
                auto *menu = new QMenu(this);
                menu->setObjectName(QStringLiteral("quickFixMenu"));
                menu->setAttribute(Qt::WA_DeleteOnClose);
                for (int i = 0; i < fixes.size(); ++i)
                    connect(menu->addAction(fixes[i].text), &QAction::triggered, this,
                            [this, row, i] { Q_EMIT fixRequested(row, i); });
                menu->setActiveAction(menu->actions().first());
                menu->popup(viewport()->mapToGlobal(fixRect(row, 0).bottomLeft()));
            }
        } else {
            Q_EMIT jumpRequested(row);
        }
        return;
    }
    QListView::keyPressEvent(event);
}

ProblemsDock::ProblemsDock(workbench::EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_model(new ProblemsModel(state, this)),
      m_view(new ProblemsView(m_model)), m_head(new QWidget), m_first(new ElidedLabel), m_next(nullptr),
      m_fold(nullptr), m_stack(new QStackedWidget), m_none(nullptr)
{
    setObjectName(QStringLiteral("problemsDock"));
    setHelpTopic(this, QStringLiteral("problems"));
    setAccessibleName(tr("Problems and test sends"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_head->setObjectName(QStringLiteral("problemsHead"));
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(4, 0, 8, 0);
    head->setSpacing(0);
    const QString titles[] = {tr("Problems"), tr("Test sends"), tr("Last 50 leads"),
                              tr("Diff with sent request")};
    const char *names[] = {"problemsTab", "testSendsTab", "lastLeadsTab", "differenceTab"};
    for (int i = 0; i < 4; ++i) {
        m_buttons[i] =
            makeBadgeButton(titles[i], QString(), QStringLiteral("tab"), QString::fromLatin1(names[i]));
        m_buttons[i]->setCheckable(true);
        if (i > 0)
            m_buttons[i]->hide();
        head->addWidget(m_buttons[i]);
        connect(m_buttons[i], &QPushButton::clicked, this, [this, i] {
            setCollapsed(false);
            showTab(static_cast<Tab>(i));
        });
    }
    m_first->setObjectName(QStringLiteral("firstProblem"));
    head->addSpacing(8);
    head->addWidget(m_first, 1);
    m_next = makeButton(tr("Next problem F8"), QString(), ButtonKind::Ghost,
                        QStringLiteral("nextProblemButton"), nullptr, true);
    connect(m_next, &QPushButton::clicked, this, &ProblemsDock::nextRequested);
    head->addWidget(m_next);
    m_fold = makeButton(tr("Fold the problems away"), QStringLiteral("chevron-down"), ButtonKind::Icon,
                        QStringLiteral("foldProblemsButton"), nullptr, true);
    m_fold->setProperty("flat", true);
    connect(m_fold, &QPushButton::clicked, this, [this] { setCollapsed(!m_collapsed); });
    head->addSpacing(6);
    head->addWidget(m_fold);
    const auto scale = [this] {
        m_head->setFixedHeight(headHeight());
    };
    scale();
    connect(&theme(), &Theme::changed, m_head, scale);
    layout->addWidget(makeLine(Qt::Horizontal));
    layout->addWidget(m_head);
    m_stack->setObjectName(QStringLiteral("problemsStack"));
    layout->addWidget(m_stack, 1);
    auto *problems = new QStackedWidget;
    problems->setObjectName(QStringLiteral("problemsPage"));
    problems->addWidget(m_view);
    auto *none = makeLabel(tr("No problems: this integration can be published."), LabelRole::Secondary,
                           QStringLiteral("noProblems"));
    none->setAlignment(Qt::AlignCenter);
    problems->addWidget(none);
    m_widgets[0] = problems;
    m_stack->addWidget(problems);
    connect(m_view, &ProblemsView::jumpRequested, this, [this](int row) {
        if (const LintProblem *problem = m_model->problem(row))
            Q_EMIT jumpRequested(*problem);
    });
    connect(m_view, &ProblemsView::fixRequested, this, [this](int row, int fix) {
        // a copy: what mends it may take it from the list
        if (const LintProblem *found = m_model->problem(row)) {
            const LintProblem problem = *found;
            const QVector<QuickFix> fixes = quickFixes(problem);
            if (fix < fixes.size())
                Q_EMIT fixRequested(problem, fixes[fix].kind);
        }
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &ProblemsDock::refresh);
    showTab(Tab::Problems);
    refresh();
}

int ProblemsDock::headHeight() const
{
    return theme().px(34);
}

void ProblemsDock::refresh()
{
    int blocking = 0;
    int warnings = 0;
    int hints = 0;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        const Severity severity = m_model->problem(i)->severity;
        blocking += severity == Severity::Blocking;
        warnings += severity == Severity::Warning;
        hints += severity == Severity::Hint;
    }
    m_buttons[0]->setBadges({{blocking, domain::Chip::Error}, {warnings, domain::Chip::Pending}});
    m_buttons[0]->setAccessibleDescription(
        tr("%1 block publishing, %2 warnings, %3 hints").arg(blocking).arg(warnings).arg(hints));
    static_cast<QStackedWidget *>(m_widgets[0])->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    const LintProblem *first = m_model->problem(0);
    m_first->setFullText(m_collapsed && first ? qt(first->message) : QString());
    m_next->setEnabled(first != nullptr);
}

void ProblemsDock::setTabWidget(Tab tab, QWidget *widget)
{
    const int index = static_cast<int>(tab);
    if (tab == Tab::Problems || !widget)
        return;
    delete m_widgets[index];
    m_widgets[index] = widget;
    m_stack->addWidget(widget);
    m_buttons[index]->setVisible(true);
}

void ProblemsDock::showTab(Tab tab)
{
    const int index = static_cast<int>(tab);
    if (!m_widgets[index])
        return;
    m_tab = tab;
    for (int i = 0; i < 4; ++i)
        m_buttons[i]->setChecked(i == index);
    m_stack->setCurrentWidget(m_widgets[index]);
    Q_EMIT tabChanged();
}

void ProblemsDock::setCollapsed(bool collapsed)
{
    if (collapsed == m_collapsed)
        return;
    m_collapsed = collapsed;
    m_stack->setVisible(!collapsed);
    m_fold->setIcon(
        icon(collapsed ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), Token::Text));
    m_fold->setToolTip(collapsed ? tr("Show the problems") : tr("Fold the problems away"));
    m_fold->setAccessibleName(m_fold->toolTip());
    refresh();
    Q_EMIT collapsedChanged(collapsed);
}

int ProblemsDock::selectNext()
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return -1;
    const int next = (m_view->currentIndex().row() + 1) % rows;
    m_view->setCurrentIndex(m_model->index(next));
    return next;
}

} // namespace bourse::gui
