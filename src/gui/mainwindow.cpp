#include "gui/mainwindow.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/editortools.h"
#include "gui/leads/leadspage.h"
#include "gui/live/livepage.h"
#include "gui/live/testleaddialog.h"
#include "gui/returns/returnspage.h"
#include "gui/settings/settingspage.h"
#include "gui/shell/commandpalette.h"
#include "gui/shell/navigation.h"
#include "gui/shell/shortcutsheet.h"
#include "gui/shell/startupview.h"
#include "gui/shell/statusbar.h"
#include "gui/suppressions/suppressionspage.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/chip.h"
#include "gui/widgets/format.h"
#include "gui/widgets/toast.h"
#include <QApplication>
#include <QCloseEvent>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMetaMethod>
#include <QPainter>
#include <QPointer>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace bourse::gui {
namespace {

constexpr QSize startSize{1440, 900};
constexpr QSize smallestSize{1024, 640};
// What a page needs for a picture: to ask the market and to show the answer; then, what a view needs.
constexpr int firstLookMs = 500;
constexpr int settleMs = 120;
constexpr int patienceMs = 5000;

} // namespace

MainWindow::MainWindow(market::Market *market, QWidget *parent)
    : QMainWindow(parent), m_market(market), m_views(new QStackedWidget), m_startup(new StartupView),
      m_failure(new FailureView), m_shell(new QWidget), m_navigation(new Navigation),
      m_pages(new QStackedWidget), m_statusBar(new StatusBar), m_palette(nullptr)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Bourse"));
    setWindowIcon(icon(QStringLiteral("logo"), Token::AccentText));
    setMinimumSize(smallestSize);
    resize(startSize);
    m_views->setObjectName(QStringLiteral("views"));
    m_pages->setObjectName(QStringLiteral("pages"));
    m_shell->setObjectName(QStringLiteral("shell"));

    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_navigation);
    upper->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(m_shell);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(m_statusBar);
    m_views->addWidget(m_startup);
    m_views->addWidget(m_failure);
    m_views->addWidget(m_shell);
    setCentralWidget(m_views);
    m_palette = new CommandPalette(this);
    m_pages->setFocusPolicy(Qt::ClickFocus);
    m_pages->setFocus();

    connect(m_navigation, &Navigation::chosen, this, [this](int index) { showPage(m_entries[index].id); });
    connect(m_navigation, &Navigation::paletteRequested, this, &MainWindow::openPalette);
    connect(m_navigation, &Navigation::schemeToggleRequested, this, &MainWindow::toggleScheme);
    connect(m_navigation, &Navigation::shortcutsRequested, this, &MainWindow::openShortcuts);
    connect(m_statusBar, &StatusBar::alertsRequested, this, &MainWindow::openAlerts);
    connect(m_failure, &FailureView::retryRequested, this, &MainWindow::retryRequested);
    connect(m_failure, &FailureView::quitRequested, this, &QWidget::close);
    connect(m_palette, &CommandPalette::leadRequested, this, [this](const QString &id) {
        if (Page *leads = page(QStringLiteral("leads"))) {
            showPage(QStringLiteral("leads"));
            leads->open(id);
        }
    });

    createActions();
    createPages();

    connect(m_market, &market::Market::phaseChanged, this, &MainWindow::handlePhase);
    connect(m_market, &market::Market::statusChanged, this, &MainWindow::handleStatus);
    connect(m_market, &market::Market::configurationPublished, this, &MainWindow::handleStatus);
    connect(m_market, &market::Market::liveChanged, this, &MainWindow::handleLive);
    handlePhase(m_market->phase());

    const QByteArray geometry = userSettings().value(QStringLiteral("window/geometry")).toByteArray();
    if (!geometry.isEmpty())
        restoreGeometry(geometry);
}

MainWindow::~MainWindow() = default;

QAction *MainWindow::makeAction(const QString &objectName, const QString &text, const QString &iconName,
                                const QKeySequence &key, void (MainWindow::*handler)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(objectName);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, handler);
    addAction(action);
    m_actions.append(action);
    m_actionIcons.append(iconName);
    return action;
}

