#include "exchange/aftersale.h"
#include "exchange/pricing.h"
#include <algorithm>
#include <array>

namespace bourse::exchange {

namespace {
using domain::AttemptOutcome;
using domain::Reading;

constexpr std::array<std::string_view, 5> effectNames{"applied", "no_change", "contradicts", "waiting",
                                                      "unpaired"};

constexpr NewsVerdict noChange{NewsEffect::NoChange, NewsStep::None};
constexpr NewsVerdict contradicts{NewsEffect::Contradicts, NewsStep::None};

bool refuses(Reading news)
{
    return news == Reading::Rejected || news == Reading::Duplicate || news == Reading::Capped;
}

/// A post whose fate was open.
NewsVerdict judgeOpen(Reading news)
{
    switch (news) {
    case Reading::Accepted:
        return {NewsEffect::Applied, NewsStep::Sell};
    case Reading::Converted: // it must have been bought for that
        return {NewsEffect::Applied, NewsStep::Convert};
    case Reading::Rejected:
    case Reading::Duplicate:
    case Reading::Capped:
        return {NewsEffect::Applied, NewsStep::Refuse};
    case Reading::Returned: // of a sale that we do not know: what it cost is not known either
        return contradicts;
    case Reading::Error: // of the question, not of the post
    case Reading::Pending:
    case Reading::Unrecognised:
        break;
    }
    return noChange;
}

NewsVerdict judgeSold(bool returned, bool converted, Reading news, bool priceDiffers)
{
    if (news == Reading::Pending || news == Reading::Unrecognised || news == Reading::Error)
        return noChange;
    if (returned)
        return news == Reading::Returned ? noChange : contradicts;
    if (news == Reading::Returned)
        return {NewsEffect::Applied, NewsStep::Return};
    if (refuses(news) || priceDiffers)
        return contradicts;
    if (news == Reading::Converted && !converted)
        return {NewsEffect::Applied, NewsStep::Convert};
    return noChange;
}
} // namespace

std::string_view name(NewsEffect effect)
{
    return effectNames[static_cast<std::size_t>(effect)];
}

std::optional<NewsEffect> newsEffectFromName(std::string_view name)
{
    const auto at = std::find(effectNames.begin(), effectNames.end(), name);
    if (at == effectNames.end())
        return std::nullopt;
    return static_cast<NewsEffect>(at - effectNames.begin());
}

NewsVerdict judge(AttemptOutcome post, bool returned, bool converted, Reading news, bool priceDiffers)
{
    switch (post) {
    case AttemptOutcome::Sending:
        // its own answer comes first, or its deadline, which makes it unknown
        return {NewsEffect::Waiting, NewsStep::None};
    case AttemptOutcome::Pending:
    case AttemptOutcome::Unknown:
        return judgeOpen(news);
    case AttemptOutcome::Accepted:
        return judgeSold(returned, converted, news, priceDiffers);
    default:
        break;
    }
    // refused, or never sent
    const bool claimsIt =
        news == Reading::Accepted || news == Reading::Returned || news == Reading::Converted;
    return claimsIt ? contradicts : noChange;
}

Booking bookingOf(std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    return [snapshot = std::move(snapshot)](
               const std::string &sourceSlug, const std::string &channelSlug, const Money &offered,
               const std::optional<Money> &said) -> Result<std::pair<Money, Money>> {
        const domain::Source *source = snapshot->source(sourceSlug);
        const domain::Channel *channel = nullptr; // one slug means one channel, whichever tree it stands in
        for (const domain::PingTree &tree : snapshot->document().trees)
            for (const domain::Channel *one : domain::channelsOf(tree))
                if (one->slug == channelSlug)
                    channel = one;
        const domain::Buyer *buyer = channel ? snapshot->buyer(channel->buyer) : nullptr;
        if (!source || !buyer)
            return Error{"no_such_reference", source ? "channel" : "source", "configured",
                         "The source " + sourceSlug + " or the channel " + channelSlug +
                             " is no longer configured, so what is paid for the lead is not known."};
        if (said && said->currency() != offered.currency())
            return Error{"currency_mismatch", "price", offered.currency().code(),
                         "The price is in " + said->currency().code() + ", the market is in " +
                             offered.currency().code() + "."};
        domain::Interpretation reading;
        reading.price = said;
        const BookedAmounts booked =
            book(settledPrice(channel->price, offered, reading), payoutTerms(*source, *buyer));
        return std::pair{booked.revenue, booked.payout};
    };
}

AttemptOutcome outcomeOfNews(Reading news)
{
    switch (news) {
    case Reading::Accepted:
    case Reading::Converted:
        return AttemptOutcome::Accepted;
    case Reading::Rejected:
    case Reading::Returned:
        return AttemptOutcome::Rejected;
    case Reading::Duplicate:
        return AttemptOutcome::Duplicate;
    case Reading::Capped:
        return AttemptOutcome::Capped;
    case Reading::Pending:
        return AttemptOutcome::Pending;
    case Reading::Error:
        return AttemptOutcome::Error;
    case Reading::Unrecognised:
        break;
    }
    return AttemptOutcome::Unrecognised;
}

} // namespace bourse::exchange
