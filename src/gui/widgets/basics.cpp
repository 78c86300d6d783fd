#include "gui/widgets/basics.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include <QButtonGroup>
#include <QDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace bourse::gui {

QLabel *makeLabel(const QString &text, LabelRole role, const QString &objectName, QWidget *parent)
{
    static const char *const names[] = {"",          "title", "section", "caption", "note",
                                        "secondary", "muted", "medium",  "strong",  "keycap"};
    auto *label = new QLabel(text, parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    if (role != LabelRole::Plain)
        label->setProperty("role", QLatin1String(names[static_cast<int>(role)]));
    return label;
}

QPushButton *makeButton(const QString &text, const QString &iconName, ButtonKind kind,
                        const QString &objectName, QWidget *parent, bool small)
{
    static const char *const names[] = {"plain", "primary", "dashed", "ghost", "link", "icon", "chip"};
    auto *button = new QPushButton(kind == ButtonKind::Icon ? QString() : text, parent);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    if (kind == ButtonKind::Icon)
        button->setToolTip(text);
    button->setProperty("kind", QLatin1String(names[static_cast<int>(kind)]));
    if (small)
        button->setProperty("density", QStringLiteral("small"));
    if (!iconName.isEmpty()) {
        const Token token = kind == ButtonKind::Primary ? Token::OnPrimary
                            : kind == ButtonKind::Link  ? Token::AccentText
                                                        : Token::Text;
        button->setIcon(icon(iconName, token));
        // Qt leaves 4 px between icon and text; the wider icon box makes them 6.
        const int width = kind == ButtonKind::Icon || kind == ButtonKind::Link ? 16 : 20;
        const auto scaleIcon = [button, width] {
            button->setIconSize(QSize(theme().px(width), theme().px(16)));
        };
        scaleIcon();
        QObject::connect(&theme(), &Theme::changed, button, scaleIcon);
    }
    button->setCursor(kind == ButtonKind::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return button;
}

QFrame *makeLine(Qt::Orientation orientation, QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setObjectName(QStringLiteral("line"));
    line->setProperty("line", true);
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    return line;
}

QVBoxLayout *dialogLayout(QDialog *dialog, const QString &title, const QString &objectName)
{
    dialog->setWindowTitle(title);
    dialog->setAccessibleName(title);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(title, LabelRole::Title, objectName));
    return layout;
}

void addRow(QFormLayout *form, const QString &label, QLayout *row, QWidget *buddy)
{
    auto *title = new QLabel(label);
    title->setObjectName(buddy->objectName() + QStringLiteral("Label"));
    title->setBuddy(buddy); // QFormLayout finds none in a layout, and would show the mnemonic's sign
    form->addRow(title, row);
}

void resizeWithin(QWidget *dialog, const QSize &size)
{
    QSize wanted(theme().px(size.width()), theme().px(size.height()));
    if (const QWidget *over = dialog->parentWidget() ? dialog->parentWidget()->window() : nullptr;
        over && over->isVisible())
        wanted = wanted.boundedTo(over->size() - QSize(theme().px(48), theme().px(72)));
    dialog->resize(wanted);
}

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget *parent) : QLabel(parent), m_mode(mode)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString &text)
{
    if (text == m_fullText)
        return;
    m_fullText = text;
    setToolTip(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), fontMetrics().horizontalAdvance(u'x') * 4), sizeHint().height()};
}

QSize ElidedLabel::sizeHint() const
{
    ensurePolished();
    return {fontMetrics().horizontalAdvance(m_fullText) + 2, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(m_fullText, m_mode, contentsRect().width()));
}

IconLabel::IconLabel(QString name, int size, Token token, QWidget *parent)
    : QWidget(parent), m_name(std::move(name)), m_size(size), m_token(token)
{
    setObjectName(u"icon_"_qs + m_name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void IconLabel::setIcon(const QString &name, Token token)
{
    m_name = name;
    m_token = token;
    update();
}

QSize IconLabel::sizeHint() const
{
    return {theme().px(m_size), theme().px(m_size)};
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintIcon(&painter, rect(), m_name, theme().color(m_token));
}

ModeBadge::ModeBadge(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("modeBadge"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
    setMode(MarketMode::Live);
}

void ModeBadge::setMode(MarketMode mode)
{
    m_mode = mode;
    setAccessibleName(word());
    setToolTip(mode == MarketMode::Live ? tr("Leads in this workspace are real and are sold to real buyers.")
               : mode == MarketMode::Test
                   ? tr("Leads in this workspace are tests and go to no real buyer.")
                   : tr("A demo market: simulated buyers and traffic on this machine."));
    updateGeometry();
    update();
}

QString ModeBadge::word() const
{
    switch (m_mode) {
    case MarketMode::Live:
        return tr("LIVE");
    case MarketMode::Test:
        return tr("TEST");
    case MarketMode::Demo:
        return tr("DEMO");
    }
    return {};
}

QSize ModeBadge::sizeHint() const
{
    QFont font = theme().font(TextRole::CaptionMedium);
    font.setWeight(QFont::DemiBold);
    font.setPixelSize(theme().px(11));
    return {static_cast<int>(figuresWidth(font, word())) + theme().px(5 + 13 + 3 + 6) + 1, theme().px(18)};
}

void ModeBadge::paintEvent(QPaintEvent *)
{
    const QColor color = theme().color(m_mode == MarketMode::Live   ? Token::Ok
                                       : m_mode == MarketMode::Test ? Token::Warn
                                                                    : Token::AccentText);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1, m_mode == MarketMode::Live ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QString name = m_mode == MarketMode::Live   ? QStringLiteral("broadcast")
                         : m_mode == MarketMode::Test ? QStringLiteral("flask")
                                                      : QStringLiteral("layers");
    const qreal iconSize = theme().px(13);
    paintIcon(&painter, QRectF(theme().px(5), 0, iconSize, height()), name, color);
    QFont font = theme().font(TextRole::CaptionMedium);
    font.setWeight(QFont::DemiBold);
    font.setPixelSize(theme().px(11));
    painter.setPen(color);
    paintFigures(&painter, QRectF(theme().px(5) + iconSize + theme().px(3), 0, width(), height()),
                 Qt::AlignLeft, word(), font);
}

SegmentedControl::SegmentedControl(const QStringList &labels, const QString &objectName, bool small,
                                   QWidget *parent)
    : QWidget(parent)
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *group = new QButtonGroup(this);
    for (int i = 0; i < labels.size(); ++i) {
        auto *button = makeButton(labels[i], QString(), ButtonKind::Plain, u"%1_%2"_qs.arg(objectName).arg(i),
                                  this, small);
        button->setCheckable(true);
        if (labels.size() > 1)
            button->setProperty("segment", i == 0                   ? QStringLiteral("first")
                                           : i == labels.size() - 1 ? QStringLiteral("last")
                                                                    : QStringLiteral("middle"));
        group->addButton(button, i);
        layout->addWidget(button);
        m_buttons.append(button);
    }
    if (!m_buttons.isEmpty())
        m_buttons.first()->setChecked(true);
    connect(group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (!checked || id == m_current)
            return;
        m_current = id;
        Q_EMIT currentChanged(id);
    });
}

void SegmentedControl::setCurrent(int index)
{
    if (index >= 0 && index < m_buttons.size())
        m_buttons[index]->setChecked(true);
}

void SegmentedControl::setLabel(int index, const QString &label)
{
    if (index < 0 || index >= m_buttons.size() || m_buttons[index]->text() == label)
        return;
    m_buttons[index]->setText(label);
    m_buttons[index]->setAccessibleName(label);
}

} // namespace bourse::gui
