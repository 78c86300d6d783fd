#pragma once
// Buyers: the list of integrations, and a tab for each that is open.
#include "gui/integrations/integrationcalls.h"
#include "gui/widgets/page.h"
#include <QVector>
#include <memory>

class QStackedWidget;
class QTabBar;

namespace bourse::gui {

class EditorPictures;
class IntegrationEditor;
class IntegrationList;

class BuyersPage final : public Page {
    Q_OBJECT
  public:
    /// `market` is not owned and outlives the page.
    explicit BuyersPage(market::Market *market, QWidget *parent = nullptr);
    explicit BuyersPage(IntegrationCalls calls, QWidget *parent = nullptr);
    ~BuyersPage() override;
    QList<QAction *> pageActions() const override;
    QString helpText() const override;
    void enter() override;
    void leave() override;
    bool nextProblem() override;
    QVector<PictureView> pictureViews() override;
    void endPictures() override;
    IntegrationList *list() const { return m_list; }
    /// Null while the list is shown.
    IntegrationEditor *currentEditor() const;
    QVector<IntegrationEditor *> editors() const;
    QTabBar *tabs() const { return m_tabs; }
    /// Opens a document that is in no list yet (imported, from a template), under a slug that is free.
    IntegrationEditor *openDocument(domain::Value document);
    /// Saves what is not saved yet and closes the tab.
    void close(IntegrationEditor *editor);
    const IntegrationCalls &calls() const { return m_calls; }
    /// True for the short name of another integration, open ones included.
    bool isSlugTaken(const QString &slug) const;

  public Q_SLOTS:
    /// An integration's slug, or "template:" and the name of a built-in one; "" shows the list.
    void open(const QString &what) override;

  Q_SIGNALS:
    /// An editor has its document: whoever brings the right pane, the dialogs and the sending does it now.
    void editorReady(bourse::gui::IntegrationEditor *editor);
    /// Ctrl+I. `editor` is null on the list.
    void importRequested(bourse::gui::IntegrationEditor *editor);
    void templatesRequested();
    void versionsRequested(bourse::gui::IntegrationEditor *editor);
    void sendRequested(bourse::gui::IntegrationEditor *editor);

  private:
    void init();
    void createActions();
    void reload();
    void addEditor(IntegrationEditor *editor);
    void showTab(int index);
    void closeTab(int index);
    void refreshTab(IntegrationEditor *editor);
    void makeNew();
    void duplicate(const QString &slug);
    void importFile();
    void exportTo(const QString &slug);
    void discard(const QString &slug);
    void handleImport();
    QString freeSlug(const QString &wanted) const;
    int indexOf(const IntegrationEditor *editor) const;
    IntegrationCalls m_calls;
    market::Market *m_market = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    IntegrationList *m_list = nullptr;
    std::unique_ptr<EditorPictures> m_pictures;
    QVector<QAction *> m_actions;
    QVector<QString> m_slugs; ///< that are taken
    bool m_isShown = false;
    bool m_wasRead = false;
};

} // namespace bourse::gui
