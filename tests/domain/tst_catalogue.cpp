// The catalogue, the compiler and the published schema say the same about every transform.
#include "domain/integration/catalogue.h"
#include "domain/integration/integration.h"
#include "domain/json/json.h"
#include "support/schemacheck.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <set>

using namespace bourse;
using namespace bourse::domain;

namespace {

std::string fileText(const QString &path)
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

const Value &schema()
{
    static const Value value = [] {
        auto parsed = parseJson(fileText(QStringLiteral("resources/schemas/integration-1.schema.json")));
        return parsed ? *parsed : Value();
    }();
    return value;
}

Value json(const char *text)
{
    auto value = parseJson(text);
    if (!value)
        qFatal("%s: %s", text, value.error().message.c_str());
    return *value;
}

/// {"do":name, …the example's parameters}
Value exampleTransform(const TransformInfo &info)
{
    Object transform{{"do", info.name}};
    const Value parameters = json(info.example.parameters);
    for (const Member &member : *parameters.asObject())
        transform.append(member.first, member.second);
    return transform;
}

Value documentWith(Value source, Array transforms)
{
    Object row{{"target", "v"}, {"source", std::move(source)}, {"transforms", std::move(transforms)}};
    Value document = json(R"({"bourse_integration":1,"slug":"t","tables":{"zips":)"
                          R"({"78701":{"city":"Austin","county":"Travis"}}},)"
                          R"("endpoints":{"test":{"base_url":"http://127.0.0.1"}},"steps":{"ping":)"
                          R"({"body":{"format":"json","rows":[]},)"
                          R"("response":{"rules":[{"id":"r","outcome":"rejected"}]}}}})");
    document.asObject()->find("steps")->asObject()->find("ping")->asObject()->find("body")->asObject()->set(
        "rows", Array{Value(std::move(row))});
    return document;
}

/// The value in the body, as JSON; "" if it was left out; "error code" where it failed.
std::string rendered(const Value &document)
{
    const auto integration = Integration::fromValue(document);
    if (!integration)
        return "refused " + integration.error().code + " " + integration.error().field;
    static const Value lead = json(R"({"first_name":"Ann","state":"TX","owner":true})");
    static const std::map<std::string, Secret> secrets{{"key", Secret("s3cret")}};
    RenderInput input;
    input.lead = lead.asObject();
    input.secrets = &secrets;
    input.time = *fromIso8601("2026-05-12T14:30:01.184Z");
    const auto request = (*integration)->render(StepKind::Ping, input);
    if (!request)
        return "error " + request.error().code;
    const auto body = parseJson(request->body);
    if (!body)
        return "not JSON: " + request->body;
    const Value *value = body->find("v");
    return value ? writeJson(*value) : std::string();
}

/// The schema's definition of a transform.
const Object *published(const std::string &name)
{
    for (const Value &one : *schema().find("definitions")->find("transform")->find("oneOf")->asArray())
        if (one.find("properties")->find("do")->find("const")->toText() == name)
            return one.asObject();
    return nullptr;
}

void collectProperties(const Value &value, std::set<std::string> &names)
{
    if (const Object *object = value.asObject()) {
        for (const Member &member : *object) {
            if (member.first == "properties")
                for (const Member &property : *member.second.asObject())
                    names.insert(property.first);
            collectProperties(member.second, names);
        }
    } else if (const Array *array = value.asArray()) {
        for (const Value &item : *array)
            collectProperties(item, names);
    }
}

} // namespace

class TestCatalogue : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void examples_data();
    void examples();
    void texts();
    void inverses();
    void schemaNamesEachTransform();
    void compilerTakesEachParameter();
    void schemaNamesEachKey();
    void templatesFitTheSchema();
};

void TestCatalogue::examples_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < transformCatalogue().size(); ++i)
        QTest::newRow(transformCatalogue()[i].name) << static_cast<int>(i);
}

void TestCatalogue::examples()
{
    QFETCH(int, index);
    const TransformInfo &info = transformCatalogue()[static_cast<std::size_t>(index)];
    const Value document =
        documentWith(Object{{"constant", json(info.example.input)}}, Array{exampleTransform(info)});
    const std::string wanted = *info.example.output ? writeJson(json(info.example.output)) : std::string();
    QCOMPARE(QString::fromStdString(rendered(document)), QString::fromStdString(wanted));
    const tests::SchemaCheck check(schema());
    QCOMPARE(QString::fromStdString(check.problem(document)), QString());
}

void TestCatalogue::texts()
{
    std::set<std::string> names;
    for (const TransformInfo &info : transformCatalogue()) {
        QVERIFY2(names.insert(info.name).second, info.name);
        QVERIFY2(*info.label && *info.description, info.name);
        QVERIFY2(std::string(info.description).ends_with('.'), info.name);
        const auto &groups = transformGroups();
        QVERIFY2(std::any_of(groups.begin(), groups.end(),
                             [&](const char *group) { return std::string(group) == info.group; }),
                 info.name);
        for (const TransformParameter &parameter : info.parameters) {
            QVERIFY2(*parameter.key && *parameter.label, info.name);
            if (*parameter.fallback)
                QVERIFY2(parseJson(parameter.fallback).ok(), info.name);
            using Kind = TransformParameter::Kind;
            QVERIFY2((parameter.kind == Kind::Choice || parameter.kind == Kind::Operator) !=
                         parameter.choices.empty(),
                     info.name);
            if (parameter.kind == Kind::Integer)
                QVERIFY2(parameter.least < parameter.most, info.name);
        }
    }
    QVERIFY(!findTransform("magic"));
    QCOMPARE(findTransform("trim")->name, "trim");
}

