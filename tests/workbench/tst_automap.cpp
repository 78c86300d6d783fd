// Auto-mapping: which field a buyer's target gets, counted over whole specifications: right, wrong, left
// open.
#include <QTest>

class TestAutoMap : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void specifications_data();
    void specifications();
    void names_data();
    void names();
    void realNames_data();
    void realNames();
    void transforms_data();
    void transforms();
    void samplesSpeak_data();
    void samplesSpeak();
    void personalFieldsInAPingWeighLess();
    void weakGuessesStayOpen();
    void aFieldServesSeveralTargets();
    void anotherFieldGetsItsOwnTransforms();
    void ownKeysFindTheirMeaning();
};

#include "domain/json/json.h"
#include "importdump.h"
#include "workbench/import/automap.h"
#include "workbench/import/draft.h"
#include "workbench/import/importtext.h"
#include <QFile>
#include <map>

using namespace bourse;
using namespace bourse::domain;
using namespace bourse::workbench;

namespace {

std::string textOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(path));
    return file.readAll().toStdString();
}

const FieldSchema &schema(const char *vertical)
{
    static std::map<std::string, FieldSchema> known;
    const auto found = known.find(vertical);
    if (found != known.end())
        return found->second;
    const auto json = parseJson(textOf(
        QStringLiteral(BOURSE_SOURCE_DIR "/resources/verticals/%1.json").arg(QLatin1String(vertical))));
    return known.emplace(vertical, *fieldSchemaFromValue(*json)).first->second;
}

/// "zip_code = postal_code": what a person would choose; "-" leaves it open, "!" is a constant, "?" carried.
using Expected = std::vector<std::pair<const char *, const char *>>;

std::string chosen(const MappingSuggestion &suggestion)
{
    switch (suggestion.kind) {
    case MappingKind::Field:
        return suggestion.field;
    case MappingKind::Template:
        return suggestion.field;
    case MappingKind::Constant:
        return "!";
    case MappingKind::Carried:
        return "?" + suggestion.field;
    case MappingKind::Computed:
        return "=" + suggestion.field;
    case MappingKind::Unmapped:
        break;
    }
    return "-";
}

MappingSuggestion one(const char *vertical, MappingTarget target, AutoMapOptions options = {})
{
    return autoMap({std::move(target)}, schema(vertical), options).front();
}

} // namespace

