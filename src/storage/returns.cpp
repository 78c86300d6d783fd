#include "storage/returns.h"
#include "base/logging.h"
#include "domain/json/json.h"
#include "domain/lead/reason.h"
#include "storage/returndesk.h"
#include "storage/workpool.h"
#include <algorithm>
#include <array>
#include <utility>

namespace bourse::storage {

using domain::ReturnState;

StoredReturn returnFrom(const Rows &rows, int row); // returndesk.cpp

ReturnTermsOf returnTermsOf(std::shared_ptr<const domain::MarketSnapshot> snapshot)
{
    return [snapshot = std::move(snapshot)](const std::string &slug) {
        const domain::Buyer *buyer = snapshot->buyer(slug);
        ReturnTerms terms;
        terms.zone = buyer && !buyer->zone.empty() ? buyer->zone : snapshot->document().workspace.zone;
        if (buyer)
            terms.policy = buyer->returns;
        return terms;
    };
}

struct Returns::Impl : WorkPool {
    using WorkPool::WorkPool;
    Result<Uuid> leadOf(Connection &connection, const Uuid &workspace, const ReturnClaim &claim);
    Result<std::optional<Uuid>> leadBy(Connection &connection, const Uuid &workspace, const std::string &side,
                                       const std::string &buyer, const std::string &id);
    /// The buyer's post of the lead that a return can be about: the sale, else what came back; and its buyer.
    Result<std::optional<std::pair<Uuid, std::string>>> saleOf(Connection &connection, const Uuid &workspace,
                                                               const Uuid &lead, const std::string &buyer);
    Result<exchange::ResaleLead> loadResale(Connection &connection, const Uuid &workspace, const Uuid &lead);
};

Returns::Returns(StoreOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
Returns::~Returns() = default;

/// By an id that is not ours; of the leads of that name, those that the buyer bought count.
Result<std::optional<Uuid>> Returns::Impl::leadBy(Connection &connection, const Uuid &workspace,
                                                  const std::string &side, const std::string &buyer,
                                                  const std::string &id)
{
    const std::string hashed =
        "hmac:" + domain::toHex(options.masterKey.lookupHash("external_id", id)).substr(0, 32);
    auto rows = connection.execPrepared(
        "SELECT DISTINCT e.lead_id FROM bourse.external_id e JOIN bourse.reservation r ON r.workspace_id = "
        "e.workspace_id AND r.lead_id = e.lead_id AND r.state IN ('sold', 'returned') AND ($3 = '' OR "
        "r.buyer "
        "= $3) WHERE e.workspace_id = $1 AND e.side = $2 AND ($2 <> 'buyer' OR $3 = '' OR e.party = $3) AND "
        "e.external_id IN ($4, $5) LIMIT 2",
        {workspace.toString(), side, buyer, cleanText(id), hashed});
    if (!rows)
        return rows.errors();
    if (rows->size() > 1)
        return Error{"ambiguous_lead", "lead_id", "the id of one lead",
                     "Several leads have this id; name it by our id (ld_…)."};
    return rows->isEmpty() ? std::optional<Uuid>() : std::optional(rows->uuid(0, 0));
}

Result<Uuid> Returns::Impl::leadOf(Connection &connection, const Uuid &workspace, const ReturnClaim &claim)
{
    if (auto id = parseLeadId(claim.lead)) {
        auto rows = connection.execPrepared("SELECT 1 FROM bourse.lead WHERE workspace_id = $1 AND id = $2",
                                            {workspace.toString(), id->toString()});
        if (!rows)
            return rows.errors();
        if (!rows->isEmpty())
            return *id;
    }
    if (!claim.lead.empty() && claim.lead.size() <= 255) {
        for (const char *side : {"buyer", "supplier"}) {
            auto found = leadBy(connection, workspace, side, claim.buyer, claim.lead);
            if (!found)
                return found.errors();
            if (*found)
                return **found;
        }
    }
    return Error{"no_such_lead", "lead_id", "the id of a lead", "There is no lead with this id."};
}

Result<std::optional<std::pair<Uuid, std::string>>> Returns::Impl::saleOf(Connection &connection,
                                                                          const Uuid &workspace,
                                                                          const Uuid &lead,
                                                                          const std::string &buyer)
{
    auto rows = connection.execPrepared("SELECT r.post_id, r.buyer, r.state FROM bourse.reservation r JOIN "
                                        "bourse.attempt a ON a.workspace_id "
                                        "= r.workspace_id AND a.lead_id = r.lead_id AND a.attempt_id = "
                                        "r.post_id WHERE r.workspace_id = $1 AND "
                                        "a.lead_id = $2 AND a.kind = 'post' AND r.state IN ('sold', "
                                        "'returned') AND ($3 = '' OR r.buyer = $3) "
                                        "ORDER BY r.state = 'sold' DESC, r.created_at DESC",
                                        {workspace.toString(), lead.toString(), buyer});
    if (!rows)
        return rows.errors();
    std::optional<std::pair<Uuid, std::string>> found;
    for (int row = 0; row < rows->size(); ++row) {
        if (!found)
            found = {rows->uuid(row, 0), rows->string(row, 1)};
        else if (buyer.empty() && rows->text(row, 1) != found->second && rows->text(row, 2) == "sold")
            return Error{"ambiguous_buyer", "buyer", "the slug of a buyer",
                         "Several buyers have this lead; say which one gives it back."};
    }
    return found;
}

Result<StoredReturn> Returns::request(const Uuid &workspace, const ReturnClaim &claim,
                                      const ReturnTermsOf &terms)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<StoredReturn> {
        ReturnDesk desk(connection, m_impl->options, workspace);
        auto known = desk.known(claim.origin);
        if (!known)
            return known.errors();
        if (*known)
            return std::move(**known);
        auto lead = m_impl->leadOf(connection, workspace, claim);
        if (!lead)
            return lead.errors();
        auto sale = m_impl->saleOf(connection, workspace, *lead, claim.buyer);
        if (!sale)
            return sale.errors();
        if (!*sale) {
            if (claim.buyer.empty())
                return Error{"not_sold", "lead_id", "a lead that a buyer has",
                             "Nobody has this lead: it was not sold."};
            return desk.refuseUnsold(*lead, claim.buyer, claim);
        }
        auto settlement = PostSettlement::open(connection, m_impl->options, workspace, *lead, (*sale)->first);
        if (!settlement)
            return settlement.errors();
        return desk.take(*settlement, claim, terms((*sale)->second));
    });
}

