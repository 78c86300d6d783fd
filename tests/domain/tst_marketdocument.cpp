#include "domain/json/json.h"
#include "domain/lead/sealing.h"
#include "domain/market/marketdocument.h"
#include <QFile>
#include <QTest>
#include <algorithm>
#include <set>

using namespace bourse;
using namespace bourse::domain;

namespace {
std::string fileText(const QString &name)
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A market with every setting of the format, around an integration that ships with the product.
Value fullMarket()
{
    static const std::string text = R"({"bourse_market":1,
      "workspace":{"slug":"acme","label":"Acme leads","currency":"USD","zone":"America/Chicago"},
      "egress":{"allow":["127.0.0.0/8","::1","fd00::/8"]},
      "verticals":[{"slug":"demo","label":"Demo","version":2,"fields":[
        {"key":"name","label":"Name","type":"text","required_on_ping":true,"required_on_post":true,"pii":true,
         "identity":true,"max_length":75,"example":"Maria"},
        {"key":"age","type":"integer","minimum":"16","maximum":"120"},
        {"key":"kind","type":"enum","choices":[{"value":"a","label":"A kind","synonyms":["first"]},"b"]},
        {"key":"home","type":"group","fields":[{"key":"city"}]},
        {"key":"tags","type":"list","items":{"label":"Tag","type":"text"}},
        {"key":"zip","type":"postal_code"},{"key":"ip","type":"ip_address"}]}],
      "sources":[{"slug":"web","label":"Web forms","vertical":"demo","tree":"main","enabled":false,"test_mode":true,
        "repeat_window_s":0,"budget_ms":800,"payout_bp":6550,"margin":"2","allow_loss":true,"min_revenue":"8","min_profit":"1","min_profit_bp":1000,
        "duplicates":[{"fields":["name","zip"],"match":"any","days":90,"scope":"vertical","count":"sold","at":"both"},
          {"fields":["age"],"then":"score","add":-10}],
        "bots":{"honeypot":{"field":"website","then":"score","add":-40},"min_fill":{"seconds_field":"took","seconds":5},
          "ip_rate":{"field":"ip","per_minute":3}},
        "score":{"base":60,"rules":[{"when":{"about":"history.leads","field":"name","days":30,"op":"at_least","value":"2"},
          "add":-25,"reason":"comes often"}]},
        "keys":[
          {"id":"k1","scopes":["leads:write","leads:read"],
           "token_sha256":"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD","rate_per_minute":0},
          {"id":"k2","token_ref":"web_token"}]},
        {"slug":"plain","vertical":"demo","tree":"main","payout_fixed":"7","bots":{"min_fill":{"started_field":"shown_at"}}},
        {"slug":"split","vertical":"demo","trees":[{"tree":"main","share":70},{"tree":"main"}]}],
      "buyers":[{"slug":"summit","label":"Summit Claims","zone":"America/New_York","paused":true,"credit_limit":"500","payout_bp":5000,"pings_per_second":20,
        "breaker":{"mode":"off"},"pings_per_hour":500,"pings_per_day":9000,
        "duplicates":[{"fields":["name"],"days":365,"count":"sold","at":"post"}]},
        {"slug":"ridge"}],
      "integrations":[],
      "trees":[{"slug":"main","label":"Main","root":{"type":"group","slug":"top","label":"Top","logic":"auction","pricing":"second_price",
        "enabled":false,"floor":"10","max_reposts":2,"children":[
          {"type":"channel","slug":"c1","label":"Summit","buyer":"summit","integration":"@","enabled":false,
           "price":{"kind":"fixed","fixed":"31","rules":[{"when":{"field":"age","op":"less","value":"25"},"amount":"20"}]},
           "quality_bp":9000,"max_bid":"80","price_ladder":true,"floor":"12.5","time_limit_ms":250,"post_time_limit_ms":2000,
           "caps":[{"period":"day","leads":500,"amount":"20000","source":"web","even":true},
             {"period":"month","leads":9,"per_source":true,"daily_share_bp":500,"action":"queue","queue_limit_s":3600}],"priority":2,
             "breaker":{"mode":"simulate_only","samples":60,"min_samples":10,"failure_share_bp":4000,"consecutive":5,"pause_s":30,"longest_pause_s":900},
             "throttle":{"reject_share_bp":8000,"samples":20,"least_share_bp":500},"wait":{"limit_s":120,"then":"unsold"},
           "filter":{"any":[{"all":[{"field":"age","op":"between","values":["18","65"]},
               {"field":"name","op":"matches","value":"^m","ignore_case":true}]},
             {"not":{"field":"tags","part":"count","op":"less","value":"2"}},
             {"field":"home.city","op":"in_list","list":"cities"},
             {"field":"zip","op":"within","values":["77001"],"radius":"25","unit":"km","list":"places"},
             {"about":"hour","zone":"America/New_York","op":"less","value":"12"}]},
           "schedule":{"zone":"America/New_York","hours":[{"days":["mon","fri"],"from":"09:00","to":"17:00"}],
             "closed":[{"from":"2026-12-24","to":"2026-12-26","label":"Christmas"}],
             "dates":[{"from":"2026-01-01","to":"2026-12-31"}]}},
          {"type":"group","slug":"rest","logic":"exclusive","order":"expected_profit","weight":2,"children":[
            {"type":"channel","slug":"c2","buyer":"ridge","integration":"@","cost":"0.5","weight":3}]},
          {"type":"group","slug":"shared","logic":"non_exclusive","max_sales":4,"children":[]}]}}],
      "lists":[{"slug":"cities","label":"Cities","values":["Austin","Houston"]},
        {"slug":"places","values":["77001,29.8131,-95.3098"]}]})";
    Value integration = *parseJson(fileText(QStringLiteral("integrations/leadvantage-text.json")));
    std::string slug = integration.find("slug")->toText();
    std::string filled = text;
    for (std::size_t at = filled.find('@'); at != std::string::npos; at = filled.find('@'))
        filled.replace(at, 1, slug);
    Value market = *parseJson(filled);
    market.asObject()->set("integrations", Array{integration});
    Array inbounds;
    for (const char *name : {"unbounce", "boberdoo"})
        inbounds.push_back(*parseJson(fileText(QStringLiteral("inbound/%1.json").arg(QLatin1String(name)))));
    market.asObject()->set("inbounds", std::move(inbounds));
    Object own{{"inbound", "boberdoo"}, {"as", "mysrc"}, {"secrets", Object{{"token_ref", "their_key"}}}};
    Array &sources = *market.asObject()->find("sources")->asArray();
    sources[2].asObject()->set("inbound", Array{"unbounce", std::move(own)});
    return market;
}

