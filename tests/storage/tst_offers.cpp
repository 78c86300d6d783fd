// Offers on PostgreSQL with two nodes: one taker wins, whichever node it asks; what a dead node had taken, or
// accepted to route later, is open again for the other.
#include "marketfixture.h"
#include "storage/pacing.h"

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::LeadState;
using exchange::TakingOutcome;

class TestOffers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keptAndFound();
    void twoNodesOneTaker();
    void aDeadNodesTakingIsOpenedAgain();
    void whatCameToNothingIsOpenedAgain();
    void aNodeThatWakesChangesNothing();
    void aDeadNodesAcceptedLeadWaits();
    void whoHasWaitedSinceWaitsOn();

  private:
    exchange::KeptOffer offer(bool route = false) const
    {
        exchange::KeptOffer kept;
        kept.id = Uuid::v7();
        kept.source = "web";
        kept.tree = "main";
        kept.route = route;
        kept.expiresAt = SystemClock().utcNow() + std::chrono::minutes(5);
        kept.maxChosen = 1;
        kept.payout = Money(21'700'000, Currency::usd());
        if (route)
            return kept;
        exchange::OfferedBid bid;
        bid.id = "b1";
        bid.channel = "acme_main";
        bid.buyer = "acme";
        bid.price = Money(31'000'000, Currency::usd());
        bid.payout = *kept.payout;
        bid.listed = true;
        bid.carried = {{"ping_id", "their-secret-ping"}};
        bid.consentText = "yes";
        kept.bids.push_back(std::move(bid));
        return kept;
    }
    exchange::JournalEntry offered(const Market &market, const Uuid &lead, exchange::KeptOffer kept) const
    {
        auto entry = market.entry(lead, kept.route ? LeadState::Routing : LeadState::Offered, "offered");
        entry.offer = std::move(kept);
        return entry;
    }
    exchange::OfferTaking taking(const Market &market, const Uuid &lead, const Uuid &offerId,
                                 const Uuid &node) const
    {
        exchange::OfferTaking made;
        made.workspace = market.workspace;
        made.id = Uuid::v7();
        made.offer = offerId;
        made.leadId = lead;
        made.nodeId = node;
        made.at = SystemClock().utcNow();
        made.snapshot = market.snapshot;
        made.vertical = "personal_injury";
        made.fields = market.lead().fields;
        made.fields.set("incident", "slip_and_fall");
        made.bidIds = {"b1"};
        made.consents = {{"acme", R"({"text":"yes","ip":"203.0.113.7"})"}};
        made.actor = "key:k1";
        return made;
    }
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
};

void TestOffers::keptAndFound()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    auto received = market.lead();
    const Uuid lead = received.leadId;
    VERIFY_OK(market.executor.wait(writer.receive(std::move(received))));
    auto kept = offer();
    kept.token = "the-token-of-the-page";
    VERIFY_OK(market.executor.wait(writer.record(offered(market, lead, kept))));
    using By = exchange::OfferKey::By;
    for (const auto &key : {exchange::OfferKey{By::Id, kept.id, {}}, exchange::OfferKey{By::Lead, lead, {}},
                            exchange::OfferKey{By::Token, {}, kept.token}}) {
        auto found = market.executor.wait(writer.find({market.workspace, key, {}}));
        VERIFY_OK(found);
        QVERIFY(found->exists);
        QVERIFY(found->state == exchange::OfferState::Open);
        QVERIFY(found->leadId == lead);
        QCOMPARE(found->offer.bids.front().carried.at("ping_id"), std::string("their-secret-ping"));
        QCOMPARE(found->offer.bids.front().price.micros(), std::int64_t(31'000'000));
        QCOMPARE(found->fields.find("email")->toText(), std::string("maria.garcia@example.com"));
    }
    auto other = market.executor.wait(writer.find({market.workspace, {By::Token, {}, "another"}, {}}));
    QVERIFY(other.ok() && !other->exists);
    const QByteArray dump = dumped(m_cluster, market.options.uri);
    QVERIFY(dump.contains("acme"));
    QVERIFY(!dump.contains("their-secret-ping") && !dump.contains("the-token-of-the-page"));
    writer.stop();
}

