#pragma once
// What keeps leads from a channel besides its filter, schedule and caps: an operator's hold, its circuit
// breakers, a rest that its buyer asked for, its throttle and its ping caps. Engine's thread only.
#include "base/clock.h"
#include "domain/lead/reason.h"
#include "exchange/breaker.h"
#include "exchange/capclaims.h"
#include "exchange/channelhealth.h"
#include "exchange/pingcounts.h"
#include "exchange/ports.h"
#include "exchange/treeplan.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bourse::exchange {

class Pacer;

/// A call that was let through. Who drops it without a result gives it back.
class CallPass {
  public:
    CallPass(std::shared_ptr<Breaker> breaker, domain::BreakerSettings settings, Breaker::Pass pass)
        : m_breaker(std::move(breaker)), m_settings(settings), m_pass(pass)
    {
    }
    CallPass(const CallPass &) = delete;
    CallPass &operator=(const CallPass &) = delete;
    ~CallPass()
    {
        if (!m_noted)
            m_breaker->giveBack(m_pass);
    }

  private:
    friend class Pacer;
    std::shared_ptr<Breaker> m_breaker;
    domain::BreakerSettings m_settings;
    Breaker::Pass m_pass;
    bool m_noted = false;
};
using CallPassPtr = std::shared_ptr<CallPass>;

/// A buyer that asks for more than this is called again all the same (429 and 503 with Retry-After).
inline constexpr Micros longestRest = std::chrono::minutes(10);

/// Retry-After in seconds (RFC 9110, 10.2.3), at most `longest`; a date is not looked at.
std::optional<Micros> retryAfter(const domain::Headers &headers, Micros longest);

class Pacer {
  public:
    explicit Pacer(const Clock &clock) : m_clock(clock) {}

    /// Why nothing is asked of the channel now; changes nothing. `plan` is a channel with a buyer.
    std::optional<domain::Reason> refuses(const PlanNode &plan) const;
    /// Takes this lead's part of a throttled channel; a reason if it is not offered.
    std::optional<domain::Reason> throttles(const PlanNode &plan);
    struct Admission {
        CallPassPtr pass;
        domain::Reason refused; ///< where there is no pass
    };
    Admission admitPing(const PlanNode &plan, CapWindows &windows);
    Admission admitPost(const PlanNode &plan);

    /// A call's end. `reading` counts where the call was answered; `fair` is false where less time was given
    /// than a buyer needs, so that being late is not its fault.
    void note(const PlanNode &plan, const CallPassPtr &pass, const BuyerReply &reply,
              const domain::Interpretation &reading, bool fair = true);
    /// No answer came while it was waited for.
    void noteTimeOut(const PlanNode &plan, const CallPassPtr &pass, bool fair = true);
    /// What a buyer made of a post, for the throttle.
    void notePost(const PlanNode &plan, domain::AttemptOutcome outcome);

    void setHolds(Holds holds) { m_holds = std::move(holds); }
    const Holds &holds() const { return m_holds; }
    PingCounts &pingCounts() { return m_pingCounts; }
    std::vector<ChannelHealth> health() const;

  private:
    struct Line {
        std::shared_ptr<Breaker> breaker = std::make_shared<Breaker>();
        std::int64_t opened = 0, wouldHaveOpened = 0;
    };
    struct Channel {
        std::string buyer;
        domain::BreakerSettings settings;
        Line pings, posts;
        SampleRing refusals; ///< of its last posts
        int offered = 10'000;
        int sinceChange = 0; ///< posts since `offered` changed
        EvenShare share;
    };
    Channel &channel(const PlanNode &plan);
    Line &lineOf(const PlanNode &plan, const CallPassPtr &pass);
    std::optional<domain::Reason> blocked(const domain::BreakerSettings &settings, const Breaker &breaker,
                                          const char *what) const;
    Admission admit(Channel &channel, Line &line, const PlanNode &plan, const char *what);
    void noteResult(const PlanNode &plan, const CallPassPtr &pass, bool failed);

    const Clock &m_clock;
    std::map<std::string, Channel, std::less<>> m_channels;
    Holds m_holds;
    PingCounts m_pingCounts;
};

} // namespace bourse::exchange
