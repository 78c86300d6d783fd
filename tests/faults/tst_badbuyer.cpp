// One bad buyer among twenty: every way to misbehave on the wire, and the three that need no buyer at all
// (nobody listens, no TLS where TLS is expected, no such name). Whatever it does, the others are asked and
// sold to as before, answers come in time, and no lead is lost. The campaign is the same at
//   BOURSE_PROOF_FAULT_LEADS=500 BOURSE_PROOF_BUDGET_MS=600 BOURSE_PROOF_RATE=60 tst_badbuyer
// With a rate, leads come as often whatever the bad one does, and before each of its ways the same is run
// without it: what it does to the others is the ratio of the two. Times are printed, not judged: on a busy
// machine good buyers are late too.
#include "faults/proofbooks.h"
#include "simulator/faultybuyer.h"
#include <algorithm>

using namespace bourse;
using namespace bourse::test;

namespace {
constexpr int goodBuyers = 19;
constexpr auto pingLimit = std::chrono::milliseconds(250);

struct Figures {
    double others50 = 0, others99 = 0;   ///< what the good buyers' pings took, ms
    double pingOver = 0, answerOver = 0; ///< worst, past the ping's limit and the lead's budget, ms
    int leads = 0, sold = 0, lost = 0;
    qint64 othersAsked = 0; ///< pings to good buyers
};
} // namespace

