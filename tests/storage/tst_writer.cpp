// The group-commit writer on a real PostgreSQL: what is written, what is written once, and what survives lost
// answers.
#include "domain/lead/sealing.h"
#include "marketfixture.h"
#include <thread>

using namespace bourse;
using namespace bourse::storage;
using namespace bourse::test;
using domain::AttemptOutcome;
using domain::LeadState;
using exchange::AttemptKind;
using Kind = exchange::ReceiveOutcome::Kind;

class TestWriter : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void aSaleFromReceiptToLedger();
    void idempotencyKey();
    void claimOlderThanADayIsTaken();
    void endedWithoutAnAnswer();
    void claimsAreGivenUp();
    void oldClaimsAreForgotten();
    void repeatedPayload();
    void receivingAgainIsFreshAgain();
    void capsAreExact();
    void refusedPostGivesEverythingBack();
    void balanceAndCredit();
    void amountCapFollowsTheSale();
    void keptAndReleased();
    void recordingTwiceBooksOnce();
    void lateResultNeverReopens();
    void stepOfALeadFromBeforeARestart();
    void oneBadCommandFailsAlone();
    void survivesKilledBackends();
    void chainIsUnbroken();
    void closedPeriodBooksIntoTheNext();
    void manyAtOnceShareCommits();
    void buyersEchoIsMasked();
    void unknownLeadIsNamed();
    void stoppedWriterRefuses();
    void strangeTextIsStored();

  private:
    template <class T> T wait(Future<T> future) { return m_market->executor.wait(std::move(future)); }
    Uuid receive();
    exchange::SendingPost reserved(const Uuid &lead, std::int64_t price);

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    std::unique_ptr<Market> m_market;
    std::unique_ptr<Writer> m_writer;
};

void TestWriter::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    m_market = std::make_unique<Market>(m_cluster);
    QVERIFY2(m_market->problem.empty(), m_market->problem.c_str());
    m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
    VERIFY_OK(m_writer->start());
}

Uuid TestWriter::receive()
{
    auto lead = m_market->lead();
    Uuid id = lead.leadId;
    auto outcome = wait(m_writer->receive(std::move(lead)));
    return outcome && outcome->kind == Kind::Fresh ? id : Uuid();
}

exchange::SendingPost TestWriter::reserved(const Uuid &lead, std::int64_t price)
{
    auto sending = m_market->post(lead, price);
    auto outcome = wait(m_writer->reserve(sending));
    return outcome && outcome->granted ? sending : exchange::SendingPost();
}

