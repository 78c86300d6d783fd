#pragma once
// Which fields of a lead an integration document reads, anywhere in it.
#include "domain/json/value.h"
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// "drivers[*].incidents[3]" is "drivers.incidents".
std::string withoutIndices(std::string_view path);

/// The fields that sources, conditions, templates and repeated rows read, each once, in document order,
/// without indices; what repeated rows read of their items as "drivers.first_name". Works on documents that
/// do not compile, too. Unlike referencesIn() it leaves nothing out.
std::vector<std::string> leadFieldsIn(const Value &document);

} // namespace bourse::domain
