// Callbacks and statuses on a real PostgreSQL: every order, repeats, disputes, returns, and the ledger.
#include "storage/aftersale.h"
#include "storage/leadrecord.h"
#include "storage/marketfixture.h"
#include <QTest>
#include <memory>
#include <set>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using domain::AttemptOutcome;
using domain::LeadState;
using domain::PairBy;
using domain::Reading;
using exchange::NewsEffect;
using test::Market;

namespace {
/// Sales later are paid at what was held, or at what was said; the source gets 70 %.
const exchange::Booking booking = [](const std::string &, const std::string &, const Money &offered,
                                     const std::optional<Money> &said) -> Result<std::pair<Money, Money>> {
    const Money price = said.value_or(offered);
    if (price.currency() != offered.currency())
        return Error{"currency_mismatch", "price", {}, "another currency"};
    return std::pair{price, *price.scaled(7, 10, Rounding::Down)};
};

Money usd(std::int64_t micros)
{
    return Money(micros, Currency::usd());
}
} // namespace

class TestAfterSale : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        m_market = std::make_unique<Market>(test::ThrowawayCluster::shared());
        if (!m_market->problem.empty())
            QSKIP(m_market->problem.c_str());
        m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
        VERIFY_OK(m_writer->start());
        m_store = std::make_unique<AfterSale>(m_market->options);
    }
    void cleanupTestCase()
    {
        if (m_writer)
            m_writer->stop();
        m_store.reset();
        m_writer.reset();
        m_market.reset();
    }

    /// A post whose fate is not known is sold by the buyer's word, at its price.
    void unknownBecomesSold()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        auto outcome = tell(post, Reading::Accepted, "e1", usd(25'000'000));
        VERIFY_OK(outcome);
        QCOMPARE(outcome->effect, NewsEffect::Applied);
        QVERIFY(outcome->leadId == post.leadId);
        QCOMPARE(state(post), std::string("sold|sold_later|acme|25000000|17500000"));
        QCOMPARE(attempt(post), std::string("accepted|25000000"));
        QCOMPARE(ledger(post),
                 std::string("cost:17500000,payable:-17500000,receivable:25000000,revenue:-25000000"));
        QCOMPARE(reservation(post), std::string("sold"));
        checkChain(post.leadId);
        // the callback is one of the lead's calls, with its text
        auto lead = Reader(m_market->options).lead(m_market->workspace, post.leadId, true);
        VERIFY_OK(lead);
        const auto &calls = lead->attempts;
        QVERIFY(std::any_of(calls.begin(), calls.end(), [](const StoredAttempt &one) {
            return one.record.kind == exchange::AttemptKind::Callback &&
                   one.record.requestText == "POST /cb HTTP/1.1\r\n\r\nMaria sold" &&
                   one.record.outcome == AttemptOutcome::Accepted;
        }));
    }
    void pendingIsRefusedAndGivesItsCapBack()
    {
        auto post = posted(AttemptOutcome::Pending, LeadState::Pending, "cap-1");
        QCOMPARE(used("cap-1"), std::string("1"));
        QCOMPARE(tell(post, Reading::Rejected, "e2").value().effect, NewsEffect::Applied);
        QCOMPARE(state(post), std::string("unsold|buyer_rejected|||"));
        QCOMPARE(attempt(post), std::string("rejected|20000000"));
        QCOMPARE(reservation(post), std::string("released"));
        QCOMPARE(used("cap-1"), std::string("0"));
        QCOMPARE(ledger(post), std::string());
        checkChain(post.leadId);
    }
    /// A reservation holds whole cents; what is booked later is a share of the price itself.
    void aShareIsOfTheExactPrice()
    {
        auto lead = m_market->lead();
        VERIFY_OK(m_market->executor.wait(m_writer->receive(lead)));
        auto post = m_market->post(lead.leadId, 20'350'000);
        post.attempt.price = usd(20'349'600);
        QVERIFY(m_market->executor.wait(m_writer->reserve(post))->granted);
        QCOMPARE(attempt(post), std::string("sending|20349600"));
        auto entry = m_market->entry(lead.leadId, LeadState::Unknown, "post_unknown");
        entry.post = post.attempt;
        entry.post->outcome = AttemptOutcome::Unknown;
        entry.final = true;
        record(entry);
        QCOMPARE(tell(post, Reading::Accepted, "exact")->effect, NewsEffect::Applied);
        QCOMPARE(state(post), std::string("sold|sold_later|acme|20349600|14244720"));
    }
    void theSameEventTwiceIsOne()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        QVERIFY(!tell(post, Reading::Accepted, "twice")->repeated);
        for (int i = 0; i < 3; ++i) {
            auto again = tell(post, Reading::Accepted, "twice");
            VERIFY_OK(again);
            QVERIFY(again->repeated);
            QCOMPARE(again->effect, NewsEffect::Applied);
        }
        QCOMPARE(events(post, "callback"), std::string("1"));
        // another event that says the same is written down, and changes nothing
        QCOMPARE(tell(post, Reading::Accepted, "other")->effect, NewsEffect::NoChange);
        QCOMPARE(ledgerLines(post), std::string("4"));
        checkChain(post.leadId);
    }
    void manyAtOnceBookOnce()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        std::vector<std::thread> threads;
        std::atomic<int> applied = 0, failed = 0;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                AfterSale store(m_market->options); // a node of its own
                for (const std::string &event : {std::string("same"), "e" + std::to_string(i)}) {
                    auto outcome = store.takeCallback(m_market->workspace,
                                                      arrival(post, Reading::Accepted, event), booking);
                    failed += !outcome;
                    applied += outcome && !outcome->repeated && outcome->effect == NewsEffect::Applied;
                }
            });
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(failed.load(), 0);
        QCOMPARE(applied.load(), 1);
        QCOMPARE(ledgerLines(post), std::string("4"));
        QCOMPARE(attempt(post), std::string("accepted|20000000"));
        checkChain(post.leadId);
    }
    /// A callback that overtakes the answer waits for it.
    void earlyOnesWait()
    {
        auto sending = sent();
        QCOMPARE(tell(sending, Reading::Accepted, "early")->effect, NewsEffect::Waiting);
        QCOMPARE(events(sending, "callback"), std::string("0"));
        record(m_market->sold(sending));
        due();
        auto changed = m_store->pairWaiting(m_market->workspace, 10, booking);
        VERIFY_OK(changed);
        QVERIFY(changed->empty()); // it said what the answer had said
        QCOMPARE(m_market->value(
                     "SELECT effect || ':' || (due_at IS NULL)::text FROM bourse.callback WHERE lead_id = '" +
                     sending.leadId.toString() + "'"),
                 std::string("no_change:true"));
        QCOMPARE(ledgerLines(sending), std::string("4"));
        checkChain(sending.leadId);
    }
    void thoseWithoutALeadArePairedLater()
    {
        auto sending = sent();
        CallbackArrival callback = arrival(sending, Reading::Accepted, "stray", usd(20'000'000));
        callback.ids = {{PairBy::BuyerId, "THEIRS-1"}};
        QCOMPARE(m_store->takeCallback(m_market->workspace, callback, booking)->effect, NewsEffect::Unpaired);
        auto entry = m_market->entry(sending.leadId, LeadState::Unknown, "post_unknown");
        entry.post = sending.attempt;
        entry.post->outcome = AttemptOutcome::Unknown;
        entry.post->otherIds = {"PING-1", "THEIRS-1"};
        entry.final = true;
        record(entry);
        due();
        auto changed = m_store->pairWaiting(m_market->workspace, 10, booking);
        VERIFY_OK(changed);
        QCOMPARE(changed->size(), 1u);
        QVERIFY(changed->front() == sending.leadId);
        QCOMPARE(state(sending), std::string("sold|sold_later|acme|20000000|14000000"));
        // its text lies with the lead now, under the lead's key alone
        QCOMPARE(
            m_market->value("SELECT count(*) FROM bourse.callback WHERE sealed IS NOT NULL AND lead_id = '" +
                            sending.leadId.toString() + "'"),
            std::string("0"));
    }
    /// A lead whose key is damaged cannot be booked; those behind it in the queue can.
    void oneThatCannotBeBookedHoldsUpNobody()
    {
        exchange::SendingPost posts[] = {sent(), sent()};
        for (const auto &post : posts)
            QCOMPARE(tell(post, Reading::Accepted, "queued")->effect, NewsEffect::Waiting);
        for (const auto &post : posts)
            record(m_market->sold(post));
        const std::string damaged = posts[0].leadId.toString();
        m_market->value("UPDATE bourse.lead_key SET wrapped = '\\x01' WHERE lead_id = '" + damaged + "'");
        m_market->value("UPDATE bourse.callback SET due_at = NULL WHERE lead_id NOT IN ('" + damaged +
                        "', '" + posts[1].leadId.toString() + "')");
        m_market->value("UPDATE bourse.callback SET due_at = now() - interval '1 hour' WHERE lead_id = '" +
                        damaged + "'");
        m_market->value("UPDATE bourse.callback SET due_at = now() WHERE lead_id = '" +
                        posts[1].leadId.toString() + "'");
        VERIFY_OK(m_store->pairWaiting(m_market->workspace, 10, booking));
        const std::string effect =
            "SELECT effect || (due_at > now())::text FROM bourse.callback WHERE lead_id = '";
        QCOMPARE(m_market->value(effect + damaged + "'"), std::string("waitingtrue"));
        QCOMPARE(m_market->value("SELECT effect FROM bourse.callback WHERE lead_id = '" +
                                 posts[1].leadId.toString() + "'"),
                 std::string("no_change"));
    }
    void anIdOfTwoLeadsMeansNeither()
    {
        for (int i = 0; i < 2; ++i) {
            auto sending = sent();
            auto entry = m_market->entry(sending.leadId, LeadState::Unknown, "post_unknown");
            entry.post = sending.attempt;
            entry.post->outcome = AttemptOutcome::Unknown;
            entry.post->externalId = "SHARED";
            entry.final = true;
            record(entry);
        }
        CallbackArrival callback = arrival(sent(), Reading::Accepted, "shared");
        callback.ids = {{PairBy::BuyerId, "SHARED"}};
        QCOMPARE(m_store->takeCallback(m_market->workspace, callback, booking)->effect, NewsEffect::Unpaired);
    }
    void textsWithoutALeadAreForgotten()
    {
        CallbackArrival callback = arrival(sent(), Reading::Accepted, "nobody's");
        callback.ids = {{PairBy::BuyerId, "nobody's"}};
        VERIFY_OK(m_store->takeCallback(m_market->workspace, callback, booking));
        const std::string text =
            "SELECT (sealed IS NOT NULL)::text || (wrapped IS NOT NULL)::text FROM bourse.callback "
            "WHERE id = '" +
            callback.id.toString() + "'";
        VERIFY_OK(m_store->forgetTexts(m_market->workspace, 100));
        QCOMPARE(m_market->value(text), std::string("truetrue"));
        m_market->value("UPDATE bourse.callback SET received_at = now() - interval '31 days', due_at = NULL "
                        "WHERE id = '" +
                        callback.id.toString() + "'");
        QCOMPARE(m_store->forgetTexts(m_market->workspace, 100).value(), std::int64_t(1));
        QCOMPARE(m_market->value(text), std::string("falsefalse"));
        // that it came is still known: the same event is no news
        QVERIFY(m_store->takeCallback(m_market->workspace, callback, booking)->repeated);
    }
    void anotherIntegrationsIdIsNotOurs()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        CallbackArrival callback = arrival(post, Reading::Accepted, "foreign");
        callback.integration = "somebody-else";
        for (const auto &ids : std::vector<std::vector<std::pair<PairBy, std::string>>>{
                 {{PairBy::LeadId, leadIdText(post.leadId)}},
                 {{PairBy::AttemptId, post.attempt.attemptId.toString()}},
                 {{PairBy::BuyerId, "B-9"}}}) {
            callback.ids = ids;
            callback.id = Uuid::v7();
            callback.eventKey = domain::sha256(ids.front().second);
            QCOMPARE(m_store->takeCallback(m_market->workspace, callback, booking)->effect,
                     NewsEffect::Unpaired);
        }
        QCOMPARE(attempt(post), std::string("unknown|20000000"));
    }
    void contradictionsAreWrittenDownOnly()
    {
        auto sold = sent();
        record(m_market->sold(sold));
        QCOMPARE(tell(sold, Reading::Rejected, "no!")->effect, NewsEffect::Contradicts);
        QCOMPARE(tell(sold, Reading::Accepted, "cheaper", usd(1'000'000))->effect, NewsEffect::Contradicts);
        QCOMPARE(tell(sold, Reading::Accepted, "as agreed", usd(20'000'000))->effect, NewsEffect::NoChange);
        QCOMPARE(state(sold), std::string("sold|sold_highest_bid|acme|20000000|14000000"));
        QCOMPARE(ledgerLines(sold), std::string("4"));
        auto disputes = m_store->disputes(m_market->workspace, 100);
        VERIFY_OK(disputes);
        QCOMPARE(std::count_if(disputes->begin(), disputes->end(),
                               [&](const Dispute &one) { return one.leadId == sold.leadId; }),
                 2);
        const auto euros = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        QCOMPARE(tell(euros, Reading::Accepted, "eur", Money(5'000'000, *Currency::fromCode("EUR")))->effect,
                 NewsEffect::Contradicts);
        QCOMPARE(attempt(euros), std::string("unknown|20000000"));
        checkChain(sold.leadId);
        checkChain(euros.leadId);
    }
    void returnsAreReversed()
    {
        const std::string before = balance();
        auto sold = sent("cap-2");
        record(m_market->sold(sold));
        QVERIFY(balance() != before);
        QCOMPARE(tell(sold, Reading::Returned, "back")->effect, NewsEffect::Applied);
        QCOMPARE(state(sold), std::string("returned|returned_by_buyer|acme|20000000|14000000"));
        QCOMPARE(balance(), before);
        QCOMPARE(ledgerLines(sold), std::string("8"));
        QCOMPARE(
            m_market->value("SELECT string_agg(DISTINCT account || ':' || total, ',') FROM (SELECT account, "
                            "sum(amount_micros) AS total FROM bourse.ledger_entry WHERE post_id = '" +
                            sold.attempt.attemptId.toString() + "' GROUP BY account) s"),
            std::string("cost:0,payable:0,receivable:0,revenue:0"));
        QCOMPARE(used("cap-2"), std::string("1")); // the buyer had the lead
        QCOMPARE(tell(sold, Reading::Returned, "back again")->effect, NewsEffect::NoChange);
        QCOMPARE(tell(sold, Reading::Accepted, "mine after all")->effect, NewsEffect::Contradicts);
        QCOMPARE(ledgerLines(sold), std::string("8"));
        checkChain(sold.leadId);
    }
    void conversionsAreMarked()
    {
        auto sold = sent();
        record(m_market->sold(sold));
        QCOMPARE(tell(sold, Reading::Converted, "funded")->effect, NewsEffect::Applied);
        QCOMPARE(state(sold), std::string("converted|converted|acme|20000000|14000000"));
        const auto unknown = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        QCOMPARE(tell(unknown, Reading::Converted, "funded 2")->effect, NewsEffect::Applied);
        QCOMPARE(state(unknown), std::string("converted|converted|acme|20000000|14000000"));
        QCOMPARE(ledgerLines(unknown), std::string("4"));
        checkChain(unknown.leadId);
    }
    /// A late answer to a post that was resolved meanwhile closes nothing anew.
    void aLateAnswerDoesNotReopen()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        QCOMPARE(tell(post, Reading::Rejected, "late")->effect, NewsEffect::Applied);
        auto late = m_market->sold(post);
        auto recorded = m_market->executor.wait(m_writer->record(late));
        Q_UNUSED(recorded);
        QCOMPARE(attempt(post), std::string("rejected|20000000"));
        QCOMPARE(reservation(post), std::string("released"));
        QCOMPARE(ledger(post), std::string());
    }
    void anOperatorResolves()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        exchange::PostNews yes;
        yes.outcome = Reading::Accepted;
        yes.reason.detail = "asked Maria at Acme";
        const Uuid &id = post.attempt.attemptId;
        VERIFY_OK(m_store->resolve(m_market->workspace, post.leadId, id, yes, "operator", booking));
        QCOMPARE(state(post), std::string("sold|sold_later|acme|20000000|14000000"));
        auto again = m_store->resolve(m_market->workspace, post.leadId, id, yes, "operator", booking);
        QVERIFY(!again);
        QCOMPARE(again.error().code, std::string("not_open"));
        VERIFY_OK(m_store->takeBack(m_market->workspace, post.leadId, id, {{}, "bad phone"}, "operator"));
        QCOMPARE(state(post), std::string("returned|returned_by_buyer|acme|20000000|14000000"));
        auto twice = m_store->takeBack(m_market->workspace, post.leadId, id, {}, "operator");
        QVERIFY(!twice);
        QCOMPARE(twice.error().code, std::string("not_sold"));
        auto none = m_store->resolve(m_market->workspace, post.leadId, Uuid::v7(), yes, "operator", booking);
        QVERIFY(!none);
        QCOMPARE(none.error().code, std::string("no_such_post"));
        QCOMPARE(m_market->value(
                     "SELECT string_agg(actor, ',' ORDER BY sequence) FROM bourse.lead_event WHERE kind = "
                     "'operator' AND lead_id = '" +
                     post.leadId.toString() + "'"),
                 std::string("operator,operator"));
        checkChain(post.leadId);
    }

    void followUpsAreClaimedOnce()
    {
        auto sending = sent();
        auto entry = m_market->entry(sending.leadId, LeadState::Pending, "awaits_callback");
        entry.post = sending.attempt;
        entry.post->outcome = AttemptOutcome::Pending;
        entry.final = true;
        std::set<Uuid> wanted;
        for (int i = 0; i < 20; ++i) {
            exchange::FollowUp followUp{Uuid::v7(),
                                        exchange::AttemptKind::Status,
                                        SystemClock().utcNow(),
                                        sending.attempt.attemptId,
                                        "acme_main",
                                        "acme",
                                        "boberdoo",
                                        {{"ping_id", "P 1"}}};
            wanted.insert(followUp.id);
            entry.followUps.push_back(std::move(followUp));
        }
        entry.followUps.push_back(entry.followUps.back());
        entry.followUps.back().id = Uuid::v7();
        entry.followUps.back().dueAt += std::chrono::hours(1); // not yet
        record(entry);
        std::mutex mutex;
        std::multiset<Uuid> got;
        std::vector<std::thread> nodes;
        for (int i = 0; i < 4; ++i)
            nodes.emplace_back([&] {
                AfterSale store(m_market->options);
                for (;;) {
                    auto due = store.claimDue(m_market->workspace, 3);
                    if (!due || due->empty())
                        break;
                    std::lock_guard lock(mutex);
                    for (const auto &one : *due)
                        got.insert(one.what.id);
                }
            });
        for (auto &node : nodes)
            node.join();
        QCOMPARE(std::set<Uuid>(got.begin(), got.end()), wanted);
        QCOMPARE(got.size(), wanted.size());
        // one that nobody reported on is due again when its minute is over, and comes with all it needs
        QVERIFY(m_market->value("UPDATE bourse.outbox SET due_at = now() WHERE id = '" +
                                wanted.begin()->toString() + "' RETURNING 'ok'") == "ok");
        auto due = m_store->claimDue(m_market->workspace, 5);
        VERIFY_OK(due);
        QCOMPARE(due->size(), 1u);
        const exchange::DueFollowUp &one = due->front();
        QCOMPARE(one.tries, 2);
        QVERIFY(one.what.attemptId == sending.attempt.attemptId);
        QCOMPARE(one.what.carried.at("ping_id"), std::string("P 1"));
        QCOMPARE(one.fields.find("phone")->toText(), std::string("+15125550142"));
        QCOMPARE(one.source, std::string("web"));
        QVERIFY(!one.erased);
        // its status decides the post, once
        exchange::FollowUpReport report;
        report.of = one;
        report.news.emplace();
        report.news->outcome = Reading::Accepted;
        report.call = m_market->attempt(exchange::AttemptKind::Status, AttemptOutcome::Accepted);
        auto effect = m_store->report(report, booking);
        VERIFY_OK(effect);
        QCOMPARE(*effect, NewsEffect::Applied);
        QCOMPARE(state(sending), std::string("sold|sold_later|acme|20000000|14000000"));
        QCOMPARE(m_store->report(report, booking).value(), NewsEffect::NoChange);
        QCOMPARE(m_market->value("SELECT delivered_at IS NOT NULL FROM bourse.outbox WHERE id = '" +
                                 one.what.id.toString() + "'"),
                 std::string("t"));
        checkChain(sending.leadId);
    }
    void anErasedLeadHasNothingToSend()
    {
        auto sending = sent();
        auto entry = m_market->sold(sending);
        entry.followUps.push_back({Uuid::v7(),
                                   exchange::AttemptKind::NotifyWin,
                                   SystemClock().utcNow(),
                                   sending.attempt.attemptId,
                                   "acme_main",
                                   "acme",
                                   "boberdoo",
                                   {}});
        record(entry);
        m_market->value("DELETE FROM bourse.lead_key WHERE lead_id = '" + sending.leadId.toString() + "'");
        auto due = m_store->claimDue(m_market->workspace, 50);
        VERIFY_OK(due);
        QCOMPARE(due->size(), 1u);
        QVERIFY(due->front().erased);
        exchange::FollowUpReport report;
        report.of = due->front();
        report.next = exchange::FollowUpReport::Next::Dead;
        VERIFY_OK(m_store->report(report, booking));
        QVERIFY(m_store->claimDue(m_market->workspace, 50)->empty());
    }
    /// Nothing of a person lies in clear in what callbacks leave behind.
    void personsStaySealed()
    {
        const auto post = posted(AttemptOutcome::Unknown, LeadState::Unknown);
        CallbackArrival callback = arrival(post, Reading::Rejected, "pii");
        callback.request = "POST /cb HTTP/1.1\r\n\r\nmaria.garcia@example.com";
        callback.news.reason.detail = "maria.garcia@example.com is bad";
        VERIFY_OK(m_store->takeCallback(m_market->workspace, callback, booking));
        callback.ids = {{PairBy::BuyerId, "nobody's"}};
        callback.id = Uuid::v7();
        callback.eventKey = domain::sha256("pii unpaired");
        VERIFY_OK(m_store->takeCallback(m_market->workspace, callback, booking));
        QVERIFY(!test::dumped(test::ThrowawayCluster::shared(), m_market->options.uri)
                     .contains("maria.garcia@example.com"));
    }

  private:
    exchange::SendingPost sent(const std::string &cap = {})
    {
        auto lead = m_market->lead();
        const Uuid id = lead.leadId;
        if (auto received = m_market->executor.wait(m_writer->receive(std::move(lead))); !received)
            qFatal("%s", test::words(received.errors()).c_str());
        auto sending = m_market->post(id, 20'000'000);
        if (!cap.empty())
            sending.caps = {{"channel:" + cap + ":day:leads", UtcTime(), 1, 10}};
        auto copy = sending;
        auto reserved = m_market->executor.wait(m_writer->reserve(std::move(copy)));
        if (!reserved || !reserved->granted)
            qFatal("not reserved");
        return sending;
    }
    exchange::SendingPost posted(AttemptOutcome outcome, LeadState state, const std::string &cap = {})
    {
        auto sending = sent(cap);
        auto entry = m_market->entry(sending.leadId, state, "post_unknown");
        entry.post = sending.attempt;
        entry.post->outcome = outcome;
        entry.final = true;
        record(entry);
        return sending;
    }
    void record(exchange::JournalEntry entry)
    {
        if (auto recorded = m_market->executor.wait(m_writer->record(std::move(entry))); !recorded)
            qFatal("%s", test::words(recorded.errors()).c_str());
    }
    static CallbackArrival arrival(const exchange::SendingPost &post, Reading outcome,
                                   const std::string &event, const std::optional<Money> &price = {})
    {
        CallbackArrival arrival;
        arrival.id = Uuid::v7();
        arrival.integration = "boberdoo";
        arrival.eventKey = domain::sha256(post.leadId.toString() + event);
        arrival.receivedAt = SystemClock().utcNow();
        arrival.ids = {{PairBy::LeadId, leadIdText(post.leadId)}};
        arrival.news.outcome = outcome;
        arrival.news.price = price;
        arrival.request = "POST /cb HTTP/1.1\r\n\r\nMaria sold";
        arrival.answer = "HTTP/1.1 200 OK\r\n\r\nok";
        return arrival;
    }
    Result<CallbackOutcome> tell(const exchange::SendingPost &post, Reading outcome, const std::string &event,
                                 const std::optional<Money> &price = {})
    {
        return m_store->takeCallback(m_market->workspace, arrival(post, outcome, event, price), booking);
    }
    void due() { m_market->value("UPDATE bourse.callback SET due_at = now() WHERE due_at IS NOT NULL"); }
    std::string state(const exchange::SendingPost &post)
    {
        return m_market->value(
            "SELECT concat_ws('|', state, reason, coalesce(winner_buyer, ''), "
            "coalesce(price_micros::text, ''), coalesce(payout_micros::text, '')) FROM bourse.lead "
            "WHERE id = '" +
            post.leadId.toString() + "'");
    }
    std::string attempt(const exchange::SendingPost &post)
    {
        return m_market->value(
            "SELECT outcome || '|' || price_micros FROM bourse.attempt WHERE attempt_id = '" +
            post.attempt.attemptId.toString() + "'");
    }
    std::string reservation(const exchange::SendingPost &post)
    {
        return m_market->value("SELECT state FROM bourse.reservation WHERE post_id = '" +
                               post.attempt.attemptId.toString() + "'");
    }
    std::string used(const std::string &cap)
    {
        return m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:" + cap +
                               ":day:leads'");
    }
    std::string balance()
    {
        return m_market->value(
            "SELECT balance_micros || '/' || held_micros FROM bourse.buyer_account WHERE buyer = "
            "'acme'");
    }
    std::string ledger(const exchange::SendingPost &post)
    {
        return m_market->value(
            "SELECT coalesce(string_agg(account || ':' || amount_micros, ',' ORDER BY account), '') "
            "FROM bourse.ledger_entry WHERE post_id = '" +
            post.attempt.attemptId.toString() + "'");
    }
    std::string ledgerLines(const exchange::SendingPost &post)
    {
        return m_market->value("SELECT count(*) FROM bourse.ledger_entry WHERE post_id = '" +
                               post.attempt.attemptId.toString() + "'");
    }
    std::string events(const exchange::SendingPost &post, const std::string &kind)
    {
        return m_market->value("SELECT count(*) FROM bourse.lead_event WHERE kind = '" + kind +
                               "' AND lead_id = '" + post.leadId.toString() + "'");
    }
    /// Each event's hash follows from the one before it, and the lead's row has the last.
    void checkChain(const Uuid &lead)
    {
        QCOMPARE(m_market->value(
                     "SELECT bool_and(prev_hash = coalesce(before, ''::bytea)) FROM (SELECT prev_hash, "
                     "lag(hash) OVER (ORDER BY sequence) AS before FROM bourse.lead_event WHERE lead_id = '" +
                     lead.toString() + "') e"),
                 std::string("t"));
        QCOMPARE(m_market->value(
                     "SELECT l.event_hash = e.hash AND l.event_sequence = e.sequence FROM bourse.lead l "
                     "JOIN bourse.lead_event e ON e.lead_id = l.id WHERE l.id = '" +
                     lead.toString() + "' ORDER BY e.sequence DESC LIMIT 1"),
                 std::string("t"));
    }

    std::unique_ptr<Market> m_market;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<AfterSale> m_store;
};

QTEST_GUILESS_MAIN(TestAfterSale)
#include "tst_aftersale.moc"
