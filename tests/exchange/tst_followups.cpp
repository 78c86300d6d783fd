// What follows a lead's routing: which statuses and notices are written down with its last entry, when they
// are sent and again, and what their answers decide.
#include "exchange/scriptedworld.h"
#include <QTest>
#include <set>
#include <string>
#include <vector>

using namespace bourse;
using namespace bourse::exchange;
using namespace bourse::testing;
using domain::AttemptOutcome;
using domain::LeadState;
using domain::Reading;
using Next = FollowUpReport::Next;

namespace {

domain::Value json(const std::string &text)
{
    auto value = domain::parseJson(text);
    if (!value)
        qFatal("%s: %s", value.error().message.c_str(), text.c_str());
    return *value;
}

void addStep(domain::Value &document, const char *step, const std::string &members)
{
    domain::Object &steps = *document.asObject()->find("steps")->asObject();
    steps.set(
        step,
        json(
            R"({"path":"/)" + std::string(step) +
            R"(","body":{"format":"json","rows":[)"
            R"({"target":"id","source":{"carried":"ping_id"}}]},)" +
            members +
            R"("response":{"extract":{"price":{"source":{"json":"$.price"}}},"rules":[)"
            R"({"id":"ok","outcome":"accepted","when":{"source":{"json":"$.result"},"op":"equals","value":"ok"}},)"
            R"({"id":"no","outcome":"rejected","when":{"source":{"json":"$.result"},"op":"equals","value":"no"}},)"
            R"({"id":"wait","outcome":"pending","when":{"source":{"json":"$.result"},"op":"equals","value":"later"}}]}})"));
}

/// The queue in memory, on the world's time: what the storage keeps, without a database.
class Queue final : public FollowUpStore {
  public:
    explicit Queue(World &world) : m_world(world) {}
    struct Item {
        DueFollowUp due;
        UtcTime at;
        bool done = false, dead = false;
        domain::Reason why;
    };
    /// Takes over what the journal has been given since.
    void fill()
    {
        for (; m_taken < m_world.database.followUps.size(); ++m_taken) {
            const auto &[lead, what] = m_world.database.followUps[m_taken];
            Item item;
            item.due.what = what;
            item.due.leadId = lead;
            item.due.workspaceId = m_world.snapshot->workspaceId();
            item.due.source = "web";
            item.due.fields = {{"ref", "L1"}, {"state", "TX"}};
            item.at = what.dueAt;
            items.push_back(std::move(item));
        }
    }
    Future<Result<std::vector<DueFollowUp>>> claimDue(Uuid, int limit) override
    {
        fill();
        std::vector<DueFollowUp> claimed;
        for (Item &item : items)
            if (!item.done && !item.dead && item.at <= m_world.time.utcNow() &&
                static_cast<int>(claimed.size()) < limit) {
                item.at += std::chrono::minutes(1);
                ++item.due.tries;
                claimed.push_back(item.due);
            }
        Promise<Result<std::vector<DueFollowUp>>> promise(m_world.time);
        auto future = promise.future();
        promise.complete(std::move(claimed));
        return future;
    }
    Future<Result<NewsEffect>> report(FollowUpReport report, Booking) override
    {
        reports.push_back(report);
        for (Item &item : items)
            if (item.due.what.id == report.of.what.id) {
                item.done = report.next == Next::Done;
                item.dead = report.next == Next::Dead;
                item.why = report.why;
                if (report.next == Next::Again)
                    item.at = report.dueAt;
            }
        Promise<Result<NewsEffect>> promise(m_world.time);
        auto future = promise.future();
        promise.complete(report.news ? NewsEffect::Applied : NewsEffect::NoChange);
        return future;
    }
    std::vector<Item> items;
    std::vector<FollowUpReport> reports;

