#include "gui/integrations/buyerspage.h"
#include "domain/json/json.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/editorpictures.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/integrationlist.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/tableview.h"
#include "gui/widgets/toast.h"
#include "market/market.h"
#include "workbench/draftkeeper.h"
#include "workbench/editorstate.h"
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMetaMethod>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::Object;
using domain::Value;

namespace {

constexpr qint64 largestFile = 8 << 20;
constexpr char templatePrefix[] = "template:";

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// By itself a tab bar keeps room for arrows, also beside a single tab.
class DocumentTabs final : public QTabBar {
  public:
    using QTabBar::QTabBar;
    QSize minimumSizeHint() const override { return {theme().px(40), sizeHint().height()}; }
};

/// "Acme Insurance" → "acme-insurance"
QString slugFrom(const QString &label)
{
    QString slug;
    for (const QChar c : label.toLower().normalized(QString::NormalizationForm_KD)) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_')
            slug += c;
        else if (!slug.isEmpty() && !slug.endsWith(u'-') && c.category() != QChar::Mark_NonSpacing)
            slug += u'-';
    }
    while (slug.endsWith(u'-'))
        slug.chop(1);
    return slug.isEmpty() ? QStringLiteral("buyer") : slug.left(60);
}

} // namespace

BuyersPage::BuyersPage(market::Market *market, QWidget *parent)
    : Page(parent), m_calls(marketCalls(market)), m_market(market)
{
    init();
    connect(m_market, &market::Market::integrationsChanged, this, [this] {
        if (m_isShown)
            reload();
    });
    connect(m_market, &market::Market::configurationPublished, this, [this] {
        if (m_isShown)
            reload();
    });
    connect(m_market, &market::Market::phaseChanged, this, [this] {
        for (IntegrationEditor *editor : editors())
            editor->refreshOffline();
        if (m_isShown)
            reload();
    });
}

BuyersPage::BuyersPage(IntegrationCalls calls, QWidget *parent) : Page(parent), m_calls(std::move(calls))
{
    init();
}

BuyersPage::~BuyersPage() = default;

