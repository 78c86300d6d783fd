// Webhooks on virtual time: what is sent and how it is signed, three days of an endpoint that is down, 410,
// Retry-After, rotation, a node that dies between claim and report, and one bad endpoint among good ones.
#include "domain/market/webhook.h"
#include "exchange/scriptedworld.h"
#include "exchange/webhooks.h"
#include <QByteArray>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace bourse;
using namespace bourse::exchange;
using namespace bourse::testing;
using domain::WebhookFate;

namespace {
constexpr const char *firstUrl = "https://crm.example.com/hook";
constexpr const char *secondUrl = "https://bi.example.com/hook";

/// The outbox in memory, on the world's time.
class Outbox final : public WebhookStore {
  public:
    struct Item {
        DueWebhook due;
        UtcTime at;
        std::optional<WebhookFate> fate; ///< once it has ended
    };
    explicit Outbox(World &world) : m_world(world) {}
    void add(const std::string &url, const std::string &source = "web")
    {
        Item item;
        item.due.url = url;
        item.due.endpointSource = source;
        item.due.event.id = Uuid::v7(m_world.time.utcNow(), 1, items.size());
        item.due.event.leadId = item.due.event.id;
        item.due.event.type = "lead.sold";
        item.due.event.at = m_world.time.utcNow();
        item.due.event.source = "web";
        item.due.event.status = "accepted";
        item.due.firstDue = item.at = m_world.time.utcNow();
        items.push_back(std::move(item));
    }
    Future<Result<std::vector<DueWebhook>>> claimDueWebhooks(Uuid, int limit,
                                                             std::vector<std::string> busy) override
    {
        std::vector<DueWebhook> claimed;
        std::map<std::string, int> places;
        for (Item &item : items) {
            if (item.fate || item.at > m_world.time.utcNow() || static_cast<int>(claimed.size()) >= limit ||
                std::find(busy.begin(), busy.end(), item.due.url) != busy.end() || ++places[item.due.url] > 4)
                continue;
            item.at = m_world.time.utcNow() + 60s;
            ++item.due.tries;
            claimed.push_back(item.due);
        }
        Promise<Result<std::vector<DueWebhook>>> promise(m_world.time);
        promise.complete(std::move(claimed));
        return promise.future();
    }
    Future<Result<std::monostate>> reportWebhook(WebhookReport report) override
    {
        Promise<Result<std::monostate>> promise(m_world.time);
        if (failReports > 0) {
            --failReports;
            promise.complete(Error{"database_unreachable", {}, {}, "away"});
            return promise.future();
        }
        for (Item &item : items) {
            if (item.due.event.id != report.of.event.id || item.fate)
                continue;
            if (report.next.fate == WebhookFate::Again)
                item.at = report.next.dueAt;
            else
                item.fate = report.next.fate;
        }
        reports.push_back(std::move(report));
        promise.complete(std::monostate());
        return promise.future();
    }
    std::vector<Item> items;
    std::vector<WebhookReport> reports;
    int failReports = 0;

  private:
    World &m_world;
};

std::string secretOf(const char *raw)
{
    return "whsec_" + QByteArray(raw).toBase64().toStdString();
}

struct HookWorld : World {
    Outbox outbox{*this};
    HookWorld()
    {
        domain::WebhookEndpoint first;
        first.url = firstUrl;
        first.secret = "hook_key";
        domain::WebhookEndpoint second = first;
        second.url = secondUrl;
        market.source().webhooks = {first};
        market.document().webhooks = {second};
        secrets.values.emplace("hook_key", Secret(secretOf("the key that signs, of 24 bytes and more")));
    }
    ~HookWorld()
    {
        exchange->drain([] {}), time.run(), exchange.reset();
    }
    void begin()
    {
        snapshot = market.snapshot();
        exchange = std::make_unique<Exchange>(ExchangePorts{time, time, journal, buyers, secrets, watcher},
                                              settings);
    }
    void tick()
    {
        exchange->tellWebhooks(outbox, snapshot);
        time.runFor(1s);
    }
    void tickFor(Micros span, Micros every)
    {
        for (Micros gone{}; gone < span; gone += every) {
            tick();
            time.runFor(every - 1s);
        }
    }
    std::deque<Act> &answers(const std::string &source = "web")
    {
        return buyers.followUps["webhook " + source];
    }
};

std::string header(const BuyerCall &call, const char *name)
{
    const std::string *value = domain::findHeader(call.request.headers, name);
    return value ? *value : std::string();
}

std::string expected(const BuyerCall &call, const char *key)
{
    const std::string text =
        header(call, "Webhook-Id") + "." + header(call, "Webhook-Timestamp") + "." + call.request.body;
    return "v1," + QMessageAuthenticationCode::hash(QByteArray::fromStdString(text), QByteArray(key),
                                                    QCryptographicHash::Sha256)
                       .toBase64()
                       .toStdString();
}
} // namespace

