// Filters: both forms, the check against a schema, and what leads are held against.
#include "domain/json/json.h"
#include "domain/lead/fieldtypes.h"
#include "domain/routing/filter.h"
#include <QTest>
#include <algorithm>
#include <random>
#include <set>

using namespace bourse;
using namespace bourse::domain;

namespace {
const FieldSchema &schema()
{
    static const FieldSchema made = [] {
        auto json = parseJson(R"({"slug": "auto", "fields": [
            {"key": "state", "type": "state"}, {"key": "zip", "type": "postal_code"},
            {"key": "phone", "type": "phone"}, {"key": "email", "type": "email"},
            {"key": "dob", "type": "date"}, {"key": "credit_score", "type": "integer"},
            {"key": "income", "type": "money"}, {"key": "insured", "type": "boolean"},
            {"key": "seen", "type": "datetime"}, {"key": "city"}, {"key": "not"},
            {"key": "roof", "type": "enum", "choices": [{"value": "asphalt", "label": "Asphalt shingle"}, "metal"]},
            {"key": "vehicle", "type": "group", "fields": [{"key": "make"}]},
            {"key": "drivers", "type": "list", "items": {"type": "group", "fields": [
                {"key": "age", "type": "integer"}, {"key": "name"}]}},
            {"key": "tags", "type": "list", "items": {"type": "text"}}]})");
        return fieldSchemaFromValue(*json).value();
    }();
    return made;
}

const NamedLists &lists()
{
    static const NamedLists made = [] {
        NamedList priority{"priority", {}, {}};
        for (int zip = 10'000; zip < 50'000; ++zip)
            priority.values.push_back(std::to_string(zip));
        NamedList domains{"domains", {}, {"Example.COM", "mail.test"}};
        NamedList areas{"areas", {}, {"7135550100", "+15125550199"}};
        NamedList places{
            "places", {}, {"77001,29.8131,-95.3098", "77002, 29.7594, -95.3594", "78701,30.2713,-97.7426"}};
        return indexLists({priority, domains, areas, places});
    }();
    return made;
}

Filter parsed(const std::string &text)
{
    auto filter = parseFilter(text);
    if (!filter)
        qFatal("%s: %s", text.c_str(), filter.error().message.c_str());
    return *filter;
}

Object lead(const char *json)
{
    return *parseJson(json)->asObject();
}

FilterInput inputOf(const Object &fields)
{
    FilterInput input;
    input.fields = &fields;
    input.source = "web";
    input.time = fromIso8601("2026-05-13T03:30:00Z").value(); // Wednesday; Tuesday 22:30 in Chicago
    input.zone = "America/Chicago";
    return input;
}

bool passes(const std::string &text, const Object &fields)
{
    return !CompiledFilter::compile(parsed(text), schema(), lists()).refuses(inputOf(fields));
}

// ---------------------------------------------------------------------------------- random filters and leads

