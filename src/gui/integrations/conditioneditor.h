#pragma once
// When a row is sent, which leads are refused, and other short texts about a row: a small form at its place.
#include "domain/json/value.h"
#include "gui/integrations/editorpopup.h"
#include "workbench/documentpath.h"
#include <functional>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

/// "Only when home.owner equals true", or "refuse leads when …, because …"; nested conditions are edited as
/// JSON.
class ConditionEditor final : public EditorPopup {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the editor.
    ConditionEditor(workbench::EditorState *state, QWidget *parent);
    void editCondition(const workbench::DocumentPath &row, const QRect &anchor);
    /// One of the step's refusals; an empty path makes a new one, behind `after` if that is one.
    void editRefusal(const workbench::DocumentPath &refusal, const workbench::DocumentPath &after,
                     const QRect &anchor);

  Q_SIGNALS:
    /// A refusal was made or changed.
    void refusalKept(const QString &path);

  private:
    void open(const domain::Value *now, const QRect &anchor);
    void apply();
    /// What the form says; nothing, and the problem shown, where it says too little.
    std::optional<domain::Value> condition();
    void keepRefusal(domain::Value condition);
    void say(const QString &problem);
    void showForm(bool simple);
    workbench::EditorState *m_state;
    workbench::DocumentPath m_row;
    workbench::DocumentPath m_after; ///< a new refusal comes behind it
    bool m_refuses = false;          ///< a refusal is edited, not when a row is sent
    QLabel *m_title;
    QLabel *m_reasonLabel;
    QLineEdit *m_reason;
    QLabel *m_codeLabel;
    QComboBox *m_code; ///< what reports count it as
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
    /// Texts to choose from, beside what is typed; for the next ask().
    void propose(const QStringList &proposals);

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void submit();
    QLabel *m_title;
    QLabel *m_label;
    QLineEdit *m_field;
    QWidget *m_choices; ///< a button for each proposal
    QStringList m_proposals;
    QLabel *m_problem;
    QPushButton *m_button;
    std::function<QString(const QString &)> m_accept;
};

} // namespace bourse::gui
