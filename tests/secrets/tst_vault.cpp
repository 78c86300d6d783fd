// The master key and the vault: files and their modes, the order of places, a keychain that is absent, mute
// or real.
#include "secrets/vault.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace bourse;
using namespace bourse::secrets;
namespace fs = std::filesystem;
using Origin = LoadedMasterKey::Origin;

namespace {

std::string content(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string &path, const std::string &text, mode_t mode)
{
    std::ofstream(path, std::ios::binary) << text;
    ::chmod(path.c_str(), mode);
}

int modeOf(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

std::string revealed(const Result<std::map<std::string, Secret>> &secrets, const std::string &name)
{
    if (!secrets)
        return "error " + secrets.error().code;
    const auto found = secrets->find(name);
    return found == secrets->end() ? "absent" : std::string(found->second.reveal());
}

std::string codeOf(const Result<LoadedMasterKey> &key)
{
    return key ? "ok" : key.error().code;
}

QStringList logged;
void collectLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged << text;
}

} // namespace

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &verified = (result);                                                                     \
        QVERIFY2(verified.ok(),                                                                              \
                 verified.ok() ? "" : (verified.error().code + " " + verified.error().message).c_str());     \
    } while (false)

class TestVault : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void firstUseMakesAKeyFile();
    void keyFilesAreReadInBothForms();
    void badKeyFilesAreRefused();
    void keyFileOpenToOthersIsRefused();
    void namedFileWinsOverTheDataDirectory();
    void unwritableFolderIsNamed();
    void manyFirstUsesAgreeOnOneKey();
    void secretsAreKeptSealed();
    void writersDoNotLoseEachOther();
    void otherKeyOpensNothing();
    void damagedFileIsNoticed();
    void environmentWins();
    void badNamesAreRefused();
    void absentKeychainCostsNothing();
    void muteKeychainCostsThreeSecondsOnce();
    void realKeychainIsUsed();
    void realKeychainIsMissedWhenGone();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_data;
};

void TestVault::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_data = m_folder->path().toStdString() + "/data";
    qunsetenv("BOURSE_MASTER_KEY_FILE");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("XDG_RUNTIME_DIR", m_folder->path().toLocal8Bit());
}

void TestVault::firstUseMakesAKeyFile()
{
    ::umask(0);
    auto first = loadMasterKey(m_data, false);
    ::umask(022);
    VERIFY_OK(first);
    QVERIFY(first->created);
    QVERIFY(first->origin == Origin::DataDirectory);
    QCOMPARE(modeOf(m_data + "/keys"), 0700);
    QCOMPARE(modeOf(m_data + "/keys/master.key"), 0600);
    QVERIFY((modeOf(m_data) & 0066) == 0);
    auto second = loadMasterKey(m_data, false);
    VERIFY_OK(second);
    QVERIFY(!second->created);
    QCOMPARE(second->key.fingerprint(), first->key.fingerprint());
    auto other = loadMasterKey(m_data + "2", false);
    VERIFY_OK(other);
    QVERIFY(other->key.fingerprint() != first->key.fingerprint());
    // Nothing half-written is left beside it
    for (const auto &entry : fs::directory_iterator(m_data + "/keys"))
        QVERIFY2(entry.path().extension() != ".new", entry.path().c_str());
}

void TestVault::keyFilesAreReadInBothForms()
{
    fs::create_directories(m_data + "/keys");
    const std::string file = m_data + "/keys/master.key";
    const std::string raw = "0123456789abcdefghijklmnopqrstu\n"; // a line end may be a key's last byte
    QCOMPARE(raw.size(), std::size_t(32));
    put(file, raw, 0600);
    auto fromRaw = loadMasterKey(m_data, false);
    VERIFY_OK(fromRaw);
    QCOMPARE(std::string(fromRaw->key.bytes().reveal()), raw);
    put(file, domain::toHex(raw) + "\r\n", 0400);
    auto fromHex = loadMasterKey(m_data, false);
    VERIFY_OK(fromHex);
    QCOMPARE(fromHex->key.fingerprint(), fromRaw->key.fingerprint());
    QVERIFY(!fromHex->created);
}

