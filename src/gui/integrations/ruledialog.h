#pragma once
// One response rule in a form: what is looked at, how it is compared, what it means. A condition of several
// parts is edited as the document's own JSON.
#include "domain/json/value.h"
#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;

namespace bourse::gui {

class RuleDialog final : public QDialog {
    Q_OBJECT
  public:
    /// `rule` as the document has it; a new one may have only "outcome".
    explicit RuleDialog(const domain::Object &rule, QWidget *parent = nullptr);
    /// What the form says now; keys that it does not show are kept.
    domain::Object rule() const;

  private:
    void judge();
    void showKind();

    domain::Object m_rule;
    QLineEdit *m_id;
    QComboBox *m_kind;
    QLineEdit *m_path;
    QComboBox *m_op;
    QLineEdit *m_value;
    QComboBox *m_outcome;
    QLineEdit *m_reason;
    QPlainTextEdit *m_json;
    QStackedWidget *m_condition;
    QLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace bourse::gui
