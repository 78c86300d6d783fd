// A lead that is sold to several buyers, as the engine writes it down, on a real PostgreSQL: each sale is
// booked once, and the lead's row shows them all together.
#include "marketfixture.h"

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;

class TestSharedSale : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void severalSalesOfOneLead();

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

QTEST_GUILESS_MAIN(TestSharedSale)
#include "tst_sharedsale.moc"
