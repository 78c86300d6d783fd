#pragma once
// What is said to a buyer and how its answer is read, with the secrets kept out of all that is stored.
#include "exchange/authgrants.h"
#include "exchange/engine.h"
#include <map>
#include <string>
#include <string_view>

namespace bourse::exchange {

/// What the lead carries and what its account was granted, together; `all` holds them where both are there.
const std::map<std::string, std::string> *joined(const std::map<std::string, std::string> &carried,
                                                 const SharedGrant &grant,
                                                 std::map<std::string, std::string> &all);

/// A call that lacks its kind. `input` has everything but the secrets; `text` becomes the copy that is
/// stored, without them. Errors: those of rendering, missing_secret.
Result<BuyerCall> renderCall(const Engine &engine, const PlanNode &plan, const domain::StepId &step,
                             domain::RenderInput input, const SharedGrant &grant, const Uuid &attemptId,
                             std::string &text);

/// Reads an answer. A buyer's words that echo our credentials are read from an answer without them; a
/// challenge that was answered in vain is an error (auth_failed).
domain::Interpretation readAnswer(const PlanNode &plan, const domain::StepId &step,
                                  const domain::BuyerResponse &response, const domain::RenderInput &about,
                                  const SharedGrant &grant);

/// The answer as it came, cut at the limit; a buyer that echoes our credentials does not get them stored.
std::string storedText(const Engine &engine, const domain::BuyerResponse &response, const PlanNode &plan);

/// What a buyer that calls back may name the lead by: every value that its answer gave to carry on. Nothing
/// where the integration has no callback step.
std::vector<std::string> idsToMatch(const PlanNode &plan, const std::map<std::string, std::string> &carried);

/// How the fate of a post is learnt from its buyer: asked for (Status), or by sending the post again (Resend)
/// to one that declared that it knows it then. Nothing where only a callback or people can tell.
std::optional<AttemptKind> questionTo(const domain::Integration &integration);

/// What a post's random values are made from: the same for the same post, so that it can be sent again byte
/// for byte.
inline std::uint64_t postSeed(const Uuid &post)
{
    return std::hash<Uuid>()(post);
}

/// The answer, with the time at which it came.
inline const domain::BuyerResponse &arrived(BuyerReply &reply, UtcTime now)
{
    reply.response.receivedAt = now;
    return reply.response;
}

/// Cut between characters, never inside one.
std::string_view cutUtf8(std::string_view text, std::size_t bytes);

} // namespace bourse::exchange
