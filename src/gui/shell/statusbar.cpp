#include "gui/shell/statusbar.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/format.h"
#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

namespace bourse::gui {

StatusItem::StatusItem(const QString &iconName, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_iconName(iconName)
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void StatusItem::setIconName(const QString &name)
{
    m_iconName = name;
    update();
}

void StatusItem::setPieces(const QVector<Piece> &pieces, Token iconToken)
{
    m_pieces = pieces;
    m_iconToken = iconToken;
    QStringList words;
    for (const Piece &piece : pieces)
        words.append(piece.text);
    setAccessibleName(words.join(u' '));
    setVisible(!pieces.isEmpty());
    updateGeometry();
    update();
}

QVector<TextRun> StatusItem::runs() const
{
    QVector<TextRun> runs;
    for (const Piece &piece : m_pieces)
        runs.append({runs.isEmpty() ? piece.text : u' ' + piece.text,
                     theme().font(piece.strong ? TextRole::CaptionMedium : TextRole::Caption),
                     theme().color(piece.strong ? Token::Text : Token::Secondary)});
    return runs;
}

QSize StatusItem::sizeHint() const
{
    const int iconRoom = m_iconName.isEmpty() ? 0 : theme().px(14 + 6);
    return {theme().px(12) + iconRoom + static_cast<int>(runsWidth(runs())) + theme().px(12) + 2,
            theme().px(26)};
}

void StatusItem::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    qreal x = look.px(12);
    if (!m_iconName.isEmpty()) {
        paintIcon(&painter, QRectF(x, 0, look.px(14), height()), m_iconName, look.color(m_iconToken));
        x += look.px(14 + 6);
    }
    paintRuns(&painter, QRectF(x, 0, width() - x, height()), Qt::AlignLeft, runs());
    painter.fillRect(QRectF(width() - 1, look.px(5), 1, height() - look.px(10)), look.color(Token::Hairline));
}

void StatusItem::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
    QWidget::mouseReleaseEvent(event);
}

StatusBar::StatusBar(QWidget *parent) : QWidget(parent), m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("statusBar"));
    setAccessibleName(tr("Status"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 1, 4, 0);
    layout->setSpacing(0);
    const auto add = [&](const char *iconName, const char *objectName) {
        auto *item = new StatusItem(QLatin1String(iconName), QLatin1String(objectName));
        layout->addWidget(item);
        return item;
    };
    m_node = add("node", "statusNode");
    m_database = add("database", "statusDatabase");
    m_rate = add("live", "statusRate");
    m_latency = add("gauge", "statusLatency");
    m_alerts = add("alert", "statusAlerts");
    m_alerts->setCursor(Qt::PointingHandCursor);
    connect(m_alerts, &StatusItem::clicked, this, &StatusBar::alertsRequested);
    layout->addStretch(1);
    m_published = add("", "statusPublished");
    m_clock = add("", "statusClock");
    setLive(0, 0, 0);
    setStatus({});
    connect(m_timer, &QTimer::timeout, this, &StatusBar::tick);
    m_timer->start(1000);
    applyScale();
    connect(&theme(), &Theme::changed, this, &StatusBar::applyScale);
}

void StatusBar::applyScale()
{
    setFixedHeight(theme().px(26));
    for (StatusItem *item : findChildren<StatusItem *>())
        item->updateGeometry();
    makeRoom();
}

void StatusBar::setStatus(const market::MarketStatus &status)
{
    m_zone = zoneNamed(status.zone);
    m_node->setPieces({{tr("Node")}, {status.node, true}}, Token::Ok);
    m_node->setToolTip(status.listen.isEmpty() ? tr("No intake listens")
                                               : tr("Intake at %1").arg(status.listen));
    m_database->setPieces(
        {{tr("Database")},
         {status.databaseMs > 0 ? tr("%1 ms").arg(QLocale().toString(status.databaseMs, 'f', 1)) : tr("idle"),
          true}},
        Token::Ok);
    m_database->setToolTip(tr("Median commit time of the last minute\n%1").arg(status.database));
    if (status.alerts.isEmpty()) {
        m_alerts->setIconName(QStringLiteral("check"));
        m_alerts->setPieces({{tr("No alerts")}}, Token::Ok);
    } else {
        m_alerts->setIconName(QStringLiteral("alert"));
        m_alerts->setPieces(
            {{plural(status.alerts.size(), tr("1 alert"), tr("%1 alerts")), true}, {status.alerts.first()}},
            Token::Bad);
    }
    m_alerts->setToolTip(QStringList(status.alerts.begin(), status.alerts.end()).join(u'\n'));
    if (status.configVersion > 0)
        m_published->setPieces({{tr("Configuration v%1 published %2")
                                     .arg(status.configVersion)
                                     .arg(formatHourMinute(status.publishedAt, m_zone))}},
                               Token::Secondary);
    else
        m_published->setPieces({}, Token::Secondary);
    tick();
    makeRoom();
}

void StatusBar::setLive(double leadsPerSecond, double p95Ms, int budgetMs)
{
    m_rate->setPieces({{QLocale().toString(leadsPerSecond, 'f', 2), true}, {tr("leads/s")}},
                      Token::Secondary);
    const bool late = budgetMs > 0 && p95Ms > budgetMs;
    m_latency->setPieces(
        {{tr("p95")}, {p95Ms > 0 ? tr("%1 ms").arg(formatCount(qRound64(p95Ms))) : tr("no leads"), true}},
        late ? Token::Bad : Token::Secondary);
    m_latency->setToolTip(late ? tr("Above the budget of %1 ms").arg(budgetMs) : QString());
}

void StatusBar::tick()
{
    const QDateTime now = QDateTime::currentDateTimeUtc().toTimeZone(m_zone);
    m_clock->setPieces({{QLocale().toString(now, QStringLiteral("ddd d MMM yyyy HH:mm:ss")) + u' ' +
                         m_zone.displayName(now, QTimeZone::ShortName, QLocale::c())}},
                       Token::Secondary);
}

void StatusBar::makeRoom()
{
    // What is least missed goes first where the window is narrow.
    int wanted = theme().px(16);
    for (const StatusItem *item : {m_node, m_database, m_rate, m_latency, m_alerts, m_clock})
        wanted += item->sizeHint().width();
    m_published->setVisible(m_published->accessibleName().size() > 0 &&
                            wanted + m_published->sizeHint().width() <= width());
}

void StatusBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    makeRoom();
}

void StatusBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Raised));
    painter.fillRect(QRect(0, 0, width(), 1), theme().color(Token::Hairline));
}

} // namespace bourse::gui
