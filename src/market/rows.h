#pragma once
// From what is stored to what people see: rows of the leads table and the story of one lead.
#include "domain/market/marketdocument.h"
#include "exchange/ports.h"
#include "market/views.h"

namespace bourse::storage {
struct StoredLead;
}

namespace bourse::market {

/// Labels come from `config`; slugs stand where it does not know them (an older configuration's buyer).
LeadRow toRow(const exchange::LeadSummary &lead, const domain::MarketSnapshot *config);
/// `reveal` shows PII; otherwise every PII value of the lead is masked wherever it stands in a request or an
/// answer.
LeadTrace toTrace(const storage::StoredLead &lead, const domain::MarketSnapshot *config, bool reveal);

/// Replaces each of `values` (and their URL-encoded, case and phone forms) in `text` by bullets; values
/// shorter than three characters are left, for they would blank out unrelated text.
QString masked(QString text, const std::vector<std::string> &values);

} // namespace bourse::market
