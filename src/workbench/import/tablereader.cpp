// Pasted specification tables: tabs, commas, semicolons, pipes, several spaces, Markdown, HTML.
#include "workbench/import/importparts.h"
#include "workbench/import/valuelist.h"
#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace bourse::workbench {
namespace {

using domain::StepKind;

struct Line {
    std::vector<std::string> cells; ///< one: text outside of a table, or a heading in it
    std::size_t number = 0;
};

enum class Role {
    Name,
    Label,
    Required,
    Optional,
    Type,
    Description,
    Values,
    ValueOrExample,
    MaxLength,
    Example,
    Default,
    Ping,
    Post,
    Step,
    Other,
};

std::string folded(std::string_view text)
{
    std::string out;
    for (const std::string &token : nameTokens(text))
        out += token;
    return out;
}

std::optional<Role> roleOf(std::string_view header)
{
    static const std::map<std::string, Role, std::less<>> kRoles = [] {
        std::map<std::string, Role, std::less<>> roles;
        const auto add = [&](Role role, std::initializer_list<const char *> words) {
            for (const char *word : words)
                roles.emplace(word, role);
        };
        add(Role::Name, {"field",
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
        add(Role::Label,
            {"label", "displayname", "fieldlabel", "friendlyname", "title", "question", "caption"});
        add(Role::Required, {"required", "req", "reqd", "mandatory", "isrequired", "requiredoptional",
                             "optionalrequired", "requiredfield", "obligatory", "requirement", "requirements",
                             "ro", "requiredyn", "must", "status", "mandatoryoptional", "need", "needed"});
        add(Role::Optional, {"optional", "isoptional"});
        add(Role::Type, {"type", "datatype", "fieldtype", "format", "dataformat", "valuetype", "typeformat"});
        add(Role::Description, {"description",
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
        add(Role::Values, {"values",           "allowedvalues",    "acceptedvalues", "validvalues",
                           "options",          "possiblevalues",   "enum",           "enums",
                           "enumeration",      "acceptablevalues", "choices",        "allowed",
                           "accepted",         "permittedvalues",  "valueoptions",   "listvalues",
                           "validation",       "validations",      "list",           "validoptions",
                           "acceptableinputs", "availablevalues",  "valuesaccepted", "valuelist",
                           "allowedoptions"});
        add(Role::ValueOrExample, {"value", "possiblevalue", "valueformat"});
        add(Role::MaxLength,
            {"maxlength", "length", "maxlen", "len", "size", "max", "maximumlength", "maxsize", "fieldlength",
             "characters", "maxchars", "maxcharacters", "fieldsize", "lengthmax"});
        add(Role::Example, {"example", "examples", "sample", "samples", "samplevalue", "examplevalue", "eg",
                            "sampledata", "exampledata", "testvalue"});
        add(Role::Default, {"default", "defaultvalue", "defaults"});
        add(Role::Ping, {"ping", "pingrequired", "requiredonping", "requiredinping", "requiredforping",
                         "inping", "pingfield", "onping", "requiredping", "pingrequest"});
        add(Role::Post, {"post", "postrequired", "requiredonpost", "requiredinpost", "requiredforpost",
                         "inpost", "onpost", "requiredpost", "postrequest", "fullpost"});
        add(Role::Step, {"pingpost", "step", "stage", "call", "usedin", "request", "pingorpost", "usedfor"});
        return roles;
    }();
    std::string_view text = trimmed(header);
    if (text.empty() || text.size() > 48)
        return std::nullopt;
    const auto found = kRoles.find(folded(text));
    if (found != kRoles.end())
        return found->second;
    // "Required (Y/N)", "Max Length (chars)", "Type / Format"
    for (const char mark : {'(', '/', '['}) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos && at > 2)
            if (const auto first = kRoles.find(folded(text.substr(0, at))); first != kRoles.end())
                return first->second;
    }
    const std::string plain = folded(text);
    if (plain.size() < 24) {
        if (plain.ends_with("name") && plain.find("field") != std::string::npos)
            return Role::Name;
        if (plain.starts_with("required"))
            return Role::Required;
        if (plain.ends_with("values") || plain.ends_with("options"))
            return Role::Values;
        if (plain.ends_with("description"))
            return Role::Description;
        if (plain.ends_with("type") || plain.ends_with("format"))
            return Role::Type;
        if (plain.ends_with("parameter") || plain.ends_with("field"))
            return Role::Name;
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

// --- taking lines apart ---------------------------------------------------------------------------------

std::vector<Line> delimited(std::string_view text, char mark)
{
    std::vector<Line> lines;
    Line line;
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

std::vector<Line> piped(std::string_view text)
{
    std::vector<Line> lines;
    std::size_t number = 0;
    for (std::string_view one : linesOf(text)) {
        ++number;
        one = trimmed(one);
        if (one.empty())
            continue;
        Line line;
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
std::vector<Line> spaced(std::string_view text)
{
    struct Piece {
        std::size_t column;
        std::string text;
    };
    std::vector<Line> lines;
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
        Line line;
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

std::vector<Line> html(std::string_view text)
{
    std::vector<Line> lines;
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
            Line line;
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
        Line line;
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

// --- which way of dividing fits -------------------------------------------------------------------------

struct Way {
    std::vector<Line> lines;
    int score = 0; ///< 0 to 100
    bool header = false;
};

std::size_t filled(const Line &line)
{
    return static_cast<std::size_t>(std::count_if(line.cells.begin(), line.cells.end(),
                                                  [](const std::string &cell) { return !cell.empty(); }));
}

bool isHeader(const Line &line, bool *strong = nullptr)
{
    std::set<Role> roles;
    bool name = false;
    for (const std::string &cell : line.cells)
        if (const auto role = roleOf(withoutMarks(cell))) {
            roles.insert(*role);
            name = name || *role == Role::Name || *role == Role::Label;
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

Way judged(std::vector<Line> lines)
{
    Way way;
    std::map<std::size_t, std::size_t> widths;
    std::size_t rows = 0;
    std::size_t identifiers = 0;
    for (const Line &line : lines) {
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

Way bestWay(std::string_view text)
{
    if (containsFolded(text, "<tr"))
        return judged(html(text));
    Way best;
    const auto consider = [&](std::vector<Line> lines, int bonus) {
        Way way = judged(std::move(lines));
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

// --- rows to fields -------------------------------------------------------------------------------------

std::optional<StepKind> stepIn(std::string_view text)
{
    bool ping = false;
    bool post = false;
    for (const std::string &token : nameTokens(text)) {
        ping = ping || token == "ping" || token == "pings";
        post = post || token == "post" || token == "posts";
    }
    if (ping != post)
        return ping ? StepKind::Ping : StepKind::Post;
    return std::nullopt;
}

/// Yes, no, or nothing where it is a condition in words.
std::optional<bool> requiredFrom(std::string_view text)
{
    const std::string word = lowered(trimmed(text));
    for (const std::string_view yes :
         {"yes",    "y",      "true",   "1", "required", "req",    "r",      "x",    "mandatory", "m",
          "\u2713", "\u2714", "\u2705", "*", "must",     "always", "\u2022", "req.", "yes*",      "\u221a"})
        if (word == yes)
            return true;
    for (const std::string_view no :
         {"", "no", "n", "false", "0", "optional", "opt", "o", "-", "\u2013", "\u2014", "\u2717", "\u2718",
          "\u274c", "n/a", "not required", "none", "opt."})
        if (word == no)
            return false;
    return std::nullopt;
}

class Fields {
  public:
    explicit Fields(ImportContext &context) : m_context(context) {}

    void read(const Way &way)
    {
        for (const Line &line : way.lines) {
            if (m_context.result.specification.size() > m_context.options.limits.maxTableRows) {
                m_context.tooMany = true;
                return;
            }
            if (filled(line) == 0)
                continue;
            const std::string place = "row " + std::to_string(line.number);
            if (isHeader(line)) {
                header(line);
                continue;
            }
            if (line.cells.size() == 1 ||
                (filled(line) == 1 && !line.cells.front().empty() &&
                 !(m_roles.size() > 1 && isIdentifier(withoutMarks(line.cells[0]))))) {
                heading(line.cells.front(), place);
                continue;
            }
            if (m_roles.empty())
                guessRoles(way);
            row(line, place);
        }
    }

  private:
    void heading(const std::string &text, const std::string &place)
    {
        const std::string plain = withoutMarks(text);
        if (m_last && m_roles.size() > 1 && plain.size() > 40 && m_context.result.specification.size() > 0 &&
            !stepIn(plain)) {
            m_context.report().notUnderstood("outside_table", place, shortened(text),
                                             ImportText::tr("This text is not part of the table."));
            return;
        }
        if (const auto step = stepIn(plain); step && plain.size() <= 60) {
            m_step = step;
            m_context.report().note(
                "section", place, shortened(text),
                ImportText::tr("The fields below belong to the step “%1”.").arg(shown(domain::name(*step))));
            return;
        }
        if (plain.size() <= 60 && plain.find(". ") == std::string::npos && !plain.ends_with('.')) {
            m_context.report().note("section", place, shortened(text),
                                    ImportText::tr("A heading in the table."));
            return;
        }
        m_context.report().notUnderstood("outside_table", place, shortened(text),
                                         ImportText::tr("This text is not part of the table."));
    }

    void header(const Line &line)
    {
        m_roles.clear();
        m_headers.clear();
        std::set<Role> once;
        bool machineName = false;
        for (const std::string &cell : line.cells) {
            const std::string text = withoutMarks(cell);
            Role role = roleOf(text).value_or(Role::Other);
            if (role == Role::Name && once.contains(Role::Name)) {
                // "Field | Parameter | …": the second is the name on the wire if it says so, else a text
                role = Role::Other;
                const std::string plain = folded(text);
                for (const std::string_view word :
                     {"parameter", "param", "key", "api", "post", "variable", "tag"})
                    if (plain.find(word) != std::string::npos && !machineName) {
                        const auto first = std::find(m_roles.begin(), m_roles.end(), Role::Name);
                        *first = Role::Label;
                        role = Role::Name;
                        machineName = true;
                        break;
                    }
            } else if (role != Role::Other && role != Role::Description && role != Role::Type &&
                       once.contains(role)) {
                role = Role::Other;
            }
            once.insert(role);
            m_roles.push_back(role);
            m_headers.push_back(text);
            ++m_context.report().read;
        }
        if (!once.contains(Role::Name)) {
            const auto label = std::find(m_roles.begin(), m_roles.end(), Role::Label);
            if (label != m_roles.end())
                *label = Role::Name;
        }
        m_last = nullptr;
    }

    /// No header: the columns are told apart by what is in them.
    void guessRoles(const Way &way)
    {
        std::size_t width = 0;
        for (const Line &line : way.lines)
            width = std::max(width, line.cells.size());
        m_roles.assign(width, Role::Other);
        m_headers.assign(width, "");
        std::vector<std::size_t> words(width), requireds(width), types(width), length(width), count(width),
            lists(width);
        for (const Line &line : way.lines)
            for (std::size_t i = 0; line.cells.size() > 1 && i < line.cells.size(); ++i) {
                const std::string cell = withoutMarks(line.cells[i]);
                if (cell.empty())
                    continue;
                ++count[i];
                length[i] += cell.size();
                words[i] += isIdentifier(cell);
                requireds[i] += requiredFrom(cell).has_value() && cell.size() < 12;
                const std::string type = lowered(cell);
                for (const std::string_view known :
                     {"string", "text", "int", "number", "bool", "date", "varchar", "char", "email", "phone",
                      "enum", "list", "decimal", "float"})
                    if (type.starts_with(known)) {
                        ++types[i];
                        break;
                    }
                lists[i] += valueListFrom(cell).values.size() > 1;
            }
        const auto mostly = [&](const std::vector<std::size_t> &hits, std::size_t i) {
            return count[i] > 0 && hits[i] * 10 >= count[i] * 7;
        };
        bool name = false;
        for (std::size_t i = 0; i < width; ++i) {
            if (mostly(requireds, i))
                m_roles[i] = Role::Required;
            else if (mostly(types, i))
                m_roles[i] = Role::Type;
            else if (!name && mostly(words, i)) {
                m_roles[i] = Role::Name;
                name = true;
            } else if (mostly(lists, i)) {
                m_roles[i] = Role::Values;
            }
        }
        if (!name)
            m_roles[0] = Role::Name;
        std::size_t longest = width;
        for (std::size_t i = 0; i < width; ++i)
            if (m_roles[i] == Role::Other && count[i] > 0 &&
                (longest == width || length[i] > length[longest]))
                longest = i;
        if (longest < width)
            m_roles[longest] = Role::Description;
        m_context.report().note("no_header", "table", {},
                                ImportText::tr("The table has no header that is known; its columns were told "
                                               "apart by what is in them."));
    }

    static void appendTo(std::string &text, std::string_view more, std::string_view divider = "; ")
    {
        if (more.empty())
            return;
        if (!text.empty())
            text += divider;
        text += more;
    }

    void row(const Line &line, const std::string &place)
    {
        std::string name;
        std::string required;
        std::string valuesText;
        std::string ping;
        std::string post;
        std::string steps;
        bool pingColumn = false;
        bool postColumn = false;
        bool optionalColumn = false;
        bool requiredColumn = false;
        SpecificationField field;
        field.place = place;
        std::string either;
        for (std::size_t i = 0; i < std::max(line.cells.size(), m_roles.size()); ++i) {
            const std::string cell = i < line.cells.size() ? line.cells[i] : std::string();
            const Role role = i < m_roles.size() ? m_roles[i] : Role::Other;
            pingColumn = pingColumn || role == Role::Ping;
            postColumn = postColumn || role == Role::Post;
            optionalColumn = optionalColumn || role == Role::Optional;
            requiredColumn = requiredColumn || role == Role::Required || role == Role::Optional;
            const std::string plain = withoutMarks(cell);
            if (plain.empty())
                continue;
            if (++m_context.leaves > m_context.options.limits.maxLeaves * 4) {
                m_context.tooMany = true;
                return;
            }
            ++m_context.report().read;
            switch (role) {
            case Role::Name:
                name = plain;
                break;
            case Role::Label:
                appendTo(field.note, plain);
                break;
            case Role::Required:
            case Role::Optional:
                required = plain;
                break;
            case Role::Type:
                appendTo(field.type, plain, ", ");
                break;
            case Role::Description:
                appendTo(field.note, plain);
                break;
            case Role::Values:
                valuesText = std::string(trimmed(cell));
                break;
            case Role::ValueOrExample:
                either = std::string(trimmed(cell));
                break;
            case Role::MaxLength:
                field.maxLength = plain;
                break;
            case Role::Example:
                field.example = plain;
                break;
            case Role::Default:
                field.defaultValue = plain;
                break;
            case Role::Ping:
                ping = plain;
                break;
            case Role::Post:
                post = plain;
                break;
            case Role::Step:
                steps = plain;
                break;
            case Role::Other:
                appendTo(field.note,
                         (i < m_headers.size() && !m_headers[i].empty() ? m_headers[i] + ": " : "") + plain);
                break;
            }
        }
        if (name.empty()) {
            continued(field, valuesText, either, place);
            return;
        }
        cleanName(name, field, required);
        if (!either.empty()) {
            ValueList list = valueListFrom(either);
            if (list.values.size() > 1 && valuesText.empty())
                valuesText = either;
            else if (field.example.empty())
                field.example = either;
            else
                appendTo(field.note, either);
        }
        takeValues(field, valuesText);
        if (requiredColumn || !required.empty()) {
            field.required = requiredFrom(required);
            if (field.required && optionalColumn && !required.empty())
                field.required = !*field.required;
            if (!field.required)
                field.requiredText = required;
        }
        if (field.target.empty()) {
            m_context.report().notUnderstood("no_name", place, shortened(name),
                                             ImportText::tr("The row names no field."));
            return;
        }
        field.step = m_step;
        if (!steps.empty()) {
            const auto one = stepIn(steps);
            const bool both = containsFolded(steps, "ping") && containsFolded(steps, "post");
            if (one)
                field.step = one;
            else if (both || containsFolded(steps, "both"))
                pingAndPost(field, std::nullopt, std::nullopt);
            else
                appendTo(field.note, steps);
            if (both || containsFolded(steps, "both"))
                return;
        }
        if (pingColumn || postColumn) {
            const auto inStep = [&](const std::string &cell,
                                    bool column) -> std::optional<std::optional<bool>> {
                if (!column)
                    return std::nullopt;
                const std::string word = lowered(cell);
                if (word.empty() || word == "-" || word == "n/a" || word == "no" || word == "n" ||
                    word == "\u2013" || word == "\u2014" || word == "not used" || word == "not sent")
                    return std::nullopt;
                return requiredFrom(cell);
            };
            const auto onPing = inStep(ping, pingColumn);
            const auto onPost =
                postColumn ? inStep(post, true) : std::optional<std::optional<bool>>(field.required);
            if (onPing)
                add(field, StepKind::Ping, *onPing ? *onPing : field.required, ping);
            if (onPost)
                add(field, StepKind::Post, *onPost ? *onPost : field.required, post);
            if (onPing || onPost)
                return;
            m_context.report().note("in_no_step", place, shortened(field.target),
                                    ImportText::tr("The table sends this field in neither step."));
        }
        push(std::move(field));
    }

    void pingAndPost(const SpecificationField &field, std::optional<bool> ping, std::optional<bool> post)
    {
        add(field, StepKind::Ping, ping ? ping : field.required, {});
        add(field, StepKind::Post, post ? post : field.required, {});
    }

    void add(SpecificationField field, StepKind step, std::optional<bool> required,
             const std::string &written)
    {
        field.step = step;
        field.required = required;
        if (!required && field.requiredText.empty())
            field.requiredText = written;
        push(std::move(field));
    }

    void push(SpecificationField field)
    {
        m_context.result.specification.push_back(std::move(field));
        m_last = &m_context.result.specification.back();
    }

    /// "first_name *", "zip (required)", "state - string"
    static void cleanName(std::string name, SpecificationField &field, std::string &required)
    {
        if (const std::size_t line = name.find('\n'); line != std::string::npos) {
            appendTo(field.note, trimmed(std::string_view(name).substr(line)));
            name.erase(line);
        }
        while (name.ends_with('*')) {
            name.pop_back();
            if (required.empty())
                required = "yes";
        }
        while (name.starts_with('*')) {
            name.erase(0, 1);
            if (required.empty())
                required = "yes";
        }
        for (const auto &[word, means] : {std::pair{"(required)", "yes"}, std::pair{"(optional)", "no"},
                                          std::pair{"[required]", "yes"}, std::pair{"[optional]", "no"}})
            if (lowered(name).ends_with(word)) {
                name.erase(name.size() - std::string_view(word).size());
                if (required.empty())
                    required = means;
            }
        field.target = std::string(trimmed(name));
        if (field.target.ends_with(':'))
            field.target.pop_back();
    }

    static void takeValues(SpecificationField &field, const std::string &text)
    {
        if (!text.empty()) {
            ValueList list = valueListFrom(text);
            if (!list.values.empty()) {
                field.values = std::move(list.values);
                field.valueLabels = std::move(list.labels);
                appendTo(field.note, list.rest);
            } else {
                appendTo(field.note, text);
            }
        }
        if (field.values.empty()) {
            ValueList list = valueListIn(field.note);
            field.values = std::move(list.values);
            field.valueLabels = std::move(list.labels);
        }
    }

    /// A row without a name goes on with the one above.
    void continued(const SpecificationField &more, const std::string &valuesText, const std::string &either,
                   const std::string &place)
    {
        if (!m_last) {
            std::string text = more.note;
            for (const std::string *part : {&valuesText, &either, &more.type, &more.example})
                appendTo(text, *part);
            m_context.report().notUnderstood("no_name", place, shortened(text),
                                             ImportText::tr("The row names no field."));
            return;
        }
        ValueList list = valueListFrom(valuesText.empty() ? either : valuesText);
        for (std::size_t i = 0; i < list.values.size(); ++i) {
            if (!list.labels.empty())
                m_last->valueLabels.resize(m_last->values.size());
            m_last->values.push_back(list.values[i]);
            if (!list.labels.empty())
                m_last->valueLabels.push_back(list.labels[i]);
        }
        if (!m_last->valueLabels.empty())
            m_last->valueLabels.resize(m_last->values.size());
        if (list.values.empty())
            appendTo(m_last->note, valuesText.empty() ? either : valuesText);
        appendTo(m_last->note, more.note);
        appendTo(m_last->type, more.type, ", ");
        appendTo(m_last->example, more.example, ", ");
        appendTo(m_last->maxLength, more.maxLength, ", ");
        appendTo(m_last->defaultValue, more.defaultValue, ", ");
    }

    ImportContext &m_context;
    std::vector<Role> m_roles;
    std::vector<std::string> m_headers;
    std::optional<StepKind> m_step;
    SpecificationField *m_last = nullptr;
};

} // namespace

int tableLikeness(std::string_view text)
{
    // enough to tell
    return bestWay(text.substr(0, std::min<std::size_t>(text.size(), 64u << 10))).score;
}

Result<void> readTable(std::string_view text, ImportContext &context)
{
    const Way way = bestWay(trimmed(text));
    if (way.score == 0)
        return Error{"not_recognised",
                     {},
                     "a header and rows",
                     ImportText::tr("The text does not fall into the columns of a table.").toStdString()};
    Fields(context).read(way);
    if (context.result.specification.empty() && !context.tooMany)
        return Error{"no_request",
                     {},
                     "at least one field",
                     ImportText::tr("The table names no field.").toStdString()};
    return {};
}

} // namespace bourse::workbench
