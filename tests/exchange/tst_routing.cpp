// Who is asked, in which order, and who gets the lead: filters, schedules and the logics of groups, over
// scripted buyers.
#include "exchange/scriptedworld.h"
#include <QTest>
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

QTEST_GUILESS_MAIN(TestRouting)
#include "tst_routing.moc"
