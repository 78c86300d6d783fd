// Bot signals, suppression, duplicates, score and history, as a lead meets them in the exchange.
#include "domain/json/json.h"
#include "exchange/gateplan.h"
#include "exchange/scriptedworld.h"
#include <QTest>

using namespace bourse;
using namespace bourse::testing;
using domain::DuplicateRule;
namespace reason = domain::reason;

namespace {
DuplicateRule rule(std::vector<std::string> fields)
{
    DuplicateRule made;
    made.fields = std::move(fields);
    return made;
}

/// A market whose vertical has a person, with one buyer that bids 20.
struct GateWorld : World {
    GateWorld()
    {
        auto add = [this](const char *key, domain::FieldType type) {
            domain::FieldSpec spec;
            spec.key = spec.label = key;
            spec.type = type;
            market.document().verticals.front().fields.push_back(spec);
        };
        add("email", domain::FieldType::Email);
        add("phone", domain::FieldType::Phone);
        add("ip", domain::FieldType::IpAddress);
        market.buyer("acme");
        market.channel(market.root(), "acme");
        buyers.pings["acme"] = {bid("20")};
        buyers.posts["acme"] = {says("ok")};
    }
    domain::SourceGates &gates() { return market.source().gates; }
    const IntakeAnswer &send(domain::Object more)
    {
        IntakeLead made = lead("L" + std::to_string(answers.size() + 1));
        for (auto &[key, value] : more)
            made.fields.append(key, std::move(value));
        submit(std::move(made));
        time.run();
        return answers.back();
    }
    std::string scoreEvent() const
    {
        for (const auto &event : stored().events)
            if (event.kind == "score")
                return event.detail;
        return {};
    }
};

} // namespace

class TestGating : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void withoutRulesNothingIsAsked();
    void rulesBecomeQuestions();
    void emptyFieldsAreNeverTheSame();
    void whatOthersAskForIsKept();
    void duplicateOfTheSource();
    void duplicateForABuyer();
    void duplicateFoundBeforeThePost();
    void duplicateOfTheSourceBeforeThePost();
    void suppressed();
    void honeypot_data();
    void honeypot();
    void fillTime_data();
    void fillTime();
    void ratePerAddress();
    void rateForgetsNothingTooEarly();
    void scoreWithReasons();
    void scoreIsAFilterSubject();
    void signalsMayOnlyScore();
    void historyIsAFilterSubject();
    void testLeadsAreNotCompared();
};

void TestGating::withoutRulesNothingIsAsked()
{
    GateWorld world;
    PersonQuestions asked;
    world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &) {
        asked = lead.questions;
    };
    world.send({{"email", "a@example.com"}});
    QVERIFY(asked.keys.empty() && asked.exclusiveKinds.empty() && asked.probes.empty());
    QVERIFY(world.database.posts.begin()->second.sending.probes.empty());
    QCOMPARE(world.answers[0].state, LeadState::Sold);
    QVERIFY(!world.answers[0].score && world.scoreEvent().empty());
}

void TestGating::rulesBecomeQuestions()
{
    GateWorld world;
    DuplicateRule any = rule({"email", "phone"});
    any.match = DuplicateRule::Match::Any;
    any.days = 90;
    any.scope = DuplicateRule::Scope::Vertical;
    any.soldOnly = true;
    DuplicateRule late = rule({"phone"});
    late.stage = DuplicateRule::Stage::Post;
    world.gates().duplicates = {rule({"email", "state"}), any, late};
    DuplicateRule buyers = rule({"email"});
    buyers.scope = DuplicateRule::Scope::Buyer;
    buyers.stage = DuplicateRule::Stage::Both;
    world.market.document().buyers[0].gates.duplicates = {buyers};
    PersonQuestions asked;
    world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &) {
        asked = lead.questions;
    };
    world.send({{"email", "A.b@Example.com"}, {"phone", "(512) 555-0142"}});
    const PersonKey email{"email", "a.b@example.com"}, phone{"phone", "+15125550142"},
        state{"field:state", "tx"};
    QCOMPARE(asked.probes.size(), std::size_t(4));
    QVERIFY((asked.probes[0].keys == std::vector<PersonKey>{email, state}));
    QCOMPARE(asked.probes[0].party, std::string("web"));
    QVERIFY((asked.probes[1].keys == std::vector<PersonKey>{email}) &&
            (asked.probes[2].keys == std::vector<PersonKey>{phone}));
    QVERIFY(asked.probes[1].soldOnly && asked.probes[1].days == 90 && asked.probes[1].party == "legal");
    QVERIFY(asked.probes[1].tag == asked.probes[2].tag && asked.probes[0].tag != asked.probes[1].tag);
    QVERIFY(asked.probes[3].scope == DuplicateRule::Scope::Buyer && asked.probes[3].party == "acme");
    QVERIFY((asked.keys == std::vector<PersonKey>{state})); // the store finds the others by itself
    QVERIFY((asked.exclusiveKinds == std::vector<std::string>{"email", "field:state", "phone"}));
    const auto &before = world.database.posts.begin()->second.sending.probes;
    QCOMPARE(before.size(), std::size_t(2));
    QVERIFY((before[0].keys == std::vector<PersonKey>{phone}) &&
            (before[1].keys == std::vector<PersonKey>{email}));
}

