#pragma once
// Latency percentiles over time with the budget; each line has its own dash and marker beside its colour.
#include "gui/live/timechart.h"
#include "market/views.h"
#include <QLineSeries>
#include <array>

namespace bourse::gui {

class LatencyChart final : public TimeChart {
    Q_OBJECT
  public:
    explicit LatencyChart(QWidget *parent = nullptr);
    /// `budgetMs` 0 draws no budget line.
    void setPoints(const QVector<market::LivePoint> &points, int budgetMs, UtcTime from, UtcTime to);

  protected:
    QString valueText(double value) const override;
    QVector<Reading> readingsAt(double seconds, UtcTime *at) const override;
    void paintEndMark(QPainter *painter, const QRectF &rect, const EndLabel &label) const override;
    void paintOver(QPainter *painter) const override;
    void restyle() override;

  private:
    static constexpr int lines = 3; ///< p50, p95, p99
    struct Line {
        QVector<QLineSeries *> pieces; ///< a bucket without leads has no latency: the line has a gap there
    };
    static double valueOf(const market::LivePoint &point, int line);
    QPen penOf(int line) const;
    void paintMarker(QPainter *painter, const QPointF &at, int line) const;
    void refreshLabels();
    std::array<Line, lines> m_lines;
    QVector<market::LivePoint> m_points;
    int m_budgetMs = 0;
};

} // namespace bourse::gui
