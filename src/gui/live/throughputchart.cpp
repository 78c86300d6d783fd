#include "gui/live/throughputchart.h"
#include "gui/theme/theme.h"
#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace bourse::gui {
namespace {

/// Series of the palette by outcome; the order of the stack and the order of the palette differ so that
/// neighbours in the stack are far apart in colour.
int seriesOf(std::size_t outcome)
{
    static constexpr std::array table{0, 5, 4, 3, 1, 2};
    return table[outcome];
}

double fillOpacity(std::size_t outcome)
{
    const bool light = theme().scheme() == Scheme::Light;
    if (static_cast<market::OutcomeClass>(outcome) == market::OutcomeClass::Unsold)
        return light ? 0.13 : 0.14;
    return light ? 0.26 : 0.32;
}

/// Index of the bucket nearest to `seconds`; −1 without buckets.
template <class Points> qsizetype nearest(const Points &points, double seconds, auto secondsOf)
{
    qsizetype best = -1;
    double distance = 0;
    for (qsizetype i = 0; i < points.size(); ++i) {
        const double d = std::abs(secondsOf(points[i].at) - seconds);
        if (best < 0 || d < distance) {
            best = i;
            distance = d;
        }
    }
    return best;
}

} // namespace

QString outcomeName(market::OutcomeClass outcome)
{
    using market::OutcomeClass;
    switch (outcome) {
    case OutcomeClass::Sold:
        return ThroughputChart::tr("Sold");
    case OutcomeClass::Unsold:
        return ThroughputChart::tr("Unsold");
    case OutcomeClass::Rejected:
        return ThroughputChart::tr("Rejected");
    case OutcomeClass::Duplicate:
        return ThroughputChart::tr("Duplicate");
    case OutcomeClass::Unknown:
        return ThroughputChart::tr("Unknown");
    case OutcomeClass::Other:
    case OutcomeClass::Count:
        break;
    }
    return ThroughputChart::tr("Other");
}

ThroughputChart::ThroughputChart(QWidget *parent)
    : TimeChart(QStringLiteral("throughputChart"), parent), m_base(new QLineSeries(this))
{
    QLineSeries *below = m_base;
    for (Layer &layer : m_layers) {
        layer.upper = new QLineSeries(this);
        layer.area = new QAreaSeries(layer.upper, below);
        layer.area->setPen(Qt::NoPen);
        attach(layer.area);
        below = layer.upper;
    }
    for (Layer &layer : m_layers) {
        layer.edge = new QLineSeries;
        attach(layer.edge);
    }
    restyle();
    setPoints({}, UtcTime{}, UtcTime{} + std::chrono::hours(1));
}

void ThroughputChart::restyle()
{
    for (std::size_t i = 0; i < classes; ++i) {
        QColor color = theme().series(seriesOf(i));
        m_layers[i].edge->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        color.setAlphaF(static_cast<float>(fillOpacity(i)));
        m_layers[i].area->setBrush(color);
        m_layers[i].area->setPen(Qt::NoPen);
    }
    refreshLabels();
}

void ThroughputChart::setPoints(const QVector<market::LivePoint> &points, UtcTime from, UtcTime to)
{
    m_points = points;
    setSpan(from, to);
    std::array<QList<QPointF>, classes> tops;
    QList<QPointF> base;
    m_shown.fill(false);
    double largest = 0;
    for (const market::LivePoint &point : points) {
        const double x = secondsOf(point.at);
        double sum = 0;
        base.append({x, 0});
        for (std::size_t i = 0; i < classes; ++i) {
            sum += point.perSecond[i];
            m_shown[i] = m_shown[i] || point.perSecond[i] > 0;
            tops[i].append({x, sum});
        }
        largest = std::max(largest, sum);
    }
    m_base->replace(base);
    for (std::size_t i = 0; i < classes; ++i) {
        m_layers[i].upper->replace(tops[i]);
        m_layers[i].edge->replace(tops[i]);
        m_layers[i].edge->setVisible(m_shown[i]);
        m_layers[i].area->setVisible(m_shown[i]);
    }
    setLargest(largest > 0 ? largest * 1.02 : 1);
    setNote(largest > 0 ? QString() : tr("No leads in this time yet"));
    refreshLabels();
}

void ThroughputChart::refreshLabels()
{
    QVector<EndLabel> labels;
    QStringList spoken;
    if (!m_points.isEmpty()) {
        double sum = 0;
        for (std::size_t i = 0; i < classes; ++i) {
            const double value = m_points.last().perSecond[i];
            const double middle = sum + value / 2;
            sum += value;
            if (!m_shown[i])
                continue;
            const QString name = outcomeName(static_cast<market::OutcomeClass>(i));
            const QString text = QLocale().toString(value, 'f', 2);
            labels.append({name, text, theme().series(seriesOf(i)), middle, true, static_cast<int>(i)});
            spoken.append(name + u' ' + text);
        }
    }
    setAccessibleName(tr("Throughput by outcome, leads per second"));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    setEndLabels(std::move(labels));
}

QString ThroughputChart::valueText(double value) const
{
    return QLocale().toString(value, 'g', 4);
}

QVector<TimeChart::Reading> ThroughputChart::readingsAt(double seconds, UtcTime *at) const
{
    const qsizetype index = nearest(m_points, seconds, [this](UtcTime t) { return secondsOf(t); });
    QVector<Reading> readings;
    if (index < 0)
        return readings;
    *at = m_points[index].at;
    for (std::size_t i = classes; i-- > 0;)
        if (m_shown[i])
            readings.append({outcomeName(static_cast<market::OutcomeClass>(i)),
                             QLocale().toString(m_points[index].perSecond[i], 'f', 2),
                             theme().series(seriesOf(i))});
    return readings;
}

} // namespace bourse::gui
