#include "gui/integrations/badgebutton.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include <QStyleOptionButton>
#include <QStylePainter>
#include <cmath>

namespace bourse::gui {
namespace {

qreal widthOf(const Badge &badge)
{
    return qMax<qreal>(theme().px(18),
                       figuresWidth(theme().font(TextRole::CaptionMedium), QString::number(badge.count)) +
                           theme().px(10));
}

} // namespace

void BadgeButton::setBadges(const QVector<Badge> &badges)
{
    if (badges == m_badges)
        return;
    m_badges = badges;
    updateGeometry();
    update();
}

qreal BadgeButton::badgesWidth() const
{
    qreal width = 0;
    for (const Badge &badge : m_badges)
        if (badge.count > 0)
            width += widthOf(badge) + theme().px(5);
    return width > 0 ? width + theme().px(2) : 0;
}

QSize BadgeButton::sizeHint() const
{
    QSize plain = QPushButton::sizeHint();
    if (property("kind").toString() == u"tab") {
        // the chosen one is set in another weight and must not push its badges away
        QFont strong = font();
        strong.setWeight(QFont::DemiBold);
        plain.rwidth() += static_cast<int>(std::ceil(QFontMetricsF(strong).horizontalAdvance(text()) -
                                                     QFontMetricsF(font()).horizontalAdvance(text())));
    }
    return {plain.width() + static_cast<int>(std::ceil(badgesWidth())), plain.height()};
}

QSize BadgeButton::minimumSizeHint() const
{
    return sizeHint();
}

void BadgeButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);
    const auto badges = static_cast<int>(std::ceil(badgesWidth()));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    option.rect.adjust(mirrored ? badges : 0, 0, mirrored ? 0 : -badges, 0);
    painter.drawControl(QStyle::CE_PushButtonLabel, option);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = theme().font(TextRole::CaptionMedium);
    // the style sheet's paddings, which the badges come after, do not grow with the text
    qreal x = mirrored ? 4 : option.rect.right() - 5;
    for (const Badge &badge : std::as_const(m_badges)) {
        if (badge.count <= 0)
            continue;
        const qreal side = theme().px(18);
        const QRectF round(x, std::round((height() - side) / 2), widthOf(badge), side);
        const ChipColors colors = theme().chip(badge.tint);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.background);
        painter.drawRoundedRect(round, side / 2, side / 2);
        painter.setPen(colors.text);
        paintFigures(&painter, round, Qt::AlignHCenter, QString::number(badge.count), font);
        x += round.width() + theme().px(5);
    }
}

BadgeButton *makeBadgeButton(const QString &text, const QString &iconName, const QString &kind,
                             const QString &objectName, QWidget *parent)
{
    auto *button = new BadgeButton(text, parent);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    button->setProperty("kind", kind);
    if (!iconName.isEmpty()) {
        button->setIcon(icon(iconName, Token::Text, Token::AccentText));
        const auto scale = [button] {
            button->setIconSize(QSize(theme().px(20), theme().px(16)));
        };
        scale();
        QObject::connect(&theme(), &Theme::changed, button, scale);
    }
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return button;
}

} // namespace bourse::gui
