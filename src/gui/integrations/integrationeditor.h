#pragma once
// One integration being edited: header, the lead's fields, the mapping, what is sent, problems. Owns the
// document, what the panes look at together, and the keeping of the draft.
#include "domain/lead/fieldschema.h"
#include "gui/integrations/integrationcalls.h"
#include "gui/integrations/problemsdock.h"
#include <QWidget>
#include <map>
#include <memory>
#include <optional>

class QHBoxLayout;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace bourse::workbench {
class DraftKeeper;
class EditorState;
class IntegrationDocument;
} // namespace bourse::workbench

namespace bourse::gui {

class EditorHeader;
class EmptyState;
class LeadFieldPane;
class LineEditor;
class LinkOverlay;
class MappingPane;
class SideRail;

class IntegrationEditor final : public QWidget {
    Q_OBJECT
  public:
    /// Reads the draft of `slug`; shows that it is read, or why it cannot be.
    IntegrationEditor(IntegrationCalls calls, QString slug, QWidget *parent = nullptr);
    /// A document that is in no list yet: made, imported, duplicated. It is kept as a draft at once.
    IntegrationEditor(IntegrationCalls calls, domain::Value document, QWidget *parent = nullptr);
    ~IntegrationEditor() override;

    QString slug() const { return m_slug; }
    QString title() const;
    /// Null until the document has been read.
    workbench::IntegrationDocument *document() const { return m_document.get(); }
    workbench::EditorState *state() const { return m_state.get(); }
    workbench::DraftKeeper *keeper() const { return m_keeper.get(); }
    EditorHeader *header() const { return m_header; }
    LeadFieldPane *fieldPane() const { return m_fields; }
    MappingPane *mappingPane() const { return m_mapping; }
    ProblemsDock *dock() const { return m_dock; }
    const std::optional<domain::Value> &published() const { return m_published; }
    qint64 publishedVersion() const { return m_version; }

    /// What stands at the right; takes ownership and replaces what stood there. Called after documentReady().
    void setRightPane(QWidget *pane);
    QWidget *rightPane() const { return m_right; }
    /// Folds the lead's fields or the mapping to a rail at the left edge.
    void setFieldsFolded(bool folded);
    void setMappingFolded(bool folded);
    /// Folds the problems to their line, and back if it was this that folded them.
    void setDockFolded(bool folded);
    /// Saves what is not saved yet.
    void saveNow();
    bool hasUnsaved() const;
    QList<QAction *> editorActions() const { return m_actions; }
    /// One more, for as long as the editor is there; its shortcut works wherever in the editor the focus is.
    void addEditorAction(QAction *action);
    /// Selects the next problem and goes to its place; false where there is none.
    bool nextProblem();
    /// The market came or went.
    void refreshOffline();
    /// The list tells that something was saved or published elsewhere.
    void refreshLeads();

  Q_SIGNALS:
    /// The signature of the step is to be shown.
    void signatureWanted();
    /// The document is there: panes can be made.
    void documentReady();
    void titleChanged();
    void noted(const QString &text);
    void importRequested();
    void versionsRequested();
    /// Ctrl+Enter, or the button.
    void sendRequested();
    void versionPublished(qint64 version);

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

  private:
    void init();
    void load();
    void adopt(market::IntegrationDraft draft);
    void build();
    QWidget *buildPreview();
    /// The row one was at in this step, else one that shows what the table does.
    void selectRow();
    void createActions();
    void openVerticalMenu(const QPoint &position);
    void setVerticalSlug(const QString &slug);
    void refreshStanding();
    void refreshLink();
    void sharePanes();
    /// What the dock is high by itself: a table of leads wants more than a few problems.
    int dockHeight() const;
    void shareHeight();
    void jump(const domain::LintProblem &problem);
    void fix(const domain::LintProblem &problem, QuickFix::Kind kind);
    /// Path of the mapping row at or above a place in the document; empty where there is none.
    QString rowPathOf(const std::string &path) const;
    void askName();
    void askTimeLimit();
    void askNote();
    void publish(const QString &note);
    void toastWithUndo(const QString &text);
    QRect anchorOf(QWidget *widget) const;
    IntegrationCalls m_calls;
    QString m_slug;
    std::unique_ptr<workbench::IntegrationDocument> m_document;
    std::unique_ptr<workbench::EditorState> m_state;
    std::unique_ptr<workbench::DraftKeeper> m_keeper;
    std::optional<domain::Value> m_published;
    qint64 m_version = 0;
    qint64 m_base = 0;
    std::optional<UtcTime> m_savedBefore; ///< the draft that was read
    bool m_isNew = false;
    bool m_publishing = false;
    bool m_dockMoved = false;  ///< its height is the user's
    bool m_dockFolded = false; ///< by setDockFolded()
    QString m_vertical;
    std::map<domain::StepKind, QString> m_selectedRows; ///< where one was in each step
    bool m_stepIsNew = false;                           ///< its rows are not in the table yet
    QVector<domain::FieldSchema> m_verticals;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_failed = nullptr;
    QWidget *m_body = nullptr;
    EditorHeader *m_header = nullptr;
    QSplitter *m_outer = nullptr;
    QSplitter *m_splitter = nullptr;
    SideRail *m_fieldRail = nullptr;
    SideRail *m_mappingRail = nullptr;
    LeadFieldPane *m_fields = nullptr;
    MappingPane *m_mapping = nullptr;
    QWidget *m_right = nullptr;
    ProblemsDock *m_dock = nullptr;
    LinkOverlay *m_link = nullptr;
    LineEditor *m_line = nullptr;
    QTimer *m_standingTimer = nullptr;
    QList<QAction *> m_actions;
};

} // namespace bourse::gui
