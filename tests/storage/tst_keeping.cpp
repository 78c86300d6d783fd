// Webhooks' outbox and retention on a real PostgreSQL: written with what they tell of, claimed once, given up
// and replayed; persons' data destroyed in time, months dropped when nothing keeps them.
#include "domain/json/json.h"
#include "storage/aftersale.h"
#include "storage/marketfixture.h"
#include "storage/retention.h"
#include "storage/webhooks.h"
#include <QTest>
#include <memory>
#include <set>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using domain::LeadState;
using domain::WebhookFate;
using test::Market;

namespace {
constexpr const char *url = "https://crm.example.com/hook";

/// A lead's UUID of a month ago and more.
Uuid idAt(UtcTime time, int n)
{
    return Uuid::v7(time, 42, static_cast<std::uint64_t>(n));
}
} // namespace

class TestKeeping : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init()
    {
        m_market = std::make_unique<Market>(test::ThrowawayCluster::shared());
        if (!m_market->problem.empty())
            QSKIP(m_market->problem.c_str());
        m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
        VERIFY_OK(m_writer->start());
        m_webhooks = std::make_unique<Webhooks>(m_market->options);
        m_keeping = std::make_unique<Keeping>(m_market->options);
    }
    void cleanup()
    {
        if (m_writer)
            m_writer->stop();
        m_keeping.reset();
        m_webhooks.reset();
        m_writer.reset();
        m_market.reset();
    }

    // --------------------------------------------------------------------------------------------- webhooks

    void nobodyListensNothingIsWritten()
    {
        record(m_market->sold(sent()));
        QCOMPARE(count("webhook"), std::string("0"));
    }
    void writtenWithTheSale()
    {
        listen();
        const auto post = sent();
        QCOMPARE(count("webhook"), std::string("0")); // received and routing are nobody's news
        record(m_market->sold(post));
        auto due = m_webhooks->claimDue(m_market->workspace, 10, {});
        VERIFY_OK(due);
        QCOMPARE(due->size(), 1u);
        const domain::WebhookEvent &event = due->front().event;
        QCOMPARE(event.type, std::string("lead.sold"));
        QVERIFY(event.leadId == post.leadId);
        QCOMPARE(event.status, std::string("accepted"));
        QCOMPARE(event.buyer, std::string("acme"));
        QCOMPARE(event.price->micros(), 20'000'000);
        QCOMPARE(event.payout->micros(), 14'000'000);
        QCOMPARE(event.externalId, std::string("S-77"));
        QCOMPARE(due->front().tries, 1);
        QCOMPARE(due->front().url, std::string(url));
        const std::string body = domain::webhookBody(event);
        for (const char *person : {"Maria", "maria.garcia", "5125550142"})
            QVERIFY(body.find(person) == std::string::npos);
        QVERIFY(m_webhooks->claimDue(m_market->workspace, 10, {})->empty()); // for a minute
    }
    void everyEventOfALead()
    {
        listen();
        const auto post = sent();
        record(m_market->sold(post));
        AfterSale store(m_market->options);
        tell(store, post, domain::Reading::Converted, "contacted");
        tell(store, post, domain::Reading::Converted, "funded");
        tell(store, post, domain::Reading::Returned, "");
        auto duplicate = m_market->lead();
        duplicate.repeatHash = domain::sha256("same");
        duplicate.repeatWindowSeconds = 60;
        auto again = duplicate;
        again.leadId = Uuid::v7();
        VERIFY_OK(m_market->executor.wait(m_writer->receive(std::move(duplicate))));
        VERIFY_OK(m_market->executor.wait(m_writer->receive(std::move(again))));
        QCOMPARE(
            m_market->value("SELECT string_agg(event || coalesce(':' || disposition, '') || coalesce(':' "
                            "|| payout_micros, ''), ',' ORDER BY at, event) FROM bourse.webhook"),
            std::string("lead.sold:14000000,lead.converted:contacted,lead.converted:funded,"
                        "lead.returned:14000000,lead.duplicate"));
    }
    void onlyWhatIsWantedAndOfTheSource()
    {
        auto document = test::smallMarket();
        document.sources.front().webhooks = {{url, {"lead.unsold"}, "s", {}, {}}};
        domain::Source other = document.sources.front();
        other.slug = "other";
        other.webhooks = {{"https://other.example/", {}, "s", {}, {}}};
        document.sources.push_back(other);
        document.webhooks = {{"https://all.example/", {"lead.sold"}, "s", {}, {}}};
        VERIFY_OK(storage::publish(m_market->options, document, "operator"));
        record(m_market->sold(sent()));
        const auto lead = received();
        auto entry = m_market->entry(lead, LeadState::Unsold, "no_bid");
        entry.final = true;
        record(entry);
        QCOMPARE(m_market->value("SELECT string_agg(event || ' ' || url || ' ' || source, ',' ORDER BY at) "
                                 "FROM bourse.webhook"),
                 std::string("lead.sold https://all.example/ ,lead.unsold https://crm.example.com/hook web"));
        // what is taken out of the market is told nothing more
        document.webhooks.clear();
        VERIFY_OK(storage::publish(m_market->options, document, "operator"));
        record(m_market->sold(sent()));
        QCOMPARE(count("webhook"), std::string("2"));
    }
    void claimedOnceByManyNodes()
    {
        listen();
        std::set<Uuid> wanted;
        for (int i = 0; i < 12; ++i)
            record(m_market->sold(sent()));
        std::mutex mutex;
        std::multiset<Uuid> got;
        std::vector<std::thread> nodes;
        for (int i = 0; i < 4; ++i)
            nodes.emplace_back([&] {
                Webhooks store(m_market->options);
                for (int round = 0; round < 20; ++round) {
                    auto due = store.claimDue(m_market->workspace, 2, {});
                    std::lock_guard lock(mutex);
                    if (due)
                        for (const auto &one : *due)
                            got.insert(one.event.id);
                }
            });
        for (auto &node : nodes)
            node.join();
        QCOMPARE(got.size(), 12u);
        QCOMPARE(std::set<Uuid>(got.begin(), got.end()).size(), 12u);
        // a node that died between claim and report: due again after its minute, with the same ids
        m_market->value("UPDATE bourse.webhook SET due_at = now() RETURNING 1");
        auto due = m_webhooks->claimDue(m_market->workspace, 3, {});
        QCOMPARE(due->size(), 3u);
        QVERIFY(got.contains(due->front().event.id));
        QCOMPARE(due->front().tries, 2);
        // nothing for an endpoint that hangs
        m_market->value("UPDATE bourse.webhook SET due_at = now() RETURNING 1");
        QVERIFY(m_webhooks->claimDue(m_market->workspace, 10, {url})->empty());
    }
    void givenUpAndReplayed()
    {
        listen();
        record(m_market->sold(sent()));
        auto one = claimed();
        QCOMPARE(finish(one, WebhookFate::Again, 500).value(), std::monostate());
        QCOMPARE(
            m_market->value("SELECT last_status || last_error || (due_at > now() + interval '50 min')::text "
                            "FROM bourse.webhook"),
            std::string("500http_500true"));
        VERIFY_OK(finish(one, WebhookFate::Dead, 500));
        QCOMPARE(m_webhooks->list(m_market->workspace, "dead", 10)->size(), 1u);
        QCOMPARE(m_webhooks->list(m_market->workspace, "waiting", 10)->size(), 0u);
        QCOMPARE(m_market->value("SELECT subject FROM bourse.audit WHERE action = 'webhook.dead'"),
                 domain::webhookMessageId(one.event.id));
        QVERIFY(m_webhooks->claimDue(m_market->workspace, 10, {})->empty());
        VERIFY_OK(finish(one, WebhookFate::Delivered, 200)); // a late word changes nothing
        QCOMPARE(m_webhooks->list(m_market->workspace, "dead", 10)->size(), 1u);
        QCOMPARE(m_webhooks->replay(m_market->workspace, Uuid(), "operator").value(), std::int64_t(1));
        auto again = claimed();
        QVERIFY(again.event.id == one.event.id);
        QCOMPARE(again.tries, 1);
        QCOMPARE(domain::webhookBody(again.event), domain::webhookBody(one.event));
        VERIFY_OK(finish(again, WebhookFate::Delivered, 200));
        QCOMPARE(m_webhooks->list(m_market->workspace, "delivered", 10)->size(), 1u);
        QCOMPARE(m_webhooks->replay(m_market->workspace, one.event.id, "operator").value(), std::int64_t(1));
        QCOMPARE(m_webhooks->replay(m_market->workspace, Uuid::v7(), "operator").value(), std::int64_t(0));
    }
    void goneDisablesTheEndpoint()
    {
        listen();
        record(m_market->sold(sent()));
        record(m_market->sold(sent()));
        auto one = claimed();
        VERIFY_OK(finish(one, WebhookFate::Gone, 410));
        QCOMPARE(m_webhooks->list(m_market->workspace, "dead", 10)->size(), 2u);
        record(m_market->sold(sent()));
        QCOMPARE(count("webhook"), std::string("2")); // it wants no more
        auto status = m_webhooks->endpoints(m_market->workspace);
        QVERIFY(status->front().disabledAt.has_value());
        QCOMPARE(status->front().dead, std::int64_t(2));
        // a publish does not wake it; a person does
        auto document = test::smallMarket();
        document.workspace.label = "Demo again";
        document.sources.front().webhooks = {{url, {}, "s", {}, {}}};
        VERIFY_OK(storage::publish(m_market->options, document, "operator"));
        record(m_market->sold(sent()));
        QCOMPARE(count("webhook"), std::string("2"));
        QVERIFY(m_webhooks->enable(m_market->workspace, url, "operator").value());
        QVERIFY(!m_webhooks->enable(m_market->workspace, url, "operator").value());
        record(m_market->sold(sent()));
        QCOMPARE(count("webhook"), std::string("3"));
    }
    /// No event without its message: what is rolled back takes the message with it.
    void notWithoutItsTransaction()
    {
        listen();
        const auto post = sent();
        auto sold = m_market->sold(post);
        sold.sale->revenue = Money(1, Currency::usd());
        m_market->value(
            "ALTER TABLE bourse.ledger_entry ADD CONSTRAINT broken CHECK (amount_micros <> 1) NOT "
            "VALID");
        auto recorded = m_market->executor.wait(m_writer->record(sold));
        QVERIFY(!recorded);
        QCOMPARE(count("webhook"), std::string("0"));
        m_market->value("ALTER TABLE bourse.ledger_entry DROP CONSTRAINT broken");
        record(m_market->sold(post));
        QCOMPARE(count("webhook"), std::string("1"));
    }

    // -------------------------------------------------------------------------------------------- retention

    void personsAreForgottenInTime()
    {
        retain(R"({"pii_days":30})");
        const Uuid old = ended(ago(40)), young = ended(ago(20));
        const Uuid open = received(ago(40));
        const auto waiting = sent(ago(41));
        record(m_market->sold(waiting));
        m_market->value(
            "INSERT INTO bourse.return_request (workspace_id, id, origin, via, lead_id, buyer, state, "
            "code, sentence, requested_by) VALUES ('" +
            m_market->workspace.toString() + "', '" + Uuid::v7().toString() + "', 'x', 'api', '" +
            waiting.leadId.toString() + "', 'acme', 'requested', 'awaits_approval', '', 'x')");
        QCOMPARE(m_keeping->eraseDue(m_market->workspace, 100, true).value(), std::int64_t(1));
        QCOMPARE(keys(old), std::string("1"));
        QCOMPARE(m_keeping->eraseDue(m_market->workspace, 100, false).value(), std::int64_t(1));
        QCOMPARE(keys(old), std::string("0"));
        for (const Uuid &kept : {young, open, waiting.leadId})
            QCOMPARE(keys(kept), std::string("1"));
        QCOMPARE(
            m_market->value("SELECT state || reason FROM bourse.lead WHERE id = '" + old.toString() + "'"),
            std::string("erasedretention"));
        QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_lookup WHERE lead_id = '" +
                                 old.toString() + "'"),
                 std::string("0"));
        QCOMPARE(
            m_market->value("SELECT l.event_hash = e.hash AND e.state = 'erased' FROM bourse.lead l JOIN "
                            "bourse.lead_event e ON e.lead_id = l.id AND e.sequence = l.event_sequence "
                            "WHERE l.id = '" +
                            old.toString() + "'"),
            std::string("t"));
        auto read = Reader(m_market->options).lead(m_market->workspace, old, true);
        VERIFY_OK(read);
        QVERIFY(!read->fields.contains("email"));
        QCOMPARE(m_keeping->eraseDue(m_market->workspace, 100, false).value(), std::int64_t(0));
    }
    void aVerticalMayDiffer()
    {
        retain(R"({"verticals":[{"vertical":"personal_injury","pii_days":10}]})");
        const Uuid old = ended(ago(15)), young = ended(ago(5));
        QCOMPARE(m_keeping->eraseDue(m_market->workspace, 100, false).value(), std::int64_t(1));
        QCOMPARE(keys(old), std::string("0"));
        QCOMPARE(keys(young), std::string("1"));
    }
    void manyAtOnce()
    {
        retain(R"({"pii_days":30})");
        for (int i = 0; i < 30; ++i)
            ended(ago(40));
        QCOMPARE(m_keeping->eraseDue(m_market->workspace, 12, false).value(), std::int64_t(12));
        QCOMPARE(m_keeping->eraseDue(m_market->workspace, 100, false).value(), std::int64_t(18));
    }
    void monthsAreDroppedWhenNothingKeepsThem()
    {
        retain(R"({"lead_days":60})");
        makeMonth("202501");
        const UtcTime then = *fromIso8601("2025-01-15T12:00:00Z");
        const Uuid lead = ended(then);
        QCOMPARE(
            m_market->value(
                "SELECT relname FROM pg_class WHERE oid = (SELECT tableoid FROM bourse.lead WHERE id = '" +
                lead.toString() + "')"),
            std::string("lead_202501"));
        const auto post = sent(then);
        // each thing that keeps it, one after the other
        QCOMPARE(keptBy(false), std::string("open_leads"));
        auto unknown = m_market->entry(post.leadId, LeadState::Unknown, "post_unknown");
        unknown.post = post.attempt;
        unknown.post->outcome = domain::AttemptOutcome::Unknown;
        unknown.final = true;
        record(unknown);
        QCOMPARE(keptBy(true), std::string("open_leads"));
        m_market->value("UPDATE bourse.lead SET state = 'unsold' WHERE state = 'unknown'");
        QCOMPARE(keptBy(true), std::string("unknown_posts"));
        m_market->value("UPDATE bourse.lead SET state = 'unknown' WHERE id = '" + post.leadId.toString() +
                        "'");
        AfterSale store(m_market->options);
        tell(store, post, domain::Reading::Accepted, "");
        m_market->value(
            "INSERT INTO bourse.return_request (workspace_id, id, origin, via, lead_id, buyer, state, "
            "code, sentence, requested_by) VALUES ('" +
            m_market->workspace.toString() + "', '" + Uuid::v7().toString() + "', 'x', 'api', '" +
            post.leadId.toString() + "', 'acme', 'requested', 'awaits_approval', '', 'x')");
        QCOMPARE(keptBy(true), std::string("open_returns"));
        m_market->value("UPDATE bourse.return_request SET state = 'denied'");
        m_market->value("UPDATE bourse.retention SET lead_days = NULL");
        QCOMPARE(keptBy(true), std::string("retention"));
        m_market->value("UPDATE bourse.retention SET lead_days = 60");
        const std::string ledger = m_market->value("SELECT count(*) FROM bourse.ledger_entry");
        QCOMPARE(ledger, std::string("4"));
        QCOMPARE(keptBy(false), std::string("nothing"));
        auto months = m_keeping->dropMonths(m_market->workspace, true);
        VERIFY_OK(months);
        QCOMPARE(months->size(), 1u);
        QVERIFY(months->front().dropped);
        QCOMPARE(months->front().leads, std::int64_t(2));
        QCOMPARE(m_market->value("SELECT to_regclass('bourse.lead_202501') IS NULL AND "
                                 "to_regclass('bourse.attempt_202501') IS NULL"),
                 std::string("t"));
        QCOMPARE(count("lead"), std::string("0"));
        for (const char *table : {"lead_lookup", "return_request", "reservation", "external_id"})
            QCOMPARE(count(table), std::string("0"));
        QCOMPARE(m_market->value("SELECT count(*) FROM bourse.ledger_entry"), ledger);
        QVERIFY(m_keeping->dropMonths(m_market->workspace, true)->empty());
        // leads go on coming
        record(m_market->sold(sent()));
        QCOMPARE(count("lead"), std::string("1"));
    }
    void anotherWorkspaceKeepsItsMonth()
    {
        retain(R"({"lead_days":60})");
        makeMonth("202501");
        ended(*fromIso8601("2025-01-15T12:00:00Z"));
        m_market->value("WITH w AS (INSERT INTO bourse.workspace (workspace_id, slug, currency, zone) VALUES "
                        "(gen_random_uuid(), 'two', 'USD', 'UTC') RETURNING workspace_id) INSERT INTO "
                        "bourse.lead (workspace_id, id, received_at, updated_at, node_id, config_version, "
                        "source, vertical, state) SELECT workspace_id, bourse.uuid_at('2025-01-20'), "
                        "'2025-01-20', now(), gen_random_uuid(), 1, 's', 'v', 'unsold' FROM w RETURNING 1");
        QCOMPARE(keptBy(true), std::string("retention"));
        QCOMPARE(count("lead"), std::string("2"));
    }
    void monthsAheadAreThere()
    {
        QCOMPARE(
            m_market->value("SELECT count(*) >= 4 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
                            "WHERE i.inhparent = 'bourse.lead'::regclass AND c.relname ~ "
                            "'^lead_[0-9]{6}$'"),
            std::string("t"));
        QVERIFY(m_keeping->dropMonths(m_market->workspace, true)->empty()); // none of them is over
    }
    void lapsedClaimsAreCounted()
    {
        QCOMPARE(m_keeping->lapsedClaims(m_market->workspace).value(), std::int64_t(0));
    }

  private:
    static UtcTime ago(int days) { return SystemClock().utcNow() - std::chrono::hours(24 * days); }
    void listen()
    {
        auto document = test::smallMarket();
        document.sources.front().webhooks = {{url, {}, "s", {}, {}}};
        VERIFY_OK(storage::publish(m_market->options, document, "operator"));
    }
    void retain(const char *json)
    {
        auto document = test::smallMarket();
        Errors errors;
        document.workspace.retention =
            domain::retentionFromValue(*domain::parseJson(json), "retention", errors);
        QVERIFY(errors.empty());
        VERIFY_OK(storage::publish(m_market->options, document, "operator"));
    }
    void makeMonth(const std::string &month)
    {
        for (const char *table : {"lead", "lead_data", "lead_key", "lead_event", "attempt"}) {
            const std::string name = std::string(table) + "_" + month;
            VERIFY_OK(test::ThrowawayCluster::shared().execute(
                m_market->options.uri,
                "SET ROLE bourse_owner; DO $$ BEGIN EXECUTE format('CREATE TABLE bourse." + name +
                    " PARTITION OF bourse." + table +
                    " FOR VALUES FROM (%L) TO (%L)', bourse.uuid_at('2025-01-01 00:00Z'), "
                    "bourse.uuid_at('2025-02-01 00:00Z')); END $$"));
        }
    }
    std::string keptBy(bool drop)
    {
        auto months = m_keeping->dropMonths(m_market->workspace, drop);
        if (!months)
            return test::words(months.errors());
        return months->size() != 1              ? std::to_string(months->size()) + " months"
               : months->front().keptBy.empty() ? "nothing"
                                                : months->front().keptBy;
    }
    Uuid received(std::optional<UtcTime> at = {})
    {
        auto lead = m_market->lead();
        if (at) {
            lead.leadId = idAt(*at, ++m_number);
            lead.receivedAt = *at;
        }
        const Uuid id = lead.leadId;
        if (auto done = m_market->executor.wait(m_writer->receive(std::move(lead))); !done)
            qFatal("%s", test::words(done.errors()).c_str());
        return id;
    }
    Uuid ended(UtcTime at)
    {
        const Uuid lead = received(at);
        auto entry = m_market->entry(lead, LeadState::Unsold, "no_bid");
        entry.final = true;
        record(entry);
        return lead;
    }
    exchange::SendingPost sent(std::optional<UtcTime> at = {})
    {
        auto sending = m_market->post(received(at), 20'000'000);
        auto copy = sending;
        auto reserved = m_market->executor.wait(m_writer->reserve(std::move(copy)));
        if (!reserved || !reserved->granted)
            qFatal("not reserved");
        return sending;
    }
    void record(exchange::JournalEntry entry)
    {
        if (auto recorded = m_market->executor.wait(m_writer->record(std::move(entry))); !recorded)
            qFatal("%s", test::words(recorded.errors()).c_str());
    }
    void tell(AfterSale &store, const exchange::SendingPost &post, domain::Reading outcome,
              const std::string &reason)
    {
        CallbackArrival arrival;
        arrival.id = Uuid::v7();
        arrival.integration = "boberdoo";
        arrival.eventKey = domain::sha256(arrival.id.toString());
        arrival.receivedAt = SystemClock().utcNow();
        arrival.ids = {{domain::PairBy::AttemptId, post.attempt.attemptId.toString()}};
        arrival.news.outcome = outcome;
        arrival.news.reason.code = reason;
        const exchange::Booking booking =
            [](const std::string &, const std::string &, const Money &offered,
               const std::optional<Money> &) -> Result<std::pair<Money, Money>> {
            return std::pair{offered, *offered.scaled(7, 10, Rounding::Down)};
        };
        auto told = store.takeCallback(m_market->workspace, arrival, booking);
        if (!told || told->effect == exchange::NewsEffect::Contradicts)
            qFatal("the callback was not taken");
    }
    exchange::DueWebhook claimed()
    {
        auto due = m_webhooks->claimDue(m_market->workspace, 1, {});
        if (!due || due->size() != 1)
            qFatal("nothing is due");
        return due->front();
    }
    Result<std::monostate> finish(const exchange::DueWebhook &of, WebhookFate fate, int status)
    {
        exchange::WebhookReport report;
        report.of = of;
        report.next = {fate, SystemClock().utcNow() + std::chrono::hours(1)};
        report.status = status;
        report.error = "http_" + std::to_string(status);
        return m_webhooks->report(report);
    }
    std::string count(const std::string &table)
    {
        return m_market->value("SELECT count(*) FROM bourse." + table);
    }
    std::string keys(const Uuid &lead)
    {
        return m_market->value("SELECT count(*) FROM bourse.lead_key WHERE lead_id = '" + lead.toString() +
                               "'");
    }

    std::unique_ptr<Market> m_market;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<Webhooks> m_webhooks;
    std::unique_ptr<Keeping> m_keeping;
    int m_number = 0;
};

QTEST_GUILESS_MAIN(TestKeeping)
#include "tst_keeping.moc"
