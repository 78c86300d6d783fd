#include "storage/cluster.h"
#include "base/logging.h"
#include "storage/cluster_parts.h"
#include "storage/connection.h"
#include <QByteArray>
#include <QCryptographicHash>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <libpq-fe.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace bourse::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longestSocketPath = 107; // sun_path less its NUL
constexpr std::uintmax_t leastFreeBytes = 150ULL << 20;
constexpr int smartStopMs = 3000;
constexpr int fastStopMs = 30000;
constexpr int immediateStopMs = 10000;

std::string shortHash(const std::string &text)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256)
        .toHex()
        .left(16)
        .toStdString();
}

bool isThere(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

bool holdsCluster(const std::string &folder)
{
    return isThere(folder + "/PG_VERSION");
}

/// Whether `account` may pass through every folder of `path` that exists, the last one included.
bool canPass(const ServerAccount &account, const std::string &path)
{
    if (!account.change)
        return true;
    fs::path walked;
    for (const fs::path &part : fs::path(path)) {
        walked /= part;
        struct stat status {};
        if (::stat(walked.c_str(), &status) != 0)
            return true; // what is missing will be made passable
        const bool inGroup =
            status.st_gid == account.gid ||
            std::find(account.groups.begin(), account.groups.end(), status.st_gid) != account.groups.end();
        const mode_t needed = status.st_uid == account.uid ? S_IXUSR : inGroup ? S_IXGRP : S_IXOTH;
        if (!(status.st_mode & needed))
            return false;
    }
    return true;
}

std::string socketFile(const std::string &folder)
{
    return folder + "/.s.PGSQL." + std::to_string(clusterPort);
}

/// A folder of our own that nobody else may have prepared; made by start().
std::vector<std::string> socketFolders(const ClusterPlace &place, bool root)
{
    const std::string name = "bourse-" + shortHash(place.pgData);
    std::vector<std::string> folders;
    if (!root) {
        struct stat status {};
        const char *runtime = std::getenv("XDG_RUNTIME_DIR");
        if (runtime && *runtime == '/' && ::stat(runtime, &status) == 0 && status.st_uid == ::geteuid() &&
            ::access(runtime, W_OK | X_OK) == 0)
            folders.push_back(std::string(runtime) + "/" + name);
        const std::string ofUser = "/run/user/" + std::to_string(::geteuid());
        if (::stat(ofUser.c_str(), &status) == 0 && status.st_uid == ::geteuid())
            folders.push_back(ofUser + "/" + name);
    }
    if (::access("/run", W_OK) == 0)
        folders.push_back("/run/" + name);
    folders.push_back(place.dataDir + "/run");
    folders.push_back("/tmp/" + name);
    return folders;
}

std::string percentEncoded(const std::string &text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const unsigned char c : text) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
            c == '-' || c == '.' || c == '_' || c == '~') {
            result += char(c);
        } else {
            result += '%';
            result += digits[c >> 4];
            result += digits[c & 15];
        }
    }
    return result;
}

} // namespace

std::string defaultDataDir()
{
    if (::geteuid() == 0)
        return "/var/lib/bourse";
    if (const char *data = std::getenv("XDG_DATA_HOME"); data && *data == '/')
        return std::string(data) + "/bourse";
    const char *home = std::getenv("HOME");
    return std::string(home && *home == '/' ? home : "/var/tmp") + "/.local/share/bourse";
}

Result<ClusterPlace> clusterPlace(const std::string &dataDir)
{
    ClusterPlace place;
    std::error_code failed;
    fs::path chosen = fs::absolute(dataDir.empty() ? defaultDataDir() : dataDir, failed);
    chosen = fs::weakly_canonical(chosen, failed);
    if (failed || chosen.empty())
        return Error{"data_dir_unusable",
                     {},
                     dataDir,
                     "The data directory " + dataDir + " cannot be used: " + failed.message() + "."};
    if (!chosen.has_filename()) // a trailing slash
        chosen = chosen.parent_path();
    place.dataDir = chosen.string();
    const bool root = ::geteuid() == 0;
    place.serverUser = root ? "postgres" : callingUser();
    auto account = serverAccount(place.serverUser);
    if (!account)
        return account.errors();

    const std::string usual = place.dataDir + "/postgresql";
    const std::string away = "/var/lib/bourse/" + shortHash(place.dataDir);
    place.pgData = usual;
    if (root && !holdsCluster(usual) && (holdsCluster(away) || !canPass(*account, place.dataDir))) {
        place.pgData = away;
        place.moved = true;
    }
    for (const std::string &folder : socketFolders(place, root)) {
        // libpq reads a comma as the end of one host's name
        if (socketFile(folder).size() <= longestSocketPath && folder.find(',') == std::string::npos &&
            canPass(*account, folder)) {
            place.socketDir = folder;
            return place;
        }
    }
    return Error{"socket_path_too_long",
                 {},
                 "107 bytes",
                 "No folder for the database's socket has a path of at most 107 bytes; choose a shorter data "
                 "directory."};
}

