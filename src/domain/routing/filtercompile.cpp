// Filters against a schema: what does not fit, and what leads are held against.
#include "domain/integration/regex.h"
#include "domain/lead/fieldtypes.h"
#include "domain/lead/memberreader.h"
#include "domain/routing/filter.h"
#include "domain/routing/filterparts.h"
#include "domain/routing/zonetime.h"
#include <algorithm>
#include <unordered_set>

namespace bourse::domain {

namespace {
using namespace filterparts;

/// How values are compared.
enum class Kind {
    Nothing, ///< groups and lists: they exist or not
    Text,
    Number,
    Date,
    Time,
    Boolean,
    Postal,
    Phone,
    Weekday,
};

struct Subject {
    Kind kind = Kind::Nothing;
    const FieldSpec *spec = nullptr; ///< of a field
    std::optional<Error> problem;    ///< code, rule and message; it cannot be looked at
};

Kind kindOf(FieldType type)
{
    switch (type) {
    case FieldType::Integer:
    case FieldType::Decimal:
    case FieldType::Money:
        return Kind::Number;
    case FieldType::Boolean:
        return Kind::Boolean;
    case FieldType::Date:
        return Kind::Date;
    case FieldType::DateTime:
        return Kind::Time;
    case FieldType::PostalCode:
        return Kind::Postal;
    case FieldType::Phone:
        return Kind::Phone;
    case FieldType::Group:
    case FieldType::List:
        return Kind::Nothing;
    default:
        return Kind::Text;
    }
}

std::vector<std::string> keysOf(const std::vector<FieldSpec> &fields)
{
    std::vector<std::string> keys;
    for (const FieldSpec &field : fields)
        keys.push_back(field.key);
    return keys;
}

/// The spec at a path, or what is unknown of it.
Subject specAt(const std::string &path, const FieldSchema &schema)
{
    Subject found;
    auto steps = parsePath(path);
    if (!steps) {
        found.problem = Error{"unknown_field", {}, "a field of the vertical", "“" + path + "” is no path."};
        return found;
    }
    const std::vector<FieldSpec> *fields = &schema.fields;
    const FieldSpec *spec = nullptr;
    for (const PathStep &step : *steps) {
        if (step.kind == PathStep::Kind::Key) {
            const FieldSpec *next = nullptr;
            if (fields)
                for (const FieldSpec &field : *fields)
                    next = field.key == step.key ? &field : next;
            if (!next) {
                found.problem = Error{"unknown_field",
                                      {},
                                      "a field of the vertical",
                                      "The vertical “" + schema.slug + "” has no field “" + path + "”." +
                                          (fields ? didYouMean(step.key, keysOf(*fields)) : std::string())};
                return found;
            }
            spec = next;
        } else {
            if (spec->type != FieldType::List || spec->fields.empty()) {
                found.problem = Error{"unknown_field",
                                      {},
                                      "a field of the vertical",
                                      "“" + path + "” takes an item of what is no list."};
                return found;
            }
            spec = &spec->fields.front();
        }
        fields = spec->type == FieldType::Group ? &spec->fields : nullptr;
    }
    found.spec = spec;
    found.kind = kindOf(spec->type);
    return found;
}

Subject subjectOf(const FilterTest &test, const FieldSchema &schema)
{
    switch (test.subject) {
    case FilterSubject::Source:
        return {Kind::Text, nullptr, {}};
    case FilterSubject::Hour:
    case FilterSubject::Score:
        return {Kind::Number, nullptr, {}};
    case FilterSubject::Weekday:
        return {Kind::Weekday, nullptr, {}};
    case FilterSubject::HistoryLeads:
    case FilterSubject::HistorySold: {
        Subject found = specAt(test.field, schema);
        if (!found.problem && found.kind == Kind::Nothing)
            found.problem =
                Error{"unknown_field",
                      {},
                      "a field with one value",
                      "“" + test.field + "” is a group or a list; earlier leads are found by one value."};
        return {Kind::Number, nullptr, std::move(found.problem)};
    }
    case FilterSubject::Field:
        break;
    }
    Subject found = specAt(test.field, schema);
    if (found.problem || test.part == FilterPart::Whole)
        return found;
    static constexpr std::pair<FieldType, Kind> parts[] = {
        {FieldType::Date, Kind::Number},     {FieldType::Email, Kind::Text},  {FieldType::Phone, Kind::Text},
        {FieldType::PostalCode, Kind::Text}, {FieldType::List, Kind::Number},
    };
    const auto part = static_cast<std::size_t>(test.part);
    auto [type, kind] = parts[part - 1];
    if (found.spec->type != type)
        found.problem = Error{"wrong_part",
                              {},
                              "of a field of type " + std::string(name(type)),
                              "“" + std::string(partNames[part]) + "” is a part of fields of type " +
                                  std::string(name(type)) + "; “" + test.field + "” is of type " +
                                  std::string(name(found.spec->type)) + "."};
    found.kind = kind;
    found.spec = nullptr; // values are the part's, not the field's
    return found;
}

bool allows(Kind kind, FilterOp op)
{
    switch (op) {
    case FilterOp::Exists:
        return true;
    case FilterOp::Equals:
    case FilterOp::NotEquals:
    case FilterOp::In:
    case FilterOp::NotIn:
        return kind != Kind::Nothing;
    case FilterOp::InList:
    case FilterOp::NotInList:
    case FilterOp::Matches:
    case FilterOp::Starts:
        return kind == Kind::Text || kind == Kind::Postal || kind == Kind::Phone;
    case FilterOp::Less:
    case FilterOp::AtMost:
    case FilterOp::Greater:
    case FilterOp::AtLeast:
    case FilterOp::Between:
        return kind == Kind::Number || kind == Kind::Date || kind == Kind::Time;
    case FilterOp::Within:
        return kind == Kind::Postal;
    }
    return false;
}

std::string allowedOps(Kind kind)
{
    std::string all;
    for (std::size_t i = 0; i < opNames.size(); ++i)
        if (allows(kind, static_cast<FilterOp>(i)))
            all += (all.empty() ? "" : ", ") + std::string(opNames[i]);
    return all;
}

/// Numbers and times as comparisons see them; the text itself of other kinds, folded.
std::optional<std::string> comparable(Kind kind, const std::string &text)
{
    switch (kind) {
    case Kind::Number:
        return fieldtype::decimal(text);
    case Kind::Date:
        return fieldtype::date(text);
    case Kind::Time: {
        auto written = fieldtype::dateTime(text);
        auto time = written ? fromIso8601(*written) : Result<UtcTime>(Error{});
        return time ? std::optional(std::to_string(time->time_since_epoch().count())) : std::nullopt;
    }
    case Kind::Boolean: {
        auto value = fieldtype::boolean(text);
        return value ? std::optional<std::string>(*value ? "true" : "false") : std::nullopt;
    }
    default:
        return foldCase(text);
    }
}

/// A value of a filter as leads hold it, by its field's type: "Texas" is "tx". Nothing where it cannot be
/// one.
std::optional<std::string> normalValue(const Subject &subject, const FilterTest &test,
                                       const std::string &value)
{
    if (test.op == FilterOp::Matches)
        return value;
    if (test.op == FilterOp::Starts)
        return foldCase(value);
    if (subject.kind == Kind::Weekday) {
        const std::string day = foldCase(value);
        return indexOf(weekdayNames, day) ? std::optional(day) : std::nullopt;
    }
    const std::string text(fieldtype::trim(value));
    if (!subject.spec)
        return comparable(subject.kind, text);
    std::optional<std::string> normal;
    switch (subject.spec->type) {
    case FieldType::Enum:
        for (const EnumChoice &choice : subject.spec->choices) {
            bool named =
                fieldtype::equalFolded(choice.value, text) || fieldtype::equalFolded(choice.label, text);
            for (const std::string &synonym : choice.synonyms)
                named = named || fieldtype::equalFolded(synonym, text);
            if (named)
                return foldCase(choice.value);
        }
        return std::nullopt;
    case FieldType::Email:
        normal = fieldtype::email(text);
        break;
    case FieldType::Phone:
        normal = fieldtype::phone(text);
        break;
    case FieldType::State:
        normal = fieldtype::state(text);
        break;
    case FieldType::PostalCode:
        normal = fieldtype::postalCode(text);
        break;
    case FieldType::Country:
        normal = fieldtype::country(text);
        break;
    case FieldType::IpAddress:
        normal = fieldtype::ipAddress(text);
        break;
    case FieldType::Url:
        normal = fieldtype::url(text);
        break;
    case FieldType::Uuid:
        normal = fieldtype::uuid(text);
        break;
    case FieldType::Certificate:
        normal = fieldtype::certificate(text);
        break;
    default:
        return comparable(subject.kind, text);
    }
    return normal ? std::optional(foldCase(*normal)) : std::nullopt;
}

class Check {
  public:
    Check(const FieldSchema &schema, const NamedLists &lists, Errors &errors)
        : m_schema(schema), m_lists(lists), m_errors(errors)
    {
    }

