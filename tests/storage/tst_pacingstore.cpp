// Holds, ping counts, what channels have brought, and leads that wait: on PostgreSQL.
#include "marketfixture.h"
#include "storage/aftersale.h"
#include "storage/pacing.h"
#include "storage/writersession.h"

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;
using exchange::Hold;
using exchange::LeadWait;
using exchange::PingCounts;

class TestPacingStore : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void holdsAreKept();
    void aHeldChannelTakesNoReservation();
    void theRefusingCapIsNamed();
    void aLeadBelongsToOneNode();
    void pingsAreSummed();
    void channelsAreCounted();
    void aWaitThatIsOverIsClaimedOnce();
    void whoIsRefusedGoesOnAtOnce();
    void whoIsAcceptedWaitsNoMore();
    void lateNewsAreADispute();
    void orItIsUnsold();
    void aDeadNodesClaimIsTakenUp();
    void unknownPostsAreAskedAbout_data();
    void unknownPostsAreAskedAbout();

  private:
    template <class T> T wait(Future<T> future) { return m_market->executor.wait(std::move(future)); }
    std::string state(const Uuid &lead) const
    {
        return m_market->value("SELECT state || ' ' || coalesce(reason, '') FROM bourse.lead WHERE id = '" +
                               lead.toString() + "'");
    }
    /// A lead whose post is pending and is waited for until then.
    std::pair<Uuid, Uuid> waitingLead(std::chrono::seconds due, bool thenNext = true);
    exchange::Booking booking() const
    {
        return [](const std::string &, const std::string &, const Money &offered,
                  const std::optional<Money> &) -> Result<std::pair<Money, Money>> {
            return std::pair{offered, offered};
        };
    }

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<Market> m_market;
    std::unique_ptr<Writer> m_writer;
};

void TestPacingStore::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
}

void TestPacingStore::init()
{
    m_market = std::make_unique<Market>(m_cluster);
    QVERIFY2(m_market->problem.empty(), m_market->problem.c_str());
    m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
    VERIFY_OK(m_writer->start());
}

void TestPacingStore::cleanup()
{
    m_writer.reset();
    m_market.reset();
}

std::pair<Uuid, Uuid> TestPacingStore::waitingLead(std::chrono::seconds due, bool thenNext)
{
    auto lead = m_market->lead();
    if (!wait(m_writer->receive(lead)))
        return {};
    auto post = m_market->post(lead.leadId, 8'000'000);
    post.caps = {{"channel:acme_main:day:leads", {}, 1, 100}};
    auto granted = wait(m_writer->reserve(post));
    if (!granted || !granted->granted)
        return {};
    auto entry = m_market->entry(lead.leadId, LeadState::Pending, "awaits_callback");
    entry.post = post.attempt;
    entry.post->outcome = AttemptOutcome::Pending;
    entry.final = true;
    entry.pinged = 3;
    LeadWait waits;
    waits.channel = "acme_main";
    waits.buyer = "acme";
    waits.postId = post.attempt.attemptId;
    waits.dueAt = waits.until = SystemClock().utcNow() + due;
    waits.thenNext = thenNext;
    waits.closedBuyers = {{"gamma", "suppressed_for_buyer"}};
    waits.score = 71;
    waits.history = {{domain::HistoryKey{true, "email", 30}, 4}};
    entry.wait = waits;
    if (!wait(m_writer->record(entry)))
        return {};
    return {lead.leadId, post.attempt.attemptId};
}

void TestPacingStore::holdsAreKept()
{
    PacingStore store(m_market->options);
    VERIFY_OK(store.setHold(m_market->workspace, "acme_main", Hold::Open, "they asked", "operator:kim"));
    VERIFY_OK(store.setHold(m_market->workspace, "beta_main", Hold::Closed, "", "operator:kim"));
    auto rows = store.holds(m_market->workspace);
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(2));
    QVERIFY(rows->front().channel == "acme_main" && rows->front().hold == Hold::Open);
    QCOMPARE(rows->front().reason, std::string("they asked"));
    VERIFY_OK(store.setHold(m_market->workspace, "acme_main", {}, "", "operator:kim"));
    rows = store.holds(m_market->workspace);
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(1));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.audit WHERE action = 'channel.hold'"),
             std::string("3"));
    auto others = store.holds(Uuid::v7());
    VERIFY_OK(others);
    QVERIFY(others->empty());
}

