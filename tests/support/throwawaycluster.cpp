#include "support/throwawaycluster.h"
#include "storage/connection.h"
#include "storage/store.h"
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bourse::test {

using namespace bourse::storage;

namespace {
ConnectionOptions asLogin()
{
    ConnectionOptions options;
    options.applicationName = "bourse test";
    options.role.clear();
    return options;
}

/// Servers and folders of test executables that crashed or were killed.
void sweep()
{
    namespace fs = std::filesystem;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator("/tmp", ignored)) {
        const std::string path = entry.path().string();
        if (!path.starts_with("/tmp/bourse-test-"))
            continue;
        struct stat status {};
        if (::lstat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::geteuid() ||
            std::time(nullptr) - status.st_mtime < 60)
            continue;
        const int lock = ::open((path + "/instance.lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (lock < 0)
            continue;
        if (::flock(lock, LOCK_EX | LOCK_NB) == 0) {
            if (auto place = clusterPlace(path); place && PrivateCluster(*place).stop())
                fs::remove_all(path, ignored);
        }
        ::close(lock);
    }
}

std::string databaseOf(const std::string &uri)
{
    const std::string rest = uri.substr(uri.find("///") + 3);
    return rest.substr(0, rest.find('?'));
}
} // namespace

ThrowawayCluster &ThrowawayCluster::shared()
{
    static ThrowawayCluster cluster;
    return cluster;
}

ThrowawayCluster::ThrowawayCluster(bool durable)
{
    sweep();
    char name[] = "/tmp/bourse-test-XXXXXX";
    if (!::mkdtemp(name)) {
        m_problem = "no temporary folder";
        return;
    }
    // As root the server is another user, who has to pass through
    ::chmod(name, ::geteuid() == 0 ? 0711 : 0700);
    m_dataDir = name;
    auto place = clusterPlace(m_dataDir);
    if (!place) {
        m_problem = place.error().message;
        return;
    }
    m_cluster = std::make_unique<PrivateCluster>(*place);
    if (auto started = m_cluster->start({}); !started) {
        m_problem = started.error().code + ": " + started.error().message;
        return;
    }
    if (durable)
        return;
    std::ofstream(place->pgData + "/bourse.local.conf")
        << "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nautovacuum_naptime = '1h'\n";
    ::chmod((place->pgData + "/bourse.local.conf").c_str(), 0644);
    if (auto done = execute(m_cluster->uri(), "SELECT pg_reload_conf()"); !done)
        m_problem = done.error().message;
}

ThrowawayCluster::~ThrowawayCluster()
{
    if (m_cluster)
        (void)m_cluster->stop();
    m_cluster.reset();
    std::error_code ignored;
    if (!m_dataDir.empty())
        std::filesystem::remove_all(m_dataDir, ignored);
}

std::string ThrowawayCluster::superuserUri(const std::string &uri) const
{
    return m_cluster->uri(databaseOf(uri), "postgres");
}

Result<void> ThrowawayCluster::execute(const std::string &uri, const std::string &sql) const
{
    auto session = Connection::open(superuserUri(uri), {}, asLogin());
    if (!session)
        return session.errors();
    auto done = session->exec(sql);
    if (!done)
        return done.errors();
    return {};
}

Result<std::string> ThrowawayCluster::value(const std::string &uri, const std::string &sql) const
{
    auto session = Connection::open(superuserUri(uri), {}, asLogin());
    if (!session)
        return session.errors();
    auto rows = session->exec(sql);
    if (!rows)
        return rows.errors();
    return rows->isEmpty() ? std::string() : rows->string(0, 0);
}

std::string ThrowawayCluster::createDatabase(bool migrated)
{
    if (!m_cluster || !m_cluster->startedHere())
        return {};
    const auto create = [this](const std::string &name, const std::string &from) {
        auto made = execute(m_cluster->uri("postgres", "postgres"),
                            "CREATE DATABASE " + name + " OWNER bourse_owner TEMPLATE " + from);
        if (made)
            made = execute(m_cluster->uri("postgres", "postgres"),
                           "GRANT CONNECT ON DATABASE " + name + " TO bourse_app");
        if (!made)
            m_problem = made.error().message;
        return made.ok();
    };
    if (migrated && !m_template) {
        if (!create("migrated", "template0"))
            return {};
        if (auto done = migrate(m_cluster->uri("migrated", "bourse_owner")); !done) {
            m_problem = done.error().field + ": " + done.error().message;
            return {};
        }
        m_template = true;
    }
    const std::string name = "test_" + std::to_string(++m_databases);
    if (!create(name, migrated ? "migrated" : "template0"))
        return {};
    return m_cluster->uri(name, "bourse_owner");
}

} // namespace bourse::test
