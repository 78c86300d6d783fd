#include "gui/live/timechart.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include "gui/widgets/format.h"
#include <QChart>
#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace bourse::gui {
namespace {

constexpr int leftRoom = 52;
constexpr int rightRoom = 130;
constexpr int topRoom = 10;
constexpr int bottomRoom = 30;

/// 1, 2, 2.5 or 5 times a power of ten, so that `largest` takes at most four steps.
double roundStep(double largest)
{
    const double rough = std::max(largest, 1e-6) / 4;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= rough * 0.999)
            return factor * power;
    return 10 * power;
}

} // namespace

TimeChart::TimeChart(const QString &objectName, QWidget *parent)
    : QChartView(new QChart, parent), m_x(new QValueAxis(this)), m_y(new QValueAxis(this))
{
    setObjectName(objectName);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setRubberBand(QChartView::NoRubberBand);
    chart()->setBackgroundVisible(false);
    chart()->legend()->hide();
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setMargins({});
    chart()->setAnimationOptions(QChart::NoAnimation);
    // The axes only map values to places; lines and labels are painted here, on the type's and the grid's
    // terms.
    m_x->setVisible(false);
    m_y->setVisible(false);
    chart()->addAxis(m_x, Qt::AlignBottom);
    chart()->addAxis(m_y, Qt::AlignLeft);
    m_x->setRange(0, m_span);
    m_y->setRange(0, m_top);
    connect(&theme(), &Theme::changed, this, [this] {
        restyle();
        place();
        viewport()->update();
    });
}

void TimeChart::setZone(const QTimeZone &zone)
{
    m_zone = zone;
}

QSize TimeChart::sizeHint() const
{
    return {theme().px(500), theme().px(204)};
}

QSize TimeChart::minimumSizeHint() const
{
    return {theme().px(300), theme().px(120)};
}

void TimeChart::attach(QAbstractSeries *series)
{
    chart()->addSeries(series);
    series->attachAxis(m_x);
    series->attachAxis(m_y);
}

void TimeChart::setSpan(UtcTime from, UtcTime to)
{
    m_from = from;
    m_span = std::max(60.0, std::chrono::duration<double>(to - from).count());
    m_x->setRange(0, m_span);
}

void TimeChart::setLargest(double largest)
{
    m_step = roundStep(largest);
    m_top = m_step * std::max(1.0, std::ceil(largest / m_step - 1e-9));
    m_y->setRange(0, m_top);
}

void TimeChart::setEndLabels(QVector<EndLabel> labels)
{
    m_labels = std::move(labels);
    viewport()->update();
}

void TimeChart::setNote(const QString &note)
{
    m_note = note;
}

double TimeChart::secondsOf(UtcTime at) const
{
    return std::chrono::duration<double>(at - m_from).count();
}

QRectF TimeChart::plot() const
{
    const Theme &look = theme();
    return QRectF(look.px(leftRoom), look.px(topRoom), width() - look.px(leftRoom) - look.px(rightRoom),
                  height() - look.px(topRoom) - look.px(bottomRoom));
}

QPointF TimeChart::position(double seconds, double value) const
{
    const QRectF area = plot();
    return {area.left() + area.width() * seconds / m_span, area.bottom() - area.height() * value / m_top};
}

void TimeChart::place()
{
    chart()->setPlotArea(plot());
}

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    place();
}

QVector<int> TimeChart::timeTicks() const
{
    static constexpr std::array minutes{1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360};
    const int room = std::max(2, static_cast<int>(plot().width() / theme().px(62)));
    const double wanted = m_span / 60 / std::min(room, 6);
    int step = minutes.back();
    for (const int candidate : minutes) {
        if (candidate >= wanted * 0.99) {
            step = candidate;
            break;
        }
    }
    QVector<int> ticks;
    // Counted from the newest end, where the eye is; a day counts from its midnight.
    const int span = static_cast<int>(m_span);
    const int first = span > 6 * 3600 + 60 ? 0 : span % (step * 60);
    for (int at = first; at <= span; at += step * 60)
        ticks.append(at);
    return ticks;
}

void TimeChart::drawBackground(QPainter *painter, const QRectF &)
{
    const Theme &look = theme();
    painter->save();
    const QRectF area = plot();
    const QFont font = look.font(TextRole::Caption);
    const int lines = static_cast<int>(std::lround(m_top / m_step));
    for (int i = 0; i <= lines; ++i) {
        const qreal y = std::round(position(0, i * m_step).y()) + 0.5;
        painter->setPen(look.color(Token::Hairline));
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter->setPen(look.color(Token::Muted));
        paintFigures(painter, QRectF(0, y - 10, area.left() - look.px(8), 20), Qt::AlignRight,
                     valueText(i * m_step), font);
    }
    for (const int tick : timeTicks()) {
        const qreal x = position(tick, 0).x();
        painter->setPen(look.color(Token::Muted));
        paintFigures(painter, QRectF(x - look.px(30), area.bottom() + look.px(5), look.px(60), look.px(18)),
                     Qt::AlignHCenter, formatHourMinute(m_from + std::chrono::seconds(tick), m_zone), font);
    }
    painter->restore();
}

