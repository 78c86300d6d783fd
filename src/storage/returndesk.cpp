#include "storage/returndesk.h"
#include "domain/lead/memberreader.h"

namespace bourse::storage {

using domain::AttemptOutcome;
using domain::ReturnState;

namespace {
constexpr std::size_t maxNote = 500;
constexpr std::size_t maxReason = 120;

/// At most `bytes`, whole characters.
std::string cut(std::string text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

constexpr const char *columns =
    "SELECT id, via, lead_id, post_id, buyer, reason, note, state, code, sentence, price_micros, currency, "
    "requested_at, requested_by, decided_at, decided_by FROM bourse.return_request ";
} // namespace

StoredReturn returnFrom(const Rows &rows, int row)
{
    StoredReturn one;
    one.id = rows.uuid(row, 0);
    one.via = rows.string(row, 1);
    one.leadId = rows.uuid(row, 2);
    one.postId = rows.uuid(row, 3);
    one.buyer = rows.string(row, 4);
    one.reason = rows.string(row, 5);
    one.note = rows.string(row, 6);
    one.state = domain::returnStateFromName(rows.text(row, 7)).value_or(ReturnState::Requested);
    one.code = rows.string(row, 8);
    one.sentence = rows.string(row, 9);
    if (!rows.isNull(row, 10))
        one.price =
            Money(rows.integer(row, 10), Currency::fromCode(rows.text(row, 11)).valueOr(Currency::usd()));
    one.requestedAt = rows.time(row, 12);
    one.requestedBy = rows.string(row, 13);
    if (!rows.isNull(row, 14))
        one.decidedAt = rows.time(row, 14);
    one.decidedBy = rows.string(row, 15);
    return one;
}

Result<std::optional<StoredReturn>> ReturnDesk::known(const std::string &origin)
{
    auto rows = m_connection.execPrepared(std::string(columns) + "WHERE workspace_id = $1 AND origin = $2",
                                          {m_workspace.toString(), origin});
    if (!rows)
        return rows.errors();
    if (rows->isEmpty())
        return std::optional<StoredReturn>();
    StoredReturn found = returnFrom(*rows, 0);
    found.repeated = true;
    return std::optional(std::move(found));
}

Result<std::optional<StoredReturn>> ReturnDesk::openOf(const Uuid &post)
{
    auto rows = m_connection.execPrepared(
        std::string(columns) + "WHERE workspace_id = $1 AND post_id = $2 AND state = 'requested' FOR UPDATE",
        {m_workspace.toString(), post.toString()});
    if (!rows)
        return rows.errors();
    return rows->isEmpty() ? std::optional<StoredReturn>() : std::optional(returnFrom(*rows, 0));
}

Result<std::optional<StoredReturn>> ReturnDesk::byId(const Uuid &id, bool lock)
{
    auto rows = m_connection.execPrepared(std::string(columns) + "WHERE workspace_id = $1 AND id = $2" +
                                              (lock ? " FOR UPDATE" : ""),
                                          {m_workspace.toString(), id.toString()});
    if (!rows)
        return rows.errors();
    return rows->isEmpty() ? std::optional<StoredReturn>() : std::optional(returnFrom(*rows, 0));
}

/// What the policy asks for. Returns of one buyer are counted one after the other, so that two at once cannot
/// both be the last that is allowed.
Result<domain::ReturnFacts> ReturnDesk::facts(const PostSettlement &settlement, const ReturnClaim &claim,
                                              const ReturnTerms &terms)
{
    domain::ReturnFacts facts;
    facts.isSold = settlement.outcome() == AttemptOutcome::Accepted;
    facts.isReturned = settlement.isReturned();
    facts.reason = cut(cleanText(claim.reason), maxReason);
    facts.zone = terms.zone;
    const std::string workspace = m_workspace.toString();
    auto open = openOf(settlement.post());
    if (!open)
        return open.errors();
    facts.isRequested = open->has_value();
    auto locked = m_connection.execPrepared(
        "SELECT pg_advisory_xact_lock(hashtextextended('bourse.returns ' || $1::text || ' ' || $2, 0))",
        {workspace, settlement.buyer()});
    if (!locked)
        return locked.errors();
    // what others have booked while that was waited for is seen by a statement that begins now
    const int days = terms.policy ? terms.policy->periodDays : 1;
    auto counted = m_connection.execPrepared(
        "WITH sales AS (SELECT transaction_id FROM bourse.ledger_entry WHERE workspace_id = $1 AND account = "
        "'receivable' AND party = $2 AND kind = 'sale' AND booked_at > clock_timestamp() - "
        "make_interval(days "
        "=> $3::integer)), "
        "back AS (SELECT DISTINCT reverses FROM bourse.ledger_entry WHERE workspace_id = $1 AND account = "
        "'receivable' AND party = $2 AND kind = 'reversal' AND booked_at > clock_timestamp() - "
        "make_interval(days => $3::integer)) "
        "SELECT (SELECT count(*) FROM sales), (SELECT count(*) FROM sales JOIN back ON back.reverses = "
        "sales.transaction_id), clock_timestamp(), "
        "(SELECT coalesce(settled_at, created_at) FROM bourse.reservation WHERE workspace_id = $1 AND "
        "post_id "
        "= $4)",
        {workspace, settlement.buyer(), std::to_string(days), settlement.post().toString()});
    if (!counted)
        return counted.errors();
    facts.soldInPeriod = counted->integer(0, 0);
    facts.returnedInPeriod = counted->integer(0, 1);
    facts.now = counted->time(0, 2);
    facts.soldAt = counted->isNull(0, 3) ? facts.now : counted->time(0, 3);
    return facts;
}

Result<StoredReturn> ReturnDesk::insert(StoredReturn request, const std::string &origin, bool resale)
{
    const bool open = request.state == ReturnState::Requested;
    auto written = m_connection.execPrepared(
        "INSERT INTO bourse.return_request (workspace_id, id, origin, via, lead_id, post_id, buyer, reason, "
        "note, state, code, sentence, price_micros, currency, requested_at, requested_by, decided_at, "
        "decided_by, resale) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::bigint, $14, "
        "clock_timestamp(), $15, CASE WHEN $16::boolean THEN NULL ELSE clock_timestamp() END, $17, $18) "
        "RETURNING requested_at, decided_at",
        {m_workspace.toString(), request.id.toString(), origin, request.via, request.leadId.toString(),
         request.postId.isNull() ? std::nullopt : std::optional(request.postId.toString()), request.buyer,
         request.reason, request.note, std::string(domain::name(request.state)), request.code,
         request.sentence,
         request.price ? std::optional(std::to_string(request.price->micros())) : std::nullopt,
         request.price ? std::optional(request.price->currency().code()) : std::nullopt, request.requestedBy,
         std::string(open ? "true" : "false"), open ? std::nullopt : std::optional(request.decidedBy),
         resale ? std::optional(std::string("wanted")) : std::nullopt});
    if (!written)
        return written.errors();
    request.requestedAt = written->time(0, 0);
    if (!open)
        request.decidedAt = written->time(0, 1);
    return request;
}

Result<StoredReturn> ReturnDesk::take(PostSettlement &settlement, const ReturnClaim &claim,
                                      const ReturnTerms &terms)
{
    auto known = this->known(claim.origin);
    if (!known)
        return known.errors();
    if (*known)
        return std::move(**known);
    auto facts = this->facts(settlement, claim, terms);
    if (!facts)
        return facts.errors();
    const domain::ReturnVerdict verdict =
        domain::judgeReturn(terms.policy ? &*terms.policy : nullptr, *facts);
    StoredReturn request;
    request.id = Uuid::v7();
    request.via = claim.via;
    request.leadId = settlement.lead();
    request.postId = settlement.post();
    request.buyer = settlement.buyer();
    request.reason = settlement.clean(verdict.reason);
    request.note = cut(settlement.clean(claim.note), maxNote);
    request.state = verdict.state;
    request.code = verdict.code;
    request.sentence = verdict.sentence;
    request.price = settlement.held();
    request.requestedBy = claim.actor;
    request.decidedBy = "policy";
    bool resale = false;
    if (verdict.state == ReturnState::Approved) {
        exchange::PostNews news;
        news.outcome = domain::Reading::Returned;
        news.reason = {request.reason, request.note};
        auto applied = settlement.apply(news, claim.via, claim.actor, {});
        if (!applied)
            return applied.errors();
        resale = terms.policy && terms.policy->resale && settlement.state() == domain::LeadState::Returned;
    } else if (auto noted = settlement.note("return", claim.actor, {verdict.code, request.reason}); !noted) {
        return noted.errors();
    }
    return insert(std::move(request), claim.origin, resale);
}

Result<StoredReturn> ReturnDesk::grant(PostSettlement &settlement, const ReturnClaim &claim,
                                       const ReturnTerms &terms)
{
    if (settlement.outcome() != AttemptOutcome::Accepted || settlement.isReturned())
        return Error{"not_sold", "attempt_id", "a sale that has not been returned",
                     "The post is not sold, or was taken back before."};
    auto open = openOf(settlement.post());
    if (!open)
        return open.errors();
    exchange::PostNews news;
    news.outcome = domain::Reading::Returned;
    news.reason = {claim.reason, claim.note};
    auto applied = settlement.apply(news, claim.via, claim.actor, {});
    if (!applied)
        return applied.errors();
    const bool resale =
        terms.policy && terms.policy->resale && settlement.state() == domain::LeadState::Returned;
    const std::string note = cut(settlement.clean(claim.note), maxNote);
    if (*open)
        return close(std::move(**open), ReturnState::Approved, "approved_by_operator", note, claim.actor,
                     resale);
    StoredReturn request;
    request.id = Uuid::v7();
    request.via = claim.via;
    request.leadId = settlement.lead();
    request.postId = settlement.post();
    request.buyer = settlement.buyer();
    request.reason = cut(settlement.clean(claim.reason), maxReason);
    request.note = note;
    request.state = ReturnState::Approved;
    request.code = "approved_by_operator";
    request.sentence = "An operator took the sale back.";
    request.price = settlement.held();
    request.requestedBy = claim.actor;
    request.decidedBy = claim.actor;
    return insert(std::move(request), claim.origin, resale);
}

Result<StoredReturn> ReturnDesk::refuseUnsold(const Uuid &lead, const std::string &buyer,
                                              const ReturnClaim &claim)
{
    const domain::ReturnVerdict verdict = domain::judgeReturn(nullptr, {});
    StoredReturn request;
    request.id = Uuid::v7();
    request.via = claim.via;
    request.leadId = lead;
    request.buyer = buyer;
    // whose data the words may hold is not known here: the reason's code is kept if it looks like one
    request.reason = domain::isSlug(claim.reason) ? claim.reason : std::string();
    request.state = verdict.state;
    request.code = verdict.code;
    request.sentence = verdict.sentence;
    request.requestedBy = claim.actor;
    request.decidedBy = "policy";
    return insert(std::move(request), claim.origin, false);
}

Result<StoredReturn> ReturnDesk::close(StoredReturn request, ReturnState state, const std::string &code,
                                       const std::string &note, const std::string &actor, bool resale)
{
    request.state = state;
    request.code = code;
    request.sentence = state == ReturnState::Approved ? "An operator approved the return."
                                                      : "An operator denied the return.";
    if (!note.empty())
        request.note = request.note.empty() ? note : cut(request.note + " — " + note, maxNote);
    request.decidedBy = actor;
    auto written = m_connection.execPrepared(
        "UPDATE bourse.return_request SET state = $3, code = $4, sentence = $5, note = $6, decided_at = "
        "clock_timestamp(), decided_by = $7, resale = $8 WHERE workspace_id = $1 AND id = $2 AND state = "
        "'requested' RETURNING decided_at",
        {m_workspace.toString(), request.id.toString(), std::string(domain::name(state)), code,
         request.sentence, request.note, actor,
         resale ? std::optional(std::string("wanted")) : std::nullopt});
    if (!written)
        return written.errors();
    if (written->isEmpty())
        return Error{"not_open", "return_id", "a request that waits for a decision",
                     "This return is decided already."};
    request.decidedAt = written->time(0, 0);
    return request;
}

Result<void> ReturnDesk::convert(const PostSettlement &settlement, const Uuid &id,
                                 const exchange::PostNews &news, const std::string &actor)
{
    const std::string said = settlement.clean(news.reason.code);
    auto written = m_connection.execPrepared(
        "INSERT INTO bourse.conversion (workspace_id, id, lead_id, post_id, buyer, disposition, "
        "price_micros, "
        "currency, actor) VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8, $9) ON CONFLICT DO NOTHING",
        {m_workspace.toString(), id.toString(), settlement.lead().toString(), settlement.post().toString(),
         settlement.buyer(), said.empty() ? std::string("converted") : cut(said, maxReason),
         news.price ? std::optional(std::to_string(news.price->micros())) : std::nullopt,
         news.price ? std::optional(news.price->currency().code()) : std::nullopt, actor});
    return written ? Result<void>() : Result<void>(written.errors());
}

} // namespace bourse::storage