void TestCatalogue::inverses()
{
    for (const TransformInfo &info : transformCatalogue())
        if (*info.inverse)
            QVERIFY2(findTransform(info.inverse), info.name);
}

void TestCatalogue::schemaNamesEachTransform()
{
    for (const TransformInfo &info : transformCatalogue()) {
        const Object *definition = published(info.name);
        QVERIFY2(definition, info.name);
        std::set<std::string> wanted{"do"};
        std::set<std::string> needed{"do"};
        for (const TransformParameter &parameter : info.parameters) {
            const std::string where = std::string(info.name) + "." + parameter.key;
            wanted.insert(parameter.key);
            if (parameter.required)
                needed.insert(parameter.key);
            const Value *property = definition->find("properties")->find(parameter.key);
            QVERIFY2(property, where.c_str());
            if (parameter.kind == TransformParameter::Kind::Choice) {
                Array words;
                for (const char *word : parameter.choices)
                    words.push_back(word);
                QVERIFY2(property->find("enum") && *property->find("enum") == Value(words), where.c_str());
            }
            if (parameter.kind == TransformParameter::Kind::Integer) {
                QVERIFY2(*property->find("minimum") == Value(parameter.least), where.c_str());
                QVERIFY2(*property->find("maximum") == Value(parameter.most), where.c_str());
            }
        }
        std::set<std::string> given;
        for (const Member &member : *definition->find("properties")->asObject())
            given.insert(member.first);
        QVERIFY2(given == wanted, info.name);
        std::set<std::string> required;
        for (const Value &name : *definition->find("required")->asArray())
            required.insert(name.toText());
        QVERIFY2(required == needed, info.name);
        QVERIFY2(*definition->find("additionalProperties") == Value(false), info.name);
    }
    QCOMPARE(schema().find("definitions")->find("transform")->find("oneOf")->asArray()->size(),
             transformCatalogue().size());
}

void TestCatalogue::compilerTakesEachParameter()
{
    for (const TransformInfo &info : transformCatalogue()) {
        // Each parameter with a value of the wrong type is refused for that reason, never as unknown; a
        // parameter that takes anything is at least known.
        for (const TransformParameter &parameter : info.parameters) {
            Value transform = exampleTransform(info);
            using Kind = TransformParameter::Kind;
            const bool any = parameter.kind == Kind::Value;
            transform.asObject()->set(parameter.key, any ? Value("x") : Value(Array{Value(Array{})}));
            const auto integration = Integration::fromValue(
                documentWith(Object{{"constant", json(info.example.input)}}, Array{transform}));
            bool told = integration.ok() == any;
            if (!integration) {
                for (const Error &error : integration.errors()) {
                    QVERIFY2(error.code != "unknown_key",
                             (std::string(info.name) + " " + error.field).c_str());
                    told = told || error.field.find(std::string(".") + parameter.key) != std::string::npos;
                }
            }
            QVERIFY2(told, (std::string(info.name) + "." + parameter.key).c_str());
        }
        Value transform = exampleTransform(info);
        transform.asObject()->set("no_such_key", 1);
        const auto integration = Integration::fromValue(
            documentWith(Object{{"constant", json(info.example.input)}}, Array{transform}));
        QVERIFY2(!integration.ok() && integration.error().code == "unknown_key", info.name);
    }
}

/// Every key that the compiler's sources ask an ObjectReader for is a property of the schema.
void TestCatalogue::schemaNamesEachKey()
{
    std::set<std::string> published;
    collectProperties(schema(), published);
    std::set<std::string> inbound = published; // an inbound document has rows and rules of the same language
    auto inboundSchema = parseJson(fileText(QStringLiteral("resources/schemas/inbound-1.schema.json")));
    QVERIFY(inboundSchema.ok());
    collectProperties(*inboundSchema, inbound);
    const QRegularExpression asks(QStringLiteral(
        R"((?:reader|Reader|in|both|inner|list)\s*\.\s*(?:get|require|text|requireText|boolean|)"
        R"(integer|choice|array|object|pathOf)\(\s*"([a-z_0-9]+)\")"));
    int asked = 0;
    const QDir room(QStringLiteral(BOURSE_SOURCE_DIR "/src/domain/integration"));
    for (const QString &name : room.entryList({QStringLiteral("*.cpp")})) {
        const QString text =
            QString::fromStdString(fileText(QStringLiteral("src/domain/integration/") + name));
        for (auto it = asks.globalMatch(text); it.hasNext(); ++asked) {
            const QString key = it.next().captured(1);
            const auto &known = name.startsWith(QLatin1String("inbound")) ? inbound : published;
            QVERIFY2(known.contains(key.toStdString()), qPrintable(name + QLatin1Char(' ') + key));
        }
    }
    QVERIFY(asked > 100);
}

void TestCatalogue::templatesFitTheSchema()
{
    const tests::SchemaCheck check(schema());
    const QDir dir(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations"));
    const QStringList files = dir.entryList({QStringLiteral("*.json")});
    QVERIFY(!files.isEmpty());
    for (const QString &name : files) {
        const auto document = parseJson(fileText(QStringLiteral("resources/integrations/") + name));
        QVERIFY2(document.ok(), qPrintable(name));
        const std::string problem = check.problem(*document);
        QVERIFY2(problem.empty(), qPrintable(name + QString::fromStdString(problem)));
    }
}

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
