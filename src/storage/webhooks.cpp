#include "storage/webhooks.h"
#include "storage/leadrecord.h"
#include "storage/publishedsettings.h"
#include "storage/workpool.h"

namespace bourse::storage {

using domain::WebhookFate;

namespace {
constexpr int mostPerEndpoint = 4; ///< in one claim

std::optional<Money> moneyFrom(const Rows &rows, int row, int amount, int currency)
{
    if (rows.isNull(row, amount))
        return std::nullopt;
    return Money(rows.integer(row, amount),
                 Currency::fromCode(rows.text(row, currency)).valueOr(Currency::usd()));
}

std::string textList(const std::vector<std::string> &texts)
{
    std::vector<std::optional<std::string>> items(texts.begin(), texts.end());
    return textArray(items);
}
} // namespace

struct Webhooks::Impl : WorkPool {
    using WorkPool::WorkPool;
};

Webhooks::Webhooks(StoreOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
Webhooks::~Webhooks() = default;

Result<std::vector<exchange::DueWebhook>> Webhooks::claimDue(const Uuid &workspace, int limit,
                                                             const std::vector<std::string> &busy)
{
    return m_impl->transact(
        workspace, [&](Connection &connection) -> Result<std::vector<exchange::DueWebhook>> {
            auto rows = connection.execPrepared(
                "WITH wanted AS MATERIALIZED (SELECT id FROM (SELECT id, due_at, row_number() OVER "
                "(PARTITION "
                "BY url ORDER BY due_at) AS place FROM bourse.webhook WHERE workspace_id = $1 AND due_at <= "
                "clock_timestamp() AND delivered_at IS NULL AND dead_at IS NULL AND url <> ALL ($3::text[])) "
                "AS d WHERE place <= $4::integer ORDER BY due_at LIMIT $2::integer), "
                "due AS MATERIALIZED (SELECT w.id FROM bourse.webhook w JOIN wanted ON wanted.id = w.id "
                "WHERE "
                "w.workspace_id = $1 AND w.due_at <= clock_timestamp() AND w.delivered_at IS NULL AND "
                "w.dead_at IS NULL FOR UPDATE OF w SKIP LOCKED) "
                "UPDATE bourse.webhook w SET due_at = clock_timestamp() + interval '60 seconds', tries = "
                "w.tries + 1 FROM due WHERE w.workspace_id = $1 AND w.id = due.id RETURNING w.id, w.source, "
                "w.url, w.event, w.at, w.lead_id, w.lead_source, w.external_id, w.lead_state, w.reason, "
                "w.buyer, w.price_micros, w.payout_micros, w.currency, w.disposition, w.tries, "
                "w.first_due_at, w.test",
                {workspace.toString(), std::to_string(limit), textList(busy),
                 std::to_string(mostPerEndpoint)});
            if (!rows)
                return rows.errors();
            std::vector<exchange::DueWebhook> due;
            for (int row = 0; row < rows->size(); ++row) {
                exchange::DueWebhook one;
                one.workspaceId = workspace;
                domain::WebhookEvent &event = one.event;
                event.id = rows->uuid(row, 0);
                one.endpointSource = rows->string(row, 1);
                one.url = rows->string(row, 2);
                event.type = rows->string(row, 3);
                event.at = rows->time(row, 4);
                event.leadId = rows->uuid(row, 5);
                event.source = rows->string(row, 6);
                event.externalId = rows->string(row, 7);
                const auto state = domain::leadStateFromName(rows->text(row, 8));
                event.status = state ? std::string(domain::info(*state).apiStatus) : rows->string(row, 8);
                event.reason = rows->string(row, 9);
                event.buyer = rows->string(row, 10);
                event.price = moneyFrom(*rows, row, 11, 13);
                event.payout = moneyFrom(*rows, row, 12, 13);
                event.disposition = rows->string(row, 14);
                event.test = rows->boolean(row, 17);
                one.tries = static_cast<int>(rows->integer(row, 15));
                one.firstDue = rows->time(row, 16);
                due.push_back(std::move(one));
            }
            return due;
        });
}

Result<std::monostate> Webhooks::report(const exchange::WebhookReport &report)
{
    const Uuid &workspace = report.of.workspaceId;
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::monostate> {
        const WebhookFate fate = report.next.fate;
        const bool dead = fate == WebhookFate::Dead || fate == WebhookFate::Gone;
        const std::string id = report.of.event.id.toString();
        auto written = connection.execPrepared(
            "UPDATE bourse.webhook SET delivered_at = CASE WHEN $3::boolean THEN clock_timestamp() END, "
            "dead_at = CASE WHEN $4::boolean THEN clock_timestamp() END, due_at = coalesce($5::timestamptz, "
            "due_at), last_status = $6::integer, last_error = $7 WHERE workspace_id = $1 AND id = $2 AND "
            "delivered_at IS NULL AND dead_at IS NULL",
            {workspace.toString(), id, std::string(fate == WebhookFate::Delivered ? "true" : "false"),
             std::string(dead ? "true" : "false"),
             fate == WebhookFate::Again ? std::optional(timestampText(report.next.dueAt)) : std::nullopt,
             report.status ? std::optional(std::to_string(report.status)) : std::nullopt,
             fate == WebhookFate::Delivered
                 ? std::nullopt
                 : std::optional(cleanText(
                       report.error + (report.detail.empty() ? "" : ": " + report.detail.substr(0, 200))))});
        if (!written)
            return written.errors();
        if (!dead || written->affected() == 0)
            return std::monostate();
        const auto audit = [&](const char *action, const std::string &subject) {
            return connection.execPrepared(
                "SELECT bourse.append_audit('webhooks', $1, $2, json_build_object('url', $3::text, 'source', "
                "$4::text, 'tries', $5::integer, 'error', $6::text)::text)",
                {std::string(action), subject, report.of.url, report.of.endpointSource,
                 std::to_string(report.of.tries), report.error});
        };
        if (auto told = audit("webhook.dead", domain::webhookMessageId(report.of.event.id)); !told)
            return told.errors();
        if (fate != WebhookFate::Gone)
            return std::monostate();
        auto disabled = connection.execPrepared(
            "UPDATE bourse.webhook_endpoint SET disabled_at = clock_timestamp(), disabled_reason = "
            "'endpoint_gone' WHERE workspace_id = $1 AND source = $2 AND url = $3 AND disabled_at IS NULL",
            {workspace.toString(), report.of.endpointSource, report.of.url});
        if (!disabled)
            return disabled.errors();
        if (disabled->affected() > 0)
            if (auto told = audit("webhook.disabled", report.of.url); !told)
                return told.errors();
        // what waits for it has nowhere to go; a person may replay it
        auto rest = connection.execPrepared(
            "UPDATE bourse.webhook SET dead_at = clock_timestamp(), last_error = 'endpoint_gone' WHERE "
            "workspace_id = $1 AND source = $2 AND url = $3 AND delivered_at IS NULL AND dead_at IS NULL",
            {workspace.toString(), report.of.endpointSource, report.of.url});
        return rest ? Result<std::monostate>(std::monostate()) : Result<std::monostate>(rest.errors());
    });
}

Result<std::vector<StoredWebhook>> Webhooks::list(const Uuid &workspace, const std::string &state, int limit)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::vector<StoredWebhook>> {
        auto rows = connection.execPrepared(
            "SELECT * FROM (SELECT id, source, url, event, lead_id, at, tries, coalesce(last_status, 0), "
            "coalesce(last_error, ''), CASE WHEN delivered_at IS NOT NULL THEN 'delivered' WHEN dead_at IS "
            "NOT NULL THEN 'dead' ELSE 'waiting' END AS state, due_at FROM bourse.webhook WHERE workspace_id "
            "= $1) AS w WHERE $2 = '' OR state = $2 ORDER BY at DESC, id LIMIT $3::integer",
            {workspace.toString(), state, std::to_string(limit)});
        if (!rows)
            return rows.errors();
        std::vector<StoredWebhook> found;
        for (int row = 0; row < rows->size(); ++row)
            found.push_back({rows->uuid(row, 0), rows->string(row, 1), rows->string(row, 2),
                             rows->string(row, 3), rows->uuid(row, 4), rows->time(row, 5),
                             static_cast<int>(rows->integer(row, 6)), static_cast<int>(rows->integer(row, 7)),
                             rows->string(row, 8), rows->string(row, 9), rows->time(row, 10)});
        return found;
    });
}

