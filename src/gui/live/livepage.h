#pragma once
// What happens now: tiles, throughput, latency, buyers' health, the newest leads. Fed with snapshots by the
// shell.
#include "gui/widgets/page.h"
#include "market/views.h"
#include <QTimeZone>
#include <optional>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;

namespace bourse::gui {

class BuyerHealthModel;
class Card;
class ElidedLabel;
class LatencyChart;
class LatestModel;
class SegmentedControl;
class StatTile;
class SummaryRow;
class TableView;
class ThroughputChart;

class LivePage final : public Page {
    Q_OBJECT
  public:
    explicit LivePage(QWidget *parent = nullptr);
    market::LiveRange range() const;
    void setRange(market::LiveRange range);
    bool isPaused() const;
    void setPaused(bool paused);
    /// Zone of the clock times shown.
    void setZone(const QTimeZone &zone);
    QList<QAction *> pageActions() const override;
    QString helpText() const override;

  public Q_SLOTS:
    /// Shown at once, or kept until resumed. Snapshots of another range than range() are the caller's
    /// mistake.
    void setSnapshot(const bourse::market::LiveSnapshot &snapshot);

  Q_SIGNALS:
    /// The caller answers with a snapshot of this range.
    void rangeChanged(bourse::market::LiveRange range);
    void testLeadRequested();
    /// The caller publishes it; the page shows it when a snapshot says so.
    void pauseBuyerRequested(const QString &slug, bool pause);
    void pausedChanged(bool paused);

  protected:
    void resizeEvent(QResizeEvent *event) override;

  private:
    QWidget *buildHeader();
    QWidget *buildTiles();
    QWidget *buildCharts();
    QWidget *buildTables();
    void showSnapshot();
    void showBuyers(const market::LiveSnapshot &snapshot);
    void showLatest(const market::LiveSnapshot &snapshot);
    QString rangeText() const;
    bool isNarrow() const;
    bool isCompact() const;
    /// Places tiles, tables and columns for the room there is.
    void arrange();
    const market::BuyerHealth *selectedBuyer() const; ///< null without selection
    void showBuyerButton();
    QAction *m_pauseAction;
    QAction *m_testLeadAction;
    ElidedLabel *m_subtitle = nullptr;
    SegmentedControl *m_rangeControl = nullptr;
    QPushButton *m_pauseButton = nullptr;
    QVector<StatTile *> m_tiles;
    QGridLayout *m_tileGrid = nullptr;
    int m_tileColumns = 0;
    QBoxLayout *m_tableRow = nullptr;
    Card *m_throughputCard = nullptr;
    Card *m_latencyCard = nullptr;
    QLabel *m_nowLabel = nullptr;
    ThroughputChart *m_throughput = nullptr;
    LatencyChart *m_latency = nullptr;
    Card *m_buyersCard = nullptr;
    BuyerHealthModel *m_buyers = nullptr;
    TableView *m_buyersTable = nullptr;
    SummaryRow *m_buyersSum = nullptr;
    QWidget *m_buyersEmpty = nullptr;
    QPushButton *m_pauseBuyer = nullptr;
    SegmentedControl *m_latestShow = nullptr;
    LatestModel *m_latest = nullptr;
    TableView *m_latestTable = nullptr;
    QWidget *m_latestEmpty = nullptr;
    QLabel *m_unknownLabel = nullptr;
    QLabel *m_unknownHeld = nullptr;
    QTimeZone m_zone = QTimeZone::utc();
    std::optional<market::LiveSnapshot> m_snapshot;
    std::optional<market::LiveSnapshot> m_waiting; ///< newest one that came while paused
};

} // namespace bourse::gui
