// The sale protocol: what a post's end means, what is committed when, and what happens when the journal
// fails.
#include "exchange/scriptedworld.h"
#include <QLoggingCategory>
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

IntakeLead keyed(World &world, const char *key = "once")
{
    IntakeLead lead = world.lead();
    lead.idempotency = IdempotencyClaim{"k1", "POST /v1/leads", key, "hash"};
    return lead;
}

const IntakeAnswer &submitted(World &world, IntakeLead lead)
{
    lead.arrived = world.time.monotonic();
    world.submit(std::move(lead));
    world.time.run();
    return world.answers.back();
}

std::vector<std::string> criticals;
void keepCriticals(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtCriticalMsg)
        criticals.push_back(message.toStdString());
}
} // namespace

class TestSaleProtocol : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void unknownStopsSelling_data();
    void unknownStopsSelling();
    void notSentGoesOn();
    void pendingStopsSelling();
    void errorThatARuleNamesGoesOn();
    void sendingIsCommittedBeforeTheFirstByte();
    void capsAndBalancesRefuse();
    void priceFromThePostReplaces();
    void payoutIsRoundedDown();
    void lateReservationIsGivenBack_data();
    void lateReservationIsGivenBack();
    void leadClosedByAnotherNodeIsLeftAlone();
    // journal faults
    void journalFailsAtReceive_data();
    void journalFailsAtReceive();
    void journalFailsForAnInvalidLead();
    void journalFailsAtReserve();
    void journalFailsAfterThePost();
    void challengesAreAnsweredOnce();
    void journalFailsAtAChallenge();
    void challengeAtTheEndOfTheLimit();
    void journalFailsAfterAReject();
    void journalFailsForAnUnsoldLead();
    void journalFailsForAnEarlyAnswer();
    void journalRefusesForGood();
    void replayWithoutAStoredAnswer();
};

void TestSaleProtocol::unknownStopsSelling_data()
{
    QTest::addColumn<int>("wire");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    auto row = [](const char *name, WireOutcome wire, int status, const char *body) {
        QTest::newRow(name) << static_cast<int>(wire) << status << QByteArray(body);
    };
    row("timed out", WireOutcome::TimedOut, 0, "");
    row("connection lost", WireOutcome::ConnectionLost, 0, "");
    row("garbled", WireOutcome::GarbledAnswer, 0, "");
    row("too large", WireOutcome::AnswerTooLarge, 0, "");
    row("empty", WireOutcome::Answered, 200, "");
    row("not readable", WireOutcome::Answered, 200, "<html>welcome</html>");
    row("cut off", WireOutcome::Answered, 200, R"({"result":"o)");
    row("not recognised", WireOutcome::Answered, 200, R"({"result":"perhaps"})");
    row("500", WireOutcome::Answered, 500, "oops");
    row("503", WireOutcome::Answered, 503, "");
    row("429", WireOutcome::Answered, 429, "");
}

void TestSaleProtocol::unknownStopsSelling()
{
    QFETCH(int, wire);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts = {{"acme", {Act{body.toStdString(), 5ms, static_cast<WireOutcome>(wire), status}}},
                          {"bolt", {says("ok")}}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.kind, Kind::Done);
    QCOMPARE(answer.state, LeadState::Unknown);
    QCOMPARE(answer.decision, RoutingDecision::PostUnknown);
    QVERIFY(!answer.price);
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"acme"});
    auto post = world.database.postsOf(answer.leadId).front();
    QCOMPARE(post->result.outcome, AttemptOutcome::Unknown);
    QVERIFY(!post->result.reason.code.empty());
    QVERIFY(post->held);
    QVERIFY(!world.stored().sale);
    QCOMPARE(world.database.owed["acme"], usd("30").micros());
    QVERIFY(world.traceComplete());
    QVERIFY(world.durableWhenAnswered.back());
}

void TestSaleProtocol::notSentGoesOn()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts = {{"acme", {fails(WireOutcome::NotSent)}}, {"bolt", {says("ok")}}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.buyer, std::string("bolt"));
    auto posts = world.database.postsOf(answer.leadId);
    QCOMPARE(posts[0]->result.outcome, AttemptOutcome::NotSent);
    QVERIFY(!posts[0]->held);
    QCOMPARE(world.database.owed["acme"], 0);
}

