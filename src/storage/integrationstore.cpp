#include "storage/integrationstore.h"
#include "domain/json/json.h"
#include "storage/configurationsession.h"
#include "storage/samplesealing.h"
#include <algorithm>

namespace bourse::storage {

using domain::Value;

namespace {

/// A transaction in one workspace.
class Session {
  public:
    static Result<std::unique_ptr<Session>> begin(const StoreOptions &options, const Uuid &workspace,
                                                  const std::string &sql = "BEGIN")
    {
        auto opened = openConfiguration(options);
        if (!opened)
            return opened.errors();
        std::unique_ptr<Session> session(new Session(std::move(*opened), workspace.toString()));
        auto transaction = Transaction::begin(session->m_connection, sql);
        if (!transaction)
            return transaction.errors();
        session->m_transaction.emplace(std::move(*transaction));
        if (auto chosen = chooseWorkspace(session->m_connection, workspace); !chosen)
            return chosen.errors();
        return session;
    }
    /// $1 is the workspace.
    Result<Rows> exec(const std::string &sql, const Parameters &more = {})
    {
        Parameters parameters{m_workspace};
        parameters.insert(parameters.end(), more.begin(), more.end());
        return m_connection.exec(sql, parameters);
    }
    Result<void> audit(const std::string &actor, const std::string &action, const std::string &subject,
                       const std::string &detail)
    {
        auto written =
            m_connection.exec("SELECT bourse.append_audit($1, $2, $3, $4)", {actor, action, subject, detail});
        return written ? Result<void>() : Result<void>(written.errors());
    }
    Result<void> commit() { return m_transaction->commit(); }
    Connection &connection() { return m_connection; }

  private:
    Session(Connection connection, std::string workspace)
        : m_connection(std::move(connection)), m_workspace(std::move(workspace))
    {
    }
    Connection m_connection;
    std::string m_workspace;
    std::optional<Transaction> m_transaction; // ends before its connection
};

constexpr const char *readOnly = "BEGIN READ ONLY";

Result<Value> documentFrom(const Rows &rows, int row, int column, const StoreOptions &options,
                           const Uuid &workspace)
{
    auto document = domain::parseJson(rows.text(row, column));
    if (!document)
        return document.errors();
    return unsealSamples(std::move(*document), options.masterKey, workspace);
}

Error conflict(std::int64_t base, std::int64_t newest)
{
    return {"version_conflict", "base_version", std::to_string(newest),
            "Version " + std::to_string(newest) + " has been published since; this document was made from " +
                (base == 0 ? std::string("none.") : "version " + std::to_string(base) + ".")};
}

} // namespace

Result<std::vector<IntegrationSummary>> integrationSummaries(const StoreOptions &options,
                                                             const Uuid &workspace)
{
    auto session = Session::begin(options, workspace, readOnly);
    if (!session)
        return session.errors();
    auto rows = (*session)->exec(
        "SELECT slug, v.version, v.published_at, d.saved_at, shown.document ->> 'label', "
        "CASE json_typeof(shown.document -> 'steps') WHEN 'object' THEN "
        "ARRAY(SELECT key FROM json_object_keys(shown.document -> 'steps') WITH ORDINALITY AS k(key, n) "
        "ORDER BY "
        "n) "
        "END "
        "FROM (SELECT DISTINCT ON (slug) slug, version, published_at, document "
        "      FROM bourse.integration_version WHERE workspace_id = $1 ORDER BY slug, version DESC) AS v "
        "FULL JOIN (SELECT slug, saved_at, document FROM bourse.integration_draft WHERE workspace_id = $1) "
        "AS d "
        "USING (slug) "
        "CROSS JOIN LATERAL (SELECT coalesce(v.document, d.document)) AS shown(document) ORDER BY slug");
    if (!rows)
        return rows.errors();
    std::vector<IntegrationSummary> found;
    for (int row = 0; row < rows->size(); ++row) {
        IntegrationSummary summary;
        summary.slug = rows->string(row, 0);
        summary.version = rows->integer(row, 1);
        if (!rows->isNull(row, 2))
            summary.publishedAt = rows->time(row, 2);
        if (!rows->isNull(row, 3))
            summary.draftSavedAt = rows->time(row, 3);
        summary.label = rows->string(row, 4);
        for (auto &step : rows->array(row, 5))
            summary.steps.push_back(step.value_or(std::string()));
        found.push_back(std::move(summary));
    }
    return found;
}

Result<std::optional<StoredDraft>> integrationDraft(const StoreOptions &options, const Uuid &workspace,
                                                    const std::string &slug)
{
    auto session = Session::begin(options, workspace, readOnly);
    if (!session)
        return session.errors();
    auto rows =
        (*session)->exec("SELECT document, base_version, saved_at, actor FROM bourse.integration_draft "
                         "WHERE workspace_id = $1 AND slug = $2",
                         {slug});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return std::optional<StoredDraft>();
    auto document = documentFrom(*rows, 0, 0, options, workspace);
    if (!document)
        return document.errors();
    return std::optional<StoredDraft>(
        {std::move(*document), rows->integer(0, 1), rows->time(0, 2), rows->string(0, 3)});
}

Result<UtcTime> saveIntegrationDraft(const StoreOptions &options, const Uuid &workspace,
                                     const std::string &slug, const Value &document, std::int64_t baseVersion,
                                     const std::string &actor)
{
    if (slug.empty() || slug.size() > 64 ||
        !std::all_of(slug.begin(), slug.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; }))
        return Error{"not_a_slug", "slug", "1 to 64 printable ASCII characters",
                     "An integration's name has 1 to 64 letters, digits, '-' or '_'."};
    if (!document.isObject())
        return Error{"not_an_object", "document", "object", "An integration's document is a JSON object."};
    if (baseVersion < 0)
        return Error{"base_version_negative", "base_version", ">= 0", "A version's number is not negative."};
    const std::string text = domain::writeJson(document);
    // what cannot be read back would be lost
    if (auto readable = domain::parseJson(text); !readable)
        return readable.errors();
    auto session = Session::begin(options, workspace);
    if (!session)
        return session.errors();
    auto rows = (*session)->exec(
        "INSERT INTO bourse.integration_draft AS d (workspace_id, slug, document, base_version, actor) "
        "VALUES ($1, $2, $3::json, $4::bigint, $5) "
        "ON CONFLICT (workspace_id, slug) DO UPDATE SET document = excluded.document, "
        "base_version = excluded.base_version, saved_at = excluded.saved_at, actor = excluded.actor "
        "RETURNING saved_at",
        {slug, domain::writeJson(sealSamples(document, options.masterKey, workspace)),
         std::to_string(baseVersion), actor});
    if (!rows)
        return rows.errors();
    const UtcTime savedAt = rows->time(0, 0);
    if (auto committed = (*session)->commit(); !committed)
        return committed.errors();
    return savedAt;
}

