#pragma once
// A simulated buyer's own books: what it was sent and what it said, in memory and as JSON lines, apart from
// anything that the product writes, so that the two can be compared.
#include "base/result.h"
#include "simulator/demo.h"
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace bourse::simulator {

class BuyerJournal {
  public:
    explicit BuyerJournal(std::string buyer) : m_buyer(std::move(buyer)) {}
    /// Appends to `file` from now on; code "journal_unwritable".
    Result<void> openFile(const std::string &file);
    /// Adds the line, with what it changes in the totals, as one step; the file's line is flushed when this
    /// returns. `priceMicros` counts for an accepted post.
    void add(JournalLine line, std::int64_t priceMicros);
    BuyerTotals totals() const;
    std::vector<JournalLine> lines() const;
    std::string toJsonLines() const;

  private:
    std::string toJson(const JournalLine &line) const;

    struct CloseFile {
        void operator()(std::FILE *file) const { std::fclose(file); }
    };
    const std::string m_buyer;
    mutable std::mutex m_mutex;
    std::deque<JournalLine> m_lines;
    BuyerTotals m_totals;
    std::unique_ptr<std::FILE, CloseFile> m_file;
};

} // namespace bourse::simulator