    void filter(const Filter &filter, const std::string &path)
    {
        switch (filter.kind) {
        case Filter::Kind::Test:
            test(filter.test, path);
            return;
        case Filter::Kind::Not:
            this->filter(filter.children.front(), joinPath(path, "not"));
            return;
        case Filter::Kind::All:
        case Filter::Kind::Any:
            break;
        }
        const std::string parts = joinPath(path, filter.kind == Filter::Kind::All ? "all" : "any");
        for (std::size_t i = 0; i < filter.children.size(); ++i)
            this->filter(filter.children[i], indexPath(parts, i));
    }

  private:
    void test(const FilterTest &test, const std::string &path)
    {
        Subject subject = subjectOf(test, m_schema);
        if (subject.problem) {
            Error error = std::move(*subject.problem);
            error.field = joinPath(path, error.code == "wrong_part" ? "part" : "field");
            m_errors.push_back(std::move(error));
            return;
        }
        if (!allows(subject.kind, test.op)) {
            m_errors.push_back({"wrong_operator", joinPath(path, "op"), "one of " + allowedOps(subject.kind),
                                "“" + std::string(name(test.op)) +
                                    "” does not apply to this value; it takes " + allowedOps(subject.kind) +
                                    "."});
            return;
        }
        for (std::size_t i = 0; i < test.values.size(); ++i)
            value(subject, test, i, path);
        if (!test.list.empty())
            list(test, path);
    }

