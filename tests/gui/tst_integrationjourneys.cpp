// Journeys of a new user through the integration editor, in the real window, with keys and clicks only, on a
// real market with a real database; the buyer is an HTTP server on loopback that knows nothing of Bourse.
#include "gui/integrationbench.h"
#include "gui/integrations/answerview.h"
#include "gui/integrations/buyerspage.h"
#include "gui/integrations/editorheader.h"
#include "gui/integrations/exactview.h"
#include "gui/integrations/importbox.h"
#include "gui/integrations/importdialog.h"
#include "gui/integrations/importmodel.h"
#include "gui/integrations/integrationeditor.h"
#include "gui/integrations/phasebar.h"
#include "gui/mainwindow.h"
#include "gui/person.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/tableview.h"
#include "market/marketbench.h"
#include "workbench/editorstate.h"
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

using namespace bourse;
using namespace bourse::gui;
using bourse::gui::test::Person;
using bourse::test::LoopbackBuyer;
using bourse::test::MarketBench;
using bourse::test::ThrowawayCluster;
using domain::StepKind;
using domain::Value;

namespace {

constexpr int mostActions = 25; // design: journey 1

const char *const apiKey = "ak_live_7Qx29fLm3Tz8Wd0a";

/// The buyer of journey 1: wants its key, refuses leads with an attorney, pays 38.25.
net::HttpResponse injuryBuyer(const net::HttpRequest &request)
{
    const std::string *key = request.header("x-api-key");
    if (!key || *key != apiKey)
        return bourse::test::json(401, R"({"status":"unauthorized"})");
    const auto body = domain::parseJson(request.body);
    if (!body || !body->isObject())
        return bourse::test::json(400, R"({"status":"malformed"})");
    const Value *zip = body->find("zip");
    if (!zip || zip->toText().empty())
        return bourse::test::json(200, R"({"status":"rejected","reason":"Outside of our area"})");
    if (request.path == "/v1/ping")
        return bourse::test::json(200, R"({"status":"accepted","ping_id":"pg-8f31","bid":"38.25"})");
    const Value *ping = body->find("ping_id");
    if (!ping || *ping != Value("pg-8f31"))
        return bourse::test::json(200, R"({"status":"rejected","reason":"Unknown ping"})");
    return bourse::test::json(200, R"({"status":"accepted","lead_id":"L-90017"})");
}

/// What the buyer's documentation has: a ping and a post, 10 and 24 members.
QString injuryCurl(const std::string &url)
{
    const QString base = QString::fromStdString(url);
    const QString head = u"curl -X POST '%1/v1/%2' \\\n  -H 'Content-Type: application/json' \\\n"
                         u"  -H 'X-Api-Key: %3' \\\n  -d '%4'\n"_qs;
    const QString ping = u"{\"zip\":\"78701\",\"state\":\"TX\",\"case_type\":\"auto_accident\","
                         u"\"injury_severity\":\"moderate\",\"incident_date\":\"2026-05-02\","
                         u"\"at_fault\":false,\"has_attorney\":false,\"medical_treatment\":\"ongoing\","
                         u"\"campaign_id\":\"camp_12345\"}"_qs;
    const QString post =
        u"{\"ping_id\":\"pg-0001\",\"first_name\":\"Maria\",\"last_name\":\"Garcia\","
        u"\"email_address\":\"maria@example.com\",\"phone_number\":\"5551234567\","
        u"\"street_address\":\"1201 Congress Ave\",\"city\":\"Austin\",\"state\":\"TX\","
        u"\"zip\":\"78701\",\"case_type\":\"auto_accident\",\"injury_severity\":\"moderate\","
        u"\"injury_type\":\"Whiplash\",\"incident_date\":\"2026-05-02\",\"incident_state\":\"TX\","
        u"\"at_fault\":false,\"other_party_insured\":true,\"police_report\":true,"
        u"\"has_attorney\":false,\"medical_treatment\":\"ongoing\","
        u"\"description\":\"Rear-ended at a red light\",\"campaign_id\":\"camp_12345\","
        u"\"ip\":\"192.168.1.1\",\"trustedform_cert_url\":\"https://cert.trustedform.com/01234567\","
        u"\"landing_page_url\":\"https://www.example.com/free-case-review\"}"_qs;
    return head.arg(base, u"ping"_qs, QLatin1String(apiKey), ping) +
           head.arg(base, u"post"_qs, QLatin1String(apiKey), post);
}

/// The bytes that the request pane shows: line ends are words there, rows begin on lines of their own.
QByteArray shownBytes(const ExactView *view)
{
    return view->toPlainText()
        .replace(u" CRLF\n"_qs, u"\r\n"_qs)
        .remove(QRegularExpression(u"(?<!\r)\n"_qs))
        .toUtf8();
}

/// What reached the buyer, as the request pane writes it; secrets as their names.
QByteArray receivedBytes(const net::HttpRequest &request, const std::string &url, const QByteArray &secret,
                         const QByteArray &name)
{
    std::string text = request.method + ' ' + url + request.target + "\r\n";
    for (const auto &[header, value] : request.headers)
        text += header + ": " + value + "\r\n";
    text += "\r\n" + request.body;
    return QByteArray::fromStdString(text).replace(secret, "{{" + name + "}}");
}

} // namespace

