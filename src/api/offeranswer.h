#pragma once
// How pings, posts and choices are answered.
#include "api/leadanswer.h"

namespace bourse::api {

/// To POST /v1/ping. `price` is what the source is offered, that is its payout: what a buyer bids is between
/// the market and the buyer (so do LeadProsper's bids[].payout and LeadExec's price).
exchange::StoredAnswer writePingAnswer(const exchange::IntakeAnswer &answer, AnswerFormat format);
/// To POST /v1/ping?scan=1.
exchange::StoredAnswer writeScanAnswer(const exchange::IntakeAnswer &answer, AnswerFormat format);
/// To POST /v1/post and to a choice: as to a lead, but `price` is the payout, as the ping had it.
exchange::StoredAnswer writePostAnswer(const exchange::IntakeAnswer &answer, AnswerFormat format);
/// What is offered of a lead to choose between, as members of an answer: choices, max_choices, expires_at.
domain::Object offerMembers(const exchange::OfferTold &offer, std::string_view bidsName);

} // namespace bourse::api