struct PrivateCluster::Impl {
    ClusterPlace place;
    ServerAccount account;
    ServerPrograms programs;
    int lock = -1;
    bool started = false;
    bool attached = false; ///< another process runs it
    std::function<void(const std::string &)> progress;

    void say(const std::string &sentence) const
    {
        qCInfo(logStorage, "%s", sentence.c_str());
        if (progress)
            progress(sentence);
    }
    std::string uri(const std::string &database, const std::string &user) const
    {
        return "postgresql:///" + percentEncoded(database) + "?host=" + percentEncoded(place.socketDir) +
               "&port=" + std::to_string(clusterPort) + "&user=" + percentEncoded(user);
    }
    Result<Connection> connect(const std::string &database) const
    {
        ConnectionOptions options;
        options.applicationName = "bourse cluster";
        options.role.clear();
        return Connection::open(uri(database, clusterSuperuser), {}, options);
    }
    bool answers() const { return PQping(uri("postgres", clusterSuperuser).c_str()) == PQPING_OK; }

    Result<void> takeLock();
    void releaseLock();
    Result<void> choosePrograms();
    Result<void> initialise();
    Result<bool> writeSettings(); ///< true if a running server would not have them yet
    Result<bool> adopt();
    Result<void> clearAway();
    Result<void> prepareSocketFolder();
    Result<void> launch();
    Result<void> ensureDatabase();
    Result<void> stopServer();
    void pruneLog() const;
};

Result<void> PrivateCluster::Impl::takeLock()
{
    const std::string path = place.dataDir + "/instance.lock";
    lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        return fileError("Opening", path, errno);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        const int number = errno;
        ::close(lock);
        lock = -1;
        if (number != EWOULDBLOCK)
            return fileError("Locking", path, number);
        std::string pid = readWhole(path);
        pid = pid.substr(0, pid.find('\n'));
        return Error{"instance_running",
                     {},
                     pid.empty() ? "" : "pid " + pid,
                     "Bourse is already running on " + place.dataDir +
                         (pid.empty() ? std::string(".") : " (process " + pid + ").")};
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) != ssize_t(pid.size())) {
        const int number = errno;
        releaseLock();
        return fileError("Writing", path, number);
    }
    return {};
}

void PrivateCluster::Impl::releaseLock()
{
    if (lock < 0)
        return;
    [[maybe_unused]] const int emptied = ::ftruncate(lock, 0);
    ::close(lock); // the file stays: removing a locked file lets two hold "the" lock
    lock = -1;
}

Result<void> PrivateCluster::Impl::choosePrograms()
{
    const auto found = findServerPrograms();
    if (found.empty()) {
        return Error{
            "no_postgresql",
            {},
            {},
            "No PostgreSQL server is installed. Install the Debian package postgresql (initdb, postgres and "
            "pg_ctl are looked for in /usr/lib/postgresql/*/bin, by pg_config and in PATH)."};
    }
    programs = found.front();
    if (!holdsCluster(place.pgData))
        return {};
    const std::string text = readWhole(place.pgData + "/PG_VERSION");
    int major = 0;
    std::from_chars(text.data(), text.data() + text.size(), major);
    const auto matching = std::find_if(found.begin(), found.end(),
                                       [major](const ServerPrograms &p) { return p.major == major; });
    if (matching != found.end()) {
        programs = *matching;
        return {};
    }
    const std::string have = std::to_string(programs.major), needs = std::to_string(major);
    if (major > programs.major) {
        return Error{"cluster_newer",
                     {},
                     "PostgreSQL " + needs,
                     "The database in " + place.pgData + " was made by PostgreSQL " + needs +
                         ", but the newest server installed is " + have + ". Install postgresql-" + needs +
                         "."};
    }
    return Error{"cluster_older",
                 {},
                 "PostgreSQL " + needs,
                 "The database in " + place.pgData + " was made by PostgreSQL " + needs +
                     ", which is not installed any more (there is " + have + "). Install postgresql-" +
                     needs + ", or move the data with pg_upgrade."};
}

