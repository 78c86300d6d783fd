// Posting instructions: every field with what it may hold and when it is required, samples that the intake
// would take, and nothing of the market that is not the supplier's.
#include "domain/json/json.h"
#include "domain/market/postinginstructions.h"
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace bourse;
using namespace bourse::domain;

class InstructionsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyFieldIsThere_data();
    void everyFieldIsThere();
    void samplesAreTaken_data() { everyFieldIsThere_data(); }
    void samplesAreTaken();
    void textsAreHarmless();
    void secretsStayHome();
    void commandRefuses_data();
    void commandRefuses();
};

namespace {

QByteArray readAll(const QString &name)
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(name));
    return file.readAll();
}

FieldSchema schemaOf(const QString &slug)
{
    return fieldSchemaFromValue(
               *parseJson(readAll(QStringLiteral("verticals/%1.json").arg(slug)).toStdString()))
        .value();
}

struct Printed {
    int code = -1;
    QByteArray out, errors;
};

Printed command(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(BOURSE_BINARY_DIR "/bourse-node"),
                  QStringList{QStringLiteral("instructions")} + arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

const QString demo = QStringLiteral(BOURSE_SOURCE_DIR "/resources/market/demo.json");

std::vector<QByteArray> blocks(const QByteArray &markdown)
{
    std::vector<QByteArray> found;
    for (qsizetype at = markdown.indexOf("\n```\n"); at >= 0;) {
        const qsizetype end = markdown.indexOf("\n```\n", at + 5);
        if (end < 0)
            break;
        found.push_back(markdown.mid(at + 5, end - at - 5));
        at = markdown.indexOf("\n```\n", end + 5);
    }
    return found;
}

/// The row of a field in the table, cell by cell.
QList<QByteArray> row(const QByteArray &markdown, const QByteArray &field)
{
    for (QByteArray line : markdown.split('\n'))
        if (line.startsWith("| `" + field + "` |")) {
            QList<QByteArray> cells;
            for (const QByteArray &cell : line.mid(1, line.size() - 2).replace("\\|", "\x01").split('|'))
                cells << cell.trimmed();
            return cells;
        }
    return {};
}

void check(const std::vector<FieldSpec> &fields, const QByteArray &prefix, const QByteArray &markdown)
{
    for (const FieldSpec &field : fields) {
        const QByteArray path = prefix + QByteArray::fromStdString(field.key);
        const QList<QByteArray> cells = row(markdown, path);
        QVERIFY2(cells.size() == 5, path.constData());
        QVERIFY2(cells[1].startsWith(QByteArray::fromStdString(field.label)), cells[1].constData());
        QCOMPARE(cells[3],
                 field.pii ? QByteArray("no") : QByteArray(field.requiredOnPing ? "required" : "optional"));
        QCOMPARE(cells[4], QByteArray(field.requiredOnPost ? "required" : "optional"));
        for (const EnumChoice &choice : field.choices)
            QVERIFY2(cells[2].contains('`' + QByteArray::fromStdString(choice.value) + '`'),
                     path.constData());
        if (field.minimum)
            QVERIFY2(cells[2].contains(QByteArray::fromStdString(*field.minimum)), path.constData());
        if (field.type == FieldType::List)
            check(field.fields.front().fields, path + "[].", markdown);
    }
}

} // namespace

void InstructionsTest::everyFieldIsThere_data()
{
    QTest::addColumn<QString>("slug");
    for (const char *slug :
         {"auto_insurance", "solar", "mortgage", "personal_injury", "home_services", "medicare"})
        QTest::newRow(slug) << QString::fromLatin1(slug);
}

void InstructionsTest::everyFieldIsThere()
{
    QFETCH(QString, slug);
    const FieldSchema schema = schemaOf(slug);
    Source source;
    source.slug = "web";
    const QByteArray text = QByteArray::fromStdString(postingInstructions(source, schema, {}));
    check(schema.fields, {}, text);
    QVERIFY(text.startsWith("# Posting instructions: web, " + QByteArray::fromStdString(schema.label)));
    QVERIFY(text.contains("version " + QByteArray::number(schema.version)));
    InstructionOptions options;
    options.format = InstructionFormat::Html;
    const QByteArray html = QByteArray::fromStdString(postingInstructions(source, schema, options));
    for (const FieldSpec &field : schema.fields)
        QVERIFY(html.contains("<td><code>" + QByteArray::fromStdString(field.key) + "</code></td>"));
    QCOMPARE(html.count("<tr>"), html.count("</tr>"));
    QVERIFY(html.endsWith("</html>\n") && !html.contains("<script"));
}

