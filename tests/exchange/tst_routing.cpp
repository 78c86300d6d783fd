// Who is asked, in which order, and who gets the lead: filters, schedules and the logics of groups, over
// scripted buyers.
#include "exchange/scriptedworld.h"
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace bourse;
using namespace bourse::exchange;
using namespace bourse::testing;
using domain::GroupLogic;
using domain::RoutingDecision;
namespace reason = domain::reason;

namespace {
std::string text(std::string_view view)
{
    return std::string(view);
}

domain::Filter filter(const char *text)
{
    return domain::parseFilter(text).value();
}

/// Buyers that are pinged, each with a channel in `group`.
void addBuyers(World &world, domain::Group &group, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        world.market.buyer(name);
        world.market.channel(group, name);
    }
}

domain::Channel &channelAt(domain::Group &group, std::size_t index)
{
    return std::get<domain::Channel>(group.children[index].node);
}

std::string skipDetail(const World &world, const std::string &channel)
{
    for (const auto &skipped : world.stored().skipped)
        if (skipped.channel == channel)
            return skipped.reason.detail;
    return {};
}
} // namespace

class TestRouting : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void filtersKeepLeadsFromChannels();
    void filtersOfGroupsCountForAllInThem();
    void filtersSeeTheLeadsVertical();
    void schedulesCloseChannels();
    void pacedCapsLetTheNextBidWin();
    void pingsPerSecond();
    void roundRobinGoesAround();
    void aFullChannelKeepsItsTurn();
    void weightsShareLeadsOut();
    void expectedProfitLearns();
    void statisticsMayComeFromOutside();
    void sourcesMaySplitTheirLeads();
    void pricesByRule();
    void qualityDecides();
    void secondPrice();
    void secondPriceAfterAReject();
    void auctionsCloseEarly();
    void auctionsThatMustWait();
    void priceLadder();
    void salesMustBringTheirMinimum();
    void sharedLeadsAreSoldSeveralTimes();
    void aRejectTakesNoSale();
    void anUnknownPostEndsSharing();
    void sharedPostsLeaveAtOnce();
    void whatHasComeIsReadFirst();
    void aFullCapWaitsForWhatIsUnderWay();
    void closedWhileAPostIsUnderWay();
    void severalFatesOpen_data();
    void severalFatesOpen();
    void sharedPostsAndALongFault_data();
    void sharedPostsAndALongFault();
    void sharedSalesStayInTheirGroup();
    void oneBuyerBuysOnce();
    void exclusiveOrShared_data();
    void exclusiveOrShared();
    void sharedSalesSurviveTheJournal();
};

void TestRouting::filtersKeepLeadsFromChannels()
{
    World world;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    channelAt(world.market.root(), 0).filter = filter("state in (CA, NY)");
    channelAt(world.market.root(), 1).filter =
        filter("state = Texas and @source = web and not (ref in list vip)");
    world.market.document().lists = {{"vip", {}, {"L2"}}};
    world.buyers.pings = {{"acme", {bid("50")}}, {"bolt", {bid("30")}}, {"core", {bid("20")}}};
    world.buyers.posts = {{"bolt", {says("ok")}}, {"core", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("bolt")); // L1
    QCOMPARE(world.skipReason("acme"), text(reason::filteredOut));
    QCOMPARE(skipDetail(world, "acme"), std::string("needs state in (CA, NY)"));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.route().buyer, std::string("core")); // L2
    QCOMPARE(skipDetail(world, "bolt"), std::string("needs not (ref in list \"vip\")"));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.buyers.pinged(), (std::vector<std::string>{"bolt", "core", "core"}));
}

void TestRouting::filtersOfGroupsCountForAllInThem()
{
    World world;
    auto &east = world.market.group(world.market.root(), "east", GroupLogic::Auction);
    east.filter = filter("state = NY");
    addBuyers(world, east, {"acme", "bolt"});
    auto &rest = world.market.group(world.market.root(), "rest", GroupLogic::Exclusive);
    addBuyers(world, rest, {"core"});
    world.buyers.pings["core"] = {bid("20")};
    world.buyers.posts["core"] = {says("ok")};
    QCOMPARE(world.route().buyer, std::string("core"));
    for (const char *name : {"acme", "bolt"}) {
        QCOMPARE(world.skipReason(name), text(reason::filteredOut));
        QCOMPARE(skipDetail(world, name), std::string("needs state = NY (group east)"));
    }
    QVERIFY(world.traceComplete());
}

void TestRouting::filtersSeeTheLeadsVertical()
{
    // the same tree for two verticals, in which one field is not of the same type
    World world;
    addBuyers(world, world.market.root(), {"acme"});
    channelAt(world.market.root(), 0).filter = filter("note = 07");
    auto other = world.market.document().verticals[0];
    other.slug = "other";
    other.fields[2].type = domain::FieldType::Integer;
    world.market.document().verticals.push_back(other);
    auto source = world.market.source();
    source.slug = "other";
    source.vertical = "other";
    world.market.document().sources.push_back(source);
    world.buyers.pings["acme"] = {bid("20")};
    world.buyers.posts["acme"] = {says("ok")};
    for (const char *name : {"web", "other"}) {
        IntakeLead lead = world.lead(name);
        lead.source = name;
        lead.fields.set("note", "7");
        world.submit(std::move(lead));
        world.time.run();
    }
    QCOMPARE(world.answers[0].state, LeadState::Unsold); // as text, "7" is not "07"
    QCOMPARE(world.answers[1].state, LeadState::Sold);   // as a number it is
}