void TestGating::emptyFieldsAreNeverTheSame()
{
    GateWorld world;
    DuplicateRule any = rule({"email", "phone"});
    any.match = DuplicateRule::Match::Any;
    world.gates().duplicates = {rule({"email", "phone"}), any};
    PersonQuestions asked;
    world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &) {
        asked = lead.questions;
    };
    world.send({{"email", "a@example.com"}, {"phone", "  "}});
    QCOMPARE(asked.probes.size(), std::size_t(1)); // of the second rule, for the one that is there
    QCOMPARE(asked.probes[0].keys[0].first, std::string("email"));
    world.send({});
    QVERIFY(asked.probes.empty());
}

void TestGating::whatOthersAskForIsKept()
{
    GateWorld world;
    domain::Source other = world.market.source();
    other.slug = "mail";
    other.gates.duplicates = {rule({"note"})};
    world.market.document().sources.push_back(other);
    PersonQuestions asked;
    world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &) {
        asked = lead.questions;
    };
    world.send({});
    QVERIFY(asked.keys.empty()); // its rule looks at its own leads
    GateWorld wide;
    other.gates.duplicates[0].scope = DuplicateRule::Scope::Everywhere;
    other.tree = "main";
    wide.market.document().sources.push_back(other);
    wide.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &) {
        asked = lead.questions;
    };
    wide.send({});
    QVERIFY((asked.keys == std::vector<PersonKey>{{"field:note", "call after 5"}}));
    QVERIFY((asked.exclusiveKinds == std::vector<std::string>{"field:note"}));
    QVERIFY(asked.probes.empty());
}

void TestGating::duplicateOfTheSource()
{
    GateWorld world;
    world.gates().duplicates = {rule({"phone"}), rule({"email"})};
    const Uuid earlier = Uuid::v7();
    world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &outcome) {
        outcome.earlier.push_back({lead.questions.probes.back().tag, earlier, 1});
    };
    const IntakeAnswer &answer = world.send({{"email", "a@example.com"}});
    QCOMPARE(answer.state, LeadState::Duplicate);
    QCOMPARE(answer.decision, domain::RoutingDecision::Duplicate);
    QVERIFY(answer.deduped);
    QCOMPARE(answer.original, earlier);
    QCOMPARE(answer.reason.code, std::string(reason::duplicateLead));
    QCOMPARE(answer.reason.detail, "rule 2 (email), earlier lead " + leadIdText(earlier));
    QVERIFY(world.buyers.calls.empty());
    QVERIFY(world.durableWhenAnswered[0]);
}

void TestGating::duplicateForABuyer()
{
    GateWorld world;
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "beta");
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["beta"] = {says("ok")};
    DuplicateRule made = rule({"email"});
    made.scope = DuplicateRule::Scope::Buyer;
    world.market.document().buyers[0].gates.duplicates = {made};
    world.database.persons = [](const ReceivedLead &lead, ReceiveOutcome &outcome) {
        for (const PersonProbe &probe : lead.questions.probes)
            if (probe.party == "acme")
                outcome.earlier.push_back({probe.tag, Uuid::v7(), 1});
    };
    const IntakeAnswer &answer = world.send({{"email", "a@example.com"}});
    QCOMPARE(answer.state, LeadState::Sold);
    QCOMPARE(answer.buyer, std::string("beta"));
    QCOMPARE(world.skipReason("acme"), std::string(reason::duplicateForBuyer));
    QVERIFY(world.traceComplete());
}

