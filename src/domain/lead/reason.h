#pragma once
// Every lead that is not sold and every ping that does not win has a reason from this one table.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

struct ReasonInfo {
    std::string_view code;     ///< stable, stored: "no_bid_above_floor"
    std::string_view sentence; ///< for people, English source text
};

/// Reason codes used in the code; the table in reason.cpp holds each with its sentence.
namespace reason {
// leads
inline constexpr std::string_view soldHighestBid = "sold_highest_bid";
inline constexpr std::string_view soldAfterReject = "sold_after_reject";
inline constexpr std::string_view soldDirect = "sold_direct";
inline constexpr std::string_view soldShared = "sold_shared";
inline constexpr std::string_view invalidLead = "invalid_lead";
inline constexpr std::string_view repeatedPayload = "repeated_payload";
inline constexpr std::string_view suppressed = "suppressed";
inline constexpr std::string_view duplicateLead = "duplicate_lead";
inline constexpr std::string_view botHoneypot = "bot_honeypot";
inline constexpr std::string_view botTooFast = "bot_too_fast";
inline constexpr std::string_view ipRate = "ip_rate";
inline constexpr std::string_view noBid = "no_bid";
inline constexpr std::string_view noBuyer = "no_buyer";
inline constexpr std::string_view allPostsRejected = "all_posts_rejected";
inline constexpr std::string_view postUnknown = "post_unknown";
inline constexpr std::string_view budgetSpent = "budget_spent";
inline constexpr std::string_view interrupted = "interrupted";
inline constexpr std::string_view testLead = "test_lead";
inline constexpr std::string_view storageFailed = "storage_failed";
inline constexpr std::string_view awaitsCallback = "awaits_callback";
inline constexpr std::string_view awaitsCap = "awaits_cap";
inline constexpr std::string_view waitOver = "wait_over";
inline constexpr std::string_view routedAgain = "routed_again";
inline constexpr std::string_view soldLater = "sold_later";
inline constexpr std::string_view returnedByBuyer = "returned_by_buyer";
inline constexpr std::string_view converted = "converted";
inline constexpr std::string_view contradictingNews = "contradicting_news";
// channels, pings and posts
inline constexpr std::string_view bidWon = "bid_won";
inline constexpr std::string_view outbid = "outbid";
inline constexpr std::string_view belowFloor = "below_floor";
inline constexpr std::string_view belowBreakEven = "below_break_even";
inline constexpr std::string_view belowMinimum = "below_minimum";
inline constexpr std::string_view cannotWin = "cannot_win";
inline constexpr std::string_view currencyMismatch = "currency_mismatch";
inline constexpr std::string_view priceMissing = "price_missing";
inline constexpr std::string_view buyerRejected = "buyer_rejected";
inline constexpr std::string_view buyerDuplicate = "buyer_duplicate";
inline constexpr std::string_view buyerCapped = "buyer_capped";
inline constexpr std::string_view buyerError = "buyer_error";
inline constexpr std::string_view unrecognisedAnswer = "unrecognised_answer";
inline constexpr std::string_view timedOut = "timed_out";
inline constexpr std::string_view connectFailed = "connect_failed";
inline constexpr std::string_view tlsFailed = "tls_failed";
inline constexpr std::string_view connectionLost = "connection_lost";
inline constexpr std::string_view egressRefused = "egress_refused";
inline constexpr std::string_view answerTooLarge = "answer_too_large";
inline constexpr std::string_view renderFailed = "render_failed";
inline constexpr std::string_view capReached = "cap_reached";
inline constexpr std::string_view pingLimited = "ping_limited";
inline constexpr std::string_view balanceSpent = "balance_spent";
inline constexpr std::string_view channelPaused = "channel_paused";
inline constexpr std::string_view filteredOut = "filtered_out";
inline constexpr std::string_view outsideSchedule = "outside_schedule";
inline constexpr std::string_view breakerOpen = "breaker_open";
inline constexpr std::string_view channelHeld = "channel_held";
inline constexpr std::string_view throttled = "throttled";
inline constexpr std::string_view groupLeft = "group_left";
inline constexpr std::string_view noTimeLeft = "no_time_left";
inline constexpr std::string_view lateBid = "late_bid";
inline constexpr std::string_view bidExpired = "bid_expired";
inline constexpr std::string_view notNeeded = "not_needed";
inline constexpr std::string_view authFailed = "auth_failed";
inline constexpr std::string_view lookupSuppressed = "lookup_suppressed";
inline constexpr std::string_view buyerPending = "buyer_pending";
inline constexpr std::string_view duplicateForBuyer = "duplicate_for_buyer";
inline constexpr std::string_view suppressedForBuyer = "suppressed_for_buyer";
} // namespace reason

/// The whole table; every constant above is in it (a test checks).
const std::vector<ReasonInfo> &reasons();
/// The sentence of a code; the code itself where it is not in the table (a buyer's own words never get here).
std::string_view sentence(std::string_view code);

/// A reason with what the buyer said, if anything; `detail` may hold a buyer's text, cut to 200 bytes, never
/// PII of ours by construction.
struct Reason {
    std::string code;
    std::string detail;
    bool operator==(const Reason &) const = default;
};

} // namespace bourse::domain
