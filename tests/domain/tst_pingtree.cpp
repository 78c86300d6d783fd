#include "domain/json/json.h"
#include "domain/routing/pingtree.h"
#include <QTest>
#include <algorithm>

using namespace bourse;
using namespace bourse::domain;

namespace {
Result<PingTree> read(std::string_view json, Currency currency = Currency::usd())
{
    auto value = parseJson(json);
    if (!value)
        return value.errors();
    return pingTreeFromValue(*value, currency);
}

bool has(const Errors &errors, std::string_view code, std::string_view field)
{
    return std::any_of(errors.begin(), errors.end(),
                       [&](const Error &error) { return error.code == code && error.field == field; });
}

constexpr std::string_view fullTree = R"({
  "slug": "pi_main", "label": "Personal injury",
  "root": {"type": "group", "slug": "root", "logic": "exclusive", "children": [
    {"type": "group", "slug": "auction", "label": "Live bids", "logic": "auction", "floor": "10.00", "max_reposts": 1,
     "children": [
       {"type": "channel", "slug": "c1", "label": "Summit, Texas", "buyer": "summit", "integration": "summit_api",
        "price": {"kind": "from_ping"}, "floor": "12.5", "time_limit_ms": 250, "post_time_limit_ms": 2000,
        "caps": [{"period": "day", "leads": 500, "amount": "20000.00"}, {"period": "hour", "leads": 40}],
        "priority": 2},
       {"type": "channel", "slug": "c2", "buyer": "harbor", "integration": "harbor_api", "enabled": false}]},
    {"type": "channel", "slug": "c3", "buyer": "ridge", "integration": "ridge_direct",
     "price": {"kind": "fixed", "fixed": "31.00"}},
    {"type": "channel", "slug": "c4", "buyer": "ridge", "integration": "ridge_direct",
     "price": {"kind": "from_post"}}]}})";
} // namespace

class PingTreeTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads();
    void printsCanonically();
    void logicNames_data();
    void logicNames();
    void capPeriods();
    void theRootMayBeShort();
    void amountsAreExact();
    void refuses_data();
    void refuses();
    void tellsAllProblemsAtOnce();
    void depthIsLimited();
    void channelsComeInOutlineOrder();
};

