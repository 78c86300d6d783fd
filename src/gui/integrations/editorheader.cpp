#include "gui/integrations/editorheader.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/badgebutton.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/chip.h"
#include "gui/widgets/format.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::StepKind;
using domain::Value;
using workbench::DocumentPath;
using workbench::DraftKeeper;
using workbench::IntegrationDocument;
using workbench::MappingEdits;

namespace {

/// In the order in which they happen.
constexpr StepKind allSteps[] = {StepKind::Auth,       StepKind::Lookup,  StepKind::Ping,
                                 StepKind::Post,       StepKind::Status,  StepKind::NotifyWin,
                                 StepKind::NotifyLoss, StepKind::Callback};

QString stepIcon(StepKind step)
{
    switch (step) {
    case StepKind::Auth:
        return QStringLiteral("key");
    case StepKind::Lookup:
        return QStringLiteral("search");
    case StepKind::Ping:
        return QStringLiteral("bolt");
    case StepKind::Post:
        return QStringLiteral("send");
    case StepKind::Status:
        return QStringLiteral("refresh");
    case StepKind::NotifyWin:
    case StepKind::NotifyLoss:
        return QStringLiteral("broadcast");
    case StepKind::Callback:
        return QStringLiteral("repeat");
    }
    return {};
}

/// The sample chooser: who, which of how many, and that it opens.
class SampleButton final : public QPushButton {
  public:
    explicit SampleButton(workbench::EditorState *state) : m_state(state)
    {
        setObjectName(QStringLiteral("sampleButton"));
        setProperty("kind", QStringLiteral("plain"));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {theme().px(285), theme().px(controlHeight)}; }
    QSize minimumSizeHint() const override { return {theme().px(120), theme().px(controlHeight)}; }

  protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPushButton::paintEvent(event);
        const Theme &look = theme();
        QPainter painter(this);
        const auto &leads = m_state->leads();
        const int index = m_state->leadIndex();
        const bool any = !leads.empty();
        const bool real =
            any && leads[static_cast<std::size_t>(index)].kind == workbench::TrialLead::Kind::Real;
        const qreal side = look.px(16);
        qreal left = look.px(10);
        qreal right = width() - look.px(10) - side;
        paintIcon(&painter, QRectF(right, 0, side, height()), QStringLiteral("chevron-down"),
                  look.color(Token::Secondary));
        right -= look.px(6);
        paintIcon(&painter, QRectF(left, 0, side, height()),
                  real ? QStringLiteral("user") : QStringLiteral("flask"), look.color(Token::Secondary));
        left += side + look.px(7);
        const QFont body = look.font(TextRole::Body);
        const QString count = any ? EditorHeader::tr("%1 of %2").arg(index + 1).arg(leads.size()) : QString();
        const qreal counted = figuresWidth(body, count);
        if (right - left > counted + look.px(70)) {
            painter.setPen(look.color(Token::Secondary));
            paintFigures(&painter, QRectF(left, 0, right - left, height()), Qt::AlignRight, count, body);
            right -= counted + look.px(10);
        }
        painter.setPen(look.color(Token::Text));
        paintFigures(&painter, QRectF(left, 0, right - left, height()), Qt::AlignLeft,
                     any ? leads[static_cast<std::size_t>(index)].title : EditorHeader::tr("No sample lead"),
                     body);
    }

  private:
    workbench::EditorState *m_state;
};

} // namespace

