#include "app/commands_simulator.h"
#include "app/arguments.h"
#include "app/demomarket.h"
#include "app/shutdownsignals.h"
#include "base/clock.h"
#include "base/secret.h"
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include "simulator/demo.h"
#include "simulator/faultybuyer.h"
#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>
#include <QTimer>
#include <QUrl>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace bourse::app {

namespace {

using BuyerList = std::vector<std::unique_ptr<simulator::SimulatedBuyer>>;

Error usage(const char *option, const char *rule, const char *message)
{
    return {"usage", option, rule, message};
}

void printLine(domain::Object line)
{
    const std::string text = domain::writeJson(domain::Value(std::move(line))) + '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

/// A whole number from `smallest` to `largest`, or what was to be taken without the option.
Result<std::int64_t> wholeNumber(const Arguments &arguments, const char *name, std::int64_t otherwise,
                                 std::int64_t smallest, std::int64_t largest)
{
    const auto text = arguments.value(QLatin1String(name));
    if (!text)
        return otherwise;
    bool ok = false;
    const qlonglong number = text->toLongLong(&ok);
    if (!ok || number < smallest || number > largest)
        return Error{"usage", std::string("--") + name,
                     std::to_string(smallest) + " to " + std::to_string(largest),
                     std::string("--") + name + " takes a whole number from " + std::to_string(smallest) +
                         " to " + std::to_string(largest) + '.'};
    return static_cast<std::int64_t>(number);
}

/// A number from 0 to `largest`.
Result<double> decimal(const Arguments &arguments, const char *name, double otherwise, double largest)
{
    const auto text = arguments.value(QLatin1String(name));
    if (!text)
        return otherwise;
    bool ok = false;
    const double number = text->toDouble(&ok);
    if (!ok || !(number >= 0) || number > largest)
        return Error{"usage", std::string("--") + name, "0 to " + std::to_string(std::llround(largest)),
                     std::string("--") + name + " takes a number from 0 to " +
                         std::to_string(std::llround(largest)) + '.'};
    return number;
}

void collect(Errors &problems, const Errors &more)
{
    problems.insert(problems.end(), more.begin(), more.end());
}

std::int64_t seedOfNow()
{
    return SystemClock().utcNow().time_since_epoch().count();
}

domain::Object readyLine(const BuyerList &buyers, const simulator::FaultyBuyer *faulty)
{
    domain::Array list;
    for (const auto &buyer : buyers) {
        const simulator::SimulatedBuyerOptions &options = buyer->options();
        domain::Object item;
        item.append("slug", options.slug);
        item.append("label", options.label);
        item.append("spec", simulator::name(options.spec));
        item.append("url", "http://127.0.0.1:" + std::to_string(buyer->port()));
        item.append("ping_url", buyer->pingUrl());
        item.append("post_url", buyer->postUrl());
        item.append("key", options.key);
        list.emplace_back(std::move(item));
    }
    if (faulty) {
        const std::string url = "http://127.0.0.1:" + std::to_string(faulty->port());
        list.emplace_back(domain::Object{{"slug", faulty->options().slug},
                                         {"fault", simulator::name(faulty->options().fault)},
                                         {"url", url},
                                         {"ping_url", url + "/ping"},
                                         {"post_url", url + "/post"}});
    }
    return {{"event", "ready"}, {"buyers", std::move(list)}};
}

domain::Object totalsLine(const BuyerList &buyers, const simulator::FaultyBuyer *faulty)
{
    domain::Array list;
    for (const auto &buyer : buyers) {
        domain::Object item{{"slug", buyer->options().slug}};
        for (auto &[key, value] : simulator::toObject(buyer->totals()))
            item.append(key, value);
        list.emplace_back(std::move(item));
    }
    if (faulty) {
        domain::Object item{{"slug", faulty->options().slug},
                            {"fault", simulator::name(faulty->options().fault)}};
        for (auto &[key, value] : simulator::toObject(faulty->totals()))
            item.append(key, value);
        list.emplace_back(std::move(item));
    }
    return {{"event", "totals"}, {"buyers", std::move(list)}};
}

/// Writes the market that routes to `buyers`; returns the intake key of its source.
Result<Secret> writeMarket(const QString &fileName, const BuyerList &buyers,
                           const simulator::FaultyBuyer *faulty)
{
    std::map<std::string, int> ports;
    if (faulty)
        ports[faulty->options().slug] = faulty->port();
    for (const auto &buyer : buyers)
        ports[buyer->options().slug] = buyer->port();
    const Secret token("bk_" + domain::toHex(domain::newLeadKey().reveal())); // 256 random bits
    const auto document = demoDocument(ports, domain::toHex(domain::sha256(token.reveal())));
    if (!document)
        return document.errors();
    const std::string text = domain::toJson(*document);
    QSaveFile file(fileName);
    const auto size = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
        return Error{"file_unwritable", "--market", "",
                     "The market document cannot be written: " + file.errorString().toStdString() + "."};
    return token;
}

} // namespace

int simulateBuyersCommand(const QStringList &args)
{
    const auto arguments = Arguments::parse(
        args, {{QStringLiteral("count"), QStringLiteral("journal"), QStringLiteral("base-port"),
                QStringLiteral("market"), QStringLiteral("seed"), QStringLiteral("fault")},
               {QStringLiteral("faulty")},
               0});
    if (!arguments)
        return refuse(arguments.errors());
    Errors problems;
    const auto count = wholeNumber(*arguments, "count", 8, 1, 64);
    const auto basePort = wholeNumber(*arguments, "base-port", 0, 0, 65535);
    const auto seed = wholeNumber(*arguments, "seed", 1, 0, INT64_MAX);
    for (const auto *number : {&count, &basePort, &seed}) {
        if (!*number)
            collect(problems, number->errors());
    }
    const auto marketFile = arguments->value(QStringLiteral("market"));
    if (problems.empty() && *basePort > 0 && *basePort + *count - 1 > 65535)
        problems.push_back(
            usage("--base-port", "room for --count ports", "There are not that many ports above it."));
    if (problems.empty() && marketFile && *count != 8)
        problems.push_back(
            usage("--market", "--count 8", "The demo market is written for its eight buyers."));
    std::optional<simulator::BuyerFault> fault;
    if (const auto named = arguments->value(QStringLiteral("fault"))) {
        fault = simulator::buyerFaultFromName(named->toStdString());
        if (!fault) {
            std::string known;
            for (const simulator::BuyerFault one : simulator::allBuyerFaults())
                known += (known.empty() ? "" : ", ") + std::string(simulator::name(one));
            problems.push_back({"usage", "--fault", known,
                                "There is no such fault. The last buyer can misbehave by: " + known + "."});
        }
    }
    if (!problems.empty())
        return refuse(problems);

    QString journalDir;
    if (const auto given = arguments->value(QStringLiteral("journal"))) {
        journalDir = *given;
        if (!QDir().mkpath(journalDir))
            return refuse({{"journal_unwritable", "--journal", "", "The journals' folder cannot be made."}});
    }

    ShutdownSignals signals;
    bool stopRequested = false;
    QObject::connect(&signals, &ShutdownSignals::requested, qApp, [&stopRequested] {
        stopRequested = true;
        QCoreApplication::quit();
    });
    BuyerList buyers;
    std::unique_ptr<simulator::FaultyBuyer> faulty;
    for (auto &options :
         simulator::demoBuyers(arguments->flag(QStringLiteral("faulty")), static_cast<int>(*count))) {
        options.seed += static_cast<std::uint64_t>(*seed) * 1000;
        if (*basePort > 0)
            options.port = static_cast<int>(*basePort) + static_cast<int>(buyers.size());
        if (!journalDir.isEmpty())
            options.journalFile = journalDir.toStdString() + '/' + options.slug + ".jsonl";
        if (fault && static_cast<std::int64_t>(buyers.size()) + 1 == *count) {
            faulty = std::make_unique<simulator::FaultyBuyer>(
                simulator::FaultyBuyerOptions{options.slug, *fault, options.port, options.journalFile});
            if (const auto port = faulty->start(); !port)
                return refuse(port.errors());
            break;
        }
        auto buyer = std::make_unique<simulator::SimulatedBuyer>(std::move(options));
        if (const auto port = buyer->start(); !port)
            return refuse(port.errors());
        buyers.push_back(std::move(buyer));
    }
    domain::Object ready = readyLine(buyers, faulty.get());
    if (marketFile) {
        const auto token = writeMarket(*marketFile, buyers, faulty.get());
        if (!token)
            return refuse(token.errors());
        ready.append("demo_key", std::string(token->reveal()));
    }
    printLine(std::move(ready));
    if (!stopRequested)
        QCoreApplication::exec();
    for (const auto &buyer : buyers)
        buyer->stop();
    printLine(totalsLine(buyers, faulty.get()));
    return Done;
}

int simulateTrafficCommand(const QStringList &args)
{
    const auto arguments =
        Arguments::parse(args, {{QStringLiteral("url"), QStringLiteral("key"), QStringLiteral("rate"),
                                 QStringLiteral("count"), QStringLiteral("seed"), QStringLiteral("vertical"),
                                 QStringLiteral("invalid-share"), QStringLiteral("repeat-share")},
                                {QStringLiteral("complete")},
                                0});
    if (!arguments)
        return refuse(arguments.errors());
    Errors problems;
    const auto url = arguments->value(QStringLiteral("url"));
    if (!url) {
        problems.push_back(
            usage("--url", "required", "Give the intake's address: --url http://127.0.0.1:8420."));
    } else if (const QUrl parsed(*url, QUrl::StrictMode);
               !parsed.isValid() || parsed.scheme() != QLatin1String("http") || parsed.host().isEmpty()) {
        problems.push_back(usage("--url", "http://HOST:PORT", "The intake's address is one of plain http."));
    }
    const auto key = arguments->value(QStringLiteral("key"));
    if (!key || key->isEmpty())
        problems.push_back(usage("--key", "required", "Give the intake key: --key TOKEN."));
    else if (key->contains(QLatin1Char('\r')) || key->contains(QLatin1Char('\n')))
        problems.push_back(usage("--key", "one line", "The intake key is one line of text."));
    const auto rate = decimal(*arguments, "rate", 5, 20'000);
    const auto invalidShare = decimal(*arguments, "invalid-share", 0, 1);
    const auto repeatShare = decimal(*arguments, "repeat-share", 0, 1);
    for (const auto *number : {&rate, &invalidShare, &repeatShare}) {
        if (!*number)
            collect(problems, number->errors());
    }
    const auto count = wholeNumber(*arguments, "count", 0, 0, INT64_MAX);
    // Without a seed, each run sends other people: the same ones again would look like repeated leads.
    const auto seed = wholeNumber(*arguments, "seed", seedOfNow(), 0, INT64_MAX);
    for (const auto *number : {&count, &seed}) {
        if (!*number)
            collect(problems, number->errors());
    }
    const std::string vertical = arguments->value(QStringLiteral("vertical"))
                                     .value_or(QStringLiteral("personal_injury"))
                                     .toStdString();
    if (!simulator::simulatedVertical(vertical))
        problems.push_back(usage("--vertical", "a vertical's slug", "There is no vertical of this name."));
    if (rate && !(*rate > 0))
        problems.push_back(usage("--rate", "above 0", "--rate takes leads per second, more than none."));
    if (!problems.empty())
        return refuse(problems);

    simulator::TrafficOptions options;
    options.url = url->toStdString();
    options.key = Secret(key->toStdString());
    options.leadsPerSecond = *rate;
    options.count = *count;
    options.seed = static_cast<std::uint64_t>(*seed);
    options.vertical = vertical;
    options.complete = arguments->flag(QStringLiteral("complete"));
    options.invalidShare = *invalidShare;
    options.repeatShare = *repeatShare;
    simulator::TrafficSimulator traffic(options);

    ShutdownSignals signals;
    bool stopRequested = false;
    QObject::connect(&signals, &ShutdownSignals::requested, qApp, [&stopRequested] {
        stopRequested = true;
        QCoreApplication::quit();
    });
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, qApp, [&traffic] {
        if (traffic.wait(Micros(0)))
            QCoreApplication::quit();
    });
    watch.start(20);
    traffic.start();
    if (!stopRequested)
        QCoreApplication::exec();
    traffic.stop();
    const simulator::TrafficTotals totals = traffic.totals();
    domain::Object line{{"event", "totals"}, {"seed", *seed}};
    for (auto &[name, value] : simulator::toObject(totals))
        line.append(name, value);
    printLine(std::move(line));
    // a wrong key or a dead address shall not look like a run that went well
    return totals.sent > 0 && totals.answered == 0 ? Failed : Done;
}

} // namespace bourse::app
