#include "gui/widgets/format.h"
#include <QDateTime>
#include <QLocale>

namespace bourse::gui {
namespace {

constexpr std::int64_t microsPerUnit = 1'000'000;

QDateTime local(UtcTime time, const QTimeZone &zone)
{
    const qint64 milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds, zone.isValid() ? zone : QTimeZone::utc());
}

} // namespace

QString formatMoney(const Money &money, int decimals)
{
    const QLocale locale;
    const bool negative = money.micros() < 0;
    // The magnitude fits unsigned even for the smallest int64.
    std::uint64_t micros = negative ? 0 - static_cast<std::uint64_t>(money.micros())
                                    : static_cast<std::uint64_t>(money.micros());
    QString fraction;
    if (decimals == 0) {
        micros += microsPerUnit / 2;
    } else {
        fraction = QString::number(micros % microsPerUnit).rightJustified(6, u'0');
        const int wanted = decimals > 0 ? qMin(decimals, 6) : money.currency().decimals();
        if (decimals > 0)
            fraction.truncate(wanted);
        else
            while (fraction.size() > wanted && fraction.endsWith(u'0'))
                fraction.chop(1);
    }
    QString text = locale.toString(static_cast<qulonglong>(micros / microsPerUnit));
    if (!fraction.isEmpty())
        text += locale.decimalPoint() + fraction;
    const std::string code = money.currency().code();
    if (code == "USD")
        text.prepend(u'$');
    else
        text.prepend(QString::fromStdString(code) + QChar(QChar::Nbsp));
    if (negative)
        text.prepend(u'−');
    return text;
}

QString formatCount(qint64 count)
{
    return QLocale().toString(count);
}

QString plural(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(formatCount(count));
}

QString formatShare(double share, int decimals)
{
    return QLocale().toString(share * 100, 'f', decimals) + u" %"_qs;
}

QString formatClock(UtcTime time, const QTimeZone &zone, bool milliseconds)
{
    return local(time, zone)
        .toString(milliseconds ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("HH:mm:ss"));
}

QString formatHourMinute(UtcTime time, const QTimeZone &zone)
{
    return local(time, zone).toString(QStringLiteral("HH:mm"));
}

QString formatDateTime(UtcTime time, const QTimeZone &zone)
{
    return QLocale().toString(local(time, zone), QStringLiteral("d MMM yyyy HH:mm:ss"));
}

QString formatDate(UtcTime time, const QTimeZone &zone)
{
    return QLocale().toString(local(time, zone).date(), QStringLiteral("d MMM yyyy"));
}

QTimeZone zoneNamed(const QString &name)
{
    const QTimeZone zone(name.toUtf8());
    return zone.isValid() ? zone : QTimeZone::utc();
}

QString shortLeadId(const Uuid &id)
{
    const QString full = QString::fromStdString(leadIdText(id)).remove(u'-');
    // The first digits of a version 7 are its time and much the same in neighbouring leads: the tail tells
    // them apart.
    return full.left(7) + u'…' + full.right(6);
}

} // namespace bourse::gui