void BuyersPage::init()
{
    setObjectName(QStringLiteral("buyersPage"));
    setHelpTopic(this, QStringLiteral("buyers"));
    setAccessibleName(tr("Buyers"));
    setFocusPolicy(Qt::ClickFocus); // so that its keys work wherever in it one has clicked
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new QWidget;
    bar->setObjectName(QStringLiteral("documentBar"));
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(0, 0, 8, 0);
    barLayout->setSpacing(2);
    m_tabs = new DocumentTabs;
    m_tabs->setObjectName(QStringLiteral("documentTabs"));
    m_tabs->setAccessibleName(tr("Open integrations"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setMovable(false);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    barLayout->addWidget(m_tabs);
    auto *add = makeButton(tr("New integration"), QStringLiteral("plus"), ButtonKind::Icon,
                           QStringLiteral("newTabButton"), nullptr, true);
    add->setProperty("flat", true);
    connect(add, &QPushButton::clicked, this, &BuyersPage::makeNew);
    barLayout->addWidget(add);
    barLayout->addStretch(1);
    const auto scale = [this, bar] {
        bar->setFixedHeight(theme().px(40));
        m_tabs->setIconSize(QSize(theme().px(16), theme().px(16)));
    };
    scale();
    connect(&theme(), &Theme::changed, bar, scale);
    layout->addWidget(bar);
    layout->addWidget(makeLine(Qt::Horizontal));
    m_stack = new QStackedWidget;
    m_stack->setObjectName(QStringLiteral("documentStack"));
    layout->addWidget(m_stack, 1);
    m_list = new IntegrationList;
    m_stack->addWidget(m_list);
    m_tabs->addTab(icon(QStringLiteral("buyers"), Token::Secondary, Token::Text), tr("Buyers"));
    connect(m_tabs, &QTabBar::currentChanged, this, &BuyersPage::showTab);
    connect(m_list, &IntegrationList::openRequested, this, &BuyersPage::open);
    connect(m_list, &IntegrationList::newRequested, this, &BuyersPage::makeNew);
    connect(m_list, &IntegrationList::duplicateRequested, this, &BuyersPage::duplicate);
    connect(m_list, &IntegrationList::importRequested, this, &BuyersPage::handleImport);
    connect(m_list, &IntegrationList::exportRequested, this, &BuyersPage::exportTo);
    connect(m_list, &IntegrationList::discardRequested, this, &BuyersPage::discard);
    connect(m_list, &IntegrationList::retryRequested, this, &BuyersPage::reload);
    connect(m_list, &IntegrationList::templatesRequested, this, [this] {
        if (isSignalConnected(QMetaMethod::fromSignal(&BuyersPage::templatesRequested)))
            Q_EMIT templatesRequested();
        else
            importFile();
    });
    createActions();
}

void BuyersPage::createActions()
{
    const auto add = [this](const QString &name, const QString &text, const QKeySequence &key, auto handler) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, handler);
        addAction(action);
        m_actions.append(action);
    };
    add(QStringLiteral("actionNewIntegration"), tr("New integration"), QKeySequence(Qt::CTRL | Qt::Key_N),
        [this] { makeNew(); });
    add(QStringLiteral("actionImportIntegration"), tr("Import a buyer"), QKeySequence(Qt::CTRL | Qt::Key_I),
        [this] { handleImport(); });
    add(QStringLiteral("actionExportIntegration"), tr("Export the integration"),
        QKeySequence(Qt::CTRL | Qt::Key_E), [this] {
            const IntegrationEditor *editor = currentEditor();
            exportTo(editor ? editor->slug() : m_list->currentSlug());
        });
    add(QStringLiteral("actionDuplicateIntegration"), tr("Duplicate the integration"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), [this] {
            const IntegrationEditor *editor = currentEditor();
            duplicate(editor ? editor->slug() : m_list->currentSlug());
        });
    add(QStringLiteral("actionNextTab"), tr("Next tab"), QKeySequence(Qt::CTRL | Qt::Key_Tab),
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % m_tabs->count()); });
    add(QStringLiteral("actionPreviousTab"), tr("Previous tab"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Backtab), [this] {
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % m_tabs->count());
        });
    m_actions.last()->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Backtab),
                                    QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab)});
    add(QStringLiteral("actionCloseTab"), tr("Close the tab"), QKeySequence(Qt::CTRL | Qt::Key_W),
        [this] { closeTab(m_tabs->currentIndex()); });
}

QList<QAction *> BuyersPage::pageActions() const
{
    QList<QAction *> actions(m_actions.begin(), m_actions.end());
    if (const IntegrationEditor *editor = currentEditor())
        actions.append(editor->editorActions());
    return actions;
}

QString BuyersPage::helpText() const
{
    return tr(
        "An integration says how a buyer is talked to. In the table each row fills one target: Enter adds a "
        "transform, F4 changes where the value comes from, F2 edits the cell, Insert and Delete add and "
        "remove rows, Alt with the arrow keys moves rows and transforms. Enter on a lead field at the left "
        "maps it to the selected row; fields can also be dragged. F8 goes to the next problem, Ctrl+Enter "
        "sends a test, Alt+Page up and down change the sample. Ctrl+Alt+1 to 4 go to the request, signature, "
        "response and cURL, Ctrl+Alt+S to the secrets; in an answer N goes to the next value and Enter says "
        "what "
        "it is. Drafts are kept by themselves; nothing is "
        "live before Publish.");
}

void BuyersPage::enter()
{
    m_isShown = true;
    m_tabs->updateGeometry(); // its size is known only with the style sheet
    reload();
    if (IntegrationEditor *editor = currentEditor())
        editor->refreshOffline();
    else
        m_list->focusContent();
}

void BuyersPage::leave()
{
    m_isShown = false;
    for (IntegrationEditor *editor : editors())
        editor->saveNow();
}

bool BuyersPage::nextProblem()
{
    IntegrationEditor *editor = currentEditor();
    return editor && editor->nextProblem();
}

QVector<PictureView> BuyersPage::pictureViews()
{
    if (!m_pictures)
        m_pictures = std::make_unique<EditorPictures>(this, [this] {
            return m_market && m_market->phase() == market::MarketPhase::Running && m_market->status().demo;
        });
    return m_pictures->views();
}

