#pragma once
// The editor's right side, always live: Request | Signature | Response | cURL.
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTabBar;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class RequestPane;
class ResponsePane;
class TestSender;

class PreviewPane final : public QWidget {
    Q_OBJECT
  public:
    enum Tab { Request, Signature, Response, Curl };
    /// Neither is owned; both outlive the pane.
    PreviewPane(workbench::EditorState *state, TestSender *sender, QWidget *parent = nullptr);
    void setTab(Tab tab);
    Tab tab() const;
    /// As the button "More room" does.
    void setLarge(bool large);
    /// Shows it and puts the focus on what it is about: the bytes, the answer, the recipe.
    void goTo(Tab tab);
    RequestPane *request() const { return m_request; }
    ResponsePane *response() const { return m_response; }
    TestSender *sender() const { return m_sender; }

  Q_SIGNALS:
    /// The user wants more room for it, or the other panes back.
    void enlargeRequested(bool large);

  private:
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    QPushButton *m_enlarge;
    RequestPane *m_request;
    ResponsePane *m_response;
    TestSender *m_sender;
};

} // namespace bourse::gui