Result<void> PrivateCluster::Impl::initialise()
{
    std::error_code failed;
    const std::string parent = fs::path(place.pgData).parent_path().string();
    const std::string unfinishedName = fs::path(place.pgData).filename().string() + ".unfinished-";
    const std::string unfinished = parent + "/" + unfinishedName + std::to_string(::getpid());
    if (isThere(place.pgData)) {
        if (!fs::is_empty(place.pgData, failed) || failed) {
            return Error{"data_dir_unusable",
                         {},
                         place.pgData,
                         "The folder " + place.pgData + " is not empty and holds no database."};
        }
        if (::rmdir(place.pgData.c_str()) != 0)
            return fileError("Replacing the empty folder", place.pgData, errno);
    }
    if (auto made = makeFolder(parent, ::geteuid() == 0 ? 0711 : 0700); !made)
        return made;
    struct statvfs space {};
    if (::statvfs(parent.c_str(), &space) == 0 &&
        std::uintmax_t(space.f_bavail) * space.f_frsize < leastFreeBytes) {
        return Error{"disk_full",
                     {},
                     "150 MB",
                     "The disk of " + parent + " has less than 150 MB free, too little for a database."};
    }
    // Earlier attempts that were interrupted left theirs; nothing was ever kept in them. Each has a name of
    // its own, because an initdb whose application was killed still clears its folder when it fails
    for (const auto &entry : fs::directory_iterator(parent, failed)) {
        if (!entry.path().filename().string().starts_with(unfinishedName))
            continue;
        for (const pid_t pid : serverProcesses(entry.path().string()))
            ::kill(pid, SIGKILL);
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
    }
    if (auto made = makeFolder(unfinished, 0700, &account); !made)
        return made;
    say("Creating the database in " + place.pgData + " with PostgreSQL " + programs.version + ".");
    const auto run = [this, &unfinished](const std::string &characters) {
        return runProgram(account, programs.folder + "/initdb",
                          {"--pgdata=" + unfinished, "--encoding=UTF8", "--locale=C",
                           "--lc-ctype=" + characters, "--data-checksums", "--no-sync", "--auth-local=peer",
                           "--auth-host=reject", std::string("--username=") + clusterSuperuser});
    };
    // Byte order sorts fast and the same everywhere; letters beyond ASCII need a UTF-8 locale to change case
    Finished finished = run("C.UTF-8");
    if (finished.exitCode != 0 && finished.output.find("invalid locale name") != std::string::npos) {
        fs::remove_all(unfinished, failed);
        if (auto made = makeFolder(unfinished, 0700, &account); !made)
            return made;
        finished = run("C");
    }
    if (finished.exitCode != 0) {
        fs::remove_all(unfinished, failed);
        return explainFailure("initdb_failed", "Creating the database", finished.output);
    }
    std::string settings = readWhole(unfinished + "/postgresql.conf");
    settings += "\ninclude 'bourse.conf'\n";
    if (auto done = writeWhole(unfinished + "/postgresql.conf", settings, 0600, &account); !done)
        return done;
    if (auto done = writeWhole(unfinished + "/bourse.conf", serverSettings(place.socketDir), 0600, &account);
        !done)
        return done;
    // One flush of the file system instead of initdb's thousand, before the name that counts
    const int folder = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || ::syncfs(folder) != 0) {
        const int number = errno;
        if (folder >= 0)
            ::close(folder);
        return fileError("Flushing", parent, number);
    }
    // Only a whole cluster ever has the final name
    const int renamed = ::rename(unfinished.c_str(), place.pgData.c_str()) == 0 ? 0 : errno;
    ::fsync(folder);
    ::close(folder);
    if (renamed)
        return fileError("Creating", place.pgData, renamed);
    return {};
}

