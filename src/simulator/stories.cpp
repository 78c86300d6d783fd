#include "simulator/stories.h"
#include "base/money.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <utility>

namespace bourse::simulator {

namespace {

using domain::Array;
using domain::Object;
using domain::Value;

struct Chance {
    const char *value;
    int weight;
};

const char *pick(Dice &dice, std::initializer_list<Chance> chances)
{
    int total = 0;
    for (const Chance &one : chances)
        total += one.weight;
    int at = static_cast<int>(dice.below(static_cast<std::size_t>(total)));
    for (const Chance &one : chances) {
        at -= one.weight;
        if (at < 0)
            return one.value;
    }
    return chances.begin()->value;
}

template <class List> const auto &anyOf(const List &list, Dice &dice)
{
    return list[dice.below(list.size())];
}

std::int64_t between(Dice &dice, std::int64_t least, std::int64_t most)
{
    return least + static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(most - least + 1)));
}

std::string dollars(std::int64_t units)
{
    return Money(units * 1'000'000, Currency::usd()).toDecimal();
}

/// Hundredths as text: 687 is "6.87".
std::string hundredths(std::int64_t value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lld.%02lld", static_cast<long long>(value / 100),
                  static_cast<long long>(value % 100));
    return text.data();
}

std::string iso(QDate day)
{
    return day.toString(Qt::ISODate).toStdString();
}

std::string textOf(const Object &person, std::string_view key)
{
    const Value *value = person.find(key);
    return value ? value->toText() : std::string();
}

int yearsSince(QDate day, QDate today)
{
    const int years = today.year() - day.year();
    return today < day.addYears(years) ? years - 1 : years;
}

QDate birthday(Dice &dice, QDate today, int youngest, int oldest)
{
    return today.addDays(-(youngest * 366 + static_cast<int>(dice.below(
                                                static_cast<std::size_t>((oldest - youngest) * 365 + 1)))));
}

void tell(Object &story, std::initializer_list<std::pair<const char *, Value>> fields)
{
    for (const auto &[key, value] : fields)
        story.append(key, value);
}