void TestGating::duplicateFoundBeforeThePost()
{
    GateWorld world;
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "beta");
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["beta"] = {says("ok")};
    DuplicateRule made = rule({"email"});
    made.scope = DuplicateRule::Scope::Buyer;
    made.stage = DuplicateRule::Stage::Both;
    world.market.document().buyers[0].gates.duplicates = {made};
    world.database.personOfPost = [](const SendingPost &post) -> std::optional<PersonAnswer> {
        if (post.probes.empty())
            return std::nullopt;
        return PersonAnswer{post.probes.front().tag, Uuid::v7(), 1};
    };
    const IntakeAnswer &answer = world.send({{"email", "a@example.com"}});
    QCOMPARE(answer.buyer, std::string("beta"));
    QCOMPARE(world.pingReason("acme"), std::string(reason::duplicateForBuyer));
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
    QVERIFY(world.traceComplete());
}

void TestGating::duplicateOfTheSourceBeforeThePost()
{
    GateWorld world;
    DuplicateRule made = rule({"email"});
    made.stage = DuplicateRule::Stage::Post;
    world.gates().duplicates = {made};
    const Uuid earlier = Uuid::v7();
    world.database.personOfPost = [&](const SendingPost &post) -> std::optional<PersonAnswer> {
        return PersonAnswer{post.probes.front().tag, earlier, 1};
    };
    const IntakeAnswer &answer = world.send({{"email", "a@example.com"}});
    QCOMPARE(answer.state, LeadState::Duplicate);
    QCOMPARE(answer.original, earlier);
    QVERIFY(world.buyers.posted.empty());
    QCOMPARE(world.buyers.pinged().size(), std::size_t(1));
    QVERIFY(world.traceComplete());
}

void TestGating::suppressed()
{
    GateWorld world;
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "beta");
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["beta"] = {says("ok")};
    std::vector<SuppressionHit> hits{{"acme_own", "acme", "email"}};
    world.database.persons = [&](const ReceivedLead &, ReceiveOutcome &outcome) {
        outcome.suppressed = hits;
    };
    const IntakeAnswer &sold = world.send({{"email", "a@example.com"}});
    QCOMPARE(sold.buyer, std::string("beta"));
    QCOMPARE(world.skipReason("acme"), std::string(reason::suppressedForBuyer));
    hits.push_back({"dnc", "", "phone"});
    const IntakeAnswer &answer = world.send({{"email", "a@example.com"}});
    QCOMPARE(answer.state, LeadState::Suppressed);
    QCOMPARE(answer.decision, domain::RoutingDecision::Suppressed);
    QCOMPARE(answer.reason.code, std::string(reason::suppressed));
    QCOMPARE(answer.reason.detail, std::string("list dnc, field phone"));
    QCOMPARE(world.buyers.posted.size(), std::size_t(1));
}

void TestGating::honeypot_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("bot");
    QTest::newRow("filled") << QByteArray("\"http://spam.example\"") << true;
    QTest::newRow("checked") << QByteArray("true") << true;
    QTest::newRow("number") << QByteArray("0") << true;
    QTest::newRow("empty") << QByteArray("\"\"") << false;
    QTest::newRow("blank") << QByteArray("\"  \"") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("unchecked") << QByteArray("false") << false;
}

void TestGating::honeypot()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, bot);
    GateWorld world;
    world.gates().honeypot = domain::HoneypotRule{"website", {}};
    const IntakeAnswer &answer = world.send({{"website", domain::parseJson(value.toStdString()).value()}});
    QCOMPARE(answer.state, bot ? LeadState::Rejected : LeadState::Sold);
    if (bot) {
        QCOMPARE(answer.reason.code, std::string(reason::botHoneypot));
        QCOMPARE(answer.decision, domain::RoutingDecision::Refused);
        QVERIFY(world.buyers.calls.empty());
    }
}

