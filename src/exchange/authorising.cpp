#include "exchange/authorising.h"
#include "domain/integration/digestauthentication.h"
#include "exchange/buyertalk.h"
#include "exchange/wiretls.h"
#include <algorithm>
#include <utility>

namespace bourse::exchange {

namespace {
using domain::StepKind;
namespace reason = domain::reason;

Error notAuthorised(const BuyerReply &reply)
{
    return {"auth_refused", "steps.auth", reply.reasonCode, "The auth step got no answer: " + reply.detail};
}
} // namespace

/// Asks for an account's credentials and tells all who wait. Outlives the lead that it was begun for; a drain
/// waits for it.
static Detached fetchGrant(std::shared_ptr<Engine> engine, std::shared_ptr<const TreePlan> plan,
                           std::shared_ptr<const domain::MarketSnapshot> snapshot, NodeIndex channel)
{
    engine->begin();
    const PlanNode &its = plan->node(channel);
    const std::map<std::string, Secret> secrets = engine->ports.secrets.secrets(its.secretNames);
    const domain::Object nobody; // an account's credentials are nobody's data
    domain::RenderInput input;
    input.lead = &nobody;
    input.secrets = &secrets;
    input.secretsRequired = true;
    input.time = engine->utcNow();
    input.live = true;
    input.seed = engine->random.next();
    input.timeLeft = its.authLimit;
    const Uuid attemptId = engine->newId();
    input.attemptId = attemptId.toString();
    auto request = its.integration->render(StepKind::Auth, input);
    auto tls = wireTls(its.tls, secrets);
    Result<AuthGrant> answer = Error{};
    if (request && tls) {
        BuyerCall call;
        call.attemptId = attemptId;
        call.kind = CallKind::Auth;
        call.buyer = its.buyer->slug;
        call.request = std::move(*request);
        call.timeLimit = its.authLimit;
        call.snapshot = std::move(snapshot);
        call.tls = std::move(*tls);
        const MonoTime until = engine->now() + call.timeLimit;
        BuyerCall repeated = call;
        auto calling = engine->ports.buyers.call(std::move(call));
        BuyerReply reply = co_await calling;
        std::string challenge;
        if (reply.outcome == WireOutcome::Answered && its.integration->answersChallenges(StepKind::Auth))
            challenge = domain::digestChallenge(reply.response);
        if (!challenge.empty()) { // as in LeadRun::answerToChallenge()
            input.challenge = challenge;
            auto again = its.integration->render(StepKind::Auth, input);
            if (again && until > engine->now()) {
                repeated.request = std::move(*again);
                repeated.timeLimit = until - engine->now();
                auto repeating = engine->ports.buyers.call(std::move(repeated));
                reply = co_await repeating;
            }
        }
        if (reply.outcome == WireOutcome::Answered)
            answer =
                grantOf(its.integration->interpret(StepKind::Auth, arrived(reply, engine->utcNow()), &input),
                        engine->utcNow());
        else
            answer = notAuthorised(reply);
    } else {
        answer = request ? tls.errors() : request.errors();
    }
    engine->grants.answered(its.authKey, std::move(answer), engine->now());
    engine->end();
}

Task<Result<SharedGrant>> authorise(std::shared_ptr<Engine> engine, std::shared_ptr<const TreePlan> plan,
                                    std::shared_ptr<const domain::MarketSnapshot> snapshot, NodeIndex channel,
                                    MonoTime until)
{
    const std::string &key = plan->node(channel).authKey;
    AuthGrants &grants = engine->grants;
    const MonoTime now = engine->now();
    if (SharedGrant known = grants.current(key, now))
        co_return Result<SharedGrant>(std::move(known));
    if (auto refusal = grants.resting(key, now))
        co_return Result<SharedGrant>(std::move(*refusal));
    Promise<Result<SharedGrant>> promise(engine->ports.executor);
    auto granted = promise.future();
    grants.await(key, promise);
    auto timer = engine->ports.executor.after(std::max(until - now, Micros{}), [promise] {
        promise.complete(Error{"auth_refused", "steps.auth", std::string(reason::timedOut),
                               "The auth step took longer than the lead has time."});
    });
    if (grants.startAsking(key))
        fetchGrant(engine, plan, snapshot, channel);
    auto result = co_await granted;
    engine->ports.executor.cancel(timer);
    co_return result;
}

void noteStatus(Engine &engine, const PlanNode &plan, const SharedGrant &grant, int status)
{
    if (status == 401 && grant)
        engine.grants.forget(plan.authKey, grant);
}

} // namespace bourse::exchange
