// Two nodes that want the same thing at the same moment: one idempotency key, the last slot of a cap, the
// last of a balance. The campaigns are the same at
//   BOURSE_PROOF_KEYS=10000 tst_contention oneLeadForEachKey
//   BOURSE_PROOF_CAP=500 BOURSE_PROOF_BALANCE=300 tst_contention capsAndBalancesAreExact
#include "faults/naivemoney.h"
#include "faults/proofbooks.h"

using namespace bourse;
using namespace bourse::test;

class TestContention : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void oneLeadForEachKey();
    void capsAndBalancesAreExact_data();
    void capsAndBalancesAreExact();
};

void TestContention::oneLeadForEachKey()
{
    const int keys = campaignSize("BOURSE_PROOF_KEYS", 110);
    constexpr int copies = 5;
    ProofGround ground;
    QVERIFY2(ground.problem().empty(), ground.problem().c_str());
    JournalingBuyers buyers, elsewhere;
    ProofMarket market, other(std::string("other"));
    market.addBuyer(buyers, {"steady", 20});
    market.addSource("mail");
    other.addBuyer(elsewhere, {"steady", 20});
    ground.publish(market.document());
    ground.publish(other.document());

    // the third serves another tenant, whose key has the same id
    ProofNode a(ground, QStringLiteral("a"), {QStringLiteral("--workspace"), QStringLiteral("proof")}),
        b(ground, QStringLiteral("b"), {QStringLiteral("--workspace"), QStringLiteral("proof")}),
        c(ground, QStringLiteral("c"), {QStringLiteral("--workspace"), QStringLiteral("other")});
    for (ProofNode *node : {&a, &b, &c}) {
        node->start();
        QVERIFY2(node->waitUntilReady(), node->log().constData());
    }
    PatientCaller caller({a.port(), b.port()}), tenant({c.port()});
    struct Place {
        int key;
        bool changed, mail;
    };
    std::vector<Place> places;
    for (int k = 0; k < keys; ++k) {
        const QByteArray ref = 'R' + QByteArray::number(k), key = "key-" + ref;
        for (int copy = 0; copy < copies; ++copy) {
            const bool changed = k % 10 == 0 && copy == (k % 20 == 0 ? 0 : 2);
            caller.calls.push_back({market.token(), key, proofLead(ref, changed ? "changed" : "n"),
                                    static_cast<std::size_t>(k + copy)});
            places.push_back({k, changed, false});
        }
        if (k % 100 == 1) { // the same key and body from another source
            caller.calls.push_back({market.token("mail"), key, proofLead(ref), static_cast<std::size_t>(k)});
            places.push_back({k, false, true});
        }
        if (k % 100 == 2) // and from another tenant
            tenant.calls.push_back({other.token(), key, proofLead(ref), 0});
    }
    QVERIFY(caller.run(64));
    QVERIFY(tenant.run(16));

    QStringList problems;
    std::vector<QByteArray> first(static_cast<std::size_t>(keys)), changedAnswer(first.size());
    std::vector<int> taken(first.size()), refused(first.size()), changedTaken(first.size());
    QSet<QByteArray> answers, foreign;
    qint64 conflicts = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Place &place = places[i];
        const auto &call = caller.calls[i];
        const auto k = static_cast<std::size_t>(place.key);
        conflicts += call.tries - 1;
        if (call.status == 422) {
            if (objectOf(call.answer)[QStringLiteral("code")] != QStringLiteral("idempotency_key_reused") ||
                place.mail)
                problems.push_back(QString::fromUtf8(call.key + ": " + call.answer));
            ++refused[k];
        } else if (call.status != 200 && call.status != 202) {
            problems.push_back(QStringLiteral("%1: %2").arg(QString::fromUtf8(call.key)).arg(call.status));
        } else if (place.mail) {
            foreign.insert(call.answer);
        } else {
            if (!first[k].isEmpty() && first[k] != call.answer)
                problems.push_back(
                    QString::fromUtf8(call.key + " has two answers: " + first[k] + ' ' + call.answer));
            first[k] = call.answer;
            ++taken[k];
            changedTaken[k] += place.changed;
            answers.insert(call.answer);
        }
    }
    int changedWon = 0;
    for (int k = 0; k < keys; ++k) {
        const auto at = static_cast<std::size_t>(k);
        // whichever body came first is the key's
        const bool mixed = k % 10 == 0;
        changedWon += changedTaken[at];
        const int expected = !mixed ? copies : changedTaken[at] ? 1 : copies - 1;
        if (taken[at] != expected || refused[at] != copies - expected)
            problems.push_back(
                QStringLiteral("key %1: %2 taken, %3 refused").arg(k).arg(taken[at]).arg(refused[at]));
    }
    for (const auto &call : tenant.calls) {
        if (call.status != 200)
            problems.push_back(QStringLiteral("other tenant: %1").arg(call.status));
        foreign.insert(call.answer);
    }
    const auto leadsOf = [&](const char *workspace, const char *source) {
        return ground.number(
            QStringLiteral("SELECT count(*) FROM bourse.lead l JOIN bourse.workspace w USING "
                           "(workspace_id) WHERE w.slug = '%1' AND l.source = '%2'")
                .arg(QLatin1String(workspace), QLatin1String(source)));
    };
    const qint64 leads = leadsOf("proof", "web"), mail = leadsOf("proof", "mail"),
                 others = leadsOf("other", "web");
    const qint64 crossed = (answers & foreign).size();
    qInfo("%d keys x %d copies in %.0f s: %lld leads, %lld waited for a first copy; %d changed bodies came "
          "first; "
          "another source's %lld and another tenant's %lld with the same keys: %lld of their answers crossed",
          keys, copies, static_cast<double>(caller.elapsedMs()) / 1000, static_cast<long long>(leads),
          static_cast<long long>(conflicts), changedWon, static_cast<long long>(mail),
          static_cast<long long>(others), static_cast<long long>(crossed));
    for (const QString &problem : problems.mid(0, 20))
        qWarning("%s", qPrintable(problem));
    QVERIFY(problems.isEmpty());
    QCOMPARE(leads, qint64(keys));
    QCOMPARE(mail, qint64((keys + 98) / 100));
    QCOMPARE(others, qint64((keys + 97) / 100));
    QCOMPARE(crossed, qint64(0));
    QCOMPARE(qint64(foreign.size()), mail + others);
    QVERIFY(buyers.violations().empty());
}

