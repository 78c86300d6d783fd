#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

using namespace bourse;
using namespace bourse::domain;

namespace {
Result<FieldSchema> read(std::string_view json)
{
    auto value = parseJson(json);
    if (!value)
        return value.errors();
    return fieldSchemaFromValue(*value);
}

constexpr std::string_view small = R"({"slug":"demo","label":"Demo","version":3,"fields":[
  {"key":"name","label":"Name","type":"text","required_on_post":true,"pii":true,"identity":true,"max_length":75,
   "example":"Maria"},
  {"key":"kind","type":"enum","required_on_ping":true,"choices":[
     {"value":"auto_accident","label":"Auto accident","synonyms":["car accident","mva"]},"other"]},
  {"key":"age","type":"integer","minimum":16,"maximum":"120"},
  {"key":"born","type":"date","minimum":"1/1/1900"},
  {"key":"home","type":"group","fields":[{"key":"city"},{"key":"zip","type":"postal_code","required_on_post":true}]},
  {"key":"drivers","type":"list","items":{"label":"Driver","type":"group","fields":[{"key":"name","type":"text"}]}},
  {"key":"tags","type":"list","items":{"type":"text","max_length":10}}]})";
} // namespace

class FieldSchemaTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads();
    void printsCanonically();
    void everyTypeHasItsName();
    void refuses_data();
    void refuses();
    void tellsAllProblemsAtOnce();
    void shippedVerticals_data();
    void shippedVerticals();
};

void FieldSchemaTest::reads()
{
    auto schema = read(small);
    QVERIFY(schema.ok());
    QCOMPARE(schema->slug, std::string("demo"));
    QCOMPARE(schema->version, 3);
    const FieldSpec *name = schema->find("name");
    QVERIFY(name && name->requiredOnPost && !name->requiredOnPing && name->pii && name->identity);
    QCOMPARE(name->maxLength, std::size_t(75));
    QCOMPARE(name->example, std::string("Maria"));
    const FieldSpec *kind = schema->find("kind");
    QVERIFY(kind && kind->type == FieldType::Enum && kind->requiredOnPing);
    QCOMPARE(kind->label, std::string("kind"));
    QVERIFY(
        (kind->choices == std::vector<EnumChoice>{{"auto_accident", "Auto accident", {"car accident", "mva"}},
                                                  {"other", "other", {}}}));
    QVERIFY(schema->find("age")->minimum == "16" && schema->find("age")->maximum == "120");
    QVERIFY(schema->find("born")->minimum == "1900-01-01");
    QCOMPARE(schema->find("home")->fields.size(), std::size_t(2));
    QVERIFY(schema->find("home")->fields[0].type == FieldType::Text);
    const FieldSpec &driver = schema->find("drivers")->fields.at(0);
    QVERIFY(driver.type == FieldType::Group && driver.label == "Driver" && driver.fields.size() == 1);
    QVERIFY(!schema->find("city") && !schema->find(""));
}

void FieldSchemaTest::printsCanonically()
{
    auto schema = read(small);
    std::string printed = writeJson(toValue(*schema));
    auto again = read(printed);
    QVERIFY(again.ok());
    QVERIFY(*again == *schema);
    QCOMPARE(writeJson(toValue(*again)), printed);
    QVERIFY(printed.find("false") == std::string::npos); // defaults are left out
    QVERIFY(printed.find(R"({"key":"city","type":"text"})") != std::string::npos);
}

void FieldSchemaTest::everyTypeHasItsName()
{
    for (int i = 0; i <= static_cast<int>(FieldType::List); ++i) {
        auto type = static_cast<FieldType>(i);
        std::string extra;
        if (type == FieldType::Enum)
            extra = R"(,"choices":["a"])";
        else if (type == FieldType::Group)
            extra = R"(,"fields":[{"key":"a"}])";
        else if (type == FieldType::List)
            extra = R"(,"items":{"type":"text"})";
        auto schema = read(R"({"slug":"s","fields":[{"key":"f","type":")" + std::string(name(type)) + "\"" +
                           extra + "}]}");
        QVERIFY2(schema.ok(), name(type).data());
        QVERIFY(schema->fields[0].type == type);
    }
    QCOMPARE(std::string(name(FieldType::PostalCode)), std::string("postal_code"));
    QCOMPARE(std::string(name(FieldType::Certificate)), std::string("certificate"));
}

