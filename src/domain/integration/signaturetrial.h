#pragma once
#include "domain/integration/explain.h"

namespace bourse::domain {

/// As Integration::signatures, but the strings to sign hold the secrets as they are: for computing other
/// signatures over them, never for showing.
Result<std::vector<SignatureTrace>> plainSignatures(const Integration &integration, StepKind step,
                                                    const RenderInput &input);

} // namespace bourse::domain
