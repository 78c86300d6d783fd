// A person chooses who gets the lead: by API and on the hosted page, over HTTP and on PostgreSQL.
#include "pingpostdesk.h"
#include <QRegularExpression>

using namespace bourse;
using test::HttpAnswer;
using test::PingPostDesk;

namespace {
void asChoice(domain::MarketDocument &document)
{
    auto &root = document.trees.front().root;
    root.logic = domain::GroupLogic::Choice;
    root.maxSales = 2;
    for (auto &buyer : document.buyers) {
        buyer.label = buyer.slug == "acme" ? "Acme & <Sons>" : buyer.slug;
        buyer.consentText = "I agree that {buyer} may call me about \"{source}\".";
    }
    document.sources.front().label = "Web form";
}

QString found(const QByteArray &body, const char *pattern)
{
    return QRegularExpression(QString::fromLatin1(pattern)).match(QString::fromUtf8(body)).captured(1);
}

/// What a browser sends for a page's form, with the cookie that came with it.
struct Page {
    explicit Page(const HttpAnswer &shown)
        : key(found(shown.body, "name=\"form_key\" value=\"([0-9a-f]+)\"").toStdString())
    {
        auto at = shown.headers.find("set-cookie");
        if (at != shown.headers.end())
            cookie = at->second.left(at->second.indexOf(';'));
    }
    std::string key;
    QByteArray cookie;
    std::map<QByteArray, QByteArray> headers() const
    {
        return {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", cookie}};
    }
};
} // namespace

class TestChoice : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
    }
    void byApi();
    void onThePage();
    void languages();
    void undeliveredIsRejected();
    void acceptedAndRoutedLater();

  private:
    static constexpr const char *lead = R"({"state":"TX","email":"maria@example.com","first_name":"Maria"})";
};

void TestChoice::byApi()
{
    PingPostDesk desk(asChoice);
    const auto offered = desk.send("/v1/leads", lead);
    QCOMPARE(offered.text("status"), std::string("offered"));
    QVERIFY(offered.text("choice_url").starts_with("/c/"));
    QCOMPARE(offered.text("max_bids"), std::string("2"));
    const auto body = offered.json();
    const auto &choices = *body.find("choices")->asArray();
    QCOMPARE(choices.size(), std::size_t(3));
    QCOMPARE(choices.front().find("buyer_id")->toText(), std::string("beta"));
    QCOMPARE(choices.front().find("consent_text")->toText(),
             std::string("I agree that beta may call me about \"Web form\"."));
    const std::string id = offered.text("lead_id"), path = "/v1/leads/" + id + "/choice";
    for (const auto &[sent, code] : {std::pair{R"({"bid_ids":[]})", "missing_bid_id"},
                                     {R"({"bid_id":"b7"})", "unknown_bid"},
                                     {R"({"bid_ids":["b1","b2","b3"]})", "too_many_bids"}})
        QCOMPARE(desk.send(path, sent).text("code"), std::string(code));
    QCOMPARE(desk.send(path, R"({"bid_id":"b1"})", PingPostDesk::otherKey).text("code"),
             std::string("unknown_choice"));
    QCOMPARE(desk.bench.value("SELECT count(*) FROM bourse.consent_evidence"), std::string("0"));

    const auto sold = desk.send(path, R"({"bid_ids":["b1","b3"],"ip":"203.0.113.7","user_agent":"Phone"})");
    QCOMPARE(sold.text("status"), std::string("accepted"));
    QCOMPARE(sold.json().find("sales")->asArray()->size(), std::size_t(2));
    QCOMPARE(desk.buyers.at("beta")->posts + desk.buyers.at("gamma")->posts, 2);
    QCOMPARE(desk.buyers.at("acme")->posts.load(), 0);
    QCOMPARE(
        desk.bench.value("SELECT count(*) || ' ' || min(kind) || ' ' || count(DISTINCT text_sha256) FROM "
                         "bourse.consent_evidence WHERE kind = 'choice'"),
        std::string("2 choice 2"));
    QCOMPARE(desk.send(path, R"({"bid_id":"b1"})").text("code"), std::string("choice_used"));
}