void TestRouting::schedulesCloseChannels()
{
    World world; // a Thursday, 20:26 UTC
    addBuyers(world, world.market.root(), {"acme", "bolt"});
    domain::Schedule office;
    office.hours = {{0b0011111, 9 * 60, 17 * 60}};
    world.market.document().buyers[0].zone = "America/Los_Angeles"; // 13:26
    world.market.document().buyers[1].zone = "Europe/Zurich";       // 22:26
    for (std::size_t i : {0, 1})
        channelAt(world.market.root(), i).schedule = office;
    world.buyers.pings = {{"acme", {bid("20")}}, {"bolt", {bid("30")}}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.skipReason("bolt"), text(reason::outsideSchedule));
    QCOMPARE(skipDetail(world, "bolt"), std::string("opens 2026-05-29T07:00:00.000Z"));
    world.time.runFor(std::chrono::hours(11)); // Friday, 07:26 UTC
    QCOMPARE(world.route().buyer, std::string("bolt"));
    QCOMPARE(world.skipReason("acme"), text(reason::outsideSchedule));
    world.time.runFor(std::chrono::hours(11)); // Friday, 18:26 UTC: 11:26 in the west, 20:26 in the east
    QCOMPARE(world.route().buyer, std::string("acme"));
    QVERIFY(world.traceComplete());
    // a group's schedule is in the workspace's zone, and one that is over says so
    World closed;
    addBuyers(closed, closed.market.root(), {"acme"});
    domain::Schedule past;
    past.dates = {{QDate(2025, 1, 1), QDate(2025, 12, 31), {}}};
    closed.market.root().schedule = past;
    QCOMPARE(closed.route().reason.code, text(reason::noBuyer));
    QCOMPARE(skipDetail(closed, "acme"), std::string("it does not open again"));
}

void TestRouting::pacedCapsLetTheNextBidWin()
{
    World world;
    addBuyers(world, world.market.root(), {"acme", "bolt"});
    domain::Cap cap;
    cap.period = domain::CapPeriod::Hour; // 20:26:40 is 4/9 of it
    cap.leads = 9;
    cap.even = true;
    channelAt(world.market.root(), 0).caps = {cap};
    world.buyers.pings = {{"acme", {bid("50")}}, {"bolt", {bid("30")}}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    std::vector<std::string> buyers;
    for (int i = 0; i < 7; ++i)
        buyers.push_back(world.route().buyer);
    QCOMPARE(buyers, (std::vector<std::string>{"acme", "acme", "acme", "acme", "acme", "bolt", "bolt"}));
    QCOMPARE(world.pingReason("acme"), text(reason::capReached));
    world.time.runFor(std::chrono::seconds(400)); // a ninth of an hour
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.route().buyer, std::string("bolt"));
}

void TestRouting::pingsPerSecond()
{
    World world;
    addBuyers(world, world.market.root(), {"acme", "bolt"});
    world.market.document().buyers[0].pingsPerSecond = 2;
    world.buyers.pings = {{"acme", {bid("50")}}, {"bolt", {bid("30")}}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.route().buyer, std::string("bolt"));
    QCOMPARE(world.skipReason("acme"), text(reason::pingLimited));
    QVERIFY(world.traceComplete());
    world.time.runFor(1s);
    QCOMPARE(world.route().buyer, std::string("acme"));
}

void TestRouting::roundRobinGoesAround()
{
    World world;
    world.market.root().logic = GroupLogic::RoundRobin;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name, false);
        world.market.fixed(world.market.root(), name, "10");
        world.buyers.posts[name] = {says("ok")};
    }
    channelAt(world.market.root(), 2).filter = filter("not (ref in (L5, L6))");
    std::vector<std::string> buyers;
    for (int i = 0; i < 9; ++i) {
        buyers.push_back(world.route().buyer);
        QVERIFY(world.traceComplete());
    }
    for (std::size_t i : {1, 2, 3})
        QVERIFY(i == 3 ? buyers[3] == buyers[0] : buyers[i] != buyers[i - 1]);
    QVERIFY(buyers[4] != "core" && buyers[5] != "core"); // L5 and L6
    QCOMPARE(buyers[6], std::string("core"));            // its turn comes as soon as it can take one
    for (const char *name : {"acme", "bolt", "core"})
        QVERIFY(std::count(buyers.begin(), buyers.end(), name) >= 2);
    // a reject is a turn; the next in line gets the lead
    world.buyers.posts["acme"] = {says("no")};
    for (int i = 0; i < 6; ++i) {
        QVERIFY(world.route().state == LeadState::Sold);
        QVERIFY(world.answers.back().buyer != "acme");
    }
}