class TestIntegrationJourneys : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    std::unique_ptr<MarketBench> m_bench;
    std::unique_ptr<MainWindow> m_window;
    Person m_person;

    /// Whatever is open and has this type and name.
    template <class T> T *find(const QString &name = {}) const
    {
        for (QWidget *top : QApplication::topLevelWidgets())
            if (top->isVisible()) {
                if (T *self = qobject_cast<T *>(top); self && (name.isEmpty() || self->objectName() == name))
                    return self;
                for (T *found : top->findChildren<T *>(name))
                    if (found->isVisible())
                        return found;
            }
        return nullptr;
    }
    IntegrationEditor *editor() const
    {
        auto *page = qobject_cast<BuyersPage *>(m_window->page(u"buyers"_qs));
        return page ? page->currentEditor() : nullptr;
    }
    QString text(const char *label) const
    {
        if (const auto *elided = find<ElidedLabel>(QLatin1String(label)))
            return elided->fullText();
        const auto *plain = find<QLabel>(QLatin1String(label));
        return plain ? plain->text() : u"(%1 is not shown)"_qs.arg(QLatin1String(label));
    }
    /// A channel that sells through the integration, at the price that its ping's answer gives.
    void sellThrough(const std::string &slug, domain::PriceKind price)
    {
        auto document = m_bench->market->snapshot()->document();
        domain::Channel channel;
        channel.slug = slug;
        channel.label = "Through " + slug;
        channel.buyer = "acme";
        channel.integration = slug;
        channel.price.kind = price;
        document.trees[0].root.children = {{channel}};
        document.sources[0].repeatWindowSeconds = 0;
        document.sources[0].budget = std::chrono::seconds(20);
        m_bench->publish(document);
    }
    std::optional<exchange::IntakeAnswer> submit(domain::Object fields)
    {
        auto answers = std::make_shared<QPromise<exchange::IntakeAnswer>>();
        answers->start();
        exchange::IntakeLead lead;
        lead.snapshot = m_bench->market->snapshot();
        lead.source = "web";
        lead.actor = "operator";
        lead.fields = std::move(fields);
        lead.arrived = SystemClock().monotonic();
        m_bench->market->submit(std::move(lead), [answers](exchange::IntakeAnswer answer) {
            answers->addResult(std::move(answer));
            answers->finish();
        });
        const auto future = answers->future();
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000))
            return std::nullopt;
        return future.result();
    }
    void tell(const char *journey, int toFirstTest)
    {
        qInfo().noquote() << journey << "took" << m_person.actions() << "actions," << toFirstTest
                          << "of them to the first test post:" << m_person.diary();
    }

  private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme().load(*qApp);
        QVERIFY2(ThrowawayCluster::shared().ok(), ThrowawayCluster::shared().problem().c_str());
    }

    void init()
    {
        m_person = {};
        m_bench = std::make_unique<MarketBench>(ThrowawayCluster::shared());
        auto document = m_bench->market->snapshot()->document();
        document.verticals = {gui::test::vertical(u"personal_injury"_qs)};
        m_bench->publish(document);
        m_window = std::make_unique<MainWindow>(m_bench->market.get());
        m_window->resize(1440, 900);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_bench.reset();
    }

    void fromACurlLineToASoldLead()
    {
        LoopbackBuyer buyer(injuryBuyer);
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier)); // Buyers
        DO(m_person.press(Qt::Key_I, Qt::ControlModifier));
        auto *dialog = find<ImportDialog>();
        QVERIFY(dialog);
        DO(m_person.paste(injuryCurl(buyer.url())));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isSettled(), 60'000);
        QCOMPARE(text("importProblem"), QString());
        const auto *map = qobject_cast<ImportMapModel *>(find<TableView>(u"importMapping"_qs)->model());
        QCOMPARE(map->total(), 9 + 24);
        for (int row = 0; row < map->rowCount(); ++row)
            QVERIFY2(map->suggestion(row)->kind != workbench::MappingKind::Unmapped,
                     map->suggestion(row)->target.c_str());
        qInfo() << map->mapped() << "of" << map->total() << "rows mapped to the lead; the rest are constants";
        QVERIFY2(text("importSummary").contains(u" 0 silently dropped"_qs),
                 qPrintable(text("importSummary")));
        DO(m_person.press(Qt::Key_N, Qt::AltModifier)); // Name
        DO(m_person.type(u"Acme Injury"_qs));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QVERIFY(!find<ImportDialog>());
        QVERIFY(editor() && editor()->document());
        QCOMPARE(editor()->title(), u"Acme Injury"_qs);

        // the ping: exact bytes at the right, and they are what arrives
        QCOMPARE(editor()->state()->step(), StepKind::Ping);
        const auto *request = find<ExactView>(u"requestBytes"_qs);
        QVERIFY(request);
        QByteArray preview = shownBytes(request);
        QVERIFY(!preview.contains(apiKey));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        AnswerView *answer = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((answer = find<AnswerView>()) != nullptr, 30'000);
        QCOMPARE(buyer.received("/v1/ping"), 1);
        QCOMPARE(receivedBytes(buyer.journal().back(), buyer.url(), apiKey, "acme_injury_x_api_key"),
                 preview);
        QVERIFY(text("responseFacts").contains(u"status 200"_qs));
        QVERIFY(text("responseTotal").contains(u"ms"_qs));
        QVERIFY(find<PhaseBar>()->accessibleName().contains(u"First byte"_qs));
        QCOMPARE(answer->toPlainText(),
                 u"{\"status\":\"accepted\",\"ping_id\":\"pg-8f31\",\"bid\":\"38.25\"}"_qs);

        // what its values are is said by clicking on them
        DO(m_person.clickText(answer, u"accepted"_qs));
        DO(m_person.press(Qt::Key_1)); // means accepted
        DO(m_person.clickText(answer, u"38.25"_qs));
        DO(m_person.press(Qt::Key_2)); // is the price
        DO(m_person.clickText(answer, u"pg-8f31"_qs));
        DO(m_person.press(Qt::Key_3)); // is the id to carry on
        QVERIFY2(text("responseFacts").contains(u"$38.25"_qs), qPrintable(text("responseFacts")));

        // the post
        DO(m_person.press(Qt::Key_2, Qt::AltModifier));
        QCOMPARE(editor()->state()->step(), StepKind::Post);
        preview = shownBytes(find<ExactView>(u"requestBytes"_qs));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QTRY_VERIFY_WITH_TIMEOUT((answer = find<AnswerView>()) != nullptr &&
                                     answer->toPlainText().contains(u"L-90017"_qs),
                                 30'000);
        QCOMPARE(buyer.received("/v1/post"), 1);
        QCOMPARE(receivedBytes(buyer.journal().back(), buyer.url(), apiKey, "acme_injury_x_api_key"),
                 preview);
        const int toFirstTest = m_person.actions();
        // nothing of what was pasted is lost
        const auto sent = domain::parseJson(buyer.journal().back().body);
        QVERIFY(sent.ok() && sent->isObject());
        QCOMPARE(sent->asObject()->size(), std::size_t(24));
        DO(m_person.clickText(answer, u"accepted"_qs));
        DO(m_person.press(Qt::Key_1));

        // a lead that the buyer does not want
        DO(m_person.press(Qt::Key_PageDown, Qt::AltModifier));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QTRY_VERIFY_WITH_TIMEOUT(answer->toPlainText().contains(u"Outside"_qs), 30'000);
        DO(m_person.clickText(answer, u"rejected"_qs));
        DO(m_person.press(Qt::Key_6)); // means rejected
        DO(m_person.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier));
        DO(m_person.type(u"As in their document of May"_qs));
        DO(m_person.press(Qt::Key_Return));
        QTRY_COMPARE_WITH_TIMEOUT(editor()->publishedVersion(), qint64(1), 30'000);
        tell("Journey 1", toFirstTest);
        QVERIFY(toFirstTest <= mostActions);
        QVERIFY(m_person.actions() <= mostActions);

        // a lead is routed there and sold at exactly the price that was taught
        sellThrough("acme-injury", domain::PriceKind::FromPing);
        const auto sold = submit({{"first_name", "Jim"},
                                  {"last_name", "Beam"},
                                  {"phone", "(512) 555-0142"},
                                  {"email", "jim@example.com"},
                                  {"state", "TX"},
                                  {"postal_code", "78702"},
                                  {"case_type", "truck_accident"},
                                  {"has_attorney", "no"}});
        QVERIFY(sold);
        QVERIFY2(sold->errors.empty(), sold->errors.empty() ? "" : sold->errors.front().message.c_str());
        QCOMPARE(sold->state, domain::LeadState::Sold);
        QCOMPARE(sold->buyer, std::string("acme"));
        QCOMPARE(sold->price.value_or(Money(0, Currency::usd())).toDecimal(), std::string("38.25"));
        QCOMPARE(buyer.received("/v1/ping"), 2);
        QCOMPARE(buyer.received("/v1/post"), 3);
        const auto last = domain::parseJson(buyer.journal().back().body);
        QCOMPARE(last->find("ping_id")->toText(), std::string("pg-8f31"));
        QCOMPARE(last->find("first_name")->toText(), std::string("Jim"));
    }
};

QTEST_MAIN(TestIntegrationJourneys)
#include "tst_integrationjourneys.moc"
