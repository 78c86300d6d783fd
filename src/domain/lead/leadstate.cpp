#include "domain/lead/leadstate.h"

namespace bourse::domain {

namespace {
// A lead that is still being worked on answers "pending": the caller's budget ran out before a decision did.
// Pending and Unknown are final here because routing has stopped; only a callback, a status answer or an
// operator moves them on. A returned lead was accepted when it was answered, and stays so towards its
// supplier's answer.
constexpr std::array<LeadStateInfo, 15> table{{
    {LeadState::Received, "received", "pending", Chip::Received, false},
    {LeadState::Validating, "validating", "pending", Chip::Received, false},
    {LeadState::Rejected, "rejected", "rejected", Chip::Rejected, true},
    {LeadState::Duplicate, "duplicate", "duplicate", Chip::Duplicate, true},
    {LeadState::Suppressed, "suppressed", "suppressed", Chip::Suppressed, true},
    {LeadState::Routing, "routing", "pending", Chip::Routing, false},
    {LeadState::Offered, "offered", "offered", Chip::Routing, false},
    {LeadState::Posting, "posting", "pending", Chip::Routing, false},
    {LeadState::Sold, "sold", "accepted", Chip::Sold, true},
    {LeadState::Pending, "pending", "pending", Chip::Pending, true},
    {LeadState::Unsold, "unsold", "unsold", Chip::Unsold, true},
    {LeadState::Unknown, "unknown", "unknown", Chip::Unknown, true},
    {LeadState::Returned, "returned", "accepted", Chip::Returned, true},
    {LeadState::Converted, "converted", "accepted", Chip::Sold, true},
    {LeadState::Erased, "erased", "unsold", Chip::Unsold, true},
}};

constexpr std::array<std::string_view, 13> outcomeNames{
    "sending", "bid",   "no_bid",    "accepted", "rejected",     "duplicate", "capped",
    "pending", "error", "timed_out", "not_sent", "unrecognised", "unknown"};

constexpr std::array<std::string_view, 15> decisionNames{
    "ping_post_winner", "direct_post", "no_bid",    "no_buyer",   "all_posts_rejected",
    "post_unknown",     "invalid",     "duplicate", "suppressed", "test_lead",
    "interrupted",      "pending",     "refused",   "offered",    "offer_expired"};
} // namespace

const std::array<LeadStateInfo, 15> &leadStates()
{
    return table;
}

const LeadStateInfo &info(LeadState state)
{
    return table[static_cast<std::size_t>(state)];
}

std::optional<LeadState> leadStateFromName(std::string_view name)
{
    for (const auto &row : table) {
        if (row.name == name)
            return row.state;
    }
    return std::nullopt;
}

std::string_view name(AttemptOutcome outcome)
{
    return outcomeNames[static_cast<std::size_t>(outcome)];
}

std::optional<AttemptOutcome> attemptOutcomeFromName(std::string_view name)
{
    for (std::size_t i = 0; i < outcomeNames.size(); ++i) {
        if (outcomeNames[i] == name)
            return static_cast<AttemptOutcome>(i);
    }
    return std::nullopt;
}

std::string_view name(RoutingDecision decision)
{
    return decisionNames[static_cast<std::size_t>(decision)];
}

std::optional<RoutingDecision> routingDecisionFromName(std::string_view name)
{
    for (std::size_t i = 0; i < decisionNames.size(); ++i) {
        if (decisionNames[i] == name)
            return static_cast<RoutingDecision>(i);
    }
    return std::nullopt;
}

} // namespace bourse::domain