  private:
    World &m_world;
    std::size_t m_taken = 0;
};

struct FollowWorld : World {
    Queue queue{*this};
    std::vector<Uuid> changed;
    ~FollowWorld()
    {
        exchange->drain([] {}), time.run(), exchange.reset();
    }
    domain::Value &document(std::size_t buyer = 0) { return market.document().integrations[buyer]; }
    /// One buyer that bids and answers its posts so, with a further step.
    void oneBuyer(const char *step, const std::string &members, Act answer)
    {
        market.buyer("acme");
        market.channel(market.root(), "acme");
        addStep(document(), step, members);
        buyers.pings["acme"] = {bid("10")};
        buyers.posts["acme"] = {std::move(answer)};
    }
    void follow()
    {
        exchange->followUp(queue, snapshot, [this](const Uuid &lead) { changed.push_back(lead); });
        time.run();
    }
    /// Every second, as the market does.
    void followFor(Micros span)
    {
        for (Micros gone{}; gone < span; gone += 1s) {
            time.runFor(1s);
            follow();
        }
    }
    std::vector<AttemptKind> kinds() const
    {
        std::vector<AttemptKind> all;
        for (const auto &entry : database.followUps)
            all.push_back(entry.second.kind);
        return all;
    }
};
} // namespace

class TestFollowUps : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whoWonAndWhoLostIsTold();
    void openPostsAreAskedAbout();
    void aStatusIsAskedForUntilItDecides();
    void askingEnds();
    void noticesAreSaidAgain();
    void retryAfterIsRespected();
    void whatCannotBeSaidIsGivenUp();
    void onlyOneRoundAtATime();
    void drainWaitsForACall();
};

void TestFollowUps::whoWonAndWhoLostIsTold()
{
    FollowWorld world;
    for (const char *buyer : {"acme", "beta", "gamma"}) {
        world.market.buyer(buyer);
        world.market.channel(world.market.root(), buyer);
    }
    for (std::size_t i = 0; i < 3; ++i)
        for (const char *step : {"notify_win", "notify_loss"})
            addStep(world.document(i), step, {});
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.pings["beta"] = {bid("12")};
    world.buyers.pings["gamma"] = {says("no")}; // it made no bid, so it has lost nothing
    world.buyers.posts["beta"] = {says("ok")};
    for (const char *buyer : {"acme", "beta"})
        world.buyers.followUps[buyer] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Sold);
    QCOMPARE(world.kinds(), (std::vector<AttemptKind>{AttemptKind::NotifyWin, AttemptKind::NotifyLoss}));
    world.follow();
    const auto calls = world.buyers.of(CallKind::FollowUp);
    QCOMPARE(calls.size(), std::size_t(2));
    for (const auto &call : calls) {
        const bool isWinner = call.buyer == "beta";
        QVERIFY(call.request.url.ends_with(isWinner ? "/notify_win" : "/notify_loss"));
        QCOMPARE(call.request.body,
                 isWinner ? std::string(R"({"id":"p-12"})") : std::string(R"({"id":"p-10"})"));
    }
    for (const auto &item : world.queue.items)
        QVERIFY(item.done);
    world.follow();
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(2)); // once
    // what is stored of them has no secret
    for (const auto &report : world.queue.reports) {
        QVERIFY(report.call && report.call->outcome == AttemptOutcome::Accepted);
        QVERIFY(report.call->requestText.find("tops3cret") == std::string::npos);
    }
}

void TestFollowUps::openPostsAreAskedAbout()
{
    FollowWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addStep(world.document(), "status", R"("interval_ms":5000,"attempts":3,)");
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("later"), fails(WireOutcome::ConnectionLost), says("no"), says("ok")};
    QCOMPARE(world.route().state, LeadState::Pending);
    QCOMPARE(world.kinds(), std::vector<AttemptKind>{AttemptKind::Status});
    QVERIFY(world.database.followUps[0].second.dueAt - world.time.utcNow() > 4s);
    QCOMPARE(world.route().state, LeadState::Unknown);
    QCOMPARE(world.kinds().size(), std::size_t(2));
    world.route(); // refused
    world.route(); // sold
    QCOMPARE(world.kinds().size(), std::size_t(2));
}

void TestFollowUps::aStatusIsAskedForUntilItDecides()
{
    FollowWorld world;
    world.oneBuyer("status", R"("interval_ms":5000,"attempts":9,)", says("later"));
    world.buyers.followUps["acme"] = {says("later"), fails(WireOutcome::TimedOut),
                                      Act{"<html>", 5ms, WireOutcome::Answered, 502}, says("ok")};
    const Uuid lead = world.route().leadId;
    world.followFor(60s);
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(4));
    QCOMPARE(world.queue.reports.size(), std::size_t(4));
    for (std::size_t i = 0; i < 3; ++i)
        QVERIFY(world.queue.reports[i].next == Next::Again && !world.queue.reports[i].news);
    QVERIFY(world.queue.reports[3].next == Next::Done);
    QVERIFY(world.queue.reports[3].news->outcome == Reading::Accepted);
    QCOMPARE(world.changed, std::vector<Uuid>{lead});
    QCOMPARE(world.queue.reports[1].call->outcome, AttemptOutcome::TimedOut);
}

