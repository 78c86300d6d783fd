#pragma once
// The lower edge of the editor: problems with their quick fixes, and beside them the tabs that others bring.
#include "domain/integration/lint.h"
#include <QAbstractListModel>
#include <QListView>
#include <QVector>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class BadgeButton;
class ElidedLabel;
class EmptyState;

/// What can be done about a problem with one press.
struct QuickFix {
    enum class Kind { RecordReason, MoveToPost, MapValue, AddRow, FillIn, UseSecret, TimeLimit } kind;
    QString text;
};
QVector<QuickFix> quickFixes(const domain::LintProblem &problem);

class ProblemsModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    explicit ProblemsModel(workbench::EditorState *state, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    const domain::LintProblem *problem(int row) const;

  private:
    void refresh();
    workbench::EditorState *m_state;
    std::vector<domain::LintProblem> m_problems; ///< blocking ones first
};

class ProblemsView final : public QListView {
    Q_OBJECT
  public:
    explicit ProblemsView(ProblemsModel *model, QWidget *parent = nullptr);
    /// Of a fix's button within the viewport.
    QRect fixRect(int row, int fix) const;
    QPair<int, int> hoveredFix() const { return m_hovered; }
    ProblemsModel *problemsModel() const { return m_model; }

  Q_SIGNALS:
    void jumpRequested(int row);
    void fixRequested(int row, int fix);

  protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

  private:
    QPair<int, int> fixAt(const QPoint &position) const;
    ProblemsModel *m_model;
    QPair<int, int> m_hovered{-1, -1};
};

class ProblemsDock final : public QWidget {
    Q_OBJECT
  public:
    enum class Tab { Problems, TestSends, LastLeads, Difference };

    /// `state` is not owned and outlives the dock.
    explicit ProblemsDock(workbench::EditorState *state, QWidget *parent = nullptr);
    /// A tab without a widget is not shown. Takes ownership.
    void setTabWidget(Tab tab, QWidget *widget);
    void showTab(Tab tab);
    Tab currentTab() const { return m_tab; }
    bool isCollapsed() const { return m_collapsed; }
    void setCollapsed(bool collapsed);
    ProblemsView *view() const { return m_view; }
    /// Selects the next problem, from the first again after the last; −1 where there is none.
    int selectNext();
    int headHeight() const;

  Q_SIGNALS:
    void jumpRequested(const bourse::domain::LintProblem &problem);
    void fixRequested(const bourse::domain::LintProblem &problem, bourse::gui::QuickFix::Kind kind);
    void nextRequested();
    void collapsedChanged(bool collapsed);
    void tabChanged();

  private:
    void refresh();
    workbench::EditorState *m_state;
    ProblemsModel *m_model;
    ProblemsView *m_view;
    QWidget *m_head;
    BadgeButton *m_buttons[4] = {};
    QWidget *m_widgets[4] = {};
    ElidedLabel *m_first;
    QPushButton *m_next;
    QPushButton *m_fold;
    QStackedWidget *m_stack;
    EmptyState *m_none;
    Tab m_tab = Tab::Problems;
    bool m_collapsed = false;
};

} // namespace bourse::gui
