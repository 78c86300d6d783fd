#pragma once
// The words of pasted commands, as the shell that they were written for would give them to the program. Knows
// bash (with $'…', here documents and variables), cmd.exe (^ and "") and PowerShell (` and '').
#include "workbench/import/importparts.h"

namespace bourse::workbench {

enum class Shell { Bash, Cmd, PowerShell };
/// From the marks that only one of them has; Bash where there are none.
Shell shellOf(std::string_view text);

struct ShellCommand {
    std::vector<std::string> words; ///< the first is "curl"
    std::string standardInput;      ///< of a here document or here string
    bool hasInput = false;
    std::size_t line = 1; ///< where it begins
    std::string title;    ///< the comment or the line of prose just above it
};

/// Every command that calls `program`. What is none goes to the report: prose, comments, pipes, redirections.
/// A shell variable that the text itself sets is put in; another becomes {{NAME}}.
std::vector<ShellCommand> shellCommands(std::string_view text, std::string_view program,
                                        ImportContext &context);

} // namespace bourse::workbench
