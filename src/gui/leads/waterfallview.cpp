#include "gui/leads/waterfallview.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/chip.h"
#include "gui/widgets/format.h"
#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

namespace bourse::gui {
namespace {

using domain::AttemptOutcome;
using Kind = market::TraceAttempt::Kind;

QColor phaseColor(TracePhase phase)
{
    switch (phase) {
    case TracePhase::Work:
        return theme().color(Token::Text);
    case TracePhase::Connect:
        return theme().series(1);
    case TracePhase::Tls:
        return theme().series(3);
    case TracePhase::Wait:
        return theme().series(0);
    case TracePhase::Receive:
        return theme().series(2);
    }
    return {};
}

QString phaseName(TracePhase phase)
{
    switch (phase) {
    case TracePhase::Work:
        return WaterfallView::tr("work");
    case TracePhase::Connect:
        return WaterfallView::tr("connect");
    case TracePhase::Tls:
        return WaterfallView::tr("TLS");
    case TracePhase::Wait:
        return WaterfallView::tr("wait for first byte");
    case TracePhase::Receive:
        return WaterfallView::tr("receive");
    }
    return {};
}

QString iconOf(Kind kind)
{
    switch (kind) {
    case Kind::Validate:
        return QStringLiteral("list-check");
    case Kind::Ping:
        return QStringLiteral("ping");
    case Kind::Post:
        return QStringLiteral("envelope");
    case Kind::Answer:
        return QStringLiteral("arrow-right");
    case Kind::Skipped:
        return QStringLiteral("ban");
    case Kind::Status:
        return QStringLiteral("history");
    case Kind::Resend:
        return QStringLiteral("envelope");
    case Kind::Notice:
        return QStringLiteral("arrow-right");
    case Kind::Callback:
        return QStringLiteral("arrow-left");
    }
    return {};
}

/// A bid and a duration are plain figures, everything else is a chip.
bool isChip(const market::TraceAttempt &attempt)
{
    return attempt.kind == Kind::Post ||
           (attempt.kind == Kind::Ping && !(attempt.outcome == AttemptOutcome::Bid && attempt.price));
}

} // namespace

WaterfallView::WaterfallView(QWidget *parent) : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("waterfall"));
    setAccessibleName(tr("Calls over time"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setObjectName(QStringLiteral("waterfall_viewport"));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&theme(), &Theme::changed, this, [this] {
        updateScroll();
        viewport()->update();
    });
}

void WaterfallView::setTrace(const market::LeadTrace &trace, const WaterfallLayout &layout)
{
    const bool isSameLead = trace.row.id == m_trace.row.id && !trace.row.id.isNull();
    m_trace = trace;
    m_layout = layout;
    m_hovered = -1;
    if (!isSameLead || m_current >= m_layout.rows.size())
        m_current = -1;
    setAccessibleDescription(waterfallText(layout, trace));
    updateScroll();
    viewport()->update();
}

void WaterfallView::setCurrentRow(int row)
{
    if (row < 0 || row >= m_layout.rows.size() || row == m_current)
        return;
    m_current = row;
    showCurrent();
    viewport()->update();
    Q_EMIT currentChanged(row);
}

void WaterfallView::showCurrent()
{
    if (m_current < 0)
        return;
    const int top = m_current * rowHeight();
    const int room = viewport()->height() - axisHeight();
    if (top < verticalScrollBar()->value())
        verticalScrollBar()->setValue(top);
    else if (top + rowHeight() > verticalScrollBar()->value() + room)
        verticalScrollBar()->setValue(top + rowHeight() - room);
}

int WaterfallView::axisHeight() const
{
    return theme().px(28);
}

int WaterfallView::rowHeight() const
{
    // Closer together where that saves the scroll bar.
    const int room = viewport()->height() - axisHeight();
    const int fitting = m_layout.rows.isEmpty() ? room : room / static_cast<int>(m_layout.rows.size());
    return qBound(theme().px(21), fitting, theme().px(26));
}

int WaterfallView::labelWidth() const
{
    const bool narrow = viewport()->width() < theme().px(470);
    return theme().px(narrow ? 140 : 176);
}

int WaterfallView::outcomeWidth() const
{
    return theme().px(116);
}

QSize WaterfallView::sizeHint() const
{
    return {theme().px(600), axisHeight() + theme().px(26) * 9};
}

QSize WaterfallView::minimumSizeHint() const
{
    return {theme().px(380), axisHeight() + theme().px(26) * 3};
}