void TestWriter::aSaleFromReceiptToLedger()
{
    Uuid lead = receive();
    QVERIFY(!lead.isNull());
    const std::string id = "'" + lead.toString() + "'";
    QCOMPARE(m_market->value("SELECT state || ' ' || region || ' ' || supplier_external_id || ' ' || "
                             "sub_ids::text FROM bourse.lead "
                             "WHERE id = " +
                             id),
             std::string("received TX S-77 {\"sub_id1\": \"ad-4\"}"));
    QCOMPARE(m_market->value("SELECT fields ->> 'estimate' FROM bourse.lead_data WHERE lead_id = " + id),
             std::string("175.00"));
    QCOMPARE(m_market->value(
                 "SELECT fields ? 'email' OR fields ? 'first_name' OR fields ? 'phone' FROM bourse.lead_data "
                 "WHERE lead_id = " +
                 id),
             std::string("f"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_lookup WHERE lead_id = " + id),
             std::string("2"));
    QCOMPARE(m_market->value("SELECT kind FROM bourse.consent_evidence WHERE lead_id = " + id),
             std::string("trustedform"));

    auto bids = m_market->entry(lead, LeadState::Routing);
    for (std::int64_t price : {31'000'000, 27'500'000}) {
        auto ping =
            m_market->attempt(AttemptKind::Ping, AttemptOutcome::Bid, price == 31'000'000 ? "acme" : "beta");
        ping.price = Money(price, Currency::usd());
        ping.phases = {5, 0, 11, 0, 90, 120, true};
        bids.pings.push_back(ping);
    }
    bids.skipped.push_back({"gamma_main", "gamma", {"channel_paused", {}}});
    bids.pinged = 2;
    bids.bids = 2;
    VERIFY_OK(wait(m_writer->record(bids)));
    auto sending = reserved(lead, 31'000'000);
    QVERIFY(!sending.leadId.isNull());
    QCOMPARE(m_market->value("SELECT outcome FROM bourse.attempt WHERE kind = 'post' AND lead_id = " + id),
             std::string("sending"));
    QCOMPARE(m_market->value("SELECT held_micros FROM bourse.buyer_account WHERE buyer = 'acme'"),
             std::string("31000000"));
    auto sale = m_market->sold(sending);
    sale.pinged = 2;
    sale.bids = 2;
    VERIFY_OK(wait(m_writer->record(sale)));

    QCOMPARE(m_market->value("SELECT state || ' ' || winner_buyer || ' ' || price_micros || ' ' || "
                             "payout_micros || ' ' || currency "
                             "|| ' ' || pinged || ' ' || buyer_external_id FROM bourse.lead WHERE id = " +
                             id),
             std::string("sold acme 31000000 21700000 USD 2 B-9"));
    QCOMPARE(
        m_market->value(
            "SELECT string_agg(account || ' ' || party || ' ' || amount_micros, ', ' ORDER BY line) "
            "FROM bourse.ledger_entry WHERE lead_id = " +
            id),
        std::string(
            "receivable acme 31000000, revenue acme -31000000, cost web 21700000, payable web -21700000"));
    QCOMPARE(
        m_market->value(
            "SELECT balance_micros || ' ' || held_micros FROM bourse.buyer_account WHERE buyer = 'acme'"),
        std::string("-31000000 0"));
    QCOMPARE(m_market->value("SELECT state FROM bourse.reservation WHERE lead_id = " + id),
             std::string("sold"));
    QCOMPARE(m_market->value(
                 "SELECT lead_id::text FROM bourse.external_id WHERE side = 'buyer' AND external_id = 'B-9'"),
             lead.toString());
    // microseconds arrive exactly
    QCOMPARE(m_market->value("SELECT (extract(epoch FROM started_at) * 1000000)::bigint FROM bourse.attempt "
                             "WHERE kind = 'post' "
                             "AND lead_id = " +
                             id),
             std::to_string(sending.attempt.startedAt.time_since_epoch().count()));
}

void TestWriter::idempotencyKey()
{
    auto first = m_market->lead();
    first.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "order-1", domain::sha256("body")};
    auto second = m_market->lead();
    second.idempotency = first.idempotency;
    auto other = m_market->lead();
    other.idempotency = first.idempotency;
    other.idempotency->requestHash = domain::sha256("another body");
    auto otherKey = m_market->lead();
    otherKey.idempotency = first.idempotency;
    otherKey.idempotency->keyId = "k2";

    auto outcome = wait(m_writer->receive(first));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);
    outcome = wait(m_writer->receive(second));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::InFlight);
    QCOMPARE(outcome->original, first.leadId);
    outcome = wait(m_writer->receive(other));
    QCOMPARE(outcome->kind, Kind::KeyMismatch);
    outcome = wait(m_writer->receive(otherKey));
    QCOMPARE(outcome->kind, Kind::Fresh);

    auto entry = m_market->entry(first.leadId, LeadState::Unsold, "no_bid");
    entry.answer = exchange::StoredAnswer{200, "application/json", "{\"lead\":\"Maria\",\"price\":31.00}\n"};
    entry.final = true;
    VERIFY_OK(wait(m_writer->record(entry)));
    outcome = wait(m_writer->receive(second));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Replay);
    QCOMPARE(outcome->answerStatus, 200);
    QCOMPARE(outcome->answerContentType, std::string("application/json"));
    QCOMPARE(outcome->answerBody, entry.answer->body);
    outcome = wait(m_writer->receive(other));
    QCOMPARE(outcome->kind, Kind::KeyMismatch);
    // nothing was written for the refused ones
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead WHERE id IN ('" + second.leadId.toString() +
                             "', '" + other.leadId.toString() + "')"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_event WHERE lead_id = '" +
                             second.leadId.toString() + "'"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_lookup WHERE lead_id = '" +
                             second.leadId.toString() + "'"),
             std::string("0"));
}

void TestWriter::claimOlderThanADayIsTaken()
{
    auto first = m_market->lead();
    first.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "old", domain::sha256("body")};
    VERIFY_OK(wait(m_writer->receive(first)));
    VERIFY_OK(
        m_cluster.execute(m_market->options.uri,
                          "UPDATE bourse.idempotency SET created_at = now() - interval '24 hours 1 second' "
                          "WHERE lead_id = '" +
                              first.leadId.toString() + "'"));
    auto second = m_market->lead();
    second.idempotency = first.idempotency;
    auto outcome = wait(m_writer->receive(second));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);
}

