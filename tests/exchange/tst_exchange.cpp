// The exchange over scripted buyers and a database in memory, on virtual time.
#include "exchange/scriptedworld.h"
#include <QTest>
#include <string>
#include <vector>

using namespace bourse;
using namespace bourse::exchange;
using namespace bourse::testing;
using domain::GroupLogic;
using domain::RoutingDecision;
using Kind = IntakeAnswer::Kind;
namespace reason = domain::reason;

namespace {
std::string text(std::string_view view)
{
    return std::string(view);
}
} // namespace

class TestExchange : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // auction
    void highestBidWinsAndEveryChannelIsExplained();
    void pingsRunInParallel();
    void tiesGoByPriorityThenLeastRecentlyServed();
    void fixedPricesRankWithBids();
    void bidsThatDoNotCount();
    void lateBidsNeverCount();
    void nobodyBids();
    // waterfall
    void waterfallStopsAtTheFirstBuyer();
    void waterfallGoesOnAfterReject();
    void directPostsInAWaterfall();
    // cascade
    void rejectGoesToTheNextBestBid();
    void repostsAreLimited();
    void sameBuyerIsNeverPostedToTwice();
    // nesting
    void auctionsInAWaterfall();
    void waterfallInAnAuction();
    void nestedAuctionsCompeteTogether();
    void groupsAndChannelsThatAreOff();
    // intake
    void invalidLeadIsExplainedAndRecorded();
    void testLeadIsNeverSold();
    void unknownOrDisabledSource();
    void idempotencyReplaysTheSameBytes();
    void repeatedPayloadIsADuplicate();
    void aTestLeadIsNoOriginal();
    // time
    void budgetLimitsPings();
    void postThatOutlastsTheBudgetIsAnsweredEarly();
    void drainRefusesNewLeads();
    void tooManyInFlightAreRefused();
    // secrets, sizes
    void storedTextsHoldNoSecrets();
    void storedTextsAreCut();
};

void TestExchange::highestBidWinsAndEveryChannelIsExplained()
{
    World world;
    for (const char *name : {"acme", "bolt", "core", "dune"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("20")}},
                          {"bolt", {bid("31")}},
                          {"core", {says("no")}},
                          {"dune", {fails(WireOutcome::ConnectionLost)}}};
    world.buyers.posts["bolt"] = {says("ok")};
    const IntakeAnswer &answer = world.route();

    QCOMPARE(answer.kind, Kind::Done);
    QCOMPARE(answer.state, LeadState::Sold);
    QCOMPARE(answer.decision, RoutingDecision::PingPostWinner);
    QCOMPARE(answer.buyer, std::string("bolt"));
    QCOMPARE(answer.price, usd("31"));
    QVERIFY(!answer.score);
    QVERIFY(world.durableWhenAnswered.back());
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"bolt"});

    const auto &stored = world.stored();
    QVERIFY(stored.final && stored.sale);
    QCOMPARE(stored.reason.code, text(reason::soldHighestBid));
    QCOMPARE(stored.decision, std::string("ping_post_winner"));
    std::vector<LeadState> history;
    for (const auto &event : stored.events)
        history.push_back(event.state);
    QCOMPARE(history, (std::vector<LeadState>{LeadState::Routing, LeadState::Posting, LeadState::Sold}));
    QVERIFY(stored.events[0].at < stored.events[1].at && stored.events[1].at < stored.events[2].at);
    QCOMPARE(stored.sale->revenue, usd("31"));
    QCOMPARE(stored.sale->payout, usd("21.70"));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.pingReason("bolt"), text(reason::bidWon));
    QCOMPARE(world.pingReason("acme"), text(reason::outbid));
    QCOMPARE(world.ping("acme")->reason.detail, std::string("lost to bolt by 11.00 USD"));
    QCOMPARE(world.ping("acme")->outcome, AttemptOutcome::Bid);
    QCOMPARE(world.pingReason("core"), text(reason::buyerRejected));
    QCOMPARE(world.ping("core")->reason.detail, std::string("because of no"));
    QCOMPARE(world.pingReason("dune"), text(reason::connectionLost));

    // what was carried from the ping is in the post
    auto post = world.database.postsOf(answer.leadId).front();
    QVERIFY(post->sending.attempt.requestText.find("p-31") != std::string::npos);
    QVERIFY(post->sending.attempt.requestText.find("L1") != std::string::npos);
    QCOMPARE(post->result.outcome, AttemptOutcome::Accepted);
    QVERIFY(!post->result.responseText.empty());
    // the watcher saw it go by and end
    QCOMPARE(world.watcher.leads.back().state, LeadState::Sold);
    QCOMPARE(world.watcher.leads.back().region, std::string("TX"));
    QCOMPARE(world.watcher.leads.back().payout, usd("21.70"));
    QCOMPARE(world.watcher.leads.back().pinged, 4);
    QCOMPARE(world.watcher.leads.back().bids, 2);
    QCOMPARE(world.watcher.calls.size(), std::size_t(5));
}

