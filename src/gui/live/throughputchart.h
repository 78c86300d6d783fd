#pragma once
// Leads per second by outcome, stacked.
#include "gui/live/timechart.h"
#include "market/views.h"
#include <QAreaSeries>
#include <QLineSeries>
#include <array>

namespace bourse::gui {

/// "Sold", "Unsold" … in the user's language.
QString outcomeName(market::OutcomeClass outcome);

class ThroughputChart final : public TimeChart {
    Q_OBJECT
  public:
    explicit ThroughputChart(QWidget *parent = nullptr);
    /// `points` oldest first in equal buckets; the chart spans `from`…`to`.
    void setPoints(const QVector<market::LivePoint> &points, UtcTime from, UtcTime to);

  protected:
    QString valueText(double value) const override;
    QVector<Reading> readingsAt(double seconds, UtcTime *at) const override;
    void restyle() override;

  private:
    static constexpr std::size_t classes = static_cast<std::size_t>(market::OutcomeClass::Count);
    struct Layer {
        QLineSeries *upper = nullptr; ///< edge of the area
        QLineSeries *edge = nullptr;  ///< the visible line on it
        QAreaSeries *area = nullptr;
    };
    void refreshLabels();
    std::array<Layer, classes> m_layers;
    QLineSeries *m_base;
    QVector<market::LivePoint> m_points;
    std::array<bool, classes> m_shown{};
};

} // namespace bourse::gui