Result<bool> Returns::dispose(const Uuid &workspace, const ReturnClaim &claim, const std::string &disposition)
{
    std::array<std::uint8_t, 16> bytes{};
    const std::string hash = domain::sha256(claim.origin);
    std::copy_n(hash.begin(), bytes.size(), bytes.begin());
    const Uuid id(bytes);
    const Error notSold{"not_sold", "lead_id", "a lead that the buyer has",
                        "The buyer does not have this lead."};
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<bool> {
        auto known =
            connection.execPrepared("SELECT 1 FROM bourse.conversion WHERE workspace_id = $1 AND id = $2",
                                    {workspace.toString(), id.toString()});
        if (!known)
            return known.errors();
        if (!known->isEmpty())
            return false;
        auto lead = m_impl->leadOf(connection, workspace, claim);
        if (!lead)
            return lead.errors();
        auto sale = m_impl->saleOf(connection, workspace, *lead, claim.buyer);
        if (!sale)
            return sale.errors();
        if (!*sale)
            return notSold;
        auto settlement = PostSettlement::open(connection, m_impl->options, workspace, *lead, (*sale)->first);
        if (!settlement)
            return settlement.errors();
        if (settlement->outcome() != domain::AttemptOutcome::Accepted || settlement->isReturned())
            return notSold;
        exchange::PostNews news;
        news.outcome = domain::Reading::Converted;
        news.reason = {disposition, claim.note};
        if (auto applied = settlement->apply(news, "disposition", claim.actor, {}); !applied)
            return applied.errors();
        ReturnDesk desk(connection, m_impl->options, workspace);
        if (auto converted = desk.convert(*settlement, id, news, claim.actor); !converted)
            return converted.errors();
        return true;
    });
}

