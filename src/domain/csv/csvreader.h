#pragma once
// Comma-separated text as it comes, in pieces: RFC 4180, with any line ends, a byte order mark, and a comma,
// semicolon, tab or bar between cells. Nothing of the text is lost: each record has its own bytes, and what
// breaks the rules is a record that says so.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

struct CsvRecord {
    enum class Fault {
        None,
        Quote,   ///< a quote that is not closed, or text behind a closing one; `cells` is empty
        TooLong, ///< longer than the limit; it comes in pieces, and `cells` is empty
    };
    std::vector<std::string> cells;
    std::size_t line = 0; ///< where it begins, from 1
    std::string text;     ///< as it stands in the file, without its line end
    Fault fault = Fault::None;
    bool isEmpty() const { return fault == Fault::None && cells.size() == 1 && cells.front().empty(); }
};

class CsvReader {
  public:
    /// A record that is longer is no row of anything.
    static constexpr std::size_t maxRecordBytes = 64u << 10;

    /// Without a separator the first record decides: whichever of , ; tab | it has most often outside quotes.
    explicit CsvReader(std::optional<char> separator = {}) : m_separator(separator) {}
    void feed(std::string_view bytes);
    /// No more will be fed: what is left is the last record.
    void finish() { m_finished = true; }
    /// Nothing while more has to be fed, and at the end. A broken quote costs its own line only: reading goes
    /// on in the next.
    std::optional<CsvRecord> next();
    char separator() const { return m_separator.value_or(','); }

  private:
    enum class Scan { Complete, Incomplete, Unclosed, Stray };
    Scan scan(CsvRecord &record, std::size_t &end, std::size_t &lines) const;
    void chooseSeparator();
    CsvRecord brokenLine(CsvRecord::Fault fault);

    std::optional<char> m_separator;
    std::string m_buffer;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    bool m_begun = false;
    bool m_finished = false;
    bool m_withinLong = false;
};

/// A cell as RFC 4180 writes it.
std::string csvCell(std::string_view text, char separator = ',');

} // namespace bourse::domain
