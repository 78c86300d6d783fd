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
        // what would have been asked of posts whose answers came; ping counts of windows that are over
        auto questions = connection.execPrepared(
            "DELETE FROM bourse.post_question q USING (SELECT p.post_id FROM bourse.post_question p "
            "LEFT JOIN bourse.reservation r ON r.workspace_id = $1 AND r.post_id = p.post_id "
            "WHERE p.workspace_id = $1 AND r.state IS DISTINCT FROM 'sending' LIMIT $2::integer "
            "FOR UPDATE OF p SKIP LOCKED) AS done WHERE q.workspace_id = $1 AND q.post_id = done.post_id",
            {workspace, std::to_string(limit)});
        if (!questions)
            return questions.errors();
        most = std::max<std::int64_t>(most, questions->affected());
        auto counts = connection.execPrepared("DELETE FROM bourse.ping_count WHERE workspace_id = $1 AND "
                                              "window_start < now() - interval '3 days'",
                                              {workspace});
        if (!counts)
            return counts.errors();
        if (auto committed = transaction->commit(); !committed)
            return committed.errors();
    }
    return most;
}

} // namespace bourse::storage