void TestWriter::endedWithoutAnAnswer()
{
    auto first = m_market->lead();
    first.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "ended", domain::sha256("body")};
    VERIFY_OK(wait(m_writer->receive(first)));
    auto second = m_market->lead();
    second.idempotency = first.idempotency;
    const std::string age =
        "UPDATE bourse.idempotency SET created_at = now() - interval '3 days' WHERE lead_id = '" +
        first.leadId.toString() + "'";
    for (LeadState state : {LeadState::Unknown, LeadState::Pending}) {
        auto ended = m_market->entry(first.leadId, state, "post_unknown");
        ended.routingDecision = "post_unknown";
        VERIFY_OK(wait(m_writer->record(ended)));
        // however long it takes: a buyer may hold it
        VERIFY_OK(m_cluster.execute(m_market->options.uri, age));
        auto outcome = wait(m_writer->receive(second));
        VERIFY_OK(outcome);
        QCOMPARE(outcome->kind, Kind::Replay);
        QCOMPARE(outcome->original, first.leadId);
        QCOMPARE(outcome->answerBody, std::string());
        QCOMPARE(outcome->originalState, state);
        QCOMPARE(outcome->originalReason, std::string("post_unknown"));
        QCOMPARE(outcome->originalDecision, std::string("post_unknown"));
        auto other = m_market->lead();
        other.idempotency = first.idempotency;
        other.idempotency->requestHash = domain::sha256("another body");
        QCOMPARE(wait(m_writer->receive(other))->kind, Kind::KeyMismatch);
    }
    VERIFY_OK(wait(m_writer->record(m_market->entry(first.leadId, LeadState::Unsold, "no_bid"))));
    auto outcome = wait(m_writer->receive(second));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);
}

void TestWriter::claimsAreGivenUp()
{
    auto first = m_market->lead();
    first.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "give-up", domain::sha256("body")};
    first.repeatHash = domain::sha256("given up");
    first.repeatWindowSeconds = 600;
    VERIFY_OK(wait(m_writer->receive(first)));
    auto failed = m_market->entry(first.leadId, LeadState::Unsold, "storage_failed");
    failed.releaseClaims = true;
    failed.final = true;
    VERIFY_OK(wait(m_writer->record(failed)));
    auto second = first;
    second.leadId = Uuid::v7();
    auto outcome = wait(m_writer->receive(second));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);

    // what came in under the key since is not touched by the first lead's entry, should it come again
    VERIFY_OK(wait(m_writer->record(failed)));
    auto third = first;
    third.leadId = Uuid::v7();
    outcome = wait(m_writer->receive(third));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::InFlight);
    QCOMPARE(outcome->original, second.leadId);

    // an answer that is stored binds; the payload alone does not
    auto answered = m_market->entry(second.leadId, LeadState::Routing);
    answered.answer = exchange::StoredAnswer{202, "application/json", "given"};
    VERIFY_OK(wait(m_writer->record(answered)));
    auto ended = m_market->entry(second.leadId, LeadState::Unsold, "storage_failed");
    ended.releaseClaims = true;
    VERIFY_OK(wait(m_writer->record(ended)));
    outcome = wait(m_writer->receive(third));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Replay);
    QCOMPARE(outcome->answerBody, std::string("given"));
    third.idempotency.reset();
    outcome = wait(m_writer->receive(third));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);
}

