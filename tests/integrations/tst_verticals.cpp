// The four verticals that ship against what surrounds them: their sample leads are valid and whole, and every
// template of a buyer that can be used for a vertical makes a request of its complete sample.
#include "domain/integration/integration.h"
#include "domain/integration/leadfields.h"
#include "domain/json/json.h"
#include "domain/lead/fieldschema.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <set>

using namespace bourse;
using namespace bourse::domain;

namespace {

const char *const slugs[] = {"auto_insurance", "solar", "mortgage", "personal_injury"};

Value readJson(const QString &name)
{
    QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(name));
    auto value = parseJson(file.readAll().toStdString());
    if (!value)
        qFatal("%s: %s", qPrintable(name), value.error().message.c_str());
    return *value;
}

FieldSchema schemaOf(const QString &slug)
{
    auto schema = fieldSchemaFromValue(readJson(QStringLiteral("verticals/%1.json").arg(slug)));
    if (!schema)
        qFatal("%s: %s", qPrintable(slug), schema.error().message.c_str());
    return *schema;
}

std::vector<Object> samplesOf(const QString &slug)
{
    std::vector<Object> leads;
    const Value file = readJson(QStringLiteral("samples/%1.json").arg(slug));
    for (const Value &lead : *file.asArray())
        leads.push_back(*lead.asObject());
    return leads;
}

void required(const std::vector<FieldSpec> &fields, const Object &lead, const std::string &prefix,
              QStringList &missing)
{
    for (const FieldSpec &field : fields) {
        const Value *value = lead.find(field.key);
        if (!value)
            missing << QString::fromStdString(prefix + field.key);
        else if (field.type == FieldType::Group)
            required(field.fields, *value->asObject(), prefix + field.key + '.', missing);
        else if (field.type == FieldType::List && field.fields.front().type == FieldType::Group)
            for (const Value &item : *value->asArray())
                required(field.fields.front().fields, *item.asObject(), prefix + field.key + "[].", missing);
    }
}

/// What earlier steps would have carried: every name that the document mentions.
void carriedNames(const Value &value, std::map<std::string, std::string> &names)
{
    if (const Array *items = value.asArray()) {
        for (const Value &item : *items)
            carriedNames(item, names);
    } else if (const Object *object = value.asObject()) {
        for (const auto &[key, member] : *object) {
            if (key == "carried" && member.isString())
                names[member.toText()] = "C-4711";
            if (key == "carried" && member.isObject())
                for (const auto &[name, source] : *member.asObject())
                    names[name] = "C-4711";
            carriedNames(member, names);
        }
    }
}

struct Template {
    QString name;
    std::shared_ptr<const Integration> compiled;
    bool claims(const FieldSchema &schema) const
    {
        const Value &document = compiled->document();
        if (const Value *listed = document.find("verticals")) {
            const Array &names = *listed->asArray();
            return std::any_of(names.begin(), names.end(),
                               [&](const Value &name) { return name.toText() == schema.slug; });
        }
        // a template that names no vertical is for every one that knows what it reads
        const auto fields = leadFieldsIn(document);
        return std::all_of(fields.begin(), fields.end(), [&](const std::string &field) {
            return schema.find(field.substr(0, field.find('.'))) != nullptr;
        });
    }
};

const std::vector<Template> &templates()
{
    static const std::vector<Template> all = [] {
        std::vector<Template> found;
        const QDir folder(QStringLiteral(BOURSE_SOURCE_DIR "/resources/integrations"));
        for (const QString &file : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            auto compiled = Integration::fromValue(readJson(QStringLiteral("integrations/") + file));
            if (!compiled)
                qFatal("%s: %s", qPrintable(file), compiled.error().message.c_str());
            found.push_back({file.chopped(5), *compiled});
        }
        return found;
    }();
    return all;
}

} // namespace

class VerticalsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void samplesAreValid_data() { verticals(); }
    void samplesAreValid();
    void samplesAreInvented_data() { verticals(); }
    void samplesAreInvented();
    void formsAreRead();
    void namesAreThoseOfVersionOne();
    void templatesRender_data();
    void templatesRender();
    void everyVerticalHasBuyers();

  private:
    static void verticals()
    {
        QTest::addColumn<QString>("slug");
        for (const char *slug : slugs)
            QTest::newRow(slug) << QString::fromLatin1(slug);
    }
};

