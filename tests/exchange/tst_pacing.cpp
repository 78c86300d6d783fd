// Health, holds, throttles, what caps do with a lead, and leads that wait: the engine over scripted buyers.
#include "exchange/pacer.h"
#include "exchange/scriptedworld.h"
#include <QTest>
#include <algorithm>

using namespace bourse;
using namespace bourse::exchange;
using namespace bourse::testing;
using domain::CapAction;
using domain::GroupLogic;
namespace reason = domain::reason;

namespace {
std::string text(std::string_view view)
{
    return std::string(view);
}

domain::Cap cap(domain::CapPeriod period, std::int64_t leads, CapAction action)
{
    domain::Cap made;
    made.period = period;
    made.leads = leads;
    made.action = action;
    return made;
}

std::int64_t postsTo(const World &world, const std::string &buyer)
{
    return std::count(world.buyers.posted.begin(), world.buyers.posted.end(), buyer);
}

const ChannelHealth &healthOf(const std::vector<ChannelHealth> &all, const std::string &channel, bool posts)
{
    for (const auto &one : all)
        if (one.channel == channel && one.posts == posts)
            return one;
    static const ChannelHealth none;
    return none;
}

/// Takes up what is due and lets it come to its end.
void resume(World &world)
{
    MemoryWaits waits(world.time, world.database);
    world.exchange->resume(waits, world.snapshot);
    world.time.run();
}
} // namespace

class TestPacing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aBuyerThatHangsIsNoLongerPinged();
    void refusalsDoNotOpen();
    void pingsAndPostsAreApart();
    void aFixedPriceChannelIsSparedToo();
    void simulatedBreakersHoldNobodyBack();
    void buyersHaveSettingsForTheirChannels();
    void bidsThatCameTooLateForTheLeadAreFair();
    void retryAfterIsRespected();
    void operatorsHoldChannels();
    void aHoldIsAskedAtTheReservation();
    void brokenChannelsKeepTheirTurn();
    void throttlesBuyersThatRefuse();
    void pingCapsPerHour();
    void cappedChannelsAreSkipped();
    void nextLeavesTheGroup();
    void queuedLeadsWaitForTheWindow();
    void queuedLeadsGoOnInTheEnd();
    void aQueueThatIsInterruptedWaitsAgain();
    void aQueueThatIsRefusedGoesOn();
    void pendingPostsAreWaitedFor();
    void refusedCallbacksSellToTheNext();
    void theLimitSellsToTheNext();
    void lateAcceptanceIsADispute();
    void orTheLeadIsUnsold();
    void aSecondBuyerMayBeWaitedFor();
};

void TestPacing::aBuyerThatHangsIsNoLongerPinged()
{
    World world;
    for (const char *name : {"good", "hangs"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings["good"] = {bid("5")};
    world.buyers.pings["hangs"] = {fails(WireOutcome::TimedOut, 300ms)};
    world.buyers.posts["good"] = {says("ok")};
    for (int i = 0; i < 10; ++i) {
        world.route();
        QCOMPARE(world.pingReason("hangs"), text(reason::timedOut));
    }
    world.route();
    QCOMPARE(world.skipReason("hangs"), text(reason::breakerOpen));
    QCOMPARE(world.answers.back().buyer, std::string("good"));
    QVERIFY(world.traceComplete());
    auto health = world.exchange->health();
    QCOMPARE(healthOf(health, "hangs", false).state, std::string("open"));
    QCOMPARE(healthOf(health, "hangs", false).opened, std::int64_t(1));
    QVERIFY(healthOf(health, "hangs", false).reopensIn > 14s);
    QCOMPARE(healthOf(health, "good", false).state, std::string("closed"));
    // it is back: one probe, then more and more
    world.buyers.pings["hangs"] = {bid("9")};
    world.buyers.posts["hangs"] = {says("ok")};
    world.time.runFor(15s);
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("hangs"));
    int pinged = 0;
    for (int i = 0; i < 100; ++i) {
        world.route();
        pinged += world.answers.back().buyer == "hangs" ? 1 : 0;
    }
    QVERIFY2(pinged > 10 && pinged < 60, std::to_string(pinged).c_str());
    QCOMPARE(healthOf(world.exchange->health(), "hangs", false).state, std::string("closed"));
}

void TestPacing::refusalsDoNotOpen()
{
    World world;
    world.market.buyer("picky");
    world.market.channel(world.market.root(), "picky");
    world.buyers.pings["picky"] = {says("no")};
    for (int i = 0; i < 60; ++i)
        world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(60));
    Act bare;
    bare.status = 500;
    bare.body = "oops";
    world.buyers.pings["picky"] = {bare};
    for (int i = 0; i < 60; ++i)
        world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(70));
    QCOMPARE(world.skipReason("picky"), text(reason::breakerOpen));
}

