// Integrations being edited: drafts, publishing, versions, samples.
#include "market/integrations.h"
#include "domain/integration/lint.h"
#include "domain/lead/fieldschema.h"
#include "market/marketimpl.h"
#include "storage/integrationstore.h"
#include <QtConcurrent/QtConcurrentRun>
#include <algorithm>
#include <map>

namespace bourse::market {

namespace {

/// Who works at this market: until people log in by name, whoever holds the window.
constexpr const char *operatorName = "operator";

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QVector<QString> texts(const std::vector<std::string> &from)
{
    QVector<QString> to;
    for (const std::string &item : from)
        to.push_back(text(item));
    return to;
}

QString labelOf(const std::string &label, const std::string &slug)
{
    return text(label.empty() ? slug : label);
}

/// What a person knows a lead by: its names, then its place.
QString titleOf(const domain::Object &fields, const domain::FieldSchema *vertical, const Uuid &id)
{
    QStringList names, place;
    const auto add = [&fields](QStringList &to, const std::string &key) {
        if (const domain::Value *value = fields.find(key); value && !value->toText().empty())
            to << text(value->toText());
    };
    if (vertical) {
        for (const domain::FieldSpec &field : vertical->fields) {
            if (field.identity && field.type == domain::FieldType::Text)
                add(names, field.key);
            else if (field.type == domain::FieldType::State || field.key == "city")
                add(place, field.key);
        }
    }
    QStringList parts;
    if (!names.isEmpty())
        parts << names.join(QLatin1Char(' '));
    if (!place.isEmpty())
        parts << place.join(QLatin1Char(' '));
    return parts.isEmpty() ? text(leadIdText(id)) : parts.join(QStringLiteral(", "));
}

Error noSuchIntegration(const std::string &slug)
{
    return {"no_such_integration", "slug", "", "There is no integration \"" + slug + "\"."};
}

} // namespace

Errors blockingProblems(const domain::Value &document, const std::string &slug,
                        const domain::MarketSnapshot &config)
{
    std::map<const domain::FieldSchema *, std::optional<Micros>> judges;
    for (const domain::Source &source : config.document().sources) {
        bool sells = false;
        for (const std::string &one : source.treeSlugs()) {
            const domain::PingTree *tree = config.tree(one);
            for (const domain::Channel *channel :
                 tree ? domain::channelsOf(*tree) : std::vector<const domain::Channel *>())
                sells = sells || channel->integration == slug;
        }
        if (!sells)
            continue;
        auto &limit = judges[config.vertical(source.vertical)];
        limit = std::min(limit.value_or(source.budget), source.budget);
    }
    if (judges.empty()) {
        for (const domain::FieldSchema &vertical : config.document().verticals)
            judges[&vertical];
    }
    if (judges.empty())
        judges[nullptr];
    Errors blocking;
    for (const auto &[vertical, limit] : judges) {
        for (const domain::LintProblem &problem : domain::lint(document, {vertical, limit})) {
            Error error{problem.code, problem.path, problem.rule, problem.message};
            if (problem.severity == domain::LintProblem::Severity::Blocking &&
                std::find(blocking.begin(), blocking.end(), error) == blocking.end())
                blocking.push_back(std::move(error));
        }
    }
    return blocking;
}

void Market::Impl::tellIntegrationsChanged()
{
    QMetaObject::invokeMethod(&q, [this] { Q_EMIT q.integrationsChanged(); });
}

/// In the configuration's order, then those that only have a draft.
Result<QVector<IntegrationHead>> Market::Impl::integrationHeads(const domain::MarketSnapshot &config) const
{
    auto stored = storage::integrationSummaries(storeOptions(), config.workspaceId());
    if (!stored)
        return stored.errors();
    QHash<QString, QVector<QString>> uses;
    for (const domain::PingTree &tree : config.document().trees) {
        for (const domain::Channel *channel : domain::channelsOf(tree))
            uses[text(channel->integration)].push_back(labelOf(tree.label, tree.slug) +
                                                       QStringLiteral(" / ") +
                                                       labelOf(channel->label, channel->slug));
    }
    const domain::Array &order = config.document().integrations;
    const auto rank = [&order](const std::string &slug) {
        return std::find_if(order.begin(), order.end(),
                            [&](const domain::Value &document) {
                                const domain::Value *its = document.find("slug");
                                return its && its->toText() == slug;
                            }) -
               order.begin();
    };
    // one that the market no longer holds is history, unless somebody works on it
    std::erase_if(*stored, [&](const storage::IntegrationSummary &summary) {
        return !summary.draftSavedAt && rank(summary.slug) == std::ssize(order);
    });
    std::stable_sort(stored->begin(), stored->end(),
                     [&](const auto &left, const auto &right) { return rank(left.slug) < rank(right.slug); });
    QVector<IntegrationHead> heads;
    for (const storage::IntegrationSummary &summary : *stored) {
        IntegrationHead head;
        head.slug = text(summary.slug);
        head.label = labelOf(summary.label, summary.slug);
        head.version = summary.version;
        head.publishedAt = summary.publishedAt;
        head.draftSavedAt = summary.draftSavedAt;
        head.steps = texts(summary.steps);
        head.usedBy = uses.value(head.slug);
        heads.push_back(std::move(head));
    }
    return heads;
}

Result<IntegrationDraft> Market::Impl::integrationDraft(const Uuid &workspace, const std::string &slug) const
{
    auto published = storage::integrationVersion(storeOptions(), workspace, slug, 0);
    if (!published)
        return published.errors();
    auto draft = storage::integrationDraft(storeOptions(), workspace, slug);
    if (!draft)
        return draft.errors();
    if (!published->has_value() && !draft->has_value())
        return noSuchIntegration(slug);
    IntegrationDraft result;
    if (published->has_value()) {
        result.version = result.baseVersion = (*published)->first.version;
        result.published = (*published)->second;
        result.document = (*published)->second;
    }
    if (draft->has_value()) {
        result.document = std::move((*draft)->document);
        result.savedAt = (*draft)->savedAt;
        result.baseVersion = (*draft)->baseVersion;
    }
    return result;
}

Result<qint64> Market::Impl::publishIntegrationNow(const domain::Value &document, qint64 baseVersion,
                                                   const std::string &note, const std::string &actor)
{
    auto compiled = domain::Integration::fromValue(document);
    if (!compiled)
        return compiled.errors();
    auto config = q.snapshot();
    if (!config)
        return Error{"no_configuration", "workspace", "", "Nothing is published in this workspace yet."};
    if (Errors blocking = blockingProblems((*compiled)->document(), (*compiled)->slug(), *config);
        !blocking.empty())
        return blocking;
    auto stored = storage::publishIntegration(storeOptions(), config->workspaceId(), (*compiled)->document(),
                                              baseVersion, note, actor);
    if (!stored)
        return stored.errors();
    if (auto adopted = adopt(stored->config); !adopted)
        return adopted.errors();
    return stored->version;
}

Result<QVector<SampleLead>> Market::Impl::sampleLeads(const domain::MarketSnapshot &config,
                                                      const std::string &vertical, int count) const
{
    auto ids = storage::sampleLeads(storeOptions(), config.workspaceId(), vertical, count, operatorName);
    if (!ids)
        return ids.errors();
    QVector<SampleLead> samples;
    for (const Uuid &id : *ids) {
        auto lead = reader->lead(config.workspaceId(), id, true);
        if (!lead)
            return lead.errors();
        SampleLead sample;
        sample.id = text(leadIdText(id));
        sample.vertical = text(lead->vertical);
        sample.title = titleOf(lead->fields, config.vertical(lead->vertical), id);
        sample.fields = std::move(lead->fields);
        samples.push_back(std::move(sample));
    }
    return samples;
}

// Reads run beside the market's work; what changes something runs on its worker, one after the other, so that
// a draft saved before a publish is never written after it.

QFuture<Result<QVector<IntegrationHead>>> Market::integrations() const
{
    return QtConcurrent::run(&m_impl->readers, [this]() -> Result<QVector<IntegrationHead>> {
        auto config = snapshot();
        if (!m_impl->accepting)
            return notRunning();
        if (!config)
            return QVector<IntegrationHead>();
        return m_impl->integrationHeads(*config);
    });
}

QFuture<Result<IntegrationDraft>> Market::integrationDraft(QString slug) const
{
    return QtConcurrent::run(&m_impl->readers, [this, slug]() -> Result<IntegrationDraft> {
        auto config = snapshot();
        if (!m_impl->accepting || !config)
            return notRunning();
        return m_impl->integrationDraft(config->workspaceId(), slug.toStdString());
    });
}

QFuture<Result<UtcTime>> Market::saveIntegrationDraft(QString slug, domain::Value document,
                                                      qint64 baseVersion)
{
    return QtConcurrent::run(
        &m_impl->worker, [this, slug, document = std::move(document), baseVersion]() -> Result<UtcTime> {
            auto config = snapshot();
            if (!m_impl->accepting || !config)
                return notRunning();
            auto saved =
                storage::saveIntegrationDraft(m_impl->storeOptions(), config->workspaceId(),
                                              slug.toStdString(), document, baseVersion, operatorName);
            if (saved)
                m_impl->tellIntegrationsChanged();
            return saved;
        });
}

QFuture<Result<std::monostate>> Market::discardIntegrationDraft(QString slug)
{
    return QtConcurrent::run(&m_impl->worker, [this, slug]() -> Result<std::monostate> {
        auto config = snapshot();
        if (!m_impl->accepting || !config)
            return notRunning();
        auto discarded = storage::discardIntegrationDraft(m_impl->storeOptions(), config->workspaceId(),
                                                          slug.toStdString());
        if (!discarded)
            return discarded.errors();
        if (*discarded)
            m_impl->tellIntegrationsChanged();
        return std::monostate{};
    });
}

QFuture<Result<qint64>> Market::publishIntegration(domain::Value document, qint64 baseVersion, QString note,
                                                   QString actor)
{
    return QtConcurrent::run(
        &m_impl->worker,
        [this, document = std::move(document), baseVersion, note, actor]() -> Result<qint64> {
            if (!m_impl->accepting)
                return notRunning();
            return m_impl->publishIntegrationNow(document, baseVersion, note.toStdString(),
                                                 actor.toStdString());
        });
}

QFuture<Result<QVector<IntegrationVersion>>> Market::integrationVersions(QString slug) const
{
    return QtConcurrent::run(&m_impl->readers, [this, slug]() -> Result<QVector<IntegrationVersion>> {
        auto config = snapshot();
        if (!m_impl->accepting || !config)
            return notRunning();
        auto stored =
            storage::integrationVersions(m_impl->storeOptions(), config->workspaceId(), slug.toStdString());
        if (!stored)
            return stored.errors();
        QVector<IntegrationVersion> versions;
        for (const storage::StoredVersion &version : *stored)
            versions.push_back(
                {version.version, version.publishedAt, text(version.actor), text(version.note)});
        return versions;
    });
}

QFuture<Result<domain::Value>> Market::integrationVersion(QString slug, qint64 version) const
{
    return QtConcurrent::run(&m_impl->readers, [this, slug, version]() -> Result<domain::Value> {
        auto config = snapshot();
        if (!m_impl->accepting || !config)
            return notRunning();
        if (version < 1)
            return Error{"no_such_version", "version", ">= 1", "Versions are counted from 1."};
        auto stored = storage::integrationVersion(m_impl->storeOptions(), config->workspaceId(),
                                                  slug.toStdString(), version);
        if (!stored)
            return stored.errors();
        if (!stored->has_value())
            return Error{"no_such_version", "version", std::to_string(version),
                         "The integration \"" + slug.toStdString() + "\" has no version " +
                             std::to_string(version) + "."};
        return (*stored)->second;
    });
}

QFuture<Result<QVector<SampleLead>>> Market::sampleLeads(QString vertical, int count) const
{
    return QtConcurrent::run(&m_impl->readers, [this, vertical, count]() -> Result<QVector<SampleLead>> {
        auto config = snapshot();
        if (!m_impl->accepting || !config)
            return notRunning();
        return m_impl->sampleLeads(*config, vertical.toStdString(), count);
    });
}

QFuture<Result<SentRequest>> Market::sentRequest(QString leadId, QString integration,
                                                 domain::StepKind step) const
{
    return QtConcurrent::run(&m_impl->readers, [this, leadId, integration, step]() -> Result<SentRequest> {
        auto config = snapshot();
        if (!m_impl->accepting || !config)
            return notRunning();
        auto id = parseLeadId(leadId.toStdString());
        if (!id)
            return id.errors();
        auto lead = m_impl->reader->lead(config->workspaceId(), *id, true);
        if (!lead)
            return lead.errors();
        SentRequest sent;
        for (const storage::StoredAttempt &attempt : lead->attempts) // oldest first
            if (attempt.record.integration == integration.toStdString() &&
                exchange::name(attempt.record.kind) == domain::name(step))
                sent = {attempt.record.requestText, attempt.record.startedAt};
        return sent;
    });
}

} // namespace bourse::market