/// What every vertical's people say alike: where they live and how they agreed.
void tellAll(Object &story, const Object &person, Dice &dice, const char *page, const char *campaign)
{
    static constexpr std::array streets = {"Congress Ave", "Maple St",     "Oak Hill Rd", "2nd Ave",
                                           "Cedar Ln",     "Lakeview Dr",  "Mission St",  "Pine St",
                                           "Sunset Blvd",  "Washington St"};
    static constexpr std::array devices = {"banner-1", "banner-7", "story-3", "search-top"};
    const std::string city = textOf(person, "city");
    tell(story,
         {{"address", std::to_string(between(dice, 100, 9899)) + ' ' + anyOf(streets, dice)},
          {"address_2", dice.chance(0.25) ? Value("Apt " + std::to_string(between(dice, 1, 48))) : Value()},
          {"county", city.empty() ? Value() : Value(city + " County")},
          {"phone_2", Value()},
          {"sub_id", "aff-" + std::to_string(between(dice, 200, 240))},
          {"sub_id_2", anyOf(devices, dice)},
          {"sub_id_3", "click-" + std::to_string(dice.bits() % 1'000'000'000)},
          {"tcpa_consent", true},
          {"preferred_language", pick(dice, {{"en", 86}, {"es", 13}, {"other", 1}})},
          {"best_time_to_call",
           pick(dice, {{"any", 40}, {"morning", 20}, {"afternoon", 18}, {"evening", 22}})}});
    if (page)
        tell(story, {{"landing_page", page}, {"campaign_id", campaign}});
}

// ------------------------------------------------------------------------------------------ auto insurance

struct Car {
    const char *make;
    const char *model;
    const char *trim;
    const char *body;
};

constexpr std::array<Car, 16> cars = {{{"Toyota", "RAV4", "XLE", "SUV 4 doors"},
                                       {"Toyota", "Camry", "SE", "Sedan 4 doors"},
                                       {"Honda", "Civic", "LX", "Sedan 4 doors"},
                                       {"Honda", "CR-V", "EX", "SUV 4 doors"},
                                       {"Ford", "F-150", "XLT", "Pickup"},
                                       {"Ford", "Escape", "SEL", "SUV 4 doors"},
                                       {"Chevrolet", "Silverado 1500", "LT", "Pickup"},
                                       {"Chevrolet", "Equinox", "LS", "SUV 4 doors"},
                                       {"Nissan", "Altima", "SV", "Sedan 4 doors"},
                                       {"Nissan", "Rogue", "S", "SUV 4 doors"},
                                       {"Hyundai", "Elantra", "SEL", "Sedan 4 doors"},
                                       {"Kia", "Sorento", "LX", "SUV 4 doors"},
                                       {"Subaru", "Outback", "Premium", "Wagon 4 doors"},
                                       {"Jeep", "Wrangler", "Sport", "SUV 2 doors"},
                                       {"Volkswagen", "Jetta", "S", "Sedan 4 doors"},
                                       {"Tesla", "Model 3", "Long Range", "Sedan 4 doors"}}};

constexpr std::array carriers = {"Example Mutual",       "Blue Harbor Insurance", "Prairie Casualty",
                                 "Summit Auto Group",    "Lakeside Indemnity",    "Pioneer General",
                                 "Northfield Insurance", "Cedar State Mutual"};
constexpr std::array jobs = {"Nurse",    "Teacher", "Electrician", "Sales associate", "Software developer",
                             "Driver",   "Cook",    "Accountant",  "Mechanic",        "Office manager",
                             "Engineer", "Cashier", "Carpenter",   "Therapist",       "Warehouse worker"};

/// A number in the form of one, of a maker that there is none of.
std::string vin(Dice &dice, int year)
{
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
    constexpr std::string_view years = "ABCDEFGHJKLMNPRSTVWXY123456789"; // from 1980 and again from 2010
    std::string text = "9ZZ";
    while (text.size() < 17)
        text += alphabet[dice.below(alphabet.size())];
    text[9] = years[static_cast<std::size_t>(std::max(0, year - 1980)) % years.size()];
    for (std::size_t at = 12; at < 17; ++at)
        text[at] = static_cast<char>('0' + dice.below(10));
    return text;
}

Array incidentsOf(Dice &dice, QDate today, int yearsDriving, bool &recent, bool &drunk)
{
    Array incidents;
    const std::size_t count = dice.chance(0.62) ? 0 : 1 + dice.below(2);
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t days = between(dice, 20, std::min(5, std::max(1, yearsDriving)) * 365);
        const std::string kind =
            pick(dice, {{"violation", 50}, {"accident", 30}, {"claim", 15}, {"dui", 4}, {"suspension", 1}});
        recent = recent || days <= 3 * 365;
        drunk = drunk || kind == "dui";
        Object incident;
        tell(incident, {{"type", kind}, {"date", iso(today.addDays(-days))}});
        if (kind == "violation") {
            const auto [violation, words] = std::array<std::pair<const char *, const char *>, 4>{
                {{"speeding", "Speeding"},
                 {"signal", "Ran a red light"},
                 {"phone", "Telephone at the wheel"},
                 {"failure_to_yield", "Failure to yield"}}}[dice.below(4)];
            tell(incident, {{"description", words}, {"violation", violation}});
        } else if (kind == "accident") {
            tell(incident, {{"description", "Collision with another car"},
                            {"damage", pick(dice, {{"property", 70}, {"both", 20}, {"people", 10}})},
                            {"at_fault", dice.chance(0.5)},
                            {"amount_paid", dollars(between(dice, 5, 180) * 50)}});
        } else if (kind == "claim") {
            tell(incident, {{"description", pick(dice, {{"Hail", 3}, {"Windscreen", 4}, {"Theft", 1}})},
                            {"damage", "property"},
                            {"at_fault", false},
                            {"amount_paid", dollars(between(dice, 5, 60) * 50)}});
        } else {
            tell(incident,
                 {{"description", kind == "dui" ? "Driving under the influence" : "Licence suspended"}});
        }
        incidents.emplace_back(std::move(incident));
    }
    return incidents;
}

Object autoInsurance(const Object &person, Dice &dice, QDate today)
{
    Object story;
    tellAll(story, person, dice, "https://www.example.com/auto-quote", "ga-auto-exact");
    const QDate born = birthday(dice, today, 19, 82);
    const std::string gender =
        pick(dice, {{"female", 51}, {"male", 47}, {"non_binary", 1}, {"undisclosed", 1}});
    const std::string marital =
        pick(dice, {{"single", 38}, {"married", 44}, {"divorced", 11}, {"widowed", 4}, {"separated", 3}});
    const std::string credit =
        pick(dice, {{"excellent", 28}, {"good", 38}, {"fair", 22}, {"poor", 10}, {"unknown", 2}});
    const bool insured = dice.chance(0.84);
    const std::int64_t covered = between(dice, 3, 180),
                       withCarrier = std::min(covered, between(dice, 2, 120));
    const char *limit = pick(dice, {{"25/50", 20}, {"50/100", 30}, {"100/300", 40}, {"250/500", 10}});

    Array drivers;
    bool recent = false, drunk = false;
    const std::size_t people =
        1 + (marital == "married" && dice.chance(0.7) ? 1 : 0) + (dice.chance(0.15) ? 1 : 0);
    for (std::size_t i = 0; i < people; ++i) {
        const bool self = i == 0;
        const bool spouse = !self && i == 1 && marital == "married";
        const QDate day = self     ? born
                          : spouse ? birthday(dice, today, 21, 80)
                                   : birthday(dice, today, 17, 24);
        const int age = yearsSince(day, today);
        const int licensed = std::min(age, static_cast<int>(between(dice, 16, 21)));
        const std::string job = anyOf(jobs, dice);
        Object driver;
        tell(driver,
             {{"first_name",
               self ? textOf(person, "first_name")
                    : std::string(pick(
                          dice, {{"Alex", 1}, {"Jordan", 1}, {"Taylor", 1}, {"Morgan", 1}, {"Casey", 1}}))},
              {"last_name", textOf(person, "last_name")},
              {"birth_date", iso(day)},
              {"gender", self ? gender : std::string(pick(dice, {{"female", 50}, {"male", 50}}))},
              {"marital_status", self || spouse ? marital : std::string("single")},
              {"relationship", self     ? "self"
                               : spouse ? "spouse"
                                        : "child"},
              {"license_status",
               pick(dice, {{"active", 95}, {"permit", 2}, {"suspended", 2}, {"expired", 1}})},
              {"license_state", textOf(person, "state")},
              {"license_number", std::to_string(between(dice, 10'000'000, 99'999'999))},
              {"license_suspended", dice.chance(0.03)},
              {"age_licensed", licensed},
              {"years_licensed", age - licensed},
              {"occupation", self || spouse ? job : std::string("Student")},
              {"employment_status",
               self || spouse
                   ? pick(dice, {{"employed", 78}, {"self_employed", 10}, {"retired", 8}, {"homemaker", 4}})
                   : "student"},
              {"education", pick(dice, {{"high_school", 30},
                                        {"some_college", 25},
                                        {"associate", 10},
                                        {"bachelor", 25},
                                        {"master", 10}})},
              {"good_student", !self && !spouse},
              {"driver_training", dice.chance(0.2)},
              {"credit_rating", credit}});
        bool hadDrunk = false;
        Array incidents = incidentsOf(dice, today, age - licensed, recent, hadDrunk);
        drunk = drunk || hadDrunk;
        tell(driver, {{"sr22_required", hadDrunk}});
        if (!incidents.empty())
            driver.append("incidents", std::move(incidents));
        drivers.emplace_back(std::move(driver));
    }
    Array vehicles;
    const std::size_t count = 1 + dice.below(people + 1) / 2 + (dice.chance(0.2) ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i) {
        const Car &car = anyOf(cars, dice);
        const int year = static_cast<int>(between(dice, today.year() - 16, today.year()));
        const std::string use =
            pick(dice, {{"commute", 62}, {"pleasure", 28}, {"business", 4}, {"school", 4}, {"rideshare", 2}});
        const bool young = today.year() - year < 7;
        Object vehicle;
        tell(vehicle,
             {{"year", year},
              {"make", car.make},
              {"model", car.model},
              {"trim", car.trim},
              {"body_style", car.body},
              {"vin", vin(dice, year)},
              {"ownership", young ? pick(dice, {{"financed", 60}, {"leased", 20}, {"owned", 20}}) : "owned"},
              {"primary_use", use},
              {"annual_miles", between(dice, 4, 22) * 1000},
              {"commute_days", use == "commute" ? Value(between(dice, 2, 6)) : Value(0)},
              {"commute_miles", use == "commute" ? Value(between(dice, 2, 35)) : Value(0)},
              {"parking",
               pick(dice, {{"garage", 40}, {"driveway", 35}, {"street", 15}, {"lot", 7}, {"carport", 3}})},
              {"anti_theft", dice.chance(0.6)},
              {"salvaged", !young && dice.chance(0.04)},
              {"primary_driver", static_cast<std::int64_t>(1 + i % people)},
              {"comprehensive_deductible", pick(dice, {{"250.00", 2}, {"500.00", 6}, {"1000.00", 3}})},
              {"collision_deductible", pick(dice, {{"500.00", 7}, {"1000.00", 4}})},
              {"coverage_type", young ? "full" : pick(dice, {{"liability_only", 1}, {"full", 1}})}});
        vehicles.emplace_back(std::move(vehicle));
    }
    tell(story,
         {{"birth_date", iso(born)},
          {"gender", gender},
          {"marital_status", marital},
          {"credit_rating", credit},
          {"bankruptcy", dice.chance(0.04)},
          {"home_ownership", pick(dice, {{"own", 58}, {"rent", 36}, {"other", 6}})},
          {"years_at_residence", between(dice, 0, 25)},
          {"currently_insured", insured},
          {"current_carrier", insured ? Value(anyOf(carriers, dice)) : Value()},
          {"current_carrier_months", insured ? Value(withCarrier) : Value()},
          {"policy_started", insured ? Value(iso(today.addMonths(static_cast<int>(-withCarrier)))) : Value()},
          {"monthly_premium", insured ? Value(dollars(between(dice, 60, 320))) : Value()},
          {"continuous_coverage_months", insured ? Value(covered) : Value(0)},
          {"coverage_lapse_days", insured ? Value(0) : Value(between(dice, 8, 700))},
          {"policy_expires", insured ? Value(iso(today.addDays(between(dice, 1, 180)))) : Value()},
          {"coverage_type",
           pick(dice, {{"state_minimum", 18}, {"standard", 42}, {"preferred", 32}, {"premium", 8}})},
          {"bodily_injury_limit", limit},
          {"current_bodily_injury_limit", insured ? Value(limit) : Value()},
          {"property_damage_limit", pick(dice, {{"25000.00", 3}, {"50000.00", 5}, {"100000.00", 4}})},
          {"dui_5_years", drunk},
          {"incidents_3_years", recent},
          {"sr22_required", drunk},
          {"military_service", dice.chance(0.08)},
          {"drivers", std::move(drivers)},
          {"vehicles", std::move(vehicles)}});
    return story;
}

// ----------------------------------------------------------------------------------------------------- solar

Object solar(const Object &person, Dice &dice, QDate today)
{
    Object story;
    tellAll(story, person, dice, "https://www.example.com/solar-savings", "fb-solar-homeowners");
    const bool owns = dice.chance(0.9);
    const std::int64_t bill = std::clamp<std::int64_t>(std::llround(dice.logNormal(165, 0.45)), 40, 1200);
    const int built = static_cast<int>(between(dice, 1955, today.year() - 1));
    const std::int64_t score = between(dice, 540, 820);
    const char *rating = score >= 720 ? "excellent" : score >= 680 ? "good" : score >= 580 ? "fair" : "poor";
    const std::int64_t roofAge = between(dice, 0, std::min(40, today.year() - built));
    tell(story,
         {{"home_ownership", owns ? "own" : pick(dice, {{"rent", 4}, {"buying", 1}})},
          {"property_type",
           pick(dice,
                {{"single_family", 84}, {"townhouse", 7}, {"mobile", 5}, {"multi_family", 3}, {"condo", 1}})},
          {"electric_bill", dollars(bill)},
          {"monthly_usage_kwh", bill * 100 / 16},
          {"electric_provider", textOf(person, "city") + " Electric"},
          {"roof_shade", pick(dice, {{"none", 62}, {"some", 27}, {"heavy", 6}, {"unknown", 5}})},
          {"roof_type", pick(dice, {{"asphalt_shingle", 66},
                                    {"tile", 13},
                                    {"metal", 9},
                                    {"flat", 7},
                                    {"wood_shake", 3},
                                    {"slate", 2}})},
          {"roof_age_years", roofAge},
          {"roof_condition", roofAge < 3    ? "new"
                             : roofAge < 15 ? "good"
                                            : pick(dice, {{"fair", 3}, {"poor", 1}})},
          {"year_built", built},
          {"square_feet", between(dice, 9, 42) * 100},
          {"stories", between(dice, 1, 2)},
          {"property_value", dollars(between(dice, 18, 95) * 10'000)},
          {"credit_score", score},
          {"credit_rating", rating},
          {"income", dollars(between(dice, 40, 190) * 1000)},
          {"payment_method",
           pick(dice, {{"loan", 45}, {"ppa", 20}, {"cash", 12}, {"lease", 8}, {"unknown", 15}})},
          {"purchase_time_frame",
           pick(dice, {{"immediately", 34}, {"1_3_months", 38}, {"3_6_months", 14}, {"researching", 14}})},
          {"system_type", pick(dice, {{"electric", 92}, {"electric_and_hot_water", 6}, {"hot_water", 2}})},
          {"decision_maker", owns},
          {"appointment_at", Value()},
          {"existing_solar", dice.chance(0.05)},
          {"has_ev", dice.chance(0.12)},
          {"interested_in_battery", dice.chance(0.4)},
          {"latitude", Value()},
          {"longitude", Value()}});
    return story;
}

// -------------------------------------------------------------------------------------------------- mortgage

Object mortgage(const Object &person, Dice &dice, QDate today)
{
    Object story;
    tellAll(story, person, dice, "https://www.example.com/mortgage-rates", "bg-refi-broad");
    const std::string purpose =
        pick(dice, {{"refinance", 48}, {"purchase", 30}, {"home_equity", 17}, {"reverse", 5}});
    const bool buys = purpose == "purchase";
    const QDate born = purpose == "reverse" ? birthday(dice, today, 62, 88) : birthday(dice, today, 23, 74);
    const std::int64_t value = between(dice, 18, 110) * 10'000;
    const std::int64_t score = between(dice, 560, 810);
    const char *rating = score >= 720 ? "excellent" : score >= 680 ? "good" : score >= 580 ? "fair" : "poor";
    const std::int64_t balance =
        value * between(dice, purpose == "reverse" ? 0 : 25, purpose == "reverse" ? 45 : 85) / 100 / 1000 *
        1000;
    const std::int64_t rate = between(dice, 275, 775);
    const bool second = !buys && dice.chance(0.14);
    const std::int64_t secondBalance = second ? value * between(dice, 3, 9) / 100 / 1000 * 1000 : 0;
    const bool wantsCash = !buys && (purpose != "refinance" || dice.chance(0.45));
    const std::int64_t room = std::max<std::int64_t>(0, value * 80 / 100 - balance - secondBalance);
    const std::int64_t cash =
        wantsCash ? std::min<std::int64_t>(between(dice, 2, 24) * 5000, room / 1000 * 1000) : 0;
    const std::int64_t down = buys ? pick(dice, {{"a", 2}, {"b", 3}, {"c", 4}})[0] - 'a' : 0;
    const std::int64_t downPercent =
        buys ? std::array<std::int64_t, 3>{5, 10, 20}[static_cast<std::size_t>(down)] : 0;
    const std::int64_t loan = buys                       ? value - value * downPercent / 100
                              : purpose == "home_equity" ? cash
                                                         : balance + cash;
    // A loan of 0 is no lead: who has no room left asks for a little all the same.
    const std::int64_t asked = std::max<std::int64_t>(loan, 10'000);
    const std::int64_t owed = buys ? asked : balance + secondBalance + cash;
    const bool bankrupt = dice.chance(0.05), foreclosed = dice.chance(0.02);
    const bool veteran = dice.chance(0.13);
    const bool found = buys && dice.chance(0.45);
    const auto ifHas = [&](bool has, Value given) {
        return has ? given : Value();
    };
    tell(story,
         {{"birth_date", iso(born)},
          {"loan_type", purpose},
          {"loan_program",
           veteran
               ? pick(dice, {{"va", 7}, {"conventional", 3}})
               : pick(dice, {{"conventional", 66}, {"fha", 22}, {"usda", 3}, {"jumbo", 4}, {"unknown", 5}})},
          {"rate_type",
           pick(dice, {{"fixed_30", 70}, {"fixed_15", 15}, {"fixed_20", 5}, {"arm", 5}, {"unknown", 5}})},
          {"property_type",
           pick(dice,
                {{"single_family", 78}, {"townhouse", 8}, {"condo", 8}, {"multi_family", 4}, {"mobile", 2}})},
          {"property_use", pick(dice, {{"primary", 90}, {"secondary", 4}, {"investment", 6}})},
          {"property_city", textOf(person, "city")},
          {"property_state", textOf(person, "state")},
          {"property_postal_code", textOf(person, "postal_code")},
          {"year_built", between(dice, 1950, today.year() - 1)},
          {"year_bought", ifHas(!buys, between(dice, 2001, today.year() - 1))},
          {"property_value", dollars(value)},
          {"mortgage_balance", ifHas(!buys, dollars(balance))},
          {"mortgage_rate", ifHas(!buys, hundredths(rate))},
          {"mortgage_rate_type", ifHas(!buys, pick(dice, {{"fixed", 88}, {"arm", 12}}))},
          {"mortgage_payment", ifHas(!buys, dollars(balance * rate / 10'000 / 12 + balance / 500))},
          {"has_second_mortgage", ifHas(!buys, second)},
          {"second_mortgage_balance", ifHas(second, dollars(secondBalance))},
          {"second_mortgage_rate", ifHas(second, hundredths(rate + between(dice, 80, 300)))},
          {"lender", ifHas(!buys, pick(dice, {{"Example Savings Bank", 2},
                                              {"Harborview Mortgage", 2},
                                              {"Plains Federal Credit Union", 1}}))},
          {"fha_loan", ifHas(!buys, dice.chance(0.2))},
          {"va_loan", ifHas(!buys, veteran && dice.chance(0.6))},
          {"loan_amount", dollars(asked)},
          {"cash_out", ifHas(!buys, dollars(cash))},
          {"cash_out_reason",
           ifHas(cash > 0,
                 pick(dice, {{"debt", 45}, {"home_improvement", 40}, {"education", 5}, {"other", 10}}))},
          {"ltv", hundredths(owed * 10'000 / value)},
          {"down_payment", ifHas(buys, dollars(value * downPercent / 100))},
          {"down_payment_percent", ifHas(buys, std::to_string(downPercent))},
          {"credit_score", score},
          {"credit_rating", rating},
          {"late_payments", between(dice, 0, 9) == 0 ? Value(1) : Value(0)},
          {"bankruptcy", bankrupt},
          {"bankruptcy_years", ifHas(bankrupt, between(dice, 0, 7))},
          {"foreclosure", foreclosed},
          {"foreclosure_years", ifHas(foreclosed, between(dice, 0, 7))},
          {"military_service", veteran},
          {"employment_status", yearsSince(born, today) > 66 ? "retired"
                                                             : pick(dice, {{"full_time", 76},
                                                                           {"self_employed", 14},
                                                                           {"part_time", 6},
                                                                           {"military", 2},
                                                                           {"unemployed", 2}})},
          {"income", dollars(between(dice, 38, 210) * 1000)},
          {"income_documented", dice.chance(0.93)},
          {"monthly_debt", dollars(between(dice, 0, 44) * 50)},
          {"purchase_time_frame",
           found ? "immediately"
                 : pick(dice,
                        {{"immediately", 40}, {"1_3_months", 34}, {"3_6_months", 12}, {"researching", 14}})},
          {"found_home", ifHas(buys, found)},
          {"purchase_agreement", ifHas(buys, found && dice.chance(0.5))},
          {"first_time_buyer", ifHas(buys, dice.chance(0.4))},
          {"has_agent", ifHas(buys, found || dice.chance(0.3))}});
    return story;
}

// ------------------------------------------------------------------------------------------- personal injury

Object personalInjury(const Object &person, Dice &dice, QDate today)
{
    Object story;
    tellAll(story, person, dice, nullptr, nullptr);
    const QDate accident =
        QDate::fromString(QString::fromStdString(textOf(person, "accident_date")), Qt::ISODate);
    const std::string kind = textOf(person, "case_type");
    const std::string severity = textOf(person, "injury_severity");
    const bool onTheRoad =
        kind == "auto_accident" || kind == "truck_accident" || kind == "motorcycle_accident";
    const bool grave = severity == "severe" || severity == "catastrophic";
    const int days = static_cast<int>(accident.daysTo(today));
    const char *frame = days <= 30    ? "30_days"
                        : days <= 91  ? "1_3_months"
                        : days <= 182 ? "3_6_months"
                        : days <= 365 ? "6_12_months"
                        : days <= 730 ? "1_2_years"
                                      : "2_3_years";
    const std::string fault = pick(dice, {{"other", 84}, {"shared", 5}, {"unknown", 7}, {"self", 4}});
    const bool represented = dice.chance(0.09);
    const std::string treatment =
        grave ? pick(dice, {{"hospitalised", 70}, {"ongoing", 30}})
              : pick(dice, {{"ongoing", 45}, {"completed", 20}, {"planned", 15}, {"none", 20}});
    const bool treated = treatment != "none" && treatment != "planned";
    const std::int64_t wait = treated ? between(dice, 0, std::min(days, 12)) : 0;
    const bool report = onTheRoad ? dice.chance(0.8) : dice.chance(0.3);
    const bool minor = dice.chance(0.04);
    static constexpr std::array injuries = {"Whiplash",       "Back and neck pain", "Broken wrist",
                                            "Concussion",     "Bruised shoulder",   "Knee injury",
                                            "Herniated disc", "Cuts and bruises"};
    static constexpr std::array accounts = {"Rear-ended at a red light; pain since.",
                                            "The other driver turned left in front of me.",
                                            "Sideswiped on the motorway by somebody who changed lanes."};
    const char *account = kind == "slip_and_fall"      ? "Slipped on a wet floor without a sign in a shop."
                          : kind == "workplace_injury" ? "A load fell from a shelf at work."
                          : kind == "dog_bite"         ? "Bitten by a neighbour's dog that was off its lead."
                          : kind == "medical_malpractice"
                              ? "Complications after an operation; a second one was needed."
                              : anyOf(accounts, dice);
    const auto onRoad = [&](Value given) {
        return onTheRoad ? given : Value();
    };
    tell(
        story,
        {{"birth_date", iso(birthday(dice, today, 19, 78))},
         {"gender", pick(dice, {{"female", 52}, {"male", 47}, {"undisclosed", 1}})},
         {"injured", true},
         {"injury_type", anyOf(injuries, dice)},
         {"hospital_stay", treatment == "hospitalised"},
         {"surgery", grave && dice.chance(0.4)},
         {"medical_bills", dollars(treated ? between(dice, grave ? 80 : 4, grave ? 900 : 120) * 100 : 0)},
         {"lost_wages", grave || dice.chance(0.4)},
         {"accident_time_frame", frame},
         {"injury_discovered_date", iso(accident.addDays(std::min<std::int64_t>(days, between(dice, 0, 3))))},
         {"accident_state", textOf(person, "state")},
         {"accident_city", textOf(person, "city")},
         {"accident_postal_code", textOf(person, "postal_code")},
         {"fault", fault},
         {"at_fault", fault == "self"},
         {"role", onTheRoad ? pick(dice, {{"driver", 70}, {"passenger", 24}, {"pedestrian", 6}})
                  : kind == "workplace_injury"    ? "worker"
                  : kind == "medical_malpractice" ? "patient"
                                                  : "visitor"},
         {"relationship",
          minor ? "child" : pick(dice, {{"self", 92}, {"spouse", 4}, {"parent", 3}, {"relative", 1}})},
         {"victim_is_minor", minor},
         {"government_involved", dice.chance(0.04)},
         {"commercial_vehicle", onRoad(kind == "truck_accident" || dice.chance(0.08))},
         {"cited", onRoad(fault == "self" && dice.chance(0.6))},
         {"other_party_cited", onRoad(fault == "other" && dice.chance(0.55))},
         {"vehicles_involved", onRoad(between(dice, 2, 3))},
         {"vehicle_damage", onRoad(grave ? pick(dice, {{"severe", 1}, {"total", 1}})
                                         : pick(dice, {{"minor", 3}, {"moderate", 4}, {"severe", 2}}))},
         {"other_party_insured", dice.chance(0.86)},
         {"other_party_carrier", dice.chance(0.6) ? Value(anyOf(carriers, dice)) : Value()},
         {"insured", onRoad(dice.chance(0.85))},
         {"insurance_carrier", onRoad(anyOf(carriers, dice))},
         {"police_report", report},
         {"police_report_number",
          report ? Value(iso(accident).substr(0, 7) + "-" + std::to_string(between(dice, 1000, 9999)))
                 : Value()},
         {"has_attorney", represented},
         {"wants_new_attorney", represented && dice.chance(0.4)},
         {"attorney_dropped", !represented && dice.chance(0.03)},
         {"claim_settled", dice.chance(0.02)},
         {"medical_treatment", treatment},
         {"treatment_date", treated ? Value(iso(accident.addDays(wait))) : Value()},
         {"treatment_within_days", treated ? Value(wait) : Value()},
         {"description", account}});
    return story;
}

} // namespace

domain::Object storyOf(std::string_view vertical, const domain::Object &person, Dice &dice, QDate today)
{
    if (vertical == "auto_insurance")
        return autoInsurance(person, dice, today);
    if (vertical == "solar")
        return solar(person, dice, today);
    if (vertical == "mortgage")
        return mortgage(person, dice, today);
    if (vertical == "personal_injury")
        return personalInjury(person, dice, today);
    return {};
}

} // namespace bourse::simulator
