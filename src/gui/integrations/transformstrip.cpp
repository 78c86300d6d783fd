#include "gui/integrations/transformstrip.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

namespace bourse::gui {
namespace {

constexpr int cardHeight = 64;
constexpr int cardWidth = 168;
constexpr int narrowest = 128;
constexpr int addWidth = 78;
constexpr int loneWidth = 200; ///< of the add button without cards
constexpr int loneHeight = 28;
constexpr int arrow = 18;
constexpr int margin = 12;
constexpr int above = 7;

/// What of `before` is no longer in `after`, as a range; empty where nothing in common is left to compare.
std::pair<qsizetype, qsizetype> changedPart(const QString &before, const QString &after)
{
    const qsizetype most = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < most && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    if (head + tail == 0)
        return {0, 0};
    return {head, before.size() - tail};
}

class AddButton final : public QAbstractButton {
  public:
    using QAbstractButton::QAbstractButton;

  protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &look = theme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(look.color(hasFocus() ? Token::AccentText : Token::Border), hasFocus() ? 2 : 1,
                            Qt::DashLine));
        painter.setBrush(look.color(underMouse() ? Token::Raised : Token::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cornerRadius, cornerRadius);
        const qreal line = look.px(17);
        const qreal top = (height() - 3 * line) / 2;
        if (top < 0) {
            // alone in its line: no cards beside it to be as high as
            const QFont words = look.font(TextRole::BodyMedium);
            const qreal x = look.px(30);
            paintIcon(&painter, QRectF(look.px(9), 0, look.px(14), height()), QStringLiteral("plus"),
                      look.color(Token::AccentText));
            painter.setPen(look.color(Token::AccentText));
            const QString text = TransformStrip::tr("Add a transform");
            paintFigures(&painter, QRectF(x, 0, width() - x, height()), Qt::AlignLeft, text, words);
            painter.setPen(look.color(Token::Secondary));
            paintFigures(&painter, QRectF(x, 0, width() - x - look.px(10), height()), Qt::AlignRight,
                         TransformStrip::tr("Enter"), look.font(TextRole::Caption));
            return;
        }
        paintIcon(&painter, QRectF(0, top, width(), line), QStringLiteral("plus"),
                  look.color(Token::AccentText));
        painter.setPen(look.color(Token::AccentText));
        paintFigures(&painter, QRectF(0, top + line, width(), line), Qt::AlignHCenter,
                     TransformStrip::tr("Add"), look.font(TextRole::BodyMedium));
        painter.setPen(look.color(Token::Secondary));
        paintFigures(&painter, QRectF(0, top + 2 * line, width(), line), Qt::AlignHCenter,
                     TransformStrip::tr("Enter"), look.font(TextRole::Caption));
    }
};

} // namespace

TransformCard::TransformCard(int index, QWidget *parent) : QAbstractButton(parent)
{
    setObjectName(u"transformCard_%1"_qs.arg(index));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    m_remove = makeButton(tr("Remove this transform (Delete)"), QStringLiteral("x"), ButtonKind::Icon,
                          u"transformRemove_%1"_qs.arg(index), this, true);
    m_remove->setProperty("flat", true);
    m_remove->setFocusPolicy(Qt::NoFocus);
    connect(m_remove, &QPushButton::clicked, this, &TransformCard::removeRequested);
}

void TransformCard::setContent(const Content &content)
{
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleName(content.problem.isEmpty()
                          ? tr("%1: %2 becomes %3").arg(content.title, content.before, content.after)
                          : tr("%1: %2 fails. %3").arg(content.title, content.before, content.problem));
    setToolTip(content.problem.isEmpty()
                   ? QStringLiteral("%1\n%2 \u2192 %3").arg(content.title, content.before, content.after)
                   : QStringLiteral("%1\n%2").arg(content.title, content.problem));
    update();
}

void TransformCard::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    const int side = theme().px(20);
    m_remove->setFixedSize(side, side);
    m_remove->setIconSize(QSize(theme().px(12), theme().px(12)));
    m_remove->move(width() - side - theme().px(4), theme().px(4));
}

