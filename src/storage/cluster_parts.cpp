#include "storage/cluster_parts.h"
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <set>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace bourse::storage {

namespace fs = std::filesystem;

namespace {

bool runnable(const std::string &path)
{
    return ::access(path.c_str(), X_OK) == 0;
}

QProcessEnvironment cleanEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        // PGDATA, PGOPTIONS and their like would reach into our server; translated messages could not be read
        if (name.startsWith(QLatin1String("PG")) || name.startsWith(QLatin1String("LC_")) ||
            name == QLatin1String("LANGUAGE") || name == QLatin1String("NOTIFY_SOCKET"))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    return environment;
}

std::string firstWordsOf(const std::string &text, std::size_t most)
{
    std::string result;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        if (!result.empty())
            result += " | ";
        result += line;
    }
    if (result.size() > most)
        result = "…" + result.substr(result.size() - most);
    return result;
}

} // namespace

std::vector<ServerPrograms> findServerPrograms()
{
    std::vector<std::string> folders;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator("/usr/lib/postgresql", ignored))
        folders.push_back(entry.path().string() + "/bin");
    for (const auto &entry : fs::directory_iterator("/usr", ignored)) {
        if (entry.path().filename().string().starts_with("pgsql-"))
            folders.push_back(entry.path().string() + "/bin");
    }
    ServerAccount self;
    if (const char *path = std::getenv("PATH")) {
        std::istringstream parts(path);
        for (std::string part; std::getline(parts, part, ':');) {
            if (part.empty() || part.front() != '/')
                continue;
            folders.push_back(part);
            if (runnable(part + "/pg_config")) {
                const Finished asked = runProgram(self, part + "/pg_config", {"--bindir"});
                if (asked.exitCode == 0)
                    folders.push_back(asked.output.substr(0, asked.output.find_first_of("\r\n")));
            }
        }
    }
    std::vector<ServerPrograms> found;
    std::set<std::string> seen;
    for (const std::string &folder : folders) {
        if (!runnable(folder + "/postgres") || !runnable(folder + "/initdb") || !runnable(folder + "/pg_ctl"))
            continue;
        const std::string real = fs::canonical(folder, ignored).string();
        if (!seen.insert(real).second)
            continue;
        // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
        const Finished asked = runProgram(self, folder + "/postgres", {"--version"});
        const auto at = asked.output.find("(PostgreSQL) ");
        if (asked.exitCode != 0 || at == std::string::npos)
            continue;
        ServerPrograms programs{folder, 0, asked.output.substr(at + 13)};
        programs.version = programs.version.substr(0, programs.version.find_first_of(" \r\n"));
        std::from_chars(programs.version.data(), programs.version.data() + programs.version.size(),
                        programs.major);
        if (programs.major > 0)
            found.push_back(std::move(programs));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const ServerPrograms &a, const ServerPrograms &b) { return a.major > b.major; });
    return found;
}

std::string callingUser()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return entry ? entry->pw_name : "";
}

Result<ServerAccount> serverAccount(const std::string &name)
{
    passwd entry{};
    passwd *found = nullptr;
    char buffer[16384];
    if (name.empty() || ::getpwnam_r(name.c_str(), &entry, buffer, sizeof buffer, &found) != 0 || !found) {
        return Error{"data_dir_unusable",
                     {},
                     "server user",
                     name.empty()
                         ? "The calling user has no name in the user database, which PostgreSQL needs."
                         : "There is no user \"" + name +
                               "\" to run the database server as (PostgreSQL refuses to run as root)."};
    }
    ServerAccount account{name, found->pw_uid, found->pw_gid, {}, ::geteuid() == 0 && found->pw_uid != 0};
    int count = 64;
    account.groups.resize(std::size_t(count));
    if (::getgrouplist(name.c_str(), account.gid, account.groups.data(), &count) < 0) {
        account.groups.resize(std::size_t(count));
        ::getgrouplist(name.c_str(), account.gid, account.groups.data(), &count);
    }
    account.groups.resize(std::size_t(count));
    return account;
}

