#include "gui/shell/navigation.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/format.h"
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace bourse::gui {

NavigationButton::NavigationButton(const QString &iconName, const QString &text, const QString &objectName,
                                   QWidget *parent)
    : QAbstractButton(parent), m_iconName(iconName)
{
    setObjectName(objectName);
    setAccessibleName(text);
    setText(text);
    setCheckable(true);
    setAutoExclusive(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void NavigationButton::setBadge(int count)
{
    if (count == m_badge)
        return;
    m_badge = count;
    setAccessibleDescription(count > 0 ? plural(count, tr("1 needs attention"), tr("%1 need attention"))
                                       : QString());
    update();
}

QSize NavigationButton::sizeHint() const
{
    return {theme().px(180), theme().px(32)};
}

void NavigationButton::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF pill = rect();
    if (isChecked() || m_hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.color(isChecked() ? Token::Selection : Token::Raised));
        painter.drawRoundedRect(pill, cornerRadius, cornerRadius);
    }
    if (isChecked()) {
        painter.setBrush(look.color(Token::AccentText));
        painter.drawRoundedRect(QRectF(0, look.px(6), 3, height() - look.px(12)), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setPen(QPen(look.color(Token::AccentText), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    }
    const qreal side = look.px(16);
    const qreal left = look.px(12);
    paintIcon(&painter, QRectF(left, 0, side, height()), m_iconName,
              look.color(isChecked() ? Token::AccentText : Token::Secondary));
    qreal right = width() - look.px(8);
    if (m_badge > 0) {
        const QFont font = look.font(TextRole::CaptionMedium);
        const QString text = QString::number(m_badge);
        const ChipColors colors = look.chip(domain::Chip::Error);
        const qreal badgeHeight = look.px(16);
        const qreal badgeWidth = qMax(badgeHeight + look.px(4), figuresWidth(font, text) + look.px(12));
        const QRectF badge(right - badgeWidth, (height() - badgeHeight) / 2.0, badgeWidth, badgeHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.background);
        painter.drawRoundedRect(badge, badgeHeight / 2, badgeHeight / 2);
        painter.setPen(colors.text);
        paintFigures(&painter, badge, Qt::AlignHCenter, text, font);
        right = badge.left() - look.px(4);
    }
    painter.setPen(look.color(Token::Text));
    const qreal textLeft = left + side + look.px(10);
    paintFigures(&painter, QRectF(textLeft, 0, right - textLeft, height()), Qt::AlignLeft, text(),
                 look.font(isChecked() ? TextRole::BodyMedium : TextRole::Body));
}

void NavigationButton::enterEvent(QEnterEvent *event)
{
    m_hovered = true;
    update();
    QAbstractButton::enterEvent(event);
}

void NavigationButton::leaveEvent(QEvent *event)
{
    m_hovered = false;
    update();
    QAbstractButton::leaveEvent(event);
}

void NavigationButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

Navigation::Navigation(QWidget *parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Navigation"));
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(8, 14, 8, 8);
    m_layout->setSpacing(0);

    auto *brand = new QHBoxLayout;
    brand->setContentsMargins(8, 0, 6, 0);
    brand->setSpacing(8);
    brand->addWidget(new IconLabel(QStringLiteral("logo"), 20, Token::AccentText));
    auto *name = makeLabel(QStringLiteral("Bourse"), LabelRole::Section, QStringLiteral("brandLabel"));
    brand->addWidget(name);
    brand->addStretch(1);
    auto *search = makeButton(tr("Find an action, a page or a lead (Ctrl+K)"), QStringLiteral("search"),
                              ButtonKind::Icon, QStringLiteral("searchButton"), this, true);
    search->setProperty("flat", true);
    connect(search, &QPushButton::clicked, this, &Navigation::paletteRequested);
    search->setFocusPolicy(Qt::TabFocus);
    brand->setSpacing(6);
    brand->addWidget(search);
    brand->addWidget(makeLabel(tr("Ctrl K"), LabelRole::Keycap, QStringLiteral("paletteKeycap")), 0,
                     Qt::AlignVCenter);
    m_layout->addLayout(brand);
    m_layout->addSpacing(12);

    auto *card = new QFrame;
    card->setObjectName(QStringLiteral("workspaceCard"));
    card->setAccessibleName(tr("Workspace"));
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(8, 8, 8, 8);
    cardLayout->setSpacing(4);
    m_workspace = new ElidedLabel;
    m_workspace->setObjectName(QStringLiteral("workspaceName"));
    m_workspace->setProperty("role", QStringLiteral("medium"));
    cardLayout->addWidget(m_workspace);
    auto *second = new QHBoxLayout;
    second->setSpacing(7);
    m_badge = new ModeBadge;
    m_detail = new ElidedLabel;
    m_detail->setObjectName(QStringLiteral("workspaceDetail"));
    m_detail->setProperty("role", QStringLiteral("note"));
    second->addWidget(m_badge);
    second->addWidget(m_detail, 1);
    cardLayout->addLayout(second);
    m_layout->addWidget(card);
    m_layout->addSpacing(12);

    m_entryLayout = new QVBoxLayout;
    m_entryLayout->setSpacing(2);
    m_layout->addLayout(m_entryLayout);
    m_layout->addStretch(1);

    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(2, 0, 2, 0);
    foot->setSpacing(4);
    m_scheme = makeButton(tr("Dark or light colours (Ctrl+Shift+L)"), QStringLiteral("moon"),
                          ButtonKind::Icon, QStringLiteral("schemeButton"), this, true);
    m_scheme->setProperty("flat", true);
    connect(m_scheme, &QPushButton::clicked, this, &Navigation::schemeToggleRequested);
    foot->addWidget(m_scheme);
    auto *keys = makeButton(tr("Keyboard shortcuts (?)"), QStringLiteral("keyboard"), ButtonKind::Icon,
                            QStringLiteral("shortcutsButton"), this, true);
    keys->setProperty("flat", true);
    connect(keys, &QPushButton::clicked, this, &Navigation::shortcutsRequested);
    foot->addWidget(keys);
    foot->addStretch(1);
    m_layout->addLayout(foot);

    applyScale();
    connect(&theme(), &Theme::changed, this, &Navigation::applyScale);
}

void Navigation::applyScale()
{
    setFixedWidth(theme().px(196));
    m_scheme->setIcon(icon(theme().scheme() == Scheme::Light ? QStringLiteral("moon") : QStringLiteral("sun"),
                           Token::Secondary));
}

NavigationButton *Navigation::addEntry(const QString &iconName, const QString &text, const QString &id)
{
    auto *button = new NavigationButton(iconName, text, u"navigation_"_qs + id);
    const auto index = static_cast<int>(m_entries.size());
    button->setToolTip(tr("%1 (Ctrl+%2)").arg(text).arg(index + 1));
    connect(button, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    m_entryLayout->addWidget(button);
    m_entries.append(button);
    return button;
}

void Navigation::setCurrent(int index)
{
    if (NavigationButton *button = entry(index))
        button->setChecked(true);
}

void Navigation::setWorkspace(const QString &name, MarketMode mode, const QString &detail)
{
    m_workspace->setFullText(name);
    m_badge->setMode(mode);
    m_detail->setFullText(detail);
}

} // namespace bourse::gui