void TestContention::capsAndBalancesAreExact_data()
{
    QTest::addColumn<bool>("naive");
    QTest::newRow("conditional update") << false;
    QTest::newRow("read, then write") << true;
}

void TestContention::capsAndBalancesAreExact()
{
    QFETCH(bool, naive);
    const int cap = campaignSize("BOURSE_PROOF_CAP", 30), balance = campaignSize("BOURSE_PROOF_BALANCE", 20);
    constexpr int workers = 2 * 16;
    ProofGround ground;
    QVERIFY2(ground.problem().empty(), ground.problem().c_str());
    if (naive)
        QVERIFY(plantNaiveMoney(ground));
    JournalingBuyers buyers;
    ProofMarket market;
    domain::Cap limit;
    limit.period = domain::CapPeriod::Total;
    limit.leads = cap;
    const auto direct = [&](const char *slug, int price) -> domain::Channel & {
        auto &channel = market.addBuyer(slug, buyers.add({slug, price}), false);
        channel.price.kind = domain::PriceKind::Fixed;
        channel.price.fixed = Money(price * 1'000'000LL, Currency::usd());
        return channel;
    };
    market.source().budget = std::chrono::seconds(20); // the naive way thinks a while before it writes
    direct("capped", 50).caps = {limit};
    direct("prepaid", 20);
    market.buyerNamed("prepaid").creditLimit = Money(balance * 20'000'000LL, Currency::usd());
    ground.publish(market.document());
    ProofNode a(ground, QStringLiteral("a")), b(ground, QStringLiteral("b"));
    for (ProofNode *node : {&a, &b}) {
        node->start();
        QVERIFY2(node->waitUntilReady(), node->log().constData());
    }
    PatientCaller caller({a.port(), b.port()});
    for (int i = 0; i < (cap + balance) * 3 / 2; ++i) {
        const QByteArray ref = 'R' + QByteArray::number(i);
        caller.calls.push_back({market.token(), "key-" + ref, proofLead(ref), static_cast<std::size_t>(i)});
    }
    // one lead ahead: the counters are there before the crowd comes
    std::vector<PatientCaller::Call> crowd(caller.calls.begin() + 1, caller.calls.end());
    caller.calls.resize(1);
    QVERIFY(caller.run(1));
    caller.calls = std::move(crowd);
    QVERIFY(caller.run(workers));
    std::map<std::string, int> taken;
    for (const JournaledPost &post : buyers.posts())
        ++taken[post.buyer];
    qInfo("%s, %zu leads, 2 nodes x %d under way: cap %d sold %d, balance for %d sold %d",
          naive ? "read then write" : "conditional update", caller.calls.size() + 1, workers / 2, cap,
          taken["capped"], balance, taken["prepaid"]);
    QVERIFY(buyers.violations().empty());
    if (naive) {
        // which of the two limits the nodes meet at the same moment is the scheduler's choice
        QVERIFY(taken["capped"] > cap || taken["prepaid"] > balance);
        return;
    }
    QCOMPARE(taken["capped"], cap);
    QCOMPARE(taken["prepaid"], balance);
    QCOMPARE(ground.number(
                 QStringLiteral("SELECT used FROM bourse.cap_counter WHERE counter LIKE '%capped%leads'")),
             qint64(cap));
    QCOMPARE(ground.number(
                 QStringLiteral("SELECT balance_micros FROM bourse.buyer_account WHERE buyer = 'prepaid'")),
             -balance * 20'000'000LL);
    QCOMPARE(
        ground.number(QStringLiteral("SELECT held_micros FROM bourse.buyer_account WHERE buyer = 'prepaid'")),
        0LL);
}

QTEST_GUILESS_MAIN(TestContention)
#include "tst_contention.moc"
