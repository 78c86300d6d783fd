#include "app/databasesession.h"
#include "app/startoptions.h"
#include "secrets/vault.h"
#include <QFile>

namespace bourse::app {

Result<DatabaseSession> DatabaseSession::open(const Arguments &arguments, Access access)
{
    market::MarketOptions options = databaseOptions(arguments);
    DatabaseSession session;
    if (!options.databaseUri && access == Access::Look) {
        auto place = storage::clusterPlace(options.dataDir);
        if (!place)
            return place.errors();
        if (!QFile::exists(QString::fromStdString(place->pgData + "/PG_VERSION")))
            return Error{"no_database", "--data-dir", "a data directory of Bourse",
                         "There is no database in " + options.dataDir + " yet; run or import makes one."};
    }
    auto key = secrets::loadMasterKey(options.dataDir, false);
    if (!key)
        return key.errors();
    std::string uri;
    Secret password;
    if (options.databaseUri) {
        uri = *options.databaseUri;
        secrets::Vault vault(options.dataDir, key->key, false);
        if (auto stored = vault.read({"database-password"}); stored && stored->contains("database-password"))
            password = stored->at("database-password");
    } else {
        auto place = storage::clusterPlace(options.dataDir);
        if (!place)
            return place.errors();
        session.m_cluster = std::make_unique<storage::PrivateCluster>(*place);
        if (!session.m_cluster->attach()) {
            if (auto started = session.m_cluster->start([](const std::string &) {}); !started)
                return started.errors();
        }
        uri = session.m_cluster->uri();
    }
    auto migrated = storage::migrate(uri, password);
    if (!migrated)
        return migrated.errors();
    session.m_migrationsRun = *migrated;
    session.m_store = std::make_unique<storage::StoreOptions>(
        storage::StoreOptions{uri, password, key->key, "command", Uuid::v7()});
    return session;
}

} // namespace bourse::app