EditorHeader::EditorHeader(workbench::EditorState *state, QWidget *parent) : QWidget(parent), m_state(state)
{
    setObjectName(QStringLiteral("editorHeader"));
    setAccessibleName(tr("Integration"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 10);
    layout->setSpacing(8);
    layout->addWidget(buildFirstLine());
    layout->addWidget(buildSecondLine());
    using workbench::EditorState;
    connect(m_state, &EditorState::stepChanged, this, &EditorHeader::refreshSteps);
    connect(m_state, &EditorState::problemsChanged, this, [this] {
        refreshSteps();
        refreshPublish();
    });
    connect(m_state, &EditorState::leadChanged, this, &EditorHeader::refreshSample);
    connect(m_state, &EditorState::environmentChanged, this, &EditorHeader::refreshEnvironment);
    connect(m_state->document(), &IntegrationDocument::changed, this, [this] {
        refreshTitle();
        refreshSteps();
        refreshPublish();
        refreshEnvironment();
    });
    refreshTitle();
    refreshSteps();
    refreshSample();
    refreshEnvironment();
    refreshPublish();
}

QPushButton *EditorHeader::publishButton() const
{
    return m_publish;
}

QWidget *EditorHeader::titleWidget() const
{
    return m_title;
}

QString EditorHeader::standingText() const
{
    return m_note->fullText();
}

QWidget *EditorHeader::buildFirstLine()
{
    auto *line = new QWidget;
    line->setObjectName(QStringLiteral("editorTitleLine"));
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new IconLabel(QStringLiteral("buyers"), 18, Token::Secondary));
    m_title = makeButton(QString(), QString(), ButtonKind::Ghost, QStringLiteral("integrationTitle"));
    m_title->setProperty("heading", true);
    m_title->setToolTip(tr("Rename"));
    connect(m_title, &QPushButton::clicked, this, &EditorHeader::renameRequested);
    layout->addWidget(m_title);
    m_kind = makeButton(QString(), QStringLiteral("tag"), ButtonKind::Ghost,
                        QStringLiteral("integrationKind"), nullptr, true);
    connect(m_kind, &QPushButton::clicked, this, &EditorHeader::openVerticals);
    layout->addWidget(m_kind);
    m_draft = new ChipWidget;
    m_draft->setObjectName(QStringLiteral("draftBadge"));
    layout->addWidget(m_draft);
    m_note = new ElidedLabel;
    m_note->setObjectName(QStringLiteral("draftNote"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    layout->addWidget(m_note, 1);
    m_retry = makeButton(tr("Try again"), QString(), ButtonKind::Link, QStringLiteral("retrySaveButton"),
                         nullptr, true);
    connect(m_retry, &QPushButton::clicked, this, &EditorHeader::retrySaveRequested);
    layout->addWidget(m_retry);
    QUndoStack *stack = m_state->document()->undoStack();
    const auto iconButton = [layout](const QString &text, const QString &iconName, const QString &name) {
        auto *button = makeButton(text, iconName, ButtonKind::Icon, name);
        button->setProperty("flat", true);
        layout->addWidget(button);
        return button;
    };
    m_undo = iconButton(tr("Undo"), QStringLiteral("undo"), QStringLiteral("undoButton"));
    m_redo = iconButton(tr("Redo"), QStringLiteral("redo"), QStringLiteral("redoButton"));
    connect(m_undo, &QPushButton::clicked, stack, &QUndoStack::undo);
    connect(m_redo, &QPushButton::clicked, stack, &QUndoStack::redo);
    connect(iconButton(tr("Secrets (Ctrl+Alt+S)"), QStringLiteral("key"), QStringLiteral("secretsButton")),
            &QPushButton::clicked, this, &EditorHeader::secretsRequested);
    const auto speak = [this, stack] {
        const auto say = [](QPushButton *button, bool can, const QString &text) {
            button->setEnabled(can);
            button->setToolTip(text);
            button->setAccessibleName(text);
        };
        say(m_undo, stack->canUndo(),
            stack->canUndo() ? tr("Undo: %1 (Ctrl+Z)").arg(stack->undoText()) : tr("Nothing to undo"));
        say(m_redo, stack->canRedo(),
            stack->canRedo() ? tr("Redo: %1 (Ctrl+Shift+Z)").arg(stack->redoText()) : tr("Nothing to redo"));
    };
    connect(stack, &QUndoStack::indexChanged, this, speak);
    connect(stack, &QUndoStack::undoTextChanged, this, speak);
    connect(stack, &QUndoStack::redoTextChanged, this, speak);
    speak();
    layout->addSpacing(4);
    m_import = makeButton(tr("Import"), QStringLiteral("import"), ButtonKind::Plain,
                          QStringLiteral("editorImportButton"));
    m_import->setToolTip(tr("Import into this integration (Ctrl+I)"));
    connect(m_import, &QPushButton::clicked, this, &EditorHeader::importRequested);
    layout->addWidget(m_import);
    m_versions = makeButton(tr("Versions"), QStringLiteral("history"), ButtonKind::Plain,
                            QStringLiteral("versionsButton"));
    connect(m_versions, &QPushButton::clicked, this, &EditorHeader::versionsRequested);
    layout->addWidget(m_versions);
    m_publish =
        makeBadgeButton(tr("Publish"), QString(), QStringLiteral("plain"), QStringLiteral("publishButton"));
    connect(m_publish, &QPushButton::clicked, this, &EditorHeader::publishRequested);
    layout->addWidget(m_publish);
    return line;
}

QWidget *EditorHeader::buildSecondLine()
{
    auto *line = new QWidget;
    line->setObjectName(QStringLiteral("editorStepLine"));
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_steps = new QWidget;
    m_steps->setObjectName(QStringLiteral("stepBar"));
    m_steps->setAccessibleName(tr("Steps"));
    m_stepLayout = new QHBoxLayout(m_steps);
    m_stepLayout->setContentsMargins(0, 0, 0, 0);
    m_stepLayout->setSpacing(0);
    layout->addWidget(m_steps);
    m_addStep = makeButton(tr("Add or remove a step"), QStringLiteral("plus"), ButtonKind::Icon,
                           QStringLiteral("addStepButton"));
    m_addStep->setProperty("flat", true);
    connect(m_addStep, &QPushButton::clicked, this, &EditorHeader::openStepMenu);
    layout->addWidget(m_addStep);
    layout->addSpacing(4);
    m_sampleLabel = makeLabel(tr("Sample"), LabelRole::Secondary, QStringLiteral("sampleLabel"));
    layout->addWidget(m_sampleLabel);
    m_sample = new SampleButton(m_state);
    setHelpTopic(m_sample, QStringLiteral("samples"));
    m_sampleLabel->setBuddy(m_sample);
    const auto bound = [this] {
        m_sample->setMaximumWidth(theme().px(360));
    };
    bound();
    connect(&theme(), &Theme::changed, m_sample, bound);
    connect(m_sample, &QPushButton::clicked, this, &EditorHeader::openSampleMenu);
    layout->addWidget(m_sample, 100);
    m_previous = makeButton(tr("Previous sample (Alt+Page up)"), QStringLiteral("chevron-left"),
                            ButtonKind::Icon, QStringLiteral("previousSample"), nullptr, true);
    m_next = makeButton(tr("Next sample (Alt+Page down)"), QStringLiteral("chevron-right"), ButtonKind::Icon,
                        QStringLiteral("nextSample"), nullptr, true);
    for (QPushButton *button : {m_previous, m_next}) {
        button->setProperty("flat", true);
        layout->addWidget(button);
    }
    connect(m_previous, &QPushButton::clicked, this,
            [this] { m_state->setLeadIndex(m_state->leadIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_state->setLeadIndex(m_state->leadIndex() + 1); });
    layout->addSpacing(4);
    m_sendLabel = makeLabel(tr("Send to"), LabelRole::Secondary, QStringLiteral("sendToLabel"));
    layout->addWidget(m_sendLabel);
    auto *environments = new QWidget;
    environments->setObjectName(QStringLiteral("environmentBar"));
    environments->setAccessibleName(tr("Environment"));
    auto *environmentLayout = new QHBoxLayout(environments);
    environmentLayout->setContentsMargins(0, 0, 0, 0);
    environmentLayout->setSpacing(0);
    m_test = makeBadgeButton(tr("Test"), QStringLiteral("flask"), QStringLiteral("plain"),
                             QStringLiteral("environmentTest"));
    m_test->setProperty("segment", QStringLiteral("first"));
    m_test->setProperty("environment", QStringLiteral("test"));
    m_test->setToolTip(tr("The buyer's test address"));
    m_live = makeBadgeButton(tr("Live"), QStringLiteral("bolt"), QStringLiteral("plain"),
                             QStringLiteral("environmentLive"));
    m_live->setProperty("segment", QStringLiteral("last"));
    m_live->setProperty("environment", QStringLiteral("live"));
    m_live->setToolTip(tr("The buyer's live address: what is sent there may be bought"));
    auto *group = new QButtonGroup(this);
    for (QPushButton *button : {m_test, m_live}) {
        button->setCheckable(true);
        group->addButton(button);
        environmentLayout->addWidget(button);
    }
    connect(m_live, &QPushButton::toggled, m_state, &workbench::EditorState::setLive);
    layout->addWidget(environments);
    m_timeLimit =
        makeButton(QString(), QStringLiteral("clock"), ButtonKind::Ghost, QStringLiteral("timeLimitButton"));
    connect(m_timeLimit, &QPushButton::clicked, this, &EditorHeader::timeLimitRequested);
    layout->addWidget(m_timeLimit);
    layout->addStretch(1);
    m_send = makeButton(tr("Send test"), QStringLiteral("flask"), ButtonKind::Primary,
                        QStringLiteral("sendTestButton"));
    connect(m_send, &QPushButton::clicked, this, &EditorHeader::sendRequested);
    layout->addWidget(m_send);
    return line;
}

void EditorHeader::refreshTitle()
{
    const IntegrationDocument *document = m_state->document();
    QString title = document->text("label");
    if (title.isEmpty())
        title = document->text("slug");
    m_fullTitle = title;
    m_title->setText(title);
    m_title->setToolTip(tr("Rename %1").arg(title));
    m_title->setAccessibleName(tr("Name: %1").arg(title));
    QStringList steps;
    for (const StepKind step : allSteps)
        if (document->at(IntegrationDocument::stepPath(step)))
            steps.append(MappingEdits::stepName(step).toLower());
    QString kind =
        steps.size() > 1
            ? tr("%1 and %2").arg(QStringList(steps.mid(0, steps.size() - 1)).join(tr(", ")), steps.last())
            : steps.join(QString());
    if (!m_verticalLabel.isEmpty())
        kind = tr("%1, %2").arg(m_verticalLabel, kind);
    m_kindText = kind;
    fit();
    m_kind->setAccessibleName(tr("Vertical and steps: %1").arg(kind));
    m_kind->setToolTip(tr("%1. Choose the vertical whose leads are shown (Ctrl+Alt+V)")
                           .arg(kind.isEmpty() ? tr("No vertical") : kind));
}

void EditorHeader::openVerticals()
{
    Q_EMIT verticalMenuRequested(m_kind->mapToGlobal(QPoint(0, m_kind->height())));
}

void EditorHeader::showKind(const QString &text)
{
    if (m_kind->text() != text)
        m_kind->setText(text);
}

void EditorHeader::setVerticalLabel(const QString &label)
{
    m_verticalLabel = label;
    refreshTitle();
    fit();
}

void EditorHeader::refreshSteps()
{
    QVector<StepKind> steps;
    for (const StepKind step : allSteps)
        if (m_state->document()->at(IntegrationDocument::stepPath(step)))
            steps.append(step);
    if (steps != m_shownSteps) {
        // at most eight, and seldom: made anew
        qDeleteAll(m_stepButtons);
        m_stepButtons.clear();
        m_shownSteps = steps;
        auto *group = m_steps->findChild<QButtonGroup *>();
        if (!group)
            group = new QButtonGroup(m_steps);
        for (int i = 0; i < steps.size(); ++i) {
            const StepKind step = steps[i];
            auto *button =
                makeBadgeButton(MappingEdits::stepName(step), stepIcon(step), QStringLiteral("plain"),
                                u"step_%1"_qs.arg(QString::fromStdString(std::string(domain::name(step)))));
            button->setCheckable(true);
            if (steps.size() > 1)
                button->setProperty("segment", i == 0                  ? QStringLiteral("first")
                                               : i == steps.size() - 1 ? QStringLiteral("last")
                                                                       : QStringLiteral("middle"));
            connect(button, &QPushButton::clicked, this, [this, step] { m_state->setStep(step); });
            group->addButton(button);
            m_stepLayout->addWidget(button);
            m_stepButtons.append(button);
        }
        if (!steps.isEmpty() && !steps.contains(m_state->step()))
            m_state->setStep(steps.first());
    }
    for (int i = 0; i < m_shownSteps.size(); ++i) {
        int blocking = 0;
        int warnings = 0;
        for (const domain::LintProblem &problem : m_state->problems()) {
            if (problem.step != m_shownSteps[i])
                continue;
            blocking += problem.severity == domain::LintProblem::Severity::Blocking;
            warnings += problem.severity == domain::LintProblem::Severity::Warning;
        }
        m_stepButtons[i]->setChecked(m_shownSteps[i] == m_state->step());
        m_stepButtons[i]->setBadges(
            {{blocking, domain::Chip::Error}, {blocking > 0 ? 0 : warnings, domain::Chip::Pending}});
        m_stepButtons[i]->setAccessibleDescription(
            tr("%1 blocking problems, %2 warnings").arg(blocking).arg(warnings));
    }
    m_limit =
        m_state->document()->text(IntegrationDocument::stepPath(m_state->step()).child("time_limit_ms"));
    showTimeLimit(true);
    m_timeLimit->setAccessibleName(m_timeLimit->text());
    m_timeLimit->setToolTip(tr("Change how long the buyer may take in this step"));
    fit();
}

void EditorHeader::refreshSample()
{
    const auto &leads = m_state->leads();
    const int index = m_state->leadIndex();
    m_sample->setAccessibleName(leads.empty() ? tr("No sample lead")
                                              : tr("Sample lead: %1, %2 of %3")
                                                    .arg(leads[static_cast<std::size_t>(index)].title)
                                                    .arg(index + 1)
                                                    .arg(leads.size()));
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < static_cast<int>(leads.size()));
    m_sample->update();
}

void EditorHeader::refreshEnvironment()
{
    m_test->setChecked(!m_state->isLive());
    m_live->setChecked(m_state->isLive());
    // told apart by word and icon, too: a live send is never one click away from a test by mistake
    m_send->setText(m_state->isLive() ? tr("Send live") : tr("Send test"));
    m_send->setIcon(
        icon(m_state->isLive() ? QStringLiteral("bolt") : QStringLiteral("flask"), Token::OnPrimary));
    m_send->setAccessibleName(m_state->isLive() ? tr("Send this sample to the live address")
                                                : tr("Send this sample to the test address"));
    m_send->setToolTip(tr("%1 (Ctrl+Enter)").arg(m_send->accessibleName()));
    fit();
}

void EditorHeader::setStanding(const Standing &standing)
{
    m_standing = standing;
    const bool failed = standing.save == DraftKeeper::State::Failed;
    const bool changed = standing.changes > 0 || standing.version == 0;
    if (failed)
        m_draft->setLook({QStringLiteral("blocked"), domain::Chip::Error, tr("Not saved")});
    else if (standing.isOffline)
        m_draft->setLook({QStringLiteral("power"), domain::Chip::Unsold, tr("Offline")});
    else if (standing.hasDraft || changed)
        m_draft->setLook({QStringLiteral("flag"), domain::Chip::Pending, tr("Draft")});
    else
        m_draft->setLook({QStringLiteral("check"), domain::Chip::Sold, tr("Published")});
    const QString text = standing.version == 0 ? tr("never published")
                         : standing.changes == 0
                             ? tr("as published in v%1").arg(standing.version)
                             : plural(standing.changes, tr("1 change since published v%2"),
                                      tr("%1 changes since published v%2"))
                                   .arg(standing.version); // plural() has filled in %1
    QString save;
    switch (standing.save) {
    case DraftKeeper::State::Waiting:
        save = standing.isOffline ? tr("kept here until the market is back") : tr("not saved yet");
        break;
    case DraftKeeper::State::Saving:
        save = tr("saving…");
        break;
    case DraftKeeper::State::Failed:
        save = standing.failure.isEmpty() ? tr("not saved") : standing.failure;
        break;
    case DraftKeeper::State::Clean:
    case DraftKeeper::State::Saved:
        if (standing.savedAt)
            save = tr("saved %1").arg(formatClock(*standing.savedAt, standing.zone));
        break;
    }
    if (standing.isPublishing)
        save = tr("publishing…");
    // what went wrong comes first: the end may be cut
    m_note->setFullText(save.isEmpty() ? text
                        : failed       ? tr("%1, %2").arg(save, text)
                                       : tr("%1, %2").arg(text, save));
    m_retry->setVisible(failed);
    refreshPublish();
    fit();
}

void EditorHeader::refreshPublish()
{
    int blocking = 0;
    for (const domain::LintProblem &problem : m_state->problems())
        blocking += problem.severity == domain::LintProblem::Severity::Blocking;
    m_publish->setBadges({{blocking, domain::Chip::Error}});
    QString reason;
    if (blocking > 0)
        reason =
            plural(blocking, tr("1 problem blocks publishing (F8)"), tr("%1 problems block publishing (F8)"));
    else if (!m_state->document()->compiled())
        reason = tr("The document is not valid yet");
    else if (m_standing.isOffline)
        reason = tr("The market is not running");
    else if (m_standing.version > 0 && m_standing.changes == 0)
        reason = tr("Nothing has changed since v%1").arg(m_standing.version);
    else if (m_standing.isPublishing)
        reason = tr("Publishing…");
    m_publish->setEnabled(reason.isEmpty());
    m_publish->setToolTip(reason.isEmpty() ? tr("Make this the live configuration") : reason);
    m_publish->setAccessibleDescription(m_publish->toolTip());
}

void EditorHeader::openStepMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("stepMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const StepKind step : allSteps) {
        if (m_shownSteps.contains(step))
            continue;
        QAction *action =
            menu->addAction(icon(stepIcon(step)), tr("Add %1").arg(MappingEdits::stepName(step)));
        action->setObjectName(u"addStep_%1"_qs.arg(QString::fromStdString(std::string(domain::name(step)))));
        connect(action, &QAction::triggered, this, [this, step] {
            if (MappingEdits(m_state->document()).addStep(step))
                m_state->setStep(step);
        });
    }
    const StepKind step = m_state->step();
    if (step == StepKind::Post) {
        // a post of unknown fate is then sent again, where no status step can be asked
        const DocumentPath path = IntegrationDocument::stepPath(step).child("resend_safe");
        menu->addSeparator();
        QAction *action = menu->addAction(tr("The buyer knows a post that is sent again"));
        action->setObjectName(QStringLiteral("resendSafe"));
        action->setCheckable(true);
        const Value *declared = m_state->document()->at(path);
        const bool *known = declared ? declared->asBool() : nullptr;
        action->setChecked(known && *known);
        connect(action, &QAction::triggered, this, [this, path](bool checked) {
            // GCC 12 takes one on the stack for uninitialised under the sanitizers
            static const Value yes(true);
            if (checked)
                m_state->document()->set(path, yes, tr("Let posts of unknown fate be sent again"));
            else
                m_state->document()->remove(path, tr("Never send a post again"));
        });
    }
    if (m_shownSteps.size() > 1) {
        menu->addSeparator();
        QAction *action =
            menu->addAction(icon(QStringLiteral("trash")), tr("Remove %1").arg(MappingEdits::stepName(step)));
        action->setObjectName(QStringLiteral("removeStep"));
        connect(action, &QAction::triggered, this,
                [this, step] { MappingEdits(m_state->document()).removeStep(step); });
    }
    menu->popup(m_addStep->mapToGlobal(QPoint(0, m_addStep->height() + 2)));
}

void EditorHeader::openSampleMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("sampleMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto &leads = m_state->leads();
    const auto add = [&](workbench::TrialLead::Kind kind, const QString &title) {
        bool first = true;
        for (std::size_t i = 0; i < leads.size(); ++i) {
            if (leads[i].kind != kind)
                continue;
            if (std::exchange(first, false)) {
                if (!menu->isEmpty())
                    menu->addSeparator();
                menu->addAction(title)->setEnabled(false); // a style sheet shows no section's title
            }
            QAction *action = menu->addAction(leads[i].title);
            action->setObjectName(QStringLiteral("sample_%1").arg(i));
            action->setCheckable(true);
            action->setChecked(static_cast<int>(i) == m_state->leadIndex());
            connect(action, &QAction::triggered, this,
                    [this, i] { m_state->setLeadIndex(static_cast<int>(i)); });
        }
    };
    add(workbench::TrialLead::Kind::Real, tr("Newest leads"));
    add(workbench::TrialLead::Kind::EdgeCase, tr("Edge cases"));
    if (menu->isEmpty())
        menu->addAction(tr("There is no lead of this vertical yet"))->setEnabled(false);
    menu->setMinimumWidth(m_sample->width());
    menu->popup(m_sample->mapToGlobal(QPoint(0, m_sample->height() + 2)));
}

void EditorHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void EditorHeader::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // sizes are known only with the style sheet
    QTimer::singleShot(0, this, &EditorHeader::fit);
}