void TestAutoMap::specifications_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("vertical");
    QTest::addColumn<QString>("expected");
    QTest::newRow("solar, 35 fields")
        << QStringLiteral("solar-fields.tsv") << QStringLiteral("solar")
        << QStringLiteral(
               "lp_campaign_id !|lp_s1 sub_id|lp_test !|lp_response !|f_name first_name|l_name "
               "last_name|email_address email|"
               "phone_home phone|street_address address|city city|state state|zip_code "
               "postal_code|ip_address ip_address|dob -|"
               "homeowner home_ownership|property_type property_type|roof_shade roof_shade|roof_material "
               "roof_type|"
               "age_of_roof roof_age_years|monthly_electric_bill electric_bill|utility_provider "
               "electric_provider|credit credit_rating|"
               "project_timeframe purchase_time_frame|best_time_to_contact best_time_to_call|has_ev has_ev|"
               "trusted_form_cert_url trusted_form_url|universal_leadid jornaya_lead_id|tcpa_consent_text "
               "tcpa_text|"
               "opt_in_date consent_timestamp|landing_page_url landing_page|user_agent user_agent|sq_ft "
               "square_feet|referral_code -|"
               "spouse_first_name -");
    QTest::newRow("personal injury, ping and post")
        << QStringLiteral("injury-fields.md") << QStringLiteral("personal_injury")
        << QStringLiteral(
               "sourceId !|pingId ?ping_id|firstName first_name|lastName last_name|homePhone phone|emailAddr "
               "email|emailHash email|"
               "zip postal_code|st state|incidentDate accident_date|accidentState "
               "accident_state|typeOfAccident case_type|"
               "represented has_attorney|atFault at_fault|treated medical_treatment|primaryInjury "
               "injury_type|"
               "caseDescription description|optInIp ip_address|xxTrustedFormCertUrl "
               "trusted_form_url|leadidToken jornaya_lead_id|"
               "agentBrowser user_agent|siteUrl landing_page|lang preferred_language|medicalRecordNumber -");
    QTest::newRow("auto insurance, 40 fields")
        << QStringLiteral("auto-fields.csv") << QStringLiteral("auto_insurance")
        << QStringLiteral(
               "vendor_id !|FirstName first_name|LastName last_name|DayPhone phone|Email email|Address1 "
               "address|Address2 address_2|City city|"
               "State state|Zip postal_code|BirthMonth birth_date|BirthDay birth_date|BirthYear "
               "birth_date|Gender gender|"
               "MaritalStatus marital_status|CreditRating credit_rating|ResidenceType "
               "home_ownership|CurrentlyInsured currently_insured|"
               "InsuranceCompany current_carrier|PolicyExpirationDate policy_expires|CoverageType "
               "coverage_type|SR22 sr22_required|"
               "Driver1FirstName drivers[0].first_name|Driver1LastName drivers[0].last_name|Driver1DOB "
               "drivers[0].birth_date|"
               "Driver2FirstName drivers[1].first_name|Driver1LicenseStatus "
               "drivers[0].license_status|Vehicle1Year vehicles[0].year|"
               "Vehicle1Make vehicles[0].make|Vehicle1Model vehicles[0].model|Vehicle1VIN vehicles[0].vin|"
               "Vehicle1AnnualMileage vehicles[0].annual_miles|Vehicle2Make vehicles[1].make|IPAddress "
               "ip_address|"
               "TrustedFormURL trusted_form_url|JornayaLeadID jornaya_lead_id|SourceURL "
               "landing_page|TCPAText tcpa_text|SubID sub_id|"
               "EmployerPhone -");
}

