#pragma once
// One table ties a lead's state to what the API says and to the chip a person sees (contracts: "Answer to an
// intake").
#include <array>
#include <optional>
#include <string_view>

namespace bourse::domain {

enum class LeadState {
    Received,
    Validating,
    Rejected,
    Duplicate,
    Suppressed,
    Routing,
    Offered,
    Posting,
    Sold,
    Pending,
    Unsold,
    Unknown,
    Returned,
    Converted,
    Erased,
};

/// A chip is an icon, a word and a tint; the theme knows the colours by this name.
enum class Chip {
    Received,
    Routing,
    Sold,
    Pending,
    Rejected,
    TimeOut,
    Error,
    Duplicate,
    Returned,
    Unsold,
    Unknown,
    Suppressed
};

struct LeadStateInfo {
    LeadState state;
    std::string_view name; ///< stored and exported: "sold"
    std::string_view
        apiStatus; ///< accepted, rejected, duplicate, suppressed, pending, offered, unsold, unknown
    Chip chip;
    bool isFinal; ///< no further routing happens (a return, a callback or an operator may still change it)
};

/// The whole table, in the order of the enumeration.
const std::array<LeadStateInfo, 15> &leadStates();
const LeadStateInfo &info(LeadState state);
std::optional<LeadState> leadStateFromName(std::string_view name);

/// What became of one call to a buyer; stored with the attempt.
enum class AttemptOutcome {
    Sending,      ///< committed, no answer recorded yet
    Bid,          ///< a ping was answered with a price
    NoBid,        ///< a ping was rejected
    Accepted,     ///< a post was bought
    Rejected,     ///< a post was refused
    Duplicate,    ///< the buyer says it has this lead
    Capped,       ///< the buyer says its cap is reached
    Pending,      ///< the buyer decides later
    Error,        ///< the buyer's answer says error, or a ping's connection failed
    TimedOut,     ///< a ping got no complete answer in its time
    NotSent,      ///< no byte of the request left
    Unrecognised, ///< a ping's answer that no rule matched
    Unknown,      ///< a post whose fate is not known
};
std::string_view name(AttemptOutcome outcome);
std::optional<AttemptOutcome> attemptOutcomeFromName(std::string_view name);

/// Published enum of the intake answer's `routing_decision`.
enum class RoutingDecision {
    PingPostWinner,
    DirectPost,
    NoBid,
    NoBuyer,
    AllPostsRejected,
    PostUnknown,
    Invalid,
    Duplicate,
    Suppressed,
    TestLead,
    Interrupted,
    Pending,
    Refused, ///< by a bot signal
};
std::string_view name(RoutingDecision decision);
std::optional<RoutingDecision> routingDecisionFromName(std::string_view name);

} // namespace bourse::domain