qreal WaterfallView::xOf(qint64 micros) const
{
    const qreal left = labelWidth();
    const qreal width = std::max<qreal>(1, viewport()->width() - labelWidth() - outcomeWidth());
    return left +
           width * static_cast<qreal>(micros) / static_cast<qreal>(std::max<qint64>(1, m_layout.axisUs));
}

QRectF WaterfallView::rowRect(int row) const
{
    return QRectF(0, axisHeight() + row * rowHeight() - verticalScrollBar()->value(), viewport()->width(),
                  rowHeight());
}

int WaterfallView::rowAt(const QPointF &position) const
{
    if (position.y() < axisHeight())
        return -1;
    const int row =
        static_cast<int>(position.y() - axisHeight() + verticalScrollBar()->value()) / rowHeight();
    return row < m_layout.rows.size() ? row : -1;
}

void WaterfallView::updateScroll()
{
    const int room = viewport()->height() - axisHeight();
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(rowHeight());
    verticalScrollBar()->setRange(0, qMax(0, static_cast<int>(m_layout.rows.size()) * rowHeight() - room));
}

void WaterfallView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScroll();
    showCurrent();
}

void WaterfallView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.setClipRect(QRect(0, axisHeight(), viewport()->width(), viewport()->height() - axisHeight()));
    for (int row = 0; row < m_layout.rows.size(); ++row) {
        const bool current = row == m_current;
        if (!current && row != m_hovered)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().color(current ? Token::Selection : Token::Raised));
        painter.drawRoundedRect(rowRect(row).adjusted(theme().px(4), 0, -theme().px(4), 0), 4, 4);
    }
    painter.restore();
    paintAxis(painter);
    painter.setClipRect(QRect(0, axisHeight(), viewport()->width(), viewport()->height() - axisHeight()));
    for (int row = 0; row < m_layout.rows.size(); ++row)
        if (rowRect(row).intersects(QRectF(viewport()->rect())))
            paintRow(painter, row);
    paintCriticalPath(painter);
    if (hasFocus() && m_current >= 0) {
        painter.setPen(QPen(theme().color(Token::AccentText), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            rowRect(m_current).adjusted(theme().px(4) + 0.5, 0.5, -theme().px(4) - 0.5, -0.5), 4, 4);
    }
}

