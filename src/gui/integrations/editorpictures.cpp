#include "gui/integrations/editorpictures.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/importdialog.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/integrationlist.h"
#include "gui/integrations/leadmatrixview.h"
#include "gui/integrations/mappingpane.h"
#include "gui/integrations/mappingview.h"
#include "gui/integrations/previewpane.h"
#include "gui/integrations/responsepane.h"
#include "gui/integrations/testsender.h"
#include "gui/widgets/tableview.h"
#include "workbench/draftkeeper.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QEventLoop>
#include <QPushButton>
#include <QTimer>

namespace bourse::gui {

using domain::Object;
using domain::StepKind;
using domain::Value;
using workbench::IntegrationDocument;
using workbench::MappingEdits;

namespace {

constexpr int endMs = 3000;
constexpr int settlingMs = 400; // problems are looked for a moment after a change
constexpr int leadsMs = 2000;
constexpr int mostSends = 4;
constexpr char kSigned[] = "template:signed-json-post";
constexpr char kCalledBack[] = "template:leaddistro-ai";
constexpr char kBuiltIn[] = "template:boberdoo-xml";

// What an account manager gets from a buyer: a key in a header, a password, an array, a line that is no body.
constexpr char kPasted[] =
    "curl 'https://leads.northfield-legal.example/api/v2/ping?campaign=4417' \\\n"
    "  -X POST \\\n"
    "  -H 'Content-Type: application/json' \\\n"
    "  -H 'X-Api-Key: EXAMPLE-KEY-0042' \\\n"
    "  --max-time 3 \\\n"
    "  -d '{\"zip\": \"78701\", \"state\": \"TX\", \"city\": \"Austin\", \"case_type\": \"Auto Accident\",\n"
    "       \"accident_date\": \"05/02/2026\", \"has_attorney\": \"No\", \"subid\": \"aff-2291\",\n"
    "       \"tcpa\": true, \"trusted_form\": \"https://cert.trustedform.com/abc\", \"tier\": 3}'\n";

template <class Dialog> Dialog *dialogOf(QWidget *page)
{
    for (Dialog *dialog : page->window()->findChildren<Dialog *>())
        if (dialog->isVisible())
            return dialog;
    return nullptr;
}

} // namespace

EditorPictures::EditorPictures(BuyersPage *page, std::function<bool()> maySend)
    : m_page(page), m_maySend(std::move(maySend))
{
}

PreviewPane *EditorPictures::preview(IntegrationEditor *editor) const
{
    return editor ? qobject_cast<PreviewPane *>(editor->rightPane()) : nullptr;
}

IntegrationEditor *EditorPictures::showEditor()
{
    if (!m_editor) {
        // one that is in use, else a built-in one
        const IntegrationListModel *list = m_page->list()->model();
        const market::IntegrationHead *head = list->head(0);
        m_isOurDraft = !head || !head->draftSavedAt;
        m_isPrepared = false;
        m_sends = 0;
        m_settling.start();
        m_page->open(head ? head->slug : QString::fromLatin1(kBuiltIn));
        m_editor = m_page->currentEditor();
    } else {
        m_page->open(m_editor->slug());
    }
    return m_editor;
}

IntegrationEditor *EditorPictures::showOther(const char *slug)
{
    QPointer<IntegrationEditor> &other = m_others[QLatin1String(slug)];
    m_page->open(other ? other->slug() : QLatin1String(slug));
    if (!other)
        other = m_page->currentEditor();
    return other;
}

bool EditorPictures::prepare()
{
    if (!m_editor || !m_editor->document())
        return false;
    workbench::EditorState *state = m_editor->state();
    if (m_isPrepared)
        return m_settling.elapsed() > settlingMs;
    state->setStep(StepKind::Ping);
    const PreviewPane *pane = preview(m_editor);
    if (pane && m_maySend()) {
        if (pane->sender()->isSending())
            return false;
        // a bid shows more than a refusal, and a buyer is free to refuse
        const market::TestExchange *last = pane->sender()->last();
        const auto compiled = m_editor->document()->compiled();
        const bool isBid =
            last && last->response && compiled &&
            compiled->interpret(StepKind::Ping, *last->response).outcome == domain::Reading::Accepted;
        if (!isBid && m_sends < mostSends) {
            const bool hasLead =
                !state->leads().empty() && state->leads().front().kind == workbench::TrialLead::Kind::Real;
            if (hasLead || m_settling.elapsed() > leadsMs) {
                ++m_sends;
                Q_EMIT m_page->sendRequested(m_editor);
            }
            return false;
        }
    }
    addRows(m_editor);
    m_isPrepared = true;
    m_settling.restart();
    return false;
}

void EditorPictures::addRows(IntegrationEditor *editor)
{
    IntegrationDocument *document = editor->document();
    if (!document || !m_isOurDraft || document->undoStack()->count() > 0)
        return;
    // a hash, as buyers ask for it to find duplicates, and personal data that the problems complain of
    MappingEdits edits(document);
    const auto hash = edits.insertAfter({}, StepKind::Ping, QStringLiteral("Email_Hash"),
                                        Value(Object{{"field", "email"}}));
    if (!hash)
        return;
    edits.addTransform(*hash, 0, Value(Object{{"do", "trim"}}));
    edits.addTransform(*hash, 1, Value(Object{{"do", "lower"}}));
    edits.addTransform(*hash, 2, Value(Object{{"do", "hash"}, {"algorithm", "md5"}}));
    edits.insertAfter(*hash, StepKind::Ping, QStringLiteral("Phone"), Value(Object{{"field", "phone"}}));
    editor->saveNow();
    editor->state()->setSelected(QString::fromStdString(hash->toString()));
    editor->mappingPane()->view()->setCurrentPath(QString::fromStdString(hash->toString()));
}

QVector<PictureView> EditorPictures::views()
{
    QVector<PictureView> views;
    // the editor with one tab of its right pane, and the rest as it is at first
    const auto show = [this](StepKind step, PreviewPane::Tab tab, bool large) {
        IntegrationEditor *editor = showEditor();
        if (!editor->document())
            return;
        editor->state()->setStep(step);
        editor->dock()->showTab(ProblemsDock::Tab::Problems);
        if (PreviewPane *pane = preview(editor)) {
            pane->setLarge(large);
            pane->setTab(tab);
        }
    };
    // a document is read when it is first shown, and set up when it is there
    const auto add = [&](const QString &name, StepKind step, PreviewPane::Tab tab, bool enlarged = false) {
        PictureView view;
        view.name = name;
        view.show = [show, step, tab, enlarged] {
            show(step, tab, enlarged);
        };
        view.isReady = [this, show, step, tab, enlarged] {
            if (!prepare())
                return false;
            show(step, tab, enlarged);
            return true;
        };
        views.append(view);
        return &views.last();
    };
    add(QStringLiteral("editor-ping"), StepKind::Ping, PreviewPane::Request)->large = true;
    add(QStringLiteral("editor-post"), StepKind::Post, PreviewPane::Request);
    add(QStringLiteral("editor-curl"), StepKind::Ping, PreviewPane::Curl);
    for (const bool enlarged : {false, true}) {
        PictureView *answer =
            add(enlarged ? QStringLiteral("editor-response") : QStringLiteral("editor-answer"),
                StepKind::Ping, PreviewPane::Response, enlarged);
        answer->large = enlarged;
    }
    PictureView *difference = add(QStringLiteral("editor-difference"), StepKind::Ping, PreviewPane::Request);
    difference->show = [this, show = difference->show] {
        show();
        if (m_editor && m_editor->document())
            m_editor->dock()->showTab(ProblemsDock::Tab::Difference);
    };
    difference->isReady = [this] {
        return prepare();
    };
    PictureView *matrix = add(QStringLiteral("editor-leads"), StepKind::Ping, PreviewPane::Request);
    matrix->show = [this, show = matrix->show] {
        show();
        if (!m_editor || !m_editor->document())
            return;
        m_editor->dock()->showTab(ProblemsDock::Tab::LastLeads);
        if (auto *view = m_editor->dock()->findChild<LeadMatrixView *>()) {
            if (auto *only = view->findChild<QPushButton *>(QStringLiteral("matrixFailing")))
                only->setChecked(false);
            view->run();
        }
    };
    matrix->isReady = [this] {
        const auto *view = m_editor ? m_editor->dock()->findChild<LeadMatrixView *>() : nullptr;
        return !view || !view->isRunning();
    };

    PictureView *rule = add(QStringLiteral("editor-rule"), StepKind::Ping, PreviewPane::Response, true);
    rule->show = [this, show = rule->show] {
        show();
        auto *rules = m_editor ? m_editor->findChild<TableView *>(QStringLiteral("rulesTable")) : nullptr;
        if (!rules || rules->model()->rowCount() == 0)
            return;
        rules->setCurrentIndex(rules->model()->index(0, 0));
        Q_EMIT rules->rowActivated(rules->currentIndex());
    };
    rule->isReady = {};
    add(QStringLiteral("editor-unsigned"), StepKind::Ping, PreviewPane::Signature);

    PictureView signature;
    signature.name = QStringLiteral("editor-signature");
    signature.large = true;
    signature.show = [this] {
        IntegrationEditor *editor = showOther(kSigned);
        if (!editor->document())
            return;
        editor->state()->setStep(StepKind::Post);
        if (PreviewPane *pane = preview(editor))
            pane->setTab(PreviewPane::Signature);
    };
    views.append(signature);

    PictureView callback;
    callback.name = QStringLiteral("editor-callback");
    callback.large = true;
    callback.show = [this] {
        IntegrationEditor *editor = showOther(kCalledBack);
        if (!editor->document())
            return;
        editor->state()->setStep(StepKind::Callback);
        if (PreviewPane *pane = preview(editor))
            pane->setTab(PreviewPane::Response);
    };
    views.append(callback);

    const auto dialog = [&](const QString &name, std::function<void()> open,
                            std::function<bool()> isReady = {}) {
        PictureView view;
        view.name = name;
        view.show = [this, open = std::move(open)] {
            showEditor();
            open();
        };
        view.isReady = std::move(isReady);
        views.append(view);
    };
    dialog(
        QStringLiteral("import"),
        [this] {
            Q_EMIT m_page->importRequested(nullptr);
            if (auto *box = dialogOf<ImportDialog>(m_page))
                box->setText(QString::fromLatin1(kPasted));
        },
        [this] {
            const auto *box = dialogOf<ImportDialog>(m_page);
            return !box || box->isSettled();
        });
    dialog(QStringLiteral("import-empty"), [this] { Q_EMIT m_page->importRequested(nullptr); });
    dialog(QStringLiteral("templates"), [this] { Q_EMIT m_page->templatesRequested(); });
    dialog(QStringLiteral("versions"), [this] {
        if (m_editor->document())
            Q_EMIT m_page->versionsRequested(m_editor);
    });
    PictureView secrets;
    secrets.name = QStringLiteral("secrets");
    secrets.show = [this] {
        const IntegrationEditor *editor = showOther(kSigned);
        if (editor->document())
            Q_EMIT editor->header()->secretsRequested();
    };
    views.append(secrets);
    dialog(QStringLiteral("help"), [this] { HelpDialog::showTopic(m_page, QStringLiteral("callback")); });
    return views;
}

void EditorPictures::end()
{
    QVector<QPointer<IntegrationEditor> *> all{&m_editor};
    for (QPointer<IntegrationEditor> &other : m_others)
        all.append(&other);
    for (QPointer<IntegrationEditor> *each : std::as_const(all)) {
        IntegrationEditor *editor = *each;
        if (!editor)
            continue;
        const bool discards = each != &m_editor || m_isOurDraft;
        const QString slug = editor->slug();
        m_page->close(editor);
        each->clear();
        if (!discards)
            continue;
        // done before the caller goes on, who may be about to stop the market
        QEventLoop loop;
        QTimer::singleShot(endMs, &loop, &QEventLoop::quit);
        whenDone(&loop, m_page->calls().discard(slug),
                 [&loop](const Result<std::monostate> &) { loop.quit(); });
        loop.exec();
    }
    m_page->open(QString());
}

} // namespace bourse::gui