void TestVault::badKeyFilesAreRefused()
{
    fs::create_directories(m_data + "/keys");
    const std::string file = m_data + "/keys/master.key";
    for (const std::string &text : {std::string(), std::string("short"), std::string(31, 'x'),
                                    std::string(33, 'x'), std::string(64, 'g'), std::string(65, 'a')}) {
        put(file, text, 0600);
        auto loaded = loadMasterKey(m_data, false);
        QCOMPARE(codeOf(loaded), std::string("master_key_length"));
        QVERIFY(text.size() < 5 || loaded.error().message.find(text) == std::string::npos);
        QCOMPARE(content(file), text); // and never overwritten
    }
    fs::remove(file);
    fs::create_directory(file);
    QCOMPARE(codeOf(loadMasterKey(m_data, false)), std::string("master_key_unreadable"));
}

void TestVault::keyFileOpenToOthersIsRefused()
{
    VERIFY_OK(loadMasterKey(m_data, false));
    for (const mode_t mode : {0644, 0640, 0604, 0620}) {
        ::chmod((m_data + "/keys/master.key").c_str(), mode);
        QCOMPARE(codeOf(loadMasterKey(m_data, false)), std::string("master_key_permissions"));
    }
    if (::geteuid() == 0) {
        ::chmod((m_data + "/keys/master.key").c_str(), 0600);
        QCOMPARE(::chown((m_data + "/keys/master.key").c_str(), 65534, 65534), 0);
        QCOMPARE(codeOf(loadMasterKey(m_data, false)), std::string("master_key_permissions"));
    }
}

void TestVault::namedFileWinsOverTheDataDirectory()
{
    auto inData = loadMasterKey(m_data, false);
    VERIFY_OK(inData);
    const std::string named = m_folder->path().toStdString() + "/named";
    qputenv("BOURSE_MASTER_KEY_FILE", named.c_str());
    QCOMPARE(codeOf(loadMasterKey(m_data, false)), std::string("master_key_unreadable"));
    QVERIFY(!fs::exists(named)); // a wrong path must not make a new key
    put(named, std::string(32, 'k'), 0600);
    auto fromName = loadMasterKey(m_data, false);
    VERIFY_OK(fromName);
    QVERIFY(fromName->origin == Origin::EnvironmentFile);
    QVERIFY(fromName->key.fingerprint() != inData->key.fingerprint());
    put(named, std::string(32, 'k'), 0644);
    QCOMPARE(codeOf(loadMasterKey(m_data, false)), std::string("master_key_permissions"));
}

void TestVault::unwritableFolderIsNamed()
{
    put(m_data, "a file where a folder belongs", 0600);
    auto loaded = loadMasterKey(m_data, false);
    QCOMPARE(codeOf(loaded), std::string("master_key_unwritable"));
    QVERIFY(loaded.error().message.find(m_data) != std::string::npos);
}

void TestVault::manyFirstUsesAgreeOnOneKey()
{
    std::mutex mutex;
    std::set<std::string> prints;
    int created = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            auto loaded = loadMasterKey(m_data, false);
            const std::lock_guard lock(mutex);
            prints.insert(loaded ? loaded->key.fingerprint() : loaded.error().message);
            created += loaded && loaded->created;
        });
    }
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(int(prints.size()), 1);
    QCOMPARE(created, 1);
}