class Maker {
  public:
    explicit Maker(std::uint32_t seed) : m_random(seed) {}
    int below(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    template <class T> const T &oneOf(const std::vector<T> &values)
    {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

    Filter filter(int depth)
    {
        Filter made;
        const int kind = depth <= 0 ? 3 : below(5);
        if (kind >= 3) {
            made.kind = Filter::Kind::Test;
            made.test = test();
            return made;
        }
        made.kind = static_cast<Filter::Kind>(kind);
        const int children = made.kind == Filter::Kind::Not ? 1 : 1 + below(3);
        for (int i = 0; i < children; ++i)
            made.children.push_back(filter(depth - 1));
        return made;
    }

    FilterTest test()
    {
        FilterTest made;
        auto one = [&](FilterOp op, std::vector<std::string> pool) {
            made.op = op;
            made.values = {oneOf(pool)};
        };
        auto some = [&](FilterOp op, std::vector<std::string> pool) {
            made.op = op;
            for (int i = 1 + below(3); i > 0; --i)
                made.values.push_back(oneOf(pool));
        };
        const std::vector<FilterOp> equal{FilterOp::Equals, FilterOp::NotEquals};
        const std::vector<FilterOp> within{FilterOp::In, FilterOp::NotIn};
        const std::vector<FilterOp> compare{FilterOp::Less, FilterOp::AtMost, FilterOp::Greater,
                                            FilterOp::AtLeast};
        switch (below(13)) {
        case 11:
            made.subject = oneOf<FilterSubject>({FilterSubject::HistoryLeads, FilterSubject::HistorySold});
            made.field = oneOf<std::string>({"email", "zip", "not"});
            made.days = 1 + below(365);
            one(oneOf(compare), {"0", "1", "3"});
            break;
        case 0:
            made.field = "state";
            some(oneOf(within), {"TX", "CA", "NY", "OR"});
            break;
        case 1:
            made.field = "credit_score";
            one(oneOf(compare), {"600", "650", "700"});
            break;
        case 2:
            made.field = "city";
            one(oneOf(equal), {"Austin", "san antonio", "and", "a \"b\" \\ c", "Zürich", "line\nbreak", ""});
            break;
        case 3:
            made.field = oneOf<std::string>({"zip", "email", "drivers[*].name", "vehicle", "tags", "not"});
            made.op = FilterOp::Exists;
            break;
        case 4:
            made.field = oneOf<std::string>({"drivers[*].age", "drivers[0].age"});
            made.op = FilterOp::Between;
            made.values = {oneOf<std::string>({"16", "20"}), oneOf<std::string>({"25", "60"})};
            break;
        case 5:
            made.subject = FilterSubject::Hour;
            made.zone = oneOf<std::string>({"", "Europe/Zurich", "UTC"});
            one(oneOf(compare), {"5", "22", "12"});
            break;
        case 6:
            made.subject = FilterSubject::Weekday;
            some(oneOf(within), {"tue", "wed", "sun"});
            break;
        case 7:
            made.field = "zip";
            made.op = oneOf<FilterOp>({FilterOp::InList, FilterOp::NotInList});
            made.list = "priority";
            break;
        case 8:
            made.field = "drivers";
            made.part = FilterPart::Count;
            one(oneOf(compare), {"1", "2"});
            break;
        case 9:
            made.subject = FilterSubject::Source;
            one(oneOf(equal), {"web", "mail"});
            break;
        case 10:
            made.field = "vehicle.make";
            made.op = FilterOp::Matches;
            made.values = {oneOf<std::string>({"^fo", "a$"})};
            made.ignoreCase = below(2) == 1;
            break;
        default:
            made.field = "insured";
            one(FilterOp::Equals, {"true", "false"});
            break;
        }
        return made;
    }

    Object lead()
    {
        Object made;
        auto maybe = [&](const char *key, std::vector<Value> pool) {
            if (below(4) > 0)
                made.append(key, oneOf(pool));
        };
        maybe("state", {"TX", "CA", "OR"});
        maybe("zip", {"10001", "49999-1234", "99999"});
        maybe("credit_score", {600, 620, 700});
        maybe("city", {"austin", "San Antonio", "and", "a \"b\" \\ c", "Zürich"});
        maybe("email", {"a@example.com"});
        maybe("insured", {true, false});
        maybe("not", {"x"});
        maybe("vehicle", {Object{{"make", "Ford"}}, Object{{"make", "Honda"}}, Object()});
        Array drivers;
        for (int i = below(3); i > 0; --i)
            drivers.push_back(Object{{"age", 15 + below(50)}});
        if (!drivers.empty() || below(2) == 0)
            made.append("drivers", drivers);
        return made;
    }

  private:
    std::mt19937 m_random;
};

/// A count for every question, so that no two of them are likely to be mistaken for each other.
int historyCount(const HistoryKey &key)
{
    return (key.days + static_cast<int>(key.field.size()) + (key.sold ? 1 : 0)) % 4;
}

/// What a filter means, said as plainly as possible and without what the compiled form uses.
class Naive {
  public:
    explicit Naive(const Object &lead) : m_lead(lead) {}

    bool holds(const Filter &filter) const
    {
        auto held = [this](const Filter &part) {
            return holds(part);
        };
        const auto &parts = filter.children;
        switch (filter.kind) {
        case Filter::Kind::All:
            return std::all_of(parts.begin(), parts.end(), held);
        case Filter::Kind::Any:
            return std::any_of(parts.begin(), parts.end(), held);
        case Filter::Kind::Not:
            return !holds(parts[0]);
        case Filter::Kind::Test:
            break;
        }
        return test(filter.test);
    }

  private:
    std::vector<Value> valuesOf(const FilterTest &test) const
    {
        auto lookUp = [](const Object *object, const char *key) {
            const Value *value = object ? object->find(key) : nullptr;
            return value ? std::vector<Value>{*value} : std::vector<Value>();
        };
        if (test.subject == FilterSubject::Source)
            return {"web"};
        if (test.subject == FilterSubject::Weekday)
            return {"tue"};
        if (test.subject == FilterSubject::HistoryLeads || test.subject == FilterSubject::HistorySold)
            return {historyCount({test.subject == FilterSubject::HistorySold, test.field, test.days})};
        if (test.subject == FilterSubject::Hour)
            return {test.zone == "UTC" ? 3 : test.zone == "Europe/Zurich" ? 5 : 22};
        const Value *vehicle = m_lead.find("vehicle");
        if (test.field == "vehicle.make")
            return lookUp(vehicle ? vehicle->asObject() : nullptr, "make");
        const Value *drivers = m_lead.find("drivers");
        if (test.field.starts_with("drivers[")) {
            std::vector<Value> found;
            const char *key = test.field.ends_with("age") ? "age" : "name";
            for (const Value &driver : drivers ? *drivers->asArray() : Array()) {
                for (const Value &value : lookUp(driver.asObject(), key))
                    found.push_back(value);
                if (test.field == "drivers[0].age")
                    break;
            }
            return found;
        }
        if (test.part == FilterPart::Count)
            return drivers ? std::vector<Value>{static_cast<int>(drivers->asArray()->size())}
                           : std::vector<Value>();
        return lookUp(&m_lead, test.field.c_str());
    }

    bool test(const FilterTest &test) const
    {
        auto lower = [](std::string text) {
            for (char &c : text)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            return text;
        };
        const auto values = valuesOf(test);
        auto anyValue = [&](auto meets) {
            return std::any_of(values.begin(), values.end(), meets);
        };
        auto among = [&](const Value &value) {
            return std::any_of(test.values.begin(), test.values.end(),
                               [&](const std::string &one) { return lower(one) == lower(value.toText()); });
        };
        auto number = [](const std::string &text) {
            return std::stoi(text);
        };
        switch (test.op) {
        case FilterOp::Equals:
        case FilterOp::In:
            return anyValue(among);
        case FilterOp::NotEquals:
        case FilterOp::NotIn:
            return !anyValue(among);
        case FilterOp::InList:
        case FilterOp::NotInList: {
            bool in = anyValue([&](const Value &value) {
                int zip = number(value.toText().substr(0, 5));
                return zip >= 10'000 && zip < 50'000;
            });
            return in == (test.op == FilterOp::InList);
        }
        case FilterOp::Exists:
            return !values.empty();
        case FilterOp::Matches:
            return anyValue([&](const Value &value) {
                std::string text = test.ignoreCase ? lower(value.toText()) : value.toText();
                return test.values[0] == "^fo" ? text.starts_with("fo") : text.ends_with("a");
            });
        default:
            return anyValue([&](const Value &value) {
                int it = number(value.toText()), first = number(test.values[0]);
                switch (test.op) {
                case FilterOp::Less:
                    return it < first;
                case FilterOp::AtMost:
                    return it <= first;
                case FilterOp::Greater:
                    return it > first;
                case FilterOp::AtLeast:
                    return it >= first;
                default:
                    return it >= first && it <= number(test.values[1]);
                }
            });
        }
    }
    const Object &m_lead;
};
} // namespace

class FilterTests : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsTheTextForm();
    void printsBack_data();
    void printsBack();
    void textErrorsSayWhereAndWhat_data();
    void textErrorsSayWhereAndWhat();
    void refusesJson_data();
    void refusesJson();
    void boundsHold();
    void randomTreesKeepBothForms();
    void brokenTextNeverHangs();
    void checkNamesWhatDoesNotFit_data();
    void checkNamesWhatDoesNotFit();
    void testsMeanWhatTheySay_data();
    void testsMeanWhatTheySay();
    void compiledEqualsNaive();
    void refusalSaysWhichPart();
    void misfitsNeverHold();
    void distances();
};

