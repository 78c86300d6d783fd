#pragma once
// The middle of the editor for a callback step: nothing is sent there, so instead of a mapping it asks which
// lead a callback is about, what tells one event from another, and what the buyer is answered.
#include "workbench/callbackedits.h"
#include <QWidget>
#include <array>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QVBoxLayout;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class CallbackPane final : public QWidget {
    Q_OBJECT
  public:
    /// The state is not owned and outlives the pane.
    explicit CallbackPane(workbench::EditorState *state, QWidget *parent = nullptr);
    /// Of this market's intake, to show where the buyer calls; empty: only the path is known.
    void setListenAddress(const QString &url);

  Q_SIGNALS:
    void signatureWanted();
    void noted(const QString &text);
    /// Something was taken away that undo brings back.
    void removed(const QString &text);

  private:
    struct Line {
        QWidget *box = nullptr;
        QComboBox *by = nullptr;
        QComboBox *kind = nullptr;
        QLineEdit *text = nullptr;
    };
    struct AnswerLine {
        QSpinBox *status = nullptr;
        QLineEdit *type = nullptr;
        QLineEdit *body = nullptr;
    };
    Line makeLine(std::size_t index);
    void refresh();
    void showPlace(const workbench::CallbackPlace &place, QComboBox *kind, QLineEdit *text);
    workbench::CallbackPlace placeOf(const QComboBox *kind, const QLineEdit *text) const;
    void addMatch();
    void writeAnswer(domain::CallbackFate fate);

    workbench::EditorState *m_state;
    QString m_listen;
    QLineEdit *m_address = nullptr;
    QVBoxLayout *m_matchLayout = nullptr;
    QLabel *m_noMatch = nullptr;
    std::vector<Line> m_lines;
    QComboBox *m_eventKind = nullptr;
    QLineEdit *m_eventText = nullptr;
    QLabel *m_proof = nullptr;
    std::array<AnswerLine, 3> m_answers;
    bool m_isShowing = false; ///< fields are being filled, not edited
};

} // namespace bourse::gui
