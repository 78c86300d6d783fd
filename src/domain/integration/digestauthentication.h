#pragma once
// HTTP Digest access authentication (RFC 7616, and the form of RFC 2069 that old servers speak).
#include "base/result.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace bourse::domain {

struct DigestRequest {
    std::string_view challenge; ///< WWW-Authenticate; several challenges: one a line, or in one line
    std::string_view method;
    std::string_view uri; ///< path and query, as sent
    std::string_view user;
    std::string_view password;
    std::string_view clientNonce;
    std::uint32_t use = 1; ///< nc
};

/// The value of Authorization. Of several challenges the strongest that is known: SHA-256 before MD5, -sess
/// or not; qop=auth, or none. Codes: "invalid_challenge" (no Digest challenge, or no nonce),
/// "unsupported_challenge" (another algorithm, auth-int only).
Result<std::string> digestAuthorization(const DigestRequest &request);

} // namespace bourse::domain