/// The full market with the value at `path` ("sources[0].tree") replaced; without a value the member goes.
Value changed(std::string_view path, std::optional<Value> value)
{
    Value market = fullMarket();
    Value *at = &market;
    while (!path.empty()) {
        std::size_t end = std::min(path.find_first_of(".["), path.size());
        std::string key(path.substr(0, end));
        path.remove_prefix(end);
        bool last = path.empty();
        if (last && !value) {
            at->asObject()->remove(key);
            return market;
        }
        if (!at->asObject()->find(key))
            at->asObject()->append(key, Value());
        at = at->asObject()->find(key);
        while (path.starts_with('[')) {
            std::size_t close = path.find(']');
            at = &at->asArray()->at(std::stoul(std::string(path.substr(1, close - 1))));
            path.remove_prefix(close + 1);
        }
        if (path.starts_with('.'))
            path.remove_prefix(1);
    }
    *at = *value;
    return market;
}

MarketDocument full()
{
    auto market = marketDocumentFromValue(fullMarket());
    if (!market)
        qFatal("%s %s", market.error().code.c_str(), market.error().field.c_str());
    return *market;
}

void print(const Errors &errors)
{
    for (const Error &error : errors)
        qWarning("%s %s: %s", error.code.c_str(), error.field.c_str(), error.message.c_str());
}
} // namespace

class MarketDocumentTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads();
    void exportIsCanonical();
    void smallestDocument();
    void secretsNeverLeave();
    void refuses_data();
    void refuses();
    void tellsAllProblemsAtOnce();
    void brokenJson();
    void oneChannelInTwoTrees();
    void openReferences();
    void merges();
    void mergeConflicts_data();
    void mergeConflicts();
    void mergeIntoAnEmptyMarket();
    void compiles();
    void compileRefusesWhatDoesNotResolve();
    void theDemoMarketIsValid();
    void thePublishedSchemaNamesEveryMember();
    void aPathHasOneInboundDocument();
    void filtersAreCheckedAgainstTheirVerticals();
    void filtersMayBeWrittenAsText();
};

void MarketDocumentTest::reads()
{
    auto document = marketDocumentFromValue(fullMarket());
    if (!document)
        print(document.errors());
    QVERIFY(document.ok());
    QCOMPARE(document->workspace.slug, std::string("acme"));
    QCOMPARE(document->egress.allow.size(), std::size_t(3));
    const Source &web = document->sources.at(0);
    QVERIFY(!web.enabled && web.testMode);
    QCOMPARE(web.repeatWindowSeconds, 0);
    QVERIFY(web.budget == std::chrono::milliseconds(800));
    QCOMPARE(web.payoutBasisPoints, 6550);
    QCOMPARE(web.keys.at(0).ratePerMinute, 0);
    QCOMPARE(*web.keys.at(0).tokenSha256, toHex(sha256("abc"))); // lower case, whatever was written
    QVERIFY(!web.keys.at(1).tokenSha256 && web.keys.at(1).tokenRef == "web_token");
    const Source &plain = document->sources.at(1);
    QVERIFY(plain.enabled && !plain.testMode && plain.keys.empty());
    QCOMPARE(plain.repeatWindowSeconds, 60);
    QVERIFY(plain.budget == std::chrono::milliseconds(500));
    QCOMPARE(IntakeKey().ratePerMinute, 1000);
    QVERIFY(document->buyers.at(0).creditLimit == Money(500'000'000, Currency::usd()));
    QVERIFY(document->buyers.at(0).paused && !document->buyers.at(1).creditLimit);
    QCOMPARE(document->trees.at(0).root.children.size(), std::size_t(3));
}

void MarketDocumentTest::exportIsCanonical()
{
    MarketDocument document = full();
    std::string text = toJson(document);
    auto again = marketDocumentFromJson(text);
    if (!again)
        print(again.errors());
    QVERIFY(again.ok());
    QVERIFY(*again == document);
    QCOMPARE(toJson(*again), text);
    QVERIFY(text.ends_with("}\n") && text.find("\n  \"workspace\": {") != std::string::npos);
    // members come in one order, whatever the order of the source
    Object shuffled;
    const Value market = fullMarket();
    for (const char *key : {"inbounds", "lists", "trees", "integrations", "sources", "buyers", "egress",
                            "verticals", "workspace", "bourse_market"})
        shuffled.append(key, *market.find(key));
    QCOMPARE(toJson(*marketDocumentFromValue(shuffled)), text);
    // order of objects is kept
    QVERIFY(text.find("\"slug\": \"web\"") < text.find("\"slug\": \"plain\""));
}

void MarketDocumentTest::smallestDocument()
{
    auto document = marketDocumentFromJson(
        R"({"bourse_market":1,"workspace":{"slug":"demo","currency":"JPY","zone":"Asia/Tokyo"}})");
    QVERIFY(document.ok());
    QCOMPARE(document->workspace.currency.code(), std::string("JPY"));
    auto text = toJson(*document);
    QVERIFY(*marketDocumentFromJson(text) == *document);
    for (const char *member : {"egress", "verticals", "sources", "buyers", "integrations", "trees"})
        QVERIFY(text.find(member) != std::string::npos);
}

void MarketDocumentTest::secretsNeverLeave()
{
    MarketDocument document = full();
    // whoever resolves secrets sets the hash beside the name; the export still writes the name alone
    document.sources[0].keys[1].tokenSha256 = toHex(sha256("resolved"));
    std::string text = toJson(document);
    QVERIFY(text.find("web_token") != std::string::npos);
    QVERIFY(text.find(toHex(sha256("resolved"))) == std::string::npos);
}

