#pragma once
// Digests and byte encodings by the names that documents use.
#include <optional>
#include <string>
#include <string_view>

namespace bourse::domain {

enum class Digest { Md5, Sha1, Sha256, Sha512 };
std::optional<Digest> digestFromName(std::string_view name);
/// Raw bytes. MD5 and SHA-1 are here because buyers match on them, not because they protect anything.
std::string digestOf(Digest digest, std::string_view data);
/// RFC 2104, raw bytes.
std::string hmacOf(Digest digest, std::string_view key, std::string_view data);
/// "hex", "hex_upper", "base64" (padded) or "base64url" (not padded).
std::string encodeBytes(std::string_view bytes, std::string_view encoding);
/// "text" (as it is), "hex" or "base64"; nothing where the text is not that.
std::optional<std::string> decodeBytes(std::string_view text, std::string_view encoding);

} // namespace bourse::domain
