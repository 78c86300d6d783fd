// One transaction of the writer: commands become arrays, arrays become a handful of statements, all sent at
// once.
#include "storage/writersheets.h"
#include <map>

namespace bourse::storage {

namespace {

void readReceived(const Rows &rows, const std::vector<ReceiveWork *> &works, const domain::MasterKey &master)
{
    using Kind = exchange::ReceiveOutcome::Kind;
    for (ReceiveWork *work : works) {
        work->outcome = {};
        work->storedBefore = false;
    }
    for (int row = 0; row < rows.size(); ++row) {
        ReceiveWork &work = *works[static_cast<std::size_t>(rows.integer(row, 0) - 1)];
        std::string_view what = rows.text(row, 1);
        if (what == "again") {
            work.storedBefore = true;
            continue;
        }
        exchange::ReceiveOutcome &outcome = work.outcome;
        outcome.original = rows.uuid(row, 2);
        outcome.kind = what == "repeated"       ? Kind::Repeated
                       : what == "key_mismatch" ? Kind::KeyMismatch
                       : what == "in_flight"    ? Kind::InFlight
                                                : Kind::Replay;
        if (outcome.kind != Kind::Replay)
            continue;
        outcome.originalState =
            domain::leadStateFromName(rows.text(row, 7)).value_or(domain::LeadState::Unknown);
        outcome.originalReason = rows.string(row, 8);
        outcome.originalDecision = rows.string(row, 9);
        outcome.originalBuyer = rows.string(row, 10);
        if (auto currency = Currency::fromCode(rows.text(row, 12)); currency && !rows.isNull(row, 11))
            outcome.originalPrice = Money(rows.integer(row, 11), *currency);
        if (rows.isNull(row, 5))
            continue; // it ended without an answer: its state is all there is to tell
        outcome.answerStatus = static_cast<int>(rows.integer(row, 3));
        outcome.answerContentType = rows.string(row, 4);
        auto key = master.unwrap(rows.bytes(row, 6), keyContext(outcome.original));
        auto body =
            key ? domain::unseal(*key, rows.bytes(row, 5), answerContext(outcome.original)) : key.errors();
        if (body)
            outcome.answerBody = std::move(*body);
        else
            outcome.kind =
                Kind::KeyMismatch; // erased since: the answer is gone, and the key must not sell twice
    }
}

void readTaken(const Rows &rows, const std::vector<TakeWork *> &works)
{
    using Kind = exchange::TakingOutcome::Kind;
    for (TakeWork *work : works)
        work->outcome.kind = Kind::Taken;
    for (int row = 0; row < rows.size(); ++row) {
        const std::string_view why = rows.text(row, 1);
        works[static_cast<std::size_t>(rows.integer(row, 0) - 1)]->outcome.kind =
            why == "expired"   ? Kind::Expired
            : why == "claimed" ? Kind::Claimed
                               : Kind::Used;
    }
}

/// Who is not in the state that his step says has been left behind; unless it was a sale, of a lead that is
/// known as sold and more by now (a buyer was quick to call back).
void readLed(const Rows &rows, const std::vector<RecordWork *> &works)
{
    std::map<Uuid, RecordWork *> byLead;
    for (RecordWork *work : works) {
        work->leftBehind = false;
        byLead.emplace(work->entry.leadId, work);
    }
    for (int row = 0; row < rows.size(); ++row) {
        auto at = byLead.find(rows.uuid(row, 0));
        if (at == byLead.end())
            continue;
        const exchange::JournalEntry &entry = at->second->entry;
        const std::string_view state = rows.text(row, 1);
        const bool isSold = state == "sold" || state == "converted" || state == "returned";
        const bool took = state == domain::info(entry.state).name || (entry.sale && isSold);
        at->second->leftBehind = !took || !rows.boolean(row, 2);
    }
}

void readQuestions(const Rows &rows, const QuestionColumns &questions,
                   const std::vector<ReceiveWork *> &works)
{
    for (int row = 0; row < rows.size(); ++row) {
        const auto &[owner, tag] = questions.asked[static_cast<std::size_t>(rows.integer(row, 0) - 1)];
        works[owner]->outcome.earlier.push_back({tag, rows.uuid(row, 1), rows.integer(row, 2)});
    }
}

void readSuppressed(const Rows &rows, const Sheets &sheets)
{
    for (int row = 0; row < rows.size(); ++row) {
        const auto &[work, probe] =
            sheets.suppressionsAsked[static_cast<std::size_t>(rows.integer(row, 0) - 1)];
        auto &hits = work->outcome.suppressed;
        if (std::find(hits.begin(), hits.end(), probe->hit) == hits.end()) // by two of a number's spellings
            hits.push_back(probe->hit);
    }
}

/// Begins the transaction and looks up what forbids its gated posts; those that nothing forbids are then
/// reserved with the others. It costs one more round trip, and only where such posts are.
Result<void> passPosts(Pipeline &pipeline, Sheets &sheets, const std::string &workspace, bool again)
{
    QuestionColumns questions;
    BinaryArray posts(Type::Uuid);
    for (std::size_t i = 0; i < sheets.gated.size(); ++i) {
        questions.add(sheets.gated[i]->post.leadId, sheets.gated[i]->probes, i);
        posts.add(sheets.gated[i]->post.attempt.attemptId);
        sheets.gated[i]->outcome = {true, {}, {}};
    }
    std::vector<const std::string *> parameters{&workspace};
    questions.c.appendTo(parameters);
    pipeline.send("w_earlier_posting", parameters);
    if (again) // granted by a transaction whose answer was lost
        pipeline.send("w_reserved", {&workspace, &posts.bytes()});
    auto rows = pipeline.finish();
    if (!rows)
        return rows.errors();
    const Rows &found = (*rows)[rows->size() - (again ? 2 : 1)];
    for (int row = 0; row < found.size(); ++row) {
        const auto &[owner, tag] = questions.asked[static_cast<std::size_t>(found.integer(row, 0) - 1)];
        exchange::ReserveOutcome &outcome = sheets.gated[owner]->outcome;
        if (!outcome.earlier)
            outcome = {false,
                       {std::string(domain::reason::duplicateLead), {}},
                       exchange::PersonAnswer{tag, found.uuid(row, 1), found.integer(row, 2)}};
    }
    for (int row = 0; again && row < rows->back().size(); ++row)
        for (ReserveWork *post : sheets.gated)
            if (post->post.attempt.attemptId == rows->back().uuid(row, 0))
                post->outcome = {true, {}, {}};
    for (ReserveWork *post : sheets.gated)
        if (post->outcome.granted)
            sheets.add(*post);
    return {};
}

} // namespace

Result<void> WriterSession::write(const Batch &batch, bool again)
{
    Sheets sheets;
    for (Command *command : batch)
        sheets.add(*command);
    std::sort(sheets.locks.begin(), sheets.locks.end());
    sheets.locks.erase(std::unique(sheets.locks.begin(), sheets.locks.end()), sheets.locks.end());
    BinaryArray locks(Type::BigInt);
    for (std::int64_t lock : sheets.locks)
        locks.add(lock);

    const std::string workspace = binaryValue(batch.front()->workspace);
    const std::string workspaceText = batch.front()->workspace.toString();
    const std::string node = binaryValue(m_options.nodeId);
    const std::string low = binaryValue(sheets.leads.range.low), high = binaryValue(sheets.leads.range.high);
    int next = 2; // answers of BEGIN and of the workspace's choice
    int receivedAt = -1, reservedAt = -1, earlierAt = -1, suppressedAt = -1, takenAt = -1, ledAt = -1;
    std::vector<const std::string *> parameters;

    std::optional<Pipeline> pipeline(std::in_place, m_connection->handle());
    const auto send = [&](const char *statement, std::initializer_list<const std::string *> fixed,
                          auto &columns) {
        parameters.assign(fixed);
        columns.appendTo(parameters);
        pipeline->send(statement, parameters);
        return next++;
    };
    pipeline->send("w_begin", {});
    pipeline->send("w_workspace", {&workspaceText});
    const std::string lockedLow = binaryValue(sheets.locked.range.low),
                      lockedHigh = binaryValue(sheets.locked.range.high);
    if (locks.size() > 0) {
        pipeline->send("w_persons", {&locks.bytes()});
        ++next;
    }
    if (sheets.locked.c[0].size() > 0)
        send("w_lock_leads", {&workspace, &lockedLow, &lockedHigh}, sheets.locked.c);
    if (!sheets.gated.empty()) {
        if (auto passed = passPosts(*pipeline, sheets, workspace, again); !passed) {
            if (!m_connection->isLost())
                (void)m_connection->exec("ROLLBACK");
            return passed;
        }
        pipeline.emplace(m_connection->handle());
        next = 0;
    }
    if (!sheets.received.empty())
        receivedAt = send("w_receive", {&workspace, &node}, sheets.receive.c);
    if (!sheets.taken.empty())
        takenAt = send("w_take", {&workspace, &node}, sheets.takes.c);
    if (sheets.takings[0].size() > 0)
        send("w_taken", {&workspace, &lockedLow, &lockedHigh}, sheets.takings);
    if (sheets.questions.c[0].size() > 0)
        earlierAt = send("w_earlier", {&workspace}, sheets.questions.c);
    if (sheets.suppressions[0].size() > 0)
        suppressedAt = send("w_suppressed", {&workspace}, sheets.suppressions);
    if (!sheets.reserved.empty() || sheets.settle.c[0].size() > 0) {
        ReserveColumns &reserve = sheets.reserve;
        pipeline->send("w_lock",
                       {&workspace, &reserve.c[13].bytes(), &reserve.c[14].bytes(), &reserve.c[2].bytes(),
                        &reserve.c[5].bytes(), &sheets.settle.released.bytes(), &sheets.settle.c[0].bytes()});
        ++next;
    }
    if (!sheets.reserved.empty())
        reservedAt = send("w_reserve", {&workspace, &node, &lockedLow, &lockedHigh}, sheets.reserve.c);
    if (sheets.exact.c[0].size() > 0)
        send("w_exact", {&workspace, &lockedLow, &lockedHigh}, sheets.exact.c);
    if (sheets.statuses.c[0].size() > 0)
        send("w_questions", {&workspace}, sheets.statuses.c);
    if (sheets.pings.c[0].size() > 0)
        send(again ? "w_attempts_again" : "w_attempts", {&workspace, &node}, sheets.pings.c);
    if (sheets.pingNews.c[0].size() > 0)
        send("w_ping_news", {&workspace, &low, &high}, sheets.pingNews.c);
    if (sheets.results.c[0].size() > 0)
        send("w_results", {&workspace, &low, &high}, sheets.results.c);
    if (sheets.settle.c[0].size() > 0)
        send("w_settle", {&workspace}, sheets.settle.c);
    if (sheets.events.c[0].size() > 0)
        send("w_events", {&workspace, &node}, sheets.events.c);
    // before the leads, which are no longer this run's then, and before the answers: who is told to try again
    // finds no answer of this step under his key
    if (sheets.released.c[0].size() > 0)
        send("w_release_keys", {&workspace, &low, &high}, sheets.released.c);
    if (sheets.repeatable.c[0].size() > 0)
        send("w_release_repeats", {&workspace, &low, &high}, sheets.repeatable.c);
    if (sheets.reopened.c[0].size() > 0)
        send("w_reopen", {&workspace, &low, &high}, sheets.reopened.c);
    if (sheets.leads.c[0].size() > 0)
        ledAt = send("w_leads", {&workspace, &low, &high}, sheets.leads.c);
    if (sheets.answers.c[0].size() > 0)
        send("w_answers", {&workspace, &low, &high}, sheets.answers.c);
    if (sheets.externals.c[0].size() > 0)
        send("w_externals", {&workspace}, sheets.externals.c);
    if (sheets.offers.c[0].size() > 0)
        send("w_offers", {&workspace, &low, &high}, sheets.offers.c);
    if (sheets.followUps.c[0].size() > 0)
        send("w_follow_ups", {&workspace, &low, &high}, sheets.followUps.c);
    if (sheets.waits.c[0].size() > 0)
        send("w_waits", {&workspace}, sheets.waits.c);
    if (sheets.waited[0].size() > 0)
        send("w_waited", {&workspace}, sheets.waited);
    pipeline->send("w_commit", {});

    auto rows = pipeline->finish();
    if (!rows) {
        if (!m_connection->isLost())
            (void)m_connection->exec("ROLLBACK");
        return rows.errors();
    }
    if (receivedAt >= 0)
        readReceived((*rows)[static_cast<std::size_t>(receivedAt)], sheets.received, m_options.masterKey);
    if (takenAt >= 0)
        readTaken((*rows)[static_cast<std::size_t>(takenAt)], sheets.taken);
    if (ledAt >= 0)
        readLed((*rows)[static_cast<std::size_t>(ledAt)], sheets.records);
    if (earlierAt >= 0)
        readQuestions((*rows)[static_cast<std::size_t>(earlierAt)], sheets.questions, sheets.received);
    if (suppressedAt >= 0)
        readSuppressed((*rows)[static_cast<std::size_t>(suppressedAt)], sheets);
    if (reservedAt >= 0) {
        const Rows &refused = (*rows)[static_cast<std::size_t>(reservedAt)];
        for (ReserveWork *work : sheets.reserved)
            work->outcome = {true, {}, {}};
        for (int row = 0; row < refused.size(); ++row) {
            const std::string why = refused.string(row, 1); // "cap_reached channel:acme:day:leads"
            const std::size_t space = std::min(why.find(' '), why.size());
            sheets.reserved[static_cast<std::size_t>(refused.integer(row, 0) - 1)]->outcome = {
                false, {why.substr(0, space), why.substr(std::min(space + 1, why.size()))}, {}};
        }
    }
    return {};
}

} // namespace bourse::storage