Result<std::vector<WebhookEndpointStatus>> Webhooks::endpoints(const Uuid &workspace)
{
    return m_impl->transact(
        workspace, [&](Connection &connection) -> Result<std::vector<WebhookEndpointStatus>> {
            auto rows = connection.execPrepared(
                "SELECT e.source, e.url, e.disabled_at, coalesce(e.disabled_reason, ''), count(w.id) FILTER "
                "(WHERE w.dead_at IS NULL AND w.delivered_at IS NULL), count(w.id) FILTER (WHERE w.dead_at "
                "IS "
                "NOT NULL) FROM bourse.webhook_endpoint e LEFT JOIN bourse.webhook w ON w.workspace_id = "
                "e.workspace_id AND w.source = e.source AND w.url = e.url WHERE e.workspace_id = $1 AND NOT "
                "e.removed GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
                {workspace.toString()});
            if (!rows)
                return rows.errors();
            std::vector<WebhookEndpointStatus> found;
            for (int row = 0; row < rows->size(); ++row) {
                WebhookEndpointStatus one;
                one.source = rows->string(row, 0);
                one.url = rows->string(row, 1);
                if (!rows->isNull(row, 2))
                    one.disabledAt = rows->time(row, 2);
                one.disabledReason = rows->string(row, 3);
                one.waiting = rows->integer(row, 4);
                one.dead = rows->integer(row, 5);
                found.push_back(std::move(one));
            }
            return found;
        });
}

