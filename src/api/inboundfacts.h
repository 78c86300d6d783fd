#pragma once
// What became of a request, as inbound documents read it ({"answer":name}), and our own words for it.
#include "api/leadanswer.h"
#include "domain/integration/inbound.h"
#include "exchange/exchange.h"
#include "net/httpserver.h"

namespace bourse::api {

domain::InboundOutcome outcomeOf(const exchange::IntakeAnswer &answer, domain::InboundAct act, bool test);
/// Of a request that never became a lead; `outcome` is one of domain::inboundOutcomes().
domain::InboundOutcome refusedOutcome(const char *outcome, const Error &error, const Errors &errors);
/// What POST /v1/leads would answer.
exchange::StoredAnswer ownAnswer(const exchange::IntakeAnswer &answer, AnswerFormat format);
/// Of the kinds that leave no lead: a request under way, a used key, an engine that takes none.
net::HttpResponse notTaken(const exchange::IntakeAnswer &answer);

} // namespace bourse::api
