// Offers in the exchange: what a ping keeps, what its post gets, and what a person's choice sells.
#include "exchange/scriptedworld.h"
#include <QTest>

using namespace bourse;
using namespace bourse::testing;
using domain::GroupLogic;
using domain::LeadState;
namespace reason = domain::reason;

namespace {
const char *const names[] = {"acme", "beta", "gamma"};

void threeBuyers(World &world, domain::Group &group)
{
    const char *const bids[] = {"20", "31", "11.5"};
    for (std::size_t i = 0; i < 3; ++i) {
        world.market.buyer(names[i]);
        world.market.channel(group, names[i]);
        world.buyers.pings[names[i]] = {bid(bids[i])};
        world.buyers.posts[names[i]] = {says("ok")};
    }
}

IntakeLead call(World &world, OfferCall::Kind kind, OfferKey key = {}, std::vector<std::string> bids = {})
{
    IntakeLead lead = world.lead();
    auto made = std::make_shared<OfferCall>();
    made->kind = kind;
    made->key = std::move(key);
    made->bidIds = std::move(bids);
    if (kind == OfferCall::Kind::Choose)
        lead.fields = {};
    lead.call = std::move(made);
    return lead;
}

const IntakeAnswer &ask(World &world, IntakeLead lead)
{
    world.submit(std::move(lead));
    world.time.run();
    return world.answers.back();
}

OfferKey byId(const IntakeAnswer &offered)
{
    return {OfferKey::By::Id, offered.offer->id, {}};
}
} // namespace