Result<std::int64_t> Webhooks::replay(const Uuid &workspace, const Uuid &id, const std::string &actor)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::int64_t> {
        auto rows = connection.execPrepared(
            "UPDATE bourse.webhook SET delivered_at = NULL, dead_at = NULL, tries = 0, first_due_at = "
            "clock_timestamp(), due_at = clock_timestamp() WHERE workspace_id = $1 AND (id = $2 OR ($2 IS "
            "NULL AND dead_at IS NOT NULL)) AND (dead_at IS NOT NULL OR delivered_at IS NOT NULL)",
            {workspace.toString(), id.isNull() ? std::nullopt : std::optional(id.toString())});
        if (!rows)
            return rows.errors();
        if (rows->affected() > 0) {
            auto told = connection.execPrepared(
                "SELECT bourse.append_audit($1, 'webhook.replayed', $2, json_build_object('count', "
                "$3::bigint)::text)",
                {actor, id.isNull() ? std::string("all") : domain::webhookMessageId(id),
                 std::to_string(rows->affected())});
            if (!told)
                return told.errors();
        }
        return rows->affected();
    });
}

Result<bool> Webhooks::enable(const Uuid &workspace, const std::string &url, const std::string &actor)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<bool> {
        auto rows = connection.execPrepared("UPDATE bourse.webhook_endpoint SET disabled_at = NULL, "
                                            "disabled_reason = NULL WHERE workspace_id "
                                            "= $1 AND url = $2 AND disabled_at IS NOT NULL",
                                            {workspace.toString(), url});
        if (!rows)
            return rows.errors();
        if (rows->affected() == 0)
            return false;
        auto told = connection.execPrepared("SELECT bourse.append_audit($1, 'webhook.enabled', $2, '{}')",
                                            {actor, url});
        return told ? Result<bool>(true) : Result<bool>(told.errors());
    });
}

