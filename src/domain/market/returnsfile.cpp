#include "domain/market/returnsfile.h"
#include <algorithm>
#include <array>
#include <optional>

namespace bourse::domain {

namespace {
constexpr std::size_t maxBytes = 64u << 20;
constexpr std::size_t maxRows = 1'000'000;
constexpr std::size_t maxCells = 500;
constexpr std::size_t maxCellBytes = 64u << 10;

Error invalid(int line, const std::string &what)
{
    return {"invalid_table", "line " + std::to_string(line), "RFC 4180", what};
}

/// One record after the other; `line` is where the next begins.
class Records {
  public:
    Records(std::string_view text, char separator) : m_text(text), m_separator(separator) {}
    bool atEnd() const { return m_at >= m_text.size(); }
    int line() const { return m_line; }

    Result<std::vector<std::string>> next()
    {
        std::vector<std::string> cells(1);
        bool quoted = false, wasQuoted = false;
        const int first = m_line;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            std::string &cell = cells.back();
            if (cell.size() > maxCellBytes)
                return invalid(first, "A cell is longer than 64 kB.");
            if (quoted) {
                if (c == '\n')
                    ++m_line;
                if (c != '"') {
                    cell += c;
                } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                    cell += c;
                    ++m_at;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && cell.empty() && !wasQuoted) {
                quoted = wasQuoted = true;
            } else if (c == m_separator) {
                if (cells.size() >= maxCells)
                    return invalid(first, "There are more than 500 cells.");
                cells.emplace_back();
                wasQuoted = false;
            } else if (c == '\n' || c == '\r') {
                m_at += c == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n' ? 2 : 1;
                ++m_line;
                return cells;
            } else {
                cell += c;
            }
        }
        if (quoted)
            return invalid(first, "A quote is not closed.");
        return cells;
    }

  private:
    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0;
    int m_line = 1;
};

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// "Return Reason" and "return_reason" are one name.
std::string columnName(std::string_view text)
{
    std::string name = trimmed(text);
    for (char &c : name)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ' ' || c == '-' ? '_' : c;
    return name;
}

template <std::size_t n>
std::optional<std::size_t> columnOf(const std::vector<std::string> &names,
                                    const std::array<std::string_view, n> &wanted)
{
    for (std::string_view name : wanted)
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == name)
                return i;
    return std::nullopt;
}

constexpr std::array<std::string_view, 6> leadNames{"lead_id",     "lead", "buyer_lead_id",
                                                    "external_id", "id",   "leadid"};
constexpr std::array<std::string_view, 3> reasonNames{"reason", "reason_code", "return_reason"};
constexpr std::array<std::string_view, 4> noteNames{"note", "comment", "notes", "comments"};
constexpr std::array<std::string_view, 3> dispositionNames{"disposition", "outcome", "lead_outcome"};

bool meansReturn(std::string_view disposition)
{
    const std::string word = columnName(disposition);
    return word == "returned" || word == "return";
}
} // namespace

Result<std::vector<ReturnsFileRow>> readReturnsFile(std::string_view text)
{
    if (text.size() > maxBytes)
        return Error{"too_large", "file", "at most 64 MB", "The file is larger than 64 MB."};
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const std::string_view head = text.substr(0, text.find_first_of("\r\n"));
    const auto count = [head](char c) {
        return std::count(head.begin(), head.end(), c);
    };
    const char separator = count('\t') > std::max(count(','), count(';')) ? '\t'
                           : count(';') > count(',')                      ? ';'
                                                                          : ',';
    Records records(text, separator);
    auto names = records.next();
    if (!names)
        return names.errors();
    for (std::string &name : *names)
        name = columnName(name);
    const auto lead = columnOf(*names, leadNames);
    const auto reason = columnOf(*names, reasonNames);
    const auto note = columnOf(*names, noteNames);
    const auto disposition = columnOf(*names, dispositionNames);
    if (!lead)
        return Error{"missing_column", "lead_id", "a column of this name in the first line",
                     "The table needs a column lead_id; its first line names the columns."};
    std::vector<ReturnsFileRow> rows;
    while (!records.atEnd()) {
        ReturnsFileRow row;
        row.line = records.line();
        auto cells = records.next();
        if (!cells)
            return cells.errors();
        const auto cell = [&](const std::optional<std::size_t> &column) {
            return column && *column < cells->size() ? trimmed((*cells)[*column]) : std::string();
        };
        row.lead = cell(lead);
        row.reason = cell(reason);
        row.note = cell(note);
        row.disposition = cell(disposition);
        if (meansReturn(row.disposition))
            row.disposition.clear();
        if (row.lead.empty())
            continue;
        if (rows.size() >= maxRows)
            return Error{"too_large", "file", "at most 1,000,000 rows", "The file has too many rows."};
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string csvField(std::string_view text)
{
    constexpr std::string_view starters = "=+-@\t\r\n";
    std::string field;
    if (!text.empty() && starters.find(text.front()) != std::string_view::npos)
        field += '\'';
    field += text;
    if (field.find_first_of(",;\t\"\r\n") == std::string::npos)
        return field;
    std::string quoted = "\"";
    for (char c : field) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csvLine(const std::vector<std::string> &fields)
{
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            line += ',';
        line += csvField(fields[i]);
    }
    return line + "\r\n";
}

} // namespace bourse::domain
