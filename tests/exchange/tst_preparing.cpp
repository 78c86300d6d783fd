// What comes before a ping or post: credentials of an account, shared and renewed, look-ups, conditions,
// waits.
#include "exchange/authgrant.h"
#include "exchange/scriptedworld.h"
#include <QCryptographicHash>
#include <QTest>
#include <string>
#include <vector>

using namespace bourse;
using namespace bourse::exchange;
using namespace bourse::testing;
using domain::RoutingDecision;
namespace reason = domain::reason;

namespace {

domain::Value json(const std::string &text)
{
    auto value = domain::parseJson(text);
    if (!value)
        qFatal("%s: %s", value.error().message.c_str(), text.c_str());
    return *value;
}

domain::Object &stepsOf(domain::Value &document)
{
    return *document.asObject()->find("steps")->asObject();
}

void addMembers(domain::Value &document, const char *step, const std::string &members)
{
    const domain::Value more = json("{" + members + "}");
    for (const auto &[key, value] : *more.asObject())
        stepsOf(document).find(step)->asObject()->set(key, value);
}

/// The token goes into a header of both steps.
void addAuth(domain::Value &document)
{
    stepsOf(document).set("auth", json(R"({"path":"/auth","body":{"format":"form","rows":[
        {"target":"secret","source":{"secret":"api_key"}}]},
        "response":{"extract":{"carried":{"token":{"source":{"json":"$.token"}},"expires_in":{"source":{"json":"$.expires_in"}}}},
        "rules":[{"id":"ok","outcome":"accepted","when":{"source":{"json":"$.token"},"op":"exists"}}]}})"));
    for (const char *step : {"ping", "post"}) {
        if (domain::Value *its = stepsOf(document).find(step))
            its->asObject()->find("headers")->asArray()->push_back(
                json(R"({"target":"Authorization","source":{"template":"Bearer {{carried.token}}"}})"));
    }
}

/// What it tells goes into the bodies of both steps.
void addLookup(domain::Value &document, const std::string &members = "")
{
    stepsOf(document).set("lookup",
                          json(R"({"path":"/lookup",)" + members + R"("body":{"format":"json","rows":[
        {"target":"ref","source":{"field":"ref"}}]},
        "response":{"extract":{"carried":{"cert":{"source":{"json":"$.cert"}}},"reason":{"source":{"json":"$.why"}}},
        "rules":[{"id":"clean","outcome":"accepted","when":{"source":{"json":"$.result"},"op":"equals","value":"ok"}},
                 {"id":"listed","outcome":"rejected","when":{"source":{"json":"$.result"},"op":"equals","value":"no"}}]}})"));
    for (const char *step : {"ping", "post"}) {
        if (domain::Value *its = stepsOf(document).find(step))
            its->asObject()->find("body")->asObject()->find("rows")->asArray()->push_back(
                json(R"({"target":"cert","source":{"carried":"cert"}})"));
    }
}

/// Two more look-ups: one before the ping, one before the post.
const std::string kThen = R"("then":[
    {"name":"score","path":"/score","on_failure":"suppress","body":{"format":"json","rows":[{"target":"cert","source":{"carried":"cert"}}]},
     "response":{"extract":{"carried":{"score":{"source":{"json":"$.score"}}}},
       "rules":[{"id":"ok","outcome":"accepted","when":{"source":{"json":"$.result"},"op":"equals","value":"ok"}}]}},
    {"name":"late","path":"/late","before":"post","body":{"format":"json","rows":[{"target":"score","source":{"carried":"score"}}]},
     "response":{"extract":{"carried":{"late":{"source":{"json":"$.late"}}}},
       "rules":[{"id":"ok","outcome":"accepted","when":{"source":{"json":"$.result"},"op":"equals","value":"ok"}}]}}],)";

Act token(const std::string &value, int expiresIn, Micros delay = 5ms)
{
    return {R"({"token":"token-)" + value + R"(","expires_in":)" + std::to_string(expiresIn) + "}", delay};
}

std::string bearer(const BuyerCall &call)
{
    const std::string *header = domain::findHeader(call.request.headers, "Authorization");
    return header ? *header : std::string();
}