Finished runProgram(const ServerAccount &account, const std::string &program,
                    const std::vector<std::string> &arguments, const std::function<void(int)> &waiting)
{
    QProcess process;
    process.setProgram(QString::fromStdString(program));
    QStringList list;
    for (const std::string &argument : arguments)
        list << QString::fromStdString(argument);
    process.setArguments(list);
    process.setProcessEnvironment(cleanEnvironment());
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier([&account] {
        // Only calls that are safe between fork and exec
        ::setsid();
        ::umask(077);
        // Whatever the application has open (sockets, the instance lock) is not the server's
        ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
        if (account.change && (::setgroups(account.groups.size(), account.groups.data()) != 0 ||
                               ::setgid(account.gid) != 0 || ::setuid(account.uid) != 0)) {
            constexpr char text[] = "cannot become the database server's user\n";
            [[maybe_unused]] const auto written = ::write(2, text, sizeof text - 1);
            ::_exit(126);
        }
    });
    Finished finished;
    process.start();
    if (!process.waitForStarted(30000)) {
        finished.started = false;
        finished.output = process.errorString().toStdString();
        return finished;
    }
    const auto begun = std::chrono::steady_clock::now();
    while (process.state() != QProcess::NotRunning) {
        process.waitForFinished(250);
        if (waiting) {
            waiting(int(std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::steady_clock::now() - begun)
                            .count()));
        }
    }
    finished.output = process.readAll().toStdString();
    finished.crashed = process.exitStatus() != QProcess::NormalExit;
    finished.exitCode = finished.crashed ? -1 : process.exitCode();
    return finished;
}

std::optional<PostmasterFile> readPostmasterFile(const std::string &pgData)
{
    std::ifstream file(pgData + "/postmaster.pid");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())))
            line.pop_back();
        lines.push_back(std::move(line));
    }
    // pid, data folder, start time, port, socket folder, listen address, shared memory, status
    if (lines.empty())
        return std::nullopt;
    PostmasterFile result;
    std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), result.pid);
    if (result.pid <= 0)
        return std::nullopt;
    if (lines.size() > 4)
        result.socketDir = lines[4];
    if (lines.size() > 7)
        result.status = lines[7];
    return result;
}

bool processAlive(pid_t pid)
{
    if (pid <= 0 || (::kill(pid, 0) != 0 && errno == ESRCH))
        return false;
    const std::string text = readWhole("/proc/" + std::to_string(pid) + "/stat");
    const auto at = text.rfind(')');
    return at == std::string::npos || at + 2 >= text.size() || (text[at + 2] != 'Z' && text[at + 2] != 'X');
}

namespace {
bool worksIn(const std::string &proc, const std::string &pgData)
{
    std::error_code failed;
    const fs::path cwd = fs::read_symlink(proc + "/cwd", failed);
    if (failed || cwd.string() != pgData)
        return false;
    const std::string name = readWhole(proc + "/comm");
    return name.starts_with("postgres") || name.starts_with("postmaster");
}

std::string realFolder(const std::string &path)
{
    std::error_code failed;
    const fs::path real = fs::canonical(path, failed);
    return failed ? path : real.string();
}
} // namespace

bool isPostmasterOf(pid_t pid, const std::string &pgData)
{
    if (!processAlive(pid))
        return false;
    const std::string proc = "/proc/" + std::to_string(pid);
    std::error_code failed;
    const fs::path cwd = fs::read_symlink(proc + "/cwd", failed);
    // Where the kernel does not say, any living postgres of that number is taken for ours: starting a second
    // server on the same data would destroy it
    if (failed == std::errc::permission_denied || failed == std::errc::operation_not_permitted)
        return readWhole(proc + "/comm").starts_with("postgres");
    return worksIn(proc, realFolder(pgData));
}

