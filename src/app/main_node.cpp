// bourse-node: the engine without a window, and the admin tool.
#include "app/arguments.h"
#include "app/commands_inbound.h"
#include "app/commands_instructions.h"
#include "app/commands_integration.h"
#include "app/commands_market.h"
#include "app/commands_run.h"
#include "app/commands_simulator.h"
#include "app/startoptions.h"
#include "base/logging.h"
#include <QCoreApplication>
#include <cstdio>
#include <utility>

using Command = int (*)(const QStringList &);

static constexpr std::pair<const char *, Command> commands[] = {
    {"run", bourse::app::runCommand},
    {"render", bourse::app::renderCommand},
    {"interpret", bourse::app::interpretCommand},
    {"inbound", bourse::app::inboundCommand},
    {"import", bourse::app::importCommand},
    {"export", bourse::app::exportCommand},
    {"migrate", bourse::app::migrateCommand},
    {"check", bourse::app::checkCommand},
    {"key", bourse::app::keyCommand},
    {"instructions", bourse::app::instructionsCommand},
    {"secret", bourse::app::secretCommand},
    {"simulate-buyers", bourse::app::simulateBuyersCommand},
    {"simulate-traffic", bourse::app::simulateTrafficCommand},
    {"doctor", bourse::app::doctorCommand},
};

static int usage(std::FILE *out)
{
    std::fputs(
        "usage: bourse-node COMMAND …\n\n"
        "  run               --listen HOST:PORT [--demo] [--data-dir DIR | --database URI] [--workspace "
        "SLUG]\n"
        "                    [--tls-cert FILE --tls-key FILE] [--demo-rate R] [--demo-faulty] "
        "[--demo-journal DIR]\n"
        "                    [--lease SECONDS]\n"
        "  render            --integration FILE --step STEP --lead FILE [--carried FILE] [--secrets FILE]\n"
        "                    [--time ISO8601] [--env test|live] [--seed N] [--lead-id ld_UUID]\n"
        "                    [--attempt-id UUID] [--source SLUG] [--received-at ISO8601]\n"
        "                    [--floor-price AMOUNT] [--time-left-ms N]\n"
        "  interpret         --integration FILE --step STEP --response FILE [--lead FILE]\n"
        "                    [--carried FILE] [--time ISO8601]\n"
        "  inbound           --document FILE --request FILE [--vertical FILE] [--answer FILE] [--time "
        "ISO8601]\n"
        "  import            FILE [--allow-problems] [--data-dir DIR | --database URI]\n"
        "  export            [FILE] [--workspace SLUG] [--data-dir DIR | --database URI]\n"
        "  migrate           [--data-dir DIR | --database URI]\n"
        "  check             FILE\n"
        "  key               --source SLUG [--id ID] [--scopes LIST] [--rate N]\n"
        "  instructions      SOURCE [--url URL] [--format markdown|html] [--market FILE | --database URI]\n"
        "  simulate-buyers   [--count N] [--faulty] [--journal DIR] [--base-port N] [--market FILE] [--seed "
        "N]\n"
        "                    [--fault MODE]    the last buyer misbehaves: hang, dribble, garbage, …\n"
        "  simulate-traffic  --url URL --key TOKEN [--rate R] [--count N] [--seed N] [--vertical SLUG] "
        "[--complete]\n"
        "  doctor            [--data-dir DIR | --database URI]\n",
        out);
    return bourse::app::Usage;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("bourse-node"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BOURSE_VERSION));
    bourse::installStructuredLogging();
    bourse::app::raiseOpenFileLimit();
    const QStringList words = QCoreApplication::arguments();
    if (words.size() < 2)
        return usage(stderr);
    if (words.contains(QStringLiteral("--help")) || words[1] == QLatin1String("help")) {
        usage(stdout);
        return bourse::app::Done;
    }
    if (words[1] == QLatin1String("--version")) {
        std::puts("bourse-node " BOURSE_VERSION);
        return bourse::app::Done;
    }
    for (const auto &[name, command] : commands) {
        if (words[1] == QLatin1String(name))
            return command(words.mid(2));
    }
    return usage(stderr);
}
