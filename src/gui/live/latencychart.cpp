#include "gui/live/latencychart.h"
#include "gui/theme/theme.h"
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace bourse::gui {
namespace {

constexpr int budgetLine = 3;

QString lineName(int line)
{
    switch (line) {
    case 0:
        return LatencyChart::tr("p50");
    case 1:
        return LatencyChart::tr("p95");
    case 2:
        return LatencyChart::tr("p99");
    default:
        return LatencyChart::tr("Budget");
    }
}

QString milliseconds(double value)
{
    return QLocale().toString(static_cast<qlonglong>(std::llround(value)));
}

} // namespace

LatencyChart::LatencyChart(QWidget *parent) : TimeChart(QStringLiteral("latencyChart"), parent)
{
    setAccessibleName(tr("Latency in milliseconds, received to answered"));
    setPoints({}, 0, UtcTime{}, UtcTime{} + std::chrono::hours(1));
}

double LatencyChart::valueOf(const market::LivePoint &point, int line)
{
    return line == 0 ? point.p50Ms : line == 1 ? point.p95Ms : point.p99Ms;
}

QPen LatencyChart::penOf(int line) const
{
    static constexpr std::array series{2, 0, 4};
    QPen pen(line == budgetLine ? theme().color(Token::Bad)
                                : theme().series(series[static_cast<std::size_t>(line)]),
             1.6);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    if (line == 0)
        pen.setDashPattern({1.2, 1.6});
    else if (line == 2)
        pen.setDashPattern({3.5, 2});
    else if (line == budgetLine)
        pen.setDashPattern({1.2, 1.8});
    return pen;
}

void LatencyChart::restyle()
{
    for (int i = 0; i < lines; ++i)
        for (QLineSeries *piece : m_lines[static_cast<std::size_t>(i)].pieces)
            piece->setPen(penOf(i));
    refreshLabels();
}

void LatencyChart::setPoints(const QVector<market::LivePoint> &points, int budgetMs, UtcTime from, UtcTime to)
{
    m_points = points;
    m_budgetMs = budgetMs;
    setSpan(from, to);
    double largest = budgetMs * 1.1;
    bool any = false;
    for (int i = 0; i < lines; ++i) {
        Line &line = m_lines[static_cast<std::size_t>(i)];
        QVector<QList<QPointF>> pieces;
        bool open = false;
        for (const market::LivePoint &point : points) {
            if (!point.hasLatency) {
                open = false;
                continue;
            }
            if (!open)
                pieces.append(QList<QPointF>());
            open = true;
            any = true;
            pieces.last().append({secondsOf(point.at), valueOf(point, i)});
            largest = std::max(largest, valueOf(point, i));
        }
        while (line.pieces.size() < pieces.size()) {
            auto *piece = new QLineSeries;
            piece->setPen(penOf(i));
            attach(piece);
            line.pieces.append(piece);
        }
        for (qsizetype k = 0; k < line.pieces.size(); ++k)
            line.pieces[k]->replace(k < pieces.size() ? pieces[k] : QList<QPointF>());
    }
    setLargest(largest > 0 ? largest : 1000);
    setNote(any ? QString() : tr("No lead has been answered in this time yet"));
    refreshLabels();
}

void LatencyChart::refreshLabels()
{
    QVector<EndLabel> labels;
    QStringList spoken;
    const auto last =
        std::find_if(m_points.rbegin(), m_points.rend(), [](const auto &p) { return p.hasLatency; });
    if (last != m_points.rend()) {
        for (int i = 0; i < lines; ++i) {
            const double value = valueOf(*last, i);
            labels.append({lineName(i), milliseconds(value), penOf(i).color(), value, false, i});
            spoken.append(lineName(i) + u' ' + milliseconds(value));
        }
        if (m_budgetMs > 0)
            labels.append({lineName(budgetLine), milliseconds(m_budgetMs), penOf(budgetLine).color(),
                           static_cast<double>(m_budgetMs), false, budgetLine});
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    setEndLabels(std::move(labels));
}

QString LatencyChart::valueText(double value) const
{
    return milliseconds(value);
}

QVector<TimeChart::Reading> LatencyChart::readingsAt(double seconds, UtcTime *at) const
{
    const market::LivePoint *best = nullptr;
    for (const market::LivePoint &point : m_points)
        if (point.hasLatency &&
            (!best || std::abs(secondsOf(point.at) - seconds) < std::abs(secondsOf(best->at) - seconds)))
            best = &point;
    QVector<Reading> readings;
    if (!best)
        return readings;
    *at = best->at;
    for (int i = lines; i-- > 0;)
        readings.append({lineName(i), milliseconds(valueOf(*best, i)), penOf(i).color()});
    return readings;
}

void LatencyChart::paintMarker(QPainter *painter, const QPointF &at, int line) const
{
    painter->setPen(QPen(penOf(line).color(), 1.6));
    painter->setBrush(theme().color(Token::Surface));
    const qreal r = theme().px(3);
    if (line == 0) {
        painter->drawRect(QRectF(at.x() - r + 0.5, at.y() - r + 0.5, 2 * r - 1, 2 * r - 1));
    } else if (line == 1) {
        painter->drawEllipse(at, r, r);
    } else {
        painter->drawPolygon(
            QPolygonF({QPointF(at.x(), at.y() - r - 0.5), QPointF(at.x() + r + 0.3, at.y() + r - 0.5),
                       QPointF(at.x() - r - 0.3, at.y() + r - 0.5)}));
    }
}

void LatencyChart::paintEndMark(QPainter *painter, const QRectF &rect, const EndLabel &label) const
{
    painter->setPen(penOf(label.series));
    painter->drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right() - 2, rect.center().y()));
    if (label.series != budgetLine)
        paintMarker(painter, QPointF(rect.center().x() - 1, rect.center().y()), label.series);
}

void LatencyChart::paintOver(QPainter *painter) const
{
    if (m_budgetMs > 0) {
        painter->setPen(penOf(budgetLine));
        const qreal y = std::round(position(0, m_budgetMs).y()) + 0.5;
        painter->drawLine(QPointF(plot().left(), y), QPointF(plot().right(), y));
    }
    // A marker on every so many buckets, counted from the newest.
    const qsizetype every = std::max<qsizetype>(1, (m_points.size() + 5) / 6);
    for (int line = 0; line < lines; ++line) {
        for (qsizetype i = m_points.size() - 1; i >= 0; i -= every) {
            const market::LivePoint &point = m_points[i];
            if (point.hasLatency)
                paintMarker(painter, position(secondsOf(point.at), valueOf(point, line)), line);
        }
    }
}

} // namespace bourse::gui
