#pragma once
// What the storage tests share: a small market, leads for it, and an executor that the test thread pumps.
#include "base/executor.h"
#include "base/task.h"
#include "domain/market/marketdocument.h"
#include "storage/cluster_parts.h"
#include "storage/store.h"
#include "support/throwawaycluster.h"
#include <QProcess>
#include <QTest>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &verified_ = (result);                                                                    \
        QVERIFY2(verified_.ok(), verified_.ok() ? "" : bourse::test::words(verified_.errors()).c_str());     \
    } while (false)

/// The lead did not take this step.
#define VERIFY_LEFT_BEHIND(result)                                                                           \
    do {                                                                                                     \
        const auto &left_ = (result);                                                                        \
        QVERIFY(!left_.ok() && left_.error().code == "left_behind");                                         \
    } while (false)

namespace bourse::test {

inline std::string words(const Errors &errors)
{
    return errors.front().code + " " + errors.front().field + " " + errors.front().rule + ": " +
           errors.front().message;
}

/// Everything that the database holds, as pg_dump writes it; empty if it cannot.
inline QByteArray dumped(const ThrowawayCluster &cluster, const std::string &uri)
{
    const auto programs = storage::findServerPrograms();
    if (programs.empty())
        return {};
    QProcess dump;
    dump.start(QString::fromStdString(programs.front().folder + "/pg_dump"),
               {QStringLiteral("--dbname=") + QString::fromStdString(cluster.superuserUri(uri))});
    return dump.waitForFinished(60'000) && dump.exitCode() == 0 ? dump.readAllStandardOutput() : QByteArray();
}

/// Runs what was posted while somebody waits.
class PumpedExecutor final : public Executor {
  public:
    void post(std::function<void()> work) override
    {
        {
            std::lock_guard lock(m_mutex);
            m_work.push_back(std::move(work));
        }
        m_wake.notify_one();
    }
    TimerId after(Micros, std::function<void()>) override { return 0; }
    void cancel(TimerId) override {}
    /// Blocks until the future has its value, at most a minute.
    template <class T> T wait(Future<T> future)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!future.await_ready()) {
            std::function<void()> work;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait_until(lock, until, [this] { return !m_work.empty(); }))
                    qFatal("no answer for a minute");
                work = std::move(m_work.front());
                m_work.pop_front();
            }
            work();
        }
        return future.await_resume();
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_work;
};

inline domain::FieldSpec field(std::string key, domain::FieldType type, bool pii = false)
{
    domain::FieldSpec spec;
    spec.label = key;
    spec.key = std::move(key);
    spec.type = type;
    spec.pii = pii;
    return spec;
}

inline domain::MarketDocument smallMarket(std::string slug = "demo")
{
    using domain::FieldType;
    domain::MarketDocument document;
    document.workspace.slug = std::move(slug);
    document.workspace.label = "Demo";
    domain::FieldSchema vertical;
    vertical.slug = "personal_injury";
    vertical.label = "Personal injury";
    vertical.fields = {field("first_name", FieldType::Text, true),
                       field("email", FieldType::Email, true),
                       field("phone", FieldType::Phone, true),
                       field("state", FieldType::State),
                       field("incident", FieldType::Text),
                       field("estimate", FieldType::Decimal),
                       field("certificate", FieldType::Certificate),
                       field("external_id", FieldType::Text),
                       field("sub_id1", FieldType::Text)};
    document.verticals.push_back(vertical);
    domain::Source source;
    source.slug = "web";
    source.vertical = "personal_injury";
    source.tree = "main";
    document.sources.push_back(source);
    domain::PingTree tree;
    tree.slug = "main";
    tree.root.slug = "root";
    document.trees.push_back(tree);
    for (const char *buyer : {"acme", "beta"}) {
        domain::Buyer entry;
        entry.slug = buyer;
        document.buyers.push_back(entry);
    }
    return document;
}

/// A migrated database with the small market published.
struct Market {
    storage::StoreOptions options;
    std::shared_ptr<const domain::MarketSnapshot> snapshot;
    Uuid workspace;
    PumpedExecutor executor;
    std::string problem;

