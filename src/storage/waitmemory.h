#pragma once
// What the engine knew of a lead when it began to wait, as text. Private to this room.
#include "exchange/ports.h"
#include <string>
#include <string_view>

namespace bourse::storage {

/// JSON: the buyers that it is not offered, its score, its history. Holds no value of the lead.
std::string writeWaitMemory(const exchange::LeadWait &wait);
/// What does not read is left out.
void readWaitMemory(std::string_view text, exchange::LeadWait &into);

} // namespace bourse::storage
