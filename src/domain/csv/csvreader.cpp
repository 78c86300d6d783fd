#include "domain/csv/csvreader.h"
#include <algorithm>

namespace bourse::domain {

void CsvReader::feed(std::string_view bytes)
{
    if (m_at > 0 && m_at >= m_buffer.size() / 2) {
        m_buffer.erase(0, m_at);
        m_at = 0;
    }
    m_buffer += bytes;
}

/// Reads the record at m_at; `end` is behind its line end.
CsvReader::Scan CsvReader::scan(CsvRecord &record, std::size_t &end, std::size_t &lines) const
{
    const std::string_view text = std::string_view(m_buffer).substr(m_at);
    const char separator = *m_separator;
    std::string cell;
    bool quoted = false, wasQuoted = false, stray = false;
    lines = 0;
    for (std::size_t i = 0;; ++i) {
        if (i >= text.size()) {
            if (!m_finished || i > maxRecordBytes)
                return quoted && i > maxRecordBytes ? Scan::Unclosed : Scan::Incomplete;
            if (quoted)
                return Scan::Unclosed;
            record.cells.push_back(std::move(cell));
            record.text = std::string(text);
            end = m_buffer.size();
            lines = 1;
            return stray ? Scan::Stray : Scan::Complete;
        }
        if (i > maxRecordBytes)
            return quoted ? Scan::Unclosed : Scan::Incomplete;
        const char c = text[i];
        if (quoted) {
            if (c != '"') {
                cell += c;
                lines += c == '\n' || (c == '\r' && !text.substr(i + 1).starts_with('\n'));
            } else if (i + 1 >= text.size() && !m_finished) {
                return Scan::Incomplete; // whether it is a doubled one is still to come
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += c;
                ++i;
            } else {
                quoted = false;
            }
            continue;
        }
        if (c == '\r' && i + 1 >= text.size() && !m_finished)
            return Scan::Incomplete; // a line feed may belong to it
        if (c == separator || c == '\n' || c == '\r') {
            record.cells.push_back(std::move(cell));
            cell.clear();
            wasQuoted = false;
            if (c == separator)
                continue;
            record.text = std::string(text.substr(0, i));
            end = m_at + i + 1 + (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n');
            ++lines;
            return stray ? Scan::Stray : Scan::Complete;
        }
        if (c == '"' && cell.empty() && !wasQuoted) {
            quoted = wasQuoted = true;
            continue;
        }
        stray = stray || wasQuoted;
        cell += c;
    }
}

void CsvReader::chooseSeparator()
{
    std::size_t best = 0;
    m_separator = ',';
    for (char candidate : {',', ';', '\t', '|'}) {
        std::size_t count = 0;
        bool quoted = false;
        for (std::size_t i = m_at; i < m_buffer.size() && i - m_at <= maxRecordBytes; ++i) {
            const char c = m_buffer[i];
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && (c == '\n' || c == '\r'))
                break;
            else if (!quoted)
                count += c == candidate;
        }
        if (count > best) {
            best = count;
            m_separator = candidate;
        }
    }
}

/// One line as it stands, or as much of it as there may be.
CsvRecord CsvReader::brokenLine(CsvRecord::Fault fault)
{
    CsvRecord record;
    record.line = m_line;
    record.fault = fault;
    const std::string_view rest = std::string_view(m_buffer).substr(m_at);
    const std::size_t end = rest.find_first_of("\r\n");
    if (end == std::string_view::npos || end > maxRecordBytes) {
        record.fault = CsvRecord::Fault::TooLong;
        const bool last = m_finished && rest.size() <= maxRecordBytes;
        if (last && fault == CsvRecord::Fault::Quote && !m_withinLong)
            record.fault = fault;
        record.text = std::string(rest.substr(0, maxRecordBytes));
        m_at += record.text.size();
        m_withinLong = !last;
        m_line += last;
        return record;
    }
    if (m_withinLong)
        record.fault = CsvRecord::Fault::TooLong;
    record.text = std::string(rest.substr(0, end));
    m_at += end + 1 + (rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n');
    m_withinLong = false;
    ++m_line;
    return record;
}

std::optional<CsvRecord> CsvReader::next()
{
    if (!m_begun) {
        // the first record is needed whole to choose by it
        if (!m_finished && m_buffer.size() <= maxRecordBytes && m_buffer.find('\n') == std::string::npos)
            return std::nullopt;
        if (m_buffer.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
        if (!m_separator)
            chooseSeparator();
        m_begun = true;
    }
    if (m_at >= m_buffer.size())
        return std::nullopt;
    const bool more = m_finished || m_buffer.size() - m_at > maxRecordBytes + 1;
    if (m_withinLong) {
        const std::size_t end = m_buffer.find_first_of("\r\n", m_at);
        if (!more && (end == std::string::npos || end + 1 >= m_buffer.size()))
            return std::nullopt;
        return brokenLine(CsvRecord::Fault::TooLong);
    }
    CsvRecord record;
    record.line = m_line;
    std::size_t end = 0, lines = 0;
    switch (scan(record, end, lines)) {
    case Scan::Complete:
        break;
    case Scan::Stray: // an unclosed quote may have met the next line's
    case Scan::Unclosed:
        return brokenLine(CsvRecord::Fault::Quote);
    case Scan::Incomplete:
        if (!more)
            return std::nullopt;
        return brokenLine(CsvRecord::Fault::TooLong);
    }
    m_at = end;
    m_line += lines;
    return record;
}

std::string csvCell(std::string_view text, char separator)
{
    const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos &&
                       text.find(separator) == std::string_view::npos;
    if (plain)
        return std::string(text);
    std::string quoted = "\"";
    for (char c : text)
        quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
}

} // namespace bourse::domain