void TimeChart::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!m_note.isEmpty()) {
        painter->setPen(theme().color(Token::Muted));
        paintFigures(painter, plot(), Qt::AlignHCenter, m_note, theme().font(TextRole::Body));
    } else {
        paintOver(painter);
        paintEndLabels(painter);
        if (m_pointer >= 0)
            paintReading(painter);
    }
    painter->restore();
}

void TimeChart::paintEndMark(QPainter *painter, const QRectF &rect, const EndLabel &label) const
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(label.color);
    const qreal side = theme().px(8);
    painter->drawRoundedRect(QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side),
                             1.5, 1.5);
}

void TimeChart::paintEndLabels(QPainter *painter) const
{
    const Theme &look = theme();
    const QRectF area = plot();
    const qreal line = look.px(17);
    struct Placed {
        const EndLabel *label;
        qreal wanted;
        qreal y;
    };
    QVector<Placed> placed;
    for (const EndLabel &label : m_labels) {
        const qreal y = position(0, std::clamp(label.at, 0.0, m_top)).y();
        placed.append({&label, y, y});
    }
    std::sort(placed.begin(), placed.end(),
              [](const Placed &a, const Placed &b) { return a.wanted < b.wanted; });
    // Push down from the top, then up from the bottom: labels stay in order and near their lines.
    qreal lowest = area.top() - look.px(4);
    for (Placed &p : placed) {
        p.y = std::max(p.y, lowest);
        lowest = p.y + line;
    }
    qreal highest = area.bottom() + look.px(2);
    for (auto p = placed.rbegin(); p != placed.rend(); ++p) {
        p->y = std::min(p->y, highest);
        highest = p->y - line;
    }
    const qreal markLeft = area.right() + look.px(10);
    for (const Placed &p : placed) {
        const qreal markWidth = look.px(p.label->swatch ? 12 : 22);
        painter->setPen(QPen(p.label->color, 1));
        if (p.label->swatch)
            painter->drawLine(QPointF(area.right() + 1, p.wanted), QPointF(markLeft + 1, p.y));
        paintEndMark(painter, QRectF(markLeft, p.y - line / 2, markWidth, line), *p.label);
        const QRectF text(markLeft + markWidth + look.px(5), p.y - line / 2,
                          width() - look.px(16) - markLeft - markWidth - look.px(5), line);
        const qreal valueWidth = figuresWidth(look.font(TextRole::CaptionMedium), p.label->value);
        painter->setPen(look.color(Token::Secondary));
        paintFigures(painter, text.adjusted(0, 0, -valueWidth - 4, 0), Qt::AlignLeft, p.label->name,
                     look.font(TextRole::Caption));
        painter->setPen(look.color(Token::Text));
        paintFigures(painter, text, Qt::AlignRight, p.label->value, look.font(TextRole::CaptionMedium));
    }
}

void TimeChart::paintReading(QPainter *painter) const
{
    const QRectF area = plot();
    if (m_pointer < area.left() || m_pointer > area.right())
        return;
    UtcTime at{};
    const QVector<Reading> readings = readingsAt((m_pointer - area.left()) / area.width() * m_span, &at);
    if (readings.isEmpty())
        return;
    const Theme &look = theme();
    const qreal x = position(secondsOf(at), 0).x();
    painter->setPen(QPen(look.color(Token::Muted), 1));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const QFont font = look.font(TextRole::Caption);
    const QFont strong = look.font(TextRole::CaptionMedium);
    const qreal line = look.px(17);
    qreal names = 0;
    qreal values = 0;
    for (const Reading &reading : readings) {
        names = std::max(names, figuresWidth(font, reading.name));
        values = std::max(values, figuresWidth(strong, reading.value));
    }
    const qreal boxWidth = look.px(8 + 14 + 14 + 8) + names + values;
    const qreal boxHeight = line * static_cast<double>(readings.size() + 1) + look.px(10);
    QRectF box(x + look.px(10), area.top() + look.px(4), boxWidth, boxHeight);
    if (box.right() > area.right())
        box.moveRight(x - look.px(10));
    painter->setPen(look.color(Token::Border));
    painter->setBrush(look.color(Token::Surface));
    painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    QRectF row(box.left() + look.px(8), box.top() + look.px(5), box.width() - look.px(16), line);
    painter->setPen(look.color(Token::Text));
    paintFigures(painter, row, Qt::AlignLeft, formatHourMinute(at, m_zone), strong);
    for (const Reading &reading : readings) {
        row.translate(0, line);
        painter->setPen(Qt::NoPen);
        painter->setBrush(reading.color);
        painter->drawRoundedRect(QRectF(row.left(), row.center().y() - 4, 8, 8), 1.5, 1.5);
        painter->setPen(look.color(Token::Secondary));
        paintFigures(painter, row.adjusted(look.px(14), 0, 0, 0), Qt::AlignLeft, reading.name, font);
        painter->setPen(look.color(Token::Text));
        paintFigures(painter, row, Qt::AlignRight, reading.value, strong);
    }
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position().x();
    viewport()->update();
    QChartView::mouseMoveEvent(event);
}

void TimeChart::leaveEvent(QEvent *event)
{
    m_pointer = -1;
    viewport()->update();
    QChartView::leaveEvent(event);
}

} // namespace bourse::gui
