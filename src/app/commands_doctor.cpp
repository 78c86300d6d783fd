#include "app/commands_market.h"
#include "app/databasesession.h"
#include "app/startoptions.h"
#include "secrets/vault.h"
#include <QFile>
#include <QStorageInfo>
#include <QtGlobal>
#include <cstdio>
#include <unistd.h>

namespace bourse::app {

namespace {
enum class Verdict { Good, Warning, Bad };

class Report {
  public:
    void say(Verdict verdict, const char *subject, const std::string &finding)
    {
        static constexpr const char *words[] = {"ok", "warning", "bad"};
        std::printf("%-8s %-16s %s\n", words[static_cast<int>(verdict)], subject, finding.c_str());
        m_bad = m_bad || verdict == Verdict::Bad;
    }
    bool bad() const { return m_bad; }

  private:
    bool m_bad = false;
};

void lookAtSecrets(Report &report, const std::string &dataDir)
{
    // looking must not make a key
    if (qEnvironmentVariableIsEmpty("BOURSE_MASTER_KEY_FILE") &&
        !QFile::exists(QString::fromStdString(dataDir + "/keys/master.key")) &&
        !QFile::exists(QString::fromStdString(dataDir + "/keys/master.in-keychain")))
        return report.say(Verdict::Good, "master key", "none yet; the first start makes one");
    auto key = secrets::loadMasterKey(dataDir, false);
    if (!key)
        return report.say(Verdict::Bad, "master key", key.error().message);
    using Origin = secrets::LoadedMasterKey::Origin;
    if (key->origin == Origin::DataDirectory)
        report.say(Verdict::Warning, "master key",
                   "lies beside the data, in " + dataDir +
                       "/keys/master.key (0600). Who copies the folder can read the leads; set "
                       "BOURSE_MASTER_KEY_FILE "
                       "to keep it elsewhere.");
    else
        report.say(Verdict::Good, "master key",
                   key->origin == Origin::Keychain ? "in the system keychain"
                                                   : "in the file of BOURSE_MASTER_KEY_FILE");
    secrets::Vault vault(dataDir, key->key, true);
    report.say(Verdict::Good, "secrets", "kept in " + vault.place());
}

void lookAtDisk(Report &report, const std::string &dataDir)
{
    QStorageInfo disk(QString::fromStdString(dataDir));
    while (!disk.isValid() && !disk.rootPath().isEmpty())
        disk = QStorageInfo::root();
    const double free = double(disk.bytesAvailable()) / 1e9;
    char text[64];
    std::snprintf(text, sizeof text, "%.1f GB free", free);
    report.say(free < 1 ? Verdict::Bad : free < 5 ? Verdict::Warning : Verdict::Good, "disk", text);
}
} // namespace

int doctorCommand(const QStringList &arguments)
{
    auto parsed =
        Arguments::parse(arguments, {{QStringLiteral("data-dir"), QStringLiteral("database")}, {}, 0});
    if (!parsed)
        return refuse(parsed.errors());
    market::MarketOptions options = databaseOptions(*parsed);
    Report report;
    report.say(Verdict::Good, "version", "Bourse " BOURSE_VERSION ", Qt " + std::string(qVersion()));
    report.say(geteuid() == 0 ? Verdict::Warning : Verdict::Good, "user",
               geteuid() == 0 ? "root; the database runs as user postgres" : "an ordinary user");
    report.say(Verdict::Good, "data directory", options.dataDir);
    lookAtDisk(report, options.dataDir);
    lookAtSecrets(report, options.dataDir);
    if (!options.databaseUri) {
        auto place = storage::clusterPlace(options.dataDir);
        if (!place) {
            report.say(Verdict::Bad, "cluster", place.error().message);
            return Refused;
        }
        report.say(place->moved ? Verdict::Warning : Verdict::Good, "cluster",
                   place->moved ? place->pgData + " (a parent of the data directory is closed to user " +
                                      place->serverUser + ")"
                                : place->pgData);
        report.say(Verdict::Good, "socket", place->socketDir);
    }
    auto session = DatabaseSession::open(*parsed, DatabaseSession::Access::Look);
    if (!session) {
        const bool none = session.error().code == "no_database";
        report.say(none ? Verdict::Warning : Verdict::Bad, "database", session.error().message);
        return none && !report.bad() ? Done : Refused;
    }
    report.say(Verdict::Good, "database", session->store().uri);
    report.say(Verdict::Good, "schema", "version " + std::to_string(storage::newestSchemaVersion()));
    if (auto checked = storage::checkMasterKey(session->store()); !checked)
        report.say(Verdict::Bad, "master key", checked.error().message);
    auto stored = storage::loadFirstPublished(session->store());
    if (!stored)
        report.say(Verdict::Bad, "configuration", stored.error().message);
    else if (!stored.value())
        report.say(Verdict::Warning, "configuration",
                   "nothing is published yet; import a market document or start the demo");
    else
        report.say(Verdict::Good, "configuration",
                   "workspace " + stored.value()->document.workspace.slug + ", version " +
                       std::to_string(stored.value()->version));
    return report.bad() ? Refused : Done;
}

} // namespace bourse::app
