#include "market/liveboard.h"
#include "domain/routing/pingtree.h"
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace bourse::market {

using namespace std::chrono;

namespace {
constexpr std::int64_t slotSeconds = 5;
constexpr std::size_t latestKept = 500;

std::int64_t slotOf(UtcTime time)
{
    return floor<seconds>(time).time_since_epoch().count() / slotSeconds;
}

std::int64_t minuteOf(UtcTime time)
{
    return floor<std::chrono::minutes>(time).time_since_epoch().count();
}

OutcomeClass classOf(domain::LeadState state)
{
    using domain::LeadState;
    switch (state) {
    case LeadState::Sold:
    case LeadState::Converted:
    case LeadState::Returned:
        return OutcomeClass::Sold;
    case LeadState::Unsold:
    case LeadState::Erased:
        return OutcomeClass::Unsold;
    case LeadState::Rejected:
        return OutcomeClass::Rejected;
    case LeadState::Duplicate:
        return OutcomeClass::Duplicate;
    case LeadState::Unknown:
        return OutcomeClass::Unknown;
    default:
        return OutcomeClass::Other;
    }
}

int bucketSeconds(LiveRange range)
{
    switch (range) {
    case LiveRange::Minutes15:
        return 15;
    case LiveRange::Minutes60:
        return 60;
    case LiveRange::Hours6:
        return 300;
    case LiveRange::Today:
        return 900;
    }
    return 60;
}

QString signedNumber(double value, int decimals)
{
    QString text = QLocale().toString(std::abs(value), 'f', decimals);
    return (value < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + text;
}

template <class Buckets> std::uint32_t total(const Buckets &leads)
{
    std::uint32_t sum = 0;
    for (auto count : leads)
        sum += count;
    return sum;
}
} // namespace

void LatencyHistogram::add(std::int64_t micros)
{
    double ms = std::max(1.0, static_cast<double>(micros) / 1000.0);
    auto index = static_cast<std::size_t>(std::log(ms) / std::log(1.2));
    ++m_classes[std::min(index, m_classes.size() - 1)];
    ++m_count;
}

void LatencyHistogram::add(const LatencyHistogram &other)
{
    for (std::size_t i = 0; i < m_classes.size(); ++i)
        m_classes[i] += other.m_classes[i];
    m_count += other.m_count;
}

double LatencyHistogram::percentile(double share) const
{
    if (m_count == 0)
        return 0;
    auto wanted = static_cast<std::uint64_t>(std::ceil(share * m_count));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        if (m_classes[i] == 0)
            continue;
        if (seen + m_classes[i] >= wanted) {
            // linear within the class
            double part = static_cast<double>(wanted - seen) / m_classes[i];
            double low = std::pow(1.2, static_cast<double>(i));
            return low + (low * 0.2) * part;
        }
        seen += m_classes[i];
    }
    return std::pow(1.2, 64.0);
}

QString moneyText(const Money &money, int decimals)
{
    double units = static_cast<double>(std::abs(money.micros())) / 1e6; // for display only
    QString sign = money.micros() < 0 ? QStringLiteral("\u2212") : QString();
    QString code = QString::fromStdString(money.currency().code());
    QString mark = code == QLatin1String("USD") ? QStringLiteral("$") : code + QLatin1Char(' ');
    return sign + mark + QLocale().toString(units, 'f', decimals);
}

void LiveBoard::setConfiguration(std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    m_config = std::move(snapshot);
}

void LiveBoard::seed(std::int64_t leads, std::int64_t sold, std::int64_t unknown, Money revenue, Money payout,
                     Money unknownHeld,
                     const std::vector<std::tuple<std::string, std::int64_t, Money>> &perBuyer,
                     std::vector<LeadRow> newest)
{
    m_dayStart = dayStart(SystemClock().utcNow());
    m_day = {leads, sold, revenue.micros(), payout.micros(), unknown, unknownHeld.micros()};
    for (const auto &[slug, count, amount] : perBuyer) {
        m_buyers[slug].soldToday = count;
        m_buyers[slug].revenueToday = amount.micros();
    }
    m_latest.assign(std::make_move_iterator(newest.begin()), std::make_move_iterator(newest.end()));
}

UtcTime LiveBoard::dayStart(UtcTime now) const
{
    std::string zone = m_config ? m_config->document().workspace.zone : "UTC";
    return domain::capWindow(domain::CapPeriod::Day, now, zone).start;
}

void LiveBoard::rollDay(UtcTime now)
{
    UtcTime start = dayStart(now);
    if (start == m_dayStart)
        return;
    m_dayStart = start;
    std::int64_t unknown = m_day.unknown;
    std::int64_t held = m_day.unknownHeld;
    m_day = {};
    m_day.unknown = unknown; // what is unknown stays so over midnight
    m_day.unknownHeld = held;
    for (auto &[slug, buyer] : m_buyers)
        buyer.soldToday = buyer.revenueToday = 0;
    std::int64_t oldest = slotOf(now) - 24 * 3600 / slotSeconds;
    m_buckets.erase(m_buckets.begin(), m_buckets.lower_bound(oldest));
}

void LiveBoard::leadChanged(const exchange::LeadSummary &lead, const LeadRow &row)
{
    // changes of one lead come close together: look only at the newest rows for an older line of it
    auto until = m_latest.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(m_latest.size(), 200));
    auto known = std::find_if(m_latest.begin(), until, [&](const LeadRow &r) { return r.id == lead.leadId; });
    if (known != until) {
        *known = row;
    } else {
        m_latest.push_front(row);
        if (m_latest.size() > latestKept)
            m_latest.pop_back();
    }
    if (!domain::info(lead.state).isFinal || lead.test)
        return;
    UtcTime ended = lead.receivedAt + Micros(lead.durationUs);
    rollDay(ended);
    Bucket &bucket = m_buckets[slotOf(ended)];
    ++bucket.leads[static_cast<std::size_t>(classOf(lead.state))];
    bucket.latency.add(lead.durationUs);
    ++m_day.leads;
    if (lead.state == domain::LeadState::Sold && lead.price) {
        std::int64_t payout = lead.payout ? lead.payout->micros() : 0;
        bucket.revenue += lead.price->micros();
        bucket.payout += payout;
        ++m_day.sold;
        m_day.revenue += lead.price->micros();
        m_day.payout += payout;
        BuyerState &buyer = m_buyers[lead.buyer];
        ++buyer.soldToday;
        buyer.revenueToday += lead.price->micros();
    } else if (lead.state == domain::LeadState::Unknown) {
        ++m_day.unknown;
        m_day.unknownHeld += lead.price ? lead.price->micros() : 0;
    }
}

