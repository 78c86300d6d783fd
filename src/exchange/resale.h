#pragma once
// A returned lead that is offered again, to buyers that have not had it.
#include "base/uuid.h"
#include "domain/json/value.h"
#include <string>
#include <vector>

namespace bourse::exchange {

/// Stored, with state routing, by who hands it over.
struct ResaleLead {
    Uuid leadId;
    Uuid run; ///< for the lead's entries from now on
    std::string source;
    UtcTime receivedAt;
    domain::Object fields;          ///< normalised
    std::vector<std::string> hadBy; ///< slugs of buyers that were sent the lead
};

} // namespace bourse::exchange
