#pragma once
// What a transform is set to: one control per parameter of its catalogue entry; every change shows in the
// preview at once.
#include "gui/integrations/editorpopup.h"
#include "workbench/documentpath.h"

class QGridLayout;
class QLabel;

namespace bourse::domain {
struct TransformParameter;
}
namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class ParameterEditor final : public EditorPopup {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the editor.
    ParameterEditor(workbench::EditorState *state, QWidget *parent);
    /// `missing` are values that a map of its own entries has nothing for: each has a line already, and
    /// counts once it says what is sent.
    void editTransform(const workbench::DocumentPath &row, std::size_t index, const QRect &anchor,
                       const QStringList &missing = {});

  private:
    QWidget *control(const domain::TransformParameter &parameter);
    QWidget *textControl(const domain::TransformParameter &parameter);
    QWidget *valueControl(const domain::TransformParameter &parameter);
    QWidget *numberControl(const domain::TransformParameter &parameter);
    QWidget *patternsControl(const domain::TransformParameter &parameter);
    QWidget *entriesControl(const domain::TransformParameter &parameter);
    QWidget *jsonControl(const domain::TransformParameter &parameter);
    const domain::Value *value(const char *key) const;
    void set(const std::string &key, std::optional<domain::Value> value);
    void showProblem();
    workbench::EditorState *m_state;
    workbench::DocumentPath m_row;
    std::size_t m_index = 0;
    QStringList m_missing;
    QLabel *m_title;
    QLabel *m_description;
    QLabel *m_problem;
    QWidget *m_form = nullptr;
};

} // namespace bourse::gui
