#pragma once
// The request as it will be sent, live; and the same as a command for a shell.
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class ElidedLabel;
class ExactView;
class PayloadView;

class RequestPane final : public QWidget {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the pane.
    explicit RequestPane(workbench::EditorState *state, QWidget *parent = nullptr);
    ExactView *view() const { return m_view; }

  private:
    void refresh();
    void refreshFormat();
    void refreshSelection();
    void changeFormat(int index);
    void copy();

    workbench::EditorState *m_state;
    QComboBox *m_format;
    ElidedLabel *m_note;
    QPushButton *m_wrap;
    ExactView *m_view;
    QLabel *m_nothing;
    ElidedLabel *m_where;
    QLabel *m_size;
};

/// The request as a command of curl. Secrets stay {{name}}.
class CurlPane final : public QWidget {
    Q_OBJECT
  public:
    explicit CurlPane(workbench::EditorState *state, QWidget *parent = nullptr);

  private:
    void refresh();

    workbench::EditorState *m_state;
    QComboBox *m_shell;
    PayloadView *m_view;
};

} // namespace bourse::gui