Result<bool> discardIntegrationDraft(const StoreOptions &options, const Uuid &workspace,
                                     const std::string &slug)
{
    auto session = Session::begin(options, workspace);
    if (!session)
        return session.errors();
    auto rows = (*session)->exec("DELETE FROM bourse.integration_draft WHERE workspace_id = $1 AND slug = $2",
                                 {slug});
    if (!rows)
        return rows.errors();
    if (auto committed = (*session)->commit(); !committed)
        return committed.errors();
    return rows->affected() > 0;
}

Result<std::vector<StoredVersion>> integrationVersions(const StoreOptions &options, const Uuid &workspace,
                                                       const std::string &slug)
{
    auto session = Session::begin(options, workspace, readOnly);
    if (!session)
        return session.errors();
    auto rows = (*session)->exec("SELECT version, published_at, actor, note FROM bourse.integration_version "
                                 "WHERE workspace_id = $1 AND slug = $2 ORDER BY version DESC",
                                 {slug});
    if (!rows)
        return rows.errors();
    std::vector<StoredVersion> found;
    for (int row = 0; row < rows->size(); ++row)
        found.push_back(
            {rows->integer(row, 0), rows->time(row, 1), rows->string(row, 2), rows->string(row, 3)});
    return found;
}

Result<std::optional<std::pair<StoredVersion, Value>>> integrationVersion(const StoreOptions &options,
                                                                          const Uuid &workspace,
                                                                          const std::string &slug,
                                                                          std::int64_t version)
{
    using Found = std::optional<std::pair<StoredVersion, Value>>;
    auto session = Session::begin(options, workspace, readOnly);
    if (!session)
        return session.errors();
    auto rows = (*session)->exec(
        "SELECT version, published_at, actor, note, document FROM bourse.integration_version "
        "WHERE workspace_id = $1 AND slug = $2 AND $3::bigint IN (0, version) ORDER BY version DESC LIMIT 1",
        {slug, std::to_string(version)});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return Found();
    auto document = documentFrom(*rows, 0, 4, options, workspace);
    if (!document)
        return document.errors();
    return Found(
        {StoredVersion{rows->integer(0, 0), rows->time(0, 1), rows->string(0, 2), rows->string(0, 3)},
         std::move(*document)});
}

