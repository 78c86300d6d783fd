#pragma once
// Rows whose targets are paths become a tree once: JSON and XML bodies share it.
#include "domain/integration/plan.h"

namespace bourse::domain {

/// A node of the tree: a row at a leaf, children elsewhere. The order is that of the rows.
struct TargetNode {
    PathStep step;
    std::unique_ptr<Row> row;
    bool cdata = false;     ///< XML only
    bool attribute = false; ///< XML only
    std::vector<std::unique_ptr<TargetNode>> children;
    std::string prefix; ///< what is written before the value: `"name":` or `<name`

    TargetNode *child(const PathStep &childStep, bool asAttribute = false);
};

/// Puts a row at its path. Code "duplicate_target" if there is one already, "target_conflict" if a value and
/// a group meet in one place.
bool placeRow(TargetNode &root, const std::vector<PathStep> &path, std::unique_ptr<Row> row, bool cdata,
              bool attribute, const std::string &field, Problems &problems);

} // namespace bourse::domain