void TestPacingStore::aHeldChannelTakesNoReservation()
{
    PacingStore store(m_market->options);
    auto lead = m_market->lead();
    VERIFY_OK(wait(m_writer->receive(lead)));
    VERIFY_OK(store.setHold(m_market->workspace, "acme_main", Hold::Open, "", "operator"));
    auto refused = wait(m_writer->reserve(m_market->post(lead.leadId, 1'000'000)));
    VERIFY_OK(refused);
    QVERIFY(!refused->granted);
    QCOMPARE(refused->refused.code, std::string("channel_held"));
    QVERIFY(wait(m_writer->reserve(m_market->post(lead.leadId, 1'000'000, "beta")))->granted);
    VERIFY_OK(store.setHold(m_market->workspace, "acme_main", Hold::Closed, "", "operator"));
    QVERIFY(wait(m_writer->reserve(m_market->post(lead.leadId, 1'000'000)))->granted);
}

void TestPacingStore::theRefusingCapIsNamed()
{
    auto lead = m_market->lead();
    VERIFY_OK(wait(m_writer->receive(lead)));
    auto post = m_market->post(lead.leadId, 1'000'000);
    post.caps = {{"channel:acme_main:day:leads", {}, 1, 10}, {"channel:acme_main:hour:leads", {}, 1, 0}};
    auto refused = wait(m_writer->reserve(post));
    VERIFY_OK(refused);
    QCOMPARE(refused->refused.code, std::string("cap_reached"));
    QCOMPARE(refused->refused.detail, std::string("channel:acme_main:hour:leads"));
    QCOMPARE(m_market->value("SELECT sum(used) FROM bourse.cap_counter"), std::string("0"));
}

void TestPacingStore::aLeadBelongsToOneNode()
{
    auto lead = m_market->lead();
    VERIFY_OK(wait(m_writer->receive(lead)));
    (void)m_cluster.execute(m_market->options.uri, "UPDATE bourse.lead SET node_id = '" +
                                                       Uuid::v7().toString() + "' WHERE id = '" +
                                                       lead.leadId.toString() + "'");
    auto refused = wait(m_writer->reserve(m_market->post(lead.leadId, 1'000'000)));
    VERIFY_OK(refused);
    QCOMPARE(refused->refused.code, std::string("interrupted"));
}