void MainWindow::createActions()
{
    makeAction(QStringLiteral("actionPalette"), tr("Find an action, a page or a lead"),
               QStringLiteral("search"), QKeySequence(Qt::CTRL | Qt::Key_K), &MainWindow::openPalette);
    makeAction(QStringLiteral("actionToggleScheme"), tr("Switch between light and dark"),
               QStringLiteral("moon"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L),
               &MainWindow::toggleScheme);
    makeAction(QStringLiteral("actionLarger"), tr("Larger text"), QStringLiteral("plus"),
               QKeySequence(Qt::CTRL | Qt::Key_Plus), &MainWindow::enlarge);
    makeAction(QStringLiteral("actionSmaller"), tr("Smaller text"), QStringLiteral("dash"),
               QKeySequence(Qt::CTRL | Qt::Key_Minus), &MainWindow::reduce);
    makeAction(QStringLiteral("actionAlerts"), tr("Show the alerts"), QStringLiteral("alert"),
               QKeySequence(Qt::Key_F8), &MainWindow::openAlerts);
    makeAction(QStringLiteral("actionShortcuts"), tr("Keyboard shortcuts"), QStringLiteral("keyboard"),
               QKeySequence(Qt::Key_Question), &MainWindow::openShortcuts);
    makeAction(QStringLiteral("actionHelp"), tr("Help for this page"), QStringLiteral("question"),
               QKeySequence(Qt::Key_F1), &MainWindow::openHelp);
    auto *quit = new QAction(tr("Quit"), this);
    quit->setObjectName(QStringLiteral("actionQuit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &QWidget::close);
    addAction(quit);
    m_actions.append(quit);
    m_actionIcons.append(QStringLiteral("power"));
}

void MainWindow::createPages()
{
    m_live = new LivePage;
    connect(m_live, &LivePage::rangeChanged, this, &MainWindow::handleLive);
    connect(m_live, &LivePage::testLeadRequested, this, &MainWindow::startTestLead);
    connect(m_live, &LivePage::pauseBuyerRequested, this,
            [this](const QString &slug, bool pause) { pauseBuyer(slug, pause, true); });
    addPage(QStringLiteral("live"), tr("Live"), QStringLiteral("live"), m_live);
    addPage(QStringLiteral("leads"), tr("Leads"), QStringLiteral("leads"), new LeadsPage(m_market));
    auto *buyers = new BuyersPage(m_market);
    new EditorTools(buyers, marketToolCalls(m_market));
    addPage(QStringLiteral("buyers"), tr("Buyers"), QStringLiteral("buyers"), buyers);
    addPage(QStringLiteral("returns"), tr("Returns"), QStringLiteral("undo"), new ReturnsPage(m_market));
    addPage(QStringLiteral("suppressions"), tr("Suppressions"), QStringLiteral("ban"),
            new SuppressionsPage(m_market));
    m_settings = new SettingsPage;
    addPage(QStringLiteral("settings"), tr("Settings"), QStringLiteral("settings"), m_settings);
    showPage(m_entries.first().id);
}

void MainWindow::addPage(const QString &id, const QString &title, const QString &iconName, Page *page)
{
    auto *action = new QAction(tr("Go to %1").arg(title), this);
    action->setObjectName(u"actionGo_"_qs + id);
    action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + m_entries.size())));
    connect(action, &QAction::triggered, this, [this, id] { showPage(id); });
    addAction(action);
    m_entries.append({id, title, iconName, page, action});
    m_pages->addWidget(page);
    m_navigation->addEntry(iconName, title, id);
    connect(page, &Page::noted, this, [this](const QString &text) { Toast::show(this, text); });
    connect(page, &Page::openRequested, this, [this](const QString &pageId, const QString &what) {
        if (Page *wanted = this->page(pageId)) {
            showPage(pageId);
            wanted->open(what);
        }
    });
}

Page *MainWindow::page(const QString &id) const
{
    for (const Entry &entry : m_entries)
        if (entry.id == id)
            return entry.page;
    return nullptr;
}

QString MainWindow::currentPageId() const
{
    for (const Entry &entry : m_entries)
        if (entry.page == m_pages->currentWidget())
            return entry.id;
    return {};
}

void MainWindow::showPage(const QString &id)
{
    for (int i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].id != id)
            continue;
        auto *before = static_cast<Page *>(m_pages->currentWidget());
        m_navigation->setCurrent(i);
        if (before != m_entries[i].page) {
            before->leave();
            m_pages->setCurrentWidget(m_entries[i].page);
        }
        m_entries[i].page->enter();
        if (m_entries[i].page == m_live)
            handleLive();
    }
}