void TransformCard::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool failed = !m_content.problem.isEmpty();
    const Token border = hasFocus() ? Token::AccentText : failed ? Token::Bad : Token::Hairline;
    painter.setPen(QPen(look.color(border), hasFocus() ? 2 : 1));
    painter.setBrush(look.color(Token::Surface));
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), cornerRadius,
                            cornerRadius);

    const qreal left = look.px(8);
    const qreal room = width() - 2 * left;
    const qreal line = look.px(18);
    qreal y = look.px(5);
    // the title as an outlined chip, as it is in the row
    const QFont titleFont = look.font(TextRole::CaptionMedium);
    const qreal titleRoom = room - look.px(20);
    const qreal titleWidth = qMin(titleRoom, figuresWidth(titleFont, m_content.title) + look.px(12));
    painter.setPen(QPen(look.color(m_content.isCurrent ? Token::AccentText : Token::Border), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(left + 0.5, y + 0.5, titleWidth, line - 1), 4, 4);
    painter.setPen(look.color(Token::Text));
    paintFigures(&painter, QRectF(left + look.px(6), y, titleWidth - look.px(11), line), Qt::AlignLeft,
                 m_content.title, titleFont);
    y += line + look.px(2);

    const QFont mono = look.font(TextRole::Mono);
    const QFontMetricsF metrics(mono);
    painter.setFont(mono);
    const auto [from, to] =
        failed ? std::pair<qsizetype, qsizetype>(0, 0) : changedPart(m_content.before, m_content.after);
    if (to > from) {
        const qreal x = left + metrics.horizontalAdvance(m_content.before.left(from));
        const qreal width = metrics.horizontalAdvance(m_content.before.mid(from, to - from));
        const QRectF mark = QRectF(x, y + 1, width, line - 3).intersected(QRectF(left, y, room, line));
        painter.fillRect(mark, look.chip(domain::Chip::Pending).background);
    }
    painter.setPen(look.color(Token::Secondary));
    painter.drawText(QRectF(left, y, room, line), Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(m_content.before, Qt::ElideMiddle, room));
    y += line;
    if (failed) {
        painter.setPen(look.color(Token::Bad));
        paintFigures(&painter, QRectF(left, y, room, line), Qt::AlignLeft, m_content.problem,
                     look.font(TextRole::Caption));
        return;
    }
    const qreal icon = look.px(12);
    paintIcon(&painter, QRectF(left, y, icon, line), QStringLiteral("arrow-right"),
              look.color(Token::AccentText));
    painter.setPen(look.color(Token::Text));
    painter.drawText(QRectF(left + icon + look.px(4), y, room - icon - look.px(4), line),
                     Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(m_content.after, Qt::ElideMiddle, room - icon - look.px(4)));
}

TransformStrip::TransformStrip(QWidget *parent) : QWidget(parent), m_add(new AddButton(this))
{
    setObjectName(QStringLiteral("transformStrip"));
    setCursor(Qt::ArrowCursor);
    m_add->setObjectName(QStringLiteral("transformAdd"));
    m_add->setAccessibleName(tr("Add a transform"));
    m_add->setToolTip(tr("Add a transform (Enter)"));
    m_add->setFocusPolicy(Qt::StrongFocus);
    m_add->setAttribute(Qt::WA_Hover);
    m_add->installEventFilter(this);
    connect(m_add, &QAbstractButton::clicked, this, &TransformStrip::addRequested);
    connect(&theme(), &Theme::changed, this, &TransformStrip::place);
}

void TransformStrip::setChain(const QString &rowName, const QStringList &titles,
                              const domain::RowTrace *trace)
{
    setAccessibleName(tr("Transforms of %1").arg(rowName));
    const int before = count();
    while (m_cards.size() > titles.size()) {
        TransformCard *card = m_cards.takeLast();
        if (card->hasFocus())
            (m_cards.isEmpty() ? m_add : m_cards.last())->setFocus();
        card->hide();
        card->setObjectName(QString()); // another may take its place before it is gone
        card->deleteLater();
    }
    while (m_cards.size() < titles.size()) {
        const int index = count();
        auto *card = new TransformCard(index, this);
        card->installEventFilter(this);
        connect(card, &QAbstractButton::clicked, this, [this, index] {
            setCurrent(index);
            Q_EMIT editRequested(index);
        });
        connect(card, &TransformCard::removeRequested, this,
                [this, index] { Q_EMIT removeRequested(index); });
        card->show();
        m_cards.append(card);
    }
    if (m_current >= count() || m_current < 0 || count() > before)
        m_current = count() - 1;
    const auto text = [](const std::string &utf8) {
        constexpr std::size_t most = 300;
        return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(std::min(utf8.size(), most)))
            .replace(u'\n', QChar(0x23ce))
            .replace(u'\t', QChar(0x21e5));
    };
    for (int i = 0; i < count(); ++i) {
        TransformCard::Content content;
        content.title = titles[i];
        content.isCurrent = i == m_current && count() > 1;
        const auto at = static_cast<std::size_t>(i);
        if (trace && at < trace->transforms.size()) {
            const domain::TransformTrace &step = trace->transforms[at];
            content.before = text(step.before);
            content.after = text(step.after);
            if (step.problem)
                content.problem = QString::fromStdString(step.problem->message);
        }
        m_cards[i]->setContent(content);
    }
    place();
}

