// Leads of the four verticals that ship: valid, whole, and such as a person could have told them.
#include "domain/json/json.h"
#include "simulator/demo.h"
#include <QDate>
#include <QTest>
#include <map>
#include <set>

using namespace bourse;
using namespace bourse::domain;
using namespace bourse::simulator;

class StoriesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void valid_data() { verticals(); }
    void valid();
    void everyFieldIsTold_data() { verticals(); }
    void everyFieldIsTold();
    void inventedOnly_data() { verticals(); }
    void inventedOnly();
    void driversAndVehicles();
    void loansAddUp();
    void accidentsComeFirst();

  private:
    static void verticals()
    {
        QTest::addColumn<QString>("vertical");
        for (const char *slug : {"auto_insurance", "solar", "mortgage", "personal_injury"})
            QTest::newRow(slug) << QString::fromLatin1(slug);
    }
};

namespace {

const UtcTime now = fromIso8601("2026-05-12T14:30:00Z").value();
const QDate today(2026, 5, 12);

NormalisedLead lead(const FieldSchema &schema, std::uint64_t number)
{
    auto read = normalise(schema, simulatedLead(schema, 11, number, now), IntakeStage::Post);
    if (!read)
        for (const Error &error : read.errors())
            qWarning("%s %s", error.field.c_str(), error.code.c_str());
    return read ? *read : NormalisedLead();
}

std::string text(const Object &lead, std::string_view key)
{
    const Value *value = lead.find(key);
    return value ? value->toText() : std::string();
}

double number(const Object &lead, std::string_view key)
{
    return QByteArray::fromStdString(text(lead, key)).toDouble();
}

QDate day(const Object &lead, std::string_view key)
{
    return QDate::fromString(QString::fromStdString(text(lead, key)), Qt::ISODate);
}

void count(const Object &object, const std::string &prefix, std::map<std::string, int> &times)
{
    for (const auto &[key, value] : object) {
        const std::string path = prefix + key;
        ++times[path];
        if (const Object *inner = value.asObject())
            count(*inner, path + '.', times);
        if (const Array *items = value.asArray())
            for (const Value &item : *items)
                if (item.isObject())
                    count(*item.asObject(), path + '.', times);
    }
}

void paths(const std::vector<FieldSpec> &fields, const std::string &prefix, std::vector<std::string> &into)
{
    for (const FieldSpec &field : fields) {
        into.push_back(prefix + field.key);
        if (field.type == FieldType::List)
            paths(field.fields.front().fields, into.back() + '.', into);
        else
            paths(field.fields, into.back() + '.', into);
    }
}

} // namespace

void StoriesTest::valid()
{
    QFETCH(QString, vertical);
    const auto schema = simulatedVertical(vertical.toStdString());
    QVERIFY(schema.ok());
    for (std::uint64_t i = 0; i < 120; ++i) {
        const Object one = simulatedLead(*schema, 11, i, now);
        for (auto stage : {IntakeStage::Ping, IntakeStage::Post}) {
            const auto read = normalise(*schema, one, stage);
            QVERIFY2(read.ok(), read.ok() ? "" : (read.error().field + ' ' + read.error().code).c_str());
            // nothing that the vertical does not know
            for (const auto &[key, value] : read->fields)
                QVERIFY2(schema->find(key), key.c_str());
        }
        for (std::string_view key : {"tcpa_text", "consent_timestamp", "ip_address", "trusted_form_url"})
            QVERIFY(one.find(key));
    }
}

void StoriesTest::everyFieldIsTold()
{
    QFETCH(QString, vertical);
    const auto schema = simulatedVertical(vertical.toStdString());
    std::map<std::string, int> times;
    for (std::uint64_t i = 0; i < 150; ++i)
        count(lead(*schema, i * 4).fields, {}, times);
    std::vector<std::string> all;
    paths(schema->fields, {}, all);
    QVERIFY(all.size() >= 55);
    // where a house stands to the metre, a second telephone, and an appointment: nobody invents those
    const std::set<std::string> never = {"latitude", "longitude", "appointment_at", "phone_2"};
    for (const std::string &path : all)
        QVERIFY2(times[path] > 0 || never.contains(path), path.c_str());
    // the others leave some open
    std::map<std::string, int> some;
    for (std::uint64_t i = 0; i < 150; ++i)
        count(lead(*schema, i * 4 + 1).fields, {}, some);
    QVERIFY(some["sub_id_2"] > 110 && some["sub_id_2"] < 150 && times["sub_id_2"] == 150);
}

