// Standard Webhooks: signatures by the published vectors, the schedule of retries, what is told.
#include "domain/json/json.h"
#include "domain/market/webhook.h"
#include "support/conformance.h"
#include <QMessageAuthenticationCode>
#include <QTest>
#include <algorithm>

using namespace bourse;
using namespace bourse::domain;

namespace {
/// JSON with apostrophes for quotes.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

constexpr UtcTime begun{std::chrono::seconds(1'790'000'000)};

Micros nominalPause(int tries)
{
    switch (tries) {
    case 1:
        return std::chrono::minutes(1);
    case 2:
        return std::chrono::minutes(5);
    case 3:
        return std::chrono::minutes(30);
    default:
        return std::chrono::hours(1);
    }
}

/// A receiver's check, by other code than the signer's.
QByteArray macOf(const QByteArray &key, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}
} // namespace

class TestWebhook : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void publishedVectors()
    {
        BOURSE_NEEDS_CONFORMANCE("the vectors of Standard Webhooks");
        const Value vectors = support::conformanceJson(QStringLiteral("standard-webhooks/vectors.json"));
        int signedOnes = 0;
        for (const Value &one : *vectors.find("sign")->asArray()) {
            auto key = webhookKey(Secret(support::textOf(one, "secret")));
            QVERIFY(key);
            QCOMPARE(signWebhook({*key}, support::textOf(one, "id"),
                                 std::stoll(support::textOf(one, "timestamp")), support::textOf(one, "body")),
                     support::textOf(one, "signature"));
            ++signedOnes;
        }
        QCOMPARE(signedOnes, 3); // two of v1, one of v1a
    }
    /// Our own, so that something is checked without the vectors.
    void aReceiverCanCheck()
    {
        const QByteArray raw("0123456789abcdef0123456789abcdef");
        auto key = webhookKey(Secret("whsec_" + raw.toBase64().toStdString()));
        QVERIFY(key);
        const std::string signature = signWebhook({*key}, "msg_1", 1'700'000'000, quoted("{'a':1}"));
        QCOMPARE(signature,
                 "v1," +
                     macOf(raw, QByteArrayLiteral("msg_1.1700000000.{\"a\":1}")).toBase64().toStdString());
    }
    void bothKeysSignWhileTheyOverlap()
    {
        const Secret first("first key of at least 24 bytes"), second("second key of at least 24 bytes");
        const std::string both = signWebhook({second, first}, "msg_1", 5, "x");
        QCOMPARE(both, signWebhook({second}, "msg_1", 5, "x") + " " + signWebhook({first}, "msg_1", 5, "x"));
        QVERIFY(signWebhook({second}, "msg_1", 5, "x") != signWebhook({first}, "msg_1", 5, "x"));
    }
    void secretsThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("prefix alone") << QByteArray("whsec_");
        QTest::newRow("no base64") << QByteArray("whsec_!!!");
        QTest::newRow("half of an asymmetric key")
            << QByteArray("whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=");
    }
    void secretsThatAreNone()
    {
        QFETCH(QByteArray, secret);
        auto key = webhookKey(Secret(secret.toStdString()));
        QVERIFY(!key);
        QCOMPARE(key.error().code, std::string("invalid_webhook_secret"));
    }

    /// Three days of an endpoint that is down: each pause as published ± 10 %, the last try at 72 hours.
    void threeDaysOfRetries_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed : {0ULL, 1ULL, 777ULL, 2'000ULL, 1ULL << 40})
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void threeDaysOfRetries()
    {
        QFETCH(quint64, seed);
        UtcTime now = begun;
        std::uint64_t random = seed;
        int tries = 0;
        for (;;) {
            ++tries;
            random = random * 6364136223846793005ULL + 1442695040888963407ULL;
            const WebhookStep step = nextWebhookStep({false, 0, {}}, tries, begun, now, random >> 33);
            if (step.fate == WebhookFate::Dead)
                break;
            QCOMPARE(step.fate, WebhookFate::Again);
            const Micros pause = step.dueAt - now, nominal = nominalPause(tries);
            const bool last = step.dueAt == begun + webhookLifetime;
            QVERIFY(last || (pause >= nominal * 9 / 10 && pause <= nominal * 11 / 10));
            QVERIFY(pause > Micros(0));
            now = step.dueAt;
            QVERIFY(tries < 200);
        }
        QCOMPARE(now, begun + std::chrono::hours(72));
        QVERIFY2(tries >= 68 && tries <= 84, std::to_string(tries).c_str());
    }
    /// Without jitter the times are exactly those: 1, 6, 36 minutes, then every hour.
    void exactTimes()
    {
        const std::uint64_t noJitter = 1000;
        UtcTime now = begun;
        std::vector<std::int64_t> minutes;
        for (int tries = 1; tries <= 6; ++tries) {
            now = nextWebhookStep({true, 500, {}}, tries, begun, now, noJitter).dueAt;
            minutes.push_back(std::chrono::duration_cast<std::chrono::minutes>(now - begun).count());
        }
        QCOMPARE(minutes, (std::vector<std::int64_t>{1, 6, 36, 96, 156, 216}));
    }
    void answers()
    {
        const auto fate = [](int status) {
            return nextWebhookStep({true, status, {}}, 1, begun, begun, 1000).fate;
        };
        for (int status : {200, 201, 202, 204, 299})
            QCOMPARE(fate(status), WebhookFate::Delivered);
        for (int status : {301, 302, 400, 401, 404, 429, 500, 503})
            QCOMPARE(fate(status), WebhookFate::Again);
        QCOMPARE(fate(410), WebhookFate::Gone);
    }
    void retryAfterIsRespected()
    {
        const Micros asked = std::chrono::hours(5);
        for (int status : {429, 503})
            QCOMPARE(nextWebhookStep({true, status, asked}, 1, begun, begun, 1000).dueAt, begun + asked);
        // shorter than the own pause, of another status, or beyond the end
        QCOMPARE(nextWebhookStep({true, 503, std::chrono::seconds(1)}, 1, begun, begun, 1000).dueAt,
                 begun + std::chrono::minutes(1));
        QCOMPARE(nextWebhookStep({true, 500, asked}, 1, begun, begun, 1000).dueAt,
                 begun + std::chrono::minutes(1));
        const UtcTime late = begun + std::chrono::hours(70);
        QCOMPARE(nextWebhookStep({true, 503, asked}, 50, begun, late, 1000).dueAt, begun + webhookLifetime);
    }

    void bodyIsTheSameEachTime()
    {
        WebhookEvent event;
        event.id = *Uuid::parse("0190b0c4-7e6a-7c31-9a55-111122223333");
        event.type = "lead.sold";
        event.at = begun;
        event.leadId = event.id;
        event.source = "web";
        event.externalId = "S-77";
        event.status = "accepted";
        event.reason = "sold_highest_bid";
        event.buyer = "acme";
        event.price = Money(20'000'000, Currency::usd());
        event.payout = Money(14'000'000, Currency::usd());
        QCOMPARE(webhookBody(event),
                 quoted("{'type':'lead.sold','timestamp':'2026-09-21T14:13:20.000Z','data':{"
                        "'lead_id':'ld_0190b0c4-7e6a-7c31-9a55-111122223333','source':'web',"
                        "'external_id':'S-77','status':'accepted','reason':'sold_highest_bid',"
                        "'buyer_id':'acme','price':20.00,'payout':14.00,'currency':'USD'}}"));
        QCOMPARE(webhookMessageId(event.id), std::string("msg_0190b0c47e6a7c319a55111122223333"));
    }

    void endpointsAreRead()
    {
        auto values =
            parseJson(quoted("[{'url':'https://a.example/hook','events':['lead.sold'],'secret':'s1',"
                             "'previous_secret':'s0','previous_until':'2026-05-12T00:00:00Z'},"
                             "{'url':'http://127.0.0.1:9/x','secret':'s2'}]"));
        Errors errors;
        const auto endpoints = webhooksFromValue(*values->asArray(), "webhooks", errors);
        QVERIFY(errors.empty());
        QCOMPARE(endpoints.size(), 2u);
        QCOMPARE(writeJson(toValue(endpoints)).substr(0, 60),
                 writeJson(*values).substr(0, 60)); // and back; the time is written with milliseconds
        Errors again;
        QVERIFY(webhooksFromValue(*toValue(endpoints).asArray(), "webhooks", again) == endpoints);
    }
    void endpointsAtFault_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const char *json, const char *code, const char *field) {
            QTest::newRow(name) << QByteArray::fromStdString(quoted(json)) << QString::fromLatin1(code)
                                << QString::fromLatin1(field);
        };
        row("no url", "[{'secret':'s'}]", "required", "webhooks[0].url");
        row("no secret", "[{'url':'https://a.example/'}]", "required", "webhooks[0].secret");
        row("scheme", "[{'url':'file:///etc/passwd','secret':'s'}]", "not_a_url", "webhooks[0].url");
        row("password", "[{'url':'https://u:p@a.example/','secret':'s'}]", "not_a_url", "webhooks[0].url");
        row("event", "[{'url':'https://a.example/','secret':'s','events':['lead.eaten']}]", "not_a_choice",
            "webhooks[0].events[0]");
        row("twice", "[{'url':'https://a.example/','secret':'s'},{'url':'https://a.example/','secret':'s'}]",
            "duplicate_url", "webhooks[1].url");
        row("until", "[{'url':'https://a.example/','secret':'s','previous_secret':'t','previous_until':'x'}]",
            "not_a_time", "webhooks[0].previous_until");
        row("until alone",
            "[{'url':'https://a.example/','secret':'s','previous_until':'2026-05-12T00:00:00Z'}]",
            "not_applicable", "webhooks[0].previous_until");
        row("unknown", "[{'url':'https://a.example/','secret':'s','x':1}]", "unknown_key", "webhooks[0].x");
    }
    void endpointsAtFault()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, code);
        QFETCH(QString, field);
        Errors errors;
        webhooksFromValue(*parseJson(json.toStdString())->asArray(), "webhooks", errors);
        QCOMPARE(errors.size(), 1u);
        QCOMPARE(QString::fromStdString(errors.front().code), code);
        QCOMPARE(QString::fromStdString(errors.front().field), field);
    }
};

QTEST_GUILESS_MAIN(TestWebhook)
#include "tst_webhook.moc"
