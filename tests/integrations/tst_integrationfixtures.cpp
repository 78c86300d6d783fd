// Every folder beside this file: rendered bytes equal the expected ones, answers are read as expected. The
// expected files are written by hand from the buyers' specifications.
#include "domain/integration/documentparts.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <QDir>
#include <QFile>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

namespace {

QString fixtures()
{
    return QStringLiteral(BOURSE_SOURCE_DIR "/tests/integrations");
}

std::optional<std::string> read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

Object object(const QString &path)
{
    const auto text = read(path);
    if (!text)
        return {};
    const auto value = parseJson(*text);
    if (!value || !value->isObject())
        qFatal("%s is not a JSON object", qPrintable(path));
    return *value->asObject();
}

std::map<std::string, std::string> names(const QString &path)
{
    std::map<std::string, std::string> out;
    for (const Member &member : object(path))
        out[member.first] = member.second.toText();
    return out;
}

/// What the JSON says, whatever its layout.
std::string canonical(const std::string &text)
{
    const auto value = parseJson(text);
    return value ? writeJsonPretty(*value) : "not JSON: " + value.error().message + "\n" + text;
}

} // namespace

class TestIntegrationFixtures : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void render_data() { cases(QStringLiteral(".request")); }
    void render();
    void refuse_data() { cases(QStringLiteral(".refused.json")); }
    void refuse();
    void interpret_data() { cases(QStringLiteral(".response")); }
    void interpret();
    void everyFolderIsWhole();

  private:
    void cases(const QString &suffix);
    Result<RenderedRequest> rendered(const QString &name, const QString &folder, StepKind step);
    std::shared_ptr<const Integration> integration(const QString &name);
    std::map<QString, std::shared_ptr<const Integration>> m_known;
};

void TestIntegrationFixtures::cases(const QString &suffix)
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("step");
    const QDir root(fixtures());
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        for (const QString &group : {QStringLiteral("exemplary"), QStringLiteral("supplemental")}) {
            const QDir dir(root.filePath(name + QLatin1Char('/') + group));
            for (const QString &one : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
                for (const QString &file :
                     QDir(dir.filePath(one)).entryList({QLatin1Char('*') + suffix}, QDir::Files)) {
                    const QString step = file.chopped(suffix.size());
                    QTest::newRow(qPrintable(name + QLatin1Char('/') + group + QLatin1Char('/') + one +
                                             QLatin1Char(' ') + step))
                        << name << dir.filePath(one) << step;
                }
        }
}

std::shared_ptr<const Integration> TestIntegrationFixtures::integration(const QString &name)
{
    auto &known = m_known[name];
    if (known)
        return known;
    auto text = read(fixtures() + QLatin1Char('/') + name + QStringLiteral("/integration.json"));
    if (!text) // the folder is named like a built-in template
        text = read(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations/%1.json").arg(name));
    if (!text)
        return nullptr;
    auto compiled = Integration::fromJson(*text);
    if (!compiled) {
        for (const Error &error : compiled.errors())
            qWarning("%s: %s %s: %s", qPrintable(name), error.code.c_str(), error.field.c_str(),
                     error.message.c_str());
        return nullptr;
    }
    known = *compiled;
    return known;
}

Result<RenderedRequest> TestIntegrationFixtures::rendered(const QString &name, const QString &folder,
                                                          StepKind step)
{
    const Object lead = object(folder + QStringLiteral("/lead.json"));
    if (lead.empty())
        qFatal("%s has no lead.json", qPrintable(folder));
    const std::map<std::string, std::string> carried = names(folder + QStringLiteral("/carried.json"));
    std::map<std::string, Secret> secrets;
    for (const Member &member :
         object(fixtures() + QLatin1Char('/') + name + QStringLiteral("/secrets.json")))
        secrets.emplace(member.first, Secret(member.second.toText()));
    RenderInput input;
    input.lead = &lead;
    input.carried = &carried;
    input.secrets = &secrets;
    input.live = read(folder + QStringLiteral("/env")).value_or("test").starts_with("live");
    if (const auto time = read(folder + QStringLiteral("/time"))) {
        const auto instant = fromIso8601(QByteArray::fromStdString(*time).trimmed().toStdString());
        if (!instant)
            qFatal("%s has a wrong time", qPrintable(folder));
        input.time = *instant;
    }
    return integration(name)->render(step, input);
}

void TestIntegrationFixtures::render()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(QString, step);
    QVERIFY(integration(name));
    const auto kind = stepKindFromName(step.toStdString());
    QVERIFY(kind);
    const auto expected = read(folder + QLatin1Char('/') + step + QStringLiteral(".request"));
    QVERIFY(expected);
    const auto request = rendered(name, folder, *kind);
    if (!request)
        QFAIL((request.error().code + " " + request.error().field + ": " + request.error().message).c_str());
    QCOMPARE(QByteArray::fromStdString(toWireText(*request)), QByteArray::fromStdString(*expected));
}

/// A lead that this buyer must not get: the code and the field say why.
void TestIntegrationFixtures::refuse()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(QString, step);
    QVERIFY(integration(name));
    const auto kind = stepKindFromName(step.toStdString());
    QVERIFY(kind);
    const Object expected = object(folder + QLatin1Char('/') + step + QStringLiteral(".refused.json"));
    const auto request = rendered(name, folder, *kind);
    QVERIFY2(!request.ok(), "the request was built");
    const Object found{{"code", request.error().code}, {"field", request.error().field}};
    QCOMPARE(QByteArray::fromStdString(writeJson(Value(found))),
             QByteArray::fromStdString(writeJson(Value(expected))));
}

void TestIntegrationFixtures::interpret()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(QString, step);
    const auto compiled = integration(name);
    QVERIFY(compiled);
    const auto raw = read(folder + QLatin1Char('/') + step + QStringLiteral(".response"));
    const auto expected = read(folder + QLatin1Char('/') + step + QStringLiteral(".expected.json"));
    QVERIFY2(expected, "an answer without its expected reading");
    const auto response = parseRawResponse(*raw);
    QVERIFY(response.ok());
    // a case that has a lead is read with it: rules may compare the answer with the request
    const SampleAbout about{object(folder + QStringLiteral("/lead.json")),
                            names(folder + QStringLiteral("/carried.json"))};
    const RenderInput request = about.input();
    const Interpretation reading =
        compiled->interpret(*stepKindFromName(step.toStdString()), *response, &request);
    QCOMPARE(QByteArray::fromStdString(canonical(toJson(reading))),
             QByteArray::fromStdString(canonical(*expected)));
}

void TestIntegrationFixtures::everyFolderIsWhole()
{
    const QDir root(fixtures());
    const QStringList names = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    QVERIFY(names.size() >= 3);
    for (const QString &name : names) {
        const QDir dir(root.filePath(name));
        QVERIFY2(dir.exists(QStringLiteral("README")), qPrintable(name));
        QVERIFY2(dir.exists(QStringLiteral("secrets.json")), qPrintable(name));
        QVERIFY2(!QDir(dir.filePath(QStringLiteral("exemplary"))).isEmpty(), qPrintable(name));
        QVERIFY2(!QDir(dir.filePath(QStringLiteral("supplemental"))).isEmpty(), qPrintable(name));
    }
    // Each template that is shipped has fixtures.
    for (const QString &file : QDir(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations"))
                                   .entryList({QStringLiteral("*.json")}))
        QVERIFY2(names.contains(file.chopped(5)), qPrintable(file));
}

QTEST_GUILESS_MAIN(TestIntegrationFixtures)
#include "tst_integrationfixtures.moc"
