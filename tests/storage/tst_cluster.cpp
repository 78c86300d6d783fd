// The private cluster's life on a real PostgreSQL: made, restarted, shared, killed, taken over, stopped.
#include "storage/cluster.h"
#include "storage/connection.h"
#include "support/throwawaycluster.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <pwd.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace bourse;
using namespace bourse::storage;
namespace fs = std::filesystem;

namespace {

QString words(const Errors &errors)
{
    return QString::fromStdString(errors.front().code + ": " + errors.front().message);
}

/// A folder that a server run by another user can reach.
struct Folder {
    Folder()
    {
        char name[] = "/tmp/bourse-cluster-XXXXXX";
        path = ::mkdtemp(name);
        ::chmod(name, ::geteuid() == 0 ? 0711 : 0700);
    }
    ~Folder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    std::string path;
};

ConnectionOptions asLogin()
{
    ConnectionOptions options;
    options.role.clear();
    return options;
}

pid_t postmaster(const ClusterPlace &place)
{
    std::ifstream file(place.pgData + "/postmaster.pid");
    pid_t pid = 0;
    file >> pid;
    return pid;
}

std::string ask(const std::string &uri, const std::string &sql)
{
    auto session = Connection::open(uri, {}, asLogin());
    if (!session)
        return "error " + session.error().message;
    auto rows = session->exec(sql);
    if (!rows)
        return "error " + rows.error().message;
    return rows->isEmpty() ? std::string() : rows->string(0, 0);
}

int serversIn(const std::string &pgData)
{
    int count = 0;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator("/proc", ignored)) {
        const fs::path cwd = fs::read_symlink(entry.path() / "cwd", ignored);
        if (!ignored && cwd.string() == pgData)
            ++count;
        ignored.clear();
    }
    return count;
}

} // namespace

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &verified = (result);                                                                     \
        QVERIFY2(verified.ok(), verified.ok() ? "" : qPrintable(words(verified.errors())));                  \
    } while (false)

class TestCluster : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void placeIsBesideTheData();
    void placeMovesOutOfAClosedFolder();
    void placeRefusesNothingButFindsAShortSocket();
    void firstStartMakesTheClusterAsPromised();
    void secondInstanceIsRefusedAndNamed();
    void attachUsesAServerOfAnother();
    void psqlTakesTheUri();
    void halfMadeClusterIsMadeAgainAndRestartsKeepTheData();
    void killedPostmasterRecovers();
    void serverOfAKilledApplicationIsTakenOver();
    void lockFileOfAnotherProgramIsStale();
    void stopEndsBusySessions();
    void serverIgnoresTheTerminal();
    void foreignFolderIsLeftAlone();
    void clusterOfANewerServerIsRefused();
    void brokenSettingsAreExplained();
    void fullDiskIsNamed();
    void serverLogKeepsNoValues();
    void worksAsAnOrdinaryUser();

  private:
    /// A cluster that is killed and stopped at will; running at the start of each test.
    test::ThrowawayCluster &victim()
    {
        if (!m_victim)
            m_victim = std::make_unique<test::ThrowawayCluster>(true);
        if (m_victim->ok() && !m_victim->cluster().startedHere())
            (void)m_victim->cluster().start({});
        return *m_victim;
    }
    std::unique_ptr<test::ThrowawayCluster> m_victim;
};

void TestCluster::placeIsBesideTheData()
{
    const Folder folder;
    auto place = clusterPlace(folder.path + "/data/");
    VERIFY_OK(place);
    QCOMPARE(place->dataDir, folder.path + "/data");
    QCOMPARE(place->pgData, folder.path + "/data/postgresql");
    QVERIFY(!place->moved);
    QVERIFY(place->socketDir.size() + 14 <= 107);
    QVERIFY(!fs::exists(folder.path + "/data")); // asking makes nothing
    auto again = clusterPlace(folder.path + "/./x/../data");
    VERIFY_OK(again);
    QCOMPARE(again->socketDir, place->socketDir);
    auto other = clusterPlace(folder.path + "/other");
    VERIFY_OK(other);
    QVERIFY(other->socketDir != place->socketDir);
}

