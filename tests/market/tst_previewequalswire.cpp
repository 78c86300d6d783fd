// What the editor shows and `bourse-node render` prints is what a buyer receives, byte for byte: each
// template's requests, and requests with everything that a transport likes to mend, are sent through the
// engine's own gateway to a server that keeps the raw bytes, and templates are tried through the market's
// test, too.
#include "domain/integration/explain.h"
#include "market/marketbench.h"
#include "net/buyeraccessmanager.h"
#include "net/loopexecutor.h"
#include "support/faultserver.h"
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <fstream>

using namespace bourse;
using namespace bourse::test;
using domain::StepKind;
using domain::Value;

namespace {

const StepKind sendable[] = {StepKind::Auth,   StepKind::Lookup,    StepKind::Ping,      StepKind::Post,
                             StepKind::Status, StepKind::NotifyWin, StepKind::NotifyLoss};

std::optional<std::string> read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

domain::Object object(const QString &path)
{
    const auto text = read(path);
    const Value value = text ? parsed(*text) : Value(domain::Object{});
    return value.isObject() ? *value.asObject() : domain::Object{};
}

/// A template's document and one of its fixtures.
struct Case {
    Value document;
    domain::Object lead;
    std::map<std::string, std::string> carried;
    std::map<std::string, Secret> secrets;
    UtcTime time{};
    bool live = false;