/// A market with buyers whose documents can be changed before the first lead.
struct PreparedWorld : World {
    domain::Value &document(std::size_t buyer = 0) { return market.document().integrations[buyer]; }
};

} // namespace

class TestPreparing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // auth
    void oneTokenServesEveryLead();
    void tokensAreAskedForAgainBeforeTheyLapse();
    void aTokenThatIsRefusedIsRenewed();
    void aRefusedPostIsNeverSentAgain();
    void failedAuthLeavesTheOthersAlone();
    void slowAuthDoesNotHoldTheAuction();
    void slowAuthOfADirectPost();
    void channelsOfOneIntegrationShareAToken();
    void accountsOfLookupsDiffer();
    void tokensAreNotStored();
    void drainWaitsForTheToken();
    void sameSeedSameCalls();
    // look-up
    void lookupFeedsPingAndPost();
    void lookupsFollowEachOther();
    void aLookupThatSuppressesIsTheLast();
    void answersAreComparedWithTheLead();
    void madeValuesAreCarried();
    void computedValuesTellOfTheLead();
    void lookupSuppressesOnlyItsChannel();
    void failedLookups_data();
    void failedLookups();
    void lookupBeforeThePost();
    void lookupUsesTheToken();
    // conditions and waits
    void conditions();
    void bidsThatLapse();
    void waitsAreKept();
    void waitsBeyondTheBudget();
    // TLS
    void clientCertificates();
};

void TestPreparing::oneTokenServesEveryLead()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600, 20ms)};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    for (const char *ref : {"L1", "L2", "L3"}) // at once
        world.submit(world.lead(ref));
    world.time.run();
    world.route(); // and later
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(1));
    QCOMPARE(world.answers.size(), std::size_t(4));
    for (const auto &answer : world.answers)
        QCOMPARE(answer.state, LeadState::Sold);
    for (CallKind kind : {CallKind::Ping, CallKind::Post}) {
        QCOMPARE(world.buyers.of(kind).size(), std::size_t(4));
        for (const auto &call : world.buyers.of(kind))
            QCOMPARE(bearer(call), std::string("Bearer token-A"));
    }
    const auto auth = world.buyers.of(CallKind::Auth).front();
    QCOMPARE(auth.request.body, std::string("secret=tops3cret%2Fkey"));
    QVERIFY(auth.snapshot);
    QVERIFY(world.traceComplete());
}

void TestPreparing::tokensAreAskedForAgainBeforeTheyLapse()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 100), token("B", 100)};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    world.route();
    world.time.runFor(80s);
    world.route();
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(1));
    world.time.runFor(15s); // a tenth is kept back, so that none lapses on its way
    world.route();
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(2));
    QCOMPARE(bearer(world.buyers.of(CallKind::Post).back()), std::string("Bearer token-B"));
}

void TestPreparing::aTokenThatIsRefusedIsRenewed()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600), token("B", 3600)};
    Act expired = says("no");
    expired.status = 401;
    world.buyers.pings["acme"] = {expired, bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Unsold);
    QCOMPARE(world.route().state, LeadState::Sold);
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(2));
    QCOMPARE(bearer(world.buyers.of(CallKind::Ping).back()), std::string("Bearer token-B"));
}

void TestPreparing::aRefusedPostIsNeverSentAgain()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600), token("B", 3600)};
    world.buyers.pings["acme"] = {bid("10")};
    Act expired = says("no");
    expired.status = 401;
    world.buyers.posts["acme"] = {expired, says("ok")};
    QCOMPARE(world.route().decision, RoutingDecision::AllPostsRejected);
    QCOMPARE(world.buyers.of(CallKind::Post).size(), std::size_t(1));
    QCOMPARE(world.route().state, LeadState::Sold);
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(2));
}

