#include "app/commands_run.h"
#include "app/shutdownsignals.h"
#include "app/startoptions.h"
#include "domain/json/json.h"
#include <QCoreApplication>
#include <cstdio>

namespace bourse::app {

static void printReady(Host &host, bool curlHint)
{
    domain::Object line;
    line.append("event", "ready");
    line.append("listen", host.url());
    line.append("database", host.market().databaseUri());
    const Secret key = host.market().demoKey();
    line.append("demo_key", key.isEmpty() ? domain::Value() : domain::Value(key.reveal()));
    std::string text = domain::writeJson(domain::Value(std::move(line))) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
    if (!curlHint || key.isEmpty())
        return;
    std::fprintf(
        stderr,
        "\nTry a lead:\n\n"
        "curl -sS %s/v1/leads -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\\n"
        "  -d '{\"first_name\":\"Maria\",\"last_name\":\"Garcia\",\"phone\":\"+15551234567\","
        "\"email\":\"maria@example.com\",\"state\":\"TX\",\"case_type\":\"auto_accident\","
        "\"injury_severity\":\"moderate\",\"accident_date\":\"2026-05-02\",\"source\":\"google_ads\","
        "\"campaign_id\":\"camp_12345\",\"consent_timestamp\":\"2026-05-12T14:30:00Z\","
        "\"ip_address\":\"192.168.1.1\"}'\n\n",
        host.url().c_str(), std::string(key.reveal()).c_str());
}

int runCommand(const QStringList &arguments)
{
    Arguments::Names names = startNames();
    names.flags.insert(QStringLiteral("curl-hint"));
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    auto options = startOptions(*parsed);
    if (!options)
        return refuse(options.errors());
    if (!parsed->value(QStringLiteral("listen")))
        options->listen.port = 8420;

    ShutdownSignals signals;
    Host host(std::move(*options));
    int exitCode = Done;
    QObject::connect(&host, &Host::ready, &host,
                     [&] { printReady(host, parsed->flag(QStringLiteral("curl-hint"))); });
    QObject::connect(&host, &Host::failed, &host, [&](const Errors &errors) {
        exitCode = refuse(errors);
        host.stop();
    });
    QObject::connect(&host, &Host::stopped, qApp, [&] { QCoreApplication::exit(exitCode); });
    QObject::connect(&signals, &ShutdownSignals::requested, &host, [&] { host.stop(); });
    QMetaObject::invokeMethod(
        &host, [&] { host.start(); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace bourse::app