Result<bool> PrivateCluster::Impl::writeSettings()
{
    const std::pair<const char *, std::string> files[] = {{"bourse.conf", serverSettings(place.socketDir)},
                                                          {"pg_hba.conf", hostRules()},
                                                          {"pg_ident.conf", identityMap(account)}};
    bool changed = false;
    for (const auto &[name, text] : files) {
        const std::string path = place.pgData + "/" + name;
        if (readWhole(path) == text)
            continue;
        changed = true;
        if (auto done = writeWhole(path, text, 0600, &account); !done)
            return done.errors();
    }
    return changed;
}

Result<bool> PrivateCluster::Impl::adopt()
{
    const auto file = readPostmasterFile(place.pgData);
    if (!file || !isPostmasterOf(file->pid, place.pgData))
        return false;
    say("A database server of an earlier run is still there (process " + std::to_string(file->pid) + ").");
    if (file->status != "stopping") {
        // It may listen elsewhere (another runtime folder); then it is started anew where we look for it
        const bool sameSocket = file->socketDir == place.socketDir;
        const bool ready =
            sameSocket &&
            waitUntil(30000,
                      [this, &file] { return !isPostmasterOf(file->pid, place.pgData) || answers(); }) &&
            answers();
        if (ready) {
            auto changed = writeSettings();
            if (!changed)
                return changed.errors();
            if (!*changed) {
                say("It works; taking it over.");
                return true;
            }
            say("Its settings are out of date; starting it anew.");
        }
    }
    if (auto stopped = stopServer(); !stopped)
        return stopped.errors();
    return false;
}

Result<void> PrivateCluster::Impl::clearAway()
{
    // A postmaster that was killed leaves its children for a moment. A second server beside them would
    // destroy the data, so postmaster.pid goes only when none of them is left.
    const auto gone = [this] {
        return serverProcesses(place.pgData).empty();
    };
    for (const auto &[signal, wait] :
         {std::pair(0, 3000), std::pair(SIGQUIT, 5000), std::pair(SIGKILL, 5000)}) {
        if (signal) {
            for (const pid_t pid : serverProcesses(place.pgData))
                ::kill(pid, signal);
        }
        if (waitUntil(wait, gone))
            break;
    }
    if (!gone()) {
        return Error{"cluster_start_failed",
                     {},
                     {},
                     "Processes of an earlier database server in " + place.pgData + " do not end."};
    }
    const std::string pidFile = place.pgData + "/postmaster.pid";
    if (isThere(pidFile)) {
        say("Removing the lock file of a database server that was killed.");
        if (::unlink(pidFile.c_str()) != 0)
            return fileError("Removing", pidFile, errno);
    }
    const std::string socket = socketFile(place.socketDir);
    ::unlink(socket.c_str());
    ::unlink((socket + ".lock").c_str());
    return {};
}

Result<void> PrivateCluster::Impl::prepareSocketFolder()
{
    struct stat status {};
    if (::lstat(place.socketDir.c_str(), &status) == 0 &&
        (!S_ISDIR(status.st_mode) ||
         (status.st_uid != account.uid && status.st_uid != 0 && status.st_uid != ::geteuid()))) {
        return Error{"data_dir_unusable",
                     {},
                     place.socketDir,
                     "The folder " + place.socketDir +
                         " for the database's socket belongs to somebody else."};
    }
    return makeFolder(place.socketDir, 0700, &account);
}

void PrivateCluster::Impl::pruneLog() const
{
    // The server truncates a weekday's file when midnight passes, not when it starts
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    for (const auto &entry : fs::directory_iterator(place.pgData + "/log", ignored)) {
        const auto size = entry.file_size(ignored);
        if (now - entry.last_write_time(ignored) > std::chrono::hours(6 * 24) || size > (10U << 20))
            fs::remove(entry.path(), ignored);
    }
}