std::vector<pid_t> serverProcesses(const std::string &pgData)
{
    std::vector<pid_t> found;
    const std::string real = realFolder(pgData);
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator("/proc", ignored)) {
        const std::string name = entry.path().filename().string();
        pid_t pid = 0;
        const auto end = std::from_chars(name.data(), name.data() + name.size(), pid).ptr;
        if (end != name.data() + name.size() || pid <= 0)
            continue;
        if (worksIn(entry.path().string(), real) && processAlive(pid))
            found.push_back(pid);
    }
    return found;
}

bool waitUntil(int milliseconds, const std::function<bool()> &done)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (!done()) {
        if (std::chrono::steady_clock::now() >= end)
            return done();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

Error fileError(const std::string &doing, const std::string &path, int number)
{
    if (number == ENOSPC || number == EDQUOT)
        return {"disk_full", {}, path, "The disk is full: " + doing + " " + path + " failed."};
    return {"data_dir_unusable", {}, path, doing + " " + path + " failed: " + std::strerror(number) + "."};
}

Result<void> makeFolder(const std::string &path, mode_t mode, const ServerAccount *owner)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        const std::string parent = fs::path(path).parent_path().string();
        // Parents that had to be made let the server's user pass and show nothing
        if (!parent.empty() && parent != path) {
            if (auto made = makeFolder(parent, ::geteuid() == 0 ? 0711 : 0700); !made)
                return made;
        }
        if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
            return fileError("Creating the folder", path, errno);
        if (::chmod(path.c_str(), mode) != 0) // mkdir obeys the umask
            return fileError("Setting the permissions of", path, errno);
    } else if (!S_ISDIR(status.st_mode)) {
        return fileError("Opening the folder", path, ENOTDIR);
    }
    if (owner) {
        if (::chmod(path.c_str(), mode) != 0)
            return fileError("Setting the permissions of", path, errno);
        if (owner->change && ::chown(path.c_str(), owner->uid, owner->gid) != 0)
            return fileError("Giving to the database server's user the folder", path, errno);
    }
    return {};
}

Result<void> writeWhole(const std::string &path, const std::string &text, mode_t mode,
                        const ServerAccount *owner)
{
    const std::string beside = path + ".new";
    ::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return fileError("Writing", path, errno);
    int failed = 0;
    for (std::size_t done = 0; done < text.size() && !failed;) {
        const auto written = ::write(file, text.data() + done, text.size() - done);
        if (written > 0)
            done += std::size_t(written);
        else if (errno != EINTR)
            failed = errno ? errno : EIO;
    }
    if (!failed &&
        (::fchmod(file, mode) != 0 ||
         (owner && owner->change && ::fchown(file, owner->uid, owner->gid) != 0) || ::fsync(file) != 0))
        failed = errno;
    if (::close(file) != 0 && !failed)
        failed = errno;
    if (!failed && ::rename(beside.c_str(), path.c_str()) != 0)
        failed = errno;
    if (failed) {
        ::unlink(beside.c_str());
        return fileError("Writing", path, failed);
    }
    return {};
}

std::string readWhole(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return file ? text.str() : std::string();
}

std::string startLog(const std::string &pgData)
{
    // Until its collector runs, the server writes to start.log; afterwards to the newest of its own files
    const std::string begin = readWhole(pgData + "/log/start.log");
    if (begin.find("redirecting log output") == std::string::npos)
        return begin;
    std::string newest;
    fs::file_time_type when{};
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(pgData + "/log", ignored)) {
        const auto written = entry.last_write_time(ignored);
        if (entry.path().extension() == ".log" && entry.path().filename() != "start.log" &&
            (newest.empty() || written > when)) {
            newest = entry.path().string();
            when = written;
        }
    }
    std::string text = readWhole(newest);
    const auto last = text.rfind("starting PostgreSQL ");
    return last == std::string::npos ? text : text.substr(last);
}

