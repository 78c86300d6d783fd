#pragma once
// The integrations that come with the program: read from its resources, with what people choose them by.
#include "domain/integration/integration.h"
#include <string>
#include <vector>

namespace bourse::domain {

struct BuiltInIntegration {
    std::string slug;
    std::string label;
    std::string note;
    std::vector<StepKind> steps;
    std::vector<std::string> formats; ///< of what is sent: "JSON", "Form", "XML"; each once
    /// How it proves who it is: "Basic", "OAuth 2", "Signed", "Key in header"; empty: not at all.
    std::vector<std::string> authentication;
    Value document;
};
/// In the order of their labels; read once, then the same. Thread-safe.
const std::vector<BuiltInIntegration> &builtInIntegrations();
/// What the gallery says of any document.
BuiltInIntegration describeIntegration(const Value &document);

} // namespace bourse::domain
