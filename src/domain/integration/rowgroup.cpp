// Groups of rows: how often they are written, and for which items.
#include "domain/integration/plan.h"
#include <algorithm>
#include <utility>

namespace bourse::domain {
namespace {

constexpr int kMostGroups = 8; // groups within groups

} // namespace

bool RowGroup::isGroup(const Value &row)
{
    return row.find("rows") != nullptr;
}

std::unique_ptr<RowGroup> RowGroup::compile(ObjectReader &reader, std::string target, CompileContext &compile,
                                            const char *pairName, const char *pairValue)
{
    auto group = std::make_unique<RowGroup>();
    group->m_target = std::move(target);
    group->m_path = reader.path();
    if (const Value *when = reader.get("when"))
        group->m_when = compileRenderCondition(*when, reader.pathOf("when"), compile);
    const std::string as = reader.choice("as", {"object", "list", "pairs"});
    group->m_kind = as == "list" ? Kind::List : as == "pairs" ? Kind::Pairs : Kind::Once;

    if (const Value *each = reader.get("each")) {
        if (group->m_kind != Kind::Once)
            compile.problems.add("conflicting_keys", reader.pathOf("each"), "each or as",
                                 "A group is written for each item or as a list, not both.");
        group->m_kind = Kind::Each;
        std::set<std::string> fields;
        std::set<std::string> *const ofStep = std::exchange(compile.fieldsSent, &fields);
        group->compileEach(*each, reader, compile);
        compile.fieldsSent = ofStep;
        if (ofStep)
            ofStep->insert(fields.begin(), fields.end());
        group->m_fields.assign(fields.begin(), fields.end());
        group->m_transforms = compileTransforms(reader.get("transforms"), reader.pathOf("transforms"),
                                                compile.problems, &compile);
        if (const Value *where = reader.get("where")) {
            const int levels = 1 + static_cast<int>(group->m_inner.size());
            compile.items += levels;
            group->m_where = compileRenderCondition(*where, reader.pathOf("where"), compile);
            compile.items -= levels;
        }
        group->m_maximum = static_cast<std::size_t>(
            reader.integer("maximum", static_cast<std::int64_t>(kMostItems), 1, kMostItems));
        group->m_minimum = static_cast<std::size_t>(reader.integer("minimum", 0, 0, 100));
        if (group->m_minimum > group->m_maximum)
            compile.problems.add("out_of_range", reader.pathOf("minimum"), "at most \"maximum\"",
                                 "The least number of items is above the greatest.");
    }
    if (group->m_kind != Kind::Once)
        group->m_first = static_cast<std::size_t>(reader.integer("first", 1, 0, 1'000'000));
    if (group->m_kind == Kind::Pairs) {
        group->m_pairName = pairName;
        group->m_pairValue = pairValue;
        if (const Value *pair = reader.get("pair")) {
            ObjectReader inner(*pair, reader.pathOf("pair"), compile.problems);
            group->m_pairName = inner.text("name", pairName);
            group->m_pairValue = inner.text("value", pairValue);
            group->m_pairNumbers = inner.choice("name_as", {"text", "number"}) == "number";
            inner.finish();
        }
    }
    const std::string rule = reader.choice("on_empty", {"omit", "empty", "null", "refuse", "omit_group"});
    using OnEmpty = Row::OnEmpty;
    group->m_onEmpty = rule == "empty"        ? OnEmpty::Empty
                       : rule == "null"       ? OnEmpty::Null
                       : rule == "refuse"     ? OnEmpty::Refuse
                       : rule == "omit_group" ? OnEmpty::OmitGroup
                                              : OnEmpty::Omit;
    if (rule == "omit_group" && compile.groups == 0)
        compile.problems.add("not_available", reader.pathOf("on_empty"), "only in a group of rows",
                             "There is no group around this one that could be left out.");
    if (compile.groups >= kMostGroups)
        compile.problems.add("too_deep", reader.path(), "max_depth " + std::to_string(kMostGroups),
                             "Groups of rows are nested too deeply.");
    reader.text("note");
    return group;
}

void RowGroup::enterRows(CompileContext &compile) const
{
    ++compile.groups;
    const int levels = static_cast<int>(m_inner.size());
    compile.items += m_kind == Kind::Each ? 1 + levels : 0;
    compile.numbers += m_kind != Kind::Once ? 1 + levels : 0;
}

bool RowGroup::isBeside() const
{
    return m_kind != Kind::Once &&
           (m_target.empty() || (m_target.size() > 1 && m_target.ends_with('.')) || m_target.ends_with('/') ||
            NumberedName(m_target).firstOwnMark() != std::string::npos);
}

void checkNumbers(const NumberedName &name, const std::string &field, CompileContext &compile)
{
    if (name.levels() > compile.numbers)
        compile.problems.add(
            "invalid_target", field, "{n} and {i} only in a group that writes items",
            "There is no list around this place whose item's number could stand in the name.");
}

void RowGroup::leaveRows(CompileContext &compile) const
{
    --compile.groups;
    const int levels = static_cast<int>(m_inner.size());
    compile.items -= m_kind == Kind::Each ? 1 + levels : 0;
    compile.numbers -= m_kind != Kind::Once ? 1 + levels : 0;
}

Value RowGroup::pairNameValue(const std::string &target, const std::string &path, Problems &problems) const
{
    if (!m_pairNumbers)
        return target;
    const bool digits = !target.empty() && target.size() <= 18 &&
                        target.find_first_not_of("0123456789") == std::string::npos &&
                        (target.size() == 1 || target.front() != '0');
    if (!digits)
        problems.add("not_a_number", path, "a whole number", "\"" + target + "\" is not a whole number.");
    return digits ? Value(Number{target}) : Value(target);
}

bool RowGroup::condition(RenderContext &context, bool &holds) const
{
    holds = true;
    if (!m_when || conditionHolds(*m_when, context, holds))
        return true;
    if (context.problem.field.empty())
        context.problem.field = m_target;
    return false;
}

/// A text is short for a field of the lead. "drivers[*].incidents[*]" of a field or an item goes over the
/// lists within the items of a list.
void RowGroup::compileEach(const Value &each, ObjectReader &reader, CompileContext &compile)
{
    Value source = each.isString() ? Value(Object{{"field", each}}) : each;
    const std::string path = reader.pathOf("each");
    for (const char *kind : {"field", "item"}) {
        const Value *given = source.find(kind);
        const std::string *text = given ? given->asString() : nullptr;
        if (!text || text->find("[*]") == std::string::npos)
            continue;
        std::string rest = *text;
        std::vector<std::string> parts;
        for (std::size_t at = rest.find("[*]"); at != std::string::npos; at = rest.find("[*]")) {
            parts.push_back(rest.substr(0, at));
            rest.erase(0, at + 3);
            if (rest.starts_with('.'))
                rest.erase(0, 1);
        }
        if (!rest.empty())
            parts.push_back(std::move(rest));
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto steps = parseTargetPath(parts[i]);
            if (!steps)
                compile.problems.take(steps.errors(), path);
            else
                m_inner.push_back(std::move(*steps));
        }
        if (parts.size() > 8)
            compile.problems.add("too_deep", path, "max_depth 8", "The lists are nested too deeply.");
        if (reader.get("transforms"))
            compile.problems.add("conflicting_keys", reader.pathOf("transforms"), "one list",
                                 "Lists within lists cannot be transformed as a whole.");
        source.asObject()->set(kind, parts.front());
    }
    m_each = compileSource(source, path, compile);
}