void FilterTests::readsTheTextForm()
{
    Filter filter = parsed(R"(state in (CA, TX) and not (credit_score < 600) or zip in list "priority")");
    QVERIFY(filter.kind == Filter::Kind::Any);
    QCOMPARE(filter.children.size(), std::size_t(2));
    const Filter &both = filter.children[0];
    QVERIFY(both.kind == Filter::Kind::All && both.children[1].kind == Filter::Kind::Not);
    QVERIFY(both.children[0].test.op == FilterOp::In);
    QVERIFY((both.children[0].test.values == std::vector<std::string>{"CA", "TX"}));
    QVERIFY(both.children[1].children[0].test.op == FilterOp::Less);
    QCOMPARE(filter.children[1].test.list, std::string("priority"));
    QCOMPARE(writeJson(toValue(filter)),
             std::string(R"({"any":[{"all":[{"field":"state","op":"in","values":["CA","TX"]},)"
                         R"({"not":{"field":"credit_score","op":"less","value":"600"}}]},)"
                         R"({"field":"zip","op":"in_list","list":"priority"}]})"));
    // words of the language in any case, values as they are: OR is Oregon here
    QVERIFY(parsed("state IN (OR,CA) AND city = x") == parsed("state in (OR, CA) and city=x"));
    QCOMPARE(parsed("state in (OR)").test.values[0], std::string("OR"));
}