void WaterfallView::paintAxis(QPainter &painter) const
{
    const QFont font = theme().font(TextRole::Caption);
    // Skipped channels have words instead of bars; the grid ends above them.
    int timed = 0;
    for (int row = 0; row < m_layout.rows.size(); ++row)
        if (!m_layout.rows[row].isOffAxis)
            timed = row + 1;
    const qreal bottom = std::min<qreal>(viewport()->height(), rowRect(timed).top());
    const QRectF labels(0, 0, viewport()->width(), axisHeight() - theme().px(4));
    const qreal right = viewport()->width() - outcomeWidth();
    QRectF deadlineLabel;
    QString deadlineWord;
    if (m_layout.deadlineUs) {
        deadlineWord = tr("deadline %1").arg(QLocale().toString(*m_layout.deadlineUs / 1000));
        const QFont strong = theme().font(TextRole::CaptionMedium);
        const qreal width = figuresWidth(strong, deadlineWord);
        const qreal x =
            std::min(xOf(*m_layout.deadlineUs) - width / 2, viewport()->width() - width - theme().px(8));
        deadlineLabel = QRectF(x, labels.top(), width, labels.height());
        painter.setPen(theme().color(Token::Bad));
        paintFigures(&painter, deadlineLabel, Qt::AlignLeft, deadlineWord, strong);
    }
    for (qint64 at = 0; at <= m_layout.axisUs && m_layout.tickUs > 0; at += m_layout.tickUs) {
        const qreal x = xOf(at);
        if (x > right + 1)
            break;
        painter.setPen(QPen(theme().color(Token::Hairline), 1));
        painter.drawLine(QPointF(std::round(x) + 0.5, axisHeight()), QPointF(std::round(x) + 0.5, bottom));
        const double milliseconds = static_cast<double>(at) / 1000;
        QString text = QLocale().toString(milliseconds, 'f', m_layout.tickUs < 1000 ? 1 : 0);
        if (at == 0)
            text = tr("%1 ms").arg(text);
        const qreal width = figuresWidth(font, text);
        const QRectF place(x - width / 2, labels.top(), width, labels.height());
        if (!deadlineWord.isEmpty() && place.adjusted(-8, 0, 8, 0).intersects(deadlineLabel))
            continue;
        painter.setPen(theme().color(Token::Secondary));
        paintFigures(&painter, place, Qt::AlignLeft, text, font);
    }
    if (m_layout.deadlineUs) {
        painter.setPen(QPen(theme().color(Token::Bad), 1.4, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({3, 2});
        painter.setPen(pen);
        const qreal x = std::round(xOf(*m_layout.deadlineUs)) + 0.5;
        painter.drawLine(QPointF(x, axisHeight()), QPointF(x, bottom));
    }
}

void WaterfallView::paintRow(QPainter &painter, int row) const
{
    const WaterfallRow &line = m_layout.rows[row];
    const market::TraceAttempt &attempt = m_trace.attempts[line.attempt];
    const QRectF rect = rowRect(row);
    const qreal edge = theme().px(16);
    const qreal iconSize = theme().px(14);
    const Token ink = line.isOffAxis ? Token::Muted : Token::Text;
    paintIcon(&painter, QRectF(edge, rect.top(), iconSize, rect.height()), iconOf(attempt.kind),
              theme().color(line.isOffAxis ? Token::Muted : Token::Secondary));
    const qreal labelLeft = edge + iconSize + theme().px(6);
    painter.setPen(theme().color(ink));
    paintFigures(&painter,
                 QRectF(labelLeft, rect.top(), labelWidth() - labelLeft - theme().px(8), rect.height()),
                 Qt::AlignLeft, line.label, theme().font(TextRole::Body));
    if (line.isOffAxis) {
        const Token ground = row == m_current   ? Token::Selection
                             : row == m_hovered ? Token::Raised
                                                : Token::Surface;
        const qreal width = figuresWidth(theme().font(TextRole::Caption), outcomeText(attempt));
        painter.fillRect(QRectF(labelWidth() - 4, rect.top() + 2,
                                qMin(width, rect.width() - labelWidth() - edge) + 8, rect.height() - 4),
                         theme().color(ground));
        painter.setPen(theme().color(Token::Secondary));
        paintFigures(
            &painter,
            QRectF(labelWidth(), rect.top(), viewport()->width() - labelWidth() - edge, rect.height()),
            Qt::AlignLeft, outcomeText(attempt), theme().font(TextRole::Caption));
        return;
    }
    const qreal barHeight = theme().px(9);
    const qreal barTop = std::round(rect.center().y() - barHeight / 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const WaterfallBar &bar : line.bars) {
        const qreal from = std::round(xOf(bar.fromUs));
        const qreal to = std::max(from + 2, std::round(xOf(bar.toUs)));
        painter.fillRect(QRectF(from, barTop, to - from, barHeight), phaseColor(bar.phase));
    }
    if (line.bars.isEmpty())
        painter.fillRect(QRectF(std::round(xOf(line.startUs)), barTop, 2, barHeight),
                         attempt.kind == Kind::Answer ? theme().series(2) : theme().color(Token::Muted));
    if (line.limitReached)
        painter.fillRect(
            QRectF(std::round(xOf(line.endUs)) - 1, barTop - theme().px(3), 2, barHeight + theme().px(6)),
            theme().color(Token::Bad));
    painter.setRenderHint(QPainter::Antialiasing, true);
    const QRectF outcome(viewport()->width() - outcomeWidth(), rect.top(), outcomeWidth() - edge,
                         rect.height());
    if (isChip(attempt)) {
        ChipLook look = chipLook(attempt.outcome);
        if (attempt.kind == Kind::Post)
            look.text = outcomeText(attempt);
        paintChip(&painter, outcome, Qt::AlignRight, look);
        return;
    }
    const bool isBid = attempt.kind == Kind::Ping;
    painter.setPen(theme().color(isBid ? Token::Text : Token::Secondary));
    paintFigures(&painter, outcome, Qt::AlignRight, outcomeText(attempt),
                 theme().font(isBid ? TextRole::BodyMedium : TextRole::Body));
}

void WaterfallView::paintCriticalPath(QPainter &painter) const
{
    if (m_layout.critical.size() < 2)
        return;
    const qreal below = theme().px(9) / 2.0 + theme().px(2);
    QPainterPath path;
    for (qsizetype i = 0; i < m_layout.critical.size(); ++i) {
        const WaterfallRow &row = m_layout.rows[m_layout.critical[i]];
        const qreal y = std::round(rowRect(m_layout.critical[i]).center().y() + below) + 0.5;
        const qreal from = std::round(xOf(row.startUs)) + 0.5;
        const qreal to = std::round(xOf(row.endUs)) + 0.5;
        if (i == 0)
            path.moveTo(from, y);
        else
            path.lineTo(path.currentPosition().x(), y);
        path.lineTo(from, y);
        path.lineTo(to, y);
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme().color(Token::Text), 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.restore();
}

void WaterfallView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position());
    if (row >= 0)
        setCurrentRow(row);
}

void WaterfallView::mouseMoveEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position());
    if (row == m_hovered)
        return;
    m_hovered = row;
    viewport()->update();
}

