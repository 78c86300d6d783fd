#pragma once
// The answer to an intake: what seed 001's example shows, as JSON or XML.
#include "exchange/exchange.h"
#include "net/httpserver.h"

namespace bourse::api {

enum class AnswerFormat { Json, Xml };
/// `format=` in the query decides, then Accept; JSON by default.
AnswerFormat answerFormat(const net::HttpRequest &request);
/// lead_id, status, score, buyer_id, price, currency, routing_decision, deduped, created_at, reason,
/// redirect_url; channels where `details=1` asked for them; status_url where the answer is not the last word
/// (pending, offered, unknown).
exchange::StoredAnswer writeLeadAnswer(const exchange::IntakeAnswer &answer, AnswerFormat format);

/// `members` as elements under `root`; a list becomes an element for each item ("bid" of "bids").
std::string xmlDocument(const std::string &root, const domain::Object &members);

} // namespace bourse::api