Result<StoredReturn> Returns::decide(const Uuid &workspace, const Uuid &id, bool approve,
                                     const std::string &note, const std::string &actor,
                                     const ReturnTermsOf &terms)
{
    const Error notOpen{"not_open", "return_id", "a request that waits for a decision",
                        "This return is decided already."};
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<StoredReturn> {
        ReturnDesk desk(connection, m_impl->options, workspace);
        auto known = desk.byId(id, false); // the lead is locked first, as by everybody
        if (!known)
            return known.errors();
        if (!*known)
            return Error{"no_such_return", "return_id", {}, "There is no return with this id."};
        if ((*known)->state != ReturnState::Requested)
            return notOpen;
        auto settlement =
            PostSettlement::open(connection, m_impl->options, workspace, (*known)->leadId, (*known)->postId);
        if (!settlement)
            return settlement.errors();
        auto locked = desk.byId(id, true);
        if (!locked)
            return locked.errors();
        if (!*locked || (*locked)->state != ReturnState::Requested)
            return notOpen;
        if (approve) {
            ReturnClaim claim;
            claim.via = "operator";
            claim.actor = actor;
            claim.reason = (*locked)->reason;
            claim.note = note;
            return desk.grant(*settlement, claim, terms(settlement->buyer()));
        }
        if (auto noted = settlement->note("return", actor, {"denied_by_operator", note}); !noted)
            return noted.errors();
        return desk.close(std::move(**locked), ReturnState::Denied, "denied_by_operator",
                          settlement->clean(note), actor, false);
    });
}

Result<StoredReturn> Returns::find(const Uuid &workspace, const Uuid &id)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<StoredReturn> {
        auto found = ReturnDesk(connection, m_impl->options, workspace).byId(id, false);
        if (!found)
            return found.errors();
        if (!*found)
            return Error{"no_such_return", "return_id", {}, "There is no return with this id."};
        return std::move(**found);
    });
}

Result<std::vector<StoredReturn>> Returns::list(const Uuid &workspace, bool all, int limit)
{
    return m_impl->transact(workspace, [&](Connection &connection) -> Result<std::vector<StoredReturn>> {
        auto rows = connection.execPrepared(
            std::string("SELECT id, via, lead_id, post_id, buyer, reason, note, state, code, sentence, "
                        "price_micros, currency, requested_at, requested_by, decided_at, decided_by FROM "
                        "bourse.return_request WHERE workspace_id = $1 ") +
                (all ? "ORDER BY requested_at DESC" : "AND state = 'requested' ORDER BY requested_at") +
                " LIMIT $2::integer",
            {workspace.toString(), std::to_string(limit)});
        if (!rows)
            return rows.errors();
        std::vector<StoredReturn> found;
        for (int row = 0; row < rows->size(); ++row)
            found.push_back(returnFrom(*rows, row));
        return found;
    });
}

Result<exchange::ResaleLead> Returns::Impl::loadResale(Connection &connection, const Uuid &workspace,
                                                       const Uuid &lead)
{
    const Parameters ids{workspace.toString(), lead.toString()};
    auto rows = connection.execPrepared(
        "SELECT l.source, l.received_at, d.fields, d.pii, k.wrapped FROM bourse.lead l "
        "JOIN bourse.lead_data d ON d.workspace_id = l.workspace_id AND d.lead_id = l.id "
        "LEFT JOIN bourse.lead_key k ON k.workspace_id = l.workspace_id AND k.lead_id = l.id "
        "WHERE l.workspace_id = $1 AND l.id = $2",
        ids);
    if (!rows)
        return rows.errors();
    const Error erased{"erased", "lead_id", {}, "The lead has been erased."};
    if (rows->isEmpty() || rows->isNull(0, 4))
        return erased;
    exchange::ResaleLead resale;
    resale.leadId = lead;
    resale.source = rows->string(0, 0);
    resale.receivedAt = rows->time(0, 1);
    if (auto clear = domain::parseJson(rows->text(0, 2)); clear && clear->asObject())
        resale.fields = *clear->asObject();
    auto key = options.masterKey.unwrap(rows->bytes(0, 4), keyContext(lead));
    auto plain = key ? domain::unseal(*key, rows->bytes(0, 3), dataContext(lead)) : key.errors();
    auto values = plain ? readPii(*plain) : plain.errors();
    if (!values)
        return erased;
    for (auto &[name, value] : values->first)
        resale.fields.append(name, std::move(value));
    auto buyers = connection.execPrepared("SELECT DISTINCT buyer FROM bourse.attempt WHERE workspace_id = $1 "
                                          "AND lead_id = $2 AND kind = 'post' AND outcome <> 'not_sent'",
                                          ids);
    if (!buyers)
        return buyers.errors();
    for (int row = 0; row < buyers->size(); ++row)
        resale.hadBy.push_back(buyers->string(row, 0));
    return resale;
}

