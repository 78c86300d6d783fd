// A lead that is sold to several buyers, as the engine writes it down, on a real PostgreSQL: each sale is
// booked once, and the lead's row shows them all together.
#include "marketfixture.h"
#include "storage/aftersale.h"
#include "storage/store.h"
#include "storage/writersession.h"

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;

class TestSharedSale : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void severalSalesOfOneLead();
    void postsThatAreUnderWayTogether_data();
    void postsThatAreUnderWayTogether();
    void anUnknownFateBesideASaleIsListed();
    void aLateWordOnWhatWasRefused_data();
    void aLateWordOnWhatWasRefused();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
};

void TestSharedSale::severalSalesOfOneLead()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    auto received = market.lead();
    const Uuid lead = received.leadId;
    VERIFY_OK(market.executor.wait(writer.receive(std::move(received))));
    const UtcTime day = fromIso8601("2026-05-12T05:00:00Z").value();

    std::optional<exchange::Sale> all;
    for (auto [buyer, price] : {std::pair("acme", 31'000'000), {"beta", 20'000'000}}) {
        auto sending = market.post(lead, price, buyer);
        const std::string counter = std::string("channel:") + buyer + "_main:source:web:day:leads";
        sending.caps = {{counter, day, 1, 1}};
        auto granted = market.executor.wait(writer.reserve(sending));
        QVERIFY(granted.ok() && granted->granted);
        auto sale = market.sold(sending);
        sale.state = LeadState::Posting; // it goes on to the next buyer
        sale.events.back().state = LeadState::Posting;
        sale.final = false;
        VERIFY_OK(market.executor.wait(writer.record(sale)));
        if (!all) {
            all = sale.sale;
        } else {
            all->revenue = *all->revenue.plus(sale.sale->revenue);
            all->payout = *all->payout.plus(sale.sale->payout);
        }
    }
    auto last = market.entry(lead, LeadState::Sold, "sold_shared");
    last.routingDecision = "ping_post_winner";
    last.sale = all;
    last.final = true;
    for (int again = 0; again < 2; ++again) // a retry after a lost answer changes nothing
        VERIFY_OK(market.executor.wait(writer.record(last)));

    const std::string id = "'" + lead.toString() + "'";
    QCOMPARE(
        market.value("SELECT state || ' ' || reason || ' ' || winner_buyer || ' ' || price_micros || ' ' || "
                     "payout_micros FROM bourse.lead WHERE id = " +
                     id),
        std::string("sold sold_shared acme 51000000 35700000"));
    QCOMPARE(
        market.value(
            "SELECT string_agg(account || ' ' || party || ' ' || amount_micros, ', ' ORDER BY "
            "amount_micros DESC, account) FROM bourse.ledger_entry WHERE amount_micros > 0 AND lead_id = " +
            id),
        std::string(
            "receivable acme 31000000, cost web 21700000, receivable beta 20000000, cost web 14000000"));
    QCOMPARE(market.value("SELECT sum(amount_micros) FROM bourse.ledger_entry WHERE lead_id = " + id),
             std::string("0"));
    QCOMPARE(
        market.value(
            "SELECT string_agg(buyer || ' ' || balance_micros || ' ' || held_micros, ', ' ORDER BY buyer) "
            "FROM bourse.buyer_account"),
        std::string("acme -31000000 0, beta -20000000 0"));
    QCOMPARE(market.value("SELECT string_agg(state, ' ') FROM bourse.reservation WHERE lead_id = " + id),
             std::string("sold sold"));
    QCOMPARE(market.value("SELECT string_agg(used::text, ' ') FROM bourse.cap_counter"), std::string("1 1"));
    writer.stop();
}

void TestSharedSale::postsThatAreUnderWayTogether_data()
{
    QTest::addColumn<bool>("recovered");
    QTest::newRow("the journal fails for a while") << false;
    QTest::newRow("the node is taken for dead") << true;
}

