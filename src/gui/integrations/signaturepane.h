#pragma once
// A signature as a recipe: what is signed in which order, with what, where it goes; and the check against the
// buyer's own example.
#include "domain/json/value.h"
#include "workbench/documentpath.h"
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class ElidedLabel;
class PayloadView;
class SegmentedControl;
class SignatureMatchBox;

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
    QComboBox *m_output = nullptr;
    SegmentedControl *m_halves = nullptr; ///< the recipe, or the buyer's example
    SignatureMatchBox *m_match = nullptr;
    ElidedLabel *m_signature = nullptr;
    ElidedLabel *m_problem = nullptr;
    QComboBox *m_place = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_before = nullptr;
};

} // namespace bourse::gui
