#pragma once
// The calls of one lead over time: bars by phase, deadline, critical path, and what became of each call.
#include "gui/leads/tracelayout.h"
#include <QAbstractScrollArea>

namespace bourse::gui {

class WaterfallView final : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit WaterfallView(QWidget *parent = nullptr);
    void setTrace(const market::LeadTrace &trace, const WaterfallLayout &layout);
    int currentRow() const { return m_current; }
    /// Scrolls it into view; emits currentChanged if it changes.
    void setCurrentRow(int row);
    /// Horizontal place of a moment in viewport pixels, for the axis and the bars alike.
    qreal xOf(qint64 micros) const;
    QRectF rowRect(int row) const; ///< in viewport pixels
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void currentChanged(int row);

  protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;

  private:
    int rowAt(const QPointF &position) const;
    int axisHeight() const;
    int rowHeight() const;
    int labelWidth() const;
    int outcomeWidth() const;
    void updateScroll();
    void showCurrent();
    void paintAxis(QPainter &painter) const;
    void paintRow(QPainter &painter, int row) const;
    void paintCriticalPath(QPainter &painter) const;
    QString tip(int row) const;
    market::LeadTrace m_trace;
    WaterfallLayout m_layout;
    int m_current = -1;
    int m_hovered = -1;
};

/// The colours of the phases, in words.
class WaterfallLegend final : public QWidget {
    Q_OBJECT
  public:
    explicit WaterfallLegend(QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace bourse::gui