void MarketDocumentTest::refuses_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    auto row = [](const char *path, const char *json, const char *code, const char *field = nullptr) {
        QTest::addRow("%s: %s", path, json)
            << QByteArray(path) << QByteArray(json) << QByteArray(code) << QByteArray(field ? field : path);
    };
    row("bourse_market", "", "required");
    row("bourse_market", "2", "unsupported_version");
    row("bourse_market", "\"1\"", "unsupported_version");
    row("workspace", "", "required");
    row("workspace", "[]", "wrong_type");
    row("workspace.slug", "\"a b\"", "not_a_slug");
    row("workspace.currency", "\"usd\"", "not_a_currency");
    row("workspace.currency", "", "required");
    row("workspace.zone", "\"Chicago\"", "not_a_zone");
    row("workspace.country", "\"US\"", "unknown_key");
    row("extra", "1", "unknown_key");
    row("egress.allow[0]", "\"localhost\"", "not_an_address_range");
    row("egress.allow[0]", "\"127.0.0.0/33\"", "not_an_address_range");
    row("egress.allow[1]", "\"::1/129\"", "not_an_address_range");
    row("egress.allow[0]", "\"127.0.0.0/\"", "not_an_address_range");
    row("egress.allow[0]", "\"127.0.0.0/-8\"", "not_an_address_range");
    row("egress.allow[0]", "\"127.1/8\"", "not_an_address_range");
    row("egress.allow[0]", "8", "wrong_type");
    row("egress.deny", "[]", "unknown_key");
    row("verticals", "{}", "wrong_type");
    row("verticals[0].fields[1].minimum", "\"x\"", "wrong_type");
    row("sources[0].slug", "", "required");
    row("sources[1].slug", "\"web\"", "duplicate_slug");
    row("sources[0].vertical", "\"solar\"", "no_such_reference");
    row("sources[0].tree", "\"other\"", "no_such_reference");
    row("sources[0].repeat_window_s", "-1", "out_of_range");
    row("sources[0].repeat_window_s", "\"60\"", "wrong_type");
    row("sources[0].budget_ms", "0", "out_of_range");
    row("sources[0].payout_bp", "10001", "out_of_range");
    row("sources[0].repeat_window", "60", "unknown_key");
    row("sources[0].keys[0].id", "", "required");
    row("sources[0].keys[1].id", "\"k1\"", "duplicate_key_id");
    row("sources[0].keys[0].token_sha256", "\"abc\"", "not_a_hash");
    row("sources[0].keys[0].token_sha256", "", "required", "sources[0].keys[0]");
    row("sources[0].keys[0].token_ref", "\"both\"", "required", "sources[0].keys[0]");
    row("sources[0].keys[0].token", "\"plain token\"", "unknown_key");
    row("sources[0].keys[0].rate_per_minute", "-1", "out_of_range");
    row("sources[0].keys[0].scopes", "\"leads:write\"", "wrong_type");
    row("buyers[0].zone", "\"EST5\"", "not_a_zone");
    row("buyers[0].credit_limit", "\"-5\"", "out_of_range");
    row("buyers[0].credit_limit", "\"1e3\"", "not_money");
    row("buyers[1].slug", "\"summit\"", "duplicate_slug");
    row("trees[0].root.children[0].buyer", "\"nobody\"", "no_such_reference");
    row("trees[0].root.children[1].children[0].integration", "\"none\"", "no_such_reference");
    row("sources[2].trees[1].tree", "\"none\"", "no_such_reference");
    row("sources[0].payout_fixed", "\"3\"", "not_applicable", "sources[0].margin");
    row("sources[0].min_profit", "\"-3\"", "out_of_range");
    row("trees[0].root.children[1].pricing", "\"second_price\"", "not_applicable");
    row("trees[0].root.children[0].price.rules[0].when", "{\"field\":\"agee\",\"op\":\"exists\"}",
        "unknown_field", "trees[0].root.children[0].price.rules[0].when.field");
    row("trees[0].root.children[0].price.kind", "\"from_post\"", "not_applicable",
        "trees[0].root.children[0].price.rules");
    row("trees[0].root.children[0].quality_bp", "0", "out_of_range");
    row("trees[0].root.children[1].max_sales", "4", "not_applicable");
    row("trees[0].root.children[2].max_sales", "0", "out_of_range");
    row("sources[2].tree", "\"other\"", "not_applicable");
    row("sources[2].trees[0].share", "0", "out_of_range");
    row("trees[0].root.order", "\"expected_profit\"", "not_applicable");
    row("trees[0].root.children[0].weight", "0", "out_of_range");
    row("trees[0].root.children[0].caps[0].source", "\"none\"", "no_such_reference");
    row("trees[0].root.logic", "\"best\"", "not_a_choice");
    row("trees[0]", "7", "wrong_type");
}

