// What has to be known before a buyer is asked: an account's credentials, and what a look-up step says of
// this lead.
#include "domain/json/json.h"
#include "exchange/authorising.h"
#include "exchange/leadrun.h"
#include <algorithm>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::Reading;
using domain::Reason;
using domain::StepKind;
namespace reason = domain::reason;

} // namespace

/// Whether anything stands between this lead and a channel's ping or post.
bool LeadRun::needsPreparation(NodeIndex channel, StepKind before) const
{
    const PlanNode &plan = node(channel);
    return plan.looksUpBefore(before) || (before == StepKind::Post && plan.postWait > Micros{}) ||
           (!plan.authKey.empty() && !m_engine->grants.current(plan.authKey, m_engine->now()));
}

/// Waits until `wait` after the end of the step before; false if that is later than `until`.
Task<bool> LeadRun::waitAfter(std::optional<MonoTime> ended, Micros wait, MonoTime until)
{
    const MonoTime now = m_engine->now();
    const MonoTime due = ended ? *ended + wait : now;
    if (due <= now)
        co_return true;
    if (due >= until)
        co_return false;
    Promise<bool> promise(m_engine->ports.executor);
    auto over = promise.future();
    m_engine->ports.executor.after(due - now, [promise] { promise.complete(true); });
    co_return co_await over;
}

/// Auth, look-up and waits before a ping or post, after what is known already.
Task<Preparation> LeadRun::prepare(NodeIndex channel, StepKind before, Preparation known, MonoTime until)
{
    const PlanNode &plan = node(channel);
    auto ready = std::make_shared<Preparation>(std::move(known));
    if (!plan.authKey.empty()) {
        ready->grant = m_engine->grants.current(plan.authKey, m_engine->now());
        if (!ready->grant) {
            auto granted = co_await authorise(m_engine, m_plan, m_intake.snapshot, channel, until);
            if (!granted) {
                ready->refused.code = reason::authFailed;
                ready->refused.detail = granted.error().code + " " + granted.error().rule;
                co_return std::move(*ready);
            }
            ready->grant = std::move(*granted);
            ready->ended = m_engine->now();
        }
    }
    bool inTime = true;
    for (const PlanNode::Lookup &lookup : plan.lookups) {
        if (lookup.before != before)
            continue;
        inTime = co_await lookUp(channel, &lookup, ready, until);
        if (!inTime || !ready->refused.code.empty())
            break;
    }
    if (inTime && ready->refused.code.empty())
        inTime =
            co_await waitAfter(ready->ended, before == StepKind::Ping ? plan.pingWait : plan.postWait, until);
    if (!inTime)
        ready->refused.code = reason::noTimeLeft;
    co_return std::move(*ready);
}

/// A look-up step, if this lead needs it; false if there is no time for it. What it answers is there for the
/// next one.
Task<bool> LeadRun::lookUp(NodeIndex channel, const PlanNode::Lookup *lookup,
                           std::shared_ptr<Preparation> ready, MonoTime until)
{
    const PlanNode &plan = node(channel);
    Basis basis{lookup->step, channel,           ready->carried, ready->grant,
                m_nonces++,   m_engine->newId(), lookup->limit};
    auto wanted = wants(basis);
    if (wanted && !*wanted)
        co_return true;
    bool inTime = co_await waitAfter(ready->ended, lookup->wait, until);
    const Micros limit = std::min<Micros>(lookup->limit, until - m_engine->now());
    if (!inTime || limit <= Micros{})
        co_return false;
    basis.limit = limit;
    std::string text;
    auto call = wanted ? render(basis, text) : Result<BuyerCall>(wanted.errors());
    if (!call) {
        ready->refused = renderRefusal(call.error());
        co_return true;
    }
    for (auto &[name, made] : call->request.carried)
        ready->carried.insert_or_assign(name, std::move(made));
    call->kind = CallKind::Lookup;
    const MonoTime answerBy = m_engine->now() + limit;
    auto calling = m_engine->ports.buyers.call(std::move(*call));
    BuyerReply reply = co_await calling;
    auto again = answerToChallenge(basis, reply, answerBy, text);
    if (again) {
        again->kind = CallKind::Lookup;
        auto repeating = m_engine->ports.buyers.call(std::move(*again));
        reply = co_await repeating;
    }
    ready->ended = m_engine->now();
    domain::Interpretation reading;
    reading.outcome = Reading::Error;
    if (reply.outcome == WireOutcome::Answered) {
        reading = read(basis, arrived(reply, m_engine->utcNow()));
        noteStatus(*m_engine, plan, ready->grant, reply.response.status);
    }
    noteLookup(plan, lookup->step, reading, reply);
    if (plan.integration->lookupSuppresses(lookup->step, reading.outcome))
        ready->refused =
            Reason{std::string(reason::lookupSuppressed), reasonOf(reading, reason::lookupSuppressed).detail};
    for (auto &[name, value] : reading.carried)
        ready->carried.insert_or_assign(name, std::move(value));
    co_return true;
}

/// A look-up is part of the lead's history, without what it sent and was told.
void LeadRun::noteLookup(const PlanNode &plan, const domain::StepId &step,
                         const domain::Interpretation &reading, const BuyerReply &reply)
{
    if (m_closed)
        return;
    domain::Object detail{{"channel", plan.channel->slug},
                          {"outcome", domain::name(reading.outcome)},
                          {"rule", reading.rule},
                          {"status", reply.outcome == WireOutcome::Answered ? reply.response.status : 0},
                          {"us", reply.phases.totalUs}};
    if (!step.lookup.empty())
        detail.append("lookup", step.lookup);
    if (!reply.reasonCode.empty())
        detail.append("failure", reply.reasonCode);
    LeadEvent event;
    event.kind = "lookup";
    event.at = m_engine->utcNow();
    event.state = domain::LeadState::Routing;
    event.detail = domain::writeJson(domain::Value(std::move(detail)));
    m_progress.push_back(std::move(event));
}

/// That a buyer demanded to know who sends, and what was done about it, is part of the lead's history:
/// without a `failure` the request was sent once more.
void LeadRun::noteChallenge(const Basis &basis, const BuyerReply &reply, std::string_view failure)
{
    if (m_closed)
        return;
    domain::Object detail{{"channel", node(basis.channel).channel->slug},
                          {"step", domain::name(basis.step)},
                          {"status", reply.response.status},
                          {"us", reply.phases.totalUs}};
    if (!failure.empty())
        detail.append("failure", failure);
    LeadEvent event;
    event.kind = "challenge";
    event.at = m_engine->utcNow();
    event.state = basis.step == StepKind::Post ? domain::LeadState::Posting : domain::LeadState::Routing;
    event.detail = domain::writeJson(domain::Value(std::move(detail)));
    m_progress.push_back(std::move(event));
}

/// Whether a step's condition holds for this lead.
Result<bool> LeadRun::wants(const Basis &basis) const
{
    std::map<std::string, std::string> all;
    return node(basis.channel).integration->wantsStep(basis.step, inputOf(basis, all));
}

} // namespace bourse::exchange