void TestOffers::twoNodesOneTaker()
{
    Market market(m_cluster);
    Writer first(market.options, market.executor);
    VERIFY_OK(first.start());
    auto other = market.options;
    other.nodeId = Uuid::v7();
    other.nodeName = "second";
    Writer second(other, market.executor);
    VERIFY_OK(second.start());
    constexpr int rounds = 20;
    for (int i = 0; i < rounds; ++i) {
        auto received = market.lead();
        received.idempotency.reset();
        const Uuid lead = received.leadId;
        VERIFY_OK(market.executor.wait(first.receive(std::move(received))));
        const auto kept = offer();
        VERIFY_OK(market.executor.wait(first.record(offered(market, lead, kept))));
        const auto left = taking(market, lead, kept.id, market.options.nodeId);
        const auto right = taking(market, lead, kept.id, other.nodeId);
        auto one = first.take(left);
        auto two = second.take(right);
        auto a = market.executor.wait(one), b = market.executor.wait(two);
        VERIFY_OK(a);
        VERIFY_OK(b);
        const bool firstWon = a->kind == TakingOutcome::Kind::Taken;
        QVERIFY(firstWon != (b->kind == TakingOutcome::Kind::Taken));
        QVERIFY((firstWon ? b : a)->kind == TakingOutcome::Kind::Used);
        // the winner's taking again is the same taking
        auto again = market.executor.wait(firstWon ? first.take(left) : second.take(right));
        VERIFY_OK(again);
        QVERIFY(again->kind == TakingOutcome::Kind::Taken);
        const std::string id = "'" + lead.toString() + "'";
        QCOMPARE(market.value("SELECT state || ' ' || node_id FROM bourse.lead WHERE id = " + id),
                 "routing " + (firstWon ? market.options.nodeId : other.nodeId).toString());
        QCOMPARE(market.value("SELECT fields ->> 'incident' FROM bourse.lead_data WHERE lead_id = " + id),
                 std::string("slip_and_fall"));
        QCOMPARE(market.value("SELECT string_agg(sequence || kind, ' ' ORDER BY sequence) FROM "
                              "bourse.consent_evidence WHERE lead_id = " +
                              id),
                 std::string("1trustedform 1000choice"));
        QCOMPARE(
            market.value("SELECT count(*) FROM bourse.lead_event WHERE kind = 'taken' AND lead_id = " + id),
            std::string("1"));
        auto sold = market.entry(lead, LeadState::Unsold, "no_buyer");
        sold.run = (firstWon ? left : right).id;
        sold.final = true;
        VERIFY_OK(market.executor.wait((firstWon ? first : second).record(sold)));
    }
    first.stop();
    second.stop();
}

void TestOffers::aDeadNodesTakingIsOpenedAgain()
{
    Market market(m_cluster);
    auto other = market.options;
    other.nodeId = Uuid::v7();
    other.nodeName = "second";
    const auto kept = offer();
    Uuid lead;
    {
        Writer dying(other, market.executor);
        VERIFY_OK(dying.start());
        auto received = market.lead();
        lead = received.leadId;
        VERIFY_OK(market.executor.wait(dying.receive(std::move(received))));
        VERIFY_OK(market.executor.wait(dying.record(offered(market, lead, kept))));
        auto taken = market.executor.wait(dying.take(taking(market, lead, kept.id, other.nodeId)));
        QVERIFY(taken.ok() && taken->kind == TakingOutcome::Kind::Taken);
        dying.stop(); // with its lead open
    }
    Writer survivor(market.options, market.executor);
    VERIFY_OK(survivor.start());
    QCOMPARE(
        market.value("SELECT l.state || ' ' || o.state FROM bourse.lead l JOIN bourse.offer o ON o.lead_id = "
                     "l.id WHERE l.id = '" +
                     lead.toString() + "'"),
        std::string("offered open"));
    auto again = market.executor.wait(survivor.take(taking(market, lead, kept.id, market.options.nodeId)));
    VERIFY_OK(again);
    QVERIFY(again->kind == TakingOutcome::Kind::Taken);
    survivor.stop();
}

