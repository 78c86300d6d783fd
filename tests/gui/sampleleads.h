#pragma once
// Leads and one lead's trace as a real afternoon brings them, for what is tested and looked at without a
// market.
#include "gui/samplesnapshot.h"
#include "market/views.h"

namespace bourse::gui::test {

inline market::LeadRow leadRow(int index, domain::LeadState state)
{
    using namespace std::chrono;
    using domain::LeadState;
    const UtcTime newest = fromIso8601("2026-11-20T20:32:05.871Z").value();
    static const char16_t *const sources[] = {u"google_ads", u"quoteflow", u"meta_forms", u"clearpath",
                                              u"partner_api"};
    static const char16_t *const regions[] = {u"TX", u"FL", u"CA", u"OH", u"GA", u"NC"};
    static const char16_t *const labels[] = {u"Acme Insurance", u"Beta Mutual", u"Cardinal Auto",
                                             u"Granite Home"};
    static const char16_t *const slugs[] = {u"acme-insurance", u"beta-mutual", u"cardinal-auto",
                                            u"granite-home"};
    market::LeadRow row;
    row.receivedAt = newest - milliseconds(index * 1431 + (index * index) % 700);
    row.id = Uuid::v7(row.receivedAt, 0x9f41, static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15ull);
    row.state = state;
    row.source = QString::fromUtf16(sources[index % 5]);
    row.region = QString::fromUtf16(regions[(index * 7) % 6]);
    row.pinged = 4 + index % 3;
    row.latencyMs = 180 + (index * 137) % 560;
    const bool sold = state == LeadState::Sold || state == LeadState::Pending ||
                      state == LeadState::Unknown || state == LeadState::Returned;
    if (sold) {
        const int buyer = (index * 3) % 4;
        row.buyer = QString::fromUtf16(labels[buyer]);
        row.buyerSlug = QString::fromUtf16(slugs[buyer]);
        row.bids = row.pinged - 1 - index % 2;
        row.price = dollars(1850 + (index * 373) % 2400);
        row.payout = row.price->scaled(3, 4, Rounding::Down)->rounded(Rounding::Down);
    }
    switch (state) {
    case LeadState::Sold:
        row.reasonCode = u"sold_highest_bid"_qs;
        row.reason = u"Sold to the buyer with the highest bid."_qs;
        break;
    case LeadState::Unknown:
        row.reasonCode = u"post_unknown"_qs;
        row.reason =
            u"It is not known whether the buyer took the lead, so it is not offered to anyone else."_qs;
        break;
    case LeadState::Unsold:
        row.reasonCode = u"no_bid"_qs;
        row.reason = u"No buyer made a bid that counts."_qs;
        break;
    case LeadState::Duplicate:
        row.reasonCode = u"repeated_payload"_qs;
        row.reason = u"The same lead came from the same source a moment before."_qs;
        row.pinged = 0;
        row.latencyMs = 6;
        break;
    case LeadState::Rejected:
        row.reasonCode = u"invalid_lead"_qs;
        row.reason = u"The lead breaks its vertical's rules; each broken field is listed: phone"_qs;
        row.pinged = 0;
        row.latencyMs = 4;
        break;
    case LeadState::Pending:
        row.reasonCode = u"awaits_callback"_qs;
        row.reason = u"The buyer decides later; its call back is awaited."_qs;
        break;
    case LeadState::Returned:
        row.reasonCode = u"returned"_qs;
        row.reason = u"Returned: wrong number"_qs;
        break;
    case LeadState::Routing:
        row.latencyMs = 0;
        break;
    default:
        break;
    }
    return row;
}

/// `count` leads, newest first.
inline QVector<market::LeadRow> sampleLeads(int count = 60)
{
    using domain::LeadState;
    static const LeadState states[] = {LeadState::Routing,  LeadState::Sold,      LeadState::Unknown,
                                       LeadState::Unsold,   LeadState::Duplicate, LeadState::Sold,
                                       LeadState::Sold,     LeadState::Rejected,  LeadState::Pending,
                                       LeadState::Returned, LeadState::Unsold,    LeadState::Sold};
    QVector<market::LeadRow> rows;
    for (int i = 0; i < count; ++i)
        rows.append(leadRow(i, i > 0 && i % 12 == 0 ? LeadState::Unsold : states[i % 12]));
    return rows;
}

inline market::TraceAttempt call(market::TraceAttempt::Kind kind, const QString &buyer,
                                 domain::AttemptOutcome outcome, qint64 startMs, qint64 connectMs,
                                 qint64 tlsMs, qint64 waitMs, qint64 receiveMs, std::int64_t cents = 0)
{
    market::TraceAttempt attempt;
    attempt.kind = kind;
    attempt.buyer = buyer;
    attempt.buyerSlug = buyer.toLower().replace(u' ', u'-');
    attempt.channel = attempt.buyerSlug + u"-auto"_qs;
    attempt.integration = u"LeadProsper JSON"_qs;
    attempt.outcome = outcome;
    attempt.phases.startUs = startMs * 1000;
    attempt.phases.connectUs = connectMs * 1000;
    attempt.phases.tlsUs = tlsMs * 1000;
    attempt.phases.waitUs = waitMs * 1000;
    attempt.phases.receiveUs = receiveMs * 1000;
    attempt.phases.endUs = (startMs + connectMs + tlsMs + waitMs + receiveMs) * 1000;
    attempt.phases.reused = connectMs == 0;
    if (cents)
        attempt.price = dollars(cents);
    attempt.httpStatus = 200;
    attempt.request =
        u"POST https://api."_qs + attempt.buyerSlug +
        u".example/v1/ping\r\nHost: api.example\r\nContent-Type: application/json\r\nAuthorization: Bearer {{"_qs +
        attempt.buyerSlug +
        u"-key}}\r\nContent-Length: 61\r\n\r\n{\"zip\":\"78701\",\"state\":\"TX\",\"incident\":\"auto\",\"age\":34,\"injured\":true}"_qs;
    attempt.response =
        u"HTTP/1.1 200\r\nContent-Type: application/json\r\nServer: nginx\r\n\r\n{\"id\":\"Ajd9Sw1-7kerTs3_Ak9v\",\"status\":\"ACCEPTED\",\"code\":0,\"price\":31.00,\"redirect_url\":\"https://quotes.beta.example/t/8Kq2\"}"_qs;
    attempt.rule = u"accepted"_qs;
    return attempt;
}

/// The lead of row 5: four pings, one of them timed out, a rejected post, a sale.
inline market::LeadTrace sampleTrace()
{
    using domain::AttemptOutcome;
    using Kind = market::TraceAttempt::Kind;
    market::LeadTrace trace;
    trace.row = leadRow(5, domain::LeadState::Sold);
    trace.row.buyer = u"Beta Mutual"_qs;
    trace.row.price = dollars(3100);
    trace.row.latencyMs = 612;
    trace.sentence = u"Sold to Beta Mutual for $31.00"_qs;
    trace.sentenceRest =
        u"after 4 pings, 612 ms. Acme Insurance bid $35.00 but rejected the post: Duplicate lead within 30 days."_qs;
    trace.deadlineMs = 800;
    market::TraceAttempt validate;
    validate.kind = Kind::Validate;
    validate.outcome = AttemptOutcome::Accepted;
    validate.phases.endUs = 14'000;
    trace.attempts.append(validate);
    trace.attempts.append(
        call(Kind::Ping, u"Acme Insurance"_qs, AttemptOutcome::Bid, 20, 8, 22, 115, 8, 3500));
    trace.attempts.append(call(Kind::Ping, u"Beta Mutual"_qs, AttemptOutcome::Bid, 20, 7, 24, 155, 10, 3100));
    trace.attempts.append(call(Kind::Ping, u"Cardinal Auto"_qs, AttemptOutcome::Bid, 20, 5, 18, 96, 8, 2450));
    trace.attempts.append(call(Kind::Ping, u"Delta Direct"_qs, AttemptOutcome::TimedOut, 20, 12, 26, 262, 0));
    trace.attempts.last().reason = u"No complete answer came within the time limit."_qs;
    trace.attempts.last().response.clear();
    trace.attempts.last().httpStatus = 0;
    market::TraceAttempt rejected =
        call(Kind::Post, u"Acme Insurance"_qs, AttemptOutcome::Duplicate, 324, 0, 0, 120, 9, 3500);
    rejected.integration = u"boberdoo XML"_qs;
    rejected.reason = u"The buyer has this lead already: Duplicate lead within 30 days"_qs;
    rejected.response =
        u"HTTP/1.1 200\r\nContent-Type: text/xml\r\n\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><status>Unmatched</status><lead_id>21777961</lead_id><error>Duplicate lead within 30 days</error></response>"_qs;
    rejected.request =
        u"POST https://leads.acme.example/genericPostlead.php\r\nHost: leads.acme.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 93\r\n\r\nKey={{acme-key}}&SRC=bourse&First_Name=M%E2%80%A2%E2%80%A2&State=TX&Zip=78701&Sub_ID=q+7"_qs;
    trace.attempts.append(rejected);
    market::TraceAttempt sold =
        call(Kind::Post, u"Beta Mutual"_qs, AttemptOutcome::Accepted, 456, 6, 22, 116, 9, 3100);
    trace.attempts.append(sold);
    market::TraceAttempt answer;
    answer.kind = Kind::Answer;
    answer.buyer = u"quoteflow"_qs;
    answer.phases.startUs = answer.phases.endUs = 612'000;
    trace.attempts.append(answer);
    market::TraceAttempt skipped;
    skipped.kind = Kind::Skipped;
    skipped.buyer = u"Harbor Life"_qs;
    skipped.channel = u"harbor-life-auto"_qs;
    skipped.reason = u"The channel's cap for this period is reached."_qs;
    trace.attempts.append(skipped);
    trace.fields = {{u"First name"_qs, u"M•••••"_qs}, {u"Last name"_qs, u"G•••••"_qs},
                    {u"Phone"_qs, u"+•••••"_qs},      {u"State"_qs, u"TX"_qs},
                    {u"ZIP"_qs, u"78701"_qs},         {u"Incident"_qs, u"auto_accident"_qs}};
    for (const auto &[ms, text] :
         {std::pair(0, u"received"_qs), std::pair(14, u"routing"_qs), std::pair(324, u"posting"_qs),
          std::pair(612, u"sold: Sold to a later buyer after an earlier one had rejected it."_qs)})
        trace.events.append({trace.row.receivedAt + std::chrono::milliseconds(ms), text});
    return trace;
}

} // namespace bourse::gui::test
