#include "domain/integration/conditionleaf.h"
#include "domain/integration/plan.h"
#include <algorithm>

namespace bourse::domain {

std::string textOf(const Value &value, std::string_view key)
{
    const Value *member = value.find(key);
    return member ? member->toText() : std::string();
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return out;
}

std::optional<Leaf> leafOf(const Value *condition)
{
    if (!condition || !condition->find("op"))
        return std::nullopt;
    return Leaf{condition->find("source"), condition->find("transforms"), condition};
}

/// Leaves of which one suffices: the condition itself, or those of an "any".
std::vector<Leaf> alternatives(const Value *condition)
{
    std::vector<Leaf> out;
    if (const auto leaf = leafOf(condition)) {
        out.push_back(*leaf);
    } else if (const Value *any = condition ? condition->find("any") : nullptr; any && any->asArray()) {
        for (const Value &one : *any->asArray())
            for (const Leaf &below : alternatives(&one))
                out.push_back(below);
    }
    return out;
}

/// Leaves that all must hold: the condition itself, or those of an "all".
std::vector<Leaf> demands(const Value *condition)
{
    std::vector<Leaf> out;
    if (const auto leaf = leafOf(condition)) {
        out.push_back(*leaf);
    } else if (const Value *all = condition ? condition->find("all") : nullptr; all && all->asArray()) {
        for (const Value &one : *all->asArray())
            for (const Leaf &below : demands(&one))
                out.push_back(below);
    }
    return out;
}

/// The only texts with which the leaf can hold; none where there are others.
std::vector<std::string> onlyTexts(const Leaf &leaf)
{
    const std::string op = textOf(*leaf.value, "op");
    const Value *value = leaf.value->find("value");
    std::vector<std::string> out;
    if (value && !value->isObject() && (op == "equals" || op == "equals_ci")) {
        out.push_back(value->toText());
    } else if (value && value->asArray() && (op == "in" || op == "in_ci")) {
        for (const Value &one : *value->asArray())
            out.push_back(one.toText());
    }
    return out;
}

bool leafHoldsFor(const Leaf &leaf, const std::string &text)
{
    Problems problems;
    ObjectReader reader(*leaf.value, {}, problems);
    if (const Value *value = leaf.value->find("value"); value && value->isObject())
        return false; // it depends on the lead
    const Test test = Test::compile(reader);
    return problems.empty() && test.holds(true, text);
}

bool asksForStatus(const Value &condition)
{
    if (condition.find("http"))
        return true;
    if (const Array *list = condition.asArray())
        return std::any_of(list->begin(), list->end(), asksForStatus);
    if (const Object *object = condition.asObject())
        return std::any_of(object->begin(), object->end(),
                           [](const Member &member) { return asksForStatus(member.second); });
    return false;
}

} // namespace bourse::domain
