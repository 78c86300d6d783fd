#include "gui/integrations/integrationeditor.h"
#include "domain/integration/describe.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/callbackpane.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/leadfieldmodel.h"
#include "gui/integrations/leadfieldpane.h"
#include "gui/integrations/linkoverlay.h"
#include "gui/integrations/mappingpane.h"
#include "gui/integrations/mappingview.h"
#include "gui/integrations/siderail.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/card.h"
#include "gui/widgets/toast.h"
#include "workbench/draftkeeper.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include "workbench/verticalchoice.h"
#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::StepKind;
using domain::Value;
using workbench::DocumentPath;
using workbench::DraftKeeper;
using workbench::EditorState;
using workbench::IntegrationDocument;
using workbench::MappingEdits;

namespace {

constexpr int sampleCount = 12;
constexpr int standingMs = 150;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

IntegrationEditor::IntegrationEditor(IntegrationCalls calls, QString slug, QWidget *parent)
    : QWidget(parent), m_calls(std::move(calls)), m_slug(std::move(slug))
{
    init();
    load();
}

IntegrationEditor::IntegrationEditor(IntegrationCalls calls, Value document, QWidget *parent)
    : QWidget(parent), m_calls(std::move(calls)), m_isNew(true)
{
    if (const Value *slug = document.find("slug"))
        m_slug = qt(slug->toText());
    init();
    market::IntegrationDraft draft;
    draft.document = std::move(document);
    adopt(std::move(draft));
    // what is only here would be lost with the window
    saveNow();
}

IntegrationEditor::~IntegrationEditor()
{
    // panes look at the state while they go; it goes last
    delete m_body;
    delete m_link;
}

void IntegrationEditor::init()
{
    setObjectName(QStringLiteral("integrationEditor"));
    setHelpTopic(this, QStringLiteral("mapping"));
    setAccessibleName(tr("Integration editor"));
    // a click on what takes no focus must not carry it out of reach of the editor's keys
    setFocusPolicy(Qt::ClickFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_stack = new QStackedWidget;
    m_stack->setObjectName(QStringLiteral("editorStates"));
    layout->addWidget(m_stack);
    auto *loading =
        makeLabel(tr("Reading the integration…"), LabelRole::Secondary, QStringLiteral("editorLoading"));
    loading->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(loading);
    m_failed =
        new EmptyState(QStringLiteral("alert"), QString(), tr("Try again"), QStringLiteral("editorFailed"));
    connect(m_failed, &EmptyState::actionTriggered, this, &IntegrationEditor::load);
    m_stack->addWidget(m_failed);
    m_line = nullptr;
    m_standingTimer = new QTimer(this);
    m_standingTimer->setSingleShot(true);
    m_standingTimer->setInterval(standingMs);
    connect(m_standingTimer, &QTimer::timeout, this, &IntegrationEditor::refreshStanding);
}

QString IntegrationEditor::title() const
{
    const QString label = m_document ? m_document->text("label") : QString();
    return label.isEmpty() ? m_slug : label;
}

void IntegrationEditor::load()
{
    m_stack->setCurrentIndex(0);
    whenDone(this, m_calls.draft(m_slug), [this](const Result<market::IntegrationDraft> &draft) {
        if (draft) {
            adopt(*draft);
            return;
        }
        m_failed->setSentence(tr("The integration could not be read: %1").arg(qt(draft.error().message)));
        m_stack->setCurrentWidget(m_failed);
    });
}

void IntegrationEditor::adopt(market::IntegrationDraft draft)
{
    m_published = std::move(draft.published);
    m_version = draft.version;
    m_base = draft.savedAt ? draft.baseVersion : draft.version;
    m_savedBefore = draft.savedAt;
    m_document = std::make_unique<IntegrationDocument>(std::move(draft.document));
    m_state = std::make_unique<EditorState>(m_document.get());
    m_keeper = std::make_unique<DraftKeeper>(m_document.get(), [this](Value document) {
        return m_calls.save(m_slug, std::move(document), m_base);
    });
    m_verticals = m_calls.verticals ? m_calls.verticals() : QVector<domain::FieldSchema>();
    if (m_calls.treeTimeLimit)
        m_state->setTreeTimeLimit(m_calls.treeTimeLimit(m_slug));
    m_vertical = workbench::firstVertical(m_document->value(), m_verticals,
                                          m_calls.verticalOf ? m_calls.verticalOf(m_slug) : QString());
    for (const domain::FieldSchema &vertical : std::as_const(m_verticals))
        if (qt(vertical.slug) == m_vertical)
            m_state->setVertical(vertical);
    build();
    m_stack->setCurrentWidget(m_body);
    refreshLeads();
    Q_EMIT documentReady();
    Q_EMIT titleChanged();
    refreshStanding();
}

void IntegrationEditor::build()
{
    m_body = new QWidget;
    m_body->setObjectName(QStringLiteral("editorBody"));
    auto *layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_header = new EditorHeader(m_state.get());
    layout->addWidget(m_header);
    layout->addWidget(makeLine(Qt::Horizontal));

    m_outer = new QSplitter(Qt::Vertical);
    m_outer->setObjectName(QStringLiteral("editorOuterSplitter"));
    m_outer->setHandleWidth(5);
    m_outer->setChildrenCollapsible(false);
    auto *panes = new QWidget;
    panes->setObjectName(QStringLiteral("editorPanes"));
    auto *paneLayout = new QHBoxLayout(panes);
    paneLayout->setContentsMargins(0, 0, 0, 0);
    paneLayout->setSpacing(0);
    m_fieldRail = new SideRail(tr("Lead fields"), QStringLiteral("tag"), QStringLiteral("fieldRail"));
    m_mappingRail = new SideRail(tr("Mapping"), QStringLiteral("table"), QStringLiteral("mappingRail"));
    paneLayout->addWidget(m_fieldRail);
    paneLayout->addWidget(m_mappingRail);
    m_fieldRail->hide();
    m_mappingRail->hide();
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setObjectName(QStringLiteral("editorSplitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setProperty("hairline", true);
    m_fields = new LeadFieldPane(m_state.get());
    m_mapping = new MappingPane(m_state.get(), m_fields->model(), this);
    m_fields->setMinimumWidth(theme().px(150));
    m_mapping->setMinimumWidth(theme().px(380));
    m_splitter->addWidget(m_fields);
    m_splitter->addWidget(m_mapping);
    paneLayout->addWidget(m_splitter, 1);
    m_outer->addWidget(panes);
    m_dock = new ProblemsDock(m_state.get());
    m_outer->addWidget(m_dock);
    m_outer->setStretchFactor(0, 1);
    m_outer->setStretchFactor(1, 0);
    layout->addWidget(m_outer, 1);
    m_stack->addWidget(m_body);
    setRightPane(buildPreview());
    m_link = new LinkOverlay(this);
    m_link->show();
    m_line = new LineEditor(this);
    createActions();
    m_splitter->installEventFilter(this);
    m_outer->installEventFilter(this);

    connect(m_header, &EditorHeader::renameRequested, this, &IntegrationEditor::askName);
    connect(m_header, &EditorHeader::importRequested, this, &IntegrationEditor::importRequested);
    connect(m_header, &EditorHeader::versionsRequested, this, &IntegrationEditor::versionsRequested);
    connect(m_header, &EditorHeader::publishRequested, this, &IntegrationEditor::askNote);
    connect(m_header, &EditorHeader::retrySaveRequested, this, &IntegrationEditor::saveNow);
    connect(m_header, &EditorHeader::sendRequested, this, &IntegrationEditor::sendRequested);
    connect(m_header, &EditorHeader::timeLimitRequested, this, &IntegrationEditor::askTimeLimit);
    connect(m_header, &EditorHeader::verticalMenuRequested, this, &IntegrationEditor::openVerticalMenu);
    connect(m_keeper.get(), &DraftKeeper::stateChanged, this, &IntegrationEditor::refreshStanding);
    connect(m_document.get(), &IntegrationDocument::changed, this, [this](const DocumentPath &path) {
        m_standingTimer->start();
        if (path.isRoot() || path.key() == "label" || path.key() == "slug")
            Q_EMIT titleChanged();
    });
    connect(m_fields, &LeadFieldPane::mapRequested, this, [this](const QModelIndex &index) {
        m_mapping->mapCurrent(m_fields->model()->source(index));
        m_fields->tree()->setFocus();
    });
    connect(m_fields, &LeadFieldPane::collapseRequested, this, [this] { setFieldsFolded(true); });
    connect(m_fieldRail, &QAbstractButton::clicked, this, [this] { setFieldsFolded(false); });
    connect(m_mappingRail, &QAbstractButton::clicked, this, [this] { setMappingFolded(false); });
    connect(m_mapping, &MappingPane::noted, this, &IntegrationEditor::noted);
    connect(m_mapping->callback(), &CallbackPane::signatureWanted, this, &IntegrationEditor::signatureWanted);
    if (m_calls.listenAddress)
        m_mapping->callback()->setListenAddress(m_calls.listenAddress());
    connect(m_mapping, &MappingPane::removed, this, &IntegrationEditor::toastWithUndo);
    connect(m_dock, &ProblemsDock::jumpRequested, this, &IntegrationEditor::jump);
    connect(m_dock, &ProblemsDock::fixRequested, this, &IntegrationEditor::fix);
    connect(m_dock, &ProblemsDock::nextRequested, this, &IntegrationEditor::nextProblem);
    connect(m_dock, &ProblemsDock::collapsedChanged, this, [this](bool collapsed) {
        m_dock->setMaximumHeight(collapsed ? m_dock->headHeight() + 1 : QWIDGETSIZE_MAX);
        m_dockMoved = false;
        shareHeight();
    });
    connect(m_dock, &ProblemsDock::tabChanged, this, [this] {
        if (!m_dockMoved)
            shareHeight();
    });
    connect(m_outer, &QSplitter::splitterMoved, this, [this] { m_dockMoved = true; });
    connect(m_state.get(), &EditorState::problemsChanged, this, [this] {
        int blocking = 0;
        for (const domain::LintProblem &problem : m_state->problems())
            blocking += problem.step == m_state->step() &&
                        problem.severity == domain::LintProblem::Severity::Blocking;
        m_mappingRail->setCount(blocking);
    });
    connect(m_mapping->view(), &MappingView::placesChanged, this, &IntegrationEditor::refreshLink);
    connect(m_fields, &LeadFieldPane::placesChanged, this, &IntegrationEditor::refreshLink);
    connect(m_splitter, &QSplitter::splitterMoved, this, &IntegrationEditor::refreshLink);
    connect(m_outer, &QSplitter::splitterMoved, this, &IntegrationEditor::refreshLink);
    connect(m_state.get(), &EditorState::selectedChanged, this, [this] {
        if (!m_state->selected().isEmpty() && !m_stepIsNew)
            m_selectedRows[m_state->step()] = m_state->selected();
        // the field that goes into the row is shown at the left, too
        const DocumentPath row =
            DocumentPath::parse(m_state->selected().toStdString()).value_or(DocumentPath());
        const Value *source = m_document->at(row.child("source"));
        if (!m_fields->tree()->hasFocus())
            m_fields->setCurrentField(workbench::sourceKind(source) == workbench::SourceKind::Field
                                          ? workbench::sourceText(source)
                                          : QString());
        refreshLink();
    });
    connect(m_state.get(), &EditorState::stepChanged, this, [this] { m_stepIsNew = true; });
    connect(m_state.get(), &EditorState::previewChanged, this, [this] {
        if (std::exchange(m_stepIsNew, false))
            selectRow();
    });
    QTimer::singleShot(0, this, [this] {
        if (m_state->selected().isEmpty())
            selectRow();
    });
}

void IntegrationEditor::selectRow()
{
    const MappingModel *model = m_mapping->model();
    if (const auto before = m_selectedRows.find(m_state->step());
        before != m_selectedRows.end() && model->rowOf(before->second) >= 0) {
        m_state->setSelected(before->second);
        return;
    }
    // a row with transforms, so that the editor shows at once what it is for
    for (int row = 0; row < model->rowCount(); ++row)
        if (model->item(row)->row.isRow() && !model->item(row)->chips.isEmpty()) {
            m_state->setSelected(qt(model->item(row)->row.path.toString()));
            return;
        }
}

QWidget *IntegrationEditor::buildPreview()
{
    // until the request pane is put here
    auto *pane = new QWidget;
    pane->setObjectName(QStringLiteral("requestPreview"));
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *text = new QPlainTextEdit;
    text->setObjectName(QStringLiteral("requestPreviewText"));
    text->setAccessibleName(tr("Request"));
    text->setReadOnly(true);
    text->setFrameShape(QFrame::NoFrame);
    text->setFont(theme().font(TextRole::Mono));
    text->setProperty("payload", true);
    layout->addWidget(text);
    const auto show = [this, text] {
        text->setPlainText(qt(m_state->wireText()));
    };
    connect(m_state.get(), &EditorState::previewChanged, text, show);
    show();
    return pane;
}

void IntegrationEditor::setRightPane(QWidget *pane)
{
    delete m_right;
    m_right = pane;
    if (!pane)
        return;
    pane->setMinimumWidth(theme().px(260));
    m_splitter->addWidget(pane);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 0);
    if (isVisible())
        sharePanes();
}

void IntegrationEditor::refreshLeads()
{
    if (!m_state)
        return;
    const domain::FieldSchema *vertical = m_state->vertical();
    if (m_header)
        m_header->setVerticalLabel(vertical ? qt(vertical->label.empty() ? vertical->slug : vertical->label)
                                            : QString());
    std::vector<workbench::TrialLead> edges;
    if (vertical)
        edges = workbench::edgeCaseLeads(*vertical);
    // there at once; real ones come when they have been read
    if (m_state->leads().empty())
        m_state->setLeads(edges);
    if (!m_calls.leads)
        return;
    whenDone(this, m_calls.leads(m_vertical, sampleCount),
             [this, edges](const Result<QVector<market::SampleLead>> &leads) {
                 std::vector<workbench::TrialLead> all;
                 if (leads)
                     for (const market::SampleLead &lead : *leads)
                         all.push_back({workbench::TrialLead::Kind::Real, lead.title, lead.fields, lead.id});
                 all.insert(all.end(), edges.begin(), edges.end());
                 const bool first = m_state->leads().empty() ||
                                    m_state->leads().front().kind == workbench::TrialLead::Kind::EdgeCase;
                 const bool untouched = m_state->leadIndex() == 0;
                 m_state->setLeads(std::move(all));
                 // a real lead tells more than an example, unless one was chosen already
                 if (first && untouched)
                     m_state->setLeadIndex(0);
             });
}

void IntegrationEditor::refreshStanding()
{
    if (!m_header)
        return;
    EditorHeader::Standing standing;
    standing.version = m_version;
    standing.changes =
        m_published ? static_cast<int>(domain::diffSentences(*m_published, m_document->value()).size()) : 0;
    standing.save = m_keeper->state();
    standing.savedAt = m_keeper->savedAt() ? m_keeper->savedAt() : m_savedBefore;
    standing.failure =
        m_keeper->state() == DraftKeeper::State::Failed ? qt(m_keeper->failure().message) : QString();
    standing.hasDraft = m_savedBefore || m_keeper->state() != DraftKeeper::State::Clean || m_isNew;
    standing.isPublishing = m_publishing;
    standing.isOffline = m_calls.isRunning && !m_calls.isRunning();
    if (m_calls.zone)
        standing.zone = m_calls.zone();
    if (m_published && standing.changes == 0)
        standing.hasDraft = false;
    m_header->setStanding(standing);
}

void IntegrationEditor::refreshOffline()
{
    refreshStanding();
    if (m_keeper && (m_isNew || hasUnsaved()))
        saveNow(); // it may be back: what could not be kept is kept now
}

bool IntegrationEditor::hasUnsaved() const
{
    return m_keeper && m_keeper->state() != DraftKeeper::State::Clean &&
           m_keeper->state() != DraftKeeper::State::Saved;
}

void IntegrationEditor::saveNow()
{
    // without a market nothing can be kept; refreshOffline() does it when it is back
    if (!m_keeper || (m_calls.isRunning && !m_calls.isRunning()))
        return;
    m_keeper->saveNow();
    if (m_isNew && m_keeper->state() == DraftKeeper::State::Clean) {
        // nothing was edited yet, so the keeper has nothing to save: the document itself is new
        m_isNew = false;
        whenDone(this, m_calls.save(m_slug, m_document->value(), m_base),
                 [this](const Result<UtcTime> &saved) {
                     if (saved)
                         m_savedBefore = *saved;
                     else
                         Q_EMIT noted(tr("The draft could not be kept: %1").arg(qt(saved.error().message)));
                     refreshStanding();
                 });
    }
}

QRect IntegrationEditor::anchorOf(QWidget *widget) const
{
    return QRect(widget->mapTo(this, QPoint(0, 0)), widget->size());
}

void IntegrationEditor::toastWithUndo(const QString &text)
{
    QUndoStack *stack = m_document->undoStack();
    const int index = stack->index();
    // undo takes back what the note is about, also when something was done in between
    Toast::show(window(), text, tr("Undo"), [stack, index] {
        if (stack->index() >= index)
            stack->setIndex(index - 1);
    });
}

QString IntegrationEditor::rowPathOf(const std::string &path) const
{
    auto place = DocumentPath::parse(path);
    while (place && !place->isRoot()) {
        const Value *value = m_document->at(*place);
        if (value && value->find("target"))
            return qt(place->toString());
        if (m_mapping->model()->rowOf(qt(place->toString())) >= 0)
            return qt(place->toString());
        place = place->parent();
    }
    return {};
}

void IntegrationEditor::jump(const domain::LintProblem &problem)
{
    if (problem.step && m_document->at(IntegrationDocument::stepPath(*problem.step)))
        m_state->setStep(*problem.step);
    const QString row = rowPathOf(problem.path);
    if (row.isEmpty()) {
        // a rule, a sample: the pane at the right knows it
        m_state->setSelected(qt(problem.path));
        return;
    }
    setMappingFolded(false);
    m_state->setSelected(row);
    m_mapping->view()->setCurrentPath(row);
    m_mapping->view()->setFocus(Qt::OtherFocusReason);
}

void IntegrationEditor::fix(const domain::LintProblem &problem, QuickFix::Kind kind)
{
    const QString row = rowPathOf(problem.path);
    if (problem.step && m_document->at(IntegrationDocument::stepPath(*problem.step)))
        m_state->setStep(*problem.step);
    switch (kind) {
    case QuickFix::Kind::RecordReason:
        m_mapping->addPiiReason(row);
        break;
    case QuickFix::Kind::MoveToPost:
        m_mapping->moveToPost(row);
        break;
    case QuickFix::Kind::MapValue:
        m_mapping->editMapping(row, MappingEdits::unmappedValues(problem, m_mapping->fieldOf(row)));
        break;
    case QuickFix::Kind::AddRow: {
        const auto made = MappingEdits(m_document.get())
                              .insertAfter(DocumentPath(), m_state->step(), qt(problem.subject),
                                           Value(domain::Object{{"constant", ""}}));
        if (made) {
            const QString path = qt(made->toString());
            m_state->setSelected(path);
            m_mapping->view()->setCurrentPath(path);
            m_mapping->view()->setFocus();
            Q_EMIT m_mapping->view()->sourceEditRequested(m_mapping->model()->rowOf(path), QString());
        }
        break;
    }
    case QuickFix::Kind::FillIn:
    case QuickFix::Kind::UseSecret:
        jump(problem);
        if (const int at = m_mapping->model()->rowOf(row); at >= 0)
            Q_EMIT m_mapping->view()->sourceEditRequested(at, QString());
        break;
    case QuickFix::Kind::TimeLimit:
        askTimeLimit();
        break;
    }
}

bool IntegrationEditor::nextProblem()
{
    if (!m_dock)
        return false;
    m_dock->showTab(ProblemsDock::Tab::Problems);
    const int row = m_dock->selectNext();
    if (row < 0)
        return false;
    Q_EMIT m_dock->view()->jumpRequested(row);
    return true;
}

void IntegrationEditor::setFieldsFolded(bool folded)
{
    if (!m_fields || m_fields->isHidden() == folded)
        return;
    const bool hadFocus = m_fields->isAncestorOf(focusWidget());
    m_fields->setVisible(!folded);
    m_fieldRail->setVisible(folded);
    if (hadFocus && folded)
        m_mapping->view()->setFocus();
    QTimer::singleShot(0, this, &IntegrationEditor::refreshLink);
}

void IntegrationEditor::setMappingFolded(bool folded)
{
    if (!m_mapping || m_mapping->isHidden() == folded)
        return;
    m_mapping->setVisible(!folded);
    m_mappingRail->setVisible(folded);
    QTimer::singleShot(0, this, &IntegrationEditor::refreshLink);
}

void IntegrationEditor::setDockFolded(bool folded)
{
    if (!m_dock || folded == m_dockFolded)
        return;
    if (folded && m_dock->isCollapsed())
        return; // as the user wants it
    m_dockFolded = folded;
    m_dock->setCollapsed(folded);
}

void IntegrationEditor::refreshLink()
{
    if (!m_link)
        return;
    m_link->setGeometry(rect());
    m_link->raise();
    const MappingView *view = m_mapping->view();
    const int row = m_mapping->model()->rowOf(view->currentPath());
    const MappingModel::Item *item = m_mapping->model()->item(row);
    std::optional<QPoint> from;
    std::optional<QPoint> to;
    const int edge = m_splitter->mapTo(this, QPoint(m_mapping->x(), 0)).x() - 1;
    if (item && item->source == workbench::SourceKind::Field && !m_fields->isHidden() &&
        !m_mapping->isHidden()) {
        const QRect field = m_fields->fieldRect(item->sourceText);
        const QRect line = view->lineRect(row);
        if (!field.isEmpty() && !line.isEmpty()) {
            from = m_fields->mapTo(this, field.center());
            to = view->viewport()->mapTo(this, QPoint(theme().px(13), line.center().y()));
        }
    }
    m_link->setLink(from, to, edge);
}

void IntegrationEditor::sharePanes()
{
    // The sides have their share within bounds; the table gets what is left.
    const int all = m_splitter->width();
    const int left = std::clamp(all * 17 / 100, theme().px(170), theme().px(250));
    const int right = std::clamp(all * 31 / 100, theme().px(300), theme().px(460));
    m_splitter->setSizes({left, all - left - right, right});
    m_dockMoved = false;
    shareHeight();
    refreshLink();
}

int IntegrationEditor::dockHeight() const
{
    if (m_dock->isCollapsed())
        return m_dock->headHeight() + 1;
    const int height = m_outer->height();
    const int problems = theme().px(height < theme().px(620) ? 102 : 132);
    return m_dock->currentTab() == ProblemsDock::Tab::Problems
               ? problems
               : std::max(problems, std::min(height * 42 / 100, theme().px(320)));
}

void IntegrationEditor::shareHeight()
{
    const int dock = dockHeight();
    m_outer->setSizes({m_outer->height() - dock, dock});
}

bool IntegrationEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && (watched == m_splitter || watched == m_outer)) {
        const auto *resize = static_cast<QResizeEvent *>(event);
        const bool changed = watched == m_splitter ? resize->size().width() != resize->oldSize().width()
                                                   : resize->size().height() != resize->oldSize().height();
        // when the splitter has taken its new size
        if (changed)
            QTimer::singleShot(0, this, &IntegrationEditor::sharePanes);
    }
    return QWidget::eventFilter(watched, event);
}

void IntegrationEditor::keyPressEvent(QKeyEvent *event)
{
    // Esc goes back to the table from wherever one is
    if (event->key() == Qt::Key_Escape && m_mapping && !m_mapping->isHidden()) {
        m_mapping->view()->setFocus();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace bourse::gui
