#include "exchange/pacer.h"
#include "base/logging.h"
#include <algorithm>
#include <charconv>

namespace bourse::exchange {

namespace {
using domain::AttemptOutcome;
using domain::BreakerMode;
using domain::BreakerSettings;
using domain::Reason;
namespace reason = domain::reason;

const BreakerSettings &settingsOf(const PlanNode &plan)
{
    static const BreakerSettings usual;
    if (plan.channel->pacing.breaker)
        return *plan.channel->pacing.breaker;
    return plan.buyer->pacing.breaker ? *plan.buyer->pacing.breaker : usual;
}

/// What happened on our side, or on nobody's, is no sample.
bool isOurs(const BuyerReply &reply)
{
    if (reply.outcome != WireOutcome::NotSent)
        return false;
    return !reply.reasonCode.empty() && reply.reasonCode != reason::connectFailed &&
           reply.reasonCode != reason::tlsFailed && reply.reasonCode != reason::timedOut;
}

bool isFailure(const BuyerReply &reply, const domain::Interpretation &reading)
{
    if (reply.outcome != WireOutcome::Answered)
        return true;
    // a server's error that a rule reads is the buyer's word, and so no failure
    if (reading.outcome == domain::Reading::Unrecognised)
        return true;
    return reading.outcome == domain::Reading::Error && reading.rule.empty() && reply.response.status >= 500;
}

std::string inSeconds(Micros time)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(std::max(time, Micros{})).count();
    return std::to_string(seconds) + " s";
}

std::string percent(int basisPoints)
{
    return std::to_string(basisPoints / 100) + " %";
}
} // namespace

