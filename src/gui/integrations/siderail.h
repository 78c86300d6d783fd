#pragma once
// What stands in the place of a pane that is folded away: its name along the edge, a click brings it back.
#include <QAbstractButton>

namespace bourse::gui {

class SideRail final : public QAbstractButton {
    Q_OBJECT
  public:
    SideRail(const QString &text, const QString &iconName, const QString &objectName,
             QWidget *parent = nullptr);
    void setCount(int blocking);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    QString m_iconName;
    int m_count = 0;
};

} // namespace bourse::gui