void TestCluster::placeMovesOutOfAClosedFolder()
{
    if (::geteuid() != 0)
        QSKIP("only root's server is another user's");
    const Folder folder;
    ::chmod(folder.path.c_str(), 0700);
    auto place = clusterPlace(folder.path + "/data");
    VERIFY_OK(place);
    QVERIFY(place->moved);
    QVERIFY(place->pgData.starts_with("/var/lib/bourse/"));
    QCOMPARE(place->serverUser, std::string("postgres"));
    {
        PrivateCluster cluster(*place);
        VERIFY_OK(cluster.start({}));
        QCOMPARE(ask(cluster.uri(), "CREATE TABLE kept AS SELECT 41 AS n"), std::string());
    }
    // It stays the one in use, also when the folder opens later
    ::chmod(folder.path.c_str(), 0711);
    auto open = clusterPlace(folder.path + "/data");
    VERIFY_OK(open);
    QCOMPARE(open->pgData, place->pgData);
    {
        PrivateCluster cluster(*open);
        VERIFY_OK(cluster.start({}));
        QCOMPARE(ask(cluster.uri(), "SELECT n FROM kept"), std::string("41"));
    }
    fs::remove_all(place->pgData);
    ::rmdir("/var/lib/bourse"); // goes only if this test was the first to need it
    auto fresh = clusterPlace(folder.path + "/data");
    VERIFY_OK(fresh);
    QVERIFY(!fresh->moved);
}

void TestCluster::placeRefusesNothingButFindsAShortSocket()
{
    const Folder folder;
    std::string deep = folder.path;
    for (int i = 0; i < 12; ++i)
        deep += "/a-folder-with-a-long-name";
    auto place = clusterPlace(deep);
    VERIFY_OK(place);
    QVERIFY(place->socketDir.size() + 14 <= 107);
    ClusterPlace tooLong = *place;
    tooLong.socketDir = deep;
    PrivateCluster cluster(tooLong);
    auto started = cluster.start({});
    QVERIFY(!started);
    QCOMPARE(started.error().code, std::string("socket_path_too_long"));
    QVERIFY(!fs::exists(folder.path + "/a-folder-with-a-long-name"));
}

