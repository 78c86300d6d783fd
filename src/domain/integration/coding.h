#pragma once
// Digests and byte encodings by the names that documents use.
#include "base/result.h"
#include <optional>
#include <string>
#include <string_view>

namespace bourse::domain {

enum class Digest { Md5, Sha1, Sha256, Sha384, Sha512 };
std::optional<Digest> digestFromName(std::string_view name);
/// Raw bytes. MD5 and SHA-1 are here because buyers match on them, not because they protect anything.
std::string digestOf(Digest digest, std::string_view data);
/// RFC 2104, raw bytes.
std::string hmacOf(Digest digest, std::string_view key, std::string_view data);
/// "hex", "hex_upper", "base64" (padded) or "base64url" (not padded).
std::string encodeBytes(std::string_view bytes, std::string_view encoding);
/// "text" (as it is), "hex", "base64" or "base64url" (either may lack its padding), or "whsec" (base64 after
/// an optional whsec_, whsk_ or whpk_ prefix: Standard Webhooks); nothing where the text is not that.
std::optional<std::string> decodeBytes(std::string_view text, std::string_view encoding);
/// Takes %XX apart, and '+' too where `form` says so. A broken escape stays as it is.
std::string percentDecoded(std::string_view text, bool form);
/// Compares without telling by its time where the difference is.
bool sameBytes(std::string_view a, std::string_view b);

/// Algorithms with a key pair. ECDSA signatures are DER, or r followed by s (64 bytes, RFC 9421 and JWS).
enum class KeyAlgorithm { Ed25519, RsaSha256, RsaSha512, RsaPssSha512, EcdsaP256Sha256 };
std::optional<KeyAlgorithm> keyAlgorithmFromName(std::string_view name);
/// `key` is PEM (line ends may be written as \n), whatever `encoding` says; for Ed25519 also the 32-byte
/// seed, or seed and public key, in the encoding of decodeBytes. Code "invalid_secret" for anything else; the
/// message never holds the key.
Result<std::string> signWithKey(KeyAlgorithm algorithm, std::string_view key, std::string_view encoding,
                                std::string_view data, bool rawEcdsa = false);
/// `key` as above, or the public key (for Ed25519 also its 32 bytes). False for a wrong signature or key.
bool verifyWithKey(KeyAlgorithm algorithm, std::string_view key, std::string_view encoding,
                   std::string_view data, std::string_view signature, bool rawEcdsa = false);

} // namespace bourse::domain
