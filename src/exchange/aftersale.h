#pragma once
// What is heard of a post after its answer, and what is still to be done with buyers: the words and the port
// between the exchange, which calls buyers, and storage, which books.
#include "exchange/ports.h"
#include <functional>
#include <utility>

namespace bourse::exchange {

/// What a callback, a status or an operator says of a post.
struct PostNews {
    domain::Reading outcome = domain::Reading::Unrecognised;
    std::optional<Money> price; ///< as said
    domain::Reason reason;
    std::string externalId; ///< the buyer's id of the lead, if it was told
};

/// What became of news. A post is closed once: who contradicts what is booked is written down, and people
/// decide.
enum class NewsEffect {
    Applied,     ///< the post, and mostly the lead, has a new state
    NoChange,    ///< it said what was known, or that nothing is decided yet
    Contradicts, ///< it denies what is booked: recorded, not applied; for the dispute queue
    Waiting,     ///< the post's own answer is not there yet; tried again by itself
    Unpaired,    ///< no post is known by its ids, yet or at all; tried again for a day
};
/// "applied", "no_change", "contradicts", "waiting", "unpaired": as stored.
std::string_view name(NewsEffect effect);
std::optional<NewsEffect> newsEffectFromName(std::string_view name);

/// What news mean for a post, from where it stands: pure, so that every order of events can be tested.
enum class NewsStep { None, Sell, Refuse, Return, Convert };
struct NewsVerdict {
    NewsEffect effect = NewsEffect::NoChange;
    NewsStep step = NewsStep::None;
    bool operator==(const NewsVerdict &) const = default;
};
/// `post` is the attempt's outcome; `returned` and `converted` tell of an accepted one's later life.
/// `priceDiffers`: the news name another price than the sale was booked at.
NewsVerdict judge(domain::AttemptOutcome post, bool returned, bool converted, domain::Reading news,
                  bool priceDiffers);

/// How a callback or a status is written down as a call: what it said, not what came of it.
domain::AttemptOutcome outcomeOfNews(domain::Reading news);

/// Revenue and payout of a sale that is heard of later, rounded as the ledger wants them. `offered` is what
/// the post held, `said` what the news name. Errors: currency_mismatch, no_such_reference (the source or the
/// channel).
using Booking =
    std::function<Result<std::pair<Money, Money>>(const std::string &source, const std::string &channel,
                                                  const Money &offered, const std::optional<Money> &said)>;

/// By the price rules and the payout of what is published: as a post's own answer would be booked.
Booking bookingOf(std::shared_ptr<const domain::MarketSnapshot> snapshot);

/// A follow-up that is due, with what its request is rendered from.
struct DueFollowUp {
    FollowUp what;
    int tries = 0; ///< this one included
    Uuid leadId;
    Uuid workspaceId;
    std::string source;
    UtcTime receivedAt;
    domain::Object fields;
    /// A sealed value that no longer opens, or a lead that has been erased: there is nothing to send.
    bool erased = false;
};

/// How a follow-up went; committed as a whole.
struct FollowUpReport {
    enum class Next { Done, Again, Dead };
    DueFollowUp of;
    Next next = Next::Done;
    UtcTime dueAt;                     ///< Next::Again
    domain::Reason why;                ///< Next::Dead
    std::optional<AttemptRecord> call; ///< if a request left
    std::optional<PostNews> news;      ///< of a status
};

/// Durable; each call completes after its commit, on the exchange's executor.
class FollowUpStore {
  public:
    virtual ~FollowUpStore() = default;
    /// Takes up to `limit` that are due; nobody else gets them for a minute, after which they are due again.
    virtual Future<Result<std::vector<DueFollowUp>>> claimDue(Uuid workspaceId, int limit) = 0;
    virtual Future<Result<NewsEffect>> report(FollowUpReport report, Booking booking) = 0;
};

} // namespace bourse::exchange