    domain::RenderInput input() const
    {
        domain::RenderInput input;
        input.lead = &lead;
        input.carried = &carried;
        input.secrets = &secrets;
        input.time = time;
        input.live = live;
        input.secretsRequired = true;
        return input;
    }
};

QString fixtures()
{
    return QStringLiteral(BOURSE_SOURCE_DIR "/tests/integrations/");
}

Case readCase(const QString &name, const QString &folder)
{
    Case it;
    auto text = read(fixtures() + name + QStringLiteral("/integration.json"));
    if (!text)
        text = read(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations/%1.json").arg(name));
    it.document = parsed(text.value_or("{}"));
    it.lead = object(folder + QStringLiteral("/lead.json"));
    for (const auto &member : object(folder + QStringLiteral("/carried.json")))
        it.carried[member.first] = member.second.toText();
    for (const auto &member : object(fixtures() + name + QStringLiteral("/secrets.json")))
        it.secrets.emplace(member.first, Secret(member.second.toText()));
    it.live = read(folder + QStringLiteral("/env")).value_or("test").starts_with("live");
    if (const auto time = read(folder + QStringLiteral("/time")))
        it.time = *fromIso8601(QByteArray::fromStdString(*time).trimmed().toStdString());
    return it;
}

/// The folder of a step's first exemplary request.
QString folderOf(const QString &name, StepKind step)
{
    const QString root = fixtures() + name + QStringLiteral("/exemplary/");
    const QString file = QString::fromStdString(std::string(domain::name(step))) + QStringLiteral(".request");
    for (const QString &one : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        if (QFile::exists(root + one + QLatin1Char('/') + file))
            return root + one;
    }
    return {};
}

std::string originOf(const std::string &url)
{
    return url.substr(0, url.find_first_of("/?#", url.find("//") + 2));
}

/// What has to arrive: the preview, with the request line as HTTP/1.1 writes it to an origin (RFC
/// 9112, 3.2.1).
std::string onTheWire(const domain::RenderedRequest &request)
{
    const std::string preview = domain::toWireText(request);
    std::string target = request.url.substr(originOf(request.url).size());
    if (!target.starts_with('/'))
        target.insert(0, "/");
    return request.method + ' ' + target + " HTTP/1.1" + preview.substr(preview.find("\r\n"));
}

std::vector<std::string> keysOf(const domain::Object &object)
{
    std::vector<std::string> keys;
    for (const auto &member : object)
        keys.push_back(member.first);
    return keys;
}

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

class TestPreviewEqualsWire : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyStepHasARow();
    void gateway_data();
    void gateway();
    void oddRequests_data();
    void oddRequests();
    void marketTest_data();
    void marketTest();

  private:
    void rows(bool allFixtures);
    std::optional<exchange::BuyerReply> send(domain::RenderedRequest request, exchange::CallKind kind);

    ThrowawayCluster &m_cluster = ThrowawayCluster::shared();
    TestAuthority m_authority;
    QTemporaryDir m_folder;
    LoopExecutor m_executor;
    std::shared_ptr<const domain::MarketSnapshot> m_loopback;
    std::unique_ptr<net::QtBuyerGateway> m_gateway;
    std::unique_ptr<FaultServer> m_plain;
    std::unique_ptr<FaultServer> m_secure;
    std::unique_ptr<MarketBench> m_bench;
};

void TestPreviewEqualsWire::initTestCase()
{
    QVERIFY2(m_cluster.ok(), m_cluster.problem().c_str());
    const std::string caFile = m_folder.filePath(QStringLiteral("authority.pem")).toStdString();
    std::ofstream(caFile) << m_authority.certificate();
    domain::MarketDocument document;
    document.egress.allow = {"127.0.0.0/8"};
    auto snapshot = domain::MarketSnapshot::compile(std::move(document), Uuid::v7(), 1);
    VERIFY_OK(snapshot);
    m_loopback = *snapshot;
    m_gateway = std::make_unique<net::QtBuyerGateway>(m_executor, net::BuyerGatewayOptions{caFile, {}});
    m_plain = std::make_unique<FaultServer>(Fault::None);
    FaultServerOptions tls;
    tls.tls = m_authority.issue();
    m_secure = std::make_unique<FaultServer>(Fault::None, tls);
    m_bench = std::make_unique<MarketBench>(m_cluster);
}

void TestPreviewEqualsWire::cleanupTestCase()
{
    m_bench.reset();
    m_gateway.reset();
}

/// One row per template and step with its first exemplary fixture; or with each that has a request.
void TestPreviewEqualsWire::rows(bool allFixtures)
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("step");
    const QDir root(fixtures());
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        for (StepKind step : sendable) {
            const std::string word(domain::name(step));
            const QString first = folderOf(name, step);
            if (first.isEmpty())
                continue;
            if (!allFixtures) {
                QTest::addRow("%s %s", qPrintable(name), word.c_str()) << name << first << int(step);
                continue;
            }
            for (const QString &group : {QStringLiteral("exemplary"), QStringLiteral("supplemental")}) {
                const QDir dir(root.filePath(name + QLatin1Char('/') + group));
                for (const QString &one : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
                    const QString request = QString::fromStdString(word) + QStringLiteral(".request");
                    if (QFile::exists(dir.filePath(one + QLatin1Char('/') + request)))
                        QTest::addRow("%s/%s %s", qPrintable(name), qPrintable(one), word.c_str())
                            << name << dir.filePath(one) << int(step);
                }
            }
        }
    }
}

/// No template has a step that is left out here.
void TestPreviewEqualsWire::everyStepHasARow()
{
    const QStringList files = QDir(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations"))
                                  .entryList({QStringLiteral("*.json")});
    QVERIFY(files.size() >= 40);
    QStringList missing;
    for (const QString &file : files) {
        const QString name = file.chopped(5);
        auto compiled = domain::Integration::fromValue(readCase(name, {}).document);
        QVERIFY2(compiled.ok(), qPrintable(name));
        for (StepKind step : sendable) {
            if ((*compiled)->hasStep(step) && folderOf(name, step).isEmpty())
                missing << name + QLatin1Char(' ') + QString::fromStdString(std::string(domain::name(step)));
        }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QStringLiteral(", "))));
}