void TestSaleProtocol::pendingStopsSelling()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts["acme"] = {says("later")};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.state, LeadState::Pending);
    QCOMPARE(answer.decision, RoutingDecision::Pending);
    QCOMPARE(answer.reason.code, text(reason::awaitsCallback));
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"acme"});
    QVERIFY(world.database.postsOf(answer.leadId).front()->held);
}

void TestSaleProtocol::errorThatARuleNamesGoesOn()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts = {{"acme", {says("fault")}}, {"bolt", {says("ok")}}};
    QCOMPARE(world.route().buyer, std::string("bolt"));
    QCOMPARE(world.database.postsOf(world.answers.back().leadId)[0]->result.outcome, AttemptOutcome::Error);
}

void TestSaleProtocol::sendingIsCommittedBeforeTheFirstByte()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts = {{"acme", {says("no")}}, {"bolt", {says("ok")}}};
    world.route();
    QCOMPARE(world.buyers.posted.size(), std::size_t(2));
    QCOMPARE(world.buyers.postsWithoutSending, 0);
    const auto &sending = world.database.posts.at(world.database.postOrder.front()).sending;
    QVERIFY(sending.deadline > sending.attempt.startedAt + 2s);
    QCOMPARE(sending.attempt.outcome, AttemptOutcome::Sending);

    // the planted fault is seen
    world.journal.sendsBeforeCommit = true;
    world.route();
    QVERIFY(world.buyers.postsWithoutSending > 0);
}

void TestSaleProtocol::capsAndBalancesRefuse()
{
    World world;
    for (const char *name : {"acme", "bolt", "core"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.posts[name] = {says("ok")};
    }
    domain::Cap cap;
    cap.leads = 1;
    std::get<domain::Channel>(world.market.root().children[0].node).caps = {cap};
    world.market.document().buyers[1].creditLimit = usd("25");
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}, {"core", {bid("10")}}};
    QCOMPARE(world.route().buyer, std::string("acme"));
    QCOMPARE(world.route().buyer, std::string("bolt")); // acme's cap is reached
    QCOMPARE(world.pingReason("acme"), text(reason::capReached));
    QCOMPARE(world.ping("acme")->outcome, AttemptOutcome::Bid);
    QCOMPARE(world.route().buyer, std::string("core")); // bolt may owe 25
    QCOMPARE(world.pingReason("bolt"), text(reason::balanceSpent));
    QVERIFY(world.traceComplete());
    world.buyers.pings["core"] = {says("no")};
    const IntakeAnswer &none = world.route();
    QCOMPARE(none.state, LeadState::Unsold);
    QCOMPARE(none.reason.code, text(reason::noBuyer));
    QCOMPARE(world.buyers.posted.size(), std::size_t(3));
}

void TestSaleProtocol::priceFromThePostReplaces()
{
    World world;
    world.market.buyer("acme", false);
    auto &channel = world.market.channel(world.market.root(), "acme");
    channel.price.kind = domain::PriceKind::FromPost;
    world.buyers.posts["acme"] = {Act{R"({"result":"ok","price":"17.345"})"}};
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.price, usd("17.34"));
    QCOMPARE(world.stored().sale->revenue, usd("17.34"));
    QCOMPARE(world.stored().sale->payout, usd("12.14")); // 12.1415
    QCOMPARE(world.database.postsOf(answer.leadId).front()->result.price, usd("17.345"));
}

void TestSaleProtocol::payoutIsRoundedDown()
{
    World world;
    world.market.source().payoutBasisPoints = 9999;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("10.005")};
    world.buyers.posts["acme"] = {says("ok")};
    world.route();
    QCOMPARE(world.stored().sale->revenue, usd("10.00"));
    QCOMPARE(world.stored().sale->payout, usd("10.00")); // 10.0039995: of the price, not of the revenue
}

void TestSaleProtocol::lateReservationIsGivenBack_data()
{
    QTest::addColumn<bool>("direct");
    QTest::newRow("after a ping") << false;
    QTest::newRow("without a ping") << true;
}

