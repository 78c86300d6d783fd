// Simulated traffic against a small intake of the test's own; and the people it invents.
#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include "net/httpserver.h"
#include "simulator/demo.h"
#include "simulator/latencyhistogram.h"
#include <QRegularExpression>
#include <QTest>
#include <chrono>
#include <mutex>
#include <set>
#include <vector>

using namespace bourse;
using namespace bourse::simulator;

namespace {

/// Takes leads and answers as `answer` says; keeps what it was sent.
class Intake {
  public:
    using Answerer = std::function<void(std::size_t number, net::HttpResponder)>;

    explicit Intake(Answerer answer, net::HttpServerLimits limits = {}) : m_answer(std::move(answer))
    {
        net::HttpServerOptions options;
        options.limits = limits;
        const auto port =
            m_server.start(options, [this](net::HttpRequest request, net::HttpResponder responder) {
                std::size_t number = 0;
                {
                    std::lock_guard lock(m_mutex);
                    number = m_requests.size();
                    m_requests.push_back(std::move(request));
                }
                m_answer(number, responder);
            });
        m_port = port.valueOr(0);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<net::HttpRequest> requests() const
    {
        std::lock_guard lock(m_mutex);
        return m_requests;
    }

  private:
    Answerer m_answer;
    mutable std::mutex m_mutex;
    std::vector<net::HttpRequest> m_requests;
    int m_port = 0;
    net::HttpServer m_server; // last: its thread uses the rest
};

net::HttpResponse status(const char *word)
{
    return {200, {{"Content-Type", "application/json"}}, domain::writeJson(domain::Object{{"status", word}})};
}

TrafficOptions traffic(const std::string &url, std::int64_t count, double rate)
{
    TrafficOptions options;
    options.url = url;
    options.key = Secret("bk_test");
    options.count = count;
    options.leadsPerSecond = rate;
    options.seed = 3;
    return options;
}

} // namespace

class TrafficSimulatorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sendsLeadsAndCountsAnswers();
    void rateIsOpenLoop();
    void latencyCountsFromTheIntendedStart();
    void survivesClosedConnections();
    void nobodyListens();
    void brokenAnswersAreFailures();
    void rateCanChange();
    void stopsAtOnce();
    void invalidAndRepeatedLeads();
    void leadsAreTheirSeeds();
    void leadsAreReservedAndPlausible();
    void leadsFitTheVertical_data();
    void leadsFitTheVertical();
    void trafficOfAnotherVertical();
    void histogramIsExactEnough();
};

void TrafficSimulatorTest::sendsLeadsAndCountsAnswers()
{
    Intake intake([](std::size_t number, const net::HttpResponder &responder) {
        switch (number % 4) {
        case 0:
            responder.send(status("accepted"));
            break;
        case 1:
            responder.send(status("unsold"));
            break;
        case 2:
            responder.send(status("pending"));
            break;
        default:
            responder.send({503, {}, {}});
            break;
        }
    });
    TrafficSimulator simulator(traffic(intake.url(), 200, 1000));
    simulator.start();
    simulator.wait();
    const TrafficTotals totals = simulator.totals();
    QCOMPARE(totals.sent, 200);
    QCOMPARE(totals.accepted, 50);
    QCOMPARE(totals.unsold, 50);
    QCOMPARE(totals.other, 50);
    QCOMPARE(totals.failed, 50);
    QCOMPARE(totals.answered, 150);
    QVERIFY(totals.p50Ms > 0 && totals.p50Ms <= totals.p99Ms && totals.p99Ms <= totals.maxMs);

    std::set<std::string> keys;
    std::set<std::string> people;
    for (const net::HttpRequest &request : intake.requests()) {
        QCOMPARE(request.method, "POST");
        QCOMPARE(request.path, "/v1/leads");
        QCOMPARE(*request.header("Authorization"), "Bearer bk_test");
        QCOMPARE(*request.header("Content-Type"), "application/json");
        keys.insert(*request.header("Idempotency-Key"));
        const auto body = domain::parseJson(request.body);
        QVERIFY(body.ok());
        people.insert(body->find("email")->toText());
    }
    QCOMPARE(keys.size(), std::size_t(200));
    QCOMPARE(people.size(), std::size_t(200));
}

