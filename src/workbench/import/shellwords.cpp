#include "workbench/import/shellwords.h"
#include "workbench/import/shelltext.h"
#include <algorithm>

namespace bourse::workbench {
namespace {

constexpr std::size_t kMaxCommands = 500;
constexpr std::size_t kMaxWords = 20'000;
constexpr std::size_t kLongestPrompt = 200;

/// Prompts that are copied with the command: "$ ", "> ", "user@host:~$ ", "C:\>", "PS C:\Users> ".
std::size_t promptLength(std::string_view line)
{
    line = line.substr(0, kLongestPrompt);
    std::size_t at = 0;
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t'))
        ++at;
    const std::string_view rest = line.substr(at);
    for (const std::string_view sign : {"$ ", "% ", "> ", "# curl", "> curl"})
        if (rest.starts_with(sign))
            return at + 2;
    if (rest.starts_with("PS ") || (rest.size() > 2 && rest[1] == ':' && rest[2] == '\\')) {
        const std::size_t end = rest.find('>');
        if (end != std::string_view::npos && end < 80)
            return at + end + 1;
    }
    const std::size_t sign = rest.find_first_of("$#");
    const std::size_t host = rest.find('@');
    if (sign != std::string_view::npos && host < sign && sign < 80 && sign + 1 < rest.size() &&
        rest[sign + 1] == ' ' && rest.substr(0, sign).find(' ') == std::string_view::npos)
        return at + sign + 2;
    return at;
}

class Words : private ShellText {
  public:
    Words(std::string text, std::string_view program, ImportContext &context)
        : ShellText(std::move(text), context), m_program(program)
    {
    }

    std::vector<ShellCommand> all()
    {
        while (m_at < m_text.size() && m_commands.size() < kMaxCommands)
            statement();
        if (m_at < m_text.size())
            m_context.tooMany = true;
        return std::move(m_commands);
    }

  private:
    /// Where the program's name stands in the line as a word of its own.
    std::size_t programIn(std::string_view line) const
    {
        for (std::size_t from = 0; from < line.size();) {
            std::size_t found = std::string_view::npos;
            for (std::size_t i = from; i + m_program.size() <= line.size(); ++i)
                if (equalsFolded(line.substr(i, m_program.size()), m_program)) {
                    found = i;
                    break;
                }
            if (found == std::string_view::npos)
                return found;
            std::size_t end = found + m_program.size();
            if (startsWithFolded(line.substr(end), ".exe"))
                end += 4;
            const bool starts =
                found == 0 || isBlank(line[found - 1]) ||
                std::string_view("/`>;&|(:\\").find(line[found - 1]) != std::string_view::npos;
            const bool ends =
                end == line.size() || isBlank(line[end]) || line.substr(end).starts_with("\u00a0");
            // a word of prose ("use curl to…") is followed by no option and no address
            const std::string_view after = trimmed(line.substr(std::min(end, line.size())));
            const bool looksCalled = found <= promptLength(line) || after.empty() || after.front() == '-' ||
                                     after.front() == '\'' || after.front() == '"' || after.front() == '\\' ||
                                     after.front() == '^' || after.starts_with("\u2013") ||
                                     after.starts_with("\u2014") || after.starts_with("\u201c") ||
                                     after.starts_with("\u2018") || after.starts_with("http") ||
                                     after.starts_with("$") || after.starts_with("{{") ||
                                     after.substr(0, after.find(' ')).find('.') != std::string_view::npos;
            if (starts && ends && looksCalled)
                return found;
            from = found + 1;
        }
        return std::string_view::npos;
    }

    void statement()
    {
        const std::string_view line = lineRest();
        const std::string_view plain = trimmed(line);
        if (plain.empty()) {
            if (!m_titleFresh)
                m_title.clear();
            m_titleFresh = false;
            skipLine();
            return;
        }
        if (assignment(line))
            return;
        const std::size_t start = programIn(line);
        const bool comment = (plain.front() == '#' && !startsWithFolded(plain, "# curl")) ||
                             plain.starts_with("//") || startsWithFolded(plain, "rem ") ||
                             plain.starts_with("::");
        if (comment || start == std::string_view::npos) {
            title(plain, comment);
            skipLine();
            return;
        }
        const std::size_t prompt = promptLength(line);
        if (start > prompt) {
            const std::string before(trimmed(line.substr(prompt, start - prompt)));
            if (!envAndHelpers(before))
                title(before, false);
        }
        m_at += start;
        command();
    }