void TestRouting::aFullChannelKeepsItsTurn()
{
    World world;
    world.market.root().logic = GroupLogic::Weighted;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name, false);
        world.market.fixed(world.market.root(), name, "10");
        world.buyers.posts[name] = {says("ok")};
    }
    channelAt(world.market.root(), 0).weight = 2;
    domain::Cap cap;
    cap.period = domain::CapPeriod::Hour;
    cap.leads = 3;
    channelAt(world.market.root(), 0).caps = {cap};
    std::map<std::string, int> counted;
    for (int i = 0; i < 43; ++i) {
        ++counted[world.route().buyer];
        QVERIFY(world.traceComplete());
    }
    QCOMPARE(counted["acme"], 3);
    QVERIFY(std::abs(counted["bolt"] - counted["core"]) <= 2); // what it could not take is shared by weight
    QCOMPARE(world.skipReason("acme"), text(reason::capReached));
    world.time.runFor(std::chrono::hours(1));
    counted.clear();
    for (int i = 0; i < 4; ++i)
        ++counted[world.route().buyer];
    QVERIFY(counted["acme"] >= 1 && counted["acme"] <= 3); // its share, not what it has missed
}

void TestRouting::weightsShareLeadsOut()
{
    World world;
    world.market.root().logic = GroupLogic::Weighted;
    auto &pair = world.market.group(world.market.root(), "pair", GroupLogic::Auction);
    pair.weight = 7;
    addBuyers(world, pair, {"acme", "bolt"});
    auto &rest = world.market.group(world.market.root(), "rest", GroupLogic::Auction);
    rest.weight = 3;
    addBuyers(world, rest, {"core"});
    for (const char *name : {"acme", "bolt", "core"}) {
        world.buyers.pings[name] = {bid(name == std::string("bolt") ? "20" : "10")};
        world.buyers.posts[name] = {says("ok")};
    }
    std::map<std::string, int> counted;
    for (int i = 0; i < 100; ++i)
        ++counted[world.route().buyer];
    QVERIFY(std::abs(counted["bolt"] - 70) <= 1);
    QVERIFY(std::abs(counted["core"] - 30) <= 1);
    QVERIFY(world.traceComplete());
}

void TestRouting::expectedProfitLearns()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    world.market.root().order = domain::ChildOrder::ExpectedProfit;
    for (const char *name : {"cheap", "dear"}) {
        world.market.buyer(name, false);
        world.market.fixed(world.market.root(), name, name == std::string("dear") ? "30" : "10");
    }
    world.buyers.posts = {{"cheap", {says("ok")}}, {"dear", {says("no")}}};
    std::vector<std::string> first;
    for (int i = 0; i < 60; ++i) {
        const std::size_t before = world.buyers.posted.size();
        QCOMPARE(world.route().buyer, std::string("cheap"));
        first.push_back(world.buyers.posted[before]);
        QVERIFY(world.traceComplete());
    }
    QCOMPARE(first.front(), std::string("dear"));          // three times the price
    QCOMPARE(first.back(), std::string("cheap"));          // but it takes none
    QVERIFY(std::is_sorted(first.rbegin(), first.rend())); // once it was passed, it stays so
}