void TestExchange::pingsRunInParallel()
{
    World world;
    for (int i = 0; i < 10; ++i) {
        std::string name = "b" + std::to_string(i);
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.pings[name] = {bid(std::to_string(10 + i), 100ms)};
        world.buyers.posts[name] = {says("ok", 10ms)};
    }
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.buyer, std::string("b9"));
    QVERIFY(world.answeredAt.back() < 130ms);
}

void TestExchange::tiesGoByPriorityThenLeastRecentlyServed()
{
    World world;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name).priority = std::string(name) == "core" ? 2 : 1;
        world.buyers.pings[name] = {bid("10")};
        world.buyers.posts[name] = {says("ok")};
    }
    QCOMPARE(world.route().buyer, std::string("acme")); // its place in the tree
    QCOMPARE(world.pingReason("bolt"), text(reason::outbid));
    QCOMPARE(world.ping("bolt")->reason.detail, std::string("lost to acme at 10.00 USD"));
    QCOMPARE(world.route().buyer, std::string("bolt")); // acme was served last
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.route().buyer, std::string("bolt"));
}

void TestExchange::fixedPricesRankWithBids()
{
    World world;
    world.market.buyer("acme");
    world.market.buyer("flat", false);
    world.market.channel(world.market.root(), "acme");
    world.market.fixed(world.market.root(), "flat", "15");
    world.buyers.pings["acme"] = {bid("14.99"), bid("15.01")};
    world.buyers.posts = {{"acme", {says("ok")}}, {"flat", {says("ok")}}};

    const IntakeAnswer &first = world.route();
    QCOMPARE(first.buyer, std::string("flat"));
    QCOMPARE(first.decision, RoutingDecision::DirectPost);
    QCOMPARE(first.price, usd("15"));
    QVERIFY(world.traceComplete());
    const IntakeAnswer &second = world.route();
    QCOMPARE(second.buyer, std::string("acme"));
    QCOMPARE(world.skipReason("flat"), text(reason::outbid));
    QVERIFY(world.traceComplete());
}

void TestExchange::bidsThatDoNotCount()
{
    World world;
    for (const char *name : {"low", "foreign", "silent", "odd", "good"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.market.root().floor = usd("5");
    std::get<domain::Channel>(world.market.root().children[0].node).floor = usd("30");
    world.buyers.pings = {{"low", {bid("29.99")}},
                          {"foreign", {Act{R"({"result":"ok","price":"90","currency":"EUR"})"}}},
                          {"silent", {Act{R"({"result":"ok"})"}}},
                          {"odd", {Act{R"({"result":"perhaps"})"}}},
                          {"good", {bid("5")}}};
    world.buyers.posts["good"] = {says("ok")};
    QCOMPARE(world.route().buyer, std::string("good"));
    QCOMPARE(world.pingReason("low"), text(reason::belowFloor));
    QCOMPARE(world.pingReason("foreign"), text(reason::currencyMismatch));
    QCOMPARE(world.pingReason("silent"), text(reason::priceMissing));
    QCOMPARE(world.ping("odd")->outcome, AttemptOutcome::Unrecognised);
    QVERIFY(world.traceComplete());
}

void TestExchange::lateBidsNeverCount()
{
    World world;
    for (const char *name : {"slow", "deaf", "good"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name).timeLimit = 100ms;
    }
    Act late = bid("99", 150ms);
    late.ignoresLimit = true; // the gateway reports after its limit: the round does not wait for it
    world.buyers.pings = {{"slow", {bid("98", 150ms)}}, {"deaf", {late}}, {"good", {bid("5")}}};
    world.buyers.posts["good"] = {says("ok", 200ms)};
    QCOMPARE(world.route().buyer, std::string("good"));
    QCOMPARE(world.ping("slow")->outcome, AttemptOutcome::TimedOut);
    QCOMPARE(world.pingReason("slow"), text(reason::timedOut));
    QCOMPARE(world.ping("deaf")->outcome, AttemptOutcome::TimedOut);
    QCOMPARE(world.pingReason("deaf"), text(reason::lateBid));
    QVERIFY(world.answeredAt.back() < 330ms);

    // and one that comes after everything is written disturbs nothing
    world.buyers.pings["deaf"].front().delay = 5s;
    QCOMPARE(world.route().buyer, std::string("good"));
    QCOMPARE(world.pingReason("deaf"), text(reason::timedOut));
}

void TestExchange::nobodyBids()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {says("full")};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.state, LeadState::Unsold);
    QCOMPARE(answer.decision, RoutingDecision::NoBid);
    QCOMPARE(answer.reason.code, text(reason::noBid));
    QCOMPARE(world.pingReason("acme"), text(reason::buyerCapped));
    QVERIFY(world.durableWhenAnswered.back());
}