class TestBadBuyer : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void oneInTwenty_data();
    void oneInTwenty();
    void cleanupTestCase();

  private:
    Figures run(const std::string &badUrl, bool asPost);
    std::unique_ptr<ProofGround> m_ground;
    std::unique_ptr<JournalingBuyers> m_buyers;
    std::unique_ptr<ProofNode> m_node;
    std::vector<std::pair<BuyerManners, int>> m_good; ///< with their ports
    Figures m_before, m_after;
    const std::chrono::milliseconds m_budget{campaignSize("BOURSE_PROOF_BUDGET_MS", 10'000)};
    const int m_rate = campaignSize("BOURSE_PROOF_RATE", 0); ///< leads a second; 0 = sixteen at a time
    std::vector<double> m_ratios50, m_ratios99;              ///< others' pings, with the bad one to without
    int m_runs = 0;
    double m_worstPing = 0, m_worstAnswer = 0;
    int m_leads = 0, m_lost = 0;
    qint64 m_unknown = 0; ///< posts to the bad one so far
};

void TestBadBuyer::initTestCase()
{
    m_ground = std::make_unique<ProofGround>();
    QVERIFY2(m_ground->problem().empty(), m_ground->problem().c_str());
    m_buyers = std::make_unique<JournalingBuyers>();
    for (int i = 0; i < goodBuyers; ++i) {
        const BuyerManners manners{"good" + std::to_string(i), 10 + i};
        m_good.emplace_back(manners, m_buyers->add(manners));
    }
    ProofMarket nobody;
    m_ground->publish(nobody.document());
    m_node = std::make_unique<ProofNode>(*m_ground, QStringLiteral("a"));
    m_node->start();
    QVERIFY2(m_node->waitUntilReady(), m_node->log().constData());
    m_before = run({}, false);
}

/// Some leads through a tree with the good buyers and, unless `badUrl` is empty, the bad one: asked with the
/// others, or posted to before anybody is asked.
Figures TestBadBuyer::run(const std::string &badUrl, bool asPost)
{
    Figures figures;
    figures.leads = campaignSize("BOURSE_PROOF_FAULT_LEADS", 6);
    ProofMarket market;
    market.source().budget = m_budget;
    market.root().logic = domain::GroupLogic::Exclusive;
    if (!badUrl.empty() && asPost) {
        auto &bad = market.addBuyer("bad", 1, false);
        bad.price = {domain::PriceKind::Fixed, Money(99'000'000, Currency::usd())};
        bad.postTimeLimit = pingLimit;
    }
    auto &auction = market.group(market.root(), "auction", domain::GroupLogic::Auction);
    const auto join = [&](const std::string &slug, int port) {
        market.document().integrations.push_back(loopbackIntegration(slug, port, true));
        market.plainBuyer(slug);
        market.channel(auction, slug).timeLimit = pingLimit;
    };
    for (const auto &[manners, port] : m_good)
        join(manners.slug, port);
    if (!badUrl.empty() && !asPost)
        join("bad", 1);
    // no breaker: every lead shall meet the bad one
    domain::BreakerSettings none;
    none.mode = domain::BreakerMode::Off;
    for (domain::Buyer &buyer : market.document().buyers)
        buyer.pacing.breaker = none;
    for (auto &document : market.document().integrations) {
        if (document.find("slug")->toText() != "bad")
            continue;
        std::string text = domain::writeJson(domain::Value(document));
        const std::string placeholder = "http://127.0.0.1:1";
        text.replace(text.find(placeholder), placeholder.size(), badUrl);
        document = domain::parseJson(text).value();
    }
    m_ground->publish(market.document());
    const qint64 version = m_ground->number(QStringLiteral("SELECT max(version) FROM bourse.configuration"));

    PatientCaller caller({m_node->port()});
    // the node goes by it as soon as it knows the key
    caller.calls.push_back(
        {market.token(), "warm-" + QByteArray::number(m_runs), proofLead("W" + QByteArray::number(m_runs))});
    const bool known =
        QTest::qWaitFor([&] { return caller.run(1) && caller.calls.front().status != 401; }, 20'000);
    if (!known)
        qFatal("the node does not go by the market");
    caller.calls.clear();
    for (int i = 0; i < figures.leads; ++i) {
        const QByteArray ref = QByteArray::number(m_runs) + '-' + QByteArray::number(i);
        caller.calls.push_back({market.token(), "key-" + ref, proofLead(ref)});
    }
    ++m_runs;
    if (!caller.run(m_rate ? 1000 : 16, m_rate, 600'000))
        qFatal("some leads were never answered");
    ProofBooks books(*m_ground, *m_buyers);
    if (!books.waitUntilSettled())
        qFatal("something is on its way for ever");
    const QStringList lost = books.lostLeads(caller.calls);
    for (const QString &sentence : lost.mid(0, 5))
        qWarning("%s", qPrintable(sentence));
    figures.lost = static_cast<int>(lost.size());
    const double limit = std::chrono::duration<double, std::milli>(m_budget).count();
    for (const auto &call : caller.calls) {
        figures.sold += objectOf(call.answer)[QStringLiteral("status")] == QStringLiteral("accepted");
        figures.answerOver = std::max(figures.answerOver, static_cast<double>(call.lastTryMs) - limit);
    }
    const auto figure = [&](const QString &expression, const char *whose) {
        return m_ground
            ->value(QStringLiteral(
                        "SELECT coalesce(%1, 0) FROM bourse.attempt a JOIN bourse.lead l ON l.workspace_id = "
                        "a.workspace_id AND l.id = a.lead_id WHERE a.kind = 'ping' AND a.buyer %2 'bad' AND "
                        "l.config_version = %3")
                        .arg(expression, QLatin1String(whose))
                        .arg(version))
            .toDouble();
    };
    figures.others50 =
        figure(QStringLiteral("percentile_disc(0.5) WITHIN GROUP (ORDER BY a.phases_us[6])"), "<>") / 1000;
    figures.others99 =
        figure(QStringLiteral("percentile_disc(0.99) WITHIN GROUP (ORDER BY a.phases_us[6])"), "<>") / 1000;
    figures.othersAsked = static_cast<qint64>(figure(QStringLiteral("count(*)"), "<>"));
    figures.pingOver = figure(QStringLiteral("max(a.phases_us[6])"), "=") / 1000 -
                       std::chrono::duration<double, std::milli>(pingLimit).count();
    m_leads += figures.leads;
    m_lost += figures.lost;
    return figures;
}

void TestBadBuyer::oneInTwenty_data()
{
    QTest::addColumn<QString>("mode");
    for (const auto fault : simulator::allBuyerFaults()) {
        const std::string mode(simulator::name(fault));
        QTest::newRow(mode.c_str()) << QString::fromStdString(mode);
    }
    for (const char *mode : {"not_listening", "no_tls", "no_such_name"})
        QTest::newRow(mode) << QString::fromLatin1(mode);
}

void TestBadBuyer::oneInTwenty()
{
    QFETCH(QString, mode);
    std::unique_ptr<simulator::FaultyBuyer> bad;
    std::string url = "http://127.0.0.1:" + std::to_string(freePort());
    if (mode == QLatin1String("no_tls")) {
        url = "https://127.0.0.1:" + std::to_string(m_good.front().second);
    } else if (mode == QLatin1String("no_such_name")) {
        url = "http://nobody.invalid";
    } else if (const auto fault = simulator::buyerFaultFromName(mode.toStdString())) {
        simulator::FaultyBuyerOptions options;
        options.slug = "bad";
        options.fault = *fault;
        bad = std::make_unique<simulator::FaultyBuyer>(options);
        auto port = bad->start();
        QVERIFY(port.ok());
        url = "http://127.0.0.1:" + std::to_string(*port);
    }
    const Figures alone = m_rate ? run({}, false) : m_before;
    const Figures asked = run(url, false), posted = run(url, true);
    for (const Figures *with : {&asked, &posted}) {
        // the fixed-price post comes before the auction: where it is taken, nobody else is asked
        if (m_rate && alone.others50 > 0 && with->othersAsked > with->leads) {
            m_ratios50.push_back(with->others50 / alone.others50);
            m_ratios99.push_back(with->others99 / alone.others99);
        }
    }
    m_worstPing = std::max(m_worstPing, asked.pingOver);
    m_worstAnswer = std::max({m_worstAnswer, asked.answerOver, posted.answerOver});
    qInfo(
        "%-18s asked: %d sold of %d, others' pings p50 %.2f p99 %.2f ms (without it %.2f and %.2f), its own "
        "%+.1f ms to the limit, answers %+.1f ms to the budget; posted to first: %d sold, answers %+.1f ms "
        "to "
        "the budget",
        qPrintable(mode), asked.sold, asked.leads, asked.others50, asked.others99, alone.others50,
        alone.others99, asked.pingOver, asked.answerOver, posted.sold, posted.answerOver);
    QCOMPARE(asked.lost + posted.lost, 0);
    // all the others are asked, and what a ping brings decides nothing
    QVERIFY(asked.othersAsked >= static_cast<qint64>(asked.leads) * goodBuyers);
    const auto posts = [&](const char *condition) {
        return m_ground->number(
            QStringLiteral(
                "SELECT count(*) FROM bourse.attempt a WHERE a.kind = 'post' AND a.buyer = 'bad' AND %1")
                .arg(QLatin1String(condition)));
    };
    // a post that may have arrived is sold to nobody else; one that never left is no sale
    QCOMPARE(posts("a.outcome = 'accepted'"), qint64(0));
    QCOMPARE(posts("a.outcome = 'unknown' AND EXISTS (SELECT FROM bourse.attempt o WHERE o.workspace_id = "
                   "a.workspace_id AND "
                   "o.lead_id = a.lead_id AND o.kind = 'post' AND o.attempt_id <> a.attempt_id)"),
             qint64(0));
    const qint64 unknown = posts("a.outcome = 'unknown'");
    if (mode == QLatin1String("not_listening") || mode == QLatin1String("no_tls") ||
        mode == QLatin1String("no_such_name"))
        QCOMPARE(unknown, m_unknown);
    else if (mode == QLatin1String("reset_on_accept")) // before the first byte was written, or after it
        QVERIFY(unknown > m_unknown || posted.sold == posted.leads);
    else if (mode != QLatin1String("too_many_requests")) // it rests still: 503 had a Retry-After
        QVERIFY(unknown > m_unknown);
    m_unknown = unknown;
    QVERIFY(m_buyers->violations().empty());
}

void TestBadBuyer::cleanupTestCase()
{
    m_after = run({}, false);
    qInfo("%d leads in %d runs, %d lost; without a bad buyer, first and last run: p50 %.2f and %.2f ms, p99 "
          "%.2f and %.2f ms; "
          "latest ping %+.1f ms to its limit, latest answer %+.1f ms to its budget",
          m_leads, m_runs, m_lost, m_before.others50, m_after.others50, m_before.others99, m_after.others99,
          m_worstPing, m_worstAnswer);
    const auto spread = [](std::vector<double> ratios, const char *what) {
        if (ratios.empty())
            return;
        std::sort(ratios.begin(), ratios.end());
        qInfo("others' pings, %s with the bad one to without: least %.2f, median %.2f, most %.2f of %d runs",
              what, ratios.front(), ratios[ratios.size() / 2], ratios.back(),
              static_cast<int>(ratios.size()));
    };
    spread(m_ratios50, "p50");
    spread(m_ratios99, "p99");
    QVERIFY(m_node->stop());
    m_node.reset();
    m_buyers.reset();
    m_ground.reset();
}

QTEST_GUILESS_MAIN(TestBadBuyer)
#include "tst_badbuyer.moc"