void TestPacing::pingsAndPostsAreApart()
{
    World world;
    world.market.root().logic = GroupLogic::Auction;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("5")};
    world.buyers.posts["acme"] = {fails(WireOutcome::ConnectionLost)};
    for (int i = 0; i < 10; ++i) {
        world.route();
        QCOMPARE(world.answers.back().state, LeadState::Unknown);
    }
    world.route(); // no use in pinging who cannot be posted to
    QCOMPARE(world.skipReason("acme"), text(reason::breakerOpen));
    QCOMPARE(world.answers.back().state, LeadState::Unsold);
    QCOMPARE(healthOf(world.exchange->health(), "acme", false).state, std::string("closed"));
    QCOMPARE(healthOf(world.exchange->health(), "acme", true).state, std::string("open"));
    QCOMPARE(world.buyers.posted.size(), std::size_t(10));
}

void TestPacing::aFixedPriceChannelIsSparedToo()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    world.market.buyer("first", false);
    world.market.buyer("second", false);
    world.market.fixed(world.market.root(), "first", "20");
    world.market.fixed(world.market.root(), "second", "10");
    world.buyers.posts["first"] = {fails(WireOutcome::NotSent)};
    world.buyers.posts["second"] = {says("ok")};
    for (int i = 0; i < 30; ++i) {
        world.route();
        QCOMPARE(world.answers.back().buyer, std::string("second"));
    }
    QCOMPARE(postsTo(world, "first"), std::int64_t(10));
}

void TestPacing::simulatedBreakersHoldNobodyBack()
{
    World world;
    world.market.buyer("hangs");
    auto &channel = world.market.channel(world.market.root(), "hangs");
    channel.pacing.breaker = domain::BreakerSettings();
    channel.pacing.breaker->mode = domain::BreakerMode::SimulateOnly;
    world.buyers.pings["hangs"] = {fails(WireOutcome::ConnectionLost)};
    for (int i = 0; i < 25; ++i)
        world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(25));
    const auto health = world.exchange->health();
    QCOMPARE(healthOf(health, "hangs", false).wouldHaveOpened, std::int64_t(2));
    QCOMPARE(healthOf(health, "hangs", false).opened, std::int64_t(0));
    QVERIFY(healthOf(health, "hangs", false).simulated);
}

void TestPacing::buyersHaveSettingsForTheirChannels()
{
    World world;
    auto &buyer = world.market.buyer("hangs");
    buyer.pacing.breaker = domain::BreakerSettings();
    buyer.pacing.breaker->consecutive = 2;
    world.market.channel(world.market.root(), "hangs", "one");
    auto &other = world.market.channel(world.market.root(), "hangs", "two");
    other.pacing.breaker = domain::BreakerSettings();
    other.pacing.breaker->mode = domain::BreakerMode::Off;
    world.buyers.pings["hangs"] = {fails(WireOutcome::ConnectionLost)};
    for (int i = 0; i < 20; ++i)
        world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(22));
}

void TestPacing::bidsThatCameTooLateForTheLeadAreFair()
{
    World world;
    world.market.source().budget = 250ms; // leaves a ping some 80 ms of its 300
    world.market.buyer("slow");
    world.market.channel(world.market.root(), "slow");
    world.buyers.pings["slow"] = {bid("5", 200ms)};
    for (int i = 0; i < 30; ++i)
        world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(30));
}

