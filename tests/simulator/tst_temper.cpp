// A buyer's temper: shares over seeded runs, faults, delays; and its books, which must agree with themselves.
#include "base/money.h"
#include "domain/json/json.h"
#include "plainclient.h"
#include "simulator/demo.h"
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <chrono>
#include <map>

using namespace bourse;
using namespace bourse::simulator;
using plainclient::Answer;
using plainclient::Client;

class TemperTest : public QObject {
    Q_OBJECT

    static SimulatedBuyerOptions buyerOf(Temper temper, std::uint64_t seed = 7)
    {
        SimulatedBuyerOptions options;
        options.slug = "beta-mutual";
        options.spec = Spec::LeadVantageText;
        options.key = "K";
        options.seed = seed;
        options.temper = temper;
        return options;
    }
    static Temper calm()
    {
        Temper temper;
        temper.medianLatencyMs = 0;
        return temper;
    }
    static std::vector<std::string> parts(const Answer &answer)
    {
        std::vector<std::string> result;
        for (const QString &part : QString::fromStdString(answer.body).split(QLatin1Char('|')))
            result.push_back(part.toStdString());
        return result;
    }
    static Answer ping(Client &client) { return client.form("/api/K/", "state=TX&zip=78701"); }
    static Answer post(Client &client, const std::string &id, int person)
    {
        return client.form("/api/K/", "lead_id=" + id +
                                          "&state=TX&zip=78701&first_name=A&last_name=B&email=p" +
                                          std::to_string(person) + "%40example.com&phone=5125550142");
    }
    static double share(std::int64_t part, std::int64_t whole)
    {
        return static_cast<double>(part) / static_cast<double>(whole);
    }

  private Q_SLOTS:
    void sharesAreKept();
    void sameSeedSameDecisions();
    void delaysAreLogNormal();
    void slowAnswersDoNotQueue();
    void hangNeverAnswers();
    void resetBreaksTheConnection();
    void errorsComeInBothForms();
    void faultedPostUsesThePing();
    void journalEqualsTotals();
    void stopsWithAnswersUnderWay();
    void demoBuyersDiffer();
};

void TemperTest::sharesAreKept()
{
    Temper temper = calm();
    temper.bidShare = 0.6;
    temper.medianBid = 25;
    temper.bidSpread = 0.35;
    temper.postRejectShare = 0.2;
    temper.duplicateShare = 0.1;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    constexpr int pings = 3000;
    std::vector<double> prices;
    for (int i = 0; i < pings; ++i) {
        const auto answer = parts(ping(client));
        if (answer[0] != "success")
            continue;
        prices.push_back(std::stod(answer[2]));
        post(client, answer[1], i);
    }
    const BuyerTotals totals = buyer.totals();
    QCOMPARE(totals.pings, pings);
    QCOMPARE(totals.posts, totals.bids);
    QCOMPARE(totals.accepted + totals.rejected, totals.posts);
    // Bounds of more than four standard deviations, and the seed is fixed.
    QVERIFY(std::abs(share(totals.bids, pings) - 0.6) < 0.04);
    QVERIFY(std::abs(share(totals.duplicates, totals.posts) - 0.1) < 0.035);
    QVERIFY(std::abs(share(totals.rejected - totals.duplicates, totals.posts) - 0.2 * 0.9) < 0.045);
    std::sort(prices.begin(), prices.end());
    const auto quantile = [&](double at) {
        return prices[static_cast<std::size_t>(at * double(prices.size()))];
    };
    QVERIFY(std::abs(quantile(0.5) - 25) < 1.5);
    QVERIFY(std::abs(quantile(0.8413) / quantile(0.5) - std::exp(0.35)) < 0.12); // one sigma up
}

void TemperTest::sameSeedSameDecisions()
{
    const auto answers = [](std::uint64_t seed) {
        Temper temper = calm();
        temper.bidShare = 0.5;
        temper.errorShare = 0.1;
        SimulatedBuyer buyer(buyerOf(temper, seed));
        if (!buyer.start())
            return std::vector<std::string>();
        Client client(buyer.port());
        std::vector<std::string> seen;
        for (int i = 0; i < 200; ++i) {
            ping(client);
            const JournalLine line = buyer.journal().back();
            seen.push_back(line.outcome + line.price);
        }
        return seen;
    };
    const auto first = answers(11);
    QCOMPARE(first.size(), std::size_t(200));
    QVERIFY(first == answers(11));
    QVERIFY(first != answers(12));
}