void MainWindow::handlePhase(market::MarketPhase phase)
{
    using market::MarketPhase;
    if (phase == MarketPhase::Failed) {
        showFailure(m_market->failure());
        return;
    }
    if (phase == MarketPhase::Running) {
        m_views->setCurrentWidget(m_shell);
        handleStatus();
        handleLive();
        return;
    }
    m_startup->setPhase(phase, m_market->phaseText());
    m_views->setCurrentWidget(m_startup);
}

void MainWindow::showFailure(const Errors &errors)
{
    m_failure->setErrors(errors);
    m_failure->setRetryOffered(isSignalConnected(QMetaMethod::fromSignal(&MainWindow::retryRequested)));
    m_views->setCurrentWidget(m_failure);
}

void MainWindow::handleStatus()
{
    // Progress within a phase (unpacking, migrating) is told by statusChanged, too.
    if (m_views->currentWidget() == m_startup)
        m_startup->setPhase(m_market->phase(), m_market->phaseText());
    const market::MarketStatus status = m_market->status();
    m_navigation->setWorkspace(status.workspace.isEmpty() ? tr("No workspace") : status.workspace,
                               status.demo ? MarketMode::Demo : MarketMode::Live,
                               plural(status.buyers, tr("1 buyer"), tr("%1 buyers")));
    m_statusBar->setStatus(status);
    m_settings->setStatus(status);
    m_settings->setDemoKey(m_market->demoKey());
    m_live->setZone(zoneNamed(status.zone));
    setWindowTitle(status.workspace.isEmpty() ? QStringLiteral("Bourse")
                                              : tr("%1 – Bourse").arg(status.workspace));
}

void MainWindow::handleLive()
{
    if (m_views->currentWidget() != m_shell)
        return;
    const market::LiveSnapshot snapshot = m_market->live(m_live->range());
    m_statusBar->setLive(snapshot.leadsPerSecond, snapshot.p95Ms, snapshot.budgetMs);
    // A hidden page is not painted; it gets the newest when it is shown.
    if (m_pages->currentWidget() == m_live)
        m_live->setSnapshot(snapshot);
}

void MainWindow::openPalette()
{
    if (m_views->currentWidget() != m_shell)
        return;
    QList<PaletteEntry> entries;
    for (const Entry &entry : std::as_const(m_entries))
        entries.append({entry.iconName, entry.title,
                        entry.action->shortcut().toString(QKeySequence::NativeText), [action = entry.action] {
                            action->trigger();
                        }});
    const auto offer = [&entries](QAction *action, const QString &iconName, const QString &hint) {
        entries.append({iconName, action->text(), hint, [action] {
                            action->trigger();
                        }});
    };
    for (const Entry &entry : std::as_const(m_entries)) {
        for (QAction *action : entry.page->pageActions()) {
            const QString key = action->shortcut().toString(QKeySequence::NativeText);
            offer(action, entry.iconName,
                  key.isEmpty() ? entry.title : entry.title + QStringLiteral("  ") + key);
        }
    }
    for (qsizetype i = 0; i < m_actions.size(); ++i)
        if (m_actions[i]->objectName() != u"actionPalette")
            offer(m_actions[i], m_actionIcons[i],
                  m_actions[i]->shortcut().toString(QKeySequence::NativeText));
    m_palette->open(std::move(entries));
}