void TestExchange::waterfallStopsAtTheFirstBuyer()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.posts[name] = {says("ok")};
    }
    world.buyers.pings = {{"acme", {says("no")}}, {"bolt", {bid("3")}}, {"core", {bid("99")}}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.buyer, std::string("bolt"));
    QCOMPARE(world.buyers.pinged(), (std::vector<std::string>{"acme", "bolt"}));
    QCOMPARE(world.skipReason("core"), text(reason::notNeeded));
    QVERIFY(world.traceComplete());
}

void TestExchange::waterfallGoesOnAfterReject()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.pings[name] = {bid("9")};
    }
    world.buyers.posts = {{"acme", {says("no")}}, {"bolt", {says("dup")}}, {"core", {says("ok")}}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.buyer, std::string("core"));
    QCOMPARE(answer.reason.code, text(reason::soldAfterReject));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt", "core"}));
    auto posts = world.database.postsOf(answer.leadId);
    QCOMPARE(posts[0]->result.outcome, AttemptOutcome::Rejected);
    QCOMPARE(posts[1]->result.outcome, AttemptOutcome::Duplicate);
    QVERIFY(!posts[0]->held && !posts[1]->held && posts[2]->held);
    QVERIFY(world.traceComplete());
}

void TestExchange::directPostsInAWaterfall()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    world.market.buyer("flat", false);
    world.market.buyer("acme");
    world.market.fixed(world.market.root(), "flat", "7.5");
    world.market.channel(world.market.root(), "acme");
    world.buyers.posts = {{"flat", {says("no"), says("ok")}}, {"acme", {says("no")}}};
    world.buyers.pings["acme"] = {bid("1")};
    const IntakeAnswer &first = world.route();
    QCOMPARE(first.state, LeadState::Unsold);
    QCOMPARE(first.decision, RoutingDecision::AllPostsRejected);
    QVERIFY(world.traceComplete());
    const IntakeAnswer &second = world.route();
    QCOMPARE(second.buyer, std::string("flat"));
    QCOMPARE(second.reason.code, text(reason::soldDirect));
    QCOMPARE(second.price, usd("7.50"));
}

void TestExchange::rejectGoesToTheNextBestBid()
{
    World world;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("10")}}, {"bolt", {bid("30")}}, {"core", {bid("20")}}};
    world.buyers.posts = {{"bolt", {says("no")}}, {"core", {says("ok")}}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.buyer, std::string("core"));
    QCOMPARE(answer.price, usd("20"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"bolt", "core"}));
    QCOMPARE(world.ping("bolt")->reason.detail, std::string("then: buyer_rejected"));
    QCOMPARE(world.ping("acme")->reason.detail, std::string("lost to core by 10.00 USD"));
    QVERIFY(world.traceComplete());
}