void FieldSchemaTest::refuses_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("path");
    auto row = [](const char *title, const char *field, const char *code, const char *path) {
        QTest::newRow(title) << QByteArray(field) << QByteArray(code) << QByteArray(path);
    };
    row("no key", R"({"type":"text"})", "required", "fields[0].key");
    row("capital in key", R"({"key":"Name"})", "not_a_key", "fields[0].key");
    row("digit first", R"({"key":"1st"})", "not_a_key", "fields[0].key");
    row("unknown type", R"({"key":"a","type":"string"})", "not_a_choice", "fields[0].type");
    row("type as number", R"({"key":"a","type":3})", "wrong_type", "fields[0].type");
    row("unknown member", R"({"key":"a","require":true})", "unknown_key", "fields[0].require");
    row("flag as text", R"({"key":"a","pii":"yes"})", "wrong_type", "fields[0].pii");
    row("length zero", R"({"key":"a","max_length":0})", "out_of_range", "fields[0].max_length");
    row("length fraction", R"({"key":"a","max_length":7.5})", "wrong_type", "fields[0].max_length");
    row("bound on text", R"({"key":"a","minimum":"1"})", "not_applicable", "fields[0].minimum");
    row("bound not a number", R"({"key":"a","type":"integer","minimum":"x"})", "wrong_type",
        "fields[0].minimum");
    row("bound fraction", R"({"key":"a","type":"integer","maximum":1.5})", "wrong_type", "fields[0].maximum");
    row("bound not a date", R"({"key":"a","type":"date","maximum":"soon"})", "wrong_type",
        "fields[0].maximum");
    row("bounds crossed", R"({"key":"a","type":"decimal","minimum":"10","maximum":"9.99"})", "out_of_range",
        "fields[0].maximum");
    row("no choices", R"({"key":"a","type":"enum"})", "required", "fields[0].choices");
    row("choices on text", R"({"key":"a","choices":["x"]})", "not_applicable", "fields[0].choices");
    row("choice without value", R"({"key":"a","type":"enum","choices":[{"label":"X"}]})", "required",
        "fields[0].choices[0].value");
    row("word for two choices", R"({"key":"a","type":"enum","choices":["x",{"value":"y","synonyms":["X"]}]})",
        "duplicate_choice", "fields[0].choices[1]");
    row("group without fields", R"({"key":"a","type":"group"})", "required", "fields[0].fields");
    row("fields on text", R"({"key":"a","fields":[{"key":"b"}]})", "not_applicable", "fields[0].fields");
    row("list without items", R"({"key":"a","type":"list"})", "required", "fields[0].items");
    row("items on text", R"({"key":"a","items":{}})", "not_applicable", "fields[0].items");
    row("deep problem",
        R"({"key":"a","type":"group","fields":[{"key":"b","type":"list","items":{"typ":"text"}}]})",
        "unknown_key", "fields[0].fields[0].items.typ");
    row("field is text", R"("a")", "wrong_type", "fields[0]");
}

void FieldSchemaTest::refuses()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, path);
    auto schema = read(R"({"slug":"s","fields":[)" + field.toStdString() + "]}");
    QVERIFY(!schema.ok());
    QCOMPARE(schema.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(schema.error().code), code);
    QCOMPARE(QByteArray::fromStdString(schema.error().field), path);
}

void FieldSchemaTest::tellsAllProblemsAtOnce()
{
    auto schema =
        read(R"({"slug":"a/b","version":0,"more":1,"fields":[{"key":"a"},{"key":"a","type":"no"}]})");
    QVERIFY(!schema.ok());
    std::vector<std::string> problems;
    for (const Error &error : schema.errors())
        problems.push_back(error.code + " " + error.field);
    std::sort(problems.begin(), problems.end());
    QCOMPARE(problems,
             (std::vector<std::string>{"duplicate_key fields[1].key", "not_a_choice fields[1].type",
                                       "not_a_slug slug", "out_of_range version", "unknown_key more"}));
    QCOMPARE(read("[]").error().code, std::string("wrong_type"));
    QCOMPARE(read(R"({"slug":"s"})").error().code, std::string("required"));
    std::string deep = R"({"key":"a","type":"text"})";
    for (int i = 0; i < 8; ++i)
        deep = R"({"key":"a","type":"group","fields":[)" + deep + "]}";
    QCOMPARE(read(R"({"slug":"s","fields":[)" + deep + "]}").error().code, std::string("too_deep"));
}

void FieldSchemaTest::shippedVerticals_data()
{
    QTest::addColumn<QString>("file");
    QDir folder(QStringLiteral(BOURSE_SOURCE_DIR "/resources/verticals"));
    for (const QString &file : folder.entryList({QStringLiteral("*.json")}))
        QTest::newRow(qPrintable(file)) << folder.filePath(file);
}

namespace {
/// A lead made of the schema's own examples.
Object exampleLead(const std::vector<FieldSpec> &fields)
{
    Object lead;
    for (const FieldSpec &field : fields) {
        if (field.type == FieldType::Group)
            lead.append(field.key, exampleLead(field.fields));
        else if (field.type == FieldType::List)
            lead.append(field.key, Array{Value(exampleLead(field.fields.front().fields))});
        else
            lead.append(field.key, field.example);
    }
    return lead;
}
} // namespace

void FieldSchemaTest::shippedVerticals()
{
    QFETCH(QString, file);
    QFile source(file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    std::string text = source.readAll().toStdString();
    auto schema = read(text);
    if (!schema) {
        for (const Error &error : schema.errors())
            qWarning("%s %s: %s", error.code.c_str(), error.field.c_str(), error.message.c_str());
    }
    QVERIFY(schema.ok());
    QVERIFY(file.endsWith(QString::fromStdString(schema->slug) + QLatin1String(".json")));
    // the file is the canonical text, so that an export differs from it only where a person changed something
    QCOMPARE(writeJsonPretty(toValue(*schema)), text);
    for (const char *key : {"first_name", "last_name", "phone", "email"}) {
        const FieldSpec *field = schema->find(key);
        QVERIFY(field && field->pii && field->identity && field->requiredOnPost && !field->requiredOnPing);
    }
    for (const FieldSpec &field : schema->fields) {
        QVERIFY2(field.label != field.key, field.key.c_str());
        QVERIFY2(!field.pii || !field.requiredOnPing, field.key.c_str());
    }
    Object lead = exampleLead(schema->fields);
    for (auto stage : {IntakeStage::Ping, IntakeStage::Post}) {
        auto normal = normalise(*schema, lead, stage);
        if (!normal) {
            for (const Error &error : normal.errors())
                qWarning("%s %s", error.code.c_str(), error.field.c_str());
        }
        QVERIFY(normal.ok());
        QCOMPARE(normal->fields.size(), schema->fields.size());
    }
}

QTEST_GUILESS_MAIN(FieldSchemaTest)
#include "tst_fieldschema.moc"
