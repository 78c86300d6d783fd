#pragma once
// What both charts of the live page share: a plot over time with hairlines, its labels, room for the series'
// names at the right ends of their lines, and a reading of all values under the pointer.
#include "base/clock.h"
#include <QChartView>
#include <QTimeZone>
#include <QValueAxis>

namespace bourse::gui {

class TimeChart : public QChartView {
    Q_OBJECT
  public:
    explicit TimeChart(const QString &objectName, QWidget *parent = nullptr);
    void setZone(const QTimeZone &zone);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    /// A name and value beside the end of its line.
    struct EndLabel {
        QString name;
        QString value;
        QColor color;
        double at = 0;      ///< value on the y axis that it belongs to
        bool swatch = true; ///< a square in `color`; otherwise paintEndMark() draws
        int series = 0;
    };
    struct Reading {
        QString name;
        QString value;
        QColor color;
    };

    void setSpan(UtcTime from, UtcTime to);
    /// The y axis begins at 0 and ends at a round number not below `largest`.
    void setLargest(double largest);
    void setEndLabels(QVector<EndLabel> labels);
    /// Shown over the plot instead of data; empty for none.
    void setNote(const QString &note);
    void attach(QAbstractSeries *series);
    double secondsOf(UtcTime at) const;
    QRectF plot() const;
    QPointF position(double seconds, double value) const;
    UtcTime from() const { return m_from; }

    virtual QString valueText(double value) const = 0;
    virtual void paintEndMark(QPainter *painter, const QRectF &rect, const EndLabel &label) const;
    virtual void paintOver(QPainter * /*painter*/) const {}
    /// What is under the pointer at `seconds` of the span; the time of that point in `at`.
    virtual QVector<Reading> readingsAt(double seconds, UtcTime *at) const = 0;
    virtual void restyle() = 0;

    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }

  private:
    void place();
    void paintEndLabels(QPainter *painter) const;
    void paintReading(QPainter *painter) const;
    QVector<int> timeTicks() const; ///< seconds from the start
    QValueAxis *m_x;
    QValueAxis *m_y;
    QTimeZone m_zone = QTimeZone::utc();
    UtcTime m_from{};
    double m_span = 3600;
    double m_step = 1;
    double m_top = 3;
    QVector<EndLabel> m_labels;
    QString m_note;
    double m_pointer = -1; ///< x in the view, −1 when outside
};

} // namespace bourse::gui