void MarketDocumentTest::refuses()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    std::optional<Value> value;
    if (!json.isEmpty())
        value = *parseJson(json.toStdString());
    auto document = marketDocumentFromValue(changed(path.toStdString(), value));
    QVERIFY(!document.ok());
    QStringList found;
    for (const Error &error : document.errors())
        found << QString::fromStdString(error.code + " " + error.field);
    QVERIFY2(found.contains(QString::fromUtf8(code + " " + field)),
             qPrintable(found.join(QLatin1String(", "))));
}

void MarketDocumentTest::tellsAllProblemsAtOnce()
{
    Value market = changed("workspace.zone", Value("Nowhere"));
    market.asObject()->set("what", 1);
    market.asObject()->find("buyers")->asArray()->at(0).asObject()->set("paused", "no");
    market.asObject()->find("trees")->asArray()->at(0).asObject()->set("root", Object());
    market.asObject()->find("integrations")->asArray()->at(0).asObject()->set("surprise", 1);
    auto document = marketDocumentFromValue(market);
    QVERIFY(!document.ok());
    std::set<std::string> found;
    for (const Error &error : document.errors())
        found.insert(error.code + " " + error.field);
    for (const char *problem :
         {"not_a_zone workspace.zone", "unknown_key what", "wrong_type buyers[0].paused",
          "required trees[0].root.logic", "unknown_key integrations[0].surprise"})
        QVERIFY2(found.count(problem), problem);
    QCOMPARE(found.size(), std::size_t(5));
}

void MarketDocumentTest::brokenJson()
{
    QCOMPARE(marketDocumentFromJson("").error().code, std::string("invalid_json"));
    QCOMPARE(marketDocumentFromJson("{\"bourse_market\":1,}").error().code, std::string("invalid_json"));
    QCOMPARE(marketDocumentFromJson(R"({"bourse_market":1,"bourse_market":1})").error().code,
             std::string("duplicate_key"));
    QCOMPARE(marketDocumentFromJson("[]").error().code, std::string("wrong_type"));
    QCOMPARE(marketDocumentFromJson("null").error().code, std::string("wrong_type"));
}

void MarketDocumentTest::oneChannelInTwoTrees()
{
    // the arms of a split test share channels and, with them, their caps
    Value market = fullMarket();
    Array &trees = *market.asObject()->find("trees")->asArray();
    Value second = trees[0];
    second.asObject()->set("slug", "arm_b");
    trees.push_back(second);
    QVERIFY(marketDocumentFromValue(market).ok());
    trees[1]
        .asObject()
        ->find("root")
        ->asObject()
        ->find("children")
        ->asArray()
        ->at(0)
        .asObject()
        ->set("floor", "99");
    QCOMPARE(marketDocumentFromValue(market).error().code, std::string("slug_conflict"));
}

void MarketDocumentTest::openReferences()
{
    Value part = changed("buyers", Array());
    QVERIFY(!marketDocumentFromValue(part).ok());
    auto open = marketDocumentFromValue(part, References::Open);
    QVERIFY(open.ok());
    Errors missing = checkReferences(*open);
    QCOMPARE(missing.size(), std::size_t(2));
    QCOMPARE(missing[0].field, std::string("trees[0].root.children[0].buyer"));
    QVERIFY(checkReferences(full()).empty());
    // what the part lacks is in the market that it joins
    MarketDocument market = full();
    market.trees.clear();
    market.sources.clear();
    auto merged = merge(market, *open);
    QVERIFY(merged.ok());
    QVERIFY(checkReferences(*merged).empty());
    market.buyers.clear();
    QCOMPARE(merge(market, *open).error().code, std::string("no_such_reference"));
}

