#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include <QFile>
#include <QTest>
#include <algorithm>
#include <random>

using namespace bourse;
using namespace bourse::domain;

namespace {
constexpr std::string_view schemaText = R"({"slug":"demo","fields":[
  {"key":"first_name","label":"First name","required_on_post":true,"max_length":10},
  {"key":"phone","label":"Phone","type":"phone","required_on_post":true},
  {"key":"email","label":"E-mail","type":"email"},
  {"key":"state","label":"State","type":"state","required_on_ping":true,"required_on_post":true},
  {"key":"zip","label":"ZIP","type":"postal_code"},
  {"key":"kind","label":"Kind","type":"enum","choices":[
     {"value":"auto_accident","label":"Auto accident","synonyms":["car accident","1"]},
     {"value":"yes","synonyms":["true"]}]},
  {"key":"age","label":"Age","type":"integer","minimum":"16","maximum":"120"},
  {"key":"ratio","label":"Ratio","type":"decimal","minimum":"-1.5"},
  {"key":"bill","label":"Bill","type":"money","minimum":"0","maximum":"100000"},
  {"key":"insured","label":"Insured","type":"boolean"},
  {"key":"born","label":"Born","type":"date","minimum":"1900-01-01","maximum":"2010-12-31"},
  {"key":"consent","label":"Consent","type":"datetime"},
  {"key":"ip","label":"IP","type":"ip_address"},
  {"key":"country","label":"Country","type":"country"},
  {"key":"page","label":"Page","type":"url"},
  {"key":"ref","label":"Reference","type":"uuid"},
  {"key":"cert","label":"Certificate","type":"certificate"},
  {"key":"notes","label":"Notes","max_length":2000},
  {"key":"home","label":"Home","type":"group","fields":[
     {"key":"city","label":"City"},{"key":"zip","label":"ZIP","type":"postal_code","required_on_post":true}]},
  {"key":"drivers","label":"Drivers","type":"list","items":{"label":"Driver","type":"group","fields":[
     {"key":"name","label":"Name","required_on_post":true},{"key":"age","label":"Age","type":"integer"}]}},
  {"key":"tags","label":"Tags","type":"list","items":{"label":"Tag","type":"text","max_length":5}}]})";

const FieldSchema &schema()
{
    static const FieldSchema loaded = *fieldSchemaFromValue(*parseJson(schemaText));
    return loaded;
}

Object object(std::string_view json)
{
    return *parseJson(json)->asObject();
}

Result<NormalisedLead> run(std::string_view json, IntakeStage stage = IntakeStage::Post)
{
    return normalise(schema(), object(json), stage);
}

/// A valid lead with one more field.
Object with(std::string_view key, Value value)
{
    Object lead = object(R"({"first_name":"Maria","phone":"+15551234567","state":"TX"})");
    lead.set(std::string(key), std::move(value));
    return lead;
}

std::vector<std::string> problems(const Result<NormalisedLead> &lead)
{
    std::vector<std::string> found;
    if (!lead) {
        for (const Error &error : lead.errors())
            found.push_back(error.code + " " + error.field);
    }
    std::sort(found.begin(), found.end());
    return found;
}

FieldSchema personalInjury()
{
    QFile file(QStringLiteral(":/verticals/personal_injury.json"));
    return file.open(QIODevice::ReadOnly) ? *fieldSchemaFromValue(*parseJson(file.readAll().toStdString()))
                                          : FieldSchema();
}

constexpr std::string_view mariaGarcia = R"({"first_name":"Maria","last_name":"Garcia","phone":"+15551234567",
  "email":"maria@example.com","state":"TX","case_type":"auto_accident","injury_severity":"moderate",
  "accident_date":"2026-05-02","source":"google_ads","campaign_id":"camp_12345",
  "consent_timestamp":"2026-05-12T14:30:00Z","ip_address":"192.168.1.1"})";
} // namespace

class NormaliseTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theLeadOfThePublishedExample();
    void normalisesAndKeepsTheRaw();
    void requiredByStage();
    void emptyIsAbsent();
    void problemsOfOneField_data();
    void problemsOfOneField();
    void valuesOfOneField_data();
    void valuesOfOneField();
    void allProblemsAtOnce();
    void groupsAndLists();
    void unknownFieldsAreKeptAsText();
    void foreignBytes();
    void messagesHoldNoValues();
    void normalisingTwiceChangesNothing();
    void hostileInputNeverCrashes();
    void speed();
};