void TestExchange::repostsAreLimited()
{
    World world;
    world.market.root().maxReposts = 1;
    for (int i = 0; i < 5; ++i) {
        std::string name = "b" + std::to_string(i);
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.pings[name] = {bid(std::to_string(10 + i))};
        world.buyers.posts[name] = {says("no")};
    }
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.decision, RoutingDecision::AllPostsRejected);
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"b4", "b3"}));
    QCOMPARE(world.pingReason("b2"), text(reason::notNeeded));
    QVERIFY(world.traceComplete());

    World waterfall;
    waterfall.market.root().logic = GroupLogic::Exclusive;
    waterfall.market.root().maxReposts = 0;
    for (const char *name : {"acme", "bolt"}) {
        waterfall.market.buyer(name);
        waterfall.market.channel(waterfall.market.root(), name);
        waterfall.buyers.pings[name] = {bid("5")};
        waterfall.buyers.posts[name] = {says("no")};
    }
    waterfall.route();
    QCOMPARE(waterfall.buyers.pinged(), std::vector<std::string>{"acme"});
    QCOMPARE(waterfall.skipReason("bolt"), text(reason::notNeeded));
}

void TestExchange::sameBuyerIsNeverPostedToTwice()
{
    World world;
    world.market.buyer("acme");
    world.market.buyer("bolt");
    world.market.channel(world.market.root(), "acme", "acme-one");
    world.market.channel(world.market.root(), "acme", "acme-two");
    world.market.channel(world.market.root(), "bolt");
    world.buyers.pings = {{"acme", {bid("30"), bid("29")}}, {"bolt", {bid("1")}}};
    world.buyers.posts = {{"acme", {says("no")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("bolt"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt"}));
    QCOMPARE(world.pingReason("acme-two"), text(reason::buyerRejected));

    World waterfall;
    waterfall.market.root().logic = GroupLogic::Exclusive;
    waterfall.market.buyer("acme");
    waterfall.market.channel(waterfall.market.root(), "acme", "acme-one");
    waterfall.market.channel(waterfall.market.root(), "acme", "acme-two");
    waterfall.buyers.pings["acme"] = {bid("30")};
    waterfall.buyers.posts["acme"] = {says("no")};
    waterfall.route();
    QCOMPARE(waterfall.buyers.pinged().size(), std::size_t(1));
    QCOMPARE(waterfall.skipReason("acme-two"), text(reason::buyerRejected));
}

void TestExchange::auctionsInAWaterfall()
{
    World world;
    for (const char *name : {"a1", "a2", "b1", "b2"})
        world.market.buyer(name);
    world.market.root().logic = GroupLogic::Exclusive;
    auto &first = world.market.group(world.market.root(), "first", GroupLogic::Auction);
    world.market.channel(first, "a1");
    world.market.channel(first, "a2");
    auto &second = world.market.group(world.market.root(), "second", GroupLogic::Auction);
    world.market.channel(second, "b1");
    world.market.channel(second, "b2");
    world.buyers.pings = {{"a1", {bid("5")}}, {"a2", {bid("6")}}, {"b1", {bid("90")}}, {"b2", {bid("80")}}};
    world.buyers.posts = {{"a1", {says("no")}}, {"a2", {says("no"), says("ok")}}, {"b1", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("b1")); // both of the first group refused
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"a2", "a1", "b1"}));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.route().buyer, std::string("a2")); // the second group is not asked
    QCOMPARE(world.skipReason("b1"), text(reason::notNeeded));
    QCOMPARE(world.skipReason("b2"), text(reason::notNeeded));
    QVERIFY(world.traceComplete());
}

void TestExchange::waterfallInAnAuction()
{
    World world;
    for (const char *name : {"w1", "w2", "w3", "solo"})
        world.market.buyer(name);
    auto &fall = world.market.group(world.market.root(), "fall", GroupLogic::Exclusive);
    for (const char *name : {"w1", "w2", "w3"})
        world.market.channel(fall, name);
    world.market.channel(world.market.root(), "solo");
    world.buyers.pings = {
        {"w1", {says("no")}}, {"w2", {bid("20")}}, {"w3", {bid("30")}}, {"solo", {bid("25")}}};
    // solo outbids what the waterfall offers, refuses; then w2; then the waterfall goes on to w3
    world.buyers.posts = {{"solo", {says("no")}}, {"w2", {says("no")}}, {"w3", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("w3"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"solo", "w2", "w3"}));
    QVERIFY(world.traceComplete());
}

void TestExchange::nestedAuctionsCompeteTogether()
{
    World world;
    for (const char *name : {"a1", "a2", "b1"})
        world.market.buyer(name);
    auto &inner = world.market.group(world.market.root(), "inner", GroupLogic::Auction);
    inner.floor = usd("10");
    world.market.channel(inner, "a1");
    world.market.channel(inner, "a2");
    world.market.channel(world.market.root(), "b1");
    world.buyers.pings = {{"a1", {bid("9", 50ms)}}, {"a2", {bid("12", 50ms)}}, {"b1", {bid("11", 50ms)}}};
    world.buyers.posts = {{"a2", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("a2"));
    QVERIFY(world.answeredAt.back() < 90ms); // asked together
    QCOMPARE(world.pingReason("a1"), text(reason::belowFloor));
    QCOMPARE(world.pingReason("b1"), text(reason::outbid));
    QVERIFY(world.traceComplete());
}

void TestExchange::groupsAndChannelsThatAreOff()
{
    World world;
    for (const char *name : {"paused", "off", "ingroup", "good"})
        world.market.buyer(name);
    world.market.document().buyers.front().paused = true;
    world.market.channel(world.market.root(), "paused");
    world.market.channel(world.market.root(), "off").enabled = false;
    world.market.channel(world.market.root(), "good");
    auto &group = world.market.group(world.market.root(), "closed", GroupLogic::Auction);
    group.enabled = false;
    world.market.channel(group, "ingroup");
    world.buyers.pings["good"] = {bid("1")};
    world.buyers.posts["good"] = {says("ok")};
    QCOMPARE(world.route().buyer, std::string("good"));
    QCOMPARE(world.buyers.pinged(), std::vector<std::string>{"good"});
    for (const char *name : {"paused", "off", "ingroup"})
        QCOMPARE(world.skipReason(name), text(reason::channelPaused));
    QVERIFY(world.traceComplete());
}

void TestExchange::invalidLeadIsExplainedAndRecorded()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    IntakeLead lead = world.lead();
    lead.fields = domain::Object{{"state", "Nowhere"}, {"note", "kept"}, {"extra", "unknown"}};
    lead.idempotency = IdempotencyClaim{"k1", "POST /v1/leads", "once", "hash"};
    world.submit(std::move(lead));
    world.time.run();
    const IntakeAnswer &answer = world.answers.back();
    QCOMPARE(answer.kind, Kind::Invalid);
    QCOMPARE(answer.decision, RoutingDecision::Invalid);
    QCOMPARE(answer.errors.size(), std::size_t(2));
    QVERIFY(world.buyers.calls.empty());
    QCOMPARE(world.stored().state, LeadState::Rejected);
    QCOMPARE(world.stored().reason.code, text(reason::invalidLead));
    QCOMPARE(world.stored().reason.detail, std::string("ref: required, state: not_a_state"));
    QVERIFY(world.stored().events.back().detail.find("not_a_state") != std::string::npos);
    QVERIFY(world.stored().received.fields.find("note"));
    QVERIFY(!world.stored().received.fields.find("state"));
    // mended, it may come again under the same key
    IntakeLead mended = world.lead();
    mended.idempotency = IdempotencyClaim{"k1", "POST /v1/leads", "once", "other hash"};
    world.submit(std::move(mended));
    world.time.run();
    QCOMPARE(world.answers.back().kind, Kind::Done);
}

void TestExchange::testLeadIsNeverSold()
{
    for (bool bySource : {false, true}) {
        World world;
        world.market.source().testMode = bySource;
        world.market.buyer("acme");
        world.market.channel(world.market.root(), "acme");
        world.buyers.pings["acme"] = {bid("30")};
        IntakeLead lead = world.lead();
        lead.test = !bySource;
        world.submit(std::move(lead));
        world.time.run();
        const IntakeAnswer &answer = world.answers.back();
        QCOMPARE(answer.state, LeadState::Unsold);
        QCOMPARE(answer.decision, RoutingDecision::TestLead);
        QCOMPARE(answer.reason.code, text(reason::testLead));
        QVERIFY(world.buyers.calls.empty());
        QVERIFY(world.stored().received.test);
        QCOMPARE(world.skipReason("acme"), text(reason::testLead));
        QVERIFY(world.durableWhenAnswered.back());
    }
}

void TestExchange::unknownOrDisabledSource()
{
    World world;
    IntakeLead lead = world.lead();
    lead.source = "nobody";
    world.submit(std::move(lead));
    world.time.run();
    QCOMPARE(world.answers.back().kind, Kind::Invalid);
    QCOMPARE(world.answers.back().errors.front().code, std::string("unknown_source"));
    QVERIFY(world.database.leads.empty());

    World disabled;
    disabled.market.source().enabled = false;
    QCOMPARE(disabled.route().kind, Kind::Invalid);
    QCOMPARE(disabled.answers.back().errors.front().code, std::string("source_disabled"));
    QCOMPARE(disabled.stored().state, LeadState::Rejected);
}

void TestExchange::idempotencyReplaysTheSameBytes()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30", 50ms)};
    world.buyers.posts["acme"] = {says("ok")};
    auto claimed = [&world](const char *hash) {
        IntakeLead lead = world.lead();
        lead.idempotency = IdempotencyClaim{"k1", "POST /v1/leads", "order-1", hash};
        return lead;
    };
    world.submit(claimed("a"));
    world.time.runFor(10ms);
    world.submit(claimed("a"));
    world.time.runFor(10ms);
    QCOMPARE(world.answers.size(), std::size_t(1));
    QCOMPARE(world.answers.back().kind, Kind::InFlight);
    world.time.run();
    QCOMPARE(world.answers.back().state, LeadState::Sold);
    StoredAnswer first = world.answers.back().stored;
    world.submit(claimed("a"));
    world.time.run();
    QCOMPARE(world.answers.back().kind, Kind::Replay);
    QCOMPARE(world.answers.back().stored.body, first.body);
    QCOMPARE(world.answers.back().stored.contentType, first.contentType);
    world.submit(claimed("b"));
    world.time.run();
    QCOMPARE(world.answers.back().kind, Kind::KeyMismatch);
    QCOMPARE(world.buyers.posted.size(), std::size_t(1));
}

