#pragma once
// Answers that are not UTF-8.
#include <optional>
#include <string>
#include <string_view>

namespace bourse::domain {

/// The body as UTF-8 by the charset of its content type: ISO-8859-1 and US-ASCII (read as windows-1252, as
/// the WHATWG Encoding Standard has it), windows-1252, UTF-16 with either byte order. Nothing where it is to
/// be taken as it is: no charset, UTF-8, or one that is not known.
std::optional<std::string> toUtf8(std::string_view body, std::string_view contentType);
/// The character's byte in ISO-8859-1 or windows-1252; nothing where there is none.
std::optional<char> singleByte(char32_t character, bool windows1252);
/// The charset parameter of a content type in small letters; "" if it has none (RFC 9110, 8.3.1).
std::string charsetOf(std::string_view contentType);

} // namespace bourse::domain
