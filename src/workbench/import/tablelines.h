#pragma once
// A pasted table as lines of cells: tabs, commas, semicolons, pipes, several spaces, Markdown, HTML.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::workbench {

/// One line of the text, in its cells.
struct TableLine {
    std::vector<std::string> cells; ///< one: text outside of a table, or a heading in it
    std::size_t number = 0;
};

/// What a column is about.
enum class ColumnRole {
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

/// The role that a header's words name.
std::optional<ColumnRole> roleOf(std::string_view header);
/// A cell without the marks of Markdown around it.
std::string withoutMarks(std::string_view cell);
/// How many cells have a text.
std::size_t filled(const TableLine &line);
/// True for a line of column headers; `strong` where it can hardly be anything else.
bool isHeader(const TableLine &line, bool *strong = nullptr);
/// True if the text can be a field's name.
bool isIdentifier(std::string_view cell);

/// A way to read the text as a table, and how likely that is, 0 to 98.
struct TableWay {
    std::vector<TableLine> lines;
    int score = 0; ///< 0 to 100
    bool header = false;
};

/// The likeliest way.
TableWay bestWay(std::string_view text);

} // namespace bourse::workbench
