#pragma once
// Settings of a published configuration that the database itself acts on. Private to this room.
#include "domain/market/marketdocument.h"
#include "storage/connection.h"

namespace bourse::storage {

/// Webhooks' endpoints, which triggers write messages for, and terms of retention, which decide what months
/// of leads may go. In the publish's transaction.
Result<void> writePublishedSettings(Connection &connection, const Uuid &workspace,
                                    const domain::MarketDocument &document);

} // namespace bourse::storage