void TestExchange::repeatedPayloadIsADuplicate()
{
    World world;
    world.market.source().repeatWindowSeconds = 60;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30")};
    world.buyers.posts["acme"] = {says("ok")};
    world.submit(world.lead("same"));
    world.time.run();
    Uuid original = world.answers.back().leadId;
    IntakeLead again = world.lead("same");
    again.fields.set("state", "tx"); // the same lead once normalised
    world.submit(std::move(again));
    world.time.run();
    const IntakeAnswer &answer = world.answers.back();
    QCOMPARE(answer.state, LeadState::Duplicate);
    QVERIFY(answer.deduped);
    QCOMPARE(answer.original, original);
    QCOMPARE(answer.reason.code, text(reason::repeatedPayload));
    QVERIFY(world.durableWhenAnswered.back());
    QCOMPARE(world.buyers.posted.size(), std::size_t(1));
    world.time.runFor(61s);
    world.submit(world.lead("same"));
    world.time.run();
    QCOMPARE(world.answers.back().state, LeadState::Sold);
}

void TestExchange::aTestLeadIsNoOriginal()
{
    World world;
    world.market.source().repeatWindowSeconds = 60;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30")};
    world.buyers.posts["acme"] = {says("ok")};
    IntakeLead trial = world.lead("same");
    trial.test = true;
    world.submit(trial);
    world.time.run();
    QCOMPARE(world.answers.back().decision, RoutingDecision::TestLead);
    world.submit(world.lead("same"));
    world.time.run();
    QCOMPARE(world.answers.back().state, LeadState::Sold);
    // nor is the real one the original of a test
    world.submit(trial);
    world.time.run();
    QVERIFY(world.answers.back().original != world.answers[1].leadId);
}