void TestChoice::onThePage()
{
    PingPostDesk desk(asChoice);
    const auto offered = desk.send("/v1/leads", lead);
    const std::string path = offered.text("choice_url");
    QCOMPARE(desk.bench.value("SELECT count(*) FROM bourse.offer WHERE encode(token_hash, 'escape') LIKE '%" +
                              path.substr(3, 20) + "%'"),
             std::string("0"));
    const auto shown = desk.send(path, {}, nullptr, {}, "GET");
    QCOMPARE(shown.status, 200);
    const QByteArray policy = shown.headers.at("content-security-policy");
    QVERIFY2(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy.constData());
    QVERIFY(policy.contains("form-action 'self'") && policy.contains("frame-ancestors 'none'"));
    QVERIFY(!policy.contains("unsafe") && !shown.body.contains("<script"));
    const QString style = found(shown.body, "<style>([^<]*)</style>");
    const std::string hash = domain::sha256(style.toStdString());
    QVERIFY(policy.contains(QByteArray(hash.data(), 32).toBase64()));
    QCOMPARE(shown.headers.at("referrer-policy"), QByteArray("no-referrer"));
    QCOMPARE(shown.headers.at("cache-control"), QByteArray("no-store"));
    QVERIFY(shown.body.contains("Acme &amp; &lt;Sons&gt;") && !shown.body.contains("<Sons>"));
    QVERIFY(shown.body.contains("may call me about &quot;Web form&quot;"));
    QVERIFY(!shown.body.contains("31.00") && !shown.body.contains("maria")); // neither prices nor the person
    for (const char *id : {"b1", "b2", "b3"}) { // each input has its label and its text
        const QByteArray name = QByteArray("bid-") + id;
        QVERIFY(shown.body.contains("<input type=\"checkbox\" id=\"" + name + "\""));
        QVERIFY(shown.body.contains("<label for=\"" + name + "\">"));
        QVERIFY(shown.body.contains("<p id=\"" + name + "-consent\">"));
    }
    const QByteArray cookie = shown.headers.at("set-cookie");
    QVERIFY2(cookie.contains("HttpOnly; SameSite=Strict"), cookie.constData());

    const Page page(shown);
    QCOMPARE(page.key.size(), std::size_t(64));
    // without the cookie, with another one, without the form's key: nothing is sold
    const std::string form = "bid_id=b1&bid_id=b2&form_key=" + page.key;
    auto foreign = page.headers();
    foreign["Cookie"] = "bourse_choice=" + QByteArray(43, 'A');
    for (const auto &answer :
         {desk.send(path, form, nullptr, {{"Content-Type", "application/x-www-form-urlencoded"}}),
          desk.send(path, form, nullptr, foreign), desk.send(path, "bid_id=b1", nullptr, page.headers())}) {
        QCOMPARE(answer.status, 422);
        QVERIFY(answer.body.contains("was not sent from this page"));
    }
    const auto none = desk.send(path, "form_key=" + page.key, nullptr, page.headers());
    QCOMPARE(none.status, 422);
    QVERIFY(none.body.contains("role=\"alert\"") &&
            none.body.contains("<a href=\"#bid-b1\">Choose a company."));
    const auto many =
        desk.send(path, "bid_id=b1&bid_id=b2&bid_id=b3&form_key=" + page.key, nullptr, page.headers());
    QCOMPARE(many.status, 422);
    QVERIFY(many.body.contains("Choose at most 2 companies.") &&
            many.body.contains("value=\"b1\" aria-describedby="
                               "\"bid-b1-consent\" checked"));
    QCOMPARE(desk.buyers.at("beta")->posts.load(), 0);

    const auto done = desk.send(path, form, nullptr, page.headers());
    QCOMPARE(done.status, 200);
    QVERIFY2(done.body.contains("beta, Acme &amp; &lt;Sons&gt;"), done.body.constData());
    QCOMPARE(desk.lead(offered.text("lead_id"), "state, price_micros"), std::string("sold|51000000"));
    QCOMPARE(desk.bench.value("SELECT count(*) FROM bourse.consent_evidence WHERE kind = 'choice'"),
             std::string("2"));
    QCOMPARE(desk.bench.value("SELECT actor FROM bourse.lead_event WHERE kind = 'taken'"),
             std::string("consumer"));
    const auto again = desk.send(path, form, nullptr, page.headers());
    QCOMPARE(again.status, 410);
    QVERIFY(again.body.contains("You have chosen already"));
    QCOMPARE(desk.send(path, {}, nullptr, {}, "GET").status, 410);
    for (const char *unknown : {"/c/", "/c/x", "/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        QCOMPARE(desk.send(unknown, {}, nullptr, {}, "GET").status, 404);
    QCOMPARE(desk.send(path, {}, nullptr, {}, "PUT").status, 405);
}

void TestChoice::languages()
{
    PingPostDesk desk(asChoice);
    for (const auto &[asked, language, word] : {std::tuple{"de-AT,en;q=0.5", "de", "Zustimmen und senden"},
                                                {"fr, es-MX", "es", "Aceptar y enviar"},
                                                {"fr", "en", "Agree and send"}}) {
        const auto shown = desk.send(desk.send("/v1/leads", std::string(R"({"sub_id1":")") + language +
                                                                R"(","state":"TX","email":"m@example.com"})")
                                         .text("choice_url"),
                                     {}, nullptr, {{"Accept-Language", asked}}, "GET");
        QVERIFY(shown.body.contains(QByteArray("<html lang=\"") + language + "\">"));
        QVERIFY2(shown.body.contains(word), shown.body.constData());
    }
    // every language says everything
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/pages/texts.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto texts = test::parsed(file.readAll().toStdString());
    const auto &english = *texts.find("en")->asObject();
    for (const auto &[language, own] : *texts.asObject())
        for (const auto &[key, text] : english)
            QVERIFY2(own.find(key) && !own.find(key)->toText().empty(), (language + " " + key).c_str());
}

void TestChoice::undeliveredIsRejected()
{
    PingPostDesk desk([](domain::MarketDocument &document) {
        document.sources.front().offers.response = domain::ResponseMode::RejectIfNotDelivered;
    });
    for (auto &[slug, buyer] : desk.buyers)
        buyer->takes = false;
    const auto answer = desk.send("/v1/leads", lead);
    QCOMPARE(answer.text("status"), std::string("rejected"));
    QCOMPARE(answer.text("routing_decision"), std::string("all_posts_rejected"));
    QCOMPARE(
        desk.send("/v1/leads/" + answer.text("lead_id"), {}, PingPostDesk::webKey, {}, "GET").text("status"),
        std::string("rejected"));
}

void TestChoice::acceptedAndRoutedLater()
{
    PingPostDesk desk([](domain::MarketDocument &document) {
        document.sources.front().offers.response = domain::ResponseMode::AcceptAndRouteLater;
    });
    const auto answer = desk.send("/v1/leads", lead);
    QCOMPARE(answer.status, 202);
    QCOMPARE(answer.text("status"), std::string("pending"));
    const std::string id = answer.text("lead_id");
    QCOMPARE(answer.text("status_url"), "/v1/leads/" + id);
    QTRY_COMPARE_WITH_TIMEOUT(desk.lead(id, "state, winner_buyer"), std::string("sold|beta"), 30'000);
    QCOMPARE(desk.send(answer.text("status_url"), {}, PingPostDesk::webKey, {}, "GET").text("status"),
             std::string("accepted"));
    QCOMPARE(desk.buyers.at("beta")->posts.load(), 1);
}

QTEST_GUILESS_MAIN(TestChoice)
#include "tst_choice.moc"