/// An item, with the items of the lists around it, outermost first.
struct RowGroup::Found {
    struct Level {
        const Value *item = nullptr;
        std::size_t index = 0;
        std::size_t count = 0;
    };
    std::vector<Level> levels; ///< the last one is the item itself
};

/// Calls the function with the scopes of the lists around the item, and the item's own, set.
template <class Function>
bool RowGroup::within(const Found &item, RenderContext &context, const Function &function) const
{
    const ItemScope *const outerScope = context.scope;
    const NumberScope *const outerNumbers = context.numbers;
    std::vector<ItemScope> scopes(item.levels.size());
    std::vector<NumberScope> numbers(item.levels.size());
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        const Found::Level &level = item.levels[i];
        scopes[i] = {level.item, level.index, level.count, level.index, context.scope};
        context.scope = &scopes[i];
        numbers[i] = {level.index, level.index + 1, context.numbers};
        if (i + 1 < scopes.size()) // that of the item itself is its writer's
            context.numbers = &numbers[i];
    }
    const bool fine = function(scopes.back());
    context.scope = outerScope;
    context.numbers = outerNumbers;
    return fine;
}

/// One value that is no list is a list of one: a lead with one driver may hold it so.
void RowGroup::gather(const Value &list, std::size_t level, Found &around, RenderContext &context,
                      std::vector<Found> &found, bool &fine) const
{
    const Array *items = list.asArray();
    const std::size_t count = items ? items->size() : 1;
    for (std::size_t i = 0; i < count && fine; ++i) {
        const Value &item = items ? (*items)[i] : list;
        around.levels.push_back({&item, i, count});
        if (level < m_inner.size()) {
            const Value *inner = valueAt(&item, m_inner[level]);
            if (inner && !inner->isNull())
                gather(*inner, level + 1, around, context, found, fine);
        } else {
            bool holds = true;
            if (m_where)
                fine = within(around, context,
                              [&](ItemScope &) { return conditionHolds(*m_where, context, holds); });
            if (fine && holds)
                found.push_back(around);
        }
        around.levels.pop_back();
    }
}

