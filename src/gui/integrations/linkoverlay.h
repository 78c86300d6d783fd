#pragma once
// The line from a field to the selected row; lies over both panes and lets every click through.
#include <QPoint>
#include <QWidget>
#include <optional>

namespace bourse::gui {

class LinkOverlay final : public QWidget {
    Q_OBJECT
  public:
    explicit LinkOverlay(QWidget *parent);
    /// In the parent's coordinates; without one of them nothing is drawn. `from` absent but `to` there: the
    /// field is out of sight, `edge` says where the panes meet.
    void setLink(std::optional<QPoint> from, std::optional<QPoint> to, int edge);

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    std::optional<QPoint> m_from;
    std::optional<QPoint> m_to;
    int m_edge = 0;
};

} // namespace bourse::gui
