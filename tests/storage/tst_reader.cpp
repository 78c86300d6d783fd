// Lists, counts, sums and one lead's story, read back from what the writer wrote.
#include "marketfixture.h"
#include <atomic>
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;
using exchange::AttemptKind;

class TestReader : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void newestFirstPageByPage();
    void filters_data();
    void filters();
    void timeRange();
    void leadIdPrefix();
    void oneLead();
    void unknownLead();
    void daySummary();
    void counts();
    void cancelled();
    void connectionComesBack();
    void severalThreads();

  private:
    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<Market> m_market;
    std::unique_ptr<Reader> m_reader;
    std::vector<Uuid> m_leads; ///< oldest first: 6 sold, 5 unsold, 3 unknown, 1 received
    exchange::JournalEntry m_firstPings;
};

void TestReader::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_market = std::make_unique<Market>(m_cluster);
    QVERIFY2(m_market->problem.empty(), m_market->problem.c_str());
    Market &market = *m_market;
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    for (int i = 0; i < 15; ++i) {
        QTest::qSleep(2); // ids of one millisecond stand in the order of their random parts
        auto lead = market.lead();
        lead.test = i == 14;
        if (i % 2)
            lead.fields.set("state", "CA");
        m_leads.push_back(lead.leadId);
        VERIFY_OK(market.executor.wait(writer.receive(lead)));
        if (i == 14)
            break;
        auto pings = market.entry(lead.leadId, LeadState::Routing);
        auto ping = market.attempt(AttemptKind::Ping, i < 9 ? AttemptOutcome::Bid : AttemptOutcome::NoBid);
        ping.price = i < 9 ? std::optional(Money(10'000'001 * (i + 1), Currency::usd())) : std::nullopt;
        ping.phases = {1, 2, 3, 4, 5, 6, true};
        ping.rule = "r1";
        ping.httpStatus = 200;
        ping.reason = {"outbid", "50 % less"};
        pings.pings.push_back(ping);
        pings.skipped.push_back({"gamma_main", "gamma", {"filtered_out", "state"}});
        pings.pinged = 1;
        VERIFY_OK(market.executor.wait(writer.record(pings)));
        if (i == 0)
            m_firstPings = pings;
        if (i < 9) {
            auto post = market.post(lead.leadId, 10'000'000 * (i + 1), i % 3 ? "acme" : "beta");
            QVERIFY(market.executor.wait(writer.reserve(post))->granted);
            auto result = market.sold(post);
            result.durationUs = 1000 * (i + 1);
            result.pinged = 1;
            result.bids = 1;
            if (i >= 6) {
                result.sale.reset();
                result.state = LeadState::Unknown;
                result.reason = {"post_unknown", {}};
                result.post->outcome = AttemptOutcome::Unknown;
            }
            VERIFY_OK(market.executor.wait(writer.record(result)));
        } else {
            auto end = market.entry(lead.leadId, LeadState::Unsold, "no_bid");
            end.reason.detail = i == 10 ? "100% of nothing" : "";
            end.durationUs = 500;
            end.final = true;
            VERIFY_OK(market.executor.wait(writer.record(end)));
        }
    }
    m_reader = std::make_unique<Reader>(market.options);
}

void TestReader::newestFirstPageByPage()
{
    LeadListQuery query;
    query.limit = 4;
    std::vector<Uuid> seen;
    for (;;) {
        auto page = m_reader->leads(m_market->workspace, query);
        VERIFY_OK(page);
        QCOMPARE(page->total, std::int64_t(15));
        QCOMPARE(page->all, std::int64_t(15));
        if (page->rows.empty())
            break;
        for (const auto &row : page->rows)
            seen.push_back(row.leadId);
        query.before = seen.back();
    }
    QCOMPARE(seen, std::vector<Uuid>(m_leads.rbegin(), m_leads.rend()));
}

void TestReader::filters_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("expected");
    QTest::newRow("state sold") << 0 << 6;
    QTest::newRow("state unknown or received") << 1 << 4;
    QTest::newRow("source") << 2 << 15;
    QTest::newRow("other source") << 3 << 0;
    QTest::newRow("buyer") << 4 << 4;
    QTest::newRow("region") << 5 << 7;
    QTest::newRow("duration") << 6 << 3;
    QTest::newRow("price") << 7 << 2;
    QTest::newRow("reason's code") << 8 << 3;
    QTest::newRow("reason's text, literally") << 9 << 1;
    QTest::newRow("sold in Texas to acme") << 10 << 2;
}

