#pragma once
// What people and programs are shown: value types that the market hands to the window, the API and the
// command line. Text is QString here because it is for display; names are labels, not slugs, unless the field
// says slug.
#include "base/clock.h"
#include "base/money.h"
#include "base/uuid.h"
#include "domain/lead/leadstate.h"
#include <QHash>
#include <QString>
#include <QVector>
#include <array>
#include <optional>

namespace bourse::market {

/// One line of the leads table.
struct LeadRow {
    Uuid id;
    UtcTime receivedAt;
    domain::LeadState state = domain::LeadState::Received;
    QString source;   ///< slug
    QString vertical; ///< slug; may be empty in live updates
    QString region;   ///< "TX"
    QString buyer;    ///< label of the winner
    QString buyerSlug;
    int pinged = 0;
    int bids = 0;
    std::optional<Money> price;
    std::optional<Money> payout;
    int latencyMs = 0;
    QString reasonCode;
    QString reason; ///< sentence, with the buyer's words where it has any
    bool test = false;
    QString routingDecision; ///< published name; only where one lead was asked for
};

/// What the leads table asks for. Conditions are joined with AND; inside one list with OR.
struct LeadQuery {
    std::optional<UtcTime> from;
    std::optional<UtcTime> to;
    QVector<domain::LeadState> states;
    QVector<QString> sources;
    QVector<QString> buyers; ///< slugs
    QVector<QString> regions;
    std::optional<qint64> minLatencyMs;
    std::optional<qint64> maxLatencyMs;
    std::optional<std::int64_t> minPriceMicros;
    std::optional<std::int64_t> maxPriceMicros;
    QString reasonContains;
    QString leadId;             ///< exact, or a prefix of at least 4 characters
    std::optional<Uuid> before; ///< keyset: only leads older than this one
    int limit = 200;
};

struct LeadPage {
    QVector<LeadRow> rows; ///< newest first
    qint64 total = 0;      ///< rows that match without limit
    qint64 all = 0;        ///< rows in the time range without the other conditions
    int elapsedMs = 0;
};

/// Microseconds of a bar in the waterfall, from the lead's arrival.
struct TracePhases {
    qint64 startUs = 0;
    qint64 dnsUs = 0; ///< durations
    qint64 connectUs = 0;
    qint64 tlsUs = 0;
    qint64 waitUs = 0; ///< request sent to first byte
    qint64 receiveUs = 0;
    qint64 endUs = 0; ///< from the lead's arrival
    bool reused = false;
};

/// One call to a buyer or from it, or a channel that was skipped.
struct TraceAttempt {
    /// Status, Resend, Notice and Callback belong to the time after the lead was answered; they come after
    /// the others.
    enum class Kind { Validate, Ping, Post, Answer, Skipped, Status, Resend, Notice, Callback };
    Kind kind = Kind::Ping;
    Uuid id;       ///< of the call; null where there was none
    QString buyer; ///< label
    QString buyerSlug;
    QString channel;     ///< slug
    QString integration; ///< label: "boberdoo XML"
    domain::AttemptOutcome outcome = domain::AttemptOutcome::Sending;
    QString reasonCode;
    QString reason;
    std::optional<Money> price;
    int httpStatus = 0;
    TracePhases phases;
    QString request; ///< exact bytes, secrets as {{name}}, PII masked unless revealed
    QString response;
    QString rule;
};
/// Whether it belongs to the time after the lead was answered.
inline bool isLater(TraceAttempt::Kind kind)
{
    return kind == TraceAttempt::Kind::Status || kind == TraceAttempt::Kind::Resend ||
           kind == TraceAttempt::Kind::Notice || kind == TraceAttempt::Kind::Callback;
}
/// Whether something was said: a request left or came.
inline bool isCall(TraceAttempt::Kind kind)
{
    return kind == TraceAttempt::Kind::Ping || kind == TraceAttempt::Kind::Post || isLater(kind);
}

/// A lead's whole story.
struct LeadTrace {
    LeadRow row;
    QString sentence;               ///< "Sold to Beta Mutual for $31.00 after 4 pings, 612 ms."
    QString sentenceRest;           ///< "Acme Insurance bid $35.00 but rejected the post: duplicate."
    int deadlineMs = 0;             ///< the lead's budget
    QVector<TraceAttempt> attempts; ///< in time order
    QVector<std::pair<QString, QString>> fields; ///< label, value; PII masked
    struct Event {
        UtcTime at;
        QString text;
    };
    QVector<Event> events;
};

enum class LiveRange { Minutes15, Minutes60, Hours6, Today };

/// Outcome classes of the throughput chart, in stacking order from the bottom.
enum class OutcomeClass { Sold, Unsold, Rejected, Duplicate, Unknown, Other, Count };

struct LivePoint {
    UtcTime at; ///< start of the bucket
    std::array<double, static_cast<std::size_t>(OutcomeClass::Count)>
        perSecond{}; ///< leads per second by class
    double p50Ms = 0;
    double p95Ms = 0;
    double p99Ms = 0;
    bool hasLatency = false;
};

/// A tile's figure, its change and its spark line; text is ready for display.
struct LiveTile {
    QString key; ///< "revenue", "profit", "acceptance", "price", "latency", "rate"
    QString label;
    QString figure;
    QString delta;     ///< "+6.4 %", empty when there is nothing to compare with
    QString deltaNote; ///< "vs last hour"
    bool deltaIsGood = true;
    QVector<double> spark; ///< oldest first, at most 60
};

struct BuyerHealth {
    QString slug;
    QString label;
    QString detail;        ///< "Auto, auction"
    double acceptance = 0; ///< accepted ÷ answered posts and bids ÷ pings over the range, 0…1
    bool hasAcceptance = false;
    QVector<double> acceptanceSpark;
    int p95Ms = 0;
    enum class Health { Good, Degraded, Failing, Paused } health = Health::Good;
    QString healthText; ///< "Answering", "12 % time out", "Connection reset"
    qint64 soldToday = 0;
    std::optional<qint64> capToday;
    Money revenue;
};

struct LiveSnapshot {
    UtcTime at;
    qint64 leadsToday = 0;
    qint64 soldToday = 0;
    QVector<LiveTile> tiles;
    QVector<LivePoint> points; ///< oldest first, equal buckets
    int bucketSeconds = 60;
    int budgetMs = 500;
    QVector<BuyerHealth> buyers;
    QVector<LeadRow> latest; ///< newest first
    qint64 unknownCount = 0;
    Money unknownHeld;
    double leadsPerSecond = 0;
    double p95Ms = 0;
};

/// For the status bar.
struct MarketStatus {
    QString workspace;     ///< label
    QString node;          ///< short name
    QString listen;        ///< "http://127.0.0.1:8420", empty if no intake listens
    QString database;      ///< URI without password
    double databaseMs = 0; ///< median commit time of the last minute
    bool demo = false;
    int buyers = 0;
    qint64 configVersion = 0;
    UtcTime publishedAt;
    QString zone;
    QVector<QString> alerts;
};

} // namespace bourse::market
