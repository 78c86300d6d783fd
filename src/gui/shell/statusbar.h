#pragma once
// The line at the window's foot: node, database, rate, latency, alerts; what is published; the workspace's
// time.
#include "gui/theme/figures.h"
#include "gui/theme/tokens.h"
#include "market/views.h"
#include <QTimeZone>
#include <QWidget>

class QTimer;

namespace bourse::gui {

/// An icon and a few words, the value of them strong; followed by a hairline.
class StatusItem final : public QWidget {
    Q_OBJECT
  public:
    StatusItem(const QString &iconName, const QString &objectName, QWidget *parent = nullptr);
    struct Piece {
        QString text;
        bool strong = false;
    };
    /// No pieces hide the item.
    void setPieces(const QVector<Piece> &pieces, Token iconToken);
    void setIconName(const QString &name);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  Q_SIGNALS:
    void clicked();

  protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

  private:
    QVector<TextRun> runs() const;
    QString m_iconName;
    QVector<Piece> m_pieces;
    Token m_iconToken = Token::Secondary;
};

class StatusBar final : public QWidget {
    Q_OBJECT
  public:
    explicit StatusBar(QWidget *parent = nullptr);
    void setStatus(const market::MarketStatus &status);
    void setLive(double leadsPerSecond, double p95Ms, int budgetMs);

  Q_SIGNALS:
    void alertsRequested();

  protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

  private:
    void tick();
    void applyScale();
    void makeRoom();
    StatusItem *m_node;
    StatusItem *m_database;
    StatusItem *m_rate;
    StatusItem *m_latency;
    StatusItem *m_alerts;
    StatusItem *m_published;
    StatusItem *m_clock;
    QTimer *m_timer;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace bourse::gui