void TestFollowUps::askingEnds()
{
    FollowWorld world;
    world.oneBuyer("status", R"("interval_ms":5000,"attempts":3,)", says("later"));
    world.buyers.followUps["acme"] = {says("later")};
    world.route();
    world.followFor(120s);
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(3));
    QVERIFY(world.queue.items[0].dead);
    QVERIFY(!world.queue.items[0].why.code.empty());
}

void TestFollowUps::noticesAreSaidAgain()
{
    FollowWorld world;
    world.oneBuyer("notify_win", {}, says("ok"));
    world.buyers.followUps["acme"] = {Act{"busy", 5ms, WireOutcome::Answered, 503}};
    world.route();
    std::vector<Micros> at;
    const Micros begin = world.time.now();
    for (int minute = 0; minute < 240; ++minute) {
        const auto before = world.buyers.of(CallKind::FollowUp).size();
        const Micros now = world.time.now();
        world.follow();
        if (world.buyers.of(CallKind::FollowUp).size() > before)
            at.push_back(now - begin);
        world.time.runFor(1min);
    }
    QCOMPARE(at.size(), std::size_t(6));
    const std::vector<Micros> minutes{0min, 1min, 6min, 36min, 96min, 156min};
    for (std::size_t i = 0; i < at.size(); ++i) // a minute of ours may begin just before the due time
        QVERIFY2(at[i] >= minutes[i] && at[i] <= minutes[i] + std::chrono::minutes(i + 1),
                 std::to_string(at[i].count()).c_str());
    QVERIFY(world.queue.items[0].dead);
}

void TestFollowUps::retryAfterIsRespected()
{
    FollowWorld world;
    world.oneBuyer("status", R"("interval_ms":1000,"attempts":9,)", says("later"));
    Act busy{"busy", 5ms, WireOutcome::Answered, 429};
    busy.headers.emplace_back("Retry-After", "40");
    world.buyers.followUps["acme"] = {busy, says("ok")};
    world.route();
    world.followFor(30s);
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(1));
    world.followFor(15s);
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(2));
    QVERIFY(world.queue.items[0].done);
}

void TestFollowUps::whatCannotBeSaidIsGivenUp()
{
    FollowWorld world;
    world.oneBuyer("notify_win", {}, says("ok"));
    world.route();
    world.route();
    world.queue.fill();
    world.queue.items[0].due.erased = true;
    world.queue.items[1].due.what.channel = "gone";
    world.follow();
    QVERIFY(world.buyers.of(CallKind::FollowUp).empty());
    for (const auto &item : world.queue.items) {
        QVERIFY(item.dead);
        QVERIFY(!item.why.code.empty() && !item.why.detail.empty());
    }
}

void TestFollowUps::onlyOneRoundAtATime()
{
    FollowWorld world;
    world.oneBuyer("notify_win", {}, says("ok"));
    world.buyers.followUps["acme"] = {says("ok", 200ms)};
    for (int i = 0; i < 40; ++i)
        world.route();
    for (int i = 0; i < 5; ++i)
        world.exchange->followUp(world.queue, world.snapshot, {});
    world.time.run();
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(40));
    std::set<Uuid> distinct;
    for (const auto &report : world.queue.reports)
        distinct.insert(report.of.what.id);
    QCOMPARE(distinct.size(), std::size_t(40));
}

void TestFollowUps::drainWaitsForACall()
{
    FollowWorld world;
    world.oneBuyer("notify_win", {}, says("ok"));
    world.buyers.followUps["acme"] = {says("ok", 300ms)};
    world.route();
    world.exchange->followUp(world.queue, world.snapshot, {});
    world.time.runFor(10ms);
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(1));
    bool drained = false;
    world.exchange->drain([&] { drained = true; });
    world.time.runFor(100ms);
    QVERIFY(!drained);
    world.time.run();
    QVERIFY(drained);
    QCOMPARE(world.queue.reports.size(), std::size_t(1));
    world.exchange->followUp(world.queue, world.snapshot, {}); // nothing begins any more
    world.time.run();
    QCOMPARE(world.queue.reports.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestFollowUps)
#include "tst_followups.moc"