void TrafficSimulatorTest::rateIsOpenLoop()
{
    // An intake that answers nothing does not slow the traffic down.
    std::mutex mutex;
    std::vector<net::HttpResponder> waiting;
    Intake intake([&](std::size_t, const net::HttpResponder &responder) {
        std::lock_guard lock(mutex);
        waiting.push_back(responder);
    });
    TrafficSimulator simulator(traffic(intake.url(), 100, 500));
    simulator.start();
    QTRY_COMPARE_WITH_TIMEOUT(intake.requests().size(), std::size_t(100), 5000);
    QCOMPARE(simulator.totals().answered, 0);
    QVERIFY(!simulator.wait(Micros(1000)));
    {
        std::lock_guard lock(mutex);
        for (const net::HttpResponder &responder : waiting)
            responder.send(status("accepted"));
        waiting.clear();
    }
    simulator.wait();
    QCOMPARE(simulator.totals().accepted, 100);
}

void TrafficSimulatorTest::latencyCountsFromTheIntendedStart()
{
    // The intake's one thread sleeps once for 400 ms; the leads due meanwhile have waited, though each was
    // answered at once when its turn came.
    Intake intake([](std::size_t number, const net::HttpResponder &responder) {
        if (number == 0)
            QThread::msleep(400);
        responder.send(status("accepted"));
    });
    TrafficSimulator simulator(traffic(intake.url(), 60, 200));
    simulator.start();
    simulator.wait();
    QVERIFY(simulator.totals().p50Ms > 100);
    QVERIFY(simulator.totals().maxMs >= 390);
}

void TrafficSimulatorTest::survivesClosedConnections()
{
    net::HttpServerLimits limits;
    limits.idleTime = std::chrono::milliseconds(20); // about when the next request comes
    Intake intake([](std::size_t, const net::HttpResponder &responder) { responder.send(status("unsold")); },
                  limits);
    TrafficSimulator simulator(traffic(intake.url(), 60, 48));
    simulator.start();
    simulator.wait();
    QCOMPARE(simulator.totals().unsold, 60);
    QCOMPARE(simulator.totals().failed, 0);
}

void TrafficSimulatorTest::nobodyListens()
{
    net::HttpServer taken;
    const auto port = taken.start({}, [](auto, auto) {});
    QVERIFY(port.ok());
    taken.drain(Micros(0)); // a port that was free a moment ago, and refuses
    TrafficSimulator simulator(traffic("http://127.0.0.1:" + std::to_string(*port), 20, 500));
    simulator.start();
    simulator.wait();
    QCOMPARE(simulator.totals().sent, 20);
    QCOMPARE(simulator.totals().failed, 20);
    QCOMPARE(simulator.totals().p99Ms, 0.0);
}

void TrafficSimulatorTest::brokenAnswersAreFailures()
{
    Intake intake([](std::size_t number, const net::HttpResponder &responder) {
        if (number % 2 == 0)
            responder.abort();
        else
            responder.send({200, {{"Content-Type", "text/plain"}}, "not JSON"});
    });
    TrafficSimulator simulator(traffic(intake.url(), 40, 400));
    simulator.start();
    simulator.wait();
    const TrafficTotals totals = simulator.totals();
    QCOMPARE(totals.answered + totals.failed, 40);
    QCOMPARE(totals.other, totals.answered); // a 2xx without a status is an answer of no known kind
    QVERIFY(totals.failed > 0);
}