void MarketDocumentTest::merges()
{
    MarketDocument existing = full();
    QVERIFY(*merge(existing, existing) == existing);
    MarketDocument incoming = full();
    incoming.egress.allow = {"10.0.0.0/8", "::1"};
    incoming.buyers = {Buyer{"late", "", "", false, std::nullopt}, existing.buyers[1]};
    auto merged = merge(existing, incoming);
    QVERIFY(merged.ok());
    std::string slugs;
    for (const Buyer &buyer : merged->buyers)
        slugs += buyer.slug + " ";
    QCOMPARE(slugs, std::string("summit ridge late "));
    QVERIFY(
        (merged->egress.allow == std::vector<std::string>{"127.0.0.0/8", "::1", "fd00::/8", "10.0.0.0/8"}));
    QVERIFY(*merge(*merged, incoming) == *merged);
    QVERIFY(*marketDocumentFromJson(toJson(*merged)) == *merged);
}

void MarketDocumentTest::mergeConflicts_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    auto row = [](const char *path, const char *json, const char *code, const char *field) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(json) << QByteArray(code) << QByteArray(field);
    };
    row("verticals[0].fields[0].pii", "false", "slug_conflict", "verticals[0]");
    row("sources[1].budget_ms", "501", "slug_conflict", "sources[1]");
    row("buyers[0].paused", "false", "slug_conflict", "buyers[0]");
    row("integrations[0].label", "\"Another name\"", "slug_conflict", "integrations[0]");
    row("trees[0].root.floor", "\"11\"", "slug_conflict", "trees[0]");
    row("workspace.zone", "\"UTC\"", "slug_conflict", "workspace");
    row("workspace.slug", "\"other\"", "workspace_mismatch", "workspace.slug");
}

void MarketDocumentTest::mergeConflicts()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    auto incoming = marketDocumentFromValue(changed(path.toStdString(), *parseJson(json.toStdString())));
    if (!incoming)
        print(incoming.errors());
    QVERIFY(incoming.ok());
    auto merged = merge(full(), *incoming);
    QVERIFY(!merged.ok());
    QCOMPARE(merged.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(merged.error().code), code);
    QCOMPARE(QByteArray::fromStdString(merged.error().field), field);
}

void MarketDocumentTest::mergeIntoAnEmptyMarket()
{
    auto merged = merge(MarketDocument(), full());
    QVERIFY(merged.ok());
    QVERIFY(*merged == full());
}

void MarketDocumentTest::compiles()
{
    Uuid workspace = Uuid::v7();
    auto compiled = MarketSnapshot::compile(full(), workspace, 17);
    if (!compiled)
        print(compiled.errors());
    QVERIFY(compiled.ok());
    const MarketSnapshot &snapshot = **compiled;
    QVERIFY(snapshot.workspaceId() == workspace);
    QCOMPARE(snapshot.version(), std::int64_t(17));
    QVERIFY(snapshot.document() == full());
    QVERIFY(snapshot.vertical("demo") == &snapshot.document().verticals[0]);
    QVERIFY(snapshot.source("plain") == &snapshot.document().sources[1]);
    QVERIFY(snapshot.buyer("ridge") == &snapshot.document().buyers[1]);
    QVERIFY(snapshot.tree("main") == &snapshot.document().trees[0]);
    for (const Channel *channel : channelsOf(*snapshot.tree("main"))) {
        auto integration = snapshot.integration(channel->integration);
        QVERIFY(integration && integration->slug() == channel->integration);
    }
    QVERIFY(!snapshot.vertical("x") && !snapshot.source("") && !snapshot.buyer("x") && !snapshot.tree("x") &&
            !snapshot.integration("x"));
    auto match = snapshot.keyByTokenHash(toHex(sha256("abc")));
    QVERIFY(match && match->source->slug == "web" && match->key->id == "k1");
    QVERIFY(!snapshot.keyByTokenHash(toHex(sha256("abd"))));
    QVERIFY(!snapshot.keyByTokenHash(""));
    // a key whose secret was resolved
    MarketDocument resolved = full();
    resolved.sources[0].keys[1].tokenSha256 = toHex(sha256("resolved"));
    auto second = MarketSnapshot::compile(std::move(resolved), workspace, 18);
    QCOMPARE((*second)->keyByTokenHash(toHex(sha256("resolved")))->key->id, std::string("k2"));
}

