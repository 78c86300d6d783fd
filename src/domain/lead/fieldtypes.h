#pragma once
// What each field type accepts and its normal form. All take text that is trimmed, valid UTF-8 and free of
// control characters, and give nothing where it is not of the type. None of them keeps or logs what it reads.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bourse::domain::fieldtype {

/// ASCII white space and no-break spaces off both ends.
std::string_view trim(std::string_view text);

enum class TextProblem { None, InvalidUtf8, ControlCharacter };
/// `allowLines` lets tab, line feed and carriage return pass. C0, DEL and C1 are control characters.
TextProblem inspect(std::string_view text, bool allowLines);

/// Equal without regard to ASCII case, with '_', '-' and ' ' being one.
bool equalFolded(std::string_view a, std::string_view b);

/// local@domain as mailbox providers accept it (RFC 5321 dot-string, at least two labels); the domain in
/// lower case and, if international, in its ASCII form.
std::optional<std::string> email(std::string_view text);
/// E.164; numbers without a country code are North American. Lengths only for +1 (new area codes outrun any
/// metadata), a valid number elsewhere.
std::optional<std::string> phone(std::string_view text);
/// 2026-05-02 from ISO ("2026-05-02", "2026/05/02", "20260502", or the front of a date-time) and US forms
/// ("5/2/2026", "05-02-2026", "May 2, 2026", "2 May 2026"). Years 1000 to 9999; two-digit years are not
/// guessed.
std::optional<std::string> date(std::string_view text);
/// RFC 3339 in UTC, "2026-05-12T14:30:00Z", with milliseconds where there are any. A time without zone is
/// UTC; also Unix seconds (10 digits) or milliseconds (13 digits) and a US date followed by a clock
/// ("5/12/2026 2:30 PM").
std::optional<std::string> dateTime(std::string_view text);
std::optional<bool> boolean(std::string_view text);
/// Canonical digits within 64 bits: no plus, no leading zeros, no grouping ("1,200" → "1200").
std::optional<std::string> integer(std::string_view text);
/// Canonical decimal text, places kept as written ("+01,234.50" → "1234.50").
std::optional<std::string> decimal(std::string_view text);
/// Compares two canonical decimals exactly: <0, 0, >0.
int compareDecimals(std::string_view a, std::string_view b);
/// Postal code letters of US states, territories, the District of Columbia, military "states" and Canadian
/// provinces.
std::optional<std::string> state(std::string_view text);
/// The English name for a code that state() gives; "" for another text.
std::string stateName(std::string_view code);
/// 12345, 12345-6789 or Canada's A1A 1A1.
std::optional<std::string> postalCode(std::string_view text);
/// ISO 3166-1 alpha-2 from alpha-2, alpha-3 or an English name.
std::optional<std::string> country(std::string_view text);
/// For a code that country() gives; "" for another text. The name is the common English one.
std::string countryAlpha3(std::string_view code);
std::string countryName(std::string_view code);
/// The state or province that a postal code lies in, by its first three characters; nothing where that
/// prefix is not in use. A few codes cross a border between states: the prefix's own state is given.
std::optional<std::string> stateOfPostalCode(std::string_view code);
std::optional<std::string> url(std::string_view text);
std::optional<std::string> uuid(std::string_view text);
/// A TrustedForm certificate URL (lower-case host, https) or a Jornaya LeadiD (upper-case UUID).
std::optional<std::string> certificate(std::string_view text);

struct IpAddress {
    bool v6 = false;
    std::array<std::uint8_t, 16> bytes{}; ///< the first four for version 4
};
/// Four decimal numbers without leading zeros, or RFC 4291 text without a zone.
std::optional<IpAddress> parseIpAddress(std::string_view text);
/// Version 6 by RFC 5952.
std::string toText(const IpAddress &address);
std::optional<std::string> ipAddress(std::string_view text);

} // namespace bourse::domain::fieldtype
