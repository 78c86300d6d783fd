// Random filters over the auto insurance vertical that ships, every operator on every kind of value: the JSON
// form, the text form and both compiled say what an evaluator says that knows none of their code.
#include "domain/json/json.h"
#include "domain/routing/filter.h"
#include "wallclock.h"
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

using namespace bourse;
using namespace bourse::domain;
using namespace bourse::test;

class FilterPropertiesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void allFormsAgree();
    void oppositesAreOpposite();
};

namespace {

const FieldSchema &schema()
{
    static const FieldSchema made = [] {
        QFile file(QStringLiteral(BOURSE_SOURCE_DIR "/resources/verticals/auto_insurance.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the vertical is missing");
        return fieldSchemaFromValue(*parseJson(file.readAll().toStdString())).value();
    }();
    return made;
}

struct City {
    const char *zip;
    double latitude, longitude;
};
constexpr City cities[] = {{"77001", 29.8131, -95.3098},  {"77002", 29.7594, -95.3594},
                           {"78701", 30.2713, -97.7426},  {"75201", 32.7876, -96.7994},
                           {"10001", 40.7506, -73.9972},  {"11201", 40.6943, -73.9903},
                           {"99501", 61.2163, -149.8850}, {"96813", 21.3139, -157.8440}};

const NamedLists &lists()
{
    static const NamedLists made = [] {
        NamedList zips{"zips", {}, {}}, places{"places", {}, {}};
        for (int zip = 70'000; zip < 78'000; ++zip)
            zips.values.push_back(std::to_string(zip));
        for (const City &city : cities)
            places.values.push_back(std::string(city.zip) + ',' + std::to_string(city.latitude) + ',' +
                                    std::to_string(city.longitude));
        NamedList domains{"domains", {}, {"Example.COM", "mail.test"}};
        NamedList phones{"phones", {}, {"5125550100", "+17135550142"}};
        return indexLists({zips, places, domains, phones});
    }();
    return made;
}

/// How a value is looked at.
enum class Sort { Words, Number, Day, Instant, Flag, Zip, Phone, Things };

struct Subject {
    const char *path;
    FilterPart part;
    Sort sort;
    std::vector<std::string> pool; ///< what leads hold and filters ask for
    const char *list = nullptr;
};

const std::vector<Subject> &subjects()
{
    static const std::vector<std::string> days{"1959-02-28", "1988-05-12", "1988-05-13", "2004-02-29",
                                               "2007-12-31"};
    static const std::vector<std::string> zips{"77001",      "77002-1234", "78701", "75201", "10001",
                                               "11201-0001", "99501",      "96813", "60601"};
    static const std::vector<std::string> phones{"+15125550100", "+17135550142", "+12125550199",
                                                 "+442079460123"};
    static const std::vector<std::string> mails{"a@example.com", "b@MAIL.test", "c@sub.example.com"};
    static const std::vector<Subject> all{
        {"state", FilterPart::Whole, Sort::Words, {"TX", "CA", "NY", "AK"}},
        {"credit_rating", FilterPart::Whole, Sort::Words, {"excellent", "good", "fair", "poor"}},
        {"current_carrier",
         FilterPart::Whole,
         Sort::Words,
         {"Example Mutual", "and", "a \"b\" \\ c", "Zürich", "example", "not (x)"}},
        {"monthly_premium", FilterPart::Whole, Sort::Number, {"0.00", "99.99", "100.00", "100.5", "1250.00"}},
        {"continuous_coverage_months", FilterPart::Whole, Sort::Number, {"0", "5", "6", "36", "1200"}},
        {"birth_date", FilterPart::Whole, Sort::Day, days},
        {"birth_date", FilterPart::Age, Sort::Number, {"18", "21", "22", "37", "38", "67"}},
        {"consent_timestamp",
         FilterPart::Whole,
         Sort::Instant,
         {"2026-05-12T04:59:59Z", "2026-05-12T05:00:00Z", "2026-05-13T00:00:00Z"}},
        {"currently_insured", FilterPart::Whole, Sort::Flag, {"true", "false"}},
        {"postal_code", FilterPart::Whole, Sort::Zip, zips, "zips"},
        {"postal_code", FilterPart::Zip3, Sort::Words, {"770", "787", "100", "606"}},
        {"phone", FilterPart::Whole, Sort::Phone, phones, "phones"},
        {"phone", FilterPart::AreaCode, Sort::Words, {"512", "713", "212"}},
        {"email",
         FilterPart::Domain,
         Sort::Words,
         {"example.com", "mail.test", "sub.example.com"},
         "domains"},
        {"drivers", FilterPart::Count, Sort::Number, {"0", "1", "2", "3"}},
        {"drivers", FilterPart::Whole, Sort::Things, {}},
        {"drivers[*].age_licensed", FilterPart::Whole, Sort::Number, {"16", "17", "21", "30"}},
        {"drivers[1].age_licensed", FilterPart::Whole, Sort::Number, {"16", "17", "21", "30"}},
        {"drivers[*].birth_date", FilterPart::Age, Sort::Number, {"18", "21", "22", "37", "38"}},
        {"drivers[*].license_state", FilterPart::Whole, Sort::Words, {"TX", "CA"}},
        {"drivers[*].incidents[*].type", FilterPart::Whole, Sort::Words, {"dui", "accident", "claim"}},
        {"drivers[0].incidents[*].amount_paid",
         FilterPart::Whole,
         Sort::Number,
         {"0.00", "500.00", "1000.00"}},
        {"vehicles[*].make", FilterPart::Whole, Sort::Words, {"Ford", "Honda", "Kia"}},
    };
    return all;
}

class Chance {
  public:
    explicit Chance(std::uint32_t seed) : m_random(seed) {}
    int below(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    bool oneIn(int n) { return below(n) == 0; }
    template <class List> const auto &of(const List &list)
    {
        return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
    }

  private:
    std::mt19937 m_random;
};

FilterTest anyTest(Chance &chance)
{
    FilterTest test;
    if (chance.oneIn(6)) {
        const char *zones[] = {"", "UTC", "America/Chicago", "Australia/Sydney"};
        switch (chance.below(4)) {
        case 0:
            test.subject = FilterSubject::Source;
            test.op = chance.oneIn(2) ? FilterOp::Equals : FilterOp::NotIn;
            test.values = {chance.oneIn(2) ? "web" : "mail"};
            break;
        case 1:
            test.subject = FilterSubject::Score;
            test.op = chance.oneIn(2) ? FilterOp::AtLeast : FilterOp::Less;
            test.values = {std::to_string(chance.below(101))};
            break;
        case 2:
            test.subject = FilterSubject::Hour;
            test.zone = chance.of(zones);
            test.op = FilterOp::Between;
            test.values = {std::to_string(chance.below(12)), std::to_string(12 + chance.below(12))};
            break;
        default:
            test.subject = FilterSubject::Weekday;
            test.zone = chance.of(zones);
            test.op = chance.oneIn(2) ? FilterOp::In : FilterOp::NotEquals;
            test.values = {chance.of(std::vector<std::string>{"mon", "tue", "wed", "sat"})};
        }
        return test;
    }
    const Subject &subject = chance.of(subjects());
    test.field = subject.path;
    test.part = subject.part;
    std::vector<FilterOp> ops{FilterOp::Exists};
    const auto allow = [&](std::initializer_list<FilterOp> more) {
        ops.insert(ops.end(), more);
    };
    if (subject.sort != Sort::Things)
        allow({FilterOp::Equals, FilterOp::NotEquals, FilterOp::In, FilterOp::NotIn});
    if (subject.sort == Sort::Words || subject.sort == Sort::Zip || subject.sort == Sort::Phone)
        allow({FilterOp::Starts, FilterOp::Matches});
    if (subject.list)
        allow({FilterOp::InList, FilterOp::NotInList});
    if (subject.sort == Sort::Number || subject.sort == Sort::Day || subject.sort == Sort::Instant)
        allow({FilterOp::Less, FilterOp::AtMost, FilterOp::Greater, FilterOp::AtLeast, FilterOp::Between});
    if (subject.sort == Sort::Zip)
        allow({FilterOp::Within, FilterOp::Within});
    test.op = chance.of(ops);
    switch (test.op) {
    case FilterOp::Exists:
        break;
    case FilterOp::In:
    case FilterOp::NotIn:
        for (int i = 1 + chance.below(12); i > 0; --i) // with many, another way of looking them up
            test.values.push_back(chance.of(subject.pool));
        break;
    case FilterOp::InList:
    case FilterOp::NotInList:
        test.list = subject.list;
        break;
    case FilterOp::Starts: {
        std::string start = chance.of(subject.pool);
        std::size_t bytes = std::min(start.size(), 1 + static_cast<std::size_t>(chance.below(3)));
        while (bytes < start.size() && (static_cast<unsigned char>(start[bytes]) & 0xc0) == 0x80)
            ++bytes; // no half of a letter
        test.values = {start.substr(0, bytes)};
        break;
    }
    case FilterOp::Matches:
        test.values = {chance.of(std::vector<std::string>{"^e", "[0-3]$", "a.*e", "\\+1", "^$", "5{2}"})};
        test.ignoreCase = chance.oneIn(2);
        break;
    case FilterOp::Between: {
        test.values = {chance.of(subject.pool), chance.of(subject.pool)};
        break;
    }
    case FilterOp::Within:
        for (int i = 1 + chance.below(3); i > 0; --i)
            test.values.push_back(chance.of(cities).zip);
        test.list = "places";
        test.radius = chance.of(std::vector<std::string>{"1", "20", "200.5", "500", "4500"});
        test.kilometres = chance.oneIn(2);
        break;
    default:
        test.values = {chance.of(subject.pool)};
    }
    return test;
}

Filter anyFilter(Chance &chance, int depth)
{
    Filter made;
    const int kind = depth <= 0 ? 3 : chance.below(5);
    if (kind >= 3) {
        made.kind = Filter::Kind::Test;
        made.test = anyTest(chance);
        return made;
    }
    made.kind = static_cast<Filter::Kind>(kind);
    for (int i = made.kind == Filter::Kind::Not ? 1 : 1 + chance.below(3); i > 0; --i)
        made.children.push_back(anyFilter(chance, depth - 1));
    return made;
}

Value typed(const Subject &subject, const std::string &text)
{
    if (subject.sort == Sort::Flag)
        return text == "true";
    if (subject.sort == Sort::Number && text.find('.') == std::string::npos)
        return Number{text};
    return text;
}

/// As intake leaves one behind; what is not at the top is added by hand.
Object anyLead(Chance &chance)
{
    Object lead;
    for (const Subject &subject : subjects())
        if (subject.part == FilterPart::Whole &&
            std::string_view(subject.path).find('[') == std::string_view::npos &&
            subject.sort != Sort::Things && !chance.oneIn(5))
            lead.append(subject.path, typed(subject, chance.of(subject.pool)));
    if (!chance.oneIn(5))
        lead.append("email",
                    chance.of(std::vector<std::string>{"a@example.com", "b@mail.test", "c@sub.example.com"}));
    if (chance.oneIn(6))
        return lead;
    Array drivers, vehicles;
    for (int i = chance.below(4); i > 0; --i) {
        Object driver;
        if (!chance.oneIn(4))
            driver.append("age_licensed",
                          Number{chance.of(std::vector<std::string>{"16", "17", "21", "30"})});
        if (!chance.oneIn(4))
            driver.append("birth_date", chance.of(std::vector<std::string>{"1988-05-12", "1988-05-13",
                                                                           "2004-02-29", "2007-12-31"}));
        if (!chance.oneIn(4))
            driver.append("license_state", chance.oneIn(2) ? "TX" : "CA");
        Array incidents;
        for (int j = chance.below(3); j > 0; --j) {
            Object incident{{"type", chance.of(std::vector<std::string>{"dui", "accident", "claim"})}};
            if (chance.oneIn(2))
                incident.append("amount_paid",
                                chance.of(std::vector<std::string>{"0.00", "500.00", "1000.00"}));
            incidents.emplace_back(std::move(incident));
        }
        if (!incidents.empty())
            driver.append("incidents", std::move(incidents));
        drivers.emplace_back(std::move(driver));
    }
    if (!drivers.empty())
        lead.append("drivers", std::move(drivers));
    for (int i = chance.below(3); i > 0; --i)
        vehicles.emplace_back(Object{{"make", chance.of(std::vector<std::string>{"Ford", "Honda", "Kia"})}});
    if (!vehicles.empty())
        lead.append("vehicles", std::move(vehicles));
    return lead;
}

class Plain {
  public:
    explicit Plain(const FilterInput &input) : m_input(input) {}

    bool holds(const Filter &filter) const
    {
        if (filter.kind == Filter::Kind::Test)
            return test(filter.test);
        if (filter.kind == Filter::Kind::Not)
            return !holds(filter.children[0]);
        std::size_t held = 0;
        for (const Filter &child : filter.children)
            held += holds(child);
        return filter.kind == Filter::Kind::All ? held == filter.children.size() : held > 0;
    }

  private:
    static std::string lower(std::string text)
    {
        for (char &c : text)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return text;
    }

    std::tm local(const std::string &zone) const
    {
        const WallClock wall(zone.empty() ? std::string(m_input.zone) : zone);
        return wall.at(static_cast<std::time_t>(
            std::chrono::floor<std::chrono::seconds>(m_input.time).time_since_epoch().count()));
    }

    /// "drivers[*].incidents[0].type": the values there are.
    static void collect(const Value &value, std::string_view path, std::vector<Value> &into)
    {
        if (path.empty()) {
            into.push_back(value);
            return;
        }
        if (path.front() == '[') {
            const std::size_t close = path.find(']');
            const std::string_view which = path.substr(1, close - 1);
            const Array *items = value.asArray();
            for (std::size_t i = 0; items && i < items->size(); ++i)
                if (which == "*" || which == std::to_string(i))
                    collect((*items)[i], path.substr(close + 1), into);
            return;
        }
        if (path.front() == '.')
            path.remove_prefix(1);
        const std::size_t end = std::min(path.find_first_of(".["), path.size());
        const Object *object = value.asObject();
        for (const auto &[key, member] : object ? *object : Object())
            if (key == path.substr(0, end))
                collect(member, path.substr(end), into);
    }

    std::vector<std::string> valuesOf(const FilterTest &test) const
    {
        static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
        switch (test.subject) {
        case FilterSubject::Source:
            return {std::string(m_input.source)};
        case FilterSubject::Score:
            return m_input.score ? std::vector<std::string>{std::to_string(*m_input.score)}
                                 : std::vector<std::string>();
        case FilterSubject::Hour:
            return {std::to_string(local(test.zone).tm_hour)};
        case FilterSubject::Weekday:
            return {days[local(test.zone).tm_wday]};
        case FilterSubject::HistoryLeads:
        case FilterSubject::HistorySold:
            return {"0"}; // the leads here have no history
        case FilterSubject::Field:
            break;
        }
        std::vector<Value> found;
        collect(Value(*m_input.fields), test.field, found);
        std::vector<std::string> texts;
        for (const Value &value : found) {
            const std::string text = value.isArray() ? "list" : value.toText();
            switch (test.part) {
            case FilterPart::Whole:
                texts.push_back(text);
                break;
            case FilterPart::Age: {
                const std::tm now = local({});
                const int year = std::stoi(text.substr(0, 4)), month = std::stoi(text.substr(5, 2)),
                          day = std::stoi(text.substr(8, 2));
                const bool had = now.tm_mon + 1 > month || (now.tm_mon + 1 == month && now.tm_mday >= day);
                texts.push_back(std::to_string(now.tm_year + 1900 - year - (had ? 0 : 1)));
                break;
            }
            case FilterPart::Domain:
                texts.push_back(text.substr(text.find('@') + 1));
                break;
            case FilterPart::AreaCode:
                if (text.substr(0, 2) == "+1")
                    texts.push_back(text.substr(2, 3));
                break;
            case FilterPart::Zip3:
                texts.push_back(text.substr(0, 3));
                break;
            case FilterPart::Count:
                texts.push_back(std::to_string(value.asArray()->size()));
                break;
            }
        }
        return texts;
    }

    static Sort sortOf(const FilterTest &test)
    {
        if (test.subject != FilterSubject::Field)
            return test.subject == FilterSubject::Score || test.subject == FilterSubject::Hour ? Sort::Number
                                                                                               : Sort::Words;
        for (const Subject &subject : subjects())
            if (test.field == subject.path && test.part == subject.part)
                return subject.sort;
        return Sort::Words;
    }

    /// Less, equal, greater; numbers here have at most two places.
    static int order(Sort sort, const std::string &a, const std::string &b)
    {
        if (sort == Sort::Number) {
            const long long left = std::llround(std::stod(a) * 100), right = std::llround(std::stod(b) * 100);
            return left < right ? -1 : left > right ? 1 : 0;
        }
        return a < b ? -1 : a > b ? 1 : 0; // ISO texts of one form
    }

    static double kilometres(const std::string &from, const std::string &to)
    {
        const City *a = nullptr, *b = nullptr;
        for (const City &city : cities) {
            a = from.substr(0, 5) == city.zip ? &city : a;
            b = to.substr(0, 5) == city.zip ? &city : b;
        }
        if (!a || !b)
            return INFINITY;
        // by the angle between the two directions from the middle of the earth
        constexpr double degree = 3.14159265358979323846 / 180;
        const auto direction = [](const City &city) {
            return std::array<double, 3>{std::cos(city.latitude * degree) * std::cos(city.longitude * degree),
                                         std::cos(city.latitude * degree) * std::sin(city.longitude * degree),
                                         std::sin(city.latitude * degree)};
        };
        const auto u = direction(*a), v = direction(*b);
        const double dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
        return 6371.0088 * std::acos(std::min(1.0, dot));
    }

    bool test(const FilterTest &test) const
    {
        const Sort sort = sortOf(test);
        const auto meets = [&](const std::string &value) {
            const auto same = [&](const std::string &one) {
                if (sort == Sort::Number)
                    return order(sort, value, one) == 0;
                // whoever is in a place is in its wider one
                return lower(value) == lower(one) || (sort == Sort::Zip && value.substr(0, 5) == one);
            };
            switch (test.op) {
            case FilterOp::Exists:
                return true;
            case FilterOp::Equals:
            case FilterOp::NotEquals:
            case FilterOp::In:
            case FilterOp::NotIn:
                return std::any_of(test.values.begin(), test.values.end(), same);
            case FilterOp::InList:
            case FilterOp::NotInList:
                if (test.list == "zips")
                    return value >= "70000" && value.substr(0, 5) < "78000";
                if (test.list == "phones")
                    return value == "+15125550100" || value == "+17135550142";
                return lower(value) == "example.com" || lower(value) == "mail.test";
            case FilterOp::Starts:
                return lower(value).starts_with(lower(test.values[0]));
            case FilterOp::Matches:
                return QRegularExpression(QString::fromStdString(test.values[0]),
                                          test.ignoreCase ? QRegularExpression::CaseInsensitiveOption
                                                          : QRegularExpression::NoPatternOption)
                    .match(QString::fromStdString(value))
                    .hasMatch();
            case FilterOp::Within:
                return std::any_of(test.values.begin(), test.values.end(), [&](const std::string &centre) {
                    return kilometres(value, centre) <=
                           std::stod(test.radius) * (test.kilometres ? 1 : 1.609344);
                });
            case FilterOp::Less:
                return order(sort, value, test.values[0]) < 0;
            case FilterOp::AtMost:
                return order(sort, value, test.values[0]) <= 0;
            case FilterOp::Greater:
                return order(sort, value, test.values[0]) > 0;
            case FilterOp::AtLeast:
                return order(sort, value, test.values[0]) >= 0;
            case FilterOp::Between:
                return order(sort, value, test.values[0]) >= 0 && order(sort, value, test.values[1]) <= 0;
            }
            return false;
        };
        const auto values = valuesOf(test);
        const bool any = std::any_of(values.begin(), values.end(), meets);
        const bool negated =
            test.op == FilterOp::NotEquals || test.op == FilterOp::NotIn || test.op == FilterOp::NotInList;
        return any != negated;
    }

    const FilterInput &m_input;
};

FilterInput anyInput(Chance &chance, const Object &lead)
{
    FilterInput input;
    input.fields = &lead;
    input.source = chance.oneIn(2) ? "web" : "mail";
    // around the birthdays of some, in zones where it is another day
    input.time = fromIso8601(chance.of(std::vector<std::string>{
                                 "2026-05-12T04:30:00Z", "2026-05-12T13:30:00Z", "2026-05-12T23:59:59Z",
                                 "2026-02-28T12:00:00Z", "2026-03-08T08:30:00Z"}))
                     .value();
    input.zone = chance.of(std::vector<std::string_view>{"UTC", "America/Chicago", "Australia/Sydney"});
    if (!chance.oneIn(4))
        input.score = chance.below(101);
    return input;
}

} // namespace

void FilterPropertiesTest::allFormsAgree()
{
    Chance chance(20260512);
    std::set<std::pair<std::string, FilterOp>> tried;
    int passed = 0, all = 0;
    for (int i = 0; i < 1200; ++i) {
        const Filter filter = anyFilter(chance, 3);
        const Errors problems = checkFilter(filter, schema(), lists());
        QVERIFY2(problems.empty(),
                 problems.empty() ? "" : (problems[0].message + '\n' + toText(filter)).c_str());
        const auto fromJson = filterFromValue(*parseJson(writeJson(toValue(filter))));
        const std::string text = toText(filter);
        const auto fromText = parseFilter(text);
        QVERIFY2(fromJson.ok() && *fromJson == filter, text.c_str());
        QVERIFY2(fromText.ok() && *fromText == filter, text.c_str());
        const auto compiled = CompiledFilter::compile(filter, schema(), lists());
        const auto again = CompiledFilter::compile(*fromText, schema(), lists());
        if (filter.kind == Filter::Kind::Test)
            tried.emplace(filter.test.field + std::to_string(static_cast<int>(filter.test.part)),
                          filter.test.op);
        for (int j = 0; j < 6; ++j) {
            const Object lead = anyLead(chance);
            const FilterInput input = anyInput(chance, lead);
            const bool expected = Plain(input).holds(filter);
            QVERIFY2(
                !compiled.refuses(input) == expected,
                (text + "\n" + writeJson(lead) + "\n" + toIso8601(input.time) + ' ' + std::string(input.zone))
                    .c_str());
            QCOMPARE(!again.refuses(input), expected);
            passed += expected;
            ++all;
        }
    }
    QVERIFY(passed > all / 5 && passed < all * 4 / 5);
    QVERIFY2(tried.size() > 80, qPrintable(QString::number(tried.size())));
}

/// A filter and its opposite never agree; all and any are each other's by way of not.
void FilterPropertiesTest::oppositesAreOpposite()
{
    Chance chance(4711);
    const auto combined = [](Filter::Kind kind, std::vector<Filter> children) {
        Filter made;
        made.kind = kind;
        made.children = std::move(children);
        return made;
    };
    for (int i = 0; i < 300; ++i) {
        const Filter a = anyFilter(chance, 2), b = anyFilter(chance, 2);
        const auto compile = [](const Filter &filter) {
            return CompiledFilter::compile(filter, schema(), lists());
        };
        const auto no = [&](const Filter &filter) {
            return combined(Filter::Kind::Not, {filter});
        };
        const auto both = compile(combined(Filter::Kind::All, {a, b}));
        const auto neither = compile(no(combined(Filter::Kind::Any, {no(a), no(b)})));
        const auto first = compile(a), opposite = compile(no(a));
        for (int j = 0; j < 5; ++j) {
            const Object lead = anyLead(chance);
            const FilterInput input = anyInput(chance, lead);
            QVERIFY(!first.refuses(input) == bool(opposite.refuses(input)));
            QVERIFY(!both.refuses(input) == !neither.refuses(input));
        }
    }
}

QTEST_GUILESS_MAIN(FilterPropertiesTest)
#include "tst_filterproperties.moc"
