#pragma once
// Suppression lists as the window and the command line see them.
#include "base/clock.h"
#include <QString>
#include <QVector>
#include <optional>

namespace bourse::market {

/// What a list holds, and how its file writes it.
enum class SuppressionKind { Email, Phone };
enum class SuppressionForm { Plain, Md5, Sha1, Sha256 };

struct SuppressionListRow {
    QString list;  ///< slug
    QString buyer; ///< slug of whose list it is; empty = everybody's
    SuppressionKind kind = SuppressionKind::Email;
    SuppressionForm form = SuppressionForm::Plain;
    qint64 entries = 0;
    std::optional<UtcTime> importedAt;
    QString importedBy;
};

struct SuppressionImport {
    QString file; ///< CSV with commas, semicolons, tabs or bars
    QString list; ///< slug; made if it is new
    QString buyer;
    SuppressionKind kind = SuppressionKind::Email;
    SuppressionForm form = SuppressionForm::Plain;
    QString column;       ///< its name or number; empty = found by itself
    bool replace = false; ///< these entries and no others
    QString rejectsFile;  ///< where rows go that are no values; empty = nowhere
};

struct SuppressionReject {
    qint64 line = 0;
    QString code; ///< not_an_email, not_a_phone, not_a_hash, missing_cell, broken_quote, too_long
};

struct SuppressionReport {
    qint64 rows = 0, added = 0, known = 0, rejected = 0;
    qint64 entries = 0; ///< of the list afterwards
    QVector<SuppressionReject> firstRejects;
};

} // namespace bourse::market
