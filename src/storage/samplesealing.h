#pragma once
// Samples of integrations at rest. A recorded answer or request may hold a person's data, whatever the buyer
// made of it, so samples lie in the database as lead bodies do: sealed, under keys that the master key wraps.
// All else of a document stays readable. Private to this room.
#include "domain/json/value.h"
#include "domain/lead/sealing.h"
#include "domain/market/marketdocument.h"

namespace bourse::storage {

/// The integration document with each sample reduced to its id, its step and a sealed text; what is sealed
/// already stays as it is. `workspace` is authenticated.
domain::Value sealSamples(domain::Value document, const domain::MasterKey &key, const Uuid &workspace);
/// The other way. Samples in clear stay as they are, and so do those that cannot be unsealed (logged):
/// nothing but checking them needs them.
domain::Value unsealSamples(domain::Value document, const domain::MasterKey &key, const Uuid &workspace);

/// All integrations of a market.
domain::MarketDocument sealSamples(domain::MarketDocument document, const domain::MasterKey &key,
                                   const Uuid &workspace);
domain::MarketDocument unsealSamples(domain::MarketDocument document, const domain::MasterKey &key,
                                     const Uuid &workspace);

} // namespace bourse::storage
