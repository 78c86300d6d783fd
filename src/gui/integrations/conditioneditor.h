#pragma once
// When a row is sent, and other short texts about a row: a small form at its place.
#include "gui/integrations/editorpopup.h"
#include "workbench/documentpath.h"
#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

/// "Only when home.owner equals true"; nested conditions are edited as JSON.
class ConditionEditor final : public EditorPopup {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the editor.
    ConditionEditor(workbench::EditorState *state, QWidget *parent);
    void editCondition(const workbench::DocumentPath &row, const QRect &anchor);

  private:
    void apply();
    void showForm(bool simple);
    workbench::EditorState *m_state;
    workbench::DocumentPath m_row;
    QLabel *m_title;
    QComboBox *m_field;
    QComboBox *m_operator;
    QLineEdit *m_value;
    QPlainTextEdit *m_json;
    QLabel *m_problem;
    QPushButton *m_always;
    bool m_simple = true;
    bool m_isField = true; ///< the source is a field of the lead, else it is kept as it is
};

/// Asks for one line: a reason, a note, a name, a number.
class LineEditor final : public EditorPopup {
    Q_OBJECT
  public:
    explicit LineEditor(QWidget *parent);
    /// `accept` gets the text and answers what is wrong with it; empty closes.
    void ask(const QString &title, const QString &label, const QString &text, const QString &button,
             const QRect &anchor, std::function<QString(const QString &)> accept);

  private:
    void submit();
    QLabel *m_title;
    QLabel *m_label;
    QLineEdit *m_field;
    QLabel *m_problem;
    QPushButton *m_button;
    std::function<QString(const QString &)> m_accept;
};

} // namespace bourse::gui