void TestWriter::oldClaimsAreForgotten()
{
    Market market(m_cluster);
    QVERIFY2(market.problem.empty(), market.problem.c_str());
    std::vector<exchange::ReceivedLead> leads; // unsold, unknown, on its way, unsold and young
    {
        Writer writer(market.options, market.executor);
        VERIFY_OK(writer.start());
        for (const char *key : {"unsold", "unknown", "open", "young"}) {
            auto lead = market.lead();
            lead.idempotency =
                exchange::IdempotencyClaim{"k1", "POST /v1/leads", key, domain::sha256("body")};
            lead.repeatHash = domain::sha256(key);
            lead.repeatWindowSeconds = 600;
            VERIFY_OK(market.executor.wait(writer.receive(lead)));
            leads.push_back(lead);
        }
        for (std::size_t i : {0u, 3u})
            VERIFY_OK(market.executor.wait(
                writer.record(market.entry(leads[i].leadId, LeadState::Unsold, "no_bid"))));
        VERIFY_OK(market.executor.wait(
            writer.record(market.entry(leads[1].leadId, LeadState::Unknown, "post_unknown"))));
    }
    const std::string old = "lead_id <> '" + leads[3].leadId.toString() + "'";
    for (const std::string &sql :
         {// the lead on its way is another node's, so that this one's start leaves it alone
          std::string("UPDATE bourse.lead SET node_id = gen_random_uuid() WHERE state = 'received'"),
          "UPDATE bourse.idempotency SET created_at = now() - interval '25 hours' WHERE " + old,
          "UPDATE bourse.repeat_claim SET expires_at = now() - interval '1 second' WHERE " + old,
          // more than one round
          "INSERT INTO bourse.idempotency (workspace_id, claim, request_hash, lead_id, created_at, answer) "
          "SELECT workspace_id, sha256(n::text::bytea), '', lead_id, created_at, '' FROM bourse.idempotency, "
          "generate_series(1, 2500) AS n WHERE lead_id = '" +
              leads[0].leadId.toString() + "'"})
        VERIFY_OK(m_cluster.execute(market.options.uri, sql));
    Writer writer(market.options, market.executor);
    VERIFY_OK(writer.start());
    const auto kept = [&market](const char *table) {
        return market.value(std::string("SELECT coalesce(string_agg(l.state, ', ' "
                                        "ORDER BY l.state), '') FROM bourse.") +
                            table + " c JOIN bourse.lead l ON l.id = c.lead_id");
    };
    QTRY_COMPARE_WITH_TIMEOUT(kept("idempotency"), std::string("received, unknown, unsold"), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(kept("repeat_claim"), std::string("received, unsold"), 20'000);
}

void TestWriter::repeatedPayload()
{
    auto first = m_market->lead();
    first.repeatHash = domain::sha256("the same payload");
    first.repeatWindowSeconds = 60;
    auto second = m_market->lead();
    second.repeatHash = first.repeatHash;
    second.repeatWindowSeconds = 60;
    // together, so that they may meet in one batch
    auto one = m_writer->receive(first), two = m_writer->receive(second);
    auto outcome = wait(std::move(one));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Fresh);
    outcome = wait(std::move(two));
    VERIFY_OK(outcome);
    QCOMPARE(outcome->kind, Kind::Repeated);
    QCOMPARE(outcome->original, first.leadId);
    QCOMPARE(
        m_market->value("SELECT state || ' ' || reason || ' ' || original_id FROM bourse.lead WHERE id = '" +
                        second.leadId.toString() + "'"),
        "duplicate repeated_payload " + first.leadId.toString());

    // a window that has passed does not help while the first is still on its way …
    VERIFY_OK(m_cluster.execute(m_market->options.uri,
                                "UPDATE bourse.repeat_claim SET expires_at = now() - interval '1 second'"));
    auto third = m_market->lead();
    third.repeatHash = first.repeatHash;
    third.repeatWindowSeconds = 60;
    outcome = wait(m_writer->receive(third));
    QCOMPARE(outcome->kind, Kind::Repeated);
    // … and does when it has ended
    auto end = m_market->entry(first.leadId, LeadState::Unsold, "no_bid");
    end.final = true;
    VERIFY_OK(wait(m_writer->record(end)));
    auto fourth = m_market->lead();
    fourth.repeatHash = first.repeatHash;
    fourth.repeatWindowSeconds = 60;
    outcome = wait(m_writer->receive(fourth));
    QCOMPARE(outcome->kind, Kind::Fresh);
}

void TestWriter::receivingAgainIsFreshAgain()
{
    auto lead = m_market->lead();
    lead.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "again", domain::sha256("body")};
    lead.repeatHash = domain::sha256("again");
    lead.repeatWindowSeconds = 60;
    for (int i = 0; i < 2; ++i) {
        auto outcome = wait(m_writer->receive(lead));
        VERIFY_OK(outcome);
        QCOMPARE(outcome->kind, Kind::Fresh);
    }
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_event WHERE lead_id = '" +
                             lead.leadId.toString() + "'"),
             std::string("1"));
    // what is sealed after the second time opens with the key that was stored the first time
    auto entry = m_market->entry(lead.leadId, LeadState::Unsold, "no_bid");
    entry.pings.push_back(m_market->attempt(AttemptKind::Ping, AttemptOutcome::NoBid));
    VERIFY_OK(wait(m_writer->record(entry)));
    Reader reader(m_market->options);
    auto stored = reader.lead(m_market->workspace, lead.leadId, true);
    VERIFY_OK(stored);
    QCOMPARE(stored->attempts.size(), std::size_t(1));
    QCOMPARE(stored->attempts[0].record.requestText, entry.pings[0].requestText);
}