Result<std::vector<exchange::ResaleLead>> Returns::claimResales(const Uuid &workspace, int limit)
{
    std::vector<exchange::ResaleLead> claimed;
    for (int i = 0; i < limit; ++i) {
        const Uuid run = Uuid::v7();
        bool again = false; // the answer to a COMMIT may have been lost
        auto one = m_impl->transact(
            workspace, [&](Connection &connection) -> Result<std::optional<exchange::ResaleLead>> {
                const std::string ws = workspace.toString();
                if (std::exchange(again, true)) {
                    auto mine = connection.execPrepared(
                        "SELECT l.id FROM bourse.return_request r JOIN bourse.lead l ON l.workspace_id = $1 "
                        "AND "
                        "l.id = r.lead_id WHERE r.workspace_id = $1 AND r.resale = 'routing' AND l.run = $2",
                        {ws, run.toString()});
                    if (!mine)
                        return mine.errors();
                    if (!mine->isEmpty()) {
                        auto lead = m_impl->loadResale(connection, workspace, mine->uuid(0, 0));
                        if (!lead)
                            return lead.errors();
                        lead->run = run;
                        return std::optional(std::move(*lead));
                    }
                }
                // those whose routing has ended, whichever node it was on
                auto ended = connection.execPrepared(
                    "UPDATE bourse.return_request r SET resale = 'done' FROM bourse.lead l WHERE "
                    "r.workspace_id = $1 AND r.resale = 'routing' AND l.workspace_id = $1 AND l.id = "
                    "r.lead_id "
                    "AND l.state NOT IN ('received', 'validating', 'routing', 'posting')",
                    {ws});
                if (!ended)
                    return ended.errors();
                // whoever bought it together with others may still be on the way to one of them
                auto rows = connection.execPrepared(
                    "SELECT r.lead_id, r.post_id, r.id FROM bourse.return_request r WHERE r.workspace_id = "
                    "$1 "
                    "AND r.resale = 'wanted' AND NOT EXISTS (SELECT FROM bourse.attempt a WHERE "
                    "a.workspace_id "
                    "= $1 AND a.lead_id = r.lead_id AND a.kind = 'post' AND a.outcome = 'sending') "
                    "ORDER BY r.decided_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED",
                    {ws});
                if (!rows)
                    return rows.errors();
                if (rows->isEmpty())
                    return std::optional<exchange::ResaleLead>();
                const auto mark = [&](const std::string &state) {
                    return connection.execPrepared("UPDATE bourse.return_request SET resale = $3 WHERE "
                                                   "workspace_id = $1 AND id = $2",
                                                   {ws, rows->uuid(0, 2).toString(), state});
                };
                auto settlement = PostSettlement::open(connection, m_impl->options, workspace,
                                                       rows->uuid(0, 0), rows->uuid(0, 1));
                if (!settlement && settlement.error().code != "no_such_post")
                    return settlement.errors();
                auto lead = settlement ? m_impl->loadResale(connection, workspace, rows->uuid(0, 0))
                                       : settlement.errors();
                if (!lead && lead.error().code != "erased" && lead.error().code != "no_such_post")
                    return lead.errors();
                if (!lead || settlement->state() != domain::LeadState::Returned) {
                    auto done = mark("done"); // erased, or somebody has moved it on since
                    if (!done)
                        return done.errors();
                    return std::optional(exchange::ResaleLead());
                }
                lead->run = run;
                if (auto moved = settlement->reroute(lead->run, "resale"); !moved)
                    return moved.errors();
                auto routing = mark("routing");
                if (!routing)
                    return routing.errors();
                return std::optional(std::move(*lead));
            });
        if (!one && claimed.empty())
            return one.errors();
        if (!one || !*one) // what is claimed is ours, whatever came after it
            break;
        if (!(*one)->leadId.isNull())
            claimed.push_back(std::move(**one));
    }
    return claimed;
}

} // namespace bourse::storage