void TestGating::fillTime_data()
{
    QTest::addColumn<bool>("started");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("bot");
    QTest::newRow("2.9 s") << false << QByteArray("2.9") << true;
    QTest::newRow("3 s") << false << QByteArray("3") << false;
    QTest::newRow("negative") << false << QByteArray("-4") << true;
    QTest::newRow("0") << false << QByteArray("0") << true;
    QTest::newRow("-0.5") << false << QByteArray("-0.5") << true;
    QTest::newRow("huge") << false << QByteArray("99999999999999999999999") << false;
    QTest::newRow("words") << false << QByteArray("soon") << false;
    QTest::newRow("nothing") << false << QByteArray() << false;
    QTest::newRow("just now, ISO") << true << QByteArray("-1 iso") << true;
    QTest::newRow("a while ago, ISO") << true << QByteArray("-5 iso") << false;
    QTest::newRow("just now, seconds") << true << QByteArray("-1 s") << true;
    QTest::newRow("a while ago, seconds") << true << QByteArray("-5 s") << false;
    QTest::newRow("just now, ms") << true << QByteArray("-1 ms") << true;
    QTest::newRow("a while ago, ms") << true << QByteArray("-5 ms") << false;
    QTest::newRow("in the future") << true << QByteArray("100 s") << true;
    QTest::newRow("no time") << true << QByteArray("yesterday") << false;
    QTest::newRow("far") << true << QByteArray("9223372036854775807") << true;
    QTest::newRow("least") << true << QByteArray("-9223372036854775808") << false;
}

void TestGating::fillTime()
{
    QFETCH(bool, started);
    QFETCH(QByteArray, value);
    QFETCH(bool, bot);
    GateWorld world;
    domain::FillTimeRule made;
    (started ? made.startedField : made.secondsField) = "form";
    world.gates().fillTime = made;
    std::string text = value.toStdString();
    if (const auto space = text.find(' '); space != std::string::npos) {
        const UtcTime at = world.time.utcNow() + std::chrono::seconds(std::stoi(text));
        const std::string unit = text.substr(space + 1);
        const auto us = at.time_since_epoch().count();
        text = unit == "iso" ? toIso8601(at) : std::to_string(unit == "s" ? us / 1'000'000 : us / 1000);
    }
    const IntakeAnswer &answer = world.send({{"form", text}});
    QCOMPARE(answer.state, bot ? LeadState::Rejected : LeadState::Sold);
    if (bot)
        QCOMPARE(answer.reason.code, std::string(reason::botTooFast));
}

void TestGating::ratePerAddress()
{
    GateWorld world;
    domain::AddressRateRule made;
    made.perMinute = 2;
    world.gates().addressRate = made;
    auto sold = [&](const char *address) {
        return world.send({{"ip", address}}).state == LeadState::Sold;
    };
    QVERIFY(sold("192.0.2.1"));
    QVERIFY(sold("192.0.2.1"));
    QVERIFY(!sold("192.0.2.1"));
    QCOMPARE(world.answers.back().reason.code, std::string(reason::ipRate));
    QVERIFY(sold("192.0.2.2"));
    // one household
    QVERIFY(sold("2001:db8::1") && sold("2001:db8::2"));
    QVERIFY(!sold("2001:db8:0:0:ffff::3"));
    QVERIFY(sold("2001:db8:0:1::3"));
    QVERIFY(world.send({}).state == LeadState::Sold);
}

