#pragma once
// What a supplier sends becomes an object of fields: JSON, form, XML or query string.
#include "base/result.h"
#include "domain/integration/requestfields.h"
#include "domain/json/value.h"
#include "net/httpserver.h"

namespace bourse::api {

/// Decodes by Content-Type: application/json (and +json), application/x-www-form-urlencoded, application/xml,
/// text/xml (and +xml); without body, the query string. Keys repeated in a form or an XML element become a
/// list. Errors: unsupported_content_type, invalid_json, duplicate_key, not_an_object, invalid_form,
/// invalid_xml, doctype_refused, too_deep, empty_body, invalid_utf8.
Result<domain::Object> decodeLead(const net::HttpRequest &request);

using domain::decodeForm;
using domain::decodeXml;
/// The query parameter's decoded value, if it is there.
std::optional<std::string> queryParameter(std::string_view query, std::string_view name);

} // namespace bourse::api