void NormaliseTest::theLeadOfThePublishedExample()
{
    FieldSchema vertical = personalInjury();
    QVERIFY(!vertical.fields.empty());
    Object input = object(mariaGarcia);
    for (auto stage : {IntakeStage::Ping, IntakeStage::Post}) {
        auto lead = normalise(vertical, input, stage);
        QCOMPARE(problems(lead), std::vector<std::string>());
        QCOMPARE(lead->fields.size(), std::size_t(12));
        QVERIFY(lead->raw.empty()); // it is in normal form already
        for (const auto &[key, value] : input)
            QVERIFY2(lead->fields.find(key) && *lead->fields.find(key) == value, key.c_str());
    }
}

void NormaliseTest::normalisesAndKeepsTheRaw()
{
    auto lead = run(R"({"zip":"787011234","state":" texas ","phone":"(555) 123-4567","first_name":" Maria ",
        "email":"Maria@EXAMPLE.com","age":"042","insured":"Yes","bill":"$1,234.5","kind":"Car Accident",
        "born":"7/14/1988","consent":"2026-05-12 14:30:00"})");
    QVERIFY(lead.ok());
    QCOMPARE(writeJson(lead->fields),
             std::string(
                 R"({"first_name":"Maria","phone":"+15551234567","email":"Maria@example.com","state":"TX",)"
                 R"("zip":"78701-1234","kind":"auto_accident","age":42,"bill":1234.50,"insured":true,)"
                 R"("born":"1988-07-14","consent":"2026-05-12T14:30:00Z"})"));
    QCOMPARE(writeJson(lead->raw),
             std::string(
                 R"({"first_name":" Maria ","phone":"(555) 123-4567","email":"Maria@EXAMPLE.com",)"
                 R"("state":" texas ","zip":"787011234","kind":"Car Accident","age":"042","bill":"$1,234.5",)"
                 R"("insured":"Yes","born":"7/14/1988","consent":"2026-05-12 14:30:00"})"));
}

void NormaliseTest::requiredByStage()
{
    QCOMPARE(problems(run("{}", IntakeStage::Ping)), std::vector<std::string>{"required state"});
    QCOMPARE(problems(run("{}")),
             (std::vector<std::string>{"required first_name", "required phone", "required state"}));
    QCOMPARE(problems(run(R"({"state":"TX"})", IntakeStage::Ping)), std::vector<std::string>());
    auto missing = run("{}", IntakeStage::Ping);
    QCOMPARE(missing.error().rule, std::string("required on ping"));
    QCOMPARE(missing.error().message, std::string("State is missing."));
}

void NormaliseTest::emptyIsAbsent()
{
    for (const char *empty : {R"("")", R"("  \t ")", "null", "\"\u00a0\""}) {
        std::string json =
            R"({"first_name":"M","phone":"5551234567","state":"TX","email":)" + std::string(empty) + "}";
        auto lead = run(json);
        QVERIFY2(lead.ok(), empty);
        QVERIFY(!lead->fields.contains("email"));
        std::string required =
            R"({"first_name":)" + std::string(empty) + R"(,"phone":"5551234567","state":"TX"})";
        QCOMPARE(problems(run(required)), std::vector<std::string>{"required first_name"});
    }
}