Result<void> PrivateCluster::Impl::launch()
{
    if (auto made = makeFolder(place.pgData + "/log", 0700, &account); !made)
        return made;
    pruneLog();
    const std::string firstLog = place.pgData + "/log/start.log";
    ::unlink(firstLog.c_str());
    say("Starting PostgreSQL " + programs.version + ".");
    int said = 0;
    const Finished finished = runProgram(
        account, programs.folder + "/pg_ctl",
        {"start", "--wait", "--timeout=3600", "--silent", "--pgdata=" + place.pgData, "--log=" + firstLog},
        [this, &said](int milliseconds) {
            if (milliseconds / 5000 > said) {
                said = milliseconds / 5000;
                say("The database recovers from an unclean end; " + std::to_string(milliseconds / 1000) +
                    " seconds so far.");
            }
        });
    if (finished.exitCode != 0) {
        const Error error = explainFailure("cluster_start_failed", "Starting the database server",
                                           finished.output + "\n" + startLog(place.pgData));
        (void)stopServer();
        return error;
    }
    if (!waitUntil(30000, [this] { return answers(); })) {
        const Error error = explainFailure("cluster_start_failed", "Starting the database server",
                                           "it runs but does not answer\n" + startLog(place.pgData));
        (void)stopServer();
        return error;
    }
    return {};
}

Result<void> PrivateCluster::Impl::ensureDatabase()
{
    auto opened = connect("postgres");
    if (!opened)
        return opened.errors();
    Connection &session = *opened;
    for (const char *role : {"bourse_owner", "bourse_app"}) {
        auto there = session.exec("SELECT 1 FROM pg_roles WHERE rolname = $1", {role});
        if (!there)
            return there.errors();
        if (there->isEmpty()) {
            if (auto made = session.exec(std::string("CREATE ROLE ") + role + " LOGIN"); !made)
                return made.errors();
        }
    }
    if (auto granted = session.exec("GRANT bourse_app TO bourse_owner"); !granted)
        return granted.errors();
    auto there = session.exec("SELECT 1 FROM pg_database WHERE datname = 'bourse'");
    if (!there)
        return there.errors();
    if (there->isEmpty()) {
        if (auto made =
                session.exec("CREATE DATABASE bourse OWNER bourse_owner TEMPLATE template0 ENCODING 'UTF8'");
            !made)
            return made.errors();
    }
    if (auto granted = session.exec("REVOKE ALL ON DATABASE bourse FROM PUBLIC; "
                                    "GRANT CONNECT ON DATABASE bourse TO bourse_app");
        !granted)
        return granted.errors();
    return {};
}

Result<void> PrivateCluster::Impl::stopServer()
{
    const auto file = readPostmasterFile(place.pgData);
    const auto gone = [this] {
        return serverProcesses(place.pgData).empty();
    };
    if (!file || !isPostmasterOf(file->pid, place.pgData)) {
        if (waitUntil(3000, gone))
            return {};
    } else {
        const pid_t pid = file->pid;
        const std::pair<int, int> stages[] = {
            {SIGTERM, smartStopMs}, {SIGINT, fastStopMs}, {SIGQUIT, immediateStopMs}};
        for (const auto &[signal, wait] : stages) {
            if (!isPostmasterOf(pid, place.pgData))
                break;
            if (::kill(pid, signal) != 0 && errno != ESRCH) {
                return Error{"cluster_stop_failed",
                             {},
                             {},
                             "The database server (process " + std::to_string(pid) +
                                 ") may not be stopped by this user."};
            }
            if (waitUntil(wait, [&] { return !isPostmasterOf(pid, place.pgData); }))
                break;
            if (signal == SIGQUIT)
                qCWarning(logStorage, "The database server does not stop within its time.");
        }
        if (waitUntil(immediateStopMs, gone))
            return {};
    }
    for (const pid_t pid : serverProcesses(place.pgData))
        ::kill(pid, SIGKILL); // the next start recovers from the log of writes
    if (waitUntil(5000, gone))
        return {};
    return Error{"cluster_stop_failed", {}, {}, "The database server in " + place.pgData + " does not stop."};
}

PrivateCluster::PrivateCluster(ClusterPlace place) : m_impl(std::make_unique<Impl>())
{
    m_impl->place = std::move(place);
}

PrivateCluster::~PrivateCluster()
{
    if (!m_impl->started)
        return;
    if (auto stopped = stop(); !stopped)
        qCWarning(logStorage, "%s", stopped.error().message.c_str());
}