void TestWriter::capsAreExact()
{
    constexpr int posts = 60, cap = 25;
    const UtcTime day{};
    std::vector<Future<Result<exchange::ReserveOutcome>>> futures;
    for (int i = 0; i < posts; ++i) {
        Uuid lead = receive();
        auto sending = m_market->post(lead, 1'000'000, "beta");
        sending.caps.push_back({"channel:beta:day:leads", day, 1, cap});
        sending.caps.push_back({"channel:beta:day:amount", day, 1'000'000, 1'000'000'000});
        futures.push_back(m_writer->reserve(std::move(sending)));
    }
    int granted = 0, refused = 0;
    for (auto &future : futures) {
        auto outcome = wait(std::move(future));
        VERIFY_OK(outcome);
        outcome->granted ? ++granted : ++refused;
        if (!outcome->granted)
            QCOMPARE(outcome->refused.code, std::string("cap_reached"));
    }
    QCOMPARE(granted, cap);
    QCOMPARE(refused, posts - cap);
    QCOMPARE(m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:beta:day:leads'"),
             std::to_string(cap));
    QCOMPARE(m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:beta:day:amount'"),
             std::to_string(cap * 1'000'000));
    QCOMPARE(m_market->value("SELECT held_micros FROM bourse.buyer_account WHERE buyer = 'beta'"),
             std::to_string(cap * 1'000'000));
}

void TestWriter::refusedPostGivesEverythingBack()
{
    Uuid lead = receive();
    auto sending = m_market->post(lead, 5'000'000, "gamma");
    sending.caps = {{"channel:gamma:day:leads", {}, 1, 10}, {"channel:gamma:hour:leads", {}, 1, 0}};
    auto outcome = wait(m_writer->reserve(sending));
    VERIFY_OK(outcome);
    QVERIFY(!outcome->granted);
    QCOMPARE(m_market->value("SELECT sum(used) FROM bourse.cap_counter WHERE counter LIKE 'channel:gamma:%'"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT held_micros FROM bourse.buyer_account WHERE buyer = 'gamma'"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.attempt WHERE attempt_id = '" +
                             sending.attempt.attemptId.toString() + "'"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.reservation WHERE post_id = '" +
                             sending.attempt.attemptId.toString() + "'"),
             std::string("0"));
}

void TestWriter::balanceAndCredit()
{
    int granted = 0;
    for (int i = 0; i < 5; ++i) {
        auto sending = m_market->post(receive(), 30'000'000, "delta");
        sending.creditLimit = Money(100'000'000, Currency::usd());
        sending.caps = {{"channel:delta:day:leads", {}, 1, 100}};
        auto outcome = wait(m_writer->reserve(sending));
        VERIFY_OK(outcome);
        if (outcome->granted)
            ++granted;
        else
            QCOMPARE(outcome->refused.code, std::string("balance_spent"));
    }
    QCOMPARE(granted, 3);
    QCOMPARE(m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:delta:day:leads'"),
             std::string("3"));
    // what was paid in counts
    VERIFY_OK(
        m_cluster.execute(m_market->options.uri,
                          "UPDATE bourse.buyer_account SET balance_micros = 20000000 WHERE buyer = 'delta'"));
    auto sending = m_market->post(receive(), 30'000'000, "delta");
    sending.creditLimit = Money(100'000'000, Currency::usd());
    QVERIFY(wait(m_writer->reserve(sending))->granted);
}

void TestWriter::amountCapFollowsTheSale()
{
    // the buyer's answer names another price than its bid
    std::int64_t counted = 0;
    for (std::int64_t paid : {12'500'000, 7'000'000, 10'000'000}) {
        auto sending = m_market->post(receive(), 10'000'000, "varies");
        sending.caps = {{"channel:varies:day:leads", {}, 1, 100},
                        {"channel:varies:day:amount", {}, 10'000'000, 1'000'000'000}};
        QVERIFY(wait(m_writer->reserve(sending))->granted);
        auto sale = m_market->sold(sending);
        sale.post->externalId.clear();
        sale.sale->revenue = Money(paid, Currency::usd());
        for (int again = 0; again < 2; ++again)
            VERIFY_OK(wait(m_writer->record(sale)));
        counted += paid;
        QCOMPARE(m_market->value(
                     "SELECT used FROM bourse.cap_counter WHERE counter = 'channel:varies:day:amount'"),
                 std::to_string(counted));
        QCOMPARE(m_market->value("SELECT balance_micros || ' ' || held_micros FROM bourse.buyer_account "
                                 "WHERE buyer = 'varies'"),
                 std::to_string(-counted) + " 0");
    }
    QCOMPARE(
        m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:varies:day:leads'"),
        std::string("3"));
}

void TestWriter::keptAndReleased()
{
    struct Case {
        AttemptOutcome outcome;
        const char *state;
        const char *held;
    };
    for (const Case &c :
         {Case{AttemptOutcome::Rejected, "released", "0"}, Case{AttemptOutcome::Duplicate, "released", "0"},
          Case{AttemptOutcome::NotSent, "released", "0"}, Case{AttemptOutcome::Unknown, "held", "4000000"},
          Case{AttemptOutcome::Pending, "held", "4000000"}}) {
        const std::string buyer = "kept_" + std::string(domain::name(c.outcome));
        auto sending = m_market->post(receive(), 4'000'000, buyer);
        sending.caps = {{"channel:" + buyer, {}, 1, 10}};
        QVERIFY(wait(m_writer->reserve(sending))->granted);
        auto entry = m_market->entry(sending.leadId, LeadState::Routing);
        entry.post = sending.attempt;
        entry.post->outcome = c.outcome;
        for (int again = 0; again < 2; ++again)
            VERIFY_OK(wait(m_writer->record(entry)));
        QCOMPARE(m_market->value("SELECT state FROM bourse.reservation WHERE buyer = '" + buyer + "'"),
                 std::string(c.state));
        QCOMPARE(
            m_market->value("SELECT held_micros FROM bourse.buyer_account WHERE buyer = '" + buyer + "'"),
            std::string(c.held));
        QCOMPARE(
            m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:" + buyer + "'"),
            std::string(c.state == std::string("held") ? "1" : "0"));
        QCOMPARE(m_market->value("SELECT outcome FROM bourse.attempt WHERE buyer = '" + buyer + "'"),
                 std::string(domain::name(c.outcome)));
    }
}

void TestWriter::recordingTwiceBooksOnce()
{
    Uuid lead = receive();
    auto sending = m_market->post(lead, 10'000'000, "once");
    QVERIFY(wait(m_writer->reserve(sending))->granted);
    QVERIFY(wait(m_writer->reserve(sending))->granted); // its answer was lost
    auto sale = m_market->sold(sending);
    sale.post->externalId.clear();
    for (int again = 0; again < 3; ++again)
        VERIFY_OK(wait(m_writer->record(sale)));
    QCOMPARE(
        m_market->value("SELECT count(*) FROM bourse.ledger_entry WHERE lead_id = '" + lead.toString() + "'"),
        std::string("4"));
    QCOMPARE(
        m_market->value(
            "SELECT balance_micros || ' ' || held_micros FROM bourse.buyer_account WHERE buyer = 'once'"),
        std::string("-10000000 0"));
}

void TestWriter::lateResultNeverReopens()
{
    auto sending = m_market->post(receive(), 10'000'000, "late");
    QVERIFY(wait(m_writer->reserve(sending))->granted);
    auto unknown = m_market->entry(sending.leadId, LeadState::Unknown, "post_unknown");
    unknown.post = sending.attempt;
    unknown.post->outcome = AttemptOutcome::Unknown;
    unknown.final = true;
    VERIFY_OK(wait(m_writer->record(unknown)));
    VERIFY_OK(wait(m_writer->record(m_market->sold(sending))));
    QCOMPARE(m_market->value("SELECT state FROM bourse.lead WHERE id = '" + sending.leadId.toString() + "'"),
             std::string("sold"));
    auto rejected = m_market->entry(sending.leadId, LeadState::Sold, "sold_highest_bid");
    rejected.post = sending.attempt;
    rejected.post->outcome = AttemptOutcome::Rejected;
    VERIFY_OK(wait(m_writer->record(rejected)));
    QCOMPARE(m_market->value("SELECT outcome FROM bourse.attempt WHERE attempt_id = '" +
                             sending.attempt.attemptId.toString() + "'"),
             std::string("accepted"));
    QCOMPARE(m_market->value("SELECT state FROM bourse.reservation WHERE buyer = 'late'"),
             std::string("sold"));
    QCOMPARE(m_market->value("SELECT balance_micros FROM bourse.buyer_account WHERE buyer = 'late'"),
             std::string("-10000000"));
}

void TestWriter::stepOfALeadFromBeforeARestart()
{
    auto lead = m_market->lead();
    lead.idempotency = exchange::IdempotencyClaim{"k1", "POST /v1/leads", "restart", domain::sha256("body")};
    VERIFY_OK(wait(m_writer->receive(lead)));
    auto pending = m_market->entry(lead.leadId, LeadState::Pending, "buyer_pending");
    VERIFY_OK(wait(m_writer->record(pending)));
    m_writer->stop();
    m_writer = std::make_unique<Writer>(m_market->options, m_market->executor);
    VERIFY_OK(m_writer->start());
    auto entry = m_market->entry(lead.leadId, LeadState::Unsold, "buyer_rejected");
    entry.answer = exchange::StoredAnswer{200, "application/json", "late"};
    entry.pings.push_back(m_market->attempt(AttemptKind::Ping, AttemptOutcome::NoBid));
    VERIFY_OK(wait(m_writer->record(entry)));
    QCOMPARE(m_market->value("SELECT string_agg(sequence || ' ' || state, ', ' ORDER BY sequence) FROM "
                             "bourse.lead_event WHERE lead_id = '" +
                             lead.leadId.toString() + "'"),
             std::string("1 received, 2 pending, 3 unsold"));
    lead.leadId = Uuid::v7();
    QCOMPARE(wait(m_writer->receive(lead))->answerBody, std::string("late"));
}

void TestWriter::oneBadCommandFailsAlone()
{
    std::vector<Future<Result<exchange::ReceiveOutcome>>> futures;
    for (int i = 0; i < 12; ++i) {
        auto lead = m_market->lead();
        if (i == 5)
            lead.source = std::string(
                "web\xff", 4); // not UTF-8: the engine never lets it through, the table must not take it
        futures.push_back(m_writer->receive(lead));
    }
    for (std::size_t i = 0; i < futures.size(); ++i) {
        auto outcome = wait(std::move(futures[i]));
        QCOMPARE(outcome.ok(), i != 5);
    }
}

void TestWriter::survivesKilledBackends()
{
    std::atomic<bool> stop = false;
    const std::string uri = m_market->options.uri;
    std::thread killer([&] {
        while (!stop) {
            const auto begun = std::chrono::steady_clock::now();
            (void)m_cluster.execute(uri, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                         "application_name LIKE 'bourse writer%'");
            // on a busy machine the writer needs longer for a new session, as this one does
            std::this_thread::sleep_for(std::chrono::milliseconds(40) +
                                        5 * (std::chrono::steady_clock::now() - begun));
        }
    });
    int failed = 0;
    std::vector<Uuid> leads;
    for (int i = 0; i < 150; ++i) {
        Uuid lead = receive();
        if (lead.isNull()) {
            ++failed;
            continue;
        }
        auto sending = m_market->post(lead, 1'000'000, "killed");
        sending.caps = {{"channel:killed", {}, 1, 1000}};
        auto granted = wait(m_writer->reserve(sending));
        auto sale = m_market->sold(sending);
        sale.post->externalId.clear();
        if (!granted || !granted->granted || !wait(m_writer->record(sale)))
            ++failed;
        leads.push_back(lead);
    }
    stop = true;
    killer.join();
    QCOMPARE(failed, 0);
    QCOMPARE(m_market->value("SELECT used FROM bourse.cap_counter WHERE counter = 'channel:killed'"),
             std::string("150"));
    QCOMPARE(
        m_market->value(
            "SELECT balance_micros || ' ' || held_micros FROM bourse.buyer_account WHERE buyer = 'killed'"),
        std::string("-150000000 0"));
    QCOMPARE(
        m_market->value(
            "SELECT count(*) FROM bourse.ledger_entry WHERE party = 'killed' AND account = 'receivable'"),
        std::string("150"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead_event WHERE lead_id = '" +
                             leads.back().toString() + "'"),
             std::string("2"));
}

void TestWriter::chainIsUnbroken()
{
    QCOMPARE(m_market->value("SELECT count(*) FROM (SELECT prev_hash, lag(hash, 1, ''::bytea) OVER w AS "
                             "before, sequence, row_number() OVER w AS n "
                             "FROM bourse.lead_event WINDOW w AS (PARTITION BY lead_id ORDER BY sequence)) e "
                             "WHERE prev_hash <> before OR sequence <> n"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead l JOIN bourse.lead_event e ON e.lead_id = "
                             "l.id AND e.sequence = l.event_sequence "
                             "WHERE e.hash <> l.event_hash"),
             std::string("0"));
    QCOMPARE(m_market->value("SELECT count(*) FROM bourse.lead l WHERE NOT EXISTS (SELECT FROM "
                             "bourse.lead_event e WHERE e.lead_id = l.id "
                             "AND e.sequence = l.event_sequence)"),
             std::string("0"));
}

void TestWriter::closedPeriodBooksIntoTheNext()
{
    VERIFY_OK(m_cluster.execute(m_market->options.uri, "UPDATE bourse.billing_period SET closed_at = now()"));
    auto sending = m_market->post(receive(), 10'000'000, "closing");
    QVERIFY(wait(m_writer->reserve(sending))->granted);
    VERIFY_OK(wait(m_writer->record(m_market->sold(sending))));
    QCOMPARE(m_market->value("SELECT count(DISTINCT e.billing_period) FROM bourse.ledger_entry e JOIN "
                             "bourse.billing_period p ON "
                             "p.period = e.billing_period WHERE e.party = 'closing' AND p.closed_at IS NULL"),
             std::string("1"));
    auto refused = m_cluster.execute(
        m_market->options.uri,
        "INSERT INTO bourse.ledger_entry SELECT (e).* FROM (SELECT jsonb_populate_record(e, "
        "jsonb_build_object('transaction_id', gen_random_uuid(), 'amount_micros', 0)) AS e "
        "FROM bourse.ledger_entry e WHERE party = 'acme' LIMIT 1) x");
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.find("period is closed") != std::string::npos,
             refused.error().message.c_str());
    auto unbalanced = m_cluster.execute(
        m_market->options.uri,
        "INSERT INTO bourse.ledger_entry SELECT (e).* FROM (SELECT jsonb_populate_record(e, "
        "jsonb_build_object('transaction_id', gen_random_uuid())) AS e "
        "FROM bourse.ledger_entry e WHERE party = 'closing' LIMIT 1) x");
    QVERIFY(!unbalanced.ok());
    QVERIFY2(unbalanced.error().message.find("does not balance") != std::string::npos,
             unbalanced.error().message.c_str());
}

void TestWriter::manyAtOnceShareCommits()
{
    const auto before = m_writer->statistics();
    std::vector<Future<Result<exchange::ReceiveOutcome>>> futures;
    for (int i = 0; i < 500; ++i)
        futures.push_back(m_writer->receive(m_market->lead()));
    for (auto &future : futures)
        VERIFY_OK(wait(std::move(future)));
    const auto after = m_writer->statistics();
    QCOMPARE(after.commands - before.commands, std::int64_t(500));
    QVERIFY2(after.commits - before.commits < 250, std::to_string(after.commits - before.commits).c_str());
    QVERIFY(after.medianCommitMs > 0);
}

void TestWriter::buyersEchoIsMasked()
{
    Uuid lead = receive();
    auto entry = m_market->entry(lead, LeadState::Unsold, "all_posts_rejected");
    auto ping = m_market->attempt(AttemptKind::Ping, AttemptOutcome::NoBid);
    ping.reason = {"buyer_rejected", "Phone 5125550142 of maria.garcia@example.com is known"};
    entry.pings.push_back(ping);
    entry.reason.detail = ping.reason.detail;
    entry.events[0].reason.detail = ping.reason.detail;
    VERIFY_OK(wait(m_writer->record(entry)));
    QCOMPARE(
        m_market->value("SELECT reason_detail FROM bourse.attempt WHERE lead_id = '" + lead.toString() + "'"),
        std::string("Phone ••• of ••• is known"));
    QCOMPARE(m_market->value("SELECT reason_detail FROM bourse.lead WHERE id = '" + lead.toString() + "'"),
             std::string("Phone ••• of ••• is known"));
    QCOMPARE(
        m_market->value("SELECT reason_detail FROM bourse.lead_event WHERE sequence = 2 AND lead_id = '" +
                        lead.toString() + "'"),
        std::string("Phone ••• of ••• is known"));
}

void TestWriter::unknownLeadIsNamed()
{
    for (bool release : {false, true}) {
        auto entry = m_market->entry(Uuid::v7(), LeadState::Unsold);
        entry.releaseClaims = release;
        auto result = wait(m_writer->record(entry));
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, std::string("no_such_lead"));
    }
}

void TestWriter::strangeTextIsStored()
{
    Uuid lead = receive();
    auto entry = m_market->entry(lead, LeadState::Unsold, "no_bid");
    auto ping = m_market->attempt(AttemptKind::Ping, AttemptOutcome::NoBid);
    ping.reason.detail = std::string("a\0b\xff\xed\xa0\x80 ü \"{}\\", 15);
    ping.responseText = std::string("\0\1\2\xff\xfe", 5);
    entry.pings.push_back(ping);
    VERIFY_OK(wait(m_writer->record(entry)));
    Reader reader(m_market->options);
    auto stored = reader.lead(m_market->workspace, lead, false);
    VERIFY_OK(stored);
    QCOMPARE(stored->attempts[0].record.responseText, ping.responseText);
    QVERIFY(stored->attempts[0].record.reason.detail.starts_with("a\xEF\xBF\xBD"
                                                                 "b\xEF\xBF\xBD"));
}

void TestWriter::stoppedWriterRefuses()
{
    Writer other(m_market->options, m_market->executor);
    auto started = other.start(); // the same node runs already
    QVERIFY(!started.ok());
    QCOMPARE(started.error().code, std::string("node_running"));
    auto outcome = wait(other.receive(m_market->lead()));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, std::string("storage_unavailable"));
}

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
