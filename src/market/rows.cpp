#include "market/rows.h"
#include "domain/json/json.h"
#include "domain/lead/reason.h"
#include "market/liveboard.h"
#include "storage/store.h"
#include <QLocale>
#include <QUrl>
#include <algorithm>
#include <chrono>

namespace bourse::market {

using domain::AttemptOutcome;
using domain::LeadState;

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString buyerLabel(const std::string &slug, const domain::MarketSnapshot *config)
{
    const domain::Buyer *buyer = config ? config->buyer(slug) : nullptr;
    return text(buyer && !buyer->label.empty() ? buyer->label : slug);
}

QString reasonText(const domain::Reason &reason)
{
    if (reason.code.empty())
        return {};
    QString sentence = text(domain::sentence(reason.code));
    if (!reason.detail.empty()) {
        if (sentence.endsWith(QLatin1Char('.')))
            sentence.chop(1);
        sentence += QStringLiteral(": ") + text(reason.detail);
    }
    return sentence;
}

QString milliseconds(std::int64_t micros)
{
    return QObject::tr("%1 ms").arg(QLocale().toString(static_cast<qlonglong>((micros + 500) / 1000)));
}

/// "Look-up of acme_main: rejected in 12 ms", from the event's detail.
QString lookupText(const std::string &detail)
{
    auto said = domain::parseJson(detail);
    const auto member = [&said](const char *name) {
        const domain::Value *value = said ? said->find(name) : nullptr;
        return value ? text(value->toText()) : QString();
    };
    const QString failure = member("failure");
    const QString outcome =
        failure.isEmpty() ? member("outcome") : text(domain::sentence(failure.toStdString()));
    const QString took = milliseconds(member("us").toLongLong());
    const QString which = member("lookup"); // one of several
    return which.isEmpty()
               ? QObject::tr("Look-up of %1: %2 in %3").arg(member("channel"), outcome, took)
               : QObject::tr("Look-up “%4” of %1: %2 in %3").arg(member("channel"), outcome, took, which);
}

/// "acme_main asked who sends the post (401); it was sent again with the answer", from the event's detail.
QString challengeText(const std::string &detail)
{
    auto said = domain::parseJson(detail);
    const auto member = [&said](const char *name) {
        const domain::Value *value = said ? said->find(name) : nullptr;
        return value ? text(value->toText()) : QString();
    };
    const QString failure = member("failure");
    if (failure.isEmpty())
        return QObject::tr("%1 asked who sends the %2 (HTTP 401); it was sent again with the answer")
            .arg(member("channel"), member("step"));
    return QObject::tr("%1 asked who sends the %2 (HTTP 401), which could not be answered: %3")
        .arg(member("channel"), member("step"), text(domain::sentence(failure.toStdString())));
}

/// What a losing or failing post adds to the story: "Acme Insurance bid $35.00 but rejected the post:
/// duplicate."
QString postStory(const exchange::AttemptRecord &post, const domain::MarketSnapshot *config)
{
    QString who = buyerLabel(post.buyer, config);
    QString offer = post.price ? QObject::tr("%1 bid %2").arg(who, moneyText(*post.price)) : who;
    switch (post.outcome) {
    case AttemptOutcome::Rejected:
    case AttemptOutcome::Duplicate:
    case AttemptOutcome::Capped:
    case AttemptOutcome::Error: {
        QString why =
            post.reason.detail.empty() ? text(domain::sentence(post.reason.code)) : text(post.reason.detail);
        if (!why.endsWith(QLatin1Char('.')))
            why += QLatin1Char('.');
        return QObject::tr("%1 but rejected the post: %2").arg(offer, why);
    }
    case AttemptOutcome::NotSent:
        return QObject::tr("%1 but could not be reached.").arg(offer);
    default:
        return {};
    }
}

void writeSentence(LeadTrace &trace, const storage::StoredLead &lead, const domain::MarketSnapshot *config)
{
    const auto &summary = lead.summary;
    const QString after =
        summary.pinged == 1
            ? QObject::tr("after 1 ping, %1").arg(milliseconds(summary.durationUs))
            : QObject::tr("after %1 pings, %2").arg(summary.pinged).arg(milliseconds(summary.durationUs));
    // nobody has won a lead whose fate is open: who has it is who was posted to
    QString holder = trace.row.buyer;
    for (const storage::StoredAttempt &attempt : lead.attempts)
        if (holder.isEmpty() && attempt.record.kind == exchange::AttemptKind::Post &&
            (attempt.record.outcome == AttemptOutcome::Unknown ||
             attempt.record.outcome == AttemptOutcome::Pending))
            holder = buyerLabel(attempt.record.buyer, config);
    switch (summary.state) {
    case LeadState::Returned:
        trace.sentence = QObject::tr("Returned by %1").arg(trace.row.buyer);
        trace.sentenceRest = QObject::tr("It had been sold for %1, %2.")
                                 .arg(summary.price ? moneyText(*summary.price) : QString(), after);
        break;
    case LeadState::Sold:
    case LeadState::Converted:
        trace.sentence = QObject::tr("Sold to %1 for %2")
                             .arg(trace.row.buyer, summary.price ? moneyText(*summary.price) : QString());
        trace.sentenceRest = after + QLatin1Char('.');
        break;
    case LeadState::Unknown:
        trace.sentence = QObject::tr("Not known whether %1 bought it").arg(holder);
        trace.sentenceRest = after + QStringLiteral(". ") + reasonText(summary.reason);
        break;
    case LeadState::Unsold:
        trace.sentence = QObject::tr("Not sold");
        trace.sentenceRest = after + QStringLiteral(". ") + reasonText(summary.reason);
        break;
    case LeadState::Duplicate:
        trace.sentence = QObject::tr("Duplicate");
        trace.sentenceRest = reasonText(summary.reason);
        break;
    case LeadState::Rejected:
        trace.sentence = QObject::tr("Rejected");
        trace.sentenceRest = reasonText(summary.reason);
        break;
    case LeadState::Pending:
        trace.sentence = QObject::tr("Waiting for %1").arg(holder);
        trace.sentenceRest = after + QLatin1Char('.');
        break;
    default:
        trace.sentence = QObject::tr("Being routed");
        trace.sentenceRest = QString();
    }
    for (const storage::StoredAttempt &attempt : lead.attempts) {
        if (attempt.record.kind != exchange::AttemptKind::Post)
            continue;
        QString story = postStory(attempt.record, config);
        if (!story.isEmpty())
            trace.sentenceRest += QLatin1Char(' ') + story;
    }
}

TracePhases toPhases(const exchange::AttemptRecord &record, UtcTime arrived)
{
    const exchange::Phases &p = record.phases;
    TracePhases result;
    result.startUs = std::max<std::int64_t>(0, (record.startedAt - arrived).count());
    result.dnsUs = p.dnsUs;
    result.connectUs = std::max<std::int64_t>(0, p.connectUs - p.dnsUs);
    const std::int64_t connected = std::max({p.dnsUs, p.connectUs, p.tlsUs});
    result.tlsUs = p.tlsUs > 0 ? std::max<std::int64_t>(0, p.tlsUs - std::max(p.connectUs, p.dnsUs)) : 0;
    const std::int64_t firstByte = p.firstByteUs > 0 ? p.firstByteUs : p.totalUs;
    result.waitUs = std::max<std::int64_t>(0, firstByte - connected);
    result.receiveUs = std::max<std::int64_t>(0, p.totalUs - firstByte);
    result.endUs = result.startUs + p.totalUs;
    result.reused = p.reusedConnection;
    return result;
}

TraceAttempt::Kind kindOf(exchange::AttemptKind kind)
{
    switch (kind) {
    case exchange::AttemptKind::Ping:
        return TraceAttempt::Kind::Ping;
    case exchange::AttemptKind::Post:
        return TraceAttempt::Kind::Post;
    case exchange::AttemptKind::Status:
        return TraceAttempt::Kind::Status;
    case exchange::AttemptKind::Resend:
        return TraceAttempt::Kind::Resend;
    case exchange::AttemptKind::NotifyWin:
    case exchange::AttemptKind::NotifyLoss:
        return TraceAttempt::Kind::Notice;
    case exchange::AttemptKind::Callback:
        break;
    }
    return TraceAttempt::Kind::Callback;
}

std::string maskValue(const std::string &value)
{
    if (value.size() <= 2)
        return "••";
    std::size_t first = 1;
    while (first < value.size() && (static_cast<unsigned char>(value[first]) & 0xc0) == 0x80)
        ++first; // whole UTF-8 characters only
    return value.substr(0, first) + "•••••";
}

} // namespace