void TestGating::rateForgetsNothingTooEarly()
{
    AddressRates rates;
    const MonoTime start{};
    QVERIFY(rates.take("web", "192.0.2.1", 1, start));
    QVERIFY(rates.take("mail", "192.0.2.1", 1, start)); // each source for itself
    QVERIFY(!rates.take("web", "192.0.2.1", 1, start + 59s));
    QVERIFY(!rates.take("web", "192.0.2.1", 1, start + 61s)); // what is refused counts, too
    QVERIFY(rates.take("web", "192.0.2.1", 1, start + 121s));
    for (int i = 0; i < 60'000; ++i)
        QVERIFY(rates.take("web", "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256), 1,
                           start + 122s));
}

void TestGating::scoreWithReasons()
{
    GateWorld world;
    domain::ScoreSettings score;
    score.base = 60;
    score.rules = {{domain::parseFilter("state = TX").value(), 25, "Texas"},
                   {domain::parseFilter("state = CA").value(), 10, "California"},
                   {domain::parseFilter("email exists").value(), 30, ""}};
    world.gates().score = score;
    QCOMPARE(world.send({}).score, std::optional<int>(85));
    QCOMPARE(world.scoreEvent(),
             std::string(R"({"score":85,"base":60,"reasons":[{"reason":"Texas","add":25}]})"));
    QCOMPARE(world.send({{"email", "a@example.com"}}).score, std::optional<int>(100));
    QCOMPARE(
        world.scoreEvent(),
        std::string(
            R"({"score":100,"base":60,"reasons":[{"reason":"Texas","add":25},{"reason":"rule 3","add":30}]})"));
    score.rules = {{domain::parseFilter("state = TX").value(), -90, ""}};
    GateWorld low;
    low.gates().score = score;
    QCOMPARE(low.send({}).score, std::optional<int>(0));
}

void TestGating::scoreIsAFilterSubject()
{
    for (int add : {9, 10}) {
        GateWorld world;
        domain::ScoreSettings score;
        score.rules = {{domain::parseFilter("state = TX").value(), add, ""}};
        world.gates().score = score;
        world.market.root().filter = domain::parseFilter("@score >= 60").value();
        QCOMPARE(world.send({}).state, add == 10 ? LeadState::Sold : LeadState::Unsold);
    }
}

void TestGating::signalsMayOnlyScore()
{
    GateWorld world;
    world.gates().honeypot = domain::HoneypotRule{"website", {false, -40}};
    DuplicateRule made = rule({"email"});
    made.effect = {false, -5};
    world.gates().duplicates = {made};
    world.database.persons = [](const ReceivedLead &lead, ReceiveOutcome &outcome) {
        outcome.earlier.push_back({lead.questions.probes.front().tag, Uuid::v7(), 1});
    };
    const IntakeAnswer &answer = world.send({{"website", "x"}, {"email", "a@example.com"}});
    QCOMPARE(answer.state, LeadState::Sold);
    QCOMPARE(answer.score, std::optional<int>(5));
    QCOMPARE(world.scoreEvent(),
             std::string(R"({"score":5,"base":50,"reasons":[{"reason":"bot_honeypot","add":-40},)"
                         R"({"reason":"duplicate_lead","add":-5}]})"));
    QVERIFY(!answer.deduped);
}

void TestGating::historyIsAFilterSubject()
{
    for (std::int64_t count : {1, 2}) {
        GateWorld world;
        std::get<domain::Channel>(world.market.root().children[0].node).filter =
            domain::parseFilter("history.leads(email, 30d) < 2 and history.sold(phone, 90d) = 0").value();
        std::vector<PersonProbe> probes;
        world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &outcome) {
            probes = lead.questions.probes;
            outcome.earlier.push_back({probes.front().tag, Uuid::v7(), count});
        };
        const IntakeAnswer &answer = world.send({{"email", "a@example.com"}, {"phone", "5125550142"}});
        QCOMPARE(probes.size(), std::size_t(2));
        QVERIFY(probes[0].counts && !probes[0].soldOnly && probes[0].days == 30);
        QVERIFY(probes[1].counts && probes[1].soldOnly && probes[1].days == 90);
        QCOMPARE(answer.state, count == 1 ? LeadState::Sold : LeadState::Unsold);
        if (count == 2)
            QCOMPARE(world.skipReason("acme"), std::string(reason::filteredOut));
        QVERIFY(world.database.posts.empty() || world.database.posts.begin()->second.sending.probes.empty());
    }
}

void TestGating::testLeadsAreNotCompared()
{
    GateWorld world;
    world.gates().duplicates = {rule({"email"})};
    world.gates().honeypot = domain::HoneypotRule{"website", {}};
    world.market.source().testMode = true;
    bool asked = true;
    world.database.persons = [&](const ReceivedLead &lead, ReceiveOutcome &) {
        asked = !lead.questions.probes.empty();
    };
    const IntakeAnswer &answer = world.send({{"email", "a@example.com"}, {"website", "x"}});
    QVERIFY(!asked);
    QCOMPARE(answer.reason.code, std::string(reason::testLead));
}

QTEST_GUILESS_MAIN(TestGating)
#include "tst_gating.moc"
