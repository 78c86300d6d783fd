#pragma once
// A figure with its name, its change and its spark line.
#include "market/views.h"
#include <QWidget>

namespace bourse::gui {

class StatTile final : public QWidget {
    Q_OBJECT
  public:
    explicit StatTile(QWidget *parent = nullptr);
    void setTile(const market::LiveTile &tile);
    const market::LiveTile &tile() const { return m_tile; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    market::LiveTile m_tile;
};

} // namespace bourse::gui