void TestReader::filters()
{
    QFETCH(int, which);
    QFETCH(int, expected);
    LeadListQuery query;
    switch (which) {
    case 0:
        query.states = {LeadState::Sold};
        break;
    case 1:
        query.states = {LeadState::Unknown, LeadState::Received};
        break;
    case 2:
        query.sources = {"web"};
        break;
    case 3:
        query.sources = {"phone", "O'Neill, \"quoted\""};
        break;
    case 4:
        query.buyers = {"acme"};
        break;
    case 5:
        query.regions = {"CA"};
        break;
    case 6:
        query.minDurationUs = 4000;
        query.maxDurationUs = 6000;
        break;
    case 7:
        query.minPriceMicros = 50'000'000;
        query.maxPriceMicros = 60'000'000;
        break;
    case 8:
        query.reasonContains = "UNKNOWN";
        break;
    case 9:
        query.reasonContains = "100%";
        break;
    case 10:
        query.states = {LeadState::Sold};
        query.regions = {"TX"};
        query.buyers = {"acme"};
        break;
    }
    auto list = m_reader->leads(m_market->workspace, query);
    VERIFY_OK(list);
    QCOMPARE(int(list->rows.size()), expected);
    QCOMPARE(list->total, std::int64_t(expected));
    QCOMPARE(list->all, std::int64_t(15));
}

void TestReader::timeRange()
{
    auto all = m_reader->leads(m_market->workspace, {});
    VERIFY_OK(all);
    LeadListQuery query;
    query.from = all->rows[9].receivedAt; // inclusive
    query.to = all->rows[2].receivedAt;   // exclusive
    auto list = m_reader->leads(m_market->workspace, query);
    VERIFY_OK(list);
    QCOMPARE(list->all, std::int64_t(7));
    QCOMPARE(list->rows.front().leadId, all->rows[3].leadId);
}

void TestReader::leadIdPrefix()
{
    LeadListQuery query;
    query.leadIdPrefix = leadIdText(m_leads[3]);
    auto list = m_reader->leads(m_market->workspace, query);
    VERIFY_OK(list);
    QCOMPARE(list->rows.size(), std::size_t(1));
    query.leadIdPrefix = m_leads[3].toString().substr(0, 6);
    list = m_reader->leads(m_market->workspace, query);
    VERIFY_OK(list);
    QCOMPARE(list->rows.size(), std::size_t(15));
    query.leadIdPrefix = "ld_xyz";
    list = m_reader->leads(m_market->workspace, query);
    QVERIFY(!list.ok());
    QCOMPARE(list.error().code, std::string("not_a_lead_id"));
}

void TestReader::oneLead()
{
    auto lead = m_reader->lead(m_market->workspace, m_leads[0], true);
    VERIFY_OK(lead);
    const auto original = m_market->lead().fields;
    std::vector<std::string> keys, wanted;
    for (const auto &[key, value] : lead->fields)
        keys.push_back(key);
    for (const auto &[key, value] : original)
        wanted.push_back(key);
    QCOMPARE(keys, wanted); // in the vertical's order
    QVERIFY(lead->fields == original);
    QCOMPARE(lead->piiFields, (std::vector<std::string>{"first_name", "email", "phone"}));
    QCOMPARE(lead->vertical, std::string("personal_injury"));
    QCOMPARE(lead->routingDecision, std::string("ping_post_winner"));
    QCOMPARE(lead->configVersion, std::int64_t(1));
    QCOMPARE(lead->summary.buyer, std::string("beta"));
    QCOMPARE(lead->summary.price->toDecimal(), std::string("10.00"));
    QCOMPARE(lead->summary.payout->toDecimal(), std::string("7.00"));
    QCOMPARE(lead->attempts.size(), std::size_t(2));
    const exchange::AttemptRecord &ping = lead->attempts[0].record;
    const exchange::AttemptRecord &written = m_firstPings.pings[0];
    QCOMPARE(ping.attemptId, written.attemptId);
    QCOMPARE(ping.startedAt, written.startedAt);
    QVERIFY(ping.price == written.price);
    QCOMPARE(ping.phases.queuedUs, std::int64_t(1));
    QCOMPARE(ping.phases.totalUs, std::int64_t(6));
    QVERIFY(ping.phases.reusedConnection);
    QCOMPARE(ping.requestText, written.requestText);
    QCOMPARE(ping.responseText, written.responseText);
    QVERIFY(ping.reason == written.reason);
    QCOMPARE(ping.rule, std::string("r1"));
    QCOMPARE(lead->attempts[1].record.kind, AttemptKind::Post);
    QCOMPARE(lead->attempts[1].record.outcome, AttemptOutcome::Accepted);
    QCOMPARE(lead->skipped.size(), std::size_t(1));
    QCOMPARE(lead->skipped[0].channel, std::string("gamma_main"));
    QCOMPARE(lead->skipped[0].reason.detail, std::string("state"));
    QCOMPARE(lead->events.size(), std::size_t(3));
    QCOMPARE(lead->events[0].actor, std::string("key:k1"));
    QCOMPARE(lead->events[2].event.state, LeadState::Sold);

    auto masked = m_reader->lead(m_market->workspace, m_leads[0], false);
    VERIFY_OK(masked);
    QVERIFY(!masked->fields.contains("email"));
    QVERIFY(masked->fields.contains("incident"));
    QCOMPARE(masked->piiFields, lead->piiFields);
}