void TestRouting::statisticsMayComeFromOutside()
{
    struct Told final : ChannelStatistics {
        std::map<std::string, ChannelCounts> counted;
        ChannelCounts counts(const std::string &channel) const override
        {
            auto at = counted.find(channel);
            return at == counted.end() ? ChannelCounts() : at->second;
        }
    } told;
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    world.market.root().order = domain::ChildOrder::ExpectedProfit;
    auto &nested = world.market.group(world.market.root(), "nested", GroupLogic::Auction);
    addBuyers(world, nested, {"acme"});
    addBuyers(world, world.market.root(), {"bolt", "core"});
    for (const char *name : {"acme", "bolt", "core"}) {
        world.buyers.pings[name] = {bid("10")};
        world.buyers.posts[name] = {says("no")};
    }
    // the same price and acceptance; core's sales come back, acme's cost more
    told.counted["acme"] = {1000, 500, 0, 5'000'000'000};
    told.counted["bolt"] = {1000, 500, 0, 5'000'000'000};
    told.counted["core"] = {1000, 500, 400, 5'000'000'000};
    std::get<domain::Channel>(std::get<domain::Group>(world.market.root().children[0].node).children[0].node)
        .cost = usd("2");
    world.exchange =
        std::make_unique<Exchange>(ExchangePorts{world.time, world.time, world.journal, world.buyers,
                                                 world.secrets, world.watcher, &told},
                                   world.settings);
    world.route();
    QCOMPARE(world.buyers.pinged(), (std::vector<std::string>{"bolt", "acme", "core"}));
}

void TestRouting::sourcesMaySplitTheirLeads()
{
    World world;
    addBuyers(world, world.market.root(), {"acme"});
    auto other = world.market.document().trees[0];
    other.slug = "other";
    other.root.children.clear();
    world.market.document().trees.push_back(other);
    addBuyers(world, world.market.document().trees[1].root, {"bolt"});
    world.market.source().trees = {{"main", 25}, {"other", 75}};
    world.buyers.pings = {{"acme", {bid("10")}}, {"bolt", {bid("10")}}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    std::map<std::string, int> counted;
    for (int i = 0; i < 400; ++i) {
        const std::string buyer = world.route().buyer;
        ++counted[buyer];
        const auto &events = world.stored().events;
        auto split = std::find_if(events.begin(), events.end(),
                                  [](const auto &event) { return event.kind == "split"; });
        QVERIFY(split != events.end());
        QCOMPARE(split->detail, buyer == "acme" ? std::string(R"({"tree":"main","share":25,"of":100})")
                                                : std::string(R"({"tree":"other","share":75,"of":100})"));
    }
    const double off = counted["acme"] - 100.0;
    QVERIFY(off * off / 100 + off * off / 300 < 10.83); // χ² with one degree of freedom, 999 of 1000
}

void TestRouting::pricesByRule()
{
    World world;
    for (const char *name : {"acme", "bolt"})
        world.market.buyer(name, false);
    world.market.fixed(world.market.root(), "bolt", "10");
    auto &ruled = world.market.channel(world.market.root(), "acme");
    ruled.price.kind = domain::PriceKind::Fixed;
    ruled.price.rules = {{filter("ref = L1"), usd("12")}, {filter("ref in (L1, L2)"), usd("9")}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.answers.back().price, usd("12"));
    QCOMPARE(world.route().buyer, std::string("bolt")); // 9 < 10
    QCOMPARE(world.route().buyer, std::string("bolt")); // no rule is about it, and there is no other price
    QCOMPARE(world.skipReason("acme"), text(reason::priceMissing));
    QVERIFY(world.traceComplete());
}

void TestRouting::qualityDecides()
{
    World world;
    addBuyers(world, world.market.root(), {"acme", "bolt"});
    channelAt(world.market.root(), 0).qualityBasisPoints = 15'000;
    world.buyers.pings = {{"acme", {bid("10")}}, {"bolt", {bid("14")}}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.answers.back().price, usd("10")); // it pays what it bid
    QCOMPARE(world.ping("bolt")->reason.detail, std::string("lost to acme by 1.00 USD"));
}

void TestRouting::secondPrice()
{
    World world;
    world.market.root().pricing = domain::AuctionPricing::SecondPrice;
    world.market.root().floor = usd("8");
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    world.market.channel(world.market.root(), "acme", "acme-2", "acme");
    world.buyers.pings = {{"acme", {bid("20"), bid("19"), bid("20"), bid("19")}},
                          {"bolt", {bid("12.345"), says("no")}},
                          {"core", {bid("5"), bid("5")}}};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().price, usd("12.34")); // not 19: that is its own bid, too; booked half-even
    QCOMPARE(world.stored().sale->revenue, usd("12.34"));
    QCOMPARE(world.stored().sale->payout, usd("8.64")); // of 12.345
    QCOMPARE(world.pingReason("acme"), text(reason::bidWon));
    QCOMPARE(world.ping("acme")->reason.detail, std::string("pays 12.345 of 20.00 USD"));
    QCOMPARE(world.ping("bolt")->reason.detail, std::string("lost to acme by 7.655 USD"));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.route().price, usd("8")); // the floor: core is below it
    // what was held of the balance is what is paid
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).front()->sending.price, usd("8"));
}

void TestRouting::secondPriceAfterAReject()
{
    World world;
    world.market.root().pricing = domain::AuctionPricing::SecondPrice;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    world.buyers.pings = {{"acme", {bid("20")}}, {"bolt", {bid("15")}}, {"core", {bid("11")}}};
    world.buyers.posts = {{"acme", {says("no")}}, {"bolt", {says("no")}}, {"core", {says("ok")}}};
    QCOMPARE(world.route().price, usd("11")); // the last one has no next bid, and there is no floor
    auto posts = world.database.postsOf(world.answers.back().leadId);
    QCOMPARE(posts[0]->sending.attempt.price, usd("15"));
    QCOMPARE(posts[1]->sending.attempt.price, usd("11"));
}

void TestRouting::auctionsCloseEarly()
{
    World world;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    channelAt(world.market.root(), 1).maxBid = usd("15");
    channelAt(world.market.root(), 2).maxBid = usd("30");
    channelAt(world.market.root(), 2).qualityBasisPoints = 6'000;
    world.buyers.pings = {
        {"acme", {bid("20", 10ms)}}, {"bolt", {bid("14", 200ms)}}, {"core", {bid("20", 250ms)}}};
    world.buyers.posts["acme"] = {says("ok", 5ms)};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.buyer, std::string("acme"));
    QVERIFY(world.answeredAt.back() < 30ms);
    for (const char *name : {"bolt", "core"}) {
        QCOMPARE(world.pingReason(name), text(reason::cannotWin));
        QCOMPARE(world.ping(name)->outcome, AttemptOutcome::NoBid);
    }
    QVERIFY(world.traceComplete());
}

