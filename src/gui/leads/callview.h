#pragma once
// One side of one call: who, what came of it, and the bytes.
#include "market/views.h"
#include <QWidget>

class QLabel;
class QPushButton;

namespace bourse::gui {

class ChipWidget;
class ElidedLabel;
class PayloadView;
class SegmentedControl;

class CallView final : public QWidget {
    Q_OBJECT
  public:
    enum class Side { Request, Response };
    CallView(Side side, const QString &objectName, QWidget *parent = nullptr);
    /// Steps without a call (validation, the answer, a skipped channel) say so.
    void setAttempt(const market::TraceAttempt &attempt);
    void setPretty(bool pretty);
    PayloadView *payload() const { return m_payload; }

  Q_SIGNALS:
    void prettyChanged(bool pretty);

  private:
    Side m_side;
    ElidedLabel *m_title;
    ChipWidget *m_chip;
    ElidedLabel *m_facts;
    SegmentedControl *m_style;
    PayloadView *m_payload;
    QLabel *m_nothing;
    ElidedLabel *m_note;
};

} // namespace bourse::gui
