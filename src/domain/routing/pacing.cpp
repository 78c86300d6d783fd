#include "domain/routing/pacing.h"
#include <array>
#include <string>

namespace bourse::domain {

namespace {
using Need = MemberReader::Need;
using std::chrono::duration_cast;
using std::chrono::seconds;

constexpr std::array<std::string_view, 3> modeNames{"on", "simulate_only", "off"};
constexpr std::int64_t maxPauseS = 86'400;
constexpr std::int64_t maxWaitS = 30 * 86'400;
constexpr std::int64_t maxPings = 1'000'000'000'000;

int count(MemberReader &reader, std::string_view key, int fallback, int least, int most)
{
    return static_cast<int>(reader.integer(key, fallback, least, most));
}

Micros span(MemberReader &reader, std::string_view key, Micros fallback, std::int64_t most)
{
    return seconds(reader.integer(key, duration_cast<seconds>(fallback).count(), 1, most));
}

std::optional<BreakerSettings> breakerOf(MemberReader &reader, Errors &errors)
{
    const Value *value = reader.member("breaker");
    if (!value)
        return std::nullopt;
    MemberReader own(*value, reader.pathOf("breaker"), errors);
    BreakerSettings breaker;
    const std::string mode = own.text("mode", Need::Optional, std::string(name(breaker.mode)));
    bool known = false;
    for (std::size_t i = 0; i < modeNames.size(); ++i) {
        if (mode == modeNames[i]) {
            breaker.mode = static_cast<BreakerMode>(i);
            known = true;
        }
    }
    if (!known && own.isObject())
        own.problem("not_a_choice", "mode", "one of on, simulate_only, off",
                    "“" + own.pathOf("mode") + "” must be one of on, simulate_only, off.");
    breaker.samples = count(own, "samples", breaker.samples, 2, 1000);
    breaker.minSamples = count(own, "min_samples", std::min(breaker.minSamples, breaker.samples), 1, 1000);
    if (breaker.minSamples > breaker.samples)
        own.problem("out_of_range", "min_samples", "at most samples",
                    "No more samples can be needed than are kept.");
    breaker.failureShareBasisPoints =
        count(own, "failure_share_bp", breaker.failureShareBasisPoints, 1, 10'000);
    breaker.consecutive = count(own, "consecutive", breaker.consecutive, 1, 1000);
    breaker.pause = span(own, "pause_s", breaker.pause, maxPauseS);
    breaker.longestPause =
        span(own, "longest_pause_s", std::max(breaker.longestPause, breaker.pause), maxPauseS);
    if (breaker.longestPause < breaker.pause)
        own.problem("out_of_range", "longest_pause_s", "at least pause_s",
                    "The longest pause is not shorter than the first.");
    own.refuseUnknown();
    return breaker;
}

ThrottleSettings throttleOf(MemberReader &reader, Errors &errors)
{
    ThrottleSettings throttle;
    const Value *value = reader.member("throttle");
    if (!value)
        return throttle;
    MemberReader own(*value, reader.pathOf("throttle"), errors);
    throttle.rejectShareBasisPoints = count(own, "reject_share_bp", 0, 1, 10'000);
    if (own.isObject() && !own.member("reject_share_bp"))
        own.problem("required", "reject_share_bp", "1 to 10000",
                    "A throttle needs the share of refusals above "
                    "which it acts.");
    throttle.samples = count(own, "samples", throttle.samples, 4, 1000);
    throttle.leastShareBasisPoints = count(own, "least_share_bp", throttle.leastShareBasisPoints, 1, 10'000);
    own.refuseUnknown();
    return throttle;
}

std::optional<CallbackWait> waitOf(MemberReader &reader, Errors &errors)
{
    const Value *value = reader.member("wait");
    if (!value)
        return std::nullopt;
    MemberReader own(*value, reader.pathOf("wait"), errors);
    CallbackWait wait;
    wait.limit = span(own, "limit_s", wait.limit, maxWaitS);
    const std::string then = own.text("then", Need::Optional, "next");
    wait.thenNext = then != "unsold";
    if (then != "unsold" && then != "next")
        own.problem("not_a_choice", "then", "one of next, unsold",
                    "“" + own.pathOf("then") + "” must be “next” or “unsold”.");
    own.refuseUnknown();
    return wait;
}

std::int64_t inSeconds(Micros time)
{
    return duration_cast<seconds>(time).count();
}

void appendCommon(Object &object, const std::optional<BreakerSettings> &breaker, std::int64_t hour,
                  std::int64_t day)
{
    const BreakerSettings usual;
    if (breaker) {
        Object own;
        if (breaker->mode != usual.mode)
            own.append("mode", std::string(name(breaker->mode)));
        if (breaker->samples != usual.samples)
            own.append("samples", breaker->samples);
        if (breaker->minSamples != std::min(usual.minSamples, breaker->samples))
            own.append("min_samples", breaker->minSamples);
        if (breaker->failureShareBasisPoints != usual.failureShareBasisPoints)
            own.append("failure_share_bp", breaker->failureShareBasisPoints);
        if (breaker->consecutive != usual.consecutive)
            own.append("consecutive", breaker->consecutive);
        if (breaker->pause != usual.pause)
            own.append("pause_s", inSeconds(breaker->pause));
        if (breaker->longestPause != std::max(usual.longestPause, breaker->pause))
            own.append("longest_pause_s", inSeconds(breaker->longestPause));
        object.append("breaker", std::move(own));
    }
    if (hour > 0)
        object.append("pings_per_hour", hour);
    if (day > 0)
        object.append("pings_per_day", day);
}
} // namespace

std::string_view name(BreakerMode mode)
{
    return modeNames[static_cast<std::size_t>(mode)];
}

ChannelPacing channelPacing(MemberReader &reader, Errors &errors)
{
    ChannelPacing pacing;
    pacing.breaker = breakerOf(reader, errors);
    pacing.throttle = throttleOf(reader, errors);
    pacing.pingsPerHour = reader.integer("pings_per_hour", 0, 0, maxPings);
    pacing.pingsPerDay = reader.integer("pings_per_day", 0, 0, maxPings);
    pacing.wait = waitOf(reader, errors);
    return pacing;
}

BuyerPacing buyerPacing(MemberReader &reader, Errors &errors)
{
    BuyerPacing pacing;
    pacing.breaker = breakerOf(reader, errors);
    pacing.pingsPerHour = reader.integer("pings_per_hour", 0, 0, maxPings);
    pacing.pingsPerDay = reader.integer("pings_per_day", 0, 0, maxPings);
    return pacing;
}

void appendPacing(Object &object, const ChannelPacing &pacing)
{
    appendCommon(object, pacing.breaker, pacing.pingsPerHour, pacing.pingsPerDay);
    const ThrottleSettings usual;
    if (pacing.throttle.rejectShareBasisPoints > 0) {
        Object own;
        own.append("reject_share_bp", pacing.throttle.rejectShareBasisPoints);
        if (pacing.throttle.samples != usual.samples)
            own.append("samples", pacing.throttle.samples);
        if (pacing.throttle.leastShareBasisPoints != usual.leastShareBasisPoints)
            own.append("least_share_bp", pacing.throttle.leastShareBasisPoints);
        object.append("throttle", std::move(own));
    }
    if (pacing.wait) {
        Object own;
        own.append("limit_s", inSeconds(pacing.wait->limit));
        if (!pacing.wait->thenNext)
            own.append("then", "unsold");
        object.append("wait", std::move(own));
    }
}

void appendPacing(Object &object, const BuyerPacing &pacing)
{
    appendCommon(object, pacing.breaker, pacing.pingsPerHour, pacing.pingsPerDay);
}

} // namespace bourse::domain
