#pragma once
// Signing for people: the catalogue of recipes, and RFC 9421's signature base. A recipe itself is part of a
// document (steps.*.signatures); signatureplan.h compiles it, Integration::verify checks what others sign.
#include "domain/integration/integration.h"

namespace bourse::domain {

/// A recipe to begin with. The fragment is merged into a step: its "signatures" and "headers" are appended.
struct SignaturePreset {
    std::string name;        ///< stable: "hmac_body"
    std::string label;       ///< English, for lists
    std::string description; ///< one or two sentences
    Object fragment;         ///< keys of a step: "signatures", often "headers"
};
/// Every preset, in the order of a menu. Secrets are references by the name "signing_secret" (or
/// "signing_key" where it is a private key).
const std::vector<SignaturePreset> &signaturePresets();
/// nullptr where there is none of that name.
const SignaturePreset *signaturePreset(std::string_view name);

/// A message as RFC 9421 sees it; a response has a status, a request the rest.
struct SignedMessage {
    std::string_view method;
    std::string_view url; ///< absolute
    const Headers *headers = nullptr;
    std::optional<int> status;
};
/// RFC 9421, 2.5: one line for each component ("@method", "content-digest" or with parameters
/// "\"@query-param\";name=\"Pet\""), then "@signature-params". Codes: "missing_header" for a component that
/// the message does not have, "invalid_component".
Result<std::string> signatureBase(const SignedMessage &message, const std::vector<std::string> &components,
                                  std::string_view signatureParams);
/// The inner list of Signature-Input: ("@method" "date").
std::string componentList(const std::vector<std::string> &components);

} // namespace bourse::domain
