// Lists, counts and sums, each on a connection of the calling thread.
#include "storage/readersession.h"
#include "storage/store.h"
#include <algorithm>

namespace bourse::storage {

using domain::LeadState;
using exchange::LeadSummary;

namespace {
constexpr const char *summaryColumns = "l.id, l.received_at, l.state, l.reason, l.reason_detail, l.source, "
                                       "l.region, l.winner_buyer, l.pinged, l.bids, "
                                       "l.price_micros, l.payout_micros, l.currency, l.duration_us, l.test";
} // namespace

LeadSummary summaryFrom(const Rows &rows, int row)
{
    LeadSummary lead;
    lead.leadId = rows.uuid(row, 0);
    lead.receivedAt = rows.time(row, 1);
    lead.state = domain::leadStateFromName(rows.text(row, 2)).value_or(LeadState::Received);
    lead.reason = {rows.string(row, 3), rows.string(row, 4)};
    lead.source = rows.string(row, 5);
    lead.region = rows.string(row, 6);
    lead.buyer = rows.string(row, 7);
    lead.pinged = static_cast<int>(rows.integer(row, 8));
    lead.bids = static_cast<int>(rows.integer(row, 9));
    Currency currency = Currency::fromCode(rows.text(row, 12)).valueOr(Currency::usd());
    if (!rows.isNull(row, 10))
        lead.price = Money(rows.integer(row, 10), currency);
    if (!rows.isNull(row, 11))
        lead.payout = Money(rows.integer(row, 11), currency);
    lead.durationUs = rows.integer(row, 13);
    lead.test = rows.boolean(row, 14);
    return lead;
}

namespace {

/// Conditions joined with AND, and their parameters. $1 is the workspace.
class Conditions {
  public:
    explicit Conditions(const Uuid &workspace) : m_parameters{workspace.toString()} {}
    std::string parameter(std::string value)
    {
        m_parameters.emplace_back(std::move(value));
        return "$" + std::to_string(m_parameters.size());
    }
    void add(const std::string &condition) { m_text += " AND " + condition; }
    void anyOf(const std::string &column, const std::vector<std::string> &values)
    {
        if (!values.empty())
            add(column + " = ANY (" + parameter(textArray(values)) + "::text[])");
    }
    void atLeast(const std::string &column, const std::optional<std::int64_t> &bound)
    {
        if (bound)
            add(column + " >= " + parameter(std::to_string(*bound)) + "::bigint");
    }
    void atMost(const std::string &column, const std::optional<std::int64_t> &bound)
    {
        if (bound)
            add(column + " <= " + parameter(std::to_string(*bound)) + "::bigint");
    }
    /// [from, to): by id, which is the time and the partition, and exactly by the time itself. A lead's id is
    /// made up to a moment away from its receipt.
    void time(const std::optional<UtcTime> &from, const std::optional<UtcTime> &to)
    {
        if (from) {
            std::string value = parameter(timestampText(*from));
            add("l.id >= bourse.uuid_at(" + value +
                "::timestamptz - interval '10 seconds') AND l.received_at >= " + value + "::timestamptz");
        }
        if (to) {
            std::string value = parameter(timestampText(*to));
            add("l.id < bourse.uuid_at(" + value +
                "::timestamptz + interval '10 seconds') AND l.received_at < " + value + "::timestamptz");
        }
    }
    const std::string &text() const { return m_text; }
    const Parameters &parameters() const { return m_parameters; }