/// The database failed while a taken lead was sold, nothing has left: the same key takes the offer once more.
void TestOffers::whatCameToNothingIsOpenedAgain()
{
    Market market(m_cluster);
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    const auto kept = offer();
    auto received = market.lead();
    const Uuid lead = received.leadId;
    VERIFY_OK(market.executor.wait(writer.receive(std::move(received))));
    VERIFY_OK(market.executor.wait(writer.record(offered(market, lead, kept))));
    Uuid run;
    const auto take = [&] {
        auto wish = taking(market, lead, kept.id, market.options.nodeId);
        run = wish.id;
        wish.claim = exchange::IdempotencyClaim{"k1", "POST /v1/post", "key-1", "hash"};
        return market.executor.wait(writer.take(std::move(wish)));
    };
    auto taken = take();
    QVERIFY(taken.ok() && taken->kind == TakingOutcome::Kind::Taken);
    auto back = market.entry(lead, LeadState::Offered, "offered");
    back.run = run;
    taken = take();
    QVERIFY(taken.ok() && taken->kind == TakingOutcome::Kind::Used);
    back.reopensOffer = kept.id;
    back.releaseClaims = true;
    // what it made of the taking was committed, but it was not told so, and told nobody
    const auto lost = offer();
    auto unheard = offered(market, lead, lost);
    unheard.run = back.run;
    VERIFY_OK(market.executor.wait(writer.record(unheard)));
    VERIFY_OK(market.executor.wait(writer.record(back)));
    VERIFY_OK(market.executor.wait(writer.record(back))); // its COMMIT's reply was lost
    const auto stateOf = [&](const exchange::KeptOffer &one) {
        return market.value(
            "SELECT l.state || ' ' || o.state || ' ' || (o.taken_by IS NULL) FROM bourse.lead "
            "l JOIN bourse.offer o ON o.lead_id = l.id WHERE o.id = '" +
            one.id.toString() + "'");
    };
    QCOMPARE(stateOf(kept), std::string("offered open true"));
    QCOMPARE(stateOf(lost), std::string("offered expired true"));
    taken = take();
    QVERIFY(taken.ok() && taken->kind == TakingOutcome::Kind::Taken);
    // told once more, it does not take the offer from who has it now, though that is the same node
    VERIFY_LEFT_BEHIND(market.executor.wait(writer.record(back)));
    QCOMPARE(stateOf(kept), std::string("routing taken false"));
    taken = take();
    QVERIFY(taken.ok() && taken->kind == TakingOutcome::Kind::Used);
    writer.stop();
}

/// It was taken for dead, its lead was offered again and is another's now: what it still has to say of the
/// lead neither ends it there nor frees the other's key.
void TestOffers::aNodeThatWakesChangesNothing()
{
    Market market(m_cluster);
    auto other = market.options;
    other.nodeId = Uuid::v7();
    other.nodeName = "second";
    Writer slow(market.options, market.executor), quick(other, market.executor);
    VERIFY_OK(slow.start());
    VERIFY_OK(quick.start());
    const auto kept = offer();
    auto received = market.lead();
    const Uuid lead = received.leadId;
    VERIFY_OK(market.executor.wait(slow.receive(std::move(received))));
    VERIFY_OK(market.executor.wait(slow.record(offered(market, lead, kept))));
    const auto first = taking(market, lead, kept.id, market.options.nodeId);
    VERIFY_OK(market.executor.wait(slow.take(first)));
    // as recovery would, were it dead
    (void)market.value("UPDATE bourse.offer SET state = 'open', taken_by = NULL WHERE lead_id = '" +
                       lead.toString() + "'");
    (void)market.value("UPDATE bourse.lead SET state = 'offered' WHERE id = '" + lead.toString() + "'");
    auto wish = taking(market, lead, kept.id, other.nodeId);
    wish.claim = exchange::IdempotencyClaim{"k1", "POST /v1/post", "key-1", "hash"};
    const Uuid second = wish.id;
    auto taken = market.executor.wait(quick.take(std::move(wish)));
    QVERIFY(taken.ok() && taken->kind == TakingOutcome::Kind::Taken);
    const auto stands = [&] {
        return market.value("SELECT l.state || ' ' || o.state || ' ' || (SELECT count(*) FROM "
                            "bourse.idempotency i WHERE i.lead_id = l.id) FROM bourse.lead l "
                            "JOIN bourse.offer o ON o.lead_id = l.id WHERE l.id = '" +
                            lead.toString() + "'");
    };
    QCOMPARE(stands(), std::string("routing taken 1"));
    auto ended = market.entry(lead, LeadState::Unsold, "storage_failed");
    ended.run = first.id;
    ended.releaseClaims = true;
    ended.final = true;
    VERIFY_LEFT_BEHIND(market.executor.wait(slow.record(ended)));
    QCOMPARE(stands(), std::string("routing taken 1"));
    auto back = market.entry(lead, LeadState::Offered, "offered");
    back.run = first.id;
    back.reopensOffer = kept.id;
    back.releaseClaims = true;
    VERIFY_LEFT_BEHIND(market.executor.wait(slow.record(back)));
    QCOMPARE(stands(), std::string("routing taken 1"));
    auto answered = market.entry(lead, LeadState::Unsold, "no_buyer");
    answered.run = first.id;
    answered.answer = exchange::StoredAnswer{200, "application/json", "{}"};
    answered.final = true;
    VERIFY_LEFT_BEHIND(market.executor.wait(slow.record(answered)));
    QCOMPARE(market.value("SELECT count(*) FROM bourse.idempotency WHERE answer IS NOT NULL"),
             std::string("0"));
    auto post = market.post(lead, 1'000'000, "acme");
    auto reserved = market.executor.wait(slow.reserve(post));
    QVERIFY(reserved.ok() && !reserved->granted);
    auto unsold = market.entry(lead, LeadState::Unsold, "no_buyer");
    unsold.run = second;
    unsold.nodeId = other.nodeId;
    unsold.final = true;
    VERIFY_OK(market.executor.wait(quick.record(unsold)));
    QCOMPARE(stands(), std::string("unsold taken 1"));
    slow.stop();
    quick.stop();
}

