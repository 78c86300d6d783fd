#pragma once
// HTTP Digest access authentication (RFC 7616, and the form of RFC 2069 that old servers speak).
#include "base/result.h"
#include "domain/integration/integration.h"
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

/// What a 401 demands, as RenderInput::challenge takes it: its WWW-Authenticate headers, one a line, if one
/// of them asks for digest authentication. Empty for every other answer.
std::string digestChallenge(const BuyerResponse &response);

} // namespace bourse::domain