void TestRouting::auctionsThatMustWait()
{
    // each row: what bolt may bid at most, and whether that may win
    for (const char *most : {"20", "21"}) {
        World world;
        addBuyers(world, world.market.root(), {"acme", "bolt"});
        channelAt(world.market.root(), 1).maxBid = usd(most);
        channelAt(world.market.root(), 1).priority = -1; // wins a tie
        world.buyers.pings = {{"acme", {bid("20", 10ms)}}, {"bolt", {bid("20", 200ms)}}};
        world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
        QCOMPARE(world.route().buyer, std::string("bolt"));
    }
    // a second price may depend on who cannot win; and who says no leaves the others to be waited for
    World world;
    world.market.root().pricing = domain::AuctionPricing::SecondPrice;
    addBuyers(world, world.market.root(), {"acme", "bolt"});
    channelAt(world.market.root(), 1).maxBid = usd("15");
    world.buyers.pings = {{"acme", {bid("20", 10ms)}}, {"bolt", {bid("14", 200ms)}}};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().price, usd("14"));
    World declined;
    addBuyers(declined, declined.market.root(), {"acme", "bolt"});
    channelAt(declined.market.root(), 1).maxBid = usd("15");
    declined.buyers.pings = {{"acme", {says("no", 10ms)}}, {"bolt", {bid("14", 200ms)}}};
    declined.buyers.posts["bolt"] = {says("ok")};
    QCOMPARE(declined.route().buyer, std::string("bolt"));
}

void TestRouting::priceLadder()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    world.market.buyer("acme", false);
    world.market.buyer("bolt", false);
    for (const char *price : {"30", "20", "10"}) {
        auto &rung = world.market.channel(world.market.root(), "acme", std::string("acme-") + price);
        rung.price = {domain::PriceKind::Fixed, usd(price), {}};
        rung.priceLadder = price != std::string("30");
    }
    world.market.fixed(world.market.root(), "bolt", "5");
    world.buyers.posts["acme"] = {says("no"), says("ok"), says("dup")};
    world.buyers.posts["bolt"] = {says("ok")};
    QCOMPARE(world.route().price, usd("20"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "acme"}));
    // a duplicate is no matter of the price
    QCOMPARE(world.route().buyer, std::string("bolt"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "acme", "acme", "bolt"}));
    QVERIFY(world.traceComplete());
}

void TestRouting::salesMustBringTheirMinimum()
{
    World world;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    world.market.source().payoutFixed = usd("12");
    world.market.source().minProfit = usd("2");
    world.buyers.pings = {{"acme", {bid("11")}}, {"bolt", {bid("13")}}, {"core", {bid("14")}}};
    world.buyers.posts["core"] = {says("no"), says("ok")};
    QCOMPARE(world.route().state, LeadState::Unsold); // after the reject, nobody pays enough
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"core"});
    QCOMPARE(world.pingReason("acme"), text(reason::belowBreakEven));
    QCOMPARE(world.pingReason("bolt"), text(reason::belowMinimum));
    QCOMPARE(world.route().price, usd("14"));
    QCOMPARE(world.stored().sale->payout, usd("12"));
    QVERIFY(world.traceComplete());
}

void TestRouting::sharedLeadsAreSoldSeveralTimes()
{
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    world.market.root().maxSales = 2;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core", "dune"});
    world.buyers.pings = {
        {"acme", {bid("10")}}, {"bolt", {bid("20.015")}}, {"core", {bid("15")}}, {"dune", {says("no")}}};
    for (const char *name : {"acme", "bolt", "core"})
        world.buyers.posts[name] = {says("ok")};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.state, LeadState::Sold);
    QCOMPARE(answer.decision, RoutingDecision::PingPostWinner);
    QCOMPARE(answer.reason.code, text(reason::soldShared));
    QCOMPARE(answer.buyer, std::string("bolt")); // who pays most
    QCOMPARE(answer.price, usd("35.02"));        // of all sales
    QVERIFY(world.durableWhenAnswered.back());
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"bolt", "core"}));
    QCOMPARE(world.buyers.postsWithoutSending, 0);
    const auto &stored = world.stored();
    QCOMPARE(stored.sales.size(), std::size_t(2));
    QCOMPARE(stored.sales[0].revenue, usd("20.02"));
    QCOMPARE(stored.sales[0].payout, usd("14.01"));
    QCOMPARE(stored.sales[1].revenue, usd("15"));
    QCOMPARE(stored.sales[1].payout, usd("10.50"));
    QCOMPARE(stored.sale->payout, usd("24.51"));
    QCOMPARE(world.watcher.leads.back().payout, usd("24.51"));
    QCOMPARE(world.database.owed["bolt"], std::int64_t(20'020'000));
    QCOMPARE(world.database.owed["core"], std::int64_t(15'000'000));
    QCOMPARE(world.pingReason("core"), text(reason::bidWon));
    QCOMPARE(world.ping("core")->reason.detail, std::string("sale 2 of at most 2"));
    QCOMPARE(world.pingReason("acme"), text(reason::notNeeded));
    QCOMPARE(world.pingReason("dune"), text(reason::buyerRejected));
    QVERIFY(world.traceComplete());
    std::vector<LeadState> history;
    for (const auto &event : stored.events)
        history.push_back(event.state);
    QCOMPARE(history, (std::vector<LeadState>{LeadState::Routing, LeadState::Posting, LeadState::Posting,
                                              LeadState::Sold}));
}

