// Returns on a real PostgreSQL: requests, decisions, limits, tables, re-sale, what webhooks are written, and
// a ledger that balances whatever happens.
#include "storage/aftersale.h"
#include "storage/marketfixture.h"
#include "storage/returns.h"
#include "storage/webhooks.h"
#include <QTest>
#include <memory>
#include <random>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using domain::AttemptOutcome;
using domain::LeadState;
using domain::Reading;
using domain::ReturnState;
using exchange::NewsEffect;
using test::Market;

namespace {
const exchange::Booking booking = [](const std::string &, const std::string &, const Money &offered,
                                     const std::optional<Money> &said) -> Result<std::pair<Money, Money>> {
    const Money price = said.value_or(offered);
    return std::pair{price, *price.scaled(7, 10, Rounding::Down)};
};
} // namespace

class TestReturns : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init()
    {
        m_market = std::make_unique<Market>(test::ThrowawayCluster::shared());
        if (!m_market->problem.empty())
            QSKIP(m_market->problem.c_str());
        m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
        VERIFY_OK(m_writer->start());
        m_returns = std::make_unique<Returns>(m_market->options);
        m_store = std::make_unique<AfterSale>(m_market->options);
        m_policies.clear();
        m_terms = [this](const std::string &buyer) {
            ReturnTerms terms;
            terms.zone = "America/Chicago";
            if (auto policy = m_policies.find(buyer); policy != m_policies.end())
                terms.policy = policy->second;
            return terms;
        };
        m_store->setReturnTerms(m_terms);
    }
    void cleanup()
    {
        if (m_writer)
            m_writer->stop();
        m_store.reset();
        m_returns.reset();
        m_writer.reset();
        m_market.reset();
    }

    void approvedAtOnceAndReversed()
    {
        const auto post = sold();
        auto made = ask(leadIdText(post.leadId), "acme", "a");
        VERIFY_OK(made);
        QCOMPARE(made->state, ReturnState::Approved);
        QCOMPARE(made->code, std::string("within_policy"));
        QVERIFY(made->postId == post.attempt.attemptId);
        QCOMPARE(state(post), std::string("returned"));
        QCOMPARE(reservation(post), std::string("returned"));
        QCOMPARE(balanceOf("acme"), std::string("0/0"));
        QCOMPARE(net(), std::string("0"));
        // again: the same request changes nothing, another one is told so
        auto again = ask(leadIdText(post.leadId), "acme", "a");
        VERIFY_OK(again);
        QVERIFY(again->repeated && again->id == made->id);
        auto other = ask(leadIdText(post.leadId), "acme", "b");
        VERIFY_OK(other);
        QCOMPARE(other->code, std::string("already_returned"));
        QCOMPARE(ledgerLines(), std::string("8"));
        checkChain(post.leadId);
    }
    void byEachId()
    {
        const auto first = sold(), second = sold(), third = sold("acme", "S-100");
        QCOMPARE(ask(leadIdText(first.leadId), "", "1")->state, ReturnState::Approved);
        // the fixture's buyer gave every lead the same id
        QCOMPARE(ask("B-9", "acme", "2").error().code, std::string("ambiguous_lead"));
        m_market->value("UPDATE bourse.external_id SET external_id = 'B-10' WHERE side = 'buyer' AND lead_id "
                        "= '" +
                        second.leadId.toString() + "'");
        QCOMPARE(ask("B-10", "acme", "3")->leadId, second.leadId);
        QCOMPARE(ask("S-100", "acme", "4")->leadId, third.leadId);
        QCOMPARE(ask("S-100", "beta", "5").error().code, std::string("no_such_lead"));
        QCOMPARE(ask("nobody's", "acme", "6").error().code, std::string("no_such_lead"));
        auto notTheirs = ask(leadIdText(first.leadId), "beta", "7");
        VERIFY_OK(notTheirs);
        QCOMPARE(notTheirs->state, ReturnState::Denied);
        QCOMPARE(notTheirs->code, std::string("not_sold"));
    }
    void reasonsAndDeadlines()
    {
        domain::ReturnPolicy policy;
        policy.reasons = {{"dead", "Number is dead"}};
        policy.deadlineDays = 3;
        m_policies["acme"] = policy;
        const auto post = sold();
        QCOMPARE(ask(leadIdText(post.leadId), "acme", "1", "bored")->code, std::string("unknown_reason"));
        QCOMPARE(state(post), std::string("sold"));
        m_market->value(
            "UPDATE bourse.reservation SET settled_at = now() - interval '5 days' WHERE post_id = "
            "'" +
            post.attempt.attemptId.toString() + "'");
        QCOMPARE(ask(leadIdText(post.leadId), "acme", "2", "dead")->code, std::string("past_deadline"));
        QCOMPARE(ledgerLines(), std::string("4"));
        m_market->value(
            "UPDATE bourse.reservation SET settled_at = now() - interval '2 days' WHERE post_id = "
            "'" +
            post.attempt.attemptId.toString() + "'");
        auto made = ask(leadIdText(post.leadId), "acme", "3", "NUMBER IS DEAD");
        QCOMPARE(made->code, std::string("within_policy"));
        QCOMPARE(made->reason, std::string("dead"));
        QCOMPARE(m_market->value("SELECT string_agg(kind || ':' || reason, ',' ORDER BY sequence) FROM "
                                 "bourse.lead_event WHERE kind IN ('return', 'api') AND lead_id = '" +
                                 post.leadId.toString() + "'"),
                 std::string("return:unknown_reason,return:past_deadline,api:returned_by_buyer"));
        checkChain(post.leadId);
    }
    /// Twelve at once where two may come back: two do.
    void theLimitHoldsForManyAtOnce()
    {
        domain::ReturnPolicy policy;
        policy.maxReturnBasisPoints = 2000;
        m_policies["acme"] = policy;
        std::vector<exchange::SendingPost> posts;
        for (int i = 0; i < 12; ++i)
            posts.push_back(sold());
        std::atomic<int> approved = 0, overLimit = 0, failed = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                Returns node(m_market->options);
                for (std::size_t i = static_cast<std::size_t>(t); i < posts.size(); i += 4) {
                    auto made = node.request(
                        m_market->workspace,
                        claim(leadIdText(posts[i].leadId), "acme", "n" + std::to_string(i)), m_terms);
                    failed += !made;
                    approved += made && made->state == ReturnState::Approved;
                    overLimit += made && made->code == "over_limit";
                }
            });
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(failed.load(), 0);
        QCOMPARE(approved.load(), 2); // 20 % of 12
        QCOMPARE(overLimit.load(), 10);
        QCOMPARE(balanceOf("acme"), std::string("-200000000/0"));
    }
    void peopleDecide()
    {
        domain::ReturnPolicy policy;
        policy.manualApproval = true;
        m_policies["acme"] = policy;
        const auto first = sold(), second = sold();
        auto one = ask(leadIdText(first.leadId), "acme", "1");
        auto two = ask(leadIdText(second.leadId), "acme", "2");
        QCOMPARE(one->state, ReturnState::Requested);
        QCOMPARE(state(first), std::string("sold"));
        QCOMPARE(ask(leadIdText(first.leadId), "acme", "3")->code, std::string("already_requested"));
        QCOMPARE(m_returns->list(m_market->workspace, false, 10)->size(), 2u);
        auto yes =
            m_returns->decide(m_market->workspace, one->id, true, "heard the tape", "operator", m_terms);
        VERIFY_OK(yes);
        QCOMPARE(yes->state, ReturnState::Approved);
        QCOMPARE(yes->code, std::string("approved_by_operator"));
        QVERIFY(yes->id == one->id);
        QCOMPARE(state(first), std::string("returned"));
        auto no = m_returns->decide(m_market->workspace, two->id, false, "sounds fine", "operator", m_terms);
        VERIFY_OK(no);
        QCOMPARE(no->state, ReturnState::Denied);
        QCOMPARE(state(second), std::string("sold"));
        QCOMPARE(m_returns->decide(m_market->workspace, two->id, true, "", "operator", m_terms).error().code,
                 std::string("not_open"));
        QCOMPARE(
            m_returns->decide(m_market->workspace, Uuid::v7(), true, "", "operator", m_terms).error().code,
            std::string("no_such_return"));
        QVERIFY(m_returns->list(m_market->workspace, false, 10)->empty());
        QCOMPARE(m_returns->list(m_market->workspace, true, 10)->size(), 3u);
        QCOMPARE(m_returns->find(m_market->workspace, two->id)->note, std::string("sounds fine"));
        checkChain(first.leadId);
        checkChain(second.leadId);
    }
    /// What a buyer calls back goes by the same terms.
    void callbacksGoByTheTerms()
    {
        domain::ReturnPolicy policy;
        policy.reasons = {{"dead", {}}};
        m_policies["acme"] = policy;
        const auto first = sold(), second = sold(), third = sold("beta");
        QCOMPARE(tell(first, Reading::Returned, "bored"), NewsEffect::Contradicts);
        QCOMPARE(state(first), std::string("sold"));
        QCOMPARE(tell(second, Reading::Returned, "dead"), NewsEffect::Applied);
        QCOMPARE(state(second), std::string("returned"));
        QCOMPARE(tell(third, Reading::Returned, ""), NewsEffect::Applied); // nothing was agreed with beta
        policy.manualApproval = true;
        m_policies["acme"] = policy;
        QCOMPARE(tell(first, Reading::Returned, "dead"), NewsEffect::NoChange);
        QCOMPARE(state(first), std::string("sold"));
        QCOMPARE(m_returns->list(m_market->workspace, false, 10)->size(), 1u);
        // an operator takes it back in the trace: the request is closed with it
        VERIFY_OK(m_store->takeBack(m_market->workspace, first.leadId, first.attempt.attemptId,
                                    {{}, "as agreed"}, "operator"));
        QVERIFY(m_returns->list(m_market->workspace, false, 10)->empty());
        QCOMPARE(m_market->value("SELECT count(*) FROM bourse.return_request WHERE state = 'approved'"),
                 std::string("3"));
        QCOMPARE(net(), std::string("0"));
        checkChain(first.leadId);
    }
    void wordsOfABuyerHoldNoPerson()
    {
        const auto post = sold();
        auto claimed = claim(leadIdText(post.leadId), "acme", "1", "maria.garcia@example.com is dead");
        claimed.note = "called +15125550142, asked for Maria";
        auto made = m_returns->request(m_market->workspace, claimed, m_terms);
        VERIFY_OK(made);
        const QByteArray dump = test::dumped(test::ThrowawayCluster::shared(), m_market->options.uri);
        QVERIFY(dump.contains("is dead") || dump.contains("called"));
        QVERIFY(!dump.contains("maria.garcia@example.com"));
        QVERIFY(!dump.contains("+15125550142"));
    }

    void dispositionsAreKept()
    {
        const auto post = sold();
        QCOMPARE(tell(post, Reading::Converted, "contacted"), NewsEffect::Applied);
        QCOMPARE(tell(post, Reading::Converted, "funded"), NewsEffect::NoChange);
        QCOMPARE(m_market->value("SELECT string_agg(disposition || ':' || buyer, ',' ORDER BY recorded_at) "
                                 "FROM bourse.conversion"),
                 std::string("contacted:acme,funded:acme"));
        QCOMPARE(state(post), std::string("converted"));
        QCOMPARE(ledgerLines(), std::string("4"));
    }

    void soldAgainToOthersOnly()
    {
        domain::ReturnPolicy policy;
        policy.resale = true;
        m_policies["acme"] = policy;
        const auto post = sold();
        QCOMPARE(m_returns->claimResales(m_market->workspace, 10)->size(), 0u);
        VERIFY_OK(ask(leadIdText(post.leadId), "acme", "1"));
        std::atomic<int> claimed = 0;
        std::vector<exchange::ResaleLead> got;
        std::mutex mutex;
        std::vector<std::thread> nodes;
        for (int i = 0; i < 4; ++i)
            nodes.emplace_back([&] {
                auto leads = Returns(m_market->options).claimResales(m_market->workspace, 10);
                std::lock_guard lock(mutex);
                if (leads)
                    for (auto &lead : *leads) {
                        ++claimed;
                        got.push_back(std::move(lead));
                    }
            });
        for (auto &node : nodes)
            node.join();
        QCOMPARE(claimed.load(), 1);
        QVERIFY(got.front().leadId == post.leadId);
        QCOMPARE(got.front().hadBy, std::vector<std::string>{"acme"});
        QCOMPARE(got.front().fields.find("phone")->toText(), std::string("+15125550142"));
        QCOMPARE(got.front().source, std::string("web"));
        QCOMPARE(state(post), std::string("routing"));
        // the engine's way from here: another post, another sale
        auto again = m_market->post(post.leadId, 15'000'000, "beta");
        again.run = got.front().run;
        auto copy = again;
        auto reserved = m_market->executor.wait(m_writer->reserve(std::move(copy)));
        VERIFY_OK(reserved);
        QVERIFY(reserved->granted);
        record(m_market->sold(again));
        QCOMPARE(state(post), std::string("sold"));
        QCOMPARE(m_market->value("SELECT winner_buyer || price_micros FROM bourse.lead"),
                 std::string("beta15000000"));
        QCOMPARE(m_returns->claimResales(m_market->workspace, 10)->size(), 0u);
        QCOMPARE(m_market->value("SELECT resale FROM bourse.return_request"), std::string("done"));
        QCOMPARE(balanceOf("acme"), std::string("0/0"));
        QCOMPARE(balanceOf("beta"), std::string("-15000000/0"));
        // and back once more: by the one that has it now
        VERIFY_OK(ask(leadIdText(post.leadId), "beta", "2"));
        QCOMPARE(balanceOf("beta"), std::string("0/0"));
        QCOMPARE(net(), std::string("0"));
        checkChain(post.leadId);
    }
    /// The node that took a lead for re-sale dies: the next start ends it, and nobody takes it again.
    void aResaleOfADeadNodeEnds()
    {
        domain::ReturnPolicy policy;
        policy.resale = true;
        m_policies["acme"] = policy;
        const auto post = sold();
        VERIFY_OK(ask(leadIdText(post.leadId), "acme", "1"));
        StoreOptions other = m_market->options;
        other.nodeId = Uuid::v7();
        other.nodeName = "other";
        {
            Writer writer(other, m_market->executor);
            VERIFY_OK(writer.start());
            QCOMPARE(Returns(other).claimResales(m_market->workspace, 1)->size(), 1u);
            writer.stop();
        }
        StoreOptions third = m_market->options;
        third.nodeId = Uuid::v7();
        third.nodeName = "third";
        Writer writer(third, m_market->executor);
        auto recovered = writer.start();
        VERIFY_OK(recovered);
        QCOMPARE(recovered->interruptedLeads, std::int64_t(1));
        writer.stop();
        QCOMPARE(state(post), std::string("unsold"));
        QCOMPARE(m_returns->claimResales(m_market->workspace, 10)->size(), 0u);
        QCOMPARE(m_market->value("SELECT resale FROM bourse.return_request"), std::string("done"));
    }

    /// Whatever is sold, returned, denied, resold and converted in whatever order: each transaction of the
    /// ledger adds up to nothing, balances are what the ledger says, and no sale is reversed twice.
    void theLedgerBalances_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void theLedgerBalances()
    {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto draw = [&random](int below) {
            return static_cast<int>(random() % static_cast<unsigned>(below));
        };
        domain::ReturnPolicy acme, beta;
        acme.resale = draw(2);
        acme.maxReturnBasisPoints = 3000 + draw(7000);
        beta.manualApproval = draw(2);
        beta.resale = true;
        m_policies = {{"acme", acme}, {"beta", beta}};
        std::vector<exchange::SendingPost> posts;
        for (int step = 0; step < 90; ++step) {
            const std::string key = std::to_string(seed) + "-" + std::to_string(step);
            const int what = draw(10);
            if (posts.empty() || what < 3) {
                posts.push_back(draw(3) ? sold(draw(2) ? "acme" : "beta", {}, 1'000'003 * (1 + draw(30)))
                                        : unknown(draw(2) ? "acme" : "beta"));
                continue;
            }
            const auto &post = posts[static_cast<std::size_t>(draw(static_cast<int>(posts.size())))];
            switch (what) {
            case 3:
            case 4:
                VERIFY_OK(ask(leadIdText(post.leadId), post.buyer, key));
                break;
            case 5: {
                const auto open = m_returns->list(m_market->workspace, false, 5);
                VERIFY_OK(open);
                for (const StoredReturn &one : *open) {
                    auto decided =
                        m_returns->decide(m_market->workspace, one.id, draw(2), "", "operator", m_terms);
                    QVERIFY(decided || decided.error().code == "not_sold");
                }
                break;
            }
            case 6: {
                const auto resales = m_returns->claimResales(m_market->workspace, 3);
                VERIFY_OK(resales);
                for (const exchange::ResaleLead &lead : *resales) {
                    const std::string buyer = lead.hadBy.front() == "acme" ? "beta" : "acme";
                    auto again = m_market->post(lead.leadId, 2'000'001, buyer);
                    again.run = lead.run;
                    auto copy = again;
                    auto reserved = m_market->executor.wait(m_writer->reserve(std::move(copy)));
                    VERIFY_OK(reserved);
                    record(m_market->sold(again));
                    posts.push_back(again);
                }
                break;
            }
            default:
                tell(post,
                     std::array{Reading::Accepted, Reading::Rejected, Reading::Returned,
                                Reading::Converted}[static_cast<std::size_t>(draw(4))],
                     "r" + key);
            }
        }
        QCOMPARE(m_market->value("SELECT count(*) FROM (SELECT FROM bourse.ledger_entry GROUP BY "
                                 "transaction_id, currency HAVING sum(amount_micros) <> 0) x"),
                 std::string("0"));
        QCOMPARE(
            m_market->value("SELECT count(*) FROM bourse.buyer_account a WHERE balance_micros <> -(SELECT "
                            "coalesce(sum(amount_micros), 0) FROM bourse.ledger_entry e WHERE e.account = "
                            "'receivable' AND e.party = a.buyer)"),
            std::string("0"));
        QCOMPARE(m_market->value("SELECT count(*) FROM bourse.buyer_account a WHERE held_micros <> (SELECT "
                                 "coalesce(sum(amount_micros), 0) FROM bourse.reservation r WHERE r.buyer = "
                                 "a.buyer AND r.state IN ('sending', 'held'))"),
                 std::string("0"));
        QCOMPARE(m_market->value("SELECT count(*) FROM (SELECT FROM bourse.ledger_entry WHERE kind = "
                                 "'reversal' GROUP BY reverses HAVING count(DISTINCT transaction_id) > 1) x"),
                 std::string("0"));
        // each approved return is one reversal, and each reversal one approved return
        QCOMPARE(m_market->value("SELECT count(DISTINCT reverses) FROM bourse.ledger_entry WHERE kind = "
                                 "'reversal'"),
                 m_market->value("SELECT count(*) FROM bourse.return_request WHERE state = 'approved'"));
        QCOMPARE(
            m_market->value("SELECT count(*) FROM bourse.reservation r WHERE r.state = 'returned' AND NOT "
                            "EXISTS (SELECT FROM bourse.return_request q WHERE q.post_id = r.post_id AND "
                            "q.state = 'approved')"),
            std::string("0"));
        for (const auto &post : posts)
            checkChain(post.leadId);
    }

  private:
    exchange::SendingPost sent(const std::string &buyer, const std::string &externalId, std::int64_t price)
    {
        auto lead = m_market->lead();
        if (!externalId.empty())
            lead.fields.set("external_id", externalId);
        const Uuid id = lead.leadId;
        if (auto received = m_market->executor.wait(m_writer->receive(std::move(lead))); !received)
            qFatal("%s", test::words(received.errors()).c_str());
        auto sending = m_market->post(id, price, buyer);
        auto copy = sending;
        auto reserved = m_market->executor.wait(m_writer->reserve(std::move(copy)));
        if (!reserved || !reserved->granted)
            qFatal("not reserved");
        return sending;
    }
    exchange::SendingPost sold(const std::string &buyer = "acme", const std::string &externalId = {},
                               std::int64_t price = 20'000'000)
    {
        auto sending = sent(buyer, externalId, price);
        record(m_market->sold(sending));
        return sending;
    }
    exchange::SendingPost unknown(const std::string &buyer)
    {
        auto sending = sent(buyer, {}, 20'000'000);
        auto entry = m_market->entry(sending.leadId, LeadState::Unknown, "post_unknown");
        entry.post = sending.attempt;
        entry.post->outcome = AttemptOutcome::Unknown;
        entry.final = true;
        record(entry);
        return sending;
    }
    void record(exchange::JournalEntry entry)
    {
        if (auto recorded = m_market->executor.wait(m_writer->record(std::move(entry))); !recorded)
            qFatal("%s", test::words(recorded.errors()).c_str());
    }
    static ReturnClaim claim(const std::string &lead, const std::string &buyer, const std::string &key,
                             const std::string &reason = {})
    {
        ReturnClaim claim;
        claim.origin = "api:" + key;
        claim.via = "api";
        claim.actor = "key:" + buyer;
        claim.buyer = buyer;
        claim.lead = lead;
        claim.reason = reason;
        return claim;
    }
    Result<StoredReturn> ask(const std::string &lead, const std::string &buyer, const std::string &key,
                             const std::string &reason = {})
    {
        return m_returns->request(m_market->workspace, claim(lead, buyer, key, reason), m_terms);
    }
    NewsEffect tell(const exchange::SendingPost &post, Reading outcome, const std::string &reason)
    {
        CallbackArrival arrival;
        arrival.id = Uuid::v7();
        arrival.integration = "boberdoo";
        arrival.eventKey = domain::sha256(arrival.id.toString());
        arrival.receivedAt = SystemClock().utcNow();
        arrival.ids = {{domain::PairBy::AttemptId, post.attempt.attemptId.toString()}};
        arrival.news.outcome = outcome;
        arrival.news.reason.code = reason;
        auto outcomeOf = m_store->takeCallback(m_market->workspace, arrival, booking);
        if (!outcomeOf)
            qFatal("%s", test::words(outcomeOf.errors()).c_str());
        return outcomeOf->effect;
    }
    std::string state(const exchange::SendingPost &post)
    {
        return m_market->value("SELECT state FROM bourse.lead WHERE id = '" + post.leadId.toString() + "'");
    }
    std::string reservation(const exchange::SendingPost &post)
    {
        return m_market->value("SELECT state FROM bourse.reservation WHERE post_id = '" +
                               post.attempt.attemptId.toString() + "'");
    }
    std::string balanceOf(const std::string &buyer)
    {
        return m_market->value(
            "SELECT balance_micros || '/' || held_micros FROM bourse.buyer_account WHERE buyer = '" + buyer +
            "'");
    }
    /// What the ledger's receivables and payables add up to.
    std::string net()
    {
        return m_market->value("SELECT sum(abs(total)) FROM (SELECT sum(amount_micros) AS total FROM "
                               "bourse.ledger_entry WHERE post_id IN (SELECT post_id FROM bourse.reservation "
                               "WHERE state = 'returned') GROUP BY account, party) x");
    }
    std::string ledgerLines() { return m_market->value("SELECT count(*) FROM bourse.ledger_entry"); }
    void checkChain(const Uuid &lead)
    {
        QCOMPARE(
            m_market->value("SELECT bool_and(prev_hash = coalesce(before, ''::bytea)) AND bool_and(l.id "
                            "IS NULL OR l.event_hash = e.hash) FROM (SELECT lead_id, sequence, prev_hash, "
                            "hash, lag(hash) OVER (ORDER BY sequence) AS before FROM bourse.lead_event "
                            "WHERE lead_id = '" +
                            lead.toString() +
                            "') e LEFT JOIN bourse.lead l ON l.id = e.lead_id AND l.event_sequence = "
                            "e.sequence"),
            std::string("t"));
    }

    std::unique_ptr<Market> m_market;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<Returns> m_returns;
    std::unique_ptr<AfterSale> m_store;
    std::map<std::string, domain::ReturnPolicy> m_policies;
    ReturnTermsOf m_terms;
};

QTEST_GUILESS_MAIN(TestReturns)
#include "tst_returns.moc"
