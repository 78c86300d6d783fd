#pragma once
// What a supplier sends becomes an object of fields: forms, query strings and XML.
#include "base/result.h"
#include "domain/json/value.h"
#include <string_view>

namespace bourse::domain {

/// WHATWG application/x-www-form-urlencoded; a repeated key becomes a list. Errors "invalid_form" (broken
/// percent-escape, more than 2000 pairs).
Result<Object> decodeForm(std::string_view text);
/// The root element's children as fields; attributes of the root too; repeated elements become a list. At
/// most 2000 fields and 32 levels. Errors: "invalid_xml", "doctype_refused", "too_deep", "not_an_object".
Result<Object> decodeXml(std::string_view text);

} // namespace bourse::domain
