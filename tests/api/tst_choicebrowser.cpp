// The hosted choice page in a real browser: Chromium without a window, driven by ChromeDriver (W3C
// WebDriver), with scripting on and off. Skips where one of them is not installed.
#include "pingpostdesk.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace bourse;
using test::PingPostDesk;

namespace {
/// A browser of its own profile.
class Browser {
  public:
    Browser(QNetworkAccessManager &network, bool scripts) : m_network(network)
    {
        m_driver.setProcessChannelMode(QProcess::MergedChannels);
        m_driver.start(QStandardPaths::findExecutable(QStringLiteral("chromedriver")),
                       {QStringLiteral("--port=0")});
        QByteArray said;
        const bool started = QTest::qWaitFor(
            [&] {
                said += m_driver.readAll();
                return said.contains("started successfully on port");
            },
            30'000);
        if (!started)
            qFatal("chromedriver does not start: %s", said.constData());
        m_url = QStringLiteral("http://127.0.0.1:") +
                QRegularExpression(QStringLiteral("successfully on port (\\d+)"))
                    .match(QString::fromUtf8(said))
                    .captured(1);
        QJsonArray arguments{QStringLiteral("--headless=new"),
                             QStringLiteral("--no-sandbox"),
                             QStringLiteral("--disable-gpu"),
                             QStringLiteral("--disable-quic"),
                             QStringLiteral("--no-first-run"),
                             QStringLiteral("--disable-background-networking"),
                             QStringLiteral("--disable-component-update"),
                             QStringLiteral("--disable-sync"),
                             QStringLiteral("--lang=en"),
                             QStringLiteral("--user-data-dir=") + m_profile.path()};
        if (!scripts)
            arguments.append(QStringLiteral("--blink-settings=scriptEnabled=false"));
        const QJsonObject options{{QStringLiteral("args"), arguments}};
        const QJsonObject always{{QStringLiteral("browserName"), QStringLiteral("chrome")},
                                 {QStringLiteral("goog:chromeOptions"), options},
                                 {QStringLiteral("goog:loggingPrefs"),
                                  QJsonObject{{QStringLiteral("browser"), QStringLiteral("ALL")}}}};
        const QJsonObject capabilities{{QStringLiteral("alwaysMatch"), always}};
        m_session = call("POST", QStringLiteral("/session"), {{QStringLiteral("capabilities"), capabilities}})
                        .toObject()
                        .value(QStringLiteral("sessionId"))
                        .toString();
        if (m_session.isEmpty())
            qFatal("no browser session");
    }
    ~Browser()
    {
        call("DELETE", QStringLiteral("/session/") + m_session, {});
        m_driver.terminate();
        if (!m_driver.waitForFinished(10'000))
            m_driver.kill();
    }
    void open(const QString &url) { command("POST", QLatin1String("/url"), {{QStringLiteral("url"), url}}); }
    QString title() { return command("GET", QLatin1String("/title"), {}).toString(); }
    /// Elements by CSS selector.
    QStringList find(const char *selector)
    {
        QStringList ids;
        const QJsonArray found = command("POST", QLatin1String("/elements"),
                                         {{QStringLiteral("using"), QStringLiteral("css selector")},
                                          {QStringLiteral("value"), QString::fromLatin1(selector)}})
                                     .toArray();
        for (const QJsonValue &one : found)
            ids.append(one.toObject().begin()->toString());
        return ids;
    }
    QString text(const char *selector)
    {
        const QStringList ids = find(selector);
        return ids.isEmpty()
                   ? QString()
                   : command("GET", QLatin1String("/element/") + ids.front() + QLatin1String("/text"), {})
                         .toString();
    }
    /// What assistive technology is told of an element: its name or its role.
    QString computed(const QString &element, const char *what)
    {
        return command("GET",
                       QLatin1String("/element/") + element + QLatin1String("/computed") +
                           QString::fromLatin1(what),
                       {})
            .toString();
    }
    QString css(const char *selector, const char *property)
    {
        return command("GET",
                       QLatin1String("/element/") + find(selector).value(0) + QLatin1String("/css/") +
                           QString::fromLatin1(property),
                       {})
            .toString();
    }
    void click(const char *selector)
    {
        command("POST", QLatin1String("/element/") + find(selector).value(0) + QLatin1String("/click"), {});
    }
    /// What the console says, a violated policy for example.
    QString console()
    {
        const QJsonArray lines =
            command("POST", QLatin1String("/se/log"), {{QStringLiteral("type"), QStringLiteral("browser")}})
                .toArray();
        QString all;
        for (const QJsonValue &line : lines)
            all += line.toObject().value(QStringLiteral("message")).toString() + QLatin1Char('\n');
        return all;
    }

  private:
    QJsonValue command(const char *method, const QString &path, const QJsonObject &body)
    {
        return call(method, QStringLiteral("/session/") + m_session + path, body);
    }
    QJsonValue call(const char *method, const QString &path, const QJsonObject &body)
    {
        QNetworkRequest request{QUrl(m_url + path)};
        request.setRawHeader("Content-Type", "application/json");
        const QByteArray sent =
            qstrcmp(method, "POST") == 0 ? QJsonDocument(body).toJson(QJsonDocument::Compact) : QByteArray();
        std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, sent));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 60'000))
            qFatal("the browser does not answer");
        const QByteArray answer = reply->readAll();
        if (reply->error() != QNetworkReply::NoError)
            qWarning("%s %s: %s", method, qPrintable(path), qPrintable(reply->errorString()));
        const QJsonValue value = QJsonDocument::fromJson(answer).object().value(QStringLiteral("value"));
        if (value.toObject().contains(QStringLiteral("error")))
            qWarning("%s %s: %s", method, qPrintable(path), answer.left(400).constData());
        return value;
    }
    QNetworkAccessManager &m_network;
    QTemporaryDir m_profile;
    QProcess m_driver;
    QString m_url, m_session;
};
} // namespace

class TestChoiceBrowser : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase()
    {
        auto &cluster = test::ThrowawayCluster::shared();
        if (!cluster.problem().empty())
            QSKIP(cluster.problem().c_str());
        for (const char *program : {"chromium", "chromedriver"})
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
                QSKIP("Debian's packages chromium and chromium-driver are not installed: the choice page is "
                      "not "
                      "tried in a browser.");
    }
    void aPersonChooses_data()
    {
        QTest::addColumn<bool>("scripts");
        QTest::newRow("with scripts") << true;
        QTest::newRow("without scripts") << false;
    }
    void aPersonChooses()
    {
        QFETCH(bool, scripts);
        PingPostDesk desk([](domain::MarketDocument &document) {
            auto &root = document.trees.front().root;
            root.logic = domain::GroupLogic::Choice;
            root.maxSales = 2;
            document.buyers.front().label = "Acme & <Sons>";
            document.buyers.front().consentText = "Yes, {buyer} <b>may</b> call me.";
        });
        const auto offered = desk.send("/v1/leads", R"({"state":"TX","email":"maria@example.com"})");
        const QString page = QString::fromStdString(desk.url + offered.text("choice_url"));
        Browser browser(desk.network, scripts);
        browser.open(page);
        QCOMPARE(browser.title(), QStringLiteral("Choose who may contact you"));
        const QStringList inputs = browser.find("input[type=checkbox]");
        QCOMPARE(inputs.size(), 3);
        QStringList names;
        for (const QString &input : inputs) {
            QCOMPARE(browser.computed(input, "role"), QStringLiteral("checkbox"));
            names.append(browser.computed(input, "label"));
        }
        QCOMPARE(names, (QStringList{QStringLiteral("beta"), QStringLiteral("Acme & <Sons>"),
                                     QStringLiteral("gamma")}));
        QCOMPARE(browser.text("#bid-b2-consent"), QStringLiteral("Yes, Acme & <Sons> <b>may</b> call me."));
        QCOMPARE(browser.css("main", "max-width"), QStringLiteral("640px")); // its own style is let through

        browser.click("button"); // nothing chosen
        QVERIFY(browser.text("[role=alert]").contains(QStringLiteral("Choose a company.")));
        browser.click("#bid-b1");
        browser.click("#bid-b2");
        browser.click("button");
        QCOMPARE(browser.text("h1"), QStringLiteral("Thank you"));
        QVERIFY(browser.text("main").contains(QStringLiteral("beta, Acme & <Sons>")));
        QCOMPARE(desk.lead(offered.text("lead_id"), "state, price_micros"), std::string("sold|51000000"));
        QCOMPARE(desk.bench.value("SELECT count(*) FROM bourse.consent_evidence WHERE kind = 'choice'"),
                 std::string("2"));
        browser.open(page);
        QCOMPARE(browser.text("h1"), QStringLiteral("You have chosen already"));
        const QString console = browser.console();
        QVERIFY2(!console.contains(QStringLiteral("Content Security Policy")), qPrintable(console));
    }
};

QTEST_GUILESS_MAIN(TestChoiceBrowser)
#include "tst_choicebrowser.moc"
