#pragma once
// "Match the buyer's example": a buyer's specification shows a request and its signature; which recipe gives
// just that signature?
#include "domain/integration/explain.h"

namespace bourse::domain {

/// What the buyer's specification shows.
struct BuyerExample {
    std::string expected;                    ///< the signature, as it would stand in the header
    std::optional<std::string> body;         ///< their body, byte for byte, in place of the rendered one
    std::optional<std::string> stringToSign; ///< if they print the text that is signed
    std::optional<UtcTime> time{};           ///< when their request was signed; else the input's
    /// Stands for every nonce and UUID that the request would make up; else those of the input's seed.
    std::optional<std::string> nonce{};
};

/// Reads a time as specifications print it: seconds, milliseconds or microseconds since 1970, with or without
/// a fraction of a second, ISO 8601, the date of HTTP. Nothing for anything else.
std::optional<UtcTime> exampleTime(std::string_view text);
/// Whether the step makes up a nonce or a UUID, so that an example is not matched without its own.
bool makesNonce(const Value &document, StepKind step);

/// A recipe that gives the expected signature.
struct SignatureVariant {
    std::string sentence;     ///< what is different: "Lines end with CR LF. The secret is hexadecimal."
    Object changed;           ///< the keys of the recipe that differ, with their new values
    Object recipe;            ///< the whole recipe, ready to take the old one's place
    std::string stringToSign; ///< secrets as {{name}}
};

struct SignatureMatch {
    bool matches = false;                       ///< the recipe as it stands gives the expected signature
    SignatureTrace ours;                        ///< with the buyer's body, if they gave one
    std::optional<std::size_t> firstDifference; ///< byte of the signature; none if equal
    std::optional<std::size_t> textDifference;  ///< byte of the string to sign, if the buyer printed theirs
    std::size_t textSize = 0;                   ///< bytes of ours, secrets counted as they are
    std::vector<SignatureVariant> variants;     ///< fewest changes first, at most 20
    std::size_t tried = 0;                      ///< signatures that were compared
};

/// Compares, then searches the usual variants: encoding and letter case of the signature, text before and
/// after it, encoding of the secret, algorithm, unit of the time, line ends (CR LF, LF, none), a newline at
/// the end, a trimmed body, case of the method, path with and without query, separator; each alone and two of
/// the text's together. Where the buyer printed what is signed, recipes of which another text would come are
/// left out, and their text is tried by itself, too. Bounded: a few hundred texts, each with each key and
/// algorithm. `document` need not be complete elsewhere. Errors: those of compiling and rendering,
/// "no_such_signature".
Result<SignatureMatch> matchSignature(const Value &document, StepKind step, std::size_t index,
                                      const RenderInput &input, const BuyerExample &example);

} // namespace bourse::domain