void TestPreparing::failedAuthLeavesTheOthersAlone()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "acme");
    world.market.channel(world.market.root(), "beta");
    addAuth(world.document());
    world.buyers.auths["acme"] = {says("who are you"), fails(WireOutcome::NotSent), token("A", 3600)};
    world.buyers.pings["acme"] = {bid("20")};
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("ok")};
    QCOMPARE(world.route().buyer, std::string("beta"));
    QCOMPARE(world.skipReason("acme"), std::string(reason::authFailed));
    QVERIFY(world.traceComplete());
    // for a moment nobody asks again
    QCOMPARE(world.route().buyer, std::string("beta"));
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(1));
    world.time.runFor(2s);
    QCOMPARE(world.route().buyer, std::string("beta"));
    QCOMPARE(world.skipReason("acme"), std::string(reason::authFailed));
    world.time.runFor(2s);
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(3));
    // a missing secret is no call at all
    world.secrets.values.clear();
    world.time.runFor(3600s);
    world.route();
    QCOMPARE(world.skipReason("acme"), std::string(reason::authFailed));
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(3));
}

void TestPreparing::slowAuthDoesNotHoldTheAuction()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "acme");
    world.market.channel(world.market.root(), "beta");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600, 900ms)};
    world.buyers.pings["acme"] = {bid("20")};
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("ok")};
    const auto &answer = world.route();
    QCOMPARE(answer.buyer, std::string("beta"));
    QVERIFY(world.answeredAt.back() <= 500ms); // its budget
    QVERIFY2(world.skipReason("acme") == reason::noTimeLeft || world.skipReason("acme") == reason::authFailed,
             world.skipReason("acme").c_str());
    QVERIFY(world.traceComplete());
    QVERIFY(world.buyers.pinged() == std::vector<std::string>{"beta"}); // nothing left late
    // what came too late for that lead is there for the next
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(1));
}

void TestPreparing::slowAuthOfADirectPost()
{
    PreparedWorld world;
    world.market.buyer("acme", false);
    world.market.fixed(world.market.root(), "acme", "5");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600, 900ms)};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Unsold);
    QVERIFY(world.answeredAt.back() <= 500ms);
    QVERIFY(world.buyers.of(CallKind::Post).empty());
    QVERIFY(world.database.posts.empty()); // nothing was reserved
    QCOMPARE(world.route().decision, RoutingDecision::DirectPost);
    QCOMPARE(bearer(world.buyers.of(CallKind::Post).front()), std::string("Bearer token-A"));
}

void TestPreparing::channelsOfOneIntegrationShareAToken()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme", "acme-a");
    world.market.channel(world.market.root(), "acme", "acme-b");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600)};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    world.route();
    QCOMPARE(world.buyers.of(CallKind::Ping).size(), std::size_t(2));
    QCOMPARE(world.buyers.of(CallKind::Auth).size(), std::size_t(1));
}

void TestPreparing::accountsOfLookupsDiffer()
{
    const auto keyOf = [](const std::string &user, const std::string &path) {
        return authKey(json(R"({"slug":"t","steps":{"lookup":{"then":[{"name":"a","path":")" + path +
                            R"(","authentication":{"kind":"basic","user":")" + user + R"("}}]}}})"),
                       true);
    };
    QCOMPARE(keyOf("one", "/a"), keyOf("one", "/b"));
    QVERIFY(keyOf("one", "/a") != keyOf("two", "/a"));
}

void TestPreparing::tokensAreNotStored()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("canary", 3600)};
    Act echo = bid("10");
    echo.body.insert(1, R"("echo":"token-canary",)");
    world.buyers.pings["acme"] = {echo};
    world.buyers.posts["acme"] = {says("ok")};
    world.route();
    const auto &stored = world.stored();
    std::string all = stored.pings.front().requestText + stored.pings.front().responseText;
    for (const auto *post : world.database.postsOf(world.answers.back().leadId))
        all += post->sending.attempt.requestText + post->result.requestText + post->result.responseText;
    for (const auto &event : stored.events)
        all += event.detail;
    QVERIFY(all.find("token-canary") == std::string::npos);
    QVERIFY(all.find("tops3cret") == std::string::npos);
    QVERIFY(all.find("Bearer {{carried.token}}") != std::string::npos);
}

void TestPreparing::drainWaitsForTheToken()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    world.buyers.auths["acme"] = {token("A", 3600, 1900ms)};
    world.submit(world.lead());
    world.time.runFor(600ms); // the lead has been answered, its token has not come
    QCOMPARE(world.answers.size(), std::size_t(1));
    Micros drained{};
    world.exchange->drain([&] { drained = world.time.now(); });
    world.time.run();
    QVERIFY(drained >= 1900ms);
}