void TestRouting::aRejectTakesNoSale()
{
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    world.market.root().maxSales = 2;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("no")}}, {"core", {says("ok"), says("no")}}};
    QCOMPARE(world.route().price, usd("40"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt", "core"}));
    QVERIFY(world.traceComplete());
    // sold once, then nobody else wants it: no different from an exclusive sale
    QCOMPARE(world.route().price, usd("30"));
    QCOMPARE(world.answers.back().reason.code, text(reason::soldHighestBid));
    QCOMPARE(world.stored().sales.size(), std::size_t(1));
    QVERIFY(world.traceComplete());
    for (const auto *post : world.database.postsOf(world.answers.back().leadId))
        QVERIFY(post->result.outcome != AttemptOutcome::Sending);
}

void TestRouting::anUnknownPostEndsSharing()
{
    for (const char *lost : {"acme", "bolt"}) {
        World world;
        world.market.root().logic = GroupLogic::NonExclusive;
        world.market.root().maxSales = 2;
        addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
        world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
        world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("no", 20ms)}}, {"core", {says("ok")}}};
        world.buyers.posts[lost] = {fails(WireOutcome::ConnectionLost)};
        world.route();
        // who was under way beside it is heard, nobody comes after it
        QCOMPARE(world.answers.back().state, lost == text("acme") ? LeadState::Unknown : LeadState::Sold);
        QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt"}));
        QCOMPARE(world.stored().sales.size(), std::size_t(lost == text("acme") ? 0 : 1));
        for (const auto *post : world.database.postsOf(world.answers.back().leadId)) {
            const bool isLost = post->sending.buyer == lost;
            QCOMPARE(post->result.outcome, isLost                          ? AttemptOutcome::Unknown
                                           : post->sending.buyer == "acme" ? AttemptOutcome::Accepted
                                                                           : AttemptOutcome::Rejected);
            QCOMPARE(post->held, post->result.outcome != AttemptOutcome::Rejected);
        }
        QVERIFY(world.traceComplete());
    }
}