void TestPacingStore::pingsAreSummed()
{
    PacingStore one(m_market->options), two(m_market->options);
    const UtcTime hour = UtcTime(std::chrono::hours(494'000));
    const std::vector<PingCounts::Row> rows{{"buyer:acme:hour:pings", hour, 3},
                                            {"channel:x:day:pings", hour, 0}};
    auto sums = one.addPings(m_market->workspace, rows);
    VERIFY_OK(sums);
    QCOMPARE(sums->size(), std::size_t(2));
    sums = two.addPings(m_market->workspace, rows);
    VERIFY_OK(sums);
    for (const auto &row : *sums)
        QCOMPARE(row.count, row.counter == "buyer:acme:hour:pings" ? std::int64_t(6) : std::int64_t(0));
    QCOMPARE(sums->front().windowStart, hour);
}

void TestPacingStore::channelsAreCounted()
{
    for (int i = 0; i < 6; ++i) {
        auto lead = m_market->lead();
        VERIFY_OK(wait(m_writer->receive(lead)));
        auto post = m_market->post(lead.leadId, 10'000'000);
        QVERIFY(wait(m_writer->reserve(post))->granted);
        auto entry = m_market->sold(post);
        if (i >= 4) { // two are refused
            entry = m_market->entry(lead.leadId, LeadState::Unsold, "all_posts_rejected");
            entry.post = post.attempt;
            entry.post->outcome = AttemptOutcome::Rejected;
            entry.final = true;
        }
        VERIFY_OK(wait(m_writer->record(entry)));
        if (i == 0) {
            AfterSale after(m_market->options);
            VERIFY_OK(
                after.takeBack(m_market->workspace, lead.leadId, post.attempt.attemptId, {}, "operator"));
        }
    }
    auto counts = PacingStore(m_market->options).channelCounts(m_market->workspace, 7);
    VERIFY_OK(counts);
    QCOMPARE(counts->size(), std::size_t(1));
    QVERIFY((counts->at("acme_main") == exchange::ChannelCounts{6, 4, 1, 40'000'000}));
}

void TestPacingStore::aWaitThatIsOverIsClaimedOnce()
{
    const auto [early, earlyPost] = waitingLead(std::chrono::hours(1));
    const auto [lead, post] = waitingLead(std::chrono::seconds(-1));
    QVERIFY(!early.isNull() && !lead.isNull());
    StoreOptions other = m_market->options;
    other.nodeId = Uuid::v7();
    Writer writer(other, m_market->executor);
    VERIFY_OK(writer.start()); // before it has leads: a node that starts looks after those it left
    PacingStore one(other), two(m_market->options);
    auto claimed = one.claimWaiting(m_market->workspace, 16);
    VERIFY_OK(claimed);
    QCOMPARE(claimed->leads.size(), std::size_t(1));
    const exchange::ResumedLead &found = claimed->leads.front();
    QCOMPARE(found.leadId, lead);
    QCOMPARE(found.source, std::string("web"));
    QCOMPARE(found.pinged, 3);
    QVERIFY(!found.erased);
    QCOMPARE(found.fields.find("email")->toText(), std::string("maria.garcia@example.com"));
    QCOMPARE(found.wait.closedBuyers.at("gamma"), std::string("suppressed_for_buyer"));
    QCOMPARE(found.wait.score.value_or(0), 71);
    QVERIFY((found.wait.history == domain::History{{domain::HistoryKey{true, "email", 30}, 4}}));
    QCOMPARE(found.postedTo, std::vector<std::string>{"acme"});
    QCOMPARE(state(lead), std::string("routing routed_again"));
    QCOMPARE(state(early), std::string("pending awaits_callback"));
    // what it held is free
    QCOMPARE(
        m_market->value("SELECT outcome FROM bourse.attempt WHERE attempt_id = '" + post.toString() + "'"),
        std::string("timed_out"));
    QCOMPARE(m_market->value("SELECT sum(used) FROM bourse.cap_counter"), std::string("1"));
    QCOMPARE(m_market->value("SELECT held_micros FROM bourse.buyer_account WHERE buyer = 'acme'"),
             std::string("8000000"));
    auto again = two.claimWaiting(m_market->workspace, 16);
    VERIFY_OK(again);
    QVERIFY(again->leads.empty());
    // the other node's posts are refused for it, its own are not
    auto refused = wait(m_writer->reserve(m_market->post(lead, 1'000'000, "beta")));
    VERIFY_OK(refused);
    QVERIFY(!refused->granted);
    auto sending = m_market->post(lead, 1'000'000, "beta");
    // nor are posts of the time before, by whichever node
    refused = wait(writer.reserve(sending));
    VERIFY_OK(refused);
    QVERIFY(!refused->granted);
    sending = m_market->post(lead, 1'000'000, "beta");
    sending.run = found.claim;
    auto reserved = wait(writer.reserve(sending));
    VERIFY_OK(reserved);
    QVERIFY2(reserved->granted, reserved->refused.code.c_str());
    auto sold = m_market->sold(sending);
    sold.nodeId = other.nodeId;
    VERIFY_OK(wait(writer.record(sold)));
    QCOMPARE(state(lead), std::string("sold sold_highest_bid"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_wait"), std::string("1"));
    QCOMPARE(
        m_market->value("SELECT count(*) FROM (SELECT prev_hash, lag(hash, 1, ''::bytea) OVER (PARTITION "
                        "BY lead_id ORDER BY sequence) AS before FROM bourse.lead_event) e WHERE prev_hash "
                        "<> before"),
        std::string("0"));
}

void TestPacingStore::whoIsRefusedGoesOnAtOnce()
{
    const auto [lead, post] = waitingLead(std::chrono::hours(1));
    AfterSale after(m_market->options);
    exchange::PostNews news;
    news.outcome = domain::Reading::Rejected;
    VERIFY_OK(after.resolve(m_market->workspace, lead, post, news, "operator", booking()));
    QCOMPARE(state(lead), std::string("pending awaits_callback"));
    auto claimed = PacingStore(m_market->options).claimWaiting(m_market->workspace, 16);
    VERIFY_OK(claimed);
    QCOMPARE(claimed->leads.size(), std::size_t(1));
    QCOMPARE(
        m_market->value("SELECT outcome FROM bourse.attempt WHERE attempt_id = '" + post.toString() + "'"),
        std::string("rejected"));
}

void TestPacingStore::whoIsAcceptedWaitsNoMore()
{
    const auto [lead, post] = waitingLead(std::chrono::seconds(-1));
    AfterSale after(m_market->options);
    exchange::PostNews news;
    news.outcome = domain::Reading::Accepted;
    VERIFY_OK(after.resolve(m_market->workspace, lead, post, news, "operator", booking()));
    QCOMPARE(state(lead), std::string("sold sold_later"));
    auto claimed = PacingStore(m_market->options).claimWaiting(m_market->workspace, 16);
    VERIFY_OK(claimed);
    QVERIFY(claimed->leads.empty());
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_wait"), std::string("0"));
}

void TestPacingStore::lateNewsAreADispute()
{
    const auto [lead, post] = waitingLead(std::chrono::seconds(-1));
    auto claimed = PacingStore(m_market->options).claimWaiting(m_market->workspace, 16);
    VERIFY_OK(claimed);
    QCOMPARE(claimed->leads.size(), std::size_t(1));
    AfterSale after(m_market->options);
    CallbackArrival arrival;
    arrival.id = Uuid::v7();
    arrival.integration = "boberdoo";
    arrival.eventKey = domain::sha256("event");
    arrival.receivedAt = SystemClock().utcNow();
    arrival.configVersion = 1;
    arrival.ids = {{domain::PairBy::AttemptId, post.toString()}};
    arrival.news.outcome = domain::Reading::Accepted;
    auto taken = after.takeCallback(m_market->workspace, arrival, booking());
    VERIFY_OK(taken);
    QCOMPARE(taken->effect, exchange::NewsEffect::Contradicts);
    QCOMPARE(m_market->value("SELECT state FROM bourse.lead WHERE id = '" + lead.toString() + "'"),
             std::string("routing"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.ledger_entry"), std::string("0"));
    auto disputes = after.disputes(m_market->workspace, 10);
    VERIFY_OK(disputes);
    QCOMPARE(disputes->size(), std::size_t(1));
    // its own node writes on, although the history has moved
    auto end = m_market->entry(lead, LeadState::Unsold, "no_bid");
    end.final = true;
    // an entry of before, told once more, changes nothing
    VERIFY_LEFT_BEHIND(wait(m_writer->record(end)));
    QCOMPARE(m_market->value("SELECT state FROM bourse.lead WHERE id = '" + lead.toString() + "'"),
             std::string("routing"));
    end = m_market->entry(lead, LeadState::Unsold, "no_bid");
    end.final = true;
    end.run = claimed->leads.front().claim;
    VERIFY_OK(wait(m_writer->record(end)));
    QCOMPARE(state(lead), std::string("unsold no_bid"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_wait"), std::string("0"));
}

void TestPacingStore::orItIsUnsold()
{
    const auto [lead, post] = waitingLead(std::chrono::seconds(-1), false);
    auto claimed = PacingStore(m_market->options).claimWaiting(m_market->workspace, 16);
    VERIFY_OK(claimed);
    QVERIFY(claimed->leads.empty());
    QCOMPARE(claimed->ended, std::vector<Uuid>{lead});
    QCOMPARE(state(lead), std::string("unsold wait_over"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_wait"), std::string("0"));
    QCOMPARE(m_market->value("SELECT sum(used) FROM bourse.cap_counter"), std::string("0"));
}

void TestPacingStore::aDeadNodesClaimIsTakenUp()
{
    const auto [lead, post] = waitingLead(std::chrono::seconds(-1));
    StoreOptions dead = m_market->options;
    dead.nodeId = Uuid::v7();
    {
        Writer writer(dead, m_market->executor); // so that it is known as a node
        VERIFY_OK(writer.start());
        auto claimed = PacingStore(dead).claimWaiting(m_market->workspace, 16);
        VERIFY_OK(claimed);
        QCOMPARE(claimed->leads.size(), std::size_t(1));
    }
    StoreOptions third = m_market->options;
    third.nodeId = Uuid::v7();
    Writer writer(third, m_market->executor);
    auto report = writer.start();
    VERIFY_OK(report);
    QCOMPARE(report->interruptedLeads, std::int64_t(0));
    QCOMPARE(state(lead), std::string("pending awaits_callback"));
    auto claimed = PacingStore(third).claimWaiting(m_market->workspace, 16);
    VERIFY_OK(claimed);
    QCOMPARE(claimed->leads.size(), std::size_t(1));
    QCOMPARE(claimed->leads.front().leadId, lead);
    auto sending = m_market->post(lead, 1'000'000, "beta");
    sending.run = claimed->leads.front().claim;
    QVERIFY(wait(writer.reserve(sending))->granted);
}

void TestPacingStore::unknownPostsAreAskedAbout_data()
{
    QTest::addColumn<exchange::AttemptKind>("kind");
    QTest::newRow("asked for") << exchange::AttemptKind::Status;
    QTest::newRow("sent again") << exchange::AttemptKind::Resend;
}

void TestPacingStore::unknownPostsAreAskedAbout()
{
    QFETCH(exchange::AttemptKind, kind);
    StoreOptions dead = m_market->options;
    dead.nodeId = Uuid::v7();
    auto lead = m_market->lead(), other = m_market->lead();
    auto post = m_market->post(lead.leadId, 8'000'000), silent = m_market->post(other.leadId, 8'000'000);
    post.question = kind;
    post.carried.emplace("ping_id", "p-17");
    {
        Writer writer(dead, m_market->executor);
        VERIFY_OK(writer.start());
        for (const auto &one : {lead, other})
            VERIFY_OK(wait(writer.receive(one)));
        QVERIFY(wait(writer.reserve(post))->granted);
        QVERIFY(wait(writer.reserve(silent))->granted); // this buyer tells nobody
    }
    StoreOptions third = m_market->options;
    third.nodeId = Uuid::v7();
    Writer writer(third, m_market->executor);
    auto report = writer.start();
    VERIFY_OK(report);
    QCOMPARE(report->unknownPosts, std::int64_t(2));
    AfterSale after(m_market->options);
    auto due = after.claimDue(m_market->workspace, 10);
    VERIFY_OK(due);
    QCOMPARE(due->size(), std::size_t(1));
    QCOMPARE(due->front().leadId, lead.leadId);
    QCOMPARE(due->front().what.attemptId, post.attempt.attemptId);
    QCOMPARE(due->front().what.kind, kind);
    QCOMPARE(due->front().what.channel, std::string("acme_main"));
    QCOMPARE(due->front().what.carried.at("ping_id"), std::string("p-17"));

    // what it brought is booked as said by the buyer, and stands in the lead's history
    exchange::FollowUpReport learnt;
    learnt.of = due->front();
    learnt.call = m_market->attempt(kind, AttemptOutcome::Accepted);
    learnt.news.emplace();
    learnt.news->outcome = domain::Reading::Accepted;
    auto booking = [](const std::string &, const std::string &, const Money &held,
                      const std::optional<Money> &) {
        return Result<std::pair<Money, Money>>(std::pair(held, held));
    };
    auto effect = after.report(learnt, booking);
    VERIFY_OK(effect);
    QCOMPARE(*effect, exchange::NewsEffect::Applied);
    QCOMPARE(m_market->value("SELECT state FROM bourse.lead WHERE id = '" + lead.leadId.toString() + "'"),
             std::string("sold"));
    QCOMPARE(
        m_market->value("SELECT string_agg(kind || ' ' || outcome, ', ' ORDER BY kind) FROM bourse.attempt "
                        "WHERE lead_id = '" +
                        lead.leadId.toString() + "'"),
        kind == exchange::AttemptKind::Status ? std::string("post accepted, status accepted")
                                              : std::string("post accepted, resend accepted"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_event WHERE lead_id = '" +
                             lead.leadId.toString() + "' AND kind = '" + std::string(exchange::name(kind)) +
                             "'"),
             std::string("1"));
}

QTEST_GUILESS_MAIN(TestPacingStore)
#include "tst_pacingstore.moc"