void TrafficSimulatorTest::rateCanChange()
{
    Intake intake(
        [](std::size_t, const net::HttpResponder &responder) { responder.send(status("accepted")); });
    TrafficSimulator simulator(traffic(intake.url(), 0, 200));
    simulator.start();
    QTRY_VERIFY_WITH_TIMEOUT(simulator.totals().accepted > 20, 5000);
    simulator.setLeadsPerSecond(0);
    QTRY_VERIFY_WITH_TIMEOUT(simulator.totals().answered == simulator.totals().sent, 2000);
    QTest::qWait(50);
    const std::int64_t paused = simulator.totals().sent;
    QTest::qWait(200);
    QCOMPARE(simulator.totals().sent, paused);
    simulator.setLeadsPerSecond(500);
    QTRY_VERIFY_WITH_TIMEOUT(simulator.totals().sent > paused + 50, 5000);
    simulator.stop();
}

void TrafficSimulatorTest::stopsAtOnce()
{
    std::mutex mutex;
    std::vector<net::HttpResponder> waiting;
    Intake intake([&](std::size_t, const net::HttpResponder &responder) {
        std::lock_guard lock(mutex);
        waiting.push_back(responder);
    });
    TrafficSimulator simulator(traffic(intake.url(), 1000, 200));
    simulator.start();
    QTRY_VERIFY_WITH_TIMEOUT(intake.requests().size() > 5, 5000);
    simulator.stop();
    simulator.wait(); // returns, since nothing more will come
    const TrafficTotals totals = simulator.totals();
    QVERIFY(totals.sent > 5 && totals.sent < 1000);
    QCOMPARE(totals.failed, totals.sent);
    TrafficSimulator never(traffic(intake.url(), 10, 1));
    never.stop(); // not started: nothing to stop
}

void TrafficSimulatorTest::invalidAndRepeatedLeads()
{
    Intake intake(
        [](std::size_t, const net::HttpResponder &responder) { responder.send(status("accepted")); });
    TrafficOptions options = traffic(intake.url(), 400, 4000);
    options.invalidShare = 0.1;
    options.repeatShare = 0.2;
    TrafficSimulator simulator(options);
    simulator.start();
    simulator.wait();
    std::set<std::string> keys;
    std::set<std::string> emails;
    int broken = 0;
    for (const net::HttpRequest &request : intake.requests()) {
        keys.insert(*request.header("Idempotency-Key"));
        const auto body = domain::parseJson(request.body);
        const std::string email = body->find("email")->toText();
        emails.insert(email);
        broken += !body->find("phone") || email == "not an address" ||
                  body->find("accident_date")->toText() == "2026-02-31" ||
                  body->find("state")->toText() == "ZZ" || body->find("postal_code")->toText().size() != 5;
    }
    QCOMPARE(keys.size(), std::size_t(400));
    QVERIFY(broken > 15 && broken < 60);
    QVERIFY(emails.size() > 280 && emails.size() < 360);
}

void TrafficSimulatorTest::leadsAreTheirSeeds()
{
    QVERIFY(simulatedLead(5, 17) == simulatedLead(5, 17));
    QVERIFY(!(simulatedLead(5, 17) == simulatedLead(5, 18)));
    QVERIFY(!(simulatedLead(5, 17) == simulatedLead(6, 17)));
    const UtcTime now = SystemClock().utcNow();
    QCOMPARE(simulatedLead(5, 17, now).find("email")->toText(), simulatedLead(5, 17).find("email")->toText());
}

void TrafficSimulatorTest::leadsAreReservedAndPlausible()
{
    const UtcTime now = SystemClock().utcNow();
    const QRegularExpression phone(QStringLiteral("^\\([2-9][0-9]{2}\\) 555-01[0-9]{2}$"));
    const QRegularExpression email(QStringLiteral("^[a-z]+\\.[a-z]+\\.[a-z0-9]+@example\\.(com|net|org)$"));
    std::set<std::string> emails;
    std::set<std::string> places;
    std::set<std::string> states;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const domain::Object lead = simulatedLead(9, i, now);
        const auto text = [&](const char *key) {
            return QString::fromStdString(lead.find(key)->toText());
        };
        QVERIFY2(phone.match(text("phone")).hasMatch(), qPrintable(text("phone")));
        QVERIFY2(email.match(text("email")).hasMatch(), qPrintable(text("email")));
        emails.insert(lead.find("email")->toText());
        QCOMPARE(text("postal_code").size(), 5);
        QCOMPARE(text("state").size(), 2);
        places.insert(lead.find("postal_code")->toText());
        states.insert(lead.find("state")->toText());
        const auto consent = fromIso8601(lead.find("consent_timestamp")->toText());
        QVERIFY(consent.ok() && *consent <= now && *consent > now - std::chrono::minutes(1));
        const auto accident = fromIso8601(lead.find("accident_date")->toText() + "T00:00:00Z");
        QVERIFY(accident.ok() && *accident<now && * accident> now - std::chrono::days(700));
    }
    QCOMPARE(emails.size(), std::size_t(5000));
    QVERIFY(places.size() >= 60);
    QVERIFY(states.size() >= 25);
}

