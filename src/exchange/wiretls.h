#pragma once
// The TLS of one integration's calls, with its secrets' values.
#include "base/result.h"
#include "base/secret.h"
#include "domain/integration/integration.h"
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bourse::exchange {

struct WireTls {
    Secret certificate; ///< chain as PEM; empty = none
    Secret key;         ///< PEM
    Secret keyPassword;
    std::vector<std::string> pinnedPublicKeys; ///< SHA-256, base64; empty = any valid certificate's
    std::string identity;                      ///< tells connections of different settings apart; no secret
};

/// Null where the document asks for nothing special. Code "missing_secret" (field "secret <name>").
Result<std::shared_ptr<const WireTls>> wireTls(const domain::TlsOptions &options,
                                               const std::map<std::string, Secret> &secrets);

} // namespace bourse::exchange
