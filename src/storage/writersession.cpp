#include "storage/writersession.h"
#include "base/logging.h"
#include "domain/json/json.h"
#include "storage/binaryparams.h"
#include "storage/writerstatements.h"
#include <algorithm>
#include <thread>

namespace bourse::storage {

using domain::AttemptOutcome;
using exchange::AttemptRecord;

// ------------------------------------------------------------------------------------------------ leads in
// flight

InFlight *InFlightLeads::find(const Uuid &lead)
{
    auto found = m_leads.find(lead);
    return found == m_leads.end() ? nullptr : &found->second.known;
}

void InFlightLeads::put(const Uuid &lead, InFlight known)
{
    forget(lead);
    if (m_leads.size() >= maxLeads) {
        m_leads.erase(m_ages.front());
        m_ages.pop_front();
    }
    m_ages.push_back(lead);
    m_leads.emplace(lead, Entry{std::move(known), std::prev(m_ages.end())});
}

void InFlightLeads::forget(const Uuid &lead)
{
    auto found = m_leads.find(lead);
    if (found == m_leads.end())
        return;
    m_ages.erase(found->second.age);
    m_leads.erase(found);
}

// --------------------------------------------------------------------------------------------------------
// opening

void fail(Executor &executor, Command &command, const Error &error)
{
    std::visit(
        [&](auto &work) { executor.post([promise = work.promise, error] { promise.complete(error); }); },
        command.work);
}

Result<void> WriterSession::open(std::chrono::steady_clock::time_point until)
{
    m_connection.reset();
    ConnectionOptions how;
    how.applicationName = "bourse writer " + m_options.nodeName;
    auto opened = Connection::open(m_options.uri, m_options.password, how);
    if (!opened)
        return opened.errors();
    auto connection = std::make_unique<Connection>(std::move(*opened));
    // Plans must not depend on what the tables held when they were made: an empty table invites a sequential
    // scan that is still used when it has grown.
    auto set =
        connection->exec("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; "
                         "SET enable_hashjoin = off; SET enable_mergejoin = off; "
                         "SET statement_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s'");
    if (!set)
        return set.errors();
    for (const WriterStatement &statement : writerStatements) {
        if (auto prepared = prepareStatement(connection->handle(), statement.name, statement.sql);
            !prepared) {
            qCCritical(logStorage, "writer: statement %s: %s", statement.name,
                       prepared.error().message.c_str());
            return prepared.errors();
        }
    }
    for (;;) {
        auto taken = takeLease(*connection, m_options);
        if (taken)
            break;
        if (taken.error().code != "node_running" || std::chrono::steady_clock::now() >= until)
            return taken.errors();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    m_connection = std::move(connection);
    return {};
}

// ------------------------------------------------------------------------------------------------------
// preparing

Result<void> WriterSession::prepare(Batch &batch)
{
    std::vector<Uuid> absent;
    for (Command *command : batch) {
        if (std::holds_alternative<TakeWork>(command->work) && !command->prepared)
            m_leads.forget(command->lead); // another node may have offered it
        if (!std::holds_alternative<ReceiveWork>(command->work) && !m_leads.find(command->lead))
            absent.push_back(command->lead);
    }
    if (!absent.empty()) {
        if (auto loaded = load(batch.front()->workspace, absent); !loaded)
            return loaded;
    }
    const bool receives = std::any_of(batch.begin(), batch.end(), [](const Command *command) {
        return !command->prepared && std::holds_alternative<ReceiveWork>(command->work);
    });
    if (receives)
        if (auto loaded = loadLists(batch.front()->workspace); !loaded)
            return loaded;
    Batch kept;
    kept.reserve(batch.size());
    for (Command *command : batch) {
        if (command->prepared) {
            kept.push_back(command);
            continue;
        }
        if (auto *receive = std::get_if<ReceiveWork>(&command->work)) {
            prepareReceive(*command, *receive);
        } else {
            const InFlight *known = m_leads.find(command->lead);
            if (!known) {
                fail(m_executor, *command,
                     {"no_such_lead", {}, {}, "The lead is not stored, or its data has been erased."});
                continue;
            }
            if (auto *reserve = std::get_if<ReserveWork>(&command->work)) {
                prepareReserve(*reserve, *known);
            } else if (auto *take = std::get_if<TakeWork>(&command->work)) {
                if (auto ready = prepareTake(*command, *take, *known); !ready)
                    return ready;
            } else
                prepareRecord(*command, std::get<RecordWork>(command->work), *known);
        }
        command->prepared = true;
        kept.push_back(command);
    }
    batch = std::move(kept);
    return {};
}

/// The caller's key is free text and the body is the person's data: neither is kept, nor a plain hash of it.
std::pair<std::string, std::string> claimHashes(const domain::MasterKey &master,
                                                const exchange::IdempotencyClaim &claim)
{
    std::string whole = claim.keyId;
    whole += '\0';
    whole += claim.route;
    whole += '\0';
    whole += claim.key;
    return {master.lookupHash("idempotency", whole), master.lookupHash("request", claim.requestHash)};
}

void WriterSession::prepareReceive(Command &command, ReceiveWork &work)
{
    const domain::MasterKey &master = m_options.masterKey;
    const exchange::ReceivedLead &lead = work.lead;
    const domain::FieldSchema *schema = lead.snapshot->vertical(lead.vertical);
    work.key = domain::newLeadKey();
    work.wrapped = master.wrap(work.key, keyContext(lead.leadId));
    work.divided = divide(schema, lead.fields, lead.raw);
    work.fields = domain::writeJson(work.divided.clear);
    work.subIds = work.divided.subIds.empty() ? std::string() : domain::writeJson(work.divided.subIds);
    work.pii = domain::seal(work.key, writePii(work.divided.pii, lead.raw), dataContext(lead.leadId));
    for (const auto &[kind, value] : work.divided.lookups)
        work.lookups.emplace_back(kind, master.lookupHash(kind, value));
    askOfPersons(work, schema, command.workspace);
    if (lead.idempotency)
        std::tie(work.claim, work.requestHash) = claimHashes(master, *lead.idempotency);
    if (!lead.repeatHash.empty() && lead.repeatWindowSeconds > 0)
        work.repeatHash = master.lookupHash("repeat", lead.repeatHash);
    int sequence = 0;
    for (const Consent &consent : consentOf(schema, lead.fields, lead.receivedAt)) {
        Secret key = domain::newLeadKey();
        std::string context = consentContext(lead.leadId, ++sequence);
        work.consents.push_back({consent.kind, domain::sha256(consent.text), master.wrap(key, context),
                                 domain::seal(key, consent.text, context)});
    }
    EventAuthor author{command.workspace, lead.leadId, m_options.nodeId, lead.snapshot->version(),
                       lead.actor};
    ChainedEvent received{1, lead.receivedAt, "state", "received"};
    work.hash = chainHash(author, received);
    if (!work.repeatHash.empty()) {
        ChainedEvent repeated{2, lead.receivedAt, "state", "duplicate",
                              std::string(domain::reason::repeatedPayload)};
        repeated.prevHash = work.hash;
        work.repeatedHash = chainHash(author, repeated);
    }
}

namespace {
/// The advisory lock of a person: the first bytes of a keyed hash.
std::int64_t personLock(const std::string &hash)
{
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < 8; ++i)
        key = key << 8 | static_cast<unsigned char>(hash[i]);
    return static_cast<std::int64_t>(key);
}

std::vector<HashedProbe> hashed(std::vector<exchange::PersonProbe> probes, const domain::MasterKey &master)
{
    std::vector<HashedProbe> made;
    for (exchange::PersonProbe &probe : probes) {
        HashedProbe one;
        for (const auto &[kind, value] : probe.keys)
            one.keys.emplace_back(kind, master.lookupHash(kind, value));
        probe.keys.clear();
        one.probe = std::move(probe);
        made.push_back(std::move(one));
    }
    return made;
}
} // namespace

void WriterSession::askOfPersons(ReceiveWork &work, const domain::FieldSchema *schema, const Uuid &workspace)
{
    const domain::MasterKey &master = m_options.masterKey;
    exchange::PersonQuestions &questions = work.lead.questions;
    for (const auto &[kind, value] : questions.keys)
        work.lookups.emplace_back(kind, master.lookupHash(kind, value));
    for (const auto &[kind, hash] : work.lookups)
        if (std::find(questions.exclusiveKinds.begin(), questions.exclusiveKinds.end(), kind) !=
            questions.exclusiveKinds.end())
            work.locks.push_back(personLock(hash));
    work.probes = hashed(std::move(questions.probes), master);
    const auto known = m_lists.find(workspace);
    if (!schema || work.lead.test || known == m_lists.end() || known->second.lists.empty())
        return;
    for (const PersonValue &value : personValues(*schema, work.lead.fields))
        for (const SuppressionListInfo &list : known->second.lists)
            if (list.kind == value.kind)
                for (std::string &hash : suppressionHashes(master, list.form, value))
                    work.suppressions.push_back(
                        {list.id, std::move(hash), {list.slug, list.buyer, value.field}});
}

namespace {
void clean(AttemptRecord &attempt, const std::vector<std::string> &piiValues, const domain::MasterKey &master)
{
    attempt.reason.detail = mask(cleanText(attempt.reason.detail), piiValues);
    attempt.rule = cleanText(attempt.rule);
    // some buyers know a lead by the person's address: its keyed hash is as good an id, and the sealed body
    // has what they wrote
    const auto cleanId = [&](std::string &id) {
        id = cleanText(id);
        if (mask(id, piiValues) != id)
            id = "hmac:" + domain::toHex(master.lookupHash("external_id", id)).substr(0, 32);
    };
    cleanId(attempt.externalId);
    for (std::string &id : attempt.otherIds)
        cleanId(id);
}
} // namespace

void WriterSession::prepareReserve(ReserveWork &work, const InFlight &known)
{
    // one order of counters for everyone
    std::sort(work.post.caps.begin(), work.post.caps.end(), [](const auto &a, const auto &b) {
        return std::tie(a.counter, a.windowStart) < std::tie(b.counter, b.windowStart);
    });
    work.probes = hashed(std::move(work.post.probes), m_options.masterKey);
    for (const HashedProbe &probe : work.probes)
        for (const auto &[kind, hash] : probe.keys)
            work.locks.push_back(personLock(hash));
    const AttemptRecord &attempt = work.post.attempt;
    work.body =
        domain::seal(known.key, writeBody(attempt.requestText, {}), attemptContext(attempt.attemptId));
    if (!work.post.question)
        return;
    exchange::FollowUp ask;
    ask.id = Uuid::v7();
    ask.attemptId = attempt.attemptId;
    ask.channel = attempt.channel;
    ask.buyer = attempt.buyer;
    ask.integration = attempt.integration;
    ask.carried = work.post.carried;
    work.question = ask.id;
    work.questionPayload = domain::seal(known.key, writeFollowUp(ask), followUpContext(ask.id));
}

void WriterSession::prepareRecord(Command &command, RecordWork &work, const InFlight &known)
{
    exchange::JournalEntry &entry = work.entry;
    work.author = {command.workspace, entry.leadId, m_options.nodeId, known.configVersion, entry.actor};
    work.pingBodies.clear();
    work.followUps.clear();
    work.events.clear();
    work.claim = known.claim;
    work.source = known.source;
    entry.reason.detail = mask(cleanText(entry.reason.detail), known.piiValues);
    for (AttemptRecord &ping : entry.pings) {
        clean(ping, known.piiValues, m_options.masterKey);
        work.pingBodies.push_back(domain::seal(known.key, writeBody(ping.requestText, ping.responseText),
                                               attemptContext(ping.attemptId)));
    }
    if (entry.post) {
        clean(*entry.post, known.piiValues, m_options.masterKey);
        work.postBody = domain::seal(known.key, writeBody(entry.post->requestText, entry.post->responseText),
                                     attemptContext(entry.post->attemptId));
    }
    for (const exchange::FollowUp &followUp : entry.followUps)
        work.followUps.push_back(
            domain::seal(known.key, writeFollowUp(followUp), followUpContext(followUp.id)));
    for (exchange::PingReason &news : entry.pingNews)
        news.reason.detail = mask(cleanText(news.reason.detail), known.piiValues);
    if (entry.offer) {
        work.offer =
            domain::seal(known.key, exchange::writeOffer(*entry.offer), offerContext(entry.offer->id));
        if (!entry.offer->token.empty())
            work.offerToken = m_options.masterKey.lookupHash("choice", entry.offer->token);
    }
    if (entry.answer && !known.claim.empty())
        work.answer = domain::seal(known.key, entry.answer->body, answerContext(entry.leadId));

    work.sequence = known.sequence;
    work.hash = known.hash;
    const auto chain = [&](ChainedEvent event) {
        event.sequence = ++work.sequence;
        event.prevHash = work.hash;
        event.hash = chainHash(work.author, event);
        work.hash = event.hash;
        work.events.push_back(std::move(event));
    };
    if (!entry.skipped.empty()) {
        UtcTime at = entry.events.empty() ? SystemClock().utcNow() : entry.events.front().at;
        chain({0,
               at,
               "skipped",
               std::string(domain::info(entry.state).name),
               {},
               {},
               mask(writeSkipped(entry.skipped), known.piiValues)});
    }
    for (const exchange::LeadEvent &event : entry.events)
        chain({0, event.at, event.kind, std::string(domain::info(event.state).name), event.reason.code,
               mask(cleanText(event.reason.detail), known.piiValues),
               mask(cleanText(event.detail), known.piiValues)});
}

Result<void> WriterSession::loadLists(const Uuid &workspace)
{
    const auto now = std::chrono::steady_clock::now();
    auto known = m_lists.find(workspace);
    if (known != m_lists.end() && now - known->second.readAt < std::chrono::seconds(1))
        return {};
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.errors();
    if (auto set = m_connection->execPrepared("SELECT set_config('bourse.workspace', $1, true)",
                                              {workspace.toString()});
        !set)
        return set.errors();
    auto rows = m_connection->execPrepared("SELECT id, slug, buyer, kind, form FROM suppression_list "
                                           "WHERE workspace_id = $1 ORDER BY id",
                                           {workspace.toString()});
    if (!rows)
        return rows.errors();
    KnownLists read{now, {}};
    for (int row = 0; row < rows->size(); ++row)
        read.lists.push_back({static_cast<int>(rows->integer(row, 0)), rows->string(row, 1),
                              rows->string(row, 2),
                              suppressionKindFromName(rows->text(row, 3)).value_or(SuppressionKind::Email),
                              suppressionFormFromName(rows->text(row, 4)).value_or(SuppressionForm::Plain)});
    m_lists[workspace] = std::move(read);
    return transaction->commit();
}

Result<void> WriterSession::load(const Uuid &workspace, const std::vector<Uuid> &leads)
{
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.errors();
    if (auto set = m_connection->execPrepared("SELECT set_config('bourse.workspace', $1, true)",
                                              {workspace.toString()});
        !set)
        return set.errors();
    auto rows = m_connection->execPrepared(
        "SELECT l.id, l.event_sequence, l.event_hash, l.config_version, l.claim, l.source, k.wrapped, d.pii "
        "FROM lead l JOIN lead_key k ON k.workspace_id = l.workspace_id AND k.lead_id = l.id "
        "JOIN lead_data d ON d.workspace_id = l.workspace_id AND d.lead_id = l.id "
        "WHERE l.workspace_id = $1 AND l.id = ANY ($2::uuid[])",
        {workspace.toString(), uuidArray(leads)});
    if (!rows)
        return rows.errors();
    for (int row = 0; row < rows->size(); ++row) {
        Uuid lead = rows->uuid(row, 0);
        auto key = m_options.masterKey.unwrap(rows->bytes(row, 6), keyContext(lead));
        if (!key)
            continue; // its command fails as no_such_lead
        InFlight known;
        known.sequence = static_cast<int>(rows->integer(row, 1));
        known.hash = rows->bytes(row, 2);
        known.configVersion = rows->integer(row, 3);
        known.claim = rows->bytes(row, 4);
        known.source = rows->string(row, 5);
        if (auto text = domain::unseal(*key, rows->bytes(row, 7), dataContext(lead))) {
            if (auto values = readPii(*text)) {
                for (auto &[name, value] : values->second)
                    values->first.append(name, std::move(value));
                known.piiValues = textsOf(values->first);
            }
        }
        known.key = std::move(*key);
        m_leads.put(lead, std::move(known));
    }
    return transaction->commit();
}

void WriterSession::settle(const Batch &batch)
{
    for (Command *command : batch) {
        if (auto *receive = std::get_if<ReceiveWork>(&command->work)) {
            using Kind = exchange::ReceiveOutcome::Kind;
            Kind kind = receive->outcome.kind;
            if (receive->storedBefore)
                m_leads.forget(command->lead); // its next step reads the key and the head that are stored
            if (receive->storedBefore || (kind != Kind::Fresh && kind != Kind::Repeated))
                continue;
            InFlight known;
            known.key = std::move(receive->key);
            known.claim = receive->claim;
            known.source = receive->lead.source;
            known.configVersion = receive->lead.snapshot->version();
            known.sequence = kind == Kind::Fresh ? 1 : 2;
            known.hash = kind == Kind::Fresh ? receive->hash : receive->repeatedHash;
            known.piiValues = std::move(receive->divided.piiValues);
            m_leads.put(command->lead, std::move(known));
        } else if (auto *record = std::get_if<RecordWork>(&command->work)) {
            const exchange::JournalEntry &entry = record->entry;
            if (entry.final || entry.offer ||
                !entry.reopensOffer.isNull()) { // it may go on with another node
                m_leads.forget(command->lead);
            } else if (InFlight *known = m_leads.find(command->lead)) {
                known->sequence = record->sequence;
                known->hash = record->hash;
            }
        } else if (std::holds_alternative<TakeWork>(command->work)) {
            m_leads.forget(command->lead); // one that was taken before has no event of this taking
        }
    }
}

} // namespace bourse::storage
