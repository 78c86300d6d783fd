#include "workbench/import/tablelines.h"
#include "workbench/import/importparts.h"
#include "workbench/import/targetname.h"
#include <algorithm>
#include <map>
#include <set>

namespace bourse::workbench {
namespace {

// --- taking lines apart ---------------------------------------------------------------------------------

std::vector<TableLine> delimited(std::string_view text, char mark)
{
    std::vector<TableLine> lines;
    TableLine line;
    line.number = 1;
    std::string cell;
    bool quoted = false;
    bool any = false;
    std::size_t number = 1;
    const auto endCell = [&] {
        line.cells.push_back(std::string(trimmed(cell)));
        cell.clear();
    };
    const auto endLine = [&] {
        endCell();
        if (any)
            lines.push_back(std::move(line));
        line = {};
        line.number = number;
        any = false;
    };
    // a quote that never ends is no quote
    bool quotes = true;
    for (int pass = 0; pass < 2; ++pass) {
        lines.clear();
        line = {};
        line.number = number = 1;
        cell.clear();
        any = quoted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '\n')
                ++number;
            if (quoted) {
                if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                    cell += '"';
                    ++i;
                } else if (c == '"') {
                    quoted = false;
                } else if (c != '\r') {
                    cell += c;
                }
            } else if (c == '"' && quotes && trimmed(cell).empty()) {
                quoted = true;
                any = true;
                cell.clear();
            } else if (c == mark) {
                endCell();
                any = true;
            } else if (c == '\n') {
                endLine();
            } else if (c != '\r') {
                cell += c;
                any = any || (c != ' ' && c != '\t');
            }
        }
        if (any || !cell.empty())
            endLine();
        if (!quoted)
            break;
        quotes = false;
    }
    return lines;
}