void BuyersPage::endPictures()
{
    if (m_pictures)
        m_pictures->end();
    m_pictures.reset();
}

void BuyersPage::reload()
{
    if (m_calls.isRunning && !m_calls.isRunning()) {
        if (!m_wasRead)
            m_list->showFailure(tr("The market is not running, so its integrations cannot be read."));
        return;
    }
    m_list->showLoading();
    if (m_calls.zone)
        m_list->setZone(m_calls.zone());
    whenDone(this, m_calls.heads(), [this](const Result<QVector<market::IntegrationHead>> &heads) {
        if (!heads) {
            m_list->showFailure(tr("The integrations could not be read: %1").arg(qt(heads.error().message)));
            return;
        }
        m_wasRead = true;
        m_slugs.clear();
        for (const market::IntegrationHead &head : *heads)
            m_slugs.append(head.slug);
        m_list->setHeads(*heads);
    });
}

IntegrationEditor *BuyersPage::currentEditor() const
{
    return qobject_cast<IntegrationEditor *>(m_stack->currentWidget());
}

QVector<IntegrationEditor *> BuyersPage::editors() const
{
    QVector<IntegrationEditor *> all;
    for (int i = 1; i < m_stack->count(); ++i)
        all.append(static_cast<IntegrationEditor *>(m_stack->widget(i)));
    return all;
}

int BuyersPage::indexOf(const IntegrationEditor *editor) const
{
    for (int i = 1; i < m_stack->count(); ++i)
        if (m_stack->widget(i) == editor)
            return i;
    return -1;
}

void BuyersPage::open(const QString &what)
{
    const QString slug = what.trimmed();
    if (slug.isEmpty()) {
        m_tabs->setCurrentIndex(0);
        return;
    }
    for (int i = 1; i < m_stack->count(); ++i)
        if (static_cast<IntegrationEditor *>(m_stack->widget(i))->slug() == slug) {
            m_tabs->setCurrentIndex(i);
            return;
        }
    if (slug.startsWith(QLatin1String(templatePrefix))) {
        const QString name = slug.mid(static_cast<qsizetype>(sizeof templatePrefix) - 1);
        QFile file(u":/integrations/%1.json"_qs.arg(name));
        auto document = file.open(QIODevice::ReadOnly)
                            ? domain::parseJson(file.readAll().toStdString())
                            : Result<Value>(Error{"no_such_template", "template", {}, {}});
        if (document)
            openDocument(std::move(*document));
        else
            Q_EMIT noted(tr("There is no template named %1.").arg(name));
        return;
    }
    addEditor(new IntegrationEditor(m_calls, slug));
}

IntegrationEditor *BuyersPage::openDocument(Value document)
{
    const Value *slug = document.find("slug");
    const QString free = freeSlug(slug ? qt(slug->toText()) : QStringLiteral("buyer"));
    if (document.asObject())
        document.asObject()->set("slug", Value(free.toStdString()));
    auto *editor = new IntegrationEditor(m_calls, std::move(document));
    m_slugs.append(free);
    addEditor(editor);
    return editor;
}

void BuyersPage::addEditor(IntegrationEditor *editor)
{
    m_stack->addWidget(editor);
    const int index =
        m_tabs->addTab(icon(QStringLiteral("buyers"), Token::Secondary, Token::Text), editor->title());
    auto *close = makeButton(tr("Close (Ctrl+W)"), QStringLiteral("x"), ButtonKind::Icon,
                             u"closeTab_"_qs + editor->slug(), nullptr, true);
    close->setProperty("flat", true);
    close->setProperty("tabClose", true);
    close->setFocusPolicy(Qt::NoFocus);
    close->setIconSize(QSize(theme().px(12), theme().px(12)));
    close->ensurePolished();
    close->setFixedSize(theme().px(22), theme().px(22));
    m_tabs->setTabButton(index, QTabBar::RightSide, close);
    connect(close, &QPushButton::clicked, this, [this, editor] { closeTab(indexOf(editor)); });
    connect(editor, &IntegrationEditor::titleChanged, this, [this, editor] { refreshTab(editor); });
    connect(editor, &IntegrationEditor::noted, this, &Page::noted);
    connect(editor, &IntegrationEditor::importRequested, this, &BuyersPage::handleImport);
    connect(editor, &IntegrationEditor::versionsRequested, this,
            [this, editor] { Q_EMIT versionsRequested(editor); });
    connect(editor, &IntegrationEditor::sendRequested, this,
            [this, editor] { Q_EMIT sendRequested(editor); });
    connect(editor, &IntegrationEditor::versionPublished, this, &BuyersPage::reload);
    if (editor->document())
        Q_EMIT editorReady(editor);
    else
        connect(editor, &IntegrationEditor::documentReady, this,
                [this, editor] { Q_EMIT editorReady(editor); });
    refreshTab(editor);
    m_tabs->setCurrentIndex(index);
}