    void value(const Subject &subject, const FilterTest &test, std::size_t index, const std::string &path)
    {
        const std::string &value = test.values[index];
        auto normal = normalValue(subject, test, value);
        const bool hour = test.subject == FilterSubject::Hour;
        const bool inRange = !normal || (!hour && test.subject != FilterSubject::Score) ||
                             (fieldtype::compareDecimals(*normal, "0") >= 0 &&
                              fieldtype::compareDecimals(*normal, hour ? "23" : "100") <= 0);
        if (normal && inRange)
            return;
        std::vector<std::string> words;
        std::string rule = "a value of the field's type";
        if (subject.kind == Kind::Weekday) {
            words.assign(weekdayNames.begin(), weekdayNames.end());
            rule = "mon to sun";
        } else if (hour || test.subject == FilterSubject::Score) {
            rule = hour ? "0 to 23" : "0 to 100";
        } else if (isHistory(test.subject)) {
            rule = "a number";
        } else if (subject.spec) {
            rule = "a value of type " + std::string(name(subject.spec->type));
            for (const EnumChoice &choice : subject.spec->choices)
                words.push_back(choice.value);
        }
        const bool single = valuesOf(test.op) == Values::One;
        m_errors.push_back(
            {"wrong_value", single ? joinPath(path, "value") : indexPath(joinPath(path, "values"), index),
             rule, "“" + value.substr(0, 64) + "” is not " + rule + "." + didYouMean(value, words)});
    }