std::vector<TableLine> piped(std::string_view text)
{
    std::vector<TableLine> lines;
    std::size_t number = 0;
    for (std::string_view one : linesOf(text)) {
        ++number;
        one = trimmed(one);
        if (one.empty())
            continue;
        TableLine line;
        line.number = number;
        if (one.find('|') == std::string_view::npos) {
            line.cells.emplace_back(one);
            lines.push_back(std::move(line));
            continue;
        }
        // | --- | :-: | and +----+ are the drawing, not the table
        if (one.find_first_not_of("|-:+= \t") == std::string_view::npos)
            continue;
        if (one.starts_with('|'))
            one.remove_prefix(1);
        if (one.ends_with('|') && !one.ends_with("\\|"))
            one.remove_suffix(1);
        std::string cell;
        for (std::size_t i = 0; i < one.size(); ++i) {
            if (one[i] == '\\' && i + 1 < one.size() && one[i + 1] == '|') {
                cell += '|';
                ++i;
            } else if (one[i] == '|') {
                line.cells.emplace_back(trimmed(cell));
                cell.clear();
            } else {
                cell += one[i];
            }
        }
        line.cells.emplace_back(trimmed(cell));
        for (std::string &one2 : line.cells)
            for (const std::string_view lineBreak : {"<br>", "<br/>", "<br />"})
                replaceAll(one2, lineBreak, "\n");
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Columns by where text begins: two blanks or more divide, and a cell belongs to the header column that it
/// stands below, so that an empty cell is seen.
std::vector<TableLine> spaced(std::string_view text)
{
    struct Piece {
        std::size_t column;
        std::string text;
    };
    std::vector<TableLine> lines;
    std::vector<std::size_t> starts; // of the header's columns
    std::size_t number = 0;
    for (const std::string_view one : linesOf(text)) {
        ++number;
        if (trimmed(one).empty())
            continue;
        std::vector<Piece> pieces;
        std::size_t column = 0;
        for (std::size_t i = 0; i < one.size();) {
            while (i < one.size() && (one[i] == ' ' || one[i] == '\t')) {
                ++i;
                ++column;
            }
            if (i >= one.size())
                break;
            std::size_t end = i;
            while (end < one.size() && one[end] != '\t' && !one.substr(end).starts_with("  "))
                ++end;
            pieces.push_back({column, std::string(trimmed(one.substr(i, end - i)))});
            for (std::size_t k = i; k < end; ++k) // columns are characters, not bytes
                column += (static_cast<unsigned char>(one[k]) & 0xC0) != 0x80;
            i = end;
        }
        TableLine line;
        line.number = number;
        if (one.find_first_not_of("-=+ \t") == std::string_view::npos)
            continue;
        std::size_t known = 0;
        for (const Piece &piece : pieces)
            known += roleOf(piece.text).has_value();
        if (pieces.size() > 1 && known * 2 >= pieces.size() && known > 1) {
            starts.clear();
            for (const Piece &piece : pieces)
                starts.push_back(piece.column);
            for (Piece &piece : pieces)
                line.cells.push_back(std::move(piece.text));
            lines.push_back(std::move(line));
            continue;
        }
        const bool aligned =
            !starts.empty() && std::all_of(pieces.begin(), pieces.end(), [&](const Piece &piece) {
                return std::any_of(starts.begin(), starts.end(), [&](std::size_t start) {
                    return piece.column + 1 >= start && piece.column <= start + 1;
                });
            });
        if (!aligned || pieces.size() == 1) {
            for (Piece &piece : pieces)
                line.cells.push_back(std::move(piece.text));
            if (aligned && pieces.size() == 1 && pieces.front().column + 1 >= starts[0] + 2) {
                // continues a cell of the line above
                std::size_t at = 0;
                while (at + 1 < starts.size() && pieces.front().column + 1 >= starts[at + 1])
                    ++at;
                std::string only = std::move(line.cells.front());
                line.cells.assign(at, "");
                line.cells.push_back(std::move(only));
            }
            lines.push_back(std::move(line));
            continue;
        }
        line.cells.assign(starts.size(), "");
        for (Piece &piece : pieces) {
            std::size_t at = 0;
            while (at + 1 < starts.size() && piece.column + 1 >= starts[at + 1])
                ++at;
            std::string &cell = line.cells[at];
            cell += (cell.empty() ? "" : "  ") + piece.text;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string withoutTags(std::string_view html)
{
    std::string out;
    for (std::size_t i = 0; i < html.size();) {
        if (html[i] == '<') {
            const std::size_t end = html.find('>', i);
            if (end == std::string_view::npos) {
                out += html.substr(i);
                break;
            }
            const std::string tag = lowered(html.substr(i + 1, std::min<std::size_t>(end - i - 1, 6)));
            if (tag.starts_with("br") || tag.starts_with("/li") || tag.starts_with("/p") ||
                tag.starts_with("/div"))
                out += '\n';
            i = end + 1;
            continue;
        }
        if (html[i] == '&') {
            static constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
                {"&amp;", "&"},    {"&lt;", "<"},         {"&gt;", ">"},    {"&quot;", "\""},
                {"&#39;", "'"},    {"&apos;", "'"},       {"&nbsp;", " "},  {"&#160;", " "},
                {"&ndash;", "-"},  {"&mdash;", "-"},      {"&rsquo;", "'"}, {"&ldquo;", "\""},
                {"&rdquo;", "\""}, {"&hellip;", "\u2026"}};
            bool known = false;
            for (const auto &[entity, sign] : kEntities)
                if (html.substr(i).starts_with(entity)) {
                    out += sign;
                    i += entity.size();
                    known = true;
                    break;
                }
            if (known)
                continue;
        }
        out += html[i] == '\r' || html[i] == '\t' ? ' ' : html[i];
        ++i;
    }
    // the source's own line breaks are blanks
    std::string plain;
    for (std::string_view line : linesOf(out)) {
        line = trimmed(line);
        if (line.empty())
            continue;
        if (!plain.empty())
            plain += '\n';
        plain += line;
    }
    return plain;
}

/// Finds a word from ever later places without looking twice at what lies between.
class Finder {
  public:
    Finder(const std::string &text, std::string_view word) : m_text(text), m_word(word) {}
    std::size_t from(std::size_t at)
    {
        if (!m_known || (m_found != std::string::npos && m_found < at)) {
            m_found = m_text.find(m_word, at);
            m_known = true;
        }
        return m_found;
    }

  private:
    const std::string &m_text;
    std::string_view m_word;
    std::size_t m_found = 0;
    bool m_known = false;
};

std::vector<TableLine> html(std::string_view text)
{
    std::vector<TableLine> lines;
    const std::string lower = lowered(text);
    Finder row0(lower, "<tr");
    Finder rowNext(lower, "<tr");
    Finder rowEnd(lower, "</tr");
    Finder data0(lower, "<td");
    Finder head0(lower, "<th");
    Finder dataNext(lower, "<td");
    Finder headNext(lower, "<th");
    Finder dataEnd(lower, "</td");
    Finder headEnd(lower, "</th");
    std::size_t at = 0;
    std::size_t row = 0;
    const auto outside = [&](std::size_t from, std::size_t to) {
        const std::string plain = withoutTags(text.substr(from, to - from)); // the lines are views into it
        for (const std::string_view one : linesOf(plain)) {
            TableLine line;
            line.number = row;
            line.cells.emplace_back(one);
            lines.push_back(std::move(line));
        }
    };
    while (true) {
        std::size_t begin = row0.from(at);
        if (begin == std::string::npos) {
            outside(at, text.size());
            return lines;
        }
        outside(at, begin);
        std::size_t end = rowEnd.from(begin);
        const std::size_t next = rowNext.from(begin + 3);
        if (end == std::string::npos || next < end)
            end = std::min(next, text.size());
        TableLine line;
        line.number = ++row;
        for (std::size_t cell = begin;;) {
            const std::size_t data = std::min(data0.from(cell), head0.from(cell));
            if (data == std::string::npos || data >= end)
                break;
            std::size_t inner = lower.find('>', data);
            if (inner == std::string::npos || inner >= end)
                break;
            ++inner;
            if (lower.compare(data, 6, "<thead") == 0) {
                cell = inner;
                continue;
            }
            std::size_t close = std::min(
                {dataEnd.from(inner), headEnd.from(inner), dataNext.from(inner), headNext.from(inner), end});
            line.cells.push_back(withoutTags(text.substr(inner, close - inner)));
            cell = close;
        }
        if (line.cells.empty())
            outside(begin, end);
        else
            lines.push_back(std::move(line));
        at = std::min(lower.find('>', end), text.size());
        if (at < text.size() && lower.compare(end, 4, "</tr") == 0)
            ++at;
        else
            at = end;
    }
}

TableWay judged(std::vector<TableLine> lines)
{
    TableWay way;
    std::map<std::size_t, std::size_t> widths;
    std::size_t rows = 0;
    std::size_t identifiers = 0;
    for (const TableLine &line : lines) {
        if (line.cells.size() < 2)
            continue;
        ++rows;
        ++widths[line.cells.size()];
        way.header = way.header || isHeader(line);
        identifiers += isIdentifier(withoutMarks(line.cells.front()));
    }
    std::size_t modal = 0;
    for (const auto &[width, count] : widths)
        modal = std::max(modal, count);
    if (rows >= 2 && !lines.empty()) {
        const int steady = static_cast<int>(modal * 100 / rows);
        const int whole = static_cast<int>(rows * 100 / lines.size());
        if (way.header)
            way.score = 60 + steady / 5 + whole / 6;
        else if (rows >= 3 && identifiers * 10 >= rows * 8 && steady >= 70)
            way.score = 30 + steady / 5 + whole / 10;
    }
    way.lines = std::move(lines);
    return way;
}

} // namespace

std::optional<ColumnRole> roleOf(std::string_view header)
{
    static const std::map<std::string, ColumnRole, std::less<>> kRoles = [] {
        std::map<std::string, ColumnRole, std::less<>> roles;
        const auto add = [&](ColumnRole role, std::initializer_list<const char *> words) {
            for (const char *word : words)
                roles.emplace(word, role);
        };
        add(ColumnRole::Name, {"field",
                               "fields",
                               "fieldname",
                               "fieldnames",
                               "parameter",
                               "parameters",
                               "parametername",
                               "param",
                               "params",
                               "name",
                               "key",
                               "keyname",
                               "variable",
                               "variablename",
                               "attribute",
                               "attributename",
                               "apiname",
                               "apifield",
                               "apifieldname",
                               "postname",
                               "postfield",
                               "postingname",
                               "postingfield",
                               "element",
                               "elementname",
                               "tag",
                               "tagname",
                               "xmltag",
                               "node",
                               "property",
                               "propertyname",
                               "column",
                               "inputname",
                               "input",
                               "systemname",
                               "systemfield",
                               "queryparameter",
                               "queryparam",
                               "jsonkey",
                               "jsonfield",
                               "datafield",
                               "requestfield",
                               "requestparameter",
                               "leadfield",
                               "posttoken",
                               "argument",
                               "item",
                               "fieldid",
                               "postparameter"});
        add(ColumnRole::Label,
            {"label", "displayname", "fieldlabel", "friendlyname", "title", "question", "caption"});
        add(ColumnRole::Required,
            {"required", "req", "reqd", "mandatory", "isrequired", "requiredoptional", "optionalrequired",
             "requiredfield", "obligatory", "requirement", "requirements", "ro", "requiredyn", "must",
             "status", "mandatoryoptional", "need", "needed"});
        add(ColumnRole::Optional, {"optional", "isoptional"});
        add(ColumnRole::Type,
            {"type", "datatype", "fieldtype", "format", "dataformat", "valuetype", "typeformat"});
        add(ColumnRole::Description, {"description",
                                      "desc",
                                      "descr",
                                      "notes",
                                      "note",
                                      "comment",
                                      "comments",
                                      "details",
                                      "detail",
                                      "definition",
                                      "explanation",
                                      "info",
                                      "information",
                                      "meaning",
                                      "remarks",
                                      "remark",
                                      "fielddescription",
                                      "parameterdescription",
                                      "descriptionnotes",
                                      "purpose",
                                      "usage"});
        add(ColumnRole::Values, {"values",           "allowedvalues",    "acceptedvalues", "validvalues",
                                 "options",          "possiblevalues",   "enum",           "enums",
                                 "enumeration",      "acceptablevalues", "choices",        "allowed",
                                 "accepted",         "permittedvalues",  "valueoptions",   "listvalues",
                                 "validation",       "validations",      "list",           "validoptions",
                                 "acceptableinputs", "availablevalues",  "valuesaccepted", "valuelist",
                                 "allowedoptions"});
        add(ColumnRole::ValueOrExample, {"value", "possiblevalue", "valueformat"});
        add(ColumnRole::MaxLength,
            {"maxlength", "length", "maxlen", "len", "size", "max", "maximumlength", "maxsize", "fieldlength",
             "characters", "maxchars", "maxcharacters", "fieldsize", "lengthmax"});
        add(ColumnRole::Example, {"example", "examples", "sample", "samples", "samplevalue", "examplevalue",
                                  "eg", "sampledata", "exampledata", "testvalue"});
        add(ColumnRole::Default, {"default", "defaultvalue", "defaults"});
        add(ColumnRole::Ping, {"ping", "pingrequired", "requiredonping", "requiredinping", "requiredforping",
                               "inping", "pingfield", "onping", "requiredping", "pingrequest"});
        add(ColumnRole::Post, {"post", "postrequired", "requiredonpost", "requiredinpost", "requiredforpost",
                               "inpost", "onpost", "requiredpost", "postrequest", "fullpost"});
        add(ColumnRole::Step,
            {"pingpost", "step", "stage", "call", "usedin", "request", "pingorpost", "usedfor"});
        return roles;
    }();
    std::string_view text = trimmed(header);
    if (text.empty() || text.size() > 48)
        return std::nullopt;
    const auto found = kRoles.find(joinedName(text));
    if (found != kRoles.end())
        return found->second;
    // "Required (Y/N)", "Max Length (chars)", "Type / Format"
    for (const char mark : {'(', '/', '['}) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos && at > 2)
            if (const auto first = kRoles.find(joinedName(text.substr(0, at))); first != kRoles.end())
                return first->second;
    }
    const std::string plain = joinedName(text);
    if (plain.size() < 24) {
        if (plain.ends_with("name") && plain.find("field") != std::string::npos)
            return ColumnRole::Name;
        if (plain.starts_with("required"))
            return ColumnRole::Required;
        if (plain.ends_with("values") || plain.ends_with("options"))
            return ColumnRole::Values;
        if (plain.ends_with("description"))
            return ColumnRole::Description;
        if (plain.ends_with("type") || plain.ends_with("format"))
            return ColumnRole::Type;
        if (plain.ends_with("parameter") || plain.ends_with("field"))
            return ColumnRole::Name;
    }
    return std::nullopt;
}

std::string withoutMarks(std::string_view cell)
{
    cell = trimmed(cell);
    std::string out(cell);
    for (const std::string_view mark : {"**", "`", "\\_"})
        replaceAll(out, mark, mark == "\\_" ? "_" : "");
    std::string_view text = trimmed(out);
    if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        text = text.substr(1, text.size() - 2);
    return std::string(trimmed(text));
}

std::size_t filled(const TableLine &line)
{
    return static_cast<std::size_t>(std::count_if(line.cells.begin(), line.cells.end(),
                                                  [](const std::string &cell) { return !cell.empty(); }));
}

bool isHeader(const TableLine &line, bool *strong)
{
    std::set<ColumnRole> roles;
    bool name = false;
    for (const std::string &cell : line.cells)
        if (const auto role = roleOf(withoutMarks(cell))) {
            roles.insert(*role);
            name = name || *role == ColumnRole::Name || *role == ColumnRole::Label;
        }
    const std::size_t cells = filled(line);
    if (strong)
        *strong = name && roles.size() * 2 >= cells;
    return name && cells > 1 && roles.size() > 1 && roles.size() * 2 >= cells;
}

bool isIdentifier(std::string_view cell)
{
    return !cell.empty() && cell.size() <= 64 &&
           cell.find_first_of(" \t\n,;|=<>\"'") == std::string_view::npos &&
           std::any_of(cell.begin(), cell.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
}

TableWay bestWay(std::string_view text)
{
    if (containsFolded(text, "<tr"))
        return judged(html(text));
    TableWay best;
    const auto consider = [&](std::vector<TableLine> lines, int bonus) {
        TableWay way = judged(std::move(lines));
        if (way.score > 0)
            way.score = std::min(98, way.score + bonus);
        if (way.score > best.score)
            best = std::move(way);
    };
    if (text.find('\t') != std::string_view::npos)
        consider(delimited(text, '\t'), 6);
    if (text.find('|') != std::string_view::npos)
        consider(piped(text), 5);
    if (text.find(',') != std::string_view::npos)
        consider(delimited(text, ','), 2);
    if (text.find(';') != std::string_view::npos)
        consider(delimited(text, ';'), 1);
    if (text.find("  ") != std::string_view::npos)
        consider(spaced(text), 0);
    return best;
}

} // namespace bourse::workbench
