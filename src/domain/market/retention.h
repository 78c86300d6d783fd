#pragma once
// How long leads are kept: the person's data, and the lead itself. The ledger is kept for good.
#include "base/result.h"
#include "domain/json/value.h"
#include <optional>
#include <string>
#include <vector>

namespace bourse::domain {

class MemberReader;

struct RetentionTerm {
    std::optional<int> piiDays; ///< then the lead's key is destroyed: nobody can read the person's data again
    std::optional<int>
        leadDays; ///< then the lead may go with the month that it came in; never before piiDays
    bool operator==(const RetentionTerm &) const = default;
};

struct VerticalRetention {
    std::string vertical; ///< slug
    RetentionTerm term;
    bool operator==(const VerticalRetention &) const = default;
};

/// Of a workspace, and of verticals that differ. Absent = kept.
struct Retention {
    RetentionTerm term;
    std::vector<VerticalRetention> verticals;
    bool isEmpty() const { return *this == Retention(); }
    /// What holds for a vertical: its own numbers, else the workspace's.
    RetentionTerm of(const std::string &vertical) const;
    bool operator==(const Retention &) const = default;
};

/// {"pii_days", "lead_days", "verticals": [{"vertical", "pii_days", "lead_days"}]}; 1 to 36,500 days.
Retention retentionFromValue(const Value &value, std::string path, Errors &errors);
Value toValue(const Retention &retention);

} // namespace bourse::domain