Result<void> PrivateCluster::start(const std::function<void(const std::string &)> &progress)
{
    Impl &self = *m_impl;
    if (self.started)
        return {};
    self.progress = progress;
    const auto steps = [&self]() -> Result<void> {
        auto account = serverAccount(self.place.serverUser);
        if (!account)
            return account.errors();
        self.account = *account;
        if (socketFile(self.place.socketDir).size() > longestSocketPath) {
            return Error{"socket_path_too_long",
                         {},
                         "107 bytes",
                         "The socket path " + self.place.socketDir +
                             " is too long; choose a shorter data directory."};
        }
        if (auto made = makeFolder(self.place.dataDir, ::geteuid() == 0 ? 0711 : 0700); !made)
            return made;
        if (!canPass(self.account, fs::path(self.place.pgData).parent_path().string())) {
            return Error{"data_dir_unusable",
                         {},
                         self.place.pgData,
                         "User " + self.account.name + ", who runs the database server, cannot reach " +
                             self.place.pgData + ": a folder above it is closed to others."};
        }
        if (auto locked = self.takeLock(); !locked)
            return locked;
        if (auto chosen = self.choosePrograms(); !chosen)
            return chosen;
        if (!holdsCluster(self.place.pgData)) {
            if (auto made = self.initialise(); !made)
                return made;
        }
        auto adopted = self.adopt();
        if (!adopted)
            return adopted.errors();
        if (!*adopted) {
            if (auto cleared = self.clearAway(); !cleared)
                return cleared;
            if (auto made = self.prepareSocketFolder(); !made)
                return made;
            if (auto written = self.writeSettings(); !written)
                return written.errors();
            if (auto launched = self.launch(); !launched)
                return launched;
        }
        self.started = true;
        return self.ensureDatabase();
    };
    Result<void> done = steps();
    if (!done) {
        if (self.started)
            (void)self.stopServer();
        self.started = false;
        self.releaseLock();
    } else {
        self.say("The database is ready.");
    }
    self.progress = {};
    return done;
}

Result<void> PrivateCluster::attach()
{
    Impl &self = *m_impl;
    const auto file = readPostmasterFile(self.place.pgData);
    if (!file || !processAlive(file->pid) || file->socketDir.empty()) {
        return Error{"cluster_not_running",
                     {},
                     {},
                     "No database server runs in " + self.place.pgData +
                         "; start Bourse on this data directory first."};
    }
    self.place.socketDir = file->socketDir;
    if (auto account = serverAccount(self.place.serverUser); account)
        self.account = *account;
    // It may be starting just now
    waitUntil(10000, [&self] { return self.answers() || !readPostmasterFile(self.place.pgData); });
    auto session = self.connect("bourse");
    if (!session) {
        return Error{"cluster_not_running",
                     {},
                     session.error().rule,
                     "The database server in " + self.place.pgData +
                         " does not let us in: " + session.error().message};
    }
    self.attached = true;
    return {};
}

Result<bool> PrivateCluster::revive()
{
    Impl &self = *m_impl;
    if (!self.started)
        return false;
    const auto file = readPostmasterFile(self.place.pgData);
    if (file && processAlive(file->pid))
        return false;
    self.say("The database server has died; starting it again.");
    if (auto cleared = self.clearAway(); !cleared)
        return cleared.errors();
    if (auto made = self.prepareSocketFolder(); !made)
        return made.errors();
    if (auto launched = self.launch(); !launched)
        return launched.errors();
    return true;
}

Result<void> PrivateCluster::stop()
{
    Impl &self = *m_impl;
    // A server that this object neither started nor attached to is somebody else's: a refused second instance
    // must not take the database away from the first.
    if (!self.started && !self.attached) {
        self.releaseLock();
        return {};
    }
    self.attached = false;
    auto stopped = self.stopServer();
    if (stopped) {
        self.started = false;
        // XDG_RUNTIME_DIR and /run are shared places; the folder is made again at the next start
        ::rmdir(self.place.socketDir.c_str());
    }
    self.releaseLock();
    return stopped;
}

bool PrivateCluster::startedHere() const
{
    return m_impl->started;
}

std::string PrivateCluster::uri() const
{
    return uri("bourse", "bourse_owner");
}

std::string PrivateCluster::uri(const std::string &database, const std::string &user) const
{
    return m_impl->uri(database, user);
}

const ClusterPlace &PrivateCluster::place() const
{
    return m_impl->place;
}

} // namespace bourse::storage