Result<PublishedIntegration> publishIntegration(const StoreOptions &options, const Uuid &workspace,
                                                const Value &document, std::int64_t baseVersion,
                                                const std::string &note, const std::string &actor)
{
    const Value *name = document.find("slug");
    const std::string slug = name ? name->toText() : std::string();
    auto opened = Session::begin(options, workspace);
    if (!opened)
        return opened.errors();
    Session &session = **opened;
    if (auto locked = lockPublishing(session.connection()); !locked)
        return locked.errors();
    auto newest = newestVersion(options, session.connection(), workspace);
    if (!newest)
        return newest.errors();
    if (newest->version == 0)
        return Error{"no_configuration", "workspace", "", "Nothing is published in this workspace yet."};
    const std::string versionOf = "SELECT coalesce(max(version), 0) FROM bourse.integration_version "
                                  "WHERE workspace_id = $1 AND slug = $2";
    auto before = session.exec(versionOf, {slug});
    if (!before)
        return before.errors();
    if (before->integer(0, 0) != baseVersion)
        return conflict(baseVersion, before->integer(0, 0));

    auto market = domain::marketDocumentFromJson(newest->canonical);
    if (!market)
        return market.errors();
    auto place =
        std::find_if(market->integrations.begin(), market->integrations.end(), [&](const Value &known) {
            const Value *its = known.find("slug");
            return its && its->toText() == slug;
        });
    if (place == market->integrations.end())
        market->integrations.push_back(document);
    else
        *place = document;
    // what cannot be read back would be found out at the next start
    if (auto readable = domain::marketDocumentFromJson(domain::toJson(*market)); !readable)
        return readable.errors();
    auto config =
        writeConfiguration(options, session.connection(), workspace, *newest, *market, actor, {{slug, note}});
    if (!config)
        return config.errors();
    auto after = session.exec(versionOf, {slug});
    if (!after)
        return after.errors();
    auto removed =
        session.exec("DELETE FROM bourse.integration_draft WHERE workspace_id = $1 AND slug = $2", {slug});
    if (!removed)
        return removed.errors();
    if (auto committed = session.commit(); !committed)
        return committed.errors();
    return PublishedIntegration{after->integer(0, 0), std::move(*config)};
}

Result<std::vector<Uuid>> sampleLeads(const StoreOptions &options, const Uuid &workspace,
                                      const std::string &vertical, int count, const std::string &actor)
{
    auto session = Session::begin(options, workspace);
    if (!session)
        return session.errors();
    auto rows =
        (*session)->exec("SELECT l.id FROM bourse.lead l "
                         "JOIN bourse.lead_key k ON k.workspace_id = l.workspace_id AND k.lead_id = l.id "
                         "WHERE l.workspace_id = $1 AND ($2::text = '' OR l.vertical = $2) ORDER BY l.id "
                         "DESC LIMIT $3::integer",
                         {vertical, std::to_string(std::clamp(count, 1, 100))});
    if (!rows)
        return rows.errors();
    std::vector<Uuid> ids;
    domain::Array names;
    for (int row = 0; row < rows->size(); ++row) {
        ids.push_back(rows->uuid(row, 0));
        names.emplace_back(ids.back().toString());
    }
    if (ids.empty())
        return ids;
    domain::Object detail;
    detail.append("leads", std::move(names));
    auto written =
        (*session)->audit(actor, "lead.revealed", vertical.empty() ? "samples" : "samples of " + vertical,
                          domain::writeJson(Value(std::move(detail))));
    if (!written)
        return written.errors();
    if (auto committed = (*session)->commit(); !committed)
        return committed.errors();
    return ids;
}

Result<void> audit(const StoreOptions &options, const Uuid &workspace, const std::string &actor,
                   const std::string &action, const std::string &subject, const std::string &detail)
{
    auto session = Session::begin(options, workspace);
    if (!session)
        return session.errors();
    if (auto written = (*session)->audit(actor, action, subject, detail); !written)
        return written;
    return (*session)->commit();
}

} // namespace bourse::storage