void WaterfallView::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    viewport()->update();
    QAbstractScrollArea::leaveEvent(event);
}

void WaterfallView::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_layout.rows.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrentRow(qMax(0, m_current - 1));
        break;
    case Qt::Key_Down:
        setCurrentRow(qMin(last, m_current + 1));
        break;
    case Qt::Key_Home:
        setCurrentRow(0);
        break;
    case Qt::Key_End:
        setCurrentRow(last);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (m_current < 0)
        return;
    // Reads the row that the arrow key has reached.
    setAccessibleName(
        tr("Calls over time: %1").arg(waterfallText(m_layout, m_trace).split(u'\n').value(m_current)));
    QAccessibleEvent changed(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
}

bool WaterfallView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int row = rowAt(help->pos());
        if (row >= 0)
            QToolTip::showText(help->globalPos(), tip(row), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString WaterfallView::tip(int row) const
{
    const WaterfallRow &line = m_layout.rows[row];
    const market::TraceAttempt &attempt = m_trace.attempts[line.attempt];
    QStringList lines{line.label};
    if (line.isOffAxis)
        return line.label + u'\n' + outcomeText(attempt);
    lines.append(tr("from %1 to %2").arg(durationText(line.startUs), durationText(line.endUs)));
    for (const WaterfallBar &bar : line.bars)
        if (bar.phase != TracePhase::Work)
            lines.append(tr("%1: %2").arg(phaseName(bar.phase), durationText(bar.toUs - bar.fromUs)));
    if (attempt.phases.reused)
        lines.append(tr("on a connection that was open already"));
    if (!attempt.reason.isEmpty())
        lines.append(attempt.reason);
    return lines.join(u'\n');
}

WaterfallLegend::WaterfallLegend(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("waterfallLegend"));
    setAccessibleName(
        tr("Colours: connect, TLS, wait for first byte, receive; a black line is the critical path"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, &QWidget::updateGeometry);
}

QSize WaterfallLegend::sizeHint() const
{
    return {theme().px(560), theme().px(20)};
}

QSize WaterfallLegend::minimumSizeHint() const
{
    return {theme().px(200), theme().px(20)};
}

void WaterfallLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QFont font = theme().font(TextRole::Caption);
    qreal x = 0;
    // What does not fit whole is left out: half a word explains nothing.
    const auto fits = [&](double mark, const QString &text) {
        return x + theme().px(mark + 5) + figuresWidth(font, text) <= width();
    };
    const auto word = [&](const QString &text) {
        const qreal width = figuresWidth(font, text);
        painter.setPen(theme().color(Token::Secondary));
        paintFigures(&painter, QRectF(x, 0, width + 1, height()), Qt::AlignLeft, text, font);
        x += width + theme().px(14);
    };
    const qreal box = theme().px(9);
    const bool narrow = width() < theme().px(520);
    for (const TracePhase phase :
         {TracePhase::Connect, TracePhase::Tls, TracePhase::Wait, TracePhase::Receive}) {
        painter.fillRect(QRectF(x, std::round((height() - box) / 2), box, box), phaseColor(phase));
        x += box + theme().px(5);
        word(narrow && phase == TracePhase::Wait ? tr("wait") : phaseName(phase));
    }
    if (!fits(16, tr("critical path")))
        return;
    painter.fillRect(QRectF(x, std::round(height() / 2.0), theme().px(16), 2), theme().color(Token::Text));
    x += theme().px(16 + 5);
    word(tr("critical path"));
    if (!fits(2, tr("limit reached")))
        return;
    painter.fillRect(QRectF(x, std::round((height() - theme().px(12)) / 2.0), 2, theme().px(12)),
                     theme().color(Token::Bad));
    x += theme().px(2 + 5);
    word(tr("limit reached"));
}

} // namespace bourse::gui