void TemperTest::delaysAreLogNormal()
{
    Temper temper;
    temper.medianLatencyMs = 4;
    temper.latencySpread = 0.5;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    for (int i = 0; i < 400; ++i) {
        const auto start = std::chrono::steady_clock::now();
        ping(client);
        const auto took = std::chrono::steady_clock::now() - start;
        QVERIFY(took >= std::chrono::microseconds(buyer.journal().back().delayUs));
    }
    std::vector<std::int64_t> delays;
    for (const JournalLine &line : buyer.journal())
        delays.push_back(line.delayUs);
    std::sort(delays.begin(), delays.end());
    QVERIFY(std::abs(double(delays[200]) - 4000) < 500);
    QVERIFY(std::abs(double(delays[336]) / double(delays[200]) - std::exp(0.5)) < 0.3);
}

void TemperTest::slowAnswersDoNotQueue()
{
    Temper temper;
    temper.medianLatencyMs = 300;
    temper.latencySpread = 0;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    std::vector<std::unique_ptr<Client>> clients;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<Client>(buyer.port()));
        QVERIFY(clients.back()->send(
            "POST /api/K/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded"
            "\r\nContent-Length: 8\r\n\r\nstate=TX"));
    }
    for (const auto &client : clients)
        QCOMPARE(client->receive().status, 200);
    // One after the other they would take 15 s.
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

void TemperTest::hangNeverAnswers()
{
    Temper temper = calm();
    temper.hangShare = 1;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port(), 400);
    QVERIFY(client.connected());
    const Answer answer = ping(client);
    QVERIFY(answer.timedOut);
    QCOMPARE(answer.status, 0);
    QCOMPARE(buyer.totals().pings, 1);
    QCOMPARE(buyer.totals().hangs, 1);
    QCOMPARE(buyer.totals().bids, 0);
    QCOMPARE(Client(buyer.port()).get("/__totals").status, 200); // the process itself is well
    buyer.stop();
    const Answer after = client.receive();
    QVERIFY(after.ended || after.reset);
    QCOMPARE(after.status, 0);
}

void TemperTest::resetBreaksTheConnection()
{
    Temper temper = calm();
    temper.resetShare = 1;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    for (int i = 0; i < 20; ++i) {
        Client client(buyer.port());
        const Answer answer = ping(client);
        QVERIFY(answer.reset);
        QCOMPARE(answer.status, 0);
    }
    QCOMPARE(buyer.totals().resets, 20);
    QCOMPARE(buyer.totals().pings, 20);
}

void TemperTest::errorsComeInBothForms()
{
    Temper temper = calm();
    temper.errorShare = 1;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    std::map<int, int> statuses;
    for (int i = 0; i < 40; ++i) {
        const Answer answer = ping(client);
        ++statuses[answer.status];
        if (answer.status == 200)
            QCOMPARE(answer.body, "error||System error");
    }
    QVERIFY(statuses[200] > 5);
    QVERIFY(statuses[500] > 5);
    QCOMPARE(statuses[200] + statuses[500], 40);
    QCOMPARE(buyer.totals().errors, 40);
}

void TemperTest::faultedPostUsesThePing()
{
    // Of pings and posts half are reset. A post that was reset, sent again, is the repetition that the books
    // must show.
    Temper temper = calm();
    temper.resetShare = 0.5;
    temper.bidShare = 1;
    temper.postRejectShare = 0;
    temper.duplicateShare = 0;
    SimulatedBuyer buyer(buyerOf(temper));
    QVERIFY(buyer.start().ok());
    int repeated = 0;
    for (int i = 0; i < 40; ++i) {
        Client pinger(buyer.port());
        const Answer bid = ping(pinger);
        if (bid.reset)
            continue;
        Client poster(buyer.port());
        if (!post(poster, parts(bid)[1], i).reset)
            continue;
        Client again(buyer.port());
        const Answer second = post(again, parts(bid)[1], i);
        QVERIFY(second.body.starts_with("duplicate|"));
        ++repeated;
    }
    QVERIFY(repeated > 3);
    QCOMPARE(buyer.totals().repeatedPosts, repeated);
}

