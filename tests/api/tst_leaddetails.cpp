// POST /v1/leads?details=1: what became of each channel; and the arm that a lead was split into.
#include "pingpostdesk.h"

using namespace bourse;
using test::PingPostDesk;

class TestLeadDetails : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
    }
    void everyChannelIsTold();
    void theArmStandsOnTheLead();
};

static const std::string lead = R"({"state":"TX","email":"maria@example.com","first_name":"Maria"})";

void TestLeadDetails::everyChannelIsTold()
{
    PingPostDesk desk([](domain::MarketDocument &document) {
        domain::Channel closed;
        closed.slug = "closed";
        closed.buyer = "acme";
        closed.integration = "acme";
        closed.enabled = false;
        document.trees.front().root.children.push_back({closed});
    });
    desk.buyers.at("beta")->takes = false;
    const auto sold = desk.send("/v1/leads?details=1", lead);
    QCOMPARE(sold.text("buyer_id"), std::string("acme"));
    const auto body = sold.json();
    const domain::Value *channels = body.find("channels");
    QVERIFY2(channels, sold.body.constData());
    QStringList told;
    for (const domain::Value &one : *channels->asArray()) {
        const domain::Value *reason = one.find("reason");
        told.append(QString::fromStdString(one.find("channel")->toText() + ' ' + one.find("step")->toText() +
                                           ' ' + one.find("outcome")->toText() + ' ' +
                                           (reason ? reason->find("code")->toText() : std::string("-"))));
    }
    told.sort();
    QCOMPARE(told, QStringList({QStringLiteral("acme_main ping bid bid_won"),
                                QStringLiteral("acme_main post accepted sold_after_reject"),
                                QStringLiteral("beta_main ping bid bid_won"),
                                QStringLiteral("beta_main post rejected buyer_rejected"),
                                QStringLiteral("closed skip skipped channel_paused"),
                                QStringLiteral("gamma_main ping bid outbid")}));
    // by how much it was lost
    for (const domain::Value &one : *channels->asArray())
        if (one.find("channel")->toText() == "gamma_main")
            QCOMPARE(one.find("reason")->find("detail")->toText(), std::string("lost to acme by 8.50 USD"));
    QVERIFY(!desk.send("/v1/leads", R"({"state":"CA","email":"b@example.com"})").json().find("channels"));
}

void TestLeadDetails::theArmStandsOnTheLead()
{
    PingPostDesk desk([](domain::MarketDocument &document) {
        domain::PingTree other = document.trees.front();
        other.slug = "other";
        document.trees.push_back(other);
        document.sources.front().trees = {{document.trees.front().slug, 1}, {"other", 1}};
    });
    std::map<std::string, int> arms;
    for (int i = 0; i < 12; ++i) {
        const auto answer =
            desk.send("/v1/leads", R"({"state":"TX","email":"m)" + std::to_string(i) + R"(@example.com"})");
        const std::string id = answer.text("lead_id");
        const std::string arm = desk.lead(id, "ab_arm");
        ++arms[arm];
        QCOMPARE(desk.bench.value("SELECT detail::json ->> 'tree' FROM bourse.lead_event WHERE kind = "
                                  "'split' AND lead_id = '" +
                                  id.substr(3) + "'"),
                 arm);
    }
    QVERIFY(!arms.contains(""));
    QCOMPARE(arms[desk.document.trees.front().slug] + arms["other"], 12);
    // who has one tree is in no arm
    const auto plain = desk.send("/v1/leads", lead, PingPostDesk::otherKey);
    QCOMPARE(desk.lead(plain.text("lead_id"), "ab_arm"), std::string());
}

QTEST_GUILESS_MAIN(TestLeadDetails)
#include "tst_leaddetails.moc"