/// Two posts leave; their answers come, but can be written later only, in their order.
void TestSharedSale::postsThatAreUnderWayTogether()
{
    QFETCH(bool, recovered);
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    auto received = market.lead();
    const Uuid lead = received.leadId;
    const std::string id = "'" + lead.toString() + "'";
    const auto acme = market.post(lead, 31'000'000, "acme"), beta = market.post(lead, 20'000'000, "beta");
    const auto row = [&] {
        return market.value("SELECT state || ' ' || coalesce(winner_buyer || ' ' || price_micros, '-') FROM "
                            "bourse.lead WHERE id = " +
                            id);
    };
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    VERIFY_OK(market.executor.wait(writer.receive(std::move(received))));
    auto first = writer.reserve(acme), second = writer.reserve(beta);
    QVERIFY(market.executor.wait(std::move(first))->granted);
    QVERIFY(market.executor.wait(std::move(second))->granted);
    QCOMPARE(market.value("SELECT string_agg(state, ' ') FROM bourse.reservation WHERE lead_id = " + id),
             std::string("sending sending"));
    if (recovered) {
        auto connection = Connection::open(market.options.uri);
        VERIFY_OK(connection);
        auto report = recoverDeadNodes(*connection, market.options, RecoverWhom::OwnAndOthers);
        VERIFY_OK(report);
        QCOMPARE(report->unknownPosts, std::int64_t(2));
        QCOMPARE(row(), std::string("unknown -"));
    }

    auto refused = market.entry(lead, LeadState::Posting, "buyer_rejected");
    refused.post = acme.attempt;
    refused.post->outcome = AttemptOutcome::Rejected;
    auto heard = market.executor.wait(writer.record(refused));
    QCOMPARE(heard.ok(), !recovered);
    if (recovered) // the lead has been closed, but what its post has come to is written
        QCOMPARE(heard.error().code, std::string("left_behind"));
    QCOMPARE(row(), std::string(recovered ? "unknown -" : "posting -"));
    auto sale = market.sold(beta);
    sale.final = false;
    VERIFY_OK(market.executor.wait(writer.record(sale)));
    QCOMPARE(row(), std::string("sold beta 20000000"));
    auto last = market.entry(lead, LeadState::Sold, "sold_highest_bid");
    last.routingDecision = "ping_post_winner";
    last.sale = sale.sale;
    last.final = true;
    VERIFY_OK(market.executor.wait(writer.record(last)));

    QCOMPARE(row(), std::string("sold beta 20000000"));
    QCOMPARE(market.value("SELECT string_agg(buyer || ' ' || outcome, ', ' ORDER BY buyer) FROM "
                          "bourse.attempt WHERE lead_id = " +
                          id),
             std::string("acme rejected, beta accepted"));
    QCOMPARE(market.value("SELECT string_agg(buyer || ' ' || state, ', ' ORDER BY buyer) FROM "
                          "bourse.reservation WHERE lead_id = " +
                          id),
             std::string("acme released, beta sold"));
    QCOMPARE(
        market.value("SELECT string_agg(buyer || ' ' || balance_micros || ' ' || held_micros, ', ' ORDER BY "
                     "buyer) FROM bourse.buyer_account"),
        std::string("acme 0 0, beta -20000000 0"));
    QCOMPARE(
        market.value(
            "SELECT count(*) || ' ' || sum(amount_micros) FROM bourse.ledger_entry WHERE lead_id = " + id),
        std::string("4 0"));
    writer.stop();
}