void FilterTests::printsBack_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {
             "state = TX",
             "state != TX and city starts with Sa",
             "a = 1 and b = 2 or c = 3 and d = 4",
             "(a = 1 or b = 2) and (c = 3 or d = 4)",
             "a = 1 and (b = 2 and c = 3)",
             "not (a = 1 and b = 2)",
             "not (not (a = 1))",
             "all(a = 1)",
             "any(a = 1 or b = 2)",
             "age(dob) between 25 and 65",
             "domain(email) in list \"domains\"",
             "count(drivers) >= 2",
             "drivers[*].age < 25 and drivers[0].name exists",
             "@hour >= 9 and @hour(\"America/New_York\") < 17 and @weekday not in (sat, sun)",
             "@source = web or @score >= 60",
             "zip within 25 mi of (77001, 78701) in list \"places\"",
             "zip within 12.5 km of (77001) in list \"places\"",
             "city matches \"^san \\\"x\\\" \\\\d+$\" ignoring case",
             "city = \"and\" and city != \"\" and city = \"San Antonio\"",
             "`not` = 1 and `and[0].x` exists",
             "zip not in list \"priority\"",
             "history.leads(email, 30d) >= 2 and not (history.sold(phone, 90d) > 0)",
             "history.leads exists",
         })
        QTest::newRow(text) << QByteArray(text);
}

void FilterTests::printsBack()
{
    QFETCH(QByteArray, text);
    Filter filter = parsed(text.toStdString());
    QCOMPARE(QByteArray::fromStdString(toText(filter)), text);
    auto again = filterFromValue(toValue(filter));
    QVERIFY(again.ok());
    QVERIFY(*again == filter);
}

