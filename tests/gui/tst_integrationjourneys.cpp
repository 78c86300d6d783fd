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
#include "gui/integrations/mappingpane.h"
#include "gui/integrations/mappingview.h"
#include "gui/integrations/phasebar.h"
#include "gui/integrations/secretsdialog.h"
#include "gui/mainwindow.h"
#include "gui/person.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/tableview.h"
#include "market/marketbench.h"
#include "workbench/editorstate.h"
#include <QCryptographicHash>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrlQuery>

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

/// The table of a LeadsPedia campaign's posting instructions, as it is copied from their page.
const QString postingTable =
    u"Field Name\tRequired\tType\tDescription\tAccepted Values\n"
    u"lp_campaign_id\tYes\tString\tCampaign ID provided by your account manager\t\n"
    u"lp_campaign_key\tYes\tString\tCampaign key provided by your account manager\t\n"
    u"lp_s1\tNo\tString\tSub ID 1\t\n"
    u"lp_response\tNo\tString\tFormat of the response\tXML, JSON\n"
    u"first_name\tYes\tString\tFirst name\t\n"
    u"last_name\tYes\tString\tLast name\t\n"
    u"phone_home\tYes\tUS Phone\tHome phone, 10 digits\t\n"
    u"address\tYes\tUS Address\tStreet address of the property\t\n"
    u"city\tYes\tUS City\tCity\t\n"
    u"state\tYes\tUS State\tTwo letter state code\t\n"
    u"zip_code\tYes\tUS Zip Code\tFive digit zip code\t\n"
    u"email_address\tYes\tE-Mail Address\tE-mail address\t\n"
    u"ip_address\tYes\tIP\tIP address of the consumer\t\n"
    u"own_home\tYes\tList\tDoes the consumer own the home?\tYes, No\n"
    u"property_type\tNo\tList\tType of property\tSingle Family, Townhouse, Condo, Mobile Home, Multi Family\n"
    u"roof_shade\tYes\tList\tHow much shade is on the roof\tNo Shade, Some Shade, Heavy Shade, Not Sure\n"
    u"roof_age\tNo\tNumber\tAge of the roof in years\t\n"
    u"electric_bill\tYes\tNumber\tAverage monthly electric bill in dollars\t\n"
    u"electric_utility_provider\tYes\tString\tName of the electric utility\t\n"
    u"credit_rating\tYes\tList\tSelf reported credit\tExcellent, Good, Fair, Poor\n"
    u"project_timeframe\tNo\tList\tWhen does the consumer want to start\tImmediately, 1-3 months, 3-6 "
    u"months, 6+ months\n"
    u"best_call_time\tNo\tList\tPreferred time of contact\tMorning, Afternoon, Evening, Anytime\n"
    u"existing_solar\tNo\tBool\tAlready has solar panels\tYes, No\n"
    u"trusted_form_cert_url\tYes\tURL\tTrustedForm certificate URL\t\n"
    u"jornaya_lead_id\tNo\tString\tJornaya LeadiD token\t\n"
    u"tcpa_text\tYes\tText\tTCPA language shown to the consumer\t\n"
    u"opt_in_date\tYes\tDate\tDate of consent, YYYY-MM-DD\t\n"
    u"landing_page_url\tYes\tURL\tPage the lead was generated on\t\n"
    u"user_agent\tNo\tString\tBrowser user agent\t\n"
    u"spouse_present\tNo\tBool\tWill the spouse be at the appointment\tYes, No\n"_qs;

/// The buyer of journey 2: a form in, JSON out, as LeadsPedia answers.
net::HttpResponse solarBuyer(const net::HttpRequest &request)
{
    const QUrlQuery form(QString::fromStdString(request.body));
    const auto value = [&form](const char *name) {
        return form.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    };
    if (value("lp_campaign_id") != u"61a7" || value("lp_campaign_key") != u"k7Qm2xV9")
        return bourse::test::json(200, R"({"result":"error","msg":"Invalid campaign"})");
    const QString name = value("first_name");
    if (std::any_of(name.begin(), name.end(), [](QChar c) { return c.unicode() > 126; }))
        return bourse::test::json(200, R"({"result":"failed","msg":"Invalid characters in first_name"})");
    return bourse::test::json(
        200, R"({"result":"success","msg":"Lead Accepted","lead_id":"77120","price":"41.00"})");
}

