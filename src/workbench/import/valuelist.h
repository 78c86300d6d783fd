#pragma once
// Lists of allowed values as specifications write them.
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

struct ValueList {
    std::vector<std::string> values;
    std::vector<std::string> labels; ///< "1 = Own": what it means; as long as `values`, or empty
    std::string rest;                ///< words before or after that are no value
};

/// The whole text is a list: "Yes, No", "1 = Own; 2 = Rent", "M/F", one on each line. Empty where it is none
/// (a sentence, a range, a pattern).
ValueList valueListFrom(std::string_view text);
/// A list within a sentence: "Must be one of: A, B, C.", "Accepted values: Y/N".
ValueList valueListIn(std::string_view text);

} // namespace bourse::workbench
