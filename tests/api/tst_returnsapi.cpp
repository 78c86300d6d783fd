// Returns from end to end: a market on PostgreSQL, its HTTP face, two buyers on loopback and a source's
// system that is told by webhooks: sold, given back, sold again to the other, told each time.
#include "api/apiserver.h"
#include "api/returnsdocuments.h"
#include "domain/lead/sealing.h"
#include "market/marketbench.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <atomic>

using namespace bourse;
using test::json;
using test::LoopbackBuyer;
using test::MarketBench;
using test::quoted;

namespace {
const QByteArray hookKey("a key of more than twenty-four bytes");

struct Answer {
    int status = 0;
    QJsonObject body;
    QString text(const char *member) const { return body.value(QLatin1String(member)).toString(); }
};

domain::IntakeKey keyOf(const std::string &id, const std::string &token, std::vector<std::string> scopes = {})
{
    domain::IntakeKey key;
    key.id = id;
    key.tokenSha256 = domain::toHex(domain::sha256(token));
    key.scopes = std::move(scopes);
    return key;
}
} // namespace

class TestReturnsApi : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
        m_bench = std::make_unique<MarketBench>(cluster);
        const auto takes = [](const net::HttpRequest &) {
            return json(200, quoted("{'ok':1}"));
        };
        m_acme = std::make_unique<LoopbackBuyer>(takes);
        m_beta = std::make_unique<LoopbackBuyer>(takes);
        m_system = std::make_unique<LoopbackBuyer>([this](const net::HttpRequest &) {
            return net::HttpResponse{m_systemIsDown ? 503 : 204, {}, {}};
        });
        m_market = test::smallMarket();
        m_market.egress.allow = {"127.0.0.0/8"};
        for (const auto &[slug, url, price] :
             {std::tuple{"acme", m_acme->url(), "20.00"}, std::tuple{"beta", m_beta->url(), "12.00"}}) {
            m_market.integrations.push_back(test::parsed(test::takesAll(slug, url)));
            domain::Channel channel;
            channel.slug = std::string(slug) + "_main";
            channel.buyer = slug;
            channel.integration = slug;
            channel.price.kind = domain::PriceKind::Fixed;
            channel.price.fixed = *Money::parse(price, Currency::usd());
            m_market.trees.front().root.children.push_back({channel});
        }
        domain::Buyer &acme = m_market.buyers[0], &beta = m_market.buyers[1];
        acme.returns.emplace();
        acme.returns->reasons = {{"dead", "Number is dead"}};
        acme.returns->resale = true;
        acme.keys = {keyOf("acme-key", "acme's token"), keyOf("acme-look", "look", {"returns:read"})};
        beta.keys = {keyOf("beta-key", "beta's token")};
        m_market.keys = {keyOf("office", "the office's token")};
        domain::Source &source = m_market.sources.front();
        source.repeatWindowSeconds = 0;
        source.keys = {keyOf("web-key", "web's token")};
        source.webhooks = {{m_system->url() + "/hook", {}, "hook_key", {}, {}}};
        m_bench->publish(m_market);
        const Secret secret("whsec_" + hookKey.toBase64().toStdString());
        VERIFY_OK(test::wait(m_bench->market->setSecret(QStringLiteral("hook_key"), secret)));
        m_api = std::make_unique<api::ApiServer>(*m_bench->market);
        auto url = m_api->start({});
        VERIFY_OK(url);
        m_url = QString::fromStdString(*url);
    }
    void cleanupTestCase()
    {
        if (m_api)
            m_api->drain(std::chrono::seconds(1));
        m_api.reset();
        m_bench.reset();
    }

    void soldReturnedAndSoldAgain()
    {
        const auto lead = m_bench->route();
        QCOMPARE(lead.state, domain::LeadState::Sold);
        QCOMPARE(lead.buyer, std::string("acme"));
        const QString id = QString::fromStdString(leadIdText(lead.leadId));
        const Answer denied = post("acme's token", {{"lead_id", id}, {"reason", QStringLiteral("bored")}});
        QCOMPARE(denied.status, 201);
        QCOMPARE(denied.text("status"), QStringLiteral("denied"));
        QCOMPARE(denied.text("code"), QStringLiteral("unknown_reason"));
        const Answer made =
            post("acme's token", {{"lead_id", id}, {"reason", QStringLiteral("Number is dead")}}, "once");
        QCOMPARE(made.status, 201);
        QCOMPARE(made.text("status"), QStringLiteral("approved"));
        QCOMPARE(made.text("reason"), QStringLiteral("dead"));
        QCOMPARE(made.body.value(QLatin1String("price")).toDouble(), 20.0);
        const Answer again =
            post("acme's token", {{"lead_id", id}, {"reason", QStringLiteral("Number is dead")}}, "once");
        QCOMPARE(again.status, 200);
        QCOMPARE(again.text("return_id"), made.text("return_id"));
        // to the one that has not had it, once
        QVERIFY(QTest::qWaitFor([&] { return stateOf(lead.leadId) == "sold beta 12000000"; }, 30'000));
        QCOMPARE(m_acme->received("/post"), 1);
        QCOMPARE(m_beta->received("/post"), 1);
        QCOMPARE(m_bench->value("SELECT string_agg(kind || ':' || state, ',' ORDER BY sequence) FROM "
                                "bourse.lead_event WHERE kind IN ('api', 'resale') AND lead_id = '" +
                                lead.leadId.toString() + "'"),
                 std::string("api:returned,resale:routing"));
        QCOMPARE(
            m_bench->value("SELECT count(*) FROM bourse.lead_event WHERE kind = 'skipped' AND detail LIKE "
                           "'%had_lead%' AND lead_id = '" +
                           lead.leadId.toString() + "'"),
            std::string("1"));
        // and back from there, where nothing was agreed; nobody is left to buy it
        const Answer last = post("beta's token", {{"lead_id", id}});
        QCOMPARE(last.text("status"), QStringLiteral("approved"));
        QCOMPARE(stateOf(lead.leadId), std::string("returned beta 12000000"));
        QCOMPARE(m_bench->value("SELECT sum(abs(total)) FROM (SELECT sum(amount_micros) AS total FROM "
                                "bourse.ledger_entry GROUP BY account, party) x"),
                 std::string("0"));

        // its source's system was told of each
        QVERIFY(QTest::qWaitFor([&] { return m_system->received("/hook") >= 4; }, 30'000));
        QStringList told;
        for (const net::HttpRequest &call : m_system->journal()) {
            const QByteArray body = QByteArray::fromStdString(call.body);
            const QByteArray signedText = QByteArray::fromStdString(*call.header("Webhook-Id") + "." +
                                                                    *call.header("Webhook-Timestamp") + ".") +
                                          body;
            QCOMPARE(QByteArray::fromStdString(*call.header("Webhook-Signature")),
                     "v1," + QMessageAuthenticationCode::hash(signedText, hookKey, QCryptographicHash::Sha256)
                                 .toBase64());
            QVERIFY(!body.contains("Maria"));
            const QJsonObject said = QJsonDocument::fromJson(body).object();
            told << said.value(QLatin1String("type")).toString() + QLatin1Char(' ') +
                        said.value(QLatin1String("data"))
                            .toObject()
                            .value(QLatin1String("buyer_id"))
                            .toString();
        }
        told.sort();
        QCOMPARE(told,
                 (QStringList{QStringLiteral("lead.returned acme"), QStringLiteral("lead.returned beta"),
                              QStringLiteral("lead.sold acme"), QStringLiteral("lead.sold beta")}));
    }

    void whoMayAsk()
    {
        const auto lead = m_bench->route();
        const QString id = QString::fromStdString(leadIdText(lead.leadId));
        QCOMPARE(post("", {{"lead_id", id}}).status, 401);
        QCOMPARE(post("nobody's", {{"lead_id", id}}).status, 401);
        QCOMPARE(post("web's token", {{"lead_id", id}}).status, 403);
        QCOMPARE(post("look", {{"lead_id", id}}).text("code"), QStringLiteral("missing_scope"));
        QCOMPARE(post("acme's token", {{"lead_id", id}, {"buyer", QStringLiteral("beta")}}).text("code"),
                 QStringLiteral("wrong_buyer"));
        QCOMPARE(post("acme's token", {{"lead_id", QStringLiteral("ld_x")}}).status, 404);
        QCOMPARE(
            post("the office's token", {{"lead_id", id}, {"buyer", QStringLiteral("nobody")}}).text("code"),
            QStringLiteral("unknown_buyer"));
        const Answer broken = post("acme's token", {{"lead", id}});
        QCOMPARE(broken.status, 400);
        QCOMPARE(broken.body.value(QLatin1String("errors")).toArray().size(), 2); // required, unknown_key
        // beta never had it: an answer, which is kept
        const Answer other = post("beta's token", {{"lead_id", id}});
        QCOMPARE(other.text("code"), QStringLiteral("not_sold"));
        const QString made = other.text("return_id");
        QCOMPARE(get("beta's token", made).text("code"), QStringLiteral("not_sold"));
        QCOMPARE(get("the office's token", made).status, 200);
        QCOMPARE(get("acme's token", made).status, 404);
        QCOMPARE(get("look", made).status, 404);
        QCOMPARE(get("web's token", made).status, 403);
        QCOMPARE(get("beta's token", QStringLiteral("x")).status, 404);
        QCOMPARE(stateOf(lead.leadId), std::string("sold acme 20000000"));
        // the office may, without naming the buyer
        QCOMPARE(
            post("the office's token", {{"lead_id", id}, {"reason", QStringLiteral("dead")}}).text("status"),
            QStringLiteral("approved"));
    }

    /// A system that is down is told later, with the same id; an address that must not be reached never.
    void laterAndNever()
    {
        m_systemIsDown = true;
        auto document = m_market;
        document.webhooks = {{"http://10.255.255.1:9/", {"lead.sold"}, "hook_key", {}, {}}};
        m_bench->publish(document);
        const std::size_t before = m_system->journal().size();
        const auto lead = m_bench->route();
        const std::string where =
            " FROM bourse.webhook WHERE lead_id = '" + lead.leadId.toString() + "' AND ";
        QVERIFY(QTest::qWaitFor(
            [&] {
                return m_bench->value("SELECT count(*)" + where +
                                      "(last_error LIKE 'egress_refused%' OR last_status = 503)") == "2";
            },
            30'000));
        QCOMPARE(m_bench->value("SELECT last_status || ' ' || tries || ' ' || (due_at > now())::text" +
                                where + "url LIKE '%/hook'"),
                 std::string("503 1 true"));
        m_systemIsDown = false;
        m_bench->value("UPDATE bourse.webhook SET due_at = now() WHERE lead_id = '" + lead.leadId.toString() +
                       "' AND delivered_at IS NULL RETURNING 1");
        QVERIFY(QTest::qWaitFor(
            [&] { return m_bench->value("SELECT count(*)" + where + "delivered_at IS NOT NULL") == "1"; },
            30'000));
        auto calls = m_system->journal();
        calls.erase(calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(before));
        std::erase_if(calls, [&](const net::HttpRequest &call) {
            return call.body.find(lead.leadId.toString()) == std::string::npos; // of another test's lead
        });
        QVERIFY(calls.size() >= 2);
        QCOMPARE(*calls[calls.size() - 1].header("Webhook-Id"),
                 *calls[calls.size() - 2].header("Webhook-Id"));
        QCOMPARE(calls[calls.size() - 1].body, calls[calls.size() - 2].body);
        m_bench->publish(m_market);
    }

    void tablesAreWorkedThrough()
    {
        QByteArrayList ids;
        for (int i = 0; i < 3; ++i)
            ids << QByteArray::fromStdString(leadIdText(m_bench->route().leadId));
        const QByteArray csv = "lead_id,reason,note\n" + ids[0] + ",dead,=HYPERLINK(1)\n" + ids[1] +
                               ",bored,\n=1+1,dead,\n" + ids[2] + ",dead,\n";
        auto work = m_bench->market->importReturns({csv, QStringLiteral("acme")}, QStringLiteral("operator"));
        const auto done = test::wait(work);
        VERIFY_OK(done);
        QCOMPARE(done->rows, 4);
        QCOMPARE(done->approved, 2);
        QCOMPARE(done->denied, 1);
        QCOMPARE(done->failed, 1);
        QCOMPARE(work.progressMaximum(), 4);
        QCOMPARE(work.progressValue(), 4);
        const QList<QByteArray> lines = done->result.split('\n');
        QVERIFY(lines[1].startsWith("2," + ids[0] + ",approved,within_policy,"));
        QVERIFY(lines[3].startsWith("4,'=1+1,failed,no_such_lead,"));
        const std::string ledger = m_bench->value("SELECT count(*) FROM bourse.ledger_entry WHERE kind = "
                                                  "'reversal'");
        const auto again = test::wait(
            m_bench->market->importReturns({csv, QStringLiteral("acme")}, QStringLiteral("operator")));
        VERIFY_OK(again);
        QCOMPARE(again->repeated, 3);
        QCOMPARE(again->result, done->result);
        QCOMPARE(m_bench->value("SELECT count(*) FROM bourse.ledger_entry WHERE kind = 'reversal'"), ledger);
        QCOMPARE(test::wait(m_bench->market->importReturns({csv, QStringLiteral("nobody")}, {})).error().code,
                 std::string("unknown_buyer"));
        QCOMPARE(test::wait(m_bench->market->importReturns({"a,b\n1,2\n", QStringLiteral("acme")}, {}))
                     .error()
                     .code,
                 std::string("missing_column"));
    }

    /// What became of leads, in the same table: the sale stays, and it is told once.
    void dispositionsAreRecorded()
    {
        const auto funded = m_bench->route();
        const auto back = m_bench->route();
        const QByteArray kept = QByteArray::fromStdString(leadIdText(funded.leadId));
        const QByteArray given = QByteArray::fromStdString(leadIdText(back.leadId));
        const std::string reversals = "SELECT count(*) FROM bourse.ledger_entry WHERE kind = 'reversal'";
        const std::string before = m_bench->value(reversals);
        const QByteArray csv = "lead_id,outcome,reason\n" + kept + ",Funded,\n" + given + ",returned,dead\n" +
                               given + ",appointment,\nld_nobody,funded,\n";
        const auto done = test::wait(
            m_bench->market->importReturns({csv, QStringLiteral("acme")}, QStringLiteral("operator")));
        VERIFY_OK(done);
        QCOMPARE(done->rows, 4);
        QCOMPARE(done->recorded, 1);
        QCOMPARE(done->approved, 1);
        QCOMPARE(done->failed, 2); // given back before, and not known
        const QList<QByteArray> lines = done->result.split('\n');
        QVERIFY(lines[1].startsWith("2," + kept + ",recorded,"));
        QVERIFY(lines[3].startsWith("4," + given + ",failed,not_sold,"));
        QVERIFY(m_bench->value(reversals) != before);
        const std::string told =
            "SELECT string_agg(disposition, ',') FROM bourse.conversion WHERE lead_id = '" +
            funded.leadId.toString() + "'";
        QCOMPARE(m_bench->value(told), std::string("Funded"));
        QCOMPARE(
            m_bench->value("SELECT state FROM bourse.lead WHERE id = '" + funded.leadId.toString() + "'"),
            std::string("converted"));
        const auto again = test::wait(
            m_bench->market->importReturns({csv, QStringLiteral("acme")}, QStringLiteral("operator")));
        VERIFY_OK(again);
        QCOMPARE(again->repeated, 2);
        QCOMPARE(again->result, done->result);
        QCOMPARE(m_bench->value(told), std::string("Funded"));
    }

  private:
    QNetworkRequest requestTo(const QString &path, const char *token) const
    {
        QNetworkRequest request(QUrl(m_url + path));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        if (*token)
            request.setRawHeader("Authorization", QByteArray("Bearer ") + token);
        return request;
    }
    static Answer wait(QNetworkReply *raw)
    {
        std::unique_ptr<QNetworkReply> reply(raw);
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000))
            qFatal("no answer");
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                QJsonDocument::fromJson(reply->readAll()).object()};
    }
    Answer post(const char *token, const std::vector<std::pair<const char *, QString>> &members,
                const char *key = "")
    {
        QJsonObject body;
        for (const auto &[name, value] : members)
            body.insert(QLatin1String(name), value);
        QNetworkRequest request = requestTo(QStringLiteral("/v1/returns"), token);
        if (*key)
            request.setRawHeader("Idempotency-Key", key);
        return wait(m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact)));
    }
    Answer get(const char *token, const QString &id)
    {
        return wait(m_network.get(requestTo(QStringLiteral("/v1/returns/") + id, token)));
    }
    std::string stateOf(const Uuid &lead) const
    {
        return m_bench->value(
            "SELECT concat_ws(' ', state, winner_buyer, price_micros) FROM bourse.lead WHERE "
            "id = '" +
            lead.toString() + "'");
    }

    std::atomic<bool> m_systemIsDown = false;
    domain::MarketDocument m_market;
    QNetworkAccessManager m_network;
    std::unique_ptr<MarketBench> m_bench;
    std::unique_ptr<LoopbackBuyer> m_acme, m_beta, m_system;
    std::unique_ptr<api::ApiServer> m_api;
    QString m_url;
};

QTEST_GUILESS_MAIN(TestReturnsApi)
#include "tst_returnsapi.moc"
