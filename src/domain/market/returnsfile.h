#pragma once
// Returns and dispositions as a table (CSV): what a buyer sends by mail at the end of the month, and what
// came of each row.
#include "base/result.h"
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

struct ReturnsFileRow {
    int line = 0;     ///< where it begins, from 1
    std::string lead; ///< our id, the buyer's or the source's
    std::string reason;
    std::string note;
    std::string disposition; ///< what became of the lead; empty = it is given back
};

/// RFC 4180 in UTF-8 with comma, semicolon or tab, columns named in the first line: lead_id (also lead, id,
/// buyer_lead_id, external_id), reason (also reason_code, return_reason), note (also comment, notes),
/// disposition (also outcome; "returned" there is a return); others are left out. Empty lines and rows
/// without an id are no rows. At most 64 MB and a million rows. Errors: too_large, invalid_table,
/// missing_column.
Result<std::vector<ReturnsFileRow>> readReturnsFile(std::string_view text);

/// A field as CSV: quoted where it must be, and with an apostrophe in front where a spreadsheet would take it
/// for a formula (= + - @, tab, CR, LF).
std::string csvField(std::string_view text);
/// A line of fields, ended by CR LF.
std::string csvLine(const std::vector<std::string> &fields);

} // namespace bourse::domain
