// Every built-in inbound document against recorded requests: tests/inbound/<document>/<case>/ holds the
// request, the expected reading, and the answers expected for what became of it. Expected files are written
// by hand.
#include "domain/integration/inbound.h"
#include "domain/integration/inboundlint.h"
#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <set>

using namespace bourse;
using namespace bourse::domain;

namespace {

std::string contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

Value parsed(const QString &path)
{
    auto value = parseJson(contents(path));
    return value ? *value : Value();
}

std::string told(const Errors &errors)
{
    std::string out;
    for (const Error &error : errors)
        out += error.code + " " + error.field + ": " + error.message + "\n";
    return out;
}

const QString documents = QStringLiteral(BOURSE_SOURCE_DIR "/resources/inbound/");
const QString cases = QStringLiteral(BOURSE_SOURCE_DIR "/tests/inbound/");

std::shared_ptr<const Inbound> document(const QString &name)
{
    auto inbound = Inbound::fromJson(contents(documents + name + QStringLiteral(".json")));
    if (!inbound)
        qWarning("%s", told(inbound.errors()).c_str());
    return inbound ? *inbound : nullptr;
}

InboundRoute routeOf(const Inbound &inbound, const std::string &target)
{
    InboundRoute route;
    const std::string path = target.substr(0, target.find('?'));
    for (const InboundPath &one : inbound.paths())
        if (path == one.path || (one.withRest && path.starts_with(one.path + '/'))) {
            route.act = one.act;
            route.rest = path.substr(std::min(one.path.size() + 1, path.size()));
        }
    return route;
}
} // namespace

class TestInboundFixtures : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyDocumentHasCases()
    {
        const QStringList names = QDir(documents).entryList({QStringLiteral("*.json")}, QDir::Files);
        QCOMPARE(names.size(), 9);
        for (const QString &name : names) {
            const QString slug = name.chopped(5);
            const auto inbound = document(slug);
            QVERIFY2(inbound, qPrintable(name));
            QCOMPARE(QString::fromStdString(inbound->slug()), slug);
            QVERIFY2(!QDir(cases + slug).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty(),
                     qPrintable(name));
            for (const LintProblem &problem : lintInbound(inbound->document(), nullptr))
                QVERIFY2(problem.severity == LintProblem::Severity::Hint,
                         (problem.code + ' ' + problem.path).c_str());
        }
    }
    void requests_data()
    {
        QTest::addColumn<QString>("slug");
        QTest::addColumn<QString>("folder");
        for (const QString &slug : QDir(cases).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            for (const QString &name : QDir(cases + slug).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
                QTest::newRow(qPrintable(slug + u'/' + name)) << slug << cases + slug + u'/' + name + u'/';
    }
    void requests()
    {
        QFETCH(QString, slug);
        QFETCH(QString, folder);
        const auto inbound = document(slug);
        QVERIFY(inbound);
        auto request = parseRawRequest(contents(folder + QStringLiteral("request")));
        QVERIFY2(request.ok(), "request");
        const UtcTime now = *fromIso8601("2026-05-12T15:00:00Z");
        proof(*inbound, *request, folder, now);
        if (QTest::currentTestFailed())
            return;

        std::optional<FieldSchema> vertical;
        const QString name = QString::fromStdString(contents(folder + QStringLiteral("vertical"))).trimmed();
        if (name != QLatin1String("-")) {
            auto schema = fieldSchemaFromValue(
                parsed(QStringLiteral(BOURSE_SOURCE_DIR "/resources/verticals/%1.json").arg(name)));
            QVERIFY(schema.ok());
            vertical = std::move(*schema);
        }
        const auto message = inbound->receive(*request, routeOf(*inbound, request->target), now);
        if (inbound->asksForKey())
            QCOMPARE(inbound->key(*message), std::string("K"));
        const auto reading = inbound->read(*message, vertical ? &*vertical : nullptr);
        QVERIFY2(reading.ok(), reading ? "" : told(reading.errors()).c_str());
        const Value wanted = parsed(folder + QStringLiteral("reading.json"));
        QCOMPARE(toJson(*reading), writeJson(wanted));
        answers(*inbound, *message, *reading, folder);
    }

  private:
    static void proof(const Inbound &inbound, const InboundRequest &request, const QString &folder,
                      UtcTime now)
    {
        if (!inbound.asksForProof())
            return;
        std::map<std::string, Secret> secrets;
        const Value given = parsed(folder + QStringLiteral("secrets.json"));
        QVERIFY(given.isObject());
        for (const Member &member : *given.asObject())
            secrets.emplace(member.first, Secret(member.second.toText()));
        const auto verified = inbound.verify(request, secrets, now);
        QVERIFY2(verified.ok(), verified ? "" : verified.error().code.c_str());
        InboundRequest changed = request;
        changed.body += ' ';
        QCOMPARE(inbound.verify(changed, secrets, now).error().code, std::string("signature_mismatch"));
        secrets.begin()->second = Secret("another");
        QCOMPARE(inbound.verify(request, secrets, now).error().code, std::string("signature_mismatch"));
        QCOMPARE(inbound.verify(request, {}, now).error().code, std::string("missing_secret"));
    }
    static void answers(const Inbound &inbound, InboundMessage &message, const InboundReading &reading,
                        const QString &folder)
    {
        const Value expected = parsed(folder + QStringLiteral("answers.json"));
        for (const Value &one : expected.isArray() ? *expected.asArray() : Array()) {
            InboundOutcome outcome;
            outcome.act = reading.act;
            outcome.facts = *one.find("facts")->asObject();
            outcome.name = outcome.facts.find("outcome")->toText();
            const auto answer = inbound.answer(message, &reading, outcome);
            QVERIFY2(answer.ok(), answer ? "" : answer.error().code.c_str());
            const std::string status = one.find("status")->toText();
            QCOMPARE(std::to_string(*answer ? (*answer)->status : 0), status);
            if (!*answer)
                continue;
            QCOMPARE((*answer)->body, one.find("body")->toText());
            QCOMPARE((*answer)->contentType, one.find("content_type")->toText());
        }
    }
};

QTEST_GUILESS_MAIN(TestInboundFixtures)
#include "tst_inboundfixtures.moc"
