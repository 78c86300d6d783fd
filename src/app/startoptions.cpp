#include "app/startoptions.h"
#include "storage/cluster.h"
#include <QDir>
#include <QFile>
#include <sys/resource.h>

namespace bourse::app {

Arguments::Names startNames()
{
    return {{QStringLiteral("data-dir"), QStringLiteral("database"), QStringLiteral("listen"),
             QStringLiteral("tls-cert"), QStringLiteral("tls-key"), QStringLiteral("demo-rate"),
             QStringLiteral("demo-journal"), QStringLiteral("workspace"), QStringLiteral("lease")},
            {QStringLiteral("demo"), QStringLiteral("no-demo"), QStringLiteral("demo-faulty")},
            0};
}

market::MarketOptions databaseOptions(const Arguments &arguments)
{
    market::MarketOptions options;
    options.dataDir = storage::defaultDataDir();
    if (auto dir = arguments.value(QStringLiteral("data-dir")))
        options.dataDir = QDir(*dir).absolutePath().toStdString();
    if (auto uri = arguments.value(QStringLiteral("database")))
        options.databaseUri = uri->toStdString();
    else if (QByteArray environment = qgetenv("BOURSE_DATABASE");
             !environment.isEmpty() && !arguments.value(QStringLiteral("data-dir")))
        options.databaseUri = environment.toStdString();
    return options;
}

static Result<std::string> readFile(const QString &name, const QString &option)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{"file_unreadable", option.toStdString(), "",
                     "The file " + name.toStdString() +
                         " cannot be read: " + file.errorString().toStdString() + "."};
    return file.readAll().toStdString();
}

static Result<std::pair<std::string, int>> hostAndPort(const QString &text)
{
    const Error wrong{"usage", "--listen", "HOST:PORT",
                      "--listen takes HOST:PORT, like 127.0.0.1:8420 or [::1]:0."};
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    if (colon <= 0)
        return wrong;
    bool number = false;
    int port = text.mid(colon + 1).toInt(&number);
    QString host = text.left(colon);
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.mid(1, host.size() - 2);
    if (!number || port < 0 || port > 65535 || host.isEmpty())
        return wrong;
    return std::pair(host.toStdString(), port);
}

Result<HostOptions> startOptions(const Arguments &arguments)
{
    HostOptions options;
    options.market = databaseOptions(arguments);
    if (auto listen = arguments.value(QStringLiteral("listen"))) {
        auto parsed = hostAndPort(*listen);
        if (!parsed)
            return parsed.errors();
        options.listen.host = parsed->first;
        options.listen.port = parsed->second;
    }
    auto certificate = arguments.value(QStringLiteral("tls-cert"));
    auto key = arguments.value(QStringLiteral("tls-key"));
    if (certificate.has_value() != key.has_value())
        return Error{"usage", "--tls-cert", "both or neither", "Give --tls-cert and --tls-key together."};
    if (certificate) {
        auto chain = readFile(*certificate, QStringLiteral("--tls-cert"));
        if (!chain)
            return chain.errors();
        auto secret = readFile(*key, QStringLiteral("--tls-key"));
        if (!secret)
            return secret.errors();
        options.listen.tls = net::TlsFiles{*chain, Secret(*secret)};
    }
    options.demo = arguments.flag(QStringLiteral("demo")) && !arguments.flag(QStringLiteral("no-demo"));
    options.demoOptions.faulty = arguments.flag(QStringLiteral("demo-faulty"));
    if (auto rate = arguments.value(QStringLiteral("demo-rate"))) {
        bool number = false;
        options.demoOptions.leadsPerSecond = rate->toDouble(&number);
        if (!number || options.demoOptions.leadsPerSecond < 0)
            return Error{"usage", "--demo-rate", "leads per second",
                         "--demo-rate takes a number of leads per second; 0 is none."};
    }
    if (auto workspace = arguments.value(QStringLiteral("workspace")))
        options.market.workspace = workspace->toStdString();
    if (auto lease = arguments.value(QStringLiteral("lease"))) {
        bool number = false;
        const int seconds = lease->toInt(&number);
        if (!number || seconds < 5 || seconds > 3600)
            return Error{
                "usage", "--lease", "5 to 3600",
                "--lease takes the seconds after which a silent node's leads are looked after, 5 to 3600."};
        options.market.leaseTime = std::chrono::seconds(seconds);
    }
    if (auto journal = arguments.value(QStringLiteral("demo-journal"))) {
        options.demoOptions.journalDir = QDir(*journal).absolutePath().toStdString();
        if (!QDir().mkpath(*journal))
            return Error{"journal_unwritable", "--demo-journal", "a folder that can be written",
                         "The folder " + options.demoOptions.journalDir + " cannot be made."};
    }
    return options;
}

void raiseOpenFileLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); // best effort: the old limit works, for fewer connections
}

} // namespace bourse::app
