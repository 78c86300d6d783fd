#include "domain/market/returnpolicy.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/zonetime.h"
#include <algorithm>
#include <array>
#include <set>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;

constexpr std::int64_t maxDays = 3660;
constexpr std::int64_t whole = 10'000;
constexpr std::size_t maxReasons = 200;
constexpr std::array<std::string_view, 3> stateNames{"requested", "approved", "denied"};

bool sameWord(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

ReturnVerdict denied(std::string code, std::string sentence, std::string reason)
{
    return {ReturnState::Denied, std::move(code), std::move(sentence), std::move(reason)};
}
} // namespace

std::string_view name(ReturnState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

std::optional<ReturnState> returnStateFromName(std::string_view name)
{
    const auto at = std::find(stateNames.begin(), stateNames.end(), name);
    if (at == stateNames.end())
        return std::nullopt;
    return static_cast<ReturnState>(at - stateNames.begin());
}

ReturnPolicy returnPolicyFromValue(const Value &value, std::string path, Errors &errors)
{
    MemberReader reader(value, std::move(path), errors);
    ReturnPolicy policy;
    const Array &reasons = reader.array("reasons");
    if (reasons.size() > maxReasons)
        reader.problem("out_of_range", "reasons", "at most 200", "A buyer has at most 200 return reasons.");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < std::min(reasons.size(), maxReasons); ++i) {
        MemberReader one(reasons[i], indexPath(reader.pathOf("reasons"), i), errors);
        ReturnReason reason;
        reason.code = one.slug("code", Need::Required);
        reason.label = one.text("label", Need::Optional, {}, 200);
        one.refuseUnknown();
        if (!reason.code.empty() && !seen.insert(reason.code).second)
            one.problem("duplicate_slug", "code", "unique",
                        "Two return reasons have the code “" + reason.code + "”.");
        policy.reasons.push_back(std::move(reason));
    }
    if (auto days = reader.optionalInteger("deadline_days", 0, maxDays))
        policy.deadlineDays = static_cast<int>(*days);
    if (auto most = reader.optionalInteger("max_return_bp", 0, whole))
        policy.maxReturnBasisPoints = static_cast<int>(*most);
    policy.periodDays = static_cast<int>(reader.integer("period_days", 30, 1, maxDays));
    const std::string approval = reader.text("approval", Need::Optional, "automatic");
    policy.manualApproval = approval == "manual";
    if (approval != "manual" && approval != "automatic")
        reader.problem("not_a_choice", "approval", "automatic or manual",
                       "“" + reader.pathOf("approval") + "” must be automatic or manual.");
    policy.resale = reader.boolean("resale", false);
    reader.refuseUnknown();
    return policy;
}

Value toValue(const ReturnPolicy &policy)
{
    Object object;
    if (!policy.reasons.empty()) {
        Array reasons;
        for (const ReturnReason &reason : policy.reasons) {
            Object one{{"code", reason.code}};
            if (!reason.label.empty())
                one.append("label", reason.label);
            reasons.emplace_back(std::move(one));
        }
        object.append("reasons", std::move(reasons));
    }
    if (policy.deadlineDays)
        object.append("deadline_days", *policy.deadlineDays);
    if (policy.maxReturnBasisPoints)
        object.append("max_return_bp", *policy.maxReturnBasisPoints);
    if (policy.periodDays != 30)
        object.append("period_days", policy.periodDays);
    if (policy.manualApproval)
        object.append("approval", "manual");
    if (policy.resale)
        object.append("resale", true);
    return object;
}

std::optional<UtcTime> returnDeadline(const ReturnPolicy &policy, UtcTime soldAt, std::string_view zone)
{
    if (!policy.deadlineDays)
        return std::nullopt;
    const QTimeZone &local = zonetime::zoneOf(zone);
    const QDate sold = zonetime::localTime(soldAt, local).date();
    return zonetime::fromQt(zonetime::startOf(sold.addDays(*policy.deadlineDays + 1), local));
}

ReturnVerdict judgeReturn(const ReturnPolicy *policy, const ReturnFacts &facts)
{
    if (facts.isReturned)
        return denied("already_returned", "This sale was taken back before.", facts.reason);
    if (!facts.isSold)
        return denied("not_sold", "The buyer does not have this lead: it was not sold to it.", facts.reason);
    if (facts.isRequested)
        return denied("already_requested", "A return of this sale is waiting for a decision already.",
                      facts.reason);
    if (!policy)
        return {ReturnState::Approved, "within_policy", "No rules are set for this buyer's returns.",
                facts.reason};
    std::string reason = facts.reason;
    if (!policy->reasons.empty()) {
        const auto known =
            std::find_if(policy->reasons.begin(), policy->reasons.end(), [&](const ReturnReason &one) {
                return sameWord(one.code, facts.reason) ||
                       (!one.label.empty() && sameWord(one.label, facts.reason));
            });
        if (known == policy->reasons.end())
            return denied("unknown_reason",
                          facts.reason.empty() ? "A return needs one of the agreed reasons."
                                               : "The reason is none of those that were agreed.",
                          facts.reason);
        reason = known->code;
    }
    if (const auto deadline = returnDeadline(*policy, facts.soldAt, facts.zone);
        deadline && facts.now >= *deadline)
        return denied("past_deadline",
                      "Returns were possible until " + std::to_string(*policy->deadlineDays) +
                          " days after the sale.",
                      std::move(reason));
    if (policy->maxReturnBasisPoints &&
        (facts.returnedInPeriod + 1) * whole > *policy->maxReturnBasisPoints * facts.soldInPeriod)
        return denied("over_limit",
                      "Of the buyer's " + std::to_string(facts.soldInPeriod) + " sales of the last " +
                          std::to_string(policy->periodDays) + " days, " +
                          std::to_string(facts.returnedInPeriod) +
                          " came back already; one more is above the agreed share.",
                      std::move(reason));
    if (policy->manualApproval)
        return {ReturnState::Requested, "awaits_approval", "A person decides about this return.",
                std::move(reason)};
    return {ReturnState::Approved, "within_policy", "The return keeps to the agreed rules.",
            std::move(reason)};
}

} // namespace bourse::domain