void TestExchange::budgetLimitsPings()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    for (const char *name : {"hangs", "never"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name).timeLimit = 10s;
        world.buyers.pings[name] = {bid("30", 60s)};
    }
    IntakeLead lead = world.lead();
    lead.budget = 300ms; // lower than the source's 500
    world.submit(std::move(lead));
    world.time.run();
    QCOMPARE(world.answers.back().state, LeadState::Unsold);
    QVERIFY(world.answeredAt.back() <= 300ms);
    QCOMPARE(world.buyers.calls.size(), std::size_t(1));
    QVERIFY(world.buyers.calls.front().timeLimit <= 180ms); // the reserves are kept
    QCOMPARE(world.pingReason("hangs"), text(reason::timedOut));
    QCOMPARE(world.skipReason("never"), text(reason::noTimeLeft));
    QVERIFY(world.traceComplete());
    // a higher wish does not count
    IntakeLead greedy = world.lead("L2");
    greedy.budget = 60s;
    Micros before = world.time.now();
    world.submit(std::move(greedy));
    world.time.run();
    QVERIFY(world.answeredAt.back() - before <= 500ms);
}

void TestExchange::postThatOutlastsTheBudgetIsAnsweredEarly()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts = {{"acme", {says("ok", 1500ms), says("no", 1500ms)}}, {"bolt", {says("ok")}}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(world.answers.size(), std::size_t(1));
    QVERIFY(world.answeredAt.back() > 400ms && world.answeredAt.back() <= 500ms);
    QCOMPARE(answer.kind, Kind::Done);
    QCOMPARE(answer.state, LeadState::Posting);
    QCOMPARE(answer.decision, RoutingDecision::Pending);
    QCOMPARE(answer.reason.code, text(reason::budgetSpent));
    QVERIFY(world.durableWhenAnswered.back());
    // the post was not cut short, and the stored answer is the one that was given
    QCOMPARE(world.stored().state, LeadState::Sold);
    QCOMPARE(world.stored().answer->body, answer.stored.body);
    // a reject after that is the end: there is no time for another
    world.route();
    QCOMPARE(world.stored().state, LeadState::Unsold);
    QCOMPARE(world.pingReason("bolt"), text(reason::noTimeLeft));
    QVERIFY(world.traceComplete());
}