std::optional<exchange::BuyerReply> TestPreviewEqualsWire::send(domain::RenderedRequest request,
                                                                exchange::CallKind kind)
{
    exchange::BuyerCall call;
    call.attemptId = Uuid::v7();
    call.kind = kind;
    call.buyer = "b";
    call.request = std::move(request);
    call.timeLimit = std::chrono::seconds(20);
    call.snapshot = m_loopback;
    auto answer = std::make_shared<std::optional<exchange::BuyerReply>>();
    keep(m_gateway->call(std::move(call)), answer);
    spinUntil([&] { return answer->has_value(); }, 30'000);
    return *answer;
}

void TestPreviewEqualsWire::gateway_data()
{
    rows(true);
}

/// The document as it is, its Host header included; only the connection goes elsewhere.
void TestPreviewEqualsWire::gateway()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(int, step);
    const auto kind = static_cast<StepKind>(step);
    const Case its = readCase(name, folder);
    auto compiled = domain::Integration::fromValue(its.document);
    VERIFY_OK(compiled);
    domain::RenderInput input = its.input();
    input.secretsRequired = false; // as the command and the editor render: one fixture has no token
    auto request = (*compiled)->render(kind, input);
    VERIFY_OK(request);
    const std::string expected = onTheWire(*request);
    const domain::Explanation explained = (*compiled)->explain(kind, input);
    QCOMPARE(bytes(onTheWire(explained.request)), bytes(expected));

    FaultServer &server = request->url.starts_with("https:") ? *m_secure : *m_plain;
    domain::RenderedRequest sent = *request;
    const std::string target = sent.url.substr(originOf(sent.url).size());
    sent.url = server.url(target);
    const auto before = server.journal().size();
    const auto reply = send(std::move(sent), kind == StepKind::Post     ? exchange::CallKind::Post
                                             : kind == StepKind::Ping   ? exchange::CallKind::Ping
                                             : kind == StepKind::Lookup ? exchange::CallKind::Lookup
                                                                        : exchange::CallKind::Auth);
    QVERIFY(reply);
    QVERIFY2(reply->outcome == exchange::WireOutcome::Answered, reply->detail.c_str());
    const auto journal = server.journal();
    QCOMPARE(journal.size(), before + 1);
    QCOMPARE(bytes(journal.back().headerText + journal.back().body), bytes(expected));
}