void LiveBoard::callFinished(const exchange::CallSummary &call)
{
    using domain::AttemptOutcome;
    BuyerState &buyer = m_buyers[call.buyer];
    std::int64_t minute = minuteOf(call.at);
    BuyerMinute &slot = buyer.minutes[minute];
    ++slot.answered;
    switch (call.outcome) {
    case AttemptOutcome::Bid:
    case AttemptOutcome::Accepted:
        ++slot.accepted;
        break;
    case AttemptOutcome::TimedOut:
        ++slot.timedOut;
        break;
    case AttemptOutcome::Error:
    case AttemptOutcome::NotSent:
    case AttemptOutcome::Unrecognised:
    case AttemptOutcome::Unknown:
        ++slot.failed;
        break;
    default:
        break;
    }
    slot.latency.add(call.totalUs);
    if (buyer.minutes.size() > 24 * 60)
        buyer.minutes.erase(buyer.minutes.begin());
}

LiveBoard::Bucket LiveBoard::sum(std::int64_t from, std::int64_t to) const
{
    Bucket result;
    for (auto it = m_buckets.lower_bound(from); it != m_buckets.end() && it->first < to; ++it) {
        for (std::size_t i = 0; i < result.leads.size(); ++i)
            result.leads[i] += it->second.leads[i];
        result.revenue += it->second.revenue;
        result.payout += it->second.payout;
        result.latency.add(it->second.latency);
    }
    return result;
}

