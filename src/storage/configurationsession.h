#pragma once
// What those who read and write configuration versions share. Private to this room.
#include "storage/connection.h"
#include "storage/store.h"
#include <map>

namespace bourse::storage {

Result<Connection> openConfiguration(const StoreOptions &options);
/// By slug, or the first there is.
Result<std::optional<Uuid>> findWorkspace(Connection &connection, const std::optional<std::string> &slug);
/// For the running transaction.
Result<void> chooseWorkspace(Connection &connection, const Uuid &workspace);
/// One publisher at a time, to the end of the transaction: two would read the same newest version.
Result<void> lockPublishing(Connection &connection);

struct NewestVersion {
    std::int64_t version = 0; ///< 0 = none
    std::string canonical;    ///< what export writes: samples unsealed
    UtcTime publishedAt;
};
Result<NewestVersion> newestVersion(const StoreOptions &options, Connection &connection,
                                    const Uuid &workspace);

/// Writes the configuration that follows `newest`, and a version of each integration that it changes, into
/// the running transaction. What is the same as the newest is not written again. `notes`: names that
/// publishers gave to integrations' versions, by slug.
Result<StoredConfig> writeConfiguration(const StoreOptions &options, Connection &connection,
                                        const Uuid &workspace, const NewestVersion &newest,
                                        const domain::MarketDocument &document, const std::string &actor,
                                        const std::map<std::string, std::string> &notes = {});

} // namespace bourse::storage
