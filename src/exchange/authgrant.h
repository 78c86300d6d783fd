#pragma once
// What an answer to a document's auth step is worth, to the engine and to whoever tries a document.
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "domain/integration/integration.h"
#include <map>
#include <string>

namespace bourse::exchange {

/// Values for the steps that follow (a token), and for how long they may be used again.
struct AuthGrant {
    std::map<std::string, std::string> carried;
    Micros validFor{};
};

/// Takes what the auth step's answer carries. Its lifetime is the carried "expires_in" (seconds, RFC 6749
/// section 5.1), else the reading's expiry: seconds from now, seconds or milliseconds since 1970, or an
/// ISO 8601 time; without either five minutes, and never more than a day. A part is kept back, so that it
/// does not lapse on its way. Code "auth_refused" (rule = the reading) where the answer is no acceptance.
Result<AuthGrant> grantOf(const domain::Interpretation &reading, UtcTime now);

/// What the answer to the auth step depends on in a document, as a digest: two documents with the same one
/// may share an answer.
std::string authKey(const domain::Value &document, bool live);

/// Those of the values that work like a password: what is not a lifetime or too short to be one. To be kept
/// out of what is stored and shown, as "carried.<name>".
std::map<std::string, Secret> credentialsOf(const std::map<std::string, std::string> &carried);

} // namespace bourse::exchange
