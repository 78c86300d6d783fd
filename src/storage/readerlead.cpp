// One lead's whole story, unsealed.
#include "domain/json/json.h"
#include "storage/leadrecord.h"
#include "storage/readersession.h"
#include "storage/store.h"
#include <algorithm>

namespace bourse::storage {

using domain::AttemptOutcome;
using domain::LeadState;
using domain::Object;
using domain::Value;
using exchange::AttemptRecord;

namespace {

std::optional<Money> moneyFrom(const Rows &rows, int row, int amount, int currency)
{
    if (rows.isNull(row, amount))
        return std::nullopt;
    return Money(rows.integer(row, amount),
                 Currency::fromCode(rows.text(row, currency)).valueOr(Currency::usd()));
}

Result<std::vector<StoredAttempt>> readAttempts(ReadTransaction &transaction, const Uuid &workspace,
                                                const Uuid &lead, const std::optional<Secret> &key)
{
    auto rows = transaction.exec(
        "SELECT attempt_id, kind, channel, buyer, integration, started_at, outcome, reason, reason_detail, "
        "price_micros, currency, http_status, phases_us[1], phases_us[2], phases_us[3], phases_us[4], "
        "phases_us[5], phases_us[6], reused, rule, external_id, body "
        "FROM bourse.attempt WHERE workspace_id = $1 AND lead_id = $2 ORDER BY started_at, attempt_id",
        {workspace.toString(), lead.toString()});
    if (!rows)
        return rows.errors();
    std::vector<StoredAttempt> attempts;
    for (int row = 0; row < rows->size(); ++row) {
        AttemptRecord attempt;
        attempt.attemptId = rows->uuid(row, 0);
        attempt.kind =
            exchange::attemptKindFromName(rows->text(row, 1)).value_or(exchange::AttemptKind::Ping);
        attempt.channel = rows->string(row, 2);
        attempt.buyer = rows->string(row, 3);
        attempt.integration = rows->string(row, 4);
        attempt.startedAt = rows->time(row, 5);
        attempt.outcome =
            domain::attemptOutcomeFromName(rows->text(row, 6)).value_or(AttemptOutcome::Unknown);
        attempt.reason = {rows->string(row, 7), rows->string(row, 8)};
        attempt.price = moneyFrom(*rows, row, 9, 10);
        attempt.httpStatus = static_cast<int>(rows->integer(row, 11));
        attempt.phases = {rows->integer(row, 12), rows->integer(row, 13), rows->integer(row, 14),
                          rows->integer(row, 15), rows->integer(row, 16), rows->integer(row, 17),
                          rows->boolean(row, 18)};
        attempt.rule = rows->string(row, 19);
        attempt.externalId = rows->string(row, 20);
        if (key && !rows->isNull(row, 21)) {
            auto body = domain::unseal(*key, rows->bytes(row, 21), attemptContext(attempt.attemptId));
            if (!body)
                return body.errors();
            std::tie(attempt.requestText, attempt.responseText) = readBody(*body);
        }
        attempts.push_back({std::move(attempt)});
    }
    return attempts;
}

Result<void> readEvents(ReadTransaction &transaction, const Uuid &workspace, StoredLead &lead)
{
    auto rows = transaction.exec(
        "SELECT sequence, at, kind, state, reason, reason_detail, detail, actor FROM bourse.lead_event "
        "WHERE workspace_id = $1 AND lead_id = $2 ORDER BY sequence",
        {workspace.toString(), lead.summary.leadId.toString()});
    if (!rows)
        return rows.errors();
    for (int row = 0; row < rows->size(); ++row) {
        if (rows->text(row, 2) == "skipped") {
            for (auto &channel : readSkipped(rows->text(row, 6)))
                lead.skipped.push_back(std::move(channel));
            continue;
        }
        StoredEvent stored;
        stored.sequence = static_cast<int>(rows->integer(row, 0));
        stored.actor = rows->string(row, 7);
        stored.event.at = rows->time(row, 1);
        stored.event.kind = rows->string(row, 2);
        stored.event.state = domain::leadStateFromName(rows->text(row, 3)).value_or(LeadState::Received);
        stored.event.reason = {rows->string(row, 4), rows->string(row, 5)};
        stored.event.detail = rows->string(row, 6);
        lead.events.push_back(std::move(stored));
    }
    return {};
}

/// Values in the vertical's order, as the configuration of the lead's time had it; jsonb has an order of its
/// own.
void putInOrder(Object &fields, const std::vector<std::string> &order)
{
    const auto rank = [&order](const std::string &key) {
        return std::find(order.begin(), order.end(), key) - order.begin();
    };
    std::stable_sort(fields.begin(), fields.end(),
                     [&](const auto &a, const auto &b) { return rank(a.first) < rank(b.first); });
}

} // namespace

Result<StoredLead> Reader::lead(const Uuid &workspace, const Uuid &leadId, bool withPii)
{
    auto transaction = ReadTransaction::begin(*m_impl, workspace, nullptr);
    if (!transaction)
        return transaction.errors();
    auto rows = transaction->exec(
        "SELECT l.id, l.received_at, l.state, l.reason, l.reason_detail, l.source, l.region, l.winner_buyer, "
        "l.pinged, l.bids, "
        "l.price_micros, l.payout_micros, l.currency, l.duration_us, l.test, l.vertical, l.routing_decision, "
        "l.config_version, "
        "d.fields, d.pii, k.wrapped, "
        "(SELECT array_agg(f.value ->> 'key' ORDER BY f.n) FROM bourse.configuration c, "
        " jsonb_array_elements(c.document -> 'verticals') v, jsonb_array_elements(v -> 'fields') WITH "
        "ORDINALITY f(value, n) "
        " WHERE c.workspace_id = l.workspace_id AND c.version = l.config_version AND v ->> 'slug' = "
        "l.vertical) "
        "FROM bourse.lead l "
        "JOIN bourse.lead_data d ON d.workspace_id = l.workspace_id AND d.lead_id = l.id "
        "LEFT JOIN bourse.lead_key k ON k.workspace_id = l.workspace_id AND k.lead_id = l.id "
        "WHERE l.workspace_id = $1 AND l.id = $2",
        {workspace.toString(), leadId.toString()});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return Error{"no_such_lead", "lead_id", {}, "There is no lead with this id."};

    StoredLead lead;
    lead.summary = summaryFrom(*rows, 0);
    lead.vertical = rows->string(0, 15);
    lead.routingDecision = rows->string(0, 16);
    lead.configVersion = rows->integer(0, 17);
    auto clear = domain::parseJson(rows->text(0, 18));
    if (clear && clear->asObject())
        lead.fields = *clear->asObject();

    // without its key the lead is erased: what is not PII remains
    std::optional<Secret> key;
    if (!rows->isNull(0, 20)) {
        auto unwrapped = m_impl->options.masterKey.unwrap(rows->bytes(0, 20), keyContext(leadId));
        if (!unwrapped)
            return unwrapped.errors();
        key = std::move(*unwrapped);
        auto plain = domain::unseal(*key, rows->bytes(0, 19), dataContext(leadId));
        if (!plain)
            return plain.errors();
        auto values = readPii(*plain);
        if (!values)
            return values.errors();
        for (auto &[name, value] : values->first) {
            lead.piiFields.push_back(name);
            if (withPii)
                lead.fields.append(name, std::move(value));
        }
    }
    std::vector<std::string> order;
    for (auto &name : rows->array(0, 21))
        order.push_back(name.value_or(std::string()));
    putInOrder(lead.fields, order);

    auto attempts = readAttempts(*transaction, workspace, leadId, key);
    if (!attempts)
        return attempts.errors();
    lead.attempts = std::move(*attempts);
    if (auto read = readEvents(*transaction, workspace, lead); !read)
        return read.errors();
    return lead;
}

} // namespace bourse::storage
