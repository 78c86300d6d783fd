#pragma once
// A button with counts behind its text: "Ping ①".
#include "domain/lead/leadstate.h"
#include <QPushButton>
#include <QVector>

namespace bourse::gui {

struct Badge {
    int count = 0; ///< 0 is not shown
    domain::Chip tint = domain::Chip::Error;
    bool operator==(const Badge &) const = default;
};

class BadgeButton final : public QPushButton {
    Q_OBJECT
  public:
    using QPushButton::QPushButton;
    void setBadges(const QVector<Badge> &badges);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    qreal badgesWidth() const;
    QVector<Badge> m_badges;
};

/// As makeButton() of basics.h.
BadgeButton *makeBadgeButton(const QString &text, const QString &iconName, const QString &kind,
                             const QString &objectName, QWidget *parent = nullptr);

} // namespace bourse::gui
