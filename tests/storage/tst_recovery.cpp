// Leases and recovery: what becomes of leads whose node died.
#include "domain/lead/sealing.h"
#include "marketfixture.h"
#include "storage/writersession.h"
#include <QThread>
#include <future>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;
using Kind = exchange::ReceiveOutcome::Kind;

class TestRecovery : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void deadNodesLeads_data();
    void deadNodesLeads();
    void livingNodeIsLeftAlone();
    void closedLeadIsNotPosted();
    void postCommittedMeanwhileIsUnknown();
    void silentNodeIsLookedAfter();
    void decidedLeadStaysDecided();
    void cleanStartFindsNothing();
    void manyLeads();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
};

void TestRecovery::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
}

void TestRecovery::deadNodesLeads_data()
{
    QTest::addColumn<bool>("sameNode");
    QTest::newRow("started again as the same node") << true;
    QTest::newRow("another node starts") << false;
}

void TestRecovery::deadNodesLeads()
{
    QFETCH(bool, sameNode);
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    auto sending = market.lead(), early = market.lead(), resolved = market.lead(), between = market.lead();
    early.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "early", domain::sha256("body")};
    early.repeatHash = domain::sha256("early");
    early.repeatWindowSeconds = 60;
    sending.idempotency =
        exchange::IdempotencyClaim{"k1", "POST /v1/leads", "sending", domain::sha256("body")};
    between.idempotency =
        exchange::IdempotencyClaim{"k1", "POST /v1/leads", "between", domain::sha256("body")};
    auto post = market.post(sending.leadId, 8'000'000);
    post.caps = {{"channel:acme", {}, 1, 5}};
    {
        // a writer that ends with leads on their way stands for a node that was killed: nothing more of it is
        // written
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        for (const auto &lead : {sending, early, resolved, between})
            VERIFY_OK(market.executor.wait(writer.receive(lead)));
        VERIFY_OK(market.executor.wait(writer.record(market.entry(early.leadId, LeadState::Routing))));
        QVERIFY(market.executor.wait(writer.reserve(post))->granted);
        auto rejectedPost = market.post(between.leadId, 8'000'000, "beta");
        QVERIFY(market.executor.wait(writer.reserve(rejectedPost))->granted);
        auto rejected = market.entry(between.leadId, LeadState::Routing);
        rejected.post = rejectedPost.attempt;
        rejected.post->outcome = AttemptOutcome::Rejected;
        rejected.answer = exchange::StoredAnswer{200, "application/json", "still being worked on"};
        VERIFY_OK(market.executor.wait(writer.record(rejected)));
        auto done = market.entry(resolved.leadId, LeadState::Unsold, "no_bid");
        done.final = true;
        VERIFY_OK(market.executor.wait(writer.record(done)));
    }
    StoreOptions next = market.options;
    if (!sameNode)
        next.nodeId = Uuid::v7();
    Writer writer(next, market.executor);
    auto report = writer.start();
    VERIFY_OK(report);
    QCOMPARE(report->unknownPosts, std::int64_t(1));
    QCOMPARE(report->interruptedLeads, std::int64_t(2));

    const auto stateOf = [&](const Uuid &lead) {
        return market.value("SELECT state || ' ' || reason || ' ' || coalesce(routing_decision, '') FROM "
                            "bourse.lead WHERE id = '" +
                            lead.toString() + "'");
    };
    QCOMPARE(stateOf(sending.leadId), std::string("unknown post_unknown post_unknown"));
    QCOMPARE(stateOf(early.leadId), std::string("unsold interrupted interrupted"));
    QCOMPARE(stateOf(between.leadId), std::string("unsold interrupted interrupted"));
    QCOMPARE(stateOf(resolved.leadId), std::string("unsold no_bid "));
    // an unknown post keeps what it holds
    QCOMPARE(market.value("SELECT outcome FROM bourse.attempt WHERE attempt_id = '" +
                          post.attempt.attemptId.toString() + "'"),
             std::string("unknown"));
    QCOMPARE(market.value("SELECT state FROM bourse.reservation WHERE lead_id = '" +
                          sending.leadId.toString() + "'"),
             std::string("held"));
    QCOMPARE(market.value("SELECT used FROM bourse.cap_counter"), std::string("1"));
    QCOMPARE(market.value("SELECT held_micros FROM bourse.buyer_account WHERE buyer = 'acme'"),
             std::string("8000000"));
    QCOMPARE(market.value("SELECT string_agg(actor || ' ' || kind || ' ' || state, ', ' ORDER BY sequence) "
                          "FROM bourse.lead_event WHERE lead_id = '" +
                          sending.leadId.toString() + "'"),
             std::string("key:k1 state received, recovery post unknown, recovery state unknown"));
    QCOMPARE(market.value("SELECT count(*) FROM (SELECT prev_hash, lag(hash, 1, ''::bytea) OVER (PARTITION "
                          "BY lead_id ORDER BY sequence) AS before "
                          "FROM bourse.lead_event) e WHERE prev_hash <> before"),
             std::string("0"));

    // no buyer saw the interrupted lead: it may come again, with its key and its payload
    auto again = early;
    again.leadId = Uuid::v7();
    auto outcome = market.executor.wait(writer.receive(again));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);
    // the other may not be sold a second time
    auto twice = sending;
    twice.leadId = Uuid::v7();
    outcome = market.executor.wait(writer.receive(twice));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Replay);
    QCOMPARE(outcome->original, sending.leadId);
    QCOMPARE(outcome->answerBody, std::string());
    QCOMPARE(outcome->originalState, LeadState::Unknown);
    QCOMPARE(outcome->originalReason, std::string("post_unknown"));
    QCOMPARE(outcome->originalDecision, std::string("post_unknown"));
    QVERIFY(!outcome->originalPrice);
    // an answer that was given stays given
    auto answered = between;
    answered.leadId = Uuid::v7();
    outcome = market.executor.wait(writer.receive(answered));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Replay);
    QCOMPARE(outcome->answerBody, std::string("still being worked on"));
    QCOMPARE(outcome->originalState, LeadState::Unsold);

    // a result that comes late resolves the unknown post
    VERIFY_OK(market.executor.wait(writer.record(market.sold(post))));
    QCOMPARE(stateOf(sending.leadId), std::string("sold sold_highest_bid ping_post_winner"));
    QCOMPARE(
        market.value(
            "SELECT balance_micros || ' ' || held_micros FROM bourse.buyer_account WHERE buyer = 'acme'"),
        std::string("-8000000 0"));
    outcome = market.executor.wait(writer.receive(twice));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Replay);
    QCOMPARE(outcome->originalState, LeadState::Sold);
    QCOMPARE(outcome->originalReason, std::string("sold_highest_bid"));
    QCOMPARE(outcome->originalDecision, std::string("ping_post_winner"));
    QCOMPARE(outcome->originalBuyer, std::string("acme"));
    QVERIFY(outcome->originalPrice == Money(8'000'000, Currency::usd()));
}

