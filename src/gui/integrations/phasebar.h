#pragma once
// Where a call's time went: DNS, connect, TLS, first byte, body, as one bar with its words below.
#include "market/integrations.h"
#include <QWidget>
#include <optional>

namespace bourse::gui {

class PhaseBar final : public QWidget {
    Q_OBJECT
  public:
    explicit PhaseBar(QWidget *parent = nullptr);
    void setExchange(const std::optional<market::TestExchange> &exchange);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    struct Phase {
        QString name;
        qint64 us;
        int series;
    };
    QVector<Phase> m_phases;
    qint64 m_totalUs = 0;
};

} // namespace bourse::gui
