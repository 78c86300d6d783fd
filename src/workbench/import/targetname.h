#pragma once
// What a target's name says: its words, whose value it is, and what of the value is wanted.
#include "workbench/import/fieldwords.h"
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

/// The target's name by its path: last part, parents, index.
struct TargetName {
    std::string last;
    std::vector<std::string> parents; ///< tokens, singular
    std::optional<std::size_t> index; ///< of the innermost list
    NameWords words;                  ///< of the last part
    NameWords whole;                  ///< of the parent and the last part
    std::string plain;                ///< joined tokens of the last part
    std::string hash;                 ///< "md5": the target wants a hash
    std::string part;                 ///< "month", "area", "domain", "last4": a part of the value
};

/// Reads a path in a body's notation.
TargetName nameOf(const std::string &target);
/// The place in a list that the name asks for, from 0: "driver2_first_name" counts from one.
std::size_t listIndex(const TargetName &name);
/// Without an s at the end.
std::string singular(std::string word);
/// The name's words without anything between them.
std::string joinedName(std::string_view name);
/// How many of the words are the same, in percent; 0 where only words are shared that say nothing.
int wordOverlap(const std::vector<std::string> &a, const std::vector<std::string> &b);

} // namespace bourse::workbench
