#include "domain/lead/reason.h"
#include <algorithm>

namespace bourse::domain {

const std::vector<ReasonInfo> &reasons()
{
    static const std::vector<ReasonInfo> table{
        // leads
        {reason::soldHighestBid, "Sold to the buyer with the highest bid."},
        {reason::soldAfterReject, "Sold to a later buyer after an earlier one had rejected it."},
        {reason::soldDirect, "Sold to the first buyer that it was offered to."},
        {reason::soldShared, "Sold to several buyers."},
        {reason::invalidLead, "The lead breaks its vertical's rules; each broken field is listed."},
        {reason::repeatedPayload, "The same lead came from the same source a moment before."},
        {reason::suppressed, "The person is on a suppression list."},
        {reason::duplicateLead,
         "An earlier lead of the same person counts under a duplicate rule of the source."},
        {reason::botHoneypot, "A form field that people do not see was filled in."},
        {reason::botTooFast, "The form was filled in faster than a person can."},
        {reason::ipRate, "Too many leads came from the same address within a minute."},
        {reason::noBid, "No buyer made a bid that counts."},
        {reason::noBuyer, "No buyer could be asked: every channel was skipped, or the tree is empty."},
        {reason::allPostsRejected, "Every buyer that the lead was posted to rejected it."},
        {reason::postUnknown,
         "It is not known whether the buyer took the lead, so it is not offered to anyone else."},
        {reason::budgetSpent, "The time for this lead ran out before a buyer was found."},
        {reason::interrupted, "Routing was interrupted by a restart before it had ended."},
        {reason::testLead, "A test lead: checked and recorded, never sold."},
        {reason::storageFailed, "The lead's record could not be written, so routing stopped."},
        {reason::awaitsCallback, "The buyer decides later; its call back is awaited."},
        {reason::awaitsCap, "Waits until the buyer's cap opens again."},
        {reason::waitOver, "The buyer has not decided in the time that is waited for it."},
        {reason::routedAgain, "Offered again to those who have not had it."},
        {reason::soldLater, "The buyer confirmed the sale after its first answer."},
        {reason::returnedByBuyer, "The buyer returned the lead; the sale was taken back."},
        {reason::converted, "The buyer reports that the person became a customer."},
        {reason::contradictingNews,
         "The buyer later said otherwise than is booked; it was noted, and nothing was changed."},
        // channels, pings and posts
        {reason::bidWon, "Highest bid: the lead was posted to this buyer."},
        {reason::outbid, "Another buyer bid more, or as much with a better rank."},
        {reason::belowFloor, "The bid is below the floor price."},
        {reason::belowBreakEven, "The price is less than what the source is paid."},
        {reason::belowMinimum, "The price is less than what a sale of this source must bring."},
        {reason::cannotWin, "The auction closed early: another bid is higher than this buyer can bid."},
        {reason::currencyMismatch, "The bid is in another currency than the market's."},
        {reason::priceMissing, "The buyer accepted but named no price, and none is set."},
        {reason::buyerRejected, "The buyer rejected the lead."},
        {reason::buyerDuplicate, "The buyer has this lead already."},
        {reason::buyerCapped, "The buyer says that its cap is reached."},
        {reason::buyerError, "The buyer's system answered with an error."},
        {reason::unrecognisedAnswer, "No response rule of the integration matches the buyer's answer."},
        {reason::timedOut, "No complete answer came within the time limit."},
        {reason::connectFailed, "No connection to the buyer's server could be made."},
        {reason::tlsFailed, "The secure connection failed, or the server's certificate is not trusted."},
        {reason::connectionLost, "The connection broke before the answer was complete."},
        {reason::egressRefused, "The buyer's address lies in a network range that calls may not reach."},
        {reason::answerTooLarge, "The buyer's answer is larger than the limit."},
        {reason::renderFailed, "The request could not be built from this lead."},
        {reason::capReached, "The channel's cap for this period is reached."},
        {reason::pingLimited, "The buyer takes no more pings in this second."},
        {reason::balanceSpent, "The buyer's balance and credit do not cover the price."},
        {reason::channelPaused, "The channel, its group or its buyer is paused."},
        {reason::filteredOut, "The lead does not meet the channel's filter."},
        {reason::outsideSchedule, "The channel is closed at this hour."},
        {reason::breakerOpen, "The channel rests after too many failures."},
        {reason::channelHeld, "An operator holds this channel."},
        {reason::throttled, "The buyer refuses most of its leads and is offered only a part of them."},
        {reason::groupLeft, "A cap in its group was reached, and the group is left then."},
        {reason::noTimeLeft, "Too little of the lead's time was left to ask this buyer."},
        {reason::lateBid, "The bid came after the auction had closed."},
        {reason::bidExpired, "The bid no longer held when its turn came."},
        {reason::notNeeded, "The lead was sold before this channel's turn."},
        {reason::authFailed, "The buyer's system gave no credentials to call it with."},
        {reason::lookupSuppressed, "The integration's look-up says that this lead is not for this buyer."},
        {reason::buyerPending, "The buyer took the lead for a later decision."},
        {reason::duplicateForBuyer, "The buyer has had an earlier lead of the same person."},
        {reason::suppressedForBuyer, "The person is on a suppression list of this buyer."},
    };
    return table;
}

std::string_view sentence(std::string_view code)
{
    const auto &table = reasons();
    auto row =
        std::find_if(table.begin(), table.end(), [&](const ReasonInfo &info) { return info.code == code; });
    return row == table.end() ? code : row->sentence;
}

} // namespace bourse::domain