    explicit Market(ThrowawayCluster &cluster)
        : options{cluster.createDatabase(), {}, domain::MasterKey::generate(), "test", Uuid::v7()}
    {
        if (options.uri.empty()) {
            problem = cluster.problem();
            return;
        }
        auto stored = storage::publish(options, smallMarket(), "operator");
        if (!stored) {
            problem = words(stored.errors());
            return;
        }
        workspace = stored->workspaceId;
        auto compiled =
            domain::MarketSnapshot::compile(stored->document, stored->workspaceId, stored->version);
        if (!compiled) {
            problem = words(compiled.errors());
            return;
        }
        snapshot = *compiled;
    }

    exchange::ReceivedLead lead() const
    {
        exchange::ReceivedLead lead;
        lead.leadId = Uuid::v7();
        lead.nodeId = options.nodeId;
        lead.receivedAt = SystemClock().utcNow();
        lead.snapshot = snapshot;
        lead.source = "web";
        lead.vertical = "personal_injury";
        lead.fields = {{"first_name", "Maria"},
                       {"email", "maria.garcia@example.com"},
                       {"phone", "+15125550142"},
                       {"state", "TX"},
                       {"incident", "auto_accident"},
                       {"estimate", domain::Number{"175.00"}},
                       {"certificate", "https://cert.trustedform.com/abc"},
                       {"external_id", "S-77"},
                       {"sub_id1", "ad-4"}};
        lead.raw = {{"phone", "(512) 555-0142"}};
        lead.actor = "key:k1";
        return lead;
    }
    exchange::AttemptRecord attempt(exchange::AttemptKind kind, domain::AttemptOutcome outcome,
                                    std::string buyer = "acme") const
    {
        exchange::AttemptRecord record;
        record.attemptId = Uuid::v7();
        record.kind = kind;
        record.buyer = buyer;
        record.channel = buyer + "_main";
        record.integration = "boberdoo";
        record.startedAt = SystemClock().utcNow();
        record.outcome = outcome;
        record.requestText = "POST /lead HTTP/1.1\r\n\r\nfirst=Maria&phone=5125550142";
        record.responseText = outcome == domain::AttemptOutcome::Sending ? "" : "HTTP/1.1 200 OK\r\n\r\nok";
        return record;
    }
    exchange::JournalEntry entry(const Uuid &lead, domain::LeadState state, std::string reason = {}) const
    {
        exchange::JournalEntry entry;
        entry.leadId = lead;
        entry.workspaceId = workspace;
        entry.nodeId = options.nodeId;
        entry.actor = "engine";
        entry.state = state;
        entry.reason.code = reason;
        entry.events.push_back({"state", SystemClock().utcNow(), state, {reason, {}}, {}});
        return entry;
    }
    exchange::SendingPost post(const Uuid &lead, std::int64_t priceMicros, std::string buyer = "acme") const
    {
        exchange::SendingPost sending;
        sending.leadId = lead;
        sending.workspaceId = workspace;
        sending.nodeId = options.nodeId;
        sending.attempt = attempt(exchange::AttemptKind::Post, domain::AttemptOutcome::Sending, buyer);
        sending.deadline = SystemClock().utcNow() + std::chrono::seconds(2);
        sending.buyer = buyer;
        sending.price = Money(priceMicros, Currency::usd());
        sending.actor = "engine";
        return sending;
    }
    /// The whole sale of a post that was granted.
    exchange::JournalEntry sold(const exchange::SendingPost &sending) const
    {
        auto entry = this->entry(sending.leadId, domain::LeadState::Sold, "sold_highest_bid");
        entry.routingDecision = "ping_post_winner";
        entry.run = sending.run;
        entry.post = sending.attempt;
        entry.post->outcome = domain::AttemptOutcome::Accepted;
        entry.post->responseText = "HTTP/1.1 200 OK\r\n\r\n<status>Matched</status>";
        entry.post->httpStatus = 200;
        entry.post->externalId = "B-9";
        entry.sale = exchange::Sale{sending.attempt.attemptId,
                                    sending.buyer,
                                    sending.attempt.channel,
                                    sending.price,
                                    *sending.price.scaled(7, 10, Rounding::Down),
                                    "web",
                                    SystemClock().utcNow()};
        entry.durationUs = 61'200;
        entry.final = true;
        return entry;
    }
    /// One value as the superuser.
    std::string value(const std::string &sql) const
    {
        auto result = ThrowawayCluster::shared().value(options.uri, sql);
        return result ? *result : "error: " + words(result.errors());
    }
};

} // namespace bourse::test