void TestRouting::sharedPostsLeaveAtOnce()
{
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    world.market.root().maxSales = 2;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core", "dune"});
    world.buyers.pings = {
        {"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}, {"dune", {bid("5")}}};
    world.buyers.posts = {{"acme", {says("ok", 200ms)}},
                          {"bolt", {says("no", 10ms)}},
                          {"core", {says("ok", 100ms)}},
                          {"dune", {says("ok")}}};
    std::vector<AttemptOutcome> whenCoreLeft;
    world.journal.fate = [&] {
        if (whenCoreLeft.empty() && world.buyers.postedAt.contains("core"))
            for (const auto &[id, post] : world.database.posts)
                whenCoreLeft.push_back(post.result.outcome);
        return CommitFate();
    };
    QCOMPARE(world.route().price, usd("40"));
    QCOMPARE(world.answers.back().buyer, std::string("acme")); // who pays most, not who answers first
    QCOMPARE(world.stored().sale->buyer, std::string("acme"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt", "core"}));
    // bolt leaves while acme is under way; core follows bolt's refusal, which is written down first
    QVERIFY(world.buyers.postedAt["bolt"] < world.buyers.postedAt["acme"] + 5ms);
    QVERIFY(world.buyers.postedAt["core"] < world.buyers.postedAt["bolt"] + 20ms);
    QVERIFY(world.answeredAt.back() < world.buyers.postedAt["acme"] + 210ms);
    QCOMPARE(std::count(whenCoreLeft.begin(), whenCoreLeft.end(), AttemptOutcome::Sending), 2);
    QCOMPARE(std::count(whenCoreLeft.begin(), whenCoreLeft.end(), AttemptOutcome::Rejected), 1);
    QCOMPARE(world.pingReason("dune"), text(reason::notNeeded));
    QVERIFY(world.traceComplete());
}

/// An answer that comes while the next is reserved says whether there is a next.
void TestRouting::whatHasComeIsReadFirst()
{
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
    world.buyers.posts = {
        {"acme", {fails(WireOutcome::ConnectionLost)}}, {"bolt", {says("ok", 50ms)}}, {"core", {says("ok")}}};
    world.journal.fate = [] {
        return CommitFate{20ms};
    };
    QCOMPARE(world.route().price, usd("20"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt"}));
    QVERIFY(world.traceComplete());
}

void TestRouting::aFullCapWaitsForWhatIsUnderWay()
{
    World world;
    auto &root = world.market.root();
    root.logic = GroupLogic::NonExclusive;
    for (const char *name : {"acme", "bolt"})
        world.market.buyer(name, false);
    world.market.fixed(root, "acme", "9");
    domain::Cap full;
    full.period = domain::CapPeriod::Hour;
    full.leads = 1;
    full.action = domain::CapAction::Queue;
    full.queueLimit = 1h;
    world.market.fixed(root, "bolt", "5").caps = {full};
    world.buyers.posts = {{"acme", {says("no"), says("no", 30ms), says("ok", 30ms)}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("bolt"));
    QCOMPARE(world.route().state, LeadState::Pending); // acme has refused: it waits for bolt
    QCOMPARE(world.answers.back().reason.code, text(reason::awaitsCap));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.route().buyer, std::string("acme")); // has it: nobody is waited for
    QCOMPARE(world.skipReason("bolt"), text(reason::capReached));
    QVERIFY(world.traceComplete());
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt", "acme", "acme"}));
}

/// Others take the node for dead while a post is under way: no other leaves, and what its answer decides is
/// written.
void TestRouting::closedWhileAPostIsUnderWay()
{
    for (const bool accepts : {false, true}) {
        World world;
        world.market.root().logic = GroupLogic::NonExclusive;
        addBuyers(world, world.market.root(), {"acme", "bolt"});
        world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
        world.buyers.posts = {{"acme", {says(accepts ? "ok" : "no", 40ms)}}, {"bolt", {says("ok")}}};
        int calls = 0;
        world.journal.fate = [&] {
            if (++calls == 3)
                world.database.recover(world.time.utcNow());
            return CommitFate();
        };
        world.route();
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"acme"});
        const auto &lead = world.database.leads.begin()->second;
        QCOMPARE(lead.state, accepts ? LeadState::Sold : LeadState::Unsold);
        QCOMPARE(lead.sales.size(), std::size_t(accepts ? 1 : 0));
        QCOMPARE(world.exchange->inFlight(), std::size_t(0));
    }
}

void TestRouting::severalFatesOpen_data()
{
    QTest::addColumn<bool>("waits");
    QTest::addColumn<bool>("lost");
    QTest::addColumn<LeadState>("state");
    QTest::newRow("two pending") << false << false << LeadState::Pending;
    QTest::newRow("two pending, each waited for") << true << false << LeadState::Pending;
    QTest::newRow("pending and unknown") << false << true << LeadState::Unknown;
}

void TestRouting::severalFatesOpen()
{
    QFETCH(bool, waits);
    QFETCH(bool, lost);
    QFETCH(LeadState, state);
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    world.market.root().maxSales = 2;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    if (waits)
        for (auto &child : world.market.root().children)
            std::get<domain::Channel>(child.node).pacing.wait = domain::CallbackWait{1s, true};
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
    world.buyers.posts = {{"acme", {says("later")}}, {"bolt", {says("later", 30ms)}}, {"core", {says("ok")}}};
    if (lost)
        world.buyers.posts["bolt"] = {fails(WireOutcome::TimedOut, 30ms)};
    QCOMPARE(world.route().state, state);
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt"}));
    // neither is given up for the other: both may still say that they have it
    QVERIFY(world.database.waits.empty());
    std::vector<Uuid> open;
    for (const auto *post : world.database.postsOf(world.answers.back().leadId)) {
        QVERIFY(post->held);
        open.push_back(post->result.attemptId);
    }
    QCOMPARE(open.size(), std::size_t(2));
    QVERIFY(world.traceComplete());
    const UtcTime now = world.time.utcNow();
    QCOMPARE(world.database.news(open[0], domain::Reading::Rejected, now), NewsEffect::Applied);
    QCOMPARE(world.stored().state, state);
    QCOMPARE(world.database.news(open[1], domain::Reading::Accepted, now), NewsEffect::Applied);
    QCOMPARE(world.stored().state, LeadState::Sold);
}

void TestRouting::sharedSalesStayInTheirGroup()
{
    World world;
    world.market.root().logic = GroupLogic::Exclusive;
    auto &shared = world.market.group(world.market.root(), "shared", GroupLogic::NonExclusive);
    addBuyers(world, shared, {"acme", "bolt"});
    auto &inner = world.market.group(shared, "inner", GroupLogic::Exclusive);
    addBuyers(world, inner, {"core", "dune"});
    addBuyers(world, world.market.root(), {"last"});
    for (const char *name : {"acme", "bolt", "core", "dune", "last"}) {
        world.buyers.pings[name] = {bid("10")};
        world.buyers.posts[name] = {says("ok")};
    }
    world.buyers.posts["bolt"] = {says("no")};
    world.buyers.posts["core"] = {says("no")};
    QCOMPARE(world.route().price, usd("20")); // acme, and dune after core has refused
    QCOMPARE(world.stored().sales.size(), std::size_t(2));
    QCOMPARE(world.skipReason("last"), text(reason::notNeeded));
    QVERIFY(world.traceComplete());
}

void TestRouting::oneBuyerBuysOnce()
{
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    world.market.buyer("acme", false);
    world.market.buyer("bolt", false);
    for (const char *price : {"30", "20"}) {
        auto &channel = world.market.channel(world.market.root(), "acme", std::string("acme-") + price);
        channel.price = {domain::PriceKind::Fixed, usd(price), {}};
        channel.priceLadder = true;
    }
    world.market.fixed(world.market.root(), "bolt", "5");
    world.buyers.posts = {{"acme", {says("ok")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().price, usd("35"));
    QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "bolt"}));
    QVERIFY(world.traceComplete());
}

void TestRouting::exclusiveOrShared_data()
{
    QTest::addColumn<QByteArray>("exclusive");
    QTest::addColumn<int>("sales");
    QTest::addColumn<QByteArray>("price");
    QTest::newRow("exclusive brings more") << QByteArray("31") << 1 << QByteArray("31");
    QTest::newRow("as much") << QByteArray("30") << 1 << QByteArray("30");
    QTest::newRow("shared brings more") << QByteArray("29.99") << 2 << QByteArray("30");
    QTest::newRow("more than any one, less than all") << QByteArray("21") << 2 << QByteArray("30");
}

void TestRouting::exclusiveOrShared()
{
    QFETCH(QByteArray, exclusive);
    QFETCH(int, sales);
    QFETCH(QByteArray, price);
    World world;
    world.market.root().logic = GroupLogic::ExclusiveOrShared;
    addBuyers(world, world.market.root(), {"alone"});
    auto &shared = world.market.group(world.market.root(), "shared", GroupLogic::NonExclusive);
    shared.maxSales = 2;
    addBuyers(world, shared, {"acme", "bolt", "core"});
    world.buyers.pings = {{"alone", {bid(exclusive.toStdString())}},
                          {"acme", {bid("20")}},
                          {"bolt", {bid("10")}},
                          {"core", {bid("9")}}};
    for (const char *name : {"alone", "acme", "bolt", "core"})
        world.buyers.posts[name] = {says("ok")};
    QCOMPARE(world.route().price, usd(price.constData()));
    QCOMPARE(world.stored().sales.size(), static_cast<std::size_t>(sales));
    QVERIFY(world.traceComplete());
    if (sales == 2) {
        QCOMPARE(world.pingReason("alone"), text(reason::outbid));
        QCOMPARE(world.ping("alone")->reason.detail, std::string("shared sales bring 30.00 USD"));
    }
    // the exclusive buyer refuses: what is left is sold shared
    world.buyers.posts["alone"] = {says("no")};
    QCOMPARE(world.route().price, usd("30"));
    QCOMPARE(world.stored().sales.size(), std::size_t(2));
}

void TestRouting::sharedSalesSurviveTheJournal()
{
    // each commit of a shared lead fails once, in turn, with and without its effect
    for (const bool effect : {false, true}) {
        for (int failing = 1; failing <= 7; ++failing) {
            World world;
            world.market.root().logic = GroupLogic::NonExclusive;
            addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
            world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
            for (const char *name : {"acme", "bolt", "core"})
                world.buyers.posts[name] = {says("ok")};
            int calls = 0;
            world.journal.fate = [&] {
                CommitFate fate;
                if (++calls == failing) {
                    fate.effect = effect;
                    fate.reported = false;
                }
                return fate;
            };
            world.submit(world.lead());
            world.time.run();
            QCOMPARE(world.answers.size(), std::size_t(1));
            std::size_t accepted = 0;
            for (const auto &[id, post] : world.database.posts)
                accepted += post.result.outcome == AttemptOutcome::Accepted;
            for (const auto &[id, lead] : world.database.leads) {
                QVERIFY(lead.final);
                QCOMPARE(lead.sales.size(), accepted);
                QCOMPARE(lead.state == LeadState::Sold, accepted > 0);
            }
            QCOMPARE(accepted, world.buyers.posted.size()); // all took it
        }
    }
}

void TestRouting::sharedPostsAndALongFault_data()
{
    QTest::addColumn<int>("from"); ///< which of the commits is the first to fail
    QTest::addColumn<bool>("takenForDead");
    for (int from = 2; from <= 8; ++from)
        for (const bool dead : {false, true})
            QTest::addRow("%d%s", from, dead ? ", taken for dead" : "") << from << dead;
}

/// The journal fails for some seconds while shared posts are under way: what each buyer has said is written
/// down in the end.
void TestRouting::sharedPostsAndALongFault()
{
    QFETCH(int, from);
    QFETCH(bool, takenForDead);
    World world;
    world.market.root().logic = GroupLogic::NonExclusive;
    addBuyers(world, world.market.root(), {"acme", "bolt", "core"});
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
    world.buyers.posts = {
        {"acme", {says("ok", 10ms)}}, {"bolt", {says("no", 30ms)}}, {"core", {says("ok", 50ms)}}};
    int calls = 0;
    std::optional<UtcTime> ends;
    world.journal.fate = [&] {
        if (++calls == from)
            ends = world.time.utcNow() + 3s;
        CommitFate fate;
        fate.effect = fate.reported = !ends || world.time.utcNow() >= *ends;
        return fate;
    };
    world.submit(world.lead());
    if (takenForDead) {
        world.time.runFor(2s);
        world.database.recover(world.time.utcNow());
    }
    world.time.run();
    QCOMPARE(world.answers.size(), std::size_t(1));
    QCOMPARE(world.exchange->inFlight(), std::size_t(0));
    const auto &[id, lead] = *world.database.leads.begin();
    std::size_t accepted = 0;
    for (const auto *post : world.database.postsOf(id)) {
        const std::string &buyer = post->sending.buyer;
        const bool left = std::find(world.buyers.posted.begin(), world.buyers.posted.end(), buyer) !=
                          world.buyers.posted.end();
        QCOMPARE(post->result.outcome, !left             ? AttemptOutcome::NotSent
                                       : buyer == "bolt" ? AttemptOutcome::Rejected
                                                         : AttemptOutcome::Accepted);
        QCOMPARE(post->held, left && buyer != "bolt");
        accepted += post->held;
    }
    QVERIFY(lead.final);
    QCOMPARE(lead.sales.size(), accepted);
    QCOMPARE(lead.state, accepted ? LeadState::Sold : LeadState::Unsold);
    QCOMPARE(world.database.owed["acme"] + world.database.owed["core"], accepted == 2   ? 40'000'000
                                                                        : accepted == 1 ? 30'000'000
                                                                                        : 0);
    if (accepted)
        QCOMPARE(lead.sale->revenue, usd(accepted == 2 ? "40" : "30"));
}

QTEST_GUILESS_MAIN(TestRouting)
#include "tst_routing.moc"