/// The reservation itself takes the time that was left.
void TestSaleProtocol::lateReservationIsGivenBack()
{
    QFETCH(bool, direct);
    World world;
    world.market.buyer("acme", !direct);
    if (direct)
        world.market.fixed(world.market.root(), "acme", "30");
    else
        world.market.channel(world.market.root(), "acme");
    world.market.buyer("bolt");
    world.market.channel(world.market.root(), "bolt");
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {says("no")}}};
    world.buyers.posts["acme"] = {says("ok")};
    int calls = 0;
    world.journal.fate = [&calls] {
        return ++calls == 2 ? CommitFate{490ms} : CommitFate();
    };
    const IntakeAnswer &answer = world.route();
    QCOMPARE(answer.kind, Kind::Done);
    QCOMPARE(answer.state, LeadState::Unsold);
    QCOMPARE(answer.reason.code, text(reason::budgetSpent));
    QVERIFY(world.buyers.posted.empty());
    auto post = world.database.postsOf(answer.leadId).front();
    QCOMPARE(post->result.outcome, AttemptOutcome::NotSent);
    QCOMPARE(post->result.reason.code, text(reason::noTimeLeft));
    QVERIFY(!post->held);
    QCOMPARE(world.database.owed["acme"], 0);
    if (!direct)
        QCOMPARE(world.pingReason("acme"), text(reason::noTimeLeft));
    QVERIFY(world.traceComplete());
}

void TestSaleProtocol::leadClosedByAnotherNodeIsLeftAlone()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
        world.buyers.posts[name] = {says("ok")};
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    int calls = 0;
    world.journal.fate = [&calls, &world] {
        if (++calls == 2)
            world.database.recover(world.time.utcNow());
        return CommitFate();
    };
    const IntakeAnswer &answer = submitted(world, keyed(world));
    QCOMPARE(answer.kind, Kind::Unavailable);
    QVERIFY(world.buyers.posted.empty());
    QCOMPARE(calls, 2); // nobody else was reserved for, nothing more was written
    QCOMPARE(world.stored().reason.code, text(reason::interrupted));
    QCOMPARE(world.watcher.leads.back().state, LeadState::Unsold);
    QCOMPARE(world.exchange->inFlight(), std::size_t(0));
    QCOMPARE(submitted(world, keyed(world)).state, LeadState::Sold);
}

void TestSaleProtocol::journalFailsAtReceive_data()
{
    QTest::addColumn<bool>("effect");
    QTest::newRow("nothing was written") << false;
    QTest::newRow("its COMMIT took effect") << true;
}

void TestSaleProtocol::journalFailsAtReceive()
{
    QFETCH(bool, effect);
    World world;
    world.market.source().repeatWindowSeconds = 60;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30")};
    world.buyers.posts["acme"] = {says("ok")};
    int calls = 0;
    world.journal.fate = [&calls, effect] {
        ++calls;
        return calls == 1   ? CommitFate{1ms, effect, false}
               : calls == 2 ? CommitFate{1ms, false, false}
                            : CommitFate();
    };
    QCOMPARE(submitted(world, keyed(world)).kind, Kind::Unavailable);
    QCOMPARE(world.answers.size(), std::size_t(1));
    QVERIFY(world.buyers.calls.empty());
    QCOMPARE(calls, 3);
    QCOMPARE(world.exchange->inFlight(), std::size_t(0));
    QCOMPARE(world.database.leads.size(), std::size_t(effect ? 1 : 0));
    if (effect) {
        QVERIFY(world.stored().final);
        QCOMPARE(world.stored().state, LeadState::Unsold);
        QCOMPARE(world.stored().reason.code, text(reason::interrupted));
        QVERIFY(!world.stored().answer);
    }
    // neither the key nor the payload is held against the next try
    QCOMPARE(submitted(world, keyed(world)).kind, Kind::Done);
    QCOMPARE(world.answers.back().state, LeadState::Sold);
}

void TestSaleProtocol::journalFailsForAnInvalidLead()
{
    for (int failing : {1, 2}) {
        World world;
        world.market.buyer("acme");
        world.market.channel(world.market.root(), "acme");
        int calls = 0;
        world.journal.fate = [&calls, failing] {
            return ++calls == failing ? CommitFate{1ms, failing == 1, false} : CommitFate();
        };
        IntakeLead lead = keyed(world);
        lead.fields.set("state", "nowhere");
        QCOMPARE(submitted(world, std::move(lead)).kind, Kind::Unavailable);
        QVERIFY(world.stored().final);
        QCOMPARE(world.stored().state, LeadState::Rejected);
        QCOMPARE(world.stored().reason.code, text(reason::invalidLead));
        QCOMPARE(world.exchange->inFlight(), std::size_t(0));
    }
}

