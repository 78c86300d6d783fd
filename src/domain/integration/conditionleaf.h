#pragma once
// What the leaves of a document's conditions say, as far as one condition can be compared with another.
#include "domain/json/value.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// A member's text; "" where there is none.
std::string textOf(const Value &value, std::string_view key);
/// ASCII letters made small.
std::string lowered(std::string_view text);

/// A leaf of a condition whose source and transforms can be compared with another's.
struct Leaf {
    const Value *source;
    const Value *transforms;
    const Value *value; ///< the leaf itself
    bool sameSource(const Leaf &other) const
    {
        static const Value kNone;
        const auto chain = [](const Value *list) {
            return list && list->asArray() && !list->asArray()->empty() ? list : &kNone;
        };
        return source && other.source && *source == *other.source &&
               *chain(transforms) == *chain(other.transforms);
    }
};

/// Nothing for a condition that is no leaf.
std::optional<Leaf> leafOf(const Value *condition);
/// Leaves of which one suffices: the condition itself, or those of an "any".
std::vector<Leaf> alternatives(const Value *condition);
/// Leaves that all must hold: the condition itself, or those of an "all".
std::vector<Leaf> demands(const Value *condition);
/// The only texts with which the leaf can hold; none where there are others.
std::vector<std::string> onlyTexts(const Leaf &leaf);
/// False too where what it compares with depends on the lead.
bool leafHoldsFor(const Leaf &leaf, const std::string &text);
/// True if the condition looks at the HTTP status anywhere in it.
bool asksForStatus(const Value &condition);

} // namespace bourse::domain
