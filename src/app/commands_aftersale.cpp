#include "app/commands_aftersale.h"
#include "app/arguments.h"
#include "app/databasesession.h"
#include "domain/json/json.h"
#include "market/returnsimport.h"
#include "storage/retention.h"
#include "storage/webhooks.h"
#include <QFile>
#include <cstdio>
#include <limits>

namespace bourse::app {

namespace {
constexpr int listedAtMost = 1000;

Arguments::Names databaseNames(int positions)
{
    return {
        {QStringLiteral("data-dir"), QStringLiteral("database"), QStringLiteral("workspace")}, {}, positions};
}

void print(const domain::Object &line)
{
    const std::string text = domain::writeJson(domain::Value(line)) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

struct Opened {
    DatabaseSession session;
    storage::StoredConfig config;
    std::shared_ptr<const domain::MarketSnapshot> snapshot;
};

Result<Opened> openMarket(const Arguments &arguments)
{
    auto session = DatabaseSession::open(arguments, DatabaseSession::Access::Look);
    if (!session)
        return session.errors();
    auto workspace = arguments.value(QStringLiteral("workspace"));
    auto stored = workspace ? storage::loadPublished(session->store(), workspace->toStdString())
                            : storage::loadFirstPublished(session->store());
    if (!stored)
        return stored.errors();
    if (!stored.value())
        return Error{"no_configuration", "workspace", "", "Nothing is published in this database yet."};
    storage::StoredConfig config = std::move(*stored.value());
    auto compiled = domain::MarketSnapshot::compile(config.document, config.workspaceId, config.version);
    if (!compiled)
        return compiled.errors();
    return Opened{std::move(*session), std::move(config), std::move(*compiled)};
}

Result<QByteArray> readFile(const QString &name)
{
    QFile file(name);
    const bool opened =
        name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return Error{"file_unreadable", name.toStdString(), "",
                     "The file cannot be read: " + file.errorString().toStdString() + "."};
    return file.readAll();
}
} // namespace

int returnsCommand(const QStringList &arguments)
{
    Arguments::Names names = databaseNames(2);
    names.values.insert({QStringLiteral("buyer"), QStringLiteral("result")});
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    const QStringList &words = parsed->positions();
    const auto buyer = parsed->value(QStringLiteral("buyer"));
    if (words.size() != 2 || words.front() != QLatin1String("import") || !buyer)
        return refuse({{"usage", "FILE", "", "Use: returns import FILE --buyer SLUG [--result FILE]."}});
    auto csv = readFile(words[1]);
    if (!csv)
        return refuse(csv.errors());
    auto market = openMarket(*parsed);
    if (!market)
        return refuse(market.errors());
    storage::Returns store(market->session.store());
    int shown = -1;
    auto done = market::importReturnsTable(
        store, market->snapshot, {*csv, *buyer}, "returns command", [&shown](int worked, int all) {
            const int percent = all > 0 ? static_cast<int>(100LL * worked / all) : 100;
            if (percent != shown && all >= 1000)
                std::fprintf(stderr, "\r%d %%%s", percent, worked == all ? "\n" : "");
            shown = percent;
            return true;
        });
    if (!done)
        return refuse(done.errors());
    if (auto name = parsed->value(QStringLiteral("result"))) {
        QFile file(*name);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) ||
            file.write(done->result) != done->result.size() || !file.flush())
            return refuse({{"file_unwritable", name->toStdString(), "",
                            "The file cannot be written: " + file.errorString().toStdString() + "."}});
    }
    domain::Object line{{"event", "returns_imported"}, {"rows", done->rows},
                        {"approved", done->approved},  {"requested", done->requested},
                        {"denied", done->denied},      {"recorded", done->recorded},
                        {"failed", done->failed},      {"repeated", done->repeated}};
    print(line);
    return Done;
}

