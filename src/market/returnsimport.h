#pragma once
// Works through a table of returns, row by row; for the façade and the command line.
#include "domain/market/returnsfile.h"
#include "market/returns.h"
#include "storage/returns.h"

namespace bourse::market {

/// Each row is a request of its own, decided and committed before the next; the same table again finds them
/// all decided and changes nothing. `progress` is told how many of how many are done and ends the work by
/// false. Blocking. Errors: those of domain::readReturnsFile(), unknown_buyer, and what the database has.
Result<ReturnsImported> importReturnsTable(storage::Returns &store,
                                           const std::shared_ptr<const domain::MarketSnapshot> &snapshot,
                                           const ReturnsImport &import, const std::string &actor,
                                           const std::function<bool(int, int)> &progress);

ReturnRow toRow(const storage::StoredReturn &stored, const domain::MarketSnapshot *config);

} // namespace bourse::market
