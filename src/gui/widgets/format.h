#pragma once
// How values are written in the window: by the user's locale, money exact, durations in whole milliseconds.
#include "base/clock.h"
#include "base/money.h"
#include "base/uuid.h"
#include <QString>
#include <QTimeZone>

namespace bourse::gui {

/// "$31.00", "−$22.50", "EUR 19.80"; `decimals` −1 writes the currency's own (more where the amount has
/// them), 0 rounds to units. Never through a double.
QString formatMoney(const Money &money, int decimals = -1);
QString formatCount(qint64 count);
/// `one` where count is 1, else `many` with "%1" filled in.
QString plural(qint64 count, const QString &one, const QString &many);
/// `share` 0…1 as "94.2 %"
QString formatShare(double share, int decimals = 1);
/// "14:32:06"; with `milliseconds` "14:32:06.184". Invalid zones read as UTC.
QString formatClock(UtcTime time, const QTimeZone &zone, bool milliseconds = false);
/// "14:32"
QString formatHourMinute(UtcTime time, const QTimeZone &zone);
/// "20 Nov 2026 14:32:07"
QString formatDateTime(UtcTime time, const QTimeZone &zone);
/// "20 Nov 2026"
QString formatDate(UtcTime time, const QTimeZone &zone);
QTimeZone zoneNamed(const QString &name);
/// "ld_9f41…77c2": ids are elided in the middle.
QString shortLeadId(const Uuid &id);

} // namespace bourse::gui
