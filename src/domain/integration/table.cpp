#include "domain/integration/table.h"
#include <set>
#include <string>
#include <vector>

namespace bourse::domain {
namespace {

Error invalid(std::size_t line, const std::string &what)
{
    return {"invalid_table",
            {},
            "RFC 4180, columns named in the first line",
            "Line " + std::to_string(line) + ": " + what};
}

/// Reads one record and moves `text` behind it; `line` counts the lines that are done.
Result<std::vector<std::string>> readRecord(std::string_view &text, char separator, std::size_t &line)
{
    std::vector<std::string> cells;
    std::string cell;
    bool quoted = false;
    const std::size_t first = line + 1;
    for (std::size_t i = 0;; ++i) {
        const bool end = i >= text.size();
        const char c = end ? '\n' : text[i];
        if (quoted && end)
            return invalid(first, "A quote is not closed.");
        if (quoted && c == '"') {
            if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += c;
                ++i;
            } else {
                quoted = false;
            }
            continue;
        }
        if (quoted) {
            line += c == '\n';
            cell += c;
            continue;
        }
        if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == separator) {
            cells.push_back(std::move(cell));
            cell.clear();
        } else if (c == '\n' || c == '\r') {
            cells.push_back(std::move(cell));
            const bool two = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            text.remove_prefix(end ? text.size() : i + 1 + two);
            ++line;
            return cells;
        } else {
            cell += c;
        }
    }
}

} // namespace

Result<Object> tableFromCsv(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const std::string_view head = text.substr(0, text.find_first_of("\r\n"));
    const auto has = [&head](char c) {
        return head.find(c) != std::string_view::npos;
    };
    const char separator = has(',') ? ',' : has(';') ? ';' : has('\t') ? '\t' : ',';
    std::size_t line = 0;
    auto names = readRecord(text, separator, line);
    if (!names)
        return names.errors();
    if (names->size() < 2)
        return invalid(1, "A table has a column for the key and at least one more.");
    Object table;
    std::set<std::string> keys;
    while (!text.empty()) {
        const std::size_t first = line + 1;
        auto cells = readRecord(text, separator, line);
        if (!cells)
            return cells.errors();
        if (cells->size() == 1 && cells->front().empty())
            continue; // an empty line
        if (cells->size() != names->size())
            return invalid(first, "There are " + std::to_string(cells->size()) + " cells, not " +
                                      std::to_string(names->size()) + ".");
        std::string key = std::move(cells->front());
        if (!keys.insert(key).second)
            return invalid(first, "The key is in the table already.");
        if (names->size() == 2) {
            table.append(std::move(key), std::move((*cells)[1]));
            continue;
        }
        Object row;
        for (std::size_t i = 1; i < cells->size(); ++i)
            row.set((*names)[i], std::move((*cells)[i]));
        table.append(std::move(key), std::move(row));
    }
    return table;
}

} // namespace bourse::domain
