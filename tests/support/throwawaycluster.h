#pragma once
// A real PostgreSQL in a temporary folder for one test executable: made on first use, stopped and deleted at
// its end.
#include "base/result.h"
#include "storage/cluster.h"
#include <memory>
#include <string>

namespace bourse::test {

class ThrowawayCluster {
  public:
    /// The one of this executable. Check ok() first: a test fails with problem() where PostgreSQL is not
    /// installed.
    static ThrowawayCluster &shared();
    /// One more, for tests that break it. Never flushes to the disk unless `durable`.
    explicit ThrowawayCluster(bool durable = false);
    ~ThrowawayCluster();
    ThrowawayCluster(const ThrowawayCluster &) = delete;
    ThrowawayCluster &operator=(const ThrowawayCluster &) = delete;

    bool ok() const { return m_problem.empty(); }
    const std::string &problem() const { return m_problem; }
    storage::PrivateCluster &cluster() { return *m_cluster; }
    const std::string &dataDir() const { return m_dataDir; }

    /// URI (login bourse_owner) of a new database of its own, with every migration applied or, if `migrated`
    /// is false, empty. The first migrated one costs the migrations, later ones are copies (some 50 ms).
    /// Empty text on failure, with the reason in problem().
    std::string createDatabase(bool migrated = true);
    /// The same database for the superuser "postgres", to look behind row-level security.
    std::string superuserUri(const std::string &uri) const;
    /// Runs SQL as the superuser in the database of `uri`.
    Result<void> execute(const std::string &uri, const std::string &sql) const;
    /// First column of the first row, as superuser.
    Result<std::string> value(const std::string &uri, const std::string &sql) const;

  private:
    std::string m_dataDir;
    std::string m_problem;
    std::unique_ptr<storage::PrivateCluster> m_cluster;
    int m_databases = 0;
    bool m_template = false;
};

} // namespace bourse::test