void FilterTests::textErrorsSayWhereAndWhat_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("words"); // in the message
    auto row = [](const char *text, const char *field, const char *words) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(field) << QByteArray(words);
    };
    row("", "text:1", "a field");
    row("state", "text:6", "in list");
    row("state inn (TX)", "text:7", "Did you mean “in”?");
    row("state in TX", "text:10", "needs one of (, list");
    row("state in (TX", "text:13", "needs one of ,, )");
    row("state in (TX) nad city = x", "text:15", "Did you mean “and”?");
    row("(state = TX", "text:12", "and, or, )");
    row("state = TX)", "text:11", "and, or, the end");
    row("agee(dob) > 3", "text:1", "Did you mean “age”?");
    row("@huor = 3", "text:1", "Did you mean “@hour”?");
    row("@hour(\"Mars/Base\") = 3", "text:7", "a time zone");
    row("city = \"abc", "text:12", "a closing");
    row("city = \"a\\q\"", "text:10", "\\n");
    row("city = and", "text:8", "with quotes");
    row("city matches \"(\"", "text:14", "a regular expression");
    row("Zürich = 1", "text:1", "a field");
    row("zürich = 1", "text:2", "“ü” does not fit");
    row("city = \"Zürich\" x", "text:17", "“x” does not fit");
    row("a = 1 and", "text:10", "the filter ends");
    row("zip within -3 mi of (1) in list p", "text:12", "a number of miles");
    row("zip within 3 ly of (1) in list p", "text:14", "mi, km");
    row("a between 1 or 2", "text:13", "and");
    row("not", "text:4", "a field");
    row("a..b = 1", "text:1", "a field");
}

void FilterTests::textErrorsSayWhereAndWhat()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, words);
    auto filter = parseFilter(text.toStdString());
    QVERIFY(!filter.ok());
    QCOMPARE(filter.errors().size(), std::size_t(1));
    QCOMPARE(filter.error().code, std::string("filter_syntax"));
    QCOMPARE(QByteArray::fromStdString(filter.error().field), field);
    QVERIFY2(QByteArray::fromStdString(filter.error().message).contains(words),
             filter.error().message.c_str());
}

void FilterTests::refusesJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    auto row = [](const char *json, const char *code, const char *field) {
        QTest::newRow(json) << QByteArray(json) << QByteArray(code) << QByteArray(field);
    };
    row("[]", "wrong_type", "f");
    row(R"({"all":[]})", "required", "f.all");
    row(R"({"all":[{"field":"a","op":"exists"}],"any":[]})", "unknown_key", "f.any");
    row(R"({"field":"a","op":"equals"})", "required", "f.value");
    row(R"({"field":"a","op":"equals","value":"1","values":["1"]})", "unknown_key", "f.values");
    row(R"({"field":"a","op":"is","value":"1"})", "not_a_choice", "f.op");
    row(R"({"field":"a","op":"equals","value":[1]})", "wrong_type", "f.value");
    row(R"({"field":"a b","op":"exists"})", "not_a_path", "f.field");
    row(R"({"field":"a[x]","op":"exists"})", "not_a_path", "f.field");
    row(R"({"field":"a","part":"year","op":"exists"})", "not_a_choice", "f.part");
    row(R"({"about":"moon","op":"exists"})", "not_a_choice", "f.about");
    row(R"({"about":"hour","zone":"X","op":"less","value":3})", "not_a_zone", "f.zone");
    row(R"({"about":"history.leads","days":3,"op":"less","value":3})", "required", "f.field");
    row(R"({"about":"history.leads","field":"a.b","days":3,"op":"less","value":3})", "not_a_path", "f.field");
    row(R"({"about":"history.sold","field":"a","op":"less","value":3})", "required", "f.days");
    row(R"({"about":"history.sold","field":"a","days":366,"op":"less","value":3})", "out_of_range", "f.days");
    row(R"({"about":"hour","days":3,"op":"less","value":3})", "unknown_key", "f.days");
    row(R"({"field":"a","op":"between","values":[1]})", "out_of_range", "f.values");
    row(R"({"field":"a","op":"in","values":[]})", "out_of_range", "f.values");
    row(R"({"field":"a","op":"matches","value":"["})", "invalid_pattern", "f.value");
    row(R"({"field":"a","op":"within","values":["1"],"radius":"-1","list":"p"})", "wrong_value", "f.radius");
    row(R"({"not":{"all":[{"field":"a","op":"in_list"}]}})", "required", "f.not.all[0].list");
}

void FilterTests::refusesJson()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    auto filter = filterFromValue(*parseJson(json.toStdString()), "f");
    QVERIFY(!filter.ok());
    QCOMPARE(filter.errors().size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(filter.error().code), code);
    QCOMPARE(QByteArray::fromStdString(filter.error().field), field);
}

