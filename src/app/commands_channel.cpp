#include "app/commands_channel.h"
#include "app/databasesession.h"
#include "domain/json/json.h"
#include "exchange/channelhealth.h"
#include "storage/pacing.h"
#include <cstdio>

namespace bourse::app {

int channelCommand(const QStringList &arguments)
{
    auto parsed = Arguments::parse(arguments, {{QStringLiteral("data-dir"), QStringLiteral("database"),
                                                QStringLiteral("workspace"), QStringLiteral("reason")},
                                               {QStringLiteral("force-closed")},
                                               2});
    if (!parsed)
        return refuse(parsed.errors());
    const QStringList &words = parsed->positions();
    const QString verb = words.isEmpty() ? QString() : words.front();
    const bool list = verb == QLatin1String("list"), hold = verb == QLatin1String("hold");
    if ((!list && !hold && verb != QLatin1String("release")) || words.size() != (list ? 1 : 2))
        return refuse({{"usage", "channel", "hold SLUG, release SLUG or list",
                        "Say “hold SLUG”, “release SLUG” or “list”."}});
    auto session = DatabaseSession::open(*parsed, DatabaseSession::Access::Look);
    if (!session)
        return refuse(session.errors());
    const auto workspace = parsed->value(QStringLiteral("workspace"));
    auto stored = workspace ? storage::loadPublished(session->store(), workspace->toStdString())
                            : storage::loadFirstPublished(session->store());
    if (!stored)
        return refuse(stored.errors());
    if (!stored.value())
        return refuse({{"nothing_published", "", "", "Nothing is published in this market yet."}});
    const storage::StoredConfig &config = *stored.value();
    storage::PacingStore store(session->store());
    if (!list) {
        const std::string slug = words.at(1).toStdString();
        auto snapshot = domain::MarketSnapshot::compile(config.document, config.workspaceId, config.version);
        if (!snapshot)
            return refuse(snapshot.errors());
        if (hold && !exchange::hasChannel(**snapshot, slug)) // one that is gone may still be released
            return refuse(
                {{"no_such_channel", "SLUG", "a published channel", "There is no channel “" + slug + "”."}});
        std::optional<exchange::Hold> word;
        if (hold)
            word =
                parsed->flag(QStringLiteral("force-closed")) ? exchange::Hold::Closed : exchange::Hold::Open;
        auto done = store.setHold(config.workspaceId, slug, word,
                                  parsed->value(QStringLiteral("reason")).value_or(QString()).toStdString(),
                                  "command line");
        if (!done)
            return refuse(done.errors());
    }
    auto rows = store.holds(config.workspaceId);
    if (!rows)
        return refuse(rows.errors());
    for (const storage::HoldRow &row : *rows) {
        domain::Object line{{"channel", row.channel},
                            {"hold", row.hold == exchange::Hold::Open ? "open" : "closed"},
                            {"reason", row.reason},
                            {"actor", row.actor},
                            {"held_at", toIso8601(row.heldAt)}};
        std::puts(domain::writeJson(domain::Value(std::move(line))).c_str());
    }
    return Done;
}

} // namespace bourse::app