/// At least four of five targets are mapped as a person would, and none wrongly.
void TestAutoMap::specifications()
{
    QFETCH(QString, file);
    QFETCH(QString, vertical);
    QFETCH(QString, expected);
    const auto imported =
        importText(textOf(QStringLiteral(BOURSE_SOURCE_DIR "/tests/workbench/data/") + file));
    QVERIFY(imported.ok());
    QCOMPARE(imported->kind, ImportKind::SpecificationTable);
    DraftOptions options;
    options.schema = &schema(vertical.toLatin1().constData());
    const auto draft = buildDraft(*imported, options);
    QVERIFY2(draft.ok(), draft.ok() ? "" : draft.error().message.c_str());
    QCOMPARE(QString::fromStdString(schemaProblem(draft->document)), QString());
    std::map<std::string, std::string> wanted;
    for (const QString &pair : expected.split(QLatin1Char('|')))
        wanted[pair.section(QLatin1Char(' '), 0, 0).toStdString()] =
            pair.section(QLatin1Char(' '), 1).toStdString();
    int right = 0;
    int open = 0;
    QStringList wrong;
    for (const MappingSuggestion &suggestion : draft->suggestions) {
        const auto want = wanted.find(suggestion.target);
        QVERIFY2(want != wanted.end(), suggestion.target.c_str());
        const std::string got = chosen(suggestion);
        if (got == want->second)
            ++right;
        else if (got == "-")
            ++open;
        else
            wrong << QString::fromStdString(std::string(name(suggestion.step)) + ' ' + suggestion.target +
                                            " → " + got + " not " + want->second) +
                         QStringLiteral(" (%1)").arg(suggestion.confidence);
        if (got == "-" && got != want->second)
            qInfo("open: %s, best %s", suggestion.target.c_str(),
                  suggestion.alternatives.empty() ? "none"
                                                  : (suggestion.alternatives[0].field + ' ' +
                                                     std::to_string(suggestion.alternatives[0].confidence))
                                                        .c_str());
    }
    const int all = static_cast<int>(draft->suggestions.size());
    qInfo("%d targets: %d right, %d left open, %d wrong", all, right, open, static_cast<int>(wrong.size()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
    QVERIFY2(right * 100 >= all * 80, qPrintable(QString::number(right)));
}

void TestAutoMap::names_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("field");
    for (const auto &[target, field] : Expected{
             {"fname", "first_name"},
             {"FirstName", "first_name"},
             {"Lead/Contact/First_Name", "first_name"},
             {"contact.lastName", "last_name"},
             {"surname", "last_name"},
             {"cell", "phone"},
             {"primary_phone", "phone"},
             {"caller_id", "phone"},
             {"txtZip", "postal_code"},
             {"postal", "postal_code"},
             {"address.zip", "postal_code"},
             {"['e-mail']", "email"},
             {"subid", "sub_id"},
             {"s1", "sub_id"},
             {"ua", "user_agent"},
             {"ip", "ip_address"},
             {"Request/Lead@ip", "ip_address"},
             {"xxTrustedFormCertUrl", "trusted_form_url"},
             {"trustedform", "trusted_form_url"},
             {"leadid_token", "jornaya_lead_id"},
             {"universal_leadid", "jornaya_lead_id"},
             {"TCPA_Language", "tcpa_text"},
             {"own_home", "home_ownership"},
             {"isHomeOwner", "home_ownership"},
             {"name", "{{lead.first_name}} {{lead.last_name}}"},
             {"full_name", "{{lead.first_name}} {{lead.last_name}}"},
             {"FICO", "credit_score"},
             {"soap:Body/ns:Zip", "postal_code"},
             {"work_phone", "-"},
             {"spouse_email", "-"},
             {"employer_zip", "-"},
             {"emergency_contact_name", "-"},
             {"lead_id", "-"},
             {"bank_name", "-"},
             {"company_name", "-"},
             {"ping_id", "?ping_id"},
             {"lp_ping_id", "?ping_id"},
             {"campaign_id", "!"},
             {"is_test", "!"},
             {"request_id", "=uuid"},
         })
        QTest::newRow(target) << QString::fromUtf8(target) << QString::fromUtf8(field);
}

void TestAutoMap::names()
{
    QFETCH(QString, target);
    QFETCH(QString, field);
    MappingTarget wanted;
    wanted.target = target.toStdString();
    const MappingSuggestion suggestion = one("solar", wanted);
    QCOMPARE(QString::fromStdString(chosen(suggestion)), field);
    QVERIFY(suggestion.confidence >= 0 && suggestion.confidence <= 100);
    QVERIFY(!suggestion.reason.isEmpty());
}

void TestAutoMap::realNames_data()
{
    QTest::addColumn<QString>("vertical");
    for (const char *vertical : {"solar", "personal_injury", "auto_insurance"})
        QTest::newRow(vertical) << QString::fromLatin1(vertical);
}

/// Names of real specifications, without samples or descriptions; "!" a setting, "-" nothing, "?" carried.
void TestAutoMap::realNames()
{
    QFETCH(QString, vertical);
    int all = 0;
    int right = 0;
    QStringList wrong;
    const QStringList rows =
        QString::fromStdString(
            textOf(QStringLiteral(BOURSE_SOURCE_DIR "/tests/workbench/data/names-%1.txt").arg(vertical)))
            .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &row : rows) {
        if (row.startsWith(QLatin1Char('#')))
            continue;
        MappingTarget target;
        target.target = row.section(QLatin1Char(' '), 0, 0).toStdString();
        const QString want = row.section(QLatin1Char(' '), 1);
        const QString got = QString::fromStdString(chosen(one(vertical.toLatin1().constData(), target)));
        ++all;
        if (got == want)
            ++right;
        else if (got != QStringLiteral("-"))
            wrong << row + QStringLiteral(" got ") + got;
    }
    qInfo("%s: %d names, %d right, %d wrong", qPrintable(vertical), all, right,
          static_cast<int>(wrong.size()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
    QVERIFY(all >= 40 && right * 100 >= all * 90);
}

void TestAutoMap::transforms_data()
{
    QTest::addColumn<QString>("vertical");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("sample"); // JSON
    QTest::addColumn<QString>("allowed");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *label, const char *vertical, const char *target, const char *sample,
                        const char *allowed, const char *words, const char *expected) {
        QTest::newRow(label) << QString::fromUtf8(vertical) << QString::fromUtf8(target)
                             << QString::fromUtf8(sample) << QString::fromUtf8(allowed)
                             << QString::fromUtf8(words) << QString::fromUtf8(expected);
    };
    row("ten digits", "solar", "phone", "\"5125550100\"", "", "", R"([{"do":"phone","to":"national"}])");
    row("E.164", "solar", "phone", "\"+15125550100\"", "", "", "[]");
    row("eleven digits", "solar", "phone", "\"15125550100\"", "", "",
        R"([{"do":"phone","to":"international"}])");
    row("dashes", "solar", "phone", "\"512-555-0100\"", "", "", R"([{"do":"phone","to":"dashed"}])");
    row("parentheses", "solar", "phone", "null", "", "(###) ###-####",
        R"([{"do":"phone","to":"parentheses"}])");
    row("phone as number", "solar", "phone", "5125550100", "", "",
        R"([{"do":"phone","to":"national"},{"do":"cast","to":"number"}])");
    row("last four", "solar", "phone_last4", "null", "", "", R"([{"do":"phone","to":"last4"}])");
    row("area code", "solar", "area_code", "null", "", "", R"([{"do":"phone","to":"area"}])");
    row("US date", "personal_injury", "accident_date", "\"05/02/2026\"", "", "",
        R"([{"do":"date","format":"%m/%d/%Y"}])");
    row("day first", "personal_injury", "accident_date", "\"25/02/2026\"", "", "",
        R"([{"do":"date","format":"%d/%m/%Y"}])");
    row("bare numbers", "personal_injury", "accident_date", "\"5/2/2026\"", "", "",
        R"([{"do":"date","format":"%-m/%-d/%Y"}])");
    row("ISO date", "personal_injury", "accident_date", "\"2026-05-02\"", "", "", "[]");
    row("compact date", "personal_injury", "accident_date", "\"20260502\"", "", "",
        R"([{"do":"date","format":"%Y%m%d"}])");
    row("date in words", "personal_injury", "accident_date", "null", "", "Format MM-DD-YYYY",
        R"([{"do":"date","format":"%m-%d-%Y"}])");
    row("epoch", "solar", "consent_timestamp", "1767225600", "", "", R"([{"do":"epoch"}])");
    row("epoch in milliseconds", "solar", "consent_timestamp", "\"1767225600123\"", "", "",
        R"([{"do":"epoch","unit":"ms"}])");
    row("date and time", "solar", "consent_timestamp", "\"2026-05-12 14:30:00\"", "", "",
        R"([{"do":"date","format":"%Y-%m-%d %H:%M:%S"}])");
    row("age", "auto_insurance", "age", "null", "", "", R"([{"do":"age"}])");
    row("name of the state", "solar", "state", "\"Texas\"", "", "", R"([{"do":"state","to":"name"}])");
    row("month of birth", "auto_insurance", "dob_month", "\"07\"", "", "",
        R"([{"do":"date","format":"%m"}])");
    row("Y and N", "solar", "has_ev", "\"N\"", "", "", R"([{"do":"boolean","true":"Y","false":"N"}])");
    row("1 and 0 as numbers", "solar", "has_ev", "1", "", "", R"([{"do":"boolean","true":1,"false":0}])");
    row("true and false", "solar", "has_ev", "true", "", "", "[]");
    row("1 and 2", "solar", "has_ev", "null", "1=Yes|2=No", "",
        R"([{"do":"boolean","true":"1","false":"2"}])");
    row("Yes/No in words", "solar", "has_ev", "null", "", "Answer Yes/No",
        R"([{"do":"boolean","true":"Yes","false":"No"}])");
    row("choices by label", "auto_insurance", "gender", "null", "M=Male|F=Female", "",
        R"([{"do":"map","entries":{"female":"F","male":"M"},"unmapped":"empty"}])");
    row("choices that are yes and no", "solar", "homeowner", "\"Yes\"", "", "",
        R"([{"do":"map","entries":{"own":"Yes","rent":"No"},"unmapped":"empty"}])");
    row("choices in capitals", "solar", "credit_rating", "\"GOOD\"", "", "", R"([{"do":"upper"}])");
    row("choices by label alone", "solar", "roof_shade", "\"Some shade\"", "", "",
        R"([{"do":"map","entries":{"none":"No shade","some":"Some shade","heavy":"Heavy shade","unknown":"Not known"},"unmapped":"empty"}])");
    row("our own choice", "solar", "credit_rating", "\"good\"", "", "", "[]");
    row("md5 of the mail", "solar", "email_md5", "null", "", "",
        R"([{"do":"lower"},{"do":"hash","algorithm":"md5"}])");
    row("a sample that is a hash", "solar", "email", "\"5d41402abc4b2a76b9719d911017c592\"", "", "",
        R"([{"do":"lower"},{"do":"hash","algorithm":"md5"}])");
    row("sha256 of the phone", "solar", "phone_sha256", "null", "", "",
        R"([{"do":"phone","to":"national"},{"do":"hash","algorithm":"sha256"}])");
    row("mail domain", "solar", "email_domain", "null", "", "", R"([{"do":"email_domain"}])");
    row("whole dollars", "solar", "electric_bill", "185", "", "", R"([{"do":"round"}])");
    row("dollars with signs", "solar", "electric_bill", "\"$1,185\"", "", "",
        R"([{"do":"number","decimals":0,"grouping":",","before":"$"}])");
    row("certificate id only", "solar", "trustedform_cert_id", "\"0123456789abcdef0123456789abcdef01234567\"",
        "", "", R"([{"do":"regex_extract","pattern":"([0-9a-fA-F]{40,})/?$","group":1}])");
    row("at most fifty", "solar", "city", "null", "", "#50", R"([{"do":"substring","start":0,"length":50}])");
}

void TestAutoMap::transforms()
{
    QFETCH(QString, vertical);
    QFETCH(QString, target);
    QFETCH(QString, sample);
    QFETCH(QString, allowed);
    QFETCH(QString, words);
    QFETCH(QString, expected);
    MappingTarget wanted;
    wanted.target = target.toStdString();
    wanted.sample = *parseJson(sample.toStdString());
    wanted.typed = true;
    for (const QString &value : allowed.split(QLatin1Char('|'), Qt::SkipEmptyParts)) {
        wanted.allowed.push_back(value.section(QLatin1Char('='), 0, 0).toStdString());
        wanted.allowedLabels.push_back(value.section(QLatin1Char('='), 1).toStdString());
    }
    if (words.startsWith(QLatin1Char('#')))
        wanted.maxLength = words.mid(1).toStdString();
    else
        wanted.description = words.toStdString();
    const MappingSuggestion suggestion = one(vertical.toLatin1().constData(), wanted);
    QCOMPARE(suggestion.kind, MappingKind::Field);
    QCOMPARE(QString::fromStdString(writeJson(suggestion.transforms)), expected);
}

void TestAutoMap::samplesSpeak_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("sample");
    QTest::addColumn<QString>("field");
    for (const auto &[target, sample, field] : std::initializer_list<std::array<const char *, 3>>{
             {"q1", "maria@example.com", "email"},
             {"q2", "https://cert.trustedform.com/0123456789abcdef0123456789abcdef01234567",
              "trusted_form_url"},
             {"q3", "192.0.2.7", "ip_address"},
             {"q4", "Mozilla/5.0 (X11; Linux x86_64)", "user_agent"},
             {"q5", "(512) 555-0100", "phone"},
             {"q6", "blue", "-"},
             {"phone", "maria@example.com", "email"}, // the value contradicts the name
             {"state", "pending", "-"},
             {"zip", "not a zip", "-"},
         })
        QTest::newRow((std::string(target) + ' ' + sample).c_str())
            << QString::fromUtf8(target) << QString::fromUtf8(sample) << QString::fromUtf8(field);
}