void FilterTests::boundsHold()
{
    auto deep = [](int levels) {
        Filter filter = parsed("a exists");
        for (int i = 1; i < levels; ++i) {
            Filter outer;
            outer.kind = Filter::Kind::Not;
            outer.children.push_back(std::move(filter));
            filter = std::move(outer);
        }
        return filter;
    };
    QVERIFY(filterFromValue(toValue(deep(32))).ok());
    QVERIFY(parseFilter(toText(deep(32))).ok());
    QCOMPARE(filterFromValue(toValue(deep(33))).error().code, std::string("too_deep"));
    QCOMPARE(parseFilter(toText(deep(33))).error().code, std::string("too_deep"));
    QVERIFY(!parseFilter(std::string(100'000, '(')).ok());
    QVERIFY(!parseFilter(std::string(3u << 20, ' ')).ok());
    std::string wide = "a = 1";
    for (int i = 0; i < 2000; ++i)
        wide += " or a = 1";
    QCOMPARE(parseFilter(wide).error().code, std::string("too_many"));
    std::string values = "a in (0";
    for (int i = 0; i < 1000; ++i)
        values += ", 1";
    QCOMPARE(parseFilter(values + ")").error().code, std::string("too_many"));
}

void FilterTests::randomTreesKeepBothForms()
{
    Maker maker(11);
    for (int i = 0; i < 2000; ++i) {
        Filter filter = maker.filter(4);
        auto fromJson = filterFromValue(*parseJson(writeJson(toValue(filter))));
        QVERIFY(fromJson.ok());
        QVERIFY(*fromJson == filter);
        const std::string text = toText(filter);
        auto fromText = parseFilter(text);
        QVERIFY2(fromText.ok() && *fromText == filter, text.c_str());
        QCOMPARE(toText(*fromText), text);
    }
}

void FilterTests::brokenTextNeverHangs()
{
    Maker maker(12);
    int read = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string text = toText(maker.filter(3));
        for (int cuts = 1 + maker.below(3); cuts > 0 && !text.empty(); --cuts) {
            const auto at = static_cast<std::size_t>(maker.below(static_cast<int>(text.size())));
            if (maker.below(2) == 0)
                text.erase(at, 1 + static_cast<std::size_t>(maker.below(4)));
            else
                text[at] = "()\"\\,<=@a `[]*"[maker.below(14)];
        }
        auto filter = parseFilter(text);
        read += filter.ok();
        if (filter)
            QVERIFY2(*parseFilter(toText(*filter)) == *filter, text.c_str());
        else
            QVERIFY(!filter.error().code.empty() &&
                    filter.error().message.ends_with('.') == !filter.error().message.ends_with('?'));
    }
    QVERIFY(read > 100 && read < 2900);
}

void FilterTests::checkNamesWhatDoesNotFit_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("words");
    auto row = [](const char *text, const char *code, const char *field, const char *words = "") {
        QTest::newRow(text) << QByteArray(text) << QByteArray(code) << QByteArray(field) << QByteArray(words);
    };
    row("stat = TX", "unknown_field", "field", "Did you mean “state”?");
    row("vehicle.mak = x", "unknown_field", "field", "Did you mean “make”?");
    row("drivers.age = 3", "unknown_field", "field");
    row("state[0] = TX", "unknown_field", "field");
    row("a exists and state = TX", "unknown_field", "all[0].field");
    row("age(state) > 3", "wrong_part", "part");
    row("count(vehicle) > 3", "wrong_part", "part");
    row("city > 3", "wrong_operator", "op");
    row("credit_score starts with 6", "wrong_operator", "op");
    row("vehicle = x", "wrong_operator", "op");
    row("city within 3 mi of (77001) in list places", "wrong_operator", "op");
    row("state = XX", "wrong_value", "value");
    row("credit_score < high", "wrong_value", "value");
    row("roof in (metal, asphlt)", "wrong_value", "values[1]", "Did you mean “asphalt”?");
    row("history.leads(emial, 3d) > 0", "unknown_field", "field", "Did you mean “email”?");
    row("history.leads(vehicle, 3d) > 0", "unknown_field", "field");
    row("history.sold(email, 3d) > x", "wrong_value", "value", "a number");
    row("history.sold(email, 3d) starts with 1", "wrong_operator", "op");
    row("@hour < 24", "wrong_value", "value", "0 to 23");
    row("@score > 101", "wrong_value", "value");
    row("@weekday = tues", "wrong_value", "value", "Did you mean “tue”?");
    row("insured = maybe", "wrong_value", "value");
    row("zip in list priorty", "no_such_list", "list", "Did you mean “priority”?");
    row("zip within 3 mi of (77001) in list priority", "not_places", "list");
    row("zip within 3 mi of (77003) in list places", "wrong_value", "values[0]");
}

void FilterTests::checkNamesWhatDoesNotFit()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, words);
    Errors errors = checkFilter(parsed(text.toStdString()), schema(), lists(), "f");
    QCOMPARE(errors.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(errors[0].code), code);
    QCOMPARE(QByteArray::fromStdString(errors[0].field), "f." + field);
    QVERIFY2(QByteArray::fromStdString(errors[0].message).contains(words), errors[0].message.c_str());
}