void TestPreparing::sameSeedSameCalls()
{
    const auto calls = [] {
        PreparedWorld world;
        world.market.buyer("acme");
        world.market.buyer("beta");
        world.market.channel(world.market.root(), "acme");
        world.market.channel(world.market.root(), "beta");
        addAuth(world.document(0));
        addLookup(world.document(1));
        world.buyers.auths["acme"] = {token("A", 60), says("no"), token("B", 60)};
        world.buyers.lookups["beta"] = {says("ok"), says("no"), fails(WireOutcome::TimedOut)};
        world.buyers.pings["acme"] = {bid("10"), bid("30")};
        world.buyers.pings["beta"] = {bid("20")};
        world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("no"), says("ok")};
        std::string all;
        for (int i = 0; i < 6; ++i) {
            world.route();
            world.time.runFor(25s);
        }
        for (const auto &call : world.buyers.calls)
            all += call.attemptId.toString() + " " + domain::toWireText(call.request) + "\n";
        return all;
    };
    const std::string once = calls();
    QVERIFY(once.find("/lookup") != std::string::npos && once.find("/auth") != std::string::npos);
    QCOMPARE(calls(), once);
}

void TestPreparing::lookupFeedsPingAndPost()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document());
    world.buyers.lookups["acme"] = {{R"({"result":"ok","cert":"C-7"})", 10ms}};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Sold);
    QCOMPARE(world.buyers.of(CallKind::Lookup).size(), std::size_t(1));
    QCOMPARE(world.buyers.of(CallKind::Lookup).front().request.body, std::string(R"({"ref":"L1"})"));
    QVERIFY(world.buyers.of(CallKind::Ping).front().request.body.find(R"("cert":"C-7")") !=
            std::string::npos);
    // what the ping told is carried beside it
    const std::string posted = world.buyers.of(CallKind::Post).front().request.body;
    QVERIFY2(posted.find(R"("cert":"C-7")") != std::string::npos && posted.find("p-10") != std::string::npos,
             posted.c_str());
    // it is part of the lead's history, without what was told
    std::string noted;
    for (const auto &event : world.stored().events)
        if (event.kind == "lookup")
            noted += event.detail;
    QCOMPARE(noted, std::string(
                        R"({"channel":"acme","outcome":"accepted","rule":"clean","status":200,"us":10000})"));
}

/// The certificate that the first one tells goes into the second, whose own answer goes into the post.
void TestPreparing::lookupsFollowEachOther()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document(), kThen);
    stepsOf(world.document())
        .find("post")
        ->asObject()
        ->find("body")
        ->asObject()
        ->find("rows")
        ->asArray()
        ->push_back(json(R"({"target":"late","source":{"carried":"late"}})"));
    world.buyers.lookups["acme"] = {{R"({"result":"ok","cert":"C-7"})", 10ms},
                                    {R"({"result":"ok","score":"9"})", 20ms},
                                    {R"({"result":"ok","late":"yes"})", 5ms}};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Sold);
    std::vector<std::string> asked;
    for (const BuyerCall &call : world.buyers.calls)
        asked.push_back(call.request.url.substr(call.request.url.rfind('/')) + ' ' +
                        (call.kind == CallKind::Lookup ? call.request.body : std::string()));
    QCOMPARE(asked.size(), std::size_t(5));
    QCOMPARE(asked[0], std::string(R"(/lookup {"ref":"L1"})"));
    QCOMPARE(asked[1], std::string(R"(/score {"cert":"C-7"})"));
    QVERIFY(world.buyers.calls[2].kind == CallKind::Ping);
    QCOMPARE(asked[3], std::string(R"(/late {"score":"9"})"));
    QVERIFY(world.buyers.calls[4].request.body.find(R"("late":"yes")") != std::string::npos);
    std::string noted;
    for (const auto &event : world.stored().events)
        if (event.kind == "lookup")
            noted += event.detail;
    QCOMPARE(
        noted,
        std::string(
            R"({"channel":"acme","outcome":"accepted","rule":"clean","status":200,"us":10000})"
            R"({"channel":"acme","outcome":"accepted","rule":"ok","status":200,"us":20000,"lookup":"score"})"
            R"({"channel":"acme","outcome":"accepted","rule":"ok","status":200,"us":5000,"lookup":"late"})"));
}

