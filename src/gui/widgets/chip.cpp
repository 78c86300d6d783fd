#include "gui/widgets/chip.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include <QCoreApplication>
#include <QPainter>

namespace bourse::gui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Chip)
};

struct Measures {
    qreal padding = theme().px(7);
    qreal icon = theme().px(13);
    qreal gap = theme().px(5);
    qreal height = theme().px(20);
    QFont font = theme().font(TextRole::CaptionMedium);
};

} // namespace

ChipLook chipLook(domain::Chip chip)
{
    using domain::Chip;
    const auto make = [chip](const char *icon, const QString &text) {
        return ChipLook{QLatin1String(icon), chip, text};
    };
    switch (chip) {
    case Chip::Received:
        return make("inbox", Words::tr("Received"));
    case Chip::Routing:
        return make("arrow-right", Words::tr("Routing"));
    case Chip::Sold:
        return make("check", Words::tr("Sold"));
    case Chip::Pending:
        return make("hourglass", Words::tr("Pending"));
    case Chip::Rejected:
        return make("x", Words::tr("Rejected"));
    case Chip::TimeOut:
        return make("clock", Words::tr("Time-out"));
    case Chip::Error:
        return make("alert", Words::tr("Error"));
    case Chip::Duplicate:
        return make("copy", Words::tr("Duplicate"));
    case Chip::Returned:
        return make("undo", Words::tr("Returned"));
    case Chip::Unsold:
        return make("dash", Words::tr("Unsold"));
    case Chip::Unknown:
        return make("question", Words::tr("Unknown"));
    case Chip::Suppressed:
        return make("ban", Words::tr("Suppressed"));
    }
    return make("question", QString());
}

ChipLook chipLook(domain::LeadState state)
{
    using domain::LeadState;
    ChipLook look = chipLook(domain::info(state).chip);
    switch (state) {
    case LeadState::Validating:
        look.text = Words::tr("Validating");
        break;
    case LeadState::Offered:
        look.text = Words::tr("Offered");
        break;
    case LeadState::Posting:
        look.text = Words::tr("Posting");
        break;
    case LeadState::Converted:
        look.text = Words::tr("Converted");
        break;
    case LeadState::Erased:
        look.text = Words::tr("Erased");
        look.icon = QStringLiteral("eye-off");
        break;
    default:
        break;
    }
    return look;
}

ChipLook chipLook(domain::AttemptOutcome outcome)
{
    using domain::AttemptOutcome;
    using domain::Chip;
    const auto make = [](Chip chip, const QString &text) {
        ChipLook look = chipLook(chip);
        look.text = text;
        return look;
    };
    switch (outcome) {
    case AttemptOutcome::Sending:
        return make(Chip::Routing, Words::tr("Sending"));
    case AttemptOutcome::Bid:
        return make(Chip::Sold, Words::tr("Bid"));
    case AttemptOutcome::NoBid:
        return make(Chip::Unsold, Words::tr("No bid"));
    case AttemptOutcome::Accepted:
        return make(Chip::Sold, Words::tr("Accepted"));
    case AttemptOutcome::Rejected:
        return make(Chip::Rejected, Words::tr("Rejected"));
    case AttemptOutcome::Duplicate:
        return make(Chip::Duplicate, Words::tr("Duplicate"));
    case AttemptOutcome::Capped:
        return make(Chip::Unsold, Words::tr("Cap reached"));
    case AttemptOutcome::Pending:
        return make(Chip::Pending, Words::tr("Pending"));
    case AttemptOutcome::Error:
        return make(Chip::Error, Words::tr("Error"));
    case AttemptOutcome::TimedOut:
        return make(Chip::TimeOut, Words::tr("Time-out"));
    case AttemptOutcome::NotSent:
        return make(Chip::Unsold, Words::tr("Not sent"));
    case AttemptOutcome::Unrecognised:
        return make(Chip::Unknown, Words::tr("Unrecognised"));
    case AttemptOutcome::Unknown:
        return make(Chip::Unknown, Words::tr("Unknown"));
    }
    return chipLook(Chip::Unknown);
}

QSizeF chipSize(const ChipLook &look)
{
    const Measures m;
    const qreal iconWidth = look.icon.isEmpty() ? 0 : m.icon + (look.text.isEmpty() ? 0 : m.gap);
    return {m.padding * 2 + iconWidth + figuresWidth(m.font, look.text), m.height};
}

QRectF paintChip(QPainter *painter, const QRectF &cell, Qt::Alignment alignment, const ChipLook &look)
{
    const Measures m;
    const ChipColors colors = theme().chip(look.tint);
    QSizeF size = chipSize(look);
    size.setWidth(qMin(size.width(), cell.width()));
    qreal left = cell.left();
    if (alignment & Qt::AlignRight)
        left = cell.right() - size.width();
    else if (alignment & Qt::AlignHCenter)
        left += (cell.width() - size.width()) / 2;
    const QRectF outline(left, std::round(cell.top() + (cell.height() - size.height()) / 2), size.width(),
                         size.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.background);
    painter->drawRoundedRect(outline, 4, 4);
    qreal x = outline.left() + m.padding;
    if (!look.icon.isEmpty()) {
        paintIcon(painter, QRectF(x, outline.top(), m.icon, outline.height()), look.icon, colors.text);
        x += m.icon + m.gap;
    }
    painter->setPen(colors.text);
    if (!look.text.isEmpty())
        paintFigures(painter, QRectF(x, outline.top(), outline.right() - m.padding - x, outline.height()),
                     Qt::AlignLeft, look.text, m.font);
    painter->restore();
    return outline;
}

ChipWidget::ChipWidget(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

void ChipWidget::setLook(const ChipLook &look)
{
    m_look = look;
    setAccessibleName(look.text);
    updateGeometry();
    update();
}

QSize ChipWidget::sizeHint() const
{
    const QSizeF size = chipSize(m_look);
    return {static_cast<int>(std::ceil(size.width())), static_cast<int>(std::ceil(size.height()))};
}

void ChipWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(&painter, rect(), Qt::AlignLeft, m_look);
}

} // namespace bourse::gui