void TestRecovery::livingNodeIsLeftAlone()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer living(market.options, market.executor);
    VERIFY_OK(living.start());
    auto lead = market.lead();
    VERIFY_OK(market.executor.wait(living.receive(lead)));
    auto post = market.post(lead.leadId, 1'000'000);
    QVERIFY(market.executor.wait(living.reserve(post))->granted);

    StoreOptions other = market.options;
    other.nodeId = Uuid::v7();
    Writer writer(other, market.executor);
    auto report = writer.start();
    VERIFY_OK(report);
    QCOMPARE(report->unknownPosts, std::int64_t(0));
    QCOMPARE(report->interruptedLeads, std::int64_t(0));
    VERIFY_OK(market.executor.wait(living.record(market.sold(post))));
    QCOMPARE(market.value("SELECT state FROM bourse.lead"), std::string("sold"));
}

void TestRecovery::closedLeadIsNotPosted()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer cutOff(market.options, market.executor); // works on without knowing that it was taken for dead
    VERIFY_OK(cutOff.start());
    auto fresh = market.lead(), routed = market.lead(), reserved = market.lead();
    for (const auto &lead : {fresh, routed, reserved})
        VERIFY_OK(market.executor.wait(cutOff.receive(lead)));
    VERIFY_OK(market.executor.wait(cutOff.record(market.entry(routed.leadId, LeadState::Routing))));
    auto answerLost = market.post(reserved.leadId, 2'000'000);
    QVERIFY(market.executor.wait(cutOff.reserve(answerLost))->granted);

    auto connection = Connection::open(market.options.uri);
    VERIFY_OK(connection);
    auto report = recoverDeadNodes(*connection, market.options, RecoverWhom::OwnAndOthers);
    VERIFY_OK(report);
    QCOMPARE(report->interruptedLeads, std::int64_t(2));
    QCOMPARE(report->unknownPosts, std::int64_t(1));

    // a step that was under way does not open the lead again
    VERIFY_LEFT_BEHIND(market.executor.wait(cutOff.record(market.entry(routed.leadId, LeadState::Routing))));
    QCOMPARE(market.value("SELECT state || ' ' || reason FROM bourse.lead WHERE id = '" +
                          routed.leadId.toString() + "'"),
             std::string("unsold interrupted"));
    for (const auto &post :
         {market.post(fresh.leadId, 1'000'000), market.post(routed.leadId, 1'000'000), answerLost}) {
        auto outcome = market.executor.wait(cutOff.reserve(post));
        VERIFY_OK(outcome);
        QVERIFY(!outcome->granted);
        QCOMPARE(outcome->refused.code, std::string("interrupted"));
    }
    QCOMPARE(market.value("SELECT count(*) FROM bourse.attempt"), std::string("1"));
    QCOMPARE(market.value("SELECT held_micros FROM bourse.buyer_account"), std::string("2000000"));
}