void TestAutoMap::samplesSpeak()
{
    QFETCH(QString, target);
    QFETCH(QString, sample);
    QFETCH(QString, field);
    MappingTarget wanted;
    wanted.target = target.toStdString();
    wanted.sample = sample.toStdString();
    QCOMPARE(QString::fromStdString(chosen(one("solar", wanted))), field);
}

void TestAutoMap::personalFieldsInAPingWeighLess()
{
    MappingTarget email;
    email.target = "email";
    AutoMapOptions ping;
    ping.step = StepKind::Ping;
    const MappingSuggestion inPing = one("solar", email, ping);
    const MappingSuggestion inPost = one("solar", email);
    QCOMPARE(inPing.confidence, inPost.confidence - 20);
    QVERIFY(inPing.pii);
    QVERIFY(!inPost.pii);
    QVERIFY(inPing.reason.size() > inPost.reason.size());
    email.target = "email_md5";
    QVERIFY(!one("solar", email, ping).pii); // a hash tells nobody
}

void TestAutoMap::weakGuessesStayOpen()
{
    MappingTarget target;
    target.target = "field_7";
    target.description = "Roof";
    AutoMapOptions strict;
    strict.threshold = 99;
    const MappingSuggestion open = one("solar", target, strict);
    QCOMPARE(open.kind, MappingKind::Unmapped);
    QVERIFY(!open.alternatives.empty());
    QCOMPARE(QString::fromStdString(open.alternatives.front().field), QStringLiteral("roof_type"));
    QVERIFY(open.transforms.empty());
}

