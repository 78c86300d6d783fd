// What the writer tidies up while it has nothing better to do.
#include "storage/writersession.h"
#include <algorithm>

namespace bourse::storage {

Result<std::int64_t> sweepClaims(Connection &connection, int limit)
{
    auto workspaces = connection.exec("SELECT workspace_id FROM bourse.workspaces()");
    if (!workspaces)
        return workspaces.errors();
    std::int64_t most = 0;
    for (int row = 0; row < workspaces->size(); ++row) {
        const std::string workspace = workspaces->string(row, 0);
        auto transaction = Transaction::begin(connection);
        if (!transaction)
            return transaction.errors();
        if (auto chosen =
                connection.execPrepared("SELECT set_config('bourse.workspace', $1, true)", {workspace});
            !chosen)
            return chosen.errors();
        auto swept =
            connection.execPrepared("SELECT bourse.sweep_claims($1, $2)", {workspace, std::to_string(limit)});
        if (!swept)
            return swept.errors();
        most = std::max(most, swept->integer(0, 0));
        if (auto committed = transaction->commit(); !committed)
            return committed.errors();
    }
    return most;
}

} // namespace bourse::storage