void TestPreparing::aLookupThatSuppressesIsTheLast()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document(), kThen);
    world.buyers.lookups["acme"] = {says("no")};
    world.route();
    QCOMPARE(world.skipReason("acme"), std::string(reason::lookupSuppressed));
    QCOMPARE(world.buyers.of(CallKind::Lookup).size(), std::size_t(1));
    QVERIFY(world.buyers.of(CallKind::Ping).empty());

    PreparedWorld second;
    second.market.buyer("acme");
    second.market.channel(second.market.root(), "acme");
    addLookup(second.document(), kThen);
    second.buyers.lookups["acme"] = {says("ok"), says("no")};
    second.route();
    QCOMPARE(second.skipReason("acme"), std::string(reason::lookupSuppressed));
    QCOMPARE(second.buyers.of(CallKind::Lookup).size(), std::size_t(2));
    QVERIFY(second.buyers.of(CallKind::Ping).empty());
}

/// A buyer that answers with the leads that it holds already: the answer is compared with this one, at every
/// step, with what was carried, too.
void TestPreparing::answersAreComparedWithTheLead()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document());
    const auto addRule = [&](const char *step, const char *rule) {
        auto &rules = *stepsOf(world.document())
                           .find(step)
                           ->asObject()
                           ->find("response")
                           ->asObject()
                           ->find("rules")
                           ->asArray();
        rules.insert(rules.begin(), json(rule));
    };
    addRule(
        "lookup",
        R"({"id":"listed-ref","outcome":"duplicate","when":{"source":{"json":"$.held[*]"},"op":"equals","value":{"source":{"field":"ref"}}}})");
    addRule(
        "ping",
        R"({"id":"held-ref","outcome":"duplicate","when":{"source":{"json":"$.held[*]"},"op":"equals_ci","value":{"source":{"field":"ref"},"transforms":[{"do":"hash","algorithm":"sha1"}]}}})");
    addRule(
        "post",
        R"({"id":"another-ping","outcome":"rejected","when":{"not":{"source":{"json":"$.ping"},"op":"equals","value":{"source":{"carried":"ping_id"}}}}})");
    const std::string sha1 =
        QCryptographicHash::hash("L2", QCryptographicHash::Sha1).toHex().toUpper().toStdString();
    world.buyers.lookups["acme"] = {{R"({"result":"ok","held":["L4"]})"}};
    world.buyers.pings["acme"] = {{R"({"result":"ok","price":"10","id":"p-7","held":[")" + sha1 + R"("]})"}};
    world.buyers.posts["acme"] = {{R"({"result":"ok","ping":"p-7"})"}, {R"({"result":"ok","ping":"p-8"})"}};
    QCOMPARE(world.route().state, LeadState::Sold); // L1
    world.route();                                  // L2
    QCOMPARE(world.ping("acme")->rule, std::string("held-ref"));
    QCOMPARE(world.ping("acme")->outcome, AttemptOutcome::Duplicate);
    QCOMPARE(world.route().state, LeadState::Unsold); // L3, answered for another ping
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).size(), std::size_t(1));
    world.route(); // L4
    QCOMPARE(world.skipReason("acme"), std::string("lookup_suppressed"));
}

