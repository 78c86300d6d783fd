#pragma once
// The auth step of a channel's account, shared by all leads until what it granted lapses.
#include "exchange/engine.h"

namespace bourse::exchange {

/// The credentials of a channel's account, asked for if there are none that hold; at the latest at `until`.
/// Errors: auth_refused and those of rendering.
Task<Result<SharedGrant>> authorise(std::shared_ptr<Engine> engine, std::shared_ptr<const TreePlan> plan,
                                    std::shared_ptr<const domain::MarketSnapshot> snapshot, NodeIndex channel,
                                    MonoTime until);

/// 401: the credentials no longer hold, whatever their lifetime said; the next call asks for new ones.
void noteStatus(Engine &engine, const PlanNode &plan, const SharedGrant &grant, int status);

} // namespace bourse::exchange
