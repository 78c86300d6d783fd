#pragma once
// What the waterfall of a trace shows, in numbers: rows, bars, axis, critical path, and the one thing worth
// telling.
#include "market/views.h"
#include <QHash>
#include <QVector>
#include <optional>

namespace bourse::gui {

enum class TracePhase { Work, Connect, Tls, Wait, Receive };

/// A piece of a row's bar; microseconds from the lead's arrival.
struct WaterfallBar {
    TracePhase phase = TracePhase::Wait;
    qint64 fromUs = 0;
    qint64 toUs = 0;
};

struct WaterfallRow {
    int attempt = 0; ///< index into the trace's attempts
    QString label;   ///< "Ping Acme Insurance"
    QVector<WaterfallBar> bars;
    qint64 startUs = 0;
    qint64 endUs = 0;
    bool limitReached = false; ///< ended by its time limit
    bool isOffAxis = false;    ///< a skipped channel, or a call of the time after the answer
};

struct WaterfallLayout {
    QVector<WaterfallRow> rows;
    qint64 totalUs = 0;               ///< end of the last call or answer
    qint64 axisUs = 0;                ///< right end of the axis
    qint64 tickUs = 0;                ///< distance of two ticks; about five fit on the axis
    std::optional<qint64> deadlineUs; ///< the lead's budget, if it lies on the axis
    QVector<int> critical;            ///< rows that determined the lead's time, in order
    /// What held the lead up, in a strong part and an explanation; both empty where nothing stands out.
    QString insight;
    QString insightRest;
};

/// `pingLimitsMs`: time limits by channel, for the explanation; may be empty.
WaterfallLayout layOutTrace(const market::LeadTrace &trace, const QHash<QString, int> &pingLimitsMs = {});

/// The whole waterfall in words, one sentence per row; what a screen reader gets.
QString waterfallText(const WaterfallLayout &layout, const market::LeadTrace &trace);
/// "bid $35.00", "Time-out", "$31.00", "14 ms": the right end of a row.
QString outcomeText(const market::TraceAttempt &attempt);
/// Whole milliseconds, "0.4 ms" below one.
QString durationText(qint64 micros);

} // namespace bourse::gui
