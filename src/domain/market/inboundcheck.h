#pragma once
// What inbound documents and the sources that take them may not have twice in one market.
#include "base/result.h"

namespace bourse::domain {

struct MarketDocument; // domain/market/marketdocument.h

/// A request has one document that reads it ("duplicate_path"), and one source that it is for
/// ("duplicate_name").
Errors checkInbounds(const MarketDocument &document);

} // namespace bourse::domain
