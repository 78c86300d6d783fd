#pragma once
// What has to be done with a lead's value so that a buyer takes it: maps of choices, forms of dates, phones,
// numbers and booleans, hashes.
#include "workbench/import/automap.h"
#include "workbench/import/targetname.h"
#include <cstddef>
#include <string_view>

namespace bourse::workbench {

/// Adds the chain from the lead's normal form to what the buyer wants, and the values that no map covers.
void addChain(const domain::FieldSpec &spec, const TargetName &name, const MappingTarget &target,
              MappingSuggestion &out);
/// True if the text is one of the choice's names, whatever its case and marks.
bool isNamed(const domain::EnumChoice &choice, std::string_view text);
/// Fraction of the buyer's values that the field's choices name, in percent.
int choiceOverlap(const domain::FieldSpec &spec, const MappingTarget &target, std::size_t *count = nullptr);

} // namespace bourse::workbench
