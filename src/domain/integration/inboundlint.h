#pragma once
// The Problems list of an inbound document: what compiles but is likely wrong.
#include "domain/integration/lint.h"

namespace bourse::domain {

/// Compiler errors first (blocking), then, in document order: unknown_field (a row writes what the vertical
/// does not know: blocking, or a hint where such fields are ignored), required_field_unmapped (warning; only
/// where no other fields of the request are taken), unreachable_answer (warning), no_refusal_answer (hint:
/// the document shapes its answers, but not those to requests that are refused). Without a vertical the first
/// two are left out.
std::vector<LintProblem> lintInbound(const Value &document, const FieldSchema *vertical);

} // namespace bourse::domain