void TransformStrip::setCurrent(int index)
{
    if (index < 0 || index >= count())
        return;
    m_current = index;
}

int TransformStrip::perLine(int width) const
{
    const int free = width - 2 * theme().px(margin);
    const int columns = std::max(1, (free + theme().px(arrow)) / theme().px(narrowest + arrow));
    // the add button is narrower than a card, so that a chain often fits a line with it
    return count() * theme().px(narrowest + arrow) + theme().px(addWidth) <= free
               ? std::max(columns, count() + 1)
               : columns;
}

int TransformStrip::heightFor(int width) const
{
    if (m_cards.isEmpty())
        return theme().px(loneHeight + 2 * above);
    const int lines = count() / perLine(width) + 1; // the add button stands behind the last card
    return lines * theme().px(cardHeight) + (lines + 1) * theme().px(above);
}

QRect TransformStrip::cardRect(int index) const
{
    return index >= 0 && index < count() ? m_cards[index]->geometry() : m_add->geometry();
}

void TransformStrip::place()
{
    const int columns = perLine(width());
    const int gap = theme().px(arrow);
    const int free = width() - 2 * theme().px(margin);
    // as wide as there is room for, the add button at the end
    const int inLine = std::min(count(), columns);
    int card = theme().px(cardWidth);
    if (inLine > 0 && inLine < columns)
        card = std::min(card, (free - theme().px(addWidth) - inLine * gap) / inLine);
    else if (inLine > 0)
        card = std::min(card, (free - (inLine - 1) * gap) / inLine);
    card = std::max(card, theme().px(narrowest) / 2);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const auto put = [&](QWidget *widget, int index, int wanted) {
        const int x = theme().px(margin) + index % columns * (card + gap);
        const int y = theme().px(above) + index / columns * (theme().px(cardHeight) + theme().px(above));
        widget->setGeometry(mirrored ? width() - x - wanted : x, y, wanted, theme().px(cardHeight));
    };
    for (int i = 0; i < count(); ++i)
        put(m_cards[i], i, card);
    put(m_add, count(), theme().px(m_cards.isEmpty() ? loneWidth : addWidth));
    if (m_cards.isEmpty())
        m_add->resize(m_add->width(), theme().px(loneHeight));
    // Tab goes through the cards in their order
    QWidget *before = nullptr;
    for (TransformCard *each : std::as_const(m_cards)) {
        if (before)
            setTabOrder(before, each);
        before = each;
    }
    if (before)
        setTabOrder(before, m_add);
    update();
}

void TransformStrip::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.fillRect(rect(), look.color(Token::Raised));
    painter.fillRect(QRect(0, 0, 3, height()), look.color(Token::AccentText));
    painter.fillRect(QRect(0, height() - 1, width(), 1), look.color(Token::Hairline));
    for (const TransformCard *card : m_cards) {
        const QRect place = card->geometry();
        paintIcon(&painter,
                  QRectF(place.right() + 1, place.top(), look.px(arrow), place.height())
                      .adjusted(look.px(2), 0, -look.px(2), 0),
                  QStringLiteral("chevron-right"), look.color(Token::Secondary));
    }
}

void TransformStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void TransformStrip::focusFirst()
{
    if (m_cards.isEmpty())
        m_add->setFocus(Qt::TabFocusReason);
    else
        m_cards[std::max(0, m_current)]->setFocus(Qt::TabFocusReason);
}

bool TransformStrip::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        for (int i = 0; i < count(); ++i)
            if (m_cards[i] == watched && event->type() == QEvent::FocusIn)
                setCurrent(i);
        static_cast<QWidget *>(watched)->update();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const auto found = std::find(m_cards.begin(), m_cards.end(), watched);
    const int index = found == m_cards.end() ? count() : static_cast<int>(found - m_cards.begin());
    const bool alt = key->modifiers() & Qt::AltModifier;
    const auto focus = [this](int i) {
        if (i >= 0 && i < count())
            m_cards[i]->setFocus(Qt::TabFocusReason);
        else if (i == count())
            m_add->setFocus(Qt::TabFocusReason);
    };
    switch (key->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int by = (key->key() == Qt::Key_Left) == (layoutDirection() == Qt::LeftToRight) ? -1 : 1;
        if (!alt) {
            focus(index + by);
        } else if (index < count() && index + by >= 0 && index + by < count()) {
            Q_EMIT moveRequested(index, by);
            focus(index + by);
        }
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (index < count())
            Q_EMIT editRequested(index);
        else
            Q_EMIT addRequested();
        return true;
    case Qt::Key_Insert:
        Q_EMIT addRequested();
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (index < count())
            Q_EMIT removeRequested(index);
        return true;
    case Qt::Key_Escape:
        Q_EMIT left();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

} // namespace bourse::gui
