#include "simulator/buyerjournal.h"
#include "base/logging.h"
#include "base/money.h"
#include "domain/json/json.h"
#include <cerrno>
#include <cstring>

namespace bourse::simulator {

namespace {
constexpr std::size_t keptLines = 100'000;
}

Result<void> BuyerJournal::openFile(const std::string &file)
{
    std::lock_guard lock(m_mutex);
    m_file.reset(std::fopen(file.c_str(), "ae"));
    if (!m_file)
        return Error{"journal_unwritable", "journalFile", "",
                     "Cannot write " + file + ": " + std::strerror(errno)};
    return {};
}

void BuyerJournal::add(JournalLine line, std::int64_t priceMicros)
{
    const std::string text = toJson(line) + '\n';
    std::lock_guard lock(m_mutex);
    const bool post = line.kind == "post";
    if (post)
        ++m_totals.posts;
    else if (line.kind == "ping")
        ++m_totals.pings;
    const std::string &outcome = line.outcome;
    if (outcome == "bid") {
        ++m_totals.bids;
    } else if (outcome == "accepted") {
        ++m_totals.accepted;
        m_totals.acceptedMicros += priceMicros;
    } else if (outcome == "bad_request") {
        ++m_totals.badRequests;
    } else if (outcome == "error") {
        ++m_totals.errors;
    } else if (outcome == "hang") {
        ++m_totals.hangs;
    } else if (outcome == "reset") {
        ++m_totals.resets;
    } else {
        m_totals.rejected += post;
        m_totals.duplicates += outcome == "duplicate";
        m_totals.capped += outcome == "capped";
        m_totals.repeatedPosts += outcome == "repeated";
    }
    m_lines.push_back(std::move(line));
    if (m_lines.size() > keptLines)
        m_lines.pop_front();
    if (m_file && (std::fwrite(text.data(), 1, text.size(), m_file.get()) != text.size() ||
                   std::fflush(m_file.get()) != 0)) {
        qCWarning(logSimulator, "the journal of %s cannot be written any more: %s", m_buyer.c_str(),
                  std::strerror(errno));
        m_file.reset();
    }
}

BuyerTotals BuyerJournal::totals() const
{
    std::lock_guard lock(m_mutex);
    return m_totals;
}

std::vector<JournalLine> BuyerJournal::lines() const
{
    std::lock_guard lock(m_mutex);
    return {m_lines.begin(), m_lines.end()};
}

std::string BuyerJournal::toJsonLines() const
{
    std::string text;
    for (const JournalLine &line : lines())
        text += toJson(line) + '\n';
    return text;
}

std::string BuyerJournal::toJson(const JournalLine &line) const
{
    domain::Object object;
    object.append("time", toIso8601(line.time));
    object.append("buyer", m_buyer);
    object.append("kind", line.kind);
    object.append("ping_id", line.pingId);
    object.append("post_id", line.postId);
    object.append("price", line.price.empty() ? domain::Value() : domain::Value(line.price));
    object.append("outcome", line.outcome);
    object.append("detail", line.detail);
    object.append("delay_us", line.delayUs);
    object.append("body_sha256", line.bodySha256);
    return domain::writeJson(domain::Value(std::move(object)));
}

domain::Object toObject(const BuyerTotals &totals)
{
    domain::Object object;
    object.append("pings", totals.pings);
    object.append("bids", totals.bids);
    object.append("posts", totals.posts);
    object.append("accepted", totals.accepted);
    object.append("rejected", totals.rejected);
    object.append("bad_requests", totals.badRequests);
    object.append("repeated_posts", totals.repeatedPosts);
    object.append("accepted_amount", Money(totals.acceptedMicros, Currency::usd()).toDecimal());
    object.append("currency", "USD");
    object.append("duplicates", totals.duplicates);
    object.append("capped", totals.capped);
    object.append("errors", totals.errors);
    object.append("hangs", totals.hangs);
    object.append("resets", totals.resets);
    return object;
}

} // namespace bourse::simulator
