#pragma once
// Letters beyond US-ASCII as the nearest ASCII text.
#include <string>
#include <string_view>

namespace bourse::domain {

/// "Łukasz Müller" → "Lukasz Muller": accents fall off, ligatures and Greek or Cyrillic letters are spelled
/// out, typographic quotes and dashes become plain ones. What has no near ASCII text becomes `unknown`.
std::string toAscii(std::string_view text, std::string_view unknown = {});

} // namespace bourse::domain