QVector<LiveTile> LiveBoard::tiles(UtcTime now) const
{
    const Currency currency = m_config ? m_config->document().workspace.currency : Currency();
    const std::int64_t slot = slotOf(now) + 1;
    constexpr std::int64_t hour = 3600 / slotSeconds;
    const Bucket lastHour = sum(slot - hour, slot);
    const Bucket hourBefore = sum(slot - 2 * hour, slot - hour);
    const bool comparable = total(hourBefore.leads) > 0;
    const QString vsHour = QObject::tr("vs hour before");

    // one spark point a minute over the last hour
    constexpr int sparkPoints = 60;
    std::array<Bucket, sparkPoints> minutes;
    for (int i = 0; i < sparkPoints; ++i) {
        std::int64_t from = slot - hour + i * (60 / slotSeconds);
        minutes[static_cast<std::size_t>(i)] = sum(from, from + 60 / slotSeconds);
    }
    auto spark = [&](auto value) {
        QVector<double> points;
        for (const Bucket &minute : minutes)
            points.push_back(value(minute));
        return points;
    };
    auto soldOf = [](const Bucket &b) {
        return double(b.leads[static_cast<std::size_t>(OutcomeClass::Sold)]);
    };
    auto acceptance = [&](const Bucket &b) {
        return total(b.leads) ? soldOf(b) / total(b.leads) : 0.0;
    };
    auto price = [&](const Bucket &b) {
        return soldOf(b) > 0 ? double(b.revenue) / 1e6 / soldOf(b) : 0.0;
    };
    auto relative = [&](double current, double before) {
        return comparable && before != 0
                   ? signedNumber((current - before) / before * 100, 1) + QStringLiteral(" %")
                   : QString();
    };

    QVector<LiveTile> result;
    auto add = [&](const char *key, QString label, QString figure, QString delta, bool good,
                   QVector<double> points) {
        LiveTile tile;
        tile.key = QLatin1String(key);
        tile.label = std::move(label);
        tile.figure = std::move(figure);
        tile.delta = std::move(delta);
        tile.deltaNote = tile.delta.isEmpty() ? QString() : vsHour;
        tile.deltaIsGood = good;
        tile.spark = std::move(points);
        result.push_back(std::move(tile));
    };
    const std::int64_t profitToday = m_day.revenue - m_day.payout;
    const double profitHour = double(lastHour.revenue - lastHour.payout);
    const double profitBefore = double(hourBefore.revenue - hourBefore.payout);
    auto whole = [&](std::int64_t micros) {
        return moneyText(Money(micros, currency), std::abs(micros) >= 10'000'000'000 ? 0 : 2);
    };
    add("revenue", QObject::tr("Revenue today"), whole(m_day.revenue),
        relative(double(lastHour.revenue), double(hourBefore.revenue)),
        lastHour.revenue >= hourBefore.revenue,
        spark([](const Bucket &b) { return double(b.revenue) / 1e6; }));
    QString margin =
        m_day.revenue > 0
            ? QObject::tr("Profit today, %1 %")
                  .arg(QLocale().toString(double(profitToday) * 100 / double(m_day.revenue), 'f', 1))
            : QObject::tr("Profit today");
    add("profit", margin, whole(profitToday), relative(profitHour, profitBefore), profitHour >= profitBefore,
        spark([](const Bucket &b) { return double(b.revenue - b.payout) / 1e6; }));
    add("acceptance", QObject::tr("Sold, last hour"),
        total(lastHour.leads) ? QLocale().toString(acceptance(lastHour) * 100, 'f', 1) + QStringLiteral(" %")
                              : QStringLiteral("–"),
        comparable
            ? signedNumber((acceptance(lastHour) - acceptance(hourBefore)) * 100, 1) + QObject::tr(" pt")
            : QString(),
        acceptance(lastHour) >= acceptance(hourBefore), spark(acceptance));
    add("price", QObject::tr("Effective price"),
        soldOf(lastHour) > 0 ? moneyText(Money(std::llround(price(lastHour) * 1e6), currency))
                             : QStringLiteral("–"),
        relative(price(lastHour), price(hourBefore)), price(lastHour) >= price(hourBefore), spark(price));
    const double p95 = lastHour.latency.percentile(0.95);
    const double p95Before = hourBefore.latency.percentile(0.95);
    add("latency", QObject::tr("Latency p95"),
        lastHour.latency.count() ? QLocale().toString(std::round(p95), 'f', 0) + QObject::tr(" ms")
                                 : QStringLiteral("–"),
        comparable ? signedNumber(p95 - p95Before, 0) + QObject::tr(" ms") : QString(), p95 <= p95Before,
        spark([](const Bucket &b) { return b.latency.percentile(0.95); }));
    const Bucket lastMinute = sum(slot - 60 / slotSeconds, slot);
    const Bucket lastQuarter = sum(slot - 900 / slotSeconds, slot);
    const double rate = total(lastMinute.leads) / 60.0;
    const double quarterRate = total(lastQuarter.leads) / 900.0;
    add("rate", QObject::tr("Leads per second"), QLocale().toString(rate, 'f', 2),
        signedNumber(rate - quarterRate, 2), rate >= quarterRate,
        spark([](const Bucket &b) { return total(b.leads) / 60.0; }));
    result.back().deltaNote = QObject::tr("vs 15 min");
    return result;
}

QVector<BuyerHealth> LiveBoard::health(UtcTime now, int minutes) const
{
    QVector<BuyerHealth> result;
    if (!m_config)
        return result;
    const domain::MarketDocument &document = m_config->document();
    const std::int64_t lastMinute = minuteOf(now);
    for (const domain::Buyer &buyer : document.buyers) {
        BuyerHealth row;
        row.slug = QString::fromStdString(buyer.slug);
        row.label = QString::fromStdString(buyer.label.empty() ? buyer.slug : buyer.label);
        row.revenue = Money(0, document.workspace.currency);
        for (const domain::PingTree &tree : document.trees) {
            for (const domain::Channel *channel : domain::channelsOf(tree)) {
                if (channel->buyer != buyer.slug)
                    continue;
                if (auto integration = m_config->integration(channel->integration);
                    integration && row.detail.isEmpty())
                    row.detail = QString::fromStdString(integration->label());
                for (const domain::Cap &cap : channel->caps) {
                    if (cap.period == domain::CapPeriod::Day && cap.leads)
                        row.capToday = row.capToday.value_or(0) + *cap.leads;
                }
            }
        }
        auto state = m_buyers.find(buyer.slug);
        BuyerMinute all;
        BuyerMinute recent;
        if (state != m_buyers.end()) {
            row.soldToday = state->second.soldToday;
            row.revenue = Money(state->second.revenueToday, document.workspace.currency);
            const auto &slots = state->second.minutes;
            constexpr int sparkPoints = 30;
            const int step = std::max(1, minutes / sparkPoints);
            for (std::int64_t from = lastMinute - minutes + 1; from <= lastMinute; from += step) {
                BuyerMinute point;
                for (auto it = slots.lower_bound(from); it != slots.end() && it->first < from + step; ++it) {
                    point.answered += it->second.answered;
                    point.accepted += it->second.accepted;
                    all.answered += it->second.answered;
                    all.accepted += it->second.accepted;
                    all.latency.add(it->second.latency);
                    if (it->first > lastMinute - 5) {
                        recent.answered += it->second.answered;
                        recent.timedOut += it->second.timedOut;
                        recent.failed += it->second.failed;
                    }
                }
                if (point.answered)
                    row.acceptanceSpark.push_back(double(point.accepted) / point.answered);
            }
        }
        row.hasAcceptance = all.answered > 0;
        row.acceptance = all.answered ? double(all.accepted) / all.answered : 0;
        row.p95Ms = static_cast<int>(std::lround(all.latency.percentile(0.95)));
        const double timeouts = recent.answered ? double(recent.timedOut) / recent.answered : 0;
        const double failures = recent.answered ? double(recent.failed) / recent.answered : 0;
        if (buyer.paused) {
            row.health = BuyerHealth::Health::Paused;
            row.healthText = QObject::tr("Paused");
        } else if (timeouts + failures >= 0.5) {
            row.health = BuyerHealth::Health::Failing;
            row.healthText = timeouts >= failures ? QObject::tr("Time-outs") : QObject::tr("Failing");
        } else if (timeouts + failures >= 0.08) {
            row.health = BuyerHealth::Health::Degraded;
            row.healthText =
                QObject::tr("%1 % fail").arg(QLocale().toString((timeouts + failures) * 100, 'f', 0));
        } else {
            row.healthText =
                recent.answered || row.hasAcceptance ? QObject::tr("Healthy") : QObject::tr("No calls yet");
        }
        result.push_back(std::move(row));
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const BuyerHealth &a, const BuyerHealth &b) { return a.soldToday > b.soldToday; });
    return result;
}