/// One buyer has it; whether the other has, too, people must be able to find and decide.
void TestSharedSale::anUnknownFateBesideASaleIsListed()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    auto received = market.lead(), plain = market.lead();
    const Uuid lead = received.leadId;
    VERIFY_OK(market.executor.wait(writer.receive(std::move(received))));
    VERIFY_OK(market.executor.wait(writer.receive(std::move(plain))));
    const auto acme = market.post(lead, 31'000'000, "acme"), beta = market.post(lead, 20'000'000, "beta");
    for (const auto &post : {acme, beta})
        QVERIFY(market.executor.wait(writer.reserve(post))->granted);
    auto sale = market.sold(acme);
    sale.state = LeadState::Posting;
    sale.events.clear();
    sale.final = false;
    VERIFY_OK(market.executor.wait(writer.record(sale)));
    auto last = market.entry(lead, LeadState::Sold, "sold_highest_bid");
    last.sale = sale.sale;
    last.post = beta.attempt;
    last.post->outcome = AttemptOutcome::Unknown;
    last.final = true;
    VERIFY_OK(market.executor.wait(writer.record(last)));

    Reader reader(market.options);
    const auto listed = [&](std::vector<LeadState> states) {
        LeadListQuery query;
        query.states = std::move(states);
        auto found = reader.leads(market.workspace, query);
        return found ? found->total : -1;
    };
    QCOMPARE(listed({LeadState::Unknown}), std::int64_t(1));
    QCOMPARE(listed({LeadState::Sold}), std::int64_t(1));
    QCOMPARE(listed({LeadState::Unknown, LeadState::Sold}), std::int64_t(1)); // once
    QCOMPARE(listed({LeadState::Unknown, LeadState::Received}), std::int64_t(2));
    QCOMPARE(listed({LeadState::Unsold}), std::int64_t(0));
    auto day =
        reader.daySummary(market.workspace, SystemClock().utcNow() - std::chrono::hours(1), Currency::usd());
    VERIFY_OK(day);
    QCOMPARE(day->unknown, std::int64_t(1));
    QCOMPARE(day->unknownHeld.toDecimal(), std::string("20.00"));
    QCOMPARE(day->sold, std::int64_t(1));
    writer.stop();
}

void TestSharedSale::aLateWordOnWhatWasRefused_data()
{
    QTest::addColumn<LeadState>("told");
    QTest::newRow("pending") << LeadState::Pending;
    QTest::newRow("unknown") << LeadState::Unknown;
}

/// A node is taken for dead with two posts out. A callback refuses the one; then the node comes back: the
/// other was refused, too, and of the first it knows the older answer.
void TestSharedSale::aLateWordOnWhatWasRefused()
{
    QFETCH(LeadState, told);
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    auto received = market.lead();
    const Uuid lead = received.leadId;
    VERIFY_OK(market.executor.wait(writer.receive(std::move(received))));
    const auto acme = market.post(lead, 31'000'000, "acme"), beta = market.post(lead, 20'000'000, "beta");
    for (const auto &post : {acme, beta})
        QVERIFY(market.executor.wait(writer.reserve(post))->granted);
    auto connection = Connection::open(market.options.uri);
    VERIFY_OK(connection);
    VERIFY_OK(recoverDeadNodes(*connection, market.options, RecoverWhom::OwnAndOthers));

    exchange::FollowUpReport said;
    said.of.workspaceId = market.workspace;
    said.of.leadId = lead;
    said.of.what.id = Uuid::v7();
    said.of.what.attemptId = acme.attempt.attemptId;
    said.news.emplace();
    said.news->outcome = domain::Reading::Rejected;
    AfterSale after(market.options);
    const auto heard = after.report(said, {});
    VERIFY_OK(heard);
    QCOMPARE(*heard, exchange::NewsEffect::Applied);
    const auto row = [&] {
        return market.value("SELECT state || ' ' || reason FROM bourse.lead WHERE id = '" + lead.toString() +
                            "'");
    };
    QCOMPARE(row(), std::string("unknown post_unknown")); // beta may still have it

    auto refused = market.entry(lead, LeadState::Posting, "buyer_rejected");
    refused.post = beta.attempt;
    refused.post->outcome = AttemptOutcome::Rejected;
    QCOMPARE(market.executor.wait(writer.record(refused)).error().code, std::string("left_behind"));
    auto last = market.entry(lead, told, told == LeadState::Pending ? "awaits_callback" : "post_unknown");
    last.post = acme.attempt;
    last.post->outcome = told == LeadState::Pending ? AttemptOutcome::Pending : AttemptOutcome::Unknown;
    last.final = true;
    auto ended = market.executor.wait(writer.record(last));
    QCOMPARE(row(), std::string("unsold all_posts_rejected"));
    QVERIFY(!ended.ok());
    QCOMPARE(ended.error().code, std::string("left_behind"));
    QCOMPARE(market.value("SELECT string_agg(state, ' ') FROM bourse.reservation"),
             std::string("released released"));
    writer.stop();
}

QTEST_GUILESS_MAIN(TestSharedSale)
#include "tst_sharedsale.moc"
