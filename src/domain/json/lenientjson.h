#pragma once
// JSON as some programs write it. Only for answers of documents that ask for it: everything else is read
// strictly (json.h).
#include "base/result.h"
#include "domain/json/value.h"
#include <optional>
#include <string_view>

namespace bourse::domain {

struct LenientJson {
    Value value;
    bool endsCleanly = true;   ///< nothing but white space follows the value
    std::optional<Error> note; ///< what had to be overlooked first
};

/// One JSON value at the front. Overlooks keys that appear more than once in an object (the last one counts),
/// control characters in texts, and bytes that are no UTF-8 (taken as ISO-8859-1). Errors as
/// parseJsonPrefix().
Result<LenientJson> parseJsonLeniently(std::string_view text);

} // namespace bourse::domain