void TestVault::secretsAreKeptSealed()
{
    logged.clear();
    const auto before = qInstallMessageHandler(collectLog);
    const std::string canary = "canary-4711-sesame";
    auto key = loadMasterKey(m_data, false);
    VERIFY_OK(key);
    Vault vault(m_data, key->key, true);
    QCOMPARE(vault.place(), std::string("an encrypted file"));
    QCOMPARE(revealed(vault.read({"buyer.one"}), "buyer.one"), std::string("absent"));
    VERIFY_OK(vault.write("buyer.one", Secret(canary)));
    VERIFY_OK(vault.write("buyer/two", Secret(std::string("a\0b\xff", 4))));
    VERIFY_OK(vault.write("empty", Secret("")));
    const Vault again(m_data, key->key, false);
    auto read = again.read({"buyer.one", "buyer/two", "empty", "three"});
    VERIFY_OK(read);
    QCOMPARE(read->size(), std::size_t(3));
    QCOMPARE(revealed(read, "buyer.one"), canary);
    QCOMPARE(revealed(read, "buyer/two"), std::string("a\0b\xff", 4));
    QCOMPARE(revealed(read, "empty"), std::string());
    QCOMPARE(modeOf(m_data + "/keys/secrets.sealed"), 0600);
    for (const auto &entry : fs::recursive_directory_iterator(m_data)) {
        if (entry.is_regular_file()) {
            const std::string bytes = content(entry.path().string());
            QVERIFY2(bytes.find(canary) == std::string::npos, entry.path().c_str());
            QVERIFY2(bytes.find("buyer.one") == std::string::npos, entry.path().c_str());
        }
    }
    VERIFY_OK(vault.write("buyer.one", Secret("new")));
    QCOMPARE(revealed(vault.read({"buyer.one"}), "buyer.one"), std::string("new"));
    VERIFY_OK(vault.remove("buyer.one"));
    VERIFY_OK(vault.remove("buyer.one"));
    QCOMPARE(revealed(vault.read({"buyer.one"}), "buyer.one"), std::string("absent"));
    QCOMPARE(revealed(vault.read({"buyer/two"}), "buyer/two"), std::string("a\0b\xff", 4));
    qInstallMessageHandler(before);
    QVERIFY(!logged.join(QLatin1Char('\n')).contains(QString::fromStdString(canary)));
}

void TestVault::writersDoNotLoseEachOther()
{
    auto key = loadMasterKey(m_data, false);
    VERIFY_OK(key);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([this, i, &key] {
            Vault vault(m_data, key->key, false);
            for (int k = 0; k < 5; ++k)
                (void)vault.write("s" + std::to_string(i) + "-" + std::to_string(k),
                                  Secret(std::to_string(i * 10 + k)));
        });
    }
    for (auto &thread : threads)
        thread.join();
    std::vector<std::string> names;
    for (int i = 0; i < 4; ++i) {
        for (int k = 0; k < 5; ++k)
            names.push_back("s" + std::to_string(i) + "-" + std::to_string(k));
    }
    auto read = Vault(m_data, key->key, false).read(names);
    VERIFY_OK(read);
    QCOMPARE(read->size(), names.size());
    QCOMPARE(revealed(read, "s3-4"), std::string("34"));
}

void TestVault::otherKeyOpensNothing()
{
    auto key = loadMasterKey(m_data, false);
    VERIFY_OK(key);
    VERIFY_OK(Vault(m_data, key->key, false).write("name", Secret("value")));
    const std::string sealed = content(m_data + "/keys/secrets.sealed");
    Vault wrong(m_data, domain::MasterKey::generate(), false);
    QCOMPARE(revealed(wrong.read({"name"}), "name"), std::string("error secrets_unreadable"));
    QVERIFY(!wrong.write("other", Secret("x"))); // would destroy what the right key can still read
    QCOMPARE(content(m_data + "/keys/secrets.sealed"), sealed);
}