void TestPreviewEqualsWire::oddRequests_data()
{
    QTest::addColumn<QByteArray>("stepJson");
    QTest::addColumn<QByteArray>(
        "head"); ///< the request line, or the code that refuses the document or request
    const auto row = [](const char *name, const char *json, const char *head) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(head);
    };
    const char *body = R"("body":{"format":"json","rows":[{"target":"a","source":{"constant":"1"}}]})";
    for (const char *method : {"POST", "PUT", "PATCH", "DELETE", "GET"}) {
        QTest::addRow("%s with body", method)
            << QByteArray(R"("method":")") + method + R"(","path":"/m",)" + body
            << QByteArray(method) + " /m HTTP/1.1\r\n";
        QTest::addRow("%s without body", method)
            << QByteArray(R"("method":")") + method +
                   R"(","path":"/m","query":[{"target":"a","source":{"constant":"1"}}])"
            << QByteArray(method) + " /m?a=1 HTTP/1.1\r\n";
    }
    const auto header = [&](const char *name, const char *target, const char *value,
                            const char *line = "POST /h HTTP/1.1\r\n") {
        QTest::newRow(name)
            << QByteArray(R"("path":"/h","headers":[{"target":"X-Before","source":{"constant":"1"}},)"
                          R"({"target":")") +
                   target + R"(","source":{"constant":")" + value +
                   R"("},"on_empty":"empty"},{"target":"X-After","source":{"constant":"2"}}],)" + body
            << QByteArray(line);
    };
    header("header without value", "X-Empty", "");
    header("own Accept", "Accept", "text/xml");
    header("own Accept-Encoding", "Accept-Encoding", "identity");
    header("own User-Agent", "User-Agent", "Acme/1.0 (odd; agent)");
    header("own Content-Type", "Content-Type", "application/vnd.acme+json");
    header("own Cookie", "Cookie", "a=1; b=2");
    header("own Referer", "Referer", "https://www.example.com/form");
    header("own Authorization", "Authorization", "Whatever x");
    header("own Host", "Host", "other.example", "invalid_target");
    header("own Connection", "Connection", "close", "invalid_target");
    header("own Range", "Range", "bytes=0-1");
    header("own TE", "TE", "trailers", "invalid_target");
    header("own Expect", "Expect", "100-continue", "invalid_target");
    header("own If-Modified-Since", "If-Modified-Since", "Sat, 29 Oct 1994 19:43:31 GMT");
    header("odd case and signs", "x-LOWER_upper.9", "a;b=\\\"c\\\", d: e");
    header("value with blanks inside", "X-Blank", "a  b");
    header("value with blanks around", "X-Blank", " a ");
    header("value of blanks", "X-Blank", "  ");
    header("value with tabs", "X-Tab", "\\ta\\t b\\t");
    header("value not ASCII", "X-Word", "é");
    row("twice the same header",
        R"("path":"/t","headers":[{"target":"X-A","source":{"constant":"1"}},{"target":"X-A","source":{"constant":"2"}}])",
        "POST /t HTTP/1.1\r\n");
    row("dots and slashes in the path", R"("path":"/a/./b/../c//d")", "invalid_url");
    row("slashes in the path", R"("path":"/a//b///c/")", "POST /a//b///c/ HTTP/1.1\r\n");
    row("signs in the path", R"("path":"/a;b=c,d/e@f:g/(h)'!$&*+~")",
        "POST /a;b=c,d/e@f:g/(h)'!$&*+~ HTTP/1.1\r\n");
    row("path not ASCII", R"("path":"/é")", "invalid_url");
    row("query in the path", R"("path":"/q?x=1&y=a+b%20c")", "POST /q?x=1&y=a+b%20c HTTP/1.1\r\n");
    row("odd signs in the query",
        R"("path":"/o","query":[{"target":"a[b]","source":{"constant":"x|y{z} \"'<>\\^`~é"}}])", "POST /o?");
    row("no path", R"("path":"")", "POST / HTTP/1.1\r\n");
    row("plain text", R"("path":"/p","body":{"format":"text","template":"line 1\r\nline 2 é\n"})",
        "POST /p HTTP/1.1\r\n");
    row("multipart",
        R"("path":"/mp","body":{"format":"multipart","rows":[{"target":"a","source":{"constant":"é"}}]})",
        "POST /mp HTTP/1.1\r\n");
}

void TestPreviewEqualsWire::oddRequests()
{
    QFETCH(QByteArray, stepJson);
    QFETCH(QByteArray, head);
    const std::string text = R"({"bourse_integration":1,"slug":"odd","endpoints":{"test":{"base_url":")" +
                             m_plain->url("") + R"("}},"steps":{"post":{)" + stepJson.toStdString() +
                             R"(,"response":{"rules":[{"id":"any","outcome":"accepted"}]}}}})";
    auto compiled = domain::Integration::fromJson(text);
    Case its;
    // what cannot be sent as it is written is refused before it could be shown otherwise
    if (!head.contains(' ') && !head.contains('/')) {
        const auto refused = compiled ? (*compiled)->render(StepKind::Post, its.input())
                                      : Result<domain::RenderedRequest>(compiled.errors());
        QVERIFY(!refused);
        QCOMPARE(bytes(refused.error().code), head);
        return;
    }
    VERIFY_OK(compiled);
    for (const exchange::CallKind kind : {exchange::CallKind::Ping, exchange::CallKind::Post}) {
        auto request = (*compiled)->render(StepKind::Post, its.input());
        VERIFY_OK(request);
        const std::string expected = onTheWire(*request);
        QVERIFY2(expected.starts_with(head.toStdString()), expected.c_str());
        const auto before = m_plain->journal().size();
        const auto reply = send(*request, kind);
        QVERIFY(reply);
        QVERIFY2(reply->outcome == exchange::WireOutcome::Answered, reply->detail.c_str());
        const auto journal = m_plain->journal();
        QCOMPARE(journal.size(), before + 1);
        QCOMPARE(bytes(journal.back().headerText + journal.back().body), bytes(expected));
    }
}

