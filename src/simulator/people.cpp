// Invented people in real places. Telephone numbers are of the range 555-0100 … 555-0199 that is kept free
// for fiction, e-mail addresses of the domains that RFC 2606 reserves, internet addresses of the
// documentation ranges of RFC 5737.
#include "simulator/demo.h"
#include "simulator/dice.h"
#include <array>
#include <cstdio>

namespace bourse::simulator {

namespace {

constexpr std::array firstNames = {
    "Maria",   "James",    "Aisha",    "Robert",  "Linh",     "Michael",  "Elena",   "David",   "Keisha",
    "William", "Sofia",    "Richard",  "Priya",   "Joseph",   "Camila",   "Thomas",  "Mei",     "Charles",
    "Fatima",  "Daniel",   "Rosa",     "Matthew", "Hannah",   "Anthony",  "Imani",   "Mark",    "Yolanda",
    "Donald",  "Nadia",    "Steven",   "Grace",   "Andrew",   "Lucia",    "Kenneth", "Amara",   "Joshua",
    "Teresa",  "Kevin",    "Ingrid",   "Brian",   "Marisol",  "George",   "Beatriz", "Timothy", "Noor",
    "Ronald",  "Vanessa",  "Jason",    "Carmen",  "Edward",   "Olivia",   "Jeffrey", "Dolores", "Ryan",
    "Emma",    "Jacob",    "Adriana",  "Gary",    "Latoya",   "Nicholas", "Simone",  "Eric",    "Guadalupe",
    "Omar",    "Patricia", "Stephen",  "Leila",   "Jonathan", "Renee",    "Hector",  "Alicia",  "Tyrone",
    "Monica",  "Luis",     "Danielle", "Raj",     "Wendy",    "Carlos",   "Naomi",   "Minh",    "Bridget",
    "Andre",   "Claudia",  "Jesus",    "Heather", "Samuel",   "Zoe",      "Marcus",  "Irene",   "Dmitri",
};

constexpr std::array lastNames = {
    "Garcia",    "Smith",  "Nguyen",   "Johnson",   "Martinez",  "Williams", "Patel",    "Brown",
    "Hernandez", "Jones",  "Kim",      "Davis",     "Lopez",     "Miller",   "Okafor",   "Wilson",
    "Gonzalez",  "Moore",  "Chen",     "Taylor",    "Rodriguez", "Thomas",   "Jackson",  "Perez",
    "White",     "Tran",   "Harris",   "Sanchez",   "Martin",    "Thompson", "Ramirez",  "Clark",
    "Singh",     "Lewis",  "Torres",   "Robinson",  "Walker",    "Flores",   "Young",    "Allen",
    "Rivera",    "King",   "Wright",   "Gomez",     "Scott",     "Diaz",     "Green",    "Cruz",
    "Baker",     "Adams",  "Reyes",    "Nelson",    "Morales",   "Hill",     "Campbell", "Ortiz",
    "Mitchell",  "Ali",    "Roberts",  "Gutierrez", "Carter",    "Phillips", "Chavez",   "Evans",
    "Ramos",     "Turner", "Park",     "Parker",    "Collins",   "Edwards",  "Stewart",  "Mendoza",
    "Morris",    "Murphy", "Castillo", "Cook",      "Rogers",    "Vargas",   "Kowalski", "Cooper",
    "Reed",      "Bailey", "Haddad",   "Bell",      "Guzman",    "Kelly",    "Howard",   "Ward",
    "Delgado",   "Brooks",
};

struct Place {
    const char *city;
    const char *state;
    const char *postalCode;
    int areaCode;
};

constexpr std::array<Place, 84> places = {{
    {"Houston", "TX", "77002", 713},       {"Dallas", "TX", "75201", 214},
    {"Austin", "TX", "78701", 512},        {"San Antonio", "TX", "78205", 210},
    {"El Paso", "TX", "79901", 915},       {"Fort Worth", "TX", "76102", 817},
    {"Los Angeles", "CA", "90012", 213},   {"San Diego", "CA", "92101", 619},
    {"San Francisco", "CA", "94103", 415}, {"Sacramento", "CA", "95814", 916},
    {"Fresno", "CA", "93721", 559},        {"San Jose", "CA", "95113", 408},
    {"Oakland", "CA", "94612", 510},       {"Miami", "FL", "33130", 305},
    {"Orlando", "FL", "32801", 407},       {"Tampa", "FL", "33602", 813},
    {"Jacksonville", "FL", "32202", 904},  {"Tallahassee", "FL", "32301", 850},
    {"New York", "NY", "10001", 212},      {"Brooklyn", "NY", "11201", 718},
    {"Buffalo", "NY", "14202", 716},       {"Rochester", "NY", "14604", 585},
    {"Albany", "NY", "12207", 518},        {"Chicago", "IL", "60602", 312},
    {"Springfield", "IL", "62701", 217},   {"Peoria", "IL", "61602", 309},
    {"Columbus", "OH", "43215", 614},      {"Cleveland", "OH", "44114", 216},
    {"Cincinnati", "OH", "45202", 513},    {"Toledo", "OH", "43604", 419},
    {"Atlanta", "GA", "30303", 404},       {"Savannah", "GA", "31401", 912},
    {"Augusta", "GA", "30901", 706},       {"Philadelphia", "PA", "19107", 215},
    {"Pittsburgh", "PA", "15222", 412},    {"Allentown", "PA", "18101", 610},
    {"Phoenix", "AZ", "85004", 602},       {"Tucson", "AZ", "85701", 520},
    {"Mesa", "AZ", "85201", 480},          {"Charlotte", "NC", "28202", 704},
    {"Raleigh", "NC", "27601", 919},       {"Greensboro", "NC", "27401", 336},
    {"Detroit", "MI", "48226", 313},       {"Grand Rapids", "MI", "49503", 616},
    {"Lansing", "MI", "48933", 517},       {"Seattle", "WA", "98101", 206},
    {"Spokane", "WA", "99201", 509},       {"Tacoma", "WA", "98402", 253},
    {"Denver", "CO", "80202", 303},        {"Colorado Springs", "CO", "80903", 719},
    {"Boston", "MA", "02108", 617},        {"Worcester", "MA", "01608", 508},
    {"Nashville", "TN", "37203", 615},     {"Memphis", "TN", "38103", 901},
    {"Knoxville", "TN", "37902", 865},     {"Baltimore", "MD", "21202", 410},
    {"St. Louis", "MO", "63101", 314},     {"Kansas City", "MO", "64106", 816},
    {"Minneapolis", "MN", "55401", 612},   {"St. Paul", "MN", "55102", 651},
    {"Milwaukee", "WI", "53202", 414},     {"Madison", "WI", "53703", 608},
    {"Indianapolis", "IN", "46204", 317},  {"Fort Wayne", "IN", "46802", 260},
    {"Portland", "OR", "97204", 503},      {"Eugene", "OR", "97401", 541},
    {"Las Vegas", "NV", "89101", 702},     {"Reno", "NV", "89501", 775},
    {"New Orleans", "LA", "70112", 504},   {"Baton Rouge", "LA", "70801", 225},
    {"Oklahoma City", "OK", "73102", 405}, {"Tulsa", "OK", "74103", 918},
    {"Louisville", "KY", "40202", 502},    {"Birmingham", "AL", "35203", 205},
    {"Albuquerque", "NM", "87102", 505},   {"Salt Lake City", "UT", "84101", 801},
    {"Richmond", "VA", "23219", 804},      {"Norfolk", "VA", "23510", 757},
    {"Newark", "NJ", "07102", 973},        {"Columbia", "SC", "29201", 803},
    {"Little Rock", "AR", "72201", 501},   {"Omaha", "NE", "68102", 402},
    {"Des Moines", "IA", "50309", 515},    {"Boise", "ID", "83702", 208},
}};

constexpr std::array mailHosts = {"example.com", "example.net", "example.org"};

struct Weighted {
    const char *value;
    int weight;
};

constexpr std::array<Weighted, 7> caseTypes = {{
    {"auto_accident", 52},
    {"truck_accident", 12},
    {"motorcycle_accident", 9},
    {"slip_and_fall", 12},
    {"workplace_injury", 8},
    {"dog_bite", 4},
    {"medical_malpractice", 3},
}};

constexpr std::array<Weighted, 4> severities = {
    {{"minor", 34}, {"moderate", 40}, {"severe", 22}, {"catastrophic", 4}}};

struct Campaign {
    const char *source;
    const char *id;
    const char *landingPage;
    int weight;
};

constexpr std::array<Campaign, 8> campaigns = {{
    {"google_ads", "ga-mva-exact", "https://www.example.com/car-accident", 30},
    {"google_ads", "ga-truck-phrase", "https://www.example.com/truck-accident", 12},
    {"meta_forms", "fb-injury-lookalike", "https://www.example.com/free-case-review", 18},
    {"meta_forms", "fb-retarget-30d", "https://www.example.com/still-hurting", 8},
    {"quoteflow", "qf-injury-us", "https://quoteflow.example.net/injury", 12},
    {"clearpath", "cp-claims-2", "https://clearpath.example.org/claims", 10},
    {"bing_search", "bg-mva-broad", "https://www.example.com/accident-help", 6},
    {"email_partners", "em-weekly", "https://partners.example.net/review", 4},
}};

constexpr std::array userAgents = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
};

constexpr std::array documentationNets = {"192.0.2.", "198.51.100.", "203.0.113."};

constexpr const char *consentText = "By submitting this form I agree to be contacted about my request by "
                                    "telephone, text message and e-mail, also by "
                                    "automated means. Consent is not a condition of purchase.";

template <class List> const auto &pick(const List &list, Dice &dice)
{
    return list[dice.below(list.size())];
}

template <class List> const auto &pickWeighted(const List &list, Dice &dice)
{
    int total = 0;
    for (const auto &item : list)
        total += item.weight;
    int at = static_cast<int>(dice.below(static_cast<std::size_t>(total)));
    for (const auto &item : list) {
        at -= item.weight;
        if (at < 0)
            return item;
    }
    return list.front();
}

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string base36(std::uint64_t number)
{
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string text;
    do {
        text.insert(text.begin(), digits[number % digits.size()]);
        number /= digits.size();
    } while (number != 0);
    return text;
}

std::string hex(Dice &dice, std::size_t digits, std::string_view alphabet)
{
    std::string text;
    while (text.size() < digits) {
        std::uint64_t bits = dice.bits();
        for (int i = 0; i < 16 && text.size() < digits; ++i, bits >>= 4)
            text += alphabet[bits & 15];
    }
    return text;
}

/// A version 4 UUID in the upper case that LeadiD tokens are written in.
std::string leadIdToken(Dice &dice)
{
    std::string text = hex(dice, 32, "0123456789ABCDEF");
    text[12] = '4';
    text[16] = "89AB"[dice.below(4)];
    for (const std::size_t at : {8u, 13u, 18u, 23u})
        text.insert(at, 1, '-');
    return text;
}

std::string isoDate(std::chrono::sys_days day)
{
    const std::chrono::year_month_day date(day);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

} // namespace

domain::Object simulatedLead(std::uint64_t seed, std::uint64_t number)
{
    // An arbitrary fixed day, so that the same lead has the same dates whenever it is made.
    constexpr auto day = std::chrono::sys_days(std::chrono::year(2026) / 5 / 12);
    return simulatedLead(seed, number, UtcTime(day) + std::chrono::hours(14) + std::chrono::minutes(30));
}

domain::Object simulatedLead(std::uint64_t seed, std::uint64_t number, UtcTime now)
{
    constexpr std::uint64_t peopleStream = 0x70656f706c65;
    Dice dice(seed, peopleStream, number);
    const std::string firstName = pick(firstNames, dice);
    const std::string lastName = pick(lastNames, dice);
    const Place &place = pick(places, dice);
    const Campaign &campaign = pickWeighted(campaigns, dice);

    // The number and a mark of the seed make the address, and with it the person, unique.
    const std::string mark = base36(number) + base36(36 + mixed(seed) % 46'620);
    const std::string email =
        lower(firstName) + '.' + lower(lastName) + '.' + mark + '@' + pick(mailHosts, dice);
    std::array<char, 24> phone{};
    std::snprintf(phone.data(), phone.size(), "(%d) 555-01%02d", place.areaCode,
                  static_cast<int>(dice.below(100)));

    // Most people ask within weeks of the accident, some after more than a year.
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const double days = std::min(dice.logNormal(12, 1.2), 600.0);
    const auto accident = today - std::chrono::days(static_cast<int>(days) + 1);
    const auto consent = now - std::chrono::milliseconds(800 + dice.below(9000));

    domain::Object lead;
    lead.append("first_name", firstName);
    lead.append("last_name", lastName);
    lead.append("phone", phone.data());
    lead.append("email", email);
    lead.append("state", place.state);
    lead.append("city", place.city);
    lead.append("postal_code", place.postalCode);
    lead.append("case_type", pickWeighted(caseTypes, dice).value);
    lead.append("injury_severity", pickWeighted(severities, dice).value);
    lead.append("accident_date", isoDate(accident));
    lead.append("source", campaign.source);
    lead.append("campaign_id", campaign.id);
    lead.append("consent_timestamp", toIso8601(consent));
    lead.append("ip_address", pick(documentationNets, dice) + std::to_string(1 + dice.below(254)));
    lead.append("trusted_form_url", "https://cert.trustedform.com/" + hex(dice, 40, "0123456789abcdef"));
    lead.append("jornaya_lead_id", leadIdToken(dice));
    lead.append("landing_page", campaign.landingPage);
    lead.append("user_agent", pick(userAgents, dice));
    lead.append("tcpa_text", consentText);
    return lead;
}

} // namespace bourse::simulator
