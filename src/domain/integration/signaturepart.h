#pragma once
// The parts that only a signature has: each reads the request as it is when the signature is made, and
// together they are the text that is signed.
#include "domain/integration/plan.h"
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bourse::domain {

/// One part of a recipe's text.
struct SignaturePart {
    std::unique_ptr<RowSource> source;
    Transforms transforms;
};

/// How many parts, names or components one list of a recipe may have.
constexpr std::size_t kMaxSignatureParts = 100;

/// The list of parts under the key. `unit` is how the recipe writes its time.
std::vector<SignaturePart> compileSignatureParts(ObjectReader &reader, std::string_view key,
                                                 std::string_view unit, CompileContext &compile);
/// A template, or a list of parts.
std::vector<SignaturePart> compileSignatureText(ObjectReader &reader, std::string_view key,
                                                std::string_view unit, CompileContext &compile);
/// Appends the parts. `*missing` becomes the first secret that is asked for and not there. False with the
/// context's problem set, "too_large" above 16 MiB.
bool composeSignature(RenderContext &context, const std::vector<SignaturePart> &parts,
                      std::string_view separator, std::string &out, const std::string **missing);

/// An element of `parts` of a form, a query or a JSON body: decoded name, decoded value.
using Parameters = std::vector<std::pair<std::string, std::string>>;
Parameters formParameters(std::string_view text);

} // namespace bourse::domain
