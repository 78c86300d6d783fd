#pragma once
// Escaping for each place a value can go, and the checks on what goes onto the wire.
#include "base/result.h"
#include <string>
#include <string_view>

namespace bourse::domain {

/// How a body, a query or a template writes a value.
enum class Escaping { None, Form, FormPercent, UrlPart, JsonText, XmlText, XmlAttribute };

/// application/x-www-form-urlencoded (WHATWG URL, 5.2): space is '+'.
void appendForm(std::string_view text, std::string &out);
/// Everything but RFC 3986's unreserved characters as %XX; a space is %20.
void appendPercent(std::string_view text, std::string &out);
/// The inside of a JSON string; with `ascii` everything beyond US-ASCII as \uXXXX.
void appendJsonText(std::string_view text, std::string &out, bool ascii);
/// XML character data or attribute value. False if the text has a character that XML 1.0 does not have.
bool appendXml(std::string_view text, std::string &out, bool attribute);
/// False only for XML, as above.
bool appendEscaped(Escaping escaping, std::string_view text, std::string &out);

bool isUtf8(std::string_view text);
/// The text with U+FFFD for each byte that is no UTF-8.
std::string repairedUtf8(std::string_view text);
/// RFC 9110, 5.6.2.
bool isHeaderName(std::string_view name);
/// No CR, LF, NUL or other control character (tab excepted); RFC 9110, 5.5.
bool isHeaderValue(std::string_view value);

struct UrlParts {
    bool https = false;
    std::string authority;    ///< what goes into the Host header: no user, no default port
    std::string host;         ///< lower case, without brackets
    std::string pathAndQuery; ///< "/" at least
};
/// Takes an absolute http or https URL apart as it will be sent. Refused ("invalid_url"): another scheme, an
/// empty or odd host, user info, a fragment, spaces, control or non-ASCII characters, broken %-escapes, dot
/// segments.
Result<UrlParts> splitUrl(std::string_view url);
/// True for "scheme:…" (RFC 3986, 3.1).
bool hasScheme(std::string_view url);
/// A reference without a scheme as a URL, as seen from the base (RFC 3986, 5.2).
std::string resolvedReference(std::string_view base, std::string_view reference);

} // namespace bourse::domain