class TestWebhooks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void isSignedAndTakenOnce()
    {
        HookWorld world;
        world.answers() = {Act{"", 5ms, WireOutcome::Answered, 204}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tickFor(10min, 1s);
        const auto calls = world.buyers.of(CallKind::FollowUp);
        QCOMPARE(calls.size(), std::size_t(1));
        const BuyerCall &call = calls.front();
        QCOMPARE(call.request.method, std::string("POST"));
        QCOMPARE(call.request.url, std::string(firstUrl));
        QCOMPARE(call.timeLimit, Micros(10s));
        QCOMPARE(header(call, "Webhook-Id"),
                 domain::webhookMessageId(world.outbox.items.front().due.event.id));
        QCOMPARE(header(call, "Webhook-Signature"),
                 expected(call, "the key that signs, of 24 bytes and more"));
        QVERIFY(call.snapshot == world.snapshot); // its egress rules hold
        QVERIFY(world.outbox.items.front().fate == WebhookFate::Delivered);
    }
    /// 72 hours on a fake clock: each pause as published, ± 10 %; the same id and body each time, a new
    /// signature; then one dead letter, and no more calls.
    void threeDaysThenADeadLetter()
    {
        HookWorld world;
        world.answers() = {Act{"no", 5ms, WireOutcome::Answered, 500}};
        world.begin();
        world.outbox.add(firstUrl);
        std::vector<UtcTime> at;
        const UtcTime begun = world.time.utcNow();
        std::size_t seen = 0;
        for (int second = 0; second < 80 * 3600; second += 1) {
            world.tick();
            if (world.buyers.calls.size() > seen) {
                at.push_back(world.time.utcNow() - 1s);
                seen = world.buyers.calls.size();
            }
        }
        const auto calls = world.buyers.of(CallKind::FollowUp);
        QVERIFY(calls.size() >= 68 && calls.size() <= 84);
        QCOMPARE(at.size(), calls.size());
        for (std::size_t i = 1; i < at.size(); ++i) {
            const Micros nominal = i == 1   ? Micros(1min)
                                   : i == 2 ? Micros(5min)
                                   : i == 3 ? Micros(30min)
                                            : Micros(1h);
            const Micros pause = at[i] - at[i - 1];
            const bool last = i + 1 == at.size();
            QVERIFY2(pause <= nominal * 11 / 10 + 2s && (last || pause >= nominal * 9 / 10),
                     std::to_string(i).c_str());
            QCOMPARE(header(calls[i], "Webhook-Id"), header(calls[0], "Webhook-Id"));
            QCOMPARE(calls[i].request.body, calls[0].request.body);
            QVERIFY(header(calls[i], "Webhook-Timestamp") != header(calls[i - 1], "Webhook-Timestamp"));
            QCOMPARE(header(calls[i], "Webhook-Signature"),
                     expected(calls[i], "the key that signs, of 24 bytes and more"));
        }
        QVERIFY(at.back() >= begun + 72h && at.back() <= begun + 72h + 2s);
        QVERIFY(world.outbox.items.front().fate == WebhookFate::Dead);
        QCOMPARE(std::count_if(world.outbox.reports.begin(), world.outbox.reports.end(),
                               [](const auto &one) { return one.next.fate == WebhookFate::Dead; }),
                 1);
        QCOMPARE(world.outbox.reports.back().error, std::string("http_500"));
    }
    void comesBackAfterHours()
    {
        HookWorld world;
        world.answers() = {fails(WireOutcome::NotSent), fails(WireOutcome::TimedOut),
                           Act{"", 5ms, WireOutcome::Answered, 302},
                           Act{"", 5ms, WireOutcome::Answered, 200}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tickFor(2h, 10s);
        QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(4));
        QVERIFY(world.outbox.items.front().fate == WebhookFate::Delivered);
        QCOMPARE(world.outbox.reports[2].error, std::string("http_302")); // no redirect is followed
    }
    void goneMeansGone()
    {
        HookWorld world;
        world.answers() = {Act{"", 5ms, WireOutcome::Answered, 410}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tickFor(5min, 1s);
        QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(1));
        QVERIFY(world.outbox.items.front().fate == WebhookFate::Gone);
    }
    void retryAfterIsRespected()
    {
        HookWorld world;
        Act busy{"", 5ms, WireOutcome::Answered, 429};
        busy.headers.emplace_back("Retry-After", "7200");
        world.answers() = {busy, Act{"", 5ms, WireOutcome::Answered, 200}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tickFor(119min, 30s);
        QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(1));
        world.tickFor(5min, 30s);
        QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(2));
    }
    /// A slow endpoint gets ten seconds, not more.
    void tenSecondsEach()
    {
        HookWorld world;
        world.answers() = {Act{"", 15s, WireOutcome::Answered, 200}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tickFor(30s, 1s);
        QCOMPARE(world.outbox.reports.size(), std::size_t(1));
        QVERIFY(world.outbox.reports.front().next.fate == WebhookFate::Again);
        QCOMPARE(world.outbox.reports.front().status, 0);
    }
    void keysRotate()
    {
        HookWorld world;
        auto &endpoint = world.market.source().webhooks.front();
        endpoint.previousSecret = "old_key";
        endpoint.previousUntil = world.time.utcNow() + 1h;
        world.secrets.values.emplace("old_key", Secret(secretOf("the key that signed before this one")));
        world.answers() = {Act{"", 5ms, WireOutcome::Answered, 200}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tick();
        world.time.runFor(2h);
        world.outbox.add(firstUrl);
        world.tick();
        const auto calls = world.buyers.of(CallKind::FollowUp);
        QCOMPARE(calls.size(), std::size_t(2));
        const std::string now = expected(calls[0], "the key that signs, of 24 bytes and more");
        QCOMPARE(header(calls[0], "Webhook-Signature"),
                 now + " " + expected(calls[0], "the key that signed before this one"));
        QCOMPARE(header(calls[1], "Webhook-Signature"),
                 expected(calls[1], "the key that signs, of 24 bytes and more"));
    }
    /// Without its secret nothing leaves; once somebody has set it, it does.
    void waitsForItsSecret()
    {
        HookWorld world;
        world.answers() = {Act{"", 5ms, WireOutcome::Answered, 200}};
        const Secret key = world.secrets.values.at("hook_key");
        world.secrets.values.erase("hook_key");
        world.begin();
        world.outbox.add(firstUrl);
        world.tickFor(30s, 1s);
        QVERIFY(world.buyers.of(CallKind::FollowUp).empty());
        QCOMPARE(world.outbox.reports.front().error, std::string("missing_secret"));
        world.secrets.values.emplace("hook_key", key);
        world.tickFor(2min, 1s);
        QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(1));
    }
    void whatIsNoLongerConfiguredIsDead()
    {
        HookWorld world;
        world.begin();
        world.outbox.add("https://gone.example.com/");
        world.outbox.add(firstUrl, "another source");
        world.tickFor(3s, 1s);
        for (const auto &item : world.outbox.items)
            QVERIFY(!item.fate); // this node may be the last to hear of what was published
        world.tickFor(20s, 1s);
        QVERIFY(world.buyers.of(CallKind::FollowUp).empty());
        for (const auto &item : world.outbox.items)
            QVERIFY(item.fate == WebhookFate::Dead);
    }
    /// The node dies after it has sent and before that is written: the message is due again, with its id.
    void killedBetweenClaimAndReport()
    {
        HookWorld world;
        world.answers() = {Act{"", 5ms, WireOutcome::Answered, 200}};
        world.begin();
        world.outbox.add(firstUrl);
        world.outbox.failReports = 1;
        world.tickFor(50s, 1s);
        QCOMPARE(world.buyers.of(CallKind::FollowUp).size(), std::size_t(1));
        QVERIFY(!world.outbox.items.front().fate);
        world.tickFor(30s, 1s);
        const auto calls = world.buyers.of(CallKind::FollowUp);
        QCOMPARE(calls.size(), std::size_t(2));
        QCOMPARE(header(calls[0], "Webhook-Id"), header(calls[1], "Webhook-Id"));
        QVERIFY(world.outbox.items.front().fate == WebhookFate::Delivered);
    }
    /// A hundred messages to an endpoint that hangs do not hold up those to another.
    void oneBadEndpointHoldsUpNobody()
    {
        HookWorld world;
        world.answers() = {Act{"", 60s, WireOutcome::Answered, 200}};
        world.answers("") = {Act{"", 5ms, WireOutcome::Answered, 200}};
        world.begin();
        for (int i = 0; i < 100; ++i)
            world.outbox.add(firstUrl);
        for (int i = 0; i < 20; ++i)
            world.outbox.add(secondUrl, "");
        world.tickFor(8s, 1s);
        int done = 0, hanging = 0;
        for (const auto &item : world.outbox.items) {
            done += item.due.url == secondUrl && item.fate == WebhookFate::Delivered;
            hanging += item.due.url == firstUrl && item.due.tries > 0;
        }
        QCOMPARE(done, 20);
        QCOMPARE(hanging, 4);
    }
    void drainWaitsForACall()
    {
        HookWorld world;
        world.answers() = {Act{"", 3s, WireOutcome::Answered, 200}};
        world.begin();
        world.outbox.add(firstUrl);
        world.tick();
        bool drained = false;
        world.exchange->drain([&drained] { drained = true; });
        world.time.runFor(1s);
        QVERIFY(!drained);
        world.time.run();
        QVERIFY(drained);
        QVERIFY(world.outbox.items.front().fate == WebhookFate::Delivered);
    }
};

QTEST_GUILESS_MAIN(TestWebhooks)
#include "tst_webhooks.moc"