void BuyersPage::refreshTab(IntegrationEditor *editor)
{
    const int index = indexOf(editor);
    if (index < 0)
        return;
    // cut here: the bar would cut short names, too
    m_tabs->setTabText(index,
                       m_tabs->fontMetrics().elidedText(editor->title(), Qt::ElideRight, theme().px(180)));
    m_tabs->setTabToolTip(index, editor->title() + QStringLiteral("\n") + editor->slug());
    m_tabs->setAccessibleTabName(index, editor->title());
    m_tabs->updateGeometry();
}

void BuyersPage::showTab(int index)
{
    if (index < 0 || index >= m_stack->count())
        return;
    m_stack->setCurrentIndex(index);
    m_tabs->updateGeometry(); // the chosen one is set in another weight
    if (index == 0) {
        if (m_isShown)
            reload();
        m_list->focusContent();
    } else {
        currentEditor()->setFocus();
    }
}

void BuyersPage::close(IntegrationEditor *editor)
{
    closeTab(indexOf(editor));
}

void BuyersPage::closeTab(int index)
{
    if (index <= 0 || index >= m_stack->count())
        return; // the list stays
    auto *editor = static_cast<IntegrationEditor *>(m_stack->widget(index));
    editor->saveNow();
    m_tabs->removeTab(index);
    m_stack->removeWidget(editor);
    showTab(m_tabs->currentIndex());
    // a save that is under way is finished before the editor goes
    if (editor->hasUnsaved()) {
        editor->setParent(this);
        editor->hide();
        connect(editor->keeper(), &workbench::DraftKeeper::stateChanged, editor, [editor] {
            if (!editor->hasUnsaved())
                editor->deleteLater();
        });
        // one that cannot be saved is opened again, so that nothing is lost unseen
        connect(editor->keeper(), &workbench::DraftKeeper::stateChanged, this, [this, editor] {
            if (editor->keeper()->state() != workbench::DraftKeeper::State::Failed || indexOf(editor) >= 0)
                return;
            disconnect(editor, nullptr, this, nullptr);
            addEditor(editor);
            Q_EMIT noted(tr("%1 could not be saved and was opened again.").arg(editor->title()));
        });
    } else {
        editor->deleteLater();
    }
}

bool BuyersPage::isSlugTaken(const QString &slug) const
{
    const QVector<IntegrationEditor *> open = editors();
    return m_slugs.contains(slug) ||
           std::any_of(open.begin(), open.end(),
                       [&slug](const IntegrationEditor *editor) { return editor->slug() == slug; });
}

QString BuyersPage::freeSlug(const QString &wanted) const
{
    const QString base = slugFrom(wanted);
    QString slug = base;
    for (int n = 2; isSlugTaken(slug); ++n)
        slug = base.left(57) + u'-' + QString::number(n);
    return slug;
}

void BuyersPage::makeNew()
{
    const Object rule{{"id", "server_error"},
                      {"outcome", "error"},
                      {"on_5xx", true},
                      {"when", Object{{"source", Object{{"http", "status"}}}, {"op", "ge"}, {"value", 500}}}};
    const Object post{{"method", "POST"},
                      {"path", "/"},
                      {"body", Object{{"format", "json"}, {"rows", domain::Array()}}},
                      {"response", Object{{"rules", domain::Array{Value(rule)}}}}};
    Object document{
        {"bourse_integration", 1}, {"slug", "new-buyer"},   {"label", tr("New buyer").toStdString()},
        {"currency", "USD"},       {"endpoints", Object()}, {"steps", Object{{"post", post}}}};
    openDocument(Value(std::move(document)));
}