void TemperTest::journalEqualsTotals()
{
    QTemporaryDir folder;
    Temper temper = calm();
    temper.bidShare = 0.7;
    temper.postRejectShare = 0.2;
    temper.duplicateShare = 0.1;
    temper.errorShare = 0.1;
    temper.cap = 60;
    SimulatedBuyerOptions options = buyerOf(temper);
    options.journalFile = folder.filePath(QStringLiteral("journal.jsonl")).toStdString();
    SimulatedBuyer buyer(options);
    QVERIFY(buyer.start().ok());
    Client client(buyer.port());
    for (int i = 0; i < 300; ++i) {
        const Answer answer = ping(client);
        if (answer.body.starts_with("success|")) {
            post(client, parts(answer)[1], i);
            if (i % 10 == 0)
                post(client, parts(answer)[1], i);
        }
        if (i % 25 == 0)
            client.form("/api/K/", "state=Texas");
    }
    const BuyerTotals totals = buyer.totals();
    QCOMPARE(totals.accepted, 60);

    // While it runs: each line is complete as soon as its request has been answered.
    QFile file(QString::fromStdString(options.journalFile));
    QVERIFY(file.open(QIODevice::ReadOnly));
    BuyerTotals read;
    std::int64_t lines = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        QVERIFY(line.endsWith('\n'));
        const auto parsed = domain::parseJson({line.constData(), std::size_t(line.size() - 1)});
        QVERIFY(parsed.ok());
        ++lines;
        const std::string kind = parsed->find("kind")->toText();
        const std::string outcome = parsed->find("outcome")->toText();
        read.pings += kind == "ping";
        read.posts += kind == "post";
        read.bids += outcome == "bid";
        read.badRequests += outcome == "bad_request";
        read.errors += outcome == "error";
        read.repeatedPosts += outcome == "repeated";
        read.duplicates += outcome == "duplicate";
        read.capped += outcome == "capped";
        read.rejected += kind == "post" && (outcome == "rejected" || outcome == "duplicate" ||
                                            outcome == "capped" || outcome == "repeated");
        if (outcome == "accepted") {
            ++read.accepted;
            const auto price = Money::parse(parsed->find("price")->toText(), Currency::usd());
            QVERIFY(price.ok());
            read.acceptedMicros += price->micros();
        }
        QCOMPARE(parsed->find("body_sha256")->toText().size(), std::size_t(64));
        QVERIFY(fromIso8601(parsed->find("time")->toText()).ok());
    }
    QVERIFY(read == totals);
    QCOMPARE(lines, std::int64_t(buyer.journal().size()));
    QVERIFY(totals.repeatedPosts > 0);
    QVERIFY(totals.badRequests == 12);
    QVERIFY(totals.errors > 0);
}

void TemperTest::stopsWithAnswersUnderWay()
{
    Temper temper;
    temper.medianLatencyMs = 30;
    temper.latencySpread = 0.8;
    temper.hangShare = 0.2;
    temper.resetShare = 0.2;
    for (int round = 0; round < 5; ++round) {
        SimulatedBuyer buyer(buyerOf(temper, std::uint64_t(round)));
        QVERIFY(buyer.start().ok());
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < 30; ++i) {
            clients.push_back(std::make_unique<Client>(buyer.port()));
            clients.back()->send(
                "POST /api/K/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded"
                "\r\nContent-Length: 8\r\n\r\nstate=TX");
        }
        QTest::qSleep(10 * round);
        buyer.stop();
        const std::int64_t before = buyer.totals().pings;
        QTest::qSleep(5);
        QCOMPARE(buyer.totals().pings, before);
        buyer.stop(); // once more is no error
    }
}

void TemperTest::demoBuyersDiffer()
{
    const auto buyers = demoBuyers(false);
    QCOMPARE(buyers.size(), std::size_t(8));
    QCOMPARE(buyers.front().slug, "acme-insurance");
    QCOMPARE(buyers.back().label, "Harbor Life");
    std::map<Spec, int> specs;
    std::map<std::string, int> slugs;
    for (const auto &buyer : buyers) {
        ++specs[buyer.spec];
        ++slugs[buyer.slug];
        QCOMPARE(buyer.key, demoBuyerKey(buyer.slug));
        QVERIFY(buyer.temper.hangShare < 0.1 && buyer.temper.resetShare < 0.1);
    }
    QCOMPARE(specs.size(), std::size_t(3));
    QCOMPARE(slugs.size(), std::size_t(8));

    const auto faulty = demoBuyers(true);
    QCOMPARE(
        std::count_if(faulty.begin(), faulty.end(), [](const auto &b) { return b.temper.hangShare == 1; }),
        1);
    QCOMPARE(
        std::count_if(faulty.begin(), faulty.end(), [](const auto &b) { return b.temper.resetShare == 1; }),
        1);

    const auto many = demoBuyers(false, 20);
    QCOMPARE(many.size(), std::size_t(20));
    QCOMPARE(many[8].slug, "acme-insurance-2");
    QVERIFY(many[8].seed != many[0].seed);
}

QTEST_GUILESS_MAIN(TemperTest)
#include "tst_temper.moc"
