#include "gui/leads/tracelayout.h"
#include "gui/widgets/chip.h"
#include "gui/widgets/format.h"
#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace bourse::gui {
namespace {

using domain::AttemptOutcome;
using Kind = market::TraceAttempt::Kind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TraceLayout)
};

/// Two records of one moment are written by different clocks' readings.
constexpr qint64 slackUs = 2000;
/// Less than this does not hold an auction up.
constexpr qint64 worthTellingUs = 40'000;

QString labelOf(const market::TraceAttempt &attempt)
{
    switch (attempt.kind) {
    case Kind::Validate:
        return Words::tr("Validate");
    case Kind::Ping:
        return Words::tr("Ping %1").arg(attempt.buyer);
    case Kind::Post:
        return Words::tr("Post %1").arg(attempt.buyer);
    case Kind::Answer:
        return Words::tr("Answer %1").arg(attempt.buyer);
    case Kind::Skipped:
        return Words::tr("Skipped %1").arg(attempt.buyer);
    case Kind::Status:
        return Words::tr("Status %1").arg(attempt.buyer);
    case Kind::Resend:
        return Words::tr("Post again %1").arg(attempt.buyer);
    case Kind::Notice:
        return Words::tr("Notice %1").arg(attempt.buyer);
    case Kind::Callback:
        return Words::tr("Callback %1").arg(attempt.buyer);
    }
    return {};
}

QVector<WaterfallBar> barsOf(const market::TraceAttempt &attempt)
{
    const market::TracePhases &p = attempt.phases;
    QVector<WaterfallBar> bars;
    if (attempt.kind == Kind::Validate) {
        bars.append({TracePhase::Work, p.startUs, p.endUs});
        return bars;
    }
    qint64 at = p.startUs;
    const auto add = [&](TracePhase phase, qint64 duration) {
        const qint64 to = std::min(at + std::max<qint64>(duration, 0), std::max(p.endUs, p.startUs));
        if (to > at)
            bars.append({phase, at, to});
        at = to;
    };
    add(TracePhase::Connect, p.dnsUs + p.connectUs);
    add(TracePhase::Tls, p.tlsUs);
    add(TracePhase::Wait, p.waitUs);
    add(TracePhase::Receive, p.receiveUs);
    // What no phase accounts for (queued, or cut off by the limit) is waiting.
    if (at < p.endUs) {
        if (!bars.isEmpty() && bars.last().phase == TracePhase::Wait)
            bars.last().toUs = p.endUs;
        else
            bars.append({TracePhase::Wait, at, p.endUs});
    }
    return bars;
}

qint64 roundTick(qint64 axisUs)
{
    const double rough = std::max<double>(static_cast<double>(axisUs), 1000) / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough * 0.999)
            return std::max<qint64>(1, std::llround(factor * power));
    return std::llround(10 * power);
}

/// Backwards from the answer: each step was waited for by the one after it.
QVector<int> criticalPath(const QVector<WaterfallRow> &rows, const market::LeadTrace &trace)
{
    QVector<int> path;
    int current = -1;
    for (int i = 0; i < rows.size(); ++i) {
        const Kind kind = trace.attempts[rows[i].attempt].kind;
        if (rows[i].isOffAxis)
            continue;
        if (kind == Kind::Answer || current < 0 ||
            (trace.attempts[rows[current].attempt].kind != Kind::Answer &&
             rows[i].endUs > rows[current].endUs))
            current = i;
    }
    while (current >= 0) {
        path.prepend(current);
        int before = -1;
        for (int i = 0; i < rows.size(); ++i) {
            const bool fits = !path.contains(i) && !rows[i].isOffAxis &&
                              rows[i].endUs <= rows[current].startUs + slackUs &&
                              rows[i].startUs <= rows[current].startUs;
            if (fits && (before < 0 || rows[i].endUs > rows[before].endUs))
                before = i;
        }
        current = before;
    }
    return path;
}

void tellHolder(WaterfallLayout &layout, const market::LeadTrace &trace,
                const QHash<QString, int> &pingLimitsMs)
{
    qint64 lastBid = -1;
    qint64 firstPost = -1;
    const market::TraceAttempt *holder = nullptr;
    for (const market::TraceAttempt &attempt : trace.attempts) {
        if (attempt.kind == Kind::Post && (firstPost < 0 || attempt.phases.startUs < firstPost))
            firstPost = attempt.phases.startUs;
    }
    for (const market::TraceAttempt &attempt : trace.attempts) {
        // A ping that ended after the post had left held nobody up.
        if (attempt.kind != Kind::Ping || (firstPost >= 0 && attempt.phases.endUs > firstPost + slackUs))
            continue;
        if (attempt.outcome == AttemptOutcome::Bid)
            lastBid = std::max(lastBid, attempt.phases.endUs);
        if (!holder || attempt.phases.endUs > holder->phases.endUs)
            holder = &attempt;
    }
    if (!holder || holder->outcome == AttemptOutcome::Bid || lastBid < 0)
        return;
    const qint64 held = holder->phases.endUs - lastBid;
    if (held < worthTellingUs)
        return;
    layout.insight = Words::tr("%1 held the auction %2").arg(holder->buyer, durationText(held));
    layout.insightRest = Words::tr("after the last bid.");
    const qint64 took = holder->phases.endUs - holder->phases.startUs;
    const int limit = pingLimitsMs.value(holder->channel);
    if (limit > 0)
        layout.insightRest += u' ' + Words::tr("Its ping limit is %1 ms.").arg(QLocale().toString(limit));
    else if (holder->outcome == AttemptOutcome::TimedOut)
        layout.insightRest += u' ' + Words::tr("It was given %1 and did not answer.").arg(durationText(took));
    else
        layout.insightRest += u' ' + Words::tr("It took %1 and made no bid.").arg(durationText(took));
}

