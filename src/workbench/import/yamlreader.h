#pragma once
// YAML as API descriptions use it: block and flow collections, plain, quoted and block scalars, comments.
#include "base/result.h"
#include "domain/json/value.h"
#include <string_view>

namespace bourse::workbench {

/// Scalars by the core schema of YAML 1.2: null, booleans, numbers (their text is kept), else text. Anchors,
/// aliases, tags, merge keys, several documents and tabs as indentation are refused by name. Codes
/// "invalid_yaml" (the message says the line), "unsupported_yaml", "duplicate_key", "too_deep" (over 64).
Result<domain::Value> readYaml(std::string_view text);

} // namespace bourse::workbench
