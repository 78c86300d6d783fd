#pragma once
// Writing characters as bytes.
#include <string>

namespace bourse::domain {

/// Appends a character as UTF-8 (RFC 3629); it must be a scalar value, that is no surrogate.
void appendUtf8(char32_t character, std::string &out);

} // namespace bourse::domain