std::optional<Micros> retryAfter(const domain::Headers &headers, Micros longest)
{
    const std::string *text = domain::findHeader(headers, "Retry-After");
    if (!text)
        return std::nullopt;
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (read.ec != std::errc() || seconds < 0)
        return std::nullopt;
    return std::min<Micros>(std::chrono::seconds(std::min<std::int64_t>(seconds, 86'400)), longest);
}

Pacer::Channel &Pacer::channel(const PlanNode &plan)
{
    auto at = m_channels.find(plan.channel->slug);
    if (at == m_channels.end())
        at = m_channels.try_emplace(plan.channel->slug).first;
    at->second.buyer = plan.buyer->slug;
    at->second.settings = settingsOf(plan);
    return at->second;
}

std::optional<Reason> Pacer::blocked(const BreakerSettings &settings, const Breaker &breaker,
                                     const char *what) const
{
    const MonoTime now = m_clock.monotonic();
    if (!breaker.blocks(settings, now))
        return std::nullopt;
    std::string detail = std::string(what);
    if (breaker.rests(now))
        detail += " rest as the buyer asked, for " + inSeconds(breaker.reopensAt() - now);
    else if (breaker.state() == BreakerState::HalfOpen)
        detail += ": one is out to see whether the buyer is back";
    else
        detail += " are tried again in " + inSeconds(breaker.reopensAt() - now);
    return Reason{std::string(reason::breakerOpen), std::move(detail)};
}

std::optional<Reason> Pacer::refuses(const PlanNode &plan) const
{
    if (auto held = m_holds.find(plan.channel->slug); held != m_holds.end()) {
        if (held->second == Hold::Open)
            return Reason{std::string(reason::channelHeld), {}};
        return std::nullopt;
    }
    auto at = m_channels.find(plan.channel->slug);
    if (at == m_channels.end())
        return std::nullopt;
    const BreakerSettings &settings = settingsOf(plan);
    if (plan.pings)
        if (auto why = blocked(settings, *at->second.pings.breaker, "pings"))
            return why;
    return blocked(settings, *at->second.posts.breaker, "posts");
}

std::optional<Reason> Pacer::throttles(const PlanNode &plan)
{
    const int from = plan.channel->pacing.throttle.rejectShareBasisPoints;
    if (from == 0 || m_holds.contains(plan.channel->slug))
        return std::nullopt;
    Channel &its = channel(plan);
    if (its.offered >= 10'000 || its.share.take(its.offered))
        return std::nullopt;
    return Reason{std::string(reason::throttled), "offered " + percent(its.offered) + " of the leads"};
}

Pacer::Admission Pacer::admit(Channel &its, Line &line, const PlanNode &plan, const char *what)
{
    const MonoTime now = m_clock.monotonic();
    BreakerSettings settings = its.settings;
    if (auto held = m_holds.find(plan.channel->slug); held != m_holds.end()) {
        if (held->second == Hold::Open)
            return {nullptr, Reason{std::string(reason::channelHeld), {}}};
        settings.mode = BreakerMode::Off;
        return {std::make_shared<CallPass>(line.breaker, settings, Breaker::Pass{}), {}};
    }
    if (auto why = blocked(settings, *line.breaker, what))
        return {nullptr, std::move(*why)};
    const int share = line.breaker->admitted();
    auto pass = line.breaker->admit(settings, now);
    if (!pass)
        return {nullptr, Reason{std::string(reason::breakerOpen),
                                std::string(what) + " begin again: " + percent(share) + " go through"}};
    return {std::make_shared<CallPass>(line.breaker, settings, *pass), {}};
}

Pacer::Admission Pacer::admitPing(const PlanNode &plan, CapWindows &windows)
{
    struct Limit {
        std::string counter;
        UtcTime start;
    };
    std::vector<Limit> counted;
    const UtcTime now = m_clock.utcNow();
    const auto look = [&](const std::string &whose, domain::CapPeriod period, std::int64_t limit) -> bool {
        if (limit <= 0)
            return true;
        Limit one{whose + ":" + std::string(domain::name(period)) + ":pings",
                  windows.window(period, now, plan.zone).start};
        const bool allowed = m_pingCounts.allows(one.counter, one.start, limit);
        counted.push_back(std::move(one));
        return allowed;
    };
    const domain::ChannelPacing &own = plan.channel->pacing;
    const domain::BuyerPacing &all = plan.buyer->pacing;
    const std::string ofChannel = "channel:" + plan.channel->slug;
    const std::string ofBuyer = "buyer:" + plan.buyer->slug;
    const bool allowed = look(ofChannel, domain::CapPeriod::Hour, own.pingsPerHour) &&
                         look(ofChannel, domain::CapPeriod::Day, own.pingsPerDay) &&
                         look(ofBuyer, domain::CapPeriod::Hour, all.pingsPerHour) &&
                         look(ofBuyer, domain::CapPeriod::Day, all.pingsPerDay);
    if (!allowed)
        return {nullptr, Reason{std::string(reason::pingLimited), counted.back().counter}};
    Channel &its = channel(plan);
    Admission admission = admit(its, its.pings, plan, "pings");
    if (admission.pass)
        for (const Limit &one : counted)
            m_pingCounts.add(one.counter, one.start);
    return admission;
}

Pacer::Admission Pacer::admitPost(const PlanNode &plan)
{
    Channel &its = channel(plan);
    return admit(its, its.posts, plan, "posts");
}

Pacer::Line &Pacer::lineOf(const PlanNode &plan, const CallPassPtr &pass)
{
    Channel &its = channel(plan);
    return its.pings.breaker == pass->m_breaker ? its.pings : its.posts;
}

void Pacer::noteResult(const PlanNode &plan, const CallPassPtr &pass, bool failed)
{
    if (!pass || std::exchange(pass->m_noted, true))
        return;
    const auto change = pass->m_breaker->note(pass->m_settings, pass->m_pass, failed, m_clock.monotonic());
    if (change == Breaker::Change::None)
        return;
    Line &line = lineOf(plan, pass);
    line.opened += change == Breaker::Change::Opened ? 1 : 0;
    line.wouldHaveOpened += change == Breaker::Change::WouldOpen ? 1 : 0;
    const char *word = change == Breaker::Change::Opened      ? "opens"
                       : change == Breaker::Change::WouldOpen ? "would open (simulated only)"
                                                              : "closes";
    qCWarning(logExchange, "the breaker of channel %s %s", plan.channel->slug.c_str(), word);
}

void Pacer::note(const PlanNode &plan, const CallPassPtr &pass, const BuyerReply &reply,
                 const domain::Interpretation &reading, bool fair)
{
    if (!pass || pass->m_noted)
        return;
    if (reply.outcome == WireOutcome::TimedOut)
        return noteTimeOut(plan, pass, fair);
    if (isOurs(reply))
        return; // given back with the pass
    const int status = reply.outcome == WireOutcome::Answered ? reply.response.status : 0;
    if (status == 429 || status == 503) {
        if (auto rest = retryAfter(reply.response.headers, longestRest)) {
            pass->m_breaker->restUntil(m_clock.monotonic() + *rest);
            return; // it has said when; that is no failure
        }
        if (status == 429)
            return;
    }
    noteResult(plan, pass, isFailure(reply, reading));
}

void Pacer::noteTimeOut(const PlanNode &plan, const CallPassPtr &pass, bool fair)
{
    if (fair)
        noteResult(plan, pass, true);
}

void Pacer::notePost(const PlanNode &plan, AttemptOutcome outcome)
{
    const domain::ThrottleSettings &throttle = plan.channel->pacing.throttle;
    if (throttle.rejectShareBasisPoints == 0)
        return;
    const bool refused = outcome == AttemptOutcome::Rejected || outcome == AttemptOutcome::Duplicate ||
                         outcome == AttemptOutcome::Capped;
    if (!refused && outcome != AttemptOutcome::Accepted)
        return;
    Channel &its = channel(plan);
    its.refusals.add(refused, static_cast<std::size_t>(throttle.samples));
    // a step down or up needs a quarter of the window of new answers, so that each step shows its effect
    // first
    const int step = std::max(throttle.samples / 4, 1);
    if (++its.sinceChange < step || its.refusals.count() < static_cast<std::size_t>(step))
        return;
    const bool tooMany = its.refusals.failures() * 10'000 >
                         its.refusals.count() * static_cast<std::size_t>(throttle.rejectShareBasisPoints);
    const int before = its.offered;
    its.offered = tooMany ? std::max(its.offered / 2, throttle.leastShareBasisPoints)
                          : std::min(its.offered + its.offered / 2 + 1, 10'000);
    if (its.offered != before) {
        its.sinceChange = 0;
        qCInfo(logExchange, "channel %s is offered %d %% of its leads", plan.channel->slug.c_str(),
               its.offered / 100);
    }
}

std::vector<ChannelHealth> Pacer::health() const
{
    const MonoTime now = m_clock.monotonic();
    std::vector<ChannelHealth> all;
    const auto add = [&](const std::string &slug, const Channel &its, const Line &line, bool posts) {
        ChannelHealth one;
        one.channel = slug;
        one.buyer = its.buyer;
        one.posts = posts;
        one.state = std::string(name(line.breaker->state()));
        one.simulated = its.settings.mode == BreakerMode::SimulateOnly;
        if (auto held = m_holds.find(slug); held != m_holds.end())
            one.hold = held->second;
        one.samples = static_cast<std::int64_t>(line.breaker->samples().count());
        one.failures = static_cast<std::int64_t>(line.breaker->samples().failures());
        one.admittedBasisPoints = line.breaker->rests(now) ? 0 : line.breaker->admitted();
        one.offeredBasisPoints = its.offered;
        if (line.breaker->state() == BreakerState::Open || line.breaker->rests(now))
            one.reopensIn = std::max(Micros{}, Micros(line.breaker->reopensAt() - now));
        one.opened = line.opened;
        one.wouldHaveOpened = line.wouldHaveOpened;
        all.push_back(std::move(one));
    };
    for (const auto &[slug, its] : m_channels) {
        add(slug, its, its.pings, false);
        add(slug, its, its.posts, true);
    }
    return all;
}

} // namespace bourse::exchange