void MarketDocumentTest::compileRefusesWhatDoesNotResolve()
{
    MarketDocument broken = full();
    broken.buyers.clear();
    auto compiled = MarketSnapshot::compile(broken, Uuid::v7(), 1);
    QVERIFY(!compiled.ok());
    QCOMPARE(compiled.error().code, std::string("no_such_reference"));
    broken = full();
    broken.integrations[0].asObject()->set("surprise", 1);
    compiled = MarketSnapshot::compile(broken, Uuid::v7(), 1);
    QVERIFY(!compiled.ok());
    QCOMPARE(compiled.error().field, std::string("integrations[0].surprise"));
}

void MarketDocumentTest::theDemoMarketIsValid()
{
    std::string text = fileText(QStringLiteral("market/demo.json"));
    QVERIFY(!text.empty());
    auto document = marketDocumentFromJson(text);
    if (!document)
        print(document.errors());
    QVERIFY(document.ok());
    QVERIFY(*marketDocumentFromJson(toJson(*document)) == *document);
    QVERIFY(MarketSnapshot::compile(*document, Uuid::v7(), 1).ok());
}

namespace {
void collectKeys(const Value &value, std::set<std::string> &keys)
{
    if (const Object *object = value.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "integrations" || key == "inbounds") // they have schemas of their own
                continue;
            keys.insert(key);
            collectKeys(member, keys);
        }
    } else if (const Array *array = value.asArray()) {
        for (const Value &item : *array)
            collectKeys(item, keys);
    }
}

void collectProperties(const Value &schema, std::set<std::string> &names)
{
    if (const Object *object = schema.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "properties") {
                for (const auto &[name, property] : *member.asObject())
                    names.insert(name);
            }
            collectProperties(member, names);
        }
    } else if (const Array *array = schema.asArray()) {
        for (const Value &item : *array)
            collectProperties(item, names);
    }
}
} // namespace

void MarketDocumentTest::thePublishedSchemaNamesEveryMember()
{
    auto schema = parseJson(fileText(QStringLiteral("schemas/market-1.schema.json")));
    QVERIFY(schema.ok());
    std::set<std::string> published;
    collectProperties(*schema, published);
    published.erase("integrations");
    published.erase("inbounds");
    std::set<std::string> used;
    collectKeys(fullMarket(), used);
    for (const std::string &key : used)
        QVERIFY2(published.count(key), key.c_str());
    for (const std::string &key : published)
        QVERIFY2(used.count(key), key.c_str());
}

void MarketDocumentTest::aPathHasOneInboundDocument()
{
    const auto codes = [](const Value &market) {
        std::set<std::string> found;
        const auto read = marketDocumentFromValue(market);
        if (!read)
            for (const Error &error : read.errors())
                found.insert(error.code + ' ' + error.field);
        return found;
    };
    QVERIFY(codes(fullMarket()).empty());
    Value second = (*fullMarket().find("inbounds")->asArray())[1];
    second.asObject()->set("slug", "other");
    Value market = fullMarket();
    market.asObject()->find("inbounds")->asArray()->push_back(second);
    QVERIFY(codes(market).contains("duplicate_path inbounds[2].paths[0]"));
    market = fullMarket();
    (*market.asObject()->find("inbounds")->asArray())[0].asObject()->remove("caller");
    QVERIFY(codes(market).contains("required inbounds[0].caller"));
    market = fullMarket();
    (*market.asObject()->find("sources")->asArray())[0].asObject()->set(
        "inbound", Array{"nobody", Object{{"inbound", "boberdoo"}, {"as", "mysrc"}}, "no slug"});
    const auto found = codes(market);
    QVERIFY(found.contains("no_such_reference sources[0].inbound[0]"));
    QVERIFY(found.contains("duplicate_name sources[2].inbound[1]"));
    QVERIFY(found.contains("not_a_slug sources[0].inbound[2]"));
    // which document answers where
    const auto snapshot = MarketSnapshot::compile(full(), Uuid::v7(), 1);
    QVERIFY(snapshot.ok());
    const auto rest = [&](const char *path) {
        const auto match = (*snapshot)->inboundAt(path);
        return match ? match->rest : std::string("none");
    };
    QCOMPARE(rest("/api.php"), std::string());
    QCOMPARE(rest("/api.php/"), std::string());
    QCOMPARE(rest("/api.php/x"), std::string("none"));
    QCOMPARE(rest("/genericPostlead.php/a/b"), std::string("a/b"));
    QCOMPARE(rest("/API.php"), std::string("none"));
    QCOMPARE(rest("/"), std::string("none"));
}

