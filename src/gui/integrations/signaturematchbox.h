#pragma once
// "Match the buyer's example": their signature, what it was made from, and which recipe gives just that.
#include "domain/integration/signaturematch.h"
#include <QWidget>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace bourse::workbench {
class EditorState;
}

namespace bourse::gui {

class PayloadView;

/// Two texts around the byte where they part, one below the other, with a mark below it. Bytes that are no
/// printable ASCII are written as escapes. An empty `ours` is left out.
QString differenceText(const std::string &theirs, const std::string &ours, std::size_t at);

class SignatureMatchBox final : public QWidget {
    Q_OBJECT
  public:
    /// `state` is not owned and outlives the box.
    explicit SignatureMatchBox(workbench::EditorState *state, QWidget *parent = nullptr);
    /// The signature of the state's step that is compared, and the name of its secret.
    void setSignature(int index, const QString &secretName);
    void focusFirst();

  Q_SIGNALS:
    /// Takes the place of the signature's recipe.
    void recipeChosen(const bourse::domain::Object &recipe);

  protected:
    void resizeEvent(QResizeEvent *event) override;

  private:
    void refreshFields();
    void fitVerdict();
    void compare();
    void explain(const domain::SignatureMatch &match, const domain::BuyerExample &example);
    void useVariant(int index);
    void say(const QString &verdict, const QString &difference = QString());

    workbench::EditorState *m_state;
    int m_index = 0;
    QString m_secretName;
    QLineEdit *m_expected;
    QLineEdit *m_secret;
    QPlainTextEdit *m_body;
    QLineEdit *m_time;
    QLineEdit *m_nonce;
    QPlainTextEdit *m_text;
    QPushButton *m_compare;
    QLabel *m_verdict;
    PayloadView *m_difference;
    QListWidget *m_variants;
    std::vector<domain::Object> m_recipes; ///< of the variants shown
};

} // namespace bourse::gui