    void list(const FilterTest &test, const std::string &path)
    {
        auto at = m_lists.find(test.list);
        if (at == m_lists.end()) {
            std::vector<std::string> slugs;
            for (const auto &[slug, index] : m_lists)
                slugs.push_back(slug);
            m_errors.push_back({"no_such_list", joinPath(path, "list"), "a list of the market",
                                "There is no list “" + test.list + "”." + didYouMean(test.list, slugs)});
        } else if (test.op == FilterOp::Within) {
            if (!at->second->isPlaces()) {
                m_errors.push_back(
                    {"not_places", joinPath(path, "list"), "rows of zip,latitude,longitude",
                     "The list “" + test.list + "” has rows that are no places (zip,latitude,longitude)."});
                return;
            }
            for (std::size_t i = 0; i < test.values.size(); ++i) {
                auto code = fieldtype::postalCode(test.values[i]);
                if (code && !at->second->place(
                                std::string_view(*code).substr(0, code->size() == 10 ? 5 : code->size())))
                    m_errors.push_back(
                        {"wrong_value", indexPath(joinPath(path, "values"), i), "a postal code of the list",
                         "The list “" + test.list + "” does not say where “" + *code + "” is."});
            }
        }
    }

    const FieldSchema &m_schema;
    const NamedLists &m_lists;
    Errors &m_errors;
};

/// Calls `use` with each value at a path until it returns true; whether it did.
template <class F> bool anyAt(const Value &value, const PathStep *step, const PathStep *end, const F &use)
{
    if (value.isNull())
        return false;
    if (step == end)
        return use(value);
    switch (step->kind) {
    case PathStep::Kind::Key: {
        const Value *member = value.find(step->key);
        return member && anyAt(*member, step + 1, end, use);
    }
    case PathStep::Kind::Index: {
        const Array *array = value.asArray();
        return array && step->index < array->size() && anyAt((*array)[step->index], step + 1, end, use);
    }
    case PathStep::Kind::Each:
        if (const Array *array = value.asArray())
            for (const Value &item : *array)
                if (anyAt(item, step + 1, end, use))
                    return true;
        break;
    }
    return false;
}

template <class F> bool anyAt(const Object &object, const std::vector<PathStep> &path, const F &use)
{
    const Value *first = object.find(path.front().key);
    return first && anyAt(*first, path.data() + 1, path.data() + path.size(), use);
}

bool holds(bool negated, bool met)
{
    return met != negated;
}

int compare(Kind kind, const std::string &left, const std::string &right)
{
    if (kind == Kind::Number || kind == Kind::Time)
        return fieldtype::compareDecimals(left, right);
    return left.compare(right);
}

/// "77002" of "77002-1234".
std::string_view shortZip(std::string_view code)
{
    return code.size() == 10 && code[5] == '-' ? code.substr(0, 5) : code;
}
} // namespace

struct CompiledFilter::Node {
    Filter::Kind kind = Filter::Kind::All;
    std::vector<Node> children;
    std::string text; ///< what a lead must meet, in words; cut

    // a test
    FilterSubject subject = FilterSubject::Field;
    HistoryKey history;
    std::vector<PathStep> path;
    FilterPart part = FilterPart::Whole;
    std::string zone;
    FilterOp op = FilterOp::Exists;
    bool negated = false;
    bool usable = false;
    Kind valueKind = Kind::Text;
    std::vector<std::string> values;     ///< normal
    std::unordered_set<std::string> set; ///< the same, where there are many
    std::optional<Regex> regex;
    std::shared_ptr<const ListIndex> list;
    std::vector<Place> centres;
    double radiusKm = 0;