LiveSnapshot LiveBoard::snapshot(LiveRange range, UtcTime now) const
{
    LiveSnapshot result;
    result.at = now;
    result.bucketSeconds = bucketSeconds(range);
    result.leadsToday = m_day.leads;
    result.soldToday = m_day.sold;
    const Currency currency = m_config ? m_config->document().workspace.currency : Currency();
    result.unknownCount = m_day.unknown;
    result.unknownHeld = Money(m_day.unknownHeld, currency);
    if (m_config && !m_config->document().sources.empty()) {
        auto budget = m_config->document().sources.front().budget;
        result.budgetMs = static_cast<int>(duration_cast<milliseconds>(budget).count());
    }
    result.tiles = tiles(now);

    int points = range == LiveRange::Minutes15 ? 60 : range == LiveRange::Minutes60 ? 60 : 72;
    if (range == LiveRange::Today)
        points = static_cast<int>((now - dayStart(now)) / seconds(result.bucketSeconds)) + 1;
    const std::int64_t perPoint = result.bucketSeconds / slotSeconds;
    std::int64_t end = (slotOf(now) / perPoint + 1) * perPoint;
    // a bucket that has only begun tells nothing yet: the line would dive at its end
    if ((slotOf(now) % perPoint + 1) * 4 < perPoint)
        end -= perPoint;
    for (int i = points; i > 0; --i) {
        std::int64_t from = end - i * perPoint;
        Bucket bucket = sum(from, from + perPoint);
        LivePoint point;
        point.at = UtcTime(seconds(from * slotSeconds));
        // the running bucket is divided by the time it has run
        double elapsed = double(result.bucketSeconds);
        if (i == 1)
            elapsed = std::clamp(duration<double>(now - point.at).count(), double(slotSeconds), elapsed);
        for (std::size_t c = 0; c < bucket.leads.size(); ++c)
            point.perSecond[c] = bucket.leads[c] / elapsed;
        point.hasLatency = bucket.latency.count() > 0;
        point.p50Ms = bucket.latency.percentile(0.50);
        point.p95Ms = bucket.latency.percentile(0.95);
        point.p99Ms = bucket.latency.percentile(0.99);
        result.points.push_back(point);
    }
    const int minutes = range == LiveRange::Minutes15 ? 15 : range == LiveRange::Minutes60 ? 60 : 360;
    result.buyers = health(now, minutes);
    for (const LeadRow &row : m_latest) {
        result.latest.push_back(row);
        if (result.latest.size() >= 100)
            break;
    }
    const std::int64_t slot = slotOf(now) + 1;
    Bucket lastMinute = sum(slot - 60 / slotSeconds, slot);
    result.leadsPerSecond = total(lastMinute.leads) / 60.0;
    result.p95Ms = lastMinute.latency.percentile(0.95);
    return result;
}

} // namespace bourse::market