void TestSaleProtocol::journalFailsAtReserve()
{
    for (bool effect : {false, true}) {
        World world;
        world.market.buyer("acme");
        world.market.channel(world.market.root(), "acme");
        world.buyers.pings["acme"] = {bid("30")};
        world.buyers.posts["acme"] = {says("ok")};
        int calls = 0;
        world.journal.fate = [&calls, effect] {
            ++calls;
            return calls == 2 ? CommitFate{1ms, effect, false} : CommitFate();
        };
        QCOMPARE(submitted(world, keyed(world)).kind, Kind::Unavailable);
        QVERIFY(world.buyers.posted.empty());
        // later the lead is closed with its reason, and nothing stays reserved
        QVERIFY(world.stored().final);
        QCOMPARE(world.stored().state, LeadState::Unsold);
        QCOMPARE(world.stored().reason.code, text(reason::storageFailed));
        QCOMPARE(world.database.owed["acme"], 0);
        QCOMPARE(world.exchange->inFlight(), std::size_t(0));
        QVERIFY(!world.stored().answer);
        // the caller was told to try again, and that is a new lead
        const Uuid first = world.answers.back().leadId;
        QCOMPARE(submitted(world, keyed(world)).kind, Kind::Done);
        QCOMPARE(world.answers.back().state, LeadState::Sold);
        QVERIFY(world.answers.back().leadId != first);
    }
}

void TestSaleProtocol::journalFailsAfterThePost()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30")};
    world.buyers.posts["acme"] = {says("ok")};
    int calls = 0;
    world.journal.fate = [&calls] {
        ++calls;
        return calls == 3 || calls == 4 ? CommitFate{1ms, false, false} : CommitFate();
    };
    IntakeLead lead = world.lead();
    lead.idempotency = IdempotencyClaim{"k1", "POST /v1/leads", "once", "hash"};
    IntakeLead again = lead;
    world.submit(std::move(lead));
    world.time.run();
    QCOMPARE(world.answers.size(), std::size_t(1)); // once, although the lead ended later
    QCOMPARE(world.answers.back().kind, Kind::Unavailable);
    QVERIFY(world.answers.back().stored.body.empty());
    // the sale is written as soon as the journal answers, and the caller's next try is told of it
    QCOMPARE(world.stored().state, LeadState::Sold);
    QVERIFY(world.stored().sale);
    QCOMPARE(world.watcher.leads.back().state, LeadState::Sold);
    world.submit(std::move(again));
    world.time.run();
    QCOMPARE(world.answers.back().kind, Kind::Replay);
    QVERIFY(world.answers.back().stored.body.find("accepted") != std::string::npos);
    QCOMPARE(world.buyers.posted.size(), std::size_t(1));
}

namespace {

/// 401, who are you?
Act asksWho(Micros delay = 5ms)
{
    Act act{"{}", delay, WireOutcome::Answered, 401};
    act.headers.emplace_back("WWW-Authenticate", R"(Digest realm="r", nonce="n", qop="auth")");
    return act;
}

/// One buyer that is posted to with digest authentication.
void useDigest(World &world)
{
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    auto &post = *world.market.document().integrations[0].asObject()->find("steps")->asObject()->find("post");
    post.asObject()->set(
        "authentication",
        domain::Object{{"kind", "digest"}, {"user", "u"}, {"password", "{{secret.api_key}}"}});
    world.buyers.pings["acme"] = {bid("30")};
}

} // namespace

/// A challenge is answered under the same SENDING, and that it was put is committed before the answer leaves.
void TestSaleProtocol::challengesAreAnsweredOnce()
{
    World world;
    useDigest(world);
    world.buyers.posts["acme"] = {asksWho(), says("ok")};
    QCOMPARE(world.route().state, LeadState::Sold);
    auto posts = world.buyers.of(CallKind::Post);
    QCOMPARE(posts.size(), std::size_t(2));
    QCOMPARE(posts[0].attemptId, posts[1].attemptId);
    QCOMPARE(posts[0].request.body, posts[1].request.body);
    QVERIFY(posts[1].timeLimit < posts[0].timeLimit); // of what is left
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).size(), std::size_t(1));
    QCOMPARE(world.buyers.postsWithoutSending, 0);
    QVERIFY(world.traceComplete());
    // a second challenge is a refusal, not a question, and gives the reservation back
    world.buyers.posts["acme"] = {asksWho()};
    QCOMPARE(world.route().state, LeadState::Unsold);
    QCOMPARE(world.buyers.of(CallKind::Post).size(), std::size_t(4));
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).front()->result.outcome,
             AttemptOutcome::Error);
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).front()->result.reason.code,
             text(reason::authFailed));
    // what becomes of the repetition is what becomes of the post
    world.buyers.posts["acme"] = {asksWho(), fails(WireOutcome::ConnectionLost)};
    QCOMPARE(world.route().state, LeadState::Unknown);
}