/// An id that the look-up or the ping made for itself is the post's too.
void TestPreparing::madeValuesAreCarried()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document(), R"("carry":{"look_id":{"source":{"computed":"nonce"}}},)");
    addMembers(world.document(), "ping", R"("carry":{"ping_key":{"source":{"computed":"uuid"}}})");
    const auto add = [&](const char *step, const char *row) {
        stepsOf(world.document())
            .find(step)
            ->asObject()
            ->find("body")
            ->asObject()
            ->find("rows")
            ->asArray()
            ->push_back(json(row));
    };
    add("lookup", R"({"target":"look","source":{"computed":"nonce"}})");
    add("ping", R"({"target":"key","source":{"computed":"uuid"}})");
    add("post", R"({"target":"look","source":{"carried":"look_id"}})");
    add("post", R"({"target":"key","source":{"carried":"ping_key"}})");
    world.buyers.lookups["acme"] = {{R"({"result":"ok","cert":"C-7"})", 10ms}};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Sold);
    const auto sent = [&](CallKind kind, const char *key) {
        const auto body = domain::parseJson(world.buyers.of(kind).front().request.body);
        const domain::Value *value = body ? body->find(key) : nullptr;
        return value ? value->toText() : std::string();
    };
    QVERIFY(!sent(CallKind::Post, "key").empty() && !sent(CallKind::Post, "look").empty());
    QCOMPARE(sent(CallKind::Post, "key"), sent(CallKind::Ping, "key"));
    QCOMPARE(sent(CallKind::Post, "look"), sent(CallKind::Lookup, "look"));
}

/// The id is the one that the caller got, each request's own id is the recorded one, and the time is what the
/// transport waits.
void TestPreparing::computedValuesTellOfTheLead()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.market.root().floor = usd("5");
    addLookup(world.document());
    const auto rows = [&](const char *step) {
        for (const char *name :
             {"lead_id", "attempt_id", "source", "received_at", "floor_price", "time_left_ms"})
            stepsOf(world.document())
                .find(step)
                ->asObject()
                ->find("body")
                ->asObject()
                ->find("rows")
                ->asArray()
                ->push_back(json(R"({"target":")" + std::string(name) + R"(","source":{"computed":")" + name +
                                 R"("}})"));
    };
    for (const char *step : {"lookup", "ping", "post"})
        rows(step);
    world.buyers.lookups["acme"] = {says("ok")};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    const auto answer = world.route();
    QCOMPARE(answer.state, LeadState::Sold);
    std::set<std::string> attempts;
    for (const CallKind kind : {CallKind::Lookup, CallKind::Ping, CallKind::Post}) {
        const auto call = world.buyers.of(kind).front();
        const auto body = domain::parseJson(call.request.body);
        QVERIFY(body.ok());
        const auto sent = [&](const char *key) {
            return body->find(key) ? body->find(key)->toText() : std::string("-");
        };
        QCOMPARE(sent("lead_id"), leadIdText(answer.leadId));
        QCOMPARE(sent("attempt_id"), call.attemptId.toString());
        attempts.insert(sent("attempt_id"));
        QCOMPARE(sent("source"), std::string("web"));
        QCOMPARE(sent("received_at"), toIso8601(answer.createdAt));
        QCOMPARE(sent("floor_price"), std::string("5.00"));
        QCOMPARE(sent("time_left_ms"), std::to_string(call.timeLimit.count() / 1000));
    }
    QCOMPARE(attempts.size(), std::size_t(3));
    QVERIFY(world.traceComplete());
}

void TestPreparing::lookupSuppressesOnlyItsChannel()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "acme");
    world.market.channel(world.market.root(), "beta");
    addLookup(world.document());
    world.buyers.lookups["acme"] = {says("no")};
    world.buyers.pings["acme"] = {bid("20")};
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["beta"] = {says("ok")};
    QCOMPARE(world.route().buyer, std::string("beta"));
    QCOMPARE(world.skipReason("acme"), std::string(reason::lookupSuppressed));
    QCOMPARE(world.buyers.pinged(), std::vector<std::string>{"beta"});
    QVERIFY(world.traceComplete());
}

void TestPreparing::failedLookups_data()
{
    QTest::addColumn<int>("wire");
    QTest::addColumn<bool>("suppresses");
    for (bool suppresses : {false, true}) {
        QTest::addRow("time-out %d", suppresses) << int(WireOutcome::TimedOut) << suppresses;
        QTest::addRow("no connection %d", suppresses) << int(WireOutcome::NotSent) << suppresses;
        QTest::addRow("not understood %d", suppresses) << int(WireOutcome::Answered) << suppresses;
    }
}

