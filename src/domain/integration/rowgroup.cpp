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
        // A text is short for a field of the lead.
        const Value source = each->isString() ? Value(Object{{"field", *each}}) : *each;
        std::set<std::string> fields;
        std::set<std::string> *const ofStep = std::exchange(compile.fieldsSent, &fields);
        group->m_each = compileSource(source, reader.pathOf("each"), compile);
        compile.fieldsSent = ofStep;
        if (ofStep)
            ofStep->insert(fields.begin(), fields.end());
        group->m_fields.assign(fields.begin(), fields.end());
        group->m_transforms = compileTransforms(reader.get("transforms"), reader.pathOf("transforms"),
                                                compile.problems, &compile);
        if (const Value *where = reader.get("where")) {
            ++compile.items;
            group->m_where = compileRenderCondition(*where, reader.pathOf("where"), compile);
            --compile.items;
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
    compile.items += m_kind == Kind::Each;
    compile.numbers += m_kind != Kind::Once;
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
    compile.items -= m_kind == Kind::Each;
    compile.numbers -= m_kind != Kind::Once;
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

    // One value that is no list is a list of one: a lead with one driver may hold it so.
    Value scalar;
    std::vector<const Value *> items;
    if (cell.structure() && cell.structure()->isArray()) {
        for (const Value &item : *cell.structure()->asArray())
            items.push_back(&item);
    } else if (cell.structure()) {
        items.push_back(cell.structure());
    } else if (!cell.isEmpty()) {
        const std::string text(cell.text());
        scalar = cell.kind() == Cell::Kind::Number    ? Value(Number{text})
                 : cell.kind() == Cell::Kind::Boolean ? Value(text == "true")
                                                      : Value(text);
        items.push_back(&scalar);
    }

    ItemScope scope;
    scope.outer = context.scope;
    context.scope = &scope;
    bool fine = true;
    if (m_where) {
        std::vector<const Value *> kept;
        for (const Value *item : items) {
            scope.item = item;
            bool holds = false;
            fine = fine && conditionHolds(*m_where, context, holds);
            if (holds)
                kept.push_back(item);
        }
        items = std::move(kept);
    }
    items.resize(std::max(std::min(items.size(), m_maximum), m_minimum), nullptr);
    scope.count = items.size();
    for (std::size_t i = 0; fine && i < items.size(); ++i) {
        scope.item = items[i];
        scope.index = i;
        fine = write();
    }
    context.scope = scope.outer;
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