Error explainFailure(const std::string &code, const std::string &doing, const std::string &text)
{
    const auto has = [&text](const char *part) {
        return text.find(part) != std::string::npos;
    };
    const std::string tail = firstWordsOf(text, 600);
    if (has("No space left on device") || has("Disk quota exceeded"))
        return {
            "disk_full", {}, {}, "The disk is full: " + doing + " failed. Free some space and start again."};
    if (has("Permission denied") || has("has wrong ownership") || has("has group or world access") ||
        has("invalid permissions") || has("Read-only file system"))
        return {"data_dir_unusable", {}, {}, doing + " failed for want of permission: " + tail};
    if (has("could not create shared memory") || has("could not map anonymous shared memory") ||
        has("Cannot allocate memory"))
        return {code, {}, "memory", doing + " failed: the machine has too little free memory. " + tail};
    return {code, {}, {}, doing + " failed: " + (tail.empty() ? "no reason was given" : tail)};
}

std::string serverSettings(const std::string &socketDir)
{
    std::string quoted;
    for (const char c : socketDir)
        quoted += c == '\'' ? std::string("''") : std::string(1, c);
    std::ostringstream text;
    text << "# Written by Bourse at every start. Own settings belong into bourse.local.conf, which is read "
            "last.\n"
            "listen_addresses = ''\n"
            "port = "
         << clusterPort
         << "\n"
            "unix_socket_directories = '"
         << quoted
         << "'\n"
            "unix_socket_permissions = 0700\n"
            "max_connections = 64\n"
            "shared_buffers = 128MB\n"
            "huge_pages = try\n"
            "jit = off\n"
            "random_page_cost = 1.1\n"
            "password_encryption = 'scram-sha-256'\n"
            "timezone = 'UTC'\n"
            "lc_messages = 'C'\n"
            // A commit is on the disk when it is answered
            "fsync = on\n"
            "full_page_writes = on\n"
            "synchronous_commit = on\n"
            "wal_level = replica\n"
            "wal_buffers = 16MB\n"
            "commit_delay = 0\n"
            "max_wal_size = 2GB\n"
            "min_wal_size = 128MB\n"
            "checkpoint_timeout = 15min\n"
            "checkpoint_completion_target = 0.9\n"
            // Sessions of an application that was killed end at once, and with them their locks
            "client_connection_check_interval = '1s'\n"
            // Errors reach the application; in a file they would quote people's data. A week of files, then
            // overwritten
            "logging_collector = on\n"
            "log_destination = 'stderr'\n"
            "log_directory = 'log'\n"
            "log_filename = 'postgresql-%a.log'\n"
            "log_file_mode = 0600\n"
            "log_rotation_age = 1d\n"
            "log_rotation_size = 0\n"
            "log_truncate_on_rotation = on\n"
            "log_min_messages = log\n"
            "log_min_error_statement = panic\n"
            "log_error_verbosity = terse\n"
            "log_statement = 'none'\n"
            "log_min_duration_statement = -1\n"
            "log_parameter_max_length = 0\n"
            "log_parameter_max_length_on_error = 0\n"
            "log_checkpoints = off\n"
            "log_timezone = 'UTC'\n"
            "log_line_prefix = '%m [%p] '\n"
            "include_if_exists 'bourse.local.conf'\n";
    return text.str();
}

std::string hostRules()
{
    return "# Written by Bourse at every start: local users of the map in pg_ident.conf, nobody else.\n"
           "local all all peer map=bourse\n"
           "local replication all reject\n"
           "host all all 0.0.0.0/0 reject\n"
           "host all all ::/0 reject\n";
}

std::string identityMap(const ServerAccount &account)
{
    std::set<std::string> users{"root", account.name};
    if (const std::string self = callingUser(); !self.empty())
        users.insert(self);
    std::string text = "# Written by Bourse at every start: who may log in as what.\n";
    for (const std::string &user : users) {
        for (const char *role : {clusterSuperuser, "bourse_owner", "bourse_app"}) {
            std::string quoted;
            for (const char c : user)
                quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
            text += "bourse \"" + quoted + "\" " + role + "\n";
        }
    }
    return text;
}

} // namespace bourse::storage