void MarketDocumentTest::filtersAreCheckedAgainstTheirVerticals()
{
    const std::string path = "trees[0].root.children[1].children[0].filter";
    auto withFilter = [&](const char *text) {
        MarketDocument market = full();
        auto &rest = std::get<Group>(market.trees[0].root.children[1].node);
        std::get<Channel>(rest.children[0].node).filter = parseFilter(text).value();
        return market;
    };
    Errors errors = checkReferences(withFilter("agee > 18 and home.city in list towns"));
    QCOMPARE(errors.size(), std::size_t(2));
    QCOMPARE(errors[0].code, std::string("unknown_field"));
    QCOMPARE(errors[0].field, path + ".all[0].field");
    QVERIFY(errors[0].message.find("“age”") != std::string::npos);
    QCOMPARE(errors[1].code, std::string("no_such_list"));
    QVERIFY(!MarketSnapshot::compile(withFilter("agee > 18"), Uuid::v7(), 1).ok());
    // a field that one of the verticals of the tree's sources knows will do, a value of a wrong type will not
    MarketDocument shared = withFilter("roof = metal and age > 18");
    QCOMPARE(checkReferences(shared).size(), std::size_t(1));
    FieldSchema solar;
    solar.slug = "solar";
    solar.fields.resize(2);
    solar.fields[0].key = "roof";
    solar.fields[1].key = "age";
    shared.verticals.push_back(solar);
    shared.sources[1].vertical = "solar";
    errors = checkReferences(shared);
    QVERIFY(std::all_of(errors.begin(), errors.end(),
                        [](const Error &error) { return error.code != "unknown_field"; }));
    QVERIFY(std::any_of(errors.begin(), errors.end(), [&](const Error &error) {
        return error.code == "wrong_operator" && error.field == path + ".all[1].op"; // its age is text
    }));
    shared.verticals.back().fields[1].type = FieldType::Integer;
    QVERIFY(checkReferences(shared).empty());
    // a tree that no source uses has nothing to be checked against
    shared.trees.push_back(shared.trees[0]);
    shared.trees[1].slug = "spare";
    shared.trees[1].root.filter = parseFilter("nothing = 1").value();
    QVERIFY(checkReferences(shared).empty());
    shared.sources[0].tree = "spare";
    errors = checkReferences(shared);
    QVERIFY(std::any_of(errors.begin(), errors.end(), [](const Error &error) {
        return error.code == "unknown_field" && error.field == "trees[1].root.filter.field";
    }));
}

void MarketDocumentTest::filtersMayBeWrittenAsText()
{
    auto market = marketDocumentFromValue(changed("trees[0].root.filter", Value("age >= 18")));
    QVERIFY(market.ok());
    QVERIFY(*market->trees[0].root.filter == *parseFilter("age >= 18"));
    QVERIFY(toJson(*market).find("\"at_least\"") !=
            std::string::npos); // and are written as documents write them
    auto broken = marketDocumentFromValue(changed("trees[0].root.filter", Value("age >=")));
    QVERIFY(!broken.ok());
    QCOMPARE(broken.error().code, std::string("filter_syntax"));
    QCOMPARE(broken.error().field, std::string("trees[0].root.filter"));
}

QTEST_GUILESS_MAIN(MarketDocumentTest)
#include "tst_marketdocument.moc"
