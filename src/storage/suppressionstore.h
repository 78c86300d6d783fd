#pragma once
// Suppression lists: importing, listing, removing. Blocking, on a connection of their own.
#include "base/clock.h"
#include "storage/store.h"
#include "storage/suppressionlists.h"
#include <QString>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bourse::storage {

struct SuppressionImport {
    QString file;      ///< CSV, however it is separated; any size
    std::string list;  ///< slug; made if it is new
    std::string buyer; ///< slug of whose list it is; empty = everybody's
    SuppressionKind kind = SuppressionKind::Email;
    SuppressionForm form = SuppressionForm::Plain;
    /// Name of the column in the header, or its number from 1. Empty: the header's column that is named after
    /// the kind or the form; without a header the first column whose first cell is a value.
    std::string column;
    bool replace = false; ///< the list's entries are these and no others; else these are added
    QString rejectsFile;  ///< rows that are no values, with line and rule; written only if there are some
    std::string actor;
};

struct SuppressionReject {
    std::int64_t line = 0;
    std::string code; ///< not_an_email, not_a_phone, not_a_hash, missing_cell, broken_quote, too_long
};

struct SuppressionReport {
    std::int64_t rows = 0;  ///< with a value, good or bad; neither the header nor empty lines
    std::int64_t added = 0; ///< entries that the list did not have
    std::int64_t known = 0; ///< that it had, or that the file has twice
    std::int64_t rejected = 0;
    std::int64_t entries = 0;                    ///< of the list afterwards
    std::vector<SuppressionReject> firstRejects; ///< at most 20
};

struct SuppressionListRow {
    SuppressionListInfo info;
    std::int64_t entries = 0;
    std::optional<UtcTime> importedAt;
    std::string importedBy;
};

/// All or nothing: one transaction, so that a list never looks complete with half of a file in it; an import
/// that was cancelled or failed has changed nothing, and is begun anew. Needs memory for one piece of the
/// file only. `progress` is told parts of 1000; `cancelled` is polled. Errors: file_unreadable,
/// file_unwritable (the rejects), no_such_column, no_values, list_mismatch (the list has another kind, form
/// or buyer), not_a_slug, cancelled, those of the database.
Result<SuppressionReport> importSuppression(const StoreOptions &options, const Uuid &workspace,
                                            const SuppressionImport &import,
                                            const std::function<void(int)> &progress,
                                            const std::function<bool()> &cancelled);
Result<std::vector<SuppressionListRow>> suppressionLists(const StoreOptions &options, const Uuid &workspace);
/// With all its entries. Error: no_such_list.
Result<void> removeSuppressionList(const StoreOptions &options, const Uuid &workspace,
                                   const std::string &list, const std::string &actor);

} // namespace bourse::storage