void VerticalsTest::samplesAreValid()
{
    QFETCH(QString, slug);
    const FieldSchema schema = schemaOf(slug);
    const auto samples = samplesOf(slug);
    QVERIFY(samples.size() >= 3);
    for (const Object &sample : samples)
        for (auto stage : {IntakeStage::Ping, IntakeStage::Post}) {
            const auto lead = normalise(schema, sample, stage);
            QVERIFY2(lead.ok(), lead.ok() ? "" : (lead.error().field + ' ' + lead.error().code).c_str());
            for (const auto &[key, value] : lead->fields)
                QVERIFY2(schema.find(key), key.c_str());
        }
    // the first leaves no field out, its lists' items neither, and is written as it is stored
    const auto whole = normalise(schema, samples[0], IntakeStage::Post);
    QStringList missing;
    required(schema.fields, whole->fields, {}, missing);
    QCOMPARE(missing.join(QLatin1Char(' ')), QString());
    // the last has what is required and no more
    QVERIFY(samples.back().size() < 14);
    for (const auto &[key, value] : samples.back()) {
        Object less = samples.back();
        less.remove(key);
        QVERIFY2(!normalise(schema, less, IntakeStage::Post).ok(), key.c_str());
    }
}

void VerticalsTest::samplesAreInvented()
{
    QFETCH(QString, slug);
    const FieldSchema schema = schemaOf(slug);
    for (const Object &sample : samplesOf(slug)) {
        const auto lead = normalise(schema, sample, IntakeStage::Post);
        QCOMPARE(lead->fields.find("phone")->toText().substr(5, 5), std::string("55501"));
        QVERIFY(lead->fields.find("email")->toText().ends_with("@example.com"));
        QCOMPARE(lead->fields.find("last_name")->toText(), std::string("Sample"));
    }
}

/// The second sample of each is written as forms write: words for choices, US dates, dollar signs.
void VerticalsTest::formsAreRead()
{
    const auto read = [](const char *slug) {
        const QString name = QString::fromLatin1(slug);
        return normalise(schemaOf(name), samplesOf(name)[1], IntakeStage::Post)->fields;
    };
    const auto text = [](const Object &lead, const char *key) {
        return lead.find(key)->toText();
    };
    const Object car = read("auto_insurance");
    QCOMPARE(text(car, "state"), std::string("OH"));
    QCOMPARE(text(car, "bodily_injury_limit"), std::string("100/300"));
    QCOMPARE(text(car, "coverage_type"), std::string("preferred"));
    QCOMPARE(text(car, "monthly_premium"), std::string("142.50"));
    QCOMPARE(text(car, "consent_timestamp"), std::string("2026-05-12T14:30:00Z"));
    const Object driver = *(*car.find("drivers")->asArray())[0].asObject();
    QCOMPARE(text(driver, "license_status"), std::string("active"));
    QCOMPARE(text(*(*driver.find("incidents")->asArray())[0].asObject(), "violation"), std::string("signal"));
    const Object vehicle = *(*car.find("vehicles")->asArray())[0].asObject();
    QCOMPARE(text(vehicle, "ownership"), std::string("owned"));
    QCOMPARE(text(vehicle, "annual_miles"), std::string("12000"));
    const Object sun = read("solar");
    QCOMPARE(text(sun, "home_ownership"), std::string("own"));
    QCOMPARE(text(sun, "roof_type"), std::string("tile"));
    QCOMPARE(text(sun, "purchase_time_frame"), std::string("immediately"));
    const Object loan = read("mortgage");
    QCOMPARE(text(loan, "loan_type"), std::string("purchase"));
    QCOMPARE(text(loan, "birth_date"), std::string("1979-03-22"));
    QCOMPARE(text(loan, "employment_status"), std::string("full_time"));
    const Object injury = read("personal_injury");
    QCOMPARE(text(injury, "case_type"), std::string("auto_accident"));
    QCOMPARE(text(injury, "injury_severity"), std::string("severe"));
    QCOMPARE(text(injury, "fault"), std::string("other"));
    QCOMPARE(text(injury, "medical_treatment"), std::string("hospitalised"));
}

