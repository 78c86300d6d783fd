#pragma once
// How a value of pairs is written: what stands between name and value, between two pairs, and what becomes of
// such a mark inside a value. The pairs themselves are rows of the table.
#include "gui/integrations/editorpopup.h"
#include "workbench/documentpath.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class PairsEditor final : public EditorPopup {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the editor.
    PairsEditor(workbench::EditorState *state, QWidget *parent);
    void editPairs(const workbench::DocumentPath &row, const QRect &anchor);

  Q_SIGNALS:
    void pairWanted(const QString &row);   ///< another pair at the end
    void sourceWanted(const QString &row); ///< another kind of source

  private:
    void apply();
    void refresh();
    workbench::EditorState *m_state;
    workbench::DocumentPath m_row;
    QLabel *m_title;
    QLineEdit *m_separator;
    QLineEdit *m_join;
    QComboBox *m_inside;
    QLabel *m_withLabel;
    QLineEdit *m_with;
    QLabel *m_sample;
    QLabel *m_problem;
};

} // namespace bourse::gui
