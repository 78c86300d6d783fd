// The demo market's integrations against the demo's buyers: what `render` writes is what the buyers' own
// checks take, and what they answer is what `interpret` reads.
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "plainclient.h"
#include "simulator/demo.h"
#include <QFile>
#include <QTest>
#include <map>

using namespace bourse;
using namespace bourse::simulator;
using domain::Interpretation;
using domain::Reading;
using domain::StepKind;

class DemoBuyersTest : public QObject {
    Q_OBJECT

    domain::Value m_market;
    domain::FieldSchema m_schema;

    std::shared_ptr<const domain::Integration> integrationOf(const std::string &slug) const
    {
        for (const domain::Value &document : *m_market.find("integrations")->asArray()) {
            if (document.find("slug")->toText() != slug)
                continue;
            auto integration = domain::Integration::fromValue(document);
            return integration ? *integration : nullptr;
        }
        return nullptr;
    }

    static Result<Interpretation> call(plainclient::Client &client, const domain::Integration &integration,
                                       StepKind step, const domain::Object &lead,
                                       const std::map<std::string, std::string> &carried)
    {
        const std::map<std::string, Secret> noSecrets;
        domain::RenderInput input;
        input.lead = &lead;
        input.carried = &carried;
        input.secrets = &noSecrets;
        input.time = SystemClock().utcNow();
        input.live = true;
        const auto request = integration.render(step, input);
        if (!request)
            return request.errors();
        const std::string target = request->url.substr(request->url.find('/', 8));
        std::string text = request->method + ' ' + target + " HTTP/1.1\r\n";
        for (const auto &[name, value] : request->headers)
            text += name + ": " + value + "\r\n";
        const plainclient::Answer answer = client.exchange(text + "\r\n" + request->body);
        domain::BuyerResponse response{answer.status, {}, answer.body};
        for (const char *type :
             {"text/xml; charset=utf-8", "application/json", "text/plain; charset=utf-8"}) {
            if (answer.head.find(type) != std::string::npos)
                response.headers.emplace_back("Content-Type", type);
        }
        return integration.interpret(step, response);
    }

  private Q_SLOTS:
    void initTestCase();
    void sellsToEach_data();
    void sellsToEach();
};

void DemoBuyersTest::initTestCase()
{
    auto schema = simulatedVertical("personal_injury");
    QVERIFY(schema.ok());
    m_schema = std::move(*schema);
    QFile file(QStringLiteral(":/market/demo.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    auto market = domain::parseJson({text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY(market.ok());
    m_market = std::move(*market);
}

void DemoBuyersTest::sellsToEach_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto &options : demoBuyers(false))
        QTest::newRow(options.slug.c_str()) << index++;
}

void DemoBuyersTest::sellsToEach()
{
    QFETCH(int, index);
    SimulatedBuyerOptions options = demoBuyers(false)[static_cast<std::size_t>(index)];
    options.temper.medianLatencyMs = 0;
    options.temper.bidShare = 0.8;
    options.temper.hangShare = 0;
    options.temper.resetShare = 0;
    options.temper.errorShare = 0.1;
    options.temper.postRejectShare = 0.2;
    options.temper.duplicateShare = 0.2;
    options.temper.cap = 60;
    SimulatedBuyer buyer(options);
    QVERIFY(buyer.start().ok());
    const auto integration = integrationOf(options.slug);
    QVERIFY(integration);

    plainclient::Client client(buyer.port());
    std::map<Reading, int> pings;
    std::map<Reading, int> posts;
    std::int64_t soldMicros = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const auto lead = domain::normalise(m_schema, simulatedLead(4, i, SystemClock().utcNow()),
                                            domain::IntakeStage::Post);
        QVERIFY(lead.ok());
        const auto ping = call(client, *integration, StepKind::Ping, lead->fields, {});
        QVERIFY2(ping.ok(), ping.ok() ? "" : ping.error().message.c_str());
        ++pings[ping->outcome];
        if (ping->outcome != Reading::Accepted)
            continue;
        QVERIFY(ping->price);
        QCOMPARE(ping->price->toDecimal(), buyer.journal().back().price);
        const auto post = call(client, *integration, StepKind::Post, lead->fields, ping->carried);
        QVERIFY2(post.ok(), post.ok() ? "" : post.error().message.c_str());
        ++posts[post->outcome];
        if (post->outcome == Reading::Accepted)
            soldMicros += ping->price->micros();
    }
    const BuyerTotals totals = buyer.totals();
    for (const JournalLine &line : buyer.journal())
        QVERIFY2(line.outcome != "bad_request", line.detail.c_str());
    QCOMPARE(totals.pings, 200);
    QCOMPARE(pings[Reading::Accepted], totals.bids);
    QCOMPARE(pings[Reading::Unrecognised] + posts[Reading::Unrecognised], 0);
    QCOMPARE(pings[Reading::Error] + posts[Reading::Error], totals.errors);
    QCOMPARE(posts[Reading::Accepted], totals.accepted);
    QCOMPARE(posts[Reading::Duplicate], totals.duplicates);
    QCOMPARE(totals.repeatedPosts, 0);
    QCOMPARE(soldMicros, totals.acceptedMicros);
    QCOMPARE(totals.accepted, 60); // the cap was met, and ended it
    QVERIFY(pings[Reading::Rejected] + pings[Reading::Capped] > 0);
}

QTEST_GUILESS_MAIN(DemoBuyersTest)
#include "tst_demobuyers.moc"
