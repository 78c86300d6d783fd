#pragma once
// The parts a private cluster is made of: the server's programs, the processes it runs as, its files. Private
// to cluster.cpp.
#include "base/result.h"
#include "storage/cluster.h"
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bourse::storage {

/// Ports are names here: no TCP port is ever opened, the number is part of the socket's file name.
inline constexpr int clusterPort = 5432;
inline constexpr const char *clusterSuperuser = "postgres";

/// One installed PostgreSQL server.
struct ServerPrograms {
    std::string folder;  ///< holds initdb, postgres, pg_ctl
    int major = 0;       ///< 15
    std::string version; ///< "15.14"
};
/// Every server installed, newest first: Debian's and RPM's version folders, pg_config's, PATH's.
std::vector<ServerPrograms> findServerPrograms();

/// Whom the server runs as.
struct ServerAccount {
    std::string name;
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
    bool change = false; ///< the caller is root and must become this account
};
/// Code "data_dir_unusable" if the account does not exist.
Result<ServerAccount> serverAccount(const std::string &name);
/// Name of the calling user; empty if it has none.
std::string callingUser();

struct Finished {
    int exitCode = -1;
    std::string output; ///< both streams
    bool started = true;
    bool crashed = false;
};
/// Runs a program as `account` in a session of its own, so that Ctrl-C at the terminal does not reach it.
/// `waiting` is called about four times a second with the milliseconds gone by.
Finished runProgram(const ServerAccount &account, const std::string &program,
                    const std::vector<std::string> &arguments, const std::function<void(int)> &waiting = {});

/// What postmaster.pid says.
struct PostmasterFile {
    pid_t pid = 0;
    std::string socketDir;
    std::string status; ///< starting, stopping, ready, standby
};
std::optional<PostmasterFile> readPostmasterFile(const std::string &pgData);
/// Alive and not a zombie.
bool processAlive(pid_t pid);
/// Whether this process is the postgres server of that folder (a pid is reused sooner or later).
bool isPostmasterOf(pid_t pid, const std::string &pgData);
/// Server processes that still work in that folder, the postmaster included.
std::vector<pid_t> serverProcesses(const std::string &pgData);
/// Asks until true or the time is over; true if it became so.
bool waitUntil(int milliseconds, const std::function<bool()> &done);

/// Makes a folder and its missing parents. `owner` gets the last one. Errors: data_dir_unusable, disk_full.
Result<void> makeFolder(const std::string &path, mode_t mode, const ServerAccount *owner = nullptr);
/// Writes beside and renames, so that a reader sees the old or the new text. Errors: data_dir_unusable,
/// disk_full.
Result<void> writeWhole(const std::string &path, const std::string &text, mode_t mode,
                        const ServerAccount *owner = nullptr);
std::string readWhole(const std::string &path);
/// An errno in plain words, with the code disk_full or data_dir_unusable.
Error fileError(const std::string &doing, const std::string &path, int number);
/// What the server wrote since its last start.
std::string startLog(const std::string &pgData);
/// Turns the text of a failed initdb or server start into words; `code` where nothing better is known.
Error explainFailure(const std::string &code, const std::string &doing, const std::string &text);

/// Text of bourse.conf, pg_hba.conf and pg_ident.conf.
std::string serverSettings(const std::string &socketDir);
std::string hostRules();
std::string identityMap(const ServerAccount &account);

} // namespace bourse::storage
