#pragma once
// A step of an integration over many leads: which rows fail on which of them. Pure.
#include "base/clock.h"
#include "domain/integration/explain.h"
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bourse::workbench {

struct MatrixInput {
    domain::StepKind step = domain::StepKind::Post;
    bool live = false;
    UtcTime time{};
    std::uint64_t seed = 1;
    std::map<std::string, std::string> carried;
    std::vector<domain::Object> leads;
};

enum class MatrixCell {
    NotRun,
    Fine,
    Omitted, ///< the row was left out, as its own rules say
    Failed,
};

/// A row of the mapping, or the request as a whole (`path` empty): its address, a signature, a lead that an
/// on-empty rule refuses.
struct MatrixRow {
    std::string path;
    std::string target;
    std::vector<MatrixCell> cells; ///< one for each lead
    int failed = 0;
    int omitted = 0;
    std::string code;    ///< of the first failure
    std::string message; ///< of the first failure
};

struct LeadMatrix {
    int leads = 0;   ///< that were run
    int refused = 0; ///< leads of which no request can be made
    bool cancelled = false;
    std::vector<MatrixRow> rows; ///< in document order, the request as a whole last
};

/// `goOn` is called with the number of leads that are done; false stops. Secrets are not at hand, so a missing
/// one is no failure.
LeadMatrix runLeadMatrix(const domain::Integration &integration, const MatrixInput &input,
                         const std::function<bool(int done)> &goOn);

} // namespace bourse::workbench