void tellSlowPost(WaterfallLayout &layout, const market::LeadTrace &trace)
{
    if (!layout.insight.isEmpty() || layout.totalUs <= 0)
        return;
    for (const int row : layout.critical) {
        const market::TraceAttempt &attempt = trace.attempts[layout.rows[row].attempt];
        const qint64 took = attempt.phases.endUs - attempt.phases.startUs;
        if (attempt.kind != Kind::Post || took * 2 < layout.totalUs || took < worthTellingUs)
            continue;
        layout.insight = Words::tr("The post to %1 took %2").arg(attempt.buyer, durationText(took));
        layout.insightRest = Words::tr("of the lead's %1.").arg(durationText(layout.totalUs));
        const qint64 setUp = attempt.phases.dnsUs + attempt.phases.connectUs + attempt.phases.tlsUs;
        if (setUp * 4 > took)
            layout.insightRest +=
                u' ' + Words::tr("Setting up its connection took %1.").arg(durationText(setUp));
    }
}

/// "3 s", "12 min", "2 h", "5 d": how long after the lead came.
QString laterText(qint64 micros)
{
    const qint64 seconds = micros / 1'000'000;
    if (seconds < 120)
        return Words::tr("%1 s").arg(seconds);
    if (seconds < 2 * 3600)
        return Words::tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return Words::tr("%1 h").arg(seconds / 3600);
    return Words::tr("%1 d").arg(seconds / 86400);
}

} // namespace

QString durationText(qint64 micros)
{
    if (micros > 0 && micros < 1000)
        return Words::tr("%1 ms").arg(QLocale().toString(static_cast<double>(micros) / 1000, 'f', 1));
    return Words::tr("%1 ms").arg(QLocale().toString((micros + 500) / 1000));
}

QString outcomeText(const market::TraceAttempt &attempt)
{
    switch (attempt.kind) {
    case Kind::Validate:
        return durationText(attempt.phases.endUs - attempt.phases.startUs);
    case Kind::Answer:
        return durationText(attempt.phases.endUs);
    case Kind::Skipped:
        return attempt.reason;
    case Kind::Ping:
        if (attempt.outcome == AttemptOutcome::Bid && attempt.price)
            return Words::tr("bid %1").arg(formatMoney(*attempt.price));
        break;
    case Kind::Post:
        if (attempt.outcome == AttemptOutcome::Accepted && attempt.price)
            return formatMoney(*attempt.price);
        break;
    case Kind::Status:
    case Kind::Resend:
    case Kind::Notice:
    case Kind::Callback:
        return Words::tr("%1, %2 later")
            .arg(chipLook(attempt.outcome).text, laterText(attempt.phases.startUs));
    }
    return chipLook(attempt.outcome).text;
}

WaterfallLayout layOutTrace(const market::LeadTrace &trace, const QHash<QString, int> &pingLimitsMs)
{
    WaterfallLayout layout;
    for (int i = 0; i < trace.attempts.size(); ++i) {
        const market::TraceAttempt &attempt = trace.attempts[i];
        WaterfallRow row;
        row.attempt = i;
        row.label = labelOf(attempt);
        row.isOffAxis = attempt.kind == Kind::Skipped || market::isLater(attempt.kind);
        if (!row.isOffAxis) {
            row.startUs = std::max<qint64>(0, attempt.phases.startUs);
            row.endUs = std::max(row.startUs, attempt.phases.endUs);
            row.bars = barsOf(attempt);
            layout.totalUs = std::max(layout.totalUs, row.endUs);
        }
        row.limitReached = attempt.outcome == AttemptOutcome::TimedOut && attempt.kind == Kind::Ping;
        layout.rows.append(row);
    }
    layout.axisUs = std::max<qint64>(1000, layout.totalUs);
    const qint64 deadline = static_cast<qint64>(trace.deadlineMs) * 1000;
    // A deadline far away would squeeze the calls into a corner.
    if (deadline > 0 && deadline <= layout.axisUs * 4) {
        layout.deadlineUs = deadline;
        layout.axisUs = std::max(layout.axisUs, deadline);
    }
    layout.tickUs = roundTick(layout.axisUs);
    layout.axisUs += layout.axisUs / 12;
    layout.critical = criticalPath(layout.rows, trace);
    tellHolder(layout, trace, pingLimitsMs);
    tellSlowPost(layout, trace);
    return layout;
}

QString waterfallText(const WaterfallLayout &layout, const market::LeadTrace &trace)
{
    QStringList lines;
    for (const WaterfallRow &row : layout.rows) {
        const market::TraceAttempt &attempt = trace.attempts[row.attempt];
        if (row.isOffAxis)
            lines.append(Words::tr("%1: %2").arg(row.label, outcomeText(attempt)));
        else
            lines.append(Words::tr("%1: from %2 to %3, %4.")
                             .arg(row.label, durationText(row.startUs), durationText(row.endUs),
                                  outcomeText(attempt)));
    }
    if (trace.deadlineMs > 0)
        lines.append(Words::tr("The lead's budget is %1 ms.").arg(QLocale().toString(trace.deadlineMs)));
    return lines.join(u'\n');
}

} // namespace bourse::gui
