#include "exchange/pingcounts.h"

namespace bourse::exchange {

bool PingCounts::allows(const std::string &counter, UtcTime windowStart, std::int64_t limit) const
{
    auto found = m_counts.find(counter);
    if (found == m_counts.end() || found->second.windowStart != windowStart)
        return limit > 0;
    const Count &count = found->second;
    return count.known + count.fresh + count.taken < limit;
}

PingCounts::Count &PingCounts::at(const std::string &counter, UtcTime windowStart)
{
    Count &count = m_counts[counter];
    if (count.windowStart != windowStart)
        count =
            Count{windowStart, 0, 0, 0}; // what of the old window is not stored yet is of no use to anybody
    return count;
}

void PingCounts::add(const std::string &counter, UtcTime windowStart)
{
    ++at(counter, windowStart).fresh;
}

std::vector<PingCounts::Row> PingCounts::takeNew()
{
    std::vector<Row> rows;
    for (auto &[counter, count] : m_counts) {
        rows.push_back({counter, count.windowStart, count.fresh});
        count.taken += count.fresh;
        count.fresh = 0;
    }
    return rows;
}

void PingCounts::learn(const std::vector<Row> &sums)
{
    for (const Row &row : sums) {
        auto found = m_counts.find(row.counter);
        if (found == m_counts.end() || found->second.windowStart != row.windowStart)
            continue;
        found->second.known = row.count;
        found->second.taken = 0;
    }
}

void PingCounts::putBack(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        auto found = m_counts.find(row.counter);
        if (found == m_counts.end() || found->second.windowStart != row.windowStart)
            continue;
        found->second.fresh += row.count;
        found->second.taken -= row.count;
    }
}

} // namespace bourse::exchange