void TestSaleProtocol::journalFailsAtAChallenge()
{
    World world;
    useDigest(world);
    world.buyers.posts["acme"] = {asksWho(), says("ok")};
    int calls = 0;
    world.journal.fate = [&calls] {
        return ++calls == 3 ? CommitFate{1ms, false, false} : CommitFate();
    };
    QCOMPARE(submitted(world, keyed(world)).kind, Kind::Unavailable);
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"acme"}); // the answer to the challenge never left
    QCOMPARE(world.stored().reason.code, text(reason::storageFailed));
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).front()->result.outcome,
             AttemptOutcome::NotSent);
    QCOMPARE(world.database.owed["acme"], 0);
}

/// No time is left for the answer to a challenge: the post was not taken.
void TestSaleProtocol::challengeAtTheEndOfTheLimit()
{
    World world;
    useDigest(world);
    auto &post = *world.market.document().integrations[0].asObject()->find("steps")->asObject()->find("post");
    post.asObject()->set("time_limit_ms", 100);
    world.buyers.posts["acme"] = {asksWho(100ms), says("ok")};
    QCOMPARE(world.route().state, LeadState::Unsold);
    QCOMPARE(world.buyers.of(CallKind::Post).size(), std::size_t(1));
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).front()->result.outcome,
             AttemptOutcome::Error);
}

void TestSaleProtocol::journalFailsAfterAReject()
{
    World world;
    for (const char *name : {"acme", "bolt"}) {
        world.market.buyer(name);
        world.market.channel(world.market.root(), name);
    }
    world.buyers.pings = {{"acme", {bid("30")}}, {"bolt", {bid("20")}}};
    world.buyers.posts = {{"acme", {says("no")}}, {"bolt", {says("ok")}}};
    int calls = 0;
    world.journal.fate = [&calls] {
        return ++calls == 3 ? CommitFate{1ms, false, false} : CommitFate();
    };
    QCOMPARE(submitted(world, keyed(world)).kind, Kind::Unavailable);
    QCOMPARE(world.buyers.posted, std::vector<std::string>{"acme"});
    QCOMPARE(world.stored().reason.code, text(reason::storageFailed));
    QCOMPARE(world.database.postsOf(world.answers.back().leadId).front()->result.outcome,
             AttemptOutcome::Rejected);
    QCOMPARE(world.database.owed["acme"], 0);
    QVERIFY(!world.stored().answer);
    QCOMPARE(submitted(world, keyed(world)).buyer, std::string("bolt"));
}

void TestSaleProtocol::journalFailsForAnUnsoldLead()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {says("no"), bid("30")};
    world.buyers.posts["acme"] = {says("ok")};
    int calls = 0;
    world.journal.fate = [&calls] {
        return ++calls == 2 ? CommitFate{1ms, false, false} : CommitFate();
    };
    QCOMPARE(submitted(world, keyed(world)).kind, Kind::Unavailable);
    QCOMPARE(world.stored().reason.code, text(reason::noBid));
    QVERIFY(!world.stored().answer);
    QCOMPARE(submitted(world, keyed(world)).state, LeadState::Sold);

    // an answer that was committed all the same is the answer: the retry gets it, and the lead is not routed
    // again
    World behind;
    behind.market.buyer("acme");
    behind.market.channel(behind.market.root(), "acme");
    behind.buyers.pings["acme"] = {says("no"), bid("30")};
    calls = 0;
    behind.journal.fate = [&calls] {
        return ++calls == 2 ? CommitFate{1ms, true, false} : CommitFate();
    };
    QCOMPARE(submitted(behind, keyed(behind)).kind, Kind::Unavailable);
    QCOMPARE(submitted(behind, keyed(behind)).kind, Kind::Replay);
    QVERIFY(behind.answers.back().stored.body.find("no_bid") != std::string::npos);
}

