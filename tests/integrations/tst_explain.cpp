// Explaining over every template and fixture: the bytes are those of render(), each span holds its row, and
// the rules say what interpret() says.
#include "domain/integration/explain.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

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
    const auto value = parseJson(text.value_or("{}"));
    return value && value->isObject() ? *value->asObject() : Object();
}

std::shared_ptr<const Integration> compiled(const QString &name)
{
    auto text = read(fixtures() + QLatin1Char('/') + name + QStringLiteral("/integration.json"));
    if (!text) // the folder is named like a built-in template
        text = read(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations/%1.json").arg(name));
    const auto integration = Integration::fromJson(text.value_or(""));
    return integration ? *integration : nullptr;
}

std::string_view bytesOf(const RenderedRequest &request, const RequestSpan &span)
{
    const std::string &whole = span.part == RequestSpan::Part::Url ? request.url
                               : span.part == RequestSpan::Part::Body
                                   ? request.body
                                   : request.headers.at(span.header).second;
    if (span.begin >= span.end || span.end > whole.size())
        return {};
    return std::string_view(whole).substr(span.begin, span.end - span.begin);
}

} // namespace

class TestExplain : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void requests_data() { cases(QStringLiteral("*.request")); }
    void requests();
    void answers_data() { cases(QStringLiteral("*.response")); }
    void answers();
    void leadsWithNothingFailAlike_data() { cases(QStringLiteral("*.request")); }
    void leadsWithNothingFailAlike();

  private:
    void cases(const QString &pattern);
};

void TestExplain::cases(const QString &pattern)
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("step");
    const QDir root(fixtures());
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        for (const QString &group : {QStringLiteral("exemplary"), QStringLiteral("supplemental")}) {
            const QDir dir(root.filePath(name + QLatin1Char('/') + group));
            for (const QString &one : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
                for (const QString &file : QDir(dir.filePath(one)).entryList({pattern}, QDir::Files)) {
                    const QString step = file.section(QLatin1Char('.'), 0, 0);
                    QTest::newRow(qPrintable(name + QLatin1Char('/') + group + QLatin1Char('/') + one +
                                             QLatin1Char(' ') + step))
                        << name << dir.filePath(one) << step;
                }
        }
}

void TestExplain::requests()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(QString, step);
    const auto integration = compiled(name);
    QVERIFY(integration);
    const StepKind kind = *stepKindFromName(step.toStdString());
    const Object lead = object(folder + QStringLiteral("/lead.json"));
    std::map<std::string, std::string> carried;
    for (const Member &member : object(folder + QStringLiteral("/carried.json")))
        carried[member.first] = member.second.toText();
    std::map<std::string, Secret> secrets;
    for (const Member &member :
         object(fixtures() + QLatin1Char('/') + name + QStringLiteral("/secrets.json")))
        secrets.emplace(member.first, Secret(member.second.toText()));
    RenderInput input;
    input.lead = &lead;
    input.carried = &carried;
    input.live = read(folder + QStringLiteral("/env")).value_or("test").starts_with("live");
    for (const bool withSecrets : {true, false}) {
        input.secrets = withSecrets ? &secrets : nullptr;
        const auto request = integration->render(kind, input);
        const Explanation explanation = integration->explain(kind, input);
        if (!request) {
            QVERIFY(!explanation.problems.empty());
            QVERIFY(explanation.problems.front() == request.error());
        } else {
            QVERIFY2(explanation.problems.empty(),
                     explanation.problems.empty() ? "" : explanation.problems.front().message.c_str());
            QCOMPARE(QByteArray::fromStdString(toWireText(explanation.request)),
                     QByteArray::fromStdString(toWireText(*request)));
        }
        std::size_t written = 0;
        for (const RowTrace &row : explanation.rows) {
            QVERIFY2(row.path.starts_with("steps." + step.toStdString() + '.') ||
                         row.path.starts_with("endpoints."),
                     row.path.c_str());
            QCOMPARE(row.spans.empty(), row.state != RowTrace::State::Written);
            written += row.spans.size();
            for (const RequestSpan &span : row.spans) {
                const std::string_view bytes = bytesOf(explanation.request, span);
                QVERIFY2(!bytes.empty(), row.path.c_str());
                const bool wordy =
                    !row.result.empty() && std::all_of(row.result.begin(), row.result.end(), [](char c) {
                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                    });
                if (wordy) // needs no escape anywhere
                    QVERIFY2(bytes.find(row.result) != std::string_view::npos,
                             (row.path + ": " + std::string(bytes)).c_str());
                if (span.part == RequestSpan::Part::Body && bytes.front() == '<')
                    QVERIFY2(bytes.ends_with('>'), std::string(bytes).c_str());
                if (span.part == RequestSpan::Part::Body && bytes.front() == '"')
                    QVERIFY2(parseJson("{" + std::string(bytes) + "}").ok() || parseJson(bytes).ok(),
                             std::string(bytes).c_str());
            }
        }
        QVERIFY(written > 0);
    }
}

void TestExplain::leadsWithNothingFailAlike()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(QString, step);
    const auto integration = compiled(name);
    QVERIFY(integration);
    const StepKind kind = *stepKindFromName(step.toStdString());
    const Object lead = object(folder + QStringLiteral("/lead.json"));
    // Each field in turn is missing, or has a character that no format likes.
    for (const Member &member : lead)
        for (const bool odd : {false, true}) {
            Object changed = lead;
            if (odd)
                changed.set(member.first, std::string("\x01\r\n\xF0\x9F\x98\x80<&\"'\x7F", 13));
            else
                changed.remove(member.first);
            RenderInput input;
            input.lead = &changed;
            const auto request = integration->render(kind, input);
            const Explanation explanation = integration->explain(kind, input);
            if (request) {
                QVERIFY(explanation.problems.empty());
                QCOMPARE(toWireText(explanation.request), toWireText(*request));
            } else {
                QVERIFY(!explanation.problems.empty());
                QVERIFY(explanation.problems.front() == request.error());
            }
        }
}

void TestExplain::answers()
{
    QFETCH(QString, name);
    QFETCH(QString, folder);
    QFETCH(QString, step);
    const auto integration = compiled(name);
    QVERIFY(integration);
    const StepKind kind = *stepKindFromName(step.toStdString());
    const auto response =
        parseRawResponse(read(folder + QLatin1Char('/') + step + QStringLiteral(".response")).value_or(""));
    QVERIFY(response.ok());
    const ReadingTrace trace = integration->examine(kind, *response);
    QCOMPARE(toJson(trace.reading), toJson(integration->interpret(kind, *response)));
    const auto decides = std::find_if(trace.rules.begin(), trace.rules.end(),
                                      [](const RuleTrace &rule) { return rule.decides; });
    const auto matches = std::find_if(trace.rules.begin(), trace.rules.end(),
                                      [](const RuleTrace &rule) { return rule.matches; });
    QVERIFY(decides == matches);
    QCOMPARE(decides == trace.rules.end() ? std::string() : decides->id, trace.reading.rule);
    for (const ExtractTrace &extract : trace.extracts) {
        QVERIFY2(extract.path.starts_with("steps."), extract.path.c_str());
        if (!trace.reading.rule.empty() && extract.name.starts_with("carried.") && !extract.text.empty())
            QCOMPARE(trace.reading.carried.at(extract.name.substr(8)), extract.text);
    }
}

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