void TestPreviewEqualsWire::marketTest_data()
{
    rows(false);
}

/// The document with its addresses pointed to loopback, through the market's test: its auth step first.
void TestPreviewEqualsWire::marketTest()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(int, step);
    const auto kind = static_cast<StepKind>(step);
    Case its = readCase(name, folder);
    FaultServerOptions options;
    if (const auto auth = read(folder + QStringLiteral("/auth.response"))) {
        auto response = domain::parseRawResponse(*auth);
        VERIFY_OK(response);
        options.answer = response->body;
    }
    FaultServer server(Fault::None, options);

    const QRegularExpression origin(QStringLiteral("^https?://(\\{\\{[^}]*\\}\\}|[^/{?#])*"));
    const QString here = QString::fromStdString(server.url(""));
    const auto moved = [&](Value &url) {
        if (const std::string *text = url.asString())
            url = QString::fromStdString(*text).replace(origin, here).toStdString();
    };
    domain::Object &document = *its.document.asObject();
    const auto movedIn = [&](Value &members, const char *key) {
        domain::Object &all = *members.asObject();
        for (const std::string &member : keysOf(all)) {
            if (Value *url = all.find(member)->asObject()->find(key))
                moved(*url);
        }
    };
    movedIn(*document.find("endpoints"), "base_url");
    const bool fromLead =
        domain::writeJson(*document.find("steps")).find(R"("url":"{{lead.)") != std::string::npos;
    movedIn(*document.find("steps"), "url");
    if (fromLead) { // an address out of the lead goes to a host of the document's list
        for (const std::string &field : keysOf(its.lead))
            moved(*its.lead.find(field));
        document.set("allowed_hosts", Value(domain::Array{Value("127.0.0.1")}));
    }
    auto compiled = domain::Integration::fromValue(its.document);
    VERIFY_OK(compiled);
    for (const auto &[secret, value] : its.secrets)
        VERIFY_OK(wait(m_bench->market->setSecret(QString::fromStdString(secret), value)));

    market::TestCall call;
    call.document = its.document;
    call.step = kind;
    call.live = its.live;
    call.lead = its.lead;
    call.carried = its.carried;
    call.time = its.time == UtcTime{} ? *fromIso8601("2026-05-12T14:30:01Z") : its.time;
    its.time = call.time;
    auto shown = wait(m_bench->market->sendTest(call));
    VERIFY_OK(shown);
    QVERIFY2(!shown->failure, shown->failure ? shown->failure->message.c_str() : "");

    const bool asksFirst = kind != StepKind::Auth && (*compiled)->hasStep(StepKind::Auth);
    if (asksFirst) {
        const auto granted = (*compiled)->interpret(StepKind::Auth, {200, {}, options.answer});
        for (const auto &[key, value] : granted.carried)
            its.carried.insert_or_assign(key, value);
    }
    auto request = (*compiled)->render(kind, its.input());
    VERIFY_OK(request);
    const auto journal = server.journal();
    QCOMPARE(journal.size(), std::size_t(asksFirst ? 2 : 1));
    QCOMPARE(bytes(journal.back().headerText + journal.back().body), bytes(onTheWire(*request)));
    const domain::Explanation explained = (*compiled)->explain(kind, its.input());
    QCOMPARE(bytes(domain::toWireText(explained.request)), bytes(domain::toWireText(*request)));
    // what the test shows is that, with names where its secrets are
    QCOMPARE(shown->request.method, request->method);
    QCOMPARE(shown->request.headers.size(), request->headers.size());
    if (its.secrets.empty() && !asksFirst)
        QCOMPARE(bytes(domain::toWireText(shown->request)), bytes(domain::toWireText(*request)));
}

QTEST_GUILESS_MAIN(TestPreviewEqualsWire)
#include "tst_previewequalswire.moc"
