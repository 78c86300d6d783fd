// Configuration versions, and the master key's fingerprint.
#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include "domain/market/verticalchange.h"
#include "storage/configurationsession.h"
#include "storage/samplesealing.h"

namespace bourse::storage {

using domain::MarketDocument;

Result<Connection> openConfiguration(const StoreOptions &options)
{
    ConnectionOptions how;
    how.applicationName = "bourse configuration " + options.nodeName;
    return Connection::open(options.uri, options.password, how);
}

Result<std::optional<Uuid>> findWorkspace(Connection &connection, const std::optional<std::string> &slug)
{
    auto rows = slug
                    ? connection.exec("SELECT workspace_id FROM bourse.workspaces() WHERE slug = $1", {*slug})
                    : connection.exec("SELECT workspace_id FROM bourse.workspaces() LIMIT 1");
    if (!rows)
        return rows.errors();
    return rows->isEmpty() ? std::optional<Uuid>() : rows->uuid(0, 0);
}

Result<void> chooseWorkspace(Connection &connection, const Uuid &workspace)
{
    auto set = connection.exec("SELECT set_config('bourse.workspace', $1, true)", {workspace.toString()});
    return set ? Result<void>() : Result<void>(set.errors());
}

Result<void> lockPublishing(Connection &connection)
{
    auto locked = connection.exec("SELECT pg_advisory_xact_lock(hashtextextended('bourse.publish', 0))");
    return locked ? Result<void>() : Result<void>(locked.errors());
}

namespace {

/// A stored configuration as export writes it.
std::string withSamples(std::string stored, const StoreOptions &options, const Uuid &workspace)
{
    if (stored.find("sealed:") == std::string::npos)
        return stored;
    auto document = domain::marketDocumentFromJson(stored);
    return document ? domain::toJson(unsealSamples(std::move(*document), options.masterKey, workspace))
                    : stored; // its reader says what is wrong with it
}

} // namespace

Result<NewestVersion> newestVersion(const StoreOptions &options, Connection &connection,
                                    const Uuid &workspace)
{
    auto rows = connection.exec(
        "SELECT version, canonical, published_at FROM bourse.configuration WHERE workspace_id = $1 "
        "ORDER BY version DESC LIMIT 1",
        {workspace.toString()});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return NewestVersion();
    return NewestVersion{rows->integer(0, 0), withSamples(rows->string(0, 1), options, workspace),
                         rows->time(0, 2)};
}

namespace {

struct IntegrationHead {
    std::int64_t version = 0;
    std::string document; ///< compact
};

Result<std::map<std::string, IntegrationHead>> integrationHeads(const StoreOptions &options,
                                                                Connection &connection, const Uuid &workspace)
{
    auto rows =
        connection.exec("SELECT DISTINCT ON (slug) slug, version, document FROM bourse.integration_version "
                        "WHERE workspace_id = $1 ORDER BY slug, version DESC",
                        {workspace.toString()});
    if (!rows)
        return rows.errors();
    std::map<std::string, IntegrationHead> heads;
    for (int row = 0; row < rows->size(); ++row) {
        IntegrationHead &head = heads[rows->string(row, 0)];
        head.version = rows->integer(row, 1);
        // the migration's are indented
        if (auto document = domain::parseJson(rows->text(row, 2)))
            head.document =
                domain::writeJson(unsealSamples(std::move(*document), options.masterKey, workspace));
    }
    return heads;
}

Result<void> writeIntegrationVersions(const StoreOptions &options, Connection &connection,
                                      const Uuid &workspace, const MarketDocument &document,
                                      const std::string &actor,
                                      const std::map<std::string, std::string> &notes)
{
    auto heads = integrationHeads(options, connection, workspace);
    if (!heads)
        return heads.errors();
    for (const domain::Value &integration : document.integrations) {
        const domain::Value *name = integration.find("slug");
        const std::string slug = name ? name->toText() : std::string();
        const std::string text = domain::writeJson(integration);
        const auto head = heads->find(slug);
        if (head != heads->end() && head->second.document == text)
            continue;
        const std::string version = std::to_string(head == heads->end() ? 1 : head->second.version + 1);
        const auto note = notes.find(slug);
        const std::string noted = note == notes.end() ? std::string() : note->second;
        auto written = connection.exec(
            "INSERT INTO bourse.integration_version (workspace_id, slug, version, document, note, actor) "
            "VALUES ($1, $2, $3::bigint, $4::json, $5, $6)",
            {workspace.toString(), slug, version,
             domain::writeJson(sealSamples(integration, options.masterKey, workspace)), noted, actor});
        if (!written)
            return written.errors();
        auto audited = connection.exec("SELECT bourse.append_audit($1, 'integration.published', $2, "
                                       "json_build_object('version', $3::bigint, 'note', $4::text)::text)",
                                       {actor, slug, version, noted});
        if (!audited)
            return audited.errors();
    }
    return {};
}

/// Each integration's text, by slug.
std::map<std::string, std::string> integrationTexts(const MarketDocument &document)
{
    std::map<std::string, std::string> texts;
    for (const domain::Value &integration : document.integrations)
        if (const domain::Value *slug = integration.find("slug"))
            texts[slug->toText()] = domain::writeJson(integration);
    return texts;
}

/// Refuses a document that would undo what became of an integration since the version it was made from.
Result<void> checkIntegrationsKept(const StoreOptions &options, Connection &connection, const Uuid &workspace,
                                   const MarketDocument &document, std::int64_t baseVersion,
                                   const NewestVersion &newest)
{
    auto rows = connection.exec(
        "SELECT canonical FROM bourse.configuration WHERE workspace_id = $1 AND version = $2::bigint",
        {workspace.toString(), std::to_string(baseVersion)});
    if (!rows)
        return rows.errors();
    MarketDocument base;
    if (!rows->isEmpty()) {
        auto read = domain::marketDocumentFromJson(withSamples(rows->string(0, 0), options, workspace));
        if (!read)
            return read.errors();
        base = std::move(*read);
    }
    auto current = domain::marketDocumentFromJson(newest.canonical);
    if (!current)
        return current.errors();
    const auto before = integrationTexts(base);
    const auto mine = integrationTexts(document);
    auto heads = integrationHeads(options, connection, workspace);
    if (!heads)
        return heads.errors();
    Errors conflicts;
    for (const auto &[slug, text] : integrationTexts(*current)) {
        const auto then = before.find(slug);
        const auto now = mine.find(slug);
        const bool changed = then == before.end() || then->second != text;
        const bool kept = now != mine.end() && now->second == text;
        if (!changed || kept)
            continue;
        const std::string version = std::to_string((*heads)[slug].version);
        conflicts.push_back({"version_conflict", "integrations." + slug, version,
                             "Version " + version + " of the integration \"" + slug +
                                 "\" has been published since; this market was made from an older one."});
    }
    if (!conflicts.empty())
        return conflicts;
    return {};
}

Result<std::optional<StoredConfig>> load(const StoreOptions &options, const std::optional<std::string> &slug)
{
    auto connection = openConfiguration(options);
    if (!connection)
        return connection.errors();
    auto workspace = findWorkspace(*connection, slug);
    if (!workspace)
        return workspace.errors();
    if (!*workspace)
        return std::optional<StoredConfig>();
    auto transaction = Transaction::begin(*connection, "BEGIN READ ONLY");
    if (!transaction)
        return transaction.errors();
    if (auto chosen = chooseWorkspace(*connection, **workspace); !chosen)
        return chosen.errors();
    auto newest = newestVersion(options, *connection, **workspace);
    if (!newest)
        return newest.errors();
    if (newest->version == 0)
        return std::optional<StoredConfig>();
    auto document = domain::marketDocumentFromJson(newest->canonical);
    if (!document)
        return document.errors();
    return std::optional<StoredConfig>(
        {std::move(*document), **workspace, newest->version, newest->publishedAt});
}

} // namespace

Result<std::optional<StoredConfig>> loadPublished(const StoreOptions &options,
                                                  const std::string &workspaceSlug)
{
    return load(options, workspaceSlug);
}

Result<std::optional<StoredConfig>> loadFirstPublished(const StoreOptions &options)
{
    return load(options, std::nullopt);
}

Result<std::int64_t> publishedVersion(const StoreOptions &options, const Uuid &workspaceId)
{
    auto connection = openConfiguration(options);
    if (!connection)
        return connection.errors();
    auto transaction = Transaction::begin(*connection, "BEGIN READ ONLY");
    if (!transaction)
        return transaction.errors();
    if (auto chosen = chooseWorkspace(*connection, workspaceId); !chosen)
        return chosen.errors();
    auto rows =
        connection->exec("SELECT coalesce(max(version), 0) FROM bourse.configuration WHERE workspace_id = $1",
                         {workspaceId.toString()});
    if (!rows)
        return rows.errors();
    return rows->integer(0, 0);
}

Result<StoredConfig> publish(const StoreOptions &options, const MarketDocument &document,
                             const std::string &actor, std::optional<std::int64_t> baseVersion)
{
    const domain::WorkspaceConfig &config = document.workspace;
    const std::string canonical = domain::toJson(document);
    // what cannot be read back would be found out at the next start
    if (auto readable = domain::marketDocumentFromJson(canonical); !readable)
        return readable.errors();
    auto connection = openConfiguration(options);
    if (!connection)
        return connection.errors();
    auto transaction = Transaction::begin(*connection);
    if (!transaction)
        return transaction.errors();
    if (auto locked = lockPublishing(*connection); !locked)
        return locked.errors();
    auto found = findWorkspace(*connection, config.slug);
    if (!found)
        return found.errors();
    const Uuid workspace = *found ? **found : Uuid::v7();
    if (auto chosen = chooseWorkspace(*connection, workspace); !chosen)
        return chosen.errors();
    const Parameters about{workspace.toString(), config.slug, config.label, config.currency.code(),
                           config.zone};
    auto written =
        *found ? connection->exec("UPDATE bourse.workspace SET label = $3, currency = $4, zone = $5 "
                                  "WHERE workspace_id = $1 AND slug = $2",
                                  about)
               : connection->exec("INSERT INTO bourse.workspace (workspace_id, slug, label, currency, zone) "
                                  "VALUES ($1, $2, $3, $4, $5)",
                                  about);
    if (!written)
        return written.errors();
    auto newest = newestVersion(options, *connection, workspace);
    if (!newest)
        return newest.errors();
    if (baseVersion && *baseVersion != newest->version) {
        auto kept = checkIntegrationsKept(options, *connection, workspace, document, *baseVersion, *newest);
        if (!kept)
            return kept.errors();
    }
    if (newest->version > 0) {
        auto current = domain::marketDocumentFromJson(newest->canonical);
        if (!current)
            return current.errors();
        if (Errors changes = domain::checkVerticals(*current, document); !changes.empty())
            return changes;
    }
    auto stored = writeConfiguration(options, *connection, workspace, *newest, document, actor);
    if (!stored)
        return stored.errors();
    if (auto committed = transaction->commit(); !committed)
        return committed.errors();
    return stored;
}

Result<StoredConfig> writeConfiguration(const StoreOptions &options, Connection &connection,
                                        const Uuid &workspace, const NewestVersion &newest,
                                        const MarketDocument &document, const std::string &actor,
                                        const std::map<std::string, std::string> &notes)
{
    const std::string canonical = domain::toJson(document);
    if (newest.version > 0 && newest.canonical == canonical)
        return StoredConfig{document, workspace, newest.version, newest.publishedAt};
    const std::string version = std::to_string(newest.version + 1);
    const std::string text = domain::toJson(sealSamples(document, options.masterKey, workspace));
    auto stored = connection.exec(
        "INSERT INTO bourse.configuration (workspace_id, version, document, canonical, sha256, author) "
        "VALUES ($1, $2::bigint, $3::text::jsonb, $3::text, $4::bytea, $5) RETURNING published_at",
        {workspace.toString(), version, text, byteaText(domain::sha256(text)), actor});
    if (!stored)
        return stored.errors();
    const UtcTime publishedAt = stored->time(0, 0);
    auto audited = connection.exec("SELECT bourse.append_audit($1, 'configuration.published', $2, "
                                   "json_build_object('version', $3::bigint)::text), "
                                   "pg_notify('bourse_configuration', $4 || ' ' || $3)",
                                   {actor, document.workspace.slug, version, workspace.toString()});
    if (!audited)
        return audited.errors();
    if (auto written = writeIntegrationVersions(options, connection, workspace, document, actor, notes);
        !written)
        return written.errors();
    return StoredConfig{document, workspace, newest.version + 1, publishedAt};
}

Result<void> checkMasterKey(const StoreOptions &options)
{
    auto connection = openConfiguration(options);
    if (!connection)
        return connection.errors();
    const std::string mine = options.masterKey.fingerprint();
    auto written = connection->exec(
        "INSERT INTO bourse.installation (master_key_fingerprint) VALUES ($1) ON CONFLICT DO NOTHING",
        {mine});
    if (!written)
        return written.errors();
    auto stored = connection->exec("SELECT master_key_fingerprint FROM bourse.installation");
    if (!stored)
        return stored.errors();
    if (stored->isEmpty() || stored->string(0, 0) != mine)
        return Error{"master_key_mismatch", "master_key", "fingerprint " + stored->string(0, 0),
                     "This database was written with another master key (fingerprint " +
                         stored->string(0, 0) + "); the one at hand has " + mine + "."};
    return {};
}

} // namespace bourse::storage
