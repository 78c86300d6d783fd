#pragma once
// What a buyer may give back, and by when: agreed per buyer, judged by one pure function.
#include "base/clock.h"
#include "base/result.h"
#include "domain/json/value.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

class MemberReader;

/// Why a lead may be given back, as the buyer and we call it.
struct ReturnReason {
    std::string code; ///< slug: "wrong_number"
    std::string label;
    bool operator==(const ReturnReason &) const = default;
};

struct ReturnPolicy {
    std::vector<ReturnReason> reasons; ///< none = any reason, or no reason at all
    /// Days after the day of the sale, in the buyer's zone, on which a return is still taken: 0 = on that day
    /// only; absent = always.
    std::optional<int> deadlineDays;
    /// How many of the sales of the last `periodDays` days may come back, in 1/10,000; absent = all.
    std::optional<int> maxReturnBasisPoints;
    int periodDays = 30;
    bool manualApproval = false; ///< else what keeps to the rules is approved at once
    bool resale = false;         ///< what came back is offered to those who have not had it
    bool operator==(const ReturnPolicy &) const = default;
};

/// {"reasons": [{"code", "label"}], "deadline_days", "max_return_bp", "period_days", "approval":
/// "automatic" | "manual", "resale": true}.
ReturnPolicy returnPolicyFromValue(const Value &value, std::string path, Errors &errors);
Value toValue(const ReturnPolicy &policy);

enum class ReturnState { Requested, Approved, Denied };
/// "requested", "approved", "denied": as stored.
std::string_view name(ReturnState state);
std::optional<ReturnState> returnStateFromName(std::string_view name);

/// What is known of the sale when somebody wants to give it back.
struct ReturnFacts {
    bool isSold = false;      ///< or was, before it came back
    bool isReturned = false;  ///< it came back already
    bool isRequested = false; ///< somebody asked already, and nobody has decided
    std::string reason;       ///< as said: a code or a label of the policy, in any case
    UtcTime soldAt;
    UtcTime now;
    std::string zone;                  ///< IANA, the buyer's
    std::int64_t soldInPeriod = 0;     ///< sales to the buyer since `now` less the period
    std::int64_t returnedInPeriod = 0; ///< of these, those that came back
};

struct ReturnVerdict {
    ReturnState state = ReturnState::Denied;
    /// within_policy, awaits_approval; unknown_reason, past_deadline, over_limit, not_sold, already_returned,
    /// already_requested.
    std::string code;
    std::string sentence; ///< for people, English
    std::string reason;   ///< the policy's code of the reason, else what was said
    bool operator==(const ReturnVerdict &) const = default;
};

/// Without a policy everything that is sold may come back at once.
ReturnVerdict judgeReturn(const ReturnPolicy *policy, const ReturnFacts &facts);
/// The first instant at which a sale may not come back any more; none = it always may.
std::optional<UtcTime> returnDeadline(const ReturnPolicy &policy, UtcTime soldAt, std::string_view zone);

} // namespace bourse::domain