void TestAutoMap::aFieldServesSeveralTargets()
{
    MappingTarget zip;
    zip.target = "zip";
    MappingTarget again;
    again.target = "property_zip";
    const auto suggestions = autoMap({zip, again}, schema("solar"), {});
    QCOMPARE(QString::fromStdString(suggestions[0].field), QStringLiteral("postal_code"));
    QCOMPARE(QString::fromStdString(suggestions[1].field), QStringLiteral("postal_code"));
}

void TestAutoMap::anotherFieldGetsItsOwnTransforms()
{
    MappingTarget target;
    target.target = "when";
    target.sample = "05/02/2026";
    target.required = true;
    MappingSuggestion suggestion = one("personal_injury", target);
    const Object row = rowFor(suggestion, target, schema("personal_injury"), "accident_date");
    QCOMPARE(
        QString::fromStdString(writeJson(row)),
        QStringLiteral(
            R"({"target":"when","source":{"field":"accident_date"},"transforms":[{"do":"date","format":"%m/%d/%Y"}],"on_empty":"refuse"})"));
}

/// The words are of the trade, not of the sample verticals' keys.
void TestAutoMap::ownKeysFindTheirMeaning()
{
    const auto own = fieldSchemaFromValue(*parseJson(R"({"slug":"own","fields":[
        {"key":"vorname","label":"First name"},{"key":"zip_us","label":"ZIP","type":"postal_code"},
        {"key":"mail","type":"email"},{"key":"cell_no","label":"Cell phone","type":"phone"}]})"));
    QVERIFY(own.ok());
    for (const auto &[target, field] : Expected{{"fname", "vorname"},
                                                {"postal_code", "zip_us"},
                                                {"email_address", "mail"},
                                                {"phone", "cell_no"}}) {
        MappingTarget wanted;
        wanted.target = target;
        QCOMPARE(QString::fromStdString(chosen(autoMap({wanted}, *own, {}).front())),
                 QString::fromUtf8(field));
    }
}

QTEST_GUILESS_MAIN(TestAutoMap)
#include "tst_automap.moc"
