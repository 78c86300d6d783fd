#include "gui/integrations/integrationcalls.h"
#include "domain/json/json.h"
#include "gui/widgets/format.h"
#include "market/market.h"
#include <QDir>
#include <QFile>
#include <algorithm>

namespace bourse::gui {

IntegrationCalls marketCalls(market::Market *market)
{
    IntegrationCalls calls;
    calls.heads = [market] {
        return market->integrations();
    };
    calls.draft = [market](const QString &slug) {
        return market->integrationDraft(slug);
    };
    calls.save = [market](const QString &slug, domain::Value document, qint64 baseVersion) {
        return market->saveIntegrationDraft(slug, std::move(document), baseVersion);
    };
    calls.discard = [market](const QString &slug) {
        return market->discardIntegrationDraft(slug);
    };
    calls.publish = [market](domain::Value document, qint64 baseVersion, const QString &note) {
        return market->publishIntegration(std::move(document), baseVersion, note, QStringLiteral("operator"));
    };
    calls.leads = [market](const QString &vertical, int count) {
        return market->sampleLeads(vertical, count);
    };
    calls.verticals = [market] {
        QVector<domain::FieldSchema> verticals;
        if (const auto snapshot = market->snapshot())
            for (const domain::FieldSchema &vertical : snapshot->document().verticals)
                verticals.append(vertical);
        // a workspace without any still shows what the built-in ones have
        if (verticals.isEmpty()) {
            const QDir builtIn(QStringLiteral(":/verticals"));
            for (const QString &name : builtIn.entryList({QStringLiteral("*.json")})) {
                QFile file(builtIn.filePath(name));
                if (!file.open(QIODevice::ReadOnly))
                    continue;
                const auto value = domain::parseJson(file.readAll().toStdString());
                auto schema =
                    value ? domain::fieldSchemaFromValue(*value) : Result<domain::FieldSchema>(value.error());
                if (schema)
                    verticals.append(std::move(*schema));
            }
        }
        return verticals;
    };
    calls.verticalOf = [market](const QString &slug) {
        const auto snapshot = market->snapshot();
        if (!snapshot)
            return QString();
        const domain::MarketDocument &document = snapshot->document();
        for (const domain::PingTree &tree : document.trees)
            for (const domain::Channel *channel : domain::channelsOf(tree))
                if (channel->integration == slug.toStdString())
                    for (const domain::Source &source : document.sources)
                        for (const std::string &one : source.treeSlugs())
                            if (one == tree.slug)
                                return QString::fromStdString(source.vertical);
        return QString();
    };
    calls.treeTimeLimit = [market](const QString &slug) {
        std::optional<Micros> shortest;
        if (const auto snapshot = market->snapshot())
            for (const domain::PingTree &tree : snapshot->document().trees)
                for (const domain::Channel *channel : domain::channelsOf(tree))
                    if (channel->integration == slug.toStdString() && channel->timeLimit)
                        shortest = shortest ? std::min(*shortest, *channel->timeLimit) : *channel->timeLimit;
        return shortest;
    };
    calls.listenAddress = [market] {
        return market->status().listen;
    };
    calls.zone = [market] {
        return zoneNamed(market->status().zone);
    };
    calls.isRunning = [market] {
        return market->phase() == market::MarketPhase::Running;
    };
    return calls;
}

} // namespace bourse::gui
