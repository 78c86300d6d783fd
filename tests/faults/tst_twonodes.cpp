// Two nodes on one PostgreSQL under fire: nodes and backends are killed while leads come in, and buyers that
// keep a journal are the witness. Small enough for the suite; the campaign is the same at
//   BOURSE_PROOF_LEADS=10000 BOURSE_PROOF_RATE=100 tst_twonodes killedNodesLoseNothing
#include "faults/proofbooks.h"

using namespace bourse;
using namespace bourse::test;

class TestTwoNodes : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void killedNodesLoseNothing();
};

namespace {
void show(const char *title, const QStringList &problems)
{
    for (const QString &problem : problems.mid(0, 20))
        qWarning("%s: %s", title, qPrintable(problem));
}
} // namespace

void TestTwoNodes::killedNodesLoseNothing()
{
    const int leads = campaignSize("BOURSE_PROOF_LEADS", 300);
    const int rate = campaignSize("BOURSE_PROOF_RATE", 60);
    const int backendEveryMs = leads >= 2000 ? 10'000 : 2'500;
    ProofGround ground;
    QVERIFY2(ground.problem().empty(), ground.problem().c_str());
    JournalingBuyers buyers;
    ProofMarket market;
    const BuyerManners capped{"capped", 40, 5, 0, 0, 0}, prepaid{"prepaid", 30, 5, 1, 0, 0},
        shaky{"shaky", 20, 10, 3, 1, 1}, steady{"steady", 10, 0, 0, 0, 0};
    domain::Cap cap;
    cap.period = domain::CapPeriod::Total;
    cap.leads = leads / 5;
    market.addBuyer(buyers, capped).caps = {cap};
    const std::int64_t credit = 35LL * leads / 5;
    market.addBuyer(buyers, prepaid);
    market.buyerNamed("prepaid").creditLimit = Money(credit * 1'000'000, Currency::usd());
    // every buyer's sales are counted, so that every counter can be held against a journal
    domain::Cap wide = cap;
    wide.leads = 1'000'000;
    market.addBuyer(buyers, shaky).caps = {wide};
    market.addBuyer(buyers, steady).caps = {wide};
    ground.publish(market.document());

    ProofNode a(ground, QStringLiteral("a")), b(ground, QStringLiteral("b"));
    a.start();
    QVERIFY2(a.waitUntilReady(), a.log().constData());
    b.start();
    QVERIFY2(b.waitUntilReady(), b.log().constData());

    PatientCaller caller({a.port(), b.port()});
    for (int i = 0; i < leads; ++i) {
        const QByteArray ref = 'R' + QByteArray::number(i);
        caller.calls.push_back({market.token(), "key-" + ref, proofLead(ref), static_cast<std::size_t>(i)});
    }
    int nodeTurn = 0, backendTurn = 0, terminated = 0, crashed = 0;
    QTimer nodeKiller, backendKiller;
    connect(&nodeKiller, &QTimer::timeout, this, [&] { (++nodeTurn % 2 ? a : b).killHard(); });
    connect(&backendKiller, &QTimer::timeout, this, [&] {
        const QString writers =
            QStringLiteral("pg_stat_activity WHERE application_name LIKE 'bourse writer%' "
                           "ORDER BY backend_start OFFSET %1 LIMIT 1");
        const QString pick = writers.arg(backendTurn % 2);
        if (++backendTurn % 3 == 0) {
            // kill -9: PostgreSQL ends every session and recovers
            const qint64 pid = ground.number(QStringLiteral("SELECT pid FROM ") + pick);
            crashed += pid > 0 && ::kill(static_cast<pid_t>(pid), SIGKILL) == 0;
        } else {
            terminated += ground.value(QStringLiteral("SELECT pg_terminate_backend(pid) FROM ") + pick) ==
                          QLatin1String("t");
        }
    });
    nodeKiller.start(2000);
    backendKiller.start(backendEveryMs);
    const bool all = caller.run(64, rate);
    nodeKiller.stop();
    backendKiller.stop();
    QVERIFY2(all, "some leads were never answered");
    QVERIFY2(a.waitUntilReady(), a.log().right(2000).constData());
    QVERIFY2(b.waitUntilReady(), b.log().right(2000).constData());

    ProofBooks books(ground, buyers);
    QVERIFY2(books.waitUntilSettled(), "something is on its way for ever");
    const QStringList lost = books.lostLeads(caller.calls), unlisted = books.unlistedUnknowns();
    const std::size_t unknowns = books.unknowns().size();
    auto resolved = books.resolve(a.port());
    const QStringList disagreements = books.disagreements();
    auto taken = books.takenByBuyer();
    qInfo("%d leads in %.0f s over two nodes: %d kills of a node, %d of a backend's session, %d crashes of "
          "PostgreSQL; "
          "%lld retries; %zu posts, %zu of them UNKNOWN (%d resolved by callback, %d by decision); "
          "capped %d of %lld, prepaid %.2f of %lld.00",
          leads, static_cast<double>(caller.elapsedMs()) / 1000, a.kills() + b.kills(), terminated, crashed,
          static_cast<long long>(caller.retries()), buyers.posts().size(), unknowns, resolved.byCallback,
          resolved.byOperator, taken["capped"], static_cast<long long>(*cap.leads),
          static_cast<double>(books.owedBy("prepaid")) / 100, static_cast<long long>(credit));
    show("lost", lost);
    show("not listed", unlisted);
    show("not resolved", resolved.problems);
    show("books", disagreements);
    QVERIFY(lost.isEmpty());
    QVERIFY(unlisted.isEmpty());
    QVERIFY(resolved.problems.isEmpty());
    QVERIFY(disagreements.isEmpty());
    QVERIFY(books.unknowns().empty());
    QVERIFY(taken["capped"] <= *cap.leads);
    QVERIFY(books.owedBy("prepaid") <= credit * 100);
    QVERIFY(a.kills() + b.kills() > 0 && terminated + crashed > 0);
}

QTEST_GUILESS_MAIN(TestTwoNodes)
#include "tst_twonodes.moc"
