#pragma once
// A signature as a recipe: what is signed in which order, with what, where it goes; and the check against the
// buyer's own example.
#include "domain/json/value.h"
#include "workbench/documentpath.h"
#include <QWidget>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class ElidedLabel;
class PayloadView;
class SegmentedControl;

class SignaturePane final : public QWidget {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the pane.
    explicit SignaturePane(workbench::EditorState *state, QWidget *parent = nullptr);

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    QWidget *makeEmpty();
    QWidget *makeEditor();
    QWidget *makeMatch();
    void refresh();
    void refreshParts(const domain::Value &signature);
    void refreshTrace();
    void showSignature(const QString &signature, const QString &problem);
    void fitParts();
    workbench::DocumentPath path() const; ///< of the chosen signature
    void change(const char *key, const QString &value, const QString &text, int mergeKey = 0);
    void changePlace();
    void addPreset(int row);
    void addPart(domain::Value part, const QString &name);
    void movePart(int by);
    void removePart();
    void removeSignature();
    void compare();
    void useVariant(int index);

    workbench::EditorState *m_state;
    int m_index = 0;
    bool m_refreshing = false;
    QStackedWidget *m_stack;
    QListWidget *m_presets = nullptr;
    QComboBox *m_which = nullptr;
    QComboBox *m_algorithm = nullptr;
    QComboBox *m_secret = nullptr;
    QComboBox *m_encoding = nullptr;
    QListWidget *m_parts = nullptr;
    QLabel *m_bytes = nullptr;
    PayloadView *m_text = nullptr;
    SegmentedControl *m_output = nullptr;
    ElidedLabel *m_signature = nullptr;
    QLabel *m_problem = nullptr;
    QComboBox *m_place = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_before = nullptr;
    QLineEdit *m_expected = nullptr;
    QLineEdit *m_exampleSecret = nullptr;
    QPlainTextEdit *m_exampleBody = nullptr;
    QPushButton *m_compare = nullptr;
    QLabel *m_verdict = nullptr;
    QListWidget *m_variants = nullptr;
    std::vector<domain::Object> m_recipes; ///< of the variants shown
};

} // namespace bourse::gui