QSize EditorHeader::minimumSizeHint() const
{
    return {theme().px(600), QWidget::minimumSizeHint().height()};
}

void EditorHeader::showTimeLimit(bool whole)
{
    const QString text = m_limit.isEmpty() ? (whole ? tr("No time limit") : tr("None"))
                         : whole           ? tr("Time limit %1 ms").arg(m_limit)
                                           : tr("%1 ms").arg(m_limit);
    if (m_timeLimit->text() != text)
        m_timeLimit->setText(text);
}

void EditorHeader::showStepIcons(bool show)
{
    for (qsizetype i = 0; i < m_stepButtons.size(); ++i)
        if (m_stepButtons[i]->icon().isNull() == show)
            m_stepButtons[i]->setIcon(show ? icon(stepIcon(m_shownSteps[i]), Token::Text, Token::AccentText)
                                           : QIcon());
    m_steps->updateGeometry(); // the line's layout remembers how wide it was
}

void EditorHeader::fit()
{
    if (!m_send)
        return;
    // What is dispensable goes first: the labels and the vertical's name.
    QWidget *first = m_title->parentWidget();
    QWidget *second = m_send->parentWidget();
    const auto lacks = [](QWidget *line, int spare) {
        line->layout()->invalidate();
        return line->width() - line->layout()->minimumSize().width() < theme().px(spare);
    };
    showKind(m_kindText);
    m_sampleLabel->show();
    m_sendLabel->show();
    showStepIcons(true);
    showTimeLimit(true);
    const QString title = m_fullTitle;
    m_title->setText(title);
    // the note says whether work is kept: it is read whole before the vertical is named
    const int noteWants = m_note->sizeHint().width() - m_note->minimumSizeHint().width();
    // the vertical can be chosen at any width: its name goes, its picture stays
    for (const QString &text : {m_verticalLabel, QString()})
        if (lacks(first, 0) ||
            first->width() - first->layout()->minimumSize().width() < std::max(theme().px(120), noteWants))
            showKind(text);
    // then the name is cut, so that a long one never makes the window wider
    if (lacks(first, 60)) {
        const int lacking = theme().px(60) - (first->width() - first->layout()->minimumSize().width());
        const int has = m_title->fontMetrics().horizontalAdvance(title);
        m_title->setText(m_title->fontMetrics().elidedText(title, Qt::ElideRight,
                                                           std::max(theme().px(60), has - lacking)));
    }
    m_sampleLabel->setVisible(!lacks(second, 110));
    m_sendLabel->setVisible(!lacks(second, 90));
    // many steps: their words are enough
    if (lacks(second, 0))
        showStepIcons(false);
    if (lacks(second, 0))
        showTimeLimit(false);
    for (QWidget *line : {first, second}) {
        line->layout()->invalidate();
        line->layout()->activate();
    }
}

} // namespace bourse::gui