void TrafficSimulatorTest::leadsFitTheVertical_data()
{
    QTest::addColumn<QString>("vertical");
    for (const char *vertical : {"personal_injury", "auto_insurance", "solar"})
        QTest::newRow(vertical) << QString::fromLatin1(vertical);
}

void TrafficSimulatorTest::leadsFitTheVertical()
{
    QFETCH(QString, vertical);
    const auto schema = simulatedVertical(vertical.toStdString());
    QVERIFY2(schema.ok(), schema.ok() ? "" : (schema.error().field + ": " + schema.error().message).c_str());
    const UtcTime now = SystemClock().utcNow();
    for (std::uint64_t i = 0; i < 300; ++i) {
        const domain::Object generic = simulatedLead(*schema, 1, i, now);
        const auto lead = domain::normalise(*schema, generic, domain::IntakeStage::Post);
        QVERIFY2(lead.ok(), lead.ok() ? "" : (lead.error().field + ": " + lead.error().code).c_str());
        QVERIFY(generic == simulatedLead(*schema, 1, i, now));
        QCOMPARE(generic.find("email")->toText(), simulatedLead(1, i, now).find("email")->toText());
        if (vertical != QLatin1String("personal_injury"))
            continue;
        const auto plain = domain::normalise(*schema, simulatedLead(1, i, now), domain::IntakeStage::Post);
        QVERIFY2(plain.ok(), plain.ok() ? "" : (plain.error().field + ": " + plain.error().code).c_str());
    }
    QVERIFY(!simulatedVertical("no_such").ok());
}

void TrafficSimulatorTest::trafficOfAnotherVertical()
{
    Intake intake(
        [](std::size_t, const net::HttpResponder &responder) { responder.send(status("accepted")); });
    TrafficOptions options = traffic(intake.url(), 10, 1000);
    options.vertical = "solar";
    TrafficSimulator simulator(options);
    simulator.start();
    simulator.wait();
    for (const net::HttpRequest &request : intake.requests()) {
        const auto body = domain::parseJson(request.body);
        QVERIFY(body.ok() && body->find("electric_bill") && !body->find("case_type"));
    }
}

void TrafficSimulatorTest::histogramIsExactEnough()
{
    LatencyHistogram histogram;
    QCOMPARE(histogram.percentile(0.5).count(), 0);
    for (int us = 1; us <= 100'000; ++us)
        histogram.add(Micros(us));
    QVERIFY(std::abs(double(histogram.percentile(0.5).count()) / 50'000 - 1) < 0.035);
    QVERIFY(std::abs(double(histogram.percentile(0.99).count()) / 99'000 - 1) < 0.035);
    QCOMPARE(histogram.max().count(), 100'000);
    QCOMPARE(histogram.percentile(1.0).count(), 100'000);
    LatencyHistogram extreme;
    extreme.add(Micros(-5));
    extreme.add(std::chrono::hours(100));
    QCOMPARE(extreme.percentile(0.0).count(), 0);
    QVERIFY(extreme.percentile(0.9) > std::chrono::hours(18));
}

QTEST_GUILESS_MAIN(TrafficSimulatorTest)
#include "tst_trafficsimulator.moc"