void TestCluster::firstStartMakesTheClusterAsPromised()
{
    auto &shared = test::ThrowawayCluster::shared();
    QVERIFY2(shared.ok(), shared.problem().c_str());
    const std::string uri = shared.cluster().uri();
    QVERIFY(shared.cluster().startedHere());
    QCOMPARE(ask(uri, "SELECT current_user"), std::string("bourse_owner"));
    QCOMPARE(ask(uri, "SHOW server_encoding"), std::string("UTF8"));
    QCOMPARE(ask(uri, "SHOW data_checksums"), std::string("on"));
    QCOMPARE(ask(uri, "SHOW listen_addresses"), std::string());
    QCOMPARE(ask(uri, "SHOW jit"), std::string("off"));
    QCOMPARE(ask(uri, "SELECT lower('ÄÖ')"), std::string("äö"));
    QCOMPARE(ask(uri, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'bourse'"),
             std::string("bourse_owner"));
    QCOMPARE(ask(uri, "SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname LIKE 'bourse_%'"),
             std::string("f"));
    QCOMPARE(ask(shared.cluster().uri("bourse", "bourse_app"), "SELECT current_user"),
             std::string("bourse_app"));
    QCOMPARE(ask(shared.cluster().uri("postgres", "postgres"), "SELECT current_user"),
             std::string("postgres"));
    // Nobody else's folder, nobody else's socket
    struct stat status {};
    QCOMPARE(::stat(shared.cluster().place().socketDir.c_str(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0700);
    QCOMPARE(::stat(shared.cluster().place().pgData.c_str(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0700);
    // A role takes part in the session
    auto session = Connection::open(uri);
    VERIFY_OK(session);
    QCOMPARE(session->exec("SELECT current_user")->string(0, 0), std::string("bourse_app"));
}

void TestCluster::secondInstanceIsRefusedAndNamed()
{
    auto &shared = test::ThrowawayCluster::shared();
    QVERIFY2(shared.ok(), shared.problem().c_str());
    PrivateCluster second(shared.cluster().place());
    auto started = second.start({});
    QVERIFY(!started);
    QCOMPARE(started.error().code, std::string("instance_running"));
    QVERIFY(started.error().message.find(std::to_string(::getpid())) != std::string::npos);
    QVERIFY(!second.startedHere());
    QCOMPARE(ask(shared.cluster().uri(), "SELECT 1"), std::string("1"));
}

void TestCluster::attachUsesAServerOfAnother()
{
    auto &shared = test::ThrowawayCluster::shared();
    QVERIFY2(shared.ok(), shared.problem().c_str());
    {
        PrivateCluster second(*clusterPlace(shared.dataDir()));
        VERIFY_OK(second.attach());
        QVERIFY(!second.startedHere());
        QCOMPARE(second.uri(), shared.cluster().uri());
        QCOMPARE(ask(second.uri(), "SELECT 1"), std::string("1"));
    }
    QCOMPARE(ask(shared.cluster().uri(), "SELECT 1"), std::string("1")); // and leaves it running

    const Folder nothing;
    PrivateCluster absent(*clusterPlace(nothing.path));
    auto attached = absent.attach();
    QVERIFY(!attached);
    QCOMPARE(attached.error().code, std::string("cluster_not_running"));
}

void TestCluster::psqlTakesTheUri()
{
    auto &shared = test::ThrowawayCluster::shared();
    QVERIFY2(shared.ok(), shared.problem().c_str());
    QProcess psql;
    psql.start(QStringLiteral("psql"),
               {QString::fromStdString(shared.cluster().uri()), QStringLiteral("-Atc"),
                QStringLiteral("SELECT current_user, current_database()")});
    if (!psql.waitForStarted())
        QSKIP("psql is not installed");
    QVERIFY(psql.waitForFinished());
    QCOMPARE(psql.readAllStandardError(), QByteArray());
    QCOMPARE(psql.readAllStandardOutput().trimmed(), QByteArray("bourse_owner|bourse"));
}

void TestCluster::halfMadeClusterIsMadeAgainAndRestartsKeepTheData()
{
    const Folder folder;
    auto place = clusterPlace(folder.path + "/data");
    VERIFY_OK(place);
    fs::create_directories(place->pgData + ".unfinished-1/base");
    std::ofstream(place->pgData + ".unfinished-1/PG_VERSION") << "15\n";
    ::chmod((folder.path + "/data").c_str(), 0711);
    fs::create_directory(place->pgData); // empty: somebody made a mount point
    QStringList said;
    pid_t first = 0;
    {
        PrivateCluster cluster(*place);
        VERIFY_OK(cluster.start([&said](const std::string &text) { said << QString::fromStdString(text); }));
        QVERIFY(!fs::exists(place->pgData + ".unfinished-1"));
        QCOMPARE(std::distance(fs::directory_iterator(folder.path + "/data"), fs::directory_iterator()),
                 2); // with the lock
        first = postmaster(*place);
        QVERIFY(first > 0);
        QCOMPARE(ask(cluster.uri(), "CREATE TABLE kept AS SELECT 42 AS n"), std::string());
    } // the destructor stops it
    QVERIFY2(said.join(QLatin1Char('\n')).contains(QLatin1String("Creating the database")),
             qPrintable(said.join(QLatin1Char('|'))));
    QCOMPARE(serversIn(place->pgData), 0);
    QVERIFY(!fs::exists(place->pgData + "/postmaster.pid"));
    QVERIFY(!fs::exists(place->socketDir));

    PrivateCluster cluster(*place);
    VERIFY_OK(cluster.start({}));
    VERIFY_OK(cluster.start({})); // twice is once
    QVERIFY(postmaster(*place) != first);
    QCOMPARE(ask(cluster.uri(), "SELECT n FROM kept"), std::string("42"));
    VERIFY_OK(cluster.stop());
    QVERIFY(!cluster.startedHere());
}

void TestCluster::killedPostmasterRecovers()
{
    test::ThrowawayCluster &own = victim();
    QVERIFY2(own.ok(), own.problem().c_str());
    const ClusterPlace place = own.cluster().place();
    QCOMPARE(ask(own.cluster().uri(), "CREATE TABLE kept AS SELECT 43 AS n"), std::string());
    auto open = Connection::open(own.cluster().uri(), {}, asLogin());
    VERIFY_OK(open);
    QCOMPARE(::kill(postmaster(place), SIGKILL), 0);
    // The application may stop what is left and start again at once
    VERIFY_OK(own.cluster().stop());
    QCOMPARE(serversIn(place.pgData), 0);
    VERIFY_OK(own.cluster().start({}));
    QCOMPARE(ask(own.cluster().uri(), "SELECT n FROM kept"), std::string("43"));
    // The session that was open says so and comes back
    auto lost = open->exec("SELECT 1");
    QVERIFY(!lost);
    QVERIFY(isConnectionLost(lost.error()));
    QVERIFY(open->isLost());
    VERIFY_OK(open->reconnect());
    QVERIFY(!open->isLost());
    VERIFY_OK(open->exec("SELECT n FROM kept"));
}

namespace {
/// This executable again, as an application that holds the cluster of `data`.
struct Holder {
    explicit Holder(const std::string &data)
    {
        process.setProgram(QCoreApplication::applicationFilePath());
        process.setArguments({QStringLiteral("--hold"), QString::fromStdString(data)});
        process.start();
        ready = process.waitForReadyRead(60000) && process.readAllStandardOutput().startsWith("ready");
    }
    void murder()
    {
        ::kill(pid_t(process.processId()), SIGKILL);
        process.waitForFinished();
    }
    QProcess process;
    bool ready = false;
};
} // namespace

void TestCluster::serverOfAKilledApplicationIsTakenOver()
{
    const Folder folder;
    auto place = clusterPlace(folder.path + "/data");
    VERIFY_OK(place);
    Holder holder(folder.path + "/data");
    QVERIFY2(holder.ready, holder.process.readAllStandardError().constData());
    {
        PrivateCluster second(*place);
        auto refused = second.start({});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("instance_running"));
        QVERIFY(refused.error().message.find(std::to_string(holder.process.processId())) !=
                std::string::npos);
        VERIFY_OK(second.attach());
    }
    const pid_t server = postmaster(*place);
    holder.murder();
    QCOMPARE(::kill(server, 0), 0);

    {
        PrivateCluster next(*place);
        VERIFY_OK(next.start({}));
        QCOMPARE(postmaster(*place), server);
        QVERIFY(next.startedHere());
        QCOMPARE(ask(next.uri(), "SELECT n FROM held"), std::string("44"));
    }
    QCOMPARE(serversIn(place->pgData), 0);

    // One that runs with the settings of another version is taken over by a restart
    Holder older(folder.path + "/data");
    QVERIFY2(older.ready, older.process.readAllStandardError().constData());
    const pid_t old = postmaster(*place);
    older.murder();
    std::ofstream(place->pgData + "/bourse.conf", std::ios::app) << "# of another version\n";
    PrivateCluster next(*place);
    VERIFY_OK(next.start({}));
    QVERIFY(postmaster(*place) != old);
    QCOMPARE(ask(next.uri(), "SELECT n FROM held"), std::string("44"));
}

void TestCluster::lockFileOfAnotherProgramIsStale()
{
    test::ThrowawayCluster &own = victim();
    QVERIFY2(own.ok(), own.problem().c_str());
    const ClusterPlace place = own.cluster().place();
    std::ifstream in(place.pgData + "/postmaster.pid");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    VERIFY_OK(own.cluster().stop());
    // After a reboot the number belongs to somebody else: here, to this test
    text = std::to_string(::getpid()) + text.substr(text.find('\n'));
    std::ofstream(place.pgData + "/postmaster.pid") << text;
    VERIFY_OK(own.cluster().start({}));
    QVERIFY(postmaster(place) != ::getpid());
    QCOMPARE(ask(own.cluster().uri(), "SELECT 1"), std::string("1"));
    // PostgreSQL's own refusal of a living foreign process would have been final
    VERIFY_OK(own.cluster().stop());
    std::ofstream(place.pgData + "/postmaster.pid") << "1\n";
    VERIFY_OK(own.cluster().start({}));
    VERIFY_OK(own.cluster().stop());
    std::ofstream(place.pgData + "/postmaster.pid") << "";
    VERIFY_OK(own.cluster().start({}));
}

void TestCluster::stopEndsBusySessions()
{
    test::ThrowawayCluster &own = victim();
    QVERIFY2(own.ok(), own.problem().c_str());
    const std::string uri = own.cluster().uri();
    std::thread busy([uri] { ask(uri, "SELECT pg_sleep(120)"); });
    QTest::qWait(300);
    QElapsedTimer watch;
    watch.start();
    auto stopped = own.cluster().stop();
    busy.join();
    VERIFY_OK(stopped);
    QVERIFY2(watch.elapsed() < 60000, "a session that runs kept the server alive");
    QCOMPARE(serversIn(own.cluster().place().pgData), 0);
}

void TestCluster::serverIgnoresTheTerminal()
{
    auto &shared = test::ThrowawayCluster::shared();
    QVERIFY2(shared.ok(), shared.problem().c_str());
    const pid_t server = postmaster(shared.cluster().place());
    QVERIFY(::getsid(server) != ::getsid(0));
    QVERIFY(::getpgid(server) != ::getpgid(0));
}

void TestCluster::foreignFolderIsLeftAlone()
{
    const Folder folder;
    auto place = clusterPlace(folder.path);
    VERIFY_OK(place);
    fs::create_directory(place->pgData);
    std::ofstream(place->pgData + "/letter.txt") << "dear";
    PrivateCluster cluster(*place);
    auto started = cluster.start({});
    QVERIFY(!started);
    QCOMPARE(started.error().code, std::string("data_dir_unusable"));
    QVERIFY(fs::exists(place->pgData + "/letter.txt"));
    // The lock went with the failure
    PrivateCluster again(*place);
    QCOMPARE(again.start({}).error().code, std::string("data_dir_unusable"));
}

void TestCluster::clusterOfANewerServerIsRefused()
{
    const Folder folder;
    auto place = clusterPlace(folder.path);
    VERIFY_OK(place);
    fs::create_directory(place->pgData);
    for (const auto &[version, code] : {std::pair("99", "cluster_newer"), std::pair("9", "cluster_older")}) {
        std::ofstream(place->pgData + "/PG_VERSION") << version << "\n";
        PrivateCluster cluster(*place);
        auto started = cluster.start({});
        QVERIFY(!started);
        QCOMPARE(started.error().code, std::string(code));
        QVERIFY(started.error().message.find(version) != std::string::npos);
    }
}

void TestCluster::brokenSettingsAreExplained()
{
    test::ThrowawayCluster &own = victim();
    QVERIFY2(own.ok(), own.problem().c_str());
    VERIFY_OK(own.cluster().stop());
    const std::string local = own.cluster().place().pgData + "/bourse.local.conf";
    std::ofstream(local) << "shared_buffers = 'many'\n";
    ::chmod(local.c_str(), 0644);
    auto started = own.cluster().start({});
    QVERIFY(!started);
    QCOMPARE(started.error().code, std::string("cluster_start_failed"));
    QVERIFY2(started.error().message.find("shared_buffers") != std::string::npos,
             started.error().message.c_str());
    QCOMPARE(serversIn(own.cluster().place().pgData), 0);
    fs::remove(local);
    VERIFY_OK(own.cluster().start({}));
}

void TestCluster::fullDiskIsNamed()
{
    const Folder folder;
    if (::mount("bourse", folder.path.c_str(), "tmpfs", 0, "size=20m,mode=0711") != 0)
        QSKIP("needs the right to mount a small disk");
    {
        auto place = clusterPlace(folder.path);
        VERIFY_OK(place);
        PrivateCluster cluster(*place);
        auto started = cluster.start({});
        QVERIFY(!started);
        QCOMPARE(started.error().code, std::string("disk_full"));
        QVERIFY(!fs::exists(place->pgData));
    }
    ::umount(folder.path.c_str());
}

void TestCluster::serverLogKeepsNoValues()
{
    auto &shared = test::ThrowawayCluster::shared();
    QVERIFY2(shared.ok(), shared.problem().c_str());
    const std::string canary = "canary-7731-garcia";
    auto session = Connection::open(shared.cluster().uri(), {}, asLogin());
    VERIFY_OK(session);
    auto refused = session->exec("SELECT $1::integer", {canary});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("invalid_value"));
    QVERIFY(refused.error().message.find(canary) == std::string::npos);
    VERIFY_OK(session->exec("CREATE TEMP TABLE one (name text UNIQUE)"));
    VERIFY_OK(session->exec("INSERT INTO one VALUES ($1)", {canary}));
    auto twice = session->exec("INSERT INTO one VALUES ($1)", {canary});
    QVERIFY(!twice);
    QCOMPARE(twice.error().code, std::string("unique_violation"));
    QCOMPARE(twice.error().field, std::string("one_name_key"));
    QVERIFY(twice.error().message.find(canary) == std::string::npos);
    QVERIFY(!session->exec("SELECT '" + canary + "' FROM nowhere"));
    int files = 0;
    for (const auto &entry : fs::directory_iterator(shared.cluster().place().pgData + "/log")) {
        std::ifstream in(entry.path());
        const std::string text((std::istreambuf_iterator<char>(in)), {});
        QVERIFY2(text.find(canary) == std::string::npos, entry.path().c_str());
        ++files;
    }
    QVERIFY(files > 0);
}

void TestCluster::worksAsAnOrdinaryUser()
{
    if (::geteuid() != 0)
        QSKIP("every other test here has just shown it");
    const passwd *nobody = ::getpwnam("nobody");
    if (!nobody)
        QSKIP("there is no user nobody");
    const uid_t uid = nobody->pw_uid;
    const gid_t gid = nobody->pw_gid;
    const Folder folder;
    const std::string data = folder.path + "/data";
    QCOMPARE(::mkdir(data.c_str(), 0700), 0);
    QCOMPARE(::chown(data.c_str(), uid, gid), 0);
    const QString copy = QString::fromStdString(folder.path + "/tst_cluster");
    QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), copy));
    ::chmod(copy.toStdString().c_str(), 0755);
    QProcess process;
    process.setProgram(copy);
    process.setArguments({QStringLiteral("--once"), QString::fromStdString(data)});
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("XDG_RUNTIME_DIR"));
    environment.insert(QStringLiteral("HOME"), QStringLiteral("/"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setChildProcessModifier([uid, gid] {
        if (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0)
            ::_exit(126);
    });
    process.start();
    QVERIFY(process.waitForFinished(60000));
    const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
    if (process.exitCode() == 127 || process.error() == QProcess::FailedToStart)
        QSKIP("the test program cannot be run by user nobody here");
    QVERIFY2(process.exitCode() == 0, said.constData());
    QVERIFY2(said.contains("as nobody"), said.constData());
    QCOMPARE(serversIn(data + "/postgresql"), 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1].startsWith(QLatin1String("--"))) {
        auto place = clusterPlace(arguments[2].toStdString());
        if (!place) {
            std::fprintf(stderr, "%s\n", place.error().message.c_str());
            return 1;
        }
        PrivateCluster cluster(*place);
        if (auto started = cluster.start({}); !started) {
            std::fprintf(stderr, "%s\n", started.error().message.c_str());
            return 1;
        }
        if (arguments[1] == QLatin1String("--once")) {
            struct stat status {};
            if (::stat((place->pgData + "/PG_VERSION").c_str(), &status) != 0 || status.st_uid != ::geteuid())
                return 2;
            if (ask(cluster.uri(), "SELECT current_user") != "bourse_owner")
                return 3;
            std::printf("as %s\n", place->serverUser.c_str());
            std::fflush(stdout);
            return cluster.stop() ? 0 : 4;
        }
        ask(cluster.uri(), "CREATE TABLE held AS SELECT 44 AS n");
        std::printf("ready\n");
        std::fflush(stdout);
        ::pause();
        return 0;
    }
    TestCluster tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_cluster.moc"
