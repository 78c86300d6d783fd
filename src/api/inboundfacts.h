#pragma once
// What became of a request, as inbound documents read it ({"answer":name}), and our own words for it.
#include "api/leadanswer.h"
#include "domain/integration/inbound.h"
#include "exchange/exchange.h"

namespace bourse::api {

domain::InboundOutcome outcomeOf(const exchange::IntakeAnswer &answer, domain::InboundAct act, bool test);
/// Of a request that never became a lead; `outcome` is one of domain::inboundOutcomes().
domain::InboundOutcome refusedOutcome(const char *outcome, const Error &error, const Errors &errors);
/// What POST /v1/leads, /v1/ping or /v1/post would answer. Empty for a post that is not taken: its ping's
/// offer stands as before, and nothing is kept.
exchange::StoredAnswer ownAnswer(const exchange::IntakeAnswer &answer, domain::InboundAct act,
                                 AnswerFormat format);

} // namespace bourse::api
