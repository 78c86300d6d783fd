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
    void whoKnowsAPostIsSentItAgain_data();
    void whoKnowsAPostIsSentItAgain();
    void sendingAgainEnds();
    void onlyUnknownPostsAreSentAgain();
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

namespace {
/// A buyer that declared that it knows a post that it was sent before, and whose posts hold what is made anew
/// for each.
void resendSafeBuyer(FollowWorld &world)
{
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    domain::Object &post = *world.document().asObject()->find("steps")->asObject()->find("post")->asObject();
    post.set("resend_safe", true);
    domain::Array &rows = *post.find("body")->asObject()->find("rows")->asArray();
    rows.push_back(json(R"({"target":"key","source":{"computed":"uuid"}})"));
    rows.push_back(json(R"({"target":"at","source":{"computed":"epoch_ms"}})"));
    world.buyers.pings["acme"] = {bid("10")};
}
} // namespace

void TestFollowUps::whoKnowsAPostIsSentItAgain_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("next");
    QTest::addColumn<int>("news"); ///< -1: nothing was learnt
    QTest::newRow("accepted") << QByteArray("ok") << int(Next::Done) << int(Reading::Accepted);
    QTest::newRow("rejected") << QByteArray("no") << int(Next::Done) << int(Reading::Rejected);
    QTest::newRow("capped") << QByteArray("full") << int(Next::Done) << int(Reading::Capped);
    QTest::newRow("will call back") << QByteArray("later") << int(Next::Done) << -1;
    // of the first sending, or of somebody else's lead: nobody can say
    QTest::newRow("duplicate") << QByteArray("dup") << int(Next::Dead) << -1;
    QTest::newRow("an error that is read") << QByteArray("fault") << int(Next::Again) << -1;
    QTest::newRow("nothing that is read") << QByteArray("?") << int(Next::Again) << -1;
}

void TestFollowUps::whoKnowsAPostIsSentItAgain()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, next);
    QFETCH(int, news);
    FollowWorld world;
    resendSafeBuyer(world);
    world.buyers.posts["acme"] = {fails(WireOutcome::ConnectionLost)};
    world.buyers.followUps["acme"] = {says(answer.toStdString())};
    QCOMPARE(world.route().state, LeadState::Unknown);
    QCOMPARE(world.kinds(), std::vector<AttemptKind>{AttemptKind::Resend});
    world.followFor(1s);
    QVERIFY(world.buyers.of(CallKind::FollowUp).empty()); // it may still be at it
    world.queue.fill();
    world.queue.items[0].due.receivedAt = world.database.leads.begin()->second.received.receivedAt;
    world.queue.items[0].due.fields = world.database.leads.begin()->second.received.fields;
    world.followFor(4s);
    const auto sent = world.buyers.of(CallKind::Post), again = world.buyers.of(CallKind::FollowUp);
    QCOMPARE(again.size(), std::size_t(1));
    QCOMPARE(again[0].request.body, sent[0].request.body); // the same in every byte, what is made anew too
    QCOMPARE(again[0].request.url, sent[0].request.url);
    QVERIFY(again[0].attemptId != sent[0].attemptId);
    const auto &report = world.queue.reports.front();
    QCOMPARE(int(report.next), next);
    QCOMPARE(report.news ? int(report.news->outcome) : -1, news);
    QCOMPARE(report.of.what.attemptId, sent[0].attemptId);
    QCOMPARE(report.call->kind, AttemptKind::Resend);
    QVERIFY(report.call->requestText.find("tops3cret") == std::string::npos);
}

void TestFollowUps::sendingAgainEnds()
{
    FollowWorld world;
    resendSafeBuyer(world);
    world.buyers.posts["acme"] = {fails(WireOutcome::TimedOut)};
    world.buyers.followUps["acme"] = {fails(WireOutcome::TimedOut)};
    world.route();
    world.followFor(3h);
    QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(6));
    QVERIFY(world.queue.items[0].dead);
    QVERIFY(!world.queue.items[0].why.code.empty());
}

void TestFollowUps::onlyUnknownPostsAreSentAgain()
{
    FollowWorld world;
    resendSafeBuyer(world);
    world.buyers.posts["acme"] = {says("later"), says("no"), says("dup"), says("ok"),
                                  fails(WireOutcome::NotSent)};
    for (int i = 0; i < 5; ++i)
        world.route();
    QVERIFY(world.kinds().empty());
    // who can be asked is asked, and sent nothing twice
    FollowWorld asked;
    resendSafeBuyer(asked);
    addStep(asked.document(), "status", R"("interval_ms":5000,"attempts":3,)");
    asked.buyers.posts["acme"] = {fails(WireOutcome::ConnectionLost)};
    asked.route();
    QCOMPARE(asked.kinds(), std::vector<AttemptKind>{AttemptKind::Status});
    // a word that was taken back, or a channel that an operator holds
    for (const bool held : {false, true}) {
        FollowWorld later;
        resendSafeBuyer(later);
        later.buyers.posts["acme"] = {fails(WireOutcome::ConnectionLost)};
        later.route();
        if (held) {
            later.exchange->setHolds({{"acme", Hold::Open}});
        } else {
            later.document().asObject()->find("steps")->asObject()->find("post")->asObject()->set(
                "resend_safe", false);
            later.snapshot = later.market.snapshot();
        }
        later.followFor(8s);
        QVERIFY(later.buyers.of(CallKind::FollowUp).empty());
        QCOMPARE(later.queue.items[0].dead, !held);
    }
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