bool RowGroup::forEach(RenderContext &context, const std::function<bool()> &write) const
{
    Cell cell;
    const auto failed = [&] {
        if (context.problem.field.empty())
            context.problem.field = m_target;
        return false;
    };
    if (!m_each || !m_each->read(context, cell) || !applyAll(m_transforms, cell, &context, context.problem))
        return failed();

    Value scalar;
    if (!cell.structure() && !cell.isEmpty()) {
        const std::string text(cell.text());
        scalar = cell.kind() == Cell::Kind::Number    ? Value(Number{text})
                 : cell.kind() == Cell::Kind::Boolean ? Value(text == "true")
                                                      : Value(text);
    }
    const Value *list = cell.structure() ? cell.structure() : cell.isEmpty() ? nullptr : &scalar;
    std::vector<Found> items;
    bool fine = true;
    Found around;
    if (list)
        gather(*list, 0, around, context, items, fine);
    Found nobody; // where the list ends before the least number of items
    nobody.levels.resize(1 + m_inner.size());
    items.resize(std::max(std::min(items.size(), m_maximum), m_minimum), nobody);
    for (std::size_t i = 0; fine && i < items.size(); ++i)
        fine = within(items[i], context, [&](ItemScope &scope) {
            scope.index = i;
            scope.count = items.size();
            return write();
        });
    return fine || failed();
}

Row::Result RowGroup::whenEmpty(RenderContext &context) const
{
    switch (m_onEmpty) {
    case Row::OnEmpty::OmitGroup:
        context.dropsGroup = true;
        return Row::Result::Omit;
    case Row::OnEmpty::Omit:
        return Row::Result::Omit;
    case Row::OnEmpty::Empty:
    case Row::OnEmpty::Null:
        return Row::Result::Write;
    case Row::OnEmpty::Refuse:
        break;
    }
    context.problem = Error{"refused_lead", m_target, "on_empty refuse",
                            "The lead has nothing for \"" + m_target + "\", which this buyer demands."};
    return Row::Result::Fail;
}

} // namespace bourse::domain