void PingTreeTest::reads()
{
    auto tree = read(fullTree);
    QVERIFY(tree.ok());
    QCOMPARE(tree->slug, std::string("pi_main"));
    QVERIFY(tree->root.logic == GroupLogic::Exclusive);
    QCOMPARE(tree->root.children.size(), std::size_t(3));
    const auto &auction = std::get<Group>(tree->root.children[0].node);
    QVERIFY(auction.logic == GroupLogic::Auction);
    QVERIFY(auction.floor == Money(10'000'000, Currency::usd()));
    QCOMPARE(auction.maxReposts, 1);
    const auto &first = std::get<Channel>(auction.children[0].node);
    QCOMPARE(first.buyer, std::string("summit"));
    QVERIFY(first.price.kind == PriceKind::FromPing && !first.price.fixed);
    QVERIFY(first.floor == Money(12'500'000, Currency::usd()));
    QVERIFY(first.timeLimit == Micros(250'000));
    QVERIFY(first.postTimeLimit == Micros(2'000'000));
    QCOMPARE(first.caps.size(), std::size_t(2));
    QVERIFY((first.caps[0] == Cap{CapPeriod::Day, 500, Money(20'000'000'000, Currency::usd())}));
    QVERIFY((first.caps[1] == Cap{CapPeriod::Hour, 40, std::nullopt}));
    QCOMPARE(first.priority, 2);
    QVERIFY(first.enabled);
    const auto &second = std::get<Channel>(auction.children[1].node);
    QVERIFY(!second.enabled && !second.floor && !second.timeLimit && second.caps.empty());
    const auto &third = std::get<Channel>(tree->root.children[1].node);
    QVERIFY(third.price.kind == PriceKind::Fixed && third.price.fixed == Money(31'000'000, Currency::usd()));
}

void PingTreeTest::printsCanonically()
{
    auto tree = read(fullTree);
    QVERIFY(tree.ok());
    std::string printed = writeJson(toValue(*tree));
    auto again = read(printed);
    QVERIFY(again.ok());
    QVERIFY(*again == *tree);
    QCOMPARE(writeJson(toValue(*again)), printed);
    // defaults are left out, members come in a fixed order whatever the source's was
    auto small = read(R"({"root":{"children":[{"priority":0,"integration":"i","enabled":true,"buyer":"b",
        "price":{"kind":"from_ping"},"slug":"c","caps":[],"type":"channel"}],"logic":"auction","max_reposts":3},"slug":"t"})");
    QVERIFY(small.ok());
    QCOMPARE(writeJson(toValue(*small)),
             std::string(R"({"slug":"t","root":{"type":"group","slug":"root","logic":"auction","children":[)"
                         R"({"type":"channel","slug":"c","buyer":"b","integration":"i"}]}})"));
}

void PingTreeTest::logicNames_data()
{
    QTest::addColumn<int>("logic");
    QTest::addColumn<QByteArray>("word");
    int next = 0;
    for (const char *word : {"exclusive", "non_exclusive", "auction", "choice", "round_robin", "weighted",
                             "exclusive_or_shared"})
        QTest::newRow(word) << next++ << QByteArray(word);
}

void PingTreeTest::logicNames()
{
    QFETCH(int, logic);
    QFETCH(QByteArray, word);
    QCOMPARE(std::string(name(static_cast<GroupLogic>(logic))), word.toStdString());
    auto tree = read(R"({"slug":"t","root":{"logic":")" + word.toStdString() + R"("}})");
    QVERIFY(tree.ok());
    QCOMPARE(static_cast<int>(tree->root.logic), logic);
    QVERIFY(*read(writeJson(toValue(*tree))) == *tree);
}

void PingTreeTest::capPeriods()
{
    int next = 0;
    for (const char *word : {"hour", "day", "week", "month", "total"})
        QCOMPARE(std::string(name(static_cast<CapPeriod>(next++))), std::string(word));
}

void PingTreeTest::theRootMayBeShort()
{
    auto tree = read(R"({"slug":"t","root":{"logic":"auction"}})");
    QVERIFY(tree.ok());
    QCOMPARE(tree->root.slug, std::string("root"));
    QVERIFY(channelsOf(*tree).empty());
}

void PingTreeTest::amountsAreExact()
{
    constexpr std::string_view json = R"({"slug":"t","root":{"logic":"auction","floor":0.1,"children":[
        {"type":"channel","slug":"c","buyer":"b","integration":"i","floor":"0.000001",
         "caps":[{"period":"total","amount":"9223372036854.775807"}]}]}})";
    auto tree = read(json);
    QVERIFY(tree.ok());
    QVERIFY(tree->root.floor == Money(100'000, Currency::usd()));
    QVERIFY(channelsOf(*tree)[0]->floor == Money(1, Currency::usd()));
    QVERIFY(writeJson(toValue(*tree)).find(R"("amount":"9223372036854.775807")") != std::string::npos);
    auto yen = read(R"({"slug":"t","root":{"logic":"auction","floor":"500"}})", *Currency::fromCode("JPY"));
    QVERIFY(yen->root.floor->currency() == *Currency::fromCode("JPY"));
    QVERIFY(writeJson(toValue(*yen)).find(R"("floor":"500")") != std::string::npos);
}

void PingTreeTest::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    auto row = [](const char *title, std::string json, const char *code, const char *field) {
        QTest::newRow(title) << QByteArray::fromStdString(json) << QByteArray(code) << QByteArray(field);
    };
    auto channel = [](std::string extra) {
        return R"({"slug":"t","root":{"logic":"auction","children":[{"type":"channel","slug":"c","buyer":"b",)"
               R"("integration":"i",)" +
               extra + "}]}}";
    };
    row("no object", "[]", "wrong_type", "");
    row("no slug", R"({"root":{"logic":"auction"}})", "required", "slug");
    row("no root", R"({"slug":"t"})", "required", "root");
    row("root is a channel", R"({"slug":"t","root":{"type":"channel","logic":"auction"}})", "not_a_choice",
        "root.type");
    row("no logic", R"({"slug":"t","root":{}})", "required", "root.logic");
    row("unknown logic", R"({"slug":"t","root":{"logic":"waterfall"}})", "not_a_choice", "root.logic");
    row("unknown key", R"({"slug":"t","root":{"logic":"auction","flor":"1"}})", "unknown_key", "root.flor");
    row("unknown key above", R"({"slug":"t","root":{"logic":"auction"},"x":1})", "unknown_key", "x");
    row("node without type", R"({"slug":"t","root":{"logic":"auction","children":[{}]}})", "required",
        "root.children[0].type");
    row("node of unknown type", R"({"slug":"t","root":{"logic":"auction","children":[{"type":"buyer"}]}})",
        "not_a_choice", "root.children[0].type");
    row("node that is text", R"({"slug":"t","root":{"logic":"auction","children":["c"]}})", "wrong_type",
        "root.children[0]");
    row("children not a list", R"({"slug":"t","root":{"logic":"auction","children":{}}})", "wrong_type",
        "root.children");
    row("bad slug", R"({"slug":"a b","root":{"logic":"auction"}})", "not_a_slug", "slug");
    row("price text", channel(R"("price":"31")"), "wrong_type", "root.children[0].price");
    row("fixed without amount", channel(R"("price":{"kind":"fixed"})"), "required",
        "root.children[0].price.fixed");
    row("amount without fixed", channel(R"("price":{"kind":"from_ping","fixed":"1"})"), "not_applicable",
        "root.children[0].price.fixed");
    row("negative floor", channel(R"("floor":"-1")"), "out_of_range", "root.children[0].floor");
    row("floor in words", channel(R"("floor":"ten")"), "not_money", "root.children[0].floor");
    row("floor too precise", channel(R"("floor":"0.0000001")"), "money_precision", "root.children[0].floor");
    row("floor with exponent", channel(R"("floor":1e3)"), "not_money", "root.children[0].floor");
    row("time limit zero", channel(R"("time_limit_ms":0)"), "out_of_range", "root.children[0].time_limit_ms");
    row("time limit fraction", channel(R"("time_limit_ms":1.5)"), "wrong_type",
        "root.children[0].time_limit_ms");
    row("time limit beyond 64 bits", channel(R"("time_limit_ms":99999999999999999999)"), "out_of_range",
        "root.children[0].time_limit_ms");
    row("empty cap", channel(R"("caps":[{"period":"day"}])"), "required", "root.children[0].caps[0]");
    row("negative cap", channel(R"("caps":[{"period":"day","leads":-1}])"), "out_of_range",
        "root.children[0].caps[0].leads");
    row("cap per year", channel(R"("caps":[{"period":"year","leads":1}])"), "not_a_choice",
        "root.children[0].caps[0].period");
    row("cap of a source and of each",
        channel(R"("caps":[{"period":"day","leads":1,"source":"web","per_source":true}])"), "not_applicable",
        "root.children[0].caps[0].per_source");
    row("even total", channel(R"("caps":[{"period":"total","leads":1,"even":true}])"), "not_applicable",
        "root.children[0].caps[0].even");
    row("daily share of a day", channel(R"("caps":[{"period":"day","leads":1,"daily_share_bp":1}])"),
        "not_applicable", "root.children[0].caps[0].daily_share_bp");
    row("queue for a total", channel(R"("caps":[{"period":"total","leads":1,"action":"queue"}])"),
        "not_applicable", "root.children[0].caps[0].action");
    row("queue limit of a cap that skips",
        channel(R"("caps":[{"period":"day","leads":1,"queue_limit_s":5}])"), "not_applicable",
        "root.children[0].caps[0].queue_limit_s");
    row("breaker mode", channel(R"("breaker":{"mode":"maybe"})"), "not_a_choice",
        "root.children[0].breaker.mode");
    row("breaker needs more than it keeps", channel(R"("breaker":{"samples":10,"min_samples":11})"),
        "out_of_range", "root.children[0].breaker.min_samples");
    row("breaker's longest pause", channel(R"("breaker":{"pause_s":60,"longest_pause_s":30})"),
        "out_of_range", "root.children[0].breaker.longest_pause_s");
    row("throttle without share", channel(R"("throttle":{"samples":10})"), "required",
        "root.children[0].throttle.reject_share_bp");
    row("wait then", channel(R"("wait":{"then":"sold"})"), "not_a_choice", "root.children[0].wait.then");
    row("wait for nothing", channel(R"("wait":{"limit_s":0})"), "out_of_range",
        "root.children[0].wait.limit_s");
    row("filter in broken text", channel(R"("filter":"state in")"), "filter_syntax",
        "root.children[0].filter");
    row("filter in broken JSON", channel(R"("filter":{"any":[{"field":"a","op":"?"}]})"), "not_a_choice",
        "root.children[0].filter.any[0].op");
    row("schedule", channel(R"("schedule":{"hours":[{"days":["x"]}]})"), "not_a_choice",
        "root.children[0].schedule.hours[0].days[0]");
    row("enabled as text", channel(R"("enabled":"yes")"), "wrong_type", "root.children[0].enabled");
    row("no buyer",
        R"({"slug":"t","root":{"logic":"auction","children":[{"type":"channel","slug":"c","integration":"i"}]}})",
        "required", "root.children[0].buyer");
    row("slug twice",
        R"({"slug":"t","root":{"logic":"auction","children":[
            {"type":"channel","slug":"c","buyer":"b","integration":"i"},
            {"type":"group","slug":"g","logic":"exclusive","children":[
                {"type":"channel","slug":"c","buyer":"b2","integration":"i"}]}]}})",
        "duplicate_slug", "root.children[1].children[0].slug");
}