    const Node *refusing(const FilterInput &input) const;
    bool testHolds(const FilterInput &input) const;
    bool meets(const std::string &text) const;
    bool contains(const std::string &value) const;
    std::optional<std::string> partOf(const Value &value, const FilterInput &input) const;
};

namespace {
constexpr std::size_t manyValues = 8;
constexpr std::size_t maxTextBytes = 110; // leaves room for a group's name in a reason of 200 bytes

std::string cut(std::string text)
{
    if (text.size() <= maxTextBytes)
        return text;
    std::size_t bytes = maxTextBytes;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80)
        --bytes;
    return text.substr(0, bytes) + "…";
}

void compileTest(CompiledFilter::Node &node, const FilterTest &test, const FieldSchema &schema,
                 const NamedLists &lists)
{
    const Subject subject = subjectOf(test, schema);
    node.subject = test.subject;
    node.part = test.part;
    node.zone = test.zone;
    node.negated =
        test.op == FilterOp::NotEquals || test.op == FilterOp::NotIn || test.op == FilterOp::NotInList;
    node.op = test.op == FilterOp::NotEquals   ? FilterOp::Equals
              : test.op == FilterOp::NotIn     ? FilterOp::In
              : test.op == FilterOp::NotInList ? FilterOp::InList
                                               : test.op;
    node.valueKind = subject.kind;
    if (subject.problem || !allows(subject.kind, test.op))
        return;
    if (test.subject == FilterSubject::Field)
        node.path = *parsePath(test.field);
    else if (isHistory(test.subject))
        node.history = {test.subject == FilterSubject::HistorySold, test.field, test.days};
    for (const std::string &value : test.values) {
        auto normal = normalValue(subject, test, value);
        if (normal)
            node.values.push_back(std::move(*normal));
        else if (node.op != FilterOp::In)
            return;
    }
    if (node.op == FilterOp::In && node.values.size() > manyValues && subject.kind != Kind::Number)
        node.set.insert(node.values.begin(), node.values.end());
    if (node.op == FilterOp::Matches) {
        auto regex = Regex::compile(node.values.front(), test.ignoreCase);
        if (!regex)
            return;
        node.regex = std::move(*regex);
    }
    if (!test.list.empty()) {
        auto at = lists.find(test.list);
        if (at == lists.end())
            return;
        node.list = at->second;
    }
    if (node.op == FilterOp::Within) {
        for (const std::string &code : node.values)
            if (auto place = node.list->place(shortZip(code)))
                node.centres.push_back(*place);
        node.radiusKm = std::strtod(test.radius.c_str(), nullptr) * (test.kilometres ? 1.0 : 1.609344);
    }
    node.usable = true;
}

CompiledFilter::Node compileNode(const Filter &filter, const FieldSchema &schema, const NamedLists &lists)
{
    CompiledFilter::Node node;
    node.kind = filter.kind;
    if (filter.kind == Filter::Kind::Test)
        compileTest(node, filter.test, schema, lists);
    for (const Filter &child : filter.children)
        node.children.push_back(compileNode(child, schema, lists));
    if (filter.kind != Filter::Kind::All) // of those, the part that is not met is told
        node.text = cut(toText(filter));
    return node;
}
} // namespace

bool CompiledFilter::Node::contains(const std::string &value) const
{
    if (!set.empty())
        return set.contains(value);
    return std::any_of(values.begin(), values.end(), [&](const std::string &one) {
        return valueKind == Kind::Number ? fieldtype::compareDecimals(one, value) == 0 : one == value;
    });
}

/// Whether one value that is there meets the test, negation left aside.
bool CompiledFilter::Node::meets(const std::string &text) const
{
    if (op == FilterOp::Exists)
        return !text.empty();
    if (op == FilterOp::Matches)
        return regex->matches(text);
    const auto value = comparable(valueKind, text);
    if (!value)
        return false;
    switch (op) {
    case FilterOp::Equals:
    case FilterOp::In:
        return contains(*value) || (valueKind == Kind::Postal && shortZip(*value).size() < value->size() &&
                                    contains(std::string(shortZip(*value))));
    case FilterOp::InList:
        return list->contains(*value) || (valueKind == Kind::Postal && list->contains(shortZip(*value))) ||
               (valueKind == Kind::Phone && value->starts_with("+1") &&
                list->contains(std::string_view(*value).substr(2)));
    case FilterOp::Starts:
        return value->starts_with(values.front());
    case FilterOp::Less:
        return compare(valueKind, *value, values.front()) < 0;
    case FilterOp::AtMost:
        return compare(valueKind, *value, values.front()) <= 0;
    case FilterOp::Greater:
        return compare(valueKind, *value, values.front()) > 0;
    case FilterOp::AtLeast:
        return compare(valueKind, *value, values.front()) >= 0;
    case FilterOp::Between:
        return compare(valueKind, *value, values[0]) >= 0 && compare(valueKind, *value, values[1]) <= 0;
    case FilterOp::Within: {
        auto place = list->place(shortZip(*value));
        return place && std::any_of(centres.begin(), centres.end(), [&](const Place &centre) {
                   return distanceKm(*place, centre) <= radiusKm;
               });
    }
    default:
        return false;
    }
}