void TestOffers::aDeadNodesAcceptedLeadWaits()
{
    Market market(m_cluster);
    auto other = market.options;
    other.nodeId = Uuid::v7();
    other.nodeName = "second";
    const auto kept = offer(true);
    {
        Writer dying(other, market.executor);
        VERIFY_OK(dying.start());
        auto received = market.lead();
        const Uuid lead = received.leadId;
        VERIFY_OK(market.executor.wait(dying.receive(std::move(received))));
        VERIFY_OK(market.executor.wait(dying.record(offered(market, lead, kept))));
        auto waiting = market.executor.wait(dying.waiting(market.workspace));
        QVERIFY(waiting.ok() && waiting->empty()); // its own node routes it
        dying.stop();
    }
    Writer survivor(market.options, market.executor);
    VERIFY_OK(survivor.start());
    auto waiting = market.executor.wait(survivor.waiting(market.workspace));
    VERIFY_OK(waiting);
    QCOMPARE(waiting->size(), std::size_t(1));
    QVERIFY(waiting->front() == kept.id);
    survivor.stop();
}

/// Its caller has been told that the lead waits: nobody would take the offer a second time.
void TestOffers::whoHasWaitedSinceWaitsOn()
{
    Market market(m_cluster);
    auto other = market.options;
    other.nodeId = Uuid::v7();
    other.nodeName = "second";
    const auto kept = offer();
    Uuid lead;
    {
        Writer dying(other, market.executor);
        VERIFY_OK(dying.start());
        auto received = market.lead();
        lead = received.leadId;
        VERIFY_OK(market.executor.wait(dying.receive(std::move(received))));
        VERIFY_OK(market.executor.wait(dying.record(offered(market, lead, kept))));
        const auto wish = taking(market, lead, kept.id, other.nodeId);
        VERIFY_OK(market.executor.wait(dying.take(wish)));
        auto entry = market.entry(lead, LeadState::Pending, "awaits_cap");
        entry.run = wish.id;
        entry.nodeId = other.nodeId;
        entry.final = true;
        exchange::LeadWait waits;
        waits.what = exchange::LeadWait::For::Cap;
        waits.channel = "acme_main";
        waits.buyer = "acme";
        waits.dueAt = SystemClock().utcNow() - std::chrono::seconds(1);
        waits.until = waits.dueAt + std::chrono::hours(1);
        entry.wait = waits;
        VERIFY_OK(market.executor.wait(dying.record(entry)));
        auto claimed = PacingStore(other).claimWaiting(market.workspace, 16);
        VERIFY_OK(claimed);
        QCOMPARE(claimed->leads.size(), std::size_t(1));
        dying.stop(); // with its lead taken up
    }
    Writer survivor(market.options, market.executor);
    VERIFY_OK(survivor.start());
    QCOMPARE(market.value("SELECT l.state || ' ' || l.reason || ' ' || o.state FROM bourse.lead l JOIN "
                          "bourse.offer o ON o.lead_id = l.id WHERE l.id = '" +
                          lead.toString() + "'"),
             std::string("pending awaits_cap taken"));
    auto again = PacingStore(market.options).claimWaiting(market.workspace, 16);
    VERIFY_OK(again);
    QCOMPARE(again->leads.size(), std::size_t(1));
    survivor.stop();
}

QTEST_GUILESS_MAIN(TestOffers)
#include "tst_offers.moc"