QString masked(QString text, const std::vector<std::string> &values)
{
    for (const std::string &value : values) {
        QStringList forms{QString::fromStdString(value)};
        QString digits;
        for (QChar c : forms.front()) {
            if (c.isDigit())
                digits += c;
        }
        if (digits.size() >= 10) {
            QString national = digits.right(10);
            forms << digits << national
                  << QStringLiteral("(%1) %2-%3").arg(national.left(3), national.mid(3, 3), national.right(4))
                  << QStringLiteral("%1-%2-%3").arg(national.left(3), national.mid(3, 3), national.right(4));
        }
        const QString plain = forms.front();
        forms << QString::fromLatin1(QUrl::toPercentEncoding(plain));
        forms << QString::fromLatin1(QUrl::toPercentEncoding(plain, " "))
                     .replace(QLatin1Char(' '), QLatin1Char('+'));
        std::sort(forms.begin(), forms.end(),
                  [](const QString &a, const QString &b) { return a.size() > b.size(); });
        for (const QString &form : forms) {
            if (form.size() >= 3)
                text.replace(form, QStringLiteral("•••••"), Qt::CaseInsensitive);
        }
    }
    return text;
}

LeadRow toRow(const exchange::LeadSummary &lead, const domain::MarketSnapshot *config)
{
    LeadRow row;
    row.id = lead.leadId;
    row.receivedAt = lead.receivedAt;
    row.state = lead.state;
    row.source = text(lead.source);
    row.region = text(lead.region);
    row.buyerSlug = text(lead.buyer);
    if (!lead.buyer.empty())
        row.buyer = buyerLabel(lead.buyer, config);
    row.pinged = lead.pinged;
    row.bids = lead.bids;
    row.price = lead.price;
    row.payout = lead.payout;
    row.latencyMs = static_cast<int>((lead.durationUs + 500) / 1000);
    row.reasonCode = text(lead.reason.code);
    row.reason = reasonText(lead.reason);
    row.test = lead.test;
    return row;
}