void StoriesTest::inventedOnly()
{
    QFETCH(QString, vertical);
    const auto schema = simulatedVertical(vertical.toStdString());
    for (std::uint64_t i = 0; i < 120; ++i) {
        const Object one = lead(*schema, i).fields;
        QVERIFY2(text(one, "phone").find("55501") == 5, text(one, "phone").c_str());
        const QString mail = QString::fromStdString(text(one, "email"));
        QVERIFY(mail.endsWith(QLatin1String("@example.com")) ||
                mail.endsWith(QLatin1String("@example.net")) || mail.endsWith(QLatin1String("@example.org")));
        QVERIFY(!one.contains("landing_page") ||
                text(one, "landing_page").find("example.") != std::string::npos);
        QVERIFY(text(one, "user_agent").starts_with("Mozilla/5.0"));
    }
}

void StoriesTest::driversAndVehicles()
{
    const auto schema = simulatedVertical("auto_insurance");
    int incidents = 0, several = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Object one = lead(*schema, i * 4).fields;
        const Array &drivers = *one.find("drivers")->asArray();
        const Array &vehicles = *one.find("vehicles")->asArray();
        const Object &self = *drivers[0].asObject();
        QCOMPARE(text(self, "first_name"), text(one, "first_name"));
        QCOMPARE(text(self, "last_name"), text(one, "last_name"));
        QCOMPARE(text(self, "birth_date"), text(one, "birth_date"));
        QCOMPARE(text(self, "relationship"), std::string("self"));
        several += drivers.size() > 1 && vehicles.size() > 1;
        bool recent = false, drunk = false;
        for (const Value &driver : drivers) {
            const Object &who = *driver.asObject();
            QVERIFY(number(who, "age_licensed") + number(who, "years_licensed") <= 84);
            QVERIFY(day(who, "birth_date").addYears(static_cast<int>(number(who, "age_licensed"))) <= today);
            if (const Value *list = who.find("incidents"))
                for (const Value &incident : *list->asArray()) {
                    const QDate when = day(*incident.asObject(), "date");
                    QVERIFY(when < today && when > day(who, "birth_date").addYears(14));
                    recent = recent || when.daysTo(today) <= 3 * 365;
                    drunk = drunk || text(*incident.asObject(), "type") == "dui";
                    ++incidents;
                }
        }
        QCOMPARE(text(one, "incidents_3_years") == "true", recent);
        QCOMPARE(text(one, "sr22_required") == "true", drunk);
        for (const Value &vehicle : vehicles) {
            QVERIFY(number(*vehicle.asObject(), "primary_driver") <= static_cast<double>(drivers.size()));
            QCOMPARE(text(*vehicle.asObject(), "vin").size(), std::size_t(17));
        }
        const bool insured = text(one, "currently_insured") == "true";
        QCOMPARE(one.contains("current_carrier"), insured);
        QVERIFY(!insured || day(one, "policy_expires") > today);
    }
    QVERIFY(incidents > 40 && several > 30);
}

void StoriesTest::loansAddUp()
{
    const auto schema = simulatedVertical("mortgage");
    std::map<std::string, int> purposes;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Object one = lead(*schema, i * 4).fields;
        const std::string purpose = text(one, "loan_type");
        ++purposes[purpose];
        const double value = number(one, "property_value");
        QVERIFY(number(one, "loan_amount") > 0 && number(one, "mortgage_balance") < value);
        QVERIFY(number(one, "ltv") <= 105);
        QCOMPARE(one.contains("second_mortgage_balance"), text(one, "has_second_mortgage") == "true");
        QCOMPARE(one.contains("bankruptcy_years"), text(one, "bankruptcy") == "true");
        QCOMPARE(one.contains("down_payment"), purpose == "purchase");
        QCOMPARE(one.contains("mortgage_balance"), purpose != "purchase");
        if (purpose == "purchase")
            QCOMPARE(number(one, "loan_amount") + number(one, "down_payment"), value);
        if (purpose == "reverse")
            QVERIFY(day(one, "birth_date").addYears(62) <= today);
    }
    QCOMPARE(purposes.size(), std::size_t(4));
}

void StoriesTest::accidentsComeFirst()
{
    const auto schema = simulatedVertical("personal_injury");
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Object one = lead(*schema, i * 4).fields;
        const QDate accident = day(one, "accident_date");
        QVERIFY(accident < today && day(one, "injury_discovered_date") >= accident);
        const std::string treatment = text(one, "medical_treatment");
        const bool treated = treatment != "none" && treatment != "planned";
        QCOMPARE(one.contains("treatment_date"), treated);
        if (treated)
            QVERIFY(day(one, "treatment_date") >= accident && day(one, "treatment_date") <= today);
        QCOMPARE(text(one, "at_fault") == "true", text(one, "fault") == "self");
        QCOMPARE(one.contains("police_report_number"), text(one, "police_report") == "true");
        if (text(one, "accident_time_frame") == "30_days")
            QVERIFY(accident.daysTo(today) <= 30);
        QVERIFY(text(one, "wants_new_attorney") != "true" || text(one, "has_attorney") == "true");
    }
}

QTEST_GUILESS_MAIN(StoriesTest)
#include "tst_stories.moc"