/// HMAC-SHA256 of RFC 2104, from the hash alone: the buyer takes nobody's word for it.
QByteArray hmacSha256(QByteArray key, const QByteArray &text)
{
    constexpr qsizetype block = 64;
    if (key.size() > block)
        key = QCryptographicHash::hash(key, QCryptographicHash::Sha256);
    key.append(QByteArray(block - key.size(), '\0'));
    QByteArray inner = key;
    QByteArray outer = key;
    for (qsizetype i = 0; i < block; ++i) {
        inner[i] = static_cast<char>(key[i] ^ 0x36);
        outer[i] = static_cast<char>(key[i] ^ 0x5c);
    }
    return QCryptographicHash::hash(outer +
                                        QCryptographicHash::hash(inner + text, QCryptographicHash::Sha256),
                                    QCryptographicHash::Sha256);
}

const char *const signingKey = "whole-sale-7f1c9b";

/// The buyer of journey 3 believes only what is signed with its key.
net::HttpResponse signedBuyer(const net::HttpRequest &request)
{
    const std::string *signature = request.header("x-buyer-signature");
    const QByteArray expected =
        "sha256=" + hmacSha256(signingKey, QByteArray::fromStdString(request.body)).toBase64();
    if (!signature || QByteArray::fromStdString(*signature) != expected)
        return bourse::test::json(401, R"({"ok":false,"why":"Signature does not match"})");
    return bourse::test::json(200, R"({"ok":true,"lead":"S-118"})");
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
    void sellThrough(const std::string &slug, domain::PriceKind price,
                     const char *vertical = "personal_injury")
    {
        auto document = m_bench->market->snapshot()->document();
        document.sources[0].vertical = vertical;
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
        auto document = MarketBench::loopbackMarket();
        document.verticals = {gui::test::vertical(u"personal_injury"_qs), gui::test::vertical(u"solar"_qs)};
        m_bench = std::make_unique<MarketBench>(ThrowawayCluster::shared(), document);
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
        QCOMPARE(QApplication::focusWidget()->objectName(), u"lineEditorField"_qs);
        QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u"ping_id"_qs);
        DO(m_person.press(Qt::Key_Return)); // by the name that the post reads
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
        const auto sold = m_bench->route({{"first_name", "Jim"},
                                          {"last_name", "Beam"},
                                          {"phone", "(512) 555-0142"},
                                          {"email", "jim@example.com"},
                                          {"state", "TX"},
                                          {"postal_code", "78702"},
                                          {"case_type", "truck_accident"},
                                          {"has_attorney", "no"}});
        QVERIFY2(sold.errors.empty(), sold.errors.empty() ? "" : sold.errors.front().message.c_str());
        QCOMPARE(sold.state, domain::LeadState::Sold);
        QCOMPARE(sold.buyer, std::string("acme"));
        QCOMPARE(sold.price.value_or(Money(0, Currency::usd())).toDecimal(), std::string("38.25"));
        QCOMPARE(buyer.received("/v1/ping"), 2);
        QCOMPARE(buyer.received("/v1/post"), 3);
        const auto last = domain::parseJson(buyer.journal().back().body);
        QCOMPARE(last->find("ping_id")->toText(), std::string("pg-8f31"));
        QCOMPARE(last->find("first_name")->toText(), std::string("Jim"));
    }

    /// The same without a mouse.
    void fromACurlLineByKeyboardAlone()
    {
        LoopbackBuyer buyer(injuryBuyer);
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier));
        DO(m_person.press(Qt::Key_I, Qt::ControlModifier));
        auto *dialog = find<ImportDialog>();
        QVERIFY(dialog);
        DO(m_person.paste(injuryCurl(buyer.url())));
        DO(m_person.press(Qt::Key_N, Qt::AltModifier));
        DO(m_person.type(u"Acme Injury"_qs));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isSettled(), 60'000);
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QVERIFY(editor() && editor()->document());
        AnswerView *answer = nullptr;
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QTRY_VERIFY_WITH_TIMEOUT((answer = find<AnswerView>()) != nullptr, 30'000);
        // into the answer; N goes to the next value, Enter asks what it is
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier | Qt::AltModifier));
        QVERIFY(answer->hasFocus());
        for (const Qt::Key meaning : {Qt::Key_1, Qt::Key_3, Qt::Key_2}) { // accepted, the id, the price
            DO(m_person.press(Qt::Key_N));
            DO(m_person.press(Qt::Key_Return));
            DO(m_person.press(meaning));
            if (meaning == Qt::Key_3)
                DO(m_person.press(Qt::Key_Return)); // by the name that is proposed
            QVERIFY(answer->hasFocus());
        }
        QVERIFY2(text("responseFacts").contains(u"$38.25"_qs), qPrintable(text("responseFacts")));
        DO(m_person.press(Qt::Key_2, Qt::AltModifier));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QTRY_VERIFY_WITH_TIMEOUT(find<AnswerView>() && answer->toPlainText().contains(u"L-90017"_qs), 30'000);
        const int toFirstTest = m_person.actions();
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier | Qt::AltModifier));
        DO(m_person.press(Qt::Key_N));
        DO(m_person.press(Qt::Key_Return));
        DO(m_person.press(Qt::Key_1));
        DO(m_person.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier));
        DO(m_person.type(u"By keyboard"_qs));
        DO(m_person.press(Qt::Key_Return));
        QTRY_COMPARE_WITH_TIMEOUT(editor()->publishedVersion(), qint64(1), 30'000);
        tell("Journey 1 by keyboard alone", toFirstTest);
        QVERIFY(toFirstTest <= mostActions);
        const domain::Value *price =
            editor()->document()->at("steps.ping.response.extract.price.source.json");
        QVERIFY(price && price->toText() == "$.bid");
    }

    void fromASpecificationTable()
    {
        LoopbackBuyer buyer(solarBuyer);
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier));
        DO(m_person.press(Qt::Key_I, Qt::ControlModifier));
        auto *dialog = find<ImportDialog>();
        QVERIFY(dialog);
        DO(m_person.paste(postingTable));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isSettled(), 60'000);
        QCOMPARE(text("importProblem"), QString());
        const auto *map = qobject_cast<ImportMapModel *>(find<TableView>(u"importMapping"_qs)->model());
        // 30 fields: 29 rows, and the key, which is a secret
        QCOMPARE(map->total(), 29);
        int unmapped = 0;
        for (int row = 0; row < map->rowCount(); ++row)
            unmapped += map->suggestion(row)->kind == workbench::MappingKind::Unmapped ||
                        (map->suggestion(row)->kind == workbench::MappingKind::Constant &&
                         map->suggestion(row)->constant.toText().empty());
        const int mapped = 30 - unmapped;
        qInfo().noquote() << mapped << "of 30 fields mapped by themselves," << mapped * 100 / 30 << "%";
        QVERIFY(mapped * 100 >= 30 * 80);
        QVERIFY2(text("importSummary").contains(u" 0 silently dropped"_qs),
                 qPrintable(text("importSummary")));
        // the table names no server
        DO(m_person.press(Qt::Key_A, Qt::AltModifier)); // Address
        DO(m_person.type(QString::fromStdString(buyer.url()) + u"/post.do"_qs));
        DO(m_person.press(Qt::Key_N, Qt::AltModifier));
        DO(m_person.type(u"Sunny Roofs"_qs));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isSettled(), 60'000);
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QVERIFY(editor() && editor()->document());
        QVERIFY(find<QWidget>(u"coverageMeter"_qs)->accessibleName().contains(u"28"_qs));

        // what is left: Fill in, at the problem itself
        DO(m_person.press(Qt::Key_F8)); // the campaign's id keeps it from being published
        QVERIFY(editor()->state()->selected().endsWith(u"rows[0]"_qs));
        DO(m_person.press(Qt::Key_F4));
        DO(m_person.type(u"61a7"_qs));
        DO(m_person.press(Qt::Key_Return));
        auto *view = editor()->mappingPane()->view();
        const auto *rows = editor()->mappingPane()->model();
        const auto cellOf = [&](const QString &target, int column) {
            for (int row = 0; row < rows->rowCount(); ++row)
                if (rows->item(row)->row.target == target)
                    return rows->index(row, column);
            return QModelIndex();
        };
        DO(m_person.clickItem(view, cellOf(u"lp_response"_qs, MappingModel::Source)));
        DO(m_person.press(Qt::Key_F4));
        DO(m_person.type(u"JSON"_qs));
        DO(m_person.press(Qt::Key_Return));
        DO(m_person.press(Qt::Key_End, Qt::ControlModifier)); // the last row has no field of the lead
        QCOMPARE(rows->item(view->currentIndex().row())->row.target, u"spouse_present"_qs);
        DO(m_person.press(Qt::Key_F4));
        DO(m_person.type(u"No"_qs));
        DO(m_person.press(Qt::Key_Return));
        QVERIFY(find<QWidget>(u"coverageMeter"_qs)->accessibleName().contains(u"30 of 30"_qs));
        // the key is no part of the document
        DO(m_person.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier));
        QVERIFY(find<SecretsDialog>());
        DO(m_person.type(u"k7Qm2xV9"_qs));
        DO(m_person.press(Qt::Key_Return));
        DO(m_person.press(Qt::Key_Escape));
        QVERIFY(!find<SecretsDialog>());

        // the key is in the body, so its length is known only when it is sent
        QByteArray preview = shownBytes(find<ExactView>(u"requestBytes"_qs));
        QVERIFY(preview.contains("Content-Length: {{set when sent}}\r\n"));
        preview.replace("Content-Length: {{set when sent}}", "Content-Length: N");
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        AnswerView *answer = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((answer = find<AnswerView>()) != nullptr, 30'000);
        const int toFirstTest = m_person.actions();
        const net::HttpRequest received = buyer.journal().back();
        QCOMPARE(receivedBytes(received, buyer.url(), "k7Qm2xV9", "sunny_roofs_lp_campaign_key")
                     .replace(QByteArray("Content-Length: ") + QByteArray::number(received.body.size()),
                              "Content-Length: N"),
                 preview);
        QVERIFY2(answer->toPlainText().contains(u"77120"_qs), qPrintable(answer->toPlainText()));
        DO(m_person.clickText(answer, u"success"_qs));
        DO(m_person.press(Qt::Key_1));
        DO(m_person.clickText(answer, u"41.00"_qs));
        DO(m_person.press(Qt::Key_2));
        QVERIFY2(text("responseFacts").contains(u"$41.00"_qs), qPrintable(text("responseFacts")));
        // a lead that lacks what they require is not sent, and the answer to another is not shown for it
        DO(m_person.press(Qt::Key_PageDown, Qt::AltModifier));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QTRY_VERIFY_WITH_TIMEOUT(text("answerNothing").contains(u"city"_qs), 30'000);
        QCOMPARE(buyer.received("/post.do"), 1);
        // one that they reject
        DO(m_person.click(find<QPushButton>(u"sampleButton"_qs)));
        DO(m_person.clickEntry(u"sample_3"_qs)); // unicode
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QTRY_VERIFY_WITH_TIMEOUT(
            find<AnswerView>() && answer->toPlainText().contains(u"Invalid characters"_qs), 30'000);
        DO(m_person.clickText(answer, u"failed"_qs));
        DO(m_person.press(Qt::Key_6));
        DO(m_person.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier));
        DO(m_person.type(u"From their posting instructions"_qs));
        DO(m_person.press(Qt::Key_Return));
        QTRY_COMPARE_WITH_TIMEOUT(editor()->publishedVersion(), qint64(1), 30'000);
        tell("Journey 2", toFirstTest);

        sellThrough("sunny-roofs", domain::PriceKind::FromPost, "solar");
        auto fields = domain::Object{{"first_name", "Jim"}, {"home_ownership", "own"}};
        const auto &example = editor()->state()->leads().front().fields;
        for (const auto &[key, value] : example)
            if (!fields.contains(key))
                fields.set(key, value);
        const auto sold = m_bench->route(std::move(fields));
        QVERIFY2(sold.errors.empty(), sold.errors.empty() ? "" : sold.errors.front().message.c_str());
        QCOMPARE(sold.state, domain::LeadState::Sold);
        QCOMPARE(sold.price.value_or(Money(0, Currency::usd())).toDecimal(), std::string("41.00"));
        QVERIFY(buyer.journal().back().body.find("lp_campaign_key=k7Qm2xV9&") != std::string::npos);
    }

    void aBuyerThatWantsHmac()
    {
        LoopbackBuyer buyer(signedBuyer);
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier));
        DO(m_person.press(Qt::Key_I, Qt::ControlModifier));
        auto *dialog = find<ImportDialog>();
        QVERIFY(dialog);
        DO(m_person.paste(
            u"curl %1/leads --json '{\"reference\":\"demo-1\",\"first_name\":\"Maria\","
            u"\"email\":\"maria@example.com\",\"zip\":\"78701\",\"case_type\":\"auto_accident\"}'"_qs.arg(
                QString::fromStdString(buyer.url()))));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isSettled(), 60'000);
        DO(m_person.press(Qt::Key_N, Qt::AltModifier));
        DO(m_person.type(u"Signed Leads"_qs));
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        QVERIFY(editor() && editor()->document());
        // a recipe to begin with
        DO(m_person.press(Qt::Key_2, Qt::ControlModifier | Qt::AltModifier)); // Signature
        auto *presets = find<QListWidget>(u"signaturePresets"_qs);
        QVERIFY(presets && presets->hasFocus());
        QCOMPARE(presets->currentItem()->text(), u"HMAC of the body"_qs);
        DO(m_person.press(Qt::Key_Return));
        QVERIFY(!find<QListWidget>(u"signaturePresets"_qs));
        DO(m_person.press(Qt::Key_G, Qt::AltModifier)); // Goes to
        DO(m_person.press(Qt::Key_Tab));
        DO(m_person.type(u"X-Buyer-Signature"_qs));

        // their page shows a body, a key and the signature that comes of it
        DO(m_person.press(Qt::Key_M, Qt::AltModifier)); // Match the buyer's example
        DO(m_person.paste(u"sha256=jlA+QObF8E7wDwaOIEPF7U3lF0wct5Ru9yF6Gv3R51w="_qs));
        DO(m_person.press(Qt::Key_Tab));
        DO(m_person.paste(u"example-key-4711"_qs));
        DO(m_person.press(Qt::Key_Tab));
        DO(m_person.paste(
            u"{\"reference\":\"demo-1\",\"email\":\"maria@example.com\",\"zip\":\"78701\"}"_qs));
        DO(m_person.click(find<QPushButton>(u"matchCompare"_qs)));
        QVERIFY2(text("matchVerdict").contains(u"Differs at byte 0"_qs), qPrintable(text("matchVerdict")));
        auto *variants = find<QListWidget>(u"matchVariants"_qs);
        QVERIFY(variants && variants->count() > 0);
        DO(m_person.press(Qt::Key_Return)); // use it
        QVERIFY2(text("matchVerdict").contains(u"exactly this signature"_qs),
                 qPrintable(text("matchVerdict")));

        // the real key
        DO(m_person.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier));
        QVERIFY(find<SecretsDialog>());
        DO(m_person.paste(QLatin1String(signingKey)));
        DO(m_person.press(Qt::Key_Return));
        DO(m_person.press(Qt::Key_Escape));
        QVERIFY(!find<SecretsDialog>());
        DO(m_person.press(Qt::Key_Return, Qt::ControlModifier));
        AnswerView *answer = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((answer = find<AnswerView>()) != nullptr, 30'000);
        const int toFirstTest = m_person.actions();
        QCOMPARE(answer->toPlainText(), u"{\"ok\":true,\"lead\":\"S-118\"}"_qs);
        QCOMPARE(buyer.received("/leads"), 1);
        QVERIFY(!find<QListWidget>(u"matchVariants"_qs));
        const std::string document = domain::writeJson(editor()->document()->value());
        QVERIFY(document.find(signingKey) == std::string::npos);
        QVERIFY(document.find("example-key") == std::string::npos);
        tell("Journey 3", toFirstTest);
    }

    void anImportAsksBeforeItReplacesASecret()
    {
        const auto import = [this](const char *key) {
            if (!m_person.press(Qt::Key_I, Qt::ControlModifier) ||
                !m_person.paste(
                    u"curl https://api.acme.example/leads -H 'X-Api-Key: %1' "
                    u"--json '{\"first_name\":\"Maria\",\"zip\":\"78701\"}'"_qs.arg(QLatin1String(key))))
                return false;
            auto *dialog = find<ImportDialog>();
            return dialog && QTest::qWaitFor([dialog] { return dialog->isSettled(); }, 60'000) &&
                   m_person.press(Qt::Key_Return, Qt::ControlModifier) && !find<ImportDialog>();
        };
        const auto stored = [this] {
            auto value = bourse::test::wait(m_bench->market->revealSecret(u"api_acme_example_x_api_key"_qs));
            return value ? std::string(value->reveal()) : value.error().message;
        };
        DO(m_person.press(Qt::Key_3, Qt::ControlModifier));
        DO(import("ak_live_1111aaaa2222bbbb"));
        QTRY_COMPARE(stored(), std::string("ak_live_1111aaaa2222bbbb")); // new: nothing to ask
        QVERIFY(!find<QMessageBox>(u"secretReplaceBox"_qs));
        // into the open integration, with another key
        DO(import("ak_live_3333cccc4444dddd"));
        QTRY_VERIFY(find<QMessageBox>(u"secretReplaceBox"_qs));
        DO(m_person.press(Qt::Key_Return)); // the default keeps
        QTRY_VERIFY(!find<QMessageBox>(u"secretReplaceBox"_qs));
        QCOMPARE(stored(), std::string("ak_live_1111aaaa2222bbbb"));
        DO(import("ak_live_3333cccc4444dddd"));
        QTRY_VERIFY(find<QMessageBox>(u"secretReplaceBox"_qs));
        DO(m_person.press(Qt::Key_R, Qt::AltModifier)); // Replace
        QTRY_COMPARE(stored(), std::string("ak_live_3333cccc4444dddd"));
    }
};

QTEST_MAIN(TestIntegrationJourneys)
#include "tst_integrationjourneys.moc"