void MainWindow::openShortcuts()
{
    // "?" typed into a field is a question mark.
    if (qobject_cast<QLineEdit *>(QApplication::focusWidget()))
        return;
    QList<ShortcutSheet::Group> groups{{tr("Everywhere"), m_actions}, {tr("Pages"), {}}};
    for (const Entry &entry : std::as_const(m_entries))
        groups[1].actions.append(entry.action);
    for (const Entry &entry : std::as_const(m_entries))
        groups.append({entry.title, entry.page->pageActions()});
    auto *sheet = new ShortcutSheet(groups, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::openHelp()
{
    auto *page = static_cast<Page *>(m_pages->currentWidget());
    // pages of their own where there are some, else a few sentences
    if (const QString topic = helpTopicOf(page); !topic.isEmpty()) {
        HelpDialog::showTopic(page, topic);
        return;
    }
    auto *box = new QMessageBox(QMessageBox::NoIcon, page->accessibleName(), page->helpText(),
                                QMessageBox::Close, this);
    box->setObjectName(QStringLiteral("helpBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::openAlerts()
{
    // a page with problems of its own goes to the next of them
    if (auto *page = static_cast<Page *>(m_pages->currentWidget());
        sender() != m_statusBar && page->nextProblem())
        return;
    const QVector<QString> alerts = m_market->status().alerts;
    if (alerts.isEmpty()) {
        Toast::show(this, tr("No alerts: every buyer answers."));
        return;
    }
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("alertsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &alert : alerts) {
        QAction *action = menu->addAction(icon(QStringLiteral("alert"), Token::Bad), alert);
        connect(action, &QAction::triggered, this, [this] { showPage(QStringLiteral("live")); });
    }
    menu->popup(m_statusBar->mapToGlobal(QPoint(m_statusBar->width() / 3, -menu->sizeHint().height() - 4)));
}

void MainWindow::toggleScheme()
{
    theme().setScheme(theme().scheme() == Scheme::Light ? Scheme::Dark : Scheme::Light);
    theme().save();
}

void MainWindow::enlarge()
{
    theme().setScale(theme().scale() + 0.1);
    theme().save();
}

void MainWindow::reduce()
{
    theme().setScale(theme().scale() - 0.1);
    theme().save();
}

void MainWindow::startTestLead()
{
    const auto snapshot = m_market->snapshot();
    if (!snapshot || snapshot->document().sources.empty()) {
        Toast::show(this, tr("There is no source yet that a lead could come from."));
        return;
    }
    auto *dialog = new TestLeadDialog(snapshot->document(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, snapshot] {
        exchange::IntakeLead lead;
        lead.snapshot = snapshot;
        lead.source = dialog->source();
        lead.actor = "operator";
        lead.fields = dialog->fields();
        lead.test = true;
        lead.arrived = SystemClock().monotonic();
        const QPointer<MainWindow> window(this);
        m_market->submit(std::move(lead), [window](exchange::IntakeAnswer answer) {
            // On the engine's thread: the window is only touched on its own.
            QMetaObject::invokeMethod(qApp, [window, answer = std::move(answer)] {
                if (!window)
                    return;
                if (!answer.errors.empty()) {
                    QStringList problems;
                    for (const Error &error : answer.errors)
                        problems.append(QString::fromStdString(error.message));
                    window->showTestAnswer(tr("The test lead was refused: %1").arg(problems.join(u' ')),
                                           QString());
                    return;
                }
                window->showTestAnswer(tr("Test lead: %1").arg(chipLook(answer.state).text),
                                       QString::fromStdString(leadIdText(answer.leadId)));
            });
        });
    });
    dialog->open();
}

void MainWindow::pauseBuyer(const QString &slug, bool pause, bool offerUndo)
{
    const auto snapshot = m_market->snapshot();
    if (!snapshot)
        return;
    domain::MarketDocument document = snapshot->document();
    QString label;
    for (domain::Buyer &buyer : document.buyers) {
        if (buyer.slug != slug.toStdString())
            continue;
        buyer.paused = pause;
        label = QString::fromStdString(buyer.label.empty() ? buyer.slug : buyer.label);
    }
    if (label.isEmpty())
        return;
    auto *watcher = new QFutureWatcher<Result<std::int64_t>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, slug, label, pause, offerUndo] {
        watcher->deleteLater();
        if (watcher->isCanceled())
            return;
        const Result<std::int64_t> version = watcher->result();
        if (!version) {
            Toast::show(this, tr("%1 could not be changed: %2")
                                  .arg(label, QString::fromStdString(version.error().message)));
            return;
        }
        const QString text = (pause ? tr("%1 is paused; published as version %2")
                                    : tr("%1 is active; published as version %2"))
                                 .arg(label)
                                 .arg(*version);
        if (offerUndo)
            Toast::show(this, text, tr("Undo"), [this, slug, pause] { pauseBuyer(slug, !pause, false); });
        else
            Toast::show(this, text);
    });
    watcher->setFuture(m_market->publish(std::move(document), QStringLiteral("operator")));
}

void MainWindow::showTestAnswer(const QString &text, const QString &leadId)
{
    Page *leads = page(QStringLiteral("leads"));
    if (leadId.isEmpty() || !leads) {
        Toast::show(this, text);
        return;
    }
    Toast::show(this, text, tr("Open"), [this, leads, leadId] {
        showPage(QStringLiteral("leads"));
        leads->open(leadId);
    });
}

QPixmap MainWindow::picture()
{
    QPixmap picture = grab();
    QPainter painter(&picture);
    for (QDialog *dialog : findChildren<QDialog *>()) {
        if (!dialog->isVisible())
            continue;
        // what a desktop does with a window behind a modal one is its own affair; here it steps back
        QColor shade = theme().color(Token::Text);
        shade.setAlphaF(theme().scheme() == Scheme::Light ? 0.25F : 0.1F);
        painter.fillRect(rect(), theme().scheme() == Scheme::Light ? shade : QColor(0, 0, 0, 130));
        const int bar = theme().px(34); // a desktop gives it a title
        QRect place(0, 0, dialog->width(), dialog->height() + bar);
        place.moveCenter(rect().center());
        painter.fillRect(place, theme().color(Token::Raised));
        painter.setPen(theme().color(Token::Text));
        painter.setFont(theme().font(TextRole::BodyStrong));
        painter.drawText(QRect(place.left(), place.top(), place.width(), bar), Qt::AlignCenter,
                         dialog->windowTitle());
        painter.drawPixmap(place.topLeft() + QPoint(0, bar), dialog->grab());
        painter.setPen(theme().color(Token::Border));
        painter.drawRect(place.adjusted(-1, -1, 0, 0));
    }
    return picture;
}

QStringList MainWindow::renderAllPages(const QString &dir)
{
    QStringList files;
    if (!QDir().mkpath(dir))
        return files;
    const Scheme before = theme().scheme();
    const double scaleBefore = theme().scale();
    const QSize sizeBefore = size();
    const QString pageBefore = currentPageId();
    if (!isVisible())
        show();
    const auto settle = [](int milliseconds) {
        QEventLoop loop;
        QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
        loop.exec();
    };
    const auto take = [&](const QString &name) {
        const QString file = QDir(dir).filePath(
            u"%1-%2-%3x%4.png"_qs.arg(name, theme().scheme() == Scheme::Light ? u"light"_qs : u"dark"_qs,
                                      QString::number(width()), QString::number(height())));
        if (picture().save(file))
            files.append(file);
    };
    const auto closeDialogs = [this] {
        for (QDialog *dialog : findChildren<QDialog *>())
            if (dialog->isVisible())
                dialog->reject();
    };
    const auto look = [&](const PictureView &view, const QString &name) {
        view.show();
        QElapsedTimer waited;
        waited.start();
        settle(settleMs);
        while (view.isReady && !view.isReady() && waited.elapsed() < patienceMs)
            settle(settleMs / 4);
        settle(settleMs);
        take(name);
        closeDialogs();
    };
    struct Look {
        Scheme scheme;
        QSize size;
        double scale;
    };
    QVector<Look> looks;
    // in an order in which little changes between two
    for (const QSize size : {QSize(1280, 720), QSize(1920, 1080)})
        looks.append({Scheme::Light, size, 1});
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark})
        looks.append({scheme, QSize(1920, 1080), 1.5});
    for (const QSize size : {QSize(1920, 1080), QSize(1280, 720)})
        looks.append({Scheme::Dark, size, 1});
    for (const Look &each : std::as_const(looks)) {
        theme().setScheme(each.scheme);
        theme().setScale(each.scale);
        resize(each.size);
        const bool large = each.scale > 1;
        const QString suffix = large ? QStringLiteral("-large") : QString();
        for (const Entry &entry : std::as_const(m_entries)) {
            showPage(entry.id);
            if (!large) {
                settle(firstLookMs);
                take(entry.id);
            }
            const QVector<PictureView> views = entry.page->pictureViews();
            for (const PictureView &view : views)
                if (!large || view.large)
                    look(view, entry.id + u'-' + view.name + suffix);
            if (!views.isEmpty())
                entry.page->open(QString());
        }
    }
    for (const Entry &entry : std::as_const(m_entries))
        entry.page->endPictures();
    theme().setScale(scaleBefore);
    theme().setScheme(before);
    resize(sizeBefore);
    showPage(pageBefore);
    return files;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings = userSettings();
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    const market::MarketPhase phase = m_market->phase();
    const bool runs = phase != market::MarketPhase::Stopped && phase != market::MarketPhase::Failed;
    const bool first = !std::exchange(m_closing, true);
    if (runs && first)
        event->ignore();
    else
        QMainWindow::closeEvent(event);
    if (first)
        Q_EMIT closeRequested();
}

} // namespace bourse::gui
