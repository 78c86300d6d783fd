#include "workbench/verticalchoice.h"
#include "workbench/integrationdocument.h"
#include <algorithm>

namespace bourse::workbench {

using domain::Value;

namespace {

constexpr int deepest = 40;

QString qt(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// Every lead field that a document names.
void collectFieldNames(const Value &value, std::vector<std::string> &fields, int depth = 0)
{
    if (depth > deepest)
        return;
    if (const domain::Array *list = value.asArray())
        for (const Value &each : *list)
            collectFieldNames(each, fields, depth + 1);
    else if (const domain::Object *object = value.asObject())
        for (const auto &[key, member] : *object) {
            if (key == "field" && member.isString())
                fields.push_back(member.toText().substr(0, member.toText().find_first_of(".[")));
            collectFieldNames(member, fields, depth + 1);
        }
}

const domain::FieldSchema *find(const QVector<domain::FieldSchema> &verticals, const QString &slug)
{
    const auto found =
        std::find_if(verticals.begin(), verticals.end(),
                     [&slug](const domain::FieldSchema &vertical) { return qt(vertical.slug) == slug; });
    return found == verticals.end() ? nullptr : &*found;
}

QString labelOf(const domain::FieldSchema &vertical)
{
    return qt(vertical.label.empty() ? vertical.slug : vertical.label);
}

} // namespace

QStringList namedVerticals(const Value &document)
{
    QStringList slugs;
    const Value *list = document.find("verticals");
    if (const domain::Array *named = list ? list->asArray() : nullptr)
        for (const Value &each : *named)
            if (each.isString() && !each.toText().empty() && !slugs.contains(qt(each.toText())))
                slugs.append(qt(each.toText()));
    return slugs;
}

QVector<VerticalChoice> verticalChoices(const Value &document, const QVector<domain::FieldSchema> &verticals)
{
    const QStringList named = namedVerticals(document);
    QVector<VerticalChoice> choices;
    for (const QString &slug : named) {
        const domain::FieldSchema *vertical = find(verticals, slug);
        choices.append({slug, vertical ? labelOf(*vertical) : slug, true, vertical != nullptr});
    }
    for (const domain::FieldSchema &vertical : verticals)
        if (!named.contains(qt(vertical.slug)))
            choices.append({qt(vertical.slug), labelOf(vertical), false, true});
    return choices;
}

QString firstVertical(const Value &document, const QVector<domain::FieldSchema> &verticals,
                      const QString &used)
{
    for (const QString &slug : namedVerticals(document))
        if (find(verticals, slug))
            return slug;
    if (find(verticals, used))
        return used;
    std::vector<std::string> fields;
    collectFieldNames(document, fields);
    std::ptrdiff_t most = -1;
    QString best;
    for (const domain::FieldSchema &vertical : verticals) {
        const auto known = std::count_if(fields.begin(), fields.end(), [&vertical](const std::string &field) {
            return vertical.find(field) != nullptr;
        });
        if (known > most) {
            most = known;
            best = qt(vertical.slug);
        }
    }
    return best;
}

bool VerticalEdits::setMadeFor(IntegrationDocument &document, const QString &slug, const QString &label,
                               bool made)
{
    QStringList slugs = namedVerticals(document.value());
    if (slug.isEmpty() || slugs.contains(slug) == made)
        return !slug.isEmpty();
    if (made)
        slugs.append(slug);
    else
        slugs.removeAll(slug);
    const QString text = made ? tr("Made for %1").arg(label) : tr("No longer made for %1").arg(label);
    if (slugs.isEmpty())
        return document.remove("verticals", text);
    domain::Array list;
    for (const QString &each : std::as_const(slugs))
        list.push_back(Value(each.toStdString()));
    return document.set("verticals", Value(std::move(list)), text);
}

} // namespace bourse::workbench