void TestPacing::retryAfterIsRespected()
{
    World world;
    world.market.buyer("busy");
    world.market.channel(world.market.root(), "busy");
    Act busy;
    busy.status = 429;
    busy.headers = {{"Retry-After", "20"}, {"Content-Type", "text/plain"}};
    world.buyers.pings["busy"] = {busy, bid("5")};
    world.buyers.posts["busy"] = {says("ok")};
    world.route();
    const Micros asked = world.time.now();
    world.route();
    QCOMPARE(world.skipReason("busy"), text(reason::breakerOpen));
    QVERIFY(healthOf(world.exchange->health(), "busy", false).reopensIn > 19s);
    world.time.runFor(asked + 19s - world.time.now());
    world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(1));
    world.time.runFor(1s);
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("busy"));
    // a day is too long to be believed
    busy.status = 503;
    busy.headers = {{"Retry-After", "86400"}};
    world.buyers.pings["busy"] = {busy, bid("5")};
    world.route();
    world.time.runFor(longestRest - 1s);
    world.route();
    QCOMPARE(world.skipReason("busy"), text(reason::breakerOpen));
    world.time.runFor(1s);
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("busy"));
}

void TestPacing::operatorsHoldChannels()
{
    World world;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings["acme"] = {bid("9")};
    world.buyers.pings["beta"] = {bid("5")};
    world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("ok")};
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("acme"));
    world.exchange->setHolds({{"acme", Hold::Open}});
    world.route();
    QCOMPARE(world.skipReason("acme"), text(reason::channelHeld));
    QCOMPARE(world.answers.back().buyer, std::string("beta"));
    world.exchange->setHolds({});
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("acme"));
    // forced closed, it is called whatever its breaker says
    world.buyers.pings["acme"] = {fails(WireOutcome::ConnectionLost)};
    for (int i = 0; i < 12; ++i)
        world.route();
    QCOMPARE(world.skipReason("acme"), text(reason::breakerOpen));
    world.exchange->setHolds({{"acme", Hold::Closed}});
    world.route();
    QCOMPARE(world.pingReason("acme"), text(reason::connectionLost));
    QVERIFY(healthOf(world.exchange->health(), "acme", false).hold == Hold::Closed);
}

void TestPacing::aHoldIsAskedAtTheReservation()
{
    World world;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings["acme"] = {bid("9")};
    world.buyers.pings["beta"] = {bid("5")};
    world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("ok")};
    world.database.held = {"acme"}; // of another node's operator, a moment ago
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("beta"));
    QCOMPARE(world.pingReason("acme"), text(reason::channelHeld));
    QCOMPARE(postsTo(world, "acme"), std::int64_t(0));
}

void TestPacing::brokenChannelsKeepTheirTurn()
{
    World world;
    world.market.root().logic = GroupLogic::RoundRobin;
    for (const char *name : {"acme", "beta", "gamma"}) {
        world.market.buyer(name, false);
        world.market.fixed(world.market.root(), name, "5");
        world.buyers.posts[name] = {says("ok")};
    }
    world.route();
    world.exchange->setHolds({{"beta", Hold::Open}});
    std::string order;
    for (int i = 0; i < 4; ++i)
        order += world.route().buyer.front();
    QVERIFY2(order == "gaga" || order == "agag", order.c_str());
    world.exchange->setHolds({});
    QCOMPARE(world.route().buyer, std::string("beta"));
}

