#pragma once
// A received answer, byte by byte, in which values can be clicked and said what they are.
#include "domain/integration/locate.h"
#include "gui/leads/payloadview.h"
#include "workbench/responseteacher.h"
#include <QVector>

class QMenu;

namespace bourse::gui {

class AnswerView final : public PayloadView {
    Q_OBJECT
  public:
    explicit AnswerView(QWidget *parent = nullptr);
    void setResponse(const domain::BuyerResponse &response);
    /// A callback's values have other meanings than an answer's.
    void setStep(domain::StepKind step) { m_step = step; }
    /// A value that the document reads, and what it is called.
    struct Mark {
        std::size_t begin = 0, end = 0;
        QString name;
        QString iconName; ///< before the name, which stands behind the line
    };
    void setMarks(QVector<Mark> marks);
    /// The value under the cursor, if there is one.
    std::optional<domain::LocatedValue> current() const;
    /// Opens the menu of meanings at the cursor; also Enter and the menu key.
    void openMenu();

  Q_SIGNALS:
    void taught(const bourse::domain::LocatedValue &value, bourse::workbench::Meaning meaning);

  protected:
    void restyle() override;
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

  private:
    void mark();
    int textPosition(std::size_t byte) const;

    domain::StepKind m_step = domain::StepKind::Post;
    domain::BuyerResponse m_response;
    std::vector<domain::LocatedValue> m_values;
    QVector<Mark> m_marks;
    QVector<int> m_positions; ///< of each byte of the body in the text
};

} // namespace bourse::gui