void BuyersPage::duplicate(const QString &slug)
{
    if (slug.isEmpty())
        return;
    const auto copy = [this](Value document) {
        const Value *label = document.find("label");
        const QString name = tr("%1, copy").arg(label ? qt(label->toText()) : QString());
        if (document.asObject())
            document.asObject()->set("label", Value(name.toStdString()));
        openDocument(std::move(document));
    };
    for (const IntegrationEditor *editor : editors())
        if (editor->slug() == slug && editor->document()) {
            copy(editor->document()->value());
            return;
        }
    whenDone(this, m_calls.draft(slug), [this, copy](const Result<market::IntegrationDraft> &draft) {
        if (draft)
            copy(draft->document);
        else
            Q_EMIT noted(tr("It could not be read: %1").arg(qt(draft.error().message)));
    });
}

void BuyersPage::handleImport()
{
    if (isSignalConnected(QMetaMethod::fromSignal(&BuyersPage::importRequested)))
        Q_EMIT importRequested(currentEditor());
    else
        importFile();
}

void BuyersPage::importFile()
{
    auto *dialog = new QFileDialog(this, tr("Import an integration"), QString(),
                                   tr("Integrations (*.json);;All files (*)"));
    dialog->setObjectName(QStringLiteral("importFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &name) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile) {
            Q_EMIT noted(tr("The file could not be read, or is larger than 8 MB."));
            return;
        }
        auto document = domain::parseJson(file.readAll().toStdString());
        if (!document || !document->find("bourse_integration")) {
            Q_EMIT noted(document ? tr("The file holds no integration.")
                                  : tr("The file is not JSON: %1").arg(qt(document.error().message)));
            return;
        }
        openDocument(std::move(*document));
    });
    dialog->open();
}

void BuyersPage::exportTo(const QString &slug)
{
    if (slug.isEmpty())
        return;
    const auto write = [this, slug](const Value &document) {
        auto *dialog = new QFileDialog(this, tr("Export %1").arg(slug), slug + QStringLiteral(".json"),
                                       tr("Integrations (*.json)"));
        dialog->setObjectName(QStringLiteral("exportFileDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        const QByteArray bytes = QByteArray::fromStdString(domain::writeJsonPretty(document));
        connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString &name) {
            QSaveFile file(name);
            if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
                Q_EMIT noted(tr("Exported without any secret's value to %1").arg(name));
            else
                Q_EMIT noted(tr("The file could not be written: %1").arg(file.errorString()));
        });
        dialog->open();
    };
    for (const IntegrationEditor *editor : editors())
        if (editor->slug() == slug && editor->document()) {
            write(editor->document()->value());
            return;
        }
    whenDone(this, m_calls.draft(slug), [this, write](const Result<market::IntegrationDraft> &draft) {
        if (draft)
            write(draft->document);
        else
            Q_EMIT noted(tr("It could not be read: %1").arg(qt(draft.error().message)));
    });
}

void BuyersPage::discard(const QString &slug)
{
    // the draft is read first, so that it can be brought back
    whenDone(this, m_calls.draft(slug), [this, slug](const Result<market::IntegrationDraft> &draft) {
        if (!draft || !draft->savedAt)
            return;
        const Value document = draft->document;
        const qint64 base = draft->baseVersion;
        whenDone(
            this, m_calls.discard(slug), [this, slug, document, base](const Result<std::monostate> &done) {
                if (!done) {
                    Q_EMIT noted(tr("The draft could not be discarded: %1").arg(qt(done.error().message)));
                    return;
                }
                reload();
                Toast::show(window(), tr("Draft of %1 discarded").arg(slug), tr("Undo"),
                            [this, slug, document, base] {
                                whenDone(this, m_calls.save(slug, document, base),
                                         [this](const Result<UtcTime> &) { reload(); });
                            });
            });
    });
}

} // namespace bourse::gui