void TestPacing::throttlesBuyersThatRefuse()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    world.market.buyer("picky", false);
    world.market.buyer("rest", false);
    auto &channel = world.market.fixed(world.market.root(), "picky", "20");
    channel.pacing.throttle = {8'000, 20, 1'000};
    world.market.fixed(world.market.root(), "rest", "5");
    world.buyers.posts["picky"] = {says("no")};
    world.buyers.posts["rest"] = {says("ok")};
    for (int i = 0; i < 200; ++i)
        world.route();
    const auto offered = postsTo(world, "picky");
    QVERIFY2(offered > 20 && offered < 60, std::to_string(offered).c_str());
    QCOMPARE(healthOf(world.exchange->health(), "picky", true).offeredBasisPoints, 1'000);
    int throttled = 0;
    for (int i = 0; i < 20; ++i) {
        world.route();
        throttled += world.skipReason("picky") == reason::throttled ? 1 : 0;
    }
    QCOMPARE(throttled, 18);
    // it takes what it is offered again, and is offered more and more
    world.buyers.posts["picky"] = {says("ok")};
    for (int i = 0; i < 400; ++i)
        world.route();
    QCOMPARE(healthOf(world.exchange->health(), "picky", true).offeredBasisPoints, 10'000);
    world.route();
    QCOMPARE(world.answers.back().buyer, std::string("picky"));
}

void TestPacing::pingCapsPerHour()
{
    World world;
    auto &buyer = world.market.buyer("acme");
    buyer.pacing.pingsPerDay = 7;
    auto &one = world.market.channel(world.market.root(), "acme", "one");
    one.pacing.pingsPerHour = 3;
    world.market.channel(world.market.root(), "acme", "two");
    world.buyers.pings["acme"] = {says("no")};
    for (int i = 0; i < 6; ++i)
        world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(7));
    QCOMPARE(world.skipReason("one"), text(reason::pingLimited));
    QCOMPARE(world.skipReason("two"), text(reason::pingLimited));
    // what other nodes have sent counts, too
    auto rows = world.exchange->pingCounts().takeNew();
    QCOMPARE(rows.size(), std::size_t(2));
    world.time.runFor(24h);
    world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(9));
    rows = world.exchange->pingCounts().takeNew();
    for (auto &row : rows)
        row.count = 100;
    world.exchange->pingCounts().learn(rows);
    world.route();
    QCOMPARE(world.buyers.pinged().size(), std::size_t(9));
}

void TestPacing::cappedChannelsAreSkipped()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name, false);
        world.market.fixed(world.market.root(), name, "5").caps = {
            cap(domain::CapPeriod::Day, 1, CapAction::Skip)};
        world.buyers.posts[name] = {says("ok")};
    }
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.route().buyer, std::string("beta"));
}

void TestPacing::nextLeavesTheGroup()
{
    World world;
    auto &root = world.market.root();
    root.logic = GroupLogic::Exclusive;
    for (const char *name : {"acme", "beta", "gamma", "delta"}) {
        world.market.buyer(name, false);
        world.buyers.posts[name] = {says("ok")};
    }
    {
        auto &first = world.market.group(root, "first", GroupLogic::Auction);
        world.market.fixed(first, "acme", "9").caps = {cap(domain::CapPeriod::Hour, 1, CapAction::Skip),
                                                       cap(domain::CapPeriod::Day, 2, CapAction::Next)};
        world.market.fixed(first, "beta", "5");
        auto &inner = world.market.group(first, "inner", GroupLogic::Exclusive);
        world.market.fixed(inner, "gamma", "4");
    }
    {
        auto &second = world.market.group(root, "second", GroupLogic::Exclusive);
        world.market.fixed(second, "delta", "1");
    }
    QCOMPARE(world.route().buyer, std::string("acme"));
    // the cap of the hour only skips it
    QCOMPARE(world.route().buyer, std::string("beta"));
    world.time.runFor(1h);
    QCOMPARE(world.route().buyer, std::string("acme"));
    world.time.runFor(1h);
    // that of the day leaves its group, with all that is in it
    QCOMPARE(world.route().buyer, std::string("delta"));
    QCOMPARE(world.skipReason("acme"), text(reason::capReached));
    QCOMPARE(world.skipReason("beta"), text(reason::groupLeft));
    QCOMPARE(world.skipReason("gamma"), text(reason::groupLeft));
}

