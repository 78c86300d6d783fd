#pragma once
// A live snapshot with the variety of a real afternoon, for what is tested and looked at without a market.
#include "market/views.h"
#include <cmath>

namespace bourse::gui::test {

inline QVector<double> wave(double from, double to, double noise, int count, int seed)
{
    QVector<double> values;
    unsigned state = static_cast<unsigned>(seed) * 2654435761u + 1;
    for (int i = 0; i < count; ++i) {
        state = state * 1664525u + 1013904223u;
        values.append(from + (to - from) * i / (count - 1) +
                      noise * (static_cast<double>(state >> 8) / (1 << 24) - 0.5));
    }
    return values;
}

inline Money dollars(std::int64_t cents)
{
    return Money(cents * 10'000, Currency::usd());
}

inline market::LeadRow lead(UtcTime at, domain::LeadState state, const QString &source, const QString &region,
                            const QString &buyer, const QString &reason, std::int64_t cents)
{
    market::LeadRow row;
    row.id = Uuid::v7(at, 0x1234, static_cast<std::uint64_t>(at.time_since_epoch().count()));
    row.receivedAt = at;
    row.state = state;
    row.source = source;
    row.region = region;
    row.buyer = buyer;
    row.reason = reason;
    if (cents)
        row.price = dollars(cents);
    row.latencyMs = 300;
    return row;
}

inline market::LiveSnapshot sampleSnapshot(int minutes = 60)
{
    using namespace std::chrono;
    using domain::LeadState;
    market::LiveSnapshot s;
    s.at = fromIso8601("2026-11-20T20:32:07.000Z").value();
    s.leadsToday = 61904;
    s.soldToday = 22406;
    s.leadsPerSecond = 2.41;
    s.p95Ms = 438;
    s.budgetMs = 800;
    s.tiles = {{u"revenue"_qs, u"Revenue today"_qs, u"$557,215"_qs, u"+6.4 %"_qs, u"vs last Fri"_qs, true,
                wave(2, 9, 2, 24, 1)},
               {u"profit"_qs, u"Profit today, 24.3 %"_qs, u"$135,345"_qs, u"+8.1 %"_qs, u"vs last Fri"_qs,
                true, wave(2, 8, 4, 24, 2)},
               {u"acceptance"_qs, u"Acceptance"_qs, u"91.4 %"_qs, u"−0.7 pt"_qs, u"last hour"_qs, false,
                wave(8, 3, 4, 24, 3)},
               {u"price"_qs, u"Effective price"_qs, u"$22.73"_qs, u"+$0.41"_qs, u"vs last Fri"_qs, true,
                wave(3, 6, 6, 24, 4)},
               {u"latency"_qs, u"Latency p95"_qs, u"438 ms"_qs, u"+37 ms"_qs, u"last hour"_qs, false,
                wave(3, 5, 6, 24, 5)},
               {u"rate"_qs, u"Leads per second"_qs, u"2.41"_qs, u"+0.18"_qs, u"vs 15 min"_qs, true,
                wave(4, 5, 5, 24, 6)}};
    const UtcTime end = fromIso8601("2026-11-20T20:32:00.000Z").value();
    const auto sold = wave(0.78, 0.87, 0.12, minutes + 1, 11);
    const auto unsold = wave(1.05, 1.09, 0.2, minutes + 1, 12);
    const auto rejected = wave(0.2, 0.26, 0.08, minutes + 1, 13);
    const auto duplicate = wave(0.14, 0.18, 0.05, minutes + 1, 14);
    const auto p50 = wave(168, 171, 12, minutes + 1, 15);
    const auto p95 = wave(402, 438, 36, minutes + 1, 16);
    const auto p99 = wave(540, 611, 60, minutes + 1, 17);
    for (int i = 0; i <= minutes; ++i) {
        market::LivePoint p;
        p.at = end - std::chrono::minutes(minutes - i);
        p.perSecond = {sold[i], unsold[i], rejected[i], duplicate[i], 0, 0.03};
        p.p50Ms = p50[i];
        p.p95Ms = p95[i] + (i > minutes - 14 && i < minutes - 4 ? 70 : 0);
        p.p99Ms = p99[i] + (i > minutes - 14 && i < minutes - 4 ? 110 : 0);
        p.hasLatency = true;
        s.points.append(p);
    }
    using Health = market::BuyerHealth::Health;
    const auto buyer = [&](const QString &label, const QString &detail, double acceptance, int p95Ms,
                           Health health, const QString &text, qint64 soldToday, std::optional<qint64> cap,
                           std::int64_t units, int seed) {
        market::BuyerHealth b;
        b.slug = label.toLower().replace(u' ', u'_');
        b.label = label;
        b.detail = detail;
        b.acceptance = acceptance;
        b.hasAcceptance = true;
        b.acceptanceSpark =
            wave(acceptance + (health == Health::Failing ? 0.2 : 0), acceptance, 0.03, 24, seed);
        b.p95Ms = p95Ms;
        b.health = health;
        b.healthText = text;
        b.soldToday = soldToday;
        b.capToday = cap;
        b.revenue = dollars(units * 100);
        s.buyers.append(b);
    };
    buyer(u"Acme Insurance"_qs, u"Auto, auction"_qs, 0.942, 212, Health::Good, u"Answering"_qs, 4118, 5000,
          121069, 21);
    buyer(u"Beta Mutual"_qs, u"Auto, auction"_qs, 0.928, 246, Health::Good, u"Answering"_qs, 3964, 4500,
          107424, 22);
    buyer(u"Cardinal Auto"_qs, u"Auto, waterfall"_qs, 0.951, 188, Health::Good, u"Answering"_qs, 3377, 6000,
          76320, 23);
    buyer(u"Delta Direct"_qs, u"Auto, fixed price"_qs, 0.906, 431, Health::Good, u"Answering"_qs, 2905, 3000,
          57519, 24);
    buyer(u"Evergreen Solar"_qs, u"Solar, auction"_qs, 0.937, 305, Health::Good, u"Answering"_qs, 2468, 4000,
          94401, 25);
    buyer(u"Falcon Lending"_qs, u"Loans, price ladder"_qs, 0.884, 152, Health::Paused, u"Paused"_qs, 2216,
          std::nullopt, 27478, 26);
    buyer(u"Granite Home"_qs, u"Solar, exclusive"_qs, 0.849, 502, Health::Degraded, u"12 % time out"_qs, 1874,
          2500, 46663, 27);
    buyer(u"Harbor Life"_qs, u"Auto, shared"_qs, 0.713, 928, Health::Failing, u"Connection reset"_qs, 1484,
          3000, 26341, 28);
    const auto at = [&](int seconds) {
        return s.at - std::chrono::seconds(seconds);
    };
    s.latest = {
        lead(at(1), LeadState::Sold, u"google_ads"_qs, u"TX"_qs, u"Beta Mutual"_qs,
             u"Highest effective bid"_qs, 3100),
        lead(at(2), LeadState::Unsold, u"meta_forms"_qs, u"OH"_qs, {}, u"No bid above floor"_qs, 0),
        lead(at(3), LeadState::Sold, u"quoteflow"_qs, u"GA"_qs, u"Acme Insurance"_qs,
             u"Highest effective bid"_qs, 3450),
        lead(at(4), LeadState::Unknown, u"quoteflow"_qs, u"CA"_qs, u"Delta Direct"_qs,
             u"200, empty body; $19.80 held"_qs, 0),
        lead(at(5), LeadState::Sold, u"solar_search"_qs, u"CA"_qs, u"Evergreen Solar"_qs,
             u"Highest effective bid"_qs, 3800),
        lead(at(6), LeadState::Pending, u"partner_api"_qs, u"CA"_qs, u"Granite Home"_qs,
             u"callback due 14:40"_qs, 2500),
        lead(at(9), LeadState::Rejected, u"clearpath"_qs, u"TX"_qs, {}, u"Phone is not valid in US"_qs, 0),
        lead(at(10), LeadState::Duplicate, u"clearpath"_qs, u"FL"_qs, {}, u"Same phone, sold 12 Nov"_qs, 0),
        lead(at(12), LeadState::Returned, u"google_ads"_qs, u"TX"_qs, u"Cardinal Auto"_qs,
             u"Returned: wrong number"_qs, -2250)};
    s.unknownCount = 12;
    s.unknownHeld = dollars(26340);
    return s;
}

} // namespace bourse::gui::test