/// The caller's time ends while a post is out, and that cannot be written: what the retry finds depends on
/// how the post ends.
void TestSaleProtocol::journalFailsForAnEarlyAnswer()
{
    for (const char *end : {"no", "ok"}) {
        World world;
        world.market.buyer("acme");
        world.market.channel(world.market.root(), "acme");
        world.buyers.pings["acme"] = {bid("30")};
        world.buyers.posts["acme"] = {says(end, 1500ms), says("ok")};
        int calls = 0;
        world.journal.fate = [&calls] {
            return ++calls == 3 ? CommitFate{1ms, false, false} : CommitFate();
        };
        QCOMPARE(submitted(world, keyed(world)).kind, Kind::Unavailable);
        const bool sold = end == std::string("ok");
        QCOMPARE(world.stored().state, sold ? LeadState::Sold : LeadState::Unsold);
        QCOMPARE(world.stored().answer.has_value(), sold);
        QCOMPARE(submitted(world, keyed(world)).kind, sold ? Kind::Replay : Kind::Done);
        QVERIFY(world.answers.back().stored.body.find("accepted") != std::string::npos);
        QCOMPARE(world.buyers.posted.size(), std::size_t(sold ? 1 : 2));
    }
}

/// Errors that pass are waited for; any other is reported once.
void TestSaleProtocol::journalRefusesForGood()
{
    for (const char *code : {"disk_full", "too_many_connections", "check_violation"}) {
        const bool passes = std::string(code) != "check_violation";
        World world;
        world.market.buyer("acme");
        world.market.channel(world.market.root(), "acme");
        world.buyers.pings["acme"] = {bid("30")};
        world.buyers.posts["acme"] = {says("ok")};
        int calls = 0;
        world.journal.fate = [&calls, code] {
            ++calls;
            return calls >= 3 && calls <= 6 ? CommitFate{1ms, false, false, true, code} : CommitFate();
        };
        criticals.clear();
        auto before = qInstallMessageHandler(keepCriticals);
        submitted(world, keyed(world));
        qInstallMessageHandler(before);
        QCOMPARE(world.answers.back().kind, Kind::Unavailable);
        QCOMPARE(world.exchange->inFlight(), std::size_t(0));
        QCOMPARE(world.stored().final, passes);
        QCOMPARE(calls, passes ? 7 : 4);
        QCOMPARE(criticals.size(), std::size_t(passes ? 0 : 1));
        if (!passes) {
            QVERIFY(criticals.front().find(code) != std::string::npos);
            QVERIFY(criticals.front().find(leadIdText(world.answers.back().leadId)) != std::string::npos);
        }
    }
}

void TestSaleProtocol::replayWithoutAStoredAnswer()
{
    World world;
    world.market.buyer("acme");
    world.market.channel(world.market.root(), "acme");
    world.buyers.pings["acme"] = {bid("30")};
    world.buyers.posts["acme"] = {says("ok")};
    int calls = 0;
    world.journal.fate = [&calls] {
        ++calls;
        return calls == 3 || calls == 4 ? CommitFate{1ms, false, false, true, "check_violation"}
                                        : CommitFate();
    };
    const Uuid first = submitted(world, keyed(world)).leadId;
    QCOMPARE(submitted(world, keyed(world)).kind, Kind::InFlight);
    world.database.recover(world.time.utcNow()); // what a start after a crash does
    {
        const IntakeAnswer &answer = submitted(world, keyed(world));
        QCOMPARE(answer.kind, Kind::Replay);
        QCOMPARE(answer.leadId, first);
        QCOMPARE(answer.state, LeadState::Unknown);
        QCOMPARE(answer.decision, RoutingDecision::PostUnknown);
        QCOMPARE(answer.stored.status, 200);
        QCOMPARE(answer.stored.contentType, std::string("application/json"));
        QVERIFY(answer.stored.body.find(leadIdText(first)) != std::string::npos);
        QVERIFY(answer.stored.body.find(R"("status":"unknown")") != std::string::npos);
        QVERIFY(answer.stored.body.find(R"("reason":"post_unknown")") != std::string::npos);
        QVERIFY(answer.createdAt <= world.time.utcNow() - 250ms); // the first lead's, not the retry's
    }
    auto &row = world.database.leads.at(first);
    row.state = LeadState::Sold;
    row.reason.code = reason::soldDirect;
    row.decision = "direct_post";
    row.sale.emplace();
    row.sale->buyer = "acme";
    row.sale->revenue = usd("30");
    const IntakeAnswer &answer = submitted(world, keyed(world));
    QCOMPARE(answer.kind, Kind::Replay);
    QCOMPARE(answer.decision, RoutingDecision::DirectPost);
    QCOMPARE(answer.buyer, std::string("acme"));
    QVERIFY(answer.stored.body.find("30.00") != std::string::npos);
    QCOMPARE(world.buyers.posted.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestSaleProtocol)
#include "tst_saleprotocol.moc"
