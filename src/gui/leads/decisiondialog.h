#pragma once
// An operator says what became of a post, or takes a sale back. It moves money, so it is asked for in words
// and cannot be undone by a key.
#include "market/views.h"
#include <QDialog>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace bourse::gui {

class DecisionDialog final : public QDialog {
    Q_OBJECT
  public:
    enum class Kind { Bought, NotBought, TakeBack };
    /// `post` is the call that is decided about; its price is what the post holds or was sold for.
    DecisionDialog(Kind kind, const market::TraceAttempt &post, QWidget *parent = nullptr);
    Kind kind() const { return m_kind; }
    /// Bought: at which price; nothing where it is the one that was held.
    std::optional<Money> price() const;
    QString note() const;

  private:
    void check();

    Kind m_kind;
    std::optional<Money> m_held;
    QLineEdit *m_price = nullptr;
    QLineEdit *m_note;
    QLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace bourse::gui
