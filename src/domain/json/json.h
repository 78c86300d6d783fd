#pragma once
// JSON per RFC 8259: strict reading (RapidJSON's SAX parser) and compact writing.
#include "base/result.h"
#include "domain/json/value.h"
#include <string>
#include <string_view>

namespace bourse::domain {

struct JsonLimits {
    std::size_t maxBytes = 8u << 20;
    int maxDepth = 128;
};

/// Strict RFC 8259: valid UTF-8, no trailing bytes, no duplicate keys, no NUL in strings, bounded depth.
/// Errors: "invalid_json" (message says line and column), "duplicate_key" (field = the key's path),
/// "too_deep", "too_large".
Result<Value> parseJson(std::string_view text, const JsonLimits &limits = {});
/// Reads one JSON value at the front and tells where it ended; what follows is the caller's affair (buyers
/// append garbage). Same errors, without the trailing check.
Result<std::pair<Value, std::size_t>> parseJsonPrefix(std::string_view text, const JsonLimits &limits = {});
/// Compact, keys in their order, UTF-8 unescaped (only what RFC 8259 demands is escaped).
std::string writeJson(const Value &value);
void writeJson(const Value &value, std::string &out);
/// Two spaces of indentation and a final newline; what files are written with.
std::string writeJsonPretty(const Value &value);
/// Appends a quoted and escaped string.
void writeJsonString(std::string_view text, std::string &out);

} // namespace bourse::domain