Result<std::int64_t> Webhooks::forgetDelivered(const Uuid &workspace, int limit)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::int64_t> {
        auto rows = connection.execPrepared(
            "DELETE FROM bourse.webhook w USING (SELECT id FROM bourse.webhook WHERE workspace_id = $1 AND "
            "delivered_at < clock_timestamp() - interval '30 days' ORDER BY delivered_at LIMIT $2::integer "
            "FOR "
            "UPDATE SKIP LOCKED) AS old WHERE w.workspace_id = $1 AND w.id = old.id",
            {workspace.toString(), std::to_string(limit)});
        if (!rows)
            return rows.errors();
        return rows->affected();
    });
}

// ------------------------------------------------------------------------------------ what a publish settles

Result<void> writePublishedSettings(Connection &connection, const Uuid &workspace,
                                    const domain::MarketDocument &document)
{
    const std::string ws = workspace.toString();
    auto removed = connection.exec(
        "UPDATE bourse.webhook_endpoint SET removed = true WHERE workspace_id = $1 AND NOT removed", {ws});
    if (!removed)
        return removed.errors();
    const auto put = [&](const std::string &source,
                         const std::vector<domain::WebhookEndpoint> &endpoints) -> Result<void> {
        for (const domain::WebhookEndpoint &endpoint : endpoints) {
            std::vector<std::string> events = endpoint.events;
            if (events.empty())
                events.assign(domain::webhookEvents().begin(), domain::webhookEvents().end());
            auto written = connection.exec(
                "INSERT INTO bourse.webhook_endpoint (workspace_id, source, url, events) VALUES ($1, $2, $3, "
                "$4::text[]) ON CONFLICT (workspace_id, source, url) DO UPDATE SET events = excluded.events, "
                "removed = false",
                {ws, source, endpoint.url, textList(events)});
            if (!written)
                return written.errors();
        }
        return {};
    };
    if (auto done = put({}, document.webhooks); !done)
        return done;
    for (const domain::Source &source : document.sources)
        if (auto done = put(source.slug, source.webhooks); !done)
            return done;

    auto undeliverable = connection.exec(
        "UPDATE bourse.webhook w SET dead_at = clock_timestamp(), last_error = 'endpoint_removed' WHERE "
        "workspace_id = $1 AND delivered_at IS NULL AND dead_at IS NULL AND NOT EXISTS (SELECT FROM "
        "bourse.webhook_endpoint e WHERE e.workspace_id = w.workspace_id AND e.source = w.source AND e.url = "
        "w.url AND NOT e.removed)",
        {ws});
    if (!undeliverable)
        return undeliverable.errors();

    if (auto gone = connection.exec("DELETE FROM bourse.retention WHERE workspace_id = $1", {ws}); !gone)
        return gone.errors();
    const auto keep = [&](const std::string &vertical, const domain::RetentionTerm &term) -> Result<void> {
        const auto days = [](const std::optional<int> &number) {
            return number ? std::optional(std::to_string(*number)) : std::nullopt;
        };
        auto written = connection.exec(
            "INSERT INTO bourse.retention (workspace_id, vertical, pii_days, lead_days) VALUES ($1, $2, "
            "$3::integer, $4::integer)",
            {ws, vertical, days(term.piiDays), days(term.leadDays)});
        return written ? Result<void>() : Result<void>(written.errors());
    };
    const domain::Retention &retention = document.workspace.retention;
    if (retention.term != domain::RetentionTerm())
        if (auto done = keep({}, retention.term); !done)
            return done;
    for (const domain::VerticalRetention &one : retention.verticals)
        if (auto done = keep(one.vertical, retention.of(one.vertical)); !done)
            return done;
    return {};
}

} // namespace bourse::storage