void NormaliseTest::problemsOfOneField_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    auto row = [](const char *key, const char *json, const char *code) {
        QTest::addRow("%s: %s", key, json) << QByteArray(key) << QByteArray(json) << QByteArray(code);
    };
    row("first_name", "true", "wrong_type");
    row("first_name", "[\"Maria\"]", "wrong_type");
    row("first_name", "{\"a\":1}", "wrong_type");
    row("first_name", "\"Maria-Magdalena\"", "too_long");
    row("first_name", "\"Mar\\u0007ia\"", "control_character");
    row("phone", "\"12\"", "not_a_phone");
    row("phone", "-5551234567", "not_a_phone");
    row("phone", "\"555\\n1234567\"", "control_character");
    row("phone", "false", "wrong_type");
    row("email", "\"maria\"", "not_an_email");
    row("email", "17", "wrong_type");
    row("email", "\"a@b.com\\r\\nBcc: c@d.com\"", "control_character");
    row("state", "\"ZZ\"", "not_a_state");
    row("state", "48", "wrong_type");
    row("zip", "\"1234\"", "not_a_postal_code");
    row("zip", "-1234", "not_a_postal_code");
    row("kind", "\"boat\"", "not_a_choice");
    row("kind", "2", "not_a_choice");
    row("kind", "false", "not_a_choice");
    row("age", "\"old\"", "not_an_integer");
    row("age", "17.5", "not_an_integer");
    row("age", "1e2", "not_an_integer");
    row("age", "15", "out_of_range");
    row("age", "121", "out_of_range");
    row("age", "-1", "out_of_range");
    row("age", "99999999999999999999999", "out_of_range");
    row("age", "true", "wrong_type");
    row("ratio", "\"x\"", "not_a_decimal");
    row("ratio", "-1.51", "out_of_range");
    row("bill", "\"ten\"", "not_a_decimal");
    row("bill", "\"1.0000001\"", "not_a_decimal");
    row("bill", "\"$-5\"", "not_a_decimal");
    row("bill", "\"-$5\"", "out_of_range");
    row("bill", "100000.01", "out_of_range");
    row("bill", "\"99999999999999999999\"", "out_of_range");
    row("insured", "\"maybe\"", "not_a_boolean");
    row("insured", "2", "not_a_boolean");
    row("born", "\"2026-02-30\"", "not_a_date");
    row("born", "\"1899-12-31\"", "out_of_range");
    row("born", "\"2011-01-01\"", "out_of_range");
    row("born", "19880714", "wrong_type");
    row("consent", "\"noon\"", "not_a_time");
    row("consent", "-1778596200", "not_a_time");
    row("ip", "\"1.2.3\"", "not_an_ip_address");
    row("country", "\"Atlantis\"", "not_a_country");
    row("page", "\"javascript:alert(1)\"", "not_a_url");
    row("ref", "\"1234\"", "not_a_uuid");
    row("cert", "\"N/A\"", "not_a_certificate");
    row("home", "\"Austin\"", "wrong_type");
    row("home", "[]", "wrong_type");
    row("home", "7", "wrong_type");
}

void NormaliseTest::problemsOfOneField()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    auto value = parseJson(json.toStdString());
    QVERIFY(value.ok());
    auto lead = normalise(schema(), with(key.toStdString(), *value), IntakeStage::Post);
    QVERIFY(!lead.ok());
    QCOMPARE(lead.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(lead.error().code), code);
    QCOMPARE(QByteArray::fromStdString(lead.error().field), key);
    QVERIFY(!lead.error().rule.empty());
    QVERIFY(lead.error().message.ends_with('.'));
}

void NormaliseTest::valuesOfOneField_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("normal");
    auto row = [](const char *key, const char *json, const char *normal) {
        QTest::addRow("%s: %s", key, json) << QByteArray(key) << QByteArray(json) << QByteArray(normal);
    };
    row("first_name", "7", "\"7\"");
    row("first_name", "\"0123456789\"", "\"0123456789\"");
    row("phone", "5551234567", "\"+15551234567\"");
    row("zip", "2134", "\"02134\""); // a JSON number has lost the leading zero
    row("zip", "78701", "\"78701\"");
    row("kind", "1", "\"auto_accident\"");
    row("kind", "true", "\"yes\"");
    row("kind", "\"AUTO-ACCIDENT\"", "\"auto_accident\"");
    row("age", "16", "16");
    row("age", "120.0", "120");
    row("ratio", "\"-1.5\"", "-1.5");
    row("ratio", "0.1000", "0.1000");
    row("bill", "0", "0.00");
    row("bill", "175.00", "175.00");
    row("bill", "\"0.123456\"", "0.123456");
    row("insured", "false", "false");
    row("insured", "1", "true");
    row("consent", "1778596200", "\"2026-05-12T14:30:00Z\"");
    row("notes", "\"line one\\nline two\\tend\"", "\"line one\\nline two\\tend\"");
    row("notes", "\"José 李 😀\"", "\"José 李 😀\"");
    row("ip", "\"2001:DB8::1\"", "\"2001:db8::1\"");
    row("country", "\"usa\"", "\"US\"");
}

void NormaliseTest::valuesOfOneField()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, normal);
    auto lead =
        normalise(schema(), with(key.toStdString(), *parseJson(json.toStdString())), IntakeStage::Post);
    QCOMPARE(problems(lead), std::vector<std::string>());
    QCOMPARE(QByteArray::fromStdString(writeJson(*lead->fields.find(key.toStdString()))), normal);
}

