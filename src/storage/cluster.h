#pragma once
// The private PostgreSQL cluster: found, initialised, started, recovered and stopped by the application.
#include "base/result.h"
#include <functional>
#include <memory>
#include <string>

namespace bourse::storage {

/// Where a data directory's cluster lies and how it is reached. As root the server runs as user `postgres`;
/// if a parent of the chosen folder cannot be searched by that user, the cluster goes to
/// /var/lib/bourse/<hash>.
struct ClusterPlace {
    std::string dataDir;    ///< the application's, as chosen
    std::string pgData;     ///< PGDATA
    std::string socketDir;  ///< 0700, ≤ 107 bytes with the socket's name
    std::string serverUser; ///< user that runs postgres
    bool moved = false;     ///< pgData is not below dataDir
};
/// Where the cluster of a data directory lies; deterministic, and an existing cluster stays where it is.
/// Nothing is created. Errors: data_dir_unusable, socket_path_too_long.
Result<ClusterPlace> clusterPlace(const std::string &dataDir);
/// $XDG_DATA_HOME/bourse, or /var/lib/bourse for root.
std::string defaultDataDir();

class PrivateCluster {
  public:
    explicit PrivateCluster(ClusterPlace place);
    ~PrivateCluster(); ///< stops it if this object started it
    PrivateCluster(const PrivateCluster &) = delete;
    PrivateCluster &operator=(const PrivateCluster &) = delete;
    /// Finds the newest server binaries, initdb if new (UTF-8, checksums, peer authentication with an
    /// identity map), takes the instance lock, removes a stale postmaster.pid, starts, waits until it
    /// accepts. A server that a killed application left behind is taken over. Blocking; `progress` gets
    /// sentences. Errors: no_postgresql, initdb_failed, instance_running, disk_full, cluster_start_failed,
    /// socket_path_too_long, data_dir_unusable, cluster_newer, cluster_older (its major version is not
    /// installed any more).
    Result<void> start(const std::function<void(const std::string &)> &progress);
    /// Uses a cluster that another process runs (for import, export, migrate beside a running node).
    /// Error: cluster_not_running.
    Result<void> attach();
    /// smart (3 s), then fast (30 s), then immediate (10 s); returns when no process of the server is left,
    /// also where this object only attached. Error: cluster_stop_failed.
    Result<void> stop();
    /// Starts the server again if start() made it run and it has died since; true if it had. Blocking.
    Result<bool> revive();
    /// Started or taken over by this object, which then holds the instance lock.
    bool startedHere() const;
    /// libpq URI of the bourse database without password: "postgresql:///bourse?host=…&user=bourse_owner".
    std::string uri() const;
    /// The same for another database and login ("postgres" is the superuser).
    std::string uri(const std::string &database, const std::string &user) const;
    const ClusterPlace &place() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bourse::storage
