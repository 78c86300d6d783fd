#include "workbench/leadmatrix.h"
#include <QCoreApplication>
#include <algorithm>

namespace bourse::workbench {

using domain::RowTrace;

LeadMatrix runLeadMatrix(const domain::Integration &integration, const MatrixInput &input,
                         const std::function<bool(int done)> &goOn)
{
    LeadMatrix out;
    std::map<std::string, std::size_t> places;
    MatrixRow whole;
    whole.target = QCoreApplication::translate("LeadMatrix", "The request as a whole").toStdString();
    whole.cells.resize(input.leads.size(), MatrixCell::NotRun);
    for (std::size_t lead = 0; lead < input.leads.size(); ++lead) {
        if (!goOn(static_cast<int>(lead))) {
            out.cancelled = true;
            break;
        }
        domain::RenderInput render;
        render.lead = &input.leads[lead];
        render.carried = &input.carried;
        render.time = input.time;
        render.live = input.live;
        render.seed = input.seed;
        const domain::Explanation explanation = integration.explain(input.step, render);
        bool rowFailed = false;
        for (const RowTrace &trace : explanation.rows) {
            const auto [place, isNew] = places.emplace(trace.path, out.rows.size());
            if (isNew) {
                MatrixRow row;
                row.path = trace.path;
                row.target = trace.target;
                row.cells.resize(input.leads.size(), MatrixCell::NotRun);
                out.rows.push_back(std::move(row));
            }
            MatrixRow &row = out.rows[place->second];
            MatrixCell &cell = row.cells[lead];
            const bool failed = trace.problem && trace.problem->code != "missing_secret";
            if (failed) {
                rowFailed = true;
                if (cell != MatrixCell::Failed)
                    ++row.failed;
                cell = MatrixCell::Failed;
                if (row.message.empty()) {
                    row.code = trace.problem->code;
                    row.message = trace.problem->message;
                }
            } else if (cell != MatrixCell::Failed) {
                // of a repeated row one item that is written makes it written
                if (trace.state == RowTrace::State::Omitted && cell == MatrixCell::NotRun) {
                    cell = MatrixCell::Omitted;
                    ++row.omitted;
                } else if (trace.state != RowTrace::State::Omitted) {
                    if (cell == MatrixCell::Omitted)
                        --row.omitted;
                    cell = MatrixCell::Fine;
                }
            }
        }
        const auto other = std::find_if(explanation.problems.begin(), explanation.problems.end(),
                                        [](const Error &problem) { return problem.code != "missing_secret"; });
        whole.cells[lead] = MatrixCell::Fine;
        if (other != explanation.problems.end()) {
            ++out.refused;
            if (!rowFailed) {
                whole.cells[lead] = MatrixCell::Failed;
                ++whole.failed;
                if (whole.message.empty()) {
                    whole.code = other->code;
                    whole.message = other->message;
                }
            }
        }
        out.leads = static_cast<int>(lead) + 1;
    }
    if (whole.failed > 0)
        out.rows.push_back(std::move(whole));
    goOn(out.leads);
    return out;
}

} // namespace bourse::workbench