/// What is printed as a sample is a lead, and its ping holds no personal field.
void InstructionsTest::samplesAreTaken()
{
    QFETCH(QString, slug);
    const FieldSchema schema = schemaOf(slug);
    Source source;
    source.slug = "web";
    InstructionOptions options;
    options.url = "https://leads.example.com/intake";
    options.sampleAnswer = "{\"status\":\"accepted\"}";
    const auto found = blocks(QByteArray::fromStdString(postingInstructions(source, schema, options)));
    QCOMPARE(found.size(), std::size_t(3));
    for (std::size_t i = 0; i < 2; ++i) {
        const qsizetype body = found[i].indexOf("\n\n");
        QVERIFY(found[i].startsWith(i == 0 ? "POST /intake/v1/ping HTTP/1.1\nHost: leads.example.com\n"
                                           : "POST /intake/v1/leads HTTP/1.1\nHost: leads.example.com\n"));
        const auto lead = parseJson(found[i].mid(body + 2).toStdString());
        QVERIFY(lead.ok());
        const auto read =
            normalise(schema, *lead->asObject(), i == 0 ? IntakeStage::Ping : IntakeStage::Post);
        QVERIFY2(read.ok(), read.ok() ? "" : (read.error().field + ' ' + read.error().code).c_str());
        if (i == 0) {
            for (const FieldSpec &field : schema.fields)
                QVERIFY2(!field.pii || !read->fields.contains(field.key), field.key.c_str());
            QVERIFY(!found[i].contains("birth_date") && !found[i].contains("\"vin\""));
        }
    }
}

/// Labels are an operator's words: neither language is broken by them.
void InstructionsTest::textsAreHarmless()
{
    Source source;
    source.slug = "web";
    source.label = "<script>alert(1)</script> | a*b [x](y)";
    FieldSchema schema;
    schema.slug = schema.label = "demo";
    FieldSpec field;
    field.key = "kind";
    field.label = "a | b <b> `c`\nnext";
    field.type = FieldType::Enum;
    field.choices = {{"x|y", "<i>", {}}, {"a`b", "A\"B", {}}};
    schema.fields = {field};
    InstructionOptions options;
    options.sampleAnswer = "```\nnot the end";
    const QByteArray text = QByteArray::fromStdString(postingInstructions(source, schema, options));
    QVERIFY(!text.contains("<script>") || text.contains("\\<script>"));
    QCOMPARE(row(text, "kind").size(), 5);
    QVERIFY(text.contains("\n````\n```\nnot the end\n````\n"));
    options.format = InstructionFormat::Html;
    const QByteArray html = QByteArray::fromStdString(postingInstructions(source, schema, options));
    QVERIFY(!html.contains("<script>") && html.contains("&lt;script&gt;"));
    QVERIFY(!html.contains("<i>") && !html.contains("<b>"));
}

void InstructionsTest::secretsStayHome()
{
    const Printed markdown = command({QStringLiteral("web-forms"), QStringLiteral("--market"), demo,
                                      QStringLiteral("--url"), QStringLiteral("https://in.example.com/")});
    QCOMPARE(markdown.code, 0);
    QVERIFY(markdown.errors.isEmpty());
    QVERIFY(markdown.out.startsWith("# Posting instructions: Web forms, Personal injury\n"));
    QVERIFY(markdown.out.contains("`POST https://in.example.com/v1/leads`"));
    QCOMPARE(row(markdown.out, "case_type").value(3), QByteArray("required"));
    // the answer is as the intake writes it
    const auto answer = parseJson(blocks(markdown.out).back().toStdString());
    QVERIFY(answer.ok() && answer->find("lead_id")->toText().starts_with("ld_"));
    QCOMPARE(answer->find("status")->toText(), std::string("accepted"));
    const Printed html = command(
        {QStringLiteral("web-forms"), QStringLiteral("--market"), demo, QStringLiteral("--format=html")});
    QCOMPARE(html.code, 0);
    QVERIFY(html.out.startsWith("<!DOCTYPE html>"));
    for (const QByteArray &text : {markdown.out, html.out}) {
        QVERIFY(!text.contains(QByteArray(64, '0'))); // the key's hash
        for (const char *word :
             {"token", "Acme", "acme", "beta-mutual", "budget", "payout", "injury-auction"})
            QVERIFY2(!text.contains(word) || QByteArray(word) == "token", word);
    }
}

void InstructionsTest::commandRefuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *title, QStringList arguments, const char *code) {
        QTest::newRow(title) << arguments << QByteArray(code);
    };
    row("no source", {}, "usage");
    row("an unknown one", {QStringLiteral("nobody"), QStringLiteral("--market"), demo}, "no_such_reference");
    row("another format",
        {QStringLiteral("web-forms"), QStringLiteral("--market"), demo, QStringLiteral("--format"),
         QStringLiteral("pdf")},
        "usage");
    row("no address",
        {QStringLiteral("web-forms"), QStringLiteral("--market"), demo, QStringLiteral("--url"),
         QStringLiteral("javascript:1")},
        "usage");
    row("no file", {QStringLiteral("web-forms"), QStringLiteral("--market"), QStringLiteral("/nowhere")},
        "file_unreadable");
}

void InstructionsTest::commandRefuses()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, code);
    const Printed printed = command(arguments);
    QVERIFY(printed.code == 2 || printed.code == 64);
    QVERIFY(printed.out.isEmpty());
    QVERIFY2(printed.errors.contains("\"" + code + "\""), printed.errors.constData());
}

QTEST_GUILESS_MAIN(InstructionsTest)
#include "tst_instructions.moc"
