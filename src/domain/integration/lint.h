#pragma once
// The Problems list of an integration document: what compiles but is likely wrong. Blocking problems stop a
// publish. Pure.
#include "domain/integration/integration.h"
#include "domain/lead/fieldschema.h"
#include <optional>
#include <string>
#include <vector>

namespace bourse::domain {

struct LintProblem {
    enum class Severity { Blocking, Warning, Hint } severity = Severity::Warning;
    /// Stable: pii_in_ping, required_target_unmapped, enum_value_unmapped, unreachable_rule, unreachable_row,
    /// accept_rule_matches_reject, accepts_by_absence, no_reject_rule, no_duplicate_rule, no_error_rule,
    /// value_not_escaped, carried_never_set, price_never_read, time_limit_above_tree, plain_http_for_pii,
    /// test_endpoint_in_live, secret_as_constant, sample_read_differently, spec_target_unmapped,
    /// required_target_empty, spec_target_empty, no_address, value_never_used, other_vertical,
    /// doctype_not_root, callback_unmatched, callback_unproven, or a code of the compiler.
    std::string code;
    std::optional<StepKind> step;
    std::string path;    ///< of what is at fault in the document: "steps.ping.body.rows[3]"
    std::string subject; ///< what a person calls it: a target, a rule's id, a field
    std::string message; ///< one sentence that says what and what to do
    std::string rule;    ///< machine-readable: the field, the value, the limit
    bool operator==(const LintProblem &) const = default;
};

struct LintContext {
    const FieldSchema *vertical = nullptr; ///< for enums and PII flags; without it those checks are left out
    std::optional<Micros> treeTimeLimit;   ///< of the tree or source that will use the document
};

/// Compiler errors first (blocking), then lint in document order. Runs the document's own samples.
std::vector<LintProblem> lint(const Value &document, const LintContext &context);

/// How much of the buyer's specification ("specification" in the document) is mapped.
struct SpecCoverage {
    int total = 0;
    int mapped = 0;
    int required = 0;
    int requiredMapped = 0;
    std::vector<std::string> unmapped; ///< targets, in the specification's order
};
SpecCoverage specCoverage(const Value &document, StepKind step);

} // namespace bourse::domain