void TestPacing::queuedLeadsWaitForTheWindow()
{
    World world;
    auto &root = world.market.root();
    root.logic = GroupLogic::Exclusive;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name, false);
        world.buyers.posts[name] = {says("ok")};
    }
    world.market.fixed(root, "acme", "9").caps = {cap(domain::CapPeriod::Hour, 1, CapAction::Queue)};
    world.market.fixed(root, "beta", "5");
    QCOMPARE(world.route().buyer, std::string("acme"));
    for (int i = 0; i < 2; ++i) {
        const IntakeAnswer &answer = world.route();
        QCOMPARE(answer.state, LeadState::Pending);
        QCOMPARE(answer.reason.code, text(reason::awaitsCap));
        QVERIFY(world.durableWhenAnswered.back());
        QVERIFY(world.traceComplete());
    }
    const Uuid second = world.answers[1].leadId, third = world.answers[2].leadId;
    QCOMPARE(world.database.waits.size(), std::size_t(2));
    const UtcTime due = world.database.waits.at(second).what.dueAt;
    resume(world); // too early
    QCOMPARE(world.database.waits.size(), std::size_t(2));
    world.time.runFor(due - world.time.utcNow());
    resume(world);
    // one of them had room, the other waits for the next hour
    QCOMPARE(world.database.waits.size(), std::size_t(1));
    const bool secondSold = world.database.leads.at(second).state == LeadState::Sold;
    const Uuid left = secondSold ? third : second;
    QVERIFY(!world.database.waits.at(left).claimed);
    QCOMPARE(world.database.waits.at(left).what.dueAt - due, std::chrono::seconds(3600));
    world.time.runFor(1h);
    resume(world);
    QVERIFY(world.database.waits.empty());
    QCOMPARE(world.database.leads.at(left).sale->buyer, std::string("acme"));
    QCOMPARE(postsTo(world, "acme"), std::int64_t(3));
    QCOMPARE(postsTo(world, "beta"), std::int64_t(0));
}

void TestPacing::queuedLeadsGoOnInTheEnd()
{
    World world;
    auto &root = world.market.root();
    root.logic = GroupLogic::Auction;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name, false);
        world.buyers.posts[name] = {says("ok")};
    }
    auto day = cap(domain::CapPeriod::Month, 0, CapAction::Queue);
    day.queueLimit = 600s;
    world.market.fixed(root, "acme", "9").caps = {day};
    world.market.fixed(root, "beta", "5");
    const Uuid lead = world.route().leadId;
    QCOMPARE(world.answers.back().state, LeadState::Pending);
    world.time.runFor(599s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Pending);
    world.time.runFor(2s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Sold);
    QCOMPARE(world.database.leads.at(lead).sale->buyer, std::string("beta"));
    QVERIFY(world.database.waits.empty());
}

/// Nobody comes again for a lead that waited: a database that goes while it is offered must not end it.
void TestPacing::aQueueThatIsInterruptedWaitsAgain()
{
    World world;
    world.market.buyer("acme", false);
    world.buyers.posts["acme"] = {says("ok")};
    world.market.fixed(world.market.root(), "acme", "9").caps = {
        cap(domain::CapPeriod::Hour, 1, CapAction::Queue)};
    world.route();
    const Uuid lead = world.route().leadId;
    QCOMPARE(world.answers.back().state, LeadState::Pending);
    world.time.runFor(1h);
    int calls = 0;
    world.journal.fate = [&calls] {
        CommitFate fate;
        fate.effect = fate.reported = ++calls != 1; // its reservation
        return fate;
    };
    resume(world);
    QCOMPARE(postsTo(world, "acme"), std::int64_t(1));
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Pending);
    QCOMPARE(world.database.leads.at(lead).reason.code, text(reason::awaitsCap));
    world.time.runFor(1s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Sold);
    QVERIFY(world.database.waits.empty());
    QCOMPARE(postsTo(world, "acme"), std::int64_t(2));
}

void TestPacing::aQueueThatIsRefusedGoesOn()
{
    World world;
    auto &root = world.market.root();
    root.logic = GroupLogic::Auction;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name, false);
        world.buyers.posts[name] = {says("ok")};
    }
    world.market.fixed(root, "acme", "9").caps = {cap(domain::CapPeriod::Hour, 1, CapAction::Queue)};
    world.market.fixed(root, "beta", "5");
    world.route();
    const Uuid lead = world.route().leadId;
    world.buyers.posts["acme"] = {says("no")};
    world.time.runFor(1h);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).sale->buyer, std::string("beta"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "acme", "beta"}));
    // the refusal was written down before the next post left
    const auto *refused = world.database.postsOf(lead).front();
    QCOMPARE(refused->sending.buyer, std::string("acme"));
    QCOMPARE(refused->result.outcome, AttemptOutcome::Rejected);
    QVERIFY(!refused->held);
}