void TestPreparing::failedLookups()
{
    QFETCH(int, wire);
    QFETCH(bool, suppresses);
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document(), suppresses ? R"("on_failure":"suppress",)" : "");
    world.buyers.lookups["acme"] = {{"?", 5ms, static_cast<WireOutcome>(wire)}};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, suppresses ? LeadState::Unsold : LeadState::Sold);
    QCOMPARE(world.skipReason("acme"), std::string(suppresses ? reason::lookupSuppressed : ""));
    QCOMPARE(world.buyers.pinged().size(), std::size_t(suppresses ? 0 : 1));
}

void TestPreparing::lookupBeforeThePost()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "acme");
    world.market.channel(world.market.root(), "beta");
    for (std::size_t i : {0, 1})
        addLookup(world.document(i), R"("before":"post",)");
    world.buyers.lookups["acme"] = {says("no")};
    world.buyers.lookups["beta"] = {{R"({"result":"ok","cert":"C-8"})", 5ms}};
    world.buyers.pings["acme"] = {bid("20")};
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("ok")};
    QCOMPARE(world.route().buyer, std::string("beta"));
    QCOMPARE(world.pingReason("acme"), std::string(reason::lookupSuppressed));
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
    QCOMPARE(world.buyers.of(CallKind::Lookup).size(), std::size_t(2)); // only who would be posted to
    QVERIFY(world.buyers.of(CallKind::Post).front().request.body.find(R"("cert":"C-8")") !=
            std::string::npos);
    QVERIFY(world.traceComplete());
}

void TestPreparing::lookupUsesTheToken()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addAuth(world.document());
    addLookup(world.document(),
              R"("headers":[{"target":"Authorization","source":{"template":"Bearer {{carried.token}}"}}],)");
    world.buyers.auths["acme"] = {token("A", 3600)};
    world.buyers.lookups["acme"] = {says("ok")};
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Sold);
    QCOMPARE(bearer(world.buyers.of(CallKind::Lookup).front()), std::string("Bearer token-A"));
}

void TestPreparing::conditions()
{
    const std::string never = R"("when":{"source":{"field":"state"},"op":"equals","value":"NY"})";
    const auto routed = [&](const char *step, bool fixed) {
        auto world = std::make_unique<PreparedWorld>();
        world->market.buyer("acme");
        if (fixed)
            world->market.fixed(world->market.root(), "acme", "5");
        else
            world->market.channel(world->market.root(), "acme");
        addLookup(world->document());
        addMembers(world->document(), step, never);
        world->buyers.lookups["acme"] = {says("no")};
        if (std::string(step) != "lookup")
            world->buyers.lookups["acme"] = {says("ok")};
        world->buyers.pings["acme"] = {bid("10")};
        world->buyers.posts["acme"] = {says("ok")};
        world->route();
        return world;
    };
    // a look-up that this lead does not need cannot suppress it
    auto lookup = routed("lookup", false);
    QVERIFY(lookup->buyers.of(CallKind::Lookup).empty());
    QCOMPARE(lookup->answers.back().state, LeadState::Sold);
    // without a ping there is no bid; a fixed price can do without one
    auto ping = routed("ping", false);
    QCOMPARE(ping->skipReason("acme"), std::string(reason::filteredOut));
    QVERIFY(ping->buyers.pinged().empty());
    auto direct = routed("ping", true);
    QVERIFY(direct->buyers.pinged().empty());
    QCOMPARE(direct->answers.back().decision, RoutingDecision::DirectPost);
    auto post = routed("post", false);
    QCOMPARE(post->pingReason("acme"), std::string(reason::filteredOut));
    QVERIFY(post->buyers.posted.empty());
    QVERIFY(post->database.posts.empty());
}

