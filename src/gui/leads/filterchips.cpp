#include "gui/leads/filterchips.h"
#include "domain/lead/leadstate.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include "gui/widgets/format.h"
#include <QHash>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <cmath>

namespace bourse::gui {

FilterChip::FilterChip(const QString &label, const QString &filterText, const QString &objectName,
                       QWidget *parent)
    : QPushButton(parent), m_label(label), m_filterText(filterText)
{
    setObjectName(objectName);
    setProperty("kind", QStringLiteral("chip"));
    setCheckable(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(label);
    setToolTip(filterText);
}

void FilterChip::setCount(qint64 count)
{
    if (count == m_count)
        return;
    m_count = count;
    setAccessibleName(tr("%1, %2 leads").arg(m_label, formatCount(count)));
    updateGeometry();
    update();
}

QSize FilterChip::sizeHint() const
{
    qreal width = figuresWidth(theme().font(TextRole::BodyMedium), m_label);
    if (m_count >= 0)
        width += theme().px(6) + figuresWidth(theme().font(TextRole::Body), formatCount(m_count));
    return {static_cast<int>(std::ceil(width)) + theme().px(20), theme().px(controlHeightSmall)};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    painter.drawControl(QStyle::CE_PushButton, option);
    QVector<TextRun> runs{{m_label, theme().font(TextRole::BodyMedium), theme().color(Token::Text)}};
    if (m_count >= 0) {
        // A gap of its own: a blank of the body font would be too narrow.
        const qreal gap = theme().px(6);
        const qreal label = figuresWidth(runs.first().font, m_label);
        const QString count = formatCount(m_count);
        const QFont font = theme().font(TextRole::Body);
        const qreal whole = label + gap + figuresWidth(font, count);
        const qreal left = (width() - whole) / 2;
        paintRuns(&painter, QRectF(left, 0, label + 2, height()), Qt::AlignLeft, runs);
        painter.setPen(theme().color(Token::Secondary));
        paintFigures(&painter, QRectF(left + label + gap, 0, width(), height()), Qt::AlignLeft, count, font);
        return;
    }
    paintRuns(&painter, QRectF(0, 0, width(), height()), Qt::AlignHCenter, runs);
}

FilterChips::FilterChips(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("filterChips"));
    setAccessibleName(tr("Ready-made filters"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    using domain::LeadState;
    const auto add = [this](const QString &label, const QString &name,
                            std::initializer_list<LeadState> states) {
        QString text = QStringLiteral("time:today");
        QVector<int> numbers;
        if (states.size() > 0)
            text = u"status:%1 time:today"_qs.arg(name);
        for (const LeadState state : states)
            numbers.append(static_cast<int>(state));
        auto *chip = new FilterChip(label, text, u"filterChip_"_qs + name, this);
        connect(chip, &QPushButton::clicked, this, [this, chip] {
            chip->setChecked(true);
            Q_EMIT chosen(chip->filterText());
        });
        m_chips.append(chip);
        m_states.append(numbers);
    };
    add(tr("All today"), QStringLiteral("all"), {});
    add(tr("Sold"), QStringLiteral("sold"), {LeadState::Sold});
    add(tr("Unsold"), QStringLiteral("unsold"), {LeadState::Unsold});
    add(tr("Pending"), QStringLiteral("pending"), {LeadState::Pending});
    add(tr("Unknown"), QStringLiteral("unknown"), {LeadState::Unknown});
    add(tr("Rejected"), QStringLiteral("rejected"), {LeadState::Rejected});
    add(tr("Duplicate"), QStringLiteral("duplicate"), {LeadState::Duplicate});
    connect(&theme(), &Theme::changed, this, &FilterChips::place);
    place();
}

void FilterChips::setCounts(const QHash<int, qint64> &counts)
{
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        qint64 sum = 0;
        if (m_states[i].isEmpty())
            for (const qint64 count : counts)
                sum += count;
        for (const int state : m_states[i])
            sum += counts.value(state);
        m_chips[i]->setCount(sum);
    }
    place();
}

void FilterChips::setCurrent(const QString &filterText)
{
    for (FilterChip *chip : std::as_const(m_chips))
        chip->setChecked(chip->filterText() == filterText);
}

void FilterChips::place()
{
    setFixedHeight(theme().px(controlHeightSmall));
    int x = 0;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    for (FilterChip *chip : std::as_const(m_chips)) {
        const int wanted = chip->sizeHint().width();
        chip->setGeometry(mirrored ? width() - x - wanted : x, 0, wanted, height());
        chip->setVisible(x + wanted <= width());
        x += wanted + theme().px(8);
    }
}

void FilterChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

} // namespace bourse::gui