namespace {
/// acme answers "pending" and is waited for two minutes; beta buys.
void waitingMarket(World &world, bool thenNext = true)
{
    world.market.root().logic = GroupLogic::Auction;
    for (const char *name : {"acme", "beta"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.pings[name] = {bid(std::string(name) == "acme" ? "9" : "5")};
    }
    std::get<domain::Channel>(world.market.root().children[0].node).pacing.wait =
        domain::CallbackWait{120s, thenNext};
    world.buyers.posts["acme"] = {says("later")};
    world.buyers.posts["beta"] = {says("ok")};
}

Uuid postTo(const World &world, const std::string &buyer)
{
    for (const Uuid &id : world.database.postOrder)
        if (world.database.posts.at(id).sending.buyer == buyer)
            return id;
    return {};
}
} // namespace

void TestPacing::pendingPostsAreWaitedFor()
{
    World world;
    waitingMarket(world);
    const Uuid lead = world.route().leadId;
    QCOMPARE(world.answers.back().state, LeadState::Pending);
    world.time.runFor(60s);
    resume(world);
    QCOMPARE(world.database.news(postTo(world, "acme"), domain::Reading::Accepted, world.time.utcNow()),
             NewsEffect::Applied);
    world.time.runFor(600s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).sale->buyer, std::string("acme"));
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"acme"});
}

void TestPacing::refusedCallbacksSellToTheNext()
{
    World world;
    waitingMarket(world);
    const Uuid lead = world.route().leadId;
    world.database.news(postTo(world, "acme"), domain::Reading::Rejected, world.time.utcNow());
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Pending);
    resume(world);
    const auto &stored = world.database.leads.at(lead);
    QCOMPARE(stored.state, LeadState::Sold);
    QCOMPARE(stored.sale->buyer, std::string("beta"));
    // acme is not asked again, beta is: its first bid is old
    QCOMPARE(world.buyers.pinged(), (std::vector<std::string>{"acme", "beta", "beta"}));
    QVERIFY(stored.final);
    QCOMPARE(world.answers.size(), std::size_t(1)); // nobody is told twice
}

void TestPacing::theLimitSellsToTheNext()
{
    World world;
    waitingMarket(world);
    const Uuid lead = world.route().leadId;
    world.time.runFor(119s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Pending);
    world.time.runFor(2s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).sale->buyer, std::string("beta"));
    QCOMPARE(world.database.posts.at(postTo(world, "acme")).result.outcome, AttemptOutcome::TimedOut);
    QVERIFY(!world.database.posts.at(postTo(world, "acme")).held);
}

void TestPacing::lateAcceptanceIsADispute()
{
    World world;
    waitingMarket(world);
    const Uuid lead = world.route().leadId;
    world.time.runFor(121s);
    resume(world);
    QCOMPARE(world.database.news(postTo(world, "acme"), domain::Reading::Accepted, world.time.utcNow()),
             NewsEffect::Contradicts);
    QCOMPARE(world.database.leads.at(lead).sales.size(), std::size_t(1));
    QCOMPARE(world.database.leads.at(lead).sale->buyer, std::string("beta"));
}

void TestPacing::orTheLeadIsUnsold()
{
    World world;
    waitingMarket(world, false);
    const Uuid lead = world.route().leadId;
    world.time.runFor(121s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Unsold);
    QCOMPARE(world.database.leads.at(lead).reason.code, text(reason::waitOver));
    QCOMPARE(postsTo(world, "beta"), std::int64_t(0));
}

void TestPacing::aSecondBuyerMayBeWaitedFor()
{
    World world;
    waitingMarket(world);
    std::get<domain::Channel>(world.market.root().children[1].node).pacing.wait =
        domain::CallbackWait{60s, true};
    world.buyers.posts["beta"] = {says("later")};
    const Uuid lead = world.route().leadId;
    world.time.runFor(121s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Pending);
    QCOMPARE(world.database.waits.at(lead).what.channel, std::string("beta"));
    world.time.runFor(61s);
    resume(world);
    QCOMPARE(world.database.leads.at(lead).state, LeadState::Unsold); // nobody is left
    QVERIFY(world.database.waits.empty());
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "beta"}));
}

QTEST_GUILESS_MAIN(TestPacing)
#include "tst_pacing.moc"