void NormaliseTest::allProblemsAtOnce()
{
    auto lead = run(R"({"first_name":{},"phone":"x","email":"x","state":"x","zip":"x","kind":"x","age":"x",
        "ratio":"x","bill":"x","insured":"x","born":"x","consent":"x","ip":"x","country":"xx","page":"x","ref":"x",
        "cert":"x","home":{"zip":"x"},"drivers":[{"name":"a"},{"age":"x"},7],"tags":["ok","far too long",{}]})");
    QCOMPARE(problems(lead), (std::vector<std::string>{"not_a_boolean insured",
                                                       "not_a_certificate cert",
                                                       "not_a_choice kind",
                                                       "not_a_country country",
                                                       "not_a_date born",
                                                       "not_a_decimal bill",
                                                       "not_a_decimal ratio",
                                                       "not_a_phone phone",
                                                       "not_a_postal_code home.zip",
                                                       "not_a_postal_code zip",
                                                       "not_a_state state",
                                                       "not_a_time consent",
                                                       "not_a_url page",
                                                       "not_a_uuid ref",
                                                       "not_an_email email",
                                                       "not_an_integer age",
                                                       "not_an_integer drivers[1].age",
                                                       "not_an_ip_address ip",
                                                       "required drivers[1].name",
                                                       "too_long tags[1]",
                                                       "wrong_type drivers[2]",
                                                       "wrong_type first_name",
                                                       "wrong_type tags[2]"}));
}

void NormaliseTest::groupsAndLists()
{
    auto lead = run(R"({"first_name":"M","phone":"5551234567","state":"TX","home":{"zip":"k1a0b1","extra":5},
        "drivers":[{"age":"33","name":" Ann "},null,{"name":"Ben"}],"tags":["a"," b ",""]})");
    QCOMPARE(problems(lead), std::vector<std::string>());
    QCOMPARE(writeJson(*lead->fields.find("home")), std::string(R"({"zip":"K1A 0B1","extra":"5"})"));
    QCOMPARE(writeJson(*lead->fields.find("drivers")),
             std::string(R"([{"name":"Ann","age":33},{"name":"Ben"}])"));
    QCOMPARE(writeJson(*lead->fields.find("tags")), std::string(R"(["a","b"])"));
    QCOMPARE(writeJson(*lead->raw.find("tags")), std::string(R"(["a"," b ",""])"));
    // a form or XML cannot write a list of one
    lead = normalise(schema(), with("drivers", object(R"({"name":"Ann"})")), IntakeStage::Post);
    QCOMPARE(writeJson(*lead->fields.find("drivers")), std::string(R"([{"name":"Ann"}])"));
    lead = normalise(schema(), with("tags", "a"), IntakeStage::Post);
    QCOMPARE(writeJson(*lead->fields.find("tags")), std::string(R"(["a"])"));
    // empty ones are absent
    for (auto [key, json] : {std::pair("home", "{}"),
                             {"home", "\"\""},
                             {"drivers", "[]"},
                             {"drivers", "\"\""},
                             {"tags", "[]"},
                             {"tags", "[\"\"]"},
                             {"home", "null"}}) {
        lead = normalise(schema(), with(key, *parseJson(json)), IntakeStage::Ping);
        QVERIFY2(lead.ok(), json);
        QVERIFY2(!lead->fields.contains(key), json);
    }
    QCOMPARE(problems(normalise(schema(), with("home", object(R"({"city":"Austin"})")), IntakeStage::Post)),
             std::vector<std::string>{"required home.zip"});
    QCOMPARE(problems(normalise(schema(), with("tags", Array(1001, Value("a"))), IntakeStage::Post)),
             std::vector<std::string>{"too_long tags"});
}

