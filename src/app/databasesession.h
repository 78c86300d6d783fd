#pragma once
// A sub-command's way to the database: the external one, a private cluster that runs already (through its
// socket), or the private cluster started for the command and stopped after it.
#include "app/arguments.h"
#include "storage/cluster.h"
#include "storage/store.h"
#include <memory>

namespace bourse::app {

class DatabaseSession {
  public:
    /// What a command may do to get at a database: only look at one that is there, or make a private one.
    enum class Access { Look, Make };
    /// Opens and migrates. Blocking. Error "no_database" if only a look is allowed and there is no private
    /// cluster.
    static Result<DatabaseSession> open(const Arguments &arguments, Access access);
    const storage::StoreOptions &store() const { return *m_store; }
    int migrationsRun() const { return m_migrationsRun; }

  private:
    DatabaseSession() = default;
    std::unique_ptr<storage::PrivateCluster> m_cluster;
    std::unique_ptr<storage::StoreOptions> m_store;
    int m_migrationsRun = 0;
};

} // namespace bourse::app