LeadTrace toTrace(const storage::StoredLead &lead, const domain::MarketSnapshot *config, bool reveal)
{
    LeadTrace trace;
    trace.row = toRow(lead.summary, config);
    trace.row.vertical = text(lead.vertical);
    trace.row.routingDecision = text(lead.routingDecision);
    const domain::Source *source = config ? config->source(lead.summary.source) : nullptr;
    trace.deadlineMs = source ? static_cast<int>(source->budget.count() / 1000) : 0;

    std::vector<std::string> secretValues;
    const domain::FieldSchema *schema = config ? config->vertical(lead.vertical) : nullptr;
    for (const auto &[key, value] : lead.fields) {
        const bool pii = std::find(lead.piiFields.begin(), lead.piiFields.end(), key) != lead.piiFields.end();
        std::string plain = value.toText();
        if (pii && !reveal && !plain.empty())
            secretValues.push_back(plain);
        const domain::FieldSpec *spec = schema ? schema->find(key) : nullptr;
        trace.fields.emplace_back(text(spec && !spec->label.empty() ? spec->label : key),
                                  text(pii && !reveal ? maskValue(plain) : plain));
    }
    std::sort(secretValues.begin(), secretValues.end(),
              [](const auto &a, const auto &b) { return a.size() > b.size(); });

    const UtcTime arrived = lead.summary.receivedAt;
    TraceAttempt validate;
    validate.kind = TraceAttempt::Kind::Validate;
    validate.outcome = AttemptOutcome::Accepted;
    validate.phases.endUs = lead.summary.durationUs;
    for (const storage::StoredAttempt &attempt : lead.attempts)
        validate.phases.endUs = std::min<qint64>(
            validate.phases.endUs, std::max<qint64>(0, (attempt.record.startedAt - arrived).count()));
    trace.attempts.push_back(validate);

    for (const storage::StoredAttempt &attempt : lead.attempts) {
        const exchange::AttemptRecord &record = attempt.record;
        TraceAttempt row;
        row.kind = kindOf(record.kind);
        row.id = record.attemptId;
        row.buyer = buyerLabel(record.buyer, config);
        row.buyerSlug = text(record.buyer);
        row.channel = text(record.channel);
        auto integration = config ? config->integration(record.integration) : nullptr;
        row.integration = text(integration ? integration->label() : record.integration);
        row.outcome = record.outcome;
        row.reasonCode = text(record.reason.code);
        row.reason = reasonText(record.reason);
        row.price = record.price;
        row.httpStatus = record.httpStatus;
        row.phases = toPhases(record, arrived);
        row.request = masked(text(record.requestText), secretValues);
        row.response = masked(text(record.responseText), secretValues);
        row.rule = text(record.rule);
        trace.attempts.push_back(std::move(row));
    }
    std::stable_sort(
        trace.attempts.begin() + 1, trace.attempts.end(),
        [](const TraceAttempt &a, const TraceAttempt &b) { return a.phases.startUs < b.phases.startUs; });
    if (domain::info(lead.summary.state).isFinal) {
        TraceAttempt answer;
        answer.kind = TraceAttempt::Kind::Answer;
        answer.buyer = trace.row.source;
        answer.phases.startUs = lead.summary.durationUs;
        answer.phases.endUs = lead.summary.durationUs;
        trace.attempts.push_back(answer);
    }
    for (const exchange::SkippedChannel &skipped : lead.skipped) {
        TraceAttempt row;
        row.kind = TraceAttempt::Kind::Skipped;
        row.buyer = buyerLabel(skipped.buyer, config);
        row.buyerSlug = text(skipped.buyer);
        row.channel = text(skipped.channel);
        row.reasonCode = text(skipped.reason.code);
        row.reason = reasonText(skipped.reason);
        trace.attempts.push_back(std::move(row));
    }
    for (const storage::StoredEvent &event : lead.events) {
        if (event.event.kind == "lookup") {
            trace.events.push_back({event.event.at, lookupText(event.event.detail)});
            continue;
        }
        if (event.event.kind == "challenge") {
            trace.events.push_back({event.event.at, challengeText(event.event.detail)});
            continue;
        }
        QString line = text(domain::info(event.event.state).name);
        QString why = reasonText(event.event.reason);
        if (!why.isEmpty())
            line += QStringLiteral(": ") + why;
        trace.events.push_back({event.event.at, line});
    }
    writeSentence(trace, lead, config);
    return trace;
}

} // namespace bourse::market
