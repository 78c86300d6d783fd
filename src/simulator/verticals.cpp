// Leads of any vertical that the product brings a schema for: the people of people.cpp, what stories.cpp has
// them tell, and for the rest of the fields what the schema says is possible, around its examples.
#include "base/money.h"
#include "domain/json/json.h"
#include "simulator/demo.h"
#include "simulator/dice.h"
#include "simulator/stories.h"
#include <QDate>
#include <QFile>
#include <algorithm>
#include <array>
#include <cmath>

static void initVerticalResources()
{
    Q_INIT_RESOURCE(domain_data);
}

namespace bourse::simulator {

namespace {

using domain::FieldSpec;
using domain::FieldType;

constexpr std::array streets = {"Congress Ave", "Maple St",   "Oak Hill Rd", "2nd Ave",     "Cedar Ln",
                                "Lakeview Dr",  "Mission St", "Pine St",     "Sunset Blvd", "Washington St"};

/// The number nearest to `value` that the schema allows.
std::int64_t bounded(std::int64_t value, const FieldSpec &spec)
{
    const auto bound = [](const std::optional<std::string> &text, std::int64_t otherwise) {
        bool ok = false;
        const double number = text ? QByteArray::fromStdString(*text).toDouble(&ok) : 0;
        return ok ? static_cast<std::int64_t>(number) : otherwise;
    };
    return std::clamp(value, bound(spec.minimum, INT32_MIN), bound(spec.maximum, INT32_MAX));
}

/// The example's number, times 0.6 to 1.6.
std::int64_t around(const std::string &example, Dice &dice)
{
    return std::llround(QByteArray::fromStdString(example).toDouble() * (0.6 + dice.share()));
}

std::string dateAround(const FieldSpec &spec, Dice &dice, QDate today)
{
    const QDate example = QDate::fromString(QString::fromStdString(spec.example), Qt::ISODate);
    if (!example.isValid())
        return spec.example;
    // What lies decades back is a birthday; what does not is an appointment.
    const int reach = example.daysTo(today) > 3650 ? 6000 : 200;
    const QDate date =
        example.addDays(static_cast<qint64>(dice.below(static_cast<std::size_t>(2 * reach))) - reach);
    return date.toString(Qt::ISODate).toStdString();
}

domain::Object groupOf(const std::vector<FieldSpec> &fields, Dice &dice, QDate today);

domain::Value valueOf(const FieldSpec &spec, Dice &dice, QDate today)
{
    switch (spec.type) {
    case FieldType::Enum:
        return spec.choices.empty() ? domain::Value(spec.example)
                                    : domain::Value(spec.choices[dice.below(spec.choices.size())].value);
    case FieldType::Boolean:
        return dice.chance(0.5);
    case FieldType::Integer:
        return bounded(around(spec.example, dice), spec);
    case FieldType::Money: {
        const std::int64_t units = bounded(around(spec.example, dice), spec);
        return Money(units * 1'000'000, Currency::usd()).toDecimal();
    }
    case FieldType::Date:
        return dateAround(spec, dice, today);
    case FieldType::Group:
        return groupOf(spec.fields, dice, today);
    case FieldType::List: {
        domain::Array items;
        for (std::size_t left = 1 + dice.below(2); left > 0 && !spec.fields.empty(); --left)
            items.push_back(valueOf(spec.fields.front(), dice, today));
        return items;
    }
    default:
        break;
    }
    if (spec.key == "address")
        return std::to_string(100 + dice.below(9800)) + ' ' + streets[dice.below(streets.size())];
    return spec.example;
}

bool isRequired(const FieldSpec &spec)
{
    return spec.requiredOnPing || spec.requiredOnPost;
}

domain::Object groupOf(const std::vector<FieldSpec> &fields, Dice &dice, QDate today)
{
    domain::Object group;
    for (const FieldSpec &spec : fields) {
        const bool answered = isRequired(spec) || dice.chance(0.75);
        domain::Value value = valueOf(spec, dice, today);
        if (answered && (!value.isString() || !value.asString()->empty()))
            group.append(spec.key, std::move(value));
    }
    return group;
}

} // namespace

Result<domain::FieldSchema> simulatedVertical(const std::string &slug)
{
    initVerticalResources();
    QFile file(QStringLiteral(":/verticals/%1.json").arg(QString::fromStdString(slug)));
    if (slug.find('/') != std::string::npos || !file.open(QIODevice::ReadOnly))
        return Error{"no_such_vertical", "vertical", "",
                     "There is no vertical of this name to invent leads for."};
    const QByteArray text = file.readAll();
    const auto document = domain::parseJson({text.constData(), static_cast<std::size_t>(text.size())});
    if (!document)
        return document.errors();
    return domain::fieldSchemaFromValue(*document);
}

domain::Object simulatedLead(const domain::FieldSchema &schema, std::uint64_t seed, std::uint64_t number,
                             UtcTime now)
{
    constexpr std::uint64_t verticalStream = 0x766572746963;
    Dice dice(seed, verticalStream, number);
    const auto days = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
    const QDate today = QDate(1970, 1, 1).addDays(days);
    const domain::Object person = simulatedLead(seed, number, now);
    const domain::Object story = storyOf(schema.slug, person, dice, today);
    const bool tellsAll = number % 4 == 0; // most people leave some questions open
    domain::Object lead;
    for (const FieldSpec &spec : schema.fields) {
        const domain::Value *told = story.find(spec.key);
        const domain::Value *known = told ? told : person.find(spec.key);
        const bool answered = isRequired(spec) || tellsAll || dice.chance(known ? 0.92 : 0.75);
        domain::Value value = known ? *known : valueOf(spec, dice, today);
        // who somebody is and what they agreed to, a form always sends
        const bool kept = answered || (known == person.find(spec.key) && known);
        if (kept && !value.isNull() && (!value.isString() || !value.asString()->empty()))
            lead.append(spec.key, std::move(value));
    }
    return lead;
}

} // namespace bourse::simulator
