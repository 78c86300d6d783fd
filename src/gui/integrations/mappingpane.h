#pragma once
// The middle of the editor: filters, coverage, the mapping table and everything that edits it.
#include "gui/integrations/mappingmodel.h"
#include <QWidget>

class QLabel;
class QStackedWidget;

namespace bourse::domain {
struct FieldSpec;
}

namespace bourse::gui {

class CallbackPane;
class ConditionEditor;
class CoverageMeter;
class EmptyState;
class LeadFieldModel;
class MappingView;
class PairsEditor;
class ParameterEditor;
class SegmentedControl;
class SourceEditor;
class TransformPicker;

class MappingPane final : public QWidget {
    Q_OBJECT
  public:
    /// Neither is owned; both outlive the pane. Popups are children of `host`, so that they may be wider than
    /// the pane.
    MappingPane(workbench::EditorState *state, LeadFieldModel *fields, QWidget *host,
                QWidget *parent = nullptr);
    MappingModel *model() const { return m_model; }
    MappingView *view() const { return m_view; }
    /// Shown instead of the table while the step is a callback.
    CallbackPane *callback() const { return m_callback; }
    /// Gives the current row this source; a note where there is no row to take it.
    void mapCurrent(const domain::Value &source);
    void insertRow();
    /// Opens the form for another condition whose leads the step does not take.
    void addRefusal();
    void addPiiReason(const QString &path);
    void moveToPost(const QString &path);
    /// Opens the row's first "map" with lines for these values, or makes one of the first of them; without
    /// any, what the row has.
    void editMapping(const QString &path, const QStringList &missing = {});
    /// The lead's field that the row reads; nullptr where the vertical has none.
    const domain::FieldSpec *fieldOf(const QString &path) const;
    QList<QAction *> actions() const { return m_actions; }

  Q_SIGNALS:
    void collapseRequested();
    void noted(const QString &text);
    /// Something was taken away that undo brings back.
    void removed(const QString &text);

  private:
    void refreshCounts();
    void handleSelected(const QString &path);
    void handleSourceEdit(int row, const QString &typed);
    void insertAfter(int row);
    void removeRow(int row);
    void moveRow(int row, int by);
    void addTransform(int row);
    void addPair(const workbench::DocumentPath &row);
    void select(const QString &path);
    /// A target that no row has yet: "new_field", "new_field_2".
    QString freeTarget(const QString &base) const;
    void nameRow(const QString &path);
    void editTransform(int row, int transform, const QStringList &missing = {});
    void openMenu(int row, const QPoint &globalPosition);
    /// Lead fields of a row that are personal data.
    QStringList personalFields(const QString &path) const;
    /// Of a row's cell, in the host's coordinates.
    QRect anchor(int row, int column) const;
    QRect stripAnchor(int card) const;
    workbench::EditorState *m_state;
    QWidget *m_host;
    MappingModel *m_model;
    MappingView *m_view;
    SegmentedControl *m_filters = nullptr;
    QLabel *m_coverageLabel = nullptr;
    CoverageMeter *m_coverage = nullptr;
    QStackedWidget *m_states = nullptr;
    EmptyState *m_empty = nullptr;
    CallbackPane *m_callback = nullptr;
    QLabel *m_title = nullptr;
    QVector<QWidget *> m_tableTools; ///< of the head, for the table alone
    SourceEditor *m_sourceEditor;
    TransformPicker *m_picker;
    ParameterEditor *m_parameters;
    ConditionEditor *m_condition;
    PairsEditor *m_pairs;
    workbench::DocumentPath m_pickFor;
    QList<QAction *> m_actions;
};

} // namespace bourse::gui
