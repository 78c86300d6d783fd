#pragma once
// How signatures write the moment at which they are made.
#include "base/clock.h"
#include <optional>
#include <string>
#include <string_view>

namespace bourse::domain {

/// Whole seconds since 1970.
std::string epochSeconds(UtcTime time);
/// As a unit writes it: "s", "ms", "iso" (milliseconds), "iso_s", "http" (RFC 9110), "basic"
/// (20260512T143001Z), "date" (20260512).
std::string signatureTime(UtcTime time, std::string_view unit);
/// Reads a moment as signatureTime writes it.
std::optional<UtcTime> readSignatureTime(std::string_view text, std::string_view unit);

} // namespace bourse::domain
