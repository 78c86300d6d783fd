#pragma once
// The window: start-up, failure, or navigation and pages over one running market.
#include "gui/widgets/page.h"
#include "market/market.h"
#include <QMainWindow>
#include <QVector>

class QStackedWidget;

namespace bourse::gui {

class CommandPalette;
class FailureView;
class LivePage;
class Navigation;
class SettingsPage;
class StartupView;
class StatusBar;

class MainWindow final : public QMainWindow {
    Q_OBJECT
  public:
    /// `market` is not owned and outlives the window; the caller starts and stops it, before or after.
    explicit MainWindow(market::Market *market, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Adds a page behind those that are there; its shortcut is Ctrl+1…9 by its place. Takes ownership.
    void addPage(const QString &id, const QString &title, const QString &iconName, Page *page);
    void showPage(const QString &id);
    QString currentPageId() const;
    Page *page(const QString &id) const;

    /// Shows what kept the market, or what stands around it (a port that is taken), from starting.
    void showFailure(const Errors &errors);

    /// Every page and its further views, with the dialogs over it, light and dark, at 1280 × 720 and
    /// 1920 × 1080, and at 1.5 times the text where that is worth it, as PNG files in `dir` (made if
    /// missing). Runs the event loop for a moment per picture, so that pages can fetch what they show.
    /// Returns the files' paths; those that could not be written are missing.
    QStringList renderAllPages(const QString &dir);

  Q_SIGNALS:
    /// The user wants another try after a failed start; who started the market knows how.
    void retryRequested();
    /// The user closed the window while a market runs behind it: whoever started that stops it and then ends
    /// the application. Until then the window shows how far stopping is; closing it once more hides it.
    void closeRequested();

  protected:
    void closeEvent(QCloseEvent *event) override;

  private:
    struct Entry {
        QString id;
        QString title;
        QString iconName;
        Page *page;
        QAction *action;
    };
    void createActions();
    void createPages();
    /// The window with the dialogs that stand over it.
    QPixmap picture();
    void handlePhase(market::MarketPhase phase);
    void handleStatus();
    void handleLive();
    void openPalette();
    void openShortcuts();
    void openHelp();
    void openAlerts();
    void toggleScheme();
    void enlarge();
    void reduce();
    void startTestLead();
    /// Publishes the market with this buyer paused or not; `offerUndo` adds the way back to the note.
    void pauseBuyer(const QString &slug, bool pause, bool offerUndo);
    void showTestAnswer(const QString &text, const QString &leadId);
    QAction *makeAction(const QString &objectName, const QString &text, const QString &iconName,
                        const QKeySequence &key, void (MainWindow::*handler)());
    market::Market *m_market;
    QStackedWidget *m_views;
    StartupView *m_startup;
    FailureView *m_failure;
    QWidget *m_shell;
    Navigation *m_navigation;
    QStackedWidget *m_pages;
    StatusBar *m_statusBar;
    CommandPalette *m_palette;
    LivePage *m_live = nullptr;
    SettingsPage *m_settings = nullptr;
    bool m_closing = false;
    QVector<Entry> m_entries;
    QVector<QAction *> m_actions;
    QVector<QString> m_actionIcons;
};

} // namespace bourse::gui