    void title(std::string_view text, bool comment)
    {
        text = trimmed(text);
        if (text.starts_with("```") || text == "`") { // a fence of Markdown
            m_context.report().note("fence", here(), shortened(text), ImportText::tr("A mark of Markdown."));
            return;
        }
        std::string_view words = text;
        while (!words.empty() && std::string_view("#/:*-. \t").find(words.front()) != std::string_view::npos)
            words.remove_prefix(1);
        m_title = shortened(words, 80);
        while (m_title.ends_with(':') || m_title.ends_with(' '))
            m_title.pop_back();
        m_titleFresh = true;
        if (comment)
            m_context.report().note("comment", here(), shortened(text), ImportText::tr("A comment."));
        else
            refuse("not_a_command", text, ImportText::tr("This is no cURL command."));
    }

    /// "sudo", "time", "NAME=value" before the program.
    bool envAndHelpers(std::string_view before)
    {
        while (!before.empty()) {
            const std::size_t space = std::min(before.find(' '), before.size());
            const std::string_view word = before.substr(0, space);
            const std::size_t equals = word.find('=');
            if (equals != std::string_view::npos && equals > 0 && isNameStart(word.front()) &&
                std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), isNamePart))
                setVariable(word.substr(0, equals), word.substr(equals + 1));
            else if (word != "sudo" && word != "time" && word != "exec" && word != "&" &&
                     !word.ends_with('/'))
                return false;
            before = trimmed(before.substr(space));
        }
        return true;
    }

    /// NAME=value, export NAME=value, set NAME=value, $name = "value" on a line of its own.
    bool assignment(std::string_view line)
    {
        std::string_view text = trimmed(line.substr(promptLength(line)));
        bool keyword = false;
        for (const std::string_view word : {"export ", "set ", "SET ", "let ", "const "})
            if (text.starts_with(word)) {
                text = trimmed(text.substr(word.size()));
                keyword = true;
            }
        const bool dollar = text.starts_with('$');
        if (dollar)
            text.remove_prefix(1);
        if (text.starts_with("env:"))
            text.remove_prefix(4);
        std::size_t end = 0;
        while (end < text.size() && isNamePart(text[end]))
            ++end;
        if (end == 0 || !isNameStart(text.front()))
            return false;
        std::string_view after = text.substr(end);
        if (dollar || keyword)
            after = trimmed(after);
        if (!after.starts_with('='))
            return false;
        std::string_view value = trimmed(after.substr(1));
        if (programIn(value) != std::string_view::npos) // X=$(curl …) or X=1 curl …
            return false;
        if (value.ends_with(';'))
            value.remove_suffix(1);
        setVariable(text.substr(0, end), value);
        skipLine();
        return true;
    }

    /// The next line is more of this command though no mark says so: it begins with an option.
    bool continuesByLook() const
    {
        std::string_view next = rest();
        if (!next.starts_with('\n'))
            return false;
        next.remove_prefix(1);
        while (!next.empty() && (next.front() == ' ' || next.front() == '\t'))
            next.remove_prefix(1);
        if (next.size() > 1 && next[0] == '-' && (next[1] == '-' || isNameStart(next[1])))
            return true;
        if (next.starts_with("\u2013") || next.starts_with("\u2014"))
            return true;
        const bool address =
            next.starts_with("http") || next.starts_with("'http") || next.starts_with("\"http");
        return address && m_command.words.size() > 1 && !m_hasAddress;
    }

    void command()
    {
        m_command = {};
        m_command.line = m_line;
        m_command.title = m_title;
        m_hasAddress = false;
        m_title.clear();
        std::string hereEnd;
        bool open = true;
        while (open && !ended()) {
            if (at() == ' ' || at() == '\t') {
                ++m_at;
            } else if (rest().starts_with("\u00a0")) {
                m_at += 2;
            } else if (continues()) {
            } else if (at() == '\n') {
                if (hereEnd.empty() && continuesByLook()) {
                    m_context.report().note(
                        "missing_continuation", here(), {},
                        ImportText::tr(
                            "The next line begins with an option, so it was read as part of the same "
                            "command though no mark joins them."));
                    ++m_at;
                    ++m_line;
                    continue;
                }
                ++m_at;
                ++m_line;
                open = false;
            } else if (at() == '#') {
                m_context.report().note("comment", here(), shortened(lineRest()),
                                        ImportText::tr("A comment."));
                m_at += lineRest().size();
            } else if (operatorAt(hereEnd, open)) {
            } else {
                if (m_command.words.size() >= kMaxWords) {
                    m_context.tooMany = true;
                    m_at = m_text.size();
                    break;
                }
                std::string one = word();
                m_hasAddress = m_hasAddress || one.find("://") != std::string::npos;
                m_command.words.push_back(std::move(one));
            }
        }
        if (!hereEnd.empty())
            hereDocument(hereEnd);
        m_commands.push_back(std::move(m_command));
    }