void PingTreeTest::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    auto tree = read(json.toStdString());
    QVERIFY(!tree.ok());
    QCOMPARE(tree.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(tree.error().code), code);
    QCOMPARE(QByteArray::fromStdString(tree.error().field), field);
    QVERIFY(!tree.error().rule.empty() && tree.error().message.ends_with('.'));
}

void PingTreeTest::tellsAllProblemsAtOnce()
{
    auto tree = read(R"({"slug":"","x":1,"root":{"logic":"best","floor":true,"children":[
        {"type":"channel","slug":"c","caps":[{"leads":"many"}]},{"type":"?"}]}})");
    QVERIFY(!tree.ok());
    for (auto [code, field] : {std::pair("required", "slug"),
                               {"unknown_key", "x"},
                               {"not_a_choice", "root.logic"},
                               {"wrong_type", "root.floor"},
                               {"required", "root.children[0].buyer"},
                               {"required", "root.children[0].integration"},
                               {"required", "root.children[0].caps[0].period"},
                               {"wrong_type", "root.children[0].caps[0].leads"},
                               {"not_a_choice", "root.children[1].type"}})
        QVERIFY2(has(tree.errors(), code, field), field);
    QCOMPARE(tree.errors().size(), std::size_t(9));
}

void PingTreeTest::depthIsLimited()
{
    auto nested = [](int levels) {
        std::string json = R"({"slug":"t","root":{"logic":"auction","children":[)";
        for (int i = 1; i < levels; ++i)
            json +=
                R"({"type":"group","slug":"g)" + std::to_string(i) + R"(","logic":"auction","children":[)";
        json += R"({"type":"channel","slug":"c","buyer":"b","integration":"i"})";
        for (int i = 0; i < levels; ++i)
            json += "]}";
        return json + "}";
    };
    QVERIFY(read(nested(15)).ok());
    auto deep = read(nested(40));
    QVERIFY(!deep.ok());
    QCOMPARE(deep.error().code, std::string("too_deep"));
}

void PingTreeTest::channelsComeInOutlineOrder()
{
    auto tree = read(fullTree);
    std::string slugs;
    for (const Channel *channel : channelsOf(*tree))
        slugs += channel->slug + " ";
    QCOMPARE(slugs, std::string("c1 c2 c3 c4 "));
}

QTEST_GUILESS_MAIN(PingTreeTest)
#include "tst_pingtree.moc"