void TestVault::damagedFileIsNoticed()
{
    auto key = loadMasterKey(m_data, false);
    VERIFY_OK(key);
    Vault vault(m_data, key->key, false);
    VERIFY_OK(vault.write("name", Secret("value")));
    const std::string path = m_data + "/keys/secrets.sealed";
    const std::string sealed = content(path);
    for (const std::size_t cut : {std::size_t(0), std::size_t(1), std::size_t(20), sealed.size() - 1}) {
        put(path, sealed.substr(0, cut), 0600);
        QCOMPARE(revealed(vault.read({"name"}), "name"), std::string("error secrets_unreadable"));
    }
    std::string altered = sealed;
    altered[altered.size() / 2] = char(altered[altered.size() / 2] ^ 1);
    put(path, altered, 0600);
    QCOMPARE(revealed(vault.read({"name"}), "name"), std::string("error secrets_unreadable"));
    put(path, sealed, 0600);
    QCOMPARE(revealed(vault.read({"name"}), "name"), std::string("value"));
}

void TestVault::environmentWins()
{
    auto key = loadMasterKey(m_data, false);
    VERIFY_OK(key);
    Vault vault(m_data, key->key, false);
    VERIFY_OK(vault.write("acme-api.key", Secret("stored")));
    qputenv("BOURSE_SECRET_ACME_API_KEY", "given");
    QCOMPARE(revealed(vault.read({"acme-api.key"}), "acme-api.key"), std::string("given"));
    qunsetenv("BOURSE_SECRET_ACME_API_KEY");
    QCOMPARE(revealed(vault.read({"acme-api.key"}), "acme-api.key"), std::string("stored"));
}

void TestVault::badNamesAreRefused()
{
    auto key = loadMasterKey(m_data, false);
    VERIFY_OK(key);
    Vault vault(m_data, key->key, false);
    for (const std::string &name : {std::string(), std::string("a b"), std::string("a\0b", 3),
                                    std::string("ü"), std::string(129, 'a'), std::string("a=b")}) {
        auto written = vault.write(name, Secret("x"));
        QVERIFY(!written);
        QCOMPARE(written.error().code, std::string("secret_name"));
        QCOMPARE(revealed(vault.read({name}), name), std::string("absent"));
    }
    QVERIFY(!fs::exists(m_data + "/keys/secrets.sealed"));
}

void TestVault::absentKeychainCostsNothing()
{
    QElapsedTimer watch;
    watch.start();
    auto key = loadMasterKey(m_data, true);
    VERIFY_OK(key);
    QVERIFY(key->origin == Origin::DataDirectory);
    Vault vault(m_data, key->key, true);
    VERIFY_OK(vault.write("name", Secret("value")));
    QCOMPARE(revealed(vault.read({"name"}), "name"), std::string("value"));
    QVERIFY2(watch.elapsed() < 2000, "no session bus, and yet something was waited for");
}

namespace {
/// This executable again in an environment of its own; what it said.
QByteArray again(const QStringList &command, const QProcessEnvironment &environment, int *exitCode)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.first(), command.mid(1));
    if (!process.waitForFinished(30000)) {
        process.kill();
        process.waitForFinished();
        *exitCode = -2;
        return process.readAll() + " (did not end)";
    }
    *exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return process.readAll();
}
} // namespace

void TestVault::muteKeychainCostsThreeSecondsOnce()
{
    // A session bus that takes connections and never says a word, as one behind a locked keyring does
    const std::string path = m_folder->path().toStdString() + "/mute";
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QVERIFY(listener >= 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(listener, 16), 0);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"),
                       QString::fromStdString("unix:path=" + path));
    int exitCode = 0;
    const QByteArray said = again(
        {QCoreApplication::applicationFilePath(), QStringLiteral("--mute"), QString::fromStdString(m_data)},
        environment, &exitCode);
    ::close(listener);
    QVERIFY2(exitCode == 0, said.constData());
}