    void hereDocument(const std::string &end)
    {
        std::string text;
        while (!ended()) {
            const std::string line(lineRest());
            skipLine();
            if (trimmed(line) == end)
                break;
            text += line;
            text += '\n';
        }
        if (text.ends_with('\n'))
            text.pop_back();
        m_command.standardInput = std::move(text);
        m_command.hasInput = true;
    }

    /// ; | & > < between words. True if one was read.
    bool operatorAt(std::string &hereEnd, bool &open)
    {
        const bool spaced = m_at == 0 || isBlank(m_text[m_at - 1]);
        if (spaced && at() >= '0' && at() <= '9' && at(1) == '>') // 2>&1
            ++m_at;
        switch (at()) {
        case ';':
            ++m_at;
            open = false;
            return true;
        case '&':
            if (at(1) == '&') {
                m_at += 2;
                open = false;
                return true;
            }
            if (isBlank(at(1)) || at(1) == '\0') {
                ++m_at;
                open = false;
                return true;
            }
            return false;
        case '|': {
            if (at(1) == '|') {
                m_at += 2;
                open = false;
                return true;
            }
            std::string pipe;
            while (!ended() && at() != '\n') {
                if (continues())
                    pipe += ' ';
                else
                    pipe += m_text[m_at++];
            }
            m_context.report().note(
                "piped", here(), shortened(pipe),
                ImportText::tr("What becomes of the answer in the shell is not imported."));
            return true;
        }
        case '>':
        case '<':
            if (rest().starts_with("<<<")) {
                m_at += 3;
                while (at() == ' ')
                    ++m_at;
                m_command.standardInput = word();
                m_command.hasInput = true;
                return true;
            }
            if (rest().starts_with("<<")) {
                m_at += 2;
                if (at() == '-')
                    ++m_at;
                while (at() == ' ')
                    ++m_at;
                hereEnd = word();
                return true;
            }
            if (!spaced && at() == '<')
                return false;
            {
                const std::size_t from = m_at;
                while (at() == '>' || at() == '<' || at() == ' ' || at() == '&')
                    ++m_at;
                if (!ended() && at() != '\n')
                    word();
                m_context.report().note("redirected", here(),
                                        shortened(std::string_view(m_text).substr(from, m_at - from)),
                                        ImportText::tr("Redirections of the shell are not imported."));
            }
            return true;
        default:
            return false;
        }
    }

    std::string_view m_program;
    std::vector<ShellCommand> m_commands;
    ShellCommand m_command;
    bool m_hasAddress = false;
    std::string m_title;
    bool m_titleFresh = false;
};

} // namespace

Shell shellOf(std::string_view text)
{
    int caretLines = 0;
    int tickLines = 0;
    int slashLines = 0;
    for (std::string_view line : linesOf(text)) {
        line = trimmed(line);
        caretLines += line.ends_with('^');
        tickLines += line.ends_with('`') && !line.starts_with("```");
        slashLines += line.ends_with('\\');
    }
    const auto has = [&](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    };
    if (caretLines > slashLines || has("^\""))
        return Shell::Cmd;
    if (tickLines > slashLines || has("`\"") || has("$env:") || startsWithFolded(trimmed(text), "ps "))
        return Shell::PowerShell;
    if (slashLines > 0)
        return Shell::Bash;
    // {""a"":""b""}: in a POSIX shell the inner pairs would only end and begin the quotes
    if (has("{\"\"") || has("\"\":\"\"") || has("\"\": \"\""))
        return Shell::Cmd;
    const std::string_view start = trimmed(text);
    if (start.size() > 3 && start[1] == ':' && start[2] == '\\')
        return Shell::Cmd;
    return Shell::Bash;
}

std::vector<ShellCommand> shellCommands(std::string_view text, std::string_view program,
                                        ImportContext &context)
{
    std::string plain(text);
    replaceAll(plain, "\r\n", "\n");
    replaceAll(plain, "\r", "\n");
    return Words(std::move(plain), program, context).all();
}

} // namespace bourse::workbench