int webhooksCommand(const QStringList &arguments)
{
    Arguments::Names names = databaseNames(1000);
    names.values.insert(QStringLiteral("state"));
    names.flags.insert(QStringLiteral("all"));
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    QStringList words = parsed->positions();
    const QString verb = words.isEmpty() ? QString() : words.takeFirst();
    const bool all = parsed->flag(QStringLiteral("all"));
    const QString state = parsed->value(QStringLiteral("state")).value_or(QString());
    const bool stateKnown = state.isEmpty() || state == QLatin1String("waiting") ||
                            state == QLatin1String("delivered") || state == QLatin1String("dead");
    const bool fits = (verb == QLatin1String("list") && words.isEmpty() && stateKnown) ||
                      (verb == QLatin1String("replay") && all == words.isEmpty()) ||
                      (verb == QLatin1String("enable") && words.size() == 1);
    if (!fits)
        return refuse({{"usage", "webhooks", "",
                        "Use: webhooks list [--state waiting|delivered|dead], webhooks replay ID…, webhooks "
                        "replay --all, or webhooks enable URL."}});
    std::vector<Uuid> ids;
    if (verb == QLatin1String("replay")) {
        for (QString word : words) {
            if (word.startsWith(QLatin1String("msg_")) && word.size() == 36) // as it stands in Webhook-Id
                word = word.mid(4, 8) + QLatin1Char('-') + word.mid(12, 4) + QLatin1Char('-') +
                       word.mid(16, 4) + QLatin1Char('-') + word.mid(20, 4) + QLatin1Char('-') + word.mid(24);
            auto id = Uuid::parse(word.toStdString());
            if (!id)
                return refuse({{"not_a_webhook_id", word.toStdString(), "msg_ and 32 digits",
                                "This is not the id of a webhook's message."}});
            ids.push_back(*id);
        }
    }
    auto market = openMarket(*parsed);
    if (!market)
        return refuse(market.errors());
    storage::Webhooks store(market->session.store());
    const Uuid &workspace = market->config.workspaceId;
    if (verb == QLatin1String("enable")) {
        auto enabled = store.enable(workspace, words.front().toStdString(), "webhooks command");
        if (!enabled)
            return refuse(enabled.errors());
        print({{"event", "webhook_enabled"}, {"url", words.front().toStdString()}, {"changed", *enabled}});
        return Done;
    }
    if (verb == QLatin1String("replay")) {
        if (all)
            ids.push_back(Uuid());
        std::int64_t count = 0;
        for (const Uuid &id : ids) {
            auto replayed = store.replay(workspace, id, "webhooks command");
            if (!replayed)
                return refuse(replayed.errors());
            count += *replayed;
        }
        print({{"event", "webhooks_replayed"}, {"count", count}});
        return Done;
    }
    auto endpoints = store.endpoints(workspace);
    if (!endpoints)
        return refuse(endpoints.errors());
    for (const storage::WebhookEndpointStatus &one : *endpoints)
        print(
            {{"endpoint", one.url},
             {"source", one.source},
             {"waiting", one.waiting},
             {"dead", one.dead},
             {"disabled_at", one.disabledAt ? domain::Value(toIso8601(*one.disabledAt)) : domain::Value()}});
    auto messages = store.list(workspace, state.toStdString(), listedAtMost);
    if (!messages)
        return refuse(messages.errors());
    for (const storage::StoredWebhook &one : *messages)
        print({{"id", domain::webhookMessageId(one.id)},
               {"event", one.event},
               {"lead_id", leadIdText(one.leadId)},
               {"url", one.url},
               {"state", one.state},
               {"tries", one.tries},
               {"last_status", one.lastStatus ? domain::Value(one.lastStatus) : domain::Value()},
               {"last_error", one.lastError.empty() ? domain::Value() : domain::Value(one.lastError)},
               {"at", toIso8601(one.at)},
               {"due_at", one.state == "waiting" ? domain::Value(toIso8601(one.dueAt)) : domain::Value()}});
    return Done;
}

int retentionCommand(const QStringList &arguments)
{
    Arguments::Names names = databaseNames(0);
    names.flags.insert(QStringLiteral("dry-run"));
    auto parsed = Arguments::parse(arguments, names);
    if (!parsed)
        return refuse(parsed.errors());
    const bool dryRun = parsed->flag(QStringLiteral("dry-run"));
    auto market = openMarket(*parsed);
    if (!market)
        return refuse(market.errors());
    storage::Keeping keeping(market->session.store());
    const Uuid &workspace = market->config.workspaceId;
    auto erased = keeping.eraseDue(workspace, std::numeric_limits<int>::max(), dryRun);
    if (!erased)
        return refuse(erased.errors());
    auto months = keeping.dropMonths(workspace, !dryRun);
    if (!months)
        return refuse(months.errors());
    for (const storage::KeptMonth &one : *months)
        print({{"month", one.month.substr(0, 4) + "-" + one.month.substr(4)},
               {"leads", one.leads},
               {"kept_by", one.keptBy.empty() ? domain::Value() : domain::Value(one.keptBy)},
               {"dropped", one.dropped}});
    auto lapsed = keeping.lapsedClaims(workspace);
    if (!lapsed)
        return refuse(lapsed.errors());
    print({{"event", dryRun ? "retention_looked" : "retention_done"},
           {dryRun ? "would_erase" : "erased", *erased},
           {"lapsed_claims", *lapsed}});
    return Done;
}

} // namespace bourse::app