void TestRecovery::postCommittedMeanwhileIsUnknown()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    auto lead = market.lead();
    {
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        VERIFY_OK(market.executor.wait(writer.receive(lead)));
    }
    // the dead node's last transaction: it reserves while recovery begins
    const std::string workspace = market.workspace.toString(), id = lead.leadId.toString(),
                      post = Uuid::v7().toString(), node = market.options.nodeId.toString();
    auto dying = Connection::open(market.options.uri);
    VERIFY_OK(dying);
    VERIFY_OK(dying->exec("BEGIN"));
    VERIFY_OK(dying->exec("SELECT set_config('bourse.workspace', $1, true)", {workspace}));
    VERIFY_OK(dying->exec("SELECT id FROM bourse.lead WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE",
                          {workspace, id}));
    VERIFY_OK(dying->exec(
        "INSERT INTO bourse.reservation (workspace_id, post_id, lead_id, node_id, buyer, channel, currency, "
        "amount_micros, cap_counters, cap_windows, cap_amounts, state, deadline) "
        "VALUES ($1, $2, $3, $4, 'acme', 'acme_main', 'USD', 1, '{}', '{}', '{}', 'sending', now())",
        {workspace, post, id, node}));
    VERIFY_OK(dying->exec(
        "INSERT INTO bourse.attempt (workspace_id, attempt_id, lead_id, node_id, kind, buyer, channel, "
        "integration, started_at, outcome, phases_us) "
        "VALUES ($1, $2, $3, $4, 'post', 'acme', 'acme_main', 'x', now(), 'sending', '{0,0,0,0,0,0}')",
        {workspace, post, id, node}));
    auto recovering = std::async(std::launch::async, [&market]() -> Result<RecoveryReport> {
        auto connection = Connection::open(market.options.uri);
        if (!connection)
            return connection.errors();
        return recoverDeadNodes(*connection, market.options, RecoverWhom::OwnAndOthers);
    });
    QTRY_COMPARE_WITH_TIMEOUT(
        market.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
                     "current_database()"),
        std::string("1"), 20'000);
    VERIFY_OK(dying->exec("COMMIT"));
    auto report = recovering.get();
    VERIFY_OK(report);
    QCOMPARE(report->interruptedLeads, std::int64_t(0));
    QCOMPARE(report->unknownPosts, std::int64_t(1));
    QCOMPARE(market.value("SELECT state FROM bourse.lead"), std::string("unknown"));
}

/// A node that is stopped, or cut off: its session stands, and so does its lock.
void TestRecovery::silentNodeIsLookedAfter()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    auto open = market.lead(), sending = market.lead();
    {
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        for (const auto &lead : {open, sending})
            VERIFY_OK(market.executor.wait(writer.receive(lead)));
        QVERIFY(market.executor.wait(writer.reserve(market.post(sending.leadId, 3'000'000)))->granted);
    }
    auto silent = Connection::open(market.options.uri);
    VERIFY_OK(silent);
    // the server ends the writer's session, and gives up its lock, a moment after the writer is gone
    QTRY_VERIFY_WITH_TIMEOUT(takeLease(*silent, market.options).ok(), 20'000);

    StoreOptions other = market.options;
    other.nodeId = Uuid::v7();
    other.leaseTime = std::chrono::milliseconds(30);
    auto connection = Connection::open(other.uri);
    VERIFY_OK(connection);
    LeaseWatch watch;
    const auto look = [&] {
        auto report = recoverDeadNodes(*connection, other, RecoverWhom::Others, &watch);
        return report ? report->unknownPosts * 10 + report->interruptedLeads : -1;
    };
    QCOMPARE(look(), std::int64_t(0)); // heard for the first time
    QThread::msleep(40);
    VERIFY_OK(renewLease(*silent, market.options)); // it lives after all
    QCOMPARE(look(), std::int64_t(0));
    QThread::msleep(40);
    QCOMPARE(look(), std::int64_t(11));
    QCOMPARE(look(), std::int64_t(0)); // once
    QCOMPARE(market.value("SELECT state FROM bourse.lead WHERE id = '" + sending.leadId.toString() + "'"),
             std::string("unknown"));

    const std::string before = market.value("SELECT lease_number FROM bourse.node");
    auto renewed = renewLease(*silent, market.options);
    VERIFY_OK(renewed);
    QVERIFY(*renewed);
    QVERIFY(market.value("SELECT lease_number FROM bourse.node") != before);
    QCOMPARE(market.value("SELECT recovered_at IS NULL FROM bourse.node"), std::string("t"));
    renewed = renewLease(*silent, market.options);
    VERIFY_OK(renewed);
    QVERIFY(!*renewed);
}