void FilterTests::testsMeanWhatTheySay_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("expected");
    auto row = [](const char *text, bool expected) {
        QTest::newRow(text) << QByteArray(text) << expected;
    };
    row("state = Texas", true);
    row("state in (ca, tx)", true);
    row("state != TX", false);
    row("city = HOUSTON", true);
    row("city starts with hou", true);
    row("roof = \"Asphalt shingle\"", true);
    row("credit_score = 0650", true);
    row("credit_score = 650.0", true);
    row("credit_score between 600 and 650", true);
    row("credit_score < 650", false);
    row("income >= 52000.5", true);
    row("income > 52000.50", false);
    row("zip = 77001", true); // the lead has ZIP+4
    row("zip = 77001-9999", false);
    row("zip starts with 770", true);
    row("zip in list places", false); // its rows are not codes
    row("zip within 10 mi of (77002) in list places", true);
    row("zip within 2 km of (77002) in list places", false);
    row("zip within 150 mi of (78701, 77002) in list places", true);
    row("zip3(zip) in (770, 771)", true);
    row("area_code(phone) = 713", true);
    row("phone = \"(713) 555-0100\"", true);
    row("phone in list areas", true);
    row("domain(email) in list domains", true);
    row("email = A@EXAMPLE.COM", true);
    row("dob < 2000-01-01", true);
    row("dob = \"5/13/1990\"", true);
    row("age(dob) = 35", true); // 36 a day later, in Chicago
    row("seen >= 2026-05-12T10:00:00-05:00", true);
    row("seen > 2026-05-12T15:00:00Z", false);
    row("insured = yes", true);
    row("vehicle.make matches \"^F\"", true);
    row("vehicle.make matches \"^f\"", false);
    row("vehicle.make matches \"^f\" ignoring case", true);
    row("vehicle exists", true);
    row("not (not exists)", true); // there is no such field
    row("drivers[*].age < 20", true);
    row("drivers[*].age < 18", false);
    row("drivers[0].age < 20", false);
    row("drivers[1].age < 20", true);
    row("drivers[7].age exists", false);
    row("drivers[*].age != 40", false);
    row("drivers[*].name = x", false);
    row("drivers[*].name != x", true);
    row("count(drivers) = 2", true);
    row("count(tags) < 5", false);
    row("@source in (web, mail)", true);
    row("@hour = 22", true);
    row("@hour(UTC) = 3", true);
    row("@weekday = Tue", true);
    row("@weekday(UTC) = wed", true);
    row("@score >= 0", false); // not scored
    row("`not` exists", false);
}

void FilterTests::testsMeanWhatTheySay()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, expected);
    if (text == "not (not exists)")
        text = "not (`not` exists)";
    const Object fields =
        lead(R"({"state":"TX","zip":"77001-1234","phone":"+17135550100","email":"a@example.com",
        "dob":"1990-05-13","credit_score":650,"income":"52000.50","insured":true,"seen":"2026-05-12T15:00:00Z",
        "city":"Houston","roof":"asphalt","vehicle":{"make":"Ford"},"drivers":[{"age":40},{"age":18}]})");
    QCOMPARE(checkFilter(parsed(text.toStdString()), schema(), lists()).size(), std::size_t(0));
    QCOMPARE(passes(text.toStdString(), fields), expected);
    QCOMPARE(passes("not (" + text.toStdString() + ")", fields), !expected);
}