void TestReader::unknownLead()
{
    auto lead = m_reader->lead(m_market->workspace, Uuid::v7(), true);
    QVERIFY(!lead.ok());
    QCOMPARE(lead.error().code, std::string("no_such_lead"));
}

void TestReader::daySummary()
{
    auto day = m_reader->daySummary(m_market->workspace, SystemClock().utcNow() - std::chrono::hours(1),
                                    Currency::usd());
    VERIFY_OK(day);
    QCOMPARE(day->leads, std::int64_t(15));
    QCOMPARE(day->sold, std::int64_t(6));
    QCOMPARE(day->unknown, std::int64_t(3));
    QCOMPARE(day->revenue.toDecimal(), std::string("210.00"));
    QCOMPARE(day->payout.toDecimal(), std::string("147.00"));
    QCOMPARE(day->unknownHeld.toDecimal(), std::string("240.00"));
    QCOMPARE(day->newest.size(), std::size_t(15));
    QCOMPARE(day->newest.front().leadId, m_leads.back());
    QVERIFY(day->newest.front().test);
    QCOMPARE(day->perBuyer.size(), std::size_t(2));
    QCOMPARE(std::get<0>(day->perBuyer[0]), std::string("acme"));
    QCOMPARE(std::get<1>(day->perBuyer[0]), std::int64_t(4));
    QCOMPARE(std::get<2>(day->perBuyer[0]).toDecimal(), std::string("160.00"));
    auto tomorrow = m_reader->daySummary(m_market->workspace, SystemClock().utcNow() + std::chrono::hours(1),
                                         Currency::usd());
    VERIFY_OK(tomorrow);
    QCOMPARE(tomorrow->leads, std::int64_t(0));
}

void TestReader::counts()
{
    auto counts = m_reader->counts(m_market->workspace, SystemClock().utcNow() - std::chrono::hours(1));
    VERIFY_OK(counts);
    const std::vector<std::pair<LeadState, std::int64_t>> expected{
        {LeadState::Received, 1}, {LeadState::Sold, 6}, {LeadState::Unsold, 5}, {LeadState::Unknown, 3}};
    QVERIFY(*counts == expected);
}

void TestReader::cancelled()
{
    std::atomic<bool> cancelled = true;
    auto list = m_reader->leads(m_market->workspace, {}, &cancelled);
    QVERIFY(!list.ok());
    QCOMPARE(list.error().code, std::string("query_cancelled"));

    // a query that waits in the server ends soon after its caller has lost interest
    auto blocker = m_cluster.execute(m_market->options.uri, "SELECT 1");
    VERIFY_OK(blocker);
    std::thread lock([&] {
        (void)m_cluster.execute(
            m_market->options.uri,
            "BEGIN; LOCK TABLE bourse.lead IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(20); COMMIT");
    });
    while (m_market->value("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND "
                           "relation = 'bourse.lead'::regclass") != "1")
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    cancelled = false;
    std::thread loseInterest([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        cancelled = true;
    });
    list = m_reader->leads(m_market->workspace, {}, &cancelled);
    QVERIFY(!list.ok());
    QCOMPARE(list.error().code, std::string("query_cancelled"));
    loseInterest.join();
    QCOMPARE(m_market->value("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted "
                             "AND relation = 'bourse.lead'::regclass"),
             std::string("1")); // it was the cancel that ended it, not the lock
    (void)m_market->value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; "
                          "LOCK TABLE%' AND pid <> pg_backend_pid()");
    lock.join();
    VERIFY_OK(m_reader->leads(m_market->workspace, {}));
}

void TestReader::connectionComesBack()
{
    VERIFY_OK(m_reader->leads(m_market->workspace, {}));
    (void)m_market->value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name "
                          "LIKE 'bourse reader%'");
    VERIFY_OK(m_reader->leads(m_market->workspace, {}));
}

void TestReader::severalThreads()
{
    auto reader = std::make_unique<Reader>(m_market->options);
    std::atomic<int> good = 0, ready = 0;
    std::atomic<bool> finish = false;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) {
                if (auto list = reader->leads(m_market->workspace, {}); list && list->total == 15)
                    ++good;
            }
            ++ready;
            while (!finish)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        });
    }
    while (ready < 4)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    QCOMPARE(good.load(), 40);
    // its sessions end with it, though the threads live on
    m_reader.reset();
    reader.reset();
    const std::string sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'bourse reader%'";
    for (int i = 0; i < 500 && m_market->value(sessions) != "0"; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    QCOMPARE(m_market->value(sessions), std::string("0"));
    finish = true;
    for (auto &thread : threads)
        thread.join();
}

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