/// What a node finds out late about a post that somebody has decided since.
void TestRecovery::decidedLeadStaysDecided()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer stalled(market.options, market.executor);
    VERIFY_OK(stalled.start());
    auto sold = market.lead(), refused = market.lead(), undecided = market.lead();
    for (const auto &lead : {sold, refused, undecided})
        VERIFY_OK(market.executor.wait(stalled.receive(lead)));
    const auto soldPost = market.post(sold.leadId, 1'000'000),
               refusedPost = market.post(refused.leadId, 2'000'000),
               undecidedPost = market.post(undecided.leadId, 4'000'000);
    for (const auto &post : {soldPost, refusedPost, undecidedPost})
        QVERIFY(market.executor.wait(stalled.reserve(post))->granted);
    auto connection = Connection::open(market.options.uri);
    VERIFY_OK(connection);
    auto report = recoverDeadNodes(*connection, market.options, RecoverWhom::OwnAndOthers);
    VERIFY_OK(report);
    QCOMPARE(report->unknownPosts, std::int64_t(3));

    const auto ended = [&](const exchange::SendingPost &post, LeadState state, AttemptOutcome outcome) {
        auto entry = market.entry(post.leadId, state, "late");
        entry.post = post.attempt;
        entry.post->outcome = outcome;
        entry.final = true;
        return market.executor.wait(stalled.record(std::move(entry)));
    };
    VERIFY_OK(market.executor.wait(stalled.record(market.sold(soldPost))));
    VERIFY_OK(ended(refusedPost, LeadState::Unsold, AttemptOutcome::Rejected));
    // now the opposite of each comes in
    VERIFY_LEFT_BEHIND(ended(soldPost, LeadState::Unknown, AttemptOutcome::Unknown));
    VERIFY_LEFT_BEHIND(market.executor.wait(stalled.record(market.sold(refusedPost))));
    VERIFY_OK(market.executor.wait(stalled.record(market.sold(undecidedPost))));
    const auto stateOf = [&](const exchange::ReceivedLead &lead) {
        return market.value(
            "SELECT state || ' ' || coalesce(winner_buyer, '-') || ' ' || coalesce(price_micros, 0) "
            "FROM bourse.lead WHERE id = '" +
            lead.leadId.toString() + "'");
    };
    QCOMPARE(stateOf(sold), std::string("sold acme 1000000"));
    QCOMPARE(stateOf(refused), std::string("unsold - 0"));
    QCOMPARE(stateOf(undecided), std::string("sold acme 4000000"));
    QCOMPARE(market.value("SELECT balance_micros || ' ' || held_micros FROM bourse.buyer_account"),
             std::string("-5000000 0"));
}

void TestRecovery::cleanStartFindsNothing()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    for (int i = 0; i < 2; ++i) {
        Writer writer(market.options, market.executor);
        auto report = writer.start();
        VERIFY_OK(report);
        QCOMPARE(report->unknownPosts + report->interruptedLeads, std::int64_t(0));
    }
    QCOMPARE(market.value("SELECT lease_number FROM bourse.node"), std::string("2"));
}

void TestRecovery::manyLeads()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    constexpr int leads = 1203; // more than one transaction of recovery
    {
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        std::vector<Future<Result<exchange::ReceiveOutcome>>> futures;
        for (int i = 0; i < leads; ++i)
            futures.push_back(writer.receive(market.lead()));
        for (auto &future : futures)
            VERIFY_OK(market.executor.wait(std::move(future)));
    }
    Writer writer(market.options, market.executor);
    auto report = writer.start();
    VERIFY_OK(report);
    QCOMPARE(report->interruptedLeads, std::int64_t(leads));
    QCOMPARE(market.value("SELECT count(*) FROM bourse.lead WHERE state <> 'unsold'"), std::string("0"));
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