  private:
    std::string m_text = "l.workspace_id = $1";
    Parameters m_parameters;
};

/// First and last UUID with these leading hexadecimal digits; code "not_a_lead_id" for anything else.
Result<std::pair<Uuid, Uuid>> idRange(std::string_view prefix)
{
    if (prefix.starts_with("ld_"))
        prefix.remove_prefix(3);
    std::string digits;
    for (char c : prefix) {
        if (c != '-')
            digits += c;
    }
    bool hex = digits.size() <= 32 && std::all_of(digits.begin(), digits.end(), [](char c) {
                   return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
               });
    if (!hex)
        return Error{"not_a_lead_id", "lead_id", "beginning of a UUID",
                     "That is not the beginning of a lead's id."};
    const auto filled = [&digits](char with) {
        std::string text = digits;
        text.resize(32, with);
        for (std::size_t at : {8, 13, 18, 23})
            text.insert(at, 1, '-');
        return Uuid::parse(text);
    };
    auto low = filled('0'), high = filled('f');
    if (!low || !high)
        return Error{"not_a_lead_id", "lead_id", "beginning of a UUID",
                     "That is not the beginning of a lead's id."};
    return std::pair{*low, *high};
}

/// For LIKE, with '\' as escape.
std::string likePattern(std::string_view text)
{
    std::string pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

/// What is held by posts of unknown fate, in the workspace that is the first parameter.
constexpr std::string_view unknownPosts =
    "bourse.reservation r JOIN bourse.attempt a ON a.workspace_id = r.workspace_id AND a.lead_id = r.lead_id "
    "AND "
    "a.attempt_id = r.post_id WHERE r.workspace_id = $1 AND r.state = 'held' AND a.outcome = 'unknown'";

Result<void> addFilters(Conditions &where, const LeadListQuery &query)
{
    if (!query.states.empty()) {
        // as literals, so that partial indexes over states are found; the names are ours
        std::string names;
        for (LeadState state : query.states)
            names += (names.empty() ? "" : ", ") + sqlLiteral(domain::info(state).name);
        const std::string inState = "l.state IN (" + names + ")";
        const bool unknown =
            std::find(query.states.begin(), query.states.end(), LeadState::Unknown) != query.states.end();
        // a lead that one buyer has bought may still have a post to another whose fate is not known
        where.add(!unknown
                      ? inState
                      : "l.id IN (SELECT l.id FROM bourse.lead l WHERE l.workspace_id = $1 AND " + inState +
                            " UNION ALL SELECT r.lead_id FROM " + std::string(unknownPosts) + ")");
    }
    where.anyOf("l.source", query.sources);
    where.anyOf("l.winner_buyer", query.buyers);
    where.anyOf("l.region", query.regions);
    where.atLeast("l.duration_us", query.minDurationUs);
    where.atMost("l.duration_us", query.maxDurationUs);
    where.atLeast("l.price_micros", query.minPriceMicros);
    where.atMost("l.price_micros", query.maxPriceMicros);
    if (!query.reasonContains.empty()) {
        std::string pattern = where.parameter(likePattern(query.reasonContains));
        where.add("(l.reason ILIKE " + pattern + " OR l.reason_detail ILIKE " + pattern + ")");
    }
    if (!query.leadIdPrefix.empty()) {
        auto range = idRange(query.leadIdPrefix);
        if (!range)
            return range.errors();
        where.add("l.id >= " + where.parameter(range->first.toString()) + "::uuid");
        where.add("l.id <= " + where.parameter(range->second.toString()) + "::uuid");
    }
    return {};
}

Result<std::int64_t> count(ReadTransaction &transaction, const Conditions &where)
{
    auto rows =
        transaction.exec("SELECT count(*) FROM bourse.lead l WHERE " + where.text(), where.parameters());
    if (!rows)
        return rows.errors();
    return rows->integer(0, 0);
}

} // namespace

Reader::Reader(StoreOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}

Reader::~Reader() = default;

Result<LeadList> Reader::leads(const Uuid &workspace, const LeadListQuery &query,
                               const std::atomic<bool> *cancelled)
{
    auto transaction = ReadTransaction::begin(*m_impl, workspace, cancelled);
    if (!transaction)
        return transaction.errors();
    Conditions range(workspace), matching(workspace);
    range.time(query.from, query.to);
    matching.time(query.from, query.to);
    if (auto added = addFilters(matching, query); !added)
        return added.errors();
    const bool filtered = range.text() != matching.text();

    Conditions page = matching;
    if (query.before)
        page.add("l.id < " + page.parameter(query.before->toString()) + "::uuid");
    auto rows = transaction->exec(std::string("SELECT ") + summaryColumns + " FROM bourse.lead l WHERE " +
                                      page.text() + " ORDER BY l.id DESC LIMIT " +
                                      std::to_string(std::clamp(query.limit, 1, 10'000)),
                                  page.parameters());
    if (!rows)
        return rows.errors();
    LeadList list;
    list.rows.reserve(static_cast<std::size_t>(rows->size()));
    for (int row = 0; row < rows->size(); ++row)
        list.rows.push_back(summaryFrom(*rows, row));
    auto all = count(*transaction, range);
    if (!all)
        return all.errors();
    list.all = list.total = *all;
    if (filtered) {
        auto total = count(*transaction, matching);
        if (!total)
            return total.errors();
        list.total = *total;
    }
    return list;
}

Result<std::vector<std::pair<LeadState, std::int64_t>>> Reader::counts(const Uuid &workspace, UtcTime since)
{
    auto transaction = ReadTransaction::begin(*m_impl, workspace, nullptr);
    if (!transaction)
        return transaction.errors();
    Conditions where(workspace);
    where.time(since, std::nullopt);
    auto rows = transaction->exec("SELECT l.state, count(*) FROM bourse.lead l WHERE " + where.text() +
                                      " GROUP BY l.state",
                                  where.parameters());
    if (!rows)
        return rows.errors();
    std::vector<std::pair<LeadState, std::int64_t>> counts;
    for (int row = 0; row < rows->size(); ++row) {
        if (auto state = domain::leadStateFromName(rows->text(row, 0)))
            counts.emplace_back(*state, rows->integer(row, 1));
    }
    std::sort(counts.begin(), counts.end());
    return counts;
}

Result<DaySummary> Reader::daySummary(const Uuid &workspace, UtcTime since, Currency currency)
{
    auto transaction = ReadTransaction::begin(*m_impl, workspace, nullptr);
    if (!transaction)
        return transaction.errors();
    DaySummary day;
    Conditions where(workspace);
    where.time(since, std::nullopt);
    auto rows = transaction->exec(std::string("SELECT ") + summaryColumns + " FROM bourse.lead l WHERE " +
                                      where.text() + " ORDER BY l.id DESC LIMIT 500",
                                  where.parameters());
    if (!rows)
        return rows.errors();
    for (int row = 0; row < rows->size(); ++row)
        day.newest.push_back(summaryFrom(*rows, row));

    Conditions money = where;
    std::string code = money.parameter(currency.code());
    auto sums = transaction->exec(
        "SELECT l.winner_buyer, count(*), count(*) FILTER (WHERE l.state IN ('sold', 'converted')), "
        "coalesce(sum(l.price_micros) FILTER (WHERE l.state IN ('sold', 'converted') AND l.currency = " +
            code +
            "), 0), "
            "coalesce(sum(l.payout_micros) FILTER (WHERE l.state IN ('sold', 'converted') AND l.currency = " +
            code +
            "), 0) "
            "FROM bourse.lead l WHERE " +
            money.text() + " GROUP BY l.winner_buyer ORDER BY l.winner_buyer",
        money.parameters());
    if (!sums)
        return sums.errors();
    std::int64_t revenue = 0, payout = 0;
    for (int row = 0; row < sums->size(); ++row) {
        day.leads += sums->integer(row, 1);
        day.sold += sums->integer(row, 2);
        revenue += sums->integer(row, 3);
        payout += sums->integer(row, 4);
        if (!sums->isNull(row, 0))
            day.perBuyer.emplace_back(sums->string(row, 0), sums->integer(row, 2),
                                      Money(sums->integer(row, 3), currency));
    }
    day.revenue = Money(revenue, currency);
    day.payout = Money(payout, currency);
    auto held = transaction->exec("SELECT coalesce(sum(r.amount_micros) FILTER (WHERE r.currency = $2), 0), "
                                  "count(DISTINCT r.lead_id) FROM " +
                                      std::string(unknownPosts) + " AND r.created_at >= $3::timestamptz",
                                  {workspace.toString(), currency.code(), timestampText(since)});
    if (!held)
        return held.errors();
    day.unknownHeld = Money(held->integer(0, 0), currency);
    day.unknown = held->integer(0, 1);
    return day;
}

} // namespace bourse::storage
