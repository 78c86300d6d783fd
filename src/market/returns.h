#pragma once
// Values of returns: requests, decisions, and tables of them.
#include "base/money.h"
#include "base/uuid.h"
#include "domain/market/returnpolicy.h"
#include <QString>
#include <QVector>
#include <functional>
#include <optional>

namespace bourse::market {

/// Somebody wants to give a lead back. What it may be is judged by the buyer's terms.
struct ReturnRequest {
    QString lead;   ///< our id ("ld_…"), the buyer's, or the source's
    QString buyer;  ///< slug; empty = the one that has the lead
    QString reason; ///< code or label
    QString note;
    /// The same key from the same actor is the same request, which is decided once; empty = a new one.
    QString key;
};

struct ReturnRow {
    Uuid id;
    QString via; ///< "callback", "status", "api", "operator", "csv"
    Uuid leadId;
    Uuid postId; ///< null where the buyer never had the lead
    QString buyerSlug;
    QString buyer; ///< label
    QString reasonCode;
    QString reason; ///< label of the buyer's terms, else the code
    QString note;
    domain::ReturnState state = domain::ReturnState::Requested;
    QString code;     ///< of the decision: "past_deadline"
    QString sentence; ///< for people, English
    std::optional<Money> price;
    UtcTime requestedAt;
    QString requestedBy;
    std::optional<UtcTime> decidedAt;
    QString decidedBy;
    bool repeated = false; ///< the request was here before
};

/// A table of returns and dispositions that is worked through.
struct ReturnsImport {
    QByteArray csv;
    QString buyer; ///< slug; whose leads the rows may be of
};
struct ReturnsImported {
    /// CSV: line, lead_id, status (that of a return, "recorded", "failed"), code, message, return_id; safe
    /// for spreadsheets.
    QByteArray result;
    int rows = 0;
    int approved = 0, requested = 0, denied = 0;
    int recorded = 0; ///< dispositions: the sale stays
    int failed = 0;   ///< of which no request could be made: no such lead
    int repeated = 0; ///< of all these, those that an earlier run has decided
    bool cancelled = false;
};

} // namespace bourse::market