/// What was made for the first version still finds its fields, with the same types and the same needs.
void VerticalsTest::namesAreThoseOfVersionOne()
{
    const std::map<QString, const char *> first = {
        {QStringLiteral("auto_insurance"),
         "first_name last_name phone email address city state postal_code birth_date gender marital_status "
         "credit_rating home_ownership currently_insured current_carrier continuous_coverage_months "
         "policy_expires coverage_type bodily_injury_limit sr22_required military_service bundle_home "
         "drivers "
         "vehicles"},
        {QStringLiteral("solar"),
         "first_name last_name phone email address city state postal_code home_ownership property_type "
         "electric_bill electric_provider roof_shade roof_type roof_age_years stories square_feet "
         "credit_rating credit_score purchase_time_frame interested_in_battery has_ev existing_solar "
         "best_time_to_call latitude longitude"},
        {QStringLiteral("mortgage"),
         "first_name last_name phone email address city state postal_code loan_type property_type "
         "property_use property_value mortgage_balance loan_amount down_payment credit_rating "
         "military_service purchase_time_frame best_time_to_call"},
        {QStringLiteral("personal_injury"),
         "first_name last_name phone email address city state postal_code case_type injury_severity "
         "injury_type accident_date accident_state at_fault other_party_insured police_report has_attorney "
         "medical_treatment treatment_within_days preferred_language description"}};
    const std::map<QString, std::set<std::string>> needed = {
        {QStringLiteral("auto_insurance"), {"state", "postal_code", "currently_insured"}},
        {QStringLiteral("solar"), {"state", "postal_code", "home_ownership", "electric_bill"}},
        {QStringLiteral("mortgage"), {"state", "postal_code", "loan_type"}},
        {QStringLiteral("personal_injury"), {"state", "case_type"}}};
    for (const auto &[slug, names] : first) {
        const FieldSchema schema = schemaOf(slug);
        QVERIFY(schema.version >= 2);
        for (const QString &name : QString::fromLatin1(names).split(QLatin1Char(' ')))
            QVERIFY2(schema.find(name.toStdString()), qPrintable(slug + QLatin1Char(' ') + name));
        for (const char *name :
             {"source", "campaign_id", "sub_id", "consent_timestamp", "ip_address", "trusted_form_url",
              "jornaya_lead_id", "landing_page", "user_agent", "tcpa_text"})
            QVERIFY2(schema.find(name), name);
        std::set<std::string> asked;
        for (const FieldSpec &field : schema.fields)
            if (field.requiredOnPing)
                asked.insert(field.key);
        QVERIFY(asked == needed.at(slug));
    }
}

void VerticalsTest::templatesRender_data()
{
    QTest::addColumn<QString>("slug");
    QTest::addColumn<int>("index");
    for (const char *slug : slugs) {
        const FieldSchema schema = schemaOf(QString::fromLatin1(slug));
        for (std::size_t i = 0; i < templates().size(); ++i)
            if (templates()[i].claims(schema))
                QTest::addRow("%s %s", qPrintable(templates()[i].name), slug)
                    << QString::fromLatin1(slug) << static_cast<int>(i);
    }
}

void VerticalsTest::templatesRender()
{
    QFETCH(QString, slug);
    QFETCH(int, index);
    const FieldSchema schema = schemaOf(slug);
    const Integration &integration = *templates()[static_cast<std::size_t>(index)].compiled;
    const auto lead = normalise(schema, samplesOf(slug)[0], IntakeStage::Post);
    QVERIFY(lead.ok());
    std::map<std::string, std::string> carried;
    carriedNames(integration.document(), carried);
    std::map<std::string, Secret> secrets;
    for (const std::string &name : integration.secretNames())
        secrets.emplace(name, Secret("c2VjcmV0LXNlY3JldA=="));
    RenderInput input;
    input.lead = &lead->fields;
    input.carried = &carried;
    input.secrets = &secrets;
    input.time = fromIso8601("2026-05-12T14:30:02Z").value();
    int steps = 0;
    for (StepKind step : {StepKind::Lookup, StepKind::Ping, StepKind::Post}) {
        if (!integration.hasStep(step))
            continue;
        ++steps;
        const auto request = integration.render(step, input);
        if (!request)
            QFAIL((std::string(name(step)) + ": " + request.error().code + ' ' + request.error().field +
                   ": " + request.error().message)
                      .c_str());
        if (step != StepKind::Post)
            continue;
        // it did carry who the person is
        const std::string wire = toWireText(*request);
        const auto sent = integration.fieldsSent(step);
        if (std::find(sent.begin(), sent.end(), "last_name") != sent.end())
            QVERIFY(wire.find("Sample") != std::string::npos);
    }
    QVERIFY(steps > 0);
}

void VerticalsTest::everyVerticalHasBuyers()
{
    for (const char *slug : slugs) {
        const FieldSchema schema = schemaOf(QString::fromLatin1(slug));
        const auto count = std::count_if(templates().begin(), templates().end(),
                                         [&](const Template &one) { return one.claims(schema); });
        qInfo("%s: %d templates", slug, static_cast<int>(count));
        QVERIFY(count >= 12);
    }
}

QTEST_GUILESS_MAIN(VerticalsTest)
#include "tst_verticals.moc"