void FilterTests::compiledEqualsNaive()
{
    Maker maker(13);
    int passed = 0, all = 0;
    for (int i = 0; i < 1500; ++i) {
        Filter filter = maker.filter(3);
        auto compiled = CompiledFilter::compile(filter, schema(), lists());
        std::vector<HistoryKey> asked;
        collectHistory(filter, asked);
        History history;
        for (const HistoryKey &key : asked)
            if (historyCount(key) > 0) // what is not there is 0
                history[key] = historyCount(key);
        for (int j = 0; j < 8; ++j) {
            Object fields = maker.lead();
            const bool expected = Naive(fields).holds(filter);
            FilterInput input = inputOf(fields);
            input.history = &history;
            auto refusal = compiled.refuses(input);
            QVERIFY2(!refusal == expected, (toText(filter) + "\n" + writeJson(fields)).c_str());
            if (refusal)
                QVERIFY(refusal->code == reason::filteredOut && refusal->detail.starts_with("needs "));
            passed += expected;
            ++all;
        }
    }
    QVERIFY(passed > all / 5 && passed < all * 4 / 5);
}

void FilterTests::refusalSaysWhichPart()
{
    auto compiled = CompiledFilter::compile(
        parsed("state = TX and (city = Austin or zip in list priority) and not (credit_score < 600)"),
        schema(), lists());
    auto detail = [&](const char *json) {
        const Object fields = lead(json);
        auto refusal = compiled.refuses(inputOf(fields));
        return refusal ? refusal->detail : std::string("passes");
    };
    QCOMPARE(detail(R"({"state":"CA","city":"Austin"})"), std::string("needs state = TX"));
    QCOMPARE(detail(R"({"state":"TX","zip":"99999"})"),
             std::string("needs city = Austin or zip in list \"priority\""));
    QCOMPARE(detail(R"({"state":"TX","zip":"10000","credit_score":599})"),
             std::string("needs not (credit_score < 600)"));
    QCOMPARE(detail(R"({"state":"TX","zip":"10000"})"), std::string("passes"));
    std::string many = "state in (TX";
    for (int i = 0; i < 200; ++i)
        many += ", CA";
    const Object none;
    auto refusal = CompiledFilter::compile(parsed(many + ")"), schema(), lists()).refuses(inputOf(none));
    QVERIFY(refusal->detail.size() <= 200 && refusal->detail.ends_with("…"));
    QVERIFY(!CompiledFilter().refuses(inputOf(none)));
}

void FilterTests::misfitsNeverHold()
{
    const Object fields = lead(R"({"state":"TX","colour":"red","city":"7"})");
    for (const char *text : {"colour = red", "colour exists", "city > 3", "state = XX", "zip in list nowhere",
                             "age(city) > 1"}) {
        QVERIFY2(!passes(text, fields), text);
        QVERIFY(!checkFilter(parsed(text), schema(), lists()).empty());
    }
    QVERIFY(passes("colour != red", fields)); // as for a lead without the field
}

void FilterTests::distances()
{
    const Place newYork{40.7128, -74.0060}, losAngeles{34.0522, -118.2437};
    QVERIFY(std::abs(distanceKm(newYork, losAngeles) - 3935.75) < 1.0);
    QCOMPARE(distanceKm(newYork, newYork), 0.0);
    QVERIFY(std::abs(distanceKm({0, 179.5}, {0, -179.5}) - 111.195) < 0.01); // over the date line
    QVERIFY(std::abs(distanceKm({90, 0}, {-90, 0}) - 20015.1) < 0.1);
    QVERIFY(!ListIndex(NamedList{"x", {}, {"77001,29.8,-95.3", "77002,91,0"}}).isPlaces());
    QVERIFY(!ListIndex(NamedList{"x", {}, {"77001"}}).isPlaces());
}

QTEST_GUILESS_MAIN(FilterTests)
#include "tst_filter.moc"