std::optional<std::string> CompiledFilter::Node::partOf(const Value &value, const FilterInput &input) const
{
    if (part == FilterPart::Count) {
        const Array *items = value.asArray();
        return items ? std::optional(std::to_string(items->size())) : std::nullopt;
    }
    std::string text = value.toText();
    switch (part) {
    case FilterPart::Age: {
        const QDate born = QDate::fromString(QString::fromStdString(text), Qt::ISODate);
        if (!born.isValid())
            return std::nullopt;
        const QDate today = zonetime::localTime(input.time, zonetime::zoneOf(input.zone)).date();
        int years = today.year() - born.year();
        if (today.month() < born.month() || (today.month() == born.month() && today.day() < born.day()))
            --years;
        return std::to_string(years);
    }
    case FilterPart::Domain: {
        const std::size_t at = text.rfind('@');
        return at == std::string::npos ? std::nullopt : std::optional(text.substr(at + 1));
    }
    case FilterPart::AreaCode:
        return text.starts_with("+1") && text.size() == 12 ? std::optional(text.substr(2, 3)) : std::nullopt;
    case FilterPart::Zip3:
        return text.substr(0, 3);
    default:
        return text;
    }
}

bool CompiledFilter::Node::testHolds(const FilterInput &input) const
{
    bool met = false;
    if (usable) {
        const std::string_view where = zone.empty() ? input.zone : std::string_view(zone);
        switch (subject) {
        case FilterSubject::Source:
            met = meets(std::string(input.source));
            break;
        case FilterSubject::Score:
            met = input.score && meets(std::to_string(*input.score));
            break;
        case FilterSubject::HistoryLeads:
        case FilterSubject::HistorySold: {
            auto count = input.history ? input.history->find(history) : History::const_iterator();
            met = meets(input.history && count != input.history->end() ? std::to_string(count->second)
                                                                       : std::string("0"));
            break;
        }
        case FilterSubject::Hour:
            met =
                meets(std::to_string(zonetime::localTime(input.time, zonetime::zoneOf(where)).time().hour()));
            break;
        case FilterSubject::Weekday: {
            const int day = zonetime::localTime(input.time, zonetime::zoneOf(where)).date().dayOfWeek();
            met = meets(std::string(weekdayNames[static_cast<std::size_t>(day - 1)]));
            break;
        }
        case FilterSubject::Field:
            met = anyAt(*input.fields, path, [&](const Value &value) {
                if (op == FilterOp::Exists && part == FilterPart::Whole)
                    return !value.isString() || !value.asString()->empty();
                auto text = partOf(value, input);
                return text && meets(*text);
            });
            break;
        }
    }
    return holds(negated, met);
}

/// The part that a lead does not meet; null if it meets all.
const CompiledFilter::Node *CompiledFilter::Node::refusing(const FilterInput &input) const
{
    switch (kind) {
    case Filter::Kind::Test:
        return testHolds(input) ? nullptr : this;
    case Filter::Kind::Not:
        return children.front().refusing(input) ? nullptr : this;
    case Filter::Kind::Any:
        for (const Node &child : children)
            if (!child.refusing(input))
                return nullptr;
        return this;
    case Filter::Kind::All:
        break;
    }
    for (const Node &child : children)
        if (const Node *refusing = child.refusing(input))
            return refusing;
    return nullptr;
}

Errors checkFilter(const Filter &filter, const FieldSchema &schema, const NamedLists &lists,
                   const std::string &path)
{
    Errors errors;
    Check(schema, lists, errors).filter(filter, path);
    return errors;
}

CompiledFilter CompiledFilter::compile(const Filter &filter, const FieldSchema &schema,
                                       const NamedLists &lists)
{
    CompiledFilter compiled;
    compiled.m_root = std::make_shared<const Node>(compileNode(filter, schema, lists));
    return compiled;
}

std::optional<Reason> CompiledFilter::refuses(const FilterInput &input) const
{
    const Node *refusing = m_root ? m_root->refusing(input) : nullptr;
    if (!refusing)
        return std::nullopt;
    return Reason{std::string(reason::filteredOut), "needs " + refusing->text};
}

} // namespace bourse::domain