void NormaliseTest::unknownFieldsAreKeptAsText()
{
    auto lead = run(R"({"utm_source":" x ","first_name":"M","score":175.00,"flag":true,"phone":"5551234567",
        "nothing":null,"blank":"","nested":{"a":[1,2.50]},"state":"TX"})");
    QVERIFY(lead.ok());
    const std::string expected = R"({"first_name":"M","phone":"+15551234567","state":"TX","utm_source":"x",)"
                                 R"("score":"175.00","flag":"true","nested":"{\"a\":[1,2.50]}"})";
    QCOMPARE(writeJson(lead->fields), expected);
    QCOMPARE(problems(normalise(schema(), with("huge", std::string(20'000, 'x')), IntakeStage::Post)),
             std::vector<std::string>{"too_long huge"});
    QCOMPARE(problems(normalise(schema(), with("odd", std::string("a\0b", 3)), IntakeStage::Post)),
             std::vector<std::string>{"control_character odd"});
    QCOMPARE(problems(normalise(schema(), with("bad\nname", "x"), IntakeStage::Post)),
             std::vector<std::string>{"control_character (unnamed)"});
    QCOMPARE(problems(normalise(schema(), with("", "x"), IntakeStage::Post)),
             std::vector<std::string>{"control_character (unnamed)"});
}

void NormaliseTest::foreignBytes()
{
    for (const char *key : {"first_name", "phone", "email", "kind", "notes", "unknown"}) {
        QCOMPARE(problems(normalise(schema(), with(key, std::string("a\0b", 3)), IntakeStage::Post)),
                 std::vector<std::string>{std::string("control_character ") + key});
        QCOMPARE(problems(normalise(schema(), with(key, "a\xff"), IntakeStage::Post)),
                 std::vector<std::string>{std::string("invalid_utf8 ") + key});
        QCOMPARE(problems(normalise(schema(), with(key, "\xed\xa0\x80"), IntakeStage::Post)),
                 std::vector<std::string>{std::string("invalid_utf8 ") + key});
    }
}

void NormaliseTest::messagesHoldNoValues()
{
    auto lead = run(R"({"first_name":"Zaphod-zaphod","phone":"Zaphod","email":"Zaphod","state":"Zaphod",
        "kind":"Zaphod","age":"Zaphod","born":"Zaphod","ip":"Zaphod","page":"Zaphod","home":"Zaphod"})");
    QVERIFY(!lead.ok());
    QCOMPARE(lead.errors().size(), std::size_t(10));
    for (const Error &error : lead.errors())
        QVERIFY2((error.code + error.field + error.rule + error.message).find("aphod") == std::string::npos,
                 error.message.c_str());
}

void NormaliseTest::normalisingTwiceChangesNothing()
{
    auto once =
        run(R"({"zip":2134,"state":" texas ","phone":"(555) 123-4567","first_name":" Maria ","extra":[1],
        "email":"Maria@EXAMPLE.com","age":"042","insured":"Yes","bill":"$1,234.5","kind":"Car Accident","ratio":"+.50",
        "born":"7/14/1988","consent":1778596200,"page":"HTTP://EXAMPLE.com/é","home":{"zip":"k1a0b1"},
        "drivers":{"name":"Ann","age":"033"},"tags":"a","country":"usa","ip":"2001:DB8::1"})");
    QVERIFY(once.ok());
    auto twice = normalise(schema(), once->fields, IntakeStage::Post);
    QVERIFY(twice.ok());
    QVERIFY(twice->fields == once->fields);
    QVERIFY(twice->raw.empty());
}

void NormaliseTest::hostileInputNeverCrashes()
{
    // every field gets every nasty string, and random bytes; only the answer's form is judged
    std::vector<std::string> nasty{"",
                                   " ",
                                   "\xc2",
                                   "\xc2\xa0",
                                   "-",
                                   "+",
                                   ".",
                                   "/",
                                   "@",
                                   "://",
                                   "http://",
                                   "[",
                                   "::",
                                   ",",
                                   "1,",
                                   "0",
                                   "T",
                                   "Z",
                                   "AM",
                                   "1:",
                                   "May",
                                   "May ",
                                   "5/",
                                   "5/2/",
                                   "2026-",
                                   "{}",
                                   "\"",
                                   std::string(3000, '9'),
                                   std::string(3000, ','),
                                   std::string(1, '\0')};
    std::mt19937 random(11);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes(random() % 24, ' ');
        for (char &c : bytes)
            c = i % 3 ? "0123456789-/.:+@,TZ ampMay[]"[random() % 28] : static_cast<char>(random());
        nasty.push_back(bytes);
    }
    for (const std::string &text : nasty) {
        Object lead;
        for (const FieldSpec &field : schema().fields)
            lead.append(field.key, text);
        auto result = normalise(schema(), lead, IntakeStage::Post);
        if (result) {
            QVERIFY(normalise(schema(), result->fields, IntakeStage::Post).ok());
            continue;
        }
        for (const Error &error : result.errors())
            QVERIFY(!error.code.empty() && !error.field.empty() && !error.rule.empty());
    }
}

void NormaliseTest::speed()
{
    FieldSchema vertical = personalInjury();
    Object input = object(mariaGarcia);
    input.set("city", "Austin");
    input.set("postal_code", "78701");
    input.set("landing_page", "https://www.example.com/free-case-review?utm_source=google");
    bool ok = true;
    QBENCHMARK
    {
        ok = ok && normalise(vertical, input, IntakeStage::Post).ok();
    }
    QVERIFY(ok);
}

QTEST_GUILESS_MAIN(NormaliseTest)
#include "tst_normalise.moc"