void TestExchange::drainRefusesNewLeads()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30", 50ms)};
    world.buyers.posts["acme"] = {says("ok", 50ms)};
    world.submit(world.lead());
    world.time.runFor(10ms);
    bool drained = false;
    world.exchange->drain([&drained] { drained = true; });
    world.submit(world.lead("L2"));
    world.time.runFor(10ms);
    QCOMPARE(world.answers.back().kind, Kind::Unavailable);
    QVERIFY(!drained);
    world.time.run();
    QVERIFY(drained);
    QCOMPARE(world.answers.back().state, LeadState::Sold); // posts in flight finish
    QCOMPARE(world.database.leads.size(), std::size_t(1));
}

void TestExchange::tooManyInFlightAreRefused()
{
    World world;
    world.settings.maxInFlight = 2;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    for (int i = 0; i < 3; ++i)
        world.submit(world.lead("L" + std::to_string(i)));
    QCOMPARE(world.exchange->inFlight(), std::size_t(2));
    world.time.run();
    QCOMPARE(world.answers.size(), std::size_t(3));
    QCOMPARE(world.answers.front().kind, Kind::Unavailable);
    QCOMPARE(world.exchange->inFlight(), std::size_t(0));
}

void TestExchange::storedTextsHoldNoSecrets()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30")};
    world.buyers.posts["acme"] = {Act{R"({"result":"ok","why":"your key is tops3cret/key"})"}};
    world.route();
    // on the wire it was there
    bool sent = false;
    for (const auto &[name, value] : world.buyers.calls.front().request.headers)
        sent = sent || value.find("tops3cret/key") != std::string::npos;
    QVERIFY(sent);
    auto post = world.database.postsOf(world.answers.back().leadId).front();
    for (const std::string *stored : {&world.ping("acme")->requestText, &post->sending.attempt.requestText,
                                      &post->result.requestText, &post->result.responseText}) {
        QVERIFY(!stored->empty());
        QVERIFY(stored->find("tops3cret") == std::string::npos);
    }
    QVERIFY(world.ping("acme")->requestText.find("{{api_key}}") != std::string::npos);
}

void TestExchange::storedTextsAreCut()
{
    World world;
    world.settings.maxStoredBytes = 1000;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    std::string filler;
    while (filler.size() < 5000)
        filler += "\xc3\xa9"; // é
    world.buyers.pings["acme"] = {Act{R"({"result":"ok","price":"3","filler":")" + filler + R"("})"}};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().price, usd("3"));
    const std::string &stored = world.ping("acme")->responseText;
    QVERIFY(stored.size() <= 1000 && stored.size() >= 998);
    QCOMPARE(QString::fromUtf8(stored.c_str()).toUtf8().toStdString(), stored); // whole characters
}

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