class TestOffering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theBestBidIsToldAndSold()
    {
        World world;
        threeBuyers(world, world.market.root());
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        QCOMPARE(offered.state, LeadState::Offered);
        QCOMPARE(offered.offer->payout->toDecimal(), std::string("21.70"));
        QCOMPARE(offered.offer->bids.size(), std::size_t(1));
        QVERIFY(offered.offer->bids.front().buyer.empty());
        QVERIFY(world.buyers.posted.empty());
        QCOMPARE(world.pingReason("acme"), std::string(reason::offered));
        world.time.runFor(60s); // somebody fills in the rest
        const auto sold = ask(world, call(world, OfferCall::Kind::Post, byId(offered)));
        QCOMPARE(sold.state, LeadState::Sold);
        QCOMPARE(sold.buyer, std::string("beta"));
        QCOMPARE(sold.payout->toDecimal(), std::string("21.70"));
        QCOMPARE(world.pingReason("beta"), std::string(reason::bidWon));
        QCOMPARE(world.pingReason("acme"), std::string(reason::outbid));
        const auto posts = world.buyers.of(CallKind::Post);
        QVERIFY2(posts.front().request.body.find("p-31") != std::string::npos,
                 posts.front().request.body.c_str());
    }

    /// The source was told what the winner pays: that holds although the next bid has lapsed since.
    void aClearingPriceIsAPromise()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.market.root().pricing = domain::AuctionPricing::SecondPrice;
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        const std::string promised = offered.offer->payout->toDecimal();
        QCOMPARE(promised, std::string("14.00")); // 70 % of 20 and what beats it
        world.market.document().trees.front().root.children.erase(
            world.market.document().trees.front().root.children.begin()); // acme goes
        world.snapshot = world.market.snapshot();
        const auto sold = ask(world, call(world, OfferCall::Kind::Post, byId(offered)));
        QCOMPARE(sold.buyer, std::string("beta"));
        QCOMPARE(sold.payout->toDecimal(), promised);
        QCOMPARE(world.pingReason("acme"), std::string(reason::channelPaused));
    }

    void afterARejectTheNextBid()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.buyers.posts["beta"] = {says("no")};
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        const auto sold = ask(world, call(world, OfferCall::Kind::Post, byId(offered)));
        QCOMPARE(sold.buyer, std::string("acme"));
        QCOMPARE(world.buyers.posted, (std::vector<std::string>{"beta", "acme"}));
        QCOMPARE(world.buyers.pinged().size(), std::size_t(3)); // nobody is asked again
    }

    void sharedBidsAreAllTold()
    {
        World world;
        auto &shared = world.market.group(world.market.root(), "shared", GroupLogic::NonExclusive);
        shared.maxSales = 2;
        threeBuyers(world, shared);
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        QCOMPARE(offered.offer->bids.size(), std::size_t(3));
        QCOMPARE(offered.offer->payout->toDecimal(), std::string("35.70")); // the best two
        const auto sold = ask(world, call(world, OfferCall::Kind::Post, byId(offered), {"b2", "b3"}));
        QCOMPARE(sold.sales.size(), std::size_t(2));
        QCOMPARE(world.buyers.posted, (std::vector<std::string>{"acme", "gamma"}));
        QCOMPARE(world.pingReason("beta"), std::string(reason::notNeeded));
    }

    void tooFewBuyers()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.market.source().offers.minDeliveries = 2;
        const auto answer = ask(world, call(world, OfferCall::Kind::Ping));
        QCOMPARE(answer.state, LeadState::Unsold);
        QCOMPARE(answer.reason.code, std::string(reason::tooFewBuyers));
        QVERIFY(!answer.offer);
    }

    void aPersonChooses()
    {
        World world;
        auto &choice = world.market.group(world.market.root(), "choice", GroupLogic::Choice);
        choice.maxSales = 1;
        threeBuyers(world, choice);
        const auto offered = world.route();
        QCOMPARE(offered.state, LeadState::Offered);
        QCOMPARE(offered.offer->token.size(), std::size_t(43));
        QCOMPARE(offered.offer->bids.front().buyer, std::string("beta"));
        QVERIFY(offered.offer->bids.front().consentText.find("beta") != std::string::npos);
        QVERIFY(world.buyers.posted.empty());
        const OfferKey token{OfferKey::By::Token, {}, offered.offer->token};
        const auto shown = ask(world, call(world, OfferCall::Kind::Show, token));
        QCOMPARE(shown.offer->bids.size(), std::size_t(3));
        const auto many = ask(world, call(world, OfferCall::Kind::Choose, token, {"b1", "b2"}));
        QCOMPARE(many.reason.code, std::string("too_many_bids"));
        const auto sold = ask(world, call(world, OfferCall::Kind::Choose, token, {"b3"}));
        QCOMPARE(sold.state, LeadState::Sold);
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"gamma"});
        const auto again = ask(world, call(world, OfferCall::Kind::Choose, token, {"b1"}));
        QCOMPARE(again.reason.code, std::string("choice_used"));
    }

    /// Who is not asked to choose does not wait for it: another group brings more.
    void aChoiceThatBringsLessIsPassedOver()
    {
        World world;
        auto &choice = world.market.group(world.market.root(), "choice", GroupLogic::Choice);
        world.market.buyer("small");
        world.market.channel(choice, "small");
        world.buyers.pings["small"] = {bid("1")};
        threeBuyers(world, world.market.root());
        const auto sold = world.route();
        QCOMPARE(sold.buyer, std::string("beta"));
        QVERIFY(world.traceComplete());
    }

    void theSameTakingAtOnceIsOne()
    {
        World world;
        threeBuyers(world, world.market.root());
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        for (int i = 0; i < 2; ++i) {
            IntakeLead lead = call(world, OfferCall::Kind::Post, byId(offered));
            lead.idempotency = IdempotencyClaim{"k", "POST /v1/post", "key-1", "hash"};
            world.submit(std::move(lead));
        }
        world.time.run();
        QCOMPARE(world.answers.size(), std::size_t(3));
        // not "used": it is this request that has taken it
        QCOMPARE(world.answers[1].kind, IntakeAnswer::Kind::InFlight);
        QCOMPARE(world.answers[2].state, LeadState::Sold);
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
    }

    /// A taking that the database does not answer: whoever takes the offer meanwhile sells it undisturbed.
    void anUnansweredTakingClosesNobodysLead()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.buyers.posts["beta"] = {says("ok", 900ms)};
        world.market.source().budget = 2s;
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        int calls = 0;
        world.journal.fate = [&calls] {
            CommitFate fate;
            fate.effect = fate.reported = ++calls != 2; // find, take
            return fate;
        };
        world.submit(call(world, OfferCall::Kind::Post, byId(offered)));
        world.time.runFor(20ms);
        QCOMPARE(world.answers.back().kind, IntakeAnswer::Kind::Unavailable);
        const auto sold = ask(world, call(world, OfferCall::Kind::Post, byId(offered)));
        QCOMPARE(sold.state, LeadState::Sold);
        const auto &stored = world.database.leads.at(offered.leadId);
        QCOMPARE(stored.state, LeadState::Sold);
        QCOMPARE(world.database.postsOf(offered.leadId).front()->result.outcome, AttemptOutcome::Accepted);
        // and one that nobody takes is offered again by whoever did not learn of its taking
        world.buyers.posts["beta"] = {says("ok")};
        const auto other = ask(world, call(world, OfferCall::Kind::Ping));
        calls = 0;
        const auto told = ask(world, call(world, OfferCall::Kind::Post, byId(other)));
        QCOMPARE(told.kind, IntakeAnswer::Kind::Unavailable);
        QCOMPARE(world.database.leads.at(other.leadId).state, LeadState::Offered);
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
        const auto later = ask(world, call(world, OfferCall::Kind::Post, byId(other)));
        QCOMPARE(later.state, LeadState::Sold);
        QCOMPARE(world.buyers.posted, (std::vector<std::string>{"beta", "beta"}));
    }

    /// The database goes while what was taken is reserved: nothing has left, so the retry finds the offer and
    /// its own key free.
    void aTakingThatIsInterruptedCanBeTakenAgain()
    {
        World world;
        threeBuyers(world, world.market.root());
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        int calls = 0;
        world.journal.fate = [&calls] {
            CommitFate fate;
            fate.effect = fate.reported = ++calls != 3; // find, take, reserve
            return fate;
        };
        const auto post = [&] {
            IntakeLead lead = call(world, OfferCall::Kind::Post, byId(offered));
            lead.idempotency = IdempotencyClaim{"k", "POST /v1/post", "key-1", "hash"};
            return lead;
        };
        QCOMPARE(ask(world, post()).kind, IntakeAnswer::Kind::Unavailable);
        QVERIFY(world.buyers.posted.empty());
        QCOMPARE(world.database.leads.at(offered.leadId).state, LeadState::Offered);
        const auto sold = ask(world, post());
        QCOMPARE(sold.kind, IntakeAnswer::Kind::Done);
        QCOMPARE(sold.state, LeadState::Sold);
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
    }

    /// The database refuses its reservation for good: offered again it would go on for ever.
    void whatIsRefusedForGoodEnds()
    {
        World world;
        threeBuyers(world, world.market.root());
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        int calls = 0;
        world.journal.fate = [&calls] {
            CommitFate fate;
            fate.error = "check_violation";
            fate.effect = fate.reported = ++calls != 3; // find, take, reserve
            return fate;
        };
        QCOMPARE(ask(world, call(world, OfferCall::Kind::Post, byId(offered))).kind,
                 IntakeAnswer::Kind::Unavailable);
        QCOMPARE(world.database.leads.at(offered.leadId).state, LeadState::Unsold);
        QCOMPARE(world.database.leads.at(offered.leadId).reason.code, std::string(reason::storageFailed));
    }

    /// A buyer has seen it: nobody takes the offer a second time.
    void aTakingThatWasPostedIsNotOpenedAgain()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.buyers.posts["beta"] = {says("no")};
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        int calls = 0;
        world.journal.fate = [&calls] {
            CommitFate fate;
            fate.effect = fate.reported = ++calls != 4; // find, take, reserve, the refused post or the end
            return fate;
        };
        QCOMPARE(ask(world, call(world, OfferCall::Kind::Post, byId(offered))).kind,
                 IntakeAnswer::Kind::Unavailable);
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
        QCOMPARE(world.database.leads.at(offered.leadId).state, LeadState::Unsold);
        QCOMPARE(ask(world, call(world, OfferCall::Kind::Post, byId(offered))).reason.code,
                 std::string("ping_id_used"));
    }

    /// Its supplier was answered long ago, and nobody will come again: the node does.
    void anAcceptedLeadIsRoutedAgainAfterAFault()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.market.source().offers.response = domain::ResponseMode::AcceptAndRouteLater;
        int calls = 0;
        world.journal.fate = [&calls] {
            CommitFate fate;
            fate.effect = fate.reported = ++calls != 3; // receive, accepted, reserve
            return fate;
        };
        const Uuid lead = ask(world, world.lead()).leadId;
        QVERIFY(world.buyers.posted.empty());
        QCOMPARE(world.database.leads.at(lead).state, LeadState::Offered);
        world.exchange->routeWaiting(world.snapshot);
        world.time.run();
        QCOMPARE(world.database.leads.at(lead).state, LeadState::Sold);
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
    }

    void expiredAndLapsed()
    {
        World world;
        threeBuyers(world, world.market.root());
        const auto offered = ask(world, call(world, OfferCall::Kind::Ping));
        world.time.runFor(301s);
        const auto late = ask(world, call(world, OfferCall::Kind::Post, byId(offered)));
        QCOMPARE(late.kind, IntakeAnswer::Kind::Refused);
        QCOMPARE(late.reason.code, std::string("ping_id_expired"));
        world.database.expireOffers(world.time.utcNow());
        QCOMPARE(world.database.leads.at(offered.leadId).reason.code, std::string(reason::offerExpired));
    }

    void anAcceptedLeadOutlivesItsNode()
    {
        World world;
        threeBuyers(world, world.market.root());
        world.market.source().offers.response = domain::ResponseMode::AcceptAndRouteLater;
        world.submit(world.lead());
        world.time.runFor(4ms); // received, accepted; its pings are out
        QCOMPARE(world.answers.size(), std::size_t(1));
        QCOMPARE(world.answers.front().state, LeadState::Routing);
        world.journal.dead = true; // the node dies
        world.exchange->drain([] {});
        world.time.runFor(10s);
        world.database.recover(world.time.utcNow());
        QCOMPARE(world.database.leads.at(world.answers.front().leadId).state, LeadState::Offered);
        MemoryJournal second(world.time, world.database);
        Exchange other(ExchangePorts{world.time, world.time, second, world.buyers, world.secrets,
                                     world.watcher, nullptr, &second},
                       world.settings);
        other.routeWaiting(world.snapshot);
        world.time.run();
        QCOMPARE(world.database.leads.at(world.answers.front().leadId).state, LeadState::Sold);
        other.routeWaiting(world.snapshot);
        world.time.run();
        QCOMPARE(world.buyers.posted, std::vector<std::string>{"beta"});
        QCOMPARE(world.answers.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestOffering)
#include "tst_offering.moc"
