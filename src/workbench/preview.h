#pragma once
// The request as the editor shows and copies it: what is known, and a word where it is only known when it is
// sent. Pure.
#include "domain/integration/explain.h"
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

/// Stands for a length that hangs on a secret.
inline constexpr std::string_view lengthWhenSent = "{{set when sent}}";

/// How much of a text is known: its bytes without the marks of secrets, and whether there are any.
struct KnownSize {
    std::size_t bytes = 0;
    bool hasSecrets = false; ///< so many more come with them
    bool operator==(const KnownSize &) const = default;
};
/// `secrets` are the document's names. A lead whose own text reads like a mark is taken for one.
KnownSize knownSize(std::string_view text, const std::vector<std::string> &secrets);

/// What `explanation` shows of `step`, with lengthWhenSent for Content-Length where the body has a secret in
/// it, or a signature that needs one.
///
/// The length is not computed from the secret's value, though whoever asked the store for it could do so: a
/// length narrows down what a key is and which system gave it, a preview is copied into tickets and shown on
/// shared screens, and everything else in it is there to be subtracted. So nobody is asked, and the editor
/// never holds what it would have to hide. The command for curl has no length in any case: curl counts what
/// it is given.
domain::RenderedRequest previewRequest(const domain::Integration &integration, domain::StepKind step,
                                       const domain::Explanation &explanation);

} // namespace bourse::workbench