void TestVault::realKeychainIsUsed()
{
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-run-session")).isEmpty() ||
        QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty())
        QSKIP("needs dbus-run-session and gnome-keyring-daemon");
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(name), m_folder->path());
    environment.insert(QStringLiteral("XDG_CURRENT_DESKTOP"), QStringLiteral("GNOME"));
    int exitCode = 0;
    const QByteArray said = again(
        {QStringLiteral("dbus-run-session"), QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"),
         QStringLiteral(
             "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "
             "\"$0\" --keychain \"$1\"; code=$?; exit $code"),
         QCoreApplication::applicationFilePath(), QString::fromStdString(m_data)},
        environment, &exitCode);
    if (exitCode == 77)
        QSKIP(said.constData());
    QVERIFY2(exitCode == 0, said.constData());
    QVERIFY(!fs::exists(m_data + "/keys/master.key"));
    QVERIFY(!fs::exists(m_data + "/keys/secrets.sealed"));
}

void TestVault::realKeychainIsMissedWhenGone()
{
    // The mark that a key made in the keychain leaves: without the keychain there must be no second key
    fs::create_directories(m_data + "/keys");
    put(m_data + "/keys/master.in-keychain", "x\n", 0600);
    for (const bool tryKeychain : {true, false}) {
        auto loaded = loadMasterKey(m_data, tryKeychain);
        QCOMPARE(codeOf(loaded), std::string("master_key_unreadable"));
        QVERIFY(loaded.error().message.find("keychain") != std::string::npos);
    }
    QVERIFY(!fs::exists(m_data + "/keys/master.key"));
}

namespace {

int say(int code, const std::string &text)
{
    std::fprintf(stderr, "%s\n", text.c_str());
    return code;
}

int withMuteKeychain(const std::string &data)
{
    QElapsedTimer watch;
    watch.start();
    auto key = loadMasterKey(data, true);
    const auto first = watch.restart();
    if (!key || key->origin != Origin::DataDirectory)
        return say(1, "no key of its own: " + codeOf(key));
    if (first < 2000 || first > 8000)
        return say(2, "the keychain was waited for " + std::to_string(first) + " ms");
    Vault vault(data, key->key, true);
    if (vault.place() != "an encrypted file" || !vault.write("n", Secret("v")) ||
        revealed(vault.read({"n"}), "n") != "v")
        return say(3, "the file does not stand in");
    if (watch.elapsed() > 2000)
        return say(4, "it was waited for again: " + std::to_string(watch.elapsed()) + " ms");
    return 0;
}

int withRealKeychain(const std::string &data)
{
    auto key = loadMasterKey(data, true);
    if (!key)
        return say(1, key.error().message);
    if (key->origin != Origin::Keychain)
        return say(77, "the keyring daemon does not work here");
    if (!key->created)
        return say(2, "not new");
    auto second = loadMasterKey(data, true);
    if (!second || second->created || second->origin != Origin::Keychain ||
        second->key.fingerprint() != key->key.fingerprint())
        return say(3, "the key did not come back: " + codeOf(second));
    Vault vault(data, key->key, true);
    if (vault.place() != "the system keychain")
        return say(4, vault.place());
    const std::string value("b\0\xff y", 5);
    if (auto written = vault.write("buyer.one", Secret(value)); !written)
        return say(5, written.error().message);
    auto read = vault.read({"buyer.one", "absent"});
    if (revealed(read, "buyer.one") != value || revealed(read, "absent") != "absent")
        return say(6, "the secret did not come back: " + revealed(read, "buyer.one"));
    // From another thread than the first
    std::string other;
    std::thread([&] { other = revealed(vault.read({"buyer.one"}), "buyer.one"); }).join();
    if (other != value)
        return say(7, "another thread got " + other);
    if (!vault.remove("buyer.one") || !vault.remove("buyer.one") ||
        revealed(vault.read({"buyer.one"}), "buyer.one") != "absent")
        return say(8, "not removed");
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--mute"))
        return withMuteKeychain(arguments[2].toStdString());
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--keychain"))
        return withRealKeychain(arguments[2].toStdString());
    TestVault tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_vault.moc"