/// A bid that holds for a tenth of a second is not posted to after it.
void TestPreparing::bidsThatLapse()
{
    const auto sold = [](PreparedWorld &world, const char *wait) {
        for (const char *buyer : {"acme", "beta"}) {
            world.market.buyer(buyer);
            world.market.channel(world.market.root(), buyer);
            world.buyers.pings[buyer] = {bid(buyer[0] == 'a' ? "20" : "10")};
            world.buyers.posts[buyer] = {says("ok")};
        }
        domain::Object &response =
            *stepsOf(world.document()).find("ping")->asObject()->find("response")->asObject();
        if (!response.find("extract"))
            response.set("extract", domain::Object());
        response.find("extract")->asObject()->set(
            "expires_after_s",
            json(R"({"source":{"http":"status"},"transforms":[{"do":"divide","value":2000}]})"));
        addMembers(world.document(), "post", wait);
        return world.route().buyer;
    };
    PreparedWorld inTime;
    QCOMPARE(sold(inTime, R"("wait_ms":90)"), std::string("acme"));
    PreparedWorld late;
    QCOMPARE(sold(late, R"("wait_ms":100)"), std::string("beta"));
    QCOMPARE(late.pingReason("acme"), std::string(reason::bidExpired));
    QCOMPARE(late.ping("acme")->price->toDecimal(), std::string("20.00"));
    QVERIFY(late.traceComplete());
}

void TestPreparing::waitsAreKept()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addLookup(world.document());
    addMembers(world.document(), "ping", R"("wait_ms":40)");
    addMembers(world.document(), "post", R"("wait_ms":100)");
    world.buyers.lookups["acme"] = {says("ok", 10ms)};
    world.buyers.pings["acme"] = {bid("10", 20ms)};
    world.buyers.posts["acme"] = {says("ok", 5ms)};
    QCOMPARE(world.route().state, LeadState::Sold);
    const auto &ping = world.stored().pings.front();
    const auto begin = world.stored().received.receivedAt;
    QVERIFY((ping.startedAt - begin).count() >= 50'000);
    QVERIFY((ping.startedAt - begin).count() < 60'000);
    const auto *post = world.database.postsOf(world.answers.back().leadId).front();
    QVERIFY((post->sending.attempt.startedAt - begin).count() >= 170'000);
    QVERIFY((post->sending.attempt.startedAt - begin).count() < 190'000);
}

void TestPreparing::waitsBeyondTheBudget()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    addMembers(world.document(), "post", R"("wait_ms":5000)");
    world.buyers.pings["acme"] = {bid("10")};
    world.buyers.posts["acme"] = {says("ok")};
    QCOMPARE(world.route().state, LeadState::Unsold);
    QVERIFY(world.answeredAt.back() <= 500ms);
    QCOMPARE(world.pingReason("acme"), std::string(reason::noTimeLeft));
    QVERIFY(world.buyers.posted.empty());
}

void TestPreparing::clientCertificates()
{
    PreparedWorld world;
    world.market.buyer("acme");
    world.market.buyer("beta");
    world.market.channel(world.market.root(), "acme");
    world.market.channel(world.market.root(), "beta");
    addAuth(world.document());
    world.document().asObject()->set(
        "authentication", json(R"({"kind":"mutual_tls","certificate":"client-cert","key":"client-key"})"));
    world.buyers.auths["acme"] = {token("A", 3600)};
    world.buyers.pings["acme"] = {bid("20")};
    world.buyers.pings["beta"] = {bid("10")};
    world.buyers.posts["acme"] = world.buyers.posts["beta"] = {says("ok")};
    world.secrets.values.emplace("client-cert", Secret(std::string("PEM of a certificate")));
    // without its key nothing leaves
    QCOMPARE(world.route().buyer, std::string("beta"));
    QCOMPARE(world.skipReason("acme"), std::string(reason::authFailed));
    QVERIFY(world.buyers.of(CallKind::Auth).empty());
    world.secrets.values.emplace("client-key", Secret(std::string("PEM of a key")));
    world.time.runFor(2s);
    world.buyers.calls.clear();
    QCOMPARE(world.route().buyer, std::string("acme"));
    for (CallKind kind : {CallKind::Auth, CallKind::Ping, CallKind::Post}) {
        bool called = false;
        for (const auto &call : world.buyers.of(kind)) {
            called = called || call.buyer == "acme";
            QCOMPARE(call.tls != nullptr, call.buyer == "acme"); // nobody else's
            if (call.tls)
                QCOMPARE(std::string(call.tls->key.reveal()), std::string("PEM of a key"));
        }
        QVERIFY(called);
    }
}

QTEST_GUILESS_MAIN(TestPreparing)
#include "tst_preparing.moc"
